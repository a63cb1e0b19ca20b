/*
 * What documents need beyond facts and responses: the forms by name, and details, which are texts under a fixed key: the place, the
 * source, whom to call. They grade nothing; they are written down once (`detail place …`) and are the same in every document.
 *
 * A plan's details are the common ones, in the order of the table, and behind them its own (plan->details): an index counts through
 * both. docs/reports.md lists them.
 */
#ifndef CORE_PAPERWORK_H
#define CORE_PAPERWORK_H

#include "core/plan.h"

/* The documents, in the order in which an incident needs them. */
enum form { FORM_CALL, FORM_FIRST, FORM_FOLLOWUP, FORM_FINAL, FORM_LAUNCH, FORM_ADJUST, FORM_END, FORM_TASKS, FORM_SHIFT, FORM_COUNT };

extern const char *const form_ids[]; /* "call" …, ends with NULL */
struct words form_words(enum form form); /* "首报", "first report" */
/* By id or name; -1 when absent. */
int form_find(const char *name, size_t size);

/* The common details, by their place in the table. */
enum common_detail {
    DETAIL_CALLER, DETAIL_CALLER_PHONE, DETAIL_SOURCE, DETAIL_PLACE, DETAIL_NATURE, DETAIL_AREA, DETAIL_COURSE, DETAIL_CAUSE, DETAIL_TREND, DETAIL_LOSS,
    DETAIL_LEADERS, DETAIL_MEASURES, DETAIL_REQUESTS, DETAIL_COMMANDER, DETAIL_COMMANDER_PHONE, DETAIL_NEXT, DETAIL_ADDRESSEE, DETAIL_SIGNER, DETAIL_CONTACT,
    COMMON_DETAILS
};

bool detail_is_common(const char *id);
size_t detail_count(const struct plan *plan);
const char *detail_id(const struct plan *plan, size_t detail);
struct words detail_label(const struct plan *plan, size_t detail);
/* The fact that says the same, for a plan that has it: then the detail is not asked for. NULL for none. */
const struct fact *detail_fact(const struct plan *plan, size_t detail);
/* By id, or by the label in either language; -1 when absent. */
int detail_find(const struct plan *plan, const char *name, size_t size);

#endif
