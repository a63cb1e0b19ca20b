/*
 * The least change of facts that makes one alternative of a rule hold, whatever the facts left as they are may be.
 *
 * Exact in how many facts change, and how many of them are findings. How far they go is the least that a bounded search finds, which
 * is the least there is for a clause that a person would write. Numbers counted from reports are what they are: the caller looks at
 * those tests.
 */
#ifndef RULES_REACH_H
#define RULES_REACH_H

#include "rules/change.h"
#include "rules/ruleset.h"

/* The size of the change, with the change in `change`; CHANGE_IMPOSSIBLE when no values of the facts make its tests on facts hold. */
uint64_t reach_alternative(const struct ruleset *rules, const struct alternative *it, const struct known *known, struct change *change);

#endif
