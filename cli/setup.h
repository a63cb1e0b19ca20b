/* The outside world, for both programs: locale, language, terminal, clock, and the options that every command shares. */
#ifndef CLI_SETUP_H
#define CLI_SETUP_H

#include "cli/command.h"

/* Standard streams, UTF-8 locale, RESPOND_LANG, NO_COLOR, the local date. */
void setup_app(struct app *app);
/* Take --lang and --plans; ERR_USAGE for a language that there is not. */
int setup_options(struct app *app, const struct args *args, struct err *err);
/* Flush; a write that failed turns status 0 into 74. */
int setup_finish(struct app *app, int status);

#endif
