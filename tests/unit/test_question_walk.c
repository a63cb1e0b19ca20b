/*
 * A walk through all that question_find may ask of the shipped plans, from nothing known: every question, every cell of its fact as an
 * answer (for a threshold, yes and no), until the level is settled.
 *
 * Two states of knowledge are one when what is left to find out is the same: the same functions of the facts still open, node for node,
 * and the same sums of what is known in every measure that reads one of these (they decide where the points of a question lie). The
 * functions are made by this test from the diagram, which test_mdd.c and `make torture` hold against the rules; the witnesses that a
 * question matters are graded as complete facts, which knows no diagram.
 */
#include "rules/mdd.h"
#include "rules/question.h"
#include "tests/unit/fixture.h"

#define PARTS_MAX 48
#define KEY_MAX (PARTS_MAX + 100)
#define EDGES_MAX 128
#define NODES_MAX 200000
#define STATES_MAX 400000

/* A function: below MDD_ENDS a level, else a node; edges are cells up to `last`. */
struct node {
    uint16_t var, edge_count;
    uint32_t first_edge;
    uint16_t reach;
};

struct state {
    uint32_t key[KEY_MAX];
    uint32_t key_size;
    double mean;    /* questions from here, when answers weigh as the priors say */
    uint32_t worst;
};

struct walk {
    const char *plan;
    struct loaded *loaded;
    const struct mdd *mdd;
    struct incident incident;
    struct assessor *assessor;
    struct node *nodes;
    struct mdd_edge *edges; /* children are indices of nodes here: 16 bits suffice for a plan, as they do for mdd */
    uint32_t node_count, edge_count, *node_slots;
    struct state *states;
    uint32_t state_count, *state_slots;
    uint32_t functions[PARTS_MAX]; /* of what is known now */
    unsigned long questions, thresholds;
    uint64_t asked;
};

#define SLOTS (1u << 20)

static uint32_t hash_words(const void *data, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const uint8_t *)data)[i]) * 16777619u;
    return hash ^ hash >> 15;
}

/* ---- functions: what is left of the diagram ---- */

static uint32_t unique_node(struct walk *walk, uint16_t var, const struct mdd_edge *edges, uint16_t count)
{
    if (count == 1)
        return edges[0].child;
    uint32_t slot = (hash_words(edges, count * sizeof *edges) + var * 7919u) % SLOTS;
    for (; walk->node_slots[slot] != 0; slot = (slot + 1) % SLOTS) {
        const struct node *node = &walk->nodes[walk->node_slots[slot]];
        if (node->var == var && node->edge_count == count && memcmp(walk->edges + node->first_edge, edges, count * sizeof *edges) == 0)
            return walk->node_slots[slot];
    }
    assert_true(walk->node_count < UINT16_MAX && walk->edge_count + count < NODES_MAX * 4);
    struct node *node = &walk->nodes[walk->node_count];
    *node = (struct node){var, count, walk->edge_count, 0};
    for (uint16_t i = 0; i < count; i++)
        node->reach = (uint16_t)(node->reach | walk->nodes[edges[i].child].reach);
    memcpy(walk->edges + walk->edge_count, edges, count * sizeof *edges);
    walk->edge_count += count;
    return walk->node_slots[slot] = walk->node_count++;
}

struct cut {
    int clip;
    uint16_t first[PLAN_FACTS_MAX + PARTS_MAX], last[PLAN_FACTS_MAX + PARTS_MAX];
    uint32_t becomes[1024]; /* by node of the diagram; UINT32_MAX while unknown */
};

/* As deep as a part has variables. */
static uint32_t cut_down(struct walk *walk, struct cut *cut, uint16_t index)
{
    const struct mdd_node *node = &walk->mdd->nodes[index];
    struct mdd_edge edges[EDGES_MAX];
    uint16_t count = 0;
    if (index < MDD_ENDS)
        return index < cut->clip ? index : (uint32_t)cut->clip;
    if (cut->becomes[index] != UINT32_MAX)
        return cut->becomes[index];
    for (uint16_t i = 0; i < node->edge_count; i++) {
        const struct mdd_edge *edge = &walk->mdd->edges[node->first_edge + i];
        if (edge->last < cut->first[node->var] || (i > 0 && edge[-1].last >= cut->last[node->var]))
            continue;
        uint16_t child = (uint16_t)cut_down(walk, cut, edge->child), last = edge->last < cut->last[node->var] ? edge->last : cut->last[node->var];
        if (count > 0 && edges[count - 1].child == child)
            count--;
        edges[count++] = (struct mdd_edge){last, child};
    }
    return cut->becomes[index] = unique_node(walk, node->var, edges, count);
}

