/*
 * HTML text: whatever was typed, shown as it is and never obeyed; and tables of it.
 *
 * Markup is only what the program itself writes into the text; everything else goes through html_text.
 *
 *     html_table(&out, "tasks", (const char *const[]){"任务", "时限"}, 2);
 *     html_row(&out, NULL, (const char *const[]){"通知 <各单位>", "03:10"}, 2);
 *     html_table_end(&out);
 */
#ifndef CLI_HTML_H
#define CLI_HTML_H

#include "core/text.h"

/* Escaped; control characters and what turns the direction of writing made visible. Good for attribute values in double quotes, and for SVG. */
void html_text(struct text *out, const char *str);
/* An element with text in it; `class` NULL for none. Names and classes are the program's own. */
void html_element(struct text *out, const char *name, const char *class, const char *str);

/* A table with its heads, repeated on every page; rows are cells of text. `class` NULL for none. */
void html_table(struct text *out, const char *class, const char *const *heads, size_t count);
void html_row(struct text *out, const char *class, const char *const *cells, size_t count);
/* One cell across. */
void html_band(struct text *out, const char *str, size_t columns);
void html_table_end(struct text *out);

#endif
