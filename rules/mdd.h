/*
 * A plan's rules as a decision diagram: reduced, hash-consed, multi-valued, exact.
 *
 * A variable is a fact, or a number counted from reports. Its values are cut into cells that the rules cannot tell apart: at the
 * thresholds; and where a fact is added to others, a cell for every value, the last one for all from the largest threshold on (sums
 * saturate there). A node asks for a variable's cell; a path ends in a level.
 *
 * Rules that share no facts are kept apart: the diagram is a list of parts over disjoint variables, and the level is the most severe
 * of the parts' levels. Over all completions of what is known, too, parts are independent: the proven level is the most severe of what
 * each part proves. Variables of a part stand side by side, in the order in which its nodes ask for them.
 *
 *     for each part: set = mdd_reach(…)      the levels that the part can still reach, one bit each
 *
 * Which clause it was that gave a level, merging forgets: rules/assess asks the alternatives, which stand beside it in the ruleset.
 * A plan whose diagram would pass the limits below has none (NULL), and rules/solve searches instead.
 */
#ifndef RULES_MDD_H
#define RULES_MDD_H

#include <stdbool.h>
#include <stdint.h>

struct ruleset;

#define MDD_NODES_MAX 32768
#define MDD_EDGES_MAX 262144
#define MDD_STEPS_MAX 250000  /* taken while one part is built; one looks through MDD_STRIDE alternatives at the most */
#define MDD_STRIDE 32
#define MDD_CELLS_MAX 16384   /* of one variable */
#define MDD_PART_VARS_MAX 32
#define MDD_ENDS 16           /* nodes below are terminals: the level of that number, LEVEL_NONE for none */

struct mdd_var {
    int16_t fact;        /* index of the plan's fact; -1 for a count */
    uint16_t measure;    /* of a count */
    uint16_t part, place;  /* it is the part's variable of that place */
    uint16_t cell_count;
    const int64_t *starts; /* the least value of each cell; starts[0] is below all values */
    bool summed;         /* added to other facts: its cells are single values */
};

/* Cells up to `last` (from behind the edge before) lead to `child`. */
struct mdd_edge {
    uint16_t last, child;
};

struct mdd_node {
    uint32_t first_edge;
    uint16_t edge_count;
    uint16_t var;
    uint32_t support; /* variables below and here: bit i is the part's i-th */
    uint16_t reach;   /* levels that can be reached: bit i is level i */
};

struct mdd_part {
    uint16_t root;
    uint16_t first_var, var_count;
};

/* Levels, or grades: those from the most severe, 1, to "none", grade_count + 1. */
struct mdd_parts {
    struct mdd_part *items;
    uint32_t count;
    uint16_t always; /* reached whatever the facts are; the number of "none" where nothing is */
};

/* One piece of memory, mdd_free()d at once. */
struct mdd {
    struct mdd_var *vars;
    uint32_t var_count;
    uint16_t *var_of_fact; /* MDD_NO_VAR where no rule reads it */
    struct mdd_node *nodes; /* the first MDD_ENDS are terminals */
    uint32_t node_count;
    struct mdd_edge *edges;
    uint32_t edge_count;
    struct mdd_parts levels, grades;
};
#define MDD_NO_VAR UINT16_MAX

/* A few values of a fact, ascending, at most MDD_CELLS_MAX: a cell for each. */
struct mdd_points {
    const int64_t *values;
    uint32_t count;
};

/*
 * Build it; NULL with *too_large when it passes a limit, NULL without when out of memory. With `points`, one for each fact that rules
 * read, the diagram is about these values alone: smaller, and there even where all values would be too many.
 */
struct mdd *mdd_build(const struct ruleset *rules, const struct mdd_points *points, bool *too_large);
void mdd_free(struct mdd *mdd);

/* The cell of a value; of those of a few values, the last that is not above it. */
uint16_t mdd_cell(const struct mdd_var *var, int64_t value);
/* Terminal number of a grade (index of the plan's grades, -1 for none); the same formula goes back. */
static inline int mdd_end_of_grade(int grade_count, int grade)
{
    return grade_count - grade;
}

#endif
