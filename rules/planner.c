/*
 * Choosing questions. See planner.h.
 *
 * Functions are diagrams, reduced and hash-consed: equal functions are one node. Asking question q turns the function that has q into
 * its cofactors, one for each answer; and once some function gives v at the most, all others are cut off at v ("clipped"), since more
 * makes no difference. A state is the set of functions that are then not constant; each is looked at once.
 *
 * States of one function alone are solved outright. For states of several there is a lower bound that is quick and near: suppose the
 * others' numbers were told for nothing; then function f costs what it costs alone, clipped at the least of the others, on average over
 * that least number. What all of them cost at least is the sum (questions are not shared). Questions are tried in the order of the
 * bounds, and no longer once a bound is no better than what was found.
 */
#include "rules/planner.h"

#include <stdlib.h>
#include <string.h>

#define EPSILON 1e-9
#define UNKNOWN (-1.0)
#define FAR 1e9

struct node {
    uint64_t support;   /* questions that it has: bit i is question i */
    uint32_t first_child;
    uint32_t first_link; /* into links: a cofactor list for each question of the support, then the node clipped at least + 1, … */
    uint32_t first_above; /* into aboves: the probability of more than least, least + 1, … */
    uint32_t first_pivot; /* into pivots: for each question of the support, how likely at least its answer decides */
    uint32_t shape;     /* costs as much as this node: itself, or the same function of an earlier question with the same weights */
    uint8_t question, least, most;
    double pivots;      /* their sum: no strategy asks fewer questions on average */
    double alone;       /* expected questions for this function alone; UNKNOWN */
};

struct state {
    uint32_t first_part, part_count; /* into parts: shapes, ascending */
    double bound;    /* no more than this is needed in any case */
    double expected; /* UNKNOWN while it was not followed */
};

/* Open addressing: 0 is free, else an index + 1; the size is a power of two. */
struct slots {
    uint32_t *items;
    uint32_t size;
};

/* An array that grows. */
struct room {
    uint32_t count, capacity;
};

struct set {
    uint32_t parts[PLANNER_QUESTIONS_MAX];
    uint32_t count;
};

struct planner {
    uint32_t question_count, least;
    uint32_t answer_counts[PLANNER_QUESTIONS_MAX];
    uint32_t twins[PLANNER_QUESTIONS_MAX]; /* the first question with the same weights */
    double weights[PLANNER_QUESTIONS_MAX][PLANNER_ANSWERS_MAX];
    struct node *nodes;
    uint32_t *children, *links, *parts;
    double *aboves, *pivots;
    struct state *states;
    struct room node_room, child_room, link_room, part_room, above_room, pivot_room, state_room;
    struct slots node_slots, state_slots;
    uint32_t roots[PLANNER_QUESTIONS_MAX];
    uint32_t root_count, steps;
    struct set start; /* what is to be settled */
    bool wide;      /* too many questions to follow all */
    bool estimated; /* there were too many states or steps */
    bool full, no_memory;
};

static bool failed(const struct planner *planner)
{
    return planner->full || planner->no_memory;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static uint64_t hash_of(const uint32_t *items, uint32_t count, uint64_t seed)
{
    uint64_t hash = mix(1, seed);
    for (uint32_t i = 0; i < count; i++)
        hash = mix(hash, items[i]);
    return hash;
}

/* Room for `more`; the array as it was, and planner->no_memory, when there is none. */
static void *grow(struct planner *planner, void *items, struct room *room, uint32_t more, size_t size)
{
    uint32_t wanted = room->capacity == 0 ? 1024 : room->capacity;
    while (wanted < room->count + more)
        wanted *= 2;
    if (wanted == room->capacity)
        return items;
    void *grown = realloc(items, wanted * size);
    planner->no_memory = planner->no_memory || grown == NULL;
    if (grown == NULL)
        return items;
    room->capacity = wanted;
    return grown;
}

struct planner *planner_new(void)
{
    return calloc(1, sizeof(struct planner));
}

void planner_free(struct planner *planner)
{
    if (planner == NULL)
        return;
    free(planner->nodes);
    free(planner->children);
    free(planner->links);
    free(planner->parts);
    free(planner->aboves);
    free(planner->pivots);
    free(planner->states);
    free(planner->node_slots.items);
    free(planner->state_slots.items);
    free(planner);
}

static void clear_slots(struct slots *slots)
{
    if (slots->size > 0)
        memset(slots->items, 0, slots->size * sizeof *slots->items);
}

void planner_begin(struct planner *planner, uint32_t least)
{
    struct room *rooms[] = {&planner->node_room, &planner->child_room, &planner->link_room, &planner->part_room, &planner->above_room,
                            &planner->pivot_room, &planner->state_room};
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++)
        rooms[i]->count = 0;
    planner->question_count = planner->root_count = planner->steps = 0;
    planner->least = least;
    planner->estimated = planner->full = planner->no_memory = false;
    clear_slots(&planner->node_slots);
    clear_slots(&planner->state_slots);
    planner->nodes = grow(planner, planner->nodes, &planner->node_room, PLANNER_ENDS, sizeof *planner->nodes);
    for (uint8_t i = 0; i < PLANNER_ENDS && !planner->no_memory; i++)
        planner->nodes[planner->node_room.count++] = (struct node){.least = i, .most = i};
}

