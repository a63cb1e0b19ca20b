/* Folding entries into an incident's state: every type, refusals, corrections, and what is kept of who decided what. */
#include "core/record.h"

#include "tests/unit/record_fixture.h"

static void test_nothing_can_be_said_before_the_incident_is_open(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "note", "{\"text\": \"x\"}"), -1);
    assert_int_equal(scribe.err.code, ERR_STATE);
    assert_int_equal(say(&scribe, "open", "{\"plan\": \"road\", \"title\": \"208国道\"}"), 0);
    assert_int_equal(say(&scribe, "open", "{\"plan\": \"road\"}"), -1);
    assert_string_equal(scribe.record.title, "208国道");
    scribe_close(&scribe);
}

static void test_facts_are_set_unset_and_undone(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    const struct fact *deaths = plan_find_fact(scribe.loaded->plan, "deaths", 6);
    const struct known *known = &scribe.record.incident.facts[deaths - scribe.loaded->plan->facts];
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say(&scribe, "set", "{\"facts\": {\"deaths\": 3}}"), 0);
    assert_int_equal(known->most, 3);
    assert_int_equal(say(&scribe, "set", "{\"unset\": [\"deaths\"]}"), 0);
    assert_false(known->given);
    assert_int_equal(say(&scribe, "undo", "{\"seq\": 2}"), -1); /* not the newest */
    assert_int_equal(say(&scribe, "undo", "{\"seq\": 3}"), 0);
    assert_int_equal(known->most, 3);
    assert_true(record_is_corrected(&scribe.record, 3));
    assert_int_equal(say(&scribe, "undo", "{\"seq\": 2}"), 0);
    assert_false(known->given);
    assert_int_equal(say(&scribe, "undo", "{\"seq\": 1}"), -1); /* opening is not undone */
    scribe_close(&scribe);
}

static void test_a_refused_entry_leaves_the_state_as_it_was(void **state)
{
    (void)state;
    struct scribe scribe;
    struct text before = {0}, after = {0};
    scribe_open(&scribe, "construction");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say(&scribe, "set", "{\"facts\": {\"deaths\": 4}}"), 0);
    record_to_json(&scribe.record, &before);
    static const struct {
        const char *role, *type, *body;
    } bad[] = {
        {"", "set", "{\"facts\": {\"deaths\": 5, \"deahts\": 6}}"}, {"", "set", "{\"facts\": {\"deaths\": 7, \"endangered\": -1}}"},
        {"", "set", "{}"}, {"commander", "launch", "{\"level\": 1}"}, {"nobody", "launch", "{\"level\": 2}"},
        {"commander", "launch", "{\"level\": 9}"}, {"commander", "end", "{}"}, {"", "done", "{\"task\": \"nothing\"}"},
        {"", "moment", "{\"moment\": \"never\", \"time\": 1}"}, {"", "confirm", "{\"condition\": \"x\"}"}, {"", "dance", "{}"},
        {"", "note", "{\"text\": 5}"}, {"", "note", "not json"}, {"", "shift_accept", "{}"},
    };
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        assert_int_equal(say_as(&scribe, bad[i].role, bad[i].type, bad[i].body, ""), -1);
        assert_true(scribe.err.zh[0] != '\0' && scribe.err.en[0] != '\0');
        text_clear(&after);
        record_to_json(&scribe.record, &after);
        assert_string_equal(text_str(&before), text_str(&after));
    }
    text_release(&before);
    text_release(&after);
    scribe_close(&scribe);
}

