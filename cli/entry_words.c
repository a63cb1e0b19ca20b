/* Journal entries in words. See entry_words.h. */
#include "cli/entry_words.h"

#include <string.h>

#include "core/json.h"
#include "core/number.h"
#include "core/record.h"
#include "core/scenario.h"
#include "rules/words.h"

#define REPORTS_SHOWN 3
#define HEAD_SHOWN 16 /* digits of a head: enough to find it on the detail */

struct saying {
    const struct app *app;
    const struct plan *plan; /* NULL when it is not loaded */
    const struct entry *entry;
    const struct json *json; /* of the body */
    struct text *out;
};

/* ---- parts of a body ---- */

static void add_node(const struct saying *saying, const struct json_node *node)
{
    text_add(saying->out, node->data, node->size);
}

/* Of what may be anything at all. */
static void add_clipped(const struct saying *saying, const struct json_node *node)
{
    text_add_str(saying->out, text_clip(node->data, node->size).str);
}

static const struct json_node *member(const struct saying *saying, const char *key, enum json_type type)
{
    uint32_t node = json_member(saying->json, 0, key);
    return node != 0 && saying->json->nodes[node].type == type ? &saying->json->nodes[node] : NULL;
}

static bool integer_member(const struct saying *saying, const char *key, int64_t *value)
{
    struct number number;
    const struct json_node *node = member(saying, key, JSON_NUMBER);
    if (node == NULL || number_parse(node->data, node->size, false, &number) != NUMBER_OK)
        return false;
    *value = number.whole;
    return true;
}

static bool flag_member(const struct saying *saying, const char *key)
{
    return member(saying, key, JSON_TRUE) != NULL;
}

static const char *say(const struct saying *saying, const char *zh, const char *en)
{
    return app_say(saying->app, zh, en);
}

static const char *in_lang(const struct saying *saying, struct words words)
{
    return words_in(words, saying->app->lang);
}

static bool add_time(const struct saying *saying, int64_t time)
{
    char buffer[CLOCK_TEXT_SIZE];
    if (time < 0 || time > JOURNAL_TIME_MAX)
        return false;
    clock_print(&saying->app->clock, time, buffer);
    text_add_str(saying->out, buffer);
    return true;
}

/* Things said in brackets behind the phrase: open with the first, close when there was any. */
static void add_aside(const struct saying *saying, bool *open, const char *str)
{
    text_add_str(saying->out, *open ? say(saying, "，", ", ") : say(saying, "（", " ("));
    text_add_str(saying->out, str);
    *open = true;
}

static void close_asides(const struct saying *saying, bool open)
{
    text_add_str(saying->out, open ? say(saying, "）", ")") : "");
}

/* ---- opening, notes, shifts ---- */

static bool say_open(const struct saying *saying, struct words words)
{
    const struct json_node *title = member(saying, "title", JSON_STRING), *plan = member(saying, "plan", JSON_STRING);
    bool open = false;
    text_add_str(saying->out, in_lang(saying, words));
    if (title != NULL && title->size > 0) {
        text_add_str(saying->out, say(saying, "：", ": "));
        add_node(saying, title);
    }
    if (saying->plan != NULL)
        add_aside(saying, &open, in_lang(saying, saying->plan->short_title));
    else if (plan != NULL)
        add_aside(saying, &open, text_clip(plan->data, plan->size).str);
    if (flag_member(saying, "drill"))
        add_aside(saying, &open, say(saying, "演练", "EXERCISE"));
    close_asides(saying, open);
    return true;
}

static bool say_plainly(const struct saying *saying, struct words words)
{
    text_add_str(saying->out, in_lang(saying, words));
    return true;
}

static bool say_string(const struct saying *saying, const char *key, struct words words)
{
    const struct json_node *node = member(saying, key, JSON_STRING);
    if (node == NULL)
        return false;
    text_add_str(saying->out, in_lang(saying, words));
    add_node(saying, node);
    return true;
}

static bool say_note(const struct saying *saying, struct words words)
{
    return say_string(saying, "text", words);
}

