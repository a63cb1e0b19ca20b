/*
 * Charts and sheets when memory runs out at any one allocation: whole, or said to have failed; never half in silence, and nothing leaks
 * (make asan).
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "tests/unit/failing_malloc.h"

#include <locale.h>

#include "cli/chart_route.h"
#include "cli/sheet.h"
#include "tests/unit/chart_fixture.h"

static char *whole; /* what comes of it with memory enough */

/* A flow gives what it made (to be freed), or NULL when it says that it failed. Memory is short only while it runs. */
typedef char *(*flow_function)(void);

static char *run_once(flow_function flow, long failing)
{
    countdown = failing;
    asked = 0;
    char *made = flow();
    countdown = -1;
    return made;
}

static void check_every_failure(flow_function flow)
{
    whole = run_once(flow, -1);
    assert_non_null(whole);
    long count = asked, refused = 0;
    for (int round = 0; round < 2; round++) { /* once, and from then on */
        lasting = round == 1;
        for (long i = 0; i < count; i++) {
            char *made = run_once(flow, i);
            if (made != NULL)
                assert_string_equal(made, whole);
            refused += made == NULL;
            free(made);
        }
    }
    lasting = false;
    assert_true(refused >= count); /* of two rounds */
    free(whole);
}

/* ---- a chart ---- */

static char *json_of(const struct chart *chart)
{
    struct text json = {0};
    long before = asked;
    countdown = -1;
    chart_to_json(chart, &json);
    assert_false(json.failed);
    asked = before; /* this is not what is looked at */
    return json.data;
}

static void add_many(struct chart *chart)
{
    struct point points[] = {{0, 0}, {0, 9}, {9, 9}};
    for (int i = 0; i < 100; i++) {
        struct place place = {i, i, 60, 20};
        chart_add(chart, BOX_VALUE, place, "市应急管理局，市公安局，\x1B市消防救援支队\n一二三四五六七八九十一二三四五六七八九十", i % 2 == 0 ? "name" : NULL);
        chart_link(chart, &(struct route){LINK_TELLS, 0, i, points, 3});
    }
}

static char *draw_chart(void)
{
    struct chart chart;
    chart_init(&chart, LANG_ZH, PAGE_WIDTH, PAGE_HEIGHT);
    chart_describe(&chart, "title", "description");
    add_many(&chart);
    char *made = chart.failed ? NULL : json_of(&chart);
    countdown = -1;
    assert_true(chart.failed || (chart.box_count == 100 && chart.link_count == 100));
    chart_release(&chart);
    return made;
}

static void test_a_chart_is_whole_or_has_failed(void **state)
{
    (void)state;
    check_every_failure(draw_chart);
}

static void test_a_chart_that_failed_stays_failed_and_does_no_harm(void **state)
{
    (void)state;
    struct chart chart;
    chart_init(&chart, LANG_ZH, PAGE_WIDTH, PAGE_HEIGHT);
    countdown = 0;
    chart_describe(&chart, "title", "description");
    countdown = -1;
    assert_true(chart.failed);
    assert_string_equal(chart.title, "");
    add_many(&chart);
    assert_true(chart.failed);
    struct place place = chart_place(&chart, chart_add(&chart, BOX_HQ, (struct place){1, 2, 3, 4}, "x", NULL));
    assert_true(place.x == 0 && place.width == 0);
    chart_rewind(&chart, chart_mark(&chart));
    chart_release(&chart);
    assert_true(chart.failed);
}

static char *draw_wires(void)
{
    struct chart chart;
    struct wire wires[8];
    chart_init(&chart, LANG_ZH, PAGE_WIDTH, PAGE_HEIGHT);
    for (int i = 0; i < 8; i++)
        wires[i] = (struct wire){.left = i, .right = i, .left_panel = {0, 100 * i, 50, 80}, .right_panel = {100, 800 - 100 * i, 50, 80}};
    chart_wire(&chart, wires, 8);
    char *made = chart.failed ? NULL : json_of(&chart);
    countdown = -1;
    chart_release(&chart);
    return made;
}

static void test_wires_are_all_drawn_or_the_chart_has_failed(void **state)
{
    (void)state;
    check_every_failure(draw_wires);
}

/* ---- reading ---- */

static char *written;

static char *read_chart(void)
{
    struct chart chart = {.failed = false};
    struct diags diags = {0};
    struct text text = {0};
    text_add_str(&text, written);
    int rc = text.failed ? -1 : chart_read(&chart, "chart.json", &text, &diags);
    char *made = rc == 0 ? json_of(&chart) : NULL;
    countdown = -1;
    assert_true(text.failed || diags_any(&diags) == (rc != 0));
    if (diags.count > 0)
        assert_int_equal(diags.items[0].code, ERR_MEMORY);
    chart_release(&chart);
    text_release(&text);
    diags_release(&diags);
    return made;
}

