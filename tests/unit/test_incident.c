/* What is known of an incident, and reading it: the batch contract's JSON, and values as people type them. */
#include "tests/unit/fixture.h"

#include "core/incident_read.h"

#define KINDS "{'id':'kind','type':'enum','harm':true,'label':{'zh':'种类','en':'sort'},'question':{'zh':'?','en':'?'},'values':[" \
              VALUE("mild") "," VALUE("severe") "]}"
#define TEXT(more) \
    PLAN(FACTS(COUNT("deaths") "," DECIMAL("loss") "," BOOL("fire") "," KINDS "," FACT("hq", "level", ",'discretion':true") "," \
               FACT("extra", "count", ",'discretion':true")) "," RULES(RULE("1", "deaths > 0")) more)
#define GRADED_ON_REPORTS \
    TEXT(",'diseases':[{'id':'flu','name':{'zh':'流感','en':'flu'}},{'id':'pox','name':{'zh':'痘','en':'pox'}}],'parameters':[{'id':'window','days':7,'source':{'clause':'1'}}]")

static struct made made;
static struct incident incident;
static struct incident_reader reader;
static struct json json;
static struct err err;

static int open_made(const char *text)
{
    made_open(&made, text);
    incident_reader_init(&reader, made.plan);
    return incident_init(&incident, made.plan, &err);
}

static int open_plain(void **state)
{
    (void)state;
    return open_made(TEXT(""));
}

static int open_reports(void **state)
{
    (void)state;
    return open_made(GRADED_ON_REPORTS);
}

static int close_made(void **state)
{
    (void)state;
    incident_release(&incident);
    json_release(&json);
    made_close(&made);
    return 0;
}

static const struct known *known(const char *id)
{
    return &incident.facts[fact_index(made.plan, id)];
}

static void check_known(const char *id, int64_t least, int64_t most, bool given)
{
    const struct known *it = known(id);
    if (it->least != least || it->most != most || it->given != given)
        fail_msg("%s is %lld..%lld%s", id, (long long)it->least, (long long)it->most, it->given ? " (given)" : "");
}

/* ---- the incident itself ---- */

static void test_facts_not_given_are_anything_and_findings_not_made(void **state)
{
    (void)state;
    check_known("deaths", 0, 1000000000000000, false);
    check_known("loss", 0, 100000000000000000, false);
    check_known("fire", 0, 1, false);
    check_known("kind", 0, 1, false);
    check_known("hq", 0, 0, false);
    check_known("extra", 0, 0, false);
}

static void test_facts_are_set_and_unset(void **state)
{
    (void)state;
    know(&incident, "deaths", 3, 9);
    check_known("deaths", 3, 9, true);
    incident_unset(&incident, &made.plan->facts[0]);
    check_known("deaths", 0, 1000000000000000, false);
}

static void test_closing_takes_what_was_not_given_as_none(void **state)
{
    (void)state;
    know(&incident, "deaths", 3, 9);
    incident_close(&incident);
    check_known("deaths", 3, 9, true);
    check_known("loss", 0, 0, false);
    check_known("kind", 0, 0, false);
}

static void test_clearing_keeps_overridden_parameters_only(void **state)
{
    (void)state;
    struct report_input report = {.township = "t", .township_size = 1, .premises = "p", .premises_size = 1};
    know(&incident, "deaths", 3, 9);
    report_log_append(&incident.reports, &report, NULL);
    incident.has_as_of = true;
    incident.days[0] = 99;
    incident.overridden[0] = true;
    incident_clear(&incident);
    check_known("deaths", 0, 1000000000000000, false);
    assert_int_equal(incident.reports.count, 0);
    assert_false(incident.has_as_of);
    assert_int_equal(incident.days[0], 99);
    assert_true(incident.overridden[0]);
}

static void test_only_plans_with_diseases_are_graded_on_reports(void **state)
{
    (void)state;
    assert_true(plan_uses_reports(made.plan));
    struct made plain;
    made_open(&plain, TEXT(""));
    assert_false(plan_uses_reports(plain.plan));
    made_close(&plain);
}

/* ---- JSON ---- */

static char line[4096];

