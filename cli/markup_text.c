/* Documents as text: 80 cells wide, the title in the middle, tables in columns. See markup.h. */
#include <string.h>

#include "cli/markup.h"

#define GAP 2         /* cells between columns */
#define COLUMN_MIN 6
#define INDENT "    " /* of a Chinese paragraph: two characters */
#define ITEM "  - "

static int64_t width_of(const void *context, int32_t code)
{
    (void)context;
    return text_cells(code);
}

static const struct text_ruler ruler = {width_of, NULL};

static void add_plain(struct text *out, const char *data, size_t size)
{
    text_add(out, data, size);
}

static void read_inline(const char *data, size_t size, struct text *out)
{
    static const struct inline_writer writer = {add_plain, "", ""};
    inline_write(&writer, data, size, out);
}

static void add_blanks(struct text *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_add_str(out, " ");
}

/* A line of a longer text: its bytes without the blanks at its end; the text then begins behind it. */
static size_t take_line(const char **text, size_t room, const char **line)
{
    size_t size = text_line(*text, &ruler, (int64_t)room);
    *line = *text;
    *text += size;
    *text += strspn(*text, " ");
    while (size > 0 && (*line)[size - 1] == ' ')
        size--;
    return size;
}

/* Wrapped: the first line behind a mark, the others after `rest` cells. */
static void add_wrapped(struct text *out, const char *str, const char *mark, size_t rest)
{
    const char *line;
    size_t indent = text_width_str(mark);
    text_add_str(out, mark);
    for (;;) {
        size_t size = take_line(&str, MARKUP_WIDTH - indent, &line);
        text_add(out, line, size);
        text_add_str(out, "\n");
        if (*str == '\0')
            return;
        indent = rest;
        add_blanks(out, indent);
    }
}

/* Each line in the middle, or at the right. */
static void add_aligned(struct text *out, const char *str, bool middle)
{
    const char *line;
    do {
        size_t size = take_line(&str, MARKUP_WIDTH, &line), left = MARKUP_WIDTH - text_width(line, size);
        add_blanks(out, middle ? left / 2 : left);
        text_add(out, line, size);
        text_add_str(out, "\n");
    } while (*str != '\0');
}

/* ---- tables ---- */

struct columns {
    size_t width[MARKUP_COLUMNS_MAX];
    size_t count;
    bool failed; /* memory ran out while they were measured */
};

static void measure(const struct block *block, struct columns *columns)
{
    const char *at = block->data;
    struct cell line, cells[MARKUP_COLUMNS_MAX];
    *columns = (struct columns){.count = 0};
    while (block_line(&at, block->data + block->size, &line)) {
        size_t count = block_cells(line.data, line.size, cells);
        columns->count = count > columns->count ? count : columns->count;
        for (size_t i = 0; i < count; i++) {
            struct text text = {0};
            read_inline(cells[i].data, cells[i].size, &text);
            size_t width = text_width_str(text_str(&text));
            columns->width[i] = width > columns->width[i] ? width : columns->width[i];
            columns->failed = columns->failed || text.failed;
            text_release(&text);
        }
    }
}

/* Take from the widest until all fit. */
static void narrow(struct columns *columns)
{
    for (;;) {
        size_t sum = 0, widest = 0;
        for (size_t i = 0; i < columns->count; i++) {
            sum += columns->width[i] + (i > 0 ? GAP : 0);
            widest = columns->width[i] > columns->width[widest] ? i : widest;
        }
        if (sum <= MARKUP_WIDTH || columns->width[widest] <= COLUMN_MIN)
            return;
        columns->width[widest]--;
    }
}

static void add_cells(struct text *out, const struct columns *columns, const struct text *texts)
{
    const char *left[MARKUP_COLUMNS_MAX], *line;
    for (size_t i = 0; i < columns->count; i++)
        left[i] = text_str(&texts[i]);
    for (bool more = true; more;) {
        size_t behind = 0; /* blanks owed, so that no line ends in them */
        more = false;
        for (size_t i = 0; i < columns->count; i++) {
            size_t size = take_line(&left[i], columns->width[i], &line), width = text_width(line, size);
            add_blanks(out, size > 0 ? behind : 0);
            text_add(out, line, size);
            behind = (size > 0 ? 0 : behind) + (columns->width[i] > width ? columns->width[i] - width : 0) + GAP;
            more = more || *left[i] != '\0';
        }
        text_add_str(out, "\n");
    }
}

