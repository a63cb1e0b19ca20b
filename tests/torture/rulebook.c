/* Random rule sets and their meaning. See rulebook.h; rulebook_text.c writes them down. */
#include "tests/torture/rulebook.h"

#include <string.h>

#include "tests/torture/torture.h"

#define NONE_LOW INT64_MIN
#define NONE_HIGH INT64_MAX
#define SIGNS 8 /* >=, >, <=, <, =, !=, an interval, a set */

static uint32_t below(uint64_t *dice, uint32_t limit)
{
    return (uint32_t)(torture_random(dice) % limit);
}

/* ---- making ---- */

static void make_facts(struct rulebook *book, uint64_t *dice)
{
    static const enum book_type others[] = {BOOK_BOOL, BOOK_ENUM, BOOK_LEVEL};
    bool large = book->scale > 1;
    book->number_count = 1 + below(dice, large ? 3 : BOOK_NUMBERS);
    book->fact_count = book->number_count + below(dice, large ? 2 : 4);
    enum book_type number = large && book->scale % 500000 == 0 ? BOOK_DECIMAL : below(dice, 4) == 0 ? BOOK_DECIMAL : BOOK_COUNT;
    for (uint32_t i = 0; i < book->fact_count; i++) {
        struct book_fact *fact = &book->facts[i];
        fact->type = i < book->number_count ? number : others[below(dice, 3)];
        fact->harm = below(dice, 2);
        fact->discretion = below(dice, 6) == 0;
    }
}

/* A threshold, in the units of the fact. */
static int64_t threshold(const struct rulebook *book, uint64_t *dice)
{
    return (int64_t)below(dice, book->threshold_most + 1) * book->scale;
}

static uint32_t some_facts(const struct rulebook *book, uint64_t *dice)
{
    uint32_t count = book->number_count, first = below(dice, count), last = first + below(dice, count - first), facts = 0;
    if (book->scale == 1)
        return 1 + below(dice, (1u << count) - 1);
    for (uint32_t i = first; i <= last; i++) /* neighbours alone */
        facts |= 1u << i;
    return facts;
}

static void test_number(const struct rulebook *book, struct book_node *node, uint64_t *dice)
{
    int64_t first = threshold(book, dice), second = threshold(book, dice);
    if (first > second) {
        int64_t kept = first;
        first = second;
        second = kept;
    }
    node->sign = below(dice, SIGNS);
    node->interval_count = 1;
    node->least[0] = NONE_LOW;
    node->most[0] = NONE_HIGH;
    switch (node->sign) {
    case 0: node->least[0] = first; break;
    case 1: node->least[0] = first + 1; break;
    case 2: node->most[0] = first; break;
    case 3: node->most[0] = second - 1; break;
    case 4: node->least[0] = node->most[0] = first; break;
    case 5: node->least[0] = node->most[0] = first; node->inverted = true; break;
    case 6: node->least[0] = first; node->most[0] = second; break;
    default:
        node->least[0] = node->most[0] = first;
        node->least[1] = node->most[1] = second;
        node->interval_count = 2;
        break;
    }
}

static void test_count(struct rulebook *book, struct book_node *node, uint64_t *dice)
{
    node->subject_count = 1 + below(dice, 2);
    for (uint32_t i = 0; i < node->subject_count; i++) {
        if (book->count_count + 2 > BOOK_COUNTS) { /* those there are, as they are */
            node->counts[0] = below(dice, book->count_count);
            node->subject_count = 1;
            return;
        }
        struct book_count *count = &book->counts[node->counts[i] = book->count_count++];
        *count = (struct book_count){below(dice, 5), below(dice, 2), below(dice, 3), below(dice, 2) ? -1 : 1 + (int32_t)below(dice, 9), 0};
        if (i == 1) { /* the other disease, in the same way */
            *count = book->counts[node->counts[0]];
            count->disease = 1 - count->disease;
        }
    }
}

