/*
 * The smallest change of facts that reaches a level: a shortest path over the decision diagram. See explain.h.
 *
 * A fact that is left alone may be anything that is known to be possible, so a path goes from a set of nodes to a set of nodes: those that
 * the completions have come to. One step decides about one variable: leave it (the set goes on by every edge that is open), or change it
 * (every node goes on by the edge with the new value, at the size of that change). Where all are at an end, the mildest end is what is proven.
 * A* with two bounds on what is still to come, both by looking at nodes one by one: every completion has to come to the level or above
 * (`atmost`), and some to the level or below (`atleast`).
 *
 * Parts of the rules share no facts. The proven level is the most severe of theirs: all have to come to the level or below, one to just that.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "rules/explain_parts.h"
#include "rules/mdd.h"

#define SETS_MAX 20000
#define POOL_MAX 4000000 /* nodes in all sets */
#define NO_MOVE UINT16_MAX
#define NO_SET UINT32_MAX

/* Nodes that completions have come to, at the least size of change; how it was come by. */
struct set {
    uint32_t first, count; /* into the pool, ascending; at the most one end, the mildest */
    uint32_t parent;
    uint64_t size;
    bool closed;
    uint16_t var, first_cell, last_cell; /* the change that led here; NO_MOVE: none */
};

struct entry {
    uint64_t bound;
    uint32_t set;
};

struct search {
    const struct mdd *mdd;
    const struct plan *plan;
    const struct known *known;
    int level;
    uint16_t *first_known, *last_known; /* cells, by variable */
    uint64_t *atmost, *atleast;         /* by node */
    struct set *sets;
    uint32_t set_count, set_capacity;
    uint16_t *pool;
    uint32_t pool_count, pool_capacity;
    uint32_t *slots; /* of sets + 1, by their hash; at most half full */
    uint32_t slot_count;
    struct entry *heap;
    uint32_t heap_count, heap_capacity;
    uint16_t *next; /* the set that is being made */
    uint32_t next_count;
    uint32_t *stamps, stamp; /* by node: is in it */
    uint32_t *cursors;       /* by member of the set that is left: its edge */
    bool no_memory, too_large;
};

static bool is_end(uint16_t node)
{
    return node < MDD_ENDS;
}

/* ---- sizes ---- */

static int64_t cell_least(const struct mdd_var *var, uint16_t cell)
{
    return cell == 0 ? 0 : var->starts[cell];
}

static int64_t cell_most(const struct search *search, const struct mdd_var *var, uint16_t cell)
{
    return cell + 1u < var->cell_count ? var->starts[cell + 1] - 1 : search->plan->facts[var->fact].most;
}

