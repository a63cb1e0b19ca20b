/* Why this level, and why not another; what-if, flip and when are in explain_change.c. See explain.h. */
#include "cli/explain.h"

#include <stdlib.h>
#include <string.h>

#include "cli/explain_words.h"
#include "cli/render.h"

#define COLUMN 12

static const char *say(const struct explanation *explanation, const char *zh, const char *en)
{
    return app_say(explanation->brief.app, zh, en);
}

int explanation_open(struct explanation *explanation, const struct brief *brief, struct err *err)
{
    *explanation = (struct explanation){*brief, explainer_new(brief->rules)};
    if (explanation->explainer == NULL)
        return err_no_memory(err);
    explain_start(explanation->explainer, &(struct subject){brief->assessor, brief->incident, brief->assessment});
    return 0;
}

void explanation_close(struct explanation *explanation)
{
    explainer_free(explanation->explainer);
    explanation->explainer = NULL;
}

/* ---- why ---- */

/* Clauses that stand so, of the levels [from, to], the most severe first; how many there were, or -1. */
static int print_clauses(const struct explanation *explanation, enum standing_of_condition wanted, int from, int to, struct err *err)
{
    const struct brief *brief = &explanation->brief;
    const char *label = wanted == CONDITION_YES ? say(explanation, "成立", "Holds") : say(explanation, "未定", "Open");
    int printed = 0;
    for (int level = from; level <= to; level++) {
        for (size_t i = 0; i < brief->rules->plan->rule_count; i++) {
            if (ruleset_level_of(brief->rules, i) != level)
                continue;
            int standing = assess_rule(brief->assessor, i, err);
            if (standing < 0)
                return -1;
            if (standing != (int)wanted)
                continue;
            brief_rule(brief, printed++ == 0 ? label : "", i);
            brief_evidence(brief, i);
        }
    }
    return printed;
}

static int print_idle(const struct explanation *explanation, struct err *err)
{
    const struct brief *brief = &explanation->brief;
    struct wording wording = brief_wording(brief);
    struct idle idle[PLAN_FACTS_MAX];
    struct text reasons[PLAN_FACTS_MAX] = {{0}};
    bool printed = false;
    int count = explain_idle(explanation->explainer, idle, err);
    for (int i = 0; i < count; i++)
        explain_add_idle(&reasons[i], &wording, &idle[i]);
    for (int i = 0; i < count; i++) { /* facts that have a reason in common stand together */
        struct text text = {0};
        for (int j = i; j < count; j++) {
            if (strcmp(text_str(&reasons[i]), text_str(&reasons[j])) != 0)
                continue;
            text_addf(&text, "%s%s", j > i ? say(explanation, "、", ", ") : "", words_in(brief->rules->plan->facts[idle[j].fact].label, brief->app->lang));
            if (j > i)
                text_clear(&reasons[j]);
        }
        text_addf(&text, "%s%s", say(explanation, "：", ": "), text_str(&reasons[i]));
        if (reasons[i].size > 0)
            render_row(brief->app, printed ? "" : say(explanation, "不再相干", "No matter"), COLUMN, text_str(&text));
        printed = true;
        text_release(&text);
    }
    for (int i = 0; i < count; i++)
        text_release(&reasons[i]);
    return count < 0 ? -1 : 0;
}

int tell_why(const struct explanation *explanation, struct err *err)
{
    const struct brief *brief = &explanation->brief;
    const struct assessment *assessment = brief->assessment;
    bool by_cases = assessment->level != LEVEL_NONE && assessment->held_count == 0;
    brief_title(brief);
    brief_state(brief);
    int held = print_clauses(explanation, CONDITION_YES, 1, LEVEL_NONE, err);
    if (held < 0)
        return -1;
    if (by_cases)
        render_row(brief->app, say(explanation, "依据", "Proof"), COLUMN,
                   say(explanation, "本级没有哪一条单独成立；但无论缺失的事实是多少，下列未定的总有一条成立",
                       "no clause of this level holds by itself; but whatever the missing facts are, one of the open ones below does"));
    else if (held == 0)
        render_row(brief->app, say(explanation, "成立", "Holds"), COLUMN, say(explanation, "没有条款成立", "no clause does"));
    if (brief_safe(brief, err) != 0 ||
        print_clauses(explanation, CONDITION_OPEN, assessment->possible, by_cases ? assessment->level : assessment->level - 1, err) < 0 ||
        print_idle(explanation, err) != 0)
        return -1;
    render_say(brief->app, "别的条款差在哪里：why-not 级别；怎样会改变级别：flip。", "What other clauses lack: why-not LEVEL. What would change the level: flip.");
    return 0;
}

/* ---- why not ---- */

/* What is to be said before the clauses. */
static void print_verdict(const struct explanation *explanation, int level, const struct miss *misses, uint32_t count)
{
    const struct app *app = explanation->brief.app;
    const struct plan *plan = explanation->brief.rules->plan;
    int now = explanation->brief.assessment->level;
    enum standing_of_condition best = count > 0 ? misses[0].standing : CONDITION_NO;
    const char *name = words_level(plan, level, app->lang);
    if (level == now)
        render_say(app, "%s已证实。各条：", "%s is proven. Its clauses:", name);
    else if (level > now)
        render_say(app, "更重的%s已证实，以它为准。%s的各条：", "%s, which is more severe, is proven and stands. The clauses of %s:",
                   words_level(plan, now, app->lang), name);
    else if (best == CONDITION_OPEN)
        render_say(app, "%s未证实，仍可能（?）：要查明的列在各条下。", "%s is not proven, but possible (?): what would have to be known stands below.", name);
    else
        render_say(app, "按已知的事实，%s不可能：要有与已知不同的事实（✗）。", "By what is known, %s is impossible: something known would have to be otherwise (✗).", name);
    if (count == 0)
        render_say(app, "这一级没有条款。", "This level has no clauses.");
}

static void print_miss(const struct explanation *explanation, const struct miss *miss)
{
    static const char *const marks[] = {[CONDITION_NO] = "✗", [CONDITION_OPEN] = "?", [CONDITION_YES] = "✓"};
    const struct brief *brief = &explanation->brief;
    const struct rule *rule = &brief->rules->plan->rules[miss->rule];
    struct text text = {0};
    text_addf(&text, "%s %s  %s", marks[miss->standing], rule->clause, words_in(rule->says, brief->app->lang));
    render_paragraph(brief->app, 2, text_str(&text));
    text_release(&text);
    if (miss->standing != CONDITION_NO)
        brief_evidence(brief, miss->rule);
    else
        brief_tests(brief, miss->alternative);
    if (miss->never)
        render_paragraph(brief->app, COLUMN + 2, say(explanation, "这几项互相矛盾，任何事实都不能使它们同时成立", "these contradict each other: no facts make them hold together"));
    else if (miss->together)
        render_paragraph(brief->app, COLUMN + 2, say(explanation, "各项单独都还可能，合在一起则不行", "each is possible by itself, but not all together"));
}

int tell_why_not(const struct explanation *explanation, int level, struct err *err)
{
    uint32_t count;
    struct miss *misses = explain_misses(explanation->explainer, level, &count, err);
    if (misses == NULL)
        return -1;
    brief_title(&explanation->brief);
    brief_state(&explanation->brief);
    print_verdict(explanation, level, misses, count);
    for (uint32_t i = 0; i < count; i++)
        print_miss(explanation, &misses[i]);
    free(misses);
    return 0;
}
