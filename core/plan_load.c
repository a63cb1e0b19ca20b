/*
 * Loading a plan: binds the file by the tables of plan_shape.c, then checks what needs knowledge: ids, references, levels,
 * citations, order. Does not read expressions; rules/ does.
 */
#include <stdlib.h>
#include <string.h>

#include "core/index.h"
#include "core/number.h"
#include "core/paperwork.h"
#include "core/plan.h"
#include "core/plan_derive.h"
#include "core/plan_shape.h"

#define WHOLE UINT32_MAX
#define AFTER_MAX 32 /* tasks that one waits for */

struct loader {
    struct plan *plan;
    struct diags *diags;
    struct arena scratch;   /* what is needed while loading */
    struct id_index clauses;
    struct id_index actors; /* the plan's bodies, posts and groups; the city has its agencies */
    struct id_index tasks;
    bool no_registry_said;
};

static void flaw(struct loader *loader, struct origin at, const char *key, struct err *err)
{
    struct origin place = key == NULL ? at : document_member(loader->plan->file, at, key);
    document_flaw(loader->plan->file, place, WHOLE, err, loader->diags);
}

static void flaw_memory(struct loader *loader)
{
    struct err err;
    err_no_memory(&err);
    flaw(loader, loader->plan->at, NULL, &err);
}

static bool has_key(const struct loader *loader, struct origin at, const char *key)
{
    return json_member(&loader->plan->file->json, at.node, key) != 0;
}

static const char *id_of(const void *items, size_t size, size_t index)
{
    return ((const struct named *)(const void *)((const char *)items + index * size))->id;
}

static int find_id(const void *items, size_t count, size_t size, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        const char *other = id_of(items, size, i);
        if (other != NULL && strcmp(other, id) == 0)
            return (int)i;
    }
    return -1;
}

/* Sort things by id into `index`, and blame each that has the id of one before it. */
static void index_unique(struct loader *loader, struct id_index *index, const void *items, size_t count, size_t size)
{
    index->items = arena_array(&loader->scratch, count, sizeof *index->items);
    if (index->items == NULL) {
        flaw_memory(loader);
        return;
    }
    index_add(index, items, count, size, 0);
    index_sort(index);
    for (size_t i = 1; i < index->count; i++) {
        const struct named *it = index->items[i].item;
        if (strcmp(index->items[i - 1].item->id, it->id) != 0)
            continue;
        struct err err;
        err_set(&err, ERR_VALUE, "id“%s”已经用过", "id \"%s\" is used already", it->id);
        flaw(loader, it->at, "id", &err);
    }
}

static void check_unique(struct loader *loader, const void *items, size_t count, size_t size)
{
    struct id_index index = {0};
    if (count > 1)
        index_unique(loader, &index, items, count, size);
}

static void check_count(struct loader *loader, const char *key, size_t count, size_t most)
{
    if (count <= most)
        return;
    struct err err;
    err_set(&err, ERR_LIMIT, "至多 %zu 项，却有 %zu 项", "%zu items at the most, got %zu", most, count);
    flaw(loader, loader->plan->at, key, &err);
}

/* "file.json" in the folder must be the plan "file": a plan is found by its name, without opening the others. */
static void check_file_name(struct loader *loader)
{
    const char *path = loader->plan->file->path, *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t size = strlen(name);
    const char *id = loader->plan->id;
    if (id == NULL || (size == strlen(id) + 5 && strncmp(name, id, strlen(id)) == 0 && strcmp(name + size - 5, ".json") == 0))
        return;
    struct err err;
    err_set(&err, ERR_VALUE, "预案 id“%s”应与文件名相同", "plan id \"%s\" must be the file's name", id);
    flaw(loader, loader->plan->at, "id", &err);
}

/* An item citation: CLAUSE(2), CLAUSE/2 or CLAUSE/(2), with 2 not above `items`. */
static bool is_item(const struct clause *clause, const char *rest)
{
    bool slash = *rest == '/';
    rest += slash;
    bool bracket = *rest == '(';
    rest += bracket;
    if ((!slash && !bracket) || *rest < '1' || *rest > '9')
        return false;
    int64_t item = 0;
    while (*rest >= '0' && *rest <= '9' && item < 10000)
        item = item * 10 + (*rest++ - '0');
    if (bracket && *rest++ != ')')
        return false;
    return *rest == '\0' && item <= clause->items;
}