static void test_lowering_withdraws_what_was_not_started_and_keeps_what_was(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "construction");
    const struct plan *plan = scribe.loaded->plan;
    const char *first = NULL, *second = NULL;
    for (size_t i = 0; i < plan->task_count && second == NULL; i++)
        if (plan->tasks[i].level_count == 1 && plan->tasks[i].levels[0] == 2 && plan->tasks[i].after_count == 0)
            *(first == NULL ? &first : &second) = plan->tasks[i].id;
    char body[200];
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say_as(&scribe, "commander", "launch", "{\"level\": 2}", ""), 0);
    assert_int_equal(status_of(&scribe, first), TASK_OPEN);
    snprintf(body, sizeof body, "{\"task\": \"%s\"}", first);
    assert_int_equal(say(&scribe, "accept", body), 0);
    assert_int_equal(say(&scribe, "done", body), -1); /* no evidence */
    assert_int_equal(say_as(&scribe, "commander", "lower", "{\"level\": 3}", ""), 0);
    assert_int_equal(status_of(&scribe, first), TASK_ACCEPTED);
    assert_int_equal(status_of(&scribe, second), TASK_WITHDRAWN);
    assert_int_equal(say_as(&scribe, "chief_commander", "raise", "{\"level\": 1}", ""), 0); /* level I includes level II's */
    assert_int_equal(status_of(&scribe, second), TASK_OPEN);
    scribe_close(&scribe);
}

static void test_deadlines_count_from_their_own_moment(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    const struct plan *plan = scribe.loaded->plan;
    const struct task *hour = NULL;
    for (size_t i = 0; i < plan->task_count; i++)
        if (plan->tasks[i].deadline.at.node != 0 && plan->tasks[i].deadline.minutes == 60)
            hour = &plan->tasks[i];
    assert_non_null(hour);
    assert_int_equal(hour->deadline.from, MOMENT_REPORT_RECEIVED);
    const struct task_state *its = &scribe.record.tasks[hour - plan->tasks];
    const struct moments *moments = &scribe.record.moments;
    assert_true(task_due(hour, its, moments) == TIME_UNKNOWN);
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    int64_t due = task_due(hour, its, moments);
    assert_int_equal(due, scribe.now + 3600000);
    assert_int_equal(say_as(&scribe, "hq", "launch", "{\"level\": 3}", ""), 0);
    assert_int_equal(task_due(hour, its, moments), due);
    assert_false(task_is_overdue(hour, its, moments, due + 59999));
    assert_true(task_is_overdue(hour, its, moments, due + 60000));
    char body[100];
    snprintf(body, sizeof body, "{\"moment\": \"report_received\", \"time\": %lld}", (long long)(due - 7200000));
    assert_int_equal(say(&scribe, "moment", body), 0);
    assert_int_equal(task_due(hour, its, moments), due - 3600000);
    scribe_close(&scribe);
}

static void test_a_shift_is_accepted_only_by_the_one_named(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_string_equal(scribe.record.officer, "张三");
    assert_int_equal(say(&scribe, "shift", "{\"to\": \"李四\"}"), 0);
    assert_int_equal(say(&scribe, "shift_accept", "{}"), -1); /* 张三 says it */
    assert_int_equal(scribe.err.code, ERR_AUTHORITY);
    struct entry entry = {.seq = scribe.seq + 1, .incident = "t-1", .time = scribe.now, .drill_time = -1, .name = "李四", .role = "",
                          .type = "shift_accept", .body = "{}", .reason = ""};
    assert_int_equal(record_add(&scribe.record, &entry, &scribe.err), 0);
    assert_string_equal(scribe.record.officer, "李四");
    assert_null(scribe.record.handed_to);
    scribe_close(&scribe);
}

/* ---- deciding against the assessment ---- */

static void test_a_level_departs_only_from_what_was_said(void **state)
{
    (void)state;
    static const struct {
        int level, proven, possible;
        enum departure departs;
    } rows[] = {
        {2, 2, 2, DEPARTS_NOT},           {2, 3, 1, DEPARTS_NOT},           {3, 2, 1, DEPARTS_BELOW_PROVEN}, {4, 1, 1, DEPARTS_BELOW_PROVEN},
        {2, 4, 3, DEPARTS_ABOVE_POSSIBLE}, {4, 0, 0, DEPARTS_ABOVE_POSSIBLE}, {4, 0, 4, DEPARTS_NOT},          {1, 0, 1, DEPARTS_NOT},
        {3, 0, 4, DEPARTS_ABOVE_POSSIBLE}, {2, -1, -1, DEPARTS_NOT},         {3, 2, -1, DEPARTS_BELOW_PROVEN}, {1, -1, 2, DEPARTS_ABOVE_POSSIBLE},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++)
        if (level_departs(rows[i].level, rows[i].proven, rows[i].possible) != rows[i].departs)
            fail_msg("row %zu", i);
}

