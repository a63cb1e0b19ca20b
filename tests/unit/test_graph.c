/*
 * The organisation as a graph: made-up plans for each kind of edge and each finding, large and hostile ones, and the shipped plans
 * against what their texts say.
 */
#include "core/task.h"
#include "tests/unit/graph_fixture.h"

static size_t count_edges(const struct graph *graph, const struct graph_query *query)
{
    size_t count = 0;
    for (size_t at = 0; graph_next(graph, query, &at) != NULL;)
        count++;
    return count;
}

/* The edge of a kind between two actors at a level, or NULL. */
static const struct edge *edge_between(const struct graph *graph, enum edge_kind kind, const char *ends, int level)
{
    char from[40], to[40];
    const struct edge *edge;
    assert_int_equal(sscanf(ends, "%39s %39s", from, to), 2);
    struct graph_query query = {.node = node(graph, from), .kinds = EDGES(kind), .level = level};
    for (size_t at = 0; (edge = graph_next(graph, &query, &at)) != NULL;)
        if (edge->to == node(graph, to))
            return edge;
    return NULL;
}

static void check_ids(const struct graph *graph, const int *nodes, size_t count, const char *expected)
{
    struct text text = {0};
    for (size_t i = 0; i < count; i++)
        text_addf(&text, "%s%s", i > 0 ? " " : "", graph_ref(graph, nodes[i]).id);
    assert_string_equal(text_str(&text), expected);
    text_release(&text);
}

/* The way up, as "kind node kind node". */
static void check_path(const struct graph *graph, const char *ends, unsigned kinds, int level, const char *expected)
{
    char from[40], to[40];
    struct err err;
    struct text text = {0};
    struct graph_step *steps = calloc(graph->node_count, sizeof *steps);
    assert_int_equal(sscanf(ends, "%39s %39s", from, to), 2);
    int count = graph_path(graph, &(struct graph_way){node(graph, from), node(graph, to), kinds, level}, steps, &err);
    for (int i = 0; i < count; i++)
        text_addf(&text, "%s%s %s", i > 0 ? " " : "", edge_kind_ids[steps[i].edge->kind], graph_ref(graph, steps[i].node).id);
    assert_string_equal(text_str(&text), expected);
    text_release(&text);
    free(steps);
}

/* ---- nodes and edges ---- */

static void check_indexes(const struct graph *graph)
{
    size_t out = 0, in = 0;
    for (int n = 0; n < (int)graph->node_count; n++) {
        struct ref ref = graph_ref(graph, n);
        const struct edge *edge;
        assert_int_equal(graph_node(graph, &ref), n);
        for (size_t at = 0; (edge = graph_next(graph, &(struct graph_query){.node = n, .kinds = EDGES_ALL}, &at)) != NULL; out++)
            assert_int_equal(edge->from, n);
        for (size_t at = 0; (edge = graph_next(graph, &(struct graph_query){.node = n, .incoming = true, .kinds = EDGES_ALL}, &at)) != NULL; in++)
            assert_int_equal(edge->to, n);
    }
    assert_int_equal(out, graph->edge_count);
    assert_int_equal(in, graph->edge_count);
    for (size_t i = 0; i < graph->edge_count; i++) {
        const struct edge *edge = &graph->edges[i];
        assert_non_null(edge->clause);
        assert_true(graph->named[edge->from] && graph->named[edge->to]);
        assert_true(i == 0 || graph->edges[i - 1].kind <= edge->kind);
    }
}

static void test_every_edge_is_found_from_both_its_ends(void **state)
{
    (void)state;
    static const char *const plans[] = {"animal", "construction", "road", "tourism"};
    for (size_t i = 0; i < LENGTH_OF(plans); i++) {
        struct loaded *loaded = shipped(plans[i]);
        struct graph *graph = graph_of(loaded->plan);
        assert_true(graph->edge_count > 80);
        check_indexes(graph);
        graph_free(graph);
        loaded_free(loaded);
    }
}

