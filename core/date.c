/* Dates and day numbers. The arithmetic counts from 1 March, so that the leap day comes last. */
#include "core/date.h"

#include <string.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static int32_t day_number(int year, int month, int day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t m = month <= 2 ? month + 9 : month - 3;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

bool date_parse(const char *data, size_t size, int32_t *day)
{
    static const char form[] = "dddd-dd-dd";
    int parts[3] = {0}, part = 0;
    if (size != sizeof form - 1)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (form[i] == '-') {
            if (data[i] != '-')
                return false;
            part++;
        } else {
            if (data[i] < '0' || data[i] > '9')
                return false;
            parts[part] = parts[part] * 10 + (data[i] - '0');
        }
    }
    if (parts[0] < 1 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > month_days(parts[0], parts[1]))
        return false;
    *day = day_number(parts[0], parts[1], parts[2]);
    return true;
}

void digits_print(unsigned value, unsigned count, char *buffer)
{
    for (; count > 0; value /= 10)
        buffer[--count] = (char)('0' + value % 10);
}

void date_print(int32_t day, char buffer[DATE_TEXT_SIZE])
{
    int32_t days = day + 719468; /* since 0000-03-01 */
    int32_t era = days / 146097, of_era = days % 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t m = (5 * of_year + 2) / 153;
    int32_t month = m < 10 ? m + 3 : m - 9;
    memcpy(buffer, "0000-00-00", DATE_TEXT_SIZE);
    digits_print((unsigned)(year + 400 * era + (month <= 2)), 4, buffer);
    digits_print((unsigned)month, 2, buffer + 5);
    digits_print((unsigned)(of_year - (153 * m + 2) / 5 + 1), 2, buffer + 8);
}
