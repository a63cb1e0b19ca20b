/* Whether a plan applies, decided by what is known. */
#include "rules/scope.h"
#include "tests/unit/fixture.h"

#define SCOPE(when, more) "'scope':{'clause':'1','says':{'zh':'s','en':'s'},'when':'" when "'" more "}"
#define DISCRETION(id) FACT(id, "count", ",'discretion':true")
#define SCOPED(when, more) \
    PLAN(SCOPE(when, more) "," FACTS(COUNT("a") "," COUNT("b") "," BOOL("f") "," BOOL("g") "," DISCRETION("d")) "," RULES(RULE("1", "a + b >= 9")))

struct desk {
    struct made made;
    struct incident incident;
    struct assessor *assessor;
};

static void desk_open(struct desk *desk, const char *text)
{
    made_open(&desk->made, text);
    incident_init(&desk->incident, desk->made.plan, NULL);
    desk->assessor = assessor_new(desk->made.rules);
}

static void desk_close(struct desk *desk)
{
    assessor_free(desk->assessor);
    incident_release(&desk->incident);
    made_close(&desk->made);
}

static int standing(struct desk *desk)
{
    struct assessment assessment;
    struct err err;
    assert_int_equal(assess(desk->assessor, &desk->incident, &assessment, &err), 0);
    return scope_standing(desk->assessor, desk->made.rules, &desk->incident, &err);
}

/* Ids of what is asked, "f a". */
static const char *asked(struct desk *desk)
{
    static char names[256];
    uint8_t facts[PLAN_FACTS_MAX];
    size_t count = scope_ask(desk->made.rules, &desk->incident, facts);
    names[0] = '\0';
    for (size_t i = 0; i < count; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i > 0 ? " " : "", desk->made.plan->facts[facts[i]].id);
    return names;
}

static void test_the_condition_decides_as_far_as_the_facts_do(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, SCOPED("f or a >= 3", ""));
    assert_int_equal(standing(&desk), CONDITION_OPEN);
    know(&desk.incident, "a", 0, 2);
    assert_int_equal(standing(&desk), CONDITION_OPEN);
    know(&desk.incident, "f", 0, 0);
    assert_int_equal(standing(&desk), CONDITION_NO);
    know(&desk.incident, "a", 2, 5);
    assert_int_equal(standing(&desk), CONDITION_OPEN);
    know(&desk.incident, "a", 3, 5);
    assert_int_equal(standing(&desk), CONDITION_YES);
    desk_close(&desk);
}

static void test_it_is_exact_where_no_part_holds_by_itself(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, SCOPED("a >= 3 or a < 3 and f", ""));
    assert_int_equal(standing(&desk), CONDITION_OPEN);
    know(&desk.incident, "f", 1, 1);
    assert_int_equal(standing(&desk), CONDITION_YES); /* whatever a is */
    desk_close(&desk);
    desk_open(&desk, SCOPED("a >= 5 and a + b < 5", ""));
    assert_int_equal(standing(&desk), CONDITION_NO);
    desk_close(&desk);
}

static void test_a_no_to_its_own_fact_decides(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, SCOPED("f or g or a >= 3", ",'fact':'f'"));
    assert_string_equal(asked(&desk), "f");
    know(&desk.incident, "f", 0, 0);
    assert_int_equal(standing(&desk), CONDITION_NO);
    assert_string_equal(asked(&desk), "");
    know(&desk.incident, "a", 3, 3); /* harm that is there counts for more than a no */
    assert_int_equal(standing(&desk), CONDITION_YES);
    desk_close(&desk);
}

static void test_without_such_a_fact_all_that_is_open_is_asked_but_no_finding(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, SCOPED("f and a >= 3 or g and b >= 2 or d >= 1", ""));
    assert_string_equal(asked(&desk), "a b f g");
    know(&desk.incident, "f", 0, 0);
    assert_string_equal(asked(&desk), "b g"); /* a cannot help any more */
    desk_close(&desk);
}

static void test_a_plan_without_a_scope_stays_open_and_asks_nothing(void **state)
{
    (void)state;
    struct desk desk;
    desk_open(&desk, PLAN(FACTS(COUNT("a") "," BOOL("f")) "," RULES(RULE("1", "f and a >= 9"))));
    assert_int_equal(standing(&desk), CONDITION_OPEN);
    assert_string_equal(asked(&desk), "");
    desk_close(&desk);
}