static void test_each_part_of_the_organisation_makes_its_edge(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE "," CITY("", "", "")));
    struct graph *graph = graph_of(made.plan);
    assert_non_null(edge_between(graph, EDGE_COMMANDS, "chief hq", 0));
    assert_non_null(edge_between(graph, EDGE_COMMANDS, "hq office", 0));
    assert_non_null(edge_between(graph, EDGE_COMMANDS, "clerk office", 0));
    assert_non_null(edge_between(graph, EDGE_COMMANDS, "hq crew", 0));
    assert_non_null(edge_between(graph, EDGE_COMMANDS, "office press", 0));
    assert_non_null(edge_between(graph, EDGE_DEPUTISES, "second chief", 0));
    assert_non_null(edge_between(graph, EDGE_HOSTS, "police office", 0));
    assert_string_equal(edge_between(graph, EDGE_HOLDS, "fire second", 0)->holder->officer.zh, "队长");
    assert_non_null(edge_between(graph, EDGE_LEADS, "fire crew", 0));
    assert_non_null(edge_between(graph, EDGE_MEMBER_OF, "police crew", 0));
    assert_int_equal(graph->edge_count, 13);
    check_indexes(graph);
    graph_free(graph);
    made_close(&made);
}

static void test_a_group_stands_at_its_levels_only(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE "," CITY("", "", "")));
    struct graph *graph = graph_of(made.plan);
    for (int level = 1; level <= 4; level++) {
        assert_int_equal(edge_between(graph, EDGE_LEADS, "fire crew", level) != NULL, level <= 2);
        assert_int_equal(edge_between(graph, EDGE_COMMANDS, "hq crew", level) != NULL, level <= 2);
        assert_non_null(edge_between(graph, EDGE_LEADS, "police press", level));
    }
    graph_free(graph);
    made_close(&made);
}

static void test_a_deputy_without_a_commander_stands_in_for_the_body(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE "," CITY("," BODY("scene", "onsite_hq", ",'of':'hq'"), "," POST("third", "scene", "deputy", HOLDER("fire", "")), "")));
    struct graph *graph = graph_of(made.plan);
    int nodes[8];
    assert_non_null(edge_between(graph, EDGE_DEPUTISES, "third scene", 0));
    check_ids(graph, nodes, graph_headless(graph, nodes), "scene");
    graph_free(graph);
    made_close(&made);
}

static void test_conditions_that_fail_leave_their_edges_out(void **state)
{
    (void)state;
    struct made made;
    struct err err;
    made_open(&made, PLAN(ONE "," ORG(BODY("hq", "hq", "") "," BODY("office", "office", ",'of':'hq','hosts':[" HOLDER("police", ",'when':'wet'") "," HOLDER("fire", ",'when':'not wet'") "]"),
                                      "", "") ",'tasks':[" TASK("tell", "report", "'police'", ",'to':['hq'],'when':'wet'") "]"));
    struct graph *graph = graph_of(made.plan);
    assert_true(edge_between(graph, EDGE_HOSTS, "police office", 0)->open);
    assert_true(edge_between(graph, EDGE_HOSTS, "fire office", 0)->open);
    assert_true(edge_between(graph, EDGE_REPORTS_TO, "police hq", 0)->open);
    graph_free(graph);
    assert_int_equal(made.plan->condition_count, 3);
    graph = graph_new(made.plan, (const unsigned char[]){STANDING_YES, STANDING_NO, STANDING_NO}, &err);
    assert_non_null(graph);
    struct graph_call calls[4];
    assert_false(edge_between(graph, EDGE_HOSTS, "police office", 0)->open);
    assert_null(edge_between(graph, EDGE_HOSTS, "fire office", 0));
    assert_int_equal(graph_calls(graph, 0, calls), 0);
    assert_true(graph->named[node(graph, "fire")]); /* the plan names it all the same */
    graph_free(graph);
    made_close(&made);
}

static void test_whoever_takes_command_over_commands(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE "," CITY("," BODY("province", "hq", ",'tier':'province'"), "", "") ",'authority':[" STEP("hand_over", "hq", "province", ",'levels':[1]") "," STEP("propose", "hq", "province", "") "]"));
    struct graph *graph = graph_of(made.plan);
    assert_non_null(edge_between(graph, EDGE_COMMANDS, "province hq", 1));
    assert_null(edge_between(graph, EDGE_COMMANDS, "province hq", 2));
    assert_null(edge_between(graph, EDGE_REPORTS_TO, "province hq", 0)); /* handing over is no report */
    assert_int_equal(edge_between(graph, EDGE_REPORTS_TO, "hq province", 2)->authority->step, STEP_PROPOSE);
    graph_free(graph);
    made_close(&made);
}

