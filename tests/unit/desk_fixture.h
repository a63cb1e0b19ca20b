/*
 * Two duty desks at one journal file, in a room with the plans of two cities.
 *
 *     static void test_…(void **state) { struct room *room = *state; open_plan(room, room->a, "road"); follow(room, room->b); … }
 *     cmocka_unit_test_setup_teardown(test_…, open_room, close_room)
 */
#ifndef TESTS_UNIT_DESK_FIXTURE_H
#define TESTS_UNIT_DESK_FIXTURE_H

#include "cli/desk.h"
#include "tests/unit/journal_fixture.h"

#define MINUTE INT64_C(60000)
#define START (FIXTURE_DAY * DAY_MS + 3 * 60 * MINUTE)

/* Two desks at one journal file. The second has every plan too, unless a test closes it and starts it with fewer. */
struct room {
    struct app app;
    struct folder folder;
    struct library libraries[2];
    struct desk desks[2];
    struct desk *a, *b;
    struct err err;
};

static inline const char *journal_path(const struct room *room)
{
    return folder_path(&room->folder, "journal.db");
}

static inline void start_desk(struct room *room, int which, const char *plans, const char *name)
{
    assert_int_equal(library_open(&room->libraries[which], plans, &room->err), 0);
    desk_init(&room->desks[which], &room->app, &room->libraries[which], must_open(journal_path(room), JOURNAL_CREATE));
    room->desks[which].voice.speaker = (struct speaker){name, ""};
}

static inline void stop_desk(struct room *room, int which)
{
    desk_release(&room->desks[which]);
    library_release(&room->libraries[which]);
}

static inline void add_city(const struct room *room, const char *from, const char *name)
{
    char here[300], there[400];
    assert_non_null(getcwd(here, sizeof here));
    snprintf(there, sizeof there, "%s/%s", here, from);
    assert_int_equal(symlink(there, folder_path(&room->folder, name)), 0);
}

static inline int open_room(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    assert_non_null(room);
    fixture_time = START;
    room->app = fixture_app(LANG_EN);
    room->a = &room->desks[0], room->b = &room->desks[1];
    folder_open(&room->folder);
    add_city(room, "plans/shuozhou", "shuozhou");
    add_city(room, "tests/plans/harbour", "harbour");
    start_desk(room, 0, room->folder.path, "张三");
    start_desk(room, 1, room->folder.path, "李四");
    *state = room;
    return 0;
}

static inline int close_room(void **state)
{
    struct room *room = *state;
    stop_desk(room, 0);
    stop_desk(room, 1);
    folder_close(&room->folder);
    free(room);
    fixture_time = FIXTURE_DAY * DAY_MS;
    return 0;
}

static inline void must(struct room *room, int rc)
{
    if (rc != 0)
        fail_msg("%s", room->err.en);
}

static inline struct desk_incident *open_with(struct room *room, struct desk *desk, const char *plan, const struct opening *opening)
{
    const struct shelf *shelf = library_find(desk->library, plan, &room->err);
    struct desk_incident *incident = shelf == NULL ? NULL : desk_open(desk, shelf, opening, &room->err);
    while (incident == NULL && room->err.code == ERR_CONFLICT && desk_follow(desk, NULL, &room->err) == 0)
        incident = desk_open(desk, shelf, opening, &room->err);
    if (incident == NULL)
        fail_msg("%s", room->err.en);
    return incident;
}

static inline struct desk_incident *open_plan(struct room *room, struct desk *desk, const char *plan)
{
    return open_with(room, desk, plan, &(struct opening){.title = "a test"});
}

static inline struct session *session_of(struct desk *desk, const char *id)
{
    struct desk_incident *incident = desk_find(desk, id);
    if (incident == NULL)
        fail_msg("no incident %s", id);
    if (incident->trouble.code != ERR_NONE)
        fail_msg("%s: %s", id, incident->trouble.en);
    return &incident->session;
}

static inline void follow(struct room *room, struct desk *desk)
{
    must(room, desk_follow(desk, NULL, &room->err));
}

static inline int set(struct room *room, struct session *session, const char *setting)
{
    return session_set(session, (const char *const[]){setting}, 1, &room->err);
}

static inline int launch(struct room *room, struct session *session, const char *role, int level)
{
    session->voice->speaker.role = role;
    int rc = session_step(session, &(struct stepping){.step = STEP_LAUNCH, .tier = TIER_CITY, .level = level, .reason = "for a test"}, &room->err);
    session->voice->speaker.role = "";
    return rc;
}

static inline void check_same(const struct session *one, const struct session *other)
{
    struct text a = {0}, b = {0};
    record_to_json(&one->record, &a);
    record_to_json(&other->record, &b);
    assert_string_equal(text_str(&a), text_str(&b));
    text_release(&a);
    text_release(&b);
}

/* An entry that no desk would write. */
static inline void write_raw(struct room *room, const char *incident, const char *type, const char *body)
{
    struct entry entry = {.incident = incident, .time = fixture_time, .drill_time = -1, .name = "x", .role = "", .type = type, .body = body, .reason = ""};
    must(room, journal_append(room->a->voice.journal, &entry, JOURNAL_ANY, &room->err));
}

#define IN_ROOM(test) cmocka_unit_test_setup_teardown(test, open_room, close_room)

#endif
