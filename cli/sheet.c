/* Pages and their blocks. See sheet.h. */
#include "cli/sheet.h"

#include <stdlib.h>
#include <string.h>

#define FOOT 30       /* height of the legend, of two rows at the most, and the note under it */
#define FOOT_ROW 10
#define FACT_WIDTH 150 /* the widest value in the title block */
#define SWATCH 18

/* ISO 216, in points, and what is drawn on it before it is enlarged by `scale` percent. */
static const struct paper_row {
    const char *name;
    int width, height, scale;
} papers[PAPER_COUNT] = {
    [PAPER_A4] = {"A4", 842, 595, 100},
    [PAPER_A3_LARGE] = {"A3", 953, 674, 125},
    [PAPER_A3_MEDIUM] = {"A3", 1063, 752, 112},
    [PAPER_A3] = {"A3", 1191, 842, 100},
    [PAPER_A3_SMALL] = {"A3", 1323, 936, 90},
};

void sheet_init(struct sheet *sheet, const struct heading *heading)
{
    *sheet = (struct sheet){.heading = *heading};
}

static void drop_pages(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->page_count; i++)
        chart_release(&sheet->pages[i]);
    free(sheet->pages);
    sheet->pages = NULL;
    sheet->page_count = 0;
}

void sheet_release(struct sheet *sheet)
{
    drop_pages(sheet);
}

struct chart *sheet_page(const struct sheet *sheet)
{
    return &sheet->pages[sheet->page_count - 1];
}

int sheet_width(const struct sheet *sheet)
{
    return sheet->right - sheet->left;
}

static const char *paper_name(const struct sheet *sheet, const struct chart *page)
{
    return page->height > papers[sheet->paper].height ? "A3+" : papers[sheet->paper].name; /* a longer page is tried on A3 first */
}

const char *sheet_paper(const struct sheet *sheet)
{
    const struct chart *highest = &sheet->pages[0];
    for (size_t i = 1; i < sheet->page_count; i++)
        highest = sheet->pages[i].height > highest->height ? &sheet->pages[i] : highest;
    return paper_name(sheet, highest);
}

void sheet_free(struct sheet *sheet, struct text *text)
{
    sheet->failed = sheet->failed || text->failed;
    text_release(text);
}

/* ---- boxes in rows ---- */

int sheet_row(struct sheet *sheet, struct place at, const struct cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int height = chart_height(cells[i].style, cells[i].text, cells[i].width);
        at.height = height > at.height ? height : at.height;
    }
    for (size_t i = 0; i < count; i++) {
        at.width = cells[i].width;
        chart_add(sheet_page(sheet), cells[i].style, at, cells[i].text, cells[i].name);
        at.x += at.width;
    }
    return at.height;
}

int sheet_add(struct sheet *sheet, enum box_style style, struct place place, const char *text, int *y)
{
    place.height = chart_height(style, text, place.width);
    *y = place.y + place.height;
    return chart_add(sheet_page(sheet), style, place, text, NULL);
}

/* ---- the title block ---- */

static int fact_width(const struct heading_fact *fact)
{
    int key = chart_width(BOX_KEY, fact->key), value = chart_width(BOX_FACT, fact->value), width = key > value ? key : value;
    return width < FACT_WIDTH ? width : FACT_WIDTH;
}

/* The facts stand at the right, each under its key. Returns where they begin; *bottom is where they end. */
static int draw_facts(struct sheet *sheet, int *bottom)
{
    const struct heading *heading = &sheet->heading;
    struct cell keys[SHEET_FACTS_MAX], values[SHEET_FACTS_MAX];
    size_t count = 0;
    int x = sheet->right;
    for (; count < SHEET_FACTS_MAX && heading->facts[count].key != NULL; count++) {
        int width = fact_width(&heading->facts[count]);
        keys[count] = (struct cell){BOX_KEY, width, heading->facts[count].key, NULL};
        values[count] = (struct cell){BOX_FACT, width, heading->facts[count].value, NULL};
        x -= width;
    }
    struct place at = {.x = x, .y = SHEET_MARGIN};
    at.y += sheet_row(sheet, at, keys, count);
    at.y += sheet_row(sheet, at, values, count);
    *bottom = at.y;
    return x;
}

