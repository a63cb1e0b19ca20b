/*
 * A JSON file bound to C structs by tables: each kind of object is a `struct shape`, a row for each key.
 *
 * Binding checks everything that a table can say (keys, types, ids, dates, choices, limits) and reports all that is wrong, each
 * with its place; the loader then checks only what needs knowledge (references, order). A shape's struct starts with a
 * `struct origin`, so that later stages can still point at the line.
 *
 *     static const struct field county_fields[] = {
 *         FIELD_TEXT("code", struct county, code, REQUIRED),
 *         FIELD_WORDS("name", struct county, name, REQUIRED),
 *     };
 *     static const struct shape county_shape = SHAPE(struct county, county_fields);
 *
 * Bound strings and arrays live in the arena given to document_bind, strings perhaps in that of `strings`.
 */
#ifndef CORE_DOCUMENT_H
#define CORE_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/json.h"
#include "core/strings.h"
#include "core/text.h"

/* A file read and parsed; owns its text and nodes. */
struct document {
    char *path;
    struct text text;
    struct json json;
    struct strings *strings; /* borrowed: keeps bound strings; NULL: they are copied into the arena, each for itself */
};

/* Where a bound thing stands: its node in the document. */
struct origin {
    uint32_t node;
};

/* An id that names something else, resolved later by the loader. */
struct ref {
    struct origin at;
    int kind : 8; /* what it turned out to name; the loader's own enum */
    int index : 24;
    const char *id; /* NULL when absent */
};

/* An expression of the plan, as text; `index` numbers all of a plan's conditions for the compiler. */
struct condition {
    struct origin at;
    int index;
    const char *text; /* NULL when absent: always */
};

enum field_kind {
    FIELD_KIND_ID,        /* const char *: a-z, 0-9, '_' and '.' */
    FIELD_KIND_TEXT,      /* const char *: not empty, no control characters */
    FIELD_KIND_WORDS,     /* struct words: an object with zh and en */
    FIELD_KIND_BOOL,      /* bool */
    FIELD_KIND_INT,       /* int64_t within [least, most] */
    FIELD_KIND_DATE,      /* int32_t day, see core/date.h */
    FIELD_KIND_CHOICE,    /* int: index into `choices` */
    FIELD_KIND_CONDITION, /* struct condition */
    FIELD_KIND_REF,       /* struct ref */
    FIELD_KIND_OBJECT,    /* a struct of shape `of` */
    FIELD_KIND_LIST,      /* T *items; size_t count, of shape `of` */
    FIELD_KIND_REFS,      /* struct ref *; size_t */
    FIELD_KIND_TEXTS,     /* const char **; size_t */
    FIELD_KIND_INTS,      /* int64_t *; size_t, each within [least, most] */
    FIELD_KIND_CHOICES,   /* int *; size_t: indexes into `choices` */
    FIELD_KIND_PAIRS,     /* struct text_pair *; size_t: arrays of two strings */
};

struct text_pair {
    struct origin at;
    const char *a, *b;
};

struct field {
    const char *key;
    enum field_kind kind;
    bool required;
    size_t offset, count_offset;
    const struct shape *of;
    const char *const *choices; /* NULL-terminated */
    int64_t least, most;
};

struct shape {
    const struct field *fields;
    size_t field_count, size;
};

#define SHAPE(type, fields) {(fields), sizeof(fields) / sizeof(fields)[0], sizeof(type)}
#define REQUIRED true
#define OPTIONAL false
#define FIELD_AT(key_, kind_, type, member, req) .key = (key_), .kind = (kind_), .offset = offsetof(type, member), .required = (req)
#define FIELD_ID(key, type, member, req) {FIELD_AT(key, FIELD_KIND_ID, type, member, req)}
#define FIELD_TEXT(key, type, member, req) {FIELD_AT(key, FIELD_KIND_TEXT, type, member, req)}
#define FIELD_WORDS(key, type, member, req) {FIELD_AT(key, FIELD_KIND_WORDS, type, member, req)}
#define FIELD_BOOL(key, type, member, req) {FIELD_AT(key, FIELD_KIND_BOOL, type, member, req)}
#define FIELD_DATE(key, type, member, req) {FIELD_AT(key, FIELD_KIND_DATE, type, member, req)}
#define FIELD_CONDITION(key, type, member, req) {FIELD_AT(key, FIELD_KIND_CONDITION, type, member, req)}
#define FIELD_REF(key, type, member, req) {FIELD_AT(key, FIELD_KIND_REF, type, member, req)}
#define FIELD_INT(key, type, member, req, lo, hi) {FIELD_AT(key, FIELD_KIND_INT, type, member, req), .least = (lo), .most = (hi)}
#define FIELD_CHOICE(key, type, member, req, names) {FIELD_AT(key, FIELD_KIND_CHOICE, type, member, req), .choices = (names)}
#define FIELD_OBJECT(key, type, member, req, shape) {FIELD_AT(key, FIELD_KIND_OBJECT, type, member, req), .of = (shape)}
#define FIELD_MANY(key, kind, type, member, count, req) FIELD_AT(key, kind, type, member, req), .count_offset = offsetof(type, count)
#define FIELD_LIST(key, type, member, count, req, shape) {FIELD_MANY(key, FIELD_KIND_LIST, type, member, count, req), .of = (shape)}
#define FIELD_REFS(key, type, member, count, req) {FIELD_MANY(key, FIELD_KIND_REFS, type, member, count, req)}
#define FIELD_TEXTS(key, type, member, count, req) {FIELD_MANY(key, FIELD_KIND_TEXTS, type, member, count, req)}
#define FIELD_PAIRS(key, type, member, count, req) {FIELD_MANY(key, FIELD_KIND_PAIRS, type, member, count, req)}
#define FIELD_CHOICES(key, type, member, count, req, names) {FIELD_MANY(key, FIELD_KIND_CHOICES, type, member, count, req), .choices = (names)}
#define FIELD_INTS(key, type, member, count, req, lo, hi) \
    {FIELD_MANY(key, FIELD_KIND_INTS, type, member, count, req), .least = (lo), .most = (hi)}

/* Read and parse a file (at most FILE_PLAN_MAX bytes). NULL with `err` on failure; ERR_NO_INPUT when it is not there. */
struct document *document_read(const char *path, struct err *err);
/* The same of text that was read already, which is taken over (also on failure); `name` stands for its file in diagnostics. */
struct document *document_take(const char *name, struct text *text, struct err *err);
void document_free(struct document *document);

/* Bind the root object into `into` (zeroed by the caller), which has the shape. All flaws go into `diags`. */
void document_bind(const struct document *document, const struct shape *shape, void *into, struct arena *arena, struct diags *diags);

/* A copy of a string, kept where those of the document are. NULL when out of memory. */
const char *document_keep(const struct document *document, const char *data, size_t size, struct arena *arena);

/* Add a diagnostic at a thing: fills in file, line, column and pointer of `err`. `inside`: bytes into the string, or UINT32_MAX. */
void document_flaw(const struct document *document, struct origin at, uint32_t inside, struct err *err, struct diags *diags);
/* The origin of a member of a bound object ("clause" of a rule), or the object itself when it has none. */
struct origin document_member(const struct document *document, struct origin at, const char *key);

#endif
