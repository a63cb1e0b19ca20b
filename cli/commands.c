/* The commands of `respond`: one row each. */
#include <string.h>

#include "cli/command.h"

#define PARAM_ROW {"--param", "ID=DAYS", {"改一个天数参数，可重复（答案会写明）", "override a parameter, repeatable (the answer says so)"}, true}
#define JSON_ROW {"--json", NULL, {"按 JSON 输出", "print JSON"}, false}
#define LAST_ROW {NULL, NULL, {NULL, NULL}, false}

static const struct option_row plans_options[] = {JSON_ROW, LAST_ROW};
static const struct option_row grade_options[] = {
    {"--reports", "FILE", {"疫情报告：JSON 数组，或每行一条", "outbreak reports: a JSON array, or one a line"}, false},
    {"--as-of", "DATE", {"定级日期（默认今天）", "grading date (default today)"}, false},
    {"--closed", NULL, {"没写的事实都当作没有", "facts not given mean none"}, false},
    PARAM_ROW,
    JSON_ROW,
    {"--batch", NULL, {"从标准输入逐行读 JSON，逐行作答", "read JSON Lines from standard input, answer line by line"}, false},
    LAST_ROW,
};
static const struct option_row tasks_options[] = {
    {"--level", "N", {"响应级别（1 最重）", "response level (1 is the most severe)"}, false}, JSON_ROW, LAST_ROW};
static const struct option_row levels_options[] = {JSON_ROW, LAST_ROW};
static const struct option_row rules_options[] = {
    {"--dump", NULL, {"编译后的每一种情形，字面与安全两种读法", "every compiled alternative, in the literal and the safe reading"}, false}, JSON_ROW, LAST_ROW};

const struct command commands[] = {
    {"plans", "", {"列出全部预案；有误的说明错在哪里", "list all plans; say what is wrong with those that do not load"},
     {"退出码：0 全部可用，65 有预案有误，66 没有预案。", "Exit status: 0 all load, 65 some plan is flawed, 66 no plans."},
     "  respond plans\n  respond plans --plans tests/plans", plans_options, 0, 0, run_plans},
    {"grade", "PLAN [FACT=VALUE …]", {"按预案给事件定级，说明依据、缺口和该先做的事", "grade an incident: what proves it, what is open, what comes first"},
     {"值可以是 12、3..9、3..、..9、?（不明）；是非写 true/false 或 是/否；事实也可写中文名。\n"
      "没写的事实是不明，不是零。退出码：0 已作答，1 批处理中有行被拒，64 用法，65 数据有误，66 没有该文件或预案。",
      "Values: 12, 3..9, 3.., ..9, ? (unknown); true/false for findings. A fact not given is unknown, not zero.\n"
      "Exit status: 0 answered, 1 a line of the batch was refused, 64 usage, 65 bad data, 66 no such file or plan."},
     "  respond grade road traffic_accident=true deaths=2 missing=1..3 injured=12\n"
     "  respond grade animal --reports log.json --as-of 2026-03-01\n"
     "  respond grade construction --batch < incidents.jsonl",
     grade_options, 1, ARGS_MAX, run_grade},
    {"tasks", "PLAN --level N [FACT=VALUE …]", {"列出某级响应的全部任务：谁、做什么、时限、条款", "list all tasks of a level: who, what, by when, which clause"},
     {"条件未定的任务标“视情形”；给出事实则筛选。", "Tasks whose condition is open are marked; giving facts decides them."},
     "  respond tasks road --level 2\n  respond tasks road --level 2 severe_weather=true",
     tasks_options, 1, ARGS_MAX, run_tasks},
    {"levels", "PLAN", {"响应级别的状态机：每一步由谁、凭哪一条、从何状态到何状态", "the response-level machine: who may take each step, by which clause"},
     {NULL, NULL}, "  respond levels construction", levels_options, 1, 1, run_levels},
    {"rules", "PLAN", {"把规则译成文字，附条款：工具是怎样理解预案的", "print the rules in words, with clauses, as the tool understood them"},
     {NULL, NULL}, "  respond rules construction\n  respond rules road --dump", rules_options, 1, 1, run_rules},
    {"shell", "", {"打开交互式命令行（从管道则逐行读命令）", "open the interactive shell (reads commands line by line from a pipe)"},
     {NULL, NULL}, "  respond\n  respond shell < commands.txt", NULL, 0, 0, NULL},
    {"help", "[COMMAND]", {"显示帮助", "show help"}, {NULL, NULL}, "  respond help grade", NULL, 0, 1, run_help},
    {0},
};

int run_help(struct app *app, const struct args *args)
{
    if (args->word_count == 0) {
        fprintf(app->out, "%s\n\n", app_say(app, "respond：应急响应决策支持。用法：respond 命令 [参数]",
                                            "respond: emergency-response decision support. Usage: respond COMMAND [ARGUMENTS]"));
        command_list(app, commands);
        fprintf(app->out, "\n%s\n", app_say(app, "不带命令即打开交互式命令行。每个命令可加 --help。",
                                            "Without a command it opens the shell. Every command takes --help."));
        return 0;
    }
    struct nearest near = nearest_to(args->words[0], strlen(args->words[0]));
    const struct command *command = command_find(commands, args->words[0], &near);
    if (command != NULL) {
        command_help(app, "respond", command);
        return 0;
    }
    struct err err;
    err_set(&err, ERR_USAGE, "没有命令“%s”", "there is no command \"%s\"", args->words[0]);
    err_set_hint(&err, near.best);
    return app_fail(app, &err);
}
