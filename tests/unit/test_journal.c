/* The journal's promises to those who append, read, export and import. Files and damage: test_journal_file.c, test_journal_damage.c. */
#include "tests/unit/journal_fixture.h"

/* ---- appending ---- */

static void test_entries_get_the_documented_hashes(void **state)
{
    (void)state;
    struct sample sample;
    sample_open_empty(&sample);
    for (size_t i = 0; i < LENGTH_OF(samples); i++) {
        struct entry entry = samples[i].entry;
        char hex[JOURNAL_HEX_SIZE];
        entry.seq = 0;
        must_append(sample.journal, &entry, JOURNAL_ANY);
        hash_print(entry.hash, hex);
        assert_int_equal(entry.seq, i + 1);
        assert_string_equal(hex, samples[i].hash);
        check_head(sample.journal, i + 1, samples[i].hash);
    }
    sample_close(&sample);
}

static void test_an_empty_journal_has_a_head_of_zeros(void **state)
{
    (void)state;
    struct sample sample;
    struct text text = {0};
    struct err err = {0};
    sample_open_empty(&sample);
    check_head(sample.journal, 0, ZEROS);
    assert_int_equal(export_all(sample.journal, &text, &err), 0);
    assert_int_equal(text.size, 0);
    text_release(&text);
    sample_close(&sample);
}

static void test_entries_are_there_after_reopening(void **state)
{
    (void)state;
    struct sample sample;
    struct text before = {0}, after = {0};
    struct err err = {0};
    sample_open(&sample);
    assert_int_equal(export_all(sample.journal, &before, &err), 0);
    for (int mode = JOURNAL_READ; mode <= JOURNAL_CREATE; mode++) {
        sample_reopen(&sample, (enum journal_mode)mode);
        check_head(sample.journal, 3, samples[2].hash);
        assert_int_equal(export_all(sample.journal, &after, &err), 0);
        assert_string_equal(text_str(&before), text_str(&after));
    }
    text_release(&before);
    text_release(&after);
    sample_close(&sample);
}

/* Refused, and nothing changed: neither the journal nor the entry. */
static void check_append_refused(struct journal *journal, struct entry *entry, uint64_t seen, enum err_code code, const char *part)
{
    struct entry kept = *entry;
    struct err err = {0};
    char before[JOURNAL_HEX_SIZE];
    uint64_t seq;
    assert_int_equal(journal_head(journal, &seq, before, &err), 0);
    assert_int_equal(journal_append(journal, entry, seen, &err), -1);
    check_err(&err, code, part);
    check_head(journal, seq, before);
    assert_int_equal(entry->seq, kept.seq);
    assert_int_equal(entry->time, kept.time);
    assert_memory_equal(entry->hash, kept.hash, sizeof kept.hash);
}

static void test_an_append_on_stale_knowledge_is_a_conflict(void **state)
{
    (void)state;
    struct sample sample;
    sample_open_empty(&sample);
    struct entry first = note("road-1", NOON), other = note("fire-2", NOON), late = note("road-1", NOON);
    must_append(sample.journal, &first, 0);
    must_append(sample.journal, &other, 0);
    check_append_refused(sample.journal, &late, 0, ERR_CONFLICT, "\"road-1\" was given entry 1 elsewhere, and only entry 0 is known");
    check_append_refused(sample.journal, &late, 2, ERR_CONFLICT, "entry 1");
    must_append(sample.journal, &late, 1);
    assert_int_equal(late.seq, 3);
    sample_close(&sample);
}

static void test_other_incidents_are_no_conflict(void **state)
{
    (void)state;
    struct sample sample;
    sample_open_empty(&sample);
    struct entry road = note("road-1", NOON), roads = note("road-10", NOON), whole = note("", NOON), again = note("road-1", NOON);
    must_append(sample.journal, &road, 0);
    must_append(sample.journal, &roads, 0);
    must_append(sample.journal, &whole, 0);
    must_append(sample.journal, &again, 1);
    sample_close(&sample);
}

static void test_two_handles_see_each_other(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    struct journal *other = must_open(sample.path, JOURNAL_WRITE);
    struct entry here = note("road-1", NOON + 5), there = note("road-1", NOON + 5);
    must_append(other, &there, 3);
    check_append_refused(sample.journal, &here, 3, ERR_CONFLICT, "entry 4");
    must_append(sample.journal, &here, 4);
    check_head(other, 5, NULL);
    journal_close(other);
    sample_close(&sample);
}

