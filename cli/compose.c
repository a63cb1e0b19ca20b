/* From typed words to entries. See compose.h. */
#include "cli/compose.h"

#include <string.h>

#include "core/date.h"
#include "core/file.h"
#include "core/incident_read.h"
#include "core/number.h"

/* ---- facts ---- */

const struct fact *find_fact_named(const struct plan *plan, const char *name, size_t size, struct err *err)
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

static void add_number(struct text *body, const struct fact *fact, int64_t value)
{
    char number[NUMBER_TEXT_SIZE];
    text_add_str(body, number_print(value, fact->type == FACT_DECIMAL, number));
}

void compose_known(struct text *body, const struct plan *plan, const struct fact *fact, const struct known *known)
{
    if (fact->type == FACT_BOOL) {
        text_add_str(body, known->least != 0 ? "true" : "false");
    } else if (fact->type == FACT_ENUM) {
        text_add_json_str(body, fact->values[known->least].id);
    } else if (fact->type == FACT_LEVEL) {
        text_add_int(body, known->least == 0 ? 0 : plan->levels[known->least - 1].number);
    } else if (known->least == known->most) {
        add_number(body, fact, known->least);
    } else {
        text_add_str(body, "{\"min\": ");
        add_number(body, fact, known->least);
        if (known->most < fact->most) {
            text_add_str(body, ", \"max\": ");
            add_number(body, fact, known->most);
        }
        text_add_str(body, "}");
    }
}

/* Facts that are said: a bit for each that has a value, and for each that is taken back. */
struct said {
    struct known known[PLAN_FACTS_MAX];
    uint64_t given, unset;
};

static int add_facts(const struct plan *plan, const struct said *said, struct text *body, struct err *err)
{
    const char *comma = "";
    text_add_str(body, "{\"facts\": {");
    for (uint64_t left = said->given; left != 0; left &= left - 1, comma = ", ") {
        size_t i = (size_t)__builtin_ctzll(left);
        text_addf(body, "%s\"%s\": ", comma, plan->facts[i].id);
        compose_known(body, plan, &plan->facts[i], &said->known[i]);
    }
    text_add_str(body, "}");
    comma = ", \"unset\": [";
    for (uint64_t left = said->unset; left != 0; left &= left - 1, comma = ", ")
        text_addf(body, "%s\"%s\"", comma, plan->facts[__builtin_ctzll(left)].id);
    text_add_str(body, said->unset != 0 ? "]}" : "}");
    return body->failed ? err_no_memory(err) : 0;
}

const struct fact *compose_setting(const struct plan *plan, const char *setting, struct known *known, struct err *err)
{
    const char *equals = strchr(setting, '=');
    const struct fact *fact = find_fact_named(plan, setting, equals == NULL ? strlen(setting) : (size_t)(equals - setting), err);
    if (fact == NULL)
        return NULL;
    if (equals == NULL) {
        err_set(err, ERR_USAGE, "应写 %s=值（如 %s=%s，不明写 %s=?）", "write %s=VALUE (such as %s=%s, or %s=? for unknown)", fact->id, fact->id,
                example_value(fact), fact->id);
        return NULL;
    }
    if (incident_read_value(plan, fact, equals + 1, known, err) == 0)
        return fact;
    blame(err, setting);
    return NULL;
}

int compose_twice(const struct fact *fact, struct err *err)
{
    return err_set(err, ERR_USAGE, "“%s”写了两次", "\"%s\" is given twice", fact->id);
}

static int read_setting(const struct plan *plan, const char *setting, struct said *said, struct err *err)
{
    struct known known;
    const struct fact *fact = compose_setting(plan, setting, &known, err);
    if (fact == NULL)
        return -1;
    int index = (int)(fact - plan->facts);
    if ((said->given | said->unset) >> index & 1)
        return compose_twice(fact, err);
    said->known[index] = known;
    *(known.given ? &said->given : &said->unset) |= UINT64_C(1) << index;
    return 0;
}

int compose_facts(const struct plan *plan, const char *const *settings, size_t count, struct text *body, struct err *err)
{
    struct said said = {.given = 0};
    for (size_t i = 0; i < count; i++)
        if (read_setting(plan, settings[i], &said, err) != 0)
            return -1;
    return add_facts(plan, &said, body, err);
}

