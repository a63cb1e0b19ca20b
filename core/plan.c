/* Looking things up in a plan, and the words for its vocabulary. */
#include "core/plan.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/text.h"

const char *const tier_ids[] = {"city", "county", "province", "nation", NULL};
const char *const step_ids[] = {"propose", "launch", "raise", "lower", "hand_over", "end", "take_back", "recover", "close", NULL};
const char *const category_ids[] = {"geo", "met", "safety", "security", "rescue", "fire", "health", "env", "transport", "infra", "cbrne", "other", NULL};
const char *const moment_ids[] = {"occurrence", "discovery", "report_received", "confirmed",
                                  "alert",      "launch",    "arrival",         "end",       NULL};
const char *const task_kind_ids[] = {"report", "alert",    "first", "response", "special", "support",
                                     "end",    "recovery", "body",  "group",    "member",  NULL};

void plan_forget_file(struct plan *plan)
{
    document_free(plan->file);
    plan->file = NULL;
}

void plan_free(struct plan *plan)
{
    if (plan == NULL)
        return;
    document_free(plan->file);
    arena_release(&plan->arena);
    free(plan);
}

const struct fact *plan_find_fact(const struct plan *plan, const char *id, size_t size)
{
    for (size_t i = 0; i < plan->fact_count; i++)
        if (plan->facts[i].id != NULL && text_equal(id, size, plan->facts[i].id))
            return &plan->facts[i];
    return NULL;
}

const struct level *plan_find_level(const struct plan *plan, int64_t number)
{
    for (size_t i = 0; i < plan->level_count; i++)
        if (plan->levels[i].number == number)
            return &plan->levels[i];
    return NULL;
}

