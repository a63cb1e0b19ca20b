/* Filling templates. See template.h. */
#include "cli/template.h"

#include <string.h>

#include "cli/markup.h"

#define NODES_MAX 4096

enum node_kind { NODE_TEXT, NODE_FIELD, NODE_SECTION, NODE_WITHOUT };

/* Pre-order, as in core/json: a section's `next` is past all that is in it. */
struct node {
    enum node_kind kind;
    size_t start, size; /* of the text, or of the name, in the template */
    uint32_t next;
};

struct reading {
    const struct template_source *source;
    struct node *nodes;
    uint32_t count;
    uint32_t open[TEMPLATE_DEPTH_MAX];
    size_t depth;
    struct err *err;
};

/* ---- fields ---- */

struct template_row *fields_root(struct fields *fields)
{
    if (fields->root == NULL)
        fields->root = arena_alloc(&fields->arena, sizeof *fields->root);
    fields->failed = fields->failed || fields->root == NULL;
    return fields->root;
}

void fields_release(struct fields *fields)
{
    arena_release(&fields->arena);
    *fields = (struct fields){.root = NULL};
}

static struct template_value *add_value(struct fields *fields, struct template_row *row, const char *name)
{
    struct template_value *value = row == NULL ? NULL : arena_alloc(&fields->arena, sizeof *value);
    fields->failed = fields->failed || value == NULL;
    if (value == NULL)
        return NULL;
    value->name = name;
    value->text = "";
    if (row->last == NULL)
        row->values = value;
    else
        row->last->next = value;
    row->last = value;
    return value;
}

void fields_text(struct fields *fields, struct template_row *row, const char *name, const char *text)
{
    struct template_value *value = add_value(fields, row, name);
    const char *copy = arena_copy(&fields->arena, text, strlen(text));
    fields->failed = fields->failed || copy == NULL;
    if (value != NULL && copy != NULL)
        value->text = copy;
}

void fields_wanted(struct fields *fields, struct template_row *row, const char *name, const char *label, const char *text)
{
    fields_text(fields, row, name, text == NULL ? "" : text);
    if (row != NULL && row->last != NULL && row->last->text[0] == '\0')
        row->last->missing = label;
}

struct template_value *fields_list(struct fields *fields, struct template_row *row, const char *name, const struct template_column *columns)
{
    struct template_value *value = add_value(fields, row, name);
    if (value != NULL)
        value->columns = columns;
    return value;
}

struct template_row *fields_row(struct fields *fields, struct template_value *list)
{
    struct template_row *row = list == NULL ? NULL : arena_alloc(&fields->arena, sizeof *row);
    fields->failed = fields->failed || row == NULL;
    if (row == NULL)
        return NULL;
    if (list->last == NULL)
        list->rows = row;
    else
        list->last->next = row;
    list->last = row;
    return row;
}

const struct template_value *fields_find(const struct template_row *row, const char *name, size_t size)
{
    for (const struct template_value *it = row == NULL ? NULL : row->values; it != NULL; it = it->next)
        if (text_equal(name, size, it->name))
            return it;
    return NULL;
}

/* ---- reading ---- */

static int flaw(const struct reading *reading, size_t offset, struct words message, struct words more)
{
    struct err *err = reading->err;
    err_set_words(err, ERR_VALUE, (struct words){"%s%s", "%s%s"}, message, more);
    if (err != NULL) {
        err_set_file(err, reading->source->file);
        text_position(reading->source->text, reading->source->size, offset, &err->line, &err->column);
    }
    return -1;
}

static int add_node(struct reading *reading, enum node_kind kind, size_t start, size_t size)
{
    if (reading->count == NODES_MAX)
        return err_set(reading->err, ERR_LIMIT, "模板至多 %d 处", "a template has at most %d tags and texts", NODES_MAX);
    reading->nodes[reading->count] = (struct node){kind, start, size, reading->count + 1};
    reading->count++;
    return 0;
}

