/*
 * Running out of memory at any one allocation: each flow ends with an answer that is whole, or with an error; never in a crash, a leak
 * (make asan) or half an answer. The allocator here stands before the C library's and refuses once, when told to.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "tests/unit/failing_malloc.h"

#include "cli/answer.h"
#include "cli/desk.h"
#include "core/graph.h"
#include "rules/triage_findings.h"
#include "rules/mdd.h"
#include "rules/question.h"
#include "tests/unit/journal_fixture.h"

/*
 * A flow gives 0 for a whole answer and -1 for a refusal; it fails the test itself for half an answer. `prepare` (may be NULL) runs
 * before each, with memory enough.
 */
struct flow {
    void (*prepare)(void);
    int (*run)(void);
};

static int run_once(const struct flow *flow, long failing)
{
    if (flow->prepare != NULL)
        flow->prepare();
    countdown = failing;
    asked = 0;
    int rc = flow->run();
    countdown = -1;
    return rc;
}

static void check_every_failure(const struct flow *flow, long most)
{
    assert_int_equal(run_once(flow, -1), 0);
    long count = asked, refused = 0;
    for (long i = 0; i < count; i += count / most + 1)
        refused += run_once(flow, i) != 0;
    assert_true(refused > 0);
    assert_int_equal(run_once(flow, -1), 0);
}

/* ---- loading ---- */

static const char *loading;
static size_t whole[7];

static void measure(const struct loaded *loaded, size_t sizes[7])
{
    sizes[0] = loaded->plan->task_count;
    sizes[1] = loaded->plan->condition_count;
    sizes[2] = loaded->rules->literal.count;
    sizes[3] = loaded->rules->safe.test_count;
    sizes[4] = loaded->city->agency_count;
    sizes[5] = loaded->rules->measure_count;
    sizes[6] = loaded->rules->mdd == NULL ? 0 : loaded->rules->mdd->node_count;
}

static struct loaded *load_plan(const char *name)
{
    struct library library;
    struct err err;
    if (library_open(&library, plans_root(), &err) != 0)
        return NULL;
    struct loaded *loaded = library_load(&library, name, NULL, LANG_EN, &err);
    library_release(&library);
    return loaded;
}

static int load(void)
{
    struct loaded *loaded = load_plan(loading);
    size_t sizes[7];
    if (loaded == NULL)
        return -1;
    measure(loaded, sizes);
    bool same = memcmp(sizes, whole, sizeof sizes) == 0;
    loaded_free(loaded);
    assert_true(same); /* nothing was left out in silence */
    return 0;
}

static void check_loading(const char *plan)
{
    struct loaded *loaded = shipped(plan);
    measure(loaded, whole);
    loaded_free(loaded);
    loading = plan;
    check_every_failure(&(struct flow){NULL, load}, 400);
}

static void test_a_plan_with_conditions_loads_whole_or_not_at_all(void **state)
{
    (void)state;
    check_loading("construction");
}

static void test_a_plan_with_sums_loads_whole_or_not_at_all(void **state)
{
    (void)state;
    check_loading("road");
}

static void test_a_plan_with_reports_loads_whole_or_not_at_all(void **state)
{
    (void)state;
    check_loading("animal");
}

static int load_all(void)
{
    struct library library;
    struct err err;
    if (library_open(&library, plans_root(), &err) != 0)
        return -1;
    struct catalogue *all = library_load_all(&library, NULL, NULL, LANG_EN, &err);
    library_release(&library);
    if (all == NULL)
        return -1;
    bool complete = all->count == 4 && all->flawed == 0;
    catalogue_free(all);
    assert_true(complete); /* no plan is called flawed for want of memory */
    return 0;
}

static void test_a_catalogue_is_loaded_whole_or_not_at_all(void **state)
{
    (void)state;
    check_every_failure(&(struct flow){NULL, load_all}, 400);
}

/* ---- a session ---- */

static struct loaded *animal;

