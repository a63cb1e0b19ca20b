/* What a document says of tasks, responses and ending conditions. See form_fields.h. */
#include <stdlib.h>
#include <string.h>

#include "cli/form_fields.h"
#include "cli/status.h"
#include "core/city.h"
#include "rules/words.h"

static const struct template_column task_columns[] = {{"owner", NULL}, {"what", NULL}, {"due", NULL}, {"status", NULL}, {"late", NULL}, {"remark", NULL},
                                                      {"assignee", NULL}, {"clause", NULL}, {NULL, NULL}};

struct tasks {
    struct running_task *items;
    size_t count;
};

/* "2026-03-01 04:10（接报后1小时内）", "启动后立即"; nothing without a deadline. */
static void add_due(const struct collector *it, const struct running_task *running, struct text *text)
{
    const struct task *task = &it->plan->tasks[running->task];
    char stamp[CLOCK_TEXT_SIZE];
    if (task->deadline.at.node == 0)
        return;
    bool known = running->due != TIME_UNKNOWN && task->deadline.minutes > 0;
    if (known) {
        clock_print(&it->app->clock, running->due, stamp);
        text_addf(text, form_say(it, "%s（", "%s ("), stamp);
    }
    brief_limit(it->app, &task->deadline, text);
    text_add_str(text, known ? form_say(it, "）", ")") : "");
}

static void add_status(const struct collector *it, const struct task_state *state, struct text *text)
{
    char stamp[CLOCK_TEXT_SIZE];
    text_add_str(text, words_in(task_status_words(state->status), it->app->lang));
    if (state->status == TASK_OPEN || state->status == TASK_NOT_CALLED)
        return;
    clock_print(&it->app->clock, state->since, stamp);
    text_addf(text, " %s", stamp);
}

static void put_task(struct collector *it, struct template_value *list, const struct running_task *running)
{
    const struct task *task = &it->plan->tasks[running->task];
    const struct task_state *state = &it->record->tasks[running->task];
    struct template_row *row = fields_row(it->fields, list);
    struct text text = {0};
    brief_actors(&text, it->plan, task->owners, task->owner_count, it->app->lang);
    form_put(it, row, "owner", &text);
    text_addf(&text, "%s%s", words_in(task->what, it->app->lang), running->open ? form_say(it, "〔视情形〕", " (if it applies)") : "");
    form_put(it, row, "what", &text);
    add_due(it, running, &text);
    form_put(it, row, "due", &text);
    add_status(it, state, &text);
    form_put(it, row, "status", &text);
    fields_text(it->fields, row, "late", running->overdue ? form_say(it, "逾期", "late") : "");
    fields_text(it->fields, row, "remark", state->remark == NULL ? "" : state->remark);
    fields_text(it->fields, row, "assignee", state->assignee == NULL ? "" : state->assignee);
    fields_text(it->fields, row, "clause", task->clause);
    text_release(&text);
}

static bool is_duty(const struct collector *it, const struct running_task *running)
{
    int kind = it->plan->tasks[running->task].kind;
    return kind == TASK_BODY || kind == TASK_GROUP || kind == TASK_MEMBER || kind == TASK_SUPPORT;
}

/* Those that somebody has to do now; standing duties only once they were taken up, or are timed. */
static bool is_at_hand(const struct collector *it, const struct running_task *running)
{
    const struct task_state *state = &it->record->tasks[running->task];
    return task_is_pending(state) && (!is_duty(it, running) || state->status != TASK_OPEN || running->due != TIME_UNKNOWN);
}

static bool is_late(const struct collector *it, const struct running_task *running)
{
    (void)it;
    return running->overdue;
}

static bool is_done(const struct collector *it, const struct running_task *running)
{
    return it->record->tasks[running->task].status == TASK_DONE;
}

/* What goes on when the response has ended: recovery, and what was taken up and is not finished. */
static bool is_left(const struct collector *it, const struct running_task *running)
{
    const struct task_state *state = &it->record->tasks[running->task];
    return task_is_pending(state) && (it->plan->tasks[running->task].kind == TASK_RECOVERY || state->status == TASK_ACCEPTED);
}

static void put_list(struct collector *it, const char *name, const struct tasks *tasks, bool (*wanted)(const struct collector *, const struct running_task *))
{
    struct template_value *list = fields_list(it->fields, it->root, name, task_columns);
    for (size_t i = 0; i < tasks->count; i++)
        if (wanted(it, &tasks->items[i]))
            put_task(it, list, &tasks->items[i]);
}

/* ---- by agency ---- */

/* A level's sheets leave out what was withdrawn or found not to apply. */
static bool is_on_sheet(const struct collector *it, const struct running_task *running, const struct ref *owner)
{
    enum task_status status = it->record->tasks[running->task].status;
    const struct task *task = &it->plan->tasks[running->task];
    return (status == TASK_OPEN || status == TASK_ACCEPTED || status == TASK_DONE) && actors_have(task->owners, task->owner_count, owner);
}

