/* The shell on a full journal: any command with 10,000 entries in the incident, and starting with 1,000 incidents. */
#include "tests/bench/bench.h"

#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ENTRIES 10000
#define INCIDENTS 1000
#define RUNS 7

/* ---- a shell to talk to ---- */

struct talk {
    pid_t child;
    FILE *in, *out; /* the shell's */
    char *line;
    size_t capacity;
};

static void talk_open(struct talk *talk, const char *shell, const char *database)
{
    extern char **environ;
    int in[2], out[2];
    posix_spawn_file_actions_t files;
    const char *const argv[] = {shell, "--db", database, "--json", NULL};
    *talk = (struct talk){0};
    if (pipe(in) != 0 || pipe(out) != 0)
        bench_die("no pipe");
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&files, in[1]);
    posix_spawn_file_actions_addclose(&files, out[0]);
    if (posix_spawn(&talk->child, shell, &files, NULL, (char *const *)argv, environ) != 0)
        bench_die("%s does not run", shell);
    posix_spawn_file_actions_destroy(&files);
    close(in[0]);
    close(out[1]);
    talk->in = fdopen(in[1], "w");
    talk->out = fdopen(out[0], "r");
    if (talk->in == NULL || talk->out == NULL)
        bench_die("out of memory");
}

/* Seconds from the command to its answer; a refusal is no answer unless it is wanted. */
static double talk_say(struct talk *talk, const char *command, bool refused)
{
    double start = bench_now();
    fprintf(talk->in, "%s\n", command);
    fflush(talk->in);
    if (getline(&talk->line, &talk->capacity, talk->out) <= 0)
        bench_die("the shell gave no answer to: %s", command);
    double seconds = bench_now() - start;
    if ((strncmp(talk->line, "{\"ok\": true", 11) != 0) != refused)
        bench_die("%s: %s", command, talk->line);
    return seconds;
}

static void talk_close(struct talk *talk)
{
    int status;
    fclose(talk->in);
    fclose(talk->out);
    free(talk->line);
    waitpid(talk->child, &status, 0);
}

/* ---- one incident of many entries ---- */

static void fill_incident(struct talk *talk)
{
    char command[100];
    talk_say(talk, "open construction 工地坍塌", false);
    talk_say(talk, "as office_director 张三", false);
    talk_say(talk, "set deaths=1", false);
    talk_say(talk, "launch 4", false);
    for (int i = 3; i < ENTRIES; i++) {
        static const char *const commands[] = {"note 第%d条", "set deaths=1 serious_injuries=%d", "moment occurrence -%dm", "set endangered=0..%d"};
        snprintf(command, sizeof command, commands[i % 4], 1 + i % 50);
        talk_say(talk, command, false);
    }
}

/* Commands that look are asked several times, and the median counts; one that writes can be said only once. */
static const struct {
    const char *command;
    bool refused, once;
} commands[] = {
    {"incidents", false, false}, {"status", false, false},    {"set deaths=2", false, true}, {"undo", false, true},    {"set deahts=2", true, false},
    {"launch 2", true, false},   {"tasks", false, false},     {"tasks all", false, false},   {"overdue", false, false}, {"conflicts", false, false},
    {"grade", false, false},     {"why", false, false},       {"who", false, false},         {"facts", false, false},   {"moment", false, false},
    {"confirm", false, false},   {"end", true, false},        {"log", false, false},         {"log all", false, false}, {"note 到场", false, true},
    {"task accept city_depts_report", false, true},           {"task reopen city_depts_report", true, false},
    {"help", false, false},      {"plans", false, false},
};

static double time_command(struct talk *talk, size_t index)
{
    double times[RUNS];
    int count = commands[index].once ? 1 : RUNS;
    for (int run = 0; run < count; run++)
        times[run] = talk_say(talk, commands[index].command, commands[index].refused);
    return bench_median(times, count);
}

static void time_commands(struct bench *bench, const char *shell, const char *database)
{
    struct talk talk;
    double slowest = 0;
    const char *which = "";
    char what[100];
    talk_open(&talk, shell, database);
    talk_say(&talk, "resume construction-1", false);
    talk_say(&talk, "as office_director 张三", false);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        double seconds = time_command(&talk, i);
        which = seconds > slowest ? commands[i].command : which;
        slowest = seconds > slowest ? seconds : slowest;
    }
    talk_close(&talk);
    snprintf(what, sizeof what, "slowest shell command at %d entries (%s)", ENTRIES, which);
    bench_limit(bench, what, slowest, 0.050);
}

/* ---- many incidents ---- */

static void fill_incidents(struct talk *talk)
{
    char command[100];
    for (int i = 0; i < INCIDENTS; i++) {
        static const char *const plans[] = {"animal", "construction", "road", "tourism"};
        snprintf(command, sizeof command, "open %s 第%d起", plans[i % 4], i);
        talk_say(talk, command, false);
        talk_say(talk, "moment occurrence -5m", false);
        talk_say(talk, "as 张三", false);
        talk_say(talk, "note 接报", false);
        if (i % 4 != 1)
            continue;
        talk_say(talk, "set deaths=1", false);
        talk_say(talk, "as office_director 张三", false);
        talk_say(talk, "launch 4", false);
    }
}

struct opening {
    const char *shell, *database;
};

static double time_opening(void *context)
{
    const struct opening *opening = context;
    const char *const argv[] = {opening->shell, "--db", opening->database, NULL};
    return bench_program(argv, NULL);
}

/* On a disk in memory where there is one: filling is not what is measured. */
static void make_place(const struct bench *bench, const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/respond-%s-%ld.db", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : bench->folder, name, (long)getpid());
}

void bench_shell(struct bench *bench)
{
    char shell[PATH_MAX], one[PATH_MAX], many[PATH_MAX];
    struct talk talk;
    snprintf(shell, sizeof shell, "%s-shell", bench->respond);
    make_place(bench, "entries", one);
    make_place(bench, "incidents", many);
    talk_open(&talk, shell, one);
    fill_incident(&talk);
    talk_close(&talk);
    time_commands(bench, shell, one);
    talk_open(&talk, shell, many);
    fill_incidents(&talk);
    talk_close(&talk);
    struct opening opening = {shell, many};
    bench_hold(bench, &(struct contest){.what = "start the shell on a journal of 1,000 incidents, end", .ours = time_opening, .context = &opening,
                                        .runs = RUNS, .limit = 0.100, .most = 1});
    remove(one);
    remove(many);
}
