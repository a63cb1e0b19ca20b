/* Dates and day numbers. */
#include "tests/unit/check.h"

#include "core/date.h"

static bool parse(const char *text, int32_t *day)
{
    return date_parse(text, strlen(text), day);
}

static int32_t day_of(const char *text)
{
    int32_t day = 0;
    if (!parse(text, &day))
        fail_msg("%s is not read", text);
    return day;
}

static void test_day_zero_is_the_first_of_1970(void **state)
{
    (void)state;
    assert_int_equal(day_of("1970-01-01"), 0);
    assert_int_equal(day_of("1970-01-02"), 1);
    assert_int_equal(day_of("1969-12-31"), -1);
    assert_int_equal(day_of("2000-03-01"), 11017);
    assert_int_equal(day_of("2026-03-01"), 20513);
    assert_int_equal(day_of("0001-01-01"), -719162);
    assert_int_equal(day_of("9999-12-31"), 2932896);
}

/* Counted by hand, one day after the other, through all years that may be written. */
static void test_every_day_of_every_year_is_numbered_in_order_and_prints_back(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = -719162, day;
    for (int year = 1; year <= 9999; year++) {
        bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        for (int month = 1; month <= 12; month++) {
            for (int of_month = 1; of_month <= lengths[month - 1] + (month == 2 && leap); of_month++, expected++) {
                char text[32], back[DATE_TEXT_SIZE];
                snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, of_month);
                if (!parse(text, &day) || day != expected)
                    fail_msg("%s is day %d, not %d", text, (int)day, (int)expected);
                date_print(day, back);
                if (strcmp(back, text) != 0)
                    fail_msg("%s prints as %s", text, back);
            }
        }
    }
    assert_int_equal(expected, 2932897);
}

static void test_days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2024-04-31", "2024-06-31", "2024-09-31", "2024-11-31",
                                      "2024-01-32", "2024-00-10", "2024-13-01", "2024-01-00", "0000-01-01", "2024-12-32"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        int32_t day = 42;
        if (parse(bad[i], &day))
            fail_msg("%s is read", bad[i]);
        assert_int_equal(day, 42);
    }
}

static void test_leap_days_that_do_exist_are_read(void **state)
{
    (void)state;
    assert_int_equal(day_of("2024-03-01") - day_of("2024-02-28"), 2);
    assert_int_equal(day_of("2023-03-01") - day_of("2023-02-28"), 1);
    assert_int_equal(day_of("2000-03-01") - day_of("2000-02-29"), 1);
    assert_int_equal(day_of("1600-02-29") + 1, day_of("1600-03-01"));
    assert_int_equal(day_of("0004-02-29") + 1, day_of("0004-03-01"));
}

static void test_only_the_one_form_is_read(void **state)
{
    (void)state;
    static const char *const bad[] = {"",           "2024-1-1",    "2024-01-1",  "24-01-01",   "20240101",   "2024/01/01",  "2024-01-01 ", " 2024-01-01",
                                      "2024-01-01T00:00", "2024-0a-01", "-024-01-01", "+024-01-01", "2024-01-0１", "2024_01_01", "12024-01-01", "2024-W01-1"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        int32_t day;
        if (parse(bad[i], &day))
            fail_msg("\"%s\" is read", bad[i]);
    }
    int32_t day;
    assert_false(date_parse("2024-01-01", 9, &day));
    assert_false(date_parse("2024-01-01\0", 11, &day));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day_zero_is_the_first_of_1970),
        cmocka_unit_test(test_every_day_of_every_year_is_numbered_in_order_and_prints_back),
        cmocka_unit_test(test_days_that_do_not_exist_are_refused),
        cmocka_unit_test(test_leap_days_that_do_exist_are_read),
        cmocka_unit_test(test_only_the_one_form_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
