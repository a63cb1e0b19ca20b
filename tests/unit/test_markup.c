/* Documents: values never become markup, and each block looks right as Markdown, HTML and text. */
#include <locale.h>

#include "cli/markup.h"
#include "tests/unit/fixture.h"

static const char *write_as(struct text *out, const struct markup *markup, enum markup_format format)
{
    text_clear(out);
    markup_write(markup, format, out);
    assert_false(out->failed);
    return text_str(out);
}

static void check_value(const char *value, const char *wanted)
{
    struct text out = {0};
    markup_add_value(&out, value);
    assert_string_equal(text_str(&out), wanted);
    text_release(&out);
}

static void test_signs_of_a_value_are_escaped(void **state)
{
    (void)state;
    check_value("*重* _b_ [a](b) `c` <i> a|b ~~c~~ &lt; # $x$ \\", "\\*重\\* \\_b\\_ \\[a\\](b) \\`c\\` \\<i\\> a\\|b \\~\\~c\\~\\~ \\&lt; \\# \\$x\\$ \\\\");
    check_value("4.1.3（1）、3..5 人", "4.1.3（1）、3..5 人"); /* numbers stay readable */
    check_value("http://x", "http\\://x");
    check_value("", "");
}

static void test_what_begins_a_list_is_escaped_at_the_beginning(void **state)
{
    (void)state;
    check_value("- a - b", "\\- a - b");
    check_value("+ a", "\\+ a");
    check_value("===", "\\===");
    check_value("12. a", "12\\. a");
    check_value("3) b", "3\\) b");
    check_value("12.5 万元", "12.5 万元");
}

static void test_a_value_stays_on_its_line_and_drives_no_terminal(void **state)
{
    (void)state;
    check_value("a\n# b\r\tc", "a \\# b  c");
    check_value("\x1b[31m红", "\\\\x1b\\[31m红");
    check_value("a\xE2\x80\xAE" "b", "a\\\\u202eb");
    check_value("\xFF", "\xEF\xBF\xBD");
}

static void test_a_value_comes_back_as_it_was(void **state)
{
    (void)state;
    static const char nasty[] = "<script>alert(1)</script> **x** | &amp; \"q\" 'p' [l](javascript:x) ![i](http://e/p.png) - 1. # > ~ ` \\ _ $";
    struct text source = {0}, out = {0};
    markup_add_value(&source, nasty);
    struct markup markup = {text_str(&source), "t", NULL, LANG_EN};
    assert_string_equal(write_as(&out, &markup, MARKUP_TXT), "<script>alert(1)</script> **x** | &amp; \"q\" 'p'\n[l](javascript:x) ![i](http://e/p.png) - 1. # > ~ ` \\ _ $\n");
    write_as(&out, &markup, MARKUP_HTML);
    check_contains(text_str(&out), "&lt;script&gt;alert(1)&lt;/script&gt; **x** | &amp;amp; &quot;q&quot; &#39;p&#39;");
    check_lacks(text_str(&out), "<script");
    check_lacks(text_str(&out), "<img");
    check_lacks(text_str(&out), "<a ");
    text_release(&source);
    text_release(&out);
}

static void test_html_in_a_source_is_text(void **state)
{
    (void)state;
    struct text out = {0};
    struct markup markup = {"<b onclick=\"x\">a</b>\n\n## <i>b</i>\n\n| <u> |\n| --- |\n| </td> |\n", "</title><script>", "<hr>", LANG_ZH};
    write_as(&out, &markup, MARKUP_HTML);
    check_contains(text_str(&out), "&lt;b onclick=&quot;x&quot;&gt;a&lt;/b&gt;");
    check_contains(text_str(&out), "<h2>&lt;i&gt;b&lt;/i&gt;</h2>");
    check_contains(text_str(&out), "<td>&lt;/td&gt;</td>");
    check_contains(text_str(&out), "<title>&lt;/title&gt;&lt;script&gt;</title>");
    check_contains(text_str(&out), "<div class=\"banner\">&lt;hr&gt;</div>");
    text_release(&out);
}

static void test_blocks_have_their_elements(void **state)
{
    (void)state;
    struct text out = {0};
    struct markup markup = {"# 标题\n\n各单位：\n\n正文一\n正文二 **重要**\n\n- 甲\n- 乙\n\n### 小\n\n---\n\n> 市指挥部\n>\n> 签发\n", "t", NULL, LANG_ZH};
    write_as(&out, &markup, MARKUP_HTML);
    check_contains(text_str(&out), "<html lang=\"zh-CN\">");
    check_contains(text_str(&out), "<h1>标题</h1>\n<p>各单位：</p>\n<p class=\"text\">正文一正文二 <strong>重要</strong></p>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n"
                                   "<h3>小</h3>\n<div class=\"page\"></div>\n<div class=\"signature\">\n<p>市指挥部</p>\n<p>签发</p>\n</div>\n</body>");
    check_lacks(text_str(&out), "src=");
    check_lacks(text_str(&out), "href=");
    text_release(&out);
}