static int read_line(const char *text)
{
    snprintf(line, sizeof line, "%s", text);
    for (char *at = line; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    if (json_read(&json, line, strlen(line), &err) != 0)
        fail_msg("%s: %s", text, err.en);
    incident_clear(&incident);
    return incident_read_json(&reader, &json, &incident, &err);
}

static void check_line(const char *text)
{
    if (read_line(text) != 0)
        fail_msg("%s: %s", text, err.en);
}

static void check_bad_line(const char *text, enum err_code code, const char *pointer, const char *hint)
{
    if (read_line(text) == 0)
        fail_msg("%s is let through", text);
    if (err.code != code || strcmp(err.pointer, pointer) != 0 || strcmp(err.hint, hint) != 0)
        fail_msg("%s: %s at %s (%s), hint %s", text, err_name(err.code), err.pointer, err.en, err.hint);
    assert_true(err.zh[0] != '\0' && err.has_pointer);
}

static void test_every_kind_of_fact_is_read(void **state)
{
    (void)state;
    check_line("{'id':'x','facts':{'deaths':12,'loss':0.000001,'fire':true,'kind':'severe','hq':4,'extra':1}}");
    check_known("deaths", 12, 12, true);
    check_known("loss", 1, 1, true);
    check_known("fire", 1, 1, true);
    check_known("kind", 1, 1, true);
    check_known("hq", 4, 4, true);
    check_known("extra", 1, 1, true);
}

static void test_ranges_have_either_end_or_both(void **state)
{
    (void)state;
    check_line("{'facts':{'deaths':{'min':3},'loss':{'max':1.5},'extra':{'max':9,'min':9}}}");
    check_known("deaths", 3, 1000000000000000, true);
    check_known("loss", 0, 1500000, true);
    check_known("extra", 9, 9, true);
}

static void test_numbers_keep_to_the_contract(void **state)
{
    (void)state;
    check_line("{'facts':{'deaths':1000000000000000,'loss':1000000000000000}}");
    check_known("deaths", 1000000000000000, 1000000000000000, true);
    check_known("loss", 100000000000000000, 100000000000000000, true); /* 10^11 and above are one value */
    check_line("{'facts':{'deaths':-0,'loss':-0.0}}");
    check_known("loss", 0, 0, true);
    static const char *const bad_counts[] = {"3.0", "1e2", "-1", "1000000000000001", "1e400", "0.5"};
    for (size_t i = 0; i < LENGTH_OF(bad_counts); i++) {
        char text[100];
        snprintf(text, sizeof text, "{'facts':{'deaths':%s}}", bad_counts[i]);
        check_bad_line(text, ERR_VALUE, "/facts/deaths", "");
    }
    static const char *const bad_losses[] = {"1e2", "-0.1", "0.1234567", "1000000000000000.1", "1.0000000"};
    for (size_t i = 0; i < LENGTH_OF(bad_losses); i++) {
        char text[100];
        snprintf(text, sizeof text, "{'facts':{'loss':%s}}", bad_losses[i]);
        check_bad_line(text, ERR_VALUE, "/facts/loss", "");
    }
}

static void test_values_of_the_wrong_type_are_refused_where_they_stand(void **state)
{
    (void)state;
    check_bad_line("{'facts':{'deaths':'3'}}", ERR_TYPE, "/facts/deaths", "");
    check_bad_line("{'facts':{'deaths':null}}", ERR_TYPE, "/facts/deaths", "");
    check_bad_line("{'facts':{'deaths':[3]}}", ERR_TYPE, "/facts/deaths", "");
    check_bad_line("{'facts':{'fire':1}}", ERR_TYPE, "/facts/fire", "");
    check_bad_line("{'facts':{'fire':'true'}}", ERR_TYPE, "/facts/fire", "");
    check_bad_line("{'facts':{'kind':1}}", ERR_TYPE, "/facts/kind", "");
    check_bad_line("{'facts':{'kind':'sever'}}", ERR_VALUE, "/facts/kind", "severe");
    check_bad_line("{'facts':{'kind':'sort'}}", ERR_VALUE, "/facts/kind", "");
    check_bad_line("{'facts':{'hq':5}}", ERR_VALUE, "/facts/hq", "");
    check_bad_line("{'facts':{'hq':'1'}}", ERR_TYPE, "/facts/hq", "");
    check_bad_line("{'facts':{'death':1}}", ERR_KEY, "/facts/death", "deaths");
    check_bad_line("{'facts':{'':1}}", ERR_KEY, "/facts/", "");
    check_bad_line("{'facts':[]}", ERR_TYPE, "/facts", "");
}

static void test_bad_ranges_are_refused_where_they_stand(void **state)
{
    (void)state;
    check_bad_line("{'facts':{'deaths':{}}}", ERR_VALUE, "/facts/deaths", "");
    check_bad_line("{'facts':{'deaths':{'min':4,'max':3}}}", ERR_VALUE, "/facts/deaths", "");
    check_bad_line("{'facts':{'loss':{'min':300000000000,'max':200000000000}}}", ERR_VALUE, "/facts/loss", ""); /* although both are kept as 10^11 */
    check_bad_line("{'facts':{'deaths':{'least':4}}}", ERR_KEY, "/facts/deaths/least", "");
    check_bad_line("{'facts':{'deaths':{'min':'4'}}}", ERR_TYPE, "/facts/deaths/min", "");
    check_bad_line("{'facts':{'deaths':{'max':-4}}}", ERR_VALUE, "/facts/deaths/max", "");
    check_bad_line("{'facts':{'fire':{'min':0}}}", ERR_TYPE, "/facts/fire", "");
    check_bad_line("{'facts':{'kind':{'min':0}}}", ERR_TYPE, "/facts/kind", "");
    check_bad_line("{'facts':{'hq':{'max':2}}}", ERR_TYPE, "/facts/hq", "");
}

static void test_a_line_has_four_keys_and_no_other(void **state)
{
    (void)state;
    check_line("{}");
    check_line("{'id':'','reports':[],'as_of':'2026-03-01'}");
    check_bad_line("[]", ERR_TYPE, "", "");
    check_bad_line("null", ERR_TYPE, "", "");
    check_bad_line("{'id':null}", ERR_TYPE, "/id", "");
    check_bad_line("{'id':7}", ERR_TYPE, "/id", "");
    check_bad_line("{'fact':{}}", ERR_KEY, "/fact", "facts");
    check_bad_line("{'as_of':'2026-02-30'}", ERR_VALUE, "/as_of", "");
    check_bad_line("{'as_of':20260301}", ERR_TYPE, "/as_of", "");
    check_bad_line("{'reports':{}}", ERR_TYPE, "/reports", "");
}

static void test_the_id_is_found_even_in_a_bad_line(void **state)
{
    (void)state;
    read_line("{'facts':{'x':1},'id':'c1'}");
    assert_true(json_string_is(&json, incident_read_id(&json), "c1"));
    read_line("{'id':7}");
    assert_int_equal(incident_read_id(&json), 0);
    read_line("['id']");
    assert_int_equal(incident_read_id(&json), 0);
    json.count = 0;
    assert_int_equal(incident_read_id(&json), 0);
}

static void test_a_message_names_a_long_key_in_whole_characters(void **state)
{
    (void)state;
    check_bad_line("{'facts':{'x中中中中中中中中中中中中中中中中中中中中中中中中中':1}}", ERR_KEY, "/facts/x中中中中中中中中中中中中中中中中中中中中中中中中中", "");
    assert_true(text_is_utf8(err.zh, strlen(err.zh)) && text_is_utf8(err.en, strlen(err.en)));
}

static void test_a_message_names_a_long_value_in_whole_characters(void **state)
{
    (void)state;
    check_bad_line("{'facts':{'kind':'x中中中中中中中中中中中中中中中中中中中中中中中中中'}}", ERR_VALUE, "/facts/kind", "");
    assert_true(text_is_utf8(err.zh, strlen(err.zh)) && text_is_utf8(err.en, strlen(err.en)));
}

/* ---- reports ---- */

#define REPORT "'date':'2026-03-01','county':'2','township':'镇','premises':'p'"
#define LINE(report) "{'as_of':'2026-03-02','reports':[{" report "}]}"

static void test_a_report_is_read(void **state)
{
    (void)state;
    check_line(LINE(REPORT ",'disease':'pox','spread':'outbreak'"));
    const struct report *report = &incident.reports.items[0];
    assert_int_equal(incident.as_of - report->day, 1);
    assert_int_equal(report->county, 1);
    assert_int_equal(report->disease, 1);
    assert_int_equal(report->spread, SPREAD_OUTBREAK);
    check_line(LINE(REPORT ",'disease':'flu'"));
    assert_int_equal(incident.reports.count, 1);
    assert_int_equal(incident.reports.items[0].spread, SPREAD_SPORADIC);
}

static void test_bad_reports_are_refused_where_they_stand(void **state)
{
    (void)state;
    check_bad_line(LINE(REPORT), ERR_KEY, "/reports/0", ""); /* no disease */
    check_bad_line(LINE(REPORT ",'disease':'flue'"), ERR_REFERENCE, "/reports/0/disease", "flu");
    check_bad_line(LINE(REPORT ",'disease':1"), ERR_TYPE, "/reports/0/disease", "");
    check_bad_line(LINE(REPORT ",'disease':'flu','spread':'epidemc'"), ERR_REFERENCE, "/reports/0/spread", "epidemic");
    check_bad_line(LINE(REPORT ",'disease':'flu','spraed':'epidemic'"), ERR_KEY, "/reports/0/spraed", "spread");
    check_bad_line(LINE("'date':'2026-02-29','county':'2','township':'t','premises':'p','disease':'flu'"), ERR_VALUE, "/reports/0/date", "");
    check_bad_line(LINE("'date':'2026-02-28','county':'22','township':'t','premises':'p','disease':'flu'"), ERR_REFERENCE, "/reports/0/county", "2");
    check_bad_line("{'as_of':'2026-03-02','reports':[7]}", ERR_TYPE, "/reports/0", "");
    check_bad_line("{'as_of':'2026-03-02','reports':[{" REPORT ",'disease':'flu'},{}]}", ERR_KEY, "/reports/1", "");
}

static void test_a_plan_graded_on_reports_needs_a_date(void **state)
{
    (void)state;
    check_bad_line("{'facts':{}}", ERR_KEY, "", "");
    check_contains(err.en, "as_of");
    check_line("{'as_of':'0001-01-01'}");
    assert_int_equal(incident.as_of, -719162);
}

static void test_other_plans_check_reports_and_ignore_them(void **state)
{
    (void)state;
    check_line("{'reports':[{" REPORT ",'disease':'whatever'}]}");
    assert_int_equal(incident.reports.count, 0);
    check_bad_line("{'reports':[{" REPORT "}]}", ERR_KEY, "/reports/0", "");
    check_bad_line(LINE("'date':'2026-02-29','county':'2','township':'t','premises':'p','disease':'x'"), ERR_VALUE, "/reports/0/date", "");
}

static void test_facts_whose_hashes_meet_are_told_apart(void **state)
{
    (void)state;
    struct text text = {0};
    struct made many;
    text_add_str(&text, "{" TITLED "," LEVELS "," RULES(RULE("1", "a00z > 0")) ",'facts':[");
    for (int i = 0; i < 63; i++) /* first, middle and last letters alike: one slot for all */
        text_addf(&text, "%s{'id':'a%d0z','type':'count','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i);
    text_add_str(&text, "]}");
    made_open(&many, text_str(&text));
    text_release(&text);
    incident_release(&incident);
    incident_init(&incident, many.plan, &err);
    incident_reader_init(&reader, many.plan);
    for (int i = 0; i < 63; i++) {
        char one[64];
        snprintf(one, sizeof one, "{'facts':{'a%d0z':%d}}", i, i + 1);
        check_line(one);
        assert_int_equal(incident.facts[i].least, i + 1);
        assert_int_equal(incident.facts[(i + 1) % 63].least, 0);
    }
    assert_int_equal(read_line("{'facts':{'a630z':1}}"), -1);
    incident_release(&incident);
    made_close(&many);
    incident_init(&incident, made.plan, &err);
}

/* ---- values as people write them ---- */

static struct known typed(const char *id, const char *text)
{
    struct known value = {-1, -1, false};
    const struct fact *fact = &made.plan->facts[fact_index(made.plan, id)];
    err.code = ERR_NONE;
    incident_read_value(made.plan, fact, text, &value, &err);
    return value;
}

static void test_typed_values_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *id, *text;
        int64_t least, most;
    } rows[] = {
        {"deaths", "12", 12, 12}, {"deaths", "3..9", 3, 9}, {"deaths", "3..", 3, 1000000000000000}, {"deaths", "..9", 0, 9}, {"deaths", "0", 0, 0},
        {"deaths", "..", 0, 1000000000000000}, {"deaths", "5..5", 5, 5}, {"loss", "1.5..2.25", 1500000, 2250000}, {"loss", "1.5..", 1500000, 100000000000000000},
        {"loss", "..0.5", 0, 500000}, {"fire", "true", 1, 1}, {"fire", "no", 0, 0}, {"fire", "是", 1, 1}, {"fire", "否", 0, 0}, {"fire", "没有", 0, 0},
        {"kind", "mild", 0, 0}, {"kind", "severe号", 1, 1}, {"kind", "severe label", 1, 1}, {"hq", "0", 0, 0}, {"hq", "4", 4, 4},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct known value = typed(rows[i].id, rows[i].text);
        if (value.least != rows[i].least || value.most != rows[i].most || !value.given || err.code != ERR_NONE)
            fail_msg("%s=%s", rows[i].id, rows[i].text);
    }
}

