/*
 * What the parts of the benchmark share: how a contest is timed, and the row of the table that it gives.
 *
 * Ours and the peer run by turns, so that a machine that slows down or warms up does so for both; the medians are compared.
 * A part first proves that both give the same answers, and dies when they do not.
 *
 *     bench_hold(bench, &(struct contest){.what = "…", .ours = f, .peer = g, .context = &it, .runs = 5, .target = 1.0});
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/library.h"

/* Times the work itself, without its preparation: seconds for one unit (an incident, a line, a start). */
typedef double contestant(void *context);

/* What a row has: seconds, bytes, or plain numbers. */
enum amount { AMOUNT_TIME, AMOUNT_BYTES, AMOUNT_NUMBER };

struct contest {
    const char *what;
    contestant *ours, *peer; /* peer NULL: none to run */
    void *context;
    int runs;     /* of each */
    double limit; /* seconds, in place of a peer */
    double most;  /* target: ours / peer at the most; 0 for information alone */
    double least; /* the same target as a plan states it for a slow peer: peer / ours at the least */
    enum amount kind;
};

struct bench {
    struct library library;
    const char *self;    /* this program: the flat reader is a mode of it */
    const char *respond; /* the program that is measured */
    const char *filter;  /* road.jq */
    const char *folder;  /* complete.jsonl, slice.jsonl, partial.jsonl */
    bool missed;         /* a target was */
};

/* Run a contest and print its row. */
void bench_hold(struct bench *bench, const struct contest *contest);
/* Print the row of what was timed already, and is to take no longer than `limit` seconds. */
void bench_limit(struct bench *bench, const char *what, double seconds, double limit);
/* The same for memory. */
void bench_limit_bytes(struct bench *bench, const char *what, double bytes, double limit);
/* Print the row of what was timed already, for information. */
void bench_time(struct bench *bench, const char *what, double seconds);
/* Print a row of two numbers that are no times; ours by the peer's is to be `most` at the most (0 for information). */
void bench_number(struct bench *bench, const char *what, double ours, double peer, double most);

/* The parts, in the order of the table. */
void bench_grade(struct bench *bench);
void bench_batch(struct bench *bench);
void bench_log(struct bench *bench);
void bench_start(struct bench *bench);
void bench_plans(struct bench *bench);
void bench_library(struct bench *bench);
void bench_triage(struct bench *bench);
void bench_questions(struct bench *bench);
void bench_journal(struct bench *bench);
void bench_shell(struct bench *bench);
void bench_diagram(struct bench *bench);
void bench_report(struct bench *bench);
void bench_scenario(struct bench *bench);
void bench_explain(struct bench *bench);

/* 5,000 varied plans (tests/bench/varied.h), written when they are first wanted, and loaded; the caller frees the catalogue. */
struct catalogue *bench_varied(const struct bench *bench);
struct loaded *bench_load(const struct bench *bench, const char *plan);
void *bench_alloc(size_t count, size_t size);
/* Say why there can be no table, and exit. */
void bench_die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* Seconds of a clock that only goes forward. */
double bench_now(void);
/* Sorts the values. */
double bench_median(double *values, int count);
/* Seconds that a program takes, from its start to its end; `input` may be NULL, the output is dropped. Dies when it fails. */
double bench_program(const char *const *argv, const char *input);

#endif
