/* Exact search over completions. See solve.h. */
#include "rules/solve.h"

#include <stdlib.h>
#include <string.h>

#define TIGHTEN_ROUNDS 64 /* enough in practice; what is left to tighten, bisection settles */

/*
 * A quantity that is the sum of others: of facts or, derived, of a smaller sum and the facts that it lacks (deaths + missing + injured is
 * dead_or_missing + injured). Derived ones say nothing new; they let bounds travel between nested sums at once.
 */
struct sum {
    uint64_t facts; /* bit i: fact i; TWIN_BIT: the copied fact */
    uint32_t quantity;
    uint32_t first, count; /* into solver->members */
    bool derived;
};
#define TWIN_BIT (UINT64_C(1) << 63) /* free, since a plan has 63 facts at the most */

struct change {
    uint32_t quantity;
    int64_t least, most;
};

/*
 * Quantities: facts, then one copy of a fact (the second completion of solver_decides), then one for each measure that is not a
 * single fact, then the copies of the sums that the copied fact is part of.
 */
struct solver {
    const struct ruleset *rules;
    uint32_t fact_count, quantity_count;
    uint32_t *map, *twin_map; /* quantity of each measure, in the first and the second completion */
    int64_t *least, *most;
    struct sum *sums;
    uint32_t sum_count, sum_capacity;
    uint32_t *members;
    uint32_t member_count, member_capacity;
    uint32_t plain_sum_count, plain_member_count; /* of the first completion alone */
    struct change *trail;                         /* to take back */
    size_t trail_count, trail_capacity;
    uint64_t steps, budget; /* of the question that is being answered; left of the incident's */
    bool gave_up, no_memory;
};

static uint32_t twin_of(const struct solver *solver)
{
    return solver->fact_count;
}

/* ---- construction ---- */

static bool reserve_sum(struct solver *solver)
{
    if (solver->sum_count == solver->sum_capacity) {
        uint32_t capacity = solver->sum_capacity * 2 + 16;
        struct sum *sums = realloc(solver->sums, capacity * sizeof *sums);
        if (sums == NULL)
            return false;
        solver->sums = sums;
        solver->sum_capacity = capacity;
    }
    if (solver->member_count + PLAN_FACTS_MAX + 1 > solver->member_capacity) {
        uint32_t capacity = (solver->member_capacity + PLAN_FACTS_MAX + 1) * 2;
        uint32_t *members = realloc(solver->members, capacity * sizeof *members);
        if (members == NULL)
            return false;
        solver->members = members;
        solver->member_capacity = capacity;
    }
    return true;
}

/* The sum of `facts`; or, given a part, of that sum and the rest of the facts. */
static void add_sum(struct solver *solver, uint32_t quantity, uint64_t facts, const struct sum *part)
{
    uint64_t rest = part == NULL ? facts : facts & ~part->facts;
    uint32_t part_quantity = part == NULL ? 0 : part->quantity;
    if (!reserve_sum(solver)) {
        solver->gave_up = solver->no_memory = true;
        return;
    }
    struct sum *sum = &solver->sums[solver->sum_count++];
    *sum = (struct sum){.facts = facts, .quantity = quantity, .first = solver->member_count, .derived = rest != facts};
    if (sum->derived)
        solver->members[solver->member_count++] = part_quantity;
    for (; rest != 0; rest &= rest - 1) {
        uint32_t fact = (uint32_t)__builtin_ctzll(rest);
        solver->members[solver->member_count++] = fact == 63 ? twin_of(solver) : fact;
    }
    sum->count = solver->member_count - sum->first;
}

/* Derive from every pair of sums of which one is part of the other; those from `fresh` on are new. */
static void derive_sums(struct solver *solver, uint32_t fresh)
{
    uint32_t count = solver->sum_count;
    for (uint32_t whole = 0; whole < count; whole++) {
        for (uint32_t part = 0; part < count; part++) {
            const struct sum *larger = &solver->sums[whole], *smaller = &solver->sums[part];
            if ((whole < fresh && part < fresh) || larger->derived || smaller->derived || larger->facts == smaller->facts ||
                (smaller->facts & ~larger->facts) != 0)
                continue;
            struct sum copy = *smaller; /* the array may move */
            add_sum(solver, larger->quantity, larger->facts, &copy);
        }
    }
}

static bool is_single(uint64_t facts)
{
    return facts != 0 && (facts & (facts - 1)) == 0;
}

