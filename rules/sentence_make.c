/* Making the words of all sentences of a ruleset in one language. See sentence.h and, for how they are kept, sentence_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "core/number.h"
#include "rules/fast.h"
#include "rules/sentence_parts.h"

struct making {
    struct sentences *sentences;
    struct text words;
    uint32_t *labels_of; /* by fact: where the labels of its values begin */
    uint32_t piece_count;
    size_t piece_start;  /* of the piece that is being made, in `words` */
};

static const char *say(const struct making *making, const char *zh, const char *en)
{
    return making->sentences->wording.lang == LANG_EN ? en : zh;
}

static struct span span_from(const struct making *making, size_t start)
{
    return (struct span){(uint32_t)start, (uint32_t)(making->words.size - start)};
}

static struct span make_span(struct making *making, const char *str)
{
    size_t start = making->words.size;
    text_add_str(&making->words, str);
    return span_from(making, start);
}

/* ---- intervals ---- */

/*
 * "More than 24" is kept as "from 24.000001 on", and "less than 0.5" as "up to 0.499999": of both ways to say a bound, the one with fewer
 * digits. A bound that is meant as it is kept (`kept`) is never longer than its neighbour outside (`outside`) then.
 */
static bool say_outside(const struct measure *measure, int64_t kept, int64_t outside)
{
    char a[NUMBER_TEXT_SIZE], b[NUMBER_TEXT_SIZE];
    return measure->decimal && strlen(number_print(outside, true, a)) < strlen(number_print(kept, true, b));
}

static void add_bound(struct making *making, const struct measure *measure, int64_t bound, const char *format)
{
    char number[NUMBER_TEXT_SIZE];
    text_addf(&making->words, format, number_print(bound, measure->decimal, number));
}

/* "在 10 以上", "超过 24": the second leaves its number out. */
static void add_least(struct making *making, const struct measure *measure, int64_t least)
{
    bool outside = say_outside(measure, least, least - 1);
    add_bound(making, measure, outside ? least - 1 : least, outside ? say(making, "超过 %s", "more than %s") : say(making, "在 %s 以上", "at least %s"));
}

/* Whole numbers are below the next one, as the plans have it; decimals are whichever is shorter. */
static void add_most(struct making *making, const struct measure *measure, int64_t most, const char *below)
{
    bool outside = !measure->decimal || say_outside(measure, most, most + 1);
    add_bound(making, measure, outside ? most + 1 : most, outside ? below : say(making, "不超过 %s", "at most %s"));
}

static void add_interval(struct making *making, const struct measure *measure, int64_t least, int64_t most)
{
    bool lower = least > 0, upper = most != BOUND_NONE_HIGH;
    if (!lower && !upper)
        return;
    text_add_str(&making->words, say(making, "，", ", "));
    if (least == most) {
        add_bound(making, measure, least, say(making, "恰为 %s", "exactly %s"));
        return;
    }
    if (lower)
        add_least(making, measure, least);
    if (!upper)
        return;
    bool joins = lower && !say_outside(measure, least, least - 1); /* "在 10 以上 30 以下之内" */
    if (lower)
        text_add_str(&making->words, joins ? say(making, " ", " and ") : say(making, "，且", " and "));
    add_most(making, measure, most, joins ? say(making, "%s 以下之内", "below %s") : say(making, "在 %s 以下", "below %s"));
}

/* ---- tests ---- */

static void end_piece(struct making *making, struct piece piece)
{
    piece.words = span_from(making, making->piece_start);
    if (piece.unit.size > 0) /* it stands behind the words of this piece */
        piece.words.size -= piece.unit.size;
    making->sentences->pieces[making->piece_count++] = piece;
    making->piece_start = making->words.size;
}

static const struct fact *only_fact(const struct ruleset *rules, const struct measure *measure)
{
    uint64_t facts = measure->facts;
    return facts != 0 && (facts & (facts - 1)) == 0 ? &rules->plan->facts[__builtin_ctzll(facts)] : NULL;
}

/* The unit of a sum is that of its facts, when they have the same. */
static const char *unit_of(const struct making *making, const struct measure *measure)
{
    const struct plan *plan = making->sentences->rules->plan;
    const char *unit = NULL;
    for (uint64_t rest = measure->facts; rest != 0; rest &= rest - 1) {
        const struct fact *fact = &plan->facts[__builtin_ctzll(rest)];
        const char *its = fact->unit.zh == NULL ? NULL : words_in(fact->unit, making->sentences->wording.lang);
        if (its == NULL || (unit != NULL && strcmp(unit, its) != 0))
            return NULL;
        unit = its;
    }
    return unit;
}

