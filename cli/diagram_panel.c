/* Panels. See diagram_panel.h. */
#include "cli/diagram_panel.h"

#define LABEL_PART 30 /* of a hundred: the width of the left column */
#define COLUMN_WIDTH 88 /* of an agency in a group: the full name of most */
#define CLAUSE_MOST 70

int panel_head(struct sheet *sheet, struct place *place, enum box_style style, const char *text, const char *clause)
{
    int box = (int)sheet_page(sheet)->box_count;
    int beside = clause == NULL ? 0 : chart_width(BOX_CLAUSE, clause);
    beside = beside < CLAUSE_MOST ? beside : CLAUSE_MOST;
    struct cell cells[] = {{style, place->width - beside, text, NULL}, {BOX_CLAUSE, beside, clause, NULL}};
    place->height = 0;
    place->y += sheet_row(sheet, *place, cells, clause == NULL ? 1 : 2);
    return box;
}

void panel_row(struct sheet *sheet, struct place *place, const char *label, enum box_style style, const char *text)
{
    int left = place->width * LABEL_PART / 100;
    struct cell cells[] = {{BOX_LABEL, left, label, NULL}, {style, place->width - left, text, NULL}};
    place->height = 0;
    place->y += sheet_row(sheet, *place, cells, 2);
}

/* ---- bodies ---- */

/* Who is at the other end of a body's or post's edges, one a line. How many. */
static size_t add_holders(const struct diagram *diagram, const struct graph_query *query, struct text *text)
{
    const struct edge *edge;
    size_t count = 0;
    for (size_t at = 0; (edge = graph_next(diagram->graph, query, &at)) != NULL; count++) {
        text_add_str(text, count > 0 ? "\n" : "");
        diagram_add_holder(diagram, edge, text);
    }
    return count;
}

static void add_posts(const struct diagram *diagram, struct sheet *sheet, struct place *place, size_t body)
{
    const struct organisation *org = &diagram->graph->plan->organisation;
    for (size_t i = 0; i < org->post_count; i++) {
        struct ref ref = {.kind = ACTOR_POST, .index = (int)i};
        struct graph_query query = {.node = graph_node(diagram->graph, &ref), .incoming = true, .kinds = EDGES(EDGE_HOLDS), .level = diagram->level};
        struct text label = {0}, holders = {0};
        if (org->posts[i].body.index != (int)body)
            continue;
        text_add_str(&label, diagram_words(diagram, org->posts[i].name));
        diagram_add_progress(diagram, query.node, &label);
        if (add_holders(diagram, &query, &holders) > 0)
            panel_row(sheet, place, text_str(&label), diagram_progress_style(diagram, query.node, BOX_VALUE), text_str(&holders));
        else
            panel_row(sheet, place, text_str(&label), BOX_VACANT, diagram_say(diagram, "空缺：正文未写由谁担任", "vacant: the text names nobody"));
        sheet_free(sheet, &label);
        sheet_free(sheet, &holders);
    }
}

static enum box_style body_style(const struct body *body)
{
    if (body->tier != TIER_CITY)
        return BOX_OUTSIDE;
    return body->kind == BODY_HQ || body->kind == BODY_ONSITE_HQ ? BOX_HQ : body->kind == BODY_OFFICE ? BOX_OFFICE : BOX_OUTSIDE;
}

int panel_body(const struct diagram *diagram, struct sheet *sheet, struct place *place, size_t index)
{
    const struct body *body = &diagram->graph->plan->organisation.bodies[index];
    struct ref ref = {.kind = ACTOR_BODY, .index = (int)index};
    int node = graph_node(diagram->graph, &ref);
    struct graph_query hosts = {.node = node, .incoming = true, .kinds = EDGES(EDGE_HOSTS), .level = diagram->level};
    struct text name = {0}, housed = {0};
    text_add_str(&name, diagram_words(diagram, body->name));
    diagram_add_progress(diagram, node, &name);
    int box = panel_head(sheet, place, body_style(body), text_str(&name), body->clause);
    if (add_holders(diagram, &hosts, &housed) > 0)
        panel_row(sheet, place, diagram_say(diagram, "设在", "housed in"), BOX_VALUE, text_str(&housed));
    add_posts(diagram, sheet, place, index);
    sheet_free(sheet, &name);
    sheet_free(sheet, &housed);
    return box;
}

/* ---- agencies in columns ---- */

static enum box_style style_of(const struct grid *grid, size_t index)
{
    return grid->look != NULL ? grid->look(grid, index) : grid->style;
}

