/*
 * The fast path: grading complete facts by one table look-up and one AND a measure. See ruleset.h.
 *
 * All alternatives of all three lists share one row of bits: the literal ones, then the safe ones, then the grade rows, each list with
 * the most severe first and, behind it, a bit that is always alive and stands for "none". The first bit alive is then the answer. No
 * branch depends on a fact: facts are what a processor cannot guess.
 */
#include <stdlib.h>
#include <string.h>

#include "rules/ruleset.h"

#define TABLE_WORDS_MAX 8192 /* of a table by value: 64 KiB a measure */

struct list {
    const struct alternatives *all;
    uint32_t start;      /* its first bit */
    bool mildest_first;  /* as the alternatives are sorted */
    int16_t none;        /* rank of the bit behind it */
};
enum { LISTS = 3 };

/* Rows by value, the last one for all larger values; or, where the thresholds are far apart, by cell. */
struct lookup {
    const uint64_t *rows;
    uint64_t last;
    uint32_t measure;
    uint8_t facts[3]; /* of a measure that adds one to three */
    bool by_cell;
};

/* How a measure gets its row: it is the value of a fact of few values, or the sum of so many facts, or is to be found. */
#define CHOICES 4 /* few: a power of two, so that no value leads out of the table */
enum kind { KIND_CHOICE, KIND_ONE, KIND_TWO, KIND_THREE, KIND_OTHER, KIND_COUNT };

/* The alternatives of one rule stand side by side. */
struct span {
    uint64_t mask; /* the same as bits, when all are in the first word */
    uint16_t first, end, rule;
};

struct fast_path {
    struct lookup *lookups; /* by kind */
    const struct lookup *ends[KIND_COUNT];
    int16_t *ranks; /* by bit */
    uint32_t safe_start, grade_start;
    bool plain;                     /* one word holds all bits, and no lookup is of KIND_OTHER */
    uint64_t safe_bits, grade_bits; /* of one word: from each list's start on */
    struct span *spans; /* rules of the literal reading: `width` a level, filled up with empty ones; only empty ones of LEVEL_NONE */
    uint32_t width;
};

/* ---- cutting ---- */

