/* Boxes and their lines, links and their points, and taking back. */
#include "tests/unit/chart_fixture.h"

#include <locale.h>

static struct chart chart;

static int open_chart(void **state)
{
    (void)state;
    chart_init(&chart, LANG_ZH, PAGE_WIDTH, PAGE_HEIGHT);
    return 0;
}

static int close_chart(void **state)
{
    (void)state;
    bool failed = chart.failed;
    chart_release(&chart);
    return failed ? -1 : 0;
}

static const struct box *add(enum box_style style, const char *text, int width)
{
    struct place place = {.x = 10, .y = 10, .width = width, .height = chart_height(style, text, width)};
    int box = chart_add(&chart, style, place, text, NULL); /* moves the boxes */
    return &chart.boxes[box];
}

/* "1\n2\n3…": a line for each; or a blank between them. */
static void add_numbers(struct text *text, int count, const char *between)
{
    for (int i = 1; i <= count; i++)
        text_addf(text, "%s%d", i > 1 ? between : "", i);
}

static void check_number(const char *line, int number, const char *behind)
{
    char expected[20];
    snprintf(expected, sizeof expected, "%d%s", number, behind);
    assert_string_equal(line, expected);
}

/* ---- the lines of a box ---- */

static void test_text_breaks_into_lines_at_its_width(void **state)
{
    (void)state;
    const struct box *box = add(BOX_LEADER, "市应急管理局，市公安局", 58); /* 8 points, 5 at each side: six characters a line */
    assert_int_equal(box->line_count, 2);
    assert_string_equal(box->lines[0], "市应急管理");
    assert_string_equal(box->lines[1], "局，市公安局");
    assert_string_equal(box->name, "市应急管理局，市公安局");
}

static void test_newlines_begin_lines_and_blank_lines_are_left_out(void **state)
{
    (void)state;
    const struct box *box = add(BOX_LEADER, "\none\n\n   \n  two  \n", 200);
    assert_int_equal(box->line_count, 2);
    assert_string_equal(box->lines[0], "one");
    assert_string_equal(box->lines[1], "  two");
}

static void test_a_box_without_text_has_no_lines_but_is_as_high_as_one(void **state)
{
    (void)state;
    static const char *const empty[] = {"", " ", "\n", "  \n  "};
    for (size_t i = 0; i < LENGTH_OF(empty); i++) {
        assert_int_equal(add(BOX_HQ, empty[i], 100)->line_count, 0);
        assert_int_equal(chart_height(BOX_HQ, empty[i], 100), chart_height(BOX_HQ, "指", 100));
    }
}

/* One character, or what cannot be cut: then a line may be wider than its box. */
static bool is_single(const char *line)
{
    return text_step(line, strlen(line)) == strlen(line);
}

static void test_lines_never_exceed_their_box(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int round = 0; round < 5000; round++) {
        struct text text = {0};
        enum box_style style = random_style(&random);
        struct type type = box_type(style);
        int width = 1 + (int)random_below(&random, 200);
        add_pieces(&text, &random, 200, true);
        const struct box *box = add(style, text_str(&text), width);
        for (size_t i = 0; i < box->line_count; i++)
            if (type_width(&type, box->lines[i], strlen(box->lines[i])) > box_room(style, width) && !is_single(box->lines[i]))
                fail_msg("\"%s\" is wider than %d", box->lines[i], box_room(style, width));
        text_release(&text);
    }
}

static void test_a_box_is_as_high_as_the_lines_that_it_gets(void **state)
{
    (void)state;
    uint64_t random = 2;
    for (int round = 0; round < 5000; round++) {
        struct text text = {0};
        enum box_style style = random_style(&random);
        struct type type = box_type(style);
        int width = 1 + (int)random_below(&random, 200);
        add_pieces(&text, &random, 200, true);
        const struct box *box = add(style, text_str(&text), width);
        size_t lines = box->line_count > 0 ? box->line_count : 1;
        int one = chart_height(style, "", width);
        assert_int_equal(box->height - one, type_height(&type, lines) - type_height(&type, 1));
        assert_true(one > type_height(&type, 1));
        text_release(&text);
    }
}

static void add_without_blanks(struct text *text, const char *str)
{
    for (; *str != '\0'; str++)
        if (*str != ' ' && *str != '\n')
            text_add(text, str, 1);
}

