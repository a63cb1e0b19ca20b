/* cli/alerts: what is late, what others wrote and a grade that changed are told at once, and once. */
#include "cli/alerts.h"
#include "tests/unit/desk_fixture.h"

/* ---- alerts ---- */

static const char *alerts(struct room *room, struct desk *desk, struct desk_incident *current)
{
    static char kept[4000];
    struct text text = {0};
    must(room, alerts_collect(desk, current, &text, &room->err));
    snprintf(kept, sizeof kept, "%s", text_str(&text));
    text_release(&text);
    return kept;
}

static void test_a_late_task_is_told_once_and_once_more_when_it_goes_up(void **state)
{
    struct room *room = *state;
    struct desk_incident *incident = open_plan(room, room->a, "spill");
    must(room, session_moment(&incident->session, MOMENT_DISCOVERY, START, &room->err));
    assert_string_equal(alerts(room, room->a, incident), "");
    fixture_time += MINUTE;
    const char *told = alerts(room, room->a, incident);
    check_contains(told, "OVERDUE ship_reports");
    check_contains(told, "spill-1");
    check_lacks(told, "ESCALATE");
    assert_string_equal(alerts(room, room->a, incident), "");
    fixture_time += 15 * MINUTE - 1;
    assert_string_equal(alerts(room, room->a, NULL), "");
    fixture_time += 1;
    check_contains(alerts(room, room->a, NULL), "ESCALATE ship_reports");
    assert_string_equal(alerts(room, room->a, NULL), "");
    must(room, session_task(&incident->session, ACT_DONE, "ship_reports", "x", &room->err));
    assert_string_equal(alerts(room, room->a, NULL), "");
    must(room, session_task(&incident->session, ACT_REOPEN, "ship_reports", NULL, &room->err));
    check_contains(alerts(room, room->a, NULL), "ship_reports"); /* it is late anew */
}

static void test_each_desk_tells_what_is_late(void **state)
{
    struct room *room = *state;
    struct desk_incident *incident = open_plan(room, room->a, "spill");
    must(room, session_moment(&incident->session, MOMENT_DISCOVERY, START, &room->err));
    fixture_time += MINUTE;
    check_contains(alerts(room, room->a, NULL), "OVERDUE ship_reports");
    check_contains(alerts(room, room->b, NULL), "OVERDUE ship_reports");
    assert_string_equal(alerts(room, room->b, NULL), "");
}

static void test_what_a_status_has_shown_is_not_told(void **state)
{
    struct room *room = *state;
    struct desk_incident *incident = open_plan(room, room->a, "spill");
    must(room, session_moment(&incident->session, MOMENT_DISCOVERY, START, &room->err));
    fixture_time += MINUTE;
    alerts_seen(incident);
    assert_string_equal(alerts(room, room->a, incident), "");
    fixture_time += 15 * MINUTE;
    check_contains(alerts(room, room->a, incident), "ESCALATE ship_reports");
}

static void test_a_task_that_facts_rule_out_is_told_when_they_do_no_longer(void **state)
{
    struct room *room = *state;
    struct desk_incident *incident = open_plan(room, room->a, "spill");
    struct session *session = &incident->session;
    must(room, session_moment(session, MOMENT_OCCURRENCE, START, &room->err));
    must(room, session_set(session, (const char *const[]){"near_shore=false", "drift_hours=20"}, 2, &room->err));
    fixture_time += 91 * MINUTE;
    check_lacks(alerts(room, room->a, incident), "boom_first");
    must(room, set(room, session, "near_shore=true"));
    check_contains(alerts(room, room->a, incident), "OVERDUE boom_first");
    check_lacks(alerts(room, room->a, incident), "boom_first");
}

static void test_others_entries_are_told_once_and_own_never(void **state)
{
    struct room *room = *state;
    open_plan(room, room->a, "road");
    assert_string_equal(alerts(room, room->a, NULL), "");
    check_contains(alerts(room, room->b, NULL), "road-1");
    assert_string_equal(alerts(room, room->b, NULL), "");
    must(room, session_note(session_of(room->b, "road-1"), "bridge is down", &room->err));
    assert_string_equal(alerts(room, room->b, NULL), "");
    const char *told = alerts(room, room->a, NULL);
    check_contains(told, "bridge is down");
    check_contains(told, "李四");
    assert_string_equal(alerts(room, room->a, NULL), "");
}