static void add_number_test(struct making *making, const struct test *test)
{
    struct sentences *sentences = making->sentences;
    const struct measure *measure = &sentences->rules->measures[test->measure];
    const char *unit = unit_of(making, measure);
    struct piece piece = {.measure = (uint16_t)test->measure, .hole = measure->decimal ? HOLE_DECIMAL : HOLE_COUNT};
    bool plural = unit != NULL && sentences->wording.lang == LANG_EN && !measure->decimal;
    words_measure(&making->words, &sentences->wording, measure);
    text_add_str(&making->words, " ");
    if (plural) {
        size_t start = making->words.size;
        text_addf(&making->words, " %s", unit);
        piece.unit = span_from(making, start);
    }
    end_piece(making, piece);
    if (unit != NULL && !plural)
        text_addf(&making->words, " %s", unit);
    add_interval(making, measure, test->least, test->most);
}

/* A choice: what it is; where the test leaves but one value, that one. */
static void add_choice_test(struct making *making, const struct test *test, const struct fact *fact)
{
    struct sentences *sentences = making->sentences;
    enum lang lang = sentences->wording.lang;
    text_add_str(&making->words, words_in(fact->label, lang));
    text_add_str(&making->words, say(making, "为", ": "));
    end_piece(making, (struct piece){.measure = (uint16_t)test->measure, .hole = HOLE_LABEL,
                                     .labels = making->labels_of[fact - sentences->rules->plan->facts]});
}

static bool is_choice(const struct fact *fact)
{
    return fact != NULL && (fact->type == FACT_ENUM || fact->type == FACT_LEVEL);
}

/* What it is about comes first: findings, then choices, then numbers. */
enum part { PART_FINDING, PART_CHOICE, PART_NUMBER, PART_COUNT };

static const struct fact *fact_of(const struct making *making, const struct test *test)
{
    return only_fact(making->sentences->rules, &making->sentences->rules->measures[test->measure]);
}

static enum part part_of(const struct making *making, const struct test *test)
{
    const struct fact *fact = fact_of(making, test);
    return fact != NULL && fact->type == FACT_BOOL ? PART_FINDING : is_choice(fact) ? PART_CHOICE : PART_NUMBER;
}

static void add_test(struct making *making, const struct test *test)
{
    const struct fact *fact = fact_of(making, test);
    switch (part_of(making, test)) {
    case PART_FINDING:
        text_addf(&making->words, test->most < 1 ? say(making, "并非%s", "not: %s") : "%s", words_in(fact->label, making->sentences->wording.lang));
        break;
    case PART_CHOICE: add_choice_test(making, test, fact); break;
    default: add_number_test(making, test); break;
    }
}

/* ---- phrases and clauses ---- */

static uint32_t size_of_phrase(const struct sentences *sentences, struct phrase phrase, uint32_t label_most)
{
    uint32_t size = 0;
    for (uint32_t i = 0; i < phrase.count; i++) {
        const struct piece *piece = &sentences->pieces[phrase.first + i];
        size += piece->words.size + piece->unit.size;
        size += piece->hole == HOLE_NONE ? 0 : piece->hole == HOLE_LABEL ? label_most : NUMBER_TEXT_SIZE;
    }
    return size;
}

static void make_phrase(struct making *making, const struct alternative *it, uint32_t bit)
{
    struct sentences *sentences = making->sentences;
    uint32_t first = making->piece_count;
    making->piece_start = making->words.size;
    const struct test *tests = sentences->rules->literal.tests + it->first_test;
    bool any = false;
    for (enum part part = 0; part < PART_COUNT; part++) {
        for (uint32_t i = 0; i < it->test_count; i++) {
            if (part_of(making, &tests[i]) != part)
                continue;
            text_add_str(&making->words, any ? say(making, "，", "; ") : "");
            add_test(making, &tests[i]);
            any = true;
        }
    }
    if (it->test_count == 0)
        text_add_str(&making->words, say(making, "任何情形都成立", "it always holds"));
    end_piece(making, (struct piece){.hole = HOLE_NONE});
    sentences->phrases[bit] = (struct phrase){first, making->piece_count - first};
}

/* Equal alternatives share a phrase as they share a bit. */
static void make_phrases(struct making *making, uint32_t label_most)
{
    struct sentences *sentences = making->sentences;
    const struct alternatives *all = &sentences->rules->literal;
    for (uint32_t i = 0; i < all->count; i++) {
        uint32_t bit = sentences->rules->fast->literal[i];
        if (sentences->phrases[bit].count == 0)
            make_phrase(making, &all->items[i], bit);
        sentences->bits[(size_t)all->items[i].rule * sentences->rules->words + bit / 64] |= UINT64_C(1) << bit % 64;
        sentences->clauses[all->items[i].rule].most +=
            size_of_phrase(sentences, sentences->phrases[bit], label_most) + sentences->between.size;
    }
}

