/* The organisation in words. See who.h. */
#include "cli/who.h"

#include <stdlib.h>
#include <string.h>

#include "cli/brief.h"
#include "cli/render.h"
#include "core/task.h"
#include "rules/words.h"

const char *who_say(const struct who *who, const char *zh, const char *en)
{
    return app_say(who->app, zh, en);
}

const char *who_name(const struct who *who, int node)
{
    return words_in(graph_words(who->graph, node), who->app->lang);
}

static int body_node(const struct who *who, size_t body)
{
    struct ref ref = {.kind = ACTOR_BODY, .index = (int)body};
    return graph_node(who->graph, &ref);
}

/* ---- lists of actors ---- */

static void add_condition(const struct who *who, const struct edge *edge, struct text *text)
{
    struct wording wording = {.rules = who->rules, .lang = who->app->lang};
    if (!edge->open)
        return;
    text_add_str(text, who_say(who, "〔若 ", " (if "));
    words_expr(text, &wording, who->rules->conditions[edge->when->index]);
    text_add_str(text, who_say(who, "〕", ")"));
}

void who_add_levels(const struct who *who, const int64_t *levels, size_t count, struct text *text)
{
    if (who->level != 0 || count == 0)
        return;
    text_add_str(text, who_say(who, "〔", " ("));
    for (size_t i = 0; i < count; i++)
        text_addf(text, "%s%s", i > 0 ? who_say(who, "、", ", ") : "", words_level(who->graph->plan, (int)levels[i], who->app->lang));
    text_add_str(text, who_say(who, "〕", ")"));
}

void who_add_end(const struct who *who, const struct edge *edge, int node, struct text *text)
{
    text_add_str(text, who_name(who, node));
    if (edge->holder != NULL && edge->holder->officer.zh != NULL)
        text_addf(text, who_say(who, "（%s）", " (%s)"), words_in(edge->holder->officer, who->app->lang));
    add_condition(who, edge, text);
}

/* A clause stands behind the last of those that it names. */
size_t who_add_ends(const struct who *who, const struct graph_query *query, struct text *text)
{
    const struct edge *edge, *before = NULL;
    size_t count = 0;
    for (size_t at = 0; (edge = graph_next(who->graph, query, &at)) != NULL; before = edge, count++) {
        if (before != NULL && strcmp(before->clause, edge->clause) != 0)
            text_addf(text, who_say(who, "［%s］", " [%s]"), before->clause);
        text_add_str(text, count > 0 ? who_say(who, "、", ", ") : "");
        who_add_end(who, edge, query->incoming ? edge->from : edge->to, text);
        if (edge->kind != EDGE_COMMANDS || edge->authority == NULL)
            continue;
        text_add_str(text, who_say(who, "〔移交指挥权后〕", " (once command is handed over)"));
    }
    if (before != NULL)
        text_addf(text, who_say(who, "［%s］", " [%s]"), before->clause);
    return count;
}

/* ---- the structure ---- */

