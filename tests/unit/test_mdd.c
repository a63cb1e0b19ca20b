/* The decision diagram of a plan's rules: against the rules themselves on random plans, and its shape. */
#include "rules/mdd.h"
#include "tests/unit/random_plan.h"

static int level_of(const struct made *made, const int64_t *values)
{
    const struct alternatives *all = &made->rules->literal;
    for (uint32_t i = 0; i < all->count; i++) /* sorted by rank */
        if (alternative_holds(made->rules, all, i, values))
            return all->items[i].rank;
    return LEVEL_NONE;
}

static int grade_of(const struct made *made, const int64_t *values)
{
    const struct alternatives *all = &made->rules->grades;
    for (uint32_t i = all->count; i-- > 0;)
        if (alternative_holds(made->rules, all, i, values))
            return all->items[i].rank;
    return -1;
}

static uint16_t child_at(const struct mdd *mdd, const struct mdd_node *node, uint16_t cell)
{
    uint32_t edge = 0;
    while (edge + 1 < node->edge_count && mdd->edges[node->first_edge + edge].last < cell)
        edge++;
    return mdd->edges[node->first_edge + edge].child;
}

/* What the diagram says of complete facts; `counts` by measure (NULL without reports). */
static int follow(const struct mdd *mdd, const struct mdd_parts *parts, const int64_t *values, const int64_t *counts)
{
    int least = parts->always;
    for (uint32_t i = 0; i < parts->count; i++) {
        uint16_t index = parts->items[i].root;
        while (index >= MDD_ENDS) {
            const struct mdd_var *var = &mdd->vars[mdd->nodes[index].var];
            index = child_at(mdd, &mdd->nodes[index], mdd_cell(var, var->fact < 0 ? counts[var->measure] : values[var->fact]));
        }
        least = index < least ? index : least;
    }
    return least;
}

/* All combinations of values up to one past every threshold of a random plan. */
#define VALUES_TOP 13

static void first_values(int64_t *values)
{
    memset(values, 0, RANDOM_FACTS * sizeof *values);
}

static bool next_values(int64_t *values)
{
    for (size_t i = 0; i < RANDOM_FACTS; i++) {
        if (values[i]++ < (i == 4 ? 1 : VALUES_TOP))
            return true;
        values[i] = 0;
    }
    return false;
}

static void check_all_values(const struct made *made)
{
    int64_t values[RANDOM_FACTS];
    first_values(values);
    do {
        const struct mdd *mdd = made->rules->mdd;
        assert_int_equal(follow(mdd, &mdd->levels, values, NULL), level_of(made, values));
        assert_int_equal(mdd_end_of_grade((int)made->plan->grade_count, follow(mdd, &mdd->grades, values, NULL)), grade_of(made, values));
    } while (next_values(values));
}

static void test_it_says_of_all_values_what_the_rules_say(void **state)
{
    (void)state;
    uint64_t random = 21;
    for (int round = 0; round < 40; round++) {
        struct made made;
        random_plan_open(&made, &random);
        assert_non_null(made.rules->mdd);
        check_all_values(&made);
        made_close(&made);
    }
}

/* ---- about a few values ---- */

struct choice {
    int64_t values[RANDOM_FACTS][4];
    struct mdd_points points[RANDOM_FACTS];
};

static void choose_values(struct choice *choice, uint64_t *random)
{
    for (size_t i = 0; i < RANDOM_FACTS; i++) {
        uint32_t count = 0, wanted = 1 + random_below(random, 4);
        for (uint32_t value = random_below(random, 3); count < wanted && (i != 4 || value < 2); value += 1 + random_below(random, 5))
            choice->values[i][count++] = value;
        if (count == 0)
            choice->values[i][count++] = 1;
        choice->points[i] = (struct mdd_points){choice->values[i], count};
    }
}

static void check_points(const struct made *made, const struct choice *choice)
{
    bool too_large = false;
    struct mdd *mdd = mdd_build(made->rules, choice->points, &too_large);
    assert_non_null(mdd);
    uint32_t at[RANDOM_FACTS] = {0};
    for (size_t i = 0; i < RANDOM_FACTS;) {
        int64_t values[RANDOM_FACTS];
        for (size_t f = 0; f < RANDOM_FACTS; f++)
            values[f] = choice->values[f][at[f]];
        assert_int_equal(follow(mdd, &mdd->levels, values, NULL), level_of(made, values));
        for (i = 0; i < RANDOM_FACTS && ++at[i] == choice->points[i].count; i++)
            at[i] = 0;
    }
    mdd_free(mdd);
}

