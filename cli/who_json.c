/* The graph as JSON, one thing a line. See who.h. */
#include <stdlib.h>

#include "cli/who.h"
#include "core/text.h"

struct printer {
    const struct who *who;
    struct text out;
};

static const char *id_of(const struct printer *printer, int node)
{
    return graph_ref(printer->who->graph, node).id;
}

static void add_string(struct text *out, const char *key, const char *value)
{
    text_addf(out, "\"%s\": ", key);
    text_add_json_str(out, value);
}

static void add_words(struct text *out, const char *key, struct words words)
{
    text_addf(out, "\"%s\": {", key);
    add_string(out, "zh", words.zh);
    text_add_str(out, ", ");
    add_string(out, "en", words.en);
    text_add_str(out, "}");
}

static void add_node(struct printer *printer, int node)
{
    static const char *const kinds[] = {[ACTOR_AGENCY] = "agency", [ACTOR_BODY] = "body", [ACTOR_POST] = "post", [ACTOR_GROUP] = "group"};
    struct text *out = &printer->out;
    text_add_str(out, "{");
    add_string(out, "node", id_of(printer, node));
    text_addf(out, ", \"kind\": \"%s\", ", kinds[graph_ref(printer->who->graph, node).kind]);
    add_words(out, "name", graph_words(printer->who->graph, node));
    text_add_str(out, "}\n");
}

static void add_origin(struct text *out, const struct edge *edge)
{
    if (edge->holder != NULL && edge->holder->officer.zh != NULL) {
        text_add_str(out, ", ");
        add_words(out, "officer", edge->holder->officer);
    }
    if (edge->when != NULL) {
        text_add_str(out, ", ");
        add_string(out, "when", edge->when->text);
    }
    if (edge->task != NULL) {
        text_add_str(out, ", ");
        add_string(out, "task", edge->task->id);
    }
    if (edge->authority != NULL)
        text_addf(out, ", \"step\": \"%s\"", step_ids[edge->authority->step]);
    if (edge->task != NULL && edge->task->deadline.at.node != 0)
        text_addf(out, ", \"deadline\": {\"minutes\": %lld, \"from\": \"%s\"}", (long long)edge->task->deadline.minutes, moment_ids[edge->task->deadline.from]);
}

static void add_edge(struct printer *printer, const struct edge *edge)
{
    struct text *out = &printer->out;
    text_addf(out, "{\"edge\": \"%s\", ", edge_kind_ids[edge->kind]);
    add_string(out, "from", id_of(printer, edge->from));
    text_add_str(out, ", ");
    add_string(out, "to", id_of(printer, edge->to));
    text_add_str(out, ", ");
    add_string(out, "clause", edge->clause);
    text_add_str(out, ", \"levels\": [");
    for (size_t i = 0; i < edge->level_count; i++)
        text_addf(out, "%s%lld", i > 0 ? ", " : "", (long long)edge->levels[i]);
    text_addf(out, "], \"certain\": %s", edge->open ? "false" : "true");
    add_origin(out, edge);
    text_add_str(out, "}\n");
}

static void add_ids(struct printer *printer, const int *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_add_str(&printer->out, i > 0 ? ", " : "");
        text_add_json_str(&printer->out, id_of(printer, nodes[i]));
    }
}

static void add_finding(struct printer *printer, const char *kind, const int *nodes, size_t count)
{
    if (count == 0)
        return;
    text_addf(&printer->out, "{\"finding\": \"%s\", \"nodes\": [", kind);
    add_ids(printer, nodes, count);
    text_add_str(&printer->out, "]}\n");
}

static void add_double(struct printer *printer, const struct graph_double *it)
{
    struct text *out = &printer->out;
    struct graph_query seats = {.node = it->agency, .kinds = EDGES_SEAT, .level = printer->who->level};
    const struct edge *edge;
    const char *between = "";
    text_addf(out, "{\"finding\": \"%s\", ", it->officer != NULL ? "officer_twice" : "agency_twice");
    add_string(out, "agency", id_of(printer, it->agency));
    if (it->officer != NULL) {
        text_add_str(out, ", ");
        add_words(out, "officer", *it->officer);
    }
    text_add_str(out, ", \"nodes\": [");
    for (size_t at = 0; (edge = graph_next(printer->who->graph, &seats, &at)) != NULL;)
        if (graph_double_has(it, edge)) {
            text_add_str(out, between);
            text_add_json_str(out, id_of(printer, edge->to));
            between = ", ";
        }
    text_add_str(out, "]}\n");
}

