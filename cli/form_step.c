/* The step that a notice is about: by whom, under which clause, at which level, and what it calls for. See form_fields.h. */
#include <stdlib.h>
#include <string.h>

#include "cli/form_fields.h"
#include "core/number.h"
#include "rules/duty.h"

/* A step that was taken, or (entry NULL) one that is due. */
struct taken {
    const struct entry *entry;
    enum step step;
    int tier, level;
    int before; /* the level before a change; 0 for none */
    bool provisional;
    bool failed;  /* memory ran out while it was looked for */
};

/* ---- finding it ---- */

/* What an entry says of its step; -1 when memory ran out: the record has read it before. */
static int read_step(const struct entry *entry, struct taken *taken)
{
    struct json json = {0};
    struct number number;
    if (!entry_step(entry, &taken->step, &taken->tier) || json_read(&json, entry->body, strlen(entry->body), NULL) != 0) {
        json_release(&json);
        return -1;
    }
    uint32_t node = json_member(&json, 0, "level"), guess = json_member(&json, 0, "provisional");
    if (node != 0 && json.nodes[node].type == JSON_NUMBER && number_parse(json.nodes[node].data, json.nodes[node].size, false, &number) == NUMBER_OK)
        taken->level = (int)number.whole;
    taken->provisional = guess != 0 && json.nodes[guess].type == JSON_TRUE;
    json_release(&json);
    return 0;
}

static bool is_step(const struct entry *entry)
{
    bool step = false;
    for (int i = 0; i < STEP_COUNT; i++)
        step = step || (i != STEP_PROPOSE && strcmp(entry->type, step_ids[i]) == 0);
    return step;
}

static bool is_of_form(enum form form, enum step step)
{
    return (form == FORM_LAUNCH && step == STEP_LAUNCH) || (form == FORM_ADJUST && (step == STEP_RAISE || step == STEP_LOWER)) ||
           (form == FORM_END && step == STEP_END);
}

/* The newest such step; the levels of each tier are followed up to it. Which entry it is, counted from 1; 0 for none. */
static size_t find_taken(const struct record *record, enum form form, struct taken *taken)
{
    int levels[TIER_NATION + 1] = {0};
    size_t found = 0;
    *taken = (struct taken){.entry = NULL};
    for (size_t i = 0; i < record->entry_count; i++) {
        struct taken it = {.entry = &record->entries[i].entry};
        if (!is_step(it.entry))
            continue;
        if (read_step(it.entry, &it) != 0) {
            taken->failed = true;
            return 0;
        }
        it.before = levels[it.tier];
        it.level = it.level == 0 ? it.before : it.level;
        levels[it.tier] = it.level;
        if (!is_of_form(form, it.step))
            continue;
        *taken = it;
        found = i + 1;
    }
    return found;
}

size_t form_step_entries(const struct record *record, enum form form)
{
    struct taken taken = {.entry = NULL};
    size_t found = form == FORM_LAUNCH || form == FORM_ADJUST || form == FORM_END ? find_taken(record, form, &taken) : 0;
    return found == 0 && taken.failed ? SIZE_MAX : found;
}

static int refuse(const struct collector *it, const char *zh, const char *en)
{
    return err_set_words(it->err, ERR_STATE, (struct words){"%s%s", "%s%s"}, (struct words){zh, en}, (struct words){"", ""});
}

/* The tier that launches a level: the city's own where it has the step. */
static int find_launch(const struct collector *it, struct taken *due)
{
    static const int order[] = {TIER_CITY, TIER_COUNTY, TIER_PROVINCE, TIER_NATION};
    int graded = brief_level(it->assessment);
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const struct response *response = &it->record->responses[order[i]];
        int level = response->state == RESPONSE_PROPOSED ? response->level : graded;
        if (level == LEVEL_NONE || response_authority(it->plan, order[i], STEP_LAUNCH, level, 0) == NULL)
            continue;
        *due = (struct taken){.step = STEP_LAUNCH, .tier = order[i], .level = level};
        return 0;
    }
    return refuse(it, "没有启动过响应，按已知情况也不到任何级别", "no response was launched, and none is due on what is known");
}

static const struct response *find_active(const struct collector *it)
{
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        if (it->record->responses[tier].state == RESPONSE_ACTIVE)
            return &it->record->responses[tier];
    return NULL;
}

