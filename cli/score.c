/* Scores of drills. See score.h. */
#include "cli/score.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/drill.h"
#include "cli/entry_words.h"
#include "cli/form.h"
#include "cli/scenario_run.h"
#include "cli/status.h"
#include "core/course.h"

#define GRADE_MINUTES 5   /* from the first word to the first facts: the first page of the design */
#define MINUTE_MS INT64_C(60000)

struct scoring {
    struct session *session;
    struct score *score;
    int64_t called; /* when the first word came in, by the incident's clock */
    bool torn;
};

struct words score_part_words(enum score_part part)
{
    static const struct words words[SCORE_PARTS] = {
        {"用时", "Times"}, {"定级", "Grade"}, {"权限", "Authority"}, {"任务", "Tasks"}, {"报告和通知", "Reports and notices"}, {"情景注入", "Injects"}, {"记录", "Record"}, {"目标", "Objectives"},
    };
    return words[part];
}

static const struct plan *plan_of(const struct scoring *scoring)
{
    return scoring->session->loaded->plan;
}

static const char *say(const struct scoring *scoring, const char *zh, const char *en)
{
    return app_say(scoring->session->app, zh, en);
}

/* ---- lines ---- */

void score_release(struct score *score)
{
    for (size_t i = 0; i < score->count; i++) {
        free(score->lines[i].what_zh);
        free(score->lines[i].what_en);
        free(score->lines[i].limit);
        free(score->lines[i].found);
    }
    free(score->lines);
    *score = (struct score){.lines = NULL};
}

