/*
 * The shell's commands, one row each; dispatch, help and completion read the same rows.
 */
#ifndef CLI_SHELL_COMMANDS_H
#define CLI_SHELL_COMMANDS_H

#include "cli/command.h"

struct shell;

/* What a command's arguments are, so that they can be completed. */
enum argument {
    ARGUMENT_NONE,
    ARGUMENT_PLAN,
    ARGUMENT_SETTINGS, /* fact=value … */
    ARGUMENT_REPORT,   /* key=value … */
    ARGUMENT_FILE,
    ARGUMENT_LEVEL,
    ARGUMENT_LANG,
    ARGUMENT_COMMAND,
};

struct shell_command {
    struct command about; /* its `run` is NULL: ours is below */
    const char *also[2];  /* other names: 打开 */
    enum argument argument;
    bool needs_plan;
    int (*run)(struct shell *shell, const struct args *args, struct err *err); /* 0, or -1 with `err` */
};

/* Ended by a row without a name. */
extern const struct shell_command shell_commands[];

#endif
