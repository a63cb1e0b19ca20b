/*
 * What is known of one incident: for each fact of the plan a range, the outbreak reports, the grading date, overridden parameters.
 *
 * A value is a range of one; a fact that is not given is anything its type allows, except a discretion fact, which is then
 * "not found" (0). Memory of the caller: incident_init / incident_release. The plan is borrowed and must outlive it.
 *
 *     struct incident incident;
 *     incident_init(&incident, plan, &err);
 *     incident_set(&incident, fact, 3, 9);
 */
#ifndef CORE_INCIDENT_H
#define CORE_INCIDENT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan.h"
#include "core/report.h"

struct known {
    int64_t least, most; /* both included; the fact's type says what they mean (core/plan.h) */
    bool given;
};

struct incident {
    const struct plan *plan;
    struct known *facts; /* plan->fact_count */
    struct report_log reports;
    int32_t as_of; /* day of grading; reports after it do not count */
    bool has_as_of;
    int64_t *days;    /* plan->parameter_count lengths in force */
    bool *overridden; /* which of them the user changed */
};

int incident_init(struct incident *incident, const struct plan *plan, struct err *err);
void incident_release(struct incident *incident);
/* Forget everything that was given, keep the memory and the overridden parameters. */
void incident_clear(struct incident *incident);
void incident_set(struct incident *incident, const struct fact *fact, int64_t least, int64_t most);
void incident_unset(struct incident *incident, const struct fact *fact);
/* Take every fact not given as none: 0, false, the first value. */
void incident_close(struct incident *incident);
/* Whether the plan is graded on reports, so that a grading date is needed. */
bool plan_uses_reports(const struct plan *plan);

#endif
