/* The shell's commands. See shell_commands.h. */
#include "cli/shell_commands.h"

#include <string.h>

#include "cli/ask.h"
#include "cli/render.h"
#include "cli/shell.h"
#include "cli/shell_view.h"
#include "core/date.h"

/* ---- incidents ---- */

/* A plan by its id, or by its short title: road, 道路交通. */
static const struct shelf *find_shelf(struct shell *shell, const char *name, struct err *err)
{
    const struct shelf *shelf = library_find(&shell->library, name, err);
    const struct plan_name *plans = shelf == NULL ? shell_plans(shell) : NULL;
    struct nearest near = nearest_to(name, strlen(name));
    for (size_t i = 0; plans != NULL && i < shell->library.count; i++) {
        if (strcmp(plans[i].zh, name) == 0 || strcmp(plans[i].en, name) == 0)
            return &shell->library.items[i];
        nearest_offer(&near, plans[i].zh);
    }
    if (shelf == NULL && err->hint[0] == '\0')
        err_set_hint(err, near.best);
    return shelf;
}

static void join_words(const struct args *args, size_t from, struct text *text)
{
    for (size_t i = from; i < args->word_count; i++)
        text_addf(text, "%s%s", i > from ? " " : "", args->words[i]);
}

static void print_incident(const struct app *app, const struct session *session)
{
    if (session->title == NULL)
        return;
    struct text text = {0};
    text_addf(&text, app_say(app, "事件：%s", "Incident: %s"), session->title);
    render_heading(app, text_str(&text));
    text_release(&text);
}

static void announce(const struct shell *shell, const struct session *session)
{
    const struct app *app = shell->app;
    const struct plan *plan = session->loaded->plan;
    struct text text = {0};
    text_addf(&text, "%s  %s", words_in(plan->title, app->lang), plan->document.number == NULL ? "" : plan->document.number);
    render_heading(app, text_str(&text));
    text_release(&text);
    print_incident(app, session);
    view_level(app, session);
    if (shell->editor == NULL)
        return;
    if (plan_uses_reports(plan))
        fprintf(app->out, "%s\n", app_say(app, "按疫情报告分级：report 记一条疫情，as-of 改定级日期。", "Graded on outbreak reports: report takes one down, as-of changes the date."));
    fprintf(app->out, "%s\n", app_say(app, "已知的用 set 写入，不清楚的用 ask 逐项问。", "set says what is known; ask asks for what matters."));
}

static int run_open(struct shell *shell, const struct args *args, struct err *err)
{
    struct session next;
    struct text title = {0};
    const struct shelf *shelf = find_shelf(shell, args->words[0], err);
    struct loaded *loaded = shelf == NULL ? NULL : library_load_shelf(shelf, shell->app->messages, shell->app->lang, err);
    if (loaded == NULL)
        return -1;
    session_init(&next, shell->app);
    join_words(args, 1, &title);
    int rc = session_open(&next, loaded, title.size == 0 ? NULL : text_str(&title), err);
    text_release(&title);
    if (rc != 0)
        return -1;
    shell_push(shell, &next);
    announce(shell, &next);
    if (shell->session_count > 1)
        fprintf(shell->app->out, "%s\n", app_say(shell->app, "原来的事件已放下；undo 可以回到它。", "The incident before is put aside; undo goes back to it."));
    return 0;
}

static int undo_open(struct shell *shell)
{
    const struct app *app = shell->app;
    fprintf(app->out, app_say(app, "撤销了 open %s\n", "took back: open %s\n"), shell_session(shell)->loaded->plan->id);
    shell_pop(shell);
    if (shell_session(shell) != NULL)
        announce(shell, shell_session(shell));
    return 0;
}

static int run_undo(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    struct session *session = shell_session(shell);
    struct session_change change = session_last_change(session);
    if (session->history_count == 0)
        return undo_open(shell);
    fprintf(shell->app->out, "%s\n", app_say(shell->app, "撤销：", "Taken back:"));
    if (change.new_reports > 0)
        view_reports(shell->app, session, session->incident.reports.count - change.new_reports);
    if (session_undo(session, err) != 0)
        return -1;
    view_change(shell->app, session, &change);
    view_level(shell->app, session);
    return 0;
}

/* ---- what is known ---- */

static int run_set(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    if (session_set(session, args->words, args->word_count, err) != 0)
        return -1;
    struct session_change change = session_last_change(session);
    view_change(shell->app, session, &change);
    view_level(shell->app, session);
    return 0;
}

static void show_reports(const struct shell *shell, const struct session *session, size_t first)
{
    const struct app *app = shell->app;
    size_t count = session->incident.reports.count;
    view_reports(app, session, first);
    fprintf(app->out, app_say(app, "共 %zu 条报告\n", "%zu reports in all\n"), count);
}

