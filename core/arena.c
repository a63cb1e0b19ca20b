/* Arena allocation. See arena.h. */
#include "core/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT sizeof(int64_t)
#define FIRST_BLOCK 1024 /* many arenas stay small … */
#define BLOCK_MAX 4096   /* … and of large ones the last block is half empty */

struct arena_block {
    struct arena_block *previous;
    size_t size;
    bool alone; /* holds one thing */
    int64_t data[];
};

static struct arena_block *new_block(size_t size, struct arena_block *previous)
{
    struct arena_block *block = malloc(sizeof *block + size);
    if (block != NULL)
        *block = (struct arena_block){.previous = previous, .size = size};
    return block;
}

/* A block that has room for `least` bytes, twice the one before. */
static int add_block(struct arena *arena, size_t least)
{
    size_t size = arena->blocks == NULL ? FIRST_BLOCK : arena->blocks->size * 2;
    size = size > BLOCK_MAX ? BLOCK_MAX : size;
    struct arena_block *block = new_block(size < least ? least : size, arena->blocks);
    if (block == NULL)
        return -1;
    arena->blocks = block;
    arena->next = (char *)block->data;
    arena->left = block->size;
    return 0;
}

/* Something large gets a block of its own, behind the one that is being filled. */
static void *alloc_alone(struct arena *arena, size_t size)
{
    struct arena_block *block = new_block(size, arena->blocks->previous);
    if (block == NULL)
        return NULL;
    block->alone = true;
    arena->blocks->previous = block;
    return block->data;
}

/* Things are taken from the front of a block, and strings, which need no alignment, from its end. */
static void *take(struct arena *arena, size_t size, bool from_end)
{
    if (size > arena->left && arena->blocks != NULL && size > BLOCK_MAX / 4)
        return alloc_alone(arena, size);
    if (size > arena->left && add_block(arena, size) != 0)
        return NULL;
    arena->left -= size;
    if (from_end)
        return arena->next + arena->left;
    arena->next += size;
    return arena->next - size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    void *at = take(arena, size, false);
    return at == NULL ? NULL : memset(at, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    return size != 0 && count > SIZE_MAX / 2 / size ? NULL : arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const char *data, size_t size)
{
    char *copy = size > SIZE_MAX / 2 ? NULL : take(arena, size + 1, true);
    if (copy == NULL)
        return NULL;
    if (size > 0)
        memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

void arena_give_back(struct arena *arena, const void *at)
{
    for (struct arena_block **link = &arena->blocks; *link != NULL; link = &(*link)->previous) {
        struct arena_block *block = *link;
        if (!block->alone || (const void *)block->data != at)
            continue;
        *link = block->previous;
        free(block);
        return;
    }
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
