/* Rules in words. See words.h. */
#include "rules/words.h"

#include "core/number.h"

static const char *say(enum lang lang, const char *zh, const char *en)
{
    return lang == LANG_EN ? en : zh;
}

static void add_sum(struct text *text, const struct plan *plan, uint64_t facts, enum lang lang)
{
    const char *plus = "";
    for (; facts != 0; facts &= facts - 1) {
        text_addf(text, "%s%s", plus, words_in(plan->facts[__builtin_ctzll(facts)].label, lang));
        plus = say(lang, "+", " + ");
    }
}

static int64_t window_days(const struct wording *wording, const struct measure *measure)
{
    if (measure->parameter < 0)
        return measure->days;
    return wording->days != NULL ? wording->days[measure->parameter] : wording->rules->plan->parameters[measure->parameter].days;
}

static void add_window(struct text *text, const struct wording *wording, const struct measure *measure)
{
    long long days = window_days(wording, measure);
    if (days >= 0)
        text_addf(text, say(wording->lang, "%lld日内", " within %lld days"), days);
}

static void add_count(struct text *text, const struct wording *wording, const struct measure *measure)
{
    static const struct words units[] = {
        [UNIT_COUNTIES] = {"县数", "counties"},   [UNIT_ADJACENT_COUNTIES] = {"相邻县数", "adjacent counties"},
        [UNIT_TOWNSHIPS] = {"乡镇数", "townships"}, [UNIT_PREMISES] = {"疫点数", "premises"},
        [UNIT_REPORTS] = {"报告数", "reports"},
    };
    enum lang lang = wording->lang;
    const char *disease = words_in(wording->rules->plan->diseases[measure->disease].name, lang);
    struct words spread = spread_words((enum spread)measure->least_spread);
    bool spreads = measure->least_spread != SPREAD_SPORADIC;
    if (lang == LANG_EN) {
        text_addf(text, "%s with %s%s%s", units[measure->unit].en, disease, spreads ? ", at least " : "", spreads ? spread.en : "");
        add_window(text, wording, measure);
        return;
    }
    add_window(text, wording, measure);
    text_addf(text, "%s%s%s", disease, spreads ? spread.zh : "", units[measure->unit].zh);
}

void words_measure(struct text *text, const struct wording *wording, const struct measure *measure)
{
    const struct plan *plan = wording->rules->plan;
    if (measure->unit != UNIT_FACTS)
        add_count(text, wording, measure);
    else if (measure->term >= 0)
        text_add_str(text, words_in(plan->terms[measure->term].label, wording->lang));
    else
        add_sum(text, plan, measure->facts, wording->lang);
}

static const struct fact *only_fact(const struct wording *wording, const struct measure *measure)
{
    uint64_t facts = measure->facts;
    return facts != 0 && (facts & (facts - 1)) == 0 ? &wording->rules->plan->facts[__builtin_ctzll(facts)] : NULL;
}

void words_value(struct text *text, const struct plan *plan, const struct fact *fact, int64_t value, enum lang lang)
{
    char buffer[NUMBER_TEXT_SIZE];
    switch (fact->type) {
    case FACT_BOOL: text_add_str(text, value ? say(lang, "是", "yes") : say(lang, "否", "no")); break;
    case FACT_ENUM: text_add_str(text, words_in(fact->values[value].label, lang)); break;
    case FACT_LEVEL: text_add_str(text, value == 0 ? say(lang, "无", "none") : words_level(plan, (int)plan->levels[value - 1].number, lang)); break;
    default: text_add_str(text, number_print(value, fact->type == FACT_DECIMAL, buffer)); break;
    }
}

static void add_number(struct text *text, int64_t value, bool decimal)
{
    char buffer[NUMBER_TEXT_SIZE];
    text_add_str(text, number_print(value, decimal, buffer));
}

/* A millionth above or below a round number is how "more than" and "less than" are kept. */
static void add_least(struct text *text, const struct measure *measure, int64_t least)
{
    char buffer[NUMBER_TEXT_SIZE];
    bool strict = measure->decimal && least % NUMBER_SCALE == 1;
    text_addf(text, strict ? ">%s" : "≥%s", number_print(strict ? least - 1 : least, measure->decimal, buffer));
}

static void add_most(struct text *text, const struct measure *measure, int64_t most)
{
    char buffer[NUMBER_TEXT_SIZE];
    bool inclusive = measure->decimal && (most + 1) % NUMBER_SCALE != 0;
    text_addf(text, inclusive ? "≤%s" : "<%s", number_print(inclusive ? most : most + 1, measure->decimal, buffer));
}

/* "= 一定或重大": an enumeration has names, not numbers. */
static void add_values(struct text *text, const struct wording *wording, const struct fact *fact, int64_t least, int64_t most)
{
    if (least > fact->most || most < 0) {
        text_add_str(text, say(wording->lang, "为不可能的值", "is impossible"));
        return;
    }
    text_add_str(text, "= ");
    for (int64_t value = 0; value <= fact->most; value++) {
        if (value < least || value > most)
            continue;
        text_add_str(text, value > 0 && value > least ? say(wording->lang, "或", " or ") : "");
        words_value(text, wording->rules->plan, fact, value, wording->lang);
    }
}

