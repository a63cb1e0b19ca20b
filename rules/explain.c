/* Explanations of a grade as data; what changes by itself is in outlook.c. See explain.h. */
#include "rules/explain.h"

#include <stdlib.h>
#include <string.h>

#include "core/number.h"
#include "rules/explain_parts.h"
#include "rules/reach.h"

struct explainer *explainer_new(const struct ruleset *rules)
{
    struct explainer *explainer = calloc(1, sizeof *explainer);
    if (explainer == NULL)
        return NULL;
    explainer->rules = rules;
    explainer->trial = assessor_new(rules);
    explainer->facts = calloc(rules->plan->fact_count + 1, sizeof *explainer->facts);
    if (explainer->trial != NULL && explainer->facts != NULL)
        return explainer;
    explainer_free(explainer);
    return NULL;
}

void explainer_free(struct explainer *explainer)
{
    if (explainer == NULL)
        return;
    assessor_free(explainer->trial);
    free(explainer->facts);
    free(explainer);
}

void explain_start(struct explainer *explainer, const struct subject *subject)
{
    explainer->subject = *subject;
}

struct incident *explain_copy(struct explainer *explainer)
{
    explainer->copy = *explainer->subject.incident;
    explainer->copy.facts = explainer->facts;
    memcpy(explainer->facts, explainer->subject.incident->facts, explainer->rules->plan->fact_count * sizeof *explainer->facts);
    return &explainer->copy;
}

const struct incident *explain_supposed(const struct explainer *explainer)
{
    return &explainer->copy;
}

int explain_try(struct explainer *explainer, struct assessment *assessment, struct err *err)
{
    return assess(explainer->trial, &explainer->copy, assessment, err);
}

struct assessor *explain_trial(struct explainer *explainer)
{
    return explainer->trial;
}

struct gap gap_of(struct assessor *assessor, const struct test *test)
{
    struct gap gap = {.test = test};
    assess_range(assessor, test->measure, &gap.least, &gap.most);
    gap.standing = test_standing(test, gap.least, gap.most);
    if (gap.most < test->least)
        gap.missing = test->least - gap.most;
    else if (gap.least > test->most)
        gap.missing = test->most - gap.least;
    return gap;
}

/* ---- facts that do not matter any more ---- */

static bool is_asked(const struct assessment *assessment, size_t fact)
{
    return memchr(assessment->ask, (int)fact, assessment->ask_count) != NULL;
}

static bool reads(const struct ruleset *rules, const struct alternative *it, size_t fact)
{
    for (uint32_t t = 0; t < it->test_count; t++)
        if (rules->measures[rules->literal.tests[it->first_test + t].measure].facts >> fact & 1)
            return true;
    return false;
}

/* The test because of which an alternative cannot hold: better one that reads other facts. False when it can. */
static bool find_blocker(const struct ruleset *rules, struct assessor *assessor, const struct alternative *it, size_t fact, struct gap *blocker)
{
    bool found = false;
    for (uint32_t t = 0; t < it->test_count; t++) {
        struct gap gap = gap_of(assessor, &rules->literal.tests[it->first_test + t]);
        bool other = (rules->measures[gap.test->measure].facts >> fact & 1) == 0;
        if (gap.standing != CONDITION_NO || (found && !other))
            continue;
        *blocker = gap;
        found = true;
        if (other)
            break;
    }
    return found;
}

static void note_blocker(struct idle *idle, const struct gap *blocker, uint32_t times[BLOCKERS_MAX])
{
    uint32_t kept = idle->blocker_count < BLOCKERS_MAX ? idle->blocker_count : BLOCKERS_MAX;
    for (uint32_t i = 0; i < kept; i++) {
        if (idle->blockers[i].test->measure != blocker->test->measure)
            continue;
        times[i]++;
        for (; i > 0 && times[i] > times[i - 1]; i--) {
            struct gap other = idle->blockers[i - 1];
            uint32_t often = times[i - 1];
            idle->blockers[i - 1] = idle->blockers[i];
            idle->blockers[i] = other;
            times[i - 1] = times[i];
            times[i] = often;
        }
        return;
    }
    if (idle->blocker_count < BLOCKERS_MAX) {
        idle->blockers[idle->blocker_count] = *blocker;
        times[idle->blocker_count] = 1;
    }
    idle->blocker_count++;
}

