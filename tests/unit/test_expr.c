/* The rule language: what each form means, and what is said of forms that mean nothing. */
#include "tests/unit/fixture.h"

#define KIND "{" LABELLED("kind") ",'type':'enum','values':[" VALUE("low") "," VALUE("mid") "," VALUE("high") "]}"
#define LAB_PLAN(when) \
    PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("counties") "," DECIMAL("loss") "," DECIMAL("cost") "," BOOL("fire") "," BOOL("flood") "," KIND "," \
               FACT("hq", "level", "")) ",'terms':[{'id':'both','is':'a + b','label':{'zh':'和','en':'both'}}]," \
         "'diseases':[{'id':'flu','name':{'zh':'流感','en':'flu'}},{'id':'pox','name':{'zh':'痘','en':'pox'}}]," \
         "'parameters':[{'id':'window','days':7,'source':{'clause':'1'}},{'id':'rest.flu','days':3,'source':{'clause':'1'}},{'id':'rest.pox','days':4,'source':{'clause':'1'}}]," \
         "'grades':[{'id':'big','name':{'zh':'大','en':'big'},'clause':'1'},{'id':'huge','name':{'zh':'特大','en':'huge'},'clause':'1'}]," \
         RULES(GRADE_RULE("big", "a in [10..20)") "," GRADE_RULE("big", "fire and b > 5") "," GRADE_RULE("huge", "a >= 20") "," RULE("1", when)))

enum { A, B, COUNTIES, LOSS, COST, FIRE, FLOOD, KIND_OF, HQ, FACT_COUNT_HERE };

static char *lab_text(const char *when)
{
    struct text text = {0};
    text_addf(&text, LAB_PLAN("%s"), when);
    return text.data;
}

static void open_lab(struct made *made, const char *when)
{
    char *text = lab_text(when);
    made_try(made, text);
    free(text);
}

struct truth_row {
    const char *when;
    int64_t values[FACT_COUNT_HERE];
    bool holds;
};

static void check_truths(const struct truth_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct made made;
        struct verdict verdict;
        int64_t counts[8] = {0};
        open_lab(&made, rows[i].when);
        if (made.rules == NULL)
            fail_msg("%s: %s", rows[i].when, made.diags.items[0].en);
        ruleset_grade(made.rules, rows[i].values, counts, &verdict, NULL);
        if ((verdict.level == 1) != rows[i].holds)
            fail_msg("%s, row %zu", rows[i].when, i);
        made_close(&made);
    }
}

static void test_each_comparison_means_what_it_says(void **state)
{
    (void)state;
    static const struct truth_row rows[] = {
        {"a >= 3", {2}, false},       {"a >= 3", {3}, true},         {"a > 3", {3}, false},        {"a > 3", {4}, true},         {"a < 3", {2}, true},
        {"a < 3", {3}, false},        {"a <= 3", {3}, true},         {"a <= 3", {4}, false},       {"a = 3", {3}, true},         {"a = 3", {2}, false},
        {"a != 3", {2}, true},        {"a != 3", {3}, false},        {"a != 3", {4}, true},        {"a in [3..5)", {2}, false},  {"a in [3..5)", {3}, true},
        {"a in [3..5)", {4}, true},   {"a in [3..5)", {5}, false},   {"a in (3..5]", {3}, false},  {"a in (3..5]", {4}, true},   {"a in (3..5]", {5}, true},
        {"a in (3..5]", {6}, false},  {"a in [3..3]", {3}, true},    {"a in [3..)", {1000000}, true}, {"a in [3..)", {2}, false}, {"a in (..3]", {3}, true},
        {"a in (..3)", {3}, false},   {"a in {1, 3}", {3}, true},    {"a in {1, 3}", {2}, false},  {"a in {1,3}", {1}, true},    {"a>=3", {3}, true},
    };
    check_truths(rows, LENGTH_OF(rows));
}

