/* Tasks of a level. See duty.h. */
#include "rules/duty.h"

#include <stdlib.h>

static int rank_of(const struct task *task)
{
    static const int ranks[TASK_KIND_COUNT] = {
        [TASK_REPORT] = 0, [TASK_ALERT] = 1,  [TASK_FIRST] = 2,  [TASK_RESPONSE] = 3, [TASK_SPECIAL] = 4, [TASK_SUPPORT] = 5,
        [TASK_BODY] = 6,   [TASK_GROUP] = 7, [TASK_MEMBER] = 8, [TASK_END] = 9,      [TASK_RECOVERY] = 10,
    };
    return ranks[task->kind];
}

static int64_t minutes_of(const struct task *task)
{
    return task->deadline.at.node == 0 ? INT64_MAX : task->deadline.minutes;
}

static int compare_due(const void *a, const void *b)
{
    const struct due_task *due_left = a, *due_right = b;
    const struct task *left = due_left->task, *right = due_right->task;
    if (rank_of(left) != rank_of(right))
        return rank_of(left) < rank_of(right) ? -1 : 1;
    if (due_left->standing != due_right->standing)
        return due_left->standing > due_right->standing ? -1 : 1;
    if (minutes_of(left) != minutes_of(right))
        return minutes_of(left) < minutes_of(right) ? -1 : 1;
    if ((left->level_count > 0) != (right->level_count > 0))
        return left->level_count > 0 ? -1 : 1;
    return (left > right) - (left < right);
}

int duty_tasks(struct assessor *assessor, const struct plan *plan, int level, struct due_task *due, struct err *err)
{
    int count = 0;
    for (size_t i = 0; i < plan->task_count; i++) {
        const struct task *task = &plan->tasks[i];
        if (!level_calls_for(plan, level, task))
            continue;
        int standing = assess_condition(assessor, &task->when, err);
        if (standing < 0)
            return -1;
        if (standing != CONDITION_NO)
            due[count++] = (struct due_task){task, standing};
    }
    if (count > 1)
        qsort(due, (size_t)count, sizeof *due, compare_due);
    return count;
}
