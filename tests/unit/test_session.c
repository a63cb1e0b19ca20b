/* One incident being worked on: every change is taken whole or not at all, and can be corrected. */
#include "cli/session.h"
#include "core/date.h"
#include "tests/unit/fixture.h"

static struct app app;
static struct loaded *loaded;
static struct session session;
static struct err err;

static int open_session(void **state, const char *plan)
{
    (void)state;
    app = fixture_app(LANG_EN);
    loaded = shipped(plan);
    if (session_init(&session, &app, loaded, "t-1", &err) != 0)
        return -1;
    return session_open(&session, &(struct opening){.title = "a test"}, &err);
}

static int open_road(void **state)
{
    return open_session(state, "road");
}

static int open_tourism(void **state)
{
    return open_session(state, "tourism");
}

static int open_animal(void **state)
{
    return open_session(state, "animal");
}

static int close_session(void **state)
{
    (void)state;
    session_release(&session);
    loaded_free(loaded);
    return 0;
}

static int set(const char *a, const char *b, const char *c)
{
    const char *settings[] = {a, b, c};
    return session_set(&session, settings, a == NULL ? 0 : b == NULL ? 1 : c == NULL ? 2 : 3, &err);
}

static int report(const char *a, const char *b, const char *c, const char *d)
{
    const char *settings[] = {a, b, c, d};
    return session_report(&session, settings, d == NULL ? 3 : 4, &err);
}

static const struct known *known(const char *id)
{
    return &session.record.incident.facts[fact_index(session.loaded->plan, id)];
}

/* ---- opening ---- */

/* How many entries there are: each change is one, a refused one is none. */
static size_t entries(void)
{
    return session.record.entry_count;
}

static void test_a_new_session_knows_nothing_and_is_graded_today(void **state)
{
    (void)state;
    assert_int_equal(session.record.incident.as_of, FIXTURE_DAY);
    assert_true(session.record.incident.has_as_of);
    assert_false(session.record.as_of_given);
    assert_int_equal(session.assessment.level, LEVEL_NONE);
    assert_int_equal(session.assessment.possible, 1);
    assert_int_equal(entries(), 1);
    assert_string_equal(session.record.title, "a test");
    assert_string_equal(session.record.officer, "tester");
}

static void test_a_session_is_opened_once(void **state)
{
    (void)state;
    assert_int_equal(set("traffic_accident=true", "deaths=3", NULL), 0);
    assert_int_equal(session_open(&session, &(struct opening){.title = "another"}, &err), -1);
    assert_int_equal(err.code, ERR_VALUE);
    assert_string_equal(session.record.title, "a test");
    assert_int_equal(known("deaths")->least, 3);
    assert_int_equal(brief_level(&session.assessment), 3);
    assert_int_equal(entries(), 2);
}

static void test_nothing_is_said_before_a_session_is_opened(void **state)
{
    (void)state;
    struct session idle;
    assert_int_equal(session_init(&idle, &app, loaded, "t-2", &err), 0);
    assert_int_equal(session_note(&idle, "too early", &err), -1);
    assert_int_equal(err.code, ERR_STATE);
    assert_int_equal(idle.record.entry_count, 0);
    session_release(&idle);
    session_release(&idle); /* once more harms nothing */
}

static void test_a_brief_looks_at_the_session(void **state)
{
    (void)state;
    struct brief brief = session_brief(&session);
    assert_ptr_equal(brief.incident, &session.record.incident);
    assert_ptr_equal(brief.assessment, &session.assessment);
    assert_ptr_equal(brief.rules, session.loaded->rules);
    assert_ptr_equal(brief.app, &app);
}

/* ---- setting facts ---- */

static void test_facts_are_set_by_id_or_label_and_graded(void **state)
{
    (void)state;
    assert_int_equal(set("traffic_accident=true", "死亡=2", "missing=1..3"), 0);
    assert_int_equal(known("deaths")->most, 2);
    assert_int_equal(known("missing")->most, 3);
    assert_int_equal(session.assessment.level, 3);
    assert_int_equal(entries(), 2); /* one call, one entry */
}

