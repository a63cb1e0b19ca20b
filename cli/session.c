/* An incident being worked on. See session.h. */
#include "cli/session.h"

#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"
#include "rules/question.h"

int session_init(struct session *session, struct app *app, const struct loaded *loaded, const char *id, struct err *err)
{
    *session = (struct session){.app = app, .loaded = loaded};
    if (record_init(&session->record, loaded->plan, id, err) != 0)
        return -1;
    session->before = calloc(loaded->plan->fact_count + 1, sizeof *session->before);
    if (session->before != NULL)
        return 0;
    session_release(session);
    return err_no_memory(err);
}

void session_release(struct session *session)
{
    record_release(&session->record);
    assessor_free(session->assessor);
    free(session->before);
    *session = (struct session){.app = session->app};
}

int64_t session_clock(const struct session *session)
{
    return record_clock(&session->record, session->app->clock.now());
}

int session_rules_out(struct session *session, size_t task, struct err *err)
{
    if (session->record.tasks[task].status != TASK_OPEN)
        return 0;
    int standing = assess_condition(session->assessor, &session->loaded->plan->tasks[task].when, err);
    return standing < 0 ? -1 : standing == CONDITION_NO;
}

int session_assess(struct session *session, struct err *err)
{
    struct incident *incident = &session->record.incident;
    struct assessment assessment;
    if (session->assessor == NULL)
        session->assessor = assessor_new(session->loaded->rules);
    if (session->assessor == NULL)
        return err_no_memory(err);
    if (record_mend(&session->record, err) != 0)
        return -1;
    if (!session->record.as_of_given) {
        incident->as_of = clock_day(&session->app->clock, session_clock(session));
        incident->has_as_of = true;
    }
    if (assess(session->assessor, incident, &assessment, err) != 0)
        return -1;
    session->assessment = assessment;
    return 0;
}

int session_answer(const struct session *session, struct text *out, struct err *err)
{
    struct assessment ordered = session->assessment;
    struct answer_maker *maker = answer_maker_new(session->loaded->rules, session->app->lang);
    int rc = maker == NULL ? err_no_memory(err) : question_order(session->assessor, &ordered, err);
    if (rc == 0)
        answer_add(maker, &(struct answer){NULL, 0, &session->record.incident, &ordered}, out);
    answer_maker_free(maker);
    return rc == 0 && out->failed ? err_no_memory(err) : rc;
}

struct brief session_brief(const struct session *session)
{
    return (struct brief){session->app, session->loaded->rules, session->assessor, &session->record.incident, &session->assessment};
}

/* ---- saying ---- */

static void note_before(struct session *session, struct session_change *change, int32_t *as_of)
{
    const struct incident *incident = &session->record.incident;
    memcpy(session->before, incident->facts, session->loaded->plan->fact_count * sizeof *session->before);
    *change = (struct session_change){.reports = incident->reports.count, .level_before = brief_level(&session->assessment)};
    *as_of = incident->as_of;
}

static void note_change(struct session *session, struct session_change *change, int32_t as_of)
{
    const struct incident *incident = &session->record.incident;
    for (size_t i = 0; i < session->loaded->plan->fact_count; i++) {
        const struct known *was = &session->before[i], *is = &incident->facts[i];
        if (was->given != is->given || was->least != is->least || was->most != is->most)
            change->facts |= UINT64_C(1) << i;
    }
    change->new_reports = incident->reports.count > change->reports ? incident->reports.count - change->reports : 0;
    change->reports = incident->reports.count;
    change->as_of = incident->as_of != as_of;
    session->change = *change;
}

/* A role is kept by its id; one that the plan does not know is nobody's. */
static int fill_speaker(const struct session *session, struct entry *entry, struct err *err)
{
    const struct speaker *speaker = session->voice == NULL ? NULL : &session->voice->speaker;
    struct ref actor;
    entry->name = speaker == NULL ? session->app->user() : speaker->name;
    entry->role = "";
    if (speaker == NULL || speaker->role[0] == '\0')
        return 0;
    if (response_find_actor(session->loaded->plan, speaker->role, strlen(speaker->role), &actor, err) != 0)
        return -1;
    entry->role = actor.id;
    return 0;
}

