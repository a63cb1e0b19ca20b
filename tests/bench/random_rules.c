/* Random plans. See random_rules.h. */
#include "tests/bench/random_rules.h"

#define FACTS_MAX 16
#define PAIR "{\"zh\":\"z\",\"en\":\"e\"}"

enum kind { KIND_BOOL, KIND_ENUM, KIND_COUNT };

struct drawn {
    struct dice *dice;
    enum kind kinds[FACTS_MAX];
    uint32_t count;
    bool narrow;
};

static uint32_t threshold(const struct drawn *it)
{
    static const uint32_t all[] = {1, 3, 10, 30};
    return it->narrow ? 1 : all[dice_below(it->dice, 4)];
}

/* One number, or the sum of two or three different ones. */
static void add_number(const struct drawn *it, uint32_t fact, struct text *text)
{
    uint32_t terms = 1 + dice_below(it->dice, 3);
    text_addf(text, "f%u", fact);
    for (uint32_t next = fact + 1; next < it->count && terms > 1; next++) {
        if (it->kinds[next] != KIND_COUNT || dice_below(it->dice, 3) == 0)
            continue;
        text_addf(text, " + f%u", next);
        terms--;
    }
    uint32_t least = threshold(it), width = dice_below(it->dice, 4);
    if (width == 0)
        text_addf(text, " in [%u..%u)", least, least * 3);
    else if (width == 1)
        text_addf(text, " < %u", least);
    else
        text_addf(text, " >= %u", it->narrow ? 1 + dice_below(it->dice, 2) : least);
}

static void add_test(const struct drawn *it, struct text *text)
{
    uint32_t fact = dice_below(it->dice, it->count);
    if (it->kinds[fact] == KIND_COUNT)
        add_number(it, fact, text);
    else if (it->kinds[fact] == KIND_ENUM)
        text_addf(text, "f%u %s v%u", fact, dice_below(it->dice, 2) ? "=" : ">=", 1 + dice_below(it->dice, 2));
    else
        text_addf(text, "%sf%u", dice_below(it->dice, 5) == 0 ? "not " : "", fact);
}

static void add_condition(const struct drawn *it, struct text *text)
{
    for (uint32_t way = 0, ways = 1 + dice_below(it->dice, 2); way < ways; way++) {
        text_add_str(text, way > 0 ? " or " : "");
        for (uint32_t test = 0, tests = 1 + dice_below(it->dice, 3); test < tests; test++) {
            text_add_str(text, test > 0 ? " and " : "");
            add_test(it, text);
        }
    }
}

static void add_fact(struct drawn *it, uint32_t fact, struct text *text)
{
    static const char *const types[] = {[KIND_BOOL] = "bool", [KIND_ENUM] = "enum", [KIND_COUNT] = "count"};
    uint32_t kind = dice_below(it->dice, 4);
    it->kinds[fact] = it->narrow ? (kind == 0 ? KIND_COUNT : KIND_BOOL) : kind < 2 ? KIND_COUNT : kind == 2 ? KIND_BOOL : KIND_ENUM;
    text_addf(text, "%s{\"id\":\"f%u\",\"type\":\"%s\",\"label\":" PAIR ",\"question\":" PAIR, fact > 0 ? "," : "", fact, types[it->kinds[fact]]);
    for (uint32_t value = 0; value < 3 && it->kinds[fact] == KIND_ENUM; value++)
        text_addf(text, "%s{\"id\":\"v%u\",\"label\":" PAIR "}%s", value == 0 ? ",\"values\":[" : ",", value, value == 2 ? "]" : "");
    text_add_str(text, "}");
}

void random_rules(struct dice *dice, uint32_t fact_count, bool narrow, struct text *text)
{
    struct drawn it = {.dice = dice, .count = fact_count < FACTS_MAX ? fact_count : FACTS_MAX, .narrow = narrow};
    text_add_str(text, "{\"format\":1,\"id\":\"random\",\"title\":" PAIR ",\"levels\":[");
    for (int level = 1; level <= 4; level++)
        text_addf(text, "%s{\"level\":%d,\"name\":" PAIR ",\"clause\":\"1\"}", level > 1 ? "," : "", level);
    text_add_str(text, "],\"facts\":[");
    for (uint32_t fact = 0; fact < it.count; fact++)
        add_fact(&it, fact, text);
    text_add_str(text, "],\"rules\":[");
    for (uint32_t rule = 0, rules = 2 + it.count / 2 + dice_below(dice, it.count); rule < rules; rule++) {
        text_addf(text, "%s{\"clause\":\"1\",\"level\":%u,\"says\":" PAIR ",\"when\":\"", rule > 0 ? "," : "", 1 + dice_below(dice, 4));
        add_condition(&it, text);
        text_add_str(text, "\"}");
    }
    text_add_str(text, "]}");
}
