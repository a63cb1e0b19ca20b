/*
 * The journal's file before SQLite gets to see it: whether it may be opened, and making it when it is missing.
 *
 * SQLite follows links, opens what others own, rolls back or converts another program's database, and leaves the mode to the umask;
 * a journal wants none of that. It also lets writers starve each other.
 */
#ifndef CORE_JOURNAL_FILE_H
#define CORE_JOURNAL_FILE_H

#include <stdbool.h>

#include "core/journal.h"

/*
 * *created: the file is there now and was not before, empty. *fd is the file, open to be read, or also to be written when `mode` says
 * so; -1 on failure. Closing it drops all locks that the process has on the file, SQLite's too: close it after SQLite has.
 */
int journal_file_open(const char *path, enum journal_mode mode, bool *created, int *fd, struct err *err);

/*
 * Whose turn it is to append: a lock on a byte that SQLite does not use. With SQLite's own locks alone, a process that appends
 * without pause takes them again before any other has got hold of all that it needs. Returns whether it is ours now; never waits.
 */
bool journal_file_take_turn(int fd);
void journal_file_end_turn(int fd);

#endif
