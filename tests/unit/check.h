/*
 * What every unit test includes: cmocka with the headers that it needs, and a few words to say things shortly.
 *
 *     static void test_a_thing_behaves(void **state) { (void)state; … }
 *     static const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_thing_behaves)};
 *     int main(void) { return cmocka_run_group_tests(tests, NULL, NULL); }
 */
#ifndef TESTS_UNIT_CHECK_H
#define TESTS_UNIT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/err.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof(array)[0])

static inline void check_contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" does not contain \"%s\"", text, part);
}

static inline void check_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("\"%s\" contains \"%s\"", text, part);
}

/* SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static inline uint32_t random_below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)(next_random(state) % limit);
}

/* A stream whose text can be looked at: capture_open, print to `file`, capture_text, capture_close. */
struct capture {
    FILE *file;
    char *text;
    size_t size;
};

static inline void capture_open(struct capture *capture)
{
    capture->file = open_memstream(&capture->text, &capture->size);
    assert_non_null(capture->file);
}

static inline const char *capture_text(struct capture *capture)
{
    assert_int_equal(fflush(capture->file), 0);
    return capture->text;
}

static inline void capture_close(struct capture *capture)
{
    fclose(capture->file);
    free(capture->text);
}

#endif