static int work(struct session *session, struct err *err)
{
    static const char *const facts[] = {"mass_death_counties=1..3", "hq_level=4"};
    static const char *const report[] = {"disease=hpai", "county=140602", "township=a township with a name so long that it needs memory of its own when it is "
                                                                          "interned: that takes more than a hundred and twenty-eight bytes"};
    if (session_set(session, facts, 2, err) != 0 || session_report(session, report, 3, err) != 0 || session_set_none(session, err) != 0 ||
        session_undo(session, err) != 0)
        return -1;
    assert_int_equal(session->record.incident.reports.count, 1);
    assert_int_equal(session->assessment.level, 2); /* 4.2.2.1(6), mass deaths */
    return 0;
}

static int sit(void)
{
    struct app sitting = fixture_app(LANG_ZH);
    struct session session;
    struct err err;
    int rc = session_init(&session, &sitting, animal, "t-1", &err);
    if (rc == 0)
        rc = session_open(&session, &(struct opening){.title = "a test"}, &err);
    if (rc == 0)
        rc = work(&session, &err);
    if (rc != 0)
        assert_int_equal(err.code, ERR_MEMORY);
    session_release(&session);
    return rc;
}

static void test_a_session_changes_whole_or_not_at_all(void **state)
{
    (void)state;
    animal = shipped("animal");
    check_every_failure(&(struct flow){NULL, sit}, 100);
    loaded_free(animal);
}

/* ---- a desk ---- */

static struct sample shared;   /* a journal with one incident */
static struct text folded;     /* what it folds to */
static struct library library;
static struct app app;
static struct desk desk;

static void write_incident(void)
{
    struct err err;
    app = fixture_app(LANG_ZH);
    sample_open_empty(&shared);
    assert_int_equal(library_open(&library, plans_root(), &err), 0);
    desk_init(&desk, &app, &library, shared.journal);
    struct desk_incident *incident = desk_open(&desk, library_find(&library, "animal", &err), &(struct opening){.title = "x"}, &err);
    assert_non_null(incident);
    assert_int_equal(work(&incident->session, &err), 0);
    record_to_json(&incident->session.record, &folded);
    desk_release(&desk);
}

/* Whether the desk's incident is there, whole and without trouble. */
static bool knows_all(void)
{
    if (desk.count != 1 || desk.incidents[0]->trouble.code != ERR_NONE)
        return false;
    struct text now = {0};
    record_to_json(&desk.incidents[0]->session.record, &now);
    bool same = strcmp(text_str(&now), text_str(&folded)) == 0;
    text_release(&now);
    return same;
}

/* The plan is loaded beforehand: running out of memory in a plan is told as a flaw of it. */
static void start_hearing(void)
{
    struct err err;
    app = fixture_app(LANG_ZH);
    desk_init(&desk, &app, &library, must_open(shared.path, JOURNAL_WRITE));
    assert_non_null(desk_plan(&desk, library_find(&library, "animal", &err), &err));
}

static int hear(void)
{
    struct err err = {0};
    int rc = desk_follow(&desk, NULL, &err);
    countdown = -1;
    if (rc != 0)
        assert_int_equal(err.code, ERR_MEMORY);
    assert_int_equal(desk_follow(&desk, NULL, &err), 0);
    assert_true(knows_all()); /* once there is memory again */
    desk_release(&desk);
    return rc;
}

static void test_a_desk_hears_each_entry_whole_or_once_more(void **state)
{
    (void)state;
    write_incident();
    check_every_failure(&(struct flow){start_hearing, hear}, 300);
    library_release(&library);
    text_release(&folded);
    folder_close(&shared.folder);
}

/* ---- a line of a batch ---- */

static struct loaded *construction;

static int answer_line(struct answer_maker *maker, struct assessor *assessor, struct incident *incident, struct text *out)
{
    static const char line[] = "{\"id\": \"\\u0061\", \"facts\": {\"deaths\": {\"min\": 3, \"max\": 50}}}";
    struct incident_reader reader;
    struct json json = {0};
    struct assessment assessment;
    struct err err;
    incident_reader_init(&reader, construction->plan);
    int rc = json_read(&json, line, sizeof line - 1, &err);
    if (rc == 0)
        rc = incident_read_json(&reader, &json, incident, &err);
    if (rc == 0)
        rc = assess(assessor, incident, &assessment, &err);
    if (rc == 0)
        answer_add(maker, &(struct answer){&json, incident_read_id(&json), incident, &assessment}, out);
    json_release(&json);
    return rc != 0 || out->failed ? -1 : 0;
}

