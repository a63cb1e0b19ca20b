/* The commands of `respond`: one row each. */
#include <string.h>

#include "cli/command.h"
#include "cli/database.h"

#define PARAM_ROW {"--param", "ID=DAYS", {"改一个天数参数，可重复（答案会写明）", "override a parameter, repeatable (the answer says so)"}, true}
#define JSON_ROW {"--json", NULL, {"按 JSON 输出", "print JSON"}, false}
#define LAST_ROW {NULL, NULL, {NULL, NULL}, false}

static const struct option_row plans_options[] = {JSON_ROW, LAST_ROW};
/* What describes an incident besides facts. */
#define INCIDENT_ROWS \
    {"--reports", "FILE", {"疫情报告：JSON 数组，或每行一条", "outbreak reports: a JSON array, or one a line"}, false}, \
    {"--as-of", "DATE", {"定级日期（默认今天）", "grading date (default today)"}, false}, \
    {"--closed", NULL, {"没写的事实都当作没有", "facts not given mean none"}, false}, \
    PARAM_ROW, \
    JSON_ROW

static const struct option_row grade_options[] = {
    INCIDENT_ROWS,
    {"--batch", NULL, {"从标准输入逐行读 JSON，逐行作答", "read JSON Lines from standard input, answer line by line"}, false},
    LAST_ROW,
};
static const struct option_row explain_options[] = {INCIDENT_ROWS, LAST_ROW};
static const struct option_row what_if_options[] = {
    {"--then", "FACT=VALUE", {"假设，可重复；FACT= 是不明", "what to suppose, repeatable; FACT= for not known"}, true}, INCIDENT_ROWS, LAST_ROW};
static const struct option_row when_options[] = {
    {"--all", NULL, {"级别不变而计数改变的日期也列出", "list days on which only counts change, too"}, false}, INCIDENT_ROWS, LAST_ROW};
static const struct option_row ask_options[] = {
    {"--prior", "FACT=STEPS", {"某事实各值有多常见，如 deaths=0:60,1:8,3:1（只影响先问什么）", "how likely a fact's values are, as deaths=0:60,1:8,3:1 (only for what to ask first)"}, true},
    {"--reports", "FILE", {"疫情报告：JSON 数组，或每行一条", "outbreak reports: a JSON array, or one a line"}, false},
    {"--as-of", "DATE", {"定级日期（默认今天）", "grading date (default today)"}, false},
    PARAM_ROW,
    JSON_ROW,
    LAST_ROW,
};
static const struct option_row triage_options[] = {
    {"--city", "CITY", {"哪个城市的预案（只有一个城市时不用写）", "whose plans (not needed where there is only one city)"}, false}, INCIDENT_ROWS, LAST_ROW};
static const struct option_row tasks_options[] = {
    {"--level", "N", {"响应级别（1 最重）", "response level (1 is the most severe)"}, false}, JSON_ROW, LAST_ROW};
static const struct option_row who_options[] = {
    {"--level", "N", {"只看这一级（1 最重）；不写则不论级别", "at this level only (1 is the most severe); without it, whatever the level"}, false}, JSON_ROW, LAST_ROW};
static const struct option_row diagram_options[] = {
    {"--level", "N", {"这一级的图（1 最重）；不写则不分级别，事件则为它的现行级别",
                      "at this level (1 is the most severe); without it, whatever the level, or the level of the incident"}, false},
    {"--incident", "ID", {"一个进行中的事件：谁已接受、什么超时、走到哪一步", "a live incident: who has accepted, what is late, how far it has come"}, false},
    {"--format", "FORMAT", {"svg（默认）、pdf、png 或 dot", "svg (default), pdf, png or dot"}, false},
    {"-o", "FILE", {"写入文件；几页则为 FILE-1、FILE-2 …", "into a file; several pages become FILE-1, FILE-2 …"}, false},
    {"--page", "N", {"只要第 N 页", "only page N"}, false},
    DB_ROW, JSON_ROW, LAST_ROW};
static const struct option_row score_options[] = {DB_ROW, JSON_ROW, LAST_ROW};
static const struct option_row test_options[] = {
    {"--junit", "FILE", {"另写一份 JUnit XML", "write JUnit XML too"}, false},
    {"--coverage", NULL, {"列出没有情景达到的条款、级别、步骤、任务", "list clauses, levels, steps and tasks that no scenario reaches"}, false},
    {"--min-coverage", "PERCENT", {"达不到这个百分比就算失败", "fail when less than that is reached"}, false},
    LAST_ROW};
