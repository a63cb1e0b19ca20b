/* Priors: steps of weights, as a plan or the command line writes them. */
#include "rules/prior.h"
#include "rules/question.h"
#include "tests/unit/fixture.h"

static struct made made;

static int open_made(void **state)
{
    (void)state;
    made_open(&made, PLAN(FACTS(COUNT("n") "," DECIMAL("loss") "," BOOL("fire") "," FACT("kind", "enum", ",'values':[" VALUE("mild") "," VALUE("severe") "]") ","
                                FACT("hq", "level", "")) ","
                          RULES(RULE("1", "n >= 3 or loss > 1 or fire or kind = severe or hq = 1"))));
    return 0;
}

static int close_made(void **state)
{
    (void)state;
    made_close(&made);
    return 0;
}

static int read_prior(const char *id, const char *text, struct prior *prior, struct err *err)
{
    *err = (struct err){.code = ERR_NONE};
    return prior_read(made.plan, &made.plan->facts[fact_index(made.plan, id)], text, prior, err);
}

static struct prior good(const char *id, const char *text)
{
    struct prior prior;
    struct err err;
    if (read_prior(id, text, &prior, &err) != 0)
        fail_msg("%s=%s: %s", id, text, err.en);
    return prior;
}

static void test_without_steps_all_cells_weigh_the_same(void **state)
{
    (void)state;
    struct prior none = {.count = 0};
    assert_true(prior_weight(NULL, 0) == 1 && prior_weight(NULL, INT64_MAX) == 1);
    assert_true(prior_weight(&none, 0) == 1 && prior_weight(&none, 7) == 1);
}

static void test_a_cell_weighs_what_the_last_step_up_to_its_start_says(void **state)
{
    (void)state;
    struct prior prior = good("n", "0:60,1:8,3:1");
    static const int64_t values[] = {0, 1, 2, 3, 4, 1000000};
    static const double weights[] = {60, 8, 8, 1, 1, 1};
    assert_int_equal(prior.count, 3);
    for (size_t i = 0; i < LENGTH_OF(values); i++)
        assert_true(prior_weight(&prior, values[i]) == weights[i]);
}

static void test_the_first_step_counts_for_what_lies_before_it(void **state)
{
    (void)state;
    struct prior prior = good("n", "5:7,9:2");
    assert_true(prior_weight(&prior, 0) == 7);
    assert_true(prior_weight(&prior, 8) == 7);
    assert_true(prior_weight(&prior, 9) == 2);
}

static void test_steps_begin_at_values_of_every_type(void **state)
{
    (void)state;
    struct prior fire = good("fire", "false:1,true:9"), kind = good("kind", "mild:3,severe:1"), loss = good("loss", "0:1,0.5:4"), hq = good("hq", "0:5,2:1");
    assert_true(prior_weight(&fire, 0) == 1 && prior_weight(&fire, 1) == 9);
    assert_true(prior_weight(&kind, 0) == 3 && prior_weight(&kind, 1) == 1);
    assert_true(prior_weight(&loss, 499999) == 1 && prior_weight(&loss, 500000) == 4);
    assert_true(prior_weight(&hq, 0) == 5 && prior_weight(&hq, 1) == 5 && prior_weight(&hq, 2) == 1);
}

static void test_blanks_may_stand_between_the_parts(void **state)
{
    (void)state;
    struct prior prior = good("n", " 0 : 60 ,\t1 :8");
    assert_int_equal(prior.count, 2);
    assert_true(prior_weight(&prior, 0) == 60 && prior_weight(&prior, 1) == 8);
}

