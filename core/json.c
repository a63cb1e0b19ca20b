/* The strict JSON reader: one pass over the bytes, an explicit stack, no recursion. See json.h. */
#define _DEFAULT_SOURCE /* le64toh */
#include "core/json.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

struct reader {
    struct json *json;
    const char *at, *end;
    uint32_t stack[JSON_DEPTH_MAX]; /* open containers, outermost first */
    unsigned depth;
    struct err *err;
};

static int fail_at(struct reader *reader, const char *at, enum err_code code, const char *zh, const char *en)
{
    if (reader->err != NULL) {
        const struct json *json = reader->json;
        *reader->err = (struct err){.code = code};
        snprintf(reader->err->zh, sizeof reader->err->zh, "%s", zh);
        snprintf(reader->err->en, sizeof reader->err->en, "%s", en);
        text_position(json->text, json->size, (size_t)(at - json->text), &reader->err->line, &reader->err->column);
    }
    return -1;
}

static int fail(struct reader *reader, const char *zh, const char *en)
{
    if (reader->at >= reader->end)
        return fail_at(reader, reader->at, ERR_JSON, "JSON 未完就结束了", "the JSON ends too early");
    return fail_at(reader, reader->at, ERR_JSON, zh, en);
}

static int grow(struct reader *reader)
{
    struct json *json = reader->json;
    uint32_t capacity = json->capacity == 0 ? 64 : json->capacity * 2;
    struct json_node *nodes = realloc(json->nodes, capacity * sizeof *nodes);
    if (nodes == NULL)
        return err_no_memory(reader->err);
    json->nodes = nodes;
    json->capacity = capacity;
    return 0;
}

static inline struct json_node *add_node(struct reader *reader, enum json_type type)
{
    struct json *json = reader->json;
    if (json->count == json->capacity && grow(reader) != 0)
        return NULL;
    struct json_node *node = &json->nodes[json->count++];
    *node = (struct json_node){.data = reader->at, .offset = (uint32_t)(reader->at - json->text), .next = json->count, .type = (uint8_t)type};
    return node;
}

static inline bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static inline void skip_space(struct reader *reader)
{
    const char *at = reader->at;
    while (at < reader->end && is_space(*at))
        at++;
    reader->at = at;
}

static inline bool at_digit(const struct reader *reader)
{
    return reader->at < reader->end && (unsigned char)(*reader->at - '0') <= 9;
}

static inline bool skip_digits(struct reader *reader)
{
    const char *at = reader->at;
    while (at < reader->end && (unsigned char)(*at - '0') <= 9)
        at++;
    bool any = at > reader->at;
    reader->at = at;
    return any;
}

static inline bool skip_byte(struct reader *reader, char byte)
{
    if (reader->at >= reader->end || *reader->at != byte)
        return false;
    reader->at++;
    return true;
}

/* Slips of the hand that are worth a word of their own. */
static int fail_slip(struct reader *reader)
{
    switch (reader->at < reader->end ? *reader->at : '\0') {
    case '}': case ']': return fail(reader, "括号前少了一项，或多了一个逗号", "something lacks before the bracket, or a comma is too many");
    case '\'': return fail(reader, "字符串要用双引号", "strings take double quotes");
    case '/': case '#': return fail(reader, "JSON 里不能写注释", "JSON has no comments");
    default: return 0;
    }
}

static int fail_value(struct reader *reader)
{
    if (fail_slip(reader) != 0)
        return -1;
    return fail(reader, "不是 JSON 的值（应为 true、false、null、数字、字符串、数组或对象）",
                "not a JSON value (expected true, false, null, a number, string, array or object)");
}

static inline int read_word(struct reader *reader, const char *word, size_t size, enum json_type type)
{
    if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, word, size) != 0)
        return fail_value(reader);
    struct json_node *node = add_node(reader, type);
    if (node == NULL)
        return -1;
    node->size = (uint32_t)size;
    reader->at += size;
    return 0;
}

static int fail_number(struct reader *reader)
{
    return fail(reader, "数字写法不合 JSON", "not a JSON number");
}

static int read_exponent(struct reader *reader)
{
    if (!skip_byte(reader, 'e') && !skip_byte(reader, 'E'))
        return 0;
    if (!skip_byte(reader, '+'))
        skip_byte(reader, '-');
    return skip_digits(reader) ? 0 : fail_number(reader);
}

