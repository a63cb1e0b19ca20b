/* A CAP message in words. See cap_words.h. */
#include "cli/cap_words.h"

#include <stdlib.h>
#include <string.h>

#include "cli/entry_words.h"
#include "rules/duty.h"
#include "rules/words.h"

#define TASKS_OF_KIND 3 /* that an instruction names */

static const char *say(const struct cap_step *it, const char *zh, const char *en)
{
    return app_say(it->app, zh, en);
}

static const struct plan *plan_of(const struct cap_step *it)
{
    return it->past->record.plan;
}

static const char *level_words(const struct cap_step *it)
{
    return words_level(plan_of(it), it->step->after.level, it->app->lang);
}

const char *cap_body(const struct cap_step *it)
{
    struct ref actor;
    const char *role = it->step->entry->role;
    const struct plan *plan = plan_of(it);
    if (response_find_actor(plan, role, strlen(role), &actor, NULL) != 0)
        return role;
    if (actor.kind == ACTOR_POST && plan->organisation.posts[actor.index].body.index >= 0)
        return words_in(plan->organisation.bodies[plan->organisation.posts[actor.index].body.index].name, it->app->lang);
    return words_in(plan_actor_words(plan, &actor), it->app->lang);
}

/* ---- the headline ---- */

/* Whole characters of what is longer than a headline may be. */
static void add_clipped(struct text *out, const char *str)
{
    size_t size = strlen(str), at = 0;
    for (int count = 0; at < size; count++) {
        if (count == CAP_HEADLINE_MAX - 1 && at + text_step(str + at, size - at) < size) {
            text_add_str(out, "…");
            return;
        }
        size_t step = text_step(str + at, size - at);
        text_add(out, str + at, step);
        at += step;
    }
}

void cap_headline(const struct cap_step *it, struct text *out)
{
    static const struct words phrases[STEP_COUNT] = {
        [STEP_LAUNCH] = {"%s启动%s", "%s launched %s"},
        [STEP_RAISE] = {"%s将响应提高到%s", "%s raised the response to %s"},
        [STEP_LOWER] = {"%s将响应降低到%s", "%s lowered the response to %s"},
        [STEP_HAND_OVER] = {"%s移交指挥权，%s", "%s handed command over, %s"},
        [STEP_TAKE_BACK] = {"%s收回指挥权，%s", "%s took command back, %s"},
        [STEP_END] = {"%s结束%s", "%s ended %s"},
    };
    struct text line = {0};
    const struct record *record = &it->past->record;
    text_add_str(&line, record->drill ? say(it, "【演练】", "EXERCISE: ") : "");
    text_addf(&line, words_in(phrases[it->step->step], it->app->lang), cap_body(it), level_words(it));
    if (record->title[0] != '\0')
        text_addf(&line, "%s%s", say(it, "：", ": "), record->title);
    add_clipped(out, text_str(&line));
    out->failed = out->failed || line.failed;
    text_release(&line);
}

/* ---- the description ---- */

static void add_assessed(const struct cap_step *it, struct text *out)
{
    enum lang lang = it->app->lang;
    int proven = it->step->proven, possible = it->step->possible;
    if (proven < 0 || possible < 0)
        return;
    text_addf(out, say(it, "定级：已证明%s", "Graded: proven %s"), words_level(plan_of(it), proven == 0 ? LEVEL_NONE : proven, lang));
    if (possible != proven)
        text_addf(out, say(it, "，可能%s", ", possible %s"), words_level(plan_of(it), possible == 0 ? LEVEL_NONE : possible, lang));
    text_add_str(out, "\n");
}

static void add_held(const struct cap_step *it, struct text *out)
{
    const struct assessment *assessment = &it->past->assessment;
    for (uint32_t i = 0; i < assessment->held_count; i++) {
        const struct rule *rule = &plan_of(it)->rules[assessment->held[i]];
        text_addf(out, say(it, "依据：%s %s\n", "Proof: %s %s\n"), rule->clause, words_in(rule->says, it->app->lang));
    }
}

static void add_facts(const struct cap_step *it, struct text *out)
{
    const struct plan *plan = plan_of(it);
    const struct incident *incident = &it->past->record.incident;
    size_t shown = 0;
    for (size_t i = 0; i < plan->fact_count; i++) {
        if (!incident->facts[i].given)
            continue;
        text_addf(out, "%s%s ", shown++ == 0 ? say(it, "已知：", "Known: ") : say(it, "；", "; "), words_in(plan->facts[i].label, it->app->lang));
        words_known(out, plan, &plan->facts[i], &incident->facts[i], it->app->lang);
    }
    text_add_str(out, shown > 0 ? "\n" : "");
    if (incident->reports.count > 0)
        text_addf(out, say(it, "疫情报告：%zu 份\n", "Outbreak reports: %zu\n"), incident->reports.count);
}

