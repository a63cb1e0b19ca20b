/* The line editor. See readline.h. */
#include "cli/readline.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "cli/history.h"
#include "cli/render.h"

#define PASTE_CONFIRM 3 /* lines that are shown before they run */
#define PASTE_SHOWN 12
#define BURST_MS 20     /* keys closer together than this are a paste; people are slower */
#define HISTORY_LINES 2000
#define WATCH_MS 1000   /* how often alerts are looked for */

struct editor {
    const struct app *app;
    struct editor_hooks hooks;
    int signals; /* signalfd */
    sigset_t mask_before;
    int history;
    struct text paste; /* lines to come out, each with its newline … */
    size_t paste_at;   /* … from here on */
    bool echo;         /* show them as they come */
    struct text tail;  /* the unfinished last line of a paste */
    char *line;        /* from readline */
    bool taken, ended;
    int64_t next_look; /* by the machine's own clock: when to look for alerts again */
};

/* Readline's callbacks carry no context; it has one line editor a process anyway. */
static struct editor *active;

static void take_line(char *line)
{
    active->line = line;
    active->taken = true;
    rl_callback_handler_remove();
}

/* ---- completion ---- */

static void replace_word(size_t start, const char *with, bool whole)
{
    rl_begin_undo_group();
    rl_delete_text((int)start, rl_point);
    rl_point = (int)start;
    rl_insert_text(with);
    size_t size = strlen(with);
    if (whole && size > 0 && with[size - 1] != '=' && rl_line_buffer[rl_point] != ' ')
        rl_insert_text(" ");
    rl_end_undo_group();
}

static void list_candidates(const struct completions *found)
{
    int point = rl_point;
    rl_point = rl_end; /* below the last row of a long line */
    rl_redisplay();
    fputc('\n', rl_outstream);
    for (size_t i = 0; i < found->count; i++) {
        struct text left = {0};
        text_addf(&left, "  %s", found->items[i].text);
        render_row(active->app, text_str(&left), 28, found->items[i].label);
        text_release(&left);
    }
    rl_point = point;
    rl_forced_update_display();
}

static int complete_key(int count, int key)
{
    struct completions found;
    if (active->hooks.complete(active->hooks.context, rl_line_buffer, (size_t)rl_point, &found) != 0)
        return rl_ding();
    if (found.files)
        rl_complete(count, key);
    else if (found.count == 0)
        rl_ding();
    if (found.insert != NULL)
        replace_word(found.start, found.insert, found.count == 1);
    if (found.count > 1)
        list_candidates(&found);
    completions_release(&found);
    return 0;
}

/* ---- opening ---- */

static void load_history(struct editor *editor)
{
    struct text lines = {0};
    using_history();
    stifle_history(HISTORY_LINES);
    editor->history = history_open(&lines);
    for (char *line = lines.data; line != NULL && *line != '\0';) {
        char *end = strchr(line, '\n');
        if (end != NULL)
            *end = '\0';
        if (*line != '\0')
            add_history(line);
        line = end == NULL ? NULL : end + 1;
    }
    text_release(&lines);
}

static int take_signals(struct editor *editor)
{
    static const int taken[] = {SIGINT, SIGTSTP, SIGCONT, SIGWINCH, SIGTERM, SIGHUP, SIGQUIT};
    sigset_t mask;
    sigemptyset(&mask);
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        sigaddset(&mask, taken[i]);
    if (sigprocmask(SIG_BLOCK, &mask, &editor->mask_before) != 0)
        return -1;
    editor->signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    return editor->signals < 0 ? -1 : 0;
}

static void set_up_readline(const struct app *app)
{
    rl_readline_name = "respond";
    rl_instream = app->in;
    rl_outstream = app->out;
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0;
    rl_completer_word_break_characters = " \t";
    rl_initialize();
    rl_bind_key('\t', complete_key);
}

struct editor *editor_open(const struct app *app, const struct editor_hooks *hooks)
{
    struct editor *editor = calloc(1, sizeof *editor);
    if (editor == NULL)
        return NULL;
    *editor = (struct editor){.app = app, .hooks = *hooks, .history = -1};
    if (take_signals(editor) != 0) {
        free(editor);
        return NULL;
    }
    active = editor;
    set_up_readline(app);
    load_history(editor);
    return editor;
}

void editor_close(struct editor *editor)
{
    if (editor == NULL)
        return;
    history_close(editor->history);
    clear_history();
    close(editor->signals);
    sigprocmask(SIG_SETMASK, &editor->mask_before, NULL);
    text_release(&editor->paste);
    text_release(&editor->tail);
    free(editor);
    active = NULL;
}

/* ---- signals, while waiting for keys ---- */

/* Stop as the terminal asked us to, with its modes as we found them. */
static void suspend(void)
{
    sigset_t stop, go_on;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    sigemptyset(&go_on);
    sigaddset(&go_on, SIGCONT);
    rl_deprep_term_function();
    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &stop, NULL); /* here we stop, unless nobody could wake us again */
    sigprocmask(SIG_BLOCK, &stop, NULL);
    sigtimedwait(&go_on, NULL, &(struct timespec){0}); /* the one that woke us */
    rl_prep_term_function(1);
    rl_forced_update_display();
}

