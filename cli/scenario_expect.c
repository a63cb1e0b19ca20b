/* What a scenario expects, against what a session says. See scenario_run.h. */
#include <stdlib.h>
#include <string.h>

#include "cli/conflict.h"
#include "cli/scenario_run.h"
#include "core/course.h"

struct checking {
    struct play *play;
    struct session *session;
    const struct scenario_expect *expect;
    size_t incident;
    struct err *err;
};

static const struct plan *plan_of(const struct checking *checking)
{
    return checking->session->loaded->plan;
}

static void count_check(const struct checking *checking)
{
    if (checking->play->outcome != NULL)
        checking->play->outcome->checks++;
}

/* ---- levels ---- */

static void check_level(const struct checking *checking, const char *key, int64_t expected, int got)
{
    int64_t level = got == LEVEL_NONE ? 0 : got;
    count_check(checking);
    if (level != expected)
        play_fail(checking->play, "%s 应为 %lld，却是 %lld（0 为无）", "%s: expected %lld, got %lld (0 for none)", key, (long long)expected, (long long)level);
}

static const char *grade_id(const struct checking *checking)
{
    int grade = checking->session->assessment.grade;
    return grade < 0 ? "none" : plan_of(checking)->grades[grade].id;
}

static void check_levels(const struct checking *checking)
{
    const struct scenario_expect *expect = checking->expect;
    const struct assessment *assessment = &checking->session->assessment;
    const struct response *response = &checking->session->record.responses[expect->tier];
    if (expect->given & EXPECT_LEVEL)
        check_level(checking, "level", expect->level, assessment->level);
    if (expect->given & EXPECT_POSSIBLE)
        check_level(checking, "possible", expect->possible, assessment->possible);
    if (expect->given & EXPECT_SAFE_LEVEL)
        check_level(checking, "safe_level", expect->safe_level, assessment->safe_level);
    if (expect->given & EXPECT_ACTIVE_LEVEL)
        check_level(checking, "active_level", expect->active_level, record_active_level(&checking->session->record));
    count_check(checking);
    if (expect->given & EXPECT_SETTLED && is_settled(assessment) != expect->settled)
        play_fail(checking->play, expect->settled ? "级别应已定，却还未定" : "级别应未定，却已定", expect->settled ? "the level was to be settled" : "the level was to be open");
    if (expect->given & EXPECT_STATE && response->state != (enum response_state)expect->state)
        play_fail(checking->play, "%s响应应为 %s，却是 %s", "%s response: expected %s, got %s", tier_ids[expect->tier], response_state_ids[expect->state],
                  response_state_ids[response->state]);
    if (expect->given & EXPECT_GRADE && strcmp(grade_id(checking), expect->event_grade) != 0)
        play_fail(checking->play, "事件等级应为 %s，却是 %s", "event grade: expected %s, got %s", expect->event_grade, grade_id(checking));
}

/* ---- clauses and questions ---- */

/* Whether a rule of a clause holds in every completion; *known: the plan has one. */
static int clause_holds(const struct checking *checking, const char *clause, bool *known)
{
    const struct plan *plan = plan_of(checking);
    *known = false;
    for (size_t i = 0; i < plan->rule_count; i++) {
        if (strcmp(plan->rules[i].clause, clause) != 0)
            continue;
        *known = true;
        int standing = assess_rule(checking->session->assessor, i, checking->err);
        if (standing < 0 || standing == CONDITION_YES)
            return standing < 0 ? -1 : 1;
    }
    return 0;
}

static int check_clauses(const struct checking *checking, const char *const *clauses, size_t count, bool wanted)
{
    for (size_t i = 0; i < count; i++) {
        bool known;
        int holds = clause_holds(checking, clauses[i], &known);
        count_check(checking);
        if (holds < 0)
            return -1;
        if (!known)
            play_fail(checking->play, "预案没有条款 %s 的规则", "the plan has no rule of clause %s", clauses[i]);
        else if ((holds == 1) != wanted)
            play_fail(checking->play, wanted ? "条款 %s 应成立，却未证明" : "条款 %s 不应成立，却已证明",
                      wanted ? "clause %s was to hold, but is not proven" : "clause %s was not to hold, but is proven", clauses[i]);
    }
    return 0;
}

static bool is_asked(const struct checking *checking, const char *id, bool *known)
{
    const struct assessment *assessment = &checking->session->assessment;
    const struct fact *fact = plan_find_fact(plan_of(checking), id, strlen(id));
    *known = fact != NULL;
    for (uint32_t i = 0; i < assessment->ask_count && fact != NULL; i++)
        if (&plan_of(checking)->facts[assessment->ask[i]] == fact)
            return true;
    return false;
}

