/* Charts as the JSON that respond-diagram reads: there and back again, and everything that is refused. */
#include "tests/unit/chart_fixture.h"

#include <locale.h>

#define PAGE(boxes, links) \
    "{'format': 1, 'lang': 'zh', 'title': 't', 'description': 'd', 'width': 100, 'height': 50, 'scale': 100, " \
    "'boxes': [" boxes "], 'links': [" links "]}"
#define EMPTY(words, numbers) "{'format': 1, 'lang': 'en', " words ", " numbers ", 'boxes': [], 'links': []}"
#define WORDS "'title': 't', 'description': 'd'"
#define NUMBERS "'width': 1, 'height': 1, 'scale': 100"
#define BOX_AT(place) "{'style': 'hq', " place ", 'name': 'n', 'lines': ['l']}"
#define GOOD_BOX BOX_AT("'x': 0, 'y': 0, 'width': 100, 'height': 50")
#define LINK(ends, points) "{'style': 'goes', " ends ", 'points': [" points "]}"
#define GOOD_LINK LINK("'from': 0, 'to': 0", "0, 0, 9, 0")

struct reading {
    struct chart chart;
    struct diags diags;
    int rc;
};

/* Read a text in which apostrophes stand for double quotes. */
static void read_text(struct reading *reading, const char *text)
{
    struct text json = {0};
    *reading = (struct reading){.rc = 0};
    text_add_str(&json, text);
    for (char *at = json.data; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    reading->rc = chart_read(&reading->chart, "chart.json", &json, &reading->diags);
    assert_null(json.data); /* taken over */
    assert_int_equal(reading->rc, diags_any(&reading->diags) ? -1 : 0);
}

static void end_reading(struct reading *reading)
{
    chart_release(&reading->chart);
    diags_release(&reading->diags);
}

/* ---- there and back ---- */

static void check_box(const struct box *one, const struct box *two)
{
    assert_true(one->style == two->style && one->x == two->x && one->y == two->y && one->width == two->width && one->height == two->height);
    assert_string_equal(one->name, two->name);
    assert_int_equal(one->line_count, two->line_count);
    for (size_t i = 0; i < one->line_count; i++)
        assert_string_equal(one->lines[i], two->lines[i]);
}

static void check_link(const struct link *one, const struct link *two)
{
    assert_true(one->style == two->style && one->from == two->from && one->to == two->to && one->point_count == two->point_count);
    for (size_t i = 0; i < one->point_count; i++)
        assert_int_equal(one->points[i], two->points[i]);
}

static void test_a_chart_that_was_written_is_read_as_it_was(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int round = 0; round < 200; round++) {
        struct chart chart;
        struct reading back;
        random_chart(&chart, &random);
        chart.scale = 10 + random_below(&random, 990);
        char *json = chart_json(&chart);
        read_text(&back, json);
        if (back.rc != 0)
            fail_msg("%s: %s", back.diags.items[0].pointer, back.diags.items[0].en);
        assert_true(back.chart.lang == chart.lang && back.chart.width == chart.width && back.chart.height == chart.height);
        assert_int_equal(back.chart.scale, chart.scale);
        assert_string_equal(back.chart.title, chart.title);
        assert_string_equal(back.chart.description, chart.description);
        assert_int_equal(back.chart.box_count, chart.box_count);
        assert_int_equal(back.chart.link_count, chart.link_count);
        for (size_t i = 0; i < chart.box_count; i++)
            check_box(&back.chart.boxes[i], &chart.boxes[i]);
        for (size_t i = 0; i < chart.link_count; i++)
            check_link(&back.chart.links[i], &chart.links[i]);
        end_reading(&back);
        chart_release(&chart);
        free(json);
    }
}

static void test_the_same_chart_is_the_same_json(void **state)
{
    (void)state;
    char *json[2];
    for (int i = 0; i < 2; i++) {
        struct chart chart;
        uint64_t random = 7;
        random_chart(&chart, &random);
        json[i] = chart_json(&chart);
        chart_release(&chart);
    }
    assert_string_equal(json[0], json[1]);
    free(json[0]);
    free(json[1]);
}

