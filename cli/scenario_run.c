/* Scenarios by script. See scenario_run.h. */
#include "cli/scenario_run.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/acts.h"

#define MINUTE_MS INT64_C(60000)

/* ---- outcomes ---- */

void outcome_release(struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->failure_count; i++) {
        free(outcome->failures[i].zh);
        free(outcome->failures[i].en);
    }
    free(outcome->failures);
    *outcome = (struct outcome){.failures = NULL};
}

static char *format_text(const char *format, va_list args)
{
    char buffer[2048];
    vsnprintf(buffer, sizeof buffer, format, args);
    text_trim_utf8(buffer);
    return strdup(buffer);
}

static struct failure *new_failure(struct outcome *outcome)
{
    if (outcome->failure_count == outcome->failure_capacity) {
        size_t capacity = outcome->failure_capacity == 0 ? 16 : outcome->failure_capacity * 2;
        struct failure *grown = realloc(outcome->failures, capacity * sizeof *grown);
        if (grown == NULL)
            return NULL;
        outcome->failures = grown;
        outcome->failure_capacity = capacity;
    }
    return &outcome->failures[outcome->failure_count];
}

void play_fail(struct play *play, const char *zh, const char *en, ...)
{
    play->failed++;
    struct failure *failure = play->outcome == NULL ? NULL : new_failure(play->outcome);
    if (failure == NULL) {
        play->torn = play->torn || play->outcome != NULL;
        return;
    }
    va_list args, again;
    va_start(args, en);
    va_copy(again, args);
    *failure = (struct failure){play->at, play->now, format_text(zh, args), format_text(en, again)};
    va_end(again);
    va_end(args);
    play->torn = play->torn || failure->zh == NULL || failure->en == NULL;
    play->outcome->failure_count++;
}

/* ---- plans ---- */

/* What the machine's clock shows does not matter, as long as it stands still: the incidents are exercises with clocks of their own. */
static int64_t still(void)
{
    return INT64_C(1000000000000);
}

void runner_init(struct runner *runner, const struct app *app, const struct library *library)
{
    *runner = (struct runner){.app = *app, .library = library};
    runner->app.clock.now = still;
}

void runner_release(struct runner *runner)
{
    for (size_t i = 0; i < runner->plan_count; i++) {
        if (runner->plans[i].loaded == NULL)
            continue;
        coverage_release(&runner->plans[i].coverage);
        loaded_free(runner->plans[i].loaded);
    }
    free(runner->plans);
    *runner = (struct runner){.plans = NULL};
}

static int load_plan(const struct runner *runner, struct runner_plan *plan, struct err *err)
{
    struct loaded *loaded = library_load_shelf(plan->shelf, runner->app.messages, runner->app.lang, err);
    if (loaded == NULL)
        return -1;
    if (coverage_init(&plan->coverage, loaded->plan, err) != 0) {
        coverage_release(&plan->coverage);
        loaded_free(loaded);
        return -1;
    }
    plan->loaded = loaded;
    return 0;
}

struct runner_plan *runner_plan(struct runner *runner, const char *name, struct err *err)
{
    const struct shelf *shelf = library_find(runner->library, name, err);
    if (shelf == NULL)
        return NULL;
    struct runner_plan *plan = NULL;
    for (size_t i = 0; i < runner->plan_count && plan == NULL; i++)
        plan = runner->plans[i].shelf == shelf ? &runner->plans[i] : NULL;
    if (plan == NULL) {
        /* Room for all there are: they stay where they are. */
        if (runner->plans == NULL && (runner->plans = calloc(runner->library->count + 1, sizeof *runner->plans)) == NULL) {
            err_no_memory(err);
            return NULL;
        }
        plan = &runner->plans[runner->plan_count++];
        plan->shelf = shelf;
        load_plan(runner, plan, &plan->flaw);
    }
    if (plan->loaded == NULL) {
        *err = plan->flaw;
        return NULL;
    }
    return plan;
}

/* ---- incidents ---- */

/* A flaw, with its place in the scenario's file. */
static void place(const struct play *play, struct origin at, const char *key, struct err *err)
{
    const struct document *file = play->scenario->file;
    struct diags diags = {0};
    if (err->code == ERR_MEMORY)
        return;
    document_flaw(file, document_member(file, at, key), UINT32_MAX, err, &diags);
    if (diags.count > 0)
        *err = diags.items[0];
    diags_release(&diags);
}

static int open_incident(struct play *play, size_t index, struct err *err)
{
    const struct scenario_incident *about = &play->scenario->incidents[index];
    struct actor_session *it = &play->incidents[index];
    it->plan = runner_plan(play->runner, about->plan, err);
    if (it->plan == NULL) {
        place(play, about->at, "plan", err);
        return -1;
    }
    it->voice = (struct voice){.speaker = {"情景", ""}};
    if (session_init(&it->session, &play->runner->app, it->plan->loaded, about->id, err) != 0)
        return -1;
    it->opened = true;
    it->session.voice = &it->voice;
    return session_open(&it->session, &(struct opening){.title = about->title, .drill = true, .clock = play->start}, err);
}

