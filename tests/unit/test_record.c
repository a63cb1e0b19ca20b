/* Folding entries into an incident's state: every type, refusals, corrections, and the property that replaying gives the same state. */
#include "tests/unit/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/library.h"
#include "core/record.h"

static struct loaded *load(const char *name)
{
    struct err err;
    struct library library;
    assert_int_equal(library_open(&library, getenv("RESPOND_PLANS") == NULL ? "plans" : NULL, &err), 0);
    struct loaded *loaded = library_load(&library, name, stderr, LANG_ZH, &err);
    library_release(&library);
    assert_non_null(loaded);
    return loaded;
}

/* A record with a clock that moves on by a minute an entry. */
struct desk {
    struct loaded *loaded;
    struct record record;
    uint64_t seq;
    int64_t now;
    struct err err;
};

static void desk_open(struct desk *desk, const char *plan)
{
    *desk = (struct desk){.loaded = load(plan), .now = INT64_C(1790000000000)};
    assert_int_equal(record_init(&desk->record, desk->loaded->plan, "t-1", &desk->err), 0);
}

static void desk_close(struct desk *desk)
{
    record_release(&desk->record);
    loaded_free(desk->loaded);
}

static int say_as(struct desk *desk, const char *role, const char *type, const char *body, const char *reason)
{
    struct entry entry = {.seq = desk->seq + 1, .incident = "t-1", .time = desk->now += 60000, .drill_time = -1, .name = "张三", .role = role,
                          .type = type, .body = body, .reason = reason};
    if (record_add(&desk->record, &entry, &desk->err) != 0)
        return -1;
    desk->seq++;
    record_acknowledge(&desk->record, &entry);
    return 0;
}

static int say(struct desk *desk, const char *type, const char *body)
{
    return say_as(desk, "", type, body, "");
}

static enum task_status status_of(const struct desk *desk, const char *task)
{
    int index = plan_find_task(desk->loaded->plan, task, strlen(task));
    assert_true(index >= 0);
    return desk->record.tasks[index].status;
}

static void test_nothing_can_be_said_before_the_incident_is_open(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "road");
    assert_int_equal(say(&desk, "note", "{\"text\": \"x\"}"), -1);
    assert_int_equal(desk.err.code, ERR_STATE);
    assert_int_equal(say(&desk, "open", "{\"plan\": \"road\", \"title\": \"208国道\"}"), 0);
    assert_int_equal(say(&desk, "open", "{\"plan\": \"road\"}"), -1);
    assert_string_equal(desk.record.title, "208国道");
    desk_close(&desk);
}

static void test_facts_are_set_unset_and_undone(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "road");
    const struct fact *deaths = plan_find_fact(desk.loaded->plan, "deaths", 6);
    const struct known *known = &desk.record.incident.facts[deaths - desk.loaded->plan->facts];
    assert_int_equal(say(&desk, "open", "{}"), 0);
    assert_int_equal(say(&desk, "set", "{\"facts\": {\"deaths\": 3}}"), 0);
    assert_int_equal(known->most, 3);
    assert_int_equal(say(&desk, "set", "{\"unset\": [\"deaths\"]}"), 0);
    assert_false(known->given);
    assert_int_equal(say(&desk, "undo", "{\"seq\": 2}"), -1); /* not the newest */
    assert_int_equal(say(&desk, "undo", "{\"seq\": 3}"), 0);
    assert_int_equal(known->most, 3);
    assert_true(record_is_corrected(&desk.record, 3));
    assert_int_equal(say(&desk, "undo", "{\"seq\": 2}"), 0);
    assert_false(known->given);
    assert_int_equal(say(&desk, "undo", "{\"seq\": 1}"), -1); /* opening is not undone */
    desk_close(&desk);
}