/* Of giving a variable a value in these cells. */
static uint64_t change_cells(const struct search *search, uint16_t index, uint16_t first, uint16_t last)
{
    const struct mdd_var *var = &search->mdd->vars[index];
    if (var->fact < 0)
        return CHANGE_IMPOSSIBLE;
    const struct known *known = &search->known[var->fact];
    int64_t least = cell_least(var, first), most = cell_most(search, var, last);
    int64_t value = known->least < least ? least : known->least > most ? most : known->least;
    return least > most ? CHANGE_IMPOSSIBLE : change_size(&search->plan->facts[var->fact], known, value);
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void bound_node(struct search *search, uint16_t index)
{
    const struct mdd_node *node = &search->mdd->nodes[index];
    uint64_t all = 0, some = CHANGE_IMPOSSIBLE, change_all = CHANGE_IMPOSSIBLE, change_some = CHANGE_IMPOSSIBLE;
    uint16_t first = 0, from = search->first_known[node->var], to = search->last_known[node->var];
    for (uint32_t e = 0; e < node->edge_count; e++) {
        const struct mdd_edge *edge = &search->mdd->edges[node->first_edge + e];
        assert(edge->child < index);
        if (first <= to && edge->last >= from) {
            all = larger(all, search->atmost[edge->child]);
            some = smaller(some, search->atleast[edge->child]);
        }
        uint64_t size = change_cells(search, node->var, first, edge->last);
        change_all = smaller(change_all, change_add(size, search->atmost[edge->child]));
        change_some = smaller(change_some, change_add(size, search->atleast[edge->child]));
        first = (uint16_t)(edge->last + 1);
    }
    search->atmost[index] = smaller(all, change_all);
    search->atleast[index] = smaller(some, change_some);
}

/* What it takes at the least from each node on; children stand before their parents. */
static void bound_all(struct search *search)
{
    for (uint32_t i = 0; i < search->mdd->node_count; i++) {
        if (is_end((uint16_t)i)) {
            search->atmost[i] = (int)i <= search->level ? 0 : CHANGE_IMPOSSIBLE;
            search->atleast[i] = (int)i >= search->level ? 0 : CHANGE_IMPOSSIBLE;
        } else if (search->mdd->nodes[i].edge_count > 0) {
            bound_node(search, (uint16_t)i);
        }
    }
}

/* ---- sets ---- */

/* With room for so many; as they were, and search->no_memory, when there is none. */
static void *grow(struct search *search, void *items, uint32_t wanted, uint32_t *capacity, size_t size)
{
    if (wanted <= *capacity)
        return items;
    uint32_t room = *capacity == 0 ? 256 : *capacity;
    while (room < wanted)
        room *= 2;
    void *grown = realloc(items, room * size);
    search->no_memory = search->no_memory || grown == NULL;
    if (grown == NULL)
        return items;
    *capacity = room;
    return grown;
}

static void next_begin(struct search *search)
{
    search->next_count = 0;
    search->stamp++;
}

static void next_add(struct search *search, uint16_t node)
{
    if (search->stamps[node] == search->stamp)
        return;
    search->stamps[node] = search->stamp;
    search->next[search->next_count++] = node;
}

static int compare_nodes(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

/* Of the ends only the mildest says anything: it is what is proven. */
static void next_finish(struct search *search)
{
    qsort(search->next, search->next_count, sizeof *search->next, compare_nodes);
    uint32_t ends = 0;
    while (ends < search->next_count && is_end(search->next[ends]))
        ends++;
    if (ends > 1) {
        memmove(search->next, search->next + ends - 1, (search->next_count - ends + 1) * sizeof *search->next);
        search->next_count -= ends - 1;
    }
}

static uint64_t next_bound(const struct search *search)
{
    uint64_t all = 0, some = CHANGE_IMPOSSIBLE;
    for (uint32_t i = 0; i < search->next_count; i++) {
        all = larger(all, search->atmost[search->next[i]]);
        some = smaller(some, search->atleast[search->next[i]]);
    }
    return larger(all, some);
}

static uint32_t *slot_of(const struct search *search, const uint16_t *nodes, uint32_t count)
{
    uint64_t hash = count;
    for (uint32_t i = 0; i < count; i++)
        hash = (hash ^ nodes[i]) * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t slot = (uint32_t)(hash >> 32) & (search->slot_count - 1);
    for (; search->slots[slot] != 0; slot = (slot + 1) & (search->slot_count - 1)) {
        const struct set *set = &search->sets[search->slots[slot] - 1];
        if (set->count == count && memcmp(search->pool + set->first, nodes, count * sizeof *nodes) == 0)
            break;
    }
    return &search->slots[slot];
}

static bool reserve_slots(struct search *search)
{
    if (2 * (search->set_count + 1) <= search->slot_count)
        return true;
    uint32_t *slots = search->slots;
    search->slot_count = search->slot_count == 0 ? 512 : search->slot_count * 2;
    search->slots = calloc(search->slot_count, sizeof *slots);
    free(slots);
    search->no_memory = search->no_memory || search->slots == NULL;
    for (uint32_t i = 0; i < search->set_count && search->slots != NULL; i++)
        *slot_of(search, search->pool + search->sets[i].first, search->sets[i].count) = i + 1;
    return search->slots != NULL;
}

static uint32_t keep_set(struct search *search)
{
    if (search->no_memory || !reserve_slots(search))
        return NO_SET;
    uint32_t *slot = slot_of(search, search->next, search->next_count);
    if (*slot != 0)
        return *slot - 1;
    search->too_large = search->too_large || search->set_count >= SETS_MAX || search->pool_count + search->next_count > POOL_MAX;
    if (!search->too_large) {
        search->sets = grow(search, search->sets, search->set_count + 1, &search->set_capacity, sizeof *search->sets);
        search->pool = grow(search, search->pool, search->pool_count + search->next_count, &search->pool_capacity, sizeof *search->pool);
    }
    if (search->too_large || search->no_memory)
        return NO_SET;
    search->sets[search->set_count] = (struct set){.first = search->pool_count, .count = search->next_count, .size = CHANGE_IMPOSSIBLE};
    memcpy(search->pool + search->pool_count, search->next, search->next_count * sizeof *search->next);
    search->pool_count += search->next_count;
    *slot = ++search->set_count;
    return search->set_count - 1;
}

/* ---- the heap ---- */

static bool comes_before(const struct entry *a, const struct entry *b)
{
    return a->bound != b->bound ? a->bound < b->bound : a->set > b->set; /* what was found last is nearer to the end */
}

static void heap_push(struct search *search, struct entry entry)
{
    search->heap = grow(search, search->heap, search->heap_count + 1, &search->heap_capacity, sizeof *search->heap);
    if (search->no_memory)
        return;
    uint32_t at = search->heap_count++;
    for (; at > 0 && comes_before(&entry, &search->heap[(at - 1) / 2]); at = (at - 1) / 2)
        search->heap[at] = search->heap[(at - 1) / 2];
    search->heap[at] = entry;
}

static struct entry heap_pop(struct search *search)
{
    struct entry first = search->heap[0], moved = search->heap[--search->heap_count];
    uint32_t at = 0;
    for (uint32_t child; (child = 2 * at + 1) < search->heap_count; at = child) {
        if (child + 1 < search->heap_count && comes_before(&search->heap[child + 1], &search->heap[child]))
            child++;
        if (!comes_before(&search->heap[child], &moved))
            break;
        search->heap[at] = search->heap[child];
    }
    if (search->heap_count > 0)
        search->heap[at] = moved;
    return first;
}

/* ---- steps ---- */

/* The set that was made has been reached from `parent`, by a move of that size. */
static void arrive(struct search *search, uint32_t parent, uint64_t size, const struct set *move)
{
    next_finish(search);
    uint64_t bound = change_add(size, next_bound(search));
    if (bound == CHANGE_IMPOSSIBLE)
        return;
    uint32_t index = keep_set(search);
    if (index == NO_SET || size >= search->sets[index].size)
        return;
    struct set *set = &search->sets[index];
    set->size = size;
    set->parent = parent;
    set->var = move->var;
    set->first_cell = move->first_cell;
    set->last_cell = move->last_cell;
    heap_push(search, (struct entry){bound, index});
}

/* The variable that a set decides about next: the first of its nodes'. */
static uint16_t next_var(const struct search *search, const struct set *set)
{
    uint16_t var = NO_MOVE;
    for (uint32_t i = 0; i < set->count; i++) {
        uint16_t node = search->pool[set->first + i];
        if (!is_end(node) && search->mdd->nodes[node].var < var)
            var = search->mdd->nodes[node].var;
    }
    return var;
}

static void leave_var(struct search *search, uint32_t from, uint16_t var)
{
    const struct set set = search->sets[from];
    next_begin(search);
    for (uint32_t i = 0; i < set.count; i++) {
        uint16_t index = search->pool[set.first + i];
        const struct mdd_node *node = &search->mdd->nodes[index];
        if (is_end(index) || node->var != var) {
            next_add(search, index);
            continue;
        }
        uint16_t first = 0;
        for (uint32_t e = 0; e < node->edge_count; e++) {
            const struct mdd_edge *edge = &search->mdd->edges[node->first_edge + e];
            if (first <= search->last_known[var] && edge->last >= search->first_known[var])
                next_add(search, edge->child);
            first = (uint16_t)(edge->last + 1);
        }
    }
    arrive(search, from, set.size, &(struct set){.var = NO_MOVE});
}

/* All nodes of the set that ask for the variable go on by the edge that holds `first`; returns the last cell for which that is so. */
static uint16_t follow_edges(struct search *search, const struct set *set, uint16_t var, uint16_t first)
{
    uint16_t last = (uint16_t)(search->mdd->vars[var].cell_count - 1);
    next_begin(search);
    for (uint32_t i = 0; i < set->count; i++) {
        uint16_t index = search->pool[set->first + i];
        const struct mdd_node *node = &search->mdd->nodes[index];
        if (is_end(index) || node->var != var) {
            next_add(search, index);
            continue;
        }
        const struct mdd_edge *edges = search->mdd->edges + node->first_edge;
        while (edges[search->cursors[i]].last < first)
            search->cursors[i]++;
        next_add(search, edges[search->cursors[i]].child);
        if (edges[search->cursors[i]].last < last)
            last = edges[search->cursors[i]].last;
    }
    return last;
}

static void change_var(struct search *search, uint32_t from, uint16_t var)
{
    const struct set set = search->sets[from];
    if (search->mdd->vars[var].fact < 0)
        return;
    memset(search->cursors, 0, set.count * sizeof *search->cursors);
    for (uint32_t first = 0, last; first < search->mdd->vars[var].cell_count; first = last + 1) {
        last = follow_edges(search, &set, var, (uint16_t)first);
        uint64_t size = change_add(set.size, change_cells(search, var, (uint16_t)first, (uint16_t)last));
        if (size != CHANGE_IMPOSSIBLE)
            arrive(search, from, size, &(struct set){.var = var, .first_cell = (uint16_t)first, .last_cell = (uint16_t)last});
    }
}

/* ---- one part: exactly the level ---- */

static void start_part(struct search *search, uint16_t root)
{
    search->set_count = search->pool_count = search->heap_count = 0;
    if (search->slots != NULL)
        memset(search->slots, 0, search->slot_count * sizeof *search->slots);
    next_begin(search);
    next_add(search, root);
    arrive(search, NO_SET, 0, &(struct set){.var = NO_MOVE});
}

/* The set at which the part proves the level, NO_SET when it cannot with less than `limit`. */
static uint32_t search_part(struct search *search, uint16_t root, uint64_t limit)
{
    start_part(search, root);
    while (search->heap_count > 0 && !search->no_memory && !search->too_large) {
        struct entry entry = heap_pop(search);
        if (entry.bound >= limit)
            return NO_SET;
        if (search->sets[entry.set].closed)
            continue;
        search->sets[entry.set].closed = true;
        uint16_t var = next_var(search, &search->sets[entry.set]);
        if (var == NO_MOVE)
            return entry.set;
        leave_var(search, entry.set, var);
        change_var(search, entry.set, var);
    }
    return NO_SET;
}

static void put_cells(const struct search *search, uint16_t index, uint16_t first, uint16_t last, struct change *change)
{
    const struct mdd_var *var = &search->mdd->vars[index];
    change_put(change, (struct setting){(uint8_t)var->fact, cell_least(var, first), cell_most(search, var, last)});
}

static void put_moves(const struct search *search, uint32_t set, struct change *change)
{
    for (; set != NO_SET; set = search->sets[set].parent)
        if (search->sets[set].var != NO_MOVE)
            put_cells(search, search->sets[set].var, search->sets[set].first_cell, search->sets[set].last_cell, change);
}

/* ---- another part: the level or below, in some completion ---- */

static void put_path(const struct search *search, uint16_t index, struct change *change)
{
    while (!is_end(index)) {
        const struct mdd_node *node = &search->mdd->nodes[index];
        uint64_t left = search->atleast[index];
        uint16_t first = 0, next = index;
        struct mdd_edge taken = {0, 0};
        uint16_t taken_first = 0;
        for (uint32_t e = 0; e < node->edge_count; e++) {
            const struct mdd_edge *edge = &search->mdd->edges[node->first_edge + e];
            bool open = first <= search->last_known[node->var] && edge->last >= search->first_known[node->var];
            if (open && search->atleast[edge->child] == left) {
                next = edge->child;
                break;
            }
            if (change_add(change_cells(search, node->var, first, edge->last), search->atleast[edge->child]) == left) {
                taken = *edge;
                taken_first = first;
            }
            first = (uint16_t)(edge->last + 1);
        }
        if (next == index) {
            put_cells(search, node->var, taken_first, taken.last, change);
            next = taken.child;
        }
        index = next;
    }
}

/* ---- all parts ---- */

/* What every part but one needs to come to the level or below. */
static uint64_t size_of_others(const struct search *search, const struct mdd_parts *parts, uint32_t but)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < parts->count; i++)
        if (i != but)
            size = change_add(size, search->atleast[parts->items[i].root]);
    return size;
}

