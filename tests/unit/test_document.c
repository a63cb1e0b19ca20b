/* Binding JSON files to structs by tables: every kind of field, and every way to get it wrong. */
#include "tests/unit/fixture.h"

#include "core/date.h"
#include "core/document.h"

struct leaf {
    struct origin at;
    int64_t size;
};

struct thing {
    struct origin at;
    const char *id, *text;
    struct words words;
    bool flag;
    int64_t number;
    int32_t day;
    int colour;
    struct condition when;
    struct ref other;
    struct leaf leaf;
    struct leaf *leaves;
    size_t leaf_count;
    struct ref *refs;
    size_t ref_count;
    const char **texts;
    size_t text_count;
    int64_t *ints;
    size_t int_count;
    int *choices;
    size_t choice_count;
    struct text_pair *pairs;
    size_t pair_count;
};

static const char *const colours[] = {"red", "green", "blue", NULL};

static const struct field leaf_fields[] = {FIELD_INT("size", struct leaf, size, REQUIRED, 1, 9)};
static const struct shape leaf_shape = SHAPE(struct leaf, leaf_fields);

static const struct field thing_fields[] = {
    FIELD_ID("id", struct thing, id, REQUIRED),
    FIELD_TEXT("text", struct thing, text, OPTIONAL),
    FIELD_WORDS("words", struct thing, words, OPTIONAL),
    FIELD_BOOL("flag", struct thing, flag, OPTIONAL),
    FIELD_INT("number", struct thing, number, OPTIONAL, 0, 100),
    FIELD_DATE("day", struct thing, day, OPTIONAL),
    FIELD_CHOICE("colour", struct thing, colour, OPTIONAL, colours),
    FIELD_CONDITION("when", struct thing, when, OPTIONAL),
    FIELD_REF("other", struct thing, other, OPTIONAL),
    FIELD_OBJECT("leaf", struct thing, leaf, OPTIONAL, &leaf_shape),
    FIELD_LIST("leaves", struct thing, leaves, leaf_count, OPTIONAL, &leaf_shape),
    FIELD_REFS("refs", struct thing, refs, ref_count, OPTIONAL),
    FIELD_TEXTS("texts", struct thing, texts, text_count, OPTIONAL),
    FIELD_INTS("ints", struct thing, ints, int_count, OPTIONAL, 1, 4),
    FIELD_CHOICES("choices", struct thing, choices, choice_count, OPTIONAL, colours),
    FIELD_PAIRS("pairs", struct thing, pairs, pair_count, OPTIONAL),
};
static const struct shape thing_shape = SHAPE(struct thing, thing_fields);

struct bound {
    struct folder folder;
    struct document *document;
    struct arena arena;
    struct diags diags;
    struct thing thing;
};

static void bind(struct bound *bound, const char *text)
{
    struct err err;
    *bound = (struct bound){.document = NULL};
    folder_open(&bound->folder);
    folder_write(&bound->folder, "thing.json", text);
    bound->document = document_read(folder_path(&bound->folder, "thing.json"), &err);
    if (bound->document == NULL)
        fail_msg("%s", err.en);
    document_bind(bound->document, &thing_shape, &bound->thing, &bound->arena, &bound->diags);
}

static void release(struct bound *bound)
{
    document_free(bound->document);
    arena_release(&bound->arena);
    diags_release(&bound->diags);
    folder_close(&bound->folder);
}

