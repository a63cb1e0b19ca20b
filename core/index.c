/* Things sorted by id. See index.h. */
#include "core/index.h"

#include <stdlib.h>
#include <string.h>

static int compare_indexed(const void *a, const void *b)
{
    const struct indexed *left = a, *right = b;
    int order = strcmp(left->item->id, right->item->id);
    if (order != 0)
        return order;
    return left->kind != right->kind ? (left->kind > right->kind) - (left->kind < right->kind)
                                     : (left->index > right->index) - (left->index < right->index);
}

void index_add(struct id_index *index, const void *items, size_t count, size_t size, int kind)
{
    for (size_t i = 0; i < count; i++) {
        const struct named *item = (const void *)((const char *)items + i * size);
        if (item->id != NULL)
            index->items[index->count++] = (struct indexed){item, kind, (int)i};
    }
}

void index_sort(struct id_index *index)
{
    if (index->count > 1)
        qsort(index->items, index->count, sizeof *index->items, compare_indexed);
}

static int compare_part(const char *id, const char *text, size_t size)
{
    int order = strncmp(id, text, size);
    return order != 0 ? order : id[size] != '\0';
}

const struct indexed *index_find_part(const struct id_index *index, const char *text, size_t size)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_part(index->items[middle].item->id, text, size) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < index->count && compare_part(index->items[low].item->id, text, size) == 0 ? &index->items[low] : NULL;
}

const struct indexed *index_find(const struct id_index *index, const char *id)
{
    return index_find_part(index, id, strlen(id));
}
