/* Which facts are asked for, in which order, and what is said of each question. */
#include "rules/question.h"
#include "tests/unit/random_plan.h"

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

/* ---- one question in full ---- */

static struct question find_with(struct desk *desk, const struct asking *asking)
{
    struct question question;
    struct err err;
    if (assess(desk->assessor, &desk->incident, &desk->got, &err) != 0 || question_find(desk->assessor, &desk->got, asking, &question, &err) != 0)
        fail_msg("%s", err.en);
    return question;
}

static struct question find(struct desk *desk)
{
    return find_with(desk, &(struct asking){NULL, 0});
}

static void check_asked(struct desk *desk, const struct question *question, const char *id)
{
    assert_true(question->fact >= 0);
    assert_string_equal(desk->made.plan->facts[question->fact].id, id);
}

/* Each outcome is what assessing such an answer gives; they follow each other from the least to the most that the fact may be. */
static void check_outcomes(struct desk *desk, const struct question *question)
{
    const struct fact *fact = &desk->made.plan->facts[question->fact];
    struct known known = desk->incident.facts[question->fact];
    int64_t next = known.least;
    for (uint32_t i = 0; i < question->outcome_count; i++) {
        const struct question_outcome *outcome = &question->outcomes[i];
        struct assessment got;
        assert_int_equal(outcome->least, next);
        incident_set(&desk->incident, fact, outcome->least, outcome->most);
        assert_int_equal(assess(desk->assessor, &desk->incident, &got, NULL), 0);
        assert_int_equal(outcome->level, got.level);
        assert_int_equal(outcome->possible, got.possible);
        for (uint32_t a = 0; a < got.ask_count && question->threshold; a++)
            assert_int_not_equal(got.ask[a], question->fact); /* the yes or no was enough */
        next = outcome->most + 1;
    }
    desk->incident.facts[question->fact] = known;
    assert_int_equal(next - 1, known.most);
}

static void test_a_yes_or_no_is_asked_where_it_is_enough(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("a")) "," RULES(RULE("1", "a >= 30") "," RULE("3", "a >= 3"))));
    struct question question = find(&desk);
    assert_false(question.threshold); /* three levels: the number is wanted */
    assert_int_equal(question.outcome_count, 3);
    check_outcomes(&desk, &question);
    know(&desk.incident, "a", 3, 1000);
    question = find(&desk);
    assert_true(question.threshold);
    assert_int_equal(question.at_least, 30);
    assert_int_equal(question.outcome_count, 2);
    assert_true(question.outcomes[0].level == 3 && question.outcomes[0].possible == 3 && question.outcomes[1].level == 1);
    assert_true(question.expected == 1 && question.optimal);
    check_outcomes(&desk, &question);
    desk_close(&desk);
}

/* Not 30 or more does not say how many of b make 30 with it. */
static void test_a_number_is_asked_where_another_is_added_to_it(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("a") "," COUNT("b")) "," RULES(RULE("1", "a + b >= 30"))));
    struct question question = find(&desk);
    check_asked(&desk, &question, "a");
    assert_false(question.threshold);
    check_outcomes(&desk, &question);
    know(&desk.incident, "a", 12, 12);
    question = find(&desk);
    check_asked(&desk, &question, "b");
    assert_true(question.threshold);
    assert_int_equal(question.at_least, 18);
    check_outcomes(&desk, &question);
    desk_close(&desk);
}

static void test_a_threshold_of_a_decimal_is_exact_to_the_millionth(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(DECIMAL("loss")) "," RULES(RULE("2", "loss > 1000"))));
    struct question question = find(&desk);
    assert_true(question.threshold);
    assert_int_equal(question.at_least, 1000000001);
    check_outcomes(&desk, &question);
    desk_close(&desk);
}

static void test_findings_and_choices_are_asked_for_as_such(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(FACT("kind", "enum", ",'values':[" VALUE("low") "," VALUE("mid") "," VALUE("high") "]")) ","
                          RULES(RULE("1", "kind = high") "," RULE("3", "kind = mid"))));
    struct question question = find(&desk);
    assert_false(question.threshold);
    assert_int_equal(question.outcome_count, 3);
    check_outcomes(&desk, &question);
    desk_close(&desk);
}

