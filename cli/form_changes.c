/* What has changed since the last report, and the entries in words. See form_fields.h. */
#include <string.h>

#include "cli/entry_words.h"
#include "cli/form_fields.h"
#include "cli/past.h"
#include "rules/words.h"

/* ---- the last report ---- */

/* The newest report of any form that a record knows to have gone out; NULL for none. */
static const struct issued *newest_report(const struct record *record)
{
    static const enum form reports[] = {FORM_FIRST, FORM_FOLLOWUP, FORM_FINAL};
    const struct issued *newest = NULL;
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
        const struct issued *issued = &record->issued[reports[i]];
        if (issued->number > 0 && (newest == NULL || issued->seq > newest->seq))
            newest = issued;
    }
    return newest;
}

static size_t entries_up_to(const struct record *record, uint64_t seq)
{
    size_t count = 0;
    while (count < record->entry_count && record->entries[count].entry.seq <= seq)
        count++;
    return count;
}

/* The last report before this document: how many entries there were with it, and when; 0 for none. One printed once more is not its own. */
static int find_last(const struct collector *it, size_t *count, int64_t *time)
{
    struct past before;
    int rc = past_init(&before, it->session, it->err);
    if (rc == 0)
        rc = past_go(&before, it->record->entry_count - (it->again ? 1 : 0), it->err);
    const struct issued *last = rc == 0 ? newest_report(&before.record) : NULL;
    *count = last == NULL ? 0 : entries_up_to(it->record, last->seq);
    *time = last == NULL ? TIME_UNKNOWN : last->time;
    past_release(&before);
    return rc;
}

/* ---- changes ---- */

static const struct template_column change_columns[] = {{"label", NULL}, {"before", NULL}, {"now", NULL}, {"kind", NULL}, {NULL, NULL}};

static void put_change(struct collector *it, struct template_value *list, const char *label, const char *before, const char *now)
{
    struct template_row *row = fields_row(it->fields, list);
    const char *kind = before[0] == '\0' ? form_say(it, "新报", "new") : now[0] == '\0' ? form_say(it, "存疑", "in doubt") : form_say(it, "更新", "changed");
    fields_text(it->fields, row, "label", label);
    fields_text(it->fields, row, "before", before[0] == '\0' ? form_say(it, "不明", "unknown") : before);
    fields_text(it->fields, row, "now", now[0] == '\0' ? form_say(it, "不明", "unknown") : now);
    fields_text(it->fields, row, "kind", kind);
}

static bool is_exact(const struct known *known)
{
    return known->given && known->least == known->most;
}

/* A fact that was a guess and is a number now was verified. */
static void mark_verified(struct collector *it, struct template_value *list, const struct known *before, const struct known *now)
{
    if (before->given && !is_exact(before) && is_exact(now) && list != NULL && list->last != NULL)
        for (struct template_value *value = list->last->values; value != NULL; value = value->next)
            if (strcmp(value->name, "kind") == 0)
                value->text = form_say(it, "核实", "verified");
}

static void put_fact_changes(struct collector *it, struct template_value *list, const struct record *then)
{
    struct text before = {0}, now = {0};
    for (size_t i = 0; i < it->plan->fact_count; i++) {
        const struct fact *fact = &it->plan->facts[i];
        const struct known *was = &then->incident.facts[i], *is = &it->record->incident.facts[i];
        form_add_known(it, fact, was, &before);
        form_add_known(it, fact, is, &now);
        it->fields->failed = it->fields->failed || before.failed || now.failed;
        if (strcmp(text_str(&before), text_str(&now)) != 0) {
            put_change(it, list, words_in(fact->label, it->app->lang), text_str(&before), text_str(&now));
            mark_verified(it, list, was, is);
        }
        text_clear(&before);
        text_clear(&now);
    }
    text_release(&before);
    text_release(&now);
}

static void put_detail_changes(struct collector *it, struct template_value *list, const struct record *then)
{
    for (size_t i = 0; i < detail_count(it->plan); i++) {
        const char *was = then->details[i].text, *is = it->record->details[i].text;
        was = was == NULL ? "" : was;
        is = is == NULL ? "" : is;
        if (strcmp(was, is) != 0 && detail_fact(it->plan, i) == NULL && i != DETAIL_ADDRESSEE && i != DETAIL_SIGNER)
            put_change(it, list, words_in(detail_label(it->plan, i), it->app->lang), was, is);
    }
}

