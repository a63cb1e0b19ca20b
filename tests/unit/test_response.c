/*
 * The response-level machine: a model check over every shipped plan (state × step × level × actor), and the texts' authorities one by one.
 */
#include "tests/unit/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/library.h"
#include "core/response.h"

static const char *const shipped[] = {"animal", "construction", "road", "tourism"};

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

static struct ref actor(const struct plan *plan, const char *id)
{
    struct err err;
    struct ref ref;
    if (response_find_actor(plan, id, strlen(id), &ref, &err) != 0)
        fail_msg("%s", err.en);
    return ref;
}

struct move {
    enum step step;
    int level;
    const char *who;
};

static int take(const struct plan *plan, struct response *response, struct move move, struct err *err)
{
    struct response_request request = {.step = move.step, .level = move.level, .actor = actor(plan, move.who), .confirmed = ~UINT64_C(0)};
    return response_take(plan, &request, response, err);
}

/* ---- the model check ---- */

#define LEVELS (PLAN_LEVEL_MAX + 1)
#define NODES (RESPONSE_STATE_COUNT * LEVELS * 2)

struct node {
    bool reached, ends;
    int from;       /* node it was reached from, -1 for the start */
    char how[160];  /* the step that led here */
    unsigned char next[NODES];
};

static int node_of(const struct response *response)
{
    return (int)response->state * LEVELS * 2 + response->level * 2 + response->provisional;
}

static struct response response_of(int node, int tier)
{
    return (struct response){.state = (enum response_state)(node / (LEVELS * 2)), .tier = tier, .level = node / 2 % LEVELS, .provisional = node % 2};
}

/* Said independently of response.c: is the actor, or a body it acts for, in a row for this step? */
static bool row_names(const struct plan *plan, const struct ref *refs, size_t count, const struct ref *who)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(refs[i].id, who->id) == 0)
            return true;
        if (who->kind == ACTOR_POST && strcmp(plan->organisation.posts[who->index].body.id, refs[i].id) == 0)
            return true;
    }
    return false;
}

static bool level_in(const struct authority *row, int level)
{
    bool found = row->level_count == 0;
    for (size_t i = 0; i < row->level_count; i++)
        found = found || row->levels[i] == level;
    return found;
}

static bool any_row(const struct plan *plan, int tier, enum step step, int level)
{
    for (size_t i = 0; i < plan->authority_count; i++)
        if (plan->authority[i].tier == tier && plan->authority[i].step == (int)step && level_in(&plan->authority[i], level))
            return true;
    return false;
}

static bool authorised(const struct plan *plan, int tier, enum step step, int level, const struct ref *who)
{
    enum step by = step == STEP_TAKE_BACK ? STEP_HAND_OVER : step == STEP_RECOVER || step == STEP_CLOSE ? STEP_END : step;
    if ((by == STEP_RAISE || by == STEP_LOWER || by == STEP_END) && !any_row(plan, tier, by, level))
        by = STEP_LAUNCH;
    for (size_t i = 0; i < plan->authority_count; i++) {
        const struct authority *row = &plan->authority[i];
        if (row->tier != tier || row->step != (int)by || !level_in(row, level))
            continue;
        bool back = step == STEP_TAKE_BACK && row->to_count > 0;
        if (row_names(plan, back ? row->to : row->by, back ? row->to_count : row->by_count, who))
            return true;
    }
    return false;
}

static void print_trace(const struct node *nodes, int node)
{
    if (node >= 0 && nodes[node].from >= 0)
        print_trace(nodes, nodes[node].from);
    if (node >= 0)
        fprintf(stderr, "#   %s\n", nodes[node].how);
}

static size_t all_actors(const struct plan *plan, struct ref *all)
{
    const struct organisation *org = &plan->organisation;
    const size_t counts[] = {[ACTOR_AGENCY] = plan->city->agency_count, [ACTOR_BODY] = org->body_count, [ACTOR_POST] = org->post_count,
                             [ACTOR_GROUP] = org->group_count};
    size_t count = 0;
    for (int kind = ACTOR_AGENCY; kind <= ACTOR_GROUP; kind++)
        for (size_t i = 0; i < counts[kind]; i++) {
            all[count] = (struct ref){.kind = kind, .index = (int)i};
            all[count].id = plan_actor_id(plan, &all[count]);
            count++;
        }
    return count;
}

