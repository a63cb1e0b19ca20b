/* Loading a plan: references, citations, order, limits; looking things up in it. */
#include "tests/unit/fixture.h"

#define ONE FACTS(COUNT("a")) "," RULES(RULE("1", "a > 0"))
#define CONTENTS "'contents':[{'clause':'1','title':{'zh':'z','en':'e'},'items':3},{'clause':'附件3/二级','title':{'zh':'z','en':'e'},'items':12}]"
#define BODY(id, more) "{'id':'" id "','kind':'hq','name':{'zh':'" id "部','en':'" id "'},'clause':'1'" more "}"
#define POST(id, body, more) "{'id':'" id "','body':'" body "','rank':'commander','name':{'zh':'" id "长','en':'" id "'},'clause':'1'" more "}"
#define GROUP(id, more) "{'id':'" id "','name':{'zh':'" id "组','en':'" id "'},'clause':'1','leaders':[{'agency':'police'}]" more "}"
#define DUTY "{'zh':'做事','en':'Do it'}"
#define TASK(id, owners, more) "{'id':'" id "','kind':'response','owners':[" owners "],'what':{'zh':'做','en':'do'},'clause':'1'" more "}"

static void test_the_smallest_plan_loads(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE));
    assert_string_equal(made.plan->id, "made");
    assert_string_equal(made.plan->short_title.zh, "自拟预案"); /* falls back to the title */
    assert_int_equal(made.plan->level_count, 4);
    assert_int_equal(made.plan->facts[0].most, 1000000000000000);
    assert_int_equal(made.plan->task_count, 0);
    made_close(&made);
}

static void test_each_type_of_fact_has_its_largest_value(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(BOOL("b") "," COUNT("c") "," DECIMAL("d") "," FACT("l", "level", "") ","
                                FACT("e", "enum", ",'values':[" VALUE("x") "," VALUE("y") "," VALUE("z") "]")) "," RULES(RULE("1", "b"))));
    static const int64_t most[] = {1, 1000000000000000, 100000000000000000, 4, 2};
    for (size_t i = 0; i < LENGTH_OF(most); i++)
        assert_true(made.plan->facts[i].most == most[i]);
    made_close(&made);
}

static void test_things_are_found_by_whole_id(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("ab") "," FACT("e", "enum", ",'values':[" VALUE("x") "," VALUE("xy") "]")) ","
                          RULES(RULE("1", "a > 0")) ",'diseases':[{'id':'flu','name':{'zh':'流感','en':'flu'}}],"
                          "'parameters':[{'id':'window.flu','days':7,'source':{'clause':'1'}},{'id':'p','days':0,'source':{'clause':'1'},'confirmed':false}]"));
    const struct plan *plan = made.plan;
    assert_ptr_equal(plan_find_fact(plan, "abc", 2), &plan->facts[1]);
    assert_null(plan_find_fact(plan, "abc", 3));
    assert_null(plan_find_fact(plan, "", 0));
    assert_ptr_equal(plan_find_level(plan, 3), &plan->levels[2]);
    assert_null(plan_find_level(plan, 5));
    assert_null(plan_find_level(plan, 0));
    assert_int_equal(fact_find_value(&plan->facts[2], "xy", 2), 1);
    assert_int_equal(fact_find_value(&plan->facts[2], "y", 1), -1);
    assert_int_equal(plan_find_disease(plan, "flu", 3), 0);
    assert_int_equal(plan_find_disease(plan, "fl", 2), -1);
    assert_int_equal(plan_find_parameter(plan, "window.flu", 10)->days, 7);
    assert_null(plan_find_parameter(plan, "window", 6));
    assert_true(plan->parameters[0].confirmed); /* unless it says that it is not */
    assert_false(plan->parameters[1].confirmed);
    made_close(&made);
}

static void test_an_empty_list_of_levels_means_all(void **state)
{
    (void)state;
    static const int64_t levels[] = {1, 3};
    assert_true(levels_have(NULL, 0, 4));
    assert_true(levels_have(levels, 2, 3));
    assert_false(levels_have(levels, 2, 2));
}

