/* What follows from the graph: ways up, calls, and what is missing, circular or doubled. See graph.h. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/graph.h"
#include "core/index.h"
#include "core/task.h"

bool graph_has_task(const struct graph *graph, int level, const struct task *task)
{
    bool holds = task->when.text == NULL || graph->standings[task->when.index] != STANDING_NO;
    return holds && (level == 0 || level_calls_for(graph->plan, level, task));
}

bool graph_task_is_open(const struct graph *graph, const struct task *task)
{
    return task->when.text != NULL && graph->standings[task->when.index] == STANDING_OPEN;
}

/* ---- the way up ---- */

struct search {
    const struct graph *graph;
    const struct edge **via; /* by node: how it was reached */
    int *queue;
    size_t queued;
    int from;
};

/* Up is along every edge but that of command. */
static int above(const struct edge *edge)
{
    return edge->kind == EDGE_COMMANDS ? edge->from : edge->to;
}

static int below(const struct edge *edge)
{
    return edge->kind == EDGE_COMMANDS ? edge->to : edge->from;
}

static void visit_above(struct search *search, const struct graph_query *query)
{
    const struct edge *edge;
    for (size_t at = 0; (edge = graph_next(search->graph, query, &at)) != NULL;) {
        int node = above(edge);
        if (node == search->from || search->via[node] != NULL)
            continue;
        search->via[node] = edge;
        search->queue[search->queued++] = node;
    }
}

static int trace_back(const struct search *search, int to, struct graph_step *steps)
{
    int count = 0;
    if (to == search->from || search->via[to] == NULL)
        return 0;
    for (int node = to; node != search->from; node = below(search->via[node]))
        count++;
    for (int node = to, i = count; i > 0; node = below(search->via[node]))
        steps[--i] = (struct graph_step){search->via[node], node};
    return count;
}

int graph_path(const struct graph *graph, const struct graph_way *way, struct graph_step *steps, struct err *err)
{
    struct arena arena = {0};
    struct search search = {.graph = graph, .from = way->from, .queued = 1};
    search.via = arena_array(&arena, graph->node_count, sizeof *search.via);
    search.queue = arena_array(&arena, graph->node_count, sizeof *search.queue);
    if (search.via == NULL || search.queue == NULL) {
        arena_release(&arena);
        return err_no_memory(err);
    }
    search.queue[0] = way->from;
    for (size_t i = 0; i < search.queued; i++) {
        struct graph_query along = {.node = search.queue[i], .kinds = way->kinds & ~EDGES(EDGE_COMMANDS), .level = way->level};
        struct graph_query against = {.node = search.queue[i], .incoming = true, .kinds = way->kinds & EDGES(EDGE_COMMANDS), .level = way->level};
        visit_above(&search, &along);
        visit_above(&search, &against);
    }
    int count = trace_back(&search, way->to, steps);
    arena_release(&arena);
    return count;
}

/* ---- calls ---- */

static bool same_levels(const struct task *task, const struct authority *row)
{
    for (size_t i = 0; i < row->level_count && row->level_count == task->level_count; i++)
        if (row->levels[i] != task->levels[i])
            return false;
    return row->level_count == task->level_count;
}

/* A step that says what a task of the same clause or levels says already, or that somebody proposes to themselves. */
static bool is_said(const struct authority *row, const struct graph_call *calls, size_t count)
{
    if (actors_same(row->by, row->by_count, row->to, row->to_count))
        return true;
    for (size_t i = 0; i < count; i++)
        if ((strcmp(calls[i].clause, row->clause) == 0 || same_levels(calls[i].task, row)) &&
            actors_same(calls[i].by, calls[i].by_count, row->by, row->by_count) && actors_same(calls[i].to, calls[i].to_count, row->to, row->to_count))
            return true;
    return false;
}

