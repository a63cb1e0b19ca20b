/* What is known, laid over a diagram. See view.h. */
#include "rules/view.h"

#include <stdlib.h>
#include <string.h>

/* What a node has become, in the pass of that number. */
struct memo {
    uint32_t pass;
    uint32_t becomes; /* levels it reaches, or a node */
};

/* A node that was made anew: edges as in the diagram, children that are nodes of the diagram or made (from mdd->node_count on). */
struct made {
    uint32_t first_edge, edge_count, var;
};

struct made_edge {
    uint32_t last, child;
};

struct view {
    const struct mdd *mdd;
    uint16_t *first, *last; /* cells, by variable */
    uint32_t *narrowed;     /* by part: bit i is its i-th variable */
    struct memo *memos;     /* by node */
    uint32_t pass;
    struct made *made;
    struct made_edge *edges; /* of made nodes, then of those in the making */
    uint32_t made_count, made_capacity, edge_count, edge_capacity;
    uint32_t *slots; /* open addressing over made nodes: index + 1; 0 is free */
    uint32_t slot_count;
    uint32_t relevant;
    uint16_t clip;
    bool share; /* what lies below all that is known is as in the diagram */
    uint16_t deepest;
    bool no_memory;
};

struct view *view_new(const struct mdd *mdd)
{
    struct view *view = calloc(1, sizeof *view);
    if (view == NULL)
        return NULL;
    size_t vars = mdd->var_count + 1;
    view->mdd = mdd;
    view->memos = calloc(1, mdd->node_count * sizeof *view->memos + vars * (sizeof *view->narrowed + sizeof *view->first + sizeof *view->last));
    if (view->memos == NULL) {
        free(view);
        return NULL;
    }
    view->narrowed = (uint32_t *)(view->memos + mdd->node_count); /* all in one piece: see mdd_build.c */
    view->first = (uint16_t *)(view->narrowed + vars);
    view->last = view->first + vars;
    view_begin(view);
    return view;
}

void view_free(struct view *view)
{
    if (view == NULL)
        return;
    free(view->memos);
    free(view->made);
    free(view->edges);
    free(view->slots);
    free(view);
}

#define FETCH_MOST 2048 /* bytes; diagrams are rarely larger */

void view_fetch_head(const struct view *view)
{
    memory_fetch(view, sizeof *view);
}

void view_fetch(const struct view *view)
{
    const struct mdd *mdd = view->mdd;
    size_t memos = (size_t)((const char *)(view->last + mdd->var_count) - (const char *)view->memos), nodes = mdd->node_count * sizeof *mdd->nodes;
    memory_fetch(view->memos, memos < FETCH_MOST ? memos : FETCH_MOST);
    memory_fetch(mdd->nodes, nodes < FETCH_MOST ? nodes : FETCH_MOST);
}

void view_begin(struct view *view)
{
    for (uint32_t i = 0; i < view->mdd->var_count; i++) {
        view->first[i] = 0;
        view->last[i] = (uint16_t)(view->mdd->vars[i].cell_count - 1);
        view->narrowed[i] = 0;
    }
}

/* A part's variables stand side by side, so that the first of them stands for the part. */
void view_know(struct view *view, uint16_t var, uint16_t first, uint16_t last)
{
    const struct mdd_var *it = &view->mdd->vars[var];
    view->first[var] = first;
    view->last[var] = last;
    if (first > 0 || last + 1 < it->cell_count)
        view->narrowed[it->part] |= UINT32_C(1) << it->place;
}

void view_cells(const struct view *view, uint16_t var, uint16_t *first, uint16_t *last)
{
    *first = view->first[var];
    *last = view->last[var];
}

/* The diagram below this variable is as it was built. */
static void begin_pass(struct view *view, const struct mdd_part *part)
{
    uint32_t narrowed = view->narrowed[view->mdd->vars[part->first_var].part];
    view->share = true;
    view->deepest = narrowed == 0 ? 0 : (uint16_t)(part->first_var + (31 - __builtin_clz(narrowed)) + 1);
    if (++view->pass == 0) { /* after four thousand million passes */
        memset(view->memos, 0, view->mdd->node_count * sizeof *view->memos);
        view->pass = 1;
    }
}

/* The first edge that a variable's first cell takes. */
static const struct mdd_edge *first_edge(const struct view *view, const struct mdd_node *node)
{
    const struct mdd_edge *edge = view->mdd->edges + node->first_edge;
    while (edge->last < view->first[node->var])
        edge++;
    return edge;
}

/* ---- reach ---- */

static uint16_t reach(struct view *view, uint16_t index)
{
    const struct mdd_node *node = &view->mdd->nodes[index];
    if (index < MDD_ENDS || node->var >= view->deepest)
        return node->reach;
    struct memo *memo = &view->memos[index];
    if (memo->pass == view->pass)
        return (uint16_t)memo->becomes;
    uint16_t all = 0, last = view->last[node->var];
    const struct mdd_edge *edge = first_edge(view, node);
    for (;; edge++) {
        all |= reach(view, edge->child);
        if (edge->last >= last || all == node->reach)
            break;
    }
    *memo = (struct memo){view->pass, all};
    return all;
}

uint16_t view_reach(struct view *view, const struct mdd_part *part)
{
    begin_pass(view, part);
    return reach(view, part->root);
}

/* ---- what matters ---- */

