/* respond export: the whole journal as JSON lines, each entry checked before it is written. */
#include "cli/command.h"
#include "cli/database.h"
#include "cli/entry_lines.h"

/* What was written so far is good, but it must not be taken for the whole. */
static int say_incomplete(uint64_t last, struct err *err)
{
    struct err cause = *err;
    struct text zh = {0}, en = {0};
    text_addf(&zh, "导出不完整，只到第 %llu 条", (unsigned long long)last);
    text_addf(&en, "the export is not complete and ends with entry %llu", (unsigned long long)last);
    err_set_words(err, cause.code, (struct words){"%s：%s", "%s: %s"}, (struct words){text_str(&zh), text_str(&en)},
                  (struct words){cause.zh, cause.en});
    err_set_file(err, cause.file);
    text_release(&zh);
    text_release(&en);
    return -1;
}

int run_export(struct app *app, const struct args *args)
{
    struct err err;
    struct entry_lines lines = {.out = app->out};
    (void)args;
    struct journal *journal = database_open(app, JOURNAL_READ, &err);
    if (journal == NULL)
        return app_fail(app, &err);
    int rc = entry_lines_write(&lines, journal, 0, NULL, &err);
    journal_close(journal);
    if (rc != 0)
        say_incomplete(lines.last, &err);
    return rc == 0 ? 0 : app_fail(app, &err);
}