static void check_departing(const char *body, const char *says)
{
    struct scribe scribe;
    scribe_open(&scribe, "construction");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say_as(&scribe, "commander", "launch", body, ""), -1);
    assert_int_equal(scribe.err.code, ERR_VALUE);
    check_contains(scribe.err.en, says);
    assert_int_equal(scribe.record.responses[TIER_CITY].state, RESPONSE_IDLE);
    assert_int_equal(say_as(&scribe, "commander", "launch", body, "专家会商"), 0);
    assert_string_equal(scribe.record.decisions[TIER_CITY].why, "专家会商");
    scribe_close(&scribe);
}

static void test_launching_below_the_proven_level_needs_a_reason(void **state)
{
    (void)state;
    check_departing("{\"level\": 2, \"proven\": 1, \"possible\": 1}", "level 1 is proven");
}

static void test_launching_above_the_possible_level_needs_a_reason(void **state)
{
    (void)state;
    check_departing("{\"level\": 2, \"proven\": 4, \"possible\": 3}", "not possible");
    check_departing("{\"level\": 2, \"proven\": 0, \"possible\": 0}", "not possible");
}

static void test_raising_and_lowering_need_a_reason_alike(void **state)
{
    (void)state;
    struct scribe scribe;
    const struct decision *decision = &scribe.record.decisions[TIER_CITY];
    scribe_open(&scribe, "construction");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say_as(&scribe, "commander", "launch", "{\"level\": 2, \"proven\": 2, \"possible\": 1}", ""), 0);
    assert_int_equal(say_as(&scribe, "hq_office", "lower", "{\"level\": 3, \"proven\": 2, \"possible\": 1}", ""), -1);
    assert_int_equal(scribe.err.code, ERR_VALUE);
    assert_int_equal(say_as(&scribe, "chief_commander", "raise", "{\"level\": 1, \"proven\": 3, \"possible\": 2}", ""), -1);
    assert_int_equal(scribe.err.code, ERR_VALUE);
    assert_int_equal(scribe.record.responses[TIER_CITY].level, 2);
    assert_int_equal(decision->step, STEP_LAUNCH);
    assert_int_equal(say_as(&scribe, "hq_office", "lower", "{\"level\": 3, \"proven\": 2, \"possible\": 1}", "大半已救出"), 0);
    assert_int_equal(level_departs(scribe.record.responses[TIER_CITY].level, decision->proven, decision->possible), DEPARTS_BELOW_PROVEN);
    assert_int_equal(say_as(&scribe, "commander", "raise", "{\"level\": 2, \"proven\": 2, \"possible\": 1}", ""), 0);
    assert_int_equal(level_departs(scribe.record.responses[TIER_CITY].level, decision->proven, decision->possible), DEPARTS_NOT);
    scribe_close(&scribe);
}

/* Who has no say is told that, not to give a reason. */
static void test_authority_comes_before_reasons(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "construction");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say_as(&scribe, "office_director", "launch", "{\"level\": 2, \"proven\": 1, \"possible\": 1}", ""), -1);
    assert_int_equal(scribe.err.code, ERR_AUTHORITY);
    assert_true(scribe.err.clause[0] != '\0');
    assert_int_equal(say(&scribe, "launch", "{\"level\": 2}"), -1); /* in no role */
    assert_int_equal(scribe.err.code, ERR_AUTHORITY);
    scribe_close(&scribe);
}

