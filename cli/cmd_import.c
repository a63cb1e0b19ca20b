/*
 * respond import FILE|-: exported lines into a journal, all of them or none.
 *
 * A journal that is not there yet is made beside its place and put there whole: nobody ever sees half of it, and a refused import
 * leaves none behind.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/database.h"

/* The longest line of an entry: every byte of its texts written as an escape. */
#define LINE_MAX_SIZE (JOURNAL_BODY_MAX + 5 * 6 * JOURNAL_TEXT_MAX + 1024)
#define PIECE 65536

/* ---- lines ---- */

struct source {
    const char *name; /* as it was given */
    int fd;
    char *buffer; /* LINE_MAX_SIZE + PIECE */
    size_t start, size;
    bool ended;
    unsigned line; /* number of the last line given */
};

static int fail_errno(const struct source *source, int error, struct err *err)
{
    err_set(err, error == ENOENT || error == ENOTDIR ? ERR_NO_INPUT : ERR_IO, "读不了：%s", "cannot read: %s", strerror(error));
    err_set_file(err, source->name);
    return -1;
}

static int fill(struct source *source, struct err *err)
{
    memmove(source->buffer, source->buffer + source->start, source->size - source->start);
    source->size -= source->start;
    source->start = 0;
    ssize_t got;
    do
        got = read(source->fd, source->buffer + source->size, PIECE);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail_errno(source, errno, err);
    source->size += (size_t)got;
    source->ended = got == 0;
    return 0;
}

/* A file or a pipe. Opened without waiting, since a pipe would wait for somebody to write; then waiting is turned on again. */
static int open_input(struct source *source, int standard, struct err *err)
{
    struct stat st;
    if (strcmp(source->name, "-") == 0) {
        source->fd = dup(standard);
        return source->fd < 0 ? fail_errno(source, errno, err) : 0;
    }
    source->fd = open(source->name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (source->fd < 0 || fstat(source->fd, &st) != 0 || fcntl(source->fd, F_SETFL, O_RDONLY) != 0)
        return fail_errno(source, errno, err);
    if (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode))
        return 0;
    err_set(err, ERR_NO_INPUT, "不是普通文件", "not a regular file");
    err_set_file(err, source->name);
    return -1;
}

static void source_close(struct source *source)
{
    if (source->fd >= 0)
        close(source->fd);
    free(source->buffer);
}

/* With its first piece, so that an empty one is refused before anything is made. */
static int source_open(struct source *source, const char *name, int standard, struct err *err)
{
    *source = (struct source){.name = name, .fd = -1, .buffer = malloc(LINE_MAX_SIZE + PIECE)};
    if (source->buffer == NULL)
        return err_no_memory(err);
    if (open_input(source, standard, err) == 0 && fill(source, err) == 0) {
        if (source->size > 0)
            return 0;
        err_set(err, ERR_NO_INPUT, "是空的，没有可导入的记录", "empty: there are no entries to import");
        err_set_file(err, name);
    }
    source_close(source);
    return -1;
}

/* Put the place of a flaw into `err`, unless it is of the journal's making. */
static int in_line(const struct source *source, struct err *err)
{
    if (err->file[0] != '\0' || err->code == ERR_MEMORY)
        return -1;
    err_set_file(err, source->name);
    err->line = source->line;
    err->column = err->column == 0 ? 1 : err->column;
    return -1;
}

/* 1 with the next line, 0 at the end, -1. */
static int next_line(struct source *source, const char **line, size_t *size, struct err *err)
{
    for (;;) {
        size_t left = source->size - source->start;
        *line = source->buffer + source->start;
        const char *newline = memchr(*line, '\n', left);
        if (newline != NULL || (source->ended && left > 0)) {
            source->line++;
            *size = newline == NULL ? left : (size_t)(newline - *line);
            source->start += *size + (newline != NULL);
            return 1;
        }
        if (source->ended)
            return 0;
        if (left > LINE_MAX_SIZE) {
            source->line++;
            err_set(err, ERR_LIMIT, "一行超过 %u KiB，不会是一条记录", "a line longer than %u KiB is no entry", LINE_MAX_SIZE >> 10);
            return in_line(source, err);
        }
        if (fill(source, err) != 0)
            return -1;
    }
}

/* ---- entries ---- */

