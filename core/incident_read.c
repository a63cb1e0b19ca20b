/* Reading facts, reports and dates. See incident_read.h. */
#include "core/incident_read.h"

#include <string.h>

#include "core/date.h"
#include "core/number.h"
#include "core/text.h"

/* ---- facts by id: a small table, since a batch looks up ten a line ---- */

static uint32_t hash_id(const char *id, size_t size)
{
    uint32_t hash = (uint32_t)size * 0x9E3779B1u;
    hash ^= (uint32_t)(uint8_t)id[0] * 31 + (uint32_t)(uint8_t)id[size - 1] * 131 + (uint32_t)(uint8_t)id[size / 2] * 521;
    return (hash ^ hash >> 11) & (READER_SLOTS - 1);
}

void incident_reader_init(struct incident_reader *reader, const struct plan *plan)
{
    *reader = (struct incident_reader){.plan = plan};
    for (size_t i = 0; i < plan->fact_count; i++) {
        size_t size = strlen(plan->facts[i].id);
        uint32_t at = hash_id(plan->facts[i].id, size);
        while (reader->slots[at] != 0)
            at = (at + 1) & (READER_SLOTS - 1);
        reader->slots[at] = (uint8_t)(i + 1);
        reader->id_sizes[i] = (uint8_t)size;
    }
}

static const struct fact *find_fact(const struct incident_reader *reader, const struct json_node *key)
{
    if (key->size == 0)
        return NULL;
    uint32_t at = hash_id(key->data, key->size);
    for (; reader->slots[at] != 0; at = (at + 1) & (READER_SLOTS - 1)) {
        size_t index = (size_t)reader->slots[at] - 1;
        if (reader->id_sizes[index] == key->size && memcmp(reader->plan->facts[index].id, key->data, key->size) == 0)
            return &reader->plan->facts[index];
    }
    return NULL;
}

/* ---- flaws ---- */

static int flaw(const struct json *json, uint32_t node, struct err *err)
{
    if (err != NULL)
        json_locate(json, node, UINT32_MAX, err);
    return -1;
}

static int flaw_type(const struct json *json, uint32_t node, struct words expected, struct err *err)
{
    err_set_words(err, ERR_TYPE, (struct words){"应为%s，却是%s", "expected %s, got %s"}, expected, json_type_words(json->nodes[node].type));
    return flaw(json, node, err);
}

static int flaw_key(const struct json *json, uint32_t key, const char *hint, struct err *err)
{
    const struct json_node *it = &json->nodes[key];
    err_set(err, ERR_KEY, "不认识的键“%s”", "unknown key \"%s\"", text_clip(it->data, it->size).str);
    err_set_hint(err, hint);
    return flaw(json, key, err);
}

int incident_flaw_number(enum number_flaw wrong, struct err *err)
{
    static const struct words says[] = {
        [NUMBER_OK] = {"", ""},
        [NUMBER_MALFORMED] = {"不是数", "not a number"},
        [NUMBER_NEGATIVE] = {"不能是负数", "it cannot be negative"},
        [NUMBER_NOT_INTEGER] = {"应为整数写法（不带小数点和指数；金额、时长不带指数）",
                                "write a plain integer (no point, no exponent; money and hours: no exponent)"},
        [NUMBER_TOO_FINE] = {"小数至多六位", "six digits after the point at the most"},
        [NUMBER_TOO_LARGE] = {"大于 10^15", "larger than 10^15"},
    };
    return err_set_words(err, ERR_VALUE, (struct words){"%s%s", "%s%s"}, says[wrong], (struct words){"", ""});
}

/* ---- values ---- */

static bool is_number_fact(const struct fact *fact)
{
    return fact->type == FACT_COUNT || fact->type == FACT_DECIMAL;
}

static int read_number(const struct fact *fact, const struct json *json, uint32_t node, struct number *number, struct err *err)
{
    const struct json_node *it = &json->nodes[node];
    if (it->type != JSON_NUMBER)
        return flaw_type(json, node, (struct words){"数字", "a number"}, err);
    enum number_flaw wrong = number_parse(it->data, it->size, fact->type == FACT_DECIMAL, number);
    if (wrong == NUMBER_OK)
        return 0;
    incident_flaw_number(wrong, err);
    return flaw(json, node, err);
}

int incident_flaw_order(struct err *err)
{
    return err_set(err, ERR_VALUE, "下限大于上限", "min is greater than max");
}

