/*
 * An allocator before the C library's that refuses when told to: once, or from then on. Include it first, in one file of a program: it
 * defines malloc.
 */
#ifndef TESTS_UNIT_FAILING_MALLOC_H
#define TESTS_UNIT_FAILING_MALLOC_H

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static long countdown = -1; /* allocations until the one that fails; -1 for none */
static long asked;          /* allocations so far */
static bool lasting;        /* all after it fail too, until countdown is -1 again */

static bool refuses(void)
{
    asked++;
    if (countdown < 0)
        return false;
    if (countdown > 0) {
        countdown--;
        return false;
    }
    countdown = lasting ? 0 : -1;
    errno = ENOMEM;
    return true;
}

/* ISO C has no cast from an object pointer to a function pointer. */
static void find_next(const char *name, void *function, size_t size)
{
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(function, &found, size);
}

void *malloc(size_t size)
{
    static void *(*next)(size_t);
    if (next == NULL)
        find_next("malloc", &next, sizeof next);
    return refuses() ? NULL : next(size);
}

void *calloc(size_t count, size_t size)
{
    static void *(*next)(size_t, size_t);
    if (next == NULL)
        find_next("calloc", &next, sizeof next);
    return refuses() ? NULL : next(count, size);
}

void *realloc(void *data, size_t size)
{
    static void *(*next)(void *, size_t);
    if (next == NULL)
        find_next("realloc", &next, sizeof next);
    return refuses() ? NULL : next(data, size);
}

#endif