static int import_line(struct journal *journal, const struct source *source, const char *line, size_t size, struct err *err)
{
    int rc;
    if (size > 0 && line[size - 1] == '\r') {
        rc = err_set(err, ERR_VALUE, "行尾是 CRLF：换行符被改过，请用导出的原文件",
                     "the line ends with CRLF: line ends were changed; use the file as it was exported");
    } else {
        rc = journal_import(journal, line, size, err);
    }
    return rc == 0 ? 0 : in_line(source, err);
}

static int import_lines(struct journal *journal, struct source *source, uint64_t *count, struct err *err)
{
    const char *line;
    size_t size;
    int more;
    if (journal_import_begin(journal, err) != 0)
        return -1;
    for (*count = 0; (more = next_line(source, &line, &size, err)) == 1; ++*count)
        if ((more = import_line(journal, source, line, size, err)) != 0)
            break;
    if (more == 0)
        return journal_import_end(journal, true, err);
    journal_import_end(journal, false, NULL);
    return -1;
}

/* What an import did. */
struct imported {
    uint64_t count, seq;
    char head[JOURNAL_HEX_SIZE];
};

static int import_into(const char *path, struct source *source, struct imported *imported, struct err *err)
{
    struct journal *journal = journal_open(path, JOURNAL_CREATE, err);
    if (journal == NULL)
        return -1;
    int rc = import_lines(journal, source, &imported->count, err);
    if (rc == 0)
        rc = journal_head(journal, &imported->seq, imported->head, err);
    journal_close(journal);
    return rc;
}

/* ---- a journal that is not there yet ---- */

/* A new name is only safe once its folder is on the disk; one that we may write but not list, and file systems without it, have to do. */
static int sync_folder(const char *path)
{
    char folder[PATH_MAX] = ".";
    const char *slash = strrchr(path, '/');
    if (slash != NULL)
        snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES ? 0 : -1;
    int rc = fsync(fd) == 0 || errno == EINVAL ? 0 : -1;
    int error = errno;
    close(fd);
    errno = error;
    return rc;
}

/* Unlike a renaming, a link never replaces a journal that somebody has made meanwhile. */
static int put_in_place(const char *made, const char *path, struct err *err)
{
    if (link(made, path) == 0 && unlink(made) == 0 && sync_folder(path) == 0)
        return 0;
    int error = errno;
    if (error == EEXIST)
        err_set(err, ERR_CONFLICT, "别处刚刚建了这个日志；没有导入，请再看一看", "the journal was just made elsewhere; nothing was imported: look again");
    else
        err_set(err, ERR_IO, "日志放不到位：%s", "cannot put the journal in its place: %s", strerror(error));
    return -1;
}

static int import_new(const struct app *app, const char *path, struct source *source, struct imported *imported, struct err *err)
{
    char made[PATH_MAX];
    int size = snprintf(made, sizeof made, "%s.import-%lld-%ld", path, (long long)app->clock.now(), (long)getpid());
    if (size < 0 || (size_t)size >= sizeof made)
        return err_set(err, ERR_IO, "日志的路径太长", "the journal's path is too long");
    int rc = import_into(made, source, imported, err);
    bool ours = rc == 0 || strcmp(err->file, source->name) != 0;
    if (rc == 0)
        rc = put_in_place(made, path, err);
    if (rc == 0)
        return 0;
    unlink(made);
    if (ours)
        err_set_file(err, path);
    return -1;
}

/* ---- the command ---- */

static int import(const struct app *app, const char *name, struct imported *imported, struct err *err)
{
    struct stat st;
    struct source source;
    char buffer[PATH_MAX];
    const char *path = database_path(app, buffer, err);
    if (path == NULL || source_open(&source, name, fileno(app->in), err) != 0)
        return -1;
    bool missing = lstat(path, &st) != 0 && errno == ENOENT;
    int rc = missing ? import_new(app, path, &source, imported, err) : import_into(path, &source, imported, err);
    source_close(&source);
    return rc;
}

int run_import(struct app *app, const struct args *args)
{
    struct err err;
    struct imported imported = {0};
    if (import(app, args->words[0], &imported, &err) != 0)
        return app_fail(app, &err);
    unsigned long long count = imported.count, seq = imported.seq;
    if (args_has(args, "--json"))
        fprintf(app->out, "{\"imported\":%llu,\"seq\":%llu,\"hash\":\"%s\"}\n", count, seq, imported.head);
    else
        fprintf(app->out, app_say(app, "已导入 %llu 条。链头：\n%llu %s\n", "%llu entries were imported. Head:\n%llu %s\n"), count, seq, imported.head);
    return 0;
}
