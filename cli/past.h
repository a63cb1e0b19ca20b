/*
 * An incident as it was: its record folded up to an entry, and the grade by what was known then.
 *
 * What was corrected later is still believed here, as it was at the time. The grading date is that of the entry, unless one was given.
 *
 *     struct past past;
 *     if (past_init(&past, session, &err) == 0 && past_go(&past, 3, &err) == 0 && past_assess(&past, &err) == 0)
 *         … past.record, past.assessment: after the third entry …
 *     past_release(&past);
 */
#ifndef CLI_PAST_H
#define CLI_PAST_H

#include "cli/session.h"

struct past {
    const struct session *session; /* borrowed */
    struct record record;
    struct assessor *assessor;
    struct assessment assessment; /* of the last past_assess */
};

/* Before its first entry. Release it also after a failure. */
int past_init(struct past *past, const struct session *session, struct err *err);
void past_release(struct past *past);
/* Forward until so many entries are folded; never back. */
int past_go(struct past *past, size_t entries, struct err *err);
int past_assess(struct past *past, struct err *err);

#endif
