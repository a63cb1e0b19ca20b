/*
 * Documents: a small part of Markdown, written as Markdown, as HTML on A4 paper, or as text. Nothing of what a document says is ever
 * taken for markup: values are escaped when they are put in, HTML in the source is text, and a page loads nothing and runs nothing.
 *
 *     # Title            in the middle
 *     ## Heading         and ###
 *     - item
 *     > Signature        on the right; a line each
 *     | a | b |          a table: its first row is the head, its second | --- | --- |
 *     ---                a new page
 *     **strong**, \*     a backslash takes a sign's meaning away; "Text：" alone in a paragraph (an addressee) is not indented
 *
 * Everything else is a paragraph; lines without a blank one between them are one.
 */
#ifndef CLI_MARKUP_H
#define CLI_MARKUP_H

#include "core/err.h"
#include "core/text.h"

#define MARKUP_WIDTH 80 /* cells of a line of text */
#define MARKUP_COLUMNS_MAX 12

enum markup_format { MARKUP_MD, MARKUP_HTML, MARKUP_TXT };
extern const char *const markup_format_ids[]; /* "md" …, ends with NULL */
/* NULL means md; ERR_USAGE for any other name. */
int markup_read_format(const char *name, enum markup_format *format, struct err *err);

/* Put a value into a source: on one line, control characters visible, every sign that means something escaped. */
void markup_add_value(struct text *out, const char *value);

struct markup {
    const char *source;
    const char *title;  /* of the window and the file */
    const char *banner; /* at top and bottom of every page: "演练"; NULL for none */
    enum lang lang;
};
void markup_write(const struct markup *markup, enum markup_format format, struct text *out);

/* ---- what the files of this module share ---- */

enum block_kind { BLOCK_END, BLOCK_TITLE, BLOCK_HEADING, BLOCK_SUBHEADING, BLOCK_PARAGRAPH, BLOCK_ITEM, BLOCK_SIGNATURE, BLOCK_TABLE, BLOCK_PAGE };

/* A block of the source: its text, without what makes it a block; of a table, its lines. Borrowed. */
struct block {
    enum block_kind kind;
    const char *data;
    size_t size;
};
/* The block at *at, which then is behind it. */
struct block block_next(const char **at);

/* The cells of a table's line, without the blanks around them; how many. */
struct cell {
    const char *data;
    size_t size;
};
size_t block_cells(const char *line, size_t size, struct cell cells[MARKUP_COLUMNS_MAX]);
/* The line of a table at `*at` up to `end`; false behind the last. The row of dashes is passed over. */
bool block_line(const char **at, const char *end, struct cell *line);

/* What an inline text is made of: told the plain pieces, and where strong begins and ends. */
struct inline_writer {
    void (*plain)(struct text *out, const char *data, size_t size);
    const char *strong, *weak; /* put in where strong begins and ends */
};
void inline_write(const struct inline_writer *writer, const char *data, size_t size, struct text *out);

void markup_to_html(const struct markup *markup, struct text *out);
void markup_to_text(const struct markup *markup, struct text *out);

#endif
