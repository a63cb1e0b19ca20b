/* Arena allocation. See arena.h. */
#include "core/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK 1024 /* many arenas stay small … */
#define BLOCK_MAX 65536  /* … and large ones are few */

struct arena_block {
    struct arena_block *previous;
    size_t size;
    max_align_t data[];
};

/* A block for `least` bytes at once: twice the one before. */
static int add_block(struct arena *arena, size_t least)
{
    size_t size = arena->blocks == NULL ? FIRST_BLOCK : arena->blocks->size * 2;
    size = size > BLOCK_MAX ? BLOCK_MAX : size;
    size = size < least ? least : size;
    struct arena_block *block = malloc(sizeof *block + size);
    if (block == NULL)
        return -1;
    block->previous = arena->blocks;
    block->size = size < BLOCK_MAX ? size : BLOCK_MAX;
    arena->blocks = block;
    arena->next = (char *)block->data;
    arena->left = size;
    return 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + alignof(max_align_t)) / alignof(max_align_t) * alignof(max_align_t);
    if (size > arena->left && add_block(arena, size) != 0)
        return NULL;
    void *at = arena->next;
    arena->next += size;
    arena->left -= size;
    return memset(at, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    return size != 0 && count > SIZE_MAX / 2 / size ? NULL : arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const char *data, size_t size)
{
    char *copy = arena_alloc(arena, size + 1);
    if (copy != NULL && size > 0)
        memcpy(copy, data, size);
    return copy;
}

void arena_release(struct arena *arena)
{
    while (arena->blocks != NULL) {
        struct arena_block *previous = arena->blocks->previous;
        free(arena->blocks);
        arena->blocks = previous;
    }
    *arena = (struct arena){0};
}