void who_print_ends(const struct who *who, const char *label, const struct graph_query *query)
{
    struct text left = {0}, text = {0};
    text_addf(&left, "  %s", label);
    if (who_add_ends(who, query, &text) > 0)
        render_row(who->app, text_str(&left), WHO_COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
}

static void print_posts(const struct who *who, size_t body)
{
    const struct organisation *org = &who->graph->plan->organisation;
    for (size_t i = 0; i < org->post_count; i++) {
        struct ref post = {.kind = ACTOR_POST, .index = (int)i};
        struct graph_query holders = {.node = graph_node(who->graph, &post), .incoming = true, .kinds = EDGES(EDGE_HOLDS), .level = who->level};
        struct text left = {0}, text = {0};
        if (org->posts[i].body.index != (int)body)
            continue;
        text_addf(&left, "  %s", words_in(org->posts[i].name, who->app->lang));
        if (who_add_ends(who, &holders, &text) == 0)
            text_addf(&text, who_say(who, "（正文未写由谁担任）［%s］", "(the text names nobody) [%s]"), org->posts[i].clause);
        render_row(who->app, text_str(&left), WHO_COLUMN, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

static void print_group(const struct who *who, const struct group *group)
{
    struct ref ref = {.kind = ACTOR_GROUP, .index = (int)(group - who->graph->plan->organisation.groups)};
    struct graph_query query = {.node = graph_node(who->graph, &ref), .incoming = true, .kinds = EDGES(EDGE_LEADS), .level = who->level};
    struct text left = {0}, text = {0}, members = {0};
    text_addf(&left, "  %s", words_in(group->name, who->app->lang));
    text_add_str(&text, who_say(who, "牵头 ", "led by "));
    if (who_add_ends(who, &query, &text) == 0)
        text_addf(&text, who_say(who, "（正文未写由谁）［%s］", "(the text names nobody) [%s]"), group->clause);
    who_add_levels(who, group->levels, group->level_count, &text);
    query.kinds = EDGES(EDGE_MEMBER_OF);
    if (who_add_ends(who, &query, &members) > 0)
        text_addf(&text, who_say(who, "\n成员 %s", "\nwith %s"), text_str(&members));
    render_row(who->app, text_str(&left), WHO_COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
    text_release(&members);
}

/* Groups of a body, or (-1) of none; `heading` (may be NULL) comes with the first. */
static void print_groups(const struct who *who, int body, const char *heading)
{
    const struct organisation *org = &who->graph->plan->organisation;
    for (size_t i = 0; i < org->group_count; i++) {
        const struct group *group = &org->groups[i];
        int of = group->of.id == NULL ? -1 : group->of.index;
        if (of != body || (who->level != 0 && !levels_have(group->levels, group->level_count, who->level)))
            continue;
        if (heading != NULL)
            render_heading(who->app, heading);
        heading = NULL;
        print_group(who, group);
    }
}

static void print_members(const struct who *who, int node)
{
    struct text left = {0}, text = {0};
    struct graph_query query = {.node = node, .incoming = true, .kinds = EDGES(EDGE_MEMBER_OF), .level = who->level};
    size_t count = who_add_ends(who, &query, &text);
    text_addf(&left, who_say(who, "  成员单位 %zu", "  members: %zu"), count);
    if (count > 0)
        render_row(who->app, text_str(&left), WHO_COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
}

static void print_body(const struct who *who, size_t body)
{
    int node = body_node(who, body);
    struct text heading = {0};
    text_addf(&heading, who_say(who, "%s［%s］", "%s [%s]"), who_name(who, node), who->graph->plan->organisation.bodies[body].clause);
    render_heading(who->app, text_str(&heading));
    text_release(&heading);
    who_print_ends(who, who_say(who, "设在", "housed in"), &(struct graph_query){.node = node, .incoming = true, .kinds = EDGES(EDGE_HOSTS), .level = who->level});
    print_posts(who, body);
    print_members(who, node);
    print_groups(who, (int)body, NULL);
}

/* ---- which bodies ---- */

static bool has_contents(const struct who *who, size_t body)
{
    const struct organisation *org = &who->graph->plan->organisation;
    for (size_t i = 0; i < org->post_count; i++)
        if (org->posts[i].body.index == (int)body)
            return true;
    for (size_t i = 0; i < org->group_count; i++)
        if (org->groups[i].of.id != NULL && org->groups[i].of.index == (int)body)
            return true;
    return org->bodies[body].host_count > 0 || body_node(who, body) == graph_headquarters(who->graph);
}

static void print_bodies(const struct who *who)
{
    const struct organisation *org = &who->graph->plan->organisation;
    int headquarters = graph_headquarters(who->graph);
    for (int turn = 0; turn < 2; turn++) /* the headquarters first */
        for (size_t i = 0; i < org->body_count; i++)
            if ((body_node(who, i) == headquarters) == (turn == 0) && has_contents(who, i) && graph_body_acts(who->graph, i, who->level))
                print_body(who, i);
    print_groups(who, -1, who_say(who, "不属于哪个机构的工作组", "Groups of no body"));
}

/* Bodies that the text gives no posts: counties, the province, and others. */
static void print_counterparts(const struct who *who)
{
    const struct organisation *org = &who->graph->plan->organisation;
    bool heading = false;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        struct text left = {0}, text = {0};
        for (size_t i = 0; i < org->body_count; i++)
            if (org->bodies[i].tier == tier && !has_contents(who, i) && graph_body_acts(who->graph, i, who->level))
                text_addf(&text, who_say(who, "%s%s［%s］", "%s%s [%s]"), text.size > 0 ? who_say(who, "、", ", ") : "",
                          words_in(org->bodies[i].name, who->app->lang), org->bodies[i].clause);
        if (text.size > 0 && !heading)
            render_heading(who->app, who_say(who, "其他机构", "Other bodies"));
        heading = heading || text.size > 0;
        text_addf(&left, "  %s", words_in(tier_words((enum tier)tier), who->app->lang));
        if (text.size > 0)
            render_row(who->app, text_str(&left), WHO_COLUMN, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

static void print_hand_overs(const struct who *who)
{
    const struct plan *plan = who->graph->plan;
    bool heading = false;
    for (size_t i = 0; i < plan->authority_count; i++) {
        const struct authority *row = &plan->authority[i];
        struct text text = {0};
        if (row->step != STEP_HAND_OVER || (who->level != 0 && !levels_have(row->levels, row->level_count, who->level)))
            continue;
        if (!heading)
            render_heading(who->app, who_say(who, "移交指挥权", "Handing command over"));
        heading = true;
        brief_actors(&text, plan, row->by, row->by_count, who->app->lang);
        text_add_str(&text, " → ");
        brief_actors(&text, plan, row->to, row->to_count, who->app->lang);
        if (row->note.zh != NULL)
            text_addf(&text, who_say(who, "：%s", ": %s"), words_in(row->note, who->app->lang));
        text_addf(&text, who_say(who, "［%s］", " [%s]"), row->clause);
        render_paragraph(who->app, 2, text_str(&text));
        text_release(&text);
    }
}

/* ---- who tells whom ---- */

void who_add_matter(const struct who *who, const struct graph_call *call, struct text *text)
{
    if (call->task != NULL) {
        text_add_str(text, words_in(call->task->what, who->app->lang));
        if (call->task->deadline.at.node != 0)
            brief_deadline(who->app, &call->task->deadline, text);
    } else {
        text_add_str(text, words_in(step_words((enum step)call->authority->step), who->app->lang));
    }
    if (call->task != NULL)
        who_add_levels(who, call->task->levels, call->task->level_count, text);
    else
        who_add_levels(who, call->authority->levels, call->authority->level_count, text);
    if (call->open)
        text_add_str(text, who_say(who, "〔视情形〕", " (if it applies)"));
    text_addf(text, who_say(who, "［%s］", " [%s]"), call->clause);
}

static void print_call(const struct who *who, const struct graph_call *call)
{
    struct text left = {0}, text = {0};
    text_add_str(&left, "  ");
    brief_actors(&left, who->graph->plan, call->by, call->by_count, who->app->lang);
    text_add_str(&left, " → ");
    brief_actors(&left, who->graph->plan, call->to, call->to_count, who->app->lang);
    who_add_matter(who, call, &text);
    render_row(who->app, text_str(&left), WHO_CALL_COLUMN, text_str(&text));
    text_release(&left);
    text_release(&text);
}

struct graph_call *who_find_calls(const struct who *who, size_t *count, struct err *err)
{
    struct graph_call *calls = calloc(who->graph->plan->task_count + who->graph->plan->authority_count + 1, sizeof *calls);
    if (calls == NULL)
        err_no_memory(err);
    else
        *count = graph_calls(who->graph, who->level, calls);
    return calls;
}

static int print_calls(const struct who *who, struct err *err)
{
    size_t count;
    struct graph_call *calls = who_find_calls(who, &count, err);
    int kind = -1;
    if (calls == NULL)
        return -1;
    for (size_t i = 0; i < count; i++) {
        int own = calls[i].task == NULL ? TASK_KIND_COUNT : calls[i].task->kind;
        struct text heading = {0};
        text_addf(&heading, who_say(who, "谁告诉谁：%s", "Who tells whom: %s"),
                  own == TASK_KIND_COUNT ? who_say(who, "响应步骤", "steps of the response") : words_in(task_kind_words((enum task_kind)own), who->app->lang));
        if (own != kind)
            render_heading(who->app, text_str(&heading));
        text_release(&heading);
        kind = own;
        print_call(who, &calls[i]);
    }
    free(calls);
    return 0;
}

void who_print_title(const struct who *who)
{
    const struct plan *plan = who->graph->plan;
    struct text text = {0};
    text_add_str(&text, words_in(plan->title, who->app->lang));
    if (plan->document.number != NULL)
        text_addf(&text, "  %s", plan->document.number);
    render_heading(who->app, text_str(&text));
    if (who->level != 0)
        render_say(who->app, "%s", "%s", words_level(plan, who->level, who->app->lang));
    text_release(&text);
}

int who_plan(const struct who *who, struct err *err)
{
    who_print_title(who);
    print_bodies(who);
    print_counterparts(who);
    print_hand_overs(who);
    return print_calls(who, err) != 0 ? -1 : who_findings(who, err);
}
