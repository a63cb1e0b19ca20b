/*
 * The command structure: headquarters and on-site headquarters in the middle, higher ones at the left, office and counties at the right, the
 * working groups in rows below, then members and whoever else the text names.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/chart_route.h"
#include "cli/diagram_panel.h"

#define CHANNEL 42      /* between the columns of the top, at the least and at the most: */
#define CHANNEL_MOST 140
#define LANE_WIDTH 4    /* each body at a side may need one or two */
#define SIDE_PART 27     /* of a hundred: the width of a side column */
#define STACK_GAP 12    /* between panels of a column */
#define CHIEF_GAP 20    /* between headquarters and on-site headquarters */
#define BUS_GAP 16      /* above a row of groups: the line that all hang on runs in the middle */
#define GROUP_WIDTH 188 /* the least width of a group */
#define COLUMNS_MOST 6
#define ROWS_A_BLOCK 24  /* of a grid of agencies */
#define CENTRE_MOST 2

enum side { SIDE_NONE, SIDE_LEFT, SIDE_CENTRE, SIDE_RIGHT, SIDE_TREE };

/* A body where it stands. */
struct stand {
    size_t body, page;
    int box;
    struct place place; /* the whole panel */
};

struct command {
    const struct diagram *diagram;
    enum side *sides;      /* by body */
    struct stand *stands;  /* by body */
    int *nodes;            /* for queries */
    int headquarters;      /* body, -1 for none */
    int onsite;            /* the body below it whose groups follow, -1 for none */
};

static const struct organisation *org_of(const struct command *command)
{
    return &command->diagram->graph->plan->organisation;
}

static int body_node(const struct command *command, size_t body)
{
    struct ref ref = {.kind = ACTOR_BODY, .index = (int)body};
    return graph_node(command->diagram->graph, &ref);
}

/* ---- who stands where ---- */

static bool group_stands(const struct command *command, size_t group)
{
    const struct group *it = &org_of(command)->groups[group];
    return command->diagram->level == 0 || levels_have(it->levels, it->level_count, command->diagram->level);
}

/* Groups of a body, or (-1) of none. */
static bool is_group_of(const struct command *command, size_t group, int body)
{
    const struct ref *of = &org_of(command)->groups[group].of;
    return group_stands(command, group) && (of->id == NULL ? -1 : of->index) == body;
}

static bool has_groups(const struct command *command, int body)
{
    for (size_t i = 0; i < org_of(command)->group_count; i++)
        if (is_group_of(command, i, body))
            return true;
    return false;
}

static bool is_below(const struct command *command, size_t body)
{
    const struct organisation *org = org_of(command);
    size_t at = body;
    for (size_t steps = 0; steps < org->body_count && org->bodies[at].of.id != NULL; steps++) { /* no farther: there may be a circle */
        at = (size_t)org->bodies[at].of.index;
        if ((int)at == command->headquarters)
            return true;
    }
    return false;
}

static enum side side_of(struct command *command, size_t index)
{
    const struct body *body = &org_of(command)->bodies[index];
    if ((int)index == command->headquarters)
        return SIDE_CENTRE;
    if (!graph_body_acts(command->diagram->graph, index, command->diagram->level) && !has_groups(command, (int)index))
        return SIDE_NONE;
    bool leads = has_groups(command, (int)index) || (body->kind == BODY_ONSITE_HQ && !has_groups(command, command->headquarters));
    if (is_below(command, index) && leads && command->onsite < 0) {
        command->onsite = (int)index;
        return SIDE_CENTRE;
    }
    if (has_groups(command, (int)index))
        return SIDE_TREE;
    return body->tier >= TIER_PROVINCE || (body->tier == TIER_CITY && body->kind == BODY_HQ) ? SIDE_LEFT : SIDE_RIGHT;
}

/* The order in a side column: the highest first, offices before others. */
static int rank_of(const struct body *body)
{
    static const int tiers[] = {[TIER_CITY] = 2, [TIER_COUNTY] = 3, [TIER_PROVINCE] = 1, [TIER_NATION] = 0};
    return body->kind == BODY_OFFICE && body->tier == TIER_CITY ? 0 : 1 + tiers[body->tier] * 2 + (body->kind == BODY_AUTHORITY);
}

