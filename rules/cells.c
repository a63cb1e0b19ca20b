/* Cutting every measure's line of integers into cells, at the thresholds of all alternatives. See struct cells. */
#include <stdlib.h>
#include <string.h>

#include "rules/ruleset.h"

#define LISTS 3

uint32_t cells_find(const struct cells *cells, int64_t value)
{
    uint32_t low = 0, high = cells->cut_count; /* cuts before `low` are passed, from `high` on they are not */
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (value >= cells->cuts[middle])
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int compare_cuts(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* A test [least, most] cuts below `least` and above `most`. */
static size_t collect_cuts(const struct alternatives *const lists[LISTS], uint32_t measure, int64_t *cuts)
{
    size_t count = 0;
    for (int l = 0; l < LISTS; l++) {
        for (uint32_t i = 0; i < lists[l]->test_count; i++) {
            const struct test *test = &lists[l]->tests[i];
            if (test->measure != measure)
                continue;
            if (test->least != BOUND_NONE_LOW)
                cuts[count++] = test->least;
            if (test->most != BOUND_NONE_HIGH)
                cuts[count++] = test->most + 1;
        }
    }
    if (count > 1)
        qsort(cuts, count, sizeof *cuts, compare_cuts);
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++)
        if (distinct == 0 || cuts[distinct - 1] != cuts[i])
            cuts[distinct++] = cuts[i];
    return distinct;
}

static int keep_cuts(struct ruleset *rules, const struct alternatives *const lists[LISTS], uint32_t measure, int64_t *scratch)
{
    struct cells *cells = &rules->cells[measure];
    cells->cut_count = (uint32_t)collect_cuts(lists, measure, scratch);
    cells->cuts = arena_array(&rules->arena, cells->cut_count, sizeof *cells->cuts);
    if (cells->cuts == NULL)
        return -1;
    if (cells->cut_count > 0)
        memcpy(cells->cuts, scratch, cells->cut_count * sizeof *scratch);
    return 0;
}

int ruleset_cut_cells(struct ruleset *rules)
{
    const struct alternatives *const lists[LISTS] = {&rules->literal, &rules->safe, &rules->grades};
    size_t tests = 0;
    for (int l = 0; l < LISTS; l++)
        tests += lists[l]->test_count;
    int64_t *scratch = malloc((2 * tests + 1) * sizeof *scratch);
    rules->cells = arena_array(&rules->arena, rules->measure_count, sizeof *rules->cells);
    int rc = rules->cells == NULL || scratch == NULL ? -1 : 0;
    for (uint32_t i = 0; i < rules->measure_count && rc == 0; i++)
        rc = keep_cuts(rules, lists, i, scratch);
    free(scratch);
    return rc;
}
