/*
 * A plan as its JSON file says it: facts, levels, rules (as text), organisation, authority, tasks. No judgement here.
 *
 * Immutable after plan_load; everything is owned by the plan's arena (strings: see plan_read), and everything is visible. References are resolved
 * (`struct ref`), citations are checked against the plan's contents, and all conditions are numbered for rules/ to compile.
 *
 *     struct diags diags = {0};
 *     struct plan *plan = plan_load("plans/shuozhou/road.json", city, &diags);
 *     const struct fact *fact = plan_find_fact(plan, "deaths", 6);
 *     plan_free(plan);
 *
 * The format is documented in docs/plan-format.md; the readings of levels and facts come from the grading contract:
 * level 1 is the most severe, a fact that is absent is unknown, a discretion fact that is absent was not found.
 */
#ifndef CORE_PLAN_H
#define CORE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/city.h"
#include "core/document.h"
#include "core/err.h"

#define PLAN_LEVEL_MAX 9
#define PLAN_FACTS_MAX 63
#define PLAN_RULES_MAX 4096
#define PLAN_TASKS_MAX 4096
#define PLAN_ENDINGS_MAX 64 /* each is a bit of what was confirmed */
#define PLAN_DETAILS_MAX 64
#define PLAN_ACTORS_MAX 1024 /* bodies, posts, groups, members: of each */

/* A clause of the official text that citations may name. Indexed by number (core/index.h). */
struct clause {
    struct origin at;
    const char *number; /* "4.1.2", "附件3/二级" */
    struct words title;
    int64_t items; /* numbered items under it: 4.1.2(1) … */
};

struct level {
    struct origin at;
    int64_t number; /* 1 = most severe */
    struct words name;
    const char *clause;
    int64_t includes; /* the level whose tasks this one takes in; 0 for none */
};

/* An event grade (附件1 of tourism, 附件4 of construction); `level` is the response level it calls for, 0 for none. */
struct grade {
    struct origin at;
    const char *id;
    struct words name;
    const char *clause;
    int64_t level;
};

enum fact_type { FACT_BOOL, FACT_COUNT, FACT_DECIMAL, FACT_LEVEL, FACT_ENUM };

struct fact_value {
    struct origin at;
    const char *id;
    struct words label;
};

/* Values are int64: BOOL 0 or 1; COUNT itself; DECIMAL millionths (core/number.h); LEVEL 0 or the
   position of a level in the plan's list, from 1 (a plan may lack a number); ENUM index of the value. */
struct fact {
    struct origin at;
    const char *id;
    int type; /* enum fact_type */
    struct words label, question, unit; /* unit.zh is NULL for none */
    bool harm;       /* more is worse */
    bool discretion; /* a finding somebody has to make: absent means not made, and it is never asked for */
    const char *clause;
    const char *prior; /* how likely its values are, for choosing questions (rules/prior.h); NULL when the plan does not say */
    struct fact_value *values; /* ENUM, from least to most */
    size_t value_count;
    int64_t most; /* largest value of the type; the smallest is 0 */
};

/* A named sum of facts; rules/ parses `sum`. */
struct term {
    struct origin at;
    const char *id;
    struct condition sum;
    struct words label;
    const char *clause;
};

struct disease {
    struct origin at;
    const char *id;
    struct words name;
};

/* Where a parameter's figure comes from: a clause, or a source outside the text. */
struct parameter_source {
    struct origin at;
    const char *clause; /* NULL when the source is not the text */
    struct words note;
};

/* A length in days that the text or somebody else fixes, and that the user may override. */
struct parameter {
    struct origin at;
    const char *id;
    int64_t days;
    struct words name;
    struct parameter_source source;
    bool confirmed; /* false for a default that the office has yet to confirm */
};

struct rule {
    struct origin at;
    const char *clause;
    int64_t level;   /* 0 for a row of the grade table */
    struct ref grade; /* grade.index, or -1 */
    struct condition when;
    struct words says;
};

/*
 * Which events the plan is for. `when` says yes from what is known; a no to `fact` (a finding that is made for this alone) says no,
 * unless `when` holds all the same: rules/scope.h. at.node == 0 when the plan does not say.
 */
struct scope {
    struct origin at;
    const char *clause;
    struct words says;
    struct condition when;
    struct ref fact; /* id NULL for none, else fact.index */
};

enum tier { TIER_CITY, TIER_COUNTY, TIER_PROVINCE, TIER_NATION };
enum body_kind { BODY_HQ, BODY_OFFICE, BODY_ONSITE_HQ, BODY_GOVERNMENT, BODY_AUTHORITY };
enum post_rank { RANK_COMMANDER, RANK_DEPUTY, RANK_DIRECTOR, RANK_DEPUTY_DIRECTOR };

