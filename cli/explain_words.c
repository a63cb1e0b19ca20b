/* Phrases of explanations. See explain_words.h. */
#include "cli/explain_words.h"

#include <string.h>

#include "core/number.h"

static const char *say(const struct wording *wording, const char *zh, const char *en)
{
    return wording->lang == LANG_EN ? en : zh;
}

static const struct measure *measure_of(const struct wording *wording, const struct gap *gap)
{
    return &wording->rules->measures[gap->test->measure];
}

/* The fact that a measure is, when it is but one. */
static const struct fact *only_fact(const struct wording *wording, const struct measure *measure)
{
    uint64_t facts = measure->facts;
    return facts != 0 && (facts & (facts - 1)) == 0 ? &wording->rules->plan->facts[__builtin_ctzll(facts)] : NULL;
}

/* Sums and counts of reports are. */
static bool is_number(const struct fact *fact)
{
    return fact == NULL || fact_is_number(fact);
}

void explain_add_now(struct text *text, const struct wording *wording, const struct gap *gap)
{
    const struct measure *measure = measure_of(wording, gap);
    words_measure(text, wording, measure);
    text_add_str(text, is_number(only_fact(wording, measure)) ? " " : " = ");
    words_range(text, wording, measure, gap->least, gap->most);
}

/* ---- a test that holds ---- */

/* Two bounds of whole numbers read as a range; else the signs do. */
static void add_inside(struct text *text, const struct wording *wording, const struct gap *gap)
{
    const struct test *test = gap->test;
    if (measure_of(wording, gap)->decimal || test->least <= 0 || test->most == BOUND_NONE_HIGH || test->least == test->most) {
        text_add_str(text, say(wording, "（", " ("));
        words_interval(text, wording, measure_of(wording, gap), test->least, test->most);
        text_add_str(text, say(wording, "）", ")"));
        return;
    }
    text_addf(text, say(wording, " 在 %lld..%lld 内", ", within %lld..%lld"), (long long)test->least, (long long)test->most);
}

static void add_holding(struct text *text, const struct wording *wording, const struct gap *gap)
{
    const struct fact *fact = only_fact(wording, measure_of(wording, gap));
    explain_add_now(text, wording, gap);
    if (is_number(fact))
        add_inside(text, wording, gap);
}

/* ---- a test that fails ---- */

static void add_unit(struct text *text, const struct wording *wording, const struct measure *measure)
{
    static const struct words units[] = {
        [UNIT_COUNTIES] = {" 个县", " counties"},   [UNIT_ADJACENT_COUNTIES] = {" 个县", " counties"},
        [UNIT_TOWNSHIPS] = {" 个乡镇", " townships"}, [UNIT_PREMISES] = {" 个疫点", " premises"},
        [UNIT_REPORTS] = {" 次", " reports"},
    };
    if (measure->unit != UNIT_FACTS) {
        text_add_str(text, words_in(units[measure->unit], wording->lang));
        return;
    }
    struct words unit = wording->rules->plan->facts[__builtin_ctzll(measure->facts)].unit;
    if (unit.zh != NULL)
        text_addf(text, " %s", words_in(unit, wording->lang));
}

/* "：还差 6 人"; a bound that is just missed because it does not include its number says so by itself. */
static void add_missing(struct text *text, const struct wording *wording, const struct gap *gap)
{
    const struct measure *measure = measure_of(wording, gap);
    int64_t amount = gap->missing < 0 ? -gap->missing : gap->missing;
    bool strict = measure->decimal && amount % NUMBER_SCALE == 1;
    char number[NUMBER_TEXT_SIZE];
    if (strict)
        amount--;
    if (amount == 0 || !is_number(only_fact(wording, measure)))
        return;
    text_add_str(text, gap->missing > 0 ? say(wording, "，还差 ", ": ") : say(wording, "，多出 ", ": "));
    if (strict)
        text_add_str(text, say(wording, "不止 ", "more than "));
    text_add_str(text, number_print(amount, measure->decimal, number));
    if (wording->lang != LANG_EN || strcmp(number, "1") != 0) /* its unit is a plural */
        add_unit(text, wording, measure);
    if (wording->lang == LANG_EN)
        text_add_str(text, gap->missing > 0 ? " short" : " too many");
}