static void test_choice(const struct rulebook *book, struct book_node *node, uint32_t fact, uint64_t *dice)
{
    uint32_t top = book->facts[fact].type == BOOK_BOOL ? 1 : book->facts[fact].type == BOOK_ENUM ? 2 : 4;
    static const uint32_t signs[] = {4, 5, 7, 0, 2};
    bool level = book->facts[fact].type == BOOK_LEVEL;
    node->sign = top == 1 ? SIGNS : signs[below(dice, level ? 3 : 5)];
    node->facts = 1u << fact;
    node->equal = node->sign >= 4 && top > 1;
    node->interval_count = node->sign == 7 ? 2 : 1;
    for (uint32_t i = 0; i < 2; i++)
        node->least[i] = node->most[i] = top == 1 ? 1 : below(dice, top + 1);
    node->inverted = node->sign == 5;
    if (node->sign == 0)
        node->most[0] = NONE_HIGH;
    if (node->sign == 2)
        node->least[0] = NONE_LOW;
}

static uint16_t add_node(struct rulebook *book)
{
    book->nodes[book->node_count] = (struct book_node){.kind = BOOK_TEST, .subject_count = 1};
    return (uint16_t)book->node_count++;
}

static uint16_t make_test(struct rulebook *book, bool grades, uint64_t *dice)
{
    uint16_t index = add_node(book);
    struct book_node *node = &book->nodes[index];
    uint32_t fact = below(dice, book->fact_count);
    if (grades && below(dice, 8) == 0) {
        node->kind = BOOK_GRADE;
        node->grade = below(dice, 3);
    } else if (book->has_reports && below(dice, 4) == 0) {
        int64_t scale = book->scale;
        uint32_t most = book->threshold_most;
        book->scale = 1;
        book->threshold_most = 4;
        test_number(book, node, dice);
        test_count(book, node, dice);
        book->scale = scale;
        book->threshold_most = most;
    } else if (fact >= book->number_count) {
        test_choice(book, node, fact, dice);
    } else {
        node->facts = some_facts(book, dice);
        test_number(book, node, dice);
    }
    return index;
}

/* An expression of at most eight tests. */
static uint16_t make_expression(struct rulebook *book, uint32_t depth, bool grades, uint64_t *dice)
{
    uint32_t roll = depth == 0 ? 0 : below(dice, 8);
    if (roll < 2)
        return make_test(book, grades, dice);
    uint16_t left = make_expression(book, depth - 1, grades, dice);
    uint16_t right = roll == 2 ? 0 : make_expression(book, depth - 1, grades, dice);
    uint16_t index = add_node(book);
    book->nodes[index].kind = roll == 2 ? BOOK_NOT : roll < 6 ? BOOK_AND : BOOK_OR;
    book->nodes[index].left = left;
    book->nodes[index].right = right;
    return index;
}

static void make_rules(struct rulebook *book, uint64_t *dice)
{
    book->rule_count = 1 + below(dice, BOOK_RULES);
    for (uint32_t i = 0; i < book->rule_count; i++) {
        bool row = below(dice, 5) == 0;
        book->rules[i] = (struct book_rule){make_expression(book, 1 + below(dice, 3), !row, dice), row ? 0 : 1 + below(dice, 4), below(dice, 3)};
    }
    book->when = make_expression(book, 2, true, dice);
}

/* ---- reports ---- */

/* What a report counts as, for each unit: reports that count as the same are one. */
static uint32_t identity(const struct rulebook *book, uint32_t report, uint32_t unit)
{
    const struct book_report *it = &book->reports[report];
    return unit < 2 ? it->county : unit == 2 ? it->county * 8 + it->township : unit == 3 ? it->premises : report;
}

