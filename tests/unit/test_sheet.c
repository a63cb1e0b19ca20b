/* Sheets: which paper, and which page a block comes to; boxes in rows. */
#include "tests/unit/sheet_fixture.h"

#include <locale.h>

/* ---- paper ---- */

static void test_a_block_that_fits_is_drawn_on_a4(void **state)
{
    (void)state;
    add_piece(100);
    lay_out(&chinese);
    assert_int_equal(sheet.page_count, 1);
    assert_int_equal(drawing.calls, 1);
    assert_string_equal(sheet_paper(&sheet), "A4");
    assert_true(sheet.pages[0].width == 842 && sheet.pages[0].height == 595 && sheet.pages[0].scale == 100);
    check_pieces(NULL);
    check_pages();
}

static void test_a_sheet_without_blocks_is_an_empty_page(void **state)
{
    (void)state;
    lay_out(&english);
    assert_int_equal(sheet.page_count, 1);
    assert_string_equal(sheet_paper(&sheet), "A4");
    check_pages();
}

static void test_every_a3_is_as_large_as_a3(void **state)
{
    (void)state;
    bool seen[PAPER_COUNT] = {false};
    for (int height = 100; height < 900; height += 10) {
        drawing.count = 0;
        add_piece(height);
        lay_out(&chinese);
        const struct chart *page = &sheet.pages[0];
        seen[sheet.paper] = true;
        if (sheet.paper != PAPER_A4 && strcmp(sheet_paper(&sheet), "A3") == 0) {
            assert_in_range(page->width * page->scale, 1191 * 99, 1191 * 101);
            assert_in_range(page->height * page->scale, 842 * 99, 842 * 101);
        }
    }
    for (int paper = 0; paper < PAPER_COUNT; paper++)
        assert_true(seen[paper]);
}

/* Point by point: a smaller type is taken only when the page before was full. */
static void test_what_is_too_much_for_a4_goes_on_a3_in_the_largest_type_that_fits(void **state)
{
    (void)state;
    enum paper before = PAPER_A4;
    bool full = false;
    for (int height = 100; height < 1000; height++) {
        drawing.count = 0;
        for (int left = height; left > 0; left -= 100)
            add_piece(left < 100 ? left : 100);
        lay_out(&chinese);
        if (sheet.page_count > 1)
            break;
        assert_true(sheet.paper == before || (full && sheet.paper == before + 1) || height % 100 == 1);
        assert_true(sheet.y - SHEET_GAP <= sheet.bottom);
        full = sheet.y - SHEET_GAP == sheet.bottom;
        before = sheet.paper;
    }
    assert_int_equal(before, PAPER_COUNT - 1);
}

static void test_type_is_larger_on_a_page_that_has_less(void **state)
{
    (void)state;
    int64_t scale = 1000;
    for (int count = 1; count < 17; count++) {
        add_piece(40);
        lay_out(&english);
        if (sheet.paper != PAPER_A4) {
            assert_true(sheet.pages[0].scale <= scale);
            scale = sheet.pages[0].scale;
        }
        check_pieces(NULL);
        check_pages();
    }
    assert_int_equal(sheet.page_count, 1);
    assert_int_equal(sheet.paper, PAPER_A3_SMALL);
}

static void test_what_takes_several_pages_is_set_in_type_of_its_own_size(void **state)
{
    (void)state;
    for (int count = 0; count < 40; count++)
        add_piece(40);
    lay_out(&english);
    assert_true(sheet.page_count > 1);
    for (size_t p = 0; p < sheet.page_count; p++)
        assert_true(sheet.pages[p].width == 1191 && sheet.pages[p].height == 842 && sheet.pages[p].scale == 100);
}

/* ---- several pages ---- */

static void test_blocks_go_to_the_next_page_whole(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int round = 0; round < 30; round++) {
        drawing.count = 0;
        for (int i = 0; i < 100; i++)
            add_piece(20 + (int)random_below(&random, 300));
        lay_out(round % 2 == 0 ? &chinese : &english);
        assert_true(sheet.page_count > 3);
        assert_string_equal(sheet_paper(&sheet), "A3");
        check_pieces(NULL);
        check_pages();
    }
}

static void test_blocks_stand_apart_below_the_heading(void **state)
{
    (void)state;
    for (int i = 0; i < 60; i++)
        add_piece(70);
    lay_out(&chinese);
    for (size_t p = 0; p < sheet.page_count; p++) {
        const struct chart *page = &sheet.pages[p];
        int64_t expected = -1;
        for (size_t i = 0; i < page->box_count; i++)
            if (page->boxes[i].style == BOX_VALUE) {
                assert_true(expected < 0 || page->boxes[i].y == expected);
                expected = page->boxes[i].y + 70 + SHEET_GAP;
                assert_int_equal(page->boxes[i].x, SHEET_MARGIN);
                assert_int_equal(page->boxes[i].width, page->width - 2 * SHEET_MARGIN);
            }
        assert_true(expected > 0 && (p + 1 == sheet.page_count || expected + 70 > sheet.bottom));
    }
}

