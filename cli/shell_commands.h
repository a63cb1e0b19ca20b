/*
 * The shell's commands, one row each; dispatch, help and completion read the same rows. The functions are in the shell_*.c files,
 * by what they work on.
 */
#ifndef CLI_SHELL_COMMANDS_H
#define CLI_SHELL_COMMANDS_H

#include "cli/command.h"

struct shell;

/* What a command's arguments are, so that they can be completed. */
enum argument {
    ARGUMENT_NONE,
    ARGUMENT_PLAN,
    ARGUMENT_SETTINGS, /* fact=value … */
    ARGUMENT_TRIAGE,   /* the same, of any plan */
    ARGUMENT_REPORT,   /* key=value … */
    ARGUMENT_FILE,
    ARGUMENT_LEVEL,
    ARGUMENT_LANG,
    ARGUMENT_COMMAND,
    ARGUMENT_INCIDENT,
    ARGUMENT_ACTOR,
    ARGUMENT_ENDING,
    ARGUMENT_MOMENT,
    ARGUMENT_DIAGRAM,
    ARGUMENT_DRILL, /* a word of the command, or a file */
    ARGUMENT_DETAIL,
    ARGUMENT_FORM,
    ARGUMENT_TASK, /* an act, then a task */
};

/* What a command does to the journal. */
enum effect {
    EFFECT_NONE,  /* looks: at what is newest, whoever wrote it */
    EFFECT_WRITE, /* writes on what was seen: refused when somebody else has written since */
    EFFECT_ADD,   /* adds something that no other entry can make wrong: a note, another incident */
};

struct shell_command {
    struct command about; /* its `run` is NULL: ours is below */
    const char *also[2];  /* other names: 打开 */
    enum argument argument;
    bool needs_incident;
    enum effect effect;
    int (*run)(struct shell *shell, const struct args *args, struct err *err); /* 0, or -1 with `err` */
};

/* Ended by a row without a name. */
extern const struct shell_command shell_commands[];

typedef int (*shell_function)(struct shell *shell, const struct args *args, struct err *err);

/* Incidents, and what is kept of them: shell_incidents.c */
int shell_incidents(struct shell *shell, const struct args *args, struct err *err);
int shell_open(struct shell *shell, const struct args *args, struct err *err);
int shell_resume(struct shell *shell, const struct args *args, struct err *err);
int shell_status(struct shell *shell, const struct args *args, struct err *err);
int shell_note(struct shell *shell, const struct args *args, struct err *err);
int shell_log(struct shell *shell, const struct args *args, struct err *err);
int shell_hand_shift(struct shell *shell, const struct args *args, struct err *err);
int shell_accept_shift(struct shell *shell, const struct args *args, struct err *err);
int shell_as(struct shell *shell, const struct args *args, struct err *err);
int shell_clock(struct shell *shell, const struct args *args, struct err *err);
int shell_undo(struct shell *shell, const struct args *args, struct err *err);

/* What is known and what follows from it: shell_facts.c */
int shell_set(struct shell *shell, const struct args *args, struct err *err);
int shell_ask(struct shell *shell, const struct args *args, struct err *err);
int shell_grade(struct shell *shell, const struct args *args, struct err *err);
int shell_who(struct shell *shell, const struct args *args, struct err *err);
int shell_facts(struct shell *shell, const struct args *args, struct err *err);
int shell_report(struct shell *shell, const struct args *args, struct err *err);
int shell_reports(struct shell *shell, const struct args *args, struct err *err);
int shell_as_of(struct shell *shell, const struct args *args, struct err *err);
int shell_moment(struct shell *shell, const struct args *args, struct err *err);

/* Explanations: shell_explain.c */
int shell_why(struct shell *shell, const struct args *args, struct err *err);
int shell_why_not(struct shell *shell, const struct args *args, struct err *err);
int shell_what_if(struct shell *shell, const struct args *args, struct err *err);
int shell_flip(struct shell *shell, const struct args *args, struct err *err);
int shell_when(struct shell *shell, const struct args *args, struct err *err);

/* The response and its tasks: shell_response.c */
int shell_propose(struct shell *shell, const struct args *args, struct err *err);
int shell_launch(struct shell *shell, const struct args *args, struct err *err);
int shell_raise(struct shell *shell, const struct args *args, struct err *err);
int shell_lower(struct shell *shell, const struct args *args, struct err *err);
int shell_hand_over(struct shell *shell, const struct args *args, struct err *err);
int shell_take_back(struct shell *shell, const struct args *args, struct err *err);
int shell_end(struct shell *shell, const struct args *args, struct err *err);
int shell_recover(struct shell *shell, const struct args *args, struct err *err);
int shell_close(struct shell *shell, const struct args *args, struct err *err);
int shell_confirm(struct shell *shell, const struct args *args, struct err *err);
int shell_tasks(struct shell *shell, const struct args *args, struct err *err);
int shell_task(struct shell *shell, const struct args *args, struct err *err);
int shell_overdue(struct shell *shell, const struct args *args, struct err *err);
int shell_conflicts(struct shell *shell, const struct args *args, struct err *err);

/* Drills: shell_drill.c */
int shell_start_drill(struct shell *shell, const char *path, struct err *err);
int shell_drill(struct shell *shell, const struct args *args, struct err *err);

/* All plans at once: shell_triage.c */
int shell_triage(struct shell *shell, const struct args *args, struct err *err);

/* Diagrams: shell_diagram.c */
int shell_diagram(struct shell *shell, const struct args *args, struct err *err);

/* What documents say besides facts, and writing them: shell_document.c */
int shell_detail(struct shell *shell, const struct args *args, struct err *err);
int shell_write_document(struct shell *shell, const struct args *args, struct err *err);

#endif