static void test_members_belong_to_the_headquarters_that_has_parts(void **state)
{
    (void)state;
    struct made made;
    struct loaded *loaded = shipped("construction");
    struct graph *graph = graph_of(loaded->plan);
    assert_int_equal(graph_headquarters(graph), node(graph, "city_hq")); /* not the general one, which stands first */
    assert_int_equal(graph_commander(graph), node(graph, "commander"));
    assert_int_equal(count_edges(graph, &(struct graph_query){.node = node(graph, "city_hq"), .incoming = true, .kinds = EDGES(EDGE_MEMBER_OF)}), 24);
    graph_free(graph);
    loaded_free(loaded);
    made_open(&made, PLAN(ONE "," ORG(BODY("alone", "hq", ""), "", "")));
    graph = graph_of(made.plan);
    assert_int_equal(graph_headquarters(graph), node(graph, "alone"));
    assert_int_equal(graph_commander(graph), node(graph, "alone"));
    graph_free(graph);
    made_close(&made);
    made_open(&made, PLAN(ONE));
    graph = graph_of(made.plan);
    assert_int_equal(graph_headquarters(graph), -1);
    assert_int_equal(graph->edge_count, 0);
    graph_free(graph);
    made_close(&made);
}

/* ---- names ---- */

static void test_an_agency_is_found_by_any_of_its_names(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("construction");
    struct graph *graph = graph_of(loaded->plan);
    static const char *const names[] = {"housing", "朔州市住房和城乡建设局", "Housing and Urban-Rural Development Bureau", "市住建局", "市住房和城乡建设局"};
    struct err err;
    for (size_t i = 0; i < LENGTH_OF(names); i++)
        assert_string_equal(graph_ref(graph, node(graph, names[i])).id, "housing");
    assert_int_equal(graph_ref(graph, node(graph, "市应急救援总指挥部")).kind, ACTOR_AGENCY); /* not the body of this name */
    assert_int_equal(graph_ref(graph, node(graph, "指挥长")).kind, ACTOR_POST);
    assert_int_equal(graph_ref(graph, node(graph, "Rescue Group")).kind, ACTOR_GROUP);
    assert_int_equal(graph_find(graph, "住建局", 9, &err), -1);
    assert_int_equal(err.code, ERR_REFERENCE);
    assert_string_equal(err.hint, "市住建局");
    assert_int_equal(graph_find(graph, "housin", 6, &err), -1);
    assert_string_equal(err.hint, "housing");
    assert_int_equal(graph_find(graph, "住房和", 9, &err), -1); /* too far for a typo, but inside a name */
    check_contains(err.hint, "住房和");
    assert_int_equal(graph_find(graph, "", 0, &err), -1);
    assert_int_equal(graph_find(graph, "housing", 7, NULL), node(graph, "housing"));
    assert_int_equal(graph_find(graph, "nobody at all", 13, NULL), -1);
    graph_free(graph);
    loaded_free(loaded);
}

/* ---- the way up ---- */

static void test_the_way_to_the_commander_is_the_shortest(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE "," CITY("", "", "")));
    struct graph *graph = graph_of(made.plan);
    check_path(graph, "police chief", EDGES_STAND, 0, "holds chief");
    check_path(graph, "fire chief", EDGES_STAND, 0, "holds second deputises chief");
    check_path(graph, "press chief", EDGES_STAND, 0, "commands office commands hq commands chief");
    check_path(graph, "crew chief", EDGES_STAND, 2, "commands hq commands chief");
    check_path(graph, "crew chief", EDGES_STAND, 3, ""); /* it does not stand at level 3 */
    check_path(graph, "chief chief", EDGES_STAND, 0, "");
    check_path(graph, "chief police", EDGES_STAND, 0, ""); /* up, never down */
    graph_free(graph);
    made_close(&made);
}

static void test_outsiders_reach_the_commander_by_what_they_report(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("animal");
    struct graph *graph = graph_of(loaded->plan);
    check_path(graph, "livestock_keepers commander", EDGES_STAND, 0, "");
    check_path(graph, "livestock_keepers commander", EDGES_ALL, 0,
               "reports_to county_cdc_animal reports_to livestock_centre holds deputy_commander deputises commander");
    graph_free(graph);
    loaded_free(loaded);
}

static void test_every_member_agency_has_a_way_to_the_commander(void **state)
{
    (void)state;
    static const char *const plans[] = {"animal", "construction", "road", "tourism"};
    struct err err;
    for (size_t p = 0; p < LENGTH_OF(plans); p++) {
        struct loaded *loaded = shipped(plans[p]);
        struct graph *graph = graph_of(loaded->plan);
        struct graph_step *steps = calloc(graph->node_count, sizeof *steps);
        for (size_t i = 0; i < loaded->plan->organisation.member_count; i++)
            for (size_t level = 0; level <= loaded->plan->level_count; level++) {
                struct graph_way way = {graph_node(graph, &loaded->plan->organisation.members[i].agency), graph_commander(graph), EDGES_STAND, (int)level};
                int count = graph_path(graph, &way, steps, &err);
                assert_true(count > 0 && steps[count - 1].node == way.to);
            }
        free(steps);
        graph_free(graph);
        loaded_free(loaded);
    }
}