void cap_description(const struct cap_step *it, struct text *out)
{
    const struct course_step *step = it->step;
    const struct record *record = &it->past->record;
    if (record->title[0] != '\0')
        text_addf(out, say(it, "事件：%s\n", "Event: %s\n"), record->title);
    text_add_str(out, say(it, "决定：", "Decision: "));
    entry_words(it->app, plan_of(it), step->entry, out);
    text_addf(out, say(it, "［%s］\n", " [%s]\n"), step->row->clause);
    if (step->after.provisional)
        text_add_str(out, say(it, "按初步判断，查明后变更。\n", "On a first guess, to be changed once the facts are known.\n"));
    if (step_names_level(step->step)) {
        add_assessed(it, out);
        add_held(it, out);
    }
    add_facts(it, out);
    if (step->entry->reason[0] != '\0')
        text_addf(out, say(it, "理由：%s\n", "Reason: %s\n"), step->entry->reason);
    text_addf(out, say(it, "预案：%s %s", "Plan: %s %s"), words_in(plan_of(it)->title, it->app->lang),
              plan_of(it)->document.number == NULL ? "" : plan_of(it)->document.number);
}

/* ---- the instruction ---- */

/* While a response runs: what the first hour needs. When it has ended: what is left to do. */
static bool is_named(const struct cap_step *it, int kind)
{
    if (it->step->step == STEP_END)
        return kind == TASK_END || kind == TASK_RECOVERY;
    return kind == TASK_REPORT || kind == TASK_FIRST || kind == TASK_RESPONSE || kind == TASK_SPECIAL;
}

static void add_task(const struct cap_step *it, const struct due_task *due, size_t number, struct text *out)
{
    const struct task *task = due->task;
    text_addf(out, "%s%zu. ", number > 1 ? "\n" : "", number);
    brief_actors(out, plan_of(it), task->owners, task->owner_count, it->app->lang);
    text_addf(out, "%s%s", say(it, "：", ": "), words_in(task->what, it->app->lang));
    if (task->deadline.at.node != 0)
        brief_deadline(it->app, &task->deadline, out);
    if (due->standing == CONDITION_OPEN)
        text_add_str(out, say(it, "〔视情形〕", " (if it applies)"));
    text_addf(out, say(it, "［%s］", " [%s]"), task->clause);
}

int cap_instruction(const struct cap_step *it, struct text *out, struct err *err)
{
    const struct plan *plan = plan_of(it);
    struct due_task *due = calloc(plan->task_count + 1, sizeof *due);
    int count = due == NULL ? err_no_memory(err) : duty_tasks(it->past->assessor, plan, it->step->after.level, due, err);
    size_t of_kind[TASK_KIND_COUNT] = {0}, named = 0;
    for (int i = 0; i < count; i++)
        if (is_named(it, due[i].task->kind) && of_kind[due[i].task->kind]++ < TASKS_OF_KIND)
            add_task(it, &due[i], ++named, out);
    free(due);
    return count < 0 ? -1 : 0;
}

/* ---- the area ---- */

static const char *place_of(const struct cap_step *it)
{
    return it->past->record.details[DETAIL_PLACE].text;
}

static bool is_in_place(const struct county *county, const char *place)
{
    bool named = strstr(place, county->name.zh) != NULL || strstr(place, county->name.en) != NULL;
    for (size_t i = 0; i < county->alias_count; i++)
        named = named || strstr(place, county->aliases[i]) != NULL;
    return named;
}

uint64_t cap_counties(const struct cap_step *it)
{
    const struct report_log *log = &it->past->record.incident.reports;
    const struct city *city = plan_of(it)->city;
    uint64_t counties = 0;
    for (size_t i = 0; i < log->count; i++)
        counties |= UINT64_C(1) << log->items[i].county;
    for (size_t i = 0; i < city->county_count && place_of(it) != NULL; i++)
        counties |= (uint64_t)is_in_place(&city->counties[i], place_of(it)) << i;
    return counties;
}

void cap_area(const struct cap_step *it, uint64_t counties, struct text *out)
{
    const struct city *city = plan_of(it)->city;
    size_t shown = 0;
    text_add_str(out, city->name.zh == NULL ? city->id : words_in(city->name, it->app->lang));
    for (size_t i = 0; i < city->county_count; i++)
        if (counties >> i & 1)
            text_addf(out, "%s%s", shown++ == 0 ? say(it, "：", ": ") : say(it, "、", ", "), words_in(city->counties[i].name, it->app->lang));
    if (place_of(it) != NULL)
        text_addf(out, say(it, "（%s）", " (%s)"), place_of(it));
}