static inline int read_number(struct reader *reader)
{
    struct json_node *node = add_node(reader, JSON_NUMBER);
    if (node == NULL)
        return -1;
    skip_byte(reader, '-');
    if (!skip_byte(reader, '0') && !skip_digits(reader))
        return fail_number(reader);
    if (at_digit(reader))
        return fail(reader, "数字不能以 0 开头", "a number must not start with 0");
    if (skip_byte(reader, '.') && !skip_digits(reader))
        return fail_number(reader);
    if (read_exponent(reader) != 0)
        return -1;
    node->size = (uint32_t)(reader->at - node->data);
    return 0;
}

static int read_hex4(struct reader *reader, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, reader->at++) {
        if (reader->at >= reader->end)
            return fail(reader, "", "");
        unsigned char byte = (unsigned char)*reader->at;
        uint32_t digit = (uint32_t)byte - '0';
        if (digit > 9) {
            digit = ((uint32_t)byte | 0x20) - 'a' + 10;
            if (digit < 10 || digit > 15)
                digit = 16;
        }
        if (digit == 16)
            return fail(reader, "\\u 后应为四位十六进制数", "\\u takes four hexadecimal digits");
        *code = *code << 4 | digit;
    }
    return 0;
}

static size_t put_utf8(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t extra = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const uint8_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(leads[extra] | code >> (6 * extra));
    for (size_t i = 1; i <= extra; i++)
        out[i] = (char)(0x80 | (code >> (6 * (extra - i)) & 0x3F));
    return extra + 1;
}

/* `at` is behind "\u". A high surrogate must be followed by a low one: half a pair is no character. */
static int read_unicode(struct reader *reader, uint32_t *code)
{
    const char *start = reader->at - 2;
    uint32_t low;
    if (read_hex4(reader, code) != 0)
        return -1;
    if (*code < 0xD800 || *code > 0xDFFF)
        return 0;
    if (*code <= 0xDBFF && skip_byte(reader, '\\') && skip_byte(reader, 'u')) {
        if (read_hex4(reader, &low) != 0)
            return -1;
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
            return 0;
        }
    }
    return fail_at(reader, start, ERR_JSON, "半个代理对不是字符", "half of a surrogate pair is not a character");
}

static int read_escape(struct reader *reader, char *out, size_t *size)
{
    static const char plain[128] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    if (reader->end - reader->at < 2) {
        reader->at = reader->end;
        return fail(reader, "", "");
    }
    unsigned char kind = (unsigned char)reader->at[1];
    if (kind < 128 && plain[kind] != 0) {
        out[(*size)++] = plain[kind];
        reader->at += 2;
        return 0;
    }
    if (kind != 'u')
        return fail(reader, "JSON 没有这种转义", "JSON has no such escape");
    uint32_t code;
    reader->at += 2;
    if (read_unicode(reader, &code) != 0)
        return -1;
    *size += put_utf8(out + *size, code);
    return 0;
}

/* Eight bytes at once: the top bit of each one that is a control character, a quote, a backslash or not ASCII; exact for the first. */
static inline uint64_t not_plain(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t quote = bytes ^ ones * '"', backslash = bytes ^ ones * '\\';
    return (((bytes - ones * 0x20) | (quote - ones) | (backslash - ones)) & ~bytes & tops) | (bytes & tops);
}

