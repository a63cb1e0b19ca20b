/* A session as a command's arguments describe an incident: facts as words, and the options --reports, --as-of, --param, --closed. */
#ifndef CLI_SESSION_ARGS_H
#define CLI_SESSION_ARGS_H

#include "cli/command.h"
#include "cli/session.h"

/* Open it, with the words from `first` on as facts. */
int session_take_args(struct session *session, const struct args *args, size_t first, struct err *err);

#endif
