/* Where a running incident stands. See status.h. */
#include "cli/status.h"

#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/render.h"
#include "core/date.h"
#include "rules/words.h"

#define COLUMN 10
#define TASK_COLUMN 24
#define NEXT_TASKS 5    /* that a status names */
#define CALLED_SHOWN 12 /* that a step names */
#define WINDOW_DAYS 400 /* no report counts for longer than a year */

static const char *say(const struct session *session, const char *zh, const char *en)
{
    return app_say(session->app, zh, en);
}

static const struct plan *plan_of(const struct session *session)
{
    return session->loaded->plan;
}

static void print_row(const struct session *session, const char *left, struct text *text)
{
    render_row(session->app, left, COLUMN, text_str(text));
    text_clear(text);
}

static void add_time(const struct session *session, int64_t time, struct text *text)
{
    char buffer[CLOCK_TEXT_SIZE];
    clock_print_beside(&session->app->clock, time, session_clock(session), buffer);
    text_add_str(text, buffer);
}

/* "李四（市指挥部办公室主任）" */
static void add_person(const struct session *session, const char *name, const char *role, struct text *text)
{
    struct ref actor;
    text_add_str(text, name);
    if (role[0] != '\0' && response_find_actor(plan_of(session), role, strlen(role), &actor, NULL) == 0)
        text_addf(text, say(session, "（%s）", " (%s)"), words_in(plan_actor_words(plan_of(session), &actor), session->app->lang));
}

void add_incident_name(const struct session *session, struct text *text)
{
    const struct record *record = &session->record;
    text_addf(text, "%s%s%s%s", record->drill ? say(session, "【演练】", "EXERCISE ") : "", record->id, record->title[0] == '\0' ? "" : "  ", record->title);
}

/* ---- responses ---- */

static void add_departure(const struct session *session, const struct decision *decision, int level, struct text *text)
{
    enum lang lang = session->app->lang;
    enum departure departure = level_departs(level, decision->proven, decision->possible);
    if (departure == DEPARTS_NOT)
        return;
    if (departure == DEPARTS_BELOW_PROVEN)
        text_addf(text, say(session, "【低于已证明的%s", " [below the proven %s"), words_level(plan_of(session), decision->proven, lang));
    else
        text_addf(text, say(session, "【高于可能的%s", " [above the possible %s"),
                  words_level(plan_of(session), decision->possible == 0 ? LEVEL_NONE : decision->possible, lang));
    if (decision->why[0] != '\0') /* a proposal may do without */
        text_addf(text, say(session, "；理由：%s", "; reason: %s"), decision->why);
    text_add_str(text, say(session, "】", "]"));
}

void add_response_level(const struct session *session, int tier, struct text *text)
{
    const struct response *response = &session->record.responses[tier];
    text_add_str(text, words_level(plan_of(session), response->level == 0 ? LEVEL_NONE : response->level, session->app->lang));
    if (response->provisional)
        text_add_str(text, say(session, "（初步判断，查明后改正）", " (a first guess, to be corrected)"));
    add_departure(session, &session->record.decisions[tier], response->level, text);
}

static void add_response(const struct session *session, int tier, struct text *text)
{
    const struct response *response = &session->record.responses[tier];
    const struct decision *decision = &session->record.decisions[tier];
    enum lang lang = session->app->lang;
    text_addf(text, "%s%s%s", words_in(tier_words((enum tier)tier), lang), say(session, "：", ": "), words_in(response_state_words(response->state), lang));
    if (response->level > 0) {
        text_add_str(text, "  ");
        add_response_level(session, tier, text);
    }
    if (decision->name == NULL)
        return;
    text_add_str(text, say(session, "，", ", "));
    add_time(session, decision->time, text);
    text_add_str(text, " ");
    if (lang == LANG_EN)
        text_addf(text, "%s by ", step_words((enum step)decision->step).en);
    add_person(session, decision->name, decision->role, text);
    if (lang == LANG_ZH)
        text_add_str(text, step_words((enum step)decision->step).zh);
}

static void print_pending(const struct session *session, int tier, struct text *text)
{
    const struct decision *proposal = &session->record.proposals[tier];
    text_addf(text, say(session, "待定：建议%s，", "pending: %s proposed, "), words_level(plan_of(session), session->record.responses[tier].pending, session->app->lang));
    add_time(session, proposal->time, text);
    text_add_str(text, say(session, " ", " by "));
    add_person(session, proposal->name, proposal->role, text);
    if (proposal->reason[0] != '\0')
        text_addf(text, say(session, "；理由：%s", "; reason: %s"), proposal->reason);
    print_row(session, "", text);
}

