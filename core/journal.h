/*
 * The journal: an append-only, hash-chained record of everything that was said and done. State is a fold over its entries.
 *
 * One back end so far: SQLite, one file, several processes. A PostgreSQL back end is to come behind the same calls, so nothing
 * here says SQL. An append is acknowledged (returns 0) only after the entry is on the disk; an entry is there whole or not at all.
 * Nothing can be changed or removed: correction is a new entry.
 *
 *     struct journal *journal = journal_open("journal.db", JOURNAL_CREATE, &err);
 *     struct entry entry = {.incident = "road-1", .time = now, .drill_time = -1, .name = "张三", .role = "office_director",
 *                           .type = "launch", .body = "{\"level\": 2}", .reason = ""};
 *     if (journal_append(journal, &entry, seen, &err) == 0)
 *         printf("%llu\n", (unsigned long long)entry.seq);
 *     journal_close(journal);
 *
 * The chain: an entry's hash is SHA-256 (FIPS 180-4) over the hash of the entry before it and all its own fields, each with its
 * length. It shows any change to an entry that has a successor, or whose hash is known; a cut tail shows only against a head hash
 * that was kept elsewhere (on paper). docs/journal.md has the format and what the chain proves and cannot.
 *
 * A journal is for one thread. Between calls it holds nothing that keeps other processes waiting, save between
 * journal_import_begin and journal_import_end; meanwhile the process must not open the same file once more.
 */
#ifndef CORE_JOURNAL_H
#define CORE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

#define JOURNAL_HASH_SIZE 32
#define JOURNAL_HEX_SIZE 65 /* lower-case hexadecimal and a NUL */
#define JOURNAL_BODY_MAX (1u << 20)
#define JOURNAL_TEXT_MAX (1u << 16) /* bytes of any other string of an entry */
#define JOURNAL_TIME_MAX INT64_C(253402300799999) /* 9999-12-31T23:59:59.999Z */

/* Strings are UTF-8 without NUL, borrowed: by append from the caller, by the readers from the journal until the callback returns. */
struct entry {
    uint64_t seq;         /* from 1, without gaps, over the whole journal; set by append */
    const char *incident; /* id; "" for what concerns the whole journal */
    int64_t time;         /* milliseconds since 1970-01-01 UTC: when it was said; an incident's clock never goes back */
    int64_t drill_time;   /* the drill's clock then, counted alike; -1 outside drills */
    const char *name;     /* who spoke: the person */
    const char *role;     /* as what: an actor's id, "" when not said */
    const char *type;     /* "open", "set", "launch", …; not empty */
    const char *body;     /* a JSON object on one line, from its brace to its brace, nested at most 63 deep; hashed as it is written */
    const char *reason;   /* "" for none */
    unsigned char hash[JOURNAL_HASH_SIZE]; /* set by append */
};

enum journal_mode { JOURNAL_READ, JOURNAL_WRITE, JOURNAL_CREATE };

struct journal;

/*
 * Open a journal file. JOURNAL_CREATE makes a missing file, mode 0600, and its missing parent folders, mode 0700, and makes an empty
 * file a journal (a crash just after its creation leaves one); when it fails, the file it made is gone again. ERR_NO_INPUT when it
 * is not there, is empty or is no regular file (a symbolic link is none); ERR_VALUE for another program's file, a newer format or a
 * damaged file; ERR_IO for what cannot be read or written, or, when it is to be written, is another user's; ERR_BUSY when another
 * process holds it for longer than five seconds. JOURNAL_READ changes nothing but finishes what a crash has left half done.
 */
struct journal *journal_open(const char *path, enum journal_mode mode, struct err *err);
void journal_close(struct journal *journal);

#define JOURNAL_ANY UINT64_MAX
/*
 * Append an entry. `seen`: the seq of the incident's last entry that the caller knows (0 for none); when another process has
 * appended to this incident since, nothing is written and ERR_CONFLICT is returned. JOURNAL_ANY appends whatever came before.
 * On success entry->seq and entry->hash are set and the entry is durable. On failure `entry` is as it was and nothing is
 * acknowledged; nothing was written either, except that after ERR_IO with a hint that says so the disk has failed in the very last
 * step: the entry may then be there or not, and the next append with the old `seen` finds out by ERR_CONFLICT.
 *
 * ERR_VALUE or ERR_LIMIT for an entry that is not as struct entry says, or that is older than the incident's last entry. With
 * JOURNAL_ANY, whose caller cannot know that one, entry->time is raised to it instead.
 */
int journal_append(struct journal *journal, struct entry *entry, uint64_t seen, struct err *err);

/* Called for each entry, in order; returning non-zero stops the reading, which then returns that value. */
typedef int (*journal_reader)(void *context, const struct entry *entry);
struct journal_visit {
    journal_reader reader;
    void *context; /* handed to it */
};
/*
 * Read entries with seq > after; of one incident, or of all when `incident` is NULL. 0, -1 with `err`, or the reader's value.
 * Every entry is checked against its hash before it is given, and against the one before it when all are read: a state is never
 * folded from a damaged entry. ERR_VALUE names it. However long the reader takes, no process waits for it, and it may append and read.
 */
int journal_read(struct journal *journal, uint64_t after, const char *incident, struct journal_visit visit, struct err *err);

/* The last entry's seq and hash in hexadecimal; 0 and 64 zeros for an empty journal. */
int journal_head(struct journal *journal, uint64_t *seq, char hex[JOURNAL_HEX_SIZE], struct err *err);
/*
 * Walk the whole chain, and check the file's inner structure. `head` (may be NULL) is a head hash kept elsewhere, in digits of
 * either case: it must be the hash of some entry, or that of the empty journal, else the tail was cut or rewritten. ERR_VALUE names
 * the first entry that does not fit. *count is how many entries hold, also on failure.
 */
int journal_verify(struct journal *journal, const char *head, uint64_t *count, struct err *err);

/* One entry as a JSON line without the newline (for `log --json` and export), in its one canonical form: docs/journal.md. */
struct text;
void entry_to_json(const struct entry *entry, struct text *out);
/*
 * Append an exported line (without its newline) to a journal. It must be written as entry_to_json writes it; its seq must be the
 * next, its time not before its incident's last entry's, its hash right for this journal's chain; otherwise ERR_VALUE (ERR_JSON,
 * ERR_KEY, ERR_TYPE, ERR_LIMIT for what is no entry at all) and nothing is written. The position in `err` is in the line.
 */
int journal_import(struct journal *journal, const char *line, size_t size, struct err *err);
/*
 * Make all lines up to the end one change: all are there, or none. Nothing else may be called meanwhile but journal_import, and
 * journal_import_end, which has to be called in any case: with `keep` when no line was refused; only its 0 acknowledges the lines.
 */
int journal_import_begin(struct journal *journal, struct err *err);
int journal_import_end(struct journal *journal, bool keep, struct err *err);

#endif
