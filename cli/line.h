/*
 * A typed line in words, as the shell and its completion read it.
 *
 * Blanks part words; "…", '…', “…” and ‘…’, at the start of a word or after its "=", keep them: township="北 关". What a Chinese
 * input method leaves in the way is folded outside quotes: full-width ＝ ？ ． digits and blanks, and 。。 for a range.
 *
 *     struct line line;
 *     if (line_split(&line, typed, size, &err) == 0) …line.words[0] … line.words[line.count - 1]
 *     line_release(&line);
 */
#ifndef CLI_LINE_H
#define CLI_LINE_H

#include "cli/command.h"

struct line {
    char *bytes;                 /* owned; the words lie in it */
    char *words[ARGS_MAX];
    size_t count;
    size_t last_start; /* byte of the typed line at which the last word begins */
    bool touches_end;  /* the last word reaches the end of the line: it may still be being typed */
    bool unclosed;     /* a quotation mark without its fellow */
};

/* -1 with `err` for too many words, or out of memory. An unclosed quotation is left to the caller. */
int line_split(struct line *line, const char *data, size_t size, struct err *err);
void line_release(struct line *line);
/* One answer rather than words: trimmed and folded, into `out` (which is cleared first). */
void line_tidy(const char *data, size_t size, struct text *out);

#endif