static void test_and_binds_tighter_than_or_and_not_tightest(void **state)
{
    (void)state;
    static const struct truth_row rows[] = {
        {"fire or flood and a > 0", {[FIRE] = 1}, true},    {"(fire or flood) and a > 0", {[FIRE] = 1}, false}, {"flood and a > 0 or fire", {[FIRE] = 1}, true},
        {"not fire and flood", {[FLOOD] = 1}, true},        {"not fire and flood", {0}, false},                 {"not (fire and flood)", {[FLOOD] = 1}, true},
        {"not (fire and flood)", {[FIRE] = 1, [FLOOD] = 1}, false}, {"not not fire", {[FIRE] = 1}, true},       {"not (fire or flood)", {0}, true},
        {"not (fire or flood)", {[FLOOD] = 1}, false},      {"not a in [3..5)", {4}, false},                    {"not a in [3..5)", {5}, true},
        {"not a in {1, 2}", {1}, false},                    {"not a in {1, 2}", {3}, true},                     {"not a >= 3", {2}, true},
        {"fire", {[FIRE] = 1}, true},                       {"fire", {0}, false},                               {"((fire))", {[FIRE] = 1}, true},
    };
    check_truths(rows, LENGTH_OF(rows));
}

static void test_sums_and_terms_add_their_facts(void **state)
{
    (void)state;
    static const struct truth_row rows[] = {
        {"a + b >= 5", {2, 3}, true}, {"a + b >= 5", {2, 2}, false}, {"both >= 5", {2, 3}, true}, {"both >= 5", {4, 0}, false}, {"both + counties = 6", {1, 2, 3}, true},
        {"loss + cost > 1.5", {[LOSS] = 1000000, [COST] = 500000}, false}, {"loss + cost > 1.5", {[LOSS] = 1000000, [COST] = 500001}, true},
    };
    check_truths(rows, LENGTH_OF(rows));
}

static void test_decimals_are_compared_exactly(void **state)
{
    (void)state;
    static const struct truth_row rows[] = {
        {"loss > 24", {[LOSS] = 24000000}, false},    {"loss > 24", {[LOSS] = 24000001}, true},      {"loss < 24", {[LOSS] = 23999999}, true},
        {"loss in (0..1000)", {[LOSS] = 0}, false},   {"loss in (0..1000)", {[LOSS] = 1}, true},     {"loss in (0..1000)", {[LOSS] = 999999999}, true},
        {"loss in (0..1000)", {[LOSS] = 1000000000}, false}, {"loss >= 0.000001", {[LOSS] = 1}, true}, {"loss = 0.1", {[LOSS] = 100000}, true},
        {"loss >= 99999999999.999999", {[LOSS] = 100000000000000000}, true}, {"loss in [0.5..1.5)", {[LOSS] = 1499999}, true},
    };
    check_truths(rows, LENGTH_OF(rows));
}

static void test_enumerations_are_ordered_as_listed(void **state)
{
    (void)state;
    static const struct truth_row rows[] = {
        {"kind = mid", {[KIND_OF] = 1}, true},   {"kind = mid", {[KIND_OF] = 2}, false},  {"kind != mid", {[KIND_OF] = 2}, true}, {"kind >= mid", {[KIND_OF] = 2}, true},
        {"kind >= mid", {[KIND_OF] = 0}, false}, {"kind < high", {[KIND_OF] = 1}, true},  {"kind in {low, high}", {[KIND_OF] = 1}, false},
        {"kind in {low, high}", {[KIND_OF] = 2}, true}, {"kind in [mid..high]", {[KIND_OF] = 1}, true}, {"kind in [mid..high)", {[KIND_OF] = 2}, false},
        {"hq = 2", {[HQ] = 2}, true}, {"hq = 2", {[HQ] = 1}, false}, {"hq != 0", {[HQ] = 4}, true}, {"hq in {1, 2}", {[HQ] = 2}, true},
    };
    check_truths(rows, LENGTH_OF(rows));
}

static void test_a_grade_holds_when_any_of_its_rows_does(void **state)
{
    (void)state;
    static const struct truth_row rows[] = {
        {"grade(big)", {10}, true},   {"grade(big)", {20}, false}, {"grade(big)", {0, 6, [FIRE] = 1}, true}, {"grade(big)", {0, 6}, false},
        {"not grade(big)", {5}, true}, {"not grade(big)", {15}, false}, {"not grade(big)", {0, 6, [FIRE] = 1}, false},
        {"grade(big) or grade(huge)", {25}, true}, {"grade(huge)", {19}, false},
    };
    check_truths(rows, LENGTH_OF(rows));
}

