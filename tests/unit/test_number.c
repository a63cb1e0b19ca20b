/* Exact numbers: what is accepted, what each flaw is called, where decimals are clamped, and printing them back. */
#include "tests/unit/check.h"

#include "core/number.h"

static enum number_flaw parse(const char *text, bool decimal, struct number *number)
{
    return number_parse(text, strlen(text), decimal, number);
}

static void test_counts_are_plain_integers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } rows[] = {{"0", 0}, {"-0", 0}, {"7", 7}, {"10", 10}, {"999999999999999", 999999999999999}, {"1000000000000000", NUMBER_INPUT_MAX}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct number number;
        assert_int_equal(parse(rows[i].text, false, &number), NUMBER_OK);
        assert_true(number_value(number, false) == rows[i].value);
    }
}

static void test_each_flaw_of_a_count_has_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum number_flaw flaw;
    } rows[] = {
        {"", NUMBER_MALFORMED}, {"-", NUMBER_MALFORMED}, {"x", NUMBER_MALFORMED}, {"01", NUMBER_MALFORMED}, {"00", NUMBER_MALFORMED},
        {"-01", NUMBER_MALFORMED}, {"1x", NUMBER_MALFORMED}, {" 1", NUMBER_MALFORMED}, {"1 ", NUMBER_MALFORMED}, {"+1", NUMBER_MALFORMED},
        {"1.", NUMBER_MALFORMED}, {".5", NUMBER_MALFORMED}, {"1.5.2", NUMBER_MALFORMED}, {"1,000", NUMBER_MALFORMED}, {"0x1", NUMBER_MALFORMED},
        {"３", NUMBER_MALFORMED}, {"3.0", NUMBER_NOT_INTEGER}, {"1.5", NUMBER_NOT_INTEGER}, {"1e2", NUMBER_NOT_INTEGER}, {"1E2", NUMBER_NOT_INTEGER},
        {"1.5e2", NUMBER_NOT_INTEGER}, {"-1", NUMBER_NEGATIVE}, {"-99999999999999999999", NUMBER_NEGATIVE},
        {"1000000000000001", NUMBER_TOO_LARGE}, {"99999999999999999999999999", NUMBER_TOO_LARGE},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct number number;
        if (parse(rows[i].text, false, &number) != rows[i].flaw)
            fail_msg("\"%s\"", rows[i].text);
    }
}

static void test_decimals_are_exact_to_six_digits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } rows[] = {{"0", 0}, {"-0.000000", 0}, {"1", 1000000}, {"0.1", 100000}, {"0.000001", 1}, {"24.000001", 24000001}, {"999.999999", 999999999},
                {"99999999999.999999", 99999999999999999}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct number number;
        assert_int_equal(parse(rows[i].text, true, &number), NUMBER_OK);
        assert_true(number_value(number, true) == rows[i].value);
    }
}

static void test_each_flaw_of_a_decimal_has_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum number_flaw flaw;
    } rows[] = {
        {"0.1234567", NUMBER_TOO_FINE}, {"1.0000000", NUMBER_TOO_FINE}, {"1e5", NUMBER_NOT_INTEGER}, {"1.5E0", NUMBER_NOT_INTEGER},
        {"-0.000001", NUMBER_NEGATIVE}, {"-5", NUMBER_NEGATIVE}, {"1000000000000000.000001", NUMBER_TOO_LARGE},
        {"1000000000000001", NUMBER_TOO_LARGE}, {"1..2", NUMBER_MALFORMED}, {"1.x", NUMBER_MALFORMED}, {"-.5", NUMBER_MALFORMED},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct number number;
        if (parse(rows[i].text, true, &number) != rows[i].flaw)
            fail_msg("\"%s\"", rows[i].text);
    }
}

static void test_decimals_from_ten_to_the_eleventh_are_one_value(void **state)
{
    (void)state;
    static const char *const large[] = {"100000000000", "100000000000.000001", "999999999999", "1000000000000000"};
    for (size_t i = 0; i < LENGTH_OF(large); i++) {
        struct number number;
        assert_int_equal(parse(large[i], true, &number), NUMBER_OK);
        assert_true(number_value(number, true) == (int64_t)NUMBER_TOP * NUMBER_SCALE);
        assert_true(number_value(number, false) == number.whole); /* counts are not clamped */
    }
}

static void test_sixty_three_clamped_decimals_add_without_overflow(void **state)
{
    (void)state;
    int64_t sum;
    assert_false(__builtin_mul_overflow((int64_t)NUMBER_TOP * NUMBER_SCALE, 63, &sum));
}

static void test_numbers_compare_before_they_are_clamped(void **state)
{
    (void)state;
    static const char *const rising[] = {"0", "0.000001", "0.1", "1", "1.000001", "2", "100000000000", "100000000000.5", "200000000000", "1000000000000000"};
    for (size_t i = 0; i < LENGTH_OF(rising); i++) {
        for (size_t j = 0; j < LENGTH_OF(rising); j++) {
            struct number a, b;
            parse(rising[i], true, &a);
            parse(rising[j], true, &b);
            assert_int_equal(number_compare(a, b), (i > j) - (i < j));
        }
    }
}

static void test_numbers_print_as_they_are_written(void **state)
{
    (void)state;
    static const char *const decimals[] = {"0", "1", "10", "100", "0.1", "0.000001", "24.5", "1000.000001", "99999999999.999999", "100000000000"};
    char buffer[NUMBER_TEXT_SIZE];
    for (size_t i = 0; i < LENGTH_OF(decimals); i++) {
        struct number number;
        parse(decimals[i], true, &number);
        assert_string_equal(number_print(number_value(number, true), true, buffer), decimals[i]);
    }
    assert_string_equal(number_print(1000000000000000, false, buffer), "1000000000000000");
    assert_string_equal(number_print(0, false, buffer), "0");
}

/* Malformed text must not be read past its size. */
static void test_a_number_ends_where_its_size_says(void **state)
{
    (void)state;
    struct number number;
    assert_int_equal(number_parse("12345", 2, false, &number), NUMBER_OK);
    assert_int_equal(number.whole, 12);
    assert_int_equal(number_parse("1.25", 3, true, &number), NUMBER_OK);
    assert_int_equal(number.micro, 200000);
    assert_int_equal(number_parse("1.25", 2, true, &number), NUMBER_MALFORMED);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_are_plain_integers),
        cmocka_unit_test(test_each_flaw_of_a_count_has_its_name),
        cmocka_unit_test(test_decimals_are_exact_to_six_digits),
        cmocka_unit_test(test_each_flaw_of_a_decimal_has_its_name),
        cmocka_unit_test(test_decimals_from_ten_to_the_eleventh_are_one_value),
        cmocka_unit_test(test_sixty_three_clamped_decimals_add_without_overflow),
        cmocka_unit_test(test_numbers_compare_before_they_are_clamped),
        cmocka_unit_test(test_numbers_print_as_they_are_written),
        cmocka_unit_test(test_a_number_ends_where_its_size_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
