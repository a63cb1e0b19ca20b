/* Civil time. See clock.h. */
#include "cli/clock.h"

#include <string.h>

#include "core/date.h"

#define MINUTE_MS INT64_C(60000)
#define SHIFT_MAX (3660 * DAY_MS)

static int64_t floor_day(int64_t time)
{
    return (time < 0 ? time - (DAY_MS - 1) : time) / DAY_MS;
}

int32_t clock_day(const struct clock *clock, int64_t time)
{
    return (int32_t)floor_day(time + clock->offset(time));
}

static void print_minutes(int64_t civil, char *buffer)
{
    unsigned minutes = (unsigned)((civil - floor_day(civil) * DAY_MS) / MINUTE_MS);
    memcpy(buffer, "00:00", sizeof "00:00");
    digits_print(minutes / 60, 2, buffer);
    digits_print(minutes % 60, 2, buffer + 3);
}

void clock_print(const struct clock *clock, int64_t time, char buffer[CLOCK_TEXT_SIZE])
{
    int64_t civil = time + clock->offset(time);
    date_print((int32_t)floor_day(civil), buffer);
    buffer[DATE_TEXT_SIZE - 1] = ' ';
    print_minutes(civil, buffer + DATE_TEXT_SIZE);
}

void clock_print_beside(const struct clock *clock, int64_t time, int64_t beside, char buffer[CLOCK_TEXT_SIZE])
{
    if (clock_day(clock, time) == clock_day(clock, beside))
        print_minutes(time + clock->offset(time), buffer);
    else
        clock_print(clock, time, buffer);
}

/* Up to `most` digits; how many. */
static size_t read_digits(const char *text, size_t most, int64_t *number)
{
    size_t count = 0;
    for (*number = 0; count < most && text[count] >= '0' && text[count] <= '9'; count++)
        *number = *number * 10 + (text[count] - '0');
    return count;
}

/* "03:04", the whole text, in milliseconds of the day. */
static bool parse_minutes(const char *text, int64_t *of_day)
{
    int64_t hour, minute;
    size_t hours = read_digits(text, 2, &hour);
    if (hours == 0 || text[hours] != ':' || read_digits(text + hours + 1, 2, &minute) != 2 || text[hours + 3] != '\0')
        return false;
    *of_day = (hour * 60 + minute) * MINUTE_MS;
    return hour < 24 && minute < 60;
}

/* "-20m" */
static bool parse_shift(const char *text, int64_t now, int64_t *time)
{
    static const struct {
        char unit;
        int64_t length;
    } units[] = {{'m', MINUTE_MS}, {'h', 60 * MINUTE_MS}, {'d', DAY_MS}};
    int64_t number;
    if (text[0] != '-' && text[0] != '+')
        return false;
    size_t count = read_digits(text + 1, 6, &number);
    if (count == 0 || text[1 + count] == '\0' || text[2 + count] != '\0')
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (units[i].unit == text[1 + count]) {
            *time = text[0] == '-' ? now - number * units[i].length : now + number * units[i].length;
            return number * units[i].length <= SHIFT_MAX;
        }
    return false;
}

/* Civil time has an offset of its own moment; around a change of clocks the second look settles it. */
static int64_t from_civil(const struct clock *clock, int64_t civil)
{
    int64_t guess = civil - clock->offset(civil);
    return civil - clock->offset(guess);
}

bool clock_parse(const struct clock *clock, const char *text, int64_t now, int64_t *time)
{
    int64_t of_day;
    int32_t day;
    if (parse_shift(text, now, time))
        return true;
    if (parse_minutes(text, &of_day)) {
        day = clock_day(clock, now);
        *time = from_civil(clock, day * DAY_MS + of_day);
        if (*time > now)
            *time = from_civil(clock, (day - 1) * DAY_MS + of_day);
        return true;
    }
    if (strlen(text) != CLOCK_TEXT_SIZE - 1 || (text[10] != ' ' && text[10] != 'T') || !date_parse(text, 10, &day) ||
        !parse_minutes(text + DATE_TEXT_SIZE, &of_day))
        return false;
    *time = from_civil(clock, day * DAY_MS + of_day);
    return true;
}
