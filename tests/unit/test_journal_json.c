/* Entries as JSON lines: one form, read back to the same entry, and nothing else let in. */
#include "tests/unit/journal_fixture.h"

static const char *const lines[] = {
    "{\"seq\":1,\"incident\":\"road-1\",\"time\":\"2026-03-01T00:00:00.000Z\",\"drill_time\":null,\"actor\":\"张三\","
    "\"role\":\"office_director\",\"type\":\"open\",\"body\":{\"plan\": \"road\"},\"reason\":\"\","
    "\"hash\":\"089ff3f7c2b740679bbe8f9432d421682d22e3f6d86823a6156a048fd3f0b09e\"}",
    "{\"seq\":2,\"incident\":\"\",\"time\":\"2026-03-01T00:00:00.000Z\",\"drill_time\":\"1970-01-01T00:00:00.000Z\",\"actor\":\"\","
    "\"role\":\"\",\"type\":\"note\",\"body\":{},\"reason\":\"第一行\\n第二行\","
    "\"hash\":\"a5758c0584868b83b774bd1f88a270c2fc941a73fca3a29ba3a72449b587f369\"}",
    "{\"seq\":3,\"incident\":\"road-1\",\"time\":\"2026-03-01T00:00:00.001Z\",\"drill_time\":\"2026-03-01T00:00:00.001Z\","
    "\"actor\":\"李四\",\"role\":\"commander\",\"type\":\"launch\",\"body\":{\"level\":1,\"why\":\"\\u0000 \\\"x\\\"\"},\"reason\":\"首报\","
    "\"hash\":\"d49fad1a6fe3048d322475bfad256f09b8be1577abea44b0142f857f3b8ad6db\"}",
};

static struct entry with_hash(const struct entry *entry, const char *hex)
{
    struct entry whole = *entry;
    assert_true(hash_parse(hex, strlen(hex), whole.hash));
    return whole;
}

static void check_same(const struct entry *a, const struct entry *b)
{
    assert_int_equal(a->seq, b->seq);
    assert_int_equal(a->time, b->time);
    assert_int_equal(a->drill_time, b->drill_time);
    assert_string_equal(a->incident, b->incident);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->role, b->role);
    assert_string_equal(a->type, b->type);
    assert_string_equal(a->body, b->body);
    assert_string_equal(a->reason, b->reason);
    assert_memory_equal(a->hash, b->hash, JOURNAL_HASH_SIZE);
}

static void test_the_samples_have_these_lines(void **state)
{
    (void)state;
    struct text text = {0};
    for (size_t i = 0; i < LENGTH_OF(samples); i++) {
        struct entry entry = with_hash(&samples[i].entry, samples[i].hash);
        text_clear(&text);
        entry_to_json(&entry, &text);
        assert_string_equal(text_str(&text), lines[i]);
    }
    text_release(&text);
}

static void check_comes_back(const struct entry *entry)
{
    struct text text = {0};
    struct arena arena = {0};
    struct entry again;
    struct err err = {0};
    entry_to_json(entry, &text);
    if (entry_from_json(text.data, text.size, &arena, &again, &err) != 0)
        fail_msg("%s: %s", text.data, err.en);
    check_same(entry, &again);
    arena_release(&arena);
    text_release(&text);
}

static void test_the_samples_come_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(samples); i++) {
        struct entry entry = with_hash(&samples[i].entry, samples[i].hash);
        check_comes_back(&entry);
    }
}

/* Any character but NUL, the awkward ones more often than chance would have them. */
static const char *random_text(uint64_t *dice, char buffer[64])
{
    static const char *const pieces[] = {"\x01", "\n", "\"", "\\", "\x7F", "a", "桥", "😀", "\xC2\x85", "/", "\xEF\xBB\xBF", "\xE2\x80\xA8"};
    buffer[0] = '\0';
    for (uint32_t count = random_below(dice, 12); count > 0; count--) {
        const char *piece = pieces[random_below(dice, LENGTH_OF(pieces))];
        memcpy(buffer + strlen(buffer), piece, strlen(piece) + 1);
    }
    return buffer;
}

