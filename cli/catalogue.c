/*
 * All plans of a library at once. See library.h.
 *
 * A city is one piece of work: whoever is free takes the next one, and what is said of it is printed when all are done, in the library's
 * order. Loaders share nothing but the list of pieces: each city, plan and string belongs to the loader that made it until then.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/library.h"

#define PLANS_A_LOADER 64 /* fewer are not worth a thread */

/* The plans of one city. */
struct piece {
    const struct shelf *shelves;
    size_t count;
    struct loaded *items; /* room for all */
    size_t loaded;
    struct city *city;
    char *said; /* diagnostics, printed */
    size_t said_size;
};

struct work {
    struct piece *pieces;
    size_t count;
    atomic_size_t taken;
    atomic_bool no_memory;
    enum lang lang;
};

struct loader {
    struct work *work;
    struct arena *strings;
    pthread_t thread;
};

/* ---- one city ---- */

/* Whether what is said of a plan or city is that there was no memory for it. */
static bool lacks_memory(const struct diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].code == ERR_MEMORY)
            return true;
    return diags->count == 0 && diags->dropped > 0;
}

/* Prints and releases. Whether there were any; memory that ran out is noted. */
static bool tell(struct work *work, struct diags *diags, FILE *out)
{
    bool any = diags_any(diags);
    if (lacks_memory(diags))
        work->no_memory = true;
    library_print_diags(diags, work->lang, out);
    diags_release(diags);
    return any;
}

static void release_plan(struct loaded *loaded)
{
    ruleset_free(loaded->rules);
    plan_free(loaded->plan);
}

/* Plans of a flawed city are read all the same, for their own flaws. */
static void load_plans(struct work *work, struct piece *piece, struct strings *strings, FILE *out)
{
    struct diags diags = {0};
    piece->city = city_load(piece->shelves->city_dir, &diags);
    bool city_flawed = tell(work, &diags, out);
    if (piece->city == NULL)
        work->no_memory = true;
    for (size_t i = 0; i < piece->count && !work->no_memory; i++) {
        struct loaded loaded = {.city = piece->city};
        bool good = library_load_plan(&loaded, &piece->shelves[i], strings, &diags), flawed = tell(work, &diags, out);
        if (good && !city_flawed) {
            piece->items[piece->loaded++] = loaded;
            continue;
        }
        release_plan(&loaded);
        if (!good && !flawed)
            work->no_memory = true;
    }
}

static void load_piece(struct work *work, struct piece *piece, struct strings *strings)
{
    FILE *out = open_memstream(&piece->said, &piece->said_size);
    if (out == NULL) {
        work->no_memory = true;
        return;
    }
    load_plans(work, piece, strings, out);
    if (fclose(out) != 0)
        work->no_memory = true;
}

/* ---- loaders ---- */

static void *run_loader(void *context)
{
    struct loader *loader = context;
    struct work *work = loader->work;
    struct strings *strings = strings_new(loader->strings);
    if (strings == NULL)
        work->no_memory = true;
    for (size_t i; !work->no_memory && (i = work->taken++) < work->count;)
        load_piece(work, &work->pieces[i], strings);
    strings_free(strings);
    return NULL;
}

/* One is this thread. A loader that does not start leaves its work to the others. */
static void run_loaders(struct work *work, struct catalogue *catalogue, size_t plans)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = 1 + plans / PLANS_A_LOADER, count = 0;
    struct loader loaders[CATALOGUE_LOADERS_MAX];
    wanted = processors > 0 && wanted > (size_t)processors ? (size_t)processors : wanted;
    for (; count + 1 < wanted && count + 1 < CATALOGUE_LOADERS_MAX; count++) {
        loaders[count] = (struct loader){work, &catalogue->strings[count + 1], 0};
        if (pthread_create(&loaders[count].thread, NULL, run_loader, &loaders[count]) != 0)
            break;
    }
    run_loader(&(struct loader){work, &catalogue->strings[0], 0});
    for (size_t i = 0; i < count; i++)
        pthread_join(loaders[i].thread, NULL);
}

/* ---- the whole ---- */

/* Cut the shelves that are wanted into pieces; how many plans that is. */
static size_t cut(struct work *work, const struct library *library, const char *city, struct loaded *items)
{
    size_t plans = 0;
    for (size_t i = 0; i < library->count; i++) {
        const struct shelf *shelf = &library->items[i];
        struct piece *last = work->count == 0 ? NULL : &work->pieces[work->count - 1];
        if (city != NULL && strcmp(shelf->city, city) != 0)
            continue;
        if (last == NULL || strcmp(last->shelves->city_dir, shelf->city_dir) != 0)
            work->pieces[work->count++] = (struct piece){.shelves = shelf, .items = items + plans, .count = 1};
        else
            last->count++;
        plans++;
    }
    return plans;
}

/* Put the pieces together: their plans, moved up to where there are none, their cities, and what is said of them. */
static void gather(struct catalogue *catalogue, const struct work *work, FILE *out)
{
    for (size_t i = 0; i < work->count; i++) {
        const struct piece *piece = &work->pieces[i];
        memmove(catalogue->items + catalogue->count, piece->items, piece->loaded * sizeof *piece->items);
        catalogue->count += piece->loaded;
        catalogue->flawed += piece->count - piece->loaded;
        if (piece->city != NULL)
            catalogue->cities[catalogue->city_count++] = piece->city;
        if (out != NULL && piece->said != NULL)
            fputs(piece->said, out);
        free(piece->said);
    }
}

static int load_all(struct catalogue *catalogue, const struct library *library, const char *city, FILE *out, enum lang lang)
{
    struct work work = {.pieces = calloc(library->count, sizeof *work.pieces), .lang = lang};
    catalogue->items = calloc(library->count, sizeof *catalogue->items);
    catalogue->cities = calloc(library->count, sizeof(struct city *));
    if (work.pieces == NULL || catalogue->items == NULL || catalogue->cities == NULL) {
        free(work.pieces);
        return -1;
    }
    run_loaders(&work, catalogue, cut(&work, library, city, catalogue->items));
    gather(catalogue, &work, out);
    free(work.pieces);
    return work.no_memory ? -1 : 0;
}

struct catalogue *library_load_all(const struct library *library, const char *city, FILE *out, enum lang lang, struct err *err)
{
    struct catalogue *catalogue = calloc(1, sizeof *catalogue);
    int rc = catalogue == NULL || load_all(catalogue, library, city, out, lang) != 0 ? err_no_memory(err) : 0;
    if (rc == 0 && catalogue->count + catalogue->flawed == 0)
        rc = err_set(err, ERR_NO_INPUT, "没有“%s”的预案", "there are no plans of \"%s\"", city == NULL ? library->root : city);
    if (rc == 0)
        return catalogue;
    catalogue_free(catalogue);
    return NULL;
}

void catalogue_free(struct catalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    for (size_t i = 0; i < catalogue->count; i++)
        release_plan(&catalogue->items[i]);
    for (size_t i = 0; i < catalogue->city_count; i++)
        city_free(catalogue->cities[i]);
    for (size_t i = 0; i < CATALOGUE_LOADERS_MAX; i++)
        arena_release(&catalogue->strings[i]);
    free(catalogue->items);
    free(catalogue->cities);
    free(catalogue);
}