static void test_a_chart_is_read_whole_or_refused(void **state)
{
    (void)state;
    written = draw_chart();
    check_every_failure(read_chart);
    free(written);
}

/* ---- JSON ---- */

static char *write_chart(void)
{
    struct chart chart;
    struct text json = {0};
    uint64_t random = 5;
    long short_from = countdown;
    countdown = -1;
    random_chart(&chart, &random);
    countdown = short_from;
    asked = 0;
    chart_to_json(&chart, &json);
    countdown = -1;
    char *made = json.failed ? NULL : strdup(text_str(&json));
    text_release(&json);
    chart_release(&chart);
    return made;
}

static void test_json_is_whole_or_has_failed(void **state)
{
    (void)state;
    check_every_failure(write_chart);
}

/* ---- a sheet ---- */

static int draw_block(struct sheet *sheet, int top, void *context)
{
    (void)context;
    chart_add(sheet_page(sheet), BOX_GROUP, (struct place){sheet->left, top, sheet_width(sheet), 200}, "工作组\n一\n二", NULL);
    return top + 200;
}

static int draw_blocks(struct sheet *sheet, void *context, struct err *err)
{
    (void)context;
    (void)err;
    for (int i = 0; i < 9; i++)
        sheet_block(sheet, &(struct block){draw_block, NULL});
    sheet_break(sheet);
    sheet_band(sheet, "以下", &(struct block){draw_block, NULL});
    return 0;
}

static const struct heading heading = {.title = "t", .subtitle = "s", .description = "d", .facts = {{"a", "b"}, {"c", "d"}}, .drill = true};

static void test_a_sheet_that_ran_out_of_memory_is_refused_or_whole_in_its_blocks(void **state)
{
    (void)state;
    for (long i = -1, count = 1; i < count; i++) {
        struct sheet sheet;
        struct err err = {0};
        sheet_init(&sheet, &heading);
        countdown = i;
        asked = 0;
        int rc = sheet_fill(&sheet, draw_blocks, NULL, &err);
        countdown = -1;
        count = i < 0 ? asked : count;
        size_t blocks = 0;
        for (size_t p = 0; p < sheet.page_count && rc == 0; p++)
            for (size_t b = 0; b < sheet.pages[p].box_count; b++)
                blocks += sheet.pages[p].boxes[b].style == BOX_GROUP && sheet.pages[p].boxes[b].height == 200;
        assert_int_equal(err.code, rc == 0 ? ERR_NONE : ERR_MEMORY);
        assert_true(rc != 0 || blocks == 10);
        assert_true(i >= 0 || rc == 0);
        sheet_release(&sheet);
    }
}

/* ---- found by looking for trouble ---- */

static char *draw_long_text(void)
{
    struct text text = {0};
    struct chart chart;
    for (int i = 0; i < CHART_LINES_MAX + 3; i++)
        text_add_str(&text, "一二三四");
    chart_init(&chart, LANG_ZH, PAGE_WIDTH, PAGE_HEIGHT);
    if (!text.failed)
        chart_add(&chart, BOX_VALUE, (struct place){0, 0, 42, 300}, text_str(&text), NULL);
    char *made = text.failed || chart.failed ? NULL : json_of(&chart);
    countdown = -1;
    chart_release(&chart);
    text_release(&text);
    return made;
}

static void test_text_that_is_cut_is_cut_or_has_failed(void **state)
{
    (void)state;
    check_every_failure(draw_long_text);
}

static char *draw_sheet(void)
{
    struct sheet sheet;
    struct err err;
    struct text json = {0};
    sheet_init(&sheet, &heading);
    int rc = sheet_fill(&sheet, draw_blocks, NULL, &err);
    countdown = -1;
    long before = asked;
    for (size_t p = 0; p < sheet.page_count && rc == 0; p++)
        chart_to_json(&sheet.pages[p], &json);
    asked = before;
    sheet_release(&sheet);
    return json.data;
}

static void test_a_sheet_is_whole_or_has_failed(void **state)
{
    (void)state;
    check_every_failure(draw_sheet);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_chart_is_whole_or_has_failed),
        cmocka_unit_test(test_a_chart_that_failed_stays_failed_and_does_no_harm),
        cmocka_unit_test(test_wires_are_all_drawn_or_the_chart_has_failed),
        cmocka_unit_test(test_a_chart_is_read_whole_or_refused),
        cmocka_unit_test(test_json_is_whole_or_has_failed),
        cmocka_unit_test(test_a_sheet_that_ran_out_of_memory_is_refused_or_whole_in_its_blocks),
        cmocka_unit_test(test_text_that_is_cut_is_cut_or_has_failed),
        cmocka_unit_test(test_a_sheet_is_whole_or_has_failed),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
