/*
 * Asking one thing after the other: the open facts of an incident, or the parts of an outbreak report. Every question shows the
 * allowed answers; "?" passes it over, "back" goes back to the one before, "stop" or an empty line leaves.
 */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "cli/shell.h"

/* Ask what can still change the level, the most telling question first, until it is settled or nobody knows more. */
int ask_facts(struct shell *shell, struct err *err);
/* Ask for a report part by part, then take it in; *taken is false when the asking was left before the end. */
int ask_report(struct shell *shell, bool *taken, struct err *err);

#endif
