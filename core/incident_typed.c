/* Values as people type them. See incident_read.h. */
#include <string.h>

#include "core/incident_read.h"
#include "core/number.h"
#include "core/text.h"

static int read_typed_number(const struct fact *fact, const char *data, size_t size, struct number *number, struct err *err)
{
    enum number_flaw wrong = number_parse(data, size, fact->type == FACT_DECIMAL, number);
    return wrong == NUMBER_OK ? 0 : incident_flaw_number(wrong, err);
}

/* ---- numbers ---- */

/* What a range may be written with; the first sign that fits counts. */
enum range_form { FORM_BETWEEN, FORM_FROM, FORM_UP_TO };

static const struct {
    const char *sign;
    enum range_form form;
    bool behind; /* the sign stands behind its number; else before it; between two numbers for FORM_BETWEEN */
    bool below;  /* the number itself is not meant */
} signs[] = {
    {"..", FORM_BETWEEN, false, false},  {"+", FORM_FROM, true, false},       {"以上", FORM_FROM, true, false},
    {">=", FORM_FROM, false, false},     {"≥", FORM_FROM, false, false},      {"至少", FORM_FROM, false, false},
    {">", FORM_FROM, false, true},       {"超过", FORM_FROM, false, true},    {"以下", FORM_UP_TO, true, true},
    {"不到", FORM_UP_TO, false, true},   {"<=", FORM_UP_TO, false, false},    {"≤", FORM_UP_TO, false, false},
    {"<", FORM_UP_TO, false, true},      {"至多", FORM_UP_TO, false, false},  {"到", FORM_BETWEEN, false, false},
    {"至", FORM_BETWEEN, false, false},  {"-", FORM_BETWEEN, false, false},   {"~", FORM_BETWEEN, false, false},
    {"——", FORM_BETWEEN, false, false},  {"—", FORM_BETWEEN, false, false},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How long the unit is that stands at the start of a text, behind a number; one that begins with a digit needs a gap before it. */
static size_t unit_at(const struct fact *fact, const char *at, bool gap)
{
    const char *const units[] = {fact->unit.zh, fact->unit.en, "人", "名", "个"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t size = units[i] == NULL ? 0 : strlen(units[i]);
        if (size > 0 && strncmp(at, units[i], size) == 0 && (gap || !is_digit(*at)))
            return size;
    }
    return 0;
}

/* A full-width form (U+FF01 to U+FF5E), which an input method leaves on, as ASCII; 0 for anything else. */
static char narrow(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (byte[0] != 0xEF || (byte[1] != 0xBC && byte[1] != 0xBD) || byte[2] < 0x80 || byte[2] > 0xBF)
        return 0;
    int code = (byte[1] - 0xBC) * 0x40 + byte[2] - 0x80 + 0x20; /* U+FF00 would be a blank */
    return (char)(code > 0x20 && code < 0x7F ? code : 0);
}

/* In ASCII, blanks and the unit left out; a blank stays between digits, where it would make two numbers one. */
static void plain_number(const struct fact *fact, const char *typed, struct text *plain)
{
    char last = '\0';
    bool gap = false; /* something was left out behind `last` */
    for (const char *at = typed; *at != '\0';) {
        char ascii = narrow(at);
        size_t unit = is_digit(last) ? unit_at(fact, at, gap) : 0, step = ascii != 0 ? 3 : 1;
        if (unit > 0 || *at == ' ') {
            at += unit > 0 ? unit : 1;
            gap = true;
            continue;
        }
        char next = ascii != 0 ? ascii : *at;
        text_add(plain, " ", gap && is_digit(last) && is_digit(next));
        text_add(plain, &next, 1);
        last = next;
        gap = false;
        at += step;
    }
}

/* The sign that the text is written with, and its place; -1 for none. */
static int find_sign(const char *text, size_t size, size_t *place)
{
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        const char *at = strstr(text, signs[i].sign);
        if (at == NULL)
            continue;
        *place = (size_t)(at - text);
        bool first = *place == 0, last = *place + strlen(signs[i].sign) == size;
        bool open = strcmp(signs[i].sign, "..") == 0; /* the only one that may lack an end */
        if (signs[i].form == FORM_BETWEEN ? open || (!first && !last) : signs[i].behind ? last && !first : first && !last)
            return (int)i;
    }
    return -1;
}

/* The number that stands alone with a sign, and what it means; the next one where the number itself is not meant. */
static int read_side(const struct fact *fact, const char *text, int sign, struct known *known, struct err *err)
{
    struct number number;
    size_t size = strlen(text), width = strlen(signs[sign].sign);
    bool decimal = fact->type == FACT_DECIMAL;
    if (read_typed_number(fact, signs[sign].behind ? text : text + width, size - width, &number, err) != 0)
        return -1;
    int64_t value = number_value(number, decimal);
    if (signs[sign].form == FORM_FROM)
        *known = (struct known){value + signs[sign].below, fact->most, true};
    else if (value == 0 && signs[sign].below)
        return incident_flaw_number(NUMBER_NEGATIVE, err);
    else
        *known = (struct known){0, value - signs[sign].below, true};
    return known->least > known->most ? incident_flaw_number(NUMBER_TOO_LARGE, err) : 0;
}