static void test_an_incident_does_not_go_back_in_time(void **state)
{
    (void)state;
    struct sample sample;
    sample_open_empty(&sample);
    struct entry first = note("road-1", NOON), back = note("road-1", NOON - 1), other = note("fire-2", NOON - 1);
    must_append(sample.journal, &first, 0);
    check_append_refused(sample.journal, &back, 1, ERR_VALUE, "the clock went back: the incident's entry 1 is 1 ms later");
    must_append(sample.journal, &other, 0);
    must_append(sample.journal, &back, JOURNAL_ANY);
    assert_int_equal(back.time, NOON);
    sample_close(&sample);
}

static char *long_text(size_t size, char letter)
{
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, letter, size);
    text[size] = '\0';
    return text;
}

/* An object with arrays in it, so many levels in all. */
static struct text nested(unsigned depth)
{
    struct text text = {0};
    text_add_str(&text, "{\"a\":0");
    for (unsigned i = 1; i < depth; i++)
        text_add_str(&text, i == 1 ? ",\"b\":[" : "[");
    for (unsigned i = 1; i < depth; i++)
        text_add_str(&text, "]");
    text_add_str(&text, "}");
    return text;
}

static void test_bodies_that_are_no_object_on_one_line_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum err_code code;
        const char *part;
    } rows[] = {
        {"", ERR_JSON, "nothing here"},          {"[]", ERR_VALUE, "object on one line"},       {" {}", ERR_VALUE, "object on one line"},
        {"{} ", ERR_VALUE, "on one line"},       {"{\n}", ERR_VALUE, "on one line"},               {"{\"a\":1,\"a\":2}", ERR_KEY, "twice"},
        {"{\"a\":}", ERR_JSON, "a comma is too many"},  {"{\"a\":\"\xC3\"}", ERR_VALUE, "not UTF-8"},
    };
    struct sample sample;
    sample_open(&sample);
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct entry entry = note("road-1", NOON + 9);
        entry.body = rows[i].body;
        check_append_refused(sample.journal, &entry, 3, rows[i].code, rows[i].part);
    }
    sample_close(&sample);
}

static void test_a_body_may_be_as_deep_as_an_export_can_carry(void **state)
{
    (void)state;
    struct sample sample;
    sample_open_empty(&sample);
    struct entry entry = note("a", NOON);
    struct text deep = nested(63), deeper = nested(64);
    entry.body = deeper.data;
    check_append_refused(sample.journal, &entry, 0, ERR_LIMIT, "deeper than 63");
    entry.body = deep.data;
    must_append(sample.journal, &entry, 0);
    text_release(&deep);
    text_release(&deeper);
    sample_close(&sample);
}

static void test_texts_have_limits(void **state)
{
    (void)state;
    struct sample sample;
    sample_open_empty(&sample);
    char *most = long_text(JOURNAL_TEXT_MAX, 'x'), *more = long_text(JOURNAL_TEXT_MAX + 1, 'x');
    struct entry entry = note("a", NOON);
    const char **const texts[] = {&entry.incident, &entry.name, &entry.role, &entry.type, &entry.reason};
    for (size_t i = 0; i < LENGTH_OF(texts); i++) {
        const char *kept = *texts[i];
        *texts[i] = more;
        check_append_refused(sample.journal, &entry, 0, ERR_LIMIT, "longer than 64 KiB");
        *texts[i] = "\xED\xA0\x80";
        check_append_refused(sample.journal, &entry, 0, ERR_VALUE, "not UTF-8");
        *texts[i] = kept;
    }
    for (size_t i = 0; i < LENGTH_OF(texts); i++)
        *texts[i] = most;
    must_append(sample.journal, &entry, 0);
    entry.type = "";
    check_append_refused(sample.journal, &entry, 1, ERR_VALUE, "no type");
    free(most);
    free(more);
    sample_close(&sample);
}

static void test_times_are_in_four_digit_years(void **state)
{
    (void)state;
    struct sample sample;
    sample_open_empty(&sample);
    struct entry entry = note("a", -1);
    check_append_refused(sample.journal, &entry, 0, ERR_VALUE, "1970 to 9999");
    entry.time = JOURNAL_TIME_MAX + 1;
    check_append_refused(sample.journal, &entry, 0, ERR_VALUE, "1970 to 9999");
    entry.time = 0;
    entry.drill_time = -2;
    check_append_refused(sample.journal, &entry, 0, ERR_VALUE, "1970 to 9999");
    entry.drill_time = JOURNAL_TIME_MAX;
    must_append(sample.journal, &entry, 0);
    entry.time = JOURNAL_TIME_MAX;
    must_append(sample.journal, &entry, 1);
    sample_close(&sample);
}

