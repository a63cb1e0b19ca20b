/* The after-action report. See review.h. */
#include "cli/review.h"

#include <string.h>

#include "cli/review_parts.h"
#include "cli/review_timeline.h"
#include "core/hash.h"
#include "rules/words.h"

const char *review_say(const struct review *review, const char *zh, const char *en)
{
    return app_say(review->app, zh, en);
}

void review_time(const struct review *review, int64_t time, struct text *text)
{
    char buffer[CLOCK_TEXT_SIZE];
    clock_print(&review->app->clock, time, buffer);
    text_add_str(text, buffer);
}

void review_length(const struct review *review, int64_t length, struct text *text)
{
    long long minutes = (long long)(length / 60000);
    if (minutes < 60)
        text_addf(text, review_say(review, "%lld分钟", "%lld min"), minutes);
    else if (minutes < 1440)
        text_addf(text, review_say(review, "%lld小时%02lld分", "%lld h %02lld min"), minutes / 60, minutes % 60);
    else
        text_addf(text, review_say(review, "%lld天%lld小时%02lld分", "%lld d %lld h %02lld min"), minutes / 1440, minutes / 60 % 24, minutes % 60);
}

/* ---- headings, tables ---- */

void review_section(struct review *review, const char *zh, const char *en)
{
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    struct text text = {0};
    size_t number = review->sections++;
    if (review->app->lang == LANG_EN)
        text_addf(&text, "%zu. %s", number + 1, en);
    else
        text_addf(&text, "%s、%s", numerals[number % 10], zh);
    text_add_str(review->out, "<h2>");
    html_text(review->out, text_str(&text));
    if (review->record->drill)
        html_element(review->out, "span", "tag", review_say(review, "演练", "EXERCISE"));
    text_add_str(review->out, "</h2>\n");
    review_free(review, &text);
}

void review_table(struct review *review, const char *class, const struct words *heads, size_t count)
{
    const char *words[REVIEW_CELLS] = {NULL};
    for (size_t i = 0; i < count; i++)
        words[i] = words_in(heads[i], review->app->lang);
    html_table(review->out, class, words, count);
}

void review_row(struct review *review, const char *class, size_t count)
{
    const char *cells[REVIEW_CELLS] = {NULL};
    for (size_t i = 0; i < count; i++)
        cells[i] = text_str(&review->cells[i]);
    html_row(review->out, class, cells, count);
    for (size_t i = 0; i < count; i++) {
        review->out->failed = review->out->failed || review->cells[i].failed;
        text_clear(&review->cells[i]);
    }
}

void review_table_end(struct review *review)
{
    html_table_end(review->out);
}

void review_nothing(struct review *review, const char *zh, const char *en)
{
    html_element(review->out, "p", NULL, review_say(review, zh, en));
}

bool review_shows(struct review *review, size_t i, size_t count, size_t columns)
{
    if (count <= REVIEW_ROWS || i < REVIEW_ROWS / 2 || i + REVIEW_ROWS / 2 >= count)
        return true;
    if (i == REVIEW_ROWS / 2) {
        struct text text = {0};
        text_addf(&text, review_say(review, "……中间 %zu 条从略，respond log 全列", "… %zu rows left out; respond log lists all"), count - REVIEW_ROWS);
        html_band(review->out, text_str(&text), columns);
        review_free(review, &text);
    }
    return false;
}

/* ---- the title block ---- */

static void add_fact(struct review *review, const char *zh, const char *en)
{
    struct text name = {0};
    text_add_str(&name, review_say(review, zh, en));
    text_add_str(review->out, "<tr><th>");
    html_text(review->out, text_str(&name));
    text_add_str(review->out, "</th><td>");
    html_text(review->out, text_str(&review->cells[0]));
    text_add_str(review->out, "</td></tr>\n");
    text_clear(&review->cells[0]);
    review_free(review, &name);
}

static void add_period(struct review *review)
{
    struct text *cell = &review->cells[0];
    review_time(review, review->begin, cell);
    text_add_str(cell, review_say(review, " 至 ", " to "));
    review_time(review, review->end, cell);
    text_add_str(cell, review_say(review, "（", " ("));
    review_length(review, review->end - review->begin, cell);
    text_addf(cell, "%s%s", review->closed ? review_say(review, "，已归档", ", closed") : review_say(review, "，未归档，截至最后一条记录", ", not closed: up to the last entry"),
              review_say(review, "）", ")"));
    add_fact(review, "起止", "Period");
}