static void test_a_fact_may_be_named_like_a_count(void **state)
{
    (void)state;
    static const struct truth_row rows[] = {{"counties >= 4", {[COUNTIES] = 4}, true}, {"counties + a >= 4", {3, 0, 1}, true}, {"counties >= 4", {[COUNTIES] = 3}, false}};
    check_truths(rows, LENGTH_OF(rows));
}

static const struct measure *only_count(const struct made *made)
{
    const struct measure *found = NULL;
    for (uint32_t i = 0; i < made->rules->measure_count; i++)
        if (made->rules->measures[i].unit != UNIT_FACTS) {
            assert_null(found);
            found = &made->rules->measures[i];
        }
    assert_non_null(found);
    return found;
}

static void test_counts_of_reports_know_disease_spread_and_window(void **state)
{
    (void)state;
    static const struct {
        const char *when;
        enum measure_unit unit;
        int disease, spread, parameter;
        int64_t days;
    } rows[] = {
        {"counties(disease = flu) >= 1", UNIT_COUNTIES, 0, SPREAD_SPORADIC, -1, -1},
        {"adjacent counties(disease = pox) >= 2", UNIT_ADJACENT_COUNTIES, 1, SPREAD_SPORADIC, -1, -1},
        {"townships(disease = flu, spread = outbreak) >= 1", UNIT_TOWNSHIPS, 0, SPREAD_OUTBREAK, -1, -1},
        {"premises(spread >= epidemic, disease = flu) >= 1", UNIT_PREMISES, 0, SPREAD_EPIDEMIC, -1, -1},
        {"reports(disease = flu, within 21 days) >= 1", UNIT_REPORTS, 0, SPREAD_SPORADIC, -1, 21},
        {"reports(disease = flu, within 1 day) >= 1", UNIT_REPORTS, 0, SPREAD_SPORADIC, -1, 1},
        {"counties (within window, disease = flu) >= 1", UNIT_COUNTIES, 0, SPREAD_SPORADIC, 0, -1},
        {"counties(disease = pox, within rest) >= 1", UNIT_COUNTIES, 1, SPREAD_SPORADIC, 2, -1}, /* a family: rest.pox */
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct made made;
        open_lab(&made, rows[i].when);
        if (made.rules == NULL)
            fail_msg("%s: %s", rows[i].when, made.diags.items[0].en);
        const struct measure *it = only_count(&made);
        assert_int_equal(it->unit, rows[i].unit);
        assert_int_equal(it->disease, rows[i].disease);
        assert_int_equal(it->least_spread, rows[i].spread);
        assert_int_equal(it->parameter, rows[i].parameter);
        assert_int_equal(it->days, rows[i].days);
        assert_true(it->harm);
        made_close(&made);
    }
}

static void test_several_diseases_are_counted_each_by_itself(void **state)
{
    (void)state;
    struct made made;
    open_lab(&made, "counties(disease in {flu, pox}, within rest) >= 2");
    const struct expr *expr = made.rules->rules[3];
    assert_int_equal(expr->kind, EXPR_OR);
    assert_int_equal(made.rules->measures[expr->left->measure].parameter, 1);
    assert_int_equal(made.rules->measures[expr->right->measure].parameter, 2);
    made_close(&made);
}

static void test_one_measure_serves_all_tests_of_it(void **state)
{
    (void)state;
    struct made made;
    open_lab(&made, "a + b > 1 and b + a > 2 and both > 3");
    uint32_t sums = 0;
    for (uint32_t i = 0; i < made.rules->measure_count; i++)
        if (made.rules->measures[i].facts == 3) {
            sums++;
            assert_int_equal(made.rules->measures[i].term, 0); /* and goes by the term's name */
        }
    assert_int_equal(sums, 1);
    made_close(&made);
}

/* ---- flaws: the expression, where in it (column from 1), the code, the suggestion ---- */