/* ---- the top ---- */

static struct place draw_stand(struct command *command, struct sheet *sheet, struct place place, size_t body)
{
    struct stand *stand = &command->stands[body];
    struct place whole = place;
    stand->body = body;
    stand->page = sheet->page_count;
    stand->box = panel_body(command->diagram, sheet, &place, body);
    whole.height = place.y - whole.y;
    stand->place = whole;
    return place;
}

static int draw_side(struct command *command, struct sheet *sheet, struct place place, enum side side)
{
    const struct organisation *org = org_of(command);
    int bottom = place.y;
    for (int rank = 0; rank < 16; rank++)
        for (size_t i = 0; i < org->body_count; i++) {
            if (command->sides[i] != side || rank_of(&org->bodies[i]) != rank)
                continue;
            bottom = draw_stand(command, sheet, place, i).y;
            place.y = bottom + STACK_GAP;
        }
    return bottom;
}

static int draw_centre(struct command *command, struct sheet *sheet, struct place place)
{
    int bottom = place.y;
    if (command->headquarters >= 0)
        bottom = draw_stand(command, sheet, place, (size_t)command->headquarters).y;
    if (command->onsite < 0 || has_groups(command, command->headquarters)) /* else below the headquarters' own groups */
        return bottom;
    place.y = bottom + CHIEF_GAP;
    return draw_stand(command, sheet, place, (size_t)command->onsite).y;
}

/* Whether an edge of a kind leads from one body or its posts to another or its posts. */
static bool joins(const struct command *command, unsigned kinds, size_t from, size_t to)
{
    const struct graph *graph = command->diagram->graph;
    struct graph_query all = {.node = -1, .kinds = kinds, .level = command->diagram->level};
    const struct edge *edge;
    for (size_t at = 0; (edge = graph_next(graph, &all, &at)) != NULL;) {
        struct ref a = graph_ref(graph, edge->from), b = graph_ref(graph, edge->to);
        size_t one = a.kind == ACTOR_BODY ? (size_t)a.index : a.kind == ACTOR_POST ? (size_t)org_of(command)->posts[a.index].body.index : SIZE_MAX;
        size_t two = b.kind == ACTOR_BODY ? (size_t)b.index : b.kind == ACTOR_POST ? (size_t)org_of(command)->posts[b.index].body.index : SIZE_MAX;
        if (one == from && two == to)
            return true;
    }
    return false;
}

struct wiring {
    struct wire wires[WIRES_MAX];
    size_t count;
};

static void add_wire(struct command *command, struct wiring *wiring, enum link_style style, size_t from, size_t to)
{
    const struct stand *one = &command->stands[from], *two = &command->stands[to];
    bool leftwards = one->place.x > two->place.x;
    const struct stand *left = leftwards ? two : one, *right = leftwards ? one : two;
    if (wiring->count < WIRES_MAX)
        wiring->wires[wiring->count++] = (struct wire){.style = style, .left = left->box, .right = right->box, .left_panel = left->place,
                                                       .right_panel = right->place, .leftwards = leftwards};
}

/* What joins a body at the side with one in the middle: command, or taking it over, or else who tells whom. */
static void wire_pair(struct command *command, struct wiring *wiring, size_t side, size_t centre)
{
    const struct organisation *org = org_of(command);
    bool own = org->bodies[side].of.id != NULL && (size_t)org->bodies[side].of.index == centre;
    bool takes = !own && joins(command, EDGES(EDGE_COMMANDS), side, centre), gives = !own && joins(command, EDGES(EDGE_COMMANDS), centre, side);
    if (own)
        add_wire(command, wiring, LINK_COMMANDS, centre, side);
    if (takes)
        add_wire(command, wiring, LINK_TAKES, side, centre);
    if (gives)
        add_wire(command, wiring, LINK_TAKES, centre, side);
    if (own || takes || gives)
        return;
    if (joins(command, EDGES_TELL, side, centre))
        add_wire(command, wiring, LINK_TELLS, side, centre);
    if (joins(command, EDGES_TELL, centre, side))
        add_wire(command, wiring, LINK_TELLS, centre, side);
}

