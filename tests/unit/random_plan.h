/*
 * Random small plans, and counting through all completions of partial facts: the definition of a grade, without any cleverness.
 */
#ifndef TESTS_UNIT_RANDOM_PLAN_H
#define TESTS_UNIT_RANDOM_PLAN_H

#include "tests/unit/fixture.h"

#define RANDOM_FACTS 5  /* f0 … f3 are counts, f4 a finding */
#define RANDOM_TOP 4    /* a count is known to be at most this */

static inline void add_random_test(struct text *text, uint64_t *random)
{
    if (random_below(random, 6) == 0) {
        text_add_str(text, random_below(random, 3) == 0 ? "not f4" : "f4");
        return;
    }
    uint32_t facts = 0, least = random_below(random, 9);
    const char *plus = random_below(random, 7) == 0 ? "not " : "";
    for (uint32_t terms = 1 + random_below(random, 3); terms > 0; terms--) {
        uint32_t fact = random_below(random, 4);
        if (facts >> fact & 1)
            continue;
        facts |= 1u << fact;
        text_addf(text, "%sf%u", plus, fact);
        plus = " + ";
    }
    switch (random_below(random, 5)) {
    case 0: text_addf(text, " >= %u", least); break;
    case 1: text_addf(text, " <= %u", least); break;
    case 2: text_addf(text, " = %u", least); break;
    case 3: text_addf(text, " != %u", least); break;
    default: text_addf(text, " in [%u..%u]", least, least + random_below(random, 4)); break;
    }
}

static inline void add_random_condition(struct text *text, uint64_t *random)
{
    for (uint32_t i = 0, ways = 1 + random_below(random, 3); i < ways; i++) {
        text_add_str(text, i > 0 ? " or " : "");
        for (uint32_t j = 0, tests = 1 + random_below(random, 3); j < tests; j++) {
            text_add_str(text, j > 0 ? " and " : "");
            add_random_test(text, random);
        }
    }
}

/* Up to eight rules, and a task with a condition. */
static inline void random_plan_open(struct made *made, uint64_t *random)
{
    struct text text = {0};
    text_add_str(&text, "{" TITLED "," LEVELS ",'grades':[{'id':'g','name':{'zh':'z','en':'e'},'clause':'1','level':3},"
                        "{'id':'h','name':{'zh':'z','en':'e'},'clause':'1','level':1}],'facts':[");
    for (int i = 0; i < RANDOM_FACTS; i++)
        text_addf(&text, "%s{'id':'f%d','type':'%s','harm':%s,'label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i,
                  i == 4 ? "bool" : "count", random_below(random, 2) ? "true" : "false");
    text_add_str(&text, "],'tasks':[{'id':'t','kind':'response','owners':['fire'],'what':{'zh':'z','en':'e'},'clause':'1','when':'");
    add_random_condition(&text, random);
    text_add_str(&text, "'}],'rules':[");
    for (uint32_t i = 0, count = 2 + random_below(random, 7); i < count; i++) {
        text_addf(&text, "%s{'clause':'1',", i > 0 ? "," : "");
        if (random_below(random, 4) == 0)
            text_addf(&text, "'grade':'%s'", random_below(random, 2) ? "g" : "h");
        else
            text_addf(&text, "'level':%u", 1 + random_below(random, 4));
        text_add_str(&text, ",'says':{'zh':'s','en':'s'},'when':'");
        add_random_condition(&text, random);
        text_add_str(&text, "'}");
    }
    text_add_str(&text, "]}");
    made_open(made, text_str(&text));
    text_release(&text);
}

static inline void random_knowledge(struct incident *incident, uint64_t *random)
{
    for (size_t i = 0; i < RANDOM_FACTS; i++) {
        uint32_t top = i == 4 ? 1 : RANDOM_TOP, least = random_below(random, top + 1);
        uint32_t most = random_below(random, 3) == 0 ? least : least + random_below(random, top + 1 - least);
        incident_set(incident, &incident->plan->facts[i], random_below(random, 3) == 0 ? 0 : least, most);
    }
}

/* Walk through all completions: start with values_first, go on while values_next says that there is one more. */
static inline void values_first(const struct incident *incident, int64_t *values)
{
    for (size_t i = 0; i < incident->plan->fact_count; i++)
        values[i] = incident->facts[i].least;
}

static inline bool values_next(const struct incident *incident, int64_t *values)
{
    for (size_t i = 0; i < incident->plan->fact_count; i++) {
        if (values[i]++ < incident->facts[i].most)
            return true;
        values[i] = incident->facts[i].least;
    }
    return false;
}

static inline bool alternative_holds(const struct ruleset *rules, const struct alternatives *all, uint32_t index, const int64_t *values)
{
    for (uint32_t i = 0; i < all->items[index].test_count; i++) {
        const struct test *test = &all->tests[all->items[index].first_test + i];
        int64_t sum = 0;
        for (size_t f = 0; f < rules->plan->fact_count; f++)
            sum += rules->measures[test->measure].facts >> f & 1 ? values[f] : 0;
        if (sum < test->least || sum > test->most)
            return false;
    }
    return true;
}

static inline bool any_holds(const struct ruleset *rules, const struct alternatives *all, uint32_t from, uint32_t to, const int64_t *values)
{
    for (uint32_t i = from; i < to; i++)
        if (alternative_holds(rules, all, i, values))
            return true;
    return false;
}

#endif
