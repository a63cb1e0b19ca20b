/* Live incidents to be drawn. See diagram_live.h. */
#include "cli/diagram_live.h"

#include <stdlib.h>

#include "cli/conflict.h"

static struct graph *make_graph(struct session *session, struct err *err)
{
    unsigned char *standings = session_standings(session, err);
    struct graph *graph = standings == NULL ? NULL : graph_new(session->loaded->plan, standings, err);
    free(standings);
    return graph;
}

static int find_level(struct session *session, int *level, struct err *err)
{
    *level = record_active_level(&session->record);
    if (*level > 0)
        return 0;
    if (session_assess(session, err) != 0)
        return -1;
    int graded = brief_level(&session->assessment);
    *level = plan_find_level(session->loaded->plan, graded) != NULL ? graded : 0;
    return 0;
}

static int add_other(struct live_diagram *live, struct desk_incident *other, struct err *err)
{
    struct graph *graph = make_graph(&other->session, err);
    if (graph == NULL)
        return -1;
    live->others[live->other_count++] = (struct diagram_other){.name = other->id, .graph = graph, .level = record_active_level(&other->session.record),
                                                               .session = &other->session};
    return 0;
}

int live_diagram_init(struct live_diagram *live, const struct desk *desk, struct desk_incident *incident, enum diagram_kind kind, struct err *err)
{
    struct session *session = &incident->session;
    *live = (struct live_diagram){.diagram = {.app = desk->app, .kind = kind, .rules = session->loaded->rules, .session = session}};
    live->graph = make_graph(session, err);
    live->others = calloc(desk->count + 1, sizeof *live->others);
    if (live->graph == NULL || live->others == NULL)
        return live->graph == NULL ? -1 : err_no_memory(err);
    for (size_t i = 0; i < desk->count && kind == DIAGRAM_CONFLICT; i++)
        if (conflicts_possible(incident, desk->incidents[i]) && add_other(live, desk->incidents[i], err) != 0)
            return -1;
    live->diagram.graph = live->graph;
    live->diagram.others = live->others;
    live->diagram.other_count = live->other_count;
    return kind == DIAGRAM_LEVELS ? 0 : find_level(session, &live->diagram.level, err);
}

void live_diagram_release(struct live_diagram *live)
{
    for (size_t i = 0; i < live->other_count; i++)
        graph_free((struct graph *)live->others[i].graph);
    free(live->others);
    graph_free(live->graph);
}
