/* Charts through cgraph and gvc. See graphviz.h. */
#include "cli/graphviz.h"

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>
#include <graphviz/gvplugin.h>
#include <graphviz/gvplugin_textlayout.h>
#include <stdlib.h>
#include <string.h>

#include "cli/chart_text.h"
#include "cli/xml.h"

/* Families in common use, one of them wherever Chinese can be shown at all. */
#define FAMILY "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
#define ARROW 6        /* points: length of an arrow's head at ARROW_SIZE */
#define ARROW_SIZE "0.6"
#define PNG_DPI 144
#define PNG_PIXELS_MAX 32767 /* of cairo */

struct drawing {
    const struct chart *chart;
    enum picture_format format;
    Agraph_t *graph;
    Agnode_t **nodes; /* by box */
};

static bool takes_fonts(enum picture_format format)
{
    return format == PICTURE_PDF || format == PICTURE_PNG;
}

/* ---- our own widths, as a plugin of Graphviz'; PDF and PNG are set by pango, which goes by the fonts ---- */

static boolean lay_out(textspan_t *span, char **path)
{
    const struct type type = {(int)(span->font->size * 10 + 0.5), false};
    (void)path;
    span->size.x = type_width(&type, span->str, strlen(span->str));
    span->size.y = span->font->size * 1.2;
    span->yoffset_layout = 0;
    span->yoffset_centerline = 0.02 * span->font->size;
    return TRUE;
}

extern gvplugin_library_t gvplugin_core_LTX_library, gvplugin_neato_layout_LTX_library;

/* Without plugins from disk, Graphviz starts in a third of the time and needs no configuration. */
static GVC_t *new_context(enum picture_format format, gvplugin_library_t *widths)
{
    const lt_symlist_t built_in[] = {{"gvplugin_core_LTX_library", &gvplugin_core_LTX_library},
                                     {"gvplugin_neato_layout_LTX_library", &gvplugin_neato_layout_LTX_library},
                                     {takes_fonts(format) ? NULL : "gvplugin_respond_LTX_library", takes_fonts(format) ? NULL : (void *)widths},
                                     {NULL, NULL}};
    return gvContextPlugins(built_in, takes_fonts(format));
}

/* ---- attributes ---- */

static void set(void *object, const char *name, const char *value)
{
    agset(object, (char *)name, (char *)value); /* only copied */
}

static void declare(const struct drawing *drawing, int kind, const char *const *pairs)
{
    for (; pairs[0] != NULL; pairs += 2)
        agattr(drawing->graph, kind, (char *)pairs[0], (char *)pairs[1]);
}

static void declare_all(const struct drawing *drawing)
{
    static const char *const graph[] = {"pad", "0", "margin", "0", "bgcolor", "white", "outputorder", "edgesfirst", "notranslate", "true", NULL};
    static const char *const node[] = {"pos", "", "width", "", "height", "", "label", "", "id", "", "class", "", "fontsize", "", "fontcolor", "",
                                       "color", "", "fillcolor", "", "penwidth", "", "style", "", "margin", "0", "fixedsize", "shape", "shape", "box",
                                       "fontname", FAMILY, NULL};
    static const char *const edge[] = {"pos", "", "id", "", "class", "", "color", "", "penwidth", "", "style", "", "dir", "none",
                                       "arrowsize", ARROW_SIZE, NULL};
    declare(drawing, AGRAPH, graph);
    declare(drawing, AGNODE, node);
    declare(drawing, AGEDGE, edge);
    char size[80], png_dpi[8];
    snprintf(png_dpi, sizeof png_dpi, "%d", PNG_DPI);
    snprintf(size, sizeof size, "%.4f,%.4f!", (double)(drawing->chart->width * drawing->chart->scale) / 7200,
             (double)(drawing->chart->height * drawing->chart->scale) / 7200);
    if (drawing->format != PICTURE_SVG) /* whose head says it */
        agattr(drawing->graph, AGRAPH, "size", size);
    if (drawing->format == PICTURE_PNG)
        agattr(drawing->graph, AGRAPH, "dpi", png_dpi);
}

