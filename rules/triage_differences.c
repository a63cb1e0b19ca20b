/* What the plans of a triage say differently about the same event. See triage_findings.h. */
#include <stdlib.h>
#include <string.h>

#include "rules/triage_findings.h"

/* A sum of facts: a measure of one plan. */
struct sum_of {
    uint32_t plan, measure;
};

/* The plans that apply, and what was found so far. */
struct comparison {
    const struct triage *triage;
    struct triage_findings *findings;
    uint32_t *plans;
    size_t count, capacity;
    struct sum_of *seen; /* sums that were compared, each once */
    size_t seen_count, seen_capacity;
};

static struct triage_difference *add_difference(struct comparison *it, enum triage_difference_kind kind)
{
    struct triage_findings *findings = it->findings;
    if (findings->difference_count == it->capacity) {
        size_t capacity = it->capacity == 0 ? 32 : it->capacity * 2;
        struct triage_difference *more = arena_array(&findings->arena, capacity, sizeof *more);
        if (more == NULL)
            return NULL;
        if (findings->difference_count > 0)
            memcpy(more, findings->differences, findings->difference_count * sizeof *more);
        findings->differences = more;
        it->capacity = capacity;
    }
    struct triage_reading *readings = arena_array(&findings->arena, it->count, sizeof *readings);
    if (readings == NULL)
        return NULL;
    for (size_t i = 0; i < it->count; i++)
        readings[i].plan = it->plans[i];
    struct triage_difference *added = &findings->differences[findings->difference_count++];
    *added = (struct triage_difference){.kind = kind, .readings = readings, .reading_count = it->count};
    return added;
}

/* Nothing differs after all. */
static void drop_difference(struct comparison *it)
{
    it->findings->difference_count--;
}

static int compare_levels(struct comparison *it)
{
    bool differ = false;
    for (size_t i = 1; i < it->count; i++)
        differ = differ || triage_level(&it->triage->plans[it->plans[i]]) != triage_level(&it->triage->plans[it->plans[0]]);
    return differ && add_difference(it, DIFFERENCE_LEVEL) == NULL ? -1 : 0;
}

/* ---- sums ---- */

static bool is_number(const struct fact *fact)
{
    return fact->type == FACT_COUNT || fact->type == FACT_DECIMAL;
}

/* A measure that something is told by: a yes or no, a choice; not a number of people, and not one counted from reports. */
static const struct fact *gate_of(const struct ruleset *rules, uint32_t measure)
{
    uint64_t facts = rules->measures[measure].facts;
    const struct fact *fact = facts == 0 ? NULL : &rules->plan->facts[__builtin_ctzll(facts)];
    return fact == NULL || (facts & (facts - 1)) != 0 || is_number(fact) ? NULL : fact;
}

static int gate_standing(const struct triage_plan *plan, const struct fact *fact, const struct test *test)
{
    const struct known *known = &plan->incident.facts[fact - plan->rules->plan->facts];
    return test_standing(test, known->least, known->most);
}

/* An alternative of the safe reading, looked at for one of its measures. */
struct glance {
    int gates;      /* enum standing_of_condition of all yes-or-no tests and choices on other measures */
    bool with_more; /* another number is wanted too */
    int64_t least;  /* the bound on the measure; INT64_MIN when it has none */
    bool found;     /* it has the measure */
};

static struct glance glance_at(const struct triage_plan *plan, const struct alternative *it, uint32_t measure)
{
    struct glance glance = {.gates = CONDITION_YES, .least = INT64_MIN};
    for (uint32_t t = 0; t < it->test_count; t++) {
        const struct test *test = &plan->rules->safe.tests[it->first_test + t];
        const struct fact *gate = gate_of(plan->rules, test->measure);
        int standing = gate == NULL ? CONDITION_YES : gate_standing(plan, gate, test);
        if (test->measure == measure) {
            glance.found = true;
            glance.least = test->least;
        } else {
            glance.gates = standing < glance.gates ? standing : glance.gates;
            glance.with_more = glance.with_more || gate == NULL;
        }
    }
    return glance;
}

