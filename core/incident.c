/* What is known of an incident. See incident.h. */
#include "core/incident.h"

#include <stdlib.h>

int incident_init(struct incident *incident, const struct plan *plan, struct err *err)
{
    *incident = (struct incident){.plan = plan};
    incident->facts = calloc(plan->fact_count + 1, sizeof *incident->facts);
    incident->days = calloc(plan->parameter_count + 1, sizeof *incident->days);
    incident->overridden = calloc(plan->parameter_count + 1, sizeof *incident->overridden);
    if (incident->facts == NULL || incident->days == NULL || incident->overridden == NULL) {
        incident_release(incident);
        return err_no_memory(err);
    }
    for (size_t i = 0; i < plan->parameter_count; i++)
        incident->days[i] = plan->parameters[i].days;
    incident_clear(incident);
    return 0;
}

void incident_release(struct incident *incident)
{
    free(incident->facts);
    free(incident->days);
    free(incident->overridden);
    report_log_release(&incident->reports);
    *incident = (struct incident){0};
}

void incident_clear(struct incident *incident)
{
    for (size_t i = 0; i < incident->plan->fact_count; i++)
        if (incident->facts[i].given || incident->facts[i].most == 0) /* the others are as they were made, and not closed */
            incident_unset(incident, &incident->plan->facts[i]);
    report_log_clear(&incident->reports);
    incident->has_as_of = false;
    incident->as_of = 0;
}

void incident_set(struct incident *incident, const struct fact *fact, int64_t least, int64_t most)
{
    incident->facts[fact - incident->plan->facts] = (struct known){least, most, true};
}

void incident_unset(struct incident *incident, const struct fact *fact)
{
    incident->facts[fact - incident->plan->facts] = (struct known){0, fact->discretion ? 0 : fact->most, false};
}

void incident_close(struct incident *incident)
{
    for (size_t i = 0; i < incident->plan->fact_count; i++)
        if (!incident->facts[i].given)
            incident->facts[i] = (struct known){0, 0, false};
}

bool plan_uses_reports(const struct plan *plan)
{
    return plan->disease_count > 0;
}