struct tag {
    char sign; /* '#', '^', '/', '!'; '\0' for a field */
    size_t start, end; /* of the whole tag */
    size_t name, name_size;
};

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' || byte == '.';
}

/* The tag that begins at `start`. */
static int read_tag(const struct reading *reading, size_t start, struct tag *tag)
{
    const char *text = reading->source->text;
    size_t size = reading->source->size, at = start + 2, close = at;
    while (close + 1 < size && text[close] != '\n' && !(text[close] == '}' && text[close + 1] == '}'))
        close++;
    if (close + 1 >= size || text[close] == '\n')
        return flaw(reading, start, (struct words){"“{{”没有在本行用“}}”结束", "\"{{\" is not closed by \"}}\" on its line"}, (struct words){"", ""});
    *tag = (struct tag){.start = start, .end = close + 2};
    if (at < close && strchr("#^/!", text[at]) != NULL)
        tag->sign = text[at++];
    if (tag->sign == '!')
        return 0;
    while (at < close && text[at] == ' ')
        at++;
    tag->name = at;
    while (at < close && is_name_byte(text[at]))
        at++;
    tag->name_size = at - tag->name;
    while (at < close && text[at] == ' ')
        at++;
    if (at == close && tag->name_size > 0)
        return 0;
    return flaw(reading, at, (struct words){"“{{”里只能有字段名，或 # ^ / ! 和字段名", "in \"{{\" there is a name, or one of # ^ / ! and a name"}, (struct words){"", ""});
}

/* A tag that leaves nothing of its line: where that begins and ends. */
static void widen(const struct reading *reading, struct tag *tag)
{
    const char *text = reading->source->text;
    size_t start = tag->start, end = tag->end, size = reading->source->size;
    while (start > 0 && text[start - 1] == ' ')
        start--;
    while (end < size && text[end] == ' ')
        end++;
    bool alone = (start == 0 || text[start - 1] == '\n') && (end == size || text[end] == '\n');
    if (tag->sign == '\0' || !alone)
        return;
    tag->start = start;
    tag->end = end < size ? end + 1 : end;
}

static int close_section(struct reading *reading, const struct tag *tag)
{
    const char *text = reading->source->text;
    struct node *open = reading->depth == 0 ? NULL : &reading->nodes[reading->open[reading->depth - 1]];
    if (open == NULL)
        return flaw(reading, tag->name, (struct words){"没有要结束的“#”或“^”", "there is no \"#\" or \"^\" to close"}, (struct words){"", ""});
    if (open->size != tag->name_size || memcmp(text + open->start, text + tag->name, open->size) != 0) {
        struct clip clip = text_clip(text + open->start, open->size);
        flaw(reading, tag->name, (struct words){"这里应结束：", "this should close "}, (struct words){clip.str, clip.str});
        if (reading->err != NULL)
            err_set_hint(reading->err, clip.str);
        return -1;
    }
    reading->depth--;
    open->next = reading->count;
    return 0;
}

static int take_tag(struct reading *reading, const struct tag *tag)
{
    if (tag->sign == '!')
        return 0;
    if (tag->sign == '/')
        return close_section(reading, tag);
    if (tag->sign == '\0')
        return add_node(reading, NODE_FIELD, tag->name, tag->name_size);
    if (reading->depth == TEMPLATE_DEPTH_MAX)
        return flaw(reading, tag->name, (struct words){"套得太深：至多 8 层", "too deep: at most 8 sections inside each other"}, (struct words){"", ""});
    reading->open[reading->depth++] = reading->count;
    return add_node(reading, tag->sign == '#' ? NODE_SECTION : NODE_WITHOUT, tag->name, tag->name_size);
}

