/*
 * The response-level machine, a page for each tier that has one: states from top to bottom, beside each arrow the step that takes it, and
 * beside that who may take it at each level, by which clause. What is the same for several levels is said once.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/diagram_panel.h"
#include "cli/entry_words.h"
#include "rules/words.h"

#define SIDE 84     /* the column of the state beside the line: command handed over */
#define LANE 24     /* between that and the others */
#define STATES 96
#define LEADER 26   /* from a state or an arrow to its step */
#define STEPS 84
#define ROW_GAP 8   /* above and below a row between two states; between rows beside one */
#define STATE_HEIGHT 20
#define SHIFT 4     /* between two lines at one box */
#define WAY_TIME 104

/* From top to bottom. Between BEGIN and END stand the steps at the response in progress. */
enum part { PART_STATE, PART_STEP, PART_ACTIVE, PART_DONE };
static const struct item {
    enum part part;
    int what; /* enum response_state or enum step */
} items[] = {
    {PART_STATE, RESPONSE_IDLE},  {PART_STEP, STEP_PROPOSE},   {PART_STATE, RESPONSE_PROPOSED}, {PART_STEP, STEP_LAUNCH},
    {PART_ACTIVE, RESPONSE_ACTIVE}, {PART_STEP, STEP_RAISE},   {PART_STEP, STEP_LOWER},         {PART_STEP, STEP_HAND_OVER},
    {PART_STEP, STEP_TAKE_BACK},  {PART_DONE, RESPONSE_ACTIVE}, {PART_STEP, STEP_END},          {PART_STATE, RESPONSE_ENDED},
    {PART_STEP, STEP_RECOVER},    {PART_STATE, RESPONSE_RECOVERY}, {PART_STEP, STEP_CLOSE},     {PART_STATE, RESPONSE_CLOSED},
};

struct machine {
    const struct diagram *diagram;
    int tier;
    int levels[PLAN_LEVEL_MAX];
    size_t level_count;
    bool hands_over;
    bool went[RESPONSE_STATE_COUNT][STEP_COUNT]; /* of a live incident */
    struct text taken[STEP_COUNT];               /* when each step was last taken */
    struct place states[RESPONSE_STATE_COUNT], steps[STEP_COUNT];
    int state_boxes[RESPONSE_STATE_COUNT], step_boxes[STEP_COUNT];
};

/* ---- who may ---- */

static const char *say(const struct machine *machine, const char *zh, const char *en)
{
    return diagram_say(machine->diagram, zh, en);
}

static void add_authority(const struct machine *machine, enum step step, int level, struct text *text)
{
    const struct plan *plan = machine->diagram->graph->plan;
    const struct authority *row;
    for (size_t n = 0; (row = response_authority(plan, machine->tier, step, level, n)) != NULL; n++) {
        text_add_str(text, n > 0 ? "\n" : "");
        brief_authority(machine->diagram->app, plan, row, step, text);
    }
    if (text->size == 0)
        text_add_str(text, say(machine, "—（正文未写）", "— (the text says nothing)"));
}

static int cells_x(const struct sheet *sheet)
{
    return sheet->left + SIDE + LANE + STATES + LEADER;
}

/* The step, and its cells: levels with the same words share one. */
static struct place draw_step(struct machine *machine, struct sheet *sheet, int y, enum step step)
{
    struct text texts[PLAN_LEVEL_MAX] = {{0}}, name = {0};
    struct cell cells[PLAN_LEVEL_MAX + 1];
    struct place at = {cells_x(sheet), y, STEPS, 0};
    int room = sheet->right - at.x - STEPS, levels = (int)machine->level_count;
    size_t count = 1;
    text_add_str(&name, diagram_words(machine->diagram, step_words(step)));
    if (machine->taken[step].size > 0)
        text_addf(&name, "\n✓ %s", text_str(&machine->taken[step]));
    cells[0] = (struct cell){BOX_STEP, STEPS, text_str(&name), NULL};
    for (int i = 0, first = 0; i < levels; i++) {
        add_authority(machine, step, machine->levels[i], &texts[i]);
        bool same = i > 0 && strcmp(text_str(&texts[i]), text_str(&texts[first])) == 0;
        first = same ? first : i;
        int width = room * (i + 1) / levels - room * first / levels;
        cells[same ? count - 1 : count] = (struct cell){BOX_VALUE, width, text_str(&texts[first]), NULL};
        count += !same;
    }
    machine->step_boxes[step] = (int)sheet_page(sheet)->box_count;
    at.height = sheet_row(sheet, at, cells, count);
    for (size_t i = 0; i < PLAN_LEVEL_MAX; i++)
        sheet_free(sheet, &texts[i]);
    sheet_free(sheet, &name);
    return at;
}

