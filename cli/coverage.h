/*
 * What of a plan scenarios have reached: the rules that held, the levels proven, the steps of the response taken, the tasks called for.
 *
 * A step counts for its tier and level. Only those count that can be taken: nobody raises to the mildest level, or lowers to the most severe.
 */
#ifndef CLI_COVERAGE_H
#define CLI_COVERAGE_H

#include "cli/app.h"
#include "cli/session.h"

enum covered { COVERED_CLAUSES, COVERED_LEVELS, COVERED_STEPS, COVERED_TASKS, COVERED_KINDS };

struct coverage {
    const struct plan *plan; /* borrowed */
    bool *rules, *levels, *tasks;
    bool steps[TIER_NATION + 1][STEP_COUNT][PLAN_LEVEL_MAX + 1];
    size_t rules_left; /* not reached yet: when 0, nobody needs to look */
};

int coverage_init(struct coverage *coverage, const struct plan *plan, struct err *err);
void coverage_release(struct coverage *coverage);

/* After facts changed, or the clock: the session has been assessed. After a step was taken. After anything: tasks that are called for. */
int coverage_note_rules(struct coverage *coverage, struct session *session, struct err *err);
void coverage_note_steps(struct coverage *coverage, const struct session *session, size_t first_entry);
int coverage_note_tasks(struct coverage *coverage, struct session *session, struct err *err);

/* How many there are of a kind, and how many of those were reached. */
struct covered_count {
    size_t reached, all;
};
struct covered_count coverage_count(const struct coverage *coverage, enum covered kind);
/* All kinds together, in percent, rounded down: 100 only when nothing is missing. */
int coverage_percent(const struct coverage *coverage);
struct words covered_words(enum covered kind);
/* What was not reached, one a line ("  4.2.1.1(7)  …"). */
void coverage_add_missing(const struct coverage *coverage, enum lang lang, struct text *text);

#endif
