/*
 * Drawing a chart with Graphviz: the only part that knows Graphviz. Positions are the chart's own ("nop2"), and so are the widths of text.
 *
 * Graphviz leaks and is not thread-safe, so a process draws one chart and ends. Every message of its is an error.
 */
#ifndef CLI_GRAPHVIZ_H
#define CLI_GRAPHVIZ_H

#include "cli/chart.h"

/* The picture, added to `out`. SVG and DOT are the same bytes on every machine; PDF and PNG take the fonts that are there. */
int graphviz_draw(const struct chart *chart, enum picture_format format, struct text *out, struct err *err);

#endif
