/*
 * Ill treatment of the journal: processes killed, two at once, disks that fail, power that goes. And of the rules: random ones, against
 * looking at every case.
 *
 *     torture check                    all parts, as many rounds as a release needs; TAP
 *     torture endless [SECONDS]        turn after turn of all parts, other chances each time, until one fails or somebody stops it
 *     torture PART [ROUNDS [SEED]]     one part: how a round that failed is run again
 *
 * A part runs in rounds. Each has a process of its own, so that a crash is a failure like any other, and a seed that decides all that
 * is left to chance. Files are under TMPDIR (/tmp without it), or in memory where the disk is not what is tested; those of a round
 * that failed are kept.
 */
#ifndef TESTS_TORTURE_TORTURE_H
#define TESTS_TORTURE_TORTURE_H

#include <stdint.h>

#include "core/journal.h"

#define FIGURES 3
#define TORTURE_PATH_MAX 400
#define TORTURE_BESIDE_MAX (TORTURE_PATH_MAX + 8)

struct round {
    char path[TORTURE_PATH_MAX]; /* of the journal; nothing is there yet, and nothing needs to be left */
    uint64_t dice;               /* the seed at first */
    unsigned long figures[FIGURES]; /* what the round counts, as the table of the parts names it */
};

void torture_kill(struct round *round);
void torture_die_anywhere(struct round *round);
void torture_together(struct round *round);
void torture_faults(struct round *round);
void torture_power(struct round *round);
void torture_rules(struct round *round);

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t torture_random(uint64_t *dice);
/* Open a journal to write to it, made if it is missing, however long other processes hold it. */
struct journal *torture_open(const char *path);
/* The file that SQLite keeps beside a journal while it writes. */
void torture_beside(const char *path, char beside[TORTURE_BESIDE_MAX]);
/* Remove both. */
void torture_remove(const char *path);
/* Say what broke, and end the process: the round has failed. */
void torture_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
