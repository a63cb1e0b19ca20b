/* Incidents: opening, resuming, closing, the journal, the shift, who speaks. See shell_commands.h. */
#include <string.h>

#include "cli/acts.h"
#include "cli/alerts.h"
#include "cli/conflict.h"
#include "cli/entry_words.h"
#include "cli/log_table.h"
#include "cli/render.h"
#include "cli/shell.h"
#include "cli/shell_view.h"
#include "cli/status.h"
#include "core/number.h"

#define LOG_SHOWN 20

/* ---- opening ---- */

/* A plan by its id, or by its short title: road, 道路交通. */
static const struct shelf *find_shelf(struct shell *shell, const char *name, struct err *err)
{
    const struct shelf *shelf = library_find(&shell->library, name, err);
    const struct plan_name *plans = shelf == NULL ? shell_plans(shell) : NULL;
    struct nearest near = nearest_to(name, strlen(name));
    for (size_t i = 0; plans != NULL && i < shell->library.count; i++) {
        if (strcmp(plans[i].zh, name) == 0 || strcmp(plans[i].en, name) == 0)
            return &shell->library.items[i];
        nearest_offer(&near, plans[i].zh);
    }
    if (shelf == NULL && err->hint[0] == '\0')
        err_set_hint(err, near.best);
    return shelf;
}

static void announce(const struct shell *shell, const struct session *session)
{
    const struct app *app = shell->app;
    const struct plan *plan = session->loaded->plan;
    struct text text = {0};
    text_addf(&text, "%s  %s", words_in(plan->title, app->lang), plan->document.number == NULL ? "" : plan->document.number);
    render_heading(app, text_str(&text));
    text_clear(&text);
    text_add_str(&text, app_say(app, "事件 ", "Incident "));
    add_incident_name(session, &text);
    render_heading(app, text_str(&text));
    text_release(&text);
    view_level(app, session);
    if (shell->editor == NULL)
        return;
    if (plan_uses_reports(plan))
        render_say(app, "按疫情报告分级：report 记一条疫情，as-of 改定级日期。", "Graded on outbreak reports: report takes one down, as-of changes the date.");
    render_say(app, "已知的用 set 写入，不清楚的用 ask 逐项问；tasks 看现在该做的。", "set says what is known; ask asks for what matters; tasks lists what is due now.");
}

/*
 * A role means what it means in one plan: the same name may be another post in the next. One that was said before any incident was
 * open is taken when the plan knows it.
 */
static bool drop_role(struct shell *shell, const struct loaded *next)
{
    const struct session *session = shell_session(shell);
    bool same = session == NULL || session->loaded == next;
    if (shell->role[0] == '\0' ||
        (same && response_find_actor(next->plan, shell->role, strlen(shell->role), &(struct ref){0}, NULL) == 0))
        return false;
    shell->role[0] = '\0';
    return true;
}

static void say_dropped(const struct shell *shell, bool dropped)
{
    if (dropped)
        render_say(shell->app, "换了预案，原来的身份不再有效；请重新 as 角色 姓名。", "Another plan: the role no longer holds; say as ROLE NAME again.");
}

static int read_drill(struct shell *shell, const struct args *args, struct opening *opening, struct err *err)
{
    const struct clock *clock = &shell->app->clock;
    const char *at = args_option(args, "--at", 0);
    opening->drill = args_has(args, "--drill");
    opening->clock = clock->now();
    if (at == NULL)
        return 0;
    if (!opening->drill)
        return err_set(err, ERR_USAGE, "--at 是演练时钟的起点，只和 --drill 同用", "--at is where a drill's clock starts: only with --drill");
    if (!clock_parse(clock, at, clock->now(), &opening->clock) || opening->clock <= 0)
        return err_set(err, ERR_USAGE, "“%s”不是时刻，应如 2026-03-01 03:10、03:10 或 -20m", "\"%s\" is no time; write 2026-03-01 03:10, 03:10 or -20m",
                       text_clip(at, strlen(at)).str);
    return 0;
}