/* End as the signal ends any program, with the terminal's modes as we found them. */
static void end_by(struct editor *editor, int signal)
{
    rl_callback_handler_remove();
    fputc('\n', editor->app->out);
    fflush(editor->app->out);
    editor->ended = true;
    raise(signal);
    sigprocmask(SIG_SETMASK, &editor->mask_before, NULL);
}

/* Clear the line; whether it was empty before. */
static bool interrupt(void)
{
    bool empty = rl_end == 0;
    rl_point = rl_end;
    rl_redisplay();
    rl_callback_sigcleanup();
    rl_echo_signal_char(SIGINT);
    rl_crlf();
    rl_replace_line("", 1);
    rl_on_new_line();
    if (!empty)
        rl_redisplay();
    return empty;
}

/* EDIT_LINE: go on reading. */
static enum edit obey_signal(struct editor *editor)
{
    struct signalfd_siginfo info;
    if (read(editor->signals, &info, sizeof info) != sizeof info)
        return EDIT_LINE;
    switch ((int)info.ssi_signo) {
    case SIGINT: return interrupt() ? EDIT_INTERRUPTED : EDIT_LINE;
    case SIGWINCH: rl_resize_terminal(); return EDIT_LINE;
    case SIGTSTP: suspend(); return EDIT_LINE;
    case SIGCONT:
        rl_prep_term_function(1);
        rl_forced_update_display();
        return EDIT_LINE;
    default: end_by(editor, (int)info.ssi_signo); return EDIT_END;
    }
}

/* ---- one line from the keys ---- */

enum reading { READ_TYPED, READ_BURST, READ_CONFIRM };

static void add_prompt(const struct editor *editor, const char *prompt, struct text *shown)
{
    text_addf(shown, editor->app->colour ? "\001\033[1m\002%s\001\033[0m\002" : "%s", prompt);
}

/* Print alerts above the line being typed, which stays as it is; and change its prompt. */
static void look_out(struct editor *editor)
{
    struct text alerts = {0}, prompt = {0}, shown = {0};
    editor->hooks.watch(editor->hooks.context, &alerts, &prompt);
    add_prompt(editor, text_str(&prompt), &shown);
    bool renamed = prompt.size > 0 && !shown.failed && strcmp(text_str(&shown), rl_prompt) != 0;
    if (alerts.size > 0 || renamed) {
        rl_clear_visible_line();
        render_lines(editor->app, text_str(&alerts));
        if (renamed)
            rl_set_prompt(text_str(&shown));
        rl_on_new_line();
        rl_redisplay();
    }
    text_release(&alerts);
    text_release(&prompt);
    text_release(&shown);
}

static int64_t milliseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Look out when it is time to, however fast the keys come; returns how long to wait for the next key. */
static int look_out_in_time(struct editor *editor)
{
    int64_t now = milliseconds();
    if (now >= editor->next_look) {
        look_out(editor);
        editor->next_look = milliseconds() + WATCH_MS;
        return WATCH_MS;
    }
    return (int)(editor->next_look - now);
}

static void start_line(struct editor *editor, const char *prompt, enum reading reading)
{
    struct text shown = {0};
    add_prompt(editor, prompt, &shown);
    editor->taken = false;
    editor->line = NULL;
    rl_callback_handler_install(shown.failed ? prompt : text_str(&shown), take_line);
    text_release(&shown);
    if (reading != READ_TYPED || editor->tail.size == 0)
        return;
    rl_insert_text(text_str(&editor->tail));
    rl_redisplay();
    text_clear(&editor->tail);
}

/* EDIT_LINE when editor->line is there. A burst that ends without a newline leaves what it has in editor->tail. */
static enum edit read_line(struct editor *editor, const char *prompt, enum reading reading)
{
    enum edit result = EDIT_LINE;
    start_line(editor, prompt, reading);
    while (!editor->taken && result == EDIT_LINE) {
        struct pollfd fds[] = {{.fd = fileno(editor->app->in), .events = POLLIN}, {.fd = editor->signals, .events = POLLIN}};
        int ready = poll(fds, 2, reading == READ_BURST ? BURST_MS : reading == READ_TYPED ? look_out_in_time(editor) : -1);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready < 0 || (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
            editor->ended = true;
            result = EDIT_END;
        } else if (ready == 0 && reading == READ_TYPED) {
            continue;
        } else if (ready == 0) {
            text_add(&editor->tail, rl_line_buffer, (size_t)rl_end);
            result = EDIT_INTERRUPTED;
        } else if (fds[1].revents != 0) {
            result = obey_signal(editor);
        } else {
            rl_callback_read_char();
        }
    }
    if (!editor->taken)
        rl_callback_handler_remove();
    if (editor->taken && editor->line == NULL)
        result = EDIT_END;
    return result;
}

/* ---- pastes ---- */

static bool keys_pending(const struct editor *editor)
{
    struct pollfd fd = {.fd = fileno(editor->app->in), .events = POLLIN};
    return poll(&fd, 1, 0) > 0 && fd.revents == POLLIN;
}

