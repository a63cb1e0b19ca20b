/* The course of the responses: every step, by which row, and where it led. */
#include "tests/unit/record_fixture.h"

#include "core/course.h"

static void read_course(struct scribe *scribe, struct course *course)
{
    if (course_read(&scribe->record, course, &scribe->err) != 0)
        fail_msg("%s", scribe->err.en);
}

static void test_an_incident_without_steps_has_no_course(void **state)
{
    (void)state;
    struct scribe scribe;
    struct course course;
    scribe_open(&scribe, "road");
    say(&scribe, "open", "{}");
    say(&scribe, "note", "{\"text\": \"launch\"}");
    read_course(&scribe, &course);
    assert_int_equal(course.count, 0);
    course_release(&course);
    scribe_close(&scribe);
}

static void test_each_step_says_from_where_to_where_and_by_which_row(void **state)
{
    (void)state;
    struct scribe scribe;
    struct course course;
    scribe_open(&scribe, "road");
    say(&scribe, "open", "{}");
    say_as(&scribe, "hq", "launch", "{\"level\": 4, \"provisional\": true, \"proven\": 0, \"possible\": 1}", "");
    say(&scribe, "note", "{\"text\": \"\"}");
    say_as(&scribe, "commander", "raise", "{\"level\": 2, \"proven\": 2, \"possible\": 1}", "");
    read_course(&scribe, &course);
    assert_int_equal(course.count, 2);
    const struct course_step *first = &course.items[0], *second = &course.items[1];
    assert_int_equal(first->before.state, RESPONSE_IDLE);
    assert_true(first->after.provisional);
    assert_string_equal(first->row->clause, "4.2.5");
    assert_true(first->row->provisional);
    assert_int_equal(second->index, 3);
    assert_int_equal(second->before.level, 4);
    assert_int_equal(second->after.level, 2);
    assert_false(second->after.provisional);
    assert_int_equal(second->proven, 2);
    course_release(&course);
    scribe_close(&scribe);
}

static void test_tiers_go_their_own_ways(void **state)
{
    (void)state;
    struct scribe scribe;
    struct course course;
    scribe_open(&scribe, "road");
    say(&scribe, "open", "{}");
    say_as(&scribe, "county_hq", "launch", "{\"tier\": \"county\", \"level\": 4}", "");
    say_as(&scribe, "hq", "launch", "{\"level\": 3, \"proven\": 3, \"possible\": 3}", "");
    say_as(&scribe, "county_hq", "raise", "{\"tier\": \"county\", \"level\": 3}", "");
    read_course(&scribe, &course);
    assert_int_equal(course.count, 3);
    assert_int_equal(course.items[2].tier, TIER_COUNTY);
    assert_int_equal(course.items[2].before.level, 4);
    assert_int_equal(course.items[2].proven, -1); /* not said */
    assert_int_equal(course.items[1].proven, 3);
    course_release(&course);
    scribe_close(&scribe);
}

static void test_what_was_known_stays_with_the_level_through_other_steps(void **state)
{
    (void)state;
    struct scribe scribe;
    struct course course;
    scribe_open(&scribe, "tourism");
    say(&scribe, "open", "{}");
    say_as(&scribe, "office_director", "launch", "{\"level\": 3, \"proven\": 3, \"possible\": 2}", "");
    say_as(&scribe, "commander", "propose", "{\"level\": 1, \"proven\": 2, \"possible\": 1}", "");
    say_as(&scribe, "hq", "hand_over", "{}", "");
    read_course(&scribe, &course);
    assert_int_equal(course.count, 3);
    assert_int_equal(course.items[1].proven, 2); /* the proposal's own */
    assert_int_equal(course.items[1].after.pending, 1);
    assert_int_equal(course.items[2].proven, 3);
    assert_int_equal(course.items[2].after.state, RESPONSE_HANDED_OVER);
    course_release(&course);
    scribe_close(&scribe);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_incident_without_steps_has_no_course),
        cmocka_unit_test(test_each_step_says_from_where_to_where_and_by_which_row),
        cmocka_unit_test(test_tiers_go_their_own_ways),
        cmocka_unit_test(test_what_was_known_stays_with_the_level_through_other_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
