/*
 * The course of a response: above, from warning and first report by way of the grade to the launch; in the middle, who does what while it
 * lasts, side by side; below, adjusting, ending and recovery. The plans name such a chart as an annex.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/diagram_panel.h"
#include "rules/words.h"

#define LANE 14        /* at the left: the way back from adjusting to acting */
#define ARROW_GAP 18   /* between phases side by side */
#define BUS_GAP 20     /* between the parts of the page: the lines that spread and gather */
#define HEAD_GAP 12    /* around the heading of what is done at once */
#define ROOM_FOR_HEAD (2 * HEAD_GAP + 18)
#define ITEM_GAP 5     /* between panels of a column */
#define COLUMN_WIDTH 178
#define COLUMNS_MAX 8
#define ITEM_TASKS_MAX 8 /* of one panel; more go into another of the same owner */

/* What one owner, or several together, do while the response lasts; or a part of it. */
struct item {
    const struct ref *owners;
    size_t owner_count;
    size_t first, count; /* of the owners' tasks */
    int height;
};

enum phase { PHASE_ALERT, PHASE_REPORT, PHASE_FIRST, PHASE_GRADE, PHASE_LAUNCH, PHASE_ACT, PHASE_ADJUST, PHASE_END, PHASE_RECOVERY, PHASE_COUNT };

struct flow {
    const struct diagram *diagram;
    int tier; /* whose response it is */
    struct item *items;
    size_t item_count, columns;
    size_t first, end;        /* of the items in the block being drawn */
    int height;               /* of its columns, at the most */
    size_t pages[PHASE_COUNT]; /* where each phase stands, 0 for nowhere, and its head and the whole panel */
    int boxes[PHASE_COUNT];
    struct place places[PHASE_COUNT];
    size_t column_page;       /* of the block drawn last: its columns, for the lines that gather */
    int column_boxes[COLUMNS_MAX], column_heads[COLUMNS_MAX], column_bottoms[COLUMNS_MAX];
    struct place column_places[COLUMNS_MAX];
};

static const char *say(const struct flow *flow, const char *zh, const char *en)
{
    return diagram_say(flow->diagram, zh, en);
}

static const struct plan *plan_of(const struct flow *flow)
{
    return flow->diagram->graph->plan;
}

static bool has_task(const struct flow *flow, const struct task *task, unsigned kinds)
{
    return kinds >> task->kind & 1 && graph_has_task(flow->diagram->graph, flow->diagram->level, task);
}

#define KIND(kind) (1u << (kind))
#define ACTING (KIND(TASK_RESPONSE) | KIND(TASK_SPECIAL) | KIND(TASK_SUPPORT) | KIND(TASK_BODY) | KIND(TASK_GROUP))

/* ---- what phases say ---- */

static void add_line(const struct flow *flow, struct sheet *sheet, struct place *place, enum box_style style, const char *text)
{
    (void)flow;
    sheet_add(sheet, style, *place, text, &place->y);
}

static void add_owners(const struct flow *flow, const struct ref *owners, size_t count, struct text *text)
{
    brief_actors(text, plan_of(flow), owners, count, flow->diagram->app->lang);
}

static void add_task(const struct flow *flow, struct sheet *sheet, struct place *place, const struct task *task)
{
    struct text text = {0};
    diagram_add_task(flow->diagram, task, true, &text);
    if (task->to_count > 0) {
        text_add_str(&text, " → ");
        add_owners(flow, task->to, task->to_count, &text);
    }
    add_line(flow, sheet, place, diagram_task_style(flow->diagram, task, BOX_VALUE), text_str(&text));
    sheet_free(sheet, &text);
}

