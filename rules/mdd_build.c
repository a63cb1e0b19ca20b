/*
 * Building the decision diagram from a ruleset's alternatives. See mdd.h.
 *
 * A part's variables are decided one after the other. What is left to decide is a state: which alternatives are still alive, the sums
 * so far of measures that are not complete, the most severe level reached. A state is brought to its plainest form (an alternative
 * that cannot give more than what is reached, a sum that no test of a living alternative reads, are forgotten), so that states which
 * mean the same are the same, and is looked at once.
 */
#include <stdlib.h>
#include <string.h>

#include "rules/mdd.h"
#include "rules/mdd_vars.h"
#include "rules/ruleset.h"

/* A measure of the part that is built. */
struct sum {
    uint32_t measure;
    uint16_t last;   /* position of its last variable: decided there */
    int64_t highest; /* that it can have */
};

struct option {
    uint16_t end;
    uint32_t first_test, test_count; /* into builder.tests; `measure` there is an index of sums */
};

/* Open addressing: 0 is free, else an index + 1. `size` is a power of two. */
struct table {
    uint32_t *slots;
    uint32_t size, used;
};

struct builder {
    const struct ruleset *rules;
    struct mdd *mdd;
    uint16_t *var_of_measure; /* of counts */
    /* the part */
    const struct mdd_part *part;
    struct option *options;
    struct test *tests;
    struct sum *sums;
    uint32_t *sum_of_measure; /* index of sums, UINT32_MAX for none */
    uint32_t option_count, sum_count, words; /* of a state: end, alive, sums */
    uint64_t *stack;    /* a state for each position */
    int64_t *starts;    /* scratch: where a variable's value makes a difference */
    uint64_t *states;   /* those looked at: position, node, state */
    uint32_t steps, state_count, state_capacity, node_capacity, edge_capacity;
    struct table state_table, node_table;
    struct mdd_edge *edges; /* scratch: edges of nodes that are being made, as a stack */
    uint32_t edges_top, edges_capacity;
    bool too_large, no_memory;
};