/* "2", "2级", "II", "II级", or the level's name or its beginning. */
static bool names_level(const struct level *level, const char *typed)
{
    static const char *const roman[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
    static const char suffix[] = "级";
    size_t size = strlen(typed), tail = sizeof suffix - 1;
    size_t stem = size > tail && strcmp(typed + size - tail, suffix) == 0 ? size - tail : size;
    return (stem == 1 && typed[0] == '0' + level->number) || (stem == strlen(roman[level->number]) && strncasecmp(typed, roman[level->number], stem) == 0) ||
           (size >= 2 * tail && strncmp(typed, level->name.zh, size) == 0) || (level->name.en != NULL && strcasecmp(typed, level->name.en) == 0);
}

int plan_read_level(const struct plan *plan, const char *typed, struct err *err)
{
    for (size_t i = 0; i < plan->level_count; i++)
        if (names_level(&plan->levels[i], typed))
            return (int)plan->levels[i].number;
    return err_set(err, ERR_USAGE, "预案 %s 没有“%s”级（有 %lld 至 %lld）", "plan %s has no level \"%s\" (it has %lld to %lld)", plan->id,
                   text_clip(typed, strlen(typed)).str, (long long)plan->levels[0].number, (long long)plan->levels[plan->level_count - 1].number);
}

int plan_level_value(const struct plan *plan, int64_t number)
{
    const struct level *level = plan_find_level(plan, number);
    return number == 0 ? 0 : level == NULL ? -1 : (int)(level - plan->levels) + 1;
}

const struct parameter *plan_find_parameter(const struct plan *plan, const char *id, size_t size)
{
    for (size_t i = 0; i < plan->parameter_count; i++)
        if (plan->parameters[i].id != NULL && text_equal(id, size, plan->parameters[i].id))
            return &plan->parameters[i];
    return NULL;
}

int plan_find_disease(const struct plan *plan, const char *id, size_t size)
{
    for (size_t i = 0; i < plan->disease_count; i++)
        if (plan->diseases[i].id != NULL && text_equal(id, size, plan->diseases[i].id))
            return (int)i;
    return -1;
}

int fact_find_value(const struct fact *fact, const char *id, size_t size)
{
    for (size_t i = 0; i < fact->value_count; i++)
        if (fact->values[i].id != NULL && text_equal(id, size, fact->values[i].id))
            return (int)i;
    return -1;
}

bool levels_have(const int64_t *levels, size_t count, int64_t level)
{
    for (size_t i = 0; i < count; i++)
        if (levels[i] == level)
            return true;
    return count == 0;
}

bool actors_have(const struct ref *actors, size_t count, const struct ref *actor)
{
    for (size_t i = 0; i < count; i++)
        if (actors[i].kind == actor->kind && actors[i].index == actor->index)
            return true;
    return false;
}

bool actors_same(const struct ref *a, size_t a_count, const struct ref *b, size_t b_count)
{
    for (size_t i = 0; i < a_count && a_count == b_count; i++)
        if (a[i].kind != b[i].kind || a[i].index != b[i].index)
            return false;
    return a_count == b_count;
}

bool plan_is_member(const struct plan *plan, const struct ref *actor)
{
    const struct organisation *org = &plan->organisation;
    for (size_t i = 0; actor->kind == ACTOR_AGENCY && i < org->member_count; i++)
        if (org->members[i].agency.index == actor->index)
            return true;
    return false;
}

bool plan_all_members(const struct plan *plan, const struct ref *actors, size_t count)
{
    const struct organisation *org = &plan->organisation;
    if (org->member_count < 2 || count < org->member_count)
        return false;
    for (size_t i = 0; i < org->member_count; i++)
        if (!actors_have(actors, count, &(struct ref){.kind = ACTOR_AGENCY, .index = org->members[i].agency.index}))
            return false;
    return true;
}

struct words plan_actor_words(const struct plan *plan, const struct ref *actor)
{
    const struct organisation *org = &plan->organisation;
    switch (actor->kind) {
    case ACTOR_BODY: return org->bodies[actor->index].name;
    case ACTOR_POST: return org->posts[actor->index].name;
    case ACTOR_GROUP: return org->groups[actor->index].name;
    default: return agency_words(&plan->city->agencies[actor->index]);
    }
}

const char *plan_actor_id(const struct plan *plan, const struct ref *actor)
{
    const struct organisation *org = &plan->organisation;
    switch (actor->kind) {
    case ACTOR_BODY: return org->bodies[actor->index].id;
    case ACTOR_POST: return org->posts[actor->index].id;
    case ACTOR_GROUP: return org->groups[actor->index].id;
    default: return plan->city->agencies[actor->index].id;
    }
}

struct words step_words(enum step step)
{
    static const struct words words[STEP_COUNT] = {
        [STEP_PROPOSE] = {"提出建议", "propose"}, [STEP_LAUNCH] = {"启动", "launch"}, [STEP_RAISE] = {"提高级别", "raise"},
        [STEP_LOWER] = {"降低级别", "lower"}, [STEP_HAND_OVER] = {"移交指挥权", "hand over"}, [STEP_END] = {"结束响应", "end"},
        [STEP_TAKE_BACK] = {"收回指挥权", "take back"}, [STEP_RECOVER] = {"转入后期处置", "begin recovery"}, [STEP_CLOSE] = {"归档", "close"},
    };
    return words[step];
}

struct words tier_words(enum tier tier)
{
    static const struct words words[] = {
        [TIER_CITY] = {"市级", "city"},
        [TIER_COUNTY] = {"县级", "county"},
        [TIER_PROVINCE] = {"省级", "province"},
        [TIER_NATION] = {"国家", "nation"},
    };
    return words[tier];
}

struct words task_kind_words(enum task_kind kind)
{
    static const struct words words[TASK_KIND_COUNT] = {
        [TASK_REPORT] = {"信息报告", "Reporting"},          [TASK_ALERT] = {"预警", "Alert"},
        [TASK_FIRST] = {"先期处置", "First measures"},      [TASK_RESPONSE] = {"响应行动", "Response"},
        [TASK_SPECIAL] = {"专项处置", "By kind of event"},  [TASK_SUPPORT] = {"应急保障", "Support"},
        [TASK_END] = {"响应结束", "Ending"},                [TASK_RECOVERY] = {"后期处置", "Recovery"},
        [TASK_BODY] = {"指挥机构职责", "Command bodies"},   [TASK_GROUP] = {"工作组职责", "Working groups"},
        [TASK_MEMBER] = {"成员单位职责", "Member agencies"},
    };
    return words[kind];
}

struct words moment_words(enum moment moment)
{
    static const struct words words[] = {
        [MOMENT_OCCURRENCE] = {"事发", "the event"},         [MOMENT_DISCOVERY] = {"发现", "discovery"},
        [MOMENT_REPORT_RECEIVED] = {"接报", "the report"},   [MOMENT_CONFIRMED] = {"认定", "confirmation"},
        [MOMENT_ALERT] = {"预警发布", "the alert"},          [MOMENT_LAUNCH] = {"启动", "launch"},
        [MOMENT_ARRIVAL] = {"到场", "arrival"},              [MOMENT_END] = {"响应结束", "the end of the response"},
    };
    return words[moment];
}
