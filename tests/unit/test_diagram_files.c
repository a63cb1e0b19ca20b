/* Diagrams as files: their names, which page is meant, and that nothing is written unless all is drawn. */
#define _XOPEN_SOURCE 700 /* terminals */
#include <fcntl.h>

#include "cli/diagram_files.h"
#include "tests/unit/chart_fixture.h"
#include "tests/unit/fixture.h"

#define PAGES 3

static struct app app;
static struct capture out, told;
static struct chart pages[PAGES];
static struct sheet sheet;
static struct diagram diagram;

static int open_sheet(void **state)
{
    (void)state;
    capture_open(&out);
    capture_open(&told);
    app = fixture_app(LANG_EN);
    app.out = out.file;
    for (int i = 0; i < PAGES; i++) {
        chart_init(&pages[i], LANG_EN, 842, 595);
        chart_describe(&pages[i], i == 0 ? "first" : i == 1 ? "second" : "third", "description");
    }
    sheet = (struct sheet){.pages = pages, .page_count = PAGES};
    diagram = (struct diagram){.app = &app};
    return 0;
}

static int close_sheet(void **state)
{
    (void)state;
    for (int i = 0; i < PAGES; i++)
        chart_release(&pages[i]);
    capture_close(&out);
    capture_close(&told);
    return 0;
}

/* ---- names ---- */

static void check_path(const char *path, size_t page, size_t count, const char *expected)
{
    struct text text = {0};
    diagram_page_path(path, page, count, &text);
    assert_string_equal(text_str(&text), expected);
    text_release(&text);
}

static void test_the_only_page_has_the_name_that_was_given(void **state)
{
    (void)state;
    static const char *const paths[] = {"a.svg", "a", "/tmp/x.d/图", ".svg", "a.b.svg", "a.", "../a.pdf"};
    for (size_t i = 0; i < LENGTH_OF(paths); i++)
        check_path(paths[i], 1, 1, paths[i]);
}

static void test_several_pages_are_numbered_before_the_ending(void **state)
{
    (void)state;
    check_path("a.svg", 1, 2, "a-1.svg");
    check_path("a.svg", 2, 2, "a-2.svg");
    check_path("a.svg", 10, 200, "a-10.svg");
    check_path("体系.v2.pdf", 3, 4, "体系.v2-3.pdf");
    check_path("out/a.svg", 2, 3, "out/a-2.svg");
    check_path("a.", 2, 3, "a-2.");
}

static void test_a_name_without_ending_has_its_number_at_the_end(void **state)
{
    (void)state;
    check_path("diagram", 2, 3, "diagram-2");
    check_path("out.d/diagram", 2, 3, "out.d/diagram-2"); /* the folder's dot is none of it */
    check_path("../diagram", 2, 3, "../diagram-2");
    check_path(".hidden", 2, 3, ".hidden-2");
    check_path("out.d/.hidden", 2, 3, "out.d/.hidden-2");
}

static void test_pages_of_one_file_have_names_of_their_own(void **state)
{
    (void)state;
    static const char *const paths[] = {"a.svg", "a", ".a", "x.y/a", "a-1.svg"};
    for (size_t i = 0; i < LENGTH_OF(paths); i++)
        for (size_t one = 1; one <= 30; one++) {
            struct text a = {0}, b = {0};
            diagram_page_path(paths[i], one, 30, &a);
            diagram_page_path(paths[i], one % 30 + 1, 30, &b);
            assert_string_not_equal(text_str(&a), text_str(&b));
            assert_string_not_equal(text_str(&a), paths[i]);
            text_release(&a);
            text_release(&b);
        }
}

/* ---- pages ---- */

static void check_json(size_t page, size_t expected)
{
    struct err err;
    char *json = chart_json(&pages[expected]);
    long before = (long)strlen(capture_text(&out));
    assert_int_equal(diagram_print_json(&diagram, &sheet, &(struct diagram_files){.page = page}, &err), 0);
    assert_string_equal(capture_text(&out) + before, json);
    free(json);
}

