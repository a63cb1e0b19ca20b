/*
 * What people do to an incident, as they type it: words and options into one call of the session. The shell shows what came of it, a scenario
 * checks it; what is done is the same.
 *
 *     acts_do(session, "task done report_city 已电话", &err)
 */
#ifndef CLI_ACTS_H
#define CLI_ACTS_H

#include "cli/command.h"
#include "cli/session.h"

/* A whole line: set detail report as-of parameter moment propose launch raise lower handover takeback confirm end recover close task note undo. */
int acts_do(struct session *session, const char *line, struct err *err);

/* ---- one by one, for the shell, which has read the line already ---- */

/* A step; one that names a level has it as its first word. The reason is what follows. Options --tier and --provisional. */
int acts_step(struct session *session, enum step step, const struct args *args, struct err *err);
/* Close it, or dismiss it when no response was launched. */
int acts_close(struct session *session, const struct args *args, struct err *err);
/* An ending condition by its number from 1, or its id. */
int acts_confirm(struct session *session, const struct args *args, struct err *err);
/* An act on a task; with the task's id alone nothing is done. *task is its index. */
int acts_task(struct session *session, const struct args *args, size_t *task, struct err *err);
/* A moment by its id or name in either language; -1 with `err`. */
int acts_find_moment(const char *typed, struct err *err);
int acts_moment(struct session *session, const struct args *args, struct err *err);
/* A detail: its key, then its text; "?" for what is not known any more. */
int acts_detail(struct session *session, const struct args *args, struct err *err);
/* Words from the `from`-th on, as one text. */
void acts_join(const struct args *args, size_t from, struct text *text);

#endif