int planner_question(struct planner *planner, const double *weights, uint32_t answer_count)
{
    if (planner->question_count == PLANNER_QUESTIONS_MAX || answer_count > PLANNER_ANSWERS_MAX)
        return -1;
    uint32_t question = planner->question_count++;
    double all = 0;
    for (uint32_t i = 0; i < answer_count; i++)
        all += weights[i];
    for (uint32_t i = 0; i < answer_count; i++)
        planner->weights[question][i] = all > 0 ? weights[i] / all : 1.0 / answer_count;
    planner->answer_counts[question] = answer_count;
    uint32_t twin = 0;
    while (planner->answer_counts[twin] != answer_count || memcmp(planner->weights[twin], planner->weights[question], answer_count * sizeof(double)) != 0)
        twin++;
    planner->twins[question] = twin;
    return (int)question;
}

/* ---- nodes ---- */

static void put_slot(struct slots *slots, uint64_t hash, uint32_t index)
{
    uint64_t slot = hash & (slots->size - 1);
    while (slots->items[slot] != 0)
        slot = (slot + 1) & (slots->size - 1);
    slots->items[slot] = index + 1;
}

static uint64_t hash_of_node(const struct planner *planner, uint32_t index)
{
    const struct node *node = &planner->nodes[index];
    return hash_of(planner->children + node->first_child, planner->answer_counts[node->question], node->question);
}

static uint64_t hash_of_state(const struct planner *planner, uint32_t index)
{
    return hash_of(planner->parts + planner->states[index].first_part, planner->states[index].part_count, PLANNER_QUESTIONS_MAX);
}

/* Room for one more, at most half full. `first` is the first index that the slots have. */
static bool reserve_slots(struct planner *planner, struct slots *slots, uint32_t first, uint32_t count,
                          uint64_t (*hash)(const struct planner *, uint32_t))
{
    if (2 * (count + 1) <= slots->size)
        return true;
    struct slots grown = {.size = slots->size == 0 ? 1024 : slots->size * 2};
    grown.items = calloc(grown.size, sizeof *grown.items);
    planner->no_memory = planner->no_memory || grown.items == NULL;
    if (grown.items == NULL)
        return false;
    for (uint32_t i = first; i < count; i++)
        put_slot(&grown, hash(planner, i), i);
    free(slots->items);
    *slots = grown;
    return true;
}

/* The probability that a function gives more than `number`. */
static double above(const struct planner *planner, uint32_t index, uint32_t number)
{
    const struct node *node = &planner->nodes[index];
    if (number < node->least)
        return 1;
    return number >= node->most ? 0 : planner->aboves[node->first_above + number - node->least];
}

static void add_aboves(struct planner *planner, struct node *node)
{
    const uint32_t *children = planner->children + node->first_child;
    node->first_above = planner->above_room.count;
    planner->aboves = grow(planner, planner->aboves, &planner->above_room, PLANNER_ENDS, sizeof *planner->aboves);
    for (uint32_t number = node->least; number < node->most && !planner->no_memory; number++) {
        double sum = 0;
        for (uint32_t i = 0; i < planner->answer_counts[node->question]; i++)
            sum += planner->weights[node->question][i] * above(planner, children[i], number);
        planner->aboves[planner->above_room.count++] = sum;
    }
}