/* Counties 0, 1, 2 touch in a row, 3 stands alone. */
static int64_t touching(uint64_t counties)
{
    static const uint32_t groups[] = {7, 3, 6, 1, 2, 4, 8};
    static const int64_t sizes[] = {3, 2, 2, 1, 1, 1, 1};
    for (uint32_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        if ((counties & groups[i]) == groups[i])
            return sizes[i];
    return 0;
}

static int64_t count_reports(const struct rulebook *book, const struct book_count *count)
{
    uint64_t seen = 0;
    for (uint32_t i = 0; i < book->report_count; i++) {
        const struct book_report *it = &book->reports[i];
        if (it->disease == count->disease && it->spread >= count->spread && it->days_ago >= 0 && (count->days < 0 || it->days_ago <= count->days))
            seen |= UINT64_C(1) << identity(book, i, count->unit);
    }
    return count->unit == 1 ? touching(seen) : __builtin_popcountll(seen);
}

static void make_reports(struct rulebook *book, uint64_t *dice)
{
    book->report_count = book->has_reports ? below(dice, BOOK_REPORTS + 1) : 0;
    for (uint32_t i = 0; i < book->report_count; i++)
        book->reports[i] = (struct book_report){(int32_t)below(dice, 13) - 2, below(dice, 4), below(dice, 2), below(dice, 4), below(dice, 2), below(dice, 3)};
    for (uint32_t i = 0; i < book->count_count; i++)
        book->counts[i].value = count_reports(book, &book->counts[i]);
}

/* ---- points ---- */

/* One past the last value that is on the mild side of all thresholds of tests that read the fact. */
static int64_t highest_cut(const struct rulebook *book, uint32_t fact)
{
    int64_t highest = 0;
    for (uint32_t i = 0; i < book->node_count; i++) {
        const struct book_node *node = &book->nodes[i];
        if (node->kind != BOOK_TEST || !(node->facts >> fact & 1))
            continue;
        for (uint32_t n = 0; n < node->interval_count; n++) {
            if (node->least[n] > highest)
                highest = node->least[n];
            if (node->most[n] != NONE_HIGH && node->most[n] + 1 > highest)
                highest = node->most[n] + 1;
        }
    }
    return highest;
}

static void add_point(struct book_fact *fact, int64_t value, bool bound)
{
    fact->points[fact->point_count] = value;
    fact->bounds[fact->point_count++] = bound;
}

static void find_points(struct rulebook *book, uint32_t index)
{
    struct book_fact *fact = &book->facts[index];
    int64_t top = fact->type == BOOK_BOOL ? 1 : fact->type == BOOK_ENUM ? 2 : fact->type == BOOK_LEVEL ? 4 : highest_cut(book, index);
    if (book->scale == 1 || index >= book->number_count) {
        for (int64_t value = 0; value <= top; value++)
            add_point(fact, value, true);
        return;
    }
    int64_t side = book->number_count;
    for (int64_t times = 0; times <= top / book->scale; times++)
        for (int64_t offset = -side; offset <= side; offset++)
            if (times * book->scale + offset >= 0)
                add_point(fact, times * book->scale + offset, offset >= -1 && offset <= 1);
}

static uint32_t combinations(const struct rulebook *book)
{
    uint64_t all = 1;
    for (uint32_t i = 0; i < book->fact_count; i++)
        all = all > BOOK_COMBINATIONS ? all : all * book->facts[i].point_count;
    return all > BOOK_COMBINATIONS ? BOOK_COMBINATIONS + 1 : (uint32_t)all;
}

/* Most are small enough to be looked at in a millisecond. */
void rulebook_make(struct rulebook *book, uint64_t *dice)
{
    static const int64_t scales[] = {1, 1, 1, 1, 1, 10, 1000, 1000000, 500000};
    uint32_t most = below(dice, 12) == 0 ? BOOK_COMBINATIONS : 2500;
    do {
        *book = (struct rulebook){.scale = scales[below(dice, sizeof scales / sizeof scales[0])]};
        book->has_reports = below(dice, 3) == 0;
        book->threshold_most = 1 + below(dice, book->scale > 1 ? 3 : 7);
        make_facts(book, dice);
        make_rules(book, dice);
        make_reports(book, dice);
        for (uint32_t i = 0; i < book->fact_count; i++)
            find_points(book, i);
    } while (combinations(book) > most);
}

/* ---- meaning ---- */

struct reading {
    const struct rulebook *book;
    const int64_t *values;
    bool safe;
};

/* One interval, or, `negated`, what lies outside. An upper bound on harm is none in the safe reading (docs/rules.md). */
static bool in_interval(const struct reading *reading, const struct book_node *node, uint32_t which, int64_t value, bool negated)
{
    bool harm = true;
    for (uint32_t i = 0; i < reading->book->fact_count; i++)
        harm = harm && (!(node->facts >> i & 1) || reading->book->facts[i].harm);
    bool drop = reading->safe && harm && !node->equal;
    int64_t least = node->least[which], most = node->most[which];
    if (!negated)
        return (least == NONE_LOW || value >= least) && (most == NONE_HIGH || drop || value <= most);
    return (least != NONE_LOW && (drop || value < least)) || (most != NONE_HIGH && value > most);
}

static bool test_holds(const struct reading *reading, const struct book_node *node, bool negated)
{
    bool outside = negated != node->inverted, all = true, any = false;
    for (uint32_t s = 0; s < node->subject_count; s++) {
        int64_t value = node->facts == 0 ? reading->book->counts[node->counts[s]].value : 0;
        for (uint32_t i = 0; i < reading->book->fact_count; i++)
            value += node->facts >> i & 1 ? reading->values[i] : 0;
        for (uint32_t n = 0; n < node->interval_count; n++) {
            bool holds = in_interval(reading, node, n, value, outside);
            all = all && holds;
            any = any || holds;
        }
    }
    return outside ? all : any;
}

/* As deep as expressions are made; rows of grades have no grades. */
static bool holds(const struct reading *reading, uint16_t index, bool negated)
{
    const struct rulebook *book = reading->book;
    const struct book_node *node = &book->nodes[index];
    if (node->kind == BOOK_TEST)
        return test_holds(reading, node, negated);
    if (node->kind == BOOK_NOT)
        return holds(reading, node->left, !negated);
    if (node->kind == BOOK_GRADE) {
        bool any = false, all = true;
        for (uint32_t i = 0; i < book->rule_count; i++)
            if (book->rules[i].level == 0 && book->rules[i].grade == node->grade) {
                bool row = holds(reading, book->rules[i].node, negated);
                any = any || row;
                all = all && row;
            }
        return negated ? all : any;
    }
    bool left = holds(reading, node->left, negated), right = holds(reading, node->right, negated);
    return (node->kind == BOOK_AND) != negated ? left && right : left || right;
}

uint32_t rulebook_level(const struct book_rule *rule)
{
    static const uint32_t levels[] = {BOOK_LEVEL_NONE, 3, 1};
    return rule->level != 0 ? rule->level : levels[rule->grade];
}

struct meaning rulebook_meaning(const struct rulebook *book, const int64_t *values)
{
    struct meaning it = {BOOK_LEVEL_NONE, BOOK_LEVEL_NONE, -1, false, 0, 0};
    struct reading literal = {book, values, false}, safe = {book, values, true};
    it.when = holds(&literal, book->when, false);
    for (uint32_t i = 0; i < book->rule_count; i++) {
        const struct book_rule *rule = &book->rules[i];
        uint32_t level = rulebook_level(rule);
        if (holds(&literal, rule->node, false)) {
            it.held = (uint16_t)(it.held | 1u << i);
            it.level = level < it.level ? (uint8_t)level : it.level;
            if (rule->level == 0 && (int8_t)rule->grade > it.grade)
                it.grade = (int8_t)rule->grade;
        }
        if (holds(&safe, rule->node, false)) {
            it.safe_held = (uint16_t)(it.safe_held | 1u << i);
            it.safe_level = level < it.safe_level ? (uint8_t)level : it.safe_level;
        }
    }
    return it;
}

static bool reads(const struct rulebook *book, uint16_t index, uint32_t fact)
{
    const struct book_node *node = &book->nodes[index];
    if (node->kind == BOOK_TEST)
        return node->facts >> fact & 1;
    if (node->kind == BOOK_GRADE) {
        for (uint32_t i = 0; i < book->rule_count; i++)
            if (book->rules[i].level == 0 && book->rules[i].grade == node->grade && reads(book, book->rules[i].node, fact))
                return true;
        return false;
    }
    return reads(book, node->left, fact) || (node->kind != BOOK_NOT && reads(book, node->right, fact));
}

bool rulebook_reads(const struct rulebook *book, uint32_t rule, uint32_t fact)
{
    return reads(book, book->rules[rule].node, fact);
}