/* The tasks of some kinds; a line of its own says whose, whenever that changes. How many. */
static size_t add_tasks(const struct flow *flow, struct sheet *sheet, struct place *place, unsigned kinds)
{
    const struct plan *plan = plan_of(flow);
    const struct task *before = NULL;
    size_t count = 0;
    for (size_t i = 0; i < plan->task_count; i++) {
        const struct task *task = &plan->tasks[i];
        if (!has_task(flow, task, kinds))
            continue;
        struct text owners = {0};
        add_owners(flow, task->owners, task->owner_count, &owners);
        if (before == NULL || !actors_same(before->owners, before->owner_count, task->owners, task->owner_count))
            add_line(flow, sheet, place, BOX_LABEL, text_str(&owners));
        add_task(flow, sheet, place, task);
        sheet_free(sheet, &owners);
        before = task;
        count++;
    }
    return count;
}

static bool shows_level(const struct flow *flow, int level)
{
    return flow->diagram->level == 0 || flow->diagram->level == level;
}

/* Levels with the same authority for a step are said together. */
static void add_step(const struct flow *flow, struct sheet *sheet, struct place *place, enum step step)
{
    const struct plan *plan = plan_of(flow);
    struct text label = {0}, text = {0}, own = {0};
    for (size_t i = 0; i <= plan->level_count; i++) {
        const struct authority *row;
        int level = i < plan->level_count ? (int)plan->levels[i].number : 0;
        text_clear(&own);
        for (size_t n = 0; level != 0 && shows_level(flow, level) && (row = response_authority(plan, flow->tier, step, level, n)) != NULL; n++) {
            text_add_str(&own, n > 0 ? "\n" : "");
            brief_authority(flow->diagram->app, plan, row, step, &own);
        }
        if (text.size > 0 && strcmp(text_str(&own), text_str(&text)) != 0) {
            add_line(flow, sheet, place, BOX_LABEL, text_str(&label));
            add_line(flow, sheet, place, BOX_VALUE, text_str(&text));
            text_clear(&text);
        }
        if (own.size == 0)
            continue;
        if (text.size == 0) {
            text_clear(&label);
            text_addf(&label, "%s", diagram_words(flow->diagram, step_words(step)));
        }
        text_clear(&text);
        text_add_str(&text, text_str(&own));
        if (flow->diagram->level == 0)
            text_addf(&label, " %s", words_level(plan, level, flow->diagram->app->lang));
    }
    sheet_free(sheet, &label);
    sheet_free(sheet, &text);
    sheet_free(sheet, &own);
}

static void add_rules(const struct flow *flow, struct sheet *sheet, struct place *place)
{
    const struct plan *plan = plan_of(flow);
    for (size_t l = 0; l < plan->level_count; l++) {
        int level = (int)plan->levels[l].number;
        bool heading = false;
        for (size_t i = 0; i < plan->rule_count; i++) {
            const struct rule *rule = &plan->rules[i];
            struct text text = {0};
            if (rule->level != level || !shows_level(flow, level))
                continue;
            if (!heading)
                add_line(flow, sheet, place, BOX_LABEL, words_level(plan, level, flow->diagram->app->lang));
            heading = true;
            text_addf(&text, say(flow, "%s［%s］", "%s [%s]"), diagram_words(flow->diagram, rule->says), rule->clause);
            add_line(flow, sheet, place, BOX_VALUE, text_str(&text));
            sheet_free(sheet, &text);
        }
    }
    add_line(flow, sheet, place, BOX_CHOICE, say(flow, "够哪一级？够则启动；不够或不明，继续核实，再判", "Is a level reached? If so, launch; if not or not known, find out more and grade again"));
}

static void add_endings(const struct flow *flow, struct sheet *sheet, struct place *place)
{
    const struct plan *plan = plan_of(flow);
    const struct session *session = flow->diagram->session;
    for (size_t i = 0; i < plan->ending_count; i++) {
        bool confirmed = session != NULL && session->record.confirmed >> i & 1;
        struct text text = {0};
        text_addf(&text, say(flow, "%s%s［%s］", "%s%s [%s]"), confirmed ? "✓ " : "", diagram_words(flow->diagram, plan->endings[i].condition),
                  plan->endings[i].clause);
        if (i == 0)
            add_line(flow, sheet, place, BOX_LABEL, say(flow, "结束条件", "Ends when"));
        add_line(flow, sheet, place, confirmed ? BOX_DONE : BOX_VALUE, text_str(&text));
        sheet_free(sheet, &text);
    }
}

