/*
 * What all back ends of the journal share: which entries are allowed, how one is hashed, and whether entries follow each other.
 * Knows nothing of how they are kept.
 */
#ifndef CORE_CHAIN_H
#define CORE_CHAIN_H

#include "core/arena.h"
#include "core/hash.h"
#include "core/journal.h"
#include "core/json.h"

/* An entry as it is kept: with the hash of the entry before it. */
struct link {
    struct entry entry;
    unsigned char previous[JOURNAL_HASH_SIZE];
};

/* How far a walk has come. Start with seq = the entry before the first, and its hash if that is known (zeros before entry 1). */
struct chain {
    struct hash *hash; /* borrowed */
    uint64_t seq;
    unsigned char head[JOURNAL_HASH_SIZE];
    bool head_known;
    bool gaps; /* only some entries are walked (one incident's): each is checked by itself */
};

/* Whether an entry may be appended; seq and hash are not looked at. `json` is scratch. ERR_VALUE, ERR_LIMIT, ERR_JSON. */
int entry_check(const struct entry *entry, struct json *json, struct err *err);

/* The entry's hash from its fields (docs/journal.md); entry->hash is not looked at. */
void entry_hash(const struct entry *entry, const unsigned char previous[JOURNAL_HASH_SIZE], struct hash *hash,
                unsigned char digest[JOURNAL_HASH_SIZE]);

/* Check the next entry of a walk, and step to it. ERR_VALUE names the one that does not fit. */
int chain_step(struct chain *chain, const struct link *link, struct err *err);

/* Read a line that entry_to_json wrote, byte for byte; the entry's strings are in the arena. */
int entry_from_json(const char *line, size_t size, struct arena *arena, struct entry *entry, struct err *err);

#endif
