/* A session as a command's arguments describe an incident: facts as words, and the options --reports, --as-of, --param, --closed. */
#ifndef CLI_SESSION_ARGS_H
#define CLI_SESSION_ARGS_H

#include "cli/command.h"
#include "cli/session.h"

/* Open it, with the words from `first` on as facts. */
int session_take_args(struct session *session, const struct args *args, size_t first, struct err *err);

/* Opens the session and says what there is to say; `context` is the command's own. -1 with `err`. */
typedef int session_answerer(struct session *session, const struct args *args, const void *context, struct err *err);

/* A command about one incident: load the plan that the first word names, answer, tell what went wrong. Returns the exit status. */
int session_command(struct app *app, const struct args *args, session_answerer *answer, const void *context);

#endif
