/* respond levels PLAN: the response-level machine as a table: each step, from which state to which, who may take it, by which clause. */
#include "cli/brief.h"
#include "cli/command.h"
#include "cli/render.h"
#include "core/response.h"
#include "rules/words.h"

#define COLUMN 26

/* "未启动/已建议 → 已建议；响应中 → 响应中": from where to where, states with the same end together. */
static void add_states(const struct app *app, enum step step, struct text *text)
{
    bool shown[RESPONSE_STATE_COUNT] = {false};
    const char *between = "";
    for (int first = 0; first < RESPONSE_STATE_COUNT; first++) {
        if (shown[first] || !response_allows((enum response_state)first, step))
            continue;
        enum response_state to = response_after((enum response_state)first, step);
        text_add_str(text, between);
        between = "";
        for (int state = first; state < RESPONSE_STATE_COUNT; state++) {
            if (!response_allows((enum response_state)state, step) || response_after((enum response_state)state, step) != to)
                continue;
            shown[state] = true;
            text_addf(text, "%s%s", between, words_in(response_state_words((enum response_state)state), app->lang));
            between = "/";
        }
        text_addf(text, " → %s", words_in(response_state_words(to), app->lang));
        between = app_say(app, "；", "; ");
    }
}

static void print_step(const struct app *app, const struct plan *plan, int tier, enum step step, int level)
{
    const struct authority *row;
    for (size_t n = 0; (row = response_authority(plan, tier, step, level, n)) != NULL; n++) {
        struct text left = {0}, right = {0};
        text_addf(&left, "    %s", n > 0 ? "" : words_in(step_words(step), app->lang));
        brief_authority(app, plan, row, step, &right);
        if (n == 0) {
            text_add_str(&right, "\n");
            add_states(app, step, &right);
        }
        render_row(app, text_str(&left), COLUMN, text_str(&right));
        text_release(&left);
        text_release(&right);
    }
}

static void print_tier(const struct app *app, const struct plan *plan, int tier)
{
    bool heading = false;
    for (size_t i = 0; i < plan->level_count; i++) {
        int level = (int)plan->levels[i].number;
        if (!response_has_level(plan, tier, level))
            continue;
        if (!heading) {
            struct text text = {0};
            text_addf(&text, app_say(app, "%s响应", "%s response"), words_in(tier_words((enum tier)tier), app->lang));
            render_heading(app, text_str(&text));
            text_release(&text);
            heading = true;
        }
        fprintf(app->out, "  %s\n", words_level(plan, level, app->lang));
        for (int step = 0; step < STEP_COUNT; step++)
            print_step(app, plan, tier, (enum step)step, level);
    }
}

static void print_json(const struct app *app, const struct plan *plan)
{
    struct text out = {0};
    const struct authority *row;
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        for (size_t i = 0; i < plan->level_count; i++)
            for (int step = 0; step < STEP_COUNT; step++)
                for (size_t n = 0; (row = response_authority(plan, tier, (enum step)step, (int)plan->levels[i].number, n)) != NULL; n++) {
                    struct named_actors actors = response_named(row, (enum step)step);
                    text_addf(&out, "{\"tier\": \"%s\", \"level\": %lld, \"step\": \"%s\", \"by\": [", tier_ids[tier],
                              (long long)plan->levels[i].number, step_ids[step]);
                    for (size_t a = 0; a < actors.count; a++) {
                        text_add_str(&out, a > 0 ? ", " : "");
                        text_add_json_str(&out, actors.items[a].id);
                    }
                    text_add_str(&out, "], \"clause\": ");
                    text_add_json_str(&out, row->clause);
                    text_add_str(&out, "}\n");
                }
    fputs(text_str(&out), app->out);
    text_release(&out);
}

int run_levels(struct app *app, const struct args *args)
{
    int status;
    struct loaded *loaded = app_load(app, args->words[0], &status);
    if (loaded == NULL)
        return status;
    if (args_has(args, "--json")) {
        print_json(app, loaded->plan);
    } else {
        render_heading(app, words_in(loaded->plan->title, app->lang));
        for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
            print_tier(app, loaded->plan, tier);
    }
    loaded_free(loaded);
    return 0;
}
