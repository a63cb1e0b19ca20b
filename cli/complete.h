/*
 * What the word being typed could become. Pure: it knows neither terminal nor readline.
 *
 * Things are found by id, by the beginning of their label in either language and by pinyin initials, and what is inserted is the
 * id: "set sw" offers deaths= for 死亡.
 *
 *     struct completions found;
 *     if (completions_find(&scope, "set sw", 6, &found) == 0) …found.items[0].text is "deaths="
 *     completions_release(&found);
 */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "cli/desk.h"
#include "cli/shell_commands.h"
#include "core/arena.h"

#define COMPLETIONS_MAX 256

struct plan_name {
    char *id; /* "road", or "shuozhou/road" where two cities have one */
    char *zh, *en; /* short titles; "" for a plan that does not load */
};

/* What there is to choose from. Borrowed. */
struct completion_scope {
    const struct shell_command *commands;
    const struct plan_name *plans;
    size_t plan_count;
    const struct session *session; /* NULL: no incident is open */
    const struct desk *desk;       /* the incidents that there are; may be NULL */
    const struct fact *fact;       /* the line is an answer about this fact, not a command … */
    const struct report_part_row *part; /* … or about this part of a report */
    enum lang lang;
};

struct completions {
    struct arena arena; /* owns the texts */
    struct candidate {
        const char *text;  /* stands for line[start..cursor) */
        const char *label; /* what it means; "" when its text says it */
    } items[COMPLETIONS_MAX];
    size_t count;
    size_t start;       /* byte of the line at which the word begins */
    const char *insert; /* what is certain: longer than what was typed, or the only candidate; NULL for nothing */
    bool files;         /* the word is a file name: ask the file system */
};

/* Complete the line up to `cursor` (a byte offset); 0, or -1 when out of memory. */
int completions_find(const struct completion_scope *scope, const char *line, size_t cursor, struct completions *found);
void completions_release(struct completions *found);

/*
 * The command that a word means: one of its names, or the beginning of a name that no other command shares. NULL with `err`: the
 * candidates of an ambiguous beginning, or the nearest name.
 */
const struct shell_command *shell_command_find(const struct shell_command *table, const char *word, struct err *err);

#endif