static void test_nasty_text_survives_as_it_is_shown(void **state)
{
    (void)state;
    struct chart chart;
    struct reading back;
    chart_init(&chart, LANG_EN, 800, 600);
    chart_describe(&chart, "</title>\"\\\n", "\x1B\xE2\x80\xAE\xFF");
    chart_add(&chart, BOX_NOW, (struct place){0, 0, 500, 20}, "\"<&>\\u0041\\n\x01", NULL);
    char *json = chart_json(&chart);
    check_lacks(json, "\x1B");
    check_lacks(json, "\xE2\x80\xAE");
    assert_true(text_is_utf8(json, strlen(json)));
    read_text(&back, json);
    assert_int_equal(back.rc, 0);
    assert_string_equal(back.chart.title, "</title>\"\\ ");
    assert_string_equal(back.chart.description, "\\x1b\\u202e\xEF\xBF\xBD");
    assert_string_equal(back.chart.boxes[0].lines[0], "\"<&>\\u0041\\n\\x01");
    end_reading(&back);
    chart_release(&chart);
    free(json);
}

static void test_every_style_has_a_name_of_its_own_in_json(void **state)
{
    (void)state;
    struct chart chart;
    struct reading back;
    struct point points[] = {{0, 0}, {9, 0}};
    chart_init(&chart, LANG_ZH, 800, 20 * BOX_STYLE_COUNT);
    chart_describe(&chart, "t", "d");
    for (int style = 0; style < BOX_STYLE_COUNT; style++)
        chart_add(&chart, (enum box_style)style, (struct place){0, 20 * style, 100, 20}, "x", NULL);
    for (int style = 0; style < LINK_STYLE_COUNT; style++)
        chart_link(&chart, &(struct route){(enum link_style)style, 0, style, points, 2});
    char *json = chart_json(&chart);
    read_text(&back, json);
    assert_int_equal(back.rc, 0);
    for (int style = 0; style < BOX_STYLE_COUNT; style++)
        assert_int_equal(back.chart.boxes[style].style, style);
    for (int style = 0; style < LINK_STYLE_COUNT; style++)
        assert_int_equal(back.chart.links[style].style, style);
    end_reading(&back);
    chart_release(&chart);
    free(json);
}

static void test_a_box_without_text_is_written_without_a_name(void **state)
{
    (void)state;
    struct chart chart;
    struct reading back;
    chart_init(&chart, LANG_EN, 800, 600);
    chart_describe(&chart, "t", "d");
    chart_add(&chart, BOX_HQ, (struct place){0, 0, 100, 20}, "", NULL);
    char *json = chart_json(&chart);
    read_text(&back, json);
    assert_int_equal(back.rc, 0);
    assert_int_equal(back.chart.boxes[0].line_count, 0);
    end_reading(&back);
    chart_release(&chart);
    free(json);
}

static void test_a_page_without_boxes_is_a_chart(void **state)
{
    (void)state;
    struct reading reading;
    read_text(&reading, PAGE("", ""));
    assert_int_equal(reading.rc, 0);
    assert_int_equal(reading.chart.box_count, 0);
    assert_int_equal(reading.chart.link_count, 0);
    end_reading(&reading);
}

static void test_a_chart_that_was_read_can_grow(void **state)
{
    (void)state;
    struct reading reading;
    struct point points[] = {{0, 0}, {0, 9}, {9, 9}};
    read_text(&reading, PAGE(GOOD_BOX, GOOD_LINK));
    assert_int_equal(reading.rc, 0);
    for (int i = 1; i < 200; i++) {
        assert_int_equal(chart_add(&reading.chart, BOX_STEP, (struct place){i, 0, 20, 20}, "x", NULL), i);
        chart_link(&reading.chart, &(struct route){LINK_GOES, 0, i, points, 3});
    }
    assert_false(reading.chart.failed);
    assert_string_equal(reading.chart.boxes[0].lines[0], "l");
    assert_int_equal(reading.chart.links[0].point_count, 4);
    assert_int_equal(reading.chart.links[199].to, 199);
    end_reading(&reading);
}