#define NAMED_LEVEL(number, zh, en) "{'level':" number ",'name':{'zh':'" zh "','en':'" en "'},'clause':'1'}"
#define NAMED_LEVELS \
    "'levels':[" NAMED_LEVEL("1", "Ⅰ级响应", "Level I") "," NAMED_LEVEL("2", "Ⅱ级响应", "Level II") "," NAMED_LEVEL("4", "四级响应", "Level IV") "]"

static void test_a_level_is_read_in_whatever_way_it_is_written(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        int level;
    } rows[] = {{"1", 1}, {"2", 2}, {"4", 4}, {"1级", 1}, {"4级", 4}, {"I", 1}, {"II", 2}, {"iv", 4}, {"Ⅰ级", 1}, {"Ⅱ级", 2}, {"Ⅱ级响", 2},
                {"Ⅱ级响应", 2}, {"四级", 4}, {"Level II", 2}, {"level iv", 4}};
    struct made made;
    made_open(&made, "{" TITLED "," NAMED_LEVELS "," ONE "}");
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct err err = {0};
        if (plan_read_level(made.plan, rows[i].typed, &err) != rows[i].level || err.code != ERR_NONE)
            fail_msg("%s", rows[i].typed);
    }
    made_close(&made);
}

static void test_what_is_no_level_of_the_plan_is_refused(void **state)
{
    (void)state;
    static const char *const none[] = {"", "0", "3", "III", "5", "-1", "01", " 1", "1 ", "1级响应", "Ⅰ", "四", "级",
                                       "响应", "Level", "Level I ", "Ⅲ级", "V", "Ⅰ级响应了"};
    struct made made;
    made_open(&made, "{" TITLED "," NAMED_LEVELS "," ONE "}");
    for (size_t i = 0; i < LENGTH_OF(none); i++) {
        struct err err = {0};
        if (plan_read_level(made.plan, none[i], &err) != -1)
            fail_msg("\"%s\" is let through", none[i]);
        assert_int_equal(err.code, ERR_USAGE);
        check_contains(err.en, "plan made has no level");
        check_contains(err.en, "1 to 4");
        check_contains(err.zh, none[i]);
    }
    assert_int_equal(plan_read_level(made.plan, "3", NULL), -1);
    made_close(&made);
}

static void test_every_level_of_a_shipped_plan_is_read_by_its_number_and_names(void **state)
{
    (void)state;
    static const char *const plans[] = {"animal", "construction", "road", "tourism"};
    for (size_t p = 0; p < LENGTH_OF(plans); p++) {
        struct loaded *loaded = shipped(plans[p]);
        for (size_t i = 0; i < loaded->plan->level_count; i++) {
            const struct level *level = &loaded->plan->levels[i];
            char number[8];
            struct err err;
            snprintf(number, sizeof number, "%d", (int)level->number);
            assert_int_equal(plan_read_level(loaded->plan, number, &err), level->number);
            assert_int_equal(plan_read_level(loaded->plan, level->name.zh, &err), level->number);
            assert_int_equal(plan_read_level(loaded->plan, level->name.en, &err), level->number);
        }
        loaded_free(loaded);
    }
}

static void test_an_actor_is_known_by_kind_and_number(void **state)
{
    (void)state;
    static const struct ref actors[] = {{.kind = ACTOR_BODY, .index = 3, .id = "b"}, {.kind = ACTOR_AGENCY, .index = 5, .id = "a"}};
    assert_true(actors_have(actors, 2, &(struct ref){.kind = ACTOR_BODY, .index = 3}));
    assert_true(actors_have(actors, 2, &(struct ref){.kind = ACTOR_AGENCY, .index = 5, .id = "another"}));
    assert_false(actors_have(actors, 2, &(struct ref){.kind = ACTOR_BODY, .index = 5}));
    assert_false(actors_have(actors, 2, &(struct ref){.kind = ACTOR_AGENCY, .index = 3}));
    assert_false(actors_have(actors, 1, &(struct ref){.kind = ACTOR_AGENCY, .index = 5}));
    assert_false(actors_have(NULL, 0, &(struct ref){.kind = ACTOR_AGENCY, .index = 0}));
}

