/*
 * The interactive shell: reads lines (from the terminal, or from a pipe without prompt or echo), dispatches them to
 * shell_commands, and holds what the commands work on.
 *
 * Undo goes back one command or one answer at a time; undoing an `open` brings back the incident that was open before it.
 */
#ifndef CLI_SHELL_H
#define CLI_SHELL_H

#include "cli/complete.h"

#define SHELL_OPEN_MAX 8 /* incidents that undo can come back to */

struct editor;

struct shell {
    struct app *app;
    struct library library;
    struct plan_name *plans; /* made when first needed: shell_plans */
    struct session sessions[SHELL_OPEN_MAX]; /* the last is the one being worked on */
    size_t session_count;
    struct editor *editor; /* NULL: lines come from app->in */
    unsigned line;         /* of app->in, for messages */
    int status;            /* of the last command that failed */
    bool done;
    const struct fact *fact;            /* what is being asked, for completion */
    const struct report_part_row *part;
};

/* Read and obey to the end; the exit status. */
int shell_run(struct app *app);

/* ---- for the commands ---- */

/* The incident being worked on; NULL when none is open. */
struct session *shell_session(struct shell *shell);
/* Work on another incident from now on (moved in); the one before is kept for undo. */
void shell_push(struct shell *shell, struct session *session);
void shell_pop(struct shell *shell);
/* One per shelf of the library. NULL when out of memory. */
const struct plan_name *shell_plans(struct shell *shell);

enum shell_input { INPUT_LINE, INPUT_INTERRUPTED, INPUT_END };
/* The next line, without its newline, into `line` (cleared first). `remember`: whether it goes into the history. */
enum shell_input shell_read(struct shell *shell, const char *prompt, bool remember, struct text *line);
/* Tell what went wrong, with the line's number when reading from a pipe, and keep its status. */
void shell_fail(struct shell *shell, const struct err *err);

#endif