/* How well the best alternative with this measure stands: where none is certain, those that are still open count. */
static int best_gates(const struct triage_plan *plan, uint32_t measure)
{
    int best = CONDITION_NO;
    for (uint32_t i = 0; i < plan->rules->safe.count; i++) {
        struct glance glance = glance_at(plan, &plan->rules->safe.items[i], measure);
        if (glance.found && glance.gates > best)
            best = glance.gates;
    }
    return best;
}

static int compare_sums(const struct ruleset *rules, uint32_t a, uint32_t b)
{
    int left = __builtin_popcountll(rules->measures[a].facts), right = __builtin_popcountll(rules->measures[b].facts);
    return left != right ? left - right : (a > b) - (a < b);
}

static void insert_sum(const struct ruleset *rules, struct triage_reading *reading, uint32_t measure)
{
    size_t at = reading->sum_count++;
    for (; at > 0 && compare_sums(rules, reading->sums[at - 1], measure) > 0; at--)
        reading->sums[at] = reading->sums[at - 1];
    reading->sums[at] = measure;
}

/* The measures that count a fact now. */
static int find_sums(struct comparison *it, struct triage_reading *reading, size_t fact)
{
    const struct triage_plan *plan = &it->triage->plans[reading->plan];
    int best = CONDITION_OPEN;
    reading->sums = arena_array(&it->findings->arena, plan->rules->graded_count, sizeof *reading->sums);
    if (reading->sums == NULL)
        return -1;
    for (uint32_t m = 0; m < plan->rules->graded_count; m++)
        if ((plan->rules->measures[m].facts >> fact & 1) != 0 && best_gates(plan, m) > best)
            best = CONDITION_YES;
    for (uint32_t m = 0; m < plan->rules->graded_count; m++)
        if ((plan->rules->measures[m].facts >> fact & 1) != 0 && best_gates(plan, m) >= best)
            insert_sum(plan->rules, reading, m);
    return 0;
}

/* Whether two plans add the same facts. */
static bool same_sum(const struct ruleset *ours, uint32_t our_measure, const struct ruleset *theirs, uint32_t their_measure)
{
    uint64_t facts = ours->measures[our_measure].facts, others = theirs->measures[their_measure].facts;
    if (facts == 0 || __builtin_popcountll(facts) != __builtin_popcountll(others))
        return false;
    for (; facts != 0; facts &= facts - 1) {
        const char *id = ours->plan->facts[__builtin_ctzll(facts)].id;
        const struct fact *same = plan_find_fact(theirs->plan, id, strlen(id));
        if (same == NULL || (others >> (same - theirs->plan->facts) & 1) == 0)
            return false;
    }
    return true;
}

static bool same_sums(const struct comparison *it, const struct triage_reading *a, const struct triage_reading *b)
{
    const struct ruleset *ours = it->triage->plans[a->plan].rules, *theirs = it->triage->plans[b->plan].rules;
    for (size_t i = 0; i < a->sum_count && a->sum_count == b->sum_count; i++) {
        bool found = false;
        for (size_t j = 0; j < b->sum_count; j++)
            found = found || same_sum(ours, a->sums[i], theirs, b->sums[j]);
        if (!found)
            return false;
    }
    return a->sum_count == b->sum_count;
}

/* ---- how each fact is counted ---- */

static bool is_asked(const struct triage_plan *plan, size_t fact)
{
    for (uint32_t i = 0; i < plan->assessment.ask_count; i++)
        if (plan->assessment.ask[i] == fact)
            return true;
    return false;
}

/* One that hangs on something else that is not known yet is not asked for now: the storm comes before how many counties it reached. */
static bool is_asked_now(const struct triage_plan *plan, size_t fact)
{
    bool certain = false;
    for (uint32_t m = 0; m < plan->rules->graded_count && !certain; m++)
        certain = (plan->rules->measures[m].facts >> fact & 1) != 0 && best_gates(plan, m) == CONDITION_YES;
    return certain && is_asked(plan, fact);
}

/* What harm a plan grades by, and which is there, or might be: given and not none, or asked for. */
static bool matters(const struct triage_plan *plan, size_t index, bool *given)
{
    const struct fact *fact = &plan->rules->plan->facts[index];
    const struct known *known = &plan->incident.facts[index];
    if (!fact->harm || fact->discretion || (plan->rules->used_facts >> index & 1) == 0)
        return false;
    *given = known->given && known->most > 0;
    return *given || (!known->given && is_asked_now(plan, index));
}

