/* Folding entries into an incident's state. See record.h. */
#include "core/record.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/number.h"

struct fold {
    struct record *record;
    const struct entry *entry;
    const struct json *json; /* of the body */
    struct err *err;
};

int64_t entry_clock(const struct entry *entry)
{
    return entry->drill_time >= 0 ? entry->drill_time : entry->time;
}

/* ---- reading bodies ---- */

static int fail(const struct fold *fold, const char *zh, const char *en)
{
    return err_set_words(fold->err, ERR_VALUE, (struct words){"%s%s", "%s%s"}, (struct words){zh, en}, (struct words){"", ""});
}

static int fail_key(const struct fold *fold, const char *key)
{
    return err_set(fold->err, ERR_VALUE, "“%s”条目的内容缺少或写错“%s”", "a \"%s\" entry lacks \"%s\" or has it wrong", fold->entry->type, key);
}

static const struct json_node *member(const struct fold *fold, const char *key, enum json_type type)
{
    uint32_t node = json_member(fold->json, 0, key);
    return node != 0 && fold->json->nodes[node].type == type ? &fold->json->nodes[node] : NULL;
}

static const char *keep_string(const struct fold *fold, const struct json_node *node)
{
    return arena_copy(&fold->record->names, node->data, node->size);
}

/* A string member, kept by the record; NULL with `err`. */
static const char *string_member(const struct fold *fold, const char *key)
{
    const struct json_node *node = member(fold, key, JSON_STRING);
    if (node == NULL) {
        fail_key(fold, key);
        return NULL;
    }
    const char *copy = keep_string(fold, node);
    if (copy == NULL)
        err_no_memory(fold->err);
    return copy;
}

static int integer_member(const struct fold *fold, const char *key, int64_t *value)
{
    struct number number;
    const struct json_node *node = member(fold, key, JSON_NUMBER);
    if (node == NULL || number_parse(node->data, node->size, false, &number) != NUMBER_OK)
        return fail_key(fold, key);
    *value = number.whole;
    return 0;
}

static bool flag_member(const struct fold *fold, const char *key)
{
    return member(fold, key, JSON_TRUE) != NULL;
}

static int index_of(const char *const *ids, const struct json_node *node)
{
    for (int i = 0; node != NULL && ids[i] != NULL; i++)
        if (text_equal(node->data, node->size, ids[i]))
            return i;
    return -1;
}

/* ---- entries ---- */

static int fold_open(struct fold *fold)
{
    struct record *record = fold->record;
    if (record->last_time != TIME_UNKNOWN)
        return fail(fold, "事件已经立案", "the incident is open already");
    const struct json_node *title = member(fold, "title", JSON_STRING);
    record->title = title == NULL ? "" : keep_string(fold, title);
    record->drill = flag_member(fold, "drill");
    record->officer = fold->entry->name;
    record->moments.at[MOMENT_REPORT_RECEIVED] = entry_clock(fold->entry);
    return record->title == NULL ? err_no_memory(fold->err) : 0;
}

static int unset_facts(struct fold *fold, uint32_t list)
{
    const struct json_node *nodes = fold->json->nodes;
    const struct plan *plan = fold->record->plan;
    for (uint32_t at = list + 1; at < nodes[list].next; at = nodes[at].next) {
        const struct fact *fact = nodes[at].type == JSON_STRING ? plan_find_fact(plan, nodes[at].data, nodes[at].size) : NULL;
        if (fact == NULL)
            return fail_key(fold, "unset");
        incident_unset(&fold->record->incident, fact);
    }
    return 0;
}

static int fold_set(struct fold *fold)
{
    uint32_t facts = json_member(fold->json, 0, "facts"), unset = json_member(fold->json, 0, "unset");
    if (facts == 0 && unset == 0)
        return fail_key(fold, "facts");
    if (facts != 0 && incident_read_facts(&fold->record->reader, fold->json, facts, &fold->record->incident, fold->err) != 0)
        return -1;
    return unset == 0 ? 0 : unset_facts(fold, unset);
}

static int fold_report(struct fold *fold)
{
    uint32_t reports = json_member(fold->json, 0, "reports");
    if (reports == 0)
        return fail_key(fold, "reports");
    if (!plan_uses_reports(fold->record->plan))
        return fail(fold, "本预案不按疫情报告分级", "this plan is not graded on outbreak reports");
    return incident_read_reports(&fold->record->reader, fold->json, reports, &fold->record->incident, fold->err);
}

