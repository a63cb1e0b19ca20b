/* A triage as JSON; docs/triage.md documents the members. See triage.h. */
#include <string.h>

#include "cli/triage.h"
#include "core/number.h"

static const char *const standing_ids[] = {[CONDITION_NO] = "no", [CONDITION_OPEN] = "open", [CONDITION_YES] = "yes"};
static const char *const difference_ids[] = {[DIFFERENCE_LEVEL] = "level", [DIFFERENCE_COUNTED] = "counted", [DIFFERENCE_STEPS] = "steps"};

/* ---- small parts ---- */

static void add_member(struct text *out, const char *key, const char *value)
{
    text_addf(out, ", \"%s\": ", key);
    if (value == NULL)
        text_add_str(out, "null");
    else
        text_add_json_str(out, value);
}

static void add_level(struct text *out, const char *key, int level)
{
    text_addf(out, level == LEVEL_NONE ? ", \"%s\": null" : ", \"%s\": %d", key, level);
}

static void add_next(struct text *out, size_t index, const char *str)
{
    text_add_str(out, index > 0 ? ", " : "");
    text_add_json_str(out, str);
}

static const struct plan *plan_at(const struct triage_view *view, uint32_t plan)
{
    return view->room->triage.plans[plan].rules->plan;
}

static void add_plans(const struct triage_view *view, const uint32_t *plans, size_t count, struct text *out)
{
    text_add_str(out, ", \"plans\": [");
    for (size_t i = 0; i < count; i++)
        add_next(out, i, plan_at(view, plans[i])->id);
    text_add_str(out, "]");
}

/* ---- a plan ---- */

static void add_actors(const struct plan *plan, const char *key, const struct ref *actors, size_t count, struct text *out)
{
    text_addf(out, ", \"%s\": [", key);
    for (size_t i = 0; i < count; i++)
        add_next(out, i, plan_actor_id(plan, &actors[i]));
    text_add_str(out, "]");
}

/* Who proposes and who launches the level to act on, at every tier. */
static void add_charge(const struct triage_plan *it, struct text *out)
{
    const struct plan *plan = it->rules->plan;
    int level = triage_level(it);
    bool first = true;
    text_add_str(out, ", \"in_charge\": [");
    for (size_t i = 0; i < plan->authority_count && level != LEVEL_NONE; i++) {
        const struct authority *row = &plan->authority[i];
        if ((row->step != STEP_PROPOSE && row->step != STEP_LAUNCH) || !levels_have(row->levels, row->level_count, level))
            continue;
        text_addf(out, "%s{\"step\": \"%s\", \"tier\": \"%s\"", first ? "" : ", ", step_ids[row->step], tier_ids[row->tier]);
        first = false;
        add_actors(plan, "by", row->by, row->by_count, out);
        add_actors(plan, "to", row->to, row->to_count, out);
        add_member(out, "clause", row->clause);
        text_addf(out, ", \"provisional\": %s}", row->provisional ? "true" : "false");
    }
    text_add_str(out, "]");
}

static void add_plan(const struct triage_view *view, uint32_t index, struct text *out)
{
    const struct triage_plan *it = &view->room->triage.plans[index];
    const struct plan *plan = it->rules->plan;
    const struct assessment *assessment = &it->assessment;
    text_addf(out, "%s{\"id\": ", index > 0 ? ", " : "");
    text_add_json_str(out, plan->id);
    add_member(out, "applies", standing_ids[it->applies]);
    add_member(out, "scope", plan->scope.clause);
    add_level(out, "level", assessment->level);
    add_level(out, "possible", assessment->possible);
    text_addf(out, ", \"settled\": %s", is_settled(assessment) ? "true" : "false");
    add_level(out, "safe_level", assessment->safe_level);
    add_member(out, "event_grade", assessment->grade < 0 ? NULL : plan->grades[assessment->grade].id);
    text_add_str(out, ", \"clauses\": [");
    for (uint32_t i = 0; i < assessment->held_count; i++)
        add_next(out, i, plan->rules[assessment->held[i]].clause);
    text_add_str(out, "]");
    add_charge(it, out);
    text_add_str(out, ", \"ask\": [");
    for (uint32_t i = 0; i < assessment->ask_count; i++)
        add_next(out, i, plan->facts[assessment->ask[i]].id);
    text_add_str(out, "]");
    if (!assessment->exact)
        text_add_str(out, ", \"exact\": false");
    text_add_str(out, "}");
}

/* ---- findings ---- */

static void add_questions(const struct triage_view *view, struct text *out)
{
    const struct triage_findings *findings = view->findings;
    text_add_str(out, "], \"ask\": [");
    for (size_t i = 0; i < findings->question_count; i++) {
        const struct triage_question *it = &findings->questions[i];
        text_addf(out, "%s{\"fact\": ", i > 0 ? ", " : "");
        text_add_json_str(out, it->fact);
        text_addf(out, ", \"scope\": %s", it->scope ? "true" : "false");
        add_plans(view, it->plans, it->plan_count, out);
        text_add_str(out, "}");
    }
}

