/* The variables of a decision diagram. See mdd_vars.h. */
#include "rules/mdd_vars.h"

#include <stdlib.h>

#include "rules/ruleset.h"

struct maker {
    const struct ruleset *rules;
    const struct mdd_points *points; /* by fact; NULL for all values */
    struct mdd *mdd;
    uint16_t *var_of_measure; /* of counts */
    bool too_large, no_memory;
};

static bool is_sum(uint64_t facts)
{
    return (facts & (facts - 1)) != 0;
}

static int compare_starts(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* The thresholds of all measures that read the variable, in both readings; 2 a test at the most. */
static uint32_t collect_thresholds(const struct ruleset *rules, const struct mdd_var *var, int64_t most, int64_t *into)
{
    const struct alternatives *lists[] = {&rules->literal, &rules->grades, &rules->safe};
    uint32_t count = 0;
    into[count++] = INT64_MIN;
    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++) {
        for (uint32_t t = 0; t < lists[l]->test_count; t++) {
            const struct test *test = &lists[l]->tests[t];
            const struct measure *measure = &rules->measures[test->measure];
            if (var->fact < 0 ? test->measure != var->measure : !(measure->facts >> var->fact & 1))
                continue;
            if (test->least > 0 && test->least <= most)
                into[count++] = test->least;
            if (test->most >= 0 && test->most < most)
                into[count++] = test->most + 1;
        }
    }
    qsort(into, count, sizeof *into, compare_starts);
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < count; i++)
        if (distinct == 0 || into[distinct - 1] != into[i])
            into[distinct++] = into[i];
    return distinct;
}

static bool is_summed(const struct ruleset *rules, int fact)
{
    for (uint32_t i = 0; i < rules->graded_count && fact >= 0; i++)
        if (is_sum(rules->measures[i].facts) && (rules->measures[i].facts >> fact & 1))
            return true;
    return false;
}

static bool keep_starts(struct maker *maker, struct mdd_var *var, const int64_t *from, uint32_t count)
{
    int64_t *starts = malloc(count * sizeof *starts);
    maker->no_memory = starts == NULL;
    for (uint32_t i = 0; i < count && starts != NULL; i++)
        starts[i] = var->summed && i > 0 ? (int64_t)i : from[i];
    var->starts = starts;
    var->cell_count = (uint16_t)count;
    return starts != NULL;
}

static bool cut_var(struct maker *maker, struct mdd_var *var, int64_t *scratch)
{
    if (maker->points != NULL && var->fact >= 0)
        return keep_starts(maker, var, maker->points[var->fact].values, maker->points[var->fact].count);
    int64_t most = var->fact < 0 ? INT64_MAX : maker->rules->plan->facts[var->fact].most;
    uint32_t count = collect_thresholds(maker->rules, var, most, scratch);
    var->summed = is_summed(maker->rules, var->fact);
    if (var->summed && scratch[count - 1] >= MDD_CELLS_MAX)
        maker->too_large = true;
    if (var->summed)
        count = scratch[count - 1] < 0 ? 1 : (uint32_t)scratch[count - 1] + 1;
    if (count > MDD_CELLS_MAX)
        maker->too_large = true;
    return !maker->too_large && keep_starts(maker, var, scratch, count);
}

/* ---- parts: variables that some alternative or sum binds together ---- */

static uint16_t find_root(uint16_t *parents, uint16_t var)
{
    while (parents[var] != var)
        var = parents[var] = parents[parents[var]];
    return var;
}

/* All variables of a measure, joined with `first` (MDD_NO_VAR at first); returns one of them. */
static uint16_t join_measure(const struct maker *maker, uint32_t measure, uint16_t *parents, uint16_t first)
{
    const struct measure *it = &maker->rules->measures[measure];
    if (it->unit != UNIT_FACTS) {
        uint16_t var = maker->var_of_measure[measure];
        if (first != MDD_NO_VAR)
            parents[find_root(parents, var)] = find_root(parents, first);
        return var;
    }
    for (uint64_t rest = it->facts; rest != 0; rest &= rest - 1) {
        uint16_t var = maker->mdd->var_of_fact[__builtin_ctzll(rest)];
        if (first != MDD_NO_VAR)
            parents[find_root(parents, var)] = find_root(parents, first);
        first = var;
    }
    return first;
}

static void join_all(const struct maker *maker, const struct alternatives *all, uint16_t *parents)
{
    for (uint32_t i = 0; i < all->count; i++) {
        uint16_t first = MDD_NO_VAR;
        for (uint32_t t = 0; t < all->items[i].test_count; t++)
            first = join_measure(maker, all->tests[all->items[i].first_test + t].measure, parents, first);
    }
}

