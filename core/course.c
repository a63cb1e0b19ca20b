/* The course of the responses. See course.h. */
#include "core/course.h"

#include <stdlib.h>
#include <string.h>

#include "core/number.h"

/* What an entry says about levels. */
struct chosen {
    int tier, level, proven, possible;
    bool provisional;
};

static int integer_member(const struct json *json, const char *key)
{
    struct number number;
    uint32_t node = json_member(json, 0, key);
    const struct json_node *it = &json->nodes[node];
    bool good = node != 0 && it->type == JSON_NUMBER && number_parse(it->data, it->size, false, &number) == NUMBER_OK;
    return good && number.whole <= PLAN_LEVEL_MAX ? (int)number.whole : -1;
}

/* The step that an entry of this type takes; STEP_COUNT for none. */
static enum step step_of(const char *type)
{
    int step = 0;
    while (step < STEP_COUNT && strcmp(type, step_ids[step]) != 0)
        step++;
    return (enum step)step;
}

static int find_tier(const struct json *json)
{
    uint32_t node = json_member(json, 0, "tier");
    int tier = TIER_CITY;
    while (node != 0 && tier < TIER_NATION && !text_equal(json->nodes[node].data, json->nodes[node].size, tier_ids[tier]))
        tier++;
    return tier;
}

/* Unlike entry_step, it tells want of memory from an entry that is no step. */
static int read_chosen(struct json *json, const struct entry *entry, struct chosen *chosen, struct err *err)
{
    if (json_read(json, entry->body, strlen(entry->body), err) != 0)
        return -1;
    uint32_t provisional = json_member(json, 0, "provisional");
    *chosen = (struct chosen){.tier = find_tier(json), .level = integer_member(json, "level"), .proven = integer_member(json, "proven"),
                              .possible = integer_member(json, "possible"),
                              .provisional = provisional != 0 && json->nodes[provisional].type == JSON_TRUE};
    return 0;
}

/* The responses as they stand, and what was known when their levels were chosen. */
struct walk {
    const struct plan *plan;
    struct response responses[TIER_NATION + 1];
    int proven[TIER_NATION + 1], possible[TIER_NATION + 1];
    struct json json;
};

/* The record took this entry over already, so it is allowed; conditions for ending were confirmed then. */
static int take(struct walk *walk, struct course_step *it, struct err *err)
{
    struct chosen chosen;
    if (read_chosen(&walk->json, it->entry, &chosen, err) != 0)
        return -1;
    struct response *response = &walk->responses[chosen.tier];
    it->tier = chosen.tier;
    struct response_request request = {.step = it->step, .level = chosen.level, .provisional = chosen.provisional, .confirmed = UINT64_MAX};
    if (response_find_actor(walk->plan, it->entry->role, strlen(it->entry->role), &request.actor, err) != 0)
        return -1;
    it->before = *response;
    if (response_take(walk->plan, &request, response, err) != 0)
        return -1;
    it->after = *response;
    it->row = response_find_row(walk->plan, &request, it->tier, step_names_level(it->step) ? chosen.level : response->level);
    it->proven = step_names_level(it->step) ? chosen.proven : walk->proven[it->tier];
    it->possible = step_names_level(it->step) ? chosen.possible : walk->possible[it->tier];
    if (it->after.pending == 0) {
        walk->proven[it->tier] = it->proven;
        walk->possible[it->tier] = it->possible;
    }
    return 0;
}

int course_read(const struct record *record, struct course *course, struct err *err)
{
    struct walk walk = {.plan = record->plan};
    int rc = 0;
    *course = (struct course){.items = calloc(record->entry_count + 1, sizeof *course->items)};
    if (course->items == NULL)
        return err_no_memory(err);
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        walk.responses[tier].tier = tier;
        walk.proven[tier] = walk.possible[tier] = -1;
    }
    for (size_t i = 0; i < record->entry_count && rc == 0; i++) {
        struct course_step *it = &course->items[course->count];
        it->entry = &record->entries[i].entry;
        it->index = i;
        it->step = step_of(it->entry->type);
        if (it->step == STEP_COUNT)
            continue;
        rc = take(&walk, it, err);
        course->count += rc == 0;
    }
    json_release(&walk.json);
    return rc;
}

int64_t record_closing(const struct record *record)
{
    int64_t time = TIME_UNKNOWN;
    for (int tier = TIER_CITY; tier <= TIER_NATION && record_is_closed(record); tier++)
        if (record->decisions[tier].name != NULL && record->decisions[tier].time > time)
            time = record->decisions[tier].time;
    return time;
}

bool record_silence(const struct record *record, int64_t *from, int64_t *to)
{
    int64_t closing = record_closing(record);
    *from = *to = record->opened;
    for (size_t i = 1; i < record->entry_count; i++) {
        const struct entry *entry = &record->entries[i].entry;
        int64_t before = entry_clock(&record->entries[i - 1].entry), time = entry_clock(entry);
        if (closing != TIME_UNKNOWN && time > closing)
            break;
        if (strcmp(entry->type, "clock") != 0 && time - before > *to - *from) {
            *from = before;
            *to = time;
        }
    }
    return *to > *from;
}

void course_release(struct course *course)
{
    free(course->items);
    *course = (struct course){0};
}
