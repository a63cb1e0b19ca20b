/*
 * What grading complete facts looks up: made once a ruleset (rules/fast_make.c), read by rules/fast.c and by whoever asks which
 * alternatives hold (rules/sentence.c). The bits are those of rules/bits.h.
 */
#ifndef RULES_FAST_H
#define RULES_FAST_H

#include "rules/ruleset.h"

/* Findings that one table joins: an enumeration or a finding, and three findings. */
#define FAST_JOINED 4
/* The largest value of such an enumeration; and of two numbers that are joined, from where on all is one. */
#define FAST_FIELD 7
#define FAST_FIELD_BITS 3

/*
 * How a measure gets its row: from an index that facts are joined to, from the sum of so many facts, from a count of reports; or it is
 * to be found.
 */
enum fast_kind { FAST_BY_FINDINGS, FAST_BY_PAIR, FAST_BY_ONE, FAST_BY_TWO, FAST_BY_THREE, FAST_BY_COUNT, FAST_BY_SEARCH, FAST_KIND_COUNT };

/* Rows by value, the last one for all larger values; or, where the thresholds are far apart, by cell. */
struct lookup {
    const uint64_t *rows;
    uint64_t last; /* FAST_BY_FINDINGS: one below a power of two, so that no value leads out of the table */
    uint16_t measure;
    uint8_t facts[FAST_JOINED];
    bool by_cell;
};

/* All lists that up to four rules of one level can make, in plan order: by a bit for each rule that holds. */
#define FAST_FOUR 4
struct four_rules {
    uint16_t lists[1 << FAST_FOUR][FAST_FOUR];
};

/* `place`: that of its level's rules; all levels without rules share one. */
struct bit_meaning {
    int16_t grade;
    uint8_t level, place;
};

/*
 * The rules of a level stand side by side, in plan order; `at_position[i]` has the bits of those that are the i-th, of whichever level.
 * Looked at within the bits of a level, it tells whether the level's i-th rule holds.
 */
struct fast_path {
    uint64_t literal_bits, safe_bits, grade_bits; /* of one word: those that each reading looks at */
    const struct bit_meaning *meanings;           /* by bit */
    const uint64_t *level_bits;                   /* by bit, of one word: all of its level */
    const struct four_rules *fours; /* fast_fours() for each place */
    const uint64_t *at_position;    /* `width` filled up to whole fours, of `words` each */
    uint32_t width;                 /* rules of the level that has most */
    bool plain;  /* one word holds all bits, and the first of the grade rows that is alive has the most severe grade */
    bool simple; /* all look-ups are by facts, joined or added */
    bool graded; /* there are grade rows */
    bool brief;  /* plain and simple, and a level has one to four rules */
    uint8_t places[LEVEL_NONE + 1]; /* by level */
    const uint64_t *place_bits, *of_literal, *of_safe, *of_grades; /* for several words: `words` each */
    const uint16_t *literal; /* by alternative of the literal reading: its bit */
    const struct lookup *ends[FAST_KIND_COUNT]; /* by kind */
    struct lookup lookups[];
};

static inline uint32_t fast_fours(const struct fast_path *fast)
{
    return (fast->width + FAST_FOUR - 1) / FAST_FOUR;
}

/* Whether alternative `index` of the literal reading holds, by what ruleset_grade left alive. */
static inline bool fast_holds(const struct ruleset *rules, uint32_t index, const uint64_t *alive)
{
    uint32_t bit = rules->fast->literal[index];
    return alive[bit / 64] >> bit % 64 & 1;
}

#endif
