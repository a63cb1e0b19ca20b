/*
 * Paper for charts: pages with a title block, a legend and a foot, filled from the top with blocks.
 *
 * A block is drawn where the last one ended; when it does not fit it is taken back and drawn on the next page. sheet_fill draws a diagram on
 * A4, and when a block does not fit there on A3, in the largest type with which all fit, or else on more pages. A block that is
 * higher than a page makes its page longer.
 *
 *     struct sheet sheet;
 *     sheet_init(&sheet, &heading);
 *     sheet_fill(&sheet, draw, context, &err);          draw calls sheet_block(sheet, …) for each of its blocks
 *     … sheet.pages[0 … sheet.page_count - 1] …
 *     sheet_release(&sheet);
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include "cli/chart.h"

#define SHEET_MARGIN 28 /* around a page */
#define SHEET_GAP 10    /* between blocks, and between what stands side by side */
#define SHEET_PAGES_MAX 200
#define SHEET_FACTS_MAX 4

/* What the title block says; strings are borrowed. NULL or "" leaves a line out. */
struct heading {
    enum lang lang;
    const char *title, *subtitle;
    const char *description; /* for those who cannot see the picture; without one, the title */
    struct heading_fact {
        const char *key, *value;
    } facts[SHEET_FACTS_MAX + 1]; /* ends with a NULL key */
    bool drill;
};

/* Landscape; on A3 as much as fits decides how large the type is. */
enum paper { PAPER_A4, PAPER_A3_LARGE, PAPER_A3_MEDIUM, PAPER_A3, PAPER_A3_SMALL, PAPER_COUNT };

struct sheet;

/* Draw a block from `top` down; returns where it ends. It may be called again, for another page. */
struct block {
    int (*draw)(struct sheet *sheet, int top, void *context);
    void *context;
};

struct sheet {
    struct heading heading;
    enum paper paper;
    struct chart *pages;
    size_t page_count;
    int left, right, top, bottom; /* of what may be drawn on */
    int y;                        /* where the next block begins */
    struct block running;         /* at the top of every page; draw NULL: none */
    bool pending;                 /* it is to be drawn with the next block */
    bool failed; /* out of memory, or of pages */
    bool too_many;
    bool spilled; /* a block had to go to the next page, or makes its own longer */
};

void sheet_init(struct sheet *sheet, const struct heading *heading);
void sheet_release(struct sheet *sheet);

typedef int (*sheet_function)(struct sheet *sheet, void *context, struct err *err); /* 0, or -1 with `err` */
int sheet_fill(struct sheet *sheet, sheet_function draw, void *context, struct err *err);
/* "A4", "A3"; with a "+" when a page had to be longer. */
const char *sheet_paper(const struct sheet *sheet);

/* The page being drawn, and how wide it is between its margins. */
struct chart *sheet_page(const struct sheet *sheet);
int sheet_width(const struct sheet *sheet);

void sheet_block(struct sheet *sheet, const struct block *block);
/* What follows begins on a page of its own. */
void sheet_break(struct sheet *sheet);
/* The same, because what follows does not fit here. */
void sheet_spill(struct sheet *sheet);
/*
 * A block that is drawn above the next one, and again at the top of every page from now on: the heads of columns. Borrowed until the sheet is
 * full.
 */
void sheet_running(struct sheet *sheet, const struct block *block);
/* A heading across the page, on the same page as the block below it. */
void sheet_band(struct sheet *sheet, const char *text, const struct block *first);

/* ---- for those who draw blocks ---- */

/* Release a text that went into boxes; one that had failed fails the sheet. */
void sheet_free(struct sheet *sheet, struct text *text);
/* A box as high as its text; returns its index, and moves *y below it. */
int sheet_add(struct sheet *sheet, enum box_style style, struct place place, const char *text, int *y);
/* A row of boxes side by side, all as high as the highest, from `at` (whose height is taken as the least) on. Returns the height. */
struct cell {
    enum box_style style;
    int width;
    const char *text, *name; /* name NULL: the text */
};
int sheet_row(struct sheet *sheet, struct place at, const struct cell *cells, size_t count);

#endif
