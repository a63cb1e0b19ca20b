/*
 * Memory running out while an entry is taken over, at any one allocation or from it on: the entry is refused and the state is as it was,
 * or is marked as torn and whole again with the next entry. Nothing is ever folded by halves, and no correction lost.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "tests/unit/failing_malloc.h"

#include "tests/unit/record_fixture.h"

#define LONG "一个很长的地名，长到放不进任何小块内存里，须得另外申请：朔州市朔城区神头镇吉庄村东头第三养殖小区第二十七号院"

/* An incident from the first call to the archive, with every type of entry but those of a drill. Entry i has the number i + 1. */
static const struct line {
    const char *name, *role, *type, *body, *reason;
} lines[] = {
    {"张三", "", "open", "{\"plan\": \"animal\", \"title\": \"" LONG "\"}", ""},
    {"张三", "", "set", "{\"facts\": {\"mass_death_counties\": {\"min\": 1, \"max\": 3}, \"zoonosis_human_case\": false}}", ""},
    {"张三", "", "set", "{\"unset\": [\"mass_death_counties\"]}", ""},
    {"张三", "", "report", "{\"reports\": [{\"disease\": \"hpai\", \"county\": \"140602\", \"township\": \"" LONG "\", \"premises\": \"甲\", \"date\": \"2026-02-27\"}, "
                           "{\"disease\": \"csf\", \"county\": \"140622\", \"township\": \"乙\", \"premises\": \"" LONG "\", \"date\": \"2026-02-28\"}]}", ""},
    {"张三", "", "undo", "{\"seq\": 4}", ""},
    {"张三", "", "report", "{\"reports\": [{\"disease\": \"hpai\", \"county\": \"140602\", \"township\": \"丙\", \"premises\": \"丁\", \"date\": \"2026-02-27\"}]}", ""},
    {"张三", "", "parameter", "{\"id\": \"window.hpai\", \"days\": 30}", ""},
    {"张三", "", "as_of", "{\"date\": \"2026-03-02\"}", ""},
    {"张三", "", "moment", "{\"moment\": \"alert\", \"time\": 1789999000000}", ""},
    {"张三", "", "moment", "{\"moment\": \"discovery\", \"time\": 1789990000000}", ""},
    {"张三", "", "undo", "{\"seq\": 10}", ""},
    {"张三", "", "note", "{\"text\": \"" LONG "\"}", ""},
    {"张三", "", "accept", "{\"task\": \"report_outbreak\"}", ""},
    {"张三", "", "assign", "{\"task\": \"report_outbreak\", \"text\": \"" LONG "\"}", ""},
    {"张三", "", "done", "{\"task\": \"report_outbreak\", \"text\": \"" LONG LONG "\"}", ""},
    {"张三", "", "reopen", "{\"task\": \"report_outbreak\"}", ""},
    {"张三", "", "skip", "{\"task\": \"diagnose_on_site\", \"text\": \"" LONG "\"}", ""},
    {"张三", "", "undo", "{\"seq\": 17}", ""},
    {"王五", "county_hq", "propose", "{\"tier\": \"county\", \"level\": 4}", ""},
    {"王五", "hq", "launch", "{\"level\": 3, \"proven\": 2, \"possible\": 1}", LONG},
    {"王五", "provincial_hq", "launch", "{\"tier\": \"province\", \"level\": 2}", ""},
    {"王五", "hq", "confirm", "{\"condition\": \"work_done_or_threat_gone\"}", ""},
    {"王五", "", "undo", "{\"seq\": 22}", ""},
    {"王五", "hq", "confirm", "{\"condition\": \"work_done_or_threat_gone\"}", ""},
    {"王五", "", "shift", "{\"to\": \"李四\", \"head\": \"" LONG "\"}", ""},
    {"李四", "", "shift_accept", "{}", ""},
    {"李四", "hq", "end", "{}", LONG},
    {"李四", "hq", "recover", "{}", ""},
    {"李四", "", "detail", "{\"key\": \"species\", \"text\": \"" LONG "\"}", ""},
    {"李四", "", "detail", "{\"key\": \"place\", \"text\": \"" LONG "\"}", ""},
    {"李四", "", "undo", "{\"seq\": 30}", ""},
    {"李四", "", "issue", "{\"form\": \"first\", \"number\": 1}", ""},
    {"李四", "", "note", "{\"text\": \"" LONG "\"}", ""},
};
#define NOTE LENGTH_OF(lines) /* stands for a note that comes in place of a line */

static struct loaded *animal;

static int add(struct record *record, size_t place, size_t line, struct err *err)
{
    static const struct line plain = {"赵六", "", "note", "{\"text\": \"别的话\"}", ""};
    const struct line *it = line == NOTE ? &plain : &lines[line];
    struct entry entry = {.seq = place + 1, .incident = "t-1", .time = INT64_C(1790000000000) + (int64_t)place * 60000, .drill_time = -1, .name = it->name,
                          .role = it->role, .type = it->type, .body = it->body, .reason = it->reason};
    return record_add(record, &entry, err);
}

