/*
 * What stands behind a grade, as plain data without words: which facts do not matter any more, how far the clauses of a level are from
 * holding, what the grade would be if facts were otherwise, and when it changes by itself.
 *
 *     struct explainer *explainer = explainer_new(rules);
 *     explain_start(explainer, &(struct subject){assessor, &incident, &assessment});
 *     count = explain_misses(explainer, 2, misses, &err);
 *     explainer_free(explainer);
 *
 * All of it is about an incident that was assessed, and leaves that as it is: what is supposed is supposed of a copy. Every change that is
 * given has been, or can be, replayed: explain_copy, change_apply, explain_try. Working memory is kept between calls.
 */
#ifndef RULES_EXPLAIN_H
#define RULES_EXPLAIN_H

#include "rules/assess.h"
#include "rules/change.h"

struct explainer;

/* The incident and its grade. Borrowed until the next explain_start; the assessor has to have assessed this incident last. */
struct subject {
    struct assessor *assessor;
    const struct incident *incident;
    const struct assessment *assessment;
};

/* NULL when out of memory. The ruleset is borrowed. */
struct explainer *explainer_new(const struct ruleset *rules);
void explainer_free(struct explainer *explainer);
void explain_start(struct explainer *explainer, const struct subject *subject);

/* ---- tests and what is known ---- */

struct gap {
    const struct test *test;
    int64_t least, most; /* what is known of its measure */
    enum standing_of_condition standing;
    int64_t missing; /* CONDITION_NO: what has to be added (> 0) or taken away (< 0) at the least */
};
struct gap gap_of(struct assessor *assessor, const struct test *test);

/* ---- facts that do not matter any more ---- */

enum idle_reason {
    IDLE_UNUSED,  /* no clause that grades reads it */
    IDLE_BLOCKED, /* every clause that reads it fails for another reason: `blockers` */
    IDLE_MILDER,  /* it decides only about clauses of `level` and milder ones, and that is proven, or more */
    IDLE_EITHER,  /* some clause may hang on it, but the level does not */
};

#define BLOCKERS_MAX 2

struct idle {
    uint8_t fact;
    enum idle_reason reason;
    int level;
    struct gap blockers[BLOCKERS_MAX]; /* those that stand in the way of most clauses first */
    uint32_t blocker_count;            /* `blockers` has the first of them */
};

/*
 * Facts that cannot change the level: open ones, whatever they turn out to be; given ones, had they been anything else. Findings only when
 * they were made; never a fact that only says whether the plan applies; none at all where the assessment is not exact. In the plan's order into `idle` (room for every fact); returns how many,
 * -1 with `err`.
 */
int explain_idle(struct explainer *explainer, struct idle *idle, struct err *err);

/* ---- why not ---- */

/*
 * How near a clause is. Its nearest alternative is that with the fewest tests that fail, then the fewest of them about the kind of event
 * (yes or no, a choice), then the smallest sum of what is missing.
 */
struct miss {
    uint16_t rule;
    enum standing_of_condition standing; /* of the clause: in every completion, in some, in none */
    uint32_t alternative;                /* of ruleset->literal */
    uint32_t failing, open;              /* of its tests: cannot hold as things are; hang on what is not known */
    uint32_t kinds;                      /* of those that fail: not about a number */
    int64_t missing;                     /* sum over those that fail and are about numbers; decimals in whole units */
    bool together;   /* each of its tests can hold, but not all of them at once */
    bool finding;    /* somebody would have to find something (a discretion fact) */
    bool by_reports; /* a number counted from reports would have to change */
    bool never;      /* its tests contradict each other */
    struct change change; /* of facts, so that all its tests on facts hold; none when they do, or `never` */
};

/*
 * All clauses of a level: those that hold, those that could, those that cannot; of each the nearest first, and behind them those that hang on
 * a finding. NULL with `err`; the caller's to free().
 */
struct miss *explain_misses(struct explainer *explainer, int level, uint32_t *count, struct err *err);

/* ---- what if ---- */

/* A copy of the incident whose facts and grading date may be changed; all else is shared. Good until the next explain_… call but explain_try. */
struct incident *explain_copy(struct explainer *explainer);
/* The same copy, as it was left. */
const struct incident *explain_supposed(const struct explainer *explainer);
/* Assess the copy as it is now. */
int explain_try(struct explainer *explainer, struct assessment *assessment, struct err *err);
/* That has assessed the copy last. */
struct assessor *explain_trial(struct explainer *explainer);

/* ---- flip ---- */

enum flip_kind {
    FLIP_NOW,     /* this is the proven level */
    FLIP_CHANGE,  /* `change` reaches it, and no smaller one does */
    FLIP_NEVER,   /* no facts reach it, as long as the reports are what they are */
    FLIP_UNKNOWN, /* the plan is too large to tell: of such a one, only changes of one fact are known, where all others are */
};

struct flip {
    int level;
    enum flip_kind kind;
    struct change change;    /* its ranges: values that do as well */
    struct assessment after; /* FLIP_CHANGE: replayed; its level is `level` */
};

/* The smallest change of facts after which a level (LEVEL_NONE: none) is the proven one. Counts of reports stay as they are. */
int explain_flip(struct explainer *explainer, int level, struct flip *flip, struct err *err);

/* ---- when ---- */

struct count_change {
    uint32_t measure;
    int64_t before, after;
};

/* A day, from whose beginning numbers counted from reports are others, though nobody has reported anything. */
struct turn {
    int32_t day;
    int level, possible, safe_level; /* from then on */
    bool changes;                    /* one of them is not what it was before */
    uint32_t first, count;           /* into outlook.counts */
};

struct outlook {
    struct turn *turns; /* in the order of days */
    uint32_t count;
    struct count_change *counts;
    uint32_t count_count, count_capacity;
    bool more; /* there are more days than were looked at */
};

#define OUTLOOK_DAYS_MAX 4096

/* What happens to the grade as windows run out and reports dated ahead come into force, with no new report or fact. Release it. */
int explain_outlook(struct explainer *explainer, struct outlook *outlook, struct err *err);
void outlook_release(struct outlook *outlook);

#endif
