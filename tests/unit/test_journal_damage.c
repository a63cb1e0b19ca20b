/*
 * What others do to a journal's file with SQLite in their hands, or a disk by itself: refused, or seen afterwards; and what the chain
 * cannot see without a head on paper.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/unit/journal_fixture.h"

/* ---- SQLite without the journal ---- */

static sqlite3 *plain_open(const char *path, bool triggers)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, triggers, NULL);
    return db;
}

static void plain_run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

/* Behind the journal's back, its triggers switched off. */
static void meddle(const char *path, const char *sql)
{
    sqlite3 *db = plain_open(path, false);
    plain_run(db, sql);
    sqlite3_close(db);
}

static void check_verify(struct journal *journal, const char *head, uint64_t holds, const char *part)
{
    uint64_t count = 99;
    struct err err = {0};
    int rc = journal_verify(journal, head, &count, &err);
    if (part == NULL && rc != 0)
        fail_msg("%s", err.en);
    if (part != NULL && rc == 0)
        fail_msg("holds, without \"%s\"", part);
    if (part != NULL)
        check_err(&err, ERR_VALUE, part);
    assert_int_equal(count, holds);
}

/* ---- triggers ---- */

static void test_the_triggers_refuse_every_change(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "UPDATE entry SET body = '{}'",
        "UPDATE OR IGNORE entry SET time = time + 1 WHERE seq = 3",
        "UPDATE entry SET seq = 4 WHERE seq = 3",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE seq = 3",
        "INSERT INTO entry SELECT 5, hash, incident, time, drill_time, name, role, type, body, reason, hash FROM entry WHERE seq = 3",
        "INSERT INTO entry SELECT NULL, hash, incident, time, drill_time, name, role, type, body, reason, hash FROM entry WHERE seq = 3",
        "INSERT INTO entry SELECT 4, previous, incident, time, drill_time, name, role, type, body, reason, hash FROM entry WHERE seq = 3",
        "REPLACE INTO entry SELECT 3, previous, incident, time, drill_time, name, role, type, body, reason, hash FROM entry WHERE seq = 3",
        "INSERT OR IGNORE INTO entry SELECT 4, hash, incident, time, drill_time, name, role, type, body, reason, hash FROM entry LIMIT 1",
        "INSERT INTO entry SELECT 3, previous, incident, time, drill_time, name, role, type, '{}', reason, hash FROM entry WHERE seq = 3 "
        "ON CONFLICT DO UPDATE SET body = '{}'",
    };
    struct sample sample;
    sample_open(&sample);
    sqlite3 *db = plain_open(sample.path, true);
    for (size_t i = 0; i < LENGTH_OF(changes); i++) {
        sqlite3_exec(db, changes[i], NULL, NULL, NULL);
        check_verify(sample.journal, samples[2].hash, 3, NULL);
        check_head(sample.journal, 3, samples[2].hash);
    }
    sqlite3_close(db);
    sample_close(&sample);
}

/* ---- bits ---- */

static const char *const columns[] = {"seq",  "previous", "incident", "time",   "drill_time", "name",
                                      "role", "type",     "body",     "reason", "hash"};

static sqlite3_stmt *prepare(sqlite3 *db, const char *format, const char *column)
{
    char sql[200];
    sqlite3_stmt *statement;
    snprintf(sql, sizeof sql, format, column);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    return statement;
}

static void set_value(sqlite3_stmt *update, int64_t seq, int type, const void *bytes, int size)
{
    int64_t number;
    sqlite3_bind_int64(update, 2, seq);
    if (type == SQLITE_INTEGER) {
        memcpy(&number, bytes, sizeof number);
        sqlite3_bind_int64(update, 1, number);
    } else if (type == SQLITE_TEXT) {
        sqlite3_bind_text(update, 1, bytes, size, SQLITE_TRANSIENT);
    } else {
        sqlite3_bind_blob(update, 1, bytes, size, SQLITE_TRANSIENT);
    }
    assert_int_equal(sqlite3_step(update), SQLITE_DONE);
    sqlite3_reset(update);
}

