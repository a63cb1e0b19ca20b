/* The strict JSON reader: what RFC 8259 allows, what it does not, and where the reader says it went wrong. */
#include "tests/unit/check.h"

#include "core/json.h"
#include "core/text.h"

static struct json json;
static struct err err;

static int read_bytes(const char *text, size_t size)
{
    err = (struct err){.code = ERR_NONE};
    return json_read(&json, text, size, &err);
}

static int read_str(const char *text)
{
    return read_bytes(text, strlen(text));
}

static int forget(void **state)
{
    (void)state;
    json_release(&json);
    return 0;
}

static void check_accepts(const char *text)
{
    if (read_str(text) != 0)
        fail_msg("refused %s: %s", text, err.en);
}

static void check_refuses(const char *text, enum err_code code, unsigned line, unsigned column)
{
    if (read_str(text) == 0)
        fail_msg("accepted %s", text);
    if (err.code != code || err.line != line || err.column != column)
        fail_msg("%s: got code %s at %u:%u, expected %s at %u:%u", text, err_name(err.code), err.line, err.column, err_name(code), line,
                 column);
    assert_true(err.zh[0] != '\0' && err.en[0] != '\0');
    assert_int_equal(json.count, 0);
}

static void check_string(const char *text, const char *decoded, size_t size)
{
    check_accepts(text);
    assert_int_equal(json.nodes[0].type, JSON_STRING);
    assert_int_equal(json.nodes[0].size, size);
    assert_memory_equal(json.nodes[0].data, decoded, size);
}

static void test_scalars_are_documents(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum json_type type;
    } rows[] = {{"null", JSON_NULL}, {"true", JSON_TRUE}, {"false", JSON_FALSE}, {" 0 ", JSON_NUMBER}, {"\"\"", JSON_STRING},
                {"[]", JSON_ARRAY},  {"\t{\r\n}", JSON_OBJECT}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        check_accepts(rows[i].text);
        assert_int_equal(json.count, 1);
        assert_int_equal(json.nodes[0].type, rows[i].type);
    }
}

static void test_numbers_of_rfc_8259_are_accepted_and_keep_their_text(void **state)
{
    (void)state;
    static const char *const numbers[] = {"0", "-0", "-1", "10", "0.5", "-0.0", "1e5", "1E5", "1e+5", "1e-5", "1.5e300", "0e0", "0e+1",
                                          "123456789012345678901234567890", "1e400", "1000000000000000.123456"};
    for (size_t i = 0; i < LENGTH_OF(numbers); i++) {
        check_accepts(numbers[i]);
        assert_int_equal(json.nodes[0].type, JSON_NUMBER);
        assert_true(text_equal(json.nodes[0].data, json.nodes[0].size, numbers[i]));
    }
}

static void test_other_spellings_of_numbers_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned column;
    } rows[] = {{"1.", 3},  {".5", 1},  {"01", 2},   {"-01", 3}, {"-", 2},    {"+1", 1},       {"1e", 3},   {"1e+", 4},  {"1.e5", 3}, {"0x10", 2},
                {"-a", 2},  {"1_0", 2}, {"NaN", 1},  {"-NaN", 2}, {"Infinity", 1}, {"-Infinity", 2}, {"1.5.5", 4}, {"1e5.5", 4}, {"--1", 2},
                {"1 000", 3}, {"00", 2}, {"2.e+3", 3}, {"1ea", 3}, {"０", 1}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++)
        check_refuses(rows[i].text, ERR_JSON, 1, rows[i].column);
}

static void test_words_are_spelt_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned column;
    } rows[] = {{"True", 1}, {"nul", 1}, {"tru", 1}, {"truer", 5}, {"nulll", 5}, {"undefined", 1}, {"falsetrue", 6}, {"a", 1}, {"'a'", 1}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++)
        check_refuses(rows[i].text, ERR_JSON, 1, rows[i].column);
}

