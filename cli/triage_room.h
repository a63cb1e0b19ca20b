/*
 * All plans of one city, ready for a triage (rules/triage.h).
 *
 *     struct triage_room room;
 *     struct triage_loader loader = {load_shelf, context};
 *     if (triage_room_open(&room, &library, "shuozhou", &loader, &err) == 0)
 *         … triage_settings(&room.triage, words, count, &err) …
 *     triage_room_close(&room);
 *
 * A plan that does not load is left out and named: the others are still looked at.
 */
#ifndef CLI_TRIAGE_ROOM_H
#define CLI_TRIAGE_ROOM_H

#include "cli/library.h"
#include "rules/triage.h"

/* How plans are loaded: NULL when one is flawed, with what is wrong already told. They must outlive the room. */
struct triage_loader {
    const struct loaded *(*load)(void *context, const struct shelf *shelf);
    void *context;
};

struct triage_room {
    struct triage triage;
    struct triage_source *sources; /* their assessors are the room's */
    size_t count;
    const struct shelf **left_out; /* of the library */
    size_t left_out_count;
};

/*
 * The city whose plans are meant: `wanted` (may be NULL), else the library's only one. NULL with `err` (ERR_USAGE) when there are several
 * and none is named, or no such city.
 */
const char *triage_city(const struct library *library, const char *wanted, struct err *err);
/* ERR_VALUE when no plan of the city loads. Release it only after success. */
int triage_room_open(struct triage_room *room, const struct library *library, const char *city, const struct triage_loader *loader, struct err *err);
void triage_room_close(struct triage_room *room);

/* "deaths=2", "死亡=2..", "construction:hq_level=2"; a fact given twice, or without a value, is ERR_USAGE, and so is all that triage_set refuses. */
int triage_settings(struct triage *triage, const char *const *settings, size_t count, struct err *err);

#endif
