/* Functions as nodes. See planner_nodes.h. */
#include "rules/planner_nodes.h"

#include <stdlib.h>
#include <string.h>

/* A call where the compiler may not use the instruction, and often. */
static uint32_t count_bits(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    return (uint32_t)(((word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F)) * UINT64_C(0x0101010101010101) >> 56);
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

uint64_t planner_hash(const uint32_t *items, uint32_t count, uint64_t seed)
{
    uint64_t hash = mix(1, seed);
    for (uint32_t i = 0; i < count; i++)
        hash = mix(hash, items[i]);
    return hash;
}

void *planner_grow(struct planner *planner, void *items, struct room *room, uint32_t more, size_t size)
{
    if (room->count + more <= room->capacity)
        return items;
    uint32_t wanted = room->capacity == 0 ? 1024 : room->capacity;
    while (wanted < room->count + more)
        wanted *= 2;
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
    planner->nodes = planner_grow(planner, planner->nodes, &planner->node_room, PLANNER_ENDS, sizeof *planner->nodes);
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
    return planner_hash(planner->children + node->first_child, planner->answer_counts[node->question], node->question);
}

bool planner_reserve(struct planner *planner, struct slots *slots, uint32_t first, uint32_t count, planner_hasher *hash)
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

double planner_above(const struct planner *planner, uint32_t index, uint32_t number)
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
    planner->aboves = planner_grow(planner, planner->aboves, &planner->above_room, PLANNER_ENDS, sizeof *planner->aboves);
    for (uint32_t number = node->least; number < node->most && !planner->no_memory; number++) {
        double sum = 0;
        for (uint32_t i = 0; i < planner->answer_counts[node->question]; i++)
            sum += planner->weights[node->question][i] * planner_above(planner, children[i], number);
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
            double more = planner_above(planner, children[i], number);
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
    planner->pivots = planner_grow(planner, planner->pivots, &planner->pivot_room, PLANNER_QUESTIONS_MAX, sizeof *planner->pivots);
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
    uint32_t count = count_bits(node->support) + node->most - node->least;
    node->first_link = planner->link_room.count;
    planner->links = planner_grow(planner, planner->links, &planner->link_room, count, sizeof *planner->links);
    if (planner->no_memory)
        return;
    memset(planner->links + node->first_link, 0, count * sizeof *planner->links);
    planner->link_room.count += count;
}

/* Children at `first` of the list, which are already there. */
static uint32_t add_node(struct planner *planner, uint32_t question, uint32_t first)
{
    const uint32_t *children = planner->children + first;
    struct node made = {.support = UINT64_C(1) << question, .first_child = first, .question = (uint8_t)question, .least = PLANNER_ENDS, .alone = PLANNER_UNKNOWN};
    for (uint32_t i = 0; i < planner->answer_counts[question]; i++) {
        const struct node *child = &planner->nodes[children[i]];
        made.support |= child->support;
        made.least = child->least < made.least ? child->least : made.least;
        made.most = child->most > made.most ? child->most : made.most;
    }
    add_aboves(planner, &made);
    add_pivots(planner, &made);
    add_links(planner, &made);
    planner->nodes = planner_grow(planner, planner->nodes, &planner->node_room, 1, sizeof *planner->nodes);
    planner->full = planner->full || planner->node_room.count == PLANNER_NODES_MAX;
    if (planner_failed(planner))
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
    return planner_failed(planner) ? index : shape;
}

static uint32_t make_node(struct planner *planner, uint32_t question, const uint32_t *children)
{
    uint32_t count = planner->answer_counts[question], same = 1;
    while (same < count && children[same] == children[0])
        same++;
    if (same == count)
        return children[0];
    struct slots *slots = &planner->node_slots;
    if (!planner_reserve(planner, slots, PLANNER_ENDS, planner->node_room.count, hash_of_node))
        return 0;
    uint64_t hash = planner_hash(children, count, question);
    for (uint64_t slot = hash & (slots->size - 1); slots->items[slot] != 0; slot = (slot + 1) & (slots->size - 1)) {
        const struct node *node = &planner->nodes[slots->items[slot] - 1];
        if (node->question == question && memcmp(planner->children + node->first_child, children, count * sizeof *children) == 0)
            return slots->items[slot] - 1;
    }
    uint32_t first = planner->child_room.count;
    planner->children = planner_grow(planner, planner->children, &planner->child_room, count, sizeof *planner->children);
    if (planner_failed(planner))
        return 0;
    memcpy(planner->children + first, children, count * sizeof *children);
    planner->child_room.count += count;
    uint32_t index = add_node(planner, question, first);
    if (planner_failed(planner))
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
    return node->first_link + count_bits(node->support & ((UINT64_C(1) << question) - 1));
}

/* A cofactor list of a node below which the question comes: answer by answer, from its children's lists. */
static uint32_t make_cofactors(struct planner *planner, uint32_t index, uint32_t question)
{
    uint32_t lists[PLANNER_ANSWERS_MAX], answers[PLANNER_ANSWERS_MAX], children[PLANNER_ANSWERS_MAX];
    uint32_t top = planner->nodes[index].question, child_count = planner->answer_counts[top], count = planner->answer_counts[question];
    for (uint32_t c = 0; c < child_count && !planner_failed(planner); c++) {
        uint32_t child = planner->children[planner->nodes[index].first_child + c];
        bool has = planner->nodes[child].support >> question & 1;
        lists[c] = has ? planner_cofactors(planner, child, question) : UINT32_MAX;
    }
    for (uint32_t answer = 0; answer < count && !planner_failed(planner); answer++) {
        bool same = answer > 0;
        for (uint32_t c = 0; c < child_count; c++) {
            uint32_t child = lists[c] == UINT32_MAX ? planner->children[planner->nodes[index].first_child + c] : planner->children[lists[c] + answer];
            same = same && children[c] == child;
            children[c] = child;
        }
        answers[answer] = same ? answers[answer - 1] : make_node(planner, top, children);
    }
    uint32_t first = planner->child_room.count;
    planner->children = planner_grow(planner, planner->children, &planner->child_room, count, sizeof *planner->children);
    if (planner_failed(planner))
        return 0;
    memcpy(planner->children + first, answers, count * sizeof *answers);
    planner->child_room.count += count;
    return first;
}

/* As deep as there are questions. */
uint32_t planner_cofactors(struct planner *planner, uint32_t index, uint32_t question)
{
    if (planner->nodes[index].question == question)
        return planner->nodes[index].first_child;
    uint32_t link = link_of(&planner->nodes[index], question);
    if (planner->links[link] == 0) {
        uint32_t first = make_cofactors(planner, index, question);
        planner->links[link] = planner_failed(planner) ? 0 : first + 1;
        return first;
    }
    return planner->links[link] - 1;
}

/* As deep as there are questions. */
uint32_t planner_clip(struct planner *planner, uint32_t index, uint32_t number)
{
    const struct node *node = &planner->nodes[index];
    if (number >= node->most)
        return index;
    if (number <= node->least)
        return number;
    uint32_t link = node->first_link + count_bits(node->support) + number - node->least;
    if (planner->links[link] == 0) {
        uint32_t children[PLANNER_ANSWERS_MAX], question = node->question, first = node->first_child;
        for (uint32_t i = 0; i < planner->answer_counts[question]; i++)
            children[i] = planner_clip(planner, planner->children[first + i], number);
        uint32_t clipped = planner_failed(planner) ? 0 : make_node(planner, question, children);
        planner->links[link] = clipped + 1;
    }
    return planner->links[link] - 1;
}
