/* Whether a plan applies. See scope.h. */
#include "rules/scope.h"

/* A test of facts against their ranges; what is counted from reports is left open here. */
static int fact_test_standing(const struct ruleset *rules, const struct incident *incident, const struct test *test)
{
    int64_t least = 0, most = 0;
    uint64_t facts = rules->measures[test->measure].facts;
    if (facts == 0)
        return CONDITION_OPEN;
    for (; facts != 0; facts &= facts - 1) {
        const struct known *known = &incident->facts[__builtin_ctzll(facts)];
        least += known->least;
        most += known->most;
    }
    return test_standing(test, least, most);
}

static int alternative_standing(const struct ruleset *rules, const struct incident *incident, const struct alternative *it)
{
    const struct test *tests = rules->when[rules->plan->scope.when.index].tests + it->first_test;
    int all = CONDITION_YES;
    for (uint32_t t = 0; t < it->test_count; t++) {
        int standing = fact_test_standing(rules, incident, &tests[t]);
        all = standing < all ? standing : all;
    }
    return all;
}

/* The facts that it reads; `*plain` is cleared when one of its tests counts reports, or reads what was `seen`. */
static uint64_t facts_read(const struct ruleset *rules, const struct alternative *it, uint64_t seen, bool *plain)
{
    const struct test *tests = rules->when[rules->plan->scope.when.index].tests + it->first_test;
    uint64_t read = 0;
    for (uint32_t t = 0; t < it->test_count; t++) {
        uint64_t facts = rules->measures[tests[t].measure].facts;
        *plain = *plain && facts != 0 && (facts & (seen | read)) == 0;
        read |= facts;
    }
    return read;
}

/*
 * By bounds alone, test by test. Yes and no are certain. Open is certain too, `plain`, when no two tests of what is open read the same
 * fact: then every test may come out either way whatever the others do.
 */
static int look(const struct ruleset *rules, const struct incident *incident, bool *plain)
{
    const struct alternatives *all = &rules->when[rules->plan->scope.when.index];
    uint64_t seen = 0;
    int any = CONDITION_NO;
    *plain = true;
    for (uint32_t i = 0; i < all->count && any != CONDITION_YES; i++) {
        int standing = alternative_standing(rules, incident, &all->items[i]);
        any = standing > any ? standing : any;
        if (standing == CONDITION_OPEN)
            seen |= facts_read(rules, &all->items[i], seen, plain);
    }
    return any;
}

static bool has_report(const struct incident *incident)
{
    for (size_t i = 0; i < incident->reports.count; i++)
        if (incident->reports.items[i].day <= incident->as_of)
            return true;
    return false;
}

static bool is_denied(const struct scope *scope, const struct incident *incident)
{
    return scope->fact.index >= 0 && incident->facts[scope->fact.index].given && incident->facts[scope->fact.index].most == 0;
}

int scope_standing(struct assessor *assessor, const struct ruleset *rules, const struct incident *incident, struct err *err)
{
    const struct plan *plan = rules->plan;
    bool plain;
    if (plan_uses_reports(plan) && has_report(incident))
        return CONDITION_YES;
    if (plan->scope.when.index < 0)
        return CONDITION_OPEN;
    int standing = look(rules, incident, &plain);
    if (standing == CONDITION_OPEN && !plain)
        standing = assess_condition(assessor, &plan->scope.when, err);
    return standing == CONDITION_OPEN && is_denied(&plan->scope, incident) ? CONDITION_NO : standing;
}

size_t scope_ask(const struct ruleset *rules, const struct incident *incident, uint8_t *facts)
{
    const struct plan *plan = rules->plan;
    uint64_t read = 0;
    size_t count = 0;
    bool plain = true; /* no matter here */
    if (plan->scope.when.index < 0)
        return 0;
    const struct alternatives *all = &rules->when[plan->scope.when.index];
    for (uint32_t i = 0; i < all->count; i++)
        if (alternative_standing(rules, incident, &all->items[i]) != CONDITION_NO)
            read |= facts_read(rules, &all->items[i], 0, &plain);
    if (plan->scope.fact.index >= 0)
        read = UINT64_C(1) << plan->scope.fact.index;
    for (; read != 0; read &= read - 1) {
        size_t fact = (size_t)__builtin_ctzll(read);
        if (!plan->facts[fact].discretion && incident->facts[fact].least < incident->facts[fact].most)
            facts[count++] = (uint8_t)fact;
    }
    return count;
}