static const struct option_row levels_options[] = {JSON_ROW, LAST_ROW};
static const struct option_row rules_options[] = {
    {"--dump", NULL, {"编译后的每一种情形，字面与安全两种读法", "every compiled alternative, in the literal and the safe reading"}, false}, JSON_ROW, LAST_ROW};
static const struct option_row report_options[] = {
    {"--form", "FORM", {"哪一种：call first followup final launch adjust end tasks shift review cap", "which one: call first followup final launch adjust end tasks shift review cap"}, false},
    {"--format", "FORMAT", {"md（默认）、html 或 txt", "md (default), html or txt"}, false},
    {"-o", "FILE", {"写入文件；.html、.txt 结尾的照写", "into a file; one that ends in .html or .txt is that"}, false},
    {"--issue", NULL, {"发出：编号，记入日志", "it goes out: it is numbered, and noted in the journal"}, false},
    {"--templates", "DIR", {"用这个文件夹里的 FORM.md 代替自带的模板", "a folder whose FORM.md stands for our template"}, false},
    {"--show-template", NULL, {"显示自带的模板", "print our template"}, false},
    DB_ROW, LAST_ROW};
static const struct option_row log_options[] = {
    {"--since", "N", {"只要第 N 条之后的", "only what came after entry N"}, false},
    {"--verify", NULL, {"逐条核对整本日志", "check the whole journal, entry by entry"}, false},
    {"--head", "[HASH]",
     {"显示链头（最后一条的哈希），以便抄在纸上；与 --verify 同用：证明纸上的链头仍在链上",
      "show the head (the last entry's hash), to be written on paper; with --verify: prove that the head on the paper is still in the chain"}, false},
    DB_ROW, JSON_ROW, LAST_ROW,
};
static const struct option_row cap_options[] = {
    {"--entry", "N", {"第 N 条记录那一步（默认最近一步）", "the step of entry N (default: the newest)"}, false},
    {"--all", NULL, {"每一步一份：写入 FILE-1、FILE-2 …", "one for each step, into FILE-1, FILE-2 …"}, false},
    {"--signed", "NAME", {"签发人：状态为 Actual；不写则为草稿 Draft（演练总是 Exercise）", "who signs it: status Actual; without it a Draft (drills are an Exercise either way)"}, false},
    {"--public", NULL, {"范围 Public（预案准许发布时）；默认 Restricted", "scope Public, where the plan gives leave; default Restricted"}, false},
    {"--sender", "ID", {"本单位在预警网络里的标识", "the office's id in the alerting network"}, false},
    {"-o", "FILE", {"写入文件", "into a file"}, false},
    DB_ROW, LAST_ROW};
