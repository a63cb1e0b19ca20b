/* The shell: lines in, commands out. See shell.h. */
#include "cli/shell.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/alerts.h"
#include "cli/drill.h"
#include "cli/database.h"
#include "cli/line.h"
#include "cli/readline.h"
#include "cli/render.h"
#include "cli/shell_view.h"

#define ADD_TRIES 100 /* times that somebody else was quicker */
#define LINE_BYTES_MAX (64u << 10) /* of a pipe: longer ones are refused */

/* ---- for the commands ---- */

struct session *shell_session(struct shell *shell)
{
    return shell->current == NULL ? NULL : &shell->current->session;
}

int shell_level(struct shell *shell, const char *typed, struct err *err)
{
    return plan_read_level(shell_session(shell)->loaded->plan, typed, err);
}

/* ---- the plans' names ---- */

static bool has_twin(const struct library *library, const struct shelf *shelf)
{
    bool twin = false;
    for (size_t i = 0; i < library->count; i++)
        twin = twin || (&library->items[i] != shelf && strcmp(library->items[i].id, shelf->id) == 0);
    return twin;
}

static int name_plan(const struct shell *shell, const struct shelf *shelf, struct plan_name *name)
{
    struct text id = {0};
    struct loaded *loaded = library_load_shelf(shelf, NULL, shell->app->lang, NULL);
    text_addf(&id, "%s%s%s", has_twin(&shell->library, shelf) ? shelf->city : "", has_twin(&shell->library, shelf) ? "/" : "", shelf->id);
    name->id = id.failed ? NULL : id.data;
    name->zh = strdup(loaded == NULL ? "" : words_in(loaded->plan->short_title, LANG_ZH));
    name->en = strdup(loaded == NULL ? "" : words_in(loaded->plan->short_title, LANG_EN));
    loaded_free(loaded);
    return name->id == NULL || name->zh == NULL || name->en == NULL ? -1 : 0;
}

static void release_plans(struct shell *shell)
{
    for (size_t i = 0; shell->plans != NULL && i < shell->library.count; i++) {
        free(shell->plans[i].id);
        free(shell->plans[i].zh);
        free(shell->plans[i].en);
    }
    free(shell->plans);
    shell->plans = NULL;
}

const struct plan_name *shell_plans(struct shell *shell)
{
    if (shell->plans != NULL)
        return shell->plans;
    shell->plans = calloc(shell->library.count, sizeof *shell->plans);
    int rc = shell->plans == NULL ? -1 : 0;
    for (size_t i = 0; i < shell->library.count && rc == 0; i++)
        rc = name_plan(shell, &shell->library.items[i], &shell->plans[i]);
    if (rc != 0)
        release_plans(shell);
    return shell->plans;
}

/* ---- input ---- */

static int complete_line(void *context, const char *line, size_t cursor, struct completions *found)
{
    struct shell *shell = context;
    struct completion_scope scope = {shell_commands, shell_plans(shell), shell->library.count, shell_session(shell), &shell->desk, shell->fact, shell->part,
                                     shell->app->lang};
    return scope.plans == NULL ? -1 : completions_find(&scope, line, cursor, found);
}

/* One line of a pipe; -1 with `err` for one that is no text, or too long. */
static int read_piped(struct shell *shell, struct text *line, bool *end, struct err *err)
{
    int byte;
    size_t size = 0;
    while ((byte = getc(shell->app->in)) != EOF && byte != '\n') {
        char one = (char)byte;
        if (size++ < LINE_BYTES_MAX)
            text_add(line, &one, 1);
    }
    shell->line++;
    *end = byte == EOF && size == 0;
    if (*end && ferror(shell->app->in))
        return err_set(err, ERR_IO, "读不出标准输入", "cannot read standard input");
    return size <= LINE_BYTES_MAX ? 0 : err_set(err, ERR_LIMIT, "一行超过 %u 字节", "a line of more than %u bytes", LINE_BYTES_MAX);
}