static void put_others(const struct search *search, const struct mdd_parts *parts, uint32_t but, struct change *change)
{
    for (uint32_t i = 0; i < parts->count; i++)
        if (i != but)
            put_path(search, parts->items[i].root, change);
}

static uint64_t combine_parts(struct search *search, struct change *change)
{
    const struct mdd_parts *parts = &search->mdd->levels;
    uint64_t best = CHANGE_IMPOSSIBLE;
    change->count = 0;
    if (parts->always < search->level)
        return CHANGE_IMPOSSIBLE;
    if (parts->always == search->level) {
        best = size_of_others(search, parts, parts->count);
        if (best != CHANGE_IMPOSSIBLE)
            put_others(search, parts, parts->count, change);
        return best;
    }
    for (uint32_t i = 0; i < parts->count && !search->no_memory && !search->too_large; i++) {
        uint64_t others = size_of_others(search, parts, i);
        if (others >= best)
            continue;
        uint32_t end = search_part(search, parts->items[i].root, best == CHANGE_IMPOSSIBLE ? best : best - others);
        if (end == NO_SET)
            continue;
        best = change_add(search->sets[end].size, others);
        change->count = 0;
        put_moves(search, end, change);
        put_others(search, parts, i, change);
    }
    return best;
}

/* ---- as many values as do as well ---- */

