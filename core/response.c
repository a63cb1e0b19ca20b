/* The response-level machine. See response.h. */
#include "core/response.h"

#include <string.h>

#include "core/text.h"

#define IN(state) (1u << (state))

/* A step of the machine: from which states, to which, by whose authority, and whether it names a level. */
struct transition {
    unsigned from;
    enum response_state to;
    enum step authority;
    bool names_level;
};

/*
 * Steps that no text speaks of take the nearest authority: taking back, that of those to whom the command was handed over;
 * recovering and closing, that of those who may end.
 */
static const struct transition transitions[STEP_COUNT] = {
    [STEP_PROPOSE] = {IN(RESPONSE_IDLE) | IN(RESPONSE_PROPOSED) | IN(RESPONSE_ACTIVE), RESPONSE_PROPOSED, STEP_PROPOSE, true},
    [STEP_LAUNCH] = {IN(RESPONSE_IDLE) | IN(RESPONSE_PROPOSED), RESPONSE_ACTIVE, STEP_LAUNCH, true},
    [STEP_RAISE] = {IN(RESPONSE_ACTIVE), RESPONSE_ACTIVE, STEP_RAISE, true},
    [STEP_LOWER] = {IN(RESPONSE_ACTIVE), RESPONSE_ACTIVE, STEP_LOWER, true},
    [STEP_HAND_OVER] = {IN(RESPONSE_ACTIVE), RESPONSE_HANDED_OVER, STEP_HAND_OVER, false},
    [STEP_END] = {IN(RESPONSE_ACTIVE) | IN(RESPONSE_HANDED_OVER), RESPONSE_ENDED, STEP_END, false},
    [STEP_TAKE_BACK] = {IN(RESPONSE_HANDED_OVER), RESPONSE_ACTIVE, STEP_HAND_OVER, false},
    [STEP_RECOVER] = {IN(RESPONSE_ENDED), RESPONSE_RECOVERY, STEP_END, false},
    [STEP_CLOSE] = {IN(RESPONSE_ENDED) | IN(RESPONSE_RECOVERY), RESPONSE_CLOSED, STEP_END, false},
};

bool response_allows(enum response_state state, enum step step)
{
    return transitions[step].from >> state & 1;
}

enum response_state response_after(enum response_state state, enum step step)
{
    return step == STEP_PROPOSE && state == RESPONSE_ACTIVE ? state : transitions[step].to;
}

const char *const response_state_ids[] = {"idle", "proposed", "active", "handed_over", "ended", "recovery", "closed", NULL};

bool step_names_level(enum step step)
{
    return transitions[step].names_level;
}

struct words response_state_words(enum response_state state)
{
    static const struct words words[RESPONSE_STATE_COUNT] = {
        [RESPONSE_IDLE] = {"未启动", "idle"},          [RESPONSE_PROPOSED] = {"已建议", "proposed"},
        [RESPONSE_ACTIVE] = {"响应中", "active"},      [RESPONSE_HANDED_OVER] = {"已移交指挥权", "handed over"},
        [RESPONSE_ENDED] = {"响应已结束", "ended"},    [RESPONSE_RECOVERY] = {"后期处置", "recovery"},
        [RESPONSE_CLOSED] = {"已归档", "closed"},
    };
    return words[state];
}

/* ---- who may ---- */

static const struct authority *nth_row(const struct plan *plan, int tier, enum step step, int level, size_t n)
{
    for (size_t i = 0; i < plan->authority_count; i++) {
        const struct authority *row = &plan->authority[i];
        if (row->step == (int)step && row->tier == tier && levels_have(row->levels, row->level_count, level) && n-- == 0)
            return row;
    }
    return NULL;
}

const struct authority *response_authority(const struct plan *plan, int tier, enum step step, int level, size_t n)
{
    enum step authority = transitions[step].authority;
    /* A plan without a word on raising, lowering or ending (a county's response, say) leaves it to whoever may launch the level. */
    bool launcher = authority == STEP_RAISE || authority == STEP_LOWER || authority == STEP_END;
    if (launcher && nth_row(plan, tier, authority, level, 0) == NULL)
        authority = STEP_LAUNCH;
    return nth_row(plan, tier, authority, level, n);
}

