/* A triage in words. See triage.h. */
#include "cli/triage.h"

#include <stdlib.h>
#include <string.h>

#include "cli/brief.h"
#include "cli/render.h"
#include "rules/words.h"

const char *triage_say(const struct triage_view *view, const char *zh, const char *en)
{
    return app_say(view->app, zh, en);
}

static const struct triage_plan *plan_at(const struct triage_view *view, uint32_t plan)
{
    return &view->room->triage.plans[plan];
}

const char *triage_plan_title(const struct triage_view *view, uint32_t plan)
{
    return words_in(plan_at(view, plan)->rules->plan->short_title, view->app->lang);
}

const char *triage_level_words(const struct triage_view *view, uint32_t plan, int level)
{
    return words_level(plan_at(view, plan)->rules->plan, level, view->app->lang);
}

/* ---- what is known ---- */

/* Whether a plan before has it too: then it is said already. A discretion fact is each plan's own. */
static bool is_said(const struct triage *triage, const struct triage_use *use)
{
    const struct fact *fact = &triage->plans[use->plan].rules->plan->facts[use->fact];
    const struct triage_name *name = triage_find(triage, fact->id, strlen(fact->id), NULL);
    for (uint32_t u = name->first; u < name->first + name->count && triage->uses[u].plan < use->plan; u++)
        if (!fact->discretion && triage->plans[triage->uses[u].plan].incident.facts[triage->uses[u].fact].given)
            return true;
    return false;
}

static void add_known(const struct triage_view *view, const struct triage_use *use, struct text *text)
{
    const struct triage_plan *plan = plan_at(view, use->plan);
    const struct fact *fact = &plan->rules->plan->facts[use->fact];
    text_add_str(text, text->size > 0 ? triage_say(view, "；", "; ") : "");
    if (fact->discretion)
        text_addf(text, triage_say(view, "%s：", "%s: "), triage_plan_title(view, use->plan));
    text_addf(text, "%s ", words_in(fact->label, view->app->lang));
    words_known(text, plan->rules->plan, fact, &plan->incident.facts[use->fact], view->app->lang);
}

static void print_known(const struct triage_view *view)
{
    const struct triage *triage = &view->room->triage;
    struct text text = {0};
    size_t reports = 0;
    for (size_t p = 0; p < triage->count; p++) {
        const struct incident *incident = &triage->plans[p].incident;
        for (size_t f = 0; f < incident->plan->fact_count; f++) {
            struct triage_use use = {(uint32_t)p, (uint16_t)f, (uint16_t)incident->plan->facts[f].type};
            if (incident->facts[f].given && !is_said(triage, &use))
                add_known(view, &use, &text);
        }
        reports = incident->reports.count > reports ? incident->reports.count : reports;
    }
    if (reports > 0)
        text_addf(&text, triage_say(view, "%s疫情报告 %zu 条", "%s%zu outbreak reports"), text.size > 0 ? triage_say(view, "；", "; ") : "", reports);
    render_row(view->app, triage_say(view, "已知", "Known"), TRIAGE_COLUMN, text.size > 0 ? text_str(&text) : triage_say(view, "无", "nothing"));
    text_release(&text);
}

/* ---- a plan ---- */

static void add_title(const struct triage_view *view, uint32_t plan, struct text *text)
{
    text_addf(text, "%s%s", triage_plan_title(view, plan), plan_at(view, plan)->chosen ? triage_say(view, "（本事件的预案）", " (this incident's plan)") : "");
}

static void add_level(const struct triage_view *view, uint32_t plan, struct text *text)
{
    const struct assessment *it = &plan_at(view, plan)->assessment;
    text_add_str(text, triage_level_words(view, plan, it->level));
    if (is_settled(it))
        text_add_str(text, triage_say(view, "（已定）", " (settled)"));
    else
        text_addf(text, triage_say(view, "，仍可能：%s", "; could still become: %s"), triage_level_words(view, plan, it->possible));
    if (!it->exact)
        text_add_str(text, triage_say(view, "（缺失太多，未证明到底）", " (too much is missing to prove the last of it)"));
    if (it->safe_level < it->level)
        text_addf(text, triage_say(view, "；安全级别：%s（原文有缺口，grade 说明）", "; safe level: %s (the text has a gap, see grade)"),
                  triage_level_words(view, plan, it->safe_level));
}