/* The mildest end that each node can come to, by what is known and what is changed. */
static void find_worst(const struct search *search, uint16_t *worst)
{
    for (uint32_t i = 0; i < search->mdd->node_count; i++) {
        const struct mdd_node *node = &search->mdd->nodes[i];
        worst[i] = is_end((uint16_t)i) ? (uint16_t)i : 0;
        uint16_t first = 0;
        for (uint32_t e = 0; !is_end((uint16_t)i) && e < node->edge_count; e++) {
            const struct mdd_edge *edge = &search->mdd->edges[node->first_edge + e];
            if (first <= search->last_known[node->var] && edge->last >= search->first_known[node->var] && worst[edge->child] > worst[i])
                worst[i] = worst[edge->child];
            first = (uint16_t)(edge->last + 1);
        }
    }
}

/* The nodes that ask for a variable and can be come to, into search->next; returns the mildest end of the ways past them. */
static uint16_t find_askers(struct search *search, uint16_t root, uint16_t var)
{
    uint16_t past = 0;
    next_begin(search);
    search->stamps[root] = search->stamp;
    for (uint32_t i = root;; i--) { /* parents stand behind their children */
        const struct mdd_node *node = &search->mdd->nodes[i];
        if (search->stamps[i] == search->stamp && is_end((uint16_t)i)) {
            past = (uint16_t)i > past ? (uint16_t)i : past;
        } else if (search->stamps[i] == search->stamp && node->var == var) {
            search->next[search->next_count++] = (uint16_t)i;
        } else if (search->stamps[i] == search->stamp) {
            uint16_t first = 0;
            for (uint32_t e = 0; e < node->edge_count; e++) {
                const struct mdd_edge *edge = &search->mdd->edges[node->first_edge + e];
                if (first <= search->last_known[node->var] && edge->last >= search->first_known[node->var])
                    search->stamps[edge->child] = search->stamp;
                first = (uint16_t)(edge->last + 1);
            }
        }
        if (i == 0)
            return past;
    }
}