size_t graph_calls(const struct graph *graph, int level, struct graph_call *calls)
{
    static const enum task_kind order[] = {TASK_REPORT, TASK_ALERT, TASK_FIRST, TASK_RESPONSE, TASK_SPECIAL, TASK_BODY,
                                           TASK_GROUP,  TASK_MEMBER, TASK_SUPPORT, TASK_END, TASK_RECOVERY};
    const struct plan *plan = graph->plan;
    size_t count = 0;
    for (size_t k = 0; k < sizeof order / sizeof order[0]; k++)
        for (size_t i = 0; i < plan->task_count; i++) {
            const struct task *task = &plan->tasks[i];
            if (task->kind == (int)order[k] && task->to_count > 0 && graph_has_task(graph, level, task))
                calls[count++] = (struct graph_call){.by = task->owners, .by_count = task->owner_count, .to = task->to, .to_count = task->to_count,
                                                     .clause = task->clause, .task = task, .open = graph_task_is_open(graph, task)};
        }
    size_t tasks = count;
    for (size_t i = 0; i < plan->authority_count; i++) {
        const struct authority *row = &plan->authority[i];
        bool tells = row->to_count > 0 && row->step != STEP_HAND_OVER;
        if (tells && (level == 0 || levels_have(row->levels, row->level_count, level)) && !is_said(row, calls, tasks))
            calls[count++] = (struct graph_call){.by = row->by, .by_count = row->by_count, .to = row->to, .to_count = row->to_count,
                                                 .clause = row->clause, .authority = row};
    }
    return count;
}

size_t graph_untold(const struct graph *graph, int level, const struct task **tasks)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->plan->task_count; i++) {
        const struct task *task = &graph->plan->tasks[i];
        if (task->kind == TASK_REPORT && task->deadline.at.node != 0 && task->to_count == 0 && graph_has_task(graph, level, task))
            tasks[count++] = task;
    }
    return count;
}

/* ---- places that are empty, agencies without one ---- */

static bool has_edge(const struct graph *graph, const struct graph_query *query)
{
    size_t at = 0;
    return graph_next(graph, query, &at) != NULL;
}

size_t graph_leaderless(const struct graph *graph, int level, int *nodes)
{
    const struct organisation *org = &graph->plan->organisation;
    size_t count = 0;
    for (size_t i = 0; i < org->group_count; i++) {
        struct ref ref = {.kind = ACTOR_GROUP, .index = (int)i};
        struct graph_query led = {.node = graph_node(graph, &ref), .incoming = true, .kinds = EDGES(EDGE_LEADS), .level = level};
        bool stands = level == 0 || levels_have(org->groups[i].levels, org->groups[i].level_count, level);
        if (stands && !has_edge(graph, &led))
            nodes[count++] = led.node;
    }
    return count;
}

size_t graph_vacant(const struct graph *graph, int level, int *nodes)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->plan->organisation.post_count; i++) {
        struct ref ref = {.kind = ACTOR_POST, .index = (int)i};
        struct graph_query held = {.node = graph_node(graph, &ref), .incoming = true, .kinds = EDGES(EDGE_HOLDS), .level = level};
        if (!has_edge(graph, &held))
            nodes[count++] = held.node;
    }
    return count;
}

size_t graph_headless(const struct graph *graph, int *nodes)
{
    const struct organisation *org = &graph->plan->organisation;
    size_t count = 0;
    for (size_t i = 0; i < org->body_count; i++) {
        const struct body *body = &org->bodies[i];
        bool commands = (body->kind == BODY_HQ || body->kind == BODY_ONSITE_HQ) && body->tier == TIER_CITY, headed = false;
        for (size_t p = 0; p < org->post_count && commands && !headed; p++)
            headed = org->posts[p].body.index == (int)i && org->posts[p].rank == RANK_COMMANDER;
        struct ref ref = {.kind = ACTOR_BODY, .index = (int)i};
        if (commands && !headed)
            nodes[count++] = graph_node(graph, &ref);
    }
    return count;
}

size_t graph_unplaced(const struct graph *graph, int *nodes)
{
    size_t count = 0;
    for (int node = 0; node < (int)graph->plan->city->agency_count; node++)
        if (graph->named[node] && !has_edge(graph, &(struct graph_query){.node = node, .kinds = EDGES_PLACE}))
            nodes[count++] = node;
    return count;
}

/* ---- who acts at a level ---- */

bool graph_acts(const struct graph *graph, const struct ref *actor, int level)
{
    const struct plan *plan = graph->plan;
    if (level == 0 || has_edge(graph, &(struct graph_query){.node = graph_node(graph, actor), .incoming = true, .kinds = EDGES_TELL, .level = level}))
        return true;
    for (size_t i = 0; i < plan->authority_count; i++) {
        const struct authority *row = &plan->authority[i];
        if (levels_have(row->levels, row->level_count, level) && (actors_have(row->by, row->by_count, actor) || actors_have(row->to, row->to_count, actor)))
            return true;
    }
    for (size_t i = 0; i < plan->task_count; i++)
        if (level_calls_for(plan, level, &plan->tasks[i]) && actors_have(plan->tasks[i].owners, plan->tasks[i].owner_count, actor))
            return true;
    return false;
}