static int open_all(struct play *play, struct err *err)
{
    const struct clock *clock = &play->runner->app.clock;
    if (!clock_parse(clock, play->scenario->start, clock->now(), &play->start) || play->start <= 0) {
        err_set(err, ERR_VALUE, "start“%s”不是时刻，应如 2026-03-01 03:00", "start \"%s\" is no time; write 2026-03-01 03:00",
                text_clip(play->scenario->start, strlen(play->scenario->start)).str);
        place(play, play->scenario->at, "start", err);
        return -1;
    }
    for (size_t i = 0; i < play->scenario->incident_count; i++)
        if (open_incident(play, i, err) != 0)
            return -1;
    return 0;
}

/* An incident's clock follows when something is done to it, or looked at; that of a closed one stands. */
static int follow_clock(struct play *play, size_t incident, struct err *err)
{
    struct session *session = &play->incidents[incident].session;
    int64_t to = play->start + play->now * MINUTE_MS;
    return to > session_clock(session) && !record_is_closed(&session->record) ? session_move_clock(session, to, err) : 0;
}

static int note_coverage(struct play *play, size_t incident, struct err *err)
{
    struct actor_session *it = &play->incidents[incident];
    bool noted = session_assess(&it->session, err) == 0 && coverage_note_rules(&it->plan->coverage, &it->session, err) == 0 &&
                 coverage_note_tasks(&it->plan->coverage, &it->session, err) == 0;
    return noted ? 0 : -1;
}

/* ---- events ---- */

bool scenario_when_holds(const struct scenario_when *when, const struct record *record)
{
    const struct response *response = &record->responses[when->tier];
    int task = when->task == NULL ? -1 : plan_find_task(record->plan, when->task, strlen(when->task));
    bool all = !when->has_state || response->state == (enum response_state)when->state;
    bool active = response->state == RESPONSE_ACTIVE || response->state == RESPONSE_HANDED_OVER;
    all = all && (when->level == 0 || (active && response->level <= when->level));
    all = all && (when->task == NULL || (task >= 0 && (!when->has_status || record->tasks[task].status == (enum task_status)when->status)));
    return when->at.node == 0 || all != when->negated;
}

/* Whether a clause is in a list of them: "4.2.3, 5.1". */
static bool cites(const char *list, const char *clause)
{
    size_t size = strlen(clause);
    for (const char *at = list; (at = strstr(at, clause)) != NULL; at += size)
        if ((at == list || at[-1] == ' ' || at[-1] == ',') && (at[size] == '\0' || at[size] == ','))
            return true;
    return false;
}

static void check_refusal(struct play *play, const struct scenario_event *event, int rc, const struct err *got)
{
    if (rc == 0)
        play_fail(play, "“%s”应被拒绝（%s），却成功了", "\"%s\" was to be refused (%s), but was taken", event->acts[event->act_count - 1], event->refused);
    else if (strcmp(err_name(got->code), event->refused) != 0)
        play_fail(play, "“%s”应因 %s 被拒绝，却是 %s：%s", "\"%s\" was to be refused as %s, not as %s: %s", event->acts[event->act_count - 1], event->refused,
                  err_name(got->code), play->runner->app.lang == LANG_EN ? got->en : got->zh);
    else if (event->clause != NULL && !cites(got->clause, event->clause))
        play_fail(play, "拒绝“%s”应引条款 %s，却引了“%s”", "the refusal of \"%s\" was to cite %s, not \"%s\"", event->acts[event->act_count - 1], event->clause, got->clause);
}

/* Everything an event does; what goes wrong there is an expectation not met, as everything was to work. */
static void do_acts(struct play *play, const struct scenario_event *event)
{
    struct session *session = &play->incidents[event->incident_index].session;
    for (size_t i = 0; i < event->act_count; i++) {
        struct err got = {0};
        bool last = i + 1 == event->act_count;
        size_t entries = session->record.entry_count;
        int rc = acts_do(session, event->acts[i], &got);
        coverage_note_steps(&play->incidents[event->incident_index].plan->coverage, session, entries);
        play->outcome->checks++;
        if (last && event->refused != NULL)
            check_refusal(play, event, rc, &got);
        else if (rc != 0)
            play_fail(play, "“%s”失败：%s", "\"%s\" failed: %s", event->acts[i], play->runner->app.lang == LANG_EN ? got.en : got.zh);
    }
}

