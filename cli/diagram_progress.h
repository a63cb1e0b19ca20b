/*
 * How far a live incident is, as its diagrams show it: by task, and by the actors that own tasks. Of a plan by itself there is nothing to
 * show, and everything looks as it would otherwise.
 */
#ifndef CLI_DIAGRAM_PROGRESS_H
#define CLI_DIAGRAM_PROGRESS_H

#include "cli/diagram.h"

enum task_mark { MARK_NONE, MARK_OPEN, MARK_BUSY, MARK_DONE, MARK_LATE };

/* Of an actor: tasks that it owns itself, by how far they are; at work includes done. */
struct actor_progress {
    size_t called, accepted, done, overdue;
};

struct progress {
    struct actor_progress *actors; /* by node; NULL of a plan by itself */
    enum task_mark *tasks;         /* by the plan's tasks */
};

/* `session` NULL: a plan by itself. Release it also after a failure. */
int progress_find(struct progress *progress, const struct graph *graph, struct session *session, struct err *err);
void progress_release(struct progress *progress);

/* " ◐2/3 !超时1" behind an actor's name, and its style. */
void diagram_add_progress(const struct diagram *diagram, int node, struct text *text);
enum box_style diagram_progress_style(const struct diagram *diagram, int node, enum box_style otherwise);
/* "✓ " before a task, and its style. */
void diagram_add_task_mark(const struct diagram *diagram, const struct task *task, struct text *text);
enum box_style diagram_task_style(const struct diagram *diagram, const struct task *task, enum box_style otherwise);

#endif
