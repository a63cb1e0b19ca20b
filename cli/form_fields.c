/* What a document says of the incident: its names and times, facts, details, level. See form_fields.h. */
#include "cli/form_fields.h"

#include <string.h>

#include "cli/answer.h"
#include "cli/entry_words.h"
#include "core/date.h"
#include "rules/question.h"
#include "rules/words.h"

/* ---- words ---- */

const char *form_say(const struct collector *it, const char *zh, const char *en)
{
    return app_say(it->app, zh, en);
}

void form_put(struct collector *it, struct template_row *row, const char *name, struct text *text)
{
    fields_text(it->fields, row, name, text_str(text));
    it->fields->failed = it->fields->failed || text->failed;
    text_clear(text);
}

void form_put_wanted(struct collector *it, const char *name, struct words label, struct text *text)
{
    fields_wanted(it->fields, it->root, name, words_in(label, it->app->lang), text_str(text));
    it->fields->failed = it->fields->failed || text->failed;
    text_clear(text);
}

static void put(struct collector *it, const char *name, const char *text)
{
    fields_text(it->fields, it->root, name, text);
}

void form_add_date(const struct collector *it, int64_t time, struct text *text)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    char date[DATE_TEXT_SIZE];
    if (time == TIME_UNKNOWN)
        return;
    date_print(clock_day(&it->app->clock, time), date);
    int year = (date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 + date[3] - '0';
    int month = (date[5] - '0') * 10 + date[6] - '0', day = (date[8] - '0') * 10 + date[9] - '0';
    if (it->app->lang == LANG_EN)
        text_addf(text, "%d %s %d", day, months[month - 1], year);
    else
        text_addf(text, "%d年%d月%d日", year, month, day);
}

void form_add_time(const struct collector *it, int64_t time, struct text *text)
{
    char stamp[CLOCK_TEXT_SIZE];
    if (time == TIME_UNKNOWN)
        return;
    form_add_date(it, time, text);
    clock_print(&it->app->clock, time, stamp);
    text_addf(text, "%s%s", form_say(it, "", ", "), stamp + DATE_TEXT_SIZE);
}

void form_add_response(const struct collector *it, int level, struct text *text)
{
    const char *name = words_level(it->plan, level, it->app->lang);
    bool said = strstr(name, form_say(it, "响应", "response")) != NULL;
    text_addf(text, "%s%s", name, said ? "" : form_say(it, "应急响应", " response"));
}

void form_add_person(const struct collector *it, const char *name, const char *role, struct text *text)
{
    struct entry entry = {.name = name, .role = role, .type = "", .body = "{}", .reason = ""};
    entry_speaker(it->app, it->plan, &entry, text);
}

void form_add_known(const struct collector *it, const struct fact *fact, const struct known *known, struct text *text)
{
    enum lang lang = it->app->lang;
    bool low = known->least > 0, high = known->most < fact->most;
    if (!known->given || (!low && !high && known->least != known->most))
        return;
    if (known->least == known->most) {
        words_value(text, it->plan, fact, known->least, lang);
    } else {
        text_add_str(text, !high ? form_say(it, "至少", "at least ") : !low ? form_say(it, "至多", "at most ") : "");
        words_value(text, it->plan, fact, low ? known->least : known->most, lang);
        if (low && high) {
            text_add_str(text, form_say(it, "至", " to "));
            words_value(text, it->plan, fact, known->most, lang);
        }
    }
    if (fact->unit.zh != NULL)
        text_addf(text, " %s", words_in(fact->unit, lang));
}

/* ---- the document and the incident ---- */

static void put_time(struct collector *it, const char *name, int64_t time)
{
    struct text text = {0};
    form_add_time(it, time, &text);
    form_put(it, it->root, name, &text);
    text_release(&text);
}

/* When things happened, by the plan's moments: those not said are missing. */
static void put_moments(struct collector *it)
{
    static const struct {
        const char *name;
        struct words label;
        enum moment moment;
    } rows[] = {
        {"received", {"接报时间", "time received"}, MOMENT_REPORT_RECEIVED},   {"occurrence", {"发生时间", "time of occurrence"}, MOMENT_OCCURRENCE},
        {"discovery", {"发现时间", "time of discovery"}, MOMENT_DISCOVERY},    {"confirmed", {"认定时间", "time of confirmation"}, MOMENT_CONFIRMED},
        {"launched", {"启动时间", "time of the launch"}, MOMENT_LAUNCH},       {"arrival", {"到场时间", "time of arrival"}, MOMENT_ARRIVAL},
        {"ended", {"结束时间", "time of the ending"}, MOMENT_END},
    };
    struct text text = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        form_add_time(it, it->record->moments.at[rows[i].moment], &text);
        form_put_wanted(it, rows[i].name, rows[i].label, &text);
    }
    text_release(&text);
}

