/* The shell's commands: the table, and those about the shell itself. See shell_commands.h. */
#include "cli/shell_commands.h"

#include <string.h>

#include "cli/render.h"
#include "cli/shell.h"

static int run_list_plans(struct shell *shell, const struct args *args, struct err *err)
{
    (void)err;
    int status = run_plans(shell->app, args);
    if (status != 0)
        shell->status = status;
    return 0;
}

static int run_lang(struct shell *shell, const struct args *args, struct err *err)
{
    if (strcmp(args->words[0], "zh") != 0 && strcmp(args->words[0], "en") != 0)
        return err_set(err, ERR_USAGE, "语言只有 zh 和 en", "the languages are zh and en");
    shell->app->lang = strcmp(args->words[0], "en") == 0 ? LANG_EN : LANG_ZH;
    return 0;
}

static int run_shell_help(struct shell *shell, const struct args *args, struct err *err)
{
    const struct app *app = shell->app;
    if (args->word_count > 0) {
        const struct shell_command *command = shell_command_find(shell_commands, args->words[0], err);
        if (command != NULL)
            command_help(app, "", &command->about);
        return command == NULL ? -1 : 0;
    }
    for (const struct shell_command *row = shell_commands; row->about.name != NULL; row++) {
        struct text left = {0}, right = {0};
        text_addf(&left, "  %s %s", row->about.name, row->about.usage);
        text_addf(&right, app_say(app, "%2$s［%1$s］", "%2$s"), row->also[0], words_in(row->about.summary, app->lang));
        render_row(app, text_str(&left), 26, text_str(&right));
        text_release(&left);
        text_release(&right);
    }
    render_paragraph(app, 0, app_say(app, "命令可写中文名，可缩写到不混淆为止；Tab 补全编号、中文或拼音首字母（sw 即死亡）；含空格的词加引号；Ctrl-C 清行，Ctrl-D 退出。“help 命令”有例子。",
                                     "Commands may be abbreviated; Tab completes ids, Chinese labels and pinyin initials; quote words with blanks; Ctrl-C clears the line, Ctrl-D quits. help COMMAND has examples."));
    return 0;
}

static int run_quit(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    (void)err;
    shell->done = true;
    return 0;
}

#define NO_HELP {NULL, NULL}
#define LAST_ROW {NULL, NULL, {NULL, NULL}, false}
#define TIER_ROW {"--tier", "TIER", {"哪一级的响应：city county province nation（默认按身份判断）", "whose response: city county province nation (default: by the speaker's role)"}, false}

static const struct option_row open_options[] = {
    {"--drill", NULL, {"演练：处处标明【演练】，时钟可拨", "an exercise: marked everywhere, with a clock that can be moved"}, false},
    {"--at", "TIME", {"演练时钟的起点（默认现在）", "where the drill's clock starts (default: now)"}, false},
    LAST_ROW,
};
static const struct option_row launch_options[] = {
    {"--provisional", NULL, {"情况不明，按初步判断先启动，查明后改正", "on a first guess, corrected later"}, false}, TIER_ROW, LAST_ROW};
static const struct option_row drill_options[] = {
    {"--medium", "MEDIUM", {"注入的途径：phone fax on_scene radio message", "how an inject comes in: phone fax on_scene radio message"}, false},
    LAST_ROW,
};
static const struct option_row document_options[] = {
    {"-o", "FILE", {"写入文件；.html、.txt 结尾的照写", "into a file; one that ends in .html or .txt is that"}, false},
    {"--format", "FORMAT", {"md、html 或 txt", "md, html or txt"}, false},
    {"--issue", NULL, {"发出：编号，记入日志", "it goes out: it is numbered, and noted in the journal"}, false},
    {"--templates", "DIR", {"用这个文件夹里的 FORM.md 代替自带的模板", "a folder whose FORM.md stands for our template"}, false},
    LAST_ROW};
static const struct option_row diagram_options[] = {
    {"--level", "N", {"这一级的图（默认现行级别）", "at this level (default: the one in force)"}, false},
    {"--format", "FORMAT", {"svg（默认）、pdf、png 或 dot", "svg (default), pdf, png or dot"}, false},
    {"-o", "FILE", {"写入的文件（默认 事件-种类.svg）", "the file (default INCIDENT-KIND.svg)"}, false},
    LAST_ROW,
};
static const struct option_row when_options[] = {
    {"--all", NULL, {"只是计数改变的日期也列出", "days on which only counts change, too"}, false}, LAST_ROW};
