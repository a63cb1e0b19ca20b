/*
 * The duty desk: every incident of a journal, each folded from its entries, and kept up to date as others write.
 *
 *     struct desk desk;
 *     desk_init(&desk, app, &library, journal);
 *     desk_follow(&desk, NULL, &err);                       read what is new, by whomever
 *     struct session *session = desk_find(&desk, "road-1");
 *
 * An incident that cannot be folded (its plan is not there any more, or was changed so that what was done no longer fits) is kept
 * with the reason; it stops none of the others.
 */
#ifndef CLI_DESK_H
#define CLI_DESK_H

#include "cli/session.h"

struct desk_incident {
    char *id;
    char *plan;             /* as its first entry names it: "shuozhou/road" */
    struct session session; /* of no use while `trouble` is set */
    struct err trouble;     /* code ERR_NONE: none */
    unsigned char *told;    /* of cli/alerts.h: by the plan's tasks; NULL before the first look */
};

struct desk_plan {
    char *name; /* "shuozhou/road" */
    struct loaded *loaded;
};

struct desk {
    struct app *app;
    struct library *library; /* borrowed */
    struct voice voice; /* of all sessions; its journal is owned, the speaker's strings are the caller's */
    struct desk_incident **incidents; /* in the order of their first entries */
    size_t count, capacity;
    struct desk_incident **by_id; /* the same, sorted */
    struct desk_plan *plans;
    size_t plan_count;
    uint64_t seq; /* of the newest entry read */
};

/* The journal is taken over; it may be NULL. */
void desk_init(struct desk *desk, struct app *app, struct library *library, struct journal *journal);
void desk_release(struct desk *desk);

/* Told of each entry that this desk did not write itself. */
struct desk_listener {
    void (*heard)(void *context, const struct desk_incident *incident, const struct entry *entry);
    void *context;
};
/* Read what is new. `listener` may be NULL. */
int desk_follow(struct desk *desk, const struct desk_listener *listener, struct err *err);

/* NULL when there is none. */
struct desk_incident *desk_find(const struct desk *desk, const char *id);
/* By id, else by title; ERR_REFERENCE with the nearest. */
struct desk_incident *desk_look_up(const struct desk *desk, const char *name, struct err *err);
/* A plan by its shelf: loaded once. Flaws are printed to the app's messages. */
const struct loaded *desk_plan(struct desk *desk, const struct shelf *shelf, struct err *err);
/*
 * A new incident, opened. Its id is made of the plan's and the next free number; ERR_CONFLICT when somebody else has just taken that
 * number: follow, and try again.
 */
struct desk_incident *desk_open(struct desk *desk, const struct shelf *shelf, const struct opening *opening, struct err *err);

#endif
