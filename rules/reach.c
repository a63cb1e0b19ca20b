/* The least change for one alternative: branch and bound over the facts that change, then over their values. See reach.h. */
#include "rules/reach.h"

#include "core/number.h"

#define STEPS_MAX 20000 /* then what was found so far has to do */
#define DEPTH_MAX 192   /* of halving ranges */
#define ROUNDS_MAX 16   /* of tightening */

/* Ranges of the facts that change; of the others, what is known. */
struct box {
    int64_t least[PLAN_FACTS_MAX], most[PLAN_FACTS_MAX];
};

struct reach {
    const struct ruleset *rules;
    const struct alternative *it;
    const struct known *known;
    uint64_t facts;  /* that its tests read */
    uint64_t chosen; /* those that change */
    uint64_t best;   /* size of the least change found */
    uint64_t best_chosen;
    int64_t best_values[PLAN_FACTS_MAX];
    uint32_t steps;
};

static const struct test *test_at(const struct reach *reach, uint32_t index)
{
    return &reach->rules->literal.tests[reach->it->first_test + index];
}

static uint64_t facts_of(const struct reach *reach, const struct test *test)
{
    return reach->rules->measures[test->measure].facts; /* none for a count */
}

/* ---- values of the facts that change ---- */

static void sum_ranges(const struct box *box, uint64_t facts, int64_t *least, int64_t *most)
{
    *least = *most = 0;
    for (; facts != 0; facts &= facts - 1) {
        *least += box->least[__builtin_ctzll(facts)];
        *most += box->most[__builtin_ctzll(facts)];
    }
}

/*
 * Whatever the facts left alone are, the test is to hold: those that change have what the others leave over. For the least of the sum
 * the others count with their least, for the most with their most. False when nothing is left.
 */
static bool tighten_test(const struct reach *reach, struct box *box, const struct test *test, bool *changed)
{
    uint64_t facts = facts_of(reach, test), moving = facts & reach->chosen;
    int64_t fixed_least, fixed_most, least, most;
    sum_ranges(box, facts & ~moving, &fixed_least, &fixed_most);
    sum_ranges(box, moving, &least, &most);
    bool open_low = test->least == BOUND_NONE_LOW, open_high = test->most == BOUND_NONE_HIGH;
    if ((!open_low && most + fixed_least < test->least) || (!open_high && least + fixed_most > test->most))
        return false;
    for (; moving != 0; moving &= moving - 1) {
        int i = __builtin_ctzll(moving);
        int64_t floor = open_low ? box->least[i] : test->least - fixed_least - (most - box->most[i]);
        int64_t ceiling = open_high ? box->most[i] : test->most - fixed_most - (least - box->least[i]);
        *changed = *changed || floor > box->least[i] || ceiling < box->most[i];
        if (floor > box->least[i])
            box->least[i] = floor;
        if (ceiling < box->most[i])
            box->most[i] = ceiling;
        if (box->least[i] > box->most[i])
            return false;
        sum_ranges(box, facts & reach->chosen, &least, &most);
    }
    return true;
}

static bool tighten(const struct reach *reach, struct box *box)
{
    bool changed = true;
    for (int round = 0; changed && round < ROUNDS_MAX; round++) {
        changed = false;
        for (uint32_t i = 0; i < reach->it->test_count; i++)
            if (facts_of(reach, test_at(reach, i)) != 0 && !tighten_test(reach, box, test_at(reach, i), &changed))
                return false;
    }
    return true;
}

/* The smallest step within a range. */
static int64_t nearest_value(const struct known *known, int64_t least, int64_t most)
{
    int64_t value = known->least;
    if (least > known->least)
        value = least;
    return value > most ? most : value;
}

/* Sizes of the nearest values, and into `worst` the test that they miss by most, `missing` by how much (too little: > 0). */
static uint64_t weigh(const struct reach *reach, const struct box *box, const struct test **worst, int64_t *missing)
{
    uint64_t size = 0;
    *worst = NULL;
    *missing = 0;
    for (uint64_t rest = reach->chosen; rest != 0; rest &= rest - 1) {
        int i = __builtin_ctzll(rest);
        size = change_add(size, change_size(&reach->rules->plan->facts[i], &reach->known[i], nearest_value(&reach->known[i], box->least[i], box->most[i])));
    }
    for (uint32_t t = 0; t < reach->it->test_count; t++) {
        const struct test *test = test_at(reach, t);
        int64_t least = 0, most = 0, gap = 0;
        sum_ranges(box, facts_of(reach, test) & ~reach->chosen, &least, &most);
        for (uint64_t rest = facts_of(reach, test) & reach->chosen; rest != 0; rest &= rest - 1) {
            int i = __builtin_ctzll(rest);
            int64_t value = nearest_value(&reach->known[i], box->least[i], box->most[i]);
            least += value;
            most += value;
        }
        if (facts_of(reach, test) != 0 && test->least != BOUND_NONE_LOW && least < test->least)
            gap = test->least - least;
        if (facts_of(reach, test) != 0 && test->most != BOUND_NONE_HIGH && most > test->most)
            gap = test->most - most;
        if ((gap < 0 ? -gap : gap) > (*missing < 0 ? -*missing : *missing)) {
            *missing = gap;
            *worst = test;
        }
    }
    return size;
}

/* What closing a gap costs at the least, wherever it is closed. */
static uint64_t units_of(const struct reach *reach, const struct test *test, int64_t missing)
{
    uint64_t gap = (uint64_t)(missing < 0 ? -missing : missing);
    return reach->rules->measures[test->measure].decimal ? gap / NUMBER_SCALE : gap;
}

