/*
 * UTF-8 text: growing buffers, display width, safe printing, and the nearest word to a mistyped one.
 *
 * Widths are terminal cells (Unicode East Asian Width, by wcwidth): call setlocale(LC_CTYPE, "") or C.UTF-8 first.
 * A `struct text` is the caller's storage; release it with text_release. After a failed allocation it keeps what it
 * had and `failed` stays true: check once, at the end.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct text {
    char *data; /* NUL-terminated once anything was added */
    size_t size, capacity;
    bool failed;
};

void text_release(struct text *text);
void text_clear(struct text *text);
void text_add(struct text *text, const char *data, size_t size);
void text_add_str(struct text *text, const char *str);
void text_addf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes: control characters, quote and backslash escaped, the rest as it is. */
void text_add_json(struct text *text, const char *data, size_t size);
void text_add_json_str(struct text *text, const char *str);
void text_add_int(struct text *text, int64_t number);
/*
 * For who writes bytes himself: room for `size` of them behind what is there, NULL after a failed allocation; then how many of them stay.
 */
char *text_room(struct text *text, size_t size);
void text_took(struct text *text, size_t size);
/* Contents as a C string, "" when nothing was added. */
const char *text_str(const struct text *text);

/* Bytes of the first character (1..4); 1 for a malformed one. */
size_t text_step(const char *data, size_t size);
/* First character's code point and, in *step, its bytes; -1 for malformed UTF-8 (RFC 3629: no surrogates, no overlong form). */
int32_t text_decode(const char *data, size_t size, size_t *step);
bool text_is_utf8(const char *data, size_t size);
/* Terminal cells of what text_print_safe shows: of one character (-1: a malformed byte), and of a string. */
unsigned text_cells(int32_t code);
unsigned text_width(const char *data, size_t size);
unsigned text_width_str(const char *str);
/* A name out of somebody's data, for a message: at most 60 bytes, whole characters, no NUL: text_clip(data, size).str */
struct clip {
    char str[64];
};
struct clip text_clip(const char *data, size_t size);
/* Whether a line of text may end between two characters: behind a blank, anywhere in Chinese, but not before closing marks nor behind opening ones. */
bool text_may_break(int32_t before, int32_t after);
/*
 * Bytes of the first line of `str`: the longest start that fits `room` by a ruler, and ends where a line may; up to a newline. Blanks at its
 * end may hang over. At least one character, so that nobody waits for a line that never comes; 0 only for "" and before a newline.
 */
struct text_ruler {
    int64_t (*width)(const void *context, int32_t code); /* of a character */
    const void *context;
};
size_t text_line(const char *str, const struct text_ruler *ruler, int64_t room);
/* Drop a character that was cut at the end of a full buffer. */
void text_trim_utf8(char *str);
/* How a character shows that must not be printed as it is ("\x1b", U+FFFD for -1): bytes written, 0 for one that is printed as it is. */
size_t text_visible(int32_t code, char buffer[8]);
/* Add with control characters made visible, as text_print_safe prints it; newlines stay. */
void text_add_safe(struct text *text, const char *str);
/* Print with control characters made visible: data must never drive the terminal. */
void text_print_safe(const char *str, FILE *out);
/* The same for several lines: each ends with its newline. */
void text_print_safe_lines(const char *str, FILE *out);
void text_print_safe_n(const char *data, size_t size, FILE *out);

/*
 * The best suggestion among words offered one by one:
 *     struct nearest near = nearest_to("deahts", 6);
 *     nearest_offer(&near, "deaths");
 *     near.best → "deaths", NULL when nothing is close enough
 */
struct nearest {
    const char *word;
    size_t size;
    const char *best; /* borrowed from the offers */
    unsigned distance;
};
struct nearest nearest_to(const char *word, size_t size);
void nearest_offer(struct nearest *near, const char *candidate);

/* Whether a string of known size equals a C string. */
bool text_equal(const char *data, size_t size, const char *str);

#endif