static void test_lines_lose_nothing_but_blanks(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int round = 0; round < 5000; round++) {
        struct text text = {0}, given = {0}, got = {0};
        add_pieces(&text, &random, 60, true);
        text_add_str(&text, "x");
        const struct box *box = add(random_style(&random), text_str(&text), 60 + (int)random_below(&random, 200));
        add_without_blanks(&given, text_str(&text));
        for (size_t i = 0; i < box->line_count; i++)
            add_without_blanks(&got, box->lines[i]);
        if (box->line_count < CHART_LINES_MAX)
            assert_string_equal(text_str(&got), text_str(&given));
        text_release(&text);
        text_release(&given);
        text_release(&got);
    }
}

static void test_no_line_begins_or_ends_in_the_blank_where_it_was_broken(void **state)
{
    (void)state;
    const struct box *box = add(BOX_LEADER, "one   two   three", chart_width(BOX_LEADER, "three"));
    assert_int_equal(box->line_count, 3);
    assert_string_equal(box->lines[0], "one");
    assert_string_equal(box->lines[1], "two");
    assert_string_equal(box->lines[2], "three");
}

static void test_as_many_lines_as_a_box_may_have_are_all_shown(void **state)
{
    (void)state;
    struct text text = {0};
    add_numbers(&text, CHART_LINES_MAX, "\n");
    text_add_str(&text, "\n"); /* ends its line, and begins none */
    const struct box *box = add(BOX_LEADER, text_str(&text), 100);
    assert_int_equal(box->line_count, CHART_LINES_MAX);
    check_number(box->lines[CHART_LINES_MAX - 1], CHART_LINES_MAX, "");
    text_release(&text);
}

static void test_too_much_text_ends_in_an_ellipsis_and_is_whole_in_the_name(void **state)
{
    (void)state;
    struct text text = {0}, name = {0};
    add_numbers(&text, CHART_LINES_MAX + 1, "\n");
    add_numbers(&name, CHART_LINES_MAX + 1, " ");
    const struct box *box = add(BOX_LEADER, text_str(&text), 100);
    assert_int_equal(box->line_count, CHART_LINES_MAX);
    check_number(box->lines[CHART_LINES_MAX - 2], CHART_LINES_MAX - 1, "");
    check_number(box->lines[CHART_LINES_MAX - 1], CHART_LINES_MAX, "…");
    assert_string_equal(box->name, text_str(&name));
    text_release(&text);
    text_release(&name);
}

static void test_a_full_line_gives_way_to_the_ellipsis(void **state)
{
    (void)state;
    struct text text = {0};
    for (int i = 0; i < CHART_LINES_MAX + 1; i++)
        text_add_str(&text, "一二三四");
    const struct box *box = add(BOX_LEADER, text_str(&text), 42); /* room for exactly four */
    assert_int_equal(box->line_count, CHART_LINES_MAX);
    assert_string_equal(box->lines[CHART_LINES_MAX - 2], "一二三四");
    assert_string_equal(box->lines[CHART_LINES_MAX - 1], "一二三…");
    text_release(&text);
}

static void test_text_that_is_cut_is_cut_between_characters(void **state)
{
    (void)state;
    uint64_t random = 4;
    for (int round = 0; round < 2000; round++) {
        struct text text = {0};
        for (int i = 0; i < 40; i++)
            add_pieces(&text, &random, 30, true);
        const struct box *box = add(random_style(&random), text_str(&text), 1 + (int)random_below(&random, 100));
        for (size_t i = 0; i < box->line_count; i++) {
            assert_true(text_is_utf8(box->lines[i], strlen(box->lines[i])) && box->lines[i][0] != '\0');
            check_lacks(box->lines[i], "\xEF\xBF\xBD"); /* which would stand for a part of one */
        }
        assert_true(box->line_count <= CHART_LINES_MAX);
        text_release(&text);
    }
}

static void test_a_box_too_narrow_for_anything_still_shows_something(void **state)
{
    (void)state;
    const struct box *box = add(BOX_LEADER, "应急", 1);
    assert_int_equal(box->line_count, 2);
    assert_string_equal(box->lines[0], "应");
    struct text text = {0};
    for (int i = 0; i <= CHART_LINES_MAX; i++)
        text_add_str(&text, "急");
    box = add(BOX_LEADER, text_str(&text), 1);
    assert_int_equal(box->line_count, CHART_LINES_MAX);
    assert_string_equal(box->lines[CHART_LINES_MAX - 2], "急");
    assert_string_equal(box->lines[CHART_LINES_MAX - 1], "…");
    text_release(&text);
}

/* ---- widths ---- */

