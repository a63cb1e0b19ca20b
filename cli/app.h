/*
 * What every command gets: where to write, in which language, which plans, what time it is, whose journal. Nothing behind this reads the clock,
 * the environment or a terminal by itself.
 */
#ifndef CLI_APP_H
#define CLI_APP_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include "cli/clock.h"
#include "cli/library.h"
#include "core/err.h"

struct app {
    FILE *in, *out, *messages; /* data on out, messages on messages */
    enum lang lang;
    bool colour;          /* bold headings; never the only signal */
    const char *plans;    /* --plans, or NULL */
    struct clock clock;
    const char *(*user)(void); /* the login name: who speaks until somebody says otherwise; "" when unknown */
    const char *database; /* --db, or NULL */
    char data_home[PATH_MAX]; /* the user's folder for data (XDG); "" without a home */
};

/* One wording in the app's language. */
const char *app_say(const struct app *app, const char *zh, const char *en);
/* Print an error to messages; returns its exit status. */
int app_fail(const struct app *app, const struct err *err);
/* The path of a file in the folder of the running program; false when it cannot be told. */
bool app_beside(const char *name, char path[PATH_MAX]);
/* Open the library and load one plan, printing what is wrong. NULL, with the exit status in *status. */
struct loaded *app_load(const struct app *app, const char *plan, int *status);

#endif