static void test_boxes_may_touch_the_edges_of_the_page(void **state)
{
    (void)state;
    static const char *const good[] = {PAGE(GOOD_BOX, ""), PAGE(BOX_AT("'x': 99, 'y': 49, 'width': 1, 'height': 1"), ""), PAGE(GOOD_BOX, GOOD_LINK),
                                       PAGE("{'style': 'hq', 'x': 0, 'y': 0, 'width': 1, 'height': 1, 'lines': []}", "")}; /* without a name */
    for (size_t i = 0; i < LENGTH_OF(good); i++) {
        struct reading reading;
        read_text(&reading, good[i]);
        if (reading.rc != 0)
            fail_msg("%s: %s", good[i], reading.diags.items[0].en);
        end_reading(&reading);
    }
}

/* ---- what is refused ---- */

static const struct flaw_row {
    const char *text;
    enum err_code code;
    const char *pointer, *hint;
} flaw_rows[] = {
    {"[]", ERR_TYPE, "", ""},
    {"{'format': 2, 'lang': 'zh', " WORDS ", " NUMBERS ", 'boxes': [], 'links': []}", ERR_VALUE, "/format", ""},
    {"{'format': 1, 'lang': 'fr', " WORDS ", " NUMBERS ", 'boxes': [], 'links': []}", ERR_VALUE, "/lang", ""},
    {"{'format': 1, 'lang': 'en', " WORDS ", " NUMBERS ", 'boxes': {}, 'links': []}", ERR_TYPE, "/boxes", ""},
    {"{'format': 1, 'lang': 'en', " WORDS ", " NUMBERS ", 'boxes': [], 'links': [], 'link': 1}", ERR_KEY, "/link", "links"},
    {EMPTY("'title': '', 'description': 'd'", NUMBERS), ERR_VALUE, "/title", ""},
    {EMPTY("'title': 't'", NUMBERS), ERR_KEY, "", ""},
    {EMPTY(WORDS, "'width': 0, 'height': 1, 'scale': 100"), ERR_VALUE, "/width", ""},
    {EMPTY(WORDS, "'width': 1, 'height': 200001, 'scale': 100"), ERR_VALUE, "/height", ""},
    {EMPTY(WORDS, "'width': 1, 'height': 1, 'scale': 9"), ERR_VALUE, "/scale", ""},
    {EMPTY(WORDS, "'width': 1, 'height': 1, 'scale': 1001"), ERR_VALUE, "/scale", ""},
    {PAGE("{'style': 'hp', 'x': 0, 'y': 0, 'width': 1, 'height': 1, 'lines': []}", ""), ERR_VALUE, "/boxes/0/style", "hq"},
    {PAGE("{'style': 0, 'x': 0, 'y': 0, 'width': 1, 'height': 1, 'lines': []}", ""), ERR_TYPE, "/boxes/0/style", ""},
    {PAGE("{'style': 'hq', 'x': 0, 'y': 0, 'width': 1, 'height': 1}", ""), ERR_KEY, "/boxes/0", ""},
    {PAGE("{'style': 'hq', 'x': 0, 'y': 0, 'width': 1, 'height': 1, 'lines': ['']}", ""), ERR_VALUE, "/boxes/0/lines/0", ""},
    {PAGE("{'style': 'hq', 'x': 0, 'y': 0, 'width': 1, 'height': 1, 'lines': ['a\\u0007']}", ""), ERR_VALUE, "/boxes/0/lines/0", ""},
    {PAGE(GOOD_BOX "," BOX_AT("'x': -1, 'y': 0, 'width': 1, 'height': 1"), ""), ERR_VALUE, "/boxes/1/x", ""},
    {PAGE(BOX_AT("'x': 0, 'y': 0.5, 'width': 1, 'height': 1"), ""), ERR_VALUE, "/boxes/0/y", ""},
    {PAGE(BOX_AT("'x': 0, 'y': 0, 'width': 0, 'height': 1"), ""), ERR_VALUE, "/boxes/0/width", ""},
    {PAGE(BOX_AT("'x': 0, 'y': 0, 'width': 1, 'height': 200001"), ""), ERR_VALUE, "/boxes/0/height", ""},
    {PAGE(GOOD_BOX "," BOX_AT("'x': 1, 'y': 0, 'width': 100, 'height': 1"), ""), ERR_VALUE, "/boxes/1", ""},
    {PAGE(BOX_AT("'x': 0, 'y': 50, 'width': 1, 'height': 1"), ""), ERR_VALUE, "/boxes/0", ""},
    {PAGE(BOX_AT("'x': 200000, 'y': 0, 'width': 200000, 'height': 1"), ""), ERR_VALUE, "/boxes/0", ""},
    {PAGE("", GOOD_LINK), ERR_REFERENCE, "/links/0", ""},
    {PAGE(GOOD_BOX, GOOD_LINK "," LINK("'from': 0, 'to': 1", "0, 0, 9, 0")), ERR_REFERENCE, "/links/1", ""},
    {PAGE(GOOD_BOX, LINK("'from': 1, 'to': 0", "0, 0, 9, 0")), ERR_REFERENCE, "/links/0", ""},
    {PAGE(GOOD_BOX, LINK("'from': -1, 'to': 0", "0, 0, 9, 0")), ERR_VALUE, "/links/0/from", ""},
    {PAGE(GOOD_BOX, LINK("'from': 0, 'to': 0", "")), ERR_VALUE, "/links/0/points", ""},
    {PAGE(GOOD_BOX, LINK("'from': 0, 'to': 0", "0, 0")), ERR_VALUE, "/links/0/points", ""},
    {PAGE(GOOD_BOX, LINK("'from': 0, 'to': 0", "0, 0, 9")), ERR_VALUE, "/links/0/points", ""},
    {PAGE(GOOD_BOX, LINK("'from': 0, 'to': 0", "0, 0, 9, 0, 5")), ERR_VALUE, "/links/0/points", ""},
    {PAGE(GOOD_BOX, LINK("'from': 0, 'to': 0", "0, 0, -9, 0")), ERR_VALUE, "/links/0/points/2", ""},
    {PAGE(GOOD_BOX, "{'style': 'command', 'from': 0, 'to': 0, 'points': [0, 0, 9, 0]}"), ERR_VALUE, "/links/0/style", "commands"},
};