static void test_text_is_laid_out_in_80_cells(void **state)
{
    (void)state;
    struct text out = {0};
    struct markup markup = {"# 标题\n\n各单位：\n\n正文\n\n- 甲\n\n> 签发\n\n| 项目 | 内容 |\n| --- | --- |\n| 死亡 | 3 人 |\n| 空 | |\n", "t", NULL, LANG_ZH};
    assert_string_equal(write_as(&out, &markup, MARKUP_TXT),
                        "                                      标题\n\n各单位：\n\n    正文\n\n  - 甲\n\n"
                        "                                                                            签发\n\n项目  内容\n----  ----\n死亡  3 人\n空\n");
    text_release(&out);
}

static void test_no_line_of_text_is_wider_than_the_paper(void **state)
{
    (void)state;
    struct text source = {0}, out = {0};
    text_add_str(&source, "# ");
    for (int i = 0; i < 30; i++)
        text_add_str(&source, "很长的标题");
    text_add_str(&source, "\n\n| a | b | c |\n| --- | --- | --- |\n| ");
    for (int i = 0; i < 90; i++)
        text_addf(&source, "甲乙 word%s", i % 30 == 29 ? " | " : "");
    text_add_str(&source, "\n\n- ");
    for (int i = 0; i < 60; i++)
        text_add_str(&source, "项目");
    struct markup markup = {text_str(&source), "t", "演练", LANG_ZH};
    write_as(&out, &markup, MARKUP_TXT);
    for (const char *at = text_str(&out); *at != '\0';) {
        size_t size = strcspn(at, "\n");
        assert_true(text_width(at, size) <= MARKUP_WIDTH);
        assert_true(size == 0 || at[size - 1] != ' ');
        at += size + (at[size] == '\n');
    }
    text_release(&source);
    text_release(&out);
}

static void test_a_drill_is_marked_at_top_and_bottom_of_every_page(void **state)
{
    (void)state;
    struct text out = {0};
    struct markup markup = {"a\n\n---\n\nb\n", "t", "演练", LANG_ZH};
    assert_string_equal(write_as(&out, &markup, MARKUP_MD), "**演练**\n\na\n\n**演练**\n\n---\n\n**演练**\n\nb\n\n**演练**\n");
    write_as(&out, &markup, MARKUP_HTML);
    check_contains(text_str(&out), "<thead><tr><td><div class=\"banner\">演练</div></td></tr></thead>");
    check_contains(text_str(&out), "<tfoot><tr><td><div class=\"banner\">演练</div></td></tr></tfoot>");
    write_as(&out, &markup, MARKUP_TXT);
    size_t marks = 0;
    for (const char *at = text_str(&out); (at = strstr(at, "演练")) != NULL; at++)
        marks++;
    assert_int_equal(marks, 4);
    text_release(&out);
}

static void test_cells_end_at_bars_that_are_not_escaped(void **state)
{
    (void)state;
    struct cell cells[MARKUP_COLUMNS_MAX];
    static const char line[] = "| a \\| b |  | c";
    assert_int_equal(block_cells(line, strlen(line), cells), 3);
    assert_true(text_equal(cells[0].data, cells[0].size, "a \\| b"));
    assert_int_equal(cells[1].size, 0);
    assert_true(text_equal(cells[2].data, cells[2].size, "c"));
    static const char many[] = "|1|2|3|4|5|6|7|8|9|10|11|12|13|14|";
    assert_int_equal(block_cells(many, strlen(many), cells), MARKUP_COLUMNS_MAX);
    assert_int_equal(block_cells("|", 1, cells), 0);
    assert_int_equal(block_cells("| x\\", 4, cells), 1);
}

static void test_formats_are_found_by_name(void **state)
{
    (void)state;
    enum markup_format format;
    struct err err = {0};
    assert_int_equal(markup_read_format(NULL, &format, &err), 0);
    assert_int_equal(format, MARKUP_MD);
    assert_int_equal(markup_read_format("txt", &format, &err), 0);
    assert_int_equal(format, MARKUP_TXT);
    assert_int_equal(markup_read_format("doc", &format, &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signs_of_a_value_are_escaped),
        cmocka_unit_test(test_what_begins_a_list_is_escaped_at_the_beginning),
        cmocka_unit_test(test_a_value_stays_on_its_line_and_drives_no_terminal),
        cmocka_unit_test(test_a_value_comes_back_as_it_was),
        cmocka_unit_test(test_html_in_a_source_is_text),
        cmocka_unit_test(test_blocks_have_their_elements),
        cmocka_unit_test(test_text_is_laid_out_in_80_cells),
        cmocka_unit_test(test_no_line_of_text_is_wider_than_the_paper),
        cmocka_unit_test(test_a_drill_is_marked_at_top_and_bottom_of_every_page),
        cmocka_unit_test(test_cells_end_at_bars_that_are_not_escaped),
        cmocka_unit_test(test_formats_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