static void map_measures(struct solver *solver)
{
    const struct ruleset *rules = solver->rules;
    uint32_t next = solver->fact_count + 1;
    for (uint32_t i = 0; i < rules->measure_count; i++) {
        uint64_t facts = rules->measures[i].facts;
        if (is_single(facts)) {
            solver->map[i] = (uint32_t)__builtin_ctzll(facts);
            continue;
        }
        solver->map[i] = next++;
        if (facts != 0)
            add_sum(solver, solver->map[i], facts, NULL);
    }
    solver->quantity_count = next;
    derive_sums(solver, 0);
    solver->plain_sum_count = solver->sum_count;
    solver->plain_member_count = solver->member_count;
}

struct solver *solver_new(const struct ruleset *rules)
{
    struct solver *solver = calloc(1, sizeof *solver);
    if (solver == NULL)
        return NULL;
    size_t facts = rules->plan->fact_count, measures = rules->measure_count;
    size_t quantities = facts + 1 + 2 * measures;
    solver->rules = rules;
    solver->fact_count = (uint32_t)facts;
    solver->budget = SOLVE_STEPS_MAX;
    solver->map = calloc(measures + 1, sizeof *solver->map);
    solver->twin_map = calloc(measures + 1, sizeof *solver->twin_map);
    solver->least = calloc(quantities, sizeof *solver->least);
    solver->most = calloc(quantities, sizeof *solver->most);
    if (solver->map != NULL && solver->twin_map != NULL && solver->least != NULL && solver->most != NULL) {
        map_measures(solver);
        if (!solver->no_memory)
            return solver;
    }
    solver_free(solver);
    return NULL;
}

void solver_free(struct solver *solver)
{
    if (solver == NULL)
        return;
    free(solver->map);
    free(solver->twin_map);
    free(solver->least);
    free(solver->most);
    free(solver->sums);
    free(solver->members);
    free(solver->trail);
    free(solver);
}

/* ---- intervals and taking changes back ---- */

static bool remember(struct solver *solver, uint32_t quantity)
{
    if (solver->trail_count == solver->trail_capacity) {
        size_t capacity = solver->trail_capacity == 0 ? 256 : solver->trail_capacity * 2;
        struct change *trail = realloc(solver->trail, capacity * sizeof *trail);
        if (trail == NULL) {
            solver->gave_up = solver->no_memory = true;
            return false;
        }
        solver->trail = trail;
        solver->trail_capacity = capacity;
    }
    solver->trail[solver->trail_count++] = (struct change){quantity, solver->least[quantity], solver->most[quantity]};
    return true;
}

static void take_back(struct solver *solver, size_t to)
{
    while (solver->trail_count > to) {
        const struct change *change = &solver->trail[--solver->trail_count];
        solver->least[change->quantity] = change->least;
        solver->most[change->quantity] = change->most;
    }
}

/* False when the quantity is left without a value. */
static bool narrow(struct solver *solver, uint32_t quantity, int64_t least, int64_t most, bool *changed)
{
    if (least <= solver->least[quantity] && most >= solver->most[quantity])
        return true;
    if (!remember(solver, quantity))
        return false;
    if (least > solver->least[quantity])
        solver->least[quantity] = least;
    if (most < solver->most[quantity])
        solver->most[quantity] = most;
    *changed = true;
    return solver->least[quantity] <= solver->most[quantity];
}

static bool tighten_sum(struct solver *solver, const struct sum *sum, bool *changed)
{
    const uint32_t *members = solver->members + sum->first;
    int64_t least = 0, most = 0;
    for (uint32_t i = 0; i < sum->count; i++) {
        least += solver->least[members[i]];
        most += solver->most[members[i]];
    }
    if (!narrow(solver, sum->quantity, least, most, changed))
        return false;
    int64_t floor = solver->least[sum->quantity], ceiling = solver->most[sum->quantity];
    for (uint32_t i = 0; i < sum->count; i++) {
        int64_t member_least = solver->least[members[i]], member_most = solver->most[members[i]];
        /* What the others leave over. They were summed before this loop, so these bounds are safe, if not the tightest. */
        if (!narrow(solver, members[i], floor - (most - member_most), ceiling - (least - member_least), changed))
            return false;
    }
    return true;
}

static bool tighten(struct solver *solver)
{
    bool changed = true;
    for (int round = 0; changed && round < TIGHTEN_ROUNDS; round++) {
        changed = false;
        solver->steps += solver->member_count / SOLVE_STRIDE;
        for (uint32_t i = 0; i < solver->sum_count; i++)
            if (!tighten_sum(solver, &solver->sums[i], &changed))
                return false;
    }
    return true;
}

static bool constrain(struct solver *solver, uint32_t quantity, int64_t least, int64_t most)
{
    bool changed = false;
    if (!narrow(solver, quantity, least, most, &changed))
        return false;
    return !changed || solver->sum_count == 0 || tighten(solver);
}