/* The functions of all parts, given what is known; nothing milder than `level` makes a difference. */
static void cut_all(struct walk *walk, int level)
{
    static struct cut cut;
    const struct mdd *mdd = walk->mdd;
    assert_true(mdd->node_count <= LENGTH_OF(cut.becomes) && mdd->levels.count <= PARTS_MAX && mdd->var_count <= LENGTH_OF(cut.first));
    cut.clip = level;
    memset(cut.becomes, 0xFF, sizeof cut.becomes);
    for (uint16_t i = 0; i < mdd->var_count; i++) {
        const struct mdd_var *var = &mdd->vars[i];
        const struct known *known = var->fact < 0 ? NULL : &walk->incident.facts[var->fact];
        cut.first[i] = known == NULL ? mdd_cell(var, 0) : mdd_cell(var, known->least); /* no reports */
        cut.last[i] = known == NULL ? cut.first[i] : mdd_cell(var, known->most);
    }
    for (uint32_t i = 0; i < mdd->levels.count; i++)
        walk->functions[i] = cut_down(walk, &cut, mdd->levels.items[i].root);
}

/* ---- witnesses ---- */

static int64_t value_in(const struct walk *walk, uint16_t var, uint16_t cell)
{
    const struct mdd_var *it = &walk->mdd->vars[var];
    const struct known *known = &walk->incident.facts[it->fact];
    return it->starts[cell] < known->least ? known->least : it->starts[cell];
}

/* The cell at which an edge of a function begins. */
static uint16_t first_cell(const struct walk *walk, const struct node *node, uint16_t edge)
{
    uint16_t known = mdd_cell(&walk->mdd->vars[node->var], walk->incident.facts[walk->mdd->vars[node->var].fact].least);
    return edge == 0 ? known : (uint16_t)(walk->edges[node->first_edge + edge - 1].last + 1);
}

/* Values under which a function gives what is mildest. */
static void be_mild(const struct walk *walk, uint32_t function, int64_t *values)
{
    while (function >= MDD_ENDS) {
        const struct node *node = &walk->nodes[function];
        for (uint16_t i = 0; i < node->edge_count; i++) {
            uint32_t child = walk->edges[node->first_edge + i].child;
            if (node->reach >> 1 > walk->nodes[child].reach && 32 - __builtin_clz(walk->nodes[child].reach) != 32 - __builtin_clz(node->reach))
                continue;
            values[walk->mdd->vars[node->var].fact] = value_in(walk, node->var, first_cell(walk, node, i));
            function = child;
            break;
        }
    }
}

/* Values under which two different functions give different levels: where they part, step by step. */
static void tell_apart(const struct walk *walk, uint32_t one, uint32_t other, int64_t *values)
{
    while (one >= MDD_ENDS || other >= MDD_ENDS) {
        uint16_t var = UINT16_MAX;
        const uint32_t both[] = {one, other};
        for (int i = 0; i < 2; i++)
            if (both[i] >= MDD_ENDS && walk->nodes[both[i]].var < var)
                var = walk->nodes[both[i]].var;
        uint16_t cell = mdd_cell(&walk->mdd->vars[var], walk->incident.facts[walk->mdd->vars[var].fact].least);
        for (;; cell++) {
            uint32_t next[2];
            for (int i = 0; i < 2; i++) {
                const struct node *node = &walk->nodes[both[i]];
                const struct mdd_edge *edge = walk->edges + node->first_edge;
                next[i] = both[i];
                if (both[i] < MDD_ENDS || node->var != var)
                    continue;
                while (edge->last < cell)
                    edge++;
                next[i] = edge->child;
            }
            if (next[0] != next[1]) {
                one = next[0];
                other = next[1];
                break;
            }
        }
        values[walk->mdd->vars[var].fact] = value_in(walk, var, cell);
    }
}

/* A way down a function to a node that asks for the variable; 0 when there is none. Marks where it has been. */
static uint32_t way_to(const struct walk *walk, uint32_t function, uint16_t var, int64_t *values)
{
    const struct node *node = &walk->nodes[function];
    if (function < MDD_ENDS || node->var > var)
        return 0;
    if (node->var == var)
        return function;
    for (uint16_t i = 0; i < node->edge_count; i++) {
        uint32_t found = way_to(walk, walk->edges[node->first_edge + i].child, var, values);
        if (found != 0) {
            values[walk->mdd->vars[node->var].fact] = value_in(walk, node->var, first_cell(walk, node, i));
            return found;
        }
    }
    return 0;
}

