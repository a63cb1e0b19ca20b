/* Reading whole files. See file.h. */
#define _POSIX_C_SOURCE 200809L
#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail_errno(struct err *err, int error)
{
    return err_set(err, error == ENOENT || error == ENOTDIR ? ERR_NO_INPUT : ERR_IO, "读不了：%s", "cannot read: %s", strerror(error));
}

static int fail_large(struct err *err, size_t limit)
{
    return err_set(err, ERR_LIMIT, "文件超过 %zu MiB 的上限", "the file is larger than the limit of %zu MiB", limit >> 20);
}

static int read_all(int fd, size_t limit, struct text *text, struct err *err)
{
    char chunk[65536];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_errno(err, errno);
        if (got == 0)
            return text->failed ? err_no_memory(err) : 0;
        if (text->size + (size_t)got > limit)
            return fail_large(err, limit);
        text_add(text, chunk, (size_t)got);
    }
}

/* Opened without waiting, since a pipe would wait for somebody to write; then waiting is turned on again. */
static int open_file(const char *path, size_t limit, bool pipe, struct err *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return fail_errno(err, errno);
    if (fstat(fd, &st) != 0 || fcntl(fd, F_SETFL, O_RDONLY) != 0)
        fail_errno(err, errno);
    else if (!S_ISREG(st.st_mode) && !(pipe && S_ISFIFO(st.st_mode)))
        err_set(err, ERR_NO_INPUT, "不是普通文件", "not a regular file");
    else if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size > limit)
        fail_large(err, limit);
    else
        return fd;
    close(fd);
    return -1;
}

static int read_file(const char *path, size_t limit, bool pipe, struct text *text, struct err *err)
{
    int fd = open_file(path, limit, pipe, err);
    int rc = fd < 0 ? -1 : read_all(fd, limit, text, err);
    if (fd >= 0)
        close(fd);
    if (rc != 0)
        err_set_file(err, path);
    return rc;
}

int file_read(const char *path, size_t limit, struct text *text, struct err *err)
{
    return read_file(path, limit, false, text, err);
}

int file_read_pipe(const char *path, size_t limit, struct text *text, struct err *err)
{
    return read_file(path, limit, true, text, err);
}
