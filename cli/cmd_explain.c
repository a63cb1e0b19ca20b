/* respond why | why-not | what-if | flip | when PLAN [FACT=VALUE …]: one incident given on the command line, explained. */
#include "cli/explain.h"
#include "cli/session_args.h"

enum question { ASK_WHY, ASK_WHY_NOT, ASK_WHAT_IF, ASK_FLIP, ASK_WHEN };

/* What is asked. */
struct inquiry {
    enum question question;
    int level; /* ASK_WHY_NOT */
    bool all;  /* ASK_WHEN */
};

static int tell(const struct explanation *explanation, const struct inquiry *inquiry, struct err *err)
{
    switch (inquiry->question) {
    case ASK_WHY: return tell_why(explanation, err);
    case ASK_WHY_NOT: return tell_why_not(explanation, inquiry->level, err);
    case ASK_WHAT_IF: return tell_what_if(explanation, err);
    case ASK_FLIP: return tell_flip(explanation, err);
    default: return tell_when(explanation, inquiry->all, err);
    }
}

static int add_json(const struct explanation *explanation, const struct inquiry *inquiry, struct text *out, struct err *err)
{
    switch (inquiry->question) {
    case ASK_WHY: return json_why(explanation, out, err);
    case ASK_WHY_NOT: return json_why_not(explanation, inquiry->level, out, err);
    case ASK_WHAT_IF: return json_what_if(explanation, out, err);
    case ASK_FLIP: return json_flip(explanation, out, err);
    default: return json_when(explanation, inquiry->all, out, err);
    }
}

static int print_json(const struct explanation *explanation, const struct inquiry *inquiry, struct err *err)
{
    struct text out = {0};
    int rc = add_json(explanation, inquiry, &out, err);
    if (rc == 0)
        fprintf(explanation->brief.app->out, "%s\n", text_str(&out));
    text_release(&out);
    return rc;
}

static int suppose_options(struct explanation *explanation, const struct args *args, struct err *err)
{
    const char *settings[ARGS_MAX];
    size_t count = 0;
    for (const char *setting; (setting = args_option(args, "--then", count)) != NULL;)
        settings[count++] = setting;
    if (count == 0)
        return err_set(err, ERR_USAGE, "要写假设：--then FACT=VALUE（可重复）", "say what to suppose: --then FACT=VALUE (repeatable)");
    return suppose(explanation, settings, count, err);
}

static int explain_session(struct session *session, const struct args *args, const void *context, struct err *err)
{
    struct inquiry asked = *(const struct inquiry *)context, *inquiry = &asked; /* its level is read here */
    bool levelled = inquiry->question == ASK_WHY_NOT;
    struct explanation explanation;
    if (levelled && (inquiry->level = plan_read_level(session->loaded->plan, args->words[1], err)) < 0)
        return -1;
    if (session_take_args(session, args, levelled ? 2 : 1, err) != 0)
        return -1;
    struct brief brief = session_brief(session);
    if (explanation_open(&explanation, &brief, err) != 0)
        return -1;
    int rc = inquiry->question == ASK_WHAT_IF ? suppose_options(&explanation, args, err) : 0;
    if (rc == 0)
        rc = args_has(args, "--json") ? print_json(&explanation, inquiry, err) : tell(&explanation, inquiry, err);
    explanation_close(&explanation);
    return rc;
}

static int run(struct app *app, const struct args *args, struct inquiry inquiry)
{
    return session_command(app, args, explain_session, &inquiry);
}

int run_why(struct app *app, const struct args *args)
{
    return run(app, args, (struct inquiry){.question = ASK_WHY});
}

int run_why_not(struct app *app, const struct args *args)
{
    return run(app, args, (struct inquiry){.question = ASK_WHY_NOT});
}

int run_what_if(struct app *app, const struct args *args)
{
    return run(app, args, (struct inquiry){.question = ASK_WHAT_IF});
}

int run_flip(struct app *app, const struct args *args)
{
    return run(app, args, (struct inquiry){.question = ASK_FLIP});
}

int run_when(struct app *app, const struct args *args)
{
    return run(app, args, (struct inquiry){.question = ASK_WHEN, .all = args_has(args, "--all")});
}
