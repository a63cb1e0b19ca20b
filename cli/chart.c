/* Boxes and links in their places. See chart.h. */
#include "cli/chart.h"

#include <stdlib.h>
#include <string.h>

#include "cli/chart_text.h"

static const char *const lang_ids[] = {"zh", "en", NULL};

void chart_init(struct chart *chart, enum lang lang, int width, int height)
{
    *chart = (struct chart){.format = CHART_FORMAT, .lang = (int)lang, .title = "", .description = "", .width = width, .height = height, .scale = 100};
}

void chart_release(struct chart *chart)
{
    free(chart->boxes);
    free(chart->links);
    arena_release(&chart->arena);
    *chart = (struct chart){.failed = chart->failed};
}

static const char *keep_safe(struct chart *chart, const char *str)
{
    struct text safe = {0};
    text_add_safe(&safe, str);
    for (size_t i = 0; i < safe.size; i++) /* a name is one line */
        if (safe.data[i] == '\n')
            safe.data[i] = ' ';
    char *copy = safe.failed ? NULL : arena_copy(&chart->arena, text_str(&safe), safe.size);
    text_release(&safe);
    chart->failed = chart->failed || copy == NULL;
    return copy == NULL ? "" : copy;
}

void chart_describe(struct chart *chart, const char *title, const char *description)
{
    chart->title = keep_safe(chart, title);
    chart->description = keep_safe(chart, description);
}

/* ---- text in boxes ---- */

static struct type type_of(enum box_style style)
{
    return (struct type){box_look(style)->size, box_look(style)->bold};
}

static int room_of(enum box_style style, int width)
{
    int room = width - 2 * box_look(style)->pad;
    return room > 0 ? room : 1;
}

/* One line after the other of a text; false past the last. */
struct liner {
    struct type type;
    int room;
    const char *at;   /* what is left */
    const char *line; /* the line, and its size without blanks at its end */
    size_t size;
};

static bool next_line(struct liner *liner)
{
    do {
        if (*liner->at == '\0')
            return false;
        size_t taken = type_line(&liner->type, liner->at, liner->room);
        liner->line = liner->at;
        liner->size = taken;
        while (liner->size > 0 && liner->line[liner->size - 1] == ' ')
            liner->size--;
        liner->at += taken;
        if (*liner->at == '\n')
            liner->at++;
    } while (liner->size == 0); /* blank ones are left out */
    return true;
}

static struct liner liner_of(enum box_style style, const char *text, int width)
{
    return (struct liner){.type = type_of(style), .room = room_of(style, width), .at = text};
}

static size_t count_lines(enum box_style style, const char *text, int width)
{
    struct liner liner = liner_of(style, text, width);
    size_t count = 0;
    while (count < CHART_LINES_MAX && next_line(&liner))
        count++;
    return count;
}

int chart_height(enum box_style style, const char *text, int width)
{
    struct type type = type_of(style);
    size_t lines = count_lines(style, text, width);
    return type_height(&type, lines > 0 ? lines : 1) + 2 * (box_look(style)->pad / 3) + type.size / 50;
}

int chart_width(enum box_style style, const char *text)
{
    struct type type = type_of(style);
    int width = type_width(&type, text, strlen(text));
    return width < CHART_MOST ? width + 2 * box_look(style)->pad : CHART_MOST;
}

static const char *keep_line(struct chart *chart, const char *line, size_t size, const char *more)
{
    struct text text = {0};
    text_add(&text, line, size);
    text_add_str(&text, more);
    const char *copy = keep_safe(chart, text_str(&text));
    chart->failed = chart->failed || text.failed;
    text_release(&text);
    return copy;
}

/* The last line that is shown, cut so that … fits behind it. */
static const char *cut_line(struct chart *chart, const struct liner *liner)
{
    static const char more[] = "…";
    size_t size = liner->size;
    while (size > 0 && type_width(&liner->type, liner->line, size) + type_width(&liner->type, more, sizeof more - 1) > liner->room)
        do
            size--;
        while (size > 0 && ((unsigned char)liner->line[size] & 0xC0) == 0x80);
    return keep_line(chart, liner->line, size, more);
}

