/* The rules of entries and of their chain. See chain.h. */
#include "core/chain.h"

#include <assert.h>
#include <string.h>

#include "core/text.h"

_Static_assert(JOURNAL_HASH_SIZE == HASH_SIZE && JOURNAL_HEX_SIZE == HASH_HEX_SIZE, "the chain is made of SHA-256");

/* The first field of every hash, so that it can never be taken for the hash of something else, or of a later format. */
static const char format_name[] = "respond journal 1";

#define BODY_DEPTH_MAX (JSON_DEPTH_MAX - 1) /* an exported line is one level around it */

/* ---- what may be appended ---- */

static int check_text(const char *key, const char *text, size_t limit, struct err *err)
{
    assert(text != NULL);
    size_t size = strlen(text);
    if (size > limit)
        return err_set(err, ERR_LIMIT, "记录的“%s”超过 %zu KiB", "the entry's \"%s\" is longer than %zu KiB", key, limit >> 10);
    if (!text_is_utf8(text, size))
        return err_set(err, ERR_VALUE, "记录的“%s”不是 UTF-8 编码", "the entry's \"%s\" is not UTF-8", key);
    return 0;
}

static int check_texts(const struct entry *entry, struct err *err)
{
    const struct {
        const char *key, *text;
        size_t limit;
    } rows[] = {
        {"incident", entry->incident, JOURNAL_TEXT_MAX}, {"actor", entry->name, JOURNAL_TEXT_MAX}, {"role", entry->role, JOURNAL_TEXT_MAX},
        {"type", entry->type, JOURNAL_TEXT_MAX}, {"reason", entry->reason, JOURNAL_TEXT_MAX}, {"body", entry->body, JOURNAL_BODY_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (check_text(rows[i].key, rows[i].text, rows[i].limit, err) != 0)
            return -1;
    if (entry->type[0] == '\0')
        return err_set(err, ERR_VALUE, "记录没有类型", "the entry has no type");
    return 0;
}

static int check_times(const struct entry *entry, struct err *err)
{
    if (entry->time < 0 || entry->time > JOURNAL_TIME_MAX || entry->drill_time < -1 || entry->drill_time > JOURNAL_TIME_MAX)
        return err_set(err, ERR_VALUE, "记录的时间不在 1970 至 9999 年之间", "the entry's time is not in the years 1970 to 9999");
    return 0;
}

/* Containers in pre-order: those whose subtree has not ended are around the node. */
static unsigned deepest(const struct json *json)
{
    uint32_t ends[JSON_DEPTH_MAX];
    unsigned depth = 0, most = 0;
    for (uint32_t at = 0; at < json->count; at++) {
        while (depth > 0 && ends[depth - 1] <= at)
            depth--;
        if (json->nodes[at].type == JSON_ARRAY || json->nodes[at].type == JSON_OBJECT)
            ends[depth++] = json->nodes[at].next;
        most = depth > most ? depth : most;
    }
    return most;
}

static bool is_one_line(const char *body)
{
    for (; *body != '\0'; body++)
        if ((unsigned char)*body < 0x20)
            return false;
    return true;
}

static int check_body(const char *body, struct json *json, struct err *err)
{
    size_t size = strlen(body);
    if (json_read(json, body, size, err) != 0)
        return -1;
    if (json->nodes[0].type != JSON_OBJECT || json->nodes[0].size != size || !is_one_line(body))
        return err_set(err, ERR_VALUE, "记录的内容应为写在一行里的 JSON 对象", "the entry's body must be a JSON object on one line");
    if (deepest(json) > BODY_DEPTH_MAX)
        return err_set(err, ERR_LIMIT, "记录的内容嵌套超过 %d 层", "the entry's body is nested deeper than %d levels", BODY_DEPTH_MAX);
    return 0;
}

int entry_check(const struct entry *entry, struct json *json, struct err *err)
{
    if (check_texts(entry, err) != 0 || check_times(entry, err) != 0)
        return -1;
    return check_body(entry->body, json, err);
}

/* ---- the chain ---- */

static void hash_text(struct hash *hash, const char *text)
{
    hash_field(hash, text, strlen(text));
}

void entry_hash(const struct entry *entry, const unsigned char previous[JOURNAL_HASH_SIZE], struct hash *hash,
                unsigned char digest[JOURNAL_HASH_SIZE])
{
    hash_start(hash);
    hash_text(hash, format_name);
    hash_field(hash, previous, JOURNAL_HASH_SIZE);
    hash_field_int(hash, (int64_t)entry->seq);
    hash_text(hash, entry->incident);
    hash_field_int(hash, entry->time);
    hash_field_int(hash, entry->drill_time);
    hash_text(hash, entry->name);
    hash_text(hash, entry->role);
    hash_text(hash, entry->type);
    hash_text(hash, entry->body);
    hash_text(hash, entry->reason);
    hash_finish(hash, digest);
}

static int fail_entry(uint64_t seq, const char *zh, const char *en, struct err *err)
{
    return err_set(err, ERR_VALUE, zh, en, (unsigned long long)seq);
}

int chain_step(struct chain *chain, const struct link *link, struct err *err)
{
    unsigned char digest[JOURNAL_HASH_SIZE];
    uint64_t seq = link->entry.seq;
    if (!chain->gaps && seq != chain->seq + 1)
        return fail_entry(chain->seq + 1, "第 %llu 条记录不见了", "entry %llu is missing", err);
    if (!chain->gaps && chain->head_known && memcmp(link->previous, chain->head, sizeof chain->head) != 0)
        return fail_entry(seq, "第 %llu 条记录接不上前一条：其中一条被改动或损坏",
                          "entry %llu does not follow the one before it: one of them was changed or damaged", err);
    entry_hash(&link->entry, link->previous, chain->hash, digest);
    if (memcmp(link->entry.hash, digest, sizeof digest) != 0)
        return fail_entry(seq, "第 %llu 条记录与其哈希不符：被改动或损坏",
                          "entry %llu does not match its hash: it was changed or damaged", err);
    chain->seq = seq;
    memcpy(chain->head, digest, sizeof digest);
    chain->head_known = true;
    return 0;
}
