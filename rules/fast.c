/*
 * The fast path: grading complete facts by one table look-up and one AND for a measure, or for several. See ruleset.h and fast.h.
 *
 * No branch depends on a fact: facts are what a processor cannot guess. No address of a store does either: what comes after would wait.
 */
#include <string.h>

#include "rules/fast.h"

#define INLINE static inline __attribute__((always_inline))

/* A value beyond the last row is as good as the last one. */
INLINE const uint64_t *row_at(const struct lookup *lookup, int64_t row, uint32_t words)
{
    return lookup->rows + ((uint64_t)row < lookup->last ? (uint64_t)row : lookup->last) * words;
}

INLINE const uint64_t *row_of_findings(const struct lookup *at, const int64_t *values, uint32_t words)
{
    uint64_t row = (uint64_t)values[at->facts[0]]; /* by itself: gcc does not unroll so short a loop */
    row = row * 2 + (uint64_t)values[at->facts[1]];
    row = row * 2 + (uint64_t)values[at->facts[2]];
    row = row * 2 + (uint64_t)values[at->facts[3]];
    return at->rows + (row & at->last) * words;
}

INLINE uint64_t field_of(int64_t value)
{
    return (uint64_t)value < FAST_FIELD ? (uint64_t)value : FAST_FIELD;
}

INLINE const uint64_t *row_of_pair(const struct lookup *at, const int64_t *values, uint32_t words)
{
    return at->rows + (field_of(values[at->facts[0]]) << FAST_FIELD_BITS | field_of(values[at->facts[1]])) * words;
}

/* Bits of one word that all lookups of the simple kinds leave alive. Inlined, so that for one word the multiplications go away. */
INLINE uint64_t look_up(const struct fast_path *fast, const int64_t *values, uint32_t words, uint32_t word)
{
    uint64_t bits = ~UINT64_C(0);
    const struct lookup *at = fast->lookups;
    for (const struct lookup *end = fast->ends[FAST_BY_FINDINGS]; at < end; at++)
        bits &= row_of_findings(at, values, words)[word];
    for (const struct lookup *end = fast->ends[FAST_BY_PAIR]; at < end; at++)
        bits &= row_of_pair(at, values, words)[word];
    for (const struct lookup *end = fast->ends[FAST_BY_ONE]; at < end; at++)
        bits &= row_at(at, values[at->facts[0]], words)[word];
    for (const struct lookup *end = fast->ends[FAST_BY_TWO]; at < end; at++)
        bits &= row_at(at, values[at->facts[0]] + values[at->facts[1]], words)[word];
    for (const struct lookup *end = fast->ends[FAST_BY_THREE]; at < end; at++)
        bits &= row_at(at, values[at->facts[0]] + values[at->facts[1]] + values[at->facts[2]], words)[word];
    return bits;
}

static __attribute__((noinline)) uint64_t look_up_counts(const struct ruleset *rules, const int64_t *counts, uint32_t word)
{
    uint64_t bits = ~UINT64_C(0);
    const struct lookup *at = rules->fast->ends[FAST_BY_COUNT - 1];
    for (const struct lookup *end = rules->fast->ends[FAST_BY_COUNT]; at < end; at++)
        bits &= row_at(at, counts[at->measure], rules->words)[word];
    return bits;
}

static const uint64_t *find_row(const struct ruleset *rules, const struct lookup *lookup, const int64_t *values, const int64_t *counts)
{
    const struct measure *measure = &rules->measures[lookup->measure];
    int64_t value = measure->unit != UNIT_FACTS ? counts[lookup->measure] : 0;
    for (uint64_t rest = measure->facts; rest != 0; rest &= rest - 1)
        value += values[__builtin_ctzll(rest)];
    if (!lookup->by_cell)
        return row_at(lookup, value, rules->words);
    return lookup->rows + (size_t)cells_find(&rules->cells[lookup->measure], value) * rules->words;
}

/* The same for the lookups that remain. */
static __attribute__((noinline)) uint64_t find_others(const struct ruleset *rules, const int64_t *values, const int64_t *counts, uint32_t word)
{
    uint64_t bits = ~UINT64_C(0);
    for (const struct lookup *at = rules->fast->ends[FAST_BY_SEARCH - 1]; at < rules->fast->ends[FAST_BY_SEARCH]; at++)
        bits &= find_row(rules, at, values, counts)[word];
    return bits;
}

/* ---- bits of several words ---- */

/* There is one in every reading: the last. */
static uint32_t first_alive(const uint64_t *alive, const uint64_t *of_reading)
{
    uint32_t word = 0;
    while ((alive[word] & of_reading[word]) == 0)
        word++;
    return word * 64 + (uint32_t)__builtin_ctzll(alive[word] & of_reading[word]);
}

static int most_severe_grade(const struct ruleset *rules, const uint64_t *alive)
{
    int grade = -1;
    for (uint32_t word = 0; word < rules->words; word++)
        for (uint64_t bits = alive[word] & rules->fast->of_grades[word]; bits != 0; bits &= bits - 1) {
            int other = rules->fast->meanings[word * 64 + (uint32_t)__builtin_ctzll(bits)].grade;
            grade = other > grade ? other : grade;
        }
    return grade;
}