/* Whether what is cited is the clause that ends before `rest`, and an item of it. */
static bool has_item(const struct loader *loader, const char *cited, const char *rest)
{
    const struct indexed *found = rest == NULL ? NULL : index_find_part(&loader->clauses, cited, (size_t)(rest - cited));
    return found != NULL && is_item(&loader->plan->clauses[found->index], rest);
}

static bool has_clause(const struct loader *loader, const char *cited)
{
    return index_find(&loader->clauses, cited) != NULL || has_item(loader, cited, strrchr(cited, '/')) ||
           has_item(loader, cited, strrchr(cited, '('));
}

static void check_clause(struct loader *loader, struct origin at, const char *cited)
{
    const struct plan *plan = loader->plan;
    if (cited == NULL || plan->clause_count == 0 || loader->clauses.items == NULL || has_clause(loader, cited))
        return;
    struct nearest near = nearest_to(cited, strlen(cited));
    for (size_t i = 0; i < plan->clause_count && !diags_full(loader->diags); i++)
        if (plan->clauses[i].number != NULL)
            nearest_offer(&near, plan->clauses[i].number);
    struct err err;
    err_set(&err, ERR_CLAUSE, "预案目录里没有“%s”这一条", "the plan's contents have no clause \"%s\"", cited);
    err_set_hint(&err, near.best);
    flaw(loader, at, "clause", &err);
}

static void check_level(struct loader *loader, struct origin at, const char *key, int64_t level)
{
    /* A level that did not bind (0 in the list) is said already, and may be the one that is meant. */
    if (level == 0 || plan_find_level(loader->plan, level) != NULL || plan_find_level(loader->plan, 0) != NULL)
        return;
    struct err err;
    err_set(&err, ERR_REFERENCE, "本预案没有 %lld 级", "this plan has no level %lld", (long long)level);
    flaw(loader, at, key, &err);
}

static void check_level_list(struct loader *loader, struct origin at, const int64_t *levels, size_t count)
{
    struct origin list = count == 0 ? at : document_member(loader->plan->file, at, "levels");
    for (size_t i = 0; i < count; i++)
        check_level(loader, (struct origin){list.node + 1 + (uint32_t)i}, NULL, levels[i]);
}

static void check_levels(struct loader *loader)
{
    struct plan *plan = loader->plan;
    struct err err;
    for (size_t i = 0; i < plan->level_count; i++) {
        const struct level *level = &plan->levels[i];
        if (i > 0 && level->number != 0 && level->number <= plan->levels[i - 1].number) {
            err_set(&err, ERR_VALUE, "响应级别应由重到轻排列（1 最重），不重复", "levels go from the most severe (1) down, none twice");
            flaw(loader, level->at, "level", &err);
        }
        check_level(loader, level->at, "includes", level->includes);
        /* Including only a less severe level rules out circles. */
        if (level->includes != 0 && level->includes <= level->number) {
            err_set(&err, ERR_VALUE, "只能包含更轻的级别", "a level can include only a less severe one");
            flaw(loader, level->at, "includes", &err);
        }
        check_clause(loader, level->at, level->clause);
    }
    if (plan->level_count == 0) {
        err_set(&err, ERR_VALUE, "至少要有一个响应级别", "there must be at least one response level");
        flaw(loader, plan->at, "levels", &err);
    }
}

static void check_fact(struct loader *loader, struct fact *fact)
{
    struct err err;
    bool listed = fact->value_count > 0;
    check_unique(loader, fact->values, fact->value_count, sizeof *fact->values);
    if (listed != (fact->type == FACT_ENUM)) {
        err_set(&err, ERR_VALUE, "“values”用于且只用于 enum 类型", "\"values\" goes with type enum, and only with it");
        flaw(loader, fact->at, "values", &err);
    }
    const int64_t most[] = {
        [FACT_BOOL] = 1,
        [FACT_COUNT] = NUMBER_INPUT_MAX,
        [FACT_DECIMAL] = (int64_t)NUMBER_TOP * NUMBER_SCALE,
        [FACT_LEVEL] = (int64_t)loader->plan->level_count,
        [FACT_ENUM] = listed ? (int64_t)fact->value_count - 1 : 0,
    };
    fact->most = most[fact->type];
    check_clause(loader, fact->at, fact->clause);
}

