/* A disk that fails on purpose. See faulty_vfs.h. */
#include "tests/torture/faulty_vfs.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/torture/torture.h"

#define SECTOR 512
#define IMAGES_MAX 8

const char *const fault_names[FAULT_KINDS] = {"I/O error", "full disk", "short write", "failed sync", "power cut", "death"};

/* A write or a truncation that no sync has made sure yet. */
struct change {
    struct change *next;
    bool truncation;
    size_t at, size; /* truncation: to `at` */
    unsigned char data[];
};

/* Whether the platter has a file's name. */
enum name { NAME_NONE, NAME_NEW /* not synced yet */, NAME_SURE, NAME_GOING /* its removal is not synced yet */ };

/* What the platter has of a file. */
struct image {
    char path[TORTURE_BESIDE_MAX];
    enum name name;
    unsigned char *data; /* synced */
    size_t size;
    struct change *changes, **last;
};

struct faulty {
    sqlite3_vfs vfs, *real;
    struct fault fault;
    bool planned, mended, struck;
    unsigned calls;
    struct image images[IMAGES_MAX];
    size_t image_count;
};

struct faulty_file {
    sqlite3_file base;
    struct faulty *disk;
    struct image *image; /* NULL for a file without a name, and when no fault is planned */
    sqlite3_file *real;
};

/* ---- what the platter has ---- */

static void *must(void *memory)
{
    if (memory == NULL)
        torture_fail("out of memory");
    return memory;
}

static void drop_changes(struct image *image)
{
    while (image->changes != NULL) {
        struct change *next = image->changes->next;
        free(image->changes);
        image->changes = next;
    }
    image->last = &image->changes;
}

static void resize(struct image *image, size_t size, int filler)
{
    image->data = must(realloc(image->data, size + 1));
    if (size > image->size)
        memset(image->data + image->size, filler, size - image->size);
    image->size = size;
}

static void put(struct image *image, const struct change *change, size_t from, size_t size)
{
    if (change->at + from + size > image->size)
        resize(image, change->at + from + size, 0);
    memcpy(image->data + change->at + from, change->data + from, size);
}

static void add_change(struct image *image, const struct change *like, const void *data)
{
    struct change *change = must(malloc(sizeof *change + like->size));
    *change = *like;
    if (like->size > 0)
        memcpy(change->data, data, like->size);
    *image->last = change;
    image->last = &change->next;
}

static void truncate_later(struct image *image, size_t size)
{
    add_change(image, &(const struct change){.truncation = true, .at = size}, NULL);
}

static void make_sure(struct image *image)
{
    for (const struct change *it = image->changes; it != NULL; it = it->next)
        if (it->truncation)
            resize(image, it->at, 0);
        else
            put(image, it, 0, it->size);
    drop_changes(image);
    image->name = NAME_SURE;
}

static void read_image(struct image *image)
{
    unsigned char chunk[4096];
    FILE *file = fopen(image->path, "rb");
    if (file == NULL)
        return;
    image->name = NAME_SURE;
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;) {
        size_t size = image->size;
        resize(image, size + got, 0);
        memcpy(image->data + size, chunk, got);
    }
    fclose(file);
}

/* What is there when it is first seen is on the platter. */
static struct image *find_image(struct faulty *disk, const char *path)
{
    for (size_t i = 0; i < disk->image_count; i++)
        if (strcmp(disk->images[i].path, path) == 0)
            return &disk->images[i];
    if (disk->image_count == IMAGES_MAX)
        torture_fail("more files than expected");
    struct image *image = &disk->images[disk->image_count++];
    *image = (struct image){.last = &image->changes};
    snprintf(image->path, sizeof image->path, "%s", path);
    read_image(image);
    return image;
}

static bool chance(uint64_t *dice, unsigned percent)
{
    return torture_random(dice) % 100 < percent;
}

/* What was not written may still have made the file longer: by whatever was there before. */
static void scatter_write(struct image *image, const struct change *change, unsigned percent, uint64_t *dice)
{
    for (size_t from = 0, size; from < change->size; from += size) {
        size = SECTOR - (change->at + from) % SECTOR;
        size = size < change->size - from ? size : change->size - from;
        size_t end = change->at + from + size;
        if (chance(dice, percent))
            put(image, change, from, size);
        else if (end > image->size && chance(dice, percent))
            resize(image, end, (int)(torture_random(dice) % 256));
    }
}