static int read_nodes(struct reading *reading)
{
    const char *text = reading->source->text;
    size_t size = reading->source->size, done = 0, at = 0;
    while (at + 1 < size) {
        struct tag tag = {.sign = 0};
        if (text[at] != '{' || text[at + 1] != '{') {
            at++;
            continue;
        }
        if (read_tag(reading, at, &tag) != 0)
            return -1;
        widen(reading, &tag);
        if ((tag.start > done && add_node(reading, NODE_TEXT, done, tag.start - done) != 0) || take_tag(reading, &tag) != 0)
            return -1;
        done = at = tag.end;
    }
    if (size > done && add_node(reading, NODE_TEXT, done, size - done) != 0)
        return -1;
    if (reading->depth == 0)
        return 0;
    return flaw(reading, reading->nodes[reading->open[reading->depth - 1]].start, (struct words){"没有结束：少一个“{{/…}}”", "not closed: a \"{{/…}}\" is lacking"}, (struct words){"", ""});
}

/* Only text: what drives a terminal, or reverses what is read, is not for a document. */
static int check_bytes(const struct reading *reading)
{
    const struct template_source *source = reading->source;
    char visible[8];
    if (source->size > TEMPLATE_BYTES_MAX)
        return err_set(reading->err, ERR_LIMIT, "模板 %s 超过 %u 字节", "the template %s has more than %u bytes", source->file, TEMPLATE_BYTES_MAX);
    for (size_t at = 0, step; at < source->size; at += step) {
        int32_t code = text_decode(source->text + at, source->size - at, &step);
        if (code == '\n' || text_visible(code, visible) == 0)
            continue;
        return code < 0 ? flaw(reading, at, (struct words){"不是 UTF-8 文字", "this is not UTF-8 text"}, (struct words){"", ""})
                        : flaw(reading, at, (struct words){"模板里不能有控制字符", "a template has no control characters"}, (struct words){"", ""});
    }
    return 0;
}

/* ---- checking names ---- */

/* What names mean at a place: the columns of the sections around it, and the fields. */
struct scope {
    const struct template_column *columns[TEMPLATE_DEPTH_MAX];
    size_t depth;
    const struct template_row *fields;
};

struct meaning {
    bool known;
    const struct template_column *columns; /* of a list */
};

static struct meaning find_meaning(const struct scope *scope, const char *name, size_t size)
{
    for (size_t i = scope->depth; i-- > 0;)
        for (const struct template_column *it = scope->columns[i]; it != NULL && it->name != NULL; it++)
            if (text_equal(name, size, it->name))
                return (struct meaning){true, it->columns};
    const struct template_value *value = fields_find(scope->fields, name, size);
    return value == NULL ? (struct meaning){false, NULL} : (struct meaning){true, value->columns};
}

static int flaw_unknown(const struct reading *reading, const struct scope *scope, const struct node *node)
{
    const char *name = reading->source->text + node->start;
    struct nearest near = nearest_to(name, node->size);
    for (size_t i = 0; i < scope->depth; i++)
        for (const struct template_column *it = scope->columns[i]; it != NULL && it->name != NULL; it++)
            nearest_offer(&near, it->name);
    for (const struct template_value *it = scope->fields->values; it != NULL; it = it->next)
        nearest_offer(&near, it->name);
    struct clip clip = text_clip(name, node->size);
    flaw(reading, node->start, (struct words){"没有这个字段：", "there is no field "}, (struct words){clip.str, clip.str});
    if (reading->err != NULL)
        err_set_hint(reading->err, near.best);
    return -1;
}

static int check_names(const struct reading *reading, struct scope *scope, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at = reading->nodes[at].next) {
        const struct node *node = &reading->nodes[at];
        if (node->kind == NODE_TEXT)
            continue;
        struct meaning meaning = find_meaning(scope, reading->source->text + node->start, node->size);
        if (!meaning.known)
            return flaw_unknown(reading, scope, node);
        if (node->kind == NODE_FIELD && meaning.columns != NULL)
            return flaw(reading, node->start, (struct words){"这是列表，要写成 {{#…}} … {{/…}}", "this is a list: write {{#…}} … {{/…}}"}, (struct words){"", ""});
        if (node->kind == NODE_FIELD)
            continue;
        scope->columns[scope->depth++] = node->kind == NODE_SECTION ? meaning.columns : NULL;
        if (check_names(reading, scope, at + 1, node->next) != 0)
            return -1;
        scope->depth--;
    }
    return 0;
}

