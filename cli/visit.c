/* One incident of the journal. See visit.h. */
#include "cli/visit.h"

#include "cli/database.h"

static int find(struct visit *visit, const char *name, struct err *err)
{
    if (desk_follow(&visit->desk, NULL, err) != 0)
        return -1;
    visit->incident = desk_look_up(&visit->desk, name, err);
    if (visit->incident == NULL && err != NULL)
        err->code = ERR_NO_INPUT; /* as respond log has it */
    if (visit->incident == NULL || visit->incident->trouble.code == ERR_NONE)
        return visit->incident == NULL ? -1 : 0;
    if (err != NULL)
        *err = visit->incident->trouble;
    return -1;
}

int visit_open(struct visit *visit, struct app *app, enum journal_mode mode, const char *incident, struct err *err)
{
    *visit = (struct visit){.incident = NULL};
    visit->desk.app = app;
    if (library_open(&visit->library, app->plans, err) != 0)
        return -1;
    struct journal *journal = database_open(app, mode, err);
    if (journal == NULL)
        return -1;
    desk_init(&visit->desk, app, &visit->library, journal);
    return find(visit, incident, err);
}

void visit_release(struct visit *visit)
{
    desk_release(&visit->desk);
    library_release(&visit->library);
}

int visit_read(struct app *app, const char *incident, visit_function look, void *context, struct err *err)
{
    struct visit visit;
    int rc = visit_open(&visit, app, JOURNAL_READ, incident, err);
    if (rc == 0)
        rc = look(&visit.desk, visit.incident, context, err);
    visit_release(&visit);
    return rc;
}