static void test_lists_of_actors_are_the_same_in_the_same_order(void **state)
{
    (void)state;
    static const struct ref a[] = {{.kind = ACTOR_BODY, .index = 1}, {.kind = ACTOR_AGENCY, .index = 2}};
    static const struct ref b[] = {{.kind = ACTOR_AGENCY, .index = 2}, {.kind = ACTOR_BODY, .index = 1}};
    assert_true(actors_same(a, 2, a, 2));
    assert_true(actors_same(a + 1, 1, b, 1));
    assert_true(actors_same(a, 0, NULL, 0));
    assert_false(actors_same(a, 2, b, 2));
    assert_false(actors_same(a, 2, a, 1));
    assert_false(actors_same(a, 0, a, 1));
    assert_false(actors_same(a, 1, &(struct ref){.kind = ACTOR_POST, .index = 1}, 1));
}

static void test_all_members_of_the_headquarters_are_known_as_such(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE ",'organisation':{'bodies':[" BODY("hq", "") "],"
                          "'members':[{'agency':'fire','clause':'1'},{'agency':'police','clause':'1'}]},"
                          "'tasks':[" TASK("all", "'police','fire'", "") "," TASK("more", "'hq','fire','police'", "") ","
                          TASK("one", "'fire'", "") "," TASK("hq", "'hq'", "") "]"));
    const struct task *tasks = made.plan->tasks;
    assert_true(plan_is_member(made.plan, &tasks[0].owners[0]) && plan_is_member(made.plan, &tasks[0].owners[1]));
    assert_false(plan_is_member(made.plan, &tasks[3].owners[0])); /* a body is none, whatever its number */
    assert_true(plan_all_members(made.plan, tasks[0].owners, tasks[0].owner_count));
    assert_true(plan_all_members(made.plan, tasks[1].owners, tasks[1].owner_count));
    assert_false(plan_all_members(made.plan, tasks[2].owners, tasks[2].owner_count));
    assert_false(plan_all_members(made.plan, tasks[3].owners, tasks[3].owner_count));
    assert_false(plan_all_members(made.plan, NULL, 0));
    made_close(&made);
}

static void test_the_only_member_is_named_and_not_called_all(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE ",'organisation':{'members':[{'agency':'fire','clause':'1'}]},'tasks':[" TASK("one", "'fire'", "") "]"));
    assert_true(plan_is_member(made.plan, made.plan->tasks[0].owners));
    assert_false(plan_all_members(made.plan, made.plan->tasks[0].owners, 1));
    made_close(&made);
}

static void test_the_id_must_be_the_file_name(void **state)
{
    (void)state;
    check_flaw("{'format':1,'id':'mad','title':{'zh':'z','en':'e'}," LEVELS "," ONE "}", ERR_VALUE, "/id", "");
    check_flaw("{'format':1,'id':'made.json','title':{'zh':'z','en':'e'}," LEVELS "," ONE "}", ERR_VALUE, "/id", "");
}

static void test_levels_go_from_severe_to_mild_and_include_milder_ones(void **state)
{
    (void)state;
    check_flaw("{" TITLED "," ONE ",'levels':[]}", ERR_VALUE, "/levels", "");
    check_flaw("{" TITLED "," ONE ",'levels':[" LEVEL("2", "") "," LEVEL("1", "") "]}", ERR_VALUE, "/levels/1/level", "");
    check_flaw("{" TITLED "," ONE ",'levels':[" LEVEL("1", "") "," LEVEL("1", "") "]}", ERR_VALUE, "/levels/1/level", "");
    check_flaw("{" TITLED "," ONE ",'levels':[" LEVEL("0", "") "]}", ERR_VALUE, "/levels/0/level", "");
    check_flaw("{" TITLED "," ONE ",'levels':[" LEVEL("10", "") "]}", ERR_VALUE, "/levels/0/level", "");
    check_flaw("{" TITLED "," ONE ",'levels':[" LEVEL("1", ",'includes':3") "," LEVEL("2", "") "]}", ERR_REFERENCE, "/levels/0/includes", "");
    check_flaw("{" TITLED "," ONE ",'levels':[" LEVEL("1", "") "," LEVEL("2", ",'includes':1") "]}", ERR_VALUE, "/levels/1/includes", "");
    check_flaw("{" TITLED "," ONE ",'levels':[" LEVEL("1", ",'includes':1") "]}", ERR_VALUE, "/levels/0/includes", "");
}

