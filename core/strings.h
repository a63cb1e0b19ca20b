/*
 * Strings that are kept once, where they are many and the same ones come again: ids, citations, and the sentences that plans share.
 *
 *     struct strings *strings = strings_new(&arena);
 *     const char *a = strings_keep(strings, "county", 6), *b = strings_keep(strings, "county", 6);    a == b
 *     strings_free(strings);                              a stays: it is in the arena
 *
 * Not all are found again: it remembers some thousands of those that came last, in fixed memory, and copies the rest.
 */
#ifndef CORE_STRINGS_H
#define CORE_STRINGS_H

#include <stddef.h>

#include "core/arena.h"

struct strings;

/* The arena is borrowed. NULL when out of memory. */
struct strings *strings_new(struct arena *arena);
/* Only what is remembered: the strings are the arena's. */
void strings_free(struct strings *strings);
/* A NUL-terminated copy, perhaps one that was given before: not to be written to. No NUL inside. NULL when out of memory. */
const char *strings_keep(struct strings *strings, const char *data, size_t size);

#endif
