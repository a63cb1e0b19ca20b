/*
 * Texts with gaps, and what fills them. Nothing runs from a template: it has no expressions, no includes, no loops but over the rows of a
 * list that is there.
 *
 *     {{place}}                      the text of a field, escaped as Markdown (cli/markup.h); a mark when it is missing
 *     {{#tasks}} … {{/tasks}}        for each row of a list; of a text: once, when there is one
 *     {{^tasks}} … {{/tasks}}        when the list is empty, or the text empty or missing
 *     {{! remark }}                  nothing
 *
 * A tag is on one line. A line with nothing but {{#…}}, {{^…}}, {{/…}} or a remark leaves nothing. In a list a name means the row's
 * column, else what it means outside. Names are checked before anything is filled, also inside a list that is empty.
 *
 *     struct fields fields = {0};
 *     struct template_row *root = fields_root(&fields);
 *     fields_text(&fields, root, "place", "208国道");
 *     struct template_value *list = fields_list(&fields, root, "tasks", task_columns);
 *     fields_text(&fields, fields_row(&fields, list), "what", "封路");
 *     template_fill(&(struct template_source){"first.md", text, size, "〔未报〕"}, root, &filled, &err);
 *     fields_release(&fields);
 */
#ifndef CLI_TEMPLATE_H
#define CLI_TEMPLATE_H

#include "core/arena.h"
#include "core/err.h"
#include "core/text.h"

#define TEMPLATE_BYTES_MAX (64u << 10)
#define TEMPLATE_DEPTH_MAX 8          /* of sections inside each other */
#define TEMPLATE_STEPS_MAX 1000000    /* tags and pieces of text that filling may pass */
#define TEMPLATE_OUTPUT_MAX (8u << 20)
#define TEMPLATE_MISSING_MAX 256

/* A column of a list: a text, or a list of its own. Ends with a row without a name. */
struct template_column {
    const char *name;
    const struct template_column *columns; /* NULL for a text */
};

struct template_row {
    struct template_value *values, *last;
    struct template_row *next;
};

struct template_value {
    const char *name;
    const char *text;    /* "" for a list */
    const char *missing; /* what it is called where the missing are listed; NULL when it is there */
    const struct template_column *columns; /* of a list; NULL for a text */
    struct template_row *rows, *last;
    struct template_value *next;
};

/* Fields and their memory. After a failed allocation `failed` stays true, and what was built is not to be used. */
struct fields {
    struct arena arena;
    struct template_row *root;
    bool failed;
};

struct template_row *fields_root(struct fields *fields);
void fields_release(struct fields *fields);
/* Names, labels and columns are borrowed; texts are copied. Rows and lists may be NULL after a failure: nothing happens then. */
void fields_text(struct fields *fields, struct template_row *row, const char *name, const char *text);
/* The same, missing when the text is NULL or empty. */
void fields_wanted(struct fields *fields, struct template_row *row, const char *name, const char *label, const char *text);
struct template_value *fields_list(struct fields *fields, struct template_row *row, const char *name, const struct template_column *columns);
struct template_row *fields_row(struct fields *fields, struct template_value *list);
/* The value of that name in a row; NULL when it has none. */
const struct template_value *fields_find(const struct template_row *row, const char *name, size_t size);

struct template_source {
    const char *file; /* for messages */
    const char *text;
    size_t size;
    const char *mark; /* where something is missing: "〔未报〕" */
};

/* The text, and what was missing where it was printed: labels, each once, in their order. Borrowed from the fields. */
struct filled {
    struct text text;
    const char *missing[TEMPLATE_MISSING_MAX];
    size_t missing_count;
};

/*
 * Check a template against the fields, and fill it. ERR_VALUE with line, column and the nearest name for what it has wrong; ERR_LIMIT for
 * one that is too long, too deep, or makes too much; ERR_MEMORY. The text is the caller's to release, also after a failure.
 */
int template_fill(const struct template_source *source, const struct template_row *fields, struct filled *filled, struct err *err);

#endif
