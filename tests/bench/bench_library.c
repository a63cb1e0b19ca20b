/*
 * A library of 5,000 plans, loaded whole: read, checked and compiled; and what stays in memory. Proves first that each of them grades by
 * its own thresholds.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/bench/bench.h"
#include "tests/bench/varied.h"

#define PLANS 5000
#define RUNS 3

/* Bytes of memory that this process has. */
static double resident(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1)
        bench_die("no /proc/self/statm");
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

/* ---- whether they are what they should be ---- */

/* Where the worst level of a shipped plan begins: with so many of a fact, or of a disease's premises. */
static const struct edge {
    const char *plan, *fact, *besides;
    int64_t least;
} edges[] = {
    {"road", "deaths", "traffic_accident", 30},
    {"construction", "deaths", NULL, 30},
    {"tourism", "deaths", NULL, 10},
    {"animal", "prrs", NULL, 10},
};

static void set_fact(const struct plan *plan, const char *id, int64_t *values, int64_t value)
{
    const struct fact *fact = plan_find_fact(plan, id, strlen(id));
    if (fact == NULL)
        bench_die("%s has no fact %s", plan->id, id);
    values[fact - plan->facts] = value;
}

static int level_with(const struct loaded *loaded, const struct edge *edge, int64_t value)
{
    int64_t values[PLAN_FACTS_MAX] = {0}, counts[EXPR_MEASURES_MAX] = {0};
    int disease = plan_find_disease(loaded->plan, edge->fact, strlen(edge->fact));
    struct verdict verdict;
    if (edge->besides != NULL)
        set_fact(loaded->plan, edge->besides, values, 1);
    if (disease < 0)
        set_fact(loaded->plan, edge->fact, values, value);
    for (uint32_t i = 0; disease >= 0 && i < loaded->rules->measure_count; i++)
        if (loaded->rules->measures[i].unit == UNIT_PREMISES && loaded->rules->measures[i].disease == disease)
            counts[i] = value;
    ruleset_grade(loaded->rules, values, counts, &verdict, NULL);
    return verdict.level;
}

static void check_plan(const struct loaded *loaded)
{
    const char *id = loaded->plan->id;
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        if (strncmp(id, edges[i].plan, strlen(edges[i].plan)) != 0)
            continue;
        int64_t least = edges[i].least + varied_step(id);
        int level = level_with(loaded, &edges[i], least), below = level_with(loaded, &edges[i], least - 1);
        if (level != 1 || below != 2)
            bench_die("%s gives levels %d and %d at its threshold of %lld", id, level, below, (long long)least);
        return;
    }
    bench_die("no threshold is known of %s", id);
}

/* ---- loading ---- */

struct catalogue *bench_varied(const struct bench *bench)
{
    struct text folder = {0};
    struct library library;
    struct err err;
    text_addf(&folder, "%s/varied", bench->folder);
    if (access(text_str(&folder), F_OK) != 0)
        varied_write(&bench->library, text_str(&folder), PLANS);
    if (library_open(&library, text_str(&folder), &err) != 0)
        bench_die("%s", err.en);
    struct catalogue *all = library_load_all(&library, NULL, stderr, LANG_EN, &err);
    if (all == NULL)
        bench_die("%s", err.en);
    if (all->count != PLANS)
        bench_die("%zu of %d plans load", all->count, PLANS);
    library_release(&library);
    text_release(&folder);
    return all;
}

static double time_loading(void *context)
{
    double start = bench_now();
    struct catalogue *all = bench_varied(context);
    double seconds = bench_now() - start;
    catalogue_free(all);
    return seconds;
}

void bench_library(struct bench *bench)
{
    struct catalogue *all = bench_varied(bench); /* and the files are in the system's cache from here on */
    for (size_t i = 0; i < all->count; i++)
        check_plan(&all->items[i]);
    catalogue_free(all);
    malloc_trim(0);
    double before = resident();
    all = bench_varied(bench);
    bench_limit_bytes(bench, "memory of a library of 5,000 plans", resident() - before, 500e6);
    catalogue_free(all);
    bench_hold(bench, &(struct contest){.what = "load a library of 5,000 plans", .ours = time_loading, .context = bench, .runs = RUNS, .limit = 3, .most = 1});
}
