/*
 * Entries of the journal as a table for people: number, time, incident, who and what, and why.
 *
 * A drill's entry has the drill's time and is marked. Plans give names to what entries say; a journal can be read without them.
 */
#ifndef CLI_LOG_TABLE_H
#define CLI_LOG_TABLE_H

#include "cli/app.h"
#include "core/journal.h"

struct log_table {
    const struct app *app;
    unsigned seq_width;      /* log_seq_width of the largest number */
    unsigned incident_width; /* cells of the column of incidents; 0 for none, when all are of one */
};

/* Digits of a number, and at least three. */
unsigned log_seq_width(uint64_t seq);
/* One entry, wrapped. `plan` may be NULL (cli/entry_words.h). `corrected`: a later entry takes it back. */
void log_table_row(const struct log_table *table, const struct plan *plan, const struct entry *entry, bool corrected);

/*
 * Entries with seq > since, of one incident or (NULL) of all, under a heading. Plans come from the library, each once; that one is
 * not to be had is said in the messages. -1 with `err` as journal_read has it: what comes before damage is printed.
 */
int log_table_print(struct app *app, struct journal *journal, const char *incident, uint64_t since, struct err *err);

#endif
