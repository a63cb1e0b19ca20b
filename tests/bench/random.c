/* Random road incidents. See random.h. */
#include "tests/bench/random.h"

#include <stdbool.h>

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators" (2016). */
uint32_t dice_below(struct dice *dice, uint32_t limit)
{
    dice->state ^= dice->state >> 12;
    dice->state ^= dice->state << 25;
    dice->state ^= dice->state >> 27;
    uint32_t high = (uint32_t)(dice->state * UINT64_C(2685821657736338717) >> 32);
    return (uint32_t)((uint64_t)high * limit >> 32);
}

/* Most incidents hurt few people, some many: 0 to 9, 0 to 39, or 0 to 139. */
static int harm(struct dice *dice)
{
    static const uint32_t limits[] = {1, 4, 10, 10, 10, 40, 40, 140};
    return (int)dice_below(dice, limits[dice_below(dice, sizeof limits / sizeof limits[0])]);
}

void random_incident(struct dice *dice, struct road_incident *incident)
{
    incident->accident = dice_below(dice, 2);
    incident->hazmat = dice_below(dice, 2);
    incident->weather = dice_below(dice, 2);
    incident->deaths = harm(dice);
    incident->missing = harm(dice);
    incident->injured = harm(dice);
    incident->pollution = (unsigned char)(dice_below(dice, 2) == 0 ? POLLUTION_NONE : dice_below(dice, 3));
    incident->cities = (int)dice_below(dice, 7);
    incident->counties = (int)dice_below(dice, 7);
}

struct fact_line {
    FILE *out;
    struct dice *dice;
    bool partial, any;
};

/* Whether the fact is written at all. */
static bool begin_fact(struct fact_line *line, const char *id)
{
    if (line->partial && dice_below(line->dice, 4) == 0)
        return false;
    fprintf(line->out, "%s\"%s\": ", line->any ? ", " : "", id);
    line->any = true;
    return true;
}

static void write_bool(struct fact_line *line, const char *id, bool value)
{
    if (begin_fact(line, id))
        fputs(value ? "true" : "false", line->out);
}

static void write_count(struct fact_line *line, const char *id, int value)
{
    if (!begin_fact(line, id))
        return;
    int more = (int)dice_below(line->dice, 20);
    if (!line->partial || dice_below(line->dice, 3) > 0)
        fprintf(line->out, "%d", value);
    else if (dice_below(line->dice, 2) == 0)
        fprintf(line->out, "{\"min\": %d}", value);
    else
        fprintf(line->out, "{\"min\": %d, \"max\": %d}", value, value + more);
}

static void write_pollution(struct fact_line *line, unsigned value)
{
    static const char *const ids[] = {"none", "some", "major"};
    if (begin_fact(line, "pollution"))
        fprintf(line->out, "\"%s\"", ids[value]);
}

void random_line(struct dice *dice, bool partial, unsigned id, FILE *out)
{
    struct road_incident incident;
    struct fact_line line = {out, dice, partial, false};
    random_incident(dice, &incident);
    fprintf(out, "{\"id\": \"r%u\", \"facts\": {", id);
    write_bool(&line, "traffic_accident", incident.accident);
    write_bool(&line, "hazmat_release", incident.hazmat);
    write_bool(&line, "severe_weather", incident.weather);
    write_count(&line, "deaths", incident.deaths);
    write_count(&line, "missing", incident.missing);
    write_count(&line, "injured", incident.injured);
    write_pollution(&line, incident.pollution);
    write_count(&line, "cities", incident.cities);
    write_count(&line, "counties", incident.counties);
    fputs("}}\n", out);
}
