/* CAP 1.2 messages. See cap.h; the decisions behind the tables are in docs/cap.md. */
#include "cli/cap.h"

#include <stdlib.h>
#include <string.h>

#include "cli/cap_words.h"
#include "cli/entry_words.h"
#include "cli/xml.h"
#include "core/date.h"
#include "core/hash.h"

#define NAMESPACE "urn:oasis:names:tc:emergency:cap:1.2"
#define PROFILE "respond-cap-1" /* <code>: by which of our tables it was made */
#define TOKEN_MAX 64            /* bytes of an incident's id that go into an identifier */
#define HASH_DIGITS 16          /* of the entry's hash, in an identifier */
#define SENDER_MAX 200
#define SENT_SIZE 26 /* "2026-03-01T03:04:05+08:00" and a NUL */
#define MINUTE_MS 60000

/* A message being written. */
struct cap {
    struct session *session;
    const struct cap_options *options;
    const struct course *course;
    const struct course_step *step;
    struct past *past;
    struct xml xml;
    struct text text; /* scratch: element() empties it */
};

static const struct plan *plan_of(const struct cap *cap)
{
    return cap->session->loaded->plan;
}

static void element(struct cap *cap, const char *name)
{
    xml_text(&cap->xml, name, text_str(&cap->text));
    text_clear(&cap->text);
}

/* ---- tables ---- */

static bool is_told(const struct course_step *step)
{
    static const bool told[STEP_COUNT] = {[STEP_LAUNCH] = true,    [STEP_RAISE] = true,     [STEP_LOWER] = true,
                                          [STEP_HAND_OVER] = true, [STEP_TAKE_BACK] = true, [STEP_END] = true};
    return told[step->step];
}

/* A launch out of an active response settles a first guess: others know of it already. */
static const char *message_type(const struct course_step *step)
{
    if (step->step == STEP_END)
        return "Cancel";
    return step->step == STEP_LAUNCH && step->before.state != RESPONSE_ACTIVE ? "Alert" : "Update";
}

static const char *urgency_of(const struct course_step *step)
{
    if (step->step == STEP_END)
        return "Past";
    return step->after.level <= 2 ? "Immediate" : "Expected";
}

static const char *severity_of(const struct course_step *step)
{
    static const char *const words[] = {"Unknown", "Extreme", "Severe", "Moderate"};
    return step->after.level > 3 ? "Minor" : words[step->after.level];
}

static const char *certainty_of(const struct course_step *step)
{
    int level = step->after.level;
    if (step->proven < 0 || step->possible < 0)
        return "Unknown";
    if (step->proven > 0 && step->proven <= level)
        return "Observed";
    if (step->possible == 0 || step->possible > level)
        return "Unlikely"; /* on what is known; it was chosen with a reason */
    return step->after.provisional ? "Possible" : "Likely";
}

static const char *category_word(int category)
{
    static const char *const words[CATEGORY_COUNT] = {
        [CATEGORY_GEO] = "Geo",       [CATEGORY_MET] = "Met",           [CATEGORY_SAFETY] = "Safety", [CATEGORY_SECURITY] = "Security",
        [CATEGORY_RESCUE] = "Rescue", [CATEGORY_FIRE] = "Fire",         [CATEGORY_HEALTH] = "Health", [CATEGORY_ENV] = "Env",
        [CATEGORY_CBRNE] = "CBRNE",   [CATEGORY_TRANSPORT] = "Transport", [CATEGORY_INFRA] = "Infra", [CATEGORY_OTHER] = "Other",
    };
    return words[category];
}

/* ---- identifiers and times ---- */

