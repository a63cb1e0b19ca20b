/* Scenario files: times, order, references; every flaw with its place. */
#include "tests/unit/check.h"

#include "core/scenario.h"

#define HEAD "{\"format\": 1, \"title\": {\"zh\": \"试\", \"en\": \"Try\"}, \"start\": \"2026-03-01 03:00\", \"incidents\": [{\"id\": \"a\", \"plan\": \"road\"}, {\"id\": \"b\", \"plan\": \"tourism\"}], "

/* A scenario of these events; there must be no flaw. */
static struct scenario *scenario_of(const char *events)
{
    struct diags diags = {0};
    char text[4096];
    snprintf(text, sizeof text, HEAD "\"events\": [%s]}", events);
    struct scenario *scenario = scenario_parse("try.json", text, &diags);
    if (scenario == NULL)
        fail_msg("%s %s", diags.items[0].pointer, diags.items[0].en);
    return scenario;
}

/* The one flaw of a file whose part behind the head is this. */
static void check_flaw(const char *rest, const char *pointer, const char *words)
{
    struct diags diags = {0};
    char text[4096];
    snprintf(text, sizeof text, HEAD "%s}", rest);
    assert_null(scenario_parse("try.json", text, &diags));
    assert_int_equal(diags.count, 1);
    assert_string_equal(diags.items[0].pointer, pointer);
    check_contains(diags.items[0].en, words);
    assert_string_equal(diags.items[0].file, "try.json");
    assert_true(diags.items[0].line == 1 && diags.items[0].column > 0);
    diags_release(&diags);
}

static void test_events_are_in_order_of_time(void **state)
{
    (void)state;
    struct scenario *scenario = scenario_of("{\"id\": \"late\", \"at\": \"T+02:05\"}, {\"id\": \"first\", \"at\": \"T+00:35\"}, {\"id\": \"same\", \"at\": \"T+00:35\"}");
    assert_int_equal(scenario->event_count, 3);
    assert_string_equal(scenario->events[0].id, "first");
    assert_string_equal(scenario->events[1].id, "same");
    assert_string_equal(scenario->events[2].id, "late");
    assert_int_equal(scenario->events[0].minutes, 35);
    assert_int_equal(scenario->events[2].minutes, 125);
    assert_int_equal(scenario->events[2].after, -1);
    scenario_free(scenario);
}

static void test_a_time_may_follow_an_event_that_follows_another(void **state)
{
    (void)state;
    struct scenario *scenario = scenario_of("{\"id\": \"c\", \"at\": \"b+01:00\"}, {\"id\": \"b\", \"at\": \"a+00:10\"}, {\"id\": \"a\", \"at\": \"T+00:05\"}");
    assert_string_equal(scenario->events[2].id, "c");
    assert_int_equal(scenario->events[2].minutes, 75);
    assert_int_equal(scenario->events[2].after, 1);
    assert_int_equal(scenario->events[1].after, 0);
    scenario_free(scenario);
}

static void test_an_event_is_of_the_first_incident_or_the_one_named(void **state)
{
    (void)state;
    struct scenario *scenario = scenario_of("{\"at\": \"T+00:00\"}, {\"at\": \"T+00:01\", \"incident\": \"b\"}");
    assert_int_equal(scenario->events[0].incident_index, 0);
    assert_int_equal(scenario->events[1].incident_index, 1);
    scenario_free(scenario);
}

static void test_what_is_expected_knows_what_was_written(void **state)
{
    (void)state;
    struct scenario *scenario = scenario_of("{\"id\": \"x\", \"at\": \"T+00:10\", \"until\": \"x+00:20\", \"expect\": {\"level\": 0, \"due\": [{\"task\": \"t\", \"at\": \"x+01:00\"}]}}");
    const struct scenario_event *event = &scenario->events[0];
    assert_int_equal(event->expect.given, EXPECT_LEVEL);
    assert_int_equal(event->expect.dues[0].minutes, 70);
    assert_int_equal(event->until_minutes, 30);
    scenario_free(scenario);
}

