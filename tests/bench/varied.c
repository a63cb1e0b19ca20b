/* Many plans out of a few. See varied.h. */
#include "tests/bench/varied.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/file.h"
#include "tests/bench/bench.h"

#define EDITS_MAX 1000

/* A string of the shipped file that is written differently in each plan. */
struct edit {
    uint32_t node;
    enum { EDIT_ID, EDIT_WORDS, EDIT_THRESHOLDS } kind;
};

struct shipped {
    const struct shelf *shelf;
    struct document *file;
    struct edit edits[EDITS_MAX]; /* in the file's order */
    size_t edit_count;
};

/* ---- what is to be changed ---- */

static void add_edit(struct shipped *from, uint32_t node, int kind)
{
    if (node == 0)
        return;
    if (from->edit_count == EDITS_MAX || from->file->json.nodes[node].type != JSON_STRING || from->file->json.nodes[node].escaped)
        bench_die("%s cannot be varied", from->file->path);
    from->edits[from->edit_count].node = node;
    from->edits[from->edit_count++].kind = kind;
}

/* The two wordings under a key of an object. */
static void add_words(struct shipped *from, uint32_t object, const char *key)
{
    uint32_t words = json_member(&from->file->json, object, key);
    if (words == 0)
        return;
    add_edit(from, json_member(&from->file->json, words, "zh"), EDIT_WORDS);
    add_edit(from, json_member(&from->file->json, words, "en"), EDIT_WORDS);
}

static int compare_edits(const void *a, const void *b)
{
    const struct edit *left = a, *right = b;
    return (left->node > right->node) - (left->node < right->node);
}

static void add_items(struct shipped *from, const char *list, const char *words)
{
    const struct json *json = &from->file->json;
    uint32_t items = json_member(json, 0, list);
    for (uint32_t at = items + 1; items != 0 && at < json->nodes[items].next; at = json->nodes[at].next) {
        add_edit(from, json_member(json, at, "when"), EDIT_THRESHOLDS);
        add_words(from, at, words);
    }
}

static void read_shipped(struct shipped *from, const struct shelf *shelf)
{
    struct text path = {0};
    struct err err;
    text_addf(&path, "%s/%s.json", shelf->city_dir, shelf->id);
    from->shelf = shelf;
    from->file = document_read(text_str(&path), &err);
    if (from->file == NULL)
        bench_die("%s: %s", text_str(&path), err.en);
    text_release(&path);
    add_edit(from, json_member(&from->file->json, 0, "id"), EDIT_ID);
    add_words(from, 0, "title");
    add_items(from, "contents", "title");
    add_items(from, "rules", "says");
    qsort(from->edits, from->edit_count, sizeof *from->edits, compare_edits);
}

/* ---- writing ---- */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Numbers from 5 up that stand for themselves: not part of a name, and no level. */
static void add_raised(struct text *out, const char *data, size_t size, int64_t step)
{
    for (size_t i = 0; i < size; i++) {
        bool named = i > 0 && (data[i - 1] == '_' || is_digit(data[i - 1]) || (data[i - 1] >= 'a' && data[i - 1] <= 'z'));
        if (named || !is_digit(data[i])) {
            text_add(out, data + i, 1);
            continue;
        }
        int64_t number = 0;
        for (; i < size && is_digit(data[i]); i++)
            number = number * 10 + (data[i] - '0');
        i--;
        text_add_int(out, number >= 5 ? number + step : number);
    }
}

static void add_edited(struct text *out, const struct shipped *from, const struct edit *edit, size_t number)
{
    const struct json_node *it = &from->file->json.nodes[edit->node];
    int64_t step = (int64_t)(number % VARIED_STEPS);
    text_add(out, "\"", 1);
    if (edit->kind == EDIT_THRESHOLDS)
        add_raised(out, it->data, it->size, step);
    else
        text_add(out, it->data, it->size);
    if (edit->kind != EDIT_THRESHOLDS)
        text_addf(out, edit->kind == EDIT_ID ? "_%zu" : " %zu", number);
    text_add(out, "\"", 1);
}

static void write_file(const char *path, const struct text *text)
{
    FILE *file = fopen(path, "w");
    bool written = file != NULL && !text->failed && fwrite(text->data, 1, text->size, file) == text->size;
    if (file == NULL || fclose(file) != 0 || !written)
        bench_die("cannot write %s", path);
}

static void write_plan(const struct shipped *from, const char *folder, size_t number)
{
    struct text out = {0}, path = {0};
    const char *at = text_str(&from->file->text), *end = at + from->file->text.size;
    for (size_t i = 0; i < from->edit_count; i++) {
        const struct json_node *it = &from->file->json.nodes[from->edits[i].node];
        const char *quote = from->file->json.text + it->offset;
        text_add(&out, at, (size_t)(quote - at));
        add_edited(&out, from, &from->edits[i], number);
        at = quote + it->size + 2;
    }
    text_add(&out, at, (size_t)(end - at));
    text_addf(&path, "%s/city%zu/%s_%zu.json", folder, number % VARIED_CITIES, from->shelf->id, number);
    write_file(text_str(&path), &out);
    text_release(&out);
    text_release(&path);
}

static void make_city(const struct shelf *shelf, const char *folder, size_t number)
{
    static const char *const files[] = {"regions.json", "agencies.json"};
    struct text from = {0}, to = {0}, text = {0};
    struct err err;
    text_addf(&to, "%s/city%zu", folder, number);
    if (mkdir(text_str(&to), 0700) != 0)
        bench_die("%s: %s", text_str(&to), strerror(errno));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        text_clear(&from);
        text_clear(&to);
        text_clear(&text);
        text_addf(&from, "%s/%s", shelf->city_dir, files[i]);
        text_addf(&to, "%s/city%zu/%s", folder, number, files[i]);
        if (file_read(text_str(&from), FILE_PLAN_MAX, &text, &err) != 0)
            bench_die("%s: %s", text_str(&from), err.en);
        write_file(text_str(&to), &text);
    }
    text_release(&from);
    text_release(&to);
    text_release(&text);
}

void varied_write(const struct library *shipped, const char *folder, size_t count)
{
    struct shipped *from = bench_alloc(shipped->count, sizeof *from);
    for (size_t i = 0; i < shipped->count; i++)
        read_shipped(&from[i], &shipped->items[i]);
    if (mkdir(folder, 0700) != 0)
        bench_die("%s: %s", folder, strerror(errno));
    for (size_t i = 0; i < VARIED_CITIES; i++)
        make_city(&shipped->items[0], folder, i);
    for (size_t i = 0; i < count; i++)
        write_plan(&from[i % shipped->count], folder, i);
    for (size_t i = 0; i < shipped->count; i++)
        document_free(from[i].file);
    free(from);
}

int64_t varied_step(const char *id)
{
    const char *number = strrchr(id, '_');
    return number == NULL ? 0 : (int64_t)(strtoul(number + 1, NULL, 10) % VARIED_STEPS);
}
