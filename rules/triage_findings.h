/*
 * What follows from a triage beyond the levels: what to ask, which agencies are claimed twice, what the plans say differently.
 *
 *     triage_assess(&triage, &err);
 *     struct triage_findings findings;
 *     triage_look(&triage, &findings, &err);
 *     for (size_t i = 0; i < findings.question_count; i++) … findings.questions[i].about->question …
 *     triage_findings_release(&findings);
 *
 * Plain data in an arena of its own; names point into the plans. Costs grow with the plans that apply, not with all of them. Plans are
 * named by their index in the triage. All of it is computed from the plans; nothing here knows any plan.
 */
#ifndef RULES_TRIAGE_FINDINGS_H
#define RULES_TRIAGE_FINDINGS_H

#include "rules/triage.h"

/*
 * In this order: what decides whether a plan applies, that of the most severe level first; what several plans ask, most plans first; and
 * the best question of each plan that none of these serves.
 */
struct triage_question {
    const char *fact;         /* id */
    const struct fact *about; /* as the first of the plans has it */
    bool scope;               /* it decides whether they apply */
    uint32_t *plans;          /* whom it serves */
    size_t plan_count;
};

/* A place of an agency in one plan's structure: a post that an officer of it holds, a group that it leads. */
struct triage_seat {
    struct words what, officer; /* officer.zh is NULL for none */
    bool leads;
};
struct triage_claimant {
    uint32_t plan;
    struct triage_seat *seats;
    size_t seat_count;
};
/* An agency that two plans or more need, at the level that each of them reaches. */
struct triage_claim {
    const char *agency; /* id */
    struct words name;
    struct triage_claimant *by;
    size_t by_count;
    size_t seated; /* in how many of them it has a seat */
};

/*
 * LEVEL: the plans give different levels to the same event. COUNTED: a fact is added to others in one plan and not in another, or not
 * counted at all. STEPS: from which number on each plan reaches which level, for one sum of facts.
 */
enum triage_difference_kind { DIFFERENCE_LEVEL, DIFFERENCE_COUNTED, DIFFERENCE_STEPS };

struct triage_step {
    int64_t at_least; /* of the sum; in millionths for decimals */
    int level;
    uint16_t rule;  /* the clause that says so */
    bool with_more; /* only together with another number, or with something not yet known */
};
struct triage_reading {
    uint32_t plan;
    uint32_t *sums; /* COUNTED: measures of the plan that the fact is part of, smallest first; none when the plan does not count it */
    size_t sum_count;
    struct triage_step *steps; /* STEPS: mildest level first; none when the plan does not use the sum */
    size_t step_count;
};
struct triage_difference {
    enum triage_difference_kind kind;
    const struct fact *about; /* COUNTED: as the first plan that counts it has it; else NULL */
    bool given;               /* COUNTED: it is known; otherwise it is only asked for */
    uint32_t plan, measure;   /* STEPS: the sum, as one plan has it */
    struct triage_reading *readings; /* of every plan that applies */
    size_t reading_count;
};

struct triage_findings {
    struct triage_question *questions;
    size_t question_count;
    struct triage_claim *claims; /* those with the most seats first, then by the registry's order */
    size_t claim_count;
    struct triage_difference *differences; /* by kind */
    size_t difference_count;
    struct arena arena;
};

/* About what was assessed last; sorts what each plan asks, the best first. -1 with `err`; there is nothing to release then. */
int triage_look(struct triage *triage, struct triage_findings *findings, struct err *err);
void triage_findings_release(struct triage_findings *findings);

/* ---- its three parts, each adding to findings that are zeroed ---- */
int triage_find_questions(const struct triage *triage, struct triage_findings *findings, struct err *err);
int triage_find_claims(const struct triage *triage, struct triage_findings *findings, struct err *err);
int triage_find_differences(const struct triage *triage, struct triage_findings *findings, struct err *err);

#endif
