/*
 * cli/desk: several desks at one journal file hear each other, never write over each other, and fold the same states; one bad incident
 * stops nobody.
 */
#include <sys/wait.h>

#include "tests/unit/desk_fixture.h"

/* ---- hearing each other ---- */

/* Entries heard, as "id/type id/type ". */
struct heard {
    char text[2000];
};

static void note_heard(void *context, const struct desk_incident *incident, const struct entry *entry)
{
    struct heard *heard = context;
    size_t used = strlen(heard->text);
    snprintf(heard->text + used, sizeof heard->text - used, "%s/%s ", incident->id, entry->type);
}

static const char *hear(struct room *room, struct desk *desk)
{
    static struct heard heard;
    heard.text[0] = '\0';
    must(room, desk_follow(desk, &(struct desk_listener){note_heard, &heard}, &room->err));
    return heard.text;
}

static void test_each_desk_sees_the_others_entries(void **state)
{
    struct room *room = *state;
    struct session *at_a = &open_plan(room, room->a, "road")->session;
    assert_string_equal(at_a->record.id, "road-1");
    must(room, set(room, at_a, "deaths=3"));
    assert_null(desk_find(room->b, "road-1"));
    assert_string_equal(hear(room, room->b), "road-1/open road-1/set ");
    struct session *at_b = session_of(room->b, "road-1");
    check_same(at_a, at_b);
    assert_string_equal(at_b->record.officer, "张三");
    must(room, set(room, at_b, "missing=2"));
    must(room, session_note(at_b, "second", &room->err));
    assert_string_equal(hear(room, room->a), "road-1/set road-1/note ");
    check_same(at_a, at_b);
    must(room, set(room, at_a, "injured=5"));
    assert_string_equal(hear(room, room->b), "road-1/set ");
    check_same(at_a, at_b);
}

static void test_a_desk_is_not_told_of_its_own_entries(void **state)
{
    struct room *room = *state;
    struct session *session = &open_plan(room, room->a, "road")->session;
    must(room, session_note(session, "mine", &room->err));
    assert_string_equal(hear(room, room->a), "");
    assert_int_equal(session->record.entry_count, 2);
    assert_int_equal(room->a->seq, 2);
    assert_string_equal(hear(room, room->a), "");
}

static void test_an_undo_is_heard_as_one(void **state)
{
    struct room *room = *state;
    struct session *at_a = &open_plan(room, room->a, "road")->session;
    must(room, set(room, at_a, "deaths=3"));
    follow(room, room->b);
    struct session *at_b = session_of(room->b, "road-1");
    must(room, session_undo(at_b, &room->err));
    follow(room, room->a);
    check_same(at_a, at_b);
    assert_false(at_a->record.incident.facts[fact_index(at_a->loaded->plan, "deaths")].given);
    assert_true(record_is_corrected(&at_a->record, 2));
}

static void test_many_incidents_are_kept_apart_and_found(void **state)
{
    struct room *room = *state;
    for (int i = 0; i < 12; i++) {
        open_plan(room, i % 2 ? room->b : room->a, i % 3 ? "road" : "animal");
        follow(room, i % 2 ? room->a : room->b);
    }
    assert_int_equal(room->a->count, 12);
    assert_int_equal(room->b->count, 12);
    for (size_t i = 0; i < 12; i++) {
        assert_string_equal(room->a->incidents[i]->id, room->b->incidents[i]->id);
        assert_ptr_equal(desk_find(room->a, room->a->incidents[i]->id), room->a->incidents[i]);
        check_same(&room->a->incidents[i]->session, &room->b->incidents[i]->session);
    }
    assert_int_equal(room->a->plan_count, 2); /* each plan was loaded once */
    assert_null(desk_find(room->a, "road-9"));
    assert_null(desk_find(room->a, ""));
}

static void test_an_incident_is_found_by_its_title(void **state)
{
    struct room *room = *state;
    open_plan(room, room->a, "road");
    struct desk_incident *second = open_with(room, room->a, "road", &(struct opening){.title = "208国道追尾"});
    assert_ptr_equal(desk_look_up(room->a, "208国道追尾", &room->err), second);
    assert_ptr_equal(desk_look_up(room->a, "road-2", &room->err), second);
    assert_null(desk_look_up(room->a, "raod-2", &room->err));
    check_err(&room->err, ERR_REFERENCE, "raod-2");
    assert_string_equal(room->err.hint, "road-2");
    assert_null(desk_look_up(room->a, "", &room->err));
}