static void test_a_question_mark_is_unknown_again(void **state)
{
    (void)state;
    static const char *const ids[] = {"deaths", "loss", "fire", "kind", "hq"};
    for (size_t i = 0; i < LENGTH_OF(ids); i++) {
        for (int wide = 0; wide < 2; wide++) {
            struct known value = typed(ids[i], wide ? "？" : "?");
            assert_false(value.given);
            assert_int_equal(value.least, 0);
            assert_true(value.most == (i == 4 ? 0 : made.plan->facts[i].most)); /* an unmade finding is none */
        }
    }
}

static void test_typed_nonsense_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"deaths", ""}, {"deaths", "x"}, {"deaths", "3.5"}, {"deaths", "9..3"}, {"deaths", "3...9"}, {"deaths", "-1"}, {"deaths", "3..x"}, {"deaths", "x..3"},
        {"deaths", "1e3"}, {"deaths", "1..2..3"}, {"deaths", "1000000000000001"}, {"deaths", "true"}, {"loss", "1.2345678"},
        {"loss", "2..1.5"}, {"fire", "maybe"}, {"fire", "TRUE"}, {"fire", ""}, {"fire", "0..1"}, {"kind", "none"}, {"kind", ""}, {"kind", "0"}, {"hq", "5"},
        {"hq", "1..2"}, {"hq", ""}, {"hq", "x"}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct known value = typed(rows[i][0], rows[i][1]);
        if (value.least != -1 || value.most != -1 || err.code != ERR_VALUE || err.zh[0] == '\0')
            fail_msg("%s=%s", rows[i][0], rows[i][1]);
    }
}