static void test_each_flaw_is_named_where_it_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(flaw_rows); i++) {
        const struct flaw_row *row = &flaw_rows[i];
        struct reading reading;
        read_text(&reading, row->text);
        if (reading.rc == 0)
            fail_msg("%s is let through", row->text);
        const struct err *err = &reading.diags.items[0];
        if (err->code != row->code || strcmp(err->pointer, row->pointer) != 0 || strcmp(err->hint, row->hint) != 0)
            fail_msg("%s: %s at %s, hint %s", row->text, err_name(err->code), err->pointer, err->hint);
        assert_true(err->line == 1 && err->column > 0 && err->zh[0] != '\0' && err->en[0] != '\0');
        assert_string_equal(err->file, "chart.json");
        end_reading(&reading);
    }
}

static void test_a_flaw_is_placed_by_line_and_column(void **state)
{
    (void)state;
    struct chart chart;
    struct reading reading;
    struct point points[] = {{0, 0}, {9, 0}};
    chart_init(&chart, LANG_ZH, 100, 100);
    chart_describe(&chart, "t", "d");
    chart_add(&chart, BOX_HQ, (struct place){0, 0, 100, 100}, "应", NULL);
    chart_add(&chart, BOX_HQ, (struct place){1, 0, 100, 100}, "急", NULL);
    chart_link(&chart, &(struct route){LINK_GOES, 0, 0, points, 2});
    char *json = chart_json(&chart);
    read_text(&reading, json);
    assert_int_equal(reading.rc, -1);
    assert_string_equal(reading.diags.items[0].pointer, "/boxes/1");
    assert_int_equal(reading.diags.items[0].line, 4); /* the page, "boxes", and a line for each box */
    assert_int_equal(reading.diags.items[0].column, 3);
    check_contains(reading.diags.items[0].en, "beyond the page");
    end_reading(&reading);
    chart_release(&chart);
    free(json);
}

