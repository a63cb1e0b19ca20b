/* Which facts are asked for, and in which order. */
#include "rules/question.h"
#include "tests/unit/fixture.h"

struct desk {
    struct made made;
    struct incident incident;
    struct assessor *assessor;
    struct assessment got;
};

static void desk_open(struct desk *desk, const char *text)
{
    made_open(&desk->made, text);
    incident_init(&desk->incident, desk->made.plan, NULL);
    desk->assessor = assessor_new(desk->made.rules);
}

static void desk_close(struct desk *desk)
{
    assessor_free(desk->assessor);
    incident_release(&desk->incident);
    made_close(&desk->made);
}

/* What is asked for, in order, as "a b c". */
static const char *asked(struct desk *desk)
{
    static char names[1024];
    struct err err;
    names[0] = '\0';
    if (assess(desk->assessor, &desk->incident, &desk->got, &err) != 0)
        fail_msg("%s", err.en);
    if (question_order(desk->assessor, &desk->got, &err) != 0)
        fail_msg("%s", err.en);
    for (uint32_t i = 0; i < desk->got.ask_count; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i > 0 ? " " : "", desk->made.plan->facts[desk->got.ask[i]].id);
    return names;
}

static void test_nothing_is_asked_when_the_level_is_settled(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(BOOL("a") "," BOOL("b")) "," RULES(RULE("1", "a") "," RULE("2", "b"))));
    know(&desk.incident, "a", 1, 1);
    assert_string_equal(asked(&desk), "");
    desk_close(&desk);
}

static void test_a_fact_that_no_rule_reads_is_not_asked_for(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(BOOL("a") "," BOOL("b") "," BOOL("c")) "," RULES(RULE("1", "a")) ",'tasks':[{'id':'t','kind':'response','owners':['fire'],"
                          "'what':{'zh':'z','en':'e'},'clause':'1','when':'c'}]"));
    assert_string_equal(asked(&desk), "a");
    desk_close(&desk);
}

static void test_a_fact_made_idle_by_another_is_not_asked_for(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(BOOL("a") "," COUNT("b") "," BOOL("c")) "," RULES(RULE("1", "a and b >= 3") "," RULE("2", "c"))));
    know(&desk.incident, "a", 0, 0);
    assert_string_equal(asked(&desk), "c"); /* without a, b is idle */
    desk_close(&desk);
}

static void test_a_milder_rule_cannot_matter_under_a_proven_level(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(BOOL("a") "," BOOL("b") "," BOOL("c")) "," RULES(RULE("1", "a") "," RULE("3", "b") "," RULE("4", "c"))));
    know(&desk.incident, "b", 1, 1);
    assert_string_equal(asked(&desk), "a");
    desk_close(&desk);
}

static void test_the_question_that_tells_most_comes_first(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(BOOL("w") "," BOOL("x") "," BOOL("y") "," BOOL("z")) "," RULES(RULE("1", "z") "," RULE("1", "w and x and y"))));
    asked(&desk);
    assert_int_equal(desk.got.ask_count, 4);
    assert_int_equal(desk.got.ask[0], 3);
    desk_close(&desk);
}

/* Both alternatives with `towns` demand `storm`; `dead` counts without it. */
static void test_a_fact_behind_a_yes_or_no_comes_after_it(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("towns") "," BOOL("storm") "," COUNT("dead")) ","
                          RULES(RULE("1", "storm and towns >= 4") "," RULE("2", "towns in [2..4) and storm") "," RULE("3", "dead >= 1 and storm or dead >= 3"))));
    asked(&desk);
    size_t at[3] = {9, 9, 9};
    for (uint32_t i = 0; i < desk.got.ask_count; i++)
        at[desk.got.ask[i]] = i;
    assert_true(at[1] < at[0] && at[0] < 3);
    assert_true(at[2] < 3);
    know(&desk.incident, "storm", 1, 1);
    assert_string_equal(asked(&desk), "towns dead");
    desk_close(&desk);
}

static void test_the_same_knowledge_gives_the_same_questions(void **state)
{
    (void)state;
    struct desk desk;
    char first[1024];
    desk_open(&desk, PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c") "," BOOL("f")) ","
                          RULES(RULE("1", "a + b >= 30 or c >= 100") "," RULE("2", "a >= 10 and f") "," RULE("3", "b + c >= 3"))));
    snprintf(first, sizeof first, "%s", asked(&desk));
    know(&desk.incident, "a", 40, 40);
    asked(&desk);
    incident_clear(&desk.incident);
    assert_string_equal(asked(&desk), first);
    desk_close(&desk);
}

/* Only a = 4000, b = 1000, c = 3000 reaches the level: no sample will find it. */
static void test_facts_that_matter_in_one_completion_only_are_found(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c") "," COUNT("d")) ","
                          RULES(RULE("1", "a + b = 5000 and a + c = 7000 and b + c = 4000") "," RULE("2", "a + d >= 100000000"))));
    know(&desk.incident, "d", 0, 5);
    asked(&desk);
    bool seen[4] = {false};
    for (uint32_t i = 0; i < desk.got.ask_count; i++)
        seen[desk.got.ask[i]] = true;
    assert_true(seen[0] && seen[1] && seen[2] && seen[3]);
    desk_close(&desk);
}

