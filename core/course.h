/*
 * The course that the responses to an incident have taken: each step in order, by which row of the plan's authority, and where it led.
 *
 * Read from the entries of a record, which has checked every one of them. What is outside the steps (facts, tasks) is not here.
 *
 *     struct course course;
 *     if (course_read(&record, &course, &err) == 0)
 *         … course.items[0 … course.count - 1] …
 *     course_release(&course);
 */
#ifndef CORE_COURSE_H
#define CORE_COURSE_H

#include "core/record.h"

struct course_step {
    const struct entry *entry; /* borrowed from the record, like all else here */
    size_t index;              /* in record->entries */
    enum step step;
    int tier;
    struct response before, after;
    int proven, possible; /* levels, 0 for none, -1 for not said: of the last step of this tier that chose the level in force */
    const struct authority *row; /* by which it was taken; never NULL */
};

struct course {
    struct course_step *items;
    size_t count;
};

/* Release it also after a failure. */
int course_read(const struct record *record, struct course *course, struct err *err);
void course_release(struct course *course);

/*
 * The longest time in which nothing was entered, until the incident was over. Time that a drill's clock skipped is no silence. False when there
 * is none.
 */
bool record_silence(const struct record *record, int64_t *from, int64_t *to);
/* When the incident was over, by its clock: closed or dismissed; TIME_UNKNOWN while it is not. */
int64_t record_closing(const struct record *record);

#endif