/* Each sector of each change by itself: a later one may be there and an earlier one not. */
static void scatter(struct image *image, unsigned percent, uint64_t *dice)
{
    for (const struct change *it = image->changes; it != NULL; it = it->next)
        if (!it->truncation)
            scatter_write(image, it, percent, dice);
        else if (chance(dice, percent))
            resize(image, it->at, 0);
    drop_changes(image);
}

static void write_back(const struct image *image)
{
    FILE *file = must(fopen(image->path, "wb"));
    if ((image->size > 0 && fwrite(image->data, 1, image->size, file) != image->size) || fclose(file) != 0)
        torture_fail("cannot write %s", image->path);
}

void faulty_cut_power(struct faulty *disk, uint64_t *dice)
{
    static const unsigned percents[] = {0, 10, 50, 90, 100};
    for (size_t i = 0; i < disk->image_count; i++) {
        struct image *image = &disk->images[i];
        unsigned percent = percents[torture_random(dice) % 5];
        bool written = chance(dice, percent); /* the change of the name */
        scatter(image, percent, dice);
        if (image->name == NAME_SURE || (image->name == NAME_NEW && written) || (image->name == NAME_GOING && !written))
            write_back(image);
        else
            unlink(image->path);
    }
}

/* ---- which call fails ---- */

enum call { CALL_OTHER, CALL_CHANGE, CALL_WRITE, CALL_GROWTH /* a write too */, CALL_SYNC };

static bool can_strike(const struct faulty *disk, enum call call)
{
    switch (disk->fault.kind) {
    case FAULT_FULL: return call == CALL_GROWTH;
    case FAULT_SHORT: return call == CALL_WRITE || call == CALL_GROWTH;
    case FAULT_SYNC: return call == CALL_SYNC;
    case FAULT_POWER: return call != CALL_OTHER || disk->struck;
    default: return true;
    }
}

static bool strikes(struct faulty *disk, enum call call)
{
    if (!disk->planned || disk->mended || !can_strike(disk, call))
        return false;
    disk->calls++;
    if (disk->calls < disk->fault.at || (disk->struck && !disk->fault.lasting))
        return false;
    disk->struck = true;
    errno = disk->fault.kind == FAULT_FULL ? ENOSPC : EIO;
    if (disk->fault.kind == FAULT_DEATH && call != CALL_WRITE && call != CALL_GROWTH)
        kill(getpid(), SIGKILL);
    return true;
}

void faulty_plan(struct faulty *disk, const struct fault *fault)
{
    for (size_t i = 0; i < disk->image_count; i++) {
        drop_changes(&disk->images[i]);
        free(disk->images[i].data);
    }
    disk->image_count = 0;
    disk->planned = fault != NULL;
    if (fault != NULL)
        disk->fault = *fault;
    disk->struck = disk->mended = false;
    disk->calls = 0;
}

bool faulty_struck(const struct faulty *disk)
{
    return disk->struck;
}

void faulty_mend(struct faulty *disk)
{
    disk->mended = true;
}

/* ---- the calls of a file ---- */

static struct faulty_file *self(sqlite3_file *file)
{
    return (struct faulty_file *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return self(file)->real;
}

static int on_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int on_read(sqlite3_file *file, void *data, int size, sqlite3_int64 at)
{
    if (strikes(self(file)->disk, CALL_OTHER))
        return SQLITE_IOERR_READ;
    return real_of(file)->pMethods->xRead(real_of(file), data, size, at);
}

static int write_through(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    if (self(file)->image != NULL)
        add_change(self(file)->image, &(const struct change){.at = (size_t)at, .size = (size_t)size}, data);
    return real_of(file)->pMethods->xWrite(real_of(file), data, size, at);
}

static int on_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    struct faulty *disk = self(file)->disk;
    sqlite3_int64 end = 0;
    int rc = real_of(file)->pMethods->xFileSize(real_of(file), &end);
    if (rc != SQLITE_OK)
        return rc;
    if (!strikes(disk, at + size > end ? CALL_GROWTH : CALL_WRITE))
        return write_through(file, data, size, at);
    int cause = errno;
    if (disk->fault.kind == FAULT_FULL || disk->fault.kind == FAULT_SHORT || disk->fault.kind == FAULT_DEATH)
        write_through(file, data, size / 2, at);
    if (disk->fault.kind == FAULT_DEATH)
        kill(getpid(), SIGKILL);
    errno = cause;
    return disk->fault.kind == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (strikes(self(file)->disk, CALL_CHANGE))
        return SQLITE_IOERR_TRUNCATE;
    if (self(file)->image != NULL)
        truncate_later(self(file)->image, (size_t)size);
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

/* The real file needs no sync: the machine goes on, whatever happens here. */
static int on_sync(sqlite3_file *file, int flags)
{
    struct faulty *disk = self(file)->disk;
    struct image *image = self(file)->image;
    (void)flags;
    if (strikes(disk, CALL_SYNC)) {
        if (image != NULL && disk->fault.kind == FAULT_SYNC)
            drop_changes(image);
        return SQLITE_IOERR_FSYNC;
    }
    if (image != NULL)
        make_sure(image);
    return SQLITE_OK;
}

static int on_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    if (strikes(self(file)->disk, CALL_OTHER))
        return SQLITE_IOERR_FSTAT;
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int on_lock(sqlite3_file *file, int lock)
{
    if (strikes(self(file)->disk, CALL_OTHER))
        return SQLITE_IOERR_LOCK;
    return real_of(file)->pMethods->xLock(real_of(file), lock);
}

static int on_unlock(sqlite3_file *file, int lock)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), lock);
}

