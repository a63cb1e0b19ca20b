/* Small services that commands share. See app.h. */
#include "cli/app.h"

#include <string.h>
#include <unistd.h>

const char *app_say(const struct app *app, const char *zh, const char *en)
{
    return app->lang == LANG_EN ? en : zh;
}

int app_fail(const struct app *app, const struct err *err)
{
    fputs("respond: ", app->messages);
    err_print(err, app->lang, app->messages);
    return err_status(err->code);
}

bool app_beside(const char *name, char path[PATH_MAX])
{
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX - 1);
    path[size < 0 ? 0 : size] = '\0';
    char *slash = strrchr(path, '/');
    if (slash == NULL || (size_t)(slash + 1 - path) + strlen(name) >= PATH_MAX)
        return false;
    memcpy(slash + 1, name, strlen(name) + 1);
    return true;
}

struct loaded *app_load(const struct app *app, const char *plan, int *status)
{
    struct err err;
    struct library library;
    struct loaded *loaded = NULL;
    if (library_open(&library, app->plans, &err) == 0) {
        loaded = library_load(&library, plan, app->messages, app->lang, &err);
        library_release(&library);
    }
    *status = loaded == NULL ? app_fail(app, &err) : 0;
    return loaded;
}