static void wire_side(struct command *command, struct sheet *sheet, enum side side)
{
    const struct organisation *org = org_of(command);
    struct wiring wiring = {.count = 0};
    for (size_t i = 0; i < org->body_count; i++)
        for (size_t k = 0; k < org->body_count && command->sides[i] == side; k++)
            if (command->sides[k] == SIDE_CENTRE && command->stands[k].page == sheet->page_count)
                wire_pair(command, &wiring, i, k);
    chart_wire(sheet_page(sheet), wiring.wires, wiring.count);
}

static struct point bottom_of(const struct stand *stand)
{
    return (struct point){stand->place.x + stand->place.width / 2, stand->place.y + stand->place.height};
}

/* From a body down to one that stands below it in the middle. */
static void link_down(struct sheet *sheet, const struct stand *above, int box, const struct place *below)
{
    struct point from = bottom_of(above), points[] = {from, {from.x, below->y}};
    chart_link(sheet_page(sheet), &(struct route){LINK_COMMANDS, above->box, box, points, 2});
}

static int channel_width(const struct command *command)
{
    int sides[] = {[SIDE_NONE] = 0, [SIDE_LEFT] = 0, [SIDE_CENTRE] = 0, [SIDE_RIGHT] = 0, [SIDE_TREE] = 0};
    for (size_t i = 0; i < org_of(command)->body_count; i++)
        sides[command->sides[i]]++;
    int most = sides[SIDE_LEFT] > sides[SIDE_RIGHT] ? sides[SIDE_LEFT] : sides[SIDE_RIGHT], width = 20 + LANE_WIDTH * most;
    return width < CHANNEL ? CHANNEL : width > CHANNEL_MOST ? CHANNEL_MOST : width;
}

static int draw_top(struct sheet *sheet, int top, void *context)
{
    struct command *command = context;
    int channel = channel_width(command), side = sheet_width(sheet) * SIDE_PART / 100, centre = sheet_width(sheet) - 2 * (side + channel);
    int ends[3], bottom = top;
    for (size_t i = 0; i < org_of(command)->body_count; i++)
        command->stands[i].page = 0;
    ends[0] = draw_side(command, sheet, (struct place){sheet->left, top, side, 0}, SIDE_LEFT);
    ends[1] = draw_centre(command, sheet, (struct place){sheet->left + side + channel, top, centre, 0});
    ends[2] = draw_side(command, sheet, (struct place){sheet->right - side, top, side, 0}, SIDE_RIGHT);
    wire_side(command, sheet, SIDE_LEFT);
    wire_side(command, sheet, SIDE_RIGHT);
    if (command->onsite >= 0 && command->headquarters >= 0 && command->stands[command->onsite].page == sheet->page_count) {
        const struct stand *onsite = &command->stands[command->onsite];
        link_down(sheet, &command->stands[command->headquarters], onsite->box, &onsite->place);
    }
    for (int i = 0; i < 3; i++)
        bottom = ends[i] > bottom ? ends[i] : bottom;
    return bottom;
}

/* ---- groups, in rows ---- */

struct row {
    struct command *command;
    int chief; /* the body they hang on, -1 for none */
    struct group_part parts[COLUMNS_MOST];
    size_t count, columns;
    bool passes; /* a line to something below runs down the middle */
};

/* Their body, drawn once more where it is on an earlier page. */
static const struct stand *find_chief(struct row *row, struct sheet *sheet, int *top)
{
    struct command *command = row->command;
    struct stand *stand = &command->stands[row->chief];
    if (stand->page == sheet->page_count)
        return stand;
    struct text name = {0};
    struct place place = {sheet->left + sheet_width(sheet) / 3, *top, sheet_width(sheet) / 3, 0};
    text_addf(&name, diagram_say(command->diagram, "%s（接上页）", "%s (continued)"), diagram_name(command->diagram, body_node(command, (size_t)row->chief)));
    stand->page = sheet->page_count;
    stand->place = place;
    stand->box = sheet_add(sheet, BOX_HQ, place, text_str(&name), top);
    stand->place.height = *top - place.y;
    sheet_free(sheet, &name);
    return stand;
}