static bool say_detail(const struct saying *saying, struct words words)
{
    const struct json_node *key = member(saying, "key", JSON_STRING), *text = member(saying, "text", JSON_STRING);
    if (key == NULL || text == NULL)
        return false;
    int detail = saying->plan == NULL ? -1 : detail_find(saying->plan, key->data, key->size);
    if (detail >= 0)
        text_add_str(saying->out, in_lang(saying, detail_label(saying->plan, (size_t)detail)));
    else
        add_clipped(saying, key);
    text_add_str(saying->out, in_lang(saying, words));
    if (text->size > 0)
        add_node(saying, text);
    else
        text_add_str(saying->out, say(saying, "不明", "unknown"));
    return true;
}

static bool say_issue(const struct saying *saying, struct words words)
{
    const struct json_node *id = member(saying, "form", JSON_STRING);
    int64_t number;
    if (id == NULL || !integer_member(saying, "number", &number))
        return false;
    int form = form_find(id->data, id->size);
    text_addf(saying->out, in_lang(saying, words), form >= 0 ? in_lang(saying, form_words((enum form)form)) : text_clip(id->data, id->size).str, (long long)number);
    return true;
}

static bool say_as_of(const struct saying *saying, struct words words)
{
    return say_string(saying, "date", words);
}

static bool say_shift(const struct saying *saying, struct words words)
{
    const struct json_node *head = member(saying, "head", JSON_STRING);
    if (!say_string(saying, "to", words))
        return false;
    if (head != NULL && head->size >= HEAD_SHOWN) {
        text_add_str(saying->out, say(saying, "（链头 ", " (head "));
        text_add(saying->out, head->data, HEAD_SHOWN);
        text_add_str(saying->out, say(saying, "…）", "…)"));
    }
    return true;
}

static bool say_undo(const struct saying *saying, struct words words)
{
    int64_t seq;
    if (!integer_member(saying, "seq", &seq))
        return false;
    text_addf(saying->out, in_lang(saying, words), (long long)seq);
    return true;
}

static bool say_clock(const struct saying *saying, struct words words)
{
    int64_t rate;
    text_add_str(saying->out, in_lang(saying, words));
    if (!add_time(saying, saying->entry->drill_time))
        return false;
    if (integer_member(saying, "rate", &rate))
        text_addf(saying->out, rate == 0 ? say(saying, "，暂停", ", paused") : say(saying, "，速度 %lld%%", ", at %lld%% of real time"), (long long)rate);
    return true;
}

static bool say_moment(const struct saying *saying, struct words words)
{
    int64_t time;
    const struct json_node *node = member(saying, "moment", JSON_STRING);
    if (node == NULL || !integer_member(saying, "time", &time))
        return false;
    int moment = 0;
    while (moment_ids[moment] != NULL && !text_equal(node->data, node->size, moment_ids[moment]))
        moment++;
    if (moment_ids[moment] != NULL)
        text_addf(saying->out, in_lang(saying, words), in_lang(saying, moment_words((enum moment)moment)));
    else
        text_addf(saying->out, in_lang(saying, words), text_clip(node->data, node->size).str);
    return add_time(saying, time);
}

static bool say_parameter(const struct saying *saying, struct words words)
{
    int64_t days;
    const struct json_node *id = member(saying, "id", JSON_STRING);
    if (id == NULL || !integer_member(saying, "days", &days))
        return false;
    const struct parameter *parameter = saying->plan == NULL ? NULL : plan_find_parameter(saying->plan, id->data, id->size);
    text_add_str(saying->out, in_lang(saying, words));
    if (parameter != NULL)
        text_add_str(saying->out, in_lang(saying, parameter->name));
    else
        add_node(saying, id);
    text_addf(saying->out, say(saying, " = %lld 日", " = %lld days"), (long long)days);
    return true;
}

/* ---- facts ---- */

static void add_level(const struct saying *saying, int64_t number)
{
    const struct level *level = saying->plan == NULL ? NULL : plan_find_level(saying->plan, number);
    if (number == 0)
        text_add_str(saying->out, say(saying, "未达任何级别", "no level"));
    else if (level != NULL)
        text_add_str(saying->out, in_lang(saying, level->name));
    else
        text_addf(saying->out, say(saying, "%lld级", "level %lld"), (long long)number);
}

