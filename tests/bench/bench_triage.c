/*
 * One incident triaged against a library of 5,000 plans that all differ: facts told to every plan that knows them, whether it applies, its
 * level and what is still possible. Another incident in every run. Proves first that a triage says of a plan what grading it alone says.
 */
#include <stdlib.h>
#include <string.h>

#include "core/incident_read.h"
#include "rules/triage.h"
#include "tests/bench/bench.h"

#define RUNS 41
#define CHECKED 97 /* every so many plans are graded alone as well */

/* What an officer knows of a coach that has run off the road at a scenic spot, in a storm: some of it, some roughly. */
static const struct told {
    const char *fact;
    const char *values[4]; /* another one in every run */
} told[] = {
    {"traffic_accident", {"true", "true", "true", "true"}}, {"tourism_event", {"true", "true", "true", "true"}},
    {"deaths", {"2", "12", "3..", "0"}},                    {"missing", {"1..3", "0", "..9", "7"}},
    {"injured", {"14", "30..", "2", "60"}},                 {"severe_weather", {"false", "true", "?", "true"}},
    {"endangered", {"3..9", "0", "12", "?"}},               {"mass_death_counties", {"0", "?", "0", "1"}},
};

struct room {
    struct catalogue *all;
    struct assessor **assessors;
    struct triage triage;
    unsigned run;
};

static void triage_once(struct room *room, unsigned run)
{
    struct err err;
    triage_clear(&room->triage);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        if (triage_set(&room->triage, told[i].fact, strlen(told[i].fact), told[i].values[run % 4], &err) != 0)
            bench_die("%s: %s", told[i].fact, err.en);
    if (triage_assess(&room->triage, &err) != 0)
        bench_die("%s", err.en);
}

/* One plan alone, without a triage. */
static void check_plan(const struct triage_plan *plan, unsigned run)
{
    struct incident incident;
    struct assessment alone;
    struct err err;
    struct assessor *assessor = assessor_new(plan->rules);
    if (assessor == NULL || incident_init(&incident, plan->rules->plan, &err) != 0)
        bench_die("out of memory");
    incident.as_of = plan->incident.as_of;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        const struct fact *fact = plan_find_fact(plan->rules->plan, told[i].fact, strlen(told[i].fact));
        struct known known;
        if (fact != NULL && incident_read_value(plan->rules->plan, fact, told[i].values[run % 4], &known, &err) == 0 && known.given)
            incident_set(&incident, fact, known.least, known.most);
    }
    if (assess(assessor, &incident, &alone, &err) != 0)
        bench_die("%s", err.en);
    if (alone.level != plan->assessment.level || alone.possible != plan->assessment.possible || alone.safe_level != plan->assessment.safe_level)
        bench_die("%s: triage and grading alone differ", plan->rules->plan->id);
    incident_release(&incident);
    assessor_free(assessor);
}

static void check_all(struct room *room)
{
    for (unsigned run = 0; run < 4; run++) {
        triage_once(room, run);
        for (size_t i = 0; i < room->triage.count; i += CHECKED)
            check_plan(&room->triage.plans[i], run);
    }
}

static double time_triage(void *context)
{
    struct room *room = context;
    double start = bench_now();
    triage_once(room, room->run++);
    return bench_now() - start;
}

void bench_triage(struct bench *bench)
{
    struct room room = {.all = bench_varied(bench)};
    struct triage_source *sources = bench_alloc(room.all->count, sizeof *sources);
    struct err err;
    room.assessors = bench_alloc(room.all->count, sizeof *room.assessors);
    for (size_t i = 0; i < room.all->count; i++) {
        room.assessors[i] = assessor_new(room.all->items[i].rules);
        if (room.assessors[i] == NULL)
            bench_die("out of memory");
        sources[i] = (struct triage_source){room.all->items[i].rules, room.assessors[i]};
    }
    if (triage_init(&room.triage, sources, room.all->count, &err) != 0)
        bench_die("%s", err.en);
    check_all(&room);
    bench_hold(bench, &(struct contest){.what = "triage one incident against 5,000 plans", .ours = time_triage, .context = &room, .runs = RUNS, .limit = 20e-3, .most = 1});
    triage_release(&room.triage);
    for (size_t i = 0; i < room.all->count; i++)
        assessor_free(room.assessors[i]);
    catalogue_free(room.all);
    free(room.assessors);
    free(sources);
}
