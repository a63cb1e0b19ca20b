/*
 * What a CAP message says in words, in one language: headline, description, instruction, area. Each adds to `out`. The mapping of codes is in
 * cli/cap.c.
 */
#ifndef CLI_CAP_WORDS_H
#define CLI_CAP_WORDS_H

#include "cli/past.h"
#include "core/course.h"

#define CAP_HEADLINE_MAX 160 /* characters, as the standard recommends */

/* A step to be told, and the incident as it was just after it. Borrowed. */
struct cap_step {
    const struct app *app; /* its language is that of the words */
    struct past *past;     /* assessed */
    const struct course_step *step;
};

/* The body that took the step: of a post, the one it belongs to. */
const char *cap_body(const struct cap_step *it);
void cap_headline(const struct cap_step *it, struct text *out);
void cap_description(const struct cap_step *it, struct text *out);
/* The first tasks, numbered; nothing when the level has none. */
int cap_instruction(const struct cap_step *it, struct text *out, struct err *err);

/* Counties that the journal knows of, by outbreak reports and by the place that was written down: bit i for city->counties[i]; 0: none, then the area is the whole city. */
uint64_t cap_counties(const struct cap_step *it);
void cap_area(const struct cap_step *it, uint64_t counties, struct text *out);

#endif
