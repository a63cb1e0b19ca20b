/* The shell: lines in, commands out. See shell.h. */
#include "cli/shell.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/line.h"
#include "cli/readline.h"
#include "cli/shell_view.h"

#define LINE_BYTES_MAX (64u << 10) /* of a pipe: longer ones are refused */

/* ---- the incidents ---- */

struct session *shell_session(struct shell *shell)
{
    return shell->session_count == 0 ? NULL : &shell->sessions[shell->session_count - 1];
}

void shell_push(struct shell *shell, struct session *session)
{
    if (shell->session_count == SHELL_OPEN_MAX) {
        session_release(&shell->sessions[0]);
        shell->session_count--;
        memmove(shell->sessions, shell->sessions + 1, shell->session_count * sizeof *shell->sessions);
    }
    shell->sessions[shell->session_count++] = *session;
}

void shell_pop(struct shell *shell)
{
    if (shell->session_count > 0)
        session_release(&shell->sessions[--shell->session_count]);
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
    struct completion_scope scope = {shell_commands, shell_plans(shell), shell->library.count, shell_session(shell), shell->fact, shell->part,
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

/* ---- dispatch ---- */

void shell_fail(struct shell *shell, const struct err *err)
{
    const struct app *app = shell->app;
    fflush(app->out);
    if (shell->editor == NULL)
        fprintf(app->messages, app_say(app, "respond-shell：第 %u 行：", "respond-shell: line %u: "), shell->line);
    err_print(err, app->lang, app->messages);
    shell->status = err_status(err->code);
    size_t dropped = shell->editor == NULL ? 0 : editor_drop_paste(shell->editor);
    if (dropped > 0)
        fprintf(app->messages, app_say(app, "粘贴的其余 %zu 行没有执行\n", "the other %zu pasted lines were not run\n"), dropped);
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
    if (command->needs_plan && shell_session(shell) == NULL)
        return err_set(err, ERR_USAGE, "还没有打开预案：先 open 预案（plans 列出全部）", "no plan is open: open PLAN first (plans lists them)");
    return command->run(shell, &args, err);
}

static void obey(struct shell *shell, const struct text *text)
{
    struct err err;
    struct line line;
    if (line_split(&line, text_str(text), text->size, &err) != 0) {
        shell_fail(shell, &err);
        return;
    }
    bool says_something = line.count > 0 && line.words[0][0] != '#';
    if (says_something && run_words(shell, &line, &err) != 0)
        shell_fail(shell, &err);
    line_release(&line);
}

/* ---- the loop ---- */

static void greet(struct shell *shell)
{
    const struct app *app = shell->app;
    const struct plan_name *plans = shell_plans(shell);
    fprintf(app->out, "%s\n", app_say(app, "respond：应急响应决策支持。help 看命令，Tab 补全，Ctrl-D 退出。",
                                      "respond: emergency-response decision support. help lists commands, Tab completes, Ctrl-D quits."));
    for (size_t i = 0; plans != NULL && i < shell->library.count; i++)
        fprintf(app->out, "  open %-16s %s\n", plans[i].id, app_say(app, plans[i].zh, plans[i].en));
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
    if (session != NULL)
        view_as_command(session, &command);
    if (command.size > 0)
        fprintf(shell->app->out, app_say(shell->app, "写入的事实没有存档；要接着来：\n%s\n", "The facts were not kept; to go on with them:\n%s\n"), text_str(&command));
    if (session != NULL && session->incident.reports.count > 0)
        fprintf(shell->app->out, app_say(shell->app, "%zu 条疫情报告没有存档。\n", "%zu reports were not kept.\n"), session->incident.reports.count);
    text_release(&command);
}

int shell_run(struct app *app)
{
    struct err err;
    struct shell shell = {.app = app};
    if (library_open(&shell.library, app->plans, &err) != 0)
        return app_fail(app, &err);
    if (isatty(fileno(app->in)) && isatty(fileno(app->out)))
        shell.editor = editor_open(app, complete_line, &shell);
    if (shell.editor != NULL)
        greet(&shell);
    loop(&shell);
    if (shell.editor != NULL) {
        take_leave(&shell);
        shell.status = 0;
    }
    editor_close(shell.editor);
    while (shell.session_count > 0)
        shell_pop(&shell);
    release_plans(&shell);
    library_release(&shell.library);
    return shell.status;
}
