/*
 * One incident being worked on: a loaded plan, what is known, the present grade, and the steps that can be undone.
 *
 * Every change goes the same way: check it, keep the state from before, take it over, assess. When checking or assessing fails,
 * nothing has changed. `respond grade` is a session of one step; the shell is a long one.
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/brief.h"
#include "core/incident_read.h"

#define UNDO_MAX 1000

/* The parts of a report as people give it, in the order of asking. */
enum report_part { PART_DISEASE, PART_COUNTY, PART_TOWNSHIP, PART_PREMISES, PART_DATE, PART_SPREAD, PART_COUNT };
struct report_part_row {
    const char *key; /* as JSON names it; people may write the name too */
    struct words name, question;
    bool may_lack; /* a default is taken */
};
extern const struct report_part_row report_parts[PART_COUNT];

struct session {
    struct app *app;
    struct loaded *loaded; /* owned; NULL before session_open */
    char *title;           /* owned; NULL for none */
    struct incident_reader reader;
    struct assessor *assessor;
    struct incident incident;
    struct assessment assessment;
    struct step_back *history; /* newest last */
    size_t history_count;
    bool closed; /* facts not given mean none */
};

void session_init(struct session *session, struct app *app);
void session_release(struct session *session);

/* Start an incident under a plan (taken over, also on failure). `title` is copied; may be NULL. What was open before is dropped. */
int session_open(struct session *session, struct loaded *loaded, const char *title, struct err *err);

/* "deaths=3..9", "死亡=3": a fact by id or Chinese label. All of a call's settings are taken, or none. */
int session_set(struct session *session, const char *const *settings, size_t count, struct err *err);
/* A report: "disease=… county=… township=… [premises=…] [date=…] [spread=…]", keys and values by id, code or name. */
int session_report(struct session *session, const char *const *settings, size_t count, struct err *err);
/* What one part's value stands for: 朔城区 → 140602, 猪瘟 → csf. Borrowed from the plan or from `value`; NULL with `err`. */
const char *session_read_part(const struct session *session, enum report_part part, const char *value, struct err *err);
/* Reports of a file: a JSON array, or JSON Lines. All of them, or none. */
int session_reports_file(struct session *session, const char *path, struct err *err);
int session_as_of(struct session *session, const char *date, struct err *err);
/* Take every fact not given as none. */
int session_close(struct session *session, struct err *err);
/* Take back the last change (of the last UNDO_MAX). ERR_USAGE when there is none. */
int session_undo(struct session *session, struct err *err);

/* What the last change altered, so that it can be told; all zero when there is none. */
struct session_change {
    uint64_t facts;     /* bit i: plan->facts[i] */
    size_t new_reports; /* the newest of the log */
    bool as_of;
};
struct session_change session_last_change(const struct session *session);

/* A fact by id or by its label in either language; NULL with `err` and the nearest when there is none. */
const struct fact *session_find_fact(const struct plan *plan, const char *name, size_t size, struct err *err);
struct brief session_brief(struct session *session);

#endif
