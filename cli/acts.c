/* Lines into calls of the session. See acts.h. */
#include "cli/acts.h"

#include <string.h>

#include "cli/line.h"
#include "core/number.h"

void acts_join(const struct args *args, size_t from, struct text *text)
{
    for (size_t i = from; i < args->word_count; i++)
        text_addf(text, "%s%s", i > from ? " " : "", args->words[i]);
}

/* ---- steps ---- */

static int read_tier(const struct args *args, int *tier, struct err *err)
{
    const char *typed = args_option(args, "--tier", 0);
    *tier = -1;
    if (typed == NULL)
        return 0;
    for (int i = 0; tier_ids[i] != NULL; i++)
        if (strcmp(typed, tier_ids[i]) == 0 || strcmp(typed, tier_words((enum tier)i).zh) == 0)
            *tier = i;
    return *tier >= 0 ? 0 : err_set(err, ERR_USAGE, "没有“%s”一级政府；有 city county province nation", "there is no tier \"%s\"; there are city county province nation",
                                    text_clip(typed, strlen(typed)).str);
}

int acts_step(struct session *session, enum step step, const struct args *args, struct err *err)
{
    struct stepping stepping = {.step = step, .provisional = args_has(args, "--provisional")};
    bool names_level = step_names_level(step);
    struct text reason = {0};
    if (names_level && (stepping.level = plan_read_level(session->loaded->plan, args->words[0], err)) < 0)
        return -1;
    if (read_tier(args, &stepping.tier, err) != 0)
        return -1;
    acts_join(args, names_level, &reason);
    stepping.reason = text_str(&reason);
    int rc = session_step(session, &stepping, err);
    text_release(&reason);
    return rc;
}

static bool was_launched(const struct record *record)
{
    bool launched = false;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        launched = launched || record->responses[tier].state > RESPONSE_PROPOSED;
    return launched;
}

int acts_close(struct session *session, const struct args *args, struct err *err)
{
    if (was_launched(&session->record))
        return acts_step(session, STEP_CLOSE, args, err);
    struct text reason = {0};
    acts_join(args, 0, &reason);
    int rc = session_dismiss(session, text_str(&reason), err);
    text_release(&reason);
    return rc;
}

/* ---- ending conditions, tasks, moments ---- */

/* "1", or the id; the record refuses what is neither. */
static const char *condition_id(const struct plan *plan, const char *typed)
{
    struct number number;
    if (number_parse(typed, strlen(typed), false, &number) == NUMBER_OK && number.whole >= 1 && number.whole <= (int64_t)plan->ending_count)
        return plan->endings[number.whole - 1].id;
    return typed;
}

int acts_confirm(struct session *session, const struct args *args, struct err *err)
{
    return session_confirm(session, condition_id(session->loaded->plan, args->words[0]), err);
}

static int find_act(const char *typed)
{
    static const char *const names[ACT_COUNT] = {[ACT_ACCEPT] = "接受", [ACT_DONE] = "完成", [ACT_SKIP] = "不适用", [ACT_ASSIGN] = "交办", [ACT_REOPEN] = "重开"};
    for (int i = 0; i < ACT_COUNT; i++)
        if (strcmp(typed, task_act_ids[i]) == 0 || strcmp(typed, names[i]) == 0)
            return i;
    return -1;
}

static int find_task(const struct plan *plan, const char *typed, struct err *err)
{
    int task = plan_find_task(plan, typed, strlen(typed));
    struct nearest near = nearest_to(typed, strlen(typed));
    if (task >= 0)
        return task;
    for (size_t i = 0; i < plan->task_count; i++)
        nearest_offer(&near, plan->tasks[i].id);
    err_set(err, ERR_REFERENCE, "没有任务“%s”（tasks 列出）", "there is no task \"%s\" (tasks lists them)", text_clip(typed, strlen(typed)).str);
    err_set_hint(err, near.best);
    return -1;
}