/* How likely some answers to a node's own question give more than a number while others do not, the other answers being what they are. */
static double own_pivot(const struct planner *planner, const struct node *node)
{
    const uint32_t *children = planner->children + node->first_child;
    double pivot = 0;
    for (uint32_t number = node->least; number < node->most; number++) {
        double low = 1, high = 0;
        for (uint32_t i = 0; i < planner->answer_counts[node->question]; i++) {
            if (i > 0 && children[i] == children[i - 1])
                continue;
            double more = above(planner, children[i], number);
            low = more < low ? more : low;
            high = more > high ? more : high;
        }
        pivot = high - low > pivot ? high - low : pivot;
    }
    return pivot;
}

/* A question must be asked wherever its answer decides: so often at least. */
static void add_pivots(struct planner *planner, struct node *node)
{
    const uint32_t *children = planner->children + node->first_child;
    double pivots[PLANNER_QUESTIONS_MAX];
    node->first_pivot = planner->pivot_room.count;
    planner->pivots = grow(planner, planner->pivots, &planner->pivot_room, PLANNER_QUESTIONS_MAX, sizeof *planner->pivots);
    if (planner->no_memory)
        return;
    for (uint64_t rest = node->support; rest != 0; rest &= rest - 1)
        pivots[__builtin_ctzll(rest)] = 0;
    pivots[node->question] = own_pivot(planner, node);
    double weight = 0;
    for (uint32_t i = 0; i < planner->answer_counts[node->question]; i++) {
        const struct node *child = &planner->nodes[children[i]];
        const double *from = planner->pivots + child->first_pivot;
        weight += planner->weights[node->question][i];
        if (i + 1 < planner->answer_counts[node->question] && children[i + 1] == children[i])
            continue;
        for (uint64_t rest = child->support; rest != 0; rest &= rest - 1)
            pivots[__builtin_ctzll(rest)] += weight * *from++;
        weight = 0;
    }
    for (uint64_t rest = node->support; rest != 0; rest &= rest - 1) {
        planner->pivots[planner->pivot_room.count++] = pivots[__builtin_ctzll(rest)];
        node->pivots += pivots[__builtin_ctzll(rest)];
    }
}

static void add_links(struct planner *planner, struct node *node)
{
    uint32_t count = (uint32_t)__builtin_popcountll(node->support) + node->most - node->least;
    node->first_link = planner->link_room.count;
    planner->links = grow(planner, planner->links, &planner->link_room, count, sizeof *planner->links);
    if (planner->no_memory)
        return;
    memset(planner->links + node->first_link, 0, count * sizeof *planner->links);
    planner->link_room.count += count;
}

/* Children at `first` of the list, which are already there. */
static uint32_t add_node(struct planner *planner, uint32_t question, uint32_t first)
{
    const uint32_t *children = planner->children + first;
    struct node made = {.support = UINT64_C(1) << question, .first_child = first, .question = (uint8_t)question, .least = PLANNER_ENDS, .alone = UNKNOWN};
    for (uint32_t i = 0; i < planner->answer_counts[question]; i++) {
        const struct node *child = &planner->nodes[children[i]];
        made.support |= child->support;
        made.least = child->least < made.least ? child->least : made.least;
        made.most = child->most > made.most ? child->most : made.most;
    }
    add_aboves(planner, &made);
    add_pivots(planner, &made);
    add_links(planner, &made);
    planner->nodes = grow(planner, planner->nodes, &planner->node_room, 1, sizeof *planner->nodes);
    planner->full = planner->full || planner->node_room.count == PLANNER_NODES_MAX;
    if (failed(planner))
        return 0;
    planner->nodes[planner->node_room.count] = made;
    return planner->node_room.count++;
}

static uint32_t make_node(struct planner *planner, uint32_t question, const uint32_t *children);

/* A node of one question alone has the shape of the same node of its twin. */
static uint32_t shape_of(struct planner *planner, uint32_t index)
{
    const struct node *node = &planner->nodes[index];
    uint32_t twin = planner->twins[node->question], children[PLANNER_ANSWERS_MAX];
    if (twin == node->question || (node->support & (node->support - 1)) != 0)
        return index;
    memcpy(children, planner->children + node->first_child, planner->answer_counts[twin] * sizeof *children); /* the list may move */
    uint32_t shape = make_node(planner, twin, children);
    return failed(planner) ? index : shape;
}

