/* The review's section on how a drill went: the lines of cli/score.h. */
#include "cli/review_parts.h"
#include "cli/score.h"

static void add_line(struct review *review, const struct score_line *line)
{
    static const struct words marks[] = {{"✓ 达到", "✓ met"}, {"✗ 未达到", "✗ not met"}, {"○ 未定", "○ open"}, {"", ""}};
    struct text *cells = review->cells;
    text_add_str(&cells[0], review_say(review, line->what_zh, line->what_en));
    text_add_str(&cells[1], line->limit == NULL ? "" : line->limit);
    text_add_str(&cells[2], line->found);
    text_add_str(&cells[3], words_in(marks[line->met], review->app->lang));
    text_add_str(&cells[4], line->clause == NULL ? "" : line->clause);
    review_row(review, line->met == SCORE_NOT_MET ? "late" : NULL, 5);
}

/* Its heading says how many of those that are judged were met; unlike things are not added up. */
static void write_part(struct review *review, const struct score *score, enum score_part part)
{
    struct text text = {0};
    size_t all = 0, met = 0, judged = 0;
    for (size_t i = 0; i < score->count; i++) {
        bool of = score->lines[i].part == part;
        all += of;
        met += of && score->lines[i].met == SCORE_MET;
        judged += of && (score->lines[i].met == SCORE_MET || score->lines[i].met == SCORE_NOT_MET);
    }
    if (all == 0)
        return;
    text_add_str(&text, words_in(score_part_words(part), review->app->lang));
    if (judged > 0)
        text_addf(&text, review_say(review, "（达到 %zu/%zu）", " (%zu of %zu met)"), met, judged);
    html_band(review->out, text_str(&text), 5);
    for (size_t i = 0; i < score->count; i++)
        if (score->lines[i].part == part)
            add_line(review, &score->lines[i]);
    review_free(review, &text);
}

int review_score(struct review *review, struct err *err)
{
    static const struct words heads[] = {{"评什么", "What is measured"}, {"应为", "Wanted"}, {"实为", "Found"}, {"", ""}, {"条款", "Clause"}};
    struct score score;
    review_section(review, "演练评分", "Scores of the drill");
    int rc = score_make(review->session, &score, err);
    if (rc == 0) {
        review_table(review, "scores", heads, 5);
        for (int part = 0; part < SCORE_PARTS; part++)
            write_part(review, &score, (enum score_part)part);
        review_table_end(review);
    }
    score_release(&score);
    return rc;
}
