/* Lines in words. See line.h. */
#include "cli/line.h"

#include <stdlib.h>
#include <string.h>

#include "core/text.h"

static const struct {
    const char *typed, *meant;
} folds[] = {
    {"　", " "},  {"＝", "="},  {"？", "?"},  {"．", "."},  {"。。", ".."}, {"０", "0"}, {"１", "1"}, {"２", "2"},
    {"３", "3"},  {"４", "4"},  {"５", "5"},  {"６", "6"},  {"７", "7"},    {"８", "8"}, {"９", "9"},
};

static const struct {
    const char *open, *close;
} quotes[] = {{"\"", "\""}, {"'", "'"}, {"“", "”"}, {"‘", "’"}};

static bool starts_with(const char *data, size_t size, const char *prefix)
{
    size_t length = strlen(prefix);
    return size >= length && memcmp(data, prefix, length) == 0;
}

/* What stands at the start of `data`, folded; *step is how many bytes of `data` it takes, *meant_size how long it is. */
static const char *fold(const char *data, size_t size, size_t *step, size_t *meant_size)
{
    for (size_t i = 0; i < sizeof folds / sizeof folds[0]; i++)
        if (starts_with(data, size, folds[i].typed)) {
            *step = strlen(folds[i].typed);
            *meant_size = strlen(folds[i].meant);
            return folds[i].meant;
        }
    *step = *meant_size = text_step(data, size);
    return data;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static const char *closing_quote(const char *data, size_t size, size_t *step)
{
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
        if (starts_with(data, size, quotes[i].open)) {
            *step = strlen(quotes[i].open);
            return quotes[i].close;
        }
    return NULL;
}

/* Copy one word from data[at…] to `out`, closing it with a NUL; returns where it ends in the line. */
static size_t take_word(struct line *line, const char *data, size_t size, size_t at, char *out)
{
    const char *close = NULL, *word = out;
    size_t step, meant_size;
    while (at < size) {
        bool may_open = out == word || out[-1] == '=';
        const char *opens = close == NULL && may_open ? closing_quote(data + at, size - at, &step) : NULL;
        if (opens != NULL) {
            close = opens;
        } else if (close != NULL && starts_with(data + at, size - at, close)) {
            step = strlen(close);
            close = NULL;
        } else {
            const char *meant = data + at;
            step = meant_size = text_step(meant, size - at);
            if (close == NULL)
                meant = fold(meant, size - at, &step, &meant_size);
            if (close == NULL && is_blank(meant[0]))
                break;
            memcpy(out, meant, meant_size);
            out += meant_size;
        }
        at += step;
    }
    *out = '\0';
    line->unclosed = close != NULL;
    return at;
}

int line_split(struct line *line, const char *data, size_t size, struct err *err)
{
    size_t step, meant_size, at = 0;
    *line = (struct line){.bytes = malloc(size + 1)};
    char *out = line->bytes;
    if (out == NULL)
        return err_no_memory(err);
    while (at < size) {
        const char *meant = fold(data + at, size - at, &step, &meant_size);
        if (is_blank(meant[0])) {
            at += step;
            continue;
        }
        if (line->count == ARGS_MAX) {
            line_release(line);
            return err_set(err, ERR_USAGE, "一行至多 %d 个词", "a line has at most %d words", ARGS_MAX);
        }
        line->words[line->count++] = out;
        line->last_start = at;
        at = take_word(line, data, size, at, out);
        line->touches_end = at == size;
        out += strlen(out) + 1;
    }
    return 0;
}

void line_release(struct line *line)
{
    free(line->bytes);
    *line = (struct line){0};
}

void line_tidy(const char *data, size_t size, struct text *out)
{
    size_t step, meant_size;
    text_clear(out);
    for (size_t at = 0; at < size; at += step) {
        const char *meant = fold(data + at, size - at, &step, &meant_size);
        if (out->size > 0 || !is_blank(meant[0]))
            text_add(out, meant, meant_size);
    }
    while (out->size > 0 && is_blank(out->data[out->size - 1]))
        out->data[--out->size] = '\0';
}