static void test_random_entries_come_back(void **state)
{
    (void)state;
    static const char *const bodies[] = {"{}", "{ }", "{\"a\": [1, 2.50, -0e+1, {\"\\u4e00\":null}]}", "{\"\\/\":\"\x7F\"}"};
    uint64_t dice = 3;
    for (int i = 0; i < 2000; i++) {
        char texts[5][64];
        struct entry entry = {.seq = next_random(&dice) % UINT64_C(999999999999999999) + 1,
                              .time = (int64_t)(next_random(&dice) % (JOURNAL_TIME_MAX + 1)), .drill_time = -1};
        if (random_below(&dice, 2) == 0)
            entry.drill_time = (int64_t)(next_random(&dice) % (JOURNAL_TIME_MAX + 1));
        entry.incident = random_text(&dice, texts[0]);
        entry.name = random_text(&dice, texts[1]);
        entry.role = random_text(&dice, texts[2]);
        entry.type = random_text(&dice, texts[3]);
        entry.reason = random_text(&dice, texts[4]);
        entry.body = bodies[random_below(&dice, LENGTH_OF(bodies))];
        for (size_t at = 0; at < JOURNAL_HASH_SIZE; at++)
            entry.hash[at] = (unsigned char)random_below(&dice, 256);
        check_comes_back(&entry);
    }
}

static void test_the_ends_of_time_come_back(void **state)
{
    (void)state;
    static const int64_t times[] = {0, 1, 999, 86399999, 86400000, INT64_C(951782400000), INT64_C(951868799999), JOURNAL_TIME_MAX};
    for (size_t i = 0; i < LENGTH_OF(times); i++) {
        struct entry entry = note("a", times[i]);
        entry.seq = 1;
        check_comes_back(&entry);
    }
}

/* The first sample's line with one part of it replaced. */
static void check_refuses(const char *part, const char *instead, enum err_code code, const char *why)
{
    struct text text = {0};
    struct arena arena = {0};
    struct entry entry;
    struct err err = {0};
    const char *at = strstr(lines[0], part);
    assert_non_null(at);
    text_add(&text, lines[0], (size_t)(at - lines[0]));
    text_add_str(&text, instead);
    text_add_str(&text, at + strlen(part));
    if (entry_from_json(text.data, text.size, &arena, &entry, &err) == 0)
        fail_msg("accepted %s", text.data);
    check_err(&err, code, why);
    arena_release(&arena);
    text_release(&text);
}

static void test_other_keys_are_refused(void **state)
{
    (void)state;
    check_refuses("\"seq\":1,", "", ERR_KEY, "\"seq\" is missing");
    check_refuses("\"reason\":\"\",", "", ERR_KEY, "\"reason\" is missing");
    check_refuses("\"drill_time\":null,", "", ERR_KEY, "\"drill_time\" is missing");
    check_refuses("{\"seq\":1", "{\"more\":0,\"seq\":1", ERR_KEY, "no such key");
    check_refuses("\"seq\"", "\"Seq\"", ERR_KEY, "no such key");
    check_refuses("{\"seq\":1", "{\"seq\":1,\"seq\":1", ERR_KEY, "given twice");
}

static void test_values_of_other_types_are_refused(void **state)
{
    (void)state;
    check_refuses("\"seq\":1", "\"seq\":\"1\"", ERR_TYPE, "\"seq\" must be an entry's number");
    check_refuses("\"张三\"", "null", ERR_TYPE, "\"actor\" must be a string");
    check_refuses("\"2026-03-01T00:00:00.000Z\"", "1772323200000", ERR_TYPE, "\"time\" must be a time");
    check_refuses("null", "-1", ERR_TYPE, "\"drill_time\" must be a time or null");
    check_refuses("{\"plan\": \"road\"}", "[]", ERR_TYPE, "\"body\" must be an object");
}