static void add_rule(struct text *out, const struct columns *columns)
{
    for (size_t i = 0; i < columns->count; i++) {
        add_blanks(out, i > 0 ? GAP : 0);
        for (size_t cell = 0; cell < columns->width[i]; cell++)
            text_add_str(out, "-");
    }
    text_add_str(out, "\n");
}

static void add_table(struct text *out, const struct block *block)
{
    const char *at = block->data;
    struct cell line, cells[MARKUP_COLUMNS_MAX];
    struct columns columns;
    measure(block, &columns);
    narrow(&columns);
    out->failed = out->failed || columns.failed;
    for (bool head = true; block_line(&at, block->data + block->size, &line); head = false) {
        struct text texts[MARKUP_COLUMNS_MAX] = {{0}};
        size_t count = block_cells(line.data, line.size, cells);
        for (size_t i = 0; i < count; i++) {
            read_inline(cells[i].data, cells[i].size, &texts[i]);
            out->failed = out->failed || texts[i].failed;
        }
        add_cells(out, &columns, texts);
        if (head)
            add_rule(out, &columns);
        for (size_t i = 0; i < count; i++)
            text_release(&texts[i]);
    }
}

/* ---- blocks ---- */

static bool ends_in_colon(const char *str)
{
    static const char wide[] = "：";
    size_t size = strlen(str), mark = sizeof wide - 1;
    return size > 0 && (str[size - 1] == ':' || (size >= mark && strcmp(str + size - mark, wide) == 0));
}

static void add_rules_around(struct text *out, const char *banner)
{
    struct text text = {0};
    text_addf(&text, "＝＝ %s ＝＝", banner);
    add_aligned(out, text_str(&text), true);
    out->failed = out->failed || text.failed;
    text_release(&text);
}

static void add_page(const struct markup *markup, struct text *out)
{
    if (markup->banner != NULL)
        add_rules_around(out, markup->banner);
    for (size_t i = 0; i < MARKUP_WIDTH; i++)
        text_add_str(out, "-");
    text_add_str(out, "\n");
    if (markup->banner != NULL)
        add_rules_around(out, markup->banner);
}

static void add_block(const struct markup *markup, const struct block *block, struct text *out)
{
    struct text text = {0};
    if (block->kind != BLOCK_TABLE)
        read_inline(block->data, block->size, &text);
    const char *str = text_str(&text);
    switch (block->kind) {
    case BLOCK_TITLE: add_aligned(out, str, true); break;
    case BLOCK_HEADING:
    case BLOCK_SUBHEADING: add_wrapped(out, str, "", 0); break;
    case BLOCK_ITEM: add_wrapped(out, str, ITEM, sizeof ITEM - 1); break;
    case BLOCK_SIGNATURE: add_aligned(out, str, false); break;
    case BLOCK_TABLE: add_table(out, block); break;
    case BLOCK_PAGE: add_page(markup, out); break;
    case BLOCK_PARAGRAPH: add_wrapped(out, str, markup->lang == LANG_ZH && !ends_in_colon(str) ? INDENT : "", 0); break;
    case BLOCK_END: break;
    }
    out->failed = out->failed || text.failed;
    text_release(&text);
}

static bool stand_together(enum block_kind a, enum block_kind b)
{
    return a == b && (a == BLOCK_ITEM || a == BLOCK_SIGNATURE);
}

void markup_to_text(const struct markup *markup, struct text *out)
{
    enum block_kind before = BLOCK_END;
    if (markup->banner != NULL) {
        add_rules_around(out, markup->banner);
        text_add_str(out, "\n");
    }
    for (const char *at = markup->source;;) {
        struct block block = block_next(&at);
        if (block.kind == BLOCK_END)
            break;
        text_add_str(out, before == BLOCK_END || stand_together(before, block.kind) ? "" : "\n");
        add_block(markup, &block, out);
        before = block.kind;
    }
    if (markup->banner != NULL) {
        text_add_str(out, "\n");
        add_rules_around(out, markup->banner);
    }
}
