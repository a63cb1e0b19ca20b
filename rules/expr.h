/*
 * The rule language: text to a checked tree. docs/rules.md is its manual.
 *
 *     traffic_accident and (deaths >= 30 or casualties in [100..))
 *     counties(disease in {prrs, csf, nd}, within incubation) >= 5
 *
 * Every comparison becomes a test: a measure (a sum of facts, or a number counted from reports) lies within an interval of
 * integers. Names and types are checked against the plan; a flaw has the offending token's place in the file and a suggestion.
 * The tree and the measures live in the arena of the `struct expr_context`.
 */
#ifndef RULES_EXPR_H
#define RULES_EXPR_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan.h"
#include "core/report.h"

#define EXPR_DEPTH_MAX 32   /* nested brackets and nots */
#define EXPR_MEASURES_MAX 512

enum measure_unit { UNIT_FACTS, UNIT_COUNTIES, UNIT_ADJACENT_COUNTIES, UNIT_TOWNSHIPS, UNIT_PREMISES, UNIT_REPORTS };

struct measure {
    enum measure_unit unit;
    uint64_t facts;    /* UNIT_FACTS: bit i = plan->facts[i] is added */
    int term;          /* UNIT_FACTS: the plan's named term, or -1 */
    bool harm;         /* more is worse: upper bounds are dropped in the safe reading */
    bool decimal;      /* bounds are in millionths */
    bool equality;     /* ENUM or LEVEL: "=" names a value and stays in the safe reading */
    int disease;       /* the rest: for report counts */
    int least_spread;  /* enum spread */
    int parameter;     /* index into the plan's parameters; -1 when `days` holds */
    int64_t days;      /* window length; -1 for none */
};

enum expr_kind { EXPR_TEST, EXPR_AND, EXPR_OR, EXPR_NOT, EXPR_GRADE };

/* Interval bounds are inclusive; an open side is INT64_MIN or INT64_MAX. */
#define BOUND_NONE_LOW INT64_MIN
#define BOUND_NONE_HIGH INT64_MAX

struct expr {
    enum expr_kind kind;
    struct expr *left, *right; /* AND, OR: both; NOT: left */
    uint32_t measure;          /* TEST */
    int64_t least, most;       /* TEST */
    bool equal;                /* TEST: names one value of an enumeration or a level */
    int grade;                 /* GRADE: any row of this grade holds */
};

/* What parsing reads and grows; one for a plan. */
struct expr_context {
    const struct plan *plan;
    struct arena *arena;
    struct diags *diags;
    struct measure measures[EXPR_MEASURES_MAX]; /* each kind once */
    uint32_t measure_count;
    uint64_t *term_facts; /* facts of each named term, once parsed */
    bool grades_allowed;  /* whether grade(…) may be used: not inside the rows of the grade table */
};

/* NULL when flawed; the flaws are in the context's diags. */
const struct expr *expr_parse(struct expr_context *context, const struct condition *source);
/* A named term's sum: the facts that it adds, 0 when flawed. */
uint64_t expr_parse_sum(struct expr_context *context, const struct condition *source);

#endif
