/*
 * A library of many plans, made from the shipped ones: other ids, titles, wordings of clauses and rules, and thresholds. Tasks stay.
 *
 * Plan number i is the shipped plan i % 4 (by id), in city i % VARIED_CITIES. Every threshold from 5 up is raised by the same step,
 * which keeps intervals in order and leaves levels alone: "deaths in [10..30)" becomes [17..37).
 *
 *     varied_write(&bench->library, folder, 5000);
 *     library_open(&library, folder, &err);
 */
#ifndef TESTS_BENCH_VARIED_H
#define TESTS_BENCH_VARIED_H

#include "cli/library.h"

#define VARIED_CITIES 125
#define VARIED_STEPS 11

/* Write `count` plans below `folder`, which must not be there yet. Dies when it cannot. */
void varied_write(const struct library *shipped, const char *folder, size_t count);
/* By how much the thresholds of a plan ("road_17") are raised. */
int64_t varied_step(const char *id);

#endif
