/* Lines for people: columns that line up, text that wraps between words and characters, nothing that drives the terminal. */
#include "tests/unit/check.h"

#include <locale.h>

#include "cli/render.h"
#include "core/text.h"

static struct capture capture;
static struct app app;

static int open_output(void **state)
{
    (void)state;
    capture_open(&capture);
    app = (struct app){.out = capture.file, .lang = LANG_EN};
    return 0;
}

static int close_output(void **state)
{
    (void)state;
    capture_close(&capture);
    return 0;
}

static void check_output(const char *expected)
{
    assert_string_equal(capture_text(&capture), expected);
}

static void test_a_heading_is_bold_in_colour_only(void **state)
{
    (void)state;
    render_heading(&app, "一级响应");
    app.colour = true;
    render_heading(&app, "一级响应");
    check_output("一级响应\n\033[1m一级响应\033[0m\n");
}

static void test_wide_labels_line_up(void **state)
{
    (void)state;
    render_row(&app, "响应级别", 12, "x");
    render_row(&app, "Level", 12, "x");
    render_row(&app, "", 12, "x");
    check_output("响应级别    x\nLevel       x\n            x\n");
}

static void test_a_label_too_long_for_its_column_gets_a_line_of_its_own(void **state)
{
    (void)state;
    render_row(&app, "abcdefghijk", 12, "x");
    render_row(&app, "abcdefghijkl", 12, "x");
    check_output("abcdefghijk x\nabcdefghijkl\n            x\n");
}

static void test_words_wrap_under_their_own_column(void **state)
{
    (void)state;
    render_row(&app, "a", 60, "one two three four five six");
    check_output("a                                                           one two three four\n"
                 "                                                            five six\n");
}

static void test_80_cells_fit_and_81_do_not(void **state)
{
    (void)state;
    char line[96];
    memset(line, 'x', 77);
    snprintf(line + 77, 10, " yy");
    render_paragraph(&app, 0, line);
    snprintf(line + 77, 10, " yyy");
    render_paragraph(&app, 0, line);
    char expected[200];
    snprintf(expected, sizeof expected, "%.77s yy\n%.77s\nyyy\n", line, line);
    check_output(expected);
}

static void test_chinese_wraps_between_any_two_characters(void **state)
{
    (void)state;
    struct text text = {0}, expected = {0};
    for (int i = 0; i < 50; i++) {
        text_add_str(&text, "应");
        text_add_str(&expected, i == 39 ? "\n  应" : i == 0 ? "  应" : "应");
    }
    text_add_str(&expected, "\n");
    render_paragraph(&app, 2, text_str(&text));
    check_output(text_str(&expected));
    text_release(&text);
    text_release(&expected);
}

static void check_start_of_second_line(const char *mark, const char *expected)
{
    struct text text = {0};
    for (int i = 0; i < 39; i++)
        text_add_str(&text, "应");
    text_addf(&text, "%s急急", mark);
    render_paragraph(&app, 0, text_str(&text));
    const char *second = strrchr(capture_text(&capture), '\n') - 1;
    while (*second != '\n')
        second--;
    if (strncmp(second + 1, expected, strlen(expected)) != 0)
        fail_msg("%s: second line is %s", mark, second + 1);
    text_release(&text);
}

static void test_a_line_does_not_start_with_a_closing_mark(void **state)
{
    (void)state;
    static const char *const marks[] = {"急，", "急。", "急；", "急：", "急、", "急）", "急》", "急”", "急］", "急〕"};
    for (size_t i = 0; i < LENGTH_OF(marks); i++)
        check_start_of_second_line(marks[i], "急"); /* the character before it comes along */
}

static void test_a_line_does_not_end_with_an_opening_mark(void **state)
{
    (void)state;
    static const char *const marks[] = {"（急", "《急", "［急", "〔急"};
    for (size_t i = 0; i < LENGTH_OF(marks); i++)
        check_start_of_second_line(marks[i], marks[i]);
}

static void test_a_word_longer_than_the_line_is_cut(void **state)
{
    (void)state;
    char word[201], expected[210];
    memset(word, 'w', sizeof word - 1);
    word[200] = '\0';
    snprintf(expected, sizeof expected, "%.80s\n%.80s\n%.40s\n", word, word, word);
    render_paragraph(&app, 0, word);
    check_output(expected);
}