static void check_facts(struct loader *loader)
{
    struct plan *plan = loader->plan;
    check_count(loader, "facts", plan->fact_count, PLAN_FACTS_MAX);
    check_unique(loader, plan->facts, plan->fact_count, sizeof *plan->facts);
    check_unique(loader, plan->terms, plan->term_count, sizeof *plan->terms);
    check_unique(loader, plan->diseases, plan->disease_count, sizeof *plan->diseases);
    check_unique(loader, plan->parameters, plan->parameter_count, sizeof *plan->parameters);
    for (size_t i = 0; i < plan->fact_count; i++)
        check_fact(loader, &plan->facts[i]);
    for (size_t i = 0; i < plan->term_count; i++) {
        const struct term *term = &plan->terms[i];
        check_clause(loader, term->at, term->clause);
        if (term->id == NULL || plan_find_fact(plan, term->id, strlen(term->id)) == NULL)
            continue;
        struct err err;
        err_set(&err, ERR_VALUE, "“%s”已经是一个事实的 id", "\"%s\" is the id of a fact already", term->id);
        flaw(loader, term->at, "id", &err);
    }
    for (size_t i = 0; i < plan->parameter_count; i++) {
        struct parameter *parameter = &plan->parameters[i];
        if (!has_key(loader, parameter->at, "confirmed"))
            parameter->confirmed = true;
        check_clause(loader, parameter->source.at, parameter->source.clause);
        if (parameter->source.at.node == 0 || has_key(loader, parameter->source.at, "clause") || has_key(loader, parameter->source.at, "note"))
            continue;
        struct err err;
        err_set(&err, ERR_KEY, "来源要有“clause”（条款）或“note”（说明）", "a source has a \"clause\" or a \"note\"");
        flaw(loader, parameter->source.at, NULL, &err);
    }
}

static void flaw_reference(struct loader *loader, const struct ref *ref, const char *zh, const char *en, const char *hint)
{
    struct err err;
    err_set_words(&err, ERR_REFERENCE, (struct words){"没有%s“%s”", "there is no %s \"%s\""}, (struct words){zh, en}, (struct words){ref->id, ref->id});
    err_set_hint(&err, hint);
    document_flaw(loader->plan->file, ref->at, WHOLE, &err, loader->diags);
}

static void resolve_grade(struct loader *loader, struct ref *ref)
{
    const struct plan *plan = loader->plan;
    ref->index = find_id(plan->grades, plan->grade_count, sizeof *plan->grades, ref->id);
    if (ref->index >= 0)
        return;
    struct nearest near = nearest_to(ref->id, strlen(ref->id));
    for (size_t i = 0; i < plan->grade_count; i++)
        if (plan->grades[i].id != NULL)
            nearest_offer(&near, plan->grades[i].id);
    flaw_reference(loader, ref, "事件分级", "event grade", near.best);
}

static void check_rules(struct loader *loader)
{
    struct plan *plan = loader->plan;
    check_count(loader, "rules", plan->rule_count, PLAN_RULES_MAX);
    check_unique(loader, plan->grades, plan->grade_count, sizeof *plan->grades);
    for (size_t i = 0; i < plan->grade_count; i++) {
        check_level(loader, plan->grades[i].at, "level", plan->grades[i].level);
        check_clause(loader, plan->grades[i].at, plan->grades[i].clause);
    }
    for (size_t i = 0; i < plan->rule_count; i++) {
        struct rule *rule = &plan->rules[i];
        if ((rule->level != 0) == (rule->grade.id != NULL)) {
            struct err err;
            err_set(&err, ERR_KEY, "一条规则应有“level”或“grade”之一", "a rule has either \"level\" or \"grade\"");
            flaw(loader, rule->at, NULL, &err);
        }
        rule->grade.index = -1;
        if (rule->grade.id != NULL)
            resolve_grade(loader, &rule->grade);
        check_level(loader, rule->at, "level", rule->level);
        check_clause(loader, rule->at, rule->clause);
    }
}

