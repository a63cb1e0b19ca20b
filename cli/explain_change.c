/* What if, what would change the level, when it changes by itself. See explain.h. */
#include <string.h>

#include "cli/compose.h"
#include "cli/explain.h"
#include "cli/explain_words.h"
#include "cli/question.h"
#include "cli/render.h"
#include "core/date.h"

#define COLUMN 12 /* as in cli/brief.c */

static const char *say(const struct explanation *explanation, const char *zh, const char *en)
{
    return app_say(explanation->brief.app, zh, en);
}

/* ---- what if ---- */

/* "deaths=" takes back what was said. */
static int suppose_one(struct incident *copy, const char *setting, uint64_t *seen, struct err *err)
{
    const struct plan *plan = copy->plan;
    size_t size = strlen(setting);
    bool unset = size > 0 && setting[size - 1] == '=';
    struct known known;
    const struct fact *fact = unset ? find_fact_named(plan, setting, size - 1, err) : compose_setting(plan, setting, &known, err);
    if (fact == NULL)
        return -1;
    if (*seen >> (fact - plan->facts) & 1)
        return compose_twice(fact, err);
    *seen |= UINT64_C(1) << (fact - plan->facts);
    if (unset)
        incident_unset(copy, fact);
    else
        copy->facts[fact - plan->facts] = known;
    return 0;
}

int suppose(const struct explanation *explanation, const char *const *settings, size_t count, struct err *err)
{
    struct incident *copy = explain_copy(explanation->explainer);
    uint64_t seen = 0;
    for (size_t i = 0; i < count; i++)
        if (suppose_one(copy, settings[i], &seen, err) != 0)
            return -1;
    return 0;
}

static void print_supposed(const struct explanation *explanation, const struct incident *copy)
{
    const struct brief *brief = &explanation->brief;
    const struct plan *plan = brief->rules->plan;
    bool any = false;
    for (size_t i = 0; i < plan->fact_count; i++) {
        const struct known *was = &brief->incident->facts[i], *is = &copy->facts[i];
        if (was->least == is->least && was->most == is->most)
            continue;
        struct text text = {0};
        text_addf(&text, "%s ", words_in(plan->facts[i].label, brief->app->lang));
        words_known(&text, plan, &plan->facts[i], was, brief->app->lang);
        text_add_str(&text, " → ");
        words_known(&text, plan, &plan->facts[i], is, brief->app->lang);
        render_row(brief->app, any ? "" : say(explanation, "假设", "Suppose"), COLUMN, text_str(&text));
        text_release(&text);
        any = true;
    }
    if (!any)
        render_row(brief->app, say(explanation, "假设", "Suppose"), COLUMN, say(explanation, "与已知的没有不同", "nothing that differs from what is known"));
}

static void print_levels(const struct explanation *explanation, const struct assessment *after)
{
    const struct brief *brief = &explanation->brief;
    struct wording wording = brief_wording(brief);
    const struct assessment *before = brief->assessment;
    struct text text = {0};
    explain_add_state(&text, &wording, before->level, before->possible);
    text_add_str(&text, " → ");
    explain_add_state(&text, &wording, after->level, after->possible);
    if (before->level == after->level && before->possible == after->possible)
        text_add_str(&text, say(explanation, "：不变", ": the same"));
    render_row(brief->app, say(explanation, "响应级别", "Level"), COLUMN, text_str(&text));
    text_clear(&text);
    if (before->safe_level != before->level || after->safe_level != after->level) {
        text_addf(&text, "%s → ", words_level(brief->rules->plan, before->safe_level, brief->app->lang));
        text_add_str(&text, words_level(brief->rules->plan, after->safe_level, brief->app->lang));
        render_row(brief->app, say(explanation, "安全级别", "Safe level"), COLUMN, text_str(&text));
    }
    text_release(&text);
}

