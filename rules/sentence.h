/*
 * Why a clause holds, as one full sentence with the numbers of now put into their intervals:
 *
 *     "4.1.2/事故：交通事故，失联、死亡 12 人，在 10 以上 30 以下之内，故为二级响应。"
 *     "4.1.2/事故: traffic accident; dead or missing 12 people, at least 10 and below 30; hence Level 2 response."
 *
 *     struct sentences *sentences = sentences_new(&wording);
 *     uint32_t count = ruleset_held(rules, &verdict, alive, held);
 *     sentences_add(sentences, &text, &(struct proof){held, count, values, NULL, alive});
 *     sentences_free(sentences);
 *
 * All words of a ruleset in one language are made beforehand, so that a sentence is copies and the digits of its numbers. As in the plans,
 * 以上 includes its number and 以下 does not. Where several alternatives of a clause hold, the sentence has them all.
 */
#ifndef RULES_SENTENCE_H
#define RULES_SENTENCE_H

#include "rules/assess.h"
#include "rules/words.h"

struct sentences;

/* NULL when out of memory. What the wording points to is borrowed: the ruleset, and the lengths of windows as they are then. */
struct sentences *sentences_new(const struct wording *wording);
void sentences_free(struct sentences *sentences);

/* What complete facts prove, as ruleset_grade and ruleset_held take and give it. */
struct proof {
    const uint16_t *held;
    uint32_t held_count;
    const int64_t *values, *counts;
    const uint64_t *alive;
};

/* A sentence for each rule that holds, one a line without an end of line behind the last; "no level" when none does. */
void sentences_add(const struct sentences *sentences, struct text *text, const struct proof *proof);
/*
 * The same for one rule of those that hold in every completion of the incident that was assessed last; without its clause, for where that
 * stands already. What is known as a range is said as one ("≥12"); a rule that holds by cases alone says so.
 */
void sentences_add_known(const struct sentences *sentences, struct text *text, size_t rule, struct assessor *assessor);

#endif