static int check_text(const struct text *line, struct err *err)
{
    if (line->failed)
        return err_no_memory(err);
    if (strlen(text_str(line)) != line->size || !text_is_utf8(text_str(line), line->size))
        return err_set(err, ERR_USAGE, "这一行不是 UTF-8 文字", "this line is not UTF-8 text");
    return 0;
}

enum shell_input shell_read(struct shell *shell, const char *prompt, bool remember, struct text *line)
{
    static const enum shell_input inputs[] = {[EDIT_LINE] = INPUT_LINE, [EDIT_INTERRUPTED] = INPUT_INTERRUPTED, [EDIT_END] = INPUT_END};
    for (;;) {
        struct err err;
        bool end = false;
        int rc = 0;
        text_clear(line);
        if (shell->editor != NULL) {
            enum edit edit = editor_read(shell->editor, prompt, remember, line);
            if (edit != EDIT_LINE)
                return inputs[edit];
        } else {
            rc = read_piped(shell, line, &end, &err);
        }
        if (end && rc == 0)
            return INPUT_END;
        if (rc == 0 && check_text(line, &err) == 0)
            return INPUT_LINE;
        shell_fail(shell, &err);
        text_release(line); /* also forgets a failed allocation */
        if (end)
            return INPUT_END;
    }
}

/* ---- answers ---- */

static void add_member(struct text *out, const char *key, const char *value)
{
    text_addf(out, "\"%s\": ", key);
    text_add_json_str(out, value);
}

static void answer_error(const struct shell *shell, const struct err *err, const char *said, size_t size)
{
    struct text out = {0};
    text_add_str(&out, "{\"ok\": false, \"error\": {");
    add_member(&out, "code", err_name(err->code));
    text_add_str(&out, ", ");
    add_member(&out, "message", shell->app->lang == LANG_EN ? err->en : err->zh);
    text_add_str(&out, ", \"clause\": ");
    if (err->clause[0] == '\0')
        text_add_str(&out, "null");
    else
        text_add_json_str(&out, err->clause);
    if (err->hint[0] != '\0') {
        text_add_str(&out, ", ");
        add_member(&out, "hint", err->hint);
    }
    text_addf(&out, "}, \"line\": %u", shell->line);
    if (size > 0) { /* what others did, say */
        text_add_str(&out, ", \"text\": ");
        text_add_json(&out, said, size);
    }
    text_add_str(&out, "}\n");
    fwrite(text_str(&out), 1, out.size, shell->app->out);
    fflush(shell->app->out);
    text_release(&out);
}

void shell_fail(struct shell *shell, const struct err *err)
{
    const struct app *app = shell->app;
    shell->status = err_status(err->code);
    fflush(app->out);
    if (shell->json) {
        answer_error(shell, err, NULL, 0);
        return;
    }
    if (shell->editor == NULL && shell->line > 0)
        fprintf(app->messages, app_say(app, "respond-shell：第 %u 行：", "respond-shell: line %u: "), shell->line);
    err_print(err, app->lang, app->messages);
    size_t dropped = shell->editor == NULL ? 0 : editor_drop_paste(shell->editor);
    if (dropped > 0)
        fprintf(app->messages, app_say(app, "粘贴的其余 %zu 行没有执行\n", "the other %zu pasted lines were not run\n"), dropped);
}

static void add_session(const struct session *session, struct text *out)
{
    const struct assessment *assessment = &session->assessment;
    text_add_str(out, ", ");
    add_member(out, "incident", session->record.id);
    text_addf(out, ", \"drill\": %s", session->record.drill ? "true" : "false");
    text_addf(out, ", \"level\": %d, \"possible\": %d, \"safe_level\": %d, \"active_level\": %d", assessment->level == LEVEL_NONE ? 0 : assessment->level,
              assessment->possible == LEVEL_NONE ? 0 : assessment->possible, assessment->safe_level == LEVEL_NONE ? 0 : assessment->safe_level,
              record_active_level(&session->record));
}

