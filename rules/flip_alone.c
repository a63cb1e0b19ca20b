/*
 * The smallest change of one fact that reaches a level, for a plan that is too large for a diagram. See explain.h.
 *
 * Only where every fact that grades is known: then one fact moves the level at thresholds less the rest of each sum, and all of them are
 * tried. What takes more than one fact is not looked for.
 */
#include <stdlib.h>

#include "rules/explain_parts.h"

/* The values of a fact from which on some test has another answer. */
struct turns {
    int64_t *values;
    uint32_t count;
};

static void add_turn(struct turns *turns, const struct fact *fact, int64_t value)
{
    if (value >= 0 && value <= fact->most)
        turns->values[turns->count++] = value;
}

static int compare_values(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static void find_turns(const struct ruleset *rules, const int64_t *values, size_t fact, struct turns *turns)
{
    const struct fact *it = &rules->plan->facts[fact];
    turns->count = 0;
    add_turn(turns, it, 0);
    for (uint32_t t = 0; t < rules->literal.test_count; t++) {
        const struct test *test = &rules->literal.tests[t];
        uint64_t facts = rules->measures[test->measure].facts;
        if ((facts >> fact & 1) == 0)
            continue;
        int64_t rest = 0;
        for (facts &= ~(UINT64_C(1) << fact); facts != 0; facts &= facts - 1)
            rest += values[__builtin_ctzll(facts)];
        if (test->least != BOUND_NONE_LOW)
            add_turn(turns, it, test->least - rest);
        if (test->most != BOUND_NONE_HIGH)
            add_turn(turns, it, test->most + 1 - rest);
    }
    qsort(turns->values, turns->count, sizeof *turns->values, compare_values);
}

/* What is tried. */
struct trial {
    const struct ruleset *rules;
    const struct known *known;
    const int64_t *counts;
    int64_t values[PLAN_FACTS_MAX];
    int level;
    uint64_t best;
    struct setting setting;
};

static bool reaches(struct trial *trial, size_t fact, int64_t value)
{
    struct verdict verdict;
    int64_t kept = trial->values[fact];
    trial->values[fact] = value;
    ruleset_grade(trial->rules, trial->values, trial->counts, &verdict, NULL);
    trial->values[fact] = kept;
    return verdict.level == trial->level;
}

/* Every stretch of values that reach the level: the one nearest to what is known. */
static void try_fact(struct trial *trial, size_t fact, struct turns *turns)
{
    const struct fact *it = &trial->rules->plan->facts[fact];
    find_turns(trial->rules, trial->values, fact, turns);
    for (uint32_t i = 0, next; i < turns->count; i = next) {
        next = i + 1;
        if (!reaches(trial, fact, turns->values[i]))
            continue;
        while (next < turns->count && reaches(trial, fact, turns->values[next]))
            next++;
        int64_t least = turns->values[i], most = next < turns->count ? turns->values[next] - 1 : it->most, now = trial->values[fact];
        uint64_t size = change_size(it, &trial->known[fact], now < least ? least : now > most ? most : now);
        if (size < trial->best) {
            trial->best = size;
            trial->setting = (struct setting){(uint8_t)fact, least, most};
        }
    }
}

static bool is_complete(const struct ruleset *rules, const struct known *known)
{
    for (size_t i = 0; i < rules->plan->fact_count; i++)
        if ((rules->used_facts >> i & 1) && known[i].least != known[i].most)
            return false;
    return true;
}

int flip_alone(struct explainer *explainer, struct flip *flip, struct err *err)
{
    const struct ruleset *rules = explainer->rules;
    struct trial trial = {.rules = rules, .known = explainer->subject.incident->facts, .level = flip->level, .best = CHANGE_IMPOSSIBLE};
    flip->change.count = 0;
    if (!is_complete(rules, trial.known))
        return 0;
    int64_t *counts = calloc(rules->measure_count + 1, sizeof *counts);
    struct turns turns = {.values = calloc(2 * (size_t)rules->literal.test_count + 1, sizeof *turns.values)};
    if (counts != NULL && turns.values != NULL) {
        for (uint32_t m = 0; m < rules->measure_count; m++) {
            int64_t most;
            if (rules->measures[m].unit != UNIT_FACTS)
                assess_range(explainer->subject.assessor, m, &counts[m], &most);
        }
        trial.counts = counts;
        for (size_t i = 0; i < rules->plan->fact_count; i++)
            trial.values[i] = trial.known[i].least;
        for (size_t i = 0; i < rules->plan->fact_count; i++)
            if (rules->used_facts >> i & 1)
                try_fact(&trial, i, &turns);
    }
    int rc = counts == NULL || turns.values == NULL ? err_no_memory(err) : 0;
    if (rc == 0 && trial.best != CHANGE_IMPOSSIBLE)
        change_put(&flip->change, trial.setting);
    free(counts);
    free(turns.values);
    return rc;
}
