/* respond-shell: the interactive program. It links readline, so as a binary it is conveyed under GPL-3-or-later. */
#include <stddef.h>

#include "cli/database.h"
#include "cli/setup.h"
#include "cli/shell.h"

static const struct option_row options[] = {
    DB_ROW,
    {"--drill", "FILE", {"一打开就按这个情景文件演练", "start with a drill of this scenario"}, false},
    {"--json", NULL, {"每个命令答一行 JSON", "answer each command with one line of JSON"}, false},
    {NULL, NULL, {NULL, NULL}, false},
};

static const struct command about = {
    "shell",
    "[--db FILE] [--json]",
    {"交互式命令行；标准输入不是终端时，逐行读命令", "the interactive shell; reads commands line by line when standard input is no terminal"},
    {"从管道读时没有提示符，也不回显；出错的行在标准错误上注明行号，其余照常执行。\n"
     "每一条都先存入日志再显示。--json：每个命令答一行 JSON，{\"ok\": true, \"seq\": N, …} 或 {\"ok\": false, \"error\": …}。\n"
     "退出码：0 全部成功，否则是最后一个错误的：1 不归此人或此时不能做，64 用法，65 数据有误，66 没有该文件或预案，"
     "74 读写失败，75 别人刚写过或日志被占用。",
     "From a pipe there is no prompt and no echo; a line that fails is reported on standard error with its number, the others run.\n"
     "Everything is in the journal before it is shown. --json: one line of JSON a command, {\"ok\": true, \"seq\": N, …} or {\"ok\": false, \"error\": …}.\n"
     "Exit status: 0 when all went well, else that of the last error: 1 not by this speaker or not now, 64 usage, 65 bad data, "
     "66 no such file or plan, 74 input or output, 75 somebody else has just written, or holds the journal."},
    "  respond\n  respond shell --db drill.db\n  printf 'open road\\nset deaths=3\\nstatus\\n' | respond shell --db drill.db --json",
    options,
    0,
    0,
    NULL,
};

int main(int argc, char **argv)
{
    struct app app;
    struct args args;
    struct err err;
    setup_app(&app);
    if (args_parse(&about, argc - 1, argv + 1, &args, &err) != 0 || setup_options(&app, &args, &err) != 0)
        return app_fail(&app, &err);
    if (args_has(&args, "--help"))
        command_help(&app, "respond", &about);
    return setup_finish(&app, args_has(&args, "--help") ? 0 : shell_run(&app, &(struct shell_start){args_has(&args, "--json"), args_option(&args, "--drill", 0)}));
}
