/* Counting reports: windows to the day, what is distinct, what touches. */
#include "rules/tally.h"
#include "tests/unit/fixture.h"

#define OUTBREAKS \
    PLAN(FACTS(COUNT("a")) ",'diseases':[{'id':'flu','name':{'zh':'z','en':'e'}},{'id':'pox','name':{'zh':'z','en':'e'}}]," \
         "'parameters':[{'id':'window','days':21,'source':{'clause':'1'}}]," \
         RULES(RULE("1", "counties(disease = flu, within window) >= 1") "," RULE("1", "adjacent counties(disease = flu) >= 1") "," \
               RULE("1", "townships(disease = flu) >= 1") "," RULE("1", "premises(disease = flu, within 7 days) >= 1") "," \
               RULE("1", "reports(disease = flu) >= 1") "," RULE("1", "reports(disease = pox, spread >= epidemic) >= 1") "," \
               RULE("1", "reports(disease = flu, within 0 days) >= 1") "," RULE("1", "a > 0")))

enum { IN_WINDOW, ADJACENT, TOWNSHIPS, PREMISES_7, ALL_REPORTS, POX_EPIDEMIC, TODAY_ONLY, OF_FACTS };
enum { FLU, POX };
#define AS_OF 20513 /* 2026-03-01 */

static struct made made;
static struct incident incident;
static struct tally tally;

static int open_log(void **state)
{
    (void)state;
    struct err err;
    made_open(&made, OUTBREAKS);
    incident.plan = NULL;
    assert_int_equal(incident_init(&incident, made.plan, &err), 0);
    incident.as_of = AS_OF;
    return tally_init(&tally, made.rules, &err);
}

static int close_log(void **state)
{
    (void)state;
    tally_release(&tally);
    incident_release(&incident);
    made_close(&made);
    return 0;
}

/* A report `ago` days before the grading date. */
static void report(int ago, int county, const char *township, const char *premises)
{
    struct report_input input = {.day = AS_OF - ago, .county = (uint8_t)county, .disease = FLU, .township = township, .township_size = strlen(township),
                                 .premises = premises, .premises_size = strlen(premises)};
    assert_int_equal(report_log_append(&incident.reports, &input, NULL), 0);
}

static int64_t count_of(int measure)
{
    assert_int_equal(tally_count(&tally, made.rules, &incident, NULL), 0);
    return tally.counts[measure];
}

static void test_an_empty_log_counts_nothing(void **state)
{
    (void)state;
    for (int i = IN_WINDOW; i <= OF_FACTS; i++)
        assert_int_equal(count_of(i), 0);
}

static void test_a_window_of_n_days_holds_the_nth_day_and_not_the_next(void **state)
{
    (void)state;
    report(21, 0, "t", "p");
    assert_int_equal(count_of(IN_WINDOW), 1);
    incident.as_of++;
    assert_int_equal(count_of(IN_WINDOW), 0);
    assert_int_equal(count_of(ALL_REPORTS), 1); /* without a window it counts for ever */
}

static void test_a_window_of_no_days_holds_the_day_itself(void **state)
{
    (void)state;
    report(0, 0, "t", "p");
    report(1, 0, "t", "p");
    assert_int_equal(count_of(TODAY_ONLY), 1);
}

static void test_reports_after_the_grading_date_do_not_count(void **state)
{
    (void)state;
    report(-1, 0, "t", "p");
    for (int i = IN_WINDOW; i <= OF_FACTS; i++)
        assert_int_equal(count_of(i), 0);
    incident.as_of++;
    assert_int_equal(count_of(ALL_REPORTS), 1);
}

static void test_an_overridden_parameter_moves_the_window(void **state)
{
    (void)state;
    report(30, 0, "t", "p");
    assert_int_equal(count_of(IN_WINDOW), 0);
    incident.days[0] = 30;
    assert_int_equal(count_of(IN_WINDOW), 1);
    incident.days[0] = 29;
    assert_int_equal(count_of(IN_WINDOW), 0);
}

static void test_windows_reach_before_the_first_year(void **state)
{
    (void)state;
    incident.as_of = -719162; /* 0001-01-01 */
    incident.days[0] = 36500;
    report(AS_OF + 719162, 0, "t", "p");
    assert_int_equal(count_of(IN_WINDOW), 1);
    assert_int_equal(count_of(PREMISES_7), 1);
}

