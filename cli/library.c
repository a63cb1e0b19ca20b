/* Finding and loading plans. See library.h. */
#define _GNU_SOURCE /* asprintf */
#include "cli/library.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"

static bool is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* build/respond finds ../plans, /usr/local/bin/respond finds ../share/respond/plans. */
static char *beside_program(void)
{
    static const char *const places[] = {"/../plans", "/../share/respond/plans"};
    char exe[4096];
    ssize_t size = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (size < 0)
        return NULL;
    exe[size] = '\0';
    char *slash = strrchr(exe, '/');
    if (slash != NULL)
        *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char *path;
        if (asprintf(&path, "%s%s", exe, places[i]) < 0)
            return NULL;
        if (is_dir(path)) {
            char *real = realpath(path, NULL);
            free(path);
            return real;
        }
        free(path);
    }
    return strdup("plans");
}

static char *choose_root(const char *root)
{
    const char *from_env = getenv("RESPOND_PLANS");
    if (root != NULL)
        return strdup(root);
    return from_env != NULL && from_env[0] != '\0' ? strdup(from_env) : beside_program();
}

static int add_shelf(struct library *library, const char *city_dir, const char *file)
{
    struct shelf *items = realloc(library->items, (library->count + 1) * sizeof *items);
    if (items == NULL)
        return -1;
    library->items = items;
    const char *slash = strrchr(city_dir, '/');
    struct shelf shelf = {strdup(city_dir), strdup(slash == NULL ? city_dir : slash + 1), strndup(file, strlen(file) - 5)};
    library->items[library->count++] = shelf;
    return shelf.city_dir == NULL || shelf.city == NULL || shelf.id == NULL ? -1 : 0;
}

static bool is_plan_name(const char *name)
{
    size_t size = strlen(name);
    return name[0] != '.' && size > 5 && strcmp(name + size - 5, ".json") == 0 && strcmp(name, "regions.json") != 0 &&
           strcmp(name, "agencies.json") != 0 && strstr(name, ".schema.json") == NULL;
}

/* What is in a folder, by name; nothing when it cannot be read. -1 when out of memory. */
static int list_folder(const char *dir, struct dirent ***names)
{
    int count = scandir(dir, names, NULL, alphasort);
    if (count >= 0)
        return count;
    *names = NULL;
    return errno == ENOMEM ? -1 : 0;
}