static void set_lines(struct chart *chart, struct box *box, const char *text)
{
    enum box_style style = (enum box_style)box->style;
    struct liner liner = liner_of(style, text, (int)box->width);
    size_t count = count_lines(style, text, (int)box->width);
    box->lines = arena_array(&chart->arena, count, sizeof *box->lines);
    chart->failed = chart->failed || box->lines == NULL;
    while (box->lines != NULL && box->line_count < count && next_line(&liner)) {
        struct liner rest = liner;
        bool cut = box->line_count + 1 == CHART_LINES_MAX && next_line(&rest);
        box->lines[box->line_count++] = cut ? cut_line(chart, &liner) : keep_line(chart, liner.line, liner.size, "");
    }
}

/* ---- growing ---- */

static void *grow(struct chart *chart, void *items, size_t *capacity, size_t size)
{
    size_t wanted = *capacity < 64 ? 64 : *capacity * 2;
    void *grown = wanted > SIZE_MAX / size ? NULL : realloc(items, wanted * size);
    chart->failed = chart->failed || grown == NULL;
    if (grown != NULL)
        *capacity = wanted;
    return grown == NULL ? items : grown;
}

int chart_add(struct chart *chart, enum box_style style, struct place place, const char *text, const char *name)
{
    if (chart->box_count == chart->box_capacity)
        chart->boxes = grow(chart, chart->boxes, &chart->box_capacity, sizeof *chart->boxes);
    if (chart->failed)
        return 0;
    struct box *box = &chart->boxes[chart->box_count];
    *box = (struct box){.style = (int)style, .x = place.x, .y = place.y, .width = place.width, .height = place.height};
    box->name = keep_safe(chart, name != NULL ? name : text);
    set_lines(chart, box, text);
    return (int)chart->box_count++;
}

struct place chart_place(const struct chart *chart, int box)
{
    if (chart->failed || (size_t)box >= chart->box_count)
        return (struct place){0};
    const struct box *it = &chart->boxes[box];
    return (struct place){(int)it->x, (int)it->y, (int)it->width, (int)it->height};
}

static bool is_within(int64_t a, int64_t b, int64_t c)
{
    return (a <= b && b <= c) || (c <= b && b <= a);
}

static bool is_between(const int64_t *a, struct point b, struct point c)
{
    return (a[0] == b.x && b.x == c.x && is_within(a[1], b.y, c.y)) || (a[1] == b.y && b.y == c.y && is_within(a[0], b.x, c.x));
}

void chart_link(struct chart *chart, const struct route *route)
{
    if (chart->link_count == chart->link_capacity)
        chart->links = grow(chart, chart->links, &chart->link_capacity, sizeof *chart->links);
    int64_t *points = arena_array(&chart->arena, 2 * route->count, sizeof *points);
    chart->failed = chart->failed || points == NULL;
    if (chart->failed)
        return;
    struct link link = {.style = (int)route->style, .from = route->from, .to = route->to, .points = points};
    for (size_t i = 0; i < route->count; i++) {
        const struct point *point = &route->points[i];
        bool same = link.point_count > 0 && points[link.point_count - 2] == point->x && points[link.point_count - 1] == point->y;
        if (same || (link.point_count > 0 && i + 1 < route->count && is_between(points + link.point_count - 2, *point, route->points[i + 1])))
            continue;
        points[link.point_count++] = point->x;
        points[link.point_count++] = point->y;
    }
    if (link.point_count > 2) /* else it has no length */
        chart->links[chart->link_count++] = link;
}

struct chart_mark chart_mark(const struct chart *chart)
{
    return (struct chart_mark){chart->box_count, chart->link_count};
}

void chart_rewind(struct chart *chart, struct chart_mark mark)
{
    chart->box_count = mark.boxes < chart->box_count ? mark.boxes : chart->box_count;
    chart->link_count = mark.links < chart->link_count ? mark.links : chart->link_count;
}

/* ---- formats ---- */

const char *const picture_format_ids[] = {"svg", "pdf", "png", "dot", NULL};

int picture_read_format(const char *name, enum picture_format *format, struct err *err)
{
    *format = PICTURE_SVG;
    for (int i = 0; name != NULL && i < PICTURE_FORMAT_COUNT; i++)
        if (strcmp(name, picture_format_ids[i]) == 0) {
            *format = (enum picture_format)i;
            return 0;
        }
    return name == NULL ? 0 : err_set(err, ERR_USAGE, "没有格式“%s”（有 svg pdf png dot）", "there is no format \"%s\" (svg, pdf, png and dot)",
                                      text_clip(name, strlen(name)).str);
}

