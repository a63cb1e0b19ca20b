/*
 * The tasks of a running incident: which are called for, how far they are, and when they fall due.
 *
 * One state for each task of the plan, by its index. A level that is launched or changed to brings its tasks in; a level that is
 * left takes back those not yet started, never one that was. Times are milliseconds since 1970-01-01 UTC, by the incident's clock.
 */
#ifndef CORE_TASK_H
#define CORE_TASK_H

#include "core/plan.h"

enum task_status { TASK_NOT_CALLED, TASK_OPEN, TASK_ACCEPTED, TASK_DONE, TASK_SKIPPED, TASK_WITHDRAWN, TASK_STATUS_COUNT };
enum task_act { ACT_ACCEPT, ACT_DONE, ACT_SKIP, ACT_ASSIGN, ACT_REOPEN, ACT_COUNT };

struct task_state {
    enum task_status status;
    int64_t since;        /* of the present status */
    const char *assignee; /* NULL for none; borrowed from the record */
    const char *remark;   /* evidence of DONE, reason of SKIPPED; NULL for none */
};

#define TIME_UNKNOWN INT64_MIN

/* When the moments that deadlines count from happened; TIME_UNKNOWN until they did. By enum moment. */
struct moments {
    int64_t at[MOMENT_END + 1];
};
void moments_init(struct moments *moments);

/* Does this level call for the task, by itself or through a level that it includes? */
bool level_calls_for(const struct plan *plan, int level, const struct task *task);
/* Bring in the tasks of a level, and take back those that it does not call for. Level 0: none is called for. */
void tasks_follow_level(const struct plan *plan, int level, int64_t now, struct task_state *states);

/* Act on a task; ERR_STATE when its status does not allow it (and for DONE before the tasks it waits for), ERR_VALUE without a needed remark. */
struct task_request {
    size_t task; /* index into the plan's tasks */
    enum task_act act;
    const char *text; /* evidence, reason or assignee; kept, not copied; may be NULL */
    int64_t now;
};
int task_act(const struct plan *plan, const struct task_request *request, struct task_state *states, struct err *err);

/* When a task falls due, and when it goes up; TIME_UNKNOWN without a deadline or before its moment. */
int64_t task_due(const struct task *task, const struct moments *moments);
int64_t task_escalation(const struct task *task, const struct moments *moments);
/* Not done, and past its time. */
bool task_is_overdue(const struct task *task, const struct task_state *state, const struct moments *moments, int64_t now);
bool task_is_escalated(const struct task *task, const struct task_state *state, const struct moments *moments, int64_t now);

int plan_find_task(const struct plan *plan, const char *id, size_t size); /* -1 when absent */
struct words task_status_words(enum task_status status);
extern const char *const task_status_ids[]; /* by enum task_status */
extern const char *const task_act_ids[];    /* "accept" …, ends with NULL */

#endif