static int fold_as_of(struct fold *fold)
{
    const struct json_node *date = member(fold, "date", JSON_STRING);
    if (date == NULL || !date_parse(date->data, date->size, &fold->record->incident.as_of))
        return fail_key(fold, "date");
    fold->record->incident.has_as_of = true;
    return 0;
}

static int fold_parameter(struct fold *fold)
{
    const struct plan *plan = fold->record->plan;
    const struct json_node *id = member(fold, "id", JSON_STRING);
    const struct parameter *parameter = id == NULL ? NULL : plan_find_parameter(plan, id->data, id->size);
    int64_t days;
    if (parameter == NULL)
        return fail_key(fold, "id");
    if (integer_member(fold, "days", &days) != 0)
        return -1;
    fold->record->incident.days[parameter - plan->parameters] = days;
    fold->record->incident.overridden[parameter - plan->parameters] = true;
    return 0;
}

static int fold_moment(struct fold *fold)
{
    int moment = index_of(moment_ids, member(fold, "moment", JSON_STRING));
    int64_t time;
    if (moment < 0)
        return fail_key(fold, "moment");
    if (integer_member(fold, "time", &time) != 0)
        return -1;
    fold->record->moments.at[moment] = time;
    return 0;
}

/* After a step of the city's own response, its level decides which tasks are called for. */
static void follow(struct record *record, enum step step, int64_t now)
{
    const struct response *city = &record->responses[TIER_CITY];
    if (step == STEP_LAUNCH && record->moments.at[MOMENT_LAUNCH] == TIME_UNKNOWN)
        record->moments.at[MOMENT_LAUNCH] = now;
    if (step == STEP_END)
        record->moments.at[MOMENT_END] = now;
    if (city->state == RESPONSE_ACTIVE)
        tasks_follow_level(record->plan, city->level, now, record->tasks);
}

static int fold_step(struct fold *fold, enum step step)
{
    struct record *record = fold->record;
    int tier = index_of(tier_ids, member(fold, "tier", JSON_STRING));
    int64_t level = 0;
    struct response_request request = {.step = step, .provisional = flag_member(fold, "provisional"), .confirmed = record->confirmed};
    if (member(fold, "tier", JSON_STRING) == NULL)
        tier = TIER_CITY;
    if (tier < 0)
        return fail_key(fold, "tier");
    if (member(fold, "level", JSON_NUMBER) != NULL && integer_member(fold, "level", &level) != 0)
        return -1;
    request.level = level > PLAN_LEVEL_MAX ? 0 : (int)level;
    if (response_find_actor(record->plan, fold->entry->role, strlen(fold->entry->role), &request.actor, fold->err) != 0 ||
        response_take(record->plan, &request, &record->responses[tier], fold->err) != 0)
        return -1;
    if (step <= STEP_LOWER)
        record->reasons[tier] = fold->entry->reason[0] == '\0' ? NULL : fold->entry->reason;
    follow(record, step, entry_clock(fold->entry));
    return 0;
}

static int fold_confirm(struct fold *fold)
{
    const struct plan *plan = fold->record->plan;
    const struct json_node *id = member(fold, "condition", JSON_STRING);
    struct nearest near = nearest_to(id == NULL ? "" : id->data, id == NULL ? 0 : id->size);
    for (size_t i = 0; id != NULL && i < plan->ending_count; i++) {
        if (text_equal(id->data, id->size, plan->endings[i].id)) {
            fold->record->confirmed |= UINT64_C(1) << i;
            return 0;
        }
        nearest_offer(&near, plan->endings[i].id);
    }
    err_set(fold->err, ERR_REFERENCE, "没有这个结束条件", "there is no such ending condition");
    err_set_hint(fold->err, near.best);
    return -1;
}

static int fold_task(struct fold *fold, enum task_act act)
{
    struct record *record = fold->record;
    const struct json_node *id = member(fold, "task", JSON_STRING), *text = member(fold, "text", JSON_STRING);
    int task = id == NULL ? -1 : plan_find_task(record->plan, id->data, id->size);
    if (task < 0) {
        struct nearest near = nearest_to(id == NULL ? "" : id->data, id == NULL ? 0 : id->size);
        for (size_t i = 0; i < record->plan->task_count; i++)
            nearest_offer(&near, record->plan->tasks[i].id);
        err_set(fold->err, ERR_REFERENCE, "没有这个任务", "there is no such task");
        err_set_hint(fold->err, near.best);
        return -1;
    }
    const char *kept = text == NULL ? NULL : keep_string(fold, text);
    if (text != NULL && kept == NULL)
        return err_no_memory(fold->err);
    struct task_request request = {(size_t)task, act, kept, entry_clock(fold->entry)};
    return task_act(record->plan, &request, record->tasks, fold->err);
}