/* ---- not writing over each other ---- */

static void test_a_stale_writer_is_told_and_writes_nothing(void **state)
{
    struct room *room = *state;
    struct text before = {0}, after = {0};
    uint64_t seq;
    char head[JOURNAL_HEX_SIZE];
    struct session *at_a = &open_plan(room, room->a, "road")->session;
    must(room, set(room, at_a, "traffic_accident=true"));
    follow(room, room->b);
    struct session *at_b = session_of(room->b, "road-1");
    must(room, session_assess(at_b, &room->err));
    must(room, set(room, at_a, "deaths=30"));
    must(room, journal_head(room->a->voice.journal, &seq, head, &room->err));
    record_to_json(&at_b->record, &before);
    assert_int_equal(set(room, at_b, "deaths=1"), -1);
    assert_int_equal(room->err.code, ERR_CONFLICT);
    assert_int_equal(launch(room, at_b, "hq", 4), -1);
    assert_int_equal(room->err.code, ERR_CONFLICT);
    assert_int_equal(session_undo(at_b, &room->err), -1);
    assert_int_equal(room->err.code, ERR_CONFLICT);
    record_to_json(&at_b->record, &after);
    assert_string_equal(text_str(&before), text_str(&after));
    assert_int_equal(brief_level(&at_b->assessment), LEVEL_NONE);
    check_head(room->b->voice.journal, seq, head);
    follow(room, room->b);
    must(room, set(room, at_b, "missing=1"));
    follow(room, room->a);
    check_same(at_a, at_b);
    text_release(&before);
    text_release(&after);
}

static void test_writing_to_another_incident_is_no_conflict(void **state)
{
    struct room *room = *state;
    struct session *at_a = &open_plan(room, room->a, "road")->session;
    struct session *at_b = &open_plan(room, room->b, "animal")->session;
    for (int i = 0; i < 3; i++) {
        must(room, session_note(at_a, "at a", &room->err));
        must(room, session_note(at_b, "at b", &room->err));
    }
    assert_int_equal(at_a->record.last_seq, 7);
    assert_int_equal(at_b->record.last_seq, 8);
}

static void test_what_was_said_last_is_known_by_its_number(void **state)
{
    struct room *room = *state;
    struct session *session = &open_plan(room, room->a, "road")->session;
    assert_int_equal(room->a->voice.said, 1);
    room->a->voice.said = 0;
    assert_int_equal(session_note(session, "\xFF", &room->err), -1); /* the journal takes UTF-8 only */
    assert_int_equal(set(room, session, "deaths=x"), -1);
    assert_int_equal(room->a->voice.said, 0);
    assert_int_equal(session->record.entry_count, 1);
    must(room, session_note(session, "x", &room->err));
    assert_int_equal(room->a->voice.said, 2);
    assert_int_equal(session->record.last_seq, 2);
}

static void test_desks_that_open_at_once_take_different_numbers(void **state)
{
    struct room *room = *state;
    assert_string_equal(open_plan(room, room->a, "road")->id, "road-1");
    assert_string_equal(open_plan(room, room->b, "road")->id, "road-2"); /* it had not followed */
    assert_string_equal(open_plan(room, room->b, "road")->id, "road-3");
    assert_string_equal(open_plan(room, room->a, "road")->id, "road-4");
    follow(room, room->b);
    assert_int_equal(room->a->count, 4);
    for (size_t i = 0; i < 4; i++)
        check_same(&room->a->incidents[i]->session, session_of(room->b, room->a->incidents[i]->id));
}

/* A process of its own, that opens incidents as fast as it can; never returns. */
static void open_many(struct room *room, int count)
{
    struct library library;
    struct desk desk;
    struct err err;
    if (library_open(&library, "plans", &err) != 0)
        _exit(1);
    desk_init(&desk, &room->app, &library, journal_open(journal_path(room), JOURNAL_WRITE, &err));
    const struct shelf *shelf = library_find(&library, "tourism", &err);
    bool good = desk.voice.journal != NULL && shelf != NULL;
    for (int i = 0; i < count && good; i += good) {
        good = desk_open(&desk, shelf, &(struct opening){.title = "at once"}, &err) != NULL;
        if (!good && err.code == ERR_CONFLICT && desk_follow(&desk, NULL, &err) == 0) {
            i--; /* once more, under another number */
            good = true;
        }
    }
    if (!good)
        fprintf(stderr, "# %s\n", err.en);
    _exit(good ? 0 : 1);
}

