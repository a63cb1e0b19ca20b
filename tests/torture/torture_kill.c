/*
 * Processes that are killed while they append. Each says on a pipe what was acknowledged to it. Whatever it was that it died in,
 * what it has said must be there, and beside that at most the one entry that it was about.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/torture/faulty_vfs.h"
#include "tests/torture/said.h"
#include "tests/torture/torture.h"

#define LIVES_MAX 2
#define WRITERS_MAX 2
#define APPENDS_MAX 64 /* of a life; then it waits for its end */
#define TAGS (APPENDS_MAX + 1)
#define SAID_BEFORE 5  /* a victim is killed after fewer acknowledgements than these */
#define FIRST_US 4000  /* or, before any, within this time: it may not even have opened the journal */
#define PATIENCE_S 600 /* a victim that nobody kills: whoever should have is dead, or hangs */

/* ---- the victim ---- */

/* Busy is no failure: nothing was written, and a slow machine may well keep one process waiting for five seconds. */
static void append(struct journal *journal, struct tagged *tagged)
{
    struct err err = {.code = ERR_BUSY};
    int rc = -1;
    while (rc != 0 && err.code == ERR_BUSY)
        rc = journal_append(journal, &tagged->entry, JOURNAL_ANY, &err);
    if (rc != 0)
        torture_fail("a victim cannot append: %s", err.en);
}

static void be_victim(const char *path, int mouth, unsigned long tag, unsigned long appends)
{
    struct journal *journal = torture_open(path);
    for (unsigned long i = 0; i < appends; i++) {
        struct tagged tagged;
        tagged_make(&tagged, tag + i);
        append(journal, &tagged);
        struct acknowledged acknowledged = said_acknowledged(&tagged);
        if (write(mouth, &acknowledged, sizeof acknowledged) != sizeof acknowledged)
            torture_fail("nobody listens to a victim");
    }
    journal_close(journal);
}

struct victim {
    pid_t pid;
    int ear;
    unsigned long tag; /* of the next entry that it is to say */
};

/* In the child: the pipe to speak into; in the parent: -1. */
static int start(struct victim *victim, unsigned long tag)
{
    int ends[2];
    if (pipe(ends) != 0)
        torture_fail("no pipe: %s", strerror(errno));
    *victim = (struct victim){.pid = fork(), .ear = ends[0], .tag = tag};
    if (victim->pid < 0)
        torture_fail("no process: %s", strerror(errno));
    close(ends[victim->pid == 0 ? 0 : 1]);
    if (victim->pid == 0)
        alarm(PATIENCE_S);
    return victim->pid == 0 ? ends[1] : -1;
}

/* Returns false when it is dead and has said all. */
static bool listen_to(struct victim *victim, struct said *said)
{
    struct acknowledged acknowledged;
    ssize_t got = read(victim->ear, &acknowledged, sizeof acknowledged);
    if (got == 0)
        return false;
    if (got != sizeof acknowledged || acknowledged.tag != victim->tag)
        torture_fail("a victim does not speak clearly");
    said_yes(said, acknowledged);
    victim->tag++;
    return true;
}

/* What it was about may be there. Returns whether it was killed, and had not simply come to its end. */
static bool bury(struct victim *victim, struct said *said)
{
    int status;
    while (listen_to(victim, said))
        ;
    close(victim->ear);
    if (waitpid(victim->pid, &status, 0) != victim->pid)
        torture_fail("no victim: %s", strerror(errno));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return false;
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
        torture_fail("a victim died by itself");
    said_perhaps(said, victim->tag);
    return true;
}

static void settle(struct round *round, struct said *said)
{
    size_t before = said->yes_count;
    said_check(said, round->path);
    round->figures[2] += said->yes_count - before;
}

/* ---- at any moment ---- */

