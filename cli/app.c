/* Small services that commands share. See app.h. */
#include "cli/app.h"

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