static int add_doubles(struct printer *printer, struct err *err)
{
    const struct graph *graph = printer->who->graph;
    struct graph_double *doubles = calloc(graph->edge_count + 1, sizeof *doubles);
    int count = doubles == NULL ? err_no_memory(err) : graph_doubles(graph, printer->who->level, doubles, err);
    for (int i = 0; i < count; i++)
        add_double(printer, &doubles[i]);
    free(doubles);
    return count < 0 ? -1 : 0;
}

static int add_untold(struct printer *printer, struct err *err)
{
    const struct graph *graph = printer->who->graph;
    const struct task **tasks = calloc(graph->plan->task_count + 1, sizeof *tasks);
    if (tasks == NULL)
        return err_no_memory(err);
    size_t count = graph_untold(graph, printer->who->level, tasks);
    for (size_t i = 0; i < count; i++) {
        text_add_str(&printer->out, "{\"finding\": \"untold\", ");
        add_string(&printer->out, "task", tasks[i]->id);
        text_add_str(&printer->out, ", ");
        add_string(&printer->out, "clause", tasks[i]->clause);
        text_add_str(&printer->out, "}\n");
    }
    free(tasks);
    return 0;
}

static int add_findings(struct printer *printer, struct err *err)
{
    const struct graph *graph = printer->who->graph;
    int level = printer->who->level;
    int *nodes = calloc(graph->node_count * 2 + 1, sizeof *nodes), *circle = nodes;
    if (nodes == NULL)
        return err_no_memory(err);
    add_finding(printer, "leaderless", nodes, graph_leaderless(graph, level, nodes));
    add_finding(printer, "headless", nodes, graph_headless(graph, nodes));
    add_finding(printer, "vacant", nodes, graph_vacant(graph, level, nodes));
    add_finding(printer, "unplaced", nodes, graph_unplaced(graph, nodes));
    int count = graph_cycles(graph, level, nodes, err);
    for (int i = 0; i < count; i++, circle++) {
        const int *first = circle;
        while (*circle >= 0)
            circle++;
        add_finding(printer, "circle", first, (size_t)(circle - first));
    }
    free(nodes);
    return count < 0 || add_untold(printer, err) != 0 ? -1 : add_doubles(printer, err);
}

static void add_edges(struct printer *printer, int node, bool incoming)
{
    struct graph_query query = {.node = node, .incoming = incoming, .kinds = EDGES_ALL, .level = printer->who->level};
    const struct edge *edge;
    for (size_t at = 0; (edge = graph_next(printer->who->graph, &query, &at)) != NULL;)
        add_edge(printer, edge);
}

static int add_plan(struct printer *printer, struct err *err)
{
    const struct graph *graph = printer->who->graph;
    for (int node = 0; node < (int)graph->node_count; node++)
        if (graph->named[node])
            add_node(printer, node);
    add_edges(printer, -1, false);
    return add_findings(printer, err);
}

static void add_tasks(struct printer *printer, int node)
{
    const struct plan *plan = printer->who->graph->plan;
    for (size_t i = 0; i < plan->level_count; i++) {
        int level = (int)plan->levels[i].number;
        if (printer->who->level != 0 && printer->who->level != level)
            continue;
        struct who_tasks tasks = who_count_tasks(printer->who->graph, node, level);
        text_addf(&printer->out, "{\"tasks\": {\"level\": %d, \"own\": %zu, \"post\": %zu, \"office\": %zu, \"group\": %zu}}\n", level, tasks.own,
                  tasks.post, tasks.office, tasks.group);
    }
}

static int add_actor(struct printer *printer, int node, struct err *err)
{
    const struct graph *graph = printer->who->graph;
    struct graph_step *steps = calloc(graph->node_count + 1, sizeof *steps);
    bool by_reports;
    int count = steps == NULL ? err_no_memory(err) : who_find_path(printer->who, node, steps, &by_reports, err);
    if (count < 0) {
        free(steps);
        return -1;
    }
    add_node(printer, node);
    add_edges(printer, node, false);
    add_edges(printer, node, true);
    text_add_str(&printer->out, "{\"path\": [");
    for (int i = 0; i < count; i++) {
        text_add_str(&printer->out, i > 0 ? ", " : "");
        text_add_json_str(&printer->out, id_of(printer, steps[i].node));
    }
    text_addf(&printer->out, "], \"by\": %s}\n", count == 0 ? "null" : by_reports ? "\"reports\"" : "\"structure\"");
    add_tasks(printer, node);
    free(steps);
    return 0;
}

/* Nothing is printed when any of it fails. */
int who_json(const struct who *who, int node, struct err *err)
{
    struct printer printer = {.who = who};
    int rc = node < 0 ? add_plan(&printer, err) : add_actor(&printer, node, err);
    if (rc == 0 && printer.out.failed)
        rc = err_no_memory(err);
    if (rc == 0)
        fputs(text_str(&printer.out), who->app->out);
    text_release(&printer.out);
    return rc;
}