/* ---- reading ---- */

struct seen {
    uint64_t seqs[1000];
    size_t count;
    int stop_at, stop_with;
};

static int note_seq(void *context, const struct entry *entry)
{
    struct seen *seen = context;
    seen->seqs[seen->count++] = entry->seq;
    return (int)seen->count == seen->stop_at ? seen->stop_with : 0;
}

static size_t read_seqs(struct journal *journal, uint64_t after, const char *incident, struct seen *seen)
{
    struct err err = {0};
    *seen = (struct seen){.count = 0};
    if (journal_read(journal, after, incident, (struct journal_visit){note_seq, seen}, &err) != 0)
        fail_msg("%s", err.en);
    return seen->count;
}

static void test_reading_starts_after_an_entry(void **state)
{
    (void)state;
    struct sample sample;
    struct seen seen;
    sample_open(&sample);
    assert_int_equal(read_seqs(sample.journal, 0, NULL, &seen), 3);
    assert_int_equal(read_seqs(sample.journal, 2, NULL, &seen), 1);
    assert_int_equal(seen.seqs[0], 3);
    assert_int_equal(read_seqs(sample.journal, 3, NULL, &seen), 0);
    assert_int_equal(read_seqs(sample.journal, 4, NULL, &seen), 0);
    assert_int_equal(read_seqs(sample.journal, UINT64_MAX, NULL, &seen), 0);
    sample_close(&sample);
}

static void test_reading_can_be_of_one_incident(void **state)
{
    (void)state;
    struct sample sample;
    struct seen seen;
    sample_open(&sample);
    assert_int_equal(read_seqs(sample.journal, 0, "road-1", &seen), 2);
    assert_int_equal(seen.seqs[0], 1);
    assert_int_equal(seen.seqs[1], 3);
    assert_int_equal(read_seqs(sample.journal, 1, "road-1", &seen), 1);
    assert_int_equal(read_seqs(sample.journal, 0, "", &seen), 1);
    assert_int_equal(seen.seqs[0], 2);
    assert_int_equal(read_seqs(sample.journal, 0, "road", &seen), 0);
    sample_close(&sample);
}

static void test_reading_goes_on_over_many_batches(void **state)
{
    (void)state;
    struct sample sample;
    struct seen seen;
    sample_open_empty(&sample);
    for (int i = 0; i < 200; i++) {
        struct entry entry = note(i % 3 == 0 ? "a" : "b", NOON + i);
        must_append(sample.journal, &entry, JOURNAL_ANY);
    }
    assert_int_equal(read_seqs(sample.journal, 0, NULL, &seen), 200);
    for (size_t i = 0; i < seen.count; i++)
        assert_int_equal(seen.seqs[i], i + 1);
    assert_int_equal(read_seqs(sample.journal, 0, "a", &seen), 67);
    assert_int_equal(seen.seqs[66], 199);
    sample_close(&sample);
}

static void test_a_reader_can_stop(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = {0};
    struct seen seen = {.stop_at = 2, .stop_with = 42};
    sample_open(&sample);
    assert_int_equal(journal_read(sample.journal, 0, NULL, (struct journal_visit){note_seq, &seen}, &err), 42);
    assert_int_equal(seen.count, 2);
    assert_int_equal(err.code, ERR_NONE);
    sample_close(&sample);
}

static void test_the_largest_bodies_come_back(void **state)
{
    (void)state;
    struct sample sample;
    struct text text = {0};
    struct err err = {0};
    sample_open_empty(&sample);
    char *body = long_text(JOURNAL_BODY_MAX, 'x');
    memcpy(body, "{\"a\":\"", 6);
    memcpy(body + JOURNAL_BODY_MAX - 2, "\"}", 2);
    for (int i = 0; i < 3; i++) {
        struct entry entry = note("a", NOON);
        entry.body = body;
        must_append(sample.journal, &entry, JOURNAL_ANY);
    }
    assert_int_equal(export_all(sample.journal, &text, &err), 0);
    assert_true(text.size > 3 * JOURNAL_BODY_MAX);
    check_contains(text.data, body);
    text_release(&text);
    free(body);
    sample_close(&sample);
}

struct writer {
    struct journal *journal, *other;
    size_t calls;
};

