/* Compiling rules and grading complete facts, against an evaluator that walks the checked trees one by one. */
#include "tests/unit/fixture.h"

#include "core/number.h"

/* ---- the naive evaluator ---- */

struct world {
    const struct ruleset *rules;
    int64_t values[PLAN_FACTS_MAX];
    int64_t counts[EXPR_MEASURES_MAX];
};

static int64_t measured(const struct world *world, uint32_t index)
{
    const struct measure *measure = &world->rules->measures[index];
    int64_t sum = measure->unit == UNIT_FACTS ? 0 : world->counts[index];
    for (size_t i = 0; i < PLAN_FACTS_MAX; i++)
        if (measure->facts >> i & 1)
            sum += world->values[i];
    return sum;
}

/* In the safe reading "at most" bounds on harm are dropped wherever they come from: an interval, or "not" before a lower bound. */
static bool test_holds(const struct world *world, const struct expr *expr, bool negated, bool safe)
{
    int64_t value = measured(world, expr->measure);
    bool unbounded = safe && world->rules->measures[expr->measure].harm && !expr->equal;
    if (!negated)
        return value >= expr->least && (unbounded || value <= expr->most);
    return (expr->least != BOUND_NONE_LOW && (unbounded || value < expr->least)) || (expr->most != BOUND_NONE_HIGH && value > expr->most);
}

static bool holds(const struct world *world, const struct expr *expr, bool negated, bool safe)
{
    const struct plan *plan = world->rules->plan;
    switch (expr->kind) {
    case EXPR_TEST: return test_holds(world, expr, negated, safe);
    case EXPR_NOT: return holds(world, expr->left, !negated, safe);
    case EXPR_GRADE:
        for (size_t i = 0; i < plan->rule_count; i++)
            if (plan->rules[i].grade.index == expr->grade && holds(world, world->rules->rules[i], negated, safe) != negated)
                return !negated;
        return negated;
    default: break;
    }
    bool left = holds(world, expr->left, negated, safe), right = holds(world, expr->right, negated, safe);
    return (expr->kind == EXPR_AND) != negated ? left && right : left || right;
}

static int naive_level(const struct world *world, bool safe)
{
    int level = LEVEL_NONE;
    for (size_t i = 0; i < world->rules->plan->rule_count; i++)
        if (ruleset_level_of(world->rules, i) < level && holds(world, world->rules->rules[i], false, safe))
            level = ruleset_level_of(world->rules, i);
    return level;
}

static int naive_grade(const struct world *world)
{
    int grade = -1;
    for (size_t i = 0; i < world->rules->plan->rule_count; i++)
        if (world->rules->plan->rules[i].grade.index > grade && holds(world, world->rules->rules[i], false, false))
            grade = world->rules->plan->rules[i].grade.index;
    return grade;
}

/* ---- random worlds, thick around the thresholds ---- */

static int64_t random_value(const struct ruleset *rules, size_t fact, uint64_t *random)
{
    int64_t most = rules->plan->facts[fact].most, value = random_below(random, 4);
    uint32_t measure = random_below(random, rules->measure_count);
    const struct cells *cells = &rules->cells[measure];
    if ((rules->measures[measure].facts >> fact & 1) && cells->cut_count > 0)
        value = cells->cuts[random_below(random, cells->cut_count)] - 1 + random_below(random, 3);
    else if (random_below(random, 40) == 0)
        value = most;
    return value < 0 ? 0 : value > most ? most : value;
}

static void check_world(const struct world *world)
{
    uint64_t alive[64];
    struct verdict verdict;
    const struct plan *plan = world->rules->plan;
    ruleset_grade(world->rules, world->values, world->counts, &verdict, alive);
    assert_int_equal(verdict.level, naive_level(world, false));
    assert_int_equal(verdict.safe_level, naive_level(world, true));
    assert_int_equal(verdict.grade, naive_grade(world));
    uint16_t held[PLAN_RULES_MAX];
    uint32_t count = ruleset_held(world->rules, &verdict, alive, held), next = 0;
    for (size_t i = 0; i < plan->rule_count; i++) {
        bool expected = verdict.level != LEVEL_NONE && ruleset_level_of(world->rules, i) == verdict.level && holds(world, world->rules->rules[i], false, false);
        bool got = next < count && held[next] == i;
        assert_int_equal(got, expected);
        next += got;
    }
    assert_int_equal(next, count);
}