static void test_processes_that_open_at_once_never_take_the_same_number(void **state)
{
    struct room *room = *state;
    enum { PROCESSES = 3, EACH = 12 };
    pid_t pids[PROCESSES];
    journal_path(room); /* the file is there: the room's desks have made it */
    for (int i = 0; i < PROCESSES; i++) {
        pids[i] = fork();
        assert_true(pids[i] >= 0);
        if (pids[i] == 0)
            open_many(room, EACH);
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
    }
    follow(room, room->a);
    assert_int_equal(room->a->count, PROCESSES * EACH);
    assert_int_equal(room->a->seq, PROCESSES * EACH);
    for (int i = 1; i <= PROCESSES * EACH; i++) {
        char id[32];
        snprintf(id, sizeof id, "tourism-%d", i);
        assert_int_equal(session_of(room->a, id)->record.entry_count, 1);
    }
}

/* ---- trouble ---- */

static void test_an_incident_whose_plan_is_missing_stops_nobody(void **state)
{
    struct room *room = *state;
    open_plan(room, room->a, "spill");
    struct session *road = &open_plan(room, room->a, "road")->session;
    must(room, session_note(&desk_find(room->a, "spill-1")->session, "x", &room->err));
    stop_desk(room, 1);
    start_desk(room, 1, "plans", "李四"); /* has no harbour */
    assert_string_equal(hear(room, room->b), "spill-1/open road-1/open spill-1/note ");
    const struct desk_incident *missing = desk_find(room->b, "spill-1");
    assert_non_null(missing);
    check_err(&missing->trouble, ERR_NO_INPUT, "spill");
    assert_string_equal(missing->plan, "harbour/spill");
    assert_ptr_equal(desk_look_up(room->b, "spill-1", &room->err), missing);
    check_same(road, session_of(room->b, "road-1"));
    must(room, session_note(session_of(room->b, "road-1"), "goes on", &room->err));
    must(room, set(room, &desk_find(room->a, "spill-1")->session, "tonnes=5"));
    assert_string_equal(hear(room, room->b), "spill-1/set ");
    assert_string_equal(open_plan(room, room->b, "road")->id, "road-2");
    stop_desk(room, 1);
    start_desk(room, 1, "tests/plans", "李四"); /* now the other one is missing */
    follow(room, room->b);
    assert_int_equal(session_of(room->b, "spill-1")->record.entry_count, 3);
    assert_int_equal(desk_find(room->b, "road-1")->trouble.code, ERR_NO_INPUT);
    assert_string_equal(open_plan(room, room->b, "spill")->id, "spill-2");
}

static void test_entries_that_do_not_fold_stop_only_their_own_incident(void **state)
{
    struct room *room = *state;
    struct session *road = &open_plan(room, room->a, "road")->session;
    write_raw(room, "", "note", "{}");
    write_raw(room, "x-1", "note", "{\"text\": \"never opened\"}");
    write_raw(room, "x-2", "open", "{\"plan\": \"nowhere/nothing\"}");
    write_raw(room, "x-3", "open", "{\"plan\": 7}");
    write_raw(room, "x-4", "open", "{\"plan\": \"shuozhou/road\"}");
    write_raw(room, "x-4", "done", "{\"task\": \"a_task_of_last_year\", \"text\": \"x\"}");
    write_raw(room, "x-4", "note", "{\"text\": \"after it\"}");
    write_raw(room, "x-5", "open", "{\"plan\": \"shuozhou/road\", \"title\": \"good\"}");
    follow(room, room->b);
    assert_int_equal(room->b->count, 6);
    assert_int_equal(room->b->seq, 9);
    for (int i = 1; i <= 4; i++) {
        char id[8];
        snprintf(id, sizeof id, "x-%d", i);
        assert_int_not_equal(desk_find(room->b, id)->trouble.code, ERR_NONE);
        assert_true(desk_find(room->b, id)->trouble.zh[0] != '\0');
    }
    assert_int_equal(desk_find(room->b, "x-4")->trouble.code, ERR_REFERENCE);
    assert_string_equal(session_of(room->b, "x-5")->record.title, "good");
    check_same(road, session_of(room->b, "road-1"));
}

/* ---- folding again ---- */

