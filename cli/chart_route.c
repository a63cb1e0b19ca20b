/* Wires in a channel. See chart_route.h. */
#include "cli/chart_route.h"

#include <stdlib.h>

#define APART 5 /* between wires that end at one panel */
#define CLEAR 9 /* between a panel and the first lane: an arrow's head has room */

static bool same_panel(const struct place *a, const struct place *b)
{
    return a->y == b->y && a->height == b->height;
}

/* By where they end: right panels first, then left ones, from the top. */
static int compare_wires(const void *a, const void *b)
{
    const struct wire *one = a, *two = b;
    if (one->left_panel.y != two->left_panel.y)
        return one->left_panel.y < two->left_panel.y ? -1 : 1;
    if (one->right_panel.y != two->right_panel.y)
        return one->right_panel.y < two->right_panel.y ? -1 : 1;
    return (one->style > two->style) - (one->style < two->style);
}

/* The ends at the busier side are spread evenly over each panel. */
static void spread(struct wire *wires, size_t count, bool right)
{
    for (size_t i = 0; i < count; i++) {
        const struct place *panel = right ? &wires[i].right_panel : &wires[i].left_panel;
        size_t of = 0, before = 0;
        for (size_t k = 0; k < count; k++) {
            bool same = same_panel(panel, right ? &wires[k].right_panel : &wires[k].left_panel);
            of += same;
            before += same && k < i;
        }
        *(right ? &wires[i].right_y : &wires[i].left_y) = panel->y + panel->height * (int)(before + 1) / (int)(of + 1);
    }
}

/* Those at the other side follow, as far as their panel reaches: then the wire is straight. */
static void follow(struct wire *wires, size_t count, bool right)
{
    for (size_t i = 0; i < count; i++) {
        const struct place *panel = right ? &wires[i].right_panel : &wires[i].left_panel;
        int y = right ? wires[i].left_y : wires[i].right_y;
        y = y < panel->y + APART ? panel->y + APART : y > panel->y + panel->height - APART ? panel->y + panel->height - APART : y;
        for (size_t k = 0; k < i; k++) {
            int other = right ? wires[k].right_y : wires[k].left_y;
            if (same_panel(panel, right ? &wires[k].right_panel : &wires[k].left_panel) && abs(y - other) < APART)
                y = other + APART;
        }
        *(right ? &wires[i].right_y : &wires[i].left_y) = y;
    }
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
    size_t lanes = take_lanes(wires, count);
    for (size_t i = 0; i < count; i++)
        draw_wire(chart, &wires[i], lanes);
}
