/* Choosing questions. See question.h. */
#include "rules/question.h"

#include <math.h>
#include <string.h>

#define LN2 0.69314718055994531
#define SAMPLES 256
#define PROBES 16     /* samples in which each fact is varied, to find a pair that proves it matters */
#define CHOICES_MAX 24 /* values tried for one fact */

/* An open fact and the values worth trying: both ends of its range, and both sides of every threshold in between. */
struct candidate {
    size_t fact;
    int64_t choices[CHOICES_MAX];
    uint32_t count;
    bool matters, placed;
    uint64_t gates;     /* yes-or-no facts without which it cannot count */
    double information; /* bits */
};

struct survey {
    const struct ruleset *rules;
    const struct knowledge *knowledge;
    struct candidate candidates[PLAN_FACTS_MAX];
    uint32_t count;
    uint8_t chosen[SAMPLES][PLAN_FACTS_MAX]; /* by candidate */
    uint8_t levels[SAMPLES];
    int64_t values[PLAN_FACTS_MAX];
};

static void add_choice(struct survey *survey, struct candidate *candidate, int64_t value)
{
    if (value < survey->knowledge->least[candidate->fact] || value > survey->knowledge->most[candidate->fact])
        return;
    for (uint32_t i = 0; i < candidate->count; i++)
        if (candidate->choices[i] == value)
            return;
    if (candidate->count < CHOICES_MAX)
        candidate->choices[candidate->count++] = value;
}

static void add_candidate(struct survey *survey, size_t fact)
{
    const struct ruleset *rules = survey->rules;
    struct candidate *candidate = &survey->candidates[survey->count++];
    *candidate = (struct candidate){.fact = fact};
    add_choice(survey, candidate, survey->knowledge->least[fact]);
    for (uint32_t i = 0; i < rules->graded_count; i++) {
        if ((rules->measures[i].facts >> fact & 1) == 0)
            continue;
        for (uint32_t c = 0; c < rules->cells[i].cut_count; c++) {
            add_choice(survey, candidate, rules->cells[i].cuts[c] - 1);
            add_choice(survey, candidate, rules->cells[i].cuts[c]);
        }
    }
    if (candidate->count == 1)
        add_choice(survey, candidate, survey->knowledge->most[fact]);
}

static void find_candidates(struct survey *survey)
{
    const struct plan *plan = survey->rules->plan;
    for (size_t i = 0; i < plan->fact_count; i++) {
        survey->values[i] = survey->knowledge->least[i];
        if ((survey->rules->used_facts >> i & 1) && !plan->facts[i].discretion && survey->knowledge->least[i] < survey->knowledge->most[i])
            add_candidate(survey, i);
    }
}

static uint8_t level_now(const struct survey *survey)
{
    struct verdict verdict;
    ruleset_grade(survey->rules, survey->values, survey->knowledge->counts, &verdict, NULL);
    return (uint8_t)verdict.level;
}

/* SplitMix64 (Steele, Lea, Flood 2014); a fixed seed, so that the same knowledge gives the same questions. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* Vary each fact alone in this sample; a changed level proves that it matters. */
static void probe(struct survey *survey, uint8_t level)
{
    for (uint32_t i = 0; i < survey->count; i++) {
        struct candidate *candidate = &survey->candidates[i];
        int64_t kept = survey->values[candidate->fact];
        for (uint32_t c = 0; c < candidate->count && !candidate->matters; c++) {
            survey->values[candidate->fact] = candidate->choices[c];
            candidate->matters = level_now(survey) != level;
        }
        survey->values[candidate->fact] = kept;
    }
}

static void take_samples(struct survey *survey)
{
    uint64_t random = 1;
    for (uint32_t s = 0; s < SAMPLES; s++) {
        for (uint32_t i = 0; i < survey->count; i++) {
            struct candidate *candidate = &survey->candidates[i];
            uint32_t choice = (uint32_t)(next_random(&random) % candidate->count);
            survey->chosen[s][i] = (uint8_t)choice;
            survey->values[candidate->fact] = candidate->choices[choice];
        }
        survey->levels[s] = level_now(survey);
        if (s < PROBES)
            probe(survey, survey->levels[s]);
    }
}

/* Entropy of a histogram over levels, in bits, times its total. */
static double weighted_entropy(const uint32_t histogram[LEVEL_NONE + 1])
{
    uint32_t total = 0;
    double sum = 0;
    for (int i = 0; i <= LEVEL_NONE; i++) {
        total += histogram[i];
        if (histogram[i] > 0)
            sum += histogram[i] * log2(histogram[i]);
    }
    return total == 0 ? 0 : total * log2(total) - sum;
}

