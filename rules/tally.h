/*
 * Counting reports: for every count that a ruleset uses, the distinct counties, townships, premises or reports of one disease
 * within its window on the grading date..
 *
 * A window of N days holds the reports with as_of − N ≤ date ≤ as_of; without a window, all up to as_of (grading contract, 2).
 * Touching counties: the size of the largest group of affected counties joined by borders.
 */
#ifndef RULES_TALLY_H
#define RULES_TALLY_H

#include "core/incident.h"
#include "rules/ruleset.h"

/* Scratch that is kept between calls; zero it, release it. */
struct tally {
    int64_t *counts; /* by measure, as ruleset_grade takes them */
    uint64_t *seen;  /* bits of townships or premises already counted */
    size_t seen_words;
};

int tally_init(struct tally *tally, const struct ruleset *rules, struct err *err);
void tally_release(struct tally *tally);
/* Fill tally->counts. */
int tally_count(struct tally *tally, const struct ruleset *rules, const struct incident *incident, struct err *err);
/* Counties of a disease within a measure's window: a bit each, for explanations. */
uint64_t tally_counties(const struct measure *measure, const struct incident *incident);

#endif
