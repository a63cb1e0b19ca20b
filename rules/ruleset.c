/*
 * Compiling a plan's rules: trees to alternatives (disjunctive normal form), in both readings. Then rules/cells.c cuts the cells.
 */
#include "rules/ruleset.h"

#include <stdlib.h>
#include <string.h>

#include "rules/mdd.h"
#include "rules/token.h"

struct compiler {
    struct ruleset *rules;
    struct expr_context context;
    struct arena scratch; /* alternatives on their way: far more than what stays */
    struct diags *diags;
    bool safe;
    bool failed; /* this rule: out of memory or past a limit */
    bool lacks_memory;
};

/* ---- a rule's alternatives while they are made: a list of conjunctions ---- */

struct conjunction {
    struct test *tests; /* sorted by measure, one for each measure */
    uint32_t count;
};

struct disjunction {
    struct conjunction *items;
    uint32_t count;
};

static struct disjunction nothing(void)
{
    return (struct disjunction){NULL, 0};
}

static struct disjunction too_many(struct compiler *compiler)
{
    compiler->failed = true;
    return nothing();
}

static struct disjunction no_memory(struct compiler *compiler)
{
    compiler->failed = compiler->lacks_memory = true;
    return nothing();
}

/* One conjunction of at most one test; no test means "always". */
static struct disjunction single(struct compiler *compiler, const struct test *test)
{
    struct arena *arena = &compiler->scratch;
    struct conjunction *item = arena_alloc(arena, sizeof *item);
    struct test *copy = arena_alloc(arena, sizeof *copy);
    if (item == NULL || copy == NULL)
        return no_memory(compiler);
    if (test != NULL)
        *copy = *test;
    *item = (struct conjunction){copy, test != NULL};
    return (struct disjunction){item, 1};
}