/* Appends by its own handle and another's, and reads, in the middle of being read to. */
static int append_meanwhile(void *context, const struct entry *entry)
{
    struct writer *writer = context;
    struct seen seen;
    writer->calls++;
    if (entry->seq > 2)
        return 0;
    struct entry mine = note("new", NOON), others = note("new", NOON);
    must_append(writer->journal, &mine, JOURNAL_ANY);
    must_append(writer->other, &others, JOURNAL_ANY);
    assert_int_equal(read_seqs(writer->journal, 0, "new", &seen), 2 * entry->seq);
    return 0;
}

static void test_a_slow_reader_keeps_nobody_waiting(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = {0};
    sample_open(&sample);
    struct writer writer = {sample.journal, must_open(sample.path, JOURNAL_WRITE), 0};
    assert_int_equal(journal_read(sample.journal, 0, NULL, (struct journal_visit){append_meanwhile, &writer}, &err), 0);
    assert_int_equal(writer.calls, 7);
    journal_close(writer.other);
    sample_close(&sample);
}

/* ---- verifying ---- */

static void check_verifies(struct journal *journal, const char *head)
{
    uint64_t count = 99;
    struct err err = {0};
    if (journal_verify(journal, head, &count, &err) != 0)
        fail_msg("%s", err.en);
    uint64_t seq;
    char hex[JOURNAL_HEX_SIZE];
    assert_int_equal(journal_head(journal, &seq, hex, &err), 0);
    assert_int_equal(count, seq);
}

static void check_verify_refuses(struct journal *journal, const char *head, const char *part)
{
    uint64_t count = 99;
    struct err err = {0};
    assert_int_equal(journal_verify(journal, head, &count, &err), -1);
    check_err(&err, ERR_VALUE, part);
}

static void test_a_head_on_paper_is_found_again(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    check_verifies(sample.journal, NULL);
    check_verifies(sample.journal, ZEROS);
    for (size_t i = 0; i < LENGTH_OF(samples); i++)
        check_verifies(sample.journal, samples[i].hash);
    check_verifies(sample.journal, "D49FAD1A6FE3048D322475BFAD256F09B8BE1577ABEA44B0142F857F3B8AD6DB");
    sample_close(&sample);
}

static void test_a_head_of_another_journal_is_not_found(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    check_verify_refuses(sample.journal, "d49fad1a6fe3048d322475bfad256f09b8be1577abea44b0142f857f3b8ad6dc", "cut off or rewritten");
    check_verify_refuses(sample.journal, "d49fad1a6fe3048d322475bfad256f09b8be1577abea44b0142f857f3b8ad6d", "64 hexadecimal digits");
    check_verify_refuses(sample.journal, "", "64 hexadecimal digits");
    sample_close(&sample);
}

static void test_an_empty_journal_verifies(void **state)
{
    (void)state;
    struct sample sample;
    sample_open_empty(&sample);
    check_verifies(sample.journal, NULL);
    check_verifies(sample.journal, ZEROS);
    check_verify_refuses(sample.journal, samples[0].hash, "cut off");
    sample_close(&sample);
}

/* ---- export and import ---- */

/* Import lines one by one, or as one change. Returns how many were taken. */
static size_t import_lines(struct journal *journal, const char *lines, struct err *err)
{
    size_t count = 0;
    for (const char *line = lines, *end; (end = strchr(line, '\n')) != NULL; line = end + 1, count++)
        if (journal_import(journal, line, (size_t)(end - line), err) != 0)
            break;
    return count;
}

struct exported {
    struct sample from, to;
    struct text lines;
};

static void exported_open(struct exported *it)
{
    struct err err = {0};
    *it = (struct exported){.lines = {0}};
    sample_open(&it->from);
    sample_open_empty(&it->to);
    assert_int_equal(export_all(it->from.journal, &it->lines, &err), 0);
}

static void exported_close(struct exported *it)
{
    text_release(&it->lines);
    sample_close(&it->from);
    sample_close(&it->to);
}

static void test_an_export_comes_back_byte_for_byte(void **state)
{
    (void)state;
    struct exported it;
    struct text again = {0};
    struct err err = {0};
    exported_open(&it);
    if (import_lines(it.to.journal, it.lines.data, &err) != 3)
        fail_msg("%s", err.en);
    assert_int_equal(export_all(it.to.journal, &again, &err), 0);
    assert_string_equal(again.data, it.lines.data);
    check_head(it.to.journal, 3, samples[2].hash);
    check_verifies(it.to.journal, samples[2].hash);
    text_release(&again);
    exported_close(&it);
}