static void add_scalar(const struct saying *saying, const struct fact *fact, const struct json_node *node)
{
    int value = -1;
    if (fact != NULL && fact->type == FACT_ENUM && node->type == JSON_STRING)
        value = fact_find_value(fact, node->data, node->size);
    if (value >= 0)
        words_value(saying->out, saying->plan, fact, value, saying->app->lang);
    else if (fact != NULL && fact->type == FACT_LEVEL && node->type == JSON_NUMBER && node->size == 1)
        add_level(saying, node->data[0] - '0');
    else if (node->type == JSON_TRUE || node->type == JSON_FALSE)
        text_add_str(saying->out, node->type == JSON_TRUE ? say(saying, "是", "yes") : say(saying, "否", "no"));
    else
        add_clipped(saying, node);
}

static void add_value(const struct saying *saying, const struct fact *fact, uint32_t node)
{
    const struct json_node *nodes = saying->json->nodes;
    uint32_t min = json_member(saying->json, node, "min"), max = json_member(saying->json, node, "max");
    if (min == 0 && max == 0) {
        add_scalar(saying, fact, &nodes[node]);
    } else {
        text_add_str(saying->out, max == 0 ? "≥" : min == 0 ? "≤" : "");
        add_scalar(saying, fact, &nodes[min != 0 ? min : max]);
        if (min != 0 && max != 0) {
            text_add_str(saying->out, "..");
            add_scalar(saying, fact, &nodes[max]);
        }
    }
    if (fact == NULL || fact->unit.zh == NULL)
        return;
    text_add_str(saying->out, " ");
    text_add_str(saying->out, in_lang(saying, fact->unit));
}

static const struct fact *add_fact_name(const struct saying *saying, const struct json_node *id)
{
    const struct fact *fact = saying->plan == NULL ? NULL : plan_find_fact(saying->plan, id->data, id->size);
    if (fact != NULL)
        text_add_str(saying->out, in_lang(saying, fact->label));
    else
        add_clipped(saying, id);
    return fact;
}

static void add_facts(const struct saying *saying, uint32_t facts)
{
    const struct json_node *nodes = saying->json->nodes;
    for (uint32_t key = facts + 1; key < nodes[facts].next; key = nodes[key + 1].next) {
        text_add_str(saying->out, key == facts + 1 ? "" : say(saying, "，", ", "));
        const struct fact *fact = add_fact_name(saying, &nodes[key]);
        text_add_str(saying->out, " ");
        add_value(saying, fact, key + 1);
    }
}

static void add_unset(const struct saying *saying, uint32_t list)
{
    const struct json_node *nodes = saying->json->nodes;
    for (uint32_t at = list + 1; at < nodes[list].next; at = nodes[at].next) {
        text_add_str(saying->out, at == list + 1 ? "" : say(saying, "、", ", "));
        add_fact_name(saying, &nodes[at]);
    }
}

static bool has_items(const struct saying *saying, uint32_t node, enum json_type type)
{
    return node != 0 && saying->json->nodes[node].type == type && saying->json->nodes[node].count > 0;
}

static bool say_set(const struct saying *saying, struct words words)
{
    uint32_t facts = json_member(saying->json, 0, "facts"), unset = json_member(saying->json, 0, "unset");
    bool set = has_items(saying, facts, JSON_OBJECT), lost = has_items(saying, unset, JSON_ARRAY);
    if (set) {
        text_add_str(saying->out, in_lang(saying, words));
        add_facts(saying, facts);
    }
    if (lost) {
        text_add_str(saying->out, set ? say(saying, "；", "; ") : "");
        text_add_str(saying->out, say(saying, "改为不明：", "now unknown: "));
        add_unset(saying, unset);
    }
    return set || lost;
}

/* ---- outbreak reports ---- */

static void add_county(const struct saying *saying, const struct json_node *node)
{
    int county = saying->plan == NULL ? -1 : city_find_county(saying->plan->city, node->data, node->size);
    if (county >= 0)
        text_add_str(saying->out, in_lang(saying, saying->plan->city->counties[county].name));
    else
        add_clipped(saying, node);
}

