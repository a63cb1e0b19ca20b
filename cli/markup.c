/* The source of documents: escaping, blocks, and Markdown itself. See markup.h. */
#include "cli/markup.h"

#include <string.h>

const char *const markup_format_ids[] = {"md", "html", "txt", NULL};

int markup_read_format(const char *name, enum markup_format *format, struct err *err)
{
    *format = MARKUP_MD;
    for (int i = 0; name != NULL && markup_format_ids[i] != NULL; i++)
        if (strcmp(markup_format_ids[i], name) == 0) {
            *format = (enum markup_format)i;
            return 0;
        }
    if (name == NULL)
        return 0;
    return err_set(err, ERR_USAGE, "没有格式“%s”，可写 md、html、txt", "there is no format \"%s\": it is md, html or txt", text_clip(name, strlen(name)).str);
}

/* ---- values ---- */

/* Signs that mean something anywhere in a line, in CommonMark or in what is built on it. */
static bool is_sign(char byte)
{
    return byte != '\0' && strchr("\\`*_[]<>|~&#$", byte) != NULL;
}

/* "-", "+", "=" or "12." at the beginning: what would make a list or a heading of it. */
static size_t list_mark(const char *value)
{
    size_t digits = strspn(value, "0123456789");
    if (digits > 0 && digits < 10 && (value[digits] == '.' || value[digits] == ')') && (value[digits + 1] == ' ' || value[digits + 1] == '\0'))
        return digits;
    return digits == 0 && value[0] != '\0' && strchr("-+=", value[0]) != NULL ? 0 : SIZE_MAX;
}

void markup_add_value(struct text *out, const char *value)
{
    size_t size = strlen(value), mark = list_mark(value);
    char visible[8];
    for (size_t at = 0, step; at < size; at += step) {
        int32_t code = text_decode(value + at, size - at, &step);
        if (code == '\n' || code == '\r' || code == '\t') {
            text_add_str(out, " ");
            continue;
        }
        size_t changed = text_visible(code, visible);
        if (changed > 0) {
            text_add_str(out, visible[0] == '\\' ? "\\" : "");
            text_add(out, visible, changed);
            continue;
        }
        bool link = value[at] == ':' && value[at + 1] == '/' && value[at + 2] == '/'; /* would become one by itself */
        text_add_str(out, is_sign(value[at]) || at == mark || link ? "\\" : "");
        text_add(out, value + at, step);
    }
}

/* ---- blocks ---- */

static size_t line_size(const char *line)
{
    return strcspn(line, "\n");
}

static bool is_blank(const char *line)
{
    size_t size = line_size(line);
    return strspn(line, " ") >= size;
}

static bool is_page(const char *line)
{
    return strncmp(line, "---", 3) == 0 && is_blank(line + 3);
}

/* What a line begins, and how many bytes say so. */
static enum block_kind begins(const char *line, size_t *mark)
{
    static const struct {
        const char *mark;
        enum block_kind kind;
    } marks[] = {{"# ", BLOCK_TITLE}, {"## ", BLOCK_HEADING}, {"### ", BLOCK_SUBHEADING}, {"- ", BLOCK_ITEM}, {"> ", BLOCK_SIGNATURE}, {"|", BLOCK_TABLE}};
    *mark = 0;
    if (is_page(line))
        return BLOCK_PAGE;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strncmp(line, marks[i].mark, strlen(marks[i].mark)) == 0) {
            *mark = marks[i].kind == BLOCK_TABLE ? 0 : strlen(marks[i].mark);
            return marks[i].kind;
        }
    return BLOCK_PARAGRAPH;
}

/* Whether the line belongs to the block that the lines before it made. */
static bool goes_on(enum block_kind kind, const char *line)
{
    size_t mark;
    if (*line == '\0' || is_blank(line) || (kind != BLOCK_TABLE && kind != BLOCK_PARAGRAPH))
        return false;
    return begins(line, &mark) == kind;
}

