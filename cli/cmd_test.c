/* respond test FILE|FOLDER …: scenarios by script, as TAP 14; what they reach of each plan. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/junit.h"
#include "cli/picture.h"
#include "cli/scenario_files.h"
#include "core/number.h"

struct request {
    const char *junit; /* NULL: none */
    int min_coverage;  /* percent; -1: not asked for */
    bool coverage;
};

struct testing {
    struct app *app;
    struct request request;
    struct runner runner;
    struct junit junit;
    size_t number; /* of the scenario */
    bool failed, flawed;
};

static int read_request(const struct args *args, struct request *request, struct err *err)
{
    const char *percent = args_option(args, "--min-coverage", 0);
    struct number number = {0};
    *request = (struct request){.junit = args_option(args, "--junit", 0), .min_coverage = -1, .coverage = args_has(args, "--coverage")};
    if (percent == NULL)
        return 0;
    if (number_parse(percent, strlen(percent), false, &number) != NUMBER_OK || number.whole > 100)
        return err_set(err, ERR_USAGE, "--min-coverage 后面应为 0 至 100，不是“%.20s”", "--min-coverage takes 0 to 100, not \"%.20s\"", percent);
    request->min_coverage = (int)number.whole;
    return 0;
}

/* ---- TAP ---- */

/* A description must not look like a directive. */
static void print_point(struct testing *testing, bool good, const char *path, const char *title)
{
    FILE *out = testing->app->out;
    fprintf(out, "%sok %zu - ", good ? "" : "not ", ++testing->number);
    text_print_safe(path, out);
    fputs(": ", out);
    for (const char *at = title; *at != '\0';) {
        size_t size = strcspn(at, "#");
        text_print_safe_n(at, size, out);
        at += size;
        if (*at == '#') {
            fputs("\\#", out);
            at++;
        }
    }
    fputc('\n', out);
}

/* A string in double quotes is YAML as it is JSON. */
static void print_yaml(struct testing *testing, const char *key, const char *value)
{
    struct text text = {0};
    text_add_json_str(&text, value);
    fprintf(testing->app->out, "    %s: %s\n", key, text_str(&text));
    text_release(&text);
}

static void print_failure(struct testing *testing, const struct scenario *scenario, const struct failure *failure)
{
    const struct text *text = &scenario->file->text;
    unsigned line, column;
    struct text at = {0};
    char time[40];
    text_position(text_str(text), text->size, scenario->file->json.nodes[failure->at.node].offset, &line, &column);
    text_addf(&at, "%s:%u:%u", scenario->path, line, column);
    snprintf(time, sizeof time, "T+%02lld:%02lld", (long long)(failure->minutes / 60), (long long)(failure->minutes % 60));
    fputs("  ---\n", testing->app->out);
    print_yaml(testing, "message", testing->app->lang == LANG_EN ? failure->en : failure->zh);
    print_yaml(testing, "at", text_str(&at));
    print_yaml(testing, "time", time);
    fputs("  ...\n", testing->app->out);
    text_release(&at);
}

static void print_flaw(struct testing *testing, const char *path, const struct err *flaw)
{
    const char *why = err_message(flaw, testing->app->lang);
    struct text at = {0};
    testing->flawed = true;
    print_point(testing, false, path, testing->app->lang == LANG_EN ? "cannot be played" : "不能运行");
    fputs("  ---\n", testing->app->out);
    print_yaml(testing, "message", why);
    text_add_str(&at, flaw->file[0] != '\0' ? flaw->file : path);
    if (flaw->line > 0)
        text_addf(&at, ":%u:%u", flaw->line, flaw->column);
    print_yaml(testing, "at", text_str(&at));
    if (flaw->has_pointer)
        print_yaml(testing, "pointer", flaw->pointer);
    if (flaw->hint[0] != '\0')
        print_yaml(testing, "hint", flaw->hint);
    fputs("  ...\n", testing->app->out);
    junit_add(&testing->junit, path, NULL, NULL, why);
    text_release(&at);
}

/* ---- one after the other ---- */