static int fold_note(struct fold *fold)
{
    return string_member(fold, "text") == NULL ? -1 : 0;
}

static int fold_shift(struct fold *fold)
{
    const char *to = string_member(fold, "to");
    if (to == NULL)
        return -1;
    fold->record->handed_to = to;
    return 0;
}

static int fold_shift_accept(struct fold *fold)
{
    struct record *record = fold->record;
    if (record->handed_to == NULL)
        return err_set(fold->err, ERR_STATE, "没有待接的班", "no shift is being handed over");
    if (strcmp(record->handed_to, fold->entry->name) != 0)
        return err_set(fold->err, ERR_AUTHORITY, "这一班是交给%s的", "this shift was handed to %s", record->handed_to);
    record->officer = fold->entry->name;
    record->handed_to = NULL;
    return 0;
}

/* ---- the table of types ---- */

struct entry_kind {
    const char *type;
    int (*fold)(struct fold *fold);
    int step, act;  /* for fold_step and fold_task; -1 otherwise */
    bool undoable;
};

static const struct entry_kind kinds[] = {
    {"open", fold_open, -1, -1, false},
    {"set", fold_set, -1, -1, true},
    {"report", fold_report, -1, -1, true},
    {"as_of", fold_as_of, -1, -1, true},
    {"parameter", fold_parameter, -1, -1, true},
    {"moment", fold_moment, -1, -1, true},
    {"propose", NULL, STEP_PROPOSE, -1, false},
    {"launch", NULL, STEP_LAUNCH, -1, false},
    {"raise", NULL, STEP_RAISE, -1, false},
    {"lower", NULL, STEP_LOWER, -1, false},
    {"hand_over", NULL, STEP_HAND_OVER, -1, false},
    {"take_back", NULL, STEP_TAKE_BACK, -1, false},
    {"end", NULL, STEP_END, -1, false},
    {"recover", NULL, STEP_RECOVER, -1, false},
    {"close", NULL, STEP_CLOSE, -1, false},
    {"confirm", fold_confirm, -1, -1, true},
    {"accept", NULL, -1, ACT_ACCEPT, true},
    {"done", NULL, -1, ACT_DONE, true},
    {"skip", NULL, -1, ACT_SKIP, true},
    {"assign", NULL, -1, ACT_ASSIGN, true},
    {"reopen", NULL, -1, ACT_REOPEN, true},
    {"note", fold_note, -1, -1, true},
    {"shift", fold_shift, -1, -1, false},
    {"shift_accept", fold_shift_accept, -1, -1, false},
};

static const struct entry_kind *find_kind(const char *type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].type, type) == 0)
            return &kinds[i];
    return NULL;
}

/* ---- folding ---- */

static int apply_kind(struct fold *fold, const struct entry_kind *kind)
{
    if (kind->step >= 0)
        return fold_step(fold, (enum step)kind->step);
    return kind->act >= 0 ? fold_task(fold, (enum task_act)kind->act) : kind->fold(fold);
}

static int apply(struct record *record, const struct entry *entry, struct err *err)
{
    const struct entry_kind *kind = find_kind(entry->type);
    if (kind == NULL)
        return err_set(err, ERR_VALUE, "不认识的条目类型“%.40s”", "unknown entry type \"%.40s\"", entry->type);
    if (json_read(&record->json, entry->body, strlen(entry->body), err) != 0)
        return -1;
    struct fold fold = {record, entry, &record->json, err};
    if (apply_kind(&fold, kind) != 0)
        return -1;
    record->last_seq = entry->seq;
    record->last_time = entry->time;
    return 0;
}

static void reset(struct record *record)
{
    incident_clear(&record->incident);
    for (size_t i = 0; i < record->plan->parameter_count; i++) {
        record->incident.days[i] = record->plan->parameters[i].days;
        record->incident.overridden[i] = false;
    }
    memset(record->tasks, 0, record->plan->task_count * sizeof *record->tasks);
    for (int tier = 0; tier <= TIER_NATION; tier++) {
        record->responses[tier] = (struct response){.tier = tier};
        record->reasons[tier] = NULL;
    }
    moments_init(&record->moments);
    record->confirmed = 0;
    record->title = record->officer = "";
    record->handed_to = NULL;
    record->drill = false;
    record->last_seq = 0;
    record->last_time = TIME_UNKNOWN;
}

