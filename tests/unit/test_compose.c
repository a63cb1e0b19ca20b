/* cli/compose: what people type becomes the body of an entry that the record takes, and means the same there. */
#include "cli/compose.h"
#include "core/date.h"
#include "tests/unit/record_fixture.h"

static struct loaded *road, *animal, *tourism, *spill;
static struct err err;

static struct loaded *load_spill(void)
{
    struct library library;
    assert_int_equal(library_open(&library, "tests/plans", &err), 0);
    struct loaded *loaded = library_load(&library, "spill", stderr, LANG_EN, &err);
    assert_non_null(loaded);
    library_release(&library);
    return loaded;
}

static int load_plans(void **state)
{
    (void)state;
    road = shipped("road"), animal = shipped("animal"), tourism = shipped("tourism"), spill = load_spill();
    return 0;
}

static int free_plans(void **state)
{
    (void)state;
    loaded_free(road), loaded_free(animal), loaded_free(tourism), loaded_free(spill);
    return 0;
}

static void check_body(struct text *body, int rc, const char *expected)
{
    if (rc != 0)
        fail_msg("%s", err.en);
    assert_string_equal(text_str(body), expected);
    text_release(body);
}

static void check_refusal(struct text *body, int rc, enum err_code code, const char *says, const char *hint)
{
    assert_int_equal(rc, -1);
    if (err.code != code)
        fail_msg("got %s: %s", err_name(err.code), err.en);
    assert_true(err.zh[0] != '\0');
    check_contains(err.en, says);
    assert_string_equal(err.hint, hint);
    text_release(body);
    err = (struct err){0};
}

/* ---- facts ---- */

static void test_facts_are_written_as_a_batch_writes_them(void **state)
{
    (void)state;
    static const struct {
        const char *settings[3], *body;
    } rows[] = {
        {{"crew_dead=3"}, "{\"facts\": {\"crew_dead\": 3}}"},
        {{"crew_dead=3..9"}, "{\"facts\": {\"crew_dead\": {\"min\": 3, \"max\": 9}}}"},
        {{"crew_dead=..9"}, "{\"facts\": {\"crew_dead\": {\"min\": 0, \"max\": 9}}}"},
        {{"crew_dead=3.."}, "{\"facts\": {\"crew_dead\": {\"min\": 3}}}"},
        {{"crew_dead=4..4"}, "{\"facts\": {\"crew_dead\": 4}}"},
        {{"tonnes=12.5"}, "{\"facts\": {\"tonnes\": 12.5}}"},
        {{"tonnes=0.000001.."}, "{\"facts\": {\"tonnes\": {\"min\": 0.000001}}}"},
        {{"near_shore=yes", "ship_on_fire=否"}, "{\"facts\": {\"near_shore\": true, \"ship_on_fire\": false}}"},
        {{"油种=原油"}, "{\"facts\": {\"oil_kind\": \"crude\"}}"},
        {{"chief_level=2"}, "{\"facts\": {\"chief_level\": 2}}"},
        {{"chief_level=0"}, "{\"facts\": {\"chief_level\": 0}}"},
        {{"crew_dead=?"}, "{\"facts\": {}, \"unset\": [\"crew_dead\"]}"},
        {{"crew_dead=?", "tonnes=1", "crew_hurt=？"}, "{\"facts\": {\"tonnes\": 1}, \"unset\": [\"crew_dead\", \"crew_hurt\"]}"},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct text body = {0};
        size_t count = 0;
        while (count < 3 && rows[i].settings[count] != NULL)
            count++;
        check_body(&body, compose_facts(spill->plan, rows[i].settings, count, &body, &err), rows[i].body);
    }
}

static void test_no_setting_is_no_fact(void **state)
{
    (void)state;
    struct text body = {0};
    check_body(&body, compose_facts(road->plan, NULL, 0, &body, &err), "{\"facts\": {}}");
}

