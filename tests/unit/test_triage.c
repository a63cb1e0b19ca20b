/* One incident under several plans: facts told once, levels, questions, agencies, differences. */
#include "rules/triage_findings.h"
#include "tests/unit/fixture.h"

/* ---- a table with plans on it ---- */

#define PLACES 4

struct table {
    struct made made[PLACES];
    struct loaded *shipped[PLACES];
    struct triage_source sources[PLACES];
    size_t count;
    struct triage triage;
    struct triage_findings findings;
};

static void seat(struct table *table, const struct ruleset *rules)
{
    table->sources[table->count++] = (struct triage_source){rules, assessor_new(rules)};
}

static void begin(struct table *table)
{
    struct err err;
    assert_int_equal(triage_init(&table->triage, table->sources, table->count, &err), 0);
}

/* Made-up plans, all called "made". */
static void table_open(struct table *table, const char *const *plans, size_t count)
{
    *table = (struct table){.count = 0};
    for (size_t i = 0; i < count; i++) {
        made_open(&table->made[i], plans[i]);
        seat(table, table->made[i].rules);
    }
    begin(table);
}

static void table_open_shipped(struct table *table, const char *const *plans, size_t count)
{
    *table = (struct table){.count = 0};
    for (size_t i = 0; i < count; i++) {
        table->shipped[i] = shipped(plans[i]);
        seat(table, table->shipped[i]->rules);
    }
    begin(table);
}

static void table_close(struct table *table)
{
    triage_findings_release(&table->findings);
    triage_release(&table->triage);
    for (size_t i = 0; i < table->count; i++) {
        assessor_free(table->sources[i].assessor);
        if (table->shipped[i] != NULL)
            loaded_free(table->shipped[i]);
        else
            made_close(&table->made[i]);
    }
}

static void tell(struct table *table, const char *name, const char *value)
{
    struct err err;
    if (triage_set(&table->triage, name, strlen(name), value, &err) != 0)
        fail_msg("%s=%s: %s", name, value, err.en);
}

static void refuse(struct table *table, const char *name, const char *value, const char *words, const char *hint)
{
    struct err err = {0};
    assert_int_equal(triage_set(&table->triage, name, strlen(name), value, &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
    check_contains(err.en, words);
    assert_string_equal(err.hint, hint);
}

static void look(struct table *table)
{
    struct err err;
    triage_findings_release(&table->findings);
    assert_int_equal(triage_assess(&table->triage, &err), 0);
    assert_int_equal(triage_look(&table->triage, &table->findings, &err), 0);
}

static const struct known *known_of(const struct table *table, size_t plan, const char *fact)
{
    const struct incident *incident = &table->triage.plans[plan].incident;
    return &incident->facts[fact_index(incident->plan, fact)];
}

/* "f? 0; a 0 1": a question mark for a scope, and whom it serves. */
static const char *questions(const struct table *table)
{
    static char text[512];
    text[0] = '\0';
    for (size_t i = 0; i < table->findings.question_count; i++) {
        const struct triage_question *it = &table->findings.questions[i];
        assert_string_equal(it->about->id, it->fact);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s%s", i > 0 ? "; " : "", it->fact, it->scope ? "?" : "");
        for (size_t p = 0; p < it->plan_count; p++)
            snprintf(text + strlen(text), sizeof text - strlen(text), " %u", it->plans[p]);
    }
    return text;
}

#define SCOPE(when, more) "'scope':{'clause':'1','says':{'zh':'s','en':'s'},'when':'" when "'" more "}"
#define OWN(fact) SCOPE(fact, ",'fact':'" fact "'")
#define CHOICE(values) FACT("kind", "enum", ",'values':[" values "]")
#define FINDING(id) FACT(id, "level", ",'discretion':true")

static const char sea[] = PLAN(OWN("at_sea") "," FACTS(BOOL("at_sea") "," HARM("dead") "," HARM("hurt") "," FINDING("hq") "," CHOICE(VALUE("red") "," VALUE("blue"))) ","
                               RULES(RULE("1", "dead + hurt >= 10") "," RULE("2", "dead + hurt >= 3 or hq = 2")));
static const char land[] = PLAN(OWN("on_land") "," FACTS(BOOL("on_land") "," HARM("dead") "," HARM("lost") "," FINDING("hq") "," CHOICE(VALUE("blue") "," VALUE("green"))) ","
                                RULES(RULE("1", "dead >= 5 or dead + lost >= 20") "," RULE("3", "dead >= 1 or kind = green")));
static const char *const both[] = {sea, land};

/* ---- facts ---- */

static void test_a_fact_is_told_once_for_all_plans_that_know_it(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, both, 2);
    tell(&table, "dead", "2..4");
    tell(&table, "lost", "7");
    for (size_t p = 0; p < 2; p++) {
        assert_int_equal(known_of(&table, p, "dead")->least, 2);
        assert_int_equal(known_of(&table, p, "dead")->most, 4);
    }
    assert_false(known_of(&table, 0, "hurt")->given);
    assert_int_equal(known_of(&table, 1, "lost")->least, 7);
    tell(&table, "dead", "?");
    assert_false(known_of(&table, 0, "dead")->given);
    assert_true(known_of(&table, 1, "dead")->most > 1000);
    triage_clear(&table.triage);
    assert_false(known_of(&table, 1, "lost")->given);
    table_close(&table);
}

static void test_what_no_plan_knows_is_refused_with_the_nearest(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, both, 2);
    refuse(&table, "deda", "3", "no plan has a fact \"deda\"", "dead");
    refuse(&table, "", "3", "no plan has a fact", "");
    refuse(&table, "x:dead", "3", "no plan \"x\"", "");
    refuse(&table, "mad:dead", "3", "no plan \"mad\"", "made");
    table_close(&table);
}

