/* What the plans of a triage say differently, in words. See triage.h. */
#include <string.h>

#include "cli/render.h"
#include "cli/triage.h"
#include "core/number.h"
#include "rules/words.h"

static const struct triage_plan *plan_at(const struct triage_view *view, uint32_t plan)
{
    return &view->room->triage.plans[plan];
}

static struct wording wording_of(const struct triage_view *view, uint32_t plan)
{
    return (struct wording){plan_at(view, plan)->rules, plan_at(view, plan)->incident.days, view->app->lang};
}

static void separate(const struct triage_view *view, struct text *text)
{
    text_add_str(text, text->size > 0 ? triage_say(view, "；", "; ") : "");
}

/* ---- levels ---- */

static void print_levels(const struct triage_view *view, const struct triage_difference *it)
{
    struct text text = {0};
    for (size_t i = 0; i < it->reading_count; i++) {
        uint32_t plan = it->readings[i].plan;
        separate(view, &text);
        text_addf(&text, "%s %s", triage_plan_title(view, plan), triage_level_words(view, plan, triage_level(plan_at(view, plan))));
    }
    render_row(view->app, triage_say(view, "  响应级别", "  level"), TRIAGE_NAME_COLUMN, text_str(&text));
    text_release(&text);
}

/* ---- how a fact is counted ---- */

/* "单独、“伤亡”": by itself, and in sums by the plan's own names. */
static void add_sums(const struct triage_view *view, const struct triage_reading *reading, struct text *text)
{
    struct wording wording = wording_of(view, reading->plan);
    if (reading->sum_count == 0)
        text_add_str(text, triage_say(view, "不计", "does not count it"));
    for (size_t i = 0; i < reading->sum_count; i++) {
        const struct measure *measure = &wording.rules->measures[reading->sums[i]];
        text_add_str(text, i > 0 ? triage_say(view, "、", ", ") : "");
        if ((measure->facts & (measure->facts - 1)) == 0) {
            text_add_str(text, triage_say(view, "单独计", "by itself"));
            continue;
        }
        text_add_str(text, triage_say(view, "计入“", "in \""));
        words_measure(text, &wording, measure);
        text_add_str(text, triage_say(view, "”", "\""));
    }
}

static size_t count_counting(const struct triage_difference *it)
{
    size_t count = 0;
    for (size_t i = 0; i < it->reading_count; i++)
        count += it->readings[i].sum_count > 0;
    return count;
}

/* One that only one plan counts, and nobody has said anything of, gets no line of its own. */
static bool is_minor(const struct triage_difference *it)
{
    return it->kind == DIFFERENCE_COUNTED && !it->given && count_counting(it) == 1;
}

