/* The last steps of loading a plan, for plan_load.c alone. Both give -1 when out of memory: the plan is then flawed, and safe to look at. */
#ifndef CORE_PLAN_DERIVE_H
#define CORE_PLAN_DERIVE_H

#include "core/plan.h"

/* Put the duties of bodies, groups and members behind the tasks of the file, as tasks. References are resolved. */
int plan_make_tasks(struct plan *plan);
/* List all conditions on facts but those of rules and terms, and give each its index. */
int plan_number_conditions(struct plan *plan);

#endif
