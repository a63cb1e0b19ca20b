/*
 * Running out of memory at any one allocation of the journal, SQLite's included: an error and nothing acknowledged, or an answer that
 * is whole. The allocator here stands before the C library's and refuses once, when told to.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "tests/unit/failing_malloc.h"

#include "tests/unit/journal_fixture.h"

/* A flow gives 0 when all went well, and -1 with an error. */
struct flow {
    int (*run)(struct sample *sample, struct err *err);
    void (*check)(struct sample *sample, int rc);
    bool changes; /* the journal, when all goes well */
};

static int run_once(const struct flow *flow, struct sample *sample, long failing)
{
    struct err err = {.code = ERR_NONE};
    countdown = failing;
    asked = 0;
    int rc = flow->run(sample, &err);
    countdown = -1;
    if (rc != 0)
        check_err(&err, ERR_MEMORY, "out of memory");
    return rc;
}

static void check_every_failure(const struct flow *flow)
{
    struct sample sample;
    long count = 1, refused = 0;
    sample_open(&sample);
    for (long failing = -1; failing < count; failing++) {
        int rc = run_once(flow, &sample, failing);
        count = failing < 0 ? asked : count;
        refused += rc != 0;
        flow->check(&sample, rc);
        if (rc == 0 && flow->changes) {
            sample_close(&sample);
            sample_open(&sample);
        }
    }
    sample_close(&sample);
    assert_true(refused > 0);
}

static void check_as_before(struct sample *sample, int rc)
{
    (void)rc;
    sample_reopen(sample, JOURNAL_WRITE);
    check_head(sample->journal, 3, samples[2].hash);
}

static void check_one_more(struct sample *sample, int rc)
{
    uint64_t count;
    struct err err = {0};
    sample_reopen(sample, JOURNAL_WRITE);
    check_head(sample->journal, rc == 0 ? 4 : 3, rc == 0 ? NULL : samples[2].hash);
    assert_int_equal(journal_verify(sample->journal, samples[2].hash, &count, &err), 0);
}

static int open_again(struct sample *sample, struct err *err)
{
    struct journal *journal = journal_open(sample->path, JOURNAL_WRITE, err);
    journal_close(journal);
    return journal == NULL ? -1 : 0;
}

static void test_opening(void **state)
{
    (void)state;
    check_every_failure(&(struct flow){open_again, check_as_before, false});
}

static int create_another(struct sample *sample, struct err *err)
{
    char path[sizeof sample->path + 8];
    snprintf(path, sizeof path, "%s.other", sample->path);
    struct journal *journal = journal_open(path, JOURNAL_CREATE, err);
    journal_close(journal);
    return journal == NULL ? -1 : 0;
}

/* Either there is no file, or it is a journal, or one that a crash could have left; the next one to ask makes it a journal. */
static void check_other(struct sample *sample, int rc)
{
    char path[sizeof sample->path + 8];
    (void)rc;
    snprintf(path, sizeof path, "%s.other", sample->path);
    struct journal *journal = must_open(path, JOURNAL_CREATE);
    check_head(journal, 0, ZEROS);
    journal_close(journal);
    unlink(path);
}

static void test_creating(void **state)
{
    (void)state;
    check_every_failure(&(struct flow){create_another, check_other, false});
}

static int append_another(struct sample *sample, struct err *err)
{
    struct entry entry = note("road-1", NOON + 9);
    return journal_append(sample->journal, &entry, 3, err);
}

static void test_appending(void **state)
{
    (void)state;
    check_every_failure(&(struct flow){append_another, check_one_more, true});
}

static int import_another(struct sample *sample, struct err *err)
{
    struct text line = {0};
    struct entry entry = note("road-1", NOON + 9);
    unsigned char previous[JOURNAL_HASH_SIZE];
    long kept = countdown;
    countdown = -1;
    struct hash *hash = hash_new(err);
    assert_true(hash_parse(samples[2].hash, 64, previous));
    entry.seq = 4;
    entry_hash(&entry, previous, hash, entry.hash);
    entry_to_json(&entry, &line);
    hash_free(hash);
    countdown = kept;
    int rc = journal_import(sample->journal, line.data, line.size, err);
    text_release(&line);
    return rc;
}

static void test_importing(void **state)
{
    (void)state;
    check_every_failure(&(struct flow){import_another, check_one_more, true});
}

static int verify_all(struct sample *sample, struct err *err)
{
    uint64_t count;
    return journal_verify(sample->journal, samples[2].hash, &count, err);
}

static void test_verifying(void **state)
{
    (void)state;
    check_every_failure(&(struct flow){verify_all, check_as_before, false});
}

/* A reader never gets half an entry. */
static int read_all(struct sample *sample, struct err *err)
{
    struct text text = {0};
    int rc = export_all(sample->journal, &text, err);
    long kept = countdown;
    countdown = -1;
    if (rc == 0 && !text.failed)
        assert_non_null(strstr(text.data, samples[2].hash));
    if (rc == 0 && text.failed)
        rc = err_no_memory(err);
    countdown = kept;
    text_release(&text);
    return rc;
}

static void test_reading(void **state)
{
    (void)state;
    check_every_failure(&(struct flow){read_all, check_as_before, false});
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opening),   cmocka_unit_test(test_creating),  cmocka_unit_test(test_appending),
        cmocka_unit_test(test_importing), cmocka_unit_test(test_verifying), cmocka_unit_test(test_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