static void test_a_step_may_weigh_nothing_but_not_all_of_them(void **state)
{
    (void)state;
    struct prior prior;
    struct err err;
    prior = good("n", "0:0,3:1");
    assert_true(prior_weight(&prior, 0) == 0 && prior_weight(&prior, 3) == 1);
    assert_int_equal(read_prior("n", "0:0,3:0", &prior, &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
}

static void test_a_flaw_is_named_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *id, *text;
        enum err_code code;
        uint32_t flaw;
    } rows[] = {
        {"n", "", ERR_USAGE, 0},           {"n", "0", ERR_USAGE, 0},          {"n", ":3", ERR_USAGE, 0},         {"n", "0:1,", ERR_USAGE, 4},
        {"n", "0:1,x:1", ERR_VALUE, 4},    {"n", "0:x", ERR_USAGE, 2},        {"n", "0:-1", ERR_USAGE, 2},       {"n", "0:1,0:2", ERR_USAGE, 4},
        {"n", "3:1,1:2", ERR_USAGE, 4},    {"n", "0:1;1:2", ERR_USAGE, 3},    {"n", "1..2:1", ERR_USAGE, 0},     {"n", "?:1", ERR_USAGE, 0},
        {"n", "0:1000001", ERR_USAGE, 2},  {"n", "0:1.5", ERR_USAGE, 3},      {"fire", "perhaps:1", ERR_VALUE, 0}, {"kind", "mild:1,none:1", ERR_VALUE, 7},
        {"kind", "severe:1,mild:1", ERR_USAGE, 9}, {"hq", "7:1", ERR_VALUE, 0}, {"n", "0:99999999999999999999", ERR_USAGE, 2},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct prior prior;
        struct err err;
        assert_int_equal(read_prior(rows[i].id, rows[i].text, &prior, &err), -1);
        if (err.code != rows[i].code || err.zh[0] == '\0' || prior.flaw != rows[i].flaw)
            fail_msg("%s=%s: %s at %u (%s)", rows[i].id, rows[i].text, err_name(err.code), prior.flaw, err.en);
    }
}

static void test_there_are_at_most_so_many_steps(void **state)
{
    (void)state;
    struct text text = {0};
    struct prior prior;
    struct err err;
    for (int i = 0; i < PRIOR_STEPS_MAX; i++)
        text_addf(&text, "%s%d:%d", i > 0 ? "," : "", i, i + 1);
    prior = good("n", text_str(&text));
    assert_int_equal(prior.count, PRIOR_STEPS_MAX);
    text_addf(&text, ",%d:1", PRIOR_STEPS_MAX);
    assert_int_equal(read_prior("n", text_str(&text), &prior, &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
    text_release(&text);
}

static void test_a_long_value_is_refused_not_cut(void **state)
{
    (void)state;
    struct prior prior;
    struct err err;
    char text[200];
    memset(text, '0', sizeof text);
    memcpy(text + 120, "1:1", 4);
    assert_int_equal(read_prior("n", text, &prior, &err), -1);
}

/* ---- in a plan ---- */

static void test_a_plan_gives_priors_to_its_facts(void **state)
{
    (void)state;
    struct made own;
    made_open(&own, PLAN(FACTS(FACT("a", "count", ",'prior':'0:9,3:1'") "," COUNT("b")) "," RULES(RULE("1", "a >= 3 and b >= 3"))));
    assert_non_null(own.rules->priors);
    assert_true(prior_weight(&own.rules->priors[0], 0) == 9 && prior_weight(&own.rules->priors[0], 3) == 1);
    assert_true(prior_weight(&own.rules->priors[1], 3) == 1);
    made_close(&own);
    assert_null(made.rules->priors);
}

static void test_a_flawed_prior_keeps_a_plan_from_loading(void **state)
{
    (void)state;
    struct made own;
    made_try(&own, PLAN(FACTS(FACT("a", "count", ",'prior':'0:9,3:x'")) "," RULES(RULE("1", "a >= 3"))));
    assert_null(own.rules);
    assert_int_equal(own.diags.count, 1);
    assert_string_equal(own.diags.items[0].pointer, "/facts/0/prior");
    made_close(&own);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_steps_all_cells_weigh_the_same),
        cmocka_unit_test(test_a_cell_weighs_what_the_last_step_up_to_its_start_says),
        cmocka_unit_test(test_the_first_step_counts_for_what_lies_before_it),
        cmocka_unit_test(test_steps_begin_at_values_of_every_type),
        cmocka_unit_test(test_blanks_may_stand_between_the_parts),
        cmocka_unit_test(test_a_step_may_weigh_nothing_but_not_all_of_them),
        cmocka_unit_test(test_a_flaw_is_named_with_its_place),
        cmocka_unit_test(test_there_are_at_most_so_many_steps),
        cmocka_unit_test(test_a_long_value_is_refused_not_cut),
        cmocka_unit_test(test_a_plan_gives_priors_to_its_facts),
        cmocka_unit_test(test_a_flawed_prior_keeps_a_plan_from_loading),
    };
    return cmocka_run_group_tests(tests, open_made, close_made);
}
