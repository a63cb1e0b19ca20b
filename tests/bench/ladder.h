/*
 * The peer of the rules: 道路交通 4.1.1 to 4.1.4 (朔政办发〔2021〕65号) as a C programmer would write them by hand for this plan alone.
 */
#ifndef TESTS_BENCH_LADDER_H
#define TESTS_BENCH_LADDER_H

#include <stdbool.h>
#include <stdint.h>

enum pollution { POLLUTION_NONE, POLLUTION_SOME, POLLUTION_MAJOR };

struct road_incident {
    bool accident, hazmat, weather;
    uint8_t pollution;
    int deaths, missing, injured, cities, counties;
};

#define NO_LEVEL 5
#define CLAUSES_MAX 3 /* of one level: a clause for each kind of incident */

/* The level (NO_LEVEL for none) and all clauses that hold at that level, as indices of road_clauses. */
struct road_grade {
    int level, count;
    uint8_t clauses[CLAUSES_MAX];
};

extern const char *const road_clauses[];

void road_ladder(const struct road_incident *incident, struct road_grade *grade);
/* The level without the upper bounds on harm (grading contract, 4). */
int road_ladder_safe(const struct road_incident *incident);

#endif
