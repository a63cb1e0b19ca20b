/* Assessments as JSON. See answer.h. */
#include "cli/answer.h"

#include <stdlib.h>
#include <string.h>

#include "cli/compose.h"

struct answer_maker {
    const struct ruleset *rules;
    enum lang lang;
    struct text *clauses; /* by rule, quoted, behind a comma */
    struct text *facts;   /* by fact, the same */
};

#define COMMA ", "
#define COMMA_SIZE (sizeof COMMA - 1)

static bool quote(struct text *into, const char *str)
{
    text_add_str(into, COMMA);
    text_add_json_str(into, str);
    return !into->failed;
}

struct answer_maker *answer_maker_new(const struct ruleset *rules, enum lang lang)
{
    const struct plan *plan = rules->plan;
    struct answer_maker *maker = calloc(1, sizeof *maker);
    if (maker == NULL)
        return NULL;
    maker->rules = rules;
    maker->lang = lang;
    maker->clauses = calloc(plan->rule_count + 1, sizeof *maker->clauses);
    maker->facts = calloc(plan->fact_count + 1, sizeof *maker->facts);
    bool good = maker->clauses != NULL && maker->facts != NULL;
    for (size_t i = 0; i < plan->rule_count && good; i++)
        good = quote(&maker->clauses[i], plan->rules[i].clause);
    for (size_t i = 0; i < plan->fact_count && good; i++)
        good = quote(&maker->facts[i], plan->facts[i].id);
    if (good)
        return maker;
    answer_maker_free(maker);
    return NULL;
}

void answer_maker_free(struct answer_maker *maker)
{
    if (maker == NULL)
        return;
    for (size_t i = 0; maker->clauses != NULL && i < maker->rules->plan->rule_count; i++)
        text_release(&maker->clauses[i]);
    for (size_t i = 0; maker->facts != NULL && i < maker->rules->plan->fact_count; i++)
        text_release(&maker->facts[i]);
    free(maker->clauses);
    free(maker->facts);
    free(maker);
}

#define ADD(out, literal) text_add(out, literal, sizeof(literal) - 1)

static void add_id(const struct json *json, uint32_t id, struct text *out)
{
    ADD(out, "{\"id\": ");
    if (json == NULL || id == 0)
        ADD(out, "null");
    else if (json->nodes[id].escaped)
        text_add_json(out, json->nodes[id].data, json->nodes[id].size);
    else /* without escapes the text between the quotes is good JSON as it is */
        text_add(out, json->nodes[id].data - 1, json->nodes[id].size + 2);
}

/* Levels and flags are put together apart and added at once: a batch spends its time here. */
struct pen {
    char line[96]; /* the longest is 71 bytes */
    size_t size;
};

static inline void put(struct pen *pen, const char *data, size_t size)
{
    memcpy(pen->line + pen->size, data, size);
    pen->size += size;
}
#define PUT(pen, literal) put(pen, literal, sizeof(literal) - 1)

static void put_level(struct pen *pen, int level)
{
    if (level == LEVEL_NONE)
        PUT(pen, "null");
    else
        pen->line[pen->size++] = (char)('0' + level);
}

static void add_levels(const struct assessment *assessment, struct text *out)
{
    struct pen pen = {.size = 0};
    PUT(&pen, ", \"level\": ");
    put_level(&pen, assessment->level);
    PUT(&pen, ", \"possible\": ");
    put_level(&pen, assessment->possible);
    if (is_settled(assessment))
        PUT(&pen, ", \"settled\": true, \"safe_level\": ");
    else
        PUT(&pen, ", \"settled\": false, \"safe_level\": ");
    put_level(&pen, assessment->safe_level);
    text_add(out, pen.line, pen.size);
}

static void add_string(struct text *out, const struct text *string, uint32_t index)
{
    size_t skip = index == 0 ? COMMA_SIZE : 0;
    text_add(out, string->data + skip, string->size - skip);
}

static void add_grade(const struct answer_maker *maker, int grade, struct text *out)
{
    ADD(out, ", \"event_grade\": ");
    if (grade < 0)
        ADD(out, "null");
    else
        text_add_json_str(out, maker->rules->plan->grades[grade].id);
}

static void add_warnings(const struct answer_maker *maker, const struct answer *answer, struct text *out)
{
    struct text warnings[WARNINGS_MAX] = {{0}};
    size_t count = answer_warnings(maker->rules, answer->incident, answer->assessment, maker->lang, warnings);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            ADD(out, ", ");
        text_add_json_str(out, text_str(&warnings[i]));
        out->failed = out->failed || warnings[i].failed;
        text_release(&warnings[i]);
    }
}

void answer_add(const struct answer_maker *maker, const struct answer *answer, struct text *out)
{
    const struct assessment *assessment = answer->assessment;
    add_id(answer->json, answer->id, out);
    add_levels(assessment, out);
    add_grade(maker, assessment->grade, out);
    ADD(out, ", \"clauses\": [");
    for (uint32_t i = 0; i < assessment->held_count; i++)
        add_string(out, &maker->clauses[assessment->held[i]], i);
    ADD(out, "], \"ask\": [");
    for (uint32_t i = 0; i < assessment->ask_count; i++)
        add_string(out, &maker->facts[assessment->ask[i]], i);
    ADD(out, "], \"warnings\": [");
    add_warnings(maker, answer, out);
    ADD(out, "]}\n");
}