/* ---- phases side by side ---- */

static void add_contents(const struct flow *flow, struct sheet *sheet, struct place *place, enum phase phase)
{
    switch (phase) {
    case PHASE_ALERT: add_tasks(flow, sheet, place, KIND(TASK_ALERT)); break;
    case PHASE_REPORT: add_tasks(flow, sheet, place, KIND(TASK_REPORT)); break;
    case PHASE_FIRST: add_tasks(flow, sheet, place, KIND(TASK_FIRST)); break;
    case PHASE_GRADE: add_rules(flow, sheet, place); break;
    case PHASE_LAUNCH:
        add_step(flow, sheet, place, STEP_PROPOSE);
        add_step(flow, sheet, place, STEP_LAUNCH);
        break;
    case PHASE_ADJUST:
        add_step(flow, sheet, place, STEP_RAISE);
        add_step(flow, sheet, place, STEP_LOWER);
        add_step(flow, sheet, place, STEP_HAND_OVER);
        break;
    case PHASE_END:
        add_endings(flow, sheet, place);
        add_step(flow, sheet, place, STEP_END);
        add_tasks(flow, sheet, place, KIND(TASK_END));
        break;
    default: add_tasks(flow, sheet, place, KIND(TASK_RECOVERY)); break;
    }
}

static struct words phase_words(enum phase phase)
{
    static const struct words words[PHASE_COUNT] = {
        [PHASE_ALERT] = {"预警", "Warning"},          [PHASE_REPORT] = {"信息报告", "Reporting"},   [PHASE_FIRST] = {"先期处置", "First measures"},
        [PHASE_GRADE] = {"研判定级", "Grading"},      [PHASE_LAUNCH] = {"启动响应", "Launch"},      [PHASE_ACT] = {"响应行动：各负其责，同时进行", "Response: all at the same time"}, [PHASE_ADJUST] = {"级别调整", "Adjusting the level"},
        [PHASE_END] = {"响应结束", "Ending"},         [PHASE_RECOVERY] = {"后期处置", "Recovery"},
    };
    return words[phase];
}

static void draw_head(struct flow *flow, struct sheet *sheet, struct place *place, enum phase phase)
{
    struct text head = {0};
    int top = place->y;
    text_addf(&head, "%d  %s", (int)phase + 1, diagram_words(flow->diagram, phase_words(phase)));
    flow->boxes[phase] = panel_head(sheet, place, BOX_PHASE, text_str(&head), NULL);
    flow->places[phase] = (struct place){place->x, top, place->width, place->y - top};
    flow->pages[phase] = sheet->page_count;
    sheet_free(sheet, &head);
}

static struct place draw_phase(struct flow *flow, struct sheet *sheet, struct place place, enum phase phase)
{
    struct place whole = place;
    draw_head(flow, sheet, &place, phase);
    int head_bottom = place.y;
    add_contents(flow, sheet, &place, phase);
    if (place.y == head_bottom)
        add_line(flow, sheet, &place, BOX_VALUE, say(flow, "（正文未写）", "(the text says nothing)"));
    whole.height = place.y - whole.y;
    flow->places[phase] = whole;
    return place;
}