static void test_decisions_are_kept_through_handing_over(void **state)
{
    (void)state;
    struct scribe scribe;
    const struct decision *decision = &scribe.record.decisions[TIER_CITY];
    scribe_open(&scribe, "animal");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_null(decision->name);
    assert_int_equal(say_as(&scribe, "hq", "launch", "{\"level\": 2, \"proven\": 1, \"possible\": 1}", "等省里"), 0);
    int64_t launched = scribe.now;
    assert_string_equal(decision->name, "张三");
    assert_string_equal(decision->role, "hq");
    assert_int_equal(decision->time, launched);
    scribe.name = "李四";
    assert_int_equal(say_as(&scribe, "hq", "hand_over", "{}", "省指挥部到了"), 0);
    assert_int_equal(decision->step, STEP_HAND_OVER);
    assert_string_equal(decision->name, "李四");
    assert_string_equal(decision->reason, "省指挥部到了");
    assert_int_equal(decision->time, scribe.now);
    assert_int_equal(decision->proven, 1);
    assert_string_equal(decision->why, "等省里");
    assert_int_equal(say_as(&scribe, "provincial_hq", "take_back", "{}", ""), 0);
    assert_string_equal(decision->role, "provincial_hq");
    assert_string_equal(decision->reason, "");
    assert_int_equal(level_departs(scribe.record.responses[TIER_CITY].level, decision->proven, decision->possible), DEPARTS_BELOW_PROVEN);
    assert_string_equal(decision->why, "等省里");
    scribe_close(&scribe);
}

static void test_tiers_decide_side_by_side(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "animal");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(record_active_level(&scribe.record), 0);
    assert_int_equal(say_as(&scribe, "county_hq", "launch", "{\"tier\": \"county\", \"level\": 4}", ""), 0);
    assert_int_equal(say_as(&scribe, "hq", "launch", "{\"tier\": \"city\", \"level\": 3}", ""), 0);
    assert_int_equal(say_as(&scribe, "provincial_hq", "launch", "{\"tier\": \"province\", \"level\": 2}", ""), 0);
    assert_int_equal(say_as(&scribe, "hq", "launch", "{\"tier\": \"province\", \"level\": 2}", ""), -1);
    assert_int_equal(say_as(&scribe, "hq", "launch", "{\"tier\": \"moon\", \"level\": 2}", ""), -1);
    assert_int_equal(scribe.err.code, ERR_VALUE);
    assert_int_equal(record_active_level(&scribe.record), 2);
    assert_string_equal(scribe.record.decisions[TIER_COUNTY].role, "county_hq");
    assert_string_equal(scribe.record.decisions[TIER_CITY].role, "hq");
    scribe_close(&scribe);
}

/* ---- ending, closing, dismissing ---- */

static void test_confirmations_carry_who_and_when(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say_as(&scribe, "hq", "launch", "{\"level\": 3}", ""), 0);
    assert_int_equal(say_as(&scribe, "hq", "end", "{}", ""), -1);
    assert_int_equal(scribe.err.code, ERR_STATE);
    assert_string_equal(scribe.err.clause, scribe.loaded->plan->endings[0].clause);
    const struct confirmation *first = &scribe.record.confirmations[0], *second = &scribe.record.confirmations[1];
    assert_null(first->name);
    assert_int_equal(say_as(&scribe, "commander", "confirm", "{\"condition\": \"handling_done\"}", ""), 0);
    int64_t when = scribe.now;
    scribe.name = "李四";
    assert_int_equal(say(&scribe, "confirm", "{\"condition\": \"no_secondary_danger\"}"), 0);
    assert_string_equal(first->name, "张三");
    assert_string_equal(first->role, "commander");
    assert_int_equal(first->time, when);
    assert_string_equal(second->name, "李四");
    assert_string_equal(second->role, "");
    assert_int_equal(say(&scribe, "confirm", "{\"condition\": \"handling_dome\"}"), -1);
    assert_int_equal(scribe.err.code, ERR_REFERENCE);
    assert_string_equal(scribe.err.hint, "handling_done");
    undo(&scribe);
    assert_null(second->name);
    assert_int_equal(say_as(&scribe, "hq", "end", "{}", ""), -1);
    scribe_close(&scribe);
}

static void run_to_the_end(struct scribe *scribe)
{
    assert_int_equal(say(scribe, "open", "{}"), 0);
    assert_int_equal(say_as(scribe, "hq", "launch", "{\"level\": 3}", ""), 0);
    assert_int_equal(say(scribe, "confirm", "{\"condition\": \"handling_done\"}"), 0);
    assert_int_equal(say(scribe, "confirm", "{\"condition\": \"no_secondary_danger\"}"), 0);
    assert_int_equal(say_as(scribe, "hq", "end", "{}", ""), 0);
}

