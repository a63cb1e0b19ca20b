/* What is known, laid over a diagram: against all completions of random knowledge. */
#include "rules/view.h"
#include "tests/unit/random_plan.h"

struct desk {
    struct made made;
    struct incident incident;
    struct view *view;
};

static void desk_start(struct desk *desk)
{
    incident_init(&desk->incident, desk->made.plan, NULL);
    assert_non_null(desk->made.rules->mdd);
    desk->view = view_new(desk->made.rules->mdd);
    assert_non_null(desk->view);
}

static void desk_close(struct desk *desk)
{
    view_free(desk->view);
    incident_release(&desk->incident);
    made_close(&desk->made);
}

static void lay_over(struct desk *desk)
{
    const struct mdd *mdd = desk->made.rules->mdd;
    view_begin(desk->view);
    for (uint16_t i = 0; i < mdd->var_count; i++) {
        const struct known *known = &desk->incident.facts[mdd->vars[i].fact];
        view_know(desk->view, i, mdd_cell(&mdd->vars[i], known->least), mdd_cell(&mdd->vars[i], known->most));
    }
}

/* The end of one part: of the rules that read its variables, those of no other. */
static int end_of(const struct desk *desk, const struct mdd_part *part, const int64_t *values)
{
    const struct ruleset *rules = desk->made.rules;
    const struct alternatives *all = &rules->literal;
    for (uint32_t i = 0; i < all->count; i++) {
        uint64_t facts = 0;
        for (uint32_t t = 0; t < all->items[i].test_count; t++)
            facts |= rules->measures[all->tests[all->items[i].first_test + t].measure].facts;
        uint16_t var = facts == 0 ? MDD_NO_VAR : rules->mdd->var_of_fact[__builtin_ctzll(facts)];
        if (var != MDD_NO_VAR && rules->mdd->vars[var].part == rules->mdd->vars[part->first_var].part && alternative_holds(rules, all, i, values))
            return all->items[i].rank;
    }
    return LEVEL_NONE;
}

struct expected {
    uint16_t reach;
    uint32_t relevant; /* bit i is the part's i-th variable */
};

static int clipped(int end, int clip)
{
    return end < clip ? end : clip;
}

static struct expected look_at_all(const struct desk *desk, const struct mdd_part *part, int clip)
{
    struct expected it = {0, 0};
    int64_t values[PLAN_FACTS_MAX];
    values_first(&desk->incident, values);
    do {
        int end = end_of(desk, part, values);
        it.reach = (uint16_t)(it.reach | 1 << end);
        for (uint16_t v = 0; v < part->var_count; v++) {
            size_t fact = (size_t)desk->made.rules->mdd->vars[part->first_var + v].fact;
            int64_t kept = values[fact];
            for (values[fact] = desk->incident.facts[fact].least; values[fact] <= desk->incident.facts[fact].most; values[fact]++)
                if (clipped(end_of(desk, part, values), clip) != clipped(end, clip))
                    it.relevant |= UINT32_C(1) << v;
            values[fact] = kept;
        }
    } while (values_next(&desk->incident, values));
    return it;
}

static void check_part(struct desk *desk, const struct mdd_part *part, int clip)
{
    struct expected it = look_at_all(desk, part, clip);
    uint32_t relevant;
    assert_int_equal(view_reach(desk->view, part), it.reach);
    assert_int_equal(view_relevant(desk->view, part, (uint16_t)clip, &relevant), 0);
    assert_int_equal(relevant, it.relevant);
    assert_int_equal(view_reach(desk->view, part), it.reach); /* looking changes nothing */
}

static void test_reach_and_relevance_are_those_of_all_completions(void **state)
{
    (void)state;
    uint64_t random = 31;
    for (int round = 0; round < 200; round++) {
        struct desk desk;
        random_plan_open(&desk.made, &random);
        desk_start(&desk);
        for (int again = 0; again < 5; again++) {
            const struct mdd_parts *parts = &desk.made.rules->mdd->levels;
            random_knowledge(&desk.incident, &random);
            lay_over(&desk);
            for (uint32_t i = 0; i < parts->count; i++)
                check_part(&desk, &parts->items[i], 1 + (int)random_below(&random, LEVEL_NONE));
        }
        desk_close(&desk);
    }
}

static void test_nothing_known_is_the_whole_diagram(void **state)
{
    (void)state;
    struct desk desk;
    uint32_t relevant;
    uint16_t first, last;
    made_open(&desk.made, PLAN(FACTS(COUNT("a") "," BOOL("f")) "," RULES(RULE("1", "a >= 30 and f") "," RULE("3", "a >= 3"))));
    desk_start(&desk);
    const struct mdd_part *part = &desk.made.rules->mdd->levels.items[0];
    for (int again = 0; again < 2; again++) { /* a new view, and one that has forgotten */
        assert_int_equal(view_reach(desk.view, part), 1 << 1 | 1 << 3 | 1 << LEVEL_NONE);
        assert_int_equal(view_relevant(desk.view, part, LEVEL_NONE, &relevant), 0);
        assert_int_equal(relevant, 3);
        view_know(desk.view, desk.made.rules->mdd->var_of_fact[0], 1, 1);
        assert_int_equal(view_reach(desk.view, part), 1 << 3);
        view_cells(desk.view, desk.made.rules->mdd->var_of_fact[0], &first, &last);
        assert_true(first == 1 && last == 1);
        view_begin(desk.view);
        view_cells(desk.view, desk.made.rules->mdd->var_of_fact[0], &first, &last);
        assert_true(first == 0 && last == 2);
    }
    desk_close(&desk);
}

/* As many as there are bits for. */
static void test_all_variables_of_the_largest_part_may_matter(void **state)
{
    (void)state;
    struct text text = {0};
    struct desk desk;
    uint32_t relevant = 0;
    text_add_str(&text, "{" TITLED "," LEVELS ",'facts':[");
    for (int i = 0; i < MDD_PART_VARS_MAX; i++)
        text_addf(&text, "%s{'id':'f%d','type':'bool','label':{'zh':'z','en':'e'},'question':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i);
    text_add_str(&text, "],'rules':[{'clause':'1','level':1,'says':{'zh':'s','en':'s'},'when':'");
    for (int i = 0; i < MDD_PART_VARS_MAX; i++)
        text_addf(&text, "%sf%d", i > 0 ? " and " : "", i);
    text_add_str(&text, "'}]}");
    made_open(&desk.made, text_str(&text));
    text_release(&text);
    desk_start(&desk);
    assert_int_equal(view_relevant(desk.view, &desk.made.rules->mdd->levels.items[0], LEVEL_NONE, &relevant), 0);
    assert_int_equal(relevant, UINT32_MAX);
    desk_close(&desk);
}

static void test_a_view_of_nobody_is_freed(void **state)
{
    (void)state;
    view_free(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reach_and_relevance_are_those_of_all_completions),
        cmocka_unit_test(test_nothing_known_is_the_whole_diagram),
        cmocka_unit_test(test_all_variables_of_the_largest_part_may_matter),
        cmocka_unit_test(test_a_view_of_nobody_is_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
