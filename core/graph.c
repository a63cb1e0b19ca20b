/* Building the graph, and looking around in it. See graph.h; what follows from it is in graph_query.c. */
#include "core/graph.h"

#include <stdlib.h>
#include <string.h>

#include "core/task.h"
#include "core/text.h"

const char *const edge_kind_ids[] = {"commands", "deputises", "hosts", "holds", "leads", "member_of", "reports_to", "notifies", NULL};

struct words edge_words(enum edge_kind kind)
{
    static const struct words words[EDGE_KIND_COUNT] = {
        [EDGE_COMMANDS] = {"指挥", "commands"},      [EDGE_DEPUTISES] = {"协助指挥", "deputises for"}, [EDGE_HOSTS] = {"设有", "hosts"},
        [EDGE_HOLDS] = {"担任", "holds"},            [EDGE_LEADS] = {"牵头", "leads"},                 [EDGE_MEMBER_OF] = {"参加", "is a member of"},
        [EDGE_REPORTS_TO] = {"报告", "reports to"},  [EDGE_NOTIFIES] = {"通知", "notifies"},
    };
    return words[kind];
}

/* ---- nodes ---- */

static int first_node(const struct plan *plan, enum actor_kind kind)
{
    const struct organisation *org = &plan->organisation;
    const size_t first[] = {
        [ACTOR_AGENCY] = 0,
        [ACTOR_BODY] = plan->city->agency_count,
        [ACTOR_POST] = plan->city->agency_count + org->body_count,
        [ACTOR_GROUP] = plan->city->agency_count + org->body_count + org->post_count,
    };
    return (int)first[kind];
}

int graph_node(const struct graph *graph, const struct ref *actor)
{
    return first_node(graph->plan, (enum actor_kind)actor->kind) + actor->index;
}

struct ref graph_ref(const struct graph *graph, int node)
{
    struct ref ref = {.kind = ACTOR_GROUP};
    while (ref.kind > ACTOR_AGENCY && node < first_node(graph->plan, (enum actor_kind)ref.kind))
        ref.kind--;
    ref.index = node - first_node(graph->plan, (enum actor_kind)ref.kind);
    ref.id = plan_actor_id(graph->plan, &ref);
    return ref;
}

struct words graph_words(const struct graph *graph, int node)
{
    struct ref ref = graph_ref(graph, node);
    return plan_actor_words(graph->plan, &ref);
}

/* ---- building ---- */

/* Everything is added twice: first counted, then kept. */
struct builder {
    struct graph *graph;
    size_t count;
    bool too_many;
};

static int node_at(enum actor_kind kind, size_t index, const struct plan *plan)
{
    return first_node(plan, kind) + (int)index;
}

static void add_edge(struct builder *builder, struct edge edge)
{
    struct graph *graph = builder->graph;
    graph->named[edge.from] = graph->named[edge.to] = true;
    if (edge.when != NULL && edge.when->text == NULL)
        edge.when = NULL;
    enum graph_standing standing = edge.when == NULL ? STANDING_YES : (enum graph_standing)graph->standings[edge.when->index];
    if (standing == STANDING_NO)
        return;
    if (builder->count == GRAPH_EDGES_MAX) {
        builder->too_many = true;
        return;
    }
    edge.open = standing == STANDING_OPEN;
    if (graph->edges != NULL)
        graph->edges[builder->count] = edge;
    builder->count++;
}

static bool commands_body(const struct post *post)
{
    return post->rank == RANK_COMMANDER || post->rank == RANK_DIRECTOR;
}

static void add_hand_over(struct builder *builder, const struct authority *row)
{
    for (size_t t = 0; t < row->to_count; t++)
        for (size_t b = 0; b < row->by_count && !builder->too_many; b++)
            add_edge(builder, (struct edge){.kind = EDGE_COMMANDS, .from = graph_node(builder->graph, &row->to[t]),
                                            .to = graph_node(builder->graph, &row->by[b]), .clause = row->clause, .levels = row->levels,
                                            .level_count = row->level_count, .authority = row});
}

static void add_commands(struct builder *builder)
{
    const struct plan *plan = builder->graph->plan;
    const struct organisation *org = &plan->organisation;
    for (size_t i = 0; i < org->body_count; i++)
        if (org->bodies[i].of.id != NULL)
            add_edge(builder, (struct edge){.kind = EDGE_COMMANDS, .from = graph_node(builder->graph, &org->bodies[i].of),
                                            .to = node_at(ACTOR_BODY, i, plan), .clause = org->bodies[i].clause});
    for (size_t i = 0; i < org->post_count; i++)
        if (commands_body(&org->posts[i]))
            add_edge(builder, (struct edge){.kind = EDGE_COMMANDS, .from = node_at(ACTOR_POST, i, plan),
                                            .to = graph_node(builder->graph, &org->posts[i].body), .clause = org->posts[i].clause});
    for (size_t i = 0; i < org->group_count; i++) {
        const struct group *group = &org->groups[i];
        if (group->of.id != NULL)
            add_edge(builder, (struct edge){.kind = EDGE_COMMANDS, .from = graph_node(builder->graph, &group->of), .to = node_at(ACTOR_GROUP, i, plan),
                                            .clause = group->clause, .levels = group->levels, .level_count = group->level_count});
    }
    for (size_t i = 0; i < plan->authority_count; i++)
        if (plan->authority[i].step == STEP_HAND_OVER)
            add_hand_over(builder, &plan->authority[i]);
}

