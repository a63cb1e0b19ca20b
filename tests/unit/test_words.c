/* Rules, tests and facts in words. */
#include "core/number.h"
#include "rules/words.h"
#include "tests/unit/fixture.h"

#define NAMED(id, type, zh, en, more) "{'id':'" id "','type':'" type "','label':{'zh':'" zh "','en':'" en "'},'question':{'zh':'?','en':'?'}" more "}"
#define WORDY(when) \
    PLAN(FACTS(NAMED("deaths", "count", "死亡", "deaths", ",'unit':{'zh':'人','en':'people'}") "," NAMED("missing", "count", "失联", "missing", "") "," \
               NAMED("loss", "decimal", "损失", "loss", ",'unit':{'zh':'万元','en':'10,000 yuan'}") "," NAMED("cost", "decimal", "费用", "cost", "") "," \
               NAMED("fire", "bool", "起火", "fire", "") "," NAMED("hq", "level", "认定", "finding", "") "," \
               NAMED("spill", "enum", "污染", "pollution", ",'values':[" VALUE("none") "," VALUE("some") "," VALUE("major") "]")) \
         ",'terms':[{'id':'both','is':'deaths + missing','label':{'zh':'死亡失联','en':'dead or missing'}}]," \
         "'diseases':[{'id':'flu','name':{'zh':'流感','en':'flu'}}],'parameters':[{'id':'window','days':21,'source':{'clause':'1'}}]," \
         "'grades':[{'id':'big','name':{'zh':'较大','en':'larger'},'clause':'1'}]," RULES(GRADE_RULE("big", "deaths > 9") "," RULE("1", when)))

static struct made made;

static void open_words(const char *when)
{
    struct text text = {0};
    text_addf(&text, WORDY("%s"), when);
    made_open(&made, text_str(&text));
    text_release(&text);
}

static void check_words(const char *when, const char *en, const char *zh)
{
    struct text text = {0};
    open_words(when);
    words_expr(&text, &(struct wording){made.rules, NULL, LANG_EN}, made.rules->rules[1]);
    if (strcmp(text_str(&text), en) != 0)
        fail_msg("%s → \"%s\", not \"%s\"", when, text_str(&text), en);
    text_clear(&text);
    words_expr(&text, &(struct wording){made.rules, NULL, LANG_ZH}, made.rules->rules[1]);
    if (zh != NULL && strcmp(text_str(&text), zh) != 0)
        fail_msg("%s → \"%s\", not \"%s\"", when, text_str(&text), zh);
    text_release(&text);
    made_close(&made);
}

static void test_comparisons_read_as_they_are_meant(void **state)
{
    (void)state;
    check_words("deaths >= 3", "deaths ≥3", "死亡 ≥3");
    check_words("deaths > 3", "deaths ≥4", "死亡 ≥4");
    check_words("deaths < 3", "deaths <3", "死亡 <3");
    check_words("deaths <= 3", "deaths <4", NULL);
    check_words("deaths = 3", "deaths = 3", "死亡 = 3");
    check_words("deaths != 3", "not deaths = 3", "非 死亡 = 3");
    check_words("deaths in [10..30)", "deaths ≥10 and <30", "死亡 ≥10且<30");
    check_words("deaths in [0..30)", "deaths <30", "死亡 <30");
}

static void test_decimals_are_strict_or_not_as_written(void **state)
{
    (void)state;
    check_words("loss > 24", "loss >24", "损失 >24");
    check_words("loss >= 24", "loss ≥24", NULL);
    check_words("loss < 1000", "loss <1000", NULL);
    check_words("loss <= 1000", "loss ≤1000", NULL);
    check_words("loss in (0..1000)", "loss >0 and <1000", NULL);
    check_words("loss >= 0.5", "loss ≥0.5", NULL);
    check_words("loss = 2.5", "loss = 2.5", NULL);
}

static void test_sums_read_by_their_facts_or_their_term(void **state)
{
    (void)state;
    check_words("deaths + missing >= 3", "deaths + missing ≥3", "死亡+失联 ≥3");
    check_words("loss + cost >= 3", "loss + cost ≥3", "损失+费用 ≥3");
    check_words("both = 3", "dead or missing = 3", "死亡失联 = 3");
}

static void test_a_sum_of_decimals_equals_what_was_written(void **state)
{
    (void)state;
    check_words("loss + cost = 5", "loss + cost = 5", "损失+费用 = 5");
}