static void test_a_value_that_one_plan_does_not_take_changes_none(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, both, 2);
    tell(&table, "kind", "blue");
    assert_int_equal(known_of(&table, 0, "kind")->least, 1);
    assert_int_equal(known_of(&table, 1, "kind")->least, 0);
    refuse(&table, "kind", "red", "plan made, kind=red", ""); /* the second plan has no red */
    assert_int_equal(known_of(&table, 0, "kind")->least, 1);
    refuse(&table, "dead", "many", "plan made, dead=many", "");
    refuse(&table, "dead", "9..3", "min is greater", "");
    table_close(&table);
}

static void test_a_finding_is_that_of_one_plan(void **state)
{
    (void)state;
    static const char *const plans[] = {"road", "tourism", "construction"};
    struct table table;
    table_open_shipped(&table, plans, 3);
    refuse(&table, "hq_level", "2", "tourism:hq_level", "");
    tell(&table, "tourism:hq_level", "2");
    assert_true(known_of(&table, 1, "hq_level")->given);
    assert_false(known_of(&table, 2, "hq_level")->given);
    tell(&table, "beyond_county", "yes"); /* only one plan has it */
    assert_true(known_of(&table, 2, "beyond_county")->given);
    refuse(&table, "road:beyond_county", "yes", "plan road has no fact \"beyond_county\"", "");
    tell(&table, "construction:deaths", "4");
    assert_true(known_of(&table, 2, "deaths")->given);
    assert_false(known_of(&table, 0, "deaths")->given);
    table_close(&table);
}

static void test_names_are_ids_or_labels(void **state)
{
    (void)state;
    static const char *const plans[] = {"road", "tourism"};
    struct table table;
    table_open_shipped(&table, plans, 2);
    static const char *const names[] = {"missing", "失联", "失踪"};
    for (size_t i = 0; i < LENGTH_OF(names); i++)
        assert_string_equal(triage_find(&table.triage, names[i], strlen(names[i]), NULL)->id, "missing");
    assert_int_equal(triage_find(&table.triage, "missing", 7, NULL)->count, 2);
    assert_null(triage_find(&table.triage, "missin", 6, NULL));
    assert_null(triage_find(&table.triage, "missings", 8, NULL));
    table_close(&table);
}

