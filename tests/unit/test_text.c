/* UTF-8 text: buffers, widths, safe printing, suggestions. */
#include "tests/unit/check.h"

#include <locale.h>
#include <wchar.h>

#include "core/text.h"

/* ---- buffers ---- */

static void test_a_text_grows_and_stays_terminated(void **state)
{
    (void)state;
    struct text text = {0};
    assert_string_equal(text_str(&text), "");
    for (int i = 0; i < 1000; i++) {
        text_add(&text, "abc", 3);
        assert_int_equal(text.data[text.size], '\0');
    }
    assert_int_equal(text.size, 3000);
    text_clear(&text);
    assert_string_equal(text_str(&text), "");
    text_add_str(&text, "x");
    assert_string_equal(text_str(&text), "x");
    text_release(&text);
    assert_null(text.data);
}

static void test_adding_nothing_is_allowed(void **state)
{
    (void)state;
    struct text text = {0};
    text_clear(&text);
    text_add(&text, NULL, 0);
    text_addf(&text, "%s", "");
    assert_string_equal(text_str(&text), "");
    assert_false(text.failed);
    text_release(&text);
}

static void test_formatted_text_is_as_long_as_it_needs(void **state)
{
    (void)state;
    struct text text = {0};
    text_addf(&text, "<%*d>", 500, 7);
    assert_int_equal(text.size, 502);
    assert_int_equal(text.data[500], '7');
    text_release(&text);
}

static void test_an_impossible_size_fails_and_keeps_what_was_there(void **state)
{
    (void)state;
    struct text text = {0};
    text_add_str(&text, "kept");
    text_add(&text, "x", SIZE_MAX / 2);
    assert_true(text.failed);
    text_add_str(&text, "more");
    assert_string_equal(text_str(&text), "kept");
    text_release(&text);
    assert_false(text.failed);
}

static void test_integers_are_written_to_both_ends(void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        const char *digits;
    } rows[] = {{0, "0"}, {7, "7"}, {-1, "-1"}, {1000000000000000, "1000000000000000"}, {INT64_MAX, "9223372036854775807"},
                {INT64_MIN, "-9223372036854775808"}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct text text = {0};
        text_add_int(&text, rows[i].number);
        assert_string_equal(text_str(&text), rows[i].digits);
        text_release(&text);
    }
}

static void test_json_strings_escape_quotes_and_controls_only(void **state)
{
    (void)state;
    struct text text = {0};
    text_add_json(&text, "\"\\\b\f\n\r\t\x01\x1F\x7F/中\0z", 16);
    assert_string_equal(text_str(&text), "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f/中\\u0000z\"");
    text_release(&text);
    text_add_json_str(&text, "");
    assert_string_equal(text_str(&text), "\"\"");
    text_release(&text);
}

/* ---- decoding ---- */

static void test_every_character_decodes_to_itself(void **state)
{
    (void)state;
    for (int32_t code = 1; code <= 0x10FFFF; code++) {
        if (code == 0xD800)
            code = 0xE000;
        char data[4];
        size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4, step;
        static const int leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
        for (size_t i = size - 1; i > 0; i--)
            data[i] = (char)(0x80 | (code >> (6 * (size - 1 - i)) & 0x3F));
        data[0] = (char)(leads[size] | code >> (6 * (size - 1)));
        if (text_decode(data, size, &step) != code || step != size)
            fail_msg("U+%04X", (unsigned)code);
        if (size > 1 && text_decode(data, size - 1, &step) >= 0)
            fail_msg("U+%04X cut short", (unsigned)code);
    }
}

static void test_malformed_bytes_step_one_at_a_time(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xE4\xB8", "\xE4" "a"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        size_t step = 0;
        assert_int_equal(text_decode(bad[i], strlen(bad[i]), &step), -1);
        assert_int_equal(step, 1);
        assert_int_equal(text_step(bad[i], strlen(bad[i])), 1);
        assert_false(text_is_utf8(bad[i], strlen(bad[i])));
    }
    assert_true(text_is_utf8("", 0));
    assert_true(text_is_utf8("a\0中", 5));
}

static void test_widths_are_terminal_cells(void **state)
{
    (void)state;
    assert_int_equal(text_width_str("abc"), 3);
    assert_int_equal(text_width_str("朔城区"), 6);
    assert_int_equal(text_width_str("（a）"), 5);
    assert_int_equal(text_width_str("e\xCC\x81"), 1); /* a combining accent adds nothing */
    assert_int_equal(text_width_str("\xFF"), 1);
    assert_int_equal(text_width_str(""), 0);
    assert_int_equal(text_width("\x01\0", 2), 8); /* as they are shown: \x01\x00 */
    assert_int_equal(text_width_str("\xC2\x9B"), 4);
    assert_int_equal(text_width_str("\xE2\x80\xAE"), 6); /* \u202e */
}

