/* Questions in words and as JSON. See question.h. */
#include "cli/question.h"

#include <math.h>
#include <string.h>

#include "cli/render.h"
#include "core/number.h"
#include "rules/words.h"

#define RULES_SHOWN 2
#define OUTCOMES_SHOWN 6

static const struct plan *plan_of(const struct brief *brief)
{
    return brief->rules->plan;
}

static const struct fact *fact_of(const struct brief *brief, const struct question *question)
{
    return &plan_of(brief)->facts[question->fact];
}

static bool is_number(const struct fact *fact)
{
    return fact->type == FACT_COUNT || fact->type == FACT_DECIMAL;
}

/* A threshold of a decimal that is just above a round number is "more than" that number. */
static bool is_beyond(const struct fact *fact, int64_t value)
{
    return fact->type == FACT_DECIMAL && value % NUMBER_SCALE == 1;
}

static void add_unit(struct text *text, const struct fact *fact, enum lang lang)
{
    if (fact->unit.zh != NULL)
        text_addf(text, " %s", words_in(fact->unit, lang));
}

void question_put(struct text *text, const struct brief *brief, const struct question *question)
{
    const struct fact *fact = fact_of(brief, question);
    enum lang lang = brief->app->lang;
    char number[NUMBER_TEXT_SIZE];
    if (!question->threshold) {
        text_add_str(text, words_in(fact->question, lang));
        return;
    }
    bool beyond = is_beyond(fact, question->at_least);
    text_addf(text, app_say(brief->app, "%s%s %s", "%s: %s%s"), words_in(fact->label, lang), beyond ? app_say(brief->app, "超过", "more than ") : "",
              number_print(question->at_least - beyond, fact->type == FACT_DECIMAL, number));
    add_unit(text, fact, lang);
    text_add_str(text, beyond ? app_say(brief->app, "吗？", "?") : app_say(brief->app, fact->unit.zh == NULL ? " 以上吗？" : "以上吗？", " or more?"));
}

/* ---- rows ---- */

static void print_why(const struct brief *brief, const struct question *question, unsigned column)
{
    const struct plan *plan = plan_of(brief);
    enum lang lang = brief->app->lang;
    uint32_t shown = 0;
    for (int level = 1; level < LEVEL_NONE; level++) {
        for (uint32_t i = 0; i < question->why_count && shown < RULES_SHOWN; i++) {
            const struct rule *rule = &plan->rules[question->why[i]];
            if (ruleset_level_of(brief->rules, question->why[i]) != level)
                continue;
            struct text text = {0};
            text_addf(&text, "%s  %s  %s", words_level(plan, level, lang), rule->clause, words_in(rule->says, lang));
            render_row(brief->app, shown++ == 0 ? app_say(brief->app, "  关系到", "  decides") : "", column, text_str(&text));
            text_release(&text);
        }
    }
    if (question->why_count > shown)
        fprintf(brief->app->out, app_say(brief->app, "%*s……另有 %u 条（why 列出）\n", "%*s… and %u more (see why)\n"), (int)column, "", question->why_count - shown);
}

/* The ends of cells of a decimal lie a millionth beside round numbers: "<10000", ">0 <1000". */
static void add_decimals(struct text *text, const struct brief *brief, const struct fact *fact, const struct question_outcome *outcome)
{
    char least[NUMBER_TEXT_SIZE], most[NUMBER_TEXT_SIZE];
    bool beyond = is_beyond(fact, outcome->least), below = outcome->most % NUMBER_SCALE == NUMBER_SCALE - 1;
    bool from = outcome->least > 0, to = outcome->most < fact->most;
    if (outcome->least == outcome->most)
        text_add_str(text, number_print(outcome->least, true, least));
    else if (!from && !to)
        text_add_str(text, app_say(brief->app, "任何数", "anything"));
    if (from && outcome->least < outcome->most)
        text_addf(text, "%s%s", beyond ? ">" : "≥", number_print(outcome->least - beyond, true, least));
    if (to && outcome->least < outcome->most)
        text_addf(text, "%s%s%s", from ? " " : "", below ? "<" : "≤", number_print(outcome->most + below, true, most));
    add_unit(text, fact, brief->app->lang);
}

