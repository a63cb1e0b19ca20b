/* Lines for people: wide characters line up, long text wraps at 80 columns under its own column, control characters are shown. */
#ifndef CLI_RENDER_H
#define CLI_RENDER_H

#include "cli/app.h"

#define RENDER_WIDTH 80

/* A heading line, bold on a terminal. */
void render_heading(const struct app *app, const char *str);
/* `left`, padded to `column` cells, then `right`, wrapped under itself. A longer `left` gets a line of its own. */
void render_row(const struct app *app, const char *left, unsigned column, const char *right);
/* A line in the app's language, wrapped; printf formats. */
void render_say(const struct app *app, const char *zh, const char *en, ...) __attribute__((format(printf, 2, 4), format(printf, 3, 4)));
/* Lines, each with its newline: what is too long goes on at an indent. */
void render_lines(const struct app *app, const char *str);
/* Text wrapped at an indent. */
void render_paragraph(const struct app *app, unsigned indent, const char *str);

#endif
