/* Entries as JSON lines. See entry_lines.h. */
#include "cli/entry_lines.h"

#include "core/text.h"

struct writing {
    struct entry_lines *lines;
    struct text text;
};

static int write_line(void *context, const struct entry *entry)
{
    struct writing *writing = context;
    FILE *out = writing->lines->out;
    text_clear(&writing->text);
    entry_to_json(entry, &writing->text);
    text_add_str(&writing->text, "\n");
    if (writing->text.failed || fwrite(writing->text.data, 1, writing->text.size, out) != writing->text.size)
        return 1;
    writing->lines->last = entry->seq;
    return 0;
}

int entry_lines_write(struct entry_lines *lines, struct journal *journal, uint64_t after, const char *incident, struct err *err)
{
    struct writing writing = {.lines = lines};
    int rc = journal_read(journal, after, incident, (struct journal_visit){write_line, &writing}, err);
    if (writing.text.failed)
        rc = err_no_memory(err);
    text_release(&writing.text);
    return rc < 0 ? -1 : 0;
}