static void test_counties_are_counted_once(void **state)
{
    (void)state;
    report(0, 0, "t", "p");
    report(1, 0, "u", "q");
    report(2, 3, "v", "r");
    assert_int_equal(count_of(IN_WINDOW), 2);
    assert_int_equal(count_of(ALL_REPORTS), 3);
    assert_int_equal(tally_counties(&made.rules->measures[IN_WINDOW], &incident), 9);
}

static void test_townships_of_one_name_in_two_counties_are_two(void **state)
{
    (void)state;
    report(0, 0, "城关镇", "p");
    report(0, 1, "城关镇", "q");
    report(0, 1, "城关镇", "r");
    assert_int_equal(count_of(TOWNSHIPS), 2);
}

static void test_premises_of_one_id_are_one_whatever_the_county(void **state)
{
    (void)state;
    report(0, 0, "t", "p");
    report(7, 1, "u", "p");
    report(7, 1, "u", "q");
    report(8, 1, "u", "r"); /* outside of the week */
    assert_int_equal(count_of(PREMISES_7), 2);
}

static void test_each_disease_is_counted_by_itself_from_its_spread_on(void **state)
{
    (void)state;
    for (int spread = SPREAD_SPORADIC; spread <= SPREAD_OUTBREAK; spread++) {
        report(0, 0, "t", "p");
        incident.reports.items[incident.reports.count - 1].disease = POX;
        incident.reports.items[incident.reports.count - 1].spread = (uint8_t)spread;
    }
    assert_int_equal(count_of(POX_EPIDEMIC), 2);
    assert_int_equal(count_of(ALL_REPORTS), 0);
}

static void test_touching_counties_are_the_largest_joined_group(void **state)
{
    (void)state;
    report(0, 0, "t", "p");
    assert_int_equal(count_of(ADJACENT), 1);
    report(0, 2, "t", "p"); /* 1 and 3 do not touch … */
    assert_int_equal(count_of(ADJACENT), 1);
    report(0, 3, "t", "p");
    assert_int_equal(count_of(ADJACENT), 1);
    report(0, 1, "t", "p"); /* … but 2 joins them */
    assert_int_equal(count_of(ADJACENT), 3);
}

static void test_many_names_are_counted_exactly_again_and_again(void **state)
{
    (void)state;
    char name[32];
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "p%d", i % 300);
        report(0, 0, "t", name);
        if (i % 97 == 0)
            assert_int_equal(count_of(PREMISES_7), i < 300 ? i + 1 : 300);
    }
    assert_int_equal(count_of(PREMISES_7), 300);
    assert_int_equal(count_of(PREMISES_7), 300);
}

/* Two touching counties within and outside of the plan's 21 days. */
static void test_the_animal_plan_counts_touching_counties_to_the_day(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("animal");
    struct incident log = {.plan = NULL};
    struct tally counts;
    incident_init(&log, loaded->plan, NULL);
    tally_init(&counts, loaded->rules, NULL);
    for (int i = 0; i < 2; i++) {
        struct report_input input = {.day = AS_OF - 21 * i, .county = (uint8_t)i, .township = "t", .township_size = 1, .premises = "p", .premises_size = 1};
        report_log_append(&log.reports, &input, NULL);
    }
    uint32_t measure = 0;
    while (loaded->rules->measures[measure].unit != UNIT_ADJACENT_COUNTIES || loaded->rules->measures[measure].disease != 0)
        measure++;
    for (log.as_of = AS_OF; log.as_of <= AS_OF + 1; log.as_of++) {
        tally_count(&counts, loaded->rules, &log, NULL);
        assert_int_equal(counts.counts[measure], log.as_of == AS_OF ? 2 : 1);
    }
    tally_release(&counts);
    incident_release(&log);
    loaded_free(loaded);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_log, close_log)
    static const struct CMUnitTest tests[] = {
        T(test_an_empty_log_counts_nothing),
        T(test_a_window_of_n_days_holds_the_nth_day_and_not_the_next),
        T(test_a_window_of_no_days_holds_the_day_itself),
        T(test_reports_after_the_grading_date_do_not_count),
        T(test_an_overridden_parameter_moves_the_window),
        T(test_windows_reach_before_the_first_year),
        T(test_counties_are_counted_once),
        T(test_townships_of_one_name_in_two_counties_are_two),
        T(test_premises_of_one_id_are_one_whatever_the_county),
        T(test_each_disease_is_counted_by_itself_from_its_spread_on),
        T(test_touching_counties_are_the_largest_joined_group),
        T(test_many_names_are_counted_exactly_again_and_again),
        cmocka_unit_test(test_the_animal_plan_counts_touching_counties_to_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