/* Clauses that hold in one and not in the other. */
static int print_difference(const struct explanation *explanation, bool comes, struct err *err)
{
    const struct brief *brief = &explanation->brief;
    const char *label = comes ? say(explanation, "新成立", "Now holds") : say(explanation, "不再成立", "No longer");
    for (size_t i = 0; i < brief->rules->plan->rule_count; i++) {
        int before = assess_rule(brief->assessor, i, err), after = assess_rule(explain_trial(explanation->explainer), i, err);
        if (before < 0 || after < 0)
            return -1;
        if ((comes ? after : before) != CONDITION_YES || before == after)
            continue;
        struct text text = {0};
        text_addf(&text, "%s  %s", brief->rules->plan->rules[i].clause, words_in(brief->rules->plan->rules[i].says, brief->app->lang));
        render_row(brief->app, label, COLUMN, text_str(&text));
        text_release(&text);
        label = "";
    }
    return 0;
}

static int print_question(const struct explanation *explanation, const struct brief *after, struct err *err)
{
    struct question question;
    struct text text = {0};
    if (question_find(after->assessor, after->assessment, &(struct asking){0}, &question, err) != 0)
        return -1;
    if (question.fact < 0)
        return 0;
    question_put(&text, after, &question);
    render_row(after->app, say(explanation, "再问", "Ask next"), COLUMN, text_str(&text));
    text_release(&text);
    return 0;
}

int tell_what_if(const struct explanation *explanation, struct err *err)
{
    struct brief after = explanation->brief;
    struct assessment assessment;
    const struct incident *copy = explain_supposed(explanation->explainer);
    if (explain_try(explanation->explainer, &assessment, err) != 0)
        return -1;
    after.assessor = explain_trial(explanation->explainer);
    after.incident = copy;
    after.assessment = &assessment;
    brief_title(&after);
    print_supposed(explanation, copy);
    print_levels(explanation, &assessment);
    if (print_difference(explanation, true, err) != 0 || print_difference(explanation, false, err) != 0)
        return -1;
    if (print_question(explanation, &after, err) != 0 || brief_launch(&after, brief_level(&assessment), err) != 0)
        return -1;
    render_say(after.app, "只是假设，什么也没有记下。", "This was only supposed; nothing was written down.");
    return 0;
}

/* ---- flip ---- */

/* Wide enough for the names of levels. */
static unsigned level_column(const struct plan *plan, enum lang lang)
{
    unsigned column = text_width_str(words_level(plan, LEVEL_NONE, lang));
    for (size_t i = 0; i < plan->level_count; i++) {
        unsigned width = text_width_str(words_in(plan->levels[i].name, lang));
        column = width > column ? width : column;
    }
    return (column < 24 ? column : 24) + 2;
}

static void print_flip(const struct explanation *explanation, const struct flip *flip)
{
    const struct brief *brief = &explanation->brief;
    const struct plan *plan = brief->rules->plan;
    struct wording wording = brief_wording(brief);
    struct text text = {0};
    switch (flip->kind) {
    case FLIP_CHANGE: explain_add_change(&text, &wording, brief->incident, &flip->change); break;
    case FLIP_NEVER: text_add_str(&text, say(explanation, "改变任何事实都不能使它成为已证实的级别", "no change of facts makes it the proven level")); break;
    default: text_add_str(&text, say(explanation, "预案过大，未能算清", "the plan is too large to tell")); break;
    }
    if (flip->kind == FLIP_CHANGE && flip->after.possible != flip->level)
        text_addf(&text, say(explanation, "（仍可能更高：%s）", " (still possible: %s)"), words_level(plan, flip->after.possible, brief->app->lang));
    if (flip->kind == FLIP_CHANGE && flip->after.safe_level != flip->level)
        text_addf(&text, say(explanation, "（条文空档，安全级别：%s）", " (a hole in the text; safe level: %s)"),
                  words_level(plan, flip->after.safe_level, brief->app->lang));
    render_row(brief->app, words_level(plan, flip->level, brief->app->lang), level_column(plan, brief->app->lang), text_str(&text));
    text_release(&text);
}

int tell_flip(const struct explanation *explanation, struct err *err)
{
    const struct brief *brief = &explanation->brief;
    const struct plan *plan = brief->rules->plan;
    brief_title(brief);
    brief_state(brief);
    render_say(brief->app, "要使别的级别成为已证实的级别，最少要有这些不同：", "The least that would have to be otherwise for another level to be the proven one:");
    for (size_t i = 0; i <= plan->level_count; i++) {
        struct flip flip;
        int level = i < plan->level_count ? (int)plan->levels[i].number : LEVEL_NONE;
        if (explain_flip(explanation->explainer, level, &flip, err) != 0)
            return -1;
        if (flip.kind != FLIP_NOW)
            print_flip(explanation, &flip);
    }
    if (plan_uses_reports(plan))
        render_say(brief->app, "疫情报告的计数当作不变；随时间的变化见 when。", "Counts of reports are taken as they are; for what time changes, see when.");
    return 0;
}