/* ---- who tells whom ---- */

static void test_a_level_takes_in_the_calls_of_those_it_includes(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, "{" TITLED ",'levels':[" LEVEL("1", ",'includes':2") "," LEVEL("2", "") "]," ONE "," CITY("", "", "")
                     ",'tasks':[" TASK("a", "report", "'police'", ",'to':['chief'],'levels':[2]") "," TASK("b", "response", "'hq'", ",'to':['fire','hq'],'levels':[1]") "]}");
    struct graph *graph = graph_of(made.plan);
    struct graph_call calls[4];
    assert_non_null(edge_between(graph, EDGE_REPORTS_TO, "police chief", 1));
    assert_non_null(edge_between(graph, EDGE_REPORTS_TO, "police chief", 2));
    assert_non_null(edge_between(graph, EDGE_NOTIFIES, "hq fire", 1));
    assert_null(edge_between(graph, EDGE_NOTIFIES, "hq fire", 2));
    assert_null(edge_between(graph, EDGE_NOTIFIES, "hq hq", 1)); /* nobody tells themselves */
    assert_int_equal(graph_calls(graph, 1, calls), 2);
    assert_string_equal(calls[0].task->id, "a");
    assert_int_equal(graph_calls(graph, 2, calls), 1);
    graph_free(graph);
    made_close(&made);
}

static void test_a_step_that_a_task_says_already_is_no_second_call(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE "," CITY("", "", "") ",'tasks':[" TASK("late", "recovery", "'hq'", ",'to':['fire']") "," TASK("up", "report", "'office'", ",'to':['hq'],'levels':[3]") "],"
                          "'authority':[" STEP("propose", "office", "hq", ",'levels':[3]") "," STEP("propose", "office", "hq", ",'levels':[2]") "," STEP("propose", "hq", "hq", "") "," STEP("end", "hq", "fire", ",'levels':[4]") "]"));
    struct graph *graph = graph_of(made.plan);
    struct graph_call calls[6];
    assert_int_equal(graph_calls(graph, 0, calls), 4);
    assert_string_equal(calls[0].task->id, "up"); /* reports before what comes after the response */
    assert_string_equal(calls[1].task->id, "late");
    assert_int_equal(calls[2].authority->levels[0], 2); /* level 3 is the task's; nobody proposes to themselves */
    assert_int_equal(calls[3].authority->step, STEP_END);
    assert_int_equal(graph_calls(graph, 3, calls), 2);
    graph_free(graph);
    made_close(&made);
}

static void test_duties_tell_too(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("road");
    struct graph *graph = graph_of(loaded->plan);
    assert_string_equal(edge_between(graph, EDGE_NOTIFIES, "medical_group onsite_hq", 4)->task->id, "medical_group.4");
    graph_free(graph);
    loaded_free(loaded);
}

static void test_reports_to_nobody_are_gaps_when_they_are_urgent(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("construction");
    struct graph *graph = graph_of(loaded->plan);
    const struct task **tasks = calloc(loaded->plan->task_count, sizeof *tasks);
    assert_int_equal(graph_untold(graph, 0, tasks), 2); /* 5.1: "as the rules say" */
    assert_string_equal(tasks[0]->id, "county_depts_report");
    assert_string_equal(tasks[1]->id, "city_depts_report");
    free(tasks);
    graph_free(graph);
    loaded_free(loaded);
}

/* ---- gaps ---- */

static void test_groups_without_leader_and_posts_without_holder_are_found(void **state)
{
    (void)state;
    struct made made;
    struct err err;
    made_open(&made, PLAN(ONE "," CITY("", "," POST("empty", "hq", "deputy", "") "," POST("perhaps", "hq", "deputy", HOLDER("fire", ",'when':'wet'")),
                                       "," GROUP("lost", "", "") "," GROUP("rare", "", ",'levels':[1]"))));
    struct graph *graph = graph_of(made.plan);
    int nodes[8];
    check_ids(graph, nodes, graph_leaderless(graph, 0, nodes), "lost rare");
    check_ids(graph, nodes, graph_leaderless(graph, 2, nodes), "lost");
    check_ids(graph, nodes, graph_vacant(graph, 0, nodes), "empty");
    graph_free(graph);
    graph = graph_new(made.plan, (const unsigned char[]){STANDING_NO}, &err);
    check_ids(graph, nodes, graph_vacant(graph, 0, nodes), "empty perhaps");
    graph_free(graph);
    made_close(&made);
}

