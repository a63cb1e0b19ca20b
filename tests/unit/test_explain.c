/* Explanations as data: against trying everything on random plans, and by example on the shipped ones. */
#include "rules/explain.h"
#include "rules/reach.h"
#include "tests/unit/random_plan.h"

#define VALUES_MAX 14 /* of a count: above the largest threshold of a random plan all values are alike */

struct lab {
    struct made made;
    struct incident incident;
    struct assessor *assessor;
    struct assessment assessment;
    struct explainer *explainer;
};

static void lab_look(struct lab *lab)
{
    assert_int_equal(assess(lab->assessor, &lab->incident, &lab->assessment, NULL), 0);
    explain_start(lab->explainer, &(struct subject){lab->assessor, &lab->incident, &lab->assessment});
}

static void lab_open(struct lab *lab, uint64_t *random)
{
    *lab = (struct lab){.assessor = NULL};
    random_plan_open(&lab->made, random);
    incident_init(&lab->incident, lab->made.plan, NULL);
    lab->assessor = assessor_new(lab->made.rules);
    lab->explainer = explainer_new(lab->made.rules);
    assert_non_null(lab->explainer);
}

static void lab_close(struct lab *lab)
{
    explainer_free(lab->explainer);
    assessor_free(lab->assessor);
    incident_release(&lab->incident);
    made_close(&lab->made);
}

/* ---- trying everything ---- */

static int64_t top_of(const struct incident *incident, size_t fact)
{
    return incident->plan->facts[fact].type == FACT_BOOL ? 1 : VALUES_MAX - 1;
}

static int level_at(const struct ruleset *rules, const int64_t *values)
{
    struct verdict verdict;
    ruleset_grade(rules, values, NULL, &verdict, NULL);
    return verdict.level;
}

/* What is proven: by definition. */
static int proven(const struct ruleset *rules, const struct incident *incident)
{
    int64_t values[PLAN_FACTS_MAX];
    int level = 0;
    values_first(incident, values);
    do {
        int other = level_at(rules, values);
        level = other > level ? other : level;
    } while (values_next(incident, values));
    return level;
}

static bool always_holds(const struct ruleset *rules, const struct incident *incident, uint32_t alternative)
{
    int64_t values[PLAN_FACTS_MAX];
    values_first(incident, values);
    do {
        if (!alternative_holds(rules, &rules->literal, alternative, values))
            return false;
    } while (values_next(incident, values));
    return true;
}

/* What is looked for among all changes of `left` more facts, from fact `from` on; the size of the least, CHANGE_IMPOSSIBLE for none. */
struct quest {
    const struct ruleset *rules;
    const struct incident *known; /* before the change */
    int level;                    /* that is to be proven; 0: the alternative is to hold */
    uint32_t alternative;
};

static uint64_t least_change(const struct quest *quest, struct incident *incident, size_t from, unsigned left)
{
    if (left == 0) {
        bool reached = quest->level > 0 ? proven(quest->rules, incident) == quest->level : always_holds(quest->rules, incident, quest->alternative);
        return reached ? 0 : CHANGE_IMPOSSIBLE;
    }
    uint64_t best = CHANGE_IMPOSSIBLE;
    for (size_t fact = from; fact + left <= incident->plan->fact_count; fact++) {
        struct known kept = incident->facts[fact];
        for (int64_t value = 0; value <= top_of(incident, fact); value++) {
            uint64_t size = change_size(&incident->plan->facts[fact], &quest->known->facts[fact], value);
            incident->facts[fact] = (struct known){value, value, true};
            uint64_t rest = least_change(quest, incident, fact + 1, left - 1);
            uint64_t all = change_add(size, rest);
            best = all < best ? all : best;
        }
        incident->facts[fact] = kept;
    }
    return best;
}

static uint64_t least_of(struct lab *lab, const struct quest *quest, unsigned facts)
{
    struct incident *copy = explain_copy(lab->explainer);
    return least_change(quest, copy, 0, facts);
}

static uint64_t size_of(const struct incident *incident, const struct change *change)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < change->count; i++) {
        const struct setting *it = &change->items[i];
        uint64_t least = CHANGE_IMPOSSIBLE;
        for (int64_t value = it->least; value <= it->most && value < it->least + VALUES_MAX; value++) {
            uint64_t other = change_size(&incident->plan->facts[it->fact], &incident->facts[it->fact], value);
            least = other < least ? other : least;
        }
        assert_true(i == 0 || it->fact > change->items[i - 1].fact);
        size = change_add(size, least);
    }
    return size;
}

