/* The program: its parts, and the rounds that they run in. See torture.h. */
#include "tests/torture/torture.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SEED 20210901 /* of `check`: the same on every machine */
#define MEMORY_FOLDER "/dev/shm"

static const struct part {
    const char *name, *says;
    void (*run)(struct round *round);
    unsigned rounds, turn;        /* for `check`, and in one turn of `endless` */
    bool on_disk;                 /* otherwise in memory where there is such a folder: syncs are not what it tests, and take long */
    const char *figures[FIGURES]; /* what the rounds count; NULL: no more */
} parts[] = {
    {"kill", "kill -9 at any moment loses no acknowledged entry", torture_kill, 300, 20, true,
     {"processes killed", "entries acknowledged", "entries there that nobody had heard of yet"}},
    {"die", "dying at any call that reaches the disk loses no acknowledged entry", torture_die_anywhere, 1, 1, false,
     {"processes died", "entries acknowledged", "entries there that nobody had heard of yet"}},
    {"together", "two processes append 10,000 entries together: none lost, none doubled", torture_together, 1, 1, false,
     {"entries", "conflicts"}},
    {"faults", "a disk that fails at any call is a clear error, and what was acknowledged stays", torture_faults, 1, 1, false,
     {"faults", "power cuts after them", "entries in doubt"}},
    {"power", "a power cut at any change loses no acknowledged entry", torture_power, 8, 1, false,
     {"power cuts", "more of them while recovering", "entries acknowledged"}},
    {"rules", "random rule sets grade and ask as looking at every case does", torture_rules, 20, 1000, false,
     {"rule sets", "sets of partial facts", "searches given up"}},
};
#define PART_COUNT (sizeof parts / sizeof parts[0])

void torture_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("torture: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

uint64_t torture_random(uint64_t *dice)
{
    uint64_t z = (*dice += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

struct journal *torture_open(const char *path)
{
    struct err err = {.code = ERR_BUSY};
    struct journal *journal = NULL;
    while (journal == NULL && err.code == ERR_BUSY)
        journal = journal_open(path, JOURNAL_CREATE, &err);
    if (journal == NULL)
        torture_fail("%s cannot be opened: %s", path, err.en);
    return journal;
}

void torture_beside(const char *path, char beside[TORTURE_BESIDE_MAX])
{
    snprintf(beside, TORTURE_BESIDE_MAX, "%s-journal", path);
}

void torture_remove(const char *path)
{
    char beside[TORTURE_BESIDE_MAX];
    torture_beside(path, beside);
    unlink(beside);
    unlink(path);
}

/* ---- rounds ---- */

enum outcome { PASSED, FAILED, STOPPED };

struct run {
    const struct part *part;
    char folder[TORTURE_PATH_MAX - 40];
    unsigned rounds;
    unsigned long figures[FIGURES];
    uint64_t failed; /* the seed of the round that did */
};

static void be_round(const struct run *run, uint64_t seed, int report)
{
    struct round round = {.dice = seed};
    snprintf(round.path, sizeof round.path, "%s/journal.db", run->folder);
    run->part->run(&round);
    torture_remove(round.path);
    if (write(report, round.figures, sizeof round.figures) != sizeof round.figures)
        torture_fail("nobody hears what the round counted");
    exit(0);
}

static enum outcome run_round(struct run *run, uint64_t seed)
{
    int ends[2], status;
    unsigned long figures[FIGURES];
    if (pipe(ends) != 0)
        torture_fail("no pipe");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGINT, SIG_DFL);
        close(ends[0]);
        be_round(run, seed, ends[1]);
    }
    close(ends[1]);
    bool reported = read(ends[0], figures, sizeof figures) == sizeof figures;
    close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child)
        torture_fail("no process");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT)
        return STOPPED;
    if (!reported || status != 0)
        return FAILED;
    for (int i = 0; i < FIGURES; i++)
        run->figures[i] += figures[i];
    return PASSED;
}

static void begin(struct run *run, const struct part *part)
{
    const char *given = getenv("TMPDIR");
    bool in_memory = !part->on_disk && access(MEMORY_FOLDER, W_OK | X_OK) == 0;
    *run = (struct run){.part = part};
    const char *where = in_memory ? MEMORY_FOLDER : given != NULL && given[0] != '\0' ? given : "/tmp";
    int size = snprintf(run->folder, sizeof run->folder, "%s/respond-torture-XXXXXX", where);
    if (size >= (int)sizeof run->folder || mkdtemp(run->folder) == NULL)
        torture_fail("cannot make a folder in %s", where);
}

