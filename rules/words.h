/*
 * Rules, tests and facts in words, as the tool understood them. Every function appends to `text`.
 *
 *     words_expr  → "交通事故 且 （死亡+失联 ≥10且<30 或 伤亡 ≥50且<100）"
 *     words_known → "3..9 人", "不明"
 */
#ifndef RULES_WORDS_H
#define RULES_WORDS_H

#include "core/incident.h"
#include "core/text.h"
#include "rules/ruleset.h"

/* What words are made from. Borrowed. */
struct wording {
    const struct ruleset *rules;
    const int64_t *days; /* parameters in force (incident->days); NULL for the plan's own */
    enum lang lang;
};

void words_measure(struct text *text, const struct wording *wording, const struct measure *measure);
/* An interval of a measure: "≥10且<30", "= 一定". */
void words_interval(struct text *text, const struct wording *wording, const struct measure *measure, int64_t least, int64_t most);
void words_test(struct text *text, const struct wording *wording, const struct test *test);
void words_expr(struct text *text, const struct wording *wording, const struct expr *expr);
/* A measure's range of now: "3..5", "≥12", "12". */
void words_range(struct text *text, const struct wording *wording, const struct measure *measure, int64_t least, int64_t most);

/* One value of a fact: "12", "是", a label. */
void words_value(struct text *text, const struct plan *plan, const struct fact *fact, int64_t value, enum lang lang);
/* What is known of a fact, with its unit. */
void words_known(struct text *text, const struct plan *plan, const struct fact *fact, const struct known *known, enum lang lang);
/* A level's name; "未达任何级别" for LEVEL_NONE. */
const char *words_level(const struct plan *plan, int level, enum lang lang);

#endif