static int test_one(struct testing *testing, const char *path, struct err *err)
{
    struct diags diags = {0};
    struct outcome outcome = {.failures = NULL};
    struct scenario *scenario = scenario_load(path, &diags);
    if (scenario == NULL) {
        for (size_t i = 1; i < diags.count; i++)
            err_print(&diags.items[i], testing->app->lang, testing->app->messages);
        struct err none = {.code = ERR_MEMORY};
        print_flaw(testing, path, diags.count > 0 ? &diags.items[0] : &none);
        diags_release(&diags);
        return 0;
    }
    int rc = runner_play(&testing->runner, scenario, &outcome, err);
    if (rc != 0 && err->code != ERR_MEMORY) {
        print_flaw(testing, path, err);
        rc = 0;
    } else if (rc == 0) {
        testing->failed = testing->failed || outcome.failure_count > 0;
        print_point(testing, outcome.failure_count == 0, path, words_in(scenario->title, testing->app->lang));
        for (size_t i = 0; i < outcome.failure_count; i++)
            print_failure(testing, scenario, &outcome.failures[i]);
        junit_add(&testing->junit, path, scenario, &outcome, NULL);
    }
    outcome_release(&outcome);
    scenario_free(scenario);
    diags_release(&diags);
    return rc;
}

/* ---- what was reached ---- */

static void print_comment(struct testing *testing, const char *lines)
{
    for (size_t size; *lines != '\0'; lines += size + (lines[size] == '\n')) {
        size = strcspn(lines, "\n");
        fputs("# ", testing->app->out);
        text_print_safe_n(lines, size, testing->app->out);
        fputc('\n', testing->app->out);
    }
}

static void print_coverage(struct testing *testing, const struct runner_plan *plan)
{
    enum lang lang = testing->app->lang;
    struct text text = {0};
    int percent = coverage_percent(&plan->coverage);
    bool low = percent < testing->request.min_coverage;
    text_addf(&text, lang == LANG_EN ? "%s: %d%% reached" : "%s：达到 %d%%", plan->shelf->id, percent);
    for (int kind = 0; kind < COVERED_KINDS; kind++) {
        struct covered_count counted = coverage_count(&plan->coverage, (enum covered)kind);
        text_addf(&text, lang == LANG_EN ? "%s %s %zu/%zu" : "%s%s %zu/%zu", lang == LANG_EN ? "," : "，", words_in(covered_words((enum covered)kind), lang),
                  counted.reached, counted.all);
    }
    text_add_str(&text, "\n");
    if ((testing->request.coverage || low) && percent < 100) {
        text_add_str(&text, lang == LANG_EN ? "not reached by any scenario:\n" : "没有情景达到的：\n");
        coverage_add_missing(&plan->coverage, lang, &text);
    }
    if (low)
        text_addf(&text, lang == LANG_EN ? "less than the %d%% that are wanted\n" : "低于要求的 %d%%\n", testing->request.min_coverage);
    testing->failed = testing->failed || low;
    print_comment(testing, text_str(&text));
    text_release(&text);
}

static int write_junit(struct testing *testing, struct err *err)
{
    junit_end(&testing->junit);
    return testing->junit.out.failed ? err_no_memory(err) : picture_write(testing->request.junit, &testing->junit.out, err);
}

static int test_all(struct testing *testing, const struct scenario_files *files, struct err *err)
{
    fprintf(testing->app->out, "TAP version 14\n1..%zu\n", files->count);
    for (size_t i = 0; i < files->count; i++)
        if (test_one(testing, files->paths[i], err) != 0)
            return -1;
    for (size_t i = 0; i < testing->runner.plan_count; i++)
        print_coverage(testing, &testing->runner.plans[i]);
    return testing->request.junit != NULL ? write_junit(testing, err) : 0;
}

int run_test(struct app *app, const struct args *args)
{
    struct err err;
    struct library library;
    struct scenario_files files = {.paths = NULL};
    struct testing testing = {.app = app};
    if (read_request(args, &testing.request, &err) != 0 || library_open(&library, app->plans, &err) != 0)
        return app_fail(app, &err);
    runner_init(&testing.runner, app, &library);
    junit_begin(&testing.junit, app->lang);
    int rc = 0;
    for (size_t i = 0; i < args->word_count && rc == 0; i++)
        rc = scenario_files_add(&files, args->words[i], &err);
    if (rc == 0)
        rc = test_all(&testing, &files, &err);
    int status = rc != 0 ? app_fail(app, &err) : testing.flawed ? 65 : testing.failed ? 1 : 0;
    scenario_files_release(&files);
    junit_release(&testing.junit);
    runner_release(&testing.runner);
    library_release(&library);
    return status;
}
