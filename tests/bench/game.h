/*
 * The game of questions, solved by brute force: the peer of rules/planner.
 *
 * Each fact that may be asked for takes one of a few values, all equally likely, independent of the others: 0 and what crosses a
 * threshold while all others are 0 (rules/question.h). A state says for each fact which value it has, or that it has not been asked for;
 * a table has them all, and for each the levels that are left, the facts that still matter, the least expected number of questions.
 * Nothing of rules/mdd, rules/view or rules/planner is used: complete facts are graded by the cells, the rest is counting.
 */
#ifndef TESTS_BENCH_GAME_H
#define TESTS_BENCH_GAME_H

#include "rules/ruleset.h"

#define GAME_FACTS_MAX 16
#define GAME_VALUES_MAX 16
#define GAME_LEVELS 5 /* 1 to 4, and none */

struct game {
    const struct ruleset *rules;
    uint32_t fact_count;
    uint8_t facts[GAME_FACTS_MAX]; /* of the plan, in its order */
    uint32_t value_counts[GAME_FACTS_MAX];
    int64_t values[GAME_FACTS_MAX][GAME_VALUES_MAX]; /* ascending */
    /* A state is the sum of its facts' steps: none for one not asked for, i + 1 for the one with its i-th value. */
    uint32_t steps[GAME_FACTS_MAX];
    uint32_t state_count;
    uint8_t *levels;    /* by state: bit i for the i-th level, the last for none */
    uint16_t *relevant; /* by state: bit i for facts[i] */
    double *least;      /* by state: expected questions until one level is left */
    float (*shares)[GAME_LEVELS]; /* by state: how likely the levels are */
};

/* False when there would be more than `most` states, values or facts. Dies when out of memory. */
bool game_open(struct game *game, const struct ruleset *rules, uint32_t most);
void game_close(struct game *game);

/* The index of a fact's value in a state; -1 for one not asked for. */
int game_value(const struct game *game, uint32_t state, uint32_t fact);
static inline bool game_is_settled(const struct game *game, uint32_t state)
{
    return (game->levels[state] & (game->levels[state] - 1)) == 0;
}

#endif
