/* What scenarios reach. See coverage.h. */
#include "cli/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "rules/words.h"

struct words covered_words(enum covered kind)
{
    static const struct words words[COVERED_KINDS] = {{"条款", "clauses"}, {"级别", "levels"}, {"响应步骤", "steps"}, {"任务", "tasks"}};
    return words[kind];
}

int coverage_init(struct coverage *coverage, const struct plan *plan, struct err *err)
{
    *coverage = (struct coverage){.plan = plan, .rules_left = plan->rule_count};
    coverage->rules = calloc(plan->rule_count + 1, sizeof *coverage->rules);
    coverage->levels = calloc(plan->level_count + 1, sizeof *coverage->levels);
    coverage->tasks = calloc(plan->task_count + 1, sizeof *coverage->tasks);
    return coverage->rules == NULL || coverage->levels == NULL || coverage->tasks == NULL ? err_no_memory(err) : 0;
}

void coverage_release(struct coverage *coverage)
{
    free(coverage->rules);
    free(coverage->levels);
    free(coverage->tasks);
}

/* ---- noting ---- */

int coverage_note_rules(struct coverage *coverage, struct session *session, struct err *err)
{
    const struct plan *plan = coverage->plan;
    for (size_t i = 0; i < plan->level_count; i++)
        coverage->levels[i] = coverage->levels[i] || plan->levels[i].number == session->assessment.level;
    for (size_t i = 0; i < plan->rule_count && coverage->rules_left > 0; i++) {
        int standing = coverage->rules[i] ? CONDITION_NO : assess_rule(session->assessor, i, err);
        if (standing < 0)
            return -1;
        if (standing == CONDITION_YES) {
            coverage->rules[i] = true;
            coverage->rules_left--;
        }
    }
    return 0;
}

/* The level of a step that names none is that of its response then; it has not changed since. */
void coverage_note_steps(struct coverage *coverage, const struct session *session, size_t first_entry)
{
    const struct record *record = &session->record;
    for (size_t i = first_entry; i < record->entry_count; i++) {
        enum step step;
        int tier;
        if (entry_step(&record->entries[i].entry, &step, &tier)) {
            const struct response *response = &record->responses[tier];
            int level = step == STEP_PROPOSE && response->pending != 0 ? response->pending : response->level;
            coverage->steps[tier][step][level] = true;
        }
    }
}

int coverage_note_tasks(struct coverage *coverage, struct session *session, struct err *err)
{
    for (size_t i = 0; i < coverage->plan->task_count; i++) {
        if (coverage->tasks[i] || session->record.tasks[i].status == TASK_NOT_CALLED)
            continue;
        int ruled_out = session_rules_out(session, i, err);
        if (ruled_out < 0)
            return -1;
        coverage->tasks[i] = ruled_out == 0;
    }
    return 0;
}

/* ---- what there is ---- */

static bool may_launch(const struct plan *plan, int tier, int64_t level)
{
    return response_authority(plan, tier, STEP_LAUNCH, (int)level, 0) != NULL;
}

/* Whether a response of the tier can be at a level, and at another beyond it in a direction: milder (+1) or more severe (-1). */
static bool has_beyond(const struct plan *plan, int tier, int64_t level, int direction)
{
    for (size_t i = 0; i < plan->level_count; i++)
        if ((plan->levels[i].number - level) * direction > 0 && may_launch(plan, tier, plan->levels[i].number))
            return true;
    return false;
}

static bool can_be_taken(const struct plan *plan, int tier, enum step step, int64_t level)
{
    if (response_authority(plan, tier, step, (int)level, 0) == NULL)
        return false;
    bool comes = may_launch(plan, tier, level) || (response_authority(plan, tier, STEP_RAISE, (int)level, 0) != NULL && has_beyond(plan, tier, level, 1)) ||
                 (response_authority(plan, tier, STEP_LOWER, (int)level, 0) != NULL && has_beyond(plan, tier, level, -1));
    switch (step) {
    case STEP_PROPOSE:
    case STEP_LAUNCH: return true;
    case STEP_RAISE: return has_beyond(plan, tier, level, 1);
    case STEP_LOWER: return has_beyond(plan, tier, level, -1);
    default: return comes;
    }
}

/* Each step that can be taken, one after the other; false past the last. */
struct step_walk {
    int tier, step;
    size_t level; /* index */
};

static bool next_step(const struct plan *plan, struct step_walk *walk)
{
    for (;;) {
        if (++walk->level >= plan->level_count) {
            walk->level = 0;
            walk->step++;
        }
        if (walk->step == STEP_COUNT) {
            walk->step = 0;
            walk->tier++;
        }
        if (walk->tier > TIER_NATION || plan->level_count == 0)
            return false;
        if (can_be_taken(plan, walk->tier, (enum step)walk->step, plan->levels[walk->level].number))
            return true;
    }
}

static const struct step_walk at_start = {TIER_CITY, 0, SIZE_MAX};

static struct covered_count count_flags(const bool *flags, size_t count)
{
    struct covered_count counted = {0, count};
    for (size_t i = 0; i < count; i++)
        counted.reached += flags[i];
    return counted;
}

static bool step_reached(const struct coverage *coverage, const struct step_walk *walk)
{
    return coverage->steps[walk->tier][walk->step][coverage->plan->levels[walk->level].number];
}

struct covered_count coverage_count(const struct coverage *coverage, enum covered kind)
{
    const struct plan *plan = coverage->plan;
    struct covered_count counted = {0, 0};
    switch (kind) {
    case COVERED_CLAUSES: return count_flags(coverage->rules, plan->rule_count);
    case COVERED_LEVELS: return count_flags(coverage->levels, plan->level_count);
    case COVERED_TASKS: return count_flags(coverage->tasks, plan->task_count);
    default: break;
    }
    for (struct step_walk walk = at_start; next_step(plan, &walk); counted.all++)
        counted.reached += step_reached(coverage, &walk);
    return counted;
}

int coverage_percent(const struct coverage *coverage)
{
    size_t reached = 0, all = 0;
    for (int kind = 0; kind < COVERED_KINDS; kind++) {
        struct covered_count counted = coverage_count(coverage, (enum covered)kind);
        reached += counted.reached;
        all += counted.all;
    }
    return all == 0 ? 100 : (int)(reached * 100 / all);
}

void coverage_add_missing(const struct coverage *coverage, enum lang lang, struct text *text)
{
    const struct plan *plan = coverage->plan;
    for (size_t i = 0; i < plan->rule_count; i++)
        if (!coverage->rules[i])
            text_addf(text, lang == LANG_EN ? "  clause %s  %s\n" : "  条款 %s  %s\n", plan->rules[i].clause, words_in(plan->rules[i].says, lang));
    for (size_t i = 0; i < plan->level_count; i++)
        if (!coverage->levels[i])
            text_addf(text, lang == LANG_EN ? "  level %s\n" : "  级别 %s\n", words_in(plan->levels[i].name, lang));
    for (struct step_walk walk = at_start; next_step(plan, &walk);)
        if (!step_reached(coverage, &walk))
            text_addf(text, lang == LANG_EN ? "  step %s %s, %s\n" : "  步骤 %s %s（%s）\n", words_in(step_words((enum step)walk.step), lang),
                      words_in(plan->levels[walk.level].name, lang), words_in(tier_words((enum tier)walk.tier), lang));
    for (size_t i = 0; i < plan->task_count; i++)
        if (!coverage->tasks[i])
            text_addf(text, lang == LANG_EN ? "  task %s  %s\n" : "  任务 %s  %s\n", plan->tasks[i].id, words_in(plan->tasks[i].what, lang));
}
