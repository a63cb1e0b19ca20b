/*
 * A disk that fails at each call in turn, and power that goes at each change in turn, while a journal is made, appended to, imported
 * and put right again after a crash. Whatever happens: a clear error, what was acknowledged stays, and nothing is there of which
 * nobody has heard.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"
#include "tests/torture/faulty_vfs.h"
#include "tests/torture/said.h"
#include "tests/torture/torture.h"

#define LINES 4 /* of an import */
#define TRIES 3 /* of an officer who is told that an entry was not taken */
#define RECOVERY_CALLS 8
#define FILE_MAX 65536

/* A file as it was when everything had been prepared. */
struct kept {
    bool there;
    size_t size;
    unsigned char data[FILE_MAX];
};

/* Who uses the journal. */
struct officer {
    struct said said;
    uint64_t seen[SAID_INCIDENTS]; /* the last entry of each that is known */
};

struct scene {
    struct round *round;
    struct faulty *disk;
    const struct work *work;
    unsigned variant;
    struct fault fault;
    struct officer officer, prepared;
    struct kept database, journal; /* as prepared */
    unsigned errors;
    struct text lines[LINES];
    struct acknowledged imported[LINES];
};

/* ---- what is said of a failure ---- */

static void broke(const struct scene *scene, const char *what) __attribute__((noreturn));
static void broke(const struct scene *scene, const char *what)
{
    torture_fail("%s: %s", scene->officer.said.where, what);
}

static bool is_doubt(const struct err *err)
{
    return strstr(err->en, "may be there") != NULL;
}

/* Of a long path err->file has the end. */
static bool names_file(const struct err *err, const char *path)
{
    size_t named = strlen(err->file), whole = strlen(path);
    return named > 0 && named <= whole && strcmp(err->file, path + whole - named) == 0;
}

/* In a language that an officer reads, naming the file, and no more than once for one fault. */
static void check_error(struct scene *scene, const struct err *err)
{
    const char *where = scene->officer.said.where;
    scene->errors++;
    if (err->code != ERR_IO || err->zh[0] == '\0' || err->en[0] == '\0' || !names_file(err, scene->round->path))
        torture_fail("%s: an unclear error: %s: %s: \"%s\"", where, err->file, err_name(err->code), err->en);
    if (scene->fault.kind == FAULT_FULL && (strstr(err->en, "full") == NULL || is_doubt(err)))
        torture_fail("%s: a full disk is said to be \"%s\"", where, err->en);
    if (!scene->fault.lasting && scene->errors > 1)
        torture_fail("%s: a single fault, and once more \"%s\"", where, err->en);
    if (is_doubt(err))
        scene->round->figures[2]++;
}

/* ---- appending ---- */

static int take_seq(void *context, const struct entry *entry)
{
    struct acknowledged *newest = context;
    newest->seq = entry->seq;
    newest->tag = tagged_find(entry);
    return 0;
}

/* After a conflict: is it the entry itself that is there already? It may have been read before it was on the disk: no promise. */
static bool is_there(struct scene *scene, struct journal *journal, const struct tagged *tagged)
{
    struct err err = {.code = ERR_NONE};
    struct acknowledged newest = {.seq = 0};
    uint64_t *seen = &scene->officer.seen[tagged->tag % SAID_INCIDENTS];
    if (journal_read(journal, *seen, tagged->incident, (struct journal_visit){take_seq, &newest}, &err) != 0) {
        check_error(scene, &err);
        return false;
    }
    if (newest.seq <= *seen)
        broke(scene, "a conflict with nothing");
    *seen = newest.seq;
    return newest.tag == tagged->tag;
}

/* As docs/journal.md has it: give it again, on the same knowledge; if it is there all the same, that is a conflict. */
static void give(struct scene *scene, struct journal *journal, unsigned long tag)
{
    struct tagged tagged;
    bool doubted = false;
    tagged_make(&tagged, tag);
    uint64_t *seen = &scene->officer.seen[tag % SAID_INCIDENTS];
    for (int try = 0; try < TRIES; try++) {
        struct err err = {.code = ERR_NONE};
        if (journal_append(journal, &tagged.entry, *seen, &err) == 0) {
            *seen = tagged.entry.seq;
            said_yes(&scene->officer.said, said_acknowledged(&tagged));
            return;
        }
        if (tagged.entry.seq != 0)
            broke(scene, "an entry that was refused has a number");
        if (err.code == ERR_CONFLICT) {
            if (is_there(scene, journal, &tagged))
                return;
            continue;
        }
        check_error(scene, &err);
        if (is_doubt(&err) && !doubted)
            said_perhaps(&scene->officer.said, tag);
        doubted = doubted || is_doubt(&err);
    }
}