/* Why a fact that does not matter does not: by the alternatives that read it, with the fact itself wide open. */
static void find_reason(const struct explainer *explainer, struct assessor *assessor, struct idle *idle)
{
    const struct ruleset *rules = explainer->rules;
    uint32_t times[BLOCKERS_MAX];
    bool used = false;
    idle->level = LEVEL_NONE;
    idle->blocker_count = 0;
    for (uint32_t i = 0; i < rules->literal.count && rules->literal.items[i].rank < LEVEL_NONE; i++) {
        const struct alternative *it = &rules->literal.items[i];
        struct gap blocker;
        if (!reads(rules, it, idle->fact))
            continue;
        used = true;
        if (find_blocker(rules, assessor, it, idle->fact, &blocker))
            note_blocker(idle, &blocker, times);
        else if (it->rank < idle->level)
            idle->level = it->rank;
    }
    if (!used)
        idle->reason = IDLE_UNUSED;
    else if (idle->level == LEVEL_NONE)
        idle->reason = IDLE_BLOCKED;
    else
        idle->reason = idle->level >= explainer->subject.assessment->level ? IDLE_MILDER : IDLE_EITHER;
}

/* Whether a given fact matters: the level, had it been anything. 1, 0, or -1 with `err`; the trial has assessed that. */
static int matters_given(struct explainer *explainer, size_t fact, struct err *err)
{
    const struct fact *it = &explainer->rules->plan->facts[fact];
    const struct assessment *now = explainer->subject.assessment;
    struct assessment otherwise;
    incident_set(explain_copy(explainer), it, 0, it->most);
    if (explain_try(explainer, &otherwise, err) != 0)
        return -1;
    return !otherwise.exact || otherwise.level != now->level || otherwise.possible != now->possible || is_asked(&otherwise, fact);
}

/* It says whether the plan applies at all, which is another question (rules/scope.h). */
static bool is_scope_fact(const struct plan *plan, size_t fact)
{
    return plan->scope.fact.id != NULL && plan->scope.fact.index == (int)fact;
}

int explain_idle(struct explainer *explainer, struct idle *idle, struct err *err)
{
    const struct plan *plan = explainer->rules->plan;
    const struct subject *subject = &explainer->subject;
    int count = 0;
    for (size_t i = 0; i < plan->fact_count && subject->assessment->exact; i++) {
        const struct known *known = &subject->incident->facts[i];
        bool open = known->least == 0 && known->most == plan->facts[i].most && known->most > 0;
        struct assessor *assessor = open ? subject->assessor : explainer->trial;
        if (!open && !known->given)
            continue;
        int matters = open ? is_asked(subject->assessment, i) : matters_given(explainer, i, err);
        if (matters < 0)
            return -1;
        if (matters || (open && plan->facts[i].discretion))
            continue;
        idle[count] = (struct idle){.fact = (uint8_t)i};
        find_reason(explainer, assessor, &idle[count]);
        count += idle[count].reason != IDLE_UNUSED || !is_scope_fact(plan, i);
    }
    return count;
}

/* ---- why not ---- */

/* What is missing in whole units, so that people and money can be added up at all. */
static int64_t units_missing(const struct ruleset *rules, const struct gap *gap)
{
    int64_t missing = gap->missing < 0 ? -gap->missing : gap->missing;
    return rules->measures[gap->test->measure].decimal ? (missing + NUMBER_SCALE - 1) / NUMBER_SCALE : missing;
}

static bool is_kind(const struct ruleset *rules, uint32_t measure)
{
    uint64_t facts = rules->measures[measure].facts;
    return facts != 0 && !fact_is_number(&rules->plan->facts[__builtin_ctzll(facts)]); /* only numbers are added */
}

