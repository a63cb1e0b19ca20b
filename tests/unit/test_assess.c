/* The grade of an incident: against its definition on random plans, and the contract's own examples on the shipped ones. */
#include "rules/assess.h"
#include "tests/unit/random_plan.h"

/* ---- the definition: look at every completion ---- */

struct expected {
    int level, possible, safe_level, grade;
    bool held[64], asked[PLAN_FACTS_MAX];
};

static int level_of(const struct made *made, const struct alternatives *all, const int64_t *values)
{
    for (uint32_t i = 0; i < all->count; i++) /* sorted by rank */
        if (alternative_holds(made->rules, all, i, values))
            return all->items[i].rank;
    return LEVEL_NONE;
}

static int grade_of(const struct made *made, const int64_t *values)
{
    const struct alternatives *all = &made->rules->grades;
    for (uint32_t i = all->count; i-- > 0;)
        if (alternative_holds(made->rules, all, i, values))
            return all->items[i].rank;
    return -1;
}

static bool rule_holds(const struct made *made, size_t rule, const int64_t *values)
{
    const struct alternatives *all = &made->rules->literal;
    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i].rule == (int32_t)rule && alternative_holds(made->rules, all, i, values))
            return true;
    return false;
}

static void note_asked(const struct made *made, const struct incident *incident, int64_t *values, int level, struct expected *it)
{
    for (size_t i = 0; i < made->plan->fact_count; i++) {
        int64_t kept = values[i];
        for (int64_t other = incident->facts[i].least; other <= incident->facts[i].most; other++) {
            values[i] = other;
            it->asked[i] = it->asked[i] || level_of(made, &made->rules->literal, values) != level;
        }
        values[i] = kept;
    }
}

static void expect(const struct made *made, const struct incident *incident, struct expected *it)
{
    int64_t values[PLAN_FACTS_MAX];
    *it = (struct expected){.level = 0, .possible = LEVEL_NONE, .safe_level = 0, .grade = INT32_MAX};
    for (size_t i = 0; i < made->plan->rule_count; i++)
        it->held[i] = true;
    values_first(incident, values);
    do {
        int level = level_of(made, &made->rules->literal, values), safe = level_of(made, &made->rules->safe, values), grade = grade_of(made, values);
        it->level = level > it->level ? level : it->level;
        it->possible = level < it->possible ? level : it->possible;
        it->safe_level = safe > it->safe_level ? safe : it->safe_level;
        it->grade = grade < it->grade ? grade : it->grade;
        for (size_t i = 0; i < made->plan->rule_count; i++)
            it->held[i] = it->held[i] && rule_holds(made, i, values);
        note_asked(made, incident, values, level, it);
    } while (values_next(incident, values));
    for (size_t i = 0; i < made->plan->rule_count; i++)
        it->held[i] = it->held[i] && it->level != LEVEL_NONE && ruleset_level_of(made->rules, i) == it->level;
}

static void check_lists(const struct made *made, const struct assessment *got, const struct expected *it)
{
    uint32_t held = 0, asked = 0;
    for (size_t i = 0; i < made->plan->rule_count; i++)
        if (it->held[i])
            assert_int_equal(got->held[held++], i); /* in plan order */
    assert_int_equal(got->held_count, held);
    for (uint32_t i = 0; i < got->ask_count; i++) {
        assert_true(it->asked[got->ask[i]]);
        for (uint32_t j = 0; j < i; j++)
            assert_int_not_equal(got->ask[i], got->ask[j]);
    }
    for (size_t i = 0; i < made->plan->fact_count; i++)
        asked += it->asked[i];
    assert_int_equal(got->ask_count, asked);
}

