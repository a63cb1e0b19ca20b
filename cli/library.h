/*
 * The plans on disk: a folder of cities, each a folder of plans. Plans are found by file name and loaded one by one, so that a
 * bad plan never stops another and grading with one plan does not read the rest.
 *
 *     struct library library;
 *     library_open(&library, NULL, &err);              NULL: $RESPOND_PLANS, else beside the program
 *     struct loaded *loaded = library_load(&library, "road", stderr, LANG_ZH, &err);
 *
 * Or all of them at once, to be walked over:
 *
 *     struct catalogue *all = library_load_all(&library, NULL, stderr, LANG_ZH, &err);
 *     for (size_t i = 0; i < all->count; i++)
 *         … all->items[i].plan, .rules, .city
 *     catalogue_free(all);
 */
#ifndef CLI_LIBRARY_H
#define CLI_LIBRARY_H

#include <stdio.h>

#include "core/plan.h"
#include "rules/ruleset.h"

/* A plan file that is there; whether it loads is another matter. */
struct shelf {
    char *city_dir; /* "plans/shuozhou" */
    char *city, *id; /* "shuozhou", "road" */
};

struct library {
    char *root;
    struct shelf *items; /* by city, then by id */
    size_t count;
};

/* Fit for use: no flaws, rules compiled, and the file's text given back (plan_forget_file). */
struct loaded {
    struct city *city;
    struct plan *plan;
    struct ruleset *rules;
};

#define CATALOGUE_LOADERS_MAX 8 /* threads that load a large library */

/* The plans of a library, or of one city, that load. Plans of a city share it: each city is read once. */
struct catalogue {
    struct loaded *items; /* by city, then by id; each `city` is one of those below */
    size_t count;
    size_t flawed; /* how many are there but did not load */
    struct city **cities;
    size_t city_count;
    struct arena strings[CATALOGUE_LOADERS_MAX]; /* of the plans, which share what they all say */
};

/* `root` may itself be one city's folder. ERR_NO_INPUT when there is no such folder or no plan in it. */
int library_open(struct library *library, const char *root, struct err *err);
void library_release(struct library *library);

/* Find a plan by "road" or "shuozhou/road"; NULL with `err` (and the nearest name) when absent or in several cities. */
const struct shelf *library_find(const struct library *library, const char *name, struct err *err);
/*
 * Load and compile. NULL when anything is wrong: every diagnostic of the city and the plan is printed to `out`, and `err` says in
 * one line which plan did not load.
 */
struct loaded *library_load_shelf(const struct shelf *shelf, FILE *out, enum lang lang, struct err *err);
struct loaded *library_load(const struct library *library, const char *name, FILE *out, enum lang lang, struct err *err);
void loaded_free(struct loaded *loaded);

/*
 * Load and compile every plan; with `city` ("shuozhou"), those of that city alone. Flawed plans are left out and counted; their diagnostics
 * are printed to `out` (NULL: nowhere), a city's own once. NULL with `err` when memory runs out, or there is no such city (ERR_NO_INPUT).
 * The library may be released before it. A large library is loaded by several threads, which are gone when this returns.
 */
struct catalogue *library_load_all(const struct library *library, const char *city, FILE *out, enum lang lang, struct err *err);
void catalogue_free(struct catalogue *catalogue);

/* For cli/catalogue.c. Print diagnostics with the lines that they point at; each file is read again once for that. */
void library_print_diags(const struct diags *diags, enum lang lang, FILE *out);
/* Into a `loaded` that has its city; `strings` as for plan_read. False when the plan is not fit for use: the flaws are in `diags`, or memory ran out. */
bool library_load_plan(struct loaded *loaded, const struct shelf *shelf, struct strings *strings, struct diags *diags);

#endif