int shell_open(struct shell *shell, const struct args *args, struct err *err)
{
    struct text title = {0};
    struct opening opening = {0};
    const struct shelf *shelf = find_shelf(shell, args->words[0], err);
    if (shelf == NULL || read_drill(shell, args, &opening, err) != 0)
        return -1;
    acts_join(args, 1, &title);
    opening.title = title.size == 0 ? NULL : text_str(&title);
    const struct loaded *loaded = desk_plan(&shell->desk, shelf, err);
    bool dropped = loaded != NULL && drop_role(shell, loaded);
    struct desk_incident *opened = loaded == NULL ? NULL : desk_open(&shell->desk, shelf, &opening, err);
    text_release(&title);
    if (opened == NULL)
        return -1;
    shell->current = opened;
    alerts_seen(opened);
    announce(shell, &opened->session);
    say_dropped(shell, dropped);
    return 0;
}

int shell_resume(struct shell *shell, const struct args *args, struct err *err)
{
    struct desk_incident *found = desk_look_up(&shell->desk, args->words[0], err);
    if (found == NULL)
        return -1;
    if (found->trouble.code != ERR_NONE) {
        *err = found->trouble;
        return -1;
    }
    if (session_assess(&found->session, err) != 0)
        return -1;
    bool dropped = drop_role(shell, found->session.loaded);
    shell->current = found;
    alerts_seen(found);
    if (status_view(&found->session, err) != 0)
        return -1;
    say_dropped(shell, dropped);
    return 0;
}

static void print_incident(const struct shell *shell, struct desk_incident *it)
{
    const struct app *app = shell->app;
    struct text left = {0}, text = {0};
    const struct record *record = &it->session.record;
    text_addf(&left, "%s %s", it == shell->current ? "›" : " ", it->id);
    if (it->trouble.code != ERR_NONE) {
        text_addf(&text, app_say(app, "打不开：%s", "cannot be opened: %s"), app->lang == LANG_EN ? it->trouble.en : it->trouble.zh);
    } else {
        char opened[CLOCK_TEXT_SIZE];
        clock_print(&app->clock, record->opened, opened);
        text_addf(&text, "%s %s", opened, record->drill ? app_say(app, "【演练】", "EXERCISE ") : "");
        text_addf(&text, "%s  %s", words_in(it->session.loaded->plan->short_title, app->lang), record->title);
        for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
            if (record->responses[tier].state != RESPONSE_IDLE) {
                text_addf(&text, "  %s%s ", words_in(tier_words((enum tier)tier), app->lang), words_in(response_state_words(record->responses[tier].state), app->lang));
                add_response_level(&it->session, tier, &text);
            }
        text_addf(&text, app_say(app, "  值班 %s", "  on duty: %s"), record->officer);
    }
    render_row(app, text_str(&left), 18, text_str(&text));
    text_release(&left);
    text_release(&text);
}

static bool is_over(const struct desk_incident *it)
{
    return it->trouble.code == ERR_NONE && record_is_closed(&it->session.record);
}

int shell_incidents(struct shell *shell, const struct args *args, struct err *err)
{
    bool all = args->word_count > 0;
    size_t shown = 0;
    if (all && strcmp(args->words[0], "all") != 0)
        return err_set(err, ERR_USAGE, "incidents 后面只能写 all", "only all can follow incidents");
    for (size_t i = 0; i < shell->desk.count; i++)
        if (all || !is_over(shell->desk.incidents[i])) {
            print_incident(shell, shell->desk.incidents[i]);
            shown++;
        }
    fprintf(shell->app->out, app_say(shell->app, "%zu 个事件", "%zu incidents"), shown);
    if (shown < shell->desk.count)
        fprintf(shell->app->out, app_say(shell->app, "，另有 %zu 个已归档（incidents all）", ", %zu more are closed (incidents all)"), shell->desk.count - shown);
    fputs(app_say(shell->app, "。\n", ".\n"), shell->app->out);
    return 0;
}

int shell_status(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    struct session *session = shell_session(shell);
    if (shell->json) {
        text_add_str(&shell->extra, ", \"state\": ");
        record_to_json(&session->record, &shell->extra);
    }
    if (status_view(session, err) != 0)
        return -1;
    alerts_seen(shell->current);
    return 0;
}