static void test_times_that_are_none(void **state)
{
    (void)state;
    static const char *const times[] = {"", "T", "T+", "T+5", "T+00:60", "T+0:5", "T-00:05", "00:05", "+00:05", "nobody+00:05", "T+-1:00", "T+00:05 "};
    for (size_t i = 0; i < LENGTH_OF(times); i++) {
        char events[200];
        snprintf(events, sizeof events, "\"events\": [{\"id\": \"x\", \"at\": \"%s\"}]", times[i]);
        check_flaw(events, "/events/0/at", "");
    }
}

static void test_flaws_have_their_place(void **state)
{
    (void)state;
    check_flaw("\"events\": []", "/events", "1 to");
    check_flaw("\"events\": [{\"id\": \"x\", \"at\": \"x+00:01\"}]", "/events/0/at", "circle");
    check_flaw("\"events\": [{\"id\": \"x\", \"at\": \"T+00:01\"}, {\"id\": \"x\", \"at\": \"T+00:02\"}]", "/events/1/id", "used twice");
    check_flaw("\"events\": [{\"at\": \"T+00:01\", \"incident\": \"c\"}]", "/events/0/incident", "no incident");
    check_flaw("\"events\": [{\"at\": \"T+00:01\", \"refused\": \"state\"}]", "/events/0/refused", "say what is refused");
    check_flaw("\"events\": [{\"at\": \"T+00:01\", \"do\": [\"note x\"], \"clause\": \"4\"}]", "/events/0/clause", "only with refused");
    check_flaw("\"events\": [{\"at\": \"T+00:01\", \"until\": \"T+00:05\"}]", "/events/0/until", "say what is expected");
    check_flaw("\"events\": [{\"at\": \"T+00:05\", \"until\": \"T+00:04\", \"expect\": {\"level\": 1}}]", "/events/0/until", "before");
    check_flaw("\"events\": [{\"at\": \"T+00:05\", \"if\": {\"status\": \"done\"}}]", "/events/0/if/status", "which task");
    check_flaw("\"events\": [{\"at\": \"T+00:05\", \"expcet\": {}}]", "/events/0/expcet", "unknown key");
    check_flaw("\"events\": [{\"at\": \"T+00:05\"}], \"objectives\": [{\"id\": \"o\", \"title\": {\"zh\": \"快\", \"en\": \"Fast\"}, \"events\": [\"x\"]}]", "/objectives/0/events", "no event");
}

static void test_incidents_have_ids_of_their_own(void **state)
{
    (void)state;
    struct diags diags = {0};
    assert_null(scenario_parse("try.json",
                               "{\"format\": 1, \"title\": {\"zh\": \"试\", \"en\": \"Try\"}, \"start\": \"2026-03-01 03:00\", \"incidents\": [{\"id\": \"a\", \"plan\": \"road\"}, "
                               "{\"id\": \"a\", \"plan\": \"road\"}], \"events\": [{\"at\": \"T+00:00\"}]}", &diags));
    assert_string_equal(diags.items[0].pointer, "/incidents/1/id");
    diags_release(&diags);
}

static void test_a_file_that_is_not_there(void **state)
{
    (void)state;
    struct diags diags = {0};
    assert_null(scenario_load("/nowhere/try.json", &diags));
    assert_int_equal(diags.count, 1);
    assert_int_equal(diags.items[0].code, ERR_NO_INPUT);
    diags_release(&diags);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_events_are_in_order_of_time), cmocka_unit_test(test_a_time_may_follow_an_event_that_follows_another),
    cmocka_unit_test(test_an_event_is_of_the_first_incident_or_the_one_named), cmocka_unit_test(test_what_is_expected_knows_what_was_written),
    cmocka_unit_test(test_times_that_are_none), cmocka_unit_test(test_flaws_have_their_place), cmocka_unit_test(test_incidents_have_ids_of_their_own),
    cmocka_unit_test(test_a_file_that_is_not_there)};

int main(void)
{
    return cmocka_run_group_tests(tests, NULL, NULL);
}
