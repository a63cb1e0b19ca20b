/* Templates: what they fill, what they refuse and where, their limits, and memory that runs out. */
#include "tests/unit/failing_malloc.h"

#include "cli/template.h"
#include "tests/unit/fixture.h"

static const struct template_column inner_columns[] = {{"what", NULL}, {"due", NULL}, {NULL, NULL}};
static const struct template_column outer_columns[] = {{"agency", NULL}, {"tasks", inner_columns}, {NULL, NULL}};

static void put_agency(struct fields *fields, struct template_value *list, const char *name, size_t tasks)
{
    struct template_row *row = fields_row(fields, list);
    fields_text(fields, row, "agency", name);
    struct template_value *inner = fields_list(fields, row, "tasks", inner_columns);
    for (size_t i = 0; i < tasks; i++) {
        struct template_row *task = fields_row(fields, inner);
        fields_text(fields, task, "what", i == 0 ? "封路" : "<救人>");
        fields_wanted(fields, task, "due", "时限", i == 0 ? "03:40" : NULL);
    }
}

static void put_fields(struct fields *fields)
{
    struct template_row *root = fields_root(fields);
    fields_text(fields, root, "place", "208国道");
    fields_text(fields, root, "empty", "");
    fields_wanted(fields, root, "source", "来源", NULL);
    fields_wanted(fields, root, "trend", "态势", "平稳");
    struct template_value *list = fields_list(fields, root, "agencies", outer_columns);
    put_agency(fields, list, "公安", 2);
    put_agency(fields, list, "卫健", 0);
    fields_list(fields, root, "none", inner_columns);
}

static int fill(const char *text, struct filled *filled, struct err *err)
{
    struct fields fields = {0};
    put_fields(&fields);
    struct template_source source = {"own.md", text, strlen(text), "〔未报〕"};
    int rc = fields.failed ? err_no_memory(err) : template_fill(&source, fields.root, filled, err);
    fields_release(&fields);
    return rc;
}

static void check_filled(const char *text, const char *wanted)
{
    struct filled filled = {.missing_count = 0};
    struct err err = {0};
    if (fill(text, &filled, &err) != 0)
        fail_msg("%s: %s", text, err.en);
    assert_string_equal(text_str(&filled.text), wanted);
    text_release(&filled.text);
}

static void check_refused(const char *text, unsigned line, unsigned column, const char *hint)
{
    struct filled filled = {.missing_count = 0};
    struct err err = {0};
    assert_int_equal(fill(text, &filled, &err), -1);
    assert_int_equal(err.code, ERR_VALUE);
    assert_string_equal(err.file, "own.md");
    if (err.line != line || err.column != column || strcmp(err.hint, hint) != 0)
        fail_msg("%s: got %u:%u (%s), hint \"%s\"", text, err.line, err.column, err.en, err.hint);
    text_release(&filled.text);
}

static void test_fields_are_filled(void **state)
{
    (void)state;
    check_filled("在{{place}}，{{ trend }}。", "在208国道，平稳。");
    check_filled("", "");
    check_filled("no { tags } here {", "no { tags } here {");
    check_filled("{{empty}}|", "|");
}

static void test_what_is_missing_is_marked(void **state)
{
    (void)state;
    check_filled("来源：{{source}}", "来源：〔未报〕");
}

static void test_sections_follow_lists_and_texts(void **state)
{
    (void)state;
    check_filled("{{#agencies}}[{{agency}}:{{#tasks}}{{what}} {{due}};{{/tasks}}{{^tasks}}无{{/tasks}}]{{/agencies}}", "[公安:封路 03:40;\\<救人\\> 〔未报〕;][卫健:无]");
    check_filled("{{#trend}}有{{/trend}}{{^trend}}无{{/trend}}{{#source}}有{{/source}}{{^source}}无{{/source}}{{#empty}}有{{/empty}}", "有无");
    check_filled("{{#none}}{{what}}{{/none}}{{^none}}没有{{place}}{{/none}}", "没有208国道");
    check_filled("{{#agencies}}{{place}}{{/agencies}}", "208国道208国道"); /* what is outside is seen inside */
}

static void test_lines_with_only_a_section_leave_nothing(void **state)
{
    (void)state;
    check_filled("a\n{{#agencies}}\n- {{agency}}\n{{/agencies}}\nb\n", "a\n- 公安\n- 卫健\nb\n");
    check_filled("  {{! a remark, {{ whatever }}\nb\n", "b\n");
    check_filled("a {{! remark }} b", "a  b");
    check_filled("{{place}}\n", "208国道\n"); /* a field alone keeps its line */
}

static void test_missing_things_are_listed_once_and_in_order(void **state)
{
    (void)state;
    struct fields fields = {0};
    struct filled filled;
    struct err err = {0};
    static const char text[] = "{{#agencies}}{{#tasks}}{{due}}{{/tasks}}{{/agencies}}{{source}}{{source}}{{#source}}{{trend}}{{/source}}";
    put_fields(&fields);
    assert_int_equal(template_fill(&(struct template_source){"own.md", text, strlen(text), "?"}, fields.root, &filled, &err), 0);
    assert_int_equal(filled.missing_count, 2);
    assert_string_equal(filled.missing[0], "时限");
    assert_string_equal(filled.missing[1], "来源");
    text_release(&filled.text);
    fields_release(&fields);
}