static void put_document(struct collector *it)
{
    struct text text = {0};
    put(it, "form", words_in(form_words(it->form), it->app->lang));
    text_addf(&text, "%d", it->number);
    form_put(it, it->root, "number", &text);
    put(it, "draft", it->issued ? "" : form_say(it, "草稿，未发出", "draft, not issued"));
    put(it, "exercise", it->record->drill ? form_say(it, "演练", "EXERCISE") : "");
    put_time(it, "now", it->now);
    form_add_date(it, it->now, &text);
    form_put(it, it->root, "today", &text);
    text_release(&text);
}

/* The city's office, which writes and answers. */
static const char *office_name(const struct collector *it)
{
    const struct organisation *org = &it->plan->organisation;
    for (size_t i = 0; i < org->body_count; i++)
        if (org->bodies[i].kind == BODY_OFFICE && org->bodies[i].tier == TIER_CITY)
            return words_in(org->bodies[i].name, it->app->lang);
    return NULL;
}

static void put_issued(struct collector *it)
{
    static const struct template_column columns[] = {{"form", NULL}, {"number", NULL}, {"time", NULL}, {NULL, NULL}};
    struct template_value *list = fields_list(it->fields, it->root, "issued", columns);
    struct text text = {0};
    for (int form = 0; form < FORM_COUNT; form++) {
        const struct issued *issued = &it->record->issued[form];
        if (issued->number == 0)
            continue;
        struct template_row *row = fields_row(it->fields, list);
        fields_text(it->fields, row, "form", words_in(form_words((enum form)form), it->app->lang));
        text_addf(&text, "%d", issued->number);
        form_put(it, row, "number", &text);
        form_add_time(it, issued->time, &text);
        form_put(it, row, "time", &text);
    }
    text_release(&text);
}

int collect_identity(struct collector *it)
{
    const struct plan *plan = it->plan;
    enum lang lang = it->app->lang;
    put_document(it);
    put(it, "incident", it->record->id);
    put(it, "title", it->record->title);
    put(it, "city", plan->city->name.zh == NULL ? "" : words_in(plan->city->name, lang));
    put(it, "plan", words_in(plan->title, lang));
    put(it, "event", words_in(plan->short_title, lang));
    put(it, "plan_number", plan->document.number == NULL ? "" : plan->document.number);
    fields_wanted(it->fields, it->root, "officer", form_say(it, "值班员", "officer on duty"), it->record->officer);
    fields_wanted(it->fields, it->root, "next_officer", form_say(it, "接班人", "next officer"), it->record->handed_to);
    fields_wanted(it->fields, it->root, "office", form_say(it, "办公室", "office"), office_name(it));
    put_moments(it);
    put_issued(it);
    return 0;
}

/* A field of the plan's own, behind the kind of thing it is: "fact.deaths". */
static void put_named(struct collector *it, const char *kind, const char *id, const char *label, const struct text *text)
{
    struct text name = {0};
    text_addf(&name, "%s.%s", kind, id);
    const char *kept = arena_copy(&it->fields->arena, text_str(&name), name.size);
    it->fields->failed = it->fields->failed || kept == NULL || text->failed || name.failed;
    if (kept != NULL)
        fields_wanted(it->fields, it->root, kept, label, text_str(text));
    text_release(&name);
}

/* ---- facts ---- */

static bool is_asked(const struct assessment *assessment, size_t fact)
{
    for (uint32_t i = 0; i < assessment->ask_count; i++)
        if (assessment->ask[i] == fact)
            return true;
    return false;
}

/* What is known; people who came to harm, known or not; and what can still change the level. */
static bool is_wanted(const struct collector *it, size_t index)
{
    const struct fact *fact = &it->plan->facts[index];
    bool people = fact->harm && fact->type == FACT_COUNT && !fact->discretion;
    return it->known->incident.facts[index].given || people || detail_fact(it->plan, DETAIL_LOSS) == fact || is_asked(it->assessment, index);
}

static void put_fact(struct collector *it, struct template_value *list, const struct fact *fact, const struct text *value)
{
    struct template_row *row = fields_row(it->fields, list);
    const char *label = words_in(fact->label, it->app->lang);
    fields_text(it->fields, row, "label", label);
    fields_wanted(it->fields, row, "value", label, text_str(value));
    fields_text(it->fields, row, "clause", fact->clause == NULL ? "" : fact->clause);
}

