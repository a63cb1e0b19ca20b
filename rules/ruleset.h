/*
 * A plan's rules, compiled once, immutable: every rule as alternatives, each a conjunction of intervals on measures.
 *
 * Two readings stand side by side. The literal one is the text's; the safe one drops every upper bound on harm, on sums of it
 * and on numbers counted from reports, so that more harm never means less response (grading contract, 4).
 *
 *     struct ruleset *rules = ruleset_compile(plan, &diags);
 *     struct verdict verdict;
 *     ruleset_grade(rules, values, counts, &verdict, NULL)   complete facts: rules/fast.c
 *     assess(assessor, &incident, &assessment, &err)         partial facts:  rules/assess.h, over rules/mdd.h
 *
 * The fast path: every measure's line of integers is cut into cells at the thresholds; for each cell a bitmask says which
 * alternatives it does not exclude. Grading complete facts is at most one AND a measure.
 */
#ifndef RULES_RULESET_H
#define RULES_RULESET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan.h"
#include "rules/expr.h"
#include "rules/prior.h"

#define RULE_ALTERNATIVES_MAX 256   /* of one rule */
#define RULESET_ALTERNATIVES_MAX 2048 /* of one reading */
#define RULESET_WORDS_MAX (2 * RULESET_ALTERNATIVES_MAX / 64 + 1) /* of ruleset->words */
#define LEVEL_NONE (PLAN_LEVEL_MAX + 1) /* "no level reached": milder than every level */

/* measure in [least, most]; bounds inclusive, BOUND_NONE_* where open. */
struct test {
    uint32_t measure;
    int64_t least, most;
};

/* All its tests hold together. `rank`: the level (1 = most severe), or for grade rows 0-based from the mildest. */
struct alternative {
    uint32_t first_test, test_count;
    int32_t rule;
    int32_t rank;
};

/* Any of them suffices. Sorted by rank, then by rule. */
struct alternatives {
    struct alternative *items;
    uint32_t count, capacity;
    struct test *tests;
    uint32_t test_count, test_capacity;
};

/* Cells of one measure: cell i holds the values from cuts[i - 1] on (cell 0 everything below cuts[0]). */
struct cells {
    uint32_t cut_count;
    int64_t *cuts;
};

struct ruleset {
    const struct plan *plan; /* borrowed */
    struct arena arena;
    struct measure *measures;
    uint32_t measure_count;
    uint32_t graded_count;          /* the first of them that grading needs; conditions of tasks need the rest */
    const struct expr **rules;      /* the checked trees, for words */
    const struct expr **conditions; /* by struct condition.index */
    uint64_t *term_facts;

    struct alternatives literal;  /* all rules, rank = level (grade rows: the level of their grade) */
    struct alternatives safe;     /* the same in the safe reading */
    struct alternatives grades;   /* grade rows only, rank = grade */
    struct alternatives *when;    /* one for each condition */
    uint64_t used_facts;          /* facts that levels or grades depend on */

    struct mdd *mdd;        /* the levels and grades as a decision diagram; NULL when it would be too large (rules/mdd.h) */
    uint64_t falling_facts; /* of which more may give less in the safe reading, too: equality, and bounds on what is not harm */
    struct prior *priors;   /* by fact: the plan's, for choosing questions; NULL when it has none */
    struct cells *cells; /* one a measure */
    struct fast_path *fast; /* what ruleset_grade looks up; rules/fast.h */
    uint32_t words;         /* of ruleset_grade's `alive` */
};

/* NULL when a rule, or the plan itself, is flawed (all flaws in `diags`) or out of memory. The plan is borrowed and must outlive the ruleset. */
struct ruleset *ruleset_compile(const struct plan *plan, struct diags *diags);
void ruleset_free(struct ruleset *rules);

/* What complete facts prove. */
struct verdict {
    int level, safe_level; /* LEVEL_NONE when no level is reached */
    int grade;             /* index of the plan's grades, -1 for none */
};

/*
 * Grade complete facts. `values`: one a fact, as core/plan.h says; `counts`: one a measure, used for report counts only (NULL for
 * plans without). `alive` (rules->words words, may be NULL) gets what ruleset_held and rules/fast.h read.
 */
void ruleset_grade(const struct ruleset *rules, const int64_t *values, const int64_t *counts, struct verdict *verdict, uint64_t *alive);
/* The rules of the proven level that hold, in plan order, into `held` (room for plan->rule_count); returns how many. */
uint32_t ruleset_held(const struct ruleset *rules, const struct verdict *verdict, const uint64_t *alive, uint16_t *held);
/* Both at once, which is the fastest: `held` has room for RULESET_HELD_SPARE more. */
#define RULESET_HELD_SPARE 3
uint32_t ruleset_judge(const struct ruleset *rules, const int64_t *values, const int64_t *counts, struct verdict *verdict, uint16_t *held);

/* The level that a rule belongs to: its own, or that of its grade (LEVEL_NONE when the grade calls for none). */
int ruleset_level_of(const struct ruleset *rules, size_t rule);

/* The cell of a value. */
uint32_t cells_find(const struct cells *cells, int64_t value);

/* Steps of ruleset_compile: rules/cells.c, rules/fast_make.c. -1 when out of memory. */
int ruleset_cut_cells(struct ruleset *rules);
int ruleset_make_fast(struct ruleset *rules);

#endif
