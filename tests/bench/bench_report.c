/* Documents from a full journal: the review of an incident with 10,000 entries, program and all. */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "core/journal.h"
#include "tests/bench/bench.h"

#define ENTRIES 10000
#define RUNS 5
#define LIMIT 1.0
#define NOON INT64_C(1772323200000) /* 2026-03-01T00:00:00.000Z */
#define MINUTE INT64_C(60000)

static void say(struct journal *journal, int at, const char *type, const char *body)
{
    struct err err;
    struct entry entry = {.incident = "road-1", .time = NOON + at * MINUTE, .drill_time = -1, .name = "张三", .role = "hq", .type = type, .body = body, .reason = ""};
    if (journal_append(journal, &entry, JOURNAL_ANY, &err) != 0)
        bench_die("%s", err.en);
}

/* A long incident: facts that go on changing the grade, tasks done and reopened, levels up and down, and every hundredth entry corrected. */
static void fill(const char *path)
{
    static const char *const kinds[][2] = {
        {"set", "{\"facts\": {\"deaths\": %d, \"injured\": {\"min\": 10, \"max\": 300}}}"}, {"note", "{\"text\": \"第 %d 次续报，现场仍在搜救\"}"},
        {"done", "{\"task\": \"watch_network\", \"text\": \"第 %d 次\"}"}, {"reopen", "{\"task\": \"watch_network\", \"text\": \"%d\"}"}};
    struct err err;
    struct journal *journal = journal_open(path, JOURNAL_CREATE, &err);
    char body[200];
    if (journal == NULL)
        bench_die("%s", err.en);
    say(journal, 0, "open", "{\"plan\": \"shuozhou/road\", \"title\": \"大桥垮塌\"}");
    say(journal, 1, "set", "{\"facts\": {\"traffic_accident\": true}}");
    say(journal, 2, "launch", "{\"level\": 3, \"proven\": 0, \"possible\": 1}");
    say(journal, 3, "note", "{\"text\": \"启动\"}");
    for (int i = 4; i < ENTRIES; i++) {
        if (i % 100 == 99) {
            snprintf(body, sizeof body, "{\"seq\": %d}", i); /* the entry before this one */
            say(journal, i, "undo", body);
        } else if (i % 200 == 197) {
            bool up = i % 400 == 197;
            say(journal, i, up ? "raise" : "lower", up ? "{\"level\": 2, \"proven\": 0, \"possible\": 1}" : "{\"level\": 3, \"proven\": 0, \"possible\": 1}");
        } else {
            snprintf(body, sizeof body, kinds[i % 4][1], i / 400);
            say(journal, i, kinds[i % 4][0], body);
        }
    }
    journal_close(journal);
}

void bench_report(struct bench *bench)
{
    char path[PATH_MAX], page[PATH_MAX];
    double times[RUNS];
    snprintf(path, sizeof path, "/dev/shm/respond-bench-%ld.db", (long)getpid());
    snprintf(page, sizeof page, "%s/review.html", bench->folder);
    const char *const argv[] = {bench->respond, "review", "road-1", "--db", path, "-o", page, NULL};
    unlink(path);
    fill(path);
    for (int run = 0; run < RUNS; run++)
        times[run] = bench_program(argv, NULL);
    unlink(path);
    bench_limit(bench, "respond review of an incident of 10,000 entries", bench_median(times, RUNS), LIMIT);
}