static int compare_cuts(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* A test [least, most] cuts below `least` and above `most`. */
static size_t collect_cuts(const struct list lists[LISTS], uint32_t measure, int64_t *cuts)
{
    size_t count = 0;
    for (int l = 0; l < LISTS; l++) {
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

static int keep_cuts(struct ruleset *rules, const struct list lists[LISTS], uint32_t measure, int64_t *scratch)
{
    struct cells *cells = &rules->cells[measure];
    cells->cut_count = (uint32_t)collect_cuts(lists, measure, scratch);
    cells->cuts = arena_array(&rules->arena, cells->cut_count, sizeof *cells->cuts);
    if (cells->cuts == NULL)
        return -1;
    if (cells->cut_count > 0)
        memcpy(cells->cuts, scratch, cells->cut_count * sizeof *scratch);
    return 0;
}

static int cut_all(struct ruleset *rules, const struct list lists[LISTS])
{
    size_t tests = 0;
    for (int l = 0; l < LISTS; l++)
        tests += lists[l].all->test_count;
    int64_t *scratch = malloc((2 * tests + 1) * sizeof *scratch);
    rules->cells = arena_array(&rules->arena, rules->measure_count, sizeof *rules->cells);
    int rc = rules->cells == NULL || scratch == NULL ? -1 : 0;
    for (uint32_t i = 0; i < rules->measure_count && rc == 0; i++)
        rc = keep_cuts(rules, lists, i, scratch);
    free(scratch);
    return rc;
}

/* ---- tables ---- */

/* The last value of a table by value; -1 where there would be too many. Facts and counts are never negative. */
static int64_t last_value(const struct ruleset *rules, uint32_t measure)
{
    const struct cells *cells = &rules->cells[measure];
    int64_t last = cells->cut_count == 0 ? 0 : cells->cuts[cells->cut_count - 1];
    return last < TABLE_WORDS_MAX / rules->words ? last : -1;
}

/* What a row is judged by: its value, or the first value of its cell. */
static int64_t value_of_row(const struct cells *cells, const struct lookup *lookup, uint64_t row)
{
    if (!lookup->by_cell)
        return (int64_t)row;
    return row == 0 ? BOUND_NONE_LOW : cells->cuts[row - 1];
}

/* Clear, in each row, the bits of alternatives that it excludes. */
static void exclude(const struct ruleset *rules, const struct list *list, const struct lookup *lookup, uint64_t *rows)
{
    const struct cells *cells = &rules->cells[lookup->measure];
    for (uint32_t i = 0; i < list->all->count; i++) {
        const struct alternative *alternative = &list->all->items[i];
        uint32_t bit = list->start + (list->mildest_first ? list->all->count - 1 - i : i);
        for (uint32_t t = 0; t < alternative->test_count; t++) {
            const struct test *test = &list->all->tests[alternative->first_test + t];
            if (test->measure != lookup->measure)
                continue;
            for (uint64_t row = 0; row <= lookup->last; row++) {
                int64_t value = value_of_row(cells, lookup, row);
                if (value < test->least || value > test->most)
                    rows[row * rules->words + bit / 64] &= ~(UINT64_C(1) << bit % 64);
            }
        }
    }
}

static int tabulate(struct ruleset *rules, const struct list lists[LISTS], struct lookup *lookup, enum kind kind)
{
    int64_t last = kind == KIND_CHOICE ? CHOICES - 1 : last_value(rules, lookup->measure);
    lookup->by_cell = last < 0;
    lookup->last = lookup->by_cell ? rules->cells[lookup->measure].cut_count : (uint64_t)last;
    size_t words = (size_t)(lookup->last + 1) * rules->words;
    uint64_t *rows = arena_array(&rules->arena, words, sizeof *rows), facts = rules->measures[lookup->measure].facts;
    if (rows == NULL)
        return -1;
    memset(rows, 0xFF, words * sizeof *rows);
    for (int l = 0; l < LISTS; l++)
        exclude(rules, &lists[l], lookup, rows);
    lookup->rows = rows;
    for (size_t i = 0; i < sizeof lookup->facts && facts != 0; i++, facts &= facts - 1)
        lookup->facts[i] = (uint8_t)__builtin_ctzll(facts);
    return 0;
}

static enum kind kind_of(const struct ruleset *rules, uint32_t measure)
{
    uint64_t set = rules->measures[measure].facts;
    int facts = __builtin_popcountll(set);
    if (last_value(rules, measure) < 0 || facts == 0 || facts > 3)
        return KIND_OTHER;
    if (facts == 1 && rules->plan->facts[__builtin_ctzll(set)].most < CHOICES)
        return KIND_CHOICE;
    return (enum kind)(KIND_ONE + facts - 1);
}

static int tabulate_all(struct ruleset *rules, const struct list lists[LISTS])
{
    struct fast_path *fast = rules->fast;
    fast->lookups = arena_array(&rules->arena, rules->graded_count, sizeof *fast->lookups);
    if (fast->lookups == NULL)
        return -1;
    uint32_t count = 0;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        for (uint32_t i = 0; i < rules->graded_count; i++) {
            if (kind_of(rules, i) != kind)
                continue;
            fast->lookups[count].measure = i;
            if (tabulate(rules, lists, &fast->lookups[count++], kind) != 0)
                return -1;
        }
        fast->ends[kind] = fast->lookups + count;
    }
    return 0;
}

/* ---- bits ---- */

static void rank_bits(struct fast_path *fast, const struct list *list)
{
    uint32_t count = list->all->count;
    for (uint32_t i = 0; i < count; i++)
        fast->ranks[list->start + (list->mildest_first ? count - 1 - i : i)] = (int16_t)list->all->items[i].rank;
    fast->ranks[list->start + count] = list->none;
}

static struct span span_of(const struct alternatives *literal, uint32_t first)
{
    const struct alternative *it = &literal->items[first];
    uint32_t end = first;
    while (end < literal->count && literal->items[end].rule == it->rule && literal->items[end].rank == it->rank)
        end++;
    return (struct span){~UINT64_C(0) >> (64 - (end - first)) % 64 << first % 64, (uint16_t)first, (uint16_t)end, (uint16_t)it->rule};
}

/* Literal alternatives are sorted by level, then by rule: find each rule's, count or keep them. */
static void walk_spans(const struct ruleset *rules, uint32_t counts[LEVEL_NONE], struct span *spans)
{
    const struct alternatives *literal = &rules->literal;
    struct span span;
    for (uint32_t i = 0; i < literal->count && literal->items[i].rank < LEVEL_NONE; i = span.end) {
        int level = literal->items[i].rank;
        span = span_of(literal, i);
        if (spans != NULL)
            spans[(uint32_t)level * rules->fast->width + counts[level]] = span;
        counts[level]++;
    }
}

static int find_spans(struct ruleset *rules)
{
    struct fast_path *fast = rules->fast;
    uint32_t counts[LEVEL_NONE] = {0}, again[LEVEL_NONE] = {0};
    walk_spans(rules, counts, NULL);
    for (int level = 0; level < LEVEL_NONE; level++)
        fast->width = counts[level] > fast->width ? counts[level] : fast->width;
    fast->spans = arena_array(&rules->arena, (size_t)(LEVEL_NONE + 1) * fast->width, sizeof *fast->spans);
    if (fast->spans == NULL)
        return -1;
    walk_spans(rules, again, fast->spans);
    return 0;
}

int ruleset_cut_cells(struct ruleset *rules)
{
    uint32_t safe_start = rules->literal.count + 1, grade_start = safe_start + rules->safe.count + 1;
    uint32_t bits = grade_start + rules->grades.count + 1;
    const struct list lists[LISTS] = {
        {&rules->literal, 0, false, LEVEL_NONE},
        {&rules->safe, safe_start, false, LEVEL_NONE},
        {&rules->grades, grade_start, true, -1},
    };
    struct fast_path *fast = rules->fast = arena_alloc(&rules->arena, sizeof *fast);
    if (fast == NULL)
        return -1;
    rules->words = (bits + 63) / 64;
    fast->safe_start = safe_start;
    fast->grade_start = grade_start;
    fast->safe_bits = ~UINT64_C(0) << safe_start % 64;
    fast->grade_bits = ~UINT64_C(0) << grade_start % 64;
    fast->ranks = arena_array(&rules->arena, bits, sizeof *fast->ranks);
    if (fast->ranks == NULL || find_spans(rules) != 0)
        return -1;
    for (int l = 0; l < LISTS; l++)
        rank_bits(fast, &lists[l]);
    if (cut_all(rules, lists) != 0 || tabulate_all(rules, lists) != 0)
        return -1;
    fast->plain = rules->words == 1 && fast->ends[KIND_OTHER] == fast->ends[KIND_THREE];
    return 0;
}

/* ---- grading ---- */

/* A value beyond the last row is as good as the last one. */
static inline const uint64_t *row_at(const struct lookup *lookup, int64_t row, uint32_t words)
{
    return lookup->rows + ((uint64_t)row < lookup->last ? (uint64_t)row : lookup->last) * words;
}

/* Bits of one word that all lookups of the simple kinds leave alive. Inlined, so that for one word the multiplications go away. */
static inline __attribute__((always_inline)) uint64_t look_up(const struct fast_path *fast, const int64_t *values, uint32_t words, uint32_t word)
{
    uint64_t bits = ~UINT64_C(0);
    const struct lookup *at = fast->lookups;
    for (const struct lookup *end = fast->ends[KIND_CHOICE]; at < end; at++)
        bits &= at->rows[((uint64_t)values[at->facts[0]] % CHOICES) * words + word];
    for (const struct lookup *end = fast->ends[KIND_ONE]; at < end; at++)
        bits &= row_at(at, values[at->facts[0]], words)[word];
    for (const struct lookup *end = fast->ends[KIND_TWO]; at < end; at++)
        bits &= row_at(at, values[at->facts[0]] + values[at->facts[1]], words)[word];
    for (const struct lookup *end = fast->ends[KIND_THREE]; at < end; at++)
        bits &= row_at(at, values[at->facts[0]] + values[at->facts[1]] + values[at->facts[2]], words)[word];
    return bits;
}

static int64_t find_row(const struct ruleset *rules, const struct lookup *lookup, const int64_t *values, const int64_t *counts)
{
    const struct measure *measure = &rules->measures[lookup->measure];
    int64_t value = measure->facts == 0 ? counts[lookup->measure] : 0;
    for (uint64_t rest = measure->facts; rest != 0; rest &= rest - 1)
        value += values[__builtin_ctzll(rest)];
    if (!lookup->by_cell)
        return value;
    const struct cells *cells = &rules->cells[lookup->measure];
    int64_t cell = 0;
    for (uint32_t i = 0; i < cells->cut_count; i++)
        cell += value >= cells->cuts[i];
    return cell;
}

static void find_alive(const struct ruleset *rules, const int64_t *values, const int64_t *counts, uint64_t *alive)
{
    const struct fast_path *fast = rules->fast;
    for (uint32_t word = 0; word < rules->words; word++)
        alive[word] = look_up(fast, values, rules->words, word);
    for (const struct lookup *at = fast->ends[KIND_THREE]; at < fast->ends[KIND_OTHER]; at++) {
        const uint64_t *row = row_at(at, find_row(rules, at, values, counts), rules->words);
        for (uint32_t word = 0; word < rules->words; word++)
            alive[word] &= row[word];
    }
}

/* There is one from the start of any list on: the bit behind it. */
static uint32_t first_alive(const uint64_t *alive, uint32_t from)
{
    uint32_t word = from / 64;
    uint64_t bits = alive[word] & ~UINT64_C(0) << from % 64;
    while (bits == 0)
        bits = alive[++word];
    return word * 64 + (uint32_t)__builtin_ctzll(bits);
}

#define WORDS_ON_STACK ((3 * (RULESET_ALTERNATIVES_MAX + 1)) / 64 + 1)

static __attribute__((noinline)) void grade_any(const struct ruleset *rules, const int64_t *values, const int64_t *counts,
                                                struct verdict *verdict, uint64_t *alive)
{
    uint64_t local[WORDS_ON_STACK];
    const struct fast_path *fast = rules->fast;
    if (alive == NULL)
        alive = local;
    find_alive(rules, values, counts, alive);
    verdict->level = fast->ranks[first_alive(alive, 0)];
    verdict->safe_level = fast->ranks[first_alive(alive, fast->safe_start)];
    verdict->grade = fast->ranks[first_alive(alive, fast->grade_start)];
}

void ruleset_grade(const struct ruleset *rules, const int64_t *values, const int64_t *counts, struct verdict *verdict, uint64_t *alive)
{
    const struct fast_path *fast = rules->fast;
    if (!fast->plain) {
        grade_any(rules, values, counts, verdict, alive);
        return;
    }
    uint64_t bits = look_up(fast, values, 1, 0);
    if (alive != NULL)
        *alive = bits;
    verdict->level = fast->ranks[__builtin_ctzll(bits)];
    verdict->safe_level = fast->ranks[__builtin_ctzll(bits & fast->safe_bits)];
    verdict->grade = fast->ranks[__builtin_ctzll(bits & fast->grade_bits)];
}

/* As many steps at every level, "none" too: the level is the last thing known, and a wrong guess here would throw away most. */
uint32_t ruleset_held(const struct ruleset *rules, const struct verdict *verdict, const uint64_t *alive, uint16_t *held)
{
    const struct fast_path *fast = rules->fast;
    const struct span *span = fast->spans + (size_t)verdict->level * fast->width, *end = span + fast->width;
    uint16_t *next = held; /* a rule is written, and stays if it holds */
    if (!fast->plain) {
        for (; span < end; span++) {
            *next = span->rule;
            next += first_alive(alive, span->first) < span->end;
        }
        return (uint32_t)(next - held);
    }
    const uint64_t bits = *alive;
    for (; span < end; span++) {
        *next = span->rule;
        next += (bits & span->mask) != 0;
    }
    return (uint32_t)(next - held);
}
