/*
 * Random rule sets and partial facts: what the engine says, over the diagram and by the search, against looking at every combination of
 * critical points. See rulebook.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/incident_read.h"
#include "rules/assess.h"
#include "rules/question.h"
#include "tests/torture/rulebook.h"
#include "tests/torture/torture.h"

#define SETS 100 /* in a round */
#define KNOWLEDGE 3 /* for each rule set */
#define SAID_MAX 4000

#define REGIONS \
    "{\"format\":1,\"city\":{\"code\":\"0\",\"name\":{\"zh\":\"z\",\"en\":\"e\"}},\"counties\":[{\"code\":\"1\",\"name\":{\"zh\":\"z\",\"en\":\"e\"}}," \
    "{\"code\":\"2\",\"name\":{\"zh\":\"y\",\"en\":\"f\"}},{\"code\":\"3\",\"name\":{\"zh\":\"x\",\"en\":\"g\"}},{\"code\":\"4\",\"name\":{\"zh\":\"w\",\"en\":\"h\"}}]," \
    "\"borders\":[[\"1\",\"2\"],[\"2\",\"3\"]]}"
#define AGENCIES "{\"format\":1,\"agencies\":[{\"id\":\"fire\",\"name\":{\"zh\":\"z\",\"en\":\"e\"},\"level\":\"city\"}]}"

struct trial {
    struct round *round;
    struct rulebook book;
    struct meaning *table; /* by combination of points; the first fact turns fastest */
    uint32_t strides[BOOK_FACTS + 1];
    struct city *city;
    struct plan *plan;
    struct ruleset *rules, bare; /* bare: without the diagram */
    struct incident incident;
    uint32_t first[BOOK_FACTS], last[BOOK_FACTS]; /* what is known: points of each fact */
    char said[SAID_MAX]; /* the facts as they were given */
};

enum figure { FIGURE_SETS, FIGURE_KNOWLEDGE, FIGURE_GIVEN_UP };

static uint32_t below(uint64_t *dice, uint32_t limit)
{
    return (uint32_t)(torture_random(dice) % limit);
}

/* ---- the definition ---- */

static void fill_table(struct trial *trial)
{
    const struct rulebook *book = &trial->book;
    int64_t values[BOOK_FACTS];
    trial->strides[0] = 1;
    for (uint32_t i = 0; i < book->fact_count; i++)
        trial->strides[i + 1] = trial->strides[i] * book->facts[i].point_count;
    for (uint32_t at = 0; at < trial->strides[book->fact_count]; at++) {
        for (uint32_t i = 0; i < book->fact_count; i++)
            values[i] = book->facts[i].points[at / trial->strides[i] % book->facts[i].point_count];
        trial->table[at] = rulebook_meaning(book, values);
    }
}

/* A walk through the combinations of points within bounds. */
struct walk {
    const struct trial *trial;
    uint32_t first[BOOK_FACTS], last[BOOK_FACTS], at[BOOK_FACTS], index;
};

static void walk_begin(struct walk *walk, const struct trial *trial)
{
    walk->trial = trial;
    walk->index = 0;
    for (uint32_t i = 0; i < trial->book.fact_count; i++) {
        walk->at[i] = walk->first[i];
        walk->index += walk->at[i] * trial->strides[i];
    }
}

static bool walk_next(struct walk *walk)
{
    for (uint32_t i = 0; i < walk->trial->book.fact_count; i++) {
        uint32_t stride = walk->trial->strides[i];
        if (walk->at[i] < walk->last[i]) {
            walk->at[i]++;
            walk->index += stride;
            return true;
        }
        walk->index -= (walk->at[i] - walk->first[i]) * stride;
        walk->at[i] = walk->first[i];
    }
    return false;
}

struct expected {
    int level, possible, safe_level, grade;
    uint16_t all_held, some_held, all_safe; /* rules: in every combination, in some */
    bool all_when, some_when;
    uint32_t relevant; /* facts: bit i */
    uint16_t hanging[BOOK_FACTS]; /* by fact: rules that it alone makes hold or not */
};

