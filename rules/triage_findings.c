/* What to ask in a triage, and the whole look. See triage_findings.h. */
#include "rules/triage_findings.h"

#include <stdlib.h>
#include <string.h>

#include "rules/question.h"
#include "rules/scope.h"

/* ---- questions: who asks what ---- */

/* A fact, while questions are gathered: who asks for it. */
struct wish {
    size_t name;
    bool scope;
    uint32_t *plans;
    size_t plan_count;
    uint32_t place; /* the best one that it has in any plan's own list */
    int level;      /* of a scope: the most severe that hangs on it; and the most severe still possible */
    int possible;
};

struct gathering {
    const struct triage *triage;
    struct wish *scopes, *others; /* by name */
};

static size_t name_index(const struct triage *triage, const char *id)
{
    return (size_t)(triage_find(triage, id, strlen(id), NULL) - triage->names);
}

static void wish_for(const struct triage *triage, struct wish *wish, uint32_t plan, uint32_t place)
{
    const struct triage_plan *it = &triage->plans[plan];
    int level = triage_level(it), possible = it->assessment.possible;
    if (wish->plan_count == 0 || place < wish->place)
        wish->place = place;
    if (wish->plan_count == 0 || level < wish->level)
        wish->level = level;
    if (wish->plan_count == 0 || possible < wish->possible)
        wish->possible = possible;
    wish->plans[wish->plan_count++] = plan;
}

/* Room for the plans of a wish: as many as know the fact. */
static int prepare(const struct triage *triage, struct wish *wishes, bool scope, struct arena *arena)
{
    for (size_t n = 0; n < triage->name_count; n++) {
        wishes[n] = (struct wish){.name = n, .scope = scope, .plans = arena_array(arena, triage->names[n].count, sizeof *wishes[n].plans)};
        if (wishes[n].plans == NULL)
            return -1;
    }
    return 0;
}

/* Whether answering can help: the plan may still apply. */
static bool is_alive(const struct triage_plan *plan)
{
    return plan->applies != CONDITION_NO;
}

static void gather(const struct gathering *it)
{
    const struct triage *triage = it->triage;
    for (size_t p = 0; p < triage->count; p++) {
        const struct triage_plan *plan = &triage->plans[p];
        const struct fact *facts = plan->rules->plan->facts;
        uint8_t scope[PLAN_FACTS_MAX];
        size_t scopes = is_alive(plan) && plan->applies == CONDITION_OPEN ? scope_ask(plan->rules, &plan->incident, scope) : 0;
        for (size_t i = 0; i < scopes; i++)
            wish_for(triage, &it->scopes[name_index(triage, facts[scope[i]].id)], (uint32_t)p, (uint32_t)i);
        for (uint32_t i = 0; is_alive(plan) && i < plan->assessment.ask_count; i++)
            wish_for(triage, &it->others[name_index(triage, facts[plan->assessment.ask[i]].id)], (uint32_t)p, i);
    }
}

static int compare_scopes(const void *a, const void *b)
{
    const struct wish *left = a, *right = b;
    if (left->level != right->level)
        return left->level < right->level ? -1 : 1;
    if (left->plan_count != right->plan_count)
        return left->plan_count > right->plan_count ? -1 : 1;
    if (left->possible != right->possible)
        return left->possible < right->possible ? -1 : 1;
    return left->plan_count == 0 ? 0 : (left->plans[0] > right->plans[0]) - (left->plans[0] < right->plans[0]);
}

static int compare_shared(const void *a, const void *b)
{
    const struct wish *left = a, *right = b;
    if (left->plan_count != right->plan_count)
        return left->plan_count > right->plan_count ? -1 : 1;
    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    return (left->name > right->name) - (left->name < right->name);
}

/* ---- questions: in order ---- */

struct questionnaire {
    const struct triage *triage;
    struct triage_findings *findings;
    bool *listed; /* by name */
    bool *served; /* by plan */
};

