/*
 * A disk that fails on purpose: an SQLite VFS around the real one, for the whole process.
 *
 * It counts the calls that a fault could strike and lets the one that was asked for fail, or it and all after it. Beside the real
 * files it keeps what would be left of them after a power cut: what was synced, and of all that was written since any sectors or none.
 * A cut sector is not tried (SQLite counts on whole ones), nor is a disk that lies about its syncs: nothing could be promised on it.
 *
 *     struct faulty *disk = faulty_register();
 *     faulty_plan(disk, &(struct fault){FAULT_POWER, 17, true});
 *     … use the journal until it fails, close it …
 *     faulty_cut_power(disk, &dice);       the files are now as a power cut could have left them
 *     faulty_plan(disk, NULL);             the disk is whole again, and knows nothing of before
 */
#ifndef TESTS_TORTURE_FAULTY_VFS_H
#define TESTS_TORTURE_FAULTY_VFS_H

#include <stdbool.h>
#include <stdint.h>

enum fault_kind {
    FAULT_IO,    /* any call: EIO, nothing done */
    FAULT_FULL,  /* a write that makes a file longer: ENOSPC after its first half */
    FAULT_SHORT, /* a write: EIO after its first half */
    FAULT_SYNC,  /* a sync: EIO, and what it should have synced is never written (as Linux does) */
    FAULT_POWER, /* a change: the power goes; lasting */
    FAULT_DEATH, /* any call: the process kills itself, a write after its first half */
    FAULT_KINDS
};
extern const char *const fault_names[FAULT_KINDS];

struct fault {
    enum fault_kind kind;
    unsigned at; /* which of the calls that it can strike; from 1 */
    bool lasting;
};

struct faulty;

/* The one of this process; it stays until the end. */
struct faulty *faulty_register(void);
/* Forget what was, and fail as planned (copied); NULL: never. No file may be open. */
void faulty_plan(struct faulty *disk, const struct fault *fault);
/* Whether the planned call was reached. */
bool faulty_struck(const struct faulty *disk);
/* Fail no more. */
void faulty_mend(struct faulty *disk);
/* Rewrite the files that were used since the plan. No file may be open. */
void faulty_cut_power(struct faulty *disk, uint64_t *dice);

#endif