static int scan_city(struct library *library, const char *dir)
{
    struct dirent **names;
    int count = list_folder(dir, &names), rc = count < 0 ? -1 : 0;
    for (int i = 0; i < count; i++) {
        if (rc == 0 && is_plan_name(names[i]->d_name))
            rc = add_shelf(library, dir, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return rc;
}

static int scan_folder(struct library *library, const char *name)
{
    char *path;
    if (name[0] == '.')
        return 0;
    if (asprintf(&path, "%s/%s", library->root, name) < 0)
        return -1;
    int rc = is_dir(path) ? scan_city(library, path) : 0;
    free(path);
    return rc;
}

static int scan_root(struct library *library)
{
    struct dirent **names;
    int count = list_folder(library->root, &names), rc = count < 0 ? -1 : 0;
    for (int i = 0; i < count; i++) {
        if (rc == 0)
            rc = scan_folder(library, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return rc;
}

int library_open(struct library *library, const char *root, struct err *err)
{
    *library = (struct library){.root = choose_root(root)};
    if (library->root == NULL)
        return err_no_memory(err);
    size_t size = strlen(library->root);
    while (size > 1 && library->root[size - 1] == '/')
        library->root[--size] = '\0';
    if (!is_dir(library->root)) {
        err_set(err, ERR_NO_INPUT, "没有预案文件夹“%s”（可用 --plans 或 RESPOND_PLANS 指定）",
                "there is no plans folder \"%s\" (give one with --plans or RESPOND_PLANS)", library->root);
        library_release(library);
        return -1;
    }
    if (scan_city(library, library->root) != 0 || scan_root(library) != 0) {
        library_release(library);
        return err_no_memory(err);
    }
    if (library->count > 0)
        return 0;
    err_set(err, ERR_NO_INPUT, "“%s”里没有预案", "there are no plans in \"%s\"", library->root);
    library_release(library);
    return -1;
}

void library_release(struct library *library)
{
    for (size_t i = 0; i < library->count; i++) {
        free(library->items[i].city_dir);
        free(library->items[i].city);
        free(library->items[i].id);
    }
    free(library->items);
    free(library->root);
    *library = (struct library){0};
}

static bool names_shelf(const struct shelf *shelf, const char *name)
{
    size_t city = strlen(shelf->city);
    return strcmp(shelf->id, name) == 0 ||
           (strncmp(name, shelf->city, city) == 0 && name[city] == '/' && strcmp(name + city + 1, shelf->id) == 0);
}

const struct shelf *library_find(const struct library *library, const char *name, struct err *err)
{
    const struct shelf *found = NULL;
    struct nearest near = nearest_to(name, strlen(name));
    for (size_t i = 0; i < library->count; i++) {
        const struct shelf *shelf = &library->items[i];
        nearest_offer(&near, shelf->id);
        if (!names_shelf(shelf, name))
            continue;
        if (found != NULL) {
            err_set(err, ERR_USAGE, "预案“%s”不止一个城市有：写 %s/%s 或 %s/%s", "plan \"%s\" is in several cities: write %s/%s or %s/%s", name,
                    found->city, found->id, shelf->city, shelf->id);
            return NULL;
        }
        found = shelf;
    }
    if (found == NULL) {
        err_set(err, ERR_NO_INPUT, "没有预案“%s”（plans 列出全部）", "there is no plan \"%s\" (plans lists them)", name);
        err_set_hint(err, near.best);
    }
    return found;
}

void library_print_diags(const struct diags *diags, enum lang lang, FILE *out)
{
    struct text text = {0};
    const char *path = "";
    for (size_t i = 0; i < diags->count && out != NULL; i++) {
        const struct err *err = &diags->items[i];
        if (strcmp(path, err->file) != 0) {
            text_release(&text);
            if (file_read(err->file, FILE_PLAN_MAX, &text, NULL) != 0)
                text_release(&text);
            path = err->file;
        }
        err_print_source(err, text_str(&text), text.size, lang, out);
    }
    if (diags->dropped > 0 && out != NULL)
        fprintf(out, lang == LANG_EN ? "… and %zu more\n" : "……另有 %zu 处\n", diags->dropped);
    text_release(&text);
}

bool library_load_plan(struct loaded *loaded, const struct shelf *shelf, struct strings *strings, struct diags *diags)
{
    char *path;
    size_t before = diags->count + diags->dropped;
    if (asprintf(&path, "%s/%s.json", shelf->city_dir, shelf->id) < 0)
        return false;
    loaded->plan = plan_read(path, loaded->city, strings, diags);
    if (loaded->plan != NULL && loaded->plan->judgeable)
        loaded->rules = ruleset_compile(loaded->plan, diags); /* of a flawed plan, for the flaws of its expressions */
    if (loaded->plan != NULL)
        plan_forget_file(loaded->plan);
    free(path);
    return loaded->rules != NULL && diags->count + diags->dropped == before;
}

struct loaded *library_load_shelf(const struct shelf *shelf, FILE *out, enum lang lang, struct err *err)
{
    struct diags diags = {0};
    struct loaded *loaded = calloc(1, sizeof *loaded);
    if (loaded == NULL) {
        err_no_memory(err);
        return NULL;
    }
    loaded->city = city_load(shelf->city_dir, &diags);
    bool good = loaded->city != NULL && library_load_plan(loaded, shelf, NULL, &diags) && !diags_any(&diags);
    if (!good && !diags_any(&diags))
        err_no_memory(err);
    else if (!good)
        err_set(err, ERR_VALUE, "预案 %s/%s 有误，未载入", "plan %s/%s has flaws and was not loaded", shelf->city, shelf->id);
    library_print_diags(&diags, lang, out);
    diags_release(&diags);
    if (good)
        return loaded;
    loaded_free(loaded);
    return NULL;
}

struct loaded *library_load(const struct library *library, const char *name, FILE *out, enum lang lang, struct err *err)
{
    const struct shelf *shelf = library_find(library, name, err);
    return shelf == NULL ? NULL : library_load_shelf(shelf, out, lang, err);
}

void loaded_free(struct loaded *loaded)
{
    if (loaded == NULL)
        return;
    ruleset_free(loaded->rules);
    plan_free(loaded->plan);
    city_free(loaded->city);
    free(loaded);
}
