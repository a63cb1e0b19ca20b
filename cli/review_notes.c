/* The review's sections on what was said: reports and notifications, shifts, corrections, improvements. */
#include <string.h>

#include "cli/brief.h"
#include "cli/entry_words.h"
#include "cli/review_parts.h"

#define BLANK_ROWS 3 /* for improvements to be written in by hand */

/* ---- reports and notifications ---- */

static bool is_report(const struct task *task)
{
    return task->kind == TASK_REPORT || task->kind == TASK_ALERT || task->to_count > 0;
}

static void add_report(struct review *review, size_t index)
{
    const struct task *task = &review->plan->tasks[index];
    const struct task_state *state = &review->record->tasks[index];
    struct text *cells = review->cells;
    enum lang lang = review->app->lang;
    int64_t due = task_due(task, state, &review->record->moments);
    brief_actors(&cells[0], review->plan, task->owners, task->owner_count, lang);
    if (task->to_count > 0) {
        text_add_str(&cells[0], " → ");
        brief_actors(&cells[0], review->plan, task->to, task->to_count, lang);
    }
    text_addf(&cells[1], review_say(review, "%s［%s］", "%s [%s]"), words_in(task->what, lang), task->clause);
    review_add_outcome(review, task, state, due, &cells[2]);
    review_row(review, review_late(review, state, due) > 0 ? "late" : NULL, 5);
}

/* Those with a time, or of which something was said; the others are counted. */
static bool is_told(const struct review *review, size_t index)
{
    const struct task_state *state = &review->record->tasks[index];
    return state->status == TASK_ACCEPTED || state->status == TASK_DONE || state->status == TASK_SKIPPED ||
           task_due(&review->plan->tasks[index], state, &review->record->moments) != TIME_UNKNOWN;
}

/* "已发文书：首报 1 份（最后一份 2026-03-01 03:20）；…" */
static void add_documents(const struct review *review, struct text *text)
{
    size_t shown = 0;
    for (int form = 0; form < FORM_COUNT; form++) {
        const struct issued *issued = &review->record->issued[form];
        if (issued->number == 0)
            continue;
        text_addf(text, "%s%s", shown++ == 0 ? review_say(review, "已发文书：", "Documents issued: ") : review_say(review, "；", "; "),
                  words_in(form_words((enum form)form), review->app->lang));
        text_addf(text, review_say(review, " %d 份（最后一份 ", " %d (the last "), issued->number);
        review_time(review, issued->time, text);
        text_add_str(text, review_say(review, "）", ")"));
    }
    text_add_str(text, shown > 0 ? review_say(review, "。", ". ") : "");
}

static void write_entries(struct review *review)
{
    const struct record *record = review->record;
    struct text text = {0};
    size_t reports = 0, shifts = 0;
    for (size_t i = 0; i < record->entry_count; i++) {
        reports += strcmp(record->entries[i].entry.type, "report") == 0 && !record->entries[i].corrected;
        shifts += strcmp(record->entries[i].entry.type, "shift_accept") == 0;
    }
    if (record->incident.reports.count > 0)
        text_addf(&text, review_say(review, "疫情报告 %zu 份，分 %zu 次写入。", "Outbreak reports: %zu, in entries: %zu. "), record->incident.reports.count, reports);
    add_documents(review, &text);
    text_addf(&text, review_say(review, "交接班 %zu 次。", "Handovers of the shift: %zu."), shifts);
    html_element(review->out, "p", NULL, text_str(&text));
    review_free(review, &text);
}

void review_reports(struct review *review)
{
    static const struct words heads[] = {{"谁告知谁", "Who told whom"}, {"事项", "What"}, {"时限", "Due"}, {"状态", "Status"}, {"迟误", "Late"}};
    const struct plan *plan = review->plan;
    struct text text = {0};
    size_t silent = 0;
    review_section(review, "报告与通知", "Reports and notifications");
    review_table(review, "reports", heads, 5);
    for (size_t i = 0; i < plan->task_count; i++) {
        if (!is_report(&plan->tasks[i]) || review->record->tasks[i].status == TASK_NOT_CALLED)
            continue;
        if (is_told(review, i))
            add_report(review, i);
        else
            silent++;
    }
    if (silent > 0) {
        text_addf(&text, review_say(review, "另有 %zu 项没有记录，也没有起算的时限", "%zu more without a record and without a time that counts"), silent);
        html_band(review->out, text_str(&text), 5);
    }
    review_table_end(review);
    write_entries(review);
    review_free(review, &text);
}

