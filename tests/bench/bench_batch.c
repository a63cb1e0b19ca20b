/* The batch as a program, against jq and the flat reader, a line each; tests/bench/run has proved that their answers are the same. */
#include <stdio.h>

#include "tests/bench/bench.h"

#define RUNS 5

struct batch {
    const struct bench *bench;
    char complete[4096], slice[4096], partial[4096]; /* paths of lines */
    double complete_lines, slice_lines, partial_lines;
};

static double grade_lines(const struct batch *batch, const char *path)
{
    const char *const argv[] = {batch->bench->respond, "grade", "road", "--batch", NULL};
    return bench_program(argv, path);
}

static double time_complete(void *context)
{
    const struct batch *batch = context;
    return grade_lines(batch, batch->complete) / batch->complete_lines;
}

static double time_partial(void *context)
{
    const struct batch *batch = context;
    return grade_lines(batch, batch->partial) / batch->partial_lines;
}

/* jq reads a slice: its start counts for little there, and the whole file would take minutes. */
static double time_jq(void *context)
{
    const struct batch *batch = context;
    const char *const argv[] = {"jq", "-c", "-f", batch->bench->filter, NULL};
    return bench_program(argv, batch->slice) / batch->slice_lines;
}

static double time_flat(void *context)
{
    const struct batch *batch = context;
    const char *const argv[] = {batch->bench->self, "flat", NULL};
    return bench_program(argv, batch->complete) / batch->complete_lines;
}

static double find_lines(const struct batch *batch, const char *name, char path[4096])
{
    snprintf(path, 4096, "%s/%s.jsonl", batch->bench->folder, name);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        bench_die("cannot open %s", path);
    double lines = 0;
    for (int byte; (byte = getc(file)) != EOF;)
        lines += byte == '\n';
    fclose(file);
    return lines;
}

void bench_batch(struct bench *bench)
{
    struct batch batch = {.bench = bench};
    batch.complete_lines = find_lines(&batch, "complete", batch.complete);
    batch.slice_lines = find_lines(&batch, "slice", batch.slice);
    batch.partial_lines = find_lines(&batch, "partial", batch.partial);
    bench_hold(bench, &(struct contest){.what = "grade a line of a batch, complete facts: jq", .ours = time_complete, .peer = time_jq,
                                        .context = &batch, .runs = RUNS, .least = 8});
    bench_hold(bench, &(struct contest){.what = "grade a line of a batch, complete facts: a hand-written reader", .ours = time_complete,
                                        .peer = time_flat, .context = &batch, .runs = RUNS, .most = 5});
    bench_hold(bench, &(struct contest){.what = "grade a line of a batch, facts ranged or absent", .ours = time_partial,
                                        .context = &batch, .runs = RUNS});
}