static void test_every_kind_of_field_is_bound(void **state)
{
    (void)state;
    struct bound bound;
    bind(&bound, "{'id': 'a_1.b', 'text': '\\u4e2d', 'words': {'en': 'e', 'zh': '中'}, 'flag': true, 'number': 100, 'day': '2024-02-29', 'colour': 'blue',"
                 " 'when': 'x > 1', 'other': 'it', 'leaf': {'size': 9}, 'leaves': [{'size': 1}, {'size': 2}], 'refs': ['p', 'q'], 'texts': ['t'],"
                 " 'ints': [4, 1], 'choices': ['green', 'red'], 'pairs': [['m', 'n']]}");
    const struct thing *thing = &bound.thing;
    assert_false(diags_any(&bound.diags));
    assert_string_equal(thing->id, "a_1.b");
    assert_string_equal(thing->text, "中");
    assert_string_equal(thing->words.zh, "中");
    assert_string_equal(thing->words.en, "e");
    assert_true(thing->flag);
    assert_int_equal(thing->number, 100);
    char date[DATE_TEXT_SIZE];
    date_print(thing->day, date);
    assert_string_equal(date, "2024-02-29");
    assert_int_equal(thing->colour, 2);
    assert_string_equal(thing->when.text, "x > 1");
    assert_string_equal(thing->other.id, "it");
    assert_int_equal(thing->other.index, -1);
    assert_int_equal(thing->leaf.size, 9);
    assert_int_equal(thing->leaf_count, 2);
    assert_int_equal(thing->leaves[1].size, 2);
    assert_int_equal(thing->ref_count, 2);
    assert_string_equal(thing->refs[1].id, "q");
    assert_int_equal(thing->text_count, 1);
    assert_string_equal(thing->texts[0], "t");
    assert_int_equal(thing->int_count, 2);
    assert_int_equal(thing->ints[0], 4);
    assert_int_equal(thing->choice_count, 2);
    assert_int_equal(thing->choices[0], 1);
    assert_string_equal(thing->pairs[0].b, "n");
    release(&bound);
}

static void test_what_is_absent_stays_zero(void **state)
{
    (void)state;
    struct bound bound;
    bind(&bound, "{'id': 'a', 'leaves': [], 'refs': []}");
    assert_false(diags_any(&bound.diags));
    assert_null(bound.thing.text);
    assert_null(bound.thing.when.text);
    assert_int_equal(bound.thing.leaf.at.node, 0);
    assert_int_equal(bound.thing.leaf_count, 0);
    release(&bound);
}

static void test_bound_things_remember_where_they_stand(void **state)
{
    (void)state;
    struct bound bound;
    bind(&bound, "{'id': 'a',\n 'leaves': [{'size': 1},\n  {'size': 2}]}");
    struct err err;
    struct origin size = document_member(bound.document, bound.thing.leaves[1].at, "size");
    err_set(&err, ERR_VALUE, "坏", "bad");
    document_flaw(bound.document, size, UINT32_MAX, &err, &bound.diags);
    const struct err *kept = &bound.diags.items[0];
    assert_string_equal(kept->pointer, "/leaves/1/size");
    assert_int_equal(kept->line, 3);
    assert_int_equal(kept->column, 12);
    check_contains(kept->file, "thing.json");
    struct origin none = document_member(bound.document, bound.thing.leaves[1].at, "colour");
    assert_int_equal(none.node, bound.thing.leaves[1].at.node); /* the object itself stands in */
    release(&bound);
}