static void sleep_ns(uint64_t ns)
{
    nanosleep(&(const struct timespec){.tv_sec = (time_t)(ns / 1000000000), .tv_nsec = (long)(ns % 1000000000)}, NULL);
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void must_hear(struct victim *victim, struct said *said)
{
    if (!listen_to(victim, said))
        torture_fail("a victim died by itself");
}

/*
 * Somewhere in an append, be the machine fast or slow: as far into it as a share of what the last one took. What the victim said
 * before now does not count, so that it is seen to go on when another one has just died.
 */
static void await_moment(struct victim *victim, struct said *said, uint64_t *dice)
{
    unsigned long last = victim->tag + APPENDS_MAX;
    uint64_t pace = FIRST_US * UINT64_C(1000), heard = torture_random(dice) % SAID_BEFORE;
    while (poll(&(struct pollfd){.fd = victim->ear, .events = POLLIN}, 1, 0) > 0)
        must_hear(victim, said);
    for (uint64_t i = 0; i < heard && victim->tag < last; i++) {
        uint64_t from = now_ns();
        must_hear(victim, said);
        pace = now_ns() - from;
    }
    sleep_ns(torture_random(dice) % (pace + 1));
}

/* A child speaks with its own mouth only: it must not keep another's pipe open. */
static void start_writer(struct victim *victims, unsigned which, const char *path, unsigned long tag)
{
    int mouth = start(&victims[which], tag);
    if (mouth < 0)
        return;
    for (unsigned i = 0; i < which; i++)
        close(victims[i].ear);
    be_victim(path, mouth, tag, APPENDS_MAX);
    poll(&(struct pollfd){.fd = mouth}, 1, -1); /* until whoever listens is dead */
    _exit(1);
}

/* One or two writers: where there are two, the second one goes on over the first one's body. */
static void live_and_die(struct round *round, struct said *said, unsigned long tag)
{
    struct victim victims[WRITERS_MAX];
    unsigned writers = torture_random(&round->dice) % 3 == 0 ? 2 : 1;
    for (unsigned i = 0; i < writers; i++)
        start_writer(victims, i, round->path, tag + i * TAGS);
    for (unsigned i = 0; i < writers; i++) {
        await_moment(&victims[i], said, &round->dice);
        kill(victims[i].pid, SIGKILL);
        if (!bury(&victims[i], said))
            torture_fail("a victim was not killed");
        round->figures[0]++;
    }
}

/* A journal that is written by several processes one after the other; what one leaves is put right by a reader or by the next. */
void torture_kill(struct round *round)
{
    struct said said = {.where = "killed"};
    unsigned long lives = 1 + torture_random(&round->dice) % LIVES_MAX;
    for (unsigned long life = 0; life < lives; life++) {
        live_and_die(round, &said, life * WRITERS_MAX * TAGS);
        round->figures[1] = said.yes_count - round->figures[2];
        if (life + 1 == lives || torture_random(&round->dice) % 2 == 0)
            settle(round, &said);
    }
}

/* ---- at any call ---- */

#define APPENDS 4
#define MENDING_CALLS 60 /* about as many as putting it right and an append take */

/* Returns whether it got as far as the call that it was to die in. */
static bool die_at(struct round *round, struct said *said, unsigned call, unsigned long tag)
{
    struct victim victim;
    int mouth = start(&victim, tag);
    if (mouth >= 0) {
        faulty_plan(faulty_register(), &(const struct fault){.kind = FAULT_DEATH, .at = call});
        be_victim(round->path, mouth, tag, APPENDS);
        _exit(0);
    }
    bool died = bury(&victim, said);
    round->figures[0] += died;
    return died;
}

/* The next process goes on with what is left, and may die of that. */
void torture_die_anywhere(struct round *round)
{
    bool died = true;
    for (unsigned call = 1; died; call++) {
        struct said said = {.yes_count = 0};
        unsigned long found = round->figures[2];
        snprintf(said.where, sizeof said.where, "died at call %u", call);
        torture_remove(round->path);
        died = die_at(round, &said, call, 0);
        if (torture_random(&round->dice) % 2 == 0)
            settle(round, &said);
        die_at(round, &said, 1 + (unsigned)(torture_random(&round->dice) % MENDING_CALLS), APPENDS + 1);
        settle(round, &said);
        round->figures[1] += said.yes_count - (round->figures[2] - found);
    }
}