static void check_plan(const char *name)
{
    struct loaded *loaded = shipped(name);
    struct world world = {.rules = loaded->rules};
    uint64_t random = 1;
    for (int round = 0; round < 30000; round++) {
        for (size_t i = 0; i < loaded->plan->fact_count; i++)
            world.values[i] = random_value(loaded->rules, i, &random);
        for (uint32_t i = 0; i < loaded->rules->measure_count; i++)
            world.counts[i] = random_below(&random, random_below(&random, 3) == 0 ? 12 : 2);
        check_world(&world);
    }
    loaded_free(loaded);
}

static void test_road_grades_as_its_rules_say(void **state)
{
    (void)state;
    check_plan("road");
}

static void test_tourism_grades_as_its_rules_say(void **state)
{
    (void)state;
    check_plan("tourism");
}

static void test_construction_grades_as_its_rules_say(void **state)
{
    (void)state;
    check_plan("construction");
}

static void test_animal_grades_as_its_rules_say(void **state)
{
    (void)state;
    check_plan("animal");
}

static void open_and_check(const char *text)
{
    struct made made;
    uint64_t random = 7;
    made_open(&made, text);
    struct world world = {.rules = made.rules};
    for (int round = 0; round < 3000; round++) {
        for (size_t i = 0; i < made.plan->fact_count; i++)
            world.values[i] = random_value(made.rules, i, &random);
        check_world(&world);
    }
    made_close(&made);
}

static void test_negation_goes_down_to_the_tests(void **state)
{
    (void)state;
    open_and_check(PLAN(FACTS(HARM("a") "," COUNT("b") "," BOOL("f") "," FACT("k", "enum", ",'harm':true,'values':[" VALUE("x") "," VALUE("y") "," VALUE("z") "]")) ","
                        RULES(RULE("1", "not (a in [3..6) or b < 2) and not f") "," RULE("2", "not (a >= 4 and (b >= 3 or f))") ","
                              RULE("3", "not (k = y) and a != 2") "," RULE("4", "not not (k < z or not a in {1, 4})"))));
}

static void test_negated_grades_are_expanded(void **state)
{
    (void)state;
    open_and_check(PLAN(FACTS(HARM("a") "," HARM("b") "," BOOL("f")) ",'grades':[{'id':'g','name':{'zh':'z','en':'e'},'clause':'1','level':4},"
                        "{'id':'h','name':{'zh':'z','en':'e'},'clause':'1'}]," RULES(GRADE_RULE("g", "a in [2..5) and b < 3") "," GRADE_RULE("g", "f") ","
                        GRADE_RULE("h", "b >= 6") "," RULE("1", "grade(h) and not grade(g)") "," RULE("2", "grade(g) or not grade(h)"))));
}

static void test_sums_of_many_facts_are_added_up(void **state)
{
    (void)state;
    open_and_check(PLAN(FACTS(HARM("a") "," HARM("b") "," HARM("c") "," HARM("d") "," HARM("e") "," HARM("f") "," HARM("g")) ","
                        RULES(RULE("1", "a + b + c + d + e + f + g >= 20") "," RULE("2", "a + c + e + g + b in [7..9)") "," RULE("3", "b + d + f >= 3"))));
}

static void test_a_plan_of_many_rules_needs_several_words(void **state)
{
    (void)state;
    struct text text = {0};
    text_add_str(&text, "{" TITLED "," LEVELS "," FACTS(HARM("a") "," HARM("b")) ",'rules':[");
    for (int i = 0; i < 300; i++)
        text_addf(&text, "%s{'clause':'1','level':%d,'when':'a = %d or b = %d','says':{'zh':'s','en':'s'}}", i > 0 ? "," : "", i % 4 + 1, i, 300 - i);
    text_add_str(&text, "]}");
    open_and_check(text_str(&text));
    text_release(&text);
}

static void test_far_thresholds_are_found_as_well_as_near_ones(void **state)
{
    (void)state;
    struct text text = {0};
    text_add_str(&text, "{" TITLED "," LEVELS "," FACTS(DECIMAL("a") "," HARM("b") "," HARM("c") "," HARM("d") "," HARM("e")) ",'rules':[");
    for (int i = 0; i < 80; i++)
        text_addf(&text, "%s{'clause':'1','level':%d,'when':'a in [%d.5..%d) or b + c + d + e = %d000','says':{'zh':'s','en':'s'}}", i > 0 ? "," : "", i % 4 + 1, i, i + 2, i + 1);
    text_add_str(&text, "]}");
    open_and_check(text_str(&text));
    text_release(&text);
}

