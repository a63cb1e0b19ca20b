/*
 * A change of facts: what some facts would have to be, in place of what is known of them; and how large that is.
 *
 * Sizes are compared in this order: findings that somebody would have to make or withdraw (discretion facts: a last resort), facts that
 * change (found out or given anew), those of them that contradict what is known, and how far they go: in units (people, 万元, hours, steps
 * of an enumeration) from the nearest value that is known to be possible; within what is known, from its least. What kind of event it is
 * (yes or no, a choice) was not miscounted as a number may be: to contradict that is further than any number of units. All four are in one
 * number, so that sizes are added and compared as numbers.
 */
#ifndef RULES_CHANGE_H
#define RULES_CHANGE_H

#include "core/incident.h"

/* Every value of the range does, as long as the other settings of the change stand. */
struct setting {
    uint8_t fact;
    int64_t least, most;
};

struct change {
    struct setting items[PLAN_FACTS_MAX]; /* in the plan's order */
    uint32_t count;
};

#define CHANGE_IMPOSSIBLE UINT64_MAX /* the size of what cannot be */

bool fact_is_number(const struct fact *fact);
/* The size of setting one fact, of which `known` is known, to a value. */
uint64_t change_size(const struct fact *fact, const struct known *known, int64_t value);
/* Two sizes together. */
uint64_t change_add(uint64_t a, uint64_t b);
/* The parts of a size. */
unsigned change_findings(uint64_t size);
unsigned change_facts(uint64_t size); /* findings are among them */
/* Add a setting, in its place. */
void change_put(struct change *change, struct setting setting);
/* Whether some of it is a finding. */
bool change_has_finding(const struct change *change, const struct plan *plan);
/* Make it so. */
void change_apply(const struct change *change, struct incident *incident);

#endif