static void print_rules(const struct triage_view *view, uint32_t plan)
{
    const struct triage_plan *it = plan_at(view, plan);
    const char *label = triage_say(view, "依据", "Proof");
    if (it->assessment.level != LEVEL_NONE && it->assessment.held_count == 0)
        render_row(view->app, label, TRIAGE_COLUMN, triage_say(view, "没有哪一条单独成立，但缺失的事实无论是多少都达到本级", "no clause holds by itself, but whatever the missing facts are, this level is reached"));
    for (uint32_t i = 0; i < it->assessment.held_count; i++) {
        const struct rule *rule = &it->rules->plan->rules[it->assessment.held[i]];
        struct text text = {0};
        text_addf(&text, "%s  %s", rule->clause, words_in(rule->says, view->app->lang));
        render_row(view->app, i == 0 ? label : "", TRIAGE_COLUMN, text_str(&text));
        text_release(&text);
    }
}

/* Whose scope is open, and what it is. */
static void print_scope(const struct triage_view *view, const struct plan *plan)
{
    struct text text = {0};
    if (plan->scope.at.node == 0)
        text_add_str(&text, triage_say(view, "预案没有写", "the plan does not say"));
    else
        text_addf(&text, "%s  %s", plan->scope.clause, words_in(plan->scope.says, view->app->lang));
    render_row(view->app, triage_say(view, "适用范围", "Scope"), TRIAGE_COLUMN, text_str(&text));
    text_release(&text);
}

static int print_plan(const struct triage_view *view, uint32_t plan, struct err *err)
{
    const struct triage_plan *it = plan_at(view, plan);
    struct brief brief = {view->app, it->rules, it->assessor, &it->incident, &it->assessment};
    bool open = it->applies == CONDITION_OPEN;
    struct text text = {0};
    text_addf(&text, "%s ", open ? "?" : "✓");
    add_title(view, plan, &text);
    text_add_str(&text, "  ");
    text_add_str(&text, open ? triage_say(view, "是否适用未定；若适用：", "may apply; if it does: ") : triage_say(view, "适用：", "applies: "));
    add_level(view, plan, &text);
    fputs(view->app->colour ? "\033[1m" : "", view->app->out); /* a heading, but what is too long goes on at an indent */
    render_lines(view->app, text_str(&text));
    fputs(view->app->colour ? "\033[0m" : "", view->app->out);
    text_release(&text);
    if (open)
        print_scope(view, it->rules->plan);
    if (open)
        return 0;
    print_rules(view, plan);
    return brief_charge(&brief, triage_level(it), err);
}

/* ---- all plans ---- */

struct ranked {
    uint32_t plan;
    int applies, level;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    if (left->applies != right->applies)
        return left->applies > right->applies ? -1 : 1;
    if (left->level != right->level)
        return left->level < right->level ? -1 : 1;
    return (left->plan > right->plan) - (left->plan < right->plan);
}

static void print_others(const struct triage_view *view, const struct ranked *ranked, size_t count)
{
    struct text text = {0};
    for (size_t i = 0; i < count; i++) {
        text_add_str(&text, i > 0 ? triage_say(view, "、", ", ") : "");
        add_title(view, ranked[i].plan, &text);
    }
    if (count > 0)
        render_row(view->app, triage_say(view, "✗ 不适用", "✗ no"), TRIAGE_COLUMN, text_str(&text));
    text_clear(&text);
    for (size_t i = 0; i < view->room->left_out_count; i++)
        text_addf(&text, "%s%s", i > 0 ? triage_say(view, "、", ", ") : "", view->room->left_out[i]->id);
    if (view->room->left_out_count > 0)
        render_row(view->app, triage_say(view, "! 未载入", "! left out"), TRIAGE_COLUMN, text_str(&text));
    text_release(&text);
}