static void test_settings_are_taken_all_or_none(void **state)
{
    (void)state;
    assert_int_equal(set("deaths=1", NULL, NULL), 0);
    struct assessment before = session.assessment;
    assert_int_equal(set("deaths=9", "missing=2", "injured=many"), -1);
    assert_int_equal(known("deaths")->least, 1);
    assert_false(known("missing")->given);
    assert_int_equal(entries(), 2);
    assert_int_equal(session.assessment.level, before.level);
    assert_int_equal(session.assessment.ask_count, before.ask_count);
    check_contains(err.en, "injured=many");
}

static void test_a_fact_is_set_once_in_a_call(void **state)
{
    (void)state;
    assert_int_equal(set("deaths=1", "死亡=2", NULL), -1);
    assert_false(known("deaths")->given);
    check_contains(err.en, "twice");
}

static void test_a_question_mark_forgets_a_fact(void **state)
{
    (void)state;
    assert_int_equal(set("traffic_accident=true", "deaths=30", NULL), 0);
    assert_int_equal(set("deaths=?", NULL, NULL), 0);
    assert_false(known("deaths")->given);
    assert_int_equal(session.assessment.level, LEVEL_NONE);
}

static void test_mistyped_facts_and_values_get_a_suggestion(void **state)
{
    (void)state;
    assert_int_equal(set("deahts=3", NULL, NULL), -1);
    assert_int_equal(err.code, ERR_USAGE);
    assert_string_equal(err.hint, "deaths");
    assert_int_equal(set("other_grade=majr", NULL, NULL), -1);
    assert_int_equal(err.code, ERR_USAGE);
    assert_string_equal(err.hint, "major");
    assert_int_equal(set("deaths", NULL, NULL), -1);
    check_contains(err.en, "deaths=3..9");
    assert_int_equal(set("=3", NULL, NULL), -1);
    assert_int_equal(set("", NULL, NULL), -1);
    assert_int_equal(entries(), 1);
}

static void test_facts_are_found_by_id_and_both_labels(void **state)
{
    (void)state;
    const struct plan *plan = session.loaded->plan;
    for (size_t i = 0; i < plan->fact_count; i++) {
        const struct fact *fact = &plan->facts[i];
        assert_ptr_equal(find_fact_named(plan, fact->id, strlen(fact->id), &err), fact);
        assert_ptr_equal(find_fact_named(plan, fact->label.zh, strlen(fact->label.zh), &err), fact);
    }
    assert_null(find_fact_named(plan, "deaths ", 7, &err));
    assert_null(find_fact_named(plan, "", 0, &err));
}

static void test_what_was_not_given_is_taken_as_none_and_undone_as_one(void **state)
{
    (void)state;
    assert_int_equal(set("traffic_accident=true", "deaths=3", NULL), 0);
    assert_int_equal(session_set_none(&session, &err), 0);
    assert_true(known("missing")->given);
    assert_int_equal(known("deaths")->least, 3);
    assert_int_equal(session.assessment.level, 3);
    assert_int_equal(session.assessment.possible, 3);
    assert_int_equal(set("deaths=?", NULL, NULL), 0);
    assert_false(known("deaths")->given);
    assert_int_equal(session.assessment.possible, 1); /* no: it is open again, not none */
    assert_int_equal(session_undo(&session, &err), 0);
    assert_int_equal(session.assessment.possible, 3);
    assert_int_equal(session_undo(&session, &err), 0);
    assert_false(known("missing")->given);
    assert_int_equal(session.assessment.possible, 1);
}

/* ---- undo ---- */

