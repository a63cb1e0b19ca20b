/* Short views. See shell_view.h. */
#include "cli/shell_view.h"

#include "cli/answer.h"
#include "cli/render.h"
#include "core/date.h"
#include "core/number.h"
#include "rules/words.h"

/* ---- the level ---- */

static void add_level_number(const struct app *app, int level, struct text *text)
{
    if (level == LEVEL_NONE)
        text_add_str(text, app_say(app, "无", "none"));
    else
        text_addf(text, app_say(app, "%d级", "%d"), level);
}

static void add_running(const struct app *app, const struct session *session, struct text *prompt)
{
    const struct record *record = &session->record;
    int active = record_active_level(record);
    int64_t now = session_clock(session);
    size_t late = 0;
    for (size_t i = 0; i < session->loaded->plan->task_count; i++)
        late += task_is_overdue(&session->loaded->plan->tasks[i], &record->tasks[i], &record->moments, now);
    if (record_is_closed(record))
        text_add_str(prompt, app_say(app, " 已归档", " closed"));
    if (active > 0)
        text_addf(prompt, app_say(app, " 响应%d级", " active %d"), active);
    if (late > 0)
        text_addf(prompt, app_say(app, " 逾期%zu", " late %zu"), late);
}

void view_prompt(const struct app *app, const struct session *session, struct text *prompt)
{
    text_clear(prompt);
    if (session == NULL) {
        text_add_str(prompt, "respond> ");
        return;
    }
    const struct assessment *assessment = &session->assessment;
    text_addf(prompt, "%s%s %s ", session->record.drill ? app_say(app, "【演练】", "EXERCISE ") : "", session->record.id,
              words_in(session->loaded->plan->short_title, app->lang));
    add_level_number(app, assessment->level, prompt);
    if (assessment->safe_level < assessment->level) {
        text_add_str(prompt, app_say(app, "·安全", ", safe "));
        add_level_number(app, assessment->safe_level, prompt);
    }
    if (!is_settled(assessment)) {
        text_add_str(prompt, "↑");
        add_level_number(app, assessment->possible, prompt);
    }
    add_running(app, session, prompt);
    text_add_str(prompt, "> ");
}

void view_level(const struct app *app, const struct session *session)
{
    const struct plan *plan = session->loaded->plan;
    const struct assessment *assessment = &session->assessment;
    struct text text = {0};
    text_addf(&text, "%s", words_level(plan, assessment->level, app->lang));
    if (is_settled(assessment))
        text_add_str(&text, app_say(app, "（已定）", " (settled)"));
    else
        text_addf(&text, app_say(app, "，仍可能：%s", "; could still become: %s"), words_level(plan, assessment->possible, app->lang));
    if (assessment->safe_level < assessment->level)
        text_addf(&text, app_say(app, "；安全级别：%s（原文有缺口，grade 说明）", "; safe level: %s (the text has a gap, see grade)"),
                  words_level(plan, assessment->safe_level, app->lang));
    text_add_str(&text, answer_doubt(assessment, app->lang));
    render_row(app, app_say(app, "→", "->"), 3, text_str(&text));
    text_release(&text);
}

/* ---- what is known ---- */

static void print_fact(const struct app *app, const struct session *session, size_t index)
{
    const struct plan *plan = session->loaded->plan;
    struct text text = {0};
    words_known(&text, plan, &plan->facts[index], &session->record.incident.facts[index], app->lang);
    fprintf(app->out, app_say(app, "  %s：%s\n", "  %s: %s\n"), words_in(plan->facts[index].label, app->lang), text_str(&text));
    text_release(&text);
}

void view_change(const struct app *app, const struct session *session, const struct session_change *change)
{
    for (uint64_t facts = change->facts; facts != 0; facts &= facts - 1)
        print_fact(app, session, (size_t)__builtin_ctzll(facts));
    if (change->as_of) {
        char date[DATE_TEXT_SIZE];
        date_print(session->record.incident.as_of, date);
        fprintf(app->out, app_say(app, "  定级日期：%s\n", "  as of: %s\n"), date);
    }
    if (change->facts == 0 && change->new_reports == 0 && !change->as_of)
        fprintf(app->out, "%s\n", app_say(app, "  没有变化", "  nothing changed"));
}

void view_reports(const struct app *app, const struct session *session, size_t first)
{
    const struct report_log *log = &session->record.incident.reports;
    const struct plan *plan = session->loaded->plan;
    for (size_t i = first; i < log->count; i++) {
        const struct report *report = &log->items[i];
        struct text left = {0}, text = {0};
        char date[DATE_TEXT_SIZE];
        date_print(report->day, date);
        text_addf(&left, "  %s", date);
        text_addf(&text, app_say(app, "%s%s %s  %s，%s", "%s, %s, %s  %s, %s"), words_in(plan->city->counties[report->county].name, app->lang),
                  report_township(log, report), report_premises(log, report), words_in(plan->diseases[report->disease].name, app->lang),
                  words_in(spread_words((enum spread)report->spread), app->lang));
        if (report->day > session->record.incident.as_of)
            text_add_str(&text, app_say(app, "（晚于定级日期，不计）", " (after the grading date: not counted)"));
        render_row(app, text_str(&left), 14, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

/* ---- as a command ---- */

static void add_typed(const struct fact *fact, int64_t value, struct text *text)
{
    char number[NUMBER_TEXT_SIZE];
    if (fact->type == FACT_BOOL)
        text_add_str(text, value != 0 ? "true" : "false");
    else if (fact->type == FACT_ENUM)
        text_add_str(text, fact->values[value].id);
    else
        text_add_str(text, number_print(value, fact->type == FACT_DECIMAL, number));
}

void view_as_command(const struct session *session, struct text *text)
{
    const struct plan *plan = session->loaded->plan;
    for (size_t i = 0; i < plan->fact_count; i++) {
        const struct fact *fact = &plan->facts[i];
        const struct known *known = &session->record.incident.facts[i];
        if (!known->given)
            continue;
        text_addf(text, "%s%s %s=", text->size == 0 ? "respond grade " : "", text->size == 0 ? plan->id : "", fact->id);
        add_typed(fact, known->least, text);
        if (known->most != known->least)
            text_add_str(text, "..");
        if (known->most != known->least && known->most != fact->most)
            add_typed(fact, known->most, text);
    }
}

/* ---- numbered answers ---- */

void view_numbered(const struct app *app, const struct numbered *items, size_t count, unsigned indent)
{
    unsigned used = 0;
    for (size_t i = 0; i < count; i++) {
        struct text text = {0};
        text_addf(&text, "%lld %s", (long long)items[i].number, words_in(items[i].label, app->lang));
        unsigned width = text_width_str(text_str(&text));
        if (used > 0 && used + 2 + width > RENDER_WIDTH) {
            fputc('\n', app->out);
            used = 0;
        }
        unsigned gap = used == 0 ? (i == 0 ? 0 : indent) : 2;
        fprintf(app->out, "%*s", (int)gap, "");
        text_print_safe(text_str(&text), app->out);
        used = (used == 0 ? indent : used + 2) + width;
        text_release(&text);
    }
    fputc('\n', app->out);
}
