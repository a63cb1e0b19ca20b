/* All incidents of a journal. See desk.h. */
#include "cli/desk.h"

#include <stdlib.h>
#include <string.h>

void desk_init(struct desk *desk, struct app *app, struct library *library, struct journal *journal)
{
    *desk = (struct desk){.app = app, .library = library, .voice = {.journal = journal, .speaker = {app->user(), ""}}};
}

static void free_incident(struct desk_incident *incident)
{
    if (incident == NULL)
        return;
    session_release(&incident->session);
    free(incident->id);
    free(incident->plan);
    free(incident->told);
    free(incident);
}

void desk_release(struct desk *desk)
{
    for (size_t i = 0; i < desk->count; i++)
        free_incident(desk->incidents[i]);
    free(desk->incidents);
    free(desk->by_id);
    for (size_t i = 0; i < desk->plan_count; i++) {
        loaded_free(desk->plans[i].loaded);
        free(desk->plans[i].name);
    }
    free(desk->plans);
    journal_close(desk->voice.journal);
    *desk = (struct desk){.app = desk->app};
}

/* ---- plans ---- */

static const struct loaded *keep_plan(struct desk *desk, char *name, struct loaded *loaded, struct err *err)
{
    struct desk_plan *plans = realloc(desk->plans, (desk->plan_count + 1) * sizeof *plans);
    if (plans != NULL)
        desk->plans = plans;
    if (plans == NULL || name == NULL) {
        free(name);
        loaded_free(loaded);
        err_no_memory(err);
        return NULL;
    }
    desk->plans[desk->plan_count++] = (struct desk_plan){name, loaded};
    return loaded;
}

const struct loaded *desk_plan(struct desk *desk, const struct shelf *shelf, struct err *err)
{
    struct text name = {0};
    text_addf(&name, "%s/%s", shelf->city, shelf->id);
    for (size_t i = 0; i < desk->plan_count; i++)
        if (strcmp(desk->plans[i].name, text_str(&name)) == 0) {
            text_release(&name);
            return desk->plans[i].loaded;
        }
    struct loaded *loaded = library_load_shelf(shelf, desk->app->messages, desk->app->lang, err);
    if (loaded != NULL)
        return keep_plan(desk, name.failed ? NULL : name.data, loaded, err);
    text_release(&name);
    return NULL;
}

/* ---- finding ---- */

