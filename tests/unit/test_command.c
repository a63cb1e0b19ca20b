/* Arguments sorted into words and options: long and short ones, their values, and what is refused; help that names them. */
#include "cli/command.h"
#include "tests/unit/fixture.h"

#define MOST 12

static const struct option_row rows[] = {
    {"-o", "FILE", {"写入文件", "write to FILE"}, false},
    {"--level", "N", {"级别", "level"}, false},
    {"--json", NULL, {"按 JSON", "as JSON"}, false},
    {"--with", "PLAN", {"另一预案", "another plan"}, true},
    {"--at", "[HASH]", {"何时", "when"}, false},
    {NULL, NULL, {NULL, NULL}, false},
};
static const struct command command = {.name = "draw", .usage = "PLAN [-o FILE]", .summary = {"画图", "Draw it."}, .options = rows, .least_words = 1,
                                       .most_words = 3};
static const struct command bare = {.name = "bare", .usage = "", .most_words = 3};

/* Parse "a b c", at blanks; strings stay in a buffer until the next call. */
static int parse(const struct command *of, const char *line, struct args *args, struct err *err)
{
    static char buffer[400];
    char *argv[MOST];
    int argc = 0;
    snprintf(buffer, sizeof buffer, "%s", line);
    for (char *at = buffer; *at != '\0' && argc < MOST;) {
        argv[argc++] = at;
        at += strcspn(at, " ");
        if (*at == ' ')
            *at++ = '\0';
    }
    return args_parse(of, argc, argv, args, err);
}

static void must_parse(const struct command *of, const char *line, struct args *args)
{
    struct err err;
    if (parse(of, line, args, &err) != 0)
        fail_msg("%s: %s", line, err.en);
}

/* The words, joined by '|'. */
static void check_words(const struct args *args, const char *expected)
{
    struct text text = {0};
    for (size_t i = 0; i < args->word_count; i++)
        text_addf(&text, "%s%s", i > 0 ? "|" : "", args->words[i]);
    assert_string_equal(text_str(&text), expected);
    text_release(&text);
}

static void check_refused(const char *line, const char *why, const char *hint)
{
    struct args args;
    struct err err = {0};
    if (parse(&command, line, &args, &err) == 0)
        fail_msg("%s is let through", line);
    assert_int_equal(err.code, ERR_USAGE);
    check_contains(err.en, why);
    assert_string_equal(err.hint, hint);
    assert_true(err.zh[0] != '\0');
}

static void test_a_short_option_takes_the_argument_behind_it(void **state)
{
    (void)state;
    struct args args;
    static const char *const lines[] = {"-o a.svg road", "road -o a.svg", "road -o a.svg --json"};
    for (size_t i = 0; i < LENGTH_OF(lines); i++) {
        must_parse(&command, lines[i], &args);
        check_words(&args, "road");
        assert_string_equal(args_option(&args, "-o", 0), "a.svg");
        assert_int_equal(args_has(&args, "--json"), i == 2);
    }
    must_parse(&command, "road", &args);
    assert_false(args_has(&args, "-o"));
    assert_null(args_option(&args, "-o", 0));
}

static void test_the_value_of_an_option_may_begin_with_a_dash(void **state)
{
    (void)state;
    struct args args;
    must_parse(&command, "road -o -", &args);
    assert_string_equal(args_option(&args, "-o", 0), "-");
    must_parse(&command, "road -o -5m --level -1", &args);
    assert_string_equal(args_option(&args, "-o", 0), "-5m");
    assert_string_equal(args_option(&args, "--level", 0), "-1");
    check_words(&args, "road");
}

static void test_a_short_option_without_its_value_is_refused(void **state)
{
    (void)state;
    check_refused("road -o", "option -o lacks its value", "");
}

static void test_an_option_given_twice_is_refused_unless_it_repeats(void **state)
{
    (void)state;
    struct args args;
    check_refused("road -o a -o b", "-o is given twice", "");
    check_refused("road --json --json", "--json is given twice", "");
    must_parse(&command, "road --with animal --with=tourism", &args);
    assert_string_equal(args_option(&args, "--with", 0), "animal");
    assert_string_equal(args_option(&args, "--with", 1), "tourism");
    assert_null(args_option(&args, "--with", 2));
}

static void test_what_begins_with_a_dash_but_is_no_option_is_a_word(void **state)
{
    (void)state;
    struct args args;
    must_parse(&command, "-5m - -O", &args);
    check_words(&args, "-5m|-|-O");
    must_parse(&command, "-oa.svg -o=a.svg", &args); /* only "-o FILE" */
    check_words(&args, "-oa.svg|-o=a.svg");
    assert_false(args_has(&args, "-o"));
}

static void test_a_command_without_the_short_option_has_a_word(void **state)
{
    (void)state;
    struct args args;
    must_parse(&bare, "-o a.svg", &args);
    check_words(&args, "-o|a.svg");
    assert_int_equal(args.option_count, 0);
}

static void test_behind_two_dashes_all_are_words(void **state)
{
    (void)state;
    struct args args;
    must_parse(&command, "--json -- -o --level", &args);
    check_words(&args, "-o|--level");
    assert_true(args_has(&args, "--json"));
    assert_int_equal(args.option_count, 1);
    must_parse(&command, "-- a --", &args);
    check_words(&args, "a|--");
}