static bool is_undo(const struct entry *entry)
{
    return strcmp(entry->type, "undo") == 0;
}

static uint64_t undone_seq(struct record *record, const struct entry *entry)
{
    struct number number;
    if (json_read(&record->json, entry->body, strlen(entry->body), NULL) != 0)
        return 0;
    uint32_t node = json_member(&record->json, 0, "seq");
    const struct json_node *it = &record->json.nodes[node];
    return node != 0 && it->type == JSON_NUMBER && number_parse(it->data, it->size, false, &number) == NUMBER_OK ? (uint64_t)number.whole : 0;
}

/* Fold everything again, but for what was corrected. Entries once taken over fit again: corrections go newest first. */
static int refold(struct record *record, struct err *err)
{
    reset(record);
    for (size_t i = 0; i < record->entry_count; i++) {
        const struct recorded *it = &record->entries[i];
        if (!it->corrected && !is_undo(&it->entry) && apply(record, &it->entry, err) != 0)
            return -1;
        record->last_seq = it->entry.seq;
        record->last_time = it->entry.time;
    }
    return 0;
}

static int keep_entry(struct record *record, const struct entry *entry)
{
    if (record->entry_count == record->entry_capacity) {
        size_t capacity = record->entry_capacity == 0 ? 16 : record->entry_capacity * 2;
        struct recorded *entries = realloc(record->entries, capacity * sizeof *entries);
        if (entries == NULL)
            return -1;
        record->entries = entries;
        record->entry_capacity = capacity;
    }
    struct entry copy = *entry;
    const char **strings[] = {&copy.incident, &copy.name, &copy.role, &copy.type, &copy.body, &copy.reason};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        *strings[i] = arena_copy(&record->names, *strings[i], strlen(*strings[i]));
        if (*strings[i] == NULL)
            return -1;
    }
    record->entries[record->entry_count++] = (struct recorded){.entry = copy};
    return 0;
}

static struct recorded *newest_undoable(const struct record *record)
{
    for (size_t i = record->entry_count; i-- > 0;) {
        struct recorded *it = &record->entries[i];
        if (it->corrected || is_undo(&it->entry))
            continue;
        const struct entry_kind *kind = find_kind(it->entry.type);
        return kind != NULL && kind->undoable ? it : NULL;
    }
    return NULL;
}

const struct entry *record_undoable(const struct record *record)
{
    const struct recorded *it = newest_undoable(record);
    return it == NULL ? NULL : &it->entry;
}

bool record_is_corrected(const struct record *record, uint64_t seq)
{
    for (size_t i = 0; i < record->entry_count; i++)
        if (record->entries[i].entry.seq == seq)
            return record->entries[i].corrected;
    return false;
}

static int add_undo(struct record *record, const struct entry *entry, struct err *err)
{
    struct recorded *target = newest_undoable(record);
    if (target == NULL)
        return err_set(err, ERR_STATE, "没有可以撤销的；响应的步骤不能撤销，只能用新的步骤改正",
                       "there is nothing to undo; a step of the response is not undone but corrected by another step");
    if (target->entry.seq != undone_seq(record, entry))
        return err_set(err, ERR_STATE, "只能撤销最近的一条（%llu）", "only the newest entry (%llu) can be undone",
                       (unsigned long long)target->entry.seq);
    size_t index = (size_t)(target - record->entries);
    if (keep_entry(record, entry) != 0)
        return err_no_memory(err);
    record->entries[index].corrected = true;
    return refold(record, err);
}

int record_add(struct record *record, const struct entry *entry, struct err *err)
{
    if (is_undo(entry))
        return add_undo(record, entry, err);
    if (record->entry_count == 0 && strcmp(entry->type, "open") != 0)
        return err_set(err, ERR_STATE, "事件还没有立案", "the incident is not open yet");
    if (record->responses[TIER_CITY].state == RESPONSE_CLOSED && strcmp(entry->type, "note") != 0)
        return err_set(err, ERR_STATE, "事件已归档，只能加注（note）", "the incident is closed: only notes can be added");
    if (keep_entry(record, entry) != 0)
        return err_no_memory(err);
    if (apply(record, &record->entries[record->entry_count - 1].entry, err) == 0)
        return 0;
    record_drop_last(record);
    return -1;
}

void record_drop_last(struct record *record)
{
    if (record->entry_count == 0)
        return;
    const struct entry *last = &record->entries[--record->entry_count].entry;
    uint64_t undone = is_undo(last) ? undone_seq(record, last) : 0;
    for (size_t i = 0; i < record->entry_count && undone != 0; i++)
        if (record->entries[i].entry.seq == undone)
            record->entries[i].corrected = false;
    refold(record, NULL); /* it held before */
}