static void test_an_incident_is_taken_over(void **state)
{
    (void)state;
    struct table table;
    struct incident incident;
    struct err err;
    table_open(&table, both, 2);
    assert_int_equal(incident_init(&incident, table.made[0].plan, &err), 0);
    know(&incident, "dead", 3, 9);
    know(&incident, "hq", 2, 2);
    know(&incident, "kind", 0, 0); /* red: the other plan does not know it */
    incident.as_of = 77;
    assert_int_equal(triage_take(&table.triage, &incident, &err), 0);
    assert_true(table.triage.plans[0].chosen);
    assert_false(table.triage.plans[1].chosen);
    assert_true(known_of(&table, 0, "hq")->given && known_of(&table, 0, "kind")->given);
    assert_int_equal(known_of(&table, 1, "dead")->least, 3);
    assert_int_equal(known_of(&table, 1, "dead")->most, 9);
    assert_false(known_of(&table, 1, "hq")->given);
    assert_false(known_of(&table, 1, "kind")->given);
    assert_int_equal(table.triage.plans[1].incident.as_of, 77);
    know(&incident, "kind", 1, 1); /* blue: the second value here, the first there */
    assert_int_equal(triage_take(&table.triage, &incident, &err), 0);
    assert_int_equal(known_of(&table, 1, "kind")->least, 0);
    assert_true(known_of(&table, 1, "kind")->given);
    incident_release(&incident);
    table_close(&table);
}

static void test_reports_go_with_the_incident_to_its_own_plan(void **state)
{
    (void)state;
    static const char *const plans[] = {"road", "animal"};
    struct report_input report = {.day = 100, .township = "甲镇", .premises = "疫点1", .township_size = 6, .premises_size = 7};
    struct table table;
    struct incident incident;
    struct err err;
    table_open_shipped(&table, plans, 2);
    assert_int_equal(incident_init(&incident, table.shipped[1]->plan, &err), 0);
    assert_int_equal(report_log_append(&incident.reports, &report, &err), 0);
    incident.as_of = 100;
    incident.days[0] = 3;
    incident.overridden[0] = true;
    assert_int_equal(triage_take(&table.triage, &incident, &err), 0);
    assert_int_equal(table.triage.plans[0].incident.reports.count, 0);
    assert_int_equal(table.triage.plans[1].incident.reports.count, 1);
    assert_int_equal(table.triage.plans[1].incident.days[0], 3);
    incident_release(&incident); /* names were copied */
    look(&table);
    assert_int_equal(table.triage.plans[1].applies, CONDITION_YES);
    assert_int_equal(table.triage.plans[1].assessment.level, 3); /* one county with hpai */
    table_close(&table);
}

/* ---- levels ---- */

static void test_each_plan_gives_what_it_gives_alone(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, both, 2);
    tell(&table, "dead", "3");
    tell(&table, "at_sea", "yes");
    tell(&table, "on_land", "no");
    look(&table);
    const struct triage_plan *plans = table.triage.plans;
    assert_int_equal(plans[0].applies, CONDITION_YES);
    assert_int_equal(plans[0].assessment.level, 2);
    assert_int_equal(plans[0].assessment.possible, 1);
    assert_int_equal(plans[1].applies, CONDITION_NO);
    assert_int_equal(triage_level(&plans[1]), 3); /* as if it applied */
    assert_true(triage_applies(&plans[0]));
    assert_false(triage_applies(&plans[1]));
    table_close(&table);
}

static void test_the_plan_that_somebody_works_by_applies_while_its_scope_is_open(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, both, 2);
    table.triage.plans[0].chosen = true;
    look(&table);
    assert_int_equal(table.triage.plans[0].applies, CONDITION_YES);
    assert_int_equal(table.triage.plans[1].applies, CONDITION_OPEN);
    tell(&table, "at_sea", "no");
    look(&table);
    assert_int_equal(table.triage.plans[0].applies, CONDITION_NO); /* it was the wrong plan */
    table_close(&table);
}

static void test_the_level_to_act_on_is_the_safe_one(void **state)
{
    (void)state;
    static const char *const plans[] = {"road"};
    struct table table;
    table_open_shipped(&table, plans, 1);
    tell(&table, "traffic_accident", "yes");
    tell(&table, "deaths", "0");
    tell(&table, "missing", "40");
    tell(&table, "injured", "0");
    tell(&table, "hazmat_release", "no");
    tell(&table, "severe_weather", "no");
    look(&table);
    assert_int_equal(table.triage.plans[0].assessment.level, LEVEL_NONE);
    assert_int_equal(triage_level(&table.triage.plans[0]), 2);
    table_close(&table);
}

/* ---- questions ---- */