static void test_a_refused_entry_leaves_the_state_as_it_was(void **state)
{
    (void)state;
    struct desk desk;
    struct text before = {0}, after = {0};
    desk_open(&desk, "construction");
    assert_int_equal(say(&desk, "open", "{}"), 0);
    assert_int_equal(say(&desk, "set", "{\"facts\": {\"deaths\": 4}}"), 0);
    record_to_json(&desk.record, &before);
    static const struct {
        const char *role, *type, *body;
    } bad[] = {
        {"", "set", "{\"facts\": {\"deaths\": 5, \"deahts\": 6}}"}, {"", "set", "{\"facts\": {\"deaths\": 7, \"endangered\": -1}}"},
        {"", "set", "{}"}, {"commander", "launch", "{\"level\": 1}"}, {"nobody", "launch", "{\"level\": 2}"},
        {"commander", "launch", "{\"level\": 9}"}, {"commander", "end", "{}"}, {"", "done", "{\"task\": \"nothing\"}"},
        {"", "moment", "{\"moment\": \"never\", \"time\": 1}"}, {"", "confirm", "{\"condition\": \"x\"}"}, {"", "dance", "{}"},
        {"", "note", "{\"text\": 5}"}, {"", "note", "not json"}, {"", "shift_accept", "{}"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(say_as(&desk, bad[i].role, bad[i].type, bad[i].body, ""), -1);
        assert_true(desk.err.zh[0] != '\0' && desk.err.en[0] != '\0');
        text_clear(&after);
        record_to_json(&desk.record, &after);
        assert_string_equal(text_str(&before), text_str(&after));
    }
    text_release(&before);
    text_release(&after);
    desk_close(&desk);
}

static void test_lowering_withdraws_what_was_not_started_and_keeps_what_was(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "construction");
    const struct plan *plan = desk.loaded->plan;
    const char *first = NULL, *second = NULL;
    for (size_t i = 0; i < plan->task_count && second == NULL; i++)
        if (plan->tasks[i].level_count == 1 && plan->tasks[i].levels[0] == 2 && plan->tasks[i].after_count == 0)
            *(first == NULL ? &first : &second) = plan->tasks[i].id;
    char body[200];
    assert_int_equal(say(&desk, "open", "{}"), 0);
    assert_int_equal(say_as(&desk, "commander", "launch", "{\"level\": 2}", ""), 0);
    assert_int_equal(status_of(&desk, first), TASK_OPEN);
    snprintf(body, sizeof body, "{\"task\": \"%s\"}", first);
    assert_int_equal(say(&desk, "accept", body), 0);
    assert_int_equal(say(&desk, "done", body), -1); /* no evidence */
    assert_int_equal(say_as(&desk, "commander", "lower", "{\"level\": 3}", ""), 0);
    assert_int_equal(status_of(&desk, first), TASK_ACCEPTED);
    assert_int_equal(status_of(&desk, second), TASK_WITHDRAWN);
    assert_int_equal(say_as(&desk, "chief_commander", "raise", "{\"level\": 1}", ""), 0); /* level I includes level II's */
    assert_int_equal(status_of(&desk, second), TASK_OPEN);
    desk_close(&desk);
}

static void test_deadlines_count_from_their_own_moment(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "road");
    const struct plan *plan = desk.loaded->plan;
    const struct task *hour = NULL;
    for (size_t i = 0; i < plan->task_count; i++)
        if (plan->tasks[i].deadline.at.node != 0 && plan->tasks[i].deadline.minutes == 60)
            hour = &plan->tasks[i];
    assert_non_null(hour);
    assert_int_equal(hour->deadline.from, MOMENT_REPORT_RECEIVED);
    const struct task_state *its = &desk.record.tasks[hour - plan->tasks];
    const struct moments *moments = &desk.record.moments;
    assert_true(task_due(hour, its, moments) == TIME_UNKNOWN);
    assert_int_equal(say(&desk, "open", "{}"), 0);
    int64_t due = task_due(hour, its, moments);
    assert_int_equal(due, desk.now + 3600000);
    assert_int_equal(say_as(&desk, "hq", "launch", "{\"level\": 3}", ""), 0);
    assert_int_equal(task_due(hour, its, moments), due);
    assert_false(task_is_overdue(hour, its, moments, due + 59999));
    assert_true(task_is_overdue(hour, its, moments, due + 60000));
    char body[100];
    snprintf(body, sizeof body, "{\"moment\": \"report_received\", \"time\": %lld}", (long long)(due - 7200000));
    assert_int_equal(say(&desk, "moment", body), 0);
    assert_int_equal(task_due(hour, its, moments), due - 3600000);
    desk_close(&desk);
}

