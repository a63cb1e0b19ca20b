/* Loading and compiling the plans; a grade with half of the facts unknown; the worst case of one, nothing known at all. */
#include <stdio.h>
#include <stdlib.h>

#include "core/date.h"
#include "rules/assess.h"
#include "tests/bench/bench.h"
#include "tests/bench/random.h"

#define RUNS 21
#define PLANS_MAX 16
#define HALVES 2000 /* incidents of each plan */

static double time_loading(void *context)
{
    const struct bench *bench = context;
    double start = bench_now();
    for (size_t i = 0; i < bench->library.count; i++)
        loaded_free(bench_load(bench, bench->library.items[i].id));
    return bench_now() - start;
}

/* ---- compiling ---- */

struct compiling {
    struct loaded *loaded[PLANS_MAX];
    size_t count;
};

static double time_compiling(void *context)
{
    const struct compiling *it = context;
    struct diags diags = {0};
    double seconds = 0;
    for (size_t i = 0; i < it->count; i++) {
        double start = bench_now();
        struct ruleset *rules = ruleset_compile(it->loaded[i]->plan, &diags);
        seconds += bench_now() - start;
        if (rules == NULL || rules->mdd == NULL)
            bench_die("the plan %s does not compile, or not into a diagram", it->loaded[i]->plan->id);
        ruleset_free(rules);
    }
    return seconds;
}

/* ---- half of the facts known ---- */

struct half {
    struct incident incidents[HALVES];
    struct assessor *assessor;
};

/* Numbers are small as often as not; decimals, in millionths, are spread over all thresholds of the four plans. */
static int64_t random_value(const struct fact *fact, struct dice *dice)
{
    if (fact->type != FACT_COUNT && fact->type != FACT_DECIMAL)
        return dice_below(dice, (uint32_t)fact->most + 1);
    int64_t value = dice_below(dice, 2) ? dice_below(dice, 4) : dice_below(dice, 120);
    return fact->type == FACT_DECIMAL ? value * 50000000 : value;
}

static void make_halves(struct half *it, const struct plan *plan, struct dice *dice)
{
    struct err err;
    for (size_t i = 0; i < HALVES; i++) {
        struct incident *incident = &it->incidents[i];
        if (incident_init(incident, plan, &err) != 0)
            bench_die("%s", err.en);
        incident->has_as_of = date_parse("2026-03-01", 10, &incident->as_of);
        for (size_t fact = 0; fact < plan->fact_count; fact++) {
            int64_t value = random_value(&plan->facts[fact], dice);
            if (dice_below(dice, 2) == 0)
                incident_set(incident, &plan->facts[fact], value, value);
        }
    }
}

static double time_halves(void *context)
{
    struct half *it = context;
    struct assessment assessment;
    struct err err;
    double start = bench_now();
    for (size_t i = 0; i < HALVES; i++)
        if (assess(it->assessor, &it->incidents[i], &assessment, &err) != 0)
            bench_die("%s", err.en);
    return (bench_now() - start) / HALVES;
}

/* The facts that still matter and the clauses that hold are part of it. */
static void grade_halves(struct bench *bench, const struct loaded *loaded, struct dice *dice)
{
    struct half *it = bench_alloc(1, sizeof *it);
    char what[80];
    it->assessor = assessor_new(loaded->rules);
    if (it->assessor == NULL)
        bench_die("out of memory");
    make_halves(it, loaded->plan, dice);
    snprintf(what, sizeof what, "grade with half of the facts unknown: %s", loaded->plan->id);
    bench_hold(bench, &(struct contest){.what = what, .ours = time_halves, .context = it, .runs = RUNS, .limit = 5e-6, .most = 1});
    for (size_t i = 0; i < HALVES; i++)
        incident_release(&it->incidents[i]);
    assessor_free(it->assessor);
    free(it);
}

/* ---- nothing known ---- */

struct unknown {
    struct incident incident;
    struct assessor *assessor;
};

static double time_unknown(void *context)
{
    struct unknown *it = context;
    struct assessment assessment;
    struct err err;
    double start = bench_now();
    if (assess(it->assessor, &it->incident, &assessment, &err) != 0)
        bench_die("%s", err.en);
    return bench_now() - start;
}

static void grade_unknown(struct bench *bench, const char *id)
{
    struct unknown it;
    struct err err;
    char what[80];
    struct loaded *loaded = bench_load(bench, id);
    if (incident_init(&it.incident, loaded->plan, &err) != 0 || (it.assessor = assessor_new(loaded->rules)) == NULL)
        bench_die("out of memory");
    it.incident.has_as_of = date_parse("2026-03-01", 10, &it.incident.as_of);
    snprintf(what, sizeof what, "grade with every fact unknown: %s", id);
    bench_hold(bench, &(struct contest){.what = what, .ours = time_unknown, .context = &it, .runs = RUNS});
    assessor_free(it.assessor);
    incident_release(&it.incident);
    loaded_free(loaded);
}

void bench_plans(struct bench *bench)
{
    struct compiling it = {.count = bench->library.count};
    struct dice dice = {20260301};
    if (it.count > PLANS_MAX)
        bench_die("more than %d plans", PLANS_MAX);
    for (size_t i = 0; i < it.count; i++)
        it.loaded[i] = bench_load(bench, bench->library.items[i].id);
    bench_hold(bench, &(struct contest){.what = "load all plans", .ours = time_loading, .context = bench, .runs = RUNS});
    bench_hold(bench, &(struct contest){.what = "of that: compile all, diagrams included", .ours = time_compiling, .context = &it, .runs = RUNS,
                                        .limit = 5e-3, .most = 1});
    for (size_t i = 0; i < it.count; i++)
        grade_halves(bench, it.loaded[i], &dice);
    for (size_t i = 0; i < it.count; i++)
        grade_unknown(bench, it.loaded[i]->plan->id);
    for (size_t i = 0; i < it.count; i++)
        loaded_free(it.loaded[i]);
}