static int level_of(const struct walk *walk, const int64_t *values)
{
    static const int64_t no_reports[EXPR_MEASURES_MAX];
    struct verdict verdict;
    for (size_t i = 0; i < walk->loaded->plan->fact_count; i++)
        assert_true(values[i] >= walk->incident.facts[i].least && values[i] <= walk->incident.facts[i].most);
    ruleset_grade(walk->loaded->rules, values, no_reports, &verdict, NULL);
    return verdict.level;
}

/* Two completions that differ in this fact alone have different levels: found, and graded. */
static void check_that_it_matters(const struct walk *walk, size_t fact)
{
    const struct mdd *mdd = walk->mdd;
    int64_t values[PLAN_FACTS_MAX];
    uint16_t var = mdd->var_of_fact[fact];
    for (size_t i = 0; i < walk->loaded->plan->fact_count; i++)
        values[i] = walk->incident.facts[i].least;
    uint32_t own = 0, node = 0;
    for (uint32_t i = 0; i < mdd->levels.count; i++) {
        if (mdd->vars[mdd->levels.items[i].first_var].part == mdd->vars[var].part)
            node = way_to(walk, walk->functions[own = i], var, values);
        else
            be_mild(walk, walk->functions[i], values);
    }
    assert_true(node != 0);
    uint32_t one = walk->edges[walk->nodes[node].first_edge].child, other = walk->edges[walk->nodes[node].first_edge + 1].child;
    tell_apart(walk, one, other, values);
    values[fact] = value_in(walk, var, first_cell(walk, &walk->nodes[node], 0));
    int first = level_of(walk, values);
    values[fact] = value_in(walk, var, first_cell(walk, &walk->nodes[node], 1));
    assert_int_not_equal(first, level_of(walk, values));
}

/* ---- states ---- */

static bool is_open(const struct walk *walk, size_t fact)
{
    return walk->incident.facts[fact].least < walk->incident.facts[fact].most;
}

/* Sums of what is known, as far as thresholds go, in measures that read an open fact. */
static void add_sums(const struct walk *walk, struct state *state)
{
    const struct ruleset *rules = walk->loaded->rules;
    for (uint32_t m = 0; m < rules->graded_count; m++) {
        int64_t sum = 0, top = rules->cells[m].cut_count == 0 ? 0 : rules->cells[m].cuts[rules->cells[m].cut_count - 1];
        bool open = false;
        for (uint64_t rest = rules->measures[m].facts; rest != 0; rest &= rest - 1) {
            sum += walk->incident.facts[__builtin_ctzll(rest)].least;
            open = open || is_open(walk, (size_t)__builtin_ctzll(rest));
        }
        if (open && (rules->measures[m].facts & (rules->measures[m].facts - 1)) != 0) {
            assert_true(state->key_size < KEY_MAX);
            state->key[state->key_size++] = (uint32_t)(sum < top ? sum : top);
        }
    }
}

/* Its slot: of a state that was looked at, or a free one. */
static uint32_t find_state(const struct walk *walk, const struct state *state)
{
    uint32_t slot = hash_words(state->key, state->key_size * sizeof *state->key) % SLOTS;
    for (; walk->state_slots[slot] != 0; slot = (slot + 1) % SLOTS) {
        const struct state *other = &walk->states[walk->state_slots[slot] - 1];
        if (other->key_size == state->key_size && memcmp(other->key, state->key, state->key_size * sizeof *state->key) == 0)
            break;
    }
    return slot;
}

struct result {
    double mean;
    uint32_t worst;
};

static struct result look_at(struct walk *walk);

/* The fact within these bounds from here on: what comes of it. */
static struct result answer(struct walk *walk, size_t fact, int64_t least, int64_t most)
{
    struct known kept = walk->incident.facts[fact];
    incident_set(&walk->incident, &walk->loaded->plan->facts[fact], least, most);
    struct result result = look_at(walk);
    walk->incident.facts[fact] = kept;
    return result;
}

