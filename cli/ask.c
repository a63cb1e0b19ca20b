/* Questions and answers. See ask.h. */
#include "cli/ask.h"

#include <stdlib.h>
#include <string.h>

#include "cli/line.h"
#include "cli/render.h"
#include "cli/shell_view.h"
#include "rules/words.h"

#define COLUMN 10
#define RULES_SHOWN 3
#define NUMBERED_MAX 64

/* ---- answers ---- */

enum answer { ANSWER_TEXT, ANSWER_EMPTY, ANSWER_UNKNOWN, ANSWER_BACK, ANSWER_STOP };

static const struct {
    const char *word;
    enum answer means;
} answer_words[] = {
    {"", ANSWER_EMPTY},     {"?", ANSWER_UNKNOWN},  {"不明", ANSWER_UNKNOWN}, {"不知道", ANSWER_UNKNOWN}, {"back", ANSWER_BACK},
    {"返回", ANSWER_BACK}, {"上一题", ANSWER_BACK}, {"stop", ANSWER_STOP},    {"结束", ANSWER_STOP},      {"quit", ANSWER_STOP},
};

static enum answer read_answer(struct shell *shell, const char *prompt, struct text *answer)
{
    struct text line = {0}, shown = {0};
    text_addf(&shown, "%s> ", prompt);
    enum shell_input input = shell_read(shell, text_str(&shown), false, &line);
    line_tidy(text_str(&line), line.size, answer);
    text_release(&line);
    text_release(&shown);
    if (input != INPUT_LINE)
        return ANSWER_STOP;
    for (size_t i = 0; i < sizeof answer_words / sizeof answer_words[0]; i++)
        if (strcmp(text_str(answer), answer_words[i].word) == 0)
            return answer_words[i].means;
    return ANSWER_TEXT;
}

/* The value that a number stands for, or what was typed. */
static const char *value_of(const struct numbered *items, size_t count, const char *typed)
{
    for (size_t i = 0; i < count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%lld", (long long)items[i].number);
        if (strcmp(number, typed) == 0)
            return items[i].value;
    }
    return typed;
}

/* ---- what can be answered ---- */

static const struct numbered yes_or_no[] = {{1, "true", {"是", "yes"}}, {0, "false", {"否", "no"}}};
static const char *const level_numbers[PLAN_LEVEL_MAX + 1] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

static size_t number_fact(const struct plan *plan, const struct fact *fact, struct numbered items[NUMBERED_MAX])
{
    size_t count = 0;
    if (fact->type == FACT_BOOL) {
        memcpy(items, yes_or_no, sizeof yes_or_no);
        return 2;
    }
    if (fact->type == FACT_LEVEL) {
        items[count++] = (struct numbered){0, level_numbers[0], {"无", "none"}};
        for (size_t i = 0; i < plan->level_count; i++)
            items[count++] = (struct numbered){plan->levels[i].number, level_numbers[plan->levels[i].number], plan->levels[i].name};
        return count;
    }
    for (; count < fact->value_count && count < NUMBERED_MAX; count++)
        items[count] = (struct numbered){(int64_t)count, fact->values[count].id, fact->values[count].label};
    return count;
}

static size_t number_part(const struct plan *plan, enum report_part part, struct numbered items[NUMBERED_MAX])
{
    size_t count = 0;
    if (part == PART_DISEASE)
        for (; count < plan->disease_count && count < NUMBERED_MAX; count++)
            items[count] = (struct numbered){(int64_t)count + 1, plan->diseases[count].id, plan->diseases[count].name};
    else if (part == PART_COUNTY)
        for (; count < plan->city->county_count && count < NUMBERED_MAX; count++)
            items[count] = (struct numbered){(int64_t)count + 1, plan->city->counties[count].code, plan->city->counties[count].name};
    else if (part == PART_SPREAD)
        for (; count < SPREAD_COUNT; count++)
            items[count] = (struct numbered){(int64_t)count, spread_ids[count], spread_words((enum spread)count)};
    return count;
}