static void set_number(void *object, const char *name, double number)
{
    char buffer[32];
    snprintf(buffer, sizeof buffer, "%.5g", number);
    set(object, name, buffer);
}

/* ---- boxes ---- */

/*
 * Backslashes would be escapes of Graphviz'. It takes "&lt;" for a character reference twice: in a label, and again where it writes SVG;
 * a name is only written.
 */
static void add_escaped(struct text *text, const char *str, const char *ampersand, bool backslash)
{
    for (; *str != '\0'; str++)
        if (*str == '&')
            text_add_str(text, ampersand);
        else if (*str == '\\' && backslash)
            text_add_str(text, "\\\\");
        else
            text_add(text, str, 1);
}

static void set_label(Agnode_t *node, const struct box *box)
{
    struct text label = {0};
    bool left = box_look((enum box_style)box->style)->align == ALIGN_LEFT;
    for (size_t i = 0; i < box->line_count; i++) {
        add_escaped(&label, box->lines[i], "&amp;", true);
        text_add_str(&label, left ? "\\l" : i + 1 < box->line_count ? "\\n" : "");
    }
    set(node, "label", text_str(&label));
    text_release(&label);
}

static void set_look(const struct drawing *drawing, Agnode_t *node, const struct box_look *look)
{
    bool frame = look->pen_colour != NULL, dashed = look->dash != NULL;
    struct text style = {0};
    text_add_str(&style, look->fill != NULL ? "filled" : "");
    if (dashed)
        text_addf(&style, "%s%s", style.size > 0 ? "," : "", look->dash);
    set(node, "style", text_str(&style));
    set(node, "fillcolor", look->fill != NULL ? look->fill : "transparent");
    set(node, "color", frame ? look->pen_colour : "transparent");
    set(node, "fontcolor", look->ink);
    set_number(node, "penwidth", frame ? look->pen : 0);
    set_number(node, "fontsize", look->size / 10.0);
    if (look->align == ALIGN_LEFT)
        set_number(node, "margin", look->pad / 72.0);
    if (look->bold && takes_fonts(drawing->format))
        set(node, "fontname", FAMILY " Bold");
    text_release(&style);
}

/* Node names are the titles that SVG shows; two that are the same get a number. */
static Agnode_t *new_node(const struct drawing *drawing, const struct box *box)
{
    struct text name = {0};
    for (unsigned n = 1; n == 1 || agnode(drawing->graph, (char *)text_str(&name), 0) != NULL; n++) {
        text_clear(&name);
        add_escaped(&name, box->name == NULL || box->name[0] == '\0' ? box_style_ids[box->style] : box->name,
                    drawing->format == PICTURE_SVG ? "&amp;" : "&", false);
        if (n > 1)
            text_addf(&name, " (%u)", n);
    }
    Agnode_t *node = agnode(drawing->graph, (char *)text_str(&name), 1);
    text_release(&name);
    return node;
}

static void add_box(struct drawing *drawing, size_t index)
{
    const struct box *box = &drawing->chart->boxes[index];
    Agnode_t *node = drawing->nodes[index] = new_node(drawing, box);
    char buffer[80];
    snprintf(buffer, sizeof buffer, "%.1f,%.1f", (double)(2 * box->x + box->width) / 2,
             (double)(2 * drawing->chart->height - 2 * box->y - box->height) / 2);
    set(node, "pos", buffer);
    snprintf(buffer, sizeof buffer, "b%zu", index);
    set(node, "id", buffer);
    set(node, "class", box_style_ids[box->style]);
    snprintf(buffer, sizeof buffer, "%.6f", (double)box->width / 72);
    set(node, "width", buffer);
    snprintf(buffer, sizeof buffer, "%.6f", (double)box->height / 72);
    set(node, "height", buffer);
    set_look(drawing, node, box_look((enum box_style)box->style));
    set_label(node, box);
}