/* How much of the prior lies in a cell: of the points of rules/question.h, where the fact crosses a threshold when the others are least. */
static double weight_in(const struct walk *walk, size_t fact, int64_t first, int64_t last)
{
    const struct ruleset *rules = walk->loaded->rules;
    const struct prior *prior = rules->priors == NULL ? NULL : &rules->priors[fact];
    int64_t least = walk->incident.facts[fact].least, points[EDGES_MAX];
    double weight = first <= least && least <= last ? prior_weight(prior, least) : 0;
    uint32_t count = 0;
    for (uint32_t m = 0; m < rules->graded_count; m++) {
        int64_t rest = -least;
        for (uint64_t facts = rules->measures[m].facts; facts != 0; facts &= facts - 1)
            rest += walk->incident.facts[__builtin_ctzll(facts)].least;
        for (uint32_t c = 0; c < rules->cells[m].cut_count && (rules->measures[m].facts >> fact & 1); c++) {
            int64_t point = rules->cells[m].cuts[c] - rest;
            bool known = point <= least || point < first || point > last || point > walk->incident.facts[fact].most;
            for (uint32_t i = 0; i < count; i++)
                known = known || points[i] == point;
            if (known)
                continue;
            assert_true(count < EDGES_MAX);
            points[count++] = point;
            weight += prior_weight(prior, point);
        }
    }
    return weight;
}

/* Every cell of the diagram is tried. */
static struct result try_answers(struct walk *walk, const struct question *question)
{
    size_t fact = (size_t)question->fact;
    const struct mdd_var *var = &walk->mdd->vars[walk->mdd->var_of_fact[fact]];
    struct known known = walk->incident.facts[fact];
    struct result all = {0, 0}, sides[2];
    double weights = 0;
    if (question->threshold) {
        sides[0] = answer(walk, fact, known.least, question->at_least - 1);
        sides[1] = answer(walk, fact, question->at_least, known.most);
    }
    for (uint16_t cell = mdd_cell(var, known.least), end = mdd_cell(var, known.most); cell <= end; cell++) {
        int64_t value = var->starts[cell] < known.least ? known.least : var->starts[cell];
        struct result one = question->threshold ? sides[value >= question->at_least] : answer(walk, fact, value, value);
        double weight = weight_in(walk, fact, value, cell == end ? known.most : var->starts[cell + 1] - 1);
        all.mean += weight * one.mean;
        all.worst = one.worst > all.worst ? one.worst : all.worst;
        weights += weight;
    }
    return (struct result){1 + all.mean / weights, 1 + all.worst};
}

/* Everything that question_find says here, held against what is so. */
static void check_question(struct walk *walk, const struct assessment *got, const struct question *question)
{
    assert_true(question->fact >= 0); /* not settled: there is something to ask */
    assert_false(walk->loaded->plan->facts[question->fact].discretion);
    assert_false(walk->asked >> question->fact & 1); /* a yes or no was enough: nothing is asked twice */
    check_that_it_matters(walk, (size_t)question->fact);
    assert_true(question->expected >= 1 && question->why_count > 0);
    for (uint32_t i = 0; i < question->outcome_count; i++) {
        assert_true(question->outcomes[i].level <= got->level && question->outcomes[i].possible >= got->possible); /* only ever nearer */
        assert_true(i == 0 || question->outcomes[i].least == question->outcomes[i - 1].most + 1);
    }
    walk->questions++;
    walk->thresholds += question->threshold;
}

/* As deep as there are facts: each is asked for once at the most, or check_question fails. */
static struct result look_at(struct walk *walk)
{
    struct assessment got;
    struct question question;
    struct state state = {.key_size = walk->mdd->levels.count};
    struct err err;
    assert_int_equal(assess(walk->assessor, &walk->incident, &got, &err), 0);
    assert_true(got.exact);
    cut_all(walk, got.level);
    if (is_settled(&got)) {
        for (uint32_t i = 0; i < walk->mdd->levels.count; i++)
            assert_true(walk->functions[i] < MDD_ENDS);
        return (struct result){0, 0};
    }
    memcpy(state.key, walk->functions, walk->mdd->levels.count * sizeof *state.key);
    add_sums(walk, &state);
    uint32_t slot = find_state(walk, &state);
    if (walk->state_slots[slot] != 0) {
        const struct state *known = &walk->states[walk->state_slots[slot] - 1];
        return (struct result){known->mean, known->worst};
    }
    assert_int_equal(question_find(walk->assessor, &got, &(struct asking){NULL, 0}, &question, &err), 0);
    check_question(walk, &got, &question);
    walk->asked |= UINT64_C(1) << question.fact;
    struct result result = try_answers(walk, &question);
    walk->asked &= ~(UINT64_C(1) << question.fact);
    assert_true(walk->state_count < STATES_MAX);
    slot = find_state(walk, &state);
    state.mean = result.mean;
    state.worst = result.worst;
    walk->states[walk->state_count] = state;
    walk->state_slots[slot] = ++walk->state_count;
    return result;
}