static void print_answers(const struct app *app, const struct numbered *items, size_t count)
{
    const char *label = app_say(app, "  回答", "  answer");
    fprintf(app->out, "%s%*s", label, (int)(COLUMN - text_width_str(label)), "");
    view_numbered(app, items, count, COLUMN);
}

/* ---- one fact ---- */

static bool rule_uses(const struct ruleset *rules, size_t rule, const struct fact *fact)
{
    const struct alternatives *all = &rules->literal;
    uint64_t bit = (uint64_t)1 << (fact - rules->plan->facts);
    for (uint32_t i = 0; i < all->count; i++)
        for (uint32_t t = 0; t < all->items[i].test_count && all->items[i].rule == (int32_t)rule; t++) {
            const struct measure *measure = &rules->measures[all->tests[all->items[i].first_test + t].measure];
            if (measure->unit == UNIT_FACTS && (measure->facts & bit) != 0)
                return true;
        }
    return false;
}

static void print_rule(const struct app *app, const struct plan *plan, const char *left, size_t index, int level)
{
    struct text text = {0};
    text_addf(&text, "%s  %s  %s", words_level(plan, level, app->lang), plan->rules[index].clause, words_in(plan->rules[index].says, app->lang));
    render_row(app, left, COLUMN, text_str(&text));
    text_release(&text);
}

/* Why it matters: the clauses above the proven level that are still open and speak of this fact. */
static int print_why(const struct shell *shell, const struct session *session, const struct fact *fact, struct err *err)
{
    const struct app *app = shell->app;
    const struct ruleset *rules = session->loaded->rules;
    int shown = 0, more = 0;
    for (int level = session->assessment.possible; level < session->assessment.level; level++)
        for (size_t i = 0; i < rules->plan->rule_count; i++) {
            if (ruleset_level_of(rules, i) != level || !rule_uses(rules, i, fact))
                continue;
            int standing = assess_rule(session->assessor, i, err);
            if (standing < 0)
                return -1;
            if (standing != CONDITION_OPEN)
                continue;
            if (shown < RULES_SHOWN)
                print_rule(app, rules->plan, shown++ == 0 ? app_say(app, "  关系到", "  decides") : "", i, level);
            else
                more++;
        }
    if (more > 0)
        fprintf(app->out, app_say(app, "%*s……另有 %d 条（why 列出）\n", "%*s… and %d more (see why)\n"), COLUMN, "", more);
    return 0;
}

static void print_fact_answers(const struct app *app, const struct session *session, const struct fact *fact)
{
    const struct plan *plan = session->loaded->plan;
    const struct known *known = &session->record.incident.facts[fact - plan->facts];
    struct numbered items[NUMBERED_MAX];
    size_t count = number_fact(plan, fact, items);
    struct text text = {0};
    if (known->given) {
        words_known(&text, plan, fact, known, app->lang);
        render_row(app, app_say(app, "  现知", "  known"), COLUMN, text_str(&text));
    }
    text_release(&text);
    if (count > 0)
        print_answers(app, items, count);
    else
        render_row(app, app_say(app, "  回答", "  answer"), COLUMN,
                   fact->type == FACT_DECIMAL ? app_say(app, "一个数（可带小数），或范围 3..9、3..、..9", "a number (12.5), or a range: 3..9, 3.., ..9")
                                              : app_say(app, "一个数，或范围 3..9、3..、..9", "a number, or a range: 3..9, 3.., ..9"));
}

static int take_fact(struct session *session, const struct fact *fact, const char *typed, struct err *err)
{
    struct numbered items[NUMBERED_MAX];
    struct text setting = {0};
    size_t count = number_fact(session->loaded->plan, fact, items);
    text_addf(&setting, "%s=%s", fact->id, value_of(items, count, typed));
    const char *settings[] = {text_str(&setting)};
    int rc = setting.failed ? err_no_memory(err) : session_set(session, settings, 1, err);
    text_release(&setting);
    return rc;
}