static const struct option_row review_options[] = {{"-o", "FILE", {"写入文件", "into a file"}, false}, DB_ROW, LAST_ROW};
static const struct option_row export_options[] = {DB_ROW, LAST_ROW};
static const struct option_row import_options[] = {DB_ROW, JSON_ROW, LAST_ROW};

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
    {"why", "PLAN [FACT=VALUE …]", {"为什么是这一级：成立的条款和数字，还未定的，不再相干的事实", "why this level: clauses with their numbers, what is open, facts that do not matter any more"},
     {"事实和选项与 grade 相同。退出码也相同。--json 的形状见 docs/explain.md。", "Facts, options and exit statuses as of grade. --json is described in docs/explain.md."},
     "  respond why road traffic_accident=true deaths=12 injured=8", explain_options, 1, ARGS_MAX, run_why},
    {"why-not", "PLAN LEVEL [FACT=VALUE …]", {"为什么不是那一级：每一条差在哪里，差多少", "why not that level: what each of its clauses lacks, and how much"},
     {"最接近的条款在前；不可能的每条只列最接近的一种情形。", "The nearest clause comes first; of one that cannot hold, the nearest of its alternatives."},
     "  respond why-not road 2 traffic_accident=true deaths=4 missing=0 injured=8", explain_options, 2, ARGS_MAX, run_why_not},
    {"what-if", "PLAN [FACT=VALUE …] --then FACT=VALUE", {"假如事实是那样：级别、条款、下一题、由谁启动", "what if: level, clauses, next question, who would launch"}, {NULL, NULL},
     "  respond what-if road traffic_accident=true deaths=4 --then deaths=12 --then missing=", what_if_options, 1, ARGS_MAX, run_what_if},
    {"flip", "PLAN [FACT=VALUE …]", {"怎样会变成别的级别：每一级最小的改变", "what would change the level: for each other level the smallest change of facts"},
     {"改变的事实最少者为先，再看改变多少；需要有人作出认定的排在最后，并标明。疫情报告的计数当作不变。",
      "Fewest facts first, then how far they change; findings that somebody would have to make come last, and are marked. Counts of reports stay."},
     "  respond flip construction deaths=4 --closed", explain_options, 1, ARGS_MAX, run_flip},
    {"when", "PLAN [FACT=VALUE …]", {"没有新的报告，级别哪一天会变：窗口到期", "on which day the level changes without any new report: windows that run out"}, {NULL, NULL},
     "  respond when animal --reports log.json --as-of 2026-03-01", when_options, 1, ARGS_MAX, run_when},
    {"ask", "PLAN [FACT=VALUE …]", {"下一个最该问的问题：为什么问、每种回答会怎样、平均还要问几题", "the next best question: why, what each answer would do, how many are left on average"},
     {"问题按平均提问次数最少来选；只差一个界限时只问够不够。--json 给出 {\"settled\", \"level\", \"possible\", \"ask\"}，定了级就没有 ask；字段见 docs/questions.md。\n"
      "退出码：0 已作答，64 用法，65 数据有误，66 没有该文件或预案。",
      "Chosen so that the fewest questions are needed on average; where a threshold is enough, only that is asked. --json gives {\"settled\", \"level\", "
      "\"possible\", \"ask\"}, without ask once settled; the fields are in docs/questions.md.\n"
      "Exit status: 0 answered, 64 usage, 65 bad data, 66 no such file or plan."},
     "  respond ask road traffic_accident=true deaths=2\n  respond ask construction deaths=3.. --json\n  respond ask road --prior deaths=0:60,1:8,3:1",
     ask_options, 1, ARGS_MAX, run_ask},
    {"triage", "[FACT=VALUE …]",
     {"同一件事，全部预案一起看：哪些适用、几级、先问什么、谁指挥、争用谁", "one incident under all plans at once: which apply, which level, what to ask, who is in charge"},
     {"值的写法同 grade。一个事实，凡认得它的预案都取；各预案自己的认定写 预案:事实=值（construction:hq_level=2）。\n"
      "没有预案认得的事实、某个预案不接受的值，都是用法错误。✓ 适用，? 未定（先问的就是它），✗ 不适用。\n"
      "--json 打印一个对象：plans（每个预案的 applies yes|open|no、level、possible、settled、safe_level、event_grade、clauses、in_charge、ask）、\n"
      "ask（fact、scope、plans）、claimed_twice、differences（kind level|counted|steps）、left_out；逐项说明见 docs/triage.md。\n"
      "退出码：0 已作答，64 用法，65 有预案有误（其余照样作答），66 没有该文件或预案，70 内存不足。",
      "Values as for grade. A fact is taken by every plan that knows it; what a plan's own headquarters finds is written PLAN:FACT=VALUE\n"
      "(construction:hq_level=2). A fact that no plan knows, or a value that one of them does not take, is a usage error. ✓ applies,\n"
      "? open (that is asked first), ✗ does not apply.\n"
      "--json prints one object: plans (of each: applies yes|open|no, level, possible, settled, safe_level, event_grade, clauses, in_charge,\n"
      "ask), ask (fact, scope, plans), claimed_twice, differences (kind level|counted|steps), left_out; docs/triage.md explains each.\n"
      "Exit status: 0 answered, 64 usage, 65 some plan is flawed (the others are answered), 66 no such file or plan, 70 out of memory."},
     "  respond triage traffic_accident=yes tourism_event=yes deaths=2 missing=1 injured=14\n  respond triage 死亡=5 重伤=3.. --json\n"
     "  respond triage --reports log.json --as-of 2026-03-01", triage_options, 0, ARGS_MAX, run_triage},
    {"tasks", "PLAN --level N [FACT=VALUE …]", {"列出某级响应的全部任务：谁、做什么、时限、条款", "list all tasks of a level: who, what, by when, which clause"},
     {"条件未定的任务标“视情形”；给出事实则筛选。", "Tasks whose condition is open are marked; giving facts decides them."},
     "  respond tasks road --level 2\n  respond tasks road --level 2 severe_weather=true",
     tasks_options, 1, ARGS_MAX, run_tasks},
    {"levels", "PLAN", {"响应级别的状态机：每一步由谁、凭哪一条、从何状态到何状态", "the response-level machine: who may take each step, by which clause"},
     {NULL, NULL}, "  respond levels construction", levels_options, 1, 1, run_levels},
    {"who", "PLAN [AGENCY] [FACT=VALUE …]",
     {"谁指挥谁、谁牵头、谁参加、谁告诉谁；或一个单位的位置、指挥线、报告对象", "who commands, leads and belongs, who tells whom; or one agency's place and whom it tells"},
     {"不写 AGENCY：指挥部、岗位和担任者、办公室、现场指挥部、工作组、上级和县级，谁按什么时限报告或通知谁，以及要留意的缺口。\n"
      "AGENCY 可写 id 或它的任何名称（全称、各预案里的简称、英文名），也可以是机构、岗位、工作组：它的岗位和工作组，通到指挥长的途径，"
      "要告诉谁、谁会告诉它，各级任务数。给出事实，则由事实决定的办公室、岗位随之确定；没写的标“若”。\n"
      "--json 每行一项：node、edge、finding；写了 AGENCY 则是它的 node、edge、path、tasks。\n"
      "退出码：0 已作答，64 用法（没有这个单位也算，并提示最接近的名称），65 预案有误，66 没有该预案，70 内存不足。",
      "Without AGENCY: the headquarters, posts and who holds them, the office, the on-site headquarters, working groups, province and counties; who "
      "reports to or notifies whom by when; and what is missing or doubled.\n"
      "AGENCY is an id or any of its names (in full, as the plans shorten it, in English), or a body, a post, a group: its posts and groups, its way "
      "to the commander, whom it tells and who tells it, how many tasks each level has for it. Facts decide offices and posts that hang on them; "
      "what stays open is marked with \"if\".\n"
      "--json prints one thing a line: node, edge, finding; with AGENCY its node, edges, path and tasks.\n"
      "Exit status: 0 answered, 64 usage (an unknown agency too, with the nearest name), 65 a flawed plan, 66 no such plan, 70 out of memory."},
     "  respond who road --level 2\n  respond who road 市公安局\n  respond who construction hq_office municipal_utility=yes --level 3", who_options, 1,
     ARGS_MAX, run_who},
    {"diagram", "[PLAN KIND [FACT=VALUE …]]",
     {"画图：指挥体系、响应级别、流程、报告通知、单位占用", "draw the command structure, the levels, the course of the response, who tells whom, shared agencies"},
     {"KIND：command levels flow notify conflict（不带内容则逐一说明）。A4 横放，放不下则 A3，再放不下则分页，并说明。\n"
      "--json 给出图的 JSON（docs/diagrams.md），respond-diagram 画的就是它。\n"
      "退出码：0 画好，64 用法，65 预案有误，66 没有该预案、该事件或画图程序，70 画图失败或内存不足，74 写不了。",
      "KIND: command, levels, flow, notify, conflict (without any, what each of them shows). A4 landscape; A3, and then several pages, when that is too "
      "small, and it says so.\n--json prints the chart that respond-diagram draws (docs/diagrams.md).\n"
      "Exit status: 0 drawn, 64 usage, 65 a flawed plan, 66 no such plan, incident or drawing program, 70 drawing failed or out of memory, 74 cannot write."},
     "  respond diagram road command --level 2 -o road.svg\n  respond diagram construction command municipal_utility=yes --format pdf -o hq.pdf\n"
     "  respond diagram road levels --incident road-1 > now.svg", diagram_options, 0, ARGS_MAX, run_diagram},
    {"test", "FILE|FOLDER …", {"按情景文件检验预案，结果为 TAP 14，并说明覆盖了多少", "check plans by scenarios; prints TAP 14, and how much they reach"},
     {"情景的格式见 docs/scenarios.md。用的是虚拟时钟，不碰日志。\n"
      "退出码：0 全部通过，1 有情景不符或覆盖不足，64 用法，65 情景或预案有误，66 没有该文件或预案，70 内存不足，74 写不了。",
      "The format is in docs/scenarios.md. The clock is virtual, and no journal is touched.\n"
      "Exit status: 0 all passed, 1 a scenario failed or too little is reached, 64 usage, 65 a flawed scenario or plan, 66 no such file or plan, 70 out of "
      "memory, 74 cannot write."},
     "  respond test tests/scenarios\n  respond test tests/scenarios/road --coverage --junit road.xml", test_options, 1, ARGS_MAX, run_test},
    {"drill", "FILE [--db FILE]", {"按情景文件演练：打开命令行，情景按演练时钟逐条注入", "play a scenario: opens the shell, and lets things come in by the drill's clock"},
     {NULL, NULL}, "  respond drill docs/examples/drills/fog_pileup.json --db drill.db", NULL, 0, 0, NULL},
    {"score", "INCIDENT", {"给一次演练评分：用时、定级、权限、任务、注入、目标，只凭日志", "score a drill from its journal: times, grade, authority, tasks, injects, objectives"},
     {"说明见 docs/drills.md。退出码：0 已评，65 日志有误，66 没有日志或该事件，70 内存不足。",
      "Explained in docs/drills.md. Exit status: 0 scored, 65 a damaged journal, 66 no journal or no such incident, 70 out of memory."},
     "  respond score road-1 --db drill.db\n  respond score road-1 --json", score_options, 1, 1, run_score},
    {"rules", "PLAN", {"把规则译成文字，附条款：工具是怎样理解预案的", "print the rules in words, with clauses, as the tool understood them"},
     {NULL, NULL}, "  respond rules construction\n  respond rules road --dump", rules_options, 1, 1, run_rules},
    {"report", "[INCIDENT --form FORM]",
     {"文书：电话记录、首报、续报、终报、通知、任务单、交接班", "documents: call record, reports, notices, task sheets, shift record"},
     {"全部由日志填写；没有人说过的标〔未报〕，并列在“缺项”里（shell 里用 set、moment、detail 补上）。\n"
      "--issue 把它作为第几份记入日志，续报即从上一份报告算起；不加则为草稿。自己的模板：docs/reports.md。\n"
      "退出码：0 写好，1 没有这一步可写，64 用法，65 预案、日志或模板有误，66 没有该事件、日志或模板文件夹，70 内存不足，74 写不了，75 日志被占用。",
      "All is filled from the journal; what nobody has said is marked, and listed under \"Missing\" (set, moment and detail of the shell fill it in).\n"
      "--issue notes in the journal that it went out, and as which number: the next follow-up report counts from there. Without it, it is a draft. "
      "Your own templates: docs/reports.md.\n"
      "Exit status: 0 written, 1 there is no such step to write about, 64 usage, 65 a flawed plan, journal or template, 66 no such incident, journal or "
      "folder of templates, 70 out of memory, 74 cannot write, 75 the journal is held by another program."},
     "  respond report road-1 --form first\n  respond report road-1 --form first --issue -o first.html\n  respond report road-1 --form launch --format txt\n"
     "  respond report --form first --show-template > forms/first.md", report_options, 0, 1, run_report},
    {"log", "[INCIDENT]", {"显示日志：何时、谁、做了什么；核对日志是否完整", "show the journal: when, who, what; check that it is whole"},
     {"不写事件就是全部事件。演练的条目显示演练时间并标明【演练】；后来被更正的标明〔已更正〕。\n"
      "--json 每行一条，字段见 docs/journal.md。--head 的链头在每次交班时抄在纸上，两人签字；--verify --head 据此证明没有改动、没有截断。\n"
      "退出码：0 正常，64 用法，65 日志损坏、被改动、截断，或不是本程序的日志，66 没有日志或没有该事件，74 读写失败，75 被别的程序占用。",
      "Without an incident: of all. Entries of a drill have the drill's time and are marked EXERCISE; those corrected later are marked.\n"
      "--json prints one entry a line, with the fields of docs/journal.md. Write the head down at every handing over of the shift, and have "
      "both officers sign it; --verify --head proves from it that nothing was changed or cut off.\n"
      "Exit status: 0 fine, 64 usage, 65 the journal is damaged, changed, cut off or another program's, 66 no journal or no such incident, "
      "74 reading failed, 75 held by another program."},
     "  respond log\n  respond log road-1 --since 12\n  respond log --head\n  respond log --verify --head \"089ff3f7 c2b74067 …\"",
     log_options, 0, 1, run_log},
    {"cap", "INCIDENT", {"把响应的启动、调整、结束写成 CAP 1.2 报文（XML），供其他系统接收", "what is told to other systems about a response, as CAP 1.2 (XML)"},
     {"启动为 Alert，提高、降低、移交、收回为 Update，结束为 Cancel；对照表见 docs/cap.md。\n"
      "退出码：0 已写出，1 预案不准向社会发布，64 用法，65 数据有误，66 没有日志、事件或可告知的步骤，74 读写失败，75 被别的程序占用。",
      "A launch is an Alert; raising, lowering, handing over and taking back are Updates; the end is a Cancel. The mapping is in docs/cap.md.\n"
      "Exit status: 0 written, 1 the plan does not let it be published, 64 usage, 65 bad data, 66 no such journal, incident or step, "
      "74 reading or writing failed, 75 held by another program."},
     "  respond cap road-1 > alert.xml\n  respond cap road-1 --entry 7 --signed 张三 -o alert.xml\n  respond cap road-1 --all -o road.xml", cap_options, 1, 1,
     run_cap},
    {"review", "INCIDENT", {"总结评估：时间线、级别与权限、各单位任务与迟误、更正、改进，一个 HTML 文件", "after-action report: timeline, levels, tasks and lateness, corrections, improvements; one HTML file"},
     {"可在浏览器里看，按 A4 打印；不装载任何外部内容。以“改进：”开头的备注（何事；责任人；期限）列入改进措施。见 docs/review.md。\n"
      "退出码：0 已写出，64 用法，65 数据有误，66 没有日志或事件，74 读写失败，75 被别的程序占用。",
      "To be read in a browser and printed on A4; it loads nothing. Notes that begin with IMPROVE: (what; owner; date) become rows of the improvements. "
      "See docs/review.md.\nExit status: 0 written, 64 usage, 65 bad data, 66 no such journal or incident, 74 reading or writing failed, 75 held by another program."},
     "  respond review road-1 -o review.html\n  respond review road-1 --lang en > review.html", review_options, 1, 1, run_review},
    {"export", "", {"把整本日志写到标准输出，每行一条 JSON", "write the whole journal to standard output, one JSON entry a line"},
     {"边读边核对；遇到损坏的条目就停，退出码 65，信息里写明只到第几条。\n"
      "退出码：0 完整写出，65 日志损坏或不是本程序的日志，66 没有日志，74 读写失败，75 被别的程序占用。",
      "Entries are checked as they are read; a damaged one stops it with exit status 65, and the message says where.\n"
      "Exit status: 0 complete, 65 the journal is damaged or another program's, 66 no journal, 74 reading or writing failed, 75 held by another program."},
     "  respond export > copy.jsonl\n  respond export --db old.db | respond import - --db new.db", export_options, 0, 0, run_export},
    {"import", "FILE|-", {"把导出的条目接到日志后面，或建一本新日志：要么全部，要么一条不收", "append exported entries to a journal, or make a new one: all of them, or none"},
     {"每条都核对编号、时间和哈希，须与 respond export 写出的一字不差；“-”是标准输入。\n"
      "退出码：0 全部收下，65 某一行有误（信息里有文件、行、列），66 没有该文件或是空的，74 读写失败，75 被别的程序占用。",
      "Number, time and hash of every entry are checked, and lines must be as respond export writes them; \"-\" is standard input.\n"
      "Exit status: 0 all taken, 65 a line is wrong (the message has file, line and column), 66 no such file or an empty one, "
      "74 reading or writing failed, 75 held by another program."},
     "  respond import copy.jsonl --db new.db\n  respond import - < copy.jsonl", import_options, 1, 1, run_import},
    {"shell", "[--db FILE] [--json]", {"打开交互式命令行（从管道则逐行读命令）", "open the interactive shell (reads commands line by line from a pipe)"},
     {NULL, NULL}, "  respond\n  respond shell < commands.txt\n  respond shell --help", NULL, 0, 0, NULL},
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
