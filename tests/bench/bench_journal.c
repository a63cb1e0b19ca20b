/*
 * The journal: an append against SQLite's bare insert of the same row into the same table under the same pragmas, and reading back.
 *
 * The bare table has the journal's columns and index, but nobody computes its hashes, checks that an entry follows the one before it,
 * or guards it by triggers. On the disk both wait for the disk mostly; in memory the journal's own work shows.
 */
#include <limits.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/chain.h"
#include "core/record.h"
#include "core/text.h"
#include "tests/bench/bench.h"

#define TURNS 1000 /* an append and an insert each */
#define REPLAYED 100000
#define INCIDENTS 1000
#define RUNS 5
#define NOON INT64_C(1772323200000) /* 2026-03-01T00:00:00.000Z */
#define MEMORY_FOLDER "/dev/shm"

/* An entry with its storage. */
struct made {
    struct entry entry;
    char incident[32], body[256];
};

/* Of a thousand road incidents in turn: opened, and then facts and notes as they come in. */
static void make_entry(struct made *made, uint64_t seq)
{
    static const struct {
        const char *type, *body;
    } kinds[] = {
        {"set", "{\"facts\": {\"deaths\": %u, \"missing\": 0, \"injured\": {\"min\": 10, \"max\": 30}}}"},
        {"note", "{\"text\": \"国道二〇八线桥梁垮塌，车辆坠落，第%u次续报\"}"},
        {"set", "{\"facts\": {\"hazmat_release\": false, \"cities\": 0, \"counties\": %u}}"},
    };
    uint64_t turn = (seq - 1) / INCIDENTS;
    snprintf(made->incident, sizeof made->incident, "road-%u", (unsigned)((seq - 1) % INCIDENTS));
    made->entry = (struct entry){.seq = seq, .incident = made->incident, .time = NOON + (int64_t)seq, .drill_time = -1, .name = "张三",
                                 .role = "office_director", .type = "open", .body = "{\"plan\": \"shuozhou/road\"}", .reason = ""};
    if (turn == 0)
        return;
    snprintf(made->body, sizeof made->body, kinds[turn % 3].body, (unsigned)(turn % 40));
    made->entry.type = kinds[turn % 3].type;
    made->entry.body = made->body;
}

/* ---- appending ---- */

struct appending {
    struct journal *journal;
    sqlite3 *bare;
    sqlite3_stmt *insert;
    uint64_t seq, bare_seq;
};

static double time_append(void *context)
{
    struct appending *it = context;
    struct err err = {.code = ERR_NONE};
    struct made made;
    make_entry(&made, ++it->seq);
    double start = bench_now();
    if (journal_append(it->journal, &made.entry, JOURNAL_ANY, &err) != 0)
        bench_die("%s", err.en);
    return bench_now() - start;
}

static double time_insert(void *context)
{
    static const unsigned char hash[JOURNAL_HASH_SIZE];
    struct appending *it = context;
    struct made made;
    make_entry(&made, ++it->bare_seq);
    const struct entry *entry = &made.entry;
    const char *const texts[] = {[3] = entry->incident, [6] = entry->name, [7] = entry->role,
                                 [8] = entry->type,     [9] = entry->body, [10] = entry->reason};
    double start = bench_now();
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++)
        if (texts[i] != NULL)
            sqlite3_bind_text(it->insert, i, texts[i], -1, SQLITE_STATIC);
    sqlite3_bind_int64(it->insert, 1, (int64_t)entry->seq);
    sqlite3_bind_blob(it->insert, 2, hash, sizeof hash, SQLITE_STATIC);
    sqlite3_bind_int64(it->insert, 4, entry->time);
    sqlite3_bind_int64(it->insert, 5, entry->drill_time);
    sqlite3_bind_blob(it->insert, 11, hash, sizeof hash, SQLITE_STATIC);
    if (sqlite3_step(it->insert) != SQLITE_DONE)
        bench_die("%s", sqlite3_errmsg(it->bare));
    sqlite3_reset(it->insert);
    return bench_now() - start;
}

static void open_bare(struct appending *it, const char *path)
{
    static const char *const setup =
        "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
        "CREATE TABLE entry (seq INTEGER PRIMARY KEY, previous BLOB, incident TEXT, time INTEGER, drill_time INTEGER, name TEXT, role TEXT,"
        " type TEXT, body TEXT, reason TEXT, hash BLOB) STRICT;"
        "CREATE INDEX entry_incident ON entry (incident)";
    static const char *const insert = "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    if (sqlite3_open_v2(path, &it->bare, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_exec(it->bare, setup, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(it->bare, insert, -1, &it->insert, NULL) != SQLITE_OK)
        bench_die("%s: %s", path, sqlite3_errmsg(it->bare));
}

static struct journal *must_open(const char *path, enum journal_mode mode)
{
    struct err err = {.code = ERR_NONE};
    struct journal *journal = journal_open(path, mode, &err);
    if (journal == NULL)
        bench_die("%s: %s", path, err.en);
    return journal;
}

static void name_file(char path[PATH_MAX], const char *folder, const char *name)
{
    snprintf(path, PATH_MAX, "%s/respond-bench-%s-%ld.db", folder, name, (long)getpid());
}

