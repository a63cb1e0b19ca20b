/*
 * A log of outbreak reports, as animal plans grade them. Appending costs the same however long the log is.
 *
 * Names are interned: a township is the pair of county and name, a premises (疫点) is its id whatever the county, so
 * counting distinct ones is counting small integers. `spread` is ordered: an outbreak is an epidemic too.
 *
 *     struct report_log log = {0};
 *     if (report_log_append(&log, &report, &err) != 0) …
 *     report_log_release(&log);
 */
#ifndef CORE_REPORT_H
#define CORE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"

enum spread { SPREAD_SPORADIC, SPREAD_EPIDEMIC, SPREAD_OUTBREAK, SPREAD_COUNT };

/* What came in; names are borrowed and need no NUL. */
struct report_input {
    int32_t day; /* core/date.h */
    uint8_t county;   /* index into the city's counties */
    uint16_t disease; /* index into the plan's diseases */
    uint8_t spread;
    const char *township, *premises;
    size_t township_size, premises_size;
};

struct report {
    int32_t day;
    uint32_t township, premises; /* interned, from 0 */
    uint16_t disease;
    uint8_t county, spread;
};

/* Strings to small integers, in order of first appearance. */
struct intern {
    struct intern_entry {
        const char *data;
        uint32_t size, hash;
    } *entries;
    uint32_t *slots; /* entry + 1, 0 = free */
    uint32_t count, capacity, slot_count;
};

struct report_log {
    struct report *items;
    size_t count, capacity;
    struct intern townships, premises;
    struct arena names;
};

int report_log_append(struct report_log *log, const struct report_input *report, struct err *err);
/* Forget all reports, keep the memory. */
void report_log_clear(struct report_log *log);
void report_log_release(struct report_log *log);
/* Name of a township or premises, NUL-terminated. */
const char *report_township(const struct report_log *log, const struct report *report);
const char *report_premises(const struct report_log *log, const struct report *report);
bool report_log_has_premises(const struct report_log *log, const char *data, size_t size);

/* "sporadic" …; NULL-terminated, by enum spread. */
extern const char *const spread_ids[];
struct words spread_words(enum spread spread);
/* -1 when absent. */
int spread_find(const char *id, size_t size);

#endif
