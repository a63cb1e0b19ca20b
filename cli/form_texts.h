/* The built-in templates of the forms, by enum form. They go through the same engine as anybody's own (cli/template.h). */
#ifndef CLI_FORM_TEXTS_H
#define CLI_FORM_TEXTS_H

#include "core/paperwork.h"

extern const char *const form_texts_zh[FORM_COUNT], *const form_texts_en[FORM_COUNT];

#endif
