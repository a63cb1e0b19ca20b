/*
 * Agencies that several need at once: a row for each, the most wanted first, and a column for each incident, with what it needs the agency
 * for. Of a plan by itself: what the other plans of its city would need it for.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/conflict.h"
#include "cli/diagram_panel.h"

#define COLUMN_GAP 16
#define ROW_GAP 6
#define AGENCY_PART 20 /* of a hundred of the width */
#define COLUMNS_MAX 5  /* others on one page; more go on overleaf */

/* What one of the others needs of our agencies. */
struct needs {
    const struct diagram_other *other;
    int *nodes;            /* by our agencies: the other's node, -1 where it does not need it */
    size_t *ours, *theirs; /* of live incidents: the most pressing task of either, by our agencies */
};

struct matrix {
    const struct diagram *diagram;
    struct needs *needs;
    size_t count;              /* of the others that share any */
    size_t agencies;
    int *order;                /* our agencies that are shared, the most wanted first */
    size_t rows;
    size_t first, columns;     /* of the others on this page */
};

/* ---- who needs what ---- */

static int find_plan_needs(const struct diagram *diagram, struct needs *needs, struct err *err)
{
    struct graph_view ours = {diagram->graph, diagram->level}, theirs = {needs->other->graph, needs->other->level};
    struct graph_shared *shared = calloc(diagram->graph->plan->city->agency_count + 1, sizeof *shared);
    int count = shared == NULL ? err_no_memory(err) : graph_shared(&ours, &theirs, shared, err);
    for (int i = 0; i < count; i++)
        needs->nodes[shared[i].ours] = shared[i].theirs;
    free(shared);
    return count;
}

static int find_live_needs(const struct diagram *diagram, struct needs *needs, struct err *err)
{
    const struct city *city = diagram->graph->plan->city, *other = needs->other->graph->plan->city;
    struct conflict *conflicts = calloc(city->agency_count + 1, sizeof *conflicts);
    int count = conflicts == NULL ? err_no_memory(err) : conflicts_find(diagram->session, needs->other->session, conflicts, err);
    for (int i = 0; i < count; i++) {
        int agency = conflicts[i].agency;
        needs->nodes[agency] = (int)(city_find_agency(other, city->agencies[agency].id) - other->agencies);
        needs->ours[agency] = conflicts[i].ours;
        needs->theirs[agency] = conflicts[i].theirs;
    }
    free(conflicts);
    return count;
}

static int add_needs(struct matrix *matrix, const struct diagram_other *other, struct err *err)
{
    struct needs *needs = &matrix->needs[matrix->count];
    size_t room = matrix->agencies + 1;
    *needs = (struct needs){.other = other, .nodes = malloc(room * sizeof *needs->nodes), .ours = calloc(room, sizeof *needs->ours),
                            .theirs = calloc(room, sizeof *needs->theirs)};
    matrix->count++; /* to be freed in any case */
    if (needs->nodes == NULL || needs->ours == NULL || needs->theirs == NULL)
        return err_no_memory(err);
    for (size_t i = 0; i < matrix->agencies; i++)
        needs->nodes[i] = -1;
    return other->session != NULL ? find_live_needs(matrix->diagram, needs, err) : find_plan_needs(matrix->diagram, needs, err);
}

static void release_needs(struct needs *needs)
{
    free(needs->nodes);
    free(needs->ours);
    free(needs->theirs);
}

static size_t count_wanting(const struct matrix *matrix, size_t agency)
{
    size_t count = 0;
    for (size_t i = 0; i < matrix->count; i++)
        count += matrix->needs[i].nodes[agency] >= 0;
    return count;
}

static int find_needs(struct matrix *matrix, struct err *err)
{
    const struct diagram *diagram = matrix->diagram;
    matrix->agencies = diagram->graph->plan->city->agency_count;
    matrix->needs = calloc(diagram->other_count + 1, sizeof *matrix->needs);
    matrix->order = calloc(matrix->agencies + 1, sizeof *matrix->order);
    if (matrix->needs == NULL || matrix->order == NULL)
        return err_no_memory(err);
    for (size_t i = 0; i < diagram->other_count; i++) {
        int count = add_needs(matrix, &diagram->others[i], err);
        if (count < 0)
            return -1;
        if (count == 0)
            release_needs(&matrix->needs[--matrix->count]);
    }
    for (size_t wanted = matrix->count; wanted > 0; wanted--)
        for (size_t i = 0; i < matrix->agencies; i++)
            if (count_wanting(matrix, i) == wanted)
                matrix->order[matrix->rows++] = (int)i;
    return 0;
}

/* ---- what for ---- */

