/*
 * Random plans of every shape: findings, enumerations, counts, decimals, sums of them; grades in and out of order. And incidents of them,
 * thick around the thresholds.
 */
#ifndef TESTS_UNIT_RANDOM_KINDS_H
#define TESTS_UNIT_RANDOM_KINDS_H

#include "core/number.h"
#include "tests/unit/random_plan.h"

struct kinds {
    uint32_t findings, enums, counts, decimals;
    uint32_t values; /* of an enumeration */
    uint32_t top;    /* thresholds of counts are below */
};

static inline uint32_t kinds_between(uint64_t *random, uint32_t least, uint32_t most)
{
    return least + random_below(random, most - least + 1);
}

static inline void kinds_add_fact(struct text *text, const char *name, uint32_t index, const char *type)
{
    text_addf(text, "{'id':'%s%u','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'},'harm':%s,'type':'%s'", name, index,
              index % 2 == 0 ? "true" : "false", type);
}

static inline void kinds_add_facts(struct text *text, const struct kinds *kinds)
{
    const char *comma = "";
    for (uint32_t i = 0; i < kinds->findings; i++, comma = ",") {
        text_add_str(text, comma);
        kinds_add_fact(text, "f", i, "bool");
        text_add_str(text, "}");
    }
    for (uint32_t i = 0; i < kinds->enums; i++, comma = ",") {
        text_add_str(text, comma);
        kinds_add_fact(text, "e", i, "enum");
        for (uint32_t v = 0; v < kinds->values; v++)
            text_addf(text, "%s{'id':'v%u','label':{'zh':'值%u','en':'value %u'}}", v == 0 ? ",'values':[" : ",", v, v, v);
        text_add_str(text, "]}");
    }
    for (uint32_t i = 0; i < kinds->counts + kinds->decimals; i++, comma = ",") {
        bool count = i < kinds->counts;
        text_add_str(text, comma);
        kinds_add_fact(text, count ? "c" : "d", count ? i : i - kinds->counts, count ? "count" : "decimal");
        text_add_str(text, "}");
    }
}

static inline void kinds_add_sum_test(struct text *text, const struct kinds *kinds, uint64_t *random)
{
    uint32_t facts = 0, least = random_below(random, kinds->top);
    const char *plus = "";
    for (uint32_t terms = kinds_between(random, 1, 4); terms > 0; terms--) {
        uint32_t fact = random_below(random, kinds->counts);
        if (facts >> fact & 1)
            continue;
        facts |= 1u << fact;
        text_addf(text, "%sc%u", plus, fact);
        plus = " + ";
    }
    if (random_below(random, 2) == 0)
        text_addf(text, " >= %u", least);
    else
        text_addf(text, " in [%u..%u)", least, least + 1 + random_below(random, kinds->top));
}

static inline void kinds_add_test(struct text *text, const struct kinds *kinds, uint64_t *random)
{
    switch (random_below(random, 5)) {
    case 0:
        if (kinds->findings > 0) {
            text_addf(text, "%sf%u", random_below(random, 4) == 0 ? "not " : "", random_below(random, kinds->findings));
            return;
        }
        break;
    case 1:
        if (kinds->enums > 0) {
            static const char *const signs[] = {"=", ">=", "<", "!="};
            text_addf(text, "e%u %s v%u", random_below(random, kinds->enums), signs[random_below(random, 4)], random_below(random, kinds->values));
            return;
        }
        break;
    case 2:
        if (kinds->decimals > 0) {
            text_addf(text, "d%u %s %u.5", random_below(random, kinds->decimals), random_below(random, 2) == 0 ? ">=" : "<", random_below(random, 9));
            return;
        }
        break;
    default: break;
    }
    kinds_add_sum_test(text, kinds, random);
}

static inline void kinds_add_condition(struct text *text, const struct kinds *kinds, uint64_t *random)
{
    for (uint32_t i = 0, ways = kinds_between(random, 1, 3); i < ways; i++) {
        text_add_str(text, i > 0 ? " or " : "");
        for (uint32_t j = 0, tests = kinds_between(random, 1, 3); j < tests; j++) {
            text_add_str(text, j > 0 ? " and " : "");
            kinds_add_test(text, kinds, random);
        }
    }
}

/* Grades g0 to g2, the most severe last, call for levels in any order, or for none. */
static inline void kinds_add_grades(struct text *text, uint64_t *random)
{
    for (uint32_t i = 0; i < 3; i++) {
        text_addf(text, "%s{'id':'g%u','name':{'zh':'z','en':'e'},'clause':'1'", i == 0 ? "'grades':[" : ",", i);
        uint32_t level = random_below(random, 2) == 0 ? 4 - i : random_below(random, 5);
        if (level > 0)
            text_addf(text, ",'level':%u", level);
        text_add_str(text, "}");
    }
    text_add_str(text, "],");
}

static inline void kinds_open(struct made *made, const struct kinds *kinds, uint32_t rules, uint64_t *random)
{
    struct text text = {0};
    text_add_str(&text, "{" TITLED "," LEVELS ",");
    kinds_add_grades(&text, random);
    text_add_str(&text, "'facts':[");
    kinds_add_facts(&text, kinds);
    text_add_str(&text, "],'rules':[");
    for (uint32_t i = 0; i < rules; i++) {
        text_addf(&text, "%s{'clause':'1','says':{'zh':'s','en':'s'},", i > 0 ? "," : "");
        if (random_below(random, 4) == 0)
            text_addf(&text, "'grade':'g%u'", random_below(random, 3));
        else
            text_addf(&text, "'level':%u", kinds_between(random, 1, 4));
        text_add_str(&text, ",'when':'");
        kinds_add_condition(&text, kinds, random);
        text_add_str(&text, "'}");
    }
    text_add_str(&text, "]}");
    made_open(made, text_str(&text));
    text_release(&text);
}

/* A value for each fact. */
static inline void kinds_values(const struct plan *plan, const struct kinds *kinds, uint64_t *random, int64_t *values)
{
    for (size_t i = 0; i < plan->fact_count; i++) {
        const struct fact *fact = &plan->facts[i];
        if (fact->type == FACT_COUNT)
            values[i] = random_below(random, 60) == 0 ? fact->most : random_below(random, kinds->top + 2);
        else if (fact->type == FACT_DECIMAL)
            values[i] = (int64_t)random_below(random, 20) * NUMBER_SCALE / 2 + random_below(random, 3) * (random_below(random, 2) == 0 ? 1 : 2500);
        else
            values[i] = random_below(random, (uint32_t)fact->most + 1);
    }
}

#endif
