/* An incident of the journal. See incident_at.h. */
#include "cli/incident_at.h"

#include "cli/database.h"

static struct desk_incident *find(struct desk *desk, const char *name, struct err *err)
{
    if (desk_follow(desk, NULL, err) != 0)
        return NULL;
    struct desk_incident *incident = desk_look_up(desk, name, err);
    if (incident == NULL)
        err->code = ERR_NO_INPUT; /* as respond log has it */
    else if (incident->trouble.code != ERR_NONE)
        *err = incident->trouble;
    return incident == NULL || incident->trouble.code != ERR_NONE ? NULL : incident;
}

int incident_at(struct app *app, const char *name, incident_function look, void *context, struct err *err)
{
    struct library library;
    struct desk desk;
    if (library_open(&library, app->plans, err) != 0)
        return -1;
    struct journal *journal = database_open(app, JOURNAL_READ, err);
    desk_init(&desk, app, &library, journal);
    struct desk_incident *incident = journal == NULL ? NULL : find(&desk, name, err);
    int rc = incident == NULL ? -1 : look(&desk, incident, context, err);
    desk_release(&desk);
    library_release(&library);
    return rc;
}
