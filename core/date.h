/* Calendar dates as day numbers (proleptic Gregorian, day 0 = 1970-01-01), so that windows are subtractions. */
#ifndef CORE_DATE_H
#define CORE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATE_TEXT_SIZE 11 /* "2026-03-01" and a NUL */

/* Strictly YYYY-MM-DD (ISO 8601), a day that exists, years 0001 to 9999. */
bool date_parse(const char *data, size_t size, int32_t *day);
void date_print(int32_t day, char buffer[DATE_TEXT_SIZE]);
/* The last `count` digits of a number, without a NUL: dates and times are printed by the thousand. */
void digits_print(unsigned value, unsigned count, char *buffer);

#endif
