/*
 * The fast path: grading complete facts by one table look-up and one AND a measure. See ruleset.h.
 */
#include <stdlib.h>
#include <string.h>

#include "rules/ruleset.h"

/* All alternatives of all three lists share one row of bits: literal, then safe, then grade rows. */
struct list {
    const struct alternatives *all;
    uint32_t start;
};

static void lists_of(const struct ruleset *rules, struct list lists[3])
{
    lists[0] = (struct list){&rules->literal, 0};
    lists[1] = (struct list){&rules->safe, rules->safe_start};
    lists[2] = (struct list){&rules->grades, rules->grade_start};
}

static int compare_cuts(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* A test [least, most] cuts below `least` and above `most`. */
static size_t collect_cuts(const struct list lists[3], uint32_t measure, int64_t *cuts)
{
    size_t count = 0;
    for (int l = 0; l < 3; l++) {
        for (uint32_t i = 0; i < lists[l].all->test_count; i++) {
            const struct test *test = &lists[l].all->tests[i];
            if (test->measure != measure)
                continue;
            if (test->least != BOUND_NONE_LOW)
                cuts[count++] = test->least;
            if (test->most != BOUND_NONE_HIGH)
                cuts[count++] = test->most + 1;
        }
    }
    if (count > 1)
        qsort(cuts, count, sizeof *cuts, compare_cuts);
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++)
        if (distinct == 0 || cuts[distinct - 1] != cuts[i])
            cuts[distinct++] = cuts[i];
    return distinct;
}

/* Clear, in each cell, the bits of alternatives that the cell excludes. A cell is judged by its first value. */
static void exclude(const struct ruleset *rules, const struct list *list, uint32_t measure, struct cells *cells)
{
    for (uint32_t i = 0; i < list->all->count; i++) {
        const struct alternative *alternative = &list->all->items[i];
        uint32_t bit = list->start + i;
        for (uint32_t t = 0; t < alternative->test_count; t++) {
            const struct test *test = &list->all->tests[alternative->first_test + t];
            if (test->measure != measure)
                continue;
            for (uint32_t cell = 0; cell <= cells->cut_count; cell++) {
                int64_t first = cell == 0 ? BOUND_NONE_LOW : cells->cuts[cell - 1];
                if (first < test->least || first > test->most)
                    cells->masks[cell * rules->words + bit / 64] &= ~(UINT64_C(1) << bit % 64);
            }
        }
    }
}

static void note_facts(const struct measure *measure, struct cells *cells)
{
    uint64_t rest = measure->facts;
    for (; rest != 0 && cells->fact_count < sizeof cells->facts; rest &= rest - 1)
        cells->facts[cells->fact_count++] = (uint8_t)__builtin_ctzll(rest);
    cells->more_facts = rest;
}

static int cut_measure(struct ruleset *rules, const struct list lists[3], uint32_t measure, int64_t *scratch)
{
    struct cells *cells = &rules->cells[measure];
    cells->cut_count = (uint32_t)collect_cuts(lists, measure, scratch);
    cells->cuts = arena_array(&rules->arena, cells->cut_count, sizeof *cells->cuts);
    size_t words = (size_t)(cells->cut_count + 1) * rules->words;
    cells->masks = arena_array(&rules->arena, words, sizeof *cells->masks);
    if (cells->cuts == NULL || cells->masks == NULL)
        return -1;
    if (cells->cut_count > 0)
        memcpy(cells->cuts, scratch, cells->cut_count * sizeof *scratch);
    memset(cells->masks, 0xFF, words * sizeof *cells->masks);
    for (int l = 0; l < 3; l++)
        exclude(rules, &lists[l], measure, cells);
    note_facts(&rules->measures[measure], cells);
    return 0;
}

int ruleset_cut_cells(struct ruleset *rules)
{
    rules->safe_start = rules->literal.count;
    rules->grade_start = rules->safe_start + rules->safe.count;
    rules->bit_count = rules->grade_start + rules->grades.count;
    rules->words = rules->bit_count / 64 + 1;
    rules->cells = arena_array(&rules->arena, rules->measure_count, sizeof *rules->cells);
    size_t tests = (size_t)rules->literal.test_count + rules->safe.test_count + rules->grades.test_count;
    int64_t *scratch = malloc((2 * tests + 1) * sizeof *scratch);
    int rc = rules->cells == NULL || scratch == NULL ? -1 : 0;
    struct list lists[3];
    lists_of(rules, lists);
    for (uint32_t i = 0; i < rules->measure_count && rc == 0; i++)
        rc = cut_measure(rules, lists, i, scratch);
    free(scratch);
    return rc;
}

