/*
 * Random rule sets that know their own meaning: the text of a plan, and what it means, by an evaluation that shares no code with rules/.
 *
 *     struct rulebook book;
 *     rulebook_make(&book, &dice);
 *     rulebook_text(&book, &text);                 the plan file
 *     struct meaning meaning = rulebook_meaning(&book, values);
 *
 * Every fact has points: values such that every way in which the rules can come out, within any bounds that are points of `bounds`,
 * comes out at some combination of points. Rule sets are of two kinds. The small ones have small thresholds: the points are all values
 * up to the largest. The large ones have thresholds that are multiples of `scale`, and sums of neighbouring facts alone: the vertices of
 * what their tests cut out are then whole multiples, give or take as many units as there are facts, on both sides of every threshold.
 */
#ifndef TESTS_TORTURE_RULEBOOK_H
#define TESTS_TORTURE_RULEBOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/text.h"

#define BOOK_FACTS 7
#define BOOK_NUMBERS 4 /* the first facts are numbers */
#define BOOK_POINTS 64
#define BOOK_COMBINATIONS 40000
#define BOOK_NODES 400
#define BOOK_RULES 10
#define BOOK_COUNTS 6
#define BOOK_REPORTS 8
#define BOOK_LEVEL_NONE 5 /* milder than all four */

enum book_type { BOOK_COUNT, BOOK_DECIMAL, BOOK_BOOL, BOOK_ENUM, BOOK_LEVEL };

struct book_fact {
    enum book_type type;
    bool harm, discretion;
    int64_t points[BOOK_POINTS]; /* ascending */
    bool bounds[BOOK_POINTS];    /* which of them may bound a range */
    uint32_t point_count;
};

/* A number counted from reports. */
struct book_count {
    uint32_t unit; /* 0 counties, 1 touching counties, 2 townships, 3 premises, 4 reports */
    uint32_t disease, spread;
    int32_t days; /* -1: no window */
    int64_t value;
};

struct book_report {
    int32_t days_ago; /* below 0: after the day of grading */
    uint32_t county, township, premises, disease, spread;
};

enum book_kind { BOOK_TEST, BOOK_AND, BOOK_OR, BOOK_NOT, BOOK_GRADE };

/* TEST: one of the subjects lies in one of the intervals; `inverted`: none does. */
struct book_node {
    enum book_kind kind;
    uint16_t left, right;
    uint32_t facts;      /* bit i: fact i is added; 0 where counts are tested */
    uint32_t counts[2], subject_count;
    int64_t least[2], most[2];
    uint32_t interval_count;
    bool inverted, equal; /* equal: names a value of an enumeration, which is no bound */
    uint32_t sign;       /* how it is written */
    uint32_t grade;
};

struct book_rule {
    uint16_t node;
    uint32_t level; /* 1 to 4; 0 for a row of a grade */
    uint32_t grade; /* 0, without a level, is the mildest */
};

struct rulebook {
    int64_t scale; /* 1: small */
    struct book_fact facts[BOOK_FACTS];
    uint32_t fact_count, number_count;
    bool has_reports;
    struct book_count counts[BOOK_COUNTS];
    uint32_t count_count;
    struct book_report reports[BOOK_REPORTS];
    uint32_t report_count;
    struct book_node nodes[BOOK_NODES];
    uint32_t node_count;
    struct book_rule rules[BOOK_RULES];
    uint32_t rule_count;
    uint16_t when; /* of a task */
    uint32_t threshold_most; /* in units of scale */
};

/* What complete facts mean. Bits of `held`: rules. */
struct meaning {
    uint8_t level, safe_level;
    int8_t grade; /* -1 for none */
    bool when;
    uint16_t held, safe_held;
};

void rulebook_make(struct rulebook *book, uint64_t *dice);
void rulebook_text(const struct rulebook *book, struct text *text);
/* "reports": […], or nothing. */
void rulebook_reports(const struct rulebook *book, struct text *text);
/* A value of a fact as JSON. */
void rulebook_value(const struct rulebook *book, uint32_t fact, int64_t value, struct text *text);
struct meaning rulebook_meaning(const struct rulebook *book, const int64_t *values);
/* Level that a rule belongs to; BOOK_LEVEL_NONE for the mildest grade's. */
uint32_t rulebook_level(const struct book_rule *rule);
/* Whether a rule reads a fact. */
bool rulebook_reads(const struct rulebook *book, uint32_t rule, uint32_t fact);

#endif