static void check_journal_folds_to(struct room *room, const struct desk *live)
{
    struct desk again;
    struct library library;
    assert_int_equal(library_open(&library, live->library->root, &room->err), 0);
    desk_init(&again, &room->app, &library, must_open(journal_path(room), JOURNAL_READ));
    follow(room, &again);
    assert_int_equal(again.count, live->count);
    for (size_t i = 0; i < live->count; i++)
        check_same(&live->incidents[i]->session, session_of(&again, live->incidents[i]->id));
    desk_release(&again);
    library_release(&library);
}

static int do_something(struct room *room, struct session *session, uint64_t *seed)
{
    const struct plan *plan = session->loaded->plan;
    static const char *const roles[] = {"hq", "county_hq", "commander", "office"};
    char text[100];
    session->voice->speaker.role = roles[random_below(seed, 4)];
    switch (random_below(seed, 8)) {
    case 0: case 1:
        snprintf(text, sizeof text, "%s=%u", plan->facts[random_below(seed, (uint32_t)plan->fact_count)].id, random_below(seed, 40));
        return set(room, session, text);
    case 2: return session_undo(session, &room->err);
    case 3: return session_note(session, "电话“3”\\\n", &room->err);
    case 4: return session_moment(session, (enum moment)random_below(seed, MOMENT_END + 1), fixture_time - random_below(seed, 1000000), &room->err);
    case 5: return session_confirm(session, plan->endings[random_below(seed, (uint32_t)plan->ending_count)].id, &room->err);
    case 6:
        return session_task(session, (enum task_act)random_below(seed, ACT_COUNT), plan->tasks[random_below(seed, (uint32_t)plan->task_count)].id, "凭据", &room->err);
    default:
        return session_step(session, &(struct stepping){.step = (enum step)random_below(seed, STEP_END), .tier = (int)random_below(seed, 3) - 1,
                                                        .level = 1 + (int)random_below(seed, 4), .reason = "另有考虑"}, &room->err);
    }
}

static void test_live_states_and_the_file_fold_to_the_same_byte_for_byte(void **state)
{
    struct room *room = *state;
    static const char *const plans[] = {"road", "animal", "construction", "spill"};
    uint64_t seed = 20260302;
    size_t conflicts = 0;
    for (size_t i = 0; i < LENGTH_OF(plans); i++)
        open_with(room, room->a, plans[i], &(struct opening){.title = "“引号”", .drill = i == 1, .clock = START + DAY_MS});
    follow(room, room->b);
    for (int i = 0; i < 400; i++) {
        struct desk *desk = &room->desks[random_below(&seed, 2)];
        struct session *session = &desk->incidents[random_below(&seed, (uint32_t)desk->count)]->session;
        fixture_time += random_below(&seed, 100000);
        if (do_something(room, session, &seed) != 0 && room->err.code == ERR_CONFLICT) {
            conflicts++;
            follow(room, desk);
        }
        if (random_below(&seed, 10) == 0)
            follow(room, desk);
    }
    follow(room, room->a);
    follow(room, room->b);
    assert_true(conflicts > 5);
    assert_true(room->a->seq > 100);
    for (size_t i = 0; i < room->a->count; i++)
        check_same(&room->a->incidents[i]->session, session_of(room->b, room->a->incidents[i]->id));
    check_journal_folds_to(room, room->a);
}

/* ---- drills ---- */

static void test_a_drill_has_a_clock_of_its_own_at_every_desk(void **state)
{
    struct room *room = *state;
    int64_t shown = START + 100 * DAY_MS;
    struct session *at_a = &open_with(room, room->a, "road", &(struct opening){.drill = true, .clock = shown})->session;
    struct session *real = &open_plan(room, room->a, "road")->session;
    assert_int_equal(session_clock(at_a), shown);
    fixture_time += 5 * MINUTE;
    assert_int_equal(session_clock(at_a), shown + 5 * MINUTE);
    assert_int_equal(session_clock(real), START + 5 * MINUTE);
    must(room, session_move_clock(at_a, shown + DAY_MS, &room->err));
    assert_int_equal(session_move_clock(at_a, shown, &room->err), -1);
    assert_int_equal(session_move_clock(real, START + DAY_MS, &room->err), -1);
    assert_int_equal(session_clock(real), START + 5 * MINUTE);
    follow(room, room->b);
    struct session *at_b = session_of(room->b, "road-1");
    fixture_time += 7 * MINUTE;
    assert_int_equal(session_clock(at_a), shown + DAY_MS + 7 * MINUTE);
    assert_int_equal(session_clock(at_b), shown + DAY_MS + 7 * MINUTE);
    must(room, session_note(at_b, "x", &room->err));
    follow(room, room->a);
    check_same(at_a, at_b);
    must(room, session_assess(at_a, &room->err));
    assert_int_equal(at_a->record.incident.as_of, FIXTURE_DAY + 101); /* graded on the drill's date */
}

