/* All plans of a city at once. See triage_room.h. */
#include "cli/triage_room.h"

#include <stdlib.h>
#include <string.h>

const char *triage_city(const struct library *library, const char *wanted, struct err *err)
{
    const char *city = NULL;
    struct nearest near = nearest_to(wanted == NULL ? "" : wanted, wanted == NULL ? 0 : strlen(wanted));
    for (size_t i = 0; i < library->count; i++) {
        const char *here = library->items[i].city;
        if (wanted != NULL && strcmp(here, wanted) == 0)
            return here;
        nearest_offer(&near, here);
        if (wanted == NULL && city != NULL && strcmp(city, here) != 0) {
            err_set(err, ERR_USAGE, "有几个城市的预案（%s、%s 等），用 --city 说明是哪个", "there are plans of several cities (%s, %s …): say which with --city", city, here);
            return NULL;
        }
        city = here;
    }
    if (wanted == NULL)
        return city;
    err_set(err, ERR_USAGE, "没有城市“%s”", "there is no city \"%s\"", text_clip(wanted, strlen(wanted)).str);
    err_set_hint(err, near.best);
    return NULL;
}

static int add_plan(struct triage_room *room, const struct shelf *shelf, const struct loaded *loaded, struct err *err)
{
    if (loaded == NULL) {
        room->left_out[room->left_out_count++] = shelf;
        return 0;
    }
    struct assessor *assessor = assessor_new(loaded->rules);
    if (assessor == NULL)
        return err_no_memory(err);
    room->sources[room->count++] = (struct triage_source){loaded->rules, assessor};
    return 0;
}

static void release_sources(struct triage_room *room)
{
    for (size_t i = 0; i < room->count; i++)
        assessor_free(room->sources[i].assessor);
    free(room->sources);
    free(room->left_out);
    *room = (struct triage_room){.count = 0};
}

int triage_room_open(struct triage_room *room, const struct library *library, const char *city, const struct triage_loader *loader, struct err *err)
{
    *room = (struct triage_room){.count = 0};
    room->sources = calloc(library->count + 1, sizeof *room->sources);
    room->left_out = calloc(library->count + 1, sizeof *room->left_out);
    int rc = room->sources == NULL || room->left_out == NULL ? err_no_memory(err) : 0;
    for (size_t i = 0; rc == 0 && i < library->count; i++)
        if (strcmp(library->items[i].city, city) == 0)
            rc = add_plan(room, &library->items[i], loader->load(loader->context, &library->items[i]), err);
    if (rc == 0 && room->count == 0)
        rc = err_set(err, ERR_VALUE, "%s 没有可用的预案", "%s has no plan that loads", city);
    if (rc == 0)
        rc = triage_init(&room->triage, room->sources, room->count, err);
    if (rc != 0)
        release_sources(room);
    return rc;
}

void triage_room_close(struct triage_room *room)
{
    triage_release(&room->triage);
    release_sources(room);
}

/* ---- settings ---- */

/* The name before "=", with its plan. */
static size_t name_size(const char *setting)
{
    return strcspn(setting, "=");
}

/* Naming a fact twice is a slip, not a wish for the last. By id and by label it is the same fact; of two plans it is not. */
static int check_twice(const struct triage *triage, const char *const *settings, size_t at, struct err *err)
{
    const char *colon = memchr(settings[at], ':', name_size(settings[at]));
    const char *fact = colon == NULL ? settings[at] : colon + 1;
    const struct triage_name *name = triage_find(triage, fact, name_size(fact), NULL);
    for (size_t i = 0; i < at && name != NULL; i++) {
        const char *other_colon = memchr(settings[i], ':', name_size(settings[i]));
        const char *other = other_colon == NULL ? settings[i] : other_colon + 1;
        bool same_plan = colon == NULL || other_colon == NULL || (other - settings[i] == fact - settings[at] && strncmp(settings[i], settings[at], (size_t)(fact - settings[at])) == 0);
        if (same_plan && triage_find(triage, other, name_size(other), NULL) == name)
            return err_set(err, ERR_USAGE, "“%s”写了两次", "\"%s\" is given twice", name->id);
    }
    return 0;
}

static int check_setting(const struct triage *triage, const char *const *settings, size_t at, struct err *err)
{
    const char *setting = settings[at];
    if (setting[name_size(setting)] == '=')
        return check_twice(triage, settings, at, err);
    struct clip shown = text_clip(setting, strlen(setting));
    return err_set(err, ERR_USAGE, "“%s”应写成 事实=值（不明写 事实=?）", "\"%s\": write FACT=VALUE (FACT=? for unknown)", shown.str);
}

int triage_settings(struct triage *triage, const char *const *settings, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (check_setting(triage, settings, i, err) != 0)
            return -1;
    for (size_t i = 0; i < count; i++)
        if (triage_set(triage, settings[i], name_size(settings[i]), settings[i] + name_size(settings[i]) + 1, err) != 0)
            return -1;
    return 0;
}
