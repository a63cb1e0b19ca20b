/*
 * Things sorted by id, so that references are resolved without walking them all. For loaders.
 *
 * Any struct that begins with its origin and its id can be indexed. The items are borrowed; the array is the caller's, with room
 * for all that will be added.
 */
#ifndef CORE_INDEX_H
#define CORE_INDEX_H

#include <stddef.h>

#include "core/document.h"

/* How every indexed struct begins. */
struct named {
    struct origin at;
    const char *id; /* NULL when it did not bind: not indexed */
};

struct indexed {
    const struct named *item;
    int kind;  /* the caller's */
    int index; /* into the array that it came from */
};

struct id_index {
    struct indexed *items;
    size_t count;
};

/* Add `count` structs of `size` bytes. */
void index_add(struct id_index *index, const void *items, size_t count, size_t size, int kind);
/* Once all are added; equal ids then stand side by side, by kind and index. */
void index_sort(struct id_index *index);
/* The first with this id, or NULL. */
const struct indexed *index_find(const struct id_index *index, const char *id);
/* The same, where the id is the first `size` bytes of a longer text. */
const struct indexed *index_find_part(const struct id_index *index, const char *text, size_t size);

#endif