static int read_range(const struct fact *fact, const struct json *json, uint32_t node, struct known *known, struct err *err)
{
    bool decimal = fact->type == FACT_DECIMAL;
    struct number least = {0}, most = {.whole = NUMBER_INPUT_MAX};
    const struct json_node *nodes = json->nodes;
    if (!is_number_fact(fact)) {
        err_set(err, ERR_TYPE, "只有人数等、金额和时长可以给范围", "only counts, money and hours may be ranges");
        return flaw(json, node, err);
    }
    if (nodes[node].count == 0) {
        err_set(err, ERR_VALUE, "范围要有 min 或 max", "a range needs min or max");
        return flaw(json, node, err);
    }
    bool has_most = false;
    for (uint32_t key = node + 1; key < nodes[node].next; key = nodes[key + 1].next) {
        bool is_most = json_string_is(json, key, "max");
        if (!is_most && !json_string_is(json, key, "min"))
            return flaw_key(json, key, NULL, err);
        has_most = has_most || is_most;
        if (read_number(fact, json, key + 1, is_most ? &most : &least, err) != 0)
            return -1;
    }
    if (number_compare(least, most) > 0) {
        incident_flaw_order(err);
        return flaw(json, node, err);
    }
    *known = (struct known){number_value(least, decimal), has_most ? number_value(most, decimal) : fact->most, true};
    return 0;
}

static int read_enum(const struct fact *fact, const struct json *json, uint32_t node, struct known *known, struct err *err)
{
    const struct json_node *it = &json->nodes[node];
    if (it->type != JSON_STRING)
        return flaw_type(json, node, (struct words){"字符串", "a string"}, err);
    int value = fact_find_value(fact, it->data, it->size);
    if (value >= 0) {
        *known = (struct known){value, value, true};
        return 0;
    }
    struct nearest near = nearest_to(it->data, it->size);
    for (size_t i = 0; i < fact->value_count; i++)
        nearest_offer(&near, fact->values[i].id);
    err_set(err, ERR_VALUE, "“%s”不是这个事实的值", "\"%s\" is not a value of this fact", text_clip(it->data, it->size).str);
    err_set_hint(err, near.best);
    return flaw(json, node, err);
}

int incident_flaw_level(const struct plan *plan, struct err *err)
{
    return err_set(err, ERR_VALUE, "应为 0（无）或 %lld 至 %lld 级", "expected 0 (none) or a level from %lld to %lld",
                   (long long)plan->levels[0].number, (long long)plan->levels[plan->level_count - 1].number);
}

static int read_level(struct incident *incident, const struct fact *fact, const struct json *json, uint32_t node, struct err *err)
{
    struct number number;
    if (read_number(fact, json, node, &number, err) != 0)
        return -1;
    int value = plan_level_value(incident->plan, number.whole);
    if (value < 0) {
        incident_flaw_level(incident->plan, err);
        return flaw(json, node, err);
    }
    incident_set(incident, fact, value, value);
    return 0;
}

static int read_fact(struct incident *incident, const struct fact *fact, const struct json *json, uint32_t node, struct err *err)
{
    enum json_type type = json->nodes[node].type;
    struct known *known = &incident->facts[fact - incident->plan->facts];
    struct number number;
    if (type == JSON_OBJECT)
        return read_range(fact, json, node, known, err);
    switch (fact->type) {
    case FACT_BOOL:
        if (type != JSON_TRUE && type != JSON_FALSE)
            return flaw_type(json, node, (struct words){"true 或 false", "true or false"}, err);
        *known = (struct known){type == JSON_TRUE, type == JSON_TRUE, true};
        return 0;
    case FACT_ENUM: return read_enum(fact, json, node, known, err);
    case FACT_LEVEL: return read_level(incident, fact, json, node, err);
    default:
        if (read_number(fact, json, node, &number, err) != 0)
            return -1;
        known->least = known->most = number_value(number, fact->type == FACT_DECIMAL);
        known->given = true;
        return 0;
    }
}

int incident_read_facts(const struct incident_reader *reader, const struct json *json, uint32_t node, struct incident *incident,
                        struct err *err)
{
    const struct json_node *nodes = json->nodes;
    const struct plan *plan = reader->plan;
    if (nodes[node].type != JSON_OBJECT)
        return flaw_type(json, node, json_type_words(JSON_OBJECT), err);
    for (uint32_t key = node + 1; key < nodes[node].next; key = nodes[key + 1].next) {
        const struct fact *fact = find_fact(reader, &nodes[key]);
        if (fact == NULL) {
            struct nearest near = nearest_to(nodes[key].data, nodes[key].size);
            for (size_t i = 0; i < plan->fact_count; i++)
                nearest_offer(&near, plan->facts[i].id);
            return flaw_key(json, key, near.best, err);
        }
        if (read_fact(incident, fact, json, key + 1, err) != 0)
            return -1;
    }
    return 0;
}