static void test_scopes_are_asked_first_then_what_serves_several_plans_then_the_best_of_each(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, both, 2);
    look(&table);
    assert_string_equal(questions(&table), "at_sea? 0; on_land? 1; dead 0 1");
    tell(&table, "dead", "1"); /* proves a level on land only: that scope is more pressing */
    look(&table);
    assert_string_equal(questions(&table), "on_land? 1; at_sea? 0");
    tell(&table, "at_sea", "yes");
    look(&table);
    assert_string_equal(questions(&table), "on_land? 1; hurt 0");
    tell(&table, "on_land", "yes");
    look(&table);
    assert_string_equal(questions(&table), "hurt 0; lost 1");
    tell(&table, "hurt", "30");
    tell(&table, "on_land", "no");
    look(&table);
    assert_string_equal(questions(&table), "");
    table_close(&table);
}

static void test_a_plan_without_a_scope_asks_its_own(void **state)
{
    (void)state;
    static const char *const plans[] = {sea, PLAN(FACTS(COUNT("boats")) "," RULES(RULE("1", "boats >= 3")))};
    struct table table;
    table_open(&table, plans, 2);
    look(&table);
    assert_string_equal(questions(&table), "at_sea? 0; boats 1");
    table_close(&table);
}

static void test_two_scopes_that_ask_the_same_are_one_question(void **state)
{
    (void)state;
    static const char *const plans[] = {sea, sea};
    struct table table;
    table_open(&table, plans, 2);
    look(&table);
    check_contains(questions(&table), "at_sea? 0 1; ");
    check_contains(questions(&table), "; dead 0 1");
    check_contains(questions(&table), "; hurt 0 1");
    assert_int_equal(table.findings.question_count, 3);
    table_close(&table);
}

/* ---- differences ---- */

/* The difference of a kind about a fact (COUNTED) or a sum whose first fact it is and that adds so many (STEPS). */
static const struct triage_difference *find_difference(const struct table *table, enum triage_difference_kind kind, const char *fact, int facts)
{
    for (size_t i = 0; i < table->findings.difference_count; i++) {
        const struct triage_difference *it = &table->findings.differences[i];
        if (it->kind != kind)
            continue;
        const struct ruleset *rules = table->triage.plans[it->plan].rules;
        uint64_t sum = kind == DIFFERENCE_STEPS ? rules->measures[it->measure].facts : 0;
        if (kind == DIFFERENCE_COUNTED ? strcmp(it->about->id, fact) == 0
                                       : __builtin_popcountll(sum) == facts && strcmp(rules->plan->facts[__builtin_ctzll(sum)].id, fact) == 0)
            return it;
    }
    return NULL;
}

static bool has_level_difference(const struct table *table)
{
    return table->findings.difference_count > 0 && table->findings.differences[0].kind == DIFFERENCE_LEVEL;
}

/* "2≥3 1≥10": each level, and from which number on. */
static const char *steps(const struct triage_reading *reading)
{
    static char text[256];
    text[0] = '\0';
    for (size_t i = 0; i < reading->step_count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d≥%lld%s", i > 0 ? " " : "", reading->steps[i].level, (long long)reading->steps[i].at_least,
                 reading->steps[i].with_more ? "+" : "");
    return text;
}

static void both_apply(struct table *table)
{
    tell(table, "at_sea", "yes");
    tell(table, "on_land", "yes");
}

static void test_a_fact_may_be_counted_alone_in_sums_or_not_at_all(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, both, 2);
    both_apply(&table);
    tell(&table, "dead", "6");
    tell(&table, "hurt", "2");
    look(&table);
    const struct triage_difference *dead = find_difference(&table, DIFFERENCE_COUNTED, "dead", 0), *hurt = find_difference(&table, DIFFERENCE_COUNTED, "hurt", 0);
    assert_non_null(dead);
    assert_true(dead->given);
    assert_int_equal(dead->reading_count, 2);
    assert_int_equal(dead->readings[0].sum_count, 1); /* with the hurt */
    assert_int_equal(dead->readings[1].sum_count, 2); /* alone, and with the lost: the single one first */
    assert_int_equal(table.made[1].rules->measures[dead->readings[1].sums[0]].facts, UINT64_C(1) << fact_index(table.made[1].plan, "dead"));
    assert_non_null(hurt);
    assert_int_equal(hurt->readings[0].sum_count, 1);
    assert_int_equal(hurt->readings[1].sum_count, 0);
    assert_true(has_level_difference(&table)); /* 2 and 1 */
    tell(&table, "hurt", "0"); /* nobody: no matter how they are counted */
    look(&table);
    assert_null(find_difference(&table, DIFFERENCE_COUNTED, "hurt", 0));
    table_close(&table);
}