/* ---- flip ---- */

static bool some_point_has(const struct ruleset *rules, const struct incident *incident, int level)
{
    int64_t values[PLAN_FACTS_MAX] = {0};
    for (size_t i = 0; i < incident->plan->fact_count;) {
        if (level_at(rules, values) == level)
            return true;
        for (i = 0; i < incident->plan->fact_count && values[i]++ == top_of(incident, i); i++)
            values[i] = 0;
    }
    return false;
}

/* Every value of a range reaches the level; those beside a range that stands alone do not. */
static void check_ranges(struct lab *lab, const struct flip *flip)
{
    for (uint32_t i = 0; i < flip->change.count; i++) {
        const struct setting *it = &flip->change.items[i];
        for (int64_t value = 0; value <= top_of(&lab->incident, it->fact); value++) {
            struct incident *copy = explain_copy(lab->explainer);
            change_apply(&flip->change, copy);
            for (size_t f = 0; f < RANDOM_FACTS; f++) /* so that all can be tried */
                copy->facts[f].most = copy->facts[f].most < top_of(copy, f) ? copy->facts[f].most : top_of(copy, f);
            incident_set(copy, &copy->plan->facts[it->fact], value, value);
            bool inside = value >= it->least && value <= it->most, beside = value == it->least - 1 || value == it->most + 1;
            if (inside || (beside && flip->change.count == 1))
                assert_int_equal(proven(lab->made.rules, copy) == flip->level, inside);
        }
    }
}

static unsigned check_flip(struct lab *lab, int level)
{
    struct flip flip;
    struct quest quest = {lab->made.rules, &lab->incident, level, 0};
    assert_int_equal(explain_flip(lab->explainer, level, &flip, NULL), 0);
    assert_int_equal(flip.level, level);
    if (level == lab->assessment.level) {
        assert_int_equal(flip.kind, FLIP_NOW);
        return 0;
    }
    if (flip.kind == FLIP_NEVER) {
        assert_false(some_point_has(lab->made.rules, &lab->incident, level));
        return 0;
    }
    assert_int_equal(flip.kind, FLIP_CHANGE);
    assert_int_equal(flip.after.level, level);
    change_apply(&flip.change, explain_copy(lab->explainer));
    struct assessment again;
    assert_int_equal(explain_try(lab->explainer, &again, NULL), 0);
    assert_int_equal(again.level, level);
    check_ranges(lab, &flip);
    for (unsigned fewer = 0; fewer < flip.change.count && fewer < 4; fewer++)
        assert_true(least_of(lab, &quest, fewer) == CHANGE_IMPOSSIBLE);
    if (flip.change.count <= 2)
        assert_true(least_of(lab, &quest, flip.change.count) == size_of(&lab->incident, &flip.change));
    return flip.change.count;
}

static void test_every_flip_reaches_its_level_and_no_smaller_change_does(void **state)
{
    (void)state;
    uint64_t random = 11;
    unsigned seen[RANDOM_FACTS + 1] = {0};
    for (int round = 0; round < 60; round++) {
        struct lab lab;
        lab_open(&lab, &random);
        for (int again = 0; again < 3; again++) {
            random_knowledge(&lab.incident, &random);
            lab_look(&lab);
            for (int level = 1; level <= 4; level++)
                seen[check_flip(&lab, level)]++;
            seen[check_flip(&lab, LEVEL_NONE)]++;
        }
        lab_close(&lab);
    }
    assert_true(seen[1] > 50 && seen[2] > 20 && seen[3] > 0); /* the plans are not too plain to prove anything */
}