static int answer(void)
{
    struct text out = {0};
    struct incident incident = {.plan = NULL};
    struct answer_maker *maker = answer_maker_new(construction->rules, LANG_EN);
    struct assessor *assessor = assessor_new(construction->rules);
    int rc = maker == NULL || assessor == NULL ? -1 : incident_init(&incident, construction->plan, NULL);
    if (rc == 0)
        rc = answer_line(maker, assessor, &incident, &out);
    bool good = rc != 0 || strncmp(text_str(&out), "{\"id\": \"a\", \"level\": 3, \"possible\": 1,", 38) == 0;
    bool asks = rc != 0 || strstr(text_str(&out), "\"ask\": [\"deaths\"") != NULL || strstr(text_str(&out), ", \"deaths\"") != NULL;
    answer_maker_free(maker);
    assessor_free(assessor);
    incident_release(&incident);
    text_release(&out);
    assert_true(good && asks);
    return rc;
}

static void test_a_line_is_answered_whole_or_refused(void **state)
{
    (void)state;
    construction = shipped("construction");
    check_every_failure(&(struct flow){NULL, answer}, 200);
    loaded_free(construction);
}

/* ---- a question ---- */

static const struct ruleset *asked_of;
static struct incident half_known;
static struct question wanted;

static bool same_question(const struct question *a, const struct question *b)
{
    return a->fact == b->fact && a->threshold == b->threshold && a->at_least == b->at_least && a->expected == b->expected && a->optimal == b->optimal &&
           a->outcome_count == b->outcome_count && a->why_count == b->why_count &&
           memcmp(a->outcomes, b->outcomes, a->outcome_count * sizeof *a->outcomes) == 0 && memcmp(a->why, b->why, a->why_count * sizeof *a->why) == 0;
}

static int put_question(struct assessor *assessor, struct question *question, struct err *err)
{
    struct assessment assessment;
    if (assess(assessor, &half_known, &assessment, err) != 0 || question_find(assessor, &assessment, &(struct asking){NULL, 0}, question, err) != 0)
        return -1;
    return question_order(assessor, &assessment, err);
}

/* An assessor that ran out of memory is of use again once there is some. */
static int put_questions(void)
{
    struct question question, again;
    struct err err = {.code = ERR_MEMORY};
    struct assessor *assessor = assessor_new(asked_of);
    int rc = assessor == NULL ? -1 : put_question(assessor, &question, &err);
    countdown = -1;
    bool good = rc != 0 ? err.code == ERR_MEMORY : same_question(&question, &wanted);
    bool recovers = assessor == NULL || (put_question(assessor, &again, &err) == 0 && same_question(&again, &wanted));
    assessor_free(assessor);
    assert_true(good && recovers);
    return rc;
}

static void check_questions(const struct ruleset *rules)
{
    asked_of = rules;
    struct assessor *assessor = assessor_new(rules);
    assert_int_equal(put_question(assessor, &wanted, NULL), 0);
    assert_true(wanted.fact >= 0);
    assessor_free(assessor);
    check_every_failure(&(struct flow){NULL, put_questions}, 400);
    incident_release(&half_known);
}

static void test_a_question_over_the_diagram_is_whole_or_refused(void **state)
{
    (void)state;
    struct loaded *road = shipped("road");
    incident_init(&half_known, road->plan, NULL);
    know(&half_known, "traffic_accident", 1, 1);
    check_questions(road->rules);
    loaded_free(road);
}

static void test_a_question_without_a_diagram_is_whole_or_refused(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("c") "," BOOL("f")) ","
                          RULES(RULE("1", "a + b >= 100000000 and f") "," RULE("2", "a + b + c = 7000") "," RULE("3", "b + c <= 12"))));
    assert_null(made.rules->mdd);
    incident_init(&half_known, made.plan, NULL);
    know(&half_known, "b", 3, 5000);
    check_questions(made.rules);
    made_close(&made);
}