static void test_a_cut_character_is_dropped_and_whole_ones_stay(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"ab中", "ab中"}, {"ab\xE4\xB8", "ab"}, {"ab\xE4", "ab"}, {"\xF0\x9F\x98", ""}, {"a\xF0\x9F\x98\x80", "a\xF0\x9F\x98\x80"},
                                          {"中\xC3", "中"}, {"é", "é"}, {"", ""}, {"x", "x"}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        char text[16];
        snprintf(text, sizeof text, "%s", rows[i][0]);
        text_trim_utf8(text);
        assert_string_equal(text, rows[i][1]);
    }
}

/* ---- printing ---- */

static void check_printed(const char *data, size_t size, const char *expected)
{
    struct capture capture;
    capture_open(&capture);
    text_print_safe_n(data, size, capture.file);
    assert_string_equal(capture_text(&capture), expected);
    capture_close(&capture);
}

static void test_control_characters_never_reach_the_terminal(void **state)
{
    (void)state;
    check_printed("a\x1B[2Jb", 6, "a\\x1b[2Jb");
    check_printed("\r\n\t\0\x7F", 5, "\\x0d\\x0a\\x09\\x00\\x7f");
    check_printed("\xC2\x9B" "31m", 5, "\\x9b31m"); /* the one-byte CSI, as U+009B */
    check_printed("\xC2\xA0", 2, "\xC2\xA0");
}

static void test_characters_that_turn_the_line_around_are_shown(void **state)
{
    (void)state;
    check_printed("\xE2\x80\xAE" "a", 4, "\\u202ea");
    check_printed("\xE2\x81\xA6", 3, "\\u2066");
    check_printed("\xE2\x81\xA9", 3, "\\u2069");
}

static void test_malformed_bytes_print_as_replacement_characters(void **state)
{
    (void)state;
    check_printed("a\xFF中\xE4", 6, "a\xEF\xBF\xBD中\xEF\xBF\xBD");
    struct capture capture;
    capture_open(&capture);
    text_print_safe("中\x01", capture.file);
    assert_string_equal(capture_text(&capture), "中\\x01");
    capture_close(&capture);
}

/* ---- safe text ---- */

static void check_safe(const char *given, const char *expected)
{
    struct text text = {0};
    text_add_str(&text, "<");
    text_add_safe(&text, given);
    text_add_str(&text, ">");
    assert_int_equal(text.data[0], '<');
    text.data[text.size - 1] = '\0';
    assert_string_equal(text.data + 1, expected);
    text_release(&text);
}

