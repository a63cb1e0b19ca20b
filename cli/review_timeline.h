/*
 * The timeline of a review, as SVG within the page: the grade as it went, what was entered, each response with its levels, tasks, notes, on one
 * axis of civil time in 24 hours, with dates.
 *
 * Readable for five entries and for ten thousand: a lane with more than TIMELINE_MARKS things in it shows how many there were in each stretch
 * of time instead of each of them. Colour is never the only sign: bars bear the level's name, marks differ in shape.
 */
#ifndef CLI_REVIEW_TIMELINE_H
#define CLI_REVIEW_TIMELINE_H

#include "cli/review_parts.h"

#define TIMELINE_MARKS 60 /* of one lane */

void review_timeline(struct review *review);

#endif