static const struct flaw_row {
    const char *when;
    unsigned column;
    enum err_code code;
    const char *hint;
} flaw_rows[] = {
    {"aa > 1", 1, ERR_REFERENCE, "a"}, {"lss > 1", 1, ERR_REFERENCE, "loss"}, {"fire and bth > 1", 10, ERR_REFERENCE, "both"}, {"countees(disease = flu) > 1", 1, ERR_REFERENCE, "counties"},
    {"a > 1 and wxyzq", 11, ERR_REFERENCE, ""}, {"fire >= 1", 1, ERR_RULE, ""}, {"fire = true", 1, ERR_RULE, ""}, {"a", 1, ERR_RULE, ""}, {"a and fire", 1, ERR_RULE, ""},
    {"a + fire > 1", 5, ERR_RULE, ""}, {"a + loss > 1", 5, ERR_RULE, ""}, {"kind + a > 1", 1, ERR_RULE, ""}, {"hq + hq > 1", 1, ERR_RULE, ""}, {"a + a > 1", 5, ERR_RULE, ""},
    {"both + b > 1", 8, ERR_RULE, ""}, {"a + > 1", 5, ERR_RULE, ""}, {"a + 1 > 1", 5, ERR_RULE, ""}, {"a > 1.5", 5, ERR_RULE, ""}, {"a > -1", 5, ERR_RULE, ""},
    {"a > b", 5, ERR_RULE, ""}, {"3 < a", 1, ERR_RULE, ""}, {"a > 01", 5, ERR_RULE, ""}, {"loss > 1.1234567", 8, ERR_RULE, ""}, {"a > 100000000000", 5, ERR_RULE, ""},
    {"a > 1.2.3", 5, ERR_RULE, ""}, {"a >", 4, ERR_RULE, ""}, {"a 3", 3, ERR_RULE, ""}, {"a = = 3", 5, ERR_RULE, ""}, {"a == 3", 3, ERR_RULE, "="}, {"a => 3", 4, ERR_RULE, ""},
    {"a in 3", 6, ERR_RULE, ""}, {"a in [3,5)", 8, ERR_RULE, ""}, {"a in [5..3]", 6, ERR_RULE, ""}, {"a in [5..5)", 6, ERR_RULE, ""}, {"a in (5..6)", 6, ERR_RULE, ""},
    {"a in [3..5", 6, ERR_RULE, ""}, {"a in [3..5}", 11, ERR_RULE, ""}, {"a in {3, 5", 6, ERR_RULE, ""}, {"a in {}", 7, ERR_RULE, ""}, {"a in {3,}", 9, ERR_RULE, ""},
    {"kind = hgh", 8, ERR_REFERENCE, "high"}, {"kind = 1", 8, ERR_REFERENCE, ""}, {"kind in {low, hihg}", 15, ERR_REFERENCE, "high"}, {"kind", 1, ERR_RULE, ""},
    {"hq = 5", 6, ERR_RULE, ""}, {"hq = first", 6, ERR_RULE, ""}, {"(a > 1", 1, ERR_RULE, ""}, {"a > 1)", 6, ERR_RULE, ""}, {"((a > 1)", 1, ERR_RULE, ""}, {"()", 2, ERR_RULE, ""},
    {"fire flood", 6, ERR_RULE, ""}, {"fire and", 9, ERR_RULE, ""}, {"or fire", 1, ERR_RULE, ""}, {"fire or and flood", 9, ERR_RULE, ""}, {"not", 4, ERR_RULE, ""}, {" ", 2, ERR_RULE, ""},
    {"fire && flood", 6, ERR_RULE, "and"}, {"fire || flood", 6, ERR_RULE, "or"}, {"!fire", 1, ERR_RULE, "not"}, {"a ≥ 3", 3, ERR_RULE, ">="}, {"（fire）", 1, ERR_RULE, "("},
    {"a > 3；", 6, ERR_RULE, ""}, {"a > 3%", 6, ERR_RULE, ""}, {"死亡 > 3", 1, ERR_RULE, ""}, {"a in 【3..5)", 6, ERR_RULE, "["}, {"a - b > 3", 3, ERR_RULE, ""}, {"a.b > 3", 1, ERR_REFERENCE, ""},
    {"grade(bigg)", 7, ERR_REFERENCE, "big"}, {"grade big", 7, ERR_RULE, ""}, {"grade(big", 6, ERR_RULE, ""}, {"grade(1)", 7, ERR_REFERENCE, ""}, {"grade(big) >= 1", 12, ERR_RULE, ""},
    {"counties(disease = flue) > 1", 20, ERR_REFERENCE, "flu"}, {"counties(disease = flu)", 24, ERR_RULE, ""}, {"counties() > 1", 10, ERR_REFERENCE, ""},
    {"counties(within window) > 1", 1, ERR_RULE, ""}, {"counties(disease = flu, within widow) > 1", 32, ERR_REFERENCE, "window"}, {"counties(disease = flu, within 3) > 1", 33, ERR_RULE, ""},
    {"counties(disease = flu, within 3 weeks) > 1", 34, ERR_RULE, ""}, {"counties(disease = flu, within 1.5 days) > 1", 32, ERR_RULE, ""}, {"counties(disease = flu, within) > 1", 31, ERR_RULE, ""},
    {"counties(disease = flu, spread = epidemc) > 1", 34, ERR_REFERENCE, "epidemic"}, {"counties(disease = flu, spread < outbreak) > 1", 32, ERR_RULE, ""},
    {"counties(disease = flu, sprad = outbreak) > 1", 25, ERR_REFERENCE, "spread"}, {"counties(disease flu) > 1", 18, ERR_RULE, ""}, {"counties(disease in flu) > 1", 21, ERR_RULE, ""},
    {"counties(disease in {flu, pix}) > 1", 27, ERR_REFERENCE, "pox"}, {"counties(disease in {flu, pox) > 1", 30, ERR_RULE, ""}, {"counties(disease = flu > 1", 24, ERR_RULE, ""},
    {"counties(disease = flu", 9, ERR_RULE, ""}, {"counties(disease = flu) >= 1.5", 28, ERR_RULE, ""}, {"adjacent premises(disease = flu) > 1", 10, ERR_RULE, ""},
};