static void test_a_mistyped_value_gets_the_list_and_the_nearest(void **state)
{
    (void)state;
    typed("kind", "sever");
    check_contains(err.en, "mild, severe");
    assert_string_equal(err.hint, "severe");
}

int main(void)
{
#define PLAIN(name) cmocka_unit_test_setup_teardown(name, open_plain, close_made)
#define WITH_REPORTS(name) cmocka_unit_test_setup_teardown(name, open_reports, close_made)
    static const struct CMUnitTest tests[] = {
        PLAIN(test_facts_not_given_are_anything_and_findings_not_made),
        PLAIN(test_facts_are_set_and_unset),
        PLAIN(test_closing_takes_what_was_not_given_as_none),
        WITH_REPORTS(test_clearing_keeps_overridden_parameters_only),
        WITH_REPORTS(test_only_plans_with_diseases_are_graded_on_reports),
        PLAIN(test_every_kind_of_fact_is_read),
        PLAIN(test_ranges_have_either_end_or_both),
        PLAIN(test_numbers_keep_to_the_contract),
        PLAIN(test_values_of_the_wrong_type_are_refused_where_they_stand),
        PLAIN(test_bad_ranges_are_refused_where_they_stand),
        PLAIN(test_a_line_has_four_keys_and_no_other),
        PLAIN(test_the_id_is_found_even_in_a_bad_line),
        PLAIN(test_a_message_names_a_long_key_in_whole_characters),
        PLAIN(test_a_message_names_a_long_value_in_whole_characters),
        WITH_REPORTS(test_a_report_is_read),
        WITH_REPORTS(test_bad_reports_are_refused_where_they_stand),
        WITH_REPORTS(test_a_plan_graded_on_reports_needs_a_date),
        PLAIN(test_other_plans_check_reports_and_ignore_them),
        PLAIN(test_facts_whose_hashes_meet_are_told_apart),
        PLAIN(test_typed_values_are_read),
        PLAIN(test_a_question_mark_is_unknown_again),
        PLAIN(test_typed_nonsense_is_refused_and_changes_nothing),
        PLAIN(test_a_mistyped_value_gets_the_list_and_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