static void draw_heading(struct sheet *sheet)
{
    const struct heading *heading = &sheet->heading;
    int facts_bottom, y = SHEET_MARGIN, right = draw_facts(sheet, &facts_bottom) - SHEET_GAP;
    if (heading->drill) {
        const char *mark = heading->lang == LANG_ZH ? "演练" : "EXERCISE";
        struct place place = {.y = SHEET_MARGIN, .width = chart_width(BOX_EXERCISE, mark)};
        place.x = right - place.width;
        place.height = chart_height(BOX_EXERCISE, mark, place.width);
        chart_add(sheet_page(sheet), BOX_EXERCISE, place, mark, NULL);
        right = place.x - SHEET_GAP;
        facts_bottom = place.y + place.height > facts_bottom ? place.y + place.height : facts_bottom;
    }
    struct place place = {.x = sheet->left, .y = y, .width = right - sheet->left};
    sheet_add(sheet, BOX_TITLE, place, heading->title, &y);
    place.y = y;
    if (heading->subtitle != NULL && heading->subtitle[0] != '\0')
        sheet_add(sheet, BOX_SUBTITLE, place, heading->subtitle, &y);
    sheet->top = sheet->y = (y > facts_bottom ? y : facts_bottom) + SHEET_GAP;
}

/* ---- the foot ---- */

/* Where the next entry of the legend stands; what does not fit into the row begins the next one. */
static struct place next_entry(const struct sheet *sheet, struct place *at, const struct words *words)
{
    int width = chart_width(BOX_NOTE, words_in(*words, sheet->heading.lang));
    if (at->x + SWATCH + 4 + width > sheet->right) {
        at->x = sheet->left;
        at->y += FOOT_ROW;
    }
    struct place entry = {at->x, at->y, width, FOOT_ROW};
    at->x += SWATCH + 4 + width + SHEET_GAP;
    return entry;
}

static int draw_entry(struct sheet *sheet, struct place entry, const struct words *words)
{
    entry.x += SWATCH + 4;
    return chart_add(sheet_page(sheet), BOX_NOTE, entry, words_in(*words, sheet->heading.lang), NULL);
}

/* A sample of each style that the page shows, and what it stands for. */
static void draw_legend(struct sheet *sheet, struct place at)
{
    struct chart *page = sheet_page(sheet);
    uint64_t boxes = 0, links = 0;
    int last = at.y + FOOT_ROW;
    for (size_t i = 0; i < page->box_count; i++)
        boxes |= UINT64_C(1) << page->boxes[i].style;
    for (size_t i = 0; i < page->link_count; i++)
        links |= UINT64_C(1) << page->links[i].style;
    for (int style = 0; style < BOX_STYLE_COUNT && at.y <= last; style++) {
        const struct words *legend = &box_look((enum box_style)style)->legend;
        if (!(boxes >> style & 1) || legend->zh == NULL)
            continue;
        struct place entry = next_entry(sheet, &at, legend), sample = {entry.x, entry.y + 1, SWATCH, FOOT_ROW - 2};
        if (at.y > last)
            break;
        chart_add(page, (enum box_style)style, sample, "", words_in(*legend, sheet->heading.lang));
        draw_entry(sheet, entry, legend);
    }
    for (int style = 0; style < LINK_STYLE_COUNT && at.y <= last; style++) {
        const struct words *legend = &link_look((enum link_style)style)->legend;
        if (!(links >> style & 1) || legend->zh == NULL)
            continue;
        struct place entry = next_entry(sheet, &at, legend);
        struct point ends[] = {{entry.x, entry.y + FOOT_ROW / 2}, {entry.x + SWATCH, entry.y + FOOT_ROW / 2}};
        if (at.y > last)
            break;
        int box = draw_entry(sheet, entry, legend);
        chart_link(page, &(struct route){(enum link_style)style, box, box, ends, 2});
    }
}

/* The foot of a page knows how many there are. */
static void draw_foot(struct sheet *sheet, size_t page, size_t pages)
{
    static const struct words notice = {"由 respond 按预案数据绘制，非官方文件，以预案正文为准；［］内为条款号",
                                        "Drawn by respond from plan data; not an official document: the plan's text prevails. Numbers in brackets are its clauses"};
    size_t last = sheet->page_count;
    struct text number = {0};
    sheet->page_count = page + 1; /* draw on that one */
    struct chart *chart = sheet_page(sheet);
    struct place at = {.x = sheet->left, .y = (int)chart->height - SHEET_MARGIN - FOOT, .height = FOOT_ROW};
    draw_legend(sheet, at);
    text_addf(&number, sheet->heading.lang == LANG_ZH ? "%s　第 %zu 页，共 %zu 页" : "%s   page %zu of %zu", paper_name(sheet, chart), page + 1, pages);
    int width = chart_width(BOX_NOTE, text_str(&number));
    at = (struct place){sheet->left, at.y + 2 * FOOT_ROW, sheet->right - sheet->left - width - SHEET_GAP, FOOT_ROW};
    chart_add(chart, BOX_NOTE, at, words_in(notice, sheet->heading.lang), NULL);
    at = (struct place){sheet->right - width, at.y, width, FOOT_ROW};
    chart_add(chart, BOX_NOTE, at, text_str(&number), NULL);
    sheet_free(sheet, &number);
    sheet->page_count = last;
}

