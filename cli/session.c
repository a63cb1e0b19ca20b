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
        next.incident.as_of = clock_day(&session->app->clock, session->app->clock.now());
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

static int reserve_step(struct session *session)
{
    struct step_back *history = realloc(session->history, (session->history_count + 1) * sizeof *history);
    if (history == NULL)
        return -1;
    session->history = history;
    return 0;
}

static int begin(struct session *session, struct err *err)
{
    struct known *facts = malloc(facts_size(session) + 1);
    if (facts == NULL || reserve_step(session) != 0) {
        free(facts);
        return err_no_memory(err);
    }
    memcpy(facts, session->incident.facts, facts_size(session));
    session->history[session->history_count++] = (struct step_back){facts, session->incident.reports.count, session->incident.as_of,
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

static void forget_oldest(struct session *session)
{
    if (session->history_count <= UNDO_MAX)
        return;
    free(session->history[0].facts);
    session->history_count--;
    memmove(session->history, session->history + 1, session->history_count * sizeof *session->history);
}

static int finish(struct session *session, int rc, struct err *err)
{
    struct assessment assessment;
    if (rc == 0)
        rc = assess(session->assessor, &session->incident, &assessment, err);
    if (rc == 0) {
        session->assessment = assessment;
        forget_oldest(session);
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

struct session_change session_last_change(const struct session *session)
{
    struct session_change change = {0};
    if (session->history_count == 0)
        return change;
    const struct step_back *step = &session->history[session->history_count - 1];
    for (size_t i = 0; i < session->loaded->plan->fact_count; i++) {
        const struct known *was = &step->facts[i], *is = &session->incident.facts[i];
        if (was->given != is->given || was->least != is->least || was->most != is->most)
            change.facts |= (uint64_t)1 << i;
    }
    change.new_reports = session->incident.reports.count - step->report_count;
    change.as_of = session->incident.as_of != step->as_of;
    return change;
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
    err_set(err, ERR_USAGE, "预案 %s 没有事实“%s”", "plan %s has no fact \"%s\"", plan->id, text_clip(name, size).str);
    err_set_hint(err, near.best);
    return NULL;
}

/* Prefix a message with the setting that it is about. */
static int blame(struct err *err, const char *setting)
{
    if (err == NULL)
        return -1;
    struct err inner = *err;
    struct clip shown = text_clip(setting, strlen(setting));
    err_set_words(err, inner.code == ERR_MEMORY ? ERR_MEMORY : ERR_USAGE, (struct words){"%s：%s", "%s: %s"}, (struct words){shown.str, shown.str},
                  (struct words){inner.zh, inner.en});
    err_set_hint(err, inner.hint[0] == '\0' ? NULL : inner.hint);
    return -1;
}

static const char *example_value(const struct fact *fact)
{
    static const char *const examples[] = {[FACT_BOOL] = "true", [FACT_COUNT] = "3..9", [FACT_DECIMAL] = "12.5", [FACT_LEVEL] = "2"};
    return fact->type == FACT_ENUM ? fact->values[fact->value_count - 1].id : examples[fact->type];
}

/* `seen`: a bit for each fact of this call; naming one twice is a slip, not a wish for the last. */
static int set_one(struct session *session, const char *setting, uint64_t *seen, struct err *err)
{
    const struct plan *plan = session->loaded->plan;
    const char *equals = strchr(setting, '=');
    size_t size = equals == NULL ? strlen(setting) : (size_t)(equals - setting);
    const struct fact *fact = session_find_fact(plan, setting, size, err);
    if (fact == NULL)
        return -1;
    if (equals == NULL)
        return err_set(err, ERR_USAGE, "应写 %s=值（如 %s=%s，不明写 %s=?）", "write %s=VALUE (such as %s=%s, or %s=? for unknown)", fact->id, fact->id,
                       example_value(fact), fact->id);
    if (*seen >> (fact - plan->facts) & 1)
        return err_set(err, ERR_USAGE, "“%s”写了两次", "\"%s\" is given twice", fact->id);
    *seen |= UINT64_C(1) << (fact - plan->facts);
    if (incident_read_value(plan, fact, equals + 1, &session->incident.facts[fact - plan->facts], err) != 0)
        return blame(err, setting);
    return 0;
}

int session_set(struct session *session, const char *const *settings, size_t count, struct err *err)
{
    if (begin(session, err) != 0)
        return -1;
    uint64_t seen = 0;
    int rc = 0;
    for (size_t i = 0; i < count && rc == 0; i++)
        rc = set_one(session, settings[i], &seen, err);
    if (rc == 0 && session->closed)
        incident_close(&session->incident);
    return finish(session, rc, err);
}

int session_close(struct session *session, struct err *err)
{
    if (begin(session, err) != 0)
        return -1;
    session->closed = true;
    incident_close(&session->incident);
    return finish(session, 0, err);
}

static int flaw_date(const char *date, struct err *err)
{
    return err_set(err, ERR_USAGE, "“%s”不是存在的日期，应如 2026-03-01", "\"%s\" is not a date that exists; write it like 2026-03-01",
                   text_clip(date, strlen(date)).str);
}

int session_as_of(struct session *session, const char *date, struct err *err)
{
    int32_t day;
    if (!date_parse(date, strlen(date), &day))
        return flaw_date(date, err);
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

const struct report_part_row report_parts[PART_COUNT] = {
    [PART_DISEASE] = {"disease", {"病种", "disease"}, {"是什么病？", "Which disease is it?"}, false},
    [PART_COUNTY] = {"county", {"县区", "county"}, {"在哪个县（市、区）？", "In which county?"}, false},
    [PART_TOWNSHIP] = {"township", {"乡镇", "township"}, {"在哪个乡镇、街道？", "In which township or subdistrict?"}, false},
    [PART_PREMISES] = {"premises", {"疫点", "premises"}, {"疫点叫什么？（空行：另编一个新疫点）", "Which premises? (empty: a new one)"}, true},
    [PART_DATE] = {"date", {"日期", "date"}, {"哪一天？（空行：定级日期）", "On which day? (empty: the grading date)"}, true},
    [PART_SPREAD] = {"spread", {"流行程度", "spread"}, {"流行程度？（空行：散发）", "How far has it spread? (empty: sporadic)"}, true},
};

/* Whether `value` is one of a thing's names; each is offered for the suggestion. */
static bool is_named(const char *value, const char *id, struct words name, struct nearest *near)
{
    nearest_offer(near, name.zh);
    nearest_offer(near, id);
    if (name.en != NULL)
        nearest_offer(near, name.en);
    return strcmp(value, id) == 0 || strcmp(value, name.zh) == 0 || (name.en != NULL && strcmp(value, name.en) == 0);
}

static const char *find_county(const struct plan *plan, const char *value, struct nearest *near)
{
    for (size_t i = 0; i < plan->city->county_count; i++) {
        const struct county *county = &plan->city->counties[i];
        bool named = is_named(value, county->code, county->name, near);
        for (size_t a = 0; a < county->alias_count; a++)
            named = named || strcmp(county->aliases[a], value) == 0;
        if (named)
            return county->code;
    }
    return NULL;
}

static const char *find_disease(const struct plan *plan, const char *value, struct nearest *near)
{
    for (size_t i = 0; i < plan->disease_count; i++)
        if (is_named(value, plan->diseases[i].id, plan->diseases[i].name, near))
            return plan->diseases[i].id;
    return NULL;
}

static const char *find_spread(const char *value, struct nearest *near)
{
    for (int i = 0; i < SPREAD_COUNT; i++)
        if (is_named(value, spread_ids[i], spread_words((enum spread)i), near))
            return spread_ids[i];
    return NULL;
}

static void flaw_part(enum report_part part, const char *value, const char *best, struct err *err)
{
    struct words name = report_parts[part].name;
    struct clip shown = text_clip(value, strlen(value));
    if (value[0] == '\0')
        err_set_words(err, ERR_USAGE, (struct words){"没有写%s%s", "the %s is missing%s"}, name, (struct words){"", ""});
    else
        err_set_words(err, ERR_USAGE, (struct words){"没有%s“%s”", "there is no %s \"%s\""}, name, (struct words){shown.str, shown.str});
    err_set_hint(err, best);
}

const char *session_read_part(const struct session *session, enum report_part part, const char *value, struct err *err)
{
    const struct plan *plan = session->loaded->plan;
    struct nearest near = nearest_to(value, strlen(value));
    const char *code = NULL;
    int32_t day;
    switch (part) {
    case PART_COUNTY: code = find_county(plan, value, &near); break;
    case PART_DISEASE: code = find_disease(plan, value, &near); break;
    case PART_SPREAD: code = find_spread(value, &near); break;
    case PART_DATE:
        if (date_parse(value, strlen(value), &day))
            return value;
        flaw_date(value, err);
        return NULL;
    default:
        if (value[0] != '\0')
            return value;
    }
    if (code == NULL)
        flaw_part(part, value, near.best, err);
    return code;
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

static int find_part(const char *setting, const char *equals, enum report_part *part, struct err *err)
{
    size_t size = equals == NULL ? strlen(setting) : (size_t)(equals - setting);
    struct nearest near = nearest_to(setting, size);
    for (int i = 0; i < PART_COUNT; i++) {
        const struct report_part_row *row = &report_parts[i];
        *part = (enum report_part)i;
        if (equals != NULL && (text_equal(setting, size, row->key) || text_equal(setting, size, row->name.zh)))
            return 0;
        nearest_offer(&near, row->key);
        nearest_offer(&near, row->name.zh);
    }
    err_set(err, ERR_USAGE, "“%s”不是报告的内容；要写 disease= county= township=（可加 premises= date= spread=）",
            "\"%s\" is no part of a report; write disease= county= township= (and premises= date= spread=)",
            text_clip(setting, strlen(setting)).str);
    err_set_hint(err, near.best);
    return -1;
}

static int add_defaults(const struct session *session, const bool given[PART_COUNT], struct text *json, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    date_print(session->incident.as_of, day);
    for (int i = 0; i < PART_COUNT; i++)
        if (!given[i] && !report_parts[i].may_lack) {
            flaw_part((enum report_part)i, "", NULL, err);
            return -1;
        }
    if (!given[PART_DATE])
        add_pair(json, "date", day);
    if (!given[PART_PREMISES])
        add_new_premises(json, &session->incident.reports);
    return 0;
}

static int report_to_json(const struct session *session, const char *const *settings, size_t count, struct text *json, struct err *err)
{
    bool given[PART_COUNT] = {false};
    text_add_str(json, "{");
    for (size_t i = 0; i < count; i++) {
        const char *equals = strchr(settings[i], '=');
        enum report_part part;
        if (find_part(settings[i], equals, &part, err) != 0)
            return -1;
        if (given[part])
            return err_set(err, ERR_USAGE, "“%s”写了两次", "\"%s\" is given twice", report_parts[part].key);
        given[part] = true;
        const char *code = session_read_part(session, part, equals + 1, err);
        if (code == NULL)
            return -1;
        add_pair(json, report_parts[part].key, code);
    }
    if (add_defaults(session, given, json, err) != 0)
        return -1;
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
        rc = err->code == ERR_MEMORY ? -1 : err_set(err, ERR_USAGE, "报告里有不是 UTF-8 的文字", "the report has text that is not UTF-8");
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
    int rc = file_read_pipe(path, FILE_REPORTS_MAX, &text, err);
    if (rc == 0) {
        size_t first = strspn(text_str(&text), " \t\r\n");
        bool array = text_str(&text)[first] == '[';
        rc = array ? read_array(session, &json, &text, err) : read_lines(session, &json, &text, err);
        if (rc != 0 && err != NULL)
            err_set_file(err, path);
    }
    json_release(&json);
    text_release(&text);
    return finish(session, rc, err);
}

struct brief session_brief(struct session *session)
{
    return (struct brief){session->app, session->loaded->rules, session->assessor, &session->incident, &session->assessment};
}
