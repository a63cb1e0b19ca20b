/*
 * The file that keeps typed lines from one session to the next: $XDG_STATE_HOME/respond/history, or
 * ~/.local/state/respond/history. Ours alone: folder 0700, file 0600, never through a link. Without a home, or when anything
 * about the file is not as it should be, there is no history, and that is no failure.
 */
#ifndef CLI_HISTORY_H
#define CLI_HISTORY_H

#include <stddef.h>

#include "core/text.h"

#define HISTORY_KEPT (256u << 10) /* bytes; older lines are dropped when the file is opened */

/* A descriptor to append to, or -1. What the file holds is put into `lines`, oldest first, each with its newline. */
int history_open(struct text *lines);
/* Each line goes out at once: a killed session loses none. */
void history_append(int file, const char *line);
void history_close(int file);

#endif