static void add_claims(const struct triage_view *view, struct text *out)
{
    const struct triage_findings *findings = view->findings;
    text_add_str(out, "], \"claimed_twice\": [");
    for (size_t i = 0; i < findings->claim_count; i++) {
        const struct triage_claim *it = &findings->claims[i];
        text_addf(out, "%s{\"agency\": ", i > 0 ? ", " : "");
        text_add_json_str(out, it->agency);
        text_add_str(out, ", \"plans\": [");
        for (size_t b = 0; b < it->by_count; b++)
            add_next(out, b, plan_at(view, it->by[b].plan)->id);
        text_add_str(out, "], \"seats\": [");
        size_t seats = 0;
        for (size_t b = 0; b < it->by_count; b++)
            for (size_t s = 0; s < it->by[b].seat_count; s++) {
                text_addf(out, "%s{\"plan\": ", seats++ > 0 ? ", " : "");
                text_add_json_str(out, plan_at(view, it->by[b].plan)->id);
                add_member(out, it->by[b].seats[s].leads ? "leads" : "holds", words_in(it->by[b].seats[s].what, view->app->lang));
                text_add_str(out, "}");
            }
        text_add_str(out, "]}");
    }
}

/* The ids of the facts that a measure adds. */
static void add_sum(const struct ruleset *rules, uint32_t measure, struct text *out)
{
    size_t count = 0;
    text_add_str(out, "[");
    for (uint64_t facts = rules->measures[measure].facts; facts != 0; facts &= facts - 1)
        add_next(out, count++, rules->plan->facts[__builtin_ctzll(facts)].id);
    text_add_str(out, "]");
}

static void add_steps(const struct triage_view *view, const struct triage_difference *it, const struct triage_reading *reading, struct text *out)
{
    bool decimal = view->room->triage.plans[it->plan].rules->measures[it->measure].decimal;
    char number[NUMBER_TEXT_SIZE];
    text_add_str(out, ", \"steps\": [");
    for (size_t i = 0; i < reading->step_count; i++) {
        const struct triage_step *step = &reading->steps[i];
        text_addf(out, "%s{\"at_least\": %s, \"level\": %d", i > 0 ? ", " : "", number_print(step->at_least, decimal, number), step->level);
        add_member(out, "clause", plan_at(view, reading->plan)->rules[step->rule].clause);
        text_addf(out, ", \"with_more\": %s}", step->with_more ? "true" : "false");
    }
    text_add_str(out, "]");
}

static void add_reading(const struct triage_view *view, const struct triage_difference *it, const struct triage_reading *reading, struct text *out)
{
    const struct triage_plan *plan = &view->room->triage.plans[reading->plan];
    text_add_str(out, "{\"plan\": ");
    text_add_json_str(out, plan->rules->plan->id);
    if (it->kind == DIFFERENCE_LEVEL)
        add_level(out, "level", triage_level(plan));
    if (it->kind == DIFFERENCE_STEPS)
        add_steps(view, it, reading, out);
    if (it->kind == DIFFERENCE_COUNTED) {
        text_add_str(out, ", \"sums\": [");
        for (size_t s = 0; s < reading->sum_count; s++) {
            text_add_str(out, s > 0 ? ", " : "");
            add_sum(plan->rules, reading->sums[s], out);
        }
        text_add_str(out, "]");
    }
    text_add_str(out, "}");
}

static void add_difference(const struct triage_view *view, const struct triage_difference *it, struct text *out)
{
    text_addf(out, "{\"kind\": \"%s\"", difference_ids[it->kind]);
    if (it->kind == DIFFERENCE_COUNTED) {
        add_member(out, "fact", it->about->id);
        text_addf(out, ", \"given\": %s", it->given ? "true" : "false");
    }
    if (it->kind == DIFFERENCE_STEPS) {
        text_add_str(out, ", \"sum\": ");
        add_sum(view->room->triage.plans[it->plan].rules, it->measure, out);
    }
    text_add_str(out, ", \"plans\": [");
    for (size_t i = 0; i < it->reading_count; i++) {
        text_add_str(out, i > 0 ? ", " : "");
        add_reading(view, it, &it->readings[i], out);
    }
    text_add_str(out, "]}");
}

int triage_add_json(const struct triage_view *view, struct text *out, struct err *err)
{
    text_add_str(out, "{\"plans\": [");
    for (size_t p = 0; p < view->room->triage.count; p++)
        add_plan(view, (uint32_t)p, out);
    add_questions(view, out);
    add_claims(view, out);
    text_add_str(out, "], \"differences\": [");
    for (size_t d = 0; d < view->findings->difference_count; d++) {
        text_add_str(out, d > 0 ? ", " : "");
        add_difference(view, &view->findings->differences[d], out);
    }
    text_add_str(out, "], \"left_out\": [");
    for (size_t i = 0; i < view->room->left_out_count; i++)
        add_next(out, i, view->room->left_out[i]->id);
    text_add_str(out, "]}");
    return out->failed ? err_no_memory(err) : 0;
}
