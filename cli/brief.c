/* What a person reads about an incident. See brief.h. */
#include "cli/brief.h"

#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/explain_words.h"
#include "cli/render.h"
#include "core/date.h"
#include "rules/duty.h"
#include "rules/question.h"
#include "rules/sentence.h"
#include "rules/words.h"

#define COLUMN 12      /* cells of the left-hand labels */
#define FIRST_TASKS 3 /* of each kind that matters in the first hour */
#define OPEN_RULES 6

static const char *say(const struct brief *brief, const char *zh, const char *en)
{
    return app_say(brief->app, zh, en);
}

struct wording brief_wording(const struct brief *brief)
{
    return (struct wording){brief->rules, brief->incident->days, brief->app->lang};
}

static const struct plan *plan_of(const struct brief *brief)
{
    return brief->rules->plan;
}

int brief_level(const struct assessment *assessment)
{
    return assessment->safe_level < assessment->level ? assessment->safe_level : assessment->level;
}

/* ---- evidence: the tests of a rule with the numbers of now ---- */

/* The standing of an alternative by its tests, one by one. */
static enum standing_of_condition standing_of(const struct brief *brief, const struct alternative *it)
{
    enum standing_of_condition all = CONDITION_YES;
    for (uint32_t t = 0; t < it->test_count; t++) {
        struct gap gap = gap_of(brief->assessor, &brief->rules->literal.tests[it->first_test + t]);
        all = gap.standing < all ? gap.standing : all;
    }
    return all;
}

void brief_tests(const struct brief *brief, uint32_t alternative)
{
    const struct alternative *it = &brief->rules->literal.items[alternative];
    struct wording wording = brief_wording(brief);
    struct text text = {0};
    for (uint32_t t = 0; t < it->test_count; t++) {
        struct gap gap = gap_of(brief->assessor, &brief->rules->literal.tests[it->first_test + t]);
        text_add_str(&text, t > 0 ? say(brief, "；", "; ") : "");
        explain_add_gap(&text, &wording, &gap);
    }
    render_paragraph(brief->app, COLUMN + 2, text_str(&text));
    text_release(&text);
}

void brief_evidence(const struct brief *brief, size_t rule)
{
    const struct alternatives *all = &brief->rules->literal;
    for (int wanted = CONDITION_YES; wanted >= CONDITION_OPEN; wanted--) {
        bool printed = false;
        for (uint32_t i = 0; i < all->count; i++) {
            if (all->items[i].rule != (int32_t)rule || (int)standing_of(brief, &all->items[i]) != wanted)
                continue;
            brief_tests(brief, i);
            printed = true;
        }
        if (printed)
            return;
    }
}

void brief_rule(const struct brief *brief, const char *label, size_t index)
{
    const struct rule *rule = &plan_of(brief)->rules[index];
    struct text text = {0};
    text_addf(&text, "%s  %s", rule->clause, words_in(rule->says, brief->app->lang));
    render_row(brief->app, label, COLUMN, text_str(&text));
    text_release(&text);
}

/* Why a rule holds; `sentences` is NULL when there was no memory for more than the tests. */
static void print_sentence(const struct brief *brief, const struct sentences *sentences, size_t rule)
{
    struct text text = {0};
    if (sentences == NULL) {
        brief_evidence(brief, rule);
        return;
    }
    sentences_add_known(sentences, &text, rule, brief->assessor);
    render_paragraph(brief->app, COLUMN + 2, text_str(&text));
    text_release(&text);
}

static void print_held(const struct brief *brief)
{
    const struct assessment *assessment = brief->assessment;
    if (assessment->level != LEVEL_NONE && assessment->held_count == 0)
        render_row(brief->app, say(brief, "依据", "Proof"), COLUMN,
                   say(brief, "没有哪一条单独成立；但无论缺失的事实是多少，总有一条达到本级（why 逐条列出）",
                       "no clause holds by itself; whatever the missing facts are, some clause reaches this level (see why)"));
    struct wording wording = brief_wording(brief);
    struct sentences *sentences = assessment->held_count > 0 ? sentences_new(&wording) : NULL;
    for (uint32_t i = 0; i < assessment->held_count; i++) {
        brief_rule(brief, i == 0 ? say(brief, "依据", "Proof") : "", assessment->held[i]);
        print_sentence(brief, sentences, assessment->held[i]);
    }
    sentences_free(sentences);
}

/* ---- the hole in the text, and other warnings ---- */

