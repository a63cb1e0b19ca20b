/*
 * How likely the values of a fact are before anybody has said anything: weights for choosing questions, nothing else. No grade ever
 * depends on them.
 *
 * The values of a fact are cut into cells at the thresholds that matter now. Without a prior every cell weighs the same. A prior is
 * written as steps, the same in a plan ("prior" of a fact) and on the command line (--prior deaths=0:60,1:8,3:1): a cell that begins at
 * 3 or later weighs 1, one that begins at 1 or 2 weighs 8, one that begins at 0 weighs 60. Steps ascend; the first counts for what lies
 * before it, too. Enumerations and yes-or-no facts are written by their values: traffic_accident=false:1,true:9.
 */
#ifndef RULES_PRIOR_H
#define RULES_PRIOR_H

#include "core/plan.h"

#define PRIOR_STEPS_MAX 32
#define PRIOR_WEIGHT_MAX 1000000

struct prior_step {
    int64_t from;
    uint32_t weight;
};

/* No step: all cells weigh the same. */
struct prior {
    struct prior_step steps[PRIOR_STEPS_MAX];
    uint32_t count;
    uint32_t flaw; /* after a failed reading: how many bytes into the text */
};

/* Read steps. -1 with `err` (ERR_USAGE, or what is wrong with a value) and prior->flaw. */
int prior_read(const struct plan *plan, const struct fact *fact, const char *text, struct prior *prior, struct err *err);
/* The weight of a cell that begins at `value`. NULL is a prior without steps. */
double prior_weight(const struct prior *prior, int64_t value);

#endif