static void test_from_which_number_on_each_level_is_reached(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, both, 2);
    both_apply(&table);
    tell(&table, "dead", "6");
    look(&table);
    const struct triage_difference *pair = find_difference(&table, DIFFERENCE_STEPS, "dead", 2), *alone = find_difference(&table, DIFFERENCE_STEPS, "dead", 1);
    assert_non_null(pair);
    assert_string_equal(steps(&pair->readings[0]), "2≥3 1≥10");
    assert_string_equal(steps(&pair->readings[1]), ""); /* it adds others */
    assert_non_null(alone);
    assert_string_equal(steps(&alone->readings[0]), "");
    assert_string_equal(steps(&alone->readings[1]), "3≥1 1≥5");
    table_close(&table);
}

static void test_plans_that_agree_differ_in_nothing(void **state)
{
    (void)state;
    static const char *const plans[] = {sea, sea};
    struct table table;
    table_open(&table, plans, 2);
    tell(&table, "at_sea", "yes");
    tell(&table, "dead", "6");
    look(&table);
    assert_int_equal(table.findings.difference_count, 0);
    table_close(&table);
}

static void test_only_plans_that_apply_are_compared(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, both, 2);
    tell(&table, "at_sea", "yes");
    tell(&table, "dead", "6");
    look(&table);
    assert_int_equal(table.findings.difference_count, 0);
    table_close(&table);
}

static void test_other_thresholds_for_the_same_sum_are_told_and_what_they_hang_on(void **state)
{
    (void)state;
    static const char *const plans[] = {
        PLAN(SCOPE("here", "") "," FACTS(BOOL("here") "," HARM("dead") "," HARM("hurt") "," BOOL("storm")) "," RULES(RULE("1", "here and dead >= 8") "," RULE("2", "storm and dead >= 2"))),
        PLAN(SCOPE("here", "") "," FACTS(BOOL("here") "," HARM("dead") "," HARM("hurt")) "," RULES(RULE("1", "dead >= 8 and hurt >= 1") "," RULE("2", "dead in [3..8)")))};
    struct table table;
    table_open(&table, plans, 2);
    tell(&table, "here", "yes");
    tell(&table, "dead", "5");
    look(&table);
    const struct triage_difference *dead = find_difference(&table, DIFFERENCE_STEPS, "dead", 1);
    assert_non_null(dead);
    assert_string_equal(steps(&dead->readings[0]), "1≥8"); /* no storm is known */
    assert_string_equal(steps(&dead->readings[1]), "2≥3 1≥8+");
    assert_null(find_difference(&table, DIFFERENCE_COUNTED, "dead", 0)); /* both count it alone */
    tell(&table, "storm", "yes");
    look(&table);
    assert_string_equal(steps(&find_difference(&table, DIFFERENCE_STEPS, "dead", 1)->readings[0]), "2≥2 1≥8");
    table_close(&table);
}

static void test_what_hangs_on_something_unknown_is_not_listed_yet(void **state)
{
    (void)state;
    static const char *const plans[] = {"road", "tourism"};
    struct table table;
    table_open_shipped(&table, plans, 2);
    tell(&table, "traffic_accident", "yes");
    tell(&table, "tourism_event", "yes");
    look(&table);
    assert_null(find_difference(&table, DIFFERENCE_COUNTED, "pollution", 0)); /* no dangerous goods are known of */
    assert_non_null(find_difference(&table, DIFFERENCE_COUNTED, "trapped", 0));
    tell(&table, "hazmat_release", "yes");
    look(&table);
    assert_non_null(find_difference(&table, DIFFERENCE_COUNTED, "pollution", 0));
    table_close(&table);
}

/* ---- agencies ---- */

static const struct triage_claim *find_claim(const struct table *table, const char *agency)
{
    for (size_t i = 0; i < table->findings.claim_count; i++)
        if (strcmp(table->findings.claims[i].agency, agency) == 0)
            return &table->findings.claims[i];
    return NULL;
}