/* {"ok": true, "seq": 12, "incident": "road-1", …, "text": "what a person would have read"} */
static void answer_success(struct shell *shell, FILE *out, const char *said, size_t size)
{
    struct text line = {0};
    text_add_str(&line, "{\"ok\": true");
    if (shell->desk.voice.said != 0)
        text_addf(&line, ", \"seq\": %llu", (unsigned long long)shell->desk.voice.said);
    if (shell_session(shell) != NULL)
        add_session(shell_session(shell), &line);
    text_add_str(&line, text_str(&shell->extra));
    text_add_str(&line, ", \"text\": ");
    text_add_json(&line, said, size);
    text_add_str(&line, "}\n");
    fwrite(text_str(&line), 1, line.size, out);
    fflush(out);
    text_release(&line);
}

/* ---- dispatch ---- */

/* What is due in drills comes in; then all that must be seen at once. */
static int look(struct shell *shell, struct text *alerts, struct err *err)
{
    return drill_deliver(&shell->desk, alerts, err) != 0 ? -1 : alerts_collect(&shell->desk, shell->current, alerts, err);
}

void shell_catch_up(struct shell *shell)
{
    struct err err;
    struct text alerts = {0};
    if (look(shell, &alerts, &err) != 0)
        text_addf(&alerts, "! %s\n", shell->app->lang == LANG_EN ? err.en : err.zh);
    render_lines(shell->app, text_str(&alerts));
    text_release(&alerts);
}

static int say_stale(struct err *err)
{
    return err_set(err, ERR_CONFLICT, "别人刚写了本事件的日志；没有执行，看过新的情况再输一次",
                   "somebody else has just written to this incident: nothing was done; look at what is new, then say it again");
}

/* What is refused for the state it met may only not have known what others did meanwhile. */
static int check_stale(struct shell *shell, struct err *err)
{
    uint64_t seen = shell_session(shell) == NULL ? 0 : shell_session(shell)->record.last_seq;
    if (err->code != ERR_STATE && err->code != ERR_AUTHORITY && err->code != ERR_VALUE && err->code != ERR_REFERENCE)
        return -1;
    shell_catch_up(shell);
    return shell_session(shell) != NULL && shell_session(shell)->record.last_seq != seen ? say_stale(err) : -1;
}

/*
 * A command that looks is shown what is newest; one that writes must have seen it. One that only adds (a note, another incident) is
 * said again behind what came between.
 */
static int run_command(struct shell *shell, const struct shell_command *command, const struct args *args, struct err *err)
{
    const struct session *session = shell_session(shell);
    if (command->effect == EFFECT_NONE)
        shell_catch_up(shell);
    if (command->needs_incident && session->record.drill)
        render_say(shell->app, "【演练】", "EXERCISE");
    int rc = command->run(shell, args, err);
    for (int tries = 0; rc != 0 && err->code == ERR_CONFLICT && tries < ADD_TRIES; tries++) {
        shell_catch_up(shell);
        if (command->effect != EFFECT_ADD)
            return say_stale(err);
        rc = command->run(shell, args, err);
    }
    return rc != 0 && command->effect == EFFECT_WRITE ? check_stale(shell, err) : rc;
}

static int run_words(struct shell *shell, const struct line *line, struct err *err)
{
    struct args args;
    if (line->unclosed)
        return err_set(err, ERR_USAGE, "引号没有关上", "a quotation mark is not closed");
    const struct shell_command *command = shell_command_find(shell_commands, line->words[0], err);
    if (command == NULL) {
        struct text hint = {0};
        text_addf(&hint, "set %s", line->words[0]);
        if (strchr(line->words[0], '=') != NULL)
            err_set_hint(err, text_str(&hint));
        text_release(&hint);
        return -1;
    }
    if (args_parse(&command->about, (int)line->count - 1, line->words + 1, &args, err) != 0)
        return -1;
    if (args_has(&args, "--help")) {
        command_help(shell->app, "", &command->about);
        return 0;
    }
    if (command->needs_incident && shell_session(shell) == NULL)
        return err_set(err, ERR_USAGE, "还没有事件：先 open 预案 立案，或 resume 编号 回到已有的（incidents 列出）",
                       "no incident is open: open PLAN starts one, resume ID goes on with one (incidents lists them)");
    return run_command(shell, command, &args, err);
}