bool graph_body_acts(const struct graph *graph, size_t body, int level)
{
    const struct organisation *org = &graph->plan->organisation;
    if (graph_acts(graph, &(struct ref){.kind = ACTOR_BODY, .index = (int)body}, level))
        return true;
    for (size_t i = 0; i < org->post_count; i++)
        if (org->posts[i].body.index == (int)body && graph_acts(graph, &(struct ref){.kind = ACTOR_POST, .index = (int)i}, level))
            return true;
    return false;
}

/* ---- circles of command ---- */

/* Nodes that nobody commands, or that command nobody, are in no circle: take them away until none is left. */
struct peeling {
    const struct graph *graph;
    int level;
    bool *gone;
    uint32_t *in, *out; /* edges of command that are left, by node */
    int *queue;
    size_t queued, done;
    int *seen; /* by node: the walk that came by last */
    int walks;
};

static struct graph_query commands_of(const struct peeling *peeling, int node, bool incoming)
{
    return (struct graph_query){.node = node, .incoming = incoming, .kinds = EDGES(EDGE_COMMANDS), .level = peeling->level};
}

static void take_away(struct peeling *peeling, int node)
{
    if (peeling->gone[node])
        return;
    peeling->gone[node] = true;
    peeling->queue[peeling->queued++] = node;
}

static void peel(struct peeling *peeling)
{
    const struct edge *edge;
    while (peeling->done < peeling->queued) {
        int node = peeling->queue[peeling->done++];
        struct graph_query down = commands_of(peeling, node, false), up = commands_of(peeling, node, true);
        for (size_t at = 0; (edge = graph_next(peeling->graph, &down, &at)) != NULL;)
            if (--peeling->in[edge->to] == 0)
                take_away(peeling, edge->to);
        for (size_t at = 0; (edge = graph_next(peeling->graph, &up, &at)) != NULL;)
            if (--peeling->out[edge->from] == 0)
                take_away(peeling, edge->from);
    }
}

static int next_left(const struct peeling *peeling, int node)
{
    struct graph_query down = commands_of(peeling, node, false);
    const struct edge *edge;
    for (size_t at = 0; (edge = graph_next(peeling->graph, &down, &at)) != NULL;)
        if (!peeling->gone[edge->to])
            return edge->to;
    assert(!"a node that is left commands one that is left");
    return node;
}

/* Down from a node that is left, until a node comes again: that one is in a circle. Returns how many nodes were written. */
static size_t write_circle(struct peeling *peeling, int start, int *nodes)
{
    size_t count = 0;
    int node = start, walk = ++peeling->walks;
    for (; peeling->seen[node] != walk; node = next_left(peeling, node))
        peeling->seen[node] = walk;
    int first = node;
    do {
        nodes[count++] = node;
        node = next_left(peeling, node);
    } while (node != first);
    for (size_t i = 0; i < count; i++)
        take_away(peeling, nodes[i]);
    return count;
}

static int find_circles(struct peeling *peeling, int *nodes)
{
    const struct graph *graph = peeling->graph;
    struct graph_query all = {.node = -1, .kinds = EDGES(EDGE_COMMANDS), .level = peeling->level};
    const struct edge *edge;
    int count = 0;
    for (size_t at = 0; (edge = graph_next(graph, &all, &at)) != NULL;) {
        peeling->out[edge->from]++;
        peeling->in[edge->to]++;
    }
    for (int node = 0; node < (int)graph->node_count; node++)
        if (peeling->in[node] == 0 || peeling->out[node] == 0)
            take_away(peeling, node);
    for (int node = 0; node < (int)graph->node_count; node++) {
        peel(peeling);
        if (peeling->gone[node])
            continue;
        nodes += write_circle(peeling, node, nodes);
        *nodes++ = -1;
        count++;
        node--; /* it may only lead to that circle: look again once the circle is peeled */
    }
    return count;
}

int graph_cycles(const struct graph *graph, int level, int *nodes, struct err *err)
{
    struct arena arena = {0};
    struct peeling peeling = {.graph = graph, .level = level};
    size_t count = graph->node_count;
    peeling.gone = arena_array(&arena, count, sizeof *peeling.gone);
    peeling.in = arena_array(&arena, count, sizeof *peeling.in);
    peeling.out = arena_array(&arena, count, sizeof *peeling.out);
    peeling.queue = arena_array(&arena, count, sizeof *peeling.queue);
    peeling.seen = arena_array(&arena, count, sizeof *peeling.seen);
    bool enough = peeling.gone != NULL && peeling.in != NULL && peeling.out != NULL && peeling.queue != NULL && peeling.seen != NULL;
    int found = enough ? find_circles(&peeling, nodes) : err_no_memory(err);
    arena_release(&arena);
    return found;
}