/* ---- as JSON ---- */

static void add_box(const struct box *box, struct text *out)
{
    text_addf(out, "{\"style\": \"%s\", \"x\": %lld, \"y\": %lld, \"width\": %lld, \"height\": %lld", box_style_ids[box->style],
              (long long)box->x, (long long)box->y, (long long)box->width, (long long)box->height);
    if (box->name != NULL && box->name[0] != '\0') {
        text_add_str(out, ", \"name\": ");
        text_add_json_str(out, box->name);
    }
    text_add_str(out, ", \"lines\": [");
    for (size_t i = 0; i < box->line_count; i++) {
        text_add_str(out, i > 0 ? ", " : "");
        text_add_json_str(out, box->lines[i]);
    }
    text_add_str(out, "]}");
}

static void add_link(const struct link *link, struct text *out)
{
    text_addf(out, "{\"style\": \"%s\", \"from\": %lld, \"to\": %lld, \"points\": [", link_style_ids[link->style], (long long)link->from,
              (long long)link->to);
    for (size_t i = 0; i < link->point_count; i++) {
        text_add_str(out, i > 0 ? ", " : "");
        text_add_int(out, link->points[i]);
    }
    text_add_str(out, "]}");
}

void chart_to_json(const struct chart *chart, struct text *out)
{
    text_addf(out, "{\"format\": %d, \"lang\": \"%s\", \"title\": ", CHART_FORMAT, lang_ids[chart->lang]);
    text_add_json_str(out, chart->title);
    text_add_str(out, ", \"description\": ");
    text_add_json_str(out, chart->description);
    text_addf(out, ", \"width\": %lld, \"height\": %lld, \"scale\": %lld,\n \"boxes\": [", (long long)chart->width, (long long)chart->height,
              (long long)chart->scale);
    for (size_t i = 0; i < chart->box_count; i++) {
        text_add_str(out, i > 0 ? ",\n  " : "\n  ");
        add_box(&chart->boxes[i], out);
    }
    text_add_str(out, "],\n \"links\": [");
    for (size_t i = 0; i < chart->link_count; i++) {
        text_add_str(out, i > 0 ? ",\n  " : "\n  ");
        add_link(&chart->links[i], out);
    }
    text_add_str(out, "]}\n");
}

/* ---- reading it ---- */

static const struct field box_fields[] = {
    FIELD_CHOICE("style", struct box, style, REQUIRED, box_style_ids),
    FIELD_INT("x", struct box, x, REQUIRED, 0, CHART_MOST),
    FIELD_INT("y", struct box, y, REQUIRED, 0, CHART_MOST),
    FIELD_INT("width", struct box, width, REQUIRED, 1, CHART_MOST),
    FIELD_INT("height", struct box, height, REQUIRED, 1, CHART_MOST),
    FIELD_TEXT("name", struct box, name, OPTIONAL),
    FIELD_TEXTS("lines", struct box, lines, line_count, REQUIRED),
};
static const struct shape box_shape = SHAPE(struct box, box_fields);

static const struct field link_fields[] = {
    FIELD_CHOICE("style", struct link, style, REQUIRED, link_style_ids),
    FIELD_INT("from", struct link, from, REQUIRED, 0, CHART_MOST),
    FIELD_INT("to", struct link, to, REQUIRED, 0, CHART_MOST),
    FIELD_INTS("points", struct link, points, point_count, REQUIRED, 0, CHART_MOST),
};
static const struct shape link_shape = SHAPE(struct link, link_fields);

static const struct field chart_fields[] = {
    FIELD_INT("format", struct chart, format, REQUIRED, CHART_FORMAT, CHART_FORMAT),
    FIELD_CHOICE("lang", struct chart, lang, REQUIRED, lang_ids),
    FIELD_TEXT("title", struct chart, title, REQUIRED),
    FIELD_TEXT("description", struct chart, description, REQUIRED),
    FIELD_INT("width", struct chart, width, REQUIRED, 1, CHART_MOST),
    FIELD_INT("height", struct chart, height, REQUIRED, 1, CHART_MOST),
    FIELD_INT("scale", struct chart, scale, REQUIRED, 10, 1000),
    FIELD_LIST("boxes", struct chart, boxes, box_count, REQUIRED, &box_shape),
    FIELD_LIST("links", struct chart, links, link_count, REQUIRED, &link_shape),
};
static const struct shape chart_shape = SHAPE(struct chart, chart_fields);