/* Ask until there is an answer that can be taken: ANSWER_TEXT when it was. */
static int ask_fact(struct shell *shell, const struct fact *fact, enum answer *answer, struct err *err)
{
    struct session *session = shell_session(shell);
    const struct app *app = shell->app;
    struct text typed = {0};
    struct err wrong;
    render_heading(app, words_in(fact->question, app->lang));
    if (print_why(shell, session, fact, err) != 0)
        return -1;
    shell->fact = fact;
    for (;;) {
        print_fact_answers(app, session, fact);
        *answer = read_answer(shell, words_in(fact->label, app->lang), &typed);
        if (*answer != ANSWER_TEXT || take_fact(session, fact, text_str(&typed), &wrong) == 0)
            break;
        shell_fail(shell, &wrong);
        render_heading(app, words_in(fact->question, app->lang));
    }
    shell->fact = NULL;
    text_release(&typed);
    return 0;
}

/* ---- all facts ---- */

/* The way so far, for "back": each fact is asked once, and was answered or passed over. */
struct walk {
    uint64_t asked;
    uint8_t facts[PLAN_FACTS_MAX];
    uint64_t seqs[PLAN_FACTS_MAX]; /* the entry that an answer made; 0 for one passed over */
    size_t count;
};

static const struct fact *next_fact(const struct session *session, const struct walk *walk)
{
    for (uint32_t i = 0; i < session->assessment.ask_count; i++)
        if ((walk->asked >> session->assessment.ask[i] & 1) == 0)
            return &session->loaded->plan->facts[session->assessment.ask[i]];
    return NULL;
}

static void step_on(struct walk *walk, const struct session *session, const struct fact *fact, uint64_t seq)
{
    size_t index = (size_t)(fact - session->loaded->plan->facts);
    walk->asked |= (uint64_t)1 << index;
    walk->facts[walk->count] = (uint8_t)index;
    walk->seqs[walk->count++] = seq;
}

static int step_back(struct walk *walk, const struct app *app, struct session *session, struct err *err)
{
    if (walk->count == 0) {
        fprintf(app->out, "%s\n", app_say(app, "这是第一题。", "This is the first question."));
        return 0;
    }
    size_t last = --walk->count;
    walk->asked &= ~((uint64_t)1 << walk->facts[last]);
    const struct entry *newest = record_undoable(&session->record);
    if (walk->seqs[last] == 0 || newest == NULL || newest->seq != walk->seqs[last])
        return 0; /* somebody else has written since: the answer is only asked for again */
    if (session_undo(session, err) != 0)
        return -1;
    view_level(app, session);
    return 0;
}

static void say_end(const struct app *app, const struct session *session, const struct walk *walk)
{
    size_t open = session->assessment.ask_count;
    if (is_settled(&session->assessment))
        fprintf(app->out, "%s\n", app_say(app, "级别已定，没有要问的了。", "The level is settled: nothing is left to ask."));
    else if (next_fact(session, walk) == NULL)
        fprintf(app->out, app_say(app, "能问的都问过了；还有 %zu 项没有弄清（facts 列出，再 ask 可重问）。\n",
                                  "Everything was asked; %zu facts are still open (facts lists them, ask asks again).\n"), open);
}

int ask_facts(struct shell *shell, struct err *err)
{
    const struct app *app = shell->app;
    struct session *session = shell_session(shell);
    struct walk walk = {0};
    const struct fact *fact;
    enum answer answer = ANSWER_TEXT;
    if (!is_settled(&session->assessment))
        fprintf(app->out, "%s\n", app_say(app, "? 不明，先问下一题　back 改上一题　空行或 stop 结束", "? unknown, next question   back to the one before   empty line or stop to leave"));
    while ((fact = next_fact(session, &walk)) != NULL && answer != ANSWER_STOP && answer != ANSWER_EMPTY) {
        if (ask_fact(shell, fact, &answer, err) != 0 || (answer == ANSWER_BACK && step_back(&walk, app, session, err) != 0))
            return -1;
        if (answer == ANSWER_TEXT)
            view_level(app, session);
        if (answer == ANSWER_TEXT || answer == ANSWER_UNKNOWN)
            step_on(&walk, session, fact, answer == ANSWER_TEXT ? session->record.last_seq : 0);
    }
    say_end(app, session, &walk);
    return 0;
}