static void test_safe_text_shows_what_would_drive_or_turn_it(void **state)
{
    (void)state;
    check_safe("", "");
    check_safe("a\x1B[2J\r\t\x7F", "a\\x1b[2J\\x0d\\x09\\x7f");
    check_safe("\xC2\x9B", "\\x9b");
    check_safe("\xE2\x80\xAA\xE2\x80\xAE\xE2\x81\xA6\xE2\x81\xA9", "\\u202a\\u202e\\u2066\\u2069");
    check_safe("\xEF\xBF\xBE\xEF\xBF\xBF", "\\ufffe\\uffff"); /* no characters: XML has no way to say them */
    check_safe("a\xFF中\xE4\xB8", "a\xEF\xBF\xBD中\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void test_safe_text_keeps_newlines_and_whatever_is_harmless(void **state)
{
    (void)state;
    check_safe("one\ntwo\n\n", "one\ntwo\n\n");
    check_safe("应急 <&\"\\> é \xF0\x9F\x98\x80 \xC2\xA0", "应急 <&\"\\> é \xF0\x9F\x98\x80 \xC2\xA0");
}

static void test_safe_text_is_what_is_printed_safely(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {'a',  ' ',  0x1B, 0x07, 0x7F, 0x80, 0x8E, 0xAE, 0xA6, 0xBF, 0xBE,
                                          0xC2, 0x9B, 0xE2, 0x81, 0xE4, 0xB8, 0xAD, 0xEF, 0xF0, 0x9F};
    uint64_t random = 12;
    for (int round = 0; round < 5000; round++) {
        char given[24] = "";
        struct text text = {0};
        for (uint32_t i = 0, count = random_below(&random, sizeof given - 1); i < count; i++)
            given[i] = (char)bytes[random_below(&random, sizeof bytes)];
        text_add_safe(&text, given);
        check_printed(given, strlen(given), text_str(&text));
        assert_true(text_is_utf8(text_str(&text), text.size));
        text_release(&text);
    }
}

/* ---- line ends ---- */

static void test_a_line_may_end_behind_a_blank_and_anywhere_in_chinese(void **state)
{
    (void)state;
    static const struct {
        int32_t before, after;
        bool may;
    } rows[] = {{' ', 'a', true}, {'a', 'b', false}, {'a', ' ', false}, {'-', 'a', false}, {L'中', L'国', true}, {'a', L'中', true}, {L'中', 'a', true},
                {L'中', ' ', true}, {'1', L'、', false}, {L'，', L'中', true}, {L'）', 'a', true}, {L'é', L'é', false}, {L'—', L'—', false}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++)
        if (text_may_break(rows[i].before, rows[i].after) != rows[i].may)
            fail_msg("between U+%04X and U+%04X", (unsigned)rows[i].before, (unsigned)rows[i].after);
}

static void test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(void **state)
{
    (void)state;
    static const wchar_t closing[] = L"，。；：、）》〉”’！？％·…］〕」』,.;:)]}%", opening[] = L"（《〈“‘［〔「『([{";
    static const int32_t others[] = {' ', 'a', '0', L'中', L'，', L'（', L'é', 0x1F600};
    for (size_t k = 0; k < LENGTH_OF(others); k++) {
        for (size_t i = 0; closing[i] != 0; i++)
            assert_false(text_may_break(others[k], closing[i]));
        for (size_t i = 0; opening[i] != 0; i++)
            assert_false(text_may_break(opening[i], others[k]));
    }
    assert_true(text_may_break(L'中', L'（') && text_may_break(L'）', L'中')); /* the other way round they may */
}

static void test_the_end_of_text_and_malformed_bytes_are_no_marks(void **state)
{
    (void)state;
    assert_true(text_may_break(L'中', 0));
    assert_true(text_may_break(L'。', 0));
    assert_true(text_may_break(' ', 0));
    assert_false(text_may_break('a', 0));
    assert_false(text_may_break('a', -1));
    assert_false(text_may_break(-1, -1));
    assert_true(text_may_break(-1, L'中'));
    assert_true(text_may_break(L'中', -1));
}

static int64_t one_each(const void *context, int32_t code)
{
    (void)code;
    return *(const int *)context;
}

/* The first line of a text when every character is `each` wide. */
static void check_line(const char *text, int each, int64_t room, const char *expected)
{
    size_t size = text_line(text, &(struct text_ruler){one_each, &each}, room);
    if (size != strlen(expected) || memcmp(text, expected, size) != 0)
        fail_msg("\"%s\" in %lld: the first line is \"%.*s\"", text, (long long)room, (int)size, text);
}

static void test_a_line_is_as_long_as_the_ruler_lets_it_be(void **state)
{
    (void)state;
    check_line("应急响应", 1, 3, "应急响");
    check_line("应急响应", 3, 11, "应急响");
    check_line("应急响应", 1, INT64_MAX, "应急响应");
    check_line("two words", 1, 8, "two ");
    check_line("two words", 1, 9, "two words");
    check_line("应急\n响应", 1, 9, "应急");
}

static void test_blanks_hang_over_the_end_of_a_line(void **state)
{
    (void)state;
    check_line("two   words", 1, 3, "two   ");
    check_line("two", 1, 3, "two");
    check_line("two   ", 1, 3, "two   ");
}

static void test_a_line_has_a_character_however_little_room_there_is(void **state)
{
    (void)state;
    static const int64_t rooms[] = {INT64_MIN, -1, 0};
    for (size_t i = 0; i < LENGTH_OF(rooms); i++) {
        check_line("应急", 1, rooms[i], "应");
        check_line("\xFFx", 1, rooms[i], "\xFF");
        check_line("", 1, rooms[i], "");
        check_line("\nx", 1, rooms[i], "");
    }
}

static void test_equality_needs_the_same_size(void **state)
{
    (void)state;
    assert_true(text_equal("abc", 3, "abc"));
    assert_false(text_equal("abc", 2, "abc"));
    assert_false(text_equal("abcd", 4, "abc"));
    assert_true(text_equal("", 0, ""));
    assert_false(text_equal("a\0", 2, "a"));
}

/* ---- suggestions ---- */

static const char *suggest(const char *word, const char *const *offers)
{
    struct nearest near = nearest_to(word, strlen(word));
    for (; *offers != NULL; offers++)
        nearest_offer(&near, *offers);
    return near.best;
}

static void test_typing_slips_find_the_word_meant(void **state)
{
    (void)state;
    static const char *const facts[] = {"deaths", "missing", "injured", "pollution", "死亡", "死亡人数", NULL};
    static const char *const rows[][2] = {{"deahts", "deaths"}, {"death", "deaths"}, {"deathss", "deaths"}, {"dezths", "deaths"}, {"DEATHS", "deaths"},
                                          {"polution", "pollution"}, {"injurd", "injured"}, {"死亡数", "死亡"}, {"死亡人数量", "死亡人数"}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        const char *best = suggest(rows[i][0], facts);
        assert_non_null(best);
        assert_string_equal(best, rows[i][1]);
    }
}

static void test_words_far_from_everything_get_no_suggestion(void **state)
{
    (void)state;
    static const char *const facts[] = {"deaths", "missing", "a", NULL};
    assert_null(suggest("hurricane", facts));
    assert_null(suggest("x", facts));
    assert_null(suggest("", facts));
    assert_null(suggest("zh", (const char *const[]){"en", NULL}));
}

static void test_two_swapped_letters_are_one_slip(void **state)
{
    (void)state;
    struct nearest near = nearest_to("ab", 2);
    nearest_offer(&near, "ba");
    assert_string_equal(near.best, "ba");
    assert_int_equal(near.distance, 1);
}

static void test_the_first_of_equally_near_words_stays(void **state)
{
    (void)state;
    static const char *const words[] = {"cat", "car", NULL};
    assert_string_equal(suggest("caz", words), "cat");
}

static void test_endless_words_get_no_suggestion_and_do_no_harm(void **state)
{
    (void)state;
    char word[4096];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    assert_null(suggest(word, (const char *const[]){word, "aaa", NULL}));
    assert_null(suggest("aaa", (const char *const[]){word, NULL}));
    word[48] = '\0';
    char other[49];
    memcpy(other, word, sizeof other);
    other[0] = 'b';
    assert_non_null(suggest(other, (const char *const[]){word, NULL}));
}

/* ---- found by looking for trouble ---- */

static void test_all_brackets_and_marks_of_chinese_text_are_known(void **state)
{
    (void)state;
    assert_false(text_may_break(L'中', L'】'));
    assert_false(text_may_break(L'【', L'中'));
    assert_false(text_may_break(L'中', L'〗'));
    assert_false(text_may_break(L'中', '!'));
    assert_false(text_may_break(L'中', '?'));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_text_grows_and_stays_terminated),
        cmocka_unit_test(test_adding_nothing_is_allowed),
        cmocka_unit_test(test_formatted_text_is_as_long_as_it_needs),
        cmocka_unit_test(test_an_impossible_size_fails_and_keeps_what_was_there),
        cmocka_unit_test(test_integers_are_written_to_both_ends),
        cmocka_unit_test(test_json_strings_escape_quotes_and_controls_only),
        cmocka_unit_test(test_every_character_decodes_to_itself),
        cmocka_unit_test(test_malformed_bytes_step_one_at_a_time),
        cmocka_unit_test(test_widths_are_terminal_cells),
        cmocka_unit_test(test_a_cut_character_is_dropped_and_whole_ones_stay),
        cmocka_unit_test(test_control_characters_never_reach_the_terminal),
        cmocka_unit_test(test_characters_that_turn_the_line_around_are_shown),
        cmocka_unit_test(test_malformed_bytes_print_as_replacement_characters),
        cmocka_unit_test(test_safe_text_shows_what_would_drive_or_turn_it),
        cmocka_unit_test(test_safe_text_keeps_newlines_and_whatever_is_harmless),
        cmocka_unit_test(test_safe_text_is_what_is_printed_safely),
        cmocka_unit_test(test_a_line_may_end_behind_a_blank_and_anywhere_in_chinese),
        cmocka_unit_test(test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one),
        cmocka_unit_test(test_the_end_of_text_and_malformed_bytes_are_no_marks),
        cmocka_unit_test(test_a_line_is_as_long_as_the_ruler_lets_it_be),
        cmocka_unit_test(test_blanks_hang_over_the_end_of_a_line),
        cmocka_unit_test(test_a_line_has_a_character_however_little_room_there_is),
        cmocka_unit_test(test_equality_needs_the_same_size),
        cmocka_unit_test(test_typing_slips_find_the_word_meant),
        cmocka_unit_test(test_words_far_from_everything_get_no_suggestion),
        cmocka_unit_test(test_two_swapped_letters_are_one_slip),
        cmocka_unit_test(test_the_first_of_equally_near_words_stays),
        cmocka_unit_test(test_endless_words_get_no_suggestion_and_do_no_harm),
        cmocka_unit_test(test_all_brackets_and_marks_of_chinese_text_are_known),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