bool response_has_level(const struct plan *plan, int tier, int level)
{
    for (int step = 0; step < STEP_COUNT; step++)
        if (response_authority(plan, tier, (enum step)step, level, 0) != NULL)
            return true;
    return false;
}

bool response_acts_for(const struct plan *plan, const struct ref *actor, const struct ref *named)
{
    if (actor->kind == named->kind && actor->index == named->index)
        return true;
    return actor->kind == ACTOR_POST && named->kind == ACTOR_BODY && plan->organisation.posts[actor->index].body.index == named->index;
}

/* Command comes back from those who took it over; every other step is taken by the row's actors. */
struct named_actors response_named(const struct authority *row, enum step step)
{
    bool receives = step == STEP_TAKE_BACK && row->to_count > 0;
    return receives ? (struct named_actors){row->to, row->to_count} : (struct named_actors){row->by, row->by_count};
}

bool response_may(const struct plan *plan, const struct authority *row, enum step step, const struct ref *actor)
{
    struct named_actors actors = response_named(row, step);
    for (size_t i = 0; i < actors.count; i++)
        if (response_acts_for(plan, actor, &actors.items[i]))
            return true;
    return false;
}

const struct authority *response_find_row(const struct plan *plan, const struct response_request *request, int tier, int level)
{
    const struct authority *row;
    for (size_t n = 0; (row = response_authority(plan, tier, request->step, level, n)) != NULL; n++)
        if (response_may(plan, row, request->step, &request->actor) && (!request->provisional || row->provisional))
            return row;
    return NULL;
}

/* ---- refusals ---- */

static void add_actors(struct text *text, const struct plan *plan, const struct named_actors *actors, enum lang lang)
{
    for (size_t i = 0; i < actors->count; i++)
        text_addf(text, "%s%s", text->size == 0 ? "" : lang == LANG_EN ? ", " : "、",
                  words_in(plan_actor_words(plan, &actors->items[i]), lang));
}

/* Where this tier has no such step, another may: "县级由县级指挥部［4.2.4.2］". */
static void add_other_tiers(struct text *text, struct text *clauses, const struct plan *plan, const struct response_request *request, enum lang lang)
{
    const struct authority *row;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        for (size_t n = 0; (row = response_authority(plan, tier, request->step, request->level, n)) != NULL; n++) {
            struct text who = {0};
            struct named_actors actors = response_named(row, request->step);
            add_actors(&who, plan, &actors, lang);
            text_addf(text, lang == LANG_EN ? "; %s: %s [%s]" : "；%s由%s［%s］", words_in(tier_words((enum tier)tier), lang), text_str(&who), row->clause);
            text_addf(clauses, "%s%s", clauses->size == 0 ? "" : ", ", row->clause);
            text_release(&who);
        }
}

static int refuse_unsaid(const struct plan *plan, const struct response_request *request, int tier, struct err *err)
{
    struct text zh = {0}, en = {0}, clauses = {0}, twice = {0};
    struct words step = step_words(request->step), whose = tier_words((enum tier)tier);
    text_addf(&zh, "预案没有规定%s由谁%s这一级", whose.zh, step.zh);
    text_addf(&en, "the plan names nobody of the %s who may %s at this level", whose.en, step.en);
    if (step_names_level(request->step)) {
        add_other_tiers(&zh, &clauses, plan, request, LANG_ZH);
        add_other_tiers(&en, &twice, plan, request, LANG_EN);
    }
    err_set_words(err, ERR_AUTHORITY, (struct words){"%s%s", "%s%s"}, (struct words){text_str(&zh), text_str(&en)}, (struct words){"", ""});
    if (clauses.size > 0)
        err_set_clause(err, text_str(&clauses));
    text_release(&zh);
    text_release(&en);
    text_release(&clauses);
    text_release(&twice);
    return -1;
}