/* What has more to say gets more of the width: how much each does is seen by drawing it, and taken back. Into `lefts`, and past the last. */
static void share_width(struct flow *flow, struct sheet *sheet, enum phase first, size_t count, int *lefts)
{
    int left = sheet->left + LANE, room = sheet->right - left + ARROW_GAP, heights[PHASE_COUNT], total = 0, weights = 0;
    for (size_t i = 0; i < count; i++) {
        struct chart_mark mark = chart_mark(sheet_page(sheet));
        struct place place = {left, 0, room / (int)count - ARROW_GAP, 0};
        heights[i] = draw_phase(flow, sheet, place, (enum phase)(first + i)).y;
        chart_rewind(sheet_page(sheet), mark);
        total += heights[i];
    }
    for (size_t i = 0; i < count; i++) { /* between two thirds and twice of an even share */
        int even = total / (int)count;
        heights[i] = heights[i] < even * 2 / 3 ? even * 2 / 3 : heights[i] > even * 2 ? even * 2 : heights[i];
        weights += heights[i];
    }
    for (size_t i = 0, sum = 0; i <= count; sum += (size_t)(i < count ? heights[i] : 0), i++)
        lefts[i] = left + (int)((size_t)room * sum / (size_t)weights);
}

/* Phases from `first` to `last` from left to right, an arrow from each to the next. Returns where the lowest ends. */
static int draw_phases(struct flow *flow, struct sheet *sheet, int top, enum phase first, enum phase last)
{
    int lefts[PHASE_COUNT + 1], bottom = top;
    share_width(flow, sheet, first, (size_t)last - (size_t)first + 1, lefts);
    for (int phase = (int)first; phase <= (int)last; phase++) {
        const int *left = &lefts[phase - (int)first];
        int end = draw_phase(flow, sheet, (struct place){left[0], top, left[1] - left[0] - ARROW_GAP, 0}, (enum phase)phase).y;
        bottom = end > bottom ? end : bottom;
        struct point points[] = {{left[0] - ARROW_GAP, top + 9}, {left[0], top + 9}};
        if (phase > (int)first)
            chart_link(sheet_page(sheet), &(struct route){LINK_GOES, flow->boxes[phase - 1], flow->boxes[phase], points, 2});
    }
    return bottom;
}

static int draw_begin(struct sheet *sheet, int top, void *context)
{
    return draw_phases(context, sheet, top, PHASE_ALERT, PHASE_LAUNCH);
}

/* ---- who does what meanwhile ---- */

static bool is_of(const struct flow *flow, const struct task *task, const struct item *item)
{
    return has_task(flow, task, ACTING) && actors_same(task->owners, task->owner_count, item->owners, item->owner_count);
}

static struct place draw_item(const struct flow *flow, struct sheet *sheet, struct place place, const struct item *item)
{
    const struct plan *plan = plan_of(flow);
    struct text head = {0};
    bool group = item->owner_count == 1 && item->owners[0].kind == ACTOR_GROUP;
    add_owners(flow, item->owners, item->owner_count, &head);
    text_add_str(&head, item->first > 0 ? say(flow, "（续）", " (continued)") : "");
    if (item->owner_count == 1)
        diagram_add_progress(flow->diagram, graph_node(flow->diagram->graph, &item->owners[0]), &head);
    add_line(flow, sheet, &place, group ? BOX_GROUP : BOX_LABEL, text_str(&head));
    for (size_t i = 0, n = 0; i < plan->task_count && n < item->first + item->count; i++)
        if (is_of(flow, &plan->tasks[i], item) && n++ >= item->first)
            add_task(flow, sheet, &place, &plan->tasks[i]);
    sheet_free(sheet, &head);
    return place;
}

/* All of an owner's, in as many parts as needed; there are never more parts than tasks. */
static void add_items(struct flow *flow, const struct task *task)
{
    const struct plan *plan = plan_of(flow);
    struct item item = {.owners = task->owners, .owner_count = task->owner_count};
    size_t count = 0;
    for (size_t i = 0; i < plan->task_count; i++)
        count += is_of(flow, &plan->tasks[i], &item);
    for (; item.first < count; item.first += item.count) {
        item.count = count - item.first < ITEM_TASKS_MAX ? count - item.first : ITEM_TASKS_MAX;
        flow->items[flow->item_count++] = item;
    }
}

