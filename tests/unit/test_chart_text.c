/* How wide text is in a chart and where its lines end: against the definition in chart_text.h, spelt out slowly. */
#include "tests/unit/check.h"

#include <limits.h>
#include <locale.h>

#include "cli/chart_text.h"
#include "core/text.h"

static const struct type ten = {100, false}, ten_bold = {100, true};
/* So large that nothing is rounded away. */
static const struct type huge = {1000000, false}, huge_bold = {1000000, true};

static int width_of(const struct type *type, const char *str)
{
    return type_width(type, str, strlen(str));
}

/* ---- random texts ---- */

static const char *const pieces[] = {"应", "急", "，", "（", "）", "“", "”", "。", "a", "i", "W", "word", " ", "  ", "12", "3.5%", "［5.3.1］", "é",
                                     "e\xCC\x81", "…", "\n", "\xF0\x9F\x98\x80", "\xEF\xBF\xBD"};

static void add_pieces(struct text *text, uint64_t *random, uint32_t most)
{
    for (uint32_t i = random_below(random, most); i > 0; i--)
        text_add_str(text, pieces[random_below(random, LENGTH_OF(pieces))]);
}

static void add_bytes(struct text *text, uint64_t *random, uint32_t most)
{
    static const unsigned char bytes[] = {'a', ' ', '\n', 0x1B, 0x7F, 0x80, 0xBF, 0xC3, 0xA9, 0xE4, 0xB8, 0xAD, 0xF0, 0x9F, 0xED, 0xA0, 0xFF};
    for (uint32_t i = random_below(random, most); i > 0; i--)
        text_add(text, (const char *)&bytes[random_below(random, sizeof bytes)], 1);
}

/* ---- widths ---- */

static void test_an_ideograph_is_one_em(void **state)
{
    (void)state;
    assert_int_equal(width_of(&ten, "急"), 10);
    assert_int_equal(width_of(&ten_bold, "应急"), 20);
    assert_int_equal(width_of(&ten, "，"), 10);
    assert_int_equal(width_of(&(struct type){65, false}, "应急"), 13);
    assert_int_equal(width_of(&ten, ""), 0);
}

static void test_widths_are_rounded_up(void **state)
{
    (void)state;
    assert_int_equal(width_of(&(struct type){85, false}, "急"), 9);    /* 8.5 */
    assert_int_equal(width_of(&(struct type){85, false}, "应急"), 17); /* 17.0 */
    assert_int_equal(width_of(&(struct type){1, false}, "i"), 1);
}

static void test_every_character_of_ascii_has_a_width_below_an_ideograph(void **state)
{
    (void)state;
    for (char code = ' '; code <= '~'; code++) {
        int width = type_width(&huge, &code, 1);
        if (width < 25000 || width > 100000)
            fail_msg("'%c' is %d wide", code, width);
    }
    assert_true(width_of(&huge, "i") < width_of(&huge, "n") && width_of(&huge, "n") < width_of(&huge, "W"));
    for (char digit = '0'; digit <= '9'; digit++) /* so that numbers line up */
        assert_int_equal(type_width(&huge, &digit, 1), width_of(&huge, "0"));
}

static void test_bold_is_wider_for_letters_and_the_same_for_ideographs(void **state)
{
    (void)state;
    for (char code = ' '; code <= '~'; code++)
        assert_true(type_width(&huge_bold, &code, 1) > type_width(&huge, &code, 1));
    assert_int_equal(width_of(&huge_bold, "应急响应"), width_of(&huge, "应急响应"));
}

static void test_more_text_is_never_narrower(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int round = 0; round < 500; round++) {
        struct text text = {0};
        add_pieces(&text, &random, 40);
        int before = 0;
        for (size_t at = 0; at < text.size; at += text_step(text.data + at, text.size - at)) {
            int width = type_width(&ten, text.data, at);
            assert_true(width >= before);
            before = width;
        }
        assert_true(type_width(&ten_bold, text_str(&text), text.size) >= type_width(&ten, text_str(&text), text.size));
        text_release(&text);
    }
}

static void test_widths_add_up_to_within_rounding(void **state)
{
    (void)state;
    uint64_t random = 2;
    for (int round = 0; round < 2000; round++) {
        struct text one = {0}, two = {0};
        struct type type = {50 + (int)random_below(&random, 150), random_below(&random, 2) == 1};
        add_pieces(&one, &random, 20);
        add_pieces(&two, &random, 20);
        int apart = width_of(&type, text_str(&one)) + width_of(&type, text_str(&two));
        text_add_str(&one, text_str(&two));
        int together = width_of(&type, text_str(&one));
        if (together > apart || together < apart - 1)
            fail_msg("\"%s\" is %d wide, its halves %d", text_str(&one), together, apart);
        text_release(&one);
        text_release(&two);
    }
}

