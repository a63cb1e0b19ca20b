/* Documents composed from a session: words for numbers and times, and memory that runs out at any place. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "tests/unit/failing_malloc.h"

#include "cli/form.h"
#include "cli/form_fields.h"
#include "tests/unit/fixture.h"

struct desk_at {
    struct app app;
    struct loaded *loaded;
    struct session session;
    struct voice voice; /* without a journal: nothing is kept */
    struct err err;
};

static void must(struct desk_at *desk, int rc)
{
    if (rc != 0)
        fail_msg("%s", desk->err.en);
}

static int set_up(void **state)
{
    struct desk_at *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    desk->app = fixture_app(LANG_ZH);
    desk->loaded = shipped("road");
    must(desk, session_init(&desk->session, &desk->app, desk->loaded, "t-1", &desk->err));
    must(desk, session_open(&desk->session, &(struct opening){.title = "追尾"}, &desk->err));
    must(desk, session_set(&desk->session, (const char *const[]){"traffic_accident=true", "deaths=3..9", "missing=1..", "injured=..4"}, 4, &desk->err));
    must(desk, session_detail(&desk->session, "发生地点", "208国道", &desk->err));
    must(desk, session_note(&desk->session, "到场", &desk->err));
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk_at *desk = *state;
    session_release(&desk->session);
    loaded_free(desk->loaded);
    free(desk);
    return 0;
}

static struct collector collector_of(struct desk_at *desk)
{
    return (struct collector){.session = &desk->session, .app = &desk->app, .plan = desk->loaded->plan, .record = &desk->session.record};
}

static void check_known(struct desk_at *desk, const char *fact, const char *zh, const char *en)
{
    const char *const wanted[] = {[LANG_ZH] = zh, [LANG_EN] = en};
    const struct fact *it = plan_find_fact(desk->loaded->plan, fact, strlen(fact));
    for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
        struct collector collector = collector_of(desk);
        struct text text = {0};
        desk->app.lang = (enum lang)lang;
        form_add_known(&collector, it, &desk->session.record.incident.facts[it - desk->loaded->plan->facts], &text);
        assert_string_equal(text_str(&text), wanted[lang]);
        text_release(&text);
    }
    desk->app.lang = LANG_ZH;
}

static void test_ranges_are_said_without_above_and_below(void **state)
{
    struct desk_at *desk = *state;
    check_known(desk, "deaths", "3至9 人", "3 to 9 people");
    check_known(desk, "missing", "至少1 人", "at least 1 people");
    check_known(desk, "injured", "至多4 人", "at most 4 people");
    check_known(desk, "traffic_accident", "是", "yes");
    check_known(desk, "severe_weather", "", "");
}

static void test_times_have_their_date_and_24_hours(void **state)
{
    struct desk_at *desk = *state;
    struct collector collector = collector_of(desk);
    struct text text = {0};
    int64_t time = FIXTURE_DAY * DAY_MS + INT64_C(9) * 3600000 + 5 * 60000; /* 17:05 in the city */
    form_add_time(&collector, time, &text);
    assert_string_equal(text_str(&text), "2026年3月1日17:05");
    text_clear(&text);
    desk->app.lang = LANG_EN;
    form_add_time(&collector, time, &text);
    assert_string_equal(text_str(&text), "1 March 2026, 17:05");
    text_clear(&text);
    form_add_time(&collector, TIME_UNKNOWN, &text);
    assert_string_equal(text_str(&text), "");
    text_release(&text);
}

static void test_a_detail_that_there_is_not_has_its_nearest(void **state)
{
    struct desk_at *desk = *state;
    assert_int_equal(session_detail(&desk->session, "plaec", "x", &desk->err), -1);
    assert_int_equal(desk->err.code, ERR_REFERENCE);
    assert_string_equal(desk->err.hint, "place");
    assert_int_equal(session_detail(&desk->session, "species", "x", &desk->err), -1);
}

static void test_a_document_is_numbered_by_those_that_went_out(void **state)
{
    struct desk_at *desk = *state;
    struct form_request request = {.session = &desk->session, .form = FORM_FOLLOWUP};
    static const int numbers[] = {1, 1, 2};
    for (int i = 0; i < 3; i++) {
        struct form_document document;
        must(desk, form_compose(&request, &document, &desk->err));
        assert_int_equal(document.number, numbers[i]);
        form_document_release(&document);
        if (i == 0)
            must(desk, session_issue(&desk->session, FORM_FOLLOWUP, &desk->err));
        else
            must(desk, session_note(&desk->session, "x", &desk->err));
    }
}

/* Composed and written, or refused for lack of memory; nothing in between. */
static int compose(struct desk_at *desk, enum form form, struct text *out, struct err *err)
{
    struct form_request request = {.session = &desk->session, .form = form};
    struct form_document document;
    int rc = form_compose(&request, &document, err);
    for (int format = MARKUP_MD; rc == 0 && format <= MARKUP_TXT; format++)
        form_write(&request, &document, (enum markup_format)format, out);
    form_document_release(&document);
    return rc != 0 ? -1 : out->failed ? err_no_memory(err) : 0;
}

/* cmocka shows no more than the beginning of long texts. */
static void check_same_text(const char *got, const char *wanted)
{
    size_t same = 0, from;
    while (got[same] != '\0' && got[same] == wanted[same])
        same++;
    from = same < 60 ? 0 : same - 60;
    if (got[same] != wanted[same])
        fail_msg("\"…%.120s\" is not \"…%.120s\"", got + from, wanted + from);
}

static void check_without_memory(struct desk_at *desk, enum form form)
{
    struct text whole = {0};
    asked = 0;
    must(desk, compose(desk, form, &whole, &desk->err));
    long all = asked, step = 1 + all / 300;
    for (long at = 0; at < all; at += step) {
        struct text out = {0};
        struct err err = {0};
        countdown = at;
        int rc = compose(desk, form, &out, &err);
        countdown = -1;
        if (rc == 0)
            check_same_text(text_str(&out), text_str(&whole));
        else
            assert_int_equal(err.code, ERR_MEMORY);
        text_release(&out);
    }
    text_release(&whole);
}

static void test_running_out_of_memory_is_said(void **state)
{
    struct desk_at *desk = *state;
    check_without_memory(desk, FORM_FIRST);
    check_without_memory(desk, FORM_LAUNCH); /* a draft, … */
    desk->voice.speaker = (struct speaker){"李四", "hq"};
    desk->session.voice = &desk->voice;
    must(desk, session_step(&desk->session, &(struct stepping){.step = STEP_LAUNCH, .tier = TIER_CITY, .level = 3}, &desk->err));
    must(desk, session_issue(&desk->session, FORM_FIRST, &desk->err));
    check_without_memory(desk, FORM_LAUNCH); /* … and of a step that was taken */
    check_without_memory(desk, FORM_SHIFT);
    check_without_memory(desk, FORM_FOLLOWUP);
    check_without_memory(desk, FORM_TASKS);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        AT_DESK(test_ranges_are_said_without_above_and_below),
        AT_DESK(test_times_have_their_date_and_24_hours),
        AT_DESK(test_a_detail_that_there_is_not_has_its_nearest),
        AT_DESK(test_a_document_is_numbered_by_those_that_went_out),
        AT_DESK(test_running_out_of_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