/* The seats of an agency under a plan, and how many tasks are its own. */
static void add_roles(const struct diagram *diagram, const struct graph *graph, int level, int node, struct text *text)
{
    struct graph_query query = {.node = node, .kinds = EDGES_PLACE, .level = level};
    struct ref self = graph_ref(graph, node);
    const struct edge *edge;
    size_t tasks = 0;
    for (size_t at = 0; (edge = graph_next(graph, &query, &at)) != NULL;) {
        const char *to = diagram_words(diagram, graph_words(graph, edge->to));
        text_add_str(text, text->size > 0 ? diagram_say(diagram, "；", "; ") : "");
        if (edge->kind == EDGE_MEMBER_OF && graph_ref(graph, edge->to).kind == ACTOR_BODY)
            text_add_str(text, diagram_say(diagram, "成员单位", "member"));
        else
            text_addf(text, "%s%s%s", diagram_words(diagram, edge_words(edge->kind)), diagram_say(diagram, "", " "), to);
        if (edge->holder != NULL && edge->holder->officer.zh != NULL)
            text_addf(text, diagram_say(diagram, "（%s）", " (%s)"), diagram_words(diagram, edge->holder->officer));
    }
    for (size_t i = 0; i < graph->plan->task_count; i++)
        tasks += graph_has_task(graph, level, &graph->plan->tasks[i]) && actors_have(graph->plan->tasks[i].owners, graph->plan->tasks[i].owner_count, &self);
    if (tasks > 0)
        text_addf(text, diagram_say(diagram, "%s任务 %zu 项", "%stasks: %zu"), text->size > 0 ? diagram_say(diagram, "；", "; ") : "", tasks);
    if (text->size == 0)
        text_add_str(text, diagram_say(diagram, "接受报告、通知", "is reported to or notified"));
}

static enum box_style add_task(const struct diagram *diagram, const struct session *session, size_t index, struct text *text)
{
    const struct record *record = &session->record;
    const struct task *task = &session->loaded->plan->tasks[index];
    int64_t now = session_clock(session), due = task_due(task, &record->tasks[index], &record->moments);
    bool late = task_is_overdue(task, &record->tasks[index], &record->moments, now);
    char time[CLOCK_TEXT_SIZE];
    text_addf(text, "%s%s", late ? diagram_say(diagram, "!超时 ", "!overdue ") : "", diagram_words(diagram, task->what));
    if (due != TIME_UNKNOWN) {
        clock_print_beside(&diagram->app->clock, due, now, time);
        text_addf(text, diagram_say(diagram, "〔%s 前〕", " (by %s)"), time);
    }
    text_addf(text, diagram_say(diagram, "［%s］", " [%s]"), task->clause);
    return late ? BOX_LATE : BOX_VALUE;
}

/* ---- the picture ---- */

/* Column 0 is ours, those after it the others of this page. */
static struct place column_place(const struct matrix *matrix, const struct sheet *sheet, size_t column)
{
    int agency = sheet_width(sheet) * AGENCY_PART / 100, left = sheet->left + agency + COLUMN_GAP;
    int columns = (int)matrix->columns + 1, step = (sheet->right - left + COLUMN_GAP) / columns;
    return (struct place){.x = left + (int)column * step, .width = step - COLUMN_GAP};
}

static int draw_heads(struct sheet *sheet, int top, void *context)
{
    const struct matrix *matrix = context;
    const struct diagram *diagram = matrix->diagram;
    int height = 0;
    for (int turn = 0; turn < 2; turn++) /* how high; then drawn */
        for (size_t i = 0; i <= matrix->columns; i++) {
            const struct diagram_other *other = i == 0 ? NULL : matrix->needs[matrix->first + i - 1].other;
            const struct plan *plan = i == 0 ? diagram->graph->plan : other->graph->plan;
            int level = i == 0 ? diagram->level : other->level;
            const struct session *session = i == 0 ? diagram->session : other->session;
            struct text text = {0};
            text_add_str(&text, session != NULL ? session->record.id : diagram_words(diagram, plan->title));
            if (session != NULL)
                text_addf(&text, " %s\n%s", session->record.title, diagram_words(diagram, plan->title));
            if (level != 0)
                text_addf(&text, "\n%s", diagram_words(diagram, plan_find_level(plan, level)->name));
            struct place place = column_place(matrix, sheet, i);
            int needed = chart_height(BOX_LEVEL, text_str(&text), place.width);
            height = needed > height ? needed : height;
            place.y = top;
            place.height = height;
            if (turn == 1)
                chart_add(sheet_page(sheet), i == 0 ? BOX_OURS : BOX_LEVEL, place, text_str(&text), NULL);
            sheet_free(sheet, &text);
        }
    return top + height;
}

struct row {
    const struct matrix *matrix;
    int agency;
};

