/* The review's first section: key times, the highest level, what was known at the end, how long nobody said anything. */
#include <string.h>

#include "cli/review_parts.h"
#include "rules/words.h"

/* ---- key times ---- */

/* "03:20 launch, 20 min after the report" */
static void add_moment(struct review *review, const char *name, int64_t time)
{
    if (time == TIME_UNKNOWN)
        return;
    text_add_str(&review->cells[0], name);
    review_time(review, time, &review->cells[1]);
    if (time != review->begin) {
        text_add_str(&review->cells[2], time < review->begin ? review_say(review, "立案前 ", "before opening: ") : review_say(review, "立案后 ", "after opening: "));
        review_length(review, time < review->begin ? review->begin - time : time - review->begin, &review->cells[2]);
    }
    review_row(review, NULL, 3);
}

static void write_times(struct review *review)
{
    static const struct words heads[] = {{"环节", "What"}, {"时刻", "When"}, {"距立案", "From opening"}};
    const struct moments *moments = &review->record->moments;
    review_table(review, "times", heads, 3);
    for (int moment = MOMENT_OCCURRENCE; moment <= MOMENT_END; moment++)
        add_moment(review, words_in(moment_words((enum moment)moment), review->app->lang), moments->at[moment]);
    if (review->closed)
        add_moment(review, review_say(review, "归档", "closed"), review->end);
    review_table_end(review);
}

/* ---- levels ---- */

static int highest_level(const struct review *review)
{
    int level = 0;
    for (size_t i = 0; i < review->course.count; i++) {
        const struct response *after = &review->course.items[i].after;
        bool runs = after->state == RESPONSE_ACTIVE || after->state == RESPONSE_HANDED_OVER;
        if (runs && (level == 0 || after->level < level))
            level = after->level;
    }
    return level;
}

static void write_levels(struct review *review)
{
    struct text text = {0};
    enum lang lang = review->app->lang;
    const struct assessment *last = &review->past.assessment;
    int highest = highest_level(review);
    text_add_str(&text, review_say(review, "最高响应级别：", "Highest response level: "));
    text_add_str(&text, highest == 0 ? review_say(review, "未启动响应", "no response was launched") : words_level(review->plan, highest, lang));
    text_addf(&text, review_say(review, "。最后评估：%s", ". Last graded: %s"), words_level(review->plan, brief_level(last), lang));
    if (!is_settled(last))
        text_addf(&text, review_say(review, "，仍可能%s", ", possibly %s"), words_level(review->plan, last->possible, lang));
    text_add_str(&text, review_say(review, "。", "."));
    if (review->record->dismissed)
        text_add_str(&text, review_say(review, "未启动响应而结案。", " Closed without a response."));
    html_element(review->out, "p", NULL, text_str(&text));
    review_free(review, &text);
}

/* ---- what was known ---- */

static void write_facts(struct review *review)
{
    const struct incident *incident = &review->record->incident;
    struct text text = {0};
    size_t shown = 0;
    text_add_str(&text, review_say(review, "最后掌握的事实：", "Known at the end: "));
    for (size_t i = 0; i < review->plan->fact_count; i++) {
        if (!incident->facts[i].given)
            continue;
        text_addf(&text, "%s%s ", shown++ > 0 ? review_say(review, "；", "; ") : "", words_in(review->plan->facts[i].label, review->app->lang));
        words_known(&text, review->plan, &review->plan->facts[i], &incident->facts[i], review->app->lang);
    }
    if (incident->reports.count > 0)
        text_addf(&text, review_say(review, "%s疫情报告 %zu 份", "%s%zu outbreak reports"), shown++ > 0 ? review_say(review, "；", "; ") : "", incident->reports.count);
    text_add_str(&text, shown == 0 ? review_say(review, "没有写入", "nothing was entered") : "");
    text_add_str(&text, review_say(review, "。", "."));
    html_element(review->out, "p", NULL, text_str(&text));
    review_free(review, &text);
}

/* ---- silence ---- */

static void write_silence(struct review *review)
{
    int64_t from, to;
    struct text text = {0};
    text_add_str(&text, review_say(review, "最长无记录：", "Longest silence: "));
    if (record_silence(review->record, &from, &to)) {
        review_length(review, to - from, &text);
        text_add_str(&text, review_say(review, "（", " ("));
        review_time(review, from, &text);
        text_add_str(&text, review_say(review, " 至 ", " to "));
        review_time(review, to, &text);
        text_add_str(&text, review_say(review, "）。", ")."));
    } else {
        text_add_str(&text, review_say(review, "无。", "none."));
    }
    html_element(review->out, "p", NULL, text_str(&text));
    review_free(review, &text);
}

void review_summary(struct review *review)
{
    review_section(review, "概况", "Summary");
    write_times(review);
    write_levels(review);
    write_facts(review);
    write_silence(review);
}
