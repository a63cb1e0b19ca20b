/* respond report INCIDENT --form FORM: a document of an incident, filled from the journal. */
#include <string.h>

#include "cli/command.h"
#include "cli/form.h"
#include "cli/picture.h"
#include "cli/render.h"
#include "cli/visit.h"

/* What was asked for. */
struct wish {
    enum form form;
    enum markup_format format;
    const char *incident, *path, *templates;
    bool issue;
};

static int read_wish(const struct args *args, struct wish *wish, struct err *err)
{
    const char *form = args_option(args, "--form", 0), *format = args_option(args, "--format", 0);
    *wish = (struct wish){.incident = args->word_count > 0 ? args->words[0] : NULL, .path = args_option(args, "-o", 0), .templates = args_option(args, "--templates", 0),
                          .issue = args_has(args, "--issue")};
    if (form == NULL)
        return err_set(err, ERR_USAGE, "要写明哪一种文书：--form（respond report 列出全部）", "say which document: --form (respond report lists them)");
    if (form_read(form, &wish->form, err) != 0)
        return -1;
    wish->format = form_guess_format(wish->path);
    return format == NULL ? 0 : markup_read_format(format, &wish->format, err);
}

/* A document that goes out is in the journal first; printed once more it is the same. */
static int write_document(struct app *app, struct visit *visit, const struct wish *wish, struct err *err)
{
    struct session *session = &visit->incident->session;
    struct form_request request = {.session = session, .form = wish->form, .templates = wish->templates, .issuing = wish->issue};
    struct form_document document = {.number = 0};
    struct text out = {0};
    int rc = form_add_head(&request, visit->desk.voice.journal, err);
    if (rc == 0)
        rc = form_compose(&request, &document, err);
    if (rc == 0) {
        form_write(&request, &document, wish->format, &out);
        rc = out.failed ? err_no_memory(err) : 0;
    }
    if (rc == 0 && wish->issue)
        rc = session_issue(session, wish->form, err);
    if (rc == 0)
        rc = picture_put(app, wish->path, &out, err);
    text_release(&out);
    form_document_release(&document);
    return rc;
}

static int show_template(struct app *app, const struct args *args)
{
    struct err err;
    struct wish wish;
    if (read_wish(args, &wish, &err) != 0)
        return app_fail(app, &err);
    fputs(form_template(wish.form, app->lang), app->out);
    return 0;
}

/* What is asked for as a form, and has a command of its own with a format of its own. */
static const struct elsewhere {
    const char *id, *zh;
    int (*run)(struct app *app, const struct args *args);
    struct words about;
} elsewhere[] = {{"review", "总结评估", run_review, {"总结评估：HTML（respond review）", "after-action report: HTML (respond review)"}},
                 {"cap", "报文", run_cap, {"报文：CAP 1.2，给其他系统（respond cap）", "message: CAP 1.2, for other systems (respond cap)"}}};

static const struct elsewhere *find_elsewhere(const struct args *args)
{
    const char *form = args_option(args, "--form", 0);
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0] && form != NULL; i++)
        if (strcmp(form, elsewhere[i].id) == 0 || strcmp(form, elsewhere[i].zh) == 0)
            return &elsewhere[i];
    return NULL;
}

static int run_elsewhere(struct app *app, const struct elsewhere *it, const struct args *args)
{
    static const char *const own[] = {"--format", "--issue", "--templates", "--show-template"};
    struct err err;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (args_has(args, own[i]) || args_option(args, own[i], 0) != NULL) {
            err_set(&err, ERR_USAGE, "%s 没有 %s", "%s takes no %s", it->id, own[i]);
            return app_fail(app, &err);
        }
    if (args->word_count == 0) {
        err_set(&err, ERR_USAGE, "要写明哪一个事件", "say which incident");
        return app_fail(app, &err);
    }
    return it->run(app, args);
}

static void list_forms(struct app *app)
{
    form_list(app);
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++) {
        struct text left = {0};
        text_addf(&left, "  %s", elsewhere[i].id);
        render_row(app, text_str(&left), FORM_COLUMN, words_in(elsewhere[i].about, app->lang));
        text_release(&left);
    }
}

int run_report(struct app *app, const struct args *args)
{
    struct err err;
    struct wish wish;
    struct visit visit;
    const struct elsewhere *other = find_elsewhere(args);
    if (other != NULL)
        return run_elsewhere(app, other, args);
    if (args_has(args, "--show-template"))
        return show_template(app, args);
    if (args->word_count == 0 && args->option_count == 0) {
        list_forms(app);
        return 0;
    }
    if (read_wish(args, &wish, &err) != 0)
        return app_fail(app, &err);
    if (wish.incident == NULL) {
        err_set(&err, ERR_USAGE, "要写明哪一个事件", "say which incident");
        return app_fail(app, &err);
    }
    int rc = visit_open(&visit, app, wish.issue ? JOURNAL_WRITE : JOURNAL_READ, wish.incident, &err);
    if (rc == 0)
        rc = write_document(app, &visit, &wish, &err);
    visit_release(&visit);
    return rc == 0 ? 0 : app_fail(app, &err);
}
