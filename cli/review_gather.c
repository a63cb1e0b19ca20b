/* Walking an incident's record for its review. See review_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "cli/review_parts.h"
#include "core/json.h"
#include "core/number.h"

/* ---- members of bodies ---- */

static const char *string_member(struct review *review, const struct json *json, const char *key)
{
    uint32_t node = json_member(json, 0, key);
    if (node == 0 || json->nodes[node].type != JSON_STRING)
        return NULL;
    const char *copy = arena_copy(&review->arena, json->nodes[node].data, json->nodes[node].size);
    review->out->failed = review->out->failed || copy == NULL;
    return copy;
}

/* Read a body; want of memory fails the whole review. */
static bool read_body(struct review *review, const struct entry *entry, struct json *json)
{
    struct err err;
    if (json_read(json, entry->body, strlen(entry->body), &err) == 0)
        return true;
    review->out->failed = review->out->failed || err.code == ERR_MEMORY;
    return false;
}

const char *review_member(struct review *review, const struct entry *entry, const char *key)
{
    struct json json = {0};
    const char *found = read_body(review, entry, &json) ? string_member(review, &json, key) : NULL;
    json_release(&json);
    return found;
}

void review_free(struct review *review, struct text *text)
{
    review->out->failed = review->out->failed || text->failed;
    text_release(text);
}

int64_t review_lateness(int64_t due, int64_t time)
{
    return due == TIME_UNKNOWN || time <= due ? 0 : (time - due) / 60000;
}

/* ---- what each entry is ---- */

static const struct kind {
    const char *type;
    enum mark mark;
    bool facts; /* may change the grade */
} kinds[] = {
    {"open", MARK_NONE, true},    {"set", MARK_FACT, true},      {"report", MARK_FACT, true},  {"as_of", MARK_FACT, true},
    {"parameter", MARK_FACT, true}, {"moment", MARK_FACT, false}, {"confirm", MARK_FACT, false}, {"accept", MARK_TASK, false},
    {"done", MARK_DONE, false},   {"skip", MARK_TASK, false},    {"assign", MARK_TASK, false}, {"reopen", MARK_TASK, false},
    {"note", MARK_NOTE, false},   {"undo", MARK_NONE, true},     {"shift", MARK_SHIFT, false}, {"shift_accept", MARK_SHIFT, false},
    {"detail", MARK_FACT, false}, {"issue", MARK_DOCUMENT, false}, {"inject", MARK_INJECT, false},
};

static const struct kind *kind_of(const struct entry *entry)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].type, entry->type) == 0)
            return &kinds[i];
    return NULL;
}

/* Done after its time, by the deadline as it stands at the end. */
static bool is_late(struct review *review, const struct entry *entry)
{
    const char *id = review_member(review, entry, "task");
    int task = id == NULL ? -1 : plan_find_task(review->plan, id, strlen(id));
    if (task < 0)
        return false;
    int64_t due = task_due(&review->plan->tasks[task], &review->record->tasks[task], &review->record->moments);
    return review_lateness(due, entry_clock(entry)) > 0;
}

/* The entry of a number, before another; that other when there is none. */
static size_t find_before(const struct record *record, size_t before, uint64_t seq)
{
    for (size_t i = before; i-- > 0;)
        if (record->entries[i].entry.seq == seq)
            return i;
    return before;
}

static uint64_t undone_seq(struct review *review, const struct entry *entry)
{
    struct json json = {0};
    struct number number = {0};
    if (read_body(review, entry, &json)) {
        uint32_t node = json_member(&json, 0, "seq");
        if (node == 0 || number_parse(json.nodes[node].data, json.nodes[node].size, false, &number) != NUMBER_OK)
            number.whole = 0;
    }
    json_release(&json);
    return (uint64_t)number.whole;
}

static void mark_entries(struct review *review)
{
    const struct record *record = review->record;
    for (size_t i = 0; i < record->entry_count; i++) {
        const struct entry *entry = &record->entries[i].entry;
        const struct kind *kind = kind_of(entry);
        review->marks[i] = (unsigned char)(kind == NULL ? MARK_NONE : kind->mark);
        if (review->marks[i] == MARK_DONE && !record->entries[i].corrected && is_late(review, entry))
            review->marks[i] = MARK_LATE;
        size_t undone = strcmp(entry->type, "undo") == 0 ? find_before(record, i, undone_seq(review, entry)) : i;
        if (undone < i)
            review->undone_by[undone] = i;
    }
}

/* ---- the grade as it went ---- */

