/* Why a clause holds, in one sentence: of complete facts, by copies, against the one of what is known, which asks for each test. */
#include "core/date.h"
#include "rules/sentence.h"
#include "tests/unit/random_kinds.h"

struct speaker {
    const struct ruleset *rules;
    struct sentences *sentences;
    struct text text;
};

static void speak(struct speaker *speaker, const struct ruleset *rules, enum lang lang)
{
    *speaker = (struct speaker){rules, sentences_new(&(struct wording){rules, NULL, lang}), {0}};
    assert_non_null(speaker->sentences);
}

static void hush(struct speaker *speaker)
{
    sentences_free(speaker->sentences);
    text_release(&speaker->text);
}

/* The sentences for complete facts. */
static const char *said(struct speaker *speaker, const int64_t *values, const int64_t *counts)
{
    uint64_t alive[RULESET_WORDS_MAX];
    uint16_t held[PLAN_RULES_MAX];
    struct verdict verdict;
    ruleset_grade(speaker->rules, values, counts, &verdict, alive);
    uint32_t count = ruleset_held(speaker->rules, &verdict, alive, held);
    text_clear(&speaker->text);
    sentences_add(speaker->sentences, &speaker->text, &(struct proof){held, count, values, counts, alive});
    assert_false(speaker->text.failed);
    return text_str(&speaker->text);
}

/* ---- the shipped plans ---- */

struct setting_of {
    const char *fact;
    int64_t value;
};

static const char *said_of(struct speaker *speaker, const struct setting_of *settings)
{
    int64_t values[PLAN_FACTS_MAX] = {0}, counts[EXPR_MEASURES_MAX] = {0};
    for (; settings->fact != NULL; settings++)
        values[fact_index(speaker->rules->plan, settings->fact)] = settings->value;
    return said(speaker, values, counts);
}

static void test_a_number_is_put_into_its_interval(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("road");
    struct speaker speaker;
    const struct setting_of settings[] = {{"traffic_accident", 1}, {"deaths", 12}, {NULL, 0}};
    speak(&speaker, loaded->rules, LANG_ZH);
    assert_string_equal(said_of(&speaker, settings), "4.1.2/事故：交通事故，失联、死亡 12 人，在 10 以上 30 以下之内，故为二级响应。");
    hush(&speaker);
    speak(&speaker, loaded->rules, LANG_EN);
    assert_string_equal(said_of(&speaker, settings), "4.1.2/事故: traffic accident; dead and missing 12 people, at least 10 and below 30; hence Level II.");
    hush(&speaker);
    loaded_free(loaded);
}

static void test_all_alternatives_and_all_clauses_that_hold_are_said(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("road");
    struct speaker speaker;
    speak(&speaker, loaded->rules, LANG_ZH);
    assert_string_equal(said_of(&speaker, (struct setting_of[]){{"traffic_accident", 1}, {"hazmat_release", 1}, {"pollution", 1}, {"severe_weather", 1},
                                                                {"counties", 5}, {"deaths", 10}, {"injured", 45}, {NULL, 0}}),
                        "4.1.1/危化品：危化品车泄漏、爆炸、燃烧，死亡 10 人，在 10 以上；又，危化品车泄漏、爆炸、燃烧，伤亡 55 人，在 50 以上，故为一级响应。");
    assert_string_equal(said_of(&speaker, (struct setting_of[]){{"traffic_accident", 1}, {"severe_weather", 1}, {"counties", 5}, {"deaths", 10}, {"injured", 45}, {NULL, 0}}),
                        "4.1.2/事故：交通事故，失联、死亡 10 人，在 10 以上 30 以下之内；又，交通事故，伤亡 55 人，在 50 以上 100 以下之内，故为二级响应。\n"
                        "4.1.2/天气：极端恶劣天气，县（市、区） 5，在 4 以上，故为二级响应。");
    hush(&speaker);
    loaded_free(loaded);
}

static void test_nothing_that_holds_is_said_too(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("road");
    struct speaker speaker;
    speak(&speaker, loaded->rules, LANG_ZH);
    assert_string_equal(said_of(&speaker, (struct setting_of[]){{NULL, 0}}), "没有一条成立，未达任何级别。");
    hush(&speaker);
    loaded_free(loaded);
}