void words_interval(struct text *text, const struct wording *wording, const struct measure *measure, int64_t least, int64_t most)
{
    const struct fact *fact = only_fact(wording, measure);
    if (least == most) {
        text_add_str(text, "= ");
        if (fact != NULL)
            words_value(text, wording->rules->plan, fact, least, wording->lang);
        else
            add_number(text, least, measure->decimal);
        return;
    }
    if (fact != NULL && fact->type == FACT_ENUM) {
        add_values(text, wording, fact, least, most);
        return;
    }
    if (least > 0 || most == BOUND_NONE_HIGH)
        add_least(text, measure, least < 0 ? 0 : least);
    if (least > 0 && most != BOUND_NONE_HIGH)
        text_add_str(text, say(wording->lang, "且", " and "));
    if (most != BOUND_NONE_HIGH)
        add_most(text, measure, most);
}

void words_test(struct text *text, const struct wording *wording, const struct test *test)
{
    const struct measure *measure = &wording->rules->measures[test->measure];
    const struct fact *fact = only_fact(wording, measure);
    if (fact != NULL && fact->type == FACT_BOOL) {
        if (test->most < 1)
            text_add_str(text, say(wording->lang, "非 ", "not "));
        text_add_str(text, words_in(fact->label, wording->lang));
        return;
    }
    words_measure(text, wording, measure);
    text_add_str(text, " ");
    words_interval(text, wording, measure, test->least, test->most);
}

static void add_negation(struct text *text, const struct wording *wording, const struct expr *expr)
{
    enum lang lang = wording->lang;
    bool brackets = expr->kind != EXPR_TEST;
    text_add_str(text, say(lang, "非 ", "not "));
    text_add_str(text, brackets ? say(lang, "（", "(") : "");
    words_expr(text, wording, expr);
    text_add_str(text, brackets ? say(lang, "）", ")") : "");
}

static void add_joined(struct text *text, const struct wording *wording, const struct expr *expr)
{
    enum lang lang = wording->lang;
    /* Chains lean left: find the first part, then go back up. */
    const struct expr *parts[512];
    size_t count = 0;
    enum expr_kind kind = expr->kind;
    for (; expr->kind == kind && count < sizeof parts / sizeof parts[0] - 1; expr = expr->left)
        parts[count++] = expr->right;
    parts[count++] = expr;
    while (count-- > 0) {
        bool brackets = parts[count]->kind == EXPR_OR && kind == EXPR_AND;
        text_add_str(text, brackets ? say(lang, "（", "(") : "");
        words_expr(text, wording, parts[count]);
        text_add_str(text, brackets ? say(lang, "）", ")") : "");
        if (count > 0)
            text_add_str(text, kind == EXPR_AND ? say(lang, " 且 ", " and ") : say(lang, " 或 ", " or "));
    }
}

void words_expr(struct text *text, const struct wording *wording, const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_TEST: words_test(text, wording, &(struct test){expr->measure, expr->least, expr->most}); break;
    case EXPR_GRADE:
        text_addf(text, say(wording->lang, "发生“%s”所列情形", "any row of \"%s\""),
                  words_in(wording->rules->plan->grades[expr->grade].name, wording->lang));
        break;
    case EXPR_NOT: add_negation(text, wording, expr->left); break;
    default: add_joined(text, wording, expr); break;
    }
}

/* "3..5", "≥12", "12", and "unknown" for anything at all; `top` is where an open end is kept. */
static void add_range(struct text *text, const struct known *range, int64_t top, bool decimal, enum lang lang)
{
    char from[NUMBER_TEXT_SIZE], to[NUMBER_TEXT_SIZE];
    if (range->least == range->most)
        text_add_str(text, number_print(range->least, decimal, from));
    else if (range->most >= top)
        text_addf(text, range->least == 0 ? "%s" : "≥%s",
                  range->least == 0 ? say(lang, "不明", "unknown") : number_print(range->least, decimal, from));
    else
        text_addf(text, "%s..%s", number_print(range->least, decimal, from), number_print(range->most, decimal, to));
}

void words_range(struct text *text, const struct wording *wording, const struct measure *measure, int64_t least, int64_t most)
{
    enum lang lang = wording->lang;
    const struct fact *fact = only_fact(wording, measure);
    int64_t top = measure->decimal ? (int64_t)NUMBER_TOP * NUMBER_SCALE : NUMBER_INPUT_MAX;
    if (fact == NULL || fact->type == FACT_COUNT || fact->type == FACT_DECIMAL)
        add_range(text, &(struct known){least, most, true}, top, measure->decimal, lang);
    else if (least == most)
        words_value(text, wording->rules->plan, fact, least, lang);
    else
        text_add_str(text, say(lang, "不明", "unknown"));
}

void words_known(struct text *text, const struct plan *plan, const struct fact *fact, const struct known *known, enum lang lang)
{
    bool number = fact->type == FACT_COUNT || fact->type == FACT_DECIMAL;
    if (known->least != known->most && (!number || (known->least == 0 && known->most == fact->most))) {
        text_add_str(text, say(lang, "不明", "unknown"));
        return;
    }
    if (!number) {
        words_value(text, plan, fact, known->least, lang);
        return;
    }
    add_range(text, known, fact->most, fact->type == FACT_DECIMAL, lang);
    if (fact->unit.zh != NULL)
        text_addf(text, " %s", words_in(fact->unit, lang));
}

const char *words_level(const struct plan *plan, int level, enum lang lang)
{
    const struct level *it = plan_find_level(plan, level);
    return it == NULL ? say(lang, "未达任何级别", "no level") : words_in(it->name, lang);
}
