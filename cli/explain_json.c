/* Explanations as JSON. Shapes: docs/explain.md. See explain.h. */
#include <stdlib.h>
#include <string.h>

#include "cli/compose.h"
#include "cli/explain.h"
#include "core/date.h"
#include "core/number.h"
#include "rules/question.h"
#include "rules/words.h"

static const char *const standing_ids[] = {[CONDITION_NO] = "no", [CONDITION_OPEN] = "open", [CONDITION_YES] = "yes"};

static const char *yes_or_no(bool it)
{
    return it ? "true" : "false";
}

static void add_key(struct text *out, const char *key)
{
    text_addf(out, "\"%s\": ", key);
}

static void add_level(struct text *out, const char *key, int level)
{
    add_key(out, key);
    if (level == LEVEL_NONE)
        text_add_str(out, "null");
    else
        text_addf(out, "%d", level);
}

/* Members of every answer, without braces: the grade. */
static void add_grade(struct text *out, int level, int possible, int safe_level)
{
    add_level(out, "level", level);
    text_add_str(out, ", ");
    add_level(out, "possible", possible);
    text_addf(out, ", \"settled\": %s, ", yes_or_no(level == possible));
    add_level(out, "safe_level", safe_level);
}

static void add_assessment(struct text *out, const struct assessment *assessment)
{
    add_grade(out, assessment->level, assessment->possible, assessment->safe_level);
    if (!assessment->exact)
        text_add_str(out, ", \"exact\": false");
}

static int finish(const struct text *out, struct err *err)
{
    return out->failed ? err_no_memory(err) : 0;
}

/* ---- measures, tests, changes ---- */

static const struct fact *only_fact(const struct plan *plan, const struct measure *measure)
{
    uint64_t facts = measure->facts;
    return facts != 0 && (facts & (facts - 1)) == 0 ? &plan->facts[__builtin_ctzll(facts)] : NULL;
}

static void add_measure(struct text *out, const struct explanation *explanation, const struct measure *measure)
{
    static const char *const units[] = {[UNIT_COUNTIES] = "counties", [UNIT_ADJACENT_COUNTIES] = "adjacent_counties", [UNIT_TOWNSHIPS] = "townships",
                                        [UNIT_PREMISES] = "premises", [UNIT_REPORTS] = "reports"};
    const struct brief *brief = &explanation->brief;
    const struct plan *plan = brief->rules->plan;
    struct wording wording = brief_wording(brief);
    struct text what = {0};
    words_measure(&what, &wording, measure);
    add_key(out, "what");
    text_add_json_str(out, text_str(&what));
    out->failed = out->failed || what.failed;
    text_release(&what);
    if (measure->unit == UNIT_FACTS) {
        const char *before = ", \"facts\": [";
        for (uint64_t rest = measure->facts; rest != 0; rest &= rest - 1, before = ", ")
            text_addf(out, "%s\"%s\"", before, plan->facts[__builtin_ctzll(rest)].id);
        text_add_str(out, "]");
        return;
    }
    int64_t days = measure->parameter >= 0 ? brief->incident->days[measure->parameter] : measure->days;
    text_addf(out, ", \"count\": {\"unit\": \"%s\", \"disease\": \"%s\", \"spread\": \"%s\", \"days\": ", units[measure->unit],
              plan->diseases[measure->disease].id, spread_ids[measure->least_spread]);
    text_addf(out, days < 0 ? "null}" : "%lld}", (long long)days);
}

static void add_number(struct text *out, int64_t value, bool decimal)
{
    char number[NUMBER_TEXT_SIZE];
    text_addf(out, "%s%s", value < 0 ? "-" : "", number_print(value < 0 ? -value : value, decimal, number));
}

