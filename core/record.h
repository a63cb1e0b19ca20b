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
 *     open      {"plan": "shuozhou/road", "title": "…", "drill": false}     first, once
 *     set       {"facts": {…as the batch contract…}, "unset": ["deaths"]}
 *     report    {"reports": [{…}]}                                 outbreak reports
 *     as_of     {"date": "2026-03-01"}                             grading date
 *     parameter {"id": "incubation.csf", "days": 21}
 *     moment    {"moment": "occurrence", "time": 1772323200000}    when something happened that deadlines count from
 *     propose, launch, raise, lower, hand_over, take_back, end, recover, close
 *               {"tier": "city", "level": 2, "provisional": false, "proven": 3, "possible": 1} by entry->role
 *     dismiss   {}                                                 closes without a response; entry->reason says why
 *     confirm   {"condition": "…"}                                 an ending condition
 *     accept, done, skip, assign, reopen                           {"task": "…", "text": "…"}
 *     note      {"text": "…"}
 *     detail    {"key": "place", "text": "…"}                      what documents say besides (core/paperwork.h); "" for no longer known
 *     issue     {"form": "followup", "number": 2}                  a document has gone out
 *     undo      {"seq": 12}                                        corrects that entry
 *     shift     {"to": "李四", "head": "…"}                        handing the shift over; the journal's head then
 *     shift_accept {}                                              by the one named
 *     clock     {"rate": 200}                                      a drill's clock is put to entry->drill_time, and runs on at so many
 *                                                                  percent of real time (0: it stands); without "rate" as before
 *     scenario  {"incident": "crash", "text": "…"}                 what a drill plays: a scenario's file, whole; once
 *     inject    {"event": 3, "medium": "phone", "text": "…"}       what came in, by the scenario (its event by number, in time's order) or
 *                                                                  improvised (no "event"); {"event": 3, "skipped": true}: left out
 *     postpone  {"minutes": 10}                                    of a drill: what is still to come, comes later
 *
 * "proven" and "possible" are what the assessment said when the step was taken (0: no level). To launch, raise or lower to a level
 * below the proven or above the possible one needs entry->reason.
 */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include "core/incident_read.h"
#include "core/journal.h"
#include "core/paperwork.h"
#include "core/response.h"
#include "core/task.h"

#define DRILL_RATE_MAX 100000   /* percent of real time */
#define DRILL_MINUTES_MAX 100000

/* An entry and whether a later one corrects it. */
struct recorded {
    struct entry entry;
    bool corrected;
};

/* The last step of a response: who took it, as what, when, why, and what the assessment said then. */
struct decision {
    const char *name, *role, *reason; /* name is NULL before any step; reason is "" for none */
    int64_t time;
    int step;             /* enum step */
    int proven, possible; /* levels, 0 for none, -1 for not said: of the last step that chose a level; the safe level counts as possible */
    const char *why;      /* the reason given with that step */
};
/* How the level in force stands to what was proven and possible when it was chosen. */
enum departure { DEPARTS_NOT, DEPARTS_BELOW_PROVEN, DEPARTS_ABOVE_POSSIBLE };
enum departure level_departs(int level, int proven, int possible);

/* Who found an ending condition to hold. */
struct confirmation {
    const char *name, *role; /* name is NULL until somebody did */
    int64_t time;
};

/* A detail as it was last said. */
struct said_detail {
    const char *text; /* NULL: never said, or withdrawn */
    int64_t time;
    uint64_t seq;
};

/* The documents of one form that have gone out. */
struct issued {
    int number;       /* of the newest; 0 for none */
    uint64_t seq;     /* of its entry */
    int64_t time;
};

struct record {
    const struct plan *plan; /* borrowed */
    const char *id;
    const char *title; /* "" for none */
    bool drill, dismissed;
    int64_t rate;          /* of a drill's clock: percent of real time */
    int64_t postponed;     /* minutes by which a drill's events come later, all together */
    const char *scenario;  /* the text of a drill's scenario, NULL for none; and which of its incidents this is */
    const char *scenario_incident;
    struct incident incident;
    bool as_of_given; /* otherwise the grading date follows the clock: the caller sets incident.as_of */
    struct response responses[TIER_NATION + 1]; /* by tier */
    struct decision decisions[TIER_NATION + 1]; /* of the last step that changed something */
    struct decision proposals[TIER_NATION + 1]; /* of the pending level: name is NULL for none */
    uint64_t confirmed;                 /* ending conditions: bit i = plan->endings[i] */
    struct confirmation *confirmations; /* by the plan's endings */
    struct task_state *tasks;           /* by the plan's tasks */
    struct moments moments;
    struct said_detail *details; /* by detail_id's index */
    struct issued issued[FORM_COUNT];
    const char *officer;   /* who has the shift; "" before anyone took it */
    const char *handed_to; /* who is to accept it; NULL when no handing over is pending */
    int64_t opened;        /* by the incident's clock; TIME_UNKNOWN before */
    int64_t last_time, last_clock; /* of the newest entry; TIME_UNKNOWN without one */
    uint64_t last_seq;

    struct recorded *entries; /* all of them; copies */
    size_t entry_count, entry_capacity;
    bool torn; /* memory ran out while folding again: the state is not whole until it has been folded once more */
    struct incident_reader reader;
    struct json json;
    struct arena strings; /* of the entries */
    struct arena folded;  /* of the state; made anew by folding again */
};

int record_init(struct record *record, const struct plan *plan, const char *id, struct err *err);
void record_release(struct record *record);

/*
 * Check and take over an entry. On failure the state is as it was. An entry's time may not be before the newest one's, by neither
 * clock; it has a drill_time in drills and only there.
 */
int record_add(struct record *record, const struct entry *entry, struct err *err);
/* Fold once more what memory was too short for; nothing to do for a record that is not torn. */
int record_mend(struct record *record, struct err *err);
/* Forget the newest entry, when the journal would not have it. */
void record_drop_last(struct record *record);
/* Note the seq and hash that the journal gave to the newest entry. */
void record_acknowledge(struct record *record, const struct entry *entry);

/*
 * The newest entry that an undo may correct, or NULL: facts, reports, dates, tasks, notes, details; not a step of the response,
 * nor the issue of a document, which is out.
 */
const struct entry *record_undoable(const struct record *record);
bool record_is_corrected(const struct record *record, uint64_t seq);
/* The step of a response that an entry takes, and whose response; false for an entry that takes none. */
bool entry_step(const struct entry *entry, enum step *step, int *tier);
/* The level that an entry's body names; 0 for none. */
int entry_level(const struct entry *entry);
/* Time by the incident's clock: the drill's in a drill. */
int64_t entry_clock(const struct entry *entry);
/* What that clock shows when the machine's shows `now`: a drill's runs on from where its newest entry was, at its rate. */
int64_t record_clock(const struct record *record, int64_t now);
/* Whether the incident is over: dismissed, or every response to it closed. */
bool record_is_closed(const struct record *record);
/* The most severe level of the responses that are active or handed over; 0 when none is. */
int record_active_level(const struct record *record);

/* The whole state as canonical JSON, for comparing. */
void record_to_json(const struct record *record, struct text *out);

#endif
