/*
 * The variables of a decision diagram: which there are, their cells, the parts that they belong to, their order. Part of building one.
 */
#ifndef RULES_MDD_VARS_H
#define RULES_MDD_VARS_H

#include "rules/mdd.h"

/* Into mdd->vars, var_count and var_of_fact. 1 when made, 0 when there would be too many cells, -1 when out of memory. */
int mdd_make_vars(struct mdd *mdd, const struct ruleset *rules, const struct mdd_points *points);

#endif