/* A deputy stands in for every commander of the body, a deputy director for every director. */
static void add_deputy(struct builder *builder, size_t deputy)
{
    const struct plan *plan = builder->graph->plan;
    const struct organisation *org = &plan->organisation;
    const struct post *post = &org->posts[deputy];
    int chief = post->rank == RANK_DEPUTY ? RANK_COMMANDER : RANK_DIRECTOR;
    struct edge edge = {.kind = EDGE_DEPUTISES, .from = node_at(ACTOR_POST, deputy, plan), .clause = post->clause};
    bool found = false;
    for (size_t i = 0; i < org->post_count && !builder->too_many; i++) {
        if (org->posts[i].body.index != post->body.index || org->posts[i].rank != chief)
            continue;
        found = true;
        edge.to = node_at(ACTOR_POST, i, plan);
        add_edge(builder, edge);
    }
    edge.to = graph_node(builder->graph, &post->body);
    if (!found)
        add_edge(builder, edge);
}

static void add_deputies(struct builder *builder)
{
    const struct organisation *org = &builder->graph->plan->organisation;
    for (size_t i = 0; i < org->post_count; i++)
        if (!commands_body(&org->posts[i]))
            add_deputy(builder, i);
}

/* What the agencies of a list are to a body, post or group. */
static void add_holders(struct builder *builder, struct edge edge, const struct holder *holders, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        edge.from = graph_node(builder->graph, &holders[i].agency);
        edge.holder = &holders[i];
        edge.when = &holders[i].when;
        add_edge(builder, edge);
    }
}

static void add_places(struct builder *builder)
{
    const struct plan *plan = builder->graph->plan;
    const struct organisation *org = &plan->organisation;
    for (size_t i = 0; i < org->body_count; i++)
        add_holders(builder, (struct edge){.kind = EDGE_HOSTS, .to = node_at(ACTOR_BODY, i, plan), .clause = org->bodies[i].clause},
                    org->bodies[i].hosts, org->bodies[i].host_count);
    for (size_t i = 0; i < org->post_count; i++)
        add_holders(builder, (struct edge){.kind = EDGE_HOLDS, .to = node_at(ACTOR_POST, i, plan), .clause = org->posts[i].clause},
                    org->posts[i].holders, org->posts[i].holder_count);
}

static void add_groups(struct builder *builder, enum edge_kind kind)
{
    const struct plan *plan = builder->graph->plan;
    for (size_t i = 0; i < plan->organisation.group_count; i++) {
        const struct group *group = &plan->organisation.groups[i];
        struct edge edge = {.kind = kind, .to = node_at(ACTOR_GROUP, i, plan), .clause = group->clause, .levels = group->levels,
                            .level_count = group->level_count};
        if (kind == EDGE_LEADS)
            add_holders(builder, edge, group->leaders, group->leader_count);
        else
            add_holders(builder, edge, group->members, group->member_count);
    }
}

static void add_members(struct builder *builder)
{
    const struct organisation *org = &builder->graph->plan->organisation;
    int headquarters = graph_headquarters(builder->graph);
    for (size_t i = 0; i < org->member_count && headquarters >= 0; i++)
        add_edge(builder, (struct edge){.kind = EDGE_MEMBER_OF, .from = graph_node(builder->graph, &org->members[i].agency), .to = headquarters,
                                        .clause = org->members[i].clause, .when = &org->members[i].when});
}

/* Who tells whom; nobody tells themselves. */
static void add_tells(struct builder *builder, struct edge edge, const struct graph_call *call)
{
    for (size_t b = 0; b < call->by_count; b++)
        for (size_t t = 0; t < call->to_count && !builder->too_many; t++) {
            edge.from = graph_node(builder->graph, &call->by[b]);
            edge.to = graph_node(builder->graph, &call->to[t]);
            if (edge.from != edge.to)
                add_edge(builder, edge);
        }
}