static void test_a_link_to_a_missing_box_says_which_there_are(void **state)
{
    (void)state;
    struct reading reading;
    read_text(&reading, PAGE(GOOD_BOX "," GOOD_BOX "," GOOD_BOX, LINK("'from': 0, 'to': 3", "0, 0, 9, 0")));
    check_contains(reading.diags.items[0].en, "0 to 2");
    check_contains(reading.diags.items[0].zh, "从 0 到 2");
    end_reading(&reading);
}

static void test_what_is_no_json_is_refused_with_its_place(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "{", "{'format': }", PAGE("", "") "x", "{'format': 1, 'format': 1}", "{'title': '\xFF'}"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        struct reading reading;
        read_text(&reading, bad[i]);
        if (reading.rc == 0)
            fail_msg("%s is let through", bad[i]);
        assert_string_equal(reading.diags.items[0].file, "chart.json");
        assert_int_equal(reading.diags.items[0].line, 1);
        end_reading(&reading);
    }
}

static void test_flaws_of_several_boxes_are_found_in_one_go(void **state)
{
    (void)state;
    struct reading reading;
    read_text(&reading, PAGE("{'style': 'a'}, {'style': 'b'}", "{'style': 'c', 'from': -1}"));
    assert_int_equal(reading.diags.count, 2 * 6 + 4); /* style, and what is missing; style, from, and what is missing */
    end_reading(&reading);
}

/* A hostile text costs no more than a good one of its size. */
static void test_a_text_of_nothing_but_flaws_is_refused_quickly(void **state)
{
    (void)state;
    struct text text = {0};
    struct reading reading;
    clock_t start = clock();
    text_add_str(&text, "{'boxes': [0");
    for (int i = 0; i < 40000; i++)
        text_add_str(&text, ",0");
    text_add_str(&text, "]}");
    read_text(&reading, text_str(&text));
    assert_int_equal(reading.diags.count, DIAGS_MAX);
    end_reading(&reading);
    text_release(&text);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds > 1)
        fail_msg("80 kB took %.1f s", seconds);
}

/* Whatever becomes of a good text when a byte of it changes: a chart or a refusal, and nothing that reaches beyond its page. */
static void test_damaged_charts_are_read_or_refused(void **state)
{
    (void)state;
    uint64_t random = 9;
    struct chart chart;
    random_chart(&chart, &random);
    char *json = chart_json(&chart);
    for (int round = 0; round < 500; round++) {
        size_t at = random_below(&random, (uint32_t)strlen(json));
        char kept = json[at];
        json[at] = "0129-,[]{}\" x:e."[random_below(&random, 16)];
        struct reading reading;
        read_text(&reading, json);
        for (size_t i = 0; i < reading.chart.box_count && reading.rc == 0; i++)
            assert_true(reading.chart.boxes[i].x + reading.chart.boxes[i].width <= reading.chart.width);
        for (size_t i = 0; i < reading.chart.link_count && reading.rc == 0; i++)
            assert_true((size_t)reading.chart.links[i].to < reading.chart.box_count && reading.chart.links[i].point_count >= 4);
        end_reading(&reading);
        json[at] = kept;
    }
    chart_release(&chart);
    free(json);
}