static void test_a_verdict_needs_no_list_of_what_is_alive(void **state)
{
    (void)state;
    struct made made;
    struct verdict with, without;
    uint64_t alive[64];
    made_open(&made, PLAN(FACTS(HARM("a")) "," RULES(RULE("1", "a >= 30") "," RULE("2", "a in [10..30)"))));
    for (int64_t a = 0; a < 40; a++) {
        ruleset_grade(made.rules, &a, NULL, &with, alive);
        ruleset_grade(made.rules, &a, NULL, &without, NULL);
        assert_int_equal(with.level, a >= 30 ? 1 : a >= 10 ? 2 : LEVEL_NONE);
        assert_memory_equal(&with, &without, sizeof with);
    }
    made_close(&made);
}

/* ---- what holds without any value, and what never does ---- */

static void test_a_contradiction_has_no_alternative(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("b")) "," RULES(RULE("1", "a < 3 and a > 5") "," RULE("2", "(a < 3 or b > 1) and (a > 5 or b > 4)"))));
    assert_int_equal(made.rules->literal.count, 3);
    assert_int_equal(made.rules->literal.items[0].rank, 2);
    made_close(&made);
}

static void test_upper_bounds_on_harm_are_dropped_in_the_safe_reading_only(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(HARM("a") "," COUNT("b")) "," RULES(RULE("1", "a in [3..6)") "," RULE("2", "b in [3..6)") "," RULE("3", "a + b in [3..6)"))));
    const struct ruleset *rules = made.rules;
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(rules->literal.tests[rules->literal.items[i].first_test].most, 5);
        int64_t most = rules->safe.tests[rules->safe.items[i].first_test].most;
        assert_true(most == (i == 0 ? BOUND_NONE_HIGH : 5)); /* b, and a sum with b, are no harm */
    }
    made_close(&made);
}

static void test_a_rule_that_is_always_safe_has_an_alternative_without_tests(void **state)
{
    (void)state;
    struct made made;
    struct verdict verdict;
    made_open(&made, PLAN(FACTS(HARM("a")) "," RULES(RULE("3", "a < 5"))));
    ruleset_grade(made.rules, (int64_t[]){9}, NULL, &verdict, NULL);
    assert_int_equal(verdict.level, LEVEL_NONE);
    assert_int_equal(verdict.safe_level, 3);
    made_close(&made);
}

static void test_facts_of_tasks_only_do_not_grade(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("b")) "," RULES(RULE("1", "a > 0")) ",'tasks':[{'id':'t','kind':'response','owners':['fire'],"
                          "'what':{'zh':'z','en':'e'},'clause':'1','when':'b > 3'}]"));
    assert_int_equal(made.rules->used_facts, 1);
    assert_int_equal(made.rules->graded_count, 1);
    assert_int_equal(made.rules->measure_count, 2);
    assert_int_equal(made.rules->when[0].count, 1);
    made_close(&made);
}

static void test_a_grade_that_calls_for_no_level_gives_none(void **state)
{
    (void)state;
    struct made made;
    struct verdict verdict;
    made_open(&made, PLAN(FACTS(COUNT("a")) ",'grades':[{'id':'g','name':{'zh':'z','en':'e'},'clause':'1'}]," RULES(GRADE_RULE("g", "a > 0"))));
    uint64_t alive[64];
    uint16_t held[1];
    ruleset_grade(made.rules, (int64_t[]){1}, NULL, &verdict, alive);
    assert_int_equal(verdict.level, LEVEL_NONE);
    assert_int_equal(verdict.grade, 0);
    assert_int_equal(ruleset_level_of(made.rules, 0), LEVEL_NONE);
    assert_int_equal(ruleset_held(made.rules, &verdict, alive, held), 0);
    made_close(&made);
}

/* ---- limits ---- */

static void add_alternatives(struct text *text, int count)
{
    for (int i = 0; i < count; i++)
        text_addf(text, "%sa = %d", i > 0 ? " or " : "", 2 * i);
}

static void test_256_alternatives_of_a_rule_fit_and_257_do_not(void **state)
{
    (void)state;
    for (int count = 256; count <= 257; count++) {
        struct text text = {0};
        struct made made;
        text_add_str(&text, "{" TITLED "," LEVELS "," FACTS(COUNT("a")) ",'rules':[{'clause':'1','level':1,'when':'");
        add_alternatives(&text, count);
        text_add_str(&text, "','says':{'zh':'s','en':'s'}}]}");
        made_try(&made, text_str(&text));
        assert_int_equal(made.rules != NULL, count == 256);
        if (count == 257) {
            assert_int_equal(made.diags.items[0].code, ERR_LIMIT);
            assert_string_equal(made.diags.items[0].pointer, "/rules/0/when");
        }
        made_close(&made);
        text_release(&text);
    }
}

