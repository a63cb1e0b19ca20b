/*
 * Expected number of questions until the level is settled: the plan's order, greedy, ours, and the least possible.
 *
 * All four play the same game (game.h), every answer with its probability: the plan's order asks for the first fact that still matters;
 * greedy for the one whose answer says most about the level; ours for what question_find says, asked anew after every answer; the
 * least possible is the game's table. The shipped plans, 500 random ones of up to 8 facts, and some beyond PLANNER_EXACT_MAX.
 */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/date.h"
#include "rules/planner.h"
#include "rules/question.h"
#include "tests/bench/bench.h"
#include "tests/bench/game.h"
#include "tests/bench/random_rules.h"

#define SMALL_SETS 500
#define WIDE_SETS 40

/* Which sets count. */
struct size {
    bool narrow; /* facts of two or three values */
    uint32_t most_states;
    int fewest; /* facts that matter */
};

struct player {
    const struct game *game;
    struct assessor *assessor;
    struct incident incident;
    uint32_t (*choose)(struct player *, uint32_t state);
    double *expected; /* by state; 0 while unknown */
    double seconds;   /* in question_find, */
    uint32_t asked;   /* called so often */
};

/* ---- the strategies: each a fact of the game that matters in the state ---- */

static uint32_t in_order(struct player *player, uint32_t state)
{
    return (uint32_t)__builtin_ctz(player->game->relevant[state]);
}

static double entropy_of(const struct game *game, uint32_t state)
{
    double bits = 0;
    for (int level = 0; level < GAME_LEVELS; level++)
        if (game->shares[state][level] > 0)
            bits -= game->shares[state][level] * log2(game->shares[state][level]);
    return bits;
}

static uint32_t greedily(struct player *player, uint32_t state)
{
    const struct game *game = player->game;
    uint32_t best = in_order(player, state);
    double least = HUGE_VAL;
    for (uint32_t rest = game->relevant[state]; rest != 0; rest &= rest - 1) {
        uint32_t fact = (uint32_t)__builtin_ctz(rest);
        double left = 0;
        for (uint32_t value = 1; value <= game->value_counts[fact]; value++)
            left += entropy_of(game, state + value * game->steps[fact]) / game->value_counts[fact];
        if (left < least - 1e-6) {
            best = fact;
            least = left;
        }
    }
    return best;
}

static void take_state(struct player *player, uint32_t state)
{
    const struct game *game = player->game;
    incident_clear(&player->incident);
    player->incident.has_as_of = date_parse("2026-03-01", 10, &player->incident.as_of);
    for (uint32_t i = 0; i < game->fact_count; i++) {
        int value = game_value(game, state, i);
        if (value >= 0)
            incident_set(&player->incident, &game->rules->plan->facts[game->facts[i]], game->values[i][value], game->values[i][value]);
    }
}

static uint32_t as_we_do(struct player *player, uint32_t state)
{
    const struct game *game = player->game;
    struct assessment assessment;
    struct question question;
    struct err err;
    uint32_t fact = 0;
    take_state(player, state);
    if (assess(player->assessor, &player->incident, &assessment, &err) != 0)
        bench_die("%s", err.en);
    double start = bench_now();
    if (question_find(player->assessor, &assessment, &(struct asking){0}, &question, &err) != 0)
        bench_die("%s", err.en);
    player->seconds += bench_now() - start;
    player->asked++;
    while (fact < game->fact_count && game->facts[fact] != question.fact)
        fact++;
    if (fact == game->fact_count || game_value(game, state, fact) >= 0)
        bench_die("a question about a fact that is known, or none though the level is open");
    return fact;
}

/* ---- playing ---- */

static double play(struct player *player, uint32_t state)
{
    const struct game *game = player->game;
    if (game_is_settled(game, state))
        return 0;
    if (player->expected[state] > 0)
        return player->expected[state];
    uint32_t fact = player->choose(player, state);
    double sum = 0;
    for (uint32_t value = 1; value <= game->value_counts[fact]; value++)
        sum += play(player, state + value * game->steps[fact]);
    return player->expected[state] = 1 + sum / game->value_counts[fact];
}

struct outcome {
    double order, greedy, ours, least;
};

static double play_all(struct player *player, uint32_t (*choose)(struct player *, uint32_t))
{
    player->choose = choose;
    player->expected = bench_alloc(player->game->state_count, sizeof *player->expected);
    double expected = play(player, 0);
    free(player->expected);
    return expected;
}

static void play_game(struct player *player, struct outcome *outcome)
{
    struct err err;
    const struct ruleset *rules = player->game->rules;
    player->assessor = assessor_new(rules);
    if (player->assessor == NULL || incident_init(&player->incident, rules->plan, &err) != 0)
        bench_die("out of memory");
    *outcome = (struct outcome){play_all(player, in_order), play_all(player, greedily), play_all(player, as_we_do), player->game->least[0]};
    if (outcome->ours < outcome->least - 1e-6)
        bench_die("ours needs fewer questions than the least possible");
    incident_release(&player->incident);
    assessor_free(player->assessor);
}

/* ---- the shipped plans ---- */