/* What each fact alone changes from here. The next point is enough: things differ somewhere along the line. */
static void note_changes(const struct walk *walk, struct expected *it)
{
    const struct trial *trial = walk->trial;
    const struct meaning *here = &trial->table[walk->index];
    for (uint32_t i = 0; i < trial->book.fact_count; i++) {
        if (walk->at[i] == walk->last[i])
            continue;
        const struct meaning *next = here + trial->strides[i];
        if (next->level != here->level)
            it->relevant |= 1u << i;
        it->hanging[i] = (uint16_t)(it->hanging[i] | (next->held ^ here->held));
    }
}

static struct expected expect(const struct trial *trial, const uint32_t *first, const uint32_t *last)
{
    struct expected it = {0, BOOK_LEVEL_NONE, 0, 127, UINT16_MAX, 0, UINT16_MAX, true, false, 0, {0}};
    struct walk walk;
    memcpy(walk.first, first, sizeof walk.first);
    memcpy(walk.last, last, sizeof walk.last);
    walk_begin(&walk, trial);
    do {
        const struct meaning *here = &trial->table[walk.index];
        it.level = here->level > it.level ? here->level : it.level;
        it.possible = here->level < it.possible ? here->level : it.possible;
        it.safe_level = here->safe_level > it.safe_level ? here->safe_level : it.safe_level;
        it.grade = here->grade < it.grade ? here->grade : it.grade;
        it.all_held &= here->held;
        it.some_held |= here->held;
        it.all_safe &= here->safe_held;
        it.all_when = it.all_when && here->when;
        it.some_when = it.some_when || here->when;
        note_changes(&walk, &it);
    } while (walk_next(&walk));
    return it;
}

/* Levels as the engine numbers them. */
static int level_of(int level)
{
    return level == BOOK_LEVEL_NONE ? LEVEL_NONE : level;
}

/* ---- the engine ---- */

/* One of the two ways of the engine. */
struct way {
    const struct trial *trial;
    const char *name;
    struct assessor *assessor;
    struct assessment got;
};

static void differs(const struct way *way, const char *what, long got, long wanted)
{
    torture_fail("%s: %s is %ld, not %ld\n%s", way->name, what, got, wanted, way->trial->said);
}

static void same(const struct way *way, const char *what, long got, long wanted)
{
    if (got != wanted)
        differs(way, what, got, wanted);
}

static uint16_t of_level(const struct rulebook *book, uint16_t rules, int level)
{
    uint16_t some = 0;
    for (uint32_t i = 0; i < book->rule_count; i++)
        if ((rules >> i & 1) && level != BOOK_LEVEL_NONE && (int)rulebook_level(&book->rules[i]) == level)
            some = (uint16_t)(some | 1u << i);
    return some;
}

static uint16_t bits_of(const uint16_t *held, uint32_t count)
{
    uint16_t bits = 0;
    for (uint32_t i = 0; i < count; i++)
        bits = (uint16_t)(bits | 1u << held[i]);
    return bits;
}

static uint32_t without_findings(const struct rulebook *book, uint32_t facts)
{
    for (uint32_t i = 0; i < book->fact_count; i++)
        facts &= book->facts[i].discretion ? ~(1u << i) : UINT32_MAX;
    return facts;
}

static uint32_t asked(const struct assessment *got)
{
    uint32_t facts = 0;
    for (uint32_t i = 0; i < got->ask_count; i++)
        facts |= 1u << got->ask[i];
    return facts;
}

/* A search that gave up may say less, never more. */
static void check_sound(const struct way *way, const struct expected *it)
{
    const struct assessment *got = &way->got;
    if (got->level < level_of(it->level) || got->possible > level_of(it->possible) || got->safe_level < level_of(it->safe_level) ||
        (without_findings(&way->trial->book, it->relevant) & ~asked(got)) != 0)
        differs(way, "an answer that is not exact: level", got->level, level_of(it->level));
}

