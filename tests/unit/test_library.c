/* Finding plans on disk and loading them: a bad one stops no other, and a name finds one plan or none. */
#include "tests/unit/fixture.h"

#define GOOD "{'format':1,'id':'%s','title':{'zh':'z','en':'e'}," LEVELS "," FACTS(COUNT("a")) "," RULES(RULE("1", "a > 0")) "}"

static void make_dir(const struct folder *folder, const char *name)
{
    assert_int_equal(mkdir(folder_path(folder, name), 0700), 0);
}

static void add_plan(const struct folder *folder, const char *path, const char *id)
{
    struct text text = {0};
    text_addf(&text, GOOD, id);
    folder_write(folder, path, text_str(&text));
    text_release(&text);
}

/* Two cities: east has fire, flood and a broken plan; west has fire. */
static void open_cities(struct folder *folder)
{
    folder_open(folder);
    make_dir(folder, "east");
    make_dir(folder, "west");
    add_plan(folder, "east/fire.json", "fire");
    add_plan(folder, "east/flood.json", "flood");
    folder_write(folder, "east/broken.json", "{'format':1,\n'id': }");
    add_plan(folder, "west/fire.json", "fire");
    folder_write(folder, "east/regions.json", REGIONS);
    folder_write(folder, "east/agencies.json", AGENCIES);
}

static void test_plans_are_listed_by_city_and_id(void **state)
{
    (void)state;
    static const char *const expected[][2] = {{"east", "broken"}, {"east", "fire"}, {"east", "flood"}, {"west", "fire"}};
    struct folder folder;
    struct library library;
    struct err err;
    open_cities(&folder);
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    assert_int_equal(library.count, LENGTH_OF(expected));
    for (size_t i = 0; i < library.count; i++) {
        assert_string_equal(library.items[i].city, expected[i][0]);
        assert_string_equal(library.items[i].id, expected[i][1]);
    }
    library_release(&library);
    folder_close(&folder);
}

static void test_schemas_hidden_files_and_other_files_are_no_plans(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    open_cities(&folder);
    folder_write(&folder, "plan.schema.json", "{}");
    folder_write(&folder, "east/.hidden.json", "{}");
    folder_write(&folder, "east/notes.txt", "x");
    folder_write(&folder, "east/.json", "{}");
    make_dir(&folder, ".git");
    add_plan(&folder, ".git/fire.json", "fire");
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    assert_int_equal(library.count, 4);
    library_release(&library);
    folder_close(&folder);
}

static void test_the_root_may_be_one_citys_folder(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    open_cities(&folder);
    char path[100];
    snprintf(path, sizeof path, "%s///", folder_path(&folder, "west"));
    assert_int_equal(library_open(&library, path, &err), 0);
    assert_int_equal(library.count, 1);
    assert_string_equal(library.items[0].city, "west");
    library_release(&library);
    folder_close(&folder);
}

static void test_a_folder_that_is_not_there_or_empty_is_no_library(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    folder_open(&folder);
    assert_int_equal(library_open(&library, folder_path(&folder, "none"), &err), -1);
    assert_int_equal(err.code, ERR_NO_INPUT);
    assert_int_equal(library_open(&library, folder.path, &err), -1);
    assert_int_equal(err.code, ERR_NO_INPUT);
    folder_write(&folder, "file", "x");
    assert_int_equal(library_open(&library, folder_path(&folder, "file"), &err), -1);
    assert_int_equal(err.code, ERR_NO_INPUT);
    assert_int_equal(library_open(&library, "", &err), -1);
    folder_close(&folder);
}

static void test_the_environment_names_the_folder(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    const char *before = getenv("RESPOND_PLANS");
    char *kept = before == NULL ? NULL : strdup(before);
    open_cities(&folder);
    assert_int_equal(setenv("RESPOND_PLANS", folder.path, 1), 0);
    assert_int_equal(library_open(&library, NULL, &err), 0);
    assert_string_equal(library.root, folder.path);
    library_release(&library);
    assert_int_equal(library_open(&library, folder_path(&folder, "west"), &err), 0); /* what is asked for wins */
    assert_int_equal(library.count, 1);
    library_release(&library);
    if (kept == NULL)
        unsetenv("RESPOND_PLANS");
    else
        setenv("RESPOND_PLANS", kept, 1);
    free(kept);
    folder_close(&folder);
}

