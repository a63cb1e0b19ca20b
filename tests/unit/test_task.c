/*
 * core/task: which tasks are called for, what can be done to them, and when they fall due. The plan is the made-up harbour's, whose
 * levels, moments and deadlines are of every kind: level 1 takes in level 2's tasks.
 */
#include "core/task.h"

#include "cli/clock.h"
#include "tests/unit/fixture.h"

#define MINUTE INT64_C(60000)
#define START INT64_C(1790000000000)

/* The responses to one incident, what has happened, and the tasks: what a record keeps of them. */
struct scene {
    struct loaded *loaded;
    const struct plan *plan;
    struct response responses[TIER_NATION + 1];
    struct moments moments;
    struct task_state *states;
    int64_t now;
    struct err err;
};

static int open_scene(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct library library;
    assert_non_null(scene);
    assert_int_equal(library_open(&library, "tests/plans", &scene->err), 0);
    scene->loaded = library_load(&library, "spill", stderr, LANG_EN, &scene->err);
    assert_non_null(scene->loaded);
    library_release(&library);
    scene->plan = scene->loaded->plan;
    scene->states = calloc(scene->plan->task_count, sizeof *scene->states);
    assert_non_null(scene->states);
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        scene->responses[tier].tier = tier;
    moments_init(&scene->moments);
    scene->now = START;
    *state = scene;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *scene = *state;
    free(scene->states);
    loaded_free(scene->loaded);
    free(scene);
    return 0;
}

static size_t index_of(const struct scene *scene, const char *id)
{
    int index = plan_find_task(scene->plan, id, strlen(id));
    if (index < 0)
        fail_msg("no task %s", id);
    return (size_t)index;
}

static const struct task_state *its(const struct scene *scene, const char *id)
{
    return &scene->states[index_of(scene, id)];
}

static enum task_status status(const struct scene *scene, const char *id)
{
    return its(scene, id)->status;
}

static int64_t due(const struct scene *scene, const char *id)
{
    return task_due(&scene->plan->tasks[index_of(scene, id)], its(scene, id), &scene->moments);
}

static int64_t goes_up(const struct scene *scene, const char *id)
{
    return task_escalation(&scene->plan->tasks[index_of(scene, id)], its(scene, id), &scene->moments);
}

static bool is_overdue(const struct scene *scene, const char *id, int64_t now)
{
    return task_is_overdue(&scene->plan->tasks[index_of(scene, id)], its(scene, id), &scene->moments, now);
}

static bool is_escalated(const struct scene *scene, const char *id, int64_t now)
{
    return task_is_escalated(&scene->plan->tasks[index_of(scene, id)], its(scene, id), &scene->moments, now);
}

static void follow(struct scene *scene)
{
    tasks_follow(scene->plan, &(struct calling){scene->responses, &scene->moments}, scene->now, scene->states);
}

/* The first word comes in, and calls for reports and first measures. */
static void begin(struct scene *scene)
{
    scene->moments.at[MOMENT_REPORT_RECEIVED] = scene->now;
    follow(scene);
}

static void happen(struct scene *scene, enum moment moment)
{
    scene->moments.at[moment] = scene->now;
    follow(scene);
}

/* A response stands at a level, from `minutes` after now on. */
static void respond(struct scene *scene, int64_t minutes, int tier, enum response_state state, int level)
{
    scene->now += minutes * MINUTE;
    if (state == RESPONSE_ACTIVE && scene->moments.at[MOMENT_LAUNCH] == TIME_UNKNOWN)
        scene->moments.at[MOMENT_LAUNCH] = scene->now;
    if (state == RESPONSE_ENDED)
        scene->moments.at[MOMENT_END] = scene->now;
    scene->responses[tier].state = state;
    scene->responses[tier].level = level;
    follow(scene);
}

static int act(struct scene *scene, const char *id, enum task_act act, const char *text)
{
    return task_act(scene->plan, &(struct task_request){index_of(scene, id), act, text, scene->now}, scene->states, &scene->err);
}

/* ---- what is called for ---- */

