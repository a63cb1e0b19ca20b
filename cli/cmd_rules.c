/* respond rules PLAN [--dump]: the rules as the tool understood them, in words, with clauses. */
#include "cli/command.h"
#include "cli/render.h"
#include "rules/words.h"

#define COLUMN 18

static void print_facts(const struct app *app, const struct plan *plan)
{
    static const struct words types[] = {
        [FACT_BOOL] = {"是非", "yes or no"}, [FACT_COUNT] = {"数", "count"}, [FACT_DECIMAL] = {"小数", "decimal"},
        [FACT_LEVEL] = {"级别", "level"},    [FACT_ENUM] = {"选项", "choice"},
    };
    render_heading(app, app_say(app, "事实", "Facts"));
    for (size_t i = 0; i < plan->fact_count; i++) {
        const struct fact *fact = &plan->facts[i];
        struct text left = {0}, text = {0};
        text_addf(&left, "  %s", fact->id);
        text_addf(&text, "%s  %s", words_in(types[fact->type], app->lang), words_in(fact->label, app->lang));
        if (fact->unit.zh != NULL)
            text_addf(&text, app_say(app, "（%s）", " (%s)"), words_in(fact->unit, app->lang));
        for (size_t v = 0; v < fact->value_count; v++)
            text_addf(&text, "%s%s %s", v == 0 ? app_say(app, "：", ": ") : app_say(app, "、", ", "), fact->values[v].id,
                      words_in(fact->values[v].label, app->lang));
        if (fact->harm)
            text_add_str(&text, app_say(app, "；越多越重", "; more is worse"));
        if (fact->discretion)
            text_add_str(&text, app_say(app, "；由人认定，不写即未认定", "; somebody's finding: absent means not made"));
        render_row(app, text_str(&left), 26, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

static void print_scope(const struct app *app, const struct ruleset *rules)
{
    const struct scope *scope = &rules->plan->scope;
    struct text left = {0}, text = {0};
    if (scope->at.node == 0)
        return;
    render_heading(app, app_say(app, "适用范围", "Scope"));
    text_addf(&left, "  %s", scope->clause);
    words_expr(&text, &(struct wording){rules, NULL, app->lang}, rules->conditions[scope->when.index]);
    render_row(app, text_str(&left), COLUMN, words_in(scope->says, app->lang));
    render_row(app, "", COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
}

static void print_parameters(const struct app *app, const struct plan *plan)
{
    if (plan->parameter_count > 0)
        render_heading(app, app_say(app, "参数", "Parameters"));
    for (size_t i = 0; i < plan->parameter_count; i++) {
        const struct parameter *parameter = &plan->parameters[i];
        struct text left = {0}, text = {0};
        text_addf(&left, "  %s", parameter->id);
        text_addf(&text, app_say(app, "%lld 天", "%lld days"), (long long)parameter->days);
        if (parameter->source.clause != NULL)
            text_addf(&text, app_say(app, "［%s］", " [%s]"), parameter->source.clause);
        if (parameter->source.note.zh != NULL)
            text_addf(&text, "  %s", words_in(parameter->source.note, app->lang));
        if (!parameter->confirmed)
            text_add_str(&text, app_say(app, "（待确认）", " (to be confirmed)"));
        render_row(app, text_str(&left), 26, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

static void print_rules(const struct app *app, const struct ruleset *rules)
{
    const struct plan *plan = rules->plan;
    const char *heading = NULL;
    for (size_t i = 0; i < plan->rule_count; i++) {
        const struct rule *rule = &plan->rules[i];
        const char *of = rule->grade.index >= 0 ? words_in(plan->grades[rule->grade.index].name, app->lang) : words_level(plan, (int)rule->level, app->lang);
        if (of != heading)
            render_heading(app, of);
        heading = of;
        struct text left = {0}, text = {0};
        text_addf(&left, "  %s", rule->clause);
        words_expr(&text, &(struct wording){rules, NULL, app->lang}, rules->rules[i]);
        render_row(app, text_str(&left), COLUMN, words_in(rule->says, app->lang));
        render_row(app, "", COLUMN, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

/* One line an alternative: level, clause, tests; the safe reading after the literal one. */
static void dump(const struct app *app, const struct ruleset *rules, const struct alternatives *all, const char *reading)
{
    for (uint32_t i = 0; i < all->count; i++) {
        const struct alternative *it = &all->items[i];
        struct text text = {0};
        for (uint32_t t = 0; t < it->test_count; t++) {
            text_add_str(&text, t > 0 ? app_say(app, " 且 ", " and ") : "");
            words_test(&text, &(struct wording){rules, NULL, app->lang}, &all->tests[it->first_test + t]);
        }
        if (it->test_count == 0)
            text_add_str(&text, app_say(app, "总是", "always"));
        if (it->rank == LEVEL_NONE)
            fprintf(app->out, "%s\t-\t%s\t%s\n", reading, rules->plan->rules[it->rule].clause, text_str(&text));
        else
            fprintf(app->out, "%s\t%d\t%s\t%s\n", reading, it->rank, rules->plan->rules[it->rule].clause, text_str(&text));
        text_release(&text);
    }
}

static void print_json(const struct app *app, const struct ruleset *rules)
{
    const struct plan *plan = rules->plan;
    struct text out = {0};
    for (size_t i = 0; i < plan->rule_count; i++) {
        const struct rule *rule = &plan->rules[i];
        struct text zh = {0}, en = {0};
        words_expr(&zh, &(struct wording){rules, NULL, LANG_ZH}, rules->rules[i]);
        words_expr(&en, &(struct wording){rules, NULL, LANG_EN}, rules->rules[i]);
        text_add_str(&out, "{\"clause\": ");
        text_add_json_str(&out, rule->clause);
        int level = ruleset_level_of(rules, i);
        text_addf(&out, level == LEVEL_NONE ? ", \"level\": null" : ", \"level\": %d", level);
        text_add_str(&out, ", \"grade\": ");
        if (rule->grade.index < 0)
            text_add_str(&out, "null");
        else
            text_add_json_str(&out, rule->grade.id);
        text_add_str(&out, ", \"when\": ");
        text_add_json_str(&out, rule->when.text);
        text_add_str(&out, ", \"words\": {\"zh\": ");
        text_add_json_str(&out, text_str(&zh));
        text_add_str(&out, ", \"en\": ");
        text_add_json_str(&out, text_str(&en));
        text_add_str(&out, "}}\n");
        text_release(&zh);
        text_release(&en);
    }
    fputs(text_str(&out), app->out);
    text_release(&out);
}

int run_rules(struct app *app, const struct args *args)
{
    int status;
    struct loaded *loaded = app_load(app, args->words[0], &status);
    if (loaded == NULL)
        return status;
    if (args_has(args, "--dump")) {
        dump(app, loaded->rules, &loaded->rules->literal, app_say(app, "字面", "literal"));
        dump(app, loaded->rules, &loaded->rules->safe, app_say(app, "安全", "safe"));
    } else if (args_has(args, "--json")) {
        print_json(app, loaded->rules);
    } else {
        render_heading(app, words_in(loaded->plan->title, app->lang));
        print_scope(app, loaded->rules);
        print_facts(app, loaded->plan);
        print_parameters(app, loaded->plan);
        print_rules(app, loaded->rules);
    }
    loaded_free(loaded);
    return 0;
}