static void follow(const struct plan *plan, struct node *nodes, int node, const struct response_request *request, int tier)
{
    struct response response = response_of(node, tier);
    struct response before = response;
    struct err err = {0};
    int rc = response_take(plan, request, &response, &err);
    int level = request->step <= STEP_LOWER ? request->level : before.level;
    if (rc != 0) {
        assert_memory_equal(&response, &before, sizeof response); /* a refusal changes nothing */
        assert_true(err.code == ERR_STATE || err.code == ERR_AUTHORITY);
        return;
    }
    if (!authorised(plan, tier, request->step, level, &request->actor)) {
        fprintf(stderr, "# %s: %s may not %s level %d, but it was let through; the way there:\n", plan->id, request->actor.id,
                step_words(request->step).en, level);
        print_trace(nodes, node);
        fail();
    }
    int next = node_of(&response);
    nodes[node].next[next] = 1;
    if (nodes[next].reached)
        return;
    nodes[next].reached = true;
    nodes[next].from = node;
    snprintf(nodes[next].how, sizeof nodes[next].how, "%s %s level %d", request->actor.id, step_words(request->step).en, level);
}

static void explore(const struct plan *plan, struct node *nodes, int tier)
{
    static struct ref actors[1024];
    size_t actor_count = all_actors(plan, actors);
    bool moved = true;
    nodes[0].reached = true;
    nodes[0].from = -1;
    while (moved) {
        moved = false;
        for (int node = 0; node < NODES; node++) {
            if (!nodes[node].reached || nodes[node].ends)
                continue;
            nodes[node].ends = moved = true; /* "explored" until the second pass */
            for (int step = 0; step < STEP_COUNT; step++)
                for (size_t a = 0; a < actor_count; a++)
                    for (int level = 0; level <= PLAN_LEVEL_MAX; level++)
                        for (int guess = 0; guess < 2; guess++) {
                            struct response_request request = {.step = (enum step)step, .level = level, .actor = actors[a],
                                                               .provisional = guess, .confirmed = ~UINT64_C(0)};
                            follow(plan, nodes, node, &request, tier);
                        }
        }
    }
}

static void check_ends(const struct plan *plan, struct node *nodes)
{
    for (int node = 0; node < NODES; node++)
        nodes[node].ends = nodes[node].reached && response_of(node, 0).state == RESPONSE_CLOSED;
    for (int round = 0; round < NODES; round++)
        for (int node = 0; node < NODES; node++)
            for (int next = 0; next < NODES; next++)
                nodes[node].ends = nodes[node].ends || (nodes[node].next[next] && nodes[next].ends);
    for (int node = 0; node < NODES; node++) {
        if (!nodes[node].reached || nodes[node].ends)
            continue;
        fprintf(stderr, "# %s: no way to the end after:\n", plan->id);
        print_trace(nodes, node);
        fail();
    }
}

static void test_every_plan_has_no_unauthorised_step_and_no_dead_end(void **state)
{
    (void)state;
    for (size_t p = 0; p < sizeof shipped / sizeof shipped[0]; p++) {
        struct loaded *loaded = load(shipped[p]);
        for (int tier = TIER_CITY; tier <= TIER_PROVINCE; tier++) {
            struct node *nodes = calloc(NODES, sizeof *nodes);
            assert_non_null(nodes);
            explore(loaded->plan, nodes, tier);
            if (any_row(loaded->plan, tier, STEP_LAUNCH, 1) || any_row(loaded->plan, tier, STEP_LAUNCH, 4))
                check_ends(loaded->plan, nodes);
            free(nodes);
        }
        loaded_free(loaded);
    }
}

/* ---- the texts, one by one ---- */