static void test_agencies_without_a_place_are_found(void **state)
{
    (void)state;
    struct made made;
    made_open_with(&made, REGIONS, "{'format':1,'agencies':[" AGENCY("police", "") "," AGENCY("fire", "") "," AGENCY("press_desk", "") "," AGENCY("school", "") "," AGENCY("stranger", "") "]}",
                   PLAN(ONE "," CITY("", "", "") ",'tasks':[" TASK("t", "first", "'school'", ",'to':['press_desk']") "]"));
    struct graph *graph = graph_of(made.plan);
    int nodes[8];
    check_ids(graph, nodes, graph_unplaced(graph, nodes), "press_desk school");
    assert_false(graph->named[node(graph, "stranger")]);
    graph_free(graph);
    made_close(&made);
}

/* ---- circles ---- */

/* Circles as "a b, c": each starts where it starts, nodes in order of command. */
static void check_circles(const struct graph *graph, int level, const char *expected)
{
    struct err err;
    struct text text = {0};
    int *nodes = calloc(graph->node_count * 2 + 1, sizeof *nodes);
    int count = graph_cycles(graph, level, nodes, &err);
    assert_true(count >= 0);
    for (int i = 0, at = 0; i < count; i++, at++) {
        text_add_str(&text, i > 0 ? "," : "");
        for (int first = at; nodes[at] >= 0; at++) {
            text_addf(&text, "%s%s", text.size > 0 ? " " : "", graph_ref(graph, nodes[at]).id);
            int next = nodes[at + 1] < 0 ? nodes[first] : nodes[at + 1];
            bool found = false;
            const struct edge *edge;
            for (size_t e = 0; (edge = graph_next(graph, &(struct graph_query){.node = nodes[at], .kinds = EDGES(EDGE_COMMANDS), .level = level}, &e)) != NULL;)
                found = found || edge->to == next;
            assert_true(found);
        }
    }
    assert_string_equal(text_str(&text), expected);
    text_release(&text);
    free(nodes);
}

static void test_circles_of_command_are_found_each_once(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE "," ORG(BODY("a", "hq", ",'of':'c'") "," BODY("b", "hq", ",'of':'a'") "," BODY("c", "hq", ",'of':'b'") "," BODY("self", "hq", ",'of':'self'") ","
                                          BODY("below", "hq", ",'of':'a'") "," BODY("x", "hq", "") "," BODY("y", "hq", ""), "", "")
                              ",'authority':[" STEP("hand_over", "x", "y", ",'levels':[1]") "," STEP("hand_over", "y", "x", ",'levels':[1,2]") "]"));
    struct graph *graph = graph_of(made.plan);
    check_circles(graph, 0, "a b c, self, x y");
    check_circles(graph, 1, "a b c, self, x y");
    check_circles(graph, 2, "a b c, self"); /* at level 2 only x commands y */
    graph_free(graph);
    made_close(&made);
}

static void test_a_way_into_a_circle_is_not_in_it(void **state)
{
    (void)state;
    struct made made;
    /* top → in → one ⇄ two → out ⇄ last, and another way from top into the second circle */
    made_open(&made, PLAN(ONE "," ORG(BODY("top", "hq", "") "," BODY("in", "hq", ",'of':'top'") "," BODY("one", "hq", ",'of':'in'") "," BODY("two", "hq", ",'of':'one'") ","
                                          BODY("out", "hq", ",'of':'two'") "," BODY("last", "hq", ",'of':'out'"), "", "")
                              ",'authority':[" STEP("hand_over", "one", "two", "") "," STEP("hand_over", "out", "last", "") "," STEP("hand_over", "out", "top", "") "]"));
    struct graph *graph = graph_of(made.plan);
    check_circles(graph, 0, "out last, one two");
    graph_free(graph);
    made_close(&made);
}

