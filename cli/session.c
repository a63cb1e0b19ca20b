/* An incident being worked on. See session.h. */
#include "cli/session.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/file.h"

/* The state before a change: all facts, the number of reports, the date. */
struct step_back {
    struct known *facts;
    size_t report_count;
    int32_t as_of;
    bool has_as_of, closed;
};

void session_init(struct session *session, struct app *app)
{
    *session = (struct session){.app = app};
}

static void forget(struct session *session)
{
    for (size_t i = 0; i < session->history_count; i++)
        free(session->history[i].facts);
    free(session->history);
    incident_release(&session->incident);
    assessor_free(session->assessor);
    loaded_free(session->loaded);
    free(session->title);
}

void session_release(struct session *session)
{
    forget(session);
    session_init(session, session->app);
}

int session_open(struct session *session, struct loaded *loaded, const char *title, struct err *err)
{
    struct session next = {.app = session->app, .loaded = loaded};
    next.title = title == NULL ? NULL : strdup(title);
    next.assessor = assessor_new(loaded->rules);
    incident_reader_init(&next.reader, loaded->plan);
    if (next.assessor == NULL || (title != NULL && next.title == NULL)) {
        err_no_memory(err);
    } else if (incident_init(&next.incident, loaded->plan, err) == 0) {
        next.incident.as_of = session->app->today();
        next.incident.has_as_of = true;
        if (assess(next.assessor, &next.incident, &next.assessment, err) == 0) {
            forget(session);
            *session = next;
            return 0;
        }
    }
    forget(&next);
    return -1;
}

/* ---- changes: begin, alter the incident, then finish; a failure in between restores ---- */

static size_t facts_size(const struct session *session)
{
    return session->loaded->plan->fact_count * sizeof(struct known);
}

static int begin(struct session *session, struct err *err)
{
    struct step_back *history = realloc(session->history, (session->history_count + 1) * sizeof *history);
    if (history != NULL)
        session->history = history;
    struct known *facts = malloc(facts_size(session) + 1);
    if (history == NULL || facts == NULL) {
        free(facts);
        return err_no_memory(err);
    }
    memcpy(facts, session->incident.facts, facts_size(session));
    history[session->history_count++] = (struct step_back){facts, session->incident.reports.count, session->incident.as_of,
                                                           session->incident.has_as_of, session->closed};
    return 0;
}

static void restore(struct session *session)
{
    struct step_back *step = &session->history[--session->history_count];
    memcpy(session->incident.facts, step->facts, facts_size(session));
    while (session->incident.reports.count > step->report_count)
        report_log_pop(&session->incident.reports);
    session->incident.as_of = step->as_of;
    session->incident.has_as_of = step->has_as_of;
    session->closed = step->closed;
    free(step->facts);
}

static int finish(struct session *session, int rc, struct err *err)
{
    struct assessment assessment;
    if (rc == 0)
        rc = assess(session->assessor, &session->incident, &assessment, err);
    if (rc == 0) {
        session->assessment = assessment;
        return 0;
    }
    restore(session);
    assess(session->assessor, &session->incident, &session->assessment, NULL); /* it held before */
    return -1;
}

int session_undo(struct session *session, struct err *err)
{
    if (session->history_count == 0)
        return err_set(err, ERR_USAGE, "没有可以撤销的", "there is nothing to undo");
    restore(session);
    return assess(session->assessor, &session->incident, &session->assessment, err);
}

/* ---- facts ---- */

const struct fact *session_find_fact(const struct plan *plan, const char *name, size_t size, struct err *err)
{
    struct nearest near = nearest_to(name, size);
    for (size_t i = 0; i < plan->fact_count; i++) {
        const struct fact *fact = &plan->facts[i];
        if (text_equal(name, size, fact->id) || text_equal(name, size, fact->label.zh) || text_equal(name, size, fact->label.en))
            return fact;
        nearest_offer(&near, fact->id);
        nearest_offer(&near, fact->label.zh);
    }
    err_set(err, ERR_USAGE, "预案 %s 没有事实“%.*s”", "plan %s has no fact \"%.*s\"", plan->id, (int)(size < 80 ? size : 80), name);
    err_set_hint(err, near.best);
    return NULL;
}

/* Prefix a message with the setting that it is about. */
static int blame(struct err *err, const char *setting)
{
    struct err inner = *err;
    char hint[ERR_TEXT_MAX];
    snprintf(hint, sizeof hint, "%s", inner.hint);
    err_set(err, inner.code == ERR_MEMORY ? ERR_MEMORY : ERR_USAGE, "%.100s：%.250s", "%.100s: %.250s", setting, inner.zh);
    snprintf(err->en, sizeof err->en, "%.100s: %.250s", setting, inner.en);
    err_set_hint(err, hint);
    return -1;
}

