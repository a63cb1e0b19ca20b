/* An incident as it was. See past.h. */
#include "cli/past.h"

int past_init(struct past *past, const struct session *session, struct err *err)
{
    *past = (struct past){.session = session};
    if (record_init(&past->record, session->loaded->plan, session->record.id, err) != 0)
        return -1;
    past->assessor = assessor_new(session->loaded->rules);
    return past->assessor == NULL ? err_no_memory(err) : 0;
}

void past_release(struct past *past)
{
    record_release(&past->record);
    assessor_free(past->assessor);
}

int past_go(struct past *past, size_t entries, struct err *err)
{
    const struct record *whole = &past->session->record;
    while (past->record.entry_count < entries && past->record.entry_count < whole->entry_count)
        if (record_add(&past->record, &whole->entries[past->record.entry_count].entry, err) != 0)
            return -1;
    return 0;
}

int past_assess(struct past *past, struct err *err)
{
    struct record *record = &past->record;
    if (!record->as_of_given) {
        record->incident.as_of = clock_day(&past->session->app->clock, record->last_clock);
        record->incident.has_as_of = true;
    }
    return assess(past->assessor, &record->incident, &past->assessment, err);
}
