/* respond ask PLAN [FACT=VALUE …]: the next best question, for a person or for a program that asks on. */
#include "cli/question.h"
#include "cli/render.h"
#include "cli/session_args.h"

#define COLUMN 12

static void print_json(const struct brief *brief, const struct question *question)
{
    struct text out = {0};
    question_json(&out, brief, question);
    fputs(text_str(&out), brief->app->out);
    text_release(&out);
}

static void print_question(const struct brief *brief, const struct question *question)
{
    struct text put = {0};
    brief_title(brief);
    if (question->fact < 0) {
        bool settled = is_settled(brief->assessment);
        fprintf(brief->app->out, "%s\n", settled ? app_say(brief->app, "级别已定，没有要问的了。", "The level is settled: nothing is left to ask.")
                                                : app_say(brief->app, "没有可问的事实了；余下的要由人来认定。", "No fact is left to ask for: what is open is for people to find."));
        return;
    }
    question_put(&put, brief, question);
    render_heading(brief->app, text_str(&put));
    question_rows(brief, question, COLUMN);
    text_release(&put);
}

static int answer(struct session *session, const struct args *args, const void *context, struct err *err)
{
    struct prior priors[PLAN_FACTS_MAX];
    struct question question;
    (void)context;
    if (session_take_args(session, args, 1, err) != 0 || question_priors(session->loaded->rules, args, priors, err) != 0 ||
        question_find(session->assessor, &session->assessment, &(struct asking){priors, 0}, &question, err) != 0)
        return -1;
    struct brief brief = session_brief(session);
    if (args_has(args, "--json"))
        print_json(&brief, &question);
    else
        print_question(&brief, &question);
    return 0;
}

int run_ask(struct app *app, const struct args *args)
{
    return session_command(app, args, answer, NULL);
}