static void test_construction_level_two_is_launched_by_the_commander_alone(void **state)
{
    (void)state;
    struct loaded *loaded = load("construction");
    struct response response = {.tier = TIER_CITY};
    struct err err;
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_LAUNCH, 2, "office_director"}, &err), -1);
    assert_int_equal(err.code, ERR_AUTHORITY);
    assert_non_null(strstr(err.zh, "5.3.4"));
    assert_non_null(strstr(err.zh, "指挥长"));
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_LAUNCH, 2, "commander"}, &err), 0);
    assert_int_equal(response.state, RESPONSE_ACTIVE);
    assert_int_equal(response.level, 2);
    loaded_free(loaded);
}

static void test_construction_plays_from_level_four_to_the_end(void **state)
{
    (void)state;
    struct loaded *loaded = load("construction");
    struct response response = {.tier = TIER_CITY};
    struct err err;
    static const struct {
        enum step step;
        int level;
        const char *who;
        int rc;
    } play[] = {
        {STEP_PROPOSE, 4, "hq_office", 0},        {STEP_LAUNCH, 4, "office_director", 0}, {STEP_RAISE, 2, "office_director", -1},
        {STEP_RAISE, 2, "commander", 0},          {STEP_RAISE, 1, "fire_rescue", -1},     {STEP_RAISE, 1, "commander", -1},
        {STEP_RAISE, 1, "chief_commander", 0},    {STEP_END, 0, "office_director", -1},   {STEP_CLOSE, 0, "onsite_commander", -1},
        {STEP_END, 0, "onsite_commander", 0},     {STEP_RAISE, 1, "chief_commander", -1},
        {STEP_RECOVER, 0, "onsite_commander", 0}, {STEP_CLOSE, 0, "onsite_commander", 0},
    };
    for (size_t i = 0; i < sizeof play / sizeof play[0]; i++)
        assert_int_equal(take(loaded->plan, &response, (struct move){play[i].step, play[i].level, play[i].who}, &err), play[i].rc);
    assert_int_equal(response.state, RESPONSE_CLOSED);
    loaded_free(loaded);
}

static void test_another_level_is_proposed_while_one_is_active(void **state)
{
    (void)state;
    struct loaded *loaded = load("construction");
    struct response response = {.tier = TIER_CITY};
    struct err err;
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_LAUNCH, 2, "commander"}, &err), 0);
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_PROPOSE, 1, "office_director"}, &err), -1); /* 5.3.5: the commander */
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_PROPOSE, 2, "office_director"}, &err), -1); /* it is active */
    assert_int_equal(err.code, ERR_STATE);
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_PROPOSE, 1, "commander"}, &err), 0);
    assert_int_equal(response.state, RESPONSE_ACTIVE);
    assert_int_equal(response.level, 2);
    assert_int_equal(response.pending, 1);
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_RAISE, 1, "chief_commander"}, &err), 0);
    assert_int_equal(response.pending, 0);
    loaded_free(loaded);
}

static void test_tourism_does_not_end_before_all_six_conditions_are_confirmed(void **state)
{
    (void)state;
    struct loaded *loaded = load("tourism");
    struct response response = {.tier = TIER_CITY};
    struct err err;
    assert_int_equal(loaded->plan->ending_count, 6);
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_LAUNCH, 2, "commander"}, &err), 0);
    for (size_t missing = 0; missing < 6; missing++) {
        struct response_request request = {.step = STEP_END, .actor = actor(loaded->plan, "commander"), .confirmed = ~(UINT64_C(1) << missing)};
        assert_int_equal(response_take(loaded->plan, &request, &response, &err), -1);
        assert_int_equal(err.code, ERR_STATE);
        assert_non_null(strstr(err.clause, "5.5("));
    }
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_END, 0, "commander"}, &err), 0);
    loaded_free(loaded);
}