static int draw_level_heads(const struct machine *machine, struct sheet *sheet, int y)
{
    struct cell cells[PLAN_LEVEL_MAX];
    struct place at = {cells_x(sheet) + STEPS, y, 0, 0};
    int room = sheet->right - at.x, levels = (int)machine->level_count;
    for (int i = 0; i < levels; i++)
        cells[i] = (struct cell){BOX_LEVEL, room * (i + 1) / levels - room * i / levels,
                                 words_level(machine->diagram->graph->plan, machine->levels[i], machine->diagram->app->lang), NULL};
    return y + sheet_row(sheet, at, cells, machine->level_count);
}

/* ---- states ---- */

static int draw_state(struct machine *machine, struct sheet *sheet, enum response_state state, struct place place)
{
    const struct diagram *diagram = machine->diagram;
    const struct response *response = diagram->session == NULL ? NULL : &diagram->session->record.responses[machine->tier];
    bool now = response != NULL && response->state == state;
    struct text text = {0};
    text_add_str(&text, diagram_words(diagram, response_state_words(state)));
    if (now && response->level > 0)
        text_addf(&text, "\n%s", words_level(diagram->graph->plan, response->level, diagram->app->lang));
    if (now)
        text_add_str(&text, say(machine, "\n▶ 现在", "\n▶ now"));
    int height = chart_height(now ? BOX_NOW : BOX_STATE, text_str(&text), place.width);
    place.height = height > place.height ? height : place.height;
    machine->states[state] = place;
    machine->state_boxes[state] = chart_add(sheet_page(sheet), now ? BOX_NOW : BOX_STATE, place, text_str(&text), NULL);
    sheet_free(sheet, &text);
    return place.y + place.height;
}

static bool is_drawn(const struct machine *machine, const struct item *item)
{
    return machine->hands_over || item->part != PART_STEP || (item->what != STEP_HAND_OVER && item->what != STEP_TAKE_BACK);
}

/* States and rows, one below the other; what is in progress reaches over its rows. */
static int draw_items(struct machine *machine, struct sheet *sheet, int y)
{
    int x = sheet->left + SIDE + LANE, begin = 0;
    bool inside = false;
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        const struct item *item = &items[i];
        if (!is_drawn(machine, item))
            continue;
        if (item->part == PART_STATE) {
            y = draw_state(machine, sheet, (enum response_state)item->what, (struct place){x, y, STATES, STATE_HEIGHT});
        } else if (item->part == PART_STEP) {
            y += inside ? 0 : ROW_GAP;
            machine->steps[item->what] = draw_step(machine, sheet, y, (enum step)item->what);
            y += machine->steps[item->what].height + ROW_GAP;
        } else if (item->part == PART_ACTIVE) {
            begin = y;
            inside = true;
        } else {
            y = draw_state(machine, sheet, RESPONSE_ACTIVE, (struct place){x, begin, STATES, y - ROW_GAP - begin});
            inside = false;
        }
    }
    if (machine->hands_over) {
        const struct place *over = &machine->steps[STEP_HAND_OVER], *back = &machine->steps[STEP_TAKE_BACK];
        draw_state(machine, sheet, RESPONSE_HANDED_OVER, (struct place){sheet->left, over->y, SIDE, back->y + back->height - over->y});
    }
    return y;
}

/* ---- arrows ---- */

static int middle(const struct place *place)
{
    return place->y + place->height / 2;
}

static enum link_style style_of(const struct machine *machine, enum response_state from, enum step step)
{
    return machine->went[from][step] ? LINK_WENT : LINK_GOES;
}

static void draw_line(struct sheet *sheet, enum link_style style, int from, int to, const struct point *points)
{
    size_t count = 2;
    while (count < 4 && points[count].x != 0)
        count++;
    chart_link(sheet_page(sheet), &(struct route){style, from, to, points, count});
}

/* Down to the next state, and from the middle of the arrow to the step that takes it. */
static void draw_down(const struct machine *machine, struct sheet *sheet, enum response_state from, enum response_state to)
{
    static const enum step steps[] = {[RESPONSE_IDLE] = STEP_PROPOSE, [RESPONSE_PROPOSED] = STEP_LAUNCH, [RESPONSE_ACTIVE] = STEP_END,
                                      [RESPONSE_ENDED] = STEP_RECOVER, [RESPONSE_RECOVERY] = STEP_CLOSE};
    const struct place *upper = &machine->states[from], *lower = &machine->states[to], *row = &machine->steps[steps[from]];
    int x = upper->x + STATES / 2, a = machine->state_boxes[from], b = machine->state_boxes[to];
    draw_line(sheet, style_of(machine, from, steps[from]), a, b, (struct point[4]){{x, upper->y + upper->height}, {x, lower->y}});
    draw_line(sheet, LINK_MEETS, a, machine->step_boxes[steps[from]], (struct point[4]){{x, middle(row)}, {row->x, middle(row)}});
}