static void test_settings_that_mean_nothing_are_refused_with_what_was_meant(void **state)
{
    (void)state;
    static const struct {
        const char *settings[2], *says, *hint;
    } rows[] = {
        {{"deahts=3"}, "deahts", "deaths"},         {{"死忘=3"}, "死忘", "死亡"},                {{"deaths"}, "deaths=3..9", ""},
        {{"pollution"}, "pollution=", ""},           {{"deaths=1", "死亡=2"}, "twice", ""},       {{"deaths=?", "deaths=2"}, "twice", ""},
        {{"deaths=-1"}, "deaths=-1", ""},            {{"deaths=9..3"}, "deaths=9..3", ""},        {{"deaths=1.5"}, "deaths=1.5", ""},
        {{"deaths="}, "deaths=", ""},                {{"traffic_accident=2"}, "true or false", ""}, {{"pollution=majro"}, "pollution=majro", "major"},
        {{"=3"}, "\"\"", ""},                        {{""}, "\"\"", ""},                          {{"deaths=1", "deaths x=2"}, "deaths x", "deaths"},
        {{"deaths=9999999999999999"}, "10^15", ""},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct text body = {0};
        size_t count = rows[i].settings[1] == NULL ? 1 : 2;
        int rc = compose_facts(road->plan, rows[i].settings, count, &body, &err);
        check_refusal(&body, rc, ERR_USAGE, rows[i].says, rows[i].hint);
    }
}

/* Typed values of every type: what the record makes of the body is what reading the value gives. */
static void check_means_the_same(struct loaded *loaded, const struct fact *fact, const char *value)
{
    struct scribe scribe;
    struct text body = {0};
    struct known known;
    char setting[200];
    const char *settings[] = {setting};
    snprintf(setting, sizeof setting, "%s=%s", fact->id, value);
    if (incident_read_value(loaded->plan, fact, value, &known, NULL) != 0)
        return;
    scribe_begin(&scribe, loaded);
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    assert_int_equal(compose_facts(loaded->plan, settings, 1, &body, &err), 0);
    if (say(&scribe, "set", text_str(&body)) != 0)
        fail_msg("%s: %s", text_str(&body), scribe.err.en);
    const struct known *its = &scribe.record.incident.facts[fact - loaded->plan->facts];
    if (its->least != known.least || its->most != known.most || its->given != known.given)
        fail_msg("%s became %s", setting, text_str(&body));
    text_release(&body);
    record_release(&scribe.record);
}

static void test_a_typed_value_means_the_same_in_the_record(void **state)
{
    (void)state;
    static const char *const values[] = {"0", "1", "3..9", "3..", "..9", "0..", "?", "12.5", "0.000001..99.25", "100000000000", "100000000001..", "5..1000000000000000",
                                         "1000000000000000", "true", "否", "2", "4", "是"};
    struct loaded *const plans[] = {road, animal, tourism, spill};
    for (size_t p = 0; p < LENGTH_OF(plans); p++)
        for (size_t f = 0; f < plans[p]->plan->fact_count; f++) {
            const struct fact *fact = &plans[p]->plan->facts[f];
            for (size_t v = 0; v < LENGTH_OF(values); v++)
                check_means_the_same(plans[p], fact, values[v]);
            for (size_t v = 0; v < fact->value_count; v++)
                check_means_the_same(plans[p], fact, fact->values[v].id);
        }
}

static void test_none_is_every_fact_that_was_not_given_and_no_other(void **state)
{
    (void)state;
    struct loaded *const plans[] = {road, animal, tourism, spill};
    for (size_t p = 0; p < LENGTH_OF(plans); p++) {
        struct scribe scribe;
        struct incident closed;
        struct text body = {0}, again = {0};
        const struct plan *plan = plans[p]->plan;
        scribe_begin(&scribe, plans[p]);
        assert_int_equal(say(&scribe, "open", "{}"), 0);
        assert_int_equal(incident_init(&closed, plan, &err), 0);
        incident_set(&closed, &plan->facts[0], 1, 1);
        incident_set(&scribe.record.incident, &plan->facts[0], 1, 1);
        assert_int_equal(compose_none(&scribe.record.incident, &body, &err), 0);
        assert_int_equal(say(&scribe, "set", text_str(&body)), 0);
        incident_close(&closed);
        for (size_t i = 0; i < plan->fact_count; i++) {
            const struct known *known = &scribe.record.incident.facts[i];
            assert_true(known->given);
            assert_int_equal(known->least, closed.facts[i].least);
            assert_int_equal(known->most, closed.facts[i].most);
        }
        check_body(&again, compose_none(&scribe.record.incident, &again, &err), "{\"facts\": {}}");
        incident_release(&closed);
        text_release(&body);
        record_release(&scribe.record);
    }
}