static int run_report(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    bool taken = true;
    bool ask = args->word_count == 0 && plan_uses_reports(session->loaded->plan);
    if ((ask ? ask_report(shell, &taken, err) : session_report(session, args->words, args->word_count, err)) != 0)
        return -1;
    if (!taken)
        return 0;
    show_reports(shell, session, session->incident.reports.count - 1);
    view_level(shell->app, session);
    return 0;
}

static int run_reports(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    size_t before = session->incident.reports.count;
    if (session_reports_file(session, args->words[0], err) != 0)
        return -1;
    fprintf(shell->app->out, app_say(shell->app, "读入 %zu 条报告，共 %zu 条\n", "%zu reports read, %zu in all\n"),
            session->incident.reports.count - before, session->incident.reports.count);
    view_level(shell->app, session);
    return 0;
}

static int run_as_of(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    const struct plan *plan = session->loaded->plan;
    if (!plan_uses_reports(plan))
        return err_set(err, ERR_USAGE, "预案 %s 不按疫情报告分级，不用定级日期", "plan %s is not graded on outbreak reports and needs no date", plan->id);
    if (session_as_of(session, args->words[0], err) != 0)
        return -1;
    struct session_change change = session_last_change(session);
    view_change(shell->app, session, &change);
    view_level(shell->app, session);
    return 0;
}

static int run_ask(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    return ask_facts(shell, err);
}

static int run_facts(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    (void)err;
    const struct app *app = shell->app;
    const struct session *session = shell_session(shell);
    struct brief brief = session_brief(shell_session(shell));
    print_incident(app, session);
    brief_facts(&brief);
    if (!plan_uses_reports(session->loaded->plan))
        return 0;
    char date[DATE_TEXT_SIZE];
    date_print(session->incident.as_of, date);
    fprintf(app->out, app_say(app, "定级日期：%s\n", "As of: %s\n"), date);
    show_reports(shell, session, 0);
    return 0;
}

/* ---- answers ---- */

static int run_shell_grade(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    struct brief brief = session_brief(shell_session(shell));
    print_incident(shell->app, shell_session(shell));
    return brief_grade(&brief, err);
}

static int run_why(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    struct brief brief = session_brief(shell_session(shell));
    return brief_why(&brief, err);
}

static bool names_level(const struct level *level, const char *typed)
{
    char number[24], chinese[28];
    snprintf(number, sizeof number, "%lld", (long long)level->number);
    snprintf(chinese, sizeof chinese, "%s级", number);
    return strcmp(typed, number) == 0 || strcmp(typed, chinese) == 0 || strcmp(typed, level->name.zh) == 0 ||
           (level->name.en != NULL && strcmp(typed, level->name.en) == 0);
}

/* The level that was given, or the one to act on now. */
static int choose_level(struct shell *shell, const struct args *args, int *level, struct err *err)
{
    const struct session *session = shell_session(shell);
    const struct plan *plan = session->loaded->plan;
    *level = brief_level(&session->assessment);
    if (args->word_count == 0)
        return 0;
    for (size_t i = 0; i < plan->level_count; i++)
        if (names_level(&plan->levels[i], args->words[0])) {
            *level = (int)plan->levels[i].number;
            return 0;
        }
    return err_set(err, ERR_USAGE, "预案 %s 没有“%s”级（有 %lld 至 %lld）", "plan %s has no level \"%s\" (it has %lld to %lld)", plan->id,
                   text_clip(args->words[0], strlen(args->words[0])).str, (long long)plan->levels[0].number, (long long)plan->levels[plan->level_count - 1].number);
}

static void say_no_level(struct shell *shell, const char *command)
{
    const struct app *app = shell->app;
    const struct session *session = shell_session(shell);
    view_level(app, session);
    fprintf(app->out, app_say(app, "要看某一级的，写级别，如：%s %lld\n", "To see a level's, name it, such as: %s %lld\n"), command,
            (long long)session->loaded->plan->levels[0].number);
}

static int run_shell_tasks(struct shell *shell, const struct args *args, struct err *err)
{
    int level;
    struct brief brief = session_brief(shell_session(shell));
    if (choose_level(shell, args, &level, err) != 0)
        return -1;
    if (level != LEVEL_NONE)
        return brief_tasks(&brief, level, 0, err);
    say_no_level(shell, "tasks");
    return 0;
}

static int run_who(struct shell *shell, const struct args *args, struct err *err)
{
    int level;
    struct brief brief = session_brief(shell_session(shell));
    if (choose_level(shell, args, &level, err) != 0)
        return -1;
    if (level != LEVEL_NONE)
        return brief_who(&brief, level, err);
    say_no_level(shell, "who");
    return 0;
}

/* ---- the shell itself ---- */

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

/* ---- the table ---- */

#define NO_HELP {NULL, NULL}