/* To a step beside the state and back to it. */
static void draw_loop(const struct machine *machine, struct sheet *sheet, enum step step)
{
    const struct place *state = &machine->states[RESPONSE_ACTIVE], *row = &machine->steps[step];
    int x = state->x + STATES, y = middle(row), a = machine->state_boxes[RESPONSE_ACTIVE], b = machine->step_boxes[step];
    enum link_style style = style_of(machine, RESPONSE_ACTIVE, step);
    draw_line(sheet, style, a, b, (struct point[4]){{x, y - SHIFT}, {row->x, y - SHIFT}});
    draw_line(sheet, style, b, a, (struct point[4]){{row->x, y + SHIFT}, {x, y + SHIFT}});
}

/* Past a state that may be left out: in the lane at the left. */
static void draw_past(const struct machine *machine, struct sheet *sheet, enum response_state from, enum response_state to)
{
    enum step step = from == RESPONSE_IDLE ? STEP_LAUNCH : STEP_CLOSE;
    const struct place *upper = &machine->states[from], *lower = &machine->states[to];
    int lane = upper->x - LANE / 2, y = middle(upper) + SHIFT, end = lower->y + STATE_HEIGHT / 2;
    draw_line(sheet, style_of(machine, from, step), machine->state_boxes[from], machine->state_boxes[to],
              (struct point[4]){{upper->x, y}, {lane, y}, {lane, end}, {lower->x, end}});
}

static void draw_hand_over(const struct machine *machine, struct sheet *sheet)
{
    const struct place *over = &machine->states[RESPONSE_HANDED_OVER], *active = &machine->states[RESPONSE_ACTIVE], *ended = &machine->states[RESPONSE_ENDED];
    int a = machine->state_boxes[RESPONSE_ACTIVE], b = machine->state_boxes[RESPONSE_HANDED_OVER], c = machine->state_boxes[RESPONSE_ENDED];
    int left = over->x + over->width, right = active->x + STATES, out = middle(&machine->steps[STEP_HAND_OVER]), back = middle(&machine->steps[STEP_TAKE_BACK]);
    int x = over->x + over->width / 2, y = middle(ended) - SHIFT;
    draw_line(sheet, style_of(machine, RESPONSE_ACTIVE, STEP_HAND_OVER), a, b, (struct point[4]){{active->x, out}, {left, out}});
    draw_line(sheet, style_of(machine, RESPONSE_HANDED_OVER, STEP_TAKE_BACK), b, a, (struct point[4]){{left, back}, {active->x, back}});
    draw_line(sheet, LINK_MEETS, a, machine->step_boxes[STEP_HAND_OVER], (struct point[4]){{right, out}, {right + LEADER, out}});
    draw_line(sheet, LINK_MEETS, a, machine->step_boxes[STEP_TAKE_BACK], (struct point[4]){{right, back}, {right + LEADER, back}});
    draw_line(sheet, style_of(machine, RESPONSE_HANDED_OVER, STEP_END), b, c,
              (struct point[4]){{x, over->y + over->height}, {x, y}, {ended->x, y}});
}

static void draw_arrows(const struct machine *machine, struct sheet *sheet)
{
    draw_down(machine, sheet, RESPONSE_IDLE, RESPONSE_PROPOSED);
    draw_down(machine, sheet, RESPONSE_PROPOSED, RESPONSE_ACTIVE);
    draw_down(machine, sheet, RESPONSE_ACTIVE, RESPONSE_ENDED);
    draw_down(machine, sheet, RESPONSE_ENDED, RESPONSE_RECOVERY);
    draw_down(machine, sheet, RESPONSE_RECOVERY, RESPONSE_CLOSED);
    draw_past(machine, sheet, RESPONSE_IDLE, RESPONSE_ACTIVE);
    draw_past(machine, sheet, RESPONSE_ENDED, RESPONSE_CLOSED);
    draw_loop(machine, sheet, STEP_RAISE);
    draw_loop(machine, sheet, STEP_LOWER);
    if (machine->hands_over)
        draw_hand_over(machine, sheet);
}