/* One more step, and those that looking through so many alternatives takes. */
static bool out_of_steps(struct solver *solver, uint32_t alternatives)
{
    solver->steps += 1 + alternatives / SOLVE_STRIDE;
    if (solver->steps > (solver->budget > SOLVE_STEPS_LEAST ? solver->budget : SOLVE_STEPS_LEAST))
        solver->gave_up = true;
    return solver->gave_up;
}

#define ALL_FIT (-1)
#define NONE_FITS (-2)

/* The widest member of a sum that its members' ranges do not settle; ALL_FIT when any choice of values will do. */
static int32_t open_member(const struct solver *solver)
{
    for (uint32_t s = 0; s < solver->sum_count; s++) {
        const struct sum *sum = &solver->sums[s];
        if (sum->derived)
            continue;
        int64_t least = 0, most = 0;
        int32_t widest = NONE_FITS;
        int64_t width = 0;
        for (uint32_t i = 0; i < sum->count; i++) {
            uint32_t member = solver->members[sum->first + i];
            least += solver->least[member];
            most += solver->most[member];
            if (solver->most[member] - solver->least[member] > width) {
                width = solver->most[member] - solver->least[member];
                widest = (int32_t)member;
            }
        }
        if (least < solver->least[sum->quantity] || most > solver->most[sum->quantity])
            return widest;
    }
    return ALL_FIT;
}

/* Do integers fit all intervals at once? Halve an open range until they do or none is left: 64 halvings a fact at the most. */
static bool fits(struct solver *solver)
{
    if (out_of_steps(solver, 0))
        return false;
    int32_t member = open_member(solver);
    if (member < 0)
        return member == ALL_FIT;
    int64_t least = solver->least[member], most = solver->most[member], middle = least + (most - least) / 2;
    size_t mark = solver->trail_count;
    bool found = constrain(solver, (uint32_t)member, least, middle) && fits(solver);
    take_back(solver, mark);
    if (found || solver->gave_up)
        return found;
    found = constrain(solver, (uint32_t)member, middle + 1, most) && fits(solver);
    take_back(solver, mark);
    return found;
}

/* ---- alternatives ---- */

static enum standing standing_of(const struct solver *solver, const struct alternatives *all, const struct alternative *it,
                                 const uint32_t *map, uint32_t *open)
{
    *open = 0;
    for (uint32_t i = 0; i < it->test_count; i++) {
        const struct test *test = &all->tests[it->first_test + i];
        uint32_t quantity = map[test->measure];
        if (solver->least[quantity] > test->most || solver->most[quantity] < test->least)
            return STANDS_NO;
        *open += solver->least[quantity] < test->least || solver->most[quantity] > test->most;
    }
    return *open == 0 ? STANDS_YES : STANDS_OPEN;
}

static bool hold(struct solver *solver, const struct alternatives *all, const struct alternative *it, const uint32_t *map)
{
    for (uint32_t i = 0; i < it->test_count; i++) {
        const struct test *test = &all->tests[it->first_test + i];
        if (!constrain(solver, map[test->measure], test->least, test->most))
            return false;
    }
    return true;
}

struct range {
    uint32_t from, to;
};

static bool escape(struct solver *solver, const struct alternatives *all, struct range range, const uint32_t *map);

static bool try_side(struct solver *solver, const struct alternatives *all, struct range range, const uint32_t *map,
                     const struct test *side)
{
    size_t mark = solver->trail_count;
    bool found = constrain(solver, map[side->measure], side->least, side->most) && escape(solver, all, range, map);
    take_back(solver, mark);
    return found;
}

/* Let alternative `it` fail, in each way once: its first open test fails; or that holds and the second fails; and so on. */
static bool fail_it(struct solver *solver, const struct alternatives *all, struct range range, const uint32_t *map,
                    const struct alternative *it)
{
    size_t mark = solver->trail_count;
    bool found = false;
    for (uint32_t i = 0; i < it->test_count && !found && !solver->gave_up; i++) {
        const struct test *test = &all->tests[it->first_test + i];
        uint32_t quantity = map[test->measure];
        if (solver->least[quantity] < test->least)
            found = try_side(solver, all, range, map, &(struct test){test->measure, BOUND_NONE_LOW, test->least - 1});
        if (!found && solver->most[quantity] > test->most)
            found = try_side(solver, all, range, map, &(struct test){test->measure, test->most + 1, BOUND_NONE_HIGH});
        if (!found && !constrain(solver, quantity, test->least, test->most))
            break;
    }
    take_back(solver, mark);
    return found;
}

