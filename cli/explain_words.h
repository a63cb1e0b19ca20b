/* Phrases of explanations: tests with their numbers put in, changes of facts, what stands in the way. Each appends to `text`. */
#ifndef CLI_EXPLAIN_WORDS_H
#define CLI_EXPLAIN_WORDS_H

#include "rules/explain.h"
#include "rules/words.h"

/*
 * "✓ 失联、死亡 4 在 3..9 内", "? 伤亡 ≥50且<100（现不明）", "✗ 死亡 ≥30（现 4，还差 26 人）"; en "✗ dead ≥30 (now 4: 26 people short)".
 */
void explain_add_gap(struct text *text, const struct wording *wording, const struct gap *gap);
/* What is known of a test's measure: "极端恶劣天气 = 否", "死亡 12". */
void explain_add_now(struct text *text, const struct wording *wording, const struct gap *gap);
/* "死亡 4 → 10..29 人"; what is only found out: "死亡 查明为 10..29 人". */
void explain_add_setting(struct text *text, const struct wording *wording, const struct incident *incident, const struct setting *setting);
void explain_add_change(struct text *text, const struct wording *wording, const struct incident *incident, const struct change *change);
/* Why a fact does not matter any more, as a sentence. */
void explain_add_idle(struct text *text, const struct wording *wording, const struct idle *idle);
/* "三级响应（已定）", "三级响应（可能更高：一级响应）" */
void explain_add_state(struct text *text, const struct wording *wording, int level, int possible);

#endif