static bool power_is_gone(const struct scene *scene)
{
    return scene->fault.kind == FAULT_POWER && faulty_struck(scene->disk);
}

/* Once the disk is whole again, what is open goes on as if nothing had been. */
static void go_on(struct scene *scene, struct journal *journal, unsigned long tag)
{
    size_t acknowledged = scene->officer.said.yes_count;
    unsigned errors = scene->errors;
    if (power_is_gone(scene))
        return;
    faulty_mend(scene->disk);
    give(scene, journal, tag);
    if (scene->errors > errors || scene->officer.said.yes_count == acknowledged)
        broke(scene, "the disk is whole again, and entries are not taken");
}

static void append_entries(struct scene *scene, enum journal_mode mode, unsigned long tag, unsigned long count)
{
    struct err err = {.code = ERR_NONE};
    struct journal *journal = journal_open(scene->round->path, mode, &err);
    if (journal == NULL) {
        check_error(scene, &err);
        if (scene->fault.kind == FAULT_FULL && !scene->fault.lasting && access(scene->round->path, F_OK) == 0)
            broke(scene, "what could not be made a journal is still there");
        return;
    }
    for (unsigned long i = 0; i < count; i++)
        give(scene, journal, tag + i);
    go_on(scene, journal, tag + count);
    journal_close(journal);
}

/* ---- what is done: prepared on a disk that is whole, then run on one that fails ---- */

static bool prepare_nothing(struct scene *scene)
{
    return scene->variant == 0;
}

static void make_and_append(struct scene *scene)
{
    append_entries(scene, JOURNAL_CREATE, 0, 4);
}

static bool prepare_entries(struct scene *scene)
{
    append_entries(scene, JOURNAL_CREATE, 0, 3);
    return scene->variant == 0;
}

static void open_and_append(struct scene *scene)
{
    append_entries(scene, JOURNAL_WRITE, 10, 4);
}

static struct journal *must_open(const struct scene *scene, enum journal_mode mode)
{
    struct err err = {.code = ERR_NONE};
    struct journal *journal = journal_open(scene->round->path, mode, &err);
    if (journal == NULL)
        broke(scene, err.en);
    return journal;
}

static bool prepare_empty(struct scene *scene)
{
    journal_close(must_open(scene, JOURNAL_CREATE));
    return scene->variant == 0;
}

/* Whether the lines were acknowledged. */
static bool import_lines(struct scene *scene, struct journal *journal)
{
    struct err err = {.code = ERR_NONE};
    int rc = journal_import_begin(journal, &err);
    bool begun = rc == 0;
    for (int i = 0; i < LINES && rc == 0; i++)
        rc = journal_import(journal, scene->lines[i].data, scene->lines[i].size, &err);
    bool whole = rc == 0;
    if (begun && journal_import_end(journal, whole, whole ? &err : NULL) != 0)
        rc = -1;
    if (rc != 0)
        check_error(scene, &err);
    for (int i = 0; i < LINES; i++)
        if (rc == 0)
            said_yes(&scene->officer.said, scene->imported[i]);
        else if (is_doubt(&err))
            said_perhaps(&scene->officer.said, scene->imported[i].tag);
    return rc == 0;
}

static void import(struct scene *scene)
{
    struct err err = {.code = ERR_NONE};
    uint64_t seq;
    char head[JOURNAL_HEX_SIZE];
    struct journal *journal = journal_open(scene->round->path, JOURNAL_WRITE, &err);
    if (journal == NULL) {
        check_error(scene, &err);
        return;
    }
    bool done = import_lines(scene, journal);
    if (!done && !power_is_gone(scene)) {
        faulty_mend(scene->disk);
        if (journal_head(journal, &seq, head, &err) != 0 || (seq != LINES && (seq != 0 || !import_lines(scene, journal))))
            broke(scene, "the disk is whole again, and nothing can be imported");
    }
    journal_close(journal);
}

