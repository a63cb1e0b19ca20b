/*
 * Memory that is given back all at once. A plan, a ruleset or a city owns one arena, and everything in it lives and dies with it.
 *
 *     struct arena arena = {0};
 *     struct fact *facts = arena_alloc(&arena, count * sizeof *facts);
 *     arena_release(&arena);
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stddef.h>

struct arena {
    struct arena_block *blocks;
    char *next;
    size_t left;
};

/* Zeroed, aligned for pointers and 64-bit integers; NULL when out of memory. Size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);
/* The same for `count` things of `size` bytes, NULL also when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A NUL-terminated copy; not aligned. */
char *arena_copy(struct arena *arena, const char *data, size_t size);
/* Something that is not needed any more: frees it when it is large, else leaves it where it is. NULL is allowed. */
void arena_give_back(struct arena *arena, const void *at);
void arena_release(struct arena *arena);

#endif