static const struct option_row triage_options[] = {
    {"--city", "CITY", {"哪个城市的预案（默认本事件的）", "whose plans (default: the incident's)"}, false}, LAST_ROW};
static const struct option_row tier_options[] = {TIER_ROW, LAST_ROW};

const struct shell_command shell_commands[] = {
    {{"open", "PLAN [TITLE]", {"按一个预案立案", "open an incident under a plan"},
      {"预案写编号或中文名。事件的编号由此产生，以后用 resume 编号 回来。", "A plan by its id or title. The incident gets an id; resume ID comes back to it."},
      "  open road 大运高速追尾\n  open 道路交通\n  open road --drill --at \"2026-03-01 03:00\" 冬季演练", open_options, 1, ARGS_MAX, NULL},
     {"立案", "打开"}, ARGUMENT_PLAN, false, EFFECT_ADD, shell_open},
    {{"resume", "INCIDENT", {"回到一个事件，先看它的现状", "go on with an incident; shows where it stands"}, NO_HELP, "  resume road-1", NULL, 1, 1, NULL},
     {"恢复", NULL}, ARGUMENT_INCIDENT, false, EFFECT_NONE, shell_resume},
    {{"incidents", "[all]", {"列出未归档的事件（all 全部）", "list incidents that are not closed (all: every one)"}, NO_HELP, NULL, NULL, 0, 1, NULL},
     {"事件", NULL}, ARGUMENT_NONE, false, EFFECT_NONE, shell_incidents},
    {{"as", "[ROLE] NAME", {"说明谁在操作、以什么身份", "say who speaks, and in which role"},
      {"角色写预案里的岗位、机构或单位；不写（或写 -）则无身份，不能启动、结束响应。", "A post, body or agency of the plan; without one (or with -) no step of the response can be taken."},
      "  as 指挥长 李四\n  as office_director 张三\n  as 王五", NULL, 1, 2, NULL},
     {"身份", NULL}, ARGUMENT_ACTOR, false, EFFECT_NONE, shell_as},
    {{"status", "", {"现状：评估、响应、建议、任务、结束条件", "where it stands: grade, response, advice, tasks, ending conditions"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"状态", "现状"}, ARGUMENT_NONE, true, EFFECT_NONE, shell_status},
    {{"set", "FACT=VALUE …", {"写入已知的事实", "say what is known"},
      {"事实写编号或中文名；值可以是 12、3..9、3..、..9、?（不明）；\n是非写 true/false 或 是/否。一行里有一个不对，就一个也不写入。",
       "A fact by its id or label. Values: 12, 3..9, 3.., ..9, ? (unknown);\ntrue/false for findings. When one of a line is wrong, none is taken."},
      "  set deaths=2 missing=1..3\n  set 死亡=2 交通事故=是", NULL, 1, ARGS_MAX, NULL},
     {"设", "写"}, ARGUMENT_SETTINGS, true, EFFECT_WRITE, shell_set},
    {{"ask", "", {"逐项询问还会影响级别的事实", "ask one by one what can still change the level"},
      {"? 不明，先问下一题；back 改上一题；空行或 stop 结束。可以答范围，如 3..9。",
       "? unknown, next question; back to the one before; empty line or stop to leave.\nRanges such as 3..9 are answers too."},
      NULL, NULL, 0, 0, NULL},
     {"问", NULL}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_ask},
    {{"moment", "[MOMENT TIME]", {"写入时限起算的时刻；不带内容则列出", "say when something happened that deadlines count from; by itself it lists them"},
      {"时刻：2026-03-01 03:10、03:10（最近一次）或 -20m（20 分钟前）。", "Times: 2026-03-01 03:10, 03:10 (the last one) or -20m (20 minutes ago)."},
      "  moment occurrence 02:50\n  moment 确认 -5m", NULL, 0, 3, NULL},
     {"时刻", NULL}, ARGUMENT_MOMENT, true, EFFECT_WRITE, shell_moment},
    {{"grade", "", {"级别、依据、缺口和该先做的事", "the level, what proves it, what is open, what comes first"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"定级", NULL}, ARGUMENT_NONE, true, EFFECT_NONE, shell_grade},
    {{"why", "", {"为什么是这一级：成立的条款和数字，不再相干的事实", "why this level: clauses with their numbers, facts that do not matter any more"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"为什么", "依据"}, ARGUMENT_NONE, true, EFFECT_NONE, shell_why},
    {{"why-not", "LEVEL", {"为什么不是那一级：每一条差多少", "why not that level: what each clause lacks"}, NO_HELP, "  why-not 2", NULL, 1, 1, NULL},
     {"为什么不", "差多少"}, ARGUMENT_LEVEL, true, EFFECT_NONE, shell_why_not},
    {{"what-if", "FACT=VALUE …", {"假如是那样；什么也不记下", "what if; nothing is written down"},
      {"写 事实= 是假如不明。", "FACT= supposes that it is not known."}, "  what-if deaths=12\n  what-if 死亡=12 失联=", NULL, 1, ARGS_MAX, NULL},
     {"假如", "如果"}, ARGUMENT_SETTINGS, true, EFFECT_NONE, shell_what_if},
    {{"flip", "", {"怎样会变成别的级别：每一级最小的改变", "for each other level the smallest change of facts"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"怎样会变", "改变"}, ARGUMENT_NONE, true, EFFECT_NONE, shell_flip},
    {{"when", "", {"没有新的报告，级别哪一天会变", "on which day the level changes without new reports"}, NO_HELP, NULL, when_options, 0, 0, NULL},
     {"何时", "哪天"}, ARGUMENT_NONE, true, EFFECT_NONE, shell_when},
    {{"triage", "[FACT=VALUE …]", {"本事件在全部预案下：哪些适用、几级、先问什么、争用谁", "the incident under all plans: which apply, what level, what to ask"},
      {"事实可以是别的预案的（tourism_event=是），只用于这一次，不写入事件。✓ 适用，? 未定，✗ 不适用。",
       "Facts may be other plans' (tourism_event=yes); they count for this once, and are not kept. ✓ applies, ? open, ✗ does not."},
      "  triage\n  triage tourism_event=是 stranded=40", triage_options, 0, ARGS_MAX, NULL},
     {"研判", "会商"}, ARGUMENT_TRIAGE, false, EFFECT_NONE, shell_triage},
    {{"who", "[LEVEL]", {"谁提出、谁启动、谁结束，报告谁", "who proposes, launches and ends it, and whom to tell"}, NO_HELP, "  who\n  who 1", NULL, 0, 1, NULL},
     {"谁", NULL}, ARGUMENT_LEVEL, true, EFFECT_NONE, shell_who},
    {{"facts", "", {"已知和不明的全部事实", "all facts, known and unknown"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"事实", NULL}, ARGUMENT_NONE, true, EFFECT_NONE, shell_facts},
    {{"propose", "LEVEL [REASON]", {"提出启动某级响应的建议", "propose a response"}, NO_HELP, "  propose 2", tier_options, 1, ARGS_MAX, NULL},
     {"建议", NULL}, ARGUMENT_LEVEL, true, EFFECT_WRITE, shell_propose},
    {{"launch", "LEVEL [REASON]", {"启动某级响应", "launch a response"},
      {"只有预案指定的人可以。级别低于已证明的、或高于可能的，要写理由，处处标明。",
       "Only for those whom the plan names. A level below the proven or above the possible one\nneeds a reason, and is marked everywhere."},
      "  launch 3\n  launch 4 --provisional\n  launch 3 伤情待核，先按三级", launch_options, 1, ARGS_MAX, NULL},
     {"启动", NULL}, ARGUMENT_LEVEL, true, EFFECT_WRITE, shell_launch},
    {{"raise", "LEVEL [REASON]", {"提高响应级别", "raise the level"}, NO_HELP, "  raise 2", tier_options, 1, ARGS_MAX, NULL},
     {"提高", "升级"}, ARGUMENT_LEVEL, true, EFFECT_WRITE, shell_raise},
    {{"lower", "LEVEL [REASON]", {"降低响应级别", "lower the level"}, NO_HELP, "  lower 3", tier_options, 1, ARGS_MAX, NULL},
     {"降低", "降级"}, ARGUMENT_LEVEL, true, EFFECT_WRITE, shell_lower},
    {{"handover", "[REASON]", {"向上级移交指挥权", "hand the command over to a higher headquarters"}, NO_HELP, NULL, tier_options, 0, ARGS_MAX, NULL},
     {"移交", NULL}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_hand_over},
    {{"takeback", "[REASON]", {"收回指挥权", "take the command back"}, NO_HELP, NULL, tier_options, 0, ARGS_MAX, NULL},
     {"收回", NULL}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_take_back},
    {{"confirm", "[CONDITION]", {"确认一项结束条件；不带内容则列出", "confirm an ending condition; by itself it lists them"}, NO_HELP, "  confirm\n  confirm 1", NULL, 0, 1, NULL},
     {"确认", NULL}, ARGUMENT_ENDING, true, EFFECT_WRITE, shell_confirm},
    {{"end", "[REASON]", {"结束响应", "end the response"}, NO_HELP, NULL, tier_options, 0, ARGS_MAX, NULL},
     {"结束", "终止"}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_end},
    {{"recover", "[REASON]", {"转入后期处置", "go on to recovery"}, NO_HELP, NULL, tier_options, 0, ARGS_MAX, NULL},
     {"后期处置", NULL}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_recover},
    {{"close", "[REASON]", {"归档；未启动响应的，写明理由即可结案", "close the incident; without a response, a reason is enough"}, NO_HELP, "  close\n  close 误报", tier_options, 0, ARGS_MAX, NULL},
     {"归档", "结案"}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_close},
    {{"tasks", "[LEVEL|all]", {"进行中的任务；写级别则列该级的全部任务", "the tasks under way; with a level, all that it calls for"}, NO_HELP, "  tasks\n  tasks all\n  tasks 2", NULL, 0, 1, NULL},
     {"任务", NULL}, ARGUMENT_LEVEL, true, EFFECT_NONE, shell_tasks},
    {{"task", "[ACT] TASK [TEXT]", {"办一项任务：accept done skip assign reopen；只写编号则看它", "act on a task: accept done skip assign reopen; only its id: show it"},
      {"done 后写凭据，skip 后写理由，assign 后写交给谁。", "done takes the evidence, skip the reason, assign the person."},
      "  task accept report_city\n  task done report_city 02:58 已电话报市政府值班室\n  task skip request_aid 本地力量足够", NULL, 1, ARGS_MAX, NULL},
     {"办", NULL}, ARGUMENT_TASK, true, EFFECT_WRITE, shell_task},
    {{"overdue", "", {"逾期的任务", "overdue tasks"}, NO_HELP, NULL, NULL, 0, 0, NULL}, {"逾期", NULL}, ARGUMENT_NONE, true, EFFECT_NONE, shell_overdue},
    {{"conflicts", "", {"与其他进行中的事件争用的单位", "agencies that other running incidents need too"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"冲突", NULL}, ARGUMENT_NONE, true, EFFECT_NONE, shell_conflicts},
    {{"diagram", "[KIND]", {"把事件画成图，存为文件；不带内容则列出有哪些图", "draw the incident into a file; by itself it lists the kinds"},
      {"图上有谁已接受、什么超时、走到哪一步。几页则存为几个文件。", "It shows who has accepted, what is late and how far it has come. Several pages become several files."},
      "  diagram command\n  diagram levels --format pdf -o now.pdf", diagram_options, 0, 1, NULL},
     {"画图", "图"}, ARGUMENT_DIAGRAM, false, EFFECT_NONE, shell_diagram},
    {{"detail", "[KEY TEXT]", {"记下文书要写的：地点、来源、经过、现场指挥等；不带内容则列出", "what documents say besides facts: place, source, course …; by itself it lists them"},
      {"写 ? 表示不明。以最后写的为准，undo 可更正。", "? for what is not known any more. The last one holds; undo corrects it."},
      "  detail place 大运高速 K105 下行\n  detail 信息来源 122 报警电话\n  detail commander_phone 138……\n  detail trend ?", NULL, 0, ARGS_MAX, NULL},
     {"内容", "补报"}, ARGUMENT_DETAIL, true, EFFECT_WRITE, shell_detail},
    {{"document", "[FORM]", {"写文书：首报、续报、通知、任务单等；不带内容则列出", "write a document: reports, notices, task sheets …; by itself it lists them"},
      {"缺的标〔未报〕，列在最后。--issue 是发出：编号，记入日志，续报从它算起。", "What is missing is marked, and listed at the end. --issue: it goes out, is numbered, and noted in the\njournal; the next follow-up report counts from it."},
      "  document first\n  document 首报 --issue -o first.html\n  document launch -o launch.html", document_options, 0, 1, NULL},
     {"文书", "写"}, ARGUMENT_FORM, false, EFFECT_NONE, shell_write_document},
    {{"report", "[KEY=VALUE …]", {"记一条疫情报告；不带内容则逐项询问", "take down an outbreak; by itself it asks for the parts"},
      {"内容：disease county township，可加 premises date spread；\n也可写中文：病种 县区 乡镇 疫点 日期 流行程度。",
       "Parts: disease county township, and premises date spread if known."},
      "  report\n  report disease=hpai county=朔城区 township=神头镇\n  report 病种=猪瘟 县区=应县 乡镇=\"金 城\" 日期=2026-03-01 流行程度=流行",
      NULL, 0, PART_COUNT, NULL},
     {"报告", NULL}, ARGUMENT_REPORT, true, EFFECT_WRITE, shell_report},
    {{"reports", "FILE", {"读入一个疫情报告文件", "read a file of outbreak reports"}, {"JSON 数组，或每行一条。", "A JSON array, or one report a line."},
      "  reports log.json", NULL, 1, 1, NULL},
     {"读报告", NULL}, ARGUMENT_FILE, true, EFFECT_WRITE, shell_reports},
    {{"as-of", "DATE", {"改定级日期（默认今天）", "change the grading date (default today)"}, NO_HELP, "  as-of 2026-03-01", NULL, 1, 1, NULL},
     {"定级日期", NULL}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_as_of},
    {{"undo", "[ENTRY]", {"更正最近一条（原条目保留）", "correct the newest entry (the original stays)"},
      {"响应的步骤不能撤销，只能用新的步骤改正。别人写的要写它的序号。", "A step of the response is not undone but corrected by another. For an entry by somebody else give its number."},
      NULL, NULL, 0, 1, NULL},
     {"撤销", "更正"}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_undo},
    {{"note", "TEXT", {"记一笔", "write a note"}, NO_HELP, "  note 02:55 交警到场", NULL, 1, ARGS_MAX, NULL}, {"记", "加注"}, ARGUMENT_NONE, true, EFFECT_ADD, shell_note},
    {{"log", "[COUNT|all]", {"本事件的日志", "this incident's entries"}, NO_HELP, "  log\n  log all", NULL, 0, 1, NULL}, {"日志", NULL}, ARGUMENT_NONE, true, EFFECT_NONE, shell_log},
    {{"handover-shift", "NAME", {"交班：列出未完的任务、待定的事、时限和链头", "hand the shift over: open tasks, decisions, deadlines, head of the journal"}, NO_HELP, "  handover-shift 李四", NULL, 1, 1, NULL},
     {"交班", NULL}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_hand_shift},
    {{"accept-shift", "", {"接班（本人用 as 报名之后）", "accept the shift (after as NAME)"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"接班", NULL}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_accept_shift},
    {{"drill", "[FILE|WORD …]", {"按情景文件演练；不带内容则看到哪里了", "play a scenario; by itself it shows where the drill stands"},
      {"drill 文件 开始。导演用：script 看还有什么，inject 文字 临时注入，pause 停表，run 走表，rate 200 快一倍，\n"
       "postpone +10m 后面的都推迟，score 按日志评分。拨表用 clock。",
       "drill FILE starts it. For its director: script shows what is to come, inject TEXT lets something else come in,\npause, run, rate 200 (twice as "
       "fast), postpone +10m, score. The clock is put forward with clock."},
      "  drill tests/scenarios/road/wrong_person.json\n  drill inject 记者到场追问伤亡\n  drill postpone +10m\n  drill score", drill_options, 0, ARGS_MAX, NULL},
     {"演练", NULL}, ARGUMENT_DRILL, false, EFFECT_ADD, shell_drill},
    {{"clock", "[TIME]", {"演练的时钟；写时刻或 +30m 则拨快", "a drill's clock; with a time or +30m it is put forward"}, NO_HELP, "  clock +30m", NULL, 0, 1, NULL},
     {"时钟", NULL}, ARGUMENT_NONE, true, EFFECT_WRITE, shell_clock},
    {{"plans", "", {"列出全部预案", "list all plans"}, NO_HELP, NULL, NULL, 0, 0, NULL}, {"预案", NULL}, ARGUMENT_NONE, false, EFFECT_NONE, run_list_plans},
    {{"lang", "zh|en", {"换语言", "change the language"}, NO_HELP, "  lang en", NULL, 1, 1, NULL}, {"语言", NULL}, ARGUMENT_LANG, false, EFFECT_NONE, run_lang},
    {{"help", "[COMMAND]", {"显示帮助", "show help"}, NO_HELP, "  help set", NULL, 0, 1, NULL}, {"帮助", "?"}, ARGUMENT_COMMAND, false, EFFECT_NONE, run_shell_help},
    {{"quit", "", {"退出", "leave"}, NO_HELP, NULL, NULL, 0, 0, NULL}, {"退出", "exit"}, ARGUMENT_NONE, false, EFFECT_NONE, run_quit},
    {{NULL, NULL, NO_HELP, NO_HELP, NULL, NULL, 0, 0, NULL}, {NULL, NULL}, ARGUMENT_NONE, false, EFFECT_NONE, NULL},
};