const struct shell_command shell_commands[] = {
    {{"open", "PLAN [TITLE]", {"按一个预案开始一个事件", "start an incident under a plan"},
      {"预案写编号或中文名。原来的事件放在一边，undo 可以回到它。", "A plan by its id or title. The incident before is put aside;\nundo goes back to it."},
      "  open road\n  open 道路交通 大运高速追尾", NULL, 1, ARGS_MAX, NULL},
     {"打开", NULL}, ARGUMENT_PLAN, false, run_open},
    {{"set", "FACT=VALUE …", {"写入已知的事实", "say what is known"},
      {"事实写编号或中文名；值可以是 12、3..9、3..、..9、?（不明）；\n是非写 true/false 或 是/否。一行里有一个不对，就一个也不写入。",
       "A fact by its id or label. Values: 12, 3..9, 3.., ..9, ? (unknown);\ntrue/false for findings. When one of a line is wrong, none is taken."},
      "  set deaths=2 missing=1..3\n  set 死亡=2 交通事故=是", NULL, 1, ARGS_MAX, NULL},
     {"设", "写"}, ARGUMENT_SETTINGS, true, run_set},
    {{"ask", "", {"逐项询问还会影响级别的事实", "ask one by one what can still change the level"},
      {"? 不明，先问下一题；back 改上一题；空行或 stop 结束。可以答范围，如 3..9。",
       "? unknown, next question; back to the one before; empty line or stop to leave.\nRanges such as 3..9 are answers too."},
      NULL, NULL, 0, 0, NULL},
     {"问", NULL}, ARGUMENT_NONE, true, run_ask},
    {{"grade", "", {"级别、依据、缺口和该先做的事", "the level, what proves it, what is open, what comes first"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"定级", NULL}, ARGUMENT_NONE, true, run_shell_grade},
    {{"why", "", {"逐条说明：成立、未定还是不成立", "every clause: holds, open or not"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"为什么", "依据"}, ARGUMENT_NONE, true, run_why},
    {{"who", "[LEVEL]", {"谁提出、谁启动、谁结束，报告谁", "who proposes, launches and ends it, and whom to tell"}, NO_HELP, "  who\n  who 1", NULL, 0, 1, NULL},
     {"谁", NULL}, ARGUMENT_LEVEL, true, run_who},
    {{"tasks", "[LEVEL]", {"某级响应的全部任务", "all tasks of a level"}, NO_HELP, "  tasks\n  tasks 2", NULL, 0, 1, NULL},
     {"任务", NULL}, ARGUMENT_LEVEL, true, run_shell_tasks},
    {{"facts", "", {"已知和不明的全部事实", "all facts, known and unknown"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"事实", NULL}, ARGUMENT_NONE, true, run_facts},
    {{"undo", "", {"撤销上一个命令或上一个回答", "take back the last command or answer"}, NO_HELP, NULL, NULL, 0, 0, NULL},
     {"撤销", NULL}, ARGUMENT_NONE, true, run_undo},
    {{"report", "[KEY=VALUE …]", {"记一条疫情报告；不带内容则逐项询问", "take down an outbreak; by itself it asks for the parts"},
      {"内容：disease county township，可加 premises date spread；\n也可写中文：病种 县区 乡镇 疫点 日期 流行程度。",
       "Parts: disease county township, and premises date spread if known."},
      "  report\n  report disease=hpai county=朔城区 township=神头镇\n  report 病种=猪瘟 县区=应县 乡镇=\"金 城\" 日期=2026-03-01 流行程度=流行",
      NULL, 0, PART_COUNT, NULL},
     {"报告", NULL}, ARGUMENT_REPORT, true, run_report},
    {{"reports", "FILE", {"读入一个疫情报告文件", "read a file of outbreak reports"}, {"JSON 数组，或每行一条。", "A JSON array, or one report a line."},
      "  reports log.json", NULL, 1, 1, NULL},
     {"读报告", NULL}, ARGUMENT_FILE, true, run_reports},
    {{"as-of", "DATE", {"改定级日期（默认今天）", "change the grading date (default today)"}, NO_HELP, "  as-of 2026-03-01", NULL, 1, 1, NULL},
     {"定级日期", NULL}, ARGUMENT_NONE, true, run_as_of},
    {{"plans", "", {"列出全部预案", "list all plans"}, NO_HELP, NULL, NULL, 0, 0, NULL}, {"预案", NULL}, ARGUMENT_NONE, false, run_list_plans},
    {{"lang", "zh|en", {"换语言", "change the language"}, NO_HELP, "  lang en", NULL, 1, 1, NULL}, {"语言", NULL}, ARGUMENT_LANG, false, run_lang},
    {{"help", "[COMMAND]", {"显示帮助", "show help"}, NO_HELP, "  help set", NULL, 0, 1, NULL}, {"帮助", "?"}, ARGUMENT_COMMAND, false, run_shell_help},
    {{"quit", "", {"退出", "leave"}, NO_HELP, NULL, NULL, 0, 0, NULL}, {"退出", "exit"}, ARGUMENT_NONE, false, run_quit},
    {{NULL, NULL, NO_HELP, NO_HELP, NULL, NULL, 0, 0, NULL}, {NULL, NULL}, ARGUMENT_NONE, false, NULL},
};