/* The level that an active response should have: proposed, else proven and worse, else milder than anything still possible. */
static int due_level(const struct collector *it, const struct response *active)
{
    int graded = brief_level(it->assessment), possible = it->assessment->possible;
    if (active->pending > 0)
        return active->pending;
    return graded < active->level ? graded : possible > active->level && possible != LEVEL_NONE ? possible : active->level;
}

static int find_change(const struct collector *it, struct taken *due)
{
    const struct response *active = find_active(it);
    int level = active == NULL ? 0 : due_level(it, active);
    if (active == NULL || level == active->level)
        return refuse(it, "级别没有调整过，也没有要调整的", "the level was not changed, and no change is due");
    *due = (struct taken){.step = level < active->level ? STEP_RAISE : STEP_LOWER, .tier = active->tier, .level = level, .before = active->level};
    return 0;
}

static int find_end(const struct collector *it, struct taken *due)
{
    const struct response *active = find_active(it);
    if (active == NULL)
        return refuse(it, "没有进行中的响应，也没有结束过", "no response is active, and none was ended");
    *due = (struct taken){.step = STEP_END, .tier = active->tier, .level = active->level};
    return 0;
}

/* ---- who signs ---- */

static const char *actor_name(const struct collector *it, const struct ref *actor)
{
    return words_in(plan_actor_words(it->plan, actor), it->app->lang);
}

/* A post signs for its body. */
static void put_signature(struct collector *it, struct template_value *list, const struct ref *actor, const char *name)
{
    const struct organisation *org = &it->plan->organisation;
    struct template_row *row = fields_row(it->fields, list);
    bool post = actor->kind == ACTOR_POST;
    const char *said = it->record->details[DETAIL_SIGNER].text;
    fields_text(it->fields, row, "body", post ? words_in(org->bodies[org->posts[actor->index].body.index].name, it->app->lang) : actor_name(it, actor));
    fields_text(it->fields, row, "post", post ? actor_name(it, actor) : "");
    fields_wanted(it->fields, row, "name", words_in(detail_label(it->plan, DETAIL_SIGNER), it->app->lang), said != NULL ? said : name);
}

/* The row by which the step was taken, or the n-th by which it may be. */
static const struct authority *find_row(const struct collector *it, const struct taken *taken, const struct ref *actor)
{
    const struct authority *row, *found = NULL;
    for (size_t n = 0; (row = response_authority(it->plan, taken->tier, taken->step, taken->level, n)) != NULL; n++)
        if (response_may(it->plan, row, taken->step, actor) && (found == NULL || row->provisional == taken->provisional))
            found = found != NULL && found->provisional == taken->provisional ? found : row;
    return found;
}

static void put_taken(struct collector *it, const struct taken *taken, struct template_value *list)
{
    struct ref actor;
    const struct entry *entry = taken->entry;
    if (response_find_actor(it->plan, entry->role, strlen(entry->role), &actor, NULL) != 0)
        return;
    const struct authority *row = find_row(it, taken, &actor);
    put_signature(it, list, &actor, entry->name);
    fields_text(it->fields, it->root, "step_actor", actor_name(it, &actor));
    fields_text(it->fields, it->root, "step_clause", row == NULL ? "" : row->clause);
}

/* All who may take it, and under which clauses. */
static void put_due(struct collector *it, const struct taken *due, struct template_value *list)
{
    const struct authority *row;
    struct text actors = {0}, clauses = {0};
    for (size_t n = 0; (row = response_authority(it->plan, due->tier, due->step, due->level, n)) != NULL; n++) {
        struct named_actors named = response_named(row, due->step);
        if (row->provisional && n > 0) /* the same, on a guess */
            continue;
        text_add_str(&actors, actors.size > 0 ? form_say(it, "或", " or ") : "");
        brief_actors(&actors, it->plan, named.items, named.count, it->app->lang);
        if (strstr(text_str(&clauses), row->clause) == NULL)
            text_addf(&clauses, "%s%s", clauses.size > 0 ? form_say(it, "、", ", ") : "", row->clause);
        for (size_t i = 0; i < named.count; i++)
            put_signature(it, list, &named.items[i], NULL);
    }
    form_put(it, it->root, "step_actor", &actors);
    form_put(it, it->root, "step_clause", &clauses);
    text_release(&actors);
    text_release(&clauses);
}

/* ---- what it calls for ---- */

static const struct template_column action_columns[] = {{"owner", NULL}, {"what", NULL}, {"due", NULL}, {"clause", NULL}, {NULL, NULL}};

