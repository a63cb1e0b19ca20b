/*
 * Making the tables of the fast path, once a ruleset. See rules/fast.h and, for what is done with them, rules/fast.c.
 *
 * Findings, which are many and say little, are put together: with four of them, or three and an enumeration, for an index, one look-up
 * does for four; and two numbers whose thresholds are small share one.
 */
#include <string.h>

#include "rules/bits.h"
#include "rules/fast.h"

#define VALUES_MAX 256 /* rows of a table by value: 2 KiB a measure */

/* While the tables are made. */
struct making {
    struct ruleset *rules;
    struct arena scratch;
    struct bits bits;
    uint64_t **rows; /* by measure: a row for each cell */
    bool *joined;    /* by measure: in a table with others */
    struct lookup *lookups;
    uint32_t lookup_count;
};

/* ---- rows by cell ---- */

/* Clear a bit in the cells that a test of its alternative excludes. */
static void exclude(const struct making *making, const struct test *test, uint32_t bit)
{
    const struct cells *cells = &making->rules->cells[test->measure];
    uint64_t *word = making->rows[test->measure] + bit / 64, clear = ~(UINT64_C(1) << bit % 64);
    uint32_t words = making->bits.words;
    uint32_t first = test->least == BOUND_NONE_LOW ? 0 : cells_find(cells, test->least);
    uint32_t last = test->most == BOUND_NONE_HIGH ? cells->cut_count : cells_find(cells, test->most);
    for (uint32_t cell = 0; cell < first; cell++)
        word[(size_t)cell * words] &= clear;
    for (uint32_t cell = last + 1; cell <= cells->cut_count; cell++)
        word[(size_t)cell * words] &= clear;
}

static int make_rows(struct making *making)
{
    const struct ruleset *rules = making->rules;
    const struct bits *bits = &making->bits;
    making->rows = arena_array(&making->scratch, rules->graded_count, sizeof *making->rows);
    if (making->rows == NULL)
        return -1;
    for (uint32_t i = 0; i < rules->graded_count; i++) {
        size_t words = (size_t)(rules->cells[i].cut_count + 1) * bits->words;
        making->rows[i] = arena_array(&making->scratch, words, sizeof **making->rows);
        if (making->rows[i] == NULL)
            return -1;
        memset(making->rows[i], 0xFF, words * sizeof **making->rows);
    }
    for (uint32_t bit = 0; bit < bits->count; bit++)
        for (uint32_t t = 0; t < bits->items[bit].test_count; t++)
            exclude(making, &bits->items[bit].tests[t], bit);
    return 0;
}

/* ---- tables ---- */

static const uint64_t *row_of_value(const struct making *making, uint32_t measure, int64_t value)
{
    return making->rows[measure] + (size_t)cells_find(&making->rules->cells[measure], value) * making->bits.words;
}

/* The last value of a table by value; -1 where there would be too many. Facts and counts are never negative. */
static int64_t last_value(const struct making *making, uint32_t measure)
{
    const struct cells *cells = &making->rules->cells[measure];
    int64_t last = cells->cut_count == 0 ? 0 : cells->cuts[cells->cut_count - 1];
    return last < VALUES_MAX ? last : -1;
}

static enum fast_kind kind_of(const struct making *making, uint32_t measure)
{
    const struct measure *it = &making->rules->measures[measure];
    int facts = __builtin_popcountll(it->facts);
    if (last_value(making, measure) < 0 || facts > 3)
        return FAST_BY_SEARCH;
    return it->unit != UNIT_FACTS ? FAST_BY_COUNT : (enum fast_kind)(FAST_BY_ONE + facts - 1);
}

/* A measure of one fact that has few values: its largest one, otherwise 0. */
static int64_t most_of_few(const struct ruleset *rules, uint32_t measure)
{
    uint64_t facts = rules->measures[measure].facts;
    if (facts == 0 || (facts & (facts - 1)) != 0)
        return 0;
    int64_t most = rules->plan->facts[__builtin_ctzll(facts)].most;
    return most <= FAST_FIELD ? most : 0;
}

