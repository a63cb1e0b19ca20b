/*
 * Whether a plan applies to an incident: its scope (core/plan.h), decided by what is known.
 *
 * Exact over all completions, like a condition of a task. Three things are said besides the condition: a report that counts by the
 * grading date says yes of a plan that is graded on reports; a no to the scope's own fact says no; a plan without a scope stays open.
 */
#ifndef RULES_SCOPE_H
#define RULES_SCOPE_H

#include "rules/assess.h"

/* enum standing_of_condition, for the incident that the assessor has assessed last; -1 with `err`. */
int scope_standing(struct assessor *assessor, const struct ruleset *rules, const struct incident *incident, struct err *err);
/*
 * What to ask while it is open, into `facts` (PLAN_FACTS_MAX): the scope's own fact, or without one every open fact that its condition reads.
 * Returns how many: 0 when nobody could answer (no scope, or only discretion facts).
 */
size_t scope_ask(const struct ruleset *rules, const struct incident *incident, uint8_t *facts);

#endif