void status_responses(const struct session *session)
{
    struct text text = {0};
    const char *left = say(session, "响应", "Response");
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        if (session->record.responses[tier].state == RESPONSE_IDLE)
            continue;
        add_response(session, tier, &text);
        print_row(session, left, &text);
        left = "";
        if (session->record.responses[tier].pending > 0)
            print_pending(session, tier, &text);
    }
    if (session->record.dismissed)
        text_add_str(&text, say(session, "未启动响应，已结案", "closed without a response"));
    else if (left[0] != '\0')
        text_add_str(&text, say(session, "未启动", "none launched"));
    if (text.size > 0)
        print_row(session, left, &text);
    text_release(&text);
}

/* ---- advice ---- */

/* Whether those of a provisional row may do without guessing too. */
static bool is_named_before(const struct session *session, int tier, enum step step, int level, size_t row_index)
{
    const struct plan *plan = plan_of(session);
    const struct authority *row = response_authority(plan, tier, step, level, row_index), *before;
    for (size_t n = 0; (before = response_authority(plan, tier, step, level, n)) != NULL; n++)
        if (!before->provisional && response_may(plan, before, step, &row->by[0]))
            return true;
    return false;
}

/* "由市指挥部［4.2.3］": those who may take a step at a tier; whether there are any. */
static bool add_who_may(const struct session *session, int tier, enum step step, int level, struct text *text)
{
    const struct plan *plan = plan_of(session);
    const struct authority *row;
    size_t shown = 0;
    for (size_t n = 0; (row = response_authority(plan, tier, step, level, n)) != NULL; n++) {
        struct named_actors actors = response_named(row, step);
        if (row->provisional && is_named_before(session, tier, step, level, n))
            continue;
        text_add_str(text, shown++ > 0 ? say(session, "，或", ", or ") : say(session, "由", "by "));
        brief_actors(text, plan, actors.items, actors.count, session->app->lang);
        text_add_str(text, row->provisional ? say(session, "按初步判断", " on a first guess") : "");
        text_addf(text, say(session, "［%s］", " [%s]"), row->clause);
    }
    return shown > 0;
}

/* "县级提高级别到三级响应：由县指挥部［4.2.5］" */
static bool add_tier_advice(const struct session *session, int tier, enum step step, int level, struct text *text)
{
    struct text who = {0};
    enum lang lang = session->app->lang;
    bool any = add_who_may(session, tier, step, level, &who), moves = step == STEP_RAISE || step == STEP_LOWER;
    if (any)
        text_addf(text, "%s%s%s%s%s%s%s%s", text->size > 0 ? say(session, "；", "; ") : "",
                  tier == TIER_CITY ? "" : words_in(tier_words((enum tier)tier), lang), tier == TIER_CITY ? "" : say(session, "", ": "),
                  words_in(step_words(step), lang), moves ? say(session, "到", " to ") : say(session, "", " "), words_level(plan_of(session), level, lang),
                  say(session, "：", ": "), text_str(&who));
    text->failed = text->failed || who.failed;
    text_release(&who);
    return any;
}

/* A more severe level is due: raise what is active, launch what is not. The county's own is named when nobody above it has the step. */
static void advise_up(const struct session *session, int level, struct text *text)
{
    static const int order[] = {TIER_CITY, TIER_PROVINCE, TIER_NATION, TIER_COUNTY};
    bool above = false;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const struct response *response = &session->record.responses[order[i]];
        bool active = response->state == RESPONSE_ACTIVE;
        if (response->state > RESPONSE_ACTIVE || (active && response->level <= level) || (order[i] == TIER_COUNTY && !active && above))
            continue;
        above = add_tier_advice(session, order[i], active ? STEP_RAISE : STEP_LAUNCH, level, text) || above;
    }
}

static void advise_down(const struct session *session, int level, struct text *text)
{
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        const struct response *response = &session->record.responses[tier];
        if (response->state == RESPONSE_ACTIVE && response->level < level)
            add_tier_advice(session, tier, STEP_LOWER, level, text);
    }
}

static bool has_ended(const struct record *record)
{
    bool ended = false;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        ended = ended || record->responses[tier].state > RESPONSE_HANDED_OVER;
    return ended;
}