/* ---- seats ---- */

bool graph_double_has(const struct graph_double *it, const struct edge *seat)
{
    return seat->from == it->agency && (it->officer == NULL || (seat->holder->officer.zh != NULL && strcmp(seat->holder->officer.zh, it->officer->zh) == 0));
}

/* By officer, those without one last; then in the plan's order. */
static int compare_seats(const void *a, const void *b)
{
    const struct edge *left = *(const struct edge *const *)a, *right = *(const struct edge *const *)b;
    const char *one = left->holder->officer.zh, *two = right->holder->officer.zh;
    int order = one == NULL || two == NULL ? (one == NULL) - (two == NULL) : strcmp(one, two);
    return order != 0 ? order : (left > right) - (left < right);
}

static size_t add_doubles(const struct edge **seats, size_t count, struct graph_double *doubles)
{
    size_t added = 0, most = 0;
    qsort(seats, count, sizeof *seats, compare_seats);
    for (size_t i = 0, end; i < count && seats[i]->holder->officer.zh != NULL; i = end) {
        struct graph_double it = {.agency = seats[i]->from, .officer = &seats[i]->holder->officer};
        for (end = i; end < count && graph_double_has(&it, seats[end]); end++)
            it.seats++;
        if (it.seats > 1)
            doubles[added++] = it;
        most = it.seats > most ? it.seats : most;
    }
    if (count > 1 && most < count)
        doubles[added++] = (struct graph_double){.agency = seats[0]->from, .seats = count};
    return added;
}

int graph_doubles(const struct graph *graph, int level, struct graph_double *doubles, struct err *err)
{
    const struct edge **seats = calloc(graph->edge_count + 1, sizeof *seats), *edge;
    size_t found = 0;
    if (seats == NULL)
        return err_no_memory(err);
    for (int node = 0; node < (int)graph->plan->city->agency_count; node++) {
        struct graph_query query = {.node = node, .kinds = EDGES_SEAT, .level = level};
        size_t count = 0;
        for (size_t at = 0; (edge = graph_next(graph, &query, &at)) != NULL;)
            seats[count++] = edge;
        found += add_doubles(seats, count, doubles + found);
    }
    free(seats);
    return (int)found;
}

/* ---- two graphs ---- */

static void need(const struct graph *graph, int node, bool *needed)
{
    if (node < (int)graph->plan->city->agency_count)
        needed[node] = true;
}

void graph_needed(const struct graph_view *view, bool *needed)
{
    const struct graph *graph = view->graph;
    struct graph_query all = {.node = -1, .kinds = EDGES_ALL, .level = view->level};
    const struct edge *edge;
    for (size_t at = 0; (edge = graph_next(graph, &all, &at)) != NULL;) {
        need(graph, edge->from, needed);
        need(graph, edge->to, needed);
    }
    for (size_t i = 0; i < graph->plan->task_count; i++) {
        const struct task *task = &graph->plan->tasks[i];
        for (size_t o = 0; o < task->owner_count && graph_has_task(graph, view->level, task); o++)
            need(graph, graph_node(graph, &task->owners[o]), needed);
    }
}

int graph_shared(const struct graph_view *ours, const struct graph_view *theirs, struct graph_shared *shared, struct err *err)
{
    const struct city *city = ours->graph->plan->city, *other = theirs->graph->plan->city;
    struct arena arena = {0};
    struct id_index index = {.items = arena_array(&arena, other->agency_count, sizeof *index.items)};
    bool *needed = arena_array(&arena, city->agency_count, sizeof *needed);
    bool *needed_there = arena_array(&arena, other->agency_count, sizeof *needed_there);
    if (index.items == NULL || needed == NULL || needed_there == NULL) {
        arena_release(&arena);
        return err_no_memory(err);
    }
    graph_needed(ours, needed);
    graph_needed(theirs, needed_there);
    index_add(&index, other->agencies, other->agency_count, sizeof *other->agencies, ACTOR_AGENCY);
    index_sort(&index);
    int count = 0;
    for (size_t i = 0; i < city->agency_count; i++) {
        const struct indexed *same = needed[i] ? index_find(&index, city->agencies[i].id) : NULL;
        if (same != NULL && needed_there[same->index])
            shared[count++] = (struct graph_shared){(int)i, same->index};
    }
    arena_release(&arena);
    return count;
}
