/* Candidates for the word being typed. See complete.h. */
#include "cli/complete.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/diagram.h"
#include "cli/line.h"
#include "cli/pinyin.h"
#include "rules/words.h"

/* One completion under way: the part of the word that is matched, and what stands before and after it. */
struct search {
    const struct completion_scope *scope;
    struct completions *found;
    struct pinyin pinyin;
    const char *typed;  /* "sw" of "deaths=2 sw", "so" of "pollution=so" */
    size_t typed_size;
    const char *before; /* "pollution=" */
    size_t before_size;
    const char *after;  /* "=" */
    bool failed;
};

/* A thing that can be chosen: what is inserted, and its names. */
struct choice {
    const char *id;
    struct words label; /* zh may be NULL */
};

static bool begins_with(const struct search *search, const char *name)
{
    return name != NULL && strncasecmp(name, search->typed, search->typed_size) == 0;
}

static bool matches(const struct search *search, const struct choice *choice)
{
    return begins_with(search, choice->id) || begins_with(search, choice->label.zh) || begins_with(search, choice->label.en) ||
           (choice->label.zh != NULL && pinyin_starts(&search->pinyin, choice->label.zh, search->typed, search->typed_size));
}

static void add(struct search *search, const char *id, const char *label)
{
    struct completions *found = search->found;
    struct text text = {0};
    bool answering = search->scope->fact != NULL || search->scope->part != NULL;
    const char *quote = answering || strpbrk(id, " \t") == NULL ? "" : "\"";
    if (found->count == COMPLETIONS_MAX)
        return;
    text_add(&text, search->before, search->before_size);
    text_addf(&text, "%s%s%s%s", quote, id, quote, search->after);
    char *copy = arena_copy(&found->arena, text_str(&text), text.size), *shown = arena_copy(&found->arena, label, strlen(label));
    search->failed = search->failed || text.failed || copy == NULL || shown == NULL;
    text_release(&text);
    for (size_t i = 0; i < found->count && !search->failed; i++)
        if (strcmp(found->items[i].text, copy) == 0)
            return;
    if (!search->failed)
        found->items[found->count++] = (struct candidate){copy, shown};
}

static void offer(struct search *search, const char *id, struct words label)
{
    struct choice choice = {id, label};
    if (matches(search, &choice))
        add(search, id, label.zh == NULL ? "" : words_in(label, search->scope->lang));
}

/* ---- kinds of things ---- */

static void offer_commands(struct search *search)
{
    for (const struct shell_command *row = search->scope->commands; row->about.name != NULL; row++) {
        bool wanted = false;
        const char *names[] = {row->about.name, row->also[0], row->also[1]};
        for (size_t i = 0; i < sizeof names / sizeof names[0] && !wanted && names[i] != NULL; i++)
            wanted = matches(search, &(struct choice){names[i], {names[i], NULL}});
        if (wanted)
            add(search, row->about.name, words_in(row->about.summary, search->scope->lang));
    }
}

static void offer_plans(struct search *search)
{
    for (size_t i = 0; i < search->scope->plan_count; i++) {
        const struct plan_name *plan = &search->scope->plans[i];
        offer(search, plan->id, (struct words){plan->zh, plan->en});
    }
}

static void offer_languages(struct search *search)
{
    offer(search, "zh", (struct words){"中文", "Chinese"});
    offer(search, "en", (struct words){"英文", "English"});
}

static void offer_levels(struct search *search, const struct plan *plan)
{
    for (size_t i = 0; i < plan->level_count; i++) {
        char number[] = {(char)('0' + plan->levels[i].number), '\0'};
        offer(search, number, plan->levels[i].name);
    }
}

static void offer_values(struct search *search, const struct plan *plan, const struct fact *fact)
{
    if (fact->type == FACT_BOOL) {
        offer(search, "true", (struct words){"是", "yes"});
        offer(search, "false", (struct words){"否", "no"});
    } else if (fact->type == FACT_LEVEL) {
        offer(search, "0", (struct words){"无", "none"});
        offer_levels(search, plan);
    }
    for (size_t i = 0; i < fact->value_count; i++)
        offer(search, fact->values[i].id, fact->values[i].label);
    offer(search, "?", (struct words){"不明", "unknown"});
}

/* By code, name or alias; in Chinese the name is inserted, in English the code, since English names have blanks. */
static void offer_counties(struct search *search, const struct city *city)
{
    bool chinese = search->scope->lang == LANG_ZH;
    for (size_t i = 0; i < city->county_count; i++) {
        const struct county *county = &city->counties[i];
        const char *id = chinese ? county->name.zh : county->code, *label = chinese ? county->code : words_in(county->name, LANG_EN);
        bool wanted = matches(search, &(struct choice){county->code, county->name});
        for (size_t a = 0; a < county->alias_count && !wanted; a++) {
            wanted = matches(search, &(struct choice){county->aliases[a], {county->aliases[a], NULL}});
            label = wanted ? county->aliases[a] : label;
        }
        if (wanted)
            add(search, id, label);
    }
}

