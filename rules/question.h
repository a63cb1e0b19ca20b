/*
 * Which open facts can still change the level, and which of them to ask first.
 *
 * Membership is exact: a fact is in the list when two completions that differ in it alone have different levels. A pair found by
 * trying a few completions proves it; where none is found, the solver settles it. The order is by expected information: how much
 * the level's uncertainty shrinks when the fact becomes known, over a fixed sample of completions, so the same facts always give
 * the same order. A fact that counts only when a yes-or-no fact is true comes behind that one.
 */
#ifndef RULES_QUESTION_H
#define RULES_QUESTION_H

#include "rules/assess.h"
#include "rules/solve.h"

/* Fill assessment->ask for an assessment that is not settled. `knowledge` is what solver_start was given. */
int question_rank(const struct ruleset *rules, struct solver *solver, const struct knowledge *knowledge, struct assessment *assessment,
                  struct err *err);

#endif
