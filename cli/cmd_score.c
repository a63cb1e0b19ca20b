/* respond score INCIDENT: how a drill went, from the journal alone. */
#include "cli/command.h"
#include "cli/visit.h"
#include "cli/score.h"

static int show(struct desk *desk, struct desk_incident *incident, void *context, struct err *err)
{
    const bool *json = context;
    (void)desk;
    return *json ? score_json(&incident->session, err) : score_view(&incident->session, err);
}

int run_score(struct app *app, const struct args *args)
{
    struct err err;
    bool json = args_has(args, "--json");
    return visit_read(app, args->words[0], show, &json, &err) == 0 ? 0 : app_fail(app, &err);
}