static void test_structure_must_be_complete_and_without_extra_commas(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned column;
    } rows[] = {{"[1,]", 4},   {"[,1]", 2},     {"[1,,2]", 4},   {"[1 2]", 4},      {"[", 2},        {"[1", 3},       {"]", 1},
                {"[1}", 3},    {"{", 2},        {"{\"a\"", 5},   {"{\"a\":", 6},    {"{\"a\":}", 6}, {"{\"a\":1", 7}, {"{\"a\":1,}", 8},
                {"{\"a\" 1}", 6}, {"{a:1}", 2}, {"{1:1}", 2},    {"{\"a\":1 \"b\":2}", 8}, {"{,}", 2},  {"{\"a\":1]", 7}, {"[1:2]", 3},
                {"{'a':1}", 2}, {"{\"a\":1,,\"b\":2}", 8}, {"{null:1}", 2}, {"{[]:1}", 2}, {"}", 1}, {",", 1}};
    for (size_t i = 0; i < LENGTH_OF(rows); i++)
        check_refuses(rows[i].text, ERR_JSON, 1, rows[i].column);
    check_refuses("[\"a\",\n", ERR_JSON, 2, 1);
}

static void test_nothing_may_follow_the_value(void **state)
{
    (void)state;
    check_refuses("{} {}", ERR_JSON, 1, 4);
    check_refuses("1,", ERR_JSON, 1, 2);
    check_refuses("[]]", ERR_JSON, 1, 3);
    check_refuses("{} // end", ERR_JSON, 1, 4);
    check_refuses("[1]\n#", ERR_JSON, 2, 1);
    assert_int_equal(read_bytes("1\0", 2), -1);
    assert_int_equal(err.column, 2);
}

static void test_an_empty_text_is_no_document(void **state)
{
    (void)state;
    check_refuses("", ERR_JSON, 1, 1);
    check_refuses(" \n\t ", ERR_JSON, 1, 1);
    assert_int_equal(read_bytes(NULL, 0), -1);
}

static void test_only_the_four_spaces_of_json_are_space(void **state)
{
    (void)state;
    check_accepts(" \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n");
    check_refuses("[\f1]", ERR_JSON, 1, 2);
    check_refuses("\v1", ERR_JSON, 1, 1);
    check_refuses("\xC2\xA0[]", ERR_JSON, 1, 1);   /* U+00A0 */
    check_refuses("[]\xE2\x81\xA0", ERR_JSON, 1, 3); /* U+2060 */
    check_refuses("　[]", ERR_JSON, 1, 1);
}

static void test_a_byte_order_mark_is_named(void **state)
{
    (void)state;
    check_refuses("\xEF\xBB\xBF{}", ERR_JSON, 1, 1);
    check_contains(err.en, "byte order mark");
    check_contains(err.zh, "BOM");
    assert_int_equal(read_bytes("\xFF\xFE{\0}\0", 6), -1); /* UTF-16 */
    assert_int_equal(err.code, ERR_JSON);
}