/* ---- reports ---- */

enum report_key { KEY_DATE, KEY_COUNTY, KEY_TOWNSHIP, KEY_PREMISES, KEY_DISEASE, KEY_SPREAD, KEY_COUNT };
static const char *const report_keys[KEY_COUNT] = {"date", "county", "township", "premises", "disease", "spread"};

static int find_report_keys(const struct json *json, uint32_t node, uint32_t found[KEY_COUNT], struct err *err)
{
    const struct json_node *nodes = json->nodes;
    if (nodes[node].type != JSON_OBJECT)
        return flaw_type(json, node, json_type_words(JSON_OBJECT), err);
    for (uint32_t key = node + 1; key < nodes[node].next; key = nodes[key + 1].next) {
        int which = 0;
        while (which < KEY_COUNT && !json_string_is(json, key, report_keys[which]))
            which++;
        if (which == KEY_COUNT) {
            struct nearest near = nearest_to(nodes[key].data, nodes[key].size);
            for (int i = 0; i < KEY_COUNT; i++)
                nearest_offer(&near, report_keys[i]);
            return flaw_key(json, key, near.best, err);
        }
        if (nodes[key + 1].type != JSON_STRING)
            return flaw_type(json, key + 1, json_type_words(JSON_STRING), err);
        found[which] = key + 1;
    }
    for (int i = 0; i < KEY_SPREAD; i++) {
        if (found[i] != 0)
            continue;
        err_set(err, ERR_KEY, "报告缺少“%s”", "the report lacks \"%s\"", report_keys[i]);
        return flaw(json, node, err);
    }
    return 0;
}

static int flaw_date(const struct json *json, uint32_t node, struct err *err)
{
    err_set(err, ERR_VALUE, "不是存在的日期，应如 2026-03-01", "not a date that exists; write it like 2026-03-01");
    return flaw(json, node, err);
}

static int flaw_not_one(const struct json *json, uint32_t node, struct words what, const struct nearest *near, struct err *err)
{
    const struct json_node *it = &json->nodes[node];
    struct clip name = text_clip(it->data, it->size);
    err_set_words(err, ERR_REFERENCE, (struct words){"没有%s“%s”", "there is no %s \"%s\""}, what, (struct words){name.str, name.str});
    err_set_hint(err, near->best);
    return flaw(json, node, err);
}

static int read_county(const struct plan *plan, const struct json *json, uint32_t node, uint8_t *county, struct err *err)
{
    const struct json_node *it = &json->nodes[node];
    int index = city_find_county(plan->city, it->data, it->size);
    if (index >= 0) {
        *county = (uint8_t)index;
        return 0;
    }
    struct nearest near = nearest_to(it->data, it->size);
    for (size_t i = 0; i < plan->city->county_count; i++)
        nearest_offer(&near, plan->city->counties[i].code);
    return flaw_not_one(json, node, (struct words){"县（市、区）代码", "county code"}, &near, err);
}

/* A plan without diseases is not graded on reports: theirs are checked for form alone. */
static int read_disease(const struct plan *plan, const struct json *json, uint32_t node, uint16_t *disease, struct err *err)
{
    const struct json_node *it = &json->nodes[node];
    int index = plan->disease_count == 0 ? 0 : plan_find_disease(plan, it->data, it->size);
    if (index >= 0) {
        *disease = (uint16_t)index;
        return 0;
    }
    struct nearest near = nearest_to(it->data, it->size);
    for (size_t i = 0; i < plan->disease_count; i++)
        nearest_offer(&near, plan->diseases[i].id);
    return flaw_not_one(json, node, (struct words){"病种", "disease"}, &near, err);
}

static int read_spread(const struct json *json, uint32_t node, uint8_t *spread, struct err *err)
{
    const struct json_node *it = &json->nodes[node];
    int index = node == 0 ? SPREAD_SPORADIC : spread_find(it->data, it->size);
    if (index >= 0) {
        *spread = (uint8_t)index;
        return 0;
    }
    struct nearest near = nearest_to(it->data, it->size);
    for (int i = 0; spread_ids[i] != NULL; i++)
        nearest_offer(&near, spread_ids[i]);
    return flaw_not_one(json, node, (struct words){"流行程度", "spread"}, &near, err);
}