static void add_disease(const struct saying *saying, const struct json_node *node)
{
    int disease = saying->plan == NULL ? -1 : plan_find_disease(saying->plan, node->data, node->size);
    if (disease >= 0)
        text_add_str(saying->out, in_lang(saying, saying->plan->diseases[disease].name));
    else
        add_clipped(saying, node);
}

static void add_spread(const struct saying *saying, const struct json_node *node)
{
    int spread = spread_find(node->data, node->size);
    if (spread >= 0)
        text_add_str(saying->out, in_lang(saying, spread_words((enum spread)spread)));
    else
        add_clipped(saying, node);
}

static void add_report(const struct saying *saying, uint32_t report)
{
    static const struct {
        const char *key;
        void (*add)(const struct saying *saying, const struct json_node *node);
    } parts[] = {{"date", add_clipped},     {"county", add_county},   {"township", add_clipped},
                 {"premises", add_clipped}, {"disease", add_disease}, {"spread", add_spread}};
    const char *between = "";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        uint32_t node = json_member(saying->json, report, parts[i].key);
        if (node == 0)
            continue;
        text_add_str(saying->out, between);
        parts[i].add(saying, &saying->json->nodes[node]);
        between = " ";
    }
    if (between[0] == '\0')
        add_clipped(saying, &saying->json->nodes[report]);
}

static bool say_reports(const struct saying *saying, struct words words)
{
    const struct json_node *nodes = saying->json->nodes;
    uint32_t list = json_member(saying->json, 0, "reports");
    if (!has_items(saying, list, JSON_ARRAY))
        return false;
    text_add_str(saying->out, in_lang(saying, words));
    uint32_t shown = 0;
    for (uint32_t at = list + 1; at < nodes[list].next && shown < REPORTS_SHOWN; at = nodes[at].next, shown++) {
        text_add_str(saying->out, shown == 0 ? "" : say(saying, "；", "; "));
        add_report(saying, at);
    }
    if (nodes[list].count > shown)
        text_addf(saying->out, say(saying, "……共 %u 份", " … %u in all"), nodes[list].count);
    return true;
}

/* ---- steps of the response ---- */

static void add_tier(const struct saying *saying, bool *open)
{
    const struct json_node *node = member(saying, "tier", JSON_STRING);
    int tier = 0;
    while (node != NULL && tier_ids[tier] != NULL && !text_equal(node->data, node->size, tier_ids[tier]))
        tier++;
    if (tier_ids[tier] != NULL)
        add_aside(saying, open, in_lang(saying, tier_words((enum tier)tier)));
    else
        add_aside(saying, open, text_clip(node->data, node->size).str);
}

/* A level that the assessment said when the step was taken; -1 when it was not written down. */
static int assessed_level(const struct saying *saying, const char *key)
{
    int64_t level;
    return integer_member(saying, key, &level) && level <= PLAN_LEVEL_MAX ? (int)level : -1;
}

static void add_departure(const struct saying *saying, int level)
{
    int proven = assessed_level(saying, "proven"), possible = assessed_level(saying, "possible");
    enum departure departure = level_departs(level, proven, possible);
    bool low = departure == DEPARTS_BELOW_PROVEN;
    if (departure == DEPARTS_NOT)
        return;
    if (!low && possible == 0) {
        text_add_str(saying->out, say(saying, "（按已知情况未达任何级别）", " (no level is possible on what is known)"));
        return;
    }
    text_add_str(saying->out, low ? say(saying, "（低于已证明的", " (below the proven ") : say(saying, "（高于可能的", " (above the possible "));
    add_level(saying, low ? proven : possible);
    text_add_str(saying->out, say(saying, "）", ")"));
}

static bool say_step(const struct saying *saying, struct words words)
{
    bool open = false;
    text_add_str(saying->out, in_lang(saying, words));
    add_tier(saying, &open);
    close_asides(saying, open);
    return true;
}

