/* Drills in the shell: starting one, and what its director does. */
#include <string.h>

#include "cli/acts.h"
#include "cli/alerts.h"
#include "cli/drill.h"
#include "cli/render.h"
#include "cli/score.h"
#include "cli/shell.h"
#include "cli/shell_commands.h"
#include "core/number.h"

int shell_start_drill(struct shell *shell, const char *path, struct err *err)
{
    struct diags diags = {0};
    struct desk_incident *first = NULL;
    struct scenario *scenario = scenario_load(path, &diags);
    if (scenario == NULL) {
        for (size_t i = 1; i < diags.count; i++)
            err_print(&diags.items[i], shell->app->lang, shell->app->messages);
        if (diags.count > 0)
            *err = diags.items[0];
        else
            err_no_memory(err);
        diags_release(&diags);
        return -1;
    }
    int rc = drill_start(&shell->desk, scenario, &first, err);
    scenario_free(scenario);
    if (rc != 0)
        return -1;
    shell->current = first;
    alerts_seen(first);
    shell_catch_up(shell);
    return drill_view(&first->session, false, err);
}

static int set_rate(struct session *session, const char *typed, struct err *err)
{
    struct number number = {0};
    if (number_parse(typed, strlen(typed), false, &number) != NUMBER_OK || number.whole > DRILL_RATE_MAX)
        return err_set(err, ERR_USAGE, "速度是百分数（100 为实时，0 为停），不是“%.20s”", "the rate is a percentage (100: real time, 0: stopped), not \"%.20s\"", typed);
    return session_clock_rate(session, (int)number.whole, err);
}

/* "+10m", or a number of minutes. */
static int postpone(struct session *session, const char *typed, struct err *err)
{
    int64_t now = session_clock(session), to = now;
    if (!clock_parse(&session->app->clock, typed, now, &to) || to <= now)
        return err_set(err, ERR_USAGE, "推迟多少，应如 +10m，不是“%.20s”", "say by how much, as +10m, not \"%.20s\"", typed);
    return session_postpone(session, (to - now) / 60000, err);
}

static int inject(struct session *session, const struct args *args, struct err *err)
{
    const char *medium = args_option(args, "--medium", 0);
    struct text text = {0};
    bool known = medium == NULL;
    for (int i = 0; medium_ids[i] != NULL && !known; i++)
        known = strcmp(medium, medium_ids[i]) == 0;
    if (!known)
        return err_set(err, ERR_USAGE, "没有途径“%.20s”（有 phone fax on_scene radio message）", "there is no medium \"%.20s\" (phone, fax, on_scene, radio, message)", medium);
    acts_join(args, 1, &text);
    int rc = text.size == 0 ? err_set(err, ERR_USAGE, "要写注入的内容：drill inject 文字", "say what comes in: drill inject TEXT")
                            : session_inject(session, -1, medium, text_str(&text), err);
    text_release(&text);
    return rc;
}

static int direct(struct shell *shell, const char *word, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    bool more = args->word_count > 1;
    int rc = 0;
    if (strcmp(word, "script") == 0)
        return drill_view(session, true, err);
    if (strcmp(word, "score") == 0)
        return score_view(session, err);
    if (strcmp(word, "inject") == 0)
        rc = inject(session, args, err);
    else if (strcmp(word, "pause") == 0)
        rc = session_clock_rate(session, 0, err);
    else if (strcmp(word, "run") == 0)
        rc = session_clock_rate(session, 100, err);
    else if (!more)
        return err_set(err, ERR_USAGE, "drill %s 后面要写多少", "drill %s: say how much", word);
    else
        rc = strcmp(word, "rate") == 0 ? set_rate(session, args->words[1], err) : postpone(session, args->words[1], err);
    return rc == 0 ? drill_view(session, false, err) : -1;
}

int shell_drill(struct shell *shell, const struct args *args, struct err *err)
{
    static const char *const words[] = {"script", "score", "inject", "pause", "run", "rate", "postpone", NULL};
    struct session *session = shell_session(shell);
    const char *word = args->word_count == 0 ? "" : args->words[0];
    bool known = args->word_count == 0;
    for (int i = 0; words[i] != NULL; i++)
        known = known || strcmp(word, words[i]) == 0;
    if (!known)
        return shell_start_drill(shell, word, err);
    if (session == NULL)
        return err_set(err, ERR_STATE, "先开始一次演练（drill 文件），或回到它（resume）", "start a drill (drill FILE), or resume it");
    shell_catch_up(shell);
    return args->word_count == 0 ? drill_view(session, false, err) : direct(shell, word, args, err);
}
