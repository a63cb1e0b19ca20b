/*
 * Editing a line on a terminal: history, completion, pastes, signals. The only module that knows readline, and the shell is the
 * only program that links it (readline is GPL-3-or-later).
 *
 * One editor a process, since readline is one. While it is open, SIGINT, SIGTSTP, SIGCONT, SIGWINCH, SIGTERM, SIGHUP and SIGQUIT
 * are blocked and taken while waiting for keys, so that no signal can cut a command in two.
 *
 *     struct editor *editor = editor_open(app, complete_line, shell);
 *     while (editor_read(editor, "respond> ", true, &line) != EDIT_END) …
 *     editor_close(editor);
 */
#ifndef CLI_READLINE_H
#define CLI_READLINE_H

#include "cli/app.h"
#include "cli/complete.h"

struct editor;
/* What the editor asks of its owner; `context` is handed to both. */
struct editor_hooks {
    int (*complete)(void *context, const char *line, size_t cursor, struct completions *found);
    /*
     * Asked about once a second while a line is being typed: lines in `alerts` are printed above it, and the prompt becomes
     * `prompt`. Both come empty.
     */
    void (*watch)(void *context, struct text *alerts, struct text *prompt);
    void *context;
};

/* NULL when out of memory, or when the terminal cannot be set up. */
struct editor *editor_open(const struct app *app, const struct editor_hooks *hooks);
void editor_close(struct editor *editor);

/* EDIT_INTERRUPTED: Ctrl-C on an empty line (on one with text it clears the line). EDIT_END: Ctrl-D, or the terminal is gone. */
enum edit { EDIT_LINE, EDIT_INTERRUPTED, EDIT_END };
/*
 * Read one line into `line` (cleared first). Lines of a paste come out one by one; three or more are shown first and wait for a yes.
 * `remember`: keep the line in the history.
 */
enum edit editor_read(struct editor *editor, const char *prompt, bool remember, struct text *line);
/* Drop what is left of a paste; returns how many lines. */
size_t editor_drop_paste(struct editor *editor);

#endif