/* "指挥长无权启动；应由总指挥启动［5.3.5］" */
static int refuse_actor(const struct plan *plan, const struct response_request *request, int tier, int level, struct err *err)
{
    struct text zh = {0}, en = {0}, clauses = {0};
    const struct authority *row;
    struct response_request certain = *request;
    certain.provisional = false;
    if (request->provisional && response_find_row(plan, &certain, tier, level) != NULL)
        return err_set_words(err, ERR_AUTHORITY, (struct words){"预案没有让%s按初步判断启动%s", "the plan does not let %s launch on a first guess%s"},
                             plan_actor_words(plan, &request->actor), (struct words){"", ""});
    for (size_t n = 0; (row = response_authority(plan, tier, request->step, level, n)) != NULL; n++) {
        struct named_actors actors = response_named(row, request->step);
        add_actors(&zh, plan, &actors, LANG_ZH);
        add_actors(&en, plan, &actors, LANG_EN);
        text_addf(&clauses, "%s%s", clauses.size == 0 ? "" : ", ", row->clause);
    }
    if (clauses.size > 0) {
        struct text may_zh = {0}, may_en = {0};
        struct words step = step_words(request->step);
        text_addf(&may_zh, "无权%s；应由%s%s［%s］", step.zh, text_str(&zh), step.zh, text_str(&clauses));
        text_addf(&may_en, "may not %s; %s may [%s]", step.en, text_str(&en), text_str(&clauses));
        err_set_words(err, ERR_AUTHORITY, (struct words){"%s%s", "%s %s"}, plan_actor_words(plan, &request->actor),
                      (struct words){text_str(&may_zh), text_str(&may_en)});
        err_set_clause(err, text_str(&clauses));
        text_release(&may_zh);
        text_release(&may_en);
    } else {
        refuse_unsaid(plan, request, tier, err);
    }
    text_release(&zh);
    text_release(&en);
    text_release(&clauses);
    return -1;
}

static int refuse_state(const struct response_request *request, const struct response *response, struct err *err)
{
    struct words state = response_state_words(response->state), step = step_words(request->step);
    return err_set_words(err, ERR_STATE, (struct words){"现在是“%s”，不能%s", "the response is %s: it cannot %s now"}, state, step);
}

static int check_level(const struct plan *plan, const struct response_request *request, const struct response *response, struct err *err)
{
    if (plan_find_level(plan, request->level) == NULL)
        return err_set(err, ERR_STATE, "本预案没有 %d 级", "this plan has no level %d", request->level);
    if (request->step == STEP_PROPOSE && response->state == RESPONSE_ACTIVE && request->level == response->level)
        return err_set(err, ERR_STATE, "现在就是 %d 级", "level %d is active already", response->level);
    if (request->step == STEP_RAISE && request->level >= response->level)
        return err_set(err, ERR_STATE, "现为 %d 级；提高须到更重的级别（数字更小）", "now at level %d; raising goes to a more severe one (a smaller number)",
                       response->level);
    if (request->step == STEP_LOWER && request->level <= response->level)
        return err_set(err, ERR_STATE, "现为 %d 级；降低须到更轻的级别（数字更大）", "now at level %d; lowering goes to a less severe one (a larger number)",
                       response->level);
    return 0;
}

/* Every ending condition of the plan must have been confirmed by somebody. */
static int check_endings(const struct plan *plan, uint64_t confirmed, struct err *err)
{
    for (size_t i = 0; i < plan->ending_count; i++) {
        const struct ending *ending = &plan->endings[i];
        if (confirmed >> i & 1)
            continue;
        err_set_words(err, ERR_STATE, (struct words){"结束条件未确认：%s［%s］", "an ending condition is not confirmed: %s [%s]"}, ending->condition,
                      (struct words){ending->clause, ending->clause});
        err_set_clause(err, ending->clause);
        return -1;
    }
    return 0;
}

/* ---- the step ---- */

/* Launching a provisional level once more, no longer on a guess, settles it. */
static bool settles(const struct response_request *request, const struct response *response)
{
    return request->step == STEP_LAUNCH && response->state == RESPONSE_ACTIVE && response->provisional && !request->provisional &&
           request->level == response->level;
}

