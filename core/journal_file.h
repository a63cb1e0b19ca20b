/*
 * The journal's file before SQLite gets to see it: whether it may be opened, and making it when it is missing.
 *
 * SQLite follows links, opens what others own, rolls back or converts another program's database, and leaves the mode to the umask;
 * a journal wants none of that.
 */
#ifndef CORE_JOURNAL_FILE_H
#define CORE_JOURNAL_FILE_H

#include <stdbool.h>

#include "core/journal.h"

/*
 * *created: the file is there now and was not before, empty. The file is opened and closed again, which drops any lock that the
 * process has on it: not to be called while the process writes to it. Errors as journal_open has them.
 */
int journal_file_prepare(const char *path, enum journal_mode mode, bool *created, struct err *err);

#endif
