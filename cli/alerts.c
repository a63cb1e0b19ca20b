/* What must be seen at once. See alerts.h. */
#include "cli/alerts.h"

#include <stdlib.h>
#include <string.h>

#include "cli/drill.h"
#include "cli/entry_words.h"
#include "cli/status.h"
#include "rules/words.h"

#define NEWS_MAX 8  /* entries of others that are told one by one */
#define TASKS_MAX 6 /* tasks of one incident that are told one by one */

/* "【演练】road-1" */
static void add_name(const struct desk_incident *incident, struct text *alerts)
{
    bool drill = incident->trouble.code == ERR_NONE && incident->session.record.drill;
    text_addf(alerts, "%s%s", drill ? app_say(incident->session.app, "【演练】", "EXERCISE ") : "", incident->id);
}

/* ---- what others wrote ---- */

struct news {
    struct app *app;
    struct text *alerts;
    size_t count;
};

static void add_news(void *context, const struct desk_incident *incident, const struct entry *entry)
{
    struct news *news = context;
    const struct app *app = news->app;
    const struct plan *plan = incident->trouble.code == ERR_NONE ? incident->session.loaded->plan : NULL;
    char time[CLOCK_TEXT_SIZE];
    if (drill_left_out(entry) || ++news->count > NEWS_MAX)
        return;
    int64_t now = plan == NULL ? app->clock.now() : session_clock(&incident->session);
    clock_print_beside(&app->clock, entry_clock(entry), now, time);
    text_add_str(news->alerts, "» ");
    add_name(incident, news->alerts);
    text_addf(news->alerts, " %s ", time);
    entry_speaker(app, plan, entry, news->alerts);
    text_add_str(news->alerts, app_say(app, "：", ": "));
    entry_words(app, plan, entry, news->alerts);
    text_add_str(news->alerts, "\n");
}

/* ---- tasks that are late ---- */

enum told { TOLD_NOTHING, TOLD_OVERDUE, TOLD_ESCALATED };

static enum told to_be_told(const struct session *session, size_t task, int64_t now)
{
    const struct record *record = &session->record;
    const struct task *it = &session->loaded->plan->tasks[task];
    if (task_is_escalated(it, &record->tasks[task], &record->moments, now))
        return TOLD_ESCALATED;
    return task_is_overdue(it, &record->tasks[task], &record->moments, now) ? TOLD_OVERDUE : TOLD_NOTHING;
}

static void add_late(const struct desk_incident *incident, size_t task, enum told told, struct text *alerts)
{
    const struct session *session = &incident->session;
    const struct app *app = session->app;
    const struct plan *plan = session->loaded->plan;
    const struct task *it = &plan->tasks[task];
    char due[CLOCK_TEXT_SIZE];
    clock_print_beside(&app->clock, task_due(it, &session->record.tasks[task], &session->record.moments), session_clock(session), due);
    text_add_str(alerts, "! ");
    add_name(incident, alerts);
    text_addf(alerts, " %s %s ", told == TOLD_ESCALATED ? app_say(app, "须上报", "ESCALATE") : app_say(app, "逾期", "OVERDUE"), it->id);
    brief_actors(alerts, plan, it->owners, it->owner_count, app->lang);
    text_addf(alerts, app_say(app, "：%s（应于 %s）［%s］\n", ": %s (was due %s) [%s]\n"), words_in(it->what, app->lang), due, it->clause);
}

/* Whether facts rule a task out; when that cannot be told, it is told. */
static bool is_ruled_out(struct session *session, size_t task)
{
    const struct condition *when = &session->loaded->plan->tasks[task].when;
    if (when->text == NULL || session_assess(session, NULL) != 0)
        return false;
    return assess_condition(session->assessor, when, NULL) == CONDITION_NO;
}

static void collect_late(struct desk_incident *incident, struct text *alerts)
{
    struct session *session = &incident->session;
    int64_t now = session_clock(session);
    size_t count = 0;
    if (incident->told == NULL)
        incident->told = calloc(session->loaded->plan->task_count + 1, 1);
    for (size_t i = 0; incident->told != NULL && i < session->loaded->plan->task_count; i++) {
        enum told told = to_be_told(session, i, now);
        if (told > (enum told)incident->told[i] && is_ruled_out(session, i))
            told = TOLD_NOTHING; /* until the facts call for it */
        bool news = alerts != NULL && told > (enum told)incident->told[i];
        incident->told[i] = (unsigned char)told;
        if (news && count++ < TASKS_MAX)
            add_late(incident, i, told, alerts);
    }
    if (count <= TASKS_MAX)
        return;
    text_add_str(alerts, "! ");
    add_name(incident, alerts);
    text_addf(alerts, app_say(session->app, " 另有 %zu 项逾期（overdue 列出）\n", ": %zu more are overdue (overdue lists them)\n"), count - TASKS_MAX);
}

void alerts_seen(struct desk_incident *incident)
{
    collect_late(incident, NULL);
}

/* ---- the grade, when the date goes on ---- */

static int collect_grade(struct desk_incident *incident, int before, struct text *alerts, struct err *err)
{
    struct session *session = &incident->session;
    if (session_assess(session, err) != 0)
        return -1;
    int now = brief_level(&session->assessment);
    if (now == before)
        return 0;
    text_add_str(alerts, "! ");
    add_name(incident, alerts);
    text_addf(alerts, app_say(session->app, " 评估由%s变为%s（status 看建议）\n", ": graded %s before, %s now (status advises)\n"),
              words_level(session->loaded->plan, before, session->app->lang), words_level(session->loaded->plan, now, session->app->lang));
    return 0;
}

int alerts_collect(struct desk *desk, struct desk_incident *current, struct text *alerts, struct err *err)
{
    struct news news = {desk->app, alerts, 0};
    int before = current == NULL ? LEVEL_NONE : brief_level(&current->session.assessment); /* looking at tasks assesses too */
    if (desk_follow(desk, &(struct desk_listener){add_news, &news}, err) != 0)
        return -1;
    if (news.count > NEWS_MAX)
        text_addf(alerts, app_say(desk->app, "» 另有 %zu 条（log 列出）\n", "» and %zu more entries (log lists them)\n"), news.count - NEWS_MAX);
    for (size_t i = 0; i < desk->count; i++) {
        struct desk_incident *it = desk->incidents[i];
        if (it->trouble.code == ERR_NONE && !record_is_closed(&it->session.record))
            collect_late(it, alerts);
    }
    return current == NULL || current->trouble.code != ERR_NONE ? 0 : collect_grade(current, before, alerts, err);
}
