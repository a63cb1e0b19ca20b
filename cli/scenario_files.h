/* Scenario files that were named: files as they are, folders with everything below them, in the order of their names. */
#ifndef CLI_SCENARIO_FILES_H
#define CLI_SCENARIO_FILES_H

#include <stddef.h>

#include "core/err.h"

#define SCENARIO_FILES_MAX 100000
#define SCENARIO_FOLDERS_DEEP 16

struct scenario_files {
    char **paths;
    size_t count, capacity;
};

/* ERR_NO_INPUT for one that is not there, and for a folder without a scenario. */
int scenario_files_add(struct scenario_files *files, const char *path, struct err *err);
void scenario_files_release(struct scenario_files *files);

#endif