/* "，属重大事故，故为二级响应。" */
static void add_closing(struct making *making, size_t rule)
{
    const struct wording *wording = &making->sentences->wording;
    const struct plan *plan = making->sentences->rules->plan;
    int grade = plan->rules[rule].grade.index;
    if (grade >= 0)
        text_addf(&making->words, say(making, "，属%s", "; event grade: %s"), words_in(plan->grades[grade].name, wording->lang));
    text_addf(&making->words, say(making, "，故为%s。", "; hence %s."), words_level(plan, ruleset_level_of(making->sentences->rules, rule), wording->lang));
}

static void make_clauses(struct making *making)
{
    struct sentences *sentences = making->sentences;
    const struct plan *plan = sentences->rules->plan;
    for (size_t i = 0; i < plan->rule_count; i++) {
        struct clause_words *clause = &sentences->clauses[i];
        size_t start = making->words.size;
        text_addf(&making->words, "%s%s", plan->rules[i].clause, say(making, "：", ": "));
        clause->opening = span_from(making, start);
        start = making->words.size;
        add_closing(making, i);
        clause->closing = span_from(making, start);
        clause->most += 1 + clause->opening.size + clause->closing.size + SENTENCE_CHUNK;
    }
}

/* Of every choice, whatever its value; returns the bytes of the longest. */
static uint32_t make_labels(struct making *making)
{
    struct sentences *sentences = making->sentences;
    const struct plan *plan = sentences->rules->plan;
    uint32_t next = 0, most = 0;
    for (size_t i = 0; i < plan->fact_count; i++) {
        making->labels_of[i] = next;
        for (int64_t value = 0; is_choice(&plan->facts[i]) && value <= plan->facts[i].most; value++) {
            size_t start = making->words.size;
            words_value(&making->words, plan, &plan->facts[i], value, sentences->wording.lang);
            sentences->labels[next] = span_from(making, start);
            most = sentences->labels[next].size > most ? sentences->labels[next].size : most;
            next++;
        }
    }
    return most;
}

static void make_all(struct making *making)
{
    struct sentences *sentences = making->sentences;
    sentences->between = make_span(making, say(making, "；又，", "; also "));
    sentences->none = make_span(making, say(making, "没有一条成立，未达任何级别。", "No clause holds; no level is reached."));
    sentences->by_cases = make_span(making, say(making, "未知的事实无论如何，总有一种情形成立", "whatever is unknown, one of its cases holds"));
    make_phrases(making, make_labels(making));
    make_clauses(making);
    for (int i = 0; i < SENTENCE_CHUNK; i++)
        text_add_str(&making->words, " ");
}

/* ---- memory ---- */

static size_t count_labels(const struct plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->fact_count; i++)
        count += is_choice(&plan->facts[i]) ? (size_t)plan->facts[i].most + 1 : 0;
    return count;
}

static int allocate(struct making *making)
{
    struct sentences *sentences = making->sentences;
    const struct ruleset *rules = sentences->rules;
    size_t pieces = (size_t)rules->literal.test_count + rules->literal.count; /* a test makes one at the most, and an alternative ends with one */
    sentences->pieces = calloc(pieces + 1, sizeof *sentences->pieces);
    sentences->labels = calloc(count_labels(rules->plan) + 1, sizeof *sentences->labels);
    sentences->phrases = calloc((size_t)rules->words * 64, sizeof *sentences->phrases);
    sentences->clauses = calloc(rules->plan->rule_count + 1, sizeof *sentences->clauses);
    sentences->bits = calloc((rules->plan->rule_count + 1) * rules->words, sizeof *sentences->bits);
    making->labels_of = calloc(rules->plan->fact_count + 1, sizeof *making->labels_of);
    return sentences->pieces == NULL || sentences->labels == NULL || sentences->phrases == NULL || sentences->clauses == NULL ||
                   sentences->bits == NULL || making->labels_of == NULL ? -1 : 0;
}

struct sentences *sentences_new(const struct wording *wording)
{
    struct making making = {.sentences = calloc(1, sizeof *making.sentences)};
    if (making.sentences == NULL)
        return NULL;
    making.sentences->wording = *wording;
    making.sentences->rules = wording->rules;
    bool made = allocate(&making) == 0;
    if (made)
        make_all(&making);
    free(making.labels_of);
    making.sentences->words = making.words.data;
    if (!made || making.words.failed) {
        sentences_free(making.sentences);
        return NULL;
    }
    return making.sentences;
}

void sentences_free(struct sentences *sentences)
{
    if (sentences == NULL)
        return;
    free(sentences->words);
    free(sentences->pieces);
    free(sentences->labels);
    free(sentences->phrases);
    free(sentences->clauses);
    free(sentences->bits);
    free(sentences);
}