/* ---- the journal ---- */

int shell_note(struct shell *shell, const struct args *args, struct err *err)
{
    struct text text = {0};
    acts_join(args, 0, &text);
    int rc = session_note(shell_session(shell), text_str(&text), err);
    text_release(&text);
    if (rc == 0)
        render_say(shell->app, "已记（第 %llu 条）", "noted (entry %llu)", (unsigned long long)shell_session(shell)->record.last_seq);
    return rc;
}

int shell_log(struct shell *shell, const struct args *args, struct err *err)
{
    const struct session *session = shell_session(shell);
    const struct record *record = &session->record;
    size_t shown = LOG_SHOWN;
    struct number number;
    if (args->word_count > 0 && strcmp(args->words[0], "all") == 0)
        shown = record->entry_count;
    else if (args->word_count > 0 && number_parse(args->words[0], strlen(args->words[0]), false, &number) == NUMBER_OK)
        shown = (size_t)number.whole;
    else if (args->word_count > 0)
        return err_set(err, ERR_USAGE, "log 后面写条数或 all", "log takes a number of entries, or all");
    size_t first = record->entry_count > shown ? record->entry_count - shown : 0;
    struct log_table table = {.app = shell->app, .seq_width = log_seq_width(record->last_seq)};
    for (size_t i = first; i < record->entry_count; i++)
        log_table_row(&table, session->loaded->plan, &record->entries[i].entry, record->entries[i].corrected);
    fprintf(shell->app->out, app_say(shell->app, "共 %zu 条", "%zu entries"), record->entry_count);
    fputs(first > 0 ? app_say(shell->app, "（log all 全列）\n", " (log all lists them)\n") : "\n", shell->app->out);
    return 0;
}

/* What a correction is about: the newest entry, or with a number that very one; another's entry only by its number. */
static int check_undo(struct shell *shell, const struct args *args, struct err *err)
{
    const struct record *record = &shell_session(shell)->record;
    const struct entry *entry = record_undoable(record);
    struct number number;
    if (entry == NULL)
        return 0; /* the record says why */
    if (args->word_count > 0) {
        if (number_parse(args->words[0], strlen(args->words[0]), false, &number) != NUMBER_OK)
            return err_set(err, ERR_USAGE, "undo 后面写条目的序号", "undo takes the number of an entry");
        if ((uint64_t)number.whole != entry->seq)
            return err_set(err, ERR_STATE, "只能更正最近的一条（第 %llu 条）", "only the newest entry (%llu) can be corrected", (unsigned long long)entry->seq);
        return 0;
    }
    if (strcmp(entry->name, shell->name) != 0)
        return err_set(err, ERR_STATE, "最近一条（第 %llu 条）是%s写的；要更正它，写 undo %llu", "the newest entry (%llu) is by %s; to correct it, say undo %llu",
                       (unsigned long long)entry->seq, entry->name, (unsigned long long)entry->seq);
    return 0;
}

int shell_undo(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    const struct app *app = shell->app;
    struct text what = {0};
    if (check_undo(shell, args, err) != 0)
        return -1;
    const struct entry *entry = record_undoable(&session->record);
    if (entry != NULL) {
        text_addf(&what, app_say(app, "更正第 %llu 条：", "Corrected entry %llu: "), (unsigned long long)entry->seq);
        entry_words(app, session->loaded->plan, entry, &what);
    }
    int rc = session_undo(session, err);
    if (rc == 0) {
        render_paragraph(app, 0, text_str(&what));
        if (session->change.facts != 0 || session->change.as_of)
            view_change(app, session, &session->change);
        view_level(app, session);
        status_advice(session);
    }
    text_release(&what);
    return rc;
}

/* ---- the shift ---- */

static void print_head(const struct shell *shell, uint64_t seq, const char *hex)
{
    render_say(shell->app, "日志第 %llu 条，链头：", "journal entry %llu, head:", (unsigned long long)seq);
    render_say(shell->app, "%s", "%s", hex);
}