/* Names already reported, so that one place is not spelt in two ways and counted twice. */
static void offer_reported(struct search *search, const struct report_log *log, const char *(*name_of)(const struct report_log *, const struct report *))
{
    for (size_t i = log->count; i-- > 0;) {
        const char *name = name_of(log, &log->items[i]);
        offer(search, name, (struct words){name, NULL});
    }
}

static void offer_part(struct search *search, enum report_part part)
{
    const struct plan *plan = search->scope->session->loaded->plan;
    const struct report_log *log = &search->scope->session->record.incident.reports;
    switch (part) {
    case PART_DISEASE:
        for (size_t i = 0; i < plan->disease_count; i++)
            offer(search, plan->diseases[i].id, plan->diseases[i].name);
        break;
    case PART_COUNTY: offer_counties(search, plan->city); break;
    case PART_TOWNSHIP: offer_reported(search, log, report_township); break;
    case PART_PREMISES: offer_reported(search, log, report_premises); break;
    case PART_SPREAD:
        for (int i = 0; i < SPREAD_COUNT; i++)
            offer(search, spread_ids[i], spread_words((enum spread)i));
        break;
    default: break;
    }
}

/* ---- settings: fact=value, key=value ---- */

/* Take what is left of "=" as given: it is kept as it was typed, and the rest is matched. */
static bool pass_equals(struct search *search)
{
    const char *equals = memchr(search->typed, '=', search->typed_size);
    if (equals == NULL)
        return false;
    search->before = search->typed;
    search->before_size = (size_t)(equals + 1 - search->typed);
    search->typed = equals + 1;
    search->typed_size -= search->before_size;
    return true;
}

/* Facts of a plan, or (right of "=") the values of the one that was typed. */
static void offer_facts(struct search *search, const struct plan *plan, bool right)
{
    const struct fact *fact = right ? find_fact_named(plan, search->before, search->before_size - 1, NULL) : NULL;
    if (fact != NULL)
        offer_values(search, plan, fact);
    for (size_t i = 0; !right && i < plan->fact_count; i++)
        offer(search, plan->facts[i].id, plan->facts[i].label);
}

/* Of the incident's plan, or of `all` that were opened so far. */
static void offer_settings(struct search *search, bool all)
{
    const struct completion_scope *scope = search->scope;
    bool right = pass_equals(search);
    search->after = right ? search->after : "=";
    if (scope->session != NULL)
        offer_facts(search, scope->session->loaded->plan, right);
    for (size_t i = 0; all && scope->desk != NULL && i < scope->desk->plan_count; i++)
        offer_facts(search, scope->desk->plans[i].loaded->plan, right);
}

static bool is_given(const struct line *line, const struct report_part_row *row)
{
    for (size_t i = 1; i < line->count; i++) {
        size_t size = strcspn(line->words[i], "=");
        if (line->words[i][size] == '=' && (text_equal(line->words[i], size, row->key) || text_equal(line->words[i], size, row->name.zh)))
            return true;
    }
    return false;
}

static void offer_report(struct search *search, const struct line *line)
{
    bool right = pass_equals(search);
    if (!right)
        search->after = "=";
    for (int i = 0; i < PART_COUNT; i++) {
        const struct report_part_row *row = &report_parts[i];
        bool named = right && (text_equal(search->before, search->before_size - 1, row->key) || text_equal(search->before, search->before_size - 1, row->name.zh));
        if (named)
            offer_part(search, (enum report_part)i);
        else if (!right && !is_given(line, row))
            offer(search, row->key, row->name);
    }
}

/* ---- the response ---- */

static void offer_incidents(struct search *search)
{
    const struct desk *desk = search->scope->desk;
    for (size_t i = 0; desk != NULL && i < desk->count; i++) {
        const struct desk_incident *it = desk->incidents[i];
        bool whole = it->trouble.code == ERR_NONE;
        if (!whole || !record_is_closed(&it->session.record))
            offer(search, it->id, (struct words){whole ? it->session.record.title : "", NULL});
    }
}

