/*
 * The planner against its definition: all orders of questions tried, by plain recursion over what has been answered.
 */
#include <math.h>

#include "rules/planner.h"
#include "tests/unit/check.h"

#define QUESTIONS_MAX 12
#define ANSWERS_MAX 4
#define CASES_MAX 200000 /* ways to have answered some of the questions */
#define EPSILON 1e-7

/*
 * Functions over disjoint questions, each as a table of its numbers; the first of its questions turns slowest. A case says for each
 * question which answer was given, or none.
 */
struct function {
    int first, count;
    uint8_t *numbers;
};

struct problem {
    int question_count, function_count;
    uint32_t least;
    uint32_t answers[QUESTIONS_MAX];
    double weights[QUESTIONS_MAX][ANSWERS_MAX];
    struct function functions[QUESTIONS_MAX];
    double *known; /* by case: what is expected; -1 while unknown */
};

static void size_function(const struct problem *problem, struct function *function)
{
    uint32_t size = 1;
    for (int i = 0; i < function->count; i++)
        size *= problem->answers[function->first + i];
    function->numbers = calloc(size, 1);
    assert_non_null(function->numbers);
}

/* Questions shared out among the functions, one or more to each. */
static void share_out(struct problem *problem, uint64_t *random)
{
    int next = 0;
    for (int f = 0; f < problem->function_count; f++) {
        int left = problem->function_count - f - 1;
        struct function *function = &problem->functions[f];
        function->first = next;
        function->count = left == 0 ? problem->question_count - next : 1 + (int)random_below(random, (uint32_t)(problem->question_count - next - left));
        next += function->count;
        size_function(problem, function);
    }
}

static uint32_t size_of(const struct problem *problem, const struct function *function)
{
    uint32_t size = 1;
    for (int i = 0; i < function->count; i++)
        size *= problem->answers[function->first + i];
    return size;
}

/* Numbers that lie anywhere, or, `rising`, that only get less with later answers: what plans are mostly like. */
static void fill(struct problem *problem, struct function *function, bool rising, uint64_t *random)
{
    uint32_t bias = random_below(random, 3);
    for (uint32_t i = 0; i < size_of(problem, function); i++) {
        uint32_t number = 1 + random_below(random, 5), stride = 1;
        if (!rising) {
            function->numbers[i] = (uint8_t)(random_below(random, 3) < bias ? 5 : number);
            continue;
        }
        number = random_below(random, 3) == 0 ? number : 5;
        for (int q = function->count - 1; q >= 0; q--) {
            uint32_t answers = problem->answers[function->first + q];
            if (i / stride % answers > 0 && function->numbers[i - stride] < number)
                number = function->numbers[i - stride];
            stride *= answers;
        }
        function->numbers[i] = (uint8_t)number;
    }
}

struct shape {
    int questions, functions;
    uint32_t answers; /* 2 to so many for each question */
    bool rising, nothing; /* `nothing`: some answers weigh nothing */
};

static void make_problem(struct problem *problem, const struct shape *shape, uint64_t *random)
{
    static const uint32_t scales[] = {1, 3, 20, 100};
    uint32_t cases = 1;
    *problem = (struct problem){.question_count = shape->questions, .function_count = shape->functions, .least = 3 + random_below(random, 4)};
    for (int q = 0; q < shape->questions; q++) {
        uint32_t scale = scales[random_below(random, 4)], zeros = shape->nothing ? random_below(random, 3) : 0;
        problem->answers[q] = 2 + random_below(random, shape->answers - 1);
        cases *= problem->answers[q] + 1;
        for (uint32_t a = 0; a < problem->answers[q]; a++)
            problem->weights[q][a] = random_below(random, 3) < zeros ? 0 : 1 + random_below(random, scale);
        problem->weights[q][random_below(random, problem->answers[q])] += 1;
    }
    assert_true(cases <= CASES_MAX);
    problem->known = malloc(cases * sizeof *problem->known);
    assert_non_null(problem->known);
    for (uint32_t i = 0; i < cases; i++)
        problem->known[i] = -1;
    share_out(problem, random);
    for (int f = 0; f < problem->function_count; f++)
        fill(problem, &problem->functions[f], shape->rising, random);
}

static void free_problem(struct problem *problem)
{
    for (int f = 0; f < problem->function_count; f++)
        free(problem->functions[f].numbers);
    free(problem->known);
}

/* ---- the definition ---- */

struct range {
    uint32_t least, most;
};

