/* Drills under way. See drill.h. */
#include "cli/drill.h"

#include <stdlib.h>
#include <string.h>

#include "cli/render.h"
#include "cli/scenario_run.h"
#include "core/number.h"

#define MINUTE_MS INT64_C(60000)
#define COLUMN 20

static const struct speaker director = {"情景", ""};

/* The number of the event that an inject entry is of; -1 for an improvised one, and for what is none. *skipped: it was left out. */
static int injected_event(const struct entry *entry, bool *skipped)
{
    struct json json = {0};
    struct number number = {0};
    int event = -1;
    if (strcmp(entry->type, "inject") == 0 && json_read(&json, entry->body, strlen(entry->body), NULL) == 0) {
        uint32_t node = json_member(&json, 0, "event");
        if (node != 0 && number_parse(json.nodes[node].data, json.nodes[node].size, false, &number) == NUMBER_OK && number.whole < SCENARIO_EVENTS_MAX)
            event = (int)number.whole;
        *skipped = json_member(&json, 0, "skipped") != 0;
    }
    json_release(&json);
    return event;
}

bool drill_left_out(const struct entry *entry)
{
    bool skipped = false;
    injected_event(entry, &skipped);
    return skipped;
}

static void find_settled(struct drill *drill, const struct record *record)
{
    for (size_t i = 0; i < record->entry_count; i++) {
        bool skipped = false;
        int event = injected_event(&record->entries[i].entry, &skipped);
        if (event < 0 || (size_t)event >= drill->scenario->event_count)
            continue;
        drill->settled[event] = entry_clock(&record->entries[i].entry);
        drill->skipped[event] = skipped;
    }
}

int drill_read(struct drill *drill, const struct record *record, struct err *err)
{
    struct diags diags = {0};
    *drill = (struct drill){.scenario = NULL};
    if (record->scenario == NULL)
        return err_set(err, ERR_STATE, "事件 %s 没有按情景演练", "incident %s plays no scenario", record->id);
    drill->scenario = scenario_parse(record->id, record->scenario, &diags);
    if (drill->scenario == NULL) {
        if (diags.count > 0)
            *err = diags.items[0];
        else
            err_no_memory(err);
        diags_release(&diags);
        return -1;
    }
    diags_release(&diags);
    while (drill->incident < drill->scenario->incident_count && strcmp(drill->scenario->incidents[drill->incident].id, record->scenario_incident) != 0)
        drill->incident++;
    if (drill->incident == drill->scenario->incident_count)
        return err_set(err, ERR_VALUE, "情景里没有“%s”", "the scenario has no \"%s\"", record->scenario_incident);
    drill->settled = malloc((drill->scenario->event_count + 1) * sizeof *drill->settled);
    drill->skipped = calloc(drill->scenario->event_count + 1, sizeof *drill->skipped);
    if (drill->settled == NULL || drill->skipped == NULL)
        return err_no_memory(err);
    for (size_t i = 0; i < drill->scenario->event_count; i++)
        drill->settled[i] = TIME_UNKNOWN;
    find_settled(drill, record);
    return 0;
}

void drill_release(struct drill *drill)
{
    scenario_free(drill->scenario);
    free(drill->settled);
    free(drill->skipped);
    *drill = (struct drill){.scenario = NULL};
}

int64_t drill_due(const struct drill *drill, const struct record *record, size_t event)
{
    int64_t came = drill->settled[event];
    return came != TIME_UNKNOWN ? came : record->opened + (drill->scenario->events[event].minutes + record->postponed) * MINUTE_MS;
}

int64_t drill_until(const struct drill *drill, const struct record *record, size_t event)
{
    const struct scenario_event *it = &drill->scenario->events[event];
    return drill_due(drill, record, event) + (it->until == NULL ? 0 : (it->until_minutes - it->minutes) * MINUTE_MS);
}

bool drill_brings(const struct drill *drill, const struct scenario_event *event)
{
    return event->says.zh != NULL && (size_t)event->incident_index == drill->incident;
}

/* ---- starting ---- */

static int open_incident(struct desk *desk, const struct scenario *scenario, size_t index, struct desk_incident **opened, struct err *err)
{
    const struct scenario_incident *about = &scenario->incidents[index];
    const struct shelf *shelf = library_find(desk->library, about->plan, err);
    struct opening opening = {.title = about->title != NULL ? about->title : words_in(scenario->title, desk->app->lang), .drill = true};
    if (shelf == NULL)
        return -1;
    if (!clock_parse(&desk->app->clock, scenario->start, desk->app->clock.now(), &opening.clock) || opening.clock <= 0)
        return err_set(err, ERR_VALUE, "start“%s”不是时刻，应如 2026-03-01 03:00", "start \"%s\" is no time; write 2026-03-01 03:00",
                       text_clip(scenario->start, strlen(scenario->start)).str);
    *opened = desk_open(desk, shelf, &opening, err);
    return *opened == NULL ? -1 : session_scenario(&(*opened)->session, about->id, text_str(&scenario->file->text), err);
}

