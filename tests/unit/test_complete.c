/* cli/complete: what the word being typed could become. The plans are the made-up harbour's, and the city's animal plan for reports. */
#include "cli/complete.h"
#include "tests/unit/fixture.h"

/* Commands of a shell, without their functions. */
static const struct shell_command table[] = {
    {.about = {.name = "open", .summary = {"开始", "start"}}, .also = {"打开", NULL}, .argument = ARGUMENT_PLAN},
    {.about = {.name = "set", .summary = {"写入", "say"}}, .argument = ARGUMENT_SETTINGS, .needs_incident = true},
    {.about = {.name = "report", .summary = {"记", "take down"}}, .argument = ARGUMENT_REPORT, .needs_incident = true},
    {.about = {.name = "reports", .summary = {"读", "read"}}, .argument = ARGUMENT_FILE, .needs_incident = true},
    {.about = {.name = "tasks", .summary = {"任务", "tasks"}}, .argument = ARGUMENT_LEVEL, .needs_incident = true},
    {.about = {.name = "lang", .summary = {"语言", "language"}}, .argument = ARGUMENT_LANG},
    {.about = {.name = "help", .summary = {"帮助", "help"}}, .argument = ARGUMENT_COMMAND},
    {.about = {.name = "detail", .summary = {"内容", "details"}}, .argument = ARGUMENT_DETAIL, .needs_incident = true},
    {.about = {.name = "document", .summary = {"文书", "documents"}}, .argument = ARGUMENT_FORM},
    {.about = {.name = "whatif", .summary = {"研判", "triage"}}, .argument = ARGUMENT_TRIAGE},
    {.about = {.name = "grade", .summary = {"级别", "the level"}}, .argument = ARGUMENT_NONE},
    {.about = {.name = NULL}},
};

static struct plan_name plan_names[] = {{"animal", "动物疫情", "animal epidemic"}, {"road", "道路交通", "road traffic"}};

struct world {
    struct app app;
    struct loaded *plans[2];
    struct session spill, animal;
    struct completion_scope scope;
    struct completions found;
};

static struct loaded *open_plan(struct session *session, struct app *app, const char *folder, const char *id)
{
    struct library library;
    struct err err;
    assert_int_equal(library_open(&library, folder, &err), 0);
    struct loaded *loaded = library_load(&library, id, stderr, LANG_ZH, &err);
    assert_non_null(loaded);
    library_release(&library);
    assert_int_equal(session_init(session, app, loaded, "t-1", &err), 0);
    assert_int_equal(session_open(session, &(struct opening){.title = NULL}, &err), 0);
    return loaded;
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->app = fixture_app(LANG_ZH);
    world->plans[0] = open_plan(&world->spill, &world->app, "tests/plans", "spill");
    world->plans[1] = open_plan(&world->animal, &world->app, "plans", "animal");
    world->scope = (struct completion_scope){table, plan_names, LENGTH_OF(plan_names), &world->spill, NULL, NULL, NULL, LANG_ZH};
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    session_release(&world->spill);
    session_release(&world->animal);
    loaded_free(world->plans[0]);
    loaded_free(world->plans[1]);
    free(world);
    return 0;
}

/* The candidates between bars. */
static const char *offered(struct world *world, const char *line)
{
    static char joined[2000];
    size_t used = 0;
    assert_int_equal(completions_find(&world->scope, line, strlen(line), &world->found), 0);
    joined[0] = '\0';
    for (size_t i = 0; i < world->found.count; i++)
        used += (size_t)snprintf(joined + used, sizeof joined - used, "%s%s", i > 0 ? "|" : "", world->found.items[i].text);
    completions_release(&world->found);
    return joined;
}

/* What Tab puts in place of the word; "" for nothing. */
static const char *inserted(struct world *world, const char *line)
{
    static char word[200];
    assert_int_equal(completions_find(&world->scope, line, strlen(line), &world->found), 0);
    snprintf(word, sizeof word, "%s", world->found.insert == NULL ? "" : world->found.insert);
    completions_release(&world->found);
    return word;
}

static void test_commands_complete_by_name_and_by_chinese_name(void **state)
{
    struct world *world = *state;
    assert_string_equal(offered(world, "o"), "open");
    assert_string_equal(offered(world, "打"), "open");
    assert_string_equal(offered(world, "dk"), "open");
    assert_string_equal(offered(world, "rep"), "report|reports");
    assert_string_equal(offered(world, "help gr"), "grade");
    assert_string_equal(offered(world, "xyz"), "");
}

static void test_an_empty_line_offers_every_command(void **state)
{
    struct world *world = *state;
    assert_string_equal(offered(world, ""), "open|set|report|reports|tasks|lang|help|detail|document|whatif|grade");
}