void add_advice(const struct session *session, struct text *text)
{
    int active = record_active_level(&session->record), due = brief_level(&session->assessment), possible = session->assessment.possible;
    if (record_is_closed(&session->record) || (active == 0 && has_ended(&session->record)))
        return;
    if (active > 0 && possible == LEVEL_NONE)
        text_add_str(text, say(session, "已不达任何级别；条件齐备即可结束（confirm 逐条确认，再 end）",
                               "no level is reached any more; once the conditions hold it can end (confirm each, then end)"));
    else if (active > 0 && possible > active)
        advise_down(session, possible, text);
    else if (due != LEVEL_NONE)
        advise_up(session, due, text);
}

void status_advice(const struct session *session)
{
    struct text text = {0};
    add_advice(session, &text);
    if (text.size > 0)
        print_row(session, say(session, "建议", "Advised"), &text);
    text_release(&text);
}

bool session_falls(struct session *session, int32_t *day, int *level)
{
    struct incident *incident = &session->record.incident;
    struct assessment later;
    int now = brief_level(&session->assessment);
    int32_t today = incident->as_of;
    bool falls = false;
    if (!plan_uses_reports(plan_of(session)) || incident->reports.count == 0 || now == LEVEL_NONE)
        return false;
    for (int32_t ahead = 1; ahead <= WINDOW_DAYS && !falls; ahead++) {
        incident->as_of = *day = today + ahead;
        if (assess(session->assessor, incident, &later, NULL) != 0)
            break;
        *level = brief_level(&later);
        falls = *level > now;
    }
    incident->as_of = today;
    assess(session->assessor, incident, &later, NULL); /* explanations are about the incident assessed last */
    return falls;
}

static void print_falls(struct session *session, struct text *text)
{
    int32_t day;
    int level;
    char date[DATE_TEXT_SIZE];
    if (session->record.as_of_given || !session_falls(session, &day, &level))
        return;
    date_print(day, date);
    text_addf(text, say(session, "若无新报告，%s 起为：%s", "without a new report, from %s on: %s"), date, words_level(plan_of(session), level, session->app->lang));
    print_row(session, say(session, "到期", "Lapses"), text);
}

/* ---- tasks ---- */

static int rank_of(const struct running_task *it)
{
    return it->escalated ? 0 : it->overdue ? 1 : it->due != TIME_UNKNOWN ? 2 : 3;
}

static int compare_running(const void *a, const void *b)
{
    const struct running_task *left = a, *right = b;
    if (rank_of(left) != rank_of(right))
        return rank_of(left) < rank_of(right) ? -1 : 1;
    if (left->due != right->due)
        return left->due < right->due ? -1 : 1;
    return (left->task > right->task) - (left->task < right->task);
}

int running_tasks(struct session *session, bool all, struct running_task *tasks, struct err *err)
{
    const struct plan *plan = plan_of(session);
    const struct record *record = &session->record;
    int64_t now = session_clock(session);
    int count = 0;
    for (size_t i = 0; i < plan->task_count; i++) {
        const struct task_state *state = &record->tasks[i];
        if (all ? state->status == TASK_NOT_CALLED : !task_is_pending(state))
            continue;
        int standing = assess_condition(session->assessor, &plan->tasks[i].when, err);
        if (standing < 0)
            return -1;
        if (standing == CONDITION_NO && state->status == TASK_OPEN)
            continue;
        tasks[count++] = (struct running_task){.task = i, .due = task_due(&plan->tasks[i], state, &record->moments),
                                               .overdue = task_is_overdue(&plan->tasks[i], state, &record->moments, now),
                                               .escalated = task_is_escalated(&plan->tasks[i], state, &record->moments, now),
                                               .open = standing == CONDITION_OPEN};
    }
    if (count > 1)
        qsort(tasks, (size_t)count, sizeof *tasks, compare_running);
    return count;
}

static const char *mark_of(const struct session *session, const struct running_task *it)
{
    static const char *const marks[] = {[TASK_NOT_CALLED] = " ", [TASK_OPEN] = "○", [TASK_ACCEPTED] = "◐", [TASK_DONE] = "●", [TASK_SKIPPED] = "－", [TASK_WITHDRAWN] = "×"};
    return it->overdue ? "!" : marks[session->record.tasks[it->task].status];
}

