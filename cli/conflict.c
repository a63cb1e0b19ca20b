/* Agencies that two incidents need. See conflict.h. */
#include "cli/conflict.h"

#include <stdlib.h>
#include <string.h>

#include "cli/render.h"
#include "cli/status.h"

#define COLUMN 18
#define NAMED 6 /* agencies that a summary names */
#define NOBODY SIZE_MAX

/* ---- who is needed ---- */

/* The most pressing task of each agency; tasks come most pressing first. */
static void note_agency(size_t *needs, int agency, size_t task)
{
    if (agency >= 0 && needs[agency] == NOBODY)
        needs[agency] = task;
}

/* Whom the facts rule out is not needed. */
static void note_holders(const struct session *session, size_t *needs, const struct holder *holders, size_t count, size_t task)
{
    for (size_t i = 0; i < count; i++)
        if (assess_condition(session->assessor, &holders[i].when, NULL) != CONDITION_NO)
            note_agency(needs, holders[i].agency.index, task);
}

static void note_owner(const struct session *session, const struct ref *owner, size_t *needs, size_t task)
{
    const struct organisation *org = &session->loaded->plan->organisation;
    switch (owner->kind) {
    case ACTOR_AGENCY: note_agency(needs, owner->index, task); break;
    case ACTOR_BODY: note_holders(session, needs, org->bodies[owner->index].hosts, org->bodies[owner->index].host_count, task); break;
    case ACTOR_POST: note_holders(session, needs, org->posts[owner->index].holders, org->posts[owner->index].holder_count, task); break;
    default:
        note_holders(session, needs, org->groups[owner->index].leaders, org->groups[owner->index].leader_count, task);
        note_holders(session, needs, org->groups[owner->index].members, org->groups[owner->index].member_count, task);
    }
}

static bool is_running(const struct session *session)
{
    return record_active_level(&session->record) > 0;
}

/* By the city's agencies: the task that needs each most, or NOBODY. NULL with `err`. */
static size_t *find_needs(struct session *session, struct err *err)
{
    const struct plan *plan = session->loaded->plan;
    struct running_task *tasks = calloc(plan->task_count + 1, sizeof *tasks);
    size_t *needs = malloc((plan->city->agency_count + 1) * sizeof *needs);
    int count = tasks == NULL || needs == NULL ? err_no_memory(err) : session_assess(session, err);
    if (count == 0)
        count = running_tasks(session, false, tasks, err);
    for (size_t i = 0; count >= 0 && i < plan->city->agency_count; i++)
        needs[i] = NOBODY;
    for (int i = 0; i < count; i++)
        for (size_t o = 0; o < plan->tasks[tasks[i].task].owner_count; o++)
            note_owner(session, &plan->tasks[tasks[i].task].owners[o], needs, tasks[i].task);
    free(tasks);
    if (count >= 0)
        return needs;
    free(needs);
    return NULL;
}

int conflicts_find(struct session *ours, struct session *theirs, struct conflict *conflicts, struct err *err)
{
    const struct city *city = ours->loaded->plan->city, *their_city = theirs->loaded->plan->city; /* a registry each, with the same ids */
    int count = 0;
    if (!is_running(ours) || !is_running(theirs))
        return 0;
    size_t *need = find_needs(ours, err), *other = need == NULL ? NULL : find_needs(theirs, err);
    for (size_t i = 0; other != NULL && i < city->agency_count; i++) {
        const struct agency *same = need[i] == NOBODY ? NULL : city_find_agency(their_city, city->agencies[i].id);
        size_t theirs_needs = same == NULL ? NOBODY : other[same - their_city->agencies];
        if (theirs_needs != NOBODY)
            conflicts[count++] = (struct conflict){(int)i, need[i], theirs_needs};
    }
    free(need);
    free(other);
    return other == NULL ? -1 : count;
}

/* ---- all others of the desk ---- */

