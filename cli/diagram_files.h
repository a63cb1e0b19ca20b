/* Diagrams as files: one for each page, or a page on standard output. */
#ifndef CLI_DIAGRAM_FILES_H
#define CLI_DIAGRAM_FILES_H

#include "cli/command.h"
#include "cli/diagram_live.h"

struct diagram_files {
    const char *path; /* -o FILE; NULL: standard output */
    enum picture_format format;
    size_t page; /* only this one, from 1; 0: all into files (name-1.svg, name-2.svg …), the first on standard output */
};

/* Draw the sheet's pages and put them where `files` says; what was written, and on which paper, is told on `tell`. */
int diagram_save(const struct diagram *diagram, const struct sheet *sheet, const struct diagram_files *files, FILE *tell, struct err *err);
/* A page as the JSON that respond-diagram reads, on the app's output. */
int diagram_print_json(const struct diagram *diagram, const struct sheet *sheet, const struct diagram_files *files, struct err *err);
/* The name of a page's file: "a.svg" for the only one, "a-2.svg" for the second of several. */
void diagram_page_path(const char *path, size_t page, size_t pages, struct text *out);
void diagram_list_kinds(const struct app *app);

#endif
