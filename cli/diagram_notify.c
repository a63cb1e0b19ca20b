/*
 * Who tells whom: a row for each call, in the order of work, and a lane for each tier from the scene up to the nation. The callers stand in
 * their lanes, an arrow leads to those who are told, and at the right stand the time limit and the matter with its clause.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/diagram_panel.h"

#define LANE_GAP 18   /* between the boxes of neighbouring lanes: an arrow's head and a stroke */
#define ROW_GAP 6
#define BUS 12        /* below the boxes of a row: the line that joins several */
#define STEP_DOWN 16  /* between those who call and those told, when one stands below the other */
#define LIMIT_PART 9  /* of a hundred of the width */
#define MATTER_PART 24

enum lane { LANE_SCENE, LANE_COUNTY, LANE_AGENCIES, LANE_OFFICE, LANE_HEADQUARTERS, LANE_CITY, LANE_PROVINCE, LANE_NATION, LANE_COUNT };

struct notify {
    const struct diagram *diagram;
    struct graph_call *calls;
    size_t count;
    bool used[LANE_COUNT];
    bool *leads; /* by agency: stands at the head of the city */
};

/* ---- lanes ---- */

static struct words lane_words(enum lane lane)
{
    static const struct words words[LANE_COUNT] = {
        [LANE_SCENE] = {"现场和单位", "Scene, units"},        [LANE_COUNTY] = {"县级", "County"},
        [LANE_AGENCIES] = {"市级单位", "City agencies"},      [LANE_OFFICE] = {"办公室、现场指挥部、工作组", "Office, on-site HQ, groups"},
        [LANE_HEADQUARTERS] = {"市指挥部", "City headquarters"}, [LANE_CITY] = {"市委、市政府", "City leadership"},
        [LANE_PROVINCE] = {"省级", "Province"},               [LANE_NATION] = {"国家", "Nation"},
    };
    return words[lane];
}

/* An agency of the city that has none of the city above it, and some below it. */
static void find_leaders(struct notify *notify)
{
    const struct city *city = notify->diagram->graph->plan->city;
    for (size_t i = 0; i < city->agency_count; i++)
        if (city->agencies[i].parent.id != NULL && city->agencies[i].level == AGENCY_CITY)
            notify->leads[city->agencies[i].parent.index] = true;
    for (size_t i = 0; i < city->agency_count; i++) {
        const struct ref *parent = &city->agencies[i].parent;
        bool below = parent->id != NULL && city->agencies[parent->index].level == AGENCY_CITY;
        notify->leads[i] = notify->leads[i] && city->agencies[i].level == AGENCY_CITY && !below;
    }
}

static enum lane lane_of_body(const struct body *body)
{
    switch (body->tier) {
    case TIER_COUNTY: return LANE_COUNTY;
    case TIER_PROVINCE: return LANE_PROVINCE;
    case TIER_NATION: return LANE_NATION;
    default: break;
    }
    return body->kind == BODY_HQ ? LANE_HEADQUARTERS : body->kind == BODY_GOVERNMENT ? LANE_CITY : body->kind == BODY_AUTHORITY ? LANE_AGENCIES : LANE_OFFICE;
}

static enum lane lane_of(const struct notify *notify, const struct ref *actor)
{
    static const enum lane agencies[] = {[AGENCY_NATION] = LANE_NATION, [AGENCY_PROVINCE] = LANE_PROVINCE, [AGENCY_CITY] = LANE_AGENCIES,
                                         [AGENCY_COUNTY] = LANE_COUNTY, [AGENCY_UNIT] = LANE_SCENE};
    const struct plan *plan = notify->diagram->graph->plan;
    const struct organisation *org = &plan->organisation;
    switch (actor->kind) {
    case ACTOR_BODY: return lane_of_body(&org->bodies[actor->index]);
    case ACTOR_POST: return lane_of_body(&org->bodies[org->posts[actor->index].body.index]);
    case ACTOR_GROUP: return LANE_OFFICE;
    default: return notify->leads[actor->index] ? LANE_CITY : agencies[plan->city->agencies[actor->index].level];
    }
}