struct stored {
    int64_t seq;
    int column, type, size;
    unsigned char bytes[200];
};

static void get_field(sqlite3 *db, struct stored *field)
{
    sqlite3_stmt *select = prepare(db, "SELECT %s FROM entry WHERE seq = ?1", columns[field->column]);
    sqlite3_bind_int64(select, 1, field->seq);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    field->type = sqlite3_column_type(select, 0);
    if (field->type == SQLITE_INTEGER) {
        int64_t number = sqlite3_column_int64(select, 0);
        memcpy(field->bytes, &number, sizeof number);
        field->size = sizeof number;
    } else {
        const void *bytes = sqlite3_column_blob(select, 0);
        field->size = sqlite3_column_bytes(select, 0);
        assert_true(field->size <= (int)sizeof field->bytes);
        if (field->size > 0)
            memcpy(field->bytes, bytes, (size_t)field->size);
    }
    sqlite3_finalize(select);
}

/* The entry's number may be what is flipped: then it is another's until it is set back. */
static void check_field_bits(struct journal *journal, sqlite3 *db, struct stored *field)
{
    sqlite3_stmt *update = prepare(db, "UPDATE entry SET %s = ?1 WHERE seq = ?2", columns[field->column]);
    for (int bit = 0; bit < field->size * 8; bit++) {
        int64_t seq = field->seq, flipped;
        uint64_t count;
        field->bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        memcpy(&flipped, field->bytes, sizeof flipped);
        if (field->column == 0 && flipped > 0 && flipped <= 3) { /* taken: entries are swapped elsewhere */
            field->bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
            continue;
        }
        set_value(update, seq, field->type, field->bytes, field->size);
        if (journal_verify(journal, NULL, &count, NULL) == 0)
            fail_msg("entry %lld, %s: bit %d", (long long)field->seq, columns[field->column], bit);
        field->bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        set_value(update, field->column == 0 ? flipped : seq, field->type, field->bytes, field->size);
    }
    sqlite3_finalize(update);
}

static void test_a_flipped_bit_in_any_field_is_seen(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    sqlite3 *db = plain_open(sample.path, false);
    plain_run(db, "PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON");
    for (int64_t seq = 1; seq <= 3; seq++)
        for (int column = 0; column < (int)LENGTH_OF(columns); column++) {
            struct stored field = {.seq = seq, .column = column};
            get_field(db, &field);
            check_field_bits(sample.journal, db, &field);
        }
    check_verify(sample.journal, samples[2].hash, 3, NULL);
    sqlite3_close(db);
    sample_close(&sample);
}

struct image {
    unsigned char *bytes;
    size_t size;
    int fd;
};

static void image_open(struct image *image, const char *path)
{
    struct stat st;
    image->fd = open(path, O_RDWR);
    assert_true(image->fd >= 0 && fstat(image->fd, &st) == 0);
    image->size = (size_t)st.st_size;
    image->bytes = malloc(image->size);
    assert_int_equal(pread(image->fd, image->bytes, image->size, 0), image->size);
}

static void image_put(const struct image *image, size_t at, unsigned char byte)
{
    assert_int_equal(pwrite(image->fd, &byte, 1, (off_t)at), 1);
}

/* The disk's own doing: somewhere in the file, so seen, or without any effect on the entries. */
static bool is_seen_or_harmless(const char *path, const struct text *lines, struct text *scratch)
{
    struct err err = {0};
    uint64_t count;
    struct journal *journal = journal_open(path, JOURNAL_READ, &err);
    bool good = journal == NULL || journal_verify(journal, NULL, &count, &err) != 0 ||
                (export_all(journal, scratch, &err) == 0 && strcmp(text_str(scratch), text_str(lines)) == 0);
    good = good && (err.code == ERR_NONE || err.code == ERR_VALUE || err.code == ERR_NO_INPUT || err.code == ERR_IO);
    journal_close(journal);
    return good;
}

