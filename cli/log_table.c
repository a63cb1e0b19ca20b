/* Entries as a table. See log_table.h. */
#include "cli/log_table.h"

#include <stdlib.h>
#include <string.h>

#include "cli/entry_words.h"
#include "cli/render.h"
#include "core/json.h"
#include "core/number.h"
#include "core/record.h"

#define MARGIN 2 /* before the number, and between columns */
#define BLANKS "  " /* a margin */
#define INCIDENT_WIDTH_MAX 16 /* a wider column would leave too little for the words */

/* ---- a row ---- */

unsigned log_seq_width(uint64_t seq)
{
    unsigned width = 3;
    for (uint64_t limit = 1000; width < 19 && seq >= limit; limit *= 10)
        width++;
    return width;
}

static void add_left(const struct log_table *table, const struct entry *entry, struct text *left)
{
    char number[24], time[CLOCK_TEXT_SIZE];
    size_t at = sizeof number;
    for (uint64_t rest = entry->seq; rest > 0 || at == sizeof number; rest /= 10)
        number[--at] = (char)('0' + rest % 10);
    while (sizeof number - at < table->seq_width + MARGIN && at > 0)
        number[--at] = ' ';
    clock_print(&table->app->clock, entry_clock(entry), time);
    text_add(left, number + at, sizeof number - at);
    text_add(left, BLANKS, MARGIN);
    text_add_str(left, time);
    if (table->incident_width == 0)
        return;
    text_add(left, BLANKS, MARGIN);
    text_add_str(left, entry->incident[0] == '\0' ? "-" : entry->incident);
}

static void add_right(const struct app *app, const struct plan *plan, const struct entry *entry, struct text *right)
{
    if (entry->drill_time >= 0)
        text_add_str(right, app_say(app, "【演练】", "[EXERCISE] "));
    size_t before = right->size;
    entry_speaker(app, plan, entry, right);
    text_add_str(right, right->size > before ? "  " : "");
    entry_words(app, plan, entry, right);
}

void log_table_row(const struct log_table *table, const struct plan *plan, const struct entry *entry, bool corrected)
{
    const struct app *app = table->app;
    struct text left = {0}, right = {0};
    unsigned column = MARGIN + table->seq_width + MARGIN + (CLOCK_TEXT_SIZE - 1) + MARGIN;
    if (table->incident_width > 0)
        column += table->incident_width + MARGIN;
    add_left(table, entry, &left);
    add_right(app, plan, entry, &right);
    if (corrected)
        text_add_str(&right, app_say(app, "〔已更正〕", " [corrected]"));
    if (entry->reason[0] != '\0')
        text_addf(&right, app_say(app, "\n理由：%s", "\nreason: %s"), entry->reason);
    render_row(app, text_str(&left), column, text_str(&right));
    text_release(&left);
    text_release(&right);
}

/* ---- what a first pass finds out ---- */

/* A plan that incidents were opened under, loaded when first needed. */
struct log_plan {
    const char *id;
    bool tried;
    struct loaded *loaded; /* NULL when it is not to be had */
};

struct log_incident {
    const char *id, *title;
    size_t plan; /* index + 1; 0 when its opening names none */
    bool drill;
};

struct correction {
    uint64_t seq;
    const char *incident; /* that incident's id, the same pointer */
};

struct log {
    struct app *app;
    const char *only; /* incident; NULL for all */
    struct log_table table;
    struct arena names;
    struct json json;
    struct log_plan *plans;
    size_t plan_count;
    struct log_incident *incidents; /* by id */
    size_t incident_count;
    struct correction *corrections; /* by number, once all are known */
    size_t correction_count;
    uint64_t last;  /* entry that the first pass came to */
    bool complete;  /* and which was the last one */
    bool failed;    /* out of memory */
    size_t printed;
};

/* An array that doubles: its items with room for one more, NULL when out of memory. */
static void *with_room(void *items, size_t count, size_t size)
{
    if (count != 0 && (count < 16 || (count & (count - 1)) != 0))
        return items;
    return realloc(items, (count == 0 ? 16 : count * 2) * size);
}

