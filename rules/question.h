/*
 * What to ask next, so that the level is settled after the fewest questions on average; why; and what each answer would do.
 *
 *     struct question question;
 *     if (question_find(assessor, &assessment, &(struct asking){0}, &question, &err) == 0 && question.fact >= 0)
 *         the fact, perhaps only whether it is at_least so much; expected questions; outcomes
 *
 * A fact is worth asking for when two completions that differ in it alone have different levels: these are the assessment's `ask`,
 * exactly. The order comes from the planner (rules/planner.h) over points: the least value of each cell into which the thresholds cut what
 * is still possible of a fact, given the least of the facts that it is added to; their weights are rules/prior.h's. Up to ten open facts
 * the expected number is the least possible for these points. Of questions nearly as good as the best (within NEARLY), one that makes
 * sense by itself comes before one that counts only when an open yes-or-no fact is true: first whether there is a storm, then how many
 * counties it has reached.
 *
 * At the worst a question is asked for each open fact, once: a yes or no is asked only where neither answer leaves the fact open
 * (tests/unit/test_question_walk.c walks through all that is asked of the shipped plans).
 *
 * A finding that somebody has to make (`discretion`) is never asked for: the tool must not suggest it.
 */
#ifndef RULES_QUESTION_H
#define RULES_QUESTION_H

#include "rules/assess.h"
#include "rules/prior.h"

#define QUESTION_OUTCOMES_MAX 64
#define QUESTION_NEARLY 1.01

/* An answer within [least, most] leads to this. */
struct question_outcome {
    int64_t least, most;
    int level, possible;
};

struct question {
    int fact;         /* index of the plan's fact; -1 when there is nothing to ask */
    bool threshold;   /* it is enough to know whether it is at least `at_least` (numbers only) */
    int64_t at_least;
    double expected;  /* questions until settled, this one included */
    bool optimal;     /* no order of questions needs fewer, on average over the priors */
    struct question_outcome outcomes[QUESTION_OUTCOMES_MAX]; /* ascending, joined where they are the same */
    uint32_t outcome_count;
    uint16_t why[HELD_MAX]; /* rules above the proven level, still open, that read the fact, in plan order */
    uint32_t why_count;
};

/* How to ask; zero it for the usual way. */
struct asking {
    const struct prior *priors; /* one for each fact; NULL for those of the plan */
    uint64_t except;            /* facts not to ask for: bit i is the plan's i-th. Somebody has just said that they are not known */
};

/* Both are about the incident assessed last, and `assessment` is its. -1 with `err` when out of memory. */
/* Sort assessment->ask: the best question first. */
int question_order(struct assessor *assessor, struct assessment *assessment, struct err *err);
/* The best question. */
int question_find(struct assessor *assessor, const struct assessment *assessment, const struct asking *asking, struct question *question, struct err *err);

#endif
