/* The shell's triage: the facts of the incident being worked on, under all plans of its city. */
#include <stdlib.h>
#include <string.h>

#include "cli/render.h"
#include "cli/shell.h"
#include "cli/shell_commands.h"
#include "cli/status.h"
#include "cli/triage.h"

static const struct loaded *load_shelf(void *context, const struct shelf *shelf)
{
    struct shell *shell = context;
    struct err err;
    const struct loaded *loaded = desk_plan(&shell->desk, shelf, &err);
    if (loaded == NULL)
        shell_fail(shell, &err);
    return loaded;
}

/* The one that is named, else that of the incident: "shuozhou" of its plan "shuozhou/road". */
static const char *city_of(const struct shell *shell, const struct args *args, struct err *err)
{
    const char *named = args_option(args, "--city", 0);
    if (named != NULL || shell->current == NULL)
        return triage_city(&shell->library, named, err);
    char *city = strndup(shell->current->plan, strcspn(shell->current->plan, "/"));
    const char *found = city == NULL ? NULL : triage_city(&shell->library, city, err);
    if (city == NULL)
        err_no_memory(err);
    free(city);
    return found;
}

static void set_date(struct shell *shell, struct triage *triage)
{
    const struct app *app = shell->app;
    for (size_t p = 0; p < triage->count; p++) {
        triage->plans[p].incident.as_of = clock_day(&app->clock, app->clock.now());
        triage->plans[p].incident.has_as_of = true;
    }
}

static void print_incident(const struct shell *shell, const struct session *session)
{
    struct text text = {0};
    text_add_str(&text, app_say(shell->app, "事件 ", "Incident "));
    add_incident_name(session, &text);
    render_heading(shell->app, text_str(&text));
    text_release(&text);
}

static int tell(struct shell *shell, struct triage_room *room, struct err *err)
{
    struct text json = {0};
    int rc = triage_tell(shell->app, room, shell->json ? &json : NULL, err);
    if (rc == 0 && shell->json)
        text_addf(&shell->extra, ", \"triage\": %s", text_str(&json));
    text_release(&json);
    return rc;
}

/* What is said here is not of the incident: it is supposed, and kept nowhere. */
int shell_triage(struct shell *shell, const struct args *args, struct err *err)
{
    struct triage_room room;
    struct triage_loader loader = {load_shelf, shell};
    const struct session *session = shell_session(shell);
    const char *city = city_of(shell, args, err);
    if (city == NULL || triage_room_open(&room, &shell->library, city, &loader, err) != 0)
        return -1;
    set_date(shell, &room.triage);
    int rc = session == NULL ? 0 : triage_take(&room.triage, &session->record.incident, err);
    if (rc == 0)
        rc = triage_settings(&room.triage, args->words, args->word_count, err);
    if (rc == 0 && session != NULL)
        print_incident(shell, session);
    if (rc == 0)
        rc = tell(shell, &room, err);
    triage_room_close(&room);
    return rc;
}
