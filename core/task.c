/* The tasks of a running incident. See task.h. */
#include "core/task.h"

#include <string.h>

#include "core/text.h"

#define IN(status) (1u << (status))
#define MS_PER_MINUTE 60000

const char *const task_status_ids[] = {"not_called", "open", "accepted", "done", "skipped", "withdrawn", NULL};
const char *const task_act_ids[] = {"accept", "done", "skip", "assign", "reopen", NULL};

struct words task_status_words(enum task_status status)
{
    static const struct words words[TASK_STATUS_COUNT] = {
        [TASK_NOT_CALLED] = {"未要求", "not called for"}, [TASK_OPEN] = {"待办", "open"},
        [TASK_ACCEPTED] = {"已接受", "accepted"},         [TASK_DONE] = {"完成", "done"},
        [TASK_SKIPPED] = {"不适用", "not applicable"},    [TASK_WITHDRAWN] = {"已撤回", "withdrawn"},
    };
    return words[status];
}

void moments_init(struct moments *moments)
{
    for (size_t i = 0; i < sizeof moments->at / sizeof moments->at[0]; i++)
        moments->at[i] = TIME_UNKNOWN;
}

bool level_calls_for(const struct plan *plan, int level, const struct task *task)
{
    const struct level *it = plan_find_level(plan, level);
    for (; it != NULL; it = it->includes == 0 ? NULL : plan_find_level(plan, it->includes))
        if (levels_have(task->levels, task->level_count, it->number))
            return true;
    return false;
}

/* In which states of a response each kind is called for. Warnings are called for by the moment of the alert too. */
static unsigned states_of(const struct task *task)
{
    static const unsigned active = IN(RESPONSE_ACTIVE) | IN(RESPONSE_HANDED_OVER), after = IN(RESPONSE_ENDED) | IN(RESPONSE_RECOVERY);
    switch (task->kind) {
    case TASK_REPORT:
    case TASK_FIRST: return IN(RESPONSE_IDLE) | IN(RESPONSE_PROPOSED) | active | after;
    case TASK_ALERT: return IN(RESPONSE_IDLE) | IN(RESPONSE_PROPOSED);
    case TASK_END: return active | after;
    case TASK_RECOVERY: return after;
    default: return active;
    }
}

static bool calls(const struct plan *plan, const struct response *response, const struct task *task)
{
    if ((states_of(task) >> response->state & 1) == 0)
        return false;
    return response->level == 0 ? task->level_count == 0 : level_calls_for(plan, response->level, task);
}

bool task_is_called(const struct plan *plan, const struct calling *calling, const struct task *task)
{
    if (task->kind == TASK_ALERT && calling->moments->at[MOMENT_ALERT] == TIME_UNKNOWN)
        return false;
    bool idle = true;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        const struct response *response = &calling->responses[tier];
        if (response->state != RESPONSE_IDLE && calls(plan, response, task))
            return true;
        idle = idle && response->state == RESPONSE_IDLE;
    }
    return idle && calls(plan, &(struct response){.state = RESPONSE_IDLE}, task);
}

void tasks_follow(const struct plan *plan, const struct calling *calling, int64_t now, struct task_state *states)
{
    for (size_t i = 0; i < plan->task_count; i++) {
        struct task_state *state = &states[i];
        bool called = task_is_called(plan, calling, &plan->tasks[i]);
        bool idle = state->status == TASK_NOT_CALLED || state->status == TASK_WITHDRAWN;
        if (called && idle)
            *state = (struct task_state){.status = TASK_OPEN, .called = now, .since = now, .assignee = state->assignee};
        else if (!called && state->status == TASK_OPEN)
            *state = (struct task_state){.status = TASK_WITHDRAWN, .called = state->called, .since = now, .assignee = state->assignee};
    }
}

/* From which statuses an act is possible, and to which it leads; assigning leaves the status as it is. */
static const struct {
    unsigned from;
    enum task_status to;
    bool needs_text;
    struct words text; /* what is missing without one */
} acts[ACT_COUNT] = {
    [ACT_ACCEPT] = {IN(TASK_OPEN), TASK_ACCEPTED, false, {NULL, NULL}},
    [ACT_DONE] = {IN(TASK_OPEN) | IN(TASK_ACCEPTED), TASK_DONE, true, {"完成要写凭据", "say what shows that it was done"}},
    [ACT_SKIP] = {IN(TASK_OPEN) | IN(TASK_ACCEPTED), TASK_SKIPPED, true, {"不做要写理由", "say why it does not apply"}},
    [ACT_ASSIGN] = {IN(TASK_OPEN) | IN(TASK_ACCEPTED), TASK_OPEN, true, {"要写交给谁", "say to whom"}},
    [ACT_REOPEN] = {IN(TASK_DONE) | IN(TASK_SKIPPED), TASK_OPEN, false, {NULL, NULL}},
};

