/* Scenarios from files. See scenario.h. */
#include "core/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "core/task.h"

static const char *const use_ids[] = {"test", "drill", "replay", NULL};
const char *const medium_ids[] = {"none", "phone", "fax", "on_scene", "radio", "message", NULL};

struct words medium_words(enum medium medium)
{
    static const struct words words[] = {[MEDIUM_NONE] = {"", ""},           [MEDIUM_PHONE] = {"电话", "telephone"}, [MEDIUM_FAX] = {"传真", "fax"},
                                         [MEDIUM_ON_SCENE] = {"现场报告", "report from the scene"}, [MEDIUM_RADIO] = {"电台", "radio"},
                                         [MEDIUM_MESSAGE] = {"短信", "message"}};
    return words[medium];
}

/* ---- the format ---- */

static const struct field incident_fields[] = {
    FIELD_ID("id", struct scenario_incident, id, REQUIRED),
    FIELD_TEXT("plan", struct scenario_incident, plan, REQUIRED),
    FIELD_TEXT("title", struct scenario_incident, title, OPTIONAL),
};
static const struct shape incident_shape = SHAPE(struct scenario_incident, incident_fields);

static const struct field actor_fields[] = {
    FIELD_TEXT("name", struct scenario_actor, name, REQUIRED),
    FIELD_TEXT("role", struct scenario_actor, role, OPTIONAL),
};
static const struct shape actor_shape = SHAPE(struct scenario_actor, actor_fields);

static const struct field step_fields[] = {
    FIELD_CHOICE("step", struct scenario_step, step, REQUIRED, step_ids),
    FIELD_INT("level", struct scenario_step, level, OPTIONAL, 1, PLAN_LEVEL_MAX),
    FIELD_CHOICE("tier", struct scenario_step, tier, OPTIONAL, tier_ids),
    FIELD_TEXT("role", struct scenario_step, role, REQUIRED),
    FIELD_TEXT("clause", struct scenario_step, clause, OPTIONAL),
};
static const struct shape step_shape = SHAPE(struct scenario_step, step_fields);

static const struct field due_fields[] = {
    FIELD_TEXT("task", struct scenario_due, task, REQUIRED),
    FIELD_TEXT("at", struct scenario_due, due, REQUIRED),
};
static const struct shape due_shape = SHAPE(struct scenario_due, due_fields);

static const struct field expect_fields[] = {
    FIELD_INT("level", struct scenario_expect, level, OPTIONAL, 0, PLAN_LEVEL_MAX),
    FIELD_INT("possible", struct scenario_expect, possible, OPTIONAL, 0, PLAN_LEVEL_MAX),
    FIELD_INT("safe_level", struct scenario_expect, safe_level, OPTIONAL, 0, PLAN_LEVEL_MAX),
    FIELD_BOOL("settled", struct scenario_expect, settled, OPTIONAL),
    FIELD_TEXT("event_grade", struct scenario_expect, event_grade, OPTIONAL),
    FIELD_TEXTS("clauses", struct scenario_expect, clauses, clause_count, OPTIONAL),
    FIELD_TEXTS("not_clauses", struct scenario_expect, not_clauses, not_clause_count, OPTIONAL),
    FIELD_TEXTS("ask", struct scenario_expect, asks, ask_count, OPTIONAL),
    FIELD_TEXTS("not_ask", struct scenario_expect, not_asks, not_ask_count, OPTIONAL),
    FIELD_CHOICE("state", struct scenario_expect, state, OPTIONAL, response_state_ids),
    FIELD_CHOICE("tier", struct scenario_expect, tier, OPTIONAL, tier_ids),
    FIELD_INT("active_level", struct scenario_expect, active_level, OPTIONAL, 0, PLAN_LEVEL_MAX),
    FIELD_TEXTS("open", struct scenario_expect, open, open_count, OPTIONAL),
    FIELD_TEXTS("accepted", struct scenario_expect, accepted, accepted_count, OPTIONAL),
    FIELD_TEXTS("done", struct scenario_expect, done, done_count, OPTIONAL),
    FIELD_TEXTS("overdue", struct scenario_expect, overdue, overdue_count, OPTIONAL),
    FIELD_TEXTS("not_called", struct scenario_expect, not_called, not_called_count, OPTIONAL),
    FIELD_LIST("due", struct scenario_expect, dues, due_count, OPTIONAL, &due_shape),
    FIELD_LIST("may", struct scenario_expect, may, may_count, OPTIONAL, &step_shape),
    FIELD_LIST("may_not", struct scenario_expect, may_not, may_not_count, OPTIONAL, &step_shape),
    FIELD_LIST("took", struct scenario_expect, took, took_count, OPTIONAL, &step_shape),
    FIELD_TEXTS("shared", struct scenario_expect, shared, shared_count, OPTIONAL),
};
static const struct shape expect_shape = SHAPE(struct scenario_expect, expect_fields);