int acts_task(struct session *session, const struct args *args, size_t *task, struct err *err)
{
    const struct plan *plan = session->loaded->plan;
    int act = find_act(args->words[0]);
    if (act >= 0 && args->word_count == 1)
        return err_set(err, ERR_USAGE, "要写任务的编号：task %s 任务 …", "name the task: task %s TASK …", task_act_ids[act]);
    if (act < 0 && args->word_count > 1)
        return err_set(err, ERR_USAGE, "任务可以 accept done skip assign reopen，没有“%s”", "a task takes accept done skip assign reopen, not \"%s\"",
                       text_clip(args->words[0], strlen(args->words[0])).str);
    int found = find_task(plan, args->words[act < 0 ? 0 : 1], err);
    if (found < 0)
        return -1;
    *task = (size_t)found;
    struct text text = {0};
    acts_join(args, 2, &text);
    int rc = act < 0 ? 0 : session_task(session, (enum task_act)act, plan->tasks[found].id, text_str(&text), err);
    text_release(&text);
    return rc;
}

int acts_find_moment(const char *typed, struct err *err)
{
    struct nearest near = nearest_to(typed, strlen(typed));
    for (int i = 0; moment_ids[i] != NULL; i++) {
        struct words words = moment_words((enum moment)i);
        if (strcmp(typed, moment_ids[i]) == 0 || strcmp(typed, words.zh) == 0 || strcmp(typed, words.en) == 0)
            return i;
        nearest_offer(&near, moment_ids[i]);
        nearest_offer(&near, words.zh);
    }
    err_set(err, ERR_USAGE, "没有时刻“%s”（moment 列出全部）", "there is no moment \"%s\" (moment lists them)", text_clip(typed, strlen(typed)).str);
    err_set_hint(err, near.best);
    return -1;
}

int acts_moment(struct session *session, const struct args *args, struct err *err)
{
    int64_t time;
    struct text typed = {0};
    int moment = acts_find_moment(args->words[0], err), rc = 0;
    if (moment < 0)
        return -1;
    acts_join(args, 1, &typed);
    if (args->word_count == 1)
        rc = err_set(err, ERR_USAGE, "要写时刻，如 moment %s 03:10 或 -20m", "give the time: moment %s 03:10, or -20m", moment_ids[moment]);
    else if (!clock_parse(&session->app->clock, text_str(&typed), session_clock(session), &time))
        rc = err_set(err, ERR_USAGE, "“%s”不是时刻，应如 2026-03-01 03:10、03:10 或 -20m", "\"%s\" is no time; write 2026-03-01 03:10, 03:10 or -20m",
                     text_clip(text_str(&typed), typed.size).str);
    else if (time > session_clock(session))
        rc = err_set(err, ERR_USAGE, "“%s”还没有到", "\"%s\" has not come yet", text_clip(text_str(&typed), typed.size).str);
    else
        rc = session_moment(session, (enum moment)moment, time, err);
    text_release(&typed);
    return rc;
}

/* ---- whole lines ---- */

static int do_set(struct session *session, const struct args *args, struct err *err)
{
    return session_set(session, args->words, args->word_count, err);
}

static int do_report(struct session *session, const struct args *args, struct err *err)
{
    return session_report(session, args->words, args->word_count, err);
}

static int do_as_of(struct session *session, const struct args *args, struct err *err)
{
    return session_as_of(session, args->words[0], err);
}

static int do_parameter(struct session *session, const struct args *args, struct err *err)
{
    return session_parameter(session, args->words[0], err);
}

static int do_note(struct session *session, const struct args *args, struct err *err)
{
    struct text text = {0};
    acts_join(args, 0, &text);
    int rc = session_note(session, text_str(&text), err);
    text_release(&text);
    return rc;
}

int acts_detail(struct session *session, const struct args *args, struct err *err)
{
    struct text text = {0};
    acts_join(args, 1, &text);
    int rc = text.failed ? err_no_memory(err) : session_detail(session, args->words[0], strcmp(text_str(&text), "?") == 0 ? "" : text_str(&text), err);
    text_release(&text);
    return rc;
}

static int do_undo(struct session *session, const struct args *args, struct err *err)
{
    (void)args;
    return session_undo(session, err);
}

static int do_task(struct session *session, const struct args *args, struct err *err)
{
    size_t task;
    return acts_task(session, args, &task, err);
}

static int do_none(struct session *session, const struct args *args, struct err *err)
{
    (void)args;
    return session_set_none(session, err);
}