static void keep_best(struct reach *reach, const struct box *box, uint64_t size)
{
    reach->best = size;
    reach->best_chosen = reach->chosen;
    for (uint64_t rest = reach->chosen; rest != 0; rest &= rest - 1) {
        int i = __builtin_ctzll(rest);
        reach->best_values[i] = nearest_value(&reach->known[i], box->least[i], box->most[i]);
    }
}

/* Values within a box; true when there are some. `depth` halvings lie behind. */
static bool place_values(struct reach *reach, struct box box, int depth)
{
    const struct test *worst;
    int64_t missing;
    if (++reach->steps > STEPS_MAX || depth > DEPTH_MAX || !tighten(reach, &box))
        return false;
    uint64_t size = weigh(reach, &box, &worst, &missing);
    if (worst == NULL) {
        if (size < reach->best)
            keep_best(reach, &box, size);
        return true;
    }
    if (size + units_of(reach, worst, missing) >= reach->best)
        return true; /* perhaps, but it would be no better */
    int widest = -1;
    for (uint64_t rest = facts_of(reach, worst) & reach->chosen; rest != 0; rest &= rest - 1) {
        int i = __builtin_ctzll(rest);
        if (widest < 0 || box.most[i] - box.least[i] > box.most[widest] - box.least[widest])
            widest = i;
    }
    if (widest < 0 || box.least[widest] == box.most[widest])
        return false;
    int64_t value = nearest_value(&reach->known[widest], box.least[widest], box.most[widest]);
    struct box near = box, rest = box;
    if (missing > 0) {
        int64_t split = missing < box.most[widest] - value ? value + missing : box.most[widest];
        near.least[widest] = split;
        rest.most[widest] = split - 1;
    } else {
        int64_t split = -missing < value - box.least[widest] ? value + missing : box.least[widest];
        near.most[widest] = split;
        rest.least[widest] = split + 1;
    }
    bool found = place_values(reach, near, depth + 1);
    return (rest.least[widest] <= rest.most[widest] && place_values(reach, rest, depth + 1)) || found;
}

static bool choose_values(struct reach *reach)
{
    struct box box;
    for (size_t i = 0; i < reach->rules->plan->fact_count; i++) {
        bool moves = reach->chosen >> i & 1;
        box.least[i] = moves ? 0 : reach->known[i].least;
        box.most[i] = moves ? reach->rules->plan->facts[i].most : reach->known[i].most;
    }
    return place_values(reach, box, 0);
}

/* ---- which facts change ---- */

/* The facts of a test that cannot hold as long as no other fact changes; 0 when each test by itself can. */
static uint64_t stuck_facts(const struct reach *reach)
{
    for (uint32_t t = 0; t < reach->it->test_count; t++) {
        const struct test *test = test_at(reach, t);
        int64_t least = 0, most = 0; /* of the sum at its most, and at its least */
        for (uint64_t rest = facts_of(reach, test); rest != 0; rest &= rest - 1) {
            int i = __builtin_ctzll(rest);
            bool moves = reach->chosen >> i & 1;
            least += moves ? 0 : reach->known[i].most;
            most += moves ? reach->rules->plan->facts[i].most : reach->known[i].least;
        }
        if (facts_of(reach, test) != 0 && ((test->most != BOUND_NONE_HIGH && least > test->most) || (test->least != BOUND_NONE_LOW && most < test->least)))
            return facts_of(reach, test);
    }
    return 0;
}

static uint64_t least_size(const struct reach *reach)
{
    uint64_t size = 0;
    for (uint64_t rest = reach->chosen; rest != 0; rest &= rest - 1) {
        int i = __builtin_ctzll(rest);
        size = change_add(size, change_size(&reach->rules->plan->facts[i], &reach->known[i], reach->known[i].least));
    }
    return size;
}

/* Every set of facts once: a branch that takes a fact leaves those before it alone (`barred`). */
static void choose_facts(struct reach *reach, uint64_t barred)
{
    if (++reach->steps > STEPS_MAX || least_size(reach) >= reach->best)
        return;
    uint64_t wanted = stuck_facts(reach);
    if (wanted == 0) {
        if (choose_values(reach))
            return; /* more facts would be more of a change */
        wanted = reach->facts;
    }
    for (uint64_t rest = wanted & ~reach->chosen & ~barred; rest != 0; rest &= rest - 1) {
        uint64_t fact = rest & -rest;
        reach->chosen |= fact;
        choose_facts(reach, barred);
        reach->chosen &= ~fact;
        barred |= fact;
    }
}

uint64_t reach_alternative(const struct ruleset *rules, const struct alternative *it, const struct known *known, struct change *change)
{
    struct reach reach = {.rules = rules, .it = it, .known = known, .best = CHANGE_IMPOSSIBLE};
    for (uint32_t t = 0; t < it->test_count; t++)
        reach.facts |= facts_of(&reach, test_at(&reach, t));
    choose_facts(&reach, 0);
    change->count = 0;
    for (uint64_t rest = reach.best == CHANGE_IMPOSSIBLE ? 0 : reach.best_chosen; rest != 0; rest &= rest - 1) {
        int i = __builtin_ctzll(rest);
        change_put(change, (struct setting){(uint8_t)i, reach.best_values[i], reach.best_values[i]});
    }
    return reach.best;
}
