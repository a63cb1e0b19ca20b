/*
 * Which question to ask first, so that the answer is settled after the fewest questions on average.
 *
 * The planner knows no plan, only functions of questions. A question has a few answers, each with a probability, independent of the
 * others; a function gives a number for each combination of answers; what is sought is the least number that any function gives
 * (numbers are levels: the most severe). It is settled when all combinations still possible give the same.
 *
 *     struct planner *planner = planner_new();
 *     planner_begin(planner, 10);                                       nothing above 10 is ever given
 *     int q = planner_question(planner, (double[]){6, 3, 1}, 3);
 *     uint32_t f = planner_node(planner, q, (uint32_t[]){4, 4, 1});     below PLANNER_ENDS: a number
 *     planner_add(planner, f);
 *     planner_solve(planner, &strategy)
 *
 * The strategy is optimal, by dynamic programming over what may be left to settle, as long as there are at most PLANNER_EXACT_MAX
 * questions and what comes up fits PLANNER_NODES_EXACT, PLANNER_STATES_MAX and PLANNER_STEPS_MAX. Beyond, in each state only PLANNER_FOLLOWED questions are
 * followed (twice as many in the first): of those that decide most often, the ones with the best lower bounds (planner.c says how both
 * are found). Once there are too many states, or steps, the bounds of what each first question leaves are all there is; past PLANNER_NODES_MAX, the question that decides most often.
 *
 * Working memory is kept between problems; not for two threads at once.
 */
#ifndef RULES_PLANNER_H
#define RULES_PLANNER_H

#include <stdbool.h>
#include <stdint.h>

#define PLANNER_ENDS 16
#define PLANNER_QUESTIONS_MAX 63
#define PLANNER_ANSWERS_MAX 64
#define PLANNER_EXACT_MAX 10
#define PLANNER_FOLLOWED 3
#define PLANNER_STATES_MAX 60000
#define PLANNER_STEPS_MAX 2000000 /* of looking at parts of states */
#define PLANNER_NODES_MAX 120000
#define PLANNER_NODES_EXACT 40000 /* from here on, as beyond PLANNER_EXACT_MAX */
#define PLANNER_NODES_WIDE 6000   /* from here on, beyond PLANNER_EXACT_MAX, one question of a function is followed */

struct planner;

struct strategy {
    int first;       /* the question to ask first; -1 when nothing is left to settle */
    double expected; /* questions until settled, the first included */
    bool optimal;    /* no strategy needs fewer; else `expected` is what the strategy found needs, or an estimate */
    double values[PLANNER_QUESTIONS_MAX]; /* by question: `expected` for the first; more than that for the others, less for the more promising,
                                             and, where the strategy is optimal, no more than planner_value; 0 for one that changes nothing */
};

/* NULL when out of memory. */
struct planner *planner_new(void);
void planner_free(struct planner *planner);
/* Begin a new problem; `least` is given whatever the answers are. */
void planner_begin(struct planner *planner, uint32_t least);
/* A question, with weights of its answers (scaled to add up to one); its number, from 0 on; -1 past the limits. Among questions that are
   equally good and look so at first sight, the one with the lowest number is taken. */
int planner_question(struct planner *planner, const double *weights, uint32_t answer_count);
/*
 * The function that asks `question` and goes on with one of `children` for each answer: functions of later questions in the order of
 * planner_node calls (any order will do, if it is the same on all paths), or ends. UINT32_MAX when out of memory.
 */
uint32_t planner_node(struct planner *planner, int question, const uint32_t *children);
/* A function whose number counts. False past PLANNER_QUESTIONS_MAX of them. Functions must not share questions. */
bool planner_add(struct planner *planner, uint32_t function);
/* -1 when out of memory. Functions past PLANNER_NODES_MAX are not looked at: then all questions are as good. */
int planner_solve(struct planner *planner, struct strategy *strategy);
/*
 * After that: questions until settled when this one, which changes something, is asked first; from `limit` on, any number from there. As
 * good as the strategy: an estimate where that one is. -1 when out of memory.
 */
double planner_value(struct planner *planner, int question, double limit);
/*
 * After that: which answers to a question come to the same, given what is left to settle. Into `classes` a number for each answer,
 * ascending; answers with the same number stand side by side. Returns how many numbers: 1 for a question that
 * changes nothing; as many as answers when there was no room to find out.
 */
uint32_t planner_classes(struct planner *planner, int question, uint8_t *classes);

#endif
