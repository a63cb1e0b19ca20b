/*
 * An assessment as one line of JSON, by the batch contract. Also what `respond grade --json` prints.
 */
#ifndef CLI_ANSWER_H
#define CLI_ANSWER_H

#include "cli/command.h"
#include "core/incident.h"
#include "core/json.h"
#include "rules/assess.h"

/* Clauses, facts and grades of a plan as JSON strings, made once for all lines. */
struct answer_maker;

struct answer_maker *answer_maker_new(const struct ruleset *rules, enum lang lang);
void answer_maker_free(struct answer_maker *maker);

/* What a line answers. Borrowed. */
struct answer {
    const struct json *json; /* the input line; NULL when there was none */
    uint32_t id;             /* its id's node, 0 for none */
    const struct incident *incident;
    const struct assessment *assessment;
};

/* Append one line with its newline. */
void answer_add(const struct answer_maker *maker, const struct answer *answer, struct text *out);
void answer_add_error(const struct answer_maker *maker, const struct json *json, uint32_t id, const struct err *err, struct text *out);

/* Take --param ID=DAYS (repeated) into an incident; ERR_USAGE for a parameter that the plan does not have. */
int override_parameters(struct incident *incident, const struct args *args, struct err *err);

/* Behind a level, wherever one is shown: that it is not proven to be the nearest (assessment->exact); "" where it is. */
const char *answer_doubt(const struct assessment *assessment, enum lang lang);
/* What the reader of a grade must be told beside it, each one sentence: that not all was worked out, a hole in the text, overridden or
   unconfirmed parameters. */
#define WARNINGS_MAX 8
size_t answer_warnings(const struct ruleset *rules, const struct incident *incident, const struct assessment *assessment, enum lang lang,
                       struct text warnings[WARNINGS_MAX]);

#endif