/* {"min": 3, "max": 9}, without an end that is open; [true], ["some", "major"], [1, 2] for what is not a number. */
static void add_range(struct text *out, const struct plan *plan, const struct measure *measure, int64_t least, int64_t most)
{
    const struct fact *fact = only_fact(plan, measure);
    if (fact != NULL && !fact_is_number(fact)) {
        const char *before = "[";
        for (int64_t value = least < 0 ? 0 : least; value <= most && value <= fact->most; value++, before = ", ") {
            text_add_str(out, before);
            compose_known(out, plan, fact, &(struct known){value, value, true});
        }
        text_add_str(out, before[0] == '[' ? "[]" : "]");
        return;
    }
    int64_t top = measure->decimal ? (int64_t)NUMBER_TOP * NUMBER_SCALE : NUMBER_INPUT_MAX;
    text_add_str(out, "{\"min\": ");
    add_number(out, least < 0 ? 0 : least, measure->decimal);
    if (most < top) {
        text_add_str(out, ", \"max\": ");
        add_number(out, most, measure->decimal);
    }
    text_add_str(out, "}");
}

static void add_gap(struct text *out, const struct explanation *explanation, const struct gap *gap)
{
    const struct plan *plan = explanation->brief.rules->plan;
    const struct measure *measure = &explanation->brief.rules->measures[gap->test->measure];
    text_add_str(out, "{");
    add_measure(out, explanation, measure);
    text_add_str(out, ", \"wanted\": ");
    add_range(out, plan, measure, gap->test->least, gap->test->most);
    text_add_str(out, ", \"now\": ");
    add_range(out, plan, measure, gap->least, gap->most);
    text_addf(out, ", \"holds\": \"%s\"", standing_ids[gap->standing]);
    if (gap->standing == CONDITION_NO) {
        text_add_str(out, ", \"missing\": ");
        add_number(out, gap->missing, measure->decimal);
    }
    text_add_str(out, "}");
}

/* The tests of an alternative; returns how they stand together. */
static enum standing_of_condition add_tests(struct text *out, const struct explanation *explanation, uint32_t alternative)
{
    const struct ruleset *rules = explanation->brief.rules;
    const struct alternative *it = &rules->literal.items[alternative];
    enum standing_of_condition all = CONDITION_YES;
    text_add_str(out, "[");
    for (uint32_t t = 0; t < it->test_count; t++) {
        struct gap gap = gap_of(explanation->brief.assessor, &rules->literal.tests[it->first_test + t]);
        text_add_str(out, t > 0 ? ", " : "");
        add_gap(out, explanation, &gap);
        all = gap.standing < all ? gap.standing : all;
    }
    text_add_str(out, "]");
    return all;
}

/* Facts as a batch line has them. Only numbers may be ranges there: of other facts, the value that is nearest to what is known. */
static void add_change(struct text *out, const struct explanation *explanation, const struct change *change)
{
    const struct incident *incident = explanation->brief.incident;
    const struct plan *plan = incident->plan;
    text_add_str(out, "{");
    for (uint32_t i = 0; i < change->count; i++) {
        const struct setting *it = &change->items[i];
        const struct fact *fact = &plan->facts[it->fact];
        struct known known = {it->least, it->most, true};
        int64_t nearest = incident->facts[it->fact].least;
        nearest = nearest < it->least ? it->least : nearest > it->most ? it->most : nearest;
        if (!fact_is_number(fact))
            known.least = known.most = nearest;
        text_addf(out, "%s\"%s\": ", i > 0 ? ", " : "", fact->id);
        compose_known(out, plan, fact, &known);
    }
    text_add_str(out, "}");
}

static void add_clause(struct text *out, const struct explanation *explanation, size_t rule, enum standing_of_condition standing)
{
    text_add_str(out, "{\"clause\": ");
    text_add_json_str(out, explanation->brief.rules->plan->rules[rule].clause);
    text_add_str(out, ", ");
    add_level(out, "level", ruleset_level_of(explanation->brief.rules, rule));
    text_addf(out, ", \"holds\": \"%s\"", standing_ids[standing]);
}

/* ---- why ---- */

/* The ways in which a rule holds or could: those that do; when none does by itself, those still open. */
static void add_ways(struct text *out, const struct explanation *explanation, size_t rule)
{
    const struct alternatives *all = &explanation->brief.rules->literal;
    text_add_str(out, ", \"by\": [");
    for (int wanted = CONDITION_YES, found = 0; wanted >= CONDITION_OPEN && found == 0; wanted--) {
        for (uint32_t i = 0; i < all->count; i++) {
            struct text way = {0};
            if (all->items[i].rule == (int32_t)rule && (int)add_tests(&way, explanation, i) == wanted) {
                text_addf(out, "%s%s", found++ > 0 ? ", " : "", text_str(&way));
                out->failed = out->failed || way.failed;
            }
            text_release(&way);
        }
    }
    text_add_str(out, "]}");
}