/* Each call makes one more alternative fail for good, so the depth is at most their number. */
static bool escape(struct solver *solver, const struct alternatives *all, struct range range, const uint32_t *map)
{
    if (out_of_steps(solver, range.to - range.from))
        return false;
    const struct alternative *chosen = NULL;
    uint32_t fewest = UINT32_MAX;
    for (uint32_t i = range.from; i < range.to; i++) {
        uint32_t open;
        enum standing standing = standing_of(solver, all, &all->items[i], map, &open);
        if (standing == STANDS_YES)
            return false;
        if (standing == STANDS_OPEN && open < fewest) {
            fewest = open;
            chosen = &all->items[i];
        }
    }
    return chosen == NULL ? fits(solver) : fail_it(solver, all, range, map, chosen);
}

/* ---- questions ---- */

static int answer(struct solver *solver, bool found, struct err *err)
{
    take_back(solver, 0);
    solver->budget -= solver->steps < solver->budget ? solver->steps : solver->budget;
    if (!solver->gave_up)
        return found;
    return solver->no_memory ? err_no_memory(err)
                             : err_set(err, ERR_LIMIT, "规则与缺失事实的组合过多，未能算清", "too many combinations of rules and missing facts to settle");
}

static void begin(struct solver *solver)
{
    solver->steps = 0;
    solver->gave_up = solver->no_memory = false;
    solver->trail_count = 0;
    solver->sum_count = solver->plain_sum_count;
    solver->member_count = solver->plain_member_count;
}

void solver_refill(struct solver *solver)
{
    solver->budget = SOLVE_STEPS_MAX;
}

void solver_start(struct solver *solver, const struct knowledge *knowledge)
{
    begin(solver);
    for (uint32_t i = 0; i < solver->quantity_count; i++) {
        solver->least[i] = 0;
        solver->most[i] = INT64_MAX;
    }
    for (uint32_t i = 0; i < solver->fact_count; i++) {
        solver->least[i] = knowledge->least[i];
        solver->most[i] = knowledge->most[i];
    }
    for (uint32_t i = 0; i < solver->rules->measure_count; i++)
        if (solver->rules->measures[i].unit != UNIT_FACTS)
            solver->least[solver->map[i]] = solver->most[solver->map[i]] = knowledge->counts[i];
    tighten(solver);
    solver->trail_count = 0; /* this is the ground that questions return to */
}

int solver_possible(struct solver *solver, const struct alternatives *all, uint32_t index, struct err *err)
{
    begin(solver);
    return answer(solver, hold(solver, all, &all->items[index], solver->map) && fits(solver), err);
}

int solver_escapes(struct solver *solver, const struct alternatives *all, uint32_t from, uint32_t to, struct err *err)
{
    begin(solver);
    return answer(solver, escape(solver, all, (struct range){from, to}, solver->map), err);
}

/* Double a fact: a copy of it, and of every sum that it is part of. */
static void add_twin(struct solver *solver, size_t fact)
{
    uint32_t next = solver->quantity_count, fresh = solver->sum_count;
    solver->least[twin_of(solver)] = solver->least[fact];
    solver->most[twin_of(solver)] = solver->most[fact];
    for (uint32_t i = 0; i < solver->rules->measure_count; i++) {
        uint64_t facts = solver->rules->measures[i].facts;
        solver->twin_map[i] = solver->map[i];
        if ((facts >> fact & 1) == 0)
            continue;
        if (is_single(facts)) {
            solver->twin_map[i] = twin_of(solver);
            continue;
        }
        solver->twin_map[i] = next;
        solver->least[next] = solver->least[solver->map[i]];
        solver->most[next] = solver->most[solver->map[i]];
        add_sum(solver, next++, (facts & ~(UINT64_C(1) << fact)) | TWIN_BIT, NULL);
    }
    derive_sums(solver, fresh);
}

static bool depends_on(const struct solver *solver, const struct alternatives *all, const struct alternative *it, size_t fact)
{
    for (uint32_t i = 0; i < it->test_count; i++)
        if (solver->rules->measures[all->tests[it->first_test + i].measure].facts >> fact & 1)
            return true;
    return false;
}

int solver_decides(struct solver *solver, const struct alternatives *all, uint32_t to, size_t fact, struct err *err)
{
    begin(solver);
    add_twin(solver, fact);
    bool found = false;
    for (uint32_t i = 0; i < to && !found && !solver->gave_up; i++) {
        uint32_t open;
        const struct alternative *it = &all->items[i];
        if (!depends_on(solver, all, it, fact) || standing_of(solver, all, it, solver->map, &open) == STANDS_NO)
            continue;
        found = hold(solver, all, it, solver->map) && escape(solver, all, (struct range){0, to}, solver->twin_map);
        take_back(solver, 0);
    }
    return answer(solver, found, err);
}
