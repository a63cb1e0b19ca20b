/* Scenarios by script: every one of a plan by turns, in one process, as `respond test` plays them. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/scenario_files.h"
#include "cli/scenario_run.h"
#include "tests/bench/bench.h"

#define TURNS 200
#define LIMIT 1e-3

static int64_t never(void)
{
    return 0;
}

static int64_t east(int64_t time)
{
    (void)time;
    return INT64_C(8) * 3600000;
}

static const char *nobody(void)
{
    return "";
}

static struct scenario *load(const char *path)
{
    struct diags diags = {0};
    struct scenario *scenario = scenario_load(path, &diags);
    if (scenario == NULL)
        bench_die("%s", diags.count > 0 ? diags.items[0].en : path);
    diags_release(&diags);
    return scenario;
}

static void play(struct runner *runner, const struct scenario *scenario)
{
    struct outcome outcome;
    struct err err;
    if (runner_play(runner, scenario, &outcome, &err) != 0)
        bench_die("%s: %s", scenario->path, err.en);
    if (outcome.failure_count > 0)
        bench_die("%s: %s", scenario->path, outcome.failures[0].en);
    outcome_release(&outcome);
}

void bench_scenario(struct bench *bench)
{
    struct app app = {.messages = stderr, .lang = LANG_EN, .clock = {never, east}, .user = nobody};
    struct scenario_files files = {0};
    struct runner runner;
    struct err err;
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%.*s/../scenarios/road", (int)(strrchr(bench->filter, '/') - bench->filter), bench->filter);
    if (scenario_files_add(&files, folder, &err) != 0)
        bench_die("%s", err.en);
    struct scenario **scenarios = bench_alloc(files.count, sizeof *scenarios);
    runner_init(&runner, &app, &bench->library);
    for (size_t i = 0; i < files.count; i++) {
        scenarios[i] = load(files.paths[i]);
        play(&runner, scenarios[i]); /* loads the plan, too */
    }
    double start = bench_now();
    for (size_t run = 0; run < TURNS; run++)
        play(&runner, scenarios[run % files.count]);
    bench_limit(bench, "a scenario of the road plan, by script", (bench_now() - start) / TURNS, LIMIT);
    for (size_t i = 0; i < files.count; i++)
        scenario_free(scenarios[i]);
    free(scenarios);
    runner_release(&runner);
    scenario_files_release(&files);
}