/* A record of the first lines. */
static void begin(struct record *record, size_t count)
{
    struct err err;
    assert_int_equal(record_init(record, animal->plan, "t-1", &err), 0);
    for (size_t i = 0; i < count; i++)
        if (add(record, i, i, &err) != 0)
            fail_msg("line %zu: %s", i, err.en);
}

static char *text_of(const struct record *record)
{
    struct text text = {0};
    record_to_json(record, &text);
    assert_false(text.failed);
    return text.data;
}

/* What the state must be after the first lines and one more. */
static char *expected(size_t count, size_t line)
{
    struct record record;
    struct err err;
    begin(&record, count);
    assert_int_equal(add(&record, count, line, &err), 0);
    char *text = text_of(&record);
    record_release(&record);
    return text;
}

static void check_corrected(const struct record *record, size_t count)
{
    struct record whole;
    begin(&whole, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(record->entries[i].corrected, whole.entries[i].corrected);
    record_release(&whole);
}

/* The states around a line: before it, after it, and after a note in its place. */
struct states {
    char *before, *after, *instead;
};

/* It was refused: whatever is said next finds the state whole. */
static void check_refused(struct record *record, size_t line, const struct states *states, bool again)
{
    struct err err;
    assert_int_equal(record->entry_count, line);
    if (!record->torn) {
        char *text = text_of(record);
        assert_string_equal(text, states->before);
        free(text);
    }
    if (add(record, line, again ? line : NOTE, &err) != 0)
        fail_msg("line %zu: %s", line, err.en);
    char *text = text_of(record);
    assert_string_equal(text, again ? states->after : states->instead);
    free(text);
    if (!again)
        check_corrected(record, line);
}

static size_t refused;

/* Leave nothing in reserve, so that what is usually there has to be asked for. */
static void exhaust(struct record *record)
{
    arena_alloc(&record->strings, record->strings.left);
    arena_alloc(&record->folded, record->folded.left);
    if (record->entry_count > 0)
        record->entry_capacity = record->entry_count;
}

/* Whether an allocation failed. */
static bool try_line(size_t line, long failing, bool forever, const struct states *states)
{
    struct record record;
    struct err err = {0};
    begin(&record, line);
    exhaust(&record);
    countdown = failing, lasting = forever, asked = 0;
    int rc = add(&record, line, line, &err);
    bool failed = asked > failing;
    countdown = -1;
    if (rc == 0) {
        char *text = text_of(&record);
        assert_string_equal(text, states->after);
        assert_false(record.torn);
        free(text);
    } else {
        assert_int_equal(err.code, ERR_MEMORY);
        refused++;
        check_refused(&record, line, states, failing % 2 == 0);
    }
    record_release(&record);
    return failed;
}

static void check_line(size_t line, bool forever)
{
    struct record record;
    begin(&record, line);
    struct states states = {text_of(&record), expected(line, line), line == 0 ? NULL : expected(line, NOTE)};
    record_release(&record);
    for (long failing = 0; try_line(line, line == 0 ? failing * 2 : failing, forever, &states); failing++)
        assert_true(failing < 1000);
    free(states.before);
    free(states.after);
    free(states.instead);
}

static void check_lines(bool forever)
{
    refused = 0;
    for (size_t i = 0; i < LENGTH_OF(lines); i++)
        check_line(i, forever);
    assert_true(refused >= LENGTH_OF(lines));
}

static void test_an_entry_is_taken_over_whole_or_not_at_all(void **state)
{
    (void)state;
    check_lines(false);
}

static void test_even_when_memory_stays_short(void **state)
{
    (void)state;
    check_lines(true);
}

static void test_dropping_without_memory_heals_with_the_next_entry(void **state)
{
    (void)state;
    struct err err;
    for (size_t line = 1; line < LENGTH_OF(lines); line++) {
        struct record record;
        char *instead = expected(line, NOTE);
        begin(&record, line + 1);
        countdown = 0, lasting = true;
        record_drop_last(&record);
        countdown = -1;
        assert_int_equal(add(&record, line, NOTE, &err), 0);
        char *text = text_of(&record);
        assert_string_equal(text, instead);
        check_corrected(&record, line);
        free(text);
        free(instead);
        record_release(&record);
    }
}

static void test_a_record_is_made_whole_or_not_at_all(void **state)
{
    (void)state;
    for (long failing = 0;; failing++) {
        struct record record;
        struct err err = {0};
        countdown = failing, lasting = false, asked = 0;
        int rc = record_init(&record, animal->plan, "t-1", &err);
        countdown = -1;
        if (rc == 0) {
            record_release(&record);
            assert_true(asked <= failing);
            return;
        }
        assert_int_equal(err.code, ERR_MEMORY);
        assert_null(record.entries);
    }
}

static int load_animal(void **state)
{
    (void)state;
    animal = shipped("animal");
    return 0;
}

static int free_animal(void **state)
{
    (void)state;
    loaded_free(animal);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_entry_is_taken_over_whole_or_not_at_all),
        cmocka_unit_test(test_even_when_memory_stays_short),
        cmocka_unit_test(test_dropping_without_memory_heals_with_the_next_entry),
        cmocka_unit_test(test_a_record_is_made_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, load_animal, free_animal);
}
