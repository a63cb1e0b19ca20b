/*
 * What a back end of the journal has to do: keep entries, give them back, let one process append at a time. Which entries, in which
 * order and with which hash is for journal.c to say; a back end knows none of it. One back end so far: journal_sqlite.c.
 *
 * Failures carry the store's name in err->file.
 */
#ifndef CORE_JOURNAL_STORE_H
#define CORE_JOURNAL_STORE_H

#include "core/arena.h"
#include "core/chain.h"

struct store;

/* As journal_open; only with its read calls when `mode` is JOURNAL_READ. */
struct store *store_open(const char *path, enum journal_mode mode, struct err *err);
void store_close(struct store *store);
/* As the user wrote it; borrowed. */
const char *store_name(const struct store *store);

/* Nobody else appends until the commit or the rolling back; ERR_BUSY after five seconds of waiting for another who does. */
int store_begin(struct store *store, struct err *err);
/* 0: what was inserted is durable. Otherwise call store_roll_back, and then look whether the entry is there all the same. */
int store_commit(struct store *store, struct err *err);
void store_roll_back(struct store *store);

/* The last entry: what the next one has to follow. seq 0 and a hash of zeros when there is none. */
struct tail {
    uint64_t seq;
    unsigned char hash[JOURNAL_HASH_SIZE];
};
int store_tail(struct store *store, struct tail *tail, struct err *err);

/* The last entry of an incident; seq 0 when it has none. */
struct last {
    uint64_t seq;
    int64_t time;
};
int store_last(struct store *store, const char *incident, struct last *last, struct err *err);

/* Between begin and commit. */
int store_insert(struct store *store, const struct link *link, struct err *err);

#define STORE_BATCH_MAX 64
#define STORE_BATCH_BYTES (1u << 20) /* an entry that does not fit is the last of its batch */
struct batch {
    struct link links[STORE_BATCH_MAX];
    size_t count; /* 0: no more entries */
    struct arena arena;
};

/*
 * The next entries with seq > after, of one incident or (NULL) of all. Nothing stays locked. The caller zeroes `count` and
 * `arena`, and releases the arena, also on failure: the batch then has the entries before the one that cannot be read.
 */
int store_read(struct store *store, uint64_t after, const char *incident, struct batch *batch, struct err *err);

/* Whether the inner structure (pages, indexes) is whole. */
int store_check(struct store *store, struct err *err);

#endif
