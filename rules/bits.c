/* Which bit stands for what. See bits.h. */
#include "rules/bits.h"

#include <string.h>

struct assignment {
    struct bits *bits;
    const struct ruleset *rules;
    uint32_t first; /* bit of the level at hand */
};

/* Alternatives of one level. */
struct range {
    uint32_t from, to;
};

static struct range range_of(const struct alternatives *all, uint32_t from, int rank)
{
    struct range range = {from, from};
    while (range.to < all->count && all->items[range.to].rank == rank)
        range.to++;
    return range;
}

static void mark(uint64_t *mask, uint32_t bit)
{
    mask[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* ---- what the safe reading adds ---- */

static const struct test *test_of(const struct test *tests, uint32_t count, uint32_t measure)
{
    for (uint32_t i = 0; i < count; i++)
        if (tests[i].measure == measure)
            return &tests[i];
    return NULL;
}

/* Whether all that fits `bit`, and lies above `floor` in that one measure, fits `it`. */
static bool implies(const struct bit *bit, struct test floor, const struct alternatives *all, const struct alternative *it)
{
    for (uint32_t i = 0; i < it->test_count; i++) {
        const struct test *wanted = &all->tests[it->first_test + i], *given = test_of(bit->tests, bit->test_count, wanted->measure);
        int64_t least = given == NULL ? BOUND_NONE_LOW : given->least, most = given == NULL ? BOUND_NONE_HIGH : given->most;
        if (wanted->measure == floor.measure && floor.least > least)
            least = floor.least;
        if (least < wanted->least || most > wanted->most)
            return false;
    }
    return true;
}

static bool is_reached_above(const struct ruleset *rules, const struct bit *safe, struct test floor)
{
    for (uint32_t i = 0; i < rules->safe.count && rules->safe.items[i].rank < safe->level; i++)
        if (implies(safe, floor, &rules->safe, &rules->safe.items[i]))
            return true;
    return false;
}

/*
 * Whether `literal` will do for `safe`: it is the same but for upper bounds, and whatever lies beyond one of them reaches a more severe
 * level in the safe reading anyway. Then the safe level is the same with either: where there is no hole, no bit is needed.
 */
static bool will_do(const struct ruleset *rules, const struct bit *literal, const struct bit *safe)
{
    uint32_t matched = 0;
    for (uint32_t i = 0; i < literal->test_count; i++) {
        const struct test *narrow = &literal->tests[i], *wide = test_of(safe->tests, safe->test_count, narrow->measure);
        int64_t least = wide == NULL ? BOUND_NONE_LOW : wide->least, most = wide == NULL ? BOUND_NONE_HIGH : wide->most;
        matched += wide != NULL;
        if (least != narrow->least || (most != narrow->most && most != BOUND_NONE_HIGH))
            return false;
        if (most != narrow->most && !is_reached_above(rules, safe, (struct test){narrow->measure, narrow->most + 1, BOUND_NONE_HIGH}))
            return false;
    }
    return matched == safe->test_count;
}

/* ---- bits of one level ---- */

static bool same_tests(const struct bit *a, const struct bit *b)
{
    if (a->test_count != b->test_count)
        return false;
    for (uint32_t i = 0; i < a->test_count; i++)
        if (a->tests[i].measure != b->tests[i].measure || a->tests[i].least != b->tests[i].least || a->tests[i].most != b->tests[i].most)
            return false;
    return true;
}

/* The bit of this level with the same tests, made if there is none. */
static uint32_t share(const struct assignment *it, const struct bit *wanted)
{
    struct bits *bits = it->bits;
    for (uint32_t i = it->first; i < bits->count; i++)
        if (same_tests(&bits->items[i], wanted))
            return i;
    bits->items[bits->count] = *wanted;
    return bits->count++;
}

static struct bit bit_of(const struct alternatives *all, const struct alternative *it, int grade)
{
    return (struct bit){all->tests + it->first_test, it->test_count, (int16_t)it->rank, (int16_t)grade};
}

/* From the most severe grade down to -1, those without: so a shared bit has the most severe grade of its rows. */
static void assign_literal(const struct assignment *it, struct range range)
{
    const struct alternatives *all = &it->rules->literal;
    const struct plan *plan = it->rules->plan;
    for (int grade = (int)plan->grade_count - 1; grade >= -1; grade--) {
        for (uint32_t i = range.from; i < range.to; i++) {
            if (plan->rules[all->items[i].rule].grade.index != grade)
                continue;
            struct bit wanted = bit_of(all, &all->items[i], grade);
            uint32_t bit = share(it, &wanted);
            it->bits->literal[i] = (uint16_t)bit;
            mark(it->bits->of_literal, bit);
            if (grade >= 0)
                mark(it->bits->of_grades, bit);
        }
    }
}

/* Rules that differ in upper bounds alone are the same here: to look for a hole is done once. */
static bool came_before(const struct alternatives *all, uint32_t from, uint32_t index)
{
    struct bit wanted = bit_of(all, &all->items[index], -1);
    for (uint32_t i = from; i < index; i++) {
        struct bit before = bit_of(all, &all->items[i], -1);
        if (same_tests(&before, &wanted))
            return true;
    }
    return false;
}

static void assign_safe(const struct assignment *it, struct range range)
{
    const struct alternatives *all = &it->rules->safe;
    uint32_t end = it->bits->count;
    for (uint32_t i = range.from; i < range.to; i++) {
        struct bit wanted = bit_of(all, &all->items[i], -1);
        if (came_before(all, range.from, i))
            continue;
        uint32_t bit = it->first;
        while (bit < end && !will_do(it->rules, &it->bits->items[bit], &wanted))
            bit++;
        mark(it->bits->of_safe, bit < end ? bit : share(it, &wanted));
    }
}

static bool is_graded_in_order(const struct bits *bits)
{
    int last = INT16_MAX;
    for (uint32_t i = 0; i < bits->count; i++) {
        if (bits->items[i].grade > last)
            return false;
        if (bits->items[i].grade >= 0)
            last = bits->items[i].grade;
    }
    return true;
}

static void assign_none(struct bits *bits)
{
    uint32_t none = bits->count++;
    bits->items[none] = (struct bit){NULL, 0, LEVEL_NONE, -1};
    mark(bits->of_literal, none);
    mark(bits->of_safe, none);
    mark(bits->of_grades, none);
}

int bits_assign(struct bits *bits, const struct ruleset *rules, struct arena *arena)
{
    uint32_t most = rules->literal.count + rules->safe.count + 1, words = (most + 63) / 64;
    *bits = (struct bits){
        .items = arena_array(arena, most, sizeof *bits->items),
        .literal = arena_array(arena, rules->literal.count, sizeof *bits->literal),
        .of_literal = arena_array(arena, words, sizeof *bits->of_literal),
        .of_safe = arena_array(arena, words, sizeof *bits->of_safe),
        .of_grades = arena_array(arena, words, sizeof *bits->of_grades),
    };
    if (bits->items == NULL || bits->literal == NULL || bits->of_literal == NULL || bits->of_safe == NULL || bits->of_grades == NULL)
        return -1;
    struct range literal = {0, 0}, safe = {0, 0};
    for (int level = 1; level <= LEVEL_NONE; level++) {
        struct assignment it = {bits, rules, bits->count};
        literal = range_of(&rules->literal, literal.to, level);
        safe = range_of(&rules->safe, safe.to, level);
        assign_literal(&it, literal);
        assign_safe(&it, safe);
    }
    assign_none(bits);
    bits->words = (bits->count + 63) / 64;
    bits->graded_in_order = is_graded_in_order(bits);
    return 0;
}