static void add_telling_tasks(struct builder *builder, enum edge_kind kind)
{
    const struct plan *plan = builder->graph->plan;
    for (size_t i = 0; i < plan->task_count; i++) {
        const struct task *task = &plan->tasks[i];
        struct graph_call call = {.by = task->owners, .by_count = task->owner_count, .to = task->to, .to_count = task->to_count};
        if ((task->kind == TASK_REPORT) == (kind == EDGE_REPORTS_TO))
            add_tells(builder, (struct edge){.kind = kind, .clause = task->clause, .levels = task->levels, .level_count = task->level_count,
                                             .when = &task->when, .task = task}, &call);
    }
}

static void add_telling_steps(struct builder *builder)
{
    const struct plan *plan = builder->graph->plan;
    for (size_t i = 0; i < plan->authority_count; i++) {
        const struct authority *row = &plan->authority[i];
        struct graph_call call = {.by = row->by, .by_count = row->by_count, .to = row->to, .to_count = row->to_count};
        if (row->step != STEP_HAND_OVER)
            add_tells(builder, (struct edge){.kind = EDGE_REPORTS_TO, .clause = row->clause, .levels = row->levels,
                                             .level_count = row->level_count, .authority = row}, &call);
    }
}

/* In the order of enum edge_kind. */
static void add_all(struct builder *builder)
{
    builder->count = 0;
    add_commands(builder);
    add_deputies(builder);
    add_places(builder);
    add_groups(builder, EDGE_LEADS);
    add_groups(builder, EDGE_MEMBER_OF);
    add_members(builder);
    add_telling_tasks(builder, EDGE_REPORTS_TO);
    add_telling_steps(builder);
    add_telling_tasks(builder, EDGE_NOTIFIES);
}

static void name_all(struct graph *graph, const struct ref *actors, size_t count)
{
    for (size_t i = 0; i < count; i++)
        graph->named[graph_node(graph, &actors[i])] = true;
}

static void name_actors(struct graph *graph)
{
    const struct plan *plan = graph->plan;
    for (size_t i = 0; i < plan->task_count; i++) {
        name_all(graph, plan->tasks[i].owners, plan->tasks[i].owner_count);
        name_all(graph, plan->tasks[i].to, plan->tasks[i].to_count);
    }
    for (size_t i = 0; i < plan->organisation.member_count; i++)
        name_all(graph, &plan->organisation.members[i].agency, 1);
    for (size_t i = 0; i < plan->authority_count; i++) {
        name_all(graph, plan->authority[i].by, plan->authority[i].by_count);
        name_all(graph, plan->authority[i].to, plan->authority[i].to_count);
    }
}

/* Sort the edges by one of their ends, keeping their order: by counting. */
static int index_edges(struct graph *graph, bool incoming)
{
    uint32_t *first = arena_array(&graph->arena, graph->node_count + 2, sizeof *first);
    uint32_t *edges = arena_array(&graph->arena, graph->edge_count + 1, sizeof *edges);
    if (first == NULL || edges == NULL)
        return -1;
    for (size_t i = 0; i < graph->edge_count; i++)
        first[(incoming ? graph->edges[i].to : graph->edges[i].from) + 2]++;
    for (size_t i = 2; i < graph->node_count + 2; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < graph->edge_count; i++) /* first[n + 1] is where the next edge of n goes, and in the end where n + 1 begins */
        edges[first[(incoming ? graph->edges[i].to : graph->edges[i].from) + 1]++] = (uint32_t)i;
    *(incoming ? &graph->in_first : &graph->out_first) = first;
    *(incoming ? &graph->in : &graph->out) = edges;
    return 0;
}

static int build(struct graph *graph, struct err *err)
{
    struct builder builder = {.graph = graph};
    add_all(&builder);
    if (builder.too_many)
        return err_set(err, ERR_LIMIT, "预案 %s 的指挥和通知关系超过 %d 条", "plan %s has more than %d relations of command and notice", graph->plan->id,
                       GRAPH_EDGES_MAX);
    graph->edge_count = builder.count;
    graph->edges = arena_array(&graph->arena, graph->edge_count + 1, sizeof *graph->edges);
    if (graph->edges == NULL)
        return err_no_memory(err);
    add_all(&builder);
    name_actors(graph);
    return index_edges(graph, false) != 0 || index_edges(graph, true) != 0 ? err_no_memory(err) : 0;
}

struct graph *graph_new(const struct plan *plan, const unsigned char *standings, struct err *err)
{
    const struct organisation *org = &plan->organisation;
    struct graph *graph = calloc(1, sizeof *graph);
    if (graph == NULL) {
        err_no_memory(err);
        return NULL;
    }
    graph->plan = plan;
    graph->node_count = plan->city->agency_count + org->body_count + org->post_count + org->group_count;
    graph->named = arena_array(&graph->arena, graph->node_count, sizeof *graph->named);
    graph->standings = arena_array(&graph->arena, plan->condition_count, sizeof *graph->standings);
    if (graph->named == NULL || graph->standings == NULL) {
        err_no_memory(err);
        graph_free(graph);
        return NULL;
    }
    for (size_t i = 0; i < plan->condition_count; i++)
        graph->standings[i] = standings == NULL ? STANDING_OPEN : standings[i];
    if (build(graph, err) == 0)
        return graph;
    graph_free(graph);
    return NULL;
}