static void test_plans_complete_by_id_title_and_initials(void **state)
{
    struct world *world = *state;
    assert_string_equal(offered(world, "open "), "animal|road");
    assert_string_equal(offered(world, "open ro"), "road");
    assert_string_equal(offered(world, "open 道"), "road");
    assert_string_equal(offered(world, "open dljt"), "road");
    assert_string_equal(offered(world, "打开 dw"), "animal");
    assert_string_equal(offered(world, "open road t"), "");
}

static void test_facts_complete_to_their_id_with_equals(void **state)
{
    struct world *world = *state;
    assert_string_equal(inserted(world, "set ton"), "tonnes=");
    assert_string_equal(inserted(world, "set 溢油量"), "tonnes=");
    assert_string_equal(inserted(world, "set yyl"), "tonnes=");
    assert_string_equal(inserted(world, "set Ship"), "ship_on_fire=");
    assert_string_equal(offered(world, "set oil"), "tonnes=|oil_kind=");
    assert_string_equal(inserted(world, "set tonnes=3 cysz"), "crew_lost=");
}

static void test_what_is_certain_is_inserted_and_no_more(void **state)
{
    struct world *world = *state;
    assert_string_equal(inserted(world, "set cr"), "crew_");
    assert_string_equal(inserted(world, "set crew_"), "");
    assert_string_equal(inserted(world, "set cy"), ""); /* two begin with 船员: what was typed stays, they are only listed */
    assert_string_equal(inserted(world, "set cysw"), "crew_dead=");
}

static void test_values_complete_after_the_equals(void **state)
{
    struct world *world = *state;
    assert_string_equal(offered(world, "set near_shore="), "near_shore=true|near_shore=false|near_shore=?");
    assert_string_equal(offered(world, "set near_shore=s"), "near_shore=true");
    assert_string_equal(offered(world, "set 近岸=否"), "近岸=false");
    assert_string_equal(offered(world, "set tonnes=1"), "");
    assert_string_equal(offered(world, "set nothing="), "");
}

static void test_facts_of_all_opened_plans_complete_where_they_are_wanted(void **state)
{
    struct world *world = *state;
    struct desk_plan plans[] = {{NULL, world->plans[0]}, {NULL, world->plans[1]}};
    struct desk desk = {.plans = plans, .plan_count = LENGTH_OF(plans)};
    world->scope.desk = &desk;
    assert_string_equal(offered(world, "whatif animal_"), "animal_epidemic=");
    assert_string_equal(offered(world, "set animal_"), "");
    assert_string_equal(offered(world, "whatif ton"), "tonnes=");
    assert_string_equal(offered(world, "whatif animal_epidemic=t"), "animal_epidemic=true");
    world->scope.session = NULL;
    assert_string_equal(offered(world, "whatif ton"), "tonnes=");
    world->scope.desk = NULL;
    assert_string_equal(offered(world, "whatif ton"), "");
}

static void test_levels_complete_by_number_and_name(void **state)
{
    struct world *world = *state;
    assert_string_equal(offered(world, "tasks "), "1|2|3");
    assert_string_equal(offered(world, "tasks 橙"), "2");
    assert_string_equal(offered(world, "tasks hs"), "1|3"); /* 红色, 黄色 */
}

static void test_details_and_forms_complete_by_id_name_and_initials(void **state)
{
    struct world *world = *state;
    assert_string_equal(offered(world, "detail pla"), "place");
    assert_string_equal(offered(world, "detail fsdd"), "place"); /* 发生地点 */
    assert_string_equal(offered(world, "detail 船"), "ship");    /* the plan's own */
    assert_string_equal(offered(world, "detail place x"), "");
    assert_string_equal(offered(world, "document f"), "first|followup|final");
    assert_string_equal(offered(world, "document 首"), "first");
    assert_string_equal(offered(world, "document rwd"), "tasks"); /* 任务单 */
}

static void test_without_a_plan_there_is_nothing_to_set(void **state)
{
    struct world *world = *state;
    world->scope.session = NULL;
    assert_string_equal(offered(world, "set d"), "");
    assert_string_equal(offered(world, "tasks "), "");
}

static void test_report_keys_are_offered_once(void **state)
{
    struct world *world = *state;
    world->scope.session = &world->animal;
    assert_string_equal(offered(world, "report "), "disease=|county=|township=|premises=|date=|spread=");
    assert_string_equal(offered(world, "report disease=hpai 县区=应县 "), "township=|premises=|date=|spread=");
    assert_string_equal(offered(world, "report 病"), "disease=");
    assert_string_equal(offered(world, "report lx"), "spread=");
}

static void test_report_values_complete_by_name_and_initials(void **state)
{
    struct world *world = *state;
    world->scope.session = &world->animal;
    assert_string_equal(offered(world, "report disease=hp"), "disease=hpai");
    assert_string_equal(offered(world, "report disease=zw"), "disease=csf");
    assert_string_equal(offered(world, "report disease=kx"), "");
    assert_string_equal(offered(world, "report disease=tj"), "disease=anthrax");
    assert_string_equal(offered(world, "report 病种=猪"), "病种=csf");
    assert_string_equal(offered(world, "report county=scq"), "county=朔城区");
    assert_string_equal(offered(world, "report county=140622"), "county=应县");
    assert_string_equal(offered(world, "report spread=bf"), "spread=outbreak");
}