/* Who an actor or owner is; `struct ref` has the kind and the index into the matching array. */
enum actor_kind { ACTOR_AGENCY, ACTOR_BODY, ACTOR_POST, ACTOR_GROUP };

/* An agency in a role, perhaps through a named officer (分管副市长), perhaps only under a condition. */
struct holder {
    struct origin at;
    struct ref agency;
    struct words officer;
    struct condition when;
};

/* One duty; `to`: whom it tells, as of a task. */
struct duty {
    struct origin at;
    struct words what;
    struct ref *to;
    size_t to_count;
};

struct body {
    struct origin at;
    const char *id;
    int kind, tier;
    struct words name;
    const char *clause;
    struct ref of; /* the body it belongs to */
    struct holder *hosts;
    size_t host_count;
    struct duty *duties;
    size_t duty_count;
};

struct post {
    struct origin at;
    const char *id;
    struct ref body;
    int rank;
    struct words name;
    const char *clause;
    struct holder *holders;
    size_t holder_count;
};

struct group {
    struct origin at;
    const char *id;
    struct ref of;
    struct words name;
    const char *clause;
    struct holder *leaders;
    size_t leader_count;
    struct holder *members;
    size_t member_count;
    struct duty *duties;
    size_t duty_count;
    int64_t *levels;
    size_t level_count; /* 0 = stands at every level */
};

struct member {
    struct origin at;
    struct ref agency;
    const char *clause;
    struct condition when;
    struct duty *duties;
    size_t duty_count;
};

struct organisation {
    struct origin at;
    struct body *bodies;
    size_t body_count;
    struct post *posts;
    size_t post_count;
    struct group *groups;
    size_t group_count;
    struct member *members;
    size_t member_count;
};

/* Steps that a plan's authority table names, and behind them those that follow from it (core/response.h). */
enum step { STEP_PROPOSE, STEP_LAUNCH, STEP_RAISE, STEP_LOWER, STEP_HAND_OVER, STEP_END, STEP_TAKE_BACK, STEP_RECOVER, STEP_CLOSE,
            STEP_COUNT };

struct authority {
    struct origin at;
    int step;
    int64_t *levels;
    size_t level_count; /* 0 = every level */
    struct ref *by;
    size_t by_count;
    struct ref *to; /* to whom it is proposed or reported */
    size_t to_count;
    const char *clause;
    int tier;
    bool provisional; /* on a first guess, corrected later */
    struct words note;
};

struct ending {
    struct origin at;
    const char *id;
    struct words condition;
    const char *clause;
};

/* What a report on this kind of incident also says, beyond facts and what every report says (core/paperwork.h). */
struct detail {
    struct origin at;
    const char *id;
    struct words label;
    const char *clause;
};

enum task_kind { TASK_REPORT, TASK_ALERT, TASK_FIRST, TASK_RESPONSE, TASK_SPECIAL, TASK_SUPPORT, TASK_END, TASK_RECOVERY,
                 TASK_BODY, TASK_GROUP, TASK_MEMBER, TASK_KIND_COUNT };

enum moment { MOMENT_OCCURRENCE, MOMENT_DISCOVERY, MOMENT_REPORT_RECEIVED, MOMENT_CONFIRMED, MOMENT_ALERT, MOMENT_LAUNCH,
              MOMENT_ARRIVAL, MOMENT_END };

/* Minutes after a named moment; 0 = at once. `escalate` is when it goes up; -1 when the plan does not say. */
struct deadline {
    struct origin at;
    int from; /* enum moment */
    int64_t minutes;
    int64_t escalate;
};

/* Tasks of the file, and behind them the duties of bodies, groups and members (TASK_BODY …), with ids made from the owner. */
struct task {
    struct origin at;
    const char *id;
    int kind;
    struct ref *owners;
    size_t owner_count;
    struct ref *to; /* whom the owners tell: it is reported to them, they are notified, or asked for help */
    size_t to_count;
    struct words what;
    const char *clause;
    int64_t *levels;
    size_t level_count; /* 0 = every level */
    struct condition when;
    struct deadline deadline; /* at.node == 0 when there is none */
    struct ref *after;        /* index into tasks */
    size_t after_count;
    struct words evidence;
};

/* The official text that a plan encodes: 文号 and the day it was issued. */
struct official_text {
    struct origin at;
    const char *number;
    int32_t issued;
};

/* What kind of event a plan is about, as alerts to other systems have it: the categories of CAP 1.2. */
enum category { CATEGORY_GEO, CATEGORY_MET, CATEGORY_SAFETY, CATEGORY_SECURITY, CATEGORY_RESCUE, CATEGORY_FIRE, CATEGORY_HEALTH, CATEGORY_ENV,
                CATEGORY_TRANSPORT, CATEGORY_INFRA, CATEGORY_CBRNE, CATEGORY_OTHER, CATEGORY_COUNT };