static void test_about_a_few_values_it_says_the_same(void **state)
{
    (void)state;
    uint64_t random = 22;
    for (int round = 0; round < 150; round++) {
        struct made made;
        random_plan_open(&made, &random);
        for (int again = 0; again < 4; again++) {
            struct choice choice;
            choose_values(&choice, &random);
            check_points(&made, &choice);
        }
        made_close(&made);
    }
}

/* A value above the threshold is above it, though no cell begins there. */
static void test_the_least_of_a_few_values_counts_for_what_it_is(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("b")) "," RULES(RULE("1", "a >= 10 and b >= 5"))));
    const int64_t a[] = {12, 15}, b[] = {0, 5};
    const struct mdd_points points[] = {{a, 2}, {b, 2}};
    bool too_large;
    struct mdd *mdd = mdd_build(made.rules, points, &too_large);
    assert_int_equal(follow(mdd, &mdd->levels, (const int64_t[]){12, 5}, NULL), 1);
    assert_int_equal(follow(mdd, &mdd->levels, (const int64_t[]){15, 0}, NULL), LEVEL_NONE);
    mdd_free(mdd);
    made_close(&made);
}

/* ---- its shape ---- */

static void check_node(const struct mdd *mdd, uint32_t index)
{
    const struct mdd_node *node = &mdd->nodes[index];
    const struct mdd_edge *edges = mdd->edges + node->first_edge;
    uint32_t support = UINT32_C(1) << mdd->vars[node->var].place;
    uint16_t reach = 0;
    assert_true(node->edge_count > 1); /* asks for nothing in vain */
    for (uint32_t i = 0; i < node->edge_count; i++) {
        const struct mdd_node *child = &mdd->nodes[edges[i].child];
        assert_true(edges[i].child < index);
        assert_true(i == 0 || edges[i - 1].last < edges[i].last);
        assert_true(i == 0 || edges[i - 1].child != edges[i].child);
        assert_true(edges[i].child < MDD_ENDS || child->var > node->var); /* in the order of the variables */
        support |= edges[i].child < MDD_ENDS ? 0 : child->support;
        reach |= child->reach;
    }
    assert_int_equal(edges[node->edge_count - 1].last, mdd->vars[node->var].cell_count - 1);
    assert_int_equal(node->support, support);
    assert_int_equal(node->reach, reach);
    for (uint32_t other = MDD_ENDS; other < index; other++) /* each function once */
        assert_false(mdd->nodes[other].var == node->var && mdd->nodes[other].edge_count == node->edge_count &&
                     memcmp(mdd->edges + mdd->nodes[other].first_edge, edges, node->edge_count * sizeof *edges) == 0);
}

static void check_shape(const struct mdd *mdd)
{
    for (uint32_t i = 0; i < MDD_ENDS; i++)
        assert_int_equal(mdd->nodes[i].reach, 1 << i);
    for (uint32_t i = MDD_ENDS; i < mdd->node_count; i++)
        check_node(mdd, i);
    for (uint16_t i = 0; i < mdd->var_count; i++) {
        const struct mdd_var *var = &mdd->vars[i];
        assert_int_equal(i - var->place, i == 0 || mdd->vars[i - 1].part != var->part ? i : i - 1 - mdd->vars[i - 1].place); /* side by side */
        assert_true(var->fact < 0 || mdd->var_of_fact[var->fact] == i);
        assert_true(var->starts[0] < 0);
        for (uint32_t c = 1; c < var->cell_count; c++)
            assert_true(var->starts[c - 1] < var->starts[c]);
    }
    for (uint32_t i = 0; i < mdd->levels.count; i++) {
        const struct mdd_part *part = &mdd->levels.items[i];
        assert_true(part->root < MDD_ENDS || mdd->vars[mdd->nodes[part->root].var].part == mdd->vars[part->first_var].part);
    }
}

