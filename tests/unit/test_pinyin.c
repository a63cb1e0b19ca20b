/* cli/pinyin: initials by the borders of GB2312's order, and matching typed letters against labels. */
#include "cli/pinyin.h"
#include "core/text.h"
#include "tests/unit/check.h"

static char initial_of(const char *character)
{
    struct pinyin pinyin;
    pinyin_open(&pinyin);
    char initial = pinyin_initial(&pinyin, character, strlen(character));
    pinyin_close(&pinyin);
    return initial;
}

static bool starts(const char *label, const char *typed)
{
    struct pinyin pinyin;
    pinyin_open(&pinyin);
    bool does = pinyin_starts(&pinyin, label, typed, strlen(typed));
    pinyin_close(&pinyin);
    return does;
}

/* Of every letter the first and the last character of level 1. */
static void test_each_letter_begins_and_ends_where_gb2312_says(void **state)
{
    (void)state;
    static const struct {
        char letter;
        const char *first, *last;
    } rows[] = {
        {'a', "啊", "澳"}, {'b', "芭", "怖"}, {'c', "擦", "错"}, {'d', "搭", "堕"}, {'e', "蛾", "贰"}, {'f', "发", "咐"}, {'g', "噶", "过"}, {'h', "哈", "祸"},
        {'j', "击", "骏"}, {'k', "喀", "阔"}, {'l', "垃", "络"}, {'m', "妈", "穆"}, {'n', "拿", "诺"}, {'o', "哦", "沤"}, {'p', "啪", "瀑"}, {'q', "期", "群"},
        {'r', "然", "弱"}, {'s', "撒", "所"}, {'t', "塌", "唾"}, {'w', "挖", "误"}, {'x', "昔", "迅"}, {'y', "压", "孕"}, {'z', "匝", "座"},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        assert_int_equal(initial_of(rows[i].first), rows[i].letter);
        assert_int_equal(initial_of(rows[i].last), rows[i].letter);
    }
}

static void test_a_character_of_level_2_has_no_initial(void **state)
{
    (void)state;
    assert_int_equal(initial_of("亍"), 0); /* the first of level 2 */
    assert_int_equal(initial_of("衢"), 0);
    assert_int_equal(initial_of("齄"), 0); /* the last */
}

static void test_what_is_not_in_gb2312_has_no_initial(void **state)
{
    (void)state;
    static const char *const others[] = {"亜", "镕", "a", "1", "，", "（", "Ⅲ", "😀", "é", "\xE4\xBA", "\xFF", ""};
    for (size_t i = 0; i < LENGTH_OF(others); i++)
        assert_int_equal(initial_of(others[i]), 0);
}

static void test_typed_initials_find_a_label(void **state)
{
    (void)state;
    assert_true(starts("死亡", "s"));
    assert_true(starts("死亡", "sw"));
    assert_true(starts("死亡", "SW"));
    assert_true(starts("死亡", ""));
    assert_false(starts("死亡", "w"));
    assert_false(starts("死亡", "swx"));
    assert_false(starts("受伤", "sw"));
}

static void test_punctuation_in_a_label_is_passed_over(void **state)
{
    (void)state;
    assert_true(starts("涉险、被困、失联", "sxbksl"));
    assert_true(starts("县（市、区）", "xsq"));
    assert_false(starts("县（市、区）", "x（s"));
}

static void test_latin_letters_and_digits_stand_for_themselves(void **state)
{
    (void)state;
    assert_true(starts("III级（较大）", "iiij"));
    assert_true(starts("H7N9病例", "h7n9b"));
    assert_false(starts("H7N9病例", "h7b"));
}

static void test_a_character_without_initial_goes_with_any_letter(void **state)
{
    (void)state;
    assert_true(starts("通衢", "tq"));
    assert_true(starts("通衢", "tz"));
    assert_false(starts("通衢", "t1"));
    assert_false(starts("通衢", "tqx"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_letter_begins_and_ends_where_gb2312_says),
        cmocka_unit_test(test_a_character_of_level_2_has_no_initial),
        cmocka_unit_test(test_what_is_not_in_gb2312_has_no_initial),
        cmocka_unit_test(test_typed_initials_find_a_label),
        cmocka_unit_test(test_punctuation_in_a_label_is_passed_over),
        cmocka_unit_test(test_latin_letters_and_digits_stand_for_themselves),
        cmocka_unit_test(test_a_character_without_initial_goes_with_any_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
