/* The history file. See history.h. */
#define _DEFAULT_SOURCE /* flock */
#include "cli/history.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* $XDG_STATE_HOME/respond; the XDG specification has relative paths ignored. */
static bool find_folder(struct text *path)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state != NULL && state[0] == '/')
        text_addf(path, "%s/respond", state);
    else if (home != NULL && home[0] == '/')
        text_addf(path, "%s/.local/state/respond", home);
    return path->size > 0 && !path->failed;
}

/* Make the folder and those above it, as far as they are missing. */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    mkdir(path, 0700);
}

static bool is_ours(int fd, mode_t type)
{
    struct stat st;
    return fstat(fd, &st) == 0 && (st.st_mode & S_IFMT) == type && st.st_uid == geteuid();
}

static int open_file(const char *folder)
{
    int fd = -1, dir = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (dir < 0)
        return -1;
    if (is_ours(dir, S_IFDIR))
        fd = openat(dir, "history", O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    close(dir);
    if (fd >= 0 && (!is_ours(fd, S_IFREG) || fchmod(fd, 0600) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, data, size);
        if (written <= 0)
            return false;
        data += written;
        size -= (size_t)written;
    }
    return true;
}

/* Read the last HISTORY_KEPT bytes; when the file has grown to twice that, it is cut down to them, unless another shell is at it. */
static void read_lines(int fd, struct text *lines)
{
    char block[4096];
    off_t size = lseek(fd, 0, SEEK_END), at = size > HISTORY_KEPT ? size - HISTORY_KEPT : 0;
    ssize_t got;
    bool in_line = at > 0; /* the first line may be half a line */
    while ((got = pread(fd, block, sizeof block, at)) > 0) {
        at += got;
        char *start = in_line ? memchr(block, '\n', (size_t)got) : block;
        if (start == NULL)
            continue;
        start += in_line;
        in_line = false;
        text_add(lines, start, (size_t)(block + got - start));
    }
    if (size <= 2 * (off_t)HISTORY_KEPT || lines->failed || flock(fd, LOCK_EX | LOCK_NB) != 0)
        return;
    if (ftruncate(fd, 0) == 0)
        write_all(fd, text_str(lines), lines->size);
    flock(fd, LOCK_UN);
}

int history_open(struct text *lines)
{
    struct text folder = {0};
    int fd = -1;
    if (find_folder(&folder)) {
        make_folders(folder.data);
        fd = open_file(folder.data);
    }
    text_release(&folder);
    if (fd < 0)
        return -1;
    read_lines(fd, lines);
    return fd;
}

void history_append(int file, const char *line)
{
    struct text text = {0};
    text_addf(&text, "%s\n", line);
    if (file >= 0 && !text.failed)
        write_all(file, text.data, text.size);
    text_release(&text);
}

void history_close(int file)
{
    if (file >= 0)
        close(file);
}