static int add_clauses(struct text *out, const struct explanation *explanation, struct err *err)
{
    const struct brief *brief = &explanation->brief;
    const char *comma = "";
    text_add_str(out, ", \"clauses\": [");
    for (size_t i = 0; i < brief->rules->plan->rule_count; i++) {
        int standing = assess_rule(brief->assessor, i, err), level = ruleset_level_of(brief->rules, i);
        if (standing < 0)
            return -1;
        if (standing == CONDITION_NO || (standing == CONDITION_OPEN && (level > brief->assessment->level || level < brief->assessment->possible)))
            continue;
        text_add_str(out, comma);
        add_clause(out, explanation, i, (enum standing_of_condition)standing);
        add_ways(out, explanation, i);
        comma = ", ";
    }
    text_add_str(out, "]");
    return 0;
}

static void add_idle(struct text *out, const struct explanation *explanation, const struct idle *idle)
{
    static const char *const reasons[] = {[IDLE_UNUSED] = "unused", [IDLE_BLOCKED] = "blocked", [IDLE_MILDER] = "milder", [IDLE_EITHER] = "either"};
    text_addf(out, "{\"fact\": \"%s\", \"because\": \"%s\"", explanation->brief.rules->plan->facts[idle->fact].id, reasons[idle->reason]);
    if (idle->reason == IDLE_MILDER) {
        text_add_str(out, ", ");
        add_level(out, "level", idle->level);
    }
    if (idle->reason == IDLE_BLOCKED) {
        text_add_str(out, ", \"blocked_by\": [");
        for (uint32_t i = 0; i < idle->blocker_count && i < BLOCKERS_MAX; i++) {
            text_add_str(out, i > 0 ? ", " : "");
            add_gap(out, explanation, &idle->blockers[i]);
        }
        text_add_str(out, "]");
    }
    text_add_str(out, "}");
}

int json_why(const struct explanation *explanation, struct text *out, struct err *err)
{
    struct idle idle[PLAN_FACTS_MAX];
    text_add_str(out, "{");
    add_assessment(out, explanation->brief.assessment);
    int count = explain_idle(explanation->explainer, idle, err);
    if (count < 0 || add_clauses(out, explanation, err) != 0)
        return -1;
    text_add_str(out, ", \"idle\": [");
    for (int i = 0; i < count; i++) {
        text_add_str(out, i > 0 ? ", " : "");
        add_idle(out, explanation, &idle[i]);
    }
    text_add_str(out, "]}");
    return finish(out, err);
}

/* ---- why not ---- */

static void add_miss(struct text *out, const struct explanation *explanation, const struct miss *miss)
{
    add_clause(out, explanation, miss->rule, miss->standing);
    text_addf(out, ", \"failing\": %u, \"kinds\": %u, \"open\": %u, \"missing\": %lld", miss->failing, miss->kinds, miss->open,
              (long long)miss->missing);
    text_addf(out, ", \"together\": %s, \"finding\": %s, \"by_reports\": %s, \"never\": %s, \"tests\": ", yes_or_no(miss->together),
              yes_or_no(miss->finding), yes_or_no(miss->by_reports), yes_or_no(miss->never));
    add_tests(out, explanation, miss->alternative);
    text_add_str(out, ", \"change\": ");
    if (miss->never)
        text_add_str(out, "null");
    else
        add_change(out, explanation, &miss->change);
    text_add_str(out, "}");
}

int json_why_not(const struct explanation *explanation, int level, struct text *out, struct err *err)
{
    uint32_t count;
    struct miss *misses = explain_misses(explanation->explainer, level, &count, err);
    if (misses == NULL)
        return -1;
    text_add_str(out, "{");
    add_assessment(out, explanation->brief.assessment);
    text_addf(out, ", \"asked\": %d, \"clauses\": [", level);
    for (uint32_t i = 0; i < count; i++) {
        text_add_str(out, i > 0 ? ", " : "");
        add_miss(out, explanation, &misses[i]);
    }
    text_add_str(out, "]}");
    free(misses);
    return finish(out, err);
}

