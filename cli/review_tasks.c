/* The review's section on tasks: how many each agency had and how it did, and every task that somebody began or that had a time. */
#include <stdlib.h>
#include <string.h>

#include "cli/brief.h"
#include "cli/review_parts.h"

/* A task that was called for, as it stood at the end. */
struct outcome {
    const struct task *task;
    const struct task_state *state;
    int64_t due;  /* TIME_UNKNOWN for none */
    int64_t late; /* minutes: done so late; or not done though due, until it was withdrawn or the incident's end; 0 when not */
    bool open;    /* its condition hangs on an open fact */
};

struct outcomes {
    struct outcome *items;
    size_t count;
};

int64_t review_late(const struct review *review, const struct task_state *state, int64_t due)
{
    if (state->status == TASK_SKIPPED || state->status == TASK_NOT_CALLED)
        return 0;
    return review_lateness(due, task_is_pending(state) ? review->end : state->since);
}

static int gather(struct review *review, struct outcomes *outcomes, struct err *err)
{
    const struct plan *plan = review->plan;
    const struct record *record = review->record;
    *outcomes = (struct outcomes){.items = calloc(plan->task_count + 1, sizeof *outcomes->items)};
    if (outcomes->items == NULL)
        return err_no_memory(err);
    for (size_t i = 0; i < plan->task_count; i++) {
        const struct task_state *state = &record->tasks[i];
        if (state->status == TASK_NOT_CALLED)
            continue;
        int standing = assess_condition(review->past.assessor, &plan->tasks[i].when, err);
        if (standing < 0)
            return -1;
        if (standing == CONDITION_NO && state->status == TASK_OPEN)
            continue;
        int64_t due = task_due(&plan->tasks[i], state, &record->moments);
        outcomes->items[outcomes->count++] =
            (struct outcome){.task = &plan->tasks[i], .state = state, .due = due, .open = standing == CONDITION_OPEN, .late = review_late(review, state, due)};
    }
    return 0;
}

static bool is_never_done(const struct outcome *it)
{
    return it->late > 0 && it->state->status != TASK_DONE;
}

/* ---- the sums of each owner ---- */

struct tally {
    const struct ref *owner; /* NULL: all members together */
    size_t called, done, late, never, skipped, withdrawn, begun;
};

static bool same_owner(const struct ref *a, const struct ref *b)
{
    return a == NULL || b == NULL ? a == b : a->kind == b->kind && a->index == b->index;
}

static struct tally *find_tally(struct tally *tallies, size_t *count, const struct ref *owner)
{
    for (size_t i = 0; i < *count; i++)
        if (same_owner(tallies[i].owner, owner))
            return &tallies[i];
    tallies[*count] = (struct tally){.owner = owner};
    return &tallies[(*count)++];
}

static void count_outcome(struct tally *tally, const struct outcome *it)
{
    enum task_status status = it->state->status;
    tally->called++;
    tally->done += status == TASK_DONE;
    tally->late += status == TASK_DONE && it->late > 0;
    tally->never += is_never_done(it);
    tally->skipped += status == TASK_SKIPPED;
    tally->withdrawn += status == TASK_WITHDRAWN;
    tally->begun += status == TASK_ACCEPTED;
}

/* Each owner once; what falls to every member is that of "all members", not of each of them. */
static void count_owners(const struct plan *plan, const struct outcome *it, struct tally *tallies, size_t *count)
{
    bool all = plan_all_members(plan, it->task->owners, it->task->owner_count);
    if (all)
        count_outcome(find_tally(tallies, count, NULL), it);
    for (size_t i = 0; i < it->task->owner_count; i++)
        if (!all || !plan_is_member(plan, &it->task->owners[i]))
            count_outcome(find_tally(tallies, count, &it->task->owners[i]), it);
}

static const char *owner_words(const struct review *review, const struct ref *owner)
{
    return words_in(owner == NULL ? brief_all_members() : plan_actor_words(review->plan, owner), review->app->lang);
}

static void add_tally(struct review *review, const char *name, const struct tally *tally)
{
    const size_t numbers[] = {tally->called, tally->done, tally->late, tally->never, tally->skipped, tally->withdrawn};
    text_add_str(&review->cells[0], name);
    for (size_t i = 0; i < 6; i++)
        text_addf(&review->cells[i + 1], "%zu", numbers[i]);
    review_row(review, tally->late + tally->never > 0 ? "late" : NULL, 7);
}

static void add_quiet(struct review *review, size_t count)
{
    struct text text = {0};
    if (count > 0) {
        text_addf(&text, review_say(review, "另有 %zu 个单位、岗位或组没有办理记录，也没有逾期", "%zu more agencies, posts and groups without a record, and nothing overdue"), count);
        html_band(review->out, text_str(&text), 7);
    }
    review_free(review, &text);
}