static void test_the_first_word_calls_for_reports_and_first_measures_only(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    for (size_t i = 0; i < scene->plan->task_count; i++) {
        const struct task *task = &scene->plan->tasks[i];
        bool wanted = (task->kind == TASK_REPORT || task->kind == TASK_FIRST) && task->level_count == 0;
        if ((scene->states[i].status == TASK_OPEN) != wanted)
            fail_msg("%s: %s", task->id, task_status_ids[scene->states[i].status]);
        assert_int_equal(scene->states[i].called, wanted ? START : 0);
    }
}

static void test_a_level_takes_in_the_tasks_of_the_level_it_includes(void **state)
{
    struct scene *scene = *state;
    const struct task *quay = &scene->plan->tasks[index_of(scene, "go_to_quay")], *skimmers = &scene->plan->tasks[index_of(scene, "call_skimmers")];
    const struct task *watch = &scene->plan->tasks[index_of(scene, "watch_slick")], *booms = &scene->plan->tasks[index_of(scene, "stock_booms")];
    assert_true(level_calls_for(scene->plan, 1, quay) && level_calls_for(scene->plan, 1, skimmers) && !level_calls_for(scene->plan, 1, watch));
    assert_true(!level_calls_for(scene->plan, 2, quay) && level_calls_for(scene->plan, 2, skimmers) && !level_calls_for(scene->plan, 2, watch));
    assert_true(!level_calls_for(scene->plan, 3, quay) && !level_calls_for(scene->plan, 3, skimmers) && level_calls_for(scene->plan, 3, watch));
    for (int level = 1; level <= 3; level++)
        assert_true(level_calls_for(scene->plan, level, booms));
    assert_false(level_calls_for(scene->plan, 4, booms)); /* the plan has no level 4 */
}

static void test_warnings_are_called_for_only_after_the_alert(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    assert_int_equal(status(scene, "warn_ships"), TASK_NOT_CALLED);
    respond(scene, 1, TIER_CITY, RESPONSE_PROPOSED, 3);
    assert_int_equal(status(scene, "warn_ships"), TASK_NOT_CALLED);
    scene->now += MINUTE;
    happen(scene, MOMENT_ALERT);
    assert_int_equal(status(scene, "warn_ships"), TASK_OPEN);
    assert_int_equal(due(scene, "warn_ships"), scene->now + 20 * MINUTE);
    scene->moments.at[MOMENT_ALERT] = TIME_UNKNOWN; /* the moment was undone */
    follow(scene);
    assert_int_equal(status(scene, "warn_ships"), TASK_WITHDRAWN);
}

static void test_a_report_that_levels_ask_for_is_called_for_by_a_proposal(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    assert_int_equal(status(scene, "city_reports"), TASK_NOT_CALLED);
    respond(scene, 1, TIER_CITY, RESPONSE_PROPOSED, 3);
    assert_int_equal(status(scene, "city_reports"), TASK_NOT_CALLED);
    respond(scene, 1, TIER_CITY, RESPONSE_PROPOSED, 2);
    assert_int_equal(status(scene, "city_reports"), TASK_OPEN);
    assert_int_equal(status(scene, "call_skimmers"), TASK_NOT_CALLED); /* a proposal launches nothing */
}

static void test_ending_calls_for_recovery_and_takes_back_the_response(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 2);
    assert_int_equal(status(scene, "bill_owner"), TASK_NOT_CALLED);
    assert_int_equal(status(scene, "tell_ships"), TASK_OPEN);
    assert_int_equal(due(scene, "tell_ships"), TIME_UNKNOWN); /* counts from the end */
    assert_int_equal(act(scene, "close_fairway", ACT_ACCEPT, NULL), 0);
    respond(scene, 60, TIER_CITY, RESPONSE_ENDED, 2);
    assert_int_equal(status(scene, "call_skimmers"), TASK_WITHDRAWN);
    assert_int_equal(status(scene, "close_fairway"), TASK_ACCEPTED); /* it was started */
    assert_int_equal(status(scene, "bill_owner"), TASK_OPEN);
    assert_int_equal(status(scene, "review"), TASK_OPEN);
    assert_int_equal(due(scene, "tell_ships"), scene->now + 60 * MINUTE);
    respond(scene, 60, TIER_CITY, RESPONSE_RECOVERY, 2);
    assert_int_equal(status(scene, "bill_owner"), TASK_OPEN);
    assert_int_equal(due(scene, "bill_owner"), scene->now - 60 * MINUTE + 43200 * MINUTE);
}