/* ---- what if ---- */

static void add_supposed(struct text *out, const struct explanation *explanation, const struct incident *copy)
{
    const struct plan *plan = copy->plan;
    const struct known *now = explanation->brief.incident->facts;
    const char *comma = "";
    text_add_str(out, "{\"suppose\": {");
    for (size_t i = 0; i < plan->fact_count; i++) {
        if (!copy->facts[i].given || (now[i].given && now[i].least == copy->facts[i].least && now[i].most == copy->facts[i].most))
            continue;
        text_addf(out, "%s\"%s\": ", comma, plan->facts[i].id);
        compose_known(out, plan, &plan->facts[i], &copy->facts[i]);
        comma = ", ";
    }
    text_add_str(out, "}, \"unset\": [");
    comma = "";
    for (size_t i = 0; i < plan->fact_count; i++) {
        if (copy->facts[i].given || !now[i].given)
            continue;
        text_addf(out, "%s\"%s\"", comma, plan->facts[i].id);
        comma = ", ";
    }
    text_add_str(out, "]");
}

static int add_difference(struct text *out, const struct explanation *explanation, bool comes, struct err *err)
{
    const struct brief *brief = &explanation->brief;
    const char *comma = "";
    text_add_str(out, comes ? ", \"comes\": [" : ", \"goes\": [");
    for (size_t i = 0; i < brief->rules->plan->rule_count; i++) {
        int before = assess_rule(brief->assessor, i, err), after = assess_rule(explain_trial(explanation->explainer), i, err);
        if (before < 0 || after < 0)
            return -1;
        if ((comes ? after : before) != CONDITION_YES || before == after)
            continue;
        text_add_str(out, comma);
        text_add_json_str(out, brief->rules->plan->rules[i].clause);
        comma = ", ";
    }
    text_add_str(out, "]");
    return 0;
}

static void add_actors(struct text *out, const char *key, const struct ref *actors, size_t count)
{
    text_addf(out, ", \"%s\": [", key);
    for (size_t i = 0; i < count; i++) {
        text_add_str(out, i > 0 ? ", " : "");
        text_add_json_str(out, actors[i].id);
    }
    text_add_str(out, "]");
}

static void add_launch(struct text *out, const struct plan *plan, int level)
{
    const char *comma = "";
    text_add_str(out, ", \"launch\": [");
    for (size_t i = 0; level != LEVEL_NONE && i < plan->authority_count; i++) {
        const struct authority *row = &plan->authority[i];
        if (!brief_is_main(plan, i, level, STEP_LAUNCH))
            continue;
        text_addf(out, "%s{\"clause\": ", comma);
        text_add_json_str(out, row->clause);
        add_actors(out, "by", row->by, row->by_count);
        add_actors(out, "to", row->to, row->to_count);
        text_add_str(out, "}");
        comma = ", ";
    }
    text_add_str(out, "]");
}

static int add_question(struct text *out, const struct explanation *explanation, const struct assessment *after, struct err *err)
{
    struct question question;
    if (question_find(explain_trial(explanation->explainer), after, &(struct asking){0}, &question, err) != 0)
        return -1;
    if (question.fact < 0)
        return 0;
    const struct fact *fact = &explanation->brief.rules->plan->facts[question.fact];
    text_addf(out, ", \"ask\": {\"fact\": \"%s\"", fact->id);
    if (question.threshold) {
        text_add_str(out, ", \"at_least\": ");
        add_number(out, question.at_least, fact->type == FACT_DECIMAL);
    }
    text_add_str(out, "}");
    return 0;
}

