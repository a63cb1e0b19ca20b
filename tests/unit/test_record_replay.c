/*
 * Whatever was accepted, in whatever order, folds to the same state again; what is dropped or undone leaves no trace in it. Entries are
 * made at random of every type, in real incidents and drills, by all tiers.
 */
#include "core/date.h"
#include "core/number.h"
#include "tests/unit/record_fixture.h"

#define ROUNDS 24
#define ENTRIES 140

enum made_type { MADE_SET, MADE_UNSET, MADE_REPORT, MADE_AS_OF, MADE_PARAMETER, MADE_MOMENT, MADE_STEP, MADE_DISMISS, MADE_CONFIRM, MADE_TASK,
                 MADE_NOTE, MADE_UNDO, MADE_SHIFT, MADE_ACCEPT_SHIFT, MADE_CLOCK, MADE_COUNT };

/* How many of each were accepted, over all rounds: a type that never is would not be tested. */
static size_t accepted[MADE_COUNT], steps_accepted[STEP_COUNT], acts_accepted[ACT_COUNT], tiers_accepted[TIER_NATION + 1];

/* An entry as it was thought up, accepted or not. */
struct made_entry {
    enum made_type made;
    const char *type, *role, *reason;
    char body[600];
    int detail, tier; /* the step or act */
};

static const char *const people[] = {"张三", "李四", "王五"};

static void make_value(const struct plan *plan, const struct fact *fact, uint64_t *seed, char *text, size_t size)
{
    uint32_t number = random_below(seed, 40);
    switch (fact->type) {
    case FACT_BOOL: snprintf(text, size, "%s", number % 2 ? "true" : "false"); break;
    case FACT_LEVEL: snprintf(text, size, "%u", number % 3 ? (unsigned)plan->levels[number % plan->level_count].number : 0); break;
    case FACT_ENUM: snprintf(text, size, "\"%s\"", fact->values[number % fact->value_count].id); break;
    default:
        if (number % 3 == 0)
            snprintf(text, size, "{\"min\": %u, \"max\": %u}", number, number + random_below(seed, 30));
        else
            snprintf(text, size, number % 3 == 1 ? "%u" : "{\"min\": %u}", number);
    }
}

static void make_facts(const struct plan *plan, uint64_t *seed, struct made_entry *made)
{
    const struct fact *fact = &plan->facts[random_below(seed, (uint32_t)plan->fact_count)];
    char value[100];
    make_value(plan, fact, seed, value, sizeof value);
    made->type = "set";
    if (made->made == MADE_UNSET)
        snprintf(made->body, sizeof made->body, "{\"unset\": [\"%s\"]}", fact->id);
    else
        snprintf(made->body, sizeof made->body, "{\"facts\": {\"%s\": %s}}", fact->id, value);
}

static void make_report(const struct plan *plan, uint64_t *seed, struct made_entry *made)
{
    char date[DATE_TEXT_SIZE];
    if (plan->disease_count == 0)
        return;
    date_print(FIXTURE_DAY - (int32_t)random_below(seed, 60), date);
    made->type = "report";
    snprintf(made->body, sizeof made->body,
             "{\"reports\": [{\"disease\": \"%s\", \"county\": \"%s\", \"township\": \"镇%u\", \"premises\": \"场%u\", \"date\": \"%s\", \"spread\": \"%s\"}]}",
             plan->diseases[random_below(seed, (uint32_t)plan->disease_count)].id,
             plan->city->counties[random_below(seed, (uint32_t)plan->city->county_count)].code, random_below(seed, 9), random_below(seed, 30), date,
             spread_ids[random_below(seed, SPREAD_COUNT)]);
}

static void make_parameter(const struct plan *plan, uint64_t *seed, struct made_entry *made)
{
    if (plan->parameter_count == 0)
        return;
    made->type = "parameter";
    snprintf(made->body, sizeof made->body, "{\"id\": \"%s\", \"days\": %u}", plan->parameters[random_below(seed, (uint32_t)plan->parameter_count)].id,
             random_below(seed, 400));
}

/* Mostly a step that the state allows, by whoever may take it: else hardly a response would ever be launched. */
static void make_step(const struct scribe *scribe, uint64_t *seed, struct made_entry *made)
{
    const struct plan *plan = scribe->loaded->plan;
    const struct response *responses = scribe->record.responses;
    int level = (int)plan->levels[random_below(seed, (uint32_t)plan->level_count)].number;
    made->tier = random_below(seed, 3) ? TIER_CITY : (int)random_below(seed, TIER_NATION + 1);
    do
        made->detail = (int)random_below(seed, STEP_COUNT);
    while (random_below(seed, 8) && !response_allows(responses[made->tier].state, (enum step)made->detail));
    bool aims = step_names_level((enum step)made->detail);
    const struct authority *row = response_authority(plan, made->tier, (enum step)made->detail, aims ? level : responses[made->tier].level, 0);
    struct named_actors actors = row == NULL ? (struct named_actors){NULL, 0} : response_named(row, (enum step)made->detail);
    made->role = actors.count == 0 || random_below(seed, 8) == 0 ? plan->organisation.posts[random_below(seed, (uint32_t)plan->organisation.post_count)].id
                                                                 : plan_actor_id(plan, &actors.items[random_below(seed, (uint32_t)actors.count)]);
    made->type = step_ids[made->detail];
    snprintf(made->body, sizeof made->body, "{\"tier\": \"%s\", \"level\": %d, \"proven\": %u, \"possible\": %u, \"provisional\": %s}", tier_ids[made->tier],
             level, random_below(seed, 5), random_below(seed, 5), random_below(seed, 9) ? "false" : "true");
}