static void put_action(struct collector *it, struct template_value *list, const struct due_task *due)
{
    const struct task *task = due->task;
    struct template_row *row = fields_row(it->fields, list);
    struct text text = {0};
    brief_actors(&text, it->plan, task->owners, task->owner_count, it->app->lang);
    form_put(it, row, "owner", &text);
    text_addf(&text, "%s%s", words_in(task->what, it->app->lang), due->standing == CONDITION_OPEN ? form_say(it, "〔视情形〕", " (if it applies)") : "");
    form_put(it, row, "what", &text);
    if (task->deadline.at.node != 0)
        brief_limit(it->app, &task->deadline, &text);
    form_put(it, row, "due", &text);
    fields_text(it->fields, row, "clause", task->clause);
    text_release(&text);
}

/* What this very step calls for: the level's own work, and what the kind of event certainly asks for. */
static bool is_action(const struct collector *it, const struct due_task *due)
{
    const struct task *task = due->task;
    if (it->form == FORM_END)
        return task->kind == TASK_END || task->kind == TASK_RECOVERY;
    if (task->kind == TASK_SPECIAL)
        return due->standing == CONDITION_YES;
    return (task->kind == TASK_RESPONSE || task->kind == TASK_REPORT) && task->level_count > 0;
}

static int put_actions(struct collector *it, const struct taken *taken, struct template_value *list)
{
    struct due_task *due = calloc(it->plan->task_count + 1, sizeof *due);
    int count = due == NULL ? err_no_memory(it->err) : duty_tasks(it->assessor, it->plan, taken->level, due, it->err);
    for (int i = 0; i < count; i++)
        if (is_action(it, &due[i]))
            put_action(it, list, &due[i]);
    free(due);
    return count < 0 ? -1 : 0;
}

/* ---- the whole ---- */

static void put_step(struct collector *it, const struct taken *taken, struct template_value *signature)
{
    bool done = taken->entry != NULL;
    struct text text = {0};
    fields_text(it->fields, it->root, "step", words_in(step_words(taken->step), it->app->lang));
    fields_text(it->fields, it->root, "step_tier", words_in(tier_words((enum tier)taken->tier), it->app->lang));
    form_add_response(it, taken->level, &text);
    form_put(it, it->root, "step_response", &text);
    if (taken->before > 0)
        form_add_response(it, taken->before, &text);
    form_put(it, it->root, "step_before", &text);
    form_add_time(it, done ? entry_clock(taken->entry) : TIME_UNKNOWN, &text);
    form_put_wanted(it, "step_time", (struct words){"决定时间", "time of the decision"}, &text);
    form_add_date(it, done ? entry_clock(taken->entry) : TIME_UNKNOWN, &text);
    form_put_wanted(it, "step_date", (struct words){"签发日期", "date of signature"}, &text);
    fields_text(it->fields, it->root, "step_due", done ? "" : form_say(it, "尚未决定", "not decided yet"));
    fields_text(it->fields, it->root, "step_provisional", taken->provisional ? form_say(it, "初步判断，查明后变更", "on a first guess, to be corrected") : "");
    fields_text(it->fields, it->root, "step_reason", done ? taken->entry->reason : "");
    if (done)
        put_taken(it, taken, signature);
    else
        put_due(it, taken, signature);
    text_release(&text);
}

static void put_no_step(struct collector *it)
{
    static const char *const names[] = {"step", "step_tier", "step_response", "step_before", "step_time", "step_date", "step_due", "step_provisional", "step_reason",
                                        "step_actor", "step_clause"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        fields_text(it->fields, it->root, names[i], "");
}

int collect_step(struct collector *it)
{
    static const struct template_column signature_columns[] = {{"body", NULL}, {"post", NULL}, {"name", NULL}, {NULL, NULL}};
    static int (*const find_due[FORM_COUNT])(const struct collector *, struct taken *) = {[FORM_LAUNCH] = find_launch, [FORM_ADJUST] = find_change, [FORM_END] = find_end};
    struct template_value *signature = fields_list(it->fields, it->root, "signature", signature_columns);
    struct template_value *actions = fields_list(it->fields, it->root, "actions", action_columns);
    struct taken taken;
    if (find_due[it->form] == NULL) {
        put_no_step(it);
        return 0;
    }
    bool found = find_taken(it->record, it->form, &taken) > 0;
    if (!found && taken.failed)
        return err_no_memory(it->err);
    if (!found && find_due[it->form](it, &taken) != 0)
        return -1;
    put_step(it, &taken, signature);
    return put_actions(it, &taken, actions);
}