static uint32_t make_node(struct planner *planner, uint32_t question, const uint32_t *children)
{
    uint32_t count = planner->answer_counts[question], same = 1;
    while (same < count && children[same] == children[0])
        same++;
    if (same == count)
        return children[0];
    struct slots *slots = &planner->node_slots;
    if (!reserve_slots(planner, slots, PLANNER_ENDS, planner->node_room.count, hash_of_node))
        return 0;
    uint64_t hash = hash_of(children, count, question);
    for (uint64_t slot = hash & (slots->size - 1); slots->items[slot] != 0; slot = (slot + 1) & (slots->size - 1)) {
        const struct node *node = &planner->nodes[slots->items[slot] - 1];
        if (node->question == question && memcmp(planner->children + node->first_child, children, count * sizeof *children) == 0)
            return slots->items[slot] - 1;
    }
    uint32_t first = planner->child_room.count;
    planner->children = grow(planner, planner->children, &planner->child_room, count, sizeof *planner->children);
    if (failed(planner))
        return 0;
    memcpy(planner->children + first, children, count * sizeof *children);
    planner->child_room.count += count;
    uint32_t index = add_node(planner, question, first);
    if (failed(planner))
        return 0;
    put_slot(slots, hash, index);
    uint32_t shape = shape_of(planner, index);
    planner->nodes[index].shape = shape;
    return index;
}

uint32_t planner_node(struct planner *planner, int question, const uint32_t *children)
{
    uint32_t node = make_node(planner, (uint32_t)question, children);
    return planner->no_memory ? UINT32_MAX : node;
}

bool planner_add(struct planner *planner, uint32_t function)
{
    if (planner->root_count == PLANNER_QUESTIONS_MAX)
        return false;
    planner->roots[planner->root_count++] = function;
    return true;
}

/* ---- cofactors and clipping: made once for each node ---- */

/* Where a node keeps its cofactors by a question of its support: a place in children + 1; 0 while there are none. */
static uint32_t link_of(const struct node *node, uint32_t question)
{
    return node->first_link + (uint32_t)__builtin_popcountll(node->support & ((UINT64_C(1) << question) - 1));
}

static uint32_t cofactors(struct planner *planner, uint32_t index, uint32_t question);

/* A cofactor list of a node below which the question comes: answer by answer, from its children's lists. */
static uint32_t make_cofactors(struct planner *planner, uint32_t index, uint32_t question)
{
    uint32_t lists[PLANNER_ANSWERS_MAX], answers[PLANNER_ANSWERS_MAX], children[PLANNER_ANSWERS_MAX];
    uint32_t top = planner->nodes[index].question, child_count = planner->answer_counts[top], count = planner->answer_counts[question];
    for (uint32_t c = 0; c < child_count && !failed(planner); c++) {
        uint32_t child = planner->children[planner->nodes[index].first_child + c];
        bool has = planner->nodes[child].support >> question & 1;
        lists[c] = has ? cofactors(planner, child, question) : UINT32_MAX;
    }
    for (uint32_t answer = 0; answer < count && !failed(planner); answer++) {
        bool same = answer > 0;
        for (uint32_t c = 0; c < child_count; c++) {
            uint32_t child = lists[c] == UINT32_MAX ? planner->children[planner->nodes[index].first_child + c] : planner->children[lists[c] + answer];
            same = same && children[c] == child;
            children[c] = child;
        }
        answers[answer] = same ? answers[answer - 1] : make_node(planner, top, children);
    }
    uint32_t first = planner->child_room.count;
    planner->children = grow(planner, planner->children, &planner->child_room, count, sizeof *planner->children);
    if (failed(planner))
        return 0;
    memcpy(planner->children + first, answers, count * sizeof *answers);
    planner->child_room.count += count;
    return first;
}

/* The place in children of what a node becomes by each answer to a question that it has. As deep as there are questions. */
static uint32_t cofactors(struct planner *planner, uint32_t index, uint32_t question)
{
    if (planner->nodes[index].question == question)
        return planner->nodes[index].first_child;
    uint32_t link = link_of(&planner->nodes[index], question);
    if (planner->links[link] == 0) {
        uint32_t first = make_cofactors(planner, index, question);
        planner->links[link] = failed(planner) ? 0 : first + 1;
        return first;
    }
    return planner->links[link] - 1;
}