static void widen(const struct problem *problem, const struct function *function, const int8_t *given, struct range *range)
{
    for (uint32_t i = 0; i < size_of(problem, function); i++) {
        uint32_t rest = i;
        bool fits = true;
        for (int q = function->first + function->count - 1; q >= function->first; q--) {
            fits = fits && (given[q] < 0 || (uint32_t)given[q] == rest % problem->answers[q]);
            rest /= problem->answers[q];
        }
        if (!fits)
            continue;
        range->least = function->numbers[i] < range->least ? function->numbers[i] : range->least;
        range->most = function->numbers[i] > range->most ? function->numbers[i] : range->most;
    }
}

/* The least number over all functions, over all combinations that fit. */
static struct range range_of(const struct problem *problem, const int8_t *given)
{
    struct range all = {problem->least, problem->least};
    for (int f = 0; f < problem->function_count; f++) {
        struct range one = {UINT32_MAX, 0};
        widen(problem, &problem->functions[f], given, &one);
        all.least = one.least < all.least ? one.least : all.least;
        all.most = one.most < all.most ? one.most : all.most;
    }
    return all;
}

static uint32_t index_of(const struct problem *problem, const int8_t *given)
{
    uint32_t index = 0;
    for (int q = 0; q < problem->question_count; q++)
        index = index * (problem->answers[q] + 1) + (uint32_t)(given[q] + 1);
    return index;
}

static double weigh(const struct problem *problem, int question, uint32_t answer)
{
    double all = 0;
    for (uint32_t a = 0; a < problem->answers[question]; a++)
        all += problem->weights[question][a];
    return problem->weights[question][answer] / all;
}

static double least_expected(struct problem *problem, int8_t *given);

static double expected_after(struct problem *problem, int8_t *given, int question)
{
    double expected = 1;
    for (uint32_t a = 0; a < problem->answers[question]; a++) {
        given[question] = (int8_t)a;
        expected += weigh(problem, question, a) * least_expected(problem, given);
    }
    given[question] = -1;
    return expected;
}

static double least_expected(struct problem *problem, int8_t *given)
{
    double *known = &problem->known[index_of(problem, given)], best = 1e9;
    if (*known >= 0)
        return *known;
    struct range range = range_of(problem, given);
    if (range.least == range.most)
        return *known = 0;
    for (int q = 0; q < problem->question_count; q++) {
        double expected = given[q] < 0 ? expected_after(problem, given, q) : best;
        best = expected < best ? expected : best;
    }
    return *known = best;
}

/* ---- the planner ---- */

/* Its function for those answers that begin with `from`, in the table's order. */
static uint32_t build(struct planner *planner, const struct problem *problem, const struct function *function, int depth, uint32_t from)
{
    if (depth == function->count)
        return function->numbers[from];
    int question = function->first + depth;
    uint32_t children[ANSWERS_MAX];
    for (uint32_t a = 0; a < problem->answers[question]; a++)
        children[a] = build(planner, problem, function, depth + 1, from * problem->answers[question] + a);
    return planner_node(planner, question, children);
}

/* What is left of a problem when some questions have been answered: those are left in, with one answer. */
static struct strategy plan(struct planner *planner, const struct problem *problem)
{
    struct strategy strategy;
    planner_begin(planner, problem->least);
    for (int q = 0; q < problem->question_count; q++)
        assert_int_equal(planner_question(planner, problem->weights[q], problem->answers[q]), q);
    for (int f = 0; f < problem->function_count; f++)
        assert_true(planner_add(planner, build(planner, problem, &problem->functions[f], 0, 0)));
    assert_int_equal(planner_solve(planner, &strategy), 0);
    return strategy;
}

static void fail_at(const char *what, uint32_t round, double got, double wanted)
{
    fail_msg("round %u: %s: %.9f, not %.9f", round, what, got, wanted);
}

/* Each question by itself: the numbers that the strategy gives for asking it first, and what is so. */
static void check_values(struct planner *planner, struct problem *problem, const struct strategy *strategy, uint32_t round)
{
    int8_t given[QUESTIONS_MAX];
    memset(given, -1, sizeof given);
    for (int q = 0; q < problem->question_count; q++) {
        double expected = expected_after(problem, given, q), value = strategy->values[q];
        bool matters = expected < 1 + least_expected(problem, given) - EPSILON || value > 0;
        if (matters != (value > 0))
            fail_at("a question that matters has no value", round, value, expected);
        if (value > expected + EPSILON)
            fail_at("a value is above what is expected", round, value, expected);
        if (matters && q != strategy->first && value <= strategy->expected)
            fail_at("a question passes for the best", round, value, strategy->expected);
        if (!matters)
            continue;
        if (!(fabs(planner_value(planner, q, 1e6) - expected) < EPSILON))
            fail_at("planner_value", round, planner_value(planner, q, 1e6), expected);
        double limited = planner_value(planner, q, strategy->expected * 1.05);
        if (limited < strategy->expected * 1.05 ? !(fabs(limited - expected) < EPSILON) : expected < strategy->expected * 1.05 - EPSILON)
            fail_at("planner_value with a limit", round, limited, expected);
    }
}