static void test_agencies_of_two_plans_that_apply_are_claimed_twice(void **state)
{
    (void)state;
    static const char *const plans[] = {"road", "tourism", "animal"};
    struct table table;
    table_open_shipped(&table, plans, 3);
    tell(&table, "traffic_accident", "yes");
    tell(&table, "deaths", "4");
    look(&table);
    assert_int_equal(table.findings.claim_count, 0); /* whether tourism applies is open */
    tell(&table, "tourism_event", "yes");
    look(&table);
    const struct triage_claim *police = find_claim(&table, "public_security");
    assert_non_null(police);
    assert_int_equal(police->by_count, 2);
    assert_int_equal(police->by[0].plan, 0);
    assert_int_equal(police->by[1].plan, 1);
    assert_int_equal(police->seated, 2);
    assert_true(police->by[0].seat_count >= 2 && police->by[1].seat_count >= 1);
    assert_null(find_claim(&table, "traffic_police")); /* only roads have it */
    for (size_t i = 1; i < table.findings.claim_count; i++)
        assert_true(table.findings.claims[i].seated <= table.findings.claims[i - 1].seated);
    table_close(&table);
}

static void test_a_plan_that_reaches_no_level_claims_nobody(void **state)
{
    (void)state;
    static const char *const plans[] = {"road", "tourism"};
    struct table table;
    table_open_shipped(&table, plans, 2);
    tell(&table, "traffic_accident", "yes");
    tell(&table, "tourism_event", "yes");
    tell(&table, "injured", "3");
    look(&table);
    assert_int_equal(triage_level(&table.triage.plans[0]), 4);
    assert_int_equal(table.triage.plans[1].assessment.level, LEVEL_NONE);
    assert_int_equal(table.findings.claim_count, 0);
    assert_true(has_level_difference(&table));
    table_close(&table);
}

static void test_no_plans_at_all_is_no_trouble(void **state)
{
    (void)state;
    struct table table;
    table_open(&table, NULL, 0);
    look(&table);
    assert_int_equal(table.findings.question_count, 0);
    refuse(&table, "dead", "1", "no plan has a fact", "");
    table_close(&table);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_a_fact_is_told_once_for_all_plans_that_know_it),
    cmocka_unit_test(test_what_no_plan_knows_is_refused_with_the_nearest),
    cmocka_unit_test(test_a_value_that_one_plan_does_not_take_changes_none),
    cmocka_unit_test(test_a_finding_is_that_of_one_plan),
    cmocka_unit_test(test_names_are_ids_or_labels),
    cmocka_unit_test(test_an_incident_is_taken_over),
    cmocka_unit_test(test_reports_go_with_the_incident_to_its_own_plan),
    cmocka_unit_test(test_each_plan_gives_what_it_gives_alone),
    cmocka_unit_test(test_the_plan_that_somebody_works_by_applies_while_its_scope_is_open),
    cmocka_unit_test(test_the_level_to_act_on_is_the_safe_one),
    cmocka_unit_test(test_scopes_are_asked_first_then_what_serves_several_plans_then_the_best_of_each),
    cmocka_unit_test(test_a_plan_without_a_scope_asks_its_own),
    cmocka_unit_test(test_two_scopes_that_ask_the_same_are_one_question),
    cmocka_unit_test(test_a_fact_may_be_counted_alone_in_sums_or_not_at_all),
    cmocka_unit_test(test_from_which_number_on_each_level_is_reached),
    cmocka_unit_test(test_plans_that_agree_differ_in_nothing),
    cmocka_unit_test(test_only_plans_that_apply_are_compared),
    cmocka_unit_test(test_other_thresholds_for_the_same_sum_are_told_and_what_they_hang_on),
    cmocka_unit_test(test_what_hangs_on_something_unknown_is_not_listed_yet),
    cmocka_unit_test(test_agencies_of_two_plans_that_apply_are_claimed_twice),
    cmocka_unit_test(test_a_plan_that_reaches_no_level_claims_nobody),
    cmocka_unit_test(test_no_plans_at_all_is_no_trouble),
};

int main(void)
{
    return cmocka_run_group_tests(tests, NULL, NULL);
}
