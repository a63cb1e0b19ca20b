/* Assessments as JSON, by the batch contract. */
#include "cli/answer.h"
#include "core/incident_read.h"
#include "tests/unit/fixture.h"

static struct loaded *loaded;
static struct incident incident;
static struct incident_reader reader;
static struct assessor *assessor;
static struct answer_maker *maker;
static struct json line, answer;
static struct text out;

static int open_plan(const char *plan)
{
    loaded = shipped(plan);
    incident_reader_init(&reader, loaded->plan);
    assessor = assessor_new(loaded->rules);
    maker = answer_maker_new(loaded->rules, LANG_EN);
    return incident_init(&incident, loaded->plan, NULL);
}

static int open_road(void **state)
{
    (void)state;
    return open_plan("road");
}

static int open_construction(void **state)
{
    (void)state;
    return open_plan("construction");
}

static int open_animal(void **state)
{
    (void)state;
    return open_plan("animal");
}

static int close_plan(void **state)
{
    (void)state;
    answer_maker_free(maker);
    assessor_free(assessor);
    incident_release(&incident);
    loaded_free(loaded);
    json_release(&line);
    json_release(&answer);
    text_release(&out);
    return 0;
}

/* Answer a line as a batch does; the answer is then in `answer`. */
static void answer_line(const char *text)
{
    static char bytes[4096];
    struct err err;
    struct assessment assessment;
    snprintf(bytes, sizeof bytes, "%s", text);
    for (char *at = bytes; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    text_clear(&out);
    if (json_read(&line, bytes, strlen(bytes), &err) != 0) {
        err_set_pointer(&err, "");
        answer_add_error(maker, &line, 0, &err, &out);
    } else {
        uint32_t id = incident_read_id(&line);
        incident_clear(&incident);
        if (incident_read_json(&reader, &line, &incident, &err) != 0 || assess(assessor, &incident, &assessment, &err) != 0)
            answer_add_error(maker, &line, id, &err, &out);
        else
            answer_add(maker, &(struct answer){&line, id, &incident, &assessment}, &out);
    }
    assert_int_equal(out.data[out.size - 1], '\n');
    if (json_read(&answer, out.data, out.size - 1, &err) != 0)
        fail_msg("%s: %s", text_str(&out), err.en);
}

static const struct json_node *member(const char *key)
{
    uint32_t node = json_member(&answer, 0, key);
    if (node == 0)
        fail_msg("no %s in %s", key, text_str(&out));
    return &answer.nodes[node];
}

static void check_member(const char *key, const char *expected)
{
    const struct json_node *node = member(key);
    if (!text_equal(node->data, node->size, expected))
        fail_msg("%s is %.*s, not %s", key, (int)node->size, node->data, expected);
}

static void test_an_answer_has_the_keys_of_the_contract(void **state)
{
    (void)state;
    static const char *const keys[] = {"id", "level", "possible", "settled", "safe_level", "event_grade", "clauses", "ask", "warnings"};
    answer_line("{'id':'c1','facts':{'deaths':12,'serious_injuries':{'min':3}}}");
    assert_int_equal(answer.nodes[0].count, LENGTH_OF(keys));
    for (size_t i = 0; i < LENGTH_OF(keys); i++)
        member(keys[i]);
    check_member("id", "c1");
    check_member("level", "2");
    check_member("possible", "1");
    check_member("settled", "false");
    check_member("safe_level", "2");
    check_member("event_grade", "major");
    check_member("clauses", "[\"附件3/二级/1\", \"附件4/重大\"]");
    assert_true(member("ask")->count > 0);
    assert_int_equal(member("warnings")->count, 0);
}

static void test_no_level_and_no_grade_are_null(void **state)
{
    (void)state;
    answer_line("{'facts':{'deaths':0,'serious_injuries':0,'direct_loss':0,'endangered':0}}");
    check_member("id", "null");
    check_member("level", "null");
    check_member("possible", "null");
    check_member("settled", "true");
    check_member("safe_level", "null");
    check_member("event_grade", "null");
    check_member("clauses", "[]");
    check_member("ask", "[]");
}

static void test_ids_come_back_as_they_were(void **state)
{
    (void)state;
    static const char *const ids[] = {"c1", "", "事故 1", "a\\nb", "\\u0041\\ud83d\\ude00", "\\u0000", "\\\"quoted\\\"", "\\u001b[2J", "/"};
    for (size_t i = 0; i < LENGTH_OF(ids); i++) {
        char text[100];
        struct err err;
        struct json given = {0};
        snprintf(text, sizeof text, "\"%s\"", ids[i]);
        assert_int_equal(json_read(&given, text, strlen(text), &err), 0);
        char with_id[160];
        snprintf(with_id, sizeof with_id, "{'id':%s,'facts':{}}", text);
        answer_line(with_id);
        assert_int_equal(member("id")->size, given.nodes[0].size);
        assert_memory_equal(member("id")->data, given.nodes[0].data, given.nodes[0].size);
        json_release(&given);
    }
}

static void check_error(const char *text, const char *code, const char *path)
{
    answer_line(text);
    uint32_t error = json_member(&answer, 0, "error");
    assert_int_not_equal(error, 0);
    assert_int_equal(answer.nodes[0].count, 2); /* id and error */
    if (!json_string_is(&answer, json_member(&answer, error, "code"), code) || !json_string_is(&answer, json_member(&answer, error, "path"), path))
        fail_msg("%s → %s", text, text_str(&out));
    assert_int_equal(answer.nodes[json_member(&answer, error, "message")].type, JSON_STRING);
}

static void test_an_error_has_its_code_message_and_path(void **state)
{
    (void)state;
    check_error("{'id':'x','facts':{'deaths':-1}}", "value", "/facts/deaths");
    check_member("id", "x");
    check_error("{'id':7}", "type", "/id");
    check_member("id", "null");
    check_error("", "json", "");
    check_error("{'id':'x'", "json", "");
    check_error("{'id':'x','id':'y'}", "key", "");
    check_error("{'id':'x','facts':{'a/b~c':1}}", "key", "/facts/a~1b~0c");
    check_error("[]", "type", "");
}

static void test_a_bad_line_with_a_long_name_still_gets_an_answer_in_json(void **state)
{
    (void)state;
    check_error("{'facts':{'x中中中中中中中中中中中中中中中中中中中中中中中中中':1}}", "key", "/facts/x中中中中中中中中中中中中中中中中中中中中中中中中中");
    check_error("{'x中中中中中中中中中中中中中中中中中中中中中中中中中':1,'x中中中中中中中中中中中中中中中中中中中中中中中中中':2}", "key", "");
}

static void test_a_message_tells_the_column_and_the_nearest_name(void **state)
{
    (void)state;
    check_error("{'facts': }", "json", "");
    check_contains(text_str(&out), "(column 11)");
    check_error("{'facts':{'deahts':1}}", "key", "/facts/deahts");
    check_contains(text_str(&out), "did you mean: deaths");
    check_lacks(text_str(&out), "column"); /* the path says where */
}

static void test_the_path_may_point_at_a_hostile_key(void **state)
{
    (void)state;
    check_error("{'facts':{'\\u001b\\u0007\\\"\\\\':1}}", "key", "/facts/\x1B\x07\"\\");
}

/* ---- warnings ---- */

static void test_a_hole_in_the_text_is_pointed_out(void **state)
{
    (void)state;
    answer_line("{'facts':{'traffic_accident':true,'hazmat_release':false,'severe_weather':false,'deaths':0,'missing':40,'injured':0,'pollution':'none','cities':0,'counties':0}}");
    check_member("level", "null");
    check_member("safe_level", "2");
    assert_int_equal(member("warnings")->count, 1);
    check_contains(text_str(&out), "literally no level");
    check_contains(text_str(&out), words_in(plan_find_level(loaded->plan, 2)->name, LANG_EN));
}

static int override(const char *a, const char *b, struct err *err)
{
    struct args args = {.option_count = b == NULL ? 1 : 2};
    args.options[0].name = args.options[1].name = "--param";
    args.options[0].value = a;
    args.options[1].value = b;
    return override_parameters(&incident, &args, err);
}

static void test_overridden_parameters_are_shown(void **state)
{
    (void)state;
    struct err err;
    assert_int_equal(override("incubation.csf=30", "window.hpai=0", &err), 0);
    const struct parameter *csf = plan_find_parameter(loaded->plan, "incubation.csf", 14);
    assert_int_equal(incident.days[csf - loaded->plan->parameters], 30);
    answer_line("{'as_of':'2026-03-01'}");
    assert_int_equal(member("warnings")->count, 1);
    check_contains(text_str(&out), "Parameters overridden: ");
    check_contains(text_str(&out), "incubation.csf = 30 days (plan: 14)");
    check_contains(text_str(&out), "window.hpai = 0 days (plan: 21)");
}

static void test_unconfirmed_parameters_are_shown_where_they_were_used(void **state)
{
    (void)state;
    answer_line("{'as_of':'2026-03-01'}");
    assert_int_equal(member("warnings")->count, 0);
    answer_line("{'as_of':'2026-03-01','reports':[{'date':'2026-03-01','county':'140602','township':'t','premises':'p','disease':'brucellosis'}]}");
    assert_int_equal(member("warnings")->count, 1);
    check_contains(text_str(&out), "incubation.brucellosis = 60 days");
    struct err err;
    assert_int_equal(override("incubation.brucellosis=60", NULL, &err), 0); /* somebody has decided: no longer a default */
    answer_line("{'as_of':'2026-03-01','reports':[{'date':'2026-03-01','county':'140602','township':'t','premises':'p','disease':'brucellosis'}]}");
    check_lacks(text_str(&out), "No published figure");
}

static void test_bad_parameters_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"incubation.csf", "incubation.csf=", "incubation.csf=x", "incubation.csf=-1", "incubation.csf=1.5", "incubation.csf=36501", "=3", ""};
    struct err err;
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        assert_int_equal(override(bad[i], NULL, &err), -1);
        assert_int_equal(err.code, ERR_USAGE);
    }
    assert_int_equal(override("incubation.cfs=3", NULL, &err), -1);
    assert_string_equal(err.hint, "incubation.csf");
    assert_int_equal(override("incubation.csf=36500", NULL, &err), 0);
}

