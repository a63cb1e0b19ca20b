/* What follows from a plan as it was bound: tasks made of duties, numbers for conditions. See plan_derive.h. */
#include "core/plan_derive.h"

#include <stdio.h>
#include <string.h>

#define ID_ROOM 128 /* for an id of at most 64, a point and a number */

/* Whose duties these are: what the tasks made from them share. */
struct duty_owner {
    enum task_kind kind;
    struct ref owner;
    const char *clause;
    struct condition when;
    int64_t *levels;
    size_t level_count;
};

/* How many were made; fewer when out of memory. */
static size_t add_duties(struct plan *plan, struct task *into, const struct duty_owner *whose, const struct duty *duties, size_t count)
{
    struct ref *owner = count == 0 ? NULL : arena_alloc(&plan->arena, sizeof *owner);
    if (owner != NULL)
        *owner = whose->owner;
    for (size_t i = 0; i < count; i++) {
        char id[ID_ROOM];
        int size = snprintf(id, sizeof id, "%s.%zu", whose->owner.id == NULL ? "?" : whose->owner.id, i + 1);
        const char *name = document_keep(plan->file, id, (size_t)size, &plan->arena);
        if (owner == NULL || name == NULL)
            return i;
        into[i] = (struct task){.at = duties[i].at, .id = name, .kind = (int)whose->kind, .owners = owner, .owner_count = 1,
                                .to = duties[i].to, .to_count = duties[i].to_count, .what = duties[i].what, .clause = whose->clause,
                                .levels = whose->levels, .level_count = whose->level_count, .when = whose->when, .deadline.escalate = -1};
    }
    return count;
}

static size_t count_duties(const struct organisation *org)
{
    size_t count = 0;
    for (size_t i = 0; i < org->body_count; i++)
        count += org->bodies[i].duty_count;
    for (size_t i = 0; i < org->group_count; i++)
        count += org->groups[i].duty_count;
    for (size_t i = 0; i < org->member_count; i++)
        count += org->members[i].duty_count;
    return count;
}

int plan_make_tasks(struct plan *plan)
{
    const struct organisation *org = &plan->organisation;
    size_t count = plan->task_count, wanted = count + count_duties(org);
    struct task *tasks = arena_array(&plan->arena, wanted, sizeof *tasks);
    if (tasks == NULL)
        return -1;
    if (count > 0)
        memcpy(tasks, plan->tasks, count * sizeof *tasks);
    for (size_t i = 0; i < org->body_count; i++) {
        const struct body *it = &org->bodies[i];
        struct duty_owner whose = {.kind = TASK_BODY, .owner = {.id = it->id, .kind = ACTOR_BODY, .index = (int)i}, .clause = it->clause};
        count += add_duties(plan, tasks + count, &whose, it->duties, it->duty_count);
    }
    for (size_t i = 0; i < org->group_count; i++) {
        const struct group *it = &org->groups[i];
        struct duty_owner whose = {.kind = TASK_GROUP, .owner = {.id = it->id, .kind = ACTOR_GROUP, .index = (int)i}, .clause = it->clause,
                                   .levels = it->levels, .level_count = it->level_count};
        count += add_duties(plan, tasks + count, &whose, it->duties, it->duty_count);
    }
    for (size_t i = 0; i < org->member_count; i++) {
        const struct member *it = &org->members[i];
        struct duty_owner whose = {.kind = TASK_MEMBER, .owner = it->agency, .clause = it->clause, .when = it->when};
        count += add_duties(plan, tasks + count, &whose, it->duties, it->duty_count);
    }
    arena_give_back(&plan->arena, plan->tasks);
    plan->tasks = tasks;
    plan->task_count = count;
    return count == wanted ? 0 : -1;
}

/* Counted only as long as there is no list to put it into. */
static void number_condition(struct plan *plan, struct condition *condition)
{
    condition->index = -1;
    if (condition->text == NULL)
        return;
    condition->index = (int)plan->condition_count;
    if (plan->conditions != NULL)
        plan->conditions[plan->condition_count] = condition;
    plan->condition_count++;
}

static void number_holders(struct plan *plan, struct holder *holders, size_t count)
{
    for (size_t i = 0; i < count; i++)
        number_condition(plan, &holders[i].when);
}

static void number_all(struct plan *plan)
{
    const struct organisation *org = &plan->organisation;
    plan->condition_count = 0;
    for (size_t i = 0; i < org->body_count; i++)
        number_holders(plan, org->bodies[i].hosts, org->bodies[i].host_count);
    for (size_t i = 0; i < org->post_count; i++)
        number_holders(plan, org->posts[i].holders, org->posts[i].holder_count);
    for (size_t i = 0; i < org->group_count; i++) {
        number_holders(plan, org->groups[i].leaders, org->groups[i].leader_count);
        number_holders(plan, org->groups[i].members, org->groups[i].member_count);
    }
    for (size_t i = 0; i < org->member_count; i++)
        number_condition(plan, &org->members[i].when);
    for (size_t i = 0; i < plan->task_count; i++)
        number_condition(plan, &plan->tasks[i].when);
    number_condition(plan, &plan->scope.when);
}

int plan_number_conditions(struct plan *plan)
{
    number_all(plan);
    plan->conditions = arena_array(&plan->arena, plan->condition_count, sizeof *plan->conditions);
    if (plan->conditions != NULL) {
        number_all(plan);
        return 0;
    }
    plan->condition_count = 0;
    return -1;
}