static double time_root(const struct ruleset *rules)
{
    enum { RUNS = 21 };
    double seconds[RUNS];
    struct game nothing = {.rules = rules};
    struct player player = {.game = &nothing, .assessor = assessor_new(rules)};
    struct assessment assessment;
    struct question question;
    struct err err;
    if (player.assessor == NULL || incident_init(&player.incident, rules->plan, &err) != 0)
        bench_die("out of memory");
    take_state(&player, 0);
    for (int run = 0; run < RUNS; run++) {
        if (assess(player.assessor, &player.incident, &assessment, &err) != 0)
            bench_die("%s", err.en);
        double start = bench_now();
        if (question_find(player.assessor, &assessment, &(struct asking){0}, &question, &err) != 0)
            bench_die("%s", err.en);
        seconds[run] = bench_now() - start;
    }
    incident_release(&player.incident);
    assessor_free(player.assessor);
    return bench_median(seconds, RUNS);
}

static void print_outcome(struct bench *bench, const char *id, const struct outcome *outcome, double most)
{
    char what[100];
    snprintf(what, sizeof what, "questions, %s: order %.3f, greedy %.3f; ours, optimum", id, outcome->order, outcome->greedy);
    bench_number(bench, what, outcome->ours, outcome->least, most);
}

static void play_shipped(struct bench *bench)
{
    double worst = 0, seconds = 0;
    uint32_t asked = 0;
    for (size_t i = 0; i < bench->library.count; i++) {
        struct loaded *loaded = bench_load(bench, bench->library.items[i].id);
        struct game game;
        struct player player = {.game = &game};
        struct outcome outcome;
        if (!game_open(&game, loaded->rules, UINT32_MAX / 2))
            bench_die("the plan %s is too large for the game", loaded->plan->id);
        play_game(&player, &outcome);
        print_outcome(bench, loaded->plan->id, &outcome, 1.02);
        double root = time_root(loaded->rules);
        worst = root > worst ? root : worst;
        seconds += player.seconds;
        asked += player.asked;
        game_close(&game);
        loaded_free(loaded);
    }
    bench_limit(bench, "next question, mean over the walks through all plans", seconds / asked, 1e-3);
    bench_limit(bench, "next question, nothing known, the slowest plan", worst, 1e-3);
}

/* ---- random ones ---- */

struct totals {
    uint32_t count;
    struct outcome sums; /* of ratios to the least possible */
    double worst;
    double seconds;
    uint32_t asked;
};

static void write_plan(const char *path, const struct text *text)
{
    FILE *file = fopen(path, "w");
    if (file == NULL || text->failed || fwrite(text->data, 1, text->size, file) != text->size || fclose(file) != 0)
        bench_die("cannot write %s", path);
}

static void add_outcome(struct totals *totals, const struct player *player, const struct outcome *outcome)
{
    double ratio = outcome->ours / outcome->least;
    totals->sums.order += outcome->order / outcome->least;
    totals->sums.greedy += outcome->greedy / outcome->least;
    totals->sums.ours += ratio;
    totals->worst = ratio > totals->worst ? ratio : totals->worst;
    totals->seconds += player->seconds;
    totals->asked += player->asked;
    totals->count++;
}

static void play_rules(const struct ruleset *rules, const struct size *size, struct totals *totals)
{
    struct game game;
    struct player player = {.game = &game};
    struct outcome outcome;
    if (game_open(&game, rules, size->most_states) && __builtin_popcount(game.relevant[0]) >= size->fewest) {
        play_game(&player, &outcome);
        add_outcome(totals, &player, &outcome);
    }
    game_close(&game);
}

/* A random set with up to so many facts, unless it does not count. Plans are loaded beside a city's registries: any city's. */
static void play_random(const struct bench *bench, struct dice *dice, uint32_t fact_count, const struct size *size, struct totals *totals)
{
    struct loaded *any = bench_load(bench, bench->library.items[0].id);
    struct text text = {0};
    struct diags diags = {0};
    char path[4096];
    snprintf(path, sizeof path, "%s/random.json", bench->folder);
    random_rules(dice, fact_count, size->narrow, &text);
    write_plan(path, &text);
    struct plan *plan = plan_load(path, any->city, &diags);
    struct ruleset *rules = plan == NULL ? NULL : ruleset_compile(plan, &diags);
    if (rules == NULL)
        bench_die("a random plan does not load: %s", diags.count > 0 ? diags.items[0].en : "out of memory");
    play_rules(rules, size, totals);
    ruleset_free(rules);
    plan_free(plan);
    diags_release(&diags);
    text_release(&text);
    loaded_free(any);
    unlink(path);
}

static void print_totals(struct bench *bench, const char *what, const struct totals *totals)
{
    char row[100];
    double count = totals->count;
    snprintf(row, sizeof row, "%s: order %.3f, greedy %.3f x optimum; ours", what, totals->sums.order / count, totals->sums.greedy / count);
    bench_number(bench, row, totals->sums.ours / count, 1, 1.02);
    snprintf(row, sizeof row, "%s: the worst", what);
    bench_number(bench, row, totals->worst, 1, 1.10);
    snprintf(row, sizeof row, "%s: a question", what);
    bench_time(bench, row, totals->seconds / totals->asked);
}

void bench_questions(struct bench *bench)
{
    static const struct size small_size = {false, 200000, 2}, wide_size = {true, 5000000, PLANNER_EXACT_MAX + 1}; /* 3^14 are 4,782,969 */
    struct dice dice = {20260301};
    struct totals small = {0}, wide = {0};
    play_shipped(bench);
    while (small.count < SMALL_SETS)
        play_random(bench, &dice, 2 + dice_below(&dice, 7), &small_size, &small);
    print_totals(bench, "500 rule sets, 2-8 facts", &small);
    while (wide.count < WIDE_SETS)
        play_random(bench, &dice, PLANNER_EXACT_MAX + 1 + dice_below(&dice, 4), &wide_size, &wide);
    print_totals(bench, "40 rule sets, 11-14 facts", &wide);
}