/* Where the n-th panel of a row stands: an even number of columns leaves the middle free for the line from above. */
static int column_x(const struct row *row, const struct sheet *sheet, size_t n)
{
    int room = sheet_width(sheet) + SHEET_GAP, columns = (int)row->columns, free_columns = columns - (int)row->count;
    return sheet->left + room * (2 * (int)n + (row->passes ? 0 : free_columns)) / (2 * columns);
}

static int draw_row(struct sheet *sheet, int top, void *context)
{
    struct row *row = context;
    const struct diagram *diagram = row->command->diagram;
    const struct stand *chief = row->chief >= 0 ? find_chief(row, sheet, &top) : NULL;
    int width = (sheet_width(sheet) + SHEET_GAP) / (int)row->columns - SHEET_GAP, bottom = top, heads = top + (chief != NULL ? BUS_GAP : 0);
    for (size_t i = 0; i < row->count; i++) {
        struct place place = {column_x(row, sheet, i), heads, width, 0}, head = place;
        int box = panel_group(diagram, sheet, &place, &row->parts[i]);
        bottom = place.y > bottom ? place.y : bottom;
        if (chief == NULL)
            continue;
        struct point from = bottom_of(chief), to = {head.x + width / 2, heads};
        struct point points[] = {from, {from.x, heads - BUS_GAP / 2}, {to.x, heads - BUS_GAP / 2}, to};
        chart_link(sheet_page(sheet), &(struct route){LINK_COMMANDS, chief->box, box, points, 4});
    }
    return bottom;
}

static void flush_row(struct row *row, struct sheet *sheet, const char **heading)
{
    struct block block = {draw_row, row};
    if (row->count == 0)
        return;
    if (*heading != NULL)
        sheet_band(sheet, *heading, &block);
    else
        sheet_block(sheet, &block);
    *heading = NULL;
    row->count = 0;
}

/* As many as fit, but no more than make the rows even; an even number (column_x). */
static size_t choose_columns(const struct sheet *sheet, size_t parts)
{
    size_t most = (size_t)(sheet_width(sheet) / GROUP_WIDTH) / 2 * 2;
    most = most < 2 ? 2 : most < COLUMNS_MOST ? most : COLUMNS_MOST;
    size_t rows = (parts + most - 1) / most, columns = rows > 0 ? (parts + rows - 1) / rows : 1;
    return (columns + 1) / 2 * 2;
}

static size_t count_parts(const struct command *command, int body)
{
    size_t parts = 0;
    for (size_t i = 0; i < org_of(command)->group_count; i++) {
        size_t members = is_group_of(command, i, body) ? panel_count_members(command->diagram, i) : 0;
        parts += !is_group_of(command, i, body) ? 0 : members == 0 ? 1 : (members + PANEL_MEMBERS_MAX - 1) / PANEL_MEMBERS_MAX;
    }
    return parts;
}

/* All groups of a body (-1: of none); `heading` (may be NULL) stands above the first row. */
static void draw_groups(struct command *command, struct sheet *sheet, int body, const char *heading)
{
    struct row row = {.command = command, .chief = body};
    size_t parts = count_parts(command, body);
    row.columns = choose_columns(sheet, parts);
    for (size_t i = 0; i < org_of(command)->group_count && !sheet->failed; i++) {
        size_t members = is_group_of(command, i, body) ? panel_count_members(command->diagram, i) : 0;
        for (size_t first = 0; is_group_of(command, i, body) && (first == 0 || first < members); first += PANEL_MEMBERS_MAX) {
            row.parts[row.count++] = (struct group_part){i, first};
            row.passes = --parts > 0 || (body == command->headquarters && command->onsite >= 0);
            if (row.count == row.columns || parts == 0)
                flush_row(&row, sheet, &heading);
        }
    }
    flush_row(&row, sheet, &heading);
}

/* ---- the on-site headquarters below groups of the headquarters; trees of their own ---- */

struct lone {
    struct command *command;
    size_t body;
};

