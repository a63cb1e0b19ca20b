/*
 * What a person reads about an incident: the grade and what proves it, what it could still become, who may launch the response,
 * what to do first. Shared by `respond grade` and the shell.
 */
#ifndef CLI_BRIEF_H
#define CLI_BRIEF_H

#include "cli/app.h"
#include "core/incident.h"
#include "rules/assess.h"

/* An incident with its grade: what all views below look at. Borrowed. */
struct brief {
    const struct app *app;
    const struct ruleset *rules;
    struct assessor *assessor; /* has assessed `incident` last */
    const struct incident *incident;
    const struct assessment *assessment;
};

/* All return 0, or -1 with `err`. */
/* The plan's title; of a plan with reports, the date and how many there are. */
void brief_title(const struct brief *brief);
int brief_grade(const struct brief *brief, struct err *err);     /* the whole picture */
int brief_why(const struct brief *brief, struct err *err);       /* every clause: holds, open or not, and its numbers */
int brief_who(const struct brief *brief, int level, struct err *err);
/* All tasks of a level; or, with `most`, the first so many of each kind that matters in the first hour. */
int brief_tasks(const struct brief *brief, int level, size_t most, struct err *err);
void brief_facts(const struct brief *brief);
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