static void test_recovery_follows_the_level_that_ended(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 3);
    respond(scene, 5, TIER_CITY, RESPONSE_ENDED, 3);
    assert_int_equal(status(scene, "review"), TASK_NOT_CALLED); /* of levels 1 and 2 */
    assert_int_equal(status(scene, "bill_owner"), TASK_OPEN);
}

static void test_closing_takes_back_what_was_never_started(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 2);
    assert_int_equal(act(scene, "ship_reports", ACT_DONE, "log of the radio"), 0);
    respond(scene, 5, TIER_CITY, RESPONSE_ENDED, 2);
    respond(scene, 5, TIER_CITY, RESPONSE_CLOSED, 2);
    for (size_t i = 0; i < scene->plan->task_count; i++)
        assert_int_not_equal(scene->states[i].status, TASK_OPEN);
    assert_int_equal(status(scene, "ship_reports"), TASK_DONE);
    assert_int_equal(status(scene, "boom_first"), TASK_WITHDRAWN);
}

static void test_handing_over_takes_nothing_back(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 1);
    struct task_state before = *its(scene, "go_to_quay");
    respond(scene, 5, TIER_CITY, RESPONSE_HANDED_OVER, 1);
    assert_memory_equal(&before, its(scene, "go_to_quay"), sizeof before);
}

static void test_responses_side_by_side_call_for_both_their_tasks(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_COUNTY, RESPONSE_ACTIVE, 3);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 2);
    assert_int_equal(status(scene, "watch_slick"), TASK_OPEN);
    assert_int_equal(status(scene, "call_skimmers"), TASK_OPEN);
    respond(scene, 5, TIER_CITY, RESPONSE_ENDED, 2);
    assert_int_equal(status(scene, "watch_slick"), TASK_OPEN);
    assert_int_equal(status(scene, "call_skimmers"), TASK_WITHDRAWN);
    assert_int_equal(status(scene, "bill_owner"), TASK_OPEN);
    respond(scene, 5, TIER_CITY, RESPONSE_CLOSED, 2);
    assert_int_equal(status(scene, "watch_slick"), TASK_OPEN); /* the county's goes on */
    assert_int_equal(status(scene, "ship_reports"), TASK_OPEN);
}

static void test_following_again_changes_nothing(void **state)
{
    struct scene *scene = *state;
    size_t size = scene->plan->task_count * sizeof *scene->states;
    struct task_state *before = malloc(size);
    assert_non_null(before);
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 2);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 3);
    memcpy(before, scene->states, size);
    scene->now += 1000 * MINUTE;
    follow(scene);
    assert_memory_equal(before, scene->states, size);
    free(before);
}

/* ---- what can be done to a task ---- */

static void test_each_act_is_possible_from_its_own_statuses_only(void **state)
{
    struct scene *scene = *state;
    /* By status: what an act leads to, or -1. */
    static const int leads[ACT_COUNT][TASK_STATUS_COUNT] = {
        [ACT_ACCEPT] = {-1, TASK_ACCEPTED, -1, -1, -1, -1},          [ACT_DONE] = {-1, TASK_DONE, TASK_DONE, -1, -1, -1},
        [ACT_SKIP] = {-1, TASK_SKIPPED, TASK_SKIPPED, -1, -1, -1},   [ACT_ASSIGN] = {-1, TASK_OPEN, TASK_ACCEPTED, -1, -1, -1},
        [ACT_REOPEN] = {-1, -1, -1, TASK_OPEN, TASK_OPEN, -1},
    };
    struct task_state *it = &scene->states[index_of(scene, "stock_booms")];
    for (int a = 0; a < ACT_COUNT; a++) {
        for (int from = 0; from < TASK_STATUS_COUNT; from++) {
            struct task_state before = {.status = (enum task_status)from, .called = START - 5, .since = START - 3, .assignee = "船队"};
            *it = before;
            scene->err = (struct err){0};
            int rc = act(scene, "stock_booms", (enum task_act)a, "说明");
            assert_int_equal(rc, leads[a][from] < 0 ? -1 : 0);
            assert_int_equal(it->status, leads[a][from] < 0 ? from : leads[a][from]);
            assert_int_equal(it->called, START - 5);
            if (rc == 0)
                continue;
            assert_memory_equal(it, &before, sizeof before);
            assert_int_equal(scene->err.code, ERR_STATE);
            assert_string_equal(scene->err.clause, scene->plan->tasks[index_of(scene, "stock_booms")].clause);
            check_contains(scene->err.en, "stock_booms");
        }
    }
}

