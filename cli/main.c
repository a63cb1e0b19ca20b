/* respond: everything that is not interactive. Without a command, or with `shell`, it becomes respond-shell. */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/setup.h"

/* The shell is a program of its own, beside this one, since readline is GPL and must not be linked here. */
static int become_shell(struct app *app, char **argv)
{
    struct err err;
    char path[PATH_MAX];
    if (app_beside("respond-shell", path))
        execv(path, argv);
    err_set(&err, ERR_NO_INPUT, "打不开 respond-shell：%s", "cannot start respond-shell: %s", strerror(errno));
    return app_fail(app, &err);
}

static int run(struct app *app, int argc, char **argv)
{
    struct err err;
    struct args args;
    struct nearest near = nearest_to(argv[1], strlen(argv[1]));
    const struct command *command = command_find(commands, argv[1], &near);
    if (command == NULL) {
        err_set(&err, ERR_USAGE, "没有命令“%.60s”（respond help 列出全部）", "there is no command \"%.60s\" (respond help lists them)", argv[1]);
        err_set_hint(&err, near.best);
        return app_fail(app, &err);
    }
    if (command->run == NULL && strcmp(command->name, "drill") == 0 && argc > 2 && argv[2][0] != '-') { /* respond drill FILE …: respond-shell --drill FILE … */
        argv[1] = (char *)"--drill";
        return become_shell(app, argv);
    }
    if (command->run == NULL && strcmp(command->name, "drill") == 0) {
        command_help(app, "respond", command);
        return argc > 2 && strcmp(argv[2], "--help") == 0 ? 0 : 64;
    }
    if (command->run == NULL) {
        argv[1] = argv[0];
        return become_shell(app, argv + 1);
    }
    if (args_parse(command, argc - 2, argv + 2, &args, &err) != 0 || setup_options(app, &args, &err) != 0)
        return app_fail(app, &err);
    if (args_has(&args, "--help")) {
        command_help(app, "respond", command);
        return 0;
    }
    return command->run(app, &args);
}

int main(int argc, char **argv)
{
    struct app app;
    setup_app(&app);
    if (argc < 2)
        return become_shell(&app, argv);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        argv[1] = "help";
    int status = run(&app, argc, argv);
    return setup_finish(&app, status);
}
