/* The state of an incident as canonical JSON: equal states give equal texts, and only they. See record.h. */
#include "core/date.h"
#include "core/record.h"

static void add_str(struct text *out, const char *key, const char *value)
{
    text_addf(out, ", \"%s\": ", key);
    text_add_json_str(out, value);
}

static void add_optional(struct text *out, const char *key, const char *value)
{
    if (value != NULL)
        add_str(out, key, value);
}

static const char *flag(bool value)
{
    return value ? "true" : "false";
}

static void add_facts(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, ", \"facts\": {");
    for (size_t i = 0; i < record->plan->fact_count; i++) {
        const struct known *known = &record->incident.facts[i];
        if (!known->given)
            continue;
        text_addf(out, "%s\"%s\": [%lld, %lld]", comma, record->plan->facts[i].id, (long long)known->least, (long long)known->most);
        comma = ", ";
    }
    text_add_str(out, "}");
}

static void add_reports(const struct record *record, struct text *out)
{
    const struct report_log *log = &record->incident.reports;
    text_add_str(out, ", \"reports\": [");
    for (size_t i = 0; i < log->count; i++) {
        const struct report *report = &log->items[i];
        char date[DATE_TEXT_SIZE];
        date_print(report->day, date);
        text_addf(out, "%s{\"disease\": \"%s\", \"county\": \"%s\"", i > 0 ? ", " : "", record->plan->diseases[report->disease].id,
                  record->plan->city->counties[report->county].code);
        add_str(out, "township", report_township(log, report));
        add_str(out, "premises", report_premises(log, report));
        text_addf(out, ", \"date\": \"%s\", \"spread\": \"%s\"}", date, spread_ids[report->spread]);
    }
    text_add_str(out, "]");
    if (record->as_of_given) {
        char date[DATE_TEXT_SIZE];
        date_print(record->incident.as_of, date);
        text_addf(out, ", \"as_of\": \"%s\"", date);
    }
}

static void add_parameters(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, ", \"parameters\": {");
    for (size_t i = 0; i < record->plan->parameter_count; i++) {
        if (!record->incident.overridden[i])
            continue;
        text_addf(out, "%s\"%s\": %lld", comma, record->plan->parameters[i].id, (long long)record->incident.days[i]);
        comma = ", ";
    }
    text_add_str(out, "}");
}

static void add_decision(const struct decision *decision, struct text *out)
{
    text_addf(out, ", \"step\": \"%s\", \"time\": %lld, \"proven\": %d, \"possible\": %d", step_ids[decision->step], (long long)decision->time,
              decision->proven, decision->possible);
    add_str(out, "name", decision->name);
    add_str(out, "role", decision->role);
    add_str(out, "reason", decision->reason);
    add_optional(out, "why", decision->why);
}

static void add_responses(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, ", \"responses\": [");
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        const struct response *response = &record->responses[tier];
        if (response->state == RESPONSE_IDLE)
            continue;
        text_addf(out, "%s{\"tier\": \"%s\", \"state\": \"%s\", \"level\": %d, \"provisional\": %s", comma, tier_ids[tier],
                  response_state_ids[response->state], response->level, flag(response->provisional));
        add_decision(&record->decisions[tier], out);
        if (response->pending > 0) {
            text_addf(out, ", \"pending\": {\"level\": %d", response->pending);
            add_decision(&record->proposals[tier], out);
            text_add_str(out, "}");
        }
        text_add_str(out, "}");
        comma = ", ";
    }
    text_add_str(out, "]");
}

static void add_confirmations(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, ", \"confirmed\": [");
    for (size_t i = 0; i < record->plan->ending_count; i++) {
        const struct confirmation *confirmation = &record->confirmations[i];
        if (confirmation->name == NULL)
            continue;
        text_addf(out, "%s{\"condition\": \"%s\", \"time\": %lld", comma, record->plan->endings[i].id, (long long)confirmation->time);
        add_str(out, "name", confirmation->name);
        add_str(out, "role", confirmation->role);
        text_add_str(out, "}");
        comma = ", ";
    }
    text_add_str(out, "]");
}

static void add_tasks(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, ", \"tasks\": [");
    for (size_t i = 0; i < record->plan->task_count; i++) {
        const struct task *task = &record->plan->tasks[i];
        const struct task_state *state = &record->tasks[i];
        int64_t due = task_due(task, state, &record->moments);
        if (state->status == TASK_NOT_CALLED)
            continue;
        text_addf(out, "%s{\"task\": \"%s\", \"status\": \"%s\", \"called\": %lld, \"since\": %lld", comma, task->id, task_status_ids[state->status],
                  (long long)state->called, (long long)state->since);
        if (due != TIME_UNKNOWN)
            text_addf(out, ", \"due\": %lld", (long long)due);
        add_optional(out, "assignee", state->assignee);
        add_optional(out, "remark", state->remark);
        text_add_str(out, "}");
        comma = ", ";
    }
    text_add_str(out, "]");
}

static void add_moments(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, ", \"moments\": {");
    for (int moment = 0; moment <= MOMENT_END; moment++) {
        if (record->moments.at[moment] == TIME_UNKNOWN)
            continue;
        text_addf(out, "%s\"%s\": %lld", comma, moment_ids[moment], (long long)record->moments.at[moment]);
        comma = ", ";
    }
    text_add_str(out, "}");
}

static void add_details(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, ", \"details\": {");
    for (size_t i = 0; i < detail_count(record->plan); i++) {
        if (record->details[i].text == NULL)
            continue;
        text_addf(out, "%s\"%s\": ", comma, detail_id(record->plan, i));
        text_add_json_str(out, record->details[i].text);
        comma = ", ";
    }
    comma = "";
    text_add_str(out, "}, \"issued\": {");
    for (int form = 0; form < FORM_COUNT; form++) {
        if (record->issued[form].number == 0)
            continue;
        text_addf(out, "%s\"%s\": %d", comma, form_ids[form], record->issued[form].number);
        comma = ", ";
    }
    text_add_str(out, "}");
}

void record_to_json(const struct record *record, struct text *out)
{
    text_add_str(out, "{\"incident\": ");
    text_add_json_str(out, record->id);
    add_str(out, "plan", record->plan->id);
    add_str(out, "title", record->title);
    text_addf(out, ", \"drill\": %s, \"closed\": %s, \"dismissed\": %s", flag(record->drill), flag(record_is_closed(record)), flag(record->dismissed));
    add_str(out, "officer", record->officer);
    add_optional(out, "handed_to", record->handed_to);
    text_addf(out, ", \"seq\": %llu", (unsigned long long)record->last_seq);
    text_addf(out, ", \"opened\": %lld, \"time\": %lld, \"clock\": %lld", (long long)record->opened, (long long)record->last_time,
              (long long)record->last_clock);
    if (record->drill)
        text_addf(out, ", \"rate\": %lld, \"postponed\": %lld", (long long)record->rate, (long long)record->postponed);
    add_optional(out, "scenario", record->scenario);
    add_optional(out, "scenario_incident", record->scenario_incident);
    add_facts(record, out);
    add_reports(record, out);
    add_parameters(record, out);
    add_responses(record, out);
    add_confirmations(record, out);
    add_tasks(record, out);
    add_moments(record, out);
    add_details(record, out);
    text_add_str(out, "}");
}
