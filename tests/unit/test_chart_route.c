/* Wires in a channel: where they end, which lanes they take, and that none lies on another. */
#include "cli/chart_route.h"
#include "tests/unit/chart_fixture.h"

#define LEFT_X 50
#define PANEL 150
#define ROWS 6
#define MANY (WIRES_MAX + 40)

static struct wire wires[MANY];
static struct chart chart;

static int open_chart(void **state)
{
    (void)state;
    chart_init(&chart, LANG_ZH, 1000, 5000);
    return 0;
}

static int close_chart(void **state)
{
    (void)state;
    chart_release(&chart);
    return 0;
}

/* Two columns of panels with a channel between them. */
struct columns {
    struct place left[ROWS], right[ROWS];
    int channel;
};

static void stack_panels(struct place *panels, int x, uint64_t *random)
{
    int y = 30 + (int)random_below(random, 100);
    for (int i = 0; i < ROWS; i++) {
        panels[i] = (struct place){x, y, PANEL, 60 + (int)random_below(random, 140)};
        y += panels[i].height + 10 + (int)random_below(random, 40);
    }
}

static void random_columns(struct columns *columns, int channel, uint64_t *random)
{
    columns->channel = channel;
    stack_panels(columns->left, LEFT_X, random);
    stack_panels(columns->right, LEFT_X + PANEL + channel, random);
}

static struct wire wire_between(const struct columns *columns, size_t left, size_t right)
{
    return (struct wire){.style = LINK_TELLS, .left = (int)left, .right = (int)(ROWS + right), .left_panel = columns->left[left],
                         .right_panel = columns->right[right]};
}

/* One wire between panels at the same place but for their heights. */
static const struct link *draw_one(int left_y, int left_height, int right_y, int right_height)
{
    wires[0] = (struct wire){.style = LINK_TAKES, .left = 3, .right = 8, .left_panel = {LEFT_X, left_y, PANEL, left_height},
                             .right_panel = {300, right_y, PANEL, right_height}};
    chart_wire(&chart, wires, 1);
    return &chart.links[chart.link_count - 1];
}

static void check_points(const struct link *link, const int64_t *expected, size_t count)
{
    assert_int_equal(link->point_count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(link->points[i], expected[i]);
}

/* ---- one wire ---- */

static void test_a_wire_joins_facing_edges_level_upright_and_level(void **state)
{
    (void)state;
    static const int64_t expected[] = {200, 95, 250, 95, 250, 350, 300, 350};
    const struct link *link = draw_one(0, 100, 300, 100);
    check_points(link, expected, 8);
    assert_int_equal(link->style, LINK_TAKES);
    assert_int_equal(link->from, 3);
    assert_int_equal(link->to, 8);
}

static void test_a_wire_is_straight_when_its_panels_are_side_by_side(void **state)
{
    (void)state;
    static const int64_t expected[] = {200, 50, 300, 50};
    check_points(draw_one(0, 100, 0, 100), expected, 4);
    check_points(draw_one(0, 500, 30, 40), expected, 4); /* at the middle of the lower one */
    check_points(draw_one(40, 60, 0, 100), expected, 4);
}

static void test_a_wire_leftwards_ends_at_the_left(void **state)
{
    (void)state;
    static const int64_t expected[] = {300, 350, 250, 350, 250, 95, 200, 95};
    wires[0] = (struct wire){.left = 3, .right = 8, .left_panel = {LEFT_X, 0, PANEL, 100}, .right_panel = {300, 300, PANEL, 100}, .leftwards = true};
    chart_wire(&chart, wires, 1);
    check_points(&chart.links[0], expected, 8);
    assert_int_equal(chart.links[0].from, 8);
    assert_int_equal(chart.links[0].to, 3);
}

static void test_no_wires_draw_nothing(void **state)
{
    (void)state;
    chart_wire(&chart, wires, 0);
    assert_int_equal(chart.link_count, 0);
}

/* ---- several ---- */

/* At most `most` wires, no panel with more than two, no two alike. */
static size_t random_wires(const struct columns *columns, size_t most, uint64_t *random)
{
    size_t lefts[ROWS] = {0}, rights[ROWS] = {0}, count = 0;
    for (size_t tries = 0; tries < most; tries++) {
        size_t left = random_below(random, ROWS), right = random_below(random, ROWS);
        if (lefts[left] == 2 || rights[right] == 2)
            continue;
        struct wire wire = wire_between(columns, left, right);
        wire.leftwards = random_below(random, 2) == 0;
        bool twice = false;
        for (size_t i = 0; i < count; i++)
            twice = twice || (wires[i].left == wire.left && wires[i].right == wire.right);
        if (twice)
            continue;
        wires[count++] = wire;
        lefts[left]++;
        rights[right]++;
    }
    return count;
}

static void check_inside(int64_t y, const struct place *panel)
{
    if (y < panel->y || y > panel->y + panel->height)
        fail_msg("a wire ends at %lld, its panel stands from %d to %d", (long long)y, panel->y, panel->y + panel->height);
}

static void test_wires_end_at_facing_edges_inside_their_panels(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int round = 0; round < 3000; round++) {
        struct columns columns;
        random_columns(&columns, 60 + (int)random_below(&random, 60), &random);
        size_t count = random_wires(&columns, 12, &random), first = chart.link_count;
        chart_wire(&chart, wires, count);
        for (size_t i = 0; i < count; i++) {
            const struct link *link = &chart.links[first + i];
            const int64_t *start = link->points, *end = link->points + link->point_count - 2;
            const int64_t *left = wires[i].leftwards ? end : start, *right = wires[i].leftwards ? start : end;
            assert_int_equal(left[0], LEFT_X + PANEL);
            assert_int_equal(right[0], LEFT_X + PANEL + columns.channel);
            check_inside(left[1], &wires[i].left_panel);
            check_inside(right[1], &wires[i].right_panel);
        }
        chart_rewind(&chart, (struct chart_mark){0, 0});
    }
}

