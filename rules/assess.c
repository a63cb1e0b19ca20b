/* Assessing an incident: the fast path for complete facts, exact search for partial ones. See assess.h. */
#include "rules/assess.h"

#include <stdlib.h>
#include <string.h>

#include "rules/question.h"
#include "rules/solve.h"
#include "rules/tally.h"

struct assessor {
    const struct ruleset *rules;
    struct tally tally;
    struct solver *solver;
    int64_t *least, *most; /* by fact, of the incident assessed last */
    uint64_t *alive;
    uint16_t *held;
    bool started; /* the solver knows the incident assessed last */
};

struct assessor *assessor_new(const struct ruleset *rules)
{
    struct assessor *assessor = calloc(1, sizeof *assessor);
    if (assessor == NULL)
        return NULL;
    size_t facts = rules->plan->fact_count + 1;
    assessor->rules = rules;
    assessor->solver = solver_new(rules);
    assessor->least = calloc(facts, sizeof *assessor->least);
    assessor->most = calloc(facts, sizeof *assessor->most);
    assessor->alive = calloc(rules->words, sizeof *assessor->alive);
    assessor->held = calloc(rules->plan->rule_count + 1, sizeof *assessor->held);
    if (tally_init(&assessor->tally, rules, NULL) != 0 || assessor->solver == NULL || assessor->least == NULL ||
        assessor->most == NULL || assessor->alive == NULL || assessor->held == NULL) {
        assessor_free(assessor);
        return NULL;
    }
    return assessor;
}

void assessor_free(struct assessor *assessor)
{
    if (assessor == NULL)
        return;
    tally_release(&assessor->tally);
    solver_free(assessor->solver);
    free(assessor->least);
    free(assessor->most);
    free(assessor->alive);
    free(assessor->held);
    free(assessor);
}

static struct knowledge knowledge_of(const struct assessor *assessor)
{
    return (struct knowledge){assessor->least, assessor->most, assessor->tally.counts};
}

static void start(struct assessor *assessor)
{
    struct knowledge knowledge = knowledge_of(assessor);
    if (!assessor->started)
        solver_start(assessor->solver, &knowledge);
    assessor->started = true;
}

static void keep_held(struct assessment *assessment, const uint16_t *held, uint32_t count)
{
    assessment->held_count = count < HELD_MAX ? count : HELD_MAX;
    memcpy(assessment->held, held, assessment->held_count * sizeof *held);
}

static void assess_complete(struct assessor *assessor, struct assessment *assessment)
{
    struct verdict verdict;
    ruleset_grade(assessor->rules, assessor->least, assessor->tally.counts, &verdict, assessor->alive);
    assessment->level = assessment->possible = verdict.level;
    assessment->safe_level = verdict.safe_level;
    assessment->grade = verdict.grade;
    keep_held(assessment, assessor->held, ruleset_held(assessor->rules, &verdict, assessor->alive, assessor->held));
}

/* ---- partial facts ---- */

/* Items of a list sorted by rank that have this rank. */
static void rank_range(const struct alternatives *all, int rank, uint32_t *from, uint32_t *to)
{
    *from = 0;
    while (*from < all->count && all->items[*from].rank < rank)
        ++*from;
    *to = *from;
    while (*to < all->count && all->items[*to].rank == rank)
        ++*to;
}

/* The mildest level over all completions: the most severe one that, with all above it, no completion escapes. */
static int proven_level(struct assessor *assessor, const struct alternatives *all, int *level, struct err *err)
{
    for (*level = 1; *level < LEVEL_NONE; ++*level) {
        uint32_t from, to;
        rank_range(all, *level, &from, &to);
        if (from == to)
            continue;
        int escapes = solver_escapes(assessor->solver, all, 0, to, err);
        if (escapes <= 0)
            return escapes;
    }
    return 0;
}

static int possible_level(struct assessor *assessor, int *level, struct err *err)
{
    const struct alternatives *all = &assessor->rules->literal;
    *level = LEVEL_NONE;
    for (uint32_t i = 0; i < all->count && all->items[i].rank < LEVEL_NONE; i++) {
        int possible = solver_possible(assessor->solver, all, i, err);
        if (possible < 0)
            return -1;
        if (possible) {
            *level = all->items[i].rank;
            return 0;
        }
    }
    return 0;
}