/* ---- a plan ---- */

static void walk_open(struct walk *walk, const char *plan)
{
    *walk = (struct walk){.plan = plan, .loaded = shipped(plan)};
    walk->mdd = walk->loaded->rules->mdd;
    assert_non_null(walk->mdd);
    incident_init(&walk->incident, walk->loaded->plan, NULL);
    walk->incident.as_of = FIXTURE_DAY;
    walk->incident.has_as_of = true;
    walk->assessor = assessor_new(walk->loaded->rules);
    walk->nodes = calloc(UINT16_MAX, sizeof *walk->nodes);
    walk->edges = calloc(NODES_MAX * 4, sizeof *walk->edges);
    walk->node_slots = calloc(SLOTS, sizeof *walk->node_slots);
    walk->states = calloc(STATES_MAX, sizeof *walk->states);
    walk->state_slots = calloc(SLOTS, sizeof *walk->state_slots);
    assert_true(walk->assessor != NULL && walk->nodes != NULL && walk->edges != NULL && walk->node_slots != NULL && walk->states != NULL && walk->state_slots != NULL);
    for (uint16_t i = 0; i < MDD_ENDS; i++)
        walk->nodes[i] = (struct node){.var = UINT16_MAX, .reach = (uint16_t)(1u << i)};
    walk->node_count = MDD_ENDS;
}

static void walk_close(struct walk *walk)
{
    free(walk->nodes);
    free(walk->edges);
    free(walk->node_slots);
    free(walk->states);
    free(walk->state_slots);
    assessor_free(walk->assessor);
    incident_release(&walk->incident);
    loaded_free(walk->loaded);
}

/* The worst case that is promised: each fact that is open and no finding is asked for once at the most. */
static uint32_t open_facts(const struct walk *walk)
{
    uint32_t count = 0;
    for (size_t i = 0; i < walk->loaded->plan->fact_count; i++)
        count += (walk->loaded->rules->used_facts >> i & 1) && is_open(walk, i);
    return count;
}

/* `exact`: without sums the points stand for all values, and what is expected is what comes; with them it is about that. */
static void check_walk(const char *plan, bool exact)
{
    struct walk walk;
    struct assessment got;
    struct question first;
    walk_open(&walk, plan);
    struct result result = look_at(&walk);
    assert_int_equal(assess(walk.assessor, &walk.incident, &got, NULL), 0);
    assert_int_equal(question_find(walk.assessor, &got, &(struct asking){NULL, 0}, &first, NULL), 0);
    print_message("# %s: %lu questions asked (%lu yes or no), at the worst %u of %u one after the other, on average %.3f, expected %.3f\n", plan,
                  walk.questions, walk.thresholds, result.worst, open_facts(&walk), result.mean, first.expected);
    assert_true(result.worst <= open_facts(&walk));
    if (exact) /* questions nearly as good as the best may be asked */
        assert_true(result.mean > first.expected - 1e-9 && result.mean <= first.expected * 1.02);
    else
        assert_true(result.mean > first.expected * 0.9 && result.mean <= first.expected * 1.02);
    walk_close(&walk);
}

static void test_all_that_is_asked_of_a_building_accident_matters_and_ends(void **state)
{
    (void)state;
    check_walk("construction", true);
}

static void test_all_that_is_asked_of_an_animal_disease_matters_and_ends(void **state)
{
    (void)state;
    check_walk("animal", true);
}

static void test_all_that_is_asked_of_a_tourism_incident_matters_and_ends(void **state)
{
    (void)state;
    check_walk("tourism", false);
}

static void test_all_that_is_asked_of_a_road_accident_matters_and_ends(void **state)
{
    (void)state;
    check_walk("road", false);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_that_is_asked_of_a_building_accident_matters_and_ends),
        cmocka_unit_test(test_all_that_is_asked_of_an_animal_disease_matters_and_ends),
        cmocka_unit_test(test_all_that_is_asked_of_a_tourism_incident_matters_and_ends),
        cmocka_unit_test(test_all_that_is_asked_of_a_road_accident_matters_and_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