static void test_findings_read_as_yes_or_no(void **state)
{
    (void)state;
    check_words("fire", "fire", "起火");
    check_words("not fire", "not fire", "非 起火");
}

static void test_values_of_enumerations_and_levels_read_by_name(void **state)
{
    (void)state;
    check_words("spill = major", "pollution = major label", "污染 = major号");
    check_words("hq = 2", "finding = Level 2", "认定 = 2级");
    check_words("hq = 0", "finding = none", "认定 = 无");
}

static void test_a_bound_on_an_enumeration_reads_by_name(void **state)
{
    (void)state;
    check_words("spill >= some", "pollution = some label or major label", "污染 = some号或major号");
    check_words("spill < major", "pollution = none label or some label", NULL);
    check_words("spill >= major", "pollution = major label", NULL);
    check_words("spill in [some..major]", "pollution = some label or major label", NULL);
}

static void test_windows_are_those_in_force(void **state)
{
    (void)state;
    struct text text = {0};
    open_words("reports(disease = flu, within window) > 0 and reports(disease = flu, within 7 days) > 0");
    words_expr(&text, &(struct wording){made.rules, (int64_t[]){30}, LANG_EN}, made.rules->rules[1]);
    assert_string_equal(text_str(&text), "reports with flu within 30 days ≥1 and reports with flu within 7 days ≥1");
    text_release(&text);
    made_close(&made);
}

static void test_brackets_stand_where_they_are_needed(void **state)
{
    (void)state;
    check_words("fire and (deaths >= 3 or missing >= 5)", "fire and (deaths ≥3 or missing ≥5)", "起火 且 （死亡 ≥3 或 失联 ≥5）");
    check_words("fire and deaths >= 3 or missing >= 5", "fire and deaths ≥3 or missing ≥5", NULL);
    check_words("fire or deaths >= 3 or missing >= 5", "fire or deaths ≥3 or missing ≥5", NULL);
    check_words("not (fire and deaths >= 3)", "not (fire and deaths ≥3)", "非 （起火 且 死亡 ≥3）");
    check_words("grade(big) and fire", "any row of \"larger\" and fire", "发生“较大”所列情形 且 起火");
}

static void test_counts_of_reports_say_disease_spread_and_window(void **state)
{
    (void)state;
    check_words("counties(disease = flu, within window) >= 3", "counties with flu within 21 days ≥3", "21日内流感县数 ≥3");
    check_words("adjacent counties(disease = flu) >= 2", "adjacent counties with flu ≥2", "流感相邻县数 ≥2");
    check_words("townships(disease = flu, spread = outbreak) >= 2", "townships with flu, at least outbreak ≥2", "流感暴发流行乡镇数 ≥2");
    check_words("premises(disease = flu, within 7 days) = 2", "premises with flu within 7 days = 2", "7日内流感疫点数 = 2");
    check_words("reports(disease = flu) < 2", "reports with flu <2", "流感报告数 <2");
}

static void test_a_chain_of_hundreds_reads_in_order(void **state)
{
    (void)state;
    struct text when = {0}, expected = {0};
    for (int i = 0; i < 700; i++) {
        text_addf(&when, "%sdeaths >= %d", i > 0 ? " and " : "", i + 1);
        text_addf(&expected, "%sdeaths ≥%d", i > 0 ? " and " : "", i + 1);
    }
    check_words(text_str(&when), text_str(&expected), NULL);
    text_release(&when);
    text_release(&expected);
}

/* ---- facts ---- */

static void check_known(const char *id, struct known known, const char *en, const char *zh)
{
    struct text text = {0};
    const struct fact *fact = &made.plan->facts[fact_index(made.plan, id)];
    words_known(&text, made.plan, fact, &known, LANG_EN);
    assert_string_equal(text_str(&text), en);
    text_clear(&text);
    words_known(&text, made.plan, fact, &known, LANG_ZH);
    assert_string_equal(text_str(&text), zh);
    text_release(&text);
}