static int proven_grade(struct assessor *assessor, int *grade, struct err *err)
{
    const struct alternatives *all = &assessor->rules->grades;
    for (*grade = (int)assessor->rules->plan->grade_count - 1; *grade >= 0; --*grade) {
        uint32_t from, to;
        rank_range(all, *grade, &from, &to);
        if (from == to)
            continue;
        int escapes = solver_escapes(assessor->solver, all, from, all->count, err);
        if (escapes <= 0)
            return escapes;
    }
    return 0;
}

/* Rules of a level that no completion escapes; the alternatives of one rule stand together. */
static int held_rules(struct assessor *assessor, const struct alternatives *all, int level, uint16_t *held, struct err *err)
{
    uint32_t from, to;
    int count = 0;
    if (level == LEVEL_NONE)
        return 0;
    rank_range(all, level, &from, &to);
    for (uint32_t next; from < to; from = next) {
        for (next = from; next < to && all->items[next].rule == all->items[from].rule; next++)
            continue;
        int escapes = solver_escapes(assessor->solver, all, from, next, err);
        if (escapes < 0)
            return -1;
        if (escapes == 0 && count < HELD_MAX)
            held[count++] = (uint16_t)all->items[from].rule;
    }
    return count;
}

static int assess_partial(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    const struct ruleset *rules = assessor->rules;
    start(assessor);
    if (proven_level(assessor, &rules->literal, &assessment->level, err) < 0 ||
        possible_level(assessor, &assessment->possible, err) < 0 ||
        proven_level(assessor, &rules->safe, &assessment->safe_level, err) < 0 || proven_grade(assessor, &assessment->grade, err) < 0)
        return -1;
    int held = held_rules(assessor, &rules->literal, assessment->level, assessment->held, err);
    if (held < 0)
        return -1;
    assessment->held_count = (uint32_t)held;
    struct knowledge knowledge = knowledge_of(assessor);
    return is_settled(assessment) ? 0 : question_rank(rules, assessor->solver, &knowledge, assessment, err);
}

static bool take_facts(struct assessor *assessor, const struct incident *incident)
{
    bool complete = true;
    for (size_t i = 0; i < assessor->rules->plan->fact_count; i++) {
        assessor->least[i] = incident->facts[i].least;
        assessor->most[i] = incident->facts[i].most;
        complete = complete && (assessor->least[i] == assessor->most[i] || (assessor->rules->used_facts >> i & 1) == 0);
    }
    return complete;
}

int assess(struct assessor *assessor, const struct incident *incident, struct assessment *assessment, struct err *err)
{
    assessment->grade = -1;
    assessment->held_count = assessment->ask_count = 0;
    assessor->started = false;
    if (tally_count(&assessor->tally, assessor->rules, incident, err) != 0)
        return -1;
    if (!take_facts(assessor, incident))
        return assess_partial(assessor, assessment, err);
    assess_complete(assessor, assessment);
    return 0;
}

/* ---- for explanations ---- */

int assess_safe_held(struct assessor *assessor, const struct assessment *assessment, uint16_t *held, struct err *err)
{
    start(assessor);
    return held_rules(assessor, &assessor->rules->safe, assessment->safe_level, held, err);
}

/* Items [from, to) as one condition. */
static int standing(struct assessor *assessor, const struct alternatives *all, uint32_t from, uint32_t to, struct err *err)
{
    start(assessor);
    int escapes = solver_escapes(assessor->solver, all, from, to, err);
    if (escapes <= 0)
        return escapes < 0 ? -1 : CONDITION_YES;
    for (uint32_t i = from; i < to; i++) {
        int possible = solver_possible(assessor->solver, all, i, err);
        if (possible != 0)
            return possible < 0 ? -1 : CONDITION_OPEN;
    }
    return CONDITION_NO;
}

int assess_condition(struct assessor *assessor, const struct condition *condition, struct err *err)
{
    if (condition->text == NULL || condition->index < 0)
        return CONDITION_YES;
    const struct alternatives *all = &assessor->rules->when[condition->index];
    return standing(assessor, all, 0, all->count, err);
}

int assess_rule(struct assessor *assessor, size_t rule, struct err *err)
{
    const struct alternatives *all = &assessor->rules->literal;
    uint32_t from = 0;
    while (from < all->count && all->items[from].rule != (int32_t)rule)
        from++;
    uint32_t to = from;
    while (to < all->count && all->items[to].rule == (int32_t)rule)
        to++;
    return standing(assessor, all, from, to, err);
}

void assess_range(struct assessor *assessor, uint32_t measure, int64_t *least, int64_t *most)
{
    start(assessor);
    solver_range(assessor->solver, measure, least, most);
}