static bool say_level(const struct saying *saying, struct words words)
{
    int64_t level;
    bool open = false;
    if (!integer_member(saying, "level", &level) || level < 1 || level > PLAN_LEVEL_MAX)
        return false;
    text_add_str(saying->out, in_lang(saying, words));
    add_level(saying, level);
    add_tier(saying, &open);
    if (flag_member(saying, "provisional"))
        add_aside(saying, &open, say(saying, "初步判断", "on a first guess"));
    close_asides(saying, open);
    add_departure(saying, (int)level);
    return true;
}

static bool say_confirm(const struct saying *saying, struct words words)
{
    const struct json_node *id = member(saying, "condition", JSON_STRING);
    if (id == NULL)
        return false;
    text_add_str(saying->out, in_lang(saying, words));
    for (size_t i = 0; saying->plan != NULL && i < saying->plan->ending_count; i++)
        if (text_equal(id->data, id->size, saying->plan->endings[i].id)) {
            text_add_str(saying->out, in_lang(saying, saying->plan->endings[i].condition));
            return true;
        }
    add_node(saying, id);
    return true;
}

/* ---- tasks ---- */

static bool say_task(const struct saying *saying, struct words words)
{
    const struct json_node *id = member(saying, "task", JSON_STRING), *text = member(saying, "text", JSON_STRING);
    if (id == NULL)
        return false;
    int task = saying->plan == NULL ? -1 : plan_find_task(saying->plan, id->data, id->size);
    text_add_str(saying->out, say(saying, "任务", "task "));
    if (task >= 0) {
        text_addf(saying->out, say(saying, "“%s”", "\"%s\" "), in_lang(saying, saying->plan->tasks[task].what));
    } else {
        text_add_str(saying->out, say(saying, " ", ""));
        add_node(saying, id);
        text_add_str(saying->out, " ");
    }
    text_add_str(saying->out, in_lang(saying, words));
    if (text != NULL && text->size > 0) {
        text_add_str(saying->out, say(saying, "：", ": "));
        add_node(saying, text);
    }
    return true;
}

/* ---- drills ---- */

static bool say_scenario(const struct saying *saying, struct words words)
{
    (void)words;
    const struct json_node *incident = member(saying, "incident", JSON_STRING);
    text_add_str(saying->out, say(saying, "按情景演练：", "plays the scenario: "));
    if (incident != NULL)
        add_node(saying, incident);
    return incident != NULL;
}

static bool say_inject(const struct saying *saying, struct words words)
{
    const struct json_node *text = member(saying, "text", JSON_STRING), *medium = member(saying, "medium", JSON_STRING);
    if (member(saying, "skipped", JSON_TRUE) != NULL) {
        text_add_str(saying->out, say(saying, "情景注入：条件不符，略过", "inject left out: its condition did not hold"));
        return true;
    }
    if (text == NULL)
        return false;
    text_add_str(saying->out, in_lang(saying, words));
    for (int i = 1; medium != NULL && medium_ids[i] != NULL; i++)
        if (text_equal(medium->data, medium->size, medium_ids[i]))
            text_addf(saying->out, say(saying, "［%s］", "[%s] "), in_lang(saying, medium_words((enum medium)i)));
    add_node(saying, text);
    return true;
}

static bool say_postpone(const struct saying *saying, struct words words)
{
    const struct json_node *minutes = member(saying, "minutes", JSON_NUMBER);
    if (minutes == NULL)
        return false;
    text_add_str(saying->out, in_lang(saying, words));
    add_node(saying, minutes);
    text_add_str(saying->out, say(saying, " 分钟", " min"));
    return true;
}

/* ---- the table of types ---- */

