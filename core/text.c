/* UTF-8 text. See text.h. */
#define _XOPEN_SOURCE 700 /* wcwidth */
#include "core/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

void text_release(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}

void text_clear(struct text *text)
{
    text->size = 0;
    if (text->data != NULL)
        text->data[0] = '\0';
}

static bool text_reserve(struct text *text, size_t more)
{
    if (text->failed || more > SIZE_MAX / 4 - text->size) {
        text->failed = true;
        return false;
    }
    size_t wanted = text->size + more + 1;
    if (wanted <= text->capacity)
        return true;
    size_t capacity = text->capacity == 0 ? 64 : text->capacity;
    while (capacity < wanted)
        capacity *= 2;
    char *data = realloc(text->data, capacity);
    if (data == NULL) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void text_add(struct text *text, const char *data, size_t size)
{
    if (!text_reserve(text, size))
        return;
    if (size > 0)
        memcpy(text->data + text->size, data, size);
    text->size += size;
    text->data[text->size] = '\0';
}

char *text_room(struct text *text, size_t size)
{
    return text_reserve(text, size) ? text->data + text->size : NULL;
}

void text_took(struct text *text, size_t size)
{
    text->size += size;
    text->data[text->size] = '\0';
}

void text_add_str(struct text *text, const char *str)
{
    text_add(text, str, strlen(str));
}

void text_addf(struct text *text, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t room = text->capacity - text->size; /* what is there is tried first */
    int size = vsnprintf(text->data == NULL ? NULL : text->data + text->size, text->data == NULL ? 0 : room, format, args);
    va_end(args);
    bool fits = text->data != NULL && size >= 0 && (size_t)size < room && !text->failed;
    if (fits || (size >= 0 && text_reserve(text, (size_t)size))) {
        if (!fits)
            vsnprintf(text->data + text->size, (size_t)size + 1, format, again);
        text->size += (size_t)size;
    } else if (text->data != NULL) {
        text->data[text->size] = '\0';
    }
    va_end(again);
}

static void add_escape(struct text *text, unsigned char byte)
{
    static const char short_forms[128] = {['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
                                          ['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't'};
    if (short_forms[byte] != 0) {
        char pair[2] = {'\\', short_forms[byte]};
        text_add(text, pair, 2);
    } else {
        text_addf(text, "\\u%04x", byte);
    }
}

void text_add_json(struct text *text, const char *data, size_t size)
{
    text_add(text, "\"", 1);
    size_t run = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)data[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F)
            continue;
        text_add(text, data + run, i - run);
        add_escape(text, byte);
        run = i + 1;
    }
    text_add(text, data + run, size - run);
    text_add(text, "\"", 1);
}

void text_add_json_str(struct text *text, const char *str)
{
    text_add_json(text, str, strlen(str));
}

void text_add_int(struct text *text, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (number < 0)
        digits[--at] = '-';
    text_add(text, digits + at, sizeof digits - at);
}

const char *text_str(const struct text *text)
{
    return text->data == NULL ? "" : text->data;
}

int32_t text_decode(const char *data, size_t size, size_t *step)
{
    static const struct {
        uint8_t mask, lead;
        int32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
    *step = 1;
    if (size == 0)
        return -1;
    uint8_t first = (uint8_t)data[0];
    if (first < 0x80) /* as much as the rest together */
        return first;
    for (size_t extra = 1; extra < 4; extra++) {
        if ((first & forms[extra].mask) != forms[extra].lead)
            continue;
        if (extra >= size)
            return -1;
        int32_t code = first & (uint8_t)~forms[extra].mask;
        for (size_t i = 1; i <= extra; i++) {
            if (((uint8_t)data[i] & 0xC0) != 0x80)
                return -1;
            code = code << 6 | ((uint8_t)data[i] & 0x3F);
        }
        if (code < forms[extra].least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
            return -1;
        *step = extra + 1;
        return code;
    }
    return -1;
}

size_t text_step(const char *data, size_t size)
{
    size_t step;
    text_decode(data, size, &step);
    return step;
}

bool text_is_utf8(const char *data, size_t size)
{
    for (size_t i = 0, step; i < size; i += step)
        if (text_decode(data + i, size - i, &step) < 0)
            return false;
    return true;
}

/* Shown as \x1b, four cells. */
static bool is_control(int32_t code)
{
    return (code >= 0 && code < 0x20) || (code >= 0x7F && code < 0xA0);
}

/* Bidirectional overrides could hide what a line says: shown as \u202e, six cells. */
static bool is_direction(int32_t code)
{
    return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

unsigned text_cells(int32_t code)
{
    if (code >= 0x20 && code < 0x7F)
        return 1;
    if (code >= 0x4E00 && code <= 0x9FFF) /* the ideographs, without asking the locale */
        return 2;
    int cells = code < 0 ? 1 : is_control(code) ? 4 : is_direction(code) ? 6 : wcwidth((wchar_t)code);
    return cells < 0 ? 1 : (unsigned)cells;
}

unsigned text_width(const char *data, size_t size)
{
    unsigned width = 0;
    for (size_t i = 0, step; i < size; i += step)
        width += text_cells(text_decode(data + i, size - i, &step));
    return width;
}

unsigned text_width_str(const char *str)
{
    return text_width(str, strlen(str));
}

static bool breaks_after(int32_t code)
{
    return code == ' ' || code >= 0x2E80; /* Chinese breaks anywhere … */
}

static bool is_one_of(int32_t code, const wchar_t *set)
{
    return code > 0 && wcschr(set, (wchar_t)code) != NULL;
}

/* Letters, digits and ideographs: no marks. */
static bool is_word(int32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') || (code >= 0x4E00 && code <= 0x9FFF);
}

/* … but not before closing marks, nor behind opening ones. */
static bool may_part(int32_t before, int32_t after)
{
    return (is_word(after) || !is_one_of(after, L"，。；：、）》〉”’！？％·…］〕」』】〗,.;:!?)]}%")) &&
           (is_word(before) || !is_one_of(before, L"（《〈“‘［〔「『【〖([{"));
}

bool text_may_break(int32_t before, int32_t after)
{
    bool mark = after >= 0x300 && text_cells(after) == 0; /* stands on the character before it */
    return (breaks_after(before) || after >= 0x2E80) && may_part(before, after) && !mark;
}

size_t text_line(const char *str, const struct text_ruler *ruler, int64_t room)
{
    size_t size = strlen(str), best = 0, at = 0, step, next_step;
    int64_t width = 0;
    int32_t next = text_decode(str, size, &next_step);
    while (at < size && str[at] != '\n') {
        int32_t code = next;
        step = next_step;
        width += ruler->width(ruler->context, code);
        if (width > room && code != ' ')
            return best > 0 ? best : at > 0 ? at : step;
        at += step;
        next = at < size ? text_decode(str + at, size - at, &next_step) : 0;
        if (text_may_break(code, next))
            best = at;
    }
    return at;
}

void text_trim_utf8(char *str)
{
    size_t size = strlen(str), at = size;
    while (at > 0 && size - at < 3 && ((uint8_t)str[at - 1] & 0xC0) == 0x80)
        at--;
    size_t step;
    if (at > 0 && (uint8_t)str[at - 1] >= 0x80 && text_decode(str + at - 1, size - at + 1, &step) < 0)
        str[at - 1] = '\0';
}

struct clip text_clip(const char *data, size_t size)
{
    struct clip clip;
    size_t kept = 0;
    while (kept < size) {
        size_t step = text_step(data + kept, size - kept);
        if (kept + step > sizeof clip.str - 4)
            break;
        kept += step;
    }
    for (size_t i = 0; i < kept; i++)
        clip.str[i] = data[i] == '\0' ? '?' : data[i];
    memcpy(clip.str + kept, kept < size ? "…" : "", kept < size ? 4 : 1);
    return clip;
}

/* Whether a character is printed as it is; U+FFFE and U+FFFF are no characters, and XML has no way to say them. */
static bool is_plain(int32_t code)
{
    return code >= 0 && !is_control(code) && !is_direction(code) && code != 0xFFFE && code != 0xFFFF;
}

size_t text_visible(int32_t code, char buffer[8])
{
    if (is_plain(code))
        return 0;
    return (size_t)(code < 0 ? snprintf(buffer, 8, "\xEF\xBF\xBD") : snprintf(buffer, 8, is_control(code) ? "\\x%02x" : "\\u%04x", (unsigned)code & 0xFFFF));
}

void text_add_safe(struct text *text, const char *str)
{
    size_t size = strlen(str);
    char visible[8];
    for (size_t i = 0, step; i < size; i += step) {
        int32_t code = text_decode(str + i, size - i, &step);
        size_t changed = code == '\n' ? 0 : text_visible(code, visible);
        text_add(text, changed > 0 ? visible : str + i, changed > 0 ? changed : step);
    }
}

void text_print_safe_n(const char *data, size_t size, FILE *out)
{
    size_t plain = 0; /* where what is not yet printed begins */
    char visible[8];
    for (size_t i = 0, step; i < size; i += step) {
        size_t changed = text_visible(text_decode(data + i, size - i, &step), visible);
        if (changed == 0)
            continue;
        fwrite(data + plain, 1, i - plain, out);
        plain = i + step;
        fwrite(visible, 1, changed, out);
    }
    fwrite(data + plain, 1, size - plain, out);
}

void text_print_safe(const char *str, FILE *out)
{
    text_print_safe_n(str, strlen(str), out);
}

void text_print_safe_lines(const char *str, FILE *out)
{
    for (size_t size; *str != '\0'; str += size + (str[size] == '\n')) {
        size = strcspn(str, "\n");
        text_print_safe_n(str, size, out);
        fputc('\n', out);
    }
}

bool text_equal(const char *data, size_t size, const char *str)
{
    size_t same = 0;
    while (same < size && str[same] != '\0' && str[same] == data[same])
        same++;
    return same == size && str[size] == '\0';
}

#define NEAR_MAX 48 /* characters; longer words get no suggestion */

static size_t decode_word(const char *word, size_t size, int32_t *codes)
{
    size_t count = 0;
    for (size_t i = 0, step; i < size; i += step) {
        if (count == NEAR_MAX)
            return NEAR_MAX + 1;
        int32_t code = text_decode(word + i, size - i, &step);
        codes[count++] = code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
    }
    return count;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Damerau-Levenshtein distance (optimal string alignment): insert, delete, replace, swap two neighbours. */
static unsigned edit_distance(const int32_t *a, size_t a_size, const int32_t *b, size_t b_size)
{
    unsigned rows[3][NEAR_MAX + 1];
    for (size_t j = 0; j <= b_size; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a_size; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i - 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_size; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
        }
    }
    return rows[a_size % 3][b_size];
}

struct nearest nearest_to(const char *word, size_t size)
{
    return (struct nearest){.word = word, .size = size, .distance = UINT32_MAX};
}

void nearest_offer(struct nearest *near, const char *candidate)
{
    if (text_equal(near->word, near->size, candidate))
        return; /* what was written is no help */
    int32_t word[NEAR_MAX + 1], other[NEAR_MAX + 1];
    size_t word_size = decode_word(near->word, near->size, word);
    size_t other_size = decode_word(candidate, strlen(candidate), other);
    if (word_size == 0 || word_size > NEAR_MAX || other_size > NEAR_MAX)
        return;
    unsigned distance = edit_distance(word, word_size, other, other_size);
    size_t longer = word_size > other_size ? word_size : other_size;
    if (distance < near->distance && distance <= (longer + 2) / 3 && distance < longer) {
        near->distance = distance;
        near->best = candidate;
    }
}
