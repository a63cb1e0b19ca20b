/* Assessing an incident: the fast path for complete facts, the decision diagram for partial ones. See assess.h. */
#include "rules/assess.h"

#include <stdlib.h>
#include <string.h>

#include "rules/assessor.h"

#define CORNERS_MAX 64 /* tried for the safe level, before searching for it */

struct assessor *assessor_new(const struct ruleset *rules)
{
    struct assessor *assessor = calloc(1, sizeof *assessor);
    if (assessor == NULL)
        return NULL;
    size_t facts = rules->plan->fact_count + 1;
    assessor->rules = rules;
    assessor->plan = rules->plan;
    assessor->least = calloc(3 * facts, sizeof *assessor->least);
    if (assessor->least != NULL) {
        assessor->most = assessor->least + facts;
        assessor->corner = assessor->most + facts;
    }
    assessor->held = calloc(rules->plan->rule_count + RULESET_HELD_SPARE, sizeof *assessor->held);
    if (rules->mdd != NULL)
        assessor->view = view_new(rules->mdd);
    if (tally_init(&assessor->tally, rules, NULL) != 0 || assessor->least == NULL || assessor->held == NULL || (rules->mdd != NULL && assessor->view == NULL)) {
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
    view_free(assessor->view);
    solver_free(assessor->solver);
    planner_free(assessor->planner);
    free(assessor->least);
    free(assessor->held);
    free(assessor);
}

struct solver *assessor_solver(struct assessor *assessor)
{
    if (assessor->solver == NULL)
        assessor->solver = solver_new(assessor->rules);
    if (assessor->solver != NULL && assessor->fresh)
        solver_refill(assessor->solver);
    assessor->fresh = false;
    if (assessor->solver != NULL && !assessor->started)
        solver_start(assessor->solver, &(struct knowledge){assessor->least, assessor->most, assessor->tally.counts});
    assessor->started = assessor->solver != NULL;
    return assessor->solver;
}

static void keep_held(struct assessment *assessment, const uint16_t *held, uint32_t count)
{
    assessment->held_count = count < HELD_MAX ? count : HELD_MAX;
    memcpy(assessment->held, held, assessment->held_count * sizeof *held);
}

static void assess_complete(struct assessor *assessor, struct assessment *assessment)
{
    struct verdict verdict;
    uint32_t held = ruleset_judge(assessor->rules, assessor->least, assessor->tally.counts, &verdict, assessor->held);
    assessment->level = assessment->possible = verdict.level;
    assessment->safe_level = verdict.safe_level;
    assessment->grade = verdict.grade;
    keep_held(assessment, assessor->held, held);
}

/* ---- partial facts ---- */

void alternatives_of(const struct alternatives *all, int rank, uint32_t *from, uint32_t *to)
{
    *from = 0;
    while (*from < all->count && all->items[*from].rank < rank)
        ++*from;
    *to = *from;
    while (*to < all->count && all->items[*to].rank == rank)
        ++*to;
}

/* The least and most of a measure. Facts are independent, so it can be both, and anything between. */
static void range_of(const struct assessor *assessor, uint32_t index, int64_t *least, int64_t *most)
{
    const struct measure *measure = &assessor->rules->measures[index];
    *least = *most = measure->unit == UNIT_FACTS ? 0 : assessor->tally.counts[index];
    for (uint64_t rest = measure->facts; rest != 0; rest &= rest - 1) {
        *least += assessor->least[__builtin_ctzll(rest)];
        *most += assessor->most[__builtin_ctzll(rest)];
    }
}

enum standing assessor_standing(const struct assessor *assessor, const struct alternatives *all, const struct alternative *it, uint64_t *facts)
{
    bool open = false;
    for (uint32_t i = 0; i < it->test_count; i++) {
        const struct test *test = &all->tests[it->first_test + i];
        int64_t least, most;
        range_of(assessor, test->measure, &least, &most);
        if (least > test->most || most < test->least)
            return STANDS_NO;
        open = open || least < test->least || most > test->most;
        *facts |= assessor->rules->measures[test->measure].facts;
    }
    return open ? STANDS_OPEN : STANDS_YES;
}

/*
 * Whether all completions have one of items [from, to). One that certainly holds is enough. Each of those that are open fails in some
 * completion; where they share no facts, all of them in one. Else there is the search. -1 with `err`; a search that gives up proves nothing.
 */
static int always_holds(struct assessor *assessor, const struct alternatives *all, uint32_t from, uint32_t to, struct err *err)
{
    uint64_t seen = 0;
    bool shared = false;
    for (uint32_t i = from; i < to; i++) {
        uint64_t facts = 0;
        enum standing standing = assessor_standing(assessor, all, &all->items[i], &facts);
        if (standing == STANDS_YES)
            return 1;
        if (standing == STANDS_NO)
            continue;
        shared = shared || (seen & facts) != 0;
        seen |= facts;
    }
    if (!shared)
        return 0;
    struct err failure;
    struct solver *solver = assessor_solver(assessor);
    int escapes = solver == NULL ? err_no_memory(&failure) : solver_escapes(solver, all, from, to, &failure);
    if (escapes < 0 && failure.code != ERR_LIMIT) {
        *err = failure;
        return -1;
    }
    assessor->unproven = assessor->unproven || escapes < 0;
    return escapes == 0;
}

/* The alternatives of one rule stand together. */
int assessor_held(struct assessor *assessor, const struct alternatives *all, int level, uint16_t *held, struct err *err)
{
    uint32_t from, to;
    int count = 0;
    if (level == LEVEL_NONE)
        return 0;
    alternatives_of(all, level, &from, &to);
    for (uint32_t next; from < to; from = next) {
        for (next = from; next < to && all->items[next].rule == all->items[from].rule; next++)
            continue;
        int holds = always_holds(assessor, all, from, next, err);
        if (holds < 0)
            return -1;
        if (holds && count < HELD_MAX)
            held[count++] = (uint16_t)all->items[from].rule;
    }
    return count;
}

static void lay_over(struct assessor *assessor)
{
    const struct mdd *mdd = assessor->rules->mdd;
    view_begin(assessor->view);
    for (uint16_t i = 0; i < mdd->var_count; i++) {
        const struct mdd_var *var = &mdd->vars[i];
        int64_t least = var->fact < 0 ? assessor->tally.counts[var->measure] : assessor->least[var->fact];
        int64_t most = var->fact < 0 ? least : assessor->most[var->fact];
        view_know(assessor->view, i, mdd_cell(var, least), mdd_cell(var, most));
    }
}

static int lowest(uint16_t ends)
{
    return __builtin_ctz(ends);
}

static int highest(uint16_t ends)
{
    return 31 - __builtin_clz(ends);
}

/* What all parts can reach at the most severe, and at the mildest: they are independent. */
static void reach_all(struct assessor *assessor, const struct mdd_parts *parts, int *mildest, int *most_severe)
{
    *mildest = *most_severe = parts->always;
    for (uint32_t i = 0; i < parts->count; i++) {
        uint16_t ends = view_reach(assessor->view, &parts->items[i]);
        *mildest = highest(ends) < *mildest ? highest(ends) : *mildest;
        *most_severe = lowest(ends) < *most_severe ? lowest(ends) : *most_severe;
    }
}

/* Milder than what is proven makes no difference, whatever a part may still give. */
static int find_asks(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    const struct mdd *mdd = assessor->rules->mdd;
    uint64_t facts = 0;
    for (uint32_t i = 0; i < mdd->levels.count; i++) {
        const struct mdd_part *part = &mdd->levels.items[i];
        if (lowest(mdd->nodes[part->root].reach) >= assessment->level)
            continue;
        uint32_t relevant;
        if (view_relevant(assessor->view, part, (uint16_t)assessment->level, &relevant) != 0)
            return err_no_memory(err);
        for (; relevant != 0; relevant &= relevant - 1)
            facts |= UINT64_C(1) << mdd->vars[part->first_var + __builtin_ctz(relevant)].fact;
    }
    for (; facts != 0; facts &= facts - 1)
        if (!assessor->plan->facts[__builtin_ctzll(facts)].discretion)
            assessment->ask[assessment->ask_count++] = (uint8_t)__builtin_ctzll(facts);
    return 0;
}

/*
 * The safe level. Where more of a fact never gives less, the mildest is at its least value; the others' cells are all tried, when they
 * are few. `false` when they are not.
 */
static bool safe_by_corners(struct assessor *assessor, struct assessment *assessment)
{
    const struct mdd *mdd = assessor->rules->mdd;
    uint16_t vars[PLAN_FACTS_MAX], cells[PLAN_FACTS_MAX], first, last;
    uint32_t count = 0, corners = 1;
    memcpy(assessor->corner, assessor->least, assessor->plan->fact_count * sizeof *assessor->corner);
    for (uint64_t rest = assessor->rules->falling_facts; rest != 0; rest &= rest - 1) {
        size_t fact = (size_t)__builtin_ctzll(rest);
        if (assessor->least[fact] == assessor->most[fact] || mdd->var_of_fact[fact] == MDD_NO_VAR)
            continue;
        view_cells(assessor->view, mdd->var_of_fact[fact], &first, &last);
        corners *= last - first + 1u;
        if (corners > CORNERS_MAX)
            return false;
        vars[count] = mdd->var_of_fact[fact];
        cells[count++] = first;
    }
    assessment->safe_level = 0;
    for (bool more = true; more;) {
        struct verdict verdict;
        ruleset_grade(assessor->rules, assessor->corner, assessor->tally.counts, &verdict, NULL);
        assessment->safe_level = verdict.safe_level > assessment->safe_level ? verdict.safe_level : assessment->safe_level;
        more = false;
        for (uint32_t i = 0; i < count && !more; i++) { /* the next corner, counting up */
            view_cells(assessor->view, vars[i], &first, &last);
            more = cells[i] < last;
            cells[i] = more ? cells[i] + 1 : first;
            int64_t start = mdd->vars[vars[i]].starts[cells[i]], least = assessor->least[mdd->vars[vars[i]].fact];
            assessor->corner[mdd->vars[vars[i]].fact] = start < least ? least : start;
        }
    }
    return true;
}

static int assess_by_diagram(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    const struct mdd *mdd = assessor->rules->mdd;
    int none;
    lay_over(assessor);
    reach_all(assessor, &mdd->levels, &assessment->level, &assessment->possible);
    reach_all(assessor, &mdd->grades, &assessment->grade, &none);
    assessment->grade = mdd_end_of_grade((int)assessor->plan->grade_count, assessment->grade);
    if (!safe_by_corners(assessor, assessment) && safe_by_search(assessor, assessment, err) < 0)
        return -1;
    return 0;
}

int assessor_levels(struct assessor *assessor, int *level, int *possible, struct err *err)
{
    struct assessment assessment = {.exact = true};
    if (assessor->view != NULL) {
        lay_over(assessor);
        reach_all(assessor, &assessor->rules->mdd->levels, level, possible);
        return 0;
    }
    if (levels_by_search(assessor, &assessment, err) != 0)
        return -1;
    *level = assessment.level;
    *possible = assessment.possible;
    return 0;
}

static int matters_by_diagram(struct assessor *assessor, size_t fact, struct err *err)
{
    const struct mdd *mdd = assessor->rules->mdd;
    uint16_t var = mdd->var_of_fact[fact];
    uint32_t relevant;
    int level, possible;
    if (var == MDD_NO_VAR)
        return 0;
    lay_over(assessor);
    reach_all(assessor, &mdd->levels, &level, &possible);
    for (uint32_t i = 0; i < mdd->levels.count; i++) {
        const struct mdd_part *part = &mdd->levels.items[i];
        if (mdd->vars[part->first_var].part != mdd->vars[var].part)
            continue;
        if (view_relevant(assessor->view, part, (uint16_t)level, &relevant) != 0)
            return err_no_memory(err);
        return relevant >> mdd->vars[var].place & 1;
    }
    return 0;
}

int assessor_matters(struct assessor *assessor, size_t fact, struct err *err)
{
    return assessor->view != NULL ? matters_by_diagram(assessor, fact, err) : matters_by_search(assessor, fact, err);
}

/* The clauses and the facts that matter, once the levels are there. The search has found the facts on its way. */
static int add_lists(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    if (assessor->view != NULL && !is_settled(assessment) && find_asks(assessor, assessment, err) != 0)
        return -1;
    int held = assessor_held(assessor, &assessor->rules->literal, assessment->level, assessment->held, err);
    assessment->held_count = held < 0 ? 0 : (uint32_t)held;
    assessment->exact = assessment->exact && !assessor->unproven; /* a clause may be missing that holds */
    return held < 0 ? -1 : 0;
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

/* The levels and the grade; whether all facts are known. -1 with `err`. */
static int begin(struct assessor *assessor, const struct incident *incident, struct assessment *assessment, struct err *err)
{
    assessment->grade = -1;
    assessment->exact = true;
    assessment->held_count = assessment->ask_count = 0;
    assessor->started = assessor->unproven = false;
    assessor->fresh = true;
    if (tally_count(&assessor->tally, assessor->rules, incident, err) != 0)
        return -1;
    if (take_facts(assessor, incident)) {
        assess_complete(assessor, assessment);
        return 1;
    }
    return assessor->view != NULL ? assess_by_diagram(assessor, assessment, err) : assess_by_search(assessor, assessment, err);
}

int assess_levels(struct assessor *assessor, const struct incident *incident, struct assessment *assessment, struct err *err)
{
    return begin(assessor, incident, assessment, err) < 0 ? -1 : 0;
}

int assess(struct assessor *assessor, const struct incident *incident, struct assessment *assessment, struct err *err)
{
    int complete = begin(assessor, incident, assessment, err);
    return complete != 0 ? (complete < 0 ? -1 : 0) : add_lists(assessor, assessment, err);
}

/* ---- thousands in a row ---- */

/* Sizes are what most of it takes; more is only a wait, less only a fetch for nothing. */
static void fetch_bodies(const struct assessor *assessor, const struct ruleset *rules)
{
    view_fetch_head(assessor->view);
    memory_fetch(assessor->least, 256);
    memory_fetch(assessor->tally.counts, 64);
    memory_fetch(rules->plan, 128);
    memory_fetch(rules->measures, 64);
    memory_fetch(rules->when, 64);
    memory_fetch(rules->fast, 256);
    memory_fetch(rules->mdd, 640);
}

void assess_fetch(const struct assessor *assessor, const struct ruleset *rules, enum fetch what)
{
    switch (what) {
    case FETCH_HEADS:
        memory_fetch(assessor, sizeof *assessor);
        memory_fetch(rules, sizeof *rules);
        break;
    case FETCH_BODIES: fetch_bodies(assessor, rules); break;
    case FETCH_LEAVES:
        if (assessor->view != NULL)
            view_fetch(assessor->view);
        break;
    }
}

/* ---- for explanations ---- */

int assess_safe_held(struct assessor *assessor, const struct assessment *assessment, uint16_t *held, struct err *err)
{
    return assessor_held(assessor, &assessor->rules->safe, assessment->safe_level, held, err);
}

/* Items [from, to) as one condition. */
static int standing(struct assessor *assessor, const struct alternatives *all, uint32_t from, uint32_t to, struct err *err)
{
    struct err failure;
    int holds = always_holds(assessor, all, from, to, err);
    if (holds != 0)
        return holds < 0 ? -1 : CONDITION_YES;
    struct solver *solver = assessor_solver(assessor);
    if (solver == NULL)
        return err_no_memory(err);
    for (uint32_t i = from; i < to; i++) {
        int possible = solver_possible(solver, all, i, &failure);
        if (possible < 0 && failure.code != ERR_LIMIT) {
            *err = failure;
            return -1;
        }
        if (possible != 0)
            return CONDITION_OPEN;
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
    range_of(assessor, measure, least, most);
}
