/*
 * The grade of an incident: exact over all completions of what is known (grading contract, 4).
 *
 *     struct assessor *assessor = assessor_new(rules);
 *     struct assessment assessment;
 *     if (assess(assessor, &incident, &assessment, &err) == 0)
 *         printf("level %d\n", assessment.level);
 *     assessor_free(assessor);
 *
 * An assessor keeps its working memory between calls (a batch uses one); it is not for two threads at once. The assessment is
 * plain data and may be copied.
 */
#ifndef RULES_ASSESS_H
#define RULES_ASSESS_H

#include "core/incident.h"
#include "rules/ruleset.h"

#define HELD_MAX 256 /* rules of one level that are listed */

struct assessment {
    int level;      /* proven: the least severe over all completions; LEVEL_NONE for none */
    int possible;   /* the most severe over all completions */
    bool exact;     /* false: not proven to be the nearest. `level` holds, `possible` is not exceeded, but either may be nearer to the other */
    int safe_level; /* `level` with every upper bound on harm dropped */
    int grade;      /* event grade, index of plan->grades; -1 for none */
    uint16_t held[HELD_MAX]; /* rules of `level` that hold in every completion, in plan order */
    uint32_t held_count;
    uint8_t ask[PLAN_FACTS_MAX]; /* facts that can still change the level, in the order of the plan (rules/question.h sorts them) */
    uint32_t ask_count;
};

static inline bool is_settled(const struct assessment *assessment)
{
    return assessment->level == assessment->possible;
}

struct assessor;

/* NULL when out of memory. The ruleset is borrowed. */
struct assessor *assessor_new(const struct ruleset *rules);
void assessor_free(struct assessor *assessor);

/* -1 with `err` when out of memory. Where rules and missing facts combine past all bounds, assessment->exact is false. */
int assess(struct assessor *assessor, const struct incident *incident, struct assessment *assessment, struct err *err);

/* The same without the lists of rules and facts, which may be empty: for a look at thousands of plans. */
int assess_levels(struct assessor *assessor, const struct incident *incident, struct assessment *assessment, struct err *err);

/*
 * Who goes through thousands of plans waits for memory most of the time. This has what assess_levels will read fetched meanwhile, without
 * waiting: call it some plans ahead, for each thing after the one before it has had time to come. Changes nothing.
 */
enum fetch { FETCH_HEADS, FETCH_BODIES, FETCH_LEAVES };
void assess_fetch(const struct assessor *assessor, const struct ruleset *rules, enum fetch what);

/* For explanations, about the incident assessed last: */

/* Rules of `safe_level` that hold in every completion in the safe reading, into `held` (HELD_MAX); -1 with `err`, else how many. */
int assess_safe_held(struct assessor *assessor, const struct assessment *assessment, uint16_t *held, struct err *err);
/* Whether a condition of the plan (a task's, a host's) holds: in every completion, in some (or not proven), in none. -1 with `err`. */
enum standing_of_condition { CONDITION_NO, CONDITION_OPEN, CONDITION_YES };
/* The same for one test of a measure that lies within [least, most]. */
static inline enum standing_of_condition test_standing(const struct test *test, int64_t least, int64_t most)
{
    if (least > test->most || most < test->least)
        return CONDITION_NO;
    return least >= test->least && most <= test->most ? CONDITION_YES : CONDITION_OPEN;
}
int assess_condition(struct assessor *assessor, const struct condition *condition, struct err *err);
/* Whether rule `rule` holds: in every completion, in some (or not proven), in none (literal reading). -1 with `err`. */
int assess_rule(struct assessor *assessor, size_t rule, struct err *err);
/* Least and most of a measure over all completions; the same for a number counted from reports. */
void assess_range(struct assessor *assessor, uint32_t measure, int64_t *least, int64_t *most);

#endif