/* Without the diagram, as of a plan that is too large for one: changes of one fact are found all the same, and those of more are not denied. */
static void test_without_a_diagram_a_change_of_one_fact_is_found(void **state)
{
    (void)state;
    uint64_t random = 21;
    unsigned found = 0, unknown = 0;
    for (int round = 0; round < 60; round++) {
        struct lab lab;
        lab_open(&lab, &random);
        random_knowledge(&lab.incident, &random);
        for (size_t i = 0; i < RANDOM_FACTS; i++)
            incident_set(&lab.incident, &lab.made.plan->facts[i], lab.incident.facts[i].least, lab.incident.facts[i].least);
        lab_look(&lab);
        struct mdd *mdd = lab.made.rules->mdd;
        struct flip flips[5];
        for (int level = 1; level <= 4; level++)
            assert_int_equal(explain_flip(lab.explainer, level, &flips[level], NULL), 0);
        lab.made.rules->mdd = NULL;
        struct explainer *bare = explainer_new(lab.made.rules);
        assert_non_null(bare);
        explain_start(bare, &(struct subject){lab.assessor, &lab.incident, &lab.assessment});
        for (int level = 1; level <= 4; level++) {
            struct flip with = flips[level], without;
            assert_int_equal(explain_flip(bare, level, &without, NULL), 0);
            assert_int_equal(without.kind, with.kind == FLIP_NOW ? FLIP_NOW : with.kind == FLIP_CHANGE && with.change.count == 1 ? FLIP_CHANGE : FLIP_UNKNOWN);
            if (without.kind == FLIP_CHANGE)
                assert_true(without.after.level == level && size_of(&lab.incident, &without.change) == size_of(&lab.incident, &with.change));
            found += without.kind == FLIP_CHANGE;
            unknown += without.kind == FLIP_UNKNOWN;
        }
        explainer_free(bare);
        lab.made.rules->mdd = mdd;
        lab_close(&lab);
    }
    assert_true(found > 40 && unknown > 20);
}

/* ---- why not ---- */

static void check_miss(struct lab *lab, const struct miss *miss, int level)
{
    const struct alternative *it = &lab->made.rules->literal.items[miss->alternative];
    struct quest quest = {lab->made.rules, &lab->incident, 0, miss->alternative};
    assert_int_equal(it->rule, miss->rule);
    assert_int_equal(it->rank, level);
    assert_int_equal(assess_rule(lab->assessor, miss->rule, NULL), miss->standing);
    assert_int_equal(miss->together, miss->standing == CONDITION_NO && miss->failing == 0);
    if (miss->standing == CONDITION_YES) {
        assert_int_equal(miss->change.count, 0);
        return;
    }
    for (unsigned fewer = 0; fewer < (miss->never ? 4 : miss->change.count) && fewer < 4; fewer++)
        assert_true(least_of(lab, &quest, fewer) == CHANGE_IMPOSSIBLE);
    if (miss->never)
        return;
    if (miss->change.count <= 2)
        assert_true(least_of(lab, &quest, miss->change.count) == size_of(&lab->incident, &miss->change));
    change_apply(&miss->change, explain_copy(lab->explainer));
    struct assessment after;
    assert_int_equal(explain_try(lab->explainer, &after, NULL), 0);
    assert_int_equal(assess_rule(explain_trial(lab->explainer), miss->rule, NULL), CONDITION_YES);
    assert_true(after.level <= level);
}

/* No alternative of the rule that can hold is nearer. */
static void check_nearest(struct lab *lab, const struct miss *miss)
{
    const struct alternatives *all = &lab->made.rules->literal;
    for (uint32_t i = 0; i < all->count; i++) {
        uint32_t failing = 0, kinds = 0;
        int64_t missing = 0;
        struct change change;
        if (all->items[i].rule != miss->rule ||
            reach_alternative(lab->made.rules, &all->items[i], lab->incident.facts, &change) == CHANGE_IMPOSSIBLE)
            continue;
        for (uint32_t t = 0; t < all->items[i].test_count; t++) {
            struct gap gap = gap_of(lab->assessor, &all->tests[all->items[i].first_test + t]);
            bool kind = lab->made.rules->measures[gap.test->measure].facts == 1 << 4; /* f4, the finding */
            failing += gap.standing == CONDITION_NO;
            kinds += kind && gap.standing == CONDITION_NO;
            missing += kind ? 0 : gap.missing < 0 ? -gap.missing : gap.missing;
        }
        assert_false(miss->never);
        assert_true(miss->failing <= failing);
        if (miss->failing == failing)
            assert_true(miss->kinds <= kinds);
        if (miss->failing == failing && miss->kinds == kinds)
            assert_true(miss->missing <= missing);
    }
}