/* Two steps that lie on each other, or (with `cross`) meet at all. */
static bool meet(const int64_t *a, const int64_t *b, bool cross)
{
    int64_t lefts[] = {a[0] < a[2] ? a[0] : a[2], b[0] < b[2] ? b[0] : b[2]}, rights[] = {a[0] + a[2] - lefts[0], b[0] + b[2] - lefts[1]};
    int64_t tops[] = {a[1] < a[3] ? a[1] : a[3], b[1] < b[3] ? b[1] : b[3]}, bottoms[] = {a[1] + a[3] - tops[0], b[1] + b[3] - tops[1]};
    bool touch = lefts[0] <= rights[1] && lefts[1] <= rights[0] && tops[0] <= bottoms[1] && tops[1] <= bottoms[0];
    return touch && (cross || (a[0] == a[2] && b[0] == b[2]));
}

static bool links_meet(const struct link *one, const struct link *two, bool cross)
{
    for (size_t i = 0; i + 2 < one->point_count; i += 2)
        for (size_t k = 0; k + 2 < two->point_count; k += 2)
            if (meet(one->points + i, two->points + k, cross))
                return true;
    return false;
}

static void test_upright_parts_stand_in_lanes_of_their_own(void **state)
{
    (void)state;
    uint64_t random = 2;
    for (int round = 0; round < 3000; round++) {
        struct columns columns;
        random_columns(&columns, 42, &random);
        size_t count = random_wires(&columns, 12, &random);
        chart_wire(&chart, wires, count);
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < i; k++)
                assert_false(links_meet(&chart.links[i], &chart.links[k], false));
        chart_rewind(&chart, (struct chart_mark){0, 0});
    }
}

static void test_lanes_keep_clear_of_the_panels(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int round = 0; round < 2000; round++) {
        struct columns columns;
        random_columns(&columns, 42, &random);
        size_t count = random_wires(&columns, 12, &random);
        chart_wire(&chart, wires, count);
        for (size_t i = 0; i < count; i++)
            for (size_t p = 2; p + 2 < chart.links[i].point_count; p += 2)
                assert_in_range(chart.links[i].points[p], LEFT_X + PANEL + 8, LEFT_X + PANEL + 42 - 8); /* an arrow's head */
        chart_rewind(&chart, (struct chart_mark){0, 0});
    }
}

static void shuffle(size_t count, uint64_t *random)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = random_below(random, (uint32_t)i);
        struct wire wire = wires[i - 1];
        wires[i - 1] = wires[k];
        wires[k] = wire;
    }
}