static void make_small(const struct scribe *scribe, uint64_t *seed, struct made_entry *made)
{
    const struct plan *plan = scribe->loaded->plan;
    const struct entry *undoable = record_undoable(&scribe->record);
    unsigned long long seq = undoable == NULL || random_below(seed, 8) == 0 ? scribe->seq : undoable->seq;
    char date[DATE_TEXT_SIZE];
    uint32_t task;
    switch (made->made) {
    case MADE_AS_OF:
        date_print(FIXTURE_DAY + (int32_t)random_below(seed, 30), date);
        made->type = "as_of";
        snprintf(made->body, sizeof made->body, "{\"date\": \"%s\"}", date);
        break;
    case MADE_MOMENT:
        made->type = "moment";
        snprintf(made->body, sizeof made->body, "{\"moment\": \"%s\", \"time\": %lld}", moment_ids[random_below(seed, MOMENT_END + 1)],
                 (long long)scribe->now - random_below(seed, 9000000));
        break;
    case MADE_CONFIRM:
        made->type = "confirm";
        snprintf(made->body, sizeof made->body, "{\"condition\": \"%s\"}", plan->endings[random_below(seed, (uint32_t)plan->ending_count)].id);
        break;
    case MADE_TASK:
        made->detail = (int)random_below(seed, ACT_COUNT);
        made->type = task_act_ids[made->detail];
        task = random_below(seed, random_below(seed, 2) ? 8 : (uint32_t)plan->task_count); /* a few come again and again, so that what was done is reopened */
        snprintf(made->body, sizeof made->body, "{\"task\": \"%s\", \"text\": \"证据%u\"}", plan->tasks[task].id, random_below(seed, 9));
        break;
    case MADE_NOTE: made->type = "note", snprintf(made->body, sizeof made->body, "{\"text\": \"第 %u 次电话\\n“%u”\"}", random_below(seed, 99), random_below(seed, 9)); break;
    case MADE_UNDO: made->type = "undo", snprintf(made->body, sizeof made->body, "{\"seq\": %llu}", seq); break;
    case MADE_SHIFT: made->type = "shift", snprintf(made->body, sizeof made->body, "{\"to\": \"%s\", \"head\": \"\"}", people[random_below(seed, 3)]); break;
    case MADE_ACCEPT_SHIFT: made->type = "shift_accept"; break;
    case MADE_CLOCK: made->type = "clock"; break;
    default: made->type = "dismiss"; break;
    }
}

static struct made_entry make(const struct scribe *scribe, uint64_t *seed)
{
    static const unsigned char often[MADE_COUNT] = {14, 5, 12, 3, 5, 8, 14, 0, 7, 22, 6, 16, 3, 6, 4};
    struct made_entry made = {.type = "", .role = "", .reason = random_below(seed, 3) ? "另有考虑" : "", .body = "{}"};
    uint32_t drawn = random_below(seed, 125), below = often[0];
    while (drawn >= below && made.made < MADE_CLOCK)
        below += often[++made.made];
    if (random_below(seed, 200) == 0)
        made.made = MADE_DISMISS;
    switch (made.made) {
    case MADE_SET:
    case MADE_UNSET: make_facts(scribe->loaded->plan, seed, &made); break;
    case MADE_REPORT: make_report(scribe->loaded->plan, seed, &made); break;
    case MADE_PARAMETER: make_parameter(scribe->loaded->plan, seed, &made); break;
    case MADE_STEP: make_step(scribe, seed, &made); break;
    default: make_small(scribe, seed, &made); break;
    }
    return made;
}

static void count_accepted(const struct made_entry *made)
{
    accepted[made->made]++;
    if (made->made == MADE_STEP) {
        steps_accepted[made->detail]++;
        tiers_accepted[made->tier]++;
    }
    if (made->made == MADE_TASK)
        acts_accepted[made->detail]++;
}

/* ---- what must hold ---- */

static char *text_of(const struct record *record)
{
    struct text text = {0};
    record_to_json(record, &text);
    assert_false(text.failed);
    return text.data;
}

