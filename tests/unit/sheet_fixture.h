/* Sheets for tests: drawings made of blocks of given heights, and what holds for every page that comes of one. */
#ifndef TESTS_UNIT_SHEET_FIXTURE_H
#define TESTS_UNIT_SHEET_FIXTURE_H

#include "cli/sheet.h"
#include "tests/unit/chart_fixture.h"

#define PIECES_MAX 400

/* A block of one box: "b0", "b1" … of a height; under a band when it has one, on a page of its own when it has to. */
struct piece {
    int height;
    enum box_style style;
    const char *band;
    bool breaks;
    char name[8];
};

struct drawing {
    struct piece pieces[PIECES_MAX];
    size_t count, calls;
    bool failing;
};

static struct drawing drawing;
static struct sheet sheet;

static const struct heading chinese = {.lang = LANG_ZH, .title = "指挥体系图", .subtitle = "朔州市动物疫情应急预案", .description = "一张图",
                                       .facts = {{"文号", "朔政办发〔2023〕1号"}, {"级别", "一级响应"}, {"时刻", "2026-03-01 08:00"}}};
static const struct heading english = {.lang = LANG_EN, .title = "Command structure", .subtitle = "Plan", .description = "A diagram",
                                       .facts = {{"Level", "Level 1"}}};

static inline int draw_piece(struct sheet *on, int top, void *context)
{
    const struct piece *piece = context;
    struct place place = {on->left, top, sheet_width(on), piece->height};
    chart_add(sheet_page(on), piece->style, place, piece->name, NULL);
    return top + piece->height;
}

static inline int draw_pieces(struct sheet *on, void *context, struct err *err)
{
    struct drawing *it = context;
    it->calls++;
    if (it->failing)
        return err_set(err, ERR_STATE, "不画", "will not draw");
    for (size_t i = 0; i < it->count; i++) {
        struct block block = {draw_piece, &it->pieces[i]};
        if (it->pieces[i].breaks)
            sheet_break(on);
        if (it->pieces[i].band != NULL)
            sheet_band(on, it->pieces[i].band, &block);
        else
            sheet_block(on, &block);
    }
    return 0;
}

static inline struct piece *add_piece(int height)
{
    struct piece *piece = &drawing.pieces[drawing.count];
    *piece = (struct piece){.height = height, .style = BOX_VALUE};
    snprintf(piece->name, sizeof piece->name, "b%zu", drawing.count++);
    return piece;
}

static inline void lay_out(const struct heading *heading)
{
    struct err err;
    sheet_release(&sheet);
    sheet_init(&sheet, heading);
    if (sheet_fill(&sheet, draw_pieces, &drawing, &err) != 0)
        fail_msg("%s", err.en);
}

static inline int open_drawing(void **state)
{
    (void)state;
    memset(&drawing, 0, sizeof drawing);
    sheet_init(&sheet, &chinese);
    return 0;
}

static inline int close_sheet(void **state)
{
    (void)state;
    sheet_release(&sheet);
    return 0;
}

/* ---- looking at pages ---- */

static inline bool is_named(const struct box *box, const char *name)
{
    return strcmp(box->name, name) == 0;
}

/* How often a box of this name and style stands on a page; the last of them in *found (may be NULL). */
static inline size_t count_boxes(const struct chart *page, enum box_style style, const char *name, struct place *found)
{
    size_t count = 0;
    for (size_t i = 0; i < page->box_count; i++)
        if (page->boxes[i].style == (int)style && is_named(&page->boxes[i], name)) {
            count++;
            if (found != NULL)
                *found = chart_place(page, (int)i);
        }
    return count;
}

static inline void check_apart(const struct box *a, const struct box *b)
{
    if (a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height)
        fail_msg("\"%s\" at %lld, %lld overlaps \"%s\" at %lld, %lld", a->name, (long long)a->x, (long long)a->y, b->name, (long long)b->x,
                 (long long)b->y);
}

/* Boxes stand on the page, overlap nowhere, and are as high as their lines; respond-diagram would read it. */
static inline void check_page(const struct chart *page)
{
    struct chart read;
    struct diags diags = {0};
    struct text json = {0};
    for (size_t i = 0; i < page->box_count; i++) {
        const struct box *box = &page->boxes[i];
        struct type type = box_type((enum box_style)box->style);
        assert_true(type_height(&type, box->line_count) <= box->height);
        for (size_t k = 0; k < i; k++)
            check_apart(box, &page->boxes[k]);
    }
    chart_to_json(page, &json);
    if (chart_read(&read, "page", &json, &diags) != 0)
        fail_msg("%s: %s", diags.items[0].pointer, diags.items[0].en);
    chart_release(&read);
    diags_release(&diags);
}

static inline void check_pages(void)
{
    for (size_t i = 0; i < sheet.page_count; i++)
        check_page(&sheet.pages[i]);
}

/* Every piece is there once, whole and in order. Returns on which page each is, in `pages` (may be NULL). */
static inline void check_pieces(size_t *pages)
{
    size_t page = 0, at = 0;
    for (size_t i = 0; i < drawing.count; i++) {
        const struct piece *piece = &drawing.pieces[i];
        while (page < sheet.page_count) {
            const struct chart *chart = &sheet.pages[page];
            while (at < chart->box_count && !is_named(&chart->boxes[at], piece->name))
                at++;
            if (at < chart->box_count)
                break;
            page++;
            at = 0;
        }
        if (page == sheet.page_count)
            fail_msg("%s is lost, or not in its place", piece->name);
        assert_int_equal(sheet.pages[page].boxes[at].height, piece->height);
        if (pages != NULL)
            pages[i] = page;
    }
    for (size_t i = 0; i < drawing.count; i++) {
        size_t found = 0;
        for (size_t p = 0; p < sheet.page_count; p++)
            found += count_boxes(&sheet.pages[p], drawing.pieces[i].style, drawing.pieces[i].name, NULL);
        assert_int_equal(found, 1);
    }
}

#endif
