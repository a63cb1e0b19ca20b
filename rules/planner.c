/*
 * Choosing questions. See planner.h.
 *
 * Asking a question turns the function that has it into its cofactors (planner_nodes.h); and once some function gives v at the most, all
 * others are cut off at v ("clipped"), since more makes no difference. A state is the set of functions that are then not constant; each
 * is looked at once.
 *
 * States of one function alone are solved outright. For states of several there is a lower bound that is quick and near: suppose the
 * others' numbers were told for nothing; then function f costs what it costs alone, clipped at the least of the others, on average over
 * that least number. What all of them cost at least is the sum (questions are not shared). Questions are tried in the order of the
 * bounds, and no longer once a bound is no better than what was found. For a function alone there is a rougher one: a question must be
 * asked wherever its answer decides (with all other answers as they are, another one to it would give another number); how likely
 * that is, its pivot, is known when a node is made, and adds up over the questions.
 *
 * With too many questions or nodes to follow all, those with the highest pivots are looked at.
 */
#include "rules/planner.h"

#include <string.h>

#include "rules/planner_nodes.h"

#define EPSILON 1e-9
#define FAR 1e9
#define BEHIND 1.02 /* times the best: what was not followed */

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

/* How many questions of one function to follow: all, some, or, once there are many nodes, the most deciding one. */
static uint32_t followed_alone(struct planner *planner)
{
    planner->wide = planner->wide || planner->node_room.count > PLANNER_NODES_EXACT;
    if (!planner->wide)
        return PLANNER_QUESTIONS_MAX;
    return planner->node_room.count < PLANNER_NODES_WIDE ? 2 * PLANNER_FOLLOWED : 1;
}