static void add_answer(struct text *text, const struct brief *brief, const struct fact *fact, const struct question_outcome *outcome)
{
    enum lang lang = brief->app->lang;
    if (fact->type == FACT_DECIMAL) {
        add_decimals(text, brief, fact, outcome);
        return;
    }
    if (fact->type == FACT_COUNT) {
        words_known(text, plan_of(brief), fact, &(struct known){outcome->least, outcome->most, true}, lang);
        return;
    }
    for (int64_t value = outcome->least; value <= outcome->most; value++) {
        text_add_str(text, value > outcome->least ? app_say(brief->app, "、", ", ") : "");
        words_value(text, plan_of(brief), fact, value, lang);
    }
}

static void add_result(struct text *text, const struct brief *brief, const struct question_outcome *outcome)
{
    enum lang lang = brief->app->lang;
    text_add_str(text, words_level(plan_of(brief), outcome->level, lang));
    if (outcome->possible == outcome->level)
        text_add_str(text, app_say(brief->app, "（已定）", " (settled)"));
    else
        text_addf(text, app_say(brief->app, "，仍可能%s", ", possibly %s"), words_level(plan_of(brief), outcome->possible, lang));
}

static void print_outcomes(const struct brief *brief, const struct question *question, unsigned column)
{
    const struct fact *fact = fact_of(brief, question);
    for (uint32_t i = 0; i < question->outcome_count && i < OUTCOMES_SHOWN; i++) {
        struct text text = {0};
        add_answer(&text, brief, fact, &question->outcomes[i]);
        text_add_str(&text, " → ");
        add_result(&text, brief, &question->outcomes[i]);
        render_row(brief->app, i == 0 ? app_say(brief->app, "  若答", "  then") : "", column, text_str(&text));
        text_release(&text);
    }
    if (question->outcome_count > OUTCOMES_SHOWN)
        fprintf(brief->app->out, app_say(brief->app, "%*s……共 %u 种\n", "%*s… %u in all\n"), (int)column, "", question->outcome_count);
}

static void print_expected(const struct brief *brief, const struct question *question, unsigned column)
{
    struct text text = {0};
    if (question->expected < 1.05)
        text_add_str(&text, app_say(brief->app, "只差这一问", "only this question"));
    else
        text_addf(&text, app_say(brief->app, "平均再问 %.1f 题可定级（连这一题）", "%.1f questions on average until settled, this one included"), question->expected);
    render_row(brief->app, app_say(brief->app, "  还要", "  left"), column, text_str(&text));
    text_release(&text);
}

void question_rows(const struct brief *brief, const struct question *question, unsigned column)
{
    print_why(brief, question, column);
    print_outcomes(brief, question, column);
    print_expected(brief, question, column);
}

/* ---- JSON ---- */

static void add_level(struct text *out, const char *key, int level)
{
    if (level == LEVEL_NONE)
        text_addf(out, ", \"%s\": null", key);
    else
        text_addf(out, ", \"%s\": %d", key, level);
}

static void add_number(struct text *out, const char *key, const struct fact *fact, int64_t value)
{
    char number[NUMBER_TEXT_SIZE];
    text_addf(out, "\"%s\": %s", key, number_print(value, fact->type == FACT_DECIMAL, number));
}

static void add_value(struct text *out, const struct plan *plan, const struct fact *fact, int64_t value)
{
    if (fact->type == FACT_BOOL)
        text_add_str(out, value ? "true" : "false");
    else if (fact->type == FACT_ENUM)
        text_add_json_str(out, fact->values[value].id);
    else
        text_addf(out, "%lld", value == 0 ? 0LL : (long long)plan->levels[value - 1].number);
}

/* A range as the batch contract writes it, or the values of an enumeration. */
static void add_values(struct text *out, const struct plan *plan, const struct fact *fact, const struct question_outcome *outcome)
{
    if (!is_number(fact)) {
        text_add_str(out, "[");
        for (int64_t value = outcome->least; value <= outcome->most; value++) {
            text_add_str(out, value > outcome->least ? ", " : "");
            add_value(out, plan, fact, value);
        }
        text_add_str(out, "]");
        return;
    }
    text_add_str(out, "{");
    add_number(out, "min", fact, outcome->least);
    if (outcome->most < fact->most) {
        text_add_str(out, ", ");
        add_number(out, "max", fact, outcome->most);
    }
    text_add_str(out, "}");
}

