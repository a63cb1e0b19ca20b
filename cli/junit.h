/*
 * The results of scenarios as JUnit XML, the form that build servers read: a test case for each scenario.
 *
 *     struct junit junit;
 *     junit_begin(&junit, LANG_ZH);
 *     junit_add(&junit, path, scenario, &outcome, NULL);
 *     junit_end(&junit);                                    junit.out is whole, unless junit.out.failed
 *     junit_release(&junit);
 */
#ifndef CLI_JUNIT_H
#define CLI_JUNIT_H

#include "cli/scenario_run.h"
#include "cli/xml.h"

/* Not to be moved while it is written: the writer points into it. */
struct junit {
    struct text out;
    struct xml xml;
    enum lang lang;
    size_t head; /* bytes before the counts, which are known at the end */
    size_t tests, failures, errors;
};

void junit_begin(struct junit *junit, enum lang lang);
/* `scenario` NULL: a file that did not load, and why. */
void junit_add(struct junit *junit, const char *path, const struct scenario *scenario, const struct outcome *outcome, const char *why);
void junit_end(struct junit *junit);
void junit_release(struct junit *junit);

#endif
