/*
 * What the sections of a review share. Each section is a file; review.c puts them in order.
 *
 * Long lists are folded: of more than REVIEW_ROWS rows the first and the last are shown, and how many were left out.
 */
#ifndef CLI_REVIEW_PARTS_H
#define CLI_REVIEW_PARTS_H

#include "cli/html.h"
#include "cli/past.h"
#include "core/course.h"

#define REVIEW_ROWS 80   /* of one table */
#define REVIEW_CELLS 8
#define REVIEW_GRADES 120 /* moments at which the grade is looked at */

/* The grade from a moment on, by what was known then. */
struct review_grade {
    int64_t time;
    int level, possible; /* LEVEL_NONE for none */
};

/* What kind of thing an entry is on the timeline. */
enum mark { MARK_NONE, MARK_FACT, MARK_DONE, MARK_LATE, MARK_TASK, MARK_NOTE, MARK_SHIFT, MARK_DOCUMENT, MARK_INJECT, MARK_COUNT };

struct review {
    struct app *app; /* borrowed, like the session */
    struct session *session;
    const struct plan *plan;
    const struct record *record;
    struct text *out;
    struct past past;     /* the whole incident, assessed at its last entry */
    struct course course;
    const char **held;    /* by step of the course: clauses that held then; NULL for those not looked at */
    struct review_grade *grades;
    size_t grade_count;
    unsigned char *marks;   /* enum mark, by entry */
    size_t *undone_by;      /* by entry: index of the entry that corrects it; 0 for none */
    int64_t begin, end;     /* of the incident: opened; closed, or the last entry */
    bool closed;
    struct text cells[REVIEW_CELLS]; /* scratch: review_row empties them */
    size_t sections;
    struct arena arena;
};

/* Walks the record once. Release it also after a failure. */
int review_gather(struct review *review, struct session *session, struct text *out, struct err *err);
void review_release(struct review *review);

/* ---- the sections, in order ---- */
void review_summary(struct review *review);
void review_responses(struct review *review);
void review_clauses(struct review *review);
int review_tasks(struct review *review, struct err *err);
void review_reports(struct review *review);
/* Of a drill. */
int review_score(struct review *review, struct err *err);
void review_corrections(struct review *review);
void review_improvements(struct review *review);

/* ---- what they are written with ---- */
const char *review_say(const struct review *review, const char *zh, const char *en);
/* A numbered heading. */
void review_section(struct review *review, const char *zh, const char *en);
void review_table(struct review *review, const char *class, const struct words *heads, size_t count);
/* The scratch cells as a row. */
void review_row(struct review *review, const char *class, size_t count);
void review_table_end(struct review *review);
/* A paragraph, in place of a table that would be empty. */
void review_nothing(struct review *review, const char *zh, const char *en);
/* Whether row i of `count` is shown; the first that is not says so in a row of its own. */
bool review_shows(struct review *review, size_t i, size_t count, size_t columns);

/* "2026-03-01 03:04" */
void review_time(const struct review *review, int64_t time, struct text *text);
/* "12分钟", "2小时05分" from milliseconds; seconds do not count. */
void review_length(const struct review *review, int64_t length, struct text *text);
/* How many minutes late something was: 0 when it was not. Plans count in minutes. */
int64_t review_lateness(int64_t due, int64_t time);
/* Release a text; one that had failed fails the review. */
void review_free(struct review *review, struct text *text);
/* A string member of an entry's body, or NULL; in the review's arena. */
const char *review_member(struct review *review, const struct entry *entry, const char *key);

/* Minutes that a task was done late, or was not done though due, until it was withdrawn or the incident's end; 0 for neither. */
int64_t review_late(const struct review *review, const struct task_state *state, int64_t due);
/* A task's due time, status and lateness, into three cells. */
void review_add_outcome(struct review *review, const struct task *task, const struct task_state *state, int64_t due, struct text *cells);

/* The style sheet: of the page, of the timeline, and what a drill adds. */
extern const char review_style[], review_drawing_style[], review_drill_style[];

#endif
