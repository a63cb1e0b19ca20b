/*
 * Where a running incident stands: responses and who decided them, what is advised now, tasks and their times, ending conditions.
 * What is known and what it proves is in cli/brief.h.
 */
#ifndef CLI_STATUS_H
#define CLI_STATUS_H

#include "cli/session.h"

/* The whole, on one screen. */
int status_view(struct session *session, struct err *err);
/* One line for each response that is not idle, and why its level is another than the graded one. */
void status_responses(const struct session *session);
/* What should be done about the level now, by whom; nothing when nothing is. */
void status_advice(const struct session *session);
/* The same as a text. */
void add_advice(const struct session *session, struct text *text);
/* The tasks that the last step has called for. */
int status_called(struct session *session, struct err *err);
/* How many tasks there are by status, and the next few that have a time. */
int status_next(struct session *session, struct err *err);
/* Tasks: those still to be done, or with `all` every one that was ever called for. */
int status_tasks(struct session *session, bool all, struct err *err);
int status_overdue(struct session *session, struct err *err);
/* One task with everything about it. */
void status_task(const struct session *session, size_t task);
void status_endings(const struct session *session);
/* What the next officer must know: open tasks, pending decisions, deadlines. */
int status_shift(struct session *session, struct err *err);

/* "演练 road-1 208国道追尾": how an incident is named everywhere. */
void add_incident_name(const struct session *session, struct text *text);
/* "Ⅳ级响应（低于已证明的Ⅲ级，理由：…）": a response's level with its marks. */
void add_response_level(const struct session *session, int tier, struct text *text);

/* Tasks of this moment, those that matter first; their conditions decided by what is known. */
struct running_task {
    size_t task;     /* index into the plan's tasks */
    int64_t due;     /* TIME_UNKNOWN for none */
    bool overdue, escalated;
    bool open;       /* its condition hangs on an open fact */
};
/* Into `tasks` (room for plan->task_count): those pending, or all that were called for. Returns how many, or -1. */
int running_tasks(struct session *session, bool all, struct running_task *tasks, struct err *err);

/* The day from which the level is milder if no report comes in; false when there is none. */
bool session_falls(struct session *session, int32_t *day, int *level);

#endif
