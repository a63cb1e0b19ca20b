/*
 * How wide text is in a chart, and where its lines end. Widths are our own, never a font's: a chart is the same on every machine, with and
 * without fonts. An ideograph is one em; ASCII is as wide as in the widest sans serif in common use, so that text fits in any.
 */
#ifndef CLI_CHART_TEXT_H
#define CLI_CHART_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Lengths are points, rounded up. */
struct type {
    int size; /* tenths of a point */
    bool bold;
};
/* How wide text is on one line. */
int type_width(const struct type *type, const char *str, size_t size);
/* How high so many lines are. */
int type_height(const struct type *type, size_t lines);
/* Bytes of the first line of `str`: the longest start that fits `width` and ends where a line may; up to a newline. At least one character. */
size_t type_line(const struct type *type, const char *str, int width);

#endif