static void test_a_plan_is_found_by_id_or_by_city_and_id(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    open_cities(&folder);
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    assert_ptr_equal(library_find(&library, "flood", &err), &library.items[2]);
    assert_ptr_equal(library_find(&library, "west/fire", &err), &library.items[3]);
    assert_ptr_equal(library_find(&library, "east/fire", &err), &library.items[1]);
    assert_null(library_find(&library, "west/flood", &err));
    assert_null(library_find(&library, "east/", &err));
    assert_null(library_find(&library, "", &err));
    library_release(&library);
    folder_close(&folder);
}

static void test_a_name_in_two_cities_must_say_which(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    open_cities(&folder);
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    assert_null(library_find(&library, "fire", &err));
    assert_int_equal(err.code, ERR_USAGE);
    check_contains(err.en, "east/fire or west/fire");
    library_release(&library);
    folder_close(&folder);
}

static void test_a_mistyped_name_gets_a_suggestion(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    open_cities(&folder);
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    assert_null(library_find(&library, "flod", &err));
    assert_int_equal(err.code, ERR_NO_INPUT);
    assert_string_equal(err.hint, "flood");
    assert_null(library_load(&library, "flod", NULL, LANG_EN, &err));
    assert_int_equal(err.code, ERR_NO_INPUT);
    library_release(&library);
    folder_close(&folder);
}

static void test_a_broken_plan_prints_its_flaws_and_stops_no_other(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    struct capture capture;
    open_cities(&folder);
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    capture_open(&capture);
    assert_null(library_load(&library, "broken", capture.file, LANG_EN, &err));
    assert_int_equal(err_status(err.code), 65);
    check_contains(err.en, "east/broken");
    check_contains(capture_text(&capture), "east/broken.json:2:7:");
    check_contains(capture_text(&capture), "  | \"id\": }\n  |       ^\n");
    capture_close(&capture);
    struct loaded *loaded = library_load(&library, "flood", stderr, LANG_EN, &err);
    assert_non_null(loaded);
    assert_string_equal(loaded->plan->id, "flood");
    assert_int_equal(loaded->city->county_count, 4);
    loaded_free(loaded);
    library_release(&library);
    folder_close(&folder);
}

static void test_a_flaw_in_the_citys_files_stops_its_plans_only(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    struct capture capture;
    open_cities(&folder);
    folder_write(&folder, "east/regions.json", "{'format':2}");
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    capture_open(&capture);
    assert_null(library_load(&library, "flood", capture.file, LANG_EN, &err));
    check_contains(capture_text(&capture), "regions.json");
    capture_close(&capture);
    assert_null(library_load(&library, "flood", NULL, LANG_EN, &err)); /* nobody listens */
    struct loaded *loaded = library_load(&library, "west/fire", stderr, LANG_EN, &err);
    assert_non_null(loaded);
    loaded_free(loaded);
    library_release(&library);
    folder_close(&folder);
}

static void test_flaws_of_rules_are_printed_with_their_line(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    struct capture capture;
    open_cities(&folder);
    folder_write(&folder, "west/storm.json", "{'format':1,'id':'storm','title':{'zh':'z','en':'e'}," LEVELS "," FACTS(COUNT("deaths")) ",\n" RULES(RULE("1", "deahts > 0")) "}");
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    capture_open(&capture);
    assert_null(library_load(&library, "storm", capture.file, LANG_ZH, &err));
    check_contains(capture_text(&capture), "storm.json:2:");
    check_contains(capture_text(&capture), "是否指：deaths");
    check_contains(capture_text(&capture), "deahts > 0");
    capture_close(&capture);
    library_release(&library);
    folder_close(&folder);
}