/* All numbers above `number` made into it. As deep as there are questions. */
static uint32_t clip(struct planner *planner, uint32_t index, uint32_t number)
{
    const struct node *node = &planner->nodes[index];
    if (number >= node->most)
        return index;
    if (number <= node->least)
        return number;
    uint32_t link = node->first_link + (uint32_t)__builtin_popcountll(node->support) + number - node->least;
    if (planner->links[link] == 0) {
        uint32_t children[PLANNER_ANSWERS_MAX], question = node->question, first = node->first_child;
        for (uint32_t i = 0; i < planner->answer_counts[question]; i++)
            children[i] = clip(planner, planner->children[first + i], number);
        uint32_t clipped = failed(planner) ? 0 : make_node(planner, question, children);
        planner->links[link] = clipped + 1;
    }
    return planner->links[link] - 1;
}

/* ---- one function alone ---- */

static double expect_alone(struct planner *planner, uint32_t index, uint32_t question, double limit);

/* The question of `rest` that decides most often: when it is asked first, the bound for the others is the least. */
static uint32_t most_deciding(const struct planner *planner, const struct node *node, uint64_t rest, double *pivot)
{
    const double *pivots = planner->pivots + node->first_pivot;
    uint32_t best = 0;
    *pivot = -1;
    for (uint64_t all = node->support; all != 0; all &= all - 1, pivots++) {
        uint32_t question = (uint32_t)__builtin_ctzll(all);
        if ((rest >> question & 1) && *pivots > *pivot) {
            *pivot = *pivots;
            best = question;
        }
    }
    return best;
}

/* As deep as there are questions. */
static double alone(struct planner *planner, uint32_t index)
{
    if (index < PLANNER_ENDS || failed(planner))
        return 0;
    if (planner->nodes[index].alone >= 0)
        return planner->nodes[index].alone;
    double best = FAR, pivot;
    uint32_t most = planner->wide ? 2 * PLANNER_FOLLOWED : PLANNER_QUESTIONS_MAX;
    uint64_t rest = planner->nodes[index].support;
    for (uint32_t followed = 0; rest != 0 && followed < most && !failed(planner); followed++) {
        uint32_t question = most_deciding(planner, &planner->nodes[index], rest, &pivot);
        if (1 + planner->nodes[index].pivots - pivot >= best - EPSILON)
            break;
        double expected = expect_alone(planner, index, question, best);
        best = expected < best ? expected : best;
        rest &= ~(UINT64_C(1) << question);
    }
    return planner->nodes[index].alone = best;
}

/* What a function costs at least. */
static double alone_at_least(const struct planner *planner, uint32_t index)
{
    const struct node *node = &planner->nodes[index];
    if (index < PLANNER_ENDS || node->alone >= 0)
        return index < PLANNER_ENDS ? 0 : node->alone;
    return node->pivots > 1 ? node->pivots : 1;
}

/* Expected questions when this one is asked first; or, from `limit` on, any number that is not above the truth. */
static double expect_alone(struct planner *planner, uint32_t index, uint32_t question, double limit)
{
    uint32_t first = cofactors(planner, index, question), count = planner->answer_counts[question];
    const double *weights = planner->weights[question];
    double least[PLANNER_ANSWERS_MAX], expected = 1;
    for (uint32_t i = 0; i < count && !failed(planner); i++)
        expected += weights[i] * (least[i] = alone_at_least(planner, planner->children[first + i]));
    for (uint32_t i = 0; i < count && expected < limit - EPSILON && !failed(planner); i++)
        expected += weights[i] * (alone(planner, planner->children[first + i]) - least[i]);
    return expected;
}

/* ---- states of several ---- */

static void insert_part(struct set *set, uint32_t part)
{
    uint32_t at = set->count++;
    for (; at > 0 && set->parts[at - 1] > part; at--)
        set->parts[at] = set->parts[at - 1];
    set->parts[at] = part;
}

/* Clip all functions at `least` or at the least that one of them is sure to give; drop the constant ones. */
static void tidy(struct planner *planner, struct set *set, uint32_t least)
{
    struct set old = *set;
    for (uint32_t i = 0; i < old.count; i++)
        least = planner->nodes[old.parts[i]].most < least ? planner->nodes[old.parts[i]].most : least;
    set->count = 0;
    for (uint32_t i = 0; i < old.count && !failed(planner); i++) {
        uint32_t part = clip(planner, old.parts[i], least);
        if (part >= PLANNER_ENDS)
            insert_part(set, part);
    }
}

