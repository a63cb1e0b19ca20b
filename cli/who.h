/*
 * A plan's organisation for a person: who commands, leads and belongs, who tells whom by when, and what is missing or doubled.
 */
#ifndef CLI_WHO_H
#define CLI_WHO_H

#include "cli/app.h"
#include "core/graph.h"

/* What is looked at. Borrowed. */
struct who {
    const struct app *app;
    const struct ruleset *rules; /* for conditions in words */
    const struct graph *graph;
    int level; /* 0: whatever the level */
};

/* All return 0, or -1 with `err`. */
int who_plan(const struct who *who, struct err *err);            /* the whole structure, the calls, the findings */
int who_actor(const struct who *who, int node, struct err *err); /* one agency, body, post or group */
int who_findings(const struct who *who, struct err *err);        /* gaps, doubles and circles */
/* As JSON, one thing a line: the whole graph with its findings, or (`node` from 0 up) one actor with its way, edges and tasks. */
int who_json(const struct who *who, int node, struct err *err);

/*
 * The way from an actor to the commander, into `steps` (room for the graph's nodes): by the structure, or for those outside it by
 * whom they tell (`by_reports`). How many steps, 0 when there is no way, or -1 with `err`.
 */
int who_find_path(const struct who *who, int node, struct graph_step *steps, bool *by_reports, struct err *err);

/* How many of a level's tasks are an actor's own, and how many more come with a post it holds, an office it houses, a group it is in. */
struct who_tasks {
    size_t own, post, office, group;
};
struct who_tasks who_count_tasks(const struct graph *graph, int node, int level);

/* ---- what the files of this module share ---- */

#define WHO_COLUMN 20
#define WHO_CALL_COLUMN 26

const char *who_say(const struct who *who, const char *zh, const char *en);
const char *who_name(const struct who *who, int node);
void who_print_title(const struct who *who);
/* The end of an edge: its name, the officer, the condition. */
void who_add_end(const struct who *who, const struct edge *edge, int node, struct text *text);
/* "〔一级、二级〕" when all levels are looked at and the list is not empty. */
void who_add_levels(const struct who *who, const int64_t *levels, size_t count, struct text *text);
/* The other ends of a query's edges, with their clauses; how many. */
size_t who_add_ends(const struct who *who, const struct graph_query *query, struct text *text);
/* The same as a row, when there are any. */
void who_print_ends(const struct who *who, const char *label, const struct graph_query *query);
/* What is told, by when, by which clause. */
void who_add_matter(const struct who *who, const struct graph_call *call, struct text *text);
/* All calls of the level: the caller's to free; NULL with `err`. */
struct graph_call *who_find_calls(const struct who *who, size_t *count, struct err *err);

#endif
