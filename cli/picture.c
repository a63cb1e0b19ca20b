/* Running respond-diagram. See picture.h. */
#define _GNU_SOURCE /* memfd_create, pipe2 */
#include "cli/picture.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/app.h"

#define PROGRAM "respond-diagram"
#define SAID_MAX 1000 /* bytes of its messages that are passed on */

struct child {
    pid_t pid;
    int in;            /* what it reads: a file in memory, so that neither side waits for the other */
    int out[2], said[2];
    int64_t deadline;  /* milliseconds of the monotonic clock */
};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_all(struct child *child)
{
    close_fd(&child->in);
    for (int i = 0; i < 2; i++) {
        close_fd(&child->out[i]);
        close_fd(&child->said[i]);
    }
}

static int fail_system(struct err *err)
{
    return err_set(err, ERR_INTERNAL, "不能运行 " PROGRAM "：%s", "cannot run " PROGRAM ": %s", strerror(errno));
}

static bool write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, data, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        data += written;
        size -= (size_t)written;
    }
    return true;
}

static int open_channels(struct child *child, const struct chart *chart, struct err *err)
{
    struct text json = {0};
    chart_to_json(chart, &json);
    int rc = json.failed ? err_no_memory(err) : 0;
    child->in = rc == 0 ? memfd_create("chart", MFD_CLOEXEC) : -1;
    if (rc == 0 && (child->in < 0 || !write_all(child->in, text_str(&json), json.size) || lseek(child->in, 0, SEEK_SET) != 0 ||
                    pipe2(child->out, O_CLOEXEC) != 0 || pipe2(child->said, O_CLOEXEC) != 0))
        rc = fail_system(err);
    text_release(&json);
    return rc;
}

/* ---- starting it ---- */

/* "HOME=…" and the like, for fonts and their caches; nothing that Graphviz would load code by. */
static void pick_environment(char *environment[4], struct text keep[3])
{
    static const char *const names[] = {"HOME", "XDG_CACHE_HOME", "LSAN_OPTIONS"};
    size_t count = 0;
    environment[count++] = (char *)"LC_ALL=C.UTF-8";
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value == NULL)
            continue;
        text_addf(&keep[i], "%s=%s", names[i], value);
        environment[count++] = keep[i].data;
    }
    environment[count] = NULL;
}

static int spawn(struct child *child, const char *path, char *const *argv)
{
    char *environment[5];
    struct text keep[3] = {{0}};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    pick_environment(environment, keep);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&files, child->in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, child->out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, child->said[1], STDERR_FILENO);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    int failed = posix_spawn(&child->pid, path, &files, &attributes, argv, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    for (size_t i = 0; i < 3; i++)
        text_release(&keep[i]);
    return failed;
}

static int start(struct child *child, enum picture_format format, struct err *err)
{
    char path[PATH_MAX];
    char *const argv[] = {(char *)PROGRAM, (char *)"--format", (char *)picture_format_ids[format], NULL};
    if (!app_beside(PROGRAM, path))
        return fail_system(err);
    errno = spawn(child, path, argv);
    child->deadline = now() + PICTURE_SECONDS * 1000;
    close_fd(&child->out[1]);
    close_fd(&child->said[1]);
    if (errno == 0)
        return 0;
    child->pid = 0;
    return errno == ENOENT || errno == EACCES
               ? err_set(err, ERR_NO_INPUT, "没有画图程序：%s", "the program that draws is not there: %s", path)
               : fail_system(err);
}

/* ---- hearing it out ---- */

/* Take what is there; a stream that has ended is closed. */
static void take(int *fd, struct text *text, size_t most)
{
    char block[65536];
    ssize_t got = read(*fd, block, sizeof block);
    if (got < 0 && errno == EINTR)
        return;
    if (got <= 0)
        close_fd(fd);
    else if (text->size < most)
        text_add(text, block, (size_t)got);
}

/* How hearing it out ended. */
enum hearing { HEARD, TOO_LATE, TOO_MUCH };

/* Until both of its streams have ended, its time is up, or it has said too much. */
static enum hearing listen_to(struct child *child, struct text *out, struct text *said)
{
    while (child->out[0] >= 0 || child->said[0] >= 0) {
        struct pollfd polled[] = {{.fd = child->out[0], .events = POLLIN}, {.fd = child->said[0], .events = POLLIN}};
        int64_t left = child->deadline - now();
        if (left <= 0 || out->size >= PICTURE_BYTES_MAX)
            return left <= 0 ? TOO_LATE : TOO_MUCH;
        if (poll(polled, 2, (int)left) <= 0)
            continue;
        if (polled[0].revents != 0)
            take(&child->out[0], out, PICTURE_BYTES_MAX);
        if (polled[1].revents != 0)
            take(&child->said[0], said, SAID_MAX);
    }
    return HEARD;
}

/* A program that has closed its streams may go on running: no longer than it may. */
static int wait_for(struct child *child, bool in_time)
{
    int status = 0;
    for (;;) {
        pid_t got = waitpid(child->pid, &status, in_time ? WNOHANG : 0);
        if (got == child->pid)
            return status;
        if (got < 0 && errno != EINTR)
            return -1;
        if (in_time && now() > child->deadline) {
            kill(child->pid, SIGKILL);
            in_time = false;
        } else if (in_time) {
            poll(NULL, 0, 5);
        }
    }
}