static void test_a_band_stays_with_its_first_block(void **state)
{
    (void)state;
    static size_t pages[PIECES_MAX];
    uint64_t random = 2;
    for (int round = 0; round < 30; round++) {
        drawing.count = 0;
        for (int i = 0; i < 100; i++)
            add_piece(20 + (int)random_below(&random, 120))->band = random_below(&random, 3) == 0 ? "" : NULL;
        for (size_t i = 0; i < drawing.count; i++)
            if (drawing.pieces[i].band != NULL)
                drawing.pieces[i].band = drawing.pieces[(i + 1) % drawing.count].name;
        lay_out(&chinese);
        check_pieces(pages);
        check_pages();
        for (size_t i = 0; i < drawing.count; i++) {
            struct place band, piece;
            if (drawing.pieces[i].band == NULL)
                continue;
            assert_int_equal(count_boxes(&sheet.pages[pages[i]], BOX_BAND, drawing.pieces[i].band, &band), 1);
            assert_int_equal(count_boxes(&sheet.pages[pages[i]], BOX_VALUE, drawing.pieces[i].name, &piece), 1);
            assert_int_equal(band.y + band.height, piece.y);
        }
    }
}

static void test_what_follows_a_break_begins_a_page(void **state)
{
    (void)state;
    size_t pages[4];
    for (int i = 0; i < 4; i++)
        add_piece(20);
    drawing.pieces[0].breaks = drawing.pieces[2].breaks = true; /* the first one has its page already */
    lay_out(&chinese);
    assert_int_equal(sheet.page_count, 2);
    assert_string_equal(sheet_paper(&sheet), "A4");
    check_pieces(pages);
    assert_true(pages[0] == 0 && pages[1] == 0 && pages[2] == 1 && pages[3] == 1);
}

static int draw_spilling(struct sheet *on, void *context, struct err *err)
{
    struct drawing *it = context;
    (void)err;
    for (size_t i = 0; i < it->count; i++) {
        if (i > 0 && on->y + it->pieces[i].height + 300 > on->bottom)
            sheet_spill(on);
        sheet_block(on, &(struct block){draw_piece, &it->pieces[i]});
    }
    return 0;
}

static void test_who_says_that_something_does_not_fit_gets_larger_paper(void **state)
{
    (void)state;
    struct err err;
    add_piece(150);
    add_piece(150); /* on A4 there is room for it, but not for 300 more */
    assert_int_equal(sheet_fill(&sheet, draw_spilling, &drawing, &err), 0);
    assert_int_equal(sheet.page_count, 1);
    assert_string_equal(sheet_paper(&sheet), "A3");
    check_pieces(NULL);
}

/* ---- what stands at the top of every page ---- */

static struct piece heads = {.height = 30, .style = BOX_LEVEL, .name = "heads"};

static int draw_under_heads(struct sheet *on, void *context, struct err *err)
{
    sheet_block(on, &(struct block){draw_piece, &drawing.pieces[0]});
    sheet_running(on, &(struct block){draw_piece, &heads});
    for (size_t i = 1; i < drawing.count; i++)
        sheet_block(on, &(struct block){draw_piece, &drawing.pieces[i]});
    (void)context;
    (void)err;
    return 0;
}

static void test_heads_of_columns_stand_on_every_page_from_there_on(void **state)
{
    (void)state;
    struct err err;
    for (int i = 0; i < 60; i++)
        add_piece(70);
    assert_int_equal(sheet_fill(&sheet, draw_under_heads, NULL, &err), 0);
    assert_true(sheet.page_count > 2);
    check_pieces(NULL);
    check_pages();
    for (size_t p = 0; p < sheet.page_count; p++) {
        struct place head, first;
        assert_int_equal(count_boxes(&sheet.pages[p], BOX_LEVEL, "heads", &head), 1);
        for (size_t i = 0; i < drawing.count && p > 0; i++)
            if (count_boxes(&sheet.pages[p], BOX_VALUE, drawing.pieces[i].name, &first) > 0)
                assert_true(first.y >= head.y + head.height + SHEET_GAP);
    }
}

