/*
 * Reading what is known of an incident: JSON by the batch contract (grading contract, 5), and values as a person types them.
 *
 * A reader is made once for a plan and serves any number of lines.
 *
 *     struct incident_reader reader;
 *     incident_reader_init(&reader, plan);
 *     if (incident_read_json(&reader, &json, &incident, &err) != 0) …err has the JSON pointer
 *     incident_read_value(plan, fact, "3..9", &known, &err)
 */
#ifndef CORE_INCIDENT_READ_H
#define CORE_INCIDENT_READ_H

#include "core/incident.h"
#include "core/json.h"
#include "core/number.h"

#define READER_SLOTS 256

struct incident_reader {
    const struct plan *plan;
    uint8_t slots[READER_SLOTS];       /* fact index + 1, by a hash of the id */
    uint8_t id_sizes[PLAN_FACTS_MAX];
};

void incident_reader_init(struct incident_reader *reader, const struct plan *plan);

/*
 * Read {"id", "facts", "reports", "as_of"} into a cleared incident. On failure `err` has code, message and pointer, and what was
 * read so far is of no use. The id is for the caller: incident_read_id.
 */
int incident_read_json(const struct incident_reader *reader, const struct json *json, struct incident *incident, struct err *err);
/* The id's node when the root is an object with a string id; else 0. */
uint32_t incident_read_id(const struct json *json);

/* Read facts (an object node) into an incident. */
int incident_read_facts(const struct incident_reader *reader, const struct json *json, uint32_t node, struct incident *incident,
                        struct err *err);
/* Read reports (an array node) and append them to the incident's log. */
int incident_read_reports(const struct incident_reader *reader, const struct json *json, uint32_t node, struct incident *incident,
                          struct err *err);
/* One report (an object node). */
int incident_read_report(const struct incident_reader *reader, const struct json *json, uint32_t node, struct incident *incident,
                         struct err *err);

/*
 * A value as a person writes it, at a keyboard or in a hurry (core/incident_typed.c):
 *
 *     numbers          12   3..9   3..   ..9   3-9   3到9   10+   10以上   >=10   >10   10以下 (below 10)   不到10   <10   <=10   １２人
 *     findings         true/false, yes/no, 是/否, 有/无
 *     enumerations     an id or a label;  levels: a number, 0 for none
 *
 * "?", 不详, 不明, 不知道, unknown give known->given = false. 以上 includes its number and 以下 does not, as in the plans.
 */
int incident_read_value(const struct plan *plan, const struct fact *fact, const char *text, struct known *known, struct err *err);

/* What the two files that read values both say. Return -1. */
int incident_flaw_number(enum number_flaw wrong, struct err *err);
int incident_flaw_order(struct err *err);
int incident_flaw_level(const struct plan *plan, struct err *err);

#endif