/* By the clock, but never before what was said last: the machine's clock may have been put back. */
static void fill_times(const struct session *session, const struct saying *saying, struct entry *entry)
{
    const struct record *record = &session->record;
    int64_t now = session->app->clock.now();
    bool drill = record->drill || (record->opened == TIME_UNKNOWN && saying->clock > 0);
    entry->time = now < record->last_time ? record->last_time : now;
    entry->drill_time = !drill ? -1 : saying->clock > 0 ? saying->clock : record_clock(record, entry->time);
}

static int keep(struct session *session, struct entry *entry, struct err *err)
{
    const struct record *record = &session->record;
    uint64_t seen = record->entry_count < 2 ? 0 : record->entries[record->entry_count - 2].entry.seq;
    struct voice *voice = session->voice;
    if (voice == NULL || voice->journal == NULL) {
        entry->seq = seen + 1;
        return 0;
    }
    if (journal_append(voice->journal, entry, seen, err) != 0)
        return -1;
    voice->said = entry->seq;
    return 0;
}

int session_say(struct session *session, const struct saying *saying, struct err *err)
{
    struct session_change change;
    int32_t as_of;
    struct entry entry = {.incident = session->record.id, .type = saying->type, .body = saying->body == NULL ? "{}" : saying->body,
                          .reason = saying->reason == NULL ? "" : saying->reason};
    if (fill_speaker(session, &entry, err) != 0)
        return -1;
    fill_times(session, saying, &entry);
    note_before(session, &change, &as_of);
    if (record_add(&session->record, &entry, err) != 0) {
        session_assess(session, NULL); /* it held before */
        return -1;
    }
    if (session_assess(session, err) == 0 && keep(session, &entry, err) == 0) {
        record_acknowledge(&session->record, &entry);
        note_change(session, &change, as_of);
        return 0;
    }
    record_drop_last(&session->record);
    session_assess(session, NULL);
    return -1;
}

/* Say what was composed, unless composing failed. */
static int say_body(struct session *session, const char *type, int rc, struct text *body, struct err *err)
{
    if (rc == 0 && body->failed)
        rc = err_no_memory(err);
    if (rc == 0)
        rc = session_say(session, &(struct saying){.type = type, .body = text_str(body)}, err);
    text_release(body);
    return rc;
}

/* The next member of an object whose closing brace is the caller's. */
static void add_member(struct text *body, const char *key, const char *value)
{
    text_add_str(body, body->size == 0 ? "{" : ", ");
    text_add_json_str(body, key);
    text_add_str(body, ": ");
    text_add_json_str(body, value);
}

int session_open(struct session *session, const struct opening *opening, struct err *err)
{
    struct text body = {0};
    add_member(&body, "plan", opening->plan == NULL ? session->loaded->plan->id : opening->plan);
    if (opening->title != NULL)
        add_member(&body, "title", opening->title);
    text_addf(&body, ", \"drill\": %s}", opening->drill ? "true" : "false");
    int rc = body.failed ? err_no_memory(err) : 0;
    if (rc == 0)
        rc = session_say(session, &(struct saying){.type = "open", .body = text_str(&body), .clock = opening->drill ? opening->clock : 0}, err);
    text_release(&body);
    return rc;
}

/* ---- what is known ---- */

int session_set(struct session *session, const char *const *settings, size_t count, struct err *err)
{
    struct text body = {0};
    int rc = compose_facts(session->loaded->plan, settings, count, &body, err);
    return say_body(session, "set", rc, &body, err);
}

int session_set_none(struct session *session, struct err *err)
{
    struct text body = {0};
    int rc = compose_none(&session->record.incident, &body, err);
    return say_body(session, "set", rc, &body, err);
}

int session_as_of(struct session *session, const char *date, struct err *err)
{
    struct text body = {0};
    int rc = compose_as_of(date, &body, err);
    return say_body(session, "as_of", rc, &body, err);
}

int session_parameter(struct session *session, const char *given, struct err *err)
{
    struct text body = {0};
    int rc = compose_parameter(session->loaded->plan, given, &body, err);
    return say_body(session, "parameter", rc, &body, err);
}

int session_report(struct session *session, const char *const *settings, size_t count, struct err *err)
{
    struct text body = {0};
    int rc = session_assess(session, err); /* the date may have gone on: it is the report's where none is given */
    if (rc == 0)
        rc = compose_report(&session->record.incident, settings, count, &body, err);
    return say_body(session, "report", rc, &body, err);
}

