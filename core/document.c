/* Binding JSON files to structs by tables. See document.h. */
#include "core/document.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/file.h"
#include "core/number.h"

struct document *document_take(const char *name, struct text *text, struct err *err)
{
    struct document *document = calloc(1, sizeof *document);
    if (document == NULL || (document->path = strdup(name)) == NULL) {
        err_no_memory(err);
        free(document);
        text_release(text);
        return NULL;
    }
    document->text = *text;
    *text = (struct text){0};
    if (json_read(&document->json, text_str(&document->text), document->text.size, err) == 0)
        return document;
    err_set_file(err, name);
    document_free(document);
    return NULL;
}

struct document *document_read(const char *path, struct err *err)
{
    struct text text = {0};
    if (file_read(path, FILE_PLAN_MAX, &text, err) == 0)
        return document_take(path, &text, err);
    err_set_file(err, path);
    text_release(&text);
    return NULL;
}

void document_free(struct document *document)
{
    if (document == NULL)
        return;
    json_release(&document->json);
    text_release(&document->text);
    free(document->path);
    free(document);
}

const char *document_keep(const struct document *document, const char *data, size_t size, struct arena *arena)
{
    return document->strings == NULL ? arena_copy(arena, data, size) : strings_keep(document->strings, data, size);
}

void document_flaw(const struct document *document, struct origin at, uint32_t inside, struct err *err, struct diags *diags)
{
    if (!diags_full(diags)) {
        err_set_file(err, document->path);
        json_locate(&document->json, at.node, inside, err);
    }
    diags_add(diags, err);
}

struct origin document_member(const struct document *document, struct origin at, const char *key)
{
    uint32_t node = json_member(&document->json, at.node, key);
    return node == 0 ? at : (struct origin){node};
}

struct binder {
    const struct document *document;
    const struct json *json;
    struct arena *arena;
    struct diags *diags;
};

static void bind_object(struct binder *binder, uint32_t node, const struct shape *shape, void *into);

static const struct json_node *node_of(const struct binder *binder, uint32_t node)
{
    return &binder->json->nodes[node];
}

static void flaw(struct binder *binder, uint32_t node, struct err *err)
{
    document_flaw(binder->document, (struct origin){node}, UINT32_MAX, err, binder->diags);
}

static void flaw_type(struct binder *binder, uint32_t node, struct words expected)
{
    struct err err;
    struct words got = json_type_words(node_of(binder, node)->type);
    err_set_words(&err, ERR_TYPE, (struct words){"应为%s，却是%s", "expected %s, got %s"}, expected, got);
    flaw(binder, node, &err);
}

static void flaw_memory(struct binder *binder, uint32_t node)
{
    struct err err;
    err_no_memory(&err);
    flaw(binder, node, &err);
}

static bool is_type(struct binder *binder, uint32_t node, enum json_type type)
{
    if (node_of(binder, node)->type == type)
        return true;
    flaw_type(binder, node, json_type_words(type));
    return false;
}

/* The reader lets control characters through where they are escaped, and DEL anywhere. */
static bool has_controls(const struct json_node *string)
{
    for (uint32_t i = 0; string->escaped && i < string->size; i++)
        if ((unsigned char)string->data[i] < 0x20)
            return true;
    return memchr(string->data, 0x7F, string->size) != NULL;
}

static const char *bind_string(struct binder *binder, uint32_t node)
{
    const struct json_node *it = node_of(binder, node);
    if (!is_type(binder, node, JSON_STRING))
        return NULL;
    if (it->size == 0 || has_controls(it)) {
        struct err err;
        err_set(&err, ERR_VALUE, "字符串不能为空，也不能含控制字符", "a string must not be empty nor have control characters");
        flaw(binder, node, &err);
        return NULL;
    }
    const char *copy = document_keep(binder->document, it->data, it->size, binder->arena);
    if (copy == NULL)
        flaw_memory(binder, node);
    return copy;
}

#define ID_MAX 64

static bool is_id(const char *id)
{
    size_t size = 0;
    while ((id[size] >= 'a' && id[size] <= 'z') || (id[size] >= '0' && id[size] <= '9') || id[size] == '_' || id[size] == '.')
        size++;
    return id[size] == '\0' && size <= ID_MAX && id[0] >= 'a' && id[0] <= 'z';
}

static const char *bind_id(struct binder *binder, uint32_t node)
{
    const char *id = bind_string(binder, node);
    if (id == NULL || is_id(id))
        return id;
    struct err err;
    err_set(&err, ERR_VALUE, "id 只用小写字母、数字、“_”和“.”，以字母开头，至多 64 个",
            "an id has lower-case letters, digits, '_' and '.', starts with a letter, and has 64 at the most");
    flaw(binder, node, &err);
    return NULL;
}

