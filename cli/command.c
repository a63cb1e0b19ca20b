/* Dispatch, option parsing and help for command tables. See command.h. */
#include "cli/command.h"

#include <string.h>

#include "cli/render.h"

const struct option_row common_options[] = {
    {"--lang", "zh|en", {"显示语言（默认 zh，或取 RESPOND_LANG）", "language (default zh, or RESPOND_LANG)"}, false},
    {"--plans", "DIR", {"预案文件夹（默认取 RESPOND_PLANS，或程序旁的 plans）", "plans folder (default RESPOND_PLANS, or plans beside the program)"}, false},
    {"--help", NULL, {"显示本命令的帮助", "show this command's help"}, false},
    {NULL, NULL, {NULL, NULL}, false},
};

const struct command *command_find(const struct command *table, const char *name, struct nearest *near)
{
    for (; table->name != NULL; table++) {
        if (strcmp(table->name, name) == 0)
            return table;
        if (near != NULL)
            nearest_offer(near, table->name);
    }
    return NULL;
}

static const struct option_row *find_option(const struct option_row *rows, const char *name, size_t size, struct nearest *near)
{
    for (; rows != NULL && rows->name != NULL; rows++) {
        if (text_equal(name, size, rows->name))
            return rows;
        nearest_offer(near, rows->name);
    }
    return NULL;
}

/* "--name", "--name=value" or "--name value"; returns how many arguments it took, 0 with `err`. */
static int take_option(const struct command *command, int argc, char *const *argv, struct args *args, struct err *err)
{
    const char *equals = strchr(argv[0], '=');
    size_t size = equals == NULL ? strlen(argv[0]) : (size_t)(equals - argv[0]);
    struct nearest near = nearest_to(argv[0], size);
    const struct option_row *row = find_option(command->options, argv[0], size, &near);
    if (row == NULL)
        row = find_option(common_options, argv[0], size, &near);
    if (row == NULL) {
        err_set(err, ERR_USAGE, "%s 没有选项“%s”", "%s has no option \"%s\"", command->name, text_clip(argv[0], size).str);
        err_set_hint(err, near.best);
        return 0;
    }
    if (!row->repeats && args_has(args, row->name)) {
        err_set(err, ERR_USAGE, "选项 %s 写了两次", "option %s is given twice", row->name);
        return 0;
    }
    const char *value = equals == NULL ? NULL : equals + 1;
    int taken = 1;
    bool optional = row->value != NULL && row->value[0] == '[';
    if (row->value != NULL && value == NULL && argc > 1 && (!optional || argv[1][0] != '-')) {
        value = argv[1];
        taken = 2;
    }
    if (!optional && (row->value == NULL) != (value == NULL)) {
        err_set(err, ERR_USAGE, row->value == NULL ? "选项 %s 不带值" : "选项 %s 缺少值",
                row->value == NULL ? "option %s takes no value" : "option %s lacks its value", row->name);
        return 0;
    }
    args->options[args->option_count].name = row->name;
    args->options[args->option_count++].value = value == NULL ? "" : value;
    return taken;
}

/* "--name", or a short name that the command has a row for: "-5m" is a word. */
static bool is_option(const struct command *command, const char *argument)
{
    if (argument[0] == '-' && argument[1] == '-')
        return true;
    for (const struct option_row *row = command->options; row != NULL && row->name != NULL; row++)
        if (strcmp(argument, row->name) == 0)
            return true;
    return false;
}

int args_parse(const struct command *command, int argc, char *const *argv, struct args *args, struct err *err)
{
    bool only_words = false;
    *args = (struct args){.word_count = 0};
    if (argc > ARGS_MAX)
        return err_set(err, ERR_USAGE, "参数太多", "too many arguments");
    for (int i = 0; i < argc; i++) {
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (!only_words && is_option(command, argv[i])) {
            int taken = take_option(command, argc - i, argv + i, args, err);
            if (taken == 0)
                return -1;
            i += taken - 1;
        } else {
            args->words[args->word_count++] = argv[i];
        }
    }
    if (args_has(args, "--help") || (args->word_count >= command->least_words && args->word_count <= command->most_words))
        return 0;
    return err_set(err, ERR_USAGE, "用法：%s%s%s", "usage: %s%s%s", command->name, command->usage[0] == '\0' ? "" : " ", command->usage);
}

const char *args_option(const struct args *args, const char *name, size_t nth)
{
    for (size_t i = 0; i < args->option_count; i++)
        if (strcmp(args->options[i].name, name) == 0 && nth-- == 0)
            return args->options[i].value;
    return NULL;
}

bool args_has(const struct args *args, const char *name)
{
    return args_option(args, name, 0) != NULL;
}

static void print_options(const struct app *app, const struct option_row *rows)
{
    for (; rows != NULL && rows->name != NULL; rows++) {
        struct text left = {0};
        text_addf(&left, "  %s%s%s", rows->name, rows->value == NULL ? "" : " ", rows->value == NULL ? "" : rows->value);
        render_row(app, text_str(&left), 24, words_in(rows->help, app->lang));
        text_release(&left);
    }
}

void command_help(const struct app *app, const char *program, const struct command *command)
{
    fprintf(app->out, "%s%s%s%s%s\n", program, program[0] == '\0' ? "" : " ", command->name, command->usage[0] == '\0' ? "" : " ",
            command->usage);
    render_paragraph(app, 2, words_in(command->summary, app->lang));
    if (command->details.zh != NULL) {
        fputc('\n', app->out);
        render_paragraph(app, 0, words_in(command->details, app->lang));
    }
    if (command->options != NULL || program[0] != '\0') {
        fprintf(app->out, "\n%s\n", app_say(app, "选项", "Options"));
        print_options(app, command->options);
        if (program[0] != '\0')
            print_options(app, common_options);
    }
    if (command->examples != NULL)
        fprintf(app->out, "\n%s\n%s\n", app_say(app, "例子", "Examples"), command->examples);
}

void command_list(const struct app *app, const struct command *table)
{
    for (; table->name != NULL; table++) {
        struct text left = {0};
        text_addf(&left, "  %s %s", table->name, table->usage);
        render_row(app, text_str(&left), 32, words_in(table->summary, app->lang));
        text_release(&left);
    }
}