static void test_evidence_reasons_and_assignees_must_be_given(void **state)
{
    struct scene *scene = *state;
    static const enum task_act needing[] = {ACT_DONE, ACT_SKIP, ACT_ASSIGN};
    begin(scene);
    for (size_t i = 0; i < LENGTH_OF(needing); i++) {
        assert_int_equal(act(scene, "ship_reports", needing[i], NULL), -1);
        assert_int_equal(scene->err.code, ERR_VALUE);
        assert_int_equal(act(scene, "ship_reports", needing[i], ""), -1);
        assert_int_equal(status(scene, "ship_reports"), TASK_OPEN);
    }
    assert_int_equal(act(scene, "ship_reports", ACT_ASSIGN, "王五"), 0);
    assert_string_equal(its(scene, "ship_reports")->assignee, "王五");
    assert_int_equal(its(scene, "ship_reports")->since, START); /* assigning is no new status */
    scene->now += MINUTE;
    assert_int_equal(act(scene, "ship_reports", ACT_DONE, "电话记录 3 号"), 0);
    assert_string_equal(its(scene, "ship_reports")->assignee, "王五");
    assert_string_equal(its(scene, "ship_reports")->remark, "电话记录 3 号");
    assert_int_equal(its(scene, "ship_reports")->since, START + MINUTE);
}

static void test_a_task_waits_for_those_before_it_until_they_are_settled(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 2);
    assert_int_equal(act(scene, "skim", ACT_ACCEPT, NULL), 0); /* preparing is allowed */
    assert_int_equal(act(scene, "skim", ACT_DONE, "x"), -1);
    assert_int_equal(scene->err.code, ERR_STATE);
    check_contains(scene->err.en, "call_skimmers");
    assert_int_equal(act(scene, "call_skimmers", ACT_DONE, "x"), 0);
    assert_int_equal(act(scene, "skim", ACT_DONE, "x"), -1);
    check_contains(scene->err.zh, "close_fairway");
    assert_int_equal(act(scene, "close_fairway", ACT_SKIP, "no ships"), 0);
    assert_int_equal(act(scene, "skim", ACT_DONE, "x"), 0);
    assert_int_equal(act(scene, "call_skimmers", ACT_REOPEN, NULL), 0); /* what was done stays done */
    assert_int_equal(status(scene, "skim"), TASK_DONE);
}

static void test_a_reopened_task_forgets_its_remark_but_not_its_deadline(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 2);
    int64_t at = due(scene, "call_skimmers");
    assert_int_equal(act(scene, "call_skimmers", ACT_ASSIGN, "王五"), 0);
    assert_int_equal(act(scene, "call_skimmers", ACT_DONE, "x"), 0);
    scene->now += 600 * MINUTE;
    assert_false(is_overdue(scene, "call_skimmers", scene->now));
    assert_int_equal(act(scene, "call_skimmers", ACT_REOPEN, NULL), 0);
    assert_null(its(scene, "call_skimmers")->remark);
    assert_string_equal(its(scene, "call_skimmers")->assignee, "王五");
    assert_int_equal(due(scene, "call_skimmers"), at);
    assert_true(is_overdue(scene, "call_skimmers", scene->now));
}

/* ---- deadlines ---- */

static void test_a_task_is_late_from_the_minute_after_it_was_due(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 1);
    int64_t at = due(scene, "go_to_quay"), up = goes_up(scene, "go_to_quay");
    assert_int_equal(at, scene->now + 40 * MINUTE);
    assert_int_equal(up, scene->now + 60 * MINUTE);
    assert_false(is_overdue(scene, "go_to_quay", at));
    assert_false(is_overdue(scene, "go_to_quay", at + MINUTE - 1));
    assert_true(is_overdue(scene, "go_to_quay", at + MINUTE));
    assert_false(is_escalated(scene, "go_to_quay", up + MINUTE - 1));
    assert_true(is_escalated(scene, "go_to_quay", up + MINUTE));
}