static void add_length(const struct session *session, int64_t length, struct text *text)
{
    long long minutes = (long long)(length / 60000);
    if (minutes < 120)
        text_addf(text, say(session, "%lld分钟", "%lld min"), minutes);
    else if (minutes < 2880)
        text_addf(text, say(session, "%lld小时", "%lld h"), minutes / 60);
    else
        text_addf(text, say(session, "%lld天", "%lld days"), minutes / 1440);
}

/* "〔限 03:40，还有 12分钟〕", "〔立即；逾期：已过 5分钟〕", "〔时限自“发现”起算，时刻未写〕" */
static void add_due(const struct session *session, const struct running_task *it, struct text *text)
{
    const struct task *task = &plan_of(session)->tasks[it->task];
    int64_t now = session_clock(session);
    if (task->deadline.at.node == 0)
        return;
    if (it->due == TIME_UNKNOWN) {
        text_addf(text, say(session, "〔时限自“%s”起算，时刻未写：moment %s 时刻〕", " (counts from %s, not yet given: moment %s TIME)"),
                  words_in(moment_words((enum moment)task->deadline.from), session->app->lang), moment_ids[task->deadline.from]);
        return;
    }
    if (task->deadline.minutes == 0) {
        text_add_str(text, say(session, "〔立即", " (at once"));
    } else {
        text_add_str(text, say(session, "〔限 ", " (due "));
        add_time(session, it->due, text);
    }
    if (it->overdue) {
        text_add_str(text, it->escalated ? say(session, "；逾期须上报：已过 ", "; OVERDUE, ESCALATE: by ") : say(session, "；逾期：已过 ", "; OVERDUE by "));
        add_length(session, now - it->due, text);
    } else if (task_is_pending(&session->record.tasks[it->task]) && it->due > now) {
        text_add_str(text, say(session, "，还有 ", ", in "));
        add_length(session, it->due - now, text);
    }
    text_add_str(text, say(session, "〕", ")"));
}

