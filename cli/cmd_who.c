/* respond who PLAN [AGENCY] [FACT=VALUE …] [--level N]: who commands, leads and belongs, who tells whom; or one agency's place. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/session.h"
#include "cli/who.h"

/* What was asked for. */
struct question {
    const char *actor; /* NULL: the whole plan */
    int level;         /* 0: whatever the level */
    const char *facts[ARGS_MAX];
    size_t fact_count;
};

static int read_level(const struct plan *plan, const char *given, int *level, struct err *err)
{
    *level = given != NULL && strlen(given) == 1 && given[0] > '0' && given[0] <= '9' ? given[0] - '0' : 0;
    if (given == NULL || plan_find_level(plan, *level) != NULL)
        return 0;
    return err_set(err, ERR_USAGE, "预案 %s 没有“%.20s”级（有 %lld 至 %lld）", "plan %s has no level \"%.20s\" (it has %lld to %lld)", plan->id, given,
                   (long long)plan->levels[0].number, (long long)plan->levels[plan->level_count - 1].number);
}

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
    return read_level(plan, args_option(args, "--level", 0), &question->level, err);
}

/* How all conditions of the plan stand; the caller's to free. NULL with `err`. */
static unsigned char *find_standings(const struct session *session, struct err *err)
{
    const struct plan *plan = session->loaded->plan;
    unsigned char *standings = calloc(plan->condition_count + 1, 1);
    if (standings == NULL)
        err_no_memory(err);
    for (size_t i = 0; standings != NULL && i < plan->condition_count; i++) {
        int standing = assess_condition(session->assessor, plan->conditions[i], err);
        if (standing < 0) {
            free(standings);
            return NULL;
        }
        standings[i] = (unsigned char)standing;
    }
    return standings;
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
    unsigned char *standings = find_standings(session, err);
    struct graph *graph = standings == NULL ? NULL : graph_new(session->loaded->plan, standings, err);
    struct who who = {.app = session->app, .rules = session->loaded->rules, .graph = graph, .level = question->level};
    int rc = graph == NULL ? -1 : answer(&who, question, json, err);
    graph_free(graph);
    free(standings);
    return rc;
}

int run_who(struct app *app, const struct args *args)
{
    int status;
    struct err err;
    struct session session;
    struct question question;
    struct loaded *loaded = app_load(app, args->words[0], &status);
    if (loaded == NULL)
        return status;
    int rc = session_init(&session, app, loaded, "who", &err);
    if (rc == 0)
        rc = read_question(loaded->plan, args, &question, &err);
    if (rc == 0)
        rc = session_open(&session, &(struct opening){.title = NULL}, &err);
    if (rc == 0)
        rc = session_set(&session, question.facts, question.fact_count, &err);
    if (rc == 0)
        rc = ask(&session, &question, args_has(args, "--json"), &err);
    status = rc == 0 ? 0 : app_fail(app, &err);
    session_release(&session);
    loaded_free(loaded);
    return status;
}
