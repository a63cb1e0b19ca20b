/*
 * Scenarios played by script, on a clock that moves only when the scenario says so; nothing is kept and nobody is asked.
 *
 * Each incident is a session of its own, an exercise without a journal. An outcome has every expectation that was not met, with the place in
 * the file, what was expected and what was found.
 *
 *     struct runner runner;
 *     struct outcome outcome;
 *     runner_init(&runner, app, &library);
 *     if (runner_play(&runner, scenario, &outcome, &err) == 0) … outcome.failures …
 *     outcome_release(&outcome);
 *     runner_release(&runner);
 */
#ifndef CLI_SCENARIO_RUN_H
#define CLI_SCENARIO_RUN_H

#include "cli/coverage.h"
#include "cli/library.h"
#include "core/scenario.h"

struct failure {
    struct origin at;          /* in the scenario's file */
    int64_t minutes;           /* when */
    char *zh, *en;             /* what was expected, and what was found */
};

struct outcome {
    size_t checks; /* expectations looked at, refusals and acts among them */
    struct failure *failures;
    size_t failure_count, failure_capacity;
};
void outcome_release(struct outcome *outcome);

/* A plan that scenarios use, and what they have reached of it. */
struct runner_plan {
    const struct shelf *shelf;
    struct loaded *loaded; /* NULL: it has flaws */
    struct err flaw;
    struct coverage coverage;
};

struct runner {
    struct app app; /* with a clock that stands still */
    const struct library *library; /* borrowed */
    struct runner_plan *plans;
    size_t plan_count;
};

void runner_init(struct runner *runner, const struct app *app, const struct library *library);
void runner_release(struct runner *runner);
/* A plan by name, loaded once (its flaws are told once); NULL with `err`. */
struct runner_plan *runner_plan(struct runner *runner, const char *name, struct err *err);

/* Play it to the end. -1 with `err` when it cannot be played at all: a plan that is not there, a start that is no time, out of memory. */
int runner_play(struct runner *runner, const struct scenario *scenario, struct outcome *outcome, struct err *err);

/* Whether what an event depends on is so. */
bool scenario_when_holds(const struct scenario_when *when, const struct record *record);

/* ---- what the files of this module share ---- */

/* An incident being played. */
struct actor_session {
    struct session session;
    struct voice voice;
    struct runner_plan *plan;
    bool opened;
};

struct play {
    struct runner *runner;
    const struct scenario *scenario;
    struct outcome *outcome; /* NULL: failures are only counted */
    size_t failed;
    struct actor_session incidents[SCENARIO_INCIDENTS_MAX];
    int64_t start, now; /* milliseconds; minutes */
    struct origin at;   /* of what is being checked */
    bool torn;          /* out of memory */
};

/* Look at all that is expected of an incident, which has been assessed; failures are added to the play. -1 with `err` when it cannot be told. */
int scenario_expect_check(struct play *play, size_t incident, const struct scenario_expect *expect, struct err *err);
/* An expectation that was not met: printf formats, the same arguments. */
void play_fail(struct play *play, const char *zh, const char *en, ...) __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

#endif