static void bind_words(struct binder *binder, uint32_t node, struct words *into)
{
    static const char *const names[] = {"zh", "en"};
    const char **slots[] = {&into->zh, &into->en};
    bool seen[] = {false, false};
    if (!is_type(binder, node, JSON_OBJECT))
        return;
    const struct json_node *nodes = binder->json->nodes;
    for (uint32_t key = node + 1; key < nodes[node].next; key = nodes[key + 1].next) {
        int which = json_string_is(binder->json, key, "zh") ? 0 : json_string_is(binder->json, key, "en") ? 1 : -1;
        if (which >= 0) {
            *slots[which] = bind_string(binder, key + 1);
            seen[which] = true;
            continue;
        }
        struct err err;
        err_set(&err, ERR_KEY, "不认识的键“%s”，只可有 zh 和 en", "unknown key \"%s\", only zh and en are possible",
                text_clip(nodes[key].data, nodes[key].size).str);
        flaw(binder, key, &err);
    }
    for (int i = 0; i < 2; i++) {
        if (seen[i])
            continue;
        struct err err;
        err_set(&err, ERR_KEY, "缺少“%s”（每处文字都要中英文）", "missing \"%s\" (every wording is in Chinese and English)", names[i]);
        flaw(binder, node, &err);
    }
}

static void bind_int(struct binder *binder, uint32_t node, const struct field *field, int64_t *into)
{
    struct number number;
    if (!is_type(binder, node, JSON_NUMBER))
        return;
    if (number_parse(node_of(binder, node)->data, node_of(binder, node)->size, false, &number) == NUMBER_OK &&
        number.whole >= field->least && number.whole <= field->most) {
        *into = number.whole;
        return;
    }
    struct err err;
    err_set(&err, ERR_VALUE, "应为 %lld 至 %lld 的整数", "expected an integer from %lld to %lld", (long long)field->least,
            (long long)field->most);
    flaw(binder, node, &err);
}

static void bind_date(struct binder *binder, uint32_t node, int32_t *into)
{
    const struct json_node *it = node_of(binder, node);
    if (!is_type(binder, node, JSON_STRING) || date_parse(it->data, it->size, into))
        return;
    struct err err;
    err_set(&err, ERR_VALUE, "不是存在的日期，应如 2026-03-01", "not a date that exists; write it like 2026-03-01");
    flaw(binder, node, &err);
}

static void bind_choice(struct binder *binder, uint32_t node, const struct field *field, int *into)
{
    const struct json_node *it = node_of(binder, node);
    if (!is_type(binder, node, JSON_STRING))
        return;
    for (int i = 0; field->choices[i] != NULL; i++)
        if (json_string_is(binder->json, node, field->choices[i])) {
            *into = i;
            return;
        }
    struct text all = {0};
    struct nearest near = nearest_to(it->data, it->size);
    for (int i = 0; field->choices[i] != NULL; i++) {
        text_addf(&all, "%s%s", i > 0 ? ", " : "", field->choices[i]);
        nearest_offer(&near, field->choices[i]);
    }
    struct err err;
    err_set(&err, ERR_VALUE, "“%s”不在可选之列：%s", "\"%s\" is not one of: %s", text_clip(it->data, it->size).str,
            text_str(&all));
    err_set_hint(&err, near.best);
    flaw(binder, node, &err);
    text_release(&all);
}

static void *new_items(struct binder *binder, uint32_t node, const struct field *field, void *into, size_t size)
{
    void *items = arena_array(binder->arena, node_of(binder, node)->count, size);
    if (items == NULL) {
        flaw_memory(binder, node);
        return NULL;
    }
    memcpy((char *)into + field->offset, &items, sizeof items);
    size_t count = node_of(binder, node)->count;
    memcpy((char *)into + field->count_offset, &count, sizeof count);
    return items;
}

static void bind_pair(struct binder *binder, uint32_t node, struct text_pair *pair)
{
    pair->at.node = node;
    if (!is_type(binder, node, JSON_ARRAY))
        return;
    if (node_of(binder, node)->count != 2) {
        struct err err;
        err_set(&err, ERR_VALUE, "应为两项", "expected two items");
        flaw(binder, node, &err);
        return;
    }
    pair->a = bind_string(binder, node + 1);
    pair->b = bind_string(binder, binder->json->nodes[node + 1].next);
}

static void bind_item(struct binder *binder, uint32_t node, const struct field *field, void *item)
{
    switch (field->kind) {
    case FIELD_KIND_LIST: bind_object(binder, node, field->of, item); break;
    case FIELD_KIND_REFS: *(struct ref *)item = (struct ref){.at = {node}, .id = bind_id(binder, node), .index = -1}; break;
    case FIELD_KIND_TEXTS: *(const char **)item = bind_string(binder, node); break;
    case FIELD_KIND_INTS: bind_int(binder, node, field, item); break;
    case FIELD_KIND_CHOICES: bind_choice(binder, node, field, item); break;
    default: bind_pair(binder, node, item); break;
    }
}

static size_t item_size(const struct field *field)
{
    switch (field->kind) {
    case FIELD_KIND_LIST: return field->of->size;
    case FIELD_KIND_REFS: return sizeof(struct ref);
    case FIELD_KIND_TEXTS: return sizeof(const char *);
    case FIELD_KIND_INTS: return sizeof(int64_t);
    case FIELD_KIND_CHOICES: return sizeof(int);
    default: return sizeof(struct text_pair);
    }
}