#define STEP_ACT(name_, step_)                                                              \
    static int do_##name_(struct session *session, const struct args *args, struct err *err) \
    {                                                                                        \
        return acts_step(session, step_, args, err);                                         \
    }
STEP_ACT(propose, STEP_PROPOSE)
STEP_ACT(launch, STEP_LAUNCH)
STEP_ACT(raise, STEP_RAISE)
STEP_ACT(lower, STEP_LOWER)
STEP_ACT(handover, STEP_HAND_OVER)
STEP_ACT(takeback, STEP_TAKE_BACK)
STEP_ACT(end, STEP_END)
STEP_ACT(recover, STEP_RECOVER)

static const struct option_row step_options[] = {
    {"--tier", "TIER", {"", ""}, false}, {"--provisional", NULL, {"", ""}, false}, {NULL, NULL, {NULL, NULL}, false}};

static const struct act {
    struct command about;
    int (*run)(struct session *session, const struct args *args, struct err *err);
} acts[] = {
#define ACT(name_, usage_, options_, least, most, run_) {{.name = (name_), .usage = (usage_), .options = (options_), .least_words = (least), .most_words = (most)}, run_}
    ACT("set", "FACT=VALUE …", NULL, 1, ARGS_MAX, do_set),
    ACT("detail", "KEY TEXT", NULL, 2, ARGS_MAX, acts_detail),
    ACT("none", "", NULL, 0, 0, do_none),
    ACT("report", "KEY=VALUE …", NULL, 1, ARGS_MAX, do_report),
    ACT("as-of", "DATE", NULL, 1, 1, do_as_of),
    ACT("parameter", "ID=DAYS", NULL, 1, 1, do_parameter),
    ACT("moment", "MOMENT TIME", NULL, 2, 3, acts_moment),
    ACT("propose", "LEVEL [REASON]", step_options, 1, ARGS_MAX, do_propose),
    ACT("launch", "LEVEL [REASON]", step_options, 1, ARGS_MAX, do_launch),
    ACT("raise", "LEVEL [REASON]", step_options, 1, ARGS_MAX, do_raise),
    ACT("lower", "LEVEL [REASON]", step_options, 1, ARGS_MAX, do_lower),
    ACT("handover", "[REASON]", step_options, 0, ARGS_MAX, do_handover),
    ACT("takeback", "[REASON]", step_options, 0, ARGS_MAX, do_takeback),
    ACT("confirm", "CONDITION", NULL, 1, 1, acts_confirm),
    ACT("end", "[REASON]", step_options, 0, ARGS_MAX, do_end),
    ACT("recover", "[REASON]", step_options, 0, ARGS_MAX, do_recover),
    ACT("close", "[REASON]", step_options, 0, ARGS_MAX, acts_close),
    ACT("task", "ACT TASK [TEXT]", NULL, 2, ARGS_MAX, do_task),
    ACT("note", "TEXT", NULL, 1, ARGS_MAX, do_note),
    ACT("undo", "", NULL, 0, 0, do_undo),
};

static int do_words(struct session *session, const struct line *line, struct err *err)
{
    struct nearest near = nearest_to(line->words[0], strlen(line->words[0]));
    struct args args;
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        nearest_offer(&near, acts[i].about.name);
        if (strcmp(line->words[0], acts[i].about.name) != 0)
            continue;
        return args_parse(&acts[i].about, (int)line->count - 1, line->words + 1, &args, err) != 0 ? -1 : acts[i].run(session, &args, err);
    }
    err_set(err, ERR_USAGE, "没有“%s”这个动作", "there is no act \"%s\"", text_clip(line->words[0], strlen(line->words[0])).str);
    err_set_hint(err, near.best);
    return -1;
}

int acts_do(struct session *session, const char *line, struct err *err)
{
    struct line words;
    if (line_split(&words, line, strlen(line), err) != 0)
        return -1;
    int rc = words.count == 0 || words.unclosed ? err_set(err, ERR_USAGE, "这一行读不懂：空行，或引号没有合上", "this line cannot be read: it is empty, or a quotation is open")
                                                : do_words(session, &words, err);
    line_release(&words);
    return rc;
}
