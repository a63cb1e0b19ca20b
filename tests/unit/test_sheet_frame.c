/* What stands around the blocks of a sheet: the title block, the legend of the styles that a page shows, its number. */
#include "tests/unit/sheet_fixture.h"

#include <locale.h>

/* ---- the head ---- */

static void test_every_page_has_the_title_block(void **state)
{
    (void)state;
    for (int i = 0; i < 60; i++)
        add_piece(70);
    lay_out(&chinese);
    assert_true(sheet.page_count > 1);
    for (size_t p = 0; p < sheet.page_count; p++) {
        const struct chart *page = &sheet.pages[p];
        assert_int_equal(count_boxes(page, BOX_TITLE, chinese.title, NULL), 1);
        assert_int_equal(count_boxes(page, BOX_SUBTITLE, chinese.subtitle, NULL), 1);
        for (size_t i = 0; chinese.facts[i].key != NULL; i++) {
            struct place key, value;
            assert_int_equal(count_boxes(page, BOX_KEY, chinese.facts[i].key, &key), 1);
            assert_int_equal(count_boxes(page, BOX_FACT, chinese.facts[i].value, &value), 1);
            assert_true(key.x == value.x && key.width == value.width && key.y + key.height == value.y);
        }
        assert_string_equal(page->title, chinese.title);
        assert_string_equal(page->description, chinese.description);
        assert_int_equal(page->lang, LANG_ZH);
    }
}

static void test_a_title_block_without_subtitle_and_facts_has_none(void **state)
{
    (void)state;
    static const char *const none[] = {NULL, ""};
    for (size_t i = 0; i < LENGTH_OF(none); i++) {
        struct heading heading = {.title = "t", .subtitle = none[i], .description = "d"};
        lay_out(&heading);
        for (size_t k = 0; k < sheet.pages[0].box_count; k++)
            assert_true(sheet.pages[0].boxes[k].style == BOX_TITLE || sheet.pages[0].boxes[k].style == BOX_NOTE);
        check_pages();
    }
}

static void test_facts_end_at_the_right_margin(void **state)
{
    (void)state;
    struct place value;
    lay_out(&english);
    assert_int_equal(count_boxes(&sheet.pages[0], BOX_FACT, "Level 1", &value), 1);
    assert_int_equal(value.x + value.width, 842 - SHEET_MARGIN);
}

static void test_a_long_fact_takes_lines_and_the_blocks_begin_below(void **state)
{
    (void)state;
    struct place value;
    struct heading heading = {.title = "t", .description = "d", .facts = {{"事件", "朔州市某某县某某乡某某村疑似发生高致病性禽流感疫情，已死亡若干，正在核实"}}};
    add_piece(100);
    lay_out(&heading);
    assert_int_equal(count_boxes(&sheet.pages[0], BOX_FACT, heading.facts[0].value, &value), 1);
    assert_in_range(value.width, 100, 200);
    assert_true(value.height > chart_height(BOX_TITLE, "t", 300));
    check_pieces(NULL);
    check_pages();
    assert_int_equal(sheet.top, value.y + value.height + SHEET_GAP);
}

static void test_a_long_title_takes_lines_and_the_blocks_begin_below(void **state)
{
    (void)state;
    struct heading heading = chinese;
    struct text title = {0};
    for (int i = 0; i < 20; i++)
        text_add_str(&title, "朔州市突发事件应急指挥体系");
    heading.title = text_str(&title);
    add_piece(100);
    lay_out(&heading);
    check_pieces(NULL);
    check_pages();
    text_release(&title);
}

static void test_a_drill_is_marked_on_every_page(void **state)
{
    (void)state;
    static const char *const marks[] = {"演练", "EXERCISE"};
    for (int i = 0; i < 60; i++)
        add_piece(70);
    for (int lang = 0; lang < 2; lang++) {
        struct heading heading = lang == 0 ? chinese : english;
        heading.drill = true;
        lay_out(&heading);
        check_pages();
        for (size_t p = 0; p < sheet.page_count; p++) {
            struct place mark;
            assert_int_equal(count_boxes(&sheet.pages[p], BOX_EXERCISE, marks[lang], &mark), 1);
            assert_int_equal(mark.y, SHEET_MARGIN);
        }
    }
}

static void test_blocks_begin_below_the_mark_of_a_drill(void **state)
{
    (void)state;
    struct place mark;
    lay_out(&(struct heading){.title = "t", .description = "d", .drill = true});
    assert_int_equal(count_boxes(&sheet.pages[0], BOX_EXERCISE, "演练", &mark), 1);
    assert_int_equal(sheet.top, mark.y + mark.height + SHEET_GAP);
}

