/* Documents from fields and templates. See form.h. */
#include "cli/form.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/form_fields.h"
#include "cli/form_texts.h"
#include "cli/past.h"
#include "cli/render.h"
#include "core/file.h"

/* ---- names ---- */

int form_read(const char *name, enum form *form, struct err *err)
{
    int found = form_find(name, strlen(name));
    if (found >= 0) {
        *form = (enum form)found;
        return 0;
    }
    struct nearest near = nearest_to(name, strlen(name));
    for (int i = 0; i < FORM_COUNT; i++) {
        nearest_offer(&near, form_ids[i]);
        nearest_offer(&near, form_words((enum form)i).zh);
    }
    err_set(err, ERR_USAGE, "没有文书“%s”", "there is no form \"%s\"", text_clip(name, strlen(name)).str);
    err_set_hint(err, near.best);
    return -1;
}

void form_list(const struct app *app)
{
    static const struct words about[FORM_COUNT] = {
        [FORM_CALL] = {"一通电话：谁、何时、说了什么、怎么办的", "a call: who, when, what was said, what was done about it"},
        [FORM_FIRST] = {"第一份书面报告", "the first written report"},
        [FORM_FOLLOWUP] = {"上次报告以来的变化、核实、进展", "what has changed, was verified and done since the last report"},
        [FORM_FINAL] = {"响应结束后的报告", "the report when the response has ended"},
        [FORM_LAUNCH] = {"启动应急响应的通知，由预案指定的人签发", "the notice that launches a response, signed by whom the plan names"},
        [FORM_ADJUST] = {"调整级别的通知", "the notice of a change of level"},
        [FORM_END] = {"结束响应的通知", "the notice that ends it"},
        [FORM_TASKS] = {"每个单位一张：任务、时限、联系人", "a sheet for each agency: tasks, deadlines, contact"},
        [FORM_SHIFT] = {"交给下一班的：待办、待问、文书、链头", "for the next shift: tasks, questions, documents, the journal's head"},
    };
    for (int i = 0; i < FORM_COUNT; i++) {
        struct text left = {0}, text = {0};
        text_addf(&left, "  %s", form_ids[i]);
        text_addf(&text, app_say(app, "%s：%s", "%s: %s"), words_in(form_words((enum form)i), app->lang), words_in(about[i], app->lang));
        render_row(app, text_str(&left), FORM_COLUMN, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

const char *form_template(enum form form, enum lang lang)
{
    return lang == LANG_EN ? form_texts_en[form] : form_texts_zh[form];
}

/* ---- fields ---- */

static int collect_parts(struct collector *it)
{
    static int (*const parts[])(struct collector *) = {collect_identity, collect_facts, collect_step, collect_tasks, collect_changes};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i](it) != 0)
            return -1;
    return it->fields->failed ? err_no_memory(it->err) : 0;
}

/* A notice says what was known when its step was taken, whenever it is printed. */
static int collect_past(struct collector *it, size_t entries)
{
    struct past past;
    int rc = past_init(&past, it->session, it->err);
    if (rc == 0)
        rc = past_go(&past, entries, it->err);
    if (rc == 0)
        rc = past_assess(&past, it->err);
    it->known = &past.record;
    it->assessment = &past.assessment;
    it->assessor = past.assessor;
    it->now = past.record.last_clock;
    if (rc == 0)
        rc = collect_parts(it);
    past_release(&past);
    return rc;
}

static int collect(struct collector *it)
{
    size_t entries = form_step_entries(it->record, it->form);
    if (it->root == NULL || entries == SIZE_MAX)
        return err_no_memory(it->err);
    if (session_assess(it->session, it->err) != 0)
        return -1;
    if (entries > 0)
        return collect_past(it, entries);
    it->known = it->record;
    it->assessment = &it->session->assessment;
    it->assessor = it->session->assessor;
    return collect_parts(it);
}

/* The journal's head as it is now, to be copied by hand. */
static void put_head(struct collector *it, const struct form_request *request)
{
    struct text seq = {0};
    text_addf(&seq, "%llu", (unsigned long long)request->head_seq);
    fields_text(it->fields, it->root, "head", request->head);
    form_put(it, it->root, "head_seq", &seq);
    text_release(&seq);
}

/* A document whose issue is the newest entry is that very document. */
static void number_document(struct collector *it, bool issuing)
{
    const struct issued *issued = &it->record->issued[it->form];
    bool newest = issued->number > 0 && issued->seq == it->record->last_seq;
    it->again = newest && !issuing;
    it->issued = issuing || newest;
    it->number = it->again ? issued->number : issued->number + 1;
    it->now = it->again ? issued->time : session_clock(it->session);
}

/* ---- templates ---- */

/* Carriage returns before line ends, and a byte order mark, are what other systems' editors leave. */
static void normalise(struct text *text)
{
    size_t from = text->size >= 3 && memcmp(text->data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0, kept = 0;
    for (; from < text->size; from++)
        if (text->data[from] != '\r' || from + 1 == text->size || text->data[from + 1] != '\n')
            text->data[kept++] = text->data[from];
    text->size = kept;
}

/* The folder's own template of the form into `text`; *ours when there is none. */
static int read_template(const struct form_request *request, char path[PATH_MAX], struct text *text, bool *ours, struct err *err)
{
    struct stat st;
    *ours = true;
    if (request->templates == NULL)
        return 0;
    if (stat(request->templates, &st) != 0 || !S_ISDIR(st.st_mode))
        return err_set(err, ERR_NO_INPUT, "没有模板文件夹 %s", "there is no folder of templates %s", text_clip(request->templates, strlen(request->templates)).str);
    int size = snprintf(path, PATH_MAX, "%s/%s.md", request->templates, form_ids[request->form]);
    if (size >= PATH_MAX)
        return err_set(err, ERR_USAGE, "路径太长", "the path is too long");
    if (stat(path, &st) != 0)
        return 0;
    *ours = false;
    return file_read(path, TEMPLATE_BYTES_MAX, text, err);
}

static void add_missing(const struct form_request *request, struct filled *filled)
{
    const struct app *app = request->session->app;
    if (filled->missing_count == 0)
        return;
    text_addf(&filled->text, "%s## %s\n\n", filled->text.size > 0 && filled->text.data[filled->text.size - 1] != '\n' ? "\n\n" : "\n", app_say(app, "缺项", "Missing"));
    for (size_t i = 0; i < filled->missing_count; i++) {
        text_add_str(&filled->text, "- ");
        markup_add_value(&filled->text, filled->missing[i]);
        text_add_str(&filled->text, "\n");
    }
}

static int fill(const struct form_request *request, struct form_document *document, struct err *err)
{
    char path[PATH_MAX] = "";
    struct text own = {0};
    bool ours;
    int rc = read_template(request, path, &own, &ours, err);
    if (rc == 0 && !ours)
        normalise(&own);
    const char *text = ours ? form_template(request->form, request->session->app->lang) : text_str(&own);
    struct template_source source = {ours ? form_ids[request->form] : path, text, ours ? strlen(text) : own.size, app_say(request->session->app, "〔未报〕", "[not reported]")};
    if (rc == 0)
        rc = template_fill(&source, document->fields.root, &document->filled, err);
    if (rc == 0)
        add_missing(request, &document->filled);
    if (rc == 0 && document->filled.text.failed)
        rc = err_no_memory(err);
    text_release(&own);
    return rc;
}

int form_compose(const struct form_request *request, struct form_document *document, struct err *err)
{
    struct session *session = request->session;
    *document = (struct form_document){.number = 0};
    struct collector it = {.session = session, .app = session->app, .plan = session->loaded->plan, .record = &session->record, .form = request->form,
                           .fields = &document->fields, .root = fields_root(&document->fields), .err = err};
    number_document(&it, request->issuing);
    document->number = it.number;
    if (collect(&it) != 0)
        return -1;
    put_head(&it, request);
    if (document->fields.failed)
        return err_no_memory(err);
    return fill(request, document, err);
}

void form_document_release(struct form_document *document)
{
    fields_release(&document->fields);
    text_release(&document->filled.text);
}

int form_add_head(struct form_request *request, struct journal *journal, struct err *err)
{
    return journal == NULL ? 0 : journal_head(journal, &request->head_seq, request->head, err);
}

enum markup_format form_guess_format(const char *path)
{
    const char *dot = path == NULL ? NULL : strrchr(path, '.');
    for (int i = 0; dot != NULL && markup_format_ids[i] != NULL; i++)
        if (strcmp(dot + 1, markup_format_ids[i]) == 0)
            return (enum markup_format)i;
    return MARKUP_MD;
}

void form_write(const struct form_request *request, const struct form_document *document, enum markup_format format, struct text *out)
{
    const struct app *app = request->session->app;
    const struct record *record = &request->session->record;
    struct text title = {0};
    text_addf(&title, "%s %s", record->id, words_in(form_words(request->form), app->lang));
    struct markup markup = {text_str(&document->filled.text), text_str(&title), record->drill ? app_say(app, "演练", "EXERCISE") : NULL, app->lang};
    markup_write(&markup, format, out);
    out->failed = out->failed || title.failed;
    text_release(&title);
}