static char *print(const char *format, ...) __attribute__((format(printf, 1, 2)));
static char *print(const char *format, ...)
{
    struct text text = {0};
    char buffer[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(buffer, sizeof buffer, format, args);
    va_end(args);
    text_trim_utf8(buffer);
    text_add_str(&text, buffer);
    return text.data != NULL ? text.data : calloc(1, 1);
}

/* The strings are taken over; one that memory was too short for tears the score. */
static void add(struct scoring *scoring, struct score_line line)
{
    struct score *score = scoring->score;
    if (score->count == score->capacity) {
        size_t capacity = score->capacity == 0 ? 32 : score->capacity * 2;
        struct score_line *grown = realloc(score->lines, capacity * sizeof *grown);
        scoring->torn = scoring->torn || grown == NULL;
        if (grown != NULL) {
            score->lines = grown;
            score->capacity = capacity;
        }
    }
    scoring->torn = scoring->torn || line.what_zh == NULL || line.what_en == NULL || line.found == NULL;
    if (score->count < score->capacity) {
        score->lines[score->count++] = line;
        return;
    }
    free(line.what_zh);
    free(line.what_en);
    free(line.limit);
    free(line.found);
}

static char *print_minutes(const struct scoring *scoring, int64_t from, int64_t to)
{
    return print(say(scoring, "%lld 分钟", "%lld min"), (long long)((to - from) / MINUTE_MS));
}

static char *print_time(const struct scoring *scoring, int64_t time)
{
    char buffer[CLOCK_TEXT_SIZE];
    clock_print(&scoring->session->app->clock, time, buffer);
    return print("%s", buffer);
}

/* ---- times ---- */

static int64_t first_of(const struct scoring *scoring, const char *type)
{
    const struct record *record = &scoring->session->record;
    for (size_t i = 0; i < record->entry_count; i++)
        if (strcmp(record->entries[i].entry.type, type) == 0)
            return entry_clock(&record->entries[i].entry);
    return TIME_UNKNOWN;
}

/* When the first of the plan's reports was made, by telephone or otherwise. */
static int64_t first_report(const struct scoring *scoring)
{
    const struct record *record = &scoring->session->record;
    int64_t first = TIME_UNKNOWN;
    for (size_t i = 0; i < record->plan->task_count; i++)
        if (record->plan->tasks[i].kind == TASK_REPORT && record->tasks[i].status == TASK_DONE && (first == TIME_UNKNOWN || record->tasks[i].since < first))
            first = record->tasks[i].since;
    return first;
}

static void score_times(struct scoring *scoring)
{
    int64_t facts = first_of(scoring, "set"), reports = first_of(scoring, "report"), launch = first_of(scoring, "launch");
    facts = facts == TIME_UNKNOWN || (reports != TIME_UNKNOWN && reports < facts) ? reports : facts;
    bool known = facts != TIME_UNKNOWN, launched = launch != TIME_UNKNOWN;
    add(scoring, (struct score_line){SCORE_TIMES, !known ? SCORE_NOT_MET : facts - scoring->called <= GRADE_MINUTES * MINUTE_MS ? SCORE_MET : SCORE_NOT_MET,
                                     print("接报到定级（写入第一批事实）"), print("from the first word to a grade (the first facts)"),
                                     print(say(scoring, "%d 分钟", "%d min"), GRADE_MINUTES),
                                     known ? print_minutes(scoring, scoring->called, facts) : print("—"), NULL});
    add(scoring, (struct score_line){SCORE_TIMES, SCORE_PLAIN, print("接报到启动响应"), print("from the first word to the launch"), NULL,
                                     launched ? print_minutes(scoring, scoring->called, launch) : print("—"), NULL});
    int64_t reported = first_report(scoring);
    add(scoring, (struct score_line){SCORE_TIMES, SCORE_PLAIN, print("接报到第一次报告（预案的报告任务办完）"), print("from the first word to the first report made (a reporting task done)"), NULL,
                                     reported != TIME_UNKNOWN ? print_minutes(scoring, scoring->called, reported) : print("—"), NULL});
}

/* ---- the grade, and who decided ---- */

/* How far from what was proven: under (milder), over (more severe), or right; nothing proven asks for nothing. */
static int departure(int level, int proven)
{
    if (proven <= 0 || level == proven)
        return 0;
    return level > proven ? -1 : 1;
}

/* When a level that was too mild was put right: the first later step at the proven level or a more severe one. */
static int64_t corrected_at(const struct record *record, size_t from, int tier, int proven)
{
    for (size_t i = from + 1; i < record->entry_count; i++) {
        enum step step;
        int of, level = entry_level(&record->entries[i].entry);
        if (entry_step(&record->entries[i].entry, &step, &of) && of == tier && (step == STEP_RAISE || step == STEP_LAUNCH) && level > 0 && level <= proven)
            return entry_clock(&record->entries[i].entry);
    }
    return TIME_UNKNOWN;
}

static void score_level(struct scoring *scoring, const struct course_step *step)
{
    static const struct words verdicts[] = {{"偏轻", "too mild"}, {"正确", "right"}, {"偏重", "more severe than proven"}};
    int level = step->after.level, how = departure(level, step->proven);
    int64_t corrected = how < 0 ? corrected_at(&scoring->session->record, step->index, step->tier, step->proven) : TIME_UNKNOWN;
    const char *verdict = words_in(verdicts[how + 1], scoring->session->app->lang);
    char *found = corrected == TIME_UNKNOWN ? print("%s", verdict)
                                            : print(say(scoring, "%s，%lld 分钟后改正", "%s, put right after %lld min"), verdict,
                                                    (long long)((corrected - entry_clock(step->entry)) / MINUTE_MS));
    struct words taken = step_words(step->step), tier = tier_words((enum tier)step->tier);
    add(scoring, (struct score_line){SCORE_GRADE, how < 0 ? SCORE_NOT_MET : SCORE_MET, print("%s %d 级（%s）", taken.zh, level, tier.zh),
                                     print("%s level %d, %s", taken.en, level, tier.en),
                                     step->proven > 0 ? print(say(scoring, "已证明 %d 级", "level %d proven"), step->proven)
                                                      : print("%s", say(scoring, "未证明任何级别", "none proven")),
                                     found, NULL});
}

static void score_authority(struct scoring *scoring, const struct course_step *step)
{
    struct text who = {0};
    struct words taken = step_words(step->step), tier = tier_words((enum tier)step->tier);
    entry_speaker(scoring->session->app, plan_of(scoring), step->entry, &who);
    add(scoring, (struct score_line){SCORE_AUTHORITY, SCORE_MET, print("%s（%s）", taken.zh, tier.zh), print("%s, %s", taken.en, tier.en), NULL,
                                     who.failed ? NULL : print("%s", text_str(&who)), step->row->clause});
    text_release(&who);
}

static int score_steps(struct scoring *scoring, struct err *err)
{
    struct course course;
    int rc = course_read(&scoring->session->record, &course, err);
    for (size_t i = 0; rc == 0 && i < course.count; i++) {
        const struct course_step *step = &course.items[i];
        if (step->step == STEP_LAUNCH || step->step == STEP_RAISE || step->step == STEP_LOWER)
            score_level(scoring, step);
        score_authority(scoring, step);
    }
    course_release(&course);
    return rc;
}

/* ---- tasks ---- */

struct tally {
    size_t called, done, skipped, unowned, unproven, notices, noticed;
};

static void score_deadline(struct scoring *scoring, const struct running_task *task)
{
    const struct record *record = &scoring->session->record;
    const struct task *it = &plan_of(scoring)->tasks[task->task];
    const struct task_state *state = &record->tasks[task->task];
    if (task->due == TIME_UNKNOWN)
        return;
    bool done = state->status == TASK_DONE || state->status == TASK_SKIPPED, in_time = done && state->since < task->due + MINUTE_MS; /* to the minute, as deadlines are */
    add(scoring, (struct score_line){SCORE_TASKS, in_time ? SCORE_MET : done || task->overdue ? SCORE_NOT_MET : SCORE_OPEN, print("%s", it->what.zh), print("%s", it->what.en),
                                     print_time(scoring, task->due), done ? print_time(scoring, state->since) : print("%s", say(scoring, "未办", "not done")), it->clause});
}

static void tally_task(struct scoring *scoring, const struct running_task *task, struct tally *tally)
{
    const struct task *it = &plan_of(scoring)->tasks[task->task];
    const struct task_state *state = &scoring->session->record.tasks[task->task];
    bool done = state->status == TASK_DONE;
    tally->called++;
    tally->done += done;
    tally->skipped += state->status == TASK_SKIPPED;
    tally->unowned += !done && state->status != TASK_SKIPPED && state->status != TASK_ACCEPTED && state->assignee == NULL;
    tally->unproven += done && it->evidence.zh != NULL && (state->remark == NULL || state->remark[0] == '\0');
    tally->notices += it->to_count > 0;
    tally->noticed += it->to_count > 0 && (done || state->status == TASK_SKIPPED);
}

static int score_tasks(struct scoring *scoring, struct err *err)
{
    struct running_task *tasks = calloc(plan_of(scoring)->task_count + 1, sizeof *tasks);
    int count = tasks == NULL ? err_no_memory(err) : running_tasks(scoring->session, true, tasks, err);
    struct tally tally = {0};
    for (int i = 0; i < count; i++) {
        if (scoring->session->record.tasks[tasks[i].task].status == TASK_WITHDRAWN)
            continue;
        tally_task(scoring, &tasks[i], &tally);
        score_deadline(scoring, &tasks[i]);
    }
    free(tasks);
    if (count < 0)
        return -1;
    add(scoring, (struct score_line){SCORE_TASKS, SCORE_PLAIN, print("完成的任务（另有不适用 %zu 项）", tally.skipped), print("tasks done (besides %zu not applicable)", tally.skipped),
                                     NULL, print("%zu/%zu", tally.done, tally.called - tally.skipped), NULL});
    add(scoring, (struct score_line){SCORE_TASKS, tally.unowned == 0 ? SCORE_MET : SCORE_NOT_MET, print("没有人接的任务"), print("tasks that nobody has taken on"), print("0"),
                                     print("%zu", tally.unowned), NULL});
    add(scoring, (struct score_line){SCORE_TASKS, tally.unproven == 0 ? SCORE_MET : SCORE_NOT_MET, print("完成而没有凭据的任务"), print("tasks done without evidence"), print("0"),
                                     print("%zu", tally.unproven), NULL});
    add(scoring, (struct score_line){SCORE_NOTICES, tally.noticed == tally.notices ? SCORE_MET : SCORE_NOT_MET, print("报告、通知到人的任务"), print("reports and notices given"),
                                     print("%zu", tally.notices), print("%zu", tally.noticed), NULL});
    return 0;
}

/* ---- what the scenario expects, entry by entry ---- */

/* The time at which a session stands that only retells. */
static int64_t still(void)
{
    return 0;
}

struct retelling {
    struct app app;
    struct play play;
    struct drill drill;
    int64_t *met; /* by event: when what it expects was so within its time; TIME_UNKNOWN */
    int64_t written; /* when the first report went out; TIME_UNKNOWN */
    size_t missing;  /* what nobody had said by then */
};

/* Whether an event has something to be scored: it was not left out, nor was one that it follows. */
static bool is_scored(const struct drill *drill, size_t index)
{
    const struct scenario_event *events = drill->scenario->events;
    bool left_out = false;
    for (int at = (int)index; at >= 0 && !left_out; at = events[at].after)
        left_out = drill->skipped[at];
    return !left_out && events[index].expect.at.node != 0 && (size_t)events[index].incident_index == drill->incident;
}

static int look_at(struct retelling *retelling, const struct record *record, size_t index, struct err *err)
{
    const struct scenario_event *event = &retelling->drill.scenario->events[index];
    struct session *session = &retelling->play.incidents[retelling->drill.incident].session;
    int64_t now = session_clock(session), from = drill_due(&retelling->drill, record, index), until = drill_until(&retelling->drill, record, index);
    if (!is_scored(&retelling->drill, index) || retelling->met[index] != TIME_UNKNOWN || now < from || now > until)
        return 0;
    retelling->play.failed = 0;
    if (scenario_expect_check(&retelling->play, retelling->drill.incident, &event->expect, err) != 0)
        return -1;
    if (retelling->play.failed == 0)
        retelling->met[index] = now;
    return 0;
}

/* The first report, as it was when it went out. */
static int look_at_report(struct retelling *retelling, struct err *err)
{
    struct session *session = &retelling->play.incidents[retelling->drill.incident].session;
    struct form_request request = {.session = session, .form = FORM_FIRST};
    struct form_document document = {.number = 0};
    if (retelling->written != TIME_UNKNOWN || session->record.issued[FORM_FIRST].number == 0)
        return 0;
    int rc = form_compose(&request, &document, err);
    retelling->written = session->record.issued[FORM_FIRST].time;
    retelling->missing = document.filled.missing_count;
    form_document_release(&document);
    return rc;
}

static int retell(struct retelling *retelling, const struct record *record, struct err *err)
{
    struct session *session = &retelling->play.incidents[retelling->drill.incident].session;
    for (size_t i = 0; i < record->entry_count; i++) {
        if (record_add(&session->record, &record->entries[i].entry, err) != 0)
            return -1;
        record_acknowledge(&session->record, &record->entries[i].entry);
        if (session_assess(session, err) != 0 || look_at_report(retelling, err) != 0)
            return -1;
        for (size_t e = 0; e < retelling->drill.scenario->event_count; e++)
            if (look_at(retelling, record, e, err) != 0)
                return -1;
    }
    return 0;
}

static void score_report(struct scoring *scoring, const struct retelling *retelling)
{
    bool written = retelling->written != TIME_UNKNOWN;
    add(scoring, (struct score_line){SCORE_TIMES, SCORE_PLAIN, print("接报到书面首报发出"), print("from the first word to the first written report"), NULL,
                                     written ? print_minutes(scoring, scoring->called, retelling->written) : print("—"), NULL});
    add(scoring, (struct score_line){SCORE_NOTICES, written && retelling->missing == 0 ? SCORE_MET : SCORE_NOT_MET, print("首报的缺项"), print("missing from the first report"),
                                     print("0"), written ? print("%zu", retelling->missing) : print("—"), NULL});
}

static void score_event(struct scoring *scoring, const struct retelling *retelling, size_t index)
{
    const struct record *record = &scoring->session->record;
    const struct scenario_event *event = &retelling->drill.scenario->events[index];
    int64_t met = retelling->met[index], until = drill_until(&retelling->drill, record, index);
    const char *id = event->id != NULL ? event->id : event->time, *zh = event->says.zh != NULL ? event->says.zh : id, *en = event->says.zh != NULL ? event->says.en : id;
    if (!is_scored(&retelling->drill, index))
        return;
    add(scoring, (struct score_line){SCORE_INJECTS, met != TIME_UNKNOWN ? SCORE_MET : session_clock(scoring->session) <= until ? SCORE_OPEN : SCORE_NOT_MET, print("%s", zh), print("%s", en),
                                     print_time(scoring, until), met != TIME_UNKNOWN ? print_time(scoring, met) : print("—"), NULL});
}

static void score_objective(struct scoring *scoring, const struct retelling *retelling, const struct scenario_objective *objective)
{
    const struct scenario *scenario = retelling->drill.scenario;
    size_t count = 0, met = 0;
    for (size_t k = 0; k < objective->event_count; k++)
        for (size_t e = 0; e < scenario->event_count; e++) {
            bool is_its = scenario->events[e].id != NULL && strcmp(scenario->events[e].id, objective->events[k]) == 0 && is_scored(&retelling->drill, e);
            count += is_its;
            met += is_its && retelling->met[e] != TIME_UNKNOWN;
        }
    add(scoring, (struct score_line){SCORE_OBJECTIVES, count == 0 ? SCORE_PLAIN : met == count ? SCORE_MET : SCORE_NOT_MET, print("%s", objective->title.zh),
                                     print("%s", objective->title.en), print("%zu", count), print("%zu", met), NULL});
}

static int retell_and_score(struct scoring *scoring, struct retelling *retelling, struct err *err)
{
    struct session *session = scoring->session;
    struct actor_session *actor = &retelling->play.incidents[retelling->drill.incident];
    retelling->app = *session->app;
    retelling->app.clock.now = still;
    retelling->play.scenario = retelling->drill.scenario;
    retelling->play.start = session->record.opened;
    retelling->written = TIME_UNKNOWN;
    retelling->met = malloc((retelling->drill.scenario->event_count + 1) * sizeof *retelling->met);
    if (retelling->met == NULL)
        return err_no_memory(err);
    for (size_t i = 0; i < retelling->drill.scenario->event_count; i++)
        retelling->met[i] = TIME_UNKNOWN;
    if (session_init(&actor->session, &retelling->app, session->loaded, session->record.id, err) != 0)
        return -1;
    actor->opened = true;
    if (retell(retelling, &session->record, err) != 0)
        return -1;
    score_report(scoring, retelling);
    for (size_t i = 0; i < retelling->drill.scenario->event_count; i++)
        score_event(scoring, retelling, i);
    for (size_t i = 0; i < retelling->drill.scenario->objective_count; i++)
        score_objective(scoring, retelling, &retelling->drill.scenario->objectives[i]);
    return 0;
}

static int score_scenario(struct scoring *scoring, struct err *err)
{
    if (scoring->session->record.scenario == NULL)
        return 0;
    struct retelling *retelling = calloc(1, sizeof *retelling);
    if (retelling == NULL)
        return err_no_memory(err);
    int rc = drill_read(&retelling->drill, &scoring->session->record, err);
    if (rc == 0)
        rc = retell_and_score(scoring, retelling, err);
    if (rc == 0 && retelling->play.torn)
        rc = err_no_memory(err);
    if (retelling->drill.scenario != NULL && retelling->play.incidents[retelling->drill.incident].opened)
        session_release(&retelling->play.incidents[retelling->drill.incident].session);
    free(retelling->met);
    drill_release(&retelling->drill);
    free(retelling);
    return rc;
}

/* ---- the record itself ---- */

static void score_silence(struct scoring *scoring)
{
    int64_t since, until;
    record_silence(&scoring->session->record, &since, &until);
    char time[CLOCK_TEXT_SIZE];
    clock_print(&scoring->session->app->clock, since, time);
    add(scoring, (struct score_line){SCORE_RECORD, SCORE_PLAIN, print("最长的沉默（自 %s）", time), print("longest silence (from %s)", time), NULL,
                                     print_minutes(scoring, since, until), NULL});
}

int score_make(struct session *session, struct score *score, struct err *err)
{
    struct scoring scoring = {.session = session, .score = score};
    int64_t inject = TIME_UNKNOWN;
    *score = (struct score){.lines = NULL};
    inject = first_of(&scoring, "inject");
    scoring.called = inject != TIME_UNKNOWN ? inject : session->record.opened;
    if (session_assess(session, err) != 0)
        return -1;
    score_times(&scoring);
    if (score_steps(&scoring, err) != 0 || score_tasks(&scoring, err) != 0 || score_scenario(&scoring, err) != 0)
        return -1;
    score_silence(&scoring);
    return scoring.torn ? err_no_memory(err) : 0;
}