/* The actors of a list, one by one with their lanes; all members together are one, behind the rest. False past the last. */
struct roll {
    const struct ref *actors;
    size_t count, at;
    bool all;
};

static bool next_actor(const struct notify *notify, struct roll *roll, enum lane *lane, struct words *words)
{
    const struct plan *plan = notify->diagram->graph->plan;
    roll->all = roll->all || (roll->at == 0 && plan_all_members(plan, roll->actors, roll->count));
    while (roll->all && roll->at < roll->count && plan_is_member(plan, &roll->actors[roll->at]))
        roll->at++;
    if (roll->at < roll->count) {
        *lane = lane_of(notify, &roll->actors[roll->at]);
        *words = plan_actor_words(plan, &roll->actors[roll->at++]);
        return true;
    }
    *lane = LANE_AGENCIES;
    *words = brief_all_members();
    return roll->all && roll->at++ == roll->count;
}

static void note_lanes(struct notify *notify, const struct ref *actors, size_t count)
{
    struct roll roll = {.actors = actors, .count = count};
    enum lane lane;
    struct words words;
    while (next_actor(notify, &roll, &lane, &words))
        notify->used[lane] = true;
}

/* Where a lane's boxes stand: lanes that nobody is in take no room. */
static struct place lane_place(const struct notify *notify, const struct sheet *sheet, enum lane lane)
{
    int lanes = 0, before = 0, room = sheet_width(sheet) * (100 - LIMIT_PART - MATTER_PART) / 100;
    for (int i = 0; i < LANE_COUNT; i++) {
        lanes += notify->used[i];
        before += notify->used[i] && i < (int)lane;
    }
    int left = room * before / lanes, right = room * (before + 1) / lanes;
    return (struct place){.x = sheet->left + left, .width = right - left - LANE_GAP};
}

/* ---- a row ---- */

/* Those who tell, or those who are told: one box for all who are in one lane. */
struct party {
    const struct ref *actors;
    size_t count;
    enum box_style style;
    struct text texts[LANE_COUNT]; /* empty: nobody in that lane */
    int height;                    /* that the highest needs */
    size_t lanes;                  /* how many it is in */
    int boxes[LANE_COUNT];
    struct place places[LANE_COUNT];
};

static bool is_in(const struct party *party, int lane)
{
    return party->texts[lane].size > 0;
}

static void gather(const struct notify *notify, const struct sheet *sheet, struct party *party)
{
    struct roll roll = {.actors = party->actors, .count = party->count};
    enum lane of;
    struct words words;
    while (next_actor(notify, &roll, &of, &words))
        text_addf(&party->texts[of], "%s%s", party->texts[of].size > 0 ? diagram_say(notify->diagram, "、", ", ") : "",
                  diagram_words(notify->diagram, words));
    for (int lane = 0; lane < LANE_COUNT; lane++) {
        if (!is_in(party, lane))
            continue;
        int height = chart_height(party->style, text_str(&party->texts[lane]), lane_place(notify, sheet, (enum lane)lane).width);
        party->height = height > party->height ? height : party->height;
        party->lanes++;
    }
}

static void release(struct sheet *sheet, struct party *party)
{
    for (int lane = 0; lane < LANE_COUNT; lane++)
        sheet_free(sheet, &party->texts[lane]);
}

static void draw_party(const struct notify *notify, struct sheet *sheet, struct party *party, int top, int height)
{
    for (int lane = 0; lane < LANE_COUNT; lane++) {
        if (!is_in(party, lane))
            continue;
        struct place place = lane_place(notify, sheet, (enum lane)lane);
        place.y = top;
        place.height = height;
        party->places[lane] = place;
        party->boxes[lane] = chart_add(sheet_page(sheet), party->style, place, text_str(&party->texts[lane]), NULL);
    }
}

static bool meet_in_a_lane(const struct party *callers, const struct party *told)
{
    for (int lane = 0; lane < LANE_COUNT; lane++)
        if (is_in(callers, lane) && is_in(told, lane))
            return true;
    return false;
}

/* How the line runs from a caller to one who is told. */
enum run { RUN_STRAIGHT, RUN_BELOW, RUN_DOWN };

