/* Civil time: printing, and every way of typing it. */
#include "tests/unit/fixture.h"

#define MINUTE INT64_C(60000)

static const struct clock clock_east = {fixture_now, fixture_offset};

/* Clocks go forward by an hour at 2026-03-29 01:00 UTC, as they do in Europe. */
static int64_t summer_offset(int64_t time)
{
    return time < (FIXTURE_DAY + 28) * DAY_MS + 60 * MINUTE ? 60 * MINUTE : 120 * MINUTE;
}
static const struct clock clock_summer = {fixture_now, summer_offset};

static void expect(const struct clock *clock, int64_t time, const char *wanted)
{
    char buffer[CLOCK_TEXT_SIZE];
    clock_print(clock, time, buffer);
    assert_string_equal(buffer, wanted);
}

static void test_times_are_printed_in_civil_time(void **state)
{
    (void)state;
    expect(&clock_east, FIXTURE_DAY * DAY_MS, "2026-03-01 08:00");
    expect(&clock_east, FIXTURE_DAY * DAY_MS + DAY_MS - 1, "2026-03-02 07:59");
    expect(&clock_east, 0, "1970-01-01 08:00");
    expect(&clock_summer, (FIXTURE_DAY + 28) * DAY_MS + 59 * MINUTE, "2026-03-29 01:59");
    expect(&clock_summer, (FIXTURE_DAY + 28) * DAY_MS + 60 * MINUTE, "2026-03-29 03:00");
    assert_int_equal(clock_day(&clock_east, FIXTURE_DAY * DAY_MS + 16 * 60 * MINUTE - 1), FIXTURE_DAY);
    assert_int_equal(clock_day(&clock_east, FIXTURE_DAY * DAY_MS + 16 * 60 * MINUTE), FIXTURE_DAY + 1);
    assert_int_equal(clock_day(&clock_summer, -DAY_MS), -1);
}

static void test_a_time_on_the_same_day_is_short(void **state)
{
    (void)state;
    char buffer[CLOCK_TEXT_SIZE];
    clock_print_beside(&clock_east, FIXTURE_DAY * DAY_MS + 5 * MINUTE, FIXTURE_DAY * DAY_MS, buffer);
    assert_string_equal(buffer, "08:05");
    clock_print_beside(&clock_east, FIXTURE_DAY * DAY_MS - DAY_MS, FIXTURE_DAY * DAY_MS, buffer);
    assert_string_equal(buffer, "2026-02-28 08:00");
}

static void test_times_are_read(void **state)
{
    (void)state;
    const int64_t now = FIXTURE_DAY * DAY_MS; /* 08:00 */
    static const struct {
        const char *text;
        int64_t minutes; /* from `now` */
    } cases[] = {
        {"2026-03-01 08:00", 0},  {"2026-03-01T07:59", -1},    {"2026-02-28 08:00", -1440}, {"08:00", 0},    {"7:59", -1},
        {"08:01", 1 - 1440},      {"23:59", -481},             {"00:00", -480},             {"-20m", -20},   {"+2h", 120},
        {"+1d", 1440},            {"-0m", 0},                  {"2028-02-29 08:00", 730 * 1440},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        int64_t time;
        assert_true(clock_parse(&clock_east, cases[i].text, now, &time));
        assert_int_equal(time, now + cases[i].minutes * MINUTE);
    }
}

static void test_what_is_printed_reads_back_across_a_change_of_clocks(void **state)
{
    (void)state;
    for (int64_t minutes = 0; minutes < 4 * 60; minutes += 7) {
        char buffer[CLOCK_TEXT_SIZE];
        int64_t time = (FIXTURE_DAY + 28) * DAY_MS + minutes * MINUTE, back;
        clock_print(&clock_summer, time, buffer);
        assert_true(clock_parse(&clock_summer, buffer, 0, &back));
        assert_int_equal(back, time);
    }
}

static void test_other_texts_are_no_times(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "8", "08:0", "08:60", "24:00", "8:000", "08:00 ", "2026-03-01", "2026-02-30 08:00", "2026-03-01 24:00", "20m",
                                      "+m", "+1", "+1w", "+1mm", "-9999999m", "+999999d", "2026-03-01-08:00", "１０:００", "now", "2026-03-01 8:00"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        int64_t time;
        assert_false(clock_parse(&clock_east, bad[i], 0, &time));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times_are_printed_in_civil_time),
        cmocka_unit_test(test_a_time_on_the_same_day_is_short),
        cmocka_unit_test(test_times_are_read),
        cmocka_unit_test(test_what_is_printed_reads_back_across_a_change_of_clocks),
        cmocka_unit_test(test_other_texts_are_no_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
