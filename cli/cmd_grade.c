/* respond grade PLAN [FACT=VALUE …]: grade one incident for a person, or as JSON; --batch is in batch.c. */
#include "cli/session_args.h"

static int print_json(const struct session *session, struct err *err)
{
    struct text out = {0};
    int rc = session_answer(session, &out, err);
    if (rc == 0)
        fwrite(out.data, 1, out.size, session->app->out);
    text_release(&out);
    return rc;
}

static int grade(struct session *session, const struct args *args, const void *context, struct err *err)
{
    (void)context;
    if (session_take_args(session, args, 1, err) != 0)
        return -1;
    struct brief brief = session_brief(session);
    return args_has(args, "--json") ? print_json(session, err) : brief_grade(&brief, err);
}

static int run_lines(struct app *app, const struct args *args)
{
    int status;
    struct err err;
    if (args->word_count > 1) {
        err_set(&err, ERR_USAGE, "--batch 从标准输入读事实，命令行上不再写", "--batch reads facts from standard input, not from the command line");
        return app_fail(app, &err);
    }
    struct loaded *loaded = app_load(app, args->words[0], &status);
    if (loaded != NULL)
        status = run_batch(app, loaded, args);
    loaded_free(loaded);
    return status;
}

int run_grade(struct app *app, const struct args *args)
{
    return args_has(args, "--batch") ? run_lines(app, args) : session_command(app, args, grade, NULL);
}