struct pair {
    const struct party *callers, *told;
    int from, to; /* lanes */
};

static void link_pair(struct sheet *sheet, const struct pair *pair, enum run run)
{
    const struct place *a = &pair->callers->places[pair->from], *b = &pair->told->places[pair->to];
    bool rightwards = pair->from < pair->to;
    int ax = a->x + a->width / 2, bx = b->x + b->width / 2, bottom = a->y + a->height, y = a->y + a->height / 2;
    struct point straight[] = {{rightwards ? a->x + a->width : a->x, y}, {rightwards ? b->x : b->x + b->width, y}};
    struct point below[] = {{ax, bottom}, {ax, bottom + BUS - 2}, {bx, bottom + BUS - 2}, {bx, b->y + b->height}};
    struct point down[] = {{ax, bottom}, {ax, bottom + STEP_DOWN / 2 - 1}, {bx, bottom + STEP_DOWN / 2 - 1}, {bx, b->y}};
    struct route route = {LINK_TELLS, pair->callers->boxes[pair->from], pair->told->boxes[pair->to],
                          run == RUN_STRAIGHT ? straight : run == RUN_BELOW ? below : down, run == RUN_STRAIGHT ? 2 : 4};
    chart_link(sheet_page(sheet), &route);
}

static void link_parties(struct sheet *sheet, const struct party *callers, const struct party *told, enum run run)
{
    for (int from = 0; from < LANE_COUNT; from++)
        for (int to = 0; to < LANE_COUNT; to++)
            if (is_in(callers, from) && is_in(told, to))
                link_pair(sheet, &(struct pair){callers, told, from, to}, run);
}

static void add_limit(const struct notify *notify, const struct graph_call *call, struct text *text)
{
    if (call->task != NULL && call->task->deadline.at.node != 0)
        brief_limit(notify->diagram->app, &call->task->deadline, text);
}

static void add_matter(const struct notify *notify, const struct graph_call *call, struct text *text)
{
    const struct diagram *diagram = notify->diagram;
    if (call->task != NULL) {
        diagram_add_task(diagram, call->task, false, text);
        return;
    }
    text_add_str(text, diagram_words(diagram, step_words((enum step)call->authority->step)));
    diagram_add_levels(diagram, call->authority->levels, call->authority->level_count, text);
    text_addf(text, diagram_say(diagram, "［%s］", " [%s]"), call->clause);
}

/* The limit and the matter, at the right, at least as high as asked for; how high. */
static int draw_matter(const struct notify *notify, struct sheet *sheet, const struct graph_call *call, int top, int height)
{
    struct text limit = {0}, matter = {0};
    int width = sheet_width(sheet), limit_width = width * LIMIT_PART / 100, matter_width = width * MATTER_PART / 100;
    add_limit(notify, call, &limit);
    add_matter(notify, call, &matter);
    struct cell cells[] = {{BOX_LABEL, limit_width, text_str(&limit), NULL},
                           {diagram_task_style(notify->diagram, call->task, BOX_VALUE), matter_width, text_str(&matter), NULL}};
    height = sheet_row(sheet, (struct place){.x = sheet->right - limit_width - matter_width, .y = top, .height = height}, cells, 2);
    sheet_free(sheet, &limit);
    sheet_free(sheet, &matter);
    return height;
}

struct row {
    const struct notify *notify;
    const struct graph_call *call;
};

static int draw_call(struct sheet *sheet, int top, void *context)
{
    const struct row *row = context;
    struct party callers = {.actors = row->call->by, .count = row->call->by_count, .style = BOX_CALLER};
    struct party told = {.actors = row->call->to, .count = row->call->to_count, .style = BOX_TOLD};
    gather(row->notify, sheet, &callers);
    gather(row->notify, sheet, &told);
    enum run run = meet_in_a_lane(&callers, &told) ? RUN_DOWN : callers.lanes + told.lanes > 2 ? RUN_BELOW : RUN_STRAIGHT;
    int both = callers.height > told.height ? callers.height : told.height, extra = run == RUN_BELOW ? BUS : 0;
    int least = run == RUN_DOWN ? callers.height + STEP_DOWN + told.height : both + extra;
    int height = draw_matter(row->notify, sheet, row->call, top, least);
    int callers_height = run == RUN_DOWN ? callers.height : height - extra;
    int told_top = run == RUN_DOWN ? top + callers.height + STEP_DOWN : top;
    draw_party(row->notify, sheet, &callers, top, callers_height);
    draw_party(row->notify, sheet, &told, told_top, run == RUN_DOWN ? top + height - told_top : callers_height);
    link_parties(sheet, &callers, &told, run);
    release(sheet, &callers);
    release(sheet, &told);
    return top + height + ROW_GAP - SHEET_GAP; /* closer than blocks stand apart */
}

