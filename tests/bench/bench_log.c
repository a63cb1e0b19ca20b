/*
 * Appending to the log of an animal epidemic, and grading it again.
 *
 * A log is timed while it grows from n reports to 2n, in blocks that fit the nearest cache and are made between the timed loops. That
 * spans exactly one doubling of each of its tables at every n. The median block is what an append costs; the mean has the doublings too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "rules/assess.h"
#include "tests/bench/bench.h"
#include "tests/bench/random.h"

#define SMALL 1000
#define LARGE 100000
#define RUNS 21
#define BLOCK 100
#define SEED 20210422

#define TOWNSHIPS 75 /* about as many as the city has */
#define LIVE 300     /* premises that are still being reported on */

/* A stream of reports. */
struct epidemic {
    const struct plan *plan;
    int32_t as_of;
    struct dice dice;
    uint32_t premises; /* known so far */
    struct report_input block[BLOCK];
    char names[BLOCK][2][24];
};

static void begin(struct epidemic *it, const struct plan *plan)
{
    *it = (struct epidemic){.plan = plan, .dice = {SEED}};
    if (!date_parse("2026-03-01", 10, &it->as_of))
        bench_die("no date");
}

/* Three reports in five are on a premises known already, one of the latest: an outbreak is reported again as it goes on, for weeks. */
static uint32_t draw_premises(struct epidemic *it)
{
    if (it->premises == 0 || dice_below(&it->dice, 5) < 2)
        return it->premises++;
    uint32_t live = it->premises < LIVE ? it->premises : LIVE;
    return it->premises - 1 - dice_below(&it->dice, live);
}

static void draw_report(struct epidemic *it, struct report_input *report, char names[2][24])
{
    uint32_t township = dice_below(&it->dice, TOWNSHIPS);
    *report = (struct report_input){
        .day = it->as_of - (int32_t)dice_below(&it->dice, 90),
        .county = (uint8_t)(township % it->plan->city->county_count),
        .disease = (uint16_t)dice_below(&it->dice, (uint32_t)it->plan->disease_count),
        .spread = (uint8_t)dice_below(&it->dice, SPREAD_COUNT),
        .township = names[0],
        .premises = names[1],
    };
    report->township_size = (size_t)snprintf(names[0], sizeof names[0], "第%u乡", township + 1);
    report->premises_size = (size_t)snprintf(names[1], sizeof names[1], "疫点-%06u", draw_premises(it));
}

/* Append so many reports; `times` (a block each, may be NULL) gets the seconds that appending took. */
static void grow(struct epidemic *it, struct report_log *log, size_t reports, double *times)
{
    struct err err;
    for (size_t block = 0; block < reports / BLOCK; block++) {
        for (int i = 0; i < BLOCK; i++)
            draw_report(it, &it->block[i], it->names[i]);
        double start = bench_now();
        for (int i = 0; i < BLOCK; i++)
            if (report_log_append(log, &it->block[i], &err) != 0)
                bench_die("%s", err.en);
        if (times != NULL)
            times[block] = bench_now() - start;
    }
}

#define BLOCKS (LARGE / BLOCK) /* in all, at either size */

/* Seconds of each block while logs grow from `reports` to twice as many. */
static void time_growth(const struct plan *plan, size_t reports, double times[BLOCKS])
{
    size_t blocks = reports / BLOCK;
    for (size_t done = 0; done + blocks <= BLOCKS; done += blocks) {
        struct epidemic it;
        struct report_log log = {0};
        begin(&it, plan);
        grow(&it, &log, reports, NULL);
        grow(&it, &log, reports, times + done);
        report_log_release(&log);
    }
}

static double time_large(void *context)
{
    double times[BLOCKS];
    time_growth(context, LARGE, times);
    return bench_median(times, BLOCKS) / BLOCK;
}

static double time_small(void *context)
{
    double times[BLOCKS];
    time_growth(context, SMALL, times);
    return bench_median(times, BLOCKS) / BLOCK;
}

static double time_large_mean(void *context)
{
    double times[BLOCKS], sum = 0;
    time_growth(context, LARGE, times);
    for (int i = 0; i < BLOCKS; i++)
        sum += times[i];
    return sum / LARGE;
}

/* ---- grading a long log ---- */

struct long_log {
    struct incident incident;
    struct assessor *assessor;
};

static double time_grade(void *context)
{
    struct long_log *it = context;
    struct assessment assessment;
    struct err err;
    double start = bench_now();
    if (assess(it->assessor, &it->incident, &assessment, &err) != 0)
        bench_die("%s", err.en);
    return bench_now() - start;
}

static void grade_again(struct bench *bench, const struct loaded *animal)
{
    struct err err;
    struct epidemic epidemic;
    struct long_log it = {.assessor = assessor_new(animal->rules)};
    if (it.assessor == NULL || incident_init(&it.incident, animal->plan, &err) != 0)
        bench_die("out of memory");
    begin(&epidemic, animal->plan);
    it.incident.as_of = epidemic.as_of;
    it.incident.has_as_of = true;
    incident_close(&it.incident);
    grow(&epidemic, &it.incident.reports, LARGE, NULL);
    bench_hold(bench, &(struct contest){.what = "grade an animal log of 10^5 reports again", .ours = time_grade, .context = &it, .runs = RUNS});
    assessor_free(it.assessor);
    incident_release(&it.incident);
}

void bench_log(struct bench *bench)
{
    struct loaded *animal = bench_load(bench, "animal");
    bench_hold(bench, &(struct contest){.what = "append a report to an animal log of 10^5: one of 10^3", .ours = time_large,
                                        .peer = time_small, .context = animal->plan, .runs = RUNS, .most = 2});
    bench_hold(bench, &(struct contest){.what = "the same, growth of the log shared out: one microsecond", .ours = time_large_mean,
                                        .context = animal->plan, .runs = RUNS, .limit = 1e-6, .most = 1});
    grade_again(bench, animal);
    loaded_free(animal);
}