static void test_ids_are_used_once(void **state)
{
    (void)state;
    check_flaw(PLAN(FACTS(COUNT("a") "," COUNT("b") "," COUNT("a")) "," RULES(RULE("1", "a > 0"))), ERR_VALUE, "/facts/2/id", "");
    check_flaw(PLAN(FACTS(FACT("a", "enum", ",'values':[" VALUE("x") "," VALUE("x") "]")) "," RULES(RULE("1", "a = x"))), ERR_VALUE, "/facts/0/values/1/id", "");
    check_flaw(PLAN(ONE ",'terms':[{'id':'a','is':'a','label':{'zh':'z','en':'e'}}]"), ERR_VALUE, "/terms/0/id", "");
    check_flaw(PLAN(ONE ",'tasks':[" TASK("t", "'police'", "") "," TASK("t", "'police'", "") "]"), ERR_VALUE, "/tasks/1/id", "");
    check_flaw(PLAN(ONE ",'organisation':{'bodies':[" BODY("x", "") "],'groups':[" GROUP("x", "") "]}"), ERR_VALUE, "/organisation/groups/0/id", "");
    check_flaw(PLAN(ONE ",'organisation':{'bodies':[" BODY("fire", "") "]}"), ERR_VALUE, "/organisation/bodies/0/id", ""); /* an agency's */
    check_flaw(PLAN(ONE ",'organisation':{'members':[{'agency':'fire','clause':'1'},{'agency':'fire','clause':'1'}]}"), ERR_VALUE, "/organisation/members/1/agency", "");
}

static void test_values_go_with_enumerations_only(void **state)
{
    (void)state;
    check_flaw(PLAN(FACTS(FACT("a", "enum", "")) "," RULES(RULE("1", "a = x"))), ERR_VALUE, "/facts/0", "");
    check_flaw(PLAN(FACTS(FACT("a", "count", ",'values':[" VALUE("x") "]")) "," RULES(RULE("1", "a > 0"))), ERR_VALUE, "/facts/0/values", "");
}

static void test_a_rule_has_a_level_or_a_grade(void **state)
{
    (void)state;
    check_flaw(PLAN(FACTS(COUNT("a")) ",'rules':[{'clause':'1','when':'a > 0','says':{'zh':'s','en':'s'}}]"), ERR_KEY, "/rules/0", "");
    check_flaw(PLAN(FACTS(COUNT("a")) ",'grades':[{'id':'g','name':{'zh':'z','en':'e'},'clause':'1'}],"
                    "'rules':[{'clause':'1','level':1,'grade':'g','when':'a > 0','says':{'zh':'s','en':'s'}}]"), ERR_KEY, "/rules/0", "");
    check_flaw(PLAN(FACTS(COUNT("a")) ",'grades':[{'id':'grave','name':{'zh':'z','en':'e'},'clause':'1'}]," RULES(GRADE_RULE("grav", "a > 0"))),
               ERR_REFERENCE, "/rules/0/grade", "grave");
    check_flaw(PLAN(FACTS(COUNT("a")) "," RULES(RULE("5", "a > 0"))), ERR_REFERENCE, "/rules/0/level", "");
}

