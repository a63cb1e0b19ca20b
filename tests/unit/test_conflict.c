/* cli/conflict: agencies that two running incidents need, each with the task that presses most. */
#include "cli/conflict.h"
#include "tests/unit/desk_fixture.h"

/* ---- conflicts ---- */

static bool holds(const struct holder *holders, size_t count, int agency)
{
    for (size_t i = 0; i < count; i++)
        if (holders[i].agency.index == agency)
            return true;
    return false;
}

/* Whether a task's owners are an agency, or are led, hosted, held or joined by it. */
static bool is_owner(const struct plan *plan, const struct task *task, int agency)
{
    const struct organisation *org = &plan->organisation;
    bool found = false;
    for (size_t i = 0; i < task->owner_count; i++) {
        const struct ref *owner = &task->owners[i];
        if (owner->kind == ACTOR_AGENCY)
            found = found || owner->index == agency;
        else if (owner->kind == ACTOR_BODY)
            found = found || holds(org->bodies[owner->index].hosts, org->bodies[owner->index].host_count, agency);
        else if (owner->kind == ACTOR_POST)
            found = found || holds(org->posts[owner->index].holders, org->posts[owner->index].holder_count, agency);
        else
            found = found || holds(org->groups[owner->index].leaders, org->groups[owner->index].leader_count, agency) ||
                    holds(org->groups[owner->index].members, org->groups[owner->index].member_count, agency);
    }
    return found;
}

/* How many; `agency` (may be NULL) is looked for among them. */
static int find_conflicts(struct room *room, struct session *ours, struct session *theirs, const char *agency, struct conflict *found)
{
    const struct city *city = ours->loaded->plan->city;
    struct conflict *conflicts = calloc(city->agency_count + 1, sizeof *conflicts);
    int count = conflicts_find(ours, theirs, conflicts, &room->err);
    assert_true(count >= 0);
    *found = (struct conflict){.agency = -1};
    for (int i = 0; i < count; i++) {
        const struct conflict *it = &conflicts[i];
        const char *id = city->agencies[it->agency].id;
        int same = -1;
        for (size_t k = 0; k < theirs->loaded->plan->city->agency_count; k++)
            if (strcmp(theirs->loaded->plan->city->agencies[k].id, id) == 0)
                same = (int)k;
        assert_true(task_is_pending(&ours->record.tasks[it->ours]) && task_is_pending(&theirs->record.tasks[it->theirs]));
        assert_true(is_owner(ours->loaded->plan, &ours->loaded->plan->tasks[it->ours], it->agency));
        assert_true(is_owner(theirs->loaded->plan, &theirs->loaded->plan->tasks[it->theirs], same));
        for (int k = 0; k < i; k++)
            assert_int_not_equal(conflicts[k].agency, it->agency);
        if (agency != NULL && strcmp(id, agency) == 0)
            *found = *it;
    }
    free(conflicts);
    return count;
}

static size_t task_index(const struct session *session, const char *id)
{
    return (size_t)plan_find_task(session->loaded->plan, id, strlen(id));
}

static void test_two_running_incidents_that_need_an_agency_are_in_conflict(void **state)
{
    struct room *room = *state;
    struct conflict found;
    struct session *one = &open_plan(room, room->a, "spill")->session, *other = &open_plan(room, room->a, "spill")->session;
    assert_int_equal(find_conflicts(room, one, other, NULL, &found), 0);
    must(room, launch(room, one, "commander", 3));
    assert_int_equal(find_conflicts(room, one, other, NULL, &found), 0); /* only one is running */
    must(room, launch(room, other, "commander", 2));
    assert_true(find_conflicts(room, one, other, "tug_company", &found) > 0);
    assert_true(found.agency >= 0);
    assert_int_equal(found.ours, task_index(one, "ship_reports"));
    assert_int_equal(found.theirs, task_index(other, "ship_reports"));
    must(room, session_task(other, ACT_SKIP, "ship_reports", "x", &room->err));
    find_conflicts(room, one, other, "tug_company", &found);
    assert_true(found.agency < 0 || found.theirs != task_index(other, "ship_reports"));
}