/* ---- corrections ---- */

static void add_correction(struct review *review, size_t index)
{
    const struct entry *entry = &review->record->entries[index].entry, *undo = &review->record->entries[review->undone_by[index]].entry;
    struct text *cells = review->cells;
    text_addf(&cells[0], "%llu", (unsigned long long)entry->seq);
    review_time(review, entry_clock(entry), &cells[1]);
    entry_speaker(review->app, review->plan, entry, &cells[2]);
    entry_words(review->app, review->plan, entry, &cells[3]);
    text_addf(&cells[4], review_say(review, "第 %llu 条，", "entry %llu, "), (unsigned long long)undo->seq);
    review_time(review, entry_clock(undo), &cells[4]);
    text_add_str(&cells[4], " ");
    entry_speaker(review->app, review->plan, undo, &cells[4]);
    if (undo->reason[0] != '\0')
        text_addf(&cells[4], review_say(review, "：%s", ": %s"), undo->reason);
    review_row(review, "corrected", 5);
}

void review_corrections(struct review *review)
{
    static const struct words heads[] = {{"条", "Entry"}, {"时刻", "When"}, {"谁", "Who"}, {"原记录", "As it was written"}, {"更正", "Corrected by"}};
    const struct record *record = review->record;
    size_t count = 0, shown = 0;
    for (size_t i = 0; i < record->entry_count; i++)
        count += review->undone_by[i] != 0;
    review_section(review, "更正", "Corrections");
    if (count == 0) {
        review_nothing(review, "没有更正。", "Nothing was corrected.");
        return;
    }
    review_table(review, "steps", heads, 5);
    for (size_t i = 0; i < record->entry_count; i++)
        if (review->undone_by[i] != 0 && review_shows(review, shown++, count, 5))
            add_correction(review, i);
    review_table_end(review);
}

/* ---- improvements ---- */

/* What is behind 改进： or IMPROVE: at the beginning of a note; NULL when it is another note. */
static const char *improvement_of(const char *note)
{
    static const char *const begins[] = {"改进：", "改进:", "IMPROVE：", "IMPROVE:", "Improve:", "improve:"};
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
        if (strncmp(note, begins[i], strlen(begins[i])) == 0)
            return note + strlen(begins[i]);
    return NULL;
}

/* Bytes up to the next ; or ； and, in *mark, how long that is; 0 at the end. */
static size_t part_size(const char *str, size_t *mark)
{
    size_t at = 0;
    while (str[at] != '\0' && str[at] != ';' && strncmp(str + at, "；", strlen("；")) != 0)
        at++;
    *mark = str[at] == '\0' ? 0 : str[at] == ';' ? 1 : strlen("；");
    return at;
}

static void add_part(struct text *cell, const char *data, size_t size)
{
    while (size > 0 && *data == ' ')
        data++, size--;
    while (size > 0 && data[size - 1] == ' ')
        size--;
    text_add(cell, data, size);
}

/* "what; owner; date": what is missing stays blank; a further part belongs to the date. */
static void add_improvement(struct review *review, const char *str, size_t number)
{
    text_addf(&review->cells[0], "%zu", number);
    for (size_t part = 1; part <= 3; part++) {
        size_t mark, size = part < 3 ? part_size(str, &mark) : strlen(str);
        add_part(&review->cells[part], str, size);
        str += size + (part < 3 ? mark : 0);
    }
    review_row(review, NULL, 4);
}

void review_improvements(struct review *review)
{
    static const struct words heads[] = {{"序", "No."}, {"问题与改进措施", "What to improve"}, {"责任单位、责任人", "Owner"}, {"完成期限", "By"}};
    const struct record *record = review->record;
    size_t number = 0;
    review_section(review, "改进措施", "Improvements");
    review_table(review, "improve", heads, 4);
    for (size_t i = 0; i < record->entry_count; i++) {
        const struct entry *entry = &record->entries[i].entry;
        const char *note = record->entries[i].corrected || strcmp(entry->type, "note") != 0 ? NULL : review_member(review, entry, "text");
        const char *what = note == NULL ? NULL : improvement_of(note);
        if (what != NULL)
            add_improvement(review, what, ++number);
    }
    for (size_t i = 0; i < BLANK_ROWS; i++) {
        text_addf(&review->cells[0], "%zu", ++number);
        review_row(review, "blank", 4);
    }
    review_table_end(review);
}
