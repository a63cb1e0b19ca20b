/* respond diagram PLAN KIND [FACT=VALUE …]: a plan or a live incident as a picture. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/diagram_files.h"
#include "cli/visit.h"
#include "cli/render.h"

/* What was asked for. */
struct request {
    const char *plan, *incident; /* incident NULL: the plan by itself */
    enum diagram_kind kind;
    const char *level;   /* NULL: whatever the level, or the incident's own */
    const char *facts[ARGS_MAX];
    size_t fact_count;
    struct diagram_files files;
    bool json;
};

static int read_request(const struct args *args, struct request *request, struct err *err)
{
    const char *page = args_option(args, "--page", 0);
    *request = (struct request){.plan = args->words[0], .incident = args_option(args, "--incident", 0), .level = args_option(args, "--level", 0),
                                .json = args_has(args, "--json"), .files = {.path = args_option(args, "-o", 0)}};
    if (diagram_find_kind(args->words[1], &request->kind, err) != 0 ||
        picture_read_format(args_option(args, "--format", 0), &request->files.format, err) != 0)
        return -1;
    if (request->files.path != NULL && request->files.path[0] == '\0')
        return err_set(err, ERR_USAGE, "-o 后面要写文件名", "-o needs a file name");
    for (size_t i = 2; i < args->word_count; i++)
        request->facts[request->fact_count++] = args->words[i];
    if (request->incident != NULL && request->fact_count > 0)
        return err_set(err, ERR_USAGE, "事件自有事实：--incident 不和 %s 同用", "an incident has its own facts: not --incident with %s", request->facts[0]);
    request->files.page = page == NULL ? 0 : strspn(page, "0123456789") == strlen(page) && strlen(page) < 6 ? strtoul(page, NULL, 10) : 0;
    if (page != NULL && request->files.page == 0)
        return err_set(err, ERR_USAGE, "--page 后面应为页号，不是“%.20s”", "--page takes a page number, not \"%.20s\"", page);
    return 0;
}

static int draw(struct diagram *diagram, const struct request *request, struct err *err)
{
    struct sheet sheet = {.page_count = 0};
    int rc = diagram_lay_out(diagram, &sheet, err);
    if (rc == 0 && request->json)
        rc = diagram_print_json(diagram, &sheet, &request->files, err);
    else if (rc == 0)
        rc = diagram_save(diagram, &sheet, &request->files, diagram->app->messages, err);
    sheet_release(&sheet);
    return rc;
}

/* ---- a plan by itself ---- */

/* The level that was asked for, else `otherwise`; -1 with `err`. */
static int read_level(const struct plan *plan, const struct request *request, int otherwise, struct err *err)
{
    return request->level == NULL ? otherwise : plan_read_level(plan, request->level, err);
}

/* What the plan's agencies are needed for elsewhere: the other plans of its city, as far as they load. */
struct others {
    struct library library;
    struct loaded **loaded;
    struct diagram_other *items;
    size_t count;
};

static int add_other(const struct app *app, struct others *others, const struct shelf *shelf, struct err *err)
{
    struct loaded *loaded = library_load_shelf(shelf, app->messages, app->lang, NULL);
    if (loaded == NULL)
        return 0; /* what is wrong with it has been said */
    others->loaded[others->count] = loaded;
    struct graph *graph = graph_new(loaded->plan, NULL, err);
    if (graph == NULL)
        return -1;
    others->items[others->count++] = (struct diagram_other){.name = words_in(loaded->plan->short_title, app->lang), .graph = graph};
    return 0;
}

static int find_others(const struct app *app, const char *plan, struct others *others, struct err *err)
{
    *others = (struct others){.count = 0};
    if (library_open(&others->library, app->plans, err) != 0)
        return -1;
    const struct shelf *own = library_find(&others->library, plan, err);
    others->loaded = calloc(others->library.count + 1, sizeof *others->loaded);
    others->items = calloc(others->library.count + 1, sizeof *others->items);
    if (own == NULL || others->loaded == NULL || others->items == NULL)
        return own == NULL ? -1 : err_no_memory(err);
    for (size_t i = 0; i < others->library.count; i++) {
        const struct shelf *shelf = &others->library.items[i];
        if (shelf != own && strcmp(shelf->city_dir, own->city_dir) == 0 && add_other(app, others, shelf, err) != 0)
            return -1;
    }
    return 0;
}

