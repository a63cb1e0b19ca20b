/* Why a clause holds, as one full sentence. See sentence.h. The words are made in rules/sentence_make.c. */
#include "rules/sentence.h"

#include <string.h>

#include "core/number.h"
#include "rules/fast.h"
#include "rules/sentence_parts.h"

/* ---- copying ---- */

/* Most words are shorter than a chunk; what was copied too far is written over by what comes next. */
static inline char *put(char *at, const struct sentences *sentences, struct span span)
{
    const char *from = sentences->words + span.at;
    memcpy(at, from, SENTENCE_CHUNK);
    for (uint32_t done = SENTENCE_CHUNK; done < span.size; done += SENTENCE_CHUNK)
        memcpy(at + done, from + done, SENTENCE_CHUNK);
    return at + span.size;
}

static const char pairs_of_digits[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

static char *put_integer(char *at, uint64_t number)
{
    if (number < 100) {
        uint32_t single = number < 10;
        memcpy(at, pairs_of_digits + 2 * number + single, 2);
        return at + 2 - single;
    }
    char digits[24], *first = digits + sizeof digits;
    for (; number >= 10; number /= 100)
        memcpy(first -= 2, pairs_of_digits + 2 * (number % 100), 2);
    if (number > 0)
        *--first = (char)('0' + number);
    size_t size = (size_t)(digits + sizeof digits - first);
    memcpy(at, first, size);
    return at + size;
}

static char *put_decimal(char *at, uint64_t millionths)
{
    uint32_t micro = (uint32_t)(millionths % NUMBER_SCALE);
    at = put_integer(at, millionths / NUMBER_SCALE);
    if (micro == 0)
        return at;
    *at++ = '.';
    for (uint32_t scale = NUMBER_SCALE / 10; micro > 0; micro %= scale, scale /= 10)
        *at++ = (char)('0' + micro / scale);
    return at;
}

/* ---- of complete facts ---- */

static inline int64_t value_of(const struct sentences *sentences, uint32_t index, const struct proof *proof)
{
    const struct measure *measure = &sentences->rules->measures[index];
    int64_t value = measure->unit != UNIT_FACTS ? proof->counts[index] : 0;
    for (uint64_t rest = measure->facts; rest != 0; rest &= rest - 1)
        value += proof->values[__builtin_ctzll(rest)];
    return value;
}

static inline char *put_value(char *at, const struct sentences *sentences, const struct piece *piece, const struct proof *proof)
{
    int64_t value = value_of(sentences, piece->measure, proof);
    if (piece->hole == HOLE_LABEL)
        return put(at, sentences, sentences->labels[piece->labels + (uint64_t)value]);
    at = piece->hole == HOLE_DECIMAL ? put_decimal(at, (uint64_t)value) : put_integer(at, (uint64_t)value);
    return piece->unit.size > 0 && value != 1 ? put(at, sentences, piece->unit) : at;
}

static inline char *put_phrase(char *at, const struct sentences *sentences, struct phrase phrase, const struct proof *proof)
{
    const struct piece *piece = sentences->pieces + phrase.first, *last = piece + phrase.count - 1;
    for (; piece < last; piece++)
        at = put_value(put(at, sentences, piece->words), sentences, piece, proof);
    return put(at, sentences, last->words);
}

static inline char *put_alternatives(char *at, const struct sentences *sentences, size_t rule, const struct proof *proof)
{
    uint32_t words = sentences->rules->words;
    const uint64_t *bits = sentences->bits + rule * words;
    bool any = false;
    for (uint32_t word = 0; word < words; word++) {
        for (uint64_t rest = bits[word] & proof->alive[word]; rest != 0; rest &= rest - 1, any = true) {
            at = any ? put(at, sentences, sentences->between) : at;
            at = put_phrase(at, sentences, sentences->phrases[word * 64 + (uint32_t)__builtin_ctzll(rest)], proof);
        }
    }
    return at;
}

void sentences_add(const struct sentences *sentences, struct text *text, const struct proof *proof)
{
    for (uint32_t i = 0; i < proof->held_count; i++) {
        const struct clause_words *clause = &sentences->clauses[proof->held[i]];
        char *at = text_room(text, clause->most), *start = at;
        if (at == NULL)
            return;
        if (i > 0)
            *at++ = '\n';
        at = put(at, sentences, clause->opening);
        at = put_alternatives(at, sentences, proof->held[i], proof);
        at = put(at, sentences, clause->closing);
        text_took(text, (size_t)(at - start));
    }
    if (proof->held_count == 0)
        text_add(text, sentences->words + sentences->none.at, sentences->none.size);
}

/* ---- of what is known ---- */

static void add_span(const struct sentences *sentences, struct text *text, struct span span)
{
    text_add(text, sentences->words + span.at, span.size);
}

static bool always_holds(const struct sentences *sentences, const struct alternative *it, struct assessor *assessor)
{
    for (uint32_t i = 0; i < it->test_count; i++) {
        const struct test *test = &sentences->rules->literal.tests[it->first_test + i];
        int64_t least, most;
        assess_range(assessor, test->measure, &least, &most);
        if (least < test->least || most > test->most)
            return false;
    }
    return true;
}

static void add_labels(const struct sentences *sentences, struct text *text, const struct piece *piece, int64_t least, int64_t most)
{
    for (int64_t value = least; value <= most; value++) {
        text_add_str(text, value == least ? "" : sentences->wording.lang == LANG_EN ? " or " : "或");
        add_span(sentences, text, sentences->labels[piece->labels + (uint64_t)value]);
    }
}

static void add_known_phrase(const struct sentences *sentences, struct text *text, struct phrase phrase, struct assessor *assessor)
{
    for (uint32_t i = 0; i < phrase.count; i++) {
        const struct piece *piece = &sentences->pieces[phrase.first + i];
        int64_t least, most;
        add_span(sentences, text, piece->words);
        if (piece->hole == HOLE_NONE)
            continue;
        assess_range(assessor, piece->measure, &least, &most);
        if (piece->hole == HOLE_LABEL) {
            add_labels(sentences, text, piece, least, most);
            continue;
        }
        words_range(text, &sentences->wording, &sentences->rules->measures[piece->measure], least, most);
        if (least != 1 || most != 1)
            add_span(sentences, text, piece->unit);
    }
}

/* Equal alternatives share a bit, and are said once. */
static bool was_said(const struct sentences *sentences, uint32_t index)
{
    const struct alternatives *all = &sentences->rules->literal;
    const uint16_t *bits = sentences->rules->fast->literal;
    for (uint32_t i = index; i-- > 0 && all->items[i].rule == all->items[index].rule;)
        if (bits[i] == bits[index])
            return true;
    return false;
}

void sentences_add_known(const struct sentences *sentences, struct text *text, size_t rule, struct assessor *assessor)
{
    const struct alternatives *all = &sentences->rules->literal;
    bool any = false;
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->items[i].rule != (int32_t)rule || was_said(sentences, i) || !always_holds(sentences, &all->items[i], assessor))
            continue;
        add_span(sentences, text, any ? sentences->between : (struct span){0, 0});
        add_known_phrase(sentences, text, sentences->phrases[sentences->rules->fast->literal[i]], assessor);
        any = true;
    }
    if (!any)
        add_span(sentences, text, sentences->by_cases);
    add_span(sentences, text, sentences->clauses[rule].closing);
}
