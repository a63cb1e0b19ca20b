/*
 * The inside of an assessor, for the parts of rules/ that share it: assess (over the diagram), search (without one), question.
 */
#ifndef RULES_ASSESSOR_H
#define RULES_ASSESSOR_H

#include "rules/assess.h"
#include "rules/mdd.h"
#include "rules/planner.h"
#include "rules/solve.h"
#include "rules/tally.h"
#include "rules/view.h"

struct assessor {
    const struct ruleset *rules;
    const struct plan *plan;
    struct tally tally;
    int64_t *least, *most; /* by fact, of the incident assessed last */
    int64_t *corner;       /* scratch: a value for each fact */
    uint16_t *held;
    struct view *view;       /* NULL for a plan without a diagram */
    struct solver *solver;   /* made when first needed */
    struct planner *planner; /* the same */
    bool started;            /* the solver knows the incident assessed last */
    bool unproven;           /* a search about a clause gave up since then */
    bool fresh;              /* its steps are to be filled up: another incident */
};

/* The solver, knowing the incident assessed last; NULL when out of memory. */
struct solver *assessor_solver(struct assessor *assessor);
/* The standing of an alternative, its tests taken one by one; *facts gets those that it reads. */
enum standing assessor_standing(const struct assessor *assessor, const struct alternatives *all, const struct alternative *it, uint64_t *facts);
/* The proven and the possible level of least and most as they are. -1 with `err`. */
int assessor_levels(struct assessor *assessor, int *level, int *possible, struct err *err);
/* Whether two completions that differ in this fact alone have different levels, least and most as they are; 1 where that is not proven. -1
   with `err`. */
int assessor_matters(struct assessor *assessor, size_t fact, struct err *err);
/* Items of a list sorted by rank that have this rank. */
void alternatives_of(const struct alternatives *all, int rank, uint32_t *from, uint32_t *to);
/* Rules of a level that no completion escapes, into `held`; -1 with `err`, else how many. */
int assessor_held(struct assessor *assessor, const struct alternatives *all, int level, uint16_t *held, struct err *err);
/* Grade by search: for plans without a diagram. Everything but the rules held. */
int assess_by_search(struct assessor *assessor, struct assessment *assessment, struct err *err);
/* The proven and the possible level alone, and the safe level alone. */
int levels_by_search(struct assessor *assessor, struct assessment *assessment, struct err *err);
int safe_by_search(struct assessor *assessor, struct assessment *assessment, struct err *err);
int matters_by_search(struct assessor *assessor, size_t fact, struct err *err);

#endif