static void release_others(struct others *others)
{
    for (size_t i = 0; others->items != NULL && i < others->count; i++)
        graph_free((struct graph *)others->items[i].graph);
    for (size_t i = 0; others->loaded != NULL && others->loaded[i] != NULL; i++)
        loaded_free(others->loaded[i]);
    free(others->items);
    free(others->loaded);
    library_release(&others->library);
}

static int draw_session(struct session *session, const struct request *request, struct err *err)
{
    const struct plan *plan = session->loaded->plan;
    struct others others = {.count = 0};
    struct diagram diagram = {.app = session->app, .kind = request->kind, .rules = session->loaded->rules};
    unsigned char *standings = NULL;
    struct graph *graph = NULL;
    diagram.level = read_level(plan, request, 0, err);
    int rc = diagram.level < 0 ? -1 : session_set(session, request->facts, request->fact_count, err);
    if (rc == 0 && request->kind == DIAGRAM_CONFLICT)
        rc = find_others(session->app, request->plan, &others, err);
    if (rc == 0)
        standings = session_standings(session, err);
    if (standings != NULL)
        graph = graph_new(plan, standings, err);
    rc = graph == NULL ? -1 : 0;
    diagram.graph = graph;
    diagram.others = others.items;
    diagram.other_count = others.count;
    if (rc == 0)
        rc = draw(&diagram, request, err);
    graph_free(graph);
    free(standings);
    release_others(&others);
    return rc;
}

static int draw_plan(struct app *app, const struct request *request, struct err *err)
{
    int status;
    struct session session;
    struct loaded *loaded = app_load(app, request->plan, &status);
    if (loaded == NULL)
        return status;
    int rc = session_init(&session, app, loaded, "diagram", err);
    if (rc == 0)
        rc = session_open(&session, &(struct opening){.title = NULL}, err);
    if (rc == 0)
        rc = draw_session(&session, request, err);
    session_release(&session);
    loaded_free(loaded);
    return rc == 0 ? 0 : app_fail(app, err);
}

/* ---- a live incident ---- */

static int check_plan(const struct desk *desk, const struct desk_incident *incident, const struct request *request, struct err *err)
{
    const struct shelf *shelf = library_find(desk->library, request->plan, err);
    struct text name = {0};
    if (shelf == NULL)
        return -1;
    text_addf(&name, "%s/%s", shelf->city, shelf->id);
    int rc = strcmp(text_str(&name), incident->plan) == 0
                 ? 0
                 : err_set(err, ERR_USAGE, "事件 %s 用的是预案 %s，不是 %s", "incident %s is under the plan %s, not %s", incident->id, incident->plan, text_str(&name));
    text_release(&name);
    return rc;
}

static int draw_live(struct desk *desk, struct desk_incident *incident, void *context, struct err *err)
{
    const struct request *request = context;
    struct live_diagram live;
    if (check_plan(desk, incident, request, err) != 0)
        return -1;
    int rc = live_diagram_init(&live, desk, incident, request->kind, err);
    live.diagram.level = read_level(incident->session.loaded->plan, request, live.diagram.level, err);
    if (rc == 0)
        rc = live.diagram.level < 0 ? -1 : draw(&live.diagram, request, err);
    live_diagram_release(&live);
    return rc;
}

int run_diagram(struct app *app, const struct args *args)
{
    struct err err;
    struct request request;
    if (args->word_count == 0) {
        diagram_list_kinds(app);
        return 0;
    }
    if (args->word_count == 1) {
        err_set(&err, ERR_USAGE, "要写画哪种图：diagram %s command（或 levels flow notify conflict）", "say which kind: diagram %s command (or levels, flow, notify, conflict)",
                text_clip(args->words[0], strlen(args->words[0])).str);
        return app_fail(app, &err);
    }
    if (read_request(args, &request, &err) != 0)
        return app_fail(app, &err);
    if (request.incident == NULL)
        return draw_plan(app, &request, &err);
    return visit_read(app, request.incident, draw_live, &request, &err) == 0 ? 0 : app_fail(app, &err);
}
