/* respond log: the journal as a table or as JSON, its head, and the proof that it is whole. */
#include <string.h>

#include "cli/command.h"
#include "cli/database.h"
#include "cli/entry_lines.h"
#include "cli/log_table.h"
#include "cli/render.h"
#include "core/arena.h"
#include "core/hash.h"
#include "core/number.h"

#define HASH_GROUP 8 /* digits between blanks, for copying … */
#define HASH_LINE 32 /* … and on a line */

/* What the arguments ask for. */
struct request {
    const char *incident; /* NULL: all */
    uint64_t since;
    bool json, verify, head;
    char given[JOURNAL_HEX_SIZE]; /* head that was kept elsewhere; "" for none */
};

/* ---- arguments ---- */

/* People copy a head in groups of digits. */
static int read_given(const char *value, char given[JOURNAL_HEX_SIZE], struct err *err)
{
    unsigned char hash[JOURNAL_HASH_SIZE];
    size_t size = 0;
    for (; *value != '\0' && size < JOURNAL_HEX_SIZE; value++)
        if (*value != ' ')
            given[size++] = *value;
    if (size < JOURNAL_HEX_SIZE && hash_parse(given, size, hash)) {
        hash_print(hash, given);
        return 0;
    }
    return err_set(err, ERR_USAGE, "链头应为 64 位十六进制数（分组的空格可有可无）",
                   "a head is 64 hexadecimal digits (blanks between groups do not matter)");
}

static int read_since(const char *value, uint64_t *since, struct err *err)
{
    struct number number;
    if (number_parse(value, strlen(value), false, &number) != NUMBER_OK)
        return err_set(err, ERR_USAGE, "--since 后面应为一条记录的号，不是“%.40s”", "--since takes an entry's number, not \"%.40s\"", value);
    *since = (uint64_t)number.whole;
    return 0;
}

static int check_combination(const struct request *request, const char *head, bool since, struct err *err)
{
    if ((request->verify || request->head) && (request->incident != NULL || since))
        return err_set(err, ERR_USAGE, "%s 是对整本日志的，不能只对一个事件或一段", "%s is about the whole journal, not about one incident or a part",
                       request->verify ? "--verify" : "--head");
    if (request->verify && request->head && head[0] == '\0')
        return err_set(err, ERR_USAGE, "--verify --head 后面要写纸上记下的链头", "--verify --head needs the head that was kept on paper");
    if (request->head && head[0] != '\0' && !request->verify)
        return err_set(err, ERR_USAGE, "核对链头要写 --verify --head HASH；只看链头，--head 后面不带值",
                       "to check a head write --verify --head HASH; to see it, --head without a value");
    return 0;
}

static int read_request(const struct args *args, struct request *request, struct err *err)
{
    const char *since = args_option(args, "--since", 0), *head = args_option(args, "--head", 0);
    *request = (struct request){.incident = args->word_count > 0 ? args->words[0] : NULL,
                                .json = args_has(args, "--json"),
                                .verify = args_has(args, "--verify"),
                                .head = head != NULL};
    if (check_combination(request, head, since != NULL, err) != 0)
        return -1;
    if (since != NULL && read_since(since, &request->since, err) != 0)
        return -1;
    return head != NULL && head[0] != '\0' ? read_given(head, request->given, err) : 0;
}

/* ---- the head ---- */

static int take_hash(void *context, const struct entry *entry)
{
    hash_print(entry->hash, context);
    return 1;
}

/* The hash of entry `seq`, checked against the entry itself: what goes on paper has to be right. */
static int read_hash(struct journal *journal, uint64_t seq, char hex[JOURNAL_HEX_SIZE], struct err *err)
{
    static const unsigned char none[JOURNAL_HASH_SIZE];
    hash_print(none, hex);
    return seq == 0 ? 0 : journal_read(journal, seq - 1, NULL, (struct journal_visit){take_hash, hex}, err) < 0 ? -1 : 0;
}

static void print_grouped(const struct app *app, const char *hex)
{
    for (int i = 0; hex[i] != '\0'; i += HASH_GROUP) {
        bool first = i % HASH_LINE == 0, last = (i + HASH_GROUP) % HASH_LINE == 0;
        fprintf(app->out, "%s%.*s%s", first ? "  " : " ", HASH_GROUP, hex + i, last ? "\n" : "");
    }
}

static int show_head(const struct app *app, struct journal *journal, const struct request *request, struct err *err)
{
    uint64_t seq;
    char hex[JOURNAL_HEX_SIZE];
    if (journal_head(journal, &seq, hex, err) != 0 || read_hash(journal, seq, hex, err) != 0)
        return -1;
    if (request->json) {
        fprintf(app->out, "{\"seq\":%llu,\"hash\":\"%s\"}\n", (unsigned long long)seq, hex);
        return 0;
    }
    fprintf(app->out, "%llu %s\n", (unsigned long long)seq, hex);
    fprintf(app->out, "%s\n", app_say(app, "抄在纸上时，分组便于核对：", "In groups, for copying it on paper:"));
    print_grouped(app, hex);
    return 0;
}

/* ---- verifying ---- */

struct search {
    const char *hex;
    uint64_t seq;
};

static int look_for_hash(void *context, const struct entry *entry)
{
    struct search *search = context;
    char hex[JOURNAL_HEX_SIZE];
    hash_print(entry->hash, hex);
    search->seq = entry->seq;
    return strcmp(hex, search->hex) == 0;
}

