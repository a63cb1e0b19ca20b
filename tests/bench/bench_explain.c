/* Explanations of an incident of each shipped plan, half of whose facts are known: each in less than a millisecond. */
#include <stdlib.h>

#include "cli/explain.h"
#include "core/incident_read.h"
#include "tests/bench/bench.h"

#define RUNS 101
#define LIMIT 1e-3

struct case_row {
    const char *plan;
    const char *facts[4]; /* id=value */
};

static const struct case_row cases[] = {
    {"road", {"traffic_accident=true", "deaths=4", "injured=8", NULL}},
    {"construction", {"deaths=4", "endangered=0..5", NULL}},
    {"tourism", {"deaths=1", "missing=2", "mass_unrest=false", NULL}},
    {"animal", {"fmd_new_subtype=false", "mass_death_counties=1", NULL}},
};

struct desk {
    const struct ruleset *rules;
    struct incident incident;
    struct assessor *assessor;
    struct assessment assessment;
    struct explainer *explainer;
};

static void desk_open(struct desk *desk, const struct ruleset *rules, const struct case_row *row)
{
    struct err err;
    *desk = (struct desk){.rules = rules, .assessor = assessor_new(rules), .explainer = explainer_new(rules)};
    if (desk->assessor == NULL || desk->explainer == NULL || incident_init(&desk->incident, rules->plan, &err) != 0)
        bench_die("out of memory");
    for (int i = 0; row->facts[i] != NULL; i++) {
        struct known known;
        const char *equals = row->facts[i];
        while (*equals != '=')
            equals++;
        const struct fact *fact = plan_find_fact(rules->plan, row->facts[i], (size_t)(equals - row->facts[i]));
        if (fact == NULL || incident_read_value(rules->plan, fact, equals + 1, &known, &err) != 0)
            bench_die("%s: %s is no fact with its value", row->plan, row->facts[i]);
        incident_set(&desk->incident, fact, known.least, known.most);
    }
    desk->incident.as_of = 20513;
    if (assess(desk->assessor, &desk->incident, &desk->assessment, &err) != 0)
        bench_die("%s", err.en);
    explain_start(desk->explainer, &(struct subject){desk->assessor, &desk->incident, &desk->assessment});
}

static void desk_close(struct desk *desk)
{
    explainer_free(desk->explainer);
    assessor_free(desk->assessor);
    incident_release(&desk->incident);
}

/* ---- one of each ---- */

static void find_why(struct desk *desk)
{
    struct err err;
    struct idle idle[PLAN_FACTS_MAX];
    if (explain_idle(desk->explainer, idle, &err) < 0)
        bench_die("%s", err.en);
    for (size_t i = 0; i < desk->rules->plan->rule_count; i++)
        if (assess_rule(desk->assessor, i, &err) < 0)
            bench_die("%s", err.en);
}

/* Of all levels: the longest is what counts. */
static void find_why_not(struct desk *desk)
{
    struct err err;
    for (size_t i = 0; i < desk->rules->plan->level_count; i++) {
        uint32_t count;
        struct miss *misses = explain_misses(desk->explainer, (int)desk->rules->plan->levels[i].number, &count, &err);
        if (misses == NULL)
            bench_die("%s", err.en);
        free(misses);
    }
}

/* To all levels. */
static void find_flips(struct desk *desk)
{
    struct err err;
    struct flip flip;
    for (size_t i = 0; i <= desk->rules->plan->level_count; i++) {
        int level = i < desk->rules->plan->level_count ? (int)desk->rules->plan->levels[i].number : LEVEL_NONE;
        if (explain_flip(desk->explainer, level, &flip, &err) != 0)
            bench_die("%s", err.en);
    }
}

static double median_of(struct desk *desk, void (*find)(struct desk *))
{
    double times[RUNS];
    for (int run = 0; run < RUNS; run++) {
        double start = bench_now();
        find(desk);
        times[run] = bench_now() - start;
    }
    return bench_median(times, RUNS);
}

/* A row each, of the plan that takes longest. */
void bench_explain(struct bench *bench)
{
    static const struct {
        const char *what;
        void (*find)(struct desk *);
    } rows[] = {{"why, of the slowest plan", find_why}, {"why-not all levels, of the slowest plan", find_why_not},
                {"flip to all levels, of the slowest plan", find_flips}};
    double slowest[sizeof rows / sizeof rows[0]] = {0};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        struct desk desk;
        struct loaded *loaded = bench_load(bench, cases[c].plan);
        desk_open(&desk, loaded->rules, &cases[c]);
        for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
            double seconds = median_of(&desk, rows[r].find);
            slowest[r] = seconds > slowest[r] ? seconds : slowest[r];
        }
        desk_close(&desk);
        loaded_free(loaded);
    }
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++)
        bench_limit(bench, rows[r].what, slowest[r], LIMIT);
}