static void add_failing(struct text *text, const struct wording *wording, const struct gap *gap)
{
    words_test(text, wording, gap->test);
    text_add_str(text, say(wording, "（现 ", " (now "));
    words_range(text, wording, measure_of(wording, gap), gap->least, gap->most);
    if (gap->standing == CONDITION_NO)
        add_missing(text, wording, gap);
    text_add_str(text, say(wording, "）", ")"));
}

void explain_add_gap(struct text *text, const struct wording *wording, const struct gap *gap)
{
    static const char *const marks[] = {[CONDITION_NO] = "✗ ", [CONDITION_OPEN] = "? ", [CONDITION_YES] = "✓ "};
    text_add_str(text, marks[gap->standing]);
    if (gap->standing == CONDITION_YES)
        add_holding(text, wording, gap);
    else
        add_failing(text, wording, gap);
}

/* ---- changes ---- */

/* "10..29 人", "是", "一定或重大" */
static void add_values(struct text *text, const struct wording *wording, const struct fact *fact, int64_t least, int64_t most)
{
    const struct plan *plan = wording->rules->plan;
    if (is_number(fact)) {
        words_known(text, plan, fact, &(struct known){least, most, true}, wording->lang);
        return;
    }
    for (int64_t value = least; value <= most; value++) {
        text_add_str(text, value > least ? say(wording, "或", " or ") : "");
        words_value(text, plan, fact, value, wording->lang);
    }
}

void explain_add_setting(struct text *text, const struct wording *wording, const struct incident *incident, const struct setting *setting)
{
    const struct fact *fact = &wording->rules->plan->facts[setting->fact];
    const struct known *known = &incident->facts[setting->fact];
    bool whole = known->least == 0 && known->most == fact->most;
    if (fact->discretion)
        text_add_str(text, say(wording, "〔须有人认定〕", "[somebody has to find so] "));
    text_add_str(text, words_in(fact->label, wording->lang));
    text_add_str(text, " ");
    if (whole) {
        text_add_str(text, say(wording, "查明为 ", "turns out to be "));
    } else {
        add_values(text, wording, fact, known->least, known->most);
        text_add_str(text, " → ");
    }
    add_values(text, wording, fact, setting->least, setting->most);
}

void explain_add_change(struct text *text, const struct wording *wording, const struct incident *incident, const struct change *change)
{
    for (uint32_t i = 0; i < change->count; i++) {
        text_add_str(text, i > 0 ? say(wording, "；", "; ") : "");
        explain_add_setting(text, wording, incident, &change->items[i]);
    }
}

/* ---- facts that do not matter ---- */

static void add_blockers(struct text *text, const struct wording *wording, const struct idle *idle)
{
    uint32_t shown = idle->blocker_count < BLOCKERS_MAX ? idle->blocker_count : BLOCKERS_MAX;
    for (uint32_t i = 0; i < shown; i++) {
        text_add_str(text, i > 0 ? say(wording, "、", ", ") : "");
        explain_add_now(text, wording, &idle->blockers[i]);
    }
    text_add_str(text, shown < idle->blocker_count ? say(wording, "等，用到的条款都不成立", " and more: no clause that reads it can hold")
                                                   : say(wording, "，用到的条款都不成立", ": no clause that reads it can hold"));
}

void explain_add_idle(struct text *text, const struct wording *wording, const struct idle *idle)
{
    const char *level = words_level(wording->rules->plan, idle->level, wording->lang);
    switch (idle->reason) {
    case IDLE_UNUSED: text_add_str(text, say(wording, "不用于定级", "no clause that grades reads it")); break;
    case IDLE_BLOCKED: add_blockers(text, wording, idle); break;
    case IDLE_MILDER:
        text_addf(text, say(wording, "至多关系到%s的条款，级别已不低于它", "at the most it decides about clauses of %s, and the level is no milder"), level);
        break;
    case IDLE_EITHER: text_add_str(text, say(wording, "无论是什么，级别都一样", "whatever it is, the level is the same")); break;
    }
}

void explain_add_state(struct text *text, const struct wording *wording, int level, int possible)
{
    const struct plan *plan = wording->rules->plan;
    text_add_str(text, words_level(plan, level, wording->lang));
    if (possible != level)
        text_addf(text, say(wording, "（可能更高：%s）", " (possibly %s)"), words_level(plan, possible, wording->lang));
}
