/* Wires in a channel. See chart_route.h. */
#include "cli/chart_route.h"

#include <stdlib.h>

#define APART 5 /* between wires that end at one panel */
#define NUDGE 3
#define CLEAR 9 /* between a panel and the first lane: an arrow's head has room */

static bool same_panel(const struct place *a, const struct place *b)
{
    return a->y == b->y && a->height == b->height;
}

/* By where they end: left panels first, then right ones, from the top. */
static int compare_wires(const void *a, const void *b)
{
    const struct wire *one = a, *two = b;
    if (one->left_panel.y != two->left_panel.y)
        return one->left_panel.y < two->left_panel.y ? -1 : 1;
    if (one->right_panel.y != two->right_panel.y)
        return one->right_panel.y < two->right_panel.y ? -1 : 1;
    if (one->style != two->style)
        return one->style < two->style ? -1 : 1;
    return (int)one->leftwards - (int)two->leftwards;
}

static const struct place *panel_at(const struct wire *wire, bool right)
{
    return right ? &wire->right_panel : &wire->left_panel;
}

static int *end_at(struct wire *wire, bool right)
{
    return right ? &wire->right_y : &wire->left_y;
}

/* The ends at a panel, spread evenly over it. */
static void spread_panel(struct wire *wires, size_t count, bool right, const struct place *panel)
{
    int of = 0, before = 0;
    for (size_t i = 0; i < count; i++)
        of += same_panel(panel, panel_at(&wires[i], right));
    for (size_t i = 0; i < count; i++)
        if (same_panel(panel, panel_at(&wires[i], right)))
            *end_at(&wires[i], right) = panel->y + panel->height * ++before / (of + 1);
}

static void spread(struct wire *wires, size_t count, bool right)
{
    for (size_t i = 0; i < count; i++)
        spread_panel(wires, count, right, panel_at(&wires[i], right));
}

/* The ends at a panel as level with the other ends as it reaches, in the order of the wires; false when they do not all find room. */
static bool follow_panel(struct wire *wires, size_t count, bool right, const struct place *panel)
{
    int least = panel->y + APART, most = panel->y + panel->height - APART;
    for (size_t i = 0; i < count; i++) {
        if (!same_panel(panel, panel_at(&wires[i], right)))
            continue;
        int y = *end_at(&wires[i], !right);
        y = y > most ? most : y;
        y = y < least ? least : y;
        *end_at(&wires[i], right) = y;
        least = y + APART;
        if (y > panel->y + panel->height)
            return false;
    }
    return true;
}

/* The ends at the other side follow those that were spread: then most wires are straight. */
static void follow(struct wire *wires, size_t count, bool right)
{
    for (size_t i = 0; i < count; i++)
        if (!follow_panel(wires, count, right, panel_at(&wires[i], right)))
            spread_panel(wires, count, right, panel_at(&wires[i], right));
}

/* Wires that go down take lanes from right to left, wires that go up from left to right. */
static size_t take_lanes(struct wire *wires, size_t count)
{
    size_t down = 0, lanes = 0;
    for (size_t i = 0; i < count; i++)
        down += wires[i].right_y > wires[i].left_y;
    lanes = down;
    for (size_t i = 0; i < count; i++) {
        if (wires[i].right_y > wires[i].left_y)
            wires[i].lane = (int)--down;
        else if (wires[i].right_y < wires[i].left_y)
            wires[i].lane = (int)lanes++;
    }
    return lanes;
}

/* Where one comes in at the height at which another goes out, it moves a little: they would lie on each other. */
static void part(struct wire *wires, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            const struct place *panel = &wires[k].right_panel;
            if (i != k && wires[i].left_y == wires[k].right_y)
                wires[k].right_y += wires[k].right_y + NUDGE < panel->y + panel->height ? NUDGE : -NUDGE;
        }
}

static void draw_wire(struct chart *chart, const struct wire *wire, size_t lanes)
{
    int left = wire->left_panel.x + wire->left_panel.width, right = wire->right_panel.x;
    int room = right - left - 2 * CLEAR > 0 ? right - left - 2 * CLEAR : 0;
    int x = lanes < 2 ? (left + right) / 2 : left + CLEAR + room * wire->lane / (int)(lanes - 1);
    struct point points[] = {{left, wire->left_y}, {x, wire->left_y}, {x, wire->right_y}, {right, wire->right_y}};
    struct point back[] = {points[3], points[2], points[1], points[0]};
    struct route route = {wire->style, wire->left, wire->right, points, 4};
    if (wire->leftwards)
        route = (struct route){wire->style, wire->right, wire->left, back, 4};
    chart_link(chart, &route);
}

void chart_wire(struct chart *chart, struct wire *wires, size_t count)
{
    count = count < WIRES_MAX ? count : WIRES_MAX;
    if (count == 0)
        return;
    qsort(wires, count, sizeof *wires, compare_wires);
    size_t rights = 0;
    for (size_t i = 1; i < count; i++)
        rights += same_panel(&wires[i].right_panel, &wires[0].right_panel);
    bool right_is_busier = rights * 2 >= count - 1;
    spread(wires, count, right_is_busier);
    follow(wires, count, !right_is_busier);
    part(wires, count);
    size_t lanes = take_lanes(wires, count);
    for (size_t i = 0; i < count; i++)
        draw_wire(chart, &wires[i], lanes);
}