static void check_grade(struct way *way, const struct expected *it)
{
    const struct rulebook *book = &way->trial->book;
    struct assessment *got = &way->got;
    uint16_t held[HELD_MAX];
    same(way, "level", got->level, level_of(it->level));
    same(way, "possible", got->possible, level_of(it->possible));
    same(way, "safe_level", got->safe_level, level_of(it->safe_level));
    same(way, "grade", got->grade, it->grade);
    same(way, "settled", is_settled(got), it->level == it->possible);
    same(way, "rules held", bits_of(got->held, got->held_count), of_level(book, it->all_held, it->level));
    same(way, "facts to ask for", asked(got), without_findings(book, it->relevant));
    int count = assess_safe_held(way->assessor, got, held, NULL);
    same(way, "rules held in the safe reading", bits_of(held, count < 0 ? 0 : (uint32_t)count), of_level(book, it->all_safe, it->safe_level));
}

static int standing(bool all, bool some)
{
    return all ? CONDITION_YES : some ? CONDITION_OPEN : CONDITION_NO;
}

static void check_conditions(struct way *way, const struct expected *it)
{
    const struct trial *trial = way->trial;
    for (uint32_t i = 0; i < trial->book.rule_count; i++)
        same(way, "a rule's standing", assess_rule(way->assessor, i, NULL), standing(it->all_held >> i & 1, it->some_held >> i & 1));
    same(way, "a condition's standing", assess_condition(way->assessor, trial->plan->conditions[0], NULL), standing(it->all_when, it->some_when));
}

/* ---- the best question ---- */

/* Points within [least, most] of a fact; beyond the last point nothing changes. */
static struct expected expect_within(const struct trial *trial, uint32_t fact, int64_t least, int64_t most)
{
    const struct book_fact *it = &trial->book.facts[fact];
    uint32_t first[BOOK_FACTS], last[BOOK_FACTS];
    memcpy(first, trial->first, sizeof first);
    memcpy(last, trial->last, sizeof last);
    while (first[fact] < last[fact] && it->points[first[fact]] < least)
        first[fact]++;
    while (last[fact] > first[fact] && it->points[last[fact]] > most)
        last[fact]--;
    return expect(trial, first, last);
}

static void check_outcomes(const struct way *way, const struct question *question)
{
    const struct trial *trial = way->trial;
    const struct known *known = &trial->incident.facts[question->fact];
    int64_t next = known->least;
    for (uint32_t i = 0; i < question->outcome_count; i++) {
        const struct question_outcome *outcome = &question->outcomes[i];
        struct expected it = expect_within(trial, (uint32_t)question->fact, outcome->least, outcome->most);
        same(way, "an outcome's beginning", (long)outcome->least, (long)next);
        same(way, "an outcome's level", outcome->level, level_of(it.level));
        same(way, "an outcome's possible level", outcome->possible, level_of(it.possible));
        if (question->threshold && (it.relevant >> question->fact & 1))
            differs(way, "after a yes or no, the same fact matters: at least", (long)question->at_least, -1);
        next = outcome->most + 1;
    }
    same(way, "the last outcome's end", (long)(next - 1), (long)known->most);
    if (question->threshold) {
        same(way, "outcomes of a yes or no", question->outcome_count, 2);
        same(way, "the second outcome's beginning", (long)question->outcomes[1].least, (long)question->at_least);
    }
}

/* Open rules above the proven level that read the fact; those that hang on it all, and no others. */
static void check_why(const struct way *way, const struct question *question, const struct expected *it)
{
    const struct rulebook *book = &way->trial->book;
    uint16_t got = bits_of(question->why, question->why_count), may = 0, must = 0;
    for (uint32_t i = 0; i < book->rule_count; i++) {
        if ((int)rulebook_level(&book->rules[i]) >= it->level || !(it->some_held >> i & 1) || (it->all_held >> i & 1))
            continue;
        may = (uint16_t)(may | (unsigned)rulebook_reads(book, i, (uint32_t)question->fact) << i);
        must = (uint16_t)(must | (it->hanging[question->fact] & 1u << i));
    }
    if ((got & ~may) != 0 || (must & ~got) != 0)
        differs(way, "why it is asked for", got, must);
}

