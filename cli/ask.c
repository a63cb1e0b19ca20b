/* Questions and answers. See ask.h. */
#include "cli/ask.h"

#include <stdlib.h>
#include <string.h>

#include "cli/line.h"
#include "cli/question.h"
#include "cli/render.h"
#include "cli/shell_view.h"
#include "core/number.h"
#include "rules/question.h"
#include "rules/words.h"

#define COLUMN 10
#define NUMBERED_MAX 64

/* ---- answers ---- */

enum answer { ANSWER_TEXT, ANSWER_EMPTY, ANSWER_UNKNOWN, ANSWER_BACK, ANSWER_STOP };

static const struct {
    const char *word;
    enum answer means;
} answer_words[] = {
    {"", ANSWER_EMPTY},     {"?", ANSWER_UNKNOWN},  {"不明", ANSWER_UNKNOWN}, {"不知道", ANSWER_UNKNOWN}, {"back", ANSWER_BACK},
    {"不详", ANSWER_UNKNOWN}, {"不清楚", ANSWER_UNKNOWN}, {"未知", ANSWER_UNKNOWN}, {"？", ANSWER_UNKNOWN},
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

static void print_fact_answers(const struct app *app, const struct session *session, const struct question *question)
{
    const struct plan *plan = session->loaded->plan;
    const struct fact *fact = &plan->facts[question->fact];
    const struct known *known = &session->record.incident.facts[question->fact];
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
    else if (question->threshold)
        render_row(app, app_say(app, "  回答", "  answer"), COLUMN,
                   app_say(app, "是、否（y/n）；知道数就写数：13、10+、3-9、不到5", "y or n; or the number, where it is known: 13, 10+, 3-9, <5"));
    else
        render_row(app, app_say(app, "  回答", "  answer"), COLUMN,
                   fact->type == FACT_DECIMAL ? app_say(app, "一个数（可带小数），或大概：10+、3-9、不到5", "a number (12.5), or roughly: 10+, 3-9, <5")
                                              : app_say(app, "一个数，或大概：10+、3-9、不到5", "a number, or roughly: 10+, 3-9, <5"));
}

/* "Yes" to a threshold is a range; so is "no". */
static bool add_threshold(struct text *setting, const struct fact *fact, const struct question *question, const char *typed)
{
    static const char *const yes[] = {"y", "yes", "是", "有", "够", "对"}, *const no[] = {"n", "no", "否", "没有", "没", "不够", "不到"};
    char number[NUMBER_TEXT_SIZE];
    bool says_yes = false, says_no = false, decimal = fact->type == FACT_DECIMAL;
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        says_yes = says_yes || strcmp(typed, yes[i]) == 0;
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        says_no = says_no || strcmp(typed, no[i]) == 0;
    if (says_yes)
        text_addf(setting, "%s=%s..", fact->id, number_print(question->at_least, decimal, number));
    else if (says_no)
        text_addf(setting, "%s=..%s", fact->id, number_print(question->at_least - 1, decimal, number));
    return says_yes || says_no;
}

/* What was known already stays known: "no" to 10 after "at least 3" is 3..9. */
static void add_narrowed(struct text *setting, const struct session *session, const struct question *question, const char *typed)
{
    const struct fact *fact = &session->loaded->plan->facts[question->fact];
    const struct known *known = &session->record.incident.facts[question->fact];
    char least[NUMBER_TEXT_SIZE], most[NUMBER_TEXT_SIZE];
    bool decimal = fact->type == FACT_DECIMAL;
    if (!add_threshold(setting, fact, question, typed) || !known->given)
        return;
    bool above = strcmp(text_str(setting) + setting->size - 2, "..") == 0;
    text_clear(setting);
    text_addf(setting, "%s=%s..%s", fact->id, number_print(above ? question->at_least : known->least, decimal, least),
              above && known->most == fact->most ? "" : number_print(above ? known->most : question->at_least - 1, decimal, most));
}

static int take_fact(struct session *session, const struct question *question, const char *typed, struct err *err)
{
    const struct fact *fact = &session->loaded->plan->facts[question->fact];
    struct numbered items[NUMBERED_MAX];
    struct text setting = {0};
    if (question->threshold)
        add_narrowed(&setting, session, question, typed);
    if (setting.size == 0)
        text_addf(&setting, "%s=%s", fact->id, value_of(items, number_fact(session->loaded->plan, fact, items), typed));
    const char *settings[] = {text_str(&setting)};
    int rc = setting.failed ? err_no_memory(err) : session_set(session, settings, 1, err);
    text_release(&setting);
    return rc;
}

static void print_question(const struct app *app, const struct session *session, const struct question *question)
{
    struct brief brief = session_brief(session);
    struct text put = {0};
    question_put(&put, &brief, question);
    render_heading(app, text_str(&put));
    text_release(&put);
}

/* Ask until there is an answer that can be taken: ANSWER_TEXT when it was. */
static void ask_fact(struct shell *shell, const struct question *question, enum answer *answer)
{
    struct session *session = shell_session(shell);
    const struct app *app = shell->app;
    struct brief brief = session_brief(session);
    struct text typed = {0};
    struct err wrong;
    print_question(app, session, question);
    question_rows(&brief, question, COLUMN);
    shell->fact = &session->loaded->plan->facts[question->fact];
    for (;;) {
        print_fact_answers(app, session, question);
        *answer = read_answer(shell, words_in(shell->fact->label, app->lang), &typed);
        if (*answer != ANSWER_TEXT || take_fact(session, question, text_str(&typed), &wrong) == 0)
            break;
        shell_fail(shell, &wrong);
        print_question(app, session, question);
    }
    shell->fact = NULL;
    text_release(&typed);
}

/* ---- all facts ---- */

#define WALK_MAX 256

/*
 * The way so far, for "back". A fact that was passed over is not asked for again; one that was answered roughly only where a threshold
 * is enough: who says "more than ten" has said what he knows.
 */
struct walk {
    uint64_t passed, answered;
    uint8_t facts[WALK_MAX];
    uint64_t seqs[WALK_MAX]; /* the entry that an answer made; 0 for one passed over */
    size_t count;
};

static int next_question(struct session *session, const struct walk *walk, struct question *question, struct err *err)
{
    struct asking asking = {.except = walk->passed};
    question->fact = -1;
    if (walk->count == WALK_MAX)
        return 0;
    for (;;) {
        if (question_find(session->assessor, &session->assessment, &asking, question, err) != 0)
            return -1;
        if (question->fact < 0 || question->threshold || !(walk->answered >> question->fact & 1))
            return 0;
        asking.except |= (uint64_t)1 << question->fact;
    }
}

static void step_on(struct walk *walk, int fact, uint64_t seq)
{
    if (seq == 0)
        walk->passed |= (uint64_t)1 << fact;
    else
        walk->answered |= (uint64_t)1 << fact;
    walk->facts[walk->count] = (uint8_t)fact;
    walk->seqs[walk->count++] = seq;
}

static bool was_asked(const struct walk *walk, int fact)
{
    for (size_t i = 0; i < walk->count; i++)
        if (walk->facts[i] == fact)
            return true;
    return false;
}

static int step_back(struct walk *walk, const struct app *app, struct session *session, struct err *err)
{
    if (walk->count == 0) {
        fprintf(app->out, "%s\n", app_say(app, "这是第一题。", "This is the first question."));
        return 0;
    }
    size_t last = --walk->count;
    walk->passed &= ~((uint64_t)1 << walk->facts[last]);
    if (!was_asked(walk, walk->facts[last]))
        walk->answered &= ~((uint64_t)1 << walk->facts[last]);
    const struct entry *newest = record_undoable(&session->record);
    if (walk->seqs[last] == 0 || newest == NULL || newest->seq != walk->seqs[last])
        return 0; /* somebody else has written since: the answer is only asked for again */
    if (session_undo(session, err) != 0)
        return -1;
    view_level(app, session);
    return 0;
}

static void say_end(const struct app *app, const struct session *session, bool asked_all)
{
    size_t open = session->assessment.ask_count;
    if (is_settled(&session->assessment))
        fprintf(app->out, "%s\n", app_say(app, "级别已定，没有要问的了。", "The level is settled: nothing is left to ask."));
    else if (asked_all)
        fprintf(app->out, app_say(app, "能问的都问过了；还有 %zu 项没有弄清（facts 列出，再 ask 可重问）。\n",
                                  "Everything was asked; %zu facts are still open (facts lists them, ask asks again).\n"), open);
}

int ask_facts(struct shell *shell, struct err *err)
{
    const struct app *app = shell->app;
    struct session *session = shell_session(shell);
    struct walk walk = {0};
    struct question question;
    enum answer answer = ANSWER_TEXT;
    if (!is_settled(&session->assessment))
        fprintf(app->out, "%s\n", app_say(app, "不详或 ? 先问下一题　back 改上一题　空行或 stop 结束", "? unknown, next question   back to the one before   empty line or stop to leave"));
    for (;;) {
        if (next_question(session, &walk, &question, err) != 0)
            return -1;
        if (question.fact < 0 || answer == ANSWER_STOP || answer == ANSWER_EMPTY)
            break;
        ask_fact(shell, &question, &answer);
        if (answer == ANSWER_BACK && step_back(&walk, app, session, err) != 0)
            return -1;
        if (answer == ANSWER_TEXT)
            view_level(app, session);
        if (answer == ANSWER_TEXT || answer == ANSWER_UNKNOWN)
            step_on(&walk, question.fact, answer == ANSWER_TEXT ? session->record.last_seq : 0);
    }
    say_end(app, session, question.fact < 0);
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
