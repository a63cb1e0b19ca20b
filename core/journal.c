/* The journal's rules, whatever keeps it: order, time, chain, and what is acknowledged when. See journal.h. */
#include "core/journal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/journal_store.h"

struct journal {
    struct store *store;
    struct hash *hash;
    struct json json; /* scratch of entry_check */
    enum journal_mode mode;
    bool importing, refused; /* refused: a line of the import was, so none may be kept */
};

struct journal *journal_open(const char *path, enum journal_mode mode, struct err *err)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (journal == NULL) {
        err_no_memory(err);
        return NULL;
    }
    journal->mode = mode;
    journal->hash = hash_new(err);
    if (journal->hash != NULL)
        journal->store = store_open(path, mode, err);
    if (journal->store != NULL)
        return journal;
    journal_close(journal);
    return NULL;
}

void journal_close(struct journal *journal)
{
    if (journal == NULL)
        return;
    store_close(journal->store);
    hash_free(journal->hash);
    json_release(&journal->json);
    free(journal);
}

static int in_file(const struct journal *journal, struct err *err)
{
    err_set_file(err, store_name(journal->store));
    return -1;
}

/* ---- appending ---- */

static int check_seen(const struct entry *entry, const struct last *last, uint64_t seen, struct err *err)
{
    if (seen == last->seq || seen == JOURNAL_ANY)
        return 0;
    return err_set(err, ERR_CONFLICT, "别处已给“%s”记下第 %llu 条，这里只看到第 %llu 条；没有写入，请先看新的记录",
                   "\"%s\" was given entry %llu elsewhere, and only entry %llu is known here; nothing was written: see what is new",
                   entry->incident, (unsigned long long)last->seq, (unsigned long long)seen);
}

static int check_time(const struct entry *entry, const struct last *last, struct err *err)
{
    if (entry->time >= last->time)
        return 0;
    return err_set(err, ERR_VALUE, "时间倒退：本事件的第 %llu 条比这一条晚 %lld 毫秒",
                   "the clock went back: the incident's entry %llu is %lld ms later than this one", (unsigned long long)last->seq,
                   (long long)(last->time - entry->time));
}

/* Give the entry its place behind the last one, and put it there. */
static int place(struct journal *journal, struct entry *entry, const struct tail *tail, struct err *err)
{
    struct link link;
    entry->seq = tail->seq + 1;
    memcpy(link.previous, tail->hash, sizeof link.previous);
    entry_hash(entry, tail->hash, journal->hash, entry->hash);
    link.entry = *entry;
    return store_insert(journal->store, &link, err);
}

static int append(struct journal *journal, struct entry *entry, uint64_t seen, struct err *err)
{
    struct tail tail;
    struct last last;
    if (store_tail(journal->store, &tail, err) != 0 || store_last(journal->store, entry->incident, &last, err) != 0)
        return -1;
    if (seen == JOURNAL_ANY && entry->time < last.time)
        entry->time = last.time;
    if (check_seen(entry, &last, seen, err) != 0 || check_time(entry, &last, err) != 0)
        return -1;
    return place(journal, entry, &tail, err);
}

/* A disk may fail after the point from which the entries would survive: say so, since they were not acknowledged. */
static int settle(struct journal *journal, const unsigned char head[JOURNAL_HASH_SIZE], struct err *err)
{
    struct tail tail;
    store_roll_back(journal->store);
    if (err == NULL || err->code == ERR_BUSY)
        return -1;
    if (store_tail(journal->store, &tail, NULL) == 0 && memcmp(tail.hash, head, sizeof tail.hash) != 0)
        return -1;
    struct err first = *err;
    err_set_words(err, first.code, (struct words){"%s；%s", "%s; %s"}, (struct words){first.zh, first.en},
                  (struct words){"可能已经写入，重输之前先看日志", "it may be there all the same: look at the log before giving it again"});
    return in_file(journal, err);
}

int journal_append(struct journal *journal, struct entry *entry, uint64_t seen, struct err *err)
{
    struct entry next = *entry;
    assert(journal->mode != JOURNAL_READ && !journal->importing);
    if (entry_check(&next, &journal->json, err) != 0 || store_begin(journal->store, err) != 0)
        return -1;
    if (append(journal, &next, seen, err) != 0) {
        store_roll_back(journal->store);
        return -1;
    }
    if (store_commit(journal->store, err) != 0)
        return settle(journal, next.hash, err);
    *entry = next;
    return 0;
}

/* ---- reading ---- */

struct reading {
    struct journal *journal;
    const char *incident;
    journal_reader reader;
    void *context;
    struct chain chain;
};

static int give_batch(struct reading *reading, const struct batch *batch, struct err *err)
{
    for (size_t i = 0; i < batch->count; i++) {
        if (chain_step(&reading->chain, &batch->links[i], err) != 0)
            return in_file(reading->journal, err);
        int stopped = reading->reader(reading->context, &batch->links[i].entry);
        if (stopped != 0)
            return stopped;
    }
    return 0;
}

/* The entries before a place that cannot be read are good: give them, then say what is wrong. */
static int read_batch(struct reading *reading, bool *more, struct err *err)
{
    struct batch batch;
    struct err unread = {.code = ERR_NONE};
    batch.count = 0;
    batch.arena = (struct arena){0};
    int rc = store_read(reading->journal->store, reading->chain.seq, reading->incident, &batch, &unread);
    int given = give_batch(reading, &batch, err);
    *more = batch.count > 0;
    arena_release(&batch.arena);
    if (given != 0 || rc == 0)
        return given;
    if (err != NULL)
        *err = unread;
    return -1;
}

