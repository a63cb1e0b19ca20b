/* Who acts at a level: by a step, a task or a call, themselves or through their posts. */
#include "core/task.h"
#include "tests/unit/graph_fixture.h"

/* The headquarters with a chief and an office; fire hands over to a province that takes over at level 1. */
#define BODIES BODY("hq", "hq", "") "," BODY("office", "office", ",'of':'hq'") "," BODY("province", "hq", ",'tier':'province'")
#define POSTS POST("chief", "hq", "commander", HOLDER("police", "")) "," POST("clerk", "office", "director", HOLDER("police", ""))
#define CREW GROUP("crew", HOLDER("fire", ""), ",'of':'hq'")

static struct made made;
static struct graph *graph;

static void open_plan(const char *plan)
{
    made_open(&made, plan);
    graph = graph_of(made.plan);
}

static void close_plan(void)
{
    graph_free(graph);
    made_close(&made);
}

static bool acts(const char *name, int level)
{
    struct ref ref = graph_ref(graph, node(graph, name));
    return graph_acts(graph, &ref, level);
}

/* Levels at which somebody acts, and at which a body does: "1 4". */
static void check_levels(const char *name, const char *expected)
{
    struct text text = {0};
    for (int level = 1; level <= 4; level++)
        if (acts(name, level))
            text_addf(&text, "%s%d", text.size > 0 ? " " : "", level);
    if (strcmp(text_str(&text), expected) != 0)
        fail_msg("%s acts at levels \"%s\", not \"%s\"", name, text_str(&text), expected);
    text_release(&text);
}

static void check_body_levels(const char *name, const char *expected)
{
    struct text text = {0};
    struct ref ref = graph_ref(graph, node(graph, name));
    assert_int_equal(ref.kind, ACTOR_BODY);
    for (int level = 1; level <= 4; level++)
        if (graph_body_acts(graph, (size_t)ref.index, level))
            text_addf(&text, "%s%d", text.size > 0 ? " " : "", level);
    if (strcmp(text_str(&text), expected) != 0)
        fail_msg("%s acts at levels \"%s\", not \"%s\"", name, text_str(&text), expected);
    text_release(&text);
}

static void test_whoever_has_a_place_but_nothing_to_do_does_not_act(void **state)
{
    (void)state;
    open_plan(PLAN(ONE "," ORG(BODIES, POSTS, CREW)));
    static const char *const names[] = {"hq", "office", "province", "chief", "clerk", "crew", "police", "fire"};
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        check_levels(names[i], "");
        assert_true(acts(names[i], 0)); /* whatever the level: all do */
    }
    check_body_levels("hq", "");
    assert_true(graph_body_acts(graph, 0, 0));
    close_plan();
}

static void test_both_ends_of_a_step_act_at_its_levels(void **state)
{
    (void)state;
    open_plan(PLAN(ONE "," ORG(BODIES, POSTS, CREW) ",'authority':[" STEP("propose", "office", "chief", ",'levels':[2,3]") ","
                   STEP("hand_over", "fire", "province", ",'levels':[1]") "," STEP("end", "crew", "hq", "") "]"));
    check_levels("office", "2 3");
    check_levels("chief", "2 3");
    check_levels("fire", "1");
    check_levels("province", "1");
    check_levels("crew", "1 2 3 4"); /* a step without levels is one of every level */
    check_levels("police", "");
    close_plan();
}

static void test_owners_of_a_task_act_at_the_levels_that_call_for_it(void **state)
{
    (void)state;
    open_plan("{" TITLED ",'levels':[" LEVEL("1", ",'includes':2") "," LEVEL("2", "") "," LEVEL("3", "") "," LEVEL("4", "") "]," ONE ","
              ORG(BODIES, POSTS, CREW) ",'tasks':[" TASK("a", "response", "'crew','police'", ",'levels':[2]") ","
              TASK("b", "response", "'fire'", ",'levels':[4]") "]}");
    check_levels("crew", "1 2"); /* level 1 takes in what level 2 calls for */
    check_levels("police", "1 2");
    check_levels("fire", "4");
    check_levels("chief", "");
    close_plan();
}

static void test_whoever_is_told_acts(void **state)
{
    (void)state;
    open_plan(PLAN(ONE "," ORG(BODIES, POSTS, CREW) ",'tasks':[" TASK("a", "report", "'police'", ",'to':['province','clerk'],'levels':[3]") "]"));
    check_levels("province", "3");
    check_levels("clerk", "3");
    check_levels("police", "3");
    check_levels("hq", "");
    close_plan();
}

