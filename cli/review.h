/*
 * The after-action report of an incident (总结评估): one HTML file that an office can file. It prints on A4, loads nothing and runs nothing.
 *
 * Everything in it is read from the incident's record and its entries; nothing is measured against the machine's clock, so the same journal
 * gives the same report, byte for byte. How it is made, and what to write into notes so that it appears under improvements: docs/review.md.
 *
 *     struct text out = {0};
 *     if (review_write(session, &out, &err) == 0) …in the app's language…
 */
#ifndef CLI_REVIEW_H
#define CLI_REVIEW_H

#include "cli/session.h"

/* Added to `out`. -1 with `err` when memory ran out, or when the incident cannot be graded. */
int review_write(struct session *session, struct text *out, struct err *err);

#endif