static void test_larger_type_is_wider_in_proportion(void **state)
{
    (void)state;
    static const char sample[] = "市应急局 (Emergency Management Bureau)";
    int width = width_of(&ten, sample);
    assert_in_range(width_of(&(struct type){200, false}, sample), 2 * width - 1, 2 * width);
    for (int size = 2; size < 300; size++)
        assert_true(width_of(&(struct type){size, false}, sample) >= width_of(&(struct type){size - 1, false}, sample));
}

static void test_marks_that_stand_on_others_take_no_room(void **state)
{
    (void)state;
    assert_int_equal(width_of(&ten, "e\xCC\x81"), width_of(&ten, "e"));             /* U+0301 */
    assert_int_equal(width_of(&ten, "急\xEF\xB8\x80"), width_of(&ten, "急"));       /* U+FE00 */
    assert_int_equal(width_of(&ten, "急\xF3\xA0\x84\x80"), width_of(&ten, "急"));   /* U+E0100: a variant of an ideograph */
}

static void test_malformed_bytes_are_as_wide_as_what_stands_for_them(void **state)
{
    (void)state;
    assert_int_equal(width_of(&ten, "\xFF\x80\xE4"), width_of(&ten, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
    assert_int_equal(type_width(&ten, "急", 2), 2 * width_of(&ten, "急")); /* two bytes of three */
}

static void test_a_width_past_the_largest_number_is_the_largest_number(void **state)
{
    (void)state;
    char text[4001];
    memset(text, 'W', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(width_of(&(struct type){INT_MAX, true}, text), INT_MAX);
    assert_true(type_line(&(struct type){INT_MAX, true}, text, INT_MAX - 1) < sizeof text - 1);
}

static void test_lines_are_six_fifths_of_the_size_apart(void **state)
{
    (void)state;
    assert_int_equal(type_height(&ten, 0), 0);
    assert_int_equal(type_height(&ten, 1), 12);
    assert_int_equal(type_height(&ten, 12), 144);
    assert_int_equal(type_height(&(struct type){65, false}, 1), 8);  /* 7.8 */
    assert_int_equal(type_height(&(struct type){65, false}, 5), 39); /* 39.0 */
    assert_int_equal(type_height(&(struct type){65, true}, 5), 39);
}

/* ---- line ends ---- */

static void check_line(const char *text, int width, const char *expected)
{
    size_t size = type_line(&ten, text, width);
    if (size != strlen(expected) || memcmp(text, expected, size) != 0)
        fail_msg("\"%s\" at %d: the first line is \"%.*s\"", text, width, (int)size, text);
}

static void test_what_fits_is_one_line(void **state)
{
    (void)state;
    check_line("应急响应", 40, "应急响应");
    check_line("应急响应", 39, "应急响");
    check_line("two words", width_of(&ten, "two words"), "two words");
    check_line("", 10, "");
}

static void test_a_newline_ends_a_line(void **state)
{
    (void)state;
    check_line("应急\n响应", 1000, "应急");
    check_line("\n响应", 1000, "");
    check_line("急\n响应", 1, "急");
    check_line("\n", 0, "");
}

static void test_words_stay_whole_when_they_can(void **state)
{
    (void)state;
    check_line("emergency plan", width_of(&ten, "emergency pla"), "emergency ");
    check_line("emergency plan", width_of(&ten, "emergency"), "emergency "); /* the blank hangs over */
    check_line("emergency     plan", width_of(&ten, "emergency"), "emergency     ");
    check_line("emergency plan", width_of(&ten, "emergen"), "emergen"); /* longer than the line: cut */
    check_line("一 emergency", width_of(&ten, "一 emergen"), "一 ");
}

static void test_closing_marks_stay_with_what_they_close(void **state)
{
    (void)state;
    check_line("一二三四，五六", 40, "一二三");
    check_line("一二三四，五六", 50, "一二三四，");
    check_line("一二三（四）", 59, "一二三"); /* （四） goes down whole */
    check_line("一二三（四）", 49, "一二三"); /* （ does not stay behind */
    check_line("一（（二", 30, "一");
    check_line("，，，，", 20, "，，"); /* nothing but marks: cut all the same */
}

static void test_no_line_begins_with_a_closing_mark_that_could_have_stayed(void **state)
{
    (void)state;
    static const char *const marks[] = {"，", "。", "；", "：", "、", "）", "》", "”", "！", "？", "…", "］", "〕", "」"};
    for (size_t i = 0; i < LENGTH_OF(marks); i++) {
        char text[40];
        snprintf(text, sizeof text, "一二三%s四", marks[i]);
        check_line(text, 30, "一二");
    }
}

/* The longest start that ends where a line may and fits, blanks at its end aside; without one the longest that fits; or one character. */
static size_t slow_line(const struct type *type, const char *str, int width)
{
    size_t size = strcspn(str, "\n"), whole = strlen(str), best = 0, longest = 0, first = text_step(str, whole);
    for (size_t end = 0, step; end < size; end += step) {
        size_t next_step, kept;
        int32_t before = text_decode(str + end, whole - end, &step);
        size_t at = end + step;
        int32_t after = at < whole ? text_decode(str + at, whole - at, &next_step) : 0;
        for (kept = at; kept > 0 && str[kept - 1] == ' ';)
            kept--;
        if (type_width(type, str, kept) > width)
            break;
        longest = at;
        if (at == size || text_may_break(before, after))
            best = at;
    }
    return size == 0 ? 0 : best > 0 ? best : longest > 0 ? longest : first;
}

static void test_a_line_is_the_longest_that_fits_and_may_end_there(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int round = 0; round < 20000; round++) {
        struct text text = {0};
        struct type type = {40 + (int)random_below(&random, 130), random_below(&random, 2) == 1};
        int width = (int)random_below(&random, 160);
        add_pieces(&text, &random, 30);
        size_t size = type_line(&type, text_str(&text), width), expected = slow_line(&type, text_str(&text), width);
        if (size != expected)
            fail_msg("\"%s\" at %d: %zu bytes, not %zu", text_str(&text), width, size, expected);
        text_release(&text);
    }
}

static void test_lines_end_between_characters(void **state)
{
    (void)state;
    uint64_t random = 4;
    for (int round = 0; round < 5000; round++) {
        struct text text = {0};
        add_pieces(&text, &random, 20);
        size_t size = type_line(&ten, text_str(&text), (int)random_below(&random, 100));
        assert_true(text_is_utf8(text_str(&text), size));
        assert_true(text_is_utf8(text_str(&text) + size, text.size - size));
        text_release(&text);
    }
}

/* All of a text, line by line: it ends, whatever the text and the width. */
static void check_ends(const char *text, int width)
{
    size_t size = strlen(text), at = 0, lines = 0;
    while (at < size) {
        size_t taken = type_line(&ten, text + at, width);
        assert_true(taken > 0 || text[at] == '\n');
        at += taken;
        at += at < size && text[at] == '\n';
        lines++;
        assert_true(at <= size && lines <= size);
    }
}

static void test_every_text_comes_to_an_end_at_every_width(void **state)
{
    (void)state;
    static const int widths[] = {INT_MIN, -1, 0, 1, 2, 5, 10, 100, INT_MAX};
    uint64_t random = 5;
    for (int round = 0; round < 4000; round++) {
        struct text text = {0};
        if (round % 2 == 0)
            add_bytes(&text, &random, 40);
        else
            add_pieces(&text, &random, 30);
        for (size_t i = 0; i < LENGTH_OF(widths); i++)
            check_ends(text_str(&text), widths[i]);
        text_release(&text);
    }
}

static void test_without_room_each_line_is_one_character(void **state)
{
    (void)state;
    for (int width = -1; width <= 1; width++) {
        check_line("应急", width, "应");
        check_line("ab", width, "a");
        check_line("\xFF\xFE", width, "\xFF");
        check_line("（一）", width, "（");
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_ideograph_is_one_em),
        cmocka_unit_test(test_widths_are_rounded_up),
        cmocka_unit_test(test_every_character_of_ascii_has_a_width_below_an_ideograph),
        cmocka_unit_test(test_bold_is_wider_for_letters_and_the_same_for_ideographs),
        cmocka_unit_test(test_more_text_is_never_narrower),
        cmocka_unit_test(test_widths_add_up_to_within_rounding),
        cmocka_unit_test(test_larger_type_is_wider_in_proportion),
        cmocka_unit_test(test_marks_that_stand_on_others_take_no_room),
        cmocka_unit_test(test_malformed_bytes_are_as_wide_as_what_stands_for_them),
        cmocka_unit_test(test_a_width_past_the_largest_number_is_the_largest_number),
        cmocka_unit_test(test_lines_are_six_fifths_of_the_size_apart),
        cmocka_unit_test(test_what_fits_is_one_line),
        cmocka_unit_test(test_a_newline_ends_a_line),
        cmocka_unit_test(test_words_stay_whole_when_they_can),
        cmocka_unit_test(test_closing_marks_stay_with_what_they_close),
        cmocka_unit_test(test_no_line_begins_with_a_closing_mark_that_could_have_stayed),
        cmocka_unit_test(test_a_line_is_the_longest_that_fits_and_may_end_there),
        cmocka_unit_test(test_lines_end_between_characters),
        cmocka_unit_test(test_every_text_comes_to_an_end_at_every_width),
        cmocka_unit_test(test_without_room_each_line_is_one_character),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
