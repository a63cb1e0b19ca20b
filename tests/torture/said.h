/*
 * What a journal said it had, held against what it has.
 *
 * Entries are told apart by a tag, which decides everything in them: an entry that is there in half, twice, or from nowhere is seen.
 *
 *     said_yes(&said, said_acknowledged(&tagged));   acknowledged: it has to be there
 *     said_perhaps(&said, tag);                      in doubt: the process died, or the error said so
 *     said_check(&said, path);                       the round has failed when anything else is there, or anything is missing
 */
#ifndef TESTS_TORTURE_SAID_H
#define TESTS_TORTURE_SAID_H

#include <stdbool.h>
#include <stddef.h>

#include "core/journal.h"

#define SAID_MAX 1024
#define SAID_INCIDENTS 3

/* Small enough for a pipe to take it whole. */
struct acknowledged {
    uint64_t seq;
    unsigned long tag;
    unsigned char hash[JOURNAL_HASH_SIZE];
};

struct said {
    char where[160]; /* in which case, for the message */
    struct acknowledged yes[SAID_MAX];
    size_t yes_count;
    unsigned long perhaps[SAID_MAX];
    size_t perhaps_count;
};

/* An entry with its storage. */
struct tagged {
    struct entry entry;
    unsigned long tag;
    char incident[24], body[8192];
};
/* Of incident tag % SAID_INCIDENTS; every third is larger than a page of the file. */
void tagged_make(struct tagged *tagged, unsigned long tag);
/* The tag in an entry's body. */
unsigned long tagged_find(const struct entry *entry);

struct acknowledged said_acknowledged(const struct tagged *tagged);
/* Ends the doubt about it, if there was any. */
void said_yes(struct said *said, struct acknowledged acknowledged);
void said_perhaps(struct said *said, unsigned long tag);

/*
 * Open what is left, walk it, and compare. What was in doubt is settled by that: an entry that is there has to stay, one that is not
 * must not come later.
 */
void said_check(struct said *said, const char *path);

#endif