static void test_an_import_goes_on_where_the_journal_ends(void **state)
{
    (void)state;
    struct exported it;
    struct err err = {0};
    exported_open(&it);
    struct entry first = samples[0].entry;
    must_append(it.to.journal, &first, 0);
    assert_int_equal(import_lines(it.to.journal, strchr(it.lines.data, '\n') + 1, &err), 2);
    check_head(it.to.journal, 3, samples[2].hash);
    exported_close(&it);
}

static void check_import_refused(struct journal *journal, const char *line, enum err_code code, const char *part)
{
    struct err err = {0};
    char before[JOURNAL_HEX_SIZE];
    uint64_t seq;
    assert_int_equal(journal_head(journal, &seq, before, &err), 0);
    assert_int_equal(journal_import(journal, line, strlen(line), &err), -1);
    check_err(&err, code, part);
    check_head(journal, seq, before);
}

/* The n-th line (from 0) with a part of it replaced; the caller frees it. */
static char *line_with(const struct exported *it, int n, const char *part, const char *instead)
{
    const char *line = it->lines.data;
    for (; n > 0; n--)
        line = strchr(line, '\n') + 1;
    struct text text = {0};
    const char *end = strchr(line, '\n'), *at = strstr(line, part);
    assert_true(at != NULL && at < end);
    text_add(&text, line, (size_t)(at - line));
    text_add_str(&text, instead);
    text_add(&text, at + strlen(part), (size_t)(end - at) - strlen(part));
    return text.data;
}

static void test_an_import_with_a_missing_entry_is_refused(void **state)
{
    (void)state;
    struct exported it;
    exported_open(&it);
    char *second = line_with(&it, 1, "", ""), *first = line_with(&it, 0, "", "");
    struct err err = {0};
    check_import_refused(it.to.journal, second, ERR_VALUE, "entry 1 was due, and this is entry 2");
    assert_int_equal(journal_import(it.to.journal, first, strlen(first), &err), 0);
    check_import_refused(it.to.journal, first, ERR_VALUE, "entry 2 was due, and this is entry 1");
    free(first);
    free(second);
    exported_close(&it);
}

static void test_an_import_of_a_changed_entry_is_refused(void **state)
{
    (void)state;
    static const char *const changes[][2] = {
        {"\"road-1\"", "\"road-2\""}, {"00.000Z", "00.001Z"}, {"null", "\"2026-03-01T00:00:00.000Z\""}, {"张三", "张四"},
        {"office_director", "commander"}, {"\"open\"", "\"note\""}, {": \"road\"", ":\"road\""}, {"\"reason\":\"\"", "\"reason\":\"x\""},
        {"089f", "189f"},
    };
    struct exported it;
    exported_open(&it);
    for (size_t i = 0; i < LENGTH_OF(changes); i++) {
        char *line = line_with(&it, 0, changes[i][0], changes[i][1]);
        check_import_refused(it.to.journal, line, ERR_VALUE, "the hash of entry 1 is wrong");
        free(line);
    }
    exported_close(&it);
}

/* The hash is right: only the clock is wrong. */
static void test_an_import_with_a_clock_going_back_is_refused(void **state)
{
    (void)state;
    struct exported it;
    struct err err = {0};
    struct text line = {0};
    exported_open(&it);
    struct entry first = note("road-1", NOON), back = note("road-1", NOON - 1);
    must_append(it.to.journal, &first, 0);
    struct hash *hash = hash_new(&err);
    assert_non_null(hash);
    back.seq = 2;
    entry_hash(&back, first.hash, hash, back.hash);
    entry_to_json(&back, &line);
    check_import_refused(it.to.journal, line.data, ERR_VALUE, "the clock went back");
    back.time = NOON;
    entry_hash(&back, first.hash, hash, back.hash);
    text_clear(&line);
    entry_to_json(&back, &line);
    assert_int_equal(journal_import(it.to.journal, line.data, line.size, &err), 0);
    hash_free(hash);
    text_release(&line);
    exported_close(&it);
}

/* Its hash is right too, but no append would have let it in. */
static void test_an_import_lets_in_only_what_an_append_does(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = {0};
    struct text line = {0};
    sample_open_empty(&sample);
    static const unsigned char zeros[JOURNAL_HASH_SIZE];
    struct hash *hash = hash_new(&err);
    assert_non_null(hash);
    struct entry entry = note("road-1", NOON);
    entry.seq = 1;
    entry.type = "";
    entry_hash(&entry, zeros, hash, entry.hash);
    entry_to_json(&entry, &line);
    check_import_refused(sample.journal, line.data, ERR_VALUE, "no type");
    hash_free(hash);
    text_release(&line);
    sample_close(&sample);
}