static bool is_blank_line(const char *line, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (strchr(" \t\r", line[i]) == NULL)
            return false;
    return true;
}

/* A bracketed paste arrives as one line with newlines in it. Blank lines of any paste say nothing; one typed by itself does. */
static void add_lines(struct editor *editor, const char *lines, enum reading reading)
{
    if (reading == READ_TYPED && strpbrk(lines, "\r\n") == NULL) {
        text_addf(&editor->paste, "%s\n", lines);
        return;
    }
    for (size_t size; *lines != '\0'; lines += size + (lines[size] != '\0')) {
        size = strcspn(lines, "\r\n");
        if (is_blank_line(lines, size))
            continue;
        text_add(&editor->paste, lines, size);
        text_add(&editor->paste, "\n", 1);
    }
}

static size_t count_lines(const struct editor *editor)
{
    size_t count = 0;
    for (const char *at = text_str(&editor->paste) + editor->paste_at; (at = strchr(at, '\n')) != NULL; at++)
        count++;
    return count;
}

static void show_line(const struct app *app, const char *line, size_t size, unsigned room)
{
    size_t shown = 0;
    while (shown < size && text_width(line, shown + text_step(line + shown, size - shown)) < room)
        shown += text_step(line + shown, size - shown);
    text_print_safe_n(line, shown, app->out);
    fputs(shown < size ? "…\n" : "\n", app->out);
}

static bool confirm_paste(struct editor *editor, size_t count)
{
    const struct app *app = editor->app;
    const char *line = text_str(&editor->paste);
    fprintf(app->out, app_say(app, "粘贴了 %zu 行：\n", "%zu lines were pasted:\n"), count);
    for (size_t i = 0; i < count && i < PASTE_SHOWN; i++) {
        size_t size = strcspn(line, "\n");
        fprintf(app->out, "%4zu  ", i + 1);
        show_line(app, line, size, RENDER_WIDTH - 8);
        line += size + 1;
    }
    if (count > PASTE_SHOWN)
        fprintf(app->out, "      …… %zu\n", count);
    if (read_line(editor, app_say(app, "逐行执行吗？y 执行，其他放弃> ", "Run them one by one? y to run, anything else drops them> "), READ_CONFIRM) != EDIT_LINE)
        return false;
    bool yes = strcmp(editor->line, "y") == 0 || strcmp(editor->line, "Y") == 0 || strcmp(editor->line, "yes") == 0 || strcmp(editor->line, "是") == 0;
    free(editor->line);
    if (!yes)
        fprintf(app->out, "%s\n", app_say(app, "已放弃，一行也没有执行。", "Dropped; none of them was run."));
    return yes;
}

/* One typed line, or all the lines that come in one burst, into editor->paste. */
static enum edit read_burst(struct editor *editor, const char *prompt)
{
    enum reading reading = READ_TYPED;
    enum edit result;
    text_clear(&editor->paste);
    editor->paste_at = 0;
    do {
        result = read_line(editor, prompt, reading);
        if (result == EDIT_LINE)
            add_lines(editor, editor->line, reading);
        if (result == EDIT_LINE)
            free(editor->line);
        reading = READ_BURST;
    } while (result == EDIT_LINE && keys_pending(editor));
    return editor->paste.size > 0 ? EDIT_LINE : result;
}

static void remember_line(struct editor *editor, const char *line)
{
    HIST_ENTRY *last = history_get(history_base + history_length - 1);
    if (is_blank_line(line, strlen(line)) || (last != NULL && strcmp(last->line, line) == 0))
        return;
    add_history(line);
    history_append(editor->history, line);
}

/* The next line that is waiting in editor->paste, if any. Ctrl-C drops the rest. */
static bool next_line(struct editor *editor, const char *prompt, bool remember, struct text *line)
{
    const char *start = text_str(&editor->paste) + editor->paste_at;
    size_t size = strcspn(start, "\n");
    if (editor->paste_at >= editor->paste.size)
        return false;
    text_add(line, start, size);
    editor->paste_at += size + 1;
    if (editor->echo) {
        fputs(prompt, editor->app->out);
        show_line(editor->app, start, size, UINT32_MAX);
    }
    if (remember)
        remember_line(editor, text_str(line));
    return true;
}

enum edit editor_read(struct editor *editor, const char *prompt, bool remember, struct text *line)
{
    text_clear(line);
    while (!editor->ended) {
        if (next_line(editor, prompt, remember, line))
            return EDIT_LINE;
        enum edit result = read_burst(editor, prompt);
        if (editor->paste.failed) { /* the caller sees a line that failed */
            text_release(&editor->paste);
            line->failed = true;
            return EDIT_LINE;
        }
        if (result != EDIT_LINE)
            return result;
        size_t count = count_lines(editor);
        editor->echo = count > 1;
        if (count >= PASTE_CONFIRM && !confirm_paste(editor, count))
            editor_drop_paste(editor);
    }
    return EDIT_END;
}

size_t editor_drop_paste(struct editor *editor)
{
    size_t count = count_lines(editor);
    text_clear(&editor->paste);
    editor->paste_at = 0;
    return count;
}
