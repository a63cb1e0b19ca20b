/* Errors and diagnostics: both wordings, places, carets, and what is kept when there are too many. */
#include "tests/unit/check.h"

#include <locale.h>

#include "core/text.h"

static void test_both_wordings_come_from_the_same_arguments(void **state)
{
    (void)state;
    struct err err = {.line = 9, .hint = "old"};
    assert_int_equal(err_set(&err, ERR_LIMIT, "至多 %d 个%s", "%d %s at the most", 3, "x"), -1);
    assert_int_equal(err.code, ERR_LIMIT);
    assert_string_equal(err_message(&err, LANG_ZH), "至多 3 个x");
    assert_string_equal(err_message(&err, LANG_EN), "3 x at the most");
    assert_int_equal(err.line, 0); /* what was said before is gone */
    assert_string_equal(err.hint, "");
}

static void test_arguments_with_two_wordings_keep_their_language(void **state)
{
    (void)state;
    struct err err;
    assert_int_equal(err_set_words(&err, ERR_TYPE, (struct words){"应为%s，却是%s", "expected %s, got %s"}, (struct words){"数字", "a number"}, (struct words){"数组", NULL}), -1);
    assert_string_equal(err.zh, "应为数字，却是数组");
    assert_string_equal(err.en, "expected a number, got 数组"); /* no English given: the Chinese stands in */
}

static void test_nobody_needs_to_listen(void **state)
{
    (void)state;
    assert_int_equal(err_set(NULL, ERR_IO, "%d", "%d", 1), -1);
    assert_int_equal(err_set_words(NULL, ERR_IO, (struct words){"%s%s", "%s%s"}, (struct words){"", ""}, (struct words){"", ""}), -1);
    assert_int_equal(err_no_memory(NULL), -1);
    err_set_hint(NULL, "x");
    err_set_pointer(NULL, "x");
}

static void test_long_messages_are_cut_between_characters(void **state)
{
    (void)state;
    char name[900];
    for (size_t pad = 0; pad < 3; pad++) {
        memset(name, 'a', pad);
        for (size_t i = pad; i + 3 < sizeof name; i += 3)
            memcpy(name + i, "中", 4);
        struct err err;
        err_set(&err, ERR_VALUE, "%s", "%s", name);
        err_set_hint(&err, name);
        err_set_pointer(&err, name);
        assert_true(strlen(err.zh) > ERR_TEXT_MAX - 5);
        assert_true(text_is_utf8(err.zh, strlen(err.zh)) && text_is_utf8(err.en, strlen(err.en)));
        assert_true(text_is_utf8(err.hint, strlen(err.hint)) && text_is_utf8(err.pointer, strlen(err.pointer)));
    }
}

static void test_every_code_has_a_name_and_a_documented_status(void **state)
{
    (void)state;
    static const struct {
        enum err_code code;
        const char *name;
        int status;
    } rows[] = {{ERR_NONE, "none", 0}, {ERR_USAGE, "usage", 64}, {ERR_JSON, "json", 65}, {ERR_KEY, "key", 65}, {ERR_TYPE, "type", 65},
                {ERR_VALUE, "value", 65}, {ERR_REFERENCE, "reference", 65}, {ERR_RULE, "rule", 65}, {ERR_CLAUSE, "clause", 65}, {ERR_LIMIT, "limit", 65},
                {ERR_NO_INPUT, "no_input", 66}, {ERR_IO, "io", 74}, {ERR_MEMORY, "memory", 70}, {ERR_INTERNAL, "internal", 70},
                {ERR_STATE, "state", 1}, {ERR_AUTHORITY, "authority", 1}, {ERR_CONFLICT, "conflict", 75}, {ERR_BUSY, "busy", 75}};
    assert_int_equal(LENGTH_OF(rows), ERR_INTERNAL + 1);
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        assert_string_equal(err_name(rows[i].code), rows[i].name);
        assert_int_equal(err_status(rows[i].code), rows[i].status);
    }
}

static void check_prints(const struct err *err, enum lang lang, const char *expected)
{
    struct capture capture;
    capture_open(&capture);
    err_print(err, lang, capture.file);
    assert_string_equal(capture_text(&capture), expected);
    capture_close(&capture);
}

static void test_a_printed_error_has_all_that_is_known_and_no_more(void **state)
{
    (void)state;
    struct err err;
    err_set(&err, ERR_REFERENCE, "没有“%s”", "there is no \"%s\"", "x");
    check_prints(&err, LANG_EN, "there is no \"x\"\n");
    err_set_pointer(&err, "");
    check_prints(&err, LANG_EN, "there is no \"x\"\n");
    err_set_pointer(&err, "/rules/0");
    err_set_hint(&err, "y");
    err.line = 3;
    err.column = 7;
    check_prints(&err, LANG_EN, "3:7: there is no \"x\" [/rules/0]; did you mean: y\n");
    snprintf(err.file, sizeof err.file, "a.json");
    check_prints(&err, LANG_ZH, "a.json:3:7: 没有“x” [/rules/0]；是否指：y\n");
    err.line = 0;
    check_prints(&err, LANG_ZH, "a.json: 没有“x” [/rules/0]；是否指：y\n");
}