static void test_citations_must_be_clauses_or_items_of_them(void **state)
{
    (void)state;
    static const struct {
        const char *clause;
        bool good;
    } rows[] = {{"1", true}, {"1(1)", true}, {"1(3)", true}, {"1(4)", false}, {"1(0)", false}, {"1/2", true}, {"1/(2)", true}, {"1/4", false},
                {"附件3/二级/12", true}, {"附件3/二级/13", false}, {"附件3/二级(1)", true}, {"附件3/二级/(1", false}, {"附件3/二级/1)", false},
                {"2", false}, {"11", false}, {"1.1", false}, {"1(01)", false}, {"1(1) ", false}, {"1(99999999999999999999)", false}, {"1/", false}, {"1()", false}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct text text = {0};
        struct made made;
        text_addf(&text, PLAN(CONTENTS "," FACTS(COUNT("a")) ",'rules':[{'clause':'%s','level':1,'when':'a > 0','says':{'zh':'s','en':'s'}}]"), rows[i].clause);
        made_try(&made, text_str(&text));
        if ((made.plan != NULL) != rows[i].good)
            fail_msg("clause %s", rows[i].clause);
        if (!rows[i].good) {
            assert_int_equal(made.diags.items[0].code, ERR_CLAUSE);
            assert_string_equal(made.diags.items[0].pointer, "/rules/0/clause");
        }
        made_close(&made);
        text_release(&text);
    }
    check_flaw(PLAN("'contents':[{'clause':'1','title':{'zh':'z','en':'e'}},{'clause':'1','title':{'zh':'z','en':'e'}}]," ONE), ERR_VALUE, "/contents/1/clause", "");
}

static void test_actors_are_found_in_one_namespace(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE ",'organisation':{'bodies':[" BODY("hq", "") "],'posts':[" POST("chief", "hq", "") "],'groups':[" GROUP("crew", ",'of':'hq'") "]},"
                          "'authority':[{'step':'launch','by':['police','hq','chief','crew'],'clause':'1'}]"));
    const struct authority *launch = &made.plan->authority[0];
    static const int kinds[] = {ACTOR_AGENCY, ACTOR_BODY, ACTOR_POST, ACTOR_GROUP};
    static const char *const names[] = {"公安", "hq部", "chief长", "crew组"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(launch->by[i].kind, kinds[i]);
        assert_string_equal(plan_actor_words(made.plan, &launch->by[i]).zh, names[i]);
        assert_string_equal(plan_actor_id(made.plan, &launch->by[i]), launch->by[i].id);
    }
    made_close(&made);
}

static void test_references_to_nobody_are_refused_with_a_suggestion(void **state)
{
    (void)state;
    check_flaw(PLAN(ONE ",'tasks':[" TASK("t", "'polise'", "") "]"), ERR_REFERENCE, "/tasks/0/owners/0", "police");
    check_flaw(PLAN(ONE ",'tasks':[" TASK("t", "", "") "]"), ERR_VALUE, "/tasks/0/owners", "");
    check_flaw(PLAN(ONE ",'authority':[{'step':'launch','by':[],'clause':'1'}]"), ERR_VALUE, "/authority/0/by", "");
    check_flaw(PLAN(ONE ",'authority':[{'step':'launch','by':['fire'],'to':['fair'],'clause':'1'}]"), ERR_REFERENCE, "/authority/0/to/0", "fire");
    check_flaw(PLAN(ONE ",'authority':[{'step':'launch','levels':[5],'by':['fire'],'clause':'1'}]"), ERR_REFERENCE, "/authority/0/levels/0", "");
    check_flaw(PLAN(ONE ",'organisation':{'posts':[" POST("p", "police", "") "]}"), ERR_REFERENCE, "/organisation/posts/0/body", ""); /* not a body */
    check_flaw(PLAN(ONE ",'organisation':{'members':[{'agency':'nobody','clause':'1'}]}"), ERR_REFERENCE, "/organisation/members/0/agency", "");
    check_flaw(PLAN(ONE ",'organisation':{'groups':[" GROUP("g", ",'levels':[9]") "]}"), ERR_REFERENCE, "/organisation/groups/0/levels/0", "");
}

