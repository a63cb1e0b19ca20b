/* One incident under many plans. See triage.h. */
#include "rules/triage.h"

#include <stdlib.h>
#include <string.h>

#include "core/incident_read.h"
#include "rules/scope.h"

/* ---- names ---- */

struct fact_name {
    const char *id;
    struct triage_use use;
};

static int compare_names(const void *a, const void *b)
{
    const struct fact_name *left = a, *right = b;
    int order = strcmp(left->id, right->id);
    return order != 0 ? order : (left->use.plan > right->use.plan) - (left->use.plan < right->use.plan);
}

static size_t count_facts(const struct triage *triage)
{
    size_t count = 0;
    for (size_t p = 0; p < triage->count; p++)
        count += triage->plans[p].rules->plan->fact_count;
    return count;
}

static void group_names(struct triage *triage, const struct fact_name *sorted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct triage_name *last = triage->name_count == 0 ? NULL : &triage->names[triage->name_count - 1];
        triage->uses[i] = sorted[i].use;
        if (last != NULL && strcmp(last->id, sorted[i].id) == 0)
            last->count++;
        else
            triage->names[triage->name_count++] = (struct triage_name){sorted[i].id, (uint32_t)i, 1};
    }
}

static int index_names(struct triage *triage)
{
    size_t count = count_facts(triage), have = 0;
    struct fact_name *sorted = calloc(count + 1, sizeof *sorted);
    triage->names = arena_array(&triage->arena, count, sizeof *triage->names);
    triage->uses = arena_array(&triage->arena, count, sizeof *triage->uses);
    bool good = sorted != NULL && triage->names != NULL && triage->uses != NULL;
    for (size_t p = 0; good && p < triage->count; p++)
        for (size_t f = 0; f < triage->plans[p].rules->plan->fact_count; f++) {
            const struct fact *fact = &triage->plans[p].rules->plan->facts[f];
            sorted[have++] = (struct fact_name){fact->id, {(uint32_t)p, (uint16_t)f, (uint16_t)fact->type}};
        }
    if (good && have > 1)
        qsort(sorted, have, sizeof *sorted, compare_names);
    if (good)
        group_names(triage, sorted, have);
    free(sorted);
    return good ? 0 : -1;
}

int triage_init(struct triage *triage, const struct triage_source *sources, size_t count, struct err *err)
{
    *triage = (struct triage){.count = 0};
    triage->plans = arena_array(&triage->arena, count, sizeof *triage->plans);
    for (size_t i = 0; triage->plans != NULL && i < count; i++) {
        triage->plans[i] = (struct triage_plan){.rules = sources[i].rules, .assessor = sources[i].assessor};
        if (incident_init(&triage->plans[i].incident, sources[i].rules->plan, err) != 0) {
            triage_release(triage);
            return -1;
        }
        triage->count++;
    }
    if (triage->plans != NULL && index_names(triage) == 0)
        return 0;
    triage_release(triage);
    return err_no_memory(err);
}

void triage_release(struct triage *triage)
{
    for (size_t i = 0; i < triage->count; i++)
        incident_release(&triage->plans[i].incident);
    arena_release(&triage->arena);
    *triage = (struct triage){.count = 0};
}

void triage_clear(struct triage *triage)
{
    for (size_t i = 0; i < triage->count; i++) {
        incident_clear(&triage->plans[i].incident);
        triage->plans[i].chosen = false;
    }
}

static const struct fact *fact_of(const struct triage *triage, const struct triage_use *use)
{
    return &triage->plans[use->plan].rules->plan->facts[use->fact];
}