static void print_counted(const struct triage_view *view, const struct triage_difference *it)
{
    struct text left = {0}, text = {0};
    text_addf(&left, "  %s", words_in(it->about->label, view->app->lang));
    for (size_t i = 0; i < it->reading_count; i++) {
        separate(view, &text);
        text_addf(&text, "%s ", triage_plan_title(view, it->readings[i].plan));
        add_sums(view, &it->readings[i], &text);
    }
    render_row(view->app, text_str(&left), TRIAGE_NAME_COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
}

/* What is only asked for, by the one plan that counts it. */
static void print_minor(const struct triage_view *view, uint32_t plan)
{
    const struct triage_findings *findings = view->findings;
    struct text left = {0}, text = {0};
    for (size_t d = 0; d < findings->difference_count; d++) {
        const struct triage_difference *it = &findings->differences[d];
        bool here = false;
        for (size_t i = 0; is_minor(it) && i < it->reading_count; i++)
            here = here || (it->readings[i].plan == plan && it->readings[i].sum_count > 0);
        if (here)
            text_addf(&text, "%s%s", text.size > 0 ? triage_say(view, "、", ", ") : "", words_in(it->about->label, view->app->lang));
    }
    text_addf(&left, triage_say(view, "  只有%s计", "  only %s counts"), triage_plan_title(view, plan));
    if (text.size > 0) {
        text_add_str(&text, triage_say(view, "（都不明）", " (all unknown)"));
        render_row(view->app, text_str(&left), TRIAGE_NAME_COLUMN, text_str(&text));
    }
    text_release(&left);
    text_release(&text);
}

/* ---- from which number on ---- */

/* The sum by its facts, whatever the plans call it, and what it is now: "死亡+失联 = 3". */
static void add_sum_now(const struct triage_view *view, const struct triage_difference *it, struct text *text)
{
    struct wording wording = wording_of(view, it->plan);
    const struct measure *measure = &wording.rules->measures[it->measure];
    const struct plan *plan = wording.rules->plan;
    int64_t least = 0, most = 0;
    const char *plus = "  ";
    for (uint64_t facts = measure->facts; facts != 0; facts &= facts - 1) {
        size_t index = (size_t)__builtin_ctzll(facts);
        text_addf(text, "%s%s", plus, words_in(plan->facts[index].label, view->app->lang));
        least += plan_at(view, it->plan)->incident.facts[index].least;
        most += plan_at(view, it->plan)->incident.facts[index].most;
        plus = triage_say(view, "+", " + ");
    }
    text_add_str(text, triage_say(view, "，现 ", ", now "));
    words_range(text, &wording, measure, least, most);
}

static void add_steps(const struct triage_view *view, const struct triage_difference *it, const struct triage_reading *reading, struct text *text)
{
    struct wording wording = wording_of(view, reading->plan);
    const struct measure *measure = &plan_at(view, it->plan)->rules->measures[it->measure];
    for (size_t i = 0; i < reading->step_count; i++) {
        const struct triage_step *step = &reading->steps[i];
        text_add_str(text, i > 0 ? triage_say(view, "、", ", ") : "");
        words_interval(text, &wording, measure, step->at_least, BOUND_NONE_HIGH);
        text_addf(text, " %s%s", triage_level_words(view, reading->plan, step->level), step->with_more ? triage_say(view, "（另有条件）", " (with more)") : "");
        text_addf(text, triage_say(view, "［%s］", " [%s]"), wording.rules->plan->rules[step->rule].clause);
    }
}

static void print_steps(const struct triage_view *view, const struct triage_difference *it)
{
    struct text left = {0};
    add_sum_now(view, it, &left);
    render_paragraph(view->app, 0, text_str(&left));
    for (size_t i = 0; i < it->reading_count; i++) {
        struct text plan = {0}, text = {0};
        if (it->readings[i].step_count == 0) /* who counts what has been said */
            continue;
        text_addf(&plan, "    %s", triage_plan_title(view, it->readings[i].plan));
        add_steps(view, it, &it->readings[i], &text);
        render_row(view->app, text_str(&plan), TRIAGE_NAME_COLUMN, text_str(&text));
        text_release(&plan);
        text_release(&text);
    }
    text_release(&left);
}

static void print_kind(const struct triage_view *view, enum triage_difference_kind kind)
{
    for (size_t d = 0; d < view->findings->difference_count; d++) {
        const struct triage_difference *it = &view->findings->differences[d];
        if (it->kind != kind || is_minor(it))
            continue;
        if (kind == DIFFERENCE_LEVEL)
            print_levels(view, it);
        else if (kind == DIFFERENCE_COUNTED)
            print_counted(view, it);
        else
            print_steps(view, it);
    }
}

void triage_print_differences(const struct triage_view *view)
{
    const struct triage_findings *findings = view->findings;
    if (findings->difference_count == 0)
        return;
    render_heading(view->app, triage_say(view, "同一件事，各预案说法不同", "What the plans say differently about it"));
    print_kind(view, DIFFERENCE_LEVEL);
    print_kind(view, DIFFERENCE_COUNTED);
    for (size_t i = 0; i < findings->differences[0].reading_count; i++)
        print_minor(view, findings->differences[0].readings[i].plan);
    print_kind(view, DIFFERENCE_STEPS);
}
