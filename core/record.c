/* Folding entries into an incident's state. See record.h. */
#include "core/record.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/number.h"

#define PARAMETER_DAYS_MAX 36500 /* windows are 32-bit days: rules/tally.c */

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
    return arena_copy(&fold->record->folded, node->data, node->size);
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

bool entry_step(const struct entry *entry, enum step *step, int *tier)
{
    struct json json = {0};
    for (*step = (enum step)0; *step < STEP_COUNT && strcmp(entry->type, step_ids[*step]) != 0;)
        (*step)++;
    if (*step == STEP_COUNT || json_read(&json, entry->body, strlen(entry->body), NULL) != 0) {
        json_release(&json);
        return false;
    }
    uint32_t given = json_member(&json, 0, "tier");
    *tier = given == 0 ? (int)TIER_CITY : index_of(tier_ids, &json.nodes[given]);
    json_release(&json);
    return *tier >= 0;
}

int entry_level(const struct entry *entry)
{
    struct json json = {0};
    struct number number = {0};
    uint32_t given = json_read(&json, entry->body, strlen(entry->body), NULL) == 0 ? json_member(&json, 0, "level") : 0;
    bool read = given != 0 && number_parse(json.nodes[given].data, json.nodes[given].size, false, &number) == NUMBER_OK;
    json_release(&json);
    return read && number.whole <= PLAN_LEVEL_MAX ? (int)number.whole : 0;
}

/* ---- entries ---- */

/* After what may call for tasks, or no longer does. */
static void follow(const struct fold *fold)
{
    struct record *record = fold->record;
    struct calling calling = {record->responses, &record->moments};
    tasks_follow(record->plan, &calling, entry_clock(fold->entry), record->tasks);
}

static int fold_open(struct fold *fold)
{
    struct record *record = fold->record;
    if (record->opened != TIME_UNKNOWN)
        return fail(fold, "事件已经立案", "the incident is open already");
    const struct json_node *title = member(fold, "title", JSON_STRING);
    record->title = title == NULL ? "" : keep_string(fold, title);
    record->drill = flag_member(fold, "drill");
    if (record->drill != (fold->entry->drill_time >= 0))
        return fail(fold, "演练的条目都有演练时刻，其余都没有", "entries of a drill have the drill's time, and no others");
    record->officer = fold->entry->name;
    record->opened = record->moments.at[MOMENT_REPORT_RECEIVED] = entry_clock(fold->entry);
    follow(fold);
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
    fold->record->incident.has_as_of = fold->record->as_of_given = true;
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
    if (days > PARAMETER_DAYS_MAX)
        return fail_key(fold, "days");
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
    if (moment == MOMENT_LAUNCH || moment == MOMENT_END)
        return fail(fold, "启动和结束的时刻由响应的步骤决定", "the moments of launch and end are those of the steps");
    if (integer_member(fold, "time", &time) != 0)
        return -1;
    if (time < 0 || time > JOURNAL_TIME_MAX)
        return fail_key(fold, "time");
    fold->record->moments.at[moment] = time;
    follow(fold);
    return 0;
}

/* A level that somebody chose, and what was known then; -1 for what the entry does not say. */
static int level_member(const struct fold *fold, const char *key, int *level)
{
    int64_t number = -1;
    if (json_member(fold->json, 0, key) != 0 && integer_member(fold, key, &number) != 0)
        return -1;
    if (number > PLAN_LEVEL_MAX)
        return fail_key(fold, key);
    *level = (int)number;
    return 0;
}

static int check_reason(const struct fold *fold, int level, const struct decision *decision)
{
    if (fold->entry->reason[0] != '\0')
        return 0;
    switch (level_departs(level, decision->proven, decision->possible)) {
    case DEPARTS_BELOW_PROVEN:
        return err_set(fold->err, ERR_VALUE, "已证明为 %d 级；选较轻的 %d 级要写明理由", "level %d is proven; taking the less severe %d needs a reason",
                       decision->proven, level);
    case DEPARTS_ABOVE_POSSIBLE:
        return err_set(fold->err, ERR_VALUE, "就已知事实，不可能到 %d 级；仍选它要写明理由", "level %d is not possible on what is known; taking it needs a reason",
                       level);
    default: return 0;
    }
}