/* Where an incident is, or would be put. */
static size_t incident_place(const struct log *log, const char *id, bool *found)
{
    size_t low = 0, high = log->incident_count;
    *found = false;
    while (low < high && !*found) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(id, log->incidents[middle].id);
        *found = order == 0;
        if (order <= 0)
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

static struct log_incident *find_incident(const struct log *log, const char *id)
{
    bool found;
    size_t place = incident_place(log, id, &found);
    return found ? &log->incidents[place] : NULL;
}

static struct log_incident *meet_incident(struct log *log, const char *id)
{
    bool found;
    size_t place = incident_place(log, id, &found);
    if (found)
        return &log->incidents[place];
    struct log_incident *items = with_room(log->incidents, log->incident_count, sizeof *items);
    if (items == NULL)
        return NULL;
    log->incidents = items;
    char *copy = arena_copy(&log->names, id, strlen(id));
    if (copy == NULL)
        return NULL;
    memmove(&items[place + 1], &items[place], (log->incident_count - place) * sizeof *items);
    items[place] = (struct log_incident){.id = copy, .title = ""};
    log->incident_count++;
    return &items[place];
}

/* Index + 1; 0 when out of memory. */
static size_t meet_plan(struct log *log, const struct json_node *id)
{
    for (size_t i = 0; i < log->plan_count; i++)
        if (text_equal(id->data, id->size, log->plans[i].id))
            return i + 1;
    struct log_plan *items = with_room(log->plans, log->plan_count, sizeof *items);
    if (items == NULL)
        return 0;
    log->plans = items;
    char *copy = arena_copy(&log->names, id->data, id->size);
    if (copy == NULL)
        return 0;
    items[log->plan_count++] = (struct log_plan){.id = copy};
    return log->plan_count;
}

static const struct json_node *member(const struct json *json, const char *key, enum json_type type)
{
    uint32_t node = json_member(json, 0, key);
    return node != 0 && json->nodes[node].type == type ? &json->nodes[node] : NULL;
}

static void note_opening(struct log *log, struct log_incident *incident)
{
    const struct json_node *plan = member(&log->json, "plan", JSON_STRING), *title = member(&log->json, "title", JSON_STRING);
    incident->drill = member(&log->json, "drill", JSON_TRUE) != NULL;
    if (plan != NULL) {
        incident->plan = meet_plan(log, plan);
        log->failed = log->failed || incident->plan == 0;
    }
    if (title != NULL) {
        const char *copy = arena_copy(&log->names, title->data, title->size);
        incident->title = copy == NULL ? "" : copy;
        log->failed = log->failed || copy == NULL;
    }
}

static void note_correction(struct log *log, const struct log_incident *incident)
{
    struct number seq;
    const struct json_node *node = member(&log->json, "seq", JSON_NUMBER);
    if (node == NULL || number_parse(node->data, node->size, false, &seq) != NUMBER_OK)
        return;
    struct correction *items = with_room(log->corrections, log->correction_count, sizeof *items);
    log->failed = log->failed || items == NULL;
    if (items == NULL)
        return;
    log->corrections = items;
    items[log->correction_count++] = (struct correction){(uint64_t)seq.whole, incident->id};
}

static int look(void *context, const struct entry *entry)
{
    struct log *log = context;
    bool opens = strcmp(entry->type, "open") == 0, corrects = strcmp(entry->type, "undo") == 0;
    struct log_incident *incident = meet_incident(log, entry->incident);
    log->last = entry->seq;
    if (incident == NULL) {
        log->failed = true;
    } else if ((opens || corrects) && json_read(&log->json, entry->body, strlen(entry->body), NULL) == 0) {
        if (opens)
            note_opening(log, incident);
        else
            note_correction(log, incident);
    }
    return log->failed ? 1 : 0;
}

static int compare_corrections(const void *left, const void *right)
{
    const struct correction *a = left, *b = right;
    return a->seq < b->seq ? -1 : a->seq > b->seq;
}

/* Damage is left for the printing to report; when it lies before what is asked for, what comes after it is looked at alone. */
static int first_pass(struct log *log, struct journal *journal, uint64_t since, struct err *err)
{
    struct journal_visit visit = {look, log};
    log->complete = journal_read(journal, 0, log->only, visit, NULL) == 0;
    if (!log->complete && !log->failed && log->last < since)
        log->complete = journal_read(journal, since, log->only, visit, NULL) == 0;
    if (log->failed)
        return err_no_memory(err);
    if (log->correction_count > 0)
        qsort(log->corrections, log->correction_count, sizeof *log->corrections, compare_corrections);
    log->table.seq_width = log_seq_width(log->last);
    for (size_t i = 0; i < log->incident_count && log->only == NULL; i++) {
        unsigned width = text_width_str(log->incidents[i].id);
        if (width > log->table.incident_width && width <= INCIDENT_WIDTH_MAX)
            log->table.incident_width = width;
    }
    if (log->only == NULL && log->table.incident_width == 0)
        log->table.incident_width = 1;
    return 0;
}

static bool is_corrected(const struct log *log, const struct entry *entry)
{
    size_t low = 0, high = log->correction_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (log->corrections[middle].seq < entry->seq)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < log->correction_count && log->corrections[low].seq == entry->seq; low++)
        if (strcmp(log->corrections[low].incident, entry->incident) == 0)
            return true;
    return false;
}