int drill_start(struct desk *desk, const struct scenario *scenario, struct desk_incident **first, struct err *err)
{
    for (size_t i = 0; i < scenario->incident_count; i++) {
        struct desk_incident *opened = NULL;
        if (open_incident(desk, scenario, i, &opened, err) != 0)
            return -1;
        *first = i == 0 ? opened : *first;
    }
    return 0;
}

/* ---- letting things come in ---- */

static void add_alert(const struct session *session, const struct scenario_event *event, struct text *alerts)
{
    const struct app *app = session->app;
    text_addf(alerts, app_say(app, "☎ 【演练】%s ", "☎ EXERCISE %s "), session->record.id);
    if (event->medium != MEDIUM_NONE)
        text_addf(alerts, app_say(app, "%s：", "%s: "), words_in(medium_words((enum medium)event->medium), app->lang));
    text_addf(alerts, "%s\n", words_in(event->says, app->lang));
}

static int deliver(struct session *session, struct drill *drill, size_t index, struct text *alerts, struct err *err)
{
    const struct scenario_event *event = &drill->scenario->events[index];
    bool comes = scenario_when_holds(&event->when, &session->record);
    const char *medium = event->medium == MEDIUM_NONE ? NULL : medium_ids[event->medium];
    struct speaker speaker = session->voice->speaker;
    session->voice->speaker = director;
    int rc = session_inject(session, (int)index, medium, comes ? words_in(event->says, session->app->lang) : NULL, err);
    session->voice->speaker = speaker;
    if (rc == 0 && comes)
        add_alert(session, event, alerts);
    return rc;
}

static int deliver_all(struct session *session, struct text *alerts, struct err *err)
{
    struct drill drill;
    int rc = drill_read(&drill, &session->record, err);
    int64_t now = session_clock(session);
    for (size_t i = 0; rc == 0 && i < drill.scenario->event_count; i++)
        if (drill.settled[i] == TIME_UNKNOWN && drill_brings(&drill, &drill.scenario->events[i]) && drill_due(&drill, &session->record, i) <= now)
            rc = deliver(session, &drill, i, alerts, err);
    drill_release(&drill);
    return rc != 0 && (err->code == ERR_CONFLICT || err->code == ERR_BUSY) ? 0 : rc;
}

int drill_deliver(struct desk *desk, struct text *alerts, struct err *err)
{
    for (size_t i = 0; i < desk->count; i++) {
        struct desk_incident *it = desk->incidents[i];
        if (it->trouble.code == ERR_NONE && it->session.record.scenario != NULL && !record_is_closed(&it->session.record) &&
            deliver_all(&it->session, alerts, err) != 0)
            return -1;
    }
    return 0;
}

/* ---- looking at it ---- */

static void print_event(const struct session *session, const struct drill *drill, size_t index)
{
    const struct scenario_event *event = &drill->scenario->events[index];
    const struct app *app = session->app;
    struct text left = {0}, right = {0};
    char time[CLOCK_TEXT_SIZE];
    clock_print_beside(&app->clock, drill_due(drill, &session->record, index), session_clock(session), time);
    text_addf(&left, "  %s %s", drill->skipped[index] ? "–" : drill->settled[index] != TIME_UNKNOWN ? "✓" : "○", time);
    if (event->medium != MEDIUM_NONE)
        text_addf(&right, app_say(app, "%s：", "%s: "), words_in(medium_words((enum medium)event->medium), app->lang));
    text_add_str(&right, words_in(event->says, app->lang));
    text_add_str(&right, event->when.at.node != 0 ? app_say(app, "〔视玩家所为〕", " (depends on what is done)") : "");
    render_row(app, text_str(&left), COLUMN, text_str(&right));
    text_release(&left);
    text_release(&right);
}

int drill_view(const struct session *session, bool all, struct err *err)
{
    const struct app *app = session->app;
    const struct record *record = &session->record;
    struct drill drill = {.scenario = NULL};
    char time[CLOCK_TEXT_SIZE];
    int rc = record->scenario == NULL ? 0 : drill_read(&drill, record, err);
    if (!record->drill)
        return err_set(err, ERR_STATE, "事件 %s 不是演练", "incident %s is no drill", record->id);
    clock_print(&app->clock, session_clock(session), time);
    render_say(app, "【演练】%s　%s", "EXERCISE %s  %s", record->id, rc == 0 && drill.scenario != NULL ? words_in(drill.scenario->title, app->lang) : record->title);
    if (record->rate == 0)
        render_say(app, "演练时钟 %s，已暂停", "The drill's clock shows %s, paused", time);
    else
        render_say(app, "演练时钟 %s，速度 %lld%%", "The drill's clock shows %s, at %lld%% of real time", time, (long long)record->rate);
    if (rc == 0 && drill.scenario != NULL) {
        for (size_t i = 0; i < drill.scenario->event_count; i++)
            if (drill_brings(&drill, &drill.scenario->events[i]) && (all || (drill.settled[i] != TIME_UNKNOWN && !drill.skipped[i])))
                print_event(session, &drill, i);
    }
    drill_release(&drill);
    return rc;
}