/* Which of the moments that are kept an entry falls into. */
static size_t slot_of(const struct review *review, const struct entry *entry)
{
    int64_t length = review->end - review->begin, at = entry_clock(entry) - review->begin;
    return length <= 0 || at <= 0 ? 0 : at >= length ? REVIEW_GRADES - 1 : (size_t)(at * REVIEW_GRADES / length);
}

/* The entries after which the grade is looked at: all that may change it; of many, the last in each stretch of time. */
static void choose_moments(const struct review *review, unsigned char *wanted)
{
    const struct record *record = review->record;
    size_t changing = 0, last_slot = SIZE_MAX;
    for (size_t i = 0; i < record->entry_count; i++) {
        const struct kind *kind = kind_of(&record->entries[i].entry);
        wanted[i] = kind != NULL && kind->facts;
        changing += wanted[i];
    }
    for (size_t i = record->entry_count; i-- > 0 && changing > REVIEW_GRADES;) {
        size_t slot = slot_of(review, &record->entries[i].entry);
        wanted[i] = wanted[i] && slot != last_slot;
        last_slot = wanted[i] ? slot : last_slot;
    }
}

static void add_grade(struct review *review, const struct entry *entry)
{
    const struct assessment *assessment = &review->past.assessment;
    struct review_grade grade = {entry_clock(entry), brief_level(assessment), assessment->possible};
    struct review_grade *last = review->grade_count == 0 ? NULL : &review->grades[review->grade_count - 1];
    if (last != NULL && last->time == grade.time)
        *last = grade;
    else if (last == NULL || last->level != grade.level || last->possible != grade.possible)
        review->grades[review->grade_count++] = grade;
}

static const char *held_clauses(struct review *review)
{
    struct text text = {0};
    const struct assessment *assessment = &review->past.assessment;
    for (uint32_t i = 0; i < assessment->held_count; i++)
        text_addf(&text, "%s%s", i > 0 ? review_say(review, "、", ", ") : "", review->plan->rules[assessment->held[i]].clause);
    const char *kept = arena_copy(&review->arena, text_str(&text), text.size);
    review_free(review, &text);
    return kept;
}

/* Forward through the entries once; the incident as it was when each had been written is past->record. */
static int walk(struct review *review, const unsigned char *wanted, struct err *err)
{
    const struct record *record = review->record;
    size_t step = 0;
    for (size_t i = 0; i < record->entry_count; i++) {
        bool is_step = step < review->course.count && review->course.items[step].index == i;
        bool shown = is_step && (step < REVIEW_ROWS / 2 || step + REVIEW_ROWS / 2 >= review->course.count);
        if (past_go(&review->past, i + 1, err) != 0)
            return -1;
        if (wanted[i] || shown || i + 1 == record->entry_count) {
            if (past_assess(&review->past, err) != 0)
                return -1;
            if (wanted[i])
                add_grade(review, &record->entries[i].entry);
        }
        if (shown && (review->held[step] = held_clauses(review)) == NULL)
            return err_no_memory(err);
        step += is_step;
    }
    return 0;
}

/* ---- the period ---- */

static void find_period(struct review *review)
{
    const struct record *record = review->record;
    review->begin = record->opened;
    review->end = record->last_clock;
    review->closed = record_closing(record) != TIME_UNKNOWN;
    if (review->closed)
        review->end = record_closing(record);
}

int review_gather(struct review *review, struct session *session, struct text *out, struct err *err)
{
    size_t count = session->record.entry_count;
    *review = (struct review){.app = session->app, .session = session, .plan = session->loaded->plan, .record = &session->record, .out = out};
    int rc = past_init(&review->past, session, err);
    if (rc == 0)
        rc = course_read(review->record, &review->course, err);
    if (rc != 0)
        return -1;
    unsigned char *wanted = calloc(count + 1, 1);
    review->held = calloc(review->course.count + 1, sizeof *review->held);
    review->grades = calloc(count + 1, sizeof *review->grades);
    review->marks = calloc(count + 1, 1);
    review->undone_by = calloc(count + 1, sizeof *review->undone_by);
    if (wanted == NULL || review->held == NULL || review->grades == NULL || review->marks == NULL || review->undone_by == NULL) {
        rc = err_no_memory(err);
    } else {
        find_period(review);
        mark_entries(review);
        choose_moments(review, wanted);
        rc = walk(review, wanted, err);
    }
    free(wanted);
    return rc;
}

void review_release(struct review *review)
{
    past_release(&review->past);
    course_release(&review->course);
    free(review->held);
    free(review->grades);
    free(review->marks);
    free(review->undone_by);
    for (size_t i = 0; i < REVIEW_CELLS; i++)
        text_release(&review->cells[i]);
    arena_release(&review->arena);
}