static int read_head(struct shell *shell, uint64_t *seq, char hex[JOURNAL_HEX_SIZE], struct err *err)
{
    *seq = 0;
    hex[0] = '\0';
    return shell->desk.voice.journal == NULL ? 0 : journal_head(shell->desk.voice.journal, seq, hex, err);
}

int shell_hand_shift(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    char hex[JOURNAL_HEX_SIZE];
    uint64_t seq;
    if (read_head(shell, &seq, hex, err) != 0 || session_hand_shift(session, args->words[0], hex, err) != 0 || status_shift(session, err) != 0)
        return -1;
    print_head(shell, seq, hex);
    render_say(shell->app, "请 %s 接班：as 角色 %s，再 accept-shift。链头抄在纸上，日后可证日志没有被截短。", "%s is to accept: as ROLE %s, then accept-shift. Write the head on paper: it proves later that nothing was cut off.",
            args->words[0], args->words[0]);
    return 0;
}

int shell_accept_shift(struct shell *shell, const struct args *args, struct err *err)
{
    (void)args;
    struct session *session = shell_session(shell);
    if (session_accept_shift(session, err) != 0)
        return -1;
    render_say(shell->app, "%s 已接班（第 %llu 条）。", "%s has the shift (entry %llu).", session->record.officer,
            (unsigned long long)session->record.last_seq);
    return 0;
}

/* ---- who speaks, and when ---- */

static int check_bytes(const char *text, struct err *err)
{
    if (strlen(text) >= SPEAKER_BYTES)
        return err_set(err, ERR_LIMIT, "角色和姓名各不超过 %d 字节", "role and name have at most %d bytes each", SPEAKER_BYTES - 1);
    return 0;
}

int shell_as(struct shell *shell, const struct args *args, struct err *err)
{
    bool named = args->word_count == 2;
    const char *role = named && strcmp(args->words[0], "-") != 0 ? args->words[0] : "", *name = args->words[args->word_count - 1];
    const struct session *session = shell_session(shell);
    struct text text = {0};
    struct ref actor;
    if (check_bytes(role, err) != 0 || check_bytes(name, err) != 0)
        return -1;
    if (session != NULL && role[0] != '\0' && response_find_actor(session->loaded->plan, role, strlen(role), &actor, err) != 0)
        return -1;
    snprintf(shell->name, sizeof shell->name, "%s", name);
    snprintf(shell->role, sizeof shell->role, "%s", role);
    const char *shown = session == NULL || role[0] == '\0' ? role : words_in(plan_actor_words(session->loaded->plan, &actor), shell->app->lang);
    text_addf(&text, role[0] == '\0' ? app_say(shell->app, "现在是 %s 在操作%s", "%s speaks now%s") : app_say(shell->app, "现在是 %s（%s）在操作", "%s (%s) speaks now"), name, shown);
    render_paragraph(shell->app, 0, text_str(&text));
    text_release(&text);
    return 0;
}

int shell_clock(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    const struct app *app = shell->app;
    char buffer[CLOCK_TEXT_SIZE];
    int64_t to = 0, now = session_clock(session);
    if (args->word_count > 0 && !clock_parse(&app->clock, args->words[0], now, &to))
        return err_set(err, ERR_USAGE, "“%s”不是时刻，应如 2026-03-01 03:10 或 +30m", "\"%s\" is no time; write 2026-03-01 03:10 or +30m",
                       text_clip(args->words[0], strlen(args->words[0])).str);
    bool next_day = args->word_count > 0 && to < now && strlen(args->words[0]) <= strlen("23:59"); /* a drill's clock goes forward */
    if (next_day)
        clock_parse(&app->clock, args->words[0], now + DAY_MS, &to);
    if (args->word_count > 0 && to < now)
        return err_set(err, ERR_USAGE, "时钟不能倒拨", "a clock is not put back");
    if (args->word_count > 0 && session_move_clock(session, to, err) != 0)
        return -1;
    clock_print(&app->clock, session_clock(session), buffer);
    fprintf(app->out, "%s%s\n", session->record.drill ? app_say(app, "【演练】", "EXERCISE ") : "", buffer);
    return 0;
}
