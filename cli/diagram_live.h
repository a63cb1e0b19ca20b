/*
 * A live incident as something to be drawn: its plan's graph with what the facts decide, its level, and the other running incidents that may
 * need the same agencies.
 */
#ifndef CLI_DIAGRAM_LIVE_H
#define CLI_DIAGRAM_LIVE_H

#include "cli/desk.h"
#include "cli/diagram.h"

struct live_diagram {
    struct diagram diagram;
    struct graph *graph;
    struct diagram_other *others; /* those running, of the same city, drills apart from the rest */
    size_t other_count;
};

/*
 * At the level in force; without one, at the level graded so far (0 when none is); DIAGRAM_LEVELS shows all. Release it also after a
 * failure.
 */
int live_diagram_init(struct live_diagram *live, const struct desk *desk, struct desk_incident *incident, enum diagram_kind kind, struct err *err);
void live_diagram_release(struct live_diagram *live);

#endif