static enum outcome run_rounds(struct run *run, unsigned rounds, uint64_t seed)
{
    enum outcome outcome = PASSED;
    for (unsigned i = 0; i < rounds && outcome == PASSED; i++) {
        outcome = run_round(run, seed + i);
        run->rounds += outcome == PASSED;
        run->failed = seed + i;
    }
    return outcome;
}

static void end(const struct run *run, enum outcome outcome)
{
    char path[TORTURE_PATH_MAX];
    if (outcome == FAILED) {
        printf("# run it again: BUILD/torture %s 1 %llu\n# its files: %s\n", run->part->name, (unsigned long long)run->failed, run->folder);
        return;
    }
    snprintf(path, sizeof path, "%s/journal.db", run->folder);
    torture_remove(path);
    rmdir(run->folder);
}

/* ---- modes ---- */

static double now(void)
{
    struct timespec it;
    clock_gettime(CLOCK_MONOTONIC, &it);
    return (double)it.tv_sec + (double)it.tv_nsec * 1e-9;
}

static enum outcome run_part(const struct part *part, unsigned rounds, uint64_t seed)
{
    struct run run;
    double start = now();
    begin(&run, part);
    enum outcome outcome = run_rounds(&run, rounds, seed);
    printf("%s - %s\n# %u rounds", outcome == PASSED ? "ok" : "not ok", part->says, run.rounds);
    for (int i = 0; i < FIGURES && part->figures[i] != NULL; i++)
        printf(", %lu %s", run.figures[i], part->figures[i]);
    printf("; %.1f s\n", now() - start);
    end(&run, outcome);
    fflush(stdout);
    return outcome;
}

static int run_check(void)
{
    bool failed = false;
    enum outcome outcome = PASSED;
    printf("1..%zu\n", PART_COUNT);
    for (size_t i = 0; i < PART_COUNT && outcome != STOPPED; i++) {
        outcome = run_part(&parts[i], parts[i].rounds, SEED);
        failed = failed || outcome != PASSED;
    }
    return failed;
}

static void print_heads(void)
{
    printf("%9s", "seconds");
    for (size_t i = 0; i < PART_COUNT; i++)
        printf(" %9s", parts[i].name);
    printf("   rounds so far; Ctrl-C ends\n");
}

/* All parts once: a row of the table. */
static enum outcome run_turn(unsigned rounds[PART_COUNT], uint64_t seed)
{
    enum outcome outcome = PASSED;
    for (size_t i = 0; i < PART_COUNT && outcome == PASSED; i++) {
        struct run run;
        begin(&run, &parts[i]);
        outcome = run_rounds(&run, parts[i].turn, seed);
        rounds[i] += run.rounds;
        end(&run, outcome);
    }
    return outcome;
}

static int run_endless(double seconds)
{
    unsigned rounds[PART_COUNT] = {0};
    enum outcome outcome = PASSED;
    double start = now();
    print_heads();
    for (uint64_t seed = (uint64_t)time(NULL) * 1000; outcome == PASSED && (seconds <= 0 || now() - start < seconds); seed += 1000) {
        outcome = run_turn(rounds, seed);
        printf("%9.0f", now() - start);
        for (size_t i = 0; i < PART_COUNT; i++)
            printf(" %9u", rounds[i]);
        putchar('\n');
        fflush(stdout);
    }
    return outcome == FAILED;
}

static int run_one(const char *name, const char *rounds, const char *seed)
{
    for (size_t i = 0; i < PART_COUNT; i++)
        if (strcmp(name, parts[i].name) == 0)
            return run_part(&parts[i], rounds != NULL ? (unsigned)strtoul(rounds, NULL, 10) : parts[i].rounds,
                            seed != NULL ? strtoull(seed, NULL, 10) : SEED) != PASSED;
    fputs("usage: torture check | endless [SECONDS] | PART [ROUNDS [SEED]], where PART is", stderr);
    for (size_t i = 0; i < PART_COUNT; i++)
        fprintf(stderr, " %s", parts[i].name);
    fputc('\n', stderr);
    return 64;
}

int main(int argc, char **argv)
{
    const char *mode = argc > 1 && argc < 5 ? argv[1] : "";
    signal(SIGINT, SIG_IGN); /* it ends the round that is running, and this process cleans up after that */
    if (argc == 2 && strcmp(mode, "check") == 0)
        return run_check();
    if (argc < 4 && strcmp(mode, "endless") == 0)
        return run_endless(argc == 3 ? strtod(argv[2], NULL) : 0);
    return run_one(mode, argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL);
}