static bool same_city(const struct desk_incident *a, const struct desk_incident *b)
{
    size_t size = strcspn(a->plan, "/");
    return strncmp(a->plan, b->plan, size + 1) == 0;
}

bool conflicts_possible(const struct desk_incident *ours, const struct desk_incident *theirs)
{
    return ours != theirs && theirs->trouble.code == ERR_NONE && same_city(ours, theirs) && is_running(&theirs->session) &&
           theirs->session.record.drill == ours->session.record.drill;
}

/* Called for each other incident with conflicts. */
struct conflict_visitor {
    void (*visit)(void *context, const struct desk_incident *other, const struct conflict *conflicts, size_t count);
    void *context;
};

static int visit_others(struct desk *desk, struct desk_incident *incident, const struct conflict_visitor *visitor, struct err *err)
{
    struct session *ours = &incident->session;
    struct conflict *conflicts = calloc(ours->loaded->plan->city->agency_count + 1, sizeof *conflicts);
    int count = conflicts == NULL ? err_no_memory(err) : 0;
    for (size_t i = 0; i < desk->count && count >= 0; i++) {
        struct desk_incident *other = desk->incidents[i];
        if (!conflicts_possible(incident, other))
            continue;
        count = conflicts_find(ours, &other->session, conflicts, err);
        if (count > 0)
            visitor->visit(visitor->context, other, conflicts, (size_t)count);
    }
    free(conflicts);
    return count < 0 ? -1 : 0;
}

static const char *agency_name(const struct session *session, int agency)
{
    return words_in(agency_words(&session->loaded->plan->city->agencies[agency]), session->app->lang);
}

struct listing {
    const struct session *ours;
    struct text *text;
    size_t count;
};

static void add_task(const struct session *session, size_t task, struct text *text)
{
    const struct task *it = &session->loaded->plan->tasks[task];
    text_addf(text, app_say(session->app, "%s：%s %s［%s］", "%s: %s, %s [%s]"), session->record.id, it->id, words_in(it->what, session->app->lang), it->clause);
}

static void print_conflicts(void *context, const struct desk_incident *other, const struct conflict *conflicts, size_t count)
{
    struct listing *listing = context;
    const struct session *ours = listing->ours;
    listing->count += count;
    for (size_t i = 0; i < count; i++) {
        struct text text = {0};
        add_task(ours, conflicts[i].ours, &text);
        text_add_str(&text, "\n");
        add_task(&other->session, conflicts[i].theirs, &text);
        render_row(ours->app, agency_name(ours, conflicts[i].agency), COLUMN, text_str(&text));
        text_release(&text);
    }
}

int conflicts_view(struct desk *desk, struct desk_incident *incident, size_t *count, struct err *err)
{
    struct listing listing = {.ours = &incident->session};
    int rc = visit_others(desk, incident, &(struct conflict_visitor){print_conflicts, &listing}, err);
    *count = listing.count;
    return rc;
}

static void summarise(void *context, const struct desk_incident *other, const struct conflict *conflicts, size_t count)
{
    struct listing *listing = context;
    const struct app *app = listing->ours->app;
    text_addf(listing->text, app_say(app, "! 与 %s 同时需要 %zu 个单位：", "! %s needs %zu of the same agencies: "), other->id, count);
    for (size_t i = 0; i < count && i < NAMED; i++)
        text_addf(listing->text, "%s%s", i > 0 ? app_say(app, "、", ", ") : "", agency_name(listing->ours, conflicts[i].agency));
    text_add_str(listing->text, count > NAMED ? app_say(app, " 等（conflicts 看双方任务）\n", " … (conflicts lists the tasks)\n")
                                              : app_say(app, "（conflicts 看双方任务）\n", " (conflicts lists the tasks)\n"));
}

int conflicts_summary(struct desk *desk, struct desk_incident *incident, struct text *text, struct err *err)
{
    struct listing listing = {.ours = &incident->session, .text = text};
    return visit_others(desk, incident, &(struct conflict_visitor){summarise, &listing}, err);
}