static __attribute__((noinline)) void grade_any(const struct ruleset *rules, const int64_t *values, const int64_t *counts,
                                                struct verdict *verdict, uint64_t *alive)
{
    uint64_t local[RULESET_WORDS_MAX];
    const struct fast_path *fast = rules->fast;
    if (alive == NULL)
        alive = local;
    for (uint32_t word = 0; word < rules->words; word++)
        alive[word] = look_up(fast, values, rules->words, word) & look_up_counts(rules, counts, word) & find_others(rules, values, counts, word);
    verdict->level = fast->meanings[first_alive(alive, fast->of_literal)].level;
    verdict->safe_level = fast->meanings[first_alive(alive, fast->of_safe)].level;
    verdict->grade = most_severe_grade(rules, alive);
}

/* ---- the list of rules ---- */

/* Which of four rules of a level hold, a bit for each, by the level's bits that are alive. */
INLINE uint32_t holding_of(const uint64_t at_position[FAST_FOUR], uint64_t bits)
{
    uint32_t first = (bits & at_position[0]) != 0, second = (bits & at_position[1]) != 0;
    uint32_t third = (bits & at_position[2]) != 0, fourth = (bits & at_position[3]) != 0;
    return first + 2 * second + 4 * third + 8 * fourth;
}

/* How many of four. */
static const uint8_t bits_in[1 << FAST_FOUR] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};

static uint32_t holding_in_words(const struct ruleset *rules, uint32_t position, const uint64_t *bits, const uint64_t *alive)
{
    uint32_t holding = 0, words = rules->words;
    for (uint32_t i = 0; i < FAST_FOUR; i++) {
        uint64_t any = 0;
        for (uint32_t word = 0; word < words; word++)
            any |= alive[word] & bits[word] & rules->fast->at_position[(size_t)(position + i) * words + word];
        holding |= (uint32_t)(any != 0) << i;
    }
    return holding;
}

uint32_t ruleset_held(const struct ruleset *rules, const struct verdict *verdict, const uint64_t *alive, uint16_t *held)
{
    const struct fast_path *fast = rules->fast;
    uint32_t count = 0, fours = fast_fours(fast), place = fast->places[verdict->level];
    const uint64_t *bits = fast->place_bits + (size_t)place * rules->words;
    for (uint32_t i = 0; i < fours; i++) {
        uint32_t position = i * FAST_FOUR;
        uint32_t holding = rules->words == 1 ? holding_of(fast->at_position + position, *alive & *bits) : holding_in_words(rules, position, bits, alive);
        uint32_t room = fast->width - position < FAST_FOUR ? fast->width - position : FAST_FOUR; /* ends where the last one of the level may */
        memcpy(held + count, fast->fours[(size_t)place * fours + i].lists[holding], room * sizeof *held);
        count += bits_in[holding];
    }
    return count;
}

/* ---- grading ---- */

/* The place of the first bit; 32 bits are enough for it, and spare a conversion. */
INLINE uint32_t first_of(uint64_t bits)
{
    return (uint32_t)__builtin_ctzll(bits) & 63;
}

INLINE void give_verdict(const struct fast_path *fast, uint64_t bits, uint32_t first, struct verdict *verdict)
{
    verdict->level = fast->meanings[first].level;
    verdict->safe_level = fast->meanings[first_of(bits & fast->safe_bits)].level;
    verdict->grade = fast->graded ? fast->meanings[first_of(bits & fast->grade_bits)].grade : -1;
}

void ruleset_grade(const struct ruleset *rules, const int64_t *values, const int64_t *counts, struct verdict *verdict, uint64_t *alive)
{
    if (!rules->fast->plain) {
        grade_any(rules, values, counts, verdict, alive);
        return;
    }
    uint64_t bits = look_up(rules->fast, values, 1, 0);
    if (!rules->fast->simple)
        bits &= look_up_counts(rules, counts, 0) & find_others(rules, values, counts, 0);
    if (alive != NULL)
        *alive = bits;
    give_verdict(rules->fast, bits, first_of(bits & rules->fast->literal_bits), verdict);
}

static __attribute__((noinline)) uint32_t judge_any(const struct ruleset *rules, const int64_t *values, const int64_t *counts,
                                                    struct verdict *verdict, uint16_t *held)
{
    uint64_t alive[RULESET_WORDS_MAX];
    ruleset_grade(rules, values, counts, verdict, alive);
    return ruleset_held(rules, verdict, alive, held);
}

/*
 * The same steps at every level, "none" too: the level is the last thing known, and a wrong guess here would throw away most. The list is
 * copied whole to where it begins, four rules whether they hold or not.
 */
uint32_t ruleset_judge(const struct ruleset *rules, const int64_t *values, const int64_t *counts, struct verdict *verdict, uint16_t *held)
{
    const struct fast_path *fast = rules->fast;
    if (!fast->brief)
        return judge_any(rules, values, counts, verdict, held);
    uint64_t bits = look_up(fast, values, 1, 0);
    uint32_t first = first_of(bits & fast->literal_bits);
    give_verdict(fast, bits, first, verdict);
    uint32_t holding = holding_of(fast->at_position, bits & fast->level_bits[first]);
    memcpy(held, fast->fours[fast->meanings[first].place].lists[holding], FAST_FOUR * sizeof *held);
    return bits_in[holding];
}