int journal_read(struct journal *journal, uint64_t after, const char *incident, struct journal_visit visit, struct err *err)
{
    struct reading reading = {journal, incident, visit.reader, visit.context, {.hash = journal->hash, .seq = after}};
    reading.chain.head_known = after == 0;
    reading.chain.gaps = incident != NULL;
    bool more = true;
    while (more) {
        int rc = read_batch(&reading, &more, err);
        if (rc != 0)
            return rc;
    }
    return 0;
}

int journal_head(struct journal *journal, uint64_t *seq, char hex[JOURNAL_HEX_SIZE], struct err *err)
{
    struct tail tail;
    if (store_tail(journal->store, &tail, err) != 0)
        return -1;
    *seq = tail.seq;
    hash_print(tail.hash, hex);
    return 0;
}

struct walk {
    unsigned char head[JOURNAL_HASH_SIZE];
    bool found;
    uint64_t count;
};

static int look_for_head(void *context, const struct entry *entry)
{
    struct walk *walk = context;
    walk->count++;
    walk->found = walk->found || memcmp(entry->hash, walk->head, sizeof walk->head) == 0;
    return 0;
}

int journal_verify(struct journal *journal, const char *head, uint64_t *count, struct err *err)
{
    static const unsigned char empty[JOURNAL_HASH_SIZE];
    struct walk walk = {.found = head == NULL};
    *count = 0;
    if (head != NULL && !hash_parse(head, strlen(head), walk.head))
        return err_set(err, ERR_VALUE, "链头应为 64 位十六进制数", "a head is 64 hexadecimal digits");
    walk.found = walk.found || memcmp(walk.head, empty, sizeof empty) == 0;
    int rc = journal_read(journal, 0, NULL, (struct journal_visit){look_for_head, &walk}, err);
    *count = walk.count;
    if (rc != 0 || store_check(journal->store, err) != 0)
        return -1;
    if (walk.found)
        return 0;
    err_set(err, ERR_VALUE, "没有一条记录的哈希是所给的链头：日志的末尾被截断或改写，或链头抄错",
            "no entry has the given head as its hash: the journal's tail was cut off or rewritten, or the head was miscopied");
    return in_file(journal, err);
}

/* ---- importing ---- */

static int check_place(const struct entry *entry, const struct tail *tail, const struct last *last, struct err *err)
{
    if (entry->seq != tail->seq + 1)
        return err_set(err, ERR_VALUE, "应接第 %llu 条，这里是第 %llu 条", "entry %llu was due, and this is entry %llu",
                       (unsigned long long)tail->seq + 1, (unsigned long long)entry->seq);
    return check_time(entry, last, err);
}

static int import_entry(struct journal *journal, const struct entry *entry, struct err *err)
{
    struct entry next = *entry;
    struct tail tail;
    struct last last;
    if (store_tail(journal->store, &tail, err) != 0 || store_last(journal->store, entry->incident, &last, err) != 0)
        return -1;
    if (check_place(entry, &tail, &last, err) != 0 || place(journal, &next, &tail, err) != 0)
        return -1;
    if (memcmp(next.hash, entry->hash, sizeof next.hash) == 0)
        return 0;
    return err_set(err, ERR_VALUE, "第 %llu 条的哈希不对：它或它之前的记录被改动，或不属于这条链",
                   "the hash of entry %llu is wrong: it or an entry before it was changed, or it belongs to another chain",
                   (unsigned long long)entry->seq);
}

static int import_line(struct journal *journal, const struct entry *entry, struct err *err)
{
    if (entry_check(entry, &journal->json, err) != 0)
        return -1;
    if (journal->importing)
        return import_entry(journal, entry, err);
    if (store_begin(journal->store, err) != 0)
        return -1;
    if (import_entry(journal, entry, err) != 0) {
        store_roll_back(journal->store);
        return -1;
    }
    return store_commit(journal->store, err) == 0 ? 0 : settle(journal, entry->hash, err);
}

int journal_import(struct journal *journal, const char *line, size_t size, struct err *err)
{
    struct entry entry;
    struct arena arena = {0};
    assert(journal->mode != JOURNAL_READ);
    int rc = entry_from_json(line, size, &arena, &entry, err);
    if (rc == 0)
        rc = import_line(journal, &entry, err);
    arena_release(&arena);
    journal->refused = journal->refused || rc != 0;
    return rc;
}

int journal_import_begin(struct journal *journal, struct err *err)
{
    assert(journal->mode != JOURNAL_READ && !journal->importing);
    if (store_begin(journal->store, err) != 0)
        return -1;
    journal->importing = true;
    journal->refused = false;
    return 0;
}

int journal_import_end(struct journal *journal, bool keep, struct err *err)
{
    struct tail tail;
    assert(journal->importing && !(keep && journal->refused));
    journal->importing = false;
    if (!keep) {
        store_roll_back(journal->store);
        return 0;
    }
    if (store_tail(journal->store, &tail, err) != 0) {
        store_roll_back(journal->store);
        return -1;
    }
    return store_commit(journal->store, err) == 0 ? 0 : settle(journal, tail.hash, err);
}