/* ---- printing ---- */

static void load_plan(struct log *log, struct log_plan *plan)
{
    struct err err;
    struct library library;
    plan->tried = true;
    if (library_open(&library, log->app->plans, &err) == 0) {
        plan->loaded = library_load(&library, plan->id, NULL, log->app->lang, &err);
        library_release(&library);
    }
    if (plan->loaded != NULL)
        return;
    fputs("respond: ", log->app->messages);
    text_print_safe(err_message(&err, log->app->lang), log->app->messages);
    fprintf(log->app->messages, "%s\n", app_say(log->app, "；日志里的名称以编号代替", "; the log shows ids instead of names"));
}

static const struct plan *plan_of(struct log *log, const struct log_incident *incident)
{
    if (incident == NULL || incident->plan == 0)
        return NULL;
    struct log_plan *plan = &log->plans[incident->plan - 1];
    if (!plan->tried)
        load_plan(log, plan);
    return plan->loaded == NULL ? NULL : plan->loaded->plan;
}

static void print_heading(const struct log *log, const struct log_incident *incident)
{
    struct text text = {0};
    if (incident->drill)
        text_add_str(&text, app_say(log->app, "【演练】", "[EXERCISE] "));
    text_addf(&text, "%s%s%s", incident->id, incident->title[0] == '\0' ? "" : "  ", incident->title);
    render_heading(log->app, text_str(&text));
    text_release(&text);
}

static int print_row(void *context, const struct entry *entry)
{
    struct log *log = context;
    if ((log->complete && entry->seq > log->last) || ferror(log->app->out))
        return 1;
    const struct log_incident *incident = find_incident(log, entry->incident);
    const struct plan *plan = plan_of(log, incident);
    if (log->printed++ == 0 && log->only != NULL && incident != NULL)
        print_heading(log, incident);
    log_table_row(&log->table, plan, entry, is_corrected(log, entry));
    return 0;
}

static void say_nothing_there(const struct app *app, uint64_t since)
{
    if (since == 0)
        fprintf(app->out, "%s\n", app_say(app, "日志还没有记录。", "The journal has no entries yet."));
    else
        fprintf(app->out, app_say(app, "第 %llu 条之后没有记录。\n", "There is nothing after entry %llu.\n"), (unsigned long long)since);
}

static void log_release(struct log *log)
{
    for (size_t i = 0; i < log->plan_count; i++)
        loaded_free(log->plans[i].loaded);
    free(log->plans);
    free(log->incidents);
    free(log->corrections);
    json_release(&log->json);
    arena_release(&log->names);
}

int log_table_print(struct app *app, struct journal *journal, const char *incident, uint64_t since, struct err *err)
{
    struct log log = {.app = app, .only = incident, .table = {.app = app}};
    int rc = first_pass(&log, journal, since, err);
    if (rc == 0)
        rc = journal_read(journal, since, incident, (struct journal_visit){print_row, &log}, err);
    if (rc == 0 && log.printed == 0)
        say_nothing_there(app, since);
    log_release(&log);
    return rc < 0 ? -1 : 0;
}