/* ---- pages ---- */

static int draw_running(struct sheet *sheet, int top)
{
    sheet->pending = false;
    return sheet->running.draw == NULL ? top : sheet->running.draw(sheet, top, sheet->running.context) + SHEET_GAP;
}

static void new_page(struct sheet *sheet)
{
    const struct paper_row *size = &papers[sheet->paper];
    struct chart *grown = sheet->page_count < SHEET_PAGES_MAX ? realloc(sheet->pages, (sheet->page_count + 1) * sizeof *grown) : NULL;
    sheet->too_many = sheet->too_many || sheet->page_count == SHEET_PAGES_MAX;
    sheet->failed = sheet->failed || grown == NULL;
    if (grown == NULL)
        return;
    sheet->pages = grown;
    chart_init(&grown[sheet->page_count++], sheet->heading.lang, size->width, size->height);
    sheet_page(sheet)->scale = size->scale;
    const char *description = sheet->heading.description;
    chart_describe(sheet_page(sheet), sheet->heading.title, description != NULL && description[0] != '\0' ? description : sheet->heading.title);
    sheet->left = SHEET_MARGIN;
    sheet->right = size->width - SHEET_MARGIN;
    sheet->bottom = size->height - SHEET_MARGIN - FOOT - SHEET_GAP / 2;
    draw_heading(sheet);
    sheet->top = sheet->y = draw_running(sheet, sheet->y);
}

void sheet_running(struct sheet *sheet, const struct block *block)
{
    sheet->running = *block;
    sheet->pending = true;
}

void sheet_block(struct sheet *sheet, const struct block *block)
{
    if (sheet->failed)
        return;
    struct chart_mark mark = chart_mark(sheet_page(sheet));
    int end = block->draw(sheet, sheet->pending ? draw_running(sheet, sheet->y) : sheet->y, block->context);
    if (end > sheet->bottom && sheet->y > sheet->top) {
        chart_rewind(sheet_page(sheet), mark);
        new_page(sheet);
        sheet->spilled = true;
        if (sheet->failed)
            return;
        end = block->draw(sheet, sheet->y, block->context);
    }
    if (end > sheet->bottom) { /* higher than a page: no other way */
        sheet_page(sheet)->height += end - sheet->bottom;
        sheet->bottom = end;
        sheet->spilled = true;
    }
    sheet->y = end + SHEET_GAP;
}

void sheet_break(struct sheet *sheet)
{
    if (!sheet->failed && sheet->y > sheet->top)
        new_page(sheet);
}

void sheet_spill(struct sheet *sheet)
{
    sheet->spilled = true;
    sheet_break(sheet);
}

struct band {
    const char *text;
    const struct block *first;
};

static int draw_band(struct sheet *sheet, int top, void *context)
{
    const struct band *band = context;
    struct place place = {.x = sheet->left, .y = top, .width = sheet_width(sheet)};
    sheet_add(sheet, BOX_BAND, place, band->text, &top);
    return band->first->draw(sheet, top, band->first->context);
}

void sheet_band(struct sheet *sheet, const char *text, const struct block *first)
{
    struct band band = {text, first};
    sheet_block(sheet, &(struct block){draw_band, &band});
}

static int fill(struct sheet *sheet, sheet_function draw, void *context, struct err *err)
{
    drop_pages(sheet);
    sheet->failed = sheet->too_many = sheet->spilled = false;
    sheet->running = (struct block){NULL, NULL};
    sheet->pending = false;
    new_page(sheet);
    if (!sheet->failed && draw(sheet, context, err) != 0)
        return -1;
    for (size_t i = 0; i < sheet->page_count; i++) {
        draw_foot(sheet, i, sheet->page_count);
        sheet->failed = sheet->failed || sheet->pages[i].failed;
    }
    if (sheet->too_many && sheet->paper < PAPER_A3)
        sheet->spilled = true; /* larger paper may do */
    else if (sheet->too_many)
        return err_set(err, ERR_LIMIT, "图超过 %d 页", "the diagram has more than %d pages", SHEET_PAGES_MAX);
    return sheet->failed && !sheet->too_many ? err_no_memory(err) : 0;
}

int sheet_fill(struct sheet *sheet, sheet_function draw, void *context, struct err *err)
{
    for (sheet->paper = PAPER_A4; sheet->paper < PAPER_COUNT; sheet->paper++) {
        if (fill(sheet, draw, context, err) != 0)
            return -1;
        if (!sheet->spilled)
            return 0;
    }
    sheet->paper = PAPER_A3; /* more pages than it has parts: then in a type that is easily read */
    return fill(sheet, draw, context, err);
}