static void test_every_near_miss_can_be_made_up_for_and_not_with_fewer_facts(void **state)
{
    (void)state;
    uint64_t random = 12;
    for (int round = 0; round < 60; round++) {
        struct lab lab;
        lab_open(&lab, &random);
        for (int again = 0; again < 3; again++) {
            random_knowledge(&lab.incident, &random);
            lab_look(&lab);
            for (int level = 1; level <= 4; level++) {
                uint32_t count;
                struct miss *misses = explain_misses(lab.explainer, level, &count, NULL);
                assert_non_null(misses);
                for (uint32_t i = 0; i < count; i++) {
                    check_miss(&lab, &misses[i], level);
                    check_nearest(&lab, &misses[i]);
                    assert_true(i == 0 || misses[i - 1].standing >= misses[i].standing);
                }
                free(misses);
            }
        }
        lab_close(&lab);
    }
}

/* ---- facts that do not matter ---- */

/* Whether two completions that differ in this fact alone have different levels. */
static bool tells_apart(const struct ruleset *rules, const struct incident *incident, size_t fact)
{
    int64_t values[PLAN_FACTS_MAX];
    values_first(incident, values);
    do {
        int level = level_at(rules, values);
        int64_t kept = values[fact];
        for (int64_t other = incident->facts[fact].least; other <= incident->facts[fact].most; other++) {
            values[fact] = other;
            if (level_at(rules, values) != level)
                return true;
        }
        values[fact] = kept;
    } while (values_next(incident, values));
    return false;
}

static void check_idle(struct lab *lab)
{
    struct idle idle[PLAN_FACTS_MAX];
    bool listed[PLAN_FACTS_MAX] = {false};
    int count = explain_idle(lab->explainer, idle, NULL);
    assert_true(count >= 0);
    for (int i = 0; i < count; i++) {
        assert_true(i == 0 || idle[i].fact > idle[i - 1].fact);
        listed[idle[i].fact] = true;
        if (idle[i].reason == IDLE_BLOCKED)
            assert_true(idle[i].blocker_count > 0 && idle[i].blockers[0].standing == CONDITION_NO);
        if (idle[i].reason == IDLE_MILDER)
            assert_true(idle[i].level >= lab->assessment.level && idle[i].level < LEVEL_NONE);
    }
    for (size_t fact = 0; fact < RANDOM_FACTS; fact++) {
        struct incident *copy = explain_copy(lab->explainer);
        incident_set(copy, &copy->plan->facts[fact], 0, top_of(copy, fact));
        bool same = proven(lab->made.rules, copy) == lab->assessment.level;
        struct assessment wide;
        assert_int_equal(explain_try(lab->explainer, &wide, NULL), 0);
        bool matters = tells_apart(lab->made.rules, copy, fact) || !same || wide.possible != lab->assessment.possible;
        assert_int_equal(listed[fact], !matters);
    }
}

static void test_facts_do_not_matter_when_nothing_that_they_could_be_changes_the_level(void **state)
{
    (void)state;
    uint64_t random = 13;
    for (int round = 0; round < 100; round++) {
        struct lab lab;
        lab_open(&lab, &random);
        for (int again = 0; again < 4; again++) {
            random_knowledge(&lab.incident, &random);
            lab_look(&lab);
            check_idle(&lab);
        }
        lab_close(&lab);
    }
}

/* ---- shipped plans ---- */

struct office {
    struct loaded *loaded;
    struct incident incident;
    struct assessor *assessor;
    struct assessment assessment;
    struct explainer *explainer;
};

static void office_open(struct office *office, const char *plan)
{
    office->loaded = shipped(plan);
    incident_init(&office->incident, office->loaded->plan, NULL);
    office->assessor = assessor_new(office->loaded->rules);
    office->explainer = explainer_new(office->loaded->rules);
    assert_non_null(office->explainer);
}

static void office_look(struct office *office)
{
    struct err err;
    if (assess(office->assessor, &office->incident, &office->assessment, &err) != 0)
        fail_msg("%s", err.en);
    explain_start(office->explainer, &(struct subject){office->assessor, &office->incident, &office->assessment});
}

static void office_close(struct office *office)
{
    explainer_free(office->explainer);
    assessor_free(office->assessor);
    incident_release(&office->incident);
    loaded_free(office->loaded);
}