static void test_tasks_cannot_wait_for_themselves(void **state)
{
    (void)state;
    struct made made;
    check_flaw(PLAN(ONE ",'tasks':[" TASK("t", "'fire'", ",'after':['t']") "]"), ERR_VALUE, "/tasks/0/after/0", "");
    check_flaw(PLAN(ONE ",'tasks':[" TASK("x", "'fire'", "") "," TASK("t", "'fire'", ",'after':['u']") "," TASK("u", "'fire'", ",'after':['t']") "]"),
               ERR_VALUE, "/tasks/1/after/0", "");
    check_flaw(PLAN(ONE ",'tasks':[" TASK("launch", "'fire'", ",'after':['lanch']") "]"), ERR_REFERENCE, "/tasks/0/after/0", "launch");
    made_open(&made, PLAN(ONE ",'tasks':[" TASK("t", "'fire'", ",'after':['u','v']") "," TASK("u", "'fire'", ",'after':['v']") "," TASK("v", "'fire'", "") "]"));
    assert_int_equal(made.plan->tasks[0].after[1].index, 2);
    made_close(&made);
}

static void test_a_task_waits_for_32_others_at_the_most(void **state)
{
    (void)state;
    for (int count = 32; count <= 33; count++) {
        struct text text = {0};
        struct made made;
        text_add_str(&text, "{" TITLED "," LEVELS "," ONE ",'tasks':[" TASK("x", "'fire'", "") ",{'id':'t','kind':'response','owners':['fire'],"
                            "'what':{'zh':'做','en':'do'},'clause':'1','after':['x'");
        for (int i = 1; i < count; i++)
            text_add_str(&text, ",'x'");
        text_add_str(&text, "]}]}");
        made_try(&made, text_str(&text));
        assert_int_equal(made.plan != NULL, count == 32);
        if (count == 33)
            assert_string_equal(made.diags.items[0].pointer, "/tasks/1/after");
        made_close(&made);
        text_release(&text);
    }
}

static void test_escalation_does_not_come_before_the_deadline(void **state)
{
    (void)state;
    struct made made;
    check_flaw(PLAN(ONE ",'tasks':[" TASK("t", "'fire'", ",'deadline':{'minutes':60,'from':'launch','escalate':59}") "]"), ERR_VALUE, "/tasks/0/deadline/escalate", "");
    made_open(&made, PLAN(ONE ",'tasks':[" TASK("t", "'fire'", ",'deadline':{'minutes':60,'from':'arrival','escalate':60}") ","
                          TASK("u", "'fire'", ",'deadline':{'minutes':0,'from':'end'}") "," TASK("v", "'fire'", "") "]"));
    assert_int_equal(made.plan->tasks[0].deadline.escalate, 60);
    assert_int_equal(made.plan->tasks[0].deadline.from, MOMENT_ARRIVAL);
    assert_int_equal(made.plan->tasks[1].deadline.escalate, -1);
    assert_int_equal(made.plan->tasks[2].deadline.at.node, 0);
    made_close(&made);
}

static void test_duties_become_tasks_behind_the_plans_own(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE ",'tasks':[" TASK("t", "'fire'", "") "],'organisation':{'bodies':[" BODY("hq", ",'duties':[" DUTY "]") "],"
                          "'groups':[" GROUP("crew", ",'levels':[1,2],'duties':[" DUTY "," DUTY "]") "],"
                          "'members':[{'agency':'fire','clause':'1','when':'a > 3','duties':[" DUTY "]}]}"));
    static const char *const ids[] = {"t", "hq.1", "crew.1", "crew.2", "fire.1"};
    static const int kinds[] = {TASK_RESPONSE, TASK_BODY, TASK_GROUP, TASK_GROUP, TASK_MEMBER};
    assert_int_equal(made.plan->task_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(made.plan->tasks[i].id, ids[i]);
        assert_int_equal(made.plan->tasks[i].kind, kinds[i]);
    }
    assert_int_equal(made.plan->tasks[2].level_count, 2);
    assert_string_equal(plan_actor_words(made.plan, &made.plan->tasks[4].owners[0]).en, "fire Bureau");
    assert_string_equal(made.plan->tasks[4].when.text, "a > 3");
    made_close(&made);
}