static void test_a_row_of_the_grade_table_says_its_grade(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("construction");
    struct speaker speaker;
    speak(&speaker, loaded->rules, LANG_ZH);
    assert_string_equal(said_of(&speaker, (struct setting_of[]){{"direct_loss", 5000500000}, {NULL, 0}}),
                        "附件3/二级/1：直接经济损失 5000.5 万元，在 5000 以上 10000 以下之内，故为Ⅱ级响应。\n"
                        "附件4/重大：直接经济损失 5000.5 万元，在 5000 以上 10000 以下之内，属重大事故，故为Ⅱ级响应。");
    hush(&speaker);
    loaded_free(loaded);
}

static void test_a_count_of_reports_is_said_with_its_window(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("animal");
    struct speaker speaker;
    int64_t values[PLAN_FACTS_MAX] = {0}, counts[EXPR_MEASURES_MAX] = {0};
    counts[0] = 3;
    speak(&speaker, loaded->rules, LANG_ZH);
    check_contains(said(&speaker, values, counts), "21日内高致病性禽流感县数 3，在 3 以上，故为");
    int64_t days[64];
    for (size_t i = 0; i < loaded->plan->parameter_count; i++)
        days[i] = 7;
    hush(&speaker);
    speaker = (struct speaker){loaded->rules, sentences_new(&(struct wording){loaded->rules, days, LANG_EN}), {0}};
    counts[0] = 0;
    for (uint32_t i = 0; i < loaded->rules->graded_count; i++)
        counts[i] = loaded->rules->measures[i].parameter >= 0 ? 1 : 0;
    check_contains(said(&speaker, values, counts), " within 7 days 1, at least 1; hence ");
    hush(&speaker);
    loaded_free(loaded);
}

/* ---- numbers, choices, bounds ---- */

#define SAYS(lang, facts, rule, values, sentence) \
    do { \
        struct made made; \
        struct speaker speaker; \
        made_open(&made, PLAN(FACTS(facts) "," RULES(RULE("1", rule)))); \
        speak(&speaker, made.rules, lang); \
        assert_string_equal(said(&speaker, values, NULL), sentence); \
        hush(&speaker); \
        made_close(&made); \
    } while (0)

static void test_numbers_are_printed_exactly(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        const char *said;
    } counts[] = {{1, "1"}, {9, "9"}, {10, "10"}, {99, "99"}, {100, "100"}, {101, "101"}, {999, "999"}, {1000, "1000"}, {10203, "10203"},
                  {123456789012345, "123456789012345"}, {NUMBER_INPUT_MAX, "1000000000000000"}},
      decimals[] = {{1, "0.000001"}, {500000, "0.5"}, {1000000, "1"}, {12345678, "12.345678"}, {100000010, "100.00001"}, {20500000, "20.5"},
                    {(int64_t)NUMBER_TOP * NUMBER_SCALE, "100000000000"}};
    char expected[200];
    for (size_t i = 0; i < LENGTH_OF(counts); i++) {
        snprintf(expected, sizeof expected, "1：a %s，在 1 以上，故为1级。", counts[i].said);
        SAYS(LANG_ZH, COUNT("a"), "a >= 1", &counts[i].value, expected);
    }
    for (size_t i = 0; i < LENGTH_OF(decimals); i++) {
        snprintf(expected, sizeof expected, "1：a %s，超过 0，故为1级。", decimals[i].said);
        SAYS(LANG_ZH, DECIMAL("a"), "a > 0", &decimals[i].value, expected);
    }
}

static void test_bounds_are_said_as_the_plans_say_them(void **state)
{
    (void)state;
    SAYS(LANG_ZH, COUNT("a"), "a < 3", (int64_t[]){0}, "1：a 0，在 3 以下，故为1级。");
    SAYS(LANG_ZH, COUNT("a"), "a = 3", (int64_t[]){3}, "1：a 3，恰为 3，故为1级。");
    SAYS(LANG_ZH, COUNT("a"), "a >= 0", (int64_t[]){3}, "1：a 3，故为1级。");
    SAYS(LANG_EN, COUNT("a"), "a <= 3", (int64_t[]){1}, "1: a 1, below 4; hence Level 1.");
    SAYS(LANG_ZH, DECIMAL("a"), "a > 24", (int64_t[]){25500000}, "1：a 25.5，超过 24，故为1级。");
    SAYS(LANG_ZH, DECIMAL("a"), "a <= 24.5", (int64_t[]){0}, "1：a 0，不超过 24.5，故为1级。");
    SAYS(LANG_ZH, DECIMAL("a"), "a < 0.5", (int64_t[]){0}, "1：a 0，在 0.5 以下，故为1级。");
    SAYS(LANG_ZH, DECIMAL("a"), "a in [0.5..1.5)", (int64_t[]){1000000}, "1：a 1，在 0.5 以上 1.5 以下之内，故为1级。");
    SAYS(LANG_ZH, DECIMAL("a"), "a in (0.5..1.5]", (int64_t[]){1000000}, "1：a 1，超过 0.5，且不超过 1.5，故为1级。");
    SAYS(LANG_EN, DECIMAL("a"), "a in (0.5..1.5]", (int64_t[]){1500000}, "1: a 1.5, more than 0.5 and at most 1.5; hence Level 1.");
}