static void test_given_line_ends_are_kept(void **state)
{
    (void)state;
    render_row(&app, "a", 4, "one\ntwo\n\nthree\n");
    check_output("a   one\n    two\n    \n    three\n");
}

static void test_nothing_is_a_line_too(void **state)
{
    (void)state;
    render_row(&app, "a", 4, "");
    render_paragraph(&app, 2, "");
    check_output("a   \n  \n");
}

static void test_a_column_far_to_the_right_still_has_room(void **state)
{
    (void)state;
    render_paragraph(&app, 75, "one two three four five");
    const char *text = capture_text(&capture);
    check_contains(text, "one two three four\n");
}

static void test_control_characters_are_shown(void **state)
{
    (void)state;
    render_row(&app, "\x1B[31m", 20, "a\x1B]0;b\x07");
    render_heading(&app, "\x1B");
    check_lacks(capture_text(&capture), "\x1B");
    check_lacks(capture_text(&capture), "\x07");
    check_contains(capture_text(&capture), "\\x1b[31m");
}

/* Every line of the output: at most 80 cells wide, and from the second on indented. */
static void check_lines(const char *text, unsigned indent)
{
    for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
        if (text_width(text, (size_t)(end - text)) > RENDER_WIDTH)
            fail_msg("too wide: %.*s", (int)(end - text), text);
        for (unsigned i = 0; i < indent; i++)
            assert_int_equal(text[i], ' ');
    }
    assert_int_equal(*text, '\0');
}

static void add_without_spaces(struct text *text, const char *str)
{
    for (; *str != '\0'; str++)
        if (*str != ' ' && *str != '\n')
            text_add(text, str, 1);
}

static void test_wrapping_loses_nothing_and_never_runs_over(void **state)
{
    (void)state;
    static const char *const pieces[] = {"应", "急", "，", "（", "）", "a", "word ", " ", "12", "。", "“", "”", "é", "…", "［5.3.1(2)］", "longer-word ", "\xF0\x9F\x98\x80"};
    uint64_t random = 11;
    for (int round = 0; round < 2000; round++) {
        struct text text = {0}, given = {0}, got = {0};
        for (uint32_t i = 0, count = random_below(&random, 150); i < count; i++)
            text_add_str(&text, pieces[random_below(&random, LENGTH_OF(pieces))]);
        unsigned indent = random_below(&random, 50);
        struct capture one;
        capture_open(&one);
        app.out = one.file;
        render_paragraph(&app, indent, text_str(&text));
        check_lines(capture_text(&one), indent);
        add_without_spaces(&given, text_str(&text));
        add_without_spaces(&got, one.text);
        assert_string_equal(text_str(&got), text_str(&given));
        capture_close(&one);
        text_release(&text);
        text_release(&given);
        text_release(&got);
    }
}

static void test_what_is_shown_of_control_characters_wraps_as_well(void **state)
{
    (void)state;
    char text[61];
    memset(text, '\x01', sizeof text - 1);
    text[60] = '\0';
    render_paragraph(&app, 0, text); /* 60 characters, shown as 240 cells */
    check_lines(capture_text(&capture), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_output, close_output)
    static const struct CMUnitTest tests[] = {
        T(test_a_heading_is_bold_in_colour_only),
        T(test_wide_labels_line_up),
        T(test_a_label_too_long_for_its_column_gets_a_line_of_its_own),
        T(test_words_wrap_under_their_own_column),
        T(test_80_cells_fit_and_81_do_not),
        T(test_chinese_wraps_between_any_two_characters),
        T(test_a_line_does_not_start_with_a_closing_mark),
        T(test_a_line_does_not_end_with_an_opening_mark),
        T(test_a_word_longer_than_the_line_is_cut),
        T(test_given_line_ends_are_kept),
        T(test_nothing_is_a_line_too),
        T(test_a_column_far_to_the_right_still_has_room),
        T(test_control_characters_are_shown),
        T(test_wrapping_loses_nothing_and_never_runs_over),
        T(test_what_is_shown_of_control_characters_wraps_as_well),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
