/*
 * The journal in an SQLite file. See journal_store.h; docs/journal.md has the table. The file is let go after each batch that is read:
 * a pager that is left open on `log` must never make the officer's next entry wait.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/journal_file.h"
#include "core/journal_sql.h"
#include "core/journal_store.h"

#define ROW_MAX (JOURNAL_BODY_MAX + 5 * JOURNAL_TEXT_MAX + 1024)
#define PATIENCE_S 5
#define PAUSE_NS 200000 /* SQLite's own pauses grow to a tenth of a second; with two milliseconds busy writers starved each other */

struct store {
    sqlite3 *db;
    struct timespec patience; /* how long to wait, by the monotonic clock */
    char *path;
    size_t prefix; /* bytes of `path` that were not in the name given */
    enum journal_mode mode;
    sqlite3_stmt *statements[STATEMENT_COUNT];
};

/* ---- failures ---- */

static const struct failure {
    int result; /* SQLite's, primary or extended */
    enum err_code code;
    struct words words;
} failures[] = {
    {SQLITE_BUSY, ERR_BUSY, {"日志被另一个程序占用，等了五秒仍未让出", "another program has held the journal for five seconds"}},
    {SQLITE_FULL, ERR_IO, {"磁盘已满，没有写入", "the disk is full; nothing was written"}},
    {SQLITE_READONLY, ERR_IO, {"日志或它所在的文件夹只读，不能写", "the journal or its folder is read-only"}},
    {SQLITE_CANTOPEN, ERR_IO, {"打不开日志，或不能在它的文件夹里写", "cannot open the journal, or write in its folder"}},
    {SQLITE_NOTADB, ERR_VALUE, {"这不是 respond 的日志", "this is not a journal of respond"}},
    {SQLITE_CORRUPT, ERR_VALUE, {"日志文件损坏或被截断", "the journal file is damaged or cut off"}},
    {SQLITE_ERROR, ERR_VALUE, {"日志文件损坏，或它的表被改动过", "the journal file is damaged, or its table was changed"}},
    {SQLITE_AUTH, ERR_VALUE, {"日志的触发器被改动过，没有写入", "the journal's triggers were changed; nothing was written"}},
    {SQLITE_CONSTRAINT, ERR_VALUE, {"日志的表或触发器不收这一条：被改动或损坏", "the journal's table or triggers refuse the entry: changed or damaged"}},
    {SQLITE_NOMEM, ERR_MEMORY, {"内存不足", "out of memory"}},
    {SQLITE_IOERR, ERR_IO, {"日志读写失败", "reading or writing the journal failed"}},
    {SQLITE_IOERR_NOMEM, ERR_MEMORY, {"内存不足", "out of memory"}},
    {SQLITE_READONLY_ROLLBACK, ERR_IO, {"上次写入中断，要有写权限才能复原", "the last write was interrupted; putting it right needs permission to write"}},
    {SQLITE_READONLY_DBMOVED, ERR_IO, {"日志文件已被移走、改名或删除，没有写入", "the journal file was moved, renamed or removed; nothing was written"}},
    {0, ERR_INTERNAL, {"日志内部错误", "internal error of the journal"}},
};

static const struct failure *find_failure(int rc)
{
    const struct failure *failure = failures;
    while (failure->result != rc && failure->result != 0)
        failure++;
    return failure->result == 0 && (rc & 0xFF) != rc ? find_failure(rc & 0xFF) : failure;
}

static int name_file(const struct store *store, struct err *err)
{
    err_set_file(err, store_name(store));
    return -1;
}

static int fail(const struct store *store, int rc, struct err *err)
{
    const struct failure *failure = find_failure(rc);
    int primary = rc & 0xFF, error = sqlite3_system_errno(store->db);
    bool outside = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
    const char *cause = outside && error != 0 ? strerror(error) : outside || failure->result == 0 ? sqlite3_errstr(rc) : "";
    struct words formats = cause[0] != '\0' ? (struct words){"%s：%s", "%s: %s"} : (struct words){"%s%s", "%s%s"};
    err_set_words(err, failure->code, formats, failure->words, (struct words){cause, cause});
    return name_file(store, err);
}

/* ---- running SQL ---- */