static uint64_t hash_made(const struct made_edge *edges, uint32_t count, uint32_t var)
{
    uint64_t hash = var + 1;
    for (uint32_t i = 0; i < count; i++) {
        hash = (hash ^ ((uint64_t)edges[i].last << 32 | edges[i].child)) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return hash;
}

static void put_made(struct view *view, uint64_t hash, uint32_t index)
{
    uint64_t slot = hash & (view->slot_count - 1);
    while (view->slots[slot] != 0)
        slot = (slot + 1) & (view->slot_count - 1);
    view->slots[slot] = index + 1;
}

static bool reserve_slots(struct view *view)
{
    if (2 * (view->made_count + 1) <= view->slot_count)
        return true;
    uint32_t count = view->slot_count == 0 ? 128 : view->slot_count * 2;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (slots == NULL)
        return false;
    free(view->slots);
    view->slots = slots;
    view->slot_count = count;
    for (uint32_t i = 0; i < view->made_count; i++)
        put_made(view, hash_made(view->edges + view->made[i].first_edge, view->made[i].edge_count, view->made[i].var), i);
    return true;
}

static bool reserve_made(struct view *view)
{
    if (view->made_count < view->made_capacity)
        return true;
    uint32_t capacity = view->made_capacity == 0 ? 64 : view->made_capacity * 2;
    struct made *made = realloc(view->made, capacity * sizeof *made);
    if (made == NULL)
        return false;
    view->made = made;
    view->made_capacity = capacity;
    return true;
}

static bool push_edge(struct view *view, uint32_t last, uint32_t child)
{
    if (view->edge_count == view->edge_capacity) {
        uint32_t capacity = view->edge_capacity == 0 ? 256 : view->edge_capacity * 2;
        struct made_edge *edges = realloc(view->edges, capacity * sizeof *edges);
        if (edges == NULL)
            return false;
        view->edges = edges;
        view->edge_capacity = capacity;
    }
    view->edges[view->edge_count++] = (struct made_edge){last, child};
    return true;
}

static uint32_t no_memory(struct view *view)
{
    view->no_memory = true;
    return 0;
}

/* The node with the edges from `base` on, which are dropped again when there is one already. */
static uint32_t unique_made(struct view *view, uint32_t base, uint32_t var)
{
    struct made_edge *edges = view->edges + base;
    uint32_t count = view->edge_count - base;
    if (count == 1) {
        view->edge_count = base;
        return edges[0].child;
    }
    if (!reserve_slots(view) || !reserve_made(view))
        return no_memory(view);
    uint64_t hash = hash_made(edges, count, var);
    for (uint64_t slot = hash & (view->slot_count - 1); view->slots[slot] != 0; slot = (slot + 1) & (view->slot_count - 1)) {
        const struct made *made = &view->made[view->slots[slot] - 1];
        if (made->var != var || made->edge_count != count || memcmp(view->edges + made->first_edge, edges, count * sizeof *edges) != 0)
            continue;
        view->edge_count = base;
        return view->mdd->node_count + view->slots[slot] - 1;
    }
    view->made[view->made_count] = (struct made){base, count, var};
    put_made(view, hash, view->made_count);
    view->relevant |= UINT32_C(1) << view->mdd->vars[var].place;
    return view->mdd->node_count + view->made_count++;
}

static uint32_t restrict_node(struct view *view, uint16_t index);

/*
 * Children are made before their parent, and their edges must not lie among the parent's: so the children first, remembered, then the
 * edges.
 */
static uint32_t remake(struct view *view, const struct mdd_node *node)
{
    uint16_t last = view->last[node->var];
    const struct mdd_edge *from = first_edge(view, node), *edge = from;
    for (;; edge++) {
        restrict_node(view, edge->child);
        if (edge->last >= last || view->no_memory)
            break;
    }
    uint32_t base = view->edge_count;
    for (edge = from; !view->no_memory; edge++) {
        uint32_t child = restrict_node(view, edge->child), until = edge->last < last ? edge->last : last;
        if (view->edge_count > base && view->edges[view->edge_count - 1].child == child)
            view->edges[view->edge_count - 1].last = until;
        else if (!push_edge(view, until, child))
            return no_memory(view);
        if (until == last)
            break;
    }
    return view->no_memory ? 0 : unique_made(view, base, node->var);
}

/* What a node becomes: a node of the diagram where nothing changes, a made one, or an end. As deep as a part has variables. */
static uint32_t restrict_node(struct view *view, uint16_t index)
{
    const struct mdd_node *node = &view->mdd->nodes[index];
    if (index < MDD_ENDS)
        return index < view->clip ? index : view->clip;
    if (view->share && node->var >= view->deepest) {
        view->relevant |= node->support;
        return index;
    }
    struct memo *memo = &view->memos[index];
    if (memo->pass == view->pass)
        return memo->becomes;
    uint32_t becomes = remake(view, node);
    *memo = (struct memo){view->pass, becomes};
    return becomes;
}

/* Where ends are made one, a made node may be equal to one of the diagram: then all are made, and compared among themselves. */
int view_relevant(struct view *view, const struct mdd_part *part, uint16_t clip, uint32_t *relevant)
{
    begin_pass(view, part);
    view->clip = clip;
    view->share = view->mdd->nodes[part->root].reach >> clip <= 1;
    view->relevant = 0;
    view->no_memory = false;
    view->made_count = view->edge_count = 0;
    if (view->slot_count > 0)
        memset(view->slots, 0, view->slot_count * sizeof *view->slots);
    restrict_node(view, part->root);
    *relevant = view->relevant;
    return view->no_memory ? -1 : 0;
}
