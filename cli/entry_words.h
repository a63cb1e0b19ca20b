/*
 * A journal entry in words, for people: one short phrase, whatever is in it.
 *
 *     entry_speaker → "张三（市指挥部办公室主任）"
 *     entry_words   → "启动Ⅱ级响应（市级，初步判断）", "写入：死亡 3 人；改为不明：受伤"
 *
 * With the incident's plan, facts, levels, tasks and actors have their names; without it (NULL) their ids. An imported journal may
 * have any type and any body: what is not as core/record.h says is shown as it is, clipped. Nothing here fails. Line breaks become
 * blanks; other control characters stay, so print with text_print_safe or cli/render.h.
 */
#ifndef CLI_ENTRY_WORDS_H
#define CLI_ENTRY_WORDS_H

#include "cli/app.h"
#include "core/journal.h"

/* Both append to `out`. The language and the zone of times are the app's. */
void entry_words(const struct app *app, const struct plan *plan, const struct entry *entry, struct text *out);
void entry_speaker(const struct app *app, const struct plan *plan, const struct entry *entry, struct text *out);

#endif