static void check_optimal(struct planner *planner, struct problem *problem, uint32_t round)
{
    int8_t given[QUESTIONS_MAX];
    memset(given, -1, sizeof given);
    struct strategy strategy = plan(planner, problem);
    double least = least_expected(problem, given);
    assert_true(strategy.optimal);
    if (!(fabs(strategy.expected - least) < EPSILON))
        fail_at("expected", round, strategy.expected, least);
    assert_int_equal(strategy.first < 0, least == 0);
    if (strategy.first < 0)
        return;
    if (!(fabs(expected_after(problem, given, strategy.first) - least) < EPSILON))
        fail_at("asking the first question first", round, expected_after(problem, given, strategy.first), least);
    check_values(planner, problem, &strategy, round);
}

static void check_random(const struct shape *shapes, size_t shape_count, uint32_t rounds, uint64_t random)
{
    struct planner *planner = planner_new();
    for (uint32_t round = 0; round < rounds; round++) {
        struct problem problem;
        make_problem(&problem, &shapes[round % shape_count], &random);
        check_optimal(planner, &problem, round);
        free_problem(&problem);
    }
    planner_free(planner);
}

static void test_one_function_is_settled_by_the_fewest_questions(void **state)
{
    (void)state;
    static const struct shape shapes[] = {{2, 1, 4, false, false}, {3, 1, 4, false, false}, {4, 1, 3, true, false}, {5, 1, 2, false, false}, {5, 1, 3, true, false}};
    check_random(shapes, LENGTH_OF(shapes), 400, 11);
}

static void test_several_functions_are_settled_by_the_fewest_questions(void **state)
{
    (void)state;
    static const struct shape shapes[] = {{2, 2, 4, false, false}, {3, 2, 4, false, false}, {4, 2, 3, true, false},  {4, 4, 4, false, false},
                                          {5, 2, 3, false, false}, {5, 3, 3, true, false},  {6, 3, 2, false, false}, {6, 6, 3, false, false}, {6, 2, 3, true, false}};
    check_random(shapes, LENGTH_OF(shapes), 900, 12);
}

/* Priors may say that an answer never comes; it may come all the same. */
static void test_answers_that_weigh_nothing_are_still_possible(void **state)
{
    (void)state;
    static const struct shape shapes[] = {{2, 1, 3, false, true}, {3, 2, 4, false, true}, {4, 2, 3, true, true}, {4, 4, 4, false, true}, {5, 3, 3, true, true}};
    check_random(shapes, LENGTH_OF(shapes), 400, 13);
}

/* ---- which answers come to the same ---- */

/* Whether two answers leave the same to settle: all combinations of the others give the same with both. */
static bool same_rest(struct problem *problem, int question, uint32_t one, uint32_t other)
{
    int8_t given[QUESTIONS_MAX] = {0};
    for (;;) {
        given[question] = (int8_t)one;
        uint32_t with_one = range_of(problem, given).least;
        given[question] = (int8_t)other;
        if (range_of(problem, given).least != with_one)
            return false;
        int q = 0;
        for (; q < problem->question_count; q++) {
            if (q == question)
                continue;
            if ((uint32_t)++given[q] < problem->answers[q])
                break;
            given[q] = 0;
        }
        if (q == problem->question_count)
            return true;
    }
}

static void test_answers_are_one_class_exactly_when_they_leave_the_same_to_settle(void **state)
{
    (void)state;
    uint64_t random = 14;
    struct planner *planner = planner_new();
    for (uint32_t round = 0; round < 200; round++) {
        struct problem problem;
        struct shape shape = {2 + (int)(round % 4), 1 + (int)(round % 2), 4, round % 3 == 0, false};
        make_problem(&problem, &shape, &random);
        plan(planner, &problem);
        for (int q = 0; q < problem.question_count; q++) {
            uint8_t classes[PLANNER_ANSWERS_MAX];
            uint32_t count = planner_classes(planner, q, classes);
            assert_int_equal(classes[0], 0);
            assert_int_equal(count, classes[problem.answers[q] - 1] + 1);
            for (uint32_t a = 1; a < problem.answers[q]; a++)
                assert_int_equal(classes[a], classes[a - 1] + !same_rest(&problem, q, a - 1, a));
        }
        free_problem(&problem);
    }
    planner_free(planner);
}

