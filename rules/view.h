/*
 * What is known, laid over a decision diagram: which levels its parts can still reach, and which variables still matter.
 *
 *     struct view *view = view_new(mdd);
 *     view_begin(view);
 *     view_know(view, var, first, last);              cells that a variable may still have; all of them where nothing is said
 *     uint16_t levels = view_reach(view, part);
 *     view_relevant(view, part, 3, &matter)           as long as nothing milder than level 3 counts
 *
 * Both are exact: a variable matters when two completions that differ in it alone have different levels. That is so exactly when it
 * still appears in the diagram once cells that are ruled out are taken away, levels that make no difference made one, and equal nodes
 * merged again. Costs a step for each node and edge that is still open. Working memory, kept between calls; not for two threads.
 */
#ifndef RULES_VIEW_H
#define RULES_VIEW_H

#include <stddef.h>

#include "rules/mdd.h"

struct view;

/* NULL when out of memory. The diagram is borrowed. */
struct view *view_new(const struct mdd *mdd);
void view_free(struct view *view);

/* Have memory that will be read fetched, without waiting for it; NULL is well. For assess_fetch. */
static inline void memory_fetch(const void *at, size_t size)
{
    for (size_t i = 0; at != NULL && i < size; i += 64)
        __builtin_prefetch((const char *)at + i);
}
void view_fetch_head(const struct view *view);
void view_fetch(const struct view *view);

/* Forget what was known. */
void view_begin(struct view *view);
void view_know(struct view *view, uint16_t var, uint16_t first, uint16_t last);
/* The cells that a variable may still have. */
void view_cells(const struct view *view, uint16_t var, uint16_t *first, uint16_t *last);

/* Ends that a part can reach: bit i is end i. */
uint16_t view_reach(struct view *view, const struct mdd_part *part);
/* Into *relevant: the part's variables (bit i is its i-th) that can change its end, when ends from `clip` on make no difference. -1 when
   out of memory. */
int view_relevant(struct view *view, const struct mdd_part *part, uint16_t clip, uint32_t *relevant);

#endif
