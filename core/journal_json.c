/* An entry as a JSON line and back, in one form only: what is read must be what would be written. See chain.h. */
#include <string.h>

#include "core/chain.h"
#include "core/date.h"
#include "core/text.h"

#define DAY_MS INT64_C(86400000)
#define TIME_SIZE 25 /* "2026-03-01T03:04:05.678Z" and a NUL */

enum kind { KIND_SEQ, KIND_TEXT, KIND_TIME, KIND_TIME_OR_NULL, KIND_BODY, KIND_HASH };

/* The members, in the order in which they are written. */
static const struct member {
    const char *key;
    enum kind kind;
    size_t offset; /* in struct entry */
} members[] = {
    {"seq", KIND_SEQ, offsetof(struct entry, seq)},
    {"incident", KIND_TEXT, offsetof(struct entry, incident)},
    {"time", KIND_TIME, offsetof(struct entry, time)},
    {"drill_time", KIND_TIME_OR_NULL, offsetof(struct entry, drill_time)},
    {"actor", KIND_TEXT, offsetof(struct entry, name)},
    {"role", KIND_TEXT, offsetof(struct entry, role)},
    {"type", KIND_TEXT, offsetof(struct entry, type)},
    {"body", KIND_BODY, offsetof(struct entry, body)},
    {"reason", KIND_TEXT, offsetof(struct entry, reason)},
    {"hash", KIND_HASH, offsetof(struct entry, hash)},
};

#define MEMBER_COUNT (sizeof members / sizeof members[0])

/* ---- writing ---- */

static void add_time(struct text *out, int64_t time)
{
    char day[DATE_TEXT_SIZE];
    int rest = (int)(time % DAY_MS);
    date_print((int32_t)(time / DAY_MS), day);
    text_addf(out, "\"%sT%02d:%02d:%02d.%03dZ\"", day, rest / 3600000, rest / 60000 % 60, rest / 1000 % 60, rest % 1000);
}

static void add_value(const struct entry *entry, const struct member *member, struct text *out)
{
    char hex[JOURNAL_HEX_SIZE];
    const char *at = (const char *)entry + member->offset;
    switch (member->kind) {
    case KIND_SEQ: text_addf(out, "%llu", (unsigned long long)entry->seq); break;
    case KIND_TEXT: text_add_json_str(out, *(const char *const *)at); break;
    case KIND_TIME: add_time(out, entry->time); break;
    case KIND_TIME_OR_NULL:
        if (entry->drill_time < 0)
            text_add_str(out, "null");
        else
            add_time(out, entry->drill_time);
        break;
    case KIND_BODY: text_add_str(out, entry->body); break;
    case KIND_HASH:
        hash_print(entry->hash, hex);
        text_addf(out, "\"%s\"", hex);
        break;
    }
}

void entry_to_json(const struct entry *entry, struct text *out)
{
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        text_addf(out, "%s\"%s\":", i == 0 ? "{" : ",", members[i].key);
        add_value(entry, &members[i], out);
    }
    text_add_str(out, "}");
}

/* ---- reading ---- */

static bool digits(const char *data, size_t from, size_t count, int64_t *number)
{
    *number = 0;
    for (size_t i = from; i < from + count; i++) {
        if (data[i] < '0' || data[i] > '9')
            return false;
        *number = *number * 10 + (data[i] - '0');
    }
    return true;
}

static bool parse_time(const struct json_node *node, int64_t *time)
{
    int32_t day;
    int64_t hour, minute, second, milli;
    const char *data = node->data;
    if (node->size != TIME_SIZE - 1 || !date_parse(data, 10, &day) || day < 0)
        return false;
    if (data[10] != 'T' || data[13] != ':' || data[16] != ':' || data[19] != '.' || data[23] != 'Z')
        return false;
    if (!digits(data, 11, 2, &hour) || !digits(data, 14, 2, &minute) || !digits(data, 17, 2, &second) || !digits(data, 20, 3, &milli))
        return false;
    *time = day * DAY_MS + hour * 3600000 + minute * 60000 + second * 1000 + milli;
    return hour < 24 && minute < 60 && second < 60;
}

static bool parse_seq(const struct json_node *node, uint64_t *seq)
{
    int64_t number;
    if (node->size == 0 || node->size > 18 || !digits(node->data, 0, node->size, &number) || number == 0)
        return false;
    *seq = (uint64_t)number;
    return true;
}

struct line {
    struct json json;
    struct arena *arena;
    struct err *err;
};

static int fail_at(struct line *line, uint32_t node)
{
    if (line->err != NULL)
        json_locate(&line->json, node, UINT32_MAX, line->err);
    return -1;
}