static void test_no_shipped_plan_commands_in_a_circle(void **state)
{
    (void)state;
    static const char *const plans[] = {"animal", "construction", "road", "tourism"};
    for (size_t i = 0; i < LENGTH_OF(plans); i++) {
        struct loaded *loaded = shipped(plans[i]);
        struct graph *graph = graph_of(loaded->plan);
        int nodes[64];
        check_circles(graph, 0, "");
        assert_int_equal(graph_leaderless(graph, 0, nodes), 0);
        assert_int_equal(graph_vacant(graph, 0, nodes), 0);
        check_ids(graph, nodes, graph_headless(graph, nodes), i == 2 ? "onsite_hq" : ""); /* road 4.4 names one, and nobody in it */
        graph_free(graph);
        loaded_free(loaded);
    }
}

/* ---- seats ---- */

static void check_doubles(const struct graph *graph, int level, const char *expected)
{
    struct err err;
    struct text text = {0};
    struct graph_double *doubles = calloc(graph->edge_count + 1, sizeof *doubles);
    int count = graph_doubles(graph, level, doubles, &err);
    for (int i = 0; i < count; i++)
        text_addf(&text, "%s%s %s %zu", i > 0 ? ", " : "", graph_ref(graph, doubles[i].agency).id, doubles[i].officer == NULL ? "-" : doubles[i].officer->zh, doubles[i].seats);
    assert_string_equal(text_str(&text), expected);
    text_release(&text);
    free(doubles);
}

static void test_one_person_in_two_posts_is_found(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE "," CITY("", "", "")));
    struct graph *graph = graph_of(made.plan);
    check_doubles(graph, 0, "police 局长 2, police - 3, fire - 2"); /* chief and press; clerk is somebody else, or not */
    check_doubles(graph, 3, "police 局长 2, police - 3");           /* fire has its group at levels 1 and 2 only */
    graph_free(graph);
    made_close(&made);
}

static void test_the_livestock_director_is_deputy_and_office_director(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("animal");
    struct graph *graph = graph_of(loaded->plan);
    check_doubles(graph, 3, "city_government - 2, livestock_centre 主任 2, livestock_centre - 5"); /* 2.1, 2.2; 2.4(1)(3)(6) */
    graph_free(graph);
    loaded_free(loaded);
}

/* ---- two plans ---- */

/* Said a second time, without the graph: every agency that an id in the plan names at any level. */
static bool names_agency(const struct plan *plan, const char *id)
{
    const struct organisation *org = &plan->organisation;
    bool found = false;
    for (size_t i = 0; i < org->member_count; i++)
        found = found || strcmp(org->members[i].agency.id, id) == 0;
    for (size_t i = 0; i < org->group_count; i++)
        for (size_t j = 0; j < org->groups[i].leader_count + org->groups[i].member_count; j++)
            found = found || strcmp((j < org->groups[i].leader_count ? &org->groups[i].leaders[j] : &org->groups[i].members[j - org->groups[i].leader_count])->agency.id, id) == 0;
    for (size_t i = 0; i < org->post_count; i++)
        for (size_t j = 0; j < org->posts[i].holder_count; j++)
            found = found || strcmp(org->posts[i].holders[j].agency.id, id) == 0;
    for (size_t i = 0; i < org->body_count; i++)
        for (size_t j = 0; j < org->bodies[i].host_count; j++)
            found = found || strcmp(org->bodies[i].hosts[j].agency.id, id) == 0;
    for (size_t i = 0; i < plan->task_count; i++)
        for (size_t j = 0; j < plan->tasks[i].owner_count + plan->tasks[i].to_count; j++)
            found = found || strcmp((j < plan->tasks[i].owner_count ? &plan->tasks[i].owners[j] : &plan->tasks[i].to[j - plan->tasks[i].owner_count])->id, id) == 0;
    return found;
}

static void test_agencies_of_two_plans_are_found_by_id(void **state)
{
    (void)state;
    struct loaded *road = shipped("road"), *animal = shipped("animal");
    struct graph *ours = graph_of(road->plan), *theirs = graph_of(animal->plan);
    struct graph_shared *shared = calloc(road->city->agency_count, sizeof *shared);
    struct err err;
    size_t expected = 0;
    int count = graph_shared(&(struct graph_view){ours, 0}, &(struct graph_view){theirs, 0}, shared, &err);
    for (size_t i = 0; i < road->city->agency_count; i++)
        expected += names_agency(road->plan, road->city->agencies[i].id) && names_agency(animal->plan, road->city->agencies[i].id);
    assert_int_equal(count, expected);
    assert_true(count > 10);
    for (int i = 0; i < count; i++)
        assert_string_equal(graph_ref(ours, shared[i].ours).id, graph_ref(theirs, shared[i].theirs).id);
    free(shared);
    graph_free(ours);
    graph_free(theirs);
    loaded_free(road);
    loaded_free(animal);
}

