/* The shell's documents: what they say besides facts, and writing them. */
#include <string.h>

#include "cli/acts.h"
#include "cli/form.h"
#include "cli/picture.h"
#include "cli/render.h"
#include "cli/shell.h"
#include "cli/shell_commands.h"

#define DETAIL_COLUMN 32

/* ---- details ---- */

static void print_detail(const struct session *session, size_t detail)
{
    const struct app *app = session->app;
    const struct plan *plan = session->loaded->plan;
    const char *said = session->record.details[detail].text;
    struct text left = {0};
    text_addf(&left, "  %s %s", detail_id(plan, detail), words_in(detail_label(plan, detail), app->lang));
    render_row(app, text_str(&left), DETAIL_COLUMN, said == NULL ? app_say(app, "〔未报〕", "[not reported]") : said);
    text_release(&left);
}

/* All of them; what the plan has a fact for is set, not written here. */
static void list_details(const struct session *session)
{
    for (size_t i = 0; i < detail_count(session->loaded->plan); i++)
        if (detail_fact(session->loaded->plan, i) == NULL)
            print_detail(session, i);
}

int shell_detail(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    if (args->word_count == 0) {
        list_details(session);
        return 0;
    }
    if (args->word_count == 1)
        return err_set(err, ERR_USAGE, "后面写内容；写 ? 表示不明", "say what it is; ? for what is not known any more");
    int rc = acts_detail(session, args, err);
    if (rc == 0)
        print_detail(session, (size_t)detail_find(session->loaded->plan, args->words[0], strlen(args->words[0])));
    return rc;
}

/* ---- documents ---- */

static void add_answer(struct shell *shell, const struct form_request *request, const struct form_document *document)
{
    struct text *extra = &shell->extra;
    text_addf(extra, ", \"form\": \"%s\", \"number\": %d, \"missing\": [", form_ids[request->form], document->number);
    for (size_t i = 0; i < document->filled.missing_count; i++) {
        text_add_str(extra, i > 0 ? ", " : "");
        text_add_json_str(extra, document->filled.missing[i]);
    }
    text_add_str(extra, "]");
}

static int put_out(const struct shell *shell, const char *path, const struct text *out, struct err *err)
{
    if (path == NULL) {
        fwrite(text_str(out), 1, out->size, shell->app->out);
        return 0;
    }
    if (picture_write(path, out, err) != 0)
        return -1;
    render_say(shell->app, "已写入 %s", "written to %s", path);
    return 0;
}

/* On the screen it is text, in a file what its name says. */
static int read_format(const struct args *args, const char *path, enum markup_format *format, struct err *err)
{
    const char *given = args_option(args, "--format", 0);
    *format = path == NULL ? MARKUP_TXT : form_guess_format(path);
    return given == NULL ? 0 : markup_read_format(given, format, err);
}

int shell_write_document(struct shell *shell, const struct args *args, struct err *err)
{
    const char *path = args_option(args, "-o", 0);
    enum markup_format format;
    struct form_request request = {.session = shell_session(shell), .templates = args_option(args, "--templates", 0), .issuing = args_has(args, "--issue")};
    struct form_document document = {.number = 0};
    struct text out = {0};
    if (args->word_count == 0) {
        form_list(shell->app);
        return 0;
    }
    if (request.session == NULL)
        return err_set(err, ERR_STATE, "先立案（open）或回到一个事件（resume）", "open an incident first, or resume one");
    if (form_read(args->words[0], &request.form, err) != 0 || read_format(args, path, &format, err) != 0 ||
        form_add_head(&request, shell->desk.voice.journal, err) != 0)
        return -1;
    int rc = form_compose(&request, &document, err);
    if (rc == 0) {
        form_write(&request, &document, format, &out);
        rc = out.failed ? err_no_memory(err) : request.issuing ? session_issue(request.session, request.form, err) : 0;
    }
    if (rc == 0 && shell->json)
        add_answer(shell, &request, &document);
    if (rc == 0)
        rc = put_out(shell, path, &out, err);
    text_release(&out);
    form_document_release(&document);
    return rc;
}
