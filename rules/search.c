/*
 * Grading partial facts by exact search, for plans whose diagram would be too large. See rules/solve.h and assess.h.
 *
 * A search that gives up proves nothing: the level that it was about is then not proven, the one that it was about is possible, the fact
 * matters. So what is said holds, and assessment->exact says that it may not be the whole truth.
 */
#include "rules/assessor.h"

/* What a question to the solver said; `gave_up` is what to take for "not proven". -1 with `err` when out of memory. */
static int settle(int answer, int gave_up, struct assessment *assessment, struct err *err, const struct err *failure)
{
    if (answer >= 0)
        return answer;
    if (failure->code != ERR_LIMIT) {
        *err = *failure;
        return -1;
    }
    assessment->exact = false;
    return gave_up;
}

/* The mildest level over all completions: the most severe one that, with all above it, no completion escapes. */
static int proven_level(struct assessor *assessor, const struct alternatives *all, int *level, struct assessment *assessment, struct err *err)
{
    struct err failure;
    for (*level = 1; *level < LEVEL_NONE; ++*level) {
        uint32_t from, to;
        alternatives_of(all, *level, &from, &to);
        if (from == to)
            continue;
        int escapes = settle(solver_escapes(assessor->solver, all, 0, to, &failure), 1, assessment, err, &failure);
        if (escapes <= 0)
            return escapes;
    }
    return 0;
}

static int possible_level(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    const struct alternatives *all = &assessor->rules->literal;
    struct err failure;
    assessment->possible = LEVEL_NONE;
    for (uint32_t i = 0; i < all->count && all->items[i].rank < LEVEL_NONE; i++) {
        int possible = settle(solver_possible(assessor->solver, all, i, &failure), 1, assessment, err, &failure);
        if (possible < 0)
            return -1;
        if (possible) {
            assessment->possible = all->items[i].rank;
            return 0;
        }
    }
    return 0;
}

static int proven_grade(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    const struct alternatives *all = &assessor->rules->grades;
    struct err failure;
    for (assessment->grade = (int)assessor->plan->grade_count - 1; assessment->grade >= 0; --assessment->grade) {
        uint32_t from, to;
        alternatives_of(all, assessment->grade, &from, &to);
        if (from == to)
            continue;
        int escapes = settle(solver_escapes(assessor->solver, all, from, all->count, &failure), 1, assessment, err, &failure);
        if (escapes <= 0)
            return escapes;
    }
    return 0;
}

/* Whether two completions that differ in this fact alone lie on different sides of some level that is open. */
static int matters(struct assessor *assessor, size_t fact, struct assessment *assessment, struct err *err)
{
    const struct alternatives *literal = &assessor->rules->literal;
    struct err failure;
    uint32_t to = 0;
    for (int level = assessment->possible; level < assessment->level; level++) {
        uint32_t from = to;
        while (to < literal->count && literal->items[to].rank <= level)
            to++;
        if (from == to)
            continue;
        int decides = settle(solver_decides(assessor->solver, literal, to, fact, &failure), 1, assessment, err, &failure);
        if (decides != 0)
            return decides;
    }
    return 0;
}

static int find_asks(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    for (size_t i = 0; i < assessor->plan->fact_count; i++) {
        if (!(assessor->rules->used_facts >> i & 1) || assessor->plan->facts[i].discretion || assessor->least[i] == assessor->most[i])
            continue;
        int counts = matters(assessor, i, assessment, err);
        if (counts < 0)
            return -1;
        if (counts)
            assessment->ask[assessment->ask_count++] = (uint8_t)i;
    }
    return 0;
}

int safe_by_search(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    if (assessor_solver(assessor) == NULL)
        return err_no_memory(err);
    if (proven_level(assessor, &assessor->rules->safe, &assessment->safe_level, assessment, err) < 0)
        return -1;
    if (assessment->safe_level > assessment->level) /* given up too early: what holds literally holds safely */
        assessment->safe_level = assessment->level;
    return 0;
}

int levels_by_search(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    if (assessor_solver(assessor) == NULL)
        return err_no_memory(err);
    if (proven_level(assessor, &assessor->rules->literal, &assessment->level, assessment, err) < 0)
        return -1;
    return possible_level(assessor, assessment, err);
}

int matters_by_search(struct assessor *assessor, size_t fact, struct err *err)
{
    struct assessment assessment = {.exact = true};
    return levels_by_search(assessor, &assessment, err) < 0 ? -1 : matters(assessor, fact, &assessment, err);
}

int assess_by_search(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    if (levels_by_search(assessor, assessment, err) < 0 || proven_grade(assessor, assessment, err) < 0 ||
        safe_by_search(assessor, assessment, err) < 0)
        return -1;
    return is_settled(assessment) ? 0 : find_asks(assessor, assessment, err);
}