static void test_the_first_page_is_meant_unless_another_is_named(void **state)
{
    (void)state;
    check_json(0, 0);
    check_json(1, 0);
    check_json(2, 1);
    check_json(PAGES, PAGES - 1);
}

static void test_a_page_that_is_not_there_is_refused(void **state)
{
    (void)state;
    struct err err = {0};
    struct diagram_files files = {.page = PAGES + 1};
    assert_int_equal(diagram_print_json(&diagram, &sheet, &files, &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
    check_contains(err.en, "no page 4 (there are 3)");
    err.code = ERR_NONE;
    assert_int_equal(diagram_save(&diagram, &sheet, &files, told.file, &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
    assert_string_equal(capture_text(&out), "");
    assert_string_equal(capture_text(&told), "");
}

/* ---- pictures: no respond-diagram is beside the tests ---- */

static void test_nothing_is_written_when_a_page_cannot_be_drawn(void **state)
{
    (void)state;
    struct folder folder;
    struct err err = {0};
    folder_open(&folder);
    const char *path = folder_path(&folder, "a.svg");
    file_write(path, "old", 3);
    for (size_t page = 0; page <= 1; page++) {
        assert_int_equal(diagram_save(&diagram, &sheet, &(struct diagram_files){.path = path, .page = page}, told.file, &err), -1);
        assert_int_equal(err.code, ERR_NO_INPUT);
    }
    assert_string_equal(capture_text(&told), "");
    assert_int_not_equal(access(folder_path(&folder, "a-1.svg"), F_OK), 0);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 3);
    folder_close(&folder);
}

static void test_nothing_is_printed_when_a_page_cannot_be_drawn(void **state)
{
    (void)state;
    struct err err = {0};
    FILE *file = tmpfile(); /* one with a number, as standard output has */
    assert_non_null(file);
    app.out = file;
    assert_int_equal(diagram_save(&diagram, &sheet, &(struct diagram_files){.page = 2}, told.file, &err), -1);
    assert_int_equal(err.code, ERR_NO_INPUT);
    assert_int_equal(fflush(file), 0);
    assert_int_equal(ftell(file), 0);
    assert_string_equal(capture_text(&told), "");
    fclose(file);
}

static void test_a_terminal_is_spared_what_it_cannot_show(void **state)
{
    (void)state;
    static const enum picture_format formats[] = {PICTURE_PDF, PICTURE_PNG};
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    app.out = fopen(ptsname(master), "w");
    assert_non_null(app.out);
    for (size_t i = 0; i < LENGTH_OF(formats); i++) {
        struct err err = {0};
        assert_int_equal(diagram_save(&diagram, &sheet, &(struct diagram_files){.format = formats[i]}, told.file, &err), -1);
        assert_int_equal(err.code, ERR_USAGE);
        check_contains(err.en, "use -o FILE");
    }
    fclose(app.out);
    close(master);
}

static void test_every_kind_of_diagram_is_listed(void **state)
{
    (void)state;
    diagram_list_kinds(&app);
    for (int kind = 0; kind < DIAGRAM_KIND_COUNT; kind++) {
        char line[40];
        snprintf(line, sizeof line, "  %s ", diagram_kind_ids[kind]);
        check_contains(capture_text(&out), line);
        check_contains(capture_text(&out), diagram_kind_words((enum diagram_kind)kind).en);
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_sheet, close_sheet)
    static const struct CMUnitTest tests[] = {
        T(test_the_only_page_has_the_name_that_was_given),
        T(test_several_pages_are_numbered_before_the_ending),
        T(test_a_name_without_ending_has_its_number_at_the_end),
        T(test_pages_of_one_file_have_names_of_their_own),
        T(test_the_first_page_is_meant_unless_another_is_named),
        T(test_a_page_that_is_not_there_is_refused),
        T(test_nothing_is_written_when_a_page_cannot_be_drawn),
        T(test_nothing_is_printed_when_a_page_cannot_be_drawn),
        T(test_a_terminal_is_spared_what_it_cannot_show),
        T(test_every_kind_of_diagram_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
