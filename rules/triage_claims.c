/* Agencies that two plans of a triage need. See triage_findings.h. */
#include <stdlib.h>
#include <string.h>

#include "core/graph.h"
#include "rules/triage_findings.h"

/* An agency, as one plan needs it. */
struct need {
    const char *agency;
    struct words name;
    int node; /* its place in the registry */
    struct triage_claimant by;
};

struct ledger {
    const struct triage *triage;
    struct triage_findings *findings;
    struct need *needs;
    size_t count, capacity;
};

/* How the plan's conditions stand now. */
static unsigned char *find_standings(const struct triage_plan *plan, struct arena *arena, struct err *err)
{
    size_t count = plan->rules->plan->condition_count;
    unsigned char *standings = arena_array(arena, count, sizeof *standings);
    if (standings == NULL)
        err_no_memory(err);
    for (size_t i = 0; standings != NULL && i < count; i++) {
        int standing = assess_condition(plan->assessor, plan->rules->plan->conditions[i], err);
        if (standing < 0)
            return NULL;
        standings[i] = (unsigned char)standing;
    }
    return standings;
}

static int add_seats(const struct ledger *ledger, const struct graph_view *view, struct need *need)
{
    struct graph_query query = {.node = need->node, .kinds = EDGES_SEAT, .level = view->level};
    const struct edge *edge;
    size_t count = 0;
    for (size_t at = 0; (edge = graph_next(view->graph, &query, &at)) != NULL;)
        count++;
    need->by.seats = arena_array(&ledger->findings->arena, count, sizeof *need->by.seats);
    if (need->by.seats == NULL)
        return -1;
    for (size_t at = 0; (edge = graph_next(view->graph, &query, &at)) != NULL;)
        need->by.seats[need->by.seat_count++] =
            (struct triage_seat){graph_words(view->graph, edge->to), edge->holder->officer, edge->kind == EDGE_LEADS};
    return 0;
}

static int add_need(struct ledger *ledger, const struct need *need)
{
    if (ledger->count == ledger->capacity) {
        size_t capacity = ledger->capacity == 0 ? 256 : ledger->capacity * 2;
        struct need *needs = realloc(ledger->needs, capacity * sizeof *needs);
        if (needs == NULL)
            return -1;
        ledger->needs = needs;
        ledger->capacity = capacity;
    }
    ledger->needs[ledger->count++] = *need;
    return 0;
}

static int add_needs(struct ledger *ledger, uint32_t plan, const struct graph_view *view, const bool *needed)
{
    const struct city *city = view->graph->plan->city;
    for (size_t i = 0; i < city->agency_count; i++) {
        struct need need = {.agency = city->agencies[i].id, .name = agency_words(&city->agencies[i]), .node = (int)i, .by = {.plan = plan}};
        if (needed[i] && (add_seats(ledger, view, &need) != 0 || add_need(ledger, &need) != 0))
            return -1;
    }
    return 0;
}

static int add_plan(struct ledger *ledger, uint32_t index, struct err *err)
{
    const struct triage_plan *plan = &ledger->triage->plans[index];
    struct arena work = {0};
    unsigned char *standings = find_standings(plan, &work, err);
    struct graph *graph = standings == NULL ? NULL : graph_new(plan->rules->plan, standings, err);
    int rc = -1;
    if (graph != NULL) {
        struct graph_view view = {graph, triage_level(plan)};
        bool *needed = arena_array(&work, plan->rules->plan->city->agency_count, sizeof *needed);
        if (needed != NULL)
            graph_needed(&view, needed);
        rc = needed == NULL || add_needs(ledger, index, &view, needed) != 0 ? err_no_memory(err) : 0;
    }
    graph_free(graph);
    arena_release(&work);
    return rc;
}

/* By agency, and those of one agency by plan. */
static int compare_needs(const void *a, const void *b)
{
    const struct need *left = a, *right = b;
    int order = strcmp(left->agency, right->agency);
    return order != 0 ? order : (left->by.plan > right->by.plan) - (left->by.plan < right->by.plan);
}

/* By the first plan's registry. */
struct place {
    struct triage_claim claim;
    int node;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    if (left->claim.seated != right->claim.seated)
        return left->claim.seated > right->claim.seated ? -1 : 1;
    return left->node != right->node ? (left->node > right->node) - (left->node < right->node) : strcmp(left->claim.agency, right->claim.agency);
}

static int add_claim(struct ledger *ledger, const struct need *needs, size_t count, struct place *place)
{
    *place = (struct place){{.agency = needs[0].agency, .name = needs[0].name, .by_count = count}, needs[0].node};
    place->claim.by = arena_array(&ledger->findings->arena, count, sizeof *place->claim.by);
    for (size_t i = 0; place->claim.by != NULL && i < count; i++) {
        place->claim.by[i] = needs[i].by;
        place->claim.seated += needs[i].by.seat_count > 0;
    }
    return place->claim.by == NULL ? -1 : 0;
}

static int keep_claims(struct ledger *ledger)
{
    struct triage_findings *findings = ledger->findings;
    struct place *places = calloc(ledger->count + 1, sizeof *places);
    size_t found = 0;
    bool good = places != NULL;
    if (ledger->count > 1)
        qsort(ledger->needs, ledger->count, sizeof *ledger->needs, compare_needs);
    for (size_t i = 0, end; good && i < ledger->count; i = end) {
        for (end = i; end < ledger->count && strcmp(ledger->needs[end].agency, ledger->needs[i].agency) == 0; end++)
            continue;
        if (end - i > 1)
            good = add_claim(ledger, &ledger->needs[i], end - i, &places[found++]) == 0;
    }
    if (good && found > 1)
        qsort(places, found, sizeof *places, compare_places);
    findings->claims = good ? arena_array(&findings->arena, found, sizeof *findings->claims) : NULL;
    for (size_t i = 0; findings->claims != NULL && i < found; i++)
        findings->claims[findings->claim_count++] = places[i].claim;
    free(places);
    return findings->claims == NULL ? -1 : 0;
}

int triage_find_claims(const struct triage *triage, struct triage_findings *findings, struct err *err)
{
    struct ledger ledger = {.triage = triage, .findings = findings};
    size_t needing = 0;
    int rc = 0;
    for (size_t p = 0; p < triage->count; p++)
        needing += triage_applies(&triage->plans[p]) && triage_level(&triage->plans[p]) != LEVEL_NONE;
    for (size_t p = 0; p < triage->count && needing > 1 && rc == 0; p++)
        if (triage_applies(&triage->plans[p]) && triage_level(&triage->plans[p]) != LEVEL_NONE)
            rc = add_plan(&ledger, (uint32_t)p, err);
    if (rc == 0 && keep_claims(&ledger) != 0)
        rc = err_no_memory(err);
    free(ledger.needs);
    return rc;
}