/* What a part proves when the variable has this cell. */
static uint16_t prove_cell(const struct search *search, const uint16_t *worst, uint16_t past, uint16_t cell)
{
    for (uint32_t i = 0; i < search->next_count; i++) {
        const struct mdd_edge *edge = search->mdd->edges + search->mdd->nodes[search->next[i]].first_edge;
        while (edge->last < cell)
            edge++;
        past = worst[edge->child] > past ? worst[edge->child] : past;
    }
    return past;
}

/* Widen a setting to the values on both sides of it with which the level is proven all the same; true when there are some. */
static bool widen_setting(struct search *search, const uint16_t *worst, struct setting *setting)
{
    const struct mdd_parts *parts = &search->mdd->levels;
    uint16_t index = search->mdd->var_of_fact[setting->fact], others = parts->always, past = 0;
    const struct mdd_var *var = &search->mdd->vars[index];
    for (uint32_t i = 0; i < parts->count; i++) {
        bool mine = index >= parts->items[i].first_var && index < parts->items[i].first_var + parts->items[i].var_count;
        if (mine)
            past = find_askers(search, parts->items[i].root, index);
        else if (worst[parts->items[i].root] < others)
            others = worst[parts->items[i].root];
    }
    uint16_t first = search->first_known[index], last = search->last_known[index];
    while (first > 0 && (int)smaller(prove_cell(search, worst, past, (uint16_t)(first - 1)), others) == search->level)
        first--;
    while (last + 1u < var->cell_count && (int)smaller(prove_cell(search, worst, past, (uint16_t)(last + 1)), others) == search->level)
        last++;
    bool wider = first < search->first_known[index] || last > search->last_known[index];
    setting->least = cell_least(var, first);
    setting->most = cell_most(search, var, last);
    return wider;
}