static void test_a_box_as_wide_as_its_text_has_one_line(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int round = 0; round < 3000; round++) {
        struct text text = {0};
        enum box_style style = random_style(&random);
        text_add_str(&text, "x");
        add_pieces(&text, &random, 30, false);
        int width = chart_width(style, text_str(&text));
        assert_int_equal(add(style, text_str(&text), width)->line_count, 1);
        while (text.data[text.size - 1] == ' ') /* those may hang over */
            text.data[--text.size] = '\0';
        if (text.size > 1)
            assert_true(add(style, text_str(&text), chart_width(style, text_str(&text)) - 1)->line_count > 1);
        text_release(&text);
    }
}

static void test_no_text_makes_a_box_wider_than_a_chart_may_be(void **state)
{
    (void)state;
    size_t size = 100000;
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, 'W', size);
    text[size] = '\0';
    assert_int_equal(chart_width(BOX_TITLE, text), CHART_MOST);
    free(text);
}

static void test_what_is_made_visible_has_its_width(void **state)
{
    (void)state;
    assert_int_equal(chart_width(BOX_LEADER, "a\x1B[0m"), chart_width(BOX_LEADER, "a\\x1b[0m"));
    assert_int_equal(chart_height(BOX_LEADER, "\xE2\x80\xAE\xE2\x80\xAE", 100), chart_height(BOX_LEADER, "\\u202e\\u202e", 100));
}

/* ---- safe text ---- */

#define NASTY "a\x1B[31m\tb\xE2\x80\xAE\xC2\x9B\xFF"
#define SHOWN "a\\x1b[31m\\x09b\\u202e\\x9b\xEF\xBF\xBD"

static void test_control_characters_become_visible_everywhere(void **state)
{
    (void)state;
    const struct box *box = add(BOX_LEADER, NASTY, 500);
    assert_string_equal(box->lines[0], SHOWN);
    assert_string_equal(box->name, SHOWN);
    chart_add(&chart, BOX_LEADER, (struct place){0, 0, 10, 10}, "text", NASTY);
    assert_string_equal(chart.boxes[1].name, SHOWN);
    chart_describe(&chart, NASTY, NASTY "\n");
    assert_string_equal(chart.title, SHOWN);
    assert_string_equal(chart.description, SHOWN " ");
}

static void test_text_of_a_chart_is_its_own_copy(void **state)
{
    (void)state;
    char text[] = "应急", name[] = "name";
    chart_add(&chart, BOX_LEADER, (struct place){0, 0, 100, 10}, text, name);
    chart_describe(&chart, text, name);
    memset(text, 'x', sizeof text - 1);
    memset(name, 'x', sizeof name - 1);
    assert_string_equal(chart.boxes[0].lines[0], "应急");
    assert_string_equal(chart.boxes[0].name, "name");
    assert_string_equal(chart.title, "应急");
    assert_string_equal(chart.description, "name");
}

/* ---- boxes ---- */

static void test_boxes_are_numbered_as_they_are_added(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++)
        assert_int_equal(chart_add(&chart, BOX_STEP, (struct place){i, 2 * i, 3, 4}, "x", NULL), i);
    assert_int_equal(chart.box_count, 1000);
    for (int i = 0; i < 1000; i++) {
        struct place place = chart_place(&chart, i);
        assert_true(place.x == i && place.y == 2 * i && place.width == 3 && place.height == 4);
        assert_string_equal(chart.boxes[i].name, "x");
    }
}

static void test_a_box_that_is_not_there_has_no_place(void **state)
{
    (void)state;
    static const int none[] = {0, -1, 1, 1000000};
    for (size_t i = 0; i < LENGTH_OF(none); i++) {
        struct place place = chart_place(&chart, none[i]);
        assert_true(place.x == 0 && place.y == 0 && place.width == 0 && place.height == 0);
    }
}

/* ---- links ---- */

/* A link along "x,y x,y …": what it keeps of that. */
static void check_points(const char *given, const char *expected)
{
    struct point points[16];
    size_t count = 0;
    struct text text = {0};
    for (int used; sscanf(given, " %d,%d%n", &points[count].x, &points[count].y, &used) == 2; count++)
        given += used;
    chart_link(&chart, &(struct route){LINK_GOES, 0, 0, points, count});
    const struct link *link = &chart.links[chart.link_count - 1];
    for (size_t i = 0; i + 1 < link->point_count; i += 2)
        text_addf(&text, "%s%lld,%lld", i > 0 ? " " : "", (long long)link->points[i], (long long)link->points[i + 1]);
    assert_string_equal(text_str(&text), expected);
    assert_int_equal(link->point_count % 2, 0);
    text_release(&text);
}

