/* Documents as HTML: one page that needs nothing else, laid out like an official letter on A4. See markup.h. */
#include <string.h>

#include "cli/markup.h"

static const char *const STYLE =
    "@page{size:A4;margin:25mm 26mm 25mm 28mm}"
    "body{font-family:FangSong,STFangsong,\"Noto Serif CJK SC\",\"Source Han Serif SC\",SimSun,serif;font-size:14pt;line-height:1.7;color:#000;background:#fff;"
    "max-width:156mm;margin:0 auto;padding:8mm}"
    "h1{font-family:\"FZXiaoBiaoSong-B05S\",STZhongsong,\"Noto Serif CJK SC\",SimSun,serif;font-size:20pt;line-height:1.4;text-align:center;margin:6mm 0 8mm}"
    "h2,h3{font-family:SimHei,STHeiti,\"Noto Sans CJK SC\",sans-serif;font-size:14pt;margin:5mm 0 2mm;break-after:avoid}"
    "h3{font-size:13pt}"
    "p{margin:0 0 2mm;text-align:justify;overflow-wrap:anywhere}"
    "html[lang^=zh] p.text{text-indent:2em}"
    ".signature{margin-top:8mm;text-align:right;break-inside:avoid}.signature p{text-align:right;margin:0}"
    "ul{margin:0 0 2mm;padding-left:2em}li{overflow-wrap:anywhere}"
    "table.data{width:100%;border-collapse:collapse;margin:2mm 0 4mm;font-size:12pt;line-height:1.45}"
    "table.data th,table.data td{border:1px solid #000;padding:1mm 2mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "table.data thead th{font-family:SimHei,\"Noto Sans CJK SC\",sans-serif;font-weight:normal;background:#eee;white-space:nowrap}"
    "table.data tr{break-inside:avoid}table.two td:first-child{width:32%}"
    ".page{break-before:page}"
    "table.frame{width:100%;border-collapse:collapse}table.frame>thead>tr>td,table.frame>tbody>tr>td,table.frame>tfoot>tr>td{padding:0}"
    ".banner{font-family:SimHei,\"Noto Sans CJK SC\",sans-serif;text-align:center;border:2px solid #000;letter-spacing:.2em;margin:2mm 0}"
    "@media print{body{padding:0;max-width:none}}";

static void add_escaped(struct text *out, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        switch (data[i]) {
        case '<': text_add_str(out, "&lt;"); break;
        case '>': text_add_str(out, "&gt;"); break;
        case '&': text_add_str(out, "&amp;"); break;
        case '"': text_add_str(out, "&quot;"); break;
        case '\'': text_add_str(out, "&#39;"); break;
        default: text_add(out, data + i, 1);
        }
}

static void add_inline(const char *data, size_t size, struct text *out)
{
    static const struct inline_writer writer = {add_escaped, "<strong>", "</strong>"};
    inline_write(&writer, data, size, out);
}

static void add_element(const char *open, const struct block *block, const char *close, struct text *out)
{
    text_add_str(out, open);
    add_inline(block->data, block->size, out);
    text_addf(out, "%s\n", close);
}

static size_t add_row(const struct cell *line, const char *cell, struct text *out)
{
    struct cell cells[MARKUP_COLUMNS_MAX];
    size_t count = block_cells(line->data, line->size, cells);
    text_add_str(out, "<tr>");
    for (size_t i = 0; i < count; i++) {
        text_addf(out, "<%s>", cell);
        add_inline(cells[i].data, cells[i].size, out);
        text_addf(out, "</%s>", cell);
    }
    text_add_str(out, "</tr>\n");
    return count;
}

static void add_table(const struct block *block, struct text *out)
{
    const char *at = block->data;
    struct cell line, cells[MARKUP_COLUMNS_MAX];
    if (!block_line(&at, block->data + block->size, &line))
        return;
    text_addf(out, "<table class=\"data%s\"><thead>\n", block_cells(line.data, line.size, cells) == 2 ? " two" : "");
    add_row(&line, "th", out);
    text_add_str(out, "</thead><tbody>\n");
    while (block_line(&at, block->data + block->size, &line))
        add_row(&line, "td", out);
    text_add_str(out, "</tbody></table>\n");
}

/* An addressee stands at the margin: a paragraph that ends in a colon. */
static bool is_address(const struct block *block)
{
    static const char wide[] = "：";
    size_t size = block->size, mark = sizeof wide - 1;
    return size > 0 && (block->data[size - 1] == ':' || (size >= mark && memcmp(block->data + size - mark, wide, mark) == 0));
}

static void add_block(const struct block *block, struct text *out)
{
    switch (block->kind) {
    case BLOCK_TITLE: add_element("<h1>", block, "</h1>", out); break;
    case BLOCK_HEADING: add_element("<h2>", block, "</h2>", out); break;
    case BLOCK_SUBHEADING: add_element("<h3>", block, "</h3>", out); break;
    case BLOCK_ITEM: add_element("<li>", block, "</li>", out); break;
    case BLOCK_TABLE: add_table(block, out); break;
    case BLOCK_PAGE: text_add_str(out, "<div class=\"page\"></div>\n"); break;
    case BLOCK_PARAGRAPH: add_element(is_address(block) ? "<p>" : "<p class=\"text\">", block, "</p>", out); break;
    case BLOCK_SIGNATURE: add_element("<p>", block, "</p>", out); break;
    case BLOCK_END: break;
    }
}

/* Items and lines of a signature stand together. */
static const char *group_of(enum block_kind kind, bool open)
{
    if (kind == BLOCK_ITEM)
        return open ? "<ul>\n" : "</ul>\n";
    if (kind == BLOCK_SIGNATURE)
        return open ? "<div class=\"signature\">\n" : "</div>\n";
    return "";
}

static void add_body(const char *source, struct text *out)
{
    enum block_kind before = BLOCK_END;
    for (const char *at = source;;) {
        struct block block = block_next(&at);
        if (block.kind != before)
            text_addf(out, "%s%s", group_of(before, false), group_of(block.kind, true));
        if (block.kind == BLOCK_END)
            return;
        add_block(&block, out);
        before = block.kind;
    }
}

static void add_banner(const char *banner, const char *part, struct text *out)
{
    text_addf(out, "<%s><tr><td><div class=\"banner\">", part);
    add_escaped(out, banner, strlen(banner));
    text_addf(out, "</div></td></tr></%s>\n", part);
}

void markup_to_html(const struct markup *markup, struct text *out)
{
    text_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", markup->lang == LANG_EN ? "en" : "zh-CN");
    text_add_str(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>");
    add_escaped(out, markup->title, strlen(markup->title));
    text_addf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", STYLE);
    if (markup->banner != NULL) { /* the head and foot of a table are on every page that it is printed on */
        text_add_str(out, "<table class=\"frame\">");
        add_banner(markup->banner, "thead", out);
        add_banner(markup->banner, "tfoot", out);
        text_add_str(out, "<tbody><tr><td>\n");
    }
    add_body(markup->source, out);
    text_addf(out, "%s</body>\n</html>\n", markup->banner != NULL ? "</td></tr></tbody></table>\n" : "");
}