static void test_what_each_answer_would_do_is_what_it_does(void **state)
{
    (void)state;
    uint64_t random = 41;
    for (int round = 0; round < 150; round++) {
        struct desk desk;
        random_plan_open(&desk.made, &random);
        incident_init(&desk.incident, desk.made.plan, NULL);
        desk.assessor = assessor_new(desk.made.rules);
        for (int again = 0; again < 4; again++) {
            random_knowledge(&desk.incident, &random);
            if (again == 3)
                incident_clear(&desk.incident);
            struct question question = find(&desk);
            assert_int_equal(question.fact >= 0, desk.got.ask_count > 0);
            if (question.fact >= 0)
                check_outcomes(&desk, &question);
        }
        desk_close(&desk);
    }
}

static void test_only_open_clauses_above_the_proven_level_are_the_reason(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("a") "," BOOL("f") "," BOOL("g")) ","
                          RULES(RULE("1", "a >= 30 and f") "," RULE("2", "a >= 10 and not f") "," RULE("3", "g") "," RULE("4", "a >= 1"))));
    know(&desk.incident, "f", 1, 1);
    know(&desk.incident, "g", 1, 1);
    struct question question = find(&desk);
    check_asked(&desk, &question, "a");
    assert_int_equal(question.why_count, 1); /* level 2 cannot hold any more, level 3 does, level 4 is milder */
    assert_int_equal(question.why[0], 0);
    desk_close(&desk);
}

/* ---- how to ask ---- */

static void test_what_nobody_knows_is_not_asked_for_again(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(BOOL("a") "," BOOL("b") "," BOOL("c")) "," RULES(RULE("1", "a") "," RULE("2", "b") "," RULE("3", "c"))));
    struct question question = find(&desk);
    check_asked(&desk, &question, "a");
    question = find_with(&desk, &(struct asking){NULL, 1});
    check_asked(&desk, &question, "b");
    assert_false(question.optimal);
    question = find_with(&desk, &(struct asking){NULL, 3});
    check_asked(&desk, &question, "c");
    question = find_with(&desk, &(struct asking){NULL, 4}); /* the best, but who knows what c would have saved */
    check_asked(&desk, &question, "a");
    assert_false(question.optimal);
    question = find_with(&desk, &(struct asking){NULL, 7});
    assert_int_equal(question.fact, -1);
    desk_close(&desk);
}

/* What stands in for the best is the best of the others, and its number its own: an answer more than what each answer leaves. */
static void test_the_best_of_the_others_has_its_own_number(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(BOOL("a") "," BOOL("b") "," BOOL("c") "," BOOL("d")) ","
                          RULES(RULE("1", "a") "," RULE("1", "b and c") "," RULE("2", "b and d") "," RULE("3", "d"))));
    struct question best = find(&desk), other = find_with(&desk, &(struct asking){NULL, UINT64_C(1) << best.fact});
    double expected = 1;
    assert_true(other.fact >= 0 && other.fact != best.fact);
    for (int value = 0; value < 2; value++) {
        incident_set(&desk.incident, &desk.made.plan->facts[other.fact], value, value);
        struct question next = find(&desk);
        expected += next.fact < 0 ? 0 : next.expected / 2;
    }
    assert_true(other.expected > expected - 1e-6 && other.expected < expected + 1e-6);
    assert_true(other.expected >= best.expected);
    desk_close(&desk);
}

static void test_priors_decide_between_equal_questions(void **state)
{
    (void)state;
    struct desk desk;
    struct prior priors[2] = {{.steps = {{0, 9}, {1, 1}}, .count = 2}, {.steps = {{0, 1}, {1, 9}}, .count = 2}};
    desk_open(&desk, PLAN(FACTS(BOOL("a") "," BOOL("b")) "," RULES(RULE("1", "a or b"))));
    struct question question = find(&desk);
    check_asked(&desk, &question, "a");
    assert_true(question.expected == 1.5);
    question = find_with(&desk, &(struct asking){priors, 0});
    check_asked(&desk, &question, "b"); /* it is likely, and one is enough */
    assert_true(question.expected > 1.0999 && question.expected < 1.1001 && question.optimal);
    desk_close(&desk);
}

static void test_a_plans_own_priors_are_taken(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(BOOL("a") "," FACT("b", "bool", ",'prior':'false:1,true:9'")) "," RULES(RULE("1", "a or b"))));
    struct question question = find(&desk);
    check_asked(&desk, &question, "b");
    desk_close(&desk);
}

static void test_what_a_prior_rules_out_may_come_all_the_same(void **state)
{
    (void)state;
    struct desk desk;
    struct prior priors[2] = {{.steps = {{0, 1}, {1, 0}}, .count = 2}, {.steps = {{0, 1}, {1, 0}}, .count = 2}};
    desk_open(&desk, PLAN(FACTS(BOOL("a") "," BOOL("b")) "," RULES(RULE("1", "a") "," RULE("2", "b"))));
    struct question question = find_with(&desk, &(struct asking){priors, 0});
    check_asked(&desk, &question, "a");
    assert_true(question.expected == 2);
    check_outcomes(&desk, &question);
    desk_close(&desk);
}