static void test_points_between_two_on_a_line_are_left_out(void **state)
{
    (void)state;
    check_points("0,0 5,0 9,0", "0,0 9,0");
    check_points("0,0 0,5 0,7 0,9", "0,0 0,9");
    check_points("9,9 5,9 5,7 5,3 1,3", "9,9 5,9 5,3 1,3");
    check_points("0,0 5,0 5,9 9,9", "0,0 5,0 5,9 9,9"); /* corners stay */
}

static void test_points_given_twice_are_kept_once(void **state)
{
    (void)state;
    check_points("0,0 0,0 5,0 5,0 5,9 5,9", "0,0 5,0 5,9");
    check_points("0,4 7,4 7,4 9,4", "0,4 9,4"); /* a wire that turns out straight */
}

static bool is_on(const int64_t *a, const int64_t *b, const struct point *point)
{
    int64_t left = a[0] < b[0] ? a[0] : b[0], right = a[0] + b[0] - left, top = a[1] < b[1] ? a[1] : b[1], bottom = a[1] + b[1] - top;
    return point->x >= left && point->x <= right && point->y >= top && point->y <= bottom;
}

/* Every step level or upright and none without length, no corner that is none, and along all points that were given. */
static void check_link(const struct link *link, const struct point *points, size_t count)
{
    const int64_t *at = link->points;
    size_t last = link->point_count - 2;
    assert_true(at[0] == points[0].x && at[1] == points[0].y && at[last] == points[count - 1].x && at[last + 1] == points[count - 1].y);
    for (size_t i = 0; i < last; i += 2) {
        assert_true((at[i] == at[i + 2]) != (at[i + 1] == at[i + 3]));
        if (i > 0)
            assert_true((at[i - 2] == at[i]) != (at[i] == at[i + 2]));
    }
    for (size_t i = 0, step = 0; i < count; i++) {
        while (step < last && !is_on(at + step, at + step + 2, &points[i]))
            step += 2;
        assert_true(step < last);
    }
}

static void test_a_link_keeps_the_way_that_it_was_given(void **state)
{
    (void)state;
    uint64_t random = 6;
    for (int round = 0; round < 5000; round++) {
        struct point points[12] = {{100, 100}};
        size_t count = 2 + random_below(&random, 10);
        int down = random_below(&random, 2) == 0 ? 1 : -1; /* it does not turn back on itself */
        for (size_t i = 1; i < count; i++) {
            bool level = i > 1 && random_below(&random, 2) == 0;
            int by = i == 1 ? 3 : (int)random_below(&random, 4);
            points[i] = (struct point){points[i - 1].x + (level ? by : 0), points[i - 1].y + (level ? 0 : by * down)};
        }
        chart_link(&chart, &(struct route){LINK_GOES, 0, 0, points, count});
        check_link(&chart.links[chart.link_count - 1], points, count);
    }
}

static void test_a_link_remembers_what_it_joins(void **state)
{
    (void)state;
    struct point points[] = {{1, 2}, {3, 2}};
    for (int i = 0; i < 300; i++)
        chart_link(&chart, &(struct route){(enum link_style)(i % LINK_STYLE_COUNT), i, i + 1, points, 2});
    points[0].x = 99;
    for (int i = 0; i < 300; i++) {
        const struct link *link = &chart.links[i];
        assert_true(link->style == i % LINK_STYLE_COUNT && link->from == i && link->to == i + 1 && link->points[0] == 1 && link->point_count == 4);
    }
}

/* ---- taking back ---- */

static void test_rewinding_takes_back_boxes_and_links(void **state)
{
    (void)state;
    struct point points[] = {{1, 2}, {3, 2}};
    add(BOX_HQ, "first", 100);
    chart_link(&chart, &(struct route){LINK_GOES, 0, 0, points, 2});
    char *before = chart_json(&chart);
    struct chart_mark mark = chart_mark(&chart);
    for (int i = 0; i < 200; i++) {
        add(BOX_GROUP, "more", 100);
        chart_link(&chart, &(struct route){LINK_TELLS, 0, 1, points, 2});
    }
    chart_rewind(&chart, mark);
    char *after = chart_json(&chart);
    assert_string_equal(after, before);
    assert_int_equal(chart_add(&chart, BOX_HQ, (struct place){0, 0, 1, 1}, "x", NULL), 1);
    free(before);
    free(after);
}