static int set_one(struct session *session, const char *setting, struct err *err)
{
    const struct plan *plan = session->loaded->plan;
    const char *equals = strchr(setting, '=');
    size_t size = equals == NULL ? strlen(setting) : (size_t)(equals - setting);
    const struct fact *fact = session_find_fact(plan, setting, size, err);
    if (fact == NULL)
        return -1;
    if (equals == NULL)
        return err_set(err, ERR_USAGE, "应写 %s=值（如 %s=3、%s=3..9、%s=?）", "write %s=VALUE (such as %s=3, %s=3..9, %s=?)", fact->id, fact->id, fact->id,
                       fact->id);
    if (incident_read_value(plan, fact, equals + 1, strlen(equals + 1), &session->incident.facts[fact - plan->facts], err) != 0)
        return blame(err, setting);
    return 0;
}

int session_set(struct session *session, const char *const *settings, size_t count, struct err *err)
{
    if (begin(session, err) != 0)
        return -1;
    int rc = 0;
    for (size_t i = 0; i < count && rc == 0; i++)
        rc = set_one(session, settings[i], err);
    if (rc == 0 && session->closed)
        incident_close(&session->incident);
    return finish(session, rc, err);
}

int session_set_fact(struct session *session, const struct fact *fact, struct known known, struct err *err)
{
    if (begin(session, err) != 0)
        return -1;
    session->incident.facts[fact - session->loaded->plan->facts] = known;
    return finish(session, 0, err);
}

int session_close(struct session *session, struct err *err)
{
    if (begin(session, err) != 0)
        return -1;
    session->closed = true;
    incident_close(&session->incident);
    return finish(session, 0, err);
}

int session_as_of(struct session *session, const char *date, struct err *err)
{
    int32_t day;
    if (!date_parse(date, strlen(date), &day))
        return err_set(err, ERR_USAGE, "“%.40s”不是存在的日期，应如 2026-03-01", "\"%.40s\" is not a date that exists; write it like 2026-03-01", date);
    if (begin(session, err) != 0)
        return -1;
    session->incident.as_of = day;
    session->incident.has_as_of = true;
    return finish(session, 0, err);
}

/* ---- reports ---- */

static int flaw_no_reports(const struct plan *plan, struct err *err)
{
    return err_set(err, ERR_USAGE, "预案 %s 不按疫情报告分级", "plan %s is not graded on outbreak reports", plan->id);
}

/* Keys of a typed report, as JSON names them, and whether they may be left out. */
static const char *const report_keys[] = {"date", "county", "township", "premises", "disease", "spread"};
#define REPORT_KEYS (sizeof report_keys / sizeof report_keys[0])

static bool has_name(const char *data, size_t size, struct words name)
{
    return text_equal(data, size, name.zh) || text_equal(data, size, name.en);
}

/* Names that people use, turned into codes and ids: 朔城区 → 140602, 猪瘟 → csf. Anything else is left for the reader to judge. */
static const char *code_of(const struct plan *plan, const char *key, const char *value)
{
    size_t size = strlen(value);
    if (strcmp(key, "county") == 0) {
        for (size_t i = 0; i < plan->city->county_count; i++) {
            const struct county *county = &plan->city->counties[i];
            bool named = has_name(value, size, county->name);
            for (size_t a = 0; a < county->alias_count; a++)
                named = named || strcmp(county->aliases[a], value) == 0;
            if (named)
                return county->code;
        }
    }
    for (size_t i = 0; i < plan->disease_count && strcmp(key, "disease") == 0; i++)
        if (has_name(value, size, plan->diseases[i].name))
            return plan->diseases[i].id;
    for (int i = 0; i < SPREAD_COUNT && strcmp(key, "spread") == 0; i++)
        if (has_name(value, size, spread_words((enum spread)i)))
            return spread_ids[i];
    return value;
}

static void add_pair(struct text *json, const char *key, const char *value)
{
    text_add_str(json, json->size > 1 ? ", " : "");
    text_add_json_str(json, key);
    text_add_str(json, ": ");
    text_add_json_str(json, value);
}

