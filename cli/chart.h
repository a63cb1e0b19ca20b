/*
 * A chart: one page of boxes with text in them and links between them, all in their places. Those who know what a plan says lay it out
 * (cli/diagram_*.c, on a sheet); respond-diagram draws it and knows nothing else.
 *
 * Lengths are whole points (1/72 inch), since Graphviz rounds sizes to those; the origin is top left, y grows downwards. Boxes never overlap: they stand apart or
 * share an edge. Everything is owned by the chart. Text is made safe on the way in: control characters and whatever turns the direction of
 * writing become visible. After a failed allocation `failed` stays true: check once, at the end.
 *
 *     struct chart chart;
 *     chart_init(&chart, LANG_ZH, 842, 595);
 *     struct place place = {.x = 30, .y = 30, .width = 150};
 *     place.height = chart_height(BOX_HQ, "市指挥部", place.width);
 *     int hq = chart_add(&chart, BOX_HQ, place, "市指挥部", NULL);
 *     chart_link(&chart, &(struct chart_link){LINK_COMMANDS, hq, office, .points = points, .count = 2});
 *     chart_to_json(&chart, &text);
 *     chart_release(&chart);
 */
#ifndef CLI_CHART_H
#define CLI_CHART_H

#include <stddef.h>
#include <stdint.h>

#include "cli/chart_style.h"
#include "core/arena.h"
#include "core/document.h"
#include "core/text.h"

#define CHART_LINES_MAX 24 /* of a box; what is longer ends in … and is whole in the box's name */
#define CHART_MOST 200000 /* the largest length or place */

struct place {
    int x, y, width, height;
};
struct point {
    int x, y;
};

struct box {
    struct origin at;
    int style; /* enum box_style */
    int64_t x, y, width, height;
    const char *name; /* what it is, in full: shown by a pointer over it; "" or NULL for nothing */
    const char **lines;
    size_t line_count;
};

struct link {
    struct origin at;
    int style; /* enum link_style */
    int64_t from, to; /* boxes */
    int64_t *points; /* x, y, x, y, …: every step is level or upright */
    size_t point_count; /* numbers, two for each point */
};

struct chart {
    struct origin at;
    int64_t format; /* CHART_FORMAT */
    int lang;       /* enum lang */
    const char *title, *description;
    int64_t width, height;
    int64_t scale; /* percent: how large the picture is, 100 for as large as the chart says */
    struct box *boxes;
    size_t box_count, box_capacity;
    struct link *links;
    size_t link_count, link_capacity;
    struct arena arena;
    bool failed;
};

#define CHART_FORMAT 1

void chart_init(struct chart *chart, enum lang lang, int width, int height);
void chart_release(struct chart *chart);
/* What it shows, in a few words and in a sentence; copied. */
void chart_describe(struct chart *chart, const char *title, const char *description);

/* How high a box has to be for its text at a width. */
int chart_height(enum box_style style, const char *text, int width);
/* How wide it has to be for its text on one line. */
int chart_width(enum box_style style, const char *text);
/* Add a box; `name` NULL: its text. Returns its index, which is good even after a failure. */
int chart_add(struct chart *chart, enum box_style style, struct place place, const char *text, const char *name);
struct place chart_place(const struct chart *chart, int box);

/* Add a link along points; those that lie between two on a line are left out. */
struct route {
    enum link_style style;
    int from, to;
    const struct point *points;
    size_t count;
};
void chart_link(struct chart *chart, const struct route *route);

/* To take back what was added since. */
struct chart_mark {
    size_t boxes, links;
};
struct chart_mark chart_mark(const struct chart *chart);
void chart_rewind(struct chart *chart, struct chart_mark mark);

/* What respond-diagram can make of a chart. */
enum picture_format { PICTURE_SVG, PICTURE_PDF, PICTURE_PNG, PICTURE_DOT, PICTURE_FORMAT_COUNT };
extern const char *const picture_format_ids[]; /* "svg" …, ends with NULL */
/* PICTURE_SVG for NULL; -1 with `err` (ERR_USAGE) for what is none. */
int picture_read_format(const char *name, enum picture_format *format, struct err *err);

/* The JSON that respond-diagram reads (docs/diagrams.md), and reading it: all flaws into `diags`; release the chart also after a failure. */
void chart_to_json(const struct chart *chart, struct text *out);
int chart_read(struct chart *chart, const char *name, struct text *text, struct diags *diags);

#endif