/* Over printable ASCII but quote and backslash: nearly all that strings are made of. */
static inline const char *skip_ascii(const char *at, const char *end)
{
    uint64_t bytes;
    for (; (size_t)(end - at) >= sizeof bytes; at += sizeof bytes) {
        memcpy(&bytes, at, sizeof bytes);
        uint64_t stops = not_plain(le64toh(bytes));
        if (stops != 0)
            return at + __builtin_ctzll(stops) / 8;
    }
    while (at < end && *at >= 0x20 && *at < 0x7F && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* Over characters of three bytes but those from U+0800 and U+D000, where not all is allowed: nearly all of Chinese. */
static inline const char *skip_chinese(const char *at, const char *end)
{
    while (end - at >= 3) {
        const unsigned char *bytes = (const unsigned char *)at;
        if ((bytes[0] & 0xF0) != 0xE0 || bytes[0] == 0xE0 || bytes[0] == 0xED || (bytes[1] & 0xC0) != 0x80 || (bytes[2] & 0xC0) != 0x80)
            break;
        at += 3;
    }
    return at;
}

/* Check bytes up to the closing quote or a backslash; leaves `at` there. */
static int skip_plain(struct reader *reader)
{
    for (;;) {
        const char *at = reader->at = skip_chinese(skip_ascii(reader->at, reader->end), reader->end);
        if (at >= reader->end)
            return fail(reader, "", "");
        unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\')
            return 0;
        if (byte < 0x20)
            return fail(reader, "字符串里的控制字符须转义（如 \\n）", "control characters in a string must be escaped (such as \\n)");
        size_t step = 1;
        if (byte >= 0x80 && text_decode(at, (size_t)(reader->end - at), &step) < 0)
            return fail(reader, "不是 UTF-8 编码", "not UTF-8");
        reader->at += step;
    }
}

/* A decoded string is never longer than its text, so one allocation of the rest of the text's run would do; count first. */
static int read_escaped(struct reader *reader, struct json_node *node)
{
    const char *start = node->data, *end = reader->at;
    while (end < reader->end && *end != '"')
        end += *end == '\\' ? 2 : 1;
    char *out = arena_alloc(&reader->json->strings, (size_t)(end - start) + 1);
    if (out == NULL)
        return err_no_memory(reader->err);
    size_t size = (size_t)(reader->at - start);
    memcpy(out, start, size);
    for (;;) {
        const char *from = reader->at;
        if (skip_plain(reader) != 0)
            return -1;
        size_t run = (size_t)(reader->at - from);
        memcpy(out + size, from, run);
        size += run;
        if (*reader->at == '"')
            break;
        if (read_escape(reader, out, &size) != 0)
            return -1;
    }
    node->data = out;
    node->size = (uint32_t)size;
    node->escaped = true;
    return 0;
}

static inline int read_string(struct reader *reader)
{
    struct json_node *node = add_node(reader, JSON_STRING);
    if (node == NULL)
        return -1;
    node->data = ++reader->at;
    if (skip_plain(reader) != 0)
        return -1;
    node->size = (uint32_t)(reader->at - node->data);
    if (*reader->at == '\\' && read_escaped(reader, node) != 0)
        return -1;
    reader->at++;
    return 0;
}

static int compare_keys(const void *a, const void *b)
{
    const struct json_node *left = *(const struct json_node *const *)a, *right = *(const struct json_node *const *)b;
    size_t size = left->size < right->size ? left->size : right->size;
    int order = memcmp(left->data, right->data, size);
    return order != 0 ? order : (left->size > right->size) - (left->size < right->size);
}

static bool same_key(const struct json_node *a, const struct json_node *b)
{
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

static void add_token(char *buffer, size_t size, const struct json_node *key)
{
    size_t at = strlen(buffer);
    if (at + 1 < size)
        buffer[at++] = '/';
    for (uint32_t i = 0; i < key->size && at + 2 < size; i++) {
        char byte = key->data[i];
        if (byte == '~' || byte == '/') {
            buffer[at++] = '~';
            byte = byte == '~' ? '0' : '1';
        }
        buffer[at++] = byte == '\0' ? '?' : byte;
    }
    buffer[at] = '\0';
    text_trim_utf8(buffer);
}

static void add_index(char *buffer, size_t size, uint32_t index)
{
    size_t used = strlen(buffer);
    snprintf(buffer + used, size - used, "/%u", index);
}

/* The pointer of a key of `object` while what is around it is still open: down the stack, the newest child each time. */
static void point_at_key(const struct reader *reader, uint32_t object, const struct json_node *key)
{
    char pointer[ERR_POINTER_MAX] = "";
    const struct json_node *nodes = reader->json->nodes;
    for (unsigned i = 0; i < reader->depth; i++) {
        uint32_t open = reader->stack[i], child = i + 1 < reader->depth ? reader->stack[i + 1] : object, at = open + 1;
        if (nodes[open].type == JSON_ARRAY) {
            add_index(pointer, sizeof pointer, nodes[open].count - 1);
            continue;
        }
        while (at + 1 < child)
            at = nodes[at + 1].next;
        add_token(pointer, sizeof pointer, &nodes[at]);
    }
    add_token(pointer, sizeof pointer, key);
    err_set_pointer(reader->err, pointer);
}

static int fail_twice(struct reader *reader, uint32_t object, const struct json_node *key)
{
    fail_at(reader, reader->json->text + key->offset, ERR_KEY, "", "");
    struct err *err = reader->err;
    if (err != NULL) {
        snprintf(err->zh, sizeof err->zh, "键“%s”出现两次", text_clip(key->data, key->size).str);
        snprintf(err->en, sizeof err->en, "key \"%s\" is given twice", text_clip(key->data, key->size).str);
        point_at_key(reader, object, key);
    }
    return -1;
}

#define FEW_KEYS 12 /* up to here, comparing with those before is faster than sorting */

/* One bit of 64: keys of different bits differ. An empty key has its closing quote to read. */
static inline uint64_t trait_of(const struct json_node *key)
{
    return UINT64_C(1) << ((key->size * 7 + (uint8_t)key->data[0] * 3u + (uint8_t)key->data[key->size / 2]) & 63);
}

static int check_few_keys(struct reader *reader, uint32_t object)
{
    const struct json_node *nodes = reader->json->nodes;
    uint64_t seen = 0;
    for (uint32_t key = object + 1; key < reader->json->count; key = nodes[key + 1].next) {
        uint64_t trait = trait_of(&nodes[key]);
        for (uint32_t other = object + 1; other < key && (seen & trait) != 0; other = nodes[other + 1].next)
            if (same_key(&nodes[key], &nodes[other]))
                return fail_twice(reader, object, &nodes[key]);
        seen |= trait;
    }
    return 0;
}

static int check_many_keys(struct reader *reader, uint32_t object)
{
    const struct json_node *nodes = reader->json->nodes;
    const struct json_node **keys = malloc(nodes[object].count * sizeof *keys);
    if (keys == NULL)
        return err_no_memory(reader->err);
    size_t count = 0;
    for (uint32_t key = object + 1; key < reader->json->count; key = nodes[key + 1].next)
        keys[count++] = &nodes[key];
    qsort(keys, count, sizeof *keys, compare_keys);
    int rc = 0;
    for (size_t i = 1; i < count && rc == 0; i++)
        if (same_key(keys[i - 1], keys[i]))
            rc = fail_twice(reader, object, keys[i - 1]->offset > keys[i]->offset ? keys[i - 1] : keys[i]);
    free(keys);
    return rc;
}

static int close_container(struct reader *reader)
{
    uint32_t open = reader->stack[--reader->depth];
    struct json_node *node = &reader->json->nodes[open];
    reader->at++;
    node->next = reader->json->count;
    node->size = (uint32_t)(reader->at - reader->json->text) - node->offset;
    if (node->type == JSON_OBJECT && node->count > 1)
        return node->count <= FEW_KEYS ? check_few_keys(reader, open) : check_many_keys(reader, open);
    return 0;
}

static int open_container(struct reader *reader, enum json_type type)
{
    if (reader->depth == JSON_DEPTH_MAX)
        return fail_at(reader, reader->at, ERR_LIMIT, "嵌套超过 64 层", "nested deeper than 64 levels");
    if (add_node(reader, type) == NULL)
        return -1;
    reader->stack[reader->depth++] = reader->json->count - 1;
    reader->at++;
    return 0;
}

static inline int read_value(struct reader *reader)
{
    if (reader->at >= reader->end)
        return fail(reader, "", "");
    switch (*reader->at) {
    case '{': return open_container(reader, JSON_OBJECT);
    case '[': return open_container(reader, JSON_ARRAY);
    case '"': return read_string(reader);
    case 't': return read_word(reader, "true", 4, JSON_TRUE);
    case 'f': return read_word(reader, "false", 5, JSON_FALSE);
    case 'n': return read_word(reader, "null", 4, JSON_NULL);
    case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        return read_number(reader);
    default: return fail_value(reader);
    }
}

static inline int read_key(struct reader *reader)
{
    if ((reader->at >= reader->end || *reader->at != '"') && fail_slip(reader) != 0)
        return -1;
    if (reader->at >= reader->end || *reader->at != '"')
        return fail(reader, "此处应为带双引号的键", "expected a key in double quotes");
    if (read_string(reader) != 0)
        return -1;
    skip_space(reader);
    if (!skip_byte(reader, ':'))
        return fail(reader, "键之后应为冒号", "expected a colon after the key");
    skip_space(reader);
    return 0;
}

/* One step inside the innermost open container: an element, or its end. */
static inline int read_inside(struct reader *reader)
{
    struct json_node *open = &reader->json->nodes[reader->stack[reader->depth - 1]];
    bool object = open->type == JSON_OBJECT;
    skip_space(reader);
    if (reader->at < reader->end && *reader->at == (object ? '}' : ']'))
        return close_container(reader);
    if (open->count > 0) {
        if (!skip_byte(reader, ','))
            return fail(reader, "此处应为逗号或结束括号", "expected a comma or the closing bracket");
        skip_space(reader);
    }
    open->count++;
    if (object && read_key(reader) != 0)
        return -1;
    return read_value(reader);
}

static int read_document(struct reader *reader)
{
    const char *text = reader->at;
    skip_space(reader);
    if (reader->at >= reader->end)
        return fail_at(reader, text, ERR_JSON, "没有内容", "there is nothing here");
    if (reader->end - text >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        return fail_at(reader, text, ERR_JSON, "文件以 BOM 开头；JSON 不允许", "the file starts with a byte order mark; JSON allows none");
    if (read_value(reader) != 0)
        return -1;
    while (reader->depth > 0)
        if (read_inside(reader) != 0)
            return -1;
    skip_space(reader);
    if (reader->at < reader->end)
        return fail(reader, "值之后还有多余的内容", "there is more after the value");
    return 0;
}

int json_read(struct json *json, const char *text, size_t size, struct err *err)
{
    json->text = text;
    json->size = size;
    json->count = 0;
    arena_release(&json->strings);
    if (size > JSON_SIZE_MAX)
        return err_set(err, ERR_LIMIT, "JSON 超过 2 GiB", "JSON larger than 2 GiB");
    struct reader reader; /* not cleared: its stack is large, and written before it is read */
    reader.json = json;
    reader.at = text;
    reader.end = text + size;
    reader.depth = 0;
    reader.err = err;
    if (read_document(&reader) == 0)
        return 0;
    json->count = 0;
    return -1;
}

void json_release(struct json *json)
{
    free(json->nodes);
    arena_release(&json->strings);
    *json = (struct json){0};
}

uint32_t json_member(const struct json *json, uint32_t object, const char *key)
{
    const struct json_node *nodes = json->nodes;
    if (nodes[object].type != JSON_OBJECT)
        return 0;
    for (uint32_t at = object + 1; at < nodes[object].next; at = nodes[at + 1].next)
        if (json_string_is(json, at, key))
            return at + 1;
    return 0;
}

bool json_string_is(const struct json *json, uint32_t node, const char *str)
{
    const struct json_node *it = &json->nodes[node];
    return it->type == JSON_STRING && text_equal(it->data, it->size, str);
}

/* Walk down from the root into the child whose subtree has the node. */
void json_pointer(const struct json *json, uint32_t node, char *buffer, size_t size)
{
    const struct json_node *nodes = json->nodes;
    buffer[0] = '\0';
    for (uint32_t at = 0; at < json->count && at != node;) {
        bool object = nodes[at].type == JSON_OBJECT;
        uint32_t child = at + 1;
        for (uint32_t index = 0;; index++, child = nodes[child + object].next) {
            uint32_t value = child + object;
            if (value < json->count && nodes[value].next <= node)
                continue;
            if (object) {
                add_token(buffer, size, &nodes[child]);
            } else {
                add_index(buffer, size, index);
            }
            at = child == node ? node : value;
            break;
        }
    }
}

void json_locate(const struct json *json, uint32_t node, uint32_t inside, struct err *err)
{
    char pointer[ERR_POINTER_MAX];
    const struct json_node *it = &json->nodes[node];
    json_pointer(json, node, pointer, sizeof pointer);
    err_set_pointer(err, pointer);
    size_t offset = it->offset;
    if (inside != UINT32_MAX && it->type == JSON_STRING && !it->escaped)
        offset += 1 + inside;
    text_position(json->text, json->size, offset, &err->line, &err->column);
}

struct words json_type_words(enum json_type type)
{
    static const struct words words[] = {
        [JSON_NULL] = {"null", "null"},       [JSON_FALSE] = {"true/false", "true/false"}, [JSON_TRUE] = {"true/false", "true/false"},
        [JSON_NUMBER] = {"数字", "a number"}, [JSON_STRING] = {"字符串", "a string"},      [JSON_ARRAY] = {"数组", "an array"},
        [JSON_OBJECT] = {"对象", "an object"},
    };
    return words[type];
}