static void test_tasks_and_duties_name_whom_they_tell(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE ",'tasks':[" TASK("t", "'fire'", ",'to':['hq','police']") "," TASK("u", "'fire'", "") "],"
                          "'organisation':{'bodies':[" BODY("hq", ",'duties':[" DUTY ",{'zh':'报','en':'Tell','to':['fire']}]") "]}"));
    const struct task *tasks = made.plan->tasks;
    assert_int_equal(tasks[0].to_count, 2);
    assert_int_equal(tasks[0].to[0].kind, ACTOR_BODY);
    assert_int_equal(tasks[0].to[1].kind, ACTOR_AGENCY);
    assert_int_equal(tasks[1].to_count, 0);
    assert_int_equal(tasks[2].to_count, 0);
    assert_string_equal(tasks[3].what.en, "Tell");
    assert_string_equal(tasks[3].to[0].id, "fire");
    made_close(&made);
    check_flaw(PLAN(ONE ",'tasks':[" TASK("t", "'fire'", ",'to':['polce']") "]"), ERR_REFERENCE, "/tasks/0/to/0", "police");
    check_flaw(PLAN(ONE ",'tasks':[" TASK("t", "'fire'", ",'to':[]") "]"), ERR_VALUE, "/tasks/0/to", "");
    check_flaw(PLAN(ONE ",'organisation':{'groups':[" GROUP("g", ",'duties':[{'zh':'报','en':'Tell','to':['fir']}]") "]}"), ERR_REFERENCE,
               "/organisation/groups/0/duties/0/to/0", "fire");
    check_flaw(PLAN(ONE ",'organisation':{'members':[{'agency':'fire','clause':'1','duties':[{'zh':'报'}]}]}"), ERR_KEY, "/organisation/members/0/duties/0", "");
}