static void check_setting(const struct office *office, const struct setting *setting, const char *fact, struct known range)
{
    assert_string_equal(office->loaded->plan->facts[setting->fact].id, fact);
    assert_int_equal(setting->least, range.least);
    assert_int_equal(setting->most, range.most);
}

static void test_six_more_dead_are_a_level_more(void **state)
{
    (void)state;
    struct office office;
    struct flip flip;
    office_open(&office, "construction");
    know(&office.incident, "deaths", 4, 4);
    office_look(&office);
    assert_int_equal(explain_flip(office.explainer, 2, &flip, NULL), 0);
    assert_int_equal(flip.kind, FLIP_CHANGE);
    assert_int_equal(flip.change.count, 1);
    office_close(&office);
}

static void test_a_number_that_was_given_is_changed_where_all_others_are_given_too(void **state)
{
    (void)state;
    struct office office;
    struct flip flip;
    office_open(&office, "construction");
    know(&office.incident, "deaths", 4, 4);
    incident_close(&office.incident);
    office_look(&office);
    assert_int_equal(explain_flip(office.explainer, 2, &flip, NULL), 0);
    assert_int_equal(flip.change.count, 1);
    check_setting(&office, &flip.change.items[0], "deaths", (struct known){10, 29, true});
    assert_int_equal(explain_flip(office.explainer, LEVEL_NONE, &flip, NULL), 0);
    check_setting(&office, &flip.change.items[0], "deaths", (struct known){0, 0, true});
    office_close(&office);
}

static void test_a_finding_is_the_last_resort(void **state)
{
    (void)state;
    struct office office;
    struct flip flip;
    office_open(&office, "animal");
    office.incident.as_of = FIXTURE_DAY;
    office_look(&office);
    assert_int_equal(explain_flip(office.explainer, 1, &flip, NULL), 0);
    assert_false(change_has_finding(&flip.change, office.loaded->plan));
    assert_int_equal(explain_flip(office.explainer, 3, &flip, NULL), 0); /* otherwise by reports alone */
    assert_int_equal(flip.kind, FLIP_CHANGE);
    assert_true(change_has_finding(&flip.change, office.loaded->plan));
    assert_int_equal(flip.after.level, 3);
    office_close(&office);
}

static void test_what_no_fact_can_take_back_is_said_to_be_so(void **state)
{
    (void)state;
    struct office office;
    struct flip flip;
    struct err err;
    office_open(&office, "animal");
    office.incident.as_of = FIXTURE_DAY;
    struct report_input report = {FIXTURE_DAY, 0, (uint16_t)plan_find_disease(office.loaded->plan, "asf", 3), 0, "t", "p", 1, 1};
    assert_int_equal(report_log_append(&office.incident.reports, &report, &err), 0);
    office_look(&office);
    assert_int_equal(office.assessment.level, 1);
    for (int level = 2; level <= 4; level++) {
        assert_int_equal(explain_flip(office.explainer, level, &flip, NULL), 0);
        assert_int_equal(flip.kind, FLIP_NEVER);
    }
    office_close(&office);
}

static void test_facts_behind_a_finding_that_was_denied_are_blocked_by_it(void **state)
{
    (void)state;
    struct office office;
    struct idle idle[PLAN_FACTS_MAX];
    office_open(&office, "road");
    know(&office.incident, "severe_weather", 0, 0);
    know(&office.incident, "traffic_accident", 1, 1);
    know(&office.incident, "deaths", 12, 12);
    office_look(&office);
    int count = explain_idle(office.explainer, idle, NULL), seen = 0;
    for (int i = 0; i < count; i++) {
        const char *id = office.loaded->plan->facts[idle[i].fact].id;
        if (strcmp(id, "counties") != 0 && strcmp(id, "cities") != 0)
            continue;
        seen++;
        assert_int_equal(idle[i].reason, IDLE_BLOCKED);
        assert_int_equal(idle[i].blocker_count, 1);
        assert_true(office.loaded->rules->measures[idle[i].blockers[0].test->measure].facts ==
                    UINT64_C(1) << fact_index(office.loaded->plan, "severe_weather"));
    }
    assert_int_equal(seen, 2);
    office_close(&office);
}

/* ---- when ---- */