static void check_question(struct way *way, const struct expected *it)
{
    uint32_t relevant = without_findings(&way->trial->book, it->relevant), before = asked(&way->got);
    struct question question;
    struct err err;
    if (question_find(way->assessor, &way->got, &(struct asking){NULL, 0}, &question, &err) != 0)
        torture_fail("%s: %s", way->name, err.en);
    same(way, "whether there is a question", question.fact >= 0, relevant != 0);
    if (question.fact < 0)
        return;
    same(way, "whether the fact asked for matters", relevant >> question.fact & 1, 1);
    if (!(question.expected >= 1))
        differs(way, "questions expected, in thousandths", (long)(question.expected * 1000), 1000);
    check_outcomes(way, &question);
    check_why(way, &question, it);
    if (question_order(way->assessor, &way->got, &err) != 0)
        torture_fail("%s: %s", way->name, err.en);
    same(way, "facts, sorted", asked(&way->got), before);
}

/* ---- a rule set ---- */

static void write_file(const struct trial *trial, const char *name, const char *text)
{
    char path[TORTURE_PATH_MAX + 20];
    const char *slash = strrchr(trial->round->path, '/');
    snprintf(path, sizeof path, "%.*s/%s", (int)(slash - trial->round->path), trial->round->path, name);
    if (text == NULL) {
        unlink(path);
        return;
    }
    FILE *file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        torture_fail("cannot write %s", path);
}

/* What is known: for each fact a point, a range between two, or nothing. A finding that is not known was not made. */
static void draw_knowledge(struct trial *trial, uint64_t *dice)
{
    const struct rulebook *book = &trial->book;
    for (uint32_t i = 0; i < book->fact_count; i++) {
        const struct book_fact *fact = &book->facts[i];
        uint32_t kind = below(dice, 4), a = below(dice, fact->point_count), b = below(dice, fact->point_count);
        while (!fact->bounds[a])
            a--;
        while (!fact->bounds[b])
            b--;
        bool number = i < book->number_count;
        trial->first[i] = kind == 0 ? 0 : a < b || !number ? a : b;
        trial->last[i] = kind == 0 ? (fact->discretion ? 0 : fact->point_count - 1) : kind == 1 || !number ? trial->first[i] : a < b ? b : a;
        if (kind == 3 && number) /* and nothing above */
            trial->last[i] = fact->point_count - 1;
    }
}

static void say_knowledge(const struct trial *trial, struct text *line)
{
    const struct rulebook *book = &trial->book;
    const char *comma = "";
    text_add_str(line, "{\"facts\": {");
    for (uint32_t i = 0; i < book->fact_count; i++) {
        const struct book_fact *fact = &book->facts[i];
        bool open = trial->last[i] + 1 == fact->point_count && i < book->number_count, any = trial->first[i] == 0;
        if (any && (trial->last[i] + 1 == fact->point_count || (fact->discretion && trial->last[i] == 0)) && !(open && fact->discretion))
            continue;
        text_addf(line, "%s\"f%u\": %s", comma, i, i < book->number_count ? "{\"min\": " : "");
        rulebook_value(book, i, fact->points[trial->first[i]], line);
        if (!open && i < book->number_count) {
            text_add_str(line, ", \"max\": ");
            rulebook_value(book, i, fact->points[trial->last[i]], line);
        }
        text_add_str(line, i < book->number_count ? "}" : "");
        comma = ", ";
    }
    text_add_str(line, "}");
    rulebook_reports(book, line);
    text_add_str(line, "}");
}

static void take_knowledge(struct trial *trial)
{
    struct incident_reader reader;
    struct text line = {0};
    struct json json = {0};
    struct err err;
    say_knowledge(trial, &line);
    snprintf(trial->said, sizeof trial->said, "%s", text_str(&line));
    incident_reader_init(&reader, trial->plan);
    incident_clear(&trial->incident);
    if (json_read(&json, text_str(&line), line.size, &err) != 0 || incident_read_json(&reader, &json, &trial->incident, &err) != 0)
        torture_fail("%s\n%s", err.en, trial->said);
    json_release(&json);
    text_release(&line);
}