static void test_what_is_to_be_done_at_once_is_late_after_a_minute(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    happen(scene, MOMENT_DISCOVERY);
    assert_int_equal(due(scene, "ship_reports"), START);
    assert_false(is_overdue(scene, "ship_reports", START + MINUTE - 1));
    assert_true(is_overdue(scene, "ship_reports", START + MINUTE));
    assert_false(is_escalated(scene, "ship_reports", START + 16 * MINUTE - 1));
    assert_true(is_escalated(scene, "ship_reports", START + 16 * MINUTE));
}

static void test_only_pending_tasks_are_late(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    happen(scene, MOMENT_DISCOVERY);
    struct task_state *it = &scene->states[index_of(scene, "ship_reports")];
    static const bool late[TASK_STATUS_COUNT] = {[TASK_OPEN] = true, [TASK_ACCEPTED] = true};
    for (int i = 0; i < TASK_STATUS_COUNT; i++) {
        it->status = (enum task_status)i;
        assert_int_equal(is_overdue(scene, "ship_reports", START + 100 * MINUTE), late[i]);
        assert_int_equal(is_escalated(scene, "ship_reports", START + 100 * MINUTE), late[i]);
        assert_int_equal(task_is_pending(it), late[i]);
    }
}

static void test_no_time_is_due_before_its_moment_or_without_a_deadline(void **state)
{
    struct scene *scene = *state;
    assert_int_equal(due(scene, "ship_reports"), TIME_UNKNOWN); /* not called for */
    begin(scene);
    assert_int_equal(due(scene, "ship_reports"), TIME_UNKNOWN); /* its discovery was not said */
    assert_false(is_overdue(scene, "ship_reports", INT64_MAX));
    assert_int_equal(due(scene, "stock_booms"), TIME_UNKNOWN);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 2);
    assert_int_equal(due(scene, "skim"), TIME_UNKNOWN); /* nobody has arrived */
    assert_int_equal(goes_up(scene, "call_skimmers"), TIME_UNKNOWN); /* the plan does not say to whom it would go up */
    assert_false(is_escalated(scene, "call_skimmers", INT64_MAX / 2));
}

static void test_a_corrected_moment_moves_its_deadlines(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    happen(scene, MOMENT_OCCURRENCE);
    assert_int_equal(due(scene, "boom_first"), START + 90 * MINUTE);
    scene->moments.at[MOMENT_OCCURRENCE] = START - 100 * MINUTE;
    follow(scene);
    assert_int_equal(due(scene, "boom_first"), START - 10 * MINUTE);
    assert_true(is_overdue(scene, "boom_first", START));
}

static void test_raising_starts_the_clock_only_of_what_it_calls_for(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 3);
    int64_t launched = scene->now;
    assert_int_equal(due(scene, "watch_slick"), launched + 45 * MINUTE);
    respond(scene, 20, TIER_CITY, RESPONSE_ACTIVE, 2);
    int64_t raised = scene->now;
    assert_int_equal(due(scene, "call_skimmers"), raised + 60 * MINUTE);
    assert_int_equal(goes_up(scene, "close_fairway"), raised + 30 * MINUTE);
    respond(scene, 20, TIER_CITY, RESPONSE_ACTIVE, 1);
    assert_int_equal(due(scene, "call_skimmers"), raised + 60 * MINUTE); /* level 1 includes it: not called for anew */
    assert_int_equal(due(scene, "go_to_quay"), scene->now + 40 * MINUTE);
    assert_int_equal(scene->moments.at[MOMENT_LAUNCH], launched);
}

static void test_what_is_called_for_again_counts_from_then(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_CITY, RESPONSE_ACTIVE, 2);
    int64_t first = due(scene, "call_skimmers");
    assert_int_equal(act(scene, "call_skimmers", ACT_ASSIGN, "王五"), 0);
    assert_int_equal(act(scene, "close_fairway", ACT_ACCEPT, NULL), 0);
    int64_t accepted = due(scene, "close_fairway");
    respond(scene, 30, TIER_CITY, RESPONSE_ACTIVE, 3);
    assert_int_equal(status(scene, "call_skimmers"), TASK_WITHDRAWN);
    assert_false(is_overdue(scene, "call_skimmers", first + 1000 * MINUTE));
    respond(scene, 30, TIER_CITY, RESPONSE_ACTIVE, 2);
    assert_int_equal(status(scene, "call_skimmers"), TASK_OPEN);
    assert_int_equal(due(scene, "call_skimmers"), scene->now + 60 * MINUTE);
    assert_string_equal(its(scene, "call_skimmers")->assignee, "王五");
    assert_int_equal(due(scene, "close_fairway"), accepted); /* it was never withdrawn */
}