/* Who does it from here on. False for a role that the plan does not have: then nothing is done. */
static bool speak(struct play *play, const struct scenario_event *event)
{
    struct actor_session *it = &play->incidents[event->incident_index];
    const char *role = event->by.role == NULL ? "" : event->by.role;
    struct ref actor;
    struct err err;
    if (event->by.at.node == 0)
        return true;
    if (role[0] != '\0' && response_find_actor(it->plan->loaded->plan, role, strlen(role), &actor, &err) != 0) {
        play->at = event->by.at;
        play_fail(play, "%s", "%s", play->runner->app.lang == LANG_EN ? err.en : err.zh);
        play->at = event->at;
        return false;
    }
    it->voice.speaker = (struct speaker){event->by.name, role};
    return true;
}

/* Expectations with an end: looked at after every event, until they hold or it has come. */
struct waiting {
    bool open, skipped;
};

static int check_waiting(struct play *play, struct waiting *waiting, const struct scenario_event *event, bool due, struct err *err)
{
    struct outcome *outcome = play->outcome;
    size_t failed = play->failed;
    if (follow_clock(play, (size_t)event->incident_index, err) != 0 || session_assess(&play->incidents[event->incident_index].session, err) != 0)
        return -1;
    play->at = event->expect.at;
    play->outcome = due ? outcome : NULL;
    int rc = scenario_expect_check(play, (size_t)event->incident_index, &event->expect, err);
    play->outcome = outcome;
    waiting->open = rc == 0 && play->failed > failed && !due;
    if (!due)
        play->failed = failed;
    return rc;
}

/* At a minute: what was reached then need not be looked at again; those whose end has come must hold. */
static int look_at_waiting(struct play *play, struct waiting *waiting, int64_t minutes, bool due, struct err *err)
{
    int64_t now = play->now;
    int rc = 0;
    for (size_t i = 0; i < play->scenario->event_count && rc == 0; i++) {
        const struct scenario_event *event = &play->scenario->events[i];
        if (!waiting[i].open || (due && event->until_minutes >= minutes))
            continue;
        play->now = due && event->until_minutes > now ? event->until_minutes : due ? now : minutes;
        rc = check_waiting(play, &waiting[i], event, due, err);
    }
    play->now = now;
    return rc;
}

/* Between two events: as the one left things, those whose end comes before the other, and as time alone has changed things until then. */
static int settle_waiting(struct play *play, struct waiting *waiting, int64_t minutes, struct err *err)
{
    if (look_at_waiting(play, waiting, play->now, false, err) != 0 || look_at_waiting(play, waiting, minutes, true, err) != 0)
        return -1;
    return minutes == INT64_MAX ? 0 : look_at_waiting(play, waiting, minutes, false, err);
}

static int play_event(struct play *play, struct waiting *waiting, size_t index, struct err *err)
{
    const struct scenario_event *event = &play->scenario->events[index];
    size_t incident = (size_t)event->incident_index;
    play->now = event->minutes;
    play->at = event->at;
    const struct record *record = &play->incidents[incident].session.record;
    if (event->when.task != NULL && plan_find_task(record->plan, event->when.task, strlen(event->when.task)) < 0) {
        play->at = event->when.at;
        play_fail(play, "预案没有任务“%s”", "the plan has no task \"%s\"", event->when.task);
        play->at = event->at;
    }
    waiting[index].skipped = (event->after >= 0 && waiting[event->after].skipped) || !scenario_when_holds(&event->when, record);
    if (waiting[index].skipped)
        return 0;
    if (follow_clock(play, incident, err) != 0)
        return -1;
    if (speak(play, event))
        do_acts(play, event);
    if (note_coverage(play, incident, err) != 0)
        return -1;
    if (event->expect.at.node == 0)
        return 0;
    play->at = event->expect.at;
    if (event->until == NULL)
        return scenario_expect_check(play, incident, &event->expect, err);
    waiting[index].open = true;
    return 0;
}

static int play_all(struct play *play, struct err *err)
{
    size_t count = play->scenario->event_count;
    struct waiting *waiting = calloc(count + 1, sizeof *waiting);
    int rc = waiting == NULL ? err_no_memory(err) : open_all(play, err);
    for (size_t i = 0; i < count && rc == 0; i++) {
        rc = settle_waiting(play, waiting, play->scenario->events[i].minutes, err);
        if (rc == 0)
            rc = play_event(play, waiting, i, err);
    }
    if (rc == 0)
        rc = settle_waiting(play, waiting, INT64_MAX, err);
    free(waiting);
    return rc == 0 && play->torn ? err_no_memory(err) : rc;
}

int runner_play(struct runner *runner, const struct scenario *scenario, struct outcome *outcome, struct err *err)
{
    struct play *play = calloc(1, sizeof *play);
    *outcome = (struct outcome){.failures = NULL};
    if (play == NULL)
        return err_no_memory(err);
    *play = (struct play){.runner = runner, .scenario = scenario, .outcome = outcome};
    int rc = play_all(play, err);
    for (size_t i = 0; i < scenario->incident_count; i++)
        if (play->incidents[i].opened)
            session_release(&play->incidents[i].session);
    free(play);
    return rc;
}
