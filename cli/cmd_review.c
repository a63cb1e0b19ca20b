/* respond review INCIDENT: the after-action report, as one HTML file. */
#include "cli/command.h"
#include "cli/picture.h"
#include "cli/review.h"
#include "cli/visit.h"

static int write_report(struct desk *desk, struct desk_incident *incident, void *context, struct err *err)
{
    struct text out = {0};
    int rc = review_write(&incident->session, &out, err);
    if (rc == 0)
        rc = picture_put(desk->app, context, &out, err);
    text_release(&out);
    return rc;
}

int run_review(struct app *app, const struct args *args)
{
    struct err err;
    return visit_read(app, args->words[0], write_report, (void *)args_option(args, "-o", 0), &err) == 0 ? 0 : app_fail(app, &err);
}
