/* respond tasks PLAN --level N [FACT=VALUE …]: who must do what at a level. */
#include <string.h>

#include "cli/session_args.h"
#include "rules/duty.h"

static void add_words(struct text *out, const char *key, struct words words)
{
    text_addf(out, ", \"%s\": {\"zh\": ", key);
    text_add_json_str(out, words.zh);
    text_add_str(out, ", \"en\": ");
    text_add_json_str(out, words.en);
    text_add_str(out, "}");
}

static void add_actors(struct text *out, const char *key, const struct ref *actors, size_t count)
{
    text_addf(out, ", \"%s\": [", key);
    for (size_t i = 0; i < count; i++) {
        text_add_str(out, i > 0 ? ", " : "");
        text_add_json_str(out, actors[i].id);
    }
    text_add_str(out, "]");
}

static void add_task(struct text *out, const struct due_task *due)
{
    const struct task *task = due->task;
    text_add_str(out, "{\"id\": ");
    text_add_json_str(out, task->id);
    text_addf(out, ", \"kind\": \"%s\"", task_kind_ids[task->kind]);
    add_actors(out, "owners", task->owners, task->owner_count);
    add_actors(out, "to", task->to, task->to_count);
    add_words(out, "what", task->what);
    text_add_str(out, ", \"clause\": ");
    text_add_json_str(out, task->clause);
    if (task->deadline.at.node != 0)
        text_addf(out, ", \"deadline\": {\"minutes\": %lld, \"from\": \"%s\"}", (long long)task->deadline.minutes, moment_ids[task->deadline.from]);
    text_addf(out, ", \"certain\": %s}\n", due->standing == CONDITION_YES ? "true" : "false");
}

static int print_json(const struct brief *brief, int level, struct err *err)
{
    const struct plan *plan = brief->rules->plan;
    struct arena arena = {0};
    struct text out = {0};
    struct due_task *due = arena_array(&arena, plan->task_count + 1, sizeof *due);
    int count = due == NULL ? err_no_memory(err) : duty_tasks(brief->assessor, plan, level, due, err);
    for (int i = 0; i < count; i++)
        add_task(&out, &due[i]);
    if (count >= 0 && out.failed)
        count = err_no_memory(err);
    if (count > 0)
        fwrite(out.data, 1, out.size, brief->app->out);
    text_release(&out);
    arena_release(&arena);
    return count < 0 ? -1 : 0;
}

static int read_level(const struct plan *plan, const char *given, int *level, struct err *err)
{
    if (given == NULL)
        return err_set(err, ERR_USAGE, "要写级别：--level N", "say which level: --level N");
    *level = plan_read_level(plan, given, err);
    return *level < 0 ? -1 : 0;
}

static int answer(struct session *session, const struct args *args, const void *context, struct err *err)
{
    int level = LEVEL_NONE;
    (void)context;
    if (session_open(session, &(struct opening){.title = NULL}, err) != 0 ||
        read_level(session->loaded->plan, args_option(args, "--level", 0), &level, err) != 0 ||
        session_set(session, args->words + 1, args->word_count - 1, err) != 0)
        return -1;
    struct brief brief = session_brief(session);
    return args_has(args, "--json") ? print_json(&brief, level, err) : brief_tasks(&brief, level, 0, err);
}

int run_tasks(struct app *app, const struct args *args)
{
    return session_command(app, args, answer, NULL);
}