/* The fact that decides has to be one that a person can answer with yes or no. */
static void check_scope(struct loader *loader)
{
    struct plan *plan = loader->plan;
    struct ref *ref = &plan->scope.fact;
    check_clause(loader, plan->scope.at, plan->scope.clause);
    ref->index = ref->id == NULL ? -1 : find_id(plan->facts, plan->fact_count, sizeof *plan->facts, ref->id);
    if (ref->id == NULL || (ref->index >= 0 && plan->facts[ref->index].type == FACT_BOOL && !plan->facts[ref->index].discretion))
        return;
    struct nearest near = nearest_to(ref->id, strlen(ref->id));
    for (size_t i = 0; i < plan->fact_count; i++)
        if (plan->facts[i].id != NULL && plan->facts[i].type == FACT_BOOL && !plan->facts[i].discretion)
            nearest_offer(&near, plan->facts[i].id);
    flaw_reference(loader, ref, "可问的是非事实", "yes-or-no fact to ask", near.best);
}

static void offer_all(const struct loader *loader, const struct id_index *index, unsigned kinds, struct nearest *near)
{
    for (size_t i = 0; i < index->count && !diags_full(loader->diags); i++)
        if (kinds >> index->items[i].kind & 1)
            nearest_offer(near, index->items[i].item->id);
}

/* Bodies, posts, groups and agencies share one namespace. */
static void index_actors(struct loader *loader)
{
    const struct organisation *org = &loader->plan->organisation;
    struct id_index *actors = &loader->actors;
    actors->items = arena_array(&loader->scratch, org->body_count + org->post_count + org->group_count, sizeof *actors->items);
    if (actors->items == NULL) {
        flaw_memory(loader);
        return;
    }
    index_add(actors, org->bodies, org->body_count, sizeof *org->bodies, ACTOR_BODY);
    index_add(actors, org->posts, org->post_count, sizeof *org->posts, ACTOR_POST);
    index_add(actors, org->groups, org->group_count, sizeof *org->groups, ACTOR_GROUP);
    index_sort(actors);
    for (size_t i = 0; i < actors->count; i++) {
        const struct named *it = actors->items[i].item;
        bool twice = i > 0 && strcmp(actors->items[i - 1].item->id, it->id) == 0;
        if (!twice && city_find_agency(loader->plan->city, it->id) == NULL)
            continue;
        struct err err;
        err_set(&err, ERR_VALUE, "id“%s”已经用过", "id \"%s\" is used already", it->id);
        flaw(loader, it->at, "id", &err);
    }
}

/* Without a registry no agency can be found: say so once, and not when its own flaws are said already. */
static void flaw_no_registry(struct loader *loader, const struct ref *ref)
{
    loader->plan->flawed = true;
    if (loader->no_registry_said || diags_any(loader->diags))
        return;
    loader->no_registry_said = true;
    struct err err;
    err_set(&err, ERR_REFERENCE, "没有可用的单位名册 agencies.json，“%s”等单位无从核对",
            "there is no usable agencies.json, so \"%s\" and other agencies cannot be looked up", ref->id);
    flaw(loader, ref->at, NULL, &err);
}

/* `kinds`: a bit for each enum actor_kind that is allowed here. */
static void resolve_actor(struct loader *loader, struct ref *ref, unsigned kinds)
{
    static const struct words any = {"机构、岗位或工作组", "body, post, group or agency"}, agency = {"单位", "agency"};
    if (ref->id == NULL)
        return;
    const struct indexed *found = index_find(&loader->plan->city->by_id, ref->id);
    if (found == NULL)
        found = index_find(&loader->actors, ref->id);
    if (found != NULL && (kinds >> found->kind & 1)) {
        ref->kind = found->kind;
        ref->index = found->index;
        return;
    }
    if (kinds >> ACTOR_AGENCY & 1 && loader->plan->city->agency_count == 0) {
        flaw_no_registry(loader, ref);
        return;
    }
    struct nearest near = nearest_to(ref->id, strlen(ref->id));
    offer_all(loader, &loader->plan->city->by_id, kinds, &near);
    offer_all(loader, &loader->actors, kinds, &near);
    struct words what = kinds == 1u << ACTOR_AGENCY ? agency : any;
    flaw_reference(loader, ref, what.zh, what.en, near.best);
}