static void check_way(struct way *way, const struct expected *it)
{
    struct err err;
    if (assess(way->assessor, &way->trial->incident, &way->got, &err) != 0)
        torture_fail("%s: %s", way->name, err.en);
    if (!way->got.exact) {
        way->trial->round->figures[FIGURE_GIVEN_UP]++;
        check_sound(way, it);
        return;
    }
    check_grade(way, it);
    check_conditions(way, it);
    if (way->trial->book.scale == 1)
        check_question(way, it);
}

static void check_knowledge(struct trial *trial, struct way *ways, size_t way_count)
{
    take_knowledge(trial);
    struct expected it = expect(trial, trial->first, trial->last);
    for (size_t i = 0; i < way_count; i++)
        if (ways[i].assessor != NULL)
            check_way(&ways[i], &it);
    trial->round->figures[FIGURE_KNOWLEDGE]++;
}

/* False when it comes apart into too many cases. */
static bool compile(struct trial *trial, const char *folder)
{
    char path[TORTURE_PATH_MAX + 20];
    struct text text = {0};
    struct diags diags = {0};
    rulebook_text(&trial->book, &text);
    write_file(trial, "made.json", text_str(&text));
    snprintf(path, sizeof path, "%s/made.json", folder);
    trial->plan = plan_load(path, trial->city, &diags);
    trial->rules = trial->plan == NULL ? NULL : ruleset_compile(trial->plan, &diags);
    if (trial->rules == NULL && (diags.count == 0 || diags.items[0].code != ERR_LIMIT))
        torture_fail("%s\n%s", diags.count == 0 ? "not compiled" : diags.items[0].en, text_str(&text));
    diags_release(&diags);
    text_release(&text);
    return trial->rules != NULL;
}

static void check_set(struct trial *trial, uint64_t *dice)
{
    struct way ways[] = {{.trial = trial, .name = "diagram"}, {.trial = trial, .name = "search"}};
    fill_table(trial);
    trial->bare = *trial->rules;
    trial->bare.mdd = NULL;
    ways[0].assessor = trial->rules->mdd == NULL ? NULL : assessor_new(trial->rules);
    ways[1].assessor = assessor_new(&trial->bare);
    if (ways[1].assessor == NULL || incident_init(&trial->incident, trial->plan, NULL) != 0)
        torture_fail("out of memory");
    for (int i = 0; i < KNOWLEDGE; i++) {
        draw_knowledge(trial, dice);
        check_knowledge(trial, ways, 2);
    }
    incident_release(&trial->incident);
    assessor_free(ways[0].assessor);
    assessor_free(ways[1].assessor);
    trial->round->figures[FIGURE_SETS]++;
}

void torture_rules(struct round *round)
{
    struct trial *trial = calloc(1, sizeof *trial);
    struct diags diags = {0};
    char folder[TORTURE_PATH_MAX];
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(round->path, '/') - round->path), round->path);
    if (trial == NULL || (trial->table = malloc(BOOK_COMBINATIONS * sizeof *trial->table)) == NULL)
        torture_fail("out of memory");
    trial->round = round;
    write_file(trial, "regions.json", REGIONS);
    write_file(trial, "agencies.json", AGENCIES);
    trial->city = city_load(folder, &diags);
    if (trial->city == NULL || diags.count > 0)
        torture_fail("%s", diags.count > 0 ? diags.items[0].en : "out of memory");
    while (round->figures[FIGURE_SETS] < SETS) {
        rulebook_make(&trial->book, &round->dice);
        if (compile(trial, folder))
            check_set(trial, &round->dice);
        ruleset_free(trial->rules);
        plan_free(trial->plan);
    }
    static const char *const files[] = {"regions.json", "agencies.json", "made.json"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        write_file(trial, files[i], NULL);
    city_free(trial->city);
    diags_release(&diags);
    free(trial->table);
    free(trial);
}