static void test_63_facts_fit_and_64_do_not(void **state)
{
    (void)state;
    for (int count = 63; count <= 64; count++) {
        struct text text = {0};
        struct made made;
        text_add_str(&text, "{" TITLED "," LEVELS "," RULES(RULE("1", "f1 > 0")) ",'facts':[");
        for (int i = 0; i < count; i++)
            text_addf(&text, "%s{'id':'f%d','type':'count','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i);
        text_add_str(&text, "]}");
        made_try(&made, text_str(&text));
        assert_int_equal(made.plan != NULL, count == 63);
        if (count == 64)
            assert_int_equal(made.diags.items[0].code, ERR_LIMIT);
        made_close(&made);
        text_release(&text);
    }
}

static void test_a_file_that_is_no_plan_is_refused(void **state)
{
    (void)state;
    check_flaw("", ERR_JSON, "", "");
    check_flaw("[]", ERR_TYPE, "", "");
    check_flaw("{}", ERR_KEY, "", "");
    struct diags diags = {0};
    assert_null(plan_load("no_such_plan.json", NULL, &diags));
    assert_int_equal(diags.items[0].code, ERR_NO_INPUT);
    diags_release(&diags);
    plan_free(NULL);
}

static void test_all_flaws_of_a_plan_are_found_in_one_run(void **state)
{
    (void)state;
    struct made made;
    made_try(&made, PLAN(FACTS(COUNT("a") "," COUNT("a")) "," RULES(RULE("7", "a > 0")) ",'tasks':[" TASK("t", "'nobody'", ",'levels':[8]") "]"));
    assert_int_equal(made.diags.count, 4);
    made_close(&made);
}

static void test_members_listed_again_and_again_are_refused_quickly(void **state)
{
    (void)state;
    struct text text = {0};
    text_add_str(&text, "{" TITLED "," LEVELS "," ONE ",'organisation':{'members':[{'agency':'fire','clause':'1'}");
    for (int i = 0; i < 600; i++)
        text_add_str(&text, ",{'agency':'fire','clause':'1'}");
    text_add_str(&text, "]}}");
    struct made made;
    clock_t start = clock();
    made_try(&made, text_str(&text));
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_null(made.plan);
    made_close(&made);
    text_release(&text);
    if (seconds > 1)
        fail_msg("18 kB took %.1f s", seconds);
}

static void test_every_vocabulary_has_words_in_both_languages(void **state)
{
    (void)state;
    static const struct {
        int count;
    } sizes[] = {{STEP_COUNT}, {TIER_NATION + 1}, {TASK_KIND_COUNT}, {MOMENT_END + 1}};
    for (int kind = 0; kind < 4; kind++)
        for (int i = 0; i < sizes[kind].count; i++) {
            struct words words = kind == 0   ? step_words((enum step)i)
                                 : kind == 1 ? tier_words((enum tier)i)
                                 : kind == 2 ? task_kind_words((enum task_kind)i)
                                             : moment_words((enum moment)i);
            assert_true(words.zh[0] != '\0' && words.en[0] != '\0');
        }
}

/* ---- found by looking for trouble ---- */

static void test_a_level_is_read_by_the_roman_number_that_its_name_begins_with(void **state)
{
    (void)state;
    static const char *const typed[] = {"I级", "II级", "III级", "IV级"};
    struct loaded *loaded = shipped("animal"); /* "II级（重大）" */
    struct err err;
    for (size_t i = 0; i < LENGTH_OF(typed); i++)
        if (plan_read_level(loaded->plan, typed[i], &err) != (int)i + 1)
            fail_msg("%s", typed[i]);
    loaded_free(loaded);
}

static void test_a_member_named_twice_is_not_all_members(void **state)
{
    (void)state;
    struct made made;
    made_open(&made, PLAN(ONE ",'organisation':{'members':[{'agency':'fire','clause':'1'},{'agency':'police','clause':'1'}]},"
                          "'tasks':[" TASK("twice", "'fire','fire'", "") "]"));
    assert_false(plan_all_members(made.plan, made.plan->tasks[0].owners, made.plan->tasks[0].owner_count));
    made_close(&made);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_smallest_plan_loads),
        cmocka_unit_test(test_each_type_of_fact_has_its_largest_value),
        cmocka_unit_test(test_things_are_found_by_whole_id),
        cmocka_unit_test(test_an_empty_list_of_levels_means_all),
        cmocka_unit_test(test_a_level_is_read_in_whatever_way_it_is_written),
        cmocka_unit_test(test_what_is_no_level_of_the_plan_is_refused),
        cmocka_unit_test(test_every_level_of_a_shipped_plan_is_read_by_its_number_and_names),
        cmocka_unit_test(test_an_actor_is_known_by_kind_and_number),
        cmocka_unit_test(test_lists_of_actors_are_the_same_in_the_same_order),
        cmocka_unit_test(test_all_members_of_the_headquarters_are_known_as_such),
        cmocka_unit_test(test_the_only_member_is_named_and_not_called_all),
        cmocka_unit_test(test_the_id_must_be_the_file_name),
        cmocka_unit_test(test_levels_go_from_severe_to_mild_and_include_milder_ones),
        cmocka_unit_test(test_ids_are_used_once),
        cmocka_unit_test(test_values_go_with_enumerations_only),
        cmocka_unit_test(test_a_rule_has_a_level_or_a_grade),
        cmocka_unit_test(test_citations_must_be_clauses_or_items_of_them),
        cmocka_unit_test(test_actors_are_found_in_one_namespace),
        cmocka_unit_test(test_references_to_nobody_are_refused_with_a_suggestion),
        cmocka_unit_test(test_tasks_cannot_wait_for_themselves),
        cmocka_unit_test(test_a_task_waits_for_32_others_at_the_most),
        cmocka_unit_test(test_escalation_does_not_come_before_the_deadline),
        cmocka_unit_test(test_duties_become_tasks_behind_the_plans_own),
        cmocka_unit_test(test_tasks_and_duties_name_whom_they_tell),
        cmocka_unit_test(test_63_facts_fit_and_64_do_not),
        cmocka_unit_test(test_a_file_that_is_no_plan_is_refused),
        cmocka_unit_test(test_all_flaws_of_a_plan_are_found_in_one_run),
        cmocka_unit_test(test_members_listed_again_and_again_are_refused_quickly),
        cmocka_unit_test(test_every_vocabulary_has_words_in_both_languages),
        cmocka_unit_test(test_a_level_is_read_by_the_roman_number_that_its_name_begins_with),
        cmocka_unit_test(test_a_member_named_twice_is_not_all_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