int incident_read_report(const struct incident_reader *reader, const struct json *json, uint32_t node, struct incident *incident,
                         struct err *err)
{
    uint32_t keys[KEY_COUNT] = {0};
    const struct plan *plan = reader->plan;
    struct report_input input = {0};
    if (find_report_keys(json, node, keys, err) != 0)
        return -1;
    const struct json_node *nodes = json->nodes;
    if (!date_parse(nodes[keys[KEY_DATE]].data, nodes[keys[KEY_DATE]].size, &input.day))
        return flaw_date(json, keys[KEY_DATE], err);
    if (read_county(plan, json, keys[KEY_COUNTY], &input.county, err) != 0 ||
        read_disease(plan, json, keys[KEY_DISEASE], &input.disease, err) != 0 ||
        read_spread(json, keys[KEY_SPREAD], &input.spread, err) != 0)
        return -1;
    input.township = nodes[keys[KEY_TOWNSHIP]].data;
    input.township_size = nodes[keys[KEY_TOWNSHIP]].size;
    input.premises = nodes[keys[KEY_PREMISES]].data;
    input.premises_size = nodes[keys[KEY_PREMISES]].size;
    if (memchr(input.township, '\0', input.township_size) != NULL || memchr(input.premises, '\0', input.premises_size) != NULL) {
        err_set(err, ERR_VALUE, "名称里不能有 NUL", "a name cannot have NUL in it");
        return flaw(json, node, err);
    }
    return plan_uses_reports(plan) ? report_log_append(&incident->reports, &input, err) : 0;
}

int incident_read_reports(const struct incident_reader *reader, const struct json *json, uint32_t node, struct incident *incident,
                          struct err *err)
{
    const struct json_node *nodes = json->nodes;
    if (nodes[node].type != JSON_ARRAY)
        return flaw_type(json, node, json_type_words(JSON_ARRAY), err);
    for (uint32_t at = node + 1; at < nodes[node].next; at = nodes[at].next)
        if (incident_read_report(reader, json, at, incident, err) != 0)
            return -1;
    return 0;
}

/* ---- a line ---- */

static int read_as_of(const struct json *json, uint32_t node, struct incident *incident, struct err *err)
{
    const struct json_node *it = &json->nodes[node];
    if (it->type != JSON_STRING)
        return flaw_type(json, node, json_type_words(JSON_STRING), err);
    if (!date_parse(it->data, it->size, &incident->as_of))
        return flaw_date(json, node, err);
    incident->has_as_of = true;
    return 0;
}

static int read_member(const struct incident_reader *reader, const struct json *json, uint32_t key, struct incident *incident,
                       struct err *err)
{
    static const char *const keys[] = {"id", "facts", "reports", "as_of"};
    if (json_string_is(json, key, "facts"))
        return incident_read_facts(reader, json, key + 1, incident, err);
    if (json_string_is(json, key, "id"))
        return json->nodes[key + 1].type == JSON_STRING ? 0 : flaw_type(json, key + 1, json_type_words(JSON_STRING), err);
    if (json_string_is(json, key, "reports"))
        return incident_read_reports(reader, json, key + 1, incident, err);
    if (json_string_is(json, key, "as_of"))
        return read_as_of(json, key + 1, incident, err);
    struct nearest near = nearest_to(json->nodes[key].data, json->nodes[key].size);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        nearest_offer(&near, keys[i]);
    return flaw_key(json, key, near.best, err);
}

int incident_read_json(const struct incident_reader *reader, const struct json *json, struct incident *incident, struct err *err)
{
    const struct json_node *nodes = json->nodes;
    if (nodes[0].type != JSON_OBJECT)
        return flaw_type(json, 0, json_type_words(JSON_OBJECT), err);
    for (uint32_t key = 1; key < nodes[0].next; key = nodes[key + 1].next)
        if (read_member(reader, json, key, incident, err) != 0)
            return -1;
    if (!plan_uses_reports(reader->plan) || incident->has_as_of)
        return 0;
    err_set(err, ERR_KEY, "本预案按疫情报告分级，需要“as_of”（定级日期）", "this plan is graded on reports and needs \"as_of\" (the grading date)");
    return flaw(json, 0, err);
}

uint32_t incident_read_id(const struct json *json)
{
    uint32_t node = json->count == 0 ? 0 : json_member(json, 0, "id");
    return node != 0 && json->nodes[node].type == JSON_STRING ? node : 0;
}