int brief_safe(const struct brief *brief, struct err *err)
{
    uint16_t held[HELD_MAX];
    const struct assessment *assessment = brief->assessment;
    if (assessment->safe_level == assessment->level)
        return 0;
    render_row(brief->app, say(brief, "安全级别", "Safe level"), COLUMN, words_level(plan_of(brief), assessment->safe_level, brief->app->lang));
    int count = assess_safe_held(brief->assessor, assessment, held, err);
    for (int i = 0; i < count; i++) {
        const struct rule *rule = &plan_of(brief)->rules[held[i]];
        struct text text = {0};
        text_addf(&text, say(brief, "%s 只因上限而不成立；去掉上限即成立：%s", "%s fails only by an upper bound; without it, it holds: %s"),
                  rule->clause, words_in(rule->says, brief->app->lang));
        render_paragraph(brief->app, COLUMN, text_str(&text));
        text_release(&text);
    }
    return count < 0 ? -1 : 0;
}

static void print_warnings(const struct brief *brief)
{
    struct text warnings[WARNINGS_MAX] = {{0}};
    size_t count = answer_warnings(brief->rules, brief->incident, brief->assessment, brief->app->lang, warnings);
    for (size_t i = 0; i < count; i++) {
        render_row(brief->app, say(brief, "注意", "Note"), COLUMN, text_str(&warnings[i]));
        text_release(&warnings[i]);
    }
}

/* ---- what it could still become ---- */

static void add_fact_now(const struct brief *brief, size_t index, struct text *text)
{
    const struct fact *fact = &plan_of(brief)->facts[index];
    text_addf(text, "%s%s", words_in(fact->label, brief->app->lang), say(brief, "（", " ("));
    words_known(text, plan_of(brief), fact, &brief->incident->facts[index], brief->app->lang);
    text_add_str(text, say(brief, "）", ")"));
}

static int print_open_rules(const struct brief *brief, struct err *err)
{
    int printed = 0, more = 0;
    const struct assessment *assessment = brief->assessment;
    for (int level = assessment->possible; level < assessment->level; level++) {
        for (size_t i = 0; i < plan_of(brief)->rule_count; i++) {
            if (ruleset_level_of(brief->rules, i) != level || plan_of(brief)->rules[i].grade.index >= 0)
                continue;
            int standing = assess_rule(brief->assessor, i, err);
            if (standing < 0)
                return -1;
            if (standing != CONDITION_OPEN)
                continue;
            if (printed++ < OPEN_RULES)
                brief_rule(brief, "", i);
            else
                more++;
        }
    }
    if (more > 0) {
        struct text text = {0};
        text_addf(&text, say(brief, "……另有 %d 条（why 全列）", "… and %d more (why lists all)"), more);
        render_paragraph(brief->app, COLUMN, text_str(&text));
        text_release(&text);
    }
    return 0;
}

static int print_possible(const struct brief *brief, struct err *err)
{
    const struct assessment *assessment = brief->assessment;
    if (is_settled(assessment))
        return 0;
    render_row(brief->app, say(brief, "仍可能", "Possible"), COLUMN, words_level(plan_of(brief), assessment->possible, brief->app->lang));
    if (print_open_rules(brief, err) != 0)
        return -1;
    struct text text = {0};
    struct assessment ordered = *assessment;
    if (question_order(brief->assessor, &ordered, err) != 0)
        return -1;
    for (uint32_t i = 0; i < ordered.ask_count; i++) {
        text_add_str(&text, i > 0 ? say(brief, "、", ", ") : "");
        add_fact_now(brief, ordered.ask[i], &text);
    }
    render_row(brief->app, say(brief, "取决于", "Hangs on"), COLUMN, text_str(&text));
    text_release(&text);
    if (ordered.ask_count > 0)
        render_row(brief->app, say(brief, "先问", "Ask first"), COLUMN,
                   words_in(plan_of(brief)->facts[ordered.ask[0]].question, brief->app->lang));
    return 0;
}

/* ---- who ---- */

/* "市住建局办公室主任", and while its condition hangs on an open fact: "〔若非 市政公用设施事故〕". */
static void add_holder(const struct brief *brief, const struct holder *holder, bool open, struct text *text)
{
    enum lang lang = brief->app->lang;
    struct wording wording = brief_wording(brief);
    text_add_str(text, words_in(plan_actor_words(plan_of(brief), &holder->agency), lang));
    if (holder->officer.zh != NULL)
        text_addf(text, "%s%s", say(brief, "", " "), words_in(holder->officer, lang));
    if (!open)
        return;
    text_add_str(text, say(brief, "〔若", " [if "));
    words_expr(text, &wording, brief->rules->conditions[holder->when.index]);
    text_add_str(text, say(brief, "〕", "]"));
}