static void test_a_task_from_before_the_launch_counts_from_the_launch(void **state)
{
    struct scene *scene = *state;
    struct task task = scene->plan->tasks[index_of(scene, "ship_reports")];
    task.deadline.from = MOMENT_LAUNCH;
    begin(scene);
    assert_int_equal(task_due(&task, its(scene, "ship_reports"), &scene->moments), TIME_UNKNOWN);
    respond(scene, 7, TIER_CITY, RESPONSE_ACTIVE, 3);
    assert_int_equal(task_due(&task, its(scene, "ship_reports"), &scene->moments), START + 7 * MINUTE);
    assert_int_equal(task_escalation(&task, its(scene, "ship_reports"), &scene->moments), START + 22 * MINUTE);
}

static void test_a_second_response_starts_the_clock_of_its_own_tasks(void **state)
{
    struct scene *scene = *state;
    begin(scene);
    respond(scene, 5, TIER_COUNTY, RESPONSE_ACTIVE, 3);
    int64_t county = scene->now;
    respond(scene, 50, TIER_CITY, RESPONSE_ACTIVE, 2);
    assert_int_equal(due(scene, "watch_slick"), county + 45 * MINUTE);
    assert_int_equal(due(scene, "call_skimmers"), scene->now + 60 * MINUTE);
}

/* ---- deadlines and the calendar ---- */

/* Dates by Python's datetime, in the zone UTC+8. */
static void test_deadlines_cross_midnights_month_ends_and_leap_days(void **state)
{
    struct scene *scene = *state;
    static const struct clock clock = {fixture_now, fixture_offset};
    static const struct {
        const char *task;
        enum moment from;
        const char *moment, *due;
    } rows[] = {
        {"boom_first", MOMENT_OCCURRENCE, "2026-12-31 22:45", "2027-01-01 00:15"},   {"boom_first", MOMENT_OCCURRENCE, "2028-02-28 23:00", "2028-02-29 00:30"},
        {"boom_first", MOMENT_OCCURRENCE, "2027-02-28 23:00", "2027-03-01 00:30"},   {"boom_first", MOMENT_OCCURRENCE, "2100-02-28 23:00", "2100-03-01 00:30"},
        {"bury_fish", MOMENT_CONFIRMED, "2028-02-28 12:00", "2028-02-29 12:00"},     {"bury_fish", MOMENT_CONFIRMED, "2028-02-29 12:00", "2028-03-01 12:00"},
        {"bill_owner", MOMENT_END, "2026-01-31 09:07", "2026-03-02 09:07"},          {"bill_owner", MOMENT_END, "2028-01-31 09:07", "2028-03-01 09:07"},
        {"bill_owner", MOMENT_END, "2026-12-02 00:00", "2027-01-01 00:00"},          {"warn_ships", MOMENT_ALERT, "2026-04-30 23:40", "2026-05-01 00:00"},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        char printed[CLOCK_TEXT_SIZE];
        scene->states[index_of(scene, rows[i].task)].status = TASK_OPEN;
        assert_true(clock_parse(&clock, rows[i].moment, START, &scene->moments.at[rows[i].from]));
        clock_print(&clock, due(scene, rows[i].task), printed);
        assert_string_equal(printed, rows[i].due);
    }
}

/* A calendar that is counted through, for what core/date computes. */
struct civil {
    int year, month, day, minute;
};

static int days_of(const struct civil *civil)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (civil->year % 4 == 0 && civil->year % 100 != 0) || civil->year % 400 == 0;
    return days[civil->month - 1] + (leap && civil->month == 2 ? 1 : 0);
}

static void add_minutes(struct civil *civil, int64_t minutes)
{
    for (minutes += civil->minute; minutes >= 1440; minutes -= 1440) {
        if (++civil->day <= days_of(civil))
            continue;
        civil->day = 1;
        if (++civil->month <= 12)
            continue;
        civil->month = 1;
        civil->year++;
    }
    civil->minute = (int)minutes;
}

