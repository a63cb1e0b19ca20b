/* Strings that are kept once. */
#include "tests/unit/check.h"

#include "core/strings.h"

static void test_the_same_string_is_kept_once(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct strings *strings = strings_new(&arena);
    const char *county = strings_keep(strings, "county", 6), *long_one = strings_keep(strings, "市应急指挥部办公室及各成员单位", 45);
    assert_string_equal(county, "county");
    assert_string_equal(long_one, "市应急指挥部办公室及各成员单位");
    assert_ptr_equal(strings_keep(strings, "county", 6), county);
    assert_ptr_equal(strings_keep(strings, "市应急指挥部办公室及各成员单位", 45), long_one);
    strings_free(strings);
    assert_string_equal(county, "county"); /* the arena has it */
    arena_release(&arena);
}

static void test_strings_that_differ_a_little_are_kept_apart(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "a", "b", "aa", "ab", "county", "county1", "countz", "eight_by", "eight_byt", "eight_bys", "eight_by_eight_by", "eight_by_eight_bz"};
    const char *kept[LENGTH_OF(texts)];
    struct arena arena = {0};
    struct strings *strings = strings_new(&arena);
    for (size_t i = 0; i < LENGTH_OF(texts); i++)
        kept[i] = strings_keep(strings, texts[i], strlen(texts[i]));
    for (size_t i = 0; i < LENGTH_OF(texts); i++) {
        assert_string_equal(kept[i], texts[i]);
        for (size_t j = 0; j < i; j++)
            assert_ptr_not_equal(kept[i], kept[j]);
    }
    strings_free(strings);
    arena_release(&arena);
}

/* Part of a longer text, as the reader of a file has it. */
static void test_what_stands_behind_a_string_does_not_matter(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct strings *strings = strings_new(&arena);
    const char *kept = strings_keep(strings, "county\", \"en\"", 6);
    assert_string_equal(kept, "county");
    assert_ptr_equal(strings_keep(strings, "county}", 6), kept);
    strings_free(strings);
    arena_release(&arena);
}

static void test_more_strings_than_are_remembered_are_all_right(void **state)
{
    (void)state;
    enum { MANY = 40000 };
    const char **kept = calloc(MANY, sizeof *kept);
    struct arena arena = {0};
    struct strings *strings = strings_new(&arena);
    char text[16];
    for (int i = 0; i < MANY; i++)
        kept[i] = strings_keep(strings, text, (size_t)snprintf(text, sizeof text, "string %d", i));
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "string %d", i);
        assert_string_equal(kept[i], text);
        assert_string_equal(strings_keep(strings, text, strlen(text)), text);
    }
    strings_free(strings);
    arena_release(&arena);
    free(kept);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_string_is_kept_once),
        cmocka_unit_test(test_strings_that_differ_a_little_are_kept_apart),
        cmocka_unit_test(test_what_stands_behind_a_string_does_not_matter),
        cmocka_unit_test(test_more_strings_than_are_remembered_are_all_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