static void test_what_is_no_drill_has_no_mark(void **state)
{
    (void)state;
    lay_out(&chinese);
    for (size_t i = 0; i < sheet.pages[0].box_count; i++)
        assert_int_not_equal(sheet.pages[0].boxes[i].style, BOX_EXERCISE);
}

/* ---- the foot ---- */

static void check_number(size_t page, const char *format, const char *paper)
{
    char number[60];
    struct place place;
    snprintf(number, sizeof number, format, paper, page + 1, sheet.page_count);
    assert_int_equal(count_boxes(&sheet.pages[page], BOX_NOTE, number, &place), 1);
    assert_int_equal(place.x + place.width, sheet.pages[page].width - SHEET_MARGIN);
    assert_int_equal(place.y + place.height, sheet.pages[page].height - SHEET_MARGIN);
}

static void test_pages_are_numbered(void **state)
{
    (void)state;
    for (int i = 0; i < 60; i++)
        add_piece(70);
    lay_out(&chinese);
    assert_true(sheet.page_count > 2);
    for (size_t p = 0; p < sheet.page_count; p++)
        check_number(p, "%s　第 %zu 页，共 %zu 页", "A3");
    lay_out(&english);
    for (size_t p = 0; p < sheet.page_count; p++)
        check_number(p, "%s   page %zu of %zu", "A3");
    drawing.count = 1;
    lay_out(&chinese);
    check_number(0, "%s　第 %zu 页，共 %zu 页", "A4");
}

static void test_a_longer_page_has_its_foot_at_its_end(void **state)
{
    (void)state;
    add_piece(3000);
    lay_out(&chinese);
    check_number(0, "%s　第 %zu 页，共 %zu 页", "A3+");
}

static void test_every_page_says_that_it_is_no_official_document(void **state)
{
    (void)state;
    for (int lang = 0; lang < 2; lang++) {
        lay_out(lang == 0 ? &chinese : &english);
        const struct box *notice = &sheet.pages[0].boxes[sheet.pages[0].box_count - 2]; /* before the number */
        check_contains(notice->name, lang == 0 ? "非官方文件" : "not an official document");
        assert_int_equal(notice->line_count, 1);
    }
}

/* ---- the legend ---- */

static void test_the_legend_lists_each_style_that_is_used_once(void **state)
{
    (void)state;
    for (int style = 0; style < BOX_STYLE_COUNT; style++) {
        const char *says = box_look((enum box_style)style)->legend.en;
        drawing.count = 0;
        for (int i = 0; i < 3; i++)
            add_piece(30)->style = (enum box_style)style;
        lay_out(&english);
        check_pages();
        if (says == NULL)
            continue;
        struct place sample, note;
        assert_int_equal(count_boxes(&sheet.pages[0], (enum box_style)style, says, &sample), 1);
        assert_int_equal(count_boxes(&sheet.pages[0], BOX_NOTE, says, &note), 1);
        assert_true(sample.x + sample.width < note.x && sample.y >= note.y && sample.y + sample.height <= note.y + note.height);
    }
}

static void test_styles_that_are_not_used_are_not_in_the_legend(void **state)
{
    (void)state;
    add_piece(30)->style = BOX_GROUP;
    lay_out(&chinese);
    for (int style = 0; style < BOX_STYLE_COUNT; style++) {
        const char *says = box_look((enum box_style)style)->legend.zh;
        if (says != NULL)
            assert_int_equal(count_boxes(&sheet.pages[0], BOX_NOTE, says, NULL), style == BOX_GROUP);
    }
    assert_int_equal(sheet.pages[0].link_count, 0);
}

static void test_entries_of_the_legend_stand_apart(void **state)
{
    (void)state;
    struct place one, two;
    add_piece(30)->style = BOX_GROUP;
    add_piece(30)->style = BOX_MEMBER;
    lay_out(&chinese);
    assert_int_equal(count_boxes(&sheet.pages[0], BOX_NOTE, "工作组", &one), 1);
    assert_int_equal(count_boxes(&sheet.pages[0], BOX_MEMBER, "成员单位", &two), 1);
    assert_int_equal(two.x, one.x + one.width + SHEET_GAP);
    assert_int_equal(one.y + one.height, sheet.pages[0].height - SHEET_MARGIN - 20); /* above a second row, and the notice */
}

