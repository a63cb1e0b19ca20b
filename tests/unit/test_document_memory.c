/*
 * Memory running out while a message or a report is written, at any one allocation: it is an error and nothing is left behind, or the text is
 * whole. No line is ever missing without a word.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "tests/unit/failing_malloc.h"

#include "tests/unit/desk_fixture.h"

#include "cli/cap.h"
#include "cli/review.h"

#define LONG "一个很长的地名，长到放不进任何小块内存里，须得另外申请：朔州市朔城区神头镇吉庄村东头第三养殖小区第二十七号院"

static const struct {
    const char *role, *type, *body, *reason;
} lines[] = {
    {"", "open", "{\"plan\": \"road\", \"title\": \"" LONG "\"}", ""},
    {"", "set", "{\"facts\": {\"traffic_accident\": true, \"deaths\": 30}}", ""},
    {"", "undo", "{\"seq\": 2}", LONG},
    {"", "set", "{\"facts\": {\"traffic_accident\": true, \"deaths\": 3, \"missing\": 0}}", ""},
    {"hq", "launch", "{\"level\": 3, \"proven\": 3, \"possible\": 1}", LONG},
    {"", "done", "{\"task\": \"watch_network\", \"text\": \"" LONG "\"}", ""},
    {"", "note", "{\"text\": \"改进：" LONG "；某人；2026-04-01\"}", ""},
    {"hq", "raise", "{\"level\": 2, \"proven\": 2, \"possible\": 1}", LONG},
};

struct desk_of_one {
    struct app app;
    struct loaded *loaded;
    struct session session;
};

static int open_one(void **state)
{
    struct err err;
    struct desk_of_one *it = calloc(1, sizeof *it);
    fixture_time = START;
    it->app = fixture_app(LANG_ZH);
    it->loaded = shipped("road");
    assert_int_equal(session_init(&it->session, &it->app, it->loaded, "road-1", &err), 0);
    for (size_t i = 0; i < LENGTH_OF(lines); i++) {
        struct entry entry = {.seq = i + 1, .incident = "road-1", .time = START + (int64_t)i * MINUTE, .drill_time = -1, .name = "张三", .role = lines[i].role,
                              .type = lines[i].type, .body = lines[i].body, .reason = lines[i].reason};
        if (record_add(&it->session.record, &entry, &err) != 0)
            fail_msg("%s", err.en);
    }
    *state = it;
    return 0;
}

static int close_one(void **state)
{
    struct desk_of_one *it = *state;
    session_release(&it->session);
    loaded_free(it->loaded);
    free(it);
    return 0;
}

static int write_cap(struct session *session, struct text *out, struct err *err)
{
    return cap_write(session, &(struct cap_options){.entry = 0}, out, err);
}

/* Fail each allocation in turn, until none is left to fail. */
static void check_each(struct session *session, int (*write)(struct session *session, struct text *out, struct err *err))
{
    struct text whole = {0};
    struct err err = {.code = ERR_NONE};
    assert_int_equal(write(session, &whole, &err), 0);
    for (long at = 0;; at++) {
        struct text out = {0};
        countdown = at;
        err.code = ERR_NONE;
        int rc = write(session, &out, &err);
        bool through = countdown >= 0;
        countdown = -1;
        if (rc == 0)
            assert_string_equal(text_str(&out), text_str(&whole));
        else
            assert_int_equal(err.code, ERR_MEMORY);
        assert_true(rc == 0 || out.size == 0);
        text_release(&out);
        if (through)
            break;
    }
    text_release(&whole);
}

static void test_a_message_is_whole_or_an_error(void **state)
{
    struct desk_of_one *it = *state;
    check_each(&it->session, write_cap);
}

static void test_a_report_is_whole_or_an_error(void **state)
{
    struct desk_of_one *it = *state;
    check_each(&it->session, review_write);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_message_is_whole_or_an_error, open_one, close_one),
        cmocka_unit_test_setup_teardown(test_a_report_is_whole_or_an_error, open_one, close_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
