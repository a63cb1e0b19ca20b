/* Steps of the response, ending conditions, tasks. See shell_commands.h. */
#include <string.h>

#include "cli/alerts.h"
#include "cli/conflict.h"
#include "cli/render.h"
#include "cli/shell.h"
#include "cli/status.h"
#include "core/number.h"

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

/* After a step: the responses, what is advised next, the tasks with a time, and who else needs the same agencies. */
static int tell_step(struct shell *shell, struct err *err)
{
    struct session *session = shell_session(shell);
    struct text conflicts = {0};
    status_responses(session);
    status_advice(session);
    int rc = status_called(session, err);
    if (rc == 0)
        rc = conflicts_summary(&shell->desk, shell->current, &conflicts, err);
    if (rc == 0)
        render_lines(shell->app, text_str(&conflicts));
    alerts_seen(shell->current);
    text_release(&conflicts);
    return rc;
}

/* `reason_at`: the word at which the reason begins. */
static int take_step(struct shell *shell, const struct args *args, struct stepping *stepping, size_t reason_at, struct err *err)
{
    struct text reason = {0};
    if (read_tier(args, &stepping->tier, err) != 0)
        return -1;
    shell_join(args, reason_at, &reason);
    stepping->reason = text_str(&reason);
    stepping->provisional = args_has(args, "--provisional");
    int rc = session_step(shell_session(shell), stepping, err);
    text_release(&reason);
    return rc == 0 ? tell_step(shell, err) : -1;
}

static int take_level_step(struct shell *shell, const struct args *args, enum step step, struct err *err)
{
    struct stepping stepping = {.step = step, .level = shell_level(shell, args->words[0], err)};
    return stepping.level < 0 ? -1 : take_step(shell, args, &stepping, 1, err);
}

static int take_plain_step(struct shell *shell, const struct args *args, enum step step, struct err *err)
{
    return take_step(shell, args, &(struct stepping){.step = step}, 0, err);
}

int shell_propose(struct shell *shell, const struct args *args, struct err *err)
{
    return take_level_step(shell, args, STEP_PROPOSE, err);
}

int shell_launch(struct shell *shell, const struct args *args, struct err *err)
{
    return take_level_step(shell, args, STEP_LAUNCH, err);
}

int shell_raise(struct shell *shell, const struct args *args, struct err *err)
{
    return take_level_step(shell, args, STEP_RAISE, err);
}

int shell_lower(struct shell *shell, const struct args *args, struct err *err)
{
    return take_level_step(shell, args, STEP_LOWER, err);
}

int shell_hand_over(struct shell *shell, const struct args *args, struct err *err)
{
    return take_plain_step(shell, args, STEP_HAND_OVER, err);
}

int shell_take_back(struct shell *shell, const struct args *args, struct err *err)
{
    return take_plain_step(shell, args, STEP_TAKE_BACK, err);
}

int shell_end(struct shell *shell, const struct args *args, struct err *err)
{
    return take_plain_step(shell, args, STEP_END, err);
}

int shell_recover(struct shell *shell, const struct args *args, struct err *err)
{
    return take_plain_step(shell, args, STEP_RECOVER, err);
}

/* ---- closing ---- */

static size_t count_pending(const struct session *session)
{
    size_t pending = 0;
    for (size_t i = 0; i < session->loaded->plan->task_count; i++)
        pending += task_is_pending(&session->record.tasks[i]);
    return pending;
}

static bool was_launched(const struct record *record)
{
    bool launched = false;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        launched = launched || record->responses[tier].state > RESPONSE_PROPOSED;
    return launched;
}

static int dismiss(struct session *session, const struct args *args, struct err *err)
{
    struct text reason = {0};
    shell_join(args, 0, &reason);
    int rc = session_dismiss(session, text_str(&reason), err);
    text_release(&reason);
    if (rc == 0)
        status_responses(session);
    return rc;
}

int shell_close(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    size_t pending = count_pending(session);
    bool launched = was_launched(&session->record);
    if ((launched ? take_plain_step(shell, args, STEP_CLOSE, err) : dismiss(session, args, err)) != 0)
        return -1;
    if (!record_is_closed(&session->record))
        return 0;
    if (pending > 0)
        render_say(shell->app, "归档时还有 %zu 项任务没有办完（tasks all 列出）", "%zu tasks were not finished when it was closed (tasks all lists them)", pending);
    render_say(shell->app, "事件 %s 已归档，此后只能加注。", "incident %s is closed; only notes can be added.", session->record.id);
    return 0;
}

/* ---- ending conditions ---- */

/* "1", or the id; the record refuses what is neither. */
static const char *condition_id(const struct plan *plan, const char *typed)
{
    struct number number;
    if (number_parse(typed, strlen(typed), false, &number) == NUMBER_OK && number.whole >= 1 && number.whole <= (int64_t)plan->ending_count)
        return plan->endings[number.whole - 1].id;
    return typed;
}

int shell_confirm(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    if (args->word_count > 0 && session_confirm(session, condition_id(session->loaded->plan, args->words[0]), err) != 0)
        return -1;
    status_endings(session);
    return 0;
}

/* ---- tasks ---- */

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

int shell_task(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    int act = find_act(args->words[0]);
    if (act >= 0 && args->word_count == 1)
        return err_set(err, ERR_USAGE, "要写任务的编号：task %s 任务 …", "name the task: task %s TASK …", task_act_ids[act]);
    if (act < 0 && args->word_count > 1)
        return err_set(err, ERR_USAGE, "任务可以 accept done skip assign reopen，没有“%s”", "a task takes accept done skip assign reopen, not \"%s\"",
                       text_clip(args->words[0], strlen(args->words[0])).str);
    int task = find_task(session->loaded->plan, args->words[act < 0 ? 0 : 1], err);
    if (task < 0)
        return -1;
    struct text text = {0};
    shell_join(args, 2, &text);
    int rc = act < 0 ? 0 : session_task(session, (enum task_act)act, session->loaded->plan->tasks[task].id, text_str(&text), err);
    text_release(&text);
    if (rc == 0)
        status_task(session, (size_t)task);
    return rc;
}

int shell_overdue(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    int rc = status_overdue(shell_session(shell), err);
    alerts_seen(shell->current);
    return rc;
}

int shell_conflicts(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    size_t count;
    if (conflicts_view(&shell->desk, shell->current, &count, err) != 0)
        return -1;
    if (count == 0)
        render_say(shell->app, "没有与其他进行中的事件争用单位。", "No other running incident needs the same agencies.");
    return 0;
}
