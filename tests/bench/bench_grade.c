/*
 * A million complete road incidents through the public library call, and through the ladder.
 *
 * They come in blocks that fit the nearest cache, made anew between the timed loops: grading is measured, not memory; and no incident
 * is seen twice, so that no branch can be learnt by heart.
 */
#include <stdlib.h>
#include <string.h>

#include "rules/sentence.h"
#include "tests/bench/bench.h"
#include "tests/bench/random.h"

#define SLICES 100
#define SLICE 10000 /* a hundred of them are the million; a run times one */
#define BLOCK 250
#define RUNS 101 /* short and many: who shares the machine interrupts some, not the median */
#define FACTS 9   /* that the ladder reads */
#define PLACES 16 /* room for the plan's others: which plan applies is no matter of the grade */

struct grading {
    const struct ruleset *rules;
    size_t places[FACTS]; /* of the incident's members among the plan's facts */
    struct road_incident incidents[BLOCK];
    int64_t values[BLOCK][PLACES]; /* the same, as the library takes them */
    uint64_t *alive;
    uint16_t *held;
    struct sentences *sentences;
    struct text text;
    unsigned slice;        /* ours goes on to the next one, the peer follows */
    volatile uint64_t sum; /* keeps the loops' work alive */
};

static void find_places(struct grading *it)
{
    static const char *const ids[FACTS] = {"traffic_accident", "hazmat_release", "severe_weather", "deaths", "missing",
                                           "injured", "pollution", "cities", "counties"};
    const struct plan *plan = it->rules->plan;
    if (plan->fact_count > PLACES)
        bench_die("the road plan has %zu facts, more than %d", plan->fact_count, PLACES);
    for (int i = 0; i < FACTS; i++) {
        const struct fact *fact = plan_find_fact(plan, ids[i], strlen(ids[i]));
        if (fact == NULL)
            bench_die("the road plan has no fact %s", ids[i]);
        it->places[i] = (size_t)(fact - plan->facts);
    }
}

static void make_block(struct grading *it, struct dice *dice)
{
    for (int i = 0; i < BLOCK; i++) {
        struct road_incident *incident = &it->incidents[i];
        random_incident(dice, incident);
        const int64_t values[FACTS] = {incident->accident, incident->hazmat, incident->weather, incident->deaths, incident->missing,
                                       incident->injured, incident->pollution, incident->cities, incident->counties};
        for (int fact = 0; fact < FACTS; fact++)
            it->values[i][it->places[fact]] = values[fact];
    }
}

/* ---- the contestants ---- */

static double grade_block(struct grading *it)
{
    uint64_t sum = 0;
    double start = bench_now();
    for (int i = 0; i < BLOCK; i++) {
        struct verdict verdict;
        uint32_t held = ruleset_judge(it->rules, it->values[i], NULL, &verdict, it->held);
        sum += (uint64_t)verdict.level + held;
    }
    it->sum = sum;
    return bench_now() - start;
}

/* The same, and why, in one full sentence for each clause. */
static double explain_block(struct grading *it)
{
    uint64_t sum = 0;
    double start = bench_now();
    for (int i = 0; i < BLOCK; i++) {
        struct verdict verdict;
        ruleset_grade(it->rules, it->values[i], NULL, &verdict, it->alive);
        uint32_t held = ruleset_held(it->rules, &verdict, it->alive, it->held);
        text_clear(&it->text);
        sentences_add(it->sentences, &it->text, &(struct proof){it->held, held, it->values[i], NULL, it->alive});
        sum += (uint64_t)verdict.level + it->text.size;
    }
    it->sum = sum;
    return bench_now() - start;
}

static double climb_block(struct grading *it)
{
    uint64_t sum = 0;
    double start = bench_now();
    for (int i = 0; i < BLOCK; i++) {
        struct road_grade grade;
        road_ladder(&it->incidents[i], &grade);
        sum += (uint64_t)grade.level + (uint64_t)grade.count;
    }
    it->sum = sum;
    return bench_now() - start;
}