static int read_tier(const struct fold *fold, int *tier)
{
    const struct json_node *node = member(fold, "tier", JSON_STRING);
    *tier = node == NULL ? TIER_CITY : index_of(tier_ids, node);
    return *tier < 0 ? fail_key(fold, "tier") : 0;
}

static void note_moments(struct record *record, enum step step, int64_t now)
{
    if (step == STEP_LAUNCH && record->moments.at[MOMENT_LAUNCH] == TIME_UNKNOWN)
        record->moments.at[MOMENT_LAUNCH] = now;
    if (step == STEP_END)
        record->moments.at[MOMENT_END] = now;
}

static int fold_step(struct fold *fold, enum step step)
{
    struct record *record = fold->record;
    const struct entry *entry = fold->entry;
    struct response_request request = {.step = step, .provisional = flag_member(fold, "provisional"), .confirmed = record->confirmed};
    struct decision decision = {.proven = -1, .possible = -1};
    int tier;
    if (read_tier(fold, &tier) != 0 || level_member(fold, "level", &request.level) != 0 || level_member(fold, "proven", &decision.proven) != 0 ||
        level_member(fold, "possible", &decision.possible) != 0)
        return -1;
    if (entry->role[0] == '\0')
        return err_set(fold->err, ERR_AUTHORITY, "先说明以什么身份：as 角色 姓名", "say first in which role: as ROLE NAME");
    if (response_find_actor(record->plan, entry->role, strlen(entry->role), &request.actor, fold->err) != 0)
        return -1;
    struct response response = record->responses[tier];
    if (response_take(record->plan, &request, &response, fold->err) != 0 ||
        (step_names_level(step) && step != STEP_PROPOSE && check_reason(fold, request.level, &decision) != 0))
        return -1;
    if (step_names_level(step))
        decision.why = entry->reason;
    else /* the level stays, and so does what was known when it was chosen */
        decision = record->decisions[tier];
    decision.name = entry->name, decision.role = entry->role, decision.reason = entry->reason;
    decision.time = entry_clock(entry), decision.step = (int)step;
    record->responses[tier] = response;
    if (response.pending == 0)
        record->decisions[tier] = decision;
    record->proposals[tier] = response.pending == 0 ? (struct decision){.proven = -1, .possible = -1} : decision;
    note_moments(record, step, entry_clock(entry));
    follow(fold);
    return 0;
}

static int fold_dismiss(struct fold *fold)
{
    struct record *record = fold->record;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        if (record->responses[tier].state > RESPONSE_PROPOSED)
            return err_set(fold->err, ERR_STATE, "响应已经启动，须先结束、再归档", "a response was launched: end and close it");
    if (fold->entry->reason[0] == '\0')
        return err_set(fold->err, ERR_VALUE, "不启动响应而结案，要写明理由", "closing without a response needs a reason");
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        if (tier != TIER_CITY && record->responses[tier].state != RESPONSE_PROPOSED)
            continue;
        record->responses[tier].state = RESPONSE_CLOSED;
        record->decisions[tier] = (struct decision){.name = fold->entry->name, .role = fold->entry->role, .reason = fold->entry->reason,
                                                    .time = entry_clock(fold->entry), .step = STEP_CLOSE, .proven = -1, .possible = -1};
    }
    record->dismissed = true;
    follow(fold);
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
            fold->record->confirmations[i] = (struct confirmation){fold->entry->name, fold->entry->role, entry_clock(fold->entry)};
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

