/*
 * Explanations for a person, and as JSON: why this level, why not another, what if, what would change it, when it changes by itself.
 * Shared by the commands of `respond` and the shell; manual: docs/explain.md.
 *
 *     struct explanation explanation = {session_brief(&session), explainer};
 *     tell_why(&explanation, &err)
 *     json_why(&explanation, &out, &err)       one line, without its newline
 */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "cli/brief.h"
#include "core/text.h"
#include "rules/explain.h"

/* `explainer` has been started on the brief's incident: explanation_open. */
struct explanation {
    struct brief brief;
    struct explainer *explainer; /* owned */
};

/* 0, or -1 with `err` when out of memory. */
int explanation_open(struct explanation *explanation, const struct brief *brief, struct err *err);
void explanation_close(struct explanation *explanation);

/* What is supposed: facts by a copy of the incident (explain_copy); "deaths=12", "deaths=" and "deaths=?" for not known. */
int suppose(const struct explanation *explanation, const char *const *settings, size_t count, struct err *err);

/* All return 0, or -1 with `err`. What is told goes to the app's output. */
int tell_why(const struct explanation *explanation, struct err *err);
int tell_why_not(const struct explanation *explanation, int level, struct err *err);
int tell_what_if(const struct explanation *explanation, struct err *err); /* after `suppose` */
int tell_flip(const struct explanation *explanation, struct err *err);
int tell_when(const struct explanation *explanation, bool all, struct err *err); /* all: days on which the level stays, too */

int json_why(const struct explanation *explanation, struct text *out, struct err *err);
int json_why_not(const struct explanation *explanation, int level, struct text *out, struct err *err);
int json_what_if(const struct explanation *explanation, struct text *out, struct err *err);
int json_flip(const struct explanation *explanation, struct text *out, struct err *err);
int json_when(const struct explanation *explanation, bool all, struct text *out, struct err *err);

#endif
