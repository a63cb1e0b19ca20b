/* How far a live incident is. See diagram_progress.h. */
#include "cli/diagram_progress.h"

#include <stdlib.h>

#include "cli/status.h"

static enum task_mark mark_of(const struct task_state *state, const struct running_task *task)
{
    if (state->status == TASK_DONE || state->status == TASK_SKIPPED)
        return MARK_DONE;
    return task->overdue ? MARK_LATE : state->status == TASK_ACCEPTED ? MARK_BUSY : MARK_OPEN;
}

static void count_task(struct actor_progress *actor, const struct task_state *state, const struct running_task *task)
{
    actor->called++;
    actor->done += state->status == TASK_DONE || state->status == TASK_SKIPPED;
    actor->accepted += state->status != TASK_OPEN;
    actor->overdue += task->overdue;
}

static void count_tasks(struct progress *progress, const struct graph *graph, const struct session *session, const struct running_task *tasks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct task *task = &graph->plan->tasks[tasks[i].task];
        const struct task_state *state = &session->record.tasks[tasks[i].task];
        if (state->status == TASK_WITHDRAWN)
            continue;
        progress->tasks[tasks[i].task] = mark_of(state, &tasks[i]);
        for (size_t o = 0; o < task->owner_count; o++)
            count_task(&progress->actors[graph_node(graph, &task->owners[o])], state, &tasks[i]);
    }
}

int progress_find(struct progress *progress, const struct graph *graph, struct session *session, struct err *err)
{
    *progress = (struct progress){.actors = NULL};
    if (session == NULL)
        return 0;
    struct running_task *tasks = calloc(graph->plan->task_count + 1, sizeof *tasks);
    progress->actors = calloc(graph->node_count + 1, sizeof *progress->actors);
    progress->tasks = calloc(graph->plan->task_count + 1, sizeof *progress->tasks);
    int count = tasks == NULL || progress->actors == NULL || progress->tasks == NULL ? err_no_memory(err) : session_assess(session, err);
    if (count == 0)
        count = running_tasks(session, true, tasks, err);
    if (count > 0)
        count_tasks(progress, graph, session, tasks, (size_t)count);
    free(tasks);
    return count < 0 ? -1 : 0;
}

void progress_release(struct progress *progress)
{
    free(progress->actors);
    free(progress->tasks);
    *progress = (struct progress){.actors = NULL};
}

/* ---- as it is shown ---- */

static const struct actor_progress *actor_of(const struct diagram *diagram, int node)
{
    static const struct actor_progress none = {0};
    return diagram->progress->actors == NULL ? &none : &diagram->progress->actors[node];
}

void diagram_add_progress(const struct diagram *diagram, int node, struct text *text)
{
    const struct actor_progress *actor = actor_of(diagram, node);
    if (actor->called == 0)
        return;
    if (actor->done == actor->called)
        text_addf(text, " ✓%zu", actor->done);
    else
        text_addf(text, " %s%zu/%zu", actor->accepted > 0 ? "◐" : "○", actor->accepted, actor->called);
    if (actor->overdue > 0)
        text_addf(text, diagram_say(diagram, " !超时%zu", " !%zu overdue"), actor->overdue);
}

enum box_style diagram_progress_style(const struct diagram *diagram, int node, enum box_style otherwise)
{
    const struct actor_progress *actor = actor_of(diagram, node);
    if (actor->called == 0)
        return otherwise;
    return actor->overdue > 0 ? BOX_LATE : actor->done == actor->called ? BOX_DONE : actor->accepted > 0 ? BOX_BUSY : otherwise;
}

static enum task_mark mark_at(const struct diagram *diagram, const struct task *task)
{
    return diagram->progress->tasks == NULL || task == NULL ? MARK_NONE : diagram->progress->tasks[task - diagram->graph->plan->tasks];
}

void diagram_add_task_mark(const struct diagram *diagram, const struct task *task, struct text *text)
{
    static const struct words marks[] = {[MARK_NONE] = {"", ""}, [MARK_OPEN] = {"○ ", "○ "}, [MARK_BUSY] = {"◐ ", "◐ "}, [MARK_DONE] = {"✓ ", "✓ "},
                                         [MARK_LATE] = {"!超时 ", "!overdue "}};
    text_add_str(text, diagram_words(diagram, marks[mark_at(diagram, task)]));
}

enum box_style diagram_task_style(const struct diagram *diagram, const struct task *task, enum box_style otherwise)
{
    switch (mark_at(diagram, task)) {
    case MARK_BUSY: return BOX_BUSY;
    case MARK_DONE: return BOX_DONE;
    case MARK_LATE: return BOX_LATE;
    default: return otherwise;
    }
}