static void test_it_is_reduced_and_ordered(void **state)
{
    (void)state;
    uint64_t random = 23;
    static const char *const plans[] = {"road", "tourism", "construction", "animal"};
    for (int round = 0; round < 40; round++) {
        struct made made;
        random_plan_open(&made, &random);
        check_shape(made.rules->mdd);
        made_close(&made);
    }
    for (size_t i = 0; i < LENGTH_OF(plans); i++) {
        struct loaded *loaded = shipped(plans[i]);
        assert_non_null(loaded->rules->mdd);
        check_shape(loaded->rules->mdd);
        loaded_free(loaded);
    }
}

static void test_rules_that_share_no_facts_are_kept_apart(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c") "," BOOL("d") "," BOOL("unused")) ","
                          RULES(RULE("1", "a + b >= 3") "," RULE("2", "c > 5 and d") "," RULE("3", "c > 2"))));
    const struct mdd *mdd = made.rules->mdd;
    assert_int_equal(mdd->levels.count, 2);
    assert_int_equal(mdd->levels.always, LEVEL_NONE);
    assert_int_equal(mdd->vars[mdd->var_of_fact[0]].part, mdd->vars[mdd->var_of_fact[1]].part);
    assert_int_equal(mdd->vars[mdd->var_of_fact[2]].part, mdd->vars[mdd->var_of_fact[3]].part);
    assert_int_not_equal(mdd->vars[mdd->var_of_fact[0]].part, mdd->vars[mdd->var_of_fact[2]].part);
    assert_int_equal(mdd->var_of_fact[4], MDD_NO_VAR);
    made_close(&made);
}

static void test_a_rule_that_always_holds_is_reached_whatever_the_facts_are(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a")) "," RULES(RULE("3", "a >= 0") "," RULE("1", "a >= 5"))));
    const struct mdd *mdd = made.rules->mdd;
    assert_int_equal(follow(mdd, &mdd->levels, (const int64_t[]){0}, NULL), 3);
    assert_int_equal(follow(mdd, &mdd->levels, (const int64_t[]){5}, NULL), 1);
    made_close(&made);
}

static void test_a_value_lies_in_the_cell_between_its_thresholds(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c")) "," RULES(RULE("1", "a >= 3") "," RULE("2", "a in [1..7]") "," RULE("3", "b + c >= 4"))));
    const struct mdd *mdd = made.rules->mdd;
    const struct mdd_var *a = &mdd->vars[mdd->var_of_fact[0]], *b = &mdd->vars[mdd->var_of_fact[1]];
    static const int64_t values[] = {0, 1, 2, 3, 7, 8, 1000000000000000};
    static const uint16_t cells[] = {0, 1, 1, 2, 2, 3, 3};
    assert_false(a->summed);
    for (size_t i = 0; i < LENGTH_OF(values); i++)
        assert_int_equal(mdd_cell(a, values[i]), cells[i]);
    assert_true(b->summed);
    assert_int_equal(b->cell_count, 5); /* a cell for each value, the last for all from the threshold on */
    for (int64_t value = 0; value < 9; value++)
        assert_int_equal(mdd_cell(b, value), value < 4 ? value : 4);
    made_close(&made);
}

static void test_counts_of_reports_are_variables_too(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a")) ",'diseases':[{'id':'flu','name':{'zh':'z','en':'e'}}],"
                          RULES(RULE("1", "reports(disease = flu) in [3..5] and a > 0") "," RULE("2", "counties(disease = flu) >= 1"))));
    const struct mdd *mdd = made.rules->mdd;
    int64_t counts[8] = {0}, none[] = {0}, one[] = {1};
    uint32_t reports = made.rules->measures[0].unit == UNIT_REPORTS ? 0 : made.rules->measures[1].unit == UNIT_REPORTS ? 1 : 2, counties = 0;
    while (made.rules->measures[counties].unit != UNIT_COUNTIES)
        counties++;
    for (int64_t count = 0; count < 8; count++) {
        counts[reports] = count;
        counts[counties] = count > 4;
        assert_int_equal(follow(mdd, &mdd->levels, one, counts), count >= 3 && count <= 5 ? 1 : count > 4 ? 2 : LEVEL_NONE);
        assert_int_equal(follow(mdd, &mdd->levels, none, counts), count > 4 ? 2 : LEVEL_NONE);
    }
    made_close(&made);
}

/* ---- limits ---- */