void graph_free(struct graph *graph)
{
    if (graph == NULL)
        return;
    arena_release(&graph->arena);
    free(graph);
}

/* ---- looking around ---- */

bool edge_stands(const struct graph *graph, const struct edge *edge, int level)
{
    if (level == 0)
        return true;
    return edge->task != NULL ? level_calls_for(graph->plan, level, edge->task) : levels_have(edge->levels, edge->level_count, level);
}

const struct edge *graph_next(const struct graph *graph, const struct graph_query *query, size_t *at)
{
    const uint32_t *first = query->incoming ? graph->in_first : graph->out_first, *edges = query->incoming ? graph->in : graph->out;
    size_t begin = query->node < 0 ? 0 : first[query->node];
    size_t end = query->node < 0 ? graph->edge_count : first[query->node + 1];
    while (begin + *at < end) {
        size_t place = begin + (*at)++;
        const struct edge *edge = &graph->edges[query->node < 0 ? place : edges[place]];
        if (query->kinds >> edge->kind & 1 && edge_stands(graph, edge, query->level))
            return edge;
    }
    return NULL;
}

static bool has_parts(const struct organisation *org, int body)
{
    for (size_t i = 0; i < org->body_count; i++)
        if (org->bodies[i].of.id != NULL && org->bodies[i].of.index == body && (int)i != body)
            return true;
    for (size_t i = 0; i < org->group_count; i++)
        if (org->groups[i].of.id != NULL && org->groups[i].of.index == body)
            return true;
    return false;
}

int graph_headquarters(const struct graph *graph)
{
    const struct organisation *org = &graph->plan->organisation;
    int first = -1;
    for (size_t i = 0; i < org->body_count; i++) {
        if (org->bodies[i].kind != BODY_HQ || org->bodies[i].tier != TIER_CITY)
            continue;
        if (has_parts(org, (int)i))
            return node_at(ACTOR_BODY, i, graph->plan);
        first = first < 0 ? node_at(ACTOR_BODY, i, graph->plan) : first;
    }
    return first;
}

int graph_commander(const struct graph *graph)
{
    const struct organisation *org = &graph->plan->organisation;
    int headquarters = graph_headquarters(graph);
    for (size_t i = 0; i < org->post_count; i++)
        if (org->posts[i].rank == RANK_COMMANDER && graph_node(graph, &org->posts[i].body) == headquarters)
            return node_at(ACTOR_POST, i, graph->plan);
    return headquarters;
}

/* ---- names ---- */

/* The n-th name of a node: its id, its names in both languages, and of an agency those that texts use; NULL past the last. */
static const char *nth_name(const struct graph *graph, int node, size_t n)
{
    struct ref ref = graph_ref(graph, node);
    const struct agency *agency = ref.kind == ACTOR_AGENCY ? &graph->plan->city->agencies[ref.index] : NULL;
    struct words words = agency != NULL ? agency->name : plan_actor_words(graph->plan, &ref);
    if (n < 3)
        return n == 0 ? ref.id : n == 1 ? words.zh : words.en;
    return agency != NULL && n - 3 < agency->short_count ? agency->shorts[n - 3] : NULL;
}

/* What was meant: the nearest spelling, else a name that has the given one inside. */
static void suggest(const struct graph *graph, const char *name, size_t size, struct err *err)
{
    struct nearest near = nearest_to(name, size);
    struct clip clip = text_clip(name, size);
    const char *candidate, *around = NULL;
    for (int node = 0; node < (int)graph->node_count; node++)
        for (size_t n = 0; (candidate = nth_name(graph, node, n)) != NULL; n++) {
            nearest_offer(&near, candidate);
            if (around == NULL && clip.str[0] != '\0' && strstr(candidate, clip.str) != NULL)
                around = candidate;
        }
    err_set_hint(err, near.best != NULL ? near.best : around);
}

int graph_find(const struct graph *graph, const char *name, size_t size, struct err *err)
{
    const char *candidate;
    for (int node = 0; node < (int)graph->node_count; node++)
        for (size_t n = 0; (candidate = nth_name(graph, node, n)) != NULL; n++)
            if (text_equal(name, size, candidate))
                return node;
    if (err == NULL)
        return -1;
    err_set(err, ERR_REFERENCE, "没有“%s”这个单位、机构、岗位或工作组", "there is no agency, body, post or group \"%s\"", text_clip(name, size).str);
    suggest(graph, name, size, err);
    return -1;
}
