/*
 * The response-level machine: idle → proposed → active → ended → recovery → closed, with raising, lowering and handing over. Another
 * level may be proposed while one is active; that changes nothing until somebody takes the step.
 *
 * The machine is generic; who may take which step, at which level, under which clause, is the plan's authority table. A step by
 * anyone else, or from the wrong state, is refused with the clause and with those who could take it. The city's, a county's and
 * the province's responses to one incident are three machines side by side, told apart by their tier.
 *
 *     struct response response = {.tier = TIER_CITY};
 *     struct response_request request = {.step = STEP_LAUNCH, .level = 2, .actor = actor};
 *     if (response_take(plan, &request, &response, &err) != 0) …err says who may
 *
 * Who acts for whom: the commander and deputies of a headquarters and the directors of an office act for that body.
 */
#ifndef CORE_RESPONSE_H
#define CORE_RESPONSE_H

#include "core/plan.h"

enum response_state { RESPONSE_IDLE, RESPONSE_PROPOSED, RESPONSE_ACTIVE, RESPONSE_HANDED_OVER, RESPONSE_ENDED, RESPONSE_RECOVERY,
                      RESPONSE_CLOSED, RESPONSE_STATE_COUNT };

struct response {
    enum response_state state;
    int tier;         /* enum tier */
    int level;        /* proposed, active or last active; 0 when idle */
    int pending;      /* level proposed while another is active, until the next step; 0 for none */
    bool provisional; /* launched on a first guess: until it is raised, lowered, or launched once more at this level without guessing */
};

struct response_request {
    enum step step;
    int level;          /* of STEP_PROPOSE, LAUNCH, RAISE, LOWER; otherwise ignored */
    struct ref actor;   /* who takes the step: response_find_actor */
    bool provisional;   /* STEP_LAUNCH on a first guess */
    uint64_t confirmed; /* STEP_END: bit i = plan->endings[i] was confirmed by somebody */
};

/* Take a step. The response changes only on success; ERR_STATE (wrong state or level), ERR_AUTHORITY (not for this actor). */
int response_take(const struct plan *plan, const struct response_request *request, struct response *response, struct err *err);

/* Whether the machine has a step in a state, whoever takes it; and where it leads. */
bool response_allows(enum response_state state, enum step step);
enum response_state response_after(enum response_state state, enum step step);
/* Whether a step chooses a level: propose, launch, raise, lower. */
bool step_names_level(enum step step);
/*
 * The n-th row of those whose authority a step needs, for a response at `level` (the level aimed at for LAUNCH, RAISE, LOWER, the
 * present one otherwise); NULL past the last. Steps the texts are silent on borrow the nearest authority: see response.c.
 */
const struct authority *response_authority(const struct plan *plan, int tier, enum step step, int level, size_t n);
/* Whether a tier has any step at a level. */
bool response_has_level(const struct plan *plan, int tier, int level);
/* Those of a row who take a step. */
struct named_actors {
    const struct ref *items;
    size_t count;
};
struct named_actors response_named(const struct authority *row, enum step step);
/* Whether an actor is the one named, or holds a post of that body. */
bool response_acts_for(const struct plan *plan, const struct ref *actor, const struct ref *named);
/* Whether an actor is one of a row's, or acts for one. */
bool response_may(const struct plan *plan, const struct authority *row, enum step step, const struct ref *actor);

/* The row by which a request may be made for a response at `level`; on a guess only one that allows it; NULL when this actor may not. */
const struct authority *response_find_row(const struct plan *plan, const struct response_request *request, int tier, int level);

/* A post, body, group or agency by id or name; ERR_REFERENCE with the nearest when there is none. */
int response_find_actor(const struct plan *plan, const char *name, size_t size, struct ref *actor, struct err *err);

struct words response_state_words(enum response_state state);
extern const char *const response_state_ids[]; /* "idle" …, by enum response_state; ends with NULL */

#endif