static int add_holders(const struct brief *brief, const struct holder *holders, size_t count, struct text *text, struct err *err)
{
    size_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        int standing = assess_condition(brief->assessor, &holders[i].when, err);
        if (standing < 0)
            return -1;
        if (standing == CONDITION_NO)
            continue;
        text_add_str(text, shown++ > 0 ? say(brief, "、", ", ") : say(brief, "（", " ("));
        add_holder(brief, &holders[i], standing == CONDITION_OPEN, text);
    }
    text_add_str(text, shown > 0 ? say(brief, "）", ")") : "");
    return 0;
}

/* An actor with the people behind it: a post's holders, an office's host, a headquarters' commander. */
static int add_actor(const struct brief *brief, const struct ref *actor, struct text *text, struct err *err)
{
    const struct organisation *org = &plan_of(brief)->organisation;
    text_add_str(text, words_in(plan_actor_words(plan_of(brief), actor), brief->app->lang));
    if (actor->kind == ACTOR_POST)
        return add_holders(brief, org->posts[actor->index].holders, org->posts[actor->index].holder_count, text, err);
    if (actor->kind != ACTOR_BODY)
        return 0;
    if (org->bodies[actor->index].host_count > 0)
        return add_holders(brief, org->bodies[actor->index].hosts, org->bodies[actor->index].host_count, text, err);
    for (size_t i = 0; i < org->post_count; i++)
        if (org->posts[i].body.index == actor->index && org->posts[i].rank == RANK_COMMANDER) {
            text_addf(text, "%s%s", say(brief, "·", ", "), words_in(org->posts[i].name, brief->app->lang));
            return add_holders(brief, org->posts[i].holders, org->posts[i].holder_count, text, err);
        }
    return 0;
}

static int add_all_actors(const struct brief *brief, const struct ref *actors, size_t count, struct text *text, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        text_add_str(text, i > 0 ? say(brief, "、", ", ") : "");
        if (add_actor(brief, &actors[i], text, err) != 0)
            return -1;
    }
    return 0;
}