/* Wires whose ends come in the same order at both sides need not cross. */
static void test_wires_that_need_not_cross_do_not(void **state)
{
    (void)state;
    uint64_t random = 4;
    for (int round = 0; round < 3000; round++) {
        struct columns columns;
        size_t count = 0;
        random_columns(&columns, 42, &random);
        for (size_t left = 0, right = 0; left < ROWS && right < ROWS;) {
            wires[count++] = wire_between(&columns, left, right);
            uint32_t step = random_below(&random, 3);
            left += step != 0;
            right += step != 1;
        }
        shuffle(count, &random);
        chart_wire(&chart, wires, count);
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < i; k++)
                assert_false(links_meet(&chart.links[i], &chart.links[k], true));
        chart_rewind(&chart, (struct chart_mark){0, 0});
    }
}

static void test_ends_at_one_panel_are_spread_over_it(void **state)
{
    (void)state;
    struct columns columns;
    uint64_t random = 5;
    random_columns(&columns, 60, &random);
    columns.left[2] = (struct place){LEFT_X, 100, PANEL, 100};
    columns.left[3] = (struct place){LEFT_X, 210, PANEL, 100}; /* as high, but another */
    for (size_t i = 0; i < 4; i++)
        wires[i] = wire_between(&columns, 2, i);
    wires[4] = wire_between(&columns, 3, 3);
    chart_wire(&chart, wires, 5);
    for (int i = 0; i < 4; i++)
        assert_int_equal(wires[i].left_y, 100 + 20 * (i + 1));
    assert_int_equal(wires[4].left_y, 260);
}

static void test_both_ways_between_two_panels_are_two_wires(void **state)
{
    (void)state;
    struct columns columns;
    uint64_t random = 6;
    random_columns(&columns, 60, &random);
    wires[0] = wires[1] = wire_between(&columns, 0, 0);
    wires[1].leftwards = true;
    chart_wire(&chart, wires, 2);
    assert_int_equal(chart.link_count, 2);
    assert_false(links_meet(&chart.links[0], &chart.links[1], true));
    assert_int_equal(chart.links[0].from, chart.links[1].to);
}

static void test_wires_are_drawn_alike_in_whatever_order_they_come(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (int round = 0; round < 300; round++) {
        struct columns columns;
        char *json[2];
        random_columns(&columns, 42, &random);
        size_t count = random_wires(&columns, 12, &random);
        for (int i = 0; i < 2; i++) {
            shuffle(count, &random);
            chart_wire(&chart, wires, count);
            json[i] = chart_json(&chart);
            chart_rewind(&chart, (struct chart_mark){0, 0});
        }
        assert_string_equal(json[0], json[1]);
        free(json[0]);
        free(json[1]);
    }
}

/* ---- many ---- */

/* All kinds of wires between any panels; those past `count` are marked. */
static void many_wires(size_t count)
{
    struct columns columns;
    uint64_t random = 8;
    random_columns(&columns, 300, &random);
    for (size_t i = 0; i < MANY; i++) {
        wires[i] = wire_between(&columns, random_below(&random, ROWS), random_below(&random, ROWS));
        if (i >= count)
            wires[i] = (struct wire){.left = 7777, .lane = 7777};
    }
}