static int draw_lone(struct sheet *sheet, int top, void *context)
{
    struct lone *lone = context;
    struct command *command = lone->command;
    const struct body *body = &org_of(command)->bodies[lone->body];
    int width = sheet_width(sheet) * (100 - 2 * SIDE_PART) / 100 - 2 * CHANNEL;
    struct place place = {sheet->left + (sheet_width(sheet) - width) / 2, top, width, 0};
    place = draw_stand(command, sheet, place, lone->body);
    if ((int)lone->body == command->onsite && command->headquarters >= 0 && command->stands[command->headquarters].page == sheet->page_count)
        link_down(sheet, &command->stands[command->headquarters], command->stands[lone->body].box, &command->stands[lone->body].place);
    else if (body->of.id != NULL)
        panel_row(sheet, &place, diagram_say(command->diagram, "隶属", "part of"), BOX_VALUE, diagram_name(command->diagram, body_node(command, (size_t)body->of.index)));
    command->stands[lone->body].place.height = place.y - command->stands[lone->body].place.y;
    return place.y;
}

static void draw_trees(struct command *command, struct sheet *sheet)
{
    for (size_t i = 0; i < org_of(command)->body_count && !sheet->failed; i++) {
        if (command->sides[i] != SIDE_TREE)
            continue;
        struct lone lone = {command, i};
        sheet_block(sheet, &(struct block){draw_lone, &lone});
        draw_groups(command, sheet, (int)i, NULL);
    }
    draw_groups(command, sheet, -1, diagram_say(command->diagram, "不属于哪个机构的工作组", "Groups of no body"));
}

static void draw_middle(struct command *command, struct sheet *sheet)
{
    if (command->headquarters >= 0)
        draw_groups(command, sheet, command->headquarters, NULL);
    if (command->onsite < 0)
        return;
    struct lone lone = {command, (size_t)command->onsite};
    if (command->stands[command->onsite].page == 0)
        sheet_block(sheet, &(struct block){draw_lone, &lone});
    draw_groups(command, sheet, command->onsite, NULL);
}

/* ---- bands of agencies ---- */

struct agencies {
    const struct command *command;
    const struct edge **members;
    const char *clause; /* that most come from: the heading says it, the others say theirs */
    struct grid grid;
    size_t first;
};

static void member_text(const struct grid *grid, size_t index, struct text *text)
{
    const struct agencies *agencies = grid->items;
    const struct edge *edge = agencies->members[agencies->first + index];
    diagram_add_holder(grid->diagram, edge, text);
    if (agencies->clause == NULL || strcmp(edge->clause, agencies->clause) != 0)
        text_addf(text, diagram_say(grid->diagram, "［%s］", " [%s]"), edge->clause);
    diagram_add_progress(grid->diagram, edge->from, text);
}

static enum box_style member_look(const struct grid *grid, size_t index)
{
    const struct agencies *agencies = grid->items;
    return diagram_progress_style(grid->diagram, agencies->members[agencies->first + index]->from, BOX_MEMBER);
}

static void guest_text(const struct grid *grid, size_t index, struct text *text)
{
    const struct agencies *agencies = grid->items;
    int node = agencies->command->nodes[agencies->first + index];
    text_add_str(text, diagram_name(grid->diagram, node));
    diagram_add_progress(grid->diagram, node, text);
}

static enum box_style guest_look(const struct grid *grid, size_t index)
{
    const struct agencies *agencies = grid->items;
    return diagram_progress_style(grid->diagram, agencies->command->nodes[agencies->first + index], BOX_GUEST);
}

static int draw_grid(struct sheet *sheet, int top, void *context)
{
    struct agencies *agencies = context;
    struct place place = {sheet->left, top, sheet_width(sheet), 0};
    agencies->grid.columns = (size_t)(sheet_width(sheet) / 130);
    panel_grid(sheet, &place, &agencies->grid);
    return place.y;
}

static void draw_agencies(struct agencies *agencies, struct sheet *sheet, const char *heading, size_t count)
{
    size_t most = ROWS_A_BLOCK * (size_t)(sheet_width(sheet) / 130);
    for (agencies->first = 0; agencies->first < count && !sheet->failed; agencies->first += most) {
        agencies->grid.items = agencies;
        agencies->grid.count = count - agencies->first < most ? count - agencies->first : most;
        sheet_band(sheet, heading, &(struct block){draw_grid, agencies});
    }
}