static int print_authority(const struct brief *brief, const struct authority *it, struct err *err)
{
    struct text left = {0}, text = {0};
    if (it->tier != TIER_CITY)
        text_add_str(&left, words_in(tier_words((enum tier)it->tier), brief->app->lang));
    text_addf(&left, "%s%s", left.size > 0 ? say(brief, "", " ") : "", words_in(step_words((enum step)it->step), brief->app->lang));
    int rc = add_all_actors(brief, it->by, it->by_count, &text, err);
    if (rc == 0 && it->to_count > 0) {
        text_add_str(&text, it->step == STEP_PROPOSE ? say(brief, " → ", " → ") : say(brief, "；报告 ", "; report to "));
        rc = add_all_actors(brief, it->to, it->to_count, &text, err);
    }
    if (it->provisional)
        text_add_str(&text, say(brief, "；可按初步判断先行启动", "; may launch on a first guess"));
    if (it->note.zh != NULL)
        text_addf(&text, "%s%s", say(brief, "；", "; "), words_in(it->note, brief->app->lang));
    text_addf(&text, say(brief, "［%s］", " [%s]"), it->clause);
    if (rc == 0)
        render_row(brief->app, text_str(&left), COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
    return rc;
}

static bool is_step(const struct authority *it, int level, enum step step)
{
    return it->step == (int)step && levels_have(it->levels, it->level_count, level);
}

static int print_step(const struct brief *brief, int level, enum step step, struct err *err)
{
    for (size_t i = 0; i < plan_of(brief)->authority_count; i++)
        if (is_step(&plan_of(brief)->authority[i], level, step) && print_authority(brief, &plan_of(brief)->authority[i], err) != 0)
            return -1;
    return 0;
}

bool brief_is_main(const struct plan *plan, size_t row, int level, enum step step)
{
    bool above = false;
    for (size_t i = 0; i < plan->authority_count; i++)
        above = above || (is_step(&plan->authority[i], level, step) && plan->authority[i].tier != TIER_COUNTY);
    return is_step(&plan->authority[row], level, step) && (plan->authority[row].tier != TIER_COUNTY || !above);
}

static int print_main_step(const struct brief *brief, int level, enum step step, struct err *err)
{
    for (size_t i = 0; i < plan_of(brief)->authority_count; i++)
        if (brief_is_main(plan_of(brief), i, level, step) && print_authority(brief, &plan_of(brief)->authority[i], err) != 0)
            return -1;
    return 0;
}

int brief_launch(const struct brief *brief, int level, struct err *err)
{
    return level == LEVEL_NONE ? 0 : print_main_step(brief, level, STEP_LAUNCH, err);
}

int brief_who(const struct brief *brief, int level, struct err *err)
{
    if (level == LEVEL_NONE) {
        fprintf(brief->app->out, "%s\n", say(brief, "未达任何级别，无须启动。", "No level is reached; nothing to launch."));
        return 0;
    }
    render_heading(brief->app, words_level(plan_of(brief), level, brief->app->lang));
    for (int step = 0; step < STEP_COUNT; step++)
        if (print_step(brief, level, (enum step)step, err) != 0)
            return -1;
    return 0;
}

int brief_charge(const struct brief *brief, int level, struct err *err)
{
    if (level == LEVEL_NONE)
        return 0;
    return print_main_step(brief, level, STEP_PROPOSE, err) != 0 || print_main_step(brief, level, STEP_LAUNCH, err) != 0 ? -1 : 0;
}

/* ---- tasks ---- */

struct words brief_all_members(void)
{
    return (struct words){"各成员单位", "all member agencies"};
}

void brief_actors(struct text *text, const struct plan *plan, const struct ref *actors, size_t count, enum lang lang)
{
    const char *between = lang == LANG_EN ? ", " : "、";
    size_t shown = 0;
    bool all = plan_all_members(plan, actors, count);
    for (size_t i = 0; i < count; i++)
        if (!all || !plan_is_member(plan, &actors[i]))
            text_addf(text, "%s%s", shown++ > 0 ? between : "", words_in(plan_actor_words(plan, &actors[i]), lang));
    if (all)
        text_addf(text, "%s%s", shown > 0 ? between : "", words_in(brief_all_members(), lang));
}

static void add_minutes(const struct app *app, int64_t minutes, struct text *text)
{
    if (minutes % 1440 == 0)
        text_addf(text, app_say(app, "%lld天", "%lld d"), (long long)(minutes / 1440));
    else if (minutes % 60 == 0)
        text_addf(text, app_say(app, "%lld小时", "%lld h"), (long long)(minutes / 60));
    else
        text_addf(text, app_say(app, "%lld分钟", "%lld min"), (long long)minutes);
}

void brief_limit(const struct app *app, const struct deadline *deadline, struct text *text)
{
    const char *from = words_in(moment_words((enum moment)deadline->from), app->lang);
    if (deadline->minutes == 0) {
        text_addf(text, app_say(app, "%s后立即", "at once after %s"), from);
        return;
    }
    text_addf(text, app_say(app, "%s后", "within "), from);
    add_minutes(app, deadline->minutes, text);
    text_addf(text, app_say(app, "内", " of %s"), from);
}

void brief_deadline(const struct app *app, const struct deadline *deadline, struct text *text)
{
    text_add_str(text, app_say(app, "〔", " ("));
    brief_limit(app, deadline, text);
    text_add_str(text, app_say(app, "〕", ")"));
}

void brief_authority(const struct app *app, const struct plan *plan, const struct authority *row, enum step step, struct text *text)
{
    struct named_actors actors = response_named(row, step);
    brief_actors(text, plan, actors.items, actors.count, app->lang);
    text_addf(text, app_say(app, "［%s］", " [%s]"), row->clause);
    if (row->provisional)
        text_add_str(text, app_say(app, "，可按初步判断", ", on a first guess"));
    if (row->note.zh != NULL)
        text_addf(text, "%s%s", app_say(app, "；", "; "), words_in(row->note, app->lang));
}

void brief_task(const struct app *app, const struct plan *plan, const struct task *task, bool open)
{
    struct text left = {0}, text = {0};
    text_add_str(&left, "  ");
    brief_actors(&left, plan, task->owners, task->owner_count, app->lang);
    text_add_str(&text, words_in(task->what, app->lang));
    if (task->deadline.at.node != 0)
        brief_deadline(app, &task->deadline, &text);
    if (open)
        text_add_str(&text, app_say(app, "〔视情形〕", " (if it applies)"));
    text_addf(&text, app_say(app, "［%s］", " [%s]"), task->clause);
    render_row(app, text_str(&left), 26, text_str(&text));
    text_release(&left);
    text_release(&text);
}

static bool is_first_hour(int kind)
{
    return kind == TASK_REPORT || kind == TASK_FIRST || kind == TASK_RESPONSE || kind == TASK_SPECIAL;
}

/* All of them, or the first `most` of each kind of the first hour. Returns how many were printed. */
static size_t print_tasks(const struct brief *brief, const struct due_task *due, size_t count, size_t most)
{
    int kind = -1;
    size_t of_kind = 0, printed = 0;
    for (size_t i = 0; i < count; i++) {
        of_kind = due[i].task->kind == kind ? of_kind + 1 : 0;
        if (most > 0 && (of_kind >= most || !is_first_hour(due[i].task->kind))) {
            kind = due[i].task->kind;
            continue;
        }
        if (due[i].task->kind != kind)
            render_heading(brief->app, words_in(task_kind_words((enum task_kind)due[i].task->kind), brief->app->lang));
        kind = due[i].task->kind;
        brief_task(brief->app, plan_of(brief), due[i].task, due[i].standing == CONDITION_OPEN);
        printed++;
    }
    return printed;
}

int brief_tasks(const struct brief *brief, int level, size_t most, struct err *err)
{
    const struct plan *plan = plan_of(brief);
    struct due_task *due = calloc(plan->task_count + 1, sizeof *due);
    if (due == NULL)
        return err_no_memory(err);
    int count = duty_tasks(brief->assessor, plan, level, due, err);
    if (count >= 0) {
        size_t printed = print_tasks(brief, due, (size_t)count, most);
        fprintf(brief->app->out, say(brief, "%s共 %d 项任务", "%s: %d tasks in all"), words_level(plan, level, brief->app->lang), count);
        if (printed < (size_t)count)
            fprintf(brief->app->out, say(brief, "，上列最先的 %zu 项（tasks 全列）", ", the first %zu above (tasks lists all)"), printed);
        fputs(say(brief, "。\n", ".\n"), brief->app->out);
    }
    free(due);
    return count < 0 ? -1 : 0;
}

/* ---- the whole ---- */

void brief_title(const struct brief *brief)
{
    const struct plan *plan = plan_of(brief);
    struct text text = {0};
    text_add_str(&text, words_in(plan->title, brief->app->lang));
    if (plan->document.number != NULL)
        text_addf(&text, "  %s", plan->document.number);
    render_heading(brief->app, text_str(&text));
    text_release(&text);
    if (plan_uses_reports(plan)) {
        char date[DATE_TEXT_SIZE];
        date_print(brief->incident->as_of, date);
        struct text reports = {0};
        text_addf(&reports, say(brief, "%s，报告 %zu 条", "%s, %zu reports"), date, brief->incident->reports.count);
        render_row(brief->app, say(brief, "定级日期", "As of"), COLUMN, text_str(&reports));
        text_release(&reports);
    }
}

void brief_state(const struct brief *brief)
{
    const struct plan *plan = plan_of(brief);
    const struct assessment *assessment = brief->assessment;
    struct text text = {0};
    text_add_str(&text, words_level(plan, assessment->level, brief->app->lang));
    if (is_settled(assessment))
        text_add_str(&text, say(brief, "（已定，缺失的事实不会再改变它）", " (settled: missing facts cannot change it)"));
    else if (assessment->level == LEVEL_NONE)
        text_add_str(&text, say(brief, "（就已知事实而言）", " (on what is known)"));
    else
        text_add_str(&text, say(brief, "（已证实，可能更高）", " (proven, could be higher)"));
    text_add_str(&text, answer_doubt(assessment, brief->app->lang));
    render_row(brief->app, say(brief, "响应级别", "Level"), COLUMN, text_str(&text));
    text_release(&text);
    if (plan->grade_count > 0)
        render_row(brief->app, say(brief, "事件分级", "Event grade"), COLUMN,
                   assessment->grade < 0 ? say(brief, "未达任何等级", "none") : words_in(plan->grades[assessment->grade].name, brief->app->lang));
}

int brief_grade(const struct brief *brief, struct err *err)
{
    int level = brief_level(brief->assessment);
    brief_title(brief);
    brief_state(brief);
    print_held(brief);
    if (brief_safe(brief, err) != 0)
        return -1;
    print_warnings(brief);
    if (print_possible(brief, err) != 0)
        return -1;
    if (level == LEVEL_NONE)
        return 0;
    if (brief_charge(brief, level, err) != 0)
        return -1;
    return brief_tasks(brief, level, FIRST_TASKS, err);
}

void brief_facts(const struct brief *brief)
{
    const struct plan *plan = plan_of(brief);
    for (size_t i = 0; i < plan->fact_count; i++) {
        struct text left = {0}, text = {0};
        text_addf(&left, "  %s", plan->facts[i].id);
        words_known(&text, plan, &plan->facts[i], &brief->incident->facts[i], brief->app->lang);
        text_addf(&text, "  %s", words_in(plan->facts[i].label, brief->app->lang));
        render_row(brief->app, text_str(&left), 26, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}