/* By id, in the sorted list. */
static const struct triage_name *find_id(const struct triage *triage, const char *id, size_t size)
{
    size_t low = 0, high = triage->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(triage->names[middle].id, id, size);
        if (order == 0 && triage->names[middle].id[size] == '\0')
            return &triage->names[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct triage_name *triage_find(const struct triage *triage, const char *name, size_t size, struct nearest *near)
{
    const struct triage_name *found = find_id(triage, name, size);
    for (size_t i = 0; i < triage->name_count && found == NULL; i++) {
        const struct triage_name *it = &triage->names[i];
        if (near != NULL)
            nearest_offer(near, it->id);
        for (uint32_t u = it->first; u < it->first + it->count && found == NULL; u++) {
            const struct fact *fact = fact_of(triage, &triage->uses[u]);
            if (text_equal(name, size, fact->label.zh) || text_equal(name, size, fact->label.en))
                found = it;
            /* A label that the plan before has too has been offered. */
            else if (near != NULL && (u == it->first || strcmp(fact_of(triage, &triage->uses[u - 1])->label.zh, fact->label.zh) != 0))
                nearest_offer(near, fact->label.zh);
        }
    }
    return found;
}

/* ---- what is known ---- */

/* Which uses of a name a setting is about: all, or those of one plan. */
struct target {
    const struct triage_name *name;
    const char *plan; /* NULL: of all plans */
    size_t plan_size;
};

static bool is_meant(const struct triage *triage, const struct target *target, const struct triage_use *use)
{
    return target->plan == NULL || text_equal(target->plan, target->plan_size, triage->plans[use->plan].rules->plan->id);
}

static int flaw_plan(const struct triage *triage, const struct target *target, struct err *err)
{
    struct nearest near = nearest_to(target->plan, target->plan_size);
    for (size_t p = 0; p < triage->count; p++)
        nearest_offer(&near, triage->plans[p].rules->plan->id);
    err_set(err, ERR_USAGE, "没有预案“%s”", "there is no plan \"%s\"", text_clip(target->plan, target->plan_size).str);
    err_set_hint(err, near.best);
    return -1;
}

/* A finding of the headquarters of one plan: which? */
static int flaw_discretion(const struct triage *triage, const struct triage_name *name, struct err *err)
{
    const char *plan = triage->plans[triage->uses[name->first].plan].rules->plan->id;
    return err_set(err, ERR_USAGE, "“%s”由各预案自己的指挥机构认定，要写明是哪个预案的，如 %s:%s", "\"%s\" is found by each plan's own headquarters: say whose, such as %s:%s",
                   name->id, plan, name->id);
}

static int find_target(const struct triage *triage, const char *typed, size_t size, struct target *target, struct err *err)
{
    const char *colon = memchr(typed, ':', size);
    bool known = false, has = false;
    *target = (struct target){.plan = colon == NULL ? NULL : typed, .plan_size = colon == NULL ? 0 : (size_t)(colon - typed)};
    const char *fact = colon == NULL ? typed : colon + 1;
    size_t fact_size = size - (size_t)(fact - typed);
    for (size_t p = 0; p < triage->count && target->plan != NULL; p++)
        known = known || text_equal(target->plan, target->plan_size, triage->plans[p].rules->plan->id);
    if (target->plan != NULL && !known)
        return flaw_plan(triage, target, err);
    struct nearest near = nearest_to(fact, fact_size);
    target->name = triage_find(triage, fact, fact_size, &near);
    if (target->name == NULL) {
        err_set(err, ERR_USAGE, "没有哪个预案有事实“%s”", "no plan has a fact \"%s\"", text_clip(fact, fact_size).str);
        err_set_hint(err, near.best);
        return -1;
    }
    for (uint32_t u = 0; u < target->name->count; u++)
        has = has || is_meant(triage, target, &triage->uses[target->name->first + u]);
    if (!has)
        return err_set(err, ERR_USAGE, "预案 %s 没有事实“%s”", "plan %s has no fact \"%s\"", text_clip(target->plan, target->plan_size).str,
                       target->name->id);
    if (target->plan == NULL && target->name->count > 1 && fact_of(triage, &triage->uses[target->name->first])->discretion)
        return flaw_discretion(triage, target->name, err);
    return 0;
}

/* A value of a bool, a count, a decimal reads the same for every plan: it is kept by its type. */
struct reading {
    const char *value;
    bool done[FACT_DECIMAL + 1];
    struct known known[FACT_DECIMAL + 1];
};

static int read_for(const struct triage *triage, const struct triage_use *use, struct reading *reading, struct known *known, struct err *err)
{
    bool shared = use->type <= FACT_DECIMAL;
    if (shared && reading->done[use->type]) {
        *known = reading->known[use->type];
        return 0;
    }
    struct err inner = {0};
    const struct fact *fact = fact_of(triage, use);
    const struct plan *plan = triage->plans[use->plan].rules->plan;
    if (incident_read_value(plan, fact, reading->value, known, &inner) == 0) {
        if (shared) {
            reading->done[use->type] = true;
            reading->known[use->type] = *known;
        }
        return 0;
    }
    struct clip shown = text_clip(reading->value, strlen(reading->value));
    char zh[ERR_TEXT_MAX], en[ERR_TEXT_MAX];
    snprintf(zh, sizeof zh, "预案 %s 的 %s=%s", plan->id, fact->id, shown.str);
    snprintf(en, sizeof en, "plan %s, %s=%s", plan->id, fact->id, shown.str);
    err_set_words(err, inner.code == ERR_MEMORY ? ERR_MEMORY : ERR_USAGE, (struct words){"%s：%s", "%s: %s"}, (struct words){zh, en},
                  (struct words){inner.zh, inner.en});
    if (inner.hint[0] != '\0')
        err_set_hint(err, inner.hint);
    return -1;
}

static void put(struct triage *triage, const struct triage_use *use, const struct known *known)
{
    struct incident *incident = &triage->plans[use->plan].incident;
    if (known->given)
        incident->facts[use->fact] = *known;
    else
        incident_unset(incident, fact_of(triage, use));
}

int triage_set(struct triage *triage, const char *name, size_t size, const char *value, struct err *err)
{
    struct target target;
    struct reading reading = {.value = value};
    if (find_target(triage, name, size, &target, err) != 0)
        return -1;
    const struct triage_use *uses = triage->uses + target.name->first;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t u = 0; u < target.name->count; u++) {
            struct known known;
            if (!is_meant(triage, &target, &uses[u]))
                continue;
            if (read_for(triage, &uses[u], &reading, &known, err) != 0)
                return -1;
            if (pass == 1)
                put(triage, &uses[u], &known);
        }
    return 0;
}

/* ---- an incident under one plan ---- */

static bool is_decided(const struct known *known)
{
    return known->least == known->most;
}

/* The same value as another plan writes it. */
static bool translate(const struct plan *from, const struct fact *ours, const struct plan *to, const struct fact *theirs, struct known *known)
{
    if (ours->type != theirs->type || theirs->discretion)
        return false;
    if (ours->type <= FACT_DECIMAL)
        return true;
    if (!is_decided(known))
        return false;
    int value;
    if (ours->type == FACT_ENUM)
        value = fact_find_value(theirs, ours->values[known->least].id, strlen(ours->values[known->least].id));
    else
        value = known->least == 0 ? 0 : plan_level_value(to, from->levels[known->least - 1].number);
    known->least = known->most = value;
    return value >= 0;
}

static void take_fact(struct triage *triage, const struct incident *incident, size_t index)
{
    const struct fact *fact = &incident->plan->facts[index];
    const struct triage_name *name = find_id(triage, fact->id, strlen(fact->id));
    for (uint32_t u = 0; name != NULL && u < name->count; u++) {
        const struct triage_use *use = &triage->uses[name->first + u];
        const struct plan *plan = triage->plans[use->plan].rules->plan;
        struct known known = incident->facts[index];
        if (plan == incident->plan || (!fact->discretion && translate(incident->plan, fact, plan, fact_of(triage, use), &known)))
            put(triage, use, &known);
    }
}

static int take_reports(struct triage_plan *plan, const struct incident *incident, struct err *err)
{
    const struct report_log *log = &incident->reports;
    for (size_t i = 0; i < log->count; i++) {
        const struct report *it = &log->items[i];
        struct report_input input = {.day = it->day, .county = it->county, .disease = it->disease, .spread = it->spread,
                                     .township = report_township(log, it), .premises = report_premises(log, it)};
        input.township_size = strlen(input.township);
        input.premises_size = strlen(input.premises);
        if (report_log_append(&plan->incident.reports, &input, err) != 0)
            return -1;
    }
    return 0;
}

int triage_take(struct triage *triage, const struct incident *incident, struct err *err)
{
    for (size_t i = 0; i < incident->plan->fact_count; i++)
        if (incident->facts[i].given)
            take_fact(triage, incident, i);
    for (size_t p = 0; p < triage->count; p++) {
        struct triage_plan *plan = &triage->plans[p];
        plan->incident.as_of = incident->as_of;
        plan->incident.has_as_of = incident->has_as_of;
        if (plan->rules->plan != incident->plan)
            continue;
        plan->chosen = true;
        memcpy(plan->incident.days, incident->days, incident->plan->parameter_count * sizeof *incident->days);
        memcpy(plan->incident.overridden, incident->overridden, incident->plan->parameter_count * sizeof *incident->overridden);
        if (take_reports(plan, incident, err) != 0)
            return -1;
    }
    return 0;
}

/* ---- levels ---- */

static int assess_one(struct triage_plan *plan, struct err *err)
{
    if (assess_levels(plan->assessor, &plan->incident, &plan->assessment, err) != 0)
        return -1;
    plan->applies = scope_standing(plan->assessor, plan->rules, &plan->incident, err);
    if (plan->applies == CONDITION_OPEN && plan->chosen)
        plan->applies = CONDITION_YES;
    return plan->applies < 0 ? -1 : 0;
}

#define AHEAD 8 /* plans */

/* What the plans that follow will need is on its way while this one is assessed. */
static void fetch_ahead(const struct triage *triage, size_t now)
{
    static const size_t ahead[] = {[FETCH_HEADS] = AHEAD, [FETCH_BODIES] = AHEAD / 2, [FETCH_LEAVES] = AHEAD / 4};
    for (int what = FETCH_HEADS; what <= FETCH_LEAVES; what++) {
        if (now + ahead[what] >= triage->count)
            continue;
        const struct triage_plan *plan = &triage->plans[now + ahead[what]];
        assess_fetch(plan->assessor, plan->rules, (enum fetch)what);
    }
}

int triage_assess(struct triage *triage, struct err *err)
{
    for (size_t i = 0; i < triage->count; i++) {
        fetch_ahead(triage, i);
        if (assess_one(&triage->plans[i], err) != 0)
            return -1;
    }
    return 0;
}

int triage_level(const struct triage_plan *plan)
{
    const struct assessment *it = &plan->assessment;
    return it->safe_level < it->level ? it->safe_level : it->level;
}
