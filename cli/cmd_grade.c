/* respond grade PLAN [FACT=VALUE …]: grade one incident for a person, or as JSON; --batch is in batch.c. */
#include "cli/session_args.h"

static int print_json(const struct app *app, const struct session *session, struct err *err)
{
    struct text out = {0};
    int rc = session_answer(session, &out, err);
    if (rc == 0)
        fwrite(out.data, 1, out.size, app->out);
    text_release(&out);
    return rc;
}

int run_grade(struct app *app, const struct args *args)
{
    int status;
    struct err err;
    if (args_has(args, "--batch") && args->word_count > 1) {
        err_set(&err, ERR_USAGE, "--batch 从标准输入读事实，命令行上不再写", "--batch reads facts from standard input, not from the command line");
        return app_fail(app, &err);
    }
    struct loaded *loaded = app_load(app, args->words[0], &status);
    if (loaded == NULL)
        return status;
    if (args_has(args, "--batch")) {
        status = run_batch(app, loaded, args);
        loaded_free(loaded);
        return status;
    }
    struct session session;
    int rc = session_init(&session, app, loaded, "grade", &err);
    if (rc == 0)
        rc = session_take_args(&session, args, 1, &err);
    if (rc == 0 && args_has(args, "--json")) {
        rc = print_json(app, &session, &err);
    } else if (rc == 0) {
        struct brief brief = session_brief(&session);
        rc = brief_grade(&brief, &err);
    }
    status = rc == 0 ? 0 : app_fail(app, &err);
    session_release(&session);
    loaded_free(loaded);
    return status;
}