static void put_report_changes(struct collector *it, struct template_value *list, const struct record *then)
{
    size_t was = then->incident.reports.count, is = it->record->incident.reports.count;
    struct text before = {0}, now = {0};
    if (was == is)
        return;
    text_addf(&before, form_say(it, "%zu 起", "%zu"), was);
    text_addf(&now, form_say(it, "%zu 起", "%zu"), is);
    put_change(it, list, form_say(it, "疫情报告", "outbreak reports"), text_str(&before), text_str(&now));
    it->fields->failed = it->fields->failed || before.failed || now.failed;
    text_release(&before);
    text_release(&now);
}

static void add_active(const struct collector *it, const struct record *record, struct text *text)
{
    int level = record_active_level(record);
    if (level > 0)
        form_add_response(it, level, text);
    else
        text_add_str(text, form_say(it, "无", "none"));
}

static void put_response_change(struct collector *it, struct template_value *list, const struct record *then)
{
    struct text before = {0}, now = {0};
    add_active(it, then, &before);
    add_active(it, it->record, &now);
    if (strcmp(text_str(&before), text_str(&now)) != 0)
        put_change(it, list, form_say(it, "现行响应", "response in force"), text_str(&before), text_str(&now));
    it->fields->failed = it->fields->failed || before.failed || now.failed;
    text_release(&before);
    text_release(&now);
}

/* ---- entries ---- */

static const struct template_column entry_columns[] = {{"seq", NULL}, {"time", NULL}, {"who", NULL}, {"text", NULL}, {"reason", NULL}, {"corrected", NULL}, {NULL, NULL}};

static void put_entry(struct collector *it, struct template_value *list, const struct recorded *recorded)
{
    const struct entry *entry = &recorded->entry;
    struct template_row *row = fields_row(it->fields, list);
    char stamp[CLOCK_TEXT_SIZE];
    struct text text = {0};
    clock_print(&it->app->clock, entry_clock(entry), stamp);
    text_addf(&text, "%llu", (unsigned long long)entry->seq);
    form_put(it, row, "seq", &text);
    fields_text(it->fields, row, "time", stamp);
    entry_speaker(it->app, it->plan, entry, &text);
    form_put(it, row, "who", &text);
    entry_words(it->app, it->plan, entry, &text);
    form_put(it, row, "text", &text);
    fields_text(it->fields, row, "reason", entry->reason);
    fields_text(it->fields, row, "corrected", recorded->corrected ? form_say(it, "已更正", "corrected") : "");
    text_release(&text);
}

/* What was done, said or decided; not what the facts and details say by themselves, nor documents. */
static bool is_progress(const struct recorded *recorded)
{
    static const char *const quiet[] = {"open", "set", "detail", "issue", "undo", "clock", "as_of", "parameter", "moment", "shift", "shift_accept"};
    for (size_t i = 0; i < sizeof quiet / sizeof quiet[0]; i++)
        if (strcmp(recorded->entry.type, quiet[i]) == 0)
            return false;
    return !recorded->corrected;
}

static void put_entries(struct collector *it, size_t then)
{
    struct template_value *all = fields_list(it->fields, it->root, "entries", entry_columns);
    struct template_value *course = fields_list(it->fields, it->root, "timeline", entry_columns);
    struct template_value *progress = fields_list(it->fields, it->root, "progress", entry_columns);
    for (size_t i = 0; i < it->record->entry_count; i++) {
        const struct recorded *recorded = &it->record->entries[i];
        put_entry(it, all, recorded);
        if (!is_progress(recorded))
            continue;
        put_entry(it, course, recorded);
        if (i >= then)
            put_entry(it, progress, recorded);
    }
}

/* ---- the whole ---- */

static int put_changes(struct collector *it, size_t count, struct template_value *list)
{
    struct past then;
    int rc = past_init(&then, it->session, it->err);
    if (rc == 0)
        rc = past_go(&then, count, it->err);
    if (rc == 0) {
        put_fact_changes(it, list, &then.record);
        put_detail_changes(it, list, &then.record);
        put_report_changes(it, list, &then.record);
        put_response_change(it, list, &then.record);
    }
    past_release(&then);
    return rc;
}

int collect_changes(struct collector *it)
{
    size_t count;
    int64_t time;
    struct text since = {0};
    if (find_last(it, &count, &time) != 0)
        return -1;
    form_add_time(it, time, &since);
    form_put(it, it->root, "since", &since);
    text_release(&since);
    put_entries(it, count);
    return put_changes(it, count, fields_list(it->fields, it->root, "changes", change_columns));
}