static int tabulate(struct making *making, uint32_t measure)
{
    struct ruleset *rules = making->rules;
    struct lookup *lookup = &making->lookups[making->lookup_count++];
    int64_t last = last_value(making, measure);
    uint64_t facts = rules->measures[measure].facts;
    lookup->measure = (uint16_t)measure;
    lookup->by_cell = last < 0;
    lookup->last = lookup->by_cell ? rules->cells[measure].cut_count : (uint64_t)last;
    for (size_t i = 0; i < FAST_JOINED && facts != 0; i++, facts &= facts - 1)
        lookup->facts[i] = (uint8_t)__builtin_ctzll(facts);
    size_t words = making->bits.words, size = words * sizeof(uint64_t);
    uint64_t *rows = arena_array(&rules->arena, lookup->last + 1, size);
    if (rows == NULL)
        return -1;
    for (uint64_t row = 0; row <= lookup->last; row++)
        memcpy(rows + row * words, lookup->by_cell ? making->rows[measure] + row * words : row_of_value(making, measure, (int64_t)row), size);
    lookup->rows = rows;
    return 0;
}

/* ---- a table of several facts ---- */

/* So many facts are put side by side into an index, the first one highest, each into its own field of bits. */
struct join {
    uint32_t measures[FAST_JOINED];
    uint32_t bits[FAST_JOINED];
    uint32_t count;
};

static void add_to_join(struct join *join, uint32_t measure, uint32_t bits)
{
    join->measures[join->count] = measure;
    join->bits[join->count++] = bits;
}

static void join_row(const struct making *making, const struct join *join, uint64_t row, uint64_t *into)
{
    for (uint32_t i = join->count; i-- > 0; row >>= join->bits[i]) {
        const uint64_t *from = row_of_value(making, join->measures[i], (int64_t)(row & ((UINT64_C(1) << join->bits[i]) - 1)));
        for (uint32_t word = 0; word < making->bits.words; word++)
            into[word] &= from[word];
    }
}

static int make_join(struct making *making, const struct join *join)
{
    struct ruleset *rules = making->rules;
    struct lookup *lookup = &making->lookups[making->lookup_count++];
    uint32_t bits = 0, words = making->bits.words;
    for (uint32_t i = 0; i < join->count; i++)
        bits += join->bits[i];
    uint64_t rows = UINT64_C(1) << bits, *table = arena_array(&rules->arena, rows * words, sizeof *table);
    if (table == NULL)
        return -1;
    memset(table, 0xFF, rows * words * sizeof *table);
    for (uint64_t row = 0; row < rows; row++)
        join_row(making, join, row, table + row * words);
    *lookup = (struct lookup){.rows = table, .last = rows - 1, .measure = (uint16_t)join->measures[0]};
    for (uint32_t i = 0; i < join->count; i++) {
        lookup->facts[i] = (uint8_t)__builtin_ctzll(rules->measures[join->measures[i]].facts);
        making->joined[join->measures[i]] = true;
    }
    return 0;
}

/* The next measure whose fact has so many values and that is in no table yet; graded_count for none. */
static uint32_t next_of_few(const struct making *making, int64_t least, int64_t most, uint32_t from)
{
    uint32_t measure = from;
    while (measure < making->rules->graded_count && (making->joined[measure] || most_of_few(making->rules, measure) < least ||
                                                     most_of_few(making->rules, measure) > most))
        measure++;
    return measure;
}

/* Findings by fours, or by threes behind an enumeration; where there are fewer, the last is taken again. A single one stays by itself. */
static int join_findings(struct making *making)
{
    uint32_t none = making->rules->graded_count;
    for (;;) {
        struct join join = {.count = 0};
        uint32_t lead = next_of_few(making, 2, FAST_FIELD, 0), next = next_of_few(making, 1, 1, 0);
        if (lead != none)
            add_to_join(&join, lead, 64 - (uint32_t)__builtin_clzll((uint64_t)most_of_few(making->rules, lead)));
        for (; next != none && join.count < FAST_JOINED; next = next_of_few(making, 1, 1, next + 1))
            add_to_join(&join, next, 1);
        if (join.count < 2)
            return 0;
        while (join.count < FAST_JOINED)
            add_to_join(&join, join.measures[join.count - 1], 1);
        if (make_join(making, &join) != 0)
            return -1;
    }
}

