/* XML text: what may be typed into it, and what it looks like. */
#include "tests/unit/check.h"

#include "cli/xml.h"

static void check_escaped(const char *str, const char *expected)
{
    struct text out = {0};
    xml_escape(&out, str);
    assert_string_equal(text_str(&out), expected);
    text_release(&out);
}

static void test_markup_is_escaped(void **state)
{
    (void)state;
    check_escaped("a]]>b & <c> \"d\" 'e'", "a]]&gt;b &amp; &lt;c&gt; &quot;d&quot; &apos;e&apos;");
    check_escaped("&amp;", "&amp;amp;");
    check_escaped("", "");
}

static void test_characters_that_xml_has_stay(void **state)
{
    (void)state;
    check_escaped("追尾\t\n\U0010FFFF\uFFFD\uE000", "追尾\t\n\U0010FFFF\uFFFD\uE000");
}

static void test_characters_that_xml_has_not_are_replaced(void **state)
{
    (void)state;
    check_escaped("\x01\x1b\x08", "\uFFFD\uFFFD\uFFFD");
    check_escaped("\xEF\xBF\xBE\xEF\xBF\xBF", "\uFFFD\uFFFD"); /* U+FFFE, U+FFFF */
    check_escaped("\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD");       /* a surrogate */
    check_escaped("\xC0\x80\xFF", "\uFFFD\uFFFD\uFFFD");       /* overlong, and no UTF-8 at all */
    check_escaped("字\xE5\xAD", "字\uFFFD\uFFFD");             /* cut off */
}

static void test_what_could_mislead_is_a_reference(void **state)
{
    (void)state;
    check_escaped("\r\x7f\xC2\x85\xC2\x9B\u202E", "&#xD;&#x7F;&#x85;&#x9B;&#x202E;");
}

static void test_elements_stand_inside_one_another(void **state)
{
    (void)state;
    struct text out = {0};
    struct xml xml;
    xml_begin(&xml, &out);
    xml_open(&xml, "a");
    xml_attribute(&xml, "x", "1\"2");
    xml_attribute(&xml, "y", "");
    xml_text(&xml, "b", "c<");
    xml_open(&xml, "d");
    xml_close(&xml);
    xml_close(&xml);
    assert_string_equal(text_str(&out), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"1&quot;2\" y=\"\">\n  <b>c&lt;</b>\n  <d>\n  </d>\n</a>\n");
    assert_int_equal(xml.depth, 0);
    text_release(&out);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markup_is_escaped),
        cmocka_unit_test(test_characters_that_xml_has_stay),
        cmocka_unit_test(test_characters_that_xml_has_not_are_replaced),
        cmocka_unit_test(test_what_could_mislead_is_a_reference),
        cmocka_unit_test(test_elements_stand_inside_one_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