static void print_civil(const struct civil *civil, char text[64])
{
    snprintf(text, 64, "%04d-%02d-%02d %02d:%02d", civil->year, civil->month, civil->day, civil->minute / 60, civil->minute % 60);
}

static void test_deadlines_agree_with_a_calendar_that_counts_days(void **state)
{
    struct scene *scene = *state;
    static const struct clock clock = {fixture_now, fixture_offset};
    uint64_t seed = 20260301;
    for (int round = 0; round < 4000; round++) {
        const struct task *task = &scene->plan->tasks[random_below(&seed, (uint32_t)scene->plan->task_count)];
        struct civil at = {1970 + (int)random_below(&seed, 200), 1 + (int)random_below(&seed, 12), 1, (int)random_below(&seed, 1440)};
        char text[64], printed[CLOCK_TEXT_SIZE];
        if (task->deadline.at.node == 0)
            continue;
        at.day += (int)random_below(&seed, (uint32_t)days_of(&at));
        print_civil(&at, text);
        assert_true(clock_parse(&clock, text, START, &scene->moments.at[task->deadline.from]));
        struct task_state it = {.status = TASK_OPEN, .called = INT64_MIN / 2};
        add_minutes(&at, task->deadline.minutes);
        print_civil(&at, text);
        clock_print(&clock, task_due(task, &it, &scene->moments), printed);
        assert_string_equal(printed, text);
    }
}

static void test_tasks_are_found_by_their_whole_id(void **state)
{
    struct scene *scene = *state;
    for (size_t i = 0; i < scene->plan->task_count; i++)
        assert_int_equal(plan_find_task(scene->plan, scene->plan->tasks[i].id, strlen(scene->plan->tasks[i].id)), i);
    assert_int_equal(plan_find_task(scene->plan, "ski", 3), -1);
    assert_int_equal(plan_find_task(scene->plan, "", 0), -1);
}

#define WITH_SCENE(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WITH_SCENE(test_the_first_word_calls_for_reports_and_first_measures_only),
        WITH_SCENE(test_a_level_takes_in_the_tasks_of_the_level_it_includes),
        WITH_SCENE(test_warnings_are_called_for_only_after_the_alert),
        WITH_SCENE(test_a_report_that_levels_ask_for_is_called_for_by_a_proposal),
        WITH_SCENE(test_ending_calls_for_recovery_and_takes_back_the_response),
        WITH_SCENE(test_recovery_follows_the_level_that_ended),
        WITH_SCENE(test_closing_takes_back_what_was_never_started),
        WITH_SCENE(test_handing_over_takes_nothing_back),
        WITH_SCENE(test_responses_side_by_side_call_for_both_their_tasks),
        WITH_SCENE(test_following_again_changes_nothing),
        WITH_SCENE(test_each_act_is_possible_from_its_own_statuses_only),
        WITH_SCENE(test_evidence_reasons_and_assignees_must_be_given),
        WITH_SCENE(test_a_task_waits_for_those_before_it_until_they_are_settled),
        WITH_SCENE(test_a_reopened_task_forgets_its_remark_but_not_its_deadline),
        WITH_SCENE(test_a_task_is_late_from_the_minute_after_it_was_due),
        WITH_SCENE(test_what_is_to_be_done_at_once_is_late_after_a_minute),
        WITH_SCENE(test_only_pending_tasks_are_late),
        WITH_SCENE(test_no_time_is_due_before_its_moment_or_without_a_deadline),
        WITH_SCENE(test_a_corrected_moment_moves_its_deadlines),
        WITH_SCENE(test_raising_starts_the_clock_only_of_what_it_calls_for),
        WITH_SCENE(test_what_is_called_for_again_counts_from_then),
        WITH_SCENE(test_a_task_from_before_the_launch_counts_from_the_launch),
        WITH_SCENE(test_a_second_response_starts_the_clock_of_its_own_tasks),
        WITH_SCENE(test_deadlines_cross_midnights_month_ends_and_leap_days),
        WITH_SCENE(test_deadlines_agree_with_a_calendar_that_counts_days),
        WITH_SCENE(test_tasks_are_found_by_their_whole_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