/* One part becomes another. The others change only when it gives less than was sure before. */
static void replace_part(struct planner *planner, const struct set *set, uint32_t part, uint32_t by, struct set *after)
{
    bool tighter = planner->nodes[by].most < planner->nodes[set->parts[part]].most;
    after->count = 0;
    for (uint32_t i = 0; i < set->count; i++)
        if (i != part)
            after->parts[after->count++] = set->parts[i];
    if (by >= PLANNER_ENDS)
        insert_part(after, by);
    if (tighter)
        tidy(planner, after, planner->nodes[by].most);
}

static uint64_t support_of(const struct planner *planner, const struct set *set)
{
    uint64_t support = 0;
    for (uint32_t i = 0; i < set->count; i++)
        support |= planner->nodes[set->parts[i]].support;
    return support;
}

/* The probability that several functions all give more than a number: a product, its factors of 0 counted apart, so that one can leave. */
struct product {
    double rest;
    uint32_t zeros;
};

static struct product all_above(const struct planner *planner, const struct set *set, uint32_t number)
{
    struct product all = {1, 0};
    for (uint32_t i = 0; i < set->count; i++) {
        double one = above(planner, set->parts[i], number);
        all.zeros += one <= 0;
        all.rest *= one > 0 ? one : 1;
    }
    return all;
}

/* The same without one of them. */
static double others_above(const struct planner *planner, const struct product *all, uint32_t part, uint32_t number)
{
    double one = above(planner, part, number);
    if (one > 0)
        return all->zeros > 0 ? 0 : all->rest / one;
    return all->zeros > 1 ? 0 : all->rest;
}

/* The lower bound: see the head of this file. All parts of a tidy set give the same at the most. */
static double bound_of(struct planner *planner, const struct set *set)
{
    struct product all[PLANNER_ENDS];
    uint32_t most = planner->nodes[set->parts[0]].most;
    double bound = 0;
    planner->steps += set->count * most;
    for (uint32_t number = 0; number < most; number++)
        all[number] = all_above(planner, set, number);
    for (uint32_t i = 0; i < set->count && !failed(planner); i++) {
        uint32_t part = set->parts[i], least = planner->nodes[part].least;
        double more = others_above(planner, &all[least], part, least);
        for (uint32_t number = least + 1; number < most && more > 0; number++) {
            double next = others_above(planner, &all[number], part, number);
            if (more > next)
                bound += (more - next) * alone(planner, clip(planner, part, number));
            more = next;
        }
        bound += more * alone(planner, part);
    }
    return bound < 1 ? 1 : bound;
}

/* What a state costs depends on the shapes of its parts. */
static void shapes_of(const struct planner *planner, const struct set *set, struct set *shapes)
{
    shapes->count = 0;
    for (uint32_t i = 0; i < set->count; i++)
        insert_part(shapes, planner->nodes[set->parts[i]].shape);
}

/* A state's number; UINT32_MAX when there is none, and no room for it. */
static uint32_t find_state(struct planner *planner, const struct set *set)
{
    struct slots *slots = &planner->state_slots;
    struct set shapes;
    shapes_of(planner, set, &shapes);
    if (!reserve_slots(planner, slots, 0, planner->state_room.count, hash_of_state))
        return UINT32_MAX;
    uint64_t slot = hash_of(shapes.parts, shapes.count, PLANNER_QUESTIONS_MAX) & (slots->size - 1);
    for (; slots->items[slot] != 0; slot = (slot + 1) & (slots->size - 1)) {
        const struct state *state = &planner->states[slots->items[slot] - 1];
        if (state->part_count == shapes.count && memcmp(planner->parts + state->first_part, shapes.parts, shapes.count * sizeof *shapes.parts) == 0)
            return slots->items[slot] - 1;
    }
    if (planner->state_room.count == PLANNER_STATES_MAX)
        return UINT32_MAX;
    planner->states = grow(planner, planner->states, &planner->state_room, 1, sizeof *planner->states);
    planner->parts = grow(planner, planner->parts, &planner->part_room, set->count, sizeof *planner->parts);
    if (planner->no_memory)
        return UINT32_MAX;
    double bound = bound_of(planner, set);
    planner->states[planner->state_room.count] = (struct state){planner->part_room.count, set->count, bound, UNKNOWN};
    memcpy(planner->parts + planner->part_room.count, shapes.parts, shapes.count * sizeof *shapes.parts);
    planner->part_room.count += shapes.count;
    slots->items[slot] = ++planner->state_room.count;
    return planner->state_room.count - 1;
}

