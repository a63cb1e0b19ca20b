/*
 * A triage for people and for programs: which plans apply and what each says, what to ask, who is claimed twice, what differs.
 * docs/triage.md shows it and documents the JSON.
 */
#ifndef CLI_TRIAGE_H
#define CLI_TRIAGE_H

#include "cli/app.h"
#include "cli/triage_room.h"
#include "rules/triage_findings.h"

/* What is shown. Borrowed. */
struct triage_view {
    const struct app *app;
    const struct triage_room *room;
    const struct triage_findings *findings;
};

/* 0, or -1 with `err`. */
int triage_print(const struct triage_view *view, struct err *err);
/* One JSON object, without a newline. */
int triage_add_json(const struct triage_view *view, struct text *out, struct err *err);
/* Assess, look, and print in either form; the room's facts are set already. */
int triage_tell(const struct app *app, struct triage_room *room, struct text *json, struct err *err);

/* ---- what the files of this module share ---- */

#define TRIAGE_COLUMN 12 /* as in cli/brief.h, whose rows stand between */
#define TRIAGE_NAME_COLUMN 24

const char *triage_say(const struct triage_view *view, const char *zh, const char *en);
/* The short title of a plan. */
const char *triage_plan_title(const struct triage_view *view, uint32_t plan);
const char *triage_level_words(const struct triage_view *view, uint32_t plan, int level);
void triage_print_differences(const struct triage_view *view); /* cli/triage_differences.c */

#endif
