/* What was said, and what is there. See said.h. */
#include "tests/torture/said.h"

#include <stdio.h>
#include <string.h>

#include "tests/torture/torture.h"

#define NOON INT64_C(1772323200000) /* 2026-03-01T00:00:00.000Z */
#define SMALL 60
#define LARGE 6000

void tagged_make(struct tagged *tagged, unsigned long tag)
{
    size_t size = tag % 3 == 1 ? LARGE : SMALL;
    int used = snprintf(tagged->body, sizeof tagged->body, "{\"tag\": %lu, \"text\": \"", tag);
    memset(tagged->body + used, 'a' + (int)(tag % 26), size);
    memcpy(tagged->body + used + size, "\"}", 3);
    snprintf(tagged->incident, sizeof tagged->incident, "incident-%lu", tag % SAID_INCIDENTS);
    tagged->tag = tag;
    tagged->entry = (struct entry){.incident = tagged->incident, .time = NOON, .drill_time = -1, .name = "张三", .role = "duty_officer",
                                   .type = "note", .body = tagged->body, .reason = "首报"};
}

unsigned long tagged_find(const struct entry *entry)
{
    unsigned long tag;
    if (sscanf(entry->body, "{\"tag\": %lu", &tag) != 1)
        torture_fail("entry %llu has no tag", (unsigned long long)entry->seq);
    return tag;
}

struct acknowledged said_acknowledged(const struct tagged *tagged)
{
    struct acknowledged acknowledged = {.seq = tagged->entry.seq, .tag = tagged->tag};
    memcpy(acknowledged.hash, tagged->entry.hash, sizeof acknowledged.hash);
    return acknowledged;
}

/* Whether there was one. It is gone then: the entry may be there once. */
static bool take_doubt(struct said *said, unsigned long tag)
{
    for (size_t i = 0; i < said->perhaps_count; i++)
        if (said->perhaps[i] == tag) {
            said->perhaps[i] = said->perhaps[--said->perhaps_count];
            return true;
        }
    return false;
}

void said_yes(struct said *said, struct acknowledged acknowledged)
{
    if (said->yes_count == SAID_MAX)
        torture_fail("more was acknowledged than can be kept");
    take_doubt(said, acknowledged.tag);
    said->yes[said->yes_count++] = acknowledged;
}

void said_perhaps(struct said *said, unsigned long tag)
{
    if (said->perhaps_count == SAID_MAX)
        torture_fail("more is in doubt than can be kept");
    said->perhaps[said->perhaps_count++] = tag;
}

/* ---- what is there ---- */

struct walk {
    struct said *said;
    size_t sure;                       /* how many of the acknowledged ones are there, */
    struct acknowledged met[SAID_MAX]; /* and which of those in doubt */
    size_t met_count;
};

static void fail_entry(const struct said *said, const struct entry *entry, const char *what)
{
    torture_fail("%s: entry %llu (tag %lu) %s", said->where, (unsigned long long)entry->seq, tagged_find(entry), what);
}

static void check_whole(const struct said *said, const struct entry *entry)
{
    struct tagged made;
    tagged_make(&made, tagged_find(entry));
    const struct entry *wanted = &made.entry;
    const char *const pairs[][2] = {{entry->incident, wanted->incident}, {entry->name, wanted->name}, {entry->role, wanted->role},
                                    {entry->type, wanted->type},         {entry->body, wanted->body}, {entry->reason, wanted->reason}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (strcmp(pairs[i][0], pairs[i][1]) != 0)
            fail_entry(said, entry, "is not as it was written");
    if (entry->time != wanted->time || entry->drill_time != wanted->drill_time)
        fail_entry(said, entry, "has another time");
}

static bool was_acknowledged(const struct said *said, const struct entry *entry)
{
    for (size_t i = 0; i < said->yes_count; i++) {
        const struct acknowledged *it = &said->yes[i];
        if (it->seq != entry->seq)
            continue;
        if (it->tag != tagged_find(entry) || memcmp(it->hash, entry->hash, sizeof it->hash) != 0)
            fail_entry(said, entry, "is not the one that was acknowledged under its number");
        return true;
    }
    return false;
}

static int check_entry(void *context, const struct entry *entry)
{
    struct walk *walk = context;
    check_whole(walk->said, entry);
    if (was_acknowledged(walk->said, entry)) {
        walk->sure++;
        return 0;
    }
    if (!take_doubt(walk->said, tagged_find(entry)))
        fail_entry(walk->said, entry, "was neither acknowledged nor in doubt");
    struct acknowledged *met = &walk->met[walk->met_count++];
    *met = (struct acknowledged){.seq = entry->seq, .tag = tagged_find(entry)};
    memcpy(met->hash, entry->hash, sizeof met->hash);
    return 0;
}

static void walk_through(struct walk *walk, const char *path)
{
    struct err err = {.code = ERR_NONE};
    uint64_t count;
    /* Where nothing was acknowledged there need not be a file, or it may be empty. */
    struct journal *journal = journal_open(path, walk->said->yes_count == 0 ? JOURNAL_CREATE : JOURNAL_READ, &err);
    if (journal == NULL || journal_verify(journal, NULL, &count, &err) != 0 ||
        journal_read(journal, 0, NULL, (struct journal_visit){check_entry, walk}, &err) != 0)
        torture_fail("%s: what is left is no journal: %s", walk->said->where, err.en);
    journal_close(journal);
}

void said_check(struct said *said, const char *path)
{
    struct walk walk = {.said = said};
    walk_through(&walk, path);
    if (walk.sure != said->yes_count)
        torture_fail("%s: %zu entries were acknowledged, and %zu of them are there", said->where, said->yes_count, walk.sure);
    for (size_t i = 0; i < walk.met_count; i++)
        said_yes(said, walk.met[i]);
    said->perhaps_count = 0;
}
