/*
 * One incident under many plans at once: which apply, and which level each gives.
 *
 *     struct triage_source sources[] = {{road_rules, road_assessor}, {tourism_rules, tourism_assessor}};
 *     struct triage triage;
 *     triage_init(&triage, sources, 2, &err);
 *     triage_set(&triage, "deaths", 6, "3..", &err);        in every plan that knows it
 *     triage_assess(&triage, &err);
 *     printf("%d %d\n", triage.plans[0].applies, triage.plans[0].assessment.level);
 *     triage_release(&triage);
 *
 * Facts are told apart by their ids: the same id is the same fact in all plans, except a discretion fact, which is the finding of one
 * plan's headquarters. Names are looked up in one sorted list, and a value is read once for all plans that mean the same by it, so that
 * thousands of plans cost little. What follows beyond the levels (what to ask, agencies, differences) is in rules/triage_findings.h.
 *
 * Rulesets and assessors are borrowed; while a triage lives its assessors know nothing but its incident.
 */
#ifndef RULES_TRIAGE_H
#define RULES_TRIAGE_H

#include "rules/assess.h"

struct triage_source {
    const struct ruleset *rules;
    struct assessor *assessor;
};

struct triage_plan {
    const struct ruleset *rules;
    struct assessor *assessor;
    struct incident incident; /* what is known, as far as this plan knows it */
    bool chosen;              /* somebody works by this plan: where its scope is open, it applies */
    int applies;              /* enum standing_of_condition */
    struct assessment assessment; /* whether it applies or not */
};

/* A fact of one plan; its type is here as well, so that telling it to thousands of plans need not look at each. */
struct triage_use {
    uint32_t plan;
    uint16_t fact, type; /* enum fact_type */
};

/* All facts with one id: uses[first] … uses[first + count - 1], by plan. */
struct triage_name {
    const char *id;
    uint32_t first, count;
};

struct triage {
    struct triage_plan *plans;
    size_t count;
    struct triage_name *names; /* by id */
    size_t name_count;
    struct triage_use *uses;
    struct arena arena;
};

/* Nothing is known yet. -1 with `err` when out of memory; there is nothing to release then. */
int triage_init(struct triage *triage, const struct triage_source *sources, size_t count, struct err *err);
void triage_release(struct triage *triage);
/* Forget what is known, and who works by which plan. */
void triage_clear(struct triage *triage);

/* Facts by id or by a label in either language; NULL when absent. `near` (may be NULL) is offered what there is. */
const struct triage_name *triage_find(const struct triage *triage, const char *name, size_t size, struct nearest *near);
/*
 * Say a value, as a person writes it (core/incident_read.h), of a fact in every plan that knows it; "PLAN:fact" only in that plan. None is
 * changed when one refuses the value. ERR_USAGE: no plan knows the fact, the plan has no such fact, a discretion fact of several plans
 * without saying of which, or a value that is wrong for a plan, which is named.
 */
int triage_set(struct triage *triage, const char *name, size_t size, const char *value, struct err *err);
/*
 * Take over what is known of an incident under one plan. That plan, if it is here, takes it whole and is `chosen`; the others take the facts
 * that they know under the same id and that are no discretion facts. A value that another plan does not have stays unknown to it.
 */
int triage_take(struct triage *triage, const struct incident *incident, struct err *err);

/* Which plans apply, and the level of each; nothing else, so that thousands of plans can be assessed. -1 with `err` when out of memory. */
int triage_assess(struct triage *triage, struct err *err);
/* The level to act on, were the plan to apply: the safe one where it is more severe. LEVEL_NONE for none. */
int triage_level(const struct triage_plan *plan);
static inline bool triage_applies(const struct triage_plan *plan)
{
    return plan->applies == CONDITION_YES;
}

#endif