#define ANY_ACTOR (1u << ACTOR_AGENCY | 1u << ACTOR_BODY | 1u << ACTOR_POST | 1u << ACTOR_GROUP)

static void resolve_holders(struct loader *loader, struct holder *holders, size_t count)
{
    for (size_t i = 0; i < count; i++)
        resolve_actor(loader, &holders[i].agency, 1u << ACTOR_AGENCY);
}

static void resolve_actors(struct loader *loader, struct ref *refs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        resolve_actor(loader, &refs[i], ANY_ACTOR);
}

static void require_somebody(struct loader *loader, struct origin at, const char *key, size_t count)
{
    if (count > 0 || !has_key(loader, at, key))
        return;
    struct err err;
    err_set(&err, ERR_VALUE, "这里至少要写一个", "somebody must be named here");
    flaw(loader, at, key, &err);
}

static void resolve_duties(struct loader *loader, struct duty *duties, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        resolve_actors(loader, duties[i].to, duties[i].to_count);
        require_somebody(loader, duties[i].at, "to", duties[i].to_count);
    }
}

static void check_groups(struct loader *loader)
{
    struct organisation *org = &loader->plan->organisation;
    for (size_t i = 0; i < org->group_count; i++) {
        struct group *group = &org->groups[i];
        check_clause(loader, group->at, group->clause);
        check_level_list(loader, group->at, group->levels, group->level_count);
        resolve_actor(loader, &group->of, 1u << ACTOR_BODY);
        resolve_holders(loader, group->leaders, group->leader_count);
        resolve_holders(loader, group->members, group->member_count);
        resolve_duties(loader, group->duties, group->duty_count);
    }
    for (size_t i = 0; i < org->member_count; i++) {
        struct member *member = &org->members[i];
        check_clause(loader, member->at, member->clause);
        resolve_actor(loader, &member->agency, 1u << ACTOR_AGENCY);
        resolve_duties(loader, member->duties, member->duty_count);
        for (size_t j = 0; j < i && member->agency.index >= 0; j++) {
            if (org->members[j].agency.index != member->agency.index)
                continue;
            struct err err;
            err_set(&err, ERR_VALUE, "成员单位“%s”已经列过", "member \"%s\" is listed already", member->agency.id);
            flaw(loader, member->at, "agency", &err);
            break;
        }
    }
}

static void check_organisation(struct loader *loader)
{
    struct organisation *org = &loader->plan->organisation;
    const size_t counts[] = {org->body_count, org->post_count, org->group_count, org->member_count};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        check_count(loader, "organisation", counts[i], PLAN_ACTORS_MAX);
    index_actors(loader);
    for (size_t i = 0; i < org->body_count; i++) {
        check_clause(loader, org->bodies[i].at, org->bodies[i].clause);
        resolve_actor(loader, &org->bodies[i].of, 1u << ACTOR_BODY);
        resolve_holders(loader, org->bodies[i].hosts, org->bodies[i].host_count);
        resolve_duties(loader, org->bodies[i].duties, org->bodies[i].duty_count);
    }
    for (size_t i = 0; i < org->post_count; i++) {
        check_clause(loader, org->posts[i].at, org->posts[i].clause);
        resolve_actor(loader, &org->posts[i].body, 1u << ACTOR_BODY);
        resolve_holders(loader, org->posts[i].holders, org->posts[i].holder_count);
    }
    check_groups(loader);
}

static void check_authority(struct loader *loader)
{
    struct plan *plan = loader->plan;
    for (size_t i = 0; i < plan->authority_count; i++) {
        struct authority *it = &plan->authority[i];
        check_level_list(loader, it->at, it->levels, it->level_count);
        resolve_actors(loader, it->by, it->by_count);
        require_somebody(loader, it->at, "by", it->by_count);
        resolve_actors(loader, it->to, it->to_count);
        check_clause(loader, it->at, it->clause);
    }
    check_count(loader, "ending", plan->ending_count, PLAN_ENDINGS_MAX);
    check_unique(loader, plan->endings, plan->ending_count, sizeof *plan->endings);
    for (size_t i = 0; i < plan->ending_count; i++)
        check_clause(loader, plan->endings[i].at, plan->endings[i].clause);
}