static int judge(int status, enum hearing hearing, struct text *said, struct err *err)
{
    while (said->size > 0 && said->data[said->size - 1] == '\n')
        said->data[--said->size] = '\0';
    if (hearing == TOO_MUCH)
        return err_set(err, ERR_INTERNAL, "画图程序画出的图超过 %u 字节，已停止", "the program that draws made more than %u bytes: stopped", PICTURE_BYTES_MAX);
    if (hearing == TOO_LATE)
        return err_set(err, ERR_INTERNAL, "画图程序 %d 秒没有画完，已停止", "the program that draws did not finish in %d seconds: stopped", PICTURE_SECONDS);
    if (status == -1 || !WIFEXITED(status))
        return err_set(err, ERR_INTERNAL, "画图程序被信号 %d 终止", "the program that draws was ended by signal %d",
                       status != -1 && WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    if (WEXITSTATUS(status) != 0)
        return err_set(err, ERR_INTERNAL, "画图程序失败（退出码 %d）：%.300s", "the program that draws failed (exit status %d): %.300s", WEXITSTATUS(status),
                       said->size > 0 ? text_str(said) : "-");
    return 0;
}

static int hear(struct child *child, struct text *out, struct err *err)
{
    struct text said = {0};
    size_t before = out->size;
    enum hearing hearing = listen_to(child, out, &said);
    if (hearing != HEARD)
        kill(child->pid, SIGKILL);
    int status = wait_for(child, hearing == HEARD);
    int rc = judge(status, hearing == HEARD && now() > child->deadline ? TOO_LATE : hearing, &said, err);
    if (rc == 0 && out->failed)
        rc = err_no_memory(err);
    if (rc == 0 && out->size == before)
        rc = err_set(err, ERR_INTERNAL, "画图程序什么也没有画", "the program that draws drew nothing");
    text_release(&said);
    return rc;
}

int picture_draw(const struct chart *chart, enum picture_format format, struct text *out, struct err *err)
{
    struct child child = {.in = -1, .out = {-1, -1}, .said = {-1, -1}};
    int rc = open_channels(&child, chart, err);
    if (rc == 0)
        rc = start(&child, format, err);
    if (rc == 0)
        rc = hear(&child, out, err);
    close_all(&child);
    return rc;
}

/* ---- files ---- */

static int fail_write(const char *path, struct err *err)
{
    return err_set(err, ERR_IO, "写不了 %s：%s", "cannot write %s: %s", text_clip(path, strlen(path)).str, strerror(errno));
}

static bool fill(int fd, const struct text *data)
{
    bool written = write_all(fd, text_str(data), data->size);
    return (close(fd) == 0) && written;
}

/* Beside its place first, then in it at once; a file that is there keeps who may read it. */
static int replace(const char *path, const struct text *data, struct err *err)
{
    struct stat st;
    struct text beside = {0};
    const char *slash = strrchr(path, '/');
    text_add(&beside, path, slash == NULL ? 0 : (size_t)(slash + 1 - path));
    text_add_str(&beside, ".respond-XXXXXX");
    mode_t mask = umask(0), mode = stat(path, &st) == 0 ? st.st_mode & 0777 : 0666 & ~mask;
    umask(mask);
    int fd = beside.failed ? -1 : mkostemp(beside.data, O_CLOEXEC);
    int rc = fd < 0 ? fail_write(path, err) : 0;
    if (rc == 0 && (fchmod(fd, mode) != 0 || !fill(fd, data) || rename(beside.data, path) != 0)) {
        rc = fail_write(path, err);
        unlink(beside.data);
    }
    text_release(&beside);
    return rc;
}

/* Where a file is or would be: a link stays a link. The caller's to free. */
static char *find_place(const char *path)
{
    char *real = realpath(path, NULL), target[PATH_MAX];
    ssize_t size = real == NULL ? readlink(path, target, sizeof target - 1) : -1;
    if (size < 0)
        return real != NULL ? real : strdup(path);
    target[size] = '\0'; /* a link to what is not there yet */
    const char *slash = strrchr(path, '/');
    struct text place = {0};
    text_add(&place, path, target[0] == '/' || slash == NULL ? 0 : (size_t)(slash + 1 - path));
    text_add_str(&place, target);
    return place.data;
}

int picture_write(const char *path, const struct text *data, struct err *err)
{
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (!there && errno != ENOENT)
        return fail_write(path, err);
    if (!there || S_ISREG(st.st_mode)) {
        char *place = find_place(path);
        int rc = place == NULL ? err_no_memory(err) : replace(place, data, err);
        free(place);
        return rc;
    }
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return fd < 0 || !fill(fd, data) ? fail_write(path, err) : 0;
}

int picture_put(const struct app *app, const char *path, const struct text *data, struct err *err)
{
    if (path != NULL)
        return picture_write(path, data, err);
    fwrite(text_str(data), 1, data->size, app->out);
    return 0;
}