static void test_everything_is_taken_back_to_the_start(void **state)
{
    (void)state;
    struct assessment start = session.assessment;
    assert_int_equal(set("mass_death_counties=1", NULL, NULL), 0);
    assert_int_equal(report("disease=hpai", "county=140602", "township=a", NULL), 0);
    assert_int_equal(session_as_of(&session, "2026-12-31", &err), 0);
    assert_int_equal(report("disease=hpai", "county=140603", "township=b", NULL), 0);
    assert_int_equal(session_set_none(&session, &err), 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(session_undo(&session, &err), 0);
    assert_int_equal(session.record.incident.reports.count, 0);
    assert_int_equal(session.record.incident.as_of, FIXTURE_DAY);
    assert_false(known("mass_death_counties")->given);
    assert_int_equal(session.assessment.level, start.level);
    assert_int_equal(session.assessment.possible, start.possible);
    assert_int_equal(session.assessment.ask_count, start.ask_count);
    assert_int_equal(entries(), 11); /* a correction is an entry too, and nothing goes */
    assert_int_equal(session_undo(&session, &err), -1);
    assert_int_equal(err.code, ERR_STATE);
    assert_int_equal(entries(), 11);
}

static void test_every_change_can_be_undone_however_many_there_were(void **state)
{
    (void)state;
    enum { CHANGES = 200 };
    char setting[32];
    for (int i = 1; i <= CHANGES; i++) {
        snprintf(setting, sizeof setting, "deaths=%d", i);
        assert_int_equal(set(setting, NULL, NULL), 0);
    }
    for (int i = CHANGES - 1; i > 0; i--) {
        assert_int_equal(session_undo(&session, &err), 0);
        assert_int_equal(known("deaths")->least, i);
    }
    assert_int_equal(session_undo(&session, &err), 0);
    assert_false(known("deaths")->given);
    assert_int_equal(session_undo(&session, &err), -1);
}

/* Between an undo and the next one something may be said: it is undone first. */
static void test_undoing_goes_newest_first_over_what_is_already_corrected(void **state)
{
    (void)state;
    assert_int_equal(set("deaths=1", NULL, NULL), 0);
    assert_int_equal(set("deaths=2", NULL, NULL), 0);
    assert_int_equal(session_undo(&session, &err), 0);
    assert_int_equal(set("deaths=3", NULL, NULL), 0);
    assert_int_equal(session_undo(&session, &err), 0);
    assert_int_equal(known("deaths")->least, 1);
    assert_int_equal(session_undo(&session, &err), 0);
    assert_false(known("deaths")->given);
}

static void test_a_mistake_is_no_entry(void **state)
{
    (void)state;
    assert_int_equal(set("deaths=1", NULL, NULL), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(set("deaths=x", NULL, NULL), -1);
    assert_int_equal(entries(), 2);
    assert_int_equal(session.record.last_seq, 2);
}

static void test_the_last_change_can_be_told(void **state)
{
    (void)state;
    const struct session_change *change = &session.change;
    assert_true(change->facts == 0 && change->new_reports == 0);
    assert_int_equal(set("mass_death_counties=1", "hq_level=3", NULL), 0);
    assert_true(change->facts == (UINT64_C(1) << fact_index(loaded->plan, "mass_death_counties") | UINT64_C(1) << fact_index(loaded->plan, "hq_level")));
    assert_int_equal(report("disease=hpai", "county=140602", "township=a", NULL), 0);
    assert_true(change->facts == 0 && change->new_reports == 1 && change->reports == 1 && !change->as_of);
    assert_int_equal(session_as_of(&session, "2027-01-01", &err), 0);
    assert_true(change->as_of && change->new_reports == 0);
    assert_int_equal(session_note(&session, "nothing changes", &err), 0);
    assert_true(change->facts == 0 && change->new_reports == 0 && !change->as_of);
}

static void test_a_change_keeps_the_level_before_it(void **state)
{
    (void)state;
    assert_int_equal(set("traffic_accident=true", "deaths=3", NULL), 0);
    assert_int_equal(set("deaths=30", NULL, NULL), 0);
    assert_int_equal(session.change.level_before, 3);
    assert_int_equal(brief_level(&session.assessment), 1);
}

/* ---- reports ---- */

static void test_a_report_takes_names_as_people_say_them(void **state)
{
    (void)state;
    const struct plan *plan = session.loaded->plan;
    int csf = plan_find_disease(plan, "csf", 3);
    char disease[100];
    snprintf(disease, sizeof disease, "病种=%s", plan->diseases[csf].name.zh);
    assert_int_equal(report(disease, "county=朔城区", "township=神头镇", "spread=流行"), 0);
    const struct report *it = &session.record.incident.reports.items[0];
    assert_int_equal(it->disease, csf);
    assert_int_equal(it->county, city_find_county(plan->city, "140602", 6));
    assert_int_equal(it->spread, SPREAD_EPIDEMIC);
    assert_int_equal(it->day, FIXTURE_DAY);
    assert_int_equal(report("disease=csf", "县区=朔州经济开发区", "乡镇=神头镇", "日期=2026-02-28"), 0);
    assert_int_equal(session.record.incident.reports.items[1].county, it->county);
    assert_int_equal(session.record.incident.reports.items[1].day, FIXTURE_DAY - 1);
    assert_int_equal(session.record.incident.reports.items[1].township, session.record.incident.reports.items[0].township);
}

static void test_premises_nobody_named_are_new_ones(void **state)
{
    (void)state;
    assert_int_equal(report("disease=hpai", "county=140602", "township=a", "premises=疫点2"), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(report("disease=hpai", "county=140602", "township=a", NULL), 0);
    assert_int_equal(session.record.incident.reports.premises.count, 4);
    assert_int_equal(session.assessment.level, 1); /* three premises within the window */
}

static void test_bad_reports_change_nothing_and_say_why(void **state)
{
    (void)state;
    static const struct {
        const char *parts[4], *says, *hint;
    } rows[] = {
        {{"disease=hpia", "county=140602", "township=a"}, "hpia", "hpai"},
        {{"disease=hpai", "county=朔成区", "township=a"}, "朔成区", "朔城区"},
        {{"disease=hpai", "county=140602", "township="}, "township", ""},
        {{"disease=hpai", "county=140602", "spread=epidemic"}, "township", ""},
        {{"disease=hpai", "county=140602", "township=a", "date=2026-02-30"}, "2026-02-30", ""},
        {{"disease=hpai", "county=140602", "township=a", "spread=epidemc"}, "epidemc", "epidemic"},
        {{"disease=hpai", "county=140602", "township=a", "desease=hpai"}, "desease", "disease"},
        {{"disease=hpai", "county=140602", "township=a", "disease=fmd"}, "disease", ""},
        {{"disease=hpai", "county=140602", "township=a", "outbreak"}, "outbreak", ""},
        {{"disease=hpai", "county=140602", "township=\xFF"}, "UTF-8", ""},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        assert_int_equal(report(rows[i].parts[0], rows[i].parts[1], rows[i].parts[2], rows[i].parts[3]), -1);
        assert_int_equal(err.code, ERR_USAGE);
        check_contains(err.en, rows[i].says);
        assert_string_equal(err.hint, rows[i].hint);
        assert_int_equal(session.record.incident.reports.count, 0);
        assert_int_equal(entries(), 1);
    }
}

static void test_plans_without_reports_refuse_them(void **state)
{
    (void)state;
    assert_int_equal(report("disease=hpai", "county=140602", "township=a", NULL), -1);
    assert_int_equal(err.code, ERR_USAGE);
    assert_int_equal(session_reports_file(&session, "no_such_file", &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
}

static void test_a_grading_date_must_exist(void **state)
{
    (void)state;
    assert_int_equal(session_as_of(&session, "2026-02-29", &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
    assert_int_equal(session.record.incident.as_of, FIXTURE_DAY);
    assert_int_equal(entries(), 1);
    assert_int_equal(session_as_of(&session, "0001-01-01", &err), 0);
    assert_int_equal(session_as_of(&session, "9999-12-31", &err), 0);
}

/* ---- files of reports ---- */

#define ONE(premises) "{'date':'2026-02-20','county':'140602','township':'t','premises':'" premises "','disease':'hpai'}"

static int read_file(const char *text)
{
    struct folder folder;
    folder_open(&folder);
    folder_write(&folder, "reports", text);
    int rc = session_reports_file(&session, folder_path(&folder, "reports"), &err);
    folder_close(&folder);
    return rc;
}

static void test_report_files_are_arrays_or_lines(void **state)
{
    (void)state;
    static const char *const files[] = {"[" ONE("a") "," ONE("b") "]", " \n[" ONE("a") ",\n" ONE("b") "\n]\n", ONE("a") "\n" ONE("b"), ONE("a") "\r\n" ONE("b") "\r\n"};
    for (size_t i = 0; i < LENGTH_OF(files); i++) {
        if (read_file(files[i]) != 0)
            fail_msg("file %zu: %s", i, err.en);
        assert_int_equal(session.record.incident.reports.count, 2);
        assert_int_equal(session.change.new_reports, 2);
        assert_int_equal(session.assessment.level, 2); /* two premises within the window */
        assert_int_equal(session_undo(&session, &err), 0);
    }
}

static void test_empty_report_files_have_no_reports(void **state)
{
    (void)state;
    assert_int_equal(read_file(""), 0);
    assert_int_equal(read_file("[]"), 0);
    assert_int_equal(session.record.incident.reports.count, 0);
}

static void test_one_bad_report_refuses_the_file_and_is_named_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum err_code code;
        unsigned line;
    } rows[] = {
        {ONE("a") "\n" ONE("b") "\n{'date':'2026-02-30','county':'140602','township':'t','premises':'p','disease':'hpai'}", ERR_VALUE, 3},
        {ONE("a") "\n{", ERR_JSON, 2},
        {"[" ONE("a") ",\n{}]", ERR_KEY, 2},
        {"[" ONE("a"), ERR_JSON, 1},
        {"7", ERR_TYPE, 1},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        assert_int_equal(read_file(rows[i].text), -1);
        assert_int_equal(err.code, rows[i].code);
        assert_int_equal(err.line, rows[i].line);
        check_contains(err.file, "/reports");
        assert_int_equal(session.record.incident.reports.count, 0);
        assert_int_equal(entries(), 1);
    }
    assert_int_equal(session_reports_file(&session, "/no/such/file", &err), -1);
    assert_int_equal(err.code, ERR_NO_INPUT);
}

static void test_an_empty_file_changes_nothing_that_could_be_told(void **state)
{
    (void)state;
    assert_int_equal(report("disease=hpai", "county=140602", "township=a", NULL), 0);
    assert_int_equal(set("mass_death_counties=1", NULL, NULL), 0);
    assert_int_equal(read_file("[]"), 0);
    assert_int_equal(entries(), 3);
    assert_true(session.change.facts == 0 && session.change.new_reports == 0 && !session.change.as_of);
}

/* It makes several entries, and is told as one change. */
static void test_a_long_file_is_told_as_one_change(void **state)
{
    (void)state;
    enum { REPORTS = 9000 };
    struct text text = {0};
    for (int i = 0; i < REPORTS; i++)
        text_addf(&text, "{'date':'2026-02-20','county':'140602','township':'一个名字不短的乡镇','premises':'p%d','disease':'hpai'}\n", i);
    assert_int_equal(read_file(text_str(&text)), 0);
    assert_true(entries() > 2);
    assert_int_equal(session.record.incident.reports.count, REPORTS);
    assert_int_equal(session.change.new_reports, REPORTS);
    assert_int_equal(session.change.level_before, LEVEL_NONE);
    text_release(&text);
}

/* ---- who speaks ---- */

static struct voice voice;

static void speak_as(const char *name, const char *role)
{
    voice = (struct voice){.speaker = {name, role}};
    session.voice = &voice;
}

static const struct entry *newest(void)
{
    return &session.record.entries[session.record.entry_count - 1].entry;
}

static int step(enum step which, int tier, int level, const char *reason)
{
    return session_step(&session, &(struct stepping){.step = which, .tier = tier, .level = level, .reason = reason}, &err);
}

static void test_entries_are_said_by_the_user_in_no_role_until_somebody_speaks(void **state)
{
    (void)state;
    assert_string_equal(newest()->name, "tester");
    assert_string_equal(newest()->role, "");
    speak_as("李四", "朔州市道路交通安全应急指挥部");
    assert_int_equal(session_note(&session, "x", &err), 0);
    assert_string_equal(newest()->name, "李四");
    assert_string_equal(newest()->role, "hq"); /* by its id, whatever was typed */
    speak_as("李四", "hq");
    assert_int_equal(session_note(&session, "x", &err), 0);
    assert_string_equal(newest()->role, "hq");
}

static void test_who_is_nobody_in_the_plan_says_nothing(void **state)
{
    (void)state;
    speak_as("李四", "hw");
    assert_int_equal(session_note(&session, "x", &err), -1);
    assert_int_equal(err.code, ERR_REFERENCE);
    assert_string_equal(err.hint, "hq");
    assert_int_equal(entries(), 1);
    speak_as("李四", "");
    assert_int_equal(step(STEP_LAUNCH, TIER_CITY, 1, NULL), -1);
    assert_int_equal(err.code, ERR_AUTHORITY);
    assert_int_equal(entries(), 1);
}

static void test_a_step_is_kept_with_what_was_proven_and_possible(void **state)
{
    (void)state;
    speak_as("李四", "hq");
    assert_int_equal(step(STEP_PROPOSE, TIER_CITY, 4, NULL), -1); /* the office proposes */
    assert_int_equal(step(STEP_LAUNCH, TIER_CITY, 4, NULL), 0);
    assert_string_equal(newest()->body, "{\"tier\": \"city\", \"level\": 4, \"proven\": 0, \"possible\": 1}");
    assert_int_equal(set("traffic_accident=true", "deaths=30", NULL), 0);
    assert_int_equal(step(STEP_RAISE, -1, 2, NULL), -1);
    assert_int_equal(err.code, ERR_VALUE);
    assert_int_equal(step(STEP_RAISE, -1, 2, "专家“会商”"), 0);
    assert_string_equal(newest()->reason, "专家“会商”");
    assert_string_equal(newest()->body, "{\"tier\": \"city\", \"level\": 2, \"proven\": 1, \"possible\": 1}");
    assert_int_equal(session.record.decisions[TIER_CITY].proven, 1);
}

/* Past midnight nobody has looked at the grade yet. */
static void test_a_step_after_midnight_is_kept_with_what_is_proven_then(void **state)
{
    (void)state;
    assert_int_equal(report("disease=hpai", "county=140602", "township=a", "premises=p"), 0);
    assert_int_equal(report("disease=hpai", "county=140602", "township=a", "premises=q"), 0);
    assert_int_equal(brief_level(&session.assessment), 2);
    fixture_time += 60 * DAY_MS;
    speak_as("李四", "hq");
    int rc = step(STEP_LAUNCH, TIER_CITY, 3, "等结果");
    fixture_time = FIXTURE_DAY * DAY_MS;
    assert_int_equal(rc, 0);
    assert_int_equal(session.record.decisions[TIER_CITY].proven, 0);
}

static void test_a_report_without_a_date_is_of_today_however_long_the_shell_was_idle(void **state)
{
    (void)state;
    fixture_time += DAY_MS;
    int rc = report("disease=hpai", "county=140602", "township=a", NULL);
    fixture_time = FIXTURE_DAY * DAY_MS;
    assert_int_equal(rc, 0);
    assert_int_equal(session.record.incident.reports.items[0].day, FIXTURE_DAY + 1);
}

static void test_the_tier_meant_is_the_one_that_the_speaker_decides_for(void **state)
{
    (void)state;
    static const struct {
        const char *role;
        enum step step;
        int level, tier;
    } rows[] = {
        {"hq", STEP_LAUNCH, 3, TIER_CITY},         {"hq", STEP_LAUNCH, 1, TIER_CITY},     {"provincial_hq", STEP_LAUNCH, 2, TIER_PROVINCE},
        {"county_hq", STEP_LAUNCH, 4, TIER_COUNTY}, {"hq", STEP_LAUNCH, 4, TIER_CITY},     {"county_hq", STEP_PROPOSE, 4, TIER_COUNTY},
        {"nobody", STEP_LAUNCH, 4, TIER_CITY},      {"", STEP_LAUNCH, 4, TIER_CITY},       {"county_hq", STEP_END, 0, TIER_COUNTY},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        speak_as("李四", rows[i].role);
        if (session_tier(&session, rows[i].step, rows[i].level) != rows[i].tier)
            fail_msg("row %zu", i);
    }
    speak_as("李四", "provincial_hq");
    assert_int_equal(step(STEP_LAUNCH, -1, 2, "x"), 0);
    assert_int_equal(session.record.responses[TIER_PROVINCE].level, 2);
    assert_int_equal(session_tier(&session, STEP_END, 0), TIER_PROVINCE);
}

/* ---- what people say ---- */

static void test_what_people_say_is_kept_as_they_said_it(void **state)
{
    (void)state;
    assert_int_equal(session_note(&session, "他说：\"快\"\\\n第二行\t\x01", &err), 0);
    assert_string_equal(newest()->body, "{\"text\": \"他说：\\\"快\\\"\\\\\\n第二行\\t\\u0001\"}");
    assert_int_equal(session_task(&session, ACT_ASSIGN, "report_city", "“王\"五”", &err), 0);
    int task = plan_find_task(loaded->plan, "report_city", 11);
    assert_string_equal(session.record.tasks[task].assignee, "“王\"五”");
    assert_int_equal(session_task(&session, ACT_DONE, "report_city", "", &err), -1);
    assert_int_equal(err.code, ERR_VALUE);
    assert_int_equal(session_task(&session, ACT_ACCEPT, "report_ciyt", NULL, &err), -1);
    assert_int_equal(err.code, ERR_REFERENCE);
    assert_string_equal(err.hint, "report_city");
}

static void test_an_incident_is_closed_without_a_response_only_with_a_reason(void **state)
{
    (void)state;
    assert_int_equal(session_dismiss(&session, NULL, &err), -1);
    assert_int_equal(session_dismiss(&session, "", &err), -1);
    assert_int_equal(err.code, ERR_VALUE);
    assert_int_equal(session_dismiss(&session, "误报", &err), 0);
    assert_true(record_is_closed(&session.record));
    assert_int_equal(set("deaths=1", NULL, NULL), -1);
    assert_int_equal(err.code, ERR_STATE);
    assert_int_equal(session_note(&session, "家属来电", &err), 0);
    struct text text = {0};
    record_to_json(&session.record, &text); /* nobody has decided on any response */
    check_contains(text_str(&text), "\"dismissed\": true");
    text_release(&text);
}

static void test_moments_can_be_told_and_taken_back(void **state)
{
    (void)state;
    assert_int_equal(session_moment(&session, MOMENT_OCCURRENCE, 1234, &err), 0);
    assert_int_equal(session.record.moments.at[MOMENT_OCCURRENCE], 1234);
    assert_int_equal(session_moment(&session, MOMENT_LAUNCH, 1234, &err), -1);
    assert_int_equal(session_undo(&session, &err), 0);
    assert_int_equal(session.record.moments.at[MOMENT_OCCURRENCE], TIME_UNKNOWN);
}

int main(void)
{
#define ROAD(name) cmocka_unit_test_setup_teardown(name, open_road, close_session)
#define TOURISM(name) cmocka_unit_test_setup_teardown(name, open_tourism, close_session)
#define ANIMAL(name) cmocka_unit_test_setup_teardown(name, open_animal, close_session)
    static const struct CMUnitTest tests[] = {
        ROAD(test_a_new_session_knows_nothing_and_is_graded_today),
        ROAD(test_a_session_is_opened_once),
        ROAD(test_nothing_is_said_before_a_session_is_opened),
        ROAD(test_a_brief_looks_at_the_session),
        ROAD(test_facts_are_set_by_id_or_label_and_graded),
        ROAD(test_settings_are_taken_all_or_none),
        ROAD(test_a_fact_is_set_once_in_a_call),
        ROAD(test_a_question_mark_forgets_a_fact),
        TOURISM(test_mistyped_facts_and_values_get_a_suggestion),
        ROAD(test_facts_are_found_by_id_and_both_labels),
        ROAD(test_what_was_not_given_is_taken_as_none_and_undone_as_one),
        ANIMAL(test_everything_is_taken_back_to_the_start),
        ROAD(test_every_change_can_be_undone_however_many_there_were),
        ROAD(test_undoing_goes_newest_first_over_what_is_already_corrected),
        ROAD(test_a_mistake_is_no_entry),
        ANIMAL(test_the_last_change_can_be_told),
        ROAD(test_a_change_keeps_the_level_before_it),
        ANIMAL(test_a_report_takes_names_as_people_say_them),
        ANIMAL(test_premises_nobody_named_are_new_ones),
        ANIMAL(test_bad_reports_change_nothing_and_say_why),
        ROAD(test_plans_without_reports_refuse_them),
        ANIMAL(test_a_grading_date_must_exist),
        ANIMAL(test_report_files_are_arrays_or_lines),
        ANIMAL(test_empty_report_files_have_no_reports),
        ANIMAL(test_one_bad_report_refuses_the_file_and_is_named_by_line),
        ANIMAL(test_an_empty_file_changes_nothing_that_could_be_told),
        ANIMAL(test_a_long_file_is_told_as_one_change),
        ROAD(test_entries_are_said_by_the_user_in_no_role_until_somebody_speaks),
        ROAD(test_who_is_nobody_in_the_plan_says_nothing),
        ROAD(test_a_step_is_kept_with_what_was_proven_and_possible),
        ANIMAL(test_a_step_after_midnight_is_kept_with_what_is_proven_then),
        ANIMAL(test_a_report_without_a_date_is_of_today_however_long_the_shell_was_idle),
        ANIMAL(test_the_tier_meant_is_the_one_that_the_speaker_decides_for),
        ROAD(test_what_people_say_is_kept_as_they_said_it),
        ROAD(test_an_incident_is_closed_without_a_response_only_with_a_reason),
        ROAD(test_moments_can_be_told_and_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
