/* respond report INCIDENT --form FORM: a document of an incident, filled from the journal. */
#include "cli/command.h"
#include "cli/form.h"
#include "cli/picture.h"
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

static int put_out(struct app *app, const struct wish *wish, const struct text *text, struct err *err)
{
    if (wish->path != NULL)
        return picture_write(wish->path, text, err);
    fwrite(text_str(text), 1, text->size, app->out);
    return 0;
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
        rc = put_out(app, wish, &out, err);
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

int run_report(struct app *app, const struct args *args)
{
    struct err err;
    struct wish wish;
    struct visit visit;
    if (args_has(args, "--show-template"))
        return show_template(app, args);
    if (args->word_count == 0 && args->option_count == 0) {
        form_list(app);
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
