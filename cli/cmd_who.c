/* respond who PLAN [AGENCY] [FACT=VALUE …] [--level N]: who commands, leads and belongs, who tells whom; or one agency's place. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/session_args.h"
#include "cli/who.h"

/* What was asked for. */
struct question {
    const char *actor; /* NULL: the whole plan */
    int level;         /* 0: whatever the level */
    const char *facts[ARGS_MAX];
    size_t fact_count;
};

static int read_question(const struct plan *plan, const struct args *args, struct question *question, struct err *err)
{
    *question = (struct question){.actor = NULL};
    for (size_t i = 1; i < args->word_count; i++) {
        if (strchr(args->words[i], '=') != NULL)
            question->facts[question->fact_count++] = args->words[i];
        else if (question->actor == NULL)
            question->actor = args->words[i];
        else
            return err_set(err, ERR_USAGE, "一次只问一个单位，却写了“%s”和“%s”", "ask for one agency at a time, not for \"%s\" and \"%s\"",
                           text_clip(question->actor, strlen(question->actor)).str, text_clip(args->words[i], strlen(args->words[i])).str);
    }
    const char *level = args_option(args, "--level", 0);
    question->level = level == NULL ? 0 : plan_read_level(plan, level, err);
    return question->level < 0 ? -1 : 0;
}

static int answer(const struct who *who, const struct question *question, bool json, struct err *err)
{
    int node = -1;
    if (question->actor != NULL && (node = graph_find(who->graph, question->actor, strlen(question->actor), err)) < 0) {
        err->code = ERR_USAGE; /* a word of the command line, not of a file */
        return -1;
    }
    if (json)
        return who_json(who, node, err);
    return node < 0 ? who_plan(who, err) : who_actor(who, node, err);
}

static int ask(struct session *session, const struct question *question, bool json, struct err *err)
{
    unsigned char *standings = session_standings(session, err);
    struct graph *graph = standings == NULL ? NULL : graph_new(session->loaded->plan, standings, err);
    struct who who = {.app = session->app, .rules = session->loaded->rules, .graph = graph, .level = question->level};
    int rc = graph == NULL ? -1 : answer(&who, question, json, err);
    graph_free(graph);
    free(standings);
    return rc;
}

static int answer_session(struct session *session, const struct args *args, const void *context, struct err *err)
{
    struct question question;
    (void)context;
    if (read_question(session->loaded->plan, args, &question, err) != 0 || session_open(session, &(struct opening){.title = NULL}, err) != 0 ||
        session_set(session, question.facts, question.fact_count, err) != 0)
        return -1;
    return ask(session, &question, args_has(args, "--json"), err);
}

int run_who(struct app *app, const struct args *args)
{
    return session_command(app, args, answer_session, NULL);
}