static int on_check_lock(sqlite3_file *file, int *held)
{
    if (strikes(self(file)->disk, CALL_OTHER))
        return SQLITE_IOERR_CHECKRESERVEDLOCK;
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}

static int on_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int on_sector_size(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int on_characteristics(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

/* ---- the calls of the VFS ---- */

static struct faulty *disk_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

/* A file made anew before the removal of its name was sure is the old one, cut to nothing. */
static void make_name(struct image *image)
{
    if (image->name == NAME_GOING) {
        truncate_later(image, 0);
        image->name = NAME_SURE;
    }
    if (image->name == NAME_NONE)
        image->name = NAME_NEW;
}

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    static const sqlite3_io_methods methods = {
        .iVersion = 1, .xClose = on_close, .xRead = on_read, .xWrite = on_write, .xTruncate = on_truncate, .xSync = on_sync,
        .xFileSize = on_file_size, .xLock = on_lock, .xUnlock = on_unlock, .xCheckReservedLock = on_check_lock,
        .xFileControl = on_control, .xSectorSize = on_sector_size, .xDeviceCharacteristics = on_characteristics,
    };
    struct faulty *disk = disk_of(vfs);
    struct faulty_file *it = self(file);
    it->base.pMethods = NULL;
    if (strikes(disk, flags & SQLITE_OPEN_CREATE ? CALL_CHANGE : CALL_OTHER))
        return SQLITE_CANTOPEN;
    it->disk = disk;
    it->real = (sqlite3_file *)(it + 1);
    it->image = disk->planned && name != NULL ? find_image(disk, name) : NULL;
    int rc = disk->real->xOpen(disk->real, name, it->real, flags, out_flags);
    if (rc != SQLITE_OK)
        return rc;
    it->base.pMethods = &methods;
    if (it->image != NULL)
        make_name(it->image);
    return SQLITE_OK;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    struct faulty *disk = disk_of(vfs);
    if (strikes(disk, CALL_CHANGE))
        return SQLITE_IOERR_DELETE;
    struct image *image = disk->planned ? find_image(disk, name) : NULL;
    int rc = disk->real->xDelete(disk->real, name, 0);
    if (rc != SQLITE_OK || image == NULL)
        return rc;
    image->name = image->name == NAME_SURE ? NAME_GOING : NAME_NONE;
    if (sync && strikes(disk, CALL_SYNC))
        return SQLITE_IOERR_DIR_FSYNC;
    if (sync)
        image->name = NAME_NONE;
    if (image->name == NAME_NONE) {
        drop_changes(image);
        resize(image, 0, 0);
    }
    return SQLITE_OK;
}

static int on_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    struct faulty *disk = disk_of(vfs);
    return strikes(disk, CALL_OTHER) ? SQLITE_IOERR_ACCESS : disk->real->xAccess(disk->real, name, flags, result);
}

struct faulty *faulty_register(void)
{
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    if (real == NULL)
        torture_fail("SQLite has no disk");
    struct faulty *disk = must(calloc(1, sizeof *disk));
    disk->real = real;
    disk->vfs = *real;
    disk->vfs.zName = "faulty";
    disk->vfs.szOsFile = (int)sizeof(struct faulty_file) + real->szOsFile;
    disk->vfs.pAppData = disk;
    disk->vfs.xOpen = on_open;
    disk->vfs.xDelete = on_delete;
    disk->vfs.xAccess = on_access;
    if (sqlite3_vfs_register(&disk->vfs, 1) != SQLITE_OK)
        torture_fail("cannot register the faulty disk");
    return disk;
}