static void test_all_escapes_are_decoded(void **state)
{
    (void)state;
    check_string("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8);
    check_string("\"\\u0041\\u00e9\\u4E2d\"", "Aé中", 6);
    check_string("\"a\\uD83D\\uDE00b\"", "a\xF0\x9F\x98\x80" "b", 6);
    check_string("\"\\uDBFF\\uDFFF\"", "\xF4\x8F\xBF\xBF", 4);
    check_string("\"\\uD800\\uDC00\"", "\xF0\x90\x80\x80", 4);
    check_string("\"\\uFFFF\\u007f\\u0080\\u07ff\\u0800\"", "\xEF\xBF\xBF\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80", 11);
}

static void test_an_escaped_nul_is_kept_with_what_follows(void **state)
{
    (void)state;
    check_string("\"a\\u0000b\"", "a\0b", 3);
    assert_true(json.nodes[0].escaped);
}

static void test_strings_without_escapes_are_borrowed_from_the_text(void **state)
{
    (void)state;
    static const char text[] = "[\"朔州\", \"\x7F\", \"/\"]";
    check_accepts(text);
    assert_ptr_equal(json.nodes[1].data, text + 2);
    assert_int_equal(json.nodes[1].size, 6);
    assert_false(json.nodes[1].escaped);
}

static void test_other_escapes_are_refused_at_the_backslash(void **state)
{
    (void)state;
    static const char *const bad[] = {"\"\\a\"", "\"\\v\"", "\"\\'\"", "\"\\0\"", "\"\\x41\"", "\"\\U0041\"", "\"\\ \"", "\"\\\n\"", "\"\\中\""};
    for (size_t i = 0; i < LENGTH_OF(bad); i++)
        check_refuses(bad[i], ERR_JSON, 1, 2);
    check_refuses("\"\\u00g0\"", ERR_JSON, 1, 6);
    check_refuses("\"\\u00@0\"", ERR_JSON, 1, 6);
    check_refuses("\"\\u00`0\"", ERR_JSON, 1, 6);
    check_refuses("\"\\u00:0\"", ERR_JSON, 1, 6);
    check_refuses("\"\\u004\"", ERR_JSON, 1, 7);
    check_refuses("\"\\u-123\"", ERR_JSON, 1, 4);
}

static void test_half_a_surrogate_pair_is_no_character(void **state)
{
    (void)state;
    static const char *const bad[] = {"\"\\uD800\"",        "\"\\uDC00\"",        "\"\\uD800\\uD800\"", "\"\\uDC00\\uD800\"",
                                      "\"\\uD800\\n\"",     "\"\\uD800x\"",       "\"\\uDFFF\\uDFFF\"", "\"\\uD83D\\u0041\"",
                                      "\"\\ud888\\u1234\""};
    for (size_t i = 0; i < LENGTH_OF(bad); i++)
        check_refuses(bad[i], ERR_JSON, 1, 2);
}

static void test_unfinished_strings_end_too_early(void **state)
{
    (void)state;
    static const char *const bad[] = {"\"", "\"a", "\"\\", "\"\\\"", "\"\\u", "\"\\u00", "\"\\uD800\\", "\"\\uD800\\u", "\"\\uD800\\uDC0"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        assert_int_equal(read_str(bad[i]), -1);
        assert_int_equal(err.code, ERR_JSON);
    }
    check_refuses("[\"asd]", ERR_JSON, 1, 7);
    check_contains(err.en, "too early");
}

static void test_control_characters_in_strings_are_refused(void **state)
{
    (void)state;
    char text[] = "[\"?\"]";
    for (char c = 1; c < 0x20; c++) {
        text[2] = c;
        assert_int_equal(read_str(text), -1);
        assert_int_equal(err.column, 3);
    }
    assert_int_equal(read_bytes("\"a\0b\"", 5), -1);
    assert_int_equal(err.column, 3);
}

static void test_bytes_that_are_not_utf8_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xE4\xB8",
        "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        char text[16];
        snprintf(text, sizeof text, "\"%s\"", bad[i]);
        check_refuses(text, ERR_JSON, 1, 2);
        snprintf(text, sizeof text, "[\"\\n%s\"]", bad[i]); /* behind an escape */
        assert_int_equal(read_str(text), -1);
        assert_int_equal(err.column, 5);
        snprintf(text, sizeof text, "[%s]", bad[i]); /* outside of strings */
        assert_int_equal(read_str(text), -1);
    }
    check_accepts("\"\xF4\x8F\xBF\xBF \xEE\x80\x80 \xED\x9F\xBF\"");
}

static void nest(char *text, int depth, char open, char close)
{
    memset(text, open, (size_t)depth);
    memset(text + depth, close, (size_t)depth);
    text[2 * depth] = '\0';
}

static void test_depth_64_is_read_and_65_is_refused(void **state)
{
    (void)state;
    char text[200];
    nest(text, JSON_DEPTH_MAX, '[', ']');
    check_accepts(text);
    assert_int_equal(json.count, 64);
    nest(text, JSON_DEPTH_MAX + 1, '[', ']');
    check_refuses(text, ERR_LIMIT, 1, 65);
}

static void test_a_million_open_brackets_are_refused_at_once(void **state)
{
    (void)state;
    size_t size = 1000000;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, '[', size);
    assert_int_equal(read_bytes(text, size), -1);
    assert_int_equal(err.code, ERR_LIMIT);
    free(text);
}

static void test_a_key_twice_is_refused_where_it_stands_again(void **state)
{
    (void)state;
    check_refuses("{\"a\":1,\"a\":2}", ERR_KEY, 1, 8);
    check_contains(err.en, "\"a\"");
    check_refuses("{\"\":1,\"\":2}", ERR_KEY, 1, 7);
    check_refuses("[{\"a\":{\"b\":1,\n\"b\":1}}]", ERR_KEY, 2, 1);
    check_accepts("{\"a\":1,\"A\":2,\"a \":3,\"b\":{\"a\":1}}");
}

