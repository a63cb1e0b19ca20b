/*
 * Random road incidents, the same ones for everybody: a seed gives a sequence.
 *
 * Every fact is drawn by itself: kinds by the toss of a coin, counts on both sides of every threshold of the plan.
 */
#ifndef TESTS_BENCH_RANDOM_H
#define TESTS_BENCH_RANDOM_H

#include <stdint.h>
#include <stdio.h>

#include "tests/bench/ladder.h"

struct dice {
    uint64_t state; /* not 0 */
};

uint32_t dice_below(struct dice *dice, uint32_t limit);
void random_incident(struct dice *dice, struct road_incident *incident);
/* One line of a batch: all facts known, or each known, a range or absent. */
void random_line(struct dice *dice, bool partial, unsigned id, FILE *out);

#endif
