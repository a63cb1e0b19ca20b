/* Grading complete facts by tables, against walking through all alternatives one by one, over random plans of every shape. */
#include "rules/fast.h"
#include "tests/unit/random_kinds.h"

/* ---- what the definitions say ---- */

static int rank_of_first(const struct ruleset *rules, const struct alternatives *all, const int64_t *values)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (alternative_holds(rules, all, i, values))
            return all->items[i].rank;
    return LEVEL_NONE;
}

static int grade_of(const struct ruleset *rules, const int64_t *values)
{
    int grade = -1;
    for (uint32_t i = 0; i < rules->grades.count; i++)
        if (rules->grades.items[i].rank > grade && alternative_holds(rules, &rules->grades, i, values))
            grade = rules->grades.items[i].rank;
    return grade;
}

static uint32_t held_at(const struct ruleset *rules, int level, const int64_t *values, uint16_t *held)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < rules->literal.count && level != LEVEL_NONE; i++) {
        const struct alternative *it = &rules->literal.items[i];
        if (it->rank == level && (count == 0 || held[count - 1] != it->rule) && alternative_holds(rules, &rules->literal, i, values))
            held[count++] = (uint16_t)it->rule;
    }
    return count;
}

static void check_values(const struct ruleset *rules, const int64_t *values)
{
    uint64_t alive[RULESET_WORDS_MAX];
    uint16_t held[64], judged[64], expected[64];
    struct verdict graded, verdict;
    ruleset_grade(rules, values, NULL, &graded, alive);
    assert_int_equal(graded.level, rank_of_first(rules, &rules->literal, values));
    assert_int_equal(graded.safe_level, rank_of_first(rules, &rules->safe, values));
    assert_int_equal(graded.grade, grade_of(rules, values));
    uint32_t count = held_at(rules, graded.level, values, expected);
    assert_int_equal(ruleset_held(rules, &graded, alive, held), count);
    assert_int_equal(ruleset_judge(rules, values, NULL, &verdict, judged), count);
    assert_memory_equal(&verdict, &graded, sizeof verdict);
    assert_memory_equal(held, expected, count * sizeof *held);
    assert_memory_equal(judged, expected, count * sizeof *judged);
    for (uint32_t i = 0; i < rules->literal.count; i++)
        assert_int_equal(fast_holds(rules, i, alive), alternative_holds(rules, &rules->literal, i, values));
}

static void check_random(const struct kinds *kinds, uint32_t rules, int plans, uint64_t seed)
{
    uint64_t random = seed;
    for (int round = 0; round < plans; round++) {
        struct made made;
        int64_t values[PLAN_FACTS_MAX];
        kinds_open(&made, kinds, rules, &random);
        for (int incident = 0; incident < 300; incident++) {
            kinds_values(made.plan, kinds, &random, values);
            check_values(made.rules, values);
        }
        made_close(&made);
    }
}

static void test_findings_are_looked_up_together(void **state)
{
    (void)state;
    for (uint32_t findings = 1; findings <= 9; findings++)
        check_random(&(struct kinds){.findings = findings, .counts = 2, .top = 12}, 6, 12, findings);
}

static void test_enumerations_lead_findings_or_pair_up(void **state)
{
    (void)state;
    for (uint32_t values = 2; values <= 10; values++) {
        check_random(&(struct kinds){.findings = values % 4, .enums = 1 + values % 3, .values = values, .counts = 1, .top = 9}, 6, 12, values);
        check_random(&(struct kinds){.enums = 2, .values = values, .counts = 3, .top = 8}, 5, 6, values + 100);
    }
}

static void test_sums_and_far_thresholds(void **state)
{
    (void)state;
    check_random(&(struct kinds){.findings = 2, .counts = 4, .top = 30}, 8, 40, 1);
    check_random(&(struct kinds){.findings = 1, .counts = 6, .decimals = 2, .top = 5}, 8, 40, 2);
    check_random(&(struct kinds){.counts = 3, .decimals = 1, .top = 600}, 8, 40, 3);
}