static void test_heads_of_a_sheet_that_was_drawn_before_are_gone(void **state)
{
    (void)state;
    struct err err;
    for (int i = 0; i < 60; i++)
        add_piece(70);
    assert_int_equal(sheet_fill(&sheet, draw_under_heads, NULL, &err), 0);
    assert_int_equal(sheet_fill(&sheet, draw_pieces, &drawing, &err), 0);
    for (size_t p = 0; p < sheet.page_count; p++)
        assert_int_equal(count_boxes(&sheet.pages[p], BOX_LEVEL, "heads", NULL), 0);
}

/* ---- more than there is room for ---- */

static void test_a_block_higher_than_a_page_lengthens_it(void **state)
{
    (void)state;
    size_t pages[3];
    for (int i = 0; i < 3; i++)
        add_piece(i == 1 ? 2000 : 50);
    lay_out(&chinese);
    assert_string_equal(sheet_paper(&sheet), "A3+");
    assert_int_equal(sheet.page_count, 3);
    check_pieces(pages);
    check_pages();
    assert_true(pages[0] == 0 && pages[1] == 1 && pages[2] == 2);
    assert_true(sheet.pages[1].height > 2000 && sheet.pages[1].height < 2200);
    assert_int_equal(sheet.pages[0].height, sheet.pages[2].height);
    assert_true(sheet.pages[0].height < 1000);
}

static void test_a_high_block_alone_is_one_long_page(void **state)
{
    (void)state;
    add_piece(5000);
    lay_out(&english);
    assert_int_equal(sheet.page_count, 1);
    assert_string_equal(sheet_paper(&sheet), "A3+");
    check_pieces(NULL);
    check_pages();
}

static void check_limit(int pages, enum err_code code)
{
    struct err err = {0};
    memset(&drawing, 0, sizeof drawing);
    for (int i = 0; i < pages; i++)
        add_piece(20)->breaks = true;
    sheet_release(&sheet);
    sheet_init(&sheet, &chinese);
    assert_int_equal(sheet_fill(&sheet, draw_pieces, &drawing, &err), code == ERR_NONE ? 0 : -1);
    assert_int_equal(err.code, code);
}

static void test_more_pages_than_anybody_reads_are_refused(void **state)
{
    (void)state;
    struct err err = {0};
    check_limit(SHEET_PAGES_MAX, ERR_NONE);
    assert_int_equal(sheet.page_count, SHEET_PAGES_MAX);
    check_pieces(NULL);
    check_limit(SHEET_PAGES_MAX + 1, ERR_LIMIT);
    check_limit(PIECES_MAX, ERR_LIMIT);
    drawing.count = 0;
    for (int i = 0; i < PIECES_MAX; i++)
        add_piece(500);
    sheet_release(&sheet);
    sheet_init(&sheet, &chinese);
    assert_int_equal(sheet_fill(&sheet, draw_pieces, &drawing, &err), -1);
    assert_int_equal(err.code, ERR_LIMIT);
    check_contains(err.en, "200");
}

static void test_whoever_cannot_draw_says_why(void **state)
{
    (void)state;
    struct err err = {0};
    drawing.failing = true;
    add_piece(50);
    assert_int_equal(sheet_fill(&sheet, draw_pieces, &drawing, &err), -1);
    assert_int_equal(err.code, ERR_STATE);
}

static void test_the_same_drawing_gives_the_same_sheets(void **state)
{
    (void)state;
    char *json[2][20];
    size_t pages = 0;
    for (int i = 0; i < 60; i++)
        add_piece(100)->style = (enum box_style)(BOX_HQ + i % 10);
    for (int round = 0; round < 2; round++) {
        lay_out(&chinese);
        pages = sheet.page_count;
        for (size_t p = 0; p < pages; p++)
            json[round][p] = chart_json(&sheet.pages[p]);
    }
    assert_in_range(pages, 2, 20);
    for (size_t p = 0; p < pages; p++) {
        assert_string_equal(json[0][p], json[1][p]);
        free(json[0][p]);
        free(json[1][p]);
    }
}

/* ---- rows ---- */

