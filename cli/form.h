/*
 * The documents of an incident: one set of fields, collected from its record, fills every form, so that a number is the same in all of
 * them. Nothing is invented: what nobody has said is marked where it would stand, and listed at the end.
 *
 *     struct form_request request = {.session = session, .form = FORM_FIRST};
 *     struct form_document document;
 *     if (form_compose(&request, &document, &err) == 0)
 *         form_write(&request, &document, MARKUP_HTML, &out);
 *     form_document_release(&document);
 *
 * A document that has just gone out (its "issue" is the newest entry) is printed with its number once more; otherwise it is a draft of the
 * next. docs/reports.md lists forms and fields.
 */
#ifndef CLI_FORM_H
#define CLI_FORM_H

#include "cli/markup.h"
#include "cli/session.h"
#include "cli/template.h"

struct form_request {
    struct session *session;
    enum form form;
    const char *templates; /* a folder whose FORM.md stands for ours; NULL for none */
    uint64_t head_seq;     /* the journal's head: its number, and its hash in hexadecimal; "" without a journal */
    char head[JOURNAL_HEX_SIZE];
    bool issuing;          /* it is about to go out: no longer a draft */
};

struct form_document {
    struct fields fields;
    struct filled filled; /* its text is the source, its list what is missing */
    int number;
};

/*
 * ERR_STATE for a notice of a step that nobody has taken and nothing calls for; ERR_NO_INPUT when the folder of templates is not there;
 * what template_fill says of a template. Release the document also after a failure.
 */
int form_compose(const struct form_request *request, struct form_document *document, struct err *err);
void form_document_release(struct form_document *document);
void form_write(const struct form_request *request, const struct form_document *document, enum markup_format format, struct text *out);
/* Put the journal's head into a request; nothing without a journal. */
int form_add_head(struct form_request *request, struct journal *journal, struct err *err);
/* The format that a file's name asks for: "首报.html"; Markdown when it asks for none. */
enum markup_format form_guess_format(const char *path);
/* ERR_USAGE with the nearest for a form that there is not. */
int form_read(const char *name, enum form *form, struct err *err);
#define FORM_COLUMN 14 /* columns of a form's id in the list */
/* The list of forms, for a person. */
void form_list(const struct app *app);
/* The template that we have for a form. */
const char *form_template(enum form form, enum lang lang);

#endif
