/* What the files of rules/explain.h share. */
#ifndef RULES_EXPLAIN_PARTS_H
#define RULES_EXPLAIN_PARTS_H

#include "rules/explain.h"

struct explainer {
    const struct ruleset *rules;
    struct subject subject;
    struct assessor *trial; /* of the copy */
    struct incident copy;   /* its facts are `facts`, all else is the incident's */
    struct known *facts;
};

/* For a plan without a diagram: the smallest change of one fact that reaches flip->level, into flip->change; none when there is none. */
int flip_alone(struct explainer *explainer, struct flip *flip, struct err *err);

#endif
