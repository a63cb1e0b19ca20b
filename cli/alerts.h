/*
 * What the officer must see at once, whatever is being typed: what others have written, tasks that have just become overdue or go
 * up, a grade that has changed with the date. Each is said once; lines for a terminal, each ending with a newline.
 */
#ifndef CLI_ALERTS_H
#define CLI_ALERTS_H

#include "cli/desk.h"

/* Read what others wrote and look at every running incident; `current` (may be NULL) is the one being worked on. */
int alerts_collect(struct desk *desk, struct desk_incident *current, struct text *alerts, struct err *err);
/* Take all that is overdue now as said: a status has just shown it. */
void alerts_seen(struct desk_incident *incident);

#endif
