/*
 * Journals for tests: sample entries whose hashes another implementation computed, and a journal in a temporary folder.
 *
 *     struct sample sample;
 *     sample_open(&sample);           folder, journal.db in it, open to be written, with the sample entries
 *     sample_close(&sample);
 */
#ifndef TESTS_UNIT_JOURNAL_FIXTURE_H
#define TESTS_UNIT_JOURNAL_FIXTURE_H

#include "core/chain.h"
#include "core/journal.h"
#include "core/text.h"
#include "tests/unit/fixture.h"

#define NOON INT64_C(1772323200000) /* 2026-03-01T00:00:00.000Z */

/* Hashes by Python's hashlib from the byte layout of docs/journal.md. */
static const struct {
    struct entry entry;
    const char *hash;
} samples[] = {
    {{1, "road-1", NOON, -1, "张三", "office_director", "open", "{\"plan\": \"road\"}", "", {0}},
     "089ff3f7c2b740679bbe8f9432d421682d22e3f6d86823a6156a048fd3f0b09e"},
    {{2, "", NOON, 0, "", "", "note", "{}", "第一行\n第二行", {0}}, "a5758c0584868b83b774bd1f88a270c2fc941a73fca3a29ba3a72449b587f369"},
    {{3, "road-1", NOON + 1, NOON + 1, "李四", "commander", "launch", "{\"level\":1,\"why\":\"\\u0000 \\\"x\\\"\"}", "首报", {0}},
     "d49fad1a6fe3048d322475bfad256f09b8be1577abea44b0142f857f3b8ad6db"},
};

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* A plain entry to begin with. */
static inline struct entry note(const char *incident, int64_t time)
{
    return (struct entry){.incident = incident, .time = time, .drill_time = -1, .name = "张三", .role = "", .type = "note",
                          .body = "{\"text\": \"桥断\"}", .reason = ""};
}

struct sample {
    struct folder folder;
    char path[sizeof(struct folder) + sizeof "/journal.db"];
    struct journal *journal;
};

static inline struct journal *must_open(const char *path, enum journal_mode mode)
{
    struct err err = {0};
    struct journal *journal = journal_open(path, mode, &err);
    if (journal == NULL)
        fail_msg("%s: %s", path, err.en);
    return journal;
}

static inline void must_append(struct journal *journal, struct entry *entry, uint64_t seen)
{
    struct err err = {0};
    if (journal_append(journal, entry, seen, &err) != 0)
        fail_msg("%s", err.en);
}

static inline void sample_open_empty(struct sample *sample)
{
    folder_open(&sample->folder);
    size_t size = strlen(sample->folder.path);
    memcpy(sample->path, sample->folder.path, size);
    memcpy(sample->path + size, "/journal.db", sizeof "/journal.db");
    sample->journal = must_open(sample->path, JOURNAL_CREATE);
}

static inline void append_samples(struct journal *journal)
{
    for (size_t i = 0; i < LENGTH_OF(samples); i++) {
        struct entry entry = samples[i].entry;
        must_append(journal, &entry, JOURNAL_ANY);
    }
}

static inline void sample_open(struct sample *sample)
{
    sample_open_empty(sample);
    append_samples(sample->journal);
}

static inline void sample_close(struct sample *sample)
{
    journal_close(sample->journal);
    folder_close(&sample->folder);
}

/* Close and open again, perhaps in another mode. */
static inline void sample_reopen(struct sample *sample, enum journal_mode mode)
{
    journal_close(sample->journal);
    sample->journal = must_open(sample->path, mode);
}

static inline int add_line(void *context, const struct entry *entry)
{
    entry_to_json(entry, context);
    text_add_str(context, "\n");
    return 0;
}

/* All entries as exported lines. 0 or -1. */
static inline int export_all(struct journal *journal, struct text *out, struct err *err)
{
    text_clear(out);
    return journal_read(journal, 0, NULL, (struct journal_visit){add_line, out}, err);
}

static inline void check_head(struct journal *journal, uint64_t seq, const char *hex)
{
    char head[JOURNAL_HEX_SIZE];
    uint64_t found;
    struct err err = {0};
    assert_int_equal(journal_head(journal, &found, head, &err), 0);
    assert_int_equal(found, seq);
    if (hex != NULL)
        assert_string_equal(head, hex);
}

static inline void check_err(const struct err *err, enum err_code code, const char *part)
{
    if (err->code != code)
        fail_msg("got %s (%s), expected %s", err_name(err->code), err->en, err_name(code));
    assert_true(err->zh[0] != '\0' && text_is_utf8(err->zh, strlen(err->zh)));
    check_contains(err->en, part);
}

static inline void check_opens_not(const char *path, enum journal_mode mode, enum err_code code, const char *part)
{
    struct err err = {0};
    struct journal *journal = journal_open(path, mode, &err);
    if (journal != NULL)
        fail_msg("%s was opened", path);
    check_err(&err, code, part);
    check_contains(path, err.file);
}

#endif