static int run(const struct store *store, const char *sql, struct err *err)
{
    int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? 0 : fail(store, rc, err);
}

static int query_number(const struct store *store, const char *sql, int64_t *number, struct err *err)
{
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (rc != SQLITE_OK)
        return fail(store, rc, err);
    rc = sqlite3_step(statement);
    *number = rc == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return rc == SQLITE_ROW ? 0 : fail(store, rc, err);
}

/* A kept statement that gives no row. */
static int run_statement(struct store *store, enum statement which, struct err *err)
{
    sqlite3_stmt *statement = store->statements[which];
    int rc = sqlite3_step(statement);
    sqlite3_reset(statement);
    return rc == SQLITE_DONE ? 0 : fail(store, rc, err);
}

/* ---- opening ---- */

/* SQLite's busy handler: whether to try once more, after a pause. */
static int wait_for_others(void *context, int tries)
{
    struct store *store = context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (tries == 0) {
        store->patience = now;
        store->patience.tv_sec += PATIENCE_S;
    }
    if (now.tv_sec > store->patience.tv_sec || (now.tv_sec == store->patience.tv_sec && now.tv_nsec >= store->patience.tv_nsec))
        return 0;
    nanosleep(&(const struct timespec){.tv_nsec = PAUSE_NS}, NULL);
    return 1;
}

static int authorise(void *context, int action, const char *first, const char *second, const char *database, const char *by)
{
    static const struct {
        int action;
        const char *first, *second; /* NULL: any */
    } allowed[] = {
        {SQLITE_SELECT, NULL, NULL},          {SQLITE_TRANSACTION, NULL, NULL},  {SQLITE_READ, "entry", NULL},
        {SQLITE_INSERT, "entry", NULL},       {SQLITE_FUNCTION, NULL, "max"},    {SQLITE_FUNCTION, NULL, "coalesce"},
        {SQLITE_FUNCTION, NULL, "length"},    {SQLITE_PRAGMA, "integrity_check", NULL},
    };
    const struct store *store = context;
    (void)database, (void)by;
    if (action == SQLITE_INSERT && store->mode == JOURNAL_READ)
        return SQLITE_DENY;
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
        if (action == allowed[i].action && (allowed[i].first == NULL || (first != NULL && strcmp(first, allowed[i].first) == 0)) &&
            (allowed[i].second == NULL || (second != NULL && strcmp(second, allowed[i].second) == 0)))
            return SQLITE_OK;
    return SQLITE_DENY;
}

/* Opened for writing even to be read, since what a crash left half done has to be rolled back; the authorizer forbids the rest. */
static int connect_database(struct store *store, struct err *err)
{
    int rc = sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc != SQLITE_OK)
        return fail(store, rc, err);
    if (store->mode != JOURNAL_READ && sqlite3_db_readonly(store->db, "main") == 1)
        return fail(store, SQLITE_READONLY, err);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, ROW_MAX);
    sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_handler(store->db, wait_for_others, store);
    return run(store, "PRAGMA synchronous = EXTRA; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", err);
}

static int create_schema(const struct store *store, struct err *err)
{
    char numbers[100];
    for (size_t i = 0; i < JOURNAL_SCHEMA_COUNT; i++)
        if (run(store, journal_schema[i], err) != 0)
            return -1;
    snprintf(numbers, sizeof numbers, "PRAGMA application_id = %d; PRAGMA user_version = %d", JOURNAL_APPLICATION_ID, JOURNAL_FORMAT);
    return run(store, numbers, err);
}

/* Another process may be making the same file a journal: look again once it is ours. */
static int initialise(struct store *store, struct err *err)
{
    int64_t version;
    if (run(store, "BEGIN IMMEDIATE", err) != 0)
        return -1;
    if (query_number(store, "PRAGMA schema_version", &version, err) == 0 && (version != 0 || create_schema(store, err) == 0) &&
        run(store, "COMMIT", err) == 0)
        return 0;
    store_roll_back(store);
    return -1;
}

/*
 * Take back a file that we made and could not make a journal. Under the lock, since another process may have done so instead; one
 * that waits for the lock finds the file gone (SQLITE_READONLY_DBMOVED) and writes nothing into what has no name.
 */