static inline int64_t measure_value(const struct ruleset *rules, uint32_t measure, const int64_t *values, const int64_t *counts)
{
    const struct cells *cells = &rules->cells[measure];
    if (cells->fact_count == 0)
        return counts[measure];
    int64_t sum = values[cells->facts[0]];
    for (uint32_t i = 1; i < cells->fact_count; i++)
        sum += values[cells->facts[i]];
    for (uint64_t rest = cells->more_facts; rest != 0; rest &= rest - 1)
        sum += values[__builtin_ctzll(rest)];
    return sum;
}

static inline const uint64_t *cell_mask(const struct ruleset *rules, uint32_t measure, int64_t value)
{
    const struct cells *cells = &rules->cells[measure];
    uint32_t cell = 0;
    for (uint32_t i = 0; i < cells->cut_count; i++)
        cell += value >= cells->cuts[i];
    return cells->masks + (size_t)cell * rules->words;
}

/* First set bit in [from, to), or -1. Alternatives are sorted by rank, so the first one alive is the most severe. */
static int first_bit(const uint64_t *alive, uint32_t from, uint32_t to)
{
    for (uint32_t word = from / 64; word * 64 < to; word++) {
        uint64_t bits = alive[word];
        if (word == from / 64)
            bits &= ~UINT64_C(0) << from % 64;
        if (bits != 0) {
            uint32_t bit = word * 64 + (uint32_t)__builtin_ctzll(bits);
            return bit < to ? (int)bit : -1;
        }
    }
    return -1;
}

static int last_bit(const uint64_t *alive, uint32_t from, uint32_t to)
{
    for (uint32_t bit = to; bit-- > from;)
        if (alive[bit / 64] >> bit % 64 & 1)
            return (int)bit;
    return -1;
}

static void read_verdict(const struct ruleset *rules, const uint64_t *alive, struct verdict *verdict)
{
    int literal = first_bit(alive, 0, rules->safe_start);
    int safe = first_bit(alive, rules->safe_start, rules->grade_start);
    int grade = rules->grades.count == 0 ? -1 : last_bit(alive, rules->grade_start, rules->bit_count);
    verdict->level = literal < 0 ? LEVEL_NONE : rules->literal.items[literal].rank;
    verdict->safe_level = safe < 0 ? LEVEL_NONE : rules->safe.items[safe - (int)rules->safe_start].rank;
    verdict->grade = grade < 0 ? -1 : rules->grades.items[grade - (int)rules->grade_start].rank;
}

#define WORDS_ON_STACK ((3 * RULESET_ALTERNATIVES_MAX) / 64 + 1)

void ruleset_grade(const struct ruleset *rules, const int64_t *values, const int64_t *counts, struct verdict *verdict, uint64_t *alive)
{
    uint64_t local[WORDS_ON_STACK];
    if (alive == NULL)
        alive = local;
    if (rules->words == 1) {
        uint64_t bits = ~UINT64_C(0);
        for (uint32_t i = 0; i < rules->graded_count; i++)
            bits &= *cell_mask(rules, i, measure_value(rules, i, values, counts));
        alive[0] = bits;
    } else {
        memset(alive, 0xFF, rules->words * sizeof *alive);
        for (uint32_t i = 0; i < rules->graded_count; i++) {
            const uint64_t *mask = cell_mask(rules, i, measure_value(rules, i, values, counts));
            for (uint32_t word = 0; word < rules->words; word++)
                alive[word] &= mask[word];
        }
    }
    read_verdict(rules, alive, verdict);
}

uint32_t ruleset_held(const struct ruleset *rules, const struct verdict *verdict, const uint64_t *alive, uint16_t *held)
{
    uint32_t count = 0;
    if (verdict->level == LEVEL_NONE)
        return 0;
    for (int bit = first_bit(alive, 0, rules->safe_start); bit >= 0; bit = first_bit(alive, (uint32_t)bit + 1, rules->safe_start)) {
        const struct alternative *it = &rules->literal.items[bit];
        if (it->rank != verdict->level)
            break;
        if (count == 0 || held[count - 1] != it->rule)
            held[count++] = (uint16_t)it->rule;
    }
    return count;
}