/* As deep as there are questions. */
static double alone(struct planner *planner, uint32_t index)
{
    if (index < PLANNER_ENDS || planner_failed(planner))
        return 0;
    if (planner->nodes[index].alone >= 0)
        return planner->nodes[index].alone;
    double best = FAR, pivot;
    uint32_t most = followed_alone(planner);
    uint64_t rest = planner->nodes[index].support;
    for (uint32_t followed = 0; rest != 0 && followed < most && !planner_failed(planner); followed++) {
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

/* Expected questions when this one is asked first; or, from `limit` on, any number from there that is not above the truth. */
static double expect_alone(struct planner *planner, uint32_t index, uint32_t question, double limit)
{
    uint32_t first = planner_cofactors(planner, index, question), count = planner->answer_counts[question];
    const double *weights = planner->weights[question];
    double least[PLANNER_ANSWERS_MAX], expected = 1;
    for (uint32_t i = 0; i < count && !planner_failed(planner); i++)
        expected += weights[i] * (least[i] = alone_at_least(planner, planner->children[first + i]));
    for (uint32_t i = 0; i < count && expected < limit - EPSILON && !planner_failed(planner); i++)
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
    for (uint32_t i = 0; i < old.count && !planner_failed(planner); i++) {
        uint32_t part = planner_clip(planner, old.parts[i], least);
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
        double one = planner_above(planner, set->parts[i], number);
        all.zeros += one <= 0;
        all.rest *= one > 0 ? one : 1;
    }
    return all;
}

/* The same without one of them. */
static double others_above(const struct planner *planner, const struct product *all, uint32_t part, uint32_t number)
{
    double one = planner_above(planner, part, number);
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
    for (uint32_t i = 0; i < set->count && !planner_failed(planner); i++) {
        uint32_t part = set->parts[i], least = planner->nodes[part].least;
        double more = others_above(planner, &all[least], part, least);
        for (uint32_t number = least + 1; number < most && more > 0; number++) {
            double next = others_above(planner, &all[number], part, number);
            if (more > next)
                bound += (more - next) * alone(planner, planner_clip(planner, part, number));
            more = next;
        }
        bound += more * alone(planner, part);
    }
    return bound < 1 ? 1 : bound;
}

static uint64_t hash_of_state(const struct planner *planner, uint32_t index)
{
    return planner_hash(planner->parts + planner->states[index].first_part, planner->states[index].part_count, PLANNER_QUESTIONS_MAX);
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
    if (!planner_reserve(planner, slots, 0, planner->state_room.count, hash_of_state))
        return UINT32_MAX;
    uint64_t slot = planner_hash(shapes.parts, shapes.count, PLANNER_QUESTIONS_MAX) & (slots->size - 1);
    for (; slots->items[slot] != 0; slot = (slot + 1) & (slots->size - 1)) {
        const struct state *state = &planner->states[slots->items[slot] - 1];
        if (state->part_count == shapes.count && memcmp(planner->parts + state->first_part, shapes.parts, shapes.count * sizeof *shapes.parts) == 0)
            return slots->items[slot] - 1;
    }
    if (planner->state_room.count == PLANNER_STATES_MAX)
        return UINT32_MAX;
    planner->states = planner_grow(planner, planner->states, &planner->state_room, 1, sizeof *planner->states);
    planner->parts = planner_grow(planner, planner->parts, &planner->part_room, set->count, sizeof *planner->parts);
    if (planner->no_memory)
        return UINT32_MAX;
    double bound = bound_of(planner, set);
    planner->states[planner->state_room.count] = (struct state){planner->part_room.count, set->count, bound, PLANNER_UNKNOWN};
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
        return planner_failed(planner) ? 0 : bound_of(planner, &after);
    return planner->states[known].expected >= 0 ? planner->states[known].expected : planner->states[known].bound;
}

static void ask(struct planner *planner, const struct set *set, uint32_t question, struct asked *asked)
{
    asked->part = asked->count = 0; /* the lists are filled as far as they count */
    asked->bound = 1;
    while (!(planner->nodes[set->parts[asked->part]].support >> question & 1))
        asked->part++;
    uint32_t first = planner_cofactors(planner, set->parts[asked->part], question);
    for (uint32_t i = 0; i < planner->answer_counts[question] && !planner_failed(planner); i++) {
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

/* Expected questions when this one is asked first; or, from `limit` on, any number that is not above the truth. */
static double expect(struct planner *planner, const struct set *set, uint32_t question, double limit)
{
    struct asked asked;
    struct set after;
    ask(planner, set, question, &asked);
    double expected = asked.bound;
    for (uint32_t i = 0; i < asked.count && expected < limit && !planner_failed(planner); i++) {
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

/* By question: how likely its answer decides, roughly: in its function, while all others give more than that one's least. */
static void find_chances(const struct planner *planner, const struct set *set, double *chances)
{
    for (uint32_t i = 0; i < set->count; i++) {
        const struct node *node = &planner->nodes[set->parts[i]];
        const double *pivots = planner->pivots + node->first_pivot;
        double counts = 1;
        for (uint32_t other = 0; other < set->count; other++)
            counts *= other == i ? 1 : planner_above(planner, set->parts[other], node->least);
        for (uint64_t rest = node->support; rest != 0; rest &= rest - 1)
            chances[__builtin_ctzll(rest)] = counts * *pivots++;
    }
}

/* The `most` of these questions that decide most often. */
static uint64_t most_likely(uint64_t open, const double *chances, uint32_t most)
{
    uint64_t chosen = 0;
    for (; open != 0 && most > 0; most--) {
        uint32_t best = (uint32_t)__builtin_ctzll(open);
        for (uint64_t rest = open; rest != 0; rest &= rest - 1)
            if (chances[__builtin_ctzll(rest)] > chances[best])
                best = (uint32_t)__builtin_ctzll(rest);
        chosen |= UINT64_C(1) << best;
        open &= ~(UINT64_C(1) << best);
    }
    return chosen;
}

/* The questions worth a look when `most` are to be followed, with their bounds. */
static uint64_t look_at_all(struct planner *planner, const struct set *set, double *bounds, uint32_t most)
{
    uint64_t open = support_of(planner, set);
    double chances[PLANNER_QUESTIONS_MAX];
    struct asked asked;
    if (planner->wide) {
        find_chances(planner, set, chances);
        open = most_likely(open, chances, 2 * most);
    }
    for (uint64_t rest = open; rest != 0 && !planner_failed(planner); rest &= rest - 1) {
        ask(planner, set, (uint32_t)__builtin_ctzll(rest), &asked);
        bounds[__builtin_ctzll(rest)] = asked.bound;
    }
    return open;
}

/* Try questions in the order of their bounds, which become what was found; with too many questions, `most` of them. Returns the best. */
static double follow(struct planner *planner, const struct set *set, double *bounds, uint32_t most)
{
    double best = FAR;
    uint64_t open = look_at_all(planner, set, bounds, most);
    for (uint32_t tried = 0; open != 0 && (tried < most || !planner->wide) && !planner_failed(planner); tried++) {
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
    if (planner_failed(planner))
        return 0;
    if (known != UINT32_MAX && planner->states[known].expected >= 0)
        return planner->states[known].expected;
    if (known == UINT32_MAX || planner->steps > PLANNER_STEPS_MAX) {
        planner->estimated = true;
        return bound_of(planner, set);
    }
    double expected = follow(planner, set, bounds, PLANNER_FOLLOWED);
    planner->states[known].expected = expected; /* the array may have moved meanwhile */
    return expected;
}

/* ---- the first question ---- */

/* Questions that were not followed, from `least` on: the more likely they decide, the sooner. */
static void rank(uint64_t questions, const double *chances, double least, struct strategy *strategy)
{
    double highest = 0;
    for (uint64_t rest = questions; rest != 0; rest &= rest - 1)
        highest = chances[__builtin_ctzll(rest)] > highest ? chances[__builtin_ctzll(rest)] : highest;
    for (uint64_t rest = questions; rest != 0; rest &= rest - 1)
        strategy->values[__builtin_ctzll(rest)] = least + highest - chances[__builtin_ctzll(rest)];
}

/* What is not known to be as good as the best comes behind it; what was not followed, where not all are, behind what was. */
static void put_behind(uint64_t questions, double *values, double least)
{
    for (; questions != 0; questions &= questions - 1)
        if (values[__builtin_ctzll(questions)] < least)
            values[__builtin_ctzll(questions)] = least;
}

/* As `follow`; `values` are fit for a strategy. */
static double follow_first(struct planner *planner, double *values)
{
    const struct set *set = &planner->start;
    uint64_t open = look_at_all(planner, set, values, 2 * PLANNER_FOLLOWED), all = open, first = 0;
    double best = FAR;
    for (uint32_t tried = 0; open != 0 && (tried < 2 * PLANNER_FOLLOWED || !planner->wide) && !planner_failed(planner); tried++) {
        uint32_t question = most_promising(open, values);
        if (values[question] >= best - EPSILON)
            break;
        values[question] = expect(planner, set, question, best - EPSILON);
        if (values[question] < best - EPSILON) {
            best = values[question];
            first = UINT64_C(1) << question;
        }
        open &= ~(UINT64_C(1) << question);
    }
    put_behind(all & ~first, values, best + 10 * EPSILON);
    if (planner->wide)
        put_behind(open, values, best * BEHIND);
    return best;
}

/* Too many states: some were followed and some were not, so that only bounds can be compared. */
static double estimate_first(struct planner *planner, double *values)
{
    double best = FAR;
    for (uint64_t open = look_at_all(planner, &planner->start, values, PLANNER_QUESTIONS_MAX); open != 0; open &= open - 1)
        best = values[__builtin_ctzll(open)] < best ? values[__builtin_ctzll(open)] : best;
    return best;
}

/* Of the questions of `support`; those that were not looked at come last. */
static void choose_first(const struct planner *planner, uint64_t support, struct strategy *strategy)
{
    uint64_t rest = 0;
    double chances[PLANNER_QUESTIONS_MAX] = {0};
    find_chances(planner, &planner->start, chances);
    for (uint64_t all = support; all != 0; all &= all - 1)
        if (planner_failed(planner) || strategy->values[__builtin_ctzll(all)] <= 0)
            rest |= all & -all;
    if (planner_failed(planner)) /* too many functions: as many questions as there are, the likeliest first */
        strategy->expected = __builtin_popcountll(support);
    rank(rest, chances, strategy->expected * (planner_failed(planner) ? 1 : BEHIND), strategy);
    for (rest = support; strategy->first < 0; rest &= rest - 1)
        if (strategy->values[__builtin_ctzll(rest)] <= strategy->expected + EPSILON)
            strategy->first = __builtin_ctzll(rest);
}

/* What is to be settled at first; the questions that it has. */
static uint64_t begin(struct planner *planner)
{
    struct set *set = &planner->start;
    uint64_t all = planner->question_count == 0 ? 0 : UINT64_MAX >> (64 - planner->question_count);
    set->count = planner_failed(planner) ? 0 : planner->root_count;
    memcpy(set->parts, planner->roots, planner->root_count * sizeof *planner->roots);
    tidy(planner, set, planner->least);
    if (planner_failed(planner))
        set->count = 0;
    return planner_failed(planner) ? all : support_of(planner, set);
}

int planner_solve(struct planner *planner, struct strategy *strategy)
{
    uint64_t support = begin(planner);
    planner->wide = __builtin_popcountll(support) > PLANNER_EXACT_MAX;
    *strategy = (struct strategy){.first = -1, .optimal = true};
    if (support == 0)
        return planner->no_memory ? -1 : 0;
    strategy->expected = planner_failed(planner) ? 0 : follow_first(planner, strategy->values);
    if (planner->estimated && !planner_failed(planner)) {
        memset(strategy->values, 0, sizeof strategy->values);
        strategy->expected = estimate_first(planner, strategy->values);
    }
    strategy->optimal = !planner->wide && !planner->estimated && !planner_failed(planner);
    choose_first(planner, support, strategy);
    return planner->no_memory ? -1 : 0;
}

double planner_value(struct planner *planner, int question, double limit)
{
    if (planner_failed(planner) || !(support_of(planner, &planner->start) >> question & 1))
        return planner->no_memory ? -1 : limit;
    double expected = expect(planner, &planner->start, (uint32_t)question, limit);
    return planner->no_memory ? -1 : planner_failed(planner) ? limit : expected;
}

uint32_t planner_classes(struct planner *planner, int question, uint8_t *classes)
{
    const struct set *set = &planner->start;
    uint32_t part = 0, count = 0;
    while (part < set->count && !(planner->nodes[set->parts[part]].support >> question & 1))
        part++;
    uint32_t first = part == set->count || planner_failed(planner) ? 0 : planner_cofactors(planner, set->parts[part], (uint32_t)question);
    for (uint32_t i = 0; i < planner->answer_counts[question]; i++) {
        bool same = i > 0 && !planner_failed(planner) && (part == set->count || planner->children[first + i] == planner->children[first + i - 1]);
        count += !same;
        classes[i] = (uint8_t)(count - 1);
    }
    return count;
}