static void test_facts_are_found_by_id_and_both_labels(void **state)
{
    (void)state;
    for (size_t i = 0; i < spill->plan->fact_count; i++) {
        const struct fact *fact = &spill->plan->facts[i];
        assert_ptr_equal(find_fact_named(spill->plan, fact->id, strlen(fact->id), &err), fact);
        assert_ptr_equal(find_fact_named(spill->plan, fact->label.zh, strlen(fact->label.zh), &err), fact);
        assert_ptr_equal(find_fact_named(spill->plan, fact->label.en, strlen(fact->label.en), &err), fact);
    }
    assert_null(find_fact_named(spill->plan, "tonnes=5", 8, NULL));
    assert_non_null(find_fact_named(spill->plan, "tonnes=5", 6, NULL));
}

/* ---- dates and parameters ---- */

static void test_a_grading_date_must_exist(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "2026-02-29", "2026-13-01", "2026-3-1", "2026-03-01 ", "26-03-01", "0000-01-01", "today", "\xFF"};
    struct text body = {0};
    check_body(&body, compose_as_of("2028-02-29", &body, &err), "{\"date\": \"2028-02-29\"}");
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        int rc = compose_as_of(bad[i], &body, &err);
        check_refusal(&body, rc, ERR_USAGE, "date", "");
    }
}

static void test_a_parameter_is_a_number_of_days(void **state)
{
    (void)state;
    static const char *const bad[] = {"incubation.csf", "incubation.csf=", "incubation.csf=-1", "incubation.csf=1.5", "incubation.csf=36501", "incubation.csf=2w",
                                      "incubation.csf= 3", "incubation.csf=999999999999999999999"};
    struct text body = {0};
    check_body(&body, compose_parameter(animal->plan, "incubation.csf=0", &body, &err), "{\"id\": \"incubation.csf\", \"days\": 0}");
    check_body(&body, compose_parameter(animal->plan, "incubation.csf=36500", &body, &err), "{\"id\": \"incubation.csf\", \"days\": 36500}");
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        int rc = compose_parameter(animal->plan, bad[i], &body, &err);
        check_refusal(&body, rc, ERR_USAGE, "0 to 36500", "");
    }
    int rc = compose_parameter(animal->plan, "incubation.cfs=3", &body, &err);
    check_refusal(&body, rc, ERR_USAGE, "incubation.cfs", "incubation.csf");
    rc = compose_parameter(road->plan, "incubation.csf=3", &body, &err);
    check_refusal(&body, rc, ERR_USAGE, "no parameter", "");
}

/* ---- reports ---- */

struct desk_of_reports {
    struct incident incident;
    struct text body;
};

static void reports_open(struct desk_of_reports *desk, const struct plan *plan)
{
    desk->body = (struct text){0};
    assert_int_equal(incident_init(&desk->incident, plan, &err), 0);
    desk->incident.as_of = FIXTURE_DAY;
    desk->incident.has_as_of = true;
}

static void reports_close(struct desk_of_reports *desk)
{
    incident_release(&desk->incident);
    text_release(&desk->body);
}

static int compose_parts(struct desk_of_reports *desk, const char *const *parts)
{
    size_t count = 0;
    while (parts[count] != NULL)
        count++;
    text_clear(&desk->body);
    return compose_report(&desk->incident, parts, count, &desk->body, &err);
}

static void test_a_report_is_written_with_ids_whatever_was_typed(void **state)
{
    (void)state;
    struct desk_of_reports desk;
    static const struct {
        const char *parts[7], *body;
    } rows[] = {
        {{"disease=csf", "county=140602", "township=a", "premises=p", "date=2026-02-27", "spread=epidemic"},
         "{\"reports\": [{\"disease\": \"csf\", \"county\": \"140602\", \"township\": \"a\", \"premises\": \"p\", \"date\": \"2026-02-27\", \"spread\": \"epidemic\"}]}"},
        {{"乡镇=神头镇", "县区=朔州经济开发区", "病种=高致病性禽流感", "疫点=甲", "日期=2026-02-27", "流行程度=暴发流行"},
         "{\"reports\": [{\"township\": \"神头镇\", \"county\": \"140602\", \"disease\": \"hpai\", \"premises\": \"甲\", \"date\": \"2026-02-27\", \"spread\": \"outbreak\"}]}"},
        {{"disease=csf", "county=应县", "township=\"a\\b\"\n"},
         "{\"reports\": [{\"disease\": \"csf\", \"county\": \"140622\", \"township\": \"\\\"a\\\\b\\\"\\n\", \"date\": \"2026-03-01\", \"premises\": \"疫点1\"}]}"},
    };
    reports_open(&desk, animal->plan);
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        if (compose_parts(&desk, rows[i].parts) != 0)
            fail_msg("row %zu: %s", i, err.en);
        assert_string_equal(text_str(&desk.body), rows[i].body);
    }
    reports_close(&desk);
}