static void test_a_closed_incident_takes_only_notes(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    run_to_the_end(&scribe);
    assert_false(record_is_closed(&scribe.record));
    assert_int_equal(say(&scribe, "set", "{\"facts\": {\"deaths\": 1}}"), 0);
    assert_int_equal(say_as(&scribe, "hq", "close", "{}", ""), 0);
    assert_true(record_is_closed(&scribe.record));
    assert_false(scribe.record.dismissed);
    static const char *const refused[][2] = {
        {"open", "{}"}, {"set", "{\"facts\": {\"deaths\": 2}}"}, {"as_of", "{\"date\": \"2026-03-01\"}"},
        {"moment", "{\"moment\": \"occurrence\", \"time\": 1}"}, {"launch", "{\"level\": 3}"}, {"close", "{}"}, {"dismiss", "{}"},
        {"confirm", "{\"condition\": \"handling_done\"}"}, {"reopen", "{\"task\": \"report_city\"}"}, {"undo", "{\"seq\": 6}"}, {"shift", "{\"to\": \"李四\"}"},
    };
    for (size_t i = 0; i < LENGTH_OF(refused); i++) {
        assert_int_equal(say_as(&scribe, "hq", refused[i][0], refused[i][1], "理由"), -1);
        assert_int_equal(scribe.err.code, ERR_STATE);
    }
    assert_int_equal(say(&scribe, "note", "{\"text\": \"家属来访\"}"), 0);
    undo_is_refused(&scribe);
    scribe_close(&scribe);
}

static void test_an_incident_is_open_while_any_response_is(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    run_to_the_end(&scribe);
    assert_int_equal(say_as(&scribe, "county_hq", "launch", "{\"tier\": \"county\", \"level\": 4}", ""), 0);
    assert_int_equal(say_as(&scribe, "hq", "close", "{}", ""), 0);
    assert_false(record_is_closed(&scribe.record));
    assert_int_equal(say_as(&scribe, "county_hq", "end", "{\"tier\": \"county\"}", ""), 0);
    assert_int_equal(say_as(&scribe, "county_hq", "recover", "{\"tier\": \"county\"}", ""), 0);
    assert_int_equal(say_as(&scribe, "county_hq", "close", "{\"tier\": \"county\"}", ""), 0);
    assert_true(record_is_closed(&scribe.record));
    scribe_close(&scribe);
}

static void test_an_incident_without_a_response_is_dismissed_with_a_reason(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say_as(&scribe, "office", "propose", "{\"level\": 4}", ""), 0);
    assert_int_equal(say(&scribe, "dismiss", "{}"), -1);
    assert_int_equal(scribe.err.code, ERR_VALUE);
    assert_int_equal(say_as(&scribe, "", "dismiss", "{}", "误报"), 0);
    assert_true(scribe.record.dismissed && record_is_closed(&scribe.record));
    for (size_t i = 0; i < scribe.loaded->plan->task_count; i++)
        assert_false(task_is_pending(&scribe.record.tasks[i]));
    assert_int_equal(say_as(&scribe, "", "dismiss", "{}", "误报"), -1);
    scribe_close(&scribe);
}

static void test_a_proposal_of_another_tier_is_dismissed_with_the_rest(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "animal");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say_as(&scribe, "county_hq", "propose", "{\"tier\": \"county\", \"level\": 4}", ""), 0);
    assert_int_equal(say_as(&scribe, "", "dismiss", "{}", "检测阴性"), 0);
    assert_true(record_is_closed(&scribe.record));
    scribe_close(&scribe);
}

static void test_what_was_launched_is_not_dismissed(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say_as(&scribe, "county_hq", "launch", "{\"tier\": \"county\", \"level\": 4}", ""), 0);
    assert_int_equal(say_as(&scribe, "", "dismiss", "{}", "误报"), -1);
    assert_int_equal(scribe.err.code, ERR_STATE);
    assert_false(scribe.record.dismissed);
    scribe_close(&scribe);
}

/* ---- clocks ---- */