static void print_running(const struct session *session, const struct running_task *it)
{
    const struct task *task = &plan_of(session)->tasks[it->task];
    const struct task_state *state = &session->record.tasks[it->task];
    struct text left = {0}, text = {0};
    text_addf(&left, "%s %s", mark_of(session, it), task->id);
    brief_actors(&text, plan_of(session), task->owners, task->owner_count, session->app->lang);
    text_addf(&text, "%s%s", say(session, "：", ": "), words_in(task->what, session->app->lang));
    add_due(session, it, &text);
    if (it->open)
        text_add_str(&text, say(session, "〔视情形〕", " (if it applies)"));
    text_addf(&text, say(session, "［%s］", " [%s]"), task->clause);
    if (state->assignee != NULL)
        text_addf(&text, say(session, " 交 %s", " assigned to %s"), state->assignee);
    if (state->remark != NULL)
        text_addf(&text, say(session, " 注：%s", " remark: %s"), state->remark);
    render_row(session->app, text_str(&left), TASK_COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
}

static void print_counts(const struct session *session, const struct running_task *tasks, size_t count)
{
    const enum lang lang = session->app->lang;
    size_t of[TASK_STATUS_COUNT] = {0}, overdue = 0, waiting = 0;
    for (size_t i = 0; i < count; i++) {
        of[session->record.tasks[tasks[i].task].status]++;
        overdue += tasks[i].overdue;
        waiting += tasks[i].due == TIME_UNKNOWN && plan_of(session)->tasks[tasks[i].task].deadline.at.node != 0;
    }
    struct text text = {0};
    for (int status = TASK_OPEN; status < TASK_STATUS_COUNT; status++)
        if (of[status] > 0)
            text_addf(&text, "%s%s %zu", text.size > 0 ? say(session, "，", ", ") : "", words_in(task_status_words((enum task_status)status), lang), of[status]);
    if (text.size == 0)
        text_add_str(&text, say(session, "没有", "none"));
    if (overdue > 0)
        text_addf(&text, say(session, "；逾期 %zu（overdue）", "; overdue %zu (overdue)"), overdue);
    if (waiting > 0)
        text_addf(&text, say(session, "；%zu 项时限的起算时刻未写（moment）", "; %zu deadlines count from a moment not yet given (moment)"), waiting);
    print_row(session, say(session, "任务", "Tasks"), &text);
    text_release(&text);
}

static bool is_standing_duty(const struct session *session, const struct running_task *it)
{
    int kind = plan_of(session)->tasks[it->task].kind;
    return (kind == TASK_BODY || kind == TASK_GROUP || kind == TASK_MEMBER || kind == TASK_SUPPORT) &&
           session->record.tasks[it->task].status == TASK_OPEN && it->due == TIME_UNKNOWN;
}

static int list_tasks(struct session *session, bool all, bool (*wanted)(const struct session *, const struct running_task *), struct err *err)
{
    struct running_task *tasks = calloc(plan_of(session)->task_count + 1, sizeof *tasks);
    int count = tasks == NULL ? err_no_memory(err) : running_tasks(session, all, tasks, err);
    size_t duties = 0, shown = 0;
    for (int i = 0; i < count; i++) {
        if (wanted != NULL && !wanted(session, &tasks[i]))
            continue;
        if (!all && is_standing_duty(session, &tasks[i])) {
            duties++;
            continue;
        }
        print_running(session, &tasks[i]);
        shown++;
    }
    if (count >= 0 && wanted != NULL && shown == 0)
        render_say(session->app, "没有逾期的任务。", "No task is overdue.");
    if (count >= 0 && wanted == NULL)
        print_counts(session, tasks, (size_t)count);
    if (duties > 0)
        render_say(session->app, "另有 %zu 项机构、工作组、成员单位的经常职责和保障（tasks all 全列）", "%zu standing duties of bodies, groups and members are not listed (tasks all lists them)", duties);
    free(tasks);
    return count < 0 ? -1 : 0;
}

int status_tasks(struct session *session, bool all, struct err *err)
{
    return list_tasks(session, all, NULL, err);
}

static bool is_late(const struct session *session, const struct running_task *it)
{
    (void)session;
    return it->overdue;
}

int status_overdue(struct session *session, struct err *err)
{
    return list_tasks(session, false, is_late, err);
}

void status_task(const struct session *session, size_t index)
{
    const struct plan *plan = plan_of(session);
    const struct record *record = &session->record;
    const struct task *task = &plan->tasks[index];
    int64_t now = session_clock(session);
    struct running_task it = {.task = index, .due = task_due(task, &record->tasks[index], &record->moments),
                              .overdue = task_is_overdue(task, &record->tasks[index], &record->moments, now),
                              .escalated = task_is_escalated(task, &record->tasks[index], &record->moments, now)};
    struct text text = {0};
    print_running(session, &it);
    text_addf(&text, "%s", words_in(task_status_words(record->tasks[index].status), session->app->lang));
    if (record->tasks[index].status != TASK_NOT_CALLED) {
        text_add_str(&text, say(session, "，自 ", ", since "));
        add_time(session, record->tasks[index].since, &text);
    }
    for (size_t i = 0; i < task->after_count; i++)
        text_addf(&text, "%s%s", i > 0 ? say(session, "、", ", ") : say(session, "；要先完成 ", "; after "), plan->tasks[task->after[i].index].id);
    if (task->evidence.zh != NULL)
        text_addf(&text, say(session, "；凭据：%s", "; evidence: %s"), words_in(task->evidence, session->app->lang));
    render_paragraph(session->app, TASK_COLUMN, text_str(&text));
    text_release(&text);
}

int status_called(struct session *session, struct err *err)
{
    const struct record *record = &session->record;
    struct running_task *tasks = calloc(plan_of(session)->task_count + 1, sizeof *tasks);
    int count = tasks == NULL ? err_no_memory(err) : running_tasks(session, false, tasks, err);
    size_t called = 0, shown = 0;
    for (int i = 0; i < count; i++) {
        const struct task_state *state = &record->tasks[tasks[i].task];
        if (state->called != record->last_clock || state->status != TASK_OPEN)
            continue;
        called++;
        if (!is_standing_duty(session, &tasks[i]) && shown < CALLED_SHOWN) {
            print_running(session, &tasks[i]);
            shown++;
        }
    }
    if (called > 0)
        render_say(session->app, "新任务 %zu 项，上列 %zu 项（tasks 看全部）", "%zu new tasks, %zu of them above (tasks lists all)", called, shown);
    free(tasks);
    return count < 0 ? -1 : 0;
}

int status_next(struct session *session, struct err *err)
{
    struct running_task *tasks = calloc(plan_of(session)->task_count + 1, sizeof *tasks);
    int count = tasks == NULL ? err_no_memory(err) : running_tasks(session, false, tasks, err);
    if (count >= 0)
        print_counts(session, tasks, (size_t)count);
    for (int i = 0; i < count && i < NEXT_TASKS; i++)
        if (tasks[i].due != TIME_UNKNOWN)
            print_running(session, &tasks[i]);
    free(tasks);
    return count < 0 ? -1 : 0;
}

/* ---- ending ---- */

void status_endings(const struct session *session)
{
    const struct plan *plan = plan_of(session);
    for (size_t i = 0; i < plan->ending_count; i++) {
        const struct confirmation *it = &session->record.confirmations[i];
        struct text left = {0}, text = {0};
        text_addf(&left, "%s %zu %s", it->name == NULL ? "○" : "●", i + 1, plan->endings[i].id);
        text_addf(&text, say(session, "%s［%s］", "%s [%s]"), words_in(plan->endings[i].condition, session->app->lang), plan->endings[i].clause);
        if (it->name != NULL) {
            text_add_str(&text, say(session, " 确认：", " confirmed by "));
            add_person(session, it->name, it->role, &text);
            text_add_str(&text, " ");
            add_time(session, it->time, &text);
        }
        render_row(session->app, text_str(&left), TASK_COLUMN, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

static void print_endings(const struct session *session, struct text *text)
{
    size_t confirmed = 0, count = plan_of(session)->ending_count;
    for (size_t i = 0; i < count; i++)
        confirmed += session->record.confirmations[i].name != NULL;
    if (record_active_level(&session->record) == 0 || count == 0)
        return;
    text_addf(text, say(session, "已确认 %zu/%zu（confirm 列出）", "%zu of %zu confirmed (confirm lists them)"), confirmed, count);
    print_row(session, say(session, "结束条件", "To end"), text);
}

/* ---- the whole ---- */

static void print_opening(const struct session *session, struct text *text)
{
    const struct record *record = &session->record;
    add_incident_name(session, text);
    render_heading(session->app, text_str(text));
    text_clear(text);
    text_add_str(text, words_in(plan_of(session)->title, session->app->lang));
    print_row(session, say(session, "预案", "Plan"), text);
    add_time(session, record->opened, text);
    text_addf(text, say(session, "；值班 %s", "; on duty: %s"), record->officer);
    if (record->handed_to != NULL)
        text_addf(text, say(session, "，待 %s 接班（accept-shift）", ", to be relieved by %s (accept-shift)"), record->handed_to);
    print_row(session, say(session, "立案", "Opened"), text);
    if (!record->drill)
        return;
    char buffer[CLOCK_TEXT_SIZE];
    clock_print(&session->app->clock, session_clock(session), buffer);
    text_addf(text, say(session, "%s（clock 拨快）", "%s (clock moves it)"), buffer);
    print_row(session, say(session, "演练时钟", "Clock"), text);
}

static void print_grade(const struct session *session, struct text *text)
{
    const struct assessment *assessment = &session->assessment;
    enum lang lang = session->app->lang;
    text_add_str(text, words_level(plan_of(session), assessment->level, lang));
    if (!is_settled(assessment))
        text_addf(text, say(session, "，仍可能：%s", "; could still become: %s"), words_level(plan_of(session), assessment->possible, lang));
    if (assessment->safe_level < assessment->level)
        text_addf(text, say(session, "；安全级别：%s", "; safe level: %s"), words_level(plan_of(session), assessment->safe_level, lang));
    text_add_str(text, answer_doubt(assessment, lang));
    print_row(session, say(session, "评估", "Graded"), text);
}

int status_view(struct session *session, struct err *err)
{
    struct text text = {0};
    print_opening(session, &text);
    print_grade(session, &text);
    status_responses(session);
    status_advice(session);
    print_falls(session, &text);
    print_endings(session, &text);
    int rc = status_next(session, err);
    text_addf(&text, say(session, "本事件 %zu 条，最后一条是第 %llu 条", "%zu entries, the last is number %llu"), session->record.entry_count,
              (unsigned long long)session->record.last_seq);
    print_row(session, say(session, "日志", "Journal"), &text);
    text_release(&text);
    return rc;
}

int status_shift(struct session *session, struct err *err)
{
    struct text text = {0};
    print_opening(session, &text);
    print_grade(session, &text);
    status_responses(session);
    status_advice(session);
    print_falls(session, &text);
    text_release(&text);
    if (record_active_level(&session->record) > 0)
        status_endings(session);
    return status_tasks(session, false, err);
}
