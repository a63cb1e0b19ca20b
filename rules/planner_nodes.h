/*
 * The inside of a planner: functions as nodes. For rules/planner.c alone.
 *
 * Functions are diagrams, reduced and hash-consed: equal functions are one node. Asking a question turns a function that has it into its
 * cofactors, one for each answer; clipping makes all numbers above one into that one. Both are made once for each node.
 *
 * Nodes below PLANNER_ENDS are ends. After planner_failed() what these functions return means nothing.
 */
#ifndef RULES_PLANNER_NODES_H
#define RULES_PLANNER_NODES_H

#include <stddef.h>

#include "rules/planner.h"

#define PLANNER_UNKNOWN (-1.0)

struct node {
    uint64_t support;   /* questions that it has: bit i is question i */
    uint32_t first_child;
    uint32_t first_link; /* into links: a cofactor list for each question of the support, then the node clipped at least + 1, … */
    uint32_t first_above; /* into aboves: the probability of more than least, least + 1, … */
    uint32_t first_pivot; /* into pivots: for each question of the support, how likely at least its answer decides */
    uint32_t shape;     /* costs as much as this node: itself, or the same function of an earlier question with the same weights */
    uint8_t question, least, most;
    double pivots;      /* their sum: no strategy asks fewer questions on average */
    double alone;       /* expected questions for this function alone; PLANNER_UNKNOWN */
};

struct state {
    uint32_t first_part, part_count; /* into parts: shapes, ascending */
    double bound;    /* so many questions are needed in any case */
    double expected; /* PLANNER_UNKNOWN while it was not followed */
};

/* Open addressing: 0 is free, else an index + 1; the size is a power of two. */
struct slots {
    uint32_t *items;
    uint32_t size;
};

/* An array that grows. */
struct room {
    uint32_t count, capacity;
};

struct set {
    uint32_t parts[PLANNER_QUESTIONS_MAX];
    uint32_t count;
};

struct planner {
    uint32_t question_count, least;
    uint32_t answer_counts[PLANNER_QUESTIONS_MAX];
    uint32_t twins[PLANNER_QUESTIONS_MAX]; /* the first question with the same weights */
    double weights[PLANNER_QUESTIONS_MAX][PLANNER_ANSWERS_MAX];
    struct node *nodes;
    uint32_t *children, *links, *parts;
    double *aboves, *pivots;
    struct state *states;
    struct room node_room, child_room, link_room, part_room, above_room, pivot_room, state_room;
    struct slots node_slots, state_slots;
    uint32_t roots[PLANNER_QUESTIONS_MAX];
    uint32_t root_count, steps;
    struct set start; /* what is to be settled */
    bool wide;      /* too many questions to follow all */
    bool estimated; /* there were too many states or steps */
    bool full, no_memory;
};

static inline bool planner_failed(const struct planner *planner)
{
    return planner->full || planner->no_memory;
}

/* The hash of what the slots have under an index. */
typedef uint64_t planner_hasher(const struct planner *planner, uint32_t index);

uint64_t planner_hash(const uint32_t *items, uint32_t count, uint64_t seed);
/* Room for `more`; the array as it was, and planner->no_memory, when there is none. */
void *planner_grow(struct planner *planner, void *items, struct room *room, uint32_t more, size_t size);
/* Room for one more, at most half full. `first` is the first index that the slots have. */
bool planner_reserve(struct planner *planner, struct slots *slots, uint32_t first, uint32_t count, planner_hasher *hash);
/* The probability that a function gives more than `number`. */
double planner_above(const struct planner *planner, uint32_t index, uint32_t number);
/* The place in planner->children of what a node becomes by each answer to a question that it has. */
uint32_t planner_cofactors(struct planner *planner, uint32_t index, uint32_t question);
/* All numbers above `number` made into it. */
uint32_t planner_clip(struct planner *planner, uint32_t index, uint32_t number);

#endif
