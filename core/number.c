/* Exact numbers. See number.h. */
#include "core/number.h"

#include <stdio.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static enum number_flaw parse_whole(const char *data, size_t size, size_t *at, int64_t *whole)
{
    size_t start = *at;
    bool large = false;
    for (*whole = 0; *at < size && is_digit(data[*at]); ++*at) {
        *whole = *whole * 10 + (data[*at] - '0');
        if (*whole > NUMBER_INPUT_MAX) {
            large = true;
            *whole = NUMBER_INPUT_MAX;
        }
    }
    if (*at == start || (*at - start > 1 && data[start] == '0'))
        return NUMBER_MALFORMED;
    return large ? NUMBER_TOO_LARGE : NUMBER_OK;
}

static enum number_flaw parse_fraction(const char *data, size_t size, size_t *at, int32_t *micro)
{
    size_t start = ++*at;
    int32_t unit = NUMBER_SCALE;
    for (; *at < size && is_digit(data[*at]); ++*at) {
        unit /= 10;
        *micro += (data[*at] - '0') * unit;
    }
    if (*at == start)
        return NUMBER_MALFORMED;
    return *at - start > 6 ? NUMBER_TOO_FINE : NUMBER_OK;
}

enum number_flaw number_parse(const char *data, size_t size, bool decimal, struct number *number)
{
    *number = (struct number){0};
    size_t at = 0;
    bool negative = size > 0 && data[0] == '-';
    if (negative)
        at++;
    enum number_flaw fraction = NUMBER_OK;
    enum number_flaw whole = parse_whole(data, size, &at, &number->whole);
    if (whole == NUMBER_MALFORMED)
        return whole;
    bool point = at < size && data[at] == '.';
    if (point)
        fraction = parse_fraction(data, size, &at, &number->micro);
    if (fraction == NUMBER_MALFORMED)
        return fraction;
    if (at < size)
        return data[at] == 'e' || data[at] == 'E' ? NUMBER_NOT_INTEGER : NUMBER_MALFORMED;
    if (point && !decimal)
        return NUMBER_NOT_INTEGER;
    if (negative && (number->whole > 0 || number->micro > 0))
        return NUMBER_NEGATIVE;
    if (fraction != NUMBER_OK)
        return fraction;
    return number->whole == NUMBER_INPUT_MAX && number->micro > 0 ? NUMBER_TOO_LARGE : whole;
}

int number_compare(struct number a, struct number b)
{
    if (a.whole != b.whole)
        return a.whole < b.whole ? -1 : 1;
    return (a.micro > b.micro) - (a.micro < b.micro);
}

int64_t number_value(struct number number, bool decimal)
{
    if (!decimal)
        return number.whole;
    if (number.whole >= NUMBER_TOP)
        return (int64_t)NUMBER_TOP * NUMBER_SCALE;
    return number.whole * NUMBER_SCALE + number.micro;
}

char *number_print(int64_t value, bool decimal, char buffer[NUMBER_TEXT_SIZE])
{
    if (!decimal) {
        snprintf(buffer, NUMBER_TEXT_SIZE, "%lld", (long long)value);
        return buffer;
    }
    int size = snprintf(buffer, NUMBER_TEXT_SIZE, "%lld.%06lld", (long long)(value / NUMBER_SCALE), (long long)(value % NUMBER_SCALE));
    while (size > 1 && buffer[size - 1] == '0')
        buffer[--size] = '\0';
    if (buffer[size - 1] == '.')
        buffer[size - 1] = '\0';
    return buffer;
}