static void test_what_two_incidents_need_depends_on_their_levels(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE "," ORG(BODY("hq", "hq", ""), "", GROUP("crew", HOLDER("fire", ""), ",'levels':[1]")) ",'tasks':[" TASK("t", "response", "'police'", ",'levels':[2]") "]"));
    struct graph *graph = graph_of(made.plan);
    struct graph_shared shared[4];
    struct err err;
    static const int counts[4][4] = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}}; /* fire at level 1, police at level 2 */
    for (int a = 1; a <= 4; a++)
        for (int b = 1; b <= 4; b++)
            assert_int_equal(graph_shared(&(struct graph_view){graph, a}, &(struct graph_view){graph, b}, shared, &err), counts[a - 1][b - 1]);
    graph_free(graph);
    made_close(&made);
}

/* ---- large and hostile ---- */

/* `count` agencies "a0" …, as a registry. */
static void add_agencies(struct text *text, int count)
{
    text_add_str(text, "{'format':1,'agencies':[");
    for (int i = 0; i < count; i++)
        text_addf(text, "%s{'id':'a%d','name':{'zh':'第%d局','en':'Bureau %d'},'level':'city'}", i > 0 ? "," : "", i, i, i);
    text_add_str(text, "]}");
}

static void add_list(struct text *text, const char *before, int from, int count)
{
    for (int i = from; i < from + count; i++)
        text_addf(text, "%s%sa%d'", i > from ? "," : "", before, i);
}

static void test_a_plan_of_500_agencies_is_a_graph_like_any_other(void **state)
{
    (void)state;
    struct text agencies = {0}, plan = {0};
    struct made made;
    struct err err;
    add_agencies(&agencies, 500);
    text_add_str(&plan, "{" TITLED "," LEVELS "," ONE ",'organisation':{'bodies':[" BODY("hq", "hq", "") "],'posts':[" POST("chief", "hq", "commander", HOLDER("a0", "")) "],'groups':[");
    for (int i = 0; i < 50; i++) {
        text_addf(&plan, "%s{'id':'g%d','name':{'zh':'第%d组','en':'Group %d'},'clause':'1','of':'hq','leaders':[{'agency':'a%d'}],'members':[", i > 0 ? "," : "", i, i, i, i * 10);
        for (int j = 1; j < 9; j++)
            text_addf(&plan, "%s{'agency':'a%d'}", j > 1 ? "," : "", i * 10 + j);
        text_add_str(&plan, "]}");
    }
    text_add_str(&plan, "],'members':[");
    for (int i = 0; i < 490; i++)
        text_addf(&plan, "%s{'agency':'a%d','clause':'1'}", i > 0 ? "," : "", i);
    text_add_str(&plan, "]},'tasks':[{'id':'call','kind':'first','owners':['hq'],'what':{'zh':'叫','en':'call'},'clause':'1','to':[");
    add_list(&plan, "'", 0, 500);
    text_add_str(&plan, "]}]}");
    made_open_with(&made, REGIONS, text_str(&agencies), text_str(&plan));
    assert_non_null(made.rules);
    struct graph *graph = graph_of(made.plan);
    int nodes[500];
    assert_int_equal(graph->edge_count, 50 + 1 + 1 + 50 + 400 + 490 + 500); /* groups, chief, holder, leaders, members, members of the headquarters, told */
    check_ids(graph, nodes, graph_unplaced(graph, nodes), "a499");
    check_path(graph, "a488 chief", EDGES_STAND, 1, "member_of hq commands chief");
    check_circles(graph, 0, "");
    check_doubles(graph, 0, "a0 - 2");
    struct graph_shared *shared = calloc(500, sizeof *shared);
    assert_int_equal(graph_shared(&(struct graph_view){graph, 1}, &(struct graph_view){graph, 2}, shared, &err), 500);
    free(shared);
    graph_free(graph);
    made_close(&made);
    text_release(&agencies);
    text_release(&plan);
}