static void test_a_shift_is_accepted_only_by_the_one_named(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "road");
    assert_int_equal(say(&desk, "open", "{}"), 0);
    assert_string_equal(desk.record.officer, "张三");
    assert_int_equal(say(&desk, "shift", "{\"to\": \"李四\"}"), 0);
    assert_int_equal(say(&desk, "shift_accept", "{}"), -1); /* 张三 says it */
    assert_int_equal(desk.err.code, ERR_AUTHORITY);
    struct entry entry = {.seq = desk.seq + 1, .incident = "t-1", .time = desk.now, .drill_time = -1, .name = "李四", .role = "",
                          .type = "shift_accept", .body = "{}", .reason = ""};
    assert_int_equal(record_add(&desk.record, &entry, &desk.err), 0);
    assert_string_equal(desk.record.officer, "李四");
    assert_null(desk.record.handed_to);
    desk_close(&desk);
}

/* ---- replaying: whatever was accepted, in whatever order, folds to the same state ---- */

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static void random_entry(struct desk *desk, uint64_t *seed)
{
    const struct plan *plan = desk->loaded->plan;
    static const char *const acts[] = {"accept", "done", "skip", "assign", "reopen"};
    static const char *const steps[] = {"propose", "launch", "raise", "lower", "hand_over", "take_back", "end", "recover", "close"};
    char body[300];
    const struct organisation *org = &plan->organisation;
    const char *role = next(seed) % 2 ? org->posts[next(seed) % org->post_count].id : org->bodies[next(seed) % org->body_count].id;
    switch (next(seed) % 8) {
    case 0: case 1:
        snprintf(body, sizeof body, "{\"facts\": {\"%s\": %d}}", plan->facts[next(seed) % plan->fact_count].id, (int)(next(seed) % 40));
        say(desk, "set", body);
        break;
    case 2: case 3:
        snprintf(body, sizeof body, "{\"task\": \"%s\", \"text\": \"证据%d\"}", plan->tasks[next(seed) % plan->task_count].id, (int)(next(seed) % 9));
        say(desk, acts[next(seed) % 5], body);
        break;
    case 4:
        snprintf(body, sizeof body, "{\"seq\": %llu}", (unsigned long long)desk->seq);
        say(desk, "undo", body);
        break;
    case 5:
        snprintf(body, sizeof body, "{\"condition\": \"%s\"}", plan->endings[next(seed) % plan->ending_count].id);
        say(desk, "confirm", body);
        break;
    default:
        snprintf(body, sizeof body, "{\"tier\": \"%s\", \"level\": %d}", next(seed) % 4 ? "city" : "county", 1 + (int)(next(seed) % 4));
        say_as(desk, role, steps[next(seed) % 9], body, next(seed) % 3 ? "" : "另有考虑");
        break;
    }
}

static void replay_gives_the_same(const struct desk *desk)
{
    struct record again;
    struct err err;
    struct text live = {0}, replayed = {0};
    assert_int_equal(record_init(&again, desk->loaded->plan, "t-1", &err), 0);
    for (size_t i = 0; i < desk->record.entry_count; i++)
        if (record_add(&again, &desk->record.entries[i].entry, &err) != 0)
            fail_msg("%s: %s", desk->record.entries[i].entry.type, err.en);
    record_to_json(&desk->record, &live);
    record_to_json(&again, &replayed);
    assert_string_equal(text_str(&live), text_str(&replayed));
    text_release(&live);
    text_release(&replayed);
    record_release(&again);
}

static void test_random_sessions_replay_to_the_same_state(void **state)
{
    (void)state;
    static const char *const plans[] = {"animal", "construction", "road", "tourism"};
    for (size_t p = 0; p < sizeof plans / sizeof plans[0]; p++) {
        for (uint64_t round = 1; round <= 25; round++) {
            uint64_t seed = round * 977 + p;
            struct desk desk;
            desk_open(&desk, plans[p]);
            assert_int_equal(say(&desk, "open", "{}"), 0);
            for (int i = 0; i < 120; i++)
                random_entry(&desk, &seed);
            assert_true(desk.record.entry_count > 10);
            replay_gives_the_same(&desk);
            desk_close(&desk);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_can_be_said_before_the_incident_is_open),
        cmocka_unit_test(test_facts_are_set_unset_and_undone),
        cmocka_unit_test(test_a_refused_entry_leaves_the_state_as_it_was),
        cmocka_unit_test(test_lowering_withdraws_what_was_not_started_and_keeps_what_was),
        cmocka_unit_test(test_deadlines_count_from_their_own_moment),
        cmocka_unit_test(test_a_shift_is_accepted_only_by_the_one_named),
        cmocka_unit_test(test_random_sessions_replay_to_the_same_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