int response_take(const struct plan *plan, const struct response_request *request, struct response *response, struct err *err)
{
    const struct transition *transition = &transitions[request->step];
    if (!response_allows(response->state, request->step) && !settles(request, response))
        return refuse_state(request, response, err);
    if (transition->names_level && check_level(plan, request, response, err) != 0)
        return -1;
    int level = transition->names_level ? request->level : response->level;
    if (response_find_row(plan, request, response->tier, level) == NULL)
        return refuse_actor(plan, request, response->tier, level, err);
    if (request->step == STEP_END && check_endings(plan, request->confirmed, err) != 0)
        return -1;
    if (request->step == STEP_PROPOSE && response->state == RESPONSE_ACTIVE) {
        response->pending = level;
        return 0;
    }
    response->state = transition->to;
    response->level = level;
    response->pending = 0;
    if (transition->names_level)
        response->provisional = request->step == STEP_LAUNCH && request->provisional;
    return 0;
}

/* ---- actors ---- */

static bool is_named(struct words words, const char *id, const char *name, size_t size)
{
    return text_equal(name, size, id) || text_equal(name, size, words.zh) || (words.en != NULL && text_equal(name, size, words.en));
}

/* An agency goes by its full name too, and by every short one. */
static bool is_agency_named(const struct agency *agency, const char *name, size_t size)
{
    bool named = is_named(agency->name, agency->id, name, size);
    for (size_t i = 0; i < agency->short_count && !named; i++)
        named = text_equal(name, size, agency->shorts[i]);
    return named;
}

/* Those who take steps first: a name that two share is theirs. */
static const enum actor_kind kinds_in_order[] = {ACTOR_POST, ACTOR_BODY, ACTOR_GROUP, ACTOR_AGENCY};

static size_t count_of(const struct plan *plan, enum actor_kind kind)
{
    const struct organisation *org = &plan->organisation;
    const size_t counts[] = {[ACTOR_AGENCY] = plan->city->agency_count, [ACTOR_BODY] = org->body_count, [ACTOR_POST] = org->post_count,
                             [ACTOR_GROUP] = org->group_count};
    return counts[kind];
}

/* Whether all characters of a short name come in the same order in the full one: 市指挥部, 市道路交通应急指挥部. */
static bool abbreviates(const char *name, size_t size, const char *full)
{
    size_t at = 0, left = strlen(full);
    while (at < size && left > 0) {
        size_t step = text_step(full, left);
        if (step <= size - at && memcmp(name + at, full, step) == 0)
            at += step;
        full += step;
        left -= step;
    }
    return at == size && size > 0;
}

/* What was meant: a post or body that the name abbreviates, else the nearest spelling. */
static void suggest_actor(const struct plan *plan, const char *name, size_t size, struct err *err)
{
    struct nearest near = nearest_to(name, size);
    const char *full = NULL;
    for (size_t k = 0; k < sizeof kinds_in_order / sizeof kinds_in_order[0]; k++)
        for (size_t i = 0; i < count_of(plan, kinds_in_order[k]); i++) {
            struct ref ref = {.kind = (int)kinds_in_order[k], .index = (int)i};
            struct words words = plan_actor_words(plan, &ref);
            if (full == NULL && abbreviates(name, size, words.zh))
                full = words.zh;
            nearest_offer(&near, plan_actor_id(plan, &ref));
            nearest_offer(&near, words.zh);
        }
    err_set_hint(err, full != NULL ? full : near.best);
}

int response_find_actor(const struct plan *plan, const char *name, size_t size, struct ref *actor, struct err *err)
{
    for (size_t k = 0; k < sizeof kinds_in_order / sizeof kinds_in_order[0]; k++)
        for (size_t i = 0; i < count_of(plan, kinds_in_order[k]); i++) {
            struct ref ref = {.kind = (int)kinds_in_order[k], .index = (int)i};
            ref.id = plan_actor_id(plan, &ref);
            if (is_named(plan_actor_words(plan, &ref), ref.id, name, size) ||
                (ref.kind == ACTOR_AGENCY && is_agency_named(&plan->city->agencies[i], name, size))) {
                *actor = ref;
                return 0;
            }
        }
    if (err == NULL)
        return -1;
    err_set(err, ERR_REFERENCE, "预案里没有“%s”这个岗位或机构", "the plan has no post or body \"%s\"", text_clip(name, size).str);
    suggest_actor(plan, name, size, err);
    return -1;
}