static void check_details(struct loader *loader)
{
    struct plan *plan = loader->plan;
    check_count(loader, "details", plan->detail_count, PLAN_DETAILS_MAX);
    check_unique(loader, plan->details, plan->detail_count, sizeof *plan->details);
    for (size_t i = 0; i < plan->detail_count; i++) {
        const struct detail *it = &plan->details[i];
        struct err err;
        check_clause(loader, it->at, it->clause);
        if (it->id == NULL || !detail_is_common(it->id))
            continue;
        err_set(&err, ERR_VALUE, "“%s”是每份文书都有的内容", "\"%s\" is in every document anyway", it->id);
        flaw(loader, it->at, "id", &err);
    }
}

static void check_deadline(struct loader *loader, struct deadline *deadline)
{
    if (deadline->at.node == 0)
        return;
    if (!has_key(loader, deadline->at, "escalate")) {
        deadline->escalate = -1;
    } else if (deadline->escalate < deadline->minutes) {
        struct err err;
        err_set(&err, ERR_VALUE, "升级时限不能早于完成时限", "escalation cannot come before the deadline");
        flaw(loader, deadline->at, "escalate", &err);
    }
}

static void resolve_after(struct loader *loader, struct task *task)
{
    if (task->after_count > AFTER_MAX) {
        struct err err;
        err_set(&err, ERR_LIMIT, "至多 %d 项", "%d items at the most", AFTER_MAX);
        flaw(loader, task->at, "after", &err);
        task->after_count = 0;
    }
    for (size_t i = 0; i < task->after_count; i++) {
        struct ref *ref = &task->after[i];
        const struct indexed *found = ref->id == NULL ? NULL : index_find(&loader->tasks, ref->id);
        if (ref->id == NULL || found != NULL) {
            ref->index = found == NULL ? -1 : found->index;
            continue;
        }
        struct nearest near = nearest_to(ref->id, strlen(ref->id));
        offer_all(loader, &loader->tasks, ~0u, &near);
        flaw_reference(loader, ref, "任务", "task", near.best);
    }
}

static void flaw_circle(struct loader *loader, const struct task *task, const struct ref *after)
{
    struct err err;
    err_set(&err, ERR_VALUE, "任务“%s”等“%s”，先后关系成了圈", "task \"%s\" waits for \"%s\", in a circle", task->id == NULL ? "?" : task->id,
            after->id);
    flaw(loader, after->at, NULL, &err);
}

/* Take away, again and again, the tasks that wait for nothing; what is left stands in a circle. */
static void check_circles(struct loader *loader)
{
    const struct plan *plan = loader->plan;
    bool *free_to_start = arena_array(&loader->scratch, plan->task_count, sizeof *free_to_start);
    bool moved = free_to_start != NULL;
    if (free_to_start == NULL)
        flaw_memory(loader);
    while (moved) {
        moved = false;
        for (size_t i = 0; i < plan->task_count; i++) {
            const struct task *task = &plan->tasks[i];
            bool ready = !free_to_start[i];
            for (size_t j = 0; j < task->after_count; j++)
                ready = ready && (task->after[j].index < 0 || free_to_start[task->after[j].index]);
            if (ready)
                free_to_start[i] = moved = true;
        }
    }
    for (size_t i = 0; free_to_start != NULL && i < plan->task_count; i++)
        for (size_t j = 0; !free_to_start[i] && j < plan->tasks[i].after_count; j++)
            if (plan->tasks[i].after[j].index >= 0 && !free_to_start[plan->tasks[i].after[j].index]) {
                flaw_circle(loader, &plan->tasks[i], &plan->tasks[i].after[j]);
                return; /* one diagnostic is enough: the others may only wait for these */
            }
}