/* With `json` what a command prints is caught, and becomes part of its answer. */
static void run_caught(struct shell *shell, const struct line *line)
{
    struct err err;
    char *said = NULL;
    size_t size = 0;
    FILE *out = shell->app->out, *caught = open_memstream(&said, &size);
    if (caught == NULL) {
        err_no_memory(&err);
        shell_fail(shell, &err);
        return;
    }
    shell->app->out = caught;
    text_clear(&shell->extra);
    int rc = run_words(shell, line, &err);
    shell->app->out = out;
    bool failed = fclose(caught) != 0 || shell->extra.failed;
    if (rc == 0 && failed && shell->desk.voice.said == 0)
        rc = err_no_memory(&err);
    if (rc != 0) {
        shell->status = err_status(err.code);
        answer_error(shell, &err, said, failed ? 0 : size);
    } else {
        answer_success(shell, out, said, failed ? 0 : size);
    }
    free(said);
}

static void obey(struct shell *shell, const struct text *text)
{
    struct err err;
    struct line line;
    shell->desk.voice.said = 0;
    if (line_split(&line, text_str(text), text->size, &err) != 0) {
        shell_fail(shell, &err);
        return;
    }
    bool says_something = line.count > 0 && line.words[0][0] != '#';
    if (says_something && shell->json)
        run_caught(shell, &line);
    else if (says_something && run_words(shell, &line, &err) != 0)
        shell_fail(shell, &err);
    line_release(&line);
}

/* ---- the loop ---- */

static void greet(struct shell *shell)
{
    const struct app *app = shell->app;
    const struct plan_name *plans = shell_plans(shell);
    render_paragraph(app, 0, app_say(app, "respond：应急响应决策支持。help 看命令，Tab 补全，Ctrl-D 退出。",
                                     "respond: emergency-response decision support. help lists commands, Tab completes, Ctrl-D quits."));
    for (size_t i = 0; plans != NULL && i < shell->library.count; i++)
        render_say(app, "  open %-16s %s", "  open %-16s %s", plans[i].id, app_say(app, plans[i].zh, plans[i].en));
    size_t live = 0;
    for (size_t i = 0; i < shell->desk.count; i++)
        live += shell->desk.incidents[i]->trouble.code != ERR_NONE || !record_is_closed(&shell->desk.incidents[i]->session.record);
    if (live > 0) {
        render_say(app, "未归档的事件：", "Incidents not closed:");
        obey(shell, &(struct text){.data = "incidents", .size = strlen("incidents")});
        render_say(app, "resume 编号 接着办。", "resume ID goes on with one.");
    }
    if (shell->desk.voice.journal == NULL)
        render_say(app, "! 没有日志：本次所写不存档（--db 文件 指定日志）。", "! There is no journal: nothing is kept (--db FILE names one).");
}

static void loop(struct shell *shell)
{
    struct text prompt = {0}, line = {0};
    while (!shell->done) {
        view_prompt(shell->app, shell_session(shell), &prompt);
        enum shell_input input = shell_read(shell, text_str(&prompt), true, &line);
        if (input == INPUT_END)
            break;
        if (input == INPUT_LINE)
            obey(shell, &line);
    }
    text_release(&prompt);
    text_release(&line);
}