static void test_findings_and_choices_are_said_by_their_labels(void **state)
{
    (void)state;
#define CHOICE FACT("k", "enum", ",'values':[" VALUE("x") "," VALUE("y") "," VALUE("w") "]")
    SAYS(LANG_ZH, BOOL("f") "," BOOL("g"), "f and not g", ((int64_t[]){1, 0}), "1：f，并非g，故为1级。");
    SAYS(LANG_EN, BOOL("f") "," BOOL("g"), "f and not g", ((int64_t[]){1, 0}), "1: f; not: g; hence Level 1.");
    SAYS(LANG_ZH, CHOICE, "k >= y", (int64_t[]){2}, "1：k为w号，故为1级。");
    SAYS(LANG_EN, CHOICE, "k >= y", (int64_t[]){1}, "1: k: y label; hence Level 1.");
    SAYS(LANG_ZH, FACT("l", "level", ""), "l = 2", (int64_t[]){2}, "1：l为2级，故为1级。");
}

static void test_a_unit_is_said_once_and_in_the_plural_only_where_it_is_one(void **state)
{
    (void)state;
#define PEOPLE FACT("p", "count", ",'unit':{'zh':'人','en':'people'}")
    SAYS(LANG_ZH, PEOPLE, "p >= 1", (int64_t[]){1}, "1：p 1 人，在 1 以上，故为1级。");
    SAYS(LANG_EN, PEOPLE, "p >= 1", (int64_t[]){1}, "1: p 1, at least 1; hence Level 1.");
    SAYS(LANG_EN, PEOPLE, "p >= 1", (int64_t[]){2}, "1: p 2 people, at least 1; hence Level 1.");
    SAYS(LANG_EN, PEOPLE "," COUNT("q"), "p + q >= 1", ((int64_t[]){2, 1}), "1: p + q 3, at least 1; hence Level 1."); /* of what? */
}

static void test_a_clause_without_tests_always_holds(void **state)
{
    (void)state;
    struct made made;
    struct speaker speaker;
    made_open(&made, PLAN(FACTS(COUNT("a")) ",'grades':[{'id':'g','name':{'zh':'z','en':'e'},'clause':'1'}]," RULES(RULE("1", "not grade(g)"))));
    speak(&speaker, made.rules, LANG_ZH);
    assert_string_equal(said(&speaker, (int64_t[]){2}, NULL), "1：任何情形都成立，故为1级。");
    hush(&speaker);
    made_close(&made);
}

/* ---- what is known ---- */

static const char *known_of(struct made *made, int64_t least, int64_t most, enum lang lang)
{
    static char sentence[400];
    struct assessor *assessor = assessor_new(made->rules);
    struct speaker speaker;
    struct incident incident;
    struct assessment assessment;
    struct err err;
    assert_int_equal(incident_init(&incident, made->plan, &err), 0);
    incident_set(&incident, &made->plan->facts[0], least, most);
    assert_int_equal(assess(assessor, &incident, &assessment, &err), 0);
    assert_int_equal(assessment.held_count, 1);
    speak(&speaker, made->rules, lang);
    sentences_add_known(speaker.sentences, &speaker.text, assessment.held[0], assessor);
    snprintf(sentence, sizeof sentence, "%s", text_str(&speaker.text));
    hush(&speaker);
    incident_release(&incident);
    assessor_free(assessor);
    return sentence;
}

