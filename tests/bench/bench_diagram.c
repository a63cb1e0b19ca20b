/* Pictures: the whole call, against dot on the same graph, and of a plan of 500 agencies. */
#include "tests/bench/bench.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#define RUNS 40
#define LARGE_RUNS 5
#define AGENCIES 500
#define GROUPS 40
#define GROUP_MEMBERS 15

struct drawing {
    const char *respond;
    char dot[PATH_MAX], svg[PATH_MAX]; /* the same graph; where pictures go */
    char plans[PATH_MAX];              /* the large plan */
};

static double draw(void *context)
{
    const struct drawing *it = context;
    const char *const argv[] = {it->respond, "diagram", "construction", "flow", "-o", it->svg, NULL};
    return bench_program(argv, NULL);
}

static double draw_by_dot(void *context)
{
    const struct drawing *it = context;
    const char *const argv[] = {"dot", "-Tsvg", it->dot, "-o", it->svg, NULL};
    return bench_program(argv, NULL);
}

/* The same, with dot told to keep the places as they are. */
static double draw_in_place(void *context)
{
    const struct drawing *it = context;
    const char *const argv[] = {"dot", "-Knop2", "-Tsvg", it->dot, "-o", it->svg, NULL};
    return bench_program(argv, NULL);
}

static double draw_large(void *context)
{
    const struct drawing *it = context;
    const char *const argv[] = {it->respond, "diagram", "large", "command", "--plans", it->plans, "-o", it->svg, NULL};
    return bench_program(argv, NULL);
}

/* ---- the large plan ---- */

static FILE *create(const char *folder, const char *name)
{
    char path[PATH_MAX];
    int size = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = size > 0 && (size_t)size < sizeof path ? fopen(path, "w") : NULL;
    if (file == NULL)
        bench_die("cannot write %s", path);
    return file;
}

static void write_agencies(const char *folder)
{
    FILE *file = create(folder, "agencies.json");
    fputs("{\"format\": 1, \"agencies\": [", file);
    for (int i = 0; i < AGENCIES; i++)
        fprintf(file, "%s\n{\"id\": \"a%d\", \"name\": {\"zh\": \"市第%d管理局\", \"en\": \"Bureau %d\"}, \"level\": \"city\"}", i > 0 ? "," : "", i, i, i);
    fputs("]}\n", file);
    fclose(file);
}

static void write_list(FILE *file, int first, int count)
{
    for (int i = 0; i < count; i++)
        fprintf(file, "%s{\"agency\": \"a%d\"}", i > 0 ? ", " : "", (first + i) % AGENCIES);
}

static void write_plan(const char *folder)
{
    FILE *file = create(folder, "large.json");
    fputs("{\"format\": 1, \"id\": \"large\", \"title\": {\"zh\": \"大预案\", \"en\": \"A large plan\"}, \"contents\": [{\"clause\": \"1\", \"title\": {\"zh\": \"一\", "
          "\"en\": \"One\"}}], \"levels\": [{\"level\": 1, \"name\": {\"zh\": \"一级\", \"en\": \"Level I\"}, \"clause\": \"1\"}], \"facts\": [{\"id\": \"deaths\", "
          "\"type\": \"count\", \"label\": {\"zh\": \"死亡\", \"en\": \"dead\"}, \"question\": {\"zh\": \"死亡？\", \"en\": \"Dead?\"}, \"harm\": true}], "
          "\"rules\": [{\"clause\": \"1\", \"level\": 1, \"when\": \"deaths >= 3\", \"says\": {\"zh\": \"死亡\", \"en\": \"dead\"}}],\n\"organisation\": {\"bodies\": "
          "[{\"id\": \"hq\", \"kind\": \"hq\", \"name\": {\"zh\": \"市指挥部\", \"en\": \"HQ\"}, \"clause\": \"1\"}], \"groups\": [", file);
    for (int i = 0; i < GROUPS; i++) {
        fprintf(file, "%s\n{\"id\": \"g%d\", \"of\": \"hq\", \"name\": {\"zh\": \"第%d组\", \"en\": \"Group %d\"}, \"clause\": \"1\", \"leaders\": [", i > 0 ? "," : "", i, i, i);
        write_list(file, i, 1);
        fputs("], \"members\": [", file);
        write_list(file, GROUPS + i * GROUP_MEMBERS, GROUP_MEMBERS);
        fputs("]}", file);
    }
    fputs("], \"members\": [", file);
    for (int i = 0; i < AGENCIES; i++)
        fprintf(file, "%s\n{\"agency\": \"a%d\", \"clause\": \"1\"}", i > 0 ? "," : "", i);
    fputs("]}}\n", file);
    fclose(file);
}

static void make_large(struct drawing *it, const char *folder)
{
    char city[PATH_MAX];
    snprintf(it->plans, sizeof it->plans, "%s/plans", folder);
    snprintf(city, sizeof city, "%s/plans/city", folder);
    if ((mkdir(it->plans, 0700) != 0 || mkdir(city, 0700) != 0) && errno != EEXIST)
        bench_die("cannot make %s", city);
    write_agencies(city);
    write_plan(city);
}

void bench_diagram(struct bench *bench)
{
    struct drawing it = {.respond = bench->respond};
    snprintf(it.dot, sizeof it.dot, "%s/chart.dot", bench->folder);
    snprintf(it.svg, sizeof it.svg, "%s/chart.svg", bench->folder);
    make_large(&it, bench->folder);
    const char *const argv[] = {it.respond, "diagram", "construction", "flow", "--page", "1", "--format", "dot", "-o", it.dot, NULL};
    bench_program(argv, NULL);
    bench_hold(bench, &(struct contest){.what = "respond diagram, the largest chart: dot -Tsvg of the same graph", .ours = draw, .peer = draw_by_dot,
                                        .context = &it, .runs = RUNS, .most = 1.5});
    bench_hold(bench, &(struct contest){.what = "the same: dot -Knop2 -Tsvg, which keeps the places", .ours = draw, .peer = draw_in_place,
                                        .context = &it, .runs = RUNS});
    bench_hold(bench, &(struct contest){.what = "respond diagram of a plan of 500 agencies, every page", .ours = draw_large, .context = &it,
                                        .runs = LARGE_RUNS, .limit = 2, .most = 1});
}