/* First whether there is a storm: the counties count only then. Equally good otherwise. */
static void test_a_gate_comes_before_what_lies_behind_it(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("n") "," BOOL("storm")) "," RULES(RULE("1", "n >= 3 and storm"))));
    struct question question = find(&desk);
    check_asked(&desk, &question, "storm");
    assert_true(question.optimal);
    know(&desk.incident, "storm", 1, 1);
    question = find(&desk);
    check_asked(&desk, &question, "n");
    desk_close(&desk);
}

static void test_findings_are_never_asked_for(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(FACT("n", "count", ",'discretion':true") "," BOOL("a")) "," RULES(RULE("1", "n >= 3") "," RULE("2", "a"))));
    know(&desk.incident, "n", 0, 9);
    struct question question = find(&desk);
    check_asked(&desk, &question, "a");
    know(&desk.incident, "a", 0, 0);
    question = find(&desk);
    assert_int_equal(question.fact, -1);
    assert_false(is_settled(&desk.got));
    desk_close(&desk);
}

/* ---- plans without a diagram ---- */

static void test_a_plan_too_large_for_a_diagram_asks_as_well(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("a") "," COUNT("b") "," BOOL("f")) "," RULES(RULE("1", "a + b >= 100000000") "," RULE("3", "f"))));
    assert_null(desk.made.rules->mdd);
    struct question question = find(&desk);
    check_asked(&desk, &question, "a");
    assert_false(question.threshold);
    check_outcomes(&desk, &question);
    know(&desk.incident, "a", 99999000, 99999000);
    question = find(&desk);
    check_asked(&desk, &question, "b");
    assert_true(question.threshold);
    assert_int_equal(question.at_least, 1000);
    check_outcomes(&desk, &question);
    desk_close(&desk);
}

static void test_sums_of_decimals_are_asked_for_to_the_millionth(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(DECIMAL("a") "," DECIMAL("b")) "," RULES(RULE("1", "a + b > 10.5"))));
    assert_null(desk.made.rules->mdd);
    know(&desk.incident, "a", 10000000, 10000000);
    struct question question = find(&desk);
    check_asked(&desk, &question, "b");
    assert_true(question.threshold);
    assert_int_equal(question.at_least, 500001);
    check_outcomes(&desk, &question);
    desk_close(&desk);
}

