/* Regions and agencies: what is loaded, what is refused and where. */
#include "tests/unit/fixture.h"

static void load(struct made *made, const char *regions, const char *agencies)
{
    made_open_with(made, regions, agencies, NULL);
}

static void check_city_flaw(const char *regions, const char *agencies, enum err_code code, const char *pointer, const char *hint)
{
    struct made made;
    load(&made, regions, agencies);
    if (made.diags.count == 0)
        fail_msg("%s %s is let through", regions == NULL ? "" : regions, agencies == NULL ? "" : agencies);
    const struct err *err = &made.diags.items[0];
    if (err->code != code || strcmp(err->pointer, pointer) != 0 || strcmp(err->hint, hint) != 0)
        fail_msg("got %s at %s (%s), hint %s", err_name(err->code), err->pointer, err->en, err->hint);
    check_contains(err->file, regions == NULL ? "agencies.json" : "regions.json");
    made_close(&made);
}

static void test_counties_touch_both_ways(void **state)
{
    (void)state;
    struct made made;
    load(&made, REGIONS, NULL);
    assert_false(diags_any(&made.diags));
    assert_int_equal(made.city->county_count, 4);
    static const uint64_t touches[] = {2, 5, 2, 0};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(made.city->counties[i].touches, touches[i]);
    made_close(&made);
}

static void test_counties_are_found_by_whole_code(void **state)
{
    (void)state;
    struct made made;
    load(&made, REGIONS, NULL);
    assert_int_equal(city_find_county(made.city, "3", 1), 2);
    assert_int_equal(city_find_county(made.city, "34", 1), 2);
    assert_int_equal(city_find_county(made.city, "34", 2), -1);
    assert_int_equal(city_find_county(made.city, "", 0), -1);
    made_close(&made);
}

static void test_agencies_know_their_parents_and_short_names(void **state)
{
    (void)state;
    struct made made;
    load(&made, NULL, AGENCIES);
    assert_false(diags_any(&made.diags));
    const struct agency *fire = city_find_agency(made.city, "fire"), *police = city_find_agency(made.city, "police");
    assert_int_equal(fire->parent.index, police - made.city->agencies);
    assert_int_equal(fire->level, AGENCY_CITY);
    assert_string_equal(agency_words(police).zh, "公安");
    assert_string_equal(agency_words(police).en, "police Bureau");
    assert_string_equal(agency_words(fire).zh, "fire局"); /* no short name: the full one */
    assert_null(city_find_agency(made.city, "fir"));
    made_close(&made);
}

static void test_a_city_may_do_without_either_file(void **state)
{
    (void)state;
    struct made made;
    load(&made, NULL, NULL);
    assert_false(diags_any(&made.diags));
    assert_int_equal(made.city->county_count + made.city->agency_count, 0);
    made_close(&made);
}

static void test_a_city_is_called_as_its_folder(void **state)
{
    (void)state;
    struct made made;
    load(&made, NULL, NULL);
    assert_string_equal(made.city->id, strrchr(made.folder.path, '/') + 1);
    made_close(&made);
    struct diags diags = {0};
    struct city *city = city_load("no_such_folder", &diags);
    assert_string_equal(city->id, "no_such_folder");
    city_free(city);
    city_free(NULL);
}

#define CITY "'format':1,'city':{'code':'0','name':{'zh':'某市','en':'City'}}"
#define TWO "'counties':[" COUNTY("1", "甲", "") "," COUNTY("2", "乙", "") "]"

static void test_flaws_of_regions_are_named_where_they_stand(void **state)
{
    (void)state;
    check_city_flaw("{", NULL, ERR_JSON, "", "");
    check_city_flaw("[]", NULL, ERR_TYPE, "", "");
    check_city_flaw("{" CITY "}", NULL, ERR_KEY, "", "");
    check_city_flaw("{" CITY "," TWO ",'bordres':[]}", NULL, ERR_KEY, "/bordres", "borders");
    check_city_flaw("{" CITY "," TWO ",'borders':[['1','3']]}", NULL, ERR_REFERENCE, "/borders/0", "");
    check_city_flaw("{" CITY "," TWO ",'borders':[['1','2'],['2','2']]}", NULL, ERR_REFERENCE, "/borders/1", "");
    check_city_flaw("{" CITY "," TWO ",'borders':[['1']]}", NULL, ERR_VALUE, "/borders/0", "");
    check_city_flaw("{" CITY "," TWO ",'borders':[[1,'2']]}", NULL, ERR_TYPE, "/borders/0/0", "");
    check_city_flaw("{" CITY ",'counties':[" COUNTY("1", "甲", "") "," COUNTY("1", "乙", "") "]}", NULL, ERR_VALUE, "/counties/1", "");
    check_city_flaw("{" CITY ",'counties':[" COUNTY("1", "甲", ",'aliases':['']") "]}", NULL, ERR_VALUE, "/counties/0/aliases/0", "");
}