static const struct flaw_row {
    const char *text;
    enum err_code code;
    const char *pointer, *hint;
} flaw_rows[] = {
    {"[]", ERR_TYPE, "", ""},
    {"{}", ERR_KEY, "", ""},
    {"{'id': 'a', 'txet': 'x'}", ERR_KEY, "/txet", "text"},
    {"{'id': 'a', 'zzzzzzzz': 'x'}", ERR_KEY, "/zzzzzzzz", ""},
    {"{'id': 1}", ERR_TYPE, "/id", ""},
    {"{'id': ''}", ERR_VALUE, "/id", ""},
    {"{'id': 'Abc'}", ERR_VALUE, "/id", ""},
    {"{'id': '1a'}", ERR_VALUE, "/id", ""},
    {"{'id': '_a'}", ERR_VALUE, "/id", ""},
    {"{'id': 'a b'}", ERR_VALUE, "/id", ""},
    {"{'id': 'a-b'}", ERR_VALUE, "/id", ""},
    {"{'id': 'a\\u0000b'}", ERR_VALUE, "/id", ""},
    {"{'id': '中'}", ERR_VALUE, "/id", ""},
    {"{'id': 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}", ERR_VALUE, "/id", ""}, /* 65 */
    {"{'id': 'a', 'text': ''}", ERR_VALUE, "/text", ""},
    {"{'id': 'a', 'text': 'x\\ny'}", ERR_VALUE, "/text", ""},
    {"{'id': 'a', 'text': '\\u007f'}", ERR_VALUE, "/text", ""},
    {"{'id': 'a', 'text': null}", ERR_TYPE, "/text", ""},
    {"{'id': 'a', 'words': 'w'}", ERR_TYPE, "/words", ""},
    {"{'id': 'a', 'words': {'zh': 'w'}}", ERR_KEY, "/words", ""},
    {"{'id': 'a', 'words': {'en': 'w'}}", ERR_KEY, "/words", ""},
    {"{'id': 'a', 'words': {'zh': 'w', 'en': 'w', 'fr': 'w'}}", ERR_KEY, "/words/fr", ""},
    {"{'id': 'a', 'words': {'zh': 1, 'en': 'w'}}", ERR_TYPE, "/words/zh", ""},
    {"{'id': 'a', 'flag': 1}", ERR_TYPE, "/flag", ""},
    {"{'id': 'a', 'number': '1'}", ERR_TYPE, "/number", ""},
    {"{'id': 'a', 'number': -1}", ERR_VALUE, "/number", ""},
    {"{'id': 'a', 'number': 101}", ERR_VALUE, "/number", ""},
    {"{'id': 'a', 'number': 1.0}", ERR_VALUE, "/number", ""},
    {"{'id': 'a', 'number': 1e1}", ERR_VALUE, "/number", ""},
    {"{'id': 'a', 'number': 99999999999999999999}", ERR_VALUE, "/number", ""},
    {"{'id': 'a', 'day': '2023-02-29'}", ERR_VALUE, "/day", ""},
    {"{'id': 'a', 'day': 20230301}", ERR_TYPE, "/day", ""},
    {"{'id': 'a', 'colour': 'gren'}", ERR_VALUE, "/colour", "green"},
    {"{'id': 'a', 'colour': 0}", ERR_TYPE, "/colour", ""},
    {"{'id': 'a', 'when': true}", ERR_TYPE, "/when", ""},
    {"{'id': 'a', 'other': 'No'}", ERR_VALUE, "/other", ""},
    {"{'id': 'a', 'leaf': []}", ERR_TYPE, "/leaf", ""},
    {"{'id': 'a', 'leaf': {}}", ERR_KEY, "/leaf", ""},
    {"{'id': 'a', 'leaf': {'size': 0}}", ERR_VALUE, "/leaf/size", ""},
    {"{'id': 'a', 'leaves': {}}", ERR_TYPE, "/leaves", ""},
    {"{'id': 'a', 'leaves': [{'size': 1}, 2]}", ERR_TYPE, "/leaves/1", ""},
    {"{'id': 'a', 'refs': ['a', 1]}", ERR_TYPE, "/refs/1", ""},
    {"{'id': 'a', 'texts': ['']}", ERR_VALUE, "/texts/0", ""},
    {"{'id': 'a', 'ints': [1, 5]}", ERR_VALUE, "/ints/1", ""},
    {"{'id': 'a', 'pairs': [['x']]}", ERR_VALUE, "/pairs/0", ""},
    {"{'id': 'a', 'pairs': [['x', 'y', 'z']]}", ERR_VALUE, "/pairs/0", ""},
    {"{'id': 'a', 'pairs': ['xy']}", ERR_TYPE, "/pairs/0", ""},
    {"{'id': 'a', 'pairs': [['x', 2]]}", ERR_TYPE, "/pairs/0/1", ""},
};