static void hold_appends(struct bench *bench, const char *what, const char *folder, double most)
{
    char ours[PATH_MAX], bare[PATH_MAX];
    struct appending it = {.journal = NULL};
    name_file(ours, folder, "journal");
    name_file(bare, folder, "bare");
    it.journal = must_open(ours, JOURNAL_CREATE);
    open_bare(&it, bare);
    bench_hold(bench, &(struct contest){.what = what, .ours = time_append, .peer = time_insert, .context = &it, .runs = TURNS,
                                        .most = most});
    sqlite3_finalize(it.insert);
    sqlite3_close(it.bare);
    journal_close(it.journal);
    unlink(ours);
    unlink(bare);
}

/* ---- reading back ---- */

/* As one import: an append each would take minutes on a slow disk. */
static void fill(const char *path)
{
    struct err err = {.code = ERR_NONE};
    struct text line = {0};
    struct made made;
    unsigned char previous[JOURNAL_HASH_SIZE] = {0};
    struct hash *hash = hash_new(&err);
    struct journal *journal = must_open(path, JOURNAL_CREATE);
    if (hash == NULL || journal_import_begin(journal, &err) != 0)
        bench_die("%s", err.en);
    for (uint64_t seq = 1; seq <= REPLAYED; seq++) {
        make_entry(&made, seq);
        entry_hash(&made.entry, previous, hash, made.entry.hash);
        memcpy(previous, made.entry.hash, sizeof previous);
        text_clear(&line);
        entry_to_json(&made.entry, &line);
        if (line.failed || journal_import(journal, line.data, line.size, &err) != 0)
            bench_die("%s", err.en);
    }
    if (journal_import_end(journal, true, &err) != 0)
        bench_die("%s", err.en);
    journal_close(journal);
    hash_free(hash);
    text_release(&line);
}

struct reading {
    const char *path;
    const struct plan *plan;
    struct record *records; /* by the incident's number */
    uint64_t count;
};

static int count_entry(void *context, const struct entry *entry)
{
    struct reading *reading = context;
    (void)entry;
    reading->count++;
    return 0;
}

static int fold_entry(void *context, const struct entry *entry)
{
    struct reading *reading = context;
    struct err err;
    struct record *record = &reading->records[strtoul(entry->incident + strlen("road-"), NULL, 10)];
    if (record->plan == NULL && record_init(record, reading->plan, entry->incident, &err) != 0)
        bench_die("%s", err.en);
    if (record_add(record, entry, &err) != 0)
        bench_die("entry %llu: %s", (unsigned long long)entry->seq, err.en);
    reading->count++;
    return 0;
}

/* From opening the file to the last entry. */
static double time_reading(struct reading *reading, journal_reader reader)
{
    struct err err = {.code = ERR_NONE};
    reading->count = 0;
    double start = bench_now();
    struct journal *journal = must_open(reading->path, JOURNAL_READ);
    if (journal_read(journal, 0, NULL, (struct journal_visit){reader, reading}, &err) != 0 || reading->count != REPLAYED)
        bench_die("%s: %s", reading->path, err.en);
    double seconds = bench_now() - start;
    journal_close(journal);
    return seconds;
}

static double time_read(void *context)
{
    return time_reading(context, count_entry);
}

static double time_replay(void *context)
{
    struct reading *reading = context;
    reading->records = bench_alloc(INCIDENTS, sizeof *reading->records);
    double seconds = time_reading(reading, fold_entry);
    for (size_t i = 0; i < INCIDENTS; i++)
        record_release(&reading->records[i]);
    free(reading->records);
    return seconds;
}

static double time_verify(void *context)
{
    const struct reading *reading = context;
    struct err err = {.code = ERR_NONE};
    uint64_t count;
    double start = bench_now();
    struct journal *journal = must_open(reading->path, JOURNAL_READ);
    if (journal_verify(journal, NULL, &count, &err) != 0 || count != REPLAYED)
        bench_die("%s: %s", reading->path, err.en);
    double seconds = bench_now() - start;
    journal_close(journal);
    return seconds;
}

void bench_journal(struct bench *bench)
{
    char path[PATH_MAX];
    struct loaded *road = bench_load(bench, "road");
    struct reading reading = {.path = path, .plan = road->plan};
    hold_appends(bench, "append an entry to a journal on the disk: a bare insert", bench->folder, 1.2);
    if (access(MEMORY_FOLDER, W_OK | X_OK) == 0)
        hold_appends(bench, "the same in memory, where nothing is waited for", MEMORY_FOLDER, 0);
    name_file(path, bench->folder, "replay");
    fill(path);
    bench_hold(bench, &(struct contest){.what = "replay 10^5 entries into 10^3 incidents' states: one second", .ours = time_replay,
                                        .context = &reading, .runs = RUNS, .limit = 1, .most = 1});
    bench_hold(bench, &(struct contest){.what = "read them, each checked against its hash", .ours = time_read, .context = &reading, .runs = RUNS});
    bench_hold(bench, &(struct contest){.what = "verify them, and the file's structure", .ours = time_verify, .context = &reading, .runs = RUNS});
    unlink(path);
    loaded_free(road);
}
