/*
 * Two processes that append to one journal as fast as they can. One of them knows the incident's last entry each time, and looks again
 * after a conflict. All entries must be there once, each process's in its own order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/torture/said.h"
#include "tests/torture/torture.h"

#define WRITERS 2
#define ENTRIES 10000 /* of all writers */
#define INCIDENT "together"

static int take_seq(void *context, const struct entry *entry)
{
    *(uint64_t *)context = entry->seq;
    return 0;
}

/* Write one entry on the latest knowledge, however often that takes. Returns the number of conflicts. */
static unsigned long append(struct journal *journal, struct entry *entry, uint64_t *seen)
{
    struct err err = {.code = ERR_NONE};
    for (unsigned long conflicts = 0;; conflicts += err.code == ERR_CONFLICT) {
        if (journal_append(journal, entry, *seen, &err) == 0) {
            if (*seen != JOURNAL_ANY && ++*seen != entry->seq)
                torture_fail("entry %llu was taken on stale knowledge", (unsigned long long)entry->seq);
            return conflicts;
        }
        if (err.code == ERR_BUSY) /* nothing was written: a slow machine, and the other one got there first for five seconds */
            continue;
        if (err.code != ERR_CONFLICT || journal_read(journal, *seen, INCIDENT, (struct journal_visit){take_seq, seen}, &err) != 0)
            torture_fail("cannot append: %s", err.en);
    }
}

static void be_writer(const char *path, unsigned long writer, int report)
{
    uint64_t seen = writer == 0 ? 0 : JOURNAL_ANY;
    unsigned long conflicts = 0;
    struct journal *journal = torture_open(path);
    for (unsigned long i = 0; i < ENTRIES / WRITERS; i++) {
        struct tagged tagged;
        tagged_make(&tagged, writer + i * WRITERS);
        tagged.entry.incident = INCIDENT;
        conflicts += append(journal, &tagged.entry, &seen);
    }
    journal_close(journal);
    if (write(report, &conflicts, sizeof conflicts) != sizeof conflicts)
        torture_fail("nobody hears of the conflicts");
    exit(0);
}

/* ---- what is there ---- */

struct tally {
    unsigned long next[WRITERS]; /* the tag that each writer has to show */
};

static int tally_entry(void *context, const struct entry *entry)
{
    struct tally *tally = context;
    unsigned long tag = tagged_find(entry), *next = &tally->next[tag % WRITERS];
    if (tag != *next)
        torture_fail("entry %llu has tag %lu, and %lu was due", (unsigned long long)entry->seq, tag, *next);
    *next += WRITERS;
    return 0;
}

static void check_all(const char *path)
{
    struct err err = {.code = ERR_NONE};
    struct tally tally = {{0, 1}};
    uint64_t count;
    struct journal *journal = journal_open(path, JOURNAL_READ, &err);
    if (journal == NULL || journal_verify(journal, NULL, &count, &err) != 0 ||
        journal_read(journal, 0, NULL, (struct journal_visit){tally_entry, &tally}, &err) != 0)
        torture_fail("%s", err.en);
    journal_close(journal);
    for (unsigned i = 0; i < WRITERS; i++)
        if (tally.next[i] != ENTRIES + i)
            torture_fail("writer %u wrote %d entries, and %lu are there", i, ENTRIES / WRITERS, tally.next[i] / WRITERS);
}

void torture_together(struct round *round)
{
    int ends[2], status;
    if (pipe(ends) != 0)
        torture_fail("no pipe");
    for (unsigned long i = 0; i < WRITERS; i++)
        if (fork() == 0)
            be_writer(round->path, i, ends[1]);
    close(ends[1]);
    for (unsigned long conflicts; read(ends[0], &conflicts, sizeof conflicts) == sizeof conflicts;)
        round->figures[1] += conflicts;
    for (unsigned i = 0; i < WRITERS; i++)
        if (wait(&status) < 0 || status != 0)
            torture_fail("a writer failed");
    check_all(round->path);
    round->figures[0] = ENTRIES;
}
