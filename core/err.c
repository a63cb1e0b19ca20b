/* Errors and diagnostics: filling, naming and printing them. Knows nothing of what failed. */
#include "core/err.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

static const struct {
    const char *name;
    int status;
} codes[] = {
    [ERR_NONE] = {"none", 0},          [ERR_USAGE] = {"usage", 64},         [ERR_JSON] = {"json", 65},
    [ERR_KEY] = {"key", 65},           [ERR_TYPE] = {"type", 65},           [ERR_VALUE] = {"value", 65},
    [ERR_REFERENCE] = {"reference", 65}, [ERR_RULE] = {"rule", 65},         [ERR_CLAUSE] = {"clause", 65},
    [ERR_LIMIT] = {"limit", 65},       [ERR_NO_INPUT] = {"no_input", 66},   [ERR_IO] = {"io", 74},
    [ERR_MEMORY] = {"memory", 70},     [ERR_STATE] = {"state", 1},          [ERR_AUTHORITY] = {"authority", 1},
    [ERR_CONFLICT] = {"conflict", 75}, [ERR_BUSY] = {"busy", 75},           [ERR_INTERNAL] = {"internal", 70},
};

const char *err_name(enum err_code code)
{
    return codes[code].name;
}

int err_status(enum err_code code)
{
    return codes[code].status;
}

int err_set(struct err *err, enum err_code code, const char *zh, const char *en, ...)
{
    if (err == NULL)
        return -1;
    *err = (struct err){.code = code};
    va_list args, again;
    va_start(args, en);
    va_copy(again, args);
    vsnprintf(err->zh, sizeof err->zh, zh, args);
    vsnprintf(err->en, sizeof err->en, en, again);
    va_end(again);
    va_end(args);
    text_trim_utf8(err->zh);
    text_trim_utf8(err->en);
    return -1;
}

int err_set_words(struct err *err, enum err_code code, struct words formats, struct words a, struct words b)
{
    if (err == NULL)
        return -1;
    *err = (struct err){.code = code};
    snprintf(err->zh, sizeof err->zh, formats.zh, a.zh, b.zh);
    snprintf(err->en, sizeof err->en, formats.en, words_in(a, LANG_EN), words_in(b, LANG_EN));
    text_trim_utf8(err->zh);
    text_trim_utf8(err->en);
    return -1;
}

void err_set_hint(struct err *err, const char *hint)
{
    if (err != NULL && hint != NULL) {
        snprintf(err->hint, sizeof err->hint, "%s", hint);
        text_trim_utf8(err->hint);
    }
}

void err_set_file(struct err *err, const char *path)
{
    if (err == NULL)
        return;
    size_t size = strlen(path), room = sizeof err->file - 1;
    if (size <= room) {
        memcpy(err->file, path, size + 1);
        return;
    }
    const char *end = path + size - (room - 3);
    while (((unsigned char)*end & 0xC0) == 0x80)
        end++;
    snprintf(err->file, sizeof err->file, "…%s", end);
}

void err_set_clause(struct err *err, const char *clause)
{
    if (err != NULL) {
        snprintf(err->clause, sizeof err->clause, "%s", clause);
        text_trim_utf8(err->clause);
    }
}

void err_set_pointer(struct err *err, const char *pointer)
{
    if (err == NULL)
        return;
    snprintf(err->pointer, sizeof err->pointer, "%s", pointer);
    text_trim_utf8(err->pointer);
    err->has_pointer = true;
}

int err_no_memory(struct err *err)
{
    return err_set(err, ERR_MEMORY, "内存不足", "out of memory");
}

const char *err_message(const struct err *err, enum lang lang)
{
    return lang == LANG_EN ? err->en : err->zh;
}

void err_print(const struct err *err, enum lang lang, FILE *out)
{
    if (err->file[0] != '\0') {
        text_print_safe(err->file, out);
        fputc(':', out);
    }
    if (err->line != 0)
        fprintf(out, "%u:%u:", err->line, err->column);
    if (err->file[0] != '\0' || err->line != 0)
        fputc(' ', out);
    text_print_safe(err_message(err, lang), out);
    if (err->has_pointer && err->pointer[0] != '\0') {
        fputs(" [", out);
        text_print_safe(err->pointer, out);
        fputc(']', out);
    }
    if (err->hint[0] != '\0') {
        fputs(lang == LANG_EN ? "; did you mean: " : "；是否指：", out);
        text_print_safe(err->hint, out);
    }
    fputc('\n', out);
}

void diags_release(struct diags *diags)
{
    free(diags->items);
    *diags = (struct diags){0};
}

void diags_add(struct diags *diags, const struct err *err)
{
    if (diags->count == diags->capacity && diags->count < DIAGS_MAX) {
        size_t wanted = diags->capacity == 0 ? 4 : diags->capacity * 2;
        struct err *items = realloc(diags->items, wanted * sizeof *items);
        if (items != NULL) {
            diags->items = items;
            diags->capacity = wanted;
        }
    }
    if (diags->count < diags->capacity && diags->count < DIAGS_MAX)
        diags->items[diags->count++] = *err;
    else
        diags->dropped++;
}

bool diags_full(const struct diags *diags)
{
    return diags->count == DIAGS_MAX;
}

bool diags_any(const struct diags *diags)
{
    return diags->count + diags->dropped > 0;
}

void text_position(const char *text, size_t size, size_t offset, unsigned *line, unsigned *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < offset && i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '\n') {
            ++*line;
            *column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            ++*column;
        }
    }
}

#define CARET_BEFORE 60 /* characters of the line shown left of the caret at the most */
#define CARET_AFTER 30

/* Plan lines run to 200 columns: show the part of the line around the caret. */
static void print_caret(const struct err *err, const char *text, size_t size, FILE *out)
{
    size_t start = 0, line = 1;
    while (line < err->line && start < size)
        if (text[start++] == '\n')
            line++;
    size_t end = start;
    while (end < size && text[end] != '\n' && text[end] != '\r')
        end++;
    size_t from = start;
    unsigned column = 1;
    for (; column + CARET_BEFORE < err->column && from < end; column++)
        from += text_step(text + from, end - from);
    fputs("  | ", out);
    size_t at = from;
    unsigned width = 0;
    for (; at < end && column < err->column + CARET_AFTER; column++) {
        size_t step = text_step(text + at, end - at);
        bool tab = text[at] == '\t'; /* shown as one blank, so that the caret stays under its place */
        if (column < err->column)
            width += tab ? 1 : text_width(text + at, step);
        text_print_safe_n(tab ? " " : text + at, step, out);
        at += step;
    }
    fprintf(out, "\n  | %*s^\n", (int)width, "");
}

void err_print_source(const struct err *err, const char *text, size_t size, enum lang lang, FILE *out)
{
    err_print(err, lang, out);
    if (err->line != 0)
        print_caret(err, text, size, out);
}