/* What a column says of an agency; false when it does not need it. */
static bool cell_text(const struct row *row, size_t column, enum box_style *style, struct text *text)
{
    const struct matrix *matrix = row->matrix;
    const struct diagram *diagram = matrix->diagram;
    const struct needs *needs = column == 0 ? NULL : &matrix->needs[matrix->first + column - 1];
    *style = BOX_VALUE;
    if (needs != NULL && needs->nodes[row->agency] < 0)
        return false;
    if (needs != NULL && needs->other->session != NULL)
        *style = add_task(diagram, needs->other->session, needs->theirs[row->agency], text);
    else if (needs != NULL)
        add_roles(diagram, needs->other->graph, needs->other->level, needs->nodes[row->agency], text);
    else if (diagram->session == NULL)
        add_roles(diagram, diagram->graph, diagram->level, row->agency, text);
    else
        for (size_t i = 0; i < matrix->count && text->size == 0; i++) /* the same task whoever else needs the agency */
            if (matrix->needs[i].nodes[row->agency] >= 0)
                *style = add_task(diagram, diagram->session, matrix->needs[i].ours[row->agency], text);
    return true;
}

static int draw_row(struct sheet *sheet, int top, void *context)
{
    const struct row *row = context;
    const struct matrix *matrix = row->matrix;
    struct text texts[COLUMNS_MAX + 1] = {{0}};
    enum box_style styles[COLUMNS_MAX + 1];
    bool shown[COLUMNS_MAX + 1];
    struct place agency = {sheet->left, top, sheet_width(sheet) * AGENCY_PART / 100, 0};
    const char *name = diagram_name(matrix->diagram, row->agency);
    int height = chart_height(BOX_AGENCY, name, agency.width);
    for (size_t i = 0; i <= matrix->columns; i++) {
        shown[i] = cell_text(row, i, &styles[i], &texts[i]);
        int needed = shown[i] ? chart_height(styles[i], text_str(&texts[i]), column_place(matrix, sheet, i).width) : 0;
        height = needed > height ? needed : height;
    }
    agency.height = height;
    int before = chart_add(sheet_page(sheet), BOX_AGENCY, agency, name, NULL), x = agency.x + agency.width;
    for (size_t i = 0; i <= matrix->columns; i++) {
        struct place place = column_place(matrix, sheet, i);
        place.y = top;
        place.height = height;
        if (shown[i]) {
            int box = chart_add(sheet_page(sheet), styles[i], place, text_str(&texts[i]), NULL);
            struct point points[] = {{x, top + height / 2}, {place.x, top + height / 2}};
            chart_link(sheet_page(sheet), &(struct route){LINK_MEETS, before, box, points, 2});
            before = box;
            x = place.x + place.width;
        }
        sheet_free(sheet, &texts[i]);
    }
    return top + height + ROW_GAP - SHEET_GAP; /* closer than blocks stand apart */
}

static int draw_nothing(struct sheet *sheet, int top, void *context)
{
    const struct matrix *matrix = context;
    const struct diagram *diagram = matrix->diagram;
    const char *text = diagram->session == NULL ? diagram_say(diagram, "同城的其他预案都不需要这些单位。", "No other plan of the city needs the same agencies.")
                       : record_active_level(&diagram->session->record) == 0
                           ? diagram_say(diagram, "本事件尚未启动响应，不占用单位。", "No response has been launched: the incident needs no agency yet.")
                           : diagram_say(diagram, "没有其他进行中的事件需要这些单位。", "No other running incident needs the same agencies.");
    struct place place = {sheet->left, top, sheet_width(sheet), 0};
    sheet_add(sheet, BOX_VALUE, place, text, &place.y);
    return place.y;
}

static void draw_matrix(struct matrix *matrix, struct sheet *sheet)
{
    if (matrix->rows == 0)
        sheet_block(sheet, &(struct block){draw_nothing, matrix});
    for (matrix->first = 0; matrix->first < matrix->count; matrix->first += matrix->columns) {
        size_t left = matrix->count - matrix->first;
        matrix->columns = left < COLUMNS_MAX ? left : COLUMNS_MAX;
        sheet->running = (struct block){NULL, NULL}; /* other columns, other heads */
        sheet_break(sheet);
        sheet_running(sheet, &(struct block){draw_heads, matrix});
        for (size_t i = 0; i < matrix->rows && !sheet->failed; i++) {
            struct row row = {matrix, matrix->order[i]};
            bool any = false;
            for (size_t c = 0; c < matrix->columns; c++)
                any = any || matrix->needs[matrix->first + c].nodes[row.agency] >= 0;
            if (any)
                sheet_block(sheet, &(struct block){draw_row, &row});
        }
    }
}

int diagram_draw_conflict(struct sheet *sheet, void *context, struct err *err)
{
    struct matrix matrix = {.diagram = context};
    int rc = find_needs(&matrix, err);
    if (rc == 0)
        draw_matrix(&matrix, sheet);
    for (size_t i = 0; i < matrix.count; i++)
        release_needs(&matrix.needs[i]);
    free(matrix.needs);
    free(matrix.order);
    return rc;
}