/* An append that is cut short at one of its changes, as by kill -9: the files are left as they are. */
static bool prepare_crash(struct scene *scene)
{
    struct err err = {.code = ERR_NONE};
    struct tagged tagged;
    append_entries(scene, JOURNAL_CREATE, 0, 1);
    if (scene->variant == 0)
        return true;
    tagged_make(&tagged, 12);
    faulty_plan(scene->disk, &(const struct fault){FAULT_POWER, scene->variant, true});
    struct journal *journal = must_open(scene, JOURNAL_WRITE);
    if (journal_append(journal, &tagged.entry, JOURNAL_ANY, &err) == 0)
        said_yes(&scene->officer.said, said_acknowledged(&tagged));
    else
        said_perhaps(&scene->officer.said, tagged.tag);
    journal_close(journal);
    return faulty_struck(scene->disk);
}

static int count_entry(void *context, const struct entry *entry)
{
    (void)entry;
    ++*(size_t *)context;
    return 0;
}

static void read_and_verify(struct scene *scene)
{
    struct err err = {.code = ERR_NONE};
    size_t count = 0;
    uint64_t verified = 0;
    struct journal *journal = journal_open(scene->round->path, JOURNAL_READ, &err);
    if (journal == NULL) {
        check_error(scene, &err);
        return;
    }
    if (journal_read(journal, 0, NULL, (struct journal_visit){count_entry, &count}, &err) != 0)
        check_error(scene, &err);
    else if (count < scene->officer.said.yes_count)
        broke(scene, "a reader was given too few entries");
    if (journal_verify(journal, NULL, &verified, &err) != 0) {
        check_error(scene, &err);
    } else if (verified < scene->officer.said.yes_count) {
        broke(scene, "too few entries were verified");
    }
    journal_close(journal);
}

static const struct work {
    const char *name;
    bool (*prepare)(struct scene *scene); /* returns false when there is no such variant */
    void (*run)(struct scene *scene);
    unsigned together; /* so many entries at a time are there, or none of them */
} works[] = {
    {"make and append", prepare_nothing, make_and_append, 1},
    {"open and append", prepare_entries, open_and_append, 1},
    {"import", prepare_empty, import, LINES},
    {"read", prepare_crash, read_and_verify, 1},
};
#define WORK_COUNT (sizeof works / sizeof works[0])

/* ---- one fault ---- */

static void keep(struct kept *kept, const char *path)
{
    FILE *file = fopen(path, "rb");
    kept->there = file != NULL;
    if (file == NULL)
        return;
    kept->size = fread(kept->data, 1, sizeof kept->data, file);
    fclose(file);
    if (kept->size == sizeof kept->data)
        torture_fail("%s is larger than expected", path);
}

static void put_back(const struct kept *kept, const char *path)
{
    unlink(path);
    FILE *file = kept->there ? fopen(path, "wb") : NULL;
    if (kept->there && (file == NULL || fwrite(kept->data, 1, kept->size, file) != kept->size || fclose(file) != 0))
        torture_fail("cannot write %s", path);
}

/* What a variant begins with is made once, and then put there for each fault. */
static bool prepare(struct scene *scene)
{
    char beside[TORTURE_BESIDE_MAX];
    torture_beside(scene->round->path, beside);
    torture_remove(scene->round->path);
    faulty_plan(scene->disk, NULL);
    scene->officer = (struct officer){.said = {.where = "before any fault"}};
    if (!scene->work->prepare(scene))
        return false;
    keep(&scene->database, scene->round->path);
    keep(&scene->journal, beside);
    scene->prepared = scene->officer;
    return true;
}

static void begin(struct scene *scene, bool cut)
{
    char beside[TORTURE_BESIDE_MAX];
    const struct fault *fault = &scene->fault;
    torture_beside(scene->round->path, beside);
    put_back(&scene->database, scene->round->path);
    put_back(&scene->journal, beside);
    scene->officer = scene->prepared;
    scene->errors = 0;
    snprintf(scene->officer.said.where, sizeof scene->officer.said.where, "%s (%u), %s at call %u%s%s", scene->work->name, scene->variant,
             fault_names[fault->kind], fault->at, fault->lasting ? " and on" : "", cut ? ", then a power cut" : "");
    faulty_plan(scene->disk, fault);
}

