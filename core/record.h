/*
 * One incident's state: a fold over its journal entries. The same entries give the same state, byte for byte.
 *
 * record_add checks an entry against the state, takes it over and remembers it; a refused entry changes nothing. A correction
 * ("undo") is an entry too: the state is then folded again without the entry that it corrects, and both stay in the journal.
 *
 *     struct record record;
 *     record_init(&record, plan, "road-1", &err);
 *     record_add(&record, &entry, &err);          ERR_STATE, ERR_AUTHORITY, ERR_VALUE … with the clause
 *     record_release(&record);
 *
 * Entry types and their bodies (JSON objects; docs/journal.md):
 *
 *     open      {"plan": "road", "title": "…", "drill": false}     first, once
 *     set       {"facts": {…as the batch contract…}, "unset": ["deaths"]}
 *     report    {"reports": [{…}]}                                 outbreak reports
 *     as_of     {"date": "2026-03-01"}                             grading date
 *     parameter {"id": "incubation.csf", "days": 21}
 *     moment    {"moment": "occurrence", "time": 1772323200000}    when something happened that deadlines count from
 *     propose, launch, raise, lower, hand_over, take_back, end, recover, close
 *               {"tier": "city", "level": 2, "provisional": false} by entry->role
 *     confirm   {"condition": "…"}                                 an ending condition
 *     accept, done, skip, assign, reopen                           {"task": "…", "text": "…"}
 *     note      {"text": "…"}
 *     undo      {"seq": 12}                                        corrects that entry
 *     shift     {"to": "李四"}   shift_accept {}                   handing the shift over
 */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include "core/incident_read.h"
#include "core/journal.h"
#include "core/response.h"
#include "core/task.h"

/* An entry and whether a later one corrects it. */
struct recorded {
    struct entry entry;
    bool corrected;
};

struct record {
    const struct plan *plan; /* borrowed */
    const char *id;
    const char *title; /* "" for none */
    bool drill;
    struct incident incident;
    struct response responses[TIER_NATION + 1]; /* by tier */
    const char *reasons[TIER_NATION + 1];       /* why a level was chosen other than the graded one; NULL for none */
    uint64_t confirmed;                         /* ending conditions: bit i = plan->endings[i] */
    struct task_state *tasks;                   /* by the plan's tasks */
    struct moments moments;
    const char *officer;   /* who has the shift; "" before anyone took it */
    const char *handed_to; /* who is to accept it; NULL when no handing over is pending */
    uint64_t last_seq;
    int64_t last_time;

    struct recorded *entries; /* all of them; copies */
    size_t entry_count, entry_capacity;
    struct incident_reader reader;
    struct json json;
    struct arena names;  /* strings of the entries */
};

int record_init(struct record *record, const struct plan *plan, const char *id, struct err *err);
void record_release(struct record *record);

/* Check and take over an entry. On failure the state is as it was. */
int record_add(struct record *record, const struct entry *entry, struct err *err);
/* Forget the newest entry, when the journal would not have it. */
void record_drop_last(struct record *record);
/* Note the seq and hash that the journal gave to the newest entry. */
void record_acknowledge(struct record *record, const struct entry *entry);

/* The newest entry that an undo may correct, or NULL: facts, reports, dates, tasks, notes; not a step of the response. */
const struct entry *record_undoable(const struct record *record);
bool record_is_corrected(const struct record *record, uint64_t seq);
/* Time by the incident's clock: the drill's in a drill. */
int64_t entry_clock(const struct entry *entry);

/* The whole state as canonical JSON, for comparing. */
void record_to_json(const struct record *record, struct text *out);

#endif
