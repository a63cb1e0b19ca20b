/* For information: loading the plans, and the worst case of a grade, nothing known at all. */
#include <stdio.h>

#include "core/date.h"
#include "rules/assess.h"
#include "tests/bench/bench.h"

#define RUNS 21

static double time_loading(void *context)
{
    const struct bench *bench = context;
    double start = bench_now();
    for (size_t i = 0; i < bench->library.count; i++)
        loaded_free(bench_load(bench, bench->library.items[i].id));
    return bench_now() - start;
}

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
    bench_hold(bench, &(struct contest){.what = "load all plans", .ours = time_loading, .context = bench, .runs = RUNS});
    for (size_t i = 0; i < bench->library.count; i++)
        grade_unknown(bench, bench->library.items[i].id);
}
