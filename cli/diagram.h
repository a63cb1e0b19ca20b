/*
 * Diagrams of a plan, or of a live incident: what each kind shows, laid out on sheets. Which boxes there are and where they stand is decided
 * here and in the diagram_*.c files, one a kind; respond-diagram only draws (cli/picture.h runs it).
 *
 *     struct diagram diagram = {.app = app, .kind = DIAGRAM_COMMAND, .rules = rules, .graph = graph, .level = 2};
 *     struct sheet sheet;
 *     if (diagram_lay_out(&diagram, &sheet, &err) == 0) … sheet.pages …
 *     sheet_release(&sheet);
 *
 * The same diagram gives the same sheets, byte for byte.
 */
#ifndef CLI_DIAGRAM_H
#define CLI_DIAGRAM_H

#include "cli/desk.h"
#include "cli/sheet.h"
#include "core/graph.h"

enum diagram_kind { DIAGRAM_COMMAND, DIAGRAM_LEVELS, DIAGRAM_FLOW, DIAGRAM_NOTIFY, DIAGRAM_CONFLICT, DIAGRAM_KIND_COUNT };

/* Another plan of the city, or another live incident, that may need the same agencies. */
struct diagram_other {
    const char *name; /* the incident's name, or the plan's title */
    const struct graph *graph;
    int level;
    struct session *session; /* NULL: a plan */
};

/* What is drawn. Borrowed. */
struct diagram {
    const struct app *app;
    enum diagram_kind kind;
    const struct ruleset *rules;
    const struct graph *graph;
    int level;               /* 0: whatever the level */
    struct session *session; /* the live incident; NULL: the plan by itself */
    const struct progress *progress; /* cli/diagram_progress.h; diagram_lay_out sets it */
    const struct diagram_other *others; /* of DIAGRAM_CONFLICT */
    size_t other_count;
};

struct words diagram_kind_words(enum diagram_kind kind);
struct words diagram_kind_about(enum diagram_kind kind); /* what it shows, in a line */
extern const char *const diagram_kind_ids[];            /* "command" …, ends with NULL */
/* By its id or Chinese name; ERR_USAGE with the nearest. */
int diagram_find_kind(const char *name, enum diagram_kind *kind, struct err *err);

/* Lay it out. The sheet is the caller's to release, also after a failure. */
int diagram_lay_out(struct diagram *diagram, struct sheet *sheet, struct err *err);

/* ---- what the kinds share ---- */

int diagram_draw_command(struct sheet *sheet, void *diagram, struct err *err);
int diagram_draw_levels(struct sheet *sheet, void *diagram, struct err *err);
int diagram_draw_flow(struct sheet *sheet, void *diagram, struct err *err);
int diagram_draw_notify(struct sheet *sheet, void *diagram, struct err *err);
int diagram_draw_conflict(struct sheet *sheet, void *diagram, struct err *err);

const char *diagram_say(const struct diagram *diagram, const char *zh, const char *en);
const char *diagram_words(const struct diagram *diagram, struct words words);
const char *diagram_name(const struct diagram *diagram, int node);
/* "〔一、二级响应〕" when all levels are looked at and the list is not empty. */
void diagram_add_levels(const struct diagram *diagram, const int64_t *levels, size_t count, struct text *text);
/* What a task is, how far, at which levels, whether it may not apply, by which clause; `limit`: with its time limit. */
void diagram_add_task(const struct diagram *diagram, const struct task *task, bool limit, struct text *text);
/* The agency at the end of an edge, its officer and the condition. */
void diagram_add_holder(const struct diagram *diagram, const struct edge *edge, struct text *text);
#endif
