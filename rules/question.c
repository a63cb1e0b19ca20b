/* Choosing questions. See question.h. */
#include "rules/question.h"

#include <stdlib.h>
#include <string.h>

#include "rules/assessor.h"

#define POINTS_MAX PLANNER_ANSWERS_MAX
#define FAR 1e9 /* more questions than there can be */

/* How finely a fact's values are looked at; a finer one only where the coarser shows no difference. */
enum grain { GRAIN_LEAST, GRAIN_ENDS, GRAIN_ALL, GRAIN_COUNT };

/* A fact that may be asked for. */
struct candidate {
    uint8_t fact;
    int64_t points[POINTS_MAX];
    uint32_t count;
    uint64_t gates;   /* open yes-or-no facts without which it does not count */
    double expected;  /* when it is asked first */
};

struct inquiry {
    struct assessor *assessor;
    const struct assessment *assessment;
    const struct prior *priors;
    struct candidate candidates[PLAN_FACTS_MAX];
    uint32_t count;
    const struct mdd *mdd; /* the plan's, or one of the points alone */
    uint32_t *becomes;     /* by node: the planner's; UINT32_MAX while unknown */
    struct strategy strategy;
    bool planned;          /* the planner found it, and knows the answers */
};

/* ---- points ---- */

static int compare_points(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static void add_point(const struct inquiry *inquiry, struct candidate *candidate, int64_t value)
{
    if (value > inquiry->assessor->least[candidate->fact] && value <= inquiry->assessor->most[candidate->fact] && candidate->count < POINTS_MAX)
        candidate->points[candidate->count++] = value;
}

static void sort_points(struct candidate *candidate)
{
    uint32_t distinct = 0;
    qsort(candidate->points, candidate->count, sizeof *candidate->points, compare_points);
    for (uint32_t i = 0; i < candidate->count; i++)
        if (distinct == 0 || candidate->points[distinct - 1] != candidate->points[i])
            candidate->points[distinct++] = candidate->points[i];
    candidate->count = distinct;
}

/* Where the fact crosses a threshold of a measure, when the others have these values. */
static void add_cuts(const struct inquiry *inquiry, struct candidate *candidate, uint32_t measure, const int64_t *others)
{
    const struct ruleset *rules = inquiry->assessor->rules;
    int64_t rest = 0;
    for (uint64_t facts = rules->measures[measure].facts & ~(UINT64_C(1) << candidate->fact); facts != 0; facts &= facts - 1)
        rest += others[__builtin_ctzll(facts)];
    for (uint32_t i = 0; i < rules->cells[measure].cut_count; i++)
        add_point(inquiry, candidate, rules->cells[measure].cuts[i] - rest);
    sort_points(candidate); /* so that there is room for the next measure's */
}

static void find_points(const struct inquiry *inquiry, struct candidate *candidate, enum grain grain)
{
    const struct assessor *assessor = inquiry->assessor;
    candidate->count = 0;
    candidate->points[candidate->count++] = assessor->least[candidate->fact];
    for (uint32_t i = 0; i < assessor->rules->graded_count; i++) {
        if (!(assessor->rules->measures[i].facts >> candidate->fact & 1))
            continue;
        add_cuts(inquiry, candidate, i, assessor->least);
        if (grain >= GRAIN_ENDS)
            add_cuts(inquiry, candidate, i, assessor->most);
    }
    if (grain >= GRAIN_ENDS)
        add_point(inquiry, candidate, assessor->most[candidate->fact]);
    for (int64_t value = assessor->least[candidate->fact] + 1; grain == GRAIN_ALL && value < assessor->least[candidate->fact] + POINTS_MAX; value++)
        add_point(inquiry, candidate, value);
    sort_points(candidate);
}

/* ---- the planner's problem ---- */

/* The question of a variable; -1 where it is not asked for. Questions are candidates, by number. */
static int question_of(const struct inquiry *inquiry, const struct mdd_var *var)
{
    for (uint32_t i = 0; i < inquiry->count; i++)
        if (inquiry->candidates[i].fact == var->fact)
            return (int)i;
    return -1;
}

static uint16_t child_at(const struct mdd *mdd, const struct mdd_node *node, uint16_t cell)
{
    const struct mdd_edge *edge = mdd->edges + node->first_edge;
    while (edge->last < cell)
        edge++;
    return edge->child;
}

/* The cell of what is not asked for: its value, or the least that it may be. */
static uint16_t fixed_cell(const struct inquiry *inquiry, const struct mdd_var *var)
{
    const struct assessor *assessor = inquiry->assessor;
    return mdd_cell(var, var->fact < 0 ? assessor->tally.counts[var->measure] : assessor->least[var->fact]);
}

/* The planner's number for a level: none follows the mildest that the plan has, since the planner's work grows with the numbers between. */
static uint32_t number_of(const struct inquiry *inquiry, int level)
{
    const struct plan *plan = inquiry->assessor->plan;
    return level < LEVEL_NONE ? (uint32_t)level : (uint32_t)plan->levels[plan->level_count - 1].number + 1;
}

/* The planner's node for a node of the diagram, at the points alone. As deep as a part has variables. */
static uint32_t convert(struct inquiry *inquiry, uint16_t index)
{
    const struct mdd_node *node = &inquiry->mdd->nodes[index];
    if (index < MDD_ENDS || inquiry->becomes[index] != UINT32_MAX)
        return index < MDD_ENDS ? number_of(inquiry, index) : inquiry->becomes[index];
    const struct mdd_var *var = &inquiry->mdd->vars[node->var];
    int question = question_of(inquiry, var);
    uint32_t children[POINTS_MAX], made;
    if (question < 0) {
        made = convert(inquiry, child_at(inquiry->mdd, node, fixed_cell(inquiry, var)));
    } else {
        const struct candidate *candidate = &inquiry->candidates[question];
        for (uint32_t i = 0; i < candidate->count; i++) {
            children[i] = convert(inquiry, child_at(inquiry->mdd, node, mdd_cell(var, candidate->points[i])));
            if (children[i] == UINT32_MAX)
                return UINT32_MAX;
        }
        made = planner_node(inquiry->assessor->planner, question, children);
    }
    return inquiry->becomes[index] = made;
}

static int pose(struct inquiry *inquiry, struct err *err)
{
    struct planner *planner = inquiry->assessor->planner;
    const struct mdd *mdd = inquiry->mdd;
    planner_begin(planner, number_of(inquiry, inquiry->assessment->level));
    for (uint32_t i = 0; i < inquiry->count; i++) {
        const struct candidate *candidate = &inquiry->candidates[i];
        double weights[POINTS_MAX];
        for (uint32_t p = 0; p < candidate->count; p++)
            weights[p] = prior_weight(inquiry->priors == NULL ? NULL : &inquiry->priors[candidate->fact], candidate->points[p]);
        planner_question(planner, weights, candidate->count);
    }
    inquiry->becomes = malloc(mdd->node_count * sizeof *inquiry->becomes);
    if (inquiry->becomes == NULL)
        return err_no_memory(err);
    memset(inquiry->becomes, 0xFF, mdd->node_count * sizeof *inquiry->becomes);
    bool good = true;
    for (uint32_t i = 0; i < mdd->levels.count && good; i++) {
        uint32_t function = convert(inquiry, mdd->levels.items[i].root);
        good = function != UINT32_MAX && (function < PLANNER_ENDS || planner_add(planner, function));
    }
    free(inquiry->becomes);
    return good && planner_solve(planner, &inquiry->strategy) == 0 ? 0 : err_no_memory(err);
}

/* A diagram of the points alone, for a plan that has none; NULL with `err`, or without when even that is too large. */
static struct mdd *draw_points(const struct inquiry *inquiry, struct err *err)
{
    const struct assessor *assessor = inquiry->assessor;
    struct mdd_points points[PLAN_FACTS_MAX];
    bool too_large = false;
    for (size_t i = 0; i < assessor->plan->fact_count; i++)
        points[i] = (struct mdd_points){&assessor->least[i], 1};
    for (uint32_t i = 0; i < inquiry->count; i++)
        points[inquiry->candidates[i].fact] = (struct mdd_points){inquiry->candidates[i].points, inquiry->candidates[i].count};
    struct mdd *mdd = mdd_build(assessor->rules, points, &too_large);
    if (mdd == NULL)
        err->code = too_large ? ERR_NONE : err_no_memory(err);
    return mdd;
}

/* 1 when solved, 0 when the points are too many for a diagram, -1 with `err`. */
static int solve_points(struct inquiry *inquiry, struct err *err)
{
    struct err failure = {.code = ERR_NONE};
    struct mdd *drawn = NULL;
    inquiry->mdd = inquiry->assessor->rules->mdd;
    if (inquiry->mdd == NULL)
        inquiry->mdd = drawn = draw_points(inquiry, &failure);
    if (inquiry->mdd == NULL && failure.code != ERR_NONE)
        return err_no_memory(err);
    int rc = inquiry->mdd == NULL ? 0 : pose(inquiry, err) == 0 ? 1 : -1;
    mdd_free(drawn);
    return rc;
}

/*
 * Without a diagram, or points that show a difference: facts that many open alternatives read come first, an alternative of which little
 * is open counting for more; and it may take all of them.
 */
static void rough_order(struct inquiry *inquiry)
{
    const struct alternatives *all = &inquiry->assessor->rules->literal;
    uint64_t open = 0;
    double scores[PLAN_FACTS_MAX] = {0}, highest = 0;
    for (uint32_t c = 0; c < inquiry->count; c++)
        open |= UINT64_C(1) << inquiry->candidates[c].fact;
    for (uint32_t i = 0; i < all->count && all->items[i].rank < inquiry->assessment->level; i++) {
        uint64_t facts = 0;
        if (assessor_standing(inquiry->assessor, all, &all->items[i], &facts) != STANDS_OPEN)
            continue;
        for (uint32_t c = 0; c < inquiry->count; c++)
            if (facts >> inquiry->candidates[c].fact & 1)
                scores[c] += 1.0 / (double)(UINT64_C(1) << (__builtin_popcountll(facts & open) % 64));
    }
    for (uint32_t c = 0; c < inquiry->count; c++)
        highest = scores[c] > highest ? scores[c] : highest;
    inquiry->strategy = (struct strategy){.first = 0, .expected = inquiry->count};
    for (uint32_t c = 0; c < inquiry->count; c++)
        inquiry->strategy.values[c] = inquiry->count + highest - scores[c];
}

static int solve(struct inquiry *inquiry, struct err *err)
{
    for (enum grain grain = GRAIN_LEAST; grain < GRAIN_COUNT; grain++) {
        for (uint32_t i = 0; i < inquiry->count; i++)
            find_points(inquiry, &inquiry->candidates[i], grain);
        int solved = solve_points(inquiry, err);
        if (solved < 0)
            return -1;
        if (solved == 0)
            break;
        inquiry->planned = inquiry->strategy.first >= 0;
        if (inquiry->planned)
            return 0;
    }
    rough_order(inquiry);
    return 0;
}

/* ---- what makes sense by itself ---- */

static uint64_t gates_of(const struct assessor *assessor, const struct alternative *it)
{
    uint64_t gates = 0;
    for (uint32_t t = 0; t < it->test_count; t++) {
        uint64_t facts = assessor->rules->measures[assessor->rules->literal.tests[it->first_test + t].measure].facts;
        size_t fact = facts == 0 ? 0 : (size_t)__builtin_ctzll(facts);
        if (facts != 0 && (facts & (facts - 1)) == 0 && assessor->plan->facts[fact].type == FACT_BOOL && assessor->least[fact] < assessor->most[fact])
            gates |= facts;
    }
    return gates;
}

/* A fact is behind a gate when every alternative still open that it is part of demands the gate. */
static void find_gates(struct inquiry *inquiry)
{
    const struct assessor *assessor = inquiry->assessor;
    const struct alternatives *all = &assessor->rules->literal;
    for (uint32_t c = 0; c < inquiry->count; c++)
        inquiry->candidates[c].gates = ~UINT64_C(0);
    for (uint32_t i = 0; i < all->count && all->items[i].rank < inquiry->assessment->level; i++) {
        uint64_t facts = 0;
        if (assessor_standing(assessor, all, &all->items[i], &facts) == STANDS_NO)
            continue;
        for (uint32_t c = 0; c < inquiry->count; c++)
            if (facts >> inquiry->candidates[c].fact & 1)
                inquiry->candidates[c].gates &= gates_of(assessor, &all->items[i]);
    }
    for (uint32_t c = 0; c < inquiry->count; c++)
        inquiry->candidates[c].gates &= ~(UINT64_C(1) << inquiry->candidates[c].fact);
}

/* Another candidate is its gate, and is not behind it in turn. */
static bool is_gated(const struct inquiry *inquiry, const struct candidate *candidate)
{
    for (uint32_t i = 0; i < inquiry->count; i++) {
        const struct candidate *other = &inquiry->candidates[i];
        if ((candidate->gates >> other->fact & 1) && !(other->gates >> candidate->fact & 1))
            return true;
    }
    return false;
}

/* ---- the order ---- */

/* Exact numbers for questions that may come before the best, which counts only behind a gate. */
static int weigh_near(struct inquiry *inquiry, struct err *err)
{
    double near = inquiry->strategy.expected * QUESTION_NEARLY + 1e-9;
    if (!inquiry->planned || !is_gated(inquiry, &inquiry->candidates[inquiry->strategy.first]))
        return 0;
    for (uint32_t i = 0; i < inquiry->count; i++) {
        struct candidate *candidate = &inquiry->candidates[i];
        if (candidate->expected > near || (int)i == inquiry->strategy.first || is_gated(inquiry, candidate))
            continue;
        candidate->expected = planner_value(inquiry->assessor->planner, (int)i, near);
        if (candidate->expected < 0)
            return err_no_memory(err);
    }
    return 0;
}

/* Some facts are not asked for: they come last, and of the others the best is not the best of all, so that their numbers are not known yet. */
static int weigh_rest(struct inquiry *inquiry, uint64_t except, struct err *err)
{
    double near = FAR;
    for (uint32_t i = 0; i < inquiry->count; i++) {
        struct candidate *candidate = &inquiry->candidates[i];
        bool wanted = !(except >> candidate->fact & 1);
        if (wanted && inquiry->planned)
            candidate->expected = planner_value(inquiry->assessor->planner, (int)i, near);
        if (candidate->expected < 0)
            return err_no_memory(err);
        if (wanted && candidate->expected * QUESTION_NEARLY < near)
            near = candidate->expected * QUESTION_NEARLY;
        if (!wanted)
            candidate->expected = FAR;
    }
    return 0;
}

static int open_inquiry(struct inquiry *inquiry, struct err *err)
{
    struct assessor *assessor = inquiry->assessor;
    if (assessor->planner == NULL)
        assessor->planner = planner_new();
    if (assessor->planner == NULL)
        return err_no_memory(err);
    if (inquiry->priors == NULL)
        inquiry->priors = assessor->rules->priors;
    for (uint32_t i = 0; i < inquiry->assessment->ask_count; i++)
        inquiry->candidates[inquiry->count++].fact = inquiry->assessment->ask[i];
    if (inquiry->count == 0)
        return 0;
    if (solve(inquiry, err) != 0)
        return -1;
    find_gates(inquiry);
    for (uint32_t i = 0; i < inquiry->count; i++) /* what the points do not show to matter comes last */
        inquiry->candidates[i].expected = inquiry->strategy.values[i] > 0 ? inquiry->strategy.values[i] : 2 * inquiry->strategy.expected + 1;
    return weigh_near(inquiry, err);
}

/* Which of two comes first: nearly equal ones by their gates. `best` is the expectation of the best of all. */
static bool comes_before(const struct inquiry *inquiry, const struct candidate *a, const struct candidate *b, double best)
{
    bool a_near = a->expected < best * QUESTION_NEARLY, b_near = b->expected < best * QUESTION_NEARLY;
    if (a_near && b_near && is_gated(inquiry, a) != is_gated(inquiry, b))
        return is_gated(inquiry, b);
    return a->expected < b->expected - 1e-9;
}

/* Move the best of the rest to the front, again and again: few, and the order of equals stays. */
static void sort_candidates(const struct inquiry *inquiry, uint32_t order[])
{
    for (uint32_t i = 0; i < inquiry->count; i++)
        order[i] = i;
    for (uint32_t i = 0; i + 1 < inquiry->count; i++) {
        uint32_t first = i;
        double best = inquiry->candidates[order[i]].expected;
        for (uint32_t j = i; j < inquiry->count; j++)
            best = inquiry->candidates[order[j]].expected < best ? inquiry->candidates[order[j]].expected : best;
        for (uint32_t j = i + 1; j < inquiry->count; j++)
            if (comes_before(inquiry, &inquiry->candidates[order[j]], &inquiry->candidates[order[first]], best))
                first = j;
        uint32_t chosen = order[first];
        memmove(order + i + 1, order + i, (first - i) * sizeof *order);
        order[i] = chosen;
    }
}

int question_order(struct assessor *assessor, struct assessment *assessment, struct err *err)
{
    struct inquiry inquiry = {.assessor = assessor, .assessment = assessment};
    uint32_t order[PLAN_FACTS_MAX];
    if (assessment->ask_count < 2)
        return 0;
    if (open_inquiry(&inquiry, err) != 0)
        return -1;
    sort_candidates(&inquiry, order);
    for (uint32_t i = 0; i < inquiry.count; i++)
        assessment->ask[i] = inquiry.candidates[order[i]].fact;
    return 0;
}

/* ---- one question in full ---- */

/* The fact within these bounds for once; what was known before comes back with the next call. */
static void suppose(struct assessor *assessor, size_t fact, int64_t *least, int64_t *most)
{
    int64_t kept[] = {assessor->least[fact], assessor->most[fact]};
    assessor->least[fact] = *least;
    assessor->most[fact] = *most;
    *least = kept[0];
    *most = kept[1];
    assessor->started = false;
}

/* What an answer within [least, most] would leave. */
static int find_outcome(struct assessor *assessor, size_t fact, struct question_outcome *outcome, struct err *err)
{
    int64_t least = outcome->least, most = outcome->most;
    suppose(assessor, fact, &least, &most);
    int rc = assessor_levels(assessor, &outcome->level, &outcome->possible, err);
    suppose(assessor, fact, &least, &most);
    return rc;
}

/* Whether the fact would still matter, were it known to lie within [least, most]. -1 with `err`. */
static int still_matters(struct assessor *assessor, size_t fact, int64_t least, int64_t most, struct err *err)
{
    suppose(assessor, fact, &least, &most);
    int matters = assessor_matters(assessor, fact, err);
    suppose(assessor, fact, &least, &most);
    return matters;
}

/* One for each of `starts`, up to the next; neighbours that leave the same are one. */
static int find_outcomes(struct assessor *assessor, struct question *question, const int64_t *starts, uint32_t count, struct err *err)
{
    for (uint32_t i = 0; i < count; i++) {
        struct question_outcome outcome = {starts[i], i + 1 < count ? starts[i + 1] - 1 : assessor->most[question->fact], 0, 0};
        if (find_outcome(assessor, (size_t)question->fact, &outcome, err) != 0)
            return -1;
        struct question_outcome *before = question->outcome_count == 0 ? NULL : &question->outcomes[question->outcome_count - 1];
        if (before != NULL && !question->threshold && before->level == outcome.level && before->possible == outcome.possible)
            before->most = outcome.most;
        else
            question->outcomes[question->outcome_count++] = outcome;
    }
    return 0;
}

static bool reads(const struct assessor *assessor, size_t rule, size_t fact)
{
    const struct alternatives *all = &assessor->rules->literal;
    for (uint32_t i = 0; i < all->count; i++)
        for (uint32_t t = 0; t < all->items[i].test_count && all->items[i].rule == (int32_t)rule; t++)
            if (assessor->rules->measures[all->tests[all->items[i].first_test + t].measure].facts >> fact & 1)
                return true;
    return false;
}

static int find_why(struct assessor *assessor, const struct assessment *assessment, struct question *question, struct err *err)
{
    for (size_t i = 0; i < assessor->plan->rule_count && question->why_count < HELD_MAX; i++) {
        if (ruleset_level_of(assessor->rules, i) >= assessment->level || !reads(assessor, i, (size_t)question->fact))
            continue;
        int standing = assess_rule(assessor, i, err);
        if (standing < 0)
            return -1;
        if (standing == CONDITION_OPEN)
            question->why[question->why_count++] = (uint16_t)i;
    }
    return 0;
}

/* The first of a question's answers that does not come to the same as the first of all, where those behind it come to the same among
   themselves; 0 where there is none. */
static uint32_t find_turn(const struct inquiry *inquiry, uint32_t chosen)
{
    uint8_t classes[POINTS_MAX];
    const struct fact *fact = &inquiry->assessor->plan->facts[inquiry->candidates[chosen].fact];
    uint32_t turn = 1;
    if ((fact->type != FACT_COUNT && fact->type != FACT_DECIMAL) || !inquiry->planned ||
        planner_classes(inquiry->assessor->planner, (int)chosen, classes) != 2)
        return 0;
    while (classes[turn] == 0)
        turn++;
    return turn;
}

/* Whether a yes or no is enough, for all completions and not for the points alone: then neither leaves the fact open. */
static int find_threshold(const struct inquiry *inquiry, uint32_t chosen, struct question *question, struct err *err)
{
    struct assessor *assessor = inquiry->assessor;
    const struct candidate *candidate = &inquiry->candidates[chosen];
    uint32_t turn = find_turn(inquiry, chosen);
    if (turn == 0)
        return 0;
    int64_t at_least = candidate->points[turn];
    int below = still_matters(assessor, candidate->fact, assessor->least[candidate->fact], at_least - 1, err);
    int above = below == 0 ? still_matters(assessor, candidate->fact, at_least, assessor->most[candidate->fact], err) : 0;
    if (below < 0 || above < 0)
        return -1;
    question->threshold = below == 0 && above == 0;
    question->at_least = question->threshold ? at_least : 0;
    return 0;
}

int question_find(struct assessor *assessor, const struct assessment *assessment, const struct asking *asking, struct question *question, struct err *err)
{
    struct inquiry inquiry = {.assessor = assessor, .assessment = assessment, .priors = asking->priors};
    uint32_t order[PLAN_FACTS_MAX];
    *question = (struct question){.fact = -1};
    if (open_inquiry(&inquiry, err) != 0)
        return -1;
    if (inquiry.count == 0)
        return 0;
    if (asking->except != 0 && weigh_rest(&inquiry, asking->except, err) != 0)
        return -1;
    sort_candidates(&inquiry, order);
    const struct candidate *chosen = &inquiry.candidates[order[0]];
    if (asking->except >> chosen->fact & 1)
        return 0;
    question->fact = chosen->fact;
    question->expected = chosen->expected;
    question->optimal = inquiry.strategy.optimal && asking->except == 0 && question->expected <= inquiry.strategy.expected + 1e-9;
    if (find_threshold(&inquiry, order[0], question, err) != 0)
        return -1;
    const int64_t starts[] = {chosen->points[0], question->at_least};
    if (find_outcomes(assessor, question, question->threshold ? starts : chosen->points, question->threshold ? 2 : chosen->count, err) != 0)
        return -1;
    return find_why(assessor, assessment, question, err);
}