/* Where an id is, or would be, among the sorted. */
static size_t place_of(const struct desk *desk, const char *id)
{
    size_t low = 0, high = desk->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(desk->by_id[middle]->id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct desk_incident *desk_find(const struct desk *desk, const char *id)
{
    size_t place = place_of(desk, id);
    return place < desk->count && strcmp(desk->by_id[place]->id, id) == 0 ? desk->by_id[place] : NULL;
}

struct desk_incident *desk_look_up(const struct desk *desk, const char *name, struct err *err)
{
    struct desk_incident *found = desk_find(desk, name);
    struct nearest near = nearest_to(name, strlen(name));
    for (size_t i = 0; i < desk->count && found == NULL; i++) {
        struct desk_incident *it = desk->incidents[i];
        const char *title = it->trouble.code == ERR_NONE ? it->session.record.title : "";
        if (title[0] != '\0' && strcmp(title, name) == 0)
            found = it;
        nearest_offer(&near, it->id);
        nearest_offer(&near, title);
    }
    if (found != NULL)
        return found;
    err_set(err, ERR_REFERENCE, "没有事件“%s”（incidents 列出全部）", "there is no incident \"%s\" (incidents lists them)", text_clip(name, strlen(name)).str);
    err_set_hint(err, near.best);
    return NULL;
}

static int make_room(struct desk *desk)
{
    if (desk->count < desk->capacity)
        return 0;
    size_t capacity = desk->capacity == 0 ? 16 : desk->capacity * 2;
    struct desk_incident **incidents = realloc(desk->incidents, capacity * sizeof *incidents);
    if (incidents == NULL)
        return -1;
    desk->incidents = incidents;
    struct desk_incident **by_id = realloc(desk->by_id, capacity * sizeof *by_id);
    if (by_id == NULL)
        return -1;
    desk->by_id = by_id;
    desk->capacity = capacity;
    return 0;
}

/* An incident without any entry yet; NULL when out of memory. */
static struct desk_incident *add_incident(struct desk *desk, const char *id, const char *plan)
{
    struct desk_incident *it = make_room(desk) == 0 ? calloc(1, sizeof *it) : NULL;
    if (it == NULL)
        return NULL;
    it->id = strdup(id);
    it->plan = strdup(plan);
    if (it->id == NULL || it->plan == NULL) {
        free_incident(it);
        return NULL;
    }
    size_t place = place_of(desk, id);
    memmove(&desk->by_id[place + 1], &desk->by_id[place], (desk->count - place) * sizeof *desk->by_id);
    desk->by_id[place] = it;
    desk->incidents[desk->count++] = it;
    return it;
}

/* The newest again, as if it had never been. */
static void drop_incident(struct desk *desk)
{
    struct desk_incident *it = desk->incidents[desk->count - 1];
    size_t place = place_of(desk, it->id);
    desk->count--;
    memmove(&desk->by_id[place], &desk->by_id[place + 1], (desk->count - place) * sizeof *desk->by_id);
    free_incident(it);
}

static int start_session(struct desk *desk, struct desk_incident *it, const struct loaded *loaded, struct err *err)
{
    if (session_init(&it->session, desk->app, loaded, it->id, err) != 0)
        return -1;
    it->session.voice = &desk->voice;
    return 0;
}

/* ---- following the journal ---- */

/* What an "open" entry says of its plan: "shuozhou/road"; "" when it says nothing. NULL when out of memory. */
static char *plan_of(const struct entry *entry)
{
    struct json json = {0};
    struct err err = {0};
    char *plan = NULL;
    uint32_t node = json_read(&json, entry->body, strlen(entry->body), &err) == 0 ? json_member(&json, 0, "plan") : 0;
    if (node != 0 && json.nodes[node].type == JSON_STRING)
        plan = strndup(json.nodes[node].data, json.nodes[node].size);
    else if (err.code != ERR_MEMORY)
        plan = strdup("");
    json_release(&json);
    return plan;
}

static struct desk_incident *meet(struct desk *desk, const struct entry *entry)
{
    struct err err = {0};
    char *plan = plan_of(entry);
    struct desk_incident *it = plan == NULL ? NULL : add_incident(desk, entry->incident, plan);
    if (it != NULL) {
        const struct shelf *shelf = library_find(desk->library, plan, &err);
        const struct loaded *loaded = shelf == NULL ? NULL : desk_plan(desk, shelf, &err);
        if (loaded == NULL || start_session(desk, it, loaded, &err) != 0)
            it->trouble = err;
    }
    free(plan);
    if (it == NULL || it->trouble.code != ERR_MEMORY)
        return it;
    drop_incident(desk); /* no trouble of the incident's: it is met again */
    return NULL;
}

struct following {
    struct desk *desk;
    const struct desk_listener *listener;
    struct desk_incident *last; /* entries of one incident come in rows */
    struct err *err;
};

static int hear(void *context, const struct entry *entry)
{
    struct following *following = context;
    struct desk *desk = following->desk;
    struct desk_incident *it = following->last;
    if (entry->incident[0] == '\0') { /* of the whole journal */
        desk->seq = entry->seq;
        return 0;
    }
    if (it == NULL || strcmp(it->id, entry->incident) != 0)
        it = desk_find(desk, entry->incident);
    if (it == NULL)
        it = meet(desk, entry);
    if (it == NULL)
        return err_no_memory(following->err);
    following->last = it;
    bool own = it->trouble.code == ERR_NONE && entry->seq <= it->session.record.last_seq;
    if (!own && it->trouble.code == ERR_NONE && record_add(&it->session.record, entry, &it->trouble) != 0 && it->trouble.code == ERR_MEMORY) {
        it->trouble = (struct err){0}; /* it is heard again */
        return err_no_memory(following->err);
    }
    desk->seq = entry->seq;
    if (!own && following->listener != NULL)
        following->listener->heard(following->listener->context, it, entry);
    return 0;
}

int desk_follow(struct desk *desk, const struct desk_listener *listener, struct err *err)
{
    struct following following = {desk, listener, NULL, err};
    if (desk->voice.journal == NULL)
        return 0;
    return journal_read(desk->voice.journal, desk->seq, NULL, (struct journal_visit){hear, &following}, err);
}

/* ---- opening ---- */

static void make_id(const struct desk *desk, const struct shelf *shelf, char *id, size_t size)
{
    int number = 1;
    do
        snprintf(id, size, "%.100s-%d", shelf->id, number++);
    while (desk_find(desk, id) != NULL);
}

static struct desk_incident *try_open(struct desk *desk, const struct loaded *loaded, const struct opening *opening, const char *id, struct err *err)
{
    struct desk_incident *it = add_incident(desk, id, opening->plan);
    if (it == NULL) {
        err_no_memory(err);
        return NULL;
    }
    if (start_session(desk, it, loaded, err) == 0 && session_open(&it->session, opening, err) == 0)
        return it;
    drop_incident(desk);
    return NULL;
}

struct desk_incident *desk_open(struct desk *desk, const struct shelf *shelf, const struct opening *opening, struct err *err)
{
    char id[128];
    struct text plan = {0};
    struct opening full = *opening;
    struct desk_incident *it = NULL;
    const struct loaded *loaded = desk_plan(desk, shelf, err);
    text_addf(&plan, "%s/%s", shelf->city, shelf->id);
    full.plan = text_str(&plan);
    make_id(desk, shelf, id, sizeof id);
    if (loaded != NULL && plan.failed)
        err_no_memory(err);
    else if (loaded != NULL)
        it = try_open(desk, loaded, &full, id, err);
    text_release(&plan);
    return it;
}