/* The place of a plan among those that apply; the count when it is not one. */
static size_t place_of(const struct comparison *it, uint32_t plan)
{
    size_t low = 0, high = it->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (it->plans[middle] < plan)
            low = middle + 1;
        else
            high = middle;
    }
    return low < it->count && it->plans[low] == plan ? low : it->count;
}

/* The fact, as the first plan that it matters to has it; NULL when it matters to none. */
static const struct fact *find_matter(const struct comparison *it, const struct triage_name *name, bool *given)
{
    const struct triage_use *uses = it->triage->uses + name->first;
    const struct fact *about = NULL;
    *given = false;
    for (uint32_t u = 0; u < name->count; u++) {
        const struct triage_plan *plan = &it->triage->plans[uses[u].plan];
        bool now = false;
        if (place_of(it, uses[u].plan) == it->count || !matters(plan, uses[u].fact, &now))
            continue;
        about = about == NULL ? &plan->rules->plan->facts[uses[u].fact] : about;
        *given = *given || now;
    }
    return about;
}

static int compare_counting(struct comparison *it, const struct triage_name *name, bool wanted)
{
    const struct triage_use *uses = it->triage->uses + name->first;
    bool given, differ = false;
    const struct fact *about = find_matter(it, name, &given);
    if (about == NULL || given != wanted)
        return 0;
    struct triage_difference *difference = add_difference(it, DIFFERENCE_COUNTED);
    if (difference == NULL)
        return -1;
    difference->about = about;
    difference->given = given;
    for (uint32_t u = 0; u < name->count; u++) {
        size_t place = place_of(it, uses[u].plan);
        if (place < it->count && find_sums(it, &difference->readings[place], uses[u].fact) != 0)
            return -1;
    }
    for (size_t i = 1; i < it->count; i++)
        differ = differ || !same_sums(it, &difference->readings[0], &difference->readings[i]);
    if (!differ)
        drop_difference(it);
    return 0;
}

/* What is known comes before what is only asked for. */
static int compare_countings(struct comparison *it)
{
    for (int given = 1; given >= 0; given--)
        for (size_t n = 0; n < it->triage->name_count; n++)
            if (compare_counting(it, &it->triage->names[n], given == 1) != 0)
                return -1;
    return 0;
}

/* ---- from which number on ---- */

/* A better witness for a step: fewer conditions, then a lower bound, then the row of a grade table, which has the number itself. */
static bool is_better(const struct plan *plan, const struct triage_step *new, const struct triage_step *old)
{
    if (new->with_more != old->with_more)
        return !new->with_more;
    if (new->at_least != old->at_least)
        return new->at_least < old->at_least;
    return plan->rules[new->rule].grade.index >= 0 && plan->rules[old->rule].grade.index < 0;
}

static void add_step(const struct plan *plan, struct triage_reading *reading, const struct triage_step *step)
{
    for (size_t i = 0; i < reading->step_count; i++)
        if (reading->steps[i].level == step->level) {
            if (is_better(plan, step, &reading->steps[i]))
                reading->steps[i] = *step;
            return;
        }
    size_t at = reading->step_count++;
    for (; at > 0 && reading->steps[at - 1].level < step->level; at--)
        reading->steps[at] = reading->steps[at - 1];
    reading->steps[at] = *step;
}

static int find_steps(struct comparison *it, struct triage_reading *reading, uint32_t measure)
{
    const struct triage_plan *plan = &it->triage->plans[reading->plan];
    int best = best_gates(plan, measure);
    reading->steps = arena_array(&it->findings->arena, LEVEL_NONE + 1, sizeof *reading->steps);
    if (reading->steps == NULL)
        return -1;
    for (uint32_t i = 0; i < plan->rules->safe.count; i++) {
        const struct alternative *alternative = &plan->rules->safe.items[i];
        struct glance glance = glance_at(plan, alternative, measure);
        struct triage_step step = {.at_least = glance.least, .level = alternative->rank, .rule = (uint16_t)alternative->rule,
                                   .with_more = glance.with_more || glance.gates != CONDITION_YES};
        if (glance.found && glance.gates >= best && glance.gates != CONDITION_NO && glance.least > 0 && alternative->rank < LEVEL_NONE)
            add_step(plan->rules->plan, reading, &step);
    }
    return 0;
}

