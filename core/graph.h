/*
 * Who commands, leads, belongs to and tells whom: a plan's organisation as a graph.
 *
 * Nodes are agencies, bodies, posts and groups, numbered in this order from 0. An edge says which clause makes it, at which levels
 * it stands and under which condition, and points at what it was made from. A graph is immutable and owns its edges; the plan is
 * borrowed and must outlive it. Nothing here recurses, and a level of 0 always means: whatever the level.
 *
 *     struct graph *graph = graph_new(plan, NULL, &err);
 *     struct graph_query query = {.node = graph_node(graph, &ref), .kinds = EDGES(EDGE_LEADS), .level = 2};
 *     const struct edge *edge;
 *     for (size_t at = 0; (edge = graph_next(graph, &query, &at)) != NULL;)
 *         … graph_words(graph, edge->to) …
 *     graph_free(graph);
 *
 * Sources: design.md 8. What counts as the city's headquarters, and where command comes from, is in docs/plan-format.md.
 */
#ifndef CORE_GRAPH_H
#define CORE_GRAPH_H

#include "core/plan.h"

#define GRAPH_EDGES_MAX 262144

/* From whom to whom. */
enum edge_kind {
    EDGE_COMMANDS,   /* body → body or group that is `of` it; commander, director → its body; who takes command over → who hands it over */
    EDGE_DEPUTISES,  /* deputy → commander of its body, or the body itself when it has none */
    EDGE_HOSTS,      /* agency → office */
    EDGE_HOLDS,      /* agency → post, through an officer */
    EDGE_LEADS,      /* agency → group */
    EDGE_MEMBER_OF,  /* agency → group, or the city's headquarters */
    EDGE_REPORTS_TO, /* by a task of kind report, or a step that is proposed or reported to somebody */
    EDGE_NOTIFIES,   /* by any other task that tells somebody */
    EDGE_KIND_COUNT
};
#define EDGES(kind) (1u << (kind))
#define EDGES_ALL (EDGES(EDGE_KIND_COUNT) - 1)
#define EDGES_TELL (EDGES(EDGE_REPORTS_TO) | EDGES(EDGE_NOTIFIES))
#define EDGES_STAND (EDGES_ALL & ~EDGES_TELL)                                                       /* the structure */
#define EDGES_PLACE (EDGES(EDGE_HOSTS) | EDGES(EDGE_HOLDS) | EDGES(EDGE_LEADS) | EDGES(EDGE_MEMBER_OF)) /* what gives an agency a place */
#define EDGES_SEAT (EDGES(EDGE_HOLDS) | EDGES(EDGE_LEADS))

struct edge {
    enum edge_kind kind;
    int from, to; /* nodes */
    const char *clause;
    const int64_t *levels;
    size_t level_count;               /* 0 = every level; of a task also those that include one of these */
    const struct condition *when;     /* NULL: always */
    bool open;                        /* `when` hangs on a fact that is not known */
    const struct holder *holder;      /* of HOSTS, HOLDS, LEADS, MEMBER_OF a group; else NULL */
    const struct task *task;          /* what tells; else NULL */
    const struct authority *authority; /* the step that is proposed, reported or hands over; else NULL */
};

struct graph {
    const struct plan *plan;
    size_t node_count;
    struct edge *edges; /* by kind, in the plan's order */
    size_t edge_count;
    uint32_t *out_first, *out; /* edges leaving node n: out[out_first[n]] … out[out_first[n + 1] - 1]; by kind */
    uint32_t *in_first, *in;   /* and those arriving */
    bool *named;               /* by node: the plan names it somewhere */
    unsigned char *standings;  /* enum graph_standing, by struct condition.index */
    struct arena arena;
};

/* How the conditions of a plan stand, by struct condition.index; the numbers are those of rules/assess.h. */
enum graph_standing { STANDING_NO, STANDING_OPEN, STANDING_YES };

/*
 * `standings` (one for each of plan->conditions, only read during the call): edges whose condition does not hold are left out. NULL
 * takes all conditions as open. NULL with `err` when out of memory, or past GRAPH_EDGES_MAX edges (ERR_LIMIT).
 */
struct graph *graph_new(const struct plan *plan, const unsigned char *standings, struct err *err);
void graph_free(struct graph *graph);

int graph_node(const struct graph *graph, const struct ref *actor);
/* The actor of a node, with its id; at.node is 0. */
struct ref graph_ref(const struct graph *graph, int node);
struct words graph_words(const struct graph *graph, int node);
/*
 * A node by id or by any of its names, agencies first. -1 with `err` (ERR_REFERENCE) and the nearest name as a hint.
 */
int graph_find(const struct graph *graph, const char *name, size_t size, struct err *err);

