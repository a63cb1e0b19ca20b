/*
 * What went wrong, where, and what would have been right: one struct for every failure in the project.
 *
 * Functions that can fail return 0 or -1 and take a `struct err *` last, which they leave untouched on success.
 * Every message is written twice, in Chinese and in English, from the same arguments. A `struct diags` collects
 * all that is wrong with one file, so that its author mends it in one go.
 *
 *     struct err err = {0};
 *     if (file_read("plan.json", FILE_LIMIT, &text, &err) != 0)
 *         err_print(&err, LANG_ZH, stderr);
 *     return err_status(err.code);
 *
 * Strings given to these functions are copied. `struct err` owns nothing and may be copied as a value.
 */
#ifndef CORE_ERR_H
#define CORE_ERR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum lang { LANG_ZH, LANG_EN };

/* A pair of wordings; what operators see is always one of these. Borrowed strings. */
struct words {
    const char *zh;
    const char *en;
};

enum err_code {
    ERR_NONE,
    ERR_USAGE,     /* a command given wrongly */
    ERR_JSON,      /* text that is not strict JSON (RFC 8259) */
    ERR_KEY,       /* a key that is unknown, missing or given twice */
    ERR_TYPE,      /* a value of the wrong type */
    ERR_VALUE,     /* a value outside what is allowed */
    ERR_REFERENCE, /* an id that names nothing */
    ERR_RULE,      /* an expression that does not parse or check */
    ERR_CLAUSE,    /* a citation that the plan's text does not have */
    ERR_LIMIT,     /* larger or deeper than a hard limit */
    ERR_NO_INPUT,  /* a file or plan that is not there */
    ERR_IO,        /* reading or writing failed */
    ERR_MEMORY,    /* out of memory */
    ERR_STATE,     /* a step that the present state does not allow */
    ERR_AUTHORITY, /* a step that is not for this actor to take */
    ERR_CONFLICT,  /* somebody else has written since */
    ERR_BUSY,      /* held by another process */
    ERR_INTERNAL,
};

#define ERR_TEXT_MAX 400
#define ERR_POINTER_MAX 512
#define ERR_FILE_MAX 200

struct err {
    enum err_code code;
    char zh[ERR_TEXT_MAX];
    char en[ERR_TEXT_MAX];
    char file[ERR_FILE_MAX];       /* "" when the failure is not in a file */
    unsigned line, column;         /* from 1, columns in characters; 0 when unknown */
    char pointer[ERR_POINTER_MAX]; /* JSON pointer (RFC 6901); only meaningful when has_pointer */
    bool has_pointer;
    char clause[64];               /* the clause that decides; "" when there is none */
    char hint[ERR_TEXT_MAX];       /* the nearest right thing, as it would be written; "" when there is none */
};

/* Fill `err` (may be NULL). The two formats take the same arguments in the same order. Returns -1, for `return err_set(…)`. */
int err_set(struct err *err, enum err_code code, const char *zh, const char *en, ...)
    __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
/* The same for arguments that have two wordings themselves: each format takes two %s, `a` and `b` in its language. */
int err_set_words(struct err *err, enum err_code code, struct words formats, struct words a, struct words b);
void err_set_hint(struct err *err, const char *hint);
/* The file that a failure is in; of a path that does not fit, the end. */
void err_set_file(struct err *err, const char *path);
void err_set_clause(struct err *err, const char *clause);
void err_set_pointer(struct err *err, const char *pointer);
int err_no_memory(struct err *err);

/* Short stable name of a code ("reference"), as the batch contract and --json print it. */
const char *err_name(enum err_code code);
/* Exit status of the process (sysexits.h): 1 refused, 64 usage, 65 data, 66 no input, 70 internal, 74 I/O, 75 conflict. */
int err_status(enum err_code code);
const char *err_message(const struct err *err, enum lang lang);
/* "file:line:column: message (pointer); hint" and a newline. */
void err_print(const struct err *err, enum lang lang, FILE *out);
/* The same, and under it the line of `text` (the file's contents) with a caret at the place. */
void err_print_source(const struct err *err, const char *text, size_t size, enum lang lang, FILE *out);

/* All that is wrong with a file, or with several. */
#define DIAGS_MAX 100 /* more are counted, not kept */
struct diags {
    struct err *items;
    size_t count, dropped, capacity;
};

void diags_release(struct diags *diags);
/* Append a copy. Failing to keep it (no memory) still counts it, so that `diags_any` never forgets. */
void diags_add(struct diags *diags, const struct err *err);
bool diags_any(const struct diags *diags);
/* No more are kept, so placing them and looking for suggestions would be wasted work. */
bool diags_full(const struct diags *diags);

/* Line and column (both from 1, columns in Unicode characters) of a byte offset. */
void text_position(const char *text, size_t size, size_t offset, unsigned *line, unsigned *column);

static inline const char *words_in(struct words words, enum lang lang)
{
    return lang == LANG_EN && words.en != NULL ? words.en : words.zh;
}

#endif