static void test_flaws_have_their_place_and_the_nearest_name(void **state)
{
    (void)state;
    check_refused("a\n在{{plase}}", 2, 4, "place");
    check_refused("{{#none}}{{wat}}{{/none}}", 1, 12, "what");  /* also where nothing would be printed */
    check_refused("{{#none}}{{agency}}{{/none}}", 1, 12, "agencies"); /* another list's column */
    check_refused("{{what}}", 1, 3, "");
    check_refused("{{agencies}}", 1, 3, "");                    /* a list is no text */
    check_refused("x {{place", 1, 3, "");
    check_refused("x {{place\n}}", 1, 3, "");
    check_refused("{{}}", 1, 3, "");
    check_refused("{{Place}}", 1, 3, "");
    check_refused("{{place place}}", 1, 9, "");
    check_refused("{{#place}}", 1, 4, "");
    check_refused("{{/place}}", 1, 4, "");
    check_refused("{{#place}}{{/trend}}", 1, 14, "place");
}

static void test_nothing_else_is_understood(void **state)
{
    (void)state;
    check_refused("{{> other.md}}", 1, 3, "");
    check_refused("{{{place}}}", 1, 3, "");
    check_refused("{{&place}}", 1, 3, "");
    check_refused("{{=<% %>=}}", 1, 3, "");
    check_refused("{{place.x()}}", 1, 10, "");
    check_refused("{{../place}}", 1, 5, "");
}

static void test_a_template_is_plain_text(void **state)
{
    (void)state;
    check_refused("a\n\x1b[31m", 2, 1, "");
    check_refused("a\tb", 1, 2, "");
    check_refused("ab\xFF", 1, 3, "");
    check_refused("a\xE2\x80\xAE", 1, 2, "");
}

static void check_limit(const char *text)
{
    struct filled filled = {.missing_count = 0};
    struct err err = {0};
    assert_int_equal(fill(text, &filled, &err), -1);
    assert_int_equal(err.code, ERR_LIMIT);
    text_release(&filled.text);
}

static void test_a_template_cannot_be_long_deep_or_endless(void **state)
{
    (void)state;
    char *text = malloc(TEMPLATE_BYTES_MAX + 2);
    assert_non_null(text);
    memset(text, 'a', TEMPLATE_BYTES_MAX + 1);
    text[TEMPLATE_BYTES_MAX + 1] = '\0';
    check_limit(text);
    text[0] = '\0';
    for (int i = 0; i < 5000; i++)
        memcpy(text + i * 9, "{{empty}}", 10);
    check_limit(text);
    free(text);
    check_refused("{{#trend}}{{#trend}}{{#trend}}{{#trend}}{{#trend}}{{#trend}}{{#trend}}{{#trend}}{{#trend}}", 1, 84, "");
}

/* A list inside itself, eight deep: what it makes grows as the eighth power. */
static void test_loops_inside_themselves_come_to_an_end(void **state)
{
    (void)state;
    struct fields fields = {0};
    struct filled filled;
    struct err err = {0};
    static const char text[] = "{{#all}}{{#all}}{{#all}}{{#all}}{{#all}}{{#all}}{{#all}}{{#all}}{{^all}}x{{/all}}{{/all}}{{/all}}{{/all}}{{/all}}{{/all}}{{/all}}{{/all}}{{/all}}";
    static const char shallow[] = "{{#all}}{{#all}}{{#all}}{{#all}}{{#all}}{{#all}}{{#all}}{{#all}}{{x}}{{/all}}{{/all}}{{/all}}{{/all}}{{/all}}{{/all}}{{/all}}{{/all}}";
    static const struct template_column columns[] = {{"x", NULL}, {NULL, NULL}};
    struct template_value *list = fields_list(&fields, fields_root(&fields), "all", columns);
    for (int i = 0; i < 50; i++)
        fields_text(&fields, fields_row(&fields, list), "x", "");
    assert_int_equal(template_fill(&(struct template_source){"own.md", text, strlen(text), "?"}, fields.root, &filled, &err), -1);
    assert_int_equal(err.code, ERR_VALUE); /* nine deep */
    text_release(&filled.text);
    assert_int_equal(template_fill(&(struct template_source){"own.md", shallow, strlen(shallow), "?"}, fields.root, &filled, &err), -1);
    assert_int_equal(err.code, ERR_LIMIT);
    text_release(&filled.text);
    fields_release(&fields);
}

static void test_running_out_of_memory_is_said(void **state)
{
    (void)state;
    static const char text[] = "{{#agencies}}{{agency}}{{#tasks}}{{what}}{{/tasks}}{{/agencies}}{{source}}";
    for (long at = 0;; at++) {
        struct filled filled = {.missing_count = 0};
        struct err err = {0};
        countdown = at;
        asked = 0;
        int rc = fill(text, &filled, &err);
        bool refused = countdown < 0;
        countdown = -1;
        if (rc == 0)
            assert_string_equal(text_str(&filled.text), "公安封路\\<救人\\>卫健〔未报〕");
        else
            assert_int_equal(err.code, ERR_MEMORY);
        assert_true(rc == 0 || refused);
        text_release(&filled.text);
        if (!refused)
            break;
        assert_int_equal(rc, -1);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_are_filled),
        cmocka_unit_test(test_what_is_missing_is_marked),
        cmocka_unit_test(test_sections_follow_lists_and_texts),
        cmocka_unit_test(test_lines_with_only_a_section_leave_nothing),
        cmocka_unit_test(test_missing_things_are_listed_once_and_in_order),
        cmocka_unit_test(test_flaws_have_their_place_and_the_nearest_name),
        cmocka_unit_test(test_nothing_else_is_understood),
        cmocka_unit_test(test_a_template_is_plain_text),
        cmocka_unit_test(test_a_template_cannot_be_long_deep_or_endless),
        cmocka_unit_test(test_loops_inside_themselves_come_to_an_end),
        cmocka_unit_test(test_running_out_of_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