/* Conditions and rules, one by one, of the incident assessed last. */
static void check_standings(const struct made *made, struct assessor *assessor, const struct incident *incident)
{
    for (size_t rule = 0; rule <= made->plan->rule_count; rule++) {
        bool some = false, all = true;
        int64_t values[PLAN_FACTS_MAX];
        values_first(incident, values);
        do {
            const struct alternatives *when = &made->rules->when[0];
            bool holds = rule < made->plan->rule_count ? rule_holds(made, rule, values) : any_holds(made->rules, when, 0, when->count, values);
            some = some || holds;
            all = all && holds;
        } while (values_next(incident, values));
        int standing = rule < made->plan->rule_count ? assess_rule(assessor, rule, NULL) : assess_condition(assessor, made->plan->conditions[0], NULL);
        assert_int_equal(standing, all ? CONDITION_YES : some ? CONDITION_OPEN : CONDITION_NO);
    }
}

static void test_random_plans_grade_as_the_definition_says(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int round = 0; round < 150; round++) {
        struct made made;
        struct incident incident;
        random_plan_open(&made, &random);
        incident_init(&incident, made.plan, NULL);
        struct assessor *assessor = assessor_new(made.rules);
        for (int again = 0; again < 4; again++) {
            struct expected it;
            struct assessment got;
            random_knowledge(&incident, &random);
            expect(&made, &incident, &it);
            assert_int_equal(assess(assessor, &incident, &got, NULL), 0);
            assert_int_equal(got.level, it.level);
            assert_int_equal(got.possible, it.possible);
            assert_int_equal(got.safe_level, it.safe_level);
            assert_int_equal(got.grade, it.grade);
            assert_int_equal(is_settled(&got), it.level == it.possible);
            check_lists(&made, &got, &it);
            check_standings(&made, assessor, &incident);
        }
        assessor_free(assessor);
        incident_release(&incident);
        made_close(&made);
    }
}

/* ---- shipped plans ---- */

struct desk {
    struct loaded *loaded;
    struct incident incident;
    struct assessor *assessor;
    struct assessment got;
};

static void desk_open(struct desk *desk, const char *plan)
{
    desk->loaded = shipped(plan);
    incident_init(&desk->incident, desk->loaded->plan, NULL);
    desk->assessor = assessor_new(desk->loaded->rules);
    assert_non_null(desk->assessor);
}

static void desk_assess(struct desk *desk)
{
    struct err err;
    if (assess(desk->assessor, &desk->incident, &desk->got, &err) != 0)
        fail_msg("%s", err.en);
}

static void desk_close(struct desk *desk)
{
    assessor_free(desk->assessor);
    incident_release(&desk->incident);
    loaded_free(desk->loaded);
}

static bool asks(const struct desk *desk, const char *id)
{
    for (uint32_t i = 0; i < desk->got.ask_count; i++)
        if (desk->got.ask[i] == fact_index(desk->loaded->plan, id))
            return true;
    return false;
}

static void test_a_level_is_proven_by_cases_where_no_rule_holds_throughout(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "construction");
    know(&desk.incident, "deaths", 3, 50);
    desk_assess(&desk);
    assert_int_equal(desk.got.level, 3);
    assert_int_equal(desk.got.possible, 1);
    assert_int_equal(desk.got.held_count, 0);
    assert_string_equal(desk.loaded->plan->grades[desk.got.grade].id, "larger");
    desk_close(&desk);
}

static void test_many_missing_and_nobody_dead_is_no_level_but_safely_level_2(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "road");
    know(&desk.incident, "traffic_accident", 1, 1);
    know(&desk.incident, "missing", 40, 40);
    incident_close(&desk.incident);
    desk_assess(&desk);
    assert_int_equal(desk.got.level, LEVEL_NONE);
    assert_int_equal(desk.got.safe_level, 2);
    uint16_t held[HELD_MAX];
    assert_int_equal(assess_safe_held(desk.assessor, &desk.got, held, NULL), 1);
    assert_string_equal(desk.loaded->plan->rules[held[0]].clause, "4.1.2/事故");
    desk_close(&desk);
}