int session_reports_file(struct session *session, const char *path, struct err *err)
{
    struct report_file file;
    struct text body = {0};
    if (report_file_read(&file, session->loaded->plan, path, err) != 0)
        return -1;
    int rc = 0;
    struct session_change change = {.reports = session->record.incident.reports.count, .level_before = brief_level(&session->assessment)};
    while (rc == 0 && report_file_next(&file, &body))
        rc = body.failed ? err_no_memory(err) : session_say(session, &(struct saying){.type = "report", .body = text_str(&body)}, err);
    change.new_reports = session->record.incident.reports.count - change.reports;
    change.reports += change.new_reports;
    session->change = change;
    text_release(&body);
    report_file_release(&file);
    return rc;
}

int session_moment(struct session *session, enum moment moment, int64_t time, struct err *err)
{
    struct text body = {0};
    text_addf(&body, "{\"moment\": \"%s\", \"time\": %lld}", moment_ids[moment], (long long)time);
    return say_body(session, "moment", 0, &body, err);
}

int session_undo(struct session *session, struct err *err)
{
    struct text body = {0};
    const struct entry *entry = record_undoable(&session->record);
    text_addf(&body, "{\"seq\": %llu}", entry == NULL ? 0ULL : (unsigned long long)entry->seq);
    return say_body(session, "undo", 0, &body, err);
}

int session_note(struct session *session, const char *text, struct err *err)
{
    struct text body = {0};
    add_member(&body, "text", text);
    text_add_str(&body, "}");
    return say_body(session, "note", 0, &body, err);
}

int session_detail(struct session *session, const char *key, const char *text, struct err *err)
{
    const struct plan *plan = session->loaded->plan;
    struct text body = {0};
    int detail = detail_find(plan, key, strlen(key));
    if (detail < 0) {
        struct nearest near = nearest_to(key, strlen(key));
        for (size_t i = 0; i < detail_count(plan); i++) {
            nearest_offer(&near, detail_id(plan, i));
            nearest_offer(&near, detail_label(plan, i).zh);
        }
        err_set(err, ERR_REFERENCE, "没有内容项“%s”（detail 列出全部）", "there is no detail \"%s\" (detail lists them)", text_clip(key, strlen(key)).str);
        err_set_hint(err, near.best);
        return -1;
    }
    add_member(&body, "key", detail_id(plan, (size_t)detail));
    add_member(&body, "text", text);
    text_add_str(&body, "}");
    return say_body(session, "detail", 0, &body, err);
}

int session_issue(struct session *session, enum form form, struct err *err)
{
    struct text body = {0};
    add_member(&body, "form", form_ids[form]);
    text_addf(&body, ", \"number\": %d}", session->record.issued[form].number + 1);
    return say_body(session, "issue", 0, &body, err);
}

int session_hand_shift(struct session *session, const char *to, const char *head, struct err *err)
{
    struct text body = {0};
    add_member(&body, "to", to);
    add_member(&body, "head", head);
    text_add_str(&body, "}");
    return say_body(session, "shift", 0, &body, err);
}

int session_accept_shift(struct session *session, struct err *err)
{
    return session_say(session, &(struct saying){.type = "shift_accept"}, err);
}

int session_move_clock(struct session *session, int64_t to, struct err *err)
{
    return session_say(session, &(struct saying){.type = "clock", .clock = to}, err);
}

int session_clock_rate(struct session *session, int rate, struct err *err)
{
    struct text body = {0};
    text_addf(&body, "{\"rate\": %d}", rate);
    return say_body(session, "clock", 0, &body, err);
}

int session_scenario(struct session *session, const char *incident, const char *text, struct err *err)
{
    struct text body = {0};
    add_member(&body, "incident", incident);
    add_member(&body, "text", text);
    text_add_str(&body, "}");
    return say_body(session, "scenario", 0, &body, err);
}

int session_inject(struct session *session, int event, const char *medium, const char *text, struct err *err)
{
    struct text body = {0};
    if (text != NULL)
        add_member(&body, "text", text);
    if (text != NULL && medium != NULL)
        add_member(&body, "medium", medium);
    text_add_str(&body, text == NULL ? "{\"skipped\": true" : "");
    if (event >= 0)
        text_addf(&body, ", \"event\": %d", event);
    text_add_str(&body, "}");
    return say_body(session, "inject", 0, &body, err);
}