/* An id that nobody has given yet: 疫点1, 疫点2, … */
static void add_new_premises(struct text *json, const struct report_log *log)
{
    char name[40];
    int number = 1;
    do
        snprintf(name, sizeof name, "疫点%d", number++);
    while (report_log_has_premises(log, name, strlen(name)));
    add_pair(json, "premises", name);
}

static int report_to_json(const struct session *session, const char *const *settings, size_t count, struct text *json, struct err *err)
{
    bool seen[REPORT_KEYS] = {false};
    text_add_str(json, "{");
    for (size_t i = 0; i < count; i++) {
        const char *equals = strchr(settings[i], '=');
        size_t size = equals == NULL ? strlen(settings[i]) : (size_t)(equals - settings[i]), which = 0;
        struct nearest near = nearest_to(settings[i], size);
        for (size_t k = 0; k < REPORT_KEYS; k++)
            nearest_offer(&near, report_keys[k]);
        while (which < REPORT_KEYS && !text_equal(settings[i], size, report_keys[which]))
            which++;
        if (which == REPORT_KEYS || equals == NULL) {
            err_set(err, ERR_USAGE, "“%.60s”不是报告的内容；要写 date= county= township= disease=（可加 premises= spread=）",
                    "\"%.60s\" is no part of a report; write date= county= township= disease= (and premises= spread=)", settings[i]);
            err_set_hint(err, near.best);
            return -1;
        }
        if (seen[which])
            return err_set(err, ERR_USAGE, "“%s”写了两次", "\"%s\" is given twice", report_keys[which]);
        seen[which] = true;
        add_pair(json, report_keys[which], code_of(session->loaded->plan, report_keys[which], equals + 1));
    }
    char today[DATE_TEXT_SIZE];
    date_print(session->incident.as_of, today);
    if (!seen[0])
        add_pair(json, "date", today);
    if (!seen[3])
        add_new_premises(json, &session->incident.reports);
    text_add_str(json, "}");
    return json->failed ? err_no_memory(err) : 0;
}

int session_report(struct session *session, const char *const *settings, size_t count, struct err *err)
{
    struct text text = {0};
    struct json json = {0};
    if (!plan_uses_reports(session->loaded->plan))
        return flaw_no_reports(session->loaded->plan, err);
    if (begin(session, err) != 0)
        return -1;
    int rc = report_to_json(session, settings, count, &text, err);
    if (rc == 0 && json_read(&json, text_str(&text), text.size, err) != 0)
        rc = err_set(err, ERR_USAGE, "报告里有不是 UTF-8 的文字", "the report has text that is not UTF-8");
    if (rc == 0 && incident_read_report(&session->reader, &json, 0, &session->incident, err) != 0) {
        err->line = 0; /* a place in text that nobody wrote */
        rc = -1;
    }
    json_release(&json);
    text_release(&text);
    return finish(session, rc, err);
}

static int read_array(struct session *session, struct json *json, const struct text *text, struct err *err)
{
    if (json_read(json, text_str(text), text->size, err) != 0)
        return -1;
    return incident_read_reports(&session->reader, json, 0, &session->incident, err);
}

static int read_lines(struct session *session, struct json *json, const struct text *text, struct err *err)
{
    unsigned line = 1;
    for (size_t start = 0; start < text->size; line++) {
        const char *newline = memchr(text->data + start, '\n', text->size - start);
        size_t size = newline == NULL ? text->size - start : (size_t)(newline - text->data) - start;
        if (json_read(json, text->data + start, size, err) != 0 ||
            incident_read_report(&session->reader, json, 0, &session->incident, err) != 0) {
            if (err != NULL)
                err->line = line;
            return -1;
        }
        start += size + 1;
    }
    return 0;
}

int session_reports_file(struct session *session, const char *path, struct err *err)
{
    struct text text = {0};
    struct json json = {0};
    if (!plan_uses_reports(session->loaded->plan))
        return flaw_no_reports(session->loaded->plan, err);
    if (begin(session, err) != 0)
        return -1;
    int rc = file_read(path, FILE_REPORTS_MAX, &text, err);
    if (rc == 0) {
        size_t first = strspn(text_str(&text), " \t\r\n");
        bool array = text_str(&text)[first] == '[';
        rc = array ? read_array(session, &json, &text, err) : read_lines(session, &json, &text, err);
        if (rc != 0 && err != NULL)
            snprintf(err->file, sizeof err->file, "%s", path);
    }
    json_release(&json);
    text_release(&text);
    return finish(session, rc, err);
}

struct brief session_brief(struct session *session)
{
    return (struct brief){session->app, session->loaded->rules, session->assessor, &session->incident, &session->assessment};
}