static void test_flaws_of_agencies_are_named_where_they_stand(void **state)
{
    (void)state;
    check_city_flaw(NULL, "{'format':2,'agencies':[]}", ERR_VALUE, "/format", "");
    check_city_flaw(NULL, "{'format':1,'agencies':[" AGENCY("fire", "") "," AGENCY("fire", "") "]}", ERR_VALUE, "/agencies/1", "");
    check_city_flaw(NULL, "{'format':1,'agencies':[" AGENCY("fire", "") "," AGENCY("a", ",'parent':'fier'") "]}", ERR_REFERENCE, "/agencies/1/parent", "fire");
    check_city_flaw(NULL, "{'format':1,'agencies':[" AGENCY("fire", ",'parent':'fire'") "]}", ERR_VALUE, "/agencies/0/parent", "");
    check_city_flaw(NULL, "{'format':1,'agencies':[" AGENCY("b", ",'parent':'c'") "," AGENCY("c", ",'parent':'b'") "]}", ERR_VALUE, "/agencies/0/parent", "");
    check_city_flaw(NULL, "{'format':1,'agencies':[{'id':'a','name':{'zh':'z','en':'e'},'level':'town'}]}", ERR_VALUE, "/agencies/0/level", "");
    check_city_flaw(NULL, "{'format':1,'agencies':[{'name':{'zh':'z','en':'e'},'level':'city'}]}", ERR_KEY, "/agencies/0", "");
}

static void load_many(struct made *made, int counties)
{
    struct text text = {0};
    text_add_str(&text, "{" CITY ",'counties':[");
    for (int i = 0; i < counties; i++)
        text_addf(&text, "%s{'code':'%d','name':{'zh':'z','en':'e'}}", i > 0 ? "," : "", i);
    text_add_str(&text, "],'borders':[['0','63']]}");
    load(made, text_str(&text), NULL);
    text_release(&text);
}

static void test_64_counties_fit_and_65_do_not(void **state)
{
    (void)state;
    struct made made;
    load_many(&made, 64);
    assert_false(diags_any(&made.diags));
    assert_true(made.city->counties[0].touches == UINT64_C(1) << 63);
    made_close(&made);
    load_many(&made, 65);
    assert_int_equal(made.diags.items[0].code, ERR_LIMIT);
    assert_string_equal(made.diags.items[0].pointer, "/counties");
    assert_int_equal(made.city->county_count, 0);
    made_close(&made);
}

static void test_both_files_report_their_flaws_in_one_run(void **state)
{
    (void)state;
    struct made made;
    load(&made, "{'x':1}", "{'y':1}");
    bool regions = false, agencies = false;
    for (size_t i = 0; i < made.diags.count; i++) {
        regions = regions || strstr(made.diags.items[i].file, "regions.json") != NULL;
        agencies = agencies || strstr(made.diags.items[i].file, "agencies.json") != NULL;
    }
    assert_true(regions && agencies);
    made_close(&made);
}

/* Codes, names and borders as the grading contract lists them. */
static void test_shuozhou_has_six_counties_and_eight_borders(void **state)
{
    (void)state;
    static const char *const borders[][2] = {{"140602", "140603"}, {"140602", "140621"}, {"140603", "140621"}, {"140603", "140623"},
                                             {"140621", "140623"}, {"140621", "140681"}, {"140621", "140622"}, {"140681", "140622"}};
    struct loaded *loaded = shipped("road");
    const struct city *city = loaded->city;
    assert_int_equal(city->county_count, 6);
    uint64_t expected[6] = {0};
    for (size_t i = 0; i < LENGTH_OF(borders); i++) {
        int a = city_find_county(city, borders[i][0], 6), b = city_find_county(city, borders[i][1], 6);
        assert_true(a >= 0 && b >= 0);
        expected[a] |= UINT64_C(1) << b;
        expected[b] |= UINT64_C(1) << a;
    }
    for (size_t i = 0; i < 6; i++)
        assert_true(city->counties[i].touches == expected[i]);
    loaded_free(loaded);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counties_touch_both_ways),
        cmocka_unit_test(test_counties_are_found_by_whole_code),
        cmocka_unit_test(test_agencies_know_their_parents_and_short_names),
        cmocka_unit_test(test_a_city_may_do_without_either_file),
        cmocka_unit_test(test_a_city_is_called_as_its_folder),
        cmocka_unit_test(test_flaws_of_regions_are_named_where_they_stand),
        cmocka_unit_test(test_flaws_of_agencies_are_named_where_they_stand),
        cmocka_unit_test(test_64_counties_fit_and_65_do_not),
        cmocka_unit_test(test_both_files_report_their_flaws_in_one_run),
        cmocka_unit_test(test_shuozhou_has_six_counties_and_eight_borders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