static void test_each_flaw_is_named_where_it_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(flaw_rows); i++) {
        const struct flaw_row *row = &flaw_rows[i];
        struct bound bound;
        bind(&bound, row->text);
        if (bound.diags.count == 0)
            fail_msg("%s is let through", row->text);
        const struct err *err = &bound.diags.items[0];
        if (err->code != row->code || strcmp(err->pointer, row->pointer) != 0 || strcmp(err->hint, row->hint) != 0)
            fail_msg("%s: %s at %s, hint %s", row->text, err_name(err->code), err->pointer, err->hint);
        assert_true(err->line == 1 && err->column > 0 && err->zh[0] != '\0' && err->en[0] != '\0');
        release(&bound);
    }
}

static void test_all_flaws_of_a_file_are_found_in_one_go(void **state)
{
    (void)state;
    struct bound bound;
    bind(&bound, "{'flag': 'x', 'number': 1000, 'leaf': {'size': 0, 'x': 1}, 'ints': [0, 9], 'words': {}}");
    assert_int_equal(bound.diags.count, 9); /* flag, number, size, x, two ints, zh and en, and the missing id */
    release(&bound);
}

static void test_a_choice_lists_what_may_be_chosen(void **state)
{
    (void)state;
    struct bound bound;
    bind(&bound, "{'id': 'a', 'colour': 'x'}");
    check_contains(bound.diags.items[0].en, "red, green, blue");
    release(&bound);
}

static void test_names_in_messages_are_cut_between_characters(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{'id': 'a', 'x中中中中中中中中中中中中中中中中中中中中中中中中中': 1}",
        "{'id': 'a', 'colour': 'x中中中中中中中中中中中中中中中中中中中中中中中中中'}",
        "{'id': 'a', 'words': {'zh': '中', 'en': 'e', 'x中中中中中中中中中中中中中中中中中中中中中中中中中': 1}}",
    };
    for (size_t i = 0; i < LENGTH_OF(texts); i++) {
        struct bound bound;
        bind(&bound, texts[i]);
        const struct err *err = &bound.diags.items[0];
        if (!text_is_utf8(err->zh, strlen(err->zh)) || !text_is_utf8(err->en, strlen(err->en)))
            fail_msg("%s", texts[i]);
        release(&bound);
    }
}

/* A hostile file must not cost more than a good one of its size: flaws past the limit are counted, not located. */
static void test_a_file_of_nothing_but_flaws_is_refused_quickly(void **state)
{
    (void)state;
    struct text text = {0};
    text_add_str(&text, "{'id': 'a', 'ints': [0");
    for (int i = 0; i < 40000; i++)
        text_add_str(&text, ",0");
    text_add_str(&text, "]}");
    clock_t start = clock();
    struct bound bound;
    bind(&bound, text_str(&text));
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_int_equal(bound.diags.count, DIAGS_MAX);
    assert_int_equal(bound.diags.dropped, 40001 - DIAGS_MAX);
    release(&bound);
    text_release(&text);
    if (seconds > 1)
        fail_msg("80 kB took %.1f s", seconds);
}

static void test_files_that_cannot_be_read_say_why(void **state)
{
    (void)state;
    struct folder folder;
    struct err err;
    folder_open(&folder);
    assert_null(document_read(folder_path(&folder, "none.json"), &err));
    assert_int_equal(err.code, ERR_NO_INPUT);
    check_contains(err.file, "none.json");
    assert_null(document_read(folder.path, &err));
    assert_int_equal(err.code, ERR_NO_INPUT);
    folder_write(&folder, "bad.json", "{'a': }");
    assert_null(document_read(folder_path(&folder, "bad.json"), &err));
    assert_int_equal(err.code, ERR_JSON);
    assert_int_equal(err.column, 7);
    check_contains(err.file, "bad.json");
    assert_null(document_read(folder_path(&folder, "bad.json"), NULL));
    assert_null(document_read(folder_path(&folder, "bad.json/inside"), &err));
    assert_int_equal(err.code, ERR_NO_INPUT);
    folder_close(&folder);
}

