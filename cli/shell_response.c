/* Steps of the response, ending conditions, tasks. See shell_commands.h. */
#include "cli/acts.h"
#include "cli/alerts.h"
#include "cli/conflict.h"
#include "cli/render.h"
#include "cli/shell.h"
#include "cli/status.h"

/* ---- steps ---- */

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

static int take_step(struct shell *shell, const struct args *args, enum step step, struct err *err)
{
    return acts_step(shell_session(shell), step, args, err) != 0 ? -1 : tell_step(shell, err);
}

int shell_propose(struct shell *shell, const struct args *args, struct err *err)
{
    return take_step(shell, args, STEP_PROPOSE, err);
}

int shell_launch(struct shell *shell, const struct args *args, struct err *err)
{
    return take_step(shell, args, STEP_LAUNCH, err);
}

int shell_raise(struct shell *shell, const struct args *args, struct err *err)
{
    return take_step(shell, args, STEP_RAISE, err);
}

int shell_lower(struct shell *shell, const struct args *args, struct err *err)
{
    return take_step(shell, args, STEP_LOWER, err);
}

int shell_hand_over(struct shell *shell, const struct args *args, struct err *err)
{
    return take_step(shell, args, STEP_HAND_OVER, err);
}

int shell_take_back(struct shell *shell, const struct args *args, struct err *err)
{
    return take_step(shell, args, STEP_TAKE_BACK, err);
}

int shell_end(struct shell *shell, const struct args *args, struct err *err)
{
    return take_step(shell, args, STEP_END, err);
}

int shell_recover(struct shell *shell, const struct args *args, struct err *err)
{
    return take_step(shell, args, STEP_RECOVER, err);
}

/* ---- closing ---- */

static size_t count_pending(const struct session *session)
{
    size_t pending = 0;
    for (size_t i = 0; i < session->loaded->plan->task_count; i++)
        pending += task_is_pending(&session->record.tasks[i]);
    return pending;
}

int shell_close(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    size_t pending = count_pending(session);
    if (acts_close(session, args, err) != 0)
        return -1;
    if (session->record.dismissed)
        status_responses(session);
    else if (tell_step(shell, err) != 0)
        return -1;
    if (!record_is_closed(&session->record))
        return 0;
    if (pending > 0)
        render_say(shell->app, "归档时还有 %zu 项任务没有办完（tasks all 列出）", "%zu tasks were not finished when it was closed (tasks all lists them)", pending);
    render_say(shell->app, "事件 %s 已归档，此后只能加注。", "incident %s is closed; only notes can be added.", session->record.id);
    return 0;
}

/* ---- ending conditions ---- */

int shell_confirm(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    if (args->word_count > 0 && acts_confirm(session, args, err) != 0)
        return -1;
    status_endings(session);
    return 0;
}

/* ---- tasks ---- */

int shell_task(struct shell *shell, const struct args *args, struct err *err)
{
    size_t task;
    if (acts_task(shell_session(shell), args, &task, err) != 0)
        return -1;
    status_task(shell_session(shell), task);
    return 0;
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