static void add_outcomes(struct text *out, const struct brief *brief, const struct question *question)
{
    text_add_str(out, ", \"answers\": [");
    for (uint32_t i = 0; i < question->outcome_count; i++) {
        const struct question_outcome *outcome = &question->outcomes[i];
        text_addf(out, "%s{\"if\": ", i > 0 ? ", " : "");
        add_values(out, plan_of(brief), fact_of(brief, question), outcome);
        add_level(out, "level", outcome->level);
        add_level(out, "possible", outcome->possible);
        text_add_str(out, "}");
    }
    text_add_str(out, "]");
}

/* A clause once, though several of its rules hang on the fact. */
static void add_clauses(struct text *out, const struct brief *brief, const struct question *question)
{
    const struct rule *rules = plan_of(brief)->rules;
    text_add_str(out, ", \"why\": [");
    for (uint32_t i = 0, shown = 0; i < question->why_count; i++) {
        bool said = false;
        for (uint32_t j = 0; j < i && !said; j++)
            said = strcmp(rules[question->why[j]].clause, rules[question->why[i]].clause) == 0;
        if (said)
            continue;
        text_add_str(out, shown++ > 0 ? ", " : "");
        text_add_json_str(out, rules[question->why[i]].clause);
    }
    text_add_str(out, "]");
}

static void add_question(struct text *out, const struct brief *brief, const struct question *question)
{
    const struct fact *fact = fact_of(brief, question);
    struct text put = {0}, expected = {0};
    text_add_str(out, ", \"ask\": {\"fact\": ");
    text_add_json_str(out, fact->id);
    if (question->threshold) {
        text_add_str(out, ", ");
        add_number(out, "at_least", fact, question->at_least);
    }
    question_put(&put, brief, question);
    text_add_str(out, ", \"question\": ");
    text_add_json_str(out, text_str(&put));
    add_clauses(out, brief, question);
    add_outcomes(out, brief, question);
    text_addf(&expected, "%.4f", question->expected);
    while (expected.size > 0 && expected.data[expected.size - 1] == '0' && expected.data[expected.size - 2] != '.')
        expected.data[--expected.size] = '\0';
    text_addf(out, ", \"expected_left\": %s, \"optimal\": %s}", text_str(&expected), question->optimal ? "true" : "false");
    text_release(&put);
    text_release(&expected);
}

void question_json(struct text *out, const struct brief *brief, const struct question *question)
{
    const struct assessment *assessment = brief->assessment;
    text_addf(out, "{\"settled\": %s", is_settled(assessment) ? "true" : "false");
    add_level(out, "level", assessment->level);
    add_level(out, "possible", assessment->possible);
    if (!assessment->exact)
        text_add_str(out, ", \"exact\": false");
    if (question->fact >= 0)
        add_question(out, brief, question);
    text_add_str(out, "}\n");
}

/* ---- priors ---- */

int question_priors(const struct ruleset *rules, const struct args *args, struct prior *priors, struct err *err)
{
    const struct plan *plan = rules->plan;
    const char *given;
    for (size_t i = 0; i < plan->fact_count; i++)
        priors[i] = rules->priors == NULL ? (struct prior){.count = 0} : rules->priors[i];
    for (size_t i = 0; (given = args_option(args, "--prior", i)) != NULL; i++) {
        size_t size = strcspn(given, "=");
        const struct fact *fact = plan_find_fact(plan, given, size);
        if (given[size] == '\0')
            return err_set(err, ERR_USAGE, "--prior 要写成 事实=值:权重,值:权重…", "--prior is written as FACT=value:weight,value:weight…");
        if (fact == NULL) {
            struct nearest near = nearest_to(given, size);
            for (size_t f = 0; f < plan->fact_count; f++)
                nearest_offer(&near, plan->facts[f].id);
            err_set(err, ERR_USAGE, "--prior：没有事实“%s”", "--prior: there is no fact \"%s\"", text_clip(given, size).str);
            err_set_hint(err, near.best);
            return -1;
        }
        if (prior_read(plan, fact, given + size + 1, &priors[fact - plan->facts], err) != 0)
            return -1;
    }
    return 0;
}
