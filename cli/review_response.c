/* The review's sections on the responses: who decided what, against which assessment, and on which clause. */
#include <stdlib.h>
#include <string.h>

#include "cli/entry_words.h"
#include "cli/review_parts.h"
#include "rules/words.h"

static const char *level_words(const struct review *review, int level)
{
    return words_level(review->plan, level == 0 ? LEVEL_NONE : level, review->app->lang);
}

/* ---- level and authority history ---- */

static void add_assessed(const struct review *review, const struct course_step *step, struct text *cell)
{
    if (step->proven < 0 || step->possible < 0 || !step_names_level(step->step))
        return;
    text_addf(cell, review_say(review, "已证明%s", "proven %s"), level_words(review, step->proven));
    if (step->possible != step->proven)
        text_addf(cell, review_say(review, "，可能%s", ", possible %s"), level_words(review, step->possible));
    int level = step->after.pending > 0 ? step->after.pending : step->after.level;
    switch (level_departs(level, step->proven, step->possible)) {
    case DEPARTS_BELOW_PROVEN: text_add_str(cell, review_say(review, "\n【低于已证明】", "\n[below the proven]")); break;
    case DEPARTS_ABOVE_POSSIBLE: text_add_str(cell, review_say(review, "\n【高于可能】", "\n[above the possible]")); break;
    default: break;
    }
}

static void add_step(struct review *review, size_t i)
{
    const struct course_step *step = &review->course.items[i];
    struct text *cells = review->cells;
    text_addf(&cells[0], "%zu", i + 1);
    review_time(review, entry_clock(step->entry), &cells[1]);
    entry_speaker(review->app, review->plan, step->entry, &cells[2]);
    entry_words(review->app, review->plan, step->entry, &cells[3]);
    add_assessed(review, step, &cells[4]);
    text_add_str(&cells[5], step->row->clause);
    if (step_names_level(step->step) && review->held[i] != NULL && review->held[i][0] != '\0')
        text_addf(&cells[5], review_say(review, "\n当时成立：%s", "\nheld then: %s"), review->held[i]);
    text_add_str(&cells[6], step->entry->reason);
    review_row(review, NULL, 7);
}

void review_responses(struct review *review)
{
    static const struct words heads[] = {{"序", "No."},           {"时刻", "When"},       {"谁", "Who"},    {"决定", "Decision"},
                                         {"当时的评估", "Graded then"}, {"条款", "Clauses"}, {"理由", "Reason"}};
    review_section(review, "级别与权限", "Levels and authority");
    if (review->course.count == 0) {
        review_nothing(review, "没有启动响应，也没有建议。", "No response was launched or proposed.");
        return;
    }
    review_table(review, "steps", heads, 7);
    for (size_t i = 0; i < review->course.count; i++)
        if (review_shows(review, i, review->course.count, 7))
            add_step(review, i);
    review_table_end(review);
}

/* ---- by clause ---- */

/* What was decided, and by which clause. */
struct ruling {
    const struct entry *entry;
    const char *clause;
    size_t place; /* of the clause in the plan's contents, for sorting */
};

/* The clause of the contents that a citation is, or is an item of; NULL when the plan lists none. */
static const struct clause *find_clause(const struct plan *plan, const char *cited)
{
    const struct clause *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < plan->clause_count; i++) {
        size_t size = strlen(plan->clauses[i].number);
        bool fits = strncmp(cited, plan->clauses[i].number, size) == 0 && strchr("(/", cited[size]) != NULL; /* the end of the text counts */
        if (fits && size > longest) {
            best = &plan->clauses[i];
            longest = size;
        }
    }
    return best;
}

/* The clause by which an entry that is no step was decided; NULL for one that decides nothing. */
static const char *clause_of(struct review *review, const struct entry *entry)
{
    const struct plan *plan = review->plan;
    bool confirms = strcmp(entry->type, "confirm") == 0;
    const char *id = confirms || strcmp(entry->type, "skip") == 0 ? review_member(review, entry, confirms ? "condition" : "task") : NULL;
    if (id == NULL)
        return NULL;
    for (size_t i = 0; confirms && i < plan->ending_count; i++)
        if (strcmp(plan->endings[i].id, id) == 0)
            return plan->endings[i].clause;
    int task = confirms ? -1 : plan_find_task(plan, id, strlen(id));
    return task < 0 ? NULL : plan->tasks[task].clause;
}

static size_t gather_rulings(struct review *review, struct ruling *rulings)
{
    const struct record *record = review->record;
    size_t count = 0, step = 0;
    for (size_t i = 0; i < record->entry_count; i++) {
        const struct entry *entry = &record->entries[i].entry;
        bool is_step = step < review->course.count && review->course.items[step].index == i;
        const char *clause = is_step ? review->course.items[step++].row->clause : record->entries[i].corrected ? NULL : clause_of(review, entry);
        if (clause == NULL)
            continue;
        const struct clause *listed = find_clause(review->plan, clause);
        rulings[count++] = (struct ruling){entry, clause, listed == NULL ? review->plan->clause_count : (size_t)(listed - review->plan->clauses)};
    }
    return count;
}

static int compare_rulings(const void *a, const void *b)
{
    const struct ruling *left = a, *right = b;
    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    int order = strcmp(left->clause, right->clause);
    return order != 0 ? order : (left->entry > right->entry) - (left->entry < right->entry);
}

static void add_ruling(struct review *review, const struct ruling *ruling, bool first)
{
    struct text *cells = review->cells;
    const struct clause *clause = find_clause(review->plan, ruling->clause);
    if (first)
        text_addf(&cells[0], "%s%s%s", ruling->clause, clause == NULL ? "" : " ", clause == NULL ? "" : words_in(clause->title, review->app->lang));
    review_time(review, entry_clock(ruling->entry), &cells[1]);
    entry_words(review->app, review->plan, ruling->entry, &cells[2]);
    entry_speaker(review->app, review->plan, ruling->entry, &cells[3]);
    review_row(review, NULL, 4);
}

void review_clauses(struct review *review)
{
    static const struct words heads[] = {{"条款", "Clause"}, {"时刻", "When"}, {"决定", "Decision"}, {"谁", "Who"}};
    struct ruling *rulings = calloc(review->record->entry_count + 1, sizeof *rulings);
    review_section(review, "依据条款的决定", "What was decided on which clause");
    if (rulings == NULL) {
        review->out->failed = true;
        return;
    }
    size_t count = gather_rulings(review, rulings);
    qsort(rulings, count, sizeof *rulings, compare_rulings);
    if (count == 0)
        review_nothing(review, "没有依条款作出的决定。", "Nothing was decided on a clause.");
    else
        review_table(review, "times", heads, 4);
    for (size_t i = 0; i < count; i++)
        if (review_shows(review, i, count, 4))
            add_ruling(review, &rulings[i], i == 0 || strcmp(rulings[i - 1].clause, rulings[i].clause) != 0);
    if (count > 0)
        review_table_end(review);
    free(rulings);
}