static int refuse_status(const struct plan *plan, size_t task, enum task_status status, struct err *err)
{
    struct text what = {0}, what_en = {0};
    text_addf(&what, "%s（%s）", plan->tasks[task].id, plan->tasks[task].what.zh);
    text_addf(&what_en, "%s (%s)", plan->tasks[task].id, plan->tasks[task].what.en);
    err_set_words(err, ERR_STATE, (struct words){"任务 %s 现在是“%s”，不能这样做", "task %s is %s: this cannot be done to it"},
                  (struct words){text_str(&what), text_str(&what_en)}, task_status_words(status));
    err_set_clause(err, plan->tasks[task].clause);
    text_release(&what);
    text_release(&what_en);
    return -1;
}

static int check_before(const struct plan *plan, size_t task, const struct task_state *states, struct err *err)
{
    for (size_t i = 0; i < plan->tasks[task].after_count; i++) {
        int before = plan->tasks[task].after[i].index;
        if (!task_is_pending(&states[before]))
            continue;
        return err_set(err, ERR_STATE, "要先完成任务 %s", "task %s comes first", plan->tasks[before].id);
    }
    return 0;
}

int task_act(const struct plan *plan, const struct task_request *request, struct task_state *states, struct err *err)
{
    size_t task = request->task;
    enum task_act act = request->act;
    const char *text = request->text;
    struct task_state *state = &states[task];
    if ((acts[act].from >> state->status & 1) == 0)
        return refuse_status(plan, task, state->status, err);
    if (acts[act].needs_text && (text == NULL || text[0] == '\0'))
        return err_set_words(err, ERR_VALUE, (struct words){"%s%s", "%s%s"}, acts[act].text, (struct words){"", ""});
    if (act == ACT_DONE && check_before(plan, task, states, err) != 0)
        return -1;
    if (act == ACT_ASSIGN) {
        state->assignee = text;
        return 0;
    }
    *state = (struct task_state){.status = acts[act].to, .called = state->called, .since = request->now, .assignee = state->assignee, .remark = text};
    return 0;
}

static int64_t after_moment(const struct task *task, const struct task_state *state, const struct moments *moments, int64_t minutes)
{
    if (task->deadline.at.node == 0 || minutes < 0 || state->status == TASK_NOT_CALLED)
        return TIME_UNKNOWN;
    int64_t from = moments->at[task->deadline.from];
    if (task->deadline.from == MOMENT_LAUNCH && from != TIME_UNKNOWN && state->called > from)
        from = state->called;
    return from == TIME_UNKNOWN ? TIME_UNKNOWN : from + minutes * MS_PER_MINUTE;
}

int64_t task_due(const struct task *task, const struct task_state *state, const struct moments *moments)
{
    return after_moment(task, state, moments, task->deadline.minutes);
}

int64_t task_escalation(const struct task *task, const struct task_state *state, const struct moments *moments)
{
    return after_moment(task, state, moments, task->deadline.escalate);
}

bool task_is_pending(const struct task_state *state)
{
    return state->status == TASK_OPEN || state->status == TASK_ACCEPTED;
}

static bool is_past(int64_t time, const struct task_state *state, int64_t now)
{
    return time != TIME_UNKNOWN && now - time >= MS_PER_MINUTE && task_is_pending(state);
}

bool task_is_overdue(const struct task *task, const struct task_state *state, const struct moments *moments, int64_t now)
{
    return is_past(task_due(task, state, moments), state, now);
}

bool task_is_escalated(const struct task *task, const struct task_state *state, const struct moments *moments, int64_t now)
{
    return is_past(task_escalation(task, state, moments), state, now);
}

int plan_find_task(const struct plan *plan, const char *id, size_t size)
{
    for (size_t i = 0; i < plan->task_count; i++)
        if (text_equal(id, size, plan->tasks[i].id))
            return (int)i;
    return -1;
}