/* A row of as many as fit: what needs more than its column takes two, or as many as it needs. Returns how many stand in it. */
static size_t draw_grid_row(struct sheet *sheet, struct place *place, const struct grid *grid, size_t from)
{
    enum { MOST = 16 };
    struct text texts[MOST] = {{0}};
    struct cell cells[MOST];
    int columns = grid->columns < 1 ? 1 : grid->columns < MOST ? (int)grid->columns : MOST, taken = 0;
    size_t count = 0;
    while (taken < columns && from + count < grid->count) {
        enum box_style style = style_of(grid, from + count);
        grid->text(grid, from + count, &texts[count]);
        int width = chart_width(style, text_str(&texts[count])), span = 1;
        while (span < columns && place->width * span / columns < width)
            span++;
        if (taken + span > columns)
            break;
        cells[count] = (struct cell){style, place->width * (taken + span) / columns - place->width * taken / columns, text_str(&texts[count]), NULL};
        taken += span;
        count++;
    }
    place->height = 0;
    place->y += sheet_row(sheet, *place, cells, count);
    for (size_t i = 0; i < MOST; i++)
        sheet_free(sheet, &texts[i]);
    return count;
}

void panel_grid(struct sheet *sheet, struct place *place, const struct grid *grid)
{
    for (size_t i = 0; i < grid->count && !sheet->failed; )
        i += draw_grid_row(sheet, place, grid, i);
}

/* ---- groups ---- */

static struct graph_query ends_of(const struct diagram *diagram, size_t group, enum edge_kind kind)
{
    struct ref ref = {.kind = ACTOR_GROUP, .index = (int)group};
    return (struct graph_query){.node = graph_node(diagram->graph, &ref), .incoming = true, .kinds = EDGES(kind), .level = diagram->level};
}

size_t panel_count_members(const struct diagram *diagram, size_t group)
{
    struct graph_query query = ends_of(diagram, group, EDGE_MEMBER_OF);
    size_t count = 0;
    for (size_t at = 0; graph_next(diagram->graph, &query, &at) != NULL;)
        count++;
    return count;
}

static void draw_leaders(const struct diagram *diagram, struct sheet *sheet, struct place *place, size_t group)
{
    struct graph_query query = ends_of(diagram, group, EDGE_LEADS);
    const struct edge *edge;
    size_t count = 0;
    for (size_t at = 0; (edge = graph_next(diagram->graph, &query, &at)) != NULL; count++) {
        struct text text = {0};
        text_add_str(&text, diagram_say(diagram, "牵头　", "Lead: "));
        diagram_add_holder(diagram, edge, &text);
        diagram_add_progress(diagram, edge->from, &text);
        sheet_add(sheet, diagram_progress_style(diagram, edge->from, BOX_LEADER), *place, text_str(&text), &place->y);
        sheet_free(sheet, &text);
    }
    if (count == 0)
        sheet_add(sheet, BOX_VACANT, *place, diagram_say(diagram, "无牵头单位：正文未写", "no leader: the text names nobody"), &place->y);
}

static const struct edge *edge_at(const struct grid *grid, size_t index)
{
    const struct edge *const *edges = grid->items;
    return edges[index];
}

static void member_text(const struct grid *grid, size_t index, struct text *text)
{
    const struct edge *edge = edge_at(grid, index);
    diagram_add_holder(grid->diagram, edge, text);
    diagram_add_progress(grid->diagram, edge->from, text);
}

static enum box_style member_look(const struct grid *grid, size_t index)
{
    return diagram_progress_style(grid->diagram, edge_at(grid, index)->from, BOX_MEMBER);
}

static void draw_members(const struct diagram *diagram, struct sheet *sheet, struct place *place, const struct group_part *part)
{
    struct graph_query query = ends_of(diagram, part->group, EDGE_MEMBER_OF);
    const struct edge *edges[PANEL_MEMBERS_MAX], *edge;
    struct grid grid = {.diagram = diagram, .columns = (size_t)(place->width / COLUMN_WIDTH), .text = member_text, .look = member_look, .items = edges};
    size_t seen = 0;
    for (size_t at = 0; grid.count < PANEL_MEMBERS_MAX && (edge = graph_next(diagram->graph, &query, &at)) != NULL; seen++)
        if (seen >= part->first)
            edges[grid.count++] = edge;
    panel_grid(sheet, place, &grid);
}

int panel_group(const struct diagram *diagram, struct sheet *sheet, struct place *place, const struct group_part *part)
{
    const struct group *group = &diagram->graph->plan->organisation.groups[part->group];
    struct ref ref = {.kind = ACTOR_GROUP, .index = (int)part->group};
    struct text name = {0};
    text_add_str(&name, diagram_words(diagram, group->name));
    if (part->first > 0)
        text_add_str(&name, diagram_say(diagram, "（续）", " (continued)"));
    diagram_add_levels(diagram, group->levels, group->level_count, &name);
    diagram_add_progress(diagram, graph_node(diagram->graph, &ref), &name);
    int box = panel_head(sheet, place, BOX_GROUP, text_str(&name), group->clause);
    if (part->first == 0)
        draw_leaders(diagram, sheet, place, part->group);
    draw_members(diagram, sheet, place, part);
    sheet_free(sheet, &name);
    return box;
}