static void test_a_row_is_as_high_as_its_highest_cell(void **state)
{
    (void)state;
    lay_out(&chinese);
    struct chart *page = sheet_page(&sheet);
    size_t first = page->box_count;
    struct cell cells[] = {{BOX_LABEL, 60, "岗位", NULL}, {BOX_VALUE, 40, "一二三四五六七八九十", "name"}, {BOX_CLAUSE, 50, "2.1", NULL}};
    int highest = chart_height(BOX_VALUE, cells[1].text, 40);
    assert_true(highest > chart_height(BOX_LABEL, cells[0].text, 60));
    assert_int_equal(sheet_row(&sheet, (struct place){100, 200, 0, 0}, cells, 3), highest);
    for (size_t i = 0, x = 100; i < 3; x += (size_t)cells[i++].width) {
        struct place place = chart_place(page, (int)(first + i));
        assert_true(place.x == (int)x && place.y == 200 && place.width == cells[i].width && place.height == highest);
    }
    assert_string_equal(page->boxes[first + 1].name, "name");
    assert_int_equal(sheet_row(&sheet, (struct place){100, 200, 0, highest + 7}, cells, 3), highest + 7); /* at the least */
    assert_int_equal(sheet_row(&sheet, (struct place){100, 200, 0, 0}, cells, 0), 0);
}

static void test_a_box_moves_down_what_comes_below_it(void **state)
{
    (void)state;
    lay_out(&chinese);
    int y = 0, height = chart_height(BOX_VALUE, "一二三四五六七八九十", 50);
    int box = sheet_add(&sheet, BOX_VALUE, (struct place){100, 300, 50, 0}, "一二三四五六七八九十", &y);
    assert_int_equal(y, 300 + height);
    assert_int_equal(box, sheet_page(&sheet)->box_count - 1);
    assert_int_equal(chart_place(sheet_page(&sheet), box).height, height);
}

/* ---- found by looking for trouble ---- */

static void test_heads_of_columns_are_never_alone_on_a_page(void **state)
{
    (void)state;
    struct err err;
    add_piece(20);
    for (int i = 1; i < 4; i++)
        add_piece(650); /* with the heads above it more than is left, alone not more than a page */
    drawing.pieces[0].height = 60;
    assert_int_equal(sheet_fill(&sheet, draw_under_heads, NULL, &err), 0);
    for (size_t p = 0; p < sheet.page_count; p++) {
        size_t pieces = 0;
        for (size_t i = 1; i < drawing.count; i++)
            pieces += count_boxes(&sheet.pages[p], BOX_VALUE, drawing.pieces[i].name, NULL);
        assert_true(pieces > 0 || count_boxes(&sheet.pages[p], BOX_LEVEL, "heads", NULL) == 0);
    }
}

static void test_what_is_too_many_pages_of_a4_may_be_few_of_a3(void **state)
{
    (void)state;
    for (int i = 0; i < 250; i++)
        add_piece(300); /* one to a page of A4, two to a page of A3 */
    lay_out(&chinese);
    assert_true(sheet.page_count <= SHEET_PAGES_MAX);
}

static void test_each_page_says_its_own_paper(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        add_piece(i == 1 ? 2000 : 50);
    lay_out(&chinese);
    assert_int_equal(count_boxes(&sheet.pages[0], BOX_NOTE, "A3　第 1 页，共 3 页", NULL), 1);
    assert_int_equal(count_boxes(&sheet.pages[1], BOX_NOTE, "A3+　第 2 页，共 3 页", NULL), 1);
    assert_int_equal(count_boxes(&sheet.pages[2], BOX_NOTE, "A3　第 3 页，共 3 页", NULL), 1);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_drawing, close_sheet)
    static const struct CMUnitTest tests[] = {
        T(test_a_block_that_fits_is_drawn_on_a4),
        T(test_a_sheet_without_blocks_is_an_empty_page),
        T(test_every_a3_is_as_large_as_a3),
        T(test_what_is_too_much_for_a4_goes_on_a3_in_the_largest_type_that_fits),
        T(test_type_is_larger_on_a_page_that_has_less),
        T(test_what_takes_several_pages_is_set_in_type_of_its_own_size),
        T(test_blocks_go_to_the_next_page_whole),
        T(test_blocks_stand_apart_below_the_heading),
        T(test_a_band_stays_with_its_first_block),
        T(test_what_follows_a_break_begins_a_page),
        T(test_who_says_that_something_does_not_fit_gets_larger_paper),
        T(test_heads_of_columns_stand_on_every_page_from_there_on),
        T(test_heads_of_a_sheet_that_was_drawn_before_are_gone),
        T(test_a_block_higher_than_a_page_lengthens_it),
        T(test_a_high_block_alone_is_one_long_page),
        T(test_more_pages_than_anybody_reads_are_refused),
        T(test_whoever_cannot_draw_says_why),
        T(test_the_same_drawing_gives_the_same_sheets),
        T(test_a_row_is_as_high_as_its_highest_cell),
        T(test_a_box_moves_down_what_comes_below_it),
        T(test_heads_of_columns_are_never_alone_on_a_page),
        T(test_what_is_too_many_pages_of_a4_may_be_few_of_a3),
        T(test_each_page_says_its_own_paper),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