/* ---- when ---- */

static void print_counts(const struct explanation *explanation, const struct outlook *outlook, const struct turn *turn)
{
    const struct brief *brief = &explanation->brief;
    struct wording wording = brief_wording(brief);
    struct text text = {0};
    for (uint32_t i = 0; i < turn->count; i++) {
        const struct count_change *it = &outlook->counts[turn->first + i];
        text_add_str(&text, i > 0 ? say(explanation, "；", "; ") : "");
        words_measure(&text, &wording, &brief->rules->measures[it->measure]);
        text_addf(&text, " %lld → %lld", (long long)it->before, (long long)it->after);
    }
    render_paragraph(brief->app, COLUMN, text_str(&text));
    text_release(&text);
}

/* A day, with the grade before it and from it on. */
static void print_turn(const struct explanation *explanation, const struct turn *before, const struct turn *turn)
{
    const struct brief *brief = &explanation->brief;
    const struct plan *plan = brief->rules->plan;
    struct wording wording = brief_wording(brief);
    char date[DATE_TEXT_SIZE];
    struct text text = {0};
    date_print(turn->day, date);
    if (turn->changes) {
        explain_add_state(&text, &wording, before->level, before->possible);
        text_add_str(&text, " → ");
    }
    explain_add_state(&text, &wording, turn->level, turn->possible);
    if (!turn->changes)
        text_add_str(&text, say(explanation, "：不变", ": the same"));
    if (turn->safe_level != turn->level)
        text_addf(&text, say(explanation, "（安全级别：%s）", " (safe level: %s)"), words_level(plan, turn->safe_level, brief->app->lang));
    render_row(brief->app, date, COLUMN, text_str(&text));
    text_release(&text);
}

static void print_outlook(const struct explanation *explanation, const struct outlook *outlook, bool all)
{
    const struct brief *brief = &explanation->brief;
    const struct assessment *now = brief->assessment;
    struct turn before = {.level = now->level, .possible = now->possible, .safe_level = now->safe_level};
    uint32_t changes = 0;
    for (uint32_t i = 0; i < outlook->count; i++)
        changes += outlook->turns[i].changes;
    if (changes == 0)
        render_say(brief->app, "没有新的报告和事实，级别就不会随时间改变。", "Without new reports or facts, time does not change the level: never.");
    else
        render_say(brief->app, "没有新的报告和事实，级别从下列日期的零时起改变：", "Without new reports or facts, the level changes from the beginning of these days on:");
    for (uint32_t i = 0; i < outlook->count; i++) {
        if (!all && !outlook->turns[i].changes)
            continue;
        print_turn(explanation, &before, &outlook->turns[i]);
        print_counts(explanation, outlook, &outlook->turns[i]);
        before = outlook->turns[i];
    }
    if (!all && changes < outlook->count)
        render_say(brief->app, "另有 %u 天只是计数改变，级别不变（--all 列出）。", "On %u other days only counts change, and the level stays (--all lists them).",
                   outlook->count - changes);
    if (outlook->more)
        render_say(brief->app, "日期太多，只看了最近的 %d 天。", "There are too many days: only the next %d were looked at.", OUTLOOK_DAYS_MAX);
}

int tell_when(const struct explanation *explanation, bool all, struct err *err)
{
    const struct brief *brief = &explanation->brief;
    struct outlook outlook;
    brief_title(brief);
    brief_state(brief);
    if (!plan_uses_reports(brief->rules->plan)) {
        render_say(brief->app, "本预案不按日期窗口计数：级别不会随时间改变，只随新的事实改变。", "This plan counts nothing within a number of days: time does not change the level (never), only new facts do.");
        return 0;
    }
    if (explain_outlook(explanation->explainer, &outlook, err) != 0)
        return -1;
    print_outlook(explanation, &outlook, all);
    outlook_release(&outlook);
    return 0;
}