static void test_many_entries_of_others_are_summed_up(void **state)
{
    struct room *room = *state;
    struct session *session = &open_plan(room, room->a, "road")->session;
    for (int i = 0; i < 19; i++)
        must(room, session_note(session, "note", &room->err));
    const char *told = alerts(room, room->b, NULL);
    check_contains(told, "12 more entries");
    size_t lines = 0;
    for (const char *at = told; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    assert_int_equal(lines, 9);
}

static void test_an_incident_in_trouble_stops_no_alerts(void **state)
{
    struct room *room = *state;
    struct desk_incident *incident = open_plan(room, room->a, "spill");
    write_raw(room, "spill-9", "note", "{\"text\": \"never opened\"}");
    must(room, session_moment(&incident->session, MOMENT_DISCOVERY, START, &room->err));
    fixture_time += MINUTE;
    const char *told = alerts(room, room->b, NULL);
    check_contains(told, "spill-9");
    check_contains(told, "OVERDUE ship_reports");
    assert_string_equal(alerts(room, room->b, desk_find(room->b, "spill-9")), "");
}

static void test_closed_incidents_are_quiet(void **state)
{
    struct room *room = *state;
    struct desk_incident *incident = open_plan(room, room->a, "spill");
    must(room, session_moment(&incident->session, MOMENT_DISCOVERY, START, &room->err));
    must(room, session_dismiss(&incident->session, "false alarm", &room->err));
    fixture_time += DAY_MS;
    assert_string_equal(alerts(room, room->a, incident), "");
}

static struct desk_incident *open_outbreak(struct room *room)
{
    struct desk_incident *incident = open_plan(room, room->a, "animal");
    static const char *const reports[][4] = {{"disease=hpai", "county=140602", "township=a", "premises=p"}, {"disease=hpai", "county=140602", "township=a", "premises=q"}};
    for (size_t i = 0; i < LENGTH_OF(reports); i++)
        must(room, session_report(&incident->session, reports[i], 4, &room->err));
    assert_int_equal(brief_level(&incident->session.assessment), 2);
    return incident;
}

static void test_a_grade_that_falls_with_the_date_is_told_once(void **state)
{
    struct room *room = *state;
    struct desk_incident *incident = open_outbreak(room);
    fixture_time += 20 * DAY_MS;
    check_lacks(alerts(room, room->a, incident), "graded"); /* but tasks are late by then */
    fixture_time += 3 * DAY_MS;
    check_contains(alerts(room, room->a, incident), "graded");
    assert_string_equal(alerts(room, room->a, incident), "");
}

static void test_a_falling_grade_is_told_beside_what_is_late(void **state)
{
    struct room *room = *state;
    struct desk_incident *incident = open_outbreak(room);
    must(room, session_moment(&incident->session, MOMENT_CONFIRMED, START, &room->err));
    fixture_time += 23 * DAY_MS;
    const char *told = alerts(room, room->a, incident);
    check_contains(told, "OVERDUE report_suspected");
    check_contains(told, "graded");
}

static void test_a_grade_that_another_desk_changes_is_told(void **state)
{
    struct room *room = *state;
    struct session *at_a = &open_plan(room, room->a, "road")->session;
    follow(room, room->b);
    struct desk_incident *at_b = desk_find(room->b, "road-1");
    must(room, session_assess(&at_b->session, &room->err));
    must(room, session_set(at_a, (const char *const[]){"traffic_accident=true", "deaths=30"}, 2, &room->err));
    check_contains(alerts(room, room->b, at_b), "graded");
    assert_int_equal(brief_level(&at_b->session.assessment), 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_ROOM(test_a_late_task_is_told_once_and_once_more_when_it_goes_up),
        IN_ROOM(test_each_desk_tells_what_is_late),
        IN_ROOM(test_what_a_status_has_shown_is_not_told),
        IN_ROOM(test_a_task_that_facts_rule_out_is_told_when_they_do_no_longer),
        IN_ROOM(test_others_entries_are_told_once_and_own_never),
        IN_ROOM(test_many_entries_of_others_are_summed_up),
        IN_ROOM(test_an_incident_in_trouble_stops_no_alerts),
        IN_ROOM(test_closed_incidents_are_quiet),
        IN_ROOM(test_a_grade_that_falls_with_the_date_is_told_once),
        IN_ROOM(test_a_falling_grade_is_told_beside_what_is_late),
        IN_ROOM(test_a_grade_that_another_desk_changes_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
