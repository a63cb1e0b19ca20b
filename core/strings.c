/* Strings that are kept once. See strings.h. */
#include "core/strings.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SETS 4096 /* a power of two */
#define WAYS 2    /* strings that a set remembers, the newest first */

struct kept {
    const char *str;
    uint32_t hash, size;
};

struct strings {
    struct arena *arena;
    struct kept sets[SETS][WAYS];
};

struct strings *strings_new(struct arena *arena)
{
    struct strings *strings = calloc(1, sizeof *strings);
    if (strings != NULL)
        strings->arena = arena;
    return strings;
}

void strings_free(struct strings *strings)
{
    free(strings);
}

static uint32_t hash_of(const char *data, size_t size)
{
    uint64_t hash = size, eight;
    for (; size >= sizeof eight; data += sizeof eight, size -= sizeof eight) {
        memcpy(&eight, data, sizeof eight);
        hash = (hash ^ eight) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    eight = 0;
    memcpy(&eight, data, size);
    hash = (hash ^ eight) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(hash >> 32);
}

static bool is_same(const struct kept *kept, const struct kept *wanted)
{
    return kept->hash == wanted->hash && kept->size == wanted->size && kept->str != NULL && memcmp(kept->str, wanted->str, wanted->size) == 0;
}

const char *strings_keep(struct strings *strings, const char *data, size_t size)
{
    struct kept wanted = {data, hash_of(data, size), (uint32_t)size}, *set = strings->sets[wanted.hash % SETS];
    for (size_t i = 0; i < WAYS; i++)
        if (is_same(&set[i], &wanted))
            return set[i].str;
    wanted.str = arena_copy(strings->arena, data, size);
    if (wanted.str == NULL)
        return NULL;
    memmove(set + 1, set, (WAYS - 1) * sizeof *set);
    set[0] = wanted;
    return wanted.str;
}
