/*
 * An incident of the journal, for commands that look at one: opens plans and journal, folds what is there, finds the incident, closes all again.
 *
 *     static int show(struct desk *desk, struct desk_incident *incident, void *context, struct err *err) { … }
 *     if (incident_at(app, "road-1", show, &request, &err) != 0)
 *         return app_fail(app, &err);
 */
#ifndef CLI_INCIDENT_AT_H
#define CLI_INCIDENT_AT_H

#include "cli/desk.h"

/* Told of the incident; its desk has the others. 0, or -1 with `err`. */
typedef int (*incident_function)(struct desk *desk, struct desk_incident *incident, void *context, struct err *err);

/*
 * By id or title; what `look` returns. Nothing is written to the journal. ERR_NO_INPUT when there is no such incident, no journal or no
 * plans; the incident's own trouble when it cannot be folded.
 */
int incident_at(struct app *app, const char *name, incident_function look, void *context, struct err *err);

#endif