void record_acknowledge(struct record *record, const struct entry *entry)
{
    struct entry *newest = &record->entries[record->entry_count - 1].entry;
    newest->seq = record->last_seq = entry->seq;
    memcpy(newest->hash, entry->hash, sizeof newest->hash);
}

int record_init(struct record *record, const struct plan *plan, const char *id, struct err *err)
{
    *record = (struct record){.plan = plan};
    incident_reader_init(&record->reader, plan);
    record->tasks = calloc(plan->task_count + 1, sizeof *record->tasks);
    record->id = arena_copy(&record->names, id, strlen(id));
    if (record->tasks == NULL || record->id == NULL || incident_init(&record->incident, plan, NULL) != 0) {
        record_release(record);
        return err_no_memory(err);
    }
    reset(record);
    return 0;
}

void record_release(struct record *record)
{
    free(record->tasks);
    free(record->entries);
    incident_release(&record->incident);
    json_release(&record->json);
    arena_release(&record->names);
    *record = (struct record){0};
}

/* ---- the state as JSON ---- */

static void add_facts(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, "\"facts\": {");
    for (size_t i = 0; i < record->plan->fact_count; i++) {
        const struct known *known = &record->incident.facts[i];
        if (!known->given)
            continue;
        text_addf(out, "%s\"%s\": [%lld, %lld]", comma, record->plan->facts[i].id, (long long)known->least, (long long)known->most);
        comma = ", ";
    }
    text_addf(out, "}, \"reports\": %zu", record->incident.reports.count);
}

static void add_responses(const struct record *record, struct text *out)
{
    text_add_str(out, ", \"responses\": [");
    for (int tier = 0; tier <= TIER_NATION; tier++) {
        const struct response *response = &record->responses[tier];
        text_addf(out, "%s{\"tier\": \"%s\", \"state\": \"%s\", \"level\": %d, \"provisional\": %s, \"reason\": ", tier > 0 ? ", " : "",
                  tier_ids[tier], response_state_words(response->state).en, response->level, response->provisional ? "true" : "false");
        if (record->reasons[tier] == NULL)
            text_add_str(out, "null");
        else
            text_add_json_str(out, record->reasons[tier]);
        text_add_str(out, "}");
    }
    text_addf(out, "], \"confirmed\": %llu", (unsigned long long)record->confirmed);
}

static void add_optional(struct text *out, const char *key, const char *value)
{
    if (value == NULL)
        return;
    text_addf(out, ", \"%s\": ", key);
    text_add_json_str(out, value);
}

static void add_tasks(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, ", \"tasks\": [");
    for (size_t i = 0; i < record->plan->task_count; i++) {
        const struct task_state *state = &record->tasks[i];
        if (state->status == TASK_NOT_CALLED)
            continue;
        text_addf(out, "%s{\"task\": \"%s\", \"status\": \"%s\", \"since\": %lld", comma, record->plan->tasks[i].id,
                  task_status_ids[state->status], (long long)state->since);
        add_optional(out, "assignee", state->assignee);
        add_optional(out, "remark", state->remark);
        text_add_str(out, "}");
        comma = ", ";
    }
    text_add_str(out, "]");
}

static void add_moments(const struct record *record, struct text *out)
{
    const char *comma = "";
    text_add_str(out, ", \"moments\": {");
    for (int moment = 0; moment <= MOMENT_END; moment++) {
        if (record->moments.at[moment] == TIME_UNKNOWN)
            continue;
        text_addf(out, "%s\"%s\": %lld", comma, moment_ids[moment], (long long)record->moments.at[moment]);
        comma = ", ";
    }
    text_add_str(out, "}");
}

void record_to_json(const struct record *record, struct text *out)
{
    text_addf(out, "{\"incident\": ");
    text_add_json_str(out, record->id);
    text_addf(out, ", \"plan\": \"%s\", \"title\": ", record->plan->id);
    text_add_json_str(out, record->title);
    text_addf(out, ", \"drill\": %s, \"officer\": ", record->drill ? "true" : "false");
    text_add_json_str(out, record->officer);
    add_optional(out, "handed_to", record->handed_to);
    text_addf(out, ", \"seq\": %llu, ", (unsigned long long)record->last_seq);
    add_facts(record, out);
    add_responses(record, out);
    add_tasks(record, out);
    add_moments(record, out);
    text_add_str(out, "}\n");
}
