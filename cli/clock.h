/*
 * Points in time as people write and read them: civil time of the machine's zone. The clock itself is injected (cli/setup has the
 * real one), so that drills and tests have a clock of their own.
 *
 * A time is milliseconds since 1970-01-01 UTC, as the journal keeps it.
 */
#ifndef CLI_CLOCK_H
#define CLI_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DAY_MS INT64_C(86400000)
#define CLOCK_TEXT_SIZE 17 /* "2026-03-01 03:04" and a NUL */

struct clock {
    int64_t (*now)(void);
    int64_t (*offset)(int64_t time); /* of civil time from UTC then, in milliseconds, east positive */
};

/* The civil date: a day number (core/date.h). */
int32_t clock_day(const struct clock *clock, int64_t time);
/* "2026-03-01 03:04"; with `brief`, only "03:04" when it is on the same day as `beside`. */
void clock_print(const struct clock *clock, int64_t time, char buffer[CLOCK_TEXT_SIZE]);
void clock_print_beside(const struct clock *clock, int64_t time, int64_t beside, char buffer[CLOCK_TEXT_SIZE]);
/*
 * "2026-03-01 03:04" (or with a T between); "03:04", the last time that it was so, counted back from `now`; "-20m", "+2h", "+1d"
 * counted from `now`. False for anything else.
 */
bool clock_parse(const struct clock *clock, const char *text, int64_t now, int64_t *time);

#endif