static bool failed(const struct builder *builder)
{
    return builder->too_large || builder->no_memory;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* An array that doubles, with room for one more; when out of memory, as it was, and builder->no_memory. */
static void *grow(struct builder *builder, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    uint32_t wanted = *capacity == 0 ? 256 : *capacity * 2;
    void *grown = realloc(items, wanted * size);
    builder->no_memory = builder->no_memory || grown == NULL;
    if (grown == NULL)
        return items;
    *capacity = wanted;
    return grown;
}

/* ---- tables ---- */

static void table_put(struct table *table, uint64_t hash, uint32_t index)
{
    uint64_t slot = hash & (table->size - 1);
    while (table->slots[slot] != 0)
        slot = (slot + 1) & (table->size - 1);
    table->slots[slot] = index + 1;
    table->used++;
}

/* Room for one more, at most half full; `hash` gives the hash of what has an index. */
static bool table_reserve(struct builder *builder, struct table *table, uint64_t (*hash)(const struct builder *, uint32_t))
{
    if (2 * (table->used + 1) <= table->size)
        return true;
    struct table grown = {.size = table->size == 0 ? 512 : table->size * 2};
    grown.slots = calloc(grown.size, sizeof *grown.slots);
    if (grown.slots == NULL)
        return !(builder->no_memory = true);
    for (uint32_t i = 0; i < table->size; i++)
        if (table->slots[i] != 0)
            table_put(&grown, hash(builder, table->slots[i] - 1), table->slots[i] - 1);
    free(table->slots);
    *table = grown;
    return true;
}

static void table_clear(struct table *table)
{
    if (table->used > 0)
        memset(table->slots, 0, table->size * sizeof *table->slots);
    table->used = 0;
}

/* ---- nodes ---- */

static uint64_t hash_edges(const struct mdd_edge *edges, uint32_t count, uint16_t var)
{
    uint64_t hash = mix(1, var);
    for (uint32_t i = 0; i < count; i++)
        hash = mix(hash, (uint64_t)edges[i].last << 16 | edges[i].child);
    return hash;
}

static uint64_t hash_node(const struct builder *builder, uint32_t index)
{
    const struct mdd_node *node = &builder->mdd->nodes[index];
    return hash_edges(builder->mdd->edges + node->first_edge, node->edge_count, node->var);
}

static bool same_node(const struct mdd *mdd, uint32_t node, const struct mdd_edge *edges, uint32_t count, uint16_t var)
{
    const struct mdd_node *it = &mdd->nodes[node];
    return it->var == var && it->edge_count == count && memcmp(mdd->edges + it->first_edge, edges, count * sizeof *edges) == 0;
}

static struct mdd_node *add_node(struct builder *builder, const struct mdd_edge *edges, uint32_t count, uint16_t var)
{
    struct mdd *mdd = builder->mdd;
    builder->too_large = builder->too_large || mdd->node_count == MDD_NODES_MAX || mdd->edge_count + count > MDD_EDGES_MAX;
    if (!builder->too_large)
        mdd->nodes = grow(builder, mdd->nodes, mdd->node_count, &builder->node_capacity, sizeof *mdd->nodes);
    if (failed(builder))
        return NULL;
    struct mdd_node *node = &mdd->nodes[mdd->node_count];
    *node = (struct mdd_node){.first_edge = mdd->edge_count, .edge_count = (uint16_t)count, .var = var,
                              .support = UINT32_C(1) << (var - builder->part->first_var)};
    for (uint32_t i = 0; i < count; i++) {
        mdd->edges = grow(builder, mdd->edges, mdd->edge_count, &builder->edge_capacity, sizeof *mdd->edges);
        if (failed(builder))
            return NULL;
        node->reach |= mdd->nodes[edges[i].child].reach;
        node->support |= mdd->nodes[edges[i].child].support;
        mdd->edges[mdd->edge_count++] = edges[i];
    }
    mdd->node_count++;
    return node;
}

/* The node with these edges: an old one if there is one; 0 on failure. */
static uint16_t unique_node(struct builder *builder, const struct mdd_edge *edges, uint32_t count, uint16_t var)
{
    struct table *table = &builder->node_table;
    if (count == 1)
        return edges[0].child;
    if (!table_reserve(builder, table, hash_node))
        return 0;
    uint64_t hash = hash_edges(edges, count, var);
    for (uint64_t slot = hash & (table->size - 1); table->slots[slot] != 0; slot = (slot + 1) & (table->size - 1))
        if (same_node(builder->mdd, table->slots[slot] - 1, edges, count, var))
            return (uint16_t)(table->slots[slot] - 1);
    struct mdd_node *node = add_node(builder, edges, count, var);
    if (node == NULL)
        return 0;
    uint32_t index = (uint32_t)(node - builder->mdd->nodes);
    table_put(table, hash, index);
    return (uint16_t)index;
}

/* ---- states: [0] the end reached, then a bit for each option alive, then the sums ---- */

static uint32_t alive_words(const struct builder *builder)
{
    return (builder->option_count + 63) / 64;
}

static int64_t *sums_of(const struct builder *builder, uint64_t *state)
{
    return (int64_t *)(state + 1 + alive_words(builder));
}

enum outcome { FAILS, OPEN, HOLDS };

/* A test of a sum of which all variables before `position` are added. What was decided before the last one, an option alive has passed. */
static enum outcome try_test(const struct builder *builder, const struct test *test, int64_t sum, uint16_t position)
{
    const struct sum *it = &builder->sums[test->measure];
    if (it->last + 1 < position)
        return HOLDS;
    if (sum > test->most)
        return FAILS;
    if (it->last < position)
        return sum >= test->least ? HOLDS : FAILS;
    return sum >= test->least && test->most >= it->highest ? HOLDS : OPEN;
}

static enum outcome try_option(const struct builder *builder, const struct option *option, const int64_t *sums, uint16_t position)
{
    enum outcome all = HOLDS;
    for (uint32_t t = 0; t < option->test_count && all != FAILS; t++) {
        const struct test *test = &builder->tests[option->first_test + t];
        enum outcome one = try_test(builder, test, sums[test->measure], position);
        all = one < all ? one : all;
    }
    return all;
}

/* How far a sum that is not complete matters to an option alive: it may as well stop there. 0 when no test reads it. */
static void note_ceilings(const struct builder *builder, const struct option *option, uint16_t position, int64_t *ceilings)
{
    for (uint32_t t = 0; t < option->test_count; t++) {
        const struct test *test = &builder->tests[option->first_test + t];
        if (builder->sums[test->measure].last < position)
            continue;
        int64_t ceiling = test->most == BOUND_NONE_HIGH || test->most >= builder->sums[test->measure].highest ? test->least : test->most + 1;
        if (ceiling > ceilings[test->measure])
            ceilings[test->measure] = ceiling;
    }
}

static bool is_alive(const uint64_t *state, uint32_t option)
{
    return state[1 + option / 64] >> option % 64 & 1;
}

static void kill_option(uint64_t *state, uint32_t option)
{
    state[1 + option / 64] &= ~(UINT64_C(1) << option % 64);
}

/* Bring a state to its plainest form. `ceilings` has room for the sums. Options are sorted by end. Returns whether any is alive. */
static bool tidy(const struct builder *builder, uint64_t *state, uint16_t position, int64_t *ceilings)
{
    int64_t *sums = sums_of(builder, state);
    bool alive = false;
    memset(ceilings, 0, builder->sum_count * sizeof *ceilings);
    for (uint32_t i = 0; i < builder->option_count; i++) {
        if (!is_alive(state, i))
            continue;
        enum outcome outcome = builder->options[i].end >= state[0] ? FAILS : try_option(builder, &builder->options[i], sums, position);
        if (outcome == HOLDS)
            state[0] = builder->options[i].end;
        if (outcome != OPEN) {
            kill_option(state, i);
            continue;
        }
        alive = true;
        note_ceilings(builder, &builder->options[i], position, ceilings);
    }
    for (uint32_t i = 0; i < builder->sum_count; i++)
        sums[i] = sums[i] < ceilings[i] ? sums[i] : ceilings[i];
    return alive;
}

/* ---- looking at states ---- */

static uint64_t *state_at(const struct builder *builder, uint32_t index)
{
    return builder->states + (size_t)index * (builder->words + 2);
}

static uint64_t hash_words(const uint64_t *words, uint32_t count, uint64_t position)
{
    uint64_t hash = mix(3, position);
    for (uint32_t i = 0; i < count; i++)
        hash = mix(hash, words[i]);
    return hash;
}

static uint64_t hash_state(const struct builder *builder, uint32_t index)
{
    const uint64_t *state = state_at(builder, index);
    return hash_words(state + 2, builder->words, state[0]);
}

/* Its index, UINT32_MAX for one not looked at. */
static uint32_t find_state(const struct builder *builder, const uint64_t *state, uint16_t position)
{
    const struct table *table = &builder->state_table;
    uint64_t slot = table->size == 0 ? 0 : hash_words(state, builder->words, position) & (table->size - 1);
    for (; table->size > 0 && table->slots[slot] != 0; slot = (slot + 1) & (table->size - 1)) {
        const uint64_t *other = state_at(builder, table->slots[slot] - 1);
        if (other[0] == position && memcmp(other + 2, state, builder->words * sizeof *state) == 0)
            return table->slots[slot] - 1;
    }
    return UINT32_MAX;
}

/* Keep a state to be looked at; its index, UINT32_MAX on failure. */
static uint32_t keep_state(struct builder *builder, const uint64_t *state, uint16_t position)
{
    if (!table_reserve(builder, &builder->state_table, hash_state))
        return UINT32_MAX;
    builder->states = grow(builder, builder->states, builder->state_count, &builder->state_capacity, (builder->words + 2) * sizeof *builder->states);
    if (builder->no_memory)
        return UINT32_MAX;
    uint32_t index = builder->state_count++;
    uint64_t *kept = state_at(builder, index);
    kept[0] = position;
    kept[1] = 0;
    memcpy(kept + 2, state, builder->words * sizeof *state);
    table_put(&builder->state_table, hash_state(builder, index), index);
    return index;
}

/* Whether a sum adds the variable at a position. */
static bool adds(const struct builder *builder, uint32_t sum, uint16_t position)
{
    const struct mdd_var *var = &builder->mdd->vars[builder->part->first_var + position];
    if (var->fact < 0)
        return builder->sums[sum].measure == var->measure;
    return builder->rules->measures[builder->sums[sum].measure].facts >> var->fact & 1;
}

static int compare_starts(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* The cells at which the variable's value first makes a difference, ascending, beginning with 0. */
static uint32_t find_turns(struct builder *builder, const uint64_t *state, uint16_t position, uint16_t *turns)
{
    const struct mdd_var *var = &builder->mdd->vars[builder->part->first_var + position];
    const int64_t *sums = sums_of(builder, (uint64_t *)state);
    uint32_t count = 0;
    builder->starts[count++] = INT64_MIN;
    for (uint32_t i = 0; i < builder->option_count; i++) {
        const struct option *option = &builder->options[i];
        for (uint32_t t = 0; t < option->test_count && is_alive(state, i); t++) {
            const struct test *test = &builder->tests[option->first_test + t];
            if (!adds(builder, test->measure, position) || try_test(builder, test, sums[test->measure], position) != OPEN)
                continue;
            if (position != builder->sums[test->measure].last) { /* every value counts, up to where the sum is full */
                for (uint32_t cell = 0; cell < var->cell_count; cell++)
                    turns[cell] = (uint16_t)cell;
                return var->cell_count;
            }
            if (test->least != BOUND_NONE_LOW)
                builder->starts[count++] = test->least - sums[test->measure];
            if (test->most != BOUND_NONE_HIGH)
                builder->starts[count++] = test->most + 1 - sums[test->measure];
        }
    }
    qsort(builder->starts, count, sizeof *builder->starts, compare_starts);
    uint32_t distinct = 0;
    uint16_t cell = 0;
    for (uint32_t i = 0; i < count; i++) {
        while (cell < var->cell_count && var->starts[cell] < builder->starts[i])
            cell++;
        if (cell < var->cell_count && (distinct == 0 || turns[distinct - 1] != cell))
            turns[distinct++] = cell;
    }
    return distinct;
}

static uint16_t look_at(struct builder *builder, uint64_t *state, uint16_t position);

static uint16_t follow(struct builder *builder, const uint64_t *state, uint16_t position, uint16_t cell)
{
    const struct mdd_var *var = &builder->mdd->vars[builder->part->first_var + position];
    uint64_t *next = builder->stack + (size_t)(position + 1) * builder->words;
    builder->steps += 1 + builder->option_count / MDD_STRIDE;
    builder->too_large = builder->too_large || builder->steps > MDD_STEPS_MAX;
    memcpy(next, state, builder->words * sizeof *state);
    int64_t value = var->starts[cell] < 0 ? 0 : var->starts[cell];
    for (uint32_t i = 0; i < builder->sum_count; i++)
        if (adds(builder, i, position))
            sums_of(builder, next)[i] += value;
    return look_at(builder, next, (uint16_t)(position + 1));
}

static bool push_edge(struct builder *builder, uint32_t place, uint16_t last, uint16_t child)
{
    builder->edges = grow(builder, builder->edges, place, &builder->edges_capacity, sizeof *builder->edges);
    if (builder->no_memory)
        return false;
    builder->edges[place] = (struct mdd_edge){last, child};
    return true;
}

static uint16_t branch(struct builder *builder, const uint64_t *state, uint16_t position, const uint16_t *turns, uint32_t turn_count)
{
    const struct mdd_var *var = &builder->mdd->vars[builder->part->first_var + position];
    uint32_t base = builder->edges_top, count = 0;
    for (uint32_t i = 0; i < turn_count && !failed(builder); i++) {
        uint16_t child = follow(builder, state, position, turns[i]);
        uint16_t last = (uint16_t)(i + 1 < turn_count ? turns[i + 1] - 1 : var->cell_count - 1);
        struct mdd_edge *edges = builder->edges + base;
        if (count > 0 && edges[count - 1].child == child)
            edges[count - 1].last = last;
        else if (push_edge(builder, base + count, last, child))
            count++;
        builder->edges_top = base + count;
    }
    builder->edges_top = base;
    if (failed(builder))
        return 0;
    return unique_node(builder, builder->edges + base, count, (uint16_t)(builder->part->first_var + position));
}

static uint16_t split(struct builder *builder, uint64_t *state, uint16_t position)
{
    uint32_t cells = builder->mdd->vars[builder->part->first_var + position].cell_count;
    uint16_t *turns = malloc(cells * sizeof *turns);
    if (turns == NULL) {
        builder->no_memory = true;
        return 0;
    }
    uint16_t node = branch(builder, state, position, turns, find_turns(builder, state, position, turns));
    free(turns);
    return node;
}

/* The node of a state. As deep as a part has variables. */
static uint16_t look_at(struct builder *builder, uint64_t *state, uint16_t position)
{
    int64_t *ceilings = (int64_t *)builder->stack + (size_t)(builder->part->var_count + 1) * builder->words;
    if (!tidy(builder, state, position, ceilings))
        return (uint16_t)state[0];
    uint32_t index = find_state(builder, state, position);
    if (index != UINT32_MAX)
        return (uint16_t)state_at(builder, index)[1];
    index = keep_state(builder, state, position);
    if (index == UINT32_MAX)
        return 0;
    uint16_t node = split(builder, state, position);
    state_at(builder, index)[1] = node;
    return node;
}

/* ---- a part ---- */

static uint32_t part_sum(struct builder *builder, uint32_t measure)
{
    uint32_t *index = &builder->sum_of_measure[measure];
    if (*index != UINT32_MAX)
        return *index;
    const struct measure *it = &builder->rules->measures[measure];
    struct sum *sum = &builder->sums[*index = builder->sum_count++];
    *sum = (struct sum){.measure = measure};
    if (it->unit != UNIT_FACTS) {
        sum->last = (uint16_t)(builder->var_of_measure[measure] - builder->part->first_var);
        sum->highest = INT64_MAX;
    }
    for (uint64_t rest = it->unit == UNIT_FACTS ? it->facts : 0; rest != 0; rest &= rest - 1) {
        int fact = __builtin_ctzll(rest);
        uint16_t position = (uint16_t)(builder->mdd->var_of_fact[fact] - builder->part->first_var);
        sum->last = position > sum->last ? position : sum->last;
        sum->highest += builder->rules->plan->facts[fact].most; /* at most 63 times 10^15 */
    }
    return *index;
}

static bool belongs(const struct builder *builder, const struct alternatives *all, const struct alternative *it)
{
    if (it->test_count == 0)
        return false;
    uint32_t measure = all->tests[it->first_test].measure;
    const struct measure *first = &builder->rules->measures[measure];
    uint16_t var = first->unit == UNIT_FACTS ? builder->mdd->var_of_fact[__builtin_ctzll(first->facts)] : builder->var_of_measure[measure];
    return var >= builder->part->first_var && var < builder->part->first_var + builder->part->var_count;
}

/* The options of a list that read this part's variables, the most severe first. */
static void take_options(struct builder *builder, const struct alternatives *all, bool grades)
{
    uint32_t tests = 0;
    int grade_count = (int)builder->rules->plan->grade_count;
    builder->option_count = builder->sum_count = 0;
    memset(builder->sum_of_measure, 0xFF, builder->rules->measure_count * sizeof *builder->sum_of_measure);
    for (uint32_t n = 0; n < all->count; n++) {
        const struct alternative *it = &all->items[grades ? all->count - 1 - n : n];
        int end = grades ? mdd_end_of_grade(grade_count, it->rank) : it->rank;
        if (end >= (grades ? grade_count + 1 : LEVEL_NONE) || !belongs(builder, all, it))
            continue;
        builder->options[builder->option_count++] = (struct option){(uint16_t)end, tests, it->test_count};
        for (uint32_t t = 0; t < it->test_count; t++, tests++) {
            builder->tests[tests] = all->tests[it->first_test + t];
            builder->tests[tests].measure = part_sum(builder, builder->tests[tests].measure);
        }
    }
    builder->words = 1 + alive_words(builder) + builder->sum_count;
}

static bool build_part(struct builder *builder, struct mdd_part *part, uint16_t none)
{
    builder->stack = calloc((size_t)(part->var_count + 2) * builder->words, sizeof *builder->stack);
    builder->steps = builder->state_count = builder->state_capacity = 0;
    builder->states = NULL;
    builder->no_memory = builder->stack == NULL;
    if (!builder->no_memory) {
        table_clear(&builder->state_table);
        builder->stack[0] = none;
        for (uint32_t i = 0; i < builder->option_count; i++)
            builder->stack[1 + i / 64] |= UINT64_C(1) << i % 64;
        part->root = look_at(builder, builder->stack, 0);
    }
    free(builder->stack);
    free(builder->states);
    return !failed(builder);
}

/* Levels or grades: a part for each set of variables that hang together. */
static bool build_parts(struct builder *builder, const struct alternatives *all, struct mdd_parts *parts, bool grades)
{
    struct mdd *mdd = builder->mdd;
    uint16_t none = (uint16_t)(grades ? builder->rules->plan->grade_count + 1 : LEVEL_NONE);
    parts->always = none;
    for (uint32_t i = 0; i < all->count; i++) {
        int end = grades ? mdd_end_of_grade((int)builder->rules->plan->grade_count, all->items[i].rank) : all->items[i].rank;
        if (all->items[i].test_count == 0 && end < parts->always)
            parts->always = (uint16_t)end;
    }
    uint32_t count = mdd->var_count == 0 ? 0 : mdd->vars[mdd->var_count - 1].part + 1u;
    parts->items = calloc(count + 1, sizeof *parts->items);
    if (parts->items == NULL)
        return !(builder->no_memory = true);
    for (uint16_t first = 0, next; first < mdd->var_count; first = next) {
        for (next = first; next < mdd->var_count && mdd->vars[next].part == mdd->vars[first].part; next++)
            continue;
        struct mdd_part *part = &parts->items[parts->count];
        *part = (struct mdd_part){0, first, (uint16_t)(next - first)};
        builder->part = part;
        if (part->var_count > MDD_PART_VARS_MAX)
            return !(builder->too_large = true);
        take_options(builder, all, grades);
        if (builder->option_count == 0)
            continue;
        if (!build_part(builder, part, none))
            return false;
        parts->count++;
    }
    return true;
}

/* ---- all ---- */

static bool make_vars(struct builder *builder, const struct mdd_points *points)
{
    struct mdd *mdd = builder->mdd;
    int made = mdd_make_vars(mdd, builder->rules, points);
    builder->too_large = made == 0;
    builder->no_memory = made < 0;
    for (uint16_t i = 0; i < mdd->var_count; i++)
        if (mdd->vars[i].fact < 0)
            builder->var_of_measure[mdd->vars[i].measure] = i;
    return made == 1;
}

static bool allocate(struct builder *builder)
{
    const struct ruleset *rules = builder->rules;
    struct mdd *mdd = builder->mdd = calloc(1, sizeof *mdd);
    uint32_t alternatives = rules->literal.count + rules->grades.count + 1, tests = rules->literal.test_count + rules->grades.test_count + 1;
    builder->var_of_measure = calloc(rules->measure_count + 1, sizeof *builder->var_of_measure);
    builder->sum_of_measure = calloc(rules->measure_count + 1, sizeof *builder->sum_of_measure);
    builder->options = calloc(alternatives, sizeof *builder->options);
    builder->tests = calloc(tests, sizeof *builder->tests);
    builder->sums = calloc(rules->measure_count + 1, sizeof *builder->sums);
    builder->starts = calloc(2 * (size_t)tests + 1, sizeof *builder->starts);
    return mdd != NULL && builder->var_of_measure != NULL && builder->sum_of_measure != NULL && builder->options != NULL && builder->tests != NULL &&
           builder->sums != NULL && builder->starts != NULL;
}

static void release(struct builder *builder)
{
    free(builder->var_of_measure);
    free(builder->sum_of_measure);
    free(builder->options);
    free(builder->tests);
    free(builder->sums);
    free(builder->starts);
    free(builder->state_table.slots);
    free(builder->node_table.slots);
    free(builder->edges);
}

static bool add_ends(struct builder *builder)
{
    struct mdd *mdd = builder->mdd;
    mdd->nodes = grow(builder, mdd->nodes, 0, &builder->node_capacity, sizeof *mdd->nodes);
    if (builder->no_memory)
        return false;
    for (uint32_t i = 0; i < MDD_ENDS; i++)
        mdd->nodes[mdd->node_count++] = (struct mdd_node){.reach = (uint16_t)(1u << i), .var = MDD_NO_VAR};
    return true;
}

/* ---- one piece of memory: thousands of diagrams are looked at in a row, and each piece is a wait for memory ---- */

static size_t rounded(size_t size)
{
    return (size + sizeof(int64_t) - 1) / sizeof(int64_t) * sizeof(int64_t);
}

/* Copy to the place, which moves on. */
static void *put(char **place, const void *from, size_t size)
{
    void *to = *place;
    if (size > 0)
        memcpy(to, from, size);
    *place += rounded(size);
    return to;
}

static struct mdd *pack(const struct mdd *loose, size_t fact_count)
{
    size_t vars = loose->var_count * sizeof *loose->vars, facts = fact_count * sizeof *loose->var_of_fact;
    size_t nodes = loose->node_count * sizeof *loose->nodes, edges = loose->edge_count * sizeof *loose->edges;
    size_t levels = loose->levels.count * sizeof *loose->levels.items, grades = loose->grades.count * sizeof *loose->grades.items;
    size_t all = rounded(sizeof *loose) + rounded(vars) + rounded(facts) + rounded(nodes) + rounded(edges) + rounded(levels) + rounded(grades);
    for (uint32_t i = 0; i < loose->var_count; i++)
        all += loose->vars[i].cell_count * sizeof *loose->vars[i].starts;
    char *place = malloc(all);
    if (place == NULL)
        return NULL;
    struct mdd *mdd = put(&place, loose, sizeof *loose);
    mdd->vars = put(&place, loose->vars, vars);
    for (uint32_t i = 0; i < mdd->var_count; i++)
        mdd->vars[i].starts = put(&place, loose->vars[i].starts, loose->vars[i].cell_count * sizeof *loose->vars[i].starts);
    mdd->var_of_fact = put(&place, loose->var_of_fact, facts);
    mdd->levels.items = put(&place, loose->levels.items, levels);
    mdd->grades.items = put(&place, loose->grades.items, grades);
    mdd->nodes = put(&place, loose->nodes, nodes);
    mdd->edges = put(&place, loose->edges, edges);
    return mdd;
}

static void release_loose(struct mdd *mdd)
{
    if (mdd == NULL)
        return;
    for (uint32_t i = 0; mdd->vars != NULL && i < mdd->var_count; i++)
        free((void *)mdd->vars[i].starts);
    free(mdd->vars);
    free(mdd->var_of_fact);
    free(mdd->nodes);
    free(mdd->edges);
    free(mdd->levels.items);
    free(mdd->grades.items);
    free(mdd);
}

struct mdd *mdd_build(const struct ruleset *rules, const struct mdd_points *points, bool *too_large)
{
    struct builder builder = {.rules = rules};
    bool good = false;
    if (rules->plan->grade_count + 1 >= MDD_ENDS) {
        builder.too_large = true;
    } else if (allocate(&builder)) {
        good = add_ends(&builder) && make_vars(&builder, points) && build_parts(&builder, &rules->literal, &builder.mdd->levels, false) &&
               build_parts(&builder, &rules->grades, &builder.mdd->grades, true);
    }
    struct mdd *mdd = good ? pack(builder.mdd, rules->plan->fact_count) : NULL;
    release_loose(builder.mdd);
    release(&builder);
    *too_large = builder.too_large;
    return mdd;
}
