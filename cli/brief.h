/*
 * What a person reads about an incident: the grade and what proves it, what it could still become, who may launch the response,
 * what to do first. Shared by `respond grade` and the shell.
 */
#ifndef CLI_BRIEF_H
#define CLI_BRIEF_H

#include "cli/app.h"
#include "core/incident.h"
#include "rules/assess.h"
#include "rules/words.h"

/* An incident with its grade: what all views below look at. Borrowed. */
struct brief {
    const struct app *app;
    const struct ruleset *rules;
    struct assessor *assessor; /* has assessed `incident` last */
    const struct incident *incident;
    const struct assessment *assessment;
};

/* All return 0, or -1 with `err`. */
int brief_grade(const struct brief *brief, struct err *err);     /* the whole picture */
int brief_who(const struct brief *brief, int level, struct err *err);
/* Who proposes and who launches a level; nothing for no level. */
int brief_charge(const struct brief *brief, int level, struct err *err);
/* All tasks of a level; or, with `most`, the first so many of each kind that matters in the first hour. */
int brief_tasks(const struct brief *brief, int level, size_t most, struct err *err);
void brief_facts(const struct brief *brief);
/* Parts of the picture: the plan, and when it is graded on reports, the date and how many there are; the level; a clause; the hole in the text, if there is one; who launches the response. */
void brief_title(const struct brief *brief);
void brief_state(const struct brief *brief);
void brief_rule(const struct brief *brief, const char *label, size_t rule);
/* The ways in which a rule holds (or could), with their numbers: those that do; when none does by itself, those still open. */
void brief_evidence(const struct brief *brief, size_t rule);
/* One way: the tests of an alternative of the literal reading in a line. */
void brief_tests(const struct brief *brief, uint32_t alternative);
struct wording brief_wording(const struct brief *brief);
int brief_safe(const struct brief *brief, struct err *err);
int brief_launch(const struct brief *brief, int level, struct err *err);
/* Whether a row of the plan's authority says who takes a step for this level: without the counties' own responses, unless the level is theirs. */
bool brief_is_main(const struct plan *plan, size_t row, int level, enum step step);
/* The level to act on: the safe one where it is more severe than the literal. */
int brief_level(const struct assessment *assessment);

/* A task on its lines: owner, what, deadline, clause. */
void brief_task(const struct app *app, const struct plan *plan, const struct task *task, bool open);
/* "接报后1小时内", and "〔接报后1小时内〕" */
void brief_limit(const struct app *app, const struct deadline *deadline, struct text *text);
void brief_deadline(const struct app *app, const struct deadline *deadline, struct text *text);
/* Who takes a step by a row of the plan's authority: "指挥长［5.3.4］，可按初步判断；…" */
void brief_authority(const struct app *app, const struct plan *plan, const struct authority *row, enum step step, struct text *text);
/* "市指挥部、市公安局"; all members together are "各成员单位" */
struct words brief_all_members(void);
void brief_actors(struct text *text, const struct plan *plan, const struct ref *actors, size_t count, enum lang lang);

#endif
