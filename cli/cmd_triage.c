/* respond triage [FACT=VALUE …]: one incident under all plans of a city at once. */
#include <stdlib.h>
#include <string.h>

#include "cli/compose.h"
#include "cli/command.h"
#include "cli/triage.h"
#include "core/date.h"

/* What was loaded, to be freed at the end; the messages of flawed plans go out as they come. */
struct stock {
    struct app *app;
    struct loaded **items;
    size_t count;
};

static const struct loaded *load_shelf(void *context, const struct shelf *shelf)
{
    struct stock *stock = context;
    struct err err;
    struct loaded *loaded = library_load_shelf(shelf, stock->app->messages, stock->app->lang, &err);
    if (loaded == NULL)
        app_fail(stock->app, &err);
    else
        stock->items[stock->count++] = loaded;
    return loaded;
}

/* ---- options ---- */

/* A parameter of every plan that has it. */
static int set_parameter(struct triage *triage, const char *given, struct err *err)
{
    size_t size = strcspn(given, "="), taken = 0;
    struct nearest near = nearest_to(given, size);
    for (size_t p = 0; p < triage->count; p++) {
        struct triage_plan *it = &triage->plans[p];
        const struct plan *plan = it->rules->plan;
        for (size_t i = 0; i < plan->parameter_count; i++)
            nearest_offer(&near, plan->parameters[i].id);
        if (plan_find_parameter(plan, given, size) == NULL)
            continue;
        int64_t days;
        const struct parameter *parameter = read_parameter(plan, given, &days, err);
        if (parameter == NULL)
            return -1;
        it->incident.days[parameter - plan->parameters] = days;
        it->incident.overridden[parameter - plan->parameters] = true;
        taken++;
    }
    if (taken > 0)
        return 0;
    err_set(err, ERR_USAGE, "没有哪个预案有参数“%s”", "no plan has a parameter \"%s\"", text_clip(given, size).str);
    err_set_hint(err, near.best);
    return -1;
}

/* The reports of a file, into every plan that is graded on reports. */
static int read_reports(struct triage *triage, const char *path, struct err *err)
{
    size_t taken = 0;
    for (size_t p = 0; p < triage->count; p++) {
        struct triage_plan *it = &triage->plans[p];
        struct report_file file;
        if (!plan_uses_reports(it->rules->plan))
            continue;
        if (report_file_read(&file, it->rules->plan, path, err) != 0)
            return -1;
        struct report_log log = it->incident.reports;
        it->incident.reports = file.incident.reports;
        file.incident.reports = log;
        report_file_release(&file);
        taken++;
    }
    return taken > 0 ? 0 : err_set(err, ERR_USAGE, "没有哪个预案按疫情报告分级", "no plan is graded on outbreak reports");
}

static int set_date(const struct app *app, struct triage *triage, const char *given, struct err *err)
{
    int32_t day = clock_day(&app->clock, app->clock.now());
    if (given != NULL && !date_parse(given, strlen(given), &day))
        return err_set(err, ERR_USAGE, "“%s”不是存在的日期，应如 2026-03-01", "\"%s\" is not a date that exists; write it like 2026-03-01",
                       text_clip(given, strlen(given)).str);
    for (size_t p = 0; p < triage->count; p++) {
        triage->plans[p].incident.as_of = day;
        triage->plans[p].incident.has_as_of = true;
    }
    return 0;
}

static int set_up(const struct app *app, struct triage *triage, const struct args *args, struct err *err)
{
    const char *reports = args_option(args, "--reports", 0), *parameter;
    for (size_t i = 0; (parameter = args_option(args, "--param", i)) != NULL; i++)
        if (set_parameter(triage, parameter, err) != 0)
            return -1;
    if (set_date(app, triage, args_option(args, "--as-of", 0), err) != 0 || (reports != NULL && read_reports(triage, reports, err) != 0) ||
        triage_settings(triage, args->words, args->word_count, err) != 0)
        return -1;
    for (size_t p = 0; p < triage->count && args_has(args, "--closed"); p++)
        incident_close(&triage->plans[p].incident);
    return 0;
}

/* ---- the command ---- */

static int tell(struct app *app, struct triage_room *room, const struct args *args, struct err *err)
{
    struct text json = {0};
    bool wanted = args_has(args, "--json");
    int rc = triage_tell(app, room, wanted ? &json : NULL, err);
    if (rc == 0 && wanted)
        fprintf(app->out, "%s\n", text_str(&json));
    text_release(&json);
    return rc;
}

/* Answered, though a plan that may apply was left out: not 0. */
static int triage_with(struct stock *stock, const struct library *library, const struct args *args, struct err *err)
{
    struct triage_room room;
    struct triage_loader loader = {load_shelf, stock};
    const char *city = triage_city(library, args_option(args, "--city", 0), err);
    if (city == NULL || triage_room_open(&room, library, city, &loader, err) != 0)
        return -1;
    int rc = set_up(stock->app, &room.triage, args, err);
    if (rc == 0)
        rc = tell(stock->app, &room, args, err);
    int status = room.left_out_count > 0 ? err_status(ERR_VALUE) : 0;
    triage_room_close(&room);
    return rc == 0 ? status : -1;
}

int run_triage(struct app *app, const struct args *args)
{
    struct err err;
    struct library library;
    if (library_open(&library, app->plans, &err) != 0)
        return app_fail(app, &err);
    struct stock stock = {.app = app, .items = calloc(library.count + 1, sizeof(struct loaded *))};
    int status = stock.items == NULL ? err_no_memory(&err) : triage_with(&stock, &library, args, &err);
    if (status < 0)
        status = app_fail(app, &err);
    for (size_t i = 0; i < stock.count; i++)
        loaded_free(stock.items[i]);
    free(stock.items);
    library_release(&library);
    return status;
}