static void test_rewinding_to_what_is_no_more_there_does_nothing(void **state)
{
    (void)state;
    struct point points[] = {{1, 2}, {3, 2}};
    struct chart_mark empty = chart_mark(&chart);
    add(BOX_HQ, "x", 100);
    chart_link(&chart, &(struct route){LINK_GOES, 0, 0, points, 2});
    struct chart_mark later = chart_mark(&chart);
    chart_rewind(&chart, empty);
    chart_rewind(&chart, later);
    assert_int_equal(chart.box_count, 0);
    assert_int_equal(chart.link_count, 0);
}

/* ---- formats ---- */

static void test_formats_are_read_by_their_names(void **state)
{
    (void)state;
    struct err err = {0};
    enum picture_format format = PICTURE_PNG;
    assert_int_equal(picture_read_format(NULL, &format, &err), 0);
    assert_int_equal(format, PICTURE_SVG);
    for (int i = 0; i < PICTURE_FORMAT_COUNT; i++) {
        assert_int_equal(picture_read_format(picture_format_ids[i], &format, &err), 0);
        assert_int_equal(format, i);
    }
    assert_null(picture_format_ids[PICTURE_FORMAT_COUNT]);
    static const char *const none[] = {"", "SVG", "jpeg", "svg "};
    for (size_t i = 0; i < LENGTH_OF(none); i++) {
        assert_int_equal(picture_read_format(none[i], &format, &err), -1);
        assert_int_equal(err.code, ERR_USAGE);
        check_contains(err.en, "svg, pdf, png and dot");
    }
}

/* ---- found by looking for trouble ---- */

static void test_blank_lines_at_the_end_are_no_text_that_was_cut(void **state)
{
    (void)state;
    static const char *const texts[] = {"one\n\n", "one\n ", "one\n\n\n"};
    for (size_t i = 0; i < LENGTH_OF(texts); i++) {
        const struct box *box = add(BOX_LEADER, texts[i], 100);
        assert_int_equal(box->line_count, 1);
        assert_string_equal(box->lines[0], "one");
    }
}

static void test_a_link_that_turns_back_keeps_the_way_that_it_was_given(void **state)
{
    (void)state;
    check_points("0,0 0,10 0,5 9,5", "0,0 0,10 0,5 9,5"); /* 0,10 does not lie between the two */
}

static void test_a_mark_that_stands_on_a_character_stays_with_it(void **state)
{
    (void)state;
    const struct box *box = add(BOX_LEADER, "一二急\xEF\xB8\x80，三四", 34); /* room for three; U+FE00 */
    assert_string_equal(box->lines[0], "一二");
    assert_string_equal(box->lines[1], "急\xEF\xB8\x80，三");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_chart, close_chart)
    static const struct CMUnitTest tests[] = {
        T(test_text_breaks_into_lines_at_its_width),
        T(test_newlines_begin_lines_and_blank_lines_are_left_out),
        T(test_a_box_without_text_has_no_lines_but_is_as_high_as_one),
        T(test_lines_never_exceed_their_box),
        T(test_a_box_is_as_high_as_the_lines_that_it_gets),
        T(test_lines_lose_nothing_but_blanks),
        T(test_no_line_begins_or_ends_in_the_blank_where_it_was_broken),
        T(test_as_many_lines_as_a_box_may_have_are_all_shown),
        T(test_too_much_text_ends_in_an_ellipsis_and_is_whole_in_the_name),
        T(test_a_full_line_gives_way_to_the_ellipsis),
        T(test_text_that_is_cut_is_cut_between_characters),
        T(test_a_box_too_narrow_for_anything_still_shows_something),
        T(test_a_box_as_wide_as_its_text_has_one_line),
        T(test_no_text_makes_a_box_wider_than_a_chart_may_be),
        T(test_what_is_made_visible_has_its_width),
        T(test_control_characters_become_visible_everywhere),
        T(test_text_of_a_chart_is_its_own_copy),
        T(test_boxes_are_numbered_as_they_are_added),
        T(test_a_box_that_is_not_there_has_no_place),
        T(test_points_between_two_on_a_line_are_left_out),
        T(test_points_given_twice_are_kept_once),
        T(test_a_link_keeps_the_way_that_it_was_given),
        T(test_a_link_remembers_what_it_joins),
        T(test_rewinding_takes_back_boxes_and_links),
        T(test_rewinding_to_what_is_no_more_there_does_nothing),
        T(test_formats_are_read_by_their_names),
        T(test_blank_lines_at_the_end_are_no_text_that_was_cut),
        T(test_a_link_that_turns_back_keeps_the_way_that_it_was_given),
        T(test_a_mark_that_stands_on_a_character_stays_with_it),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
