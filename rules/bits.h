/*
 * Which bit stands for what on the fast path. Used by rules/fast.c; see ruleset.h for what is made of it.
 *
 * A bit is a conjunction of tests at a level. Bits are sorted by level, the most severe first, and at a level by event grade, the most
 * severe first; the last bit has no tests, is always alive and stands for "none". So the first bit alive among those of a reading tells
 * its level. Alternatives with the same tests share a bit, whichever rules and readings they are of; and an alternative of the safe
 * reading gets one of its own only where the text has a hole (bits.c), so that most plans fit one word.
 */
#ifndef RULES_BITS_H
#define RULES_BITS_H

#include "rules/ruleset.h"

struct bit {
    const struct test *tests;
    uint32_t test_count;
    int16_t level, grade; /* LEVEL_NONE; -1: in no row of the grade table */
};

struct bits {
    struct bit *items;
    uint32_t count, words;     /* of 64 */
    uint16_t *literal;         /* by index of rules->literal.items: the bit */
    uint64_t *of_literal, *of_safe, *of_grades; /* `words` each: the bits that a reading looks at, "none" among them */
    bool graded_in_order;      /* the first bit alive of the grade rows is of the most severe grade */
};

/* In `arena`; -1 when out of memory. */
int bits_assign(struct bits *bits, const struct ruleset *rules, struct arena *arena);

#endif
