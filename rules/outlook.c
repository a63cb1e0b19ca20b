/* When a grade changes though nothing is reported: windows that run out, reports dated ahead. See explain.h. */
#include <stdlib.h>

#include "rules/explain_parts.h"

/* Days after the grading date on which some count may change, from as few reports as matter. */
struct days {
    int32_t *items;
    size_t count, capacity;
    bool failed;
};

static void add_day(struct days *days, int32_t after, int64_t day)
{
    if (day <= after || day > INT32_MAX)
        return;
    if (days->count == days->capacity) {
        size_t capacity = days->capacity == 0 ? 64 : days->capacity * 2;
        int32_t *items = realloc(days->items, capacity * sizeof *items);
        days->failed = days->failed || items == NULL;
        if (items == NULL)
            return;
        days->items = items;
        days->capacity = capacity;
    }
    days->items[days->count++] = (int32_t)day;
}

static int compare_days(const void *a, const void *b)
{
    const int32_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static int64_t window_of(const struct measure *measure, const struct incident *incident)
{
    return measure->parameter >= 0 ? incident->days[measure->parameter] : measure->days;
}

/* A report counts from its day on, and no more from the day after its window's last. */
static void find_days(const struct ruleset *rules, const struct incident *incident, struct days *days)
{
    for (uint32_t m = 0; m < rules->graded_count; m++) {
        const struct measure *measure = &rules->measures[m];
        if (measure->unit == UNIT_FACTS)
            continue;
        int64_t window = window_of(measure, incident);
        for (size_t i = 0; i < incident->reports.count; i++) {
            const struct report *report = &incident->reports.items[i];
            if (report->disease != measure->disease || report->spread < measure->least_spread)
                continue;
            add_day(days, incident->as_of, report->day);
            if (window >= 0)
                add_day(days, incident->as_of, report->day + window + 1);
        }
    }
    if (days->count == 0)
        return;
    qsort(days->items, days->count, sizeof *days->items, compare_days);
    size_t distinct = 1;
    for (size_t i = 1; i < days->count; i++)
        if (days->items[i] != days->items[distinct - 1])
            days->items[distinct++] = days->items[i];
    days->count = distinct;
}

static int add_count(struct outlook *outlook, struct count_change change, struct err *err)
{
    if (outlook->count_count == outlook->count_capacity) {
        uint32_t capacity = outlook->count_capacity == 0 ? 32 : outlook->count_capacity * 2;
        struct count_change *counts = realloc(outlook->counts, capacity * sizeof *counts);
        if (counts == NULL)
            return err_no_memory(err);
        outlook->counts = counts;
        outlook->count_capacity = capacity;
    }
    outlook->counts[outlook->count_count++] = change;
    return 0;
}

/* The counts that are others than before, which are then those of now. */
static int note_counts(struct explainer *explainer, int64_t *before, struct outlook *outlook, struct turn *turn, struct err *err)
{
    const struct ruleset *rules = explainer->rules;
    turn->first = outlook->count_count;
    for (uint32_t m = 0; m < rules->graded_count; m++) {
        int64_t least, most;
        if (rules->measures[m].unit == UNIT_FACTS)
            continue;
        assess_range(explainer->trial, m, &least, &most);
        if (least != before[m] && add_count(outlook, (struct count_change){m, before[m], least}, err) != 0)
            return -1;
        before[m] = least;
    }
    turn->count = outlook->count_count - turn->first;
    return 0;
}

static int look_at_day(struct explainer *explainer, int32_t day, int64_t *before, struct outlook *outlook, struct err *err)
{
    const struct assessment *start = explainer->subject.assessment;
    const struct turn *last = outlook->count > 0 ? &outlook->turns[outlook->count - 1] : NULL;
    struct turn turn = {.day = day};
    struct assessment then;
    explain_copy(explainer)->as_of = day;
    if (explain_try(explainer, &then, err) != 0 || note_counts(explainer, before, outlook, &turn, err) != 0)
        return -1;
    turn.level = then.level;
    turn.possible = then.possible;
    turn.safe_level = then.safe_level;
    turn.changes = then.level != (last == NULL ? start->level : last->level) || then.possible != (last == NULL ? start->possible : last->possible) ||
                   then.safe_level != (last == NULL ? start->safe_level : last->safe_level);
    if (turn.count > 0)
        outlook->turns[outlook->count++] = turn;
    return 0;
}

static int look_ahead(struct explainer *explainer, const struct days *days, int64_t *before, struct outlook *outlook, struct err *err)
{
    outlook->more = days->count > OUTLOOK_DAYS_MAX;
    size_t count = outlook->more ? OUTLOOK_DAYS_MAX : days->count;
    outlook->turns = calloc(count + 1, sizeof *outlook->turns);
    if (outlook->turns == NULL || days->failed)
        return err_no_memory(err);
    for (uint32_t m = 0; m < explainer->rules->graded_count; m++) {
        int64_t most;
        assess_range(explainer->subject.assessor, m, &before[m], &most);
    }
    for (size_t i = 0; i < count; i++)
        if (look_at_day(explainer, days->items[i], before, outlook, err) != 0)
            return -1;
    return 0;
}

int explain_outlook(struct explainer *explainer, struct outlook *outlook, struct err *err)
{
    struct days days = {.items = NULL};
    int64_t *before = calloc(explainer->rules->graded_count + 1, sizeof *before);
    *outlook = (struct outlook){.turns = NULL};
    find_days(explainer->rules, explainer->subject.incident, &days);
    int rc = before == NULL ? err_no_memory(err) : look_ahead(explainer, &days, before, outlook, err);
    free(before);
    free(days.items);
    if (rc != 0)
        outlook_release(outlook);
    return rc;
}

void outlook_release(struct outlook *outlook)
{
    free(outlook->turns);
    free(outlook->counts);
    *outlook = (struct outlook){.turns = NULL};
}