/* A question of a state, its answers joined where they come to the same. */
struct asked {
    uint32_t part, count;
    uint32_t becomes[PLANNER_ANSWERS_MAX];
    double weights[PLANNER_ANSWERS_MAX];
    double bounds[PLANNER_ANSWERS_MAX];
    double bound;
};

static double value_of(struct planner *planner, const struct set *set);

/* A bound of what is left after one part has become another; the value itself where it is known. */
static double bound_after(struct planner *planner, const struct set *set, uint32_t part, uint32_t by)
{
    struct set after;
    replace_part(planner, set, part, by, &after);
    if (after.count < 2)
        return after.count == 0 ? 0 : alone(planner, after.parts[0]);
    uint32_t known = find_state(planner, &after);
    if (known == UINT32_MAX)
        return failed(planner) ? 0 : bound_of(planner, &after);
    return planner->states[known].expected >= 0 ? planner->states[known].expected : planner->states[known].bound;
}

static void ask(struct planner *planner, const struct set *set, uint32_t question, struct asked *asked)
{
    asked->part = asked->count = 0; /* the lists are filled as far as they count */
    asked->bound = 1;
    while (!(planner->nodes[set->parts[asked->part]].support >> question & 1))
        asked->part++;
    uint32_t first = cofactors(planner, set->parts[asked->part], question);
    for (uint32_t i = 0; i < planner->answer_counts[question] && !failed(planner); i++) {
        uint32_t becomes = planner->children[first + i];
        if (asked->count == 0 || asked->becomes[asked->count - 1] != becomes) {
            asked->weights[asked->count] = 0;
            asked->becomes[asked->count++] = becomes;
        }
        asked->weights[asked->count - 1] += planner->weights[question][i];
    }
    for (uint32_t i = 0; i < asked->count; i++) {
        asked->bounds[i] = bound_after(planner, set, asked->part, asked->becomes[i]);
        asked->bound += asked->weights[i] * asked->bounds[i];
    }
}

/* Expected questions when this one is asked first; or, from `limit` on, any number from there that is not above the truth. */
static double expect(struct planner *planner, const struct set *set, uint32_t question, double limit)
{
    struct asked asked;
    struct set after;
    ask(planner, set, question, &asked);
    double expected = asked.bound;
    for (uint32_t i = 0; i < asked.count && expected < limit && !failed(planner); i++) {
        replace_part(planner, set, asked.part, asked.becomes[i], &after);
        if (after.count > 1)
            expected += asked.weights[i] * (value_of(planner, &after) - asked.bounds[i]);
    }
    return expected;
}

/* The question of `rest` with the least bound. */
static uint32_t most_promising(uint64_t rest, const double *bounds)
{
    uint32_t best = (uint32_t)__builtin_ctzll(rest);
    for (; rest != 0; rest &= rest - 1)
        if (bounds[__builtin_ctzll(rest)] < bounds[best])
            best = (uint32_t)__builtin_ctzll(rest);
    return best;
}

/* Bounds of all questions of a state; returns which those are. */
static uint64_t bound_all(struct planner *planner, const struct set *set, double *bounds)
{
    uint64_t open = support_of(planner, set);
    struct asked asked;
    for (uint64_t rest = open; rest != 0 && !failed(planner); rest &= rest - 1) {
        ask(planner, set, (uint32_t)__builtin_ctzll(rest), &asked);
        bounds[__builtin_ctzll(rest)] = asked.bound;
    }
    return open;
}

/* Try questions in the order of their bounds, which become what was found. Returns the best. */
static double follow(struct planner *planner, const struct set *set, double *bounds, uint32_t most)
{
    uint64_t open = bound_all(planner, set, bounds);
    double best = FAR;
    for (uint32_t tried = 0; open != 0 && tried < most && !failed(planner); tried++) {
        uint32_t question = most_promising(open, bounds);
        if (bounds[question] >= best - EPSILON)
            break;
        bounds[question] = expect(planner, set, question, best - EPSILON);
        best = bounds[question] < best ? bounds[question] : best;
        open &= ~(UINT64_C(1) << question);
    }
    return best;
}

/* As deep as there are questions. */
static double value_of(struct planner *planner, const struct set *set)
{
    double bounds[PLANNER_QUESTIONS_MAX];
    uint32_t known = find_state(planner, set);
    if (failed(planner))
        return 0;
    if (known != UINT32_MAX && planner->states[known].expected >= 0)
        return planner->states[known].expected;
    if (known == UINT32_MAX || planner->steps > PLANNER_STEPS_MAX) {
        planner->estimated = true;
        return bound_of(planner, set);
    }
    double expected = follow(planner, set, bounds, planner->wide ? PLANNER_FOLLOWED : PLANNER_QUESTIONS_MAX);
    planner->states[known].expected = expected; /* the array may have moved meanwhile */
    return expected;
}