static struct disjunction either(struct compiler *compiler, struct disjunction a, struct disjunction b)
{
    if (a.count == 0 || b.count == 0)
        return a.count == 0 ? b : a;
    if (a.count + b.count > RULE_ALTERNATIVES_MAX)
        return too_many(compiler);
    struct conjunction *items = arena_array(&compiler->scratch, a.count + b.count, sizeof *items);
    if (items == NULL)
        return no_memory(compiler);
    memcpy(items, a.items, a.count * sizeof *items);
    memcpy(items + a.count, b.items, b.count * sizeof *items);
    return (struct disjunction){items, a.count + b.count};
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Merge two sorted lists of tests; false when they contradict each other. */
static bool conjoin(const struct conjunction *a, const struct conjunction *b, struct conjunction *into)
{
    uint32_t i = 0, j = 0;
    into->count = 0;
    while (i < a->count || j < b->count) {
        struct test *out = &into->tests[into->count++];
        if (j == b->count || (i < a->count && a->tests[i].measure < b->tests[j].measure)) {
            *out = a->tests[i++];
        } else if (i == a->count || b->tests[j].measure < a->tests[i].measure) {
            *out = b->tests[j++];
        } else {
            *out = (struct test){a->tests[i].measure, larger(a->tests[i].least, b->tests[j].least),
                                 smaller(a->tests[i].most, b->tests[j].most)};
            i++;
            j++;
            if (out->least > out->most)
                return false;
        }
    }
    return true;
}

static struct disjunction both(struct compiler *compiler, struct disjunction a, struct disjunction b)
{
    if (a.count * b.count > RULE_ALTERNATIVES_MAX)
        return too_many(compiler);
    struct conjunction *items = arena_array(&compiler->scratch, a.count * b.count, sizeof *items);
    if (items == NULL)
        return no_memory(compiler);
    uint32_t count = 0;
    for (uint32_t i = 0; i < a.count; i++) {
        for (uint32_t j = 0; j < b.count; j++) {
            struct conjunction *item = &items[count];
            item->tests = arena_array(&compiler->scratch, a.items[i].count + b.items[j].count, sizeof *item->tests);
            if (item->tests == NULL)
                return no_memory(compiler);
            count += conjoin(&a.items[i], &b.items[j], item);
        }
    }
    return (struct disjunction){items, count};
}

/* One interval; in the safe reading without its upper bound where the measure is harm. */
static struct disjunction interval(struct compiler *compiler, const struct expr *expr, int64_t least, int64_t most)
{
    const struct measure *measure = &compiler->context.measures[expr->measure];
    if (compiler->safe && measure->harm && !expr->equal)
        most = BOUND_NONE_HIGH;
    if (least == BOUND_NONE_LOW && most == BOUND_NONE_HIGH)
        return single(compiler, NULL);
    struct test test = {expr->measure, least, most};
    return single(compiler, &test);
}

static struct disjunction expand_test(struct compiler *compiler, const struct expr *expr, bool negated)
{
    if (!negated)
        return interval(compiler, expr, expr->least, expr->most);
    struct disjunction below = nothing(), above = nothing();
    if (expr->least != BOUND_NONE_LOW)
        below = interval(compiler, expr, BOUND_NONE_LOW, expr->least - 1);
    if (expr->most != BOUND_NONE_HIGH)
        above = interval(compiler, expr, expr->most + 1, BOUND_NONE_HIGH);
    return either(compiler, below, above);
}

static struct disjunction expand(struct compiler *compiler, const struct expr *expr, bool negated);

/* grade(x): any row of that grade; its negation: no row. */
static struct disjunction expand_grade(struct compiler *compiler, int grade, bool negated)
{
    const struct plan *plan = compiler->rules->plan;
    struct disjunction all = negated ? single(compiler, NULL) : nothing();
    for (size_t i = 0; i < plan->rule_count && !compiler->failed; i++) {
        if (plan->rules[i].grade.index != grade || compiler->rules->rules[i] == NULL)
            continue;
        struct disjunction row = expand(compiler, compiler->rules->rules[i], negated);
        all = negated ? both(compiler, all, row) : either(compiler, all, row);
    }
    return all;
}

/* The depth of the tree is bounded by EXPR_DEPTH_MAX and the length of and/or chains; chains lean left, so walk them in a loop. */
static struct disjunction expand(struct compiler *compiler, const struct expr *expr, bool negated)
{
    if (compiler->failed)
        return nothing();
    switch (expr->kind) {
    case EXPR_TEST: return expand_test(compiler, expr, negated);
    case EXPR_NOT: return expand(compiler, expr->left, !negated);
    case EXPR_GRADE: return expand_grade(compiler, expr->grade, negated);
    default: break;
    }
    enum expr_kind kind = expr->kind;
    bool conjunctive = (kind == EXPR_AND) != negated;
    struct disjunction all = conjunctive ? single(compiler, NULL) : nothing();
    for (; expr->kind == kind; expr = expr->left) {
        struct disjunction next = expand(compiler, expr->right, negated);
        all = conjunctive ? both(compiler, next, all) : either(compiler, next, all);
    }
    struct disjunction first = expand(compiler, expr, negated);
    return conjunctive ? both(compiler, first, all) : either(compiler, first, all);
}

/* ---- collecting alternatives ---- */

static int reserve(struct alternatives *all, uint32_t tests)
{
    if (all->count == all->capacity) {
        uint32_t capacity = all->capacity == 0 ? 16 : all->capacity * 2;
        struct alternative *items = realloc(all->items, capacity * sizeof *items);
        if (items == NULL)
            return -1;
        all->items = items;
        all->capacity = capacity;
    }
    if (all->test_count + tests > all->test_capacity) {
        uint32_t capacity = (all->test_capacity + tests) * 2;
        struct test *items = realloc(all->tests, capacity * sizeof *items);
        if (items == NULL)
            return -1;
        all->tests = items;
        all->test_capacity = capacity;
    }
    return 0;
}

static int add_all(struct compiler *compiler, struct alternatives *all, struct disjunction any, struct alternative of)
{
    for (uint32_t i = 0; i < any.count; i++) {
        const struct conjunction *item = &any.items[i];
        if (all->count == RULESET_ALTERNATIVES_MAX)
            return -1;
        if (reserve(all, item->count) != 0) {
            compiler->lacks_memory = true;
            return -1;
        }
        all->items[all->count++] = (struct alternative){all->test_count, item->count, of.rule, of.rank};
        for (uint32_t j = 0; j < item->count; j++)
            all->tests[all->test_count++] = item->tests[j];
    }
    return 0;
}

/* Give back what was reserved for more: a library keeps thousands of rulesets. */
static void trim(struct alternatives *all)
{
    if (all->count == 0)
        return;
    struct alternative *items = realloc(all->items, all->count * sizeof *items);
    if (items != NULL) {
        all->items = items;
        all->capacity = all->count;
    }
    struct test *tests = all->test_count == 0 ? NULL : realloc(all->tests, all->test_count * sizeof *tests);
    if (tests != NULL) {
        all->tests = tests;
        all->test_capacity = all->test_count;
    }
}

static int compare_alternatives(const void *a, const void *b)
{
    const struct alternative *left = a, *right = b;
    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    if (left->rule != right->rule)
        return left->rule < right->rule ? -1 : 1;
    return (left->first_test > right->first_test) - (left->first_test < right->first_test);
}

/* A rule that expands too far, or the one at which the whole plan does; or memory ran out. */
static void flaw_limit(struct compiler *compiler, struct origin at)
{
    struct err err;
    if (compiler->lacks_memory)
        err_no_memory(&err);
    else if (compiler->failed)
        err_set(&err, ERR_LIMIT, "展开后超过 %d 种情形；请拆成几条规则", "expands to more than %d alternatives; split it into several rules",
                RULE_ALTERNATIVES_MAX);
    else
        err_set(&err, ERR_LIMIT, "全部规则展开后超过 %d 种情形", "all rules together expand to more than %d alternatives",
                RULESET_ALTERNATIVES_MAX);
    document_flaw(compiler->rules->plan->file, at, 0, &err, compiler->diags);
}

/* False, with a flaw, when it expands too far. */
static bool add_rule(struct compiler *compiler, size_t index, struct alternatives *into, int32_t rank)
{
    const struct rule *rule = &compiler->rules->plan->rules[index];
    struct disjunction any = expand(compiler, compiler->rules->rules[index], false);
    bool added = !compiler->failed && add_all(compiler, into, any, (struct alternative){.rule = (int32_t)index, .rank = rank}) == 0;
    if (!added)
        flaw_limit(compiler, rule->when.at);
    compiler->failed = false;
    return added;
}

int ruleset_level_of(const struct ruleset *rules, size_t index)
{
    const struct rule *rule = &rules->plan->rules[index];
    int64_t level = rule->grade.index >= 0 ? rules->plan->grades[rule->grade.index].level : rule->level;
    return level == 0 ? LEVEL_NONE : (int)level;
}

static void add_rules(struct compiler *compiler)
{
    struct ruleset *rules = compiler->rules;
    for (size_t i = 0; i < rules->plan->rule_count; i++) {
        compiler->safe = false;
        if (!add_rule(compiler, i, &rules->literal, ruleset_level_of(rules, i)))
            continue; /* said once */
        if (rules->plan->rules[i].grade.index >= 0)
            add_rule(compiler, i, &rules->grades, rules->plan->rules[i].grade.index);
        compiler->safe = true;
        if (ruleset_level_of(rules, i) != LEVEL_NONE)
            add_rule(compiler, i, &rules->safe, ruleset_level_of(rules, i));
    }
    struct alternatives *sorted[] = {&rules->literal, &rules->safe, &rules->grades};
    for (size_t i = 0; i < sizeof sorted / sizeof sorted[0]; i++)
        if (sorted[i]->count > 1)
            qsort(sorted[i]->items, sorted[i]->count, sizeof *sorted[i]->items, compare_alternatives);
}

static void add_conditions(struct compiler *compiler)
{
    struct ruleset *rules = compiler->rules;
    compiler->safe = false;
    for (size_t i = 0; i < rules->plan->condition_count; i++) {
        struct disjunction any = expand(compiler, rules->conditions[i], false);
        if (compiler->failed || add_all(compiler, &rules->when[i], any, (struct alternative){.rule = -1}) != 0)
            flaw_limit(compiler, rules->plan->conditions[i]->at);
        compiler->failed = false;
    }
}

/* ---- parsing all of a plan ---- */

/* A fact or term named like a word of the language could never be written. */
static void check_names(const struct plan *plan, struct diags *diags)
{
    for (size_t i = 0; i < plan->fact_count + plan->term_count; i++) {
        bool fact = i < plan->fact_count;
        const char *id = fact ? plan->facts[i].id : plan->terms[i - plan->fact_count].id;
        struct origin at = fact ? plan->facts[i].at : plan->terms[i - plan->fact_count].at;
        if (id == NULL || !token_is_reserved(id, strlen(id)))
            continue;
        struct err err;
        err_set(&err, ERR_VALUE, "“%s”是表达式里的词，不能作 id", "\"%s\" is a word of the rule language and cannot be an id", id);
        document_flaw(plan->file, document_member(plan->file, at, "id"), UINT32_MAX, &err, diags);
    }
}

static void parse_all(struct compiler *compiler)
{
    struct ruleset *rules = compiler->rules;
    const struct plan *plan = rules->plan;
    check_names(plan, compiler->diags);
    for (size_t i = 0; i < plan->term_count; i++)
        if (plan->terms[i].sum.text != NULL)
            rules->term_facts[i] = expr_parse_sum(&compiler->context, &plan->terms[i].sum);
    for (size_t i = 0; i < plan->rule_count; i++) {
        compiler->context.grades_allowed = plan->rules[i].grade.index < 0;
        if (plan->rules[i].when.text != NULL)
            rules->rules[i] = expr_parse(&compiler->context, &plan->rules[i].when);
    }
    rules->graded_count = compiler->context.measure_count;
    for (uint32_t i = 0; i < rules->graded_count; i++)
        rules->used_facts |= compiler->context.measures[i].facts;
    compiler->context.grades_allowed = true;
    for (size_t i = 0; i < plan->condition_count; i++)
        rules->conditions[i] = expr_parse(&compiler->context, plan->conditions[i]);
    rules->measure_count = compiler->context.measure_count;
}

/* -1 when out of memory. */
static int read_priors(struct ruleset *rules, struct diags *diags)
{
    const struct plan *plan = rules->plan;
    for (size_t i = 0; i < plan->fact_count; i++) {
        struct err err;
        if (plan->facts[i].prior == NULL)
            continue;
        if (rules->priors == NULL)
            rules->priors = arena_array(&rules->arena, plan->fact_count, sizeof *rules->priors);
        if (rules->priors == NULL)
            return -1;
        if (prior_read(plan, &plan->facts[i], plan->facts[i].prior, &rules->priors[i], &err) != 0)
            document_flaw(plan->file, document_member(plan->file, plan->facts[i].at, "prior"), rules->priors[i].flaw, &err, diags);
    }
    return 0;
}

static int allocate(struct ruleset *rules)
{
    const struct plan *plan = rules->plan;
    rules->rules = arena_array(&rules->arena, plan->rule_count, sizeof *rules->rules);
    rules->conditions = arena_array(&rules->arena, plan->condition_count, sizeof *rules->conditions);
    rules->term_facts = arena_array(&rules->arena, plan->term_count, sizeof *rules->term_facts);
    rules->when = arena_array(&rules->arena, plan->condition_count, sizeof *rules->when);
    return rules->rules == NULL || rules->conditions == NULL || rules->term_facts == NULL || rules->when == NULL ? -1 : 0;
}

static int keep_measures(struct ruleset *rules, const struct expr_context *context)
{
    rules->measures = arena_array(&rules->arena, rules->measure_count, sizeof *rules->measures);
    if (rules->measures == NULL)
        return -1;
    if (rules->measure_count > 0)
        memcpy(rules->measures, context->measures, rules->measure_count * sizeof *rules->measures);
    return 0;
}

/* The most that a measure can be. */
static int64_t highest_of(const struct ruleset *rules, const struct measure *measure)
{
    int64_t highest = measure->facts == 0 ? BOUND_NONE_HIGH : 0;
    for (uint64_t rest = measure->facts; rest != 0; rest &= rest - 1)
        highest += rules->plan->facts[__builtin_ctzll(rest)].most; /* at most 63 times 10^15 */
    return highest;
}

static void find_falling(struct ruleset *rules)
{
    for (uint32_t i = 0; i < rules->safe.test_count; i++) {
        const struct measure *measure = &rules->measures[rules->safe.tests[i].measure];
        if (rules->safe.tests[i].most < highest_of(rules, measure))
            rules->falling_facts |= measure->facts;
    }
}

/* Without it, when it would be too large, there is the search. */
static int build_diagram(struct ruleset *rules)
{
    bool too_large = false;
    rules->mdd = mdd_build(rules, NULL, &too_large);
    return rules->mdd == NULL && !too_large ? -1 : 0;
}

static struct ruleset *fail(struct compiler *compiler, bool memory)
{
    if (memory) {
        struct err err;
        err_no_memory(&err);
        diags_add(compiler->diags, &err);
    }
    ruleset_free(compiler->rules);
    arena_release(&compiler->scratch);
    free(compiler);
    return NULL;
}

static void trim_all(struct ruleset *rules)
{
    trim(&rules->literal);
    trim(&rules->safe);
    trim(&rules->grades);
    for (size_t i = 0; i < rules->plan->condition_count; i++)
        trim(&rules->when[i]);
}

struct ruleset *ruleset_compile(const struct plan *plan, struct diags *diags)
{
    struct compiler *compiler = calloc(1, sizeof *compiler); /* large: it holds the measures */
    struct ruleset *rules = calloc(1, sizeof *rules);
    if (compiler == NULL || rules == NULL) {
        free(compiler);
        free(rules);
        return NULL;
    }
    size_t before = diags->count + diags->dropped;
    compiler->rules = rules;
    compiler->diags = diags;
    rules->plan = plan;
    if (allocate(rules) != 0)
        return fail(compiler, true);
    compiler->context = (struct expr_context){.plan = plan, .arena = &rules->arena, .diags = diags, .term_facts = rules->term_facts};
    parse_all(compiler);
    if (read_priors(rules, diags) != 0)
        return fail(compiler, true);
    if (plan->flawed || diags->count + diags->dropped > before)
        return fail(compiler, false);
    add_rules(compiler);
    add_conditions(compiler);
    if (diags->count + diags->dropped > before)
        return fail(compiler, false);
    if (keep_measures(rules, &compiler->context) != 0 || ruleset_cut_cells(rules) != 0 || ruleset_make_fast(rules) != 0 || build_diagram(rules) != 0)
        return fail(compiler, true);
    find_falling(rules);
    trim_all(rules);
    arena_release(&compiler->scratch);
    free(compiler);
    return rules;
}

static void release_alternatives(struct alternatives *all)
{
    free(all->items);
    free(all->tests);
}

void ruleset_free(struct ruleset *rules)
{
    if (rules == NULL)
        return;
    release_alternatives(&rules->literal);
    release_alternatives(&rules->safe);
    release_alternatives(&rules->grades);
    for (size_t i = 0; rules->when != NULL && i < rules->plan->condition_count; i++)
        release_alternatives(&rules->when[i]);
    mdd_free(rules->mdd);
    arena_release(&rules->arena);
    free(rules);
}