/* ---- the graph ---- */

static int look_around(const struct graph *graph, struct err *err)
{
    struct graph_step steps[400];
    struct graph_double doubles[2000];
    struct graph_shared both_need[200];
    int nodes[800];
    assert_true(graph->node_count < 400 && graph->edge_count < 2000);
    int path = graph_path(graph, &(struct graph_way){0, graph_commander(graph), EDGES_ALL, 0}, steps, err);
    int circles = graph_cycles(graph, 0, nodes, err), twice = graph_doubles(graph, 0, doubles, err);
    int both = graph_shared(&(struct graph_view){graph, 1}, &(struct graph_view){graph, 1}, both_need, err);
    assert_true(circles <= 0 && twice != 0 && both != 0);
    return path < 0 || circles < 0 || twice < 0 || both < 0 ? -1 : 0;
}

static int draw(void)
{
    struct err err;
    struct graph *graph = graph_new(construction->plan, NULL, &err);
    int rc = graph == NULL ? -1 : look_around(graph, &err);
    if (rc != 0)
        assert_int_equal(err.code, ERR_MEMORY);
    graph_free(graph);
    return rc;
}

static void test_a_graph_is_built_whole_or_not_at_all(void **state)
{
    (void)state;
    construction = shipped("construction");
    check_every_failure(&(struct flow){NULL, draw}, 200);
    loaded_free(construction);
}

/* ---- a triage ---- */

static struct loaded *road, *tourism;

static int look_at_both(struct triage *triage, struct err *err)
{
    struct triage_findings findings;
    if (triage_set(triage, "deaths", 6, "4", err) != 0 || triage_set(triage, "tourism_event", 13, "yes", err) != 0 ||
        triage_set(triage, "traffic_accident", 16, "yes", err) != 0 || triage_assess(triage, err) != 0 || triage_look(triage, &findings, err) != 0)
        return -1;
    assert_true(findings.question_count > 0 && findings.claim_count > 10 && findings.difference_count > 3);
    triage_findings_release(&findings);
    return 0;
}

static int triage_both(void)
{
    struct err err;
    struct triage triage;
    struct triage_source sources[] = {{road->rules, assessor_new(road->rules)}, {tourism->rules, assessor_new(tourism->rules)}};
    bool good = sources[0].assessor != NULL && sources[1].assessor != NULL;
    int rc = good ? triage_init(&triage, sources, 2, &err) : -1;
    bool begun = rc == 0;
    if (begun)
        rc = look_at_both(&triage, &err);
    if (good && rc != 0)
        assert_int_equal(err.code, ERR_MEMORY);
    if (begun)
        triage_release(&triage);
    assessor_free(sources[0].assessor);
    assessor_free(sources[1].assessor);
    return rc;
}

static void test_a_triage_is_looked_at_whole_or_not_at_all(void **state)
{
    (void)state;
    road = shipped("road");
    tourism = shipped("tourism");
    check_every_failure(&(struct flow){NULL, triage_both}, 100);
    loaded_free(road);
    loaded_free(tourism);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_plan_with_conditions_loads_whole_or_not_at_all),
        cmocka_unit_test(test_a_plan_with_reports_loads_whole_or_not_at_all),
        cmocka_unit_test(test_a_catalogue_is_loaded_whole_or_not_at_all),
        cmocka_unit_test(test_a_plan_with_sums_loads_whole_or_not_at_all),
        cmocka_unit_test(test_a_session_changes_whole_or_not_at_all),
        cmocka_unit_test(test_a_desk_hears_each_entry_whole_or_once_more),
        cmocka_unit_test(test_a_line_is_answered_whole_or_refused),
        cmocka_unit_test(test_a_question_over_the_diagram_is_whole_or_refused),
        cmocka_unit_test(test_a_question_without_a_diagram_is_whole_or_refused),
        cmocka_unit_test(test_a_graph_is_built_whole_or_not_at_all),
        cmocka_unit_test(test_a_triage_is_looked_at_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