int json_what_if(const struct explanation *explanation, struct text *out, struct err *err)
{
    const struct plan *plan = explanation->brief.rules->plan;
    struct assessment after;
    const struct incident *copy = explain_supposed(explanation->explainer);
    if (explain_try(explanation->explainer, &after, err) != 0)
        return -1;
    add_supposed(out, explanation, copy);
    text_add_str(out, ", \"before\": {");
    add_assessment(out, explanation->brief.assessment);
    text_add_str(out, "}, \"after\": {");
    add_assessment(out, &after);
    text_add_str(out, "}");
    if (add_difference(out, explanation, true, err) != 0 || add_difference(out, explanation, false, err) != 0)
        return -1;
    if (add_question(out, explanation, &after, err) != 0)
        return -1;
    add_launch(out, plan, brief_level(&after));
    text_add_str(out, "}");
    return finish(out, err);
}

/* ---- flip ---- */

static void add_flip(struct text *out, const struct explanation *explanation, const struct flip *flip)
{
    static const char *const kinds[] = {[FLIP_NOW] = "now", [FLIP_CHANGE] = "change", [FLIP_NEVER] = "never", [FLIP_UNKNOWN] = "unknown"};
    text_add_str(out, "{");
    add_level(out, "to", flip->level);
    text_addf(out, ", \"how\": \"%s\"", kinds[flip->kind]);
    if (flip->kind == FLIP_CHANGE) {
        text_add_str(out, ", \"change\": ");
        add_change(out, explanation, &flip->change);
        text_addf(out, ", \"finding\": %s, \"after\": {", yes_or_no(change_has_finding(&flip->change, explanation->brief.rules->plan)));
        add_assessment(out, &flip->after);
        text_add_str(out, "}");
    }
    text_add_str(out, "}");
}

int json_flip(const struct explanation *explanation, struct text *out, struct err *err)
{
    const struct plan *plan = explanation->brief.rules->plan;
    text_add_str(out, "{");
    add_assessment(out, explanation->brief.assessment);
    text_add_str(out, ", \"flips\": [");
    for (size_t i = 0; i <= plan->level_count; i++) {
        struct flip flip;
        if (explain_flip(explanation->explainer, i < plan->level_count ? (int)plan->levels[i].number : LEVEL_NONE, &flip, err) != 0)
            return -1;
        text_add_str(out, i > 0 ? ", " : "");
        add_flip(out, explanation, &flip);
    }
    text_add_str(out, "]}");
    return finish(out, err);
}

/* ---- when ---- */

static void add_date(struct text *out, const char *key, int32_t day)
{
    char date[DATE_TEXT_SIZE];
    date_print(day, date);
    text_addf(out, "\"%s\": \"%s\"", key, date);
}

static void add_turn(struct text *out, const struct explanation *explanation, const struct outlook *outlook, const struct turn *turn)
{
    text_add_str(out, "{");
    add_date(out, "date", turn->day);
    text_add_str(out, ", ");
    add_grade(out, turn->level, turn->possible, turn->safe_level);
    text_addf(out, ", \"changes\": %s, \"counts\": [", yes_or_no(turn->changes));
    for (uint32_t i = 0; i < turn->count; i++) {
        const struct count_change *it = &outlook->counts[turn->first + i];
        text_add_str(out, i > 0 ? ", {" : "{");
        add_measure(out, explanation, &explanation->brief.rules->measures[it->measure]);
        text_addf(out, ", \"before\": %lld, \"after\": %lld}", (long long)it->before, (long long)it->after);
    }
    text_add_str(out, "]}");
}

int json_when(const struct explanation *explanation, bool all, struct text *out, struct err *err)
{
    struct outlook outlook;
    const char *comma = "";
    bool reports = plan_uses_reports(explanation->brief.rules->plan);
    if (explain_outlook(explanation->explainer, &outlook, err) != 0)
        return -1;
    text_add_str(out, "{");
    add_assessment(out, explanation->brief.assessment);
    text_add_str(out, ", ");
    if (reports)
        add_date(out, "as_of", explanation->brief.incident->as_of);
    else
        text_add_str(out, "\"as_of\": null");
    text_addf(out, ", \"complete\": %s, \"turns\": [", yes_or_no(!outlook.more));
    for (uint32_t i = 0; i < outlook.count; i++) {
        if (!all && !outlook.turns[i].changes)
            continue;
        text_add_str(out, comma);
        add_turn(out, explanation, &outlook, &outlook.turns[i]);
        comma = ", ";
    }
    text_add_str(out, "]}");
    outlook_release(&outlook);
    return finish(out, err);
}