/* The page itself, so that the picture is as large as that; it is not seen. */
static void add_page(const struct drawing *drawing)
{
    const struct chart *chart = drawing->chart;
    Agnode_t *page = agnode(drawing->graph, "page", 1);
    char pos[80], width[40], height[40];
    snprintf(pos, sizeof pos, "%.1f,%.1f", (double)chart->width / 2, (double)chart->height / 2);
    snprintf(width, sizeof width, "%.6f", (double)chart->width / 72);
    snprintf(height, sizeof height, "%.6f", (double)chart->height / 72);
    set(page, "pos", pos);
    set(page, "width", width);
    set(page, "height", height);
    set(page, "style", "invis");
}

/* ---- links ---- */

struct spot {
    double x, y;
};

static struct spot spot_at(const struct drawing *drawing, const struct link *link, size_t n)
{
    return (struct spot){(double)link->points[2 * n], (double)(drawing->chart->height - link->points[2 * n + 1])};
}

/* Where the line ends so that the head of the arrow ends at `tip`. */
static struct spot before_tip(struct spot from, struct spot tip)
{
    struct spot end = tip;
    if (from.x == tip.x)
        end.y += from.y > tip.y ? ARROW : -ARROW;
    else
        end.x += from.x > tip.x ? ARROW : -ARROW;
    return end;
}

/* A line of straight parts as the Bézier curve that Graphviz wants: each part from its start by way of its two ends. */
static void set_route(const struct drawing *drawing, Agedge_t *edge, const struct link *link)
{
    size_t count = link->point_count / 2;
    bool arrow = link_look((enum link_style)link->style)->arrow;
    struct spot from = spot_at(drawing, link, 0), tip = spot_at(drawing, link, count - 1);
    struct text pos = {0};
    if (arrow)
        text_addf(&pos, "e,%.1f,%.1f ", tip.x, tip.y);
    text_addf(&pos, "%.1f,%.1f", from.x, from.y);
    for (size_t i = 1; i < count; i++) {
        struct spot to = spot_at(drawing, link, i);
        if (arrow && i + 1 == count)
            to = before_tip(from, tip);
        text_addf(&pos, " %.1f,%.1f %.1f,%.1f %.1f,%.1f", from.x, from.y, to.x, to.y, to.x, to.y);
        from = to;
    }
    set(edge, "pos", text_str(&pos));
    text_release(&pos);
}

static void add_link(const struct drawing *drawing, size_t index)
{
    const struct link *link = &drawing->chart->links[index];
    const struct link_look *look = link_look((enum link_style)link->style);
    char id[32];
    snprintf(id, sizeof id, "l%zu", index);
    Agedge_t *edge = agedge(drawing->graph, drawing->nodes[link->from], drawing->nodes[link->to], id, 1);
    set(edge, "id", id);
    set(edge, "class", link_style_ids[link->style]);
    set(edge, "color", look->colour);
    set(edge, "style", look->dash);
    set(edge, "dir", look->arrow ? "forward" : "none");
    set_number(edge, "penwidth", look->pen);
    set_route(drawing, edge, link);
}

/* ---- SVG as it should be ---- */

/* Our own head: no DTD to be fetched, a title and a description for those who cannot see, bold type by style. */
static void add_svg_head(const struct chart *chart, struct text *out)
{
    long long width = chart->width, height = chart->height;
    double scale = (double)chart->scale / 100;
    text_addf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.1fpt\" height=\"%.1fpt\" viewBox=\"0 0 %lld %lld\" role=\"img\" "
                   "aria-labelledby=\"title description\" xml:lang=\"%s\">\n<title id=\"title\">",
              (double)width * scale, (double)height * scale, width, height, chart->lang == LANG_EN ? "en" : "zh-CN");
    xml_escape(out, chart->title);
    text_add_str(out, "</title>\n<desc id=\"description\">");
    xml_escape(out, chart->description);
    text_add_str(out, "</desc>\n<style>");
    for (int style = 0, first = 1; style < BOX_STYLE_COUNT; style++)
        if (box_look((enum box_style)style)->bold) {
            text_addf(out, "%s.%s text", first ? "" : ",", box_style_ids[style]);
            first = 0;
        }
    text_add_str(out, "{font-weight:bold}</style>\n");
}

