/*
 * One incident being worked on: what its record says, the present grade, and the one way in which anything changes.
 *
 * session_say is the whole flow: the entry is checked and taken into the record, the incident is assessed again, the entry is
 * appended to the journal, and only then is it there for anybody to see. When any of it fails, nothing has changed. All other
 * functions that change something only compose what is said. `respond grade` is a session without a journal.
 *
 *     struct session session;
 *     if (session_init(&session, app, loaded, "road-1", &err) == 0 && session_open(&session, &(struct opening){"208国道追尾"}, &err) == 0)
 *         session_set(&session, (const char *const[]){"deaths=3..9"}, 1, &err);
 *     session_release(&session);
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/brief.h"
#include "cli/compose.h"
#include "core/record.h"

/* Who speaks: a person, in a role by its id or name in the plan ("" for none). */
struct speaker {
    const char *name, *role;
};

/* Through what is spoken: shared by the sessions of a desk. */
struct voice {
    struct journal *journal; /* NULL: nothing is kept */
    struct speaker speaker;
    uint64_t said; /* number of the newest entry that was said and kept; 0 for none */
};

/* What the last change altered, so that it can be told; all zero when nothing was. */
struct session_change {
    uint64_t facts;      /* bit i: plan->facts[i] */
    size_t reports, new_reports; /* how many there are, and the newest of them that are new */
    bool as_of;
    int level_before; /* brief_level before the change */
};

struct session {
    struct app *app;
    const struct loaded *loaded; /* borrowed */
    struct voice *voice;         /* borrowed; NULL: nothing is kept, and the user speaks in no role */
    struct record record;
    struct assessor *assessor;
    struct assessment assessment; /* of what is known, on the grading date: session_assess */
    struct session_change change;
    struct known *before; /* the facts before the last change */
};

int session_init(struct session *session, struct app *app, const struct loaded *loaded, const char *id, struct err *err);
void session_release(struct session *session);
/* Assess what is known now. Without a given grading date it is the date of the incident's clock, so that the grade may change over night. */
int session_assess(struct session *session, struct err *err);
/* Whether a task that is open by its level does not apply, on what is known as last assessed: 1, 0, or -1 with `err`. */
int session_rules_out(struct session *session, size_t task, struct err *err);
/* The incident's clock now. */
int64_t session_clock(const struct session *session);

/* How all conditions of the plan stand by what is known, for graph_new; the caller's to free. NULL with `err`. */
unsigned char *session_standings(struct session *session, struct err *err);

/* Something to be said: an entry without its place and time. */
struct saying {
    const char *type, *body, *reason; /* body NULL: {}; reason NULL: none */
    int64_t clock;                    /* of a drill: where its clock is put; 0: as it stands */
};
/*
 * Say it. On success it is in the journal, and session->record.last_seq is its number. ERR_CONFLICT when somebody else has written
 * to this incident since; and whatever record_add and journal_append refuse.
 */
int session_say(struct session *session, const struct saying *saying, struct err *err);

struct opening {
    const char *title; /* NULL for none */
    const char *plan;  /* as it can be found again: "shuozhou/road"; NULL: the plan's id */
    bool drill;
    int64_t clock; /* of a drill: what its clock shows first */
};
int session_open(struct session *session, const struct opening *opening, struct err *err);

/* All of a call's settings are taken, or none. */
int session_set(struct session *session, const char *const *settings, size_t count, struct err *err);
int session_report(struct session *session, const char *const *settings, size_t count, struct err *err);
/* All of a file's reports are read before the first is taken. */
int session_reports_file(struct session *session, const char *path, struct err *err);
int session_as_of(struct session *session, const char *date, struct err *err);
int session_parameter(struct session *session, const char *given, struct err *err);
/* Take every fact not given as none. */
int session_set_none(struct session *session, struct err *err);
/* Correct the newest entry, when it is one that can be. */
int session_undo(struct session *session, struct err *err);
int session_moment(struct session *session, enum moment moment, int64_t time, struct err *err);
int session_note(struct session *session, const char *text, struct err *err);
/* A detail by id or name (core/paperwork.h); "" withdraws it. ERR_REFERENCE with the nearest for a key that there is not. */
int session_detail(struct session *session, const char *key, const char *text, struct err *err);
/* Note that a document has gone out, as the next of its form. */
int session_issue(struct session *session, enum form form, struct err *err);
int session_confirm(struct session *session, const char *condition, struct err *err);
int session_task(struct session *session, enum task_act act, const char *task, const char *text, struct err *err);

/* A step of a response. */
struct stepping {
    enum step step;
    int tier; /* enum tier; -1: the one that the speaker has authority for, else the city's */
    int level;
    bool provisional;
    const char *reason;
};
int session_step(struct session *session, const struct stepping *stepping, struct err *err);
/* The tier that is meant when none is said. */
int session_tier(const struct session *session, enum step step, int level);
/* The speaker's role in this plan; ERR_REFERENCE for one that the plan does not have, ERR_AUTHORITY for none. */
int session_actor(const struct session *session, struct ref *actor, struct err *err);
/* Hand the shift to somebody by name (with the journal's head, which is put on paper), and accept it. */
int session_hand_shift(struct session *session, const char *to, const char *head, struct err *err);
int session_accept_shift(struct session *session, struct err *err);
/* Close an incident to which no response was launched. */
int session_dismiss(struct session *session, const char *reason, struct err *err);
/* Put a drill's clock forward; let it run on at so many percent of real time (0: stop it). */
int session_move_clock(struct session *session, int64_t to, struct err *err);
int session_clock_rate(struct session *session, int rate, struct err *err);
/* Of a drill: the scenario that it plays; what comes in (`event` -1: improvised; `text` NULL: left out); what is to come comes later. */
int session_scenario(struct session *session, const char *incident, const char *text, struct err *err);
int session_inject(struct session *session, int event, const char *medium, const char *text, struct err *err);
int session_postpone(struct session *session, int64_t minutes, struct err *err);

/* Append the present grade as one line of JSON, by the batch contract, with the best question first. */
int session_answer(const struct session *session, struct text *out, struct err *err);
struct brief session_brief(const struct session *session);

#endif