static void ask(struct questionnaire *it, const struct wish *wish)
{
    const struct triage *triage = it->triage;
    const struct triage_name *name = &triage->names[wish->name];
    const struct plan *plan = triage->plans[wish->plans[0]].rules->plan;
    it->listed[wish->name] = true;
    for (size_t i = 0; i < wish->plan_count; i++)
        it->served[wish->plans[i]] = true;
    it->findings->questions[it->findings->question_count++] = (struct triage_question){
        .fact = name->id, .about = plan_find_fact(plan, name->id, strlen(name->id)), .scope = wish->scope, .plans = wish->plans, .plan_count = wish->plan_count};
}

/* Those that more than one plan asks; and for each plan that none of them serves, the best of its own. */
static void ask_others(struct questionnaire *it, struct wish *by_name, struct wish *sorted)
{
    const struct triage *triage = it->triage;
    for (size_t n = 0; n < triage->name_count && sorted[n].plan_count > 1; n++)
        if (!it->listed[sorted[n].name])
            ask(it, &sorted[n]);
    for (size_t p = 0; p < triage->count; p++) {
        const struct triage_plan *plan = &triage->plans[p];
        bool wanted = is_alive(plan) && !it->served[p] && plan->assessment.ask_count > 0;
        const char *best = wanted ? plan->rules->plan->facts[plan->assessment.ask[0]].id : NULL;
        if (best != NULL && !it->listed[name_index(triage, best)])
            ask(it, &by_name[name_index(triage, best)]);
    }
}

static int allocate(struct gathering *it, struct questionnaire *out, struct wish **sorted, struct arena *work)
{
    size_t names = it->triage->name_count;
    it->scopes = arena_array(work, names, sizeof *it->scopes);
    it->others = arena_array(work, names, sizeof *it->others);
    *sorted = arena_array(work, names, sizeof **sorted);
    out->listed = arena_array(work, names, sizeof *out->listed);
    out->served = arena_array(work, it->triage->count, sizeof *out->served);
    out->findings->questions = arena_array(&out->findings->arena, names, sizeof *out->findings->questions);
    if (it->scopes == NULL || it->others == NULL || *sorted == NULL || out->listed == NULL || out->served == NULL || out->findings->questions == NULL)
        return -1;
    return prepare(it->triage, it->scopes, true, &out->findings->arena) == 0 && prepare(it->triage, it->others, false, &out->findings->arena) == 0 ? 0 : -1;
}

int triage_find_questions(const struct triage *triage, struct triage_findings *findings, struct err *err)
{
    struct arena work = {0};
    struct gathering it = {.triage = triage};
    struct questionnaire out = {.triage = triage, .findings = findings};
    struct wish *sorted;
    int rc = allocate(&it, &out, &sorted, &work);
    if (rc == 0 && triage->name_count > 0) {
        gather(&it);
        memcpy(sorted, it.others, triage->name_count * sizeof *sorted);
        qsort(sorted, triage->name_count, sizeof *sorted, compare_shared);
        qsort(it.scopes, triage->name_count, sizeof *it.scopes, compare_scopes);
        for (size_t n = 0; n < triage->name_count; n++)
            if (it.scopes[n].plan_count > 0)
                ask(&out, &it.scopes[n]);
        ask_others(&out, it.others, sorted);
    }
    arena_release(&work);
    return rc == 0 ? 0 : err_no_memory(err);
}

/* ---- all of it ---- */

/* Clauses and questions of all plans; those of plans that may apply in the order in which to ask. */
static int complete(struct triage *triage, struct err *err)
{
    for (size_t p = 0; p < triage->count; p++) {
        struct triage_plan *plan = &triage->plans[p];
        if (assess(plan->assessor, &plan->incident, &plan->assessment, err) != 0 ||
            (is_alive(plan) && question_order(plan->assessor, &plan->assessment, err) != 0))
            return -1;
    }
    return 0;
}

int triage_look(struct triage *triage, struct triage_findings *findings, struct err *err)
{
    *findings = (struct triage_findings){.question_count = 0};
    if (complete(triage, err) == 0 && triage_find_questions(triage, findings, err) == 0 && triage_find_claims(triage, findings, err) == 0 &&
        triage_find_differences(triage, findings, err) == 0)
        return 0;
    triage_findings_release(findings);
    return -1;
}

void triage_findings_release(struct triage_findings *findings)
{
    arena_release(&findings->arena);
    *findings = (struct triage_findings){.question_count = 0};
}