struct block block_next(const char **at)
{
    size_t mark;
    while (**at != '\0' && (is_blank(*at) || (**at == '>' && is_blank(*at + 1))))
        *at += line_size(*at) + ((*at)[line_size(*at)] == '\n');
    if (**at == '\0')
        return (struct block){BLOCK_END, *at, 0};
    struct block block = {begins(*at, &mark), *at + mark, 0};
    do
        *at += line_size(*at) + ((*at)[line_size(*at)] == '\n');
    while (goes_on(block.kind, *at));
    const char *end = *at;
    while (end > block.data && (end[-1] == '\n' || end[-1] == ' '))
        end--;
    block.size = (size_t)(end - block.data);
    return block;
}

static void trim(struct cell *cell)
{
    while (cell->size > 0 && cell->data[0] == ' ')
        cell->data++, cell->size--;
    while (cell->size > 0 && cell->data[cell->size - 1] == ' ')
        cell->size--;
}

size_t block_cells(const char *line, size_t size, struct cell cells[MARKUP_COLUMNS_MAX])
{
    size_t count = 0, start = size > 0 && line[0] == '|' ? 1 : 0;
    for (size_t at = start; at <= size && count < MARKUP_COLUMNS_MAX; at++) {
        if (at + 1 < size && line[at] == '\\') {
            at++;
            continue;
        }
        if (at < size && line[at] != '|')
            continue;
        cells[count] = (struct cell){line + start, at - start};
        trim(&cells[count]);
        bool behind_last = at == size && cells[count].size == 0;
        count += !behind_last;
        start = at + 1;
    }
    return count;
}

static bool is_dashes(const char *line, size_t size)
{
    size_t dashes = 0;
    for (size_t i = 0; i < size; i++) {
        if (strchr("|-: ", line[i]) == NULL)
            return false;
        dashes += line[i] == '-';
    }
    return dashes >= 3;
}

bool block_line(const char **at, const char *end, struct cell *line)
{
    while (*at < end) {
        size_t size = line_size(*at);
        if (size > (size_t)(end - *at))
            size = (size_t)(end - *at);
        *line = (struct cell){*at, size};
        *at += size + (*at + size < end);
        if (!is_dashes(line->data, size))
            return true;
    }
    return false;
}

/* ---- inline ---- */

static bool is_punctuation(char byte)
{
    return byte != '\0' && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", byte) != NULL;
}

void inline_write(const struct inline_writer *writer, const char *data, size_t size, struct text *out)
{
    bool strong = false;
    for (size_t at = 0, step; at < size; at += step) {
        step = 1;
        if (data[at] == '\\' && at + 1 < size && is_punctuation(data[at + 1])) {
            writer->plain(out, data + at + 1, 1);
            step = 2;
        } else if (data[at] == '*' && at + 1 < size && data[at + 1] == '*') {
            strong = !strong;
            text_add_str(out, strong ? writer->strong : writer->weak);
            step = 2;
        } else if (data[at] == '\n') { /* one paragraph; Chinese has no blank there */
            if (at > 0 && (data[at - 1] & 0x80) == 0)
                writer->plain(out, " ", 1);
        } else {
            step = text_step(data + at, size - at);
            writer->plain(out, data + at, step);
        }
    }
    text_add_str(out, strong ? writer->weak : "");
}

/* ---- Markdown ---- */

static void add_banner(const struct markup *markup, const char *before, const char *after, struct text *out)
{
    text_addf(out, "%s**", before);
    markup_add_value(out, markup->banner);
    text_addf(out, "**\n%s", after);
}

/* The source itself; pages get their banners. */
static void to_markdown(const struct markup *markup, struct text *out)
{
    if (markup->banner != NULL)
        add_banner(markup, "", "\n", out);
    for (const char *at = markup->source; *at != '\0';) {
        size_t size = line_size(at);
        bool page = is_page(at) && markup->banner != NULL;
        if (page)
            add_banner(markup, "", "\n", out);
        text_add(out, at, size);
        text_add_str(out, "\n");
        if (page)
            add_banner(markup, "\n", "", out);
        at += size + (at[size] == '\n');
    }
    if (markup->banner != NULL)
        add_banner(markup, "\n", "", out);
}

void markup_write(const struct markup *markup, enum markup_format format, struct text *out)
{
    static void (*const writers[])(const struct markup *, struct text *) = {[MARKUP_MD] = to_markdown, [MARKUP_HTML] = markup_to_html, [MARKUP_TXT] = markup_to_text};
    writers[format](markup, out);
}