/* One setting only: with two, one may have more values only as long as the other has fewer. */
static void widen(struct search *search, struct change *change)
{
    uint16_t *worst = malloc(search->mdd->node_count * sizeof *worst);
    search->no_memory = search->no_memory || worst == NULL;
    if (worst == NULL)
        return;
    for (uint32_t i = 0; i < change->count; i++) {
        uint16_t var = search->mdd->var_of_fact[change->items[i].fact];
        search->first_known[var] = mdd_cell(&search->mdd->vars[var], change->items[i].least);
        search->last_known[var] = mdd_cell(&search->mdd->vars[var], change->items[i].most);
    }
    find_worst(search, worst);
    for (uint32_t i = 0; i < change->count && !widen_setting(search, worst, &change->items[i]); i++)
        continue;
    free(worst);
}

/* ---- setting up ---- */

static void know(struct search *search, struct assessor *assessor)
{
    for (uint16_t i = 0; i < search->mdd->var_count; i++) {
        const struct mdd_var *var = &search->mdd->vars[i];
        int64_t least, most;
        if (var->fact >= 0) {
            least = search->known[var->fact].least;
            most = search->known[var->fact].most;
        } else {
            assess_range(assessor, var->measure, &least, &most);
        }
        search->first_known[i] = mdd_cell(var, least);
        search->last_known[i] = mdd_cell(var, most);
    }
}

static bool search_open(struct search *search)
{
    uint32_t nodes = search->mdd->node_count, vars = search->mdd->var_count;
    search->first_known = calloc(vars + 1, sizeof *search->first_known);
    search->last_known = calloc(vars + 1, sizeof *search->last_known);
    search->atmost = calloc(nodes, sizeof *search->atmost);
    search->atleast = calloc(nodes, sizeof *search->atleast);
    search->next = calloc(nodes, sizeof *search->next);
    search->stamps = calloc(nodes, sizeof *search->stamps);
    search->cursors = calloc(nodes, sizeof *search->cursors);
    return search->first_known != NULL && search->last_known != NULL && search->atmost != NULL && search->atleast != NULL &&
           search->next != NULL && search->stamps != NULL && search->cursors != NULL;
}

static void search_close(struct search *search)
{
    free(search->first_known);
    free(search->last_known);
    free(search->atmost);
    free(search->atleast);
    free(search->sets);
    free(search->pool);
    free(search->slots);
    free(search->heap);
    free(search->next);
    free(search->stamps);
    free(search->cursors);
}

/* Nothing is shown that the engine does not confirm. */
static int replay(struct explainer *explainer, struct flip *flip, struct err *err)
{
    change_apply(&flip->change, explain_copy(explainer));
    if (explain_try(explainer, &flip->after, err) != 0)
        return -1;
    flip->kind = flip->after.level == flip->level ? FLIP_CHANGE : FLIP_UNKNOWN;
    return 0;
}

int explain_flip(struct explainer *explainer, int level, struct flip *flip, struct err *err)
{
    struct search search = {.mdd = explainer->rules->mdd, .plan = explainer->rules->plan, .known = explainer->subject.incident->facts, .level = level};
    *flip = (struct flip){.level = level, .kind = FLIP_NOW, .after = *explainer->subject.assessment};
    if (explainer->subject.assessment->level == level)
        return 0;
    flip->kind = FLIP_UNKNOWN;
    if (search.mdd == NULL) {
        if (flip_alone(explainer, flip, err) != 0)
            return -1;
        return flip->change.count > 0 ? replay(explainer, flip, err) : 0;
    }
    int rc = 0;
    uint64_t size = CHANGE_IMPOSSIBLE;
    if (search_open(&search)) {
        know(&search, explainer->subject.assessor);
        bound_all(&search);
        size = combine_parts(&search, &flip->change);
        if (size != CHANGE_IMPOSSIBLE && !search.too_large)
            widen(&search, &flip->change);
    } else {
        search.no_memory = true;
    }
    if (search.no_memory)
        rc = err_no_memory(err);
    else if (!search.too_large && size == CHANGE_IMPOSSIBLE)
        flip->kind = FLIP_NEVER;
    else if (!search.too_large)
        rc = replay(explainer, flip, err);
    search_close(&search);
    return rc;
}