static void test_as_many_wires_as_there_may_be_are_all_drawn(void **state)
{
    (void)state;
    many_wires(WIRES_MAX);
    chart_wire(&chart, wires, WIRES_MAX);
    assert_int_equal(chart.link_count, WIRES_MAX);
    for (size_t i = 0; i < WIRES_MAX; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(links_meet(&chart.links[i], &chart.links[k], false));
}

static void test_wires_past_the_most_are_left_out_and_left_alone(void **state)
{
    (void)state;
    many_wires(WIRES_MAX);
    chart_wire(&chart, wires, MANY);
    assert_int_equal(chart.link_count, WIRES_MAX);
    for (size_t i = 0; i < WIRES_MAX; i++)
        assert_int_not_equal(wires[i].left, 7777);
    for (size_t i = WIRES_MAX; i < MANY; i++)
        assert_int_equal(wires[i].lane, 7777);
}

static void test_a_channel_without_room_still_joins(void **state)
{
    (void)state;
    for (int channel = 1; channel < 30; channel++) {
        struct columns columns;
        uint64_t random = 9;
        random_columns(&columns, channel, &random);
        size_t count = random_wires(&columns, 12, &random), first = chart.link_count;
        chart_wire(&chart, wires, count);
        for (size_t i = 0; i < count; i++)
            assert_true(chart.links[first + i].point_count >= 4);
    }
}

/* ---- found by looking for trouble ---- */

static void test_three_wires_of_a_panel_that_follows_end_inside_it(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        wires[i] = (struct wire){.left = 0, .right = i + 1, .left_panel = {LEFT_X, 0, PANEL, 100}, .right_panel = {300, 500 + 200 * i, PANEL, 100}};
    for (int i = 3; i < 8; i++) /* another panel makes the right side the busier one */
        wires[i] = (struct wire){.left = i, .right = 1, .left_panel = {LEFT_X, 200 * i, PANEL, 100}, .right_panel = {300, 500, PANEL, 100}};
    chart_wire(&chart, wires, 8);
    for (int i = 0; i < 8; i++) {
        check_inside(wires[i].left_y, &wires[i].left_panel);
        check_inside(wires[i].right_y, &wires[i].right_panel);
    }
}

static bool lie_on(const struct link *one, const struct link *two)
{
    for (size_t i = 0; i + 2 < one->point_count; i += 2)
        for (size_t k = 0; k + 2 < two->point_count; k += 2) {
            const int64_t *a = one->points + i, *b = two->points + k;
            int64_t left = a[0] < b[0] ? b[0] : a[0], right = a[2] < b[2] ? a[2] : b[2]; /* they go rightwards */
            if (a[1] == a[3] && b[1] == b[3] && a[1] == b[1] && left < right)
                return true;
        }
    return false;
}

static void test_level_parts_do_not_lie_on_each_other(void **state)
{
    (void)state;
    wires[0] = (struct wire){.left = 0, .right = 1, .left_panel = {LEFT_X, 76, PANEL, 108}, .right_panel = {300, 445, PANEL, 166}};
    wires[1] = (struct wire){.left = 2, .right = 3, .left_panel = {LEFT_X, 362, PANEL, 177}, .right_panel = {300, 36, PANEL, 90}};
    chart_wire(&chart, wires, 2);
    assert_false(lie_on(&chart.links[0], &chart.links[1]));
}

static void test_many_wires_in_a_narrow_channel_have_lanes_of_their_own(void **state)
{
    (void)state;
    for (int i = 0; i < 40; i++) /* two panels of twenty each, all going down */
        wires[i] = (struct wire){.left = i, .right = i, .left_panel = {LEFT_X, i / 20 * 600, PANEL, 500},
                                 .right_panel = {300, 700 + 100 * i, PANEL, 80}};
    chart_wire(&chart, wires, 40);
    for (int i = 0; i < 40; i++)
        for (int k = 0; k < i; k++)
            assert_false(links_meet(&chart.links[i], &chart.links[k], false));
}

static void test_wires_both_ways_are_drawn_alike_in_whatever_order_they_come(void **state)
{
    (void)state;
    char *json[2];
    struct columns columns;
    uint64_t random = 6;
    random_columns(&columns, 60, &random);
    for (int i = 0; i < 2; i++) {
        wires[0] = wires[1] = wire_between(&columns, 0, 0);
        wires[i].leftwards = true;
        chart_wire(&chart, wires, 2);
        json[i] = chart_json(&chart);
        chart_rewind(&chart, (struct chart_mark){0, 0});
    }
    assert_string_equal(json[0], json[1]);
    free(json[0]);
    free(json[1]);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_chart, close_chart)
    static const struct CMUnitTest tests[] = {
        T(test_a_wire_joins_facing_edges_level_upright_and_level),
        T(test_a_wire_is_straight_when_its_panels_are_side_by_side),
        T(test_a_wire_leftwards_ends_at_the_left),
        T(test_no_wires_draw_nothing),
        T(test_wires_end_at_facing_edges_inside_their_panels),
        T(test_upright_parts_stand_in_lanes_of_their_own),
        T(test_lanes_keep_clear_of_the_panels),
        T(test_wires_that_need_not_cross_do_not),
        T(test_ends_at_one_panel_are_spread_over_it),
        T(test_both_ways_between_two_panels_are_two_wires),
        T(test_wires_are_drawn_alike_in_whatever_order_they_come),
        T(test_as_many_wires_as_there_may_be_are_all_drawn),
        T(test_wires_past_the_most_are_left_out_and_left_alone),
        T(test_a_channel_without_room_still_joins),
        T(test_three_wires_of_a_panel_that_follows_end_inside_it),
        T(test_level_parts_do_not_lie_on_each_other),
        T(test_many_wires_in_a_narrow_channel_have_lanes_of_their_own),
        T(test_wires_both_ways_are_drawn_alike_in_whatever_order_they_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