static void test_numbers_times_and_hashes_have_one_form(void **state)
{
    (void)state;
    static const char *const seqs[] = {"0", "-1", "1.0", "1e0", "1000000000000000000", "99999999999999999999"};
    for (size_t i = 0; i < LENGTH_OF(seqs); i++) {
        char instead[40];
        snprintf(instead, sizeof instead, "\"seq\":%s", seqs[i]);
        check_refuses("\"seq\":1", instead, ERR_VALUE, "\"seq\" must be");
    }
    static const char *const times[] = {
        "2026-02-29T00:00:00.000Z", "2026-03-01T24:00:00.000Z", "2026-03-01T00:60:00.000Z", "2026-03-01T00:00:60.000Z",
        "2026-03-01T00:00:00.000z", "2026-03-01 00:00:00.000Z", "2026-03-01T00:00:00Z",     "2026-03-01T00:00:00,000Z",
        "2026-03-01T00:00:00.00 Z", "1969-12-31T23:59:59.999Z", "0000-01-01T00:00:00.000Z", "",
    };
    for (size_t i = 0; i < LENGTH_OF(times); i++)
        check_refuses("2026-03-01T00:00:00.000Z", times[i], ERR_VALUE, "\"time\" must be a time");
    check_refuses("089f", "089g", ERR_VALUE, "\"hash\" must be 64 hexadecimal digits");
    check_refuses("089f", "089", ERR_VALUE, "\"hash\" must be 64 hexadecimal digits");
}

static void test_other_spellings_of_the_same_are_refused(void **state)
{
    (void)state;
    static const char *const again = "as respond export writes it";
    check_refuses("089f", "089F", ERR_VALUE, again);
    check_refuses("\"seq\":1", "\"seq\": 1", ERR_VALUE, again);
    check_refuses("\"seq\":1,\"incident\":\"road-1\"", "\"incident\":\"road-1\",\"seq\":1", ERR_VALUE, again);
    check_refuses("张三", "\\u5f20三", ERR_VALUE, again);
    check_refuses("{\"seq\"", " {\"seq\"", ERR_VALUE, again);
    check_refuses("09e\"}", "09e\"} ", ERR_VALUE, again);
    check_refuses("09e\"}", "09e\"}\r", ERR_VALUE, again);
}

static void test_what_is_no_entry_at_all_is_refused(void **state)
{
    (void)state;
    check_refuses(lines[0], "", ERR_JSON, "nothing here");
    check_refuses(lines[0], "[]", ERR_TYPE, "one entry a line");
    check_refuses("}", "", ERR_JSON, "");
    check_refuses("09e\"}", "09e\"}{}", ERR_JSON, "more after the value");
    check_refuses("张三", "\\u0000", ERR_VALUE, "NUL");
    check_refuses("张三", "\xFF", ERR_JSON, "UTF-8");
}

static void test_every_cut_line_is_refused(void **state)
{
    (void)state;
    for (size_t size = 0; size < strlen(lines[2]); size++) {
        struct arena arena = {0};
        struct entry entry;
        struct err err = {0};
        assert_int_equal(entry_from_json(lines[2], size, &arena, &entry, &err), -1);
        arena_release(&arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_samples_have_these_lines),
        cmocka_unit_test(test_the_samples_come_back),
        cmocka_unit_test(test_random_entries_come_back),
        cmocka_unit_test(test_the_ends_of_time_come_back),
        cmocka_unit_test(test_other_keys_are_refused),
        cmocka_unit_test(test_values_of_other_types_are_refused),
        cmocka_unit_test(test_numbers_times_and_hashes_have_one_form),
        cmocka_unit_test(test_other_spellings_of_the_same_are_refused),
        cmocka_unit_test(test_what_is_no_entry_at_all_is_refused),
        cmocka_unit_test(test_every_cut_line_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
