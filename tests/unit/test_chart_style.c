/* The styles of charts: each is whole, has a name, can be read, and is told apart without colour. */
#include "tests/unit/check.h"

#include <ctype.h>
#include <math.h>

#include "cli/chart_style.h"

#define LOOKS_ALIKE 0.04 /* difference of luminance */

static bool is_colour(const char *colour)
{
    if (colour[0] != '#' || strlen(colour) != 7)
        return false;
    for (int i = 1; i < 7; i++)
        if (!isxdigit((unsigned char)colour[i]) || isupper((unsigned char)colour[i]))
            return false;
    return true;
}

/* Relative luminance, 0 to 1 (WCAG 2.2). */
static double luminance(const char *colour)
{
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    unsigned parts[3];
    double sum = 0;
    assert_int_equal(sscanf(colour, "#%2x%2x%2x", &parts[0], &parts[1], &parts[2]), 3);
    for (int i = 0; i < 3; i++) {
        double part = parts[i] / 255.0;
        sum += weights[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(const char *one, const char *two)
{
    double a = luminance(one), b = luminance(two);
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

static const char *fill_of(const struct box_look *look)
{
    return look->fill == NULL ? "#ffffff" : look->fill;
}

static void check_names(const char *const *ids, int count)
{
    for (int i = 0; i < count; i++) {
        assert_non_null(ids[i]);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(ids[i], ids[k]);
    }
    assert_null(ids[count]);
}

static void test_every_style_has_a_name_of_its_own(void **state)
{
    (void)state;
    check_names(box_style_ids, BOX_STYLE_COUNT);
    check_names(link_style_ids, LINK_STYLE_COUNT);
}

static void test_names_belong_to_their_styles(void **state)
{
    (void)state;
    static const char *const boxes[] = {
        [BOX_TITLE] = "title", [BOX_SUBTITLE] = "subtitle", [BOX_KEY] = "key", [BOX_FACT] = "fact", [BOX_EXERCISE] = "exercise", [BOX_NOTE] = "note",
        [BOX_BAND] = "band", [BOX_HQ] = "hq", [BOX_OFFICE] = "office", [BOX_GROUP] = "group", [BOX_OUTSIDE] = "outside", [BOX_CLAUSE] = "clause",
        [BOX_LABEL] = "label", [BOX_VALUE] = "value", [BOX_LEADER] = "leader", [BOX_MEMBER] = "member", [BOX_GUEST] = "guest",
        [BOX_VACANT] = "vacant", [BOX_DONE] = "done", [BOX_BUSY] = "busy", [BOX_LATE] = "late", [BOX_CALLER] = "caller", [BOX_TOLD] = "told",
        [BOX_LEVEL] = "level", [BOX_OURS] = "ours", [BOX_AGENCY] = "agency", [BOX_STATE] = "state", [BOX_NOW] = "now", [BOX_STEP] = "step",
        [BOX_PHASE] = "phase", [BOX_CHOICE] = "choice",
    };
    static const char *const links[] = {
        [LINK_COMMANDS] = "commands", [LINK_TAKES] = "takes", [LINK_TELLS] = "tells", [LINK_GOES] = "goes",
        [LINK_WENT] = "went", [LINK_MEETS] = "meets",
    };
    for (size_t i = 0; i < LENGTH_OF(boxes); i++)
        assert_string_equal(box_style_ids[i], boxes[i] == NULL ? "none" : boxes[i]);
    for (size_t i = 0; i < LENGTH_OF(links); i++)
        assert_string_equal(link_style_ids[i], links[i]);
}

static void test_styles_are_few_enough_for_a_set_of_bits(void **state)
{
    (void)state;
    assert_true(BOX_STYLE_COUNT <= 32 && LINK_STYLE_COUNT <= 32); /* the legend of a sheet */
}

static void test_every_box_has_a_whole_look(void **state)
{
    (void)state;
    for (int style = 0; style < BOX_STYLE_COUNT; style++) {
        const struct box_look *look = box_look((enum box_style)style);
        assert_in_range(look->size, 60, 200);
        assert_in_range(look->pad, 0, 20);
        assert_true(is_colour(look->ink) && is_colour(fill_of(look)));
        assert_true(look->pen_colour == NULL ? look->pen == 0 : look->pen > 0 && is_colour(look->pen_colour));
        assert_true(look->dash == NULL || strcmp(look->dash, "dashed") == 0 || strcmp(look->dash, "rounded") == 0);
        assert_int_equal(look->legend.zh == NULL, look->legend.en == NULL);
    }
}

static void test_every_link_has_a_whole_look(void **state)
{
    (void)state;
    for (int style = 0; style < LINK_STYLE_COUNT; style++) {
        const struct link_look *look = link_look((enum link_style)style);
        assert_true(is_colour(look->colour) && look->pen > 0);
        assert_true(strcmp(look->dash, "solid") == 0 || strcmp(look->dash, "dashed") == 0);
        assert_int_equal(look->legend.zh == NULL, look->legend.en == NULL);
    }
}

static void test_text_stands_out_from_its_box(void **state)
{
    (void)state;
    for (int style = 0; style < BOX_STYLE_COUNT; style++) {
        const struct box_look *look = box_look((enum box_style)style);
        double ratio = contrast(look->ink, fill_of(look));
        if (ratio < 4.5) /* WCAG 2.2, 1.4.3 */
            fail_msg("%s: %.1f", box_style_ids[style], ratio);
    }
}

static void test_what_a_legend_explains_is_explained_once(void **state)
{
    (void)state;
    for (int one = 0; one < BOX_STYLE_COUNT; one++)
        for (int two = 0; two < one; two++) {
            const struct words *a = &box_look((enum box_style)one)->legend, *b = &box_look((enum box_style)two)->legend;
            if (a->zh != NULL && b->zh != NULL)
                assert_true(strcmp(a->zh, b->zh) != 0 && strcmp(a->en, b->en) != 0);
        }
}

static bool same_dash(const char *one, const char *two)
{
    return one == NULL || two == NULL ? one == two : strcmp(one, two) == 0;
}

/* How far a live incident is must be seen in print without colour. */
static void test_states_of_work_are_told_apart_without_colour(void **state)
{
    (void)state;
    static const enum box_style styles[] = {BOX_MEMBER, BOX_LEADER, BOX_VACANT, BOX_GUEST, BOX_LATE, BOX_DONE, BOX_BUSY};
    for (size_t i = 0; i < LENGTH_OF(styles); i++)
        for (size_t k = 0; k < i; k++) {
            const struct box_look *a = box_look(styles[i]), *b = box_look(styles[k]);
            bool told = a->bold != b->bold || fabs(a->pen - b->pen) >= 0.5 || !same_dash(a->dash, b->dash) ||
                        fabs(luminance(fill_of(a)) - luminance(fill_of(b))) > LOOKS_ALIKE;
            if (!told)
                fail_msg("%s looks like %s", box_style_ids[styles[i]], box_style_ids[styles[k]]);
        }
}

static void test_where_a_response_stands_is_drawn_heaviest(void **state)
{
    (void)state;
    for (int style = 0; style < BOX_STYLE_COUNT; style++)
        assert_true(box_look((enum box_style)style)->pen <= box_look(BOX_NOW)->pen);
    for (int style = 0; style < LINK_STYLE_COUNT; style++)
        assert_true(link_look((enum link_style)style)->pen <= link_look(LINK_WENT)->pen);
    assert_true(box_look(BOX_EXERCISE)->pen == box_look(BOX_NOW)->pen); /* 演练 is as hard to miss */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_style_has_a_name_of_its_own),
        cmocka_unit_test(test_names_belong_to_their_styles),
        cmocka_unit_test(test_styles_are_few_enough_for_a_set_of_bits),
        cmocka_unit_test(test_every_box_has_a_whole_look),
        cmocka_unit_test(test_every_link_has_a_whole_look),
        cmocka_unit_test(test_text_stands_out_from_its_box),
        cmocka_unit_test(test_what_a_legend_explains_is_explained_once),
        cmocka_unit_test(test_states_of_work_are_told_apart_without_colour),
        cmocka_unit_test(test_where_a_response_stands_is_drawn_heaviest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
