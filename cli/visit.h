/*
 * One look at one incident of the journal, from the command line: the library, the desk, and the incident found by its id or title.
 *
 *     struct visit visit;
 *     if (visit_open(&visit, app, JOURNAL_READ, "road-1", &err) == 0)
 *         … visit.incident->session …
 *     visit_release(&visit);
 */
#ifndef CLI_VISIT_H
#define CLI_VISIT_H

#include "cli/desk.h"

struct visit {
    struct library library;
    struct desk desk;
    struct desk_incident *incident;
};

/* ERR_NO_INPUT when there is no such incident or no journal; the incident's own trouble when it cannot be folded. Release it also after a failure. */
int visit_open(struct visit *visit, struct app *app, enum journal_mode mode, const char *incident, struct err *err);
void visit_release(struct visit *visit);

/* Told of the incident; its desk has the others. 0, or -1 with `err`. */
typedef int (*visit_function)(struct desk *desk, struct desk_incident *incident, void *context, struct err *err);
/* The whole visit for one who only looks: what `look` returns. */
int visit_read(struct app *app, const char *incident, visit_function look, void *context, struct err *err);

#endif