static void add_journal(struct review *review)
{
    char hex[JOURNAL_HEX_SIZE];
    struct text *cell = &review->cells[0];
    const struct record *record = review->record;
    size_t corrected = 0;
    for (size_t i = 0; i < record->entry_count; i++)
        corrected += record->entries[i].corrected;
    text_addf(cell, review_say(review, "%zu 条记录，其中更正 %zu 条；最后一条第 %llu 条", "%zu entries, %zu of them corrected; the last is number %llu"), record->entry_count,
              corrected, (unsigned long long)record->last_seq);
    hash_print(record->entries[record->entry_count - 1].entry.hash, hex);
    text_addf(cell, review_say(review, "，其哈希 %s", ", hash %s"), hex);
    add_fact(review, "日志", "Journal");
}

static void write_title(struct review *review)
{
    const struct record *record = review->record;
    const struct plan *plan = review->plan;
    struct text *cell = &review->cells[0];
    if (record->drill)
        html_element(review->out, "p", "exercise", review_say(review, "【演练】不是真实事件", "EXERCISE: not a real event"));
    html_element(review->out, "h1", NULL, review_say(review, "突发事件应急响应总结评估报告", "After-action report"));
    text_add_str(review->out, "<table class=\"facts\">\n<tbody>\n");
    text_addf(cell, "%s%s", record->title, record->title[0] == '\0' ? "" : review_say(review, "（", " ("));
    text_addf(cell, "%s%s", record->id, record->title[0] == '\0' ? "" : review_say(review, "）", ")"));
    add_fact(review, "事件", "Incident");
    text_addf(cell, "%s%s%s", words_in(plan->title, review->app->lang), plan->document.number == NULL ? "" : "  ",
              plan->document.number == NULL ? "" : plan->document.number);
    add_fact(review, "预案", "Plan");
    add_period(review);
    text_add_str(cell, record->officer);
    add_fact(review, "值班", "On duty");
    add_journal(review);
    text_add_str(review->out, "</tbody>\n</table>\n");
}

/* To be filled in by hand. */
static void write_signatures(struct review *review)
{
    static const struct words names[] = {{"编制单位", "Prepared by (body)"}, {"编制人", "Prepared by"}, {"审核人", "Checked by"}, {"日期", "Date"}};
    text_add_str(review->out, "<table class=\"signatures\">\n<tbody>\n<tr>");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        text_add_str(review->out, "<th>");
        html_text(review->out, words_in(names[i], review->app->lang));
        text_add_str(review->out, "</th><td></td>");
    }
    text_add_str(review->out, "</tr>\n</tbody>\n</table>\n");
}

/* ---- the page ---- */

static void write_head(struct review *review)
{
    const struct record *record = review->record;
    struct text title = {0};
    text_addf(&title, "%s%s %s %s", record->drill ? review_say(review, "【演练】", "EXERCISE ") : "", review_say(review, "总结评估", "After-action report"), record->id,
              record->title);
    text_addf(review->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", review->app->lang == LANG_EN ? "en" : "zh-CN");
    /* Should anything get past the escaping, it still could neither run nor load. */
    text_add_str(review->out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                              "<meta name=\"viewport\" content=\"width=device-width\">\n");
    html_element(review->out, "title", NULL, text_str(&title));
    text_addf(review->out, "<style>\n%s%s%s</style>\n</head>\n<body>\n", review_style, review_drawing_style, record->drill ? review_drill_style : "");
    if (record->drill)
        html_element(review->out, "div", "mark", review_say(review, "演练", "EXERCISE"));
    review_free(review, &title);
}

int review_write(struct session *session, struct text *out, struct err *err)
{
    struct review review;
    size_t before = out->size;
    int rc = review_gather(&review, session, out, err);
    if (rc == 0) {
        write_head(&review);
        write_title(&review);
        review_summary(&review);
        review_timeline(&review);
        review_responses(&review);
        review_clauses(&review);
        rc = review_tasks(&review, err);
        review_reports(&review);
        if (rc == 0 && review.record->drill)
            rc = review_score(&review, err);
        review_corrections(&review);
        review_improvements(&review);
        write_signatures(&review);
        text_add_str(out, "</body>\n</html>\n");
    }
    if (rc == 0 && out->failed)
        rc = err_no_memory(err);
    review_release(&review);
    if (rc != 0 && out->data != NULL)
        out->data[out->size = before] = '\0';
    return rc;
}
