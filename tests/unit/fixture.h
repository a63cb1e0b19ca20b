/*
 * Plans for tests: the shipped ones, and made-up ones written as text in a temporary folder.
 *
 *     struct made made;
 *     made_open(&made, PLAN(FACTS(COUNT("a") "," COUNT("b")) "," RULES(RULE("1", "a + b >= 3"))));
 *     … made.plan, made.rules, made.diags …
 *     made_close(&made);
 *
 * In the texts an apostrophe stands for the double quote of JSON.
 */
#ifndef TESTS_UNIT_FIXTURE_H
#define TESTS_UNIT_FIXTURE_H

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/app.h"
#include "core/incident.h"
#include "core/plan.h"
#include "core/text.h"
#include "rules/ruleset.h"
#include "tests/unit/check.h"

/* ---- a clock that stands where the test puts it, in the zone UTC+8 ---- */

#define FIXTURE_DAY 20513 /* 2026-03-01 */

static int64_t fixture_time = FIXTURE_DAY * DAY_MS;

static inline int64_t fixture_now(void)
{
    return fixture_time;
}

static inline int64_t fixture_offset(int64_t time)
{
    (void)time;
    return 8 * 3600000;
}

static inline const char *fixture_user(void)
{
    return "tester";
}

static inline struct app fixture_app(enum lang lang)
{
    return (struct app){.out = stdout, .messages = stderr, .lang = lang, .clock = {fixture_now, fixture_offset}, .user = fixture_user};
}

/* ---- a temporary folder ---- */

struct folder {
    char path[64];
};

static inline void folder_open(struct folder *folder)
{
    snprintf(folder->path, sizeof folder->path, "/tmp/respond-unit-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
}

/* Path of a file in the folder; the last four asked for stay valid. */
static inline const char *folder_path(const struct folder *folder, const char *name)
{
    static char paths[4][400];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder->path, name);
    return path;
}