static int draw_machine(struct sheet *sheet, int top, void *context)
{
    struct machine *machine = context;
    top = draw_level_heads(machine, sheet, top) + ROW_GAP;
    int bottom = draw_items(machine, sheet, top);
    draw_arrows(machine, sheet);
    return bottom;
}

/* ---- the way a live incident has come ---- */

static void walk(struct machine *machine)
{
    const struct diagram *diagram = machine->diagram;
    enum response_state state = RESPONSE_IDLE;
    for (size_t i = 0; diagram->session != NULL && i < diagram->session->record.entry_count; i++) {
        const struct entry *entry = &diagram->session->record.entries[i].entry;
        enum step step;
        int tier;
        if (!entry_step(entry, &step, &tier) || tier != machine->tier || !response_allows(state, step))
            continue;
        char time[CLOCK_TEXT_SIZE];
        clock_print_beside(&diagram->app->clock, entry_clock(entry), session_clock(diagram->session), time);
        text_clear(&machine->taken[step]);
        text_add_str(&machine->taken[step], time);
        machine->went[state][step] = true;
        state = response_after(state, step);
    }
}

struct way_row {
    const struct diagram *diagram;
    const struct entry *entry;
};

static int draw_way_row(struct sheet *sheet, int top, void *context)
{
    const struct way_row *row = context;
    const struct diagram *diagram = row->diagram;
    char time[CLOCK_TEXT_SIZE];
    struct text speaker = {0}, what = {0};
    clock_print(&diagram->app->clock, entry_clock(row->entry), time);
    entry_speaker(diagram->app, diagram->graph->plan, row->entry, &speaker);
    entry_words(diagram->app, diagram->graph->plan, row->entry, &what);
    if (row->entry->reason[0] != '\0')
        text_addf(&what, diagram_say(diagram, "，理由：%s", ", reason: %s"), row->entry->reason);
    int half = (sheet_width(sheet) - WAY_TIME) / 3;
    struct cell cells[] = {{BOX_LABEL, WAY_TIME, time, NULL}, {BOX_VALUE, half, text_str(&speaker), NULL},
                           {BOX_VALUE, sheet_width(sheet) - WAY_TIME - half, text_str(&what), NULL}};
    int height = sheet_row(sheet, (struct place){sheet->left, top, 0, 0}, cells, 3);
    sheet_free(sheet, &speaker);
    sheet_free(sheet, &what);
    return top + height;
}

/* The rows touch; a long way goes on overleaf. */
static void draw_way(const struct machine *machine, struct sheet *sheet)
{
    const struct diagram *diagram = machine->diagram;
    bool first = true;
    for (size_t i = 0; diagram->session != NULL && i < diagram->session->record.entry_count; i++) {
        struct way_row row = {diagram, &diagram->session->record.entries[i].entry};
        struct block block = {draw_way_row, &row};
        enum step step;
        int tier;
        if (!entry_step(row.entry, &step, &tier) || tier != machine->tier)
            continue;
        if (first)
            sheet_band(sheet, say(machine, "走过的路", "The way it has come"), &block);
        else
            sheet_block(sheet, &block);
        sheet->y -= SHEET_GAP;
        first = false;
    }
}

/* ---- all tiers ---- */

static void draw_tier(const struct diagram *diagram, struct sheet *sheet, int tier)
{
    struct machine machine = {.diagram = diagram, .tier = tier};
    const struct plan *plan = diagram->graph->plan;
    struct text heading = {0};
    for (size_t i = 0; i < plan->level_count; i++) {
        int level = (int)plan->levels[i].number;
        if ((diagram->level != 0 && diagram->level != level) || !response_has_level(plan, tier, level))
            continue;
        machine.levels[machine.level_count++] = level;
        machine.hands_over = machine.hands_over || response_authority(plan, tier, STEP_HAND_OVER, level, 0) != NULL;
    }
    if (machine.level_count > 0) {
        walk(&machine);
        sheet_break(sheet);
        text_addf(&heading, diagram_say(diagram, "%s响应", "%s response"), diagram_words(diagram, tier_words((enum tier)tier)));
        sheet_band(sheet, text_str(&heading), &(struct block){draw_machine, &machine});
        draw_way(&machine, sheet);
    }
    for (int step = 0; step < STEP_COUNT; step++)
        sheet_free(sheet, &machine.taken[step]);
    sheet_free(sheet, &heading);
}

int diagram_draw_levels(struct sheet *sheet, void *context, struct err *err)
{
    (void)err;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        draw_tier(context, sheet, tier);
    return 0;
}