static void test_an_import_is_all_or_nothing(void **state)
{
    (void)state;
    struct exported it;
    struct err err = {0};
    exported_open(&it);
    strstr(it.lines.data, "\"hash\":\"d49")[8] = 'e';
    assert_int_equal(journal_import_begin(it.to.journal, &err), 0);
    assert_int_equal(import_lines(it.to.journal, it.lines.data, &err), 2);
    check_err(&err, ERR_VALUE, "entry 3 is wrong");
    assert_int_equal(journal_import_end(it.to.journal, false, &err), 0);
    check_head(it.to.journal, 0, ZEROS);
    strstr(it.lines.data, "\"hash\":\"e49")[8] = 'd';
    assert_int_equal(journal_import_begin(it.to.journal, &err), 0);
    assert_int_equal(import_lines(it.to.journal, it.lines.data, &err), 3);
    assert_int_equal(journal_import_end(it.to.journal, true, &err), 0);
    sample_reopen(&it.to, JOURNAL_WRITE);
    check_head(it.to.journal, 3, samples[2].hash);
    exported_close(&it);
}

static void test_an_import_left_open_is_dropped(void **state)
{
    (void)state;
    struct exported it;
    struct err err = {0};
    exported_open(&it);
    assert_int_equal(journal_import_begin(it.to.journal, &err), 0);
    assert_int_equal(import_lines(it.to.journal, it.lines.data, &err), 3);
    sample_reopen(&it.to, JOURNAL_WRITE);
    check_head(it.to.journal, 0, ZEROS);
    exported_close(&it);
}

static void test_errors_need_no_place_to_go(void **state)
{
    (void)state;
    struct sample sample;
    uint64_t count;
    sample_open(&sample);
    struct entry entry = note("road-1", NOON);
    assert_int_equal(journal_append(sample.journal, &entry, 0, NULL), -1);
    assert_int_equal(journal_import(sample.journal, "{", 1, NULL), -1);
    assert_int_equal(journal_verify(sample.journal, "x", &count, NULL), -1);
    assert_null(journal_open("/no/such/journal.db", JOURNAL_READ, NULL));
    journal_close(NULL);
    sample_close(&sample);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries_get_the_documented_hashes),
        cmocka_unit_test(test_an_empty_journal_has_a_head_of_zeros),
        cmocka_unit_test(test_entries_are_there_after_reopening),
        cmocka_unit_test(test_an_append_on_stale_knowledge_is_a_conflict),
        cmocka_unit_test(test_other_incidents_are_no_conflict),
        cmocka_unit_test(test_two_handles_see_each_other),
        cmocka_unit_test(test_an_incident_does_not_go_back_in_time),
        cmocka_unit_test(test_bodies_that_are_no_object_on_one_line_are_refused),
        cmocka_unit_test(test_a_body_may_be_as_deep_as_an_export_can_carry),
        cmocka_unit_test(test_texts_have_limits),
        cmocka_unit_test(test_times_are_in_four_digit_years),
        cmocka_unit_test(test_reading_starts_after_an_entry),
        cmocka_unit_test(test_reading_can_be_of_one_incident),
        cmocka_unit_test(test_reading_goes_on_over_many_batches),
        cmocka_unit_test(test_a_reader_can_stop),
        cmocka_unit_test(test_the_largest_bodies_come_back),
        cmocka_unit_test(test_a_slow_reader_keeps_nobody_waiting),
        cmocka_unit_test(test_a_head_on_paper_is_found_again),
        cmocka_unit_test(test_a_head_of_another_journal_is_not_found),
        cmocka_unit_test(test_an_empty_journal_verifies),
        cmocka_unit_test(test_an_export_comes_back_byte_for_byte),
        cmocka_unit_test(test_an_import_goes_on_where_the_journal_ends),
        cmocka_unit_test(test_an_import_with_a_missing_entry_is_refused),
        cmocka_unit_test(test_an_import_of_a_changed_entry_is_refused),
        cmocka_unit_test(test_an_import_with_a_clock_going_back_is_refused),
        cmocka_unit_test(test_an_import_lets_in_only_what_an_append_does),
        cmocka_unit_test(test_an_import_is_all_or_nothing),
        cmocka_unit_test(test_an_import_left_open_is_dropped),
        cmocka_unit_test(test_errors_need_no_place_to_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