static void test_many_rules_of_a_level(void **state)
{
    (void)state;
    check_random(&(struct kinds){.findings = 3, .counts = 3, .top = 6}, 16, 30, 4);
    check_random(&(struct kinds){.findings = 3, .enums = 1, .values = 4, .counts = 3, .top = 6}, 24, 30, 5);
}

static void test_bits_of_several_words(void **state)
{
    (void)state;
    check_random(&(struct kinds){.findings = 5, .enums = 1, .values = 4, .counts = 5, .decimals = 1, .top = 40}, 60, 12, 6);
}

/* ---- bits are shared ---- */

static void test_a_rule_and_a_grade_row_of_the_same_tests_share_a_bit(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("b")) ",'grades':[{'id':'g','name':{'zh':'z','en':'e'},'clause':'1','level':2}],"
                          RULES(GRADE_RULE("g", "a >= 3") "," RULE("2", "grade(g)") "," RULE("3", "a >= 3"))));
    const uint16_t *bits = made.rules->fast->literal;
    assert_int_equal(made.rules->literal.count, 3);
    assert_int_equal(bits[0], bits[1]);
    assert_int_not_equal(bits[1], bits[2]); /* another level */
    uint16_t held[3 + RULESET_HELD_SPARE];
    struct verdict verdict;
    assert_int_equal(ruleset_judge(made.rules, (int64_t[]){3, 0}, NULL, &verdict, held), 2);
    assert_int_equal(held[1], 1);
    assert_int_equal(verdict.grade, 0);
    made_close(&made);
}

/* Where what lies beyond an upper bound reaches a more severe level anyway, the safe reading needs no bit: road's hole is one that does. */
static void test_only_a_hole_in_the_text_takes_a_bit_of_its_own(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(HARM("a") "," HARM("b")) "," RULES(RULE("1", "a >= 30") "," RULE("2", "a in [10..30)") "," RULE("3", "a in [3..10)"))));
    assert_int_equal(__builtin_popcountll(*made.rules->fast->of_safe | *made.rules->fast->of_literal), 4); /* with that of "none" */
    made_close(&made);
    made_open(&made, PLAN(FACTS(HARM("a") "," HARM("b")) "," RULES(RULE("1", "a >= 30") "," RULE("2", "a + b in [10..30)") "," RULE("3", "a in [3..10)"))));
    assert_int_equal(__builtin_popcountll(*made.rules->fast->of_safe | *made.rules->fast->of_literal), 6); /* and 3: 9 dead are beyond, at no level above */
    struct verdict verdict;
    ruleset_grade(made.rules, (int64_t[]){5, 40}, NULL, &verdict, NULL);
    assert_int_equal(verdict.level, 3);
    assert_int_equal(verdict.safe_level, 2);
    made_close(&made);
}

static void test_the_shipped_plans_of_findings_and_numbers_fit_one_word(void **state)
{
    (void)state;
    static const char *const names[] = {"road", "tourism", "construction"};
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        struct loaded *loaded = shipped(names[i]);
        assert_int_equal(loaded->rules->words, 1);
        assert_true(loaded->rules->fast->plain);
        loaded_free(loaded);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings_are_looked_up_together),
        cmocka_unit_test(test_enumerations_lead_findings_or_pair_up),
        cmocka_unit_test(test_sums_and_far_thresholds),
        cmocka_unit_test(test_many_rules_of_a_level),
        cmocka_unit_test(test_bits_of_several_words),
        cmocka_unit_test(test_a_rule_and_a_grade_row_of_the_same_tests_share_a_bit),
        cmocka_unit_test(test_only_a_hole_in_the_text_takes_a_bit_of_its_own),
        cmocka_unit_test(test_the_shipped_plans_of_findings_and_numbers_fit_one_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