static int take_string(struct line *line, uint32_t node, const char **string)
{
    const struct json_node *it = &line->json.nodes[node];
    if (memchr(it->data, '\0', it->size) != NULL) {
        err_set(line->err, ERR_VALUE, "文字里不能有 NUL 字符", "a text must not have a NUL character");
        return fail_at(line, node);
    }
    *string = arena_copy(line->arena, it->data, it->size);
    return *string == NULL ? err_no_memory(line->err) : 0;
}

static const struct {
    enum json_type type;
    struct words should; /* be */
} kinds[] = {
    [KIND_SEQ] = {JSON_NUMBER, {"记录的序号", "an entry's number"}},
    [KIND_TEXT] = {JSON_STRING, {"字符串", "a string"}},
    [KIND_TIME] = {JSON_STRING, {"时间，如 \"2026-03-01T03:04:05.678Z\"", "a time such as \"2026-03-01T03:04:05.678Z\""}},
    [KIND_TIME_OR_NULL] = {JSON_STRING, {"时间或 null", "a time or null"}},
    [KIND_BODY] = {JSON_OBJECT, {"对象", "an object"}},
    [KIND_HASH] = {JSON_STRING, {"64 位十六进制数", "64 hexadecimal digits"}},
};

static int fail_kind(struct line *line, uint32_t node, const struct member *member, enum err_code code)
{
    struct words key = {member->key, member->key};
    err_set_words(line->err, code, (struct words){"“%s”应为%s", "\"%s\" must be %s"}, key, kinds[member->kind].should);
    return fail_at(line, node);
}

static int take_value(struct line *line, uint32_t node, const struct member *member, struct entry *entry)
{
    const struct json_node *it = &line->json.nodes[node];
    void *at = (char *)entry + member->offset;
    bool good = true;
    if (member->kind == KIND_TIME_OR_NULL && it->type == JSON_NULL) {
        entry->drill_time = -1;
        return 0;
    }
    if (it->type != kinds[member->kind].type)
        return fail_kind(line, node, member, ERR_TYPE);
    switch (member->kind) {
    case KIND_SEQ: good = parse_seq(it, at); break;
    case KIND_TEXT: return take_string(line, node, at);
    case KIND_TIME:
    case KIND_TIME_OR_NULL: good = parse_time(it, at); break;
    case KIND_BODY: return take_string(line, node, at); /* a container's data is its text: hashed as it was written */
    case KIND_HASH: good = hash_parse(it->data, it->size, at); break;
    }
    return good ? 0 : fail_kind(line, node, member, ERR_VALUE);
}

static const struct member *find_member(const struct json *json, uint32_t key)
{
    for (size_t i = 0; i < MEMBER_COUNT; i++)
        if (json_string_is(json, key, members[i].key))
            return &members[i];
    return NULL;
}

static int take_members(struct line *line, struct entry *entry)
{
    const struct json_node *nodes = line->json.nodes;
    for (uint32_t key = 1; key < nodes[0].next; key = nodes[key + 1].next) {
        const struct member *member = find_member(&line->json, key);
        if (member == NULL) {
            err_set(line->err, ERR_KEY, "日志记录没有这个键", "an entry of the journal has no such key");
            return fail_at(line, key);
        }
        if (take_value(line, key + 1, member, entry) != 0)
            return -1;
    }
    for (size_t i = 0; i < MEMBER_COUNT; i++)
        if (json_member(&line->json, 0, members[i].key) == 0)
            return err_set(line->err, ERR_KEY, "缺少“%s”", "\"%s\" is missing", members[i].key);
    return 0;
}

/* The same entry in another spelling would come out as another line, and an export must come back byte for byte. */
static int check_canonical(const char *text, size_t size, const struct entry *entry, struct err *err)
{
    struct text again = {0};
    int rc = 0;
    entry_to_json(entry, &again);
    if (again.failed)
        rc = err_no_memory(err);
    else if (again.size != size || memcmp(again.data, text, size) != 0)
        rc = err_set(err, ERR_VALUE, "这一行不是 respond export 写出的样子", "the line is not as respond export writes it");
    text_release(&again);
    return rc;
}

int entry_from_json(const char *text, size_t size, struct arena *arena, struct entry *entry, struct err *err)
{
    struct line line = {.arena = arena, .err = err};
    int rc = -1;
    *entry = (struct entry){0};
    if (json_read(&line.json, text, size, err) != 0)
        goto out;
    if (line.json.nodes[0].type != JSON_OBJECT)
        err_set(err, ERR_TYPE, "应为对象，一行一条记录", "expected an object, one entry a line");
    else if (take_members(&line, entry) == 0)
        rc = check_canonical(text, size, entry, err);
out:
    json_release(&line.json);
    return rc;
}
