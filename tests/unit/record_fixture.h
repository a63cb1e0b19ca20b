/*
 * A record for tests: one who writes entries, a minute apart.
 *
 *     struct scribe scribe;
 *     scribe_open(&scribe, "road");
 *     say(&scribe, "open", "{}");
 *     say_as(&scribe, "hq", "launch", "{\"level\": 3}", "");
 *     scribe_close(&scribe);
 */
#ifndef TESTS_UNIT_RECORD_FIXTURE_H
#define TESTS_UNIT_RECORD_FIXTURE_H

#include "core/record.h"
#include "tests/unit/fixture.h"

#define DRILL_START INT64_C(1800000000000)

struct scribe {
    struct loaded *loaded;
    struct record record;
    uint64_t seq;
    int64_t now;
    int64_t drill; /* the drill's clock; -1 for none */
    const char *name;
    struct err err;
};

static inline void scribe_begin(struct scribe *scribe, struct loaded *loaded)
{
    *scribe = (struct scribe){.loaded = loaded, .now = INT64_C(1790000000000), .drill = -1, .name = "张三"};
    assert_int_equal(record_init(&scribe->record, loaded->plan, "t-1", &scribe->err), 0);
}

static inline void scribe_open(struct scribe *scribe, const char *plan)
{
    scribe_begin(scribe, shipped(plan));
}

static inline void scribe_close(struct scribe *scribe)
{
    record_release(&scribe->record);
    loaded_free(scribe->loaded);
}

static inline struct entry entry_of(struct scribe *scribe, const char *role, const char *type, const char *body, const char *reason)
{
    return (struct entry){.seq = scribe->seq + 1, .incident = "t-1", .time = scribe->now, .drill_time = scribe->drill, .name = scribe->name,
                          .role = role, .type = type, .body = body, .reason = reason};
}

/* 0, or -1 with scribe->err. */
static inline int say_as(struct scribe *scribe, const char *role, const char *type, const char *body, const char *reason)
{
    scribe->now += 60000;
    struct entry entry = entry_of(scribe, role, type, body, reason);
    if (record_add(&scribe->record, &entry, &scribe->err) != 0)
        return -1;
    scribe->seq++;
    record_acknowledge(&scribe->record, &entry);
    return 0;
}

static inline int say(struct scribe *scribe, const char *type, const char *body)
{
    return say_as(scribe, "", type, body, "");
}

static inline int try_undo(struct scribe *scribe)
{
    char body[40];
    const struct entry *entry = record_undoable(&scribe->record);
    snprintf(body, sizeof body, "{\"seq\": %llu}", entry == NULL ? 0ULL : (unsigned long long)entry->seq);
    return say(scribe, "undo", body);
}

static inline void undo(struct scribe *scribe)
{
    if (try_undo(scribe) != 0)
        fail_msg("%s", scribe->err.en);
}

static inline void undo_is_refused(struct scribe *scribe)
{
    assert_int_equal(try_undo(scribe), -1);
    assert_int_equal(scribe->err.code, ERR_STATE);
}

static inline enum task_status status_of(const struct scribe *scribe, const char *task)
{
    int index = plan_find_task(scribe->loaded->plan, task, strlen(task));
    assert_true(index >= 0);
    return scribe->record.tasks[index].status;
}

#endif