int session_postpone(struct session *session, int64_t minutes, struct err *err)
{
    struct text body = {0};
    text_addf(&body, "{\"minutes\": %lld}", (long long)minutes);
    return say_body(session, "postpone", 0, &body, err);
}

/* ---- the response ---- */

int session_dismiss(struct session *session, const char *reason, struct err *err)
{
    return session_say(session, &(struct saying){.type = "dismiss", .reason = reason}, err);
}

int session_confirm(struct session *session, const char *condition, struct err *err)
{
    struct text body = {0};
    add_member(&body, "condition", condition);
    text_add_str(&body, "}");
    return say_body(session, "confirm", 0, &body, err);
}

int session_task(struct session *session, enum task_act act, const char *task, const char *text, struct err *err)
{
    struct text body = {0};
    add_member(&body, "task", task);
    if (text != NULL && text[0] != '\0')
        add_member(&body, "text", text);
    text_add_str(&body, "}");
    return say_body(session, task_act_ids[act], 0, &body, err);
}

int session_actor(const struct session *session, struct ref *actor, struct err *err)
{
    const char *role = session->voice == NULL ? "" : session->voice->speaker.role;
    if (role[0] == '\0')
        return err_set(err, ERR_AUTHORITY, "先说明以什么身份：as 角色 姓名", "say first in which role: as ROLE NAME");
    return response_find_actor(session->loaded->plan, role, strlen(role), actor, err);
}

static bool may_step(const struct session *session, const struct ref *actor, enum step step, int tier, int level)
{
    const struct plan *plan = session->loaded->plan;
    const struct authority *row;
    int aimed = step_names_level(step) ? level : session->record.responses[tier].level;
    for (size_t n = 0; (row = response_authority(plan, tier, step, aimed, n)) != NULL; n++)
        if (response_may(plan, row, step, actor))
            return true;
    return false;
}

int session_tier(const struct session *session, enum step step, int level)
{
    struct ref actor;
    if (session_actor(session, &actor, NULL) != 0)
        return TIER_CITY;
    for (int ready = 1; ready >= 0; ready--) /* first where the step is possible now */
        for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
            if (response_allows(session->record.responses[tier].state, step) >= ready && may_step(session, &actor, step, tier, level))
                return tier;
    return TIER_CITY;
}

static int level_number(int level)
{
    return level == LEVEL_NONE ? 0 : level;
}

int session_step(struct session *session, const struct stepping *stepping, struct err *err)
{
    struct text body = {0};
    if (session_assess(session, err) != 0) /* others may have written, and the date gone on */
        return -1;
    int tier = stepping->tier >= 0 ? stepping->tier : session_tier(session, stepping->step, stepping->level);
    add_member(&body, "tier", tier_ids[tier]);
    const struct assessment *assessment = &session->assessment;
    int possible = assessment->possible < assessment->safe_level ? assessment->possible : assessment->safe_level; /* LEVEL_NONE is the greatest */
    if (step_names_level(stepping->step))
        text_addf(&body, ", \"level\": %d, \"proven\": %d, \"possible\": %d", stepping->level, level_number(assessment->level), level_number(possible));
    text_addf(&body, "%s}", stepping->provisional ? ", \"provisional\": true" : "");
    int rc = body.failed ? err_no_memory(err) : 0;
    if (rc == 0)
        rc = session_say(session, &(struct saying){.type = step_ids[stepping->step], .body = text_str(&body), .reason = stepping->reason}, err);
    text_release(&body);
    return rc;
}

unsigned char *session_standings(struct session *session, struct err *err)
{
    const struct plan *plan = session->loaded->plan;
    unsigned char *standings = calloc(plan->condition_count + 1, 1);
    if (standings == NULL)
        err_no_memory(err);
    int standing = standings == NULL ? -1 : session_assess(session, err);
    for (size_t i = 0; standing >= 0 && i < plan->condition_count; i++) {
        standing = assess_condition(session->assessor, plan->conditions[i], err);
        standings[i] = (unsigned char)standing;
    }
    if (standing >= 0)
        return standings;
    free(standings);
    return NULL;
}
