/*
 * A scenario as its JSON file says it: incidents, and events over time: what comes in, what people do, what must hold then. No judgement here.
 *
 * One format for three uses: a test checks a plan by script, a drill is played by people, a replay retells what happened. Everything is
 * owned by the scenario's arena and immutable after loading. Facts, tasks, roles and levels are names, looked up in the plans when it runs.
 *
 *     struct scenario *scenario = scenario_load("tests/scenarios/road/escalation.json", &diags);
 *     … scenario->events[i] …                    in the order in which they come
 *     scenario_free(scenario);
 *
 * The format is documented in docs/scenarios.md and plans/scenario.schema.json.
 */
#ifndef CORE_SCENARIO_H
#define CORE_SCENARIO_H

#include "core/document.h"
#include "core/plan.h"
#include "core/response.h"

#define SCENARIO_EVENTS_MAX 10000
#define SCENARIO_INCIDENTS_MAX 16

enum scenario_use { USE_TEST, USE_DRILL, USE_REPLAY };
enum medium { MEDIUM_NONE, MEDIUM_PHONE, MEDIUM_FAX, MEDIUM_ON_SCENE, MEDIUM_RADIO, MEDIUM_MESSAGE };

/* An incident of the scenario, under a plan. */
struct scenario_incident {
    struct origin at;
    const char *id, *plan; /* plan: "road", or "shuozhou/road" */
    const char *title;     /* NULL for none */
};

struct scenario_actor {
    struct origin at;
    const char *name, *role; /* role: a post, body or agency by id or name; NULL for none */
};

/* Who may, or may not, take a step; or who has taken it. */
struct scenario_step {
    struct origin at;
    int step, tier;
    int64_t level; /* 0: whatever the level */
    const char *role;
    const char *clause; /* NULL: whichever */
};

struct scenario_due {
    struct origin at;
    const char *task, *due;
    int64_t minutes; /* of `due`, from the start */
};

/* What must hold; what is not in `given` is not looked at. */
enum expected {
    EXPECT_LEVEL = 1 << 0, EXPECT_POSSIBLE = 1 << 1, EXPECT_SAFE_LEVEL = 1 << 2, EXPECT_SETTLED = 1 << 3, EXPECT_ACTIVE_LEVEL = 1 << 4,
    EXPECT_STATE = 1 << 5, EXPECT_GRADE = 1 << 6,
};
struct scenario_expect {
    struct origin at;
    unsigned given; /* EXPECT_… */
    int64_t level, possible, safe_level, active_level; /* 0 for none */
    bool settled;
    const char *event_grade; /* "none" for none */
    int state, tier;         /* of the response of that tier */
    const char **clauses, **not_clauses;
    size_t clause_count, not_clause_count;
    const char **asks, **not_asks;
    size_t ask_count, not_ask_count;
    const char **open, **accepted, **done, **overdue, **not_called;
    size_t open_count, accepted_count, done_count, overdue_count, not_called_count;
    struct scenario_due *dues;
    size_t due_count;
    struct scenario_step *may, *may_not, *took;
    size_t may_count, may_not_count, took_count;
    const char **shared; /* agencies that another incident of the scenario needs too */
    size_t shared_count;
};

/* What players have done so far: everything that is given must hold (`negated`: must not). */
struct scenario_when {
    struct origin at;
    bool negated, has_state, has_status;
    int state, tier, status; /* enum response_state, tier, task_status */
    int64_t level;           /* in force, or a more severe one; 0: not looked at */
    const char *task;        /* NULL: not looked at */
};

struct scenario_event {
    struct origin at;
    const char *id;       /* NULL for none */
    const char *time;     /* "T+00:35", or "call+00:10": after the event `call` */
    int after;            /* index of that event, -1: of the start */
    int64_t minutes;      /* from the start of the scenario */
    const char *incident; /* NULL: the first */
    int incident_index;
    int medium;
    struct words says;           /* zh NULL: nothing comes in */
    struct scenario_when when;   /* at.node 0: always */
    struct scenario_actor by;    /* at.node 0: as before */
    const char **acts;           /* what is done, as typed in the shell */
    size_t act_count;
    const char *refused;         /* the last act must be refused, with this code of an error … */
    const char *clause;          /* … and this clause */
    struct scenario_expect expect; /* at.node 0: nothing is checked */
    const char *until;           /* of a drill: by then; NULL: at once */
    int64_t until_minutes;
};

/* What a drill is to train; its events say so by their ids. */
struct scenario_objective {
    struct origin at;
    const char *id;
    struct words title;
    const char **events;
    size_t event_count;
};

struct scenario {
    struct origin at;
    int64_t format;
    struct words title, about; /* about.zh NULL for none */
    int use;
    const char *start; /* "2026-03-01 03:00": the city's civil time of T+00:00 */
    struct scenario_incident *incidents;
    size_t incident_count;
    struct scenario_event *events; /* by time, those of one time as the file has them */
    size_t event_count;
    struct scenario_objective *objectives;
    size_t objective_count;
    const char *path;
    struct document *file;
    struct arena arena;
};

/* NULL when the file cannot be read or anything in it is wrong: all flaws are in `diags`, each with its place. */
struct scenario *scenario_load(const char *path, struct diags *diags);
/* The same of a text; `name` stands for its file. */
struct scenario *scenario_parse(const char *name, const char *text, struct diags *diags);
void scenario_free(struct scenario *scenario);

struct words medium_words(enum medium medium);
extern const char *const medium_ids[];

#endif
