/*
 * How a drill went, from the journal alone: scoring it again gives the same. Each line says what is measured, the threshold, what was found and
 * whether it was met; things of different kinds are never added up, objectives are summed up by themselves.
 */
#ifndef CLI_SCORE_H
#define CLI_SCORE_H

#include "cli/session.h"

/* Where a line of the score comes from, in the order in which they are shown. */
enum score_part { SCORE_TIMES, SCORE_GRADE, SCORE_AUTHORITY, SCORE_TASKS, SCORE_NOTICES, SCORE_INJECTS, SCORE_RECORD, SCORE_OBJECTIVES, SCORE_PARTS };
enum score_met { SCORE_MET, SCORE_NOT_MET, SCORE_OPEN, SCORE_PLAIN }; /* plain: told, not judged */

struct score_line {
    enum score_part part;
    enum score_met met;
    char *what_zh, *what_en;   /* what is measured */
    char *limit;               /* the threshold; NULL for none */
    char *found;
    const char *clause;        /* borrowed from the plan; NULL for none */
};

struct score {
    struct score_line *lines;
    size_t count, capacity;
};

int score_make(struct session *session, struct score *score, struct err *err);
void score_release(struct score *score);
struct words score_part_words(enum score_part part);
/* As a table; as a line of JSON each. */
int score_view(struct session *session, struct err *err);
int score_json(struct session *session, struct err *err);

#endif