/* ---- filling ---- */

struct filling {
    const struct reading *reading;
    const struct template_row *rows[TEMPLATE_DEPTH_MAX + 1]; /* of the sections around, from the fields on */
    size_t depth;
    size_t steps;
    struct filled *filled;
};

static const struct template_value *look_up(const struct filling *filling, const struct node *node)
{
    const struct template_value *value = NULL;
    for (size_t i = filling->depth; i-- > 0 && value == NULL;)
        value = fields_find(filling->rows[i], filling->reading->source->text + node->start, node->size);
    return value;
}

static void note_missing(struct filled *filled, const char *label)
{
    for (size_t i = 0; i < filled->missing_count; i++)
        if (strcmp(filled->missing[i], label) == 0)
            return;
    if (filled->missing_count < TEMPLATE_MISSING_MAX)
        filled->missing[filled->missing_count++] = label;
}

static void fill_field(struct filling *filling, const struct template_value *value)
{
    struct filled *filled = filling->filled;
    if (value == NULL) /* a column that this row does without */
        return;
    if (value->missing != NULL)
        note_missing(filled, value->missing);
    markup_add_value(&filled->text, value->missing != NULL ? filling->reading->source->mark : value->text);
}

static int fill_nodes(struct filling *filling, uint32_t from, uint32_t to);

static int fill_section(struct filling *filling, uint32_t at)
{
    const struct node *node = &filling->reading->nodes[at];
    const struct template_value *value = look_up(filling, node);
    bool is_list = value != NULL && value->columns != NULL, there = value != NULL && (is_list ? value->rows != NULL : value->text[0] != '\0');
    if (node->kind == NODE_WITHOUT || !is_list) {
        if (there != (node->kind == NODE_SECTION))
            return 0;
        filling->rows[filling->depth++] = NULL;
        int rc = fill_nodes(filling, at + 1, node->next);
        filling->depth--;
        return rc;
    }
    for (const struct template_row *row = value->rows; row != NULL; row = row->next) {
        filling->rows[filling->depth++] = row;
        int rc = fill_nodes(filling, at + 1, node->next);
        filling->depth--;
        if (rc != 0)
            return -1;
    }
    return 0;
}

static int fill_nodes(struct filling *filling, uint32_t from, uint32_t to)
{
    const struct reading *reading = filling->reading;
    struct text *out = &filling->filled->text;
    for (uint32_t at = from; at < to; at = reading->nodes[at].next) {
        const struct node *node = &reading->nodes[at];
        if (++filling->steps > TEMPLATE_STEPS_MAX || out->size > TEMPLATE_OUTPUT_MAX)
            return err_set(reading->err, ERR_LIMIT, "模板 %s 生成的太多", "the template %s makes too much", reading->source->file);
        if (node->kind == NODE_TEXT)
            text_add(out, reading->source->text + node->start, node->size);
        else if (node->kind == NODE_FIELD)
            fill_field(filling, look_up(filling, node));
        else if (fill_section(filling, at) != 0)
            return -1;
    }
    return 0;
}

int template_fill(const struct template_source *source, const struct template_row *fields, struct filled *filled, struct err *err)
{
    struct arena arena = {0};
    struct reading reading = {.source = source, .err = err};
    struct scope scope = {.fields = fields};
    struct filling filling = {.reading = &reading, .rows = {fields}, .depth = 1, .filled = filled};
    *filled = (struct filled){.missing_count = 0};
    reading.nodes = arena_array(&arena, NODES_MAX, sizeof *reading.nodes);
    int rc = reading.nodes == NULL ? err_no_memory(err) : check_bytes(&reading);
    if (rc == 0)
        rc = read_nodes(&reading);
    if (rc == 0)
        rc = check_names(&reading, &scope, 0, reading.count);
    if (rc == 0)
        rc = fill_nodes(&filling, 0, reading.count);
    if (rc == 0 && filled->text.failed)
        rc = err_no_memory(err);
    arena_release(&arena);
    return rc;
}