/* ---- a report ---- */

static int check_part(const struct session *session, enum report_part part, enum answer answer, const char *value, struct err *err)
{
    struct words name = report_parts[part].name;
    if (answer == ANSWER_TEXT)
        return compose_part(session->loaded->plan, part, value, err) == NULL ? -1 : 0;
    if (report_parts[part].may_lack)
        return 0;
    return err_set_words(err, ERR_USAGE, (struct words){"%s不能不写（stop 不记了）%s", "the %s must be given (stop drops the report)%s"}, name, (struct words){"", ""});
}

/* Ask until the part is right; ANSWER_TEXT with its value, "" for the default. */
static enum answer ask_part(struct shell *shell, const struct session *session, enum report_part part, struct text *value)
{
    const struct app *app = shell->app;
    const struct report_part_row *row = &report_parts[part];
    struct numbered items[NUMBERED_MAX];
    size_t count = number_part(session->loaded->plan, part, items);
    struct text typed = {0};
    enum answer answer;
    struct err err;
    shell->part = row;
    for (;;) {
        render_heading(app, words_in(row->question, app->lang));
        if (count > 0)
            print_answers(app, items, count);
        answer = read_answer(shell, words_in(row->name, app->lang), &typed);
        text_clear(value);
        if (answer == ANSWER_TEXT)
            text_add_str(value, value_of(items, count, text_str(&typed)));
        bool leaves = answer == ANSWER_EMPTY && part == 0; /* later on an empty line must not lose what was said */
        if (answer == ANSWER_BACK || answer == ANSWER_STOP || leaves)
            break;
        if (check_part(session, part, answer, text_str(value), &err) == 0) {
            answer = ANSWER_TEXT;
            break;
        }
        shell_fail(shell, &err);
    }
    shell->part = NULL;
    text_release(&typed);
    return answer;
}

static int take_report(struct session *session, const struct text values[PART_COUNT], struct err *err)
{
    struct text texts[PART_COUNT] = {{0}};
    const char *settings[PART_COUNT];
    size_t count = 0;
    bool failed = false;
    for (int i = 0; i < PART_COUNT; i++) {
        if (values[i].size == 0)
            continue;
        text_addf(&texts[count], "%s=%s", report_parts[i].key, text_str(&values[i]));
        failed = failed || values[i].failed || texts[count].failed;
        settings[count] = text_str(&texts[count]);
        count++;
    }
    int rc = failed ? err_no_memory(err) : session_report(session, settings, count, err);
    for (size_t i = 0; i < PART_COUNT; i++)
        text_release(&texts[i]);
    return rc;
}

int ask_report(struct shell *shell, bool *taken, struct err *err)
{
    struct session *session = shell_session(shell);
    struct text values[PART_COUNT] = {{0}};
    enum answer answer = ANSWER_TEXT;
    int part = 0, rc = 0;
    fprintf(shell->app->out, "%s\n", app_say(shell->app, "back 改上一项　stop 不记了", "back to the one before   stop to drop the report"));
    while (part < PART_COUNT && answer != ANSWER_STOP && answer != ANSWER_EMPTY) {
        answer = ask_part(shell, session, (enum report_part)part, &values[part]);
        if (answer == ANSWER_TEXT)
            part++;
        else if (answer == ANSWER_BACK && part > 0)
            part--;
    }
    *taken = part == PART_COUNT;
    if (*taken)
        rc = take_report(session, values, err);
    else
        fprintf(shell->app->out, "%s\n", app_say(shell->app, "没有记下报告。", "No report was taken down."));
    for (size_t i = 0; i < PART_COUNT; i++)
        text_release(&values[i]);
    return rc;
}