/* Few cells first, facts that are added up last, those in the most sums before the others: it keeps diagrams small. */
struct order {
    struct mdd_var var;
    uint16_t root;
    uint32_t sums;
};

static int compare_order(const void *a, const void *b)
{
    const struct order *left = a, *right = b;
    if (left->root != right->root)
        return left->root < right->root ? -1 : 1;
    if (left->var.summed != right->var.summed)
        return left->var.summed ? 1 : -1;
    if (left->var.summed && left->sums != right->sums)
        return left->sums > right->sums ? -1 : 1;
    if (!left->var.summed && left->var.cell_count != right->var.cell_count)
        return left->var.cell_count < right->var.cell_count ? -1 : 1;
    if (left->var.fact != right->var.fact)
        return left->var.fact < right->var.fact ? -1 : 1;
    return (left->var.measure > right->var.measure) - (left->var.measure < right->var.measure);
}

static void note_places(struct maker *maker)
{
    struct mdd *mdd = maker->mdd;
    for (uint16_t i = 0; i < mdd->var_count; i++) {
        if (mdd->vars[i].fact >= 0)
            mdd->var_of_fact[mdd->vars[i].fact] = i;
        else
            maker->var_of_measure[mdd->vars[i].measure] = i;
    }
}

static bool order_vars(struct maker *maker)
{
    struct mdd *mdd = maker->mdd;
    struct order *order = calloc(mdd->var_count + 1, sizeof *order);
    uint16_t *parents = calloc(mdd->var_count + 1, sizeof *parents);
    bool good = order != NULL && parents != NULL;
    for (uint16_t i = 0; i < mdd->var_count && good; i++)
        parents[i] = i;
    if (good) {
        join_all(maker, &maker->rules->literal, parents);
        join_all(maker, &maker->rules->grades, parents);
        for (uint16_t i = 0; i < mdd->var_count; i++) {
            order[i] = (struct order){mdd->vars[i], find_root(parents, i), 0};
            for (uint32_t m = 0; m < maker->rules->graded_count && mdd->vars[i].fact >= 0; m++)
                order[i].sums += maker->rules->measures[m].facts >> mdd->vars[i].fact & 1;
        }
        qsort(order, mdd->var_count, sizeof *order, compare_order);
        uint16_t part = 0, place = 0;
        for (uint32_t i = 0; i < mdd->var_count; i++, place++) {
            if (i > 0 && order[i].root != order[i - 1].root) {
                part++;
                place = 0;
            }
            mdd->vars[i] = order[i].var;
            mdd->vars[i].part = part;
            mdd->vars[i].place = place;
        }
        note_places(maker);
    }
    free(order);
    free(parents);
    maker->no_memory = maker->no_memory || !good;
    return good;
}

static bool list_vars(struct maker *maker, int64_t *scratch)
{
    const struct ruleset *rules = maker->rules;
    struct mdd *mdd = maker->mdd;
    for (size_t i = 0; i < rules->plan->fact_count; i++) {
        mdd->var_of_fact[i] = MDD_NO_VAR;
        if (rules->used_facts >> i & 1)
            mdd->vars[mdd->var_count++] = (struct mdd_var){.fact = (int16_t)i};
    }
    for (uint32_t i = 0; i < rules->graded_count; i++)
        if (rules->measures[i].unit != UNIT_FACTS)
            mdd->vars[mdd->var_count++] = (struct mdd_var){.fact = -1, .measure = (uint16_t)i};
    for (uint32_t i = 0; i < mdd->var_count; i++)
        if (!cut_var(maker, &mdd->vars[i], scratch))
            return false;
    note_places(maker);
    return order_vars(maker);
}

int mdd_make_vars(struct mdd *mdd, const struct ruleset *rules, const struct mdd_points *points)
{
    struct maker maker = {.rules = rules, .mdd = mdd, .points = points};
    size_t tests = rules->literal.test_count + rules->grades.test_count + rules->safe.test_count;
    int64_t *scratch = malloc((2 * tests + 1) * sizeof *scratch);
    maker.var_of_measure = calloc(rules->measure_count + 1, sizeof *maker.var_of_measure);
    mdd->vars = calloc(rules->plan->fact_count + rules->graded_count + 1, sizeof *mdd->vars);
    mdd->var_of_fact = malloc((rules->plan->fact_count + 1) * sizeof *mdd->var_of_fact);
    bool room = scratch != NULL && maker.var_of_measure != NULL && mdd->vars != NULL && mdd->var_of_fact != NULL;
    bool made = room && list_vars(&maker, scratch);
    free(scratch);
    free(maker.var_of_measure);
    return made ? 1 : maker.too_large ? 0 : -1;
}