static double climb_block_safely(struct grading *it)
{
    uint64_t sum = 0;
    double start = bench_now();
    for (int i = 0; i < BLOCK; i++) {
        struct road_grade grade;
        road_ladder(&it->incidents[i], &grade);
        sum += (uint64_t)grade.level + (uint64_t)grade.count + (uint64_t)road_ladder_safe(&it->incidents[i]);
    }
    it->sum = sum;
    return bench_now() - start;
}

static struct dice dice_of(unsigned slice)
{
    return (struct dice){20210901 + slice % SLICES};
}

static double time_blocks(struct grading *it, double (*block)(struct grading *))
{
    struct dice dice = dice_of(it->slice);
    double seconds = 0;
    for (int done = 0; done < SLICE; done += BLOCK) {
        make_block(it, &dice);
        seconds += block(it);
    }
    return seconds / SLICE;
}

static double time_ours(void *context)
{
    struct grading *it = context;
    it->slice++;
    return time_blocks(it, grade_block);
}

static double time_explaining(void *context)
{
    struct grading *it = context;
    it->slice++;
    return time_blocks(it, explain_block);
}

static double time_ladder(void *context)
{
    return time_blocks(context, climb_block);
}

static double time_safe_ladder(void *context)
{
    return time_blocks(context, climb_block_safely);
}

/* ---- the same answers ---- */

static int level_of(int level)
{
    return level == LEVEL_NONE ? NO_LEVEL : level;
}

/* Both give clauses in the order of the plan, so the lists must be the same. */
static void check_one(struct grading *it, int index)
{
    struct road_grade grade;
    struct verdict verdict;
    road_ladder(&it->incidents[index], &grade);
    uint32_t count = ruleset_judge(it->rules, it->values[index], NULL, &verdict, it->held);
    bool same = level_of(verdict.level) == grade.level && count == (uint32_t)grade.count &&
                level_of(verdict.safe_level) == road_ladder_safe(&it->incidents[index]);
    for (uint32_t i = 0; i < count && same; i++)
        same = strcmp(it->rules->plan->rules[it->held[i]].clause, road_clauses[grade.clauses[i]]) == 0;
    if (!same)
        bench_die("a road incident is level %d with %u clauses by the rules, level %d with %d by the ladder", level_of(verdict.level), count,
                  grade.level, grade.count);
}

static void check_all(struct grading *it)
{
    for (unsigned slice = 0; slice < SLICES; slice++) {
        struct dice dice = dice_of(slice);
        for (int done = 0; done < SLICE; done += BLOCK) {
            make_block(it, &dice);
            for (int i = 0; i < BLOCK; i++)
                check_one(it, i);
        }
    }
}

void bench_grade(struct bench *bench)
{
    struct loaded *road = bench_load(bench, "road");
    struct grading *it = bench_alloc(1, sizeof *it);
    it->rules = road->rules;
    it->alive = bench_alloc(road->rules->words, sizeof *it->alive);
    it->held = bench_alloc(road->plan->rule_count + RULESET_HELD_SPARE, sizeof *it->held);
    it->sentences = sentences_new(&(struct wording){it->rules, NULL, LANG_ZH});
    if (it->sentences == NULL)
        bench_die("out of memory");
    find_places(it);
    check_all(it);
    bench_hold(bench, &(struct contest){.what = "grade a complete road incident: hand-written if/else ladder", .ours = time_ours,
                                        .peer = time_ladder, .context = it, .runs = RUNS, .most = 1});
    bench_hold(bench, &(struct contest){.what = "the same; the ladder gives the safe level too, as ours does", .ours = time_ours,
                                        .peer = time_safe_ladder, .context = it, .runs = RUNS});
    bench_hold(bench, &(struct contest){.what = "the same and why, in full sentences; the ladder without", .ours = time_explaining, .peer = time_ladder,
                                        .context = it, .runs = RUNS, .most = 5});
    sentences_free(it->sentences);
    text_release(&it->text);
    free(it->alive);
    free(it->held);
    free(it);
    loaded_free(road);
}
