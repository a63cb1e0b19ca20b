/* Weights of cells. See prior.h. */
#include "rules/prior.h"

#include <string.h>

#include "core/incident_read.h"

#define VALUE_SIZE_MAX 64

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* What is being read, and of what. */
struct steps {
    const struct plan *plan;
    const struct fact *fact;
    const char *next;
};

/* "3" of "3:1", as what the fact can be; moves on to the colon. */
static int read_from(struct steps *steps, int64_t *from, struct err *err)
{
    char value[VALUE_SIZE_MAX];
    struct known known;
    size_t size = strcspn(steps->next, ":,"), kept = size;
    while (kept > 0 && is_blank(steps->next[kept - 1]))
        kept--;
    if (steps->next[size] != ':' || kept == 0 || kept >= sizeof value)
        return err_set(err, ERR_USAGE, "先验要写成 值:权重,值:权重…", "a prior is written as value:weight,value:weight…");
    memcpy(value, steps->next, kept);
    value[kept] = '\0';
    if (incident_read_value(steps->plan, steps->fact, value, &known, err) != 0)
        return -1;
    if (!known.given || known.least != known.most)
        return err_set(err, ERR_USAGE, "先验的每一步从一个值开始，不能是范围", "each step of a prior begins at one value, not at a range");
    *from = known.least;
    steps->next += size;
    return 0;
}

/* Digits; moves behind them. */
static int read_weight(struct steps *steps, uint32_t *weight, struct err *err)
{
    uint64_t number = 0;
    const char *start = steps->next;
    for (; *steps->next >= '0' && *steps->next <= '9' && number <= PRIOR_WEIGHT_MAX; steps->next++)
        number = number * 10 + (uint64_t)(*steps->next - '0');
    if (steps->next == start || number > PRIOR_WEIGHT_MAX) {
        steps->next = start; /* where the flaw is */
        return err_set(err, ERR_USAGE, "权重要写成 0 到 %d 的整数", "a weight is a whole number from 0 to %d", PRIOR_WEIGHT_MAX);
    }
    *weight = (uint32_t)number;
    return 0;
}

static void skip_blanks(struct steps *steps)
{
    while (is_blank(*steps->next))
        steps->next++;
}

static int read_step(struct steps *steps, struct prior *prior, struct err *err)
{
    struct prior_step step;
    const char *start = steps->next;
    if (prior->count == PRIOR_STEPS_MAX)
        return err_set(err, ERR_USAGE, "先验最多 %d 步", "a prior has at most %d steps", PRIOR_STEPS_MAX);
    if (read_from(steps, &step.from, err) != 0)
        return -1;
    if (prior->count > 0 && step.from <= prior->steps[prior->count - 1].from) {
        steps->next = start;
        return err_set(err, ERR_USAGE, "先验的各步要从小到大", "the steps of a prior must ascend");
    }
    steps->next++;
    skip_blanks(steps);
    if (read_weight(steps, &step.weight, err) != 0)
        return -1;
    prior->steps[prior->count++] = step;
    skip_blanks(steps);
    return 0;
}

static int read_steps(struct steps *steps, struct prior *prior, struct err *err)
{
    uint64_t all = 0;
    for (;; steps->next++) {
        skip_blanks(steps);
        if (read_step(steps, prior, err) != 0)
            return -1;
        all += prior->steps[prior->count - 1].weight;
        if (*steps->next == '\0')
            break;
        if (*steps->next != ',')
            return err_set(err, ERR_USAGE, "先验的各步之间用逗号", "the steps of a prior are separated by commas");
    }
    return all > 0 ? 0 : err_set(err, ERR_USAGE, "先验的权重不能全是 0", "the weights of a prior cannot all be 0");
}

int prior_read(const struct plan *plan, const struct fact *fact, const char *text, struct prior *prior, struct err *err)
{
    struct steps steps = {plan, fact, text};
    *prior = (struct prior){.count = 0};
    if (read_steps(&steps, prior, err) == 0)
        return 0;
    prior->flaw = (uint32_t)(steps.next - text);
    return -1;
}

double prior_weight(const struct prior *prior, int64_t value)
{
    uint32_t step = 0;
    if (prior == NULL || prior->count == 0)
        return 1;
    while (step + 1 < prior->count && prior->steps[step + 1].from <= value)
        step++;
    return prior->steps[step].weight;
}