static void put_facts(struct collector *it)
{
    static const struct template_column columns[] = {{"label", NULL}, {"value", NULL}, {"clause", NULL}, {NULL, NULL}};
    const struct plan *plan = it->plan;
    struct template_value *list = fields_list(it->fields, it->root, "facts", columns), *known = fields_list(it->fields, it->root, "known_facts", columns);
    struct text text = {0};
    for (size_t i = 0; i < plan->fact_count; i++) {
        const struct fact *fact = &plan->facts[i];
        const char *label = words_in(fact->label, it->app->lang);
        form_add_known(it, fact, &it->known->incident.facts[i], &text);
        put_named(it, "fact", fact->id, label, &text);
        if (is_wanted(it, i))
            put_fact(it, list, fact, &text);
        if (text.size > 0)
            put_fact(it, known, fact, &text);
        text_clear(&text);
    }
    text_release(&text);
}

static void put_reports(struct collector *it)
{
    static const struct template_column columns[] = {{"date", NULL}, {"county", NULL}, {"township", NULL}, {"premises", NULL}, {"disease", NULL}, {"spread", NULL}, {NULL, NULL}};
    const struct report_log *log = &it->known->incident.reports;
    enum lang lang = it->app->lang;
    struct template_value *list = fields_list(it->fields, it->root, "reports", columns);
    for (size_t i = 0; i < log->count; i++) {
        const struct report *report = &log->items[i];
        struct template_row *row = fields_row(it->fields, list);
        char date[DATE_TEXT_SIZE];
        date_print(report->day, date);
        fields_text(it->fields, row, "date", date);
        fields_text(it->fields, row, "county", words_in(it->plan->city->counties[report->county].name, lang));
        fields_text(it->fields, row, "township", report_township(log, report));
        fields_text(it->fields, row, "premises", report_premises(log, report));
        fields_text(it->fields, row, "disease", words_in(it->plan->diseases[report->disease].name, lang));
        fields_text(it->fields, row, "spread", words_in(spread_words((enum spread)report->spread), lang));
    }
}

/* ---- details ---- */

static const char *county_name(const struct collector *it, const struct report *report)
{
    return words_in(it->plan->city->counties[report->county].name, it->app->lang);
}

static const char *disease_name(const struct collector *it, const struct report *report)
{
    return words_in(it->plan->diseases[report->disease].name, it->app->lang);
}

/* Names that the reports have, each once. */
static void add_reported(const struct collector *it, const char *(*name_of)(const struct collector *, const struct report *), struct text *text)
{
    const struct report_log *log = &it->known->incident.reports;
    for (size_t i = 0; i < log->count; i++) {
        const char *name = name_of(it, &log->items[i]);
        bool known = false;
        for (size_t j = 0; j < i && !known; j++)
            known = name_of(it, &log->items[j]) == name;
        if (!known)
            text_addf(text, "%s%s", text->size > 0 ? form_say(it, "、", ", ") : "", name);
    }
}

/* What kind of event it is, by what was found so far. */
static void add_nature(const struct collector *it, struct text *text)
{
    for (size_t i = 0; i < it->plan->fact_count; i++) {
        const struct fact *fact = &it->plan->facts[i];
        const struct known *known = &it->known->incident.facts[i];
        if (fact->type == FACT_BOOL && !fact->discretion && known->given && known->least == 1)
            text_addf(text, "%s%s", text->size > 0 ? form_say(it, "、", ", ") : "", words_in(fact->label, it->app->lang));
    }
    add_reported(it, disease_name, text);
}

/* A detail that a fact says is that fact's value, whatever else was written down. */
static void add_detail(const struct collector *it, size_t detail, struct text *text)
{
    const struct fact *fact = detail_fact(it->plan, detail);
    const char *said = it->record->details[detail].text;
    if (fact != NULL)
        form_add_known(it, fact, &it->known->incident.facts[fact - it->plan->facts], text);
    else if (said != NULL)
        text_add_str(text, said);
    else if (detail == DETAIL_NATURE)
        add_nature(it, text);
    else if (detail == DETAIL_AREA)
        add_reported(it, county_name, text);
}