static void test_a_chain_of_a_thousand_bodies_is_walked_without_recursion(void **state)
{
    (void)state;
    struct text plan = {0};
    struct made made;
    text_add_str(&plan, "{" TITLED "," LEVELS "," ONE ",'organisation':{'bodies':[");
    for (int i = 0; i < 1000; i++)
        text_addf(&plan, "%s{'id':'b%d','kind':'hq','name':{'zh':'部%d','en':'b %d'},'clause':'1','of':'b%d'}", i > 0 ? "," : "", i, i, i, i == 0 ? 0 : i - 1);
    text_add_str(&plan, "]}}");
    made_open(&made, text_str(&plan));
    struct graph *graph = graph_of(made.plan);
    struct graph_step *steps = calloc(graph->node_count, sizeof *steps);
    struct err err;
    assert_int_equal(graph_path(graph, &(struct graph_way){node(graph, "b999"), node(graph, "b0"), EDGES_STAND, 0}, steps, &err), 999);
    check_circles(graph, 0, "b0");
    free(steps);
    graph_free(graph);
    made_close(&made);
    text_release(&plan);
}

static void test_too_many_relations_are_refused_at_once(void **state)
{
    (void)state;
    struct text agencies = {0}, plan = {0};
    struct made made;
    struct err err;
    add_agencies(&agencies, 1100);
    text_add_str(&plan, "{" TITLED "," LEVELS "," ONE ",'tasks':[");
    for (int t = 0; t < 40; t++) {
        text_addf(&plan, "%s{'id':'t%d','kind':'report','what':{'zh':'报','en':'tell'},'clause':'1','owners':[", t > 0 ? "," : "", t);
        add_list(&plan, "'", 0, 550);
        text_add_str(&plan, "],'to':[");
        add_list(&plan, "'", 550, 550);
        text_add_str(&plan, "]}");
    }
    text_add_str(&plan, "]}");
    made_open_with(&made, REGIONS, text_str(&agencies), text_str(&plan));
    assert_non_null(made.plan);
    assert_null(graph_new(made.plan, NULL, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    made_close(&made);
    text_release(&agencies);
    text_release(&plan);
}

static void test_vocabulary_has_a_word_for_each_kind(void **state)
{
    (void)state;
    for (int kind = 0; kind < EDGE_KIND_COUNT; kind++) {
        assert_non_null(edge_kind_ids[kind]);
        assert_non_null(edge_words((enum edge_kind)kind).zh);
        assert_non_null(edge_words((enum edge_kind)kind).en);
    }
    assert_null(edge_kind_ids[EDGE_KIND_COUNT]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_edge_is_found_from_both_its_ends),
        cmocka_unit_test(test_each_part_of_the_organisation_makes_its_edge),
        cmocka_unit_test(test_a_group_stands_at_its_levels_only),
        cmocka_unit_test(test_a_deputy_without_a_commander_stands_in_for_the_body),
        cmocka_unit_test(test_conditions_that_fail_leave_their_edges_out),
        cmocka_unit_test(test_whoever_takes_command_over_commands),
        cmocka_unit_test(test_members_belong_to_the_headquarters_that_has_parts),
        cmocka_unit_test(test_an_agency_is_found_by_any_of_its_names),
        cmocka_unit_test(test_the_way_to_the_commander_is_the_shortest),
        cmocka_unit_test(test_outsiders_reach_the_commander_by_what_they_report),
        cmocka_unit_test(test_every_member_agency_has_a_way_to_the_commander),
        cmocka_unit_test(test_a_level_takes_in_the_calls_of_those_it_includes),
        cmocka_unit_test(test_a_step_that_a_task_says_already_is_no_second_call),
        cmocka_unit_test(test_duties_tell_too),
        cmocka_unit_test(test_reports_to_nobody_are_gaps_when_they_are_urgent),
        cmocka_unit_test(test_groups_without_leader_and_posts_without_holder_are_found),
        cmocka_unit_test(test_agencies_without_a_place_are_found),
        cmocka_unit_test(test_circles_of_command_are_found_each_once),
        cmocka_unit_test(test_a_way_into_a_circle_is_not_in_it),
        cmocka_unit_test(test_no_shipped_plan_commands_in_a_circle),
        cmocka_unit_test(test_one_person_in_two_posts_is_found),
        cmocka_unit_test(test_the_livestock_director_is_deputy_and_office_director),
        cmocka_unit_test(test_agencies_of_two_plans_are_found_by_id),
        cmocka_unit_test(test_what_two_incidents_need_depends_on_their_levels),
        cmocka_unit_test(test_a_plan_of_500_agencies_is_a_graph_like_any_other),
        cmocka_unit_test(test_a_chain_of_a_thousand_bodies_is_walked_without_recursion),
        cmocka_unit_test(test_too_many_relations_are_refused_at_once),
        cmocka_unit_test(test_vocabulary_has_a_word_for_each_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