static void test_a_county_is_found_by_its_alias(void **state)
{
    struct world *world = *state;
    world->scope.session = &world->animal;
    assert_string_equal(offered(world, "report county=朔州"), "county=朔城区");
}

static void test_in_english_a_county_is_inserted_by_its_code(void **state)
{
    struct world *world = *state;
    world->scope.session = &world->animal;
    world->scope.lang = LANG_EN;
    assert_string_equal(offered(world, "report county=Shuo"), "county=140602");
    assert_string_equal(offered(world, "report county=yx"), "county=140622");
}

static void test_places_already_reported_are_offered_again(void **state)
{
    struct world *world = *state;
    struct err err;
    const char *const report[] = {"disease=hpai", "county=应县", "township=北 关", "premises=一号场"};
    world->scope.session = &world->animal;
    assert_int_equal(session_report(&world->animal, report, LENGTH_OF(report), &err), 0);
    assert_int_equal(session_report(&world->animal, report, LENGTH_OF(report), &err), 0);
    assert_string_equal(offered(world, "report township="), "township=\"北 关\"");
    assert_string_equal(offered(world, "report township=\"北"), "township=\"北 关\"");
    assert_string_equal(offered(world, "report premises=yh"), "premises=一号场");
}

static void test_file_names_are_left_to_the_file_system(void **state)
{
    struct world *world = *state;
    world->scope.session = &world->animal;
    assert_int_equal(completions_find(&world->scope, "reports lo", 10, &world->found), 0);
    assert_true(world->found.files);
    assert_int_equal(world->found.count, 0);
    completions_release(&world->found);
}

static void test_an_answer_completes_to_the_values_asked_for(void **state)
{
    struct world *world = *state;
    world->scope.fact = plan_find_fact(world->spill.loaded->plan, "near_shore", 10);
    assert_string_equal(offered(world, ""), "true|false|?|back|stop");
    assert_string_equal(offered(world, "st"), "stop");
    world->scope.fact = NULL;
    world->scope.session = &world->animal;
    world->scope.part = &report_parts[PART_COUNTY];
    assert_string_equal(offered(world, "yyx"), "右玉县");
}

static void test_completion_looks_only_left_of_the_cursor(void **state)
{
    struct world *world = *state;
    assert_int_equal(completions_find(&world->scope, "set ton=5", 7, &world->found), 0);
    assert_int_equal(world->found.start, 4);
    assert_string_equal(world->found.insert, "tonnes=");
    completions_release(&world->found);
}

static void test_an_abbreviation_must_be_unique(void **state)
{
    (void)state;
    struct err err = {0};
    assert_string_equal(shell_command_find(table, "ta", &err)->about.name, "tasks");
    assert_string_equal(shell_command_find(table, "report", &err)->about.name, "report");
    assert_string_equal(shell_command_find(table, "打开", &err)->about.name, "open");
    assert_null(shell_command_find(table, "rep", &err));
    check_contains(err.zh, "report, reports");
    assert_string_equal(err.hint, "");
}

static void test_a_mistyped_command_suggests_the_nearest(void **state)
{
    (void)state;
    struct err err = {0};
    assert_null(shell_command_find(table, "grdae", &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_string_equal(err.hint, "grade");
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WITH_WORLD(test_commands_complete_by_name_and_by_chinese_name),
        WITH_WORLD(test_an_empty_line_offers_every_command),
        WITH_WORLD(test_plans_complete_by_id_title_and_initials),
        WITH_WORLD(test_facts_complete_to_their_id_with_equals),
        WITH_WORLD(test_what_is_certain_is_inserted_and_no_more),
        WITH_WORLD(test_values_complete_after_the_equals),
        WITH_WORLD(test_facts_of_all_opened_plans_complete_where_they_are_wanted),
        WITH_WORLD(test_levels_complete_by_number_and_name),
        WITH_WORLD(test_details_and_forms_complete_by_id_name_and_initials),
        WITH_WORLD(test_without_a_plan_there_is_nothing_to_set),
        WITH_WORLD(test_report_keys_are_offered_once),
        WITH_WORLD(test_report_values_complete_by_name_and_initials),
        WITH_WORLD(test_a_county_is_found_by_its_alias),
        WITH_WORLD(test_in_english_a_county_is_inserted_by_its_code),
        WITH_WORLD(test_places_already_reported_are_offered_again),
        WITH_WORLD(test_file_names_are_left_to_the_file_system),
        WITH_WORLD(test_an_answer_completes_to_the_values_asked_for),
        WITH_WORLD(test_completion_looks_only_left_of_the_cursor),
        cmocka_unit_test(test_an_abbreviation_must_be_unique),
        cmocka_unit_test(test_a_mistyped_command_suggests_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