/* What is not kept anywhere is said once more, as a command that brings it back. */
static void take_leave(struct shell *shell)
{
    struct text command = {0};
    const struct session *session = shell_session(shell);
    if (!shell->done)
        fputc('\n', shell->app->out);
    if (session == NULL)
        return;
    if (shell->desk.voice.journal != NULL) {
        render_say(shell->app, "已存档；resume %s 接着办。", "All is kept; resume %s goes on.", session->record.id);
        return;
    }
    view_as_command(session, &command);
    if (command.size > 0) {
        render_say(shell->app, "写入的事实没有存档；要接着来：", "The facts were not kept; to go on with them:");
        text_add_str(&command, "\n");
        text_print_safe_lines(text_str(&command), shell->app->out);
    }
    if (session->record.incident.reports.count > 0)
        render_say(shell->app, "%zu 条疫情报告没有存档。", "%zu reports were not kept.", session->record.incident.reports.count);
    text_release(&command);
}

/* ---- start and end ---- */

/*
 * The journal that was named must be there. Without the one in the user's own folder (a home that cannot be written to) an officer
 * can still grade and look things up, and is told that nothing is kept; a script is not let go on.
 */
static int open_journal(struct shell *shell, struct journal **journal, struct err *err)
{
    *journal = database_open(shell->app, JOURNAL_CREATE, err);
    if (*journal != NULL)
        return 0;
    bool dispensable = shell->app->database == NULL && !shell->json && (err->code == ERR_IO || err->code == ERR_NO_INPUT);
    if (!dispensable)
        return -1;
    err_print(err, shell->app->lang, shell->app->messages);
    fputs(app_say(shell->app, "没有日志，本次所写不存档。\n", "there is no journal: nothing is kept.\n"), shell->app->messages);
    return 0;
}

static int open_desk(struct shell *shell, struct err *err)
{
    struct journal *journal;
    if (open_journal(shell, &journal, err) != 0)
        return -1;
    desk_init(&shell->desk, shell->app, &shell->library, journal);
    snprintf(shell->name, sizeof shell->name, "%s", shell->app->user());
    shell->desk.voice.speaker = (struct speaker){shell->name, shell->role};
    if (desk_follow(&shell->desk, NULL, err) != 0)
        return -1;
    for (size_t i = 0; i < shell->desk.count; i++)
        if (shell->desk.incidents[i]->trouble.code == ERR_NONE)
            alerts_seen(shell->desk.incidents[i]);
    return 0;
}

static void release(struct shell *shell)
{
    desk_release(&shell->desk);
    release_plans(shell);
    library_release(&shell->library);
    text_release(&shell->extra);
}

/* While a line is being typed: what must be seen above it, and the prompt as it is then. */
static void watch(void *context, struct text *alerts, struct text *prompt)
{
    struct shell *shell = context;
    struct err err;
    bool failed = look(shell, alerts, &err) != 0;
    if (failed && !shell->deaf)
        text_addf(alerts, "! %s\n", shell->app->lang == LANG_EN ? err.en : err.zh);
    shell->deaf = failed;
    if (shell->fact == NULL && shell->part == NULL) /* a question keeps its own prompt */
        view_prompt(shell->app, shell_session(shell), prompt);
}

int shell_run(struct app *app, const struct shell_start *start)
{
    struct err err;
    struct shell shell = {.app = app, .json = start->json, .desk = {.app = app}};
    int rc = library_open(&shell.library, app->plans, &err);
    if (rc == 0)
        rc = open_desk(&shell, &err);
    if (rc != 0) {
        release(&shell);
        return app_fail(app, &err);
    }
    if (!start->json && isatty(fileno(app->in)) && isatty(fileno(app->out)))
        shell.editor = editor_open(app, &(struct editor_hooks){complete_line, watch, &shell});
    if (shell.editor != NULL)
        greet(&shell);
    if (start->drill != NULL && shell_start_drill(&shell, start->drill, &err) != 0)
        shell_fail(&shell, &err);
    loop(&shell);
    if (shell.editor != NULL) {
        take_leave(&shell);
        shell.status = 0;
    }
    editor_close(shell.editor);
    release(&shell);
    return shell.status;
}