static void test_the_most_pressing_task_of_each_is_named(void **state)
{
    struct room *room = *state;
    struct conflict found;
    struct session *one = &open_plan(room, room->a, "spill")->session, *other = &open_plan(room, room->a, "spill")->session;
    must(room, session_moment(one, MOMENT_DISCOVERY, START, &room->err));
    must(room, launch(room, one, "commander", 2));
    must(room, launch(room, other, "commander", 2));
    fixture_time += 10 * MINUTE;
    find_conflicts(room, one, other, "tug_company", &found);
    assert_int_equal(found.ours, task_index(one, "ship_reports")); /* overdue */
    find_conflicts(room, one, other, "coast_guard", &found);
    assert_int_equal(found.ours, task_index(one, "close_fairway")); /* the one with a time */
    assert_int_equal(found.theirs, task_index(other, "close_fairway"));
}

/* Plans of a city are loaded each with its own registry. */
static void test_incidents_of_two_plans_share_the_citys_agencies(void **state)
{
    struct room *room = *state;
    struct conflict found;
    struct session *road = &open_plan(room, room->a, "road")->session, *tourism = &open_plan(room, room->a, "tourism")->session;
    must(room, launch(room, road, "hq", 2));
    must(room, launch(room, tourism, "commander", 2));
    int there = find_conflicts(room, road, tourism, NULL, &found), back = find_conflicts(room, tourism, road, NULL, &found);
    assert_true(there > 3);
    assert_int_equal(there, back);
    size_t count;
    struct capture capture;
    capture_open(&capture);
    room->app.out = capture.file;
    must(room, conflicts_view(room->a, desk_find(room->a, "road-1"), &count, &room->err));
    assert_int_equal(count, (size_t)there);
    check_contains(capture_text(&capture), "tourism-1: ");
    check_contains(capture_text(&capture), "road-1: ");
    capture_close(&capture);
    room->app.out = stdout;
}

static void test_drills_and_other_cities_are_in_nobodys_way(void **state)
{
    struct room *room = *state;
    struct text text = {0};
    struct desk_incident *real = open_plan(room, room->a, "road");
    struct desk_incident *drill = open_with(room, room->a, "road", &(struct opening){.drill = true, .clock = START});
    struct desk_incident *elsewhere = open_plan(room, room->a, "spill");
    must(room, launch(room, &real->session, "hq", 2));
    must(room, launch(room, &drill->session, "hq", 2));
    must(room, launch(room, &elsewhere->session, "commander", 2));
    must(room, conflicts_summary(room->a, real, &text, &room->err));
    assert_string_equal(text_str(&text), "");
    struct desk_incident *second = open_plan(room, room->a, "road");
    must(room, launch(room, &second->session, "hq", 3));
    must(room, conflicts_summary(room->a, real, &text, &room->err));
    check_contains(text_str(&text), second->id);
    check_lacks(text_str(&text), drill->id);
    check_lacks(text_str(&text), elsewhere->id);
    text_release(&text);
}

/* hq_office is fire_boats' only while a ship burns with no oil spilt. */
static void test_an_agency_that_facts_rule_out_is_not_needed(void **state)
{
    struct room *room = *state;
    struct conflict found;
    struct session *sessions[2];
    for (int i = 0; i < 2; i++) {
        sessions[i] = &open_plan(room, room->a, "spill")->session;
        must(room, set(room, sessions[i], "ship_on_fire=false"));
        must(room, launch(room, sessions[i], "commander", 3));
        for (size_t t = 0; t < sessions[i]->loaded->plan->task_count; t++) {
            const struct task *task = &sessions[i]->loaded->plan->tasks[t];
            if (task->kind != TASK_RESPONSE && task_is_pending(&sessions[i]->record.tasks[t]))
                must(room, session_task(sessions[i], ACT_SKIP, task->id, "only watch_slick is left", &room->err));
        }
    }
    find_conflicts(room, sessions[0], sessions[1], "harbour_office", &found);
    assert_true(found.agency >= 0);
    find_conflicts(room, sessions[0], sessions[1], "fire_boats", &found);
    assert_int_equal(found.agency, -1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_ROOM(test_two_running_incidents_that_need_an_agency_are_in_conflict),
        IN_ROOM(test_the_most_pressing_task_of_each_is_named),
        IN_ROOM(test_incidents_of_two_plans_share_the_citys_agencies),
        IN_ROOM(test_drills_and_other_cities_are_in_nobodys_way),
        IN_ROOM(test_an_agency_that_facts_rule_out_is_not_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
