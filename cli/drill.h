/*
 * Drills: a scenario played by people, on clocks of their own. What has come in is in the journal, entry by entry, so that any shell on it
 * may be the one that lets the next thing come in, and a drill goes on after whichever shell ends.
 *
 *     drill_start(desk, scenario, &first, &err);          an incident of the journal for each of the scenario's
 *     drill_deliver(desk, &alerts, &err);                 every second: what is due comes in, and is told
 */
#ifndef CLI_DRILL_H
#define CLI_DRILL_H

#include "cli/desk.h"
#include "core/scenario.h"

/* A drill's scenario as its record has it, and which of the scenario's incidents this is. */
struct drill {
    struct scenario *scenario; /* the caller's, with drill_release */
    size_t incident;
    int64_t *settled; /* by event: when it came in, or was left out; TIME_UNKNOWN while it is still to come */
    bool *skipped;    /* by event: it was left out */
};

/* ERR_STATE when the record plays none, ERR_VALUE when what it plays cannot be read any more. Release it also after a failure. */
int drill_read(struct drill *drill, const struct record *record, struct err *err);
void drill_release(struct drill *drill);
/* When an event came in, or is due, by the incident's clock; and the end of what is expected then. Postponing moves what is still to come. */
int64_t drill_due(const struct drill *drill, const struct record *record, size_t event);
int64_t drill_until(const struct drill *drill, const struct record *record, size_t event);
/* Whether an event brings something in for this incident. */
bool drill_brings(const struct drill *drill, const struct scenario_event *event);

/* Open an incident for each of the scenario's; *first is that of the first. */
int drill_start(struct desk *desk, const struct scenario *scenario, struct desk_incident **first, struct err *err);
/*
 * Let everything that is due come in, in all drills of the desk, and tell it in `alerts`. Somebody else being first is no failure: theirs
 * is heard with the next look at the journal.
 */
int drill_deliver(struct desk *desk, struct text *alerts, struct err *err);

/* Where a drill stands: its clock, how fast that runs, what has come in. With `all`, what is still to come too: for its director. */
int drill_view(const struct session *session, bool all, struct err *err);
/* Whether an entry is of an inject that was left out: the players are not to learn of it while they play. */
bool drill_left_out(const struct entry *entry);

#endif
