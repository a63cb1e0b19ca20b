/* Scores for people and for programs. See score.h. */
#include "cli/score.h"

#include "cli/render.h"
#include "cli/status.h"

#define COLUMN 5

static const char *const met_ids[] = {"met", "not_met", "open", "plain"};
static const char *const part_ids[] = {"times", "grade", "authority", "tasks", "notices", "injects", "record", "objectives"};

static void print_line(const struct app *app, const struct score_line *line)
{
    static const struct words marks[] = {{"  ✓", "  ✓"}, {"  ✗", "  ✗"}, {"  ○", "  ○"}, {"   ", "   "}};
    struct text text = {0};
    text_add_str(&text, app_say(app, line->what_zh, line->what_en));
    if (line->limit != NULL)
        text_addf(&text, app_say(app, "；应为 %s", "; wanted: %s"), line->limit);
    text_addf(&text, app_say(app, "；实为 %s", "; found: %s"), line->found);
    if (line->clause != NULL)
        text_addf(&text, app_say(app, "［%s］", " [%s]"), line->clause);
    render_row(app, words_in(marks[line->met], app->lang), COLUMN, text_str(&text));
    text_release(&text);
}

static void print_part(const struct app *app, const struct score *score, enum score_part part)
{
    size_t met = 0, judged = 0, all = 0;
    struct text heading = {0};
    for (size_t i = 0; i < score->count; i++) {
        bool of = score->lines[i].part == part;
        all += of;
        met += of && score->lines[i].met == SCORE_MET;
        judged += of && (score->lines[i].met == SCORE_MET || score->lines[i].met == SCORE_NOT_MET);
    }
    if (all == 0)
        return;
    text_add_str(&heading, words_in(score_part_words(part), app->lang));
    if (judged > 0)
        text_addf(&heading, app_say(app, "　达到 %zu/%zu", "  %zu of %zu met"), met, judged);
    render_heading(app, text_str(&heading));
    for (size_t i = 0; i < score->count; i++)
        if (score->lines[i].part == part)
            print_line(app, &score->lines[i]);
    text_release(&heading);
}

int score_view(struct session *session, struct err *err)
{
    struct score score;
    struct text title = {0};
    int rc = score_make(session, &score, err);
    add_incident_name(session, &title);
    if (rc == 0)
        render_heading(session->app, text_str(&title));
    for (int part = 0; part < SCORE_PARTS && rc == 0; part++)
        print_part(session->app, &score, (enum score_part)part);
    text_release(&title);
    score_release(&score);
    return rc;
}

static void add_string(struct text *out, const char *key, const char *value)
{
    text_addf(out, ", \"%s\": ", key);
    if (value != NULL)
        text_add_json_str(out, value);
    else
        text_add_str(out, "null");
}

int score_json(struct session *session, struct err *err)
{
    struct score score;
    struct text out = {0};
    int rc = score_make(session, &score, err);
    for (size_t i = 0; i < score.count && rc == 0; i++) {
        const struct score_line *line = &score.lines[i];
        text_addf(&out, "{\"part\": \"%s\", \"met\": \"%s\"", part_ids[line->part], met_ids[line->met]);
        add_string(&out, "what", app_say(session->app, line->what_zh, line->what_en));
        add_string(&out, "limit", line->limit);
        add_string(&out, "found", line->found);
        add_string(&out, "clause", line->clause);
        text_add_str(&out, "}\n");
    }
    if (rc == 0 && out.failed)
        rc = err_no_memory(err);
    if (rc == 0)
        fputs(text_str(&out), session->app->out);
    text_release(&out);
    score_release(&score);
    return rc;
}
