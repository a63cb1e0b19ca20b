/*
 * Wires through the channel between two columns of boxes: each goes level, upright in a lane of its own, and level again, so that no two lie
 * on each other and those that need not cross do not.
 *
 *     struct wire wires[] = {{.style = LINK_COMMANDS, .from = hq, .to = office, .from_side = hq_place, .to_side = office_place}, …};
 *     chart_wire(chart, wires, count);
 */
#ifndef CLI_CHART_ROUTE_H
#define CLI_CHART_ROUTE_H

#include "cli/chart.h"

#define WIRES_MAX 64

struct wire {
    enum link_style style;
    int left, right;          /* boxes that it is said to join … */
    struct place left_panel;  /* … and the panels at whose facing edges it ends */
    struct place right_panel;
    bool leftwards; /* from the right one to the left one */
    int left_y, right_y, lane; /* found by chart_wire */
};

/* All wires of one channel: their left panels end, and their right panels begin, at the same x. At most WIRES_MAX; more are left out. */
void chart_wire(struct chart *chart, struct wire *wires, size_t count);

#endif