/* Deep in somebody's home folder. */
static void test_a_folder_with_a_long_path_is_as_good_as_any(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    struct text path = {0};
    folder_open(&folder);
    text_add_str(&path, folder.path);
    for (int i = 0; i < 6; i++) {
        text_addf(&path, "/%.60s", "a_folder_with_a_long_name_as_people_like_to_give_them_sometimes");
        assert_int_equal(mkdir(text_str(&path), 0700), 0);
    }
    struct text file = {0};
    text_addf(&file, "%s/made.json", text_str(&path));
    char plan[] = PLAN(FACTS(COUNT("a")) "," RULES(RULE("1", "a > 0")) ",'organisation':{'members':[{'agency':'fire','clause':'1'}]}");
    for (char *at = plan; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    file_write(text_str(&file), plan, strlen(plan));
    char agencies[] = AGENCIES;
    for (char *at = agencies; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    text_clear(&file);
    text_addf(&file, "%s/agencies.json", text_str(&path));
    file_write(text_str(&file), agencies, strlen(agencies));
    assert_int_equal(library_open(&library, text_str(&path), &err), 0);
    struct loaded *loaded = library_load(&library, "made", stderr, LANG_EN, &err);
    bool good = loaded != NULL;
    loaded_free(loaded);
    library_release(&library);
    text_release(&path);
    text_release(&file);
    folder_close(&folder);
    assert_true(good);
}

static void test_all_shipped_plans_load_without_a_word(void **state)
{
    (void)state;
    struct library library;
    struct err err;
    assert_int_equal(library_open(&library, plans_root(), &err), 0);
    assert_true(library.count >= 4);
    for (size_t i = 0; i < library.count; i++) {
        struct capture capture;
        capture_open(&capture);
        struct loaded *loaded = library_load_shelf(&library.items[i], capture.file, LANG_EN, &err);
        assert_string_equal(capture_text(&capture), "");
        assert_non_null(loaded);
        loaded_free(loaded);
        capture_close(&capture);
    }
    library_release(&library);
    loaded_free(NULL);
}

static void test_all_plans_are_loaded_at_once_but_the_flawed_ones(void **state)
{
    (void)state;
    static const char *const expected[][2] = {{"east", "fire"}, {"east", "flood"}, {"west", "fire"}};
    struct folder folder;
    struct library library;
    struct err err;
    struct capture capture;
    open_cities(&folder);
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    capture_open(&capture);
    struct catalogue *all = library_load_all(&library, NULL, capture.file, LANG_EN, &err);
    assert_non_null(all);
    check_contains(capture_text(&capture), "east/broken.json:2:7:");
    capture_close(&capture);
    library_release(&library);
    assert_int_equal(all->count, LENGTH_OF(expected));
    assert_int_equal(all->flawed, 1);
    assert_int_equal(all->city_count, 2);
    for (size_t i = 0; i < all->count; i++) {
        assert_string_equal(all->items[i].city->id, expected[i][0]);
        assert_string_equal(all->items[i].plan->id, expected[i][1]);
        assert_non_null(all->items[i].rules);
        assert_null(all->items[i].plan->file);
    }
    assert_ptr_equal(all->items[0].city, all->items[1].city);
    assert_ptr_equal(all->items[0].city, all->items[0].plan->city);
    assert_ptr_equal(all->items[0].plan->title.zh, all->items[2].plan->title.zh); /* what plans all say is kept once */
    catalogue_free(all);
    catalogue_free(NULL);
    folder_close(&folder);
}

static void test_the_plans_of_one_city_are_loaded_at_once(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    open_cities(&folder);
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    struct catalogue *west = library_load_all(&library, "west", stderr, LANG_EN, &err);
    assert_non_null(west);
    assert_int_equal(west->count, 1);
    assert_int_equal(west->flawed, 0);
    assert_string_equal(west->items[0].city->id, "west");
    catalogue_free(west);
    assert_null(library_load_all(&library, "north", NULL, LANG_EN, &err));
    assert_int_equal(err.code, ERR_NO_INPUT);
    check_contains(err.en, "north");
    library_release(&library);
    folder_close(&folder);
}

/* Its own flaws are said once, not once a plan; those of its plans are said too. */
static void test_a_flawed_city_leaves_its_plans_out_of_the_catalogue(void **state)
{
    (void)state;
    struct folder folder;
    struct library library;
    struct err err;
    struct capture capture;
    open_cities(&folder);
    folder_write(&folder, "east/regions.json", "{'format':2}");
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    capture_open(&capture);
    struct catalogue *all = library_load_all(&library, NULL, capture.file, LANG_EN, &err);
    assert_non_null(all);
    const char *said = strstr(capture_text(&capture), "/format]");
    assert_non_null(said);
    assert_null(strstr(said + 1, "/format]"));
    check_contains(capture_text(&capture), "east/broken.json:2:7:");
    capture_close(&capture);
    assert_int_equal(all->count, 1);
    assert_int_equal(all->flawed, 3);
    assert_string_equal(all->items[0].city->id, "west");
    catalogue_free(all);
    library_release(&library);
    folder_close(&folder);
}

/* So many that several threads load them: the order is the library's all the same, of plans and of what is said. */
static void test_a_large_library_is_loaded_in_its_order(void **state)
{
    (void)state;
    enum { CITIES = 6, PLANS = 40 };
    struct folder folder;
    struct library library;
    struct err err;
    struct capture capture;
    char path[60], id[20];
    folder_open(&folder);
    for (int city = 0; city < CITIES; city++) {
        snprintf(path, sizeof path, "city%d", city);
        make_dir(&folder, path);
        for (int plan = 0; plan < PLANS; plan++) {
            snprintf(id, sizeof id, "plan%02d", plan);
            snprintf(path, sizeof path, "city%d/%s.json", city, id);
            add_plan(&folder, path, plan == city ? "misnamed" : id);
        }
    }
    assert_int_equal(library_open(&library, folder.path, &err), 0);
    capture_open(&capture);
    struct catalogue *all = library_load_all(&library, NULL, capture.file, LANG_EN, &err);
    library_release(&library);
    assert_non_null(all);
    assert_int_equal(all->count, CITIES * (PLANS - 1));
    assert_int_equal(all->flawed, CITIES);
    assert_int_equal(all->city_count, CITIES);
    const char *said = capture_text(&capture);
    for (size_t city = 0, i = 0; city < CITIES; city++) {
        snprintf(path, sizeof path, "city%zu/plan%02zu.json:1:", city, city);
        said = strstr(said, path);
        assert_non_null(said);
        for (size_t plan = 0; plan < PLANS; plan++) {
            snprintf(id, sizeof id, "plan%02zu", plan);
            if (plan == city)
                continue;
            assert_string_equal(all->items[i].plan->id, id);
            assert_ptr_equal(all->items[i].city, all->cities[city]);
            i++;
        }
    }
    capture_close(&capture);
    catalogue_free(all);
    folder_close(&folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plans_are_listed_by_city_and_id),
        cmocka_unit_test(test_schemas_hidden_files_and_other_files_are_no_plans),
        cmocka_unit_test(test_the_root_may_be_one_citys_folder),
        cmocka_unit_test(test_a_folder_that_is_not_there_or_empty_is_no_library),
        cmocka_unit_test(test_the_environment_names_the_folder),
        cmocka_unit_test(test_a_plan_is_found_by_id_or_by_city_and_id),
        cmocka_unit_test(test_a_name_in_two_cities_must_say_which),
        cmocka_unit_test(test_a_mistyped_name_gets_a_suggestion),
        cmocka_unit_test(test_a_broken_plan_prints_its_flaws_and_stops_no_other),
        cmocka_unit_test(test_a_flaw_in_the_citys_files_stops_its_plans_only),
        cmocka_unit_test(test_flaws_of_rules_are_printed_with_their_line),
        cmocka_unit_test(test_a_folder_with_a_long_path_is_as_good_as_any),
        cmocka_unit_test(test_all_shipped_plans_load_without_a_word),
        cmocka_unit_test(test_all_plans_are_loaded_at_once_but_the_flawed_ones),
        cmocka_unit_test(test_the_plans_of_one_city_are_loaded_at_once),
        cmocka_unit_test(test_a_flawed_city_leaves_its_plans_out_of_the_catalogue),
        cmocka_unit_test(test_a_large_library_is_loaded_in_its_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