static void bind_many(struct binder *binder, uint32_t node, const struct field *field, void *into)
{
    if (!is_type(binder, node, JSON_ARRAY))
        return;
    char *item = new_items(binder, node, field, into, item_size(field));
    if (item == NULL)
        return;
    const struct json_node *nodes = binder->json->nodes;
    for (uint32_t at = node + 1; at < nodes[node].next; at = nodes[at].next, item += item_size(field))
        bind_item(binder, at, field, item);
}

static void bind_bool(struct binder *binder, uint32_t node, bool *into)
{
    enum json_type type = node_of(binder, node)->type;
    if (type == JSON_TRUE || type == JSON_FALSE)
        *into = type == JSON_TRUE;
    else
        flaw_type(binder, node, json_type_words(JSON_TRUE));
}

static void bind_value(struct binder *binder, uint32_t node, const struct field *field, void *into)
{
    void *slot = (char *)into + field->offset;
    switch (field->kind) {
    case FIELD_KIND_ID: *(const char **)slot = bind_id(binder, node); break;
    case FIELD_KIND_TEXT: *(const char **)slot = bind_string(binder, node); break;
    case FIELD_KIND_WORDS: bind_words(binder, node, slot); break;
    case FIELD_KIND_BOOL: bind_bool(binder, node, slot); break;
    case FIELD_KIND_INT: bind_int(binder, node, field, slot); break;
    case FIELD_KIND_DATE: bind_date(binder, node, slot); break;
    case FIELD_KIND_CHOICE: bind_choice(binder, node, field, slot); break;
    case FIELD_KIND_CONDITION: *(struct condition *)slot = (struct condition){.at = {node}, .text = bind_string(binder, node)}; break;
    case FIELD_KIND_REF: *(struct ref *)slot = (struct ref){.at = {node}, .id = bind_id(binder, node), .index = -1}; break;
    case FIELD_KIND_OBJECT: bind_object(binder, node, field->of, slot); break;
    default: bind_many(binder, node, field, into); break;
    }
}

/* The field of a key, or `field_count`. Keys mostly come in the table's order: looked for from `from` on, and round. */
static size_t find_field(const struct binder *binder, uint32_t key, const struct shape *shape, size_t from)
{
    for (size_t i = 0, at = from; i < shape->field_count; i++, at++) {
        at = at < shape->field_count ? at : 0;
        if (json_string_is(binder->json, key, shape->fields[at].key))
            return at;
    }
    return shape->field_count;
}

/* Returns the field that was probably meant, or `field_count`. */
static size_t flaw_unknown_key(struct binder *binder, uint32_t key, const struct shape *shape)
{
    const struct json_node *it = node_of(binder, key);
    struct nearest near = nearest_to(it->data, it->size);
    for (size_t i = 0; i < shape->field_count; i++)
        nearest_offer(&near, shape->fields[i].key);
    struct err err;
    err_set(&err, ERR_KEY, "不认识的键“%s”", "unknown key \"%s\"", text_clip(it->data, it->size).str);
    err_set_hint(&err, near.best);
    flaw(binder, key, &err);
    for (size_t i = 0; i < shape->field_count; i++)
        if (near.best == shape->fields[i].key)
            return i;
    return shape->field_count;
}

static void flaw_missing(struct binder *binder, uint32_t node, const struct field *field)
{
    struct err err;
    err_set(&err, ERR_KEY, "缺少“%s”", "missing \"%s\"", field->key);
    flaw(binder, node, &err);
}

#define FIELDS_MAX 32 /* of a shape */

static void bind_object(struct binder *binder, uint32_t node, const struct shape *shape, void *into)
{
    assert(shape->field_count <= FIELDS_MAX);
    *(struct origin *)into = (struct origin){node};
    if (!is_type(binder, node, JSON_OBJECT))
        return;
    const struct json_node *nodes = binder->json->nodes;
    bool seen[FIELDS_MAX + 1] = {false}; /* or misspelt, which is said already: not to be called missing too */
    size_t field = 0;
    for (uint32_t key = node + 1; key < nodes[node].next; key = nodes[key + 1].next) {
        size_t found = find_field(binder, key, shape, field);
        if (found < shape->field_count) {
            bind_value(binder, key + 1, &shape->fields[found], into);
            field = found + 1;
        } else {
            found = flaw_unknown_key(binder, key, shape);
        }
        seen[found] = true;
    }
    for (size_t i = 0; i < shape->field_count; i++)
        if (shape->fields[i].required && !seen[i])
            flaw_missing(binder, node, &shape->fields[i]);
}

void document_bind(const struct document *document, const struct shape *shape, void *into, struct arena *arena, struct diags *diags)
{
    struct binder binder = {document, &document->json, arena, diags};
    bind_object(&binder, 0, shape, into);
}