/* The state without what counts entries: its numbers and clocks. */
static char *state_of(const struct record *record)
{
    struct record plain = *record;
    plain.last_seq = 0;
    plain.last_time = plain.last_clock = 0;
    return text_of(&plain);
}

static void replay_gives_the_same(const struct scribe *scribe)
{
    struct record again;
    struct err err;
    assert_int_equal(record_init(&again, scribe->loaded->plan, "t-1", &err), 0);
    for (size_t i = 0; i < scribe->record.entry_count; i++)
        if (record_add(&again, &scribe->record.entries[i].entry, &err) != 0)
            fail_msg("%s: %s", scribe->record.entries[i].entry.type, err.en);
    char *live = text_of(&scribe->record), *replayed = text_of(&again);
    assert_string_equal(live, replayed);
    for (size_t i = 0; i < again.entry_count; i++)
        assert_int_equal(again.entries[i].corrected, scribe->record.entries[i].corrected);
    free(live);
    free(replayed);
    record_release(&again);
}

static void check_text(const struct record *record, const char *expected)
{
    char *text = text_of(record);
    assert_string_equal(text, expected);
    free(text);
}

/* An entry was accepted: dropping it gives the state before, taking it over once more the state after. */
static void check_dropping(struct scribe *scribe, const struct made_entry *made, const char *before)
{
    char *after = text_of(&scribe->record);
    struct entry entry = entry_of(scribe, made->role, made->type, made->body, made->reason);
    entry.seq = scribe->seq;
    record_drop_last(&scribe->record);
    check_text(&scribe->record, before);
    assert_int_equal(record_add(&scribe->record, &entry, &scribe->err), 0);
    check_text(&scribe->record, after);
    free(after);
}

static void check_undoing(struct scribe *scribe, const char *state_before)
{
    const struct entry *undoable = record_undoable(&scribe->record);
    if (undoable == NULL || undoable->seq != scribe->seq || record_is_closed(&scribe->record))
        return;
    undo(scribe);
    char *state = state_of(&scribe->record);
    assert_string_equal(state, state_before);
    free(state);
}

static void say_something(struct scribe *scribe, uint64_t *seed)
{
    struct made_entry made = make(scribe, seed);
    char *before = text_of(&scribe->record), *state_before = state_of(&scribe->record);
    scribe->name = people[random_below(seed, 3)];
    if (scribe->drill >= 0)
        scribe->drill += random_below(seed, made.made == MADE_CLOCK ? 90000000 : 90000);
    scribe->err = (struct err){0};
    if (say_as(scribe, made.role, made.type, made.body, made.reason) != 0) {
        assert_true(scribe->err.code != ERR_NONE && scribe->err.zh[0] != '\0' && scribe->err.en[0] != '\0');
        check_text(&scribe->record, before);
    } else {
        count_accepted(&made);
        if (random_below(seed, 4) == 0)
            check_dropping(scribe, &made, before);
        if (made.made != MADE_UNDO && random_below(seed, 6) == 0)
            check_undoing(scribe, state_before);
    }
    free(before);
    free(state_before);
}

static void play(struct loaded *loaded, uint64_t seed, bool drill)
{
    struct scribe scribe;
    scribe_begin(&scribe, loaded);
    scribe.drill = drill ? DRILL_START : -1;
    assert_int_equal(say(&scribe, "open", drill ? "{\"drill\": true, \"title\": \"“演练”\"}" : "{}"), 0);
    for (int i = 0; i < ENTRIES; i++)
        say_something(&scribe, &seed);
    replay_gives_the_same(&scribe);
    record_release(&scribe.record);
}

static void test_random_sessions_replay_to_the_same_state(void **state)
{
    (void)state;
    static const char *const plans[] = {"animal", "construction", "road", "tourism"};
    for (size_t p = 0; p < LENGTH_OF(plans); p++) {
        struct loaded *loaded = shipped(plans[p]);
        for (uint64_t round = 1; round <= ROUNDS; round++)
            play(loaded, round * 977 + p, round % 2 == 0);
        loaded_free(loaded);
    }
}

/* Runs after it. */
static void test_every_kind_of_entry_was_among_them(void **state)
{
    (void)state;
    for (int i = 0; i < MADE_COUNT; i++)
        if (accepted[i] == 0)
            fail_msg("kind %d was never accepted", i);
    for (int i = 0; i < STEP_COUNT; i++)
        if (steps_accepted[i] == 0)
            fail_msg("%s was never accepted", step_ids[i]);
    for (int i = 0; i < ACT_COUNT; i++)
        if (acts_accepted[i] == 0)
            fail_msg("%s was never accepted", task_act_ids[i]);
    assert_true(tiers_accepted[TIER_CITY] > 0 && tiers_accepted[TIER_COUNTY] > 0 && tiers_accepted[TIER_PROVINCE] > 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_sessions_replay_to_the_same_state),
        cmocka_unit_test(test_every_kind_of_entry_was_among_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