static const struct field when_fields[] = {
    FIELD_BOOL("not", struct scenario_when, negated, OPTIONAL),
    FIELD_CHOICE("state", struct scenario_when, state, OPTIONAL, response_state_ids),
    FIELD_CHOICE("tier", struct scenario_when, tier, OPTIONAL, tier_ids),
    FIELD_INT("level", struct scenario_when, level, OPTIONAL, 1, PLAN_LEVEL_MAX),
    FIELD_TEXT("task", struct scenario_when, task, OPTIONAL),
    FIELD_CHOICE("status", struct scenario_when, status, OPTIONAL, task_status_ids),
};
static const struct shape when_shape = SHAPE(struct scenario_when, when_fields);

static const struct field event_fields[] = {
    FIELD_ID("id", struct scenario_event, id, OPTIONAL),
    FIELD_TEXT("at", struct scenario_event, time, REQUIRED),
    FIELD_ID("incident", struct scenario_event, incident, OPTIONAL),
    FIELD_CHOICE("medium", struct scenario_event, medium, OPTIONAL, medium_ids),
    FIELD_WORDS("says", struct scenario_event, says, OPTIONAL),
    FIELD_OBJECT("if", struct scenario_event, when, OPTIONAL, &when_shape),
    FIELD_OBJECT("by", struct scenario_event, by, OPTIONAL, &actor_shape),
    FIELD_TEXTS("do", struct scenario_event, acts, act_count, OPTIONAL),
    FIELD_TEXT("refused", struct scenario_event, refused, OPTIONAL),
    FIELD_TEXT("clause", struct scenario_event, clause, OPTIONAL),
    FIELD_OBJECT("expect", struct scenario_event, expect, OPTIONAL, &expect_shape),
    FIELD_TEXT("until", struct scenario_event, until, OPTIONAL),
};
static const struct shape event_shape = SHAPE(struct scenario_event, event_fields);

static const struct field objective_fields[] = {
    FIELD_ID("id", struct scenario_objective, id, REQUIRED),
    FIELD_WORDS("title", struct scenario_objective, title, REQUIRED),
    FIELD_TEXTS("events", struct scenario_objective, events, event_count, REQUIRED),
};
static const struct shape objective_shape = SHAPE(struct scenario_objective, objective_fields);

static const struct field scenario_fields[] = {
    FIELD_INT("format", struct scenario, format, REQUIRED, 1, 1),
    FIELD_WORDS("title", struct scenario, title, REQUIRED),
    FIELD_WORDS("about", struct scenario, about, OPTIONAL),
    FIELD_CHOICE("use", struct scenario, use, OPTIONAL, use_ids),
    FIELD_TEXT("start", struct scenario, start, REQUIRED),
    FIELD_LIST("incidents", struct scenario, incidents, incident_count, REQUIRED, &incident_shape),
    FIELD_LIST("events", struct scenario, events, event_count, REQUIRED, &event_shape),
    FIELD_LIST("objectives", struct scenario, objectives, objective_count, OPTIONAL, &objective_shape),
};
static const struct shape scenario_shape = SHAPE(struct scenario, scenario_fields);

/* ---- what needs knowledge ---- */

struct loader {
    struct scenario *scenario;
    struct diags *diags;
};

static void flaw_at(struct loader *loader, struct origin at, const char *key, struct err *err)
{
    document_flaw(loader->scenario->file, document_member(loader->scenario->file, at, key), UINT32_MAX, err, loader->diags);
}