static int find_items(struct flow *flow, struct err *err)
{
    const struct plan *plan = plan_of(flow);
    flow->items = calloc(plan->task_count + 1, sizeof *flow->items);
    if (flow->items == NULL)
        return err_no_memory(err);
    for (size_t i = 0; i < plan->task_count; i++) {
        const struct task *task = &plan->tasks[i];
        bool known = !has_task(flow, task, ACTING);
        for (size_t k = 0; k < flow->item_count && !known; k++)
            known = is_of(flow, task, &flow->items[k]);
        if (!known)
            add_items(flow, task);
    }
    return 0;
}

static struct place column_place(const struct flow *flow, const struct sheet *sheet, size_t column)
{
    int left = sheet->left + LANE, room = sheet->right - left + SHEET_GAP, columns = (int)flow->columns;
    return (struct place){.x = left + room * (int)column / columns, .width = room / columns - SHEET_GAP};
}

/* Drawn once to see how high, and taken back. */
static void measure_items(struct flow *flow, struct sheet *sheet)
{
    flow->columns = (size_t)((sheet->right - sheet->left - LANE) / COLUMN_WIDTH);
    flow->columns = flow->columns < 1 ? 1 : flow->columns < COLUMNS_MAX ? flow->columns : COLUMNS_MAX;
    for (size_t i = 0; i < flow->item_count; i++) {
        struct chart_mark mark = chart_mark(sheet_page(sheet));
        flow->items[i].height = draw_item(flow, sheet, column_place(flow, sheet, 0), &flow->items[i]).y;
        chart_rewind(sheet_page(sheet), mark);
    }
}

/* How many items from `first` on fit into the columns when none is higher than that. */
static size_t count_fitting(const struct flow *flow, size_t first, int height)
{
    size_t at = first;
    for (size_t column = 0; column < flow->columns; column++)
        for (int y = 0; at < flow->item_count && (y == 0 || y + ITEM_GAP + flow->items[at].height <= height); at++)
            y += (y > 0 ? ITEM_GAP : 0) + flow->items[at].height;
    return at - first;
}