static void test_a_product_of_alternatives_is_limited_too(void **state)
{
    (void)state;
    struct text text = {0};
    struct made made;
    text_add_str(&text, "{" TITLED "," LEVELS "," FACTS(COUNT("a") "," COUNT("b")) ",'rules':[{'clause':'1','level':1,'when':'(");
    add_alternatives(&text, 17);
    text_add_str(&text, ") and (b = 0 or b = 2 or b = 4 or b = 6 or b = 8 or b = 10 or b = 12 or b = 14 or b = 16 or b = 18 or b = 20 or b = 22 or b = 24 or b = 26 or"
                        " b = 28 or b = 30)','says':{'zh':'s','en':'s'}}]}");
    made_try(&made, text_str(&text));
    assert_null(made.rules);
    assert_int_equal(made.diags.items[0].code, ERR_LIMIT);
    made_close(&made);
    text_release(&text);
}

/* docs/plan-format.md promises 4096 rules and names no limit for their sum; whatever the limit is, the message must be about it. */
static void test_too_many_rules_together_are_not_blamed_on_one(void **state)
{
    (void)state;
    struct text text = {0};
    struct made made;
    text_add_str(&text, "{" TITLED "," LEVELS "," FACTS(COUNT("a")) ",'rules':[");
    for (int i = 0; i < 2100; i++)
        text_addf(&text, "%s{'clause':'1','level':1,'when':'a = %d','says':{'zh':'s','en':'s'}}", i > 0 ? "," : "", 2 * i);
    text_add_str(&text, "]}");
    made_try(&made, text_str(&text));
    if (made.rules == NULL)
        check_lacks(made.diags.items[0].en, "256 alternatives");
    made_close(&made);
    text_release(&text);
}

static void test_a_condition_past_the_limit_is_refused_where_it_stands(void **state)
{
    (void)state;
    struct text text = {0};
    struct made made;
    text_add_str(&text, "{" TITLED "," LEVELS "," FACTS(COUNT("a")) "," RULES(RULE("1", "a > 0")) ",'tasks':[{'id':'t','kind':'response','owners':['fire'],"
                        "'what':{'zh':'z','en':'e'},'clause':'1','when':'");
    add_alternatives(&text, 257);
    text_add_str(&text, "'}]}");
    made_try(&made, text_str(&text));
    assert_null(made.rules);
    assert_string_equal(made.diags.items[0].pointer, "/tasks/0/when");
    made_close(&made);
    text_release(&text);
}

static void test_all_flawed_rules_are_found_in_one_run(void **state)
{
    (void)state;
    struct made made;
    made_try(&made, PLAN(FACTS(COUNT("a")) "," RULES(RULE("1", "b > 0") "," RULE("2", "a > 0") "," RULE("3", "a >")) ",'tasks':[{'id':'t','kind':'response',"
                         "'owners':['fire'],'what':{'zh':'z','en':'e'},'clause':'1','when':'c'}]"));
    assert_null(made.rules);
    assert_int_equal(made.diags.count, 3);
    made_close(&made);
    ruleset_free(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_road_grades_as_its_rules_say),
        cmocka_unit_test(test_tourism_grades_as_its_rules_say),
        cmocka_unit_test(test_construction_grades_as_its_rules_say),
        cmocka_unit_test(test_animal_grades_as_its_rules_say),
        cmocka_unit_test(test_negation_goes_down_to_the_tests),
        cmocka_unit_test(test_negated_grades_are_expanded),
        cmocka_unit_test(test_sums_of_many_facts_are_added_up),
        cmocka_unit_test(test_a_plan_of_many_rules_needs_several_words),
        cmocka_unit_test(test_far_thresholds_are_found_as_well_as_near_ones),
        cmocka_unit_test(test_a_verdict_needs_no_list_of_what_is_alive),
        cmocka_unit_test(test_a_contradiction_has_no_alternative),
        cmocka_unit_test(test_upper_bounds_on_harm_are_dropped_in_the_safe_reading_only),
        cmocka_unit_test(test_a_rule_that_is_always_safe_has_an_alternative_without_tests),
        cmocka_unit_test(test_facts_of_tasks_only_do_not_grade),
        cmocka_unit_test(test_a_grade_that_calls_for_no_level_gives_none),
        cmocka_unit_test(test_256_alternatives_of_a_rule_fit_and_257_do_not),
        cmocka_unit_test(test_a_product_of_alternatives_is_limited_too),
        cmocka_unit_test(test_too_many_rules_together_are_not_blamed_on_one),
        cmocka_unit_test(test_a_condition_past_the_limit_is_refused_where_it_stands),
        cmocka_unit_test(test_all_flawed_rules_are_found_in_one_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