static void test_keys_are_compared_as_decoded(void **state)
{
    (void)state;
    check_refuses("{\"a\":1,\"\\u0061\":2}", ERR_KEY, 1, 8);
    check_refuses("{\"/\":1,\"\\/\":2}", ERR_KEY, 1, 8);
    check_refuses("{\"中\":1,\"\\u4e2d\":2}", ERR_KEY, 1, 8);
    check_accepts("{\"a\":1,\"a\\u0000\":2,\"a\\u0000b\":3}");
}

/* Past a dozen keys another way of comparing is used. */
static void test_one_key_twice_among_thousands_is_found(void **state)
{
    (void)state;
    for (int twice = -1; twice < 5000; twice += 2500) {
        struct text text = {0};
        text_add_str(&text, "{");
        for (int i = 0; i < 5000; i++)
            text_addf(&text, "\"k%d\": {\"x\": [%d]},\n", i, i);
        text_addf(&text, "\"k%d\": 0}", twice < 0 ? 9999 : twice);
        assert_int_equal(read_bytes(text.data, text.size), twice < 0 ? 0 : -1);
        if (twice >= 0) {
            assert_int_equal(err.code, ERR_KEY);
            assert_int_equal(err.line, 5001);
            assert_int_equal(json.count, 0);
        }
        text_release(&text);
    }
}

static void test_long_names_are_cut_between_characters(void **state)
{
    (void)state;
    struct text text = {0};
    for (int i = 0; i < 40; i++)
        text_add_str(&text, "中");
    struct text twice = {0};
    text_addf(&twice, "{\"a%s\":1,\"a%s\":2}", text.data, text.data);
    assert_int_equal(read_bytes(twice.data, twice.size), -1);
    assert_true(text_is_utf8(err.zh, strlen(err.zh)));
    assert_true(text_is_utf8(err.en, strlen(err.en)));
    text_release(&text);
    text_release(&twice);
}

static void test_members_are_found_by_exact_name(void **state)
{
    (void)state;
    check_accepts("{\"deaths\": 1, \"Deaths\": 2, \"\\u0078\": 3, \"n\\u0000\": 4}");
    assert_int_equal(json_member(&json, 0, "deaths"), 2);
    assert_int_equal(json_member(&json, 0, "Deaths"), 4);
    assert_int_equal(json_member(&json, 0, "x"), 6);
    assert_int_equal(json_member(&json, 0, "death"), 0);
    assert_int_equal(json_member(&json, 0, "n"), 0);
    assert_int_equal(json_member(&json, 2, "deaths"), 0); /* a number has no members */
}

static void test_siblings_are_walked_without_recursion(void **state)
{
    (void)state;
    check_accepts("[1, [2, [3]], {\"a\": [4]}, 5]");
    static const int types[] = {JSON_NUMBER, JSON_ARRAY, JSON_OBJECT, JSON_NUMBER};
    size_t seen = 0;
    for (uint32_t at = 1; at < json.nodes[0].next; at = json.nodes[at].next)
        assert_int_equal(json.nodes[at].type, types[seen++]);
    assert_int_equal(seen, 4);
    assert_int_equal(json.nodes[0].count, 4);
    assert_int_equal(json.nodes[0].next, json.count);
}

static void test_every_node_has_a_pointer_that_leads_to_it(void **state)
{
    (void)state;
    check_accepts("{\"a\": [10, {\"b/c\": 11, \"m~n\": [12]}], \"\": 13}");
    static const struct {
        uint32_t node;
        const char *pointer;
    } rows[] = {{0, ""}, {1, "/a"}, {2, "/a"}, {3, "/a/0"}, {4, "/a/1"}, {5, "/a/1/b~1c"}, {6, "/a/1/b~1c"}, {8, "/a/1/m~0n"}, {9, "/a/1/m~0n/0"}, {11, "/"}};
    char pointer[ERR_POINTER_MAX];
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        json_pointer(&json, rows[i].node, pointer, sizeof pointer);
        assert_string_equal(pointer, rows[i].pointer);
    }
}