static void test_animal_level_four_is_the_county_headquarters_own(void **state)
{
    (void)state;
    struct loaded *loaded = load("animal");
    struct response city = {.tier = TIER_CITY}, county = {.tier = TIER_COUNTY}, province = {.tier = TIER_PROVINCE};
    struct err err;
    assert_int_equal(take(loaded->plan, &city, (struct move){STEP_LAUNCH, 4, "hq"}, &err), -1);
    assert_int_equal(take(loaded->plan, &county, (struct move){STEP_LAUNCH, 4, "county_hq"}, &err), 0);
    assert_int_equal(take(loaded->plan, &city, (struct move){STEP_LAUNCH, 3, "hq"}, &err), 0);
    assert_int_equal(take(loaded->plan, &province, (struct move){STEP_LAUNCH, 2, "hq"}, &err), -1);
    assert_int_equal(take(loaded->plan, &province, (struct move){STEP_LAUNCH, 2, "provincial_hq"}, &err), 0);
    loaded_free(loaded);
}

static void test_a_first_guess_is_for_plans_that_allow_it_and_is_corrected_or_settled(void **state)
{
    (void)state;
    struct loaded *road = load("road"), *construction = load("construction");
    struct response city = {.tier = TIER_CITY}, county = {.tier = TIER_COUNTY}, other = {.tier = TIER_CITY};
    struct err err;
    struct response_request request = {.step = STEP_LAUNCH, .level = 3, .actor = actor(construction->plan, "office_director"), .provisional = true};
    assert_int_equal(response_take(construction->plan, &request, &other, &err), -1); /* no clause speaks of guessing */
    assert_int_equal(err.code, ERR_AUTHORITY);
    request.actor = actor(road->plan, "county_government");
    assert_int_equal(response_take(road->plan, &request, &county, &err), 0);
    assert_true(county.provisional);
    assert_int_equal(take(road->plan, &county, (struct move){STEP_RAISE, 2, "county_hq"}, &err), 0);
    assert_false(county.provisional);
    request.actor = actor(road->plan, "hq");
    assert_int_equal(response_take(road->plan, &request, &city, &err), 0);
    assert_int_equal(response_take(road->plan, &request, &city, &err), -1); /* one guess after the other */
    assert_int_equal(take(road->plan, &city, (struct move){STEP_LAUNCH, 2, "hq"}, &err), -1); /* another level: raise */
    assert_true(city.provisional);
    assert_int_equal(take(road->plan, &city, (struct move){STEP_LAUNCH, 3, "hq"}, &err), 0); /* the guess was right */
    assert_false(city.provisional);
    assert_int_equal(take(road->plan, &city, (struct move){STEP_LAUNCH, 3, "hq"}, &err), -1);
    loaded_free(road);
    loaded_free(construction);
}

static void test_the_commander_acts_for_the_headquarters(void **state)
{
    (void)state;
    struct loaded *loaded = load("road");
    struct response response = {.tier = TIER_CITY};
    struct err err;
    assert_int_equal(take(loaded->plan, &response, (struct move){STEP_LAUNCH, 2, "总指挥"}, &err), 0);
    loaded_free(loaded);
}

static void test_an_unknown_role_gets_the_nearest_one(void **state)
{
    (void)state;
    struct loaded *loaded = load("road");
    struct err err;
    struct ref ref;
    assert_int_equal(response_find_actor(loaded->plan, "comander", 8, &ref, &err), -1);
    assert_int_equal(err.code, ERR_REFERENCE);
    assert_string_equal(err.hint, "commander");
    loaded_free(loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_plan_has_no_unauthorised_step_and_no_dead_end),
        cmocka_unit_test(test_construction_level_two_is_launched_by_the_commander_alone),
        cmocka_unit_test(test_construction_plays_from_level_four_to_the_end),
        cmocka_unit_test(test_another_level_is_proposed_while_one_is_active),
        cmocka_unit_test(test_tourism_does_not_end_before_all_six_conditions_are_confirmed),
        cmocka_unit_test(test_animal_level_four_is_the_county_headquarters_own),
        cmocka_unit_test(test_a_first_guess_is_for_plans_that_allow_it_and_is_corrected_or_settled),
        cmocka_unit_test(test_the_commander_acts_for_the_headquarters),
        cmocka_unit_test(test_an_unknown_role_gets_the_nearest_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