static void test_messages_cannot_drive_the_terminal(void **state)
{
    (void)state;
    struct err err;
    err_set(&err, ERR_VALUE, "%s", "%s", "\x1B]0;x\x07");
    err_set_pointer(&err, "/\x1B");
    err_set_hint(&err, "\x1B");
    check_prints(&err, LANG_EN, "\\x1b]0;x\\x07 [/\\x1b]; did you mean: \\x1b\n");
}

/* ---- the line with the caret ---- */

static void check_source(const char *text, unsigned line, unsigned column, const char *expected)
{
    struct err err;
    struct capture capture;
    err_set(&err, ERR_VALUE, "m", "m");
    err.line = line;
    err.column = column;
    capture_open(&capture);
    err_print_source(&err, text, strlen(text), LANG_EN, capture.file);
    const char *shown = strchr(capture_text(&capture), '\n') + 1;
    assert_string_equal(shown, expected);
    capture_close(&capture);
}

static void test_the_caret_stands_under_the_place(void **state)
{
    (void)state;
    check_source("a\nbcd\ne", 2, 2, "  | bcd\n  |  ^\n");
    check_source("abc", 1, 1, "  | abc\n  | ^\n");
    check_source("abc\r\n", 1, 3, "  | abc\n  |   ^\n");
    check_source("abc", 1, 4, "  | abc\n  |    ^\n"); /* behind the last character */
}

static void test_wide_characters_take_two_cells_before_the_caret(void **state)
{
    (void)state;
    check_source("死亡x", 1, 3, "  | 死亡x\n  |     ^\n");
}

static void test_a_tab_before_the_place_does_not_move_the_caret_away(void **state)
{
    (void)state;
    struct err err;
    struct capture capture;
    err_set(&err, ERR_VALUE, "m", "m");
    err.line = 1;
    err.column = 3;
    capture_open(&capture);
    err_print_source(&err, "\t\tx", 3, LANG_EN, capture.file);
    char *shown = strdup(strchr(capture_text(&capture), '\n') + 1);
    capture_close(&capture);
    char *caret_line = strchr(shown, '\n');
    *caret_line++ = '\0';
    assert_int_equal(text_width_str(shown) - 1, strchr(caret_line, '^') - caret_line); /* the x is last on its line */
    free(shown);
}

static void test_long_lines_are_cut_around_the_caret(void **state)
{
    (void)state;
    char line[400], expected[300];
    memset(line, 'a', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    line[199] = 'X';
    snprintf(expected, sizeof expected, "  | %.*sX%.*s\n  | %*s^\n", 60, line, 29, line, 60, "");
    check_source(line, 1, 200, expected);
}

static void test_without_a_line_no_source_is_shown(void **state)
{
    (void)state;
    check_source("abc", 0, 0, "");
}

static void test_positions_count_lines_and_characters_from_one(void **state)
{
    (void)state;
    unsigned line, column;
    text_position("ab\n中文x", 10, 9, &line, &column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 3);
    text_position("", 0, 5, &line, &column);
    assert_int_equal(line, 1);
    assert_int_equal(column, 1);
}

/* ---- many of them ---- */

static void test_flaws_past_the_limit_are_counted_not_kept(void **state)
{
    (void)state;
    struct diags diags = {0};
    assert_false(diags_any(&diags));
    for (int i = 0; i < DIAGS_MAX + 5; i++) {
        struct err err;
        err_set(&err, ERR_VALUE, "%d", "%d", i);
        diags_add(&diags, &err);
        assert_true(diags_any(&diags));
    }
    assert_int_equal(diags.count, DIAGS_MAX);
    assert_int_equal(diags.dropped, 5);
    assert_string_equal(diags.items[0].en, "0");
    assert_string_equal(diags.items[DIAGS_MAX - 1].en, "99");
    diags_release(&diags);
    assert_false(diags_any(&diags));
    diags.dropped = 1; /* a flaw that could not be kept is still a flaw */
    assert_true(diags_any(&diags));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_wordings_come_from_the_same_arguments),
        cmocka_unit_test(test_arguments_with_two_wordings_keep_their_language),
        cmocka_unit_test(test_nobody_needs_to_listen),
        cmocka_unit_test(test_long_messages_are_cut_between_characters),
        cmocka_unit_test(test_every_code_has_a_name_and_a_documented_status),
        cmocka_unit_test(test_a_printed_error_has_all_that_is_known_and_no_more),
        cmocka_unit_test(test_messages_cannot_drive_the_terminal),
        cmocka_unit_test(test_the_caret_stands_under_the_place),
        cmocka_unit_test(test_wide_characters_take_two_cells_before_the_caret),
        cmocka_unit_test(test_a_tab_before_the_place_does_not_move_the_caret_away),
        cmocka_unit_test(test_long_lines_are_cut_around_the_caret),
        cmocka_unit_test(test_without_a_line_no_source_is_shown),
        cmocka_unit_test(test_positions_count_lines_and_characters_from_one),
        cmocka_unit_test(test_flaws_past_the_limit_are_counted_not_kept),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
