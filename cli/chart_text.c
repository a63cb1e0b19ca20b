/* Widths and line ends. See chart_text.h. */
#include "cli/chart_text.h"

#include <stdint.h>
#include <string.h>

#include "core/text.h"

#define EM 1000
#define BOLD_PERCENT 112
#define LEADING_PERCENT 120 /* as Graphviz sets lines */

/* Thousandths of an em, from the blank on: those of DejaVu Sans. */
static const uint16_t ascii_widths[] = {
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637, 637,
    637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 863, 749, 788,
    604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635, 616, 353, 635,
    634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
};

/* What is neither ASCII nor without width counts as an ideograph; what is made visible is as wide as that. */
static int character_width(const struct type *type, int32_t code)
{
    char visible[8];
    size_t changed = code < 0 ? 0 : text_visible(code, visible);
    int width = 0;
    for (size_t i = 0; i < changed; i++)
        width += character_width(type, visible[i]);
    if (changed > 0)
        return width;
    if (code >= 0x20 && code < 0x7F)
        return ascii_widths[code - 0x20] * (type->bold ? BOLD_PERCENT : 100) / 100;
    return code >= 0x300 && text_cells(code) == 0 ? 0 : EM;
}

/* Rounded up: a sum of characters never fits by rounding alone. */
static int in_size(const struct type *type, int64_t ems)
{
    int64_t width = (ems * type->size + EM * 10 - 1) / (EM * 10);
    return width < INT32_MAX ? (int)width : INT32_MAX;
}

int type_width(const struct type *type, const char *str, size_t size)
{
    int64_t ems = 0;
    for (size_t at = 0, step; at < size; at += step)
        ems += character_width(type, text_decode(str + at, size - at, &step));
    return in_size(type, ems);
}

int type_height(const struct type *type, size_t lines)
{
    return (int)((lines * (size_t)type->size * LEADING_PERCENT + 999) / 1000);
}

static int64_t ruler_width(const void *context, int32_t code)
{
    return character_width(context, code);
}

size_t type_line(const struct type *type, const char *str, int width)
{
    return text_line(str, &(struct text_ruler){ruler_width, type}, (int64_t)width * 10 * EM / type->size);
}