static bool has(const struct loader *loader, struct origin at, const char *key)
{
    return document_member(loader->scenario->file, at, key).node != at.node;
}

/* "35:00" or "0:35" behind a plus: hours and minutes; -1 for what is none. */
static int64_t parse_minutes(const char *text)
{
    int64_t hours = 0, minutes = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 4 || text[digits] != ':' || strspn(text + digits + 1, "0123456789") != 2 || text[digits + 3] != '\0')
        return -1;
    for (size_t i = 0; i < digits; i++)
        hours = hours * 10 + (text[i] - '0');
    minutes = (text[digits + 1] - '0') * 10 + (text[digits + 2] - '0');
    return minutes < 60 ? hours * 60 + minutes : -1;
}

static int find_event(const struct scenario *scenario, const char *id, size_t size)
{
    for (size_t i = 0; i < scenario->event_count; i++)
        if (scenario->events[i].id != NULL && text_equal(id, size, scenario->events[i].id))
            return (int)i;
    return -1;
}

/* "T+00:35" or "call+00:10" into *after (-1: the start) and minutes; false with a flaw. */
static bool read_time(struct loader *loader, struct origin at, const char *key, const char *text, struct scenario_event *into)
{
    struct err err;
    const char *plus = strrchr(text, '+');
    into->minutes = plus == NULL ? -1 : parse_minutes(plus + 1);
    into->after = -1;
    if (into->minutes >= 0 && strncmp(text, "T+", 2) == 0)
        return true;
    into->after = plus == NULL ? -1 : find_event(loader->scenario, text, (size_t)(plus - text));
    if (into->minutes >= 0 && into->after >= 0)
        return true;
    err_set(&err, ERR_VALUE, "“%s”不是时间；应如 T+00:35，或 事件id+00:10", "\"%s\" is no time; write T+00:35, or EVENT+00:10", text_clip(text, strlen(text)).str);
    flaw_at(loader, at, key, &err);
    return false;
}

/* Times that follow other events, as far as the chain goes; a circle has no end. */
static void resolve_times(struct loader *loader)
{
    struct scenario *scenario = loader->scenario;
    for (size_t i = 0; i < scenario->event_count; i++) {
        struct scenario_event *event = &scenario->events[i];
        int at = event->after;
        size_t steps = 0;
        for (; at >= 0 && steps <= scenario->event_count; at = scenario->events[at].after, steps++)
            ;
        if (at >= 0) {
            struct err err;
            err_set(&err, ERR_REFERENCE, "事件的时间绕成了圈", "the times of events go round in a circle");
            flaw_at(loader, event->at, "at", &err);
            event->after = -1;
        }
    }
}

static int64_t minutes_of(const struct scenario *scenario, const struct scenario_event *event)
{
    int64_t minutes = event->minutes;
    for (int at = event->after; at >= 0; at = scenario->events[at].after)
        minutes += scenario->events[at].minutes;
    return minutes;
}

static void check_incident(struct loader *loader, struct scenario_event *event)
{
    struct scenario *scenario = loader->scenario;
    struct nearest near = nearest_to(event->incident == NULL ? "" : event->incident, event->incident == NULL ? 0 : strlen(event->incident));
    for (size_t i = 0; event->incident != NULL && i < scenario->incident_count; i++) {
        if (strcmp(scenario->incidents[i].id, event->incident) == 0) {
            event->incident_index = (int)i;
            return;
        }
        nearest_offer(&near, scenario->incidents[i].id);
    }
    if (event->incident == NULL)
        return;
    struct err err;
    err_set(&err, ERR_REFERENCE, "情景里没有事件“%s”", "the scenario has no incident \"%s\"", text_clip(event->incident, strlen(event->incident)).str);
    err_set_hint(&err, near.best);
    flaw_at(loader, event->at, "incident", &err);
}

