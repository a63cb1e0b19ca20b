/* Grading complete facts by tables, against walking through all alternatives one by one, over random plans of every shape. */
#include "tests/unit/random_plan.h"

#include "core/number.h"
#include "rules/fast.h"

/* ---- random plans: findings, enumerations, counts, decimals, grades in and out of order ---- */

struct kinds {
    uint32_t findings, enums, counts, decimals;
    uint32_t values; /* of an enumeration */
    uint32_t top;    /* thresholds of counts are below */
};

static uint32_t between(uint64_t *random, uint32_t least, uint32_t most)
{
    return least + random_below(random, most - least + 1);
}

static void add_fact(struct text *text, const char *name, uint32_t index, const char *type)
{
    text_addf(text, "{'id':'%s%u','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'},'harm':%s,'type':'%s'", name, index,
              index % 2 == 0 ? "true" : "false", type);
}

static void add_facts(struct text *text, const struct kinds *kinds)
{
    const char *comma = "";
    for (uint32_t i = 0; i < kinds->findings; i++, comma = ",") {
        text_add_str(text, comma);
        add_fact(text, "f", i, "bool");
        text_add_str(text, "}");
    }
    for (uint32_t i = 0; i < kinds->enums; i++, comma = ",") {
        text_add_str(text, comma);
        add_fact(text, "e", i, "enum");
        for (uint32_t v = 0; v < kinds->values; v++)
            text_addf(text, "%s{'id':'v%u','label':{'zh':'z','en':'e'}}", v == 0 ? ",'values':[" : ",", v);
        text_add_str(text, "]}");
    }
    for (uint32_t i = 0; i < kinds->counts + kinds->decimals; i++, comma = ",") {
        bool count = i < kinds->counts;
        text_add_str(text, comma);
        add_fact(text, count ? "c" : "d", count ? i : i - kinds->counts, count ? "count" : "decimal");
        text_add_str(text, "}");
    }
}

static void add_sum_test(struct text *text, const struct kinds *kinds, uint64_t *random)
{
    uint32_t facts = 0, least = random_below(random, kinds->top);
    const char *plus = "";
    for (uint32_t terms = between(random, 1, 4); terms > 0; terms--) {
        uint32_t fact = random_below(random, kinds->counts);
        if (facts >> fact & 1)
            continue;
        facts |= 1u << fact;
        text_addf(text, "%sc%u", plus, fact);
        plus = " + ";
    }
    if (random_below(random, 2) == 0)
        text_addf(text, " >= %u", least);
    else
        text_addf(text, " in [%u..%u)", least, least + 1 + random_below(random, kinds->top));
}

static void add_test(struct text *text, const struct kinds *kinds, uint64_t *random)
{
    switch (random_below(random, 5)) {
    case 0:
        if (kinds->findings > 0) {
            text_addf(text, "%sf%u", random_below(random, 4) == 0 ? "not " : "", random_below(random, kinds->findings));
            return;
        }
        break;
    case 1:
        if (kinds->enums > 0) {
            static const char *const signs[] = {"=", ">=", "<", "!="};
            text_addf(text, "e%u %s v%u", random_below(random, kinds->enums), signs[random_below(random, 4)], random_below(random, kinds->values));
            return;
        }
        break;
    case 2:
        if (kinds->decimals > 0) {
            text_addf(text, "d%u %s %u.5", random_below(random, kinds->decimals), random_below(random, 2) == 0 ? ">=" : "<", random_below(random, 9));
            return;
        }
        break;
    default: break;
    }
    add_sum_test(text, kinds, random);
}

static void add_condition(struct text *text, const struct kinds *kinds, uint64_t *random)
{
    for (uint32_t i = 0, ways = between(random, 1, 3); i < ways; i++) {
        text_add_str(text, i > 0 ? " or " : "");
        for (uint32_t j = 0, tests = between(random, 1, 3); j < tests; j++) {
            text_add_str(text, j > 0 ? " and " : "");
            add_test(text, kinds, random);
        }
    }
}

/* Grades g0 to g2, the most severe last, call for levels in any order, or for none. */
static void add_grades(struct text *text, uint64_t *random)
{
    for (uint32_t i = 0; i < 3; i++) {
        text_addf(text, "%s{'id':'g%u','name':{'zh':'z','en':'e'},'clause':'1'", i == 0 ? "'grades':[" : ",", i);
        uint32_t level = random_below(random, 2) == 0 ? 4 - i : random_below(random, 5);
        if (level > 0)
            text_addf(text, ",'level':%u", level);
        text_add_str(text, "}");
    }
    text_add_str(text, "],");
}

static void open_random(struct made *made, const struct kinds *kinds, uint32_t rules, uint64_t *random)
{
    struct text text = {0};
    text_add_str(&text, "{" TITLED "," LEVELS ",");
    add_grades(&text, random);
    text_add_str(&text, "'facts':[");
    add_facts(&text, kinds);
    text_add_str(&text, "],'rules':[");
    for (uint32_t i = 0; i < rules; i++) {
        text_addf(&text, "%s{'clause':'1','says':{'zh':'s','en':'s'},", i > 0 ? "," : "");
        if (random_below(random, 4) == 0)
            text_addf(&text, "'grade':'g%u'", random_below(random, 3));
        else
            text_addf(&text, "'level':%u", between(random, 1, 4));
        text_add_str(&text, ",'when':'");
        add_condition(&text, kinds, random);
        text_add_str(&text, "'}");
    }
    text_add_str(&text, "]}");
    made_open(made, text_str(&text));
    text_release(&text);
}

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
        open_random(&made, kinds, rules, &random);
        for (int incident = 0; incident < 300; incident++) {
            for (size_t i = 0; i < made.plan->fact_count; i++) {
                const struct fact *fact = &made.plan->facts[i];
                if (fact->type == FACT_COUNT)
                    values[i] = random_below(&random, 60) == 0 ? fact->most : random_below(&random, kinds->top + 2);
                else if (fact->type == FACT_DECIMAL)
                    values[i] = (int64_t)random_below(&random, 20) * NUMBER_SCALE / 2 - (random_below(&random, 2) == 0 && incident % 2);
                else
                    values[i] = random_below(&random, (uint32_t)fact->most + 1);
                values[i] = values[i] < 0 ? 0 : values[i];
            }
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