int compose_none(const struct incident *incident, struct text *body, struct err *err)
{
    struct said said = {.given = 0};
    for (size_t i = 0; i < incident->plan->fact_count; i++)
        if (!incident->facts[i].given)
            said.given |= UINT64_C(1) << i;
    return add_facts(incident->plan, &said, body, err);
}

/* ---- dates, parameters ---- */

static int flaw_date(const char *date, struct err *err)
{
    return err_set(err, ERR_USAGE, "“%s”不是存在的日期，应如 2026-03-01", "\"%s\" is not a date that exists; write it like 2026-03-01",
                   text_clip(date, strlen(date)).str);
}

int compose_as_of(const char *date, struct text *body, struct err *err)
{
    int32_t day;
    if (!date_parse(date, strlen(date), &day))
        return flaw_date(date, err);
    text_addf(body, "{\"date\": \"%s\"}", date);
    return body->failed ? err_no_memory(err) : 0;
}

const struct parameter *read_parameter(const struct plan *plan, const char *given, int64_t *days, struct err *err)
{
    const char *equals = strchr(given, '=');
    size_t size = equals == NULL ? strlen(given) : (size_t)(equals - given);
    const struct parameter *parameter = plan_find_parameter(plan, given, size);
    struct number number;
    if (parameter == NULL) {
        struct nearest near = nearest_to(given, size);
        for (size_t i = 0; i < plan->parameter_count; i++)
            nearest_offer(&near, plan->parameters[i].id);
        err_set(err, ERR_USAGE, "预案 %s 没有参数“%s”", "plan %s has no parameter \"%s\"", plan->id, text_clip(given, size).str);
        err_set_hint(err, near.best);
        return NULL;
    }
    if (equals == NULL || number_parse(equals + 1, strlen(equals + 1), false, &number) != NUMBER_OK || number.whole > 36500) {
        err_set(err, ERR_USAGE, "应写 --param %s=天数（0 至 36500）", "write --param %s=DAYS (0 to 36500)", parameter->id);
        return NULL;
    }
    *days = number.whole;
    return parameter;
}

int compose_parameter(const struct plan *plan, const char *given, struct text *body, struct err *err)
{
    int64_t days;
    const struct parameter *parameter = read_parameter(plan, given, &days, err);
    if (parameter == NULL)
        return -1;
    text_addf(body, "{\"id\": \"%s\", \"days\": %lld}", parameter->id, (long long)days);
    return body->failed ? err_no_memory(err) : 0;
}

/* ---- reports ---- */

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

const char *compose_part(const struct plan *plan, enum report_part part, const char *value, struct err *err)
{
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

static int add_defaults(const struct incident *incident, const bool given[PART_COUNT], struct text *json, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    date_print(incident->as_of, day);
    for (int i = 0; i < PART_COUNT; i++)
        if (!given[i] && !report_parts[i].may_lack) {
            flaw_part((enum report_part)i, "", NULL, err);
            return -1;
        }
    if (!given[PART_DATE])
        add_pair(json, "date", day);
    if (!given[PART_PREMISES])
        add_new_premises(json, &incident->reports);
    return 0;
}

static int add_report(const struct incident *incident, const char *const *settings, size_t count, struct text *json, struct err *err)
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
        const char *code = compose_part(incident->plan, part, equals + 1, err);
        if (code == NULL)
            return -1;
        add_pair(json, report_parts[part].key, code);
    }
    if (add_defaults(incident, given, json, err) != 0)
        return -1;
    text_add_str(json, "}");
    return json->failed ? err_no_memory(err) : 0;
}

/* Whether the reports of a body can be taken in, tried on a copy, so that a flaw is found where it was written. */
struct trial {
    struct incident_reader reader;
    struct incident incident;
    struct json json;
};

static int trial_open(struct trial *trial, const struct plan *plan, struct err *err)
{
    *trial = (struct trial){.json = {0}};
    if (!plan_uses_reports(plan))
        return err_set(err, ERR_USAGE, "预案 %s 不按疫情报告分级", "plan %s is not graded on outbreak reports", plan->id);
    incident_reader_init(&trial->reader, plan);
    return incident_init(&trial->incident, plan, err);
}