static void test_a_report_that_was_composed_is_taken(void **state)
{
    (void)state;
    struct scribe scribe;
    struct text body = {0};
    static const char *const parts[] = {"disease=布鲁氏菌病", "county=右玉县", "township=\"北 关\"\\\t", "spread=流行"};
    scribe_begin(&scribe, animal);
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    scribe.record.incident.as_of = FIXTURE_DAY;
    for (int i = 0; i < 3; i++) {
        text_clear(&body);
        if (compose_report(&scribe.record.incident, parts, LENGTH_OF(parts), &body, &err) != 0 || say(&scribe, "report", text_str(&body)) != 0)
            fail_msg("%s / %s", err.en, scribe.err.en);
    }
    const struct report_log *log = &scribe.record.incident.reports;
    assert_int_equal(log->count, 3);
    assert_string_equal(report_township(log, &log->items[0]), "\"北 关\"\\\t");
    assert_int_equal(log->items[2].day, FIXTURE_DAY);
    assert_int_equal(log->items[2].spread, SPREAD_EPIDEMIC);
    assert_string_equal(report_premises(log, &log->items[0]), "疫点1");
    assert_string_equal(report_premises(log, &log->items[2]), "疫点3");
    text_release(&body);
    record_release(&scribe.record);
}

static void test_premises_nobody_named_get_a_name_that_nobody_gave(void **state)
{
    (void)state;
    struct desk_of_reports desk;
    static const char *const parts[] = {"disease=csf", "county=应县", "township=a", NULL};
    reports_open(&desk, animal->plan);
    struct report_input input = {.day = FIXTURE_DAY, .township = "a", .township_size = 1, .premises = "疫点1", .premises_size = strlen("疫点1")};
    assert_int_equal(report_log_append(&desk.incident.reports, &input, &err), 0);
    input.premises = "疫点2", input.premises_size = strlen("疫点2");
    assert_int_equal(report_log_append(&desk.incident.reports, &input, &err), 0);
    assert_int_equal(compose_parts(&desk, parts), 0);
    check_contains(text_str(&desk.body), "疫点3");
    reports_close(&desk);
}

static void test_a_bad_report_says_what_was_meant(void **state)
{
    (void)state;
    struct desk_of_reports desk;
    static const struct {
        const char *parts[6], *says, *hint;
    } rows[] = {
        {{"disease=hpia", "county=140602", "township=a"}, "hpia", "hpai"},
        {{"disease=hpai", "county=朔成区", "township=a"}, "朔成区", "朔城区"},
        {{"disease=hpai", "county=140602"}, "township is missing", ""},
        {{"county=140602", "township=a"}, "disease is missing", ""},
        {{"disease=", "county=140602", "township=a"}, "disease is missing", ""},
        {{"disease=hpai", "county=140602", "township=a", "premises="}, "premises is missing", ""},
        {{"disease=hpai", "county=140602", "township=a", "date=2026-02-29"}, "2026-02-29", ""},
        {{"disease=hpai", "county=140602", "township=a", "date="}, "date", ""},
        {{"disease=hpai", "county=140602", "township=a", "spread=epidemc"}, "epidemc", "epidemic"},
        {{"desease=hpai", "county=140602", "township=a"}, "desease", "disease"},
        {{"disease=hpai", "病种=hpai", "county=140602", "township=a"}, "twice", ""},
        {{"disease=hpai", "county=140602", "township=a", "outbreak"}, "outbreak", ""},
        {{"disease", "county=140602", "township=a"}, "disease", ""},
        {{"disease=hpai", "county=140602", "township=\xFF"}, "UTF-8", ""},
        {{"disease=hpai", "county=140602", "township=a", "\xFF=x"}, "no part", ""},
        {{NULL}, "missing", ""},
    };
    reports_open(&desk, animal->plan);
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        int rc = compose_parts(&desk, rows[i].parts);
        check_refusal(&desk.body, rc, ERR_USAGE, rows[i].says, rows[i].hint);
        assert_int_equal(err.line, 0);
    }
    assert_int_equal(desk.incident.reports.count, 0);
    reports_close(&desk);
}