static void test_a_range_is_said_as_one(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(PEOPLE) "," RULES(RULE("2", "p in [10..30)") "," RULE("1", "p >= 30"))));
    assert_string_equal(known_of(&made, 10, 12, LANG_ZH), "p 10..12 人，在 10 以上 30 以下之内，故为2级。");
    assert_string_equal(known_of(&made, 30, made.plan->facts[0].most, LANG_EN), "p ≥30 people, at least 30; hence Level 1.");
    made_close(&made);
    made_open(&made, PLAN(FACTS(CHOICE) "," RULES(RULE("2", "k >= y"))));
    assert_string_equal(known_of(&made, 1, 2, LANG_ZH), "k为y号或w号，故为2级。");
    made_close(&made);
}

static void test_a_rule_that_holds_by_cases_says_so(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," BOOL("f")) "," RULES(RULE("2", "a < 5 and f or a >= 5 or not f"))));
    assert_string_equal(known_of(&made, 3, 7, LANG_ZH), "未知的事实无论如何，总有一种情形成立，故为2级。");
    made_close(&made);
}

/* ---- the same by copies as test by test ---- */

static void check_same(struct speaker *speaker, struct assessor *assessor, struct incident *incident, const int64_t *values)
{
    struct assessment assessment;
    struct text expected = {0};
    struct err err;
    const struct plan *plan = speaker->rules->plan;
    for (size_t i = 0; i < plan->fact_count; i++)
        incident_set(incident, &plan->facts[i], values[i], values[i]);
    assert_int_equal(assess(assessor, incident, &assessment, &err), 0);
    for (uint32_t i = 0; i < assessment.held_count; i++) {
        text_addf(&expected, "%s%s：", i > 0 ? "\n" : "", plan->rules[assessment.held[i]].clause);
        sentences_add_known(speaker->sentences, &expected, assessment.held[i], assessor);
    }
    if (assessment.held_count > 0)
        assert_string_equal(said(speaker, values, NULL), text_str(&expected));
    text_release(&expected);
}

static void check_random(const struct kinds *kinds, uint32_t rules, int plans, uint64_t seed)
{
    uint64_t random = seed;
    for (int round = 0; round < plans; round++) {
        struct made made;
        struct speaker speaker;
        struct incident incident;
        struct err err;
        kinds_open(&made, kinds, rules, &random);
        speak(&speaker, made.rules, LANG_ZH);
        struct assessor *assessor = assessor_new(made.rules);
        assert_int_equal(incident_init(&incident, made.plan, &err), 0);
        for (int i = 0; i < 100; i++) {
            int64_t values[PLAN_FACTS_MAX];
            kinds_values(made.plan, kinds, &random, values);
            check_same(&speaker, assessor, &incident, values);
        }
        incident_release(&incident);
        assessor_free(assessor);
        hush(&speaker);
        made_close(&made);
    }
}

static void test_sentences_by_copies_are_those_made_test_by_test(void **state)
{
    (void)state;
    check_random(&(struct kinds){.findings = 3, .enums = 1, .values = 4, .counts = 3, .decimals = 1, .top = 12}, 8, 40, 1);
    check_random(&(struct kinds){.findings = 1, .enums = 2, .values = 9, .counts = 4, .decimals = 2, .top = 300}, 8, 20, 2);
    check_random(&(struct kinds){.findings = 4, .enums = 1, .values = 4, .counts = 5, .decimals = 1, .top = 40}, 60, 5, 3); /* several words */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_number_is_put_into_its_interval),
        cmocka_unit_test(test_all_alternatives_and_all_clauses_that_hold_are_said),
        cmocka_unit_test(test_nothing_that_holds_is_said_too),
        cmocka_unit_test(test_a_row_of_the_grade_table_says_its_grade),
        cmocka_unit_test(test_a_count_of_reports_is_said_with_its_window),
        cmocka_unit_test(test_numbers_are_printed_exactly),
        cmocka_unit_test(test_bounds_are_said_as_the_plans_say_them),
        cmocka_unit_test(test_findings_and_choices_are_said_by_their_labels),
        cmocka_unit_test(test_a_unit_is_said_once_and_in_the_plural_only_where_it_is_one),
        cmocka_unit_test(test_a_clause_without_tests_always_holds),
        cmocka_unit_test(test_a_range_is_said_as_one),
        cmocka_unit_test(test_a_rule_that_holds_by_cases_says_so),
        cmocka_unit_test(test_sentences_by_copies_are_those_made_test_by_test),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