static void read_expect(struct loader *loader, struct scenario_expect *expect)
{
    static const struct {
        const char *key;
        unsigned bit;
    } keys[] = {{"level", EXPECT_LEVEL}, {"possible", EXPECT_POSSIBLE}, {"safe_level", EXPECT_SAFE_LEVEL}, {"settled", EXPECT_SETTLED},
                {"active_level", EXPECT_ACTIVE_LEVEL}, {"state", EXPECT_STATE}, {"event_grade", EXPECT_GRADE}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (has(loader, expect->at, keys[i].key))
            expect->given |= keys[i].bit;
    for (size_t i = 0; i < expect->due_count; i++) {
        struct scenario_event time = {.after = -1};
        if (read_time(loader, expect->dues[i].at, "at", expect->dues[i].due, &time))
            expect->dues[i].minutes = minutes_of(loader->scenario, &time);
    }
}

static void check_until(struct loader *loader, struct scenario_event *event)
{
    struct scenario_event time = {.after = -1};
    struct err err;
    if (event->until == NULL || !read_time(loader, event->at, "until", event->until, &time))
        return;
    event->until_minutes = minutes_of(loader->scenario, &time);
    if (event->expect.at.node == 0)
        err_set(&err, ERR_VALUE, "到那时应当怎样？要写 expect", "say what is expected by then: expect");
    else if (event->until_minutes < minutes_of(loader->scenario, event))
        err_set(&err, ERR_VALUE, "until 早于事件本身的时间 at", "until is before the event's own time, at");
    else
        return;
    flaw_at(loader, event->at, "until", &err);
}

static void check_event(struct loader *loader, struct scenario_event *event)
{
    struct err err;
    check_incident(loader, event);
    event->when.has_state = event->when.at.node != 0 && has(loader, event->when.at, "state");
    event->when.has_status = event->when.at.node != 0 && has(loader, event->when.at, "status");
    if (event->when.has_status && event->when.task == NULL) {
        err_set(&err, ERR_VALUE, "要写是哪项任务的状态：task", "say which task's status: task");
        flaw_at(loader, event->when.at, "status", &err);
    }
    if (event->refused != NULL && event->act_count == 0) {
        err_set(&err, ERR_VALUE, "要写被拒绝的是哪一步：do", "say what is refused: do");
        flaw_at(loader, event->at, "refused", &err);
    }
    if (event->refused == NULL && event->clause != NULL) {
        err_set(&err, ERR_VALUE, "clause 是拒绝时引用的条款，要和 refused 同写", "clause is what a refusal cites: only with refused");
        flaw_at(loader, event->at, "clause", &err);
    }
    if (event->expect.at.node != 0)
        read_expect(loader, &event->expect);
    check_until(loader, event);
}

static int compare_events(const void *a, const void *b)
{
    const struct scenario_event *one = a, *two = b;
    if (one->minutes != two->minutes)
        return one->minutes < two->minutes ? -1 : 1;
    return (one->at.node > two->at.node) - (one->at.node < two->at.node);
}

/* By time; `after` is then the index in that order. */
static void sort_events(struct loader *loader)
{
    struct scenario *scenario = loader->scenario;
    for (size_t i = 0; i < scenario->event_count; i++)
        scenario->events[i].until_minutes = scenario->events[i].until == NULL ? -1 : scenario->events[i].until_minutes;
    int64_t *minutes = arena_array(&scenario->arena, scenario->event_count, sizeof *minutes);
    uint32_t *after = arena_array(&scenario->arena, scenario->event_count, sizeof *after);
    if (minutes == NULL || after == NULL) {
        struct err err;
        err_no_memory(&err);
        diags_add(loader->diags, &err);
        return;
    }
    for (size_t i = 0; i < scenario->event_count; i++) {
        minutes[i] = minutes_of(scenario, &scenario->events[i]);
        after[i] = scenario->events[i].after < 0 ? 0 : scenario->events[scenario->events[i].after].at.node;
    }
    for (size_t i = 0; i < scenario->event_count; i++) {
        scenario->events[i].minutes = minutes[i];
        scenario->events[i].after = (int)after[i]; /* a node for now: events move */
    }
    qsort(scenario->events, scenario->event_count, sizeof *scenario->events, compare_events);
    for (size_t i = 0; i < scenario->event_count; i++) {
        uint32_t node = (uint32_t)scenario->events[i].after;
        scenario->events[i].after = -1;
        for (size_t k = 0; k < scenario->event_count && node != 0; k++)
            if (scenario->events[k].at.node == node)
                scenario->events[i].after = (int)k;
    }
}

static void check_ids(struct loader *loader)
{
    struct scenario *scenario = loader->scenario;
    struct err err;
    for (size_t i = 0; i < scenario->event_count; i++) {
        const char *id = scenario->events[i].id;
        if (id == NULL || find_event(scenario, id, strlen(id)) == (int)i)
            continue;
        err_set(&err, ERR_KEY, "事件 id“%s”用了两次", "the event id \"%s\" is used twice", id);
        flaw_at(loader, scenario->events[i].at, "id", &err);
    }
    for (size_t i = 0; i < scenario->incident_count; i++)
        for (size_t k = 0; k < i; k++) {
            if (strcmp(scenario->incidents[i].id, scenario->incidents[k].id) != 0)
                continue;
            err_set(&err, ERR_KEY, "事件 id“%s”用了两次", "the incident id \"%s\" is used twice", scenario->incidents[i].id);
            flaw_at(loader, scenario->incidents[i].at, "id", &err);
        }
    for (size_t i = 0; i < scenario->objective_count; i++)
        for (size_t k = 0; k < scenario->objectives[i].event_count; k++) {
            const char *id = scenario->objectives[i].events[k];
            if (find_event(scenario, id, strlen(id)) >= 0)
                continue;
            err_set(&err, ERR_REFERENCE, "没有事件“%s”", "there is no event \"%s\"", text_clip(id, strlen(id)).str);
            flaw_at(loader, scenario->objectives[i].at, "events", &err);
        }
}

static void check(struct loader *loader)
{
    struct scenario *scenario = loader->scenario;
    struct err err;
    if (scenario->incident_count == 0 || scenario->incident_count > SCENARIO_INCIDENTS_MAX || scenario->event_count == 0 ||
        scenario->event_count > SCENARIO_EVENTS_MAX) {
        err_set(&err, ERR_LIMIT, "情景要有 1 至 %d 个事件（incidents）、1 至 %d 条（events）", "a scenario has 1 to %d incidents and 1 to %d events",
                SCENARIO_INCIDENTS_MAX, SCENARIO_EVENTS_MAX);
        flaw_at(loader, scenario->at, scenario->event_count == 0 || scenario->event_count > SCENARIO_EVENTS_MAX ? "events" : "incidents", &err);
        return;
    }
    check_ids(loader);
    for (size_t i = 0; i < scenario->event_count; i++)
        read_time(loader, scenario->events[i].at, "at", scenario->events[i].time, &scenario->events[i]);
    resolve_times(loader);
    if (diags_any(loader->diags))
        return;
    for (size_t i = 0; i < scenario->event_count; i++)
        check_event(loader, &scenario->events[i]);
    if (!diags_any(loader->diags))
        sort_events(loader);
}

static struct scenario *take(struct document *file, struct err *err, struct diags *diags)
{
    struct scenario *scenario = file == NULL ? NULL : calloc(1, sizeof *scenario);
    if (scenario == NULL) {
        if (file != NULL)
            err_no_memory(err);
        diags_add(diags, err);
        document_free(file);
        return NULL;
    }
    struct loader loader = {scenario, diags};
    scenario->file = file;
    scenario->path = file->path;
    document_bind(file, &scenario_shape, scenario, &scenario->arena, diags);
    if (!diags_any(diags))
        check(&loader);
    if (!diags_any(diags))
        return scenario;
    scenario_free(scenario);
    return NULL;
}

struct scenario *scenario_load(const char *path, struct diags *diags)
{
    struct err err;
    struct document *file = document_read(path, &err);
    return take(file, &err, diags);
}

struct scenario *scenario_parse(const char *name, const char *text, struct diags *diags)
{
    struct err err;
    struct text copy = {0};
    text_add_str(&copy, text);
    if (copy.failed) {
        text_release(&copy);
        err_no_memory(&err);
        diags_add(diags, &err);
        return NULL;
    }
    struct document *file = document_take(name, &copy, &err);
    return take(file, &err, diags);
}

void scenario_free(struct scenario *scenario)
{
    if (scenario == NULL)
        return;
    document_free(scenario->file);
    arena_release(&scenario->arena);
    free(scenario);
}