static bool same_steps(const struct triage_reading *a, const struct triage_reading *b)
{
    for (size_t i = 0; i < a->step_count && a->step_count == b->step_count; i++)
        if (a->steps[i].level != b->steps[i].level || a->steps[i].at_least != b->steps[i].at_least)
            return false;
    return a->step_count == b->step_count;
}

/* Each sum is compared once, whichever plan it was met in. */
static int note_sum(struct comparison *it, uint32_t plan, uint32_t measure, bool *fresh)
{
    const struct ruleset *rules = it->triage->plans[plan].rules;
    *fresh = false;
    for (size_t i = 0; i < it->seen_count; i++)
        if (same_sum(rules, measure, it->triage->plans[it->seen[i].plan].rules, it->seen[i].measure))
            return 0;
    if (it->seen_count == it->seen_capacity) {
        size_t capacity = it->seen_capacity == 0 ? 32 : it->seen_capacity * 2;
        struct sum_of *seen = realloc(it->seen, capacity * sizeof *seen);
        if (seen == NULL)
            return -1;
        it->seen = seen;
        it->seen_capacity = capacity;
    }
    it->seen[it->seen_count++] = (struct sum_of){plan, measure};
    *fresh = true;
    return 0;
}

static int compare_steps(struct comparison *it, uint32_t plan, uint32_t measure)
{
    const struct ruleset *rules = it->triage->plans[plan].rules;
    bool differ = false, fresh = false;
    if (gate_of(rules, measure) != NULL)
        return 0;
    if (note_sum(it, plan, measure, &fresh) != 0)
        return -1;
    if (!fresh)
        return 0;
    struct triage_difference *difference = add_difference(it, DIFFERENCE_STEPS);
    if (difference == NULL)
        return -1;
    difference->plan = plan;
    difference->measure = measure;
    for (size_t i = 0; i < it->count; i++) {
        const struct ruleset *theirs = it->triage->plans[it->plans[i]].rules;
        for (uint32_t m = 0; m < theirs->graded_count; m++)
            if (same_sum(rules, measure, theirs, m) && find_steps(it, &difference->readings[i], m) != 0)
                return -1;
        differ = differ || !same_steps(&difference->readings[0], &difference->readings[i]);
    }
    if (!differ)
        drop_difference(it);
    return 0;
}

/* Of every sum that a given fact is part of: sums of what is only asked for have nothing to reach yet. */
static int compare_all_steps(struct comparison *it)
{
    for (size_t n = 0; n < it->triage->name_count; n++) {
        const struct triage_name *name = &it->triage->names[n];
        bool given;
        if (find_matter(it, name, &given) == NULL || !given)
            continue;
        for (uint32_t u = name->first; u < name->first + name->count; u++) {
            struct triage_reading reading = {.plan = it->triage->uses[u].plan};
            if (place_of(it, reading.plan) == it->count)
                continue;
            if (find_sums(it, &reading, it->triage->uses[u].fact) != 0)
                return -1;
            for (size_t s = 0; s < reading.sum_count; s++)
                if (compare_steps(it, reading.plan, reading.sums[s]) != 0)
                    return -1;
        }
    }
    return 0;
}

int triage_find_differences(const struct triage *triage, struct triage_findings *findings, struct err *err)
{
    struct comparison it = {.triage = triage, .findings = findings, .plans = calloc(triage->count + 1, sizeof *it.plans)};
    for (size_t p = 0; it.plans != NULL && p < triage->count; p++)
        if (triage_applies(&triage->plans[p]))
            it.plans[it.count++] = (uint32_t)p;
    int rc = it.plans == NULL ? -1 : 0;
    if (rc == 0 && it.count > 1 &&
        (compare_levels(&it) != 0 || compare_countings(&it) != 0 || compare_all_steps(&it) != 0))
        rc = -1;
    free(it.plans);
    free(it.seen);
    return rc == 0 ? 0 : err_no_memory(err);
}
