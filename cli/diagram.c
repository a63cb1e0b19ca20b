/* The kinds of diagram, and what they share. See diagram.h. */
#include "cli/diagram.h"

#include <string.h>

#include "cli/diagram_progress.h"
#include "cli/who.h"
#include "rules/words.h"

const char *const diagram_kind_ids[] = {"command", "levels", "flow", "notify", "conflict", NULL};

/* In the order of enum diagram_kind. */
static const struct kind {
    struct words name, about;
    sheet_function draw;
} kinds[] = {
    {{"指挥体系图", "Command structure"},
     {"指挥部、岗位和担任者、办公室、现场指挥部、工作组、成员单位、上下级", "headquarters, posts and holders, office, on-site headquarters, groups, members, other tiers"},
     diagram_draw_command},
    {{"响应级别图", "Response levels"},
     {"响应级别的状态机：每一步由谁、凭哪一条", "the response-level machine: who may take each step, by which clause"},
     diagram_draw_levels},
    {{"应急响应流程图", "Course of the response"},
     {"从首报、定级、启动、处置到结束、恢复", "from the first report through grading, launch and tasks to the end and recovery"},
     diagram_draw_flow},
    {{"报告通知图", "Who tells whom"},
     {"谁报告谁、谁通知谁、时限和条款", "who reports to and notifies whom, by when, by which clause"},
     diagram_draw_notify},
    {{"单位占用图", "Shared agencies"},
     {"几个事件（没有事件时是几个预案）同时需要的单位", "agencies that several incidents need, or several plans when there is no incident"},
     diagram_draw_conflict},
};

struct words diagram_kind_words(enum diagram_kind kind)
{
    return kinds[kind].name;
}

struct words diagram_kind_about(enum diagram_kind kind)
{
    return kinds[kind].about;
}

int diagram_find_kind(const char *name, enum diagram_kind *kind, struct err *err)
{
    struct nearest near = nearest_to(name, strlen(name));
    for (int i = 0; i < DIAGRAM_KIND_COUNT; i++) {
        *kind = (enum diagram_kind)i;
        if (strcmp(name, diagram_kind_ids[i]) == 0 || strcmp(name, kinds[i].name.zh) == 0)
            return 0;
        nearest_offer(&near, diagram_kind_ids[i]);
    }
    err_set(err, ERR_USAGE, "没有“%s”这种图（有 command levels flow notify conflict）",
            "there is no kind of diagram \"%s\" (command, levels, flow, notify and conflict)", text_clip(name, strlen(name)).str);
    err_set_hint(err, near.best);
    return -1;
}

/* ---- words ---- */

const char *diagram_say(const struct diagram *diagram, const char *zh, const char *en)
{
    return app_say(diagram->app, zh, en);
}

const char *diagram_words(const struct diagram *diagram, struct words words)
{
    return words_in(words, diagram->app->lang);
}

static struct who who_of(const struct diagram *diagram)
{
    return (struct who){.app = diagram->app, .rules = diagram->rules, .graph = diagram->graph, .level = diagram->level};
}

const char *diagram_name(const struct diagram *diagram, int node)
{
    return diagram_words(diagram, graph_words(diagram->graph, node));
}

void diagram_add_levels(const struct diagram *diagram, const int64_t *levels, size_t count, struct text *text)
{
    struct who who = who_of(diagram);
    who_add_levels(&who, levels, count, text);
}

void diagram_add_task(const struct diagram *diagram, const struct task *task, bool limit, struct text *text)
{
    diagram_add_task_mark(diagram, task, text);
    text_add_str(text, diagram_words(diagram, task->what));
    if (limit && task->deadline.at.node != 0)
        brief_deadline(diagram->app, &task->deadline, text);
    diagram_add_levels(diagram, task->levels, task->level_count, text);
    text_add_str(text, graph_task_is_open(diagram->graph, task) ? diagram_say(diagram, "〔视情形〕", " (if it applies)") : "");
    text_addf(text, diagram_say(diagram, "［%s］", " [%s]"), task->clause);
}

void diagram_add_holder(const struct diagram *diagram, const struct edge *edge, struct text *text)
{
    struct who who = who_of(diagram);
    who_add_end(&who, edge, edge->from, text);
}

/* ---- the title block ---- */

struct title {
    struct text title, subtitle, description, incident;
    char time[CLOCK_TEXT_SIZE];
};

static void release_title(struct title *title)
{
    text_release(&title->title);
    text_release(&title->subtitle);
    text_release(&title->description);
    text_release(&title->incident);
}

static const char *level_words(const struct diagram *diagram)
{
    int active = diagram->session == NULL ? 0 : record_active_level(&diagram->session->record), level = diagram->level == 0 ? active : diagram->level;
    return level == 0 ? diagram_say(diagram, "不分级别", "all levels") : words_level(diagram->graph->plan, level, diagram->app->lang);
}

static void write_title(const struct diagram *diagram, struct title *title)
{
    const struct plan *plan = diagram->graph->plan;
    const char *kind = diagram_words(diagram, kinds[diagram->kind].name);
    text_add_str(&title->title, kind);
    text_add_str(&title->subtitle, diagram_words(diagram, plan->title));
    text_addf(&title->description, diagram_say(diagram, "%s的%s（%s）：%s。", "%s: %s (%s): %s."), diagram_words(diagram, plan->title), kind,
              level_words(diagram), diagram_words(diagram, kinds[diagram->kind].about));
    if (diagram->session == NULL)
        return;
    const struct record *record = &diagram->session->record;
    text_add_str(&title->incident, record->id);
    if (record->title[0] != '\0')
        text_addf(&title->incident, " %s", record->title);
    clock_print(&diagram->app->clock, session_clock(diagram->session), title->time);
    text_addf(&title->description, diagram_say(diagram, "事件 %s，%s%s。", "Incident %s, as of %s%s."), text_str(&title->incident), title->time,
              record->drill ? diagram_say(diagram, "，演练", ", EXERCISE") : "");
}

static struct heading make_heading(const struct diagram *diagram, const struct title *title)
{
    const struct plan *plan = diagram->graph->plan;
    struct heading heading = {.lang = diagram->app->lang, .title = text_str(&title->title), .subtitle = text_str(&title->subtitle),
                              .description = text_str(&title->description)};
    size_t count = 0;
    if (plan->document.number != NULL)
        heading.facts[count++] = (struct heading_fact){diagram_say(diagram, "文号", "Document"), plan->document.number};
    heading.facts[count++] = (struct heading_fact){diagram_say(diagram, "级别", "Level"), level_words(diagram)};
    if (diagram->session != NULL) {
        heading.facts[count++] = (struct heading_fact){diagram_say(diagram, "事件", "Incident"), text_str(&title->incident)};
        heading.facts[count++] = (struct heading_fact){diagram_say(diagram, "时刻", "As of"), title->time};
        heading.drill = diagram->session->record.drill;
    }
    return heading;
}

int diagram_lay_out(struct diagram *diagram, struct sheet *sheet, struct err *err)
{
    struct title title = {.time = ""};
    write_title(diagram, &title);
    struct heading heading = make_heading(diagram, &title);
    sheet_init(sheet, &heading);
    struct progress progress;
    int rc = progress_find(&progress, diagram->graph, diagram->session, err);
    diagram->progress = &progress;
    if (rc == 0)
        rc = sheet_fill(sheet, kinds[diagram->kind].draw, diagram, err);
    sheet->heading = (struct heading){.lang = heading.lang}; /* its strings go */
    diagram->progress = NULL;
    progress_release(&progress);
    release_title(&title);
    return rc;
}