/* Whom reports of this plan go to, outside its headquarters: the upper ends of its reporting tasks. */
static void add_report_addressees(const struct collector *it, int level, struct text *text)
{
    const struct plan *plan = it->plan;
    struct ref told[16];
    size_t count = 0;
    for (size_t i = 0; i < plan->task_count; i++) {
        const struct task *task = &plan->tasks[i];
        if (task->kind != TASK_REPORT || !levels_have(task->levels, task->level_count, level))
            continue;
        for (size_t j = 0; j < task->to_count && count < sizeof told / sizeof told[0]; j++) {
            const struct ref *to = &task->to[j];
            bool above = to->kind == ACTOR_AGENCY && plan->city->agencies[to->index].level <= (int)AGENCY_CITY && !plan_is_member(plan, to);
            if (above && !actors_have(told, count, to))
                told[count++] = *to;
        }
    }
    brief_actors(text, plan, told, count, it->app->lang);
}

static void add_addressee(const struct collector *it, struct text *text)
{
    int level = record_active_level(it->record), graded = brief_level(it->assessment);
    if (it->record->details[DETAIL_ADDRESSEE].text != NULL)
        text_add_str(text, it->record->details[DETAIL_ADDRESSEE].text);
    else if (it->form == FORM_LAUNCH || it->form == FORM_ADJUST || it->form == FORM_END)
        text_add_str(text, words_in(brief_all_members(), it->app->lang));
    else
        add_report_addressees(it, level > 0 ? level : graded, text);
}

static void put_details(struct collector *it)
{
    static const struct template_column columns[] = {{"label", NULL}, {"value", NULL}, {"clause", NULL}, {NULL, NULL}};
    struct template_value *list = fields_list(it->fields, it->root, "particulars", columns);
    struct text text = {0};
    for (size_t i = 0; i < detail_count(it->plan); i++) {
        struct words label = detail_label(it->plan, i);
        if (i == DETAIL_ADDRESSEE)
            add_addressee(it, &text);
        else
            add_detail(it, i, &text);
        if (i < COMMON_DETAILS) {
            form_put_wanted(it, detail_id(it->plan, i), label, &text);
            continue;
        }
        struct template_row *row = fields_row(it->fields, list);
        fields_text(it->fields, row, "label", words_in(label, it->app->lang));
        fields_wanted(it->fields, row, "value", words_in(label, it->app->lang), text_str(&text));
        fields_text(it->fields, row, "clause", it->plan->details[i - COMMON_DETAILS].clause);
        put_named(it, "detail", detail_id(it->plan, i), words_in(label, it->app->lang), &text);
        text_clear(&text);
    }
    text_release(&text);
}

/* ---- the level ---- */

static void put_rules(struct collector *it)
{
    static const struct template_column columns[] = {{"clause", NULL}, {"says", NULL}, {NULL, NULL}};
    const struct assessment *assessment = it->assessment;
    struct template_value *list = fields_list(it->fields, it->root, "basis", columns);
    for (uint32_t i = 0; i < assessment->held_count && assessment->level != LEVEL_NONE; i++) {
        const struct rule *rule = &it->plan->rules[assessment->held[i]];
        struct template_row *row = fields_row(it->fields, list);
        fields_text(it->fields, row, "clause", rule->clause);
        fields_text(it->fields, row, "says", words_in(rule->says, it->app->lang));
    }
}

static int put_questions(struct collector *it)
{
    static const struct template_column columns[] = {{"question", NULL}, {NULL, NULL}};
    struct assessment ordered = *it->assessment;
    struct template_value *list = fields_list(it->fields, it->root, "questions", columns);
    if (question_order(it->assessor, &ordered, it->err) != 0)
        return -1;
    for (uint32_t i = 0; i < ordered.ask_count; i++)
        fields_text(it->fields, fields_row(it->fields, list), "question", words_in(it->plan->facts[ordered.ask[i]].question, it->app->lang));
    return 0;
}

static int put_level(struct collector *it)
{
    const struct assessment *assessment = it->assessment;
    enum lang lang = it->app->lang;
    bool worse = assessment->possible < assessment->level, safer = assessment->safe_level < assessment->level;
    struct text level = {0};
    text_addf(&level, "%s%s", words_level(it->plan, assessment->level, lang), answer_doubt(assessment, lang));
    form_put(it, it->root, "level", &level);
    text_release(&level);
    put(it, "possible", worse ? words_level(it->plan, assessment->possible, lang) : "");
    put(it, "safe_level", safer ? words_level(it->plan, assessment->safe_level, lang) : "");
    put(it, "grade", assessment->grade < 0 ? "" : words_in(it->plan->grades[assessment->grade].name, lang));
    put_rules(it);
    return put_questions(it);
}

int collect_facts(struct collector *it)
{
    put(it, "loss_asked", detail_fact(it->plan, DETAIL_LOSS) == NULL ? form_say(it, "另报", "besides the facts") : "");
    put_facts(it);
    put_reports(it);
    put_details(it);
    return put_level(it);
}