static void test_long_options_take_their_value_either_way(void **state)
{
    (void)state;
    struct args args;
    must_parse(&command, "road --level=2 --lang en", &args);
    assert_string_equal(args_option(&args, "--level", 0), "2");
    assert_string_equal(args_option(&args, "--lang", 0), "en");
    must_parse(&command, "road --level= --plans=a=b", &args);
    assert_string_equal(args_option(&args, "--level", 0), "");
    assert_string_equal(args_option(&args, "--plans", 0), "a=b");
}

static void test_an_optional_value_is_taken_when_it_is_no_option(void **state)
{
    (void)state;
    struct args args;
    must_parse(&command, "road --at 12", &args);
    assert_string_equal(args_option(&args, "--at", 0), "12");
    must_parse(&command, "road --at -o a", &args);
    assert_string_equal(args_option(&args, "--at", 0), "");
    assert_string_equal(args_option(&args, "-o", 0), "a");
    must_parse(&command, "road --at", &args);
    assert_true(args_has(&args, "--at"));
}

static void test_unknown_long_options_are_refused_with_the_nearest(void **state)
{
    (void)state;
    check_refused("road --jsn", "draw has no option \"--jsn\"", "--json");
    check_refused("road --jsn=1", "draw has no option \"--jsn\"", "--json");
    check_refused("road --hepl", "no option \"--hepl\"", "--help");
    check_refused("road --o a", "no option \"--o\"", "-o");
    check_refused("road --something", "no option \"--something\"", "");
}

static void test_switches_take_no_value(void **state)
{
    (void)state;
    check_refused("road --json=1", "option --json takes no value", "");
    check_refused("road --level", "option --level lacks its value", "");
}

static void test_words_are_counted_unless_help_is_wanted(void **state)
{
    (void)state;
    struct args args;
    check_refused("", "usage: draw PLAN [-o FILE]", "");
    check_refused("-o a", "usage: draw PLAN", "");
    check_refused("a b c d", "usage: draw PLAN", "");
    must_parse(&command, "--help", &args);
    assert_true(args_has(&args, "--help"));
    must_parse(&command, "a b c d --help", &args);
}

static void test_too_many_arguments_are_refused(void **state)
{
    (void)state;
    static char *argv[ARGS_MAX + 1];
    static const struct command wide = {.name = "wide", .usage = "", .most_words = ARGS_MAX + 10};
    struct args args;
    struct err err = {0};
    for (size_t i = 0; i <= ARGS_MAX; i++)
        argv[i] = (char *)"word";
    assert_int_equal(args_parse(&wide, ARGS_MAX, argv, &args, &err), 0);
    assert_int_equal(args.word_count, ARGS_MAX);
    assert_int_equal(args_parse(&wide, ARGS_MAX + 1, argv, &args, &err), -1);
    assert_int_equal(err.code, ERR_USAGE);
    check_contains(err.en, "too many arguments");
}

static void test_help_names_every_option_and_its_value(void **state)
{
    (void)state;
    struct capture capture;
    struct app app = fixture_app(LANG_EN);
    capture_open(&capture);
    app.out = capture.file;
    command_help(&app, "respond", &command);
    const char *text = capture_text(&capture);
    check_contains(text, "respond draw PLAN [-o FILE]\n");
    check_contains(text, "Draw it.");
    check_contains(text, "  -o FILE ");
    check_contains(text, "write to FILE");
    check_contains(text, "  --json ");
    check_contains(text, "  --at [HASH] ");
    check_contains(text, "  --lang zh|en ");
    capture_close(&capture);
}

static void check_rows(const struct command *of)
{
    for (const struct option_row *row = of->options; row != NULL && row->name != NULL; row++) {
        assert_true(row->name[0] == '-' && (row->name[1] == '-' || strlen(row->name) == 2));
        for (const struct option_row *other = of->options; other < row; other++)
            assert_string_not_equal(other->name, row->name);
        for (const struct option_row *other = common_options; other->name != NULL; other++)
            assert_string_not_equal(other->name, row->name);
        assert_true(row->help.zh != NULL && row->help.en != NULL);
    }
}

static void test_every_option_of_every_command_is_long_or_one_letter(void **state)
{
    (void)state;
    size_t count = 0;
    for (const struct command *it = commands; it->name != NULL; it++, count++) {
        check_rows(it);
        assert_ptr_equal(command_find(commands, it->name, NULL), it);
    }
    assert_true(count > 5);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_short_option_takes_the_argument_behind_it),
        cmocka_unit_test(test_the_value_of_an_option_may_begin_with_a_dash),
        cmocka_unit_test(test_a_short_option_without_its_value_is_refused),
        cmocka_unit_test(test_an_option_given_twice_is_refused_unless_it_repeats),
        cmocka_unit_test(test_what_begins_with_a_dash_but_is_no_option_is_a_word),
        cmocka_unit_test(test_a_command_without_the_short_option_has_a_word),
        cmocka_unit_test(test_behind_two_dashes_all_are_words),
        cmocka_unit_test(test_long_options_take_their_value_either_way),
        cmocka_unit_test(test_an_optional_value_is_taken_when_it_is_no_option),
        cmocka_unit_test(test_unknown_long_options_are_refused_with_the_nearest),
        cmocka_unit_test(test_switches_take_no_value),
        cmocka_unit_test(test_words_are_counted_unless_help_is_wanted),
        cmocka_unit_test(test_too_many_arguments_are_refused),
        cmocka_unit_test(test_help_names_every_option_and_its_value),
        cmocka_unit_test(test_every_option_of_every_command_is_long_or_one_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