static void test_time_does_not_go_back(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    scribe.now -= 60001; /* saying something takes a minute */
    assert_int_equal(say(&scribe, "note", "{\"text\": \"x\"}"), -1);
    assert_int_equal(scribe.err.code, ERR_VALUE);
    scribe.now -= 60000 - 1;
    assert_int_equal(say(&scribe, "note", "{\"text\": \"x\"}"), 0); /* the same moment will do */
    scribe_close(&scribe);
}

static void test_only_a_drills_clock_is_moved_and_only_forward(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{\"drill\": true}"), -1); /* without a drill's time */
    scribe.drill = DRILL_START;
    assert_int_equal(say(&scribe, "open", "{\"drill\": false}"), -1);
    assert_int_equal(say(&scribe, "open", "{\"drill\": true}"), 0);
    assert_int_equal(scribe.record.opened, scribe.drill);
    scribe.drill += 86400000;
    assert_int_equal(say(&scribe, "clock", "{}"), 0);
    assert_int_equal(scribe.record.last_clock, scribe.drill);
    scribe.drill -= 3600000;
    assert_int_equal(say(&scribe, "clock", "{}"), -1);
    assert_int_equal(scribe.err.code, ERR_VALUE);
    assert_int_equal(say(&scribe, "note", "{\"text\": \"x\"}"), -1);
    scribe.drill = -1;
    assert_int_equal(say(&scribe, "note", "{\"text\": \"x\"}"), -1); /* a drill's entries have its time */
    scribe_close(&scribe);
}

static void test_the_clock_of_a_real_incident_is_not_moved(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say(&scribe, "clock", "{}"), -1);
    assert_int_equal(scribe.err.code, ERR_VALUE);
    scribe.drill = scribe.now + 86400000;
    assert_int_equal(say(&scribe, "clock", "{}"), -1);
    assert_int_equal(say(&scribe, "note", "{\"text\": \"x\"}"), -1);
    assert_int_equal(say(&scribe, "set", "{\"facts\": {\"deaths\": 1}}"), -1);
    scribe_close(&scribe);
}

static void test_a_drills_clock_runs_on_from_its_newest_entry(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(record_clock(&scribe.record, 77), 77); /* nothing was said yet */
    scribe.drill = DRILL_START;
    assert_int_equal(say(&scribe, "open", "{\"drill\": true}"), 0);
    assert_int_equal(record_clock(&scribe.record, scribe.now), scribe.drill);
    assert_int_equal(record_clock(&scribe.record, scribe.now + 5000), scribe.drill + 5000);
    assert_int_equal(record_clock(&scribe.record, scribe.now - 5000), scribe.drill); /* the machine's clock was put back */
    scribe_close(&scribe);
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(record_clock(&scribe.record, scribe.now + 5000), scribe.now + 5000);
    assert_int_equal(record_clock(&scribe.record, scribe.now - 5000), scribe.now);
    scribe_close(&scribe);
}

static void test_deadlines_of_a_drill_go_by_its_clock(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    scribe.drill = DRILL_START;
    assert_int_equal(say(&scribe, "open", "{\"drill\": true}"), 0);
    int task = plan_find_task(scribe.loaded->plan, "report_city", 11);
    const struct task *it = &scribe.loaded->plan->tasks[task];
    assert_int_equal(task_due(it, &scribe.record.tasks[task], &scribe.record.moments), scribe.drill + 3600000);
    scribe_close(&scribe);
}

/* ---- corrections ---- */

static void test_an_undone_moment_takes_its_tasks_with_it(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(status_of(&scribe, "alert_share"), TASK_NOT_CALLED);
    assert_int_equal(say(&scribe, "moment", "{\"moment\": \"alert\", \"time\": 1790000000000}"), 0);
    assert_int_equal(status_of(&scribe, "alert_share"), TASK_OPEN);
    undo(&scribe);
    assert_int_equal(status_of(&scribe, "alert_share"), TASK_NOT_CALLED);
    scribe_close(&scribe);
}