static const char *full_name(const struct collector *it, const struct ref *owner)
{
    struct words words = owner->kind == ACTOR_AGENCY ? it->plan->city->agencies[owner->index].name : plan_actor_words(it->plan, owner);
    return words_in(words, it->app->lang);
}

static void put_sheet(struct collector *it, struct template_value *sheets, const struct tasks *tasks, const struct ref *owner)
{
    struct template_row *row = NULL;
    struct template_value *list = NULL;
    for (size_t i = 0; i < tasks->count; i++) {
        if (!is_on_sheet(it, &tasks->items[i], owner))
            continue;
        if (row == NULL) {
            row = fields_row(it->fields, sheets);
            fields_text(it->fields, row, "agency", full_name(it, owner));
            fields_text(it->fields, row, "page", sheets->rows == row ? "" : form_say(it, "另页", "a page of its own"));
            list = fields_list(it->fields, row, "tasks", task_columns);
        }
        put_task(it, list, &tasks->items[i]);
    }
}

static void put_sheets(struct collector *it, const struct tasks *tasks)
{
    static const struct template_column columns[] = {{"agency", NULL}, {"page", NULL}, {"tasks", task_columns}, {NULL, NULL}};
    const struct organisation *org = &it->plan->organisation;
    struct template_value *sheets = fields_list(it->fields, it->root, "agencies", columns);
    const struct {
        enum actor_kind kind;
        size_t count;
    } kinds[] = {{ACTOR_BODY, org->body_count}, {ACTOR_POST, org->post_count}, {ACTOR_GROUP, org->group_count}, {ACTOR_AGENCY, it->plan->city->agency_count}};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0] && sheets != NULL; k++)
        for (size_t i = 0; i < kinds[k].count; i++)
            put_sheet(it, sheets, tasks, &(struct ref){.kind = (int)kinds[k].kind, .index = (int)i});
}

/* ---- responses and ending ---- */

static void put_responses(struct collector *it)
{
    static const struct template_column columns[] = {{"tier", NULL}, {"state", NULL}, {"level", NULL}, {"time", NULL}, {"who", NULL}, {"reason", NULL}, {NULL, NULL}};
    struct template_value *list = fields_list(it->fields, it->root, "responses", columns);
    struct text text = {0};
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        const struct response *response = &it->record->responses[tier];
        const struct decision *decision = &it->record->decisions[tier];
        if (response->state == RESPONSE_IDLE || decision->name == NULL)
            continue;
        struct template_row *row = fields_row(it->fields, list);
        fields_text(it->fields, row, "tier", words_in(tier_words((enum tier)tier), it->app->lang));
        fields_text(it->fields, row, "state", words_in(response_state_words(response->state), it->app->lang));
        if (response->level > 0)
            add_response_level(it->session, tier, &text);
        form_put(it, row, "level", &text);
        form_add_time(it, decision->time, &text);
        form_put(it, row, "time", &text);
        form_add_person(it, decision->name, decision->role, &text);
        form_put(it, row, "who", &text);
        fields_text(it->fields, row, "reason", decision->reason);
    }
    add_advice(it->session, &text);
    form_put(it, it->root, "advice", &text);
    text_release(&text);
}

static void put_endings(struct collector *it)
{
    static const struct template_column columns[] = {{"condition", NULL}, {"clause", NULL}, {"confirmed", NULL}, {NULL, NULL}};
    struct template_value *list = fields_list(it->fields, it->root, "endings", columns);
    struct text text = {0};
    for (size_t i = 0; i < it->plan->ending_count; i++) {
        const struct confirmation *confirmation = &it->record->confirmations[i];
        struct template_row *row = fields_row(it->fields, list);
        const char *condition = words_in(it->plan->endings[i].condition, it->app->lang);
        fields_text(it->fields, row, "condition", condition);
        fields_text(it->fields, row, "clause", it->plan->endings[i].clause);
        if (confirmation->name != NULL) {
            form_add_person(it, confirmation->name, confirmation->role, &text);
            text_add_str(&text, " ");
            form_add_time(it, confirmation->time, &text);
        }
        fields_wanted(it->fields, row, "confirmed", condition, text_str(&text));
        it->fields->failed = it->fields->failed || text.failed;
        text_clear(&text);
    }
    text_release(&text);
}

int collect_tasks(struct collector *it)
{
    struct tasks tasks = {.items = calloc(it->plan->task_count + 1, sizeof *tasks.items)};
    int count = tasks.items == NULL ? err_no_memory(it->err) : running_tasks(it->session, true, tasks.items, it->err);
    tasks.count = count < 0 ? 0 : (size_t)count;
    put_list(it, "open_tasks", &tasks, is_at_hand);
    put_list(it, "late_tasks", &tasks, is_late);
    put_list(it, "done_tasks", &tasks, is_done);
    put_list(it, "left_tasks", &tasks, is_left);
    put_sheets(it, &tasks);
    put_responses(it);
    put_endings(it);
    free(tasks.items);
    return count < 0 ? -1 : 0;
}
