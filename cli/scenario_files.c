/* Finding scenario files. See scenario_files.h. */
#define _DEFAULT_SOURCE /* lstat on what readdir gives */
#include "cli/scenario_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/text.h"

static int keep(struct scenario_files *files, const char *path, struct err *err)
{
    if (files->count == SCENARIO_FILES_MAX)
        return err_set(err, ERR_LIMIT, "情景文件超过 %d 个", "there are more than %d scenario files", SCENARIO_FILES_MAX);
    if (files->count == files->capacity) {
        size_t capacity = files->capacity == 0 ? 64 : files->capacity * 2;
        char **grown = realloc(files->paths, capacity * sizeof *grown);
        if (grown == NULL)
            return err_no_memory(err);
        files->paths = grown;
        files->capacity = capacity;
    }
    files->paths[files->count] = strdup(path);
    return files->paths[files->count] == NULL ? err_no_memory(err) : (files->count++, 0);
}

static int skip_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool is_scenario(const char *name)
{
    size_t size = strlen(name);
    return size > 5 && strcmp(name + size - 5, ".json") == 0 && strstr(name, ".schema.json") == NULL;
}

/* A folder below which nothing was read yet; what is found there is put behind the others. */
struct folder {
    char *path;
    int depth;
};

struct walk {
    struct folder *folders; /* still to be read: the last one first */
    size_t count, capacity;
};

static int push(struct walk *walk, const char *path, int depth, struct err *err)
{
    if (walk->count == walk->capacity) {
        size_t capacity = walk->capacity == 0 ? 16 : walk->capacity * 2;
        struct folder *grown = realloc(walk->folders, capacity * sizeof *grown);
        if (grown == NULL)
            return err_no_memory(err);
        walk->folders = grown;
        walk->capacity = capacity;
    }
    walk->folders[walk->count] = (struct folder){strdup(path), depth};
    return walk->folders[walk->count].path == NULL ? err_no_memory(err) : (walk->count++, 0);
}

static int take_entry(struct scenario_files *files, struct walk *walk, const struct folder *folder, const char *name, struct err *err)
{
    struct text path = {0};
    struct stat st;
    text_addf(&path, "%s/%s", folder->path, name);
    int rc = path.failed ? err_no_memory(err) : 0;
    if (rc == 0 && lstat(text_str(&path), &st) == 0) {
        if (S_ISDIR(st.st_mode) && folder->depth < SCENARIO_FOLDERS_DEEP)
            rc = push(walk, text_str(&path), folder->depth + 1, err);
        else if (S_ISREG(st.st_mode) && is_scenario(name))
            rc = keep(files, text_str(&path), err);
    }
    text_release(&path);
    return rc;
}

static int read_folder(struct scenario_files *files, struct walk *walk, const struct folder *folder, struct err *err)
{
    struct dirent **entries;
    int count = scandir(folder->path, &entries, skip_hidden, alphasort), rc = 0;
    if (count < 0)
        return err_set(err, ERR_IO, "读不了 %s：%s", "cannot read %s: %s", text_clip(folder->path, strlen(folder->path)).str, strerror(errno));
    for (int i = 0; i < count; i++) {
        if (rc == 0)
            rc = take_entry(files, walk, folder, entries[i]->d_name, err);
        free(entries[i]);
    }
    free(entries);
    return rc;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int add_folder(struct scenario_files *files, const char *path, struct err *err)
{
    struct walk walk = {.folders = NULL};
    size_t first = files->count;
    int rc = push(&walk, path, 0, err);
    while (rc == 0 && walk.count > 0) {
        struct folder folder = walk.folders[--walk.count];
        rc = read_folder(files, &walk, &folder, err);
        free(folder.path);
    }
    while (walk.count > 0)
        free(walk.folders[--walk.count].path);
    free(walk.folders);
    if (rc == 0 && files->count == first)
        rc = err_set(err, ERR_NO_INPUT, "%s 里没有情景文件（*.json）", "there is no scenario (*.json) in %s", text_clip(path, strlen(path)).str);
    if (rc == 0)
        qsort(files->paths + first, files->count - first, sizeof *files->paths, compare_paths);
    return rc;
}

int scenario_files_add(struct scenario_files *files, const char *path, struct err *err)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return err_set(err, ERR_NO_INPUT, "没有这个文件或文件夹：%s", "there is no such file or folder: %s", text_clip(path, strlen(path)).str);
    return S_ISDIR(st.st_mode) ? add_folder(files, path, err) : keep(files, path, err);
}

void scenario_files_release(struct scenario_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->paths[i]);
    free(files->paths);
    *files = (struct scenario_files){.paths = NULL};
}
