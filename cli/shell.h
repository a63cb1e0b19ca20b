/*
 * The interactive shell: reads lines (from the terminal, or from a pipe without prompt or echo), dispatches them to
 * shell_commands, and holds what the commands work on.
 *
 * Everything that is said goes into the journal before it is shown (cli/session.h). With `json` each command is answered by one line
 * of JSON instead of text: {"ok": true, "seq": N, …}, or {"ok": false, "error": {…}}.
 */
#ifndef CLI_SHELL_H
#define CLI_SHELL_H

#include "cli/complete.h"
#include "cli/desk.h"

#define SPEAKER_BYTES 256

struct editor;

struct shell {
    struct app *app;
    struct library library;
    struct plan_name *plans; /* made when first needed: shell_plans */
    struct desk desk;
    struct desk_incident *current; /* NULL: none is being worked on */
    char name[SPEAKER_BYTES], role[SPEAKER_BYTES]; /* who speaks: desk.voice.speaker points here */
    struct editor *editor; /* NULL: lines come from app->in */
    bool json;
    struct text extra; /* with `json`: members that a command adds to its answer, each behind a comma */
    unsigned line;     /* of app->in, for messages */
    int status;        /* of the last command that failed */
    bool done;
    bool deaf; /* the journal could not be followed when last looked at: said once, not every second */
    const struct fact *fact;            /* what is being asked, for completion */
    const struct report_part_row *part;
};

/* How it starts. */
struct shell_start {
    bool json;
    const char *drill; /* a scenario's file, to be played; NULL: none */
};
/* Read and obey to the end; the exit status. */
int shell_run(struct app *app, const struct shell_start *start);

/* ---- for the commands ---- */

/* The incident being worked on; NULL when none is open. */
struct session *shell_session(struct shell *shell);
/* One per shelf of the library. NULL when out of memory. */
const struct plan_name *shell_plans(struct shell *shell);
/* A level by number or name among the arguments: the `index`-th word. -1 with `err`. */
int shell_level(struct shell *shell, const char *typed, struct err *err);

enum shell_input { INPUT_LINE, INPUT_INTERRUPTED, INPUT_END };
/* The next line, without its newline, into `line` (cleared first). `remember`: whether it goes into the history. */
enum shell_input shell_read(struct shell *shell, const char *prompt, bool remember, struct text *line);
/* What is due in drills, others' entries, and what has become late meanwhile: told before what comes next. */
void shell_catch_up(struct shell *shell);
/* Tell what went wrong, with the line's number when reading from a pipe, and keep its status. */
void shell_fail(struct shell *shell, const struct err *err);

#endif
