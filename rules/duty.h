/*
 * Which of a plan's tasks a level calls for, and who fills a role now: conditions on facts decided by what is known.
 */
#ifndef RULES_DUTY_H
#define RULES_DUTY_H

#include "core/task.h"
#include "rules/assess.h"

struct due_task {
    const struct task *task;
    int standing; /* CONDITION_YES, or CONDITION_OPEN when its condition still hangs on an open fact */
};

/*
 * The tasks of a level for the incident assessed last, into `due` (room for plan->task_count), in the order of work: reporting,
 * first measures, the level's actions, those of the kind of event, support, bodies, groups, members, ending, recovery; within
 * each, what certainly applies first, then shorter deadlines, then the level's own before those of every level. Tasks whose condition cannot hold are left out. Returns how many, or -1 with `err`.
 */
int duty_tasks(struct assessor *assessor, const struct plan *plan, int level, struct due_task *due, struct err *err);

#endif
