/*
 * Charts into pictures: runs respond-diagram, the program beside this one, once for each picture, and puts files where they belong.
 *
 * Whatever happens to that program (it is not there, is killed, hangs, fails) is an error here and nothing worse. It gets no file of ours,
 * no terminal and hardly any environment.
 */
#ifndef CLI_PICTURE_H
#define CLI_PICTURE_H

#include "cli/app.h"
#include "cli/chart.h"

#define PICTURE_SECONDS 20          /* that a picture may take */
#define PICTURE_BYTES_MAX (256u << 20)

/* The picture of a chart, added to `out`. ERR_NO_INPUT when the program is not there, ERR_INTERNAL when it fails. */
int picture_draw(const struct chart *chart, enum picture_format format, struct text *out, struct err *err);
/* Write a whole file: it is there complete, or as it was before. A device or a pipe is written to. ERR_IO. */
int picture_write(const char *path, const struct text *data, struct err *err);
/* The same, or onto standard output where no path was given: what cannot be written there shows when the stream is flushed. */
int picture_put(const struct app *app, const char *path, const struct text *data, struct err *err);

#endif