/* An id as the standard allows it: no blanks, no commas, no < and &; whatever else is not plain becomes %XX. */
static void add_token(struct text *out, const char *str)
{
    for (size_t i = 0; str[i] != '\0' && i < TOKEN_MAX; i++) {
        char c = str[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        text_addf(out, plain ? "%c" : "%%%02X", (unsigned char)c);
    }
}

static bool has_hash(const struct entry *entry)
{
    static const unsigned char none[JOURNAL_HASH_SIZE];
    return memcmp(entry->hash, none, sizeof none) != 0;
}

static void add_identifier(struct text *out, const struct entry *entry)
{
    char hex[JOURNAL_HEX_SIZE];
    add_token(out, entry->incident);
    text_addf(out, "-%llu", (unsigned long long)entry->seq);
    if (!has_hash(entry)) /* not kept in a journal */
        return;
    hash_print(entry->hash, hex);
    text_addf(out, "-%.*s", HASH_DIGITS, hex);
}

static void add_sender(const struct cap *cap, struct text *out)
{
    const struct plan *plan = plan_of(cap);
    if (cap->options->sender != NULL) {
        text_add_str(out, cap->options->sender);
        return;
    }
    text_add_str(out, "respond.");
    add_token(out, plan->id);
    text_add_str(out, "@");
    add_token(out, plan->city->code == NULL ? plan->city->id : plan->city->code);
}

/* With a numeric zone; UTC is "-00:00", as the standard has it. */
static void print_time(const struct clock *clock, int64_t time, char buffer[SENT_SIZE])
{
    int64_t offset = clock->offset(time) / MINUTE_MS, civil = time + offset * MINUTE_MS, day = civil / DAY_MS;
    day -= civil < day * DAY_MS;
    unsigned seconds = (unsigned)((civil - day * DAY_MS) / 1000), east = (unsigned)(offset < 0 ? -offset : offset);
    memcpy(buffer, "0000-00-00T00:00:00+00:00", SENT_SIZE);
    date_print((int32_t)day, buffer);
    buffer[DATE_TEXT_SIZE - 1] = 'T';
    digits_print(seconds / 3600, 2, buffer + 11);
    digits_print(seconds / 60 % 60, 2, buffer + 14);
    digits_print(seconds % 60, 2, buffer + 17);
    buffer[19] = offset > 0 ? '+' : '-';
    digits_print(east / 60, 2, buffer + 20);
    digits_print(east % 60, 2, buffer + 23);
}

static void time_element(struct cap *cap, const char *name, int64_t time)
{
    char buffer[SENT_SIZE];
    print_time(&cap->session->app->clock, time, buffer);
    xml_text(&cap->xml, name, buffer);
}

/* The earlier messages of the same response, which this one replaces. */
static void references_element(struct cap *cap)
{
    for (const struct course_step *it = cap->course->items; it < cap->step; it++) {
        if (it->tier != cap->step->tier || !is_told(it))
            continue;
        char sent[SENT_SIZE];
        print_time(&cap->session->app->clock, entry_clock(it->entry), sent);
        text_add_str(&cap->text, cap->text.size > 0 ? " " : "");
        add_sender(cap, &cap->text);
        text_add_str(&cap->text, ",");
        add_identifier(&cap->text, it->entry);
        text_addf(&cap->text, ",%s", sent);
    }
    if (cap->text.size > 0)
        element(cap, "references");
}

/* ---- the message ---- */

static const char *status_of(const struct cap *cap)
{
    if (cap->past->record.drill)
        return "Exercise";
    return cap->options->signed_by == NULL ? "Draft" : "Actual";
}

static void restriction_element(struct cap *cap)
{
    const struct publication *publication = &plan_of(cap)->publication;
    text_add_str(&cap->text, "限本预案的指挥机构和成员单位，不得对外发布 / for the bodies and member agencies of this plan only, not for the public");
    if (publication->at.node != 0 && !publication->is_public && publication->note.zh != NULL)
        text_addf(&cap->text, "；%s / %s", publication->note.zh, publication->note.en);
    if (publication->at.node != 0 && !publication->is_public)
        text_addf(&cap->text, "［%s］", publication->clause);
    element(cap, "restriction");
}

static void write_head(struct cap *cap)
{
    const struct entry *entry = cap->step->entry;
    struct app zh = *cap->session->app;
    zh.lang = LANG_ZH;
    add_identifier(&cap->text, entry);
    element(cap, "identifier");
    add_sender(cap, &cap->text);
    element(cap, "sender");
    time_element(cap, "sent", entry_clock(entry));
    xml_text(&cap->xml, "status", status_of(cap));
    xml_text(&cap->xml, "msgType", message_type(cap->step));
    entry_speaker(&zh, plan_of(cap), entry, &cap->text);
    element(cap, "source");
    xml_text(&cap->xml, "scope", cap->options->to_public ? "Public" : "Restricted");
    if (!cap->options->to_public)
        restriction_element(cap);
    xml_text(&cap->xml, "code", PROFILE);
    if (cap->past->record.drill)
        xml_text(&cap->xml, "note", "演练，不是真实事件 / EXERCISE, not a real event");
    references_element(cap);
    add_token(&cap->text, entry->incident);
    element(cap, "incidents");
}

static void pair(struct cap *cap, const char *kind, const char *name, const char *value)
{
    xml_open(&cap->xml, kind);
    xml_text(&cap->xml, "valueName", name);
    xml_text(&cap->xml, "value", value);
    xml_close(&cap->xml);
}

static void number_parameter(struct cap *cap, const char *name, long long number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", number);
    pair(cap, "parameter", name, digits);
}

static void write_parameters(struct cap *cap, enum lang lang)
{
    const struct course_step *step = cap->step;
    const struct plan *plan = plan_of(cap);
    const struct level *level = plan_find_level(plan, step->after.level);
    char hex[JOURNAL_HEX_SIZE];
    pair(cap, "parameter", "respond.plan", words_in(plan->title, lang));
    if (plan->document.number != NULL)
        pair(cap, "parameter", "respond.document", plan->document.number);
    pair(cap, "parameter", "respond.step", step_ids[step->step]);
    pair(cap, "parameter", "respond.clause", step->row->clause);
    pair(cap, "parameter", "respond.tier", tier_ids[step->tier]);
    number_parameter(cap, "respond.level", step->after.level);
    if (level != NULL)
        pair(cap, "parameter", "respond.level_name", words_in(level->name, lang));
    pair(cap, "parameter", "respond.provisional", step->after.provisional ? "true" : "false");
    if (step->proven >= 0)
        number_parameter(cap, "respond.proven", step->proven);
    if (step->possible >= 0)
        number_parameter(cap, "respond.possible", step->possible);
    number_parameter(cap, "respond.entry", (long long)step->entry->seq);
    if (has_hash(step->entry))
        pair(cap, "parameter", "respond.hash", (hash_print(step->entry->hash, hex), hex));
    if (cap->options->signed_by != NULL)
        pair(cap, "parameter", "respond.signed_by", cap->options->signed_by);
}

static void write_area(struct cap *cap, const struct cap_step *words)
{
    const struct city *city = plan_of(cap)->city;
    uint64_t counties = cap_counties(words);
    xml_open(&cap->xml, "area");
    cap_area(words, counties, &cap->text);
    element(cap, "areaDesc");
    if (counties == 0 && city->code != NULL)
        pair(cap, "geocode", "GB/T 2260", city->code);
    for (size_t i = 0; i < city->county_count; i++)
        if (counties >> i & 1)
            pair(cap, "geocode", "GB/T 2260", city->counties[i].code);
    xml_close(&cap->xml);
}

static void write_codes(struct cap *cap, enum lang lang)
{
    const struct plan *plan = plan_of(cap);
    const struct moments *moments = &cap->past->record.moments;
    for (size_t i = 0; i < plan->category_count; i++)
        xml_text(&cap->xml, "category", category_word(plan->categories[i]));
    if (plan->category_count == 0)
        xml_text(&cap->xml, "category", category_word(CATEGORY_OTHER));
    xml_text(&cap->xml, "event", words_in(plan->short_title, lang));
    xml_text(&cap->xml, "responseType", cap->step->step == STEP_END ? "AllClear" : "Execute");
    xml_text(&cap->xml, "urgency", urgency_of(cap->step));
    xml_text(&cap->xml, "severity", severity_of(cap->step));
    xml_text(&cap->xml, "certainty", certainty_of(cap->step));
    pair(cap, "eventCode", "respond.plan", plan->id);
    time_element(cap, "effective", entry_clock(cap->step->entry));
    int64_t onset = moments->at[MOMENT_OCCURRENCE] != TIME_UNKNOWN ? moments->at[MOMENT_OCCURRENCE] : moments->at[MOMENT_DISCOVERY];
    if (onset != TIME_UNKNOWN)
        time_element(cap, "onset", onset);
}

static int write_info(struct cap *cap, enum lang lang, struct err *err)
{
    struct app app = *cap->session->app;
    struct cap_step words = {&app, cap->past, cap->step};
    app.lang = lang;
    xml_open(&cap->xml, "info");
    xml_text(&cap->xml, "language", lang == LANG_ZH ? "zh-CN" : "en");
    write_codes(cap, lang);
    xml_text(&cap->xml, "senderName", cap_body(&words));
    cap_headline(&words, &cap->text);
    element(cap, "headline");
    cap_description(&words, &cap->text);
    element(cap, "description");
    int rc = cap_instruction(&words, &cap->text, err);
    if (cap->text.size > 0)
        element(cap, "instruction");
    write_parameters(cap, lang);
    write_area(cap, &words);
    xml_close(&cap->xml);
    return rc;
}

static int write_message(struct cap *cap, struct text *out, struct err *err)
{
    xml_begin(&cap->xml, out);
    xml_open(&cap->xml, "alert");
    xml_attribute(&cap->xml, "xmlns", NAMESPACE);
    write_head(cap);
    int rc = write_info(cap, LANG_ZH, err);
    if (rc == 0)
        rc = write_info(cap, LANG_EN, err);
    xml_close(&cap->xml);
    if (rc == 0 && (out->failed || cap->text.failed))
        rc = err_no_memory(err);
    text_release(&cap->text);
    return rc;
}

/* ---- which message ---- */

static int refuse_public(const struct publication *publication, struct err *err)
{
    struct text zh = {0}, en = {0};
    if (publication->note.zh != NULL)
        text_addf(&zh, "：%s", publication->note.zh), text_addf(&en, ": %s", publication->note.en);
    if (publication->at.node != 0)
        text_addf(&zh, "［%s］", publication->clause), text_addf(&en, " [%s]", publication->clause);
    err_set_words(err, ERR_AUTHORITY, (struct words){"本预案没有准许指挥机构向社会发布%s%s", "the plan gives its bodies no leave to tell the public%s%s"},
                  (struct words){text_str(&zh), text_str(&en)}, (struct words){"", ""});
    if (publication->at.node != 0)
        err_set_clause(err, publication->clause);
    text_release(&zh);
    text_release(&en);
    return -1;
}

static int check_options(const struct cap *cap, struct err *err)
{
    const struct cap_options *options = cap->options;
    size_t size = options->sender == NULL ? 1 : strlen(options->sender);
    for (size_t i = 0; options->sender != NULL && i < size; i++)
        if (options->sender[i] <= ' ' || options->sender[i] > '~' || strchr(",<&", options->sender[i]) != NULL)
            size = 0;
    if (size == 0 || size > SENDER_MAX)
        return err_set(err, ERR_USAGE, "发送者标识须是不含空格、逗号、< 和 & 的 ASCII 字符", "a sender is ASCII without blanks, commas, < and &");
    if (options->signed_by != NULL && options->signed_by[0] == '\0')
        return err_set(err, ERR_USAGE, "签发要写姓名", "a signature needs a name");
    return options->to_public && !plan_of(cap)->publication.is_public ? refuse_public(&plan_of(cap)->publication, err) : 0;
}

static const struct course_step *find_step(const struct course *course, uint64_t seq)
{
    for (size_t i = course->count; i-- > 0;)
        if (is_told(&course->items[i]) && (seq == 0 || course->items[i].entry->seq == seq))
            return &course->items[i];
    return NULL;
}

static int fail_absent(const struct session *session, uint64_t seq, struct err *err)
{
    if (seq == 0)
        return err_set(err, ERR_NO_INPUT, "事件 %s 还没有启动响应，没有可告知的", "no response to %s was launched: there is nothing to tell", session->record.id);
    return err_set(err, ERR_REFERENCE, "第 %llu 条不是本事件启动、调整、移交或结束响应的步骤",
                   "entry %llu is no step of this incident that launches, changes, hands over or ends a response", (unsigned long long)seq);
}

int cap_write(struct session *session, const struct cap_options *options, struct text *out, struct err *err)
{
    struct course course;
    struct past past;
    struct cap cap = {.session = session, .options = options, .course = &course, .past = &past};
    size_t before = out->size;
    if (check_options(&cap, err) != 0)
        return -1;
    int rc = course_read(&session->record, &course, err);
    cap.step = rc == 0 ? find_step(&course, options->entry) : NULL;
    if (rc == 0 && cap.step == NULL)
        rc = fail_absent(session, options->entry, err);
    if (rc == 0) {
        rc = past_init(&past, session, err);
        if (rc == 0)
            rc = past_go(&past, cap.step->index + 1, err);
        if (rc == 0)
            rc = past_assess(&past, err);
        if (rc == 0)
            rc = write_message(&cap, out, err);
        past_release(&past);
    }
    course_release(&course);
    if (rc != 0 && out->data != NULL)
        out->data[out->size = before] = '\0';
    return rc;
}

int cap_entries(const struct session *session, uint64_t **seqs, size_t *count, struct err *err)
{
    struct course course;
    int rc = course_read(&session->record, &course, err);
    *count = 0;
    *seqs = rc == 0 ? calloc(course.count + 1, sizeof **seqs) : NULL;
    if (rc == 0 && *seqs == NULL)
        rc = err_no_memory(err);
    for (size_t i = 0; rc == 0 && i < course.count; i++)
        if (is_told(&course.items[i]))
            (*seqs)[(*count)++] = course.items[i].entry->seq;
    course_release(&course);
    return rc;
}