/* Thresholds past what a diagram holds: it is drawn of the points alone, and what is known counts in the sums. */
static void test_what_is_known_counts_without_a_diagram(void **state)
{
    (void)state;
    struct desk desk;
    struct err err;
    struct question question;
    desk_open(&desk, PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c") "," BOOL("f")) "," RULES(RULE("1", "a + b >= 20000 and c >= 3") "," RULE("2", "f"))));
    assert_null(desk.made.rules->mdd);
    know(&desk.incident, "b", 1, 1);
    know(&desk.incident, "c", 5, 5);
    assert_string_equal(asked(&desk), "a f");
    assert_int_equal(question_find(desk.assessor, &desk.got, &(struct asking){0}, &question, &err), 0);
    assert_true(question.fact == 0 && question.threshold && question.optimal);
    assert_int_equal(question.at_least, 19999);
    assert_float_equal(question.expected, 1.5, 1e-9);
    desk_close(&desk);
}

/* The three sums add up to an odd number: no completion reaches level 1, so only f can change anything. */
static void test_facts_that_cannot_matter_are_not_asked_for_however_it_looks(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c") "," BOOL("f")) ","
                          RULES(RULE("1", "a + b = 5001 and a + c = 7000 and b + c = 4000") "," RULE("2", "f"))));
    assert_string_equal(asked(&desk), "f");
    assert_int_equal(desk.got.possible, 2);
    desk_close(&desk);
}

static void test_a_narrow_range_is_asked_for_only_across_a_threshold(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("a") "," BOOL("f")) "," RULES(RULE("1", "a >= 30") "," RULE("2", "a >= 10") "," RULE("3", "f"))));
    know(&desk.incident, "f", 0, 0);
    know(&desk.incident, "a", 11, 29);
    assert_string_equal(asked(&desk), "");
    know(&desk.incident, "a", 11, 30);
    assert_string_equal(asked(&desk), "a");
    know(&desk.incident, "a", 9, 29);
    assert_string_equal(asked(&desk), "a");
    desk_close(&desk);
}

static void test_a_fact_with_many_thresholds_is_still_asked_for(void **state)
{
    (void)state;
    struct text text = {0};
    struct desk desk;
    text_add_str(&text, "{" TITLED "," LEVELS "," FACTS(COUNT("a") "," COUNT("b")) ",'rules':[{'clause':'1','level':2,'says':{'zh':'s','en':'s'},'when':'a = 1");
    for (int i = 1; i < 60; i++)
        text_addf(&text, " or a = %d", 2 * i + 1);
    text_add_str(&text, "'},{'clause':'1','level':1,'says':{'zh':'s','en':'s'},'when':'a = 119 and b = 7'}]}");
    desk_open(&desk, text_str(&text));
    text_release(&text);
    asked(&desk);
    assert_int_equal(desk.got.ask_count, 2);
    know(&desk.incident, "a", 118, 119);
    assert_int_equal(strlen(asked(&desk)), 3);
    desk_close(&desk);
}

static void test_all_63_facts_can_be_asked_for(void **state)
{
    (void)state;
    struct text text = {0};
    struct desk desk;
    text_add_str(&text, "{" TITLED "," LEVELS ",'facts':[");
    for (int i = 0; i < 63; i++)
        text_addf(&text, "%s{'id':'f%d','type':'bool','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i);
    text_add_str(&text, "],'rules':[");
    for (int i = 0; i < 63; i++)
        text_addf(&text, "%s{'clause':'1','level':%d,'says':{'zh':'s','en':'s'},'when':'f%d'}", i > 0 ? "," : "", i % 4 + 1, i);
    text_add_str(&text, "]}");
    desk_open(&desk, text_str(&text));
    text_release(&text);
    asked(&desk);
    assert_int_equal(desk.got.ask_count, 63);
    desk_close(&desk);
}

/* One rule that binds as many facts as a diagram has bits for. */
static void test_facts_bound_together_are_all_asked_for(void **state)
{
    (void)state;
    for (int count = 31; count <= 33; count++) {
        struct text text = {0};
        struct desk desk;
        text_add_str(&text, "{" TITLED "," LEVELS ",'facts':[");
        for (int i = 0; i < count; i++)
            text_addf(&text, "%s{'id':'f%d','type':'bool','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i);
        text_add_str(&text, "],'rules':[{'clause':'1','level':1,'says':{'zh':'s','en':'s'},'when':'f0");
        for (int i = 1; i < count; i++)
            text_addf(&text, " and f%d", i);
        text_add_str(&text, "'}]}");
        desk_open(&desk, text_str(&text));
        text_release(&text);
        asked(&desk);
        assert_int_equal(desk.got.ask_count, count);
        desk_close(&desk);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_asked_when_the_level_is_settled),
        cmocka_unit_test(test_a_fact_that_no_rule_reads_is_not_asked_for),
        cmocka_unit_test(test_a_fact_made_idle_by_another_is_not_asked_for),
        cmocka_unit_test(test_a_milder_rule_cannot_matter_under_a_proven_level),
        cmocka_unit_test(test_the_question_that_tells_most_comes_first),
        cmocka_unit_test(test_a_fact_behind_a_yes_or_no_comes_after_it),
        cmocka_unit_test(test_the_same_knowledge_gives_the_same_questions),
        cmocka_unit_test(test_facts_that_matter_in_one_completion_only_are_found),
        cmocka_unit_test(test_what_is_known_counts_without_a_diagram),
        cmocka_unit_test(test_facts_that_cannot_matter_are_not_asked_for_however_it_looks),
        cmocka_unit_test(test_a_narrow_range_is_asked_for_only_across_a_threshold),
        cmocka_unit_test(test_a_fact_with_many_thresholds_is_still_asked_for),
        cmocka_unit_test(test_all_63_facts_can_be_asked_for),
        cmocka_unit_test(test_facts_bound_together_are_all_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