static void cut_power(struct scene *scene, unsigned long *figure)
{
    faulty_cut_power(scene->disk, &scene->round->dice);
    ++*figure;
}

/* The power comes back, and goes again while somebody looks at what is left. */
static void cut_again(struct scene *scene)
{
    while (torture_random(&scene->round->dice) % 2 == 0) {
        struct err err = {.code = ERR_NONE};
        unsigned at = 1 + (unsigned)(torture_random(&scene->round->dice) % RECOVERY_CALLS);
        faulty_plan(scene->disk, &(const struct fault){FAULT_POWER, at, true});
        journal_close(journal_open(scene->round->path, scene->officer.said.yes_count == 0 ? JOURNAL_CREATE : JOURNAL_READ, &err));
        cut_power(scene, &scene->round->figures[1]);
    }
}

static void finish(struct scene *scene)
{
    faulty_plan(scene->disk, NULL);
    said_check(&scene->officer.said, scene->round->path);
    if (scene->officer.said.yes_count % scene->work->together != 0)
        broke(scene, "an import was taken in part");
}

/* Returns whether the fault was reached. */
static bool strike(struct scene *scene, bool cut)
{
    enum fault_kind kind = scene->fault.kind;
    begin(scene, cut);
    scene->work->run(scene);
    bool struck = faulty_struck(scene->disk);
    if (cut)
        cut_power(scene, &scene->round->figures[kind == FAULT_POWER ? 0 : 1]);
    if (kind == FAULT_POWER)
        cut_again(scene);
    finish(scene);
    return struck;
}

/* ---- all of them ---- */

static void strike_each_call(struct scene *scene, enum fault_kind kind, bool lasting)
{
    bool struck = true;
    for (unsigned at = 1; struck; at++) {
        scene->fault = (struct fault){kind, at, lasting};
        struck = strike(scene, true);
        if (kind == FAULT_POWER) {
            scene->round->figures[2] += scene->officer.said.yes_count;
        } else {
            strike(scene, false);
            scene->round->figures[0] += 2 * struck;
        }
    }
}

static void strike_kinds(struct scene *scene)
{
    for (enum fault_kind kind = FAULT_IO; kind < FAULT_POWER; kind++) {
        strike_each_call(scene, kind, false);
        strike_each_call(scene, kind, true);
    }
}

static void strike_power(struct scene *scene)
{
    strike_each_call(scene, FAULT_POWER, true);
}

static int take_line(void *context, const struct entry *entry)
{
    struct scene *scene = context;
    entry_to_json(entry, &scene->lines[entry->seq - 1]);
    return 0;
}

/* The lines to be imported are another journal's. */
static void make_lines(struct scene *scene)
{
    struct err err = {.code = ERR_NONE};
    struct journal *journal = must_open(scene, JOURNAL_CREATE);
    for (unsigned long i = 0; i < LINES; i++) {
        struct tagged tagged;
        tagged_make(&tagged, i);
        if (journal_append(journal, &tagged.entry, JOURNAL_ANY, &err) != 0)
            broke(scene, err.en);
        scene->imported[i] = said_acknowledged(&tagged);
    }
    if (journal_read(journal, 0, NULL, (struct journal_visit){take_line, scene}, &err) != 0)
        broke(scene, err.en);
    journal_close(journal);
}

static void run_works(struct round *round, void (*strike_all)(struct scene *))
{
    struct scene scene = {.round = round, .disk = faulty_register(), .officer = {.said = {.where = "before any fault"}}};
    make_lines(&scene);
    for (size_t i = 0; i < WORK_COUNT; i++) {
        scene.work = &works[i];
        for (scene.variant = 0; prepare(&scene); scene.variant++)
            strike_all(&scene);
    }
    for (int i = 0; i < LINES; i++)
        text_release(&scene.lines[i]);
}

void torture_faults(struct round *round)
{
    run_works(round, strike_kinds);
}

void torture_power(struct round *round)
{
    run_works(round, strike_power);
}