static void test_unknown_casualties_do_not_lower_the_level(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "road");
    know(&desk.incident, "traffic_accident", 1, 1);
    know(&desk.incident, "deaths", 30, 30);
    desk_assess(&desk);
    assert_int_equal(desk.got.level, 1);
    assert_true(is_settled(&desk.got));
    assert_int_equal(desk.got.ask_count, 0);
    desk_close(&desk);
}

static void test_a_range_is_asked_for_while_it_matters(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "road");
    know(&desk.incident, "traffic_accident", 1, 1);
    know(&desk.incident, "deaths", 2, 2);
    know(&desk.incident, "missing", 1, 3);
    know(&desk.incident, "injured", 12, 12);
    incident_close(&desk.incident);
    desk_assess(&desk);
    assert_int_equal(desk.got.level, 3);
    assert_true(is_settled(&desk.got));
    know(&desk.incident, "missing", 1, 8);
    desk_assess(&desk);
    assert_int_equal(desk.got.possible, 2);
    assert_true(asks(&desk, "missing"));
    assert_false(asks(&desk, "injured"));
    desk_close(&desk);
}

static void test_findings_are_never_asked_for(void **state)
{
    (void)state;
    static const char *const plans[] = {"road", "tourism", "construction", "animal"};
    for (size_t i = 0; i < LENGTH_OF(plans); i++) {
        struct desk desk;
        desk_open(&desk, plans[i]);
        desk.incident.as_of = 20513;
        desk_assess(&desk);
        assert_true(desk.got.ask_count > 0);
        for (uint32_t j = 0; j < desk.got.ask_count; j++)
            assert_false(desk.loaded->plan->facts[desk.got.ask[j]].discretion);
        assert_int_equal(desk.got.level, LEVEL_NONE);
        assert_int_equal(desk.got.possible, 1);
        desk_close(&desk);
    }
}

static void test_a_finding_that_was_made_settles_the_level(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "tourism");
    know(&desk.incident, "hq_level", 1, 1);
    desk_assess(&desk);
    assert_int_equal(desk.got.level, 1);
    assert_true(is_settled(&desk.got));
    desk_close(&desk);
}

static void test_facts_that_grade_nothing_may_stay_unknown(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, "construction");
    for (size_t i = 0; i < desk.loaded->plan->fact_count; i++)
        if (strcmp(desk.loaded->plan->facts[i].id, "municipal_utility") != 0)
            incident_set(&desk.incident, &desk.loaded->plan->facts[i], 0, 0);
    know(&desk.incident, "deaths", 4, 4);
    desk_assess(&desk);
    assert_int_equal(desk.got.level, 3);
    assert_int_equal(desk.got.ask_count, 0);
    assert_int_equal(desk.got.held_count, 2); /* 附件3/三级/1 and 附件4/较大 */
    desk_close(&desk);
}

static void test_ranges_of_measures_follow_what_is_known(void **state)
{
    (void)state;
    struct desk desk;
    int64_t least, most;
    desk_open(&desk, "construction");
    know(&desk.incident, "deaths", 3, 9);
    desk_assess(&desk);
    uint32_t measure = 0;
    while (desk.loaded->rules->measures[measure].facts != UINT64_C(1) << fact_index(desk.loaded->plan, "deaths"))
        measure++;
    assess_range(desk.assessor, measure, &least, &most);
    assert_int_equal(least, 3);
    assert_int_equal(most, 9);
    know(&desk.incident, "deaths", 5, 5); /* and anew for the next incident, complete or not */
    incident_close(&desk.incident);
    desk_assess(&desk);
    assess_range(desk.assessor, measure, &least, &most);
    assert_int_equal(least + most, 10);
    desk_close(&desk);
}

/*
 * Random clauses over sixty facts, near the ratio where they are hardest to satisfy: level 1 unless all of them fail, level 3 in any
 * case.
 */
