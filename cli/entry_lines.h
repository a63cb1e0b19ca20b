/* Entries as JSON lines on a stream: `export`, and `log --json`. */
#ifndef CLI_ENTRY_LINES_H
#define CLI_ENTRY_LINES_H

#include <stdio.h>

#include "core/journal.h"

/* Where lines go, and how far they came. Start with `out` and zeros. */
struct entry_lines {
    FILE *out;
    uint64_t last; /* seq of the last entry written */
};

/*
 * Write entries with seq > after, of one incident or (NULL) of all, each checked as journal_read does. A stream that takes no more ends
 * it without an error here: the stream itself knows.
 */
int entry_lines_write(struct entry_lines *lines, struct journal *journal, uint64_t after, const char *incident, struct err *err);

#endif