/* Mutual information of a fact and the level, less its expected value under independence (Miller and Madow 1955). */
static double information_of(const struct survey *survey, uint32_t candidate)
{
    uint32_t all[LEVEL_NONE + 1] = {0}, by_choice[CHOICES_MAX][LEVEL_NONE + 1] = {{0}};
    for (uint32_t s = 0; s < SAMPLES; s++) {
        all[survey->levels[s]]++;
        by_choice[survey->chosen[s][candidate]][survey->levels[s]]++;
    }
    double left = 0;
    for (uint32_t c = 0; c < survey->candidates[candidate].count; c++)
        left += weighted_entropy(by_choice[c]);
    uint32_t levels = 0;
    for (int i = 0; i <= LEVEL_NONE; i++)
        levels += all[i] > 0;
    double bias = (survey->candidates[candidate].count - 1.0) * (levels - 1.0) / (2 * LN2);
    return (weighted_entropy(all) - left - bias) / SAMPLES;
}

static int settle(struct survey *survey, struct solver *solver, struct candidate *candidate, const struct assessment *assessment, struct err *err)
{
    const struct alternatives *literal = &survey->rules->literal;
    uint32_t to = 0;
    for (int level = assessment->possible; level < assessment->level && !candidate->matters; level++) {
        uint32_t from = to;
        while (to < literal->count && literal->items[to].rank <= level)
            to++;
        if (from == to)
            continue;
        int decides = solver_decides(solver, literal, to, candidate->fact, err);
        if (decides < 0)
            return -1;
        candidate->matters = decides == 1;
    }
    return 0;
}

/* The open yes-or-no facts that an alternative demands. */
static uint64_t gates_of(const struct survey *survey, const struct alternative *it)
{
    uint64_t gates = 0;
    for (uint32_t t = 0; t < it->test_count; t++) {
        uint64_t facts = survey->rules->measures[survey->rules->literal.tests[it->first_test + t].measure].facts;
        if (facts != 0 && (facts & (facts - 1)) == 0 && survey->rules->plan->facts[__builtin_ctzll(facts)].type == FACT_BOOL)
            gates |= facts;
    }
    return gates;
}

/* A fact is behind a gate when every alternative still open that it is part of demands the gate: do not ask how many counties
   the storm has reached before asking whether there is a storm. */
static void find_gates(struct survey *survey, const struct solver *solver)
{
    const struct alternatives *all = &survey->rules->literal;
    for (uint32_t c = 0; c < survey->count; c++)
        survey->candidates[c].gates = ~UINT64_C(0);
    for (uint32_t i = 0; i < all->count; i++) {
        if (solver_standing(solver, all, i) == STANDS_NO)
            continue;
        uint64_t gates = gates_of(survey, &all->items[i]), facts = 0;
        for (uint32_t t = 0; t < all->items[i].test_count; t++)
            facts |= survey->rules->measures[all->tests[all->items[i].first_test + t].measure].facts;
        for (uint32_t c = 0; c < survey->count; c++)
            if (facts >> survey->candidates[c].fact & 1)
                survey->candidates[c].gates &= gates;
    }
}

static bool may_come(const struct survey *survey, const struct candidate *candidate)
{
    for (uint32_t i = 0; i < survey->count; i++) {
        const struct candidate *other = &survey->candidates[i];
        if (other != candidate && other->matters && !other->placed && (candidate->gates >> other->fact & 1) &&
            !(other->gates >> candidate->fact & 1))
            return false;
    }
    return true;
}

/* The most telling of those whose gates are placed. Two facts that gate each other do not wait, so somebody always may come. */
static struct candidate *next_question(struct survey *survey)
{
    struct candidate *best = NULL;
    for (uint32_t i = 0; i < survey->count; i++) {
        struct candidate *candidate = &survey->candidates[i];
        if (candidate->matters && !candidate->placed && may_come(survey, candidate) &&
            (best == NULL || candidate->information > best->information))
            best = candidate;
    }
    return best;
}

int question_rank(const struct ruleset *rules, struct solver *solver, const struct knowledge *knowledge, struct assessment *assessment,
                  struct err *err)
{
    struct survey survey = {.rules = rules, .knowledge = knowledge, .count = 0};
    find_candidates(&survey);
    take_samples(&survey);
    find_gates(&survey, solver);
    for (uint32_t i = 0; i < survey.count; i++) {
        struct candidate *candidate = &survey.candidates[i];
        if (!candidate->matters && settle(&survey, solver, candidate, assessment, err) != 0)
            return -1;
        if (candidate->matters)
            candidate->information = information_of(&survey, i);
    }
    assessment->ask_count = 0;
    for (struct candidate *next; (next = next_question(&survey)) != NULL; next->placed = true)
        assessment->ask[assessment->ask_count++] = (uint8_t)next->fact;
    return 0;
}
