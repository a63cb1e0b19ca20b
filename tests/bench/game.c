/* The game of questions by brute force. See game.h. */
#include "tests/bench/game.h"

#include <stdlib.h>

#include "tests/bench/bench.h"

/* ---- the values of a fact ---- */

static bool add_value(struct game *game, uint32_t fact, int64_t value)
{
    int64_t *values = game->values[fact];
    uint32_t at = 0, *count = &game->value_counts[fact];
    if (value <= 0 || value > game->rules->plan->facts[game->facts[fact]].most)
        return true;
    while (at < *count && values[at] < value)
        at++;
    if (at < *count && values[at] == value)
        return true;
    if (*count == GAME_VALUES_MAX)
        return false;
    for (uint32_t i = (*count)++; i > at; i--)
        values[i] = values[i - 1];
    values[at] = value;
    return true;
}

static bool find_values(struct game *game, uint32_t fact)
{
    const struct ruleset *rules = game->rules;
    bool fits = true;
    game->value_counts[fact] = 1; /* 0 */
    for (uint32_t i = 0; i < rules->graded_count; i++)
        for (uint32_t cut = 0; cut < rules->cells[i].cut_count && (rules->measures[i].facts >> game->facts[fact] & 1); cut++)
            fits = fits && add_value(game, fact, rules->cells[i].cuts[cut]);
    return fits;
}

static bool list_facts(struct game *game, uint32_t most)
{
    uint64_t states = 1;
    for (size_t i = 0; i < game->rules->plan->fact_count; i++) {
        if (!(game->rules->used_facts >> i & 1) || game->rules->plan->facts[i].discretion)
            continue;
        if (game->fact_count == GAME_FACTS_MAX)
            return false;
        game->facts[game->fact_count] = (uint8_t)i;
        if (!find_values(game, game->fact_count))
            return false;
        game->steps[game->fact_count] = (uint32_t)states;
        states *= game->value_counts[game->fact_count++] + 1;
        if (states > most)
            return false;
    }
    game->state_count = (uint32_t)states;
    return true;
}

int game_value(const struct game *game, uint32_t state, uint32_t fact)
{
    return (int)(state / game->steps[fact] % (game->value_counts[fact] + 1)) - 1;
}

/* ---- the table: a state comes behind all that come out of it, so from the end to the beginning ---- */

static void grade_complete(struct game *game, uint32_t state, const int64_t *counts)
{
    int64_t values[PLAN_FACTS_MAX] = {0};
    struct verdict verdict;
    for (uint32_t i = 0; i < game->fact_count; i++)
        values[game->facts[i]] = game->values[i][game_value(game, state, i)];
    ruleset_grade(game->rules, values, counts, &verdict, NULL);
    int level = verdict.level < GAME_LEVELS ? verdict.level : GAME_LEVELS;
    game->levels[state] = (uint8_t)(1u << (level - 1));
    game->shares[state][level - 1] = 1;
}

static void add_shares(struct game *game, uint32_t state, uint32_t fact)
{
    for (uint32_t value = 1; value <= game->value_counts[fact]; value++) {
        uint32_t after = state + value * game->steps[fact];
        game->levels[state] |= game->levels[after];
        for (int level = 0; level < GAME_LEVELS; level++)
            game->shares[state][level] += game->shares[after][level] / (float)game->value_counts[fact];
    }
}

/* What matters after some answer to one open fact, the fact itself left aside; of the last open fact, whether it matters. */
static uint16_t relevant_after(const struct game *game, uint32_t state, uint32_t fact, bool last)
{
    uint16_t relevant = 0;
    for (uint32_t value = 1; value <= game->value_counts[fact]; value++)
        relevant |= game->relevant[state + value * game->steps[fact]];
    return last && !game_is_settled(game, state) ? (uint16_t)(relevant | 1u << fact) : relevant;
}

static double least_of(const struct game *game, uint32_t state, const uint32_t *open, uint32_t open_count)
{
    double least = game->fact_count + 1;
    for (uint32_t i = 0; i < open_count && !game_is_settled(game, state); i++) {
        double sum = 0;
        for (uint32_t value = 1; value <= game->value_counts[open[i]]; value++)
            sum += game->least[state + value * game->steps[open[i]]];
        double expected = 1 + sum / game->value_counts[open[i]];
        least = expected < least ? expected : least;
    }
    return game_is_settled(game, state) ? 0 : least;
}

static void fill_state(struct game *game, uint32_t state, const int64_t *counts)
{
    uint32_t open[GAME_FACTS_MAX], open_count = 0;
    for (uint32_t i = 0; i < game->fact_count; i++)
        if (game_value(game, state, i) < 0)
            open[open_count++] = i;
    if (open_count == 0) {
        grade_complete(game, state, counts);
        return;
    }
    add_shares(game, state, open[0]);
    game->relevant[state] = relevant_after(game, state, open[0], open_count == 1);
    if (open_count > 1) /* what matters of the first shows when another is answered */
        game->relevant[state] |= relevant_after(game, state, open[1], false);
    game->least[state] = least_of(game, state, open, open_count);
}

bool game_open(struct game *game, const struct ruleset *rules, uint32_t most)
{
    *game = (struct game){.rules = rules};
    for (size_t i = 0; i < rules->plan->level_count; i++)
        if (rules->plan->levels[i].number >= GAME_LEVELS)
            bench_die("a plan with more than %d levels", GAME_LEVELS - 1);
    if (!list_facts(game, most))
        return false;
    game->levels = bench_alloc(game->state_count, sizeof *game->levels);
    game->relevant = bench_alloc(game->state_count, sizeof *game->relevant);
    game->least = bench_alloc(game->state_count, sizeof *game->least);
    game->shares = bench_alloc(game->state_count, sizeof *game->shares);
    int64_t *counts = bench_alloc(rules->measure_count + 1, sizeof *counts); /* an empty log of reports */
    for (uint32_t state = game->state_count; state-- > 0;)
        fill_state(game, state, counts);
    free(counts);
    return true;
}

void game_close(struct game *game)
{
    free(game->levels);
    free(game->relevant);
    free(game->least);
    free(game->shares);
}
