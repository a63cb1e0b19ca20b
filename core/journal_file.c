/* The journal's file. See journal_file.h. */
#include "core/journal_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/journal_sql.h"

static int fail_errno(struct err *err, int error)
{
    return err_set(err, ERR_IO, "打不开日志：%s", "cannot open the journal: %s", strerror(error));
}

/* ---- a missing file ---- */

/* A new name is only safe once its folder is on the disk. */
static int sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES ? 0 : -1; /* a folder that we may write but not list */
    int rc = fsync(fd) == 0 || errno == EINVAL ? 0 : -1; /* EINVAL: a file system without it */
    close(fd);
    return rc;
}

/* The folder of the path's part that ends at `end`. `path` is a copy and is changed meanwhile. */
static int sync_parent(char *path, char *end)
{
    char *slash = end;
    while (slash > path && slash[-1] != '/')
        slash--;
    if (slash == path)
        return sync_folder(".");
    char kept = *slash;
    *slash = '\0';
    int rc = sync_folder(path);
    *slash = kept;
    return rc;
}

static int make_parents(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0700) == 0;
        int error = errno;
        *slash = '/';
        if (made ? sync_parent(path, slash) != 0 : error != EEXIST && error != EROFS && error != EACCES) {
            errno = made ? errno : error;
            return -1;
        }
    }
    return 0;
}

static int create(char *path, bool *created)
{
    if (make_parents(path) != 0)
        return -1;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == EEXIST ? 0 : -1;
    close(fd);
    *created = true;
    return sync_parent(path, path + strlen(path));
}

static int create_missing(const char *path, bool *created, struct err *err)
{
    char *copy = strdup(path);
    if (copy == NULL)
        return err_no_memory(err);
    int rc = create(copy, created);
    int error = errno;
    free(copy);
    return rc == 0 ? 0 : fail_errno(err, error);
}

/* ---- a file that is there ---- */

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/*
 * Another program's database must not even be recovered or taken out of WAL mode, as opening does; and SQLite takes a file of one
 * byte for an empty one. Whatever else is no SQLite file is left for SQLite to refuse, after it has rolled back what a power cut left
 * of ours.
 */
static int check_header(int fd, struct err *err)
{
    unsigned char header[100];
    ssize_t got = pread(fd, header, sizeof header, 0);
    if (got < 0)
        return fail_errno(err, errno);
    if (got > 0 && (size_t)got < sizeof header)
        return err_set(err, ERR_VALUE, "这不是 respond 的日志", "this is not a journal of respond");
    if ((size_t)got == sizeof header && memcmp(header, "SQLite format 3", 16) == 0 && big_endian(header + 68) != JOURNAL_APPLICATION_ID)
        return err_set(err, ERR_VALUE, "这是别的程序的数据库，不是 respond 的日志", "this is another program's database, not a journal of respond");
    return 0;
}

static int check_kind(const struct stat *st, enum journal_mode mode, struct err *err)
{
    if (S_ISLNK(st->st_mode))
        return err_set(err, ERR_NO_INPUT, "是符号链接；请给出日志文件本身的路径", "a symbolic link; give the path of the journal file itself");
    if (!S_ISREG(st->st_mode))
        return err_set(err, ERR_NO_INPUT, "不是普通文件", "not a regular file");
    if (mode != JOURNAL_READ && geteuid() != 0 && st->st_uid != geteuid())
        return err_set(err, ERR_IO, "日志属于另一个用户，不能写", "the journal belongs to another user and is not to be written");
    return 0;
}

/* The name may have come to mean something else since it was looked at: O_NONBLOCK, and look again. */
static int check_found(const char *path, enum journal_mode mode, struct err *err)
{
    struct stat st;
    int access = mode == JOURNAL_READ ? O_RDONLY : O_RDWR;
    int fd = open(path, access | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 && access == O_RDWR && (errno == EACCES || errno == EROFS || errno == EPERM))
        return err_set(err, ERR_IO, "日志只读，不能写", "the journal is read-only");
    if (fd < 0)
        return fail_errno(err, errno);
    int rc = fstat(fd, &st) != 0 ? fail_errno(err, errno) : check_kind(&st, mode, err);
    if (rc == 0)
        rc = check_header(fd, err);
    close(fd);
    return rc;
}

int journal_file_prepare(const char *path, enum journal_mode mode, bool *created, struct err *err)
{
    struct stat st;
    *created = false;
    int found = lstat(path, &st);
    if (found != 0 && errno == ENOENT && mode == JOURNAL_CREATE) {
        if (create_missing(path, created, err) != 0)
            return -1;
        found = lstat(path, &st);
    }
    if (found != 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(err, ERR_NO_INPUT, "没有这个日志文件", "there is no such journal file");
    if (found != 0)
        return fail_errno(err, errno);
    return check_kind(&st, mode, err) == 0 ? check_found(path, mode, err) : -1;
}
