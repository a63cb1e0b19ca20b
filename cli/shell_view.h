/*
 * What the shell says about the incident being worked on, in a line or a few: the prompt, the level, what a change altered.
 * Longer views are in cli/brief.h.
 */
#ifndef CLI_SHELL_VIEW_H
#define CLI_SHELL_VIEW_H

#include "cli/session.h"

/*
 * "road-1 道路交通 3级↑1级 响应4级 逾期2> ": the incident, its plan, the level proven, the one still possible when that is not settled,
 * the level in force, and how many tasks are late.
 */
void view_prompt(const struct app *app, const struct session *session, struct text *prompt);
/* One line: the level now, what it could become, and the safe one where it differs. */
void view_level(const struct app *app, const struct session *session);
/* The facts, reports and date of a change, as they are now. */
void view_change(const struct app *app, const struct session *session, const struct session_change *change);
/* Reports from the `first` on, one line each. */
void view_reports(const struct app *app, const struct session *session, size_t first);
/* "respond grade road deaths=2 …": what was set, as one command; nothing when nothing was. */
void view_as_command(const struct session *session, struct text *text);

/* An answer that can be given by its number. */
struct numbered {
    int64_t number;
    const char *value; /* what it stands for */
    struct words label;
};
/* Side by side in as few lines as there is room for: "1 是  0 否". */
void view_numbered(const struct app *app, const struct numbered *items, size_t count, unsigned indent);

#endif