/* ---- the first question ---- */

/* Too many functions: any of these questions, and as many as there are. */
static void give_up(const struct planner *planner, uint64_t questions, struct strategy *strategy)
{
    *strategy = (struct strategy){.first = questions == 0 ? -1 : __builtin_ctzll(questions), .expected = __builtin_popcountll(questions)};
    for (uint32_t i = 0; i < planner->question_count; i++)
        strategy->values[i] = questions >> i & 1 ? strategy->expected : 0;
}

/* As `follow`, but questions nearly as good as the best are followed to the end as well. One that was not is behind them all. */
static double follow_first(struct planner *planner, double *values)
{
    const struct set *set = &planner->start;
    uint64_t open = bound_all(planner, set, values);
    uint32_t most = planner->wide ? 2 * PLANNER_FOLLOWED : PLANNER_QUESTIONS_MAX;
    double best = FAR, near = FAR;
    for (uint32_t tried = 0; open != 0 && tried < most && !failed(planner); tried++) {
        uint32_t question = most_promising(open, values);
        if (values[question] > near)
            break;
        values[question] = expect(planner, set, question, near);
        best = values[question] < best ? values[question] : best;
        near = best * PLANNER_NEARLY + EPSILON;
        open &= ~(UINT64_C(1) << question);
    }
    for (; open != 0; open &= open - 1)
        if (values[__builtin_ctzll(open)] <= near)
            values[__builtin_ctzll(open)] += near;
    return best;
}

/* Too many states: some were followed and some were not, so that only bounds can be compared. */
static double estimate_first(struct planner *planner, double *values)
{
    double best = FAR;
    for (uint64_t open = bound_all(planner, &planner->start, values); open != 0; open &= open - 1)
        best = values[__builtin_ctzll(open)] < best ? values[__builtin_ctzll(open)] : best;
    return best;
}

/* What is to be settled at first; the questions that it has. */
static uint64_t begin(struct planner *planner)
{
    struct set *set = &planner->start;
    uint64_t all = planner->question_count == 0 ? 0 : UINT64_MAX >> (64 - planner->question_count);
    set->count = failed(planner) ? 0 : planner->root_count;
    memcpy(set->parts, planner->roots, planner->root_count * sizeof *planner->roots);
    tidy(planner, set, planner->least);
    return failed(planner) ? all : support_of(planner, set);
}

int planner_solve(struct planner *planner, struct strategy *strategy)
{
    uint64_t support = begin(planner);
    planner->wide = __builtin_popcountll(support) > PLANNER_EXACT_MAX;
    *strategy = (struct strategy){.first = -1, .optimal = true};
    if (support == 0)
        return planner->no_memory ? -1 : 0;
    double best = failed(planner) ? FAR : follow_first(planner, strategy->values);
    if (planner->estimated && !failed(planner)) {
        memset(strategy->values, 0, sizeof strategy->values);
        best = estimate_first(planner, strategy->values);
    }
    if (failed(planner)) {
        give_up(planner, support, strategy);
        return planner->no_memory ? -1 : 0;
    }
    strategy->expected = best;
    strategy->optimal = !planner->wide && !planner->estimated;
    for (uint64_t rest = support; strategy->first < 0; rest &= rest - 1)
        if (strategy->values[__builtin_ctzll(rest)] <= best + EPSILON)
            strategy->first = __builtin_ctzll(rest);
    return 0;
}

uint32_t planner_classes(struct planner *planner, int question, uint8_t *classes)
{
    const struct set *set = &planner->start;
    uint32_t part = 0, count = 0;
    while (part < set->count && !(planner->nodes[set->parts[part]].support >> question & 1))
        part++;
    uint32_t first = part == set->count || failed(planner) ? 0 : cofactors(planner, set->parts[part], (uint32_t)question);
    for (uint32_t i = 0; i < planner->answer_counts[question]; i++) {
        bool same = i > 0 && !failed(planner) && (part == set->count || planner->children[first + i] == planner->children[first + i - 1]);
        count += !same;
        classes[i] = (uint8_t)(count - 1);
    }
    return count;
}