static void check_asks(const struct checking *checking, const char *const *ids, size_t count, bool wanted)
{
    for (size_t i = 0; i < count; i++) {
        bool known, asked = is_asked(checking, ids[i], &known);
        count_check(checking);
        if (!known)
            play_fail(checking->play, "预案没有事实“%s”", "the plan has no fact \"%s\"", ids[i]);
        else if (asked != wanted)
            play_fail(checking->play, wanted ? "应还要问 %s" : "不应再问 %s", wanted ? "%s was still to be asked" : "%s was not to be asked any more", ids[i]);
    }
}

/* ---- tasks ---- */

static int find_task(const struct checking *checking, const char *id)
{
    int task = plan_find_task(plan_of(checking), id, strlen(id));
    count_check(checking);
    if (task < 0)
        play_fail(checking->play, "预案没有任务“%s”", "the plan has no task \"%s\"", id);
    return task;
}

static int check_tasks(const struct checking *checking, const char *const *ids, size_t count, enum task_status wanted)
{
    for (size_t i = 0; i < count; i++) {
        int task = find_task(checking, ids[i]), ruled_out;
        if (task < 0)
            continue;
        if ((ruled_out = session_rules_out(checking->session, (size_t)task, checking->err)) < 0)
            return -1;
        enum task_status got = ruled_out ? TASK_NOT_CALLED : checking->session->record.tasks[task].status;
        bool gone = wanted == TASK_NOT_CALLED && got == TASK_WITHDRAWN; /* called for once, and not any more */
        if (got != wanted && !gone)
            play_fail(checking->play, "任务 %s 应为 %s，却是 %s", "task %s: expected %s, got %s", ids[i], task_status_ids[wanted], task_status_ids[got]);
    }
    return 0;
}

static void check_overdue(const struct checking *checking)
{
    const struct record *record = &checking->session->record;
    for (size_t i = 0; i < checking->expect->overdue_count; i++) {
        const char *id = checking->expect->overdue[i];
        int task = find_task(checking, id);
        if (task >= 0 && !task_is_overdue(&plan_of(checking)->tasks[task], &record->tasks[task], &record->moments, session_clock(checking->session)))
            play_fail(checking->play, "任务 %s 应已超时", "task %s was to be overdue", id);
    }
}

static void check_dues(const struct checking *checking)
{
    const struct record *record = &checking->session->record;
    const struct clock *clock = &checking->session->app->clock;
    for (size_t i = 0; i < checking->expect->due_count; i++) {
        const struct scenario_due *due = &checking->expect->dues[i];
        int task = find_task(checking, due->task);
        if (task < 0)
            continue;
        int64_t wanted = checking->play->start + due->minutes * 60000, got = task_due(&plan_of(checking)->tasks[task], &record->tasks[task], &record->moments);
        char expected[CLOCK_TEXT_SIZE], found[CLOCK_TEXT_SIZE] = "—";
        clock_print(clock, wanted, expected);
        if (got != TIME_UNKNOWN)
            clock_print(clock, got, found);
        if (got != wanted)
            play_fail(checking->play, "任务 %s 的时限应为 %s，却是 %s", "task %s: due %s expected, got %s", due->task, expected, found);
    }
}

/* ---- who may, and who has ---- */

static bool is_authority(const struct plan *plan, const char *clause)
{
    for (size_t i = 0; i < plan->authority_count; i++)
        if (strcmp(plan->authority[i].clause, clause) == 0)
            return true;
    return false;
}

/* Whether a role may take a step; *row: by which clause. -1, and told, for a role, level or clause that the plan does not have. */
static int role_may(const struct checking *checking, const struct scenario_step *step, const struct authority **row)
{
    const struct plan *plan = plan_of(checking);
    struct ref actor;
    struct err err;
    int level = step->level != 0 ? (int)step->level : checking->session->record.responses[step->tier].level;
    if (step->level != 0 && plan_find_level(plan, level) == NULL) {
        play_fail(checking->play, "预案没有 %d 级", "the plan has no level %d", level);
        return -1;
    }
    if (step->clause != NULL && !is_authority(plan, step->clause)) {
        play_fail(checking->play, "预案没有条款 %s 的权限", "the plan has no authority by clause %s", step->clause);
        return -1;
    }
    if (response_find_actor(plan, step->role, strlen(step->role), &actor, &err) != 0) {
        play_fail(checking->play, "%s", "%s", checking->session->app->lang == LANG_EN ? err.en : err.zh);
        return -1;
    }
    for (size_t n = 0; (*row = response_authority(plan, step->tier, (enum step)step->step, level, n)) != NULL; n++)
        if (response_may(plan, *row, (enum step)step->step, &actor) && (step->clause == NULL || strcmp((*row)->clause, step->clause) == 0))
            return 1;
    return 0;
}

