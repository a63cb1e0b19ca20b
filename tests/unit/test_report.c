/* The log of outbreak reports and its interned names. */
#include "tests/unit/check.h"

#include "core/report.h"

static void append(struct report_log *log, int county, const char *township, const char *premises)
{
    struct report_input input = {.day = 20000, .county = (uint8_t)county, .disease = 3, .spread = SPREAD_EPIDEMIC, .township = township,
                                 .township_size = strlen(township), .premises = premises, .premises_size = strlen(premises)};
    assert_int_equal(report_log_append(log, &input, NULL), 0);
}

static void test_a_report_is_kept_as_given(void **state)
{
    (void)state;
    struct report_log log = {0};
    append(&log, 5, "神头镇", "p1");
    assert_int_equal(log.count, 1);
    assert_int_equal(log.items[0].day, 20000);
    assert_int_equal(log.items[0].county, 5);
    assert_int_equal(log.items[0].disease, 3);
    assert_int_equal(log.items[0].spread, SPREAD_EPIDEMIC);
    assert_string_equal(report_township(&log, &log.items[0]), "神头镇");
    assert_string_equal(report_premises(&log, &log.items[0]), "p1");
    report_log_release(&log);
}

static void test_a_township_is_the_pair_of_county_and_name(void **state)
{
    (void)state;
    struct report_log log = {0};
    append(&log, 1, "城关镇", "a");
    append(&log, 1, "城关镇", "b");
    append(&log, 2, "城关镇", "c");
    assert_int_equal(log.items[0].township, log.items[1].township);
    assert_int_not_equal(log.items[0].township, log.items[2].township);
    assert_int_equal(log.townships.count, 2);
    report_log_release(&log);
}

static void test_premises_are_one_whatever_the_county(void **state)
{
    (void)state;
    struct report_log log = {0};
    append(&log, 1, "x", "p");
    append(&log, 2, "y", "p");
    append(&log, 2, "y", "P");
    assert_int_equal(log.items[0].premises, log.items[1].premises);
    assert_int_not_equal(log.items[0].premises, log.items[2].premises);
    report_log_release(&log);
}

static void test_names_are_compared_in_full_with_inner_nuls(void **state)
{
    (void)state;
    struct report_log log = {0};
    struct report_input input = {.township = "a\0b", .township_size = 3, .premises = "q\0r", .premises_size = 3};
    assert_int_equal(report_log_append(&log, &input, NULL), 0);
    input.township_size = input.premises_size = 1;
    assert_int_equal(report_log_append(&log, &input, NULL), 0);
    input.township_size = input.premises_size = 0;
    assert_int_equal(report_log_append(&log, &input, NULL), 0);
    assert_int_equal(log.townships.count, 3);
    assert_int_equal(log.premises.count, 3);
    report_log_release(&log);
}

static void test_a_township_name_may_be_very_long(void **state)
{
    (void)state;
    struct report_log log = {0};
    char name[1000];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    for (size_t size = sizeof name - 1; size >= 120; size--) {
        name[size] = '\0';
        append(&log, 63, name, "p");
        append(&log, 63, name, "p");
    }
    assert_int_equal(log.townships.count, sizeof name - 120);
    assert_int_equal(strlen(report_township(&log, &log.items[0])), sizeof name - 1);
    report_log_release(&log);
}

static void test_a_hundred_thousand_names_stay_apart(void **state)
{
    (void)state;
    struct report_log log = {0};
    char name[32];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 100000; i++) {
            snprintf(name, sizeof name, "premises %d", i);
            append(&log, i % 6, "t", name);
        }
    assert_int_equal(log.count, 200000);
    assert_int_equal(log.premises.count, 100000);
    assert_int_equal(log.townships.count, 6);
    for (uint32_t i = 0; i < 100000; i++) {
        assert_int_equal(log.items[i].premises, i); /* numbered as they came */
        assert_int_equal(log.items[100000 + i].premises, i);
    }
    assert_string_equal(report_premises(&log, &log.items[199999]), "premises 99999");
    report_log_release(&log);
}

static void test_known_premises_are_recognised(void **state)
{
    (void)state;
    struct report_log log = {0};
    assert_false(report_log_has_premises(&log, "p", 1));
    append(&log, 1, "t", "p");
    assert_true(report_log_has_premises(&log, "p", 1));
    assert_false(report_log_has_premises(&log, "t", 1)); /* a township's name is not a premises' */
    assert_false(report_log_has_premises(&log, "pp", 2));
    report_log_clear(&log);
    assert_false(report_log_has_premises(&log, "p", 1));
    report_log_release(&log);
}

static void test_a_cleared_log_starts_anew(void **state)
{
    (void)state;
    struct report_log log = {0};
    report_log_clear(&log);
    for (int round = 0; round < 3; round++) {
        append(&log, 1, "t", "p");
        append(&log, 1, "u", "q");
        assert_int_equal(log.items[0].premises, 0);
        assert_int_equal(log.items[1].township, 1);
        report_log_clear(&log);
        assert_int_equal(log.count, 0);
    }
    report_log_release(&log);
    assert_null(log.items);
}

static double seconds_to_append(struct report_log *log, int from, int to)
{
    char name[32];
    clock_t start = clock();
    for (int i = from; i < to; i++) {
        snprintf(name, sizeof name, "%d", i);
        append(log, 1, "t", name);
    }
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void test_an_appended_report_costs_the_same_in_a_long_log(void **state)
{
    (void)state;
    struct report_log log = {0};
    double early = seconds_to_append(&log, 0, 50000);
    seconds_to_append(&log, 50000, 450000);
    double late = seconds_to_append(&log, 450000, 500000);
    report_log_release(&log);
    if (late > 10 * early + 0.5) /* far from linear growth, however busy the machine is */
        fail_msg("%.3f s, then %.3f s", early, late);
}

static void test_spreads_are_ordered_and_named(void **state)
{
    (void)state;
    assert_true(SPREAD_SPORADIC < SPREAD_EPIDEMIC && SPREAD_EPIDEMIC < SPREAD_OUTBREAK);
    for (int i = 0; i < SPREAD_COUNT; i++) {
        assert_int_equal(spread_find(spread_ids[i], strlen(spread_ids[i])), i);
        assert_true(spread_words((enum spread)i).zh[0] != '\0');
    }
    assert_null(spread_ids[SPREAD_COUNT]);
    assert_int_equal(spread_find("outbreaks", 9), -1);
    assert_int_equal(spread_find("", 0), -1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_report_is_kept_as_given),
        cmocka_unit_test(test_a_township_is_the_pair_of_county_and_name),
        cmocka_unit_test(test_premises_are_one_whatever_the_county),
        cmocka_unit_test(test_names_are_compared_in_full_with_inner_nuls),
        cmocka_unit_test(test_a_township_name_may_be_very_long),
        cmocka_unit_test(test_a_hundred_thousand_names_stay_apart),
        cmocka_unit_test(test_known_premises_are_recognised),
        cmocka_unit_test(test_a_cleared_log_starts_anew),
        cmocka_unit_test(test_an_appended_report_costs_the_same_in_a_long_log),
        cmocka_unit_test(test_spreads_are_ordered_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