static void remove_created(struct store *store)
{
    struct stat st;
    if (store->db == NULL) /* it could not even be opened */
        return;
    int rc = sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if ((rc & 0xFF) == SQLITE_BUSY) /* another process is at it */
        return;
    if (rc != SQLITE_OK) /* a full or failing disk does not let anybody write: a reader's lock will do */
        sqlite3_exec(store->db, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    if (lstat(store->path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0)
        unlink(store->path);
    store_roll_back(store);
}

static int check_schema(const struct store *store, struct err *err)
{
    sqlite3_stmt *statement;
    size_t count = 0;
    bool same = true;
    int rc = sqlite3_prepare_v2(store->db, "SELECT sql FROM sqlite_schema ORDER BY rowid", -1, &statement, NULL);
    if (rc != SQLITE_OK)
        return fail(store, rc, err);
    for (; (rc = sqlite3_step(statement)) == SQLITE_ROW; count++) {
        const char *sql = (const char *)sqlite3_column_text(statement, 0);
        same = same && count < JOURNAL_SCHEMA_COUNT && sql != NULL && strcmp(sql, journal_schema[count]) == 0;
    }
    sqlite3_finalize(statement);
    if (rc != SQLITE_DONE)
        return fail(store, rc, err);
    if (same && count == JOURNAL_SCHEMA_COUNT)
        return 0;
    return err_set(err, ERR_VALUE, "日志的表或触发器被改动过，不再可信", "the journal's table or triggers were changed; it cannot be trusted any more");
}

static int check_identity(const struct store *store, struct err *err)
{
    int64_t application, format;
    if (query_number(store, "PRAGMA application_id", &application, err) != 0 ||
        query_number(store, "PRAGMA user_version", &format, err) != 0)
        return -1;
    if (application != JOURNAL_APPLICATION_ID)
        return fail(store, SQLITE_NOTADB, err);
    if (format != JOURNAL_FORMAT)
        return err_set(err, ERR_VALUE, "日志的格式是第 %lld 版，本程序只认得第 %d 版；请用写它的那个版本打开",
                       "the journal has format %lld and this program knows format %d only; open it with the version that wrote it",
                       (long long)format, JOURNAL_FORMAT);
    return check_schema(store, err);
}

static int prepare_statements(struct store *store, struct err *err)
{
    sqlite3_set_authorizer(store->db, authorise, store);
    for (int i = 0; i < (store->mode == JOURNAL_READ ? STATEMENT_INSERT : STATEMENT_COUNT); i++) {
        int rc = sqlite3_prepare_v3(store->db, journal_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &store->statements[i], NULL);
        if (rc != SQLITE_OK)
            return fail(store, rc, err);
    }
    return 0;
}

static int open_file(struct store *store, struct err *err)
{
    int64_t pages;
    if (connect_database(store, err) != 0 || query_number(store, "PRAGMA page_count", &pages, err) != 0)
        return -1;
    if (pages == 0 && store->mode != JOURNAL_CREATE)
        return err_set(err, ERR_NO_INPUT, "日志文件是空的：从未写过，或已被清空", "the journal file is empty: never written, or emptied since");
    if (pages == 0 && initialise(store, err) != 0)
        return -1;
    if (check_identity(store, err) != 0)
        return -1;
    /* Somebody may have turned on a WAL, which SQLite 3.40 can corrupt. */
    if (store->mode != JOURNAL_READ && run(store, "PRAGMA journal_mode = DELETE", err) != 0)
        return -1;
    return prepare_statements(store, err);
}

/* SQLite would take "file:…" for a URI and ":memory:" for no file at all. */
static struct store *make_store(const char *path, enum journal_mode mode)
{
    struct store *store = calloc(1, sizeof *store);
    size_t size = strlen(path) + 3;
    if (store == NULL || (store->path = malloc(size)) == NULL) {
        free(store);
        return NULL;
    }
    store->mode = mode;
    store->prefix = path[0] == '/' ? 0 : 2;
    snprintf(store->path, size, "%s%s", path[0] == '/' ? "" : "./", path);
    return store;
}

struct store *store_open(const char *path, enum journal_mode mode, struct err *err)
{
    bool created = false;
    struct store *store = make_store(path, mode);
    if (store == NULL) {
        err_no_memory(err);
        return NULL;
    }
    if (journal_file_prepare(store->path, mode, &created, err) == 0 && open_file(store, err) == 0)
        return store;
    name_file(store, err);
    if (created)
        remove_created(store);
    store_close(store);
    return NULL;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    for (int i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    sqlite3_close(store->db);
    free(store->path);
    free(store);
}

const char *store_name(const struct store *store)
{
    return store->path + store->prefix;
}

/* ---- appending ---- */

int store_begin(struct store *store, struct err *err)
{
    return run_statement(store, STATEMENT_BEGIN, err);
}

int store_commit(struct store *store, struct err *err)
{
    return run_statement(store, STATEMENT_COMMIT, err);
}

void store_roll_back(struct store *store)
{
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

static bool take_hash(sqlite3_stmt *statement, int column, unsigned char hash[JOURNAL_HASH_SIZE])
{
    const void *bytes = sqlite3_column_blob(statement, column);
    if (bytes == NULL || sqlite3_column_bytes(statement, column) != JOURNAL_HASH_SIZE)
        return false;
    memcpy(hash, bytes, JOURNAL_HASH_SIZE);
    return sqlite3_column_type(statement, column) == SQLITE_BLOB;
}

int store_tail(struct store *store, struct tail *tail, struct err *err)
{
    sqlite3_stmt *statement = store->statements[STATEMENT_TAIL];
    *tail = (struct tail){0};
    int rc = sqlite3_step(statement);
    bool whole = true;
    if (rc == SQLITE_ROW) {
        tail->seq = (uint64_t)sqlite3_column_int64(statement, 0);
        whole = take_hash(statement, 1, tail->hash);
    }
    sqlite3_reset(statement);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return fail(store, rc, err);
    return whole ? 0 : fail(store, SQLITE_CORRUPT, err);
}

int store_last(struct store *store, const char *incident, struct last *last, struct err *err)
{
    sqlite3_stmt *statement = store->statements[STATEMENT_LAST];
    *last = (struct last){0};
    sqlite3_bind_text(statement, 1, incident, -1, SQLITE_STATIC);
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW)
        *last = (struct last){(uint64_t)sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : fail(store, rc, err);
}

int store_insert(struct store *store, const struct link *link, struct err *err)
{
    sqlite3_stmt *statement = store->statements[STATEMENT_INSERT];
    const struct entry *entry = &link->entry;
    const char *const texts[] = {[3] = entry->incident, [6] = entry->name, [7] = entry->role,
                                 [8] = entry->type,     [9] = entry->body, [10] = entry->reason};
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++)
        if (texts[i] != NULL)
            sqlite3_bind_text(statement, i, texts[i], -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 1, (int64_t)entry->seq);
    sqlite3_bind_blob(statement, 2, link->previous, JOURNAL_HASH_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 4, entry->time);
    sqlite3_bind_int64(statement, 5, entry->drill_time);
    sqlite3_bind_blob(statement, 11, entry->hash, JOURNAL_HASH_SIZE, SQLITE_STATIC);
    int rc = sqlite3_step(statement);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc == SQLITE_DONE ? 0 : fail(store, rc, err);
}

/* ---- reading ---- */

/* Damage can turn a text into bytes, or put a NUL into it. */
static enum err_code take_text(sqlite3_stmt *statement, int column, struct arena *arena, const char **text)
{
    if (sqlite3_column_type(statement, column) != SQLITE_TEXT)
        return ERR_VALUE;
    const char *bytes = (const char *)sqlite3_column_text(statement, column);
    size_t size = (size_t)sqlite3_column_bytes(statement, column);
    if (bytes == NULL)
        return ERR_MEMORY;
    if (memchr(bytes, '\0', size) != NULL)
        return ERR_VALUE;
    *text = arena_copy(arena, bytes, size);
    return *text == NULL ? ERR_MEMORY : ERR_NONE;
}

static bool take_number(sqlite3_stmt *statement, int column, int64_t *number)
{
    *number = sqlite3_column_int64(statement, column);
    return sqlite3_column_type(statement, column) == SQLITE_INTEGER;
}

static enum err_code take_link(sqlite3_stmt *statement, struct arena *arena, struct link *link)
{
    struct entry *entry = &link->entry;
    const struct {
        int column;
        const char **text;
    } texts[] = {{2, &entry->incident}, {5, &entry->name}, {6, &entry->role}, {7, &entry->type}, {8, &entry->body}, {9, &entry->reason}};
    enum err_code code = ERR_NONE;
    entry->seq = (uint64_t)sqlite3_column_int64(statement, 0);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && code == ERR_NONE; i++)
        code = take_text(statement, texts[i].column, arena, texts[i].text);
    if (code != ERR_NONE)
        return code;
    bool whole = take_hash(statement, 1, link->previous) && take_number(statement, 3, &entry->time) &&
                 take_number(statement, 4, &entry->drill_time) && take_hash(statement, 10, entry->hash);
    return whole ? ERR_NONE : ERR_VALUE;
}

static int fail_unreadable(const struct store *store, uint64_t after, struct err *err)
{
    err_set(err, ERR_VALUE, "第 %llu 条之后的记录读不出来：日志文件损坏", "what comes after entry %llu cannot be read: the journal file is damaged",
            (unsigned long long)after);
    return name_file(store, err);
}

static int fill(struct store *store, sqlite3_stmt *statement, uint64_t after, struct batch *batch, struct err *err)
{
    int rc = SQLITE_DONE;
    for (size_t bytes = 0; batch->count < STORE_BATCH_MAX && bytes < STORE_BATCH_BYTES; batch->count++) {
        rc = sqlite3_step(statement);
        if (rc != SQLITE_ROW)
            break;
        struct link *link = &batch->links[batch->count];
        enum err_code code = take_link(statement, &batch->arena, link);
        if (code != ERR_NONE)
            return code == ERR_MEMORY ? err_no_memory(err) : fail_unreadable(store, after, err);
        bytes += strlen(link->entry.body);
        after = link->entry.seq;
    }
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        return 0;
    return (rc & 0xFF) == SQLITE_CORRUPT || rc == SQLITE_TOOBIG ? fail_unreadable(store, after, err) : fail(store, rc, err);
}

int store_read(struct store *store, uint64_t after, const char *incident, struct batch *batch, struct err *err)
{
    sqlite3_stmt *statement = store->statements[incident == NULL ? STATEMENT_READ_ALL : STATEMENT_READ_INCIDENT];
    if (after >= INT64_MAX)
        return 0;
    sqlite3_bind_int64(statement, 1, (int64_t)after);
    sqlite3_bind_int64(statement, 2, STORE_BATCH_MAX);
    if (incident != NULL)
        sqlite3_bind_text(statement, 3, incident, -1, SQLITE_STATIC);
    int rc = fill(store, statement, after, batch, err);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc;
}

/* A page that cannot be read is no damage: "… unable to get the page. error code=266" */
static int error_in(const char *finding)
{
    static const char mark[] = "error code=";
    const char *at = strstr(finding, mark);
    int code = at == NULL ? SQLITE_OK : (int)strtol(at + sizeof mark - 1, NULL, 10);
    return (code & 0xFF) == SQLITE_IOERR || (code & 0xFF) == SQLITE_NOMEM ? code : SQLITE_OK;
}

int store_check(struct store *store, struct err *err)
{
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(store->db, "PRAGMA integrity_check(1)", -1, &statement, NULL);
    if (rc != SQLITE_OK)
        return fail(store, rc, err);
    rc = sqlite3_step(statement);
    const char *found = (const char *)sqlite3_column_text(statement, 0);
    bool whole = found != NULL && strcmp(found, "ok") == 0;
    int unreadable = found == NULL ? SQLITE_OK : error_in(found);
    if (unreadable != SQLITE_OK) {
        fail(store, unreadable, err);
    } else if (found == NULL) {
        fail(store, rc == SQLITE_ROW ? SQLITE_NOMEM : rc, err);
    } else if (!whole) {
        err_set(err, ERR_VALUE, "日志文件的内部结构损坏：%s", "the journal file's inner structure is damaged: %s", found);
        name_file(store, err);
    }
    sqlite3_finalize(statement);
    return whole ? 0 : -1;
}