static void add_reports(struct office *office, uint64_t *random, uint32_t count)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
    struct err err;
    report_log_clear(&office->incident.reports);
    for (uint32_t i = 0; i < count; i++) {
        const char *township = names[random_below(random, 6)], *premises = names[random_below(random, 6)];
        struct report_input report = {.day = FIXTURE_DAY - 40 + (int32_t)random_below(random, 50), .county = (uint8_t)random_below(random, 6),
                                      .disease = (uint16_t)random_below(random, (uint32_t)office->loaded->plan->disease_count),
                                      .spread = (uint8_t)random_below(random, 3), .township = township, .township_size = 1,
                                      .premises = premises, .premises_size = 1};
        assert_int_equal(report_log_append(&office->incident.reports, &report, &err), 0);
    }
}

/* Grading day by day: every day on which the grade is another one is in the outlook, with that grade; and no other is. */
static void check_days(struct office *office, const struct outlook *outlook)
{
    struct assessment before = office->assessment, then;
    uint32_t next = 0;
    for (int32_t day = FIXTURE_DAY + 1; day < FIXTURE_DAY + 250; day++) {
        explain_copy(office->explainer)->as_of = day;
        assert_int_equal(explain_try(office->explainer, &then, NULL), 0);
        bool differs = then.level != before.level || then.possible != before.possible || then.safe_level != before.safe_level;
        const struct turn *turn = next < outlook->count && outlook->turns[next].day == day ? &outlook->turns[next++] : NULL;
        assert_int_equal(turn != NULL && turn->changes, differs);
        if (turn != NULL) {
            assert_true(turn->count > 0);
            assert_int_equal(turn->level, then.level);
            assert_int_equal(turn->possible, then.possible);
            assert_int_equal(turn->safe_level, then.safe_level);
        }
        before = then;
    }
    assert_int_equal(next, outlook->count);
}

static void test_the_outlook_is_what_grading_day_by_day_gives(void **state)
{
    (void)state;
    uint64_t random = 14;
    struct office office;
    struct outlook outlook;
    uint32_t turns = 0;
    office_open(&office, "animal");
    office.incident.as_of = FIXTURE_DAY;
    for (int round = 0; round < 25; round++) {
        add_reports(&office, &random, 1 + random_below(&random, 12));
        if (random_below(&random, 2) == 0)
            incident_close(&office.incident);
        office_look(&office);
        assert_int_equal(explain_outlook(office.explainer, &outlook, NULL), 0);
        assert_false(outlook.more);
        check_days(&office, &outlook);
        turns += outlook.count;
        outlook_release(&outlook);
    }
    assert_true(turns > 50);
    office_close(&office);
}

static void test_nothing_runs_out_where_nothing_was_reported(void **state)
{
    (void)state;
    struct office office;
    struct outlook outlook;
    office_open(&office, "road");
    know(&office.incident, "deaths", 1, 1);
    office_look(&office);
    assert_int_equal(explain_outlook(office.explainer, &outlook, NULL), 0);
    assert_int_equal(outlook.count, 0);
    outlook_release(&outlook);
    office_close(&office);
}

static void test_an_explainer_of_nobody_is_freed(void **state)
{
    (void)state;
    explainer_free(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_flip_reaches_its_level_and_no_smaller_change_does),
        cmocka_unit_test(test_without_a_diagram_a_change_of_one_fact_is_found),
        cmocka_unit_test(test_every_near_miss_can_be_made_up_for_and_not_with_fewer_facts),
        cmocka_unit_test(test_facts_do_not_matter_when_nothing_that_they_could_be_changes_the_level),
        cmocka_unit_test(test_six_more_dead_are_a_level_more),
        cmocka_unit_test(test_a_number_that_was_given_is_changed_where_all_others_are_given_too),
        cmocka_unit_test(test_a_finding_is_the_last_resort),
        cmocka_unit_test(test_what_no_fact_can_take_back_is_said_to_be_so),
        cmocka_unit_test(test_facts_behind_a_finding_that_was_denied_are_blocked_by_it),
        cmocka_unit_test(test_the_outlook_is_what_grading_day_by_day_gives),
        cmocka_unit_test(test_nothing_runs_out_where_nothing_was_reported),
        cmocka_unit_test(test_an_explainer_of_nobody_is_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