static int write_sums(struct review *review, const struct outcomes *outcomes, struct err *err)
{
    static const struct words heads[] = {{"单位", "Agency"},         {"任务", "Tasks"},           {"完成", "Done"},
                                         {"其中逾期", "of them late"}, {"逾期未完成", "Overdue, not done"}, {"不适用", "Not applicable"},
                                         {"撤回", "Withdrawn"}};
    struct tally all = {0};
    size_t count = 0, owners = 0, quiet = 0;
    for (size_t i = 0; i < outcomes->count; i++)
        owners += outcomes->items[i].task->owner_count;
    struct tally *tallies = calloc(owners + 2, sizeof *tallies);
    if (tallies == NULL)
        return err_no_memory(err);
    for (size_t i = 0; i < outcomes->count; i++) {
        count_outcome(&all, &outcomes->items[i]);
        count_owners(review->plan, &outcomes->items[i], tallies, &count);
    }
    review_table(review, "number", heads, 7);
    for (size_t i = 0; i < count; i++)
        if (tallies[i].done + tallies[i].never + tallies[i].skipped + tallies[i].begun > 0)
            add_tally(review, owner_words(review, tallies[i].owner), &tallies[i]);
        else
            quiet++;
    add_quiet(review, quiet);
    add_tally(review, review_say(review, "合计（每项任务计一次）", "All (each task once)"), &all);
    review_table_end(review);
    free(tallies);
    return 0;
}

/* ---- the tasks ---- */

/* Those of which something was said, or that had a time; the others are only counted. */
static bool is_listed(const struct outcome *it)
{
    bool said = it->state->status != TASK_OPEN && it->state->status != TASK_WITHDRAWN;
    return said || it->state->assignee != NULL || it->due != TIME_UNKNOWN || (it->state->status == TASK_OPEN && it->task->deadline.at.node != 0);
}

void review_add_outcome(struct review *review, const struct task *task, const struct task_state *state, int64_t due, struct text *cells)
{
    bool done = state->status == TASK_DONE;
    int64_t late = review_late(review, state, due);
    if (due != TIME_UNKNOWN)
        review_time(review, due, &cells[0]);
    else if (task->deadline.at.node != 0)
        brief_limit(review->app, &task->deadline, &cells[0]);
    text_add_str(&cells[1], words_in(task_status_words(state->status), review->app->lang));
    if (state->status != TASK_OPEN) {
        text_add_str(&cells[1], "\n");
        review_time(review, state->since, &cells[1]);
    }
    if (late > 0)
        text_addf(&cells[2], done ? review_say(review, "迟 %lld 分钟", "%lld min late") : review_say(review, "未完成，已超 %lld 分钟", "not done, over by %lld min"),
                  (long long)late);
    else if (done && due != TIME_UNKNOWN)
        text_add_str(&cells[2], review_say(review, "按时", "on time"));
}

static void add_outcome(struct review *review, const struct outcome *it)
{
    struct text *cells = review->cells;
    text_addf(&cells[0], review_say(review, "%s［%s］", "%s [%s]"), words_in(it->task->what, review->app->lang), it->task->clause);
    if (it->open)
        text_add_str(&cells[0], review_say(review, "〔视情形〕", " (if it applies)"));
    review_add_outcome(review, it->task, it->state, it->due, &cells[1]);
    if (it->state->assignee != NULL)
        text_addf(&cells[4], review_say(review, "交 %s\n", "assigned to %s\n"), it->state->assignee);
    if (it->state->remark != NULL)
        text_add_str(&cells[4], it->state->remark);
    review_row(review, it->late > 0 ? "late" : NULL, 5);
}

static bool same_owners(const struct outcome *a, const struct outcome *b)
{
    return actors_same(a->task->owners, a->task->owner_count, b->task->owners, b->task->owner_count);
}

/* All tasks of those who own the first one together. */
static void write_group(struct review *review, const struct outcomes *outcomes, size_t first)
{
    struct text text = {0};
    size_t listed = 0, silent = 0;
    for (size_t i = first; i < outcomes->count; i++)
        if (same_owners(&outcomes->items[i], &outcomes->items[first]))
            *(is_listed(&outcomes->items[i]) ? &listed : &silent) += 1;
    if (listed == 0)
        return;
    brief_actors(&text, review->plan, outcomes->items[first].task->owners, outcomes->items[first].task->owner_count, review->app->lang);
    if (silent > 0)
        text_addf(&text, review_say(review, "（另有 %zu 项没有办理记录，也没有起算的时限）", " (and %zu more without a record and without a time that counts)"), silent);
    html_band(review->out, text_str(&text), 5);
    for (size_t i = first; i < outcomes->count; i++)
        if (is_listed(&outcomes->items[i]) && same_owners(&outcomes->items[i], &outcomes->items[first]))
            add_outcome(review, &outcomes->items[i]);
    review_free(review, &text);
}

static void write_list(struct review *review, const struct outcomes *outcomes)
{
    static const struct words heads[] = {{"任务", "Task"}, {"时限", "Due"}, {"状态", "Status"}, {"迟误", "Late"}, {"凭据、说明", "Evidence, remarks"}};
    review_table(review, "tasks", heads, 5);
    for (size_t i = 0; i < outcomes->count; i++) {
        bool first = true;
        for (size_t before = 0; before < i && first; before++)
            first = !same_owners(&outcomes->items[before], &outcomes->items[i]);
        if (first)
            write_group(review, outcomes, i);
    }
    review_table_end(review);
}

int review_tasks(struct review *review, struct err *err)
{
    struct outcomes outcomes;
    review_section(review, "各单位任务与时限", "Tasks by agency");
    int rc = gather(review, &outcomes, err);
    if (rc == 0)
        rc = write_sums(review, &outcomes, err);
    if (rc == 0)
        write_list(review, &outcomes);
    free(outcomes.items);
    return rc;
}
