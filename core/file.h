/* Reading whole files with care: never past a limit, never hanging on a pipe that was not asked for. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/err.h"
#include "core/text.h"

#define FILE_PLAN_MAX (4u << 20)   /* a plan, region or agency file */
#define FILE_REPORTS_MAX (64u << 20) /* a log of reports */

/* Read a regular file into `text` (the caller's; released by the caller also on failure). One past `limit` bytes is refused before it is read. */
int file_read(const char *path, size_t limit, struct text *text, struct err *err);
/* The same, of a regular file or a pipe: `--reports <(command)`. */
int file_read_pipe(const char *path, size_t limit, struct text *text, struct err *err);

#endif