static void test_a_drill_must_be_given_a_clock(void **state)
{
    struct room *room = *state;
    const struct shelf *shelf = library_find(room->a->library, "road", &room->err);
    assert_null(desk_open(room->a, shelf, &(struct opening){.drill = true}, &room->err));
    assert_int_equal(room->err.code, ERR_VALUE);
    assert_int_equal(room->a->count, 0);
    check_head(room->a->voice.journal, 0, NULL);
}

static void test_a_clock_that_was_put_back_stops_nobody(void **state)
{
    struct room *room = *state;
    struct session *session = &open_plan(room, room->a, "road")->session;
    fixture_time -= 60 * MINUTE;
    must(room, session_note(session, "an hour earlier", &room->err));
    assert_int_equal(session->record.last_time, START);
    assert_int_equal(session_clock(session), START);
    follow(room, room->b);
    check_same(session, session_of(room->b, "road-1"));
}

/* ---- the shift ---- */

static void test_a_shift_goes_from_desk_to_desk(void **state)
{
    struct room *room = *state;
    struct session *at_a = &open_plan(room, room->a, "road")->session;
    must(room, session_hand_shift(at_a, "李四", "0a1b", &room->err));
    assert_int_equal(session_accept_shift(at_a, &room->err), -1); /* 张三 says it */
    check_err(&room->err, ERR_AUTHORITY, "李四");
    follow(room, room->b);
    struct session *at_b = session_of(room->b, "road-1");
    assert_string_equal(at_b->record.handed_to, "李四");
    must(room, session_accept_shift(at_b, &room->err));
    assert_int_equal(session_accept_shift(at_b, &room->err), -1);
    assert_int_equal(room->err.code, ERR_STATE);
    follow(room, room->a);
    assert_string_equal(at_a->record.officer, "李四");
    assert_null(at_a->record.handed_to);
}

/* What another desk has written counts at once: nobody launches on a grade of before. */
static void test_a_step_is_recorded_with_what_is_proven_now(void **state)
{
    struct room *room = *state;
    struct session *at_a = &open_plan(room, room->a, "road")->session;
    follow(room, room->b);
    struct session *at_b = session_of(room->b, "road-1");
    must(room, session_assess(at_b, &room->err));
    must(room, session_set(at_a, (const char *const[]){"traffic_accident=true", "deaths=30"}, 2, &room->err));
    follow(room, room->b);
    room->b->voice.speaker.role = "hq";
    assert_int_equal(session_step(at_b, &(struct stepping){.step = STEP_LAUNCH, .tier = -1, .level = 4}, &room->err), -1);
    check_err(&room->err, ERR_VALUE, "level 1 is proven");
    must(room, session_step(at_b, &(struct stepping){.step = STEP_LAUNCH, .tier = -1, .level = 1}, &room->err));
    assert_int_equal(at_b->record.decisions[TIER_CITY].proven, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_ROOM(test_each_desk_sees_the_others_entries),
        IN_ROOM(test_a_desk_is_not_told_of_its_own_entries),
        IN_ROOM(test_an_undo_is_heard_as_one),
        IN_ROOM(test_many_incidents_are_kept_apart_and_found),
        IN_ROOM(test_an_incident_is_found_by_its_title),
        IN_ROOM(test_a_stale_writer_is_told_and_writes_nothing),
        IN_ROOM(test_writing_to_another_incident_is_no_conflict),
        IN_ROOM(test_what_was_said_last_is_known_by_its_number),
        IN_ROOM(test_desks_that_open_at_once_take_different_numbers),
        IN_ROOM(test_processes_that_open_at_once_never_take_the_same_number),
        IN_ROOM(test_an_incident_whose_plan_is_missing_stops_nobody),
        IN_ROOM(test_entries_that_do_not_fold_stop_only_their_own_incident),
        IN_ROOM(test_live_states_and_the_file_fold_to_the_same_byte_for_byte),
        IN_ROOM(test_a_drill_has_a_clock_of_its_own_at_every_desk),
        IN_ROOM(test_a_drill_must_be_given_a_clock),
        IN_ROOM(test_a_clock_that_was_put_back_stops_nobody),
        IN_ROOM(test_a_shift_goes_from_desk_to_desk),
        IN_ROOM(test_a_step_is_recorded_with_what_is_proven_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
