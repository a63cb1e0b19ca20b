/*
 * Panels: what a body, a working group or a list of agencies looks like, whichever diagram shows it. Each is a stack of boxes that touch.
 * `place` says where it stands and how wide it is; all return the box of its head and move *y below the last of its boxes.
 */
#ifndef CLI_DIAGRAM_PANEL_H
#define CLI_DIAGRAM_PANEL_H

#include "cli/diagram_progress.h"

/* A heading with the clause that it comes from beside it (NULL for none). */
int panel_head(struct sheet *sheet, struct place *place, enum box_style style, const char *text, const char *clause);
/* Move *place below a row: what it is, and what it says. */
void panel_row(struct sheet *sheet, struct place *place, const char *label, enum box_style style, const char *text);

/* A body: its name, where it is housed, its posts and who holds them. */
int panel_body(const struct diagram *diagram, struct sheet *sheet, struct place *place, size_t body);

/* A group, or a part of one whose members are too many for one panel: the members from `first` on. */
#define PANEL_MEMBERS_MAX 48
struct group_part {
    size_t group, first;
};
int panel_group(const struct diagram *diagram, struct sheet *sheet, struct place *place, const struct group_part *part);
size_t panel_count_members(const struct diagram *diagram, size_t group);

/* Agencies in columns, one after the other: as many as `count` says from *at on; *place moves below them. */
struct grid {
    const struct diagram *diagram;
    enum box_style style;
    size_t columns;
    size_t count;
    void (*text)(const struct grid *grid, size_t index, struct text *text); /* what the index-th says */
    enum box_style (*look)(const struct grid *grid, size_t index);          /* NULL: `style` */
    const void *items;
};
void panel_grid(struct sheet *sheet, struct place *place, const struct grid *grid);

#endif