static void test_each_flaw_is_named_at_its_token(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < LENGTH_OF(flaw_rows); i++) {
        const struct flaw_row *row = &flaw_rows[i];
        struct made made;
        open_lab(&made, row->when);
        if (made.rules != NULL || made.diags.count != 1)
            fail_msg("%s: %zu flaws", row->when, made.diags.count);
        const struct err *err = &made.diags.items[0];
        unsigned line, column;
        const char *start = strstr(made.plan->file->text.data, "\"level\":1,\"when\":\"");
        assert_non_null(start);
        text_position(made.plan->file->text.data, made.plan->file->text.size, (size_t)(start + 18 - made.plan->file->text.data), &line, &column);
        if (err->column - column + 1 != row->column || err->code != row->code || strcmp(err->hint, row->hint) != 0) {
            print_error("%s: %s at %u (%s), hint \"%s\"\n", row->when, err_name(err->code), err->column - column + 1, err->en, err->hint);
            wrong++;
        }
        assert_string_equal(err->pointer, "/rules/3/when");
        made_close(&made);
    }
    assert_int_equal(wrong, 0);
}

static void test_a_suggestion_never_repeats_what_was_written(void **state)
{
    (void)state;
    struct made made;
    open_lab(&made, "premises > 1"); /* a count without its brackets */
    assert_int_equal(made.diags.count, 1);
    assert_string_not_equal(made.diags.items[0].hint, "premises");
    made_close(&made);
}

static void test_a_row_of_the_grade_table_cannot_use_grades(void **state)
{
    (void)state;
    check_flaw(PLAN(FACTS(COUNT("a")) ",'grades':[{'id':'g','name':{'zh':'z','en':'e'},'clause':'1'}]," RULES(GRADE_RULE("g", "grade(g)"))), ERR_RULE, "/rules/0/when", "");
}

static void test_a_term_is_a_sum_of_numbers_declared_before(void **state)
{
    (void)state;
#define TERM(id, is) "{'id':'" id "','is':'" is "','label':{'zh':'z','en':'e'}}"
    check_flaw(PLAN(FACTS(COUNT("a") "," BOOL("f")) ",'terms':[" TERM("t", "f") "]," RULES(RULE("1", "a > 0"))), ERR_RULE, "/terms/0/is", "");
    check_flaw(PLAN(FACTS(COUNT("a")) ",'terms':[" TERM("t", "u") "," TERM("u", "a") "]," RULES(RULE("1", "a > 0"))), ERR_RULE, "/terms/0/is", "");
    check_flaw(PLAN(FACTS(COUNT("a")) ",'terms':[" TERM("t", "t") "]," RULES(RULE("1", "a > 0"))), ERR_RULE, "/terms/0/is", "");
    check_flaw(PLAN(FACTS(COUNT("a")) ",'terms':[" TERM("t", "a > 0") "]," RULES(RULE("1", "a > 0"))), ERR_RULE, "/terms/0/is", "");
    check_flaw(PLAN(FACTS(COUNT("a")) ",'terms':[" TERM("t", "b") "]," RULES(RULE("1", "a > 0"))), ERR_REFERENCE, "/terms/0/is", "");
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c")) ",'terms':[" TERM("t", "a + b") "," TERM("u", "t + c") "]," RULES(RULE("1", "u > 0"))));
    assert_int_equal(made.rules->term_facts[1], 7);
    made_close(&made);
}