/* ---- more than ten questions ---- */

/* What the strategy really needs, when it is asked anew after each answer. */
static double walk(struct planner *planner, const struct problem *problem)
{
    struct strategy strategy = plan(planner, problem);
    int question = strategy.first;
    if (question < 0)
        return 0;
    double expected = 1;
    struct problem rest = *problem;
    for (uint32_t a = 0; a < problem->answers[question]; a++) {
        uint32_t f = 0, stride = 1;
        while (question >= problem->functions[f].first + problem->functions[f].count)
            f++;
        const struct function *before = &problem->functions[f];
        struct function *after = &rest.functions[f];
        for (int q = question + 1; q < before->first + before->count; q++)
            stride *= problem->answers[q];
        after->numbers = malloc(size_of(problem, before));
        for (uint32_t i = 0; i < size_of(problem, before); i++) { /* all answers are now this one */
            uint32_t was = i / stride % problem->answers[question];
            after->numbers[i] = before->numbers[i - was * stride + a * stride];
        }
        expected += weigh(problem, question, a) * walk(planner, &rest);
        free(after->numbers);
        *after = *before;
    }
    return expected;
}

/* 3^11 cases: all orders can still be tried. */
static void test_beyond_ten_questions_two_per_cent_more_than_the_fewest_are_enough(void **state)
{
    (void)state;
    static const struct shape shapes[] = {{11, 4, 2, true, false}, {11, 11, 2, false, false}, {11, 3, 2, true, false}, {11, 5, 2, false, false}};
    uint64_t random = 15;
    struct planner *planner = planner_new();
    double needed = 0, fewest = 0, worst = 1;
    for (uint32_t round = 0; round < 4; round++) {
        struct problem problem;
        int8_t given[QUESTIONS_MAX];
        memset(given, -1, sizeof given);
        make_problem(&problem, &shapes[round % LENGTH_OF(shapes)], &random);
        double least = least_expected(&problem, given), walked = walk(planner, &problem);
        needed += walked;
        fewest += least;
        worst = least > 0 && walked / least > worst ? walked / least : worst;
        free_problem(&problem);
    }
    planner_free(planner);
    print_message("# beyond ten questions: %.4f of the fewest, worst %.4f\n", needed / fewest, worst);
    assert_true(needed <= 1.02 * fewest && worst <= 1.10);
}

/* ---- limits ---- */

static uint32_t switch_on(struct planner *planner, int question, uint32_t yes, uint32_t no)
{
    const uint32_t children[] = {no, yes};
    return planner_node(planner, question, children);
}

static void test_beyond_ten_questions_nothing_is_said_to_be_optimal(void **state)
{
    (void)state;
    static const double even[] = {1, 1};
    struct planner *planner = planner_new();
    struct strategy strategy;
    for (int count = PLANNER_EXACT_MAX; count <= PLANNER_EXACT_MAX + 1; count++) {
        planner_begin(planner, 5);
        uint32_t all = 1;
        for (int i = 0; i < count; i++)
            planner_question(planner, even, 2);
        for (int i = count - 1; i >= 0; i--)
            all = switch_on(planner, i, all, 5);
        planner_add(planner, all);
        assert_int_equal(planner_solve(planner, &strategy), 0);
        assert_int_equal(strategy.optimal, count <= PLANNER_EXACT_MAX);
        assert_true(strategy.first >= 0);
        assert_true(fabs(strategy.expected - (2 - pow(0.5, count - 1))) < EPSILON); /* one after the other, until one fails */
    }
    planner_free(planner);
}

/* A function of 16 questions with all its numbers by chance has more nodes than are allowed. */
static uint32_t by_chance(struct planner *planner, int question, int last, uint64_t *random)
{
    if (question == last)
        return 1 + random_below(random, 4);
    uint32_t yes = by_chance(planner, question + 1, last, random), no = by_chance(planner, question + 1, last, random);
    return switch_on(planner, question, yes, no);
}

