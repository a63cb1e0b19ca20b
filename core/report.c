/* The report log and its interned names. See report.h. */
#include "core/report.h"

#include <stdlib.h>
#include <string.h>

#include "core/text.h"

const char *const spread_ids[] = {"sporadic", "epidemic", "outbreak", NULL};

struct words spread_words(enum spread spread)
{
    static const struct words words[SPREAD_COUNT] = {{"散发", "sporadic"}, {"流行", "epidemic"}, {"暴发流行", "outbreak"}};
    return words[spread];
}

int spread_find(const char *id, size_t size)
{
    for (int i = 0; spread_ids[i] != NULL; i++)
        if (text_equal(id, size, spread_ids[i]))
            return i;
    return -1;
}

/* FNV-1a. */
static uint32_t hash_bytes(uint32_t hash, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (uint8_t)data[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static int grow_entries(struct intern *table)
{
    uint32_t capacity = table->capacity == 0 ? 16 : table->capacity * 2;
    struct intern_entry *entries = realloc(table->entries, capacity * sizeof *entries);
    if (entries == NULL)
        return -1;
    table->entries = entries;
    table->capacity = capacity;
    return 0;
}

static int grow_slots(struct intern *table)
{
    uint32_t count = table->slot_count == 0 ? 32 : table->slot_count * 2;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (slots == NULL)
        return -1;
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t at = table->entries[i].hash & (count - 1);
        while (slots[at] != 0)
            at = (at + 1) & (count - 1);
        slots[at] = i + 1;
    }
    free(table->slots);
    table->slots = slots;
    table->slot_count = count;
    return 0;
}

/* The slot of a string, or the free one where it would go. */
static uint32_t *find_slot(const struct intern *table, uint32_t hash, const char *data, size_t size)
{
    uint32_t at = hash & (table->slot_count - 1);
    for (; table->slots[at] != 0; at = (at + 1) & (table->slot_count - 1)) {
        const struct intern_entry *entry = &table->entries[table->slots[at] - 1];
        if (entry->hash == hash && entry->size == size && memcmp(entry->data, data, size) == 0)
            break;
    }
    return &table->slots[at];
}

static int intern(struct intern *table, struct arena *names, const char *data, size_t size, uint32_t *id)
{
    uint32_t hash = hash_bytes(2166136261u, data, size);
    if (table->count * 2 >= table->slot_count && grow_slots(table) != 0)
        return -1;
    uint32_t *slot = find_slot(table, hash, data, size);
    if (*slot == 0) {
        char *copy = arena_copy(names, data, size);
        if (copy == NULL || (table->count == table->capacity && grow_entries(table) != 0))
            return -1;
        table->entries[table->count] = (struct intern_entry){copy, (uint32_t)size, hash};
        *slot = ++table->count;
    }
    *id = *slot - 1;
    return 0;
}

static void intern_clear(struct intern *table)
{
    table->count = 0;
    if (table->slots != NULL)
        memset(table->slots, 0, table->slot_count * sizeof *table->slots);
}

static void intern_release(struct intern *table)
{
    free(table->entries);
    free(table->slots);
    *table = (struct intern){0};
}

/* A township is told apart by its county: one byte before the name. */
static int intern_township(struct report_log *log, const struct report_input *input, uint32_t *id)
{
    char small[128], *key = small;
    size_t size = input->township_size + 1;
    if (size > sizeof small && (key = malloc(size)) == NULL)
        return -1;
    key[0] = (char)(input->county + 1);
    memcpy(key + 1, input->township, input->township_size);
    int rc = intern(&log->townships, &log->names, key, size, id);
    if (key != small)
        free(key);
    return rc;
}

static int reserve_report(struct report_log *log)
{
    if (log->count < log->capacity)
        return 0;
    size_t capacity = log->capacity == 0 ? 16 : log->capacity * 2;
    struct report *items = realloc(log->items, capacity * sizeof *items);
    if (items == NULL)
        return -1;
    log->items = items;
    log->capacity = capacity;
    return 0;
}

int report_log_append(struct report_log *log, const struct report_input *input, struct err *err)
{
    struct report report = {.day = input->day, .disease = input->disease, .county = input->county, .spread = input->spread};
    if (reserve_report(log) != 0 || intern_township(log, input, &report.township) != 0 ||
        intern(&log->premises, &log->names, input->premises, input->premises_size, &report.premises) != 0)
        return err_no_memory(err);
    log->items[log->count++] = report;
    return 0;
}

void report_log_clear(struct report_log *log)
{
    if (log->count == 0 && log->premises.count == 0)
        return;
    log->count = 0;
    intern_clear(&log->townships);
    intern_clear(&log->premises);
    arena_release(&log->names);
}

void report_log_release(struct report_log *log)
{
    free(log->items);
    intern_release(&log->townships);
    intern_release(&log->premises);
    arena_release(&log->names);
    *log = (struct report_log){0};
}

const char *report_township(const struct report_log *log, const struct report *report)
{
    return log->townships.entries[report->township].data + 1;
}

const char *report_premises(const struct report_log *log, const struct report *report)
{
    return log->premises.entries[report->premises].data;
}

bool report_log_has_premises(const struct report_log *log, const char *data, size_t size)
{
    if (log->premises.slot_count == 0)
        return false;
    return *find_slot(&log->premises, hash_bytes(2166136261u, data, size), data, size) != 0;
}