/* Numbers whose thresholds are small, by twos. */
static int join_pairs(struct making *making)
{
    struct join join = {.count = 0};
    for (uint32_t i = 0; i < making->rules->graded_count; i++) {
        if (making->joined[i] || kind_of(making, i) != FAST_BY_ONE || last_value(making, i) > FAST_FIELD)
            continue;
        add_to_join(&join, i, FAST_FIELD_BITS);
        if (join.count == 2 && make_join(making, &join) != 0)
            return -1;
        join.count %= 2;
    }
    return 0;
}

static int make_tables(struct making *making)
{
    struct ruleset *rules = making->rules;
    struct fast_path *fast = rules->fast;
    making->lookups = fast->lookups;
    making->joined = arena_array(&making->scratch, rules->graded_count, sizeof *making->joined);
    if (making->joined == NULL || join_findings(making) != 0)
        return -1;
    fast->ends[FAST_BY_FINDINGS] = fast->lookups + making->lookup_count;
    if (join_pairs(making) != 0)
        return -1;
    fast->ends[FAST_BY_PAIR] = fast->lookups + making->lookup_count;
    for (enum fast_kind kind = FAST_BY_ONE; kind < FAST_KIND_COUNT; kind++) {
        for (uint32_t i = 0; i < rules->graded_count; i++)
            if (!making->joined[i] && kind_of(making, i) == kind && tabulate(making, i) != 0)
                return -1;
        fast->ends[kind] = fast->lookups + making->lookup_count;
    }
    fast->simple = fast->ends[FAST_BY_SEARCH] == fast->ends[FAST_BY_THREE];
    return 0;
}

/* ---- the rules of a level ---- */

/* Literal alternatives are sorted by level, then by rule: whether one begins another level, another rule, than the one before it. */
static bool begins_level(const struct alternatives *all, uint32_t index)
{
    return index == 0 || all->items[index - 1].rank != all->items[index].rank;
}

static bool begins_rule(const struct alternatives *all, uint32_t index)
{
    return begins_level(all, index) || all->items[index - 1].rule != all->items[index].rule;
}

/* Gives every level that has rules a place, behind the one of those that have none; returns how many places there are. */
static size_t place_levels(const struct making *making)
{
    const struct alternatives *all = &making->rules->literal;
    struct fast_path *fast = making->rules->fast;
    uint32_t count = 0;
    uint8_t place = 0;
    for (uint32_t i = 0; i < all->count && all->items[i].rank < LEVEL_NONE; i++) {
        if (begins_level(all, i)) {
            fast->places[all->items[i].rank] = ++place;
            count = 0;
        }
        count += begins_rule(all, i);
        fast->width = count > fast->width ? count : fast->width;
    }
    return place + 1u;
}

/* By position the bits, and by place and position which rule it is. */
static void line_up(const struct making *making, uint64_t *at_position, uint16_t *rules)
{
    const struct alternatives *all = &making->rules->literal;
    const struct fast_path *fast = making->rules->fast;
    uint32_t position = 0;
    for (uint32_t i = 0; i < all->count && all->items[i].rank < LEVEL_NONE; i++) {
        const struct alternative *it = &all->items[i];
        position = begins_level(all, i) ? 0 : position + begins_rule(all, i);
        rules[(size_t)fast->places[it->rank] * fast_fours(fast) * FAST_FOUR + position] = (uint16_t)it->rule;
        at_position[(size_t)position * making->bits.words + making->bits.literal[i] / 64] |= UINT64_C(1) << making->bits.literal[i] % 64;
    }
}

static void list_four(struct four_rules *four, const uint16_t rules[FAST_FOUR])
{
    for (uint32_t holding = 0; holding < 1u << FAST_FOUR; holding++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < FAST_FOUR; i++)
            if (holding >> i & 1)
                four->lists[holding][count++] = rules[i];
    }
}