static void trial_close(struct trial *trial)
{
    incident_release(&trial->incident);
    json_release(&trial->json);
}

static int try_report(struct trial *trial, const char *data, size_t size, struct err *err)
{
    if (json_read(&trial->json, data, size, err) != 0)
        return -1;
    return incident_read_report(&trial->reader, &trial->json, 0, &trial->incident, err);
}

int compose_report(const struct incident *incident, const char *const *settings, size_t count, struct text *body, struct err *err)
{
    struct trial trial;
    struct text report = {0};
    int rc = trial_open(&trial, incident->plan, err);
    if (rc == 0)
        rc = add_report(incident, settings, count, &report, err);
    if (rc == 0 && !text_is_utf8(text_str(&report), report.size))
        rc = err_set(err, ERR_USAGE, "报告里有不是 UTF-8 的文字", "the report has text that is not UTF-8");
    if (rc == 0 && try_report(&trial, text_str(&report), report.size, err) != 0) {
        if (err != NULL)
            err->line = 0; /* a place in text that nobody wrote */
        rc = -1;
    }
    text_addf(body, "{\"reports\": [%s]}", text_str(&report));
    text_release(&report);
    trial_close(&trial);
    return rc == 0 && body->failed ? err_no_memory(err) : rc;
}

static int read_array(struct trial *trial, const struct text *text, struct err *err)
{
    if (json_read(&trial->json, text_str(text), text->size, err) != 0)
        return -1;
    return incident_read_reports(&trial->reader, &trial->json, 0, &trial->incident, err);
}

static int read_lines(struct trial *trial, const struct text *text, struct err *err)
{
    unsigned line = 1;
    for (size_t start = 0; start < text->size; line++) {
        const char *newline = memchr(text->data + start, '\n', text->size - start);
        size_t size = newline == NULL ? text->size - start : (size_t)(newline - text->data) - start;
        if (try_report(trial, text->data + start, size, err) != 0) {
            if (err != NULL)
                err->line = line;
            return -1;
        }
        start += size + 1;
    }
    return 0;
}

int report_file_read(struct report_file *file, const struct plan *plan, const char *path, struct err *err)
{
    struct trial trial;
    struct text text = {0};
    int rc = trial_open(&trial, plan, err);
    if (rc == 0)
        rc = file_read_pipe(path, FILE_REPORTS_MAX, &text, err);
    if (rc == 0) {
        bool array = text_str(&text)[strspn(text_str(&text), " \t\r\n")] == '[';
        rc = array ? read_array(&trial, &text, err) : read_lines(&trial, &text, err);
        if (rc != 0 && err != NULL)
            err_set_file(err, path);
    }
    text_release(&text);
    *file = (struct report_file){.incident = trial.incident};
    trial.incident = (struct incident){0};
    trial_close(&trial);
    if (rc != 0)
        report_file_release(file);
    return rc;
}

void report_file_release(struct report_file *file)
{
    incident_release(&file->incident);
}

static void add_read_report(const struct incident *incident, const struct report *report, struct text *body)
{
    char date[DATE_TEXT_SIZE];
    struct text one = {0};
    date_print(report->day, date);
    text_add_str(&one, "{");
    add_pair(&one, "disease", incident->plan->diseases[report->disease].id);
    add_pair(&one, "county", incident->plan->city->counties[report->county].code);
    add_pair(&one, "township", report_township(&incident->reports, report));
    add_pair(&one, "premises", report_premises(&incident->reports, report));
    add_pair(&one, "date", date);
    add_pair(&one, "spread", spread_ids[report->spread]);
    text_addf(body, "%s}", text_str(&one));
    body->failed = body->failed || one.failed;
    text_release(&one);
}

bool report_file_next(struct report_file *file, struct text *body)
{
    const struct report_log *log = &file->incident.reports;
    text_clear(body);
    if (file->next == log->count)
        return false;
    text_add_str(body, "{\"reports\": [");
    for (const char *comma = ""; file->next < log->count && body->size < JOURNAL_BODY_MAX / 2; comma = ", ", file->next++) {
        text_add_str(body, comma);
        add_read_report(&file->incident, &log->items[file->next], body);
    }
    text_add_str(body, "]}");
    return true;
}
