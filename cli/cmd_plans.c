/* respond plans: every plan that is there, and what is wrong with those that do not load. */
#include "cli/command.h"
#include "cli/render.h"
#include "core/date.h"

static void print_plan(const struct app *app, const struct shelf *shelf, const struct plan *plan)
{
    struct text left = {0}, text = {0};
    text_addf(&left, "%s/%s", shelf->city, shelf->id);
    text_add_str(&text, words_in(plan->title, app->lang));
    if (plan->document.number != NULL)
        text_addf(&text, "  %s", plan->document.number);
    if (plan->document.issued != 0) {
        char date[DATE_TEXT_SIZE];
        date_print(plan->document.issued, date);
        text_addf(&text, "  %s", date);
    }
    render_row(app, text_str(&left), 24, text_str(&text));
    text_clear(&text);
    text_addf(&text,
              app_say(app, "级别 %zu  规则 %zu  事实 %zu  成员单位 %zu  工作组 %zu  任务 %zu",
                      "%zu levels, %zu rules, %zu facts, %zu member agencies, %zu groups, %zu tasks"),
              plan->level_count, plan->rule_count, plan->fact_count, plan->organisation.member_count, plan->organisation.group_count,
              plan->task_count);
    render_row(app, "", 24, text_str(&text));
    text_release(&left);
    text_release(&text);
}

static void print_json(const struct app *app, const struct shelf *shelf, const struct plan *plan)
{
    struct text out = {0};
    text_add_str(&out, "{\"city\": ");
    text_add_json_str(&out, shelf->city);
    text_add_str(&out, ", \"id\": ");
    text_add_json_str(&out, shelf->id);
    text_addf(&out, ", \"loads\": %s", plan == NULL ? "false" : "true");
    if (plan != NULL) {
        text_add_str(&out, ", \"title\": {\"zh\": ");
        text_add_json_str(&out, plan->title.zh);
        text_add_str(&out, ", \"en\": ");
        text_add_json_str(&out, plan->title.en);
        text_addf(&out, "}, \"levels\": %zu, \"rules\": %zu, \"facts\": %zu, \"members\": %zu, \"groups\": %zu, \"tasks\": %zu",
                  plan->level_count, plan->rule_count, plan->fact_count, plan->organisation.member_count, plan->organisation.group_count,
                  plan->task_count);
    }
    text_add_str(&out, "}\n");
    fputs(text_str(&out), app->out);
    text_release(&out);
}

int run_plans(struct app *app, const struct args *args)
{
    struct err err;
    struct library library;
    int status = 0;
    bool json = args_has(args, "--json");
    if (library_open(&library, app->plans, &err) != 0)
        return app_fail(app, &err);
    for (size_t i = 0; i < library.count; i++) {
        struct loaded *loaded = library_load_shelf(&library.items[i], app->messages, app->lang, &err);
        if (loaded == NULL)
            status = app_fail(app, &err);
        if (json)
            print_json(app, &library.items[i], loaded == NULL ? NULL : loaded->plan);
        else if (loaded != NULL)
            print_plan(app, &library.items[i], loaded->plan);
        loaded_free(loaded);
    }
    library_release(&library);
    return status;
}