void answer_add_error(const struct answer_maker *maker, const struct json *json, uint32_t id, const struct err *err, struct text *out)
{
    add_id(json, id, out);
    ADD(out, ", \"error\": {\"code\": ");
    text_add_json_str(out, err_name(err->code));
    ADD(out, ", \"message\": ");
    struct text message = {0};
    text_add_str(&message, err_message(err, maker->lang));
    if (err->hint[0] != '\0')
        text_addf(&message, maker->lang == LANG_EN ? "; did you mean: %s" : "；是否指：%s", err->hint);
    if (err->line == 1 && err->code == ERR_JSON)
        text_addf(&message, maker->lang == LANG_EN ? " (column %u)" : "（第 %u 列）", err->column);
    text_add_json_str(out, text_str(&message));
    text_release(&message);
    ADD(out, ", \"path\": ");
    text_add_json_str(out, err->pointer);
    ADD(out, "}}\n");
}

int override_parameters(struct incident *incident, const struct args *args, struct err *err)
{
    const char *given;
    int64_t days;
    for (size_t i = 0; (given = args_option(args, "--param", i)) != NULL; i++) {
        const struct parameter *parameter = read_parameter(incident->plan, given, &days, err);
        if (parameter == NULL)
            return -1;
        incident->days[parameter - incident->plan->parameters] = days;
        incident->overridden[parameter - incident->plan->parameters] = true;
    }
    return 0;
}

const char *answer_doubt(const struct assessment *assessment, enum lang lang)
{
    if (assessment->exact)
        return "";
    return lang == LANG_EN ? " (not all worked out: could be worse)" : "（未能全部算清，可能更重）";
}

static void warn_inexact(enum lang lang, struct text *warning)
{
    text_add_str(warning, lang == LANG_EN ? "Not proven to the end, there are too many combinations of rules and missing facts: what is said to be proven holds, but more may be "
                                            "true; of the facts to ask for, some may not matter."
                                          : "规则与缺失事实的组合过多，未能算到底：说已证实的都成立，但实际可能更重；列出要问的事实，有的可能无关。");
}

static void warn_hole(const struct plan *plan, const struct assessment *assessment, enum lang lang, struct text *warning)
{
    const struct level *literal = plan_find_level(plan, assessment->level), *safe = plan_find_level(plan, assessment->safe_level);
    const char *none = lang == LANG_EN ? "no level" : "未达任何级别";
    text_addf(warning,
              lang == LANG_EN ? "The text has a hole: literally %s; with upper bounds on harm dropped, %s. Act on the latter."
                              : "条文有空档：按字面为%s；去掉伤害的上限则为%s，建议按后者执行。",
              literal == NULL ? none : words_in(literal->name, lang), safe == NULL ? none : words_in(safe->name, lang));
}

/* A parameter matters when the log has a report that it counts. */
static bool is_counted(const struct ruleset *rules, const struct incident *incident, size_t parameter)
{
    for (uint32_t i = 0; i < rules->graded_count; i++) {
        if (rules->measures[i].unit == UNIT_FACTS || rules->measures[i].parameter != (int)parameter)
            continue;
        for (size_t r = 0; r < incident->reports.count; r++)
            if (incident->reports.items[r].disease == rules->measures[i].disease)
                return true;
    }
    return false;
}

static void warn_parameters(const struct ruleset *rules, const struct incident *incident, enum lang lang, struct text *changed,
                            struct text *unconfirmed)
{
    const struct plan *plan = rules->plan;
    for (size_t i = 0; i < plan->parameter_count; i++) {
        const struct parameter *parameter = &plan->parameters[i];
        long long now = (long long)incident->days[i];
        if (incident->overridden[i])
            text_addf(changed, lang == LANG_EN ? "%s%s = %lld days (plan: %lld)" : "%s%s = %lld 天（预案 %lld 天）", changed->size ? ", " : "",
                      parameter->id, now, (long long)parameter->days);
        else if (!parameter->confirmed && is_counted(rules, incident, i))
            text_addf(unconfirmed, lang == LANG_EN ? "%s%s = %lld days" : "%s%s = %lld 天", unconfirmed->size ? ", " : "", parameter->id, now);
    }
}

static size_t keep(struct text warnings[WARNINGS_MAX], size_t count, struct text *list, const char *lead)
{
    if (list->size > 0)
        text_addf(&warnings[count++], "%s%s", lead, text_str(list));
    text_release(list);
    return count;
}

size_t answer_warnings(const struct ruleset *rules, const struct incident *incident, const struct assessment *assessment, enum lang lang,
                       struct text warnings[WARNINGS_MAX])
{
    size_t count = 0;
    if (!assessment->exact)
        warn_inexact(lang, &warnings[count++]);
    else if (assessment->level != assessment->safe_level)
        warn_hole(rules->plan, assessment, lang, &warnings[count++]);
    if (rules->plan->parameter_count == 0)
        return count;
    struct text changed = {0}, unconfirmed = {0};
    warn_parameters(rules, incident, lang, &changed, &unconfirmed);
    count = keep(warnings, count, &changed, lang == LANG_EN ? "Parameters overridden: " : "参数已改：");
    return keep(warnings, count, &unconfirmed, lang == LANG_EN ? "No published figure, to be confirmed by the office: " : "无公布数值，待办公室确认：");
}
