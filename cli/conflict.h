/*
 * Two running incidents that need the same agency: for each such agency, the most pressing task of either.
 */
#ifndef CLI_CONFLICT_H
#define CLI_CONFLICT_H

#include "cli/desk.h"

struct conflict {
    int agency; /* index into the city's agencies */
    size_t ours, theirs; /* tasks of the two plans */
};

/*
 * Agencies that both need, into `conflicts` (room for the city's agencies). An incident needs an agency while a task of a level in
 * force is pending that the agency owns, or a group or body that it leads or belongs to. Returns how many, or -1 with `err`.
 */
int conflicts_find(struct session *ours, struct session *theirs, struct conflict *conflicts, struct err *err);
/* Whether another incident is running, in the same city, and a drill just when ours is. */
bool conflicts_possible(const struct desk_incident *ours, const struct desk_incident *theirs);
/* All conflicts of an incident with the others of the desk, printed; *count is how many there are. */
int conflicts_view(struct desk *desk, struct desk_incident *incident, size_t *count, struct err *err);
/* One line for each other incident that needs agencies of this one, for an alert. */
int conflicts_summary(struct desk *desk, struct desk_incident *incident, struct text *text, struct err *err);

#endif