static void test_32_brackets_nest_and_33_do_not(void **state)
{
    (void)state;
    char when[100];
    for (int depth = 31; depth <= 32; depth++) {
        struct made made;
        memset(when, '(', (size_t)depth);
        memcpy(when + depth, "fire", 4);
        memset(when + depth + 4, ')', (size_t)depth);
        when[2 * depth + 4] = '\0';
        open_lab(&made, when);
        assert_int_equal(made.rules != NULL, depth == 31); /* the fact itself is one more */
        made_close(&made);
    }
}

static void test_a_long_chain_is_no_deep_one(void **state)
{
    (void)state;
    struct text text = {0};
    struct made made;
    text_add_str(&text, "fire");
    for (int i = 0; i < 20000; i++)
        text_add_str(&text, " and a >= 0");
    open_lab(&made, text_str(&text));
    assert_non_null(made.rules);
    made_close(&made);
    text_release(&text);
}

static void test_a_disease_without_a_parameter_of_the_family_is_named(void **state)
{
    (void)state;
    struct made made;
    made_try(&made, PLAN(FACTS(COUNT("a")) ",'diseases':[{'id':'flu','name':{'zh':'z','en':'e'}},{'id':'pox','name':{'zh':'z','en':'e'}}],"
                         "'parameters':[{'id':'rest.flu','days':3,'source':{'clause':'1'}}]," RULES(RULE("1", "reports(disease in {flu, pox}, within rest) >= 1"))));
    assert_null(made.rules);
    assert_int_equal(made.diags.items[0].code, ERR_REFERENCE);
    check_contains(made.diags.items[0].en, "\"rest.pox\"");
    made_close(&made);
}

/* A day number has 32 bits: a window beyond that must be refused, not wrapped to a short one. */
static void test_a_window_longer_than_any_calendar_is_refused(void **state)
{
    (void)state;
    struct made made;
    static const char *const whens[] = {"reports(disease = flu, within 36500 days) >= 1", "reports(disease = flu, within 36501 days) >= 1",
                                        "reports(disease = flu, within 4294967296 days) >= 1"};
    for (size_t i = 0; i < LENGTH_OF(whens); i++) {
        open_lab(&made, whens[i]);
        assert_int_equal(made.rules != NULL, i == 0);
        made_close(&made);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_comparison_means_what_it_says),
        cmocka_unit_test(test_and_binds_tighter_than_or_and_not_tightest),
        cmocka_unit_test(test_sums_and_terms_add_their_facts),
        cmocka_unit_test(test_decimals_are_compared_exactly),
        cmocka_unit_test(test_enumerations_are_ordered_as_listed),
        cmocka_unit_test(test_a_grade_holds_when_any_of_its_rows_does),
        cmocka_unit_test(test_a_fact_may_be_named_like_a_count),
        cmocka_unit_test(test_counts_of_reports_know_disease_spread_and_window),
        cmocka_unit_test(test_several_diseases_are_counted_each_by_itself),
        cmocka_unit_test(test_one_measure_serves_all_tests_of_it),
        cmocka_unit_test(test_each_flaw_is_named_at_its_token),
        cmocka_unit_test(test_a_suggestion_never_repeats_what_was_written),
        cmocka_unit_test(test_a_row_of_the_grade_table_cannot_use_grades),
        cmocka_unit_test(test_a_term_is_a_sum_of_numbers_declared_before),
        cmocka_unit_test(test_32_brackets_nest_and_33_do_not),
        cmocka_unit_test(test_a_long_chain_is_no_deep_one),
        cmocka_unit_test(test_a_disease_without_a_parameter_of_the_family_is_named),
        cmocka_unit_test(test_a_window_longer_than_any_calendar_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