/* Known to lie within ranges that only together pass the threshold: no least value of the others shows a difference. */
static void test_ranges_that_decide_together_are_asked_for(void **state)
{
    (void)state;
    static const char *const sums[] = {"a + b + c >= 12", "a + b + c in [7..8]", "a + b = 8 and b + c = 8", "a + b >= 100000008 or a + b + c = 11",
                                       "a + b + c = 6 and a + b = 4 and b + c = 4"}; /* only 2, 2 and 2: at no end */
    for (size_t i = 0; i < LENGTH_OF(sums); i++) {
        struct text text = {0};
        struct desk desk;
        text_addf(&text, PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c")) "," RULES(RULE("1", "%s"))), sums[i]);
        desk_open(&desk, text_str(&text));
        text_release(&text);
        know(&desk.incident, "a", 0, 4);
        know(&desk.incident, "b", 0, 4);
        know(&desk.incident, "c", 0, 4);
        struct question question = find(&desk);
        assert_int_equal(desk.got.ask_count, 3);
        assert_true(question.fact >= 0 && question.expected >= 1 && question.expected < 3); /* not simply all of them */
        check_outcomes(&desk, &question);
        desk_close(&desk);
    }
}

/* More thresholds than a question has answers: some are left out, nothing is said that is not so. */
static void test_more_thresholds_than_answers_leave_the_outcomes_right(void **state)
{
    (void)state;
    struct text text = {0};
    struct desk desk;
    text_add_str(&text, "{" TITLED "," LEVELS "," FACTS(COUNT("a") "," BOOL("f")) ",'rules':[{'clause':'1','level':4,'says':{'zh':'s','en':'s'},'when':'f'}");
    for (int i = 1; i <= 100; i++)
        text_addf(&text, ",{'clause':'1','level':%d,'says':{'zh':'s','en':'s'},'when':'a = %d'}", 1 + i % 3, 2 * i);
    text_add_str(&text, "]}");
    desk_open(&desk, text_str(&text));
    text_release(&text);
    struct question question = find(&desk);
    assert_true(question.fact >= 0 && question.outcome_count <= QUESTION_OUTCOMES_MAX);
    check_outcomes(&desk, &question);
    desk_close(&desk);
}

/* Sums of any two of twelve counts: too large even for a diagram of points. What was planned before must not be taken for this. */
static void test_past_all_limits_the_order_is_the_plans(void **state)
{
    (void)state;
    struct text text = {0};
    struct desk desk;
    uint64_t random = 42;
    text_add_str(&text, "{" TITLED "," LEVELS ",'facts':[");
    for (int i = 0; i < 12; i++)
        text_addf(&text, "%s{'id':'f%d','type':'count','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i);
    text_add_str(&text, "],'rules':[{'clause':'1','level':1,'says':{'zh':'s','en':'s'},'when':'f0 in [3..90000000]'}");
    for (uint32_t i = 0; i < 66; i++)
        text_addf(&text, ",{'clause':'1','level':%u,'says':{'zh':'s','en':'s'},'when':'f%u + f%u >= %u'}", 1 + i % 4, i % 12, (i + 1 + i / 12) % 12,
                  1 + random_below(&random, 90000000));
    text_add_str(&text, "]}");
    desk_open(&desk, text_str(&text));
    text_release(&text);
    assert_null(desk.made.rules->mdd);
    for (size_t i = 2; i < 12; i++)
        incident_set(&desk.incident, &desk.made.plan->facts[i], 0, 0);
    struct question question = find(&desk);
    assert_true(question.fact >= 0 && question.expected < 2.5);
    incident_clear(&desk.incident);
    question = find(&desk);
    check_asked(&desk, &question, "f0");
    assert_true(question.expected == 12 && !question.optimal && !question.threshold);
    check_outcomes(&desk, &question);
    desk_close(&desk);
}

/* 63 numbers with rules of their own. */
static void test_many_facts_get_a_question_in_good_time(void **state)
{
    (void)state;
    struct text text = {0};
    struct desk desk;
    text_add_str(&text, "{" TITLED "," LEVELS ",'facts':[");
    for (int i = 0; i < 63; i++)
        text_addf(&text, "%s{'id':'f%d','type':'count','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i);
    text_add_str(&text, "],'rules':[");
    for (int i = 0; i < 4 * 63; i++)
        text_addf(&text, "%s{'clause':'1','level':%d,'says':{'zh':'s','en':'s'},'when':'f%d >= %d'}", i > 0 ? "," : "", 4 - i % 4, i / 4, i % 4 * 10 + i / 4 % 7 + 1);
    text_add_str(&text, "]}");
    desk_open(&desk, text_str(&text));
    text_release(&text);
    clock_t begin = clock();
    struct question question = find(&desk);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_true(question.fact >= 0 && !question.optimal);
    if (seconds > 2)
        fail_msg("one question took %.2f s", seconds);
    desk_close(&desk);
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
        cmocka_unit_test(test_a_yes_or_no_is_asked_where_it_is_enough),
        cmocka_unit_test(test_a_number_is_asked_where_another_is_added_to_it),
        cmocka_unit_test(test_a_threshold_of_a_decimal_is_exact_to_the_millionth),
        cmocka_unit_test(test_findings_and_choices_are_asked_for_as_such),
        cmocka_unit_test(test_what_each_answer_would_do_is_what_it_does),
        cmocka_unit_test(test_only_open_clauses_above_the_proven_level_are_the_reason),
        cmocka_unit_test(test_what_nobody_knows_is_not_asked_for_again),
        cmocka_unit_test(test_the_best_of_the_others_has_its_own_number),
        cmocka_unit_test(test_priors_decide_between_equal_questions),
        cmocka_unit_test(test_a_plans_own_priors_are_taken),
        cmocka_unit_test(test_what_a_prior_rules_out_may_come_all_the_same),
        cmocka_unit_test(test_a_gate_comes_before_what_lies_behind_it),
        cmocka_unit_test(test_findings_are_never_asked_for),
        cmocka_unit_test(test_a_plan_too_large_for_a_diagram_asks_as_well),
        cmocka_unit_test(test_sums_of_decimals_are_asked_for_to_the_millionth),
        cmocka_unit_test(test_ranges_that_decide_together_are_asked_for),
        cmocka_unit_test(test_more_thresholds_than_answers_leave_the_outcomes_right),
        cmocka_unit_test(test_past_all_limits_the_order_is_the_plans),
        cmocka_unit_test(test_many_facts_get_a_question_in_good_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