static void check_tasks(struct loader *loader)
{
    struct plan *plan = loader->plan;
    check_count(loader, "tasks", plan->task_count, PLAN_TASKS_MAX);
    index_unique(loader, &loader->tasks, plan->tasks, plan->task_count, sizeof *plan->tasks);
    if (plan->task_count > PLAN_TASKS_MAX || loader->tasks.items == NULL)
        return;
    for (size_t i = 0; i < plan->task_count; i++) {
        struct task *task = &plan->tasks[i];
        check_level_list(loader, task->at, task->levels, task->level_count);
        check_clause(loader, task->at, task->clause);
        check_deadline(loader, &task->deadline);
        resolve_actors(loader, task->owners, task->owner_count);
        require_somebody(loader, task->at, "owners", task->owner_count);
        resolve_actors(loader, task->to, task->to_count);
        require_somebody(loader, task->at, "to", task->to_count);
        resolve_after(loader, task);
    }
    check_circles(loader);
}

static void check_clauses(struct loader *loader)
{
    const struct plan *plan = loader->plan;
    struct id_index *clauses = &loader->clauses;
    clauses->items = arena_array(&loader->scratch, plan->clause_count, sizeof *clauses->items);
    if (clauses->items == NULL) {
        flaw_memory(loader);
        return;
    }
    index_add(clauses, plan->clauses, plan->clause_count, sizeof *plan->clauses, 0);
    index_sort(clauses);
    for (size_t i = 1; i < clauses->count; i++) {
        const struct clause *it = &plan->clauses[clauses->items[i].index];
        if (strcmp(clauses->items[i - 1].item->id, it->number) != 0)
            continue;
        struct err err;
        err_set(&err, ERR_VALUE, "条款“%s”已经列过", "clause \"%s\" is listed already", it->number);
        flaw(loader, it->at, "clause", &err);
    }
}

static void check_plan(struct loader *loader)
{
    struct plan *plan = loader->plan;
    if (plan->short_title.zh == NULL)
        plan->short_title = plan->title;
    check_file_name(loader);
    check_count(loader, "contents", plan->clause_count, PLAN_RULES_MAX);
    check_clauses(loader);
    check_clause(loader, plan->publication.at, plan->publication.clause);
    check_levels(loader);
    check_facts(loader);
    check_rules(loader);
    check_scope(loader);
    check_organisation(loader);
    check_authority(loader);
    check_details(loader);
    check_tasks(loader);
}

/* Whether a flaw lies in what expressions are made of: judging them would then only repeat it. */
static bool touches_names(const struct diags *diags, size_t from)
{
    static const char *const names[] = {"/facts", "/terms", "/levels", "/grades", "/diseases", "/parameters"};
    for (size_t i = from; i < diags->count; i++)
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++)
            if (strncmp(diags->items[i].pointer, names[n], strlen(names[n])) == 0)
                return true;
    return false;
}

static struct plan *bind(struct plan *plan, struct diags *diags)
{
    size_t before = diags->count + diags->dropped;
    struct loader loader = {.plan = plan, .diags = diags};
    document_bind(plan->file, &plan_shape, plan, &plan->arena, diags);
    /* Checking references without any facts would only add noise: what is missing is said already. */
    if (plan->fact_count > 0) {
        check_plan(&loader);
        if (plan_make_tasks(plan) != 0 || plan_number_conditions(plan) != 0)
            flaw_memory(&loader);
        arena_release(&loader.scratch);
    }
    plan->flawed = plan->flawed || diags->count + diags->dropped > before;
    plan->judgeable = plan->fact_count > 0 && !touches_names(diags, before);
    if (plan->fact_count > 0 || plan->flawed)
        return plan;
    struct err err;
    err_set(&err, ERR_VALUE, "至少要有一个事实", "there must be at least one fact");
    flaw(&loader, plan->at, "facts", &err);
    plan->flawed = true;
    return plan;
}

struct plan *plan_read(const char *path, const struct city *city, struct strings *strings, struct diags *diags)
{
    struct err err;
    struct plan *plan = calloc(1, sizeof *plan);
    struct document *file = document_read(path, &err);
    if (plan == NULL || file == NULL) {
        if (file != NULL)
            err_no_memory(&err);
        diags_add(diags, &err);
        document_free(file);
        free(plan);
        return NULL;
    }
    plan->city = city;
    plan->file = file;
    file->strings = strings;
    return bind(plan, diags);
}

struct plan *plan_load(const char *path, const struct city *city, struct diags *diags)
{
    struct plan *plan = plan_read(path, city, NULL, diags);
    if (plan == NULL || !plan->flawed)
        return plan;
    plan_free(plan);
    return NULL;
}
