/*
 * Commands are rows: name, arguments, options, help, and the function that runs it. `respond` and the shell each have a table;
 * dispatch, help and completion read the same rows.
 *
 *     static int run_plans(struct app *app, const struct args *args) { … return 0; }
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/app.h"

#define ARGS_MAX 256

/* An option of a command. `value` names its argument in the usage line: "FILE"; "[HASH]" when it may lack; NULL for a switch. */
struct option_row {
    const char *name; /* "--reports" */
    const char *value;
    struct words help;
    bool repeats; /* may be given several times */
};

/* Arguments sorted into words and options; strings are borrowed from argv. */
struct args {
    const char *words[ARGS_MAX];
    size_t word_count;
    struct {
        const char *name, *value;
    } options[ARGS_MAX];
    size_t option_count;
};

struct command {
    const char *name;
    const char *usage; /* what follows the name: "PLAN [FACT=VALUE …]" */
    struct words summary;
    struct words details;  /* several lines: what it prints, its exit statuses */
    const char *examples;  /* several lines */
    const struct option_row *options; /* ends with a row without a name; may be NULL */
    size_t least_words, most_words;
    int (*run)(struct app *app, const struct args *args); /* returns the exit status */
};

/* The commands of `respond`, ended by a row without a name. */
extern const struct command commands[];
const struct command *command_find(const struct command *table, const char *name, struct nearest *near);

/* Options that every command has: --json is left to those that list it; --lang, --plans, --help are taken from `app`. */
extern const struct option_row common_options[];

/* Sort arguments by the command's options; 0, or -1 with `err` (ERR_USAGE). */
int args_parse(const struct command *command, int argc, char *const *argv, struct args *args, struct err *err);
/* The value of an option: NULL when not given, "" for a switch that was, and for one without its optional value. `nth` counts repeats from 0. */
const char *args_option(const struct args *args, const char *name, size_t nth);
bool args_has(const struct args *args, const char *name);

/* Full help of one command, or the list of a table. */
void command_help(const struct app *app, const char *program, const struct command *command);
void command_list(const struct app *app, const struct command *table);

int run_plans(struct app *app, const struct args *args);
int run_ask(struct app *app, const struct args *args);
int run_grade(struct app *app, const struct args *args);
int run_why(struct app *app, const struct args *args);
int run_why_not(struct app *app, const struct args *args);
int run_what_if(struct app *app, const struct args *args);
int run_flip(struct app *app, const struct args *args);
int run_when(struct app *app, const struct args *args);
int run_triage(struct app *app, const struct args *args);
int run_levels(struct app *app, const struct args *args);
int run_tasks(struct app *app, const struct args *args);
int run_who(struct app *app, const struct args *args);
int run_diagram(struct app *app, const struct args *args);
int run_score(struct app *app, const struct args *args);
int run_test(struct app *app, const struct args *args);
int run_report(struct app *app, const struct args *args);
int run_rules(struct app *app, const struct args *args);
int run_cap(struct app *app, const struct args *args);
int run_review(struct app *app, const struct args *args);
int run_log(struct app *app, const struct args *args);
int run_export(struct app *app, const struct args *args);
int run_import(struct app *app, const struct args *args);
int run_help(struct app *app, const struct args *args);
int run_batch(struct app *app, const struct loaded *loaded, const struct args *args);

#endif
