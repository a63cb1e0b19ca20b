/*
 * Exact numbers of facts: counts as they are, decimals (money, hours) in millionths, both in an int64.
 *
 * A decimal may be given up to 10^15 with six digits after the point; above 10^11 it is kept as 10^11 ("that much or
 * more"), which no plan's threshold reaches, so a grade stays exact and 63 such facts can be added without overflow.
 */
#ifndef CORE_NUMBER_H
#define CORE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NUMBER_SCALE 1000000                /* millionths in one */
#define NUMBER_INPUT_MAX 1000000000000000   /* 10^15: the largest number accepted */
#define NUMBER_TOP 100000000000             /* 10^11: decimals from here on are one value */

/* A number as given, before it is kept: ordered by whole, then micro. */
struct number {
    int64_t whole;
    int32_t micro;
};

enum number_flaw { NUMBER_OK, NUMBER_MALFORMED, NUMBER_NEGATIVE, NUMBER_NOT_INTEGER, NUMBER_TOO_FINE, NUMBER_TOO_LARGE };

/* Read "12" or, when `decimal`, "12.5": no sign, exponent or leading zeros ("-0" is 0). Surrounding text makes it malformed. */
enum number_flaw number_parse(const char *data, size_t size, bool decimal, struct number *number);
int number_compare(struct number a, struct number b);
/* As facts keep it: `decimal` in millionths, clamped at NUMBER_TOP; a count as it is. */
int64_t number_value(struct number number, bool decimal);

#define NUMBER_TEXT_SIZE 32
/* Print a kept value, without trailing zeros; a clamped one as "100000000000". Returns buffer. */
char *number_print(int64_t value, bool decimal, char buffer[NUMBER_TEXT_SIZE]);

#endif
