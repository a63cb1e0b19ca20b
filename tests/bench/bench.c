/*
 * The benchmark: its table, its clock, its modes. tests/bench/run prepares what it reads; see bench.h.
 *
 *     bench lines complete|partial COUNT      lines for a batch, on standard output
 *     bench flat                              the flat reader, standard input to output
 *     bench table RESPOND FILTER FOLDER [PART…]   the table, or some of its parts; exit status 1 when a target is missed
 */
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/flat_reader.h"
#include "tests/bench/random.h"

#define RUNS_MAX 1000

void bench_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(70);
}

void *bench_alloc(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL)
        bench_die("out of memory");
    return memory;
}

struct loaded *bench_load(const struct bench *bench, const char *plan)
{
    struct err err;
    struct loaded *loaded = library_load(&bench->library, plan, stderr, LANG_EN, &err);
    if (loaded == NULL)
        bench_die("%s", err.en);
    return loaded;
}

/* ---- time ---- */

double bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double bench_program(const char *const *argv, const char *input)
{
    posix_spawn_file_actions_t files;
    extern char **environ;
    pid_t child;
    int status;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, input == NULL ? "/dev/null" : input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0); /* "drawn to …" would be between the rows */
    double start = bench_now();
    int failed = posix_spawnp(&child, argv[0], &files, NULL, (char *const *)argv, environ);
    if (failed != 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        bench_die("%s does not run, or fails", argv[0]);
    double seconds = bench_now() - start;
    posix_spawn_file_actions_destroy(&files);
    return seconds;
}

static int compare(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

double bench_median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, compare);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* ---- the table ---- */

static void print_header(void)
{
    printf("%-62s %10s %10s %9s %9s  %s\n", "what", "ours", "peer", "ratio", "target", "met");
}

struct unit {
    double size;
    const char *name;
};

/* In the largest unit that leaves one or more; the units end with the smallest. */
static void print_in(double amount, const struct unit *unit, const struct unit *smallest, char buffer[16])
{
    while (amount < unit->size && unit < smallest)
        unit++;
    snprintf(buffer, 16, "%.3g %s", amount / unit->size, unit->name);
}

static const char *print_amount(enum amount kind, double amount, char buffer[16])
{
    static const struct unit times[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}};
    static const struct unit bytes[] = {{1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}};
    switch (kind) {
    case AMOUNT_TIME: print_in(amount, times, &times[3], buffer); break;
    case AMOUNT_BYTES: print_in(amount, bytes, &bytes[2], buffer); break;
    default: snprintf(buffer, 16, "%.3f", amount); break;
    }
    return buffer;
}

/* Of ours by the peer's time, or the other way round where the target is "so many times faster". */
static void print_row(struct bench *bench, const struct contest *contest, double ours, double peer)
{
    char ours_text[16], peer_text[16] = "-", ratio_text[32] = "-", target_text[32] = "-";
    const char *met = "-";
    double target = contest->least > 0 ? contest->least : contest->most;
    if (peer > 0) {
        double ratio = contest->least > 0 ? peer / ours : ours / peer;
        print_amount(contest->kind, peer, peer_text);
        snprintf(ratio_text, sizeof ratio_text, contest->kind == AMOUNT_NUMBER ? "%.3fx" : "%.2fx", ratio);
        bool good = contest->least > 0 ? ratio >= target : ratio <= target;
        met = target <= 0 ? "-" : good ? "yes" : "NO";
        bench->missed = bench->missed || (target > 0 && !good);
    }
    if (target > 0)
        snprintf(target_text, sizeof target_text, "%s %gx", contest->least > 0 ? ">=" : "<=", target);
    printf("%-62s %10s %10s %9s %9s  %s\n", contest->what, print_amount(contest->kind, ours, ours_text), peer_text, ratio_text, target_text, met);
    fflush(stdout);
}

void bench_hold(struct bench *bench, const struct contest *contest)
{
    double ours[RUNS_MAX], peer[RUNS_MAX];
    for (int run = 0; run < contest->runs; run++) {
        ours[run] = contest->ours(contest->context);
        if (contest->peer != NULL)
            peer[run] = contest->peer(contest->context);
    }
    print_row(bench, contest, bench_median(ours, contest->runs), contest->peer == NULL ? contest->limit : bench_median(peer, contest->runs));
}

void bench_limit(struct bench *bench, const char *what, double seconds, double limit)
{
    print_row(bench, &(const struct contest){.what = what, .most = 1}, seconds, limit);
}

void bench_limit_bytes(struct bench *bench, const char *what, double bytes, double limit)
{
    print_row(bench, &(const struct contest){.what = what, .most = 1, .kind = AMOUNT_BYTES}, bytes, limit);
}

void bench_time(struct bench *bench, const char *what, double seconds)
{
    print_row(bench, &(const struct contest){.what = what}, seconds, 0);
}

void bench_number(struct bench *bench, const char *what, double ours, double peer, double most)
{
    print_row(bench, &(const struct contest){.what = what, .most = most, .kind = AMOUNT_NUMBER}, ours, peer);
}

/* ---- modes ---- */

static const struct {
    const char *name;
    void (*run)(struct bench *bench);
} parts[] = {
    {"grade", bench_grade},
    {"batch", bench_batch},
    {"log", bench_log},
    {"start", bench_start},
    {"plans", bench_plans},
    {"library", bench_library},
    {"triage", bench_triage},
    {"questions", bench_questions},
    {"journal", bench_journal},
    {"shell", bench_shell},
    {"diagram", bench_diagram},
    {"report", bench_report},
    {"scenario", bench_scenario},
    {"explain", bench_explain},
};

static bool is_wanted(const char *name, int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return true;
    return argc == 0;
}

static int print_table(int argc, char **argv)
{
    struct err err;
    if (argc < 5)
        bench_die("usage: bench table RESPOND FILTER FOLDER [PART…]");
    struct bench bench = {.self = argv[0], .respond = argv[2], .filter = argv[3], .folder = argv[4]};
    if (library_open(&bench.library, NULL, &err) != 0)
        bench_die("%s", err.en);
    print_header();
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (is_wanted(parts[i].name, argc - 5, argv + 5))
            parts[i].run(&bench);
    library_release(&bench.library);
    return bench.missed;
}

static int print_lines(int argc, char **argv)
{
    if (argc != 4)
        bench_die("usage: bench lines complete|partial COUNT");
    struct dice dice = {20210901};
    unsigned long count = strtoul(argv[3], NULL, 10);
    for (unsigned long i = 0; i < count; i++)
        random_line(&dice, strcmp(argv[2], "partial") == 0, i, stdout);
    return fflush(stdout) == 0 ? 0 : 74;
}

static int run_flat_reader(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return flat_reader_run(STDIN_FILENO, STDOUT_FILENO) == 0 ? 0 : 65;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } modes[] = {{"table", print_table}, {"lines", print_lines}, {"flat", run_flat_reader}};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (argc > 1 && strcmp(argv[1], modes[i].name) == 0)
            return modes[i].run(argc, argv);
    fputs("usage: bench table|lines|flat …\n", stderr);
    return 64;
}