/* ---- found by looking for trouble ---- */

static void test_a_box_without_a_name_is_written_as_it_was_read(void **state)
{
    (void)state;
    struct reading reading;
    read_text(&reading, PAGE("{'style': 'hq', 'x': 0, 'y': 0, 'width': 1, 'height': 1, 'lines': []}", ""));
    assert_int_equal(reading.rc, 0);
    char *json = chart_json(&reading.chart);
    check_lacks(json, "\"name\"");
    end_reading(&reading);
    free(json);
}

static void test_all_boxes_beyond_the_page_are_found_in_one_go(void **state)
{
    (void)state;
    struct reading reading;
    read_text(&reading, PAGE(BOX_AT("'x': 0, 'y': 50, 'width': 1, 'height': 1") "," BOX_AT("'x': 0, 'y': 50, 'width': 1, 'height': 1"),
                             LINK("'from': 0, 'to': 9", "0, 0, 9, 0")));
    assert_int_equal(reading.diags.count, 3);
    end_reading(&reading);
}

static void test_oblique_steps_and_points_beyond_the_page_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"0, 0, 9, 9", "0, 0, 5, 0, 9, 9", "0, 0, 101, 0", "0, 0, 0, 51"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        struct text text = {0};
        struct reading reading;
        text_addf(&text, PAGE(GOOD_BOX, LINK("'from': 0, 'to': 0", "%s")), bad[i]);
        read_text(&reading, text_str(&text));
        if (reading.rc == 0)
            fail_msg("%s is let through", bad[i]);
        end_reading(&reading);
        text_release(&text);
    }
}

static void test_a_link_without_length_is_written_so_that_it_can_be_read(void **state)
{
    (void)state;
    struct chart chart;
    struct reading back;
    struct point points[] = {{5, 5}, {5, 5}};
    chart_init(&chart, LANG_EN, 800, 600);
    chart_describe(&chart, "t", "d");
    chart_add(&chart, BOX_HQ, (struct place){0, 0, 100, 20}, "x", NULL);
    chart_link(&chart, &(struct route){LINK_GOES, 0, 0, points, 2});
    char *json = chart_json(&chart);
    read_text(&back, json);
    assert_int_equal(back.rc, 0);
    end_reading(&back);
    chart_release(&chart);
    free(json);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_chart_that_was_written_is_read_as_it_was),
        cmocka_unit_test(test_the_same_chart_is_the_same_json),
        cmocka_unit_test(test_nasty_text_survives_as_it_is_shown),
        cmocka_unit_test(test_every_style_has_a_name_of_its_own_in_json),
        cmocka_unit_test(test_a_box_without_text_is_written_without_a_name),
        cmocka_unit_test(test_a_page_without_boxes_is_a_chart),
        cmocka_unit_test(test_a_chart_that_was_read_can_grow),
        cmocka_unit_test(test_boxes_may_touch_the_edges_of_the_page),
        cmocka_unit_test(test_each_flaw_is_named_where_it_stands),
        cmocka_unit_test(test_a_flaw_is_placed_by_line_and_column),
        cmocka_unit_test(test_a_link_to_a_missing_box_says_which_there_are),
        cmocka_unit_test(test_what_is_no_json_is_refused_with_its_place),
        cmocka_unit_test(test_flaws_of_several_boxes_are_found_in_one_go),
        cmocka_unit_test(test_a_text_of_nothing_but_flaws_is_refused_quickly),
        cmocka_unit_test(test_damaged_charts_are_read_or_refused),
        cmocka_unit_test(test_all_boxes_beyond_the_page_are_found_in_one_go),
        cmocka_unit_test(test_oblique_steps_and_points_beyond_the_page_are_refused),
        cmocka_unit_test(test_a_link_without_length_is_written_so_that_it_can_be_read),
        cmocka_unit_test(test_a_box_without_a_name_is_written_as_it_was_read),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
