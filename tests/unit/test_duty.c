/* Which tasks a level calls for, and in which order. */
#include "rules/duty.h"
#include "tests/unit/fixture.h"

#define TASK(id, kind, more) "{'id':'" id "','kind':'" kind "','owners':['fire'],'what':{'zh':'做','en':'do'},'clause':'1'" more "}"
#define INCLUDING "'levels':[" LEVEL("1", ",'includes':2") "," LEVEL("2", "") "," LEVEL("3", "") "]"
#define TASKS(rows) "{" TITLED "," INCLUDING "," FACTS(COUNT("a") "," BOOL("f")) "," RULES(RULE("1", "a > 9")) ",'tasks':[" rows "]}"

struct desk {
    struct made made;
    struct incident incident;
    struct assessor *assessor;
};

static void desk_open(struct desk *desk, const char *text)
{
    made_open(&desk->made, text);
    incident_init(&desk->incident, desk->made.plan, NULL);
    desk->assessor = assessor_new(desk->made.rules);
}

static void desk_close(struct desk *desk)
{
    assessor_free(desk->assessor);
    incident_release(&desk->incident);
    made_close(&desk->made);
}

/* Ids of the tasks due, "x y? z"; a question mark for one whose condition is open. */
static const char *due_at(struct desk *desk, int level)
{
    static char names[1024];
    struct due_task due[64];
    struct assessment assessment;
    struct err err;
    names[0] = '\0';
    assert_int_equal(assess(desk->assessor, &desk->incident, &assessment, &err), 0);
    int count = duty_tasks(desk->assessor, desk->made.plan, level, due, &err);
    assert_true(count >= 0);
    for (int i = 0; i < count; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s%s", i > 0 ? " " : "", due[i].task->id, due[i].standing == CONDITION_OPEN ? "?" : "");
    return names;
}

static void test_a_level_calls_for_its_own_tasks_and_those_of_every_level(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, TASKS(TASK("three", "response", ",'levels':[3]") "," TASK("any", "response", "") "," TASK("two_three", "response", ",'levels':[2,3]")));
    assert_string_equal(due_at(&desk, 3), "three two_three any");
    assert_string_equal(due_at(&desk, 2), "two_three any");
    desk_close(&desk);
}

static void test_a_level_takes_in_the_tasks_of_the_one_it_includes(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, TASKS(TASK("one", "response", ",'levels':[1]") "," TASK("two", "response", ",'levels':[2]") "," TASK("three", "response", ",'levels':[3]")));
    assert_string_equal(due_at(&desk, 1), "one two");
    assert_string_equal(due_at(&desk, 2), "two"); /* not the other way round */
    assert_true(level_calls_for(desk.made.plan, 1, &desk.made.plan->tasks[1]));
    assert_false(level_calls_for(desk.made.plan, 1, &desk.made.plan->tasks[2]));
    desk_close(&desk);
}

static void test_no_level_calls_for_nothing(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, TASKS(TASK("any", "response", "")));
    assert_string_equal(due_at(&desk, LEVEL_NONE), "");
    desk_close(&desk);
}

static void test_conditions_decide_as_far_as_the_facts_do(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, TASKS(TASK("if_f", "response", ",'when':'f'") "," TASK("if_many", "response", ",'when':'a >= 5'") "," TASK("never", "response", ",'when':'a < 3 and a > 5'")));
    assert_string_equal(due_at(&desk, 3), "if_f? if_many?");
    know(&desk.incident, "f", 0, 0);
    know(&desk.incident, "a", 6, 20);
    assert_string_equal(due_at(&desk, 3), "if_many");
    know(&desk.incident, "f", 1, 1);
    know(&desk.incident, "a", 4, 4);
    assert_string_equal(due_at(&desk, 3), "if_f");
    desk_close(&desk);
}