/* The least height at which as many items fit. */
static int least_height(const struct flow *flow, size_t first, size_t count)
{
    int low = 0, high = 1;
    for (size_t i = first; i < first + count; i++)
        high += flow->items[i].height + ITEM_GAP;
    while (low + 1 < high) {
        int middle = (low + high) / 2;
        if (count_fitting(flow, first, middle) >= count)
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* From the launch to the heading, where they are on one page, and from that to each column. */
static void spread_lines(const struct flow *flow, struct sheet *sheet)
{
    const struct place *launch = &flow->places[PHASE_LAUNCH], *head = &flow->places[PHASE_ACT];
    int x = launch->x + launch->width / 2;
    if (flow->pages[PHASE_LAUNCH] == sheet->page_count && flow->first == 0)
        chart_link(sheet_page(sheet), &(struct route){LINK_GOES, flow->boxes[PHASE_LAUNCH], flow->boxes[PHASE_ACT],
                                                      (struct point[]){{x, launch->y + launch->height}, {x, head->y}}, 2});
    for (size_t i = 0; i < flow->columns; i++) {
        int middle = flow->column_places[i].x + flow->column_places[i].width / 2;
        if (flow->column_places[i].height > 0)
            chart_link(sheet_page(sheet), &(struct route){LINK_GOES, flow->boxes[PHASE_ACT], flow->column_heads[i],
                                                          (struct point[]){{middle, head->y + head->height}, {middle, flow->column_places[i].y}}, 2});
    }
}

/* The items of the block, column by column. */
static int draw_columns(struct sheet *sheet, int top, void *context)
{
    struct flow *flow = context;
    struct place head = {sheet->left + LANE, top + (flow->first == 0 ? HEAD_GAP : 0), sheet->right - sheet->left - LANE, 0};
    draw_head(flow, sheet, &head, PHASE_ACT);
    int heads = head.y + HEAD_GAP, bottom = heads;
    size_t at = flow->first;
    flow->column_page = sheet->page_count;
    for (size_t column = 0; column < flow->columns; column++) {
        struct place place = column_place(flow, sheet, column);
        place.y = heads;
        flow->column_places[column] = place;
        flow->column_heads[column] = (int)sheet_page(sheet)->box_count;
        while (at < flow->end && (place.y == heads || place.y - heads + ITEM_GAP + flow->items[at].height <= flow->height)) {
            place.y += place.y > heads ? ITEM_GAP : 0;
            place = draw_item(flow, sheet, place, &flow->items[at++]);
        }
        flow->column_places[column].height = place.y - heads;
        flow->column_boxes[column] = (int)sheet_page(sheet)->box_count - 1;
        bottom = place.y > bottom ? place.y : bottom;
    }
    spread_lines(flow, sheet);
    return bottom;
}

/* As much on a page as it has room for. */
static void draw_acting(struct flow *flow, struct sheet *sheet)
{
    measure_items(flow, sheet);
    for (flow->first = 0; flow->first < flow->item_count && !sheet->failed; flow->first = flow->end) {
        int room = sheet->bottom - sheet->y - ROOM_FOR_HEAD;
        size_t count = room > 0 ? count_fitting(flow, flow->first, room) : 0;
        if (least_height(flow, flow->first, count > 0 ? count : 1) > room && sheet->y > sheet->top) { /* not one a column: overleaf */
            sheet_spill(sheet);
            continue;
        }
        flow->end = flow->first + count;
        flow->height = least_height(flow, flow->first, count);
        sheet_block(sheet, &(struct block){draw_columns, flow});
    }
}

/* ---- how it goes on ---- */

static void gather_lines(const struct flow *flow, struct sheet *sheet, int bus)
{
    const struct place *adjust = &flow->places[PHASE_ADJUST];
    int x = adjust->x + adjust->width / 2;
    for (size_t i = 0; i < flow->columns && flow->column_page == sheet->page_count; i++) {
        const struct place *column = &flow->column_places[i];
        struct point from = {column->x + column->width / 2, column->y + column->height};
        struct point points[] = {from, {from.x, bus}, {x, bus}, {x, adjust->y}};
        if (column->height > 0)
            chart_link(sheet_page(sheet), &(struct route){LINK_GOES, flow->column_boxes[i], flow->boxes[PHASE_ADJUST], points, 4});
    }
}

/* From adjusting back to acting, at the left. */
static void link_back(const struct flow *flow, struct sheet *sheet)
{
    const struct place *adjust = &flow->places[PHASE_ADJUST], *column = &flow->column_places[0];
    int x = sheet->left + 2, from = adjust->y + 9, to = column->y + 8;
    struct point points[] = {{adjust->x, from}, {x, from}, {x, to}, {column->x, to}};
    if (flow->column_page == sheet->page_count && column->height > 0)
        chart_link(sheet_page(sheet), &(struct route){LINK_GOES, flow->boxes[PHASE_ADJUST], flow->column_heads[0], points, 4});
}

static int draw_end(struct sheet *sheet, int top, void *context)
{
    struct flow *flow = context;
    int bottom = draw_phases(flow, sheet, top + BUS_GAP, PHASE_ADJUST, PHASE_RECOVERY);
    gather_lines(flow, sheet, top + BUS_GAP / 2 - 2);
    link_back(flow, sheet);
    return bottom;
}

static int find_tier(const struct diagram *diagram)
{
    const struct plan *plan = diagram->graph->plan;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        for (size_t i = 0; i < plan->level_count; i++)
            if ((diagram->level == 0 || diagram->level == (int)plan->levels[i].number) && response_has_level(plan, tier, (int)plan->levels[i].number))
                return tier;
    return TIER_CITY;
}

int diagram_draw_flow(struct sheet *sheet, void *context, struct err *err)
{
    struct flow flow = {.diagram = context, .tier = find_tier(context)};
    if (find_items(&flow, err) != 0)
        return -1;
    sheet_block(sheet, &(struct block){draw_begin, &flow});
    draw_acting(&flow, sheet);
    sheet_block(sheet, &(struct block){draw_end, &flow});
    free(flow.items);
    return 0;
}