static int fold_detail(struct fold *fold)
{
    struct record *record = fold->record;
    const struct json_node *key = member(fold, "key", JSON_STRING);
    int detail = key == NULL ? -1 : detail_find(record->plan, key->data, key->size);
    if (detail < 0 || !text_equal(key->data, key->size, detail_id(record->plan, (size_t)detail)))
        return fail_key(fold, "key");
    const char *text = string_member(fold, "text");
    if (text == NULL)
        return -1;
    record->details[detail] = (struct said_detail){text[0] == '\0' ? NULL : text, entry_clock(fold->entry), fold->entry->seq};
    return 0;
}

static int fold_issue(struct fold *fold)
{
    int form = index_of(form_ids, member(fold, "form", JSON_STRING));
    int64_t number;
    if (form < 0)
        return fail_key(fold, "form");
    if (integer_member(fold, "number", &number) != 0)
        return -1;
    struct issued *issued = &fold->record->issued[form];
    if (number != issued->number + 1)
        return err_set(fold->err, ERR_VALUE, "应是第 %d 份，不是第 %lld 份", "it is number %d, not number %lld", issued->number + 1, (long long)number);
    *issued = (struct issued){(int)number, fold->entry->seq, entry_clock(fold->entry)};
    return 0;
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

static int check_drill(struct fold *fold)
{
    return fold->record->drill ? 0 : fail(fold, "只有演练才可以", "only in a drill");
}

static int fold_clock(struct fold *fold)
{
    int64_t rate = fold->record->rate;
    if (!fold->record->drill)
        return fail(fold, "只有演练的时钟可以拨", "only a drill's clock can be moved");
    if (json_member(fold->json, 0, "rate") != 0 && integer_member(fold, "rate", &rate) != 0)
        return -1;
    if (rate > DRILL_RATE_MAX)
        return fail_key(fold, "rate");
    fold->record->rate = rate;
    return 0;
}

static int fold_scenario(struct fold *fold)
{
    struct record *record = fold->record;
    const char *incident = string_member(fold, "incident"), *text = incident == NULL ? NULL : string_member(fold, "text");
    if (text == NULL || check_drill(fold) != 0)
        return -1;
    if (record->scenario != NULL)
        return fail(fold, "这次演练已有情景", "this drill has its scenario already");
    record->scenario_incident = incident;
    record->scenario = text;
    return 0;
}

static int fold_inject(struct fold *fold)
{
    int64_t event = 0;
    if (check_drill(fold) != 0 || (json_member(fold->json, 0, "event") != 0 && integer_member(fold, "event", &event) != 0))
        return -1;
    return flag_member(fold, "skipped") || string_member(fold, "text") != NULL ? 0 : -1;
}

static int fold_postpone(struct fold *fold)
{
    int64_t minutes = 0;
    if (check_drill(fold) != 0 || integer_member(fold, "minutes", &minutes) != 0)
        return -1;
    if (minutes > DRILL_MINUTES_MAX)
        return fail_key(fold, "minutes");
    fold->record->postponed += minutes;
    return 0;
}

/* ---- the table of types ---- */

struct entry_kind {
    const char *type;
    int (*fold)(struct fold *fold);
    int step, act;  /* for fold_step and fold_task; -1 otherwise */
    bool undoable;
    bool passes; /* an undo looks past it: time going on, and what an exercise brings in, are nothing that somebody decided */
};

static const struct entry_kind kinds[] = {
    {"open", fold_open, -1, -1, false, false},
    {"set", fold_set, -1, -1, true, false},
    {"report", fold_report, -1, -1, true, false},
    {"as_of", fold_as_of, -1, -1, true, false},
    {"parameter", fold_parameter, -1, -1, true, false},
    {"moment", fold_moment, -1, -1, true, false},
    {"propose", NULL, STEP_PROPOSE, -1, false, false},
    {"launch", NULL, STEP_LAUNCH, -1, false, false},
    {"raise", NULL, STEP_RAISE, -1, false, false},
    {"lower", NULL, STEP_LOWER, -1, false, false},
    {"hand_over", NULL, STEP_HAND_OVER, -1, false, false},
    {"take_back", NULL, STEP_TAKE_BACK, -1, false, false},
    {"end", NULL, STEP_END, -1, false, false},
    {"recover", NULL, STEP_RECOVER, -1, false, false},
    {"close", NULL, STEP_CLOSE, -1, false, false},
    {"dismiss", fold_dismiss, -1, -1, false, false},
    {"confirm", fold_confirm, -1, -1, true, false},
    {"accept", NULL, -1, ACT_ACCEPT, true, false},
    {"done", NULL, -1, ACT_DONE, true, false},
    {"skip", NULL, -1, ACT_SKIP, true, false},
    {"assign", NULL, -1, ACT_ASSIGN, true, false},
    {"reopen", NULL, -1, ACT_REOPEN, true, false},
    {"note", fold_note, -1, -1, true, false},
    {"detail", fold_detail, -1, -1, true, false},
    {"issue", fold_issue, -1, -1, false, false},
    {"shift", fold_shift, -1, -1, false, false},
    {"shift_accept", fold_shift_accept, -1, -1, false, false},
    {"clock", fold_clock, -1, -1, false, true},
    {"scenario", fold_scenario, -1, -1, false, true},
    {"inject", fold_inject, -1, -1, false, true},
    {"postpone", fold_postpone, -1, -1, false, true},
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

static void advance(struct record *record, const struct entry *entry)
{
    record->last_seq = entry->seq;
    record->last_time = entry->time;
    record->last_clock = entry_clock(entry);
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
    advance(record, entry);
    return 0;
}

static void reset(struct record *record)
{
    const struct plan *plan = record->plan;
    incident_clear(&record->incident);
    for (size_t i = 0; i < plan->parameter_count; i++) {
        record->incident.days[i] = plan->parameters[i].days;
        record->incident.overridden[i] = false;
    }
    memset(record->tasks, 0, plan->task_count * sizeof *record->tasks);
    memset(record->confirmations, 0, plan->ending_count * sizeof *record->confirmations);
    memset(record->details, 0, detail_count(plan) * sizeof *record->details);
    memset(record->issued, 0, sizeof record->issued);
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        record->responses[tier] = (struct response){.tier = tier};
        record->decisions[tier] = record->proposals[tier] = (struct decision){.proven = -1, .possible = -1};
    }
    moments_init(&record->moments);
    arena_release(&record->folded);
    record->confirmed = 0;
    record->title = record->officer = "";
    record->handed_to = record->scenario = record->scenario_incident = NULL;
    record->rate = 100;
    record->postponed = 0;
    record->drill = record->dismissed = record->as_of_given = false;
    record->last_seq = 0;
    record->opened = record->last_time = record->last_clock = TIME_UNKNOWN;
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
    record->torn = true;
    for (size_t i = 0; i < record->entry_count; i++) {
        const struct recorded *it = &record->entries[i];
        if (it->corrected || is_undo(&it->entry))
            advance(record, &it->entry);
        else if (apply(record, &it->entry, err) != 0)
            return -1;
    }
    record->torn = false;
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
        *strings[i] = arena_copy(&record->strings, *strings[i], strlen(*strings[i]));
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
        if (kind == NULL || !kind->passes)
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
    if (refold(record, err) == 0)
        return 0;
    record_drop_last(record);
    return -1;
}

/* What every entry has to heed, whatever its type. */
static int check_entry(const struct record *record, const struct entry *entry, struct err *err)
{
    bool opening = strcmp(entry->type, "open") == 0;
    if (record->opened == TIME_UNKNOWN && !opening)
        return err_set(err, ERR_STATE, "事件还没有立案", "the incident is not open yet");
    if (record_is_closed(record) && strcmp(entry->type, "note") != 0 && strcmp(entry->type, "issue") != 0)
        return err_set(err, ERR_STATE, "事件已归档，只能加注（note）", "the incident is closed: only notes can be added");
    if (entry->time < record->last_time || entry_clock(entry) < record->last_clock)
        return err_set(err, ERR_VALUE, "条目的时刻早于上一条", "the entry is older than the one before it");
    if (!opening && (entry->drill_time >= 0) != record->drill)
        return err_set(err, ERR_VALUE, "演练的条目都有演练时刻，其余都没有", "entries of a drill have the drill's time, and no others");
    return 0;
}

int record_mend(struct record *record, struct err *err)
{
    return record->torn ? refold(record, err) : 0;
}

int record_add(struct record *record, const struct entry *entry, struct err *err)
{
    if (record_mend(record, err) != 0 || check_entry(record, entry, err) != 0)
        return -1;
    if (is_undo(entry))
        return add_undo(record, entry, err);
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

/* Taken over before the journal gave its number: what remembers the entry by that. */
static void number_newest(struct record *record, uint64_t seq)
{
    for (size_t i = 0; i < detail_count(record->plan); i++)
        if (record->details[i].text != NULL && record->details[i].seq == 0)
            record->details[i].seq = seq;
    for (int form = 0; form < FORM_COUNT; form++)
        if (record->issued[form].number > 0 && record->issued[form].seq == 0)
            record->issued[form].seq = seq;
}

void record_acknowledge(struct record *record, const struct entry *entry)
{
    struct entry *newest = &record->entries[record->entry_count - 1].entry;
    newest->seq = record->last_seq = entry->seq;
    number_newest(record, entry->seq);
    memcpy(newest->hash, entry->hash, sizeof newest->hash);
}

int record_init(struct record *record, const struct plan *plan, const char *id, struct err *err)
{
    *record = (struct record){.plan = plan};
    incident_reader_init(&record->reader, plan);
    record->tasks = calloc(plan->task_count + 1, sizeof *record->tasks);
    record->confirmations = calloc(plan->ending_count + 1, sizeof *record->confirmations);
    record->details = calloc(detail_count(plan), sizeof *record->details);
    record->id = arena_copy(&record->strings, id, strlen(id));
    if (record->tasks == NULL || record->confirmations == NULL || record->details == NULL || record->id == NULL || incident_init(&record->incident, plan, NULL) != 0) {
        record_release(record);
        return err_no_memory(err);
    }
    reset(record);
    return 0;
}

void record_release(struct record *record)
{
    free(record->tasks);
    free(record->confirmations);
    free(record->details);
    free(record->entries);
    incident_release(&record->incident);
    json_release(&record->json);
    arena_release(&record->strings);
    arena_release(&record->folded);
    *record = (struct record){0};
}

/* ---- what follows from the state ---- */

int64_t record_clock(const struct record *record, int64_t now)
{
    if (record->last_time == TIME_UNKNOWN)
        return now;
    int64_t passed = now > record->last_time ? now - record->last_time : 0; /* the machine's clock may have been put back */
    return record->last_clock + (record->drill ? passed / 100 * record->rate + passed % 100 * record->rate / 100 : passed);
}

bool record_is_closed(const struct record *record)
{
    bool closed = false;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        enum response_state state = record->responses[tier].state;
        if (state != RESPONSE_IDLE && state != RESPONSE_CLOSED)
            return false;
        closed = closed || state == RESPONSE_CLOSED;
    }
    return closed;
}

int record_active_level(const struct record *record)
{
    int level = 0;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++) {
        const struct response *response = &record->responses[tier];
        bool active = response->state == RESPONSE_ACTIVE || response->state == RESPONSE_HANDED_OVER;
        if (active && (level == 0 || response->level < level))
            level = response->level;
    }
    return level;
}

enum departure level_departs(int level, int proven, int possible)
{
    if (proven > 0 && level > proven)
        return DEPARTS_BELOW_PROVEN;
    if (possible == 0 || (possible > 0 && level < possible))
        return DEPARTS_ABOVE_POSSIBLE;
    return DEPARTS_NOT;
}