static void test_a_maker_of_nobody_is_freed(void **state)
{
    (void)state;
    answer_maker_free(NULL);
}

/* A hole in the text is not spoken of then: it may only not have been searched to the end. */
static void test_what_was_not_proven_to_the_end_is_said(void **state)
{
    (void)state;
    struct text warnings[WARNINGS_MAX] = {{0}};
    struct assessment unproven = {.level = LEVEL_NONE, .possible = 1, .safe_level = 2, .grade = -1};
    incident_clear(&incident);
    for (int lang = 0; lang < 2; lang++) {
        assert_int_equal(answer_warnings(loaded->rules, &incident, &unproven, lang == 0 ? LANG_ZH : LANG_EN, warnings), 1);
        check_contains(text_str(&warnings[0]), lang == 0 ? "未能算到底" : "Not proven to the end");
        text_release(&warnings[0]);
    }
    unproven.exact = true;
    assert_int_equal(answer_warnings(loaded->rules, &incident, &unproven, LANG_EN, warnings), 1);
    check_contains(text_str(&warnings[0]), "hole");
    text_release(&warnings[0]);
}

int main(void)
{
#define ROAD(name) cmocka_unit_test_setup_teardown(name, open_road, close_plan)
#define CONSTRUCTION(name) cmocka_unit_test_setup_teardown(name, open_construction, close_plan)
#define ANIMAL(name) cmocka_unit_test_setup_teardown(name, open_animal, close_plan)
    static const struct CMUnitTest tests[] = {
        CONSTRUCTION(test_an_answer_has_the_keys_of_the_contract),
        CONSTRUCTION(test_no_level_and_no_grade_are_null),
        ROAD(test_ids_come_back_as_they_were),
        ROAD(test_an_error_has_its_code_message_and_path),
        ROAD(test_a_bad_line_with_a_long_name_still_gets_an_answer_in_json),
        ROAD(test_a_message_tells_the_column_and_the_nearest_name),
        ROAD(test_the_path_may_point_at_a_hostile_key),
        ROAD(test_a_hole_in_the_text_is_pointed_out),
        ANIMAL(test_overridden_parameters_are_shown),
        ANIMAL(test_unconfirmed_parameters_are_shown_where_they_were_used),
        ANIMAL(test_bad_parameters_are_refused),
        CONSTRUCTION(test_what_was_not_proven_to_the_end_is_said),
        cmocka_unit_test(test_a_maker_of_nobody_is_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