static void test_each_page_has_the_legend_of_its_own_styles(void **state)
{
    (void)state;
    add_piece(30)->style = BOX_GROUP;
    add_piece(30)->style = BOX_LATE;
    drawing.pieces[1].breaks = true;
    lay_out(&chinese);
    for (size_t p = 0; p < 2; p++) {
        assert_int_equal(count_boxes(&sheet.pages[p], BOX_NOTE, "工作组", NULL), p == 0);
        assert_int_equal(count_boxes(&sheet.pages[p], BOX_NOTE, "! 超时", NULL), p == 1);
    }
}

static int draw_links(struct sheet *on, void *context, struct err *err)
{
    struct point points[] = {{100, 200}, {300, 200}, {300, 400}};
    (void)context;
    (void)err;
    int box = chart_add(sheet_page(on), BOX_VALUE, (struct place){on->left, on->y, 50, 50}, "x", NULL);
    for (int i = 0; i < 2 * LINK_STYLE_COUNT; i++)
        if (i / 2 != LINK_TELLS)
            chart_link(sheet_page(on), &(struct route){(enum link_style)(i / 2), box, box, points, 3});
    return 0;
}

static void test_the_legend_shows_each_kind_of_link_that_is_used_once(void **state)
{
    (void)state;
    struct err err;
    size_t count[LINK_STYLE_COUNT] = {0};
    assert_int_equal(sheet_fill(&sheet, draw_links, NULL, &err), 0);
    const struct chart *page = &sheet.pages[0];
    check_page(page);
    for (size_t i = 2 * (LINK_STYLE_COUNT - 1); i < page->link_count; i++) {
        const struct link *link = &page->links[i];
        const char *says = link_look((enum link_style)link->style)->legend.zh;
        struct place note = chart_place(page, (int)link->to);
        assert_string_equal(page->boxes[link->to].name, says);
        assert_true(link->point_count == 4 && link->points[1] == link->points[3] && link->points[2] < note.x);
        assert_in_range(link->points[1], note.y, note.y + note.height);
        count[link->style]++;
    }
    for (int style = 0; style < LINK_STYLE_COUNT; style++)
        assert_int_equal(count[style], style != LINK_TELLS && link_look((enum link_style)style)->legend.zh != NULL);
}

/* ---- found by looking for trouble ---- */

static void test_as_many_long_facts_as_there_may_be_stay_on_the_page(void **state)
{
    (void)state;
    static const char value[] = "朔州市某某县某某乡某某村疑似发生疫情";
    struct heading heading = {.title = "指挥体系图", .description = "d",
                              .facts = {{"a", value}, {"b", value}, {"c", value}, {"d", value}}};
    lay_out(&heading);
    for (size_t i = 0; i < sheet.pages[0].box_count; i++)
        assert_true(sheet.pages[0].boxes[i].x >= SHEET_MARGIN);
    check_pages();
}

static void test_a_legend_of_many_styles_stays_on_the_page(void **state)
{
    (void)state;
    for (int style = BOX_HQ; style < BOX_STYLE_COUNT; style++)
        add_piece(15)->style = (enum box_style)style;
    lay_out(&english);
    for (size_t i = 0; i < sheet.pages[0].box_count; i++)
        assert_true(sheet.pages[0].boxes[i].x + sheet.pages[0].boxes[i].width <= sheet.pages[0].width - SHEET_MARGIN);
    check_pages();
}

static void test_a_heading_may_leave_out_its_description(void **state)
{
    (void)state;
    lay_out(&(struct heading){.title = "t", .description = ""});
    check_pages();
    lay_out(&(struct heading){.title = "t"});
    check_pages();
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_drawing, close_sheet)
    static const struct CMUnitTest tests[] = {
        T(test_every_page_has_the_title_block),
        T(test_a_title_block_without_subtitle_and_facts_has_none),
        T(test_facts_end_at_the_right_margin),
        T(test_a_long_fact_takes_lines_and_the_blocks_begin_below),
        T(test_a_long_title_takes_lines_and_the_blocks_begin_below),
        T(test_a_drill_is_marked_on_every_page),
        T(test_blocks_begin_below_the_mark_of_a_drill),
        T(test_what_is_no_drill_has_no_mark),
        T(test_pages_are_numbered),
        T(test_a_longer_page_has_its_foot_at_its_end),
        T(test_every_page_says_that_it_is_no_official_document),
        T(test_the_legend_lists_each_style_that_is_used_once),
        T(test_styles_that_are_not_used_are_not_in_the_legend),
        T(test_entries_of_the_legend_stand_apart),
        T(test_each_page_has_the_legend_of_its_own_styles),
        T(test_the_legend_shows_each_kind_of_link_that_is_used_once),
        T(test_as_many_long_facts_as_there_may_be_stay_on_the_page),
        T(test_a_legend_of_many_styles_stays_on_the_page),
        T(test_a_heading_may_leave_out_its_description),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
