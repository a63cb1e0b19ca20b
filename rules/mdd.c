/* The diagram's cells. See mdd.h; mdd_build.c makes it. */
#include "rules/mdd.h"

#include <stdlib.h>

uint16_t mdd_cell(const struct mdd_var *var, int64_t value)
{
    uint32_t low = 0, high = var->cell_count; /* starts[low] <= value < starts[high] */
    if (var->summed) /* cells are single values from 0 on */
        return (uint16_t)(value < 0 ? 0 : value < var->cell_count ? value : var->cell_count - 1);
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (var->starts[middle] <= value)
            low = middle;
        else
            high = middle;
    }
    return (uint16_t)low;
}

void mdd_free(struct mdd *mdd)
{
    free(mdd);
}