static void test_a_step_is_not_undone_nor_what_came_before_it(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_null(record_undoable(&scribe.record));
    assert_int_equal(say(&scribe, "set", "{\"facts\": {\"deaths\": 1}}"), 0);
    assert_int_equal(record_undoable(&scribe.record)->seq, 2);
    assert_int_equal(say_as(&scribe, "hq", "launch", "{\"level\": 3}", ""), 0);
    assert_null(record_undoable(&scribe.record));
    static const char *const bodies[] = {"{\"seq\": 3}", "{\"seq\": 2}", "{\"seq\": 99}", "{}", "{\"seq\": \"2\"}", "{\"seq\": -2}", "{\"seq\": 2.5}"};
    for (size_t i = 0; i < LENGTH_OF(bodies); i++) {
        assert_int_equal(say(&scribe, "undo", bodies[i]), -1);
        assert_int_equal(scribe.err.code, ERR_STATE);
    }
    assert_int_equal(say(&scribe, "note", "{\"text\": \"x\"}"), 0);
    undo(&scribe); /* what came after it is */
    assert_null(record_undoable(&scribe.record));
    scribe_close(&scribe);
}

static void test_a_dropped_entry_was_never_there(void **state)
{
    (void)state;
    struct scribe scribe;
    struct text before = {0}, after = {0};
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say(&scribe, "set", "{\"facts\": {\"deaths\": 1}}"), 0);
    record_to_json(&scribe.record, &before);
    static const char *const entries[][2] = {
        {"undo", "{\"seq\": 2}"}, {"set", "{\"facts\": {\"deaths\": 9}}"}, {"launch", "{\"level\": 3}"}, {"shift", "{\"to\": \"李四\"}"}, {"dismiss", "{}"},
    };
    for (size_t i = 0; i < LENGTH_OF(entries); i++) {
        assert_int_equal(say_as(&scribe, "hq", entries[i][0], entries[i][1], "理由"), 0);
        record_drop_last(&scribe.record);
        scribe.seq--;
        text_clear(&after);
        record_to_json(&scribe.record, &after);
        assert_string_equal(text_str(&after), text_str(&before));
        assert_false(record_is_corrected(&scribe.record, 2));
        assert_int_equal(scribe.record.entry_count, 2);
    }
    text_release(&before);
    text_release(&after);
    scribe_close(&scribe);
}

static void test_parameters_and_grading_dates_go_back_to_the_plans(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "animal");
    const struct plan *plan = scribe.loaded->plan;
    size_t csf = (size_t)(plan_find_parameter(plan, "incubation.csf", 14) - plan->parameters);
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say(&scribe, "parameter", "{\"id\": \"incubation.csf\", \"days\": 30}"), 0);
    assert_int_equal(scribe.record.incident.days[csf], 30);
    assert_true(scribe.record.incident.overridden[csf]);
    assert_int_equal(say(&scribe, "as_of", "{\"date\": \"2026-03-01\"}"), 0);
    assert_true(scribe.record.as_of_given);
    assert_int_equal(say(&scribe, "as_of", "{\"date\": \"2026-02-29\"}"), -1);
    undo(&scribe);
    assert_false(scribe.record.as_of_given);
    undo(&scribe);
    assert_int_equal(scribe.record.incident.days[csf], 14);
    assert_false(scribe.record.incident.overridden[csf]);
    scribe_close(&scribe);
}

/* What compose_parameter lets nobody type must not come in by an import either: windows are subtractions of days in 32 bits. */
static void test_a_parameter_of_absurd_length_is_refused(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "animal");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say(&scribe, "parameter", "{\"id\": \"incubation.csf\", \"days\": 36500}"), 0);
    assert_int_equal(say(&scribe, "parameter", "{\"id\": \"incubation.csf\", \"days\": 36501}"), -1);
    assert_int_equal(say(&scribe, "parameter", "{\"id\": \"incubation.csf\", \"days\": 999999999999}"), -1);
    assert_int_equal(scribe.err.code, ERR_VALUE);
    scribe_close(&scribe);
}

