/*
 * Random small plans for the questions: findings, choices and numbers, thresholds on them and on their sums, one to four levels.
 */
#ifndef TESTS_BENCH_RANDOM_RULES_H
#define TESTS_BENCH_RANDOM_RULES_H

#include "core/text.h"
#include "tests/bench/random.h"

/* A plan with this many facts, as its file's text; `narrow`: facts of two values alone. */
void random_rules(struct dice *dice, uint32_t fact_count, bool narrow, struct text *text);

#endif