static int print_plans(const struct triage_view *view, struct err *err)
{
    size_t count = view->room->triage.count, shown = 0;
    int rc = 0;
    struct ranked *ranked = calloc(count + 1, sizeof *ranked);
    if (ranked == NULL)
        return err_no_memory(err);
    for (size_t p = 0; p < count; p++)
        ranked[p] = (struct ranked){(uint32_t)p, plan_at(view, (uint32_t)p)->applies, triage_level(plan_at(view, (uint32_t)p))};
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (; rc == 0 && shown < count && ranked[shown].applies != CONDITION_NO; shown++)
        rc = print_plan(view, ranked[shown].plan, err);
    if (rc == 0)
        print_others(view, ranked + shown, count - shown);
    free(ranked);
    return rc;
}

/* ---- what to ask ---- */

static void print_questions(const struct triage_view *view)
{
    const struct triage_findings *findings = view->findings;
    if (findings->question_count > 0)
        render_heading(view->app, triage_say(view, "先问", "Ask first"));
    for (size_t i = 0; i < findings->question_count; i++) {
        const struct triage_question *it = &findings->questions[i];
        struct text left = {0}, text = {0};
        text_addf(&left, "  %s", it->fact);
        text_addf(&text, "%s%s", words_in(it->about->question, view->app->lang), triage_say(view, "〔", " ("));
        for (size_t p = 0; p < it->plan_count; p++)
            text_addf(&text, "%s%s", p > 0 ? triage_say(view, "、", ", ") : "", triage_plan_title(view, it->plans[p]));
        text_addf(&text, "%s%s", it->scope ? triage_say(view, "是否适用", ": whether it applies") : "", triage_say(view, "〕", ")"));
        render_row(view->app, text_str(&left), TRIAGE_NAME_COLUMN, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

/* ---- agencies ---- */

static void add_seats(const struct triage_view *view, const struct triage_claimant *by, struct text *text)
{
    text_addf(text, triage_say(view, "%s%s：", "%s%s: "), text->size > 0 ? triage_say(view, "；", "; ") : "", triage_plan_title(view, by->plan));
    for (size_t i = 0; i < by->seat_count; i++)
        if (i == 0 || by->seats[i].what.zh != by->seats[i - 1].what.zh) /* several officers may hold the same post */
            text_addf(text, "%s%s%s", i > 0 ? triage_say(view, "、", ", ") : "", by->seats[i].leads ? triage_say(view, "牵头", "leads the ") : "",
                      words_in(by->seats[i].what, view->app->lang));
    if (by->seat_count == 0)
        text_add_str(text, triage_say(view, "参加", "takes part"));
}

/* Those with a seat in two plans in full: there one of them has to give way. */
static void print_claims(const struct triage_view *view)
{
    const struct triage_findings *findings = view->findings;
    struct text others = {0};
    if (findings->claim_count > 0)
        render_heading(view->app, triage_say(view, "不止一个预案要的单位", "Agencies that more than one plan claims"));
    for (size_t i = 0; i < findings->claim_count; i++) {
        const struct triage_claim *it = &findings->claims[i];
        const char *name = words_in(it->name, view->app->lang);
        if (it->seated < 2) {
            text_addf(&others, "%s%s", others.size > 0 ? triage_say(view, "、", ", ") : "", name);
            continue;
        }
        struct text left = {0}, text = {0};
        text_addf(&left, "  %s", name);
        for (size_t b = 0; b < it->by_count; b++)
            add_seats(view, &it->by[b], &text);
        render_row(view->app, text_str(&left), TRIAGE_NAME_COLUMN, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
    if (others.size > 0)
        render_row(view->app, triage_say(view, "  还有", "  and"), TRIAGE_NAME_COLUMN, text_str(&others));
    text_release(&others);
}

/* ---- the whole ---- */

int triage_print(const struct triage_view *view, struct err *err)
{
    print_known(view);
    if (print_plans(view, err) != 0)
        return -1;
    triage_print_differences(view);
    print_claims(view);
    print_questions(view); /* last: next to where the answer is typed */
    return 0;
}

int triage_tell(const struct app *app, struct triage_room *room, struct text *json, struct err *err)
{
    struct triage_findings findings;
    if (triage_assess(&room->triage, err) != 0 || triage_look(&room->triage, &findings, err) != 0)
        return -1;
    struct triage_view view = {app, room, &findings};
    int rc = json != NULL ? triage_add_json(&view, json, err) : triage_print(&view, err);
    triage_findings_release(&findings);
    return rc;
}
