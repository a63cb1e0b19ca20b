/* What is known of the incident, and what follows from it. See shell_commands.h. */
#include <string.h>

#include "cli/acts.h"
#include "cli/ask.h"
#include "cli/question.h"
#include "cli/render.h"
#include "cli/shell.h"
#include "cli/shell_view.h"
#include "cli/status.h"
#include "core/date.h"

/* ---- what is known ---- */

/* After a change: the level, and when that calls for a step, which. */
static void tell_level(const struct shell *shell, const struct session *session)
{
    view_level(shell->app, session);
    if (session->change.level_before != brief_level(&session->assessment) || record_active_level(&session->record) > 0)
        status_advice(session);
}

static void print_incident(const struct app *app, const struct session *session)
{
    struct text text = {0};
    text_add_str(&text, app_say(app, "事件 ", "Incident "));
    add_incident_name(session, &text);
    render_heading(app, text_str(&text));
    text_release(&text);
}

int shell_set(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    if (session_set(session, args->words, args->word_count, err) != 0)
        return -1;
    view_change(shell->app, session, &session->change);
    tell_level(shell, session);
    return 0;
}

static void show_reports(const struct shell *shell, const struct session *session, size_t first)
{
    const struct app *app = shell->app;
    size_t count = session->record.incident.reports.count;
    view_reports(app, session, first);
    render_say(app, "共 %zu 条报告", "%zu reports in all", count);
}

int shell_report(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    bool taken = true;
    bool ask = args->word_count == 0 && plan_uses_reports(session->loaded->plan);
    if (ask && shell->json)
        return err_set(err, ERR_USAGE, "--json 时不能逐项询问，写全 disease= county= township=", "with --json nothing is asked one by one: write disease= county= township=");
    if ((ask ? ask_report(shell, &taken, err) : session_report(session, args->words, args->word_count, err)) != 0)
        return -1;
    if (!taken)
        return 0;
    show_reports(shell, session, session->record.incident.reports.count - 1);
    tell_level(shell, session);
    return 0;
}

int shell_reports(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    size_t before = session->record.incident.reports.count;
    if (session_reports_file(session, args->words[0], err) != 0)
        return -1;
    render_say(shell->app, "读入 %zu 条报告，共 %zu 条", "%zu reports read, %zu in all",
            session->record.incident.reports.count - before, session->record.incident.reports.count);
    tell_level(shell, session);
    return 0;
}

int shell_as_of(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    const struct plan *plan = session->loaded->plan;
    if (!plan_uses_reports(plan))
        return err_set(err, ERR_USAGE, "预案 %s 不按疫情报告分级，不用定级日期", "plan %s is not graded on outbreak reports and needs no date", plan->id);
    if (session_as_of(session, args->words[0], err) != 0)
        return -1;
    view_change(shell->app, session, &session->change);
    tell_level(shell, session);
    return 0;
}

/* With --json nothing is asked one by one: the question is told, and `set` answers it. */
static int add_question(struct shell *shell, struct err *err)
{
    const struct session *session = shell_session(shell);
    struct brief brief = session_brief(session);
    struct question question;
    struct text line = {0};
    if (question_find(session->assessor, &session->assessment, &(struct asking){0}, &question, err) != 0)
        return -1;
    question_json(&line, &brief, &question);
    text_addf(&shell->extra, ", \"question\": %.*s", (int)(line.size > 0 ? line.size - 1 : 0), text_str(&line)); /* without its newline */
    bool failed = line.failed;
    text_release(&line);
    return failed ? err_no_memory(err) : 0;
}

int shell_ask(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    return shell->json ? add_question(shell, err) : ask_facts(shell, err);
}

int shell_facts(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    (void)err;
    const struct app *app = shell->app;
    const struct session *session = shell_session(shell);
    struct brief brief = session_brief(shell_session(shell));
    print_incident(app, session);
    brief_facts(&brief);
    if (!plan_uses_reports(session->loaded->plan))
        return 0;
    char date[DATE_TEXT_SIZE];
    date_print(session->record.incident.as_of, date);
    render_say(app, "定级日期：%s", "As of: %s", date);
    show_reports(shell, session, 0);
    return 0;
}

/* ---- moments ---- */

static void print_moments(const struct app *app, const struct session *session)
{
    for (int i = 0; moment_ids[i] != NULL; i++) {
        struct text left = {0};
        char time[CLOCK_TEXT_SIZE] = "";
        int64_t at = session->record.moments.at[i];
        if (at != TIME_UNKNOWN)
            clock_print(&app->clock, at, time);
        text_addf(&left, "  %s %s", moment_ids[i], words_in(moment_words((enum moment)i), app->lang));
        render_row(app, text_str(&left), 30, at == TIME_UNKNOWN ? app_say(app, "未知", "not known") : time);
        text_release(&left);
    }
}

int shell_moment(struct shell *shell, const struct args *args, struct err *err)
{
    if (args->word_count > 0 && acts_moment(shell_session(shell), args, err) != 0)
        return -1;
    print_moments(shell->app, shell_session(shell));
    return 0;
}

/* ---- answers ---- */

static int add_answer(struct shell *shell, struct err *err)
{
    struct text line = {0};
    int rc = session_answer(shell_session(shell), &line, err);
    text_addf(&shell->extra, ", \"grade\": %.*s", (int)(line.size > 0 ? line.size - 1 : 0), text_str(&line)); /* without its newline */
    text_release(&line);
    return rc;
}

int shell_grade(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    struct brief brief = session_brief(shell_session(shell));
    print_incident(shell->app, shell_session(shell));
    return shell->json ? add_answer(shell, err) : brief_grade(&brief, err);
}

/* The level that was given, or the one to act on: that in force, else the graded one. */
static int choose_level(struct shell *shell, const struct args *args, struct err *err)
{
    const struct session *session = shell_session(shell);
    int active = record_active_level(&session->record), graded = brief_level(&session->assessment);
    if (args->word_count > 0)
        return shell_level(shell, args->words[0], err);
    return active > 0 && active < graded ? active : graded;
}

static void say_no_level(struct shell *shell)
{
    const struct app *app = shell->app;
    const struct session *session = shell_session(shell);
    view_level(app, session);
    render_say(app, "要看某一级的，写级别，如：who %lld", "To see a level's, name it, such as: who %lld",
               (long long)session->loaded->plan->levels[0].number);
}

int shell_who(struct shell *shell, const struct args *args, struct err *err)
{
    int level = choose_level(shell, args, err);
    struct brief brief = session_brief(shell_session(shell));
    if (level < 0)
        return -1;
    if (level != LEVEL_NONE)
        return brief_who(&brief, level, err);
    say_no_level(shell);
    return 0;
}

/* What is running; with a level, what the plan asks at that level. */
int shell_tasks(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    struct brief brief = session_brief(session);
    bool all = args->word_count > 0 && (strcmp(args->words[0], "all") == 0 || strcmp(args->words[0], "全部") == 0);
    if (all || args->word_count == 0)
        return status_tasks(session, all, err);
    int level = shell_level(shell, args->words[0], err);
    return level < 0 ? -1 : brief_tasks(&brief, level, 0, err);
}