/* What stands before and behind a sign. */
struct halves {
    const char *first, *second;
    size_t first_size;
};

/* "3..9", "3..", "..9"; "3-9" and the same with the other signs. */
static int read_between(const struct fact *fact, const struct halves *halves, struct known *known, struct err *err)
{
    bool decimal = fact->type == FACT_DECIMAL, open = *halves->second == '\0';
    struct number least = {0}, most = {.whole = NUMBER_INPUT_MAX};
    if ((halves->first_size > 0 && read_typed_number(fact, halves->first, halves->first_size, &least, err) != 0) ||
        (!open && read_typed_number(fact, halves->second, strlen(halves->second), &most, err) != 0))
        return -1;
    if (number_compare(least, most) > 0)
        return incident_flaw_order(err);
    known->least = number_value(least, decimal);
    known->most = open ? fact->most : number_value(most, decimal);
    return 0;
}

static int read_plain_range(const struct fact *fact, const char *text, size_t size, struct known *known, struct err *err)
{
    size_t place;
    int sign = find_sign(text, size, &place);
    if (sign >= 0 && signs[sign].form == FORM_BETWEEN)
        return read_between(fact, &(struct halves){text, text + place + strlen(signs[sign].sign), place}, known, err);
    if (sign >= 0)
        return read_side(fact, text, sign, known, err);
    struct number number;
    if (read_typed_number(fact, text, size, &number, err) != 0)
        return -1;
    known->least = known->most = number_value(number, fact->type == FACT_DECIMAL);
    return 0;
}

static int read_typed_range(const struct fact *fact, const char *typed, struct known *known, struct err *err)
{
    struct text plain = {0};
    plain_number(fact, typed, &plain);
    int rc = plain.failed ? err_no_memory(err) : read_plain_range(fact, text_str(&plain), plain.size, known, err);
    text_release(&plain);
    return rc;
}

/* ---- the others ---- */

static int read_typed_bool(const char *data, size_t size, struct known *known, struct err *err)
{
    static const char *const yes[] = {"true", "yes", "y", "是", "有", "1"}, *const no[] = {"false", "no", "n", "否", "无", "没有", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (text_equal(data, size, yes[i])) {
            known->least = known->most = 1;
            return 0;
        }
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (text_equal(data, size, no[i])) {
            known->least = known->most = 0;
            return 0;
        }
    return err_set(err, ERR_VALUE, "应为 true/false（是/否），不知道写 ?", "expected true or false (or ? for unknown)");
}

static int read_typed_enum(const struct fact *fact, const char *data, size_t size, struct known *known, struct err *err)
{
    struct nearest near = nearest_to(data, size);
    struct text all = {0};
    for (size_t i = 0; i < fact->value_count; i++) {
        const struct fact_value *value = &fact->values[i];
        if (text_equal(data, size, value->id) || text_equal(data, size, value->label.zh) || text_equal(data, size, value->label.en)) {
            known->least = known->most = (int64_t)i;
            text_release(&all);
            return 0;
        }
        nearest_offer(&near, value->id);
        text_addf(&all, "%s%s", i > 0 ? ", " : "", value->id);
    }
    err_set(err, ERR_VALUE, "“%s”不在可选之列：%s", "\"%s\" is not one of: %s", text_clip(data, size).str, text_str(&all));
    err_set_hint(err, near.best);
    text_release(&all);
    return -1;
}

static int read_typed_level(const struct plan *plan, const struct fact *fact, const char *text, struct known *known, struct err *err)
{
    struct number number;
    if (read_typed_number(fact, text, strlen(text), &number, err) != 0)
        return -1;
    known->least = known->most = plan_level_value(plan, number.whole);
    if (known->least < 0)
        return incident_flaw_level(plan, err);
    return 0;
}

static bool is_unknown(const char *text)
{
    static const char *const words[] = {"?", "？", "不详", "不明", "不清楚", "不知道", "未知", "unknown"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

int incident_read_value(const struct plan *plan, const struct fact *fact, const char *text, struct known *known, struct err *err)
{
    struct known read = {.given = true};
    size_t size = strlen(text);
    int rc;
    if (is_unknown(text)) {
        *known = (struct known){0, fact->discretion ? 0 : fact->most, false};
        return 0;
    }
    switch (fact->type) {
    case FACT_BOOL: rc = read_typed_bool(text, size, &read, err); break;
    case FACT_ENUM: rc = read_typed_enum(fact, text, size, &read, err); break;
    case FACT_LEVEL: rc = read_typed_level(plan, fact, text, &read, err); break;
    default: rc = read_typed_range(fact, text, &read, err); break;
    }
    if (rc == 0)
        *known = read;
    return rc;
}
