/* The results of scenarios as JUnit XML, the form that build servers read. */
#ifndef CLI_JUNIT_H
#define CLI_JUNIT_H

#include "cli/scenario_run.h"

/* A test case for each scenario; add them, then wrap them up. */
struct junit {
    struct text cases;
    size_t tests, failures;
    enum lang lang;
};

/* `scenario` NULL: a file that did not load, and why. */
void junit_add(struct junit *junit, const char *path, const struct scenario *scenario, const struct outcome *outcome, const char *why);
void junit_finish(const struct junit *junit, struct text *out);

#endif
