/*
 * Exact answers over all completions of partial facts: is there one in which some alternative holds, is there one in which none does?
 *
 * A state keeps an interval for every quantity: each fact, each count of reports, each sum of facts. Tightening an interval is
 * carried over to the others that share facts, so that with 2 ≤ deaths ≤ 5 and deaths + missing ≥ 9 the tool knows missing ≥ 4.
 * Searching takes away one alternative after the other (it must fail in one of its tests), and at the end settles by bisection
 * whether integers fit all sums at once. Facts may be doubled: two completions that differ in one fact share all the others.
 *
 * Costs grow with the alternatives that the known facts leave open. Past SOLVE_STEPS_MAX steps a search gives up with ERR_LIMIT,
 * never with a guess. A step looks through SOLVE_STRIDE alternatives or parts of sums at the most, so that steps take about the same time.
 */
#ifndef RULES_SOLVE_H
#define RULES_SOLVE_H

#include "rules/ruleset.h"

#define SOLVE_STEPS_MAX 2000000 /* for all questions about one incident: about a second */
#define SOLVE_STEPS_LEAST 5000  /* that a question gets in any case */
#define SOLVE_STRIDE 16

struct solver;

/* What is known before the search: a range for every fact, a number for every count. */
struct knowledge {
    const int64_t *least, *most; /* by fact */
    const int64_t *counts;       /* by measure */
};

struct solver *solver_new(const struct ruleset *rules);
void solver_free(struct solver *solver);

/* All steps anew: another incident. */
void solver_refill(struct solver *solver);
/* Begin with new knowledge. */
void solver_start(struct solver *solver, const struct knowledge *knowledge);

/*
 * Questions about the present knowledge: 1 yes, 0 no, -1 with `err` when the search gave up. `to` bounds the list: items [0, to).
 */
/* Is there a completion in which alternative `index` holds? */
int solver_possible(struct solver *solver, const struct alternatives *all, uint32_t index, struct err *err);
/* Is there a completion in which none of items [from, to) holds? */
int solver_escapes(struct solver *solver, const struct alternatives *all, uint32_t from, uint32_t to, struct err *err);
/*
 * Are there two completions that differ in `fact` alone, one in which some item of [0, to) holds and one in which none does?
 */
int solver_decides(struct solver *solver, const struct alternatives *all, uint32_t to, size_t fact, struct err *err);

/* Of an alternative, by bounds alone. */
enum standing { STANDS_NO, STANDS_OPEN, STANDS_YES };

#endif
