/* Details and issued documents: their vocabulary, and what a record remembers of them. */
#include "tests/unit/record_fixture.h"

static const char *detail_of(const struct scribe *scribe, const char *key)
{
    int detail = detail_find(scribe->loaded->plan, key, strlen(key));
    assert_true(detail >= 0);
    return scribe->record.details[detail].text;
}

static void test_details_are_found_by_id_and_by_either_name(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("animal");
    static const char *const names[] = {"place", "发生地点"};
    for (size_t i = 0; i < LENGTH_OF(names); i++)
        assert_int_equal(detail_find(loaded->plan, names[i], strlen(names[i])), DETAIL_PLACE);
    int own = detail_find(loaded->plan, "species", 7);
    assert_true(own >= COMMON_DETAILS);
    assert_int_equal(detail_find(loaded->plan, "species and breed", 17), own);
    assert_int_equal(detail_find(loaded->plan, "places", 6), -1);
    assert_int_equal(detail_find(loaded->plan, "project", 7), -1); /* another plan's */
    loaded_free(loaded);
}

static void test_a_loss_that_a_fact_has_is_no_detail(void **state)
{
    (void)state;
    struct loaded *construction = shipped("construction"), *road = shipped("road");
    assert_non_null(detail_fact(construction->plan, DETAIL_LOSS));
    assert_null(detail_fact(road->plan, DETAIL_LOSS));
    assert_null(detail_fact(construction->plan, DETAIL_PLACE));
    loaded_free(construction);
    loaded_free(road);
}

static void test_a_plan_cannot_take_a_common_detail_for_its_own(void **state)
{
    (void)state;
    check_flaw(PLAN(FACTS(COUNT("a")) "," RULES(RULE("1", "a > 0")) ",'details':[{'id':'place','label':{'zh':'z','en':'e'},'clause':'1'}]"), ERR_VALUE,
               "/details/0/id", "");
}

static void test_the_latest_detail_holds_and_undo_brings_the_one_before_back(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_null(detail_of(&scribe, "place"));
    assert_int_equal(say(&scribe, "detail", "{\"key\": \"place\", \"text\": \"大运高速\"}"), 0);
    assert_int_equal(say(&scribe, "detail", "{\"key\": \"place\", \"text\": \"208国道\"}"), 0);
    assert_string_equal(detail_of(&scribe, "place"), "208国道");
    assert_int_equal(scribe.record.details[DETAIL_PLACE].seq, 3);
    undo(&scribe);
    assert_string_equal(detail_of(&scribe, "place"), "大运高速");
    assert_int_equal(say(&scribe, "detail", "{\"key\": \"place\", \"text\": \"\"}"), 0);
    assert_null(detail_of(&scribe, "place"));
    scribe_close(&scribe);
}

static void test_a_detail_must_have_a_key_of_the_plan_and_a_text(void **state)
{
    (void)state;
    static const char *const bodies[] = {"{}", "{\"key\": \"place\"}", "{\"key\": \"nowhere\", \"text\": \"x\"}", "{\"key\": \"发生地点\", \"text\": \"x\"}",
                                         "{\"key\": \"species\", \"text\": \"x\"}", "{\"key\": 1, \"text\": \"x\"}", "{\"key\": \"place\", \"text\": 1}"};
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    for (size_t i = 0; i < LENGTH_OF(bodies); i++)
        assert_int_equal(say(&scribe, "detail", bodies[i]), -1);
    assert_int_equal(scribe.record.entry_count, 1);
    scribe_close(&scribe);
}

static void test_documents_are_numbered_without_a_gap(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say(&scribe, "issue", "{\"form\": \"followup\", \"number\": 2}"), -1);
    assert_int_equal(say(&scribe, "issue", "{\"form\": \"followup\", \"number\": 1}"), 0);
    assert_int_equal(say(&scribe, "issue", "{\"form\": \"followup\", \"number\": 1}"), -1);
    assert_int_equal(say(&scribe, "issue", "{\"form\": \"followup\", \"number\": 2}"), 0);
    assert_int_equal(say(&scribe, "issue", "{\"form\": \"novel\", \"number\": 1}"), -1);
    assert_int_equal(say(&scribe, "issue", "{\"form\": \"first\"}"), -1);
    assert_int_equal(scribe.record.issued[FORM_FOLLOWUP].number, 2);
    assert_int_equal(scribe.record.issued[FORM_FOLLOWUP].seq, 3);
    assert_int_equal(scribe.record.issued[FORM_FIRST].number, 0);
    scribe_close(&scribe);
}

static void test_what_has_gone_out_is_not_undone(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say(&scribe, "detail", "{\"key\": \"place\", \"text\": \"x\"}"), 0);
    assert_int_equal(say(&scribe, "issue", "{\"form\": \"first\", \"number\": 1}"), 0);
    undo_is_refused(&scribe);
    assert_string_equal(detail_of(&scribe, "place"), "x");
    scribe_close(&scribe);
}

static void test_a_closed_incident_still_gives_documents_out(void **state)
{
    (void)state;
    struct scribe scribe;
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say_as(&scribe, "", "dismiss", "{}", "误报"), 0);
    assert_int_equal(say(&scribe, "detail", "{\"key\": \"place\", \"text\": \"x\"}"), -1);
    assert_int_equal(say(&scribe, "issue", "{\"form\": \"final\", \"number\": 1}"), 0);
    scribe_close(&scribe);
}

static void test_details_and_documents_are_in_the_state(void **state)
{
    (void)state;
    struct scribe scribe;
    struct text json = {0};
    scribe_open(&scribe, "road");
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(say(&scribe, "detail", "{\"key\": \"source\", \"text\": \"122 \\\"热线\\\"\"}"), 0);
    assert_int_equal(say(&scribe, "detail", "{\"key\": \"traffic\", \"text\": \"中断\"}"), 0);
    assert_int_equal(say(&scribe, "issue", "{\"form\": \"first\", \"number\": 1}"), 0);
    record_to_json(&scribe.record, &json);
    check_contains(text_str(&json), "\"details\": {\"source\": \"122 \\\"热线\\\"\", \"traffic\": \"中断\"}, \"issued\": {\"first\": 1}}");
    text_release(&json);
    scribe_close(&scribe);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_details_are_found_by_id_and_by_either_name),
        cmocka_unit_test(test_a_loss_that_a_fact_has_is_no_detail),
        cmocka_unit_test(test_a_plan_cannot_take_a_common_detail_for_its_own),
        cmocka_unit_test(test_the_latest_detail_holds_and_undo_brings_the_one_before_back),
        cmocka_unit_test(test_a_detail_must_have_a_key_of_the_plan_and_a_text),
        cmocka_unit_test(test_documents_are_numbered_without_a_gap),
        cmocka_unit_test(test_what_has_gone_out_is_not_undone),
        cmocka_unit_test(test_a_closed_incident_still_gives_documents_out),
        cmocka_unit_test(test_details_and_documents_are_in_the_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