static void test_plans_without_reports_compose_none(void **state)
{
    (void)state;
    struct desk_of_reports desk;
    struct report_file file;
    static const char *const parts[] = {"disease=csf", "county=应县", "township=a", NULL};
    reports_open(&desk, road->plan);
    int rc = compose_parts(&desk, parts);
    check_refusal(&desk.body, rc, ERR_USAGE, "not graded on outbreak reports", "");
    assert_int_equal(report_file_read(&file, road->plan, "no_such_file", &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
    reports_close(&desk);
}

static void test_each_part_is_looked_up_by_itself(void **state)
{
    (void)state;
    const struct plan *plan = animal->plan;
    assert_string_equal(compose_part(plan, PART_COUNTY, "朔城区", &err), "140602");
    assert_string_equal(compose_part(plan, PART_COUNTY, "140602", &err), "140602");
    assert_string_equal(compose_part(plan, PART_DISEASE, "炭疽", &err), "anthrax");
    assert_string_equal(compose_part(plan, PART_SPREAD, "散发", &err), "sporadic");
    assert_string_equal(compose_part(plan, PART_DATE, "2026-03-01", &err), "2026-03-01");
    assert_string_equal(compose_part(plan, PART_TOWNSHIP, "神头镇", &err), "神头镇");
    assert_null(compose_part(plan, PART_TOWNSHIP, "", &err));
    assert_null(compose_part(plan, PART_COUNTY, "", &err));
    assert_null(compose_part(plan, PART_DATE, "yesterday", &err));
    assert_null(compose_part(plan, PART_DISEASE, "c", NULL));
}

/* ---- files of reports ---- */

static int read_file(struct report_file *file, const char *data, size_t size)
{
    struct folder folder;
    folder_open(&folder);
    file_write(folder_path(&folder, "reports"), data, size);
    int rc = report_file_read(file, animal->plan, folder_path(&folder, "reports"), &err);
    folder_close(&folder);
    return rc;
}

#define ONE "{\"date\":\"2026-02-20\",\"county\":\"140602\",\"township\":\"t \\u00e9\\\"\",\"premises\":\"p\",\"disease\":\"hpai\"}"

static void test_a_file_becomes_one_body_where_it_fits(void **state)
{
    (void)state;
    static const char *const texts[] = {"[" ONE "]", ONE, ONE "\n", "  \r\n[" ONE "\n]\n"};
    for (size_t i = 0; i < LENGTH_OF(texts); i++) {
        struct report_file file;
        struct text body = {0};
        if (read_file(&file, texts[i], strlen(texts[i])) != 0)
            fail_msg("%zu: %s", i, err.en);
        assert_true(report_file_next(&file, &body));
        assert_string_equal(text_str(&body), "{\"reports\": [{\"disease\": \"hpai\", \"county\": \"140602\", \"township\": \"t é\\\"\", \"premises\": \"p\", "
                                             "\"date\": \"2026-02-20\", \"spread\": \"sporadic\"}]}");
        assert_false(report_file_next(&file, &body));
        assert_false(report_file_next(&file, &body));
        text_release(&body);
        report_file_release(&file);
    }
}

static void test_an_empty_file_becomes_no_body(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "[]", " [ ] "};
    for (size_t i = 0; i < LENGTH_OF(texts); i++) {
        struct report_file file;
        struct text body = {0};
        assert_int_equal(read_file(&file, texts[i], strlen(texts[i])), 0);
        assert_false(report_file_next(&file, &body));
        text_release(&body);
        report_file_release(&file);
    }
}

/* A long file makes several entries, each small enough for the journal, and every report is in exactly one of them. */
static void test_a_long_file_becomes_several_bodies_in_its_order(void **state)
{
    (void)state;
    enum { REPORTS = 9000 };
    struct text text = {0}, body = {0};
    struct report_file file;
    struct scribe scribe;
    for (int i = 0; i < REPORTS; i++)
        text_addf(&text, "{\"date\":\"2026-02-20\",\"county\":\"140602\",\"township\":\"一个名字不短的乡镇\",\"premises\":\"p%d\",\"disease\":\"hpai\"}\n", i);
    assert_int_equal(read_file(&file, text.data, text.size), 0);
    scribe_begin(&scribe, animal);
    assert_int_equal(say(&scribe, "open", "{}"), 0);
    size_t bodies = 0;
    for (; report_file_next(&file, &body); bodies++) {
        assert_true(body.size <= JOURNAL_BODY_MAX);
        if (say(&scribe, "report", text_str(&body)) != 0)
            fail_msg("%s", scribe.err.en);
    }
    assert_true(bodies > 1);
    const struct report_log *log = &scribe.record.incident.reports;
    assert_int_equal(log->count, REPORTS);
    for (size_t i = 0; i < log->count; i++) {
        char name[32];
        snprintf(name, sizeof name, "p%zu", i);
        assert_string_equal(report_premises(log, &log->items[i]), name);
    }
    record_release(&scribe.record);
    report_file_release(&file);
    text_release(&text);
    text_release(&body);
}

/* JSON can write NUL, C strings cannot hold it: two places that differ only behind one must not become one. */
static void test_names_with_nul_are_refused_or_kept_whole(void **state)
{
    (void)state;
    static const char text[] = "{\"date\":\"2026-02-20\",\"county\":\"140602\",\"township\":\"t\",\"premises\":\"p\\u0000a\",\"disease\":\"hpai\"}\n"
                               "{\"date\":\"2026-02-20\",\"county\":\"140602\",\"township\":\"t\",\"premises\":\"p\\u0000b\",\"disease\":\"hpai\"}\n";
    struct report_file file;
    struct text body = {0};
    if (read_file(&file, text, sizeof text - 1) != 0) {
        assert_int_equal(err.line, 1);
        return;
    }
    assert_true(report_file_next(&file, &body));
    check_contains(text_str(&body), "p\\u0000b");
    text_release(&body);
    report_file_release(&file);
}

static void test_a_flaw_in_a_file_is_named_by_file_and_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum err_code code;
        unsigned line;
    } rows[] = {
        {ONE "\n" ONE "\n{\"date\":\"2026-02-30\",\"county\":\"140602\",\"township\":\"t\",\"premises\":\"p\",\"disease\":\"hpai\"}", ERR_VALUE, 3},
        {ONE "\n\n" ONE, ERR_JSON, 2}, {ONE "\n{", ERR_JSON, 2}, {"[" ONE ",\n{}]", ERR_KEY, 2}, {"[" ONE, ERR_JSON, 1}, {"7", ERR_TYPE, 1}, {"\xFF", ERR_JSON, 1},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct report_file file;
        assert_int_equal(read_file(&file, rows[i].text, strlen(rows[i].text)), -1);
        assert_int_equal(err.code, rows[i].code);
        assert_int_equal(err.line, rows[i].line);
        check_contains(err.file, "/reports");
    }
    struct report_file file;
    assert_int_equal(report_file_read(&file, animal->plan, "/no/such/file", &err), -1);
    assert_int_equal(err.code, ERR_NO_INPUT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts_are_written_as_a_batch_writes_them),
        cmocka_unit_test(test_no_setting_is_no_fact),
        cmocka_unit_test(test_settings_that_mean_nothing_are_refused_with_what_was_meant),
        cmocka_unit_test(test_a_typed_value_means_the_same_in_the_record),
        cmocka_unit_test(test_none_is_every_fact_that_was_not_given_and_no_other),
        cmocka_unit_test(test_facts_are_found_by_id_and_both_labels),
        cmocka_unit_test(test_a_grading_date_must_exist),
        cmocka_unit_test(test_a_parameter_is_a_number_of_days),
        cmocka_unit_test(test_a_report_is_written_with_ids_whatever_was_typed),
        cmocka_unit_test(test_a_report_that_was_composed_is_taken),
        cmocka_unit_test(test_premises_nobody_named_get_a_name_that_nobody_gave),
        cmocka_unit_test(test_a_bad_report_says_what_was_meant),
        cmocka_unit_test(test_plans_without_reports_compose_none),
        cmocka_unit_test(test_each_part_is_looked_up_by_itself),
        cmocka_unit_test(test_a_file_becomes_one_body_where_it_fits),
        cmocka_unit_test(test_an_empty_file_becomes_no_body),
        cmocka_unit_test(test_a_long_file_becomes_several_bodies_in_its_order),
        cmocka_unit_test(test_names_with_nul_are_refused_or_kept_whole),
        cmocka_unit_test(test_a_flaw_in_a_file_is_named_by_file_and_line),
    };
    return cmocka_run_group_tests(tests, load_plans, free_plans);
}