/* ---- all of them ---- */

static int draw_heads(struct sheet *sheet, int top, void *context)
{
    const struct notify *notify = context;
    int width = sheet_width(sheet), limit = width * LIMIT_PART / 100, matter = width * MATTER_PART / 100, height = 0;
    const char *texts[LANE_COUNT + 2] = {NULL};
    struct place places[LANE_COUNT + 2];
    for (int lane = 0; lane < LANE_COUNT; lane++) {
        texts[lane] = notify->used[lane] ? diagram_words(notify->diagram, lane_words((enum lane)lane)) : NULL;
        places[lane] = lane_place(notify, sheet, (enum lane)lane);
    }
    texts[LANE_COUNT] = diagram_say(notify->diagram, "时限", "Time limit");
    places[LANE_COUNT] = (struct place){.x = sheet->right - limit - matter, .width = limit};
    texts[LANE_COUNT + 1] = diagram_say(notify->diagram, "事项［条款］", "Matter [clause]");
    places[LANE_COUNT + 1] = (struct place){.x = sheet->right - matter, .width = matter};
    for (int i = 0; i < LANE_COUNT + 2; i++) {
        int needed = texts[i] == NULL ? 0 : chart_height(BOX_LEVEL, texts[i], places[i].width);
        height = needed > height ? needed : height;
    }
    for (int i = 0; i < LANE_COUNT + 2; i++) {
        places[i].y = top;
        places[i].height = height;
        if (texts[i] != NULL)
            chart_add(sheet_page(sheet), BOX_LEVEL, places[i], texts[i], NULL);
    }
    return top + height;
}

static const char *kind_words(const struct notify *notify, const struct graph_call *call)
{
    return call->task == NULL ? diagram_say(notify->diagram, "响应步骤", "Steps of the response")
                              : diagram_words(notify->diagram, task_kind_words((enum task_kind)call->task->kind));
}

static void draw_calls(struct notify *notify, struct sheet *sheet)
{
    const char *kind = NULL;
    for (size_t i = 0; i < notify->count; i++) {
        note_lanes(notify, notify->calls[i].by, notify->calls[i].by_count);
        note_lanes(notify, notify->calls[i].to, notify->calls[i].to_count);
    }
    if (notify->count > 0)
        sheet_running(sheet, &(struct block){draw_heads, notify});
    for (size_t i = 0; i < notify->count && !sheet->failed; i++) {
        struct row row = {notify, &notify->calls[i]};
        struct block block = {draw_call, &row};
        const char *own = kind_words(notify, row.call);
        if (kind == NULL || strcmp(own, kind) != 0)
            sheet_band(sheet, own, &block);
        else
            sheet_block(sheet, &block);
        kind = own;
    }
}

int diagram_draw_notify(struct sheet *sheet, void *context, struct err *err)
{
    const struct diagram *diagram = context;
    const struct plan *plan = diagram->graph->plan;
    struct notify notify = {.diagram = diagram, .calls = calloc(plan->task_count + plan->authority_count + 1, sizeof *notify.calls),
                            .leads = calloc(plan->city->agency_count + 1, sizeof *notify.leads)};
    if (notify.calls == NULL || notify.leads == NULL) {
        free(notify.calls);
        free(notify.leads);
        return err_no_memory(err);
    }
    find_leaders(&notify);
    notify.count = graph_calls(diagram->graph, diagram->level, notify.calls);
    draw_calls(&notify, sheet);
    free(notify.calls);
    free(notify.leads);
    return 0;
}
