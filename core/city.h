/*
 * A city: its counties and which of them touch (regions.json), and the registry of its agencies (agencies.json).
 *
 * Loaded once, immutable, shared by all plans of the folder; everything in it is owned by its arena.
 * Sources: GB/T 2260 for county codes; design.md 8 for the registry.
 */
#ifndef CORE_CITY_H
#define CORE_CITY_H

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/document.h"
#include "core/err.h"
#include "core/index.h"

#define CITY_AGENCIES_MAX 4096
#define CITY_COUNTIES_MAX 64 /* so that a set of counties is one 64-bit word */

struct county {
    struct origin at;
    const char *code; /* "140602" */
    struct words name;
    const char **aliases; /* other names that callers use; `alias_count` of them */
    size_t alias_count;
    uint64_t touches;     /* bit i: this county borders counties[i] */
};

enum agency_level { AGENCY_NATION, AGENCY_PROVINCE, AGENCY_CITY, AGENCY_COUNTY, AGENCY_UNIT };

struct agency {
    struct origin at;
    const char *id;
    struct words name;   /* full */
    const char **shorts; /* names as the plans' texts use them, the usual one first */
    size_t short_count;
    int level; /* enum agency_level */
    struct ref parent;
};

struct city {
    struct arena arena;
    const char *id; /* the folder's name */
    const char *code;
    struct words name;
    struct county *counties;
    size_t county_count;
    struct agency *agencies;
    size_t agency_count;
    struct id_index by_id; /* of the agencies */
};

/*
 * Load DIR/regions.json and DIR/agencies.json; a missing file leaves its part empty. Diagnostics are printed by the caller:
 * they go into `diags`, each with its file. Returns NULL only when out of memory; `*city` otherwise, even with diagnostics.
 */
struct city *city_load(const char *dir, struct diags *diags);
void city_free(struct city *city);

/* NULL or -1 when absent. A county is found by code, an agency by id. */
int city_find_county(const struct city *city, const char *code, size_t size);
const struct agency *city_find_agency(const struct city *city, const char *id);
/* The short name that texts use; the full name in English. */
struct words agency_words(const struct agency *agency);

#endif
