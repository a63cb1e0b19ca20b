/* One agency, body, post or group: its place, its way to the commander, its calls and tasks. See who.h. */
#include <stdlib.h>
#include <string.h>

#include "cli/brief.h"
#include "cli/render.h"
#include "cli/who.h"
#include "rules/words.h"

static void print_relations(const struct who *who, int node)
{
    static const struct {
        enum edge_kind kind;
        bool incoming;
        struct words label;
    } rows[] = {
        {EDGE_HOLDS, false, {"担任", "holds"}},          {EDGE_HOLDS, true, {"担任者", "held by"}},
        {EDGE_HOSTS, false, {"设有", "houses"}},         {EDGE_HOSTS, true, {"设在", "housed in"}},
        {EDGE_LEADS, false, {"牵头", "leads"}},          {EDGE_LEADS, true, {"牵头单位", "led by"}},
        {EDGE_MEMBER_OF, false, {"参加", "member of"}},  {EDGE_MEMBER_OF, true, {"成员", "members"}},
        {EDGE_DEPUTISES, false, {"协助", "deputises"}},  {EDGE_DEPUTISES, true, {"副手", "deputy"}},
        {EDGE_COMMANDS, true, {"上级", "under"}},        {EDGE_COMMANDS, false, {"指挥", "commands"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        who_print_ends(who, words_in(rows[i].label, who->app->lang),
                   &(struct graph_query){.node = node, .incoming = rows[i].incoming, .kinds = EDGES(rows[i].kind), .level = who->level});
}

static void add_step(const struct who *who, const struct graph_step *step, struct text *text)
{
    static const struct words under = {"上级", "under"};
    struct words how = step->edge->kind == EDGE_COMMANDS ? under : edge_words(step->edge->kind);
    text_addf(text, who_say(who, " →〔%s〕%s", " → %s %s"), words_in(how, who->app->lang), who_name(who, step->node));
}

int who_find_path(const struct who *who, int node, struct graph_step *steps, bool *by_reports, struct err *err)
{
    struct graph_way way = {.from = node, .to = graph_commander(who->graph), .kinds = EDGES_STAND, .level = who->level};
    *by_reports = false;
    if (way.to < 0 || way.to == node)
        return 0;
    int count = graph_path(who->graph, &way, steps, err);
    if (count != 0)
        return count;
    *by_reports = true;
    way.kinds = EDGES_ALL;
    return graph_path(who->graph, &way, steps, err);
}

static int print_path(const struct who *who, int node, struct err *err)
{
    bool by_reports;
    struct graph_step *steps = calloc(who->graph->node_count + 1, sizeof *steps);
    int count = steps == NULL ? err_no_memory(err) : who_find_path(who, node, steps, &by_reports, err), commander = graph_commander(who->graph);
    struct text text = {0};
    text_add_str(&text, who_name(who, node));
    for (int i = 0; i < count; i++)
        add_step(who, &steps[i], &text);
    if (count == 0 && commander >= 0)
        text_addf(&text, who_say(who, "：正文没有写出通到%s的途径", ": the text gives no way to %s"), who_name(who, commander));
    if (count >= 0 && commander >= 0 && commander != node)
        render_row(who->app, by_reports && count > 0 ? who_say(who, "  报告线", "  line of reports") : who_say(who, "  指挥线", "  line of command"), WHO_COLUMN,
                   text_str(&text));
    text_release(&text);
    free(steps);
    return count < 0 ? -1 : 0;
}

/* The actor itself, or the post it holds, the office it hosts, the group it leads, in which it is one of `actors`; NULL when none is. */
static const struct edge *role_in(const struct who *who, int node, const struct ref *actors, size_t count, bool *found)
{
    struct graph_query roles = {.node = node, .kinds = EDGES_SEAT | EDGES(EDGE_HOSTS), .level = who->level};
    struct ref self = graph_ref(who->graph, node);
    const struct edge *edge;
    *found = actors_have(actors, count, &self);
    if (*found)
        return NULL;
    for (size_t at = 0; (edge = graph_next(who->graph, &roles, &at)) != NULL;) {
        struct ref role = graph_ref(who->graph, edge->to);
        *found = actors_have(actors, count, &role);
        if (*found)
            return edge;
    }
    return NULL;
}

static void print_half(const struct who *who, const struct graph_call *call, bool telling, const struct edge *role)
{
    struct text left = {0}, text = {0};
    text_add_str(&left, telling ? "  → " : "  ← ");
    brief_actors(&left, who->graph->plan, telling ? call->to : call->by, telling ? call->to_count : call->by_count, who->app->lang);
    who_add_matter(who, call, &text);
    if (role != NULL)
        text_addf(&text, who_say(who, "〔作为%s〕", " (as %s)"), who_name(who, role->to));
    render_row(who->app, text_str(&left), WHO_CALL_COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
}

static int print_own_calls(const struct who *who, int node, struct err *err)
{
    size_t count;
    struct graph_call *calls = who_find_calls(who, &count, err);
    if (calls == NULL)
        return -1;
    for (int telling = 1; telling >= 0; telling--) {
        bool heading = false, found;
        for (size_t i = 0; i < count; i++) {
            const struct edge *role = role_in(who, node, telling ? calls[i].by : calls[i].to, telling ? calls[i].by_count : calls[i].to_count, &found);
            if (!found)
                continue;
            if (!heading)
                render_heading(who->app, telling ? who_say(who, "要报告、通知", "Tells") : who_say(who, "会接到报告、通知", "Is told"));
            heading = true;
            print_half(who, &calls[i], telling, role);
        }
    }
    free(calls);
    return 0;
}

static size_t *owner_slot(const struct graph *graph, int node, int level, const struct ref *owner, struct who_tasks *tasks)
{
    struct graph_query roles = {.node = node, .kinds = EDGES_PLACE, .level = level};
    int owner_node = graph_node(graph, owner);
    const struct edge *edge;
    if (owner_node == node)
        return &tasks->own;
    for (size_t at = 0; (edge = graph_next(graph, &roles, &at)) != NULL;)
        if (edge->to == owner_node && (owner->kind != ACTOR_BODY || edge->kind == EDGE_HOSTS))
            return owner->kind == ACTOR_POST ? &tasks->post : owner->kind == ACTOR_BODY ? &tasks->office : &tasks->group;
    return NULL;
}

struct who_tasks who_count_tasks(const struct graph *graph, int node, int level)
{
    const struct plan *plan = graph->plan;
    struct who_tasks tasks = {0};
    for (size_t i = 0; i < plan->task_count; i++) {
        const struct task *task = &plan->tasks[i];
        size_t *slot = NULL;
        if (!graph_has_task(graph, level, task))
            continue;
        for (size_t o = 0; o < task->owner_count && slot == NULL; o++)
            slot = owner_slot(graph, node, level, &task->owners[o], &tasks);
        if (slot != NULL)
            ++*slot;
    }
    return tasks;
}

static void print_task_count(const struct who *who, int node, int level)
{
    struct who_tasks tasks = who_count_tasks(who->graph, node, level);
    struct text left = {0}, text = {0};
    text_addf(&left, "  %s", words_level(who->graph->plan, level, who->app->lang));
    text_addf(&text, who_say(who, "本身 %zu 项", "%zu of its own"), tasks.own);
    if (tasks.post > 0)
        text_addf(&text, who_say(who, "，所任岗位 %zu 项", ", %zu of its posts"), tasks.post);
    if (tasks.office > 0)
        text_addf(&text, who_say(who, "，所设办公室 %zu 项", ", %zu of the office it houses"), tasks.office);
    if (tasks.group > 0)
        text_addf(&text, who_say(who, "，所在工作组 %zu 项", ", %zu of its groups"), tasks.group);
    render_row(who->app, text_str(&left), WHO_COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
}

static void print_task_counts(const struct who *who, int node)
{
    const struct plan *plan = who->graph->plan;
    render_heading(who->app, who_say(who, "任务（respond tasks 全列）", "Tasks (respond tasks lists them)"));
    for (size_t i = 0; i < plan->level_count; i++)
        if (who->level == 0 || plan->levels[i].number == who->level)
            print_task_count(who, node, (int)plan->levels[i].number);
}

static void print_name(const struct who *who, int node)
{
    struct ref ref = graph_ref(who->graph, node);
    const struct agency *agency = ref.kind == ACTOR_AGENCY ? &who->graph->plan->city->agencies[ref.index] : NULL;
    struct text text = {0};
    text_addf(&text, "%s  %s", who_name(who, node), ref.id);
    render_heading(who->app, text_str(&text));
    text_release(&text);
    if (agency != NULL && strcmp(agency->name.zh, who_name(who, node)) != 0 && who->app->lang == LANG_ZH)
        render_row(who->app, "  全称", WHO_COLUMN, agency->name.zh);
    if (agency != NULL && agency->parent.id != NULL)
        render_row(who->app, who_say(who, "  隶属", "  belongs to"), WHO_COLUMN,
                   words_in(agency_words(&who->graph->plan->city->agencies[agency->parent.index]), who->app->lang));
}

int who_actor(const struct who *who, int node, struct err *err)
{
    who_print_title(who);
    print_name(who, node);
    if (!who->graph->named[node]) {
        render_say(who->app, "本预案没有提到它。", "This plan does not name it.");
        return 0;
    }
    print_relations(who, node);
    if (print_path(who, node, err) != 0 || print_own_calls(who, node, err) != 0)
        return -1;
    print_task_counts(who, node);
    return 0;
}