static void test_whoever_is_told_under_a_condition_that_fails_does_not_act(void **state)
{
    (void)state;
    struct err err;
    open_plan(PLAN(ONE "," ORG(BODIES, POSTS, CREW) ",'tasks':["
                   TASK("a", "report", "'police'", ",'to':['province'],'levels':[3],'when':'wet'") "]"));
    check_levels("province", "3"); /* it may hold */
    assert_true(graph_task_is_open(graph, &made.plan->tasks[0]));
    graph_free(graph);
    graph = graph_new(made.plan, (const unsigned char[]){STANDING_NO}, &err);
    check_levels("province", "");
    assert_false(graph_task_is_open(graph, &made.plan->tasks[0]));
    graph_free(graph);
    graph = graph_new(made.plan, (const unsigned char[]){STANDING_YES}, &err);
    check_levels("province", "3");
    assert_false(graph_task_is_open(graph, &made.plan->tasks[0]));
    close_plan();
}

static void test_a_body_acts_through_its_posts(void **state)
{
    (void)state;
    open_plan(PLAN(ONE "," ORG(BODIES, POSTS, CREW) ",'tasks':[" TASK("a", "response", "'chief'", ",'levels':[1]") ","
                   TASK("b", "response", "'hq'", ",'levels':[2]") "," TASK("c", "response", "'clerk'", ",'levels':[4]") "]"));
    check_levels("hq", "2");
    check_body_levels("hq", "1 2");
    check_body_levels("office", "4");
    check_body_levels("province", "");
    close_plan();
}

static void test_two_actors_of_the_same_number_are_not_mixed_up(void **state)
{
    (void)state;
    open_plan(PLAN(ONE "," ORG(BODIES, POSTS, CREW) ",'tasks':[" TASK("a", "response", "'hq'", ",'levels':[1]") "]"));
    check_levels("hq", "1"); /* body 0; and there is an agency, a post and a group 0 */
    check_levels("police", "");
    check_levels("chief", "");
    check_levels("crew", "");
    close_plan();
}

/* Said a second time, without the graph: in whichever step or task of the level an id stands. */
static bool names_actor(const struct plan *plan, const char *id, int level)
{
    bool found = false;
    for (size_t i = 0; i < plan->authority_count; i++) {
        const struct authority *row = &plan->authority[i];
        for (size_t k = 0; levels_have(row->levels, row->level_count, level) && k < row->by_count + row->to_count; k++)
            found = found || strcmp(k < row->by_count ? row->by[k].id : row->to[k - row->by_count].id, id) == 0;
    }
    for (size_t i = 0; i < plan->task_count; i++) {
        const struct task *task = &plan->tasks[i];
        for (size_t k = 0; level_calls_for(plan, level, task) && k < task->owner_count + task->to_count; k++)
            found = found || strcmp(k < task->owner_count ? task->owners[k].id : task->to[k - task->owner_count].id, id) == 0;
    }
    return found;
}

static void test_whoever_a_shipped_plan_names_at_a_level_acts_there(void **state)
{
    (void)state;
    static const char *const plans[] = {"animal", "construction", "road", "tourism"};
    for (size_t p = 0; p < LENGTH_OF(plans); p++) {
        struct loaded *loaded = shipped(plans[p]);
        size_t idle = 0;
        graph = graph_of(loaded->plan);
        for (int n = 0; n < (int)graph->node_count; n++)
            for (size_t i = 0; i < loaded->plan->level_count; i++) {
                struct ref ref = graph_ref(graph, n);
                int level = (int)loaded->plan->levels[i].number;
                if (graph_acts(graph, &ref, level) != names_actor(loaded->plan, ref.id, level))
                    fail_msg("%s: %s at level %d", plans[p], ref.id, level);
                idle += !graph_acts(graph, &ref, level);
            }
        assert_true(idle > 0);
        graph_free(graph);
        loaded_free(loaded);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whoever_has_a_place_but_nothing_to_do_does_not_act),
        cmocka_unit_test(test_both_ends_of_a_step_act_at_its_levels),
        cmocka_unit_test(test_owners_of_a_task_act_at_the_levels_that_call_for_it),
        cmocka_unit_test(test_whoever_is_told_acts),
        cmocka_unit_test(test_whoever_is_told_under_a_condition_that_fails_does_not_act),
        cmocka_unit_test(test_a_body_acts_through_its_posts),
        cmocka_unit_test(test_two_actors_of_the_same_number_are_not_mixed_up),
        cmocka_unit_test(test_whoever_a_shipped_plan_names_at_a_level_acts_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