/* Whether those who act by the plan may tell the public, and where the text says so; at.node == 0 when it says nothing, which is no leave. */
struct publication {
    struct origin at;
    bool is_public;
    const char *clause;
    struct words note;
};

struct plan {
    struct origin at;
    int64_t format;
    const char *id;
    struct words title, short_title; /* short_title falls back to title */
    struct official_text document;
    int *categories; /* enum category, the main one first */
    size_t category_count;
    struct publication publication;
    struct scope scope;
    struct clause *clauses;
    size_t clause_count;
    struct level *levels; /* most severe first */
    size_t level_count;
    struct grade *grades; /* least severe first */
    size_t grade_count;
    struct fact *facts;
    size_t fact_count;
    struct term *terms;
    size_t term_count;
    struct disease *diseases;
    size_t disease_count;
    struct parameter *parameters;
    size_t parameter_count;
    struct rule *rules;
    size_t rule_count;
    struct organisation organisation;
    struct authority *authority;
    size_t authority_count;
    struct ending *endings;
    size_t ending_count;
    struct detail *details;
    size_t detail_count;
    struct task *tasks;
    size_t task_count;

    const struct city *city;          /* borrowed */
    struct document *file;            /* so that the compiler can point at lines; NULL once forgotten */
    struct condition **conditions;    /* all conditions on facts except rules' and terms', by their index */
    size_t condition_count;
    bool flawed;    /* see plan_read */
    bool judgeable; /* its expressions can be checked: the flaws, if any, are elsewhere */
    struct arena arena;
};

/*
 * Load a plan. `city` (borrowed, must outlive the plan) resolves agencies and counties. NULL when the file cannot be read or
 * anything in it is wrong: all flaws are in `diags`, each with its place. The id must be the file's name.
 */
struct plan *plan_load(const char *path, const struct city *city, struct diags *diags);
/*
 * The same, but a plan that has flaws is returned too, marked `flawed`: good for nothing but finding more flaws, so that its
 * author sees those of the format and those of the expressions in one run. NULL only when there is nothing to look at.
 * With `strings` (may be NULL), its strings are kept in their arena, which must outlive it: plans that are loaded together share what they all say.
 */
struct plan *plan_read(const char *path, const struct city *city, struct strings *strings, struct diags *diags);
/* Give back the text and its nodes, most of a plan's memory. From then on no flaw of it can be placed: compile its rules before. */
void plan_forget_file(struct plan *plan);
void plan_free(struct plan *plan);

/* Look-ups: NULL (or -1) when absent. */
const struct fact *plan_find_fact(const struct plan *plan, const char *id, size_t size);
const struct level *plan_find_level(const struct plan *plan, int64_t number);
/* The number of a level that somebody wrote: "2", "2级", "Ⅱ级", "II", its name or the beginning of that. -1 with `err` (ERR_USAGE). */
int plan_read_level(const struct plan *plan, const char *typed, struct err *err);
/* A level as facts keep it: 0 for none, else its position from 1; -1 when the plan has no such level. */
int plan_level_value(const struct plan *plan, int64_t number);
const struct parameter *plan_find_parameter(const struct plan *plan, const char *id, size_t size);
int plan_find_disease(const struct plan *plan, const char *id, size_t size);
int fact_find_value(const struct fact *fact, const char *id, size_t size);

/* Whether a list of levels (empty = all) has a level. */
bool levels_have(const int64_t *levels, size_t count, int64_t level);
/* Whether a list of actors has one. */
bool actors_have(const struct ref *actors, size_t count, const struct ref *actor);
/* Whether two lists name the same, in the same order. */
bool actors_same(const struct ref *a, size_t a_count, const struct ref *b, size_t b_count);
/* Whether an actor is one of the headquarters' members; and whether a list names all of them, where it is shorter to say so. */
bool plan_is_member(const struct plan *plan, const struct ref *actor);
bool plan_all_members(const struct plan *plan, const struct ref *actors, size_t count);
/* Display name of an actor: an agency's short name, a body's, post's or group's name. */
struct words plan_actor_words(const struct plan *plan, const struct ref *actor);
/* Its id. */
const char *plan_actor_id(const struct plan *plan, const struct ref *actor);
/* The format's vocabularies, by their enums; each ends with NULL. task_kind_ids has the kinds made from duties too. */
extern const char *const tier_ids[], *const step_ids[], *const moment_ids[], *const task_kind_ids[], *const category_ids[];
/* Words for a vocabulary: "提出", "propose" for STEP_PROPOSE, and so on. */
struct words step_words(enum step step);
struct words tier_words(enum tier tier);
struct words task_kind_words(enum task_kind kind);
struct words moment_words(enum moment moment);

#endif
