/* Changes of facts and their sizes. See change.h. */
#include "rules/change.h"

#include "core/number.h"

/* findings, facts, contradictions: six bits each, for 63 facts at the most; below them the units. */
#define UNIT_BITS 45
#define UNITS_MAX ((UINT64_C(1) << 39) - 1) /* of one fact: 63 of them fit */
#define KIND_UNITS (UINT64_C(1) << 38)
#define CONTRADICTION (UINT64_C(1) << UNIT_BITS)
#define FACT (UINT64_C(1) << (UNIT_BITS + 6))
#define FINDING (UINT64_C(1) << (UNIT_BITS + 12))

static uint64_t units_between(const struct fact *fact, int64_t a, int64_t b)
{
    uint64_t distance = a < b ? (uint64_t)(b - a) : (uint64_t)(a - b);
    if (fact->type == FACT_DECIMAL)
        distance = (distance + NUMBER_SCALE - 1) / NUMBER_SCALE;
    return distance < KIND_UNITS ? distance : KIND_UNITS - 1;
}

bool fact_is_number(const struct fact *fact)
{
    return fact->type == FACT_COUNT || fact->type == FACT_DECIMAL;
}

uint64_t change_size(const struct fact *fact, const struct known *known, int64_t value)
{
    bool contradicts = value < known->least || value > known->most;
    int64_t from = value > known->most ? known->most : known->least;
    uint64_t units = units_between(fact, from, value);
    if (contradicts && !fact_is_number(fact))
        units += KIND_UNITS;
    return (fact->discretion ? FINDING : 0) + FACT + (contradicts ? CONTRADICTION : 0) + (units < UNITS_MAX ? units : UNITS_MAX);
}

uint64_t change_add(uint64_t a, uint64_t b)
{
    return a == CHANGE_IMPOSSIBLE || b == CHANGE_IMPOSSIBLE ? CHANGE_IMPOSSIBLE : a + b;
}

unsigned change_findings(uint64_t size)
{
    return (unsigned)(size / FINDING) & 63;
}

unsigned change_facts(uint64_t size)
{
    return (unsigned)(size / FACT) & 63;
}

void change_put(struct change *change, struct setting setting)
{
    uint32_t place = change->count++;
    for (; place > 0 && change->items[place - 1].fact > setting.fact; place--)
        change->items[place] = change->items[place - 1];
    change->items[place] = setting;
}

bool change_has_finding(const struct change *change, const struct plan *plan)
{
    for (uint32_t i = 0; i < change->count; i++)
        if (plan->facts[change->items[i].fact].discretion)
            return true;
    return false;
}

void change_apply(const struct change *change, struct incident *incident)
{
    for (uint32_t i = 0; i < change->count; i++)
        incident_set(incident, &incident->plan->facts[change->items[i].fact], change->items[i].least, change->items[i].most);
}