static void test_moments_are_those_that_nobody_else_sets(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    for (int i = 0; moment_ids[i] != NULL; i++) {
        char body[100];
        snprintf(body, sizeof body, "{\"moment\": \"%s\", \"time\": %d}", moment_ids[i], 1000 + i);
        bool given = i != MOMENT_LAUNCH && i != MOMENT_END;
        assert_int_equal(say(&scribe, "moment", body), given ? 0 : -1);
        assert_int_equal(scribe.record.moments.at[i], given ? 1000 + i : TIME_UNKNOWN);
    }
    assert_int_equal(say(&scribe, "moment", "{\"moment\": \"occurrence\", \"time\": -1}"), -1);
    assert_int_equal(say(&scribe, "moment", "{\"moment\": \"occurrence\", \"time\": 253402300800000}"), -1);
    assert_int_equal(say(&scribe, "moment", "{\"moment\": \"occurrence\", \"time\": 253402300799999}"), 0);
    scribe_close(&scribe);
}

/* "Equal states give equal texts, and only they": a drill's clock is state. */
static void test_states_that_differ_in_their_clock_differ_in_their_text(void **state)
{
    (void)state;
    struct text texts[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++) {
        struct scribe scribe;
        scribe_open(&scribe, "road");
        scribe.drill = DRILL_START;
        assert_int_equal(say(&scribe, "open", "{\"drill\": true}"), 0);
        scribe.drill += i * 3600000;
        assert_int_equal(say(&scribe, "clock", "{}"), 0);
        record_to_json(&scribe.record, &texts[i]);
        scribe_close(&scribe);
    }
    assert_string_not_equal(text_str(&texts[0]), text_str(&texts[1]));
    text_release(&texts[0]);
    text_release(&texts[1]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_can_be_said_before_the_incident_is_open),
        cmocka_unit_test(test_facts_are_set_unset_and_undone),
        cmocka_unit_test(test_a_refused_entry_leaves_the_state_as_it_was),
        cmocka_unit_test(test_lowering_withdraws_what_was_not_started_and_keeps_what_was),
        cmocka_unit_test(test_deadlines_count_from_their_own_moment),
        cmocka_unit_test(test_a_shift_is_accepted_only_by_the_one_named),
        cmocka_unit_test(test_a_level_departs_only_from_what_was_said),
        cmocka_unit_test(test_launching_below_the_proven_level_needs_a_reason),
        cmocka_unit_test(test_launching_above_the_possible_level_needs_a_reason),
        cmocka_unit_test(test_raising_and_lowering_need_a_reason_alike),
        cmocka_unit_test(test_authority_comes_before_reasons),
        cmocka_unit_test(test_decisions_are_kept_through_handing_over),
        cmocka_unit_test(test_tiers_decide_side_by_side),
        cmocka_unit_test(test_confirmations_carry_who_and_when),
        cmocka_unit_test(test_a_closed_incident_takes_only_notes),
        cmocka_unit_test(test_an_incident_is_open_while_any_response_is),
        cmocka_unit_test(test_an_incident_without_a_response_is_dismissed_with_a_reason),
        cmocka_unit_test(test_a_proposal_of_another_tier_is_dismissed_with_the_rest),
        cmocka_unit_test(test_what_was_launched_is_not_dismissed),
        cmocka_unit_test(test_time_does_not_go_back),
        cmocka_unit_test(test_only_a_drills_clock_is_moved_and_only_forward),
        cmocka_unit_test(test_the_clock_of_a_real_incident_is_not_moved),
        cmocka_unit_test(test_a_drills_clock_runs_on_from_its_newest_entry),
        cmocka_unit_test(test_deadlines_of_a_drill_go_by_its_clock),
        cmocka_unit_test(test_an_undone_moment_takes_its_tasks_with_it),
        cmocka_unit_test(test_a_step_is_not_undone_nor_what_came_before_it),
        cmocka_unit_test(test_a_dropped_entry_was_never_there),
        cmocka_unit_test(test_parameters_and_grading_dates_go_back_to_the_plans),
        cmocka_unit_test(test_a_parameter_of_absurd_length_is_refused),
        cmocka_unit_test(test_moments_are_those_that_nobody_else_sets),
        cmocka_unit_test(test_states_that_differ_in_their_clock_differ_in_their_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