static inline void file_write(const char *path, const char *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Write a file, with apostrophes as double quotes. */
static inline void folder_write(const struct folder *folder, const char *name, const char *text)
{
    char *data = strdup(text);
    assert_non_null(data);
    for (char *at = data; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    file_write(folder_path(folder, name), data, strlen(data));
    free(data);
}

static inline void remove_tree(const char *path)
{
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char *inner = malloc(strlen(path) + strlen(entry->d_name) + 2);
        if (inner == NULL || strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            free(inner);
            continue;
        }
        snprintf(inner, strlen(path) + strlen(entry->d_name) + 2, "%s/%s", path, entry->d_name);
        if (unlink(inner) != 0)
            remove_tree(inner);
        free(inner);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(path);
}

static inline void folder_close(const struct folder *folder)
{
    remove_tree(folder->path);
}

/* ---- made-up plans ---- */

#define LABELLED(id) "'id':'" id "','label':{'zh':'" id "','en':'" id "'},'question':{'zh':'" id "?','en':'" id "?'}"
#define FACT(id, type, more) "{" LABELLED(id) ",'type':'" type "'" more "}"
#define COUNT(id) FACT(id, "count", "")
#define HARM(id) FACT(id, "count", ",'harm':true")
#define DECIMAL(id) FACT(id, "decimal", "")
#define BOOL(id) FACT(id, "bool", "")
#define VALUE(id) "{'id':'" id "','label':{'zh':'" id "号','en':'" id " label'}}"
#define FACTS(rows) "'facts':[" rows "]"
#define RULE(level, when) "{'clause':'1','level':" level ",'when':'" when "','says':{'zh':'s','en':'s'}}"
#define GRADE_RULE(grade, when) "{'clause':'1','grade':'" grade "','when':'" when "','says':{'zh':'s','en':'s'}}"
#define RULES(rows) "'rules':[" rows "]"
#define LEVEL(number, more) "{'level':" number ",'name':{'zh':'" number "级','en':'Level " number "'},'clause':'1'" more "}"
#define LEVELS "'levels':[" LEVEL("1", "") "," LEVEL("2", "") "," LEVEL("3", "") "," LEVEL("4", "") "]"
#define TITLED "'format':1,'id':'made','title':{'zh':'自拟预案','en':'Made-up Plan'}"
#define PLAN(more) "{" TITLED "," LEVELS "," more "}"

/* Four counties: 1 touches 2, 2 touches 3, 4 stands alone. */
#define COUNTY(code, name, more) "{'code':'" code "','name':{'zh':'" name "县','en':'" name " County'}" more "}"
#define REGIONS \
    "{'format':1,'city':{'code':'0','name':{'zh':'某市','en':'City'}},'counties':[" COUNTY("1", "甲", ",'aliases':['甲开发区','甲新区']") "," \
    COUNTY("2", "乙", "") "," COUNTY("3", "丙", "") "," COUNTY("4", "丁", "") "],'borders':[['1','2'],['2','3']]}"
#define AGENCY(id, more) "{'id':'" id "','name':{'zh':'" id "局','en':'" id " Bureau'},'level':'city'" more "}"
#define AGENCIES "{'format':1,'agencies':[" AGENCY("police", ",'short':['公安','警察']") "," AGENCY("fire", ",'parent':'police'") "]}"

struct made {
    struct folder folder;
    struct city *city;
    struct plan *plan;     /* NULL when it did not load */
    struct ruleset *rules; /* NULL when it did not compile */
    struct diags diags;
};

static inline void made_open_with(struct made *made, const char *regions, const char *agencies, const char *plan)
{
    *made = (struct made){.plan = NULL};
    folder_open(&made->folder);
    if (regions != NULL)
        folder_write(&made->folder, "regions.json", regions);
    if (agencies != NULL)
        folder_write(&made->folder, "agencies.json", agencies);
    made->city = city_load(made->folder.path, &made->diags);
    assert_non_null(made->city);
    if (plan == NULL)
        return;
    folder_write(&made->folder, "made.json", plan);
    made->plan = plan_load(folder_path(&made->folder, "made.json"), made->city, &made->diags);
    if (made->plan != NULL)
        made->rules = ruleset_compile(made->plan, &made->diags);
}

static inline void made_try(struct made *made, const char *plan)
{
    made_open_with(made, REGIONS, AGENCIES, plan);
}

/* The same for a plan that must be right. */
static inline void made_open(struct made *made, const char *plan)
{
    made_try(made, plan);
    if (diags_any(&made->diags) || made->rules == NULL)
        fail_msg("%s", made->diags.count > 0 ? made->diags.items[0].en : "not compiled");
}

static inline void made_close(struct made *made)
{
    ruleset_free(made->rules);
    plan_free(made->plan);
    city_free(made->city);
    diags_release(&made->diags);
    folder_close(&made->folder);
}

/* A plan that must not load, and how: its first diagnostic. */
static inline void check_flaw(const char *plan, enum err_code code, const char *pointer, const char *hint)
{
    struct made made;
    made_try(&made, plan);
    assert_null(made.rules);
    assert_true(made.diags.count > 0);
    const struct err *err = &made.diags.items[0];
    if (err->code != code || strcmp(err->pointer, pointer) != 0 || strcmp(err->hint, hint) != 0)
        fail_msg("got %s at %s (%s), hint %s", err_name(err->code), err->pointer, err->en, err->hint);
    made_close(&made);
}

/* ---- shipped plans ---- */

static inline const char *plans_root(void)
{
    const char *root = getenv("RESPOND_PLANS");
    return root != NULL && root[0] != '\0' ? root : "plans";
}

static inline struct loaded *shipped(const char *name)
{
    struct library library;
    struct err err;
    if (library_open(&library, plans_root(), &err) != 0)
        fail_msg("%s", err.en);
    struct loaded *loaded = library_load(&library, name, stderr, LANG_EN, &err);
    library_release(&library);
    if (loaded == NULL)
        fail_msg("%s", err.en);
    return loaded;
}

/* Index of a fact that must be there. */
static inline size_t fact_index(const struct plan *plan, const char *id)
{
    const struct fact *fact = plan_find_fact(plan, id, strlen(id));
    assert_non_null(fact);
    return (size_t)(fact - plan->facts);
}

static inline void know(struct incident *incident, const char *id, int64_t least, int64_t most)
{
    incident_set(incident, &incident->plan->facts[fact_index(incident->plan, id)], least, most);
}

#endif