static void check_box(const struct document *file, const struct chart *chart, const struct box *box, struct diags *diags)
{
    struct err err;
    if (box->x + box->width <= chart->width && box->y + box->height <= chart->height)
        return;
    err_set(&err, ERR_VALUE, "这个框伸出了页面", "this box reaches beyond the page");
    document_flaw(file, box->at, UINT32_MAX, &err, diags);
}

/* Each step level or upright, each point on the page. */
static bool is_good_route(const struct chart *chart, const struct link *link)
{
    for (size_t i = 0; i < link->point_count; i += 2) {
        const int64_t *point = link->points + i;
        if (point[0] > chart->width || point[1] > chart->height || (i > 0 && point[0] != point[-2] && point[1] != point[-1]))
            return false;
    }
    return true;
}

static void check_link(const struct document *file, const struct chart *chart, const struct link *link, struct diags *diags)
{
    struct err err;
    struct origin points = document_member(file, link->at, "points");
    if ((size_t)link->from >= chart->box_count || (size_t)link->to >= chart->box_count) {
        err_set(&err, ERR_REFERENCE, "连线的两端应是框的序号（从 0 到 %zu）", "both ends of a link are boxes, by number (0 to %zu)",
                chart->box_count > 0 ? chart->box_count - 1 : 0);
        document_flaw(file, link->at, UINT32_MAX, &err, diags);
    } else if (link->point_count < 4 || link->point_count % 2 != 0) {
        err_set(&err, ERR_VALUE, "连线至少要有两个点，每点两个数", "a link has two points or more, two numbers each");
        document_flaw(file, points, UINT32_MAX, &err, diags);
    } else if (!is_good_route(chart, link)) {
        err_set(&err, ERR_VALUE, "连线的每一段应横平竖直，每个点应在页面内", "each step of a link is level or upright, each of its points on the page");
        document_flaw(file, points, UINT32_MAX, &err, diags);
    }
}

/* The arrays that the binder made live in the arena, those of a chart that grows do not. */
static int own_arrays(struct chart *chart)
{
    struct box *boxes = chart->boxes;
    struct link *links = chart->links;
    chart->boxes = malloc((chart->box_count + 1) * sizeof *boxes);
    chart->links = malloc((chart->link_count + 1) * sizeof *links);
    if (chart->boxes == NULL || chart->links == NULL)
        return -1;
    for (size_t i = 0; i < chart->box_count; i++)
        chart->boxes[i] = boxes[i];
    for (size_t i = 0; i < chart->link_count; i++)
        chart->links[i] = links[i];
    chart->box_capacity = chart->box_count + 1;
    chart->link_capacity = chart->link_count + 1;
    return 0;
}

/* Somebody else may have written it. */
static void make_safe(struct chart *chart)
{
    chart->title = keep_safe(chart, chart->title);
    chart->description = keep_safe(chart, chart->description);
    for (size_t i = 0; i < chart->box_count; i++) {
        struct box *box = &chart->boxes[i];
        box->name = box->name == NULL ? NULL : keep_safe(chart, box->name);
        for (size_t k = 0; k < box->line_count; k++)
            box->lines[k] = keep_safe(chart, box->lines[k]);
    }
}

int chart_read(struct chart *chart, const char *name, struct text *text, struct diags *diags)
{
    struct err err;
    *chart = (struct chart){.failed = false};
    struct document *file = document_take(name, text, &err);
    if (file == NULL) {
        diags_add(diags, &err);
        return -1;
    }
    document_bind(file, &chart_shape, chart, &chart->arena, diags);
    bool bound = !diags_any(diags);
    for (size_t i = 0; i < chart->box_count && bound; i++)
        check_box(file, chart, &chart->boxes[i], diags);
    for (size_t i = 0; i < chart->link_count && bound; i++)
        check_link(file, chart, &chart->links[i], diags);
    if (bound)
        make_safe(chart);
    if (own_arrays(chart) != 0 || chart->failed) {
        err_no_memory(&err);
        diags_add(diags, &err);
    }
    document_free(file);
    return diags_any(diags) ? -1 : 0;
}