static void open_hard(struct made *made, int clauses)
{
    struct text text = {0};
    uint64_t random = 6;
    text_add_str(&text, "{" TITLED "," LEVELS ",'facts':[");
    for (int i = 0; i < 60; i++)
        text_addf(&text, "%s{'id':'f%d','type':'count','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i);
    text_add_str(&text, "],'rules':[{'clause':'1','level':3,'says':{'zh':'z','en':'e'},'when':'f0 >= 0'}");
    for (int i = 0; i < clauses; i++) {
        text_add_str(&text, ",{'clause':'1','level':1,'says':{'zh':'z','en':'e'},'when':'");
        for (uint32_t part = 0; part < 4; part++)
            text_addf(&text, "%sf%u %s", part > 0 ? " and " : "", part * 15 + random_below(&random, 15), random_below(&random, 2) ? ">= 1" : "<= 0");
        text_add_str(&text, "'}");
    }
    text_add_str(&text, "]}");
    made_open(made, text_str(&text));
    text_release(&text);
}

static void test_a_search_that_gives_up_says_so_and_claims_nothing(void **state)
{
    (void)state;
    struct made made;
    struct incident incident;
    struct assessment got;
    open_hard(&made, 570);
    assert_null(made.rules->mdd);
    incident_init(&incident, made.plan, NULL);
    struct assessor *assessor = assessor_new(made.rules);
    clock_t begin = clock();
    assert_int_equal(assess(assessor, &incident, &got, NULL), 0);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_false(got.exact);
    assert_int_equal(got.level, 3); /* that is proven all the same */
    assert_int_equal(got.possible, 1);
    assert_true(got.safe_level <= got.level);
    assert_int_equal(got.ask_count, 60); /* each may matter */
    if (seconds > 10)
        fail_msg("giving up took %.1f s", seconds);
    for (size_t i = 0; i < 60; i++) /* and the next incident is graded exactly */
        incident_set(&incident, &made.plan->facts[i], i % 2, i % 2);
    incident_unset(&incident, &made.plan->facts[7]);
    assert_int_equal(assess(assessor, &incident, &got, NULL), 0);
    assert_true(got.exact);
    assessor_free(assessor);
    incident_release(&incident);
    made_close(&made);
}

/* The safe reading, which is the same here, is searched last, with what steps are left. */
static void test_a_safe_level_that_was_not_searched_to_the_end_is_not_milder_than_the_level(void **state)
{
    (void)state;
    struct made made;
    struct incident incident;
    struct assessment got;
    open_hard(&made, 820);
    incident_init(&incident, made.plan, NULL);
    struct assessor *assessor = assessor_new(made.rules);
    assert_int_equal(assess(assessor, &incident, &got, NULL), 0);
    assert_false(got.exact);
    assert_true(got.safe_level <= got.level);
    assessor_free(assessor);
    incident_release(&incident);
    made_close(&made);
}

static void test_an_assessor_of_nobody_is_freed(void **state)
{
    (void)state;
    assessor_free(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_plans_grade_as_the_definition_says),
        cmocka_unit_test(test_a_level_is_proven_by_cases_where_no_rule_holds_throughout),
        cmocka_unit_test(test_many_missing_and_nobody_dead_is_no_level_but_safely_level_2),
        cmocka_unit_test(test_unknown_casualties_do_not_lower_the_level),
        cmocka_unit_test(test_a_range_is_asked_for_while_it_matters),
        cmocka_unit_test(test_findings_are_never_asked_for),
        cmocka_unit_test(test_a_finding_that_was_made_settles_the_level),
        cmocka_unit_test(test_facts_that_grade_nothing_may_stay_unknown),
        cmocka_unit_test(test_ranges_of_measures_follow_what_is_known),
        cmocka_unit_test(test_a_search_that_gives_up_says_so_and_claims_nothing),
        cmocka_unit_test(test_a_safe_level_that_was_not_searched_to_the_end_is_not_milder_than_the_level),
        cmocka_unit_test(test_an_assessor_of_nobody_is_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