static void check_too_large(const char *text)
{
    struct made made;
    clock_t begin = clock();
    made_open(&made, text);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_null(made.rules->mdd);
    if (seconds > 5) /* a tenth of that; with sanitizers, a third */
        fail_msg("compiling took %.1f s", seconds);
    made_close(&made);
}

static void test_sums_over_too_many_values_have_no_diagram(void **state)
{
    (void)state;
    check_too_large(PLAN(FACTS(COUNT("a") "," COUNT("b")) "," RULES(RULE("1", "a + b >= 100000000"))));
    check_too_large(PLAN(FACTS(DECIMAL("a") "," DECIMAL("b")) "," RULES(RULE("1", "a + b >= 1"))));
    check_too_large(PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c")) "," RULES(RULE("1", "a + b + c = 16000 and a + b = 9000"))));
}

static void add_fact(struct text *text, const char *type, int i)
{
    text_addf(text, "%s{'id':'f%d','type':'%s','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i, type);
}

/* Many facts that one rule binds together; `joint` before each but the first. */
static void bind(struct text *text, const char *type, int count, const char *joint, const char *end)
{
    text_add_str(text, "{" TITLED "," LEVELS ",'facts':[");
    for (int i = 0; i < count; i++)
        add_fact(text, type, i);
    text_add_str(text, "],'rules':[{'clause':'1','level':1,'says':{'zh':'z','en':'e'},'when':'");
    for (int i = 0; i < count; i++)
        text_addf(text, "%sf%d", i > 0 ? joint : "", i);
    text_addf(text, "%s'}]}", end);
}

static void test_more_variables_than_a_part_may_have_are_too_many(void **state)
{
    (void)state;
    struct text text = {0};
    struct made made;
    bind(&text, "bool", MDD_PART_VARS_MAX, " and ", "");
    made_open(&made, text_str(&text));
    assert_non_null(made.rules->mdd);
    made_close(&made);
    text_clear(&text);
    bind(&text, "bool", MDD_PART_VARS_MAX + 1, " and ", "");
    check_too_large(text_str(&text));
    text_release(&text);
}

/* Random clauses over thirty findings: the states before the last ones are all different. */
static void test_rules_that_mix_too_much_have_no_diagram_and_compile_in_good_time(void **state)
{
    (void)state;
    struct text text = {0};
    uint64_t random = 24;
    text_add_str(&text, "{" TITLED "," LEVELS ",'facts':[");
    for (int i = 0; i < 30; i++)
        add_fact(&text, "count", i);
    text_add_str(&text, "],'rules':[");
    for (int rule = 0; rule < 400; rule++) {
        text_addf(&text, "%s{'clause':'1','level':%u,'says':{'zh':'z','en':'e'},'when':'", rule > 0 ? "," : "", 1 + random_below(&random, 4));
        for (int i = 0; i < 4; i++)
            text_addf(&text, "%sf%u + f%u >= %u", i > 0 ? " and " : "", random_below(&random, 10) + 10, random_below(&random, 10) + (i % 2 == 0 ? 0 : 20),
                      random_below(&random, 50) + 1);
        text_add_str(&text, "'}");
    }
    text_add_str(&text, "]}");
    check_too_large(text_str(&text));
    text_release(&text);
}

static void test_a_diagram_of_nobody_is_freed(void **state)
{
    (void)state;
    mdd_free(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_says_of_all_values_what_the_rules_say),
        cmocka_unit_test(test_about_a_few_values_it_says_the_same),
        cmocka_unit_test(test_the_least_of_a_few_values_counts_for_what_it_is),
        cmocka_unit_test(test_it_is_reduced_and_ordered),
        cmocka_unit_test(test_rules_that_share_no_facts_are_kept_apart),
        cmocka_unit_test(test_a_rule_that_always_holds_is_reached_whatever_the_facts_are),
        cmocka_unit_test(test_a_value_lies_in_the_cell_between_its_thresholds),
        cmocka_unit_test(test_counts_of_reports_are_variables_too),
        cmocka_unit_test(test_sums_over_too_many_values_have_no_diagram),
        cmocka_unit_test(test_more_variables_than_a_part_may_have_are_too_many),
        cmocka_unit_test(test_rules_that_mix_too_much_have_no_diagram_and_compile_in_good_time),
        cmocka_unit_test(test_a_diagram_of_nobody_is_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