static const struct phrase {
    const char *type;
    bool (*say)(const struct saying *saying, struct words words); /* false when the body is not as it should be */
    struct words words;
} phrases[] = {
    {"open", say_open, {"立案", "opened"}},
    {"set", say_set, {"写入：", "set: "}},
    {"report", say_reports, {"疫情报告：", "outbreak report: "}},
    {"as_of", say_as_of, {"定级日期：", "grading date: "}},
    {"parameter", say_parameter, {"参数：", "parameter: "}},
    {"moment", say_moment, {"%s时间：", "time of %s: "}},
    {"propose", say_level, {"建议启动", "proposed "}},
    {"launch", say_level, {"启动", "launched "}},
    {"raise", say_level, {"提高到", "raised to "}},
    {"lower", say_level, {"降低到", "lowered to "}},
    {"hand_over", say_step, {"移交指挥权", "handed command over"}},
    {"take_back", say_step, {"收回指挥权", "took command back"}},
    {"end", say_step, {"结束响应", "ended the response"}},
    {"recover", say_step, {"转入后期处置", "began recovery"}},
    {"close", say_step, {"归档", "closed the incident"}},
    {"dismiss", say_plainly, {"结案，不启动响应", "dismissed without a response"}},
    {"confirm", say_confirm, {"确认：", "confirmed: "}},
    {"accept", say_task, {"已接受", "accepted"}},
    {"done", say_task, {"完成", "done"}},
    {"skip", say_task, {"不适用", "not applicable"}},
    {"assign", say_task, {"交办", "assigned"}},
    {"reopen", say_task, {"重新打开", "reopened"}},
    {"note", say_note, {"备注：", "note: "}},
    {"detail", say_detail, {"：", ": "}},
    {"issue", say_issue, {"发出%s（第 %lld 份）", "issued the %s (number %lld)"}},
    {"undo", say_undo, {"更正第 %lld 条", "corrects entry %lld"}},
    {"shift", say_shift, {"交班给", "handed the shift over to "}},
    {"shift_accept", say_plainly, {"接班", "accepted the shift"}},
    {"clock", say_clock, {"演练时钟拨到 ", "drill clock moved to "}},
    {"scenario", say_scenario, {"", ""}},
    {"inject", say_inject, {"情景注入：", "inject: "}},
    {"postpone", say_postpone, {"后续情景推迟 ", "what is still to come is postponed by "}},
};

static bool say_in_words(const struct saying *saying)
{
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        if (strcmp(phrases[i].type, saying->entry->type) == 0)
            return phrases[i].say(saying, phrases[i].words);
    return false;
}

/* A body's strings may have anything in them: a phrase stays on its line and has no NUL. */
static void add_line(struct text *out, const char *data, size_t size)
{
    size_t plain = 0; /* where what is not yet added begins */
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)data[i] >= ' ' || (data[i] != '\n' && data[i] != '\r' && data[i] != '\t' && data[i] != '\0'))
            continue;
        text_add(out, data + plain, i - plain);
        text_add_str(out, data[i] == '\0' ? "\xEF\xBF\xBD" : " ");
        plain = i + 1;
    }
    text_add(out, data + plain, size - plain);
}

void entry_words(const struct app *app, const struct plan *plan, const struct entry *entry, struct text *out)
{
    struct json json = {0};
    struct text words = {0};
    struct saying saying = {app, plan, entry, &json, &words};
    struct err err = {.code = ERR_NONE};
    if (json_read(&json, entry->body, strlen(entry->body), &err) != 0 || !say_in_words(&saying)) {
        text_clear(&words);
        text_addf(&words, "%s %s", text_clip(entry->type, strlen(entry->type)).str, text_clip(entry->body, strlen(entry->body)).str);
    }
    add_line(out, text_str(&words), words.size);
    out->failed = out->failed || words.failed || err.code == ERR_MEMORY;
    text_release(&words);
    json_release(&json);
}

/* Its name, or the id itself. */
static const char *role_words(const struct plan *plan, const char *id, enum lang lang)
{
    struct ref actor;
    bool known = response_find_actor(plan, id, strlen(id), &actor, NULL) == 0;
    return known ? words_in(plan_actor_words(plan, &actor), lang) : id;
}

void entry_speaker(const struct app *app, const struct plan *plan, const struct entry *entry, struct text *out)
{
    const char *role = plan == NULL ? entry->role : role_words(plan, entry->role, app->lang);
    bool both = entry->name[0] != '\0' && role[0] != '\0';
    add_line(out, entry->name, strlen(entry->name));
    text_add_str(out, both ? app_say(app, "（", " (") : "");
    add_line(out, role, strlen(role));
    text_add_str(out, both ? app_say(app, "）", ")") : "");
}