/* The clause of more than half of the edges; NULL when there is none: Boyer and Moore's majority vote, and a count. */
static const char *most_common_clause(const struct edge *const *edges, size_t count)
{
    const char *clause = NULL;
    size_t votes = 0, real = 0;
    for (size_t i = 0; i < count; i++) {
        if (votes == 0)
            clause = edges[i]->clause;
        votes = strcmp(edges[i]->clause, clause) == 0 ? votes + 1 : votes - 1;
    }
    for (size_t i = 0; i < count; i++)
        real += strcmp(edges[i]->clause, clause) == 0;
    return real * 2 > count ? clause : NULL;
}

static int draw_members(struct command *command, struct sheet *sheet, struct err *err)
{
    const struct diagram *diagram = command->diagram;
    if (command->headquarters < 0)
        return 0;
    struct graph_query query = {.node = body_node(command, (size_t)command->headquarters), .incoming = true, .kinds = EDGES(EDGE_MEMBER_OF),
                                .level = diagram->level};
    struct agencies agencies = {.command = command, .grid = {.diagram = diagram, .text = member_text, .look = member_look}};
    const struct edge *edge;
    struct text heading = {0};
    size_t count = 0;
    agencies.members = calloc(diagram->graph->edge_count + 1, sizeof *agencies.members);
    if (agencies.members == NULL)
        return err_no_memory(err);
    for (size_t at = 0; (edge = graph_next(diagram->graph, &query, &at)) != NULL;)
        agencies.members[count++] = edge;
    agencies.clause = most_common_clause(agencies.members, count);
    text_addf(&heading, diagram_say(diagram, "%s成员单位 %zu 个", "Members of the %s: %zu"), diagram_name(diagram, query.node), count);
    if (agencies.clause != NULL)
        text_addf(&heading, diagram_say(diagram, "［%s］", " [%s]"), agencies.clause);
    draw_agencies(&agencies, sheet, text_str(&heading), count);
    sheet_free(sheet, &heading);
    free(agencies.members);
    return 0;
}

static void draw_guests(struct command *command, struct sheet *sheet)
{
    const struct diagram *diagram = command->diagram;
    struct agencies agencies = {.command = command, .grid = {.diagram = diagram, .text = guest_text, .look = guest_look}};
    struct text heading = {0};
    size_t count = graph_unplaced(diagram->graph, command->nodes);
    text_addf(&heading, diagram_say(diagram, "预案提到而未列入指挥体系的单位 %zu 个", "Named by the plan, without a place in the structure: %zu"), count);
    draw_agencies(&agencies, sheet, text_str(&heading), count);
    sheet_free(sheet, &heading);
}

/* ---- all of it ---- */

static int draw_all(struct command *command, struct sheet *sheet, struct err *err)
{
    int headquarters = graph_headquarters(command->diagram->graph);
    command->headquarters = headquarters < 0 ? -1 : graph_ref(command->diagram->graph, headquarters).index;
    command->onsite = -1;
    for (size_t i = 0; i < org_of(command)->body_count; i++)
        command->sides[i] = side_of(command, i);
    sheet_block(sheet, &(struct block){draw_top, command});
    draw_middle(command, sheet);
    draw_trees(command, sheet);
    if (draw_members(command, sheet, err) != 0)
        return -1;
    draw_guests(command, sheet);
    return 0;
}

int diagram_draw_command(struct sheet *sheet, void *context, struct err *err)
{
    const struct diagram *diagram = context;
    size_t bodies = diagram->graph->plan->organisation.body_count;
    struct command command = {.diagram = diagram, .sides = calloc(bodies + 1, sizeof *command.sides), .stands = calloc(bodies + 1, sizeof *command.stands),
                              .nodes = calloc(diagram->graph->node_count + 1, sizeof *command.nodes)};
    int rc = command.sides == NULL || command.stands == NULL || command.nodes == NULL ? err_no_memory(err) : draw_all(&command, sheet, err);
    free(command.sides);
    free(command.stands);
    free(command.nodes);
    return rc;
}
