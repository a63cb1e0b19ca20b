/* Collecting the fields of a document: what the files of cli/form share. Each collect_… adds its fields to the root; all are always there. */
#ifndef CLI_FORM_FIELDS_H
#define CLI_FORM_FIELDS_H

#include "cli/form.h"

struct collector {
    struct session *session;
    const struct app *app;
    const struct plan *plan;
    const struct record *record;         /* as it is */
    const struct record *known;          /* as it was when the step of a notice was taken: facts, reports, level are of then */
    const struct assessment *assessment; /* of `known`, … */
    struct assessor *assessor;           /* … by this one */
    enum form form;
    int number;     /* of the document */
    bool issued;    /* not a draft */
    bool again;     /* its issue is the newest entry: it is printed once more */
    int64_t now;    /* as of when */
    struct fields *fields;
    struct template_row *root;
    struct err *err;
};

/*
 * How many entries there were when the step of a notice had been taken; 0 for another form, and for a step that nobody has taken; SIZE_MAX
 * when memory ran out.
 */
size_t form_step_entries(const struct record *record, enum form form);

/* 0, or -1 with the collector's `err`. */
int collect_identity(struct collector *it); /* the document, the incident, the plan, times */
int collect_facts(struct collector *it);    /* facts, reports, details, the level and what proves it */
int collect_step(struct collector *it);     /* the step that a notice is about, and who signs */
int collect_tasks(struct collector *it);    /* tasks by state and by agency; ending conditions; responses */
int collect_changes(struct collector *it);  /* what has changed since the last report, and the entries */

/* ---- words ---- */

const char *form_say(const struct collector *it, const char *zh, const char *en);
/* "2026年3月1日03:10", "1 March 2026, 03:10"; nothing for TIME_UNKNOWN. */
void form_add_time(const struct collector *it, int64_t time, struct text *text);
void form_add_date(const struct collector *it, int64_t time, struct text *text);
/* "一级响应", "I级（特别重大）应急响应" */
void form_add_response(const struct collector *it, int level, struct text *text);
/* "3至9 人", "至少3 人"; nothing for what is not known. */
void form_add_known(const struct collector *it, const struct fact *fact, const struct known *known, struct text *text);
/* "张三（指挥长）" */
void form_add_person(const struct collector *it, const char *name, const char *role, struct text *text);

/* Take a text for a field, and forget it: the text is empty again. */
void form_put(struct collector *it, struct template_row *row, const char *name, struct text *text);
void form_put_wanted(struct collector *it, const char *name, struct words label, struct text *text);

#endif