static void test_tasks_stand_in_the_order_of_work(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, TASKS(TASK("recovery", "recovery", "") "," TASK("end", "end", "") "," TASK("support", "support", "") "," TASK("special", "special", "") ","
                           TASK("response", "response", "") "," TASK("first", "first", "") "," TASK("alert", "alert", "") "," TASK("report", "report", "")));
    assert_string_equal(due_at(&desk, 3), "report alert first response special support end recovery");
    desk_close(&desk);
}

static void test_shorter_deadlines_come_first_then_the_levels_own(void **state)
{
    (void)state;
    struct desk desk;
#define WITHIN(minutes) ",'deadline':{'minutes':" minutes ",'from':'launch'}"
    desk_open(&desk, TASKS(TASK("open", "report", "") "," TASK("own", "report", ",'levels':[3]") "," TASK("day", "report", WITHIN("1440")) ","
                           TASK("at_once", "report", WITHIN("0")) "," TASK("hour", "report", WITHIN("60")) "," TASK("hour_too", "report", WITHIN("60"))));
    assert_string_equal(due_at(&desk, 3), "at_once hour hour_too day own open");
    desk_close(&desk);
}

static void test_duties_stand_between_support_and_ending(void **state)
{
    (void)state;
    struct desk desk;
#define DUTIES ",'duties':[{'zh':'做','en':'do'}]"
    desk_open(&desk, "{" TITLED "," INCLUDING "," FACTS(COUNT("a") "," BOOL("f")) "," RULES(RULE("1", "a > 9")) ",'tasks':[" TASK("end", "end", "") ","
                     TASK("support", "support", "") "],'organisation':{'bodies':[{'id':'hq','kind':'hq','name':{'zh':'z','en':'e'},'clause':'1'" DUTIES "}],"
                     "'groups':[{'id':'crew','name':{'zh':'z','en':'e'},'clause':'1','leaders':[{'agency':'fire'}],'levels':[1]" DUTIES "}],"
                     "'members':[{'agency':'police','clause':'1','when':'f'" DUTIES "}]}}");
    assert_string_equal(due_at(&desk, 1), "support hq.1 crew.1 police.1? end");
    assert_string_equal(due_at(&desk, 3), "support hq.1 police.1? end"); /* the crew stands at level 1 only */
    desk_close(&desk);
}

static void test_complete_facts_leave_no_condition_open(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, TASKS(TASK("if_f", "response", ",'when':'f'") "," TASK("unless", "response", ",'when':'not f'")));
    know(&desk.incident, "f", 1, 1);
    incident_close(&desk.incident);
    assert_string_equal(due_at(&desk, 3), "if_f");
    desk_close(&desk);
}

static void test_construction_calls_for_more_at_level_1_than_at_level_2(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("construction");
    size_t one = 0, two = 0;
    for (size_t i = 0; i < loaded->plan->task_count; i++) {
        bool at_two = level_calls_for(loaded->plan, 2, &loaded->plan->tasks[i]), at_one = level_calls_for(loaded->plan, 1, &loaded->plan->tasks[i]);
        assert_true(at_one || !at_two); /* level 1 includes level 2 */
        one += at_one;
        two += at_two;
    }
    assert_true(one > two && two > 0);
    loaded_free(loaded);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_level_calls_for_its_own_tasks_and_those_of_every_level),
        cmocka_unit_test(test_a_level_takes_in_the_tasks_of_the_one_it_includes),
        cmocka_unit_test(test_no_level_calls_for_nothing),
        cmocka_unit_test(test_conditions_decide_as_far_as_the_facts_do),
        cmocka_unit_test(test_tasks_stand_in_the_order_of_work),
        cmocka_unit_test(test_shorter_deadlines_come_first_then_the_levels_own),
        cmocka_unit_test(test_duties_stand_between_support_and_ending),
        cmocka_unit_test(test_complete_facts_leave_no_condition_open),
        cmocka_unit_test(test_construction_calls_for_more_at_level_1_than_at_level_2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