static void check_may(const struct checking *checking, const struct scenario_step *steps, size_t count, bool wanted)
{
    for (size_t i = 0; i < count; i++) {
        const struct authority *row;
        int may = role_may(checking, &steps[i], &row);
        count_check(checking);
        if (may >= 0 && (may == 1) != wanted)
            play_fail(checking->play, wanted ? "%s 应有权 %s%s%s" : "%s 不应有权 %s%s%s", wanted ? "%s was to have authority to %s%s%s" : "%s was not to have authority to %s%s%s",
                      steps[i].role, step_ids[steps[i].step], steps[i].clause != NULL ? ", " : "", steps[i].clause != NULL ? steps[i].clause : "");
    }
}

/* Whether a step of the course is the one meant: by who acts for the role, at the level, by the clause. */
static bool is_step(const struct plan *plan, const struct course_step *it, const struct scenario_step *wanted)
{
    const char *role = it->entry->role;
    struct ref named, actor;
    return it->step == (enum step)wanted->step && it->tier == wanted->tier && (wanted->level == 0 || entry_level(it->entry) == wanted->level) &&
           (wanted->clause == NULL || strcmp(it->row->clause, wanted->clause) == 0) &&
           response_find_actor(plan, wanted->role, strlen(wanted->role), &named, NULL) == 0 &&
           response_find_actor(plan, role, strlen(role), &actor, NULL) == 0 && response_acts_for(plan, &actor, &named);
}

static int check_took(const struct checking *checking)
{
    struct course course = {.count = 0};
    int rc = checking->expect->took_count > 0 ? course_read(&checking->session->record, &course, checking->err) : 0;
    for (size_t i = 0; i < checking->expect->took_count && rc == 0; i++) {
        const struct scenario_step *step = &checking->expect->took[i];
        bool taken = false;
        for (size_t k = 0; k < course.count && !taken; k++)
            taken = is_step(plan_of(checking), &course.items[k], step);
        count_check(checking);
        if (!taken)
            play_fail(checking->play, "%s 应已 %s", "%s was to have taken the step %s", step->role, step_ids[step->step]);
    }
    course_release(&course);
    return rc;
}

/* ---- other incidents ---- */

/* Agencies that this incident and any other of the scenario need at once. */
static int check_shared(const struct checking *checking)
{
    const struct city *city = plan_of(checking)->city;
    struct conflict *conflicts = calloc(city->agency_count + 1, sizeof *conflicts);
    bool *shared = calloc(city->agency_count + 1, sizeof *shared);
    int count = conflicts == NULL || shared == NULL ? err_no_memory(checking->err) : 0;
    for (size_t i = 0; i < checking->play->scenario->incident_count && count >= 0; i++) {
        if (i == checking->incident || !checking->play->incidents[i].opened)
            continue;
        count = conflicts_find(checking->session, &checking->play->incidents[i].session, conflicts, checking->err);
        for (int k = 0; k < count; k++)
            shared[conflicts[k].agency] = true;
    }
    for (size_t i = 0; i < checking->expect->shared_count && count >= 0; i++) {
        const char *id = checking->expect->shared[i];
        const struct agency *agency = city_find_agency(city, id);
        count_check(checking);
        if (agency == NULL || !shared[agency - city->agencies])
            play_fail(checking->play, "%s 应为几个事件共用", "%s was to be needed by another incident too", id);
    }
    free(conflicts);
    free(shared);
    return count < 0 ? -1 : 0;
}

int scenario_expect_check(struct play *play, size_t incident, const struct scenario_expect *expect, struct err *err)
{
    struct checking checking = {.play = play, .session = &play->incidents[incident].session, .expect = expect, .incident = incident, .err = err};
    check_levels(&checking);
    if (check_clauses(&checking, expect->clauses, expect->clause_count, true) != 0 ||
        check_clauses(&checking, expect->not_clauses, expect->not_clause_count, false) != 0)
        return -1;
    check_asks(&checking, expect->asks, expect->ask_count, true);
    check_asks(&checking, expect->not_asks, expect->not_ask_count, false);
    if (check_tasks(&checking, expect->open, expect->open_count, TASK_OPEN) != 0 ||
        check_tasks(&checking, expect->accepted, expect->accepted_count, TASK_ACCEPTED) != 0 ||
        check_tasks(&checking, expect->done, expect->done_count, TASK_DONE) != 0 ||
        check_tasks(&checking, expect->not_called, expect->not_called_count, TASK_NOT_CALLED) != 0)
        return -1;
    check_overdue(&checking);
    check_dues(&checking);
    check_may(&checking, expect->may, expect->may_count, true);
    check_may(&checking, expect->may_not, expect->may_not_count, false);
    if (check_took(&checking) != 0)
        return -1;
    return expect->shared_count > 0 ? check_shared(&checking) : 0;
}