static int list_rules(struct making *making, size_t places)
{
    struct ruleset *rules = making->rules;
    struct fast_path *fast = rules->fast;
    size_t count = places * fast_fours(fast);
    uint16_t *lined_up = arena_array(&making->scratch, count * FAST_FOUR, sizeof *lined_up);
    uint64_t *at_position = arena_array(&rules->arena, (size_t)fast_fours(fast) * FAST_FOUR * making->bits.words, sizeof *at_position);
    struct four_rules *fours = arena_array(&rules->arena, count, sizeof *fours);
    if (fours == NULL || lined_up == NULL || at_position == NULL)
        return -1;
    line_up(making, at_position, lined_up);
    for (size_t i = 0; i < count; i++)
        list_four(&fours[i], lined_up + i * FAST_FOUR);
    fast->fours = fours;
    fast->at_position = at_position;
    return 0;
}

/* ---- what bits mean ---- */

static int keep_meanings(struct making *making, size_t places)
{
    struct ruleset *rules = making->rules;
    struct fast_path *fast = rules->fast;
    const struct bits *bits = &making->bits;
    struct bit_meaning *meanings = arena_array(&rules->arena, bits->count, sizeof *meanings);
    uint64_t *place_bits = arena_array(&rules->arena, places * bits->words, sizeof *place_bits);
    uint64_t *level_bits = arena_array(bits->words == 1 ? &rules->arena : &making->scratch, bits->count, sizeof *level_bits);
    if (meanings == NULL || place_bits == NULL || level_bits == NULL)
        return -1;
    for (uint32_t i = 0; i < bits->count; i++)
        place_bits[(size_t)fast->places[bits->items[i].level] * bits->words + i / 64] |= UINT64_C(1) << i % 64;
    for (uint32_t i = 0; i < bits->count; i++) {
        uint8_t place = fast->places[bits->items[i].level];
        meanings[i] = (struct bit_meaning){bits->items[i].grade, (uint8_t)bits->items[i].level, place};
        level_bits[i] = place_bits[(size_t)place * bits->words];
    }
    fast->meanings = meanings;
    fast->level_bits = bits->words == 1 ? level_bits : NULL;
    fast->place_bits = place_bits;
    return 0;
}

static const void *keep(struct ruleset *rules, const void *data, size_t size)
{
    void *copy = arena_alloc(&rules->arena, size);
    if (copy != NULL && size > 0)
        memcpy(copy, data, size);
    return copy;
}

static int keep_readings(struct making *making)
{
    struct ruleset *rules = making->rules;
    struct fast_path *fast = rules->fast;
    const struct bits *bits = &making->bits;
    size_t size = bits->words * sizeof(uint64_t);
    fast->of_literal = keep(rules, bits->of_literal, size);
    fast->of_safe = keep(rules, bits->of_safe, size);
    fast->of_grades = keep(rules, bits->of_grades, size);
    fast->literal = keep(rules, bits->literal, rules->literal.count * sizeof *bits->literal);
    if (fast->of_literal == NULL || fast->of_safe == NULL || fast->of_grades == NULL || fast->literal == NULL)
        return -1;
    fast->literal_bits = bits->of_literal[0];
    fast->safe_bits = bits->of_safe[0];
    fast->grade_bits = bits->of_grades[0];
    fast->plain = bits->words == 1 && bits->graded_in_order;
    fast->graded = rules->grades.count > 0;
    fast->brief = fast->plain && fast->simple && fast->width > 0 && fast->width <= FAST_FOUR;
    return 0;
}

static int make_all(struct making *making)
{
    struct ruleset *rules = making->rules;
    if (bits_assign(&making->bits, rules, &making->scratch) != 0)
        return -1;
    rules->words = making->bits.words;
    rules->fast = arena_alloc(&rules->arena, sizeof *rules->fast + rules->graded_count * sizeof rules->fast->lookups[0]);
    if (rules->fast == NULL)
        return -1;
    size_t places = place_levels(making);
    return make_rows(making) != 0 || make_tables(making) != 0 || list_rules(making, places) != 0 || keep_meanings(making, places) != 0 ||
                   keep_readings(making) != 0 ? -1 : 0;
}

int ruleset_make_fast(struct ruleset *rules)
{
    struct making making = {.rules = rules};
    int rc = make_all(&making);
    arena_release(&making.scratch);
    return rc;
}