static void test_a_pointer_that_does_not_fit_is_cut_between_characters(void **state)
{
    (void)state;
    check_accepts("{\"中文中文\": {\"~~~~\": 1}}");
    char pointer[32];
    for (size_t size = 1; size <= sizeof pointer; size++) {
        memset(pointer, 'x', sizeof pointer);
        json_pointer(&json, 4, pointer, size);
        assert_true(strlen(pointer) < size);
        assert_true(text_is_utf8(pointer, strlen(pointer)));
    }
    assert_string_equal(pointer, "/中文中文/~0~0~0~0");
}

static void test_a_place_counts_lines_and_characters(void **state)
{
    (void)state;
    check_accepts("{\n  \"死亡\": \"数字 x\"}");
    json_locate(&json, 2, UINT32_MAX, &err);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 9);
    assert_string_equal(err.pointer, "/死亡");
    json_locate(&json, 2, 7, &err); /* the x, seven bytes into the string */
    assert_int_equal(err.column, 13);
    check_accepts("\"\\u0041x\"");
    json_locate(&json, 0, 1, &err); /* with escapes the string itself is the place */
    assert_int_equal(err.column, 1);
}

static void test_a_reader_is_used_again_after_failure(void **state)
{
    (void)state;
    check_accepts("[\"\\n\", 1, 2, 3]");
    check_refuses("[1, 2", ERR_JSON, 1, 6);
    check_accepts("{\"a\": \"\\t\"}");
    assert_int_equal(json.count, 3);
    assert_int_equal(json_read(&json, "[", 1, NULL), -1);
    assert_int_equal(json_read(&json, "{\"a\":1,\"a\":1}", 13, NULL), -1);
}

static void test_a_text_past_two_gibibytes_is_refused_before_reading(void **state)
{
    (void)state;
    assert_int_equal(read_bytes("1", (size_t)JSON_SIZE_MAX + 1), -1);
    assert_int_equal(err.code, ERR_LIMIT);
}

static void test_every_type_has_words_in_both_languages(void **state)
{
    (void)state;
    for (int type = JSON_NULL; type <= JSON_OBJECT; type++) {
        struct words words = json_type_words((enum json_type)type);
        assert_true(words.zh[0] != '\0' && words.en[0] != '\0');
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_teardown(name, forget)
    static const struct CMUnitTest tests[] = {
        T(test_scalars_are_documents),
        T(test_numbers_of_rfc_8259_are_accepted_and_keep_their_text),
        T(test_other_spellings_of_numbers_are_refused),
        T(test_words_are_spelt_exactly),
        T(test_structure_must_be_complete_and_without_extra_commas),
        T(test_nothing_may_follow_the_value),
        T(test_an_empty_text_is_no_document),
        T(test_only_the_four_spaces_of_json_are_space),
        T(test_a_byte_order_mark_is_named),
        T(test_all_escapes_are_decoded),
        T(test_an_escaped_nul_is_kept_with_what_follows),
        T(test_strings_without_escapes_are_borrowed_from_the_text),
        T(test_other_escapes_are_refused_at_the_backslash),
        T(test_half_a_surrogate_pair_is_no_character),
        T(test_unfinished_strings_end_too_early),
        T(test_control_characters_in_strings_are_refused),
        T(test_bytes_that_are_not_utf8_are_refused),
        T(test_depth_64_is_read_and_65_is_refused),
        T(test_a_million_open_brackets_are_refused_at_once),
        T(test_a_key_twice_is_refused_where_it_stands_again),
        T(test_keys_are_compared_as_decoded),
        T(test_one_key_twice_among_thousands_is_found),
        T(test_long_names_are_cut_between_characters),
        T(test_members_are_found_by_exact_name),
        T(test_siblings_are_walked_without_recursion),
        T(test_every_node_has_a_pointer_that_leads_to_it),
        T(test_a_pointer_that_does_not_fit_is_cut_between_characters),
        T(test_a_place_counts_lines_and_characters),
        T(test_a_reader_is_used_again_after_failure),
        T(test_a_text_past_two_gibibytes_is_refused_before_reading),
        T(test_every_type_has_words_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