/* All bits of the file's header and of the pages with rows, where they are in use; elsewhere one bit of each byte, or of eight zeros. */
static void test_a_flipped_bit_anywhere_is_seen_or_harmless(void **state)
{
    (void)state;
    struct sample sample;
    struct image image;
    struct text lines = {0}, scratch = {0};
    struct err err = {0};
    uint64_t dice = 7;
    sample_open(&sample);
    assert_int_equal(export_all(sample.journal, &lines, &err), 0);
    journal_close(sample.journal);
    sample.journal = NULL;
    image_open(&image, sample.path);
    for (size_t at = 0; at < image.size; at++) {
        bool all = at < 100 || (at >= 4096 && image.bytes[at] != 0);
        unsigned one = random_below(&dice, 8);
        if (!all && image.bytes[at] == 0 && random_below(&dice, 8) != 0)
            continue;
        for (unsigned bit = all ? 0 : one; bit < (all ? 8 : one + 1); bit++) {
            image_put(&image, at, image.bytes[at] ^ (unsigned char)(1u << bit));
            if (!is_seen_or_harmless(sample.path, &lines, &scratch))
                fail_msg("byte %zu, bit %u", at, bit);
        }
        image_put(&image, at, image.bytes[at]);
    }
    close(image.fd);
    free(image.bytes);
    sample.journal = must_open(sample.path, JOURNAL_READ);
    check_verify(sample.journal, samples[2].hash, 3, NULL);
    text_release(&lines);
    text_release(&scratch);
    sample_close(&sample);
}

/* ---- tampering ---- */

static void check_meddling(const char *sql, uint64_t holds, const char *part)
{
    struct sample sample;
    sample_open(&sample);
    meddle(sample.path, sql);
    check_verify(sample.journal, NULL, holds, part);
    sample_close(&sample);
}

static void test_removed_and_swapped_entries_are_named(void **state)
{
    (void)state;
    check_meddling("DELETE FROM entry WHERE seq = 1", 0, "entry 1 is missing");
    check_meddling("DELETE FROM entry WHERE seq = 2", 1, "entry 2 is missing");
    check_meddling("DELETE FROM entry WHERE seq = 2; UPDATE entry SET seq = 2 WHERE seq = 3", 1, "entry 2 does not follow");
    check_meddling("UPDATE entry SET seq = 9 WHERE seq = 1; UPDATE entry SET seq = 1 WHERE seq = 2;"
                   "UPDATE entry SET seq = 2 WHERE seq = 9", 0, "entry 1 does not follow");
    check_meddling("UPDATE entry SET name = '李四' WHERE seq = 2", 1, "entry 2 does not match its hash");
}