static void measure_miss(const struct explainer *explainer, uint32_t alternative, struct miss *miss)
{
    const struct ruleset *rules = explainer->rules;
    const struct alternative *it = &rules->literal.items[alternative];
    miss->alternative = alternative;
    for (uint32_t t = 0; t < it->test_count; t++) {
        struct gap gap = gap_of(explainer->subject.assessor, &rules->literal.tests[it->first_test + t]);
        miss->failing += gap.standing == CONDITION_NO;
        miss->open += gap.standing == CONDITION_OPEN;
        if (gap.standing == CONDITION_NO && is_kind(rules, gap.test->measure))
            miss->kinds++;
        else if (gap.standing == CONDITION_NO)
            miss->missing += units_missing(rules, &gap);
        if (gap.standing != CONDITION_YES && rules->measures[gap.test->measure].unit != UNIT_FACTS)
            miss->by_reports = true;
    }
}

/* < 0 when `a` is nearer. */
static int compare_distance(const struct miss *a, const struct miss *b)
{
    if (a->never != b->never)
        return a->never ? 1 : -1;
    if (a->failing != b->failing)
        return a->failing < b->failing ? -1 : 1;
    if (a->together != b->together)
        return a->together ? 1 : -1;
    if (a->kinds != b->kinds)
        return a->kinds < b->kinds ? -1 : 1;
    if (a->missing != b->missing)
        return a->missing < b->missing ? -1 : 1;
    if (a->open != b->open)
        return a->open < b->open ? -1 : 1;
    return (a->alternative > b->alternative) - (a->alternative < b->alternative);
}

/* Clauses: what somebody would have to find comes last, as a resort. */
static int compare_misses(const void *left, const void *right)
{
    const struct miss *a = left, *b = right;
    if (a->standing != b->standing)
        return a->standing > b->standing ? -1 : 1;
    if (a->finding != b->finding)
        return a->finding ? 1 : -1;
    return compare_distance(a, b);
}

/* The alternative that is nearest, of those [from, to) of one rule. */
static int nearest_miss(const struct explainer *explainer, uint32_t from, uint32_t to, struct miss *nearest, struct err *err)
{
    const struct subject *subject = &explainer->subject;
    int standing = assess_rule(subject->assessor, (size_t)explainer->rules->literal.items[from].rule, err);
    if (standing < 0)
        return -1;
    for (uint32_t i = from; i < to; i++) {
        struct miss miss = {.rule = (uint16_t)explainer->rules->literal.items[i].rule, .standing = (enum standing_of_condition)standing};
        measure_miss(explainer, i, &miss);
        miss.together = standing == CONDITION_NO && miss.failing == 0;
        if (i > from && compare_distance(&miss, nearest) >= 0)
            continue;
        miss.never = reach_alternative(explainer->rules, &explainer->rules->literal.items[i], subject->incident->facts, &miss.change) == CHANGE_IMPOSSIBLE;
        if (i == from || compare_distance(&miss, nearest) < 0)
            *nearest = miss;
    }
    nearest->finding = change_has_finding(&nearest->change, explainer->rules->plan);
    if (standing == CONDITION_YES)
        nearest->change.count = 0; /* whichever alternative it is by */
    return 0;
}

static uint32_t end_of_rule(const struct alternatives *all, uint32_t from)
{
    uint32_t to = from;
    while (to < all->count && all->items[to].rule == all->items[from].rule)
        to++;
    return to;
}

struct miss *explain_misses(struct explainer *explainer, int level, uint32_t *count, struct err *err)
{
    const struct alternatives *all = &explainer->rules->literal;
    uint32_t capacity = 0;
    for (uint32_t from = 0; from < all->count; from = end_of_rule(all, from))
        capacity += all->items[from].rank == level;
    struct miss *misses = calloc(capacity + 1, sizeof *misses);
    if (misses == NULL) {
        err_no_memory(err);
        return NULL;
    }
    *count = 0;
    for (uint32_t from = 0, to; from < all->count; from = to) {
        to = end_of_rule(all, from);
        if (all->items[from].rank != level)
            continue;
        if (nearest_miss(explainer, from, to, &misses[(*count)++], err) != 0) {
            free(misses);
            return NULL;
        }
    }
    qsort(misses, *count, sizeof *misses, compare_misses);
    return misses;
}
