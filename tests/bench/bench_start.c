/* From the start of the program to its answer. */
#include "tests/bench/bench.h"

#define RUNS 200

static double time_respond(void *context)
{
    const struct bench *bench = context;
    const char *const argv[] = {bench->respond, "grade", "road", "traffic_accident=true", "hazmat_release=false", "severe_weather=false",
                                "deaths=3", "missing=0", "injured=4", "pollution=none", "cities=0", "counties=0", NULL};
    return bench_program(argv, NULL);
}

static double time_partial(void *context)
{
    const struct bench *bench = context;
    const char *const argv[] = {bench->respond, "grade", "road", "traffic_accident=true", "deaths=3", NULL};
    return bench_program(argv, NULL);
}

static double time_sqlite(void *context)
{
    (void)context;
    const char *const argv[] = {"sqlite3", ":memory:", "select 1", NULL};
    return bench_program(argv, NULL);
}

void bench_start(struct bench *bench)
{
    bench_hold(bench, &(struct contest){.what = "start, grade a road incident, end: sqlite3 :memory: 'select 1'", .ours = time_respond,
                                        .peer = time_sqlite, .context = bench, .runs = RUNS, .most = 2});
    bench_hold(bench, &(struct contest){.what = "the same, most facts unknown", .ours = time_partial, .peer = time_sqlite,
                                        .context = bench, .runs = RUNS, .most = 2});
}
