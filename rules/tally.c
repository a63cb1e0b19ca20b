/* Counting reports. See tally.h. */
#include "rules/tally.h"

#include <stdlib.h>
#include <string.h>

int tally_init(struct tally *tally, const struct ruleset *rules, struct err *err)
{
    *tally = (struct tally){.counts = calloc(rules->measure_count + 1, sizeof *tally->counts)};
    return tally->counts == NULL ? err_no_memory(err) : 0;
}

void tally_release(struct tally *tally)
{
    free(tally->counts);
    free(tally->seen);
    *tally = (struct tally){0};
}

static int32_t window_start(const struct measure *measure, const struct incident *incident)
{
    int64_t days = measure->parameter >= 0 ? incident->days[measure->parameter] : measure->days;
    return days < 0 ? INT32_MIN : incident->as_of - (int32_t)days;
}

static bool counts_for(const struct report *report, const struct measure *measure, int32_t start, int32_t end)
{
    return report->disease == measure->disease && report->spread >= measure->least_spread && report->day >= start && report->day <= end;
}

uint64_t tally_counties(const struct measure *measure, const struct incident *incident)
{
    int32_t start = window_start(measure, incident);
    uint64_t counties = 0;
    for (size_t i = 0; i < incident->reports.count; i++)
        if (counts_for(&incident->reports.items[i], measure, start, incident->as_of))
            counties |= UINT64_C(1) << incident->reports.items[i].county;
    return counties;
}

/* Flood from the lowest county of the set; returns the group that it belongs to. */
static uint64_t group_of(const struct city *city, uint64_t counties)
{
    uint64_t group = counties & -counties, fresh = group;
    while (fresh != 0) {
        uint64_t reached = city->counties[__builtin_ctzll(fresh)].touches & counties & ~group;
        fresh = (fresh & (fresh - 1)) | reached;
        group |= reached;
    }
    return group;
}

static int64_t largest_group(const struct city *city, uint64_t counties)
{
    int64_t largest = 0;
    while (counties != 0) {
        uint64_t group = group_of(city, counties);
        int64_t size = __builtin_popcountll(group);
        if (size > largest)
            largest = size;
        counties &= ~group;
    }
    return largest;
}

static int clear_seen(struct tally *tally, uint32_t names, struct err *err)
{
    size_t words = names / 64 + 1;
    if (words > tally->seen_words) {
        uint64_t *seen = realloc(tally->seen, words * 2 * sizeof *seen);
        if (seen == NULL)
            return err_no_memory(err);
        tally->seen = seen;
        tally->seen_words = words * 2;
    }
    memset(tally->seen, 0, words * sizeof *tally->seen);
    return 0;
}

static int count_names(struct tally *tally, const struct measure *measure, const struct incident *incident, int64_t *count, struct err *err)
{
    const struct report_log *log = &incident->reports;
    bool townships = measure->unit == UNIT_TOWNSHIPS;
    int32_t start = window_start(measure, incident);
    if (clear_seen(tally, townships ? log->townships.count : log->premises.count, err) != 0)
        return -1;
    *count = 0;
    for (size_t i = 0; i < log->count; i++) {
        const struct report *report = &log->items[i];
        if (!counts_for(report, measure, start, incident->as_of))
            continue;
        uint32_t name = townships ? report->township : report->premises;
        *count += !(tally->seen[name / 64] >> name % 64 & 1);
        tally->seen[name / 64] |= UINT64_C(1) << name % 64;
    }
    return 0;
}

static int64_t count_reports(const struct measure *measure, const struct incident *incident)
{
    int32_t start = window_start(measure, incident);
    int64_t count = 0;
    for (size_t i = 0; i < incident->reports.count; i++)
        count += counts_for(&incident->reports.items[i], measure, start, incident->as_of);
    return count;
}

int tally_count(struct tally *tally, const struct ruleset *rules, const struct incident *incident, struct err *err)
{
    const struct city *city = rules->plan->city;
    memset(tally->counts, 0, rules->measure_count * sizeof *tally->counts);
    for (uint32_t i = 0; i < rules->measure_count && incident->reports.count > 0; i++) {
        const struct measure *measure = &rules->measures[i];
        int64_t *count = &tally->counts[i];
        if (measure->unit == UNIT_FACTS)
            continue;
        if (measure->unit == UNIT_COUNTIES)
            *count = __builtin_popcountll(tally_counties(measure, incident));
        else if (measure->unit == UNIT_ADJACENT_COUNTIES)
            *count = largest_group(city, tally_counties(measure, incident));
        else if (measure->unit == UNIT_REPORTS)
            *count = count_reports(measure, incident);
        else if (count_names(tally, measure, incident, count, err) != 0)
            return -1;
    }
    return 0;
}
