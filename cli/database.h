/* Where the journal is: --db FILE, or respond/journal.db in the user's folder for data. */
#ifndef CLI_DATABASE_H
#define CLI_DATABASE_H

#include "cli/app.h"
#include "core/journal.h"

/* For option tables; setup_options puts its value into the app. */
#define DB_ROW {"--db", "FILE", {"日志文件（默认：用户数据文件夹里的 respond/journal.db）", "journal file (default respond/journal.db in the user's data folder)"}, false}

/* Borrowed from `app`, or written into `path`. NULL with ERR_USAGE for an empty --db, ERR_NO_INPUT when there is neither --db nor a home. */
const char *database_path(const struct app *app, char path[PATH_MAX], struct err *err);
/* The same, opened; errors as journal_open has them. */
struct journal *database_open(const struct app *app, enum journal_mode mode, struct err *err);

#endif
