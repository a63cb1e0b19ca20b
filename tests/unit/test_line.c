/* cli/line: typed lines in words. */
#include "cli/line.h"
#include "tests/unit/check.h"

/* The words between bars: "set|deaths=3". */
static const char *split(const char *typed)
{
    static char joined[400];
    struct line line;
    struct err err;
    assert_int_equal(line_split(&line, typed, strlen(typed), &err), 0);
    joined[0] = '\0';
    size_t used = 0;
    for (size_t i = 0; i < line.count; i++)
        used += (size_t)snprintf(joined + used, sizeof joined - used, "%s%s", i > 0 ? "|" : "", line.words[i]);
    line_release(&line);
    return joined;
}

static const char *tidy(const char *typed)
{
    static char tidied[400];
    struct text text = {0};
    line_tidy(typed, strlen(typed), &text);
    snprintf(tidied, sizeof tidied, "%s", text.data == NULL ? "" : text.data);
    text_release(&text);
    return tidied;
}

static void test_blanks_part_words(void **state)
{
    (void)state;
    assert_string_equal(split("  set deaths=3\t injured=4  "), "set|deaths=3|injured=4");
    assert_string_equal(split(""), "");
    assert_string_equal(split("   "), "");
}

static void test_quotes_keep_blanks(void **state)
{
    (void)state;
    assert_string_equal(split("report township=\"北 关\" premises='a b'"), "report|township=北 关|premises=a b");
    assert_string_equal(split("open road “大运 追尾” ‘二’"), "open|road|大运 追尾|二");
    assert_string_equal(split("open \"\" x"), "open||x");
}

static void test_an_apostrophe_inside_a_word_is_a_letter(void **state)
{
    (void)state;
    assert_string_equal(split("open road driver's cab"), "open|road|driver's|cab");
}

static void test_an_unclosed_quotation_is_told(void **state)
{
    (void)state;
    struct line line;
    assert_int_equal(line_split(&line, "open \"a b", 9, NULL), 0);
    assert_true(line.unclosed);
    assert_int_equal(line.count, 2);
    line_release(&line);
}

static void test_full_width_typing_is_folded(void **state)
{
    (void)state;
    assert_string_equal(split("set　死亡＝１２　失联=3。。9 受伤=？"), "set|死亡=12|失联=3..9|受伤=?");
    assert_string_equal(split("set 县（市、区）=3"), "set|县（市、区）=3");
}

static void test_quoted_text_is_not_folded(void **state)
{
    (void)state;
    assert_string_equal(split("report township=“１　号”"), "report|township=１　号");
}

static void test_the_last_word_is_found_in_the_typed_line(void **state)
{
    (void)state;
    struct line line;
    assert_int_equal(line_split(&line, "set 死亡＝1 sw", strlen("set 死亡＝1 sw"), NULL), 0);
    assert_int_equal(line.last_start, strlen("set 死亡＝1 "));
    assert_true(line.touches_end);
    line_release(&line);
    assert_int_equal(line_split(&line, "set ", 4, NULL), 0);
    assert_false(line.touches_end);
    line_release(&line);
}

static void test_too_many_words_are_refused(void **state)
{
    (void)state;
    char typed[2 * ARGS_MAX + 3];
    struct line line;
    struct err err = {0};
    for (size_t i = 0; i < sizeof typed - 1; i++)
        typed[i] = i % 2 == 0 ? 'a' : ' ';
    assert_int_equal(line_split(&line, typed, 2 * ARGS_MAX, &err), 0);
    line_release(&line);
    assert_int_equal(line_split(&line, typed, 2 * ARGS_MAX + 1, &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
}

static void test_bytes_that_are_no_utf8_pass_through(void **state)
{
    (void)state;
    assert_string_equal(split("a\xE4 \xFF"), "a\xE4|\xFF");
}

static void test_an_answer_is_trimmed_and_folded(void **state)
{
    (void)state;
    assert_string_equal(tidy("  ３。。９　"), "3..9");
    assert_string_equal(tidy(" 神头 镇 "), "神头 镇");
    assert_string_equal(tidy("？"), "?");
    assert_string_equal(tidy("  "), "");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blanks_part_words),
        cmocka_unit_test(test_quotes_keep_blanks),
        cmocka_unit_test(test_an_apostrophe_inside_a_word_is_a_letter),
        cmocka_unit_test(test_an_unclosed_quotation_is_told),
        cmocka_unit_test(test_full_width_typing_is_folded),
        cmocka_unit_test(test_quoted_text_is_not_folded),
        cmocka_unit_test(test_the_last_word_is_found_in_the_typed_line),
        cmocka_unit_test(test_too_many_words_are_refused),
        cmocka_unit_test(test_bytes_that_are_no_utf8_pass_through),
        cmocka_unit_test(test_an_answer_is_trimmed_and_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
