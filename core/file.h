/* Reading whole files with care: regular files (or pipes, where said so), never past a limit, never through a directory. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/err.h"
#include "core/text.h"

#define FILE_PLAN_MAX (4u << 20)   /* a plan, region or agency file */
#define FILE_REPORTS_MAX (64u << 20) /* a log of reports */

/* Read a file into `text` (the caller's; released by the caller also on failure). A file past `limit` bytes is refused before it is read. */
int file_read(const char *path, size_t limit, struct text *text, struct err *err);

#endif