static void test_a_report_that_counts_says_yes(void **state)
{
    (void)state;
    struct desk desk;
    struct report_input report = {.day = 100, .township = "t", .premises = "p", .township_size = 1, .premises_size = 1};
    desk_open(&desk, PLAN(SCOPE("f", ",'fact':'f'") ",'diseases':[{'id':'flu','name':{'zh':'流感','en':'flu'}}]," FACTS(BOOL("f")) "," RULES(RULE("1", "counties(disease = flu) >= 2"))));
    desk.incident.as_of = 99;
    assert_int_equal(report_log_append(&desk.incident.reports, &report, NULL), 0);
    assert_int_equal(standing(&desk), CONDITION_OPEN); /* it comes after the grading date */
    desk.incident.as_of = 100;
    assert_int_equal(standing(&desk), CONDITION_YES);
    know(&desk.incident, "f", 0, 0);
    assert_int_equal(standing(&desk), CONDITION_YES);
    desk_close(&desk);
}

/* Each fact unknown, none, some or a range: the short way must say what the solver says. */
static void scatter(struct incident *incident, uint64_t *random)
{
    incident_clear(incident);
    for (size_t i = 0; i < incident->plan->fact_count; i++) {
        const struct fact *fact = &incident->plan->facts[i];
        int64_t most = fact->most < 4 ? fact->most : 4, least = random_below(random, (uint32_t)most + 1);
        if (random_below(random, 3) == 0)
            continue;
        bool range = (fact->type == FACT_COUNT || fact->type == FACT_DECIMAL) && random_below(random, 2) == 0;
        incident_set(incident, fact, least, range ? fact->most : least);
    }
}

static void test_the_shipped_scopes_stand_as_the_solver_says(void **state)
{
    (void)state;
    static const char *const plans[] = {"animal", "construction", "road", "tourism"};
    uint64_t random = 7;
    for (size_t p = 0; p < LENGTH_OF(plans); p++) {
        struct loaded *loaded = shipped(plans[p]);
        struct assessor *assessor = assessor_new(loaded->rules);
        struct incident incident;
        struct assessment assessment;
        struct err err;
        size_t seen[3] = {0};
        assert_int_equal(incident_init(&incident, loaded->plan, &err), 0);
        for (int i = 0; i < 300; i++) {
            scatter(&incident, &random);
            assert_int_equal(assess(assessor, &incident, &assessment, &err), 0);
            int wanted = assess_condition(assessor, &loaded->plan->scope.when, &err);
            const struct known *own = &incident.facts[loaded->plan->scope.fact.index];
            if (wanted == CONDITION_OPEN && own->given && own->most == 0)
                wanted = CONDITION_NO;
            assert_int_equal(scope_standing(assessor, loaded->rules, &incident, &err), wanted);
            seen[wanted]++;
        }
        assert_true(seen[CONDITION_NO] > 0 && seen[CONDITION_OPEN] > 0 && seen[CONDITION_YES] > 0);
        incident_release(&incident);
        assessor_free(assessor);
        loaded_free(loaded);
    }
}

static void test_no_shipped_grade_reads_what_is_asked_for_the_scope(void **state)
{
    (void)state;
    static const char *const plans[] = {"animal", "construction", "road", "tourism"};
    for (size_t p = 0; p < LENGTH_OF(plans); p++) {
        struct loaded *loaded = shipped(plans[p]);
        assert_true(loaded->plan->scope.fact.index >= 0);
        assert_int_equal(loaded->rules->used_facts >> loaded->plan->scope.fact.index & 1, 0);
        loaded_free(loaded);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_the_condition_decides_as_far_as_the_facts_do),
    cmocka_unit_test(test_it_is_exact_where_no_part_holds_by_itself),
    cmocka_unit_test(test_a_no_to_its_own_fact_decides),
    cmocka_unit_test(test_without_such_a_fact_all_that_is_open_is_asked_but_no_finding),
    cmocka_unit_test(test_a_plan_without_a_scope_stays_open_and_asks_nothing),
    cmocka_unit_test(test_a_report_that_counts_says_yes),
    cmocka_unit_test(test_the_shipped_scopes_stand_as_the_solver_says),
    cmocka_unit_test(test_no_shipped_grade_reads_what_is_asked_for_the_scope),
};

int main(void)
{
    return cmocka_run_group_tests(tests, NULL, NULL);
}
