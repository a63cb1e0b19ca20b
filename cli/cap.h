/*
 * Alerts to other systems: CAP 1.2 (OASIS Common Alerting Protocol) messages of the steps of a response.
 *
 * A launch is an Alert; raising, lowering, handing over, taking back, and settling a first guess are Updates; the end is a Cancel. Each is
 * made from the journal as it stood at that entry, so that the same entry gives the same message for ever: identifier, time, references
 * and all. How a plan's words become the standard's is a table in docs/cap.md.
 *
 *     struct text out = {0};
 *     if (cap_write(session, &(struct cap_options){.signed_by = NULL}, &out, &err) == 0) …the newest step, as a draft…
 */
#ifndef CLI_CAP_H
#define CLI_CAP_H

#include "cli/session.h"

struct cap_options {
    uint64_t entry;        /* of which step, by the number of its entry; 0: of the newest */
    const char *signed_by; /* who answers for it; NULL: nobody yet, it is a Draft. A drill's is an Exercise either way */
    const char *sender;    /* the office's own id in the alerting network; NULL: made of plan and city */
    bool to_public;        /* scope Public, where the plan lets its bodies publish; otherwise Restricted */
};

/*
 * Added to `out`, which is as it was after a failure. ERR_NO_INPUT when no step was taken that others are told of; ERR_REFERENCE for an entry
 * that is none; ERR_AUTHORITY, with the clause, for Public where the plan gives no leave; ERR_USAGE for a sender that the standard does not
 * allow, or an empty signature.
 */
int cap_write(struct session *session, const struct cap_options *options, struct text *out, struct err *err);

/* The entries that have a message, oldest first: *seqs is the caller's to free. */
int cap_entries(const struct session *session, uint64_t **seqs, size_t *count, struct err *err);

#endif
