/* What the author of a plan should look at, and the officer know: gaps, doubles, circles of command. See who.h. */
#include <stdlib.h>
#include <string.h>

#include "cli/brief.h"
#include "cli/render.h"
#include "cli/who.h"

/* Rows under one heading, which comes with the first. */
struct findings {
    const struct who *who;
    bool any;
};

static void print_finding(struct findings *findings, struct words label, const struct text *text)
{
    const struct app *app = findings->who->app;
    struct text left = {0};
    if (!findings->any)
        render_heading(app, app_say(app, "要留意", "To note"));
    findings->any = true;
    text_addf(&left, "  %s", words_in(label, app->lang));
    render_row(app, text_str(&left), WHO_COLUMN, text_str(text));
    text_release(&left);
}

static void print_nodes(struct findings *findings, struct words label, const int *nodes, size_t count)
{
    const struct who *who = findings->who;
    struct text text = {0};
    for (size_t i = 0; i < count; i++)
        text_addf(&text, "%s%s", i > 0 ? who_say(who, "、", ", ") : "", who_name(who, nodes[i]));
    if (count > 0)
        print_finding(findings, label, &text);
    text_release(&text);
}

static int print_circles(struct findings *findings, int *nodes, struct err *err)
{
    const struct who *who = findings->who;
    int count = graph_cycles(who->graph, who->level, nodes, err);
    for (int i = 0; i < count; i++, nodes++) {
        struct text text = {0};
        int first = *nodes;
        for (; *nodes >= 0; nodes++)
            text_addf(&text, "%s → ", who_name(who, *nodes));
        text_add_str(&text, who_name(who, first));
        print_finding(findings, (struct words){"指挥成圈", "circle of command"}, &text);
        text_release(&text);
    }
    return count < 0 ? -1 : 0;
}

static void print_double(struct findings *findings, const struct graph_double *it)
{
    static const struct words person = {"一人多职", "person, several"}, agency = {"一单位多职", "agency, several"};
    const struct who *who = findings->who;
    struct graph_query seats = {.node = it->agency, .kinds = EDGES_SEAT, .level = who->level};
    const struct edge *edge;
    struct text text = {0};
    const char *between = "";
    text_add_str(&text, who_name(who, it->agency));
    if (it->officer != NULL)
        text_addf(&text, who_say(who, "（%s）", " (%s)"), words_in(*it->officer, who->app->lang));
    text_add_str(&text, who_say(who, "：", ": "));
    for (size_t at = 0; (edge = graph_next(who->graph, &seats, &at)) != NULL;) {
        if (!graph_double_has(it, edge))
            continue;
        text_addf(&text, "%s%s%s", between, edge->kind == EDGE_LEADS ? who_say(who, "牵头", "leads ") : "", who_name(who, edge->to));
        if (it->officer == NULL && edge->holder->officer.zh != NULL)
            text_addf(&text, who_say(who, "（%s）", " (%s)"), words_in(edge->holder->officer, who->app->lang));
        between = who_say(who, "、", ", ");
    }
    print_finding(findings, it->officer != NULL ? person : agency, &text);
    text_release(&text);
}

static int print_doubles(struct findings *findings, struct err *err)
{
    const struct who *who = findings->who;
    struct graph_double *doubles = calloc(who->graph->edge_count + 1, sizeof *doubles);
    int count = doubles == NULL ? err_no_memory(err) : graph_doubles(who->graph, who->level, doubles, err);
    for (int person = 1; person >= 0; person--)
        for (int i = 0; i < count; i++)
            if ((doubles[i].officer != NULL) == (person != 0))
                print_double(findings, &doubles[i]);
    free(doubles);
    return count < 0 ? -1 : 0;
}

static int print_untold(struct findings *findings, struct err *err)
{
    const struct who *who = findings->who;
    const struct plan *plan = who->graph->plan;
    const struct task **tasks = calloc(plan->task_count + 1, sizeof *tasks);
    if (tasks == NULL)
        return err_no_memory(err);
    size_t count = graph_untold(who->graph, who->level, tasks);
    for (size_t i = 0; i < count; i++) {
        struct text text = {0};
        brief_actors(&text, plan, tasks[i]->owners, tasks[i]->owner_count, who->app->lang);
        text_addf(&text, who_say(who, "：%s［%s］", ": %s [%s]"), words_in(tasks[i]->what, who->app->lang), tasks[i]->clause);
        print_finding(findings, (struct words){"未写报给谁", "report to whom?"}, &text);
        text_release(&text);
    }
    free(tasks);
    return 0;
}

int who_findings(const struct who *who, struct err *err)
{
    const struct graph *graph = who->graph;
    struct findings findings = {.who = who};
    int *nodes = calloc(graph->node_count * 2 + 1, sizeof *nodes);
    if (nodes == NULL)
        return err_no_memory(err);
    print_nodes(&findings, (struct words){"组无牵头", "group, no leader"}, nodes, graph_leaderless(graph, who->level, nodes));
    print_nodes(&findings, (struct words){"无指挥长", "no commander"}, nodes, graph_headless(graph, nodes));
    print_nodes(&findings, (struct words){"岗位无人", "post, no holder"}, nodes, graph_vacant(graph, who->level, nodes));
    int rc = print_circles(&findings, nodes, err);
    if (rc == 0)
        rc = print_untold(&findings, err);
    if (rc == 0)
        rc = print_doubles(&findings, err);
    if (rc == 0)
        print_nodes(&findings, (struct words){"体系外单位", "not placed"}, nodes, graph_unplaced(graph, nodes));
    if (rc == 0 && !findings.any)
        render_say(who->app, "没有发现缺口。", "No gaps were found.");
    free(nodes);
    return rc;
}
