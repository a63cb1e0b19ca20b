/*
 * The next best question in words and as JSON: what to ask, why, what each answer would do. `respond ask`, the shell's walk.
 */
#ifndef CLI_QUESTION_H
#define CLI_QUESTION_H

#include "cli/brief.h"
#include "cli/command.h"
#include "rules/question.h"

/* The question to put: the fact's, or, where a threshold is enough, whether it is that much: "死亡：10 人以上？" */
void question_put(struct text *text, const struct brief *brief, const struct question *question);
/* Rows under it: the clauses that hang on it, what each answer would do, how many questions are still to come. */
void question_rows(const struct brief *brief, const struct question *question, unsigned column);
/* One object with what is proven and what to ask: docs/questions.md. */
void question_json(struct text *out, const struct brief *brief, const struct question *question);

/* Take --prior FACT=STEPS (repeated): `priors` has room for one a fact and is filled from the plan's. -1 with `err`. */
int question_priors(const struct ruleset *rules, const struct args *args, struct prior *priors, struct err *err);

#endif