/* Everything from the first group on, without the comments. */
static int add_svg(const struct chart *chart, const char *data, struct text *out)
{
    const char *body = strstr(data, "<g id=\"graph0\"");
    if (body == NULL)
        return -1;
    add_svg_head(chart, out);
    for (size_t size; *body != '\0'; body += size) {
        size = strcspn(body, "\n");
        size += body[size] == '\n';
        if (strncmp(body, "<!--", 4) != 0)
            text_add(out, body, size);
    }
    return 0;
}

/* ---- drawing ---- */

static void fill(struct drawing *drawing)
{
    declare_all(drawing);
    add_page(drawing);
    for (size_t i = 0; i < drawing->chart->box_count; i++)
        add_box(drawing, i);
    for (size_t i = 0; i < drawing->chart->link_count; i++)
        add_link(drawing, i);
}

static int fail(struct err *err)
{
    char *message = aglasterr();
    err_set(err, ERR_INTERNAL, "Graphviz 报错：%s", "Graphviz says: %s", message != NULL ? message : "?");
    free(message);
    return -1;
}

static int render(struct drawing *drawing, GVC_t *context, struct text *out, struct err *err)
{
    char *data = NULL;
    unsigned size = 0;
    if (gvLayout(context, drawing->graph, "nop2") != 0 || agerrors() != 0 ||
        gvRenderData(context, drawing->graph, picture_format_ids[drawing->format], &data, &size) != 0 || agerrors() != 0 || data == NULL)
        return fail(err);
    int rc = 0;
    if (drawing->format == PICTURE_SVG)
        rc = add_svg(drawing->chart, data, out);
    else
        text_add(out, data, size);
    gvFreeRenderData(data);
    if (rc != 0)
        return err_set(err, ERR_INTERNAL, "Graphviz 没有给出 SVG", "Graphviz gave no SVG");
    return out->failed ? err_no_memory(err) : 0;
}

int graphviz_draw(const struct chart *chart, enum picture_format format, struct text *out, struct err *err)
{
    int64_t longest = chart->width > chart->height ? chart->width : chart->height;
    if (format == PICTURE_PNG && longest * chart->scale / 100 * PNG_DPI / 72 > PNG_PIXELS_MAX)
        return err_set(err, ERR_LIMIT, "这么大的图画不成 PNG：用 svg 或 pdf", "too large for a PNG: use svg or pdf");
    gvtextlayout_engine_t engine = {lay_out};
    gvplugin_installed_t types[] = {{0, "textlayout", 8, &engine, NULL}, {0}};
    gvplugin_api_t apis[] = {{API_textlayout, types}, {0}};
    gvplugin_library_t widths = {"respond", apis};
    struct drawing drawing = {.chart = chart, .format = format, .nodes = calloc(chart->box_count + 1, sizeof *drawing.nodes)};
    struct text title = {0};
    agseterr(AGMAX); /* messages are kept for aglasterr, none is printed */
    add_escaped(&title, chart->title, format == PICTURE_SVG ? "&amp;" : "&", false);
    GVC_t *context = new_context(format, &widths);
    drawing.graph = agopen((char *)text_str(&title), Agdirected, NULL);
    text_release(&title);
    int rc = -1;
    if (drawing.nodes == NULL || context == NULL || drawing.graph == NULL) {
        err_no_memory(err);
    } else {
        fill(&drawing);
        rc = render(&drawing, context, out, err);
        gvFreeLayout(context, drawing.graph);
    }
    if (drawing.graph != NULL)
        agclose(drawing.graph);
    if (context != NULL)
        gvFreeContext(context);
    free(drawing.nodes);
    return rc;
}