static void test_a_file_past_the_limit_is_refused_before_it_is_read(void **state)
{
    (void)state;
    struct folder folder;
    struct err err;
    folder_open(&folder);
    const char *path = folder_path(&folder, "large.json");
    file_write(path, "{}", 2);
    assert_int_equal(truncate(path, 2147483648), 0); /* 2 GiB, with a hole */
    assert_null(document_read(path, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    check_contains(err.en, "4 MiB");
    folder_close(&folder);
}

/* ---- text that was read already ---- */

static void test_text_that_was_read_is_taken_over(void **state)
{
    (void)state;
    struct text text = {0};
    struct err err;
    struct arena arena = {0};
    struct diags diags = {0};
    struct thing thing = {.id = NULL};
    text_add_str(&text, "{\"id\": \"a\", \"number\": 1,\n \"colour\": \"gren\"}");
    const char *data = text.data;
    struct document *document = document_take("standard input", &text, &err);
    assert_non_null(document);
    assert_ptr_equal(document->text.data, data); /* not copied */
    assert_true(text.data == NULL && text.size == 0 && text.capacity == 0);
    document_bind(document, &thing_shape, &thing, &arena, &diags);
    assert_string_equal(thing.id, "a");
    assert_int_equal(thing.number, 1);
    assert_int_equal(diags.count, 1);
    assert_string_equal(diags.items[0].file, "standard input");
    assert_string_equal(diags.items[0].pointer, "/colour");
    assert_int_equal(diags.items[0].line, 2);
    document_free(document);
    arena_release(&arena);
    diags_release(&diags);
}

static void test_text_that_is_no_json_is_taken_over_too(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "{", "{\"a\": }", "\xFF", "[1] 2"};
    for (size_t i = 0; i < LENGTH_OF(bad); i++) {
        struct text text = {0};
        struct err err = {0};
        text_add_str(&text, bad[i]);
        assert_null(document_take("standard input", &text, &err));
        assert_null(text.data);
        assert_int_equal(err.code, ERR_JSON);
        assert_string_equal(err.file, "standard input");
        assert_int_equal(err.line, 1);
        text_add_str(&text, bad[i]); /* may be used again */
        assert_null(document_take("standard input", &text, NULL));
    }
}

static void test_text_that_was_never_read_is_no_json(void **state)
{
    (void)state;
    struct text text = {0};
    struct err err = {0};
    assert_null(document_take("nothing", &text, &err));
    assert_int_equal(err.code, ERR_JSON);
}

static void test_a_document_of_nobody_is_freed(void **state)
{
    (void)state;
    document_free(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_of_field_is_bound),
        cmocka_unit_test(test_what_is_absent_stays_zero),
        cmocka_unit_test(test_bound_things_remember_where_they_stand),
        cmocka_unit_test(test_each_flaw_is_named_where_it_stands),
        cmocka_unit_test(test_all_flaws_of_a_file_are_found_in_one_go),
        cmocka_unit_test(test_a_choice_lists_what_may_be_chosen),
        cmocka_unit_test(test_names_in_messages_are_cut_between_characters),
        cmocka_unit_test(test_a_file_of_nothing_but_flaws_is_refused_quickly),
        cmocka_unit_test(test_files_that_cannot_be_read_say_why),
        cmocka_unit_test(test_a_file_past_the_limit_is_refused_before_it_is_read),
        cmocka_unit_test(test_text_that_was_read_is_taken_over),
        cmocka_unit_test(test_text_that_is_no_json_is_taken_over_too),
        cmocka_unit_test(test_text_that_was_never_read_is_no_json),
        cmocka_unit_test(test_a_document_of_nobody_is_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
