/*
 * The tasks of a running incident: which are called for, how far they are, and when they fall due.
 *
 * One state for each task of the plan, by its index. What has happened so far calls tasks in: reporting and first measures from the
 * first word on, a level's tasks when it is launched or changed to, recovery when the response has ended. A level that is left takes
 * back those not yet started, never one that was. Times are milliseconds since 1970-01-01 UTC, by the incident's clock.
 */
#ifndef CORE_TASK_H
#define CORE_TASK_H

#include "core/response.h"

enum task_status { TASK_NOT_CALLED, TASK_OPEN, TASK_ACCEPTED, TASK_DONE, TASK_SKIPPED, TASK_WITHDRAWN, TASK_STATUS_COUNT };
enum task_act { ACT_ACCEPT, ACT_DONE, ACT_SKIP, ACT_ASSIGN, ACT_REOPEN, ACT_COUNT };

struct task_state {
    enum task_status status;
    int64_t called;       /* when it was last called for */
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
/* What calls for tasks: the responses to one incident side by side, and what has happened. Borrowed. */
struct calling {
    const struct response *responses; /* by tier, TIER_NATION + 1 of them */
    const struct moments *moments;
};
bool task_is_called(const struct plan *plan, const struct calling *calling, const struct task *task);
/* Bring in what is called for, and take back what no longer is and was not started. */
void tasks_follow(const struct plan *plan, const struct calling *calling, int64_t now, struct task_state *states);

/* Act on a task; ERR_STATE when its status does not allow it (and for DONE before the tasks it waits for), ERR_VALUE without a needed remark. */
struct task_request {
    size_t task; /* index into the plan's tasks */
    enum task_act act;
    const char *text; /* evidence, reason or assignee; kept, not copied; may be NULL */
    int64_t now;
};
int task_act(const struct plan *plan, const struct task_request *request, struct task_state *states, struct err *err);

/*
 * When a task falls due, and when it goes up; TIME_UNKNOWN without a deadline or before its moment. What counts from the launch of
 * a response counts from the launching or raising that called for it.
 */
int64_t task_due(const struct task *task, const struct task_state *state, const struct moments *moments);
int64_t task_escalation(const struct task *task, const struct task_state *state, const struct moments *moments);
/* Not done, and past its time. Plans count in minutes: a task due at 03:10 is late from 03:11 on. */
bool task_is_overdue(const struct task *task, const struct task_state *state, const struct moments *moments, int64_t now);
bool task_is_escalated(const struct task *task, const struct task_state *state, const struct moments *moments, int64_t now);
/* Open or accepted. */
bool task_is_pending(const struct task_state *state);

int plan_find_task(const struct plan *plan, const char *id, size_t size); /* -1 when absent */
struct words task_status_words(enum task_status status);
extern const char *const task_status_ids[]; /* by enum task_status; ends with NULL */
extern const char *const task_act_ids[];    /* "accept" …, ends with NULL */

#endif