/* Those who take part in steps: posts and bodies before groups and agencies. In Chinese the name is inserted. */
static void offer_actors(struct search *search, const struct plan *plan)
{
    const struct organisation *org = &plan->organisation;
    const struct {
        enum actor_kind kind;
        size_t count;
    } kinds[] = {{ACTOR_POST, org->post_count}, {ACTOR_BODY, org->body_count}, {ACTOR_GROUP, org->group_count}, {ACTOR_AGENCY, plan->city->agency_count}};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
        for (size_t i = 0; i < kinds[k].count; i++) {
            struct ref ref = {.kind = (int)kinds[k].kind, .index = (int)i};
            offer(search, plan_actor_id(plan, &ref), plan_actor_words(plan, &ref));
        }
}

static void offer_endings(struct search *search, const struct plan *plan)
{
    for (size_t i = 0; i < plan->ending_count; i++)
        offer(search, plan->endings[i].id, plan->endings[i].condition);
}

static void offer_moments(struct search *search)
{
    for (int i = 0; moment_ids[i] != NULL; i++)
        if (i != MOMENT_LAUNCH && i != MOMENT_END)
            offer(search, moment_ids[i], moment_words((enum moment)i));
}

static void offer_drill(struct search *search)
{
    static const struct choice words[] = {{"script", {"看还有什么", NULL}}, {"inject", {"临时注入", NULL}}, {"pause", {"停表", NULL}}, {"run", {"走表", NULL}},
                                          {"rate", {"速度", NULL}},        {"postpone", {"推迟", NULL}},   {"score", {"评分", NULL}}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        offer(search, words[i].id, words[i].label);
}

static void offer_diagrams(struct search *search)
{
    for (int i = 0; i < DIAGRAM_KIND_COUNT; i++)
        offer(search, diagram_kind_ids[i], diagram_kind_words((enum diagram_kind)i));
}

static void offer_details(struct search *search, const struct plan *plan)
{
    for (size_t i = 0; i < detail_count(plan); i++)
        if (detail_fact(plan, i) == NULL)
            offer(search, detail_id(plan, i), detail_label(plan, i));
}

static void offer_forms(struct search *search)
{
    for (int i = 0; form_ids[i] != NULL; i++)
        offer(search, form_ids[i], form_words((enum form)i));
}

/* An act, then a task that it can be done to. */
static void offer_tasks(struct search *search, const struct line *line, size_t position)
{
    const struct session *session = search->scope->session;
    const struct plan *plan = session->loaded->plan;
    for (int i = 0; position == 1 && task_act_ids[i] != NULL; i++)
        offer(search, task_act_ids[i], (struct words){"", NULL});
    bool reopens = position == 2 && strcmp(line->words[1], "reopen") == 0;
    for (size_t i = 0; position <= 2 && i < plan->task_count; i++)
        if (task_is_pending(&session->record.tasks[i]) != reopens && session->record.tasks[i].status != TASK_NOT_CALLED)
            offer(search, plan->tasks[i].id, plan->tasks[i].what);
}

/* ---- the line ---- */

static void offer_arguments(struct search *search, const struct line *line, size_t position)
{
    const struct completion_scope *scope = search->scope;
    const struct shell_command *row = shell_command_find(scope->commands, line->words[0], NULL);
    if (row == NULL || (row->needs_incident && scope->session == NULL))
        return;
    bool first = position == 1;
    switch (row->argument) {
    case ARGUMENT_PLAN: if (first) offer_plans(search); break;
    case ARGUMENT_LANG: if (first) offer_languages(search); break;
    case ARGUMENT_COMMAND: if (first) offer_commands(search); break;
    case ARGUMENT_LEVEL: if (first) offer_levels(search, scope->session->loaded->plan); break;
    case ARGUMENT_FILE: search->found->files = first; break;
    case ARGUMENT_SETTINGS: offer_settings(search, false); break;
    case ARGUMENT_TRIAGE: offer_settings(search, true); break;
    case ARGUMENT_REPORT: offer_report(search, line); break;
    case ARGUMENT_INCIDENT: if (first) offer_incidents(search); break;
    case ARGUMENT_ACTOR: if (first && scope->session != NULL) offer_actors(search, scope->session->loaded->plan); break;
    case ARGUMENT_ENDING: if (first) offer_endings(search, scope->session->loaded->plan); break;
    case ARGUMENT_MOMENT: if (first) offer_moments(search); break;
    case ARGUMENT_DRILL:
        if (first)
            offer_drill(search);
        search->found->files = first;
        break;
    case ARGUMENT_DIAGRAM: if (first) offer_diagrams(search); break;
    case ARGUMENT_DETAIL: if (first) offer_details(search, scope->session->loaded->plan); break;
    case ARGUMENT_FORM: if (first) offer_forms(search); break;
    case ARGUMENT_TASK: offer_tasks(search, line, position); break;
    case ARGUMENT_NONE: break;
    }
}

static void offer_answers(struct search *search)
{
    const struct completion_scope *scope = search->scope;
    if (scope->part != NULL)
        offer_part(search, (enum report_part)(scope->part - report_parts));
    else
        offer_values(search, scope->session->loaded->plan, scope->fact);
    offer(search, "back", (struct words){"上一题", "the question before"});
    offer(search, "stop", (struct words){"结束", "leave"});
}

/* The longest beginning that all candidates share, in whole characters; nothing when it is not longer than what was typed. */
static void find_certain(struct completions *found, const char *typed)
{
    size_t common = found->count == 0 ? 0 : strlen(found->items[0].text), step;
    for (size_t i = 1; i < found->count; i++) {
        size_t same = 0;
        const char *a = found->items[0].text, *b = found->items[i].text;
        while (same < common && a[same] == b[same])
            same++;
        size_t whole = 0;
        while (whole < same && whole + (step = text_step(a + whole, common - whole)) <= same)
            whole += step;
        common = whole;
    }
    bool longer = common > strlen(typed) && strncmp(found->items[0].text, typed, strlen(typed)) == 0;
    if (found->count == 1 || longer)
        found->insert = arena_copy(&found->arena, found->items[0].text, common);
}

static void search_line(struct search *search, struct line *line)
{
    const struct completion_scope *scope = search->scope;
    bool in_word = line->count > 0 && line->touches_end;
    size_t position = in_word ? line->count - 1 : line->count;
    if (in_word) {
        search->typed = line->words[position];
        search->typed_size = strlen(search->typed);
        line->count--; /* the words before it */
    }
    const char *typed = search->typed;
    if (scope->fact != NULL || scope->part != NULL)
        offer_answers(search);
    else if (position == 0)
        offer_commands(search);
    else
        offer_arguments(search, line, position);
    find_certain(search->found, typed);
}

int completions_find(const struct completion_scope *scope, const char *text, size_t cursor, struct completions *found)
{
    struct line line;
    struct search search = {.scope = scope, .found = found, .typed = "", .before = "", .after = ""};
    *found = (struct completions){.start = cursor};
    if (line_split(&line, text, cursor, NULL) != 0)
        return -1;
    if (line.count > 0 && line.touches_end)
        found->start = line.last_start;
    pinyin_open(&search.pinyin);
    search_line(&search, &line);
    pinyin_close(&search.pinyin);
    line_release(&line);
    return search.failed ? -1 : 0;
}

void completions_release(struct completions *found)
{
    arena_release(&found->arena);
    *found = (struct completions){.count = 0};
}

/* ---- abbreviations ---- */

static bool is_name(const struct shell_command *row, const char *word)
{
    return strcmp(row->about.name, word) == 0 || (row->also[0] != NULL && strcmp(row->also[0], word) == 0) ||
           (row->also[1] != NULL && strcmp(row->also[1], word) == 0);
}

static bool begins_name(const struct shell_command *row, const char *word)
{
    size_t size = strlen(word);
    return strncmp(row->about.name, word, size) == 0 || (row->also[0] != NULL && strncmp(row->also[0], word, size) == 0) ||
           (row->also[1] != NULL && strncmp(row->also[1], word, size) == 0);
}

static void flaw_unknown(const struct shell_command *table, const char *word, struct err *err)
{
    struct nearest near = nearest_to(word, strlen(word));
    for (const struct shell_command *row = table; row->about.name != NULL; row++) {
        nearest_offer(&near, row->about.name);
        for (size_t i = 0; i < 2 && row->also[i] != NULL; i++)
            nearest_offer(&near, row->also[i]);
    }
    err_set(err, ERR_USAGE, "没有命令“%s”（help 列出全部）", "there is no command \"%s\" (help lists them)", text_clip(word, strlen(word)).str);
    err_set_hint(err, near.best);
}

const struct shell_command *shell_command_find(const struct shell_command *table, const char *word, struct err *err)
{
    const struct shell_command *found = NULL;
    char candidates[200] = "";
    size_t used = 0, count = 0;
    for (const struct shell_command *row = table; row->about.name != NULL; row++) {
        if (is_name(row, word))
            return row;
        if (!begins_name(row, word))
            continue;
        found = row;
        if (used < sizeof candidates)
            used += (size_t)snprintf(candidates + used, sizeof candidates - used, "%s%s", count++ > 0 ? ", " : "", row->about.name);
    }
    if (count == 1)
        return found;
    if (count > 1)
        err_set(err, ERR_USAGE, "“%s”不止一个命令：%s", "\"%s\" could be several commands: %s", text_clip(word, strlen(word)).str, candidates);
    else
        flaw_unknown(table, word, err);
    return NULL;
}