/* With the hash that suits it: a careful hand. */
static void rewrite(const char *path, int64_t seq, const char *reason, unsigned char digest[JOURNAL_HASH_SIZE])
{
    struct err err = {0};
    struct entry entry = samples[seq - 1].entry;
    struct hash *hash = hash_new(&err);
    sqlite3 *db = plain_open(path, false);
    sqlite3_stmt *update = prepare(db, "UPDATE entry SET reason = ?1, hash = ?2, previous = ?4 WHERE seq = ?3%s", "");
    unsigned char previous[JOURNAL_HASH_SIZE];
    memcpy(previous, digest, sizeof previous);
    entry.reason = reason;
    entry_hash(&entry, previous, hash, digest);
    sqlite3_bind_text(update, 1, reason, -1, SQLITE_STATIC);
    sqlite3_bind_blob(update, 2, digest, JOURNAL_HASH_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(update, 3, seq);
    sqlite3_bind_blob(update, 4, previous, JOURNAL_HASH_SIZE, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(update), SQLITE_DONE);
    sqlite3_finalize(update);
    sqlite3_close(db);
    hash_free(hash);
}

static void test_a_rewritten_entry_breaks_the_next(void **state)
{
    (void)state;
    struct sample sample;
    unsigned char digest[JOURNAL_HASH_SIZE];
    sample_open(&sample);
    assert_true(hash_parse(samples[0].hash, 64, digest));
    rewrite(sample.path, 2, "别的理由", digest);
    check_verify(sample.journal, NULL, 2, "entry 3 does not follow");
    sample_close(&sample);
}

static void test_a_rewritten_tail_shows_against_a_head_on_paper_alone(void **state)
{
    (void)state;
    struct sample sample;
    unsigned char digest[JOURNAL_HASH_SIZE];
    sample_open(&sample);
    assert_true(hash_parse(samples[0].hash, 64, digest));
    rewrite(sample.path, 2, "别的理由", digest);
    rewrite(sample.path, 3, samples[2].entry.reason, digest);
    check_verify(sample.journal, NULL, 3, NULL);
    check_verify(sample.journal, samples[0].hash, 3, NULL);
    check_verify(sample.journal, samples[1].hash, 3, "cut off or rewritten");
    check_verify(sample.journal, samples[2].hash, 3, "cut off or rewritten");
    sample_close(&sample);
}

static void test_a_cut_tail_shows_against_a_head_on_paper_alone(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    meddle(sample.path, "DELETE FROM entry WHERE seq = 3");
    check_verify(sample.journal, NULL, 2, NULL);
    check_verify(sample.journal, samples[1].hash, 2, NULL);
    check_verify(sample.journal, samples[2].hash, 2, "cut off or rewritten");
    meddle(sample.path, "DELETE FROM entry");
    check_verify(sample.journal, samples[2].hash, 0, "cut off or rewritten");
    sample_close(&sample);
}

static int count_entry(void *context, const struct entry *entry)
{
    *(uint64_t *)context = entry->seq;
    return 0;
}

static void test_no_damaged_entry_is_ever_read(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = {0};
    uint64_t last = 0;
    sample_open(&sample);
    meddle(sample.path, "UPDATE entry SET body = '{\"plan\":\"fire\"}' WHERE seq = 2");
    assert_int_equal(journal_read(sample.journal, 0, NULL, (struct journal_visit){count_entry, &last}, &err), -1);
    check_err(&err, ERR_VALUE, "entry 2 does not match its hash");
    assert_int_equal(last, 1);
    assert_int_equal(journal_read(sample.journal, 0, "", (struct journal_visit){count_entry, &last}, &err), -1);
    assert_int_equal(last, 1);
    assert_int_equal(journal_read(sample.journal, 0, "road-1", (struct journal_visit){count_entry, &last}, &err), 0);
    assert_int_equal(last, 3);
    sample_close(&sample);
}

/* From an export that has the damaged entry, and from what the damaged file still gives. */
static void test_a_damaged_journal_can_be_restored(void **state)
{
    (void)state;
    struct sample damaged, restored;
    struct text lines = {0};
    struct err err = {0};
    sample_open(&damaged);
    sample_open_empty(&restored);
    assert_int_equal(export_all(damaged.journal, &lines, &err), 0);
    meddle(damaged.path, "UPDATE entry SET body = '{}' WHERE seq = 1");
    char *third = strchr(strchr(lines.data, '\n') + 1, '\n') + 1;
    lines.size = (size_t)(third - lines.data);
    assert_int_equal(journal_read(damaged.journal, 2, NULL, (struct journal_visit){add_line, &lines}, &err), 0);
    for (char *line = lines.data, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
        assert_int_equal(journal_import(restored.journal, line, (size_t)(end - line), &err), 0);
    check_verify(restored.journal, samples[2].hash, 3, NULL);
    text_release(&lines);
    sample_close(&damaged);
    sample_close(&restored);
}

static void test_an_index_without_its_rows_is_seen(void **state)
{
    (void)state;
    struct sample sample;
    struct image image;
    sample_open(&sample);
    image_open(&image, sample.path);
    for (size_t at = 2 * 4096; at + 6 < image.size; at++) /* the index's page is the last */
        if (memcmp(image.bytes + at, "road-1", 6) == 0)
            image_put(&image, at + 5, '2');
    close(image.fd);
    free(image.bytes);
    sample_reopen(&sample, JOURNAL_READ);
    check_verify(sample.journal, samples[2].hash, 3, "inner structure is damaged");
    sample_close(&sample);
}

/* ---- other databases ---- */

static void check_left_alone(const char *sql, enum err_code code, const char *part)
{
    struct folder folder;
    struct image before, after;
    folder_open(&folder);
    const char *path = folder_path(&folder, "journal.db");
    meddle(path, sql);
    image_open(&before, path);
    for (int mode = JOURNAL_READ; mode <= JOURNAL_CREATE; mode++)
        check_opens_not(path, (enum journal_mode)mode, code, part);
    image_open(&after, path);
    assert_int_equal(before.size, after.size);
    assert_memory_equal(before.bytes, after.bytes, after.size);
    assert_int_equal(access(folder_path(&folder, "journal.db-wal"), F_OK), -1);
    assert_int_equal(access(folder_path(&folder, "journal.db-shm"), F_OK), -1);
    close(before.fd);
    close(after.fd);
    free(before.bytes);
    free(after.bytes);
    folder_close(&folder);
}

static void test_another_programs_database_is_left_alone(void **state)
{
    (void)state;
    static const char *const other = "another program's database";
    check_left_alone("CREATE TABLE t (a)", ERR_VALUE, other);
    check_left_alone("CREATE TABLE entry (seq INTEGER PRIMARY KEY)", ERR_VALUE, other);
    check_left_alone("PRAGMA application_id = 1; CREATE TABLE t (a)", ERR_VALUE, other);
    check_left_alone("PRAGMA journal_mode = WAL; CREATE TABLE t (a)", ERR_VALUE, other);
    check_left_alone("CREATE TABLE t (a); DROP TABLE t; VACUUM", ERR_VALUE, other);
}

static void check_schema_refused(const char *sql, const char *part)
{
    struct sample sample;
    sample_open(&sample);
    journal_close(sample.journal);
    sample.journal = NULL;
    meddle(sample.path, sql);
    for (int mode = JOURNAL_READ; mode <= JOURNAL_CREATE; mode++)
        check_opens_not(sample.path, (enum journal_mode)mode, ERR_VALUE, part);
    sample_close(&sample);
}

static void test_another_format_is_refused(void **state)
{
    (void)state;
    check_schema_refused("PRAGMA user_version = 2", "has format 2 and this program knows format 1 only");
    check_schema_refused("PRAGMA user_version = 0", "has format 0");
    check_schema_refused("PRAGMA application_id = 0", "another program's database");
}

static void test_a_changed_schema_is_refused(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "DROP TRIGGER entry_unchanged",
        "DROP TRIGGER entry_kept",
        "DROP TRIGGER entry_appended",
        "DROP INDEX entry_incident",
        "DROP TABLE entry",
        "CREATE TABLE more (a)",
        "CREATE VIEW more AS SELECT 1",
        "CREATE TRIGGER more AFTER INSERT ON entry BEGIN SELECT 1; END",
        "DROP TRIGGER entry_kept; CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT 1; END",
        "ALTER TABLE entry ADD COLUMN more TEXT",
        "ALTER TABLE entry RENAME COLUMN reason TO why",
    };
    for (size_t i = 0; i < LENGTH_OF(changes); i++)
        check_schema_refused(changes[i], "table or triggers were changed");
}

static void test_a_vacuum_does_no_harm(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    meddle(sample.path, "VACUUM");
    sample_reopen(&sample, JOURNAL_WRITE);
    check_verify(sample.journal, samples[2].hash, 3, NULL);
    struct entry entry = note("road-1", NOON + 9);
    must_append(sample.journal, &entry, 3);
    sample_close(&sample);
}

static void test_a_wal_is_left_again(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    journal_close(sample.journal);
    meddle(sample.path, "PRAGMA journal_mode = WAL");
    sample.journal = must_open(sample.path, JOURNAL_WRITE);
    struct entry entry = note("road-1", NOON + 9);
    must_append(sample.journal, &entry, 3);
    assert_int_equal(access(folder_path(&sample.folder, "journal.db-wal"), F_OK), -1);
    sample_close(&sample);
}

/* ---- locks ---- */

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int busy_after_five_seconds(double start, const struct err *err)
{
    double waited = seconds_now() - start;
    return err->code == ERR_BUSY && waited > 4.9 && waited < 9 ? 0 : 1;
}

static int open_locked(const char *path)
{
    struct err err = {0};
    double start = seconds_now();
    return journal_open(path, JOURNAL_READ, &err) != NULL ? 2 : busy_after_five_seconds(start, &err);
}

static int append_locked(const char *path)
{
    struct err err = {0};
    struct entry entry = note("road-1", NOON + 9);
    struct journal *journal = journal_open(path, JOURNAL_WRITE, &err);
    double start = seconds_now();
    if (journal == NULL || journal_append(journal, &entry, 3, &err) == 0)
        return 2;
    journal_close(journal);
    return busy_after_five_seconds(start, &err);
}

/* All wait at the same time, each in its process for its file. */
static void test_a_locked_journal_is_waited_for_and_then_given_up(void **state)
{
    (void)state;
    static const struct {
        const char *lock;
        int (*attempt)(const char *path);
    } rows[] = {
        {"BEGIN EXCLUSIVE", open_locked},
        {"BEGIN IMMEDIATE", append_locked},
        {"BEGIN; SELECT count(*) FROM entry", append_locked},
    };
    struct sample held[LENGTH_OF(rows)];
    sqlite3 *db[LENGTH_OF(rows)];
    pid_t children[LENGTH_OF(rows)];
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        sample_open(&held[i]);
        db[i] = plain_open(held[i].path, true);
        plain_run(db[i], rows[i].lock);
        children[i] = fork();
        if (children[i] == 0)
            _exit(rows[i].attempt(held[i].path));
    }
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
        sqlite3_close(db[i]);
        check_verify(held[i].journal, samples[2].hash, 3, NULL);
        sample_close(&held[i]);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_triggers_refuse_every_change),
        cmocka_unit_test(test_a_flipped_bit_in_any_field_is_seen),
        cmocka_unit_test(test_a_flipped_bit_anywhere_is_seen_or_harmless),
        cmocka_unit_test(test_removed_and_swapped_entries_are_named),
        cmocka_unit_test(test_a_rewritten_entry_breaks_the_next),
        cmocka_unit_test(test_a_rewritten_tail_shows_against_a_head_on_paper_alone),
        cmocka_unit_test(test_a_cut_tail_shows_against_a_head_on_paper_alone),
        cmocka_unit_test(test_no_damaged_entry_is_ever_read),
        cmocka_unit_test(test_a_damaged_journal_can_be_restored),
        cmocka_unit_test(test_an_index_without_its_rows_is_seen),
        cmocka_unit_test(test_another_programs_database_is_left_alone),
        cmocka_unit_test(test_another_format_is_refused),
        cmocka_unit_test(test_a_changed_schema_is_refused),
        cmocka_unit_test(test_a_vacuum_does_no_harm),
        cmocka_unit_test(test_a_wal_is_left_again),
        cmocka_unit_test(test_a_locked_journal_is_waited_for_and_then_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
