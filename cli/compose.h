/*
 * What a person types, as the body of a journal entry: facts, outbreak reports, dates, parameters, moments. Names are looked up here,
 * so that an entry has ids only; whether it fits the incident is for the record to say.
 *
 * Each adds one JSON object to `body`; 0, or -1 with `err`.
 */
#ifndef CLI_COMPOSE_H
#define CLI_COMPOSE_H

#include "cli/clock.h"
#include "core/record.h"
#include "core/text.h"

/* The parts of a report as people give it, in the order of asking. */
enum report_part { PART_DISEASE, PART_COUNTY, PART_TOWNSHIP, PART_PREMISES, PART_DATE, PART_SPREAD, PART_COUNT };
struct report_part_row {
    const char *key; /* as JSON names it; people may write the name too */
    struct words name, question;
    bool may_lack; /* a default is taken */
};
extern const struct report_part_row report_parts[PART_COUNT];

/* "deaths=3..9", "死亡=3", "死亡=?": facts by id or label. */
int compose_facts(const struct plan *plan, const char *const *settings, size_t count, struct text *body, struct err *err);
/* One of them: the fact and what is said of it; NULL with `err`. Naming a fact twice in a line is a slip, not a wish for the last. */
const struct fact *compose_setting(const struct plan *plan, const char *setting, struct known *known, struct err *err);
int compose_twice(const struct fact *fact, struct err *err);
/* What is known of a fact, as the batch contract writes it: 12, {"min": 3, "max": 9}, true, "major". */
void compose_known(struct text *body, const struct plan *plan, const struct fact *fact, const struct known *known);
/* Every fact that was not given, as none. */
int compose_none(const struct incident *incident, struct text *body, struct err *err);
/* "disease=… county=… township=… [premises=…] [date=…] [spread=…]", keys and values by id, code or name. */
int compose_report(const struct incident *incident, const char *const *settings, size_t count, struct text *body, struct err *err);
int compose_as_of(const char *date, struct text *body, struct err *err);
/* "incubation.csf=21" */
int compose_parameter(const struct plan *plan, const char *given, struct text *body, struct err *err);

/*
 * The reports of a file: a JSON array, or JSON Lines; all of them are read before the first is said. They make as many entries as
 * their size needs: report_file_next adds one body after the other until there is none left.
 */
struct report_file {
    struct incident incident; /* that knows nothing but these reports */
    size_t next;
};
int report_file_read(struct report_file *file, const struct plan *plan, const char *path, struct err *err);
bool report_file_next(struct report_file *file, struct text *body);
void report_file_release(struct report_file *file);

/* What one part's value stands for: 朔城区 → 140602, 猪瘟 → csf. Borrowed from the plan or from `value`; NULL with `err`. */
const char *compose_part(const struct plan *plan, enum report_part part, const char *value, struct err *err);
/* A fact by id or by its label in either language; NULL with `err` and the nearest when there is none. */
const struct fact *find_fact_named(const struct plan *plan, const char *name, size_t size, struct err *err);
/* "incubation.csf=21"; ERR_USAGE for a parameter that the plan does not have. */
const struct parameter *read_parameter(const struct plan *plan, const char *given, int64_t *days, struct err *err);

#endif