static void test_what_is_known_reads_with_its_unit(void **state)
{
    (void)state;
    const int64_t top = 1000000000000000, full = (int64_t)NUMBER_TOP * NUMBER_SCALE;
    open_words("fire");
    check_known("deaths", (struct known){12, 12, true}, "12 people", "12 人");
    check_known("deaths", (struct known){3, 9, true}, "3..9 people", "3..9 人");
    check_known("deaths", (struct known){3, top, true}, "≥3 people", "≥3 人");
    check_known("deaths", (struct known){0, top, false}, "unknown", "不明");
    check_known("missing", (struct known){0, 9, true}, "0..9", "0..9");
    check_known("loss", (struct known){500000, 1500000, true}, "0.5..1.5 10,000 yuan", "0.5..1.5 万元");
    check_known("loss", (struct known){500000, full, true}, "≥0.5 10,000 yuan", "≥0.5 万元");
    check_known("loss", (struct known){0, full, false}, "unknown", "不明");
    check_known("fire", (struct known){0, 1, false}, "unknown", "不明");
    check_known("fire", (struct known){1, 1, true}, "yes", "是");
    check_known("fire", (struct known){0, 0, true}, "no", "否");
    check_known("spill", (struct known){2, 2, true}, "major label", "major号");
    check_known("spill", (struct known){0, 2, false}, "unknown", "不明");
    check_known("hq", (struct known){0, 0, true}, "none", "无");
    check_known("hq", (struct known){1, 1, true}, "Level 1", "1级");
    made_close(&made);
}

static void check_range(uint32_t measure, int64_t least, int64_t most, const char *en)
{
    struct text text = {0};
    words_range(&text, &(struct wording){made.rules, NULL, LANG_EN}, &made.rules->measures[measure], least, most);
    assert_string_equal(text_str(&text), en);
    text_release(&text);
}

static void test_ranges_of_measures_read_as_numbers_or_unknown(void **state)
{
    (void)state;
    open_words("deaths + missing >= 3 and loss + cost > 1 and fire and reports(disease = flu) > 0");
    check_range(1, 3, 5, "3..5"); /* measure 0 is the grade row's */
    check_range(1, 12, 12, "12");
    check_range(1, 12, 2000000000000000, "≥12");
    check_range(1, 0, 2000000000000000, "unknown");
    check_range(2, 500000, 1000000, "0.5..1");
    check_range(3, 1, 1, "yes");
    check_range(3, 0, 1, "unknown");
    check_range(4, 7, 7, "7");
    made_close(&made);
}

static void test_levels_read_by_name_and_none_as_none(void **state)
{
    (void)state;
    open_words("fire");
    assert_string_equal(words_level(made.plan, 3, LANG_EN), "Level 3");
    assert_string_equal(words_level(made.plan, 3, LANG_ZH), "3级");
    assert_string_equal(words_level(made.plan, LEVEL_NONE, LANG_EN), "no level");
    assert_string_equal(words_level(made.plan, LEVEL_NONE, LANG_ZH), "未达任何级别");
    made_close(&made);
}

static void test_every_rule_of_the_shipped_plans_has_words(void **state)
{
    (void)state;
    static const char *const plans[] = {"road", "tourism", "construction", "animal"};
    for (size_t p = 0; p < LENGTH_OF(plans); p++) {
        struct loaded *loaded = shipped(plans[p]);
        for (size_t i = 0; i < loaded->plan->rule_count; i++)
            for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
                struct text text = {0};
                words_expr(&text, &(struct wording){loaded->rules, NULL, (enum lang)lang}, loaded->rules->rules[i]);
                assert_true(text.size > 0);
                check_lacks(text_str(&text), "(null)");
                text_release(&text);
            }
        loaded_free(loaded);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comparisons_read_as_they_are_meant),
        cmocka_unit_test(test_decimals_are_strict_or_not_as_written),
        cmocka_unit_test(test_sums_read_by_their_facts_or_their_term),
        cmocka_unit_test(test_a_sum_of_decimals_equals_what_was_written),
        cmocka_unit_test(test_findings_read_as_yes_or_no),
        cmocka_unit_test(test_values_of_enumerations_and_levels_read_by_name),
        cmocka_unit_test(test_a_bound_on_an_enumeration_reads_by_name),
        cmocka_unit_test(test_windows_are_those_in_force),
        cmocka_unit_test(test_brackets_stand_where_they_are_needed),
        cmocka_unit_test(test_counts_of_reports_say_disease_spread_and_window),
        cmocka_unit_test(test_a_chain_of_hundreds_reads_in_order),
        cmocka_unit_test(test_what_is_known_reads_with_its_unit),
        cmocka_unit_test(test_ranges_of_measures_read_as_numbers_or_unknown),
        cmocka_unit_test(test_levels_read_by_name_and_none_as_none),
        cmocka_unit_test(test_every_rule_of_the_shipped_plans_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
