/* From a command's arguments to an incident. See session_args.h. */
#include "cli/session_args.h"

int session_take_args(struct session *session, const struct args *args, size_t first, struct err *err)
{
    const char *reports = args_option(args, "--reports", 0), *as_of = args_option(args, "--as-of", 0), *parameter;
    if (session_open(session, &(struct opening){.title = NULL}, err) != 0)
        return -1;
    for (size_t i = 0; (parameter = args_option(args, "--param", i)) != NULL; i++)
        if (session_parameter(session, parameter, err) != 0)
            return -1;
    if ((as_of != NULL && session_as_of(session, as_of, err) != 0) || (reports != NULL && session_reports_file(session, reports, err) != 0) ||
        session_set(session, args->words + first, args->word_count - first, err) != 0)
        return -1;
    return args_has(args, "--closed") ? session_set_none(session, err) : 0;
}

int session_command(struct app *app, const struct args *args, session_answerer *answer, const void *context)
{
    int status;
    struct err err;
    struct session session;
    struct loaded *loaded = app_load(app, args->words[0], &status);
    if (loaded == NULL)
        return status;
    int rc = session_init(&session, app, loaded, loaded->plan->id, &err);
    if (rc == 0)
        rc = answer(&session, args, context, &err);
    status = rc == 0 ? 0 : app_fail(app, &err);
    session_release(&session);
    loaded_free(loaded);
    return status;
}
