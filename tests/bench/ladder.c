/* The hand-written ladder. See ladder.h. Not inlined: both sides of the comparison are calls. */
#include "tests/bench/ladder.h"

enum clause {
    ACCIDENT_1, HAZMAT_1, WEATHER_1, ACCIDENT_2, HAZMAT_2, WEATHER_2,
    ACCIDENT_3, HAZMAT_3, WEATHER_3, ACCIDENT_4, HAZMAT_4, WEATHER_4,
};

const char *const road_clauses[] = {
    "4.1.1/事故", "4.1.1/危化品", "4.1.1/天气", "4.1.2/事故", "4.1.2/危化品", "4.1.2/天气",
    "4.1.3/事故", "4.1.3/危化品", "4.1.3/天气", "4.1.4/事故", "4.1.4/危化品", "4.1.4/天气",
};

static inline bool within(int number, int least, int below)
{
    return number >= least && number < below;
}

static inline void add(struct road_grade *grade, int level, enum clause clause)
{
    grade->level = level;
    grade->clauses[grade->count++] = (uint8_t)clause;
}

__attribute__((noinline)) void road_ladder(const struct road_incident *incident, struct road_grade *grade)
{
    bool accident = incident->accident, hazmat = incident->hazmat, weather = incident->weather;
    int deaths = incident->deaths, casualties = deaths + incident->injured, lost = deaths + incident->missing;
    int harmed = casualties + incident->missing;

    grade->level = NO_LEVEL;
    grade->count = 0;

    if (accident && (deaths >= 30 || casualties >= 100))
        add(grade, 1, ACCIDENT_1);
    if (hazmat && (deaths >= 10 || casualties >= 50 || incident->pollution == POLLUTION_MAJOR))
        add(grade, 1, HAZMAT_1);
    if (weather && incident->cities >= 5)
        add(grade, 1, WEATHER_1);
    if (grade->count > 0)
        return;

    if (accident && (within(lost, 10, 30) || within(casualties, 50, 100)))
        add(grade, 2, ACCIDENT_2);
    if (hazmat && (within(lost, 5, 10) || within(casualties, 30, 50) || incident->pollution == POLLUTION_SOME))
        add(grade, 2, HAZMAT_2);
    if (weather && incident->counties >= 4)
        add(grade, 2, WEATHER_2);
    if (grade->count > 0)
        return;

    if (accident && (within(lost, 3, 10) || within(casualties, 10, 50)))
        add(grade, 3, ACCIDENT_3);
    if (hazmat && (within(lost, 3, 5) || within(casualties, 5, 30)))
        add(grade, 3, HAZMAT_3);
    if (weather && incident->counties >= 2)
        add(grade, 3, WEATHER_3);
    if (grade->count > 0)
        return;

    if (accident && (within(deaths, 1, 3) || within(harmed, 1, 10)))
        add(grade, 4, ACCIDENT_4);
    if (hazmat && (within(lost, 1, 3) || within(casualties, 1, 5)))
        add(grade, 4, HAZMAT_4);
    if (weather)
        add(grade, 4, WEATHER_4);
}

__attribute__((noinline)) int road_ladder_safe(const struct road_incident *incident)
{
    bool accident = incident->accident, hazmat = incident->hazmat, weather = incident->weather;
    int deaths = incident->deaths, casualties = deaths + incident->injured, lost = deaths + incident->missing;
    int harmed = casualties + incident->missing;

    if ((accident && (deaths >= 30 || casualties >= 100)) ||
        (hazmat && (deaths >= 10 || casualties >= 50 || incident->pollution == POLLUTION_MAJOR)) || (weather && incident->cities >= 5))
        return 1;
    if ((accident && (lost >= 10 || casualties >= 50)) ||
        (hazmat && (lost >= 5 || casualties >= 30 || incident->pollution == POLLUTION_SOME)) || (weather && incident->counties >= 4))
        return 2;
    if ((accident && (lost >= 3 || casualties >= 10)) || (hazmat && (lost >= 3 || casualties >= 5)) ||
        (weather && incident->counties >= 2))
        return 3;
    if ((accident && harmed >= 1) || (hazmat && (lost >= 1 || casualties >= 1)) || weather)
        return 4;
    return NO_LEVEL;
}