/* Edges of a node, one by one in the order of their kinds; NULL past the last. `*at` starts at 0. */
struct graph_query {
    int node;      /* -1: all edges */
    bool incoming; /* those that arrive, instead of those that leave */
    unsigned kinds; /* EDGES(…) */
    int level;
};
const struct edge *graph_next(const struct graph *graph, const struct graph_query *query, size_t *at);
bool edge_stands(const struct graph *graph, const struct edge *edge, int level);

/* The city's headquarters, and its commander (without one: the headquarters). -1 when the plan has none. */
int graph_headquarters(const struct graph *graph);
int graph_commander(const struct graph *graph);

/* ---- what follows from it (core/graph_query.c); arrays are the caller's ---- */

/*
 * The shortest way up from a node to another, into `steps` (room for node_count): along edges to who is led, held, hosted, deputised
 * or told, and against those of command. How many steps; 0 when there is no way; -1 with `err` when out of memory.
 */
struct graph_way {
    int from, to;
    unsigned kinds; /* EDGES_STAND, or EDGES_ALL */
    int level;
};
struct graph_step {
    const struct edge *edge;
    int node; /* where it leads */
};
int graph_path(const struct graph *graph, const struct graph_way *way, struct graph_step *steps, struct err *err);

/* Whether a level calls for a task, and its condition holds or may hold. */
bool graph_has_task(const struct graph *graph, int level, const struct task *task);

/* Whether a step, a task or a call of the level names an actor; and whether it names a body or one of its posts. */
bool graph_acts(const struct graph *graph, const struct ref *actor, int level);
bool graph_body_acts(const struct graph *graph, size_t body, int level);

/* Whether its condition hangs on a fact that is not known. */
bool graph_task_is_open(const struct graph *graph, const struct task *task);

/* Somebody tells somebody: a task with `to`, or a step that no such task covers. Borrowed from the plan. */
struct graph_call {
    const struct ref *by, *to;
    size_t by_count, to_count;
    const char *clause;
    const struct task *task;           /* NULL for a step */
    const struct authority *authority; /* NULL for a task */
    bool open;
};
/* All calls of a level, into `calls` (room for task_count + authority_count): tasks by kind, then steps. Returns how many. */
size_t graph_calls(const struct graph *graph, int level, struct graph_call *calls);

/* Groups that nobody leads at a level, and posts that nobody holds; into `nodes` (room for as many). Returns how many. */
size_t graph_leaderless(const struct graph *graph, int level, int *nodes);
size_t graph_vacant(const struct graph *graph, int level, int *nodes);
/* The city's headquarters, on-site ones too, that the plan gives no commander; room for body_count. */
size_t graph_headless(const struct graph *graph, int *nodes);
/* Agencies that the plan names but gives no place in its structure, at any level; room for the city's agencies. */
size_t graph_unplaced(const struct graph *graph, int *nodes);
/* Reports of a level with a deadline but nobody to report to; room for task_count. */
size_t graph_untold(const struct graph *graph, int level, const struct task **tasks);

/*
 * Circles of command, into `nodes` (room for 2 × node_count): the nodes of each, every one commanding the next and the last the
 * first, and a -1 behind them. No node is in two; every knot shows at least one. How many, or -1 with `err`.
 */
int graph_cycles(const struct graph *graph, int level, int *nodes, struct err *err);

/* An agency that holds several posts or leads several groups at once. */
struct graph_double {
    int agency;
    const struct words *officer; /* the same officer in all of them; NULL: several, or the plan names none */
    size_t seats;                /* how many */
};
/*
 * Into `doubles` (room for edge_count), agency by agency: each officer with two seats or more, and then the agency itself when it has
 * still more. How many, or -1 with `err`.
 */
int graph_doubles(const struct graph *graph, int level, struct graph_double *doubles, struct err *err);
/* Whether a seat is one of a double's. */
bool graph_double_has(const struct graph_double *it, const struct edge *seat);

/*
 * Agencies that two plans or incidents both need, found by id: each has an edge or a task at the level of either. Into `shared`
 * (room for the agencies of `ours`). How many, or -1 with `err`.
 */
struct graph_view {
    const struct graph *graph;
    int level;
};
struct graph_shared {
    int ours, theirs; /* nodes */
};
/* Of one of them: by agency, whether it is needed; `needed` has a place, set to false, for each of the city's agencies. */
void graph_needed(const struct graph_view *view, bool *needed);
int graph_shared(const struct graph_view *ours, const struct graph_view *theirs, struct graph_shared *shared, struct err *err);

struct words edge_words(enum edge_kind kind);
extern const char *const edge_kind_ids[]; /* "commands" …, ends with NULL */

#endif