/* `small`: a function of one question is given as well, before the large one or behind it. */
static void check_too_large(struct planner *planner, bool before)
{
    static const double even[] = {1, 1};
    struct strategy strategy;
    uint64_t random = 16;
    planner_begin(planner, 5);
    for (int i = 0; i < 19; i++)
        assert_int_equal(planner_question(planner, even, 2), i);
    if (before)
        assert_true(planner_add(planner, switch_on(planner, 18, 1, 5)));
    assert_true(planner_add(planner, by_chance(planner, 0, 18, &random)));
    if (!before)
        assert_true(planner_add(planner, switch_on(planner, 18, 1, 5)));
    assert_int_equal(planner_solve(planner, &strategy), 0);
    assert_false(strategy.optimal);
    assert_true(strategy.first >= 0);
    assert_true(strategy.values[strategy.first] > 0);
    assert_true(strategy.expected >= 1 && strategy.expected <= 19);
    uint8_t classes[PLANNER_ANSWERS_MAX];
    assert_int_equal(planner_classes(planner, strategy.first, classes), 2); /* nothing is known to come to the same */
}

static void test_a_function_too_large_still_gets_a_question(void **state)
{
    (void)state;
    struct planner *planner = planner_new();
    check_too_large(planner, true);
    check_too_large(planner, false);
    static const struct shape shapes[] = {{3, 2, 3, false, false}}; /* and the planner is of use again */
    struct problem problem;
    uint64_t random = 17;
    make_problem(&problem, shapes, &random);
    check_optimal(planner, &problem, 0);
    free_problem(&problem);
    planner_free(planner);
}

/* 63 questions with eight answers each, all of functions of their own. */
static void test_many_questions_are_planned_in_good_time(void **state)
{
    (void)state;
    struct planner *planner = planner_new();
    struct strategy strategy;
    uint64_t random = 18;
    planner_begin(planner, 12);
    for (int q = 0; q < PLANNER_QUESTIONS_MAX; q++) {
        double weights[8];
        uint32_t children[8];
        for (int a = 0; a < 8; a++) {
            weights[a] = 1 + random_below(&random, 50);
            children[a] = 12 - random_below(&random, 12);
        }
        assert_int_equal(planner_question(planner, weights, 8), q);
        assert_true(planner_add(planner, planner_node(planner, q, children)));
    }
    assert_int_equal(planner_question(planner, (const double[]){1}, 1), -1);
    assert_false(planner_add(planner, 3));
    clock_t begin = clock();
    assert_int_equal(planner_solve(planner, &strategy), 0);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_true(strategy.first >= 0);
    assert_false(strategy.optimal);
    if (seconds > 2)
        fail_msg("one plan took %.2f s", seconds);
    planner_free(planner);
}

static void test_nothing_is_asked_when_a_number_is_given_whatever_the_answers_are(void **state)
{
    (void)state;
    static const double even[] = {1, 1};
    struct planner *planner = planner_new();
    struct strategy strategy;
    planner_begin(planner, 2);
    planner_question(planner, even, 2);
    planner_question(planner, even, 2);
    planner_add(planner, switch_on(planner, 0, 2, 5));
    planner_add(planner, switch_on(planner, 1, 3, 4));
    assert_int_equal(planner_solve(planner, &strategy), 0);
    assert_int_equal(strategy.first, -1);
    assert_true(strategy.optimal && strategy.expected == 0 && strategy.values[0] == 0);
    uint8_t classes[PLANNER_ANSWERS_MAX];
    assert_int_equal(planner_classes(planner, 0, classes), 1);
    planner_free(planner);
}

static void test_of_equal_questions_the_first_is_asked(void **state)
{
    (void)state;
    static const double even[] = {1, 1};
    struct planner *planner = planner_new();
    struct strategy strategy;
    planner_begin(planner, 5);
    for (int i = 0; i < 4; i++) {
        planner_question(planner, even, 2);
        planner_add(planner, switch_on(planner, i, i == 3 ? 4 : 1, 5));
    }
    assert_int_equal(planner_solve(planner, &strategy), 0);
    assert_int_equal(strategy.first, 0);
    assert_true(fabs(strategy.values[0] - strategy.values[1]) < EPSILON);
    planner_free(planner);
    planner_free(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_function_is_settled_by_the_fewest_questions),
        cmocka_unit_test(test_several_functions_are_settled_by_the_fewest_questions),
        cmocka_unit_test(test_answers_that_weigh_nothing_are_still_possible),
        cmocka_unit_test(test_answers_are_one_class_exactly_when_they_leave_the_same_to_settle),
        cmocka_unit_test(test_beyond_ten_questions_two_per_cent_more_than_the_fewest_are_enough),
        cmocka_unit_test(test_beyond_ten_questions_nothing_is_said_to_be_optimal),
        cmocka_unit_test(test_a_function_too_large_still_gets_a_question),
        cmocka_unit_test(test_many_questions_are_planned_in_good_time),
        cmocka_unit_test(test_nothing_is_asked_when_a_number_is_given_whatever_the_answers_are),
        cmocka_unit_test(test_of_equal_questions_the_first_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