/* Whose hash the given head is; 0 for the head of an empty journal. It is known to be there. */
static int find_given(struct journal *journal, const char *given, uint64_t *seq, struct err *err)
{
    struct search search = {.hex = given};
    *seq = 0;
    if (strspn(given, "0") == JOURNAL_HEX_SIZE - 1)
        return 0;
    int rc = journal_read(journal, 0, NULL, (struct journal_visit){look_for_hash, &search}, err);
    *seq = search.seq;
    return rc < 0 ? -1 : 0;
}

static void say_given(uint64_t seq, uint64_t count, enum lang lang, struct text *out)
{
    if (seq == 0)
        text_add_str(out, lang == LANG_EN ? " The given head is that of an empty journal (all zeros): it proves nothing."
                                          : "所给的是空日志的链头（全是零），什么也证明不了。");
    else
        text_addf(out,
                  lang == LANG_EN ? " The given head is that of entry %llu: up to it nothing was changed or cut off; after it came %llu more."
                                  : "所给的链头是第 %llu 条的：到这一条为止没有改动、没有截断；其后另有 %llu 条。",
                  (unsigned long long)seq, (unsigned long long)(count - seq));
}

static void say_verified(const struct app *app, const struct request *request, uint64_t count, const char *hex, uint64_t given)
{
    bool asked = request->given[0] != '\0';
    struct text text = {0};
    if (request->json) {
        fprintf(app->out, "{\"holds\":true,\"entries\":%llu,\"hash\":\"%s\"", (unsigned long long)count, hex);
        if (asked)
            fprintf(app->out, ",\"head_seq\":%llu", (unsigned long long)given);
        fputs("}\n", app->out);
        return;
    }
    text_addf(&text, app_say(app, "%llu 条记录全部相符，首尾相接。", "All %llu entries hold, each chained to the one before it."),
              (unsigned long long)count);
    if (asked)
        say_given(given, count, app->lang, &text);
    render_paragraph(app, 0, text_str(&text));
    fprintf(app->out, app_say(app, "链头：\n%llu %s\n", "Head:\n%llu %s\n"), (unsigned long long)count, hex);
    text_release(&text);
}

static void say_broken(const struct app *app, const struct request *request, uint64_t count)
{
    if (request->json)
        fprintf(app->out, "{\"holds\":false,\"entries\":%llu}\n", (unsigned long long)count);
    else
        fprintf(app->out,
                app_say(app, "日志不可信。自身相符的：前 %llu 条。\n",
                        "The journal is not to be trusted. What holds in itself: the first %llu entries.\n"),
                (unsigned long long)count);
}

/* Another process may append meanwhile: what is said is about the entries that were walked. */
static int verify(const struct app *app, struct journal *journal, const struct request *request, struct err *err)
{
    uint64_t count, given = 0;
    char hex[JOURNAL_HEX_SIZE];
    bool asked = request->given[0] != '\0';
    if (journal_verify(journal, asked ? request->given : NULL, &count, err) != 0) {
        if (err->code == ERR_VALUE)
            say_broken(app, request, count);
        return -1;
    }
    if (read_hash(journal, count, hex, err) != 0 || (asked && find_given(journal, request->given, &given, err) != 0))
        return -1;
    say_verified(app, request, count, hex, given);
    return 0;
}

/* ---- the incident ---- */

static int stop_at_first(void *context, const struct entry *entry)
{
    (void)context, (void)entry;
    return 1;
}

struct suggestion {
    struct nearest near;
    struct arena names; /* the best so far outlives the entry that it came from */
};

static int suggest(void *context, const struct entry *entry)
{
    struct suggestion *suggestion = context;
    unsigned before = suggestion->near.distance;
    if (strcmp(entry->type, "open") == 0)
        nearest_offer(&suggestion->near, entry->incident);
    if (suggestion->near.distance < before)
        suggestion->near.best = arena_copy(&suggestion->names, entry->incident, strlen(entry->incident));
    return 0;
}

/* Damage is left for the reading to report. */
static int check_incident(struct journal *journal, const struct request *request, struct err *err)
{
    const char *id = request->incident;
    if (id == NULL || journal_read(journal, 0, id, (struct journal_visit){stop_at_first, NULL}, NULL) != 0)
        return 0;
    struct suggestion suggestion = {.near = nearest_to(id, strlen(id))};
    journal_read(journal, 0, NULL, (struct journal_visit){suggest, &suggestion}, NULL);
    err_set(err, ERR_NO_INPUT, "日志里没有事件“%s”", "the journal has no incident \"%s\"", text_clip(id, strlen(id)).str);
    err_set_hint(err, suggestion.near.best);
    arena_release(&suggestion.names);
    return -1;
}

/* ---- the command ---- */

static int show_entries(struct app *app, struct journal *journal, const struct request *request, struct err *err)
{
    if (check_incident(journal, request, err) != 0)
        return -1;
    if (!request->json)
        return log_table_print(app, journal, request->incident, request->since, err);
    return entry_lines_write(&(struct entry_lines){.out = app->out}, journal, request->since, request->incident, err);
}

int run_log(struct app *app, const struct args *args)
{
    struct err err;
    struct request request;
    struct journal *journal = read_request(args, &request, &err) == 0 ? database_open(app, JOURNAL_READ, &err) : NULL;
    if (journal == NULL)
        return app_fail(app, &err);
    int rc;
    if (request.verify)
        rc = verify(app, journal, &request, &err);
    else if (request.head)
        rc = show_head(app, journal, &request, &err);
    else
        rc = show_entries(app, journal, &request, &err);
    journal_close(journal);
    return rc == 0 ? 0 : app_fail(app, &err);
}
