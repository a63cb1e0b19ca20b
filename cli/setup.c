/* The outside world. See setup.h. */
#define _DEFAULT_SOURCE /* tm_gmtoff */
#include "cli/setup.h"

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int64_t offset(int64_t time)
{
    time_t seconds = (time_t)(time / 1000);
    struct tm local;
    return localtime_r(&seconds, &local) == NULL ? 0 : (int64_t)local.tm_gmtoff * 1000;
}

static const char *user(void)
{
    const struct passwd *entry = getpwuid(getuid());
    return entry == NULL ? "" : entry->pw_name;
}

/* $XDG_DATA_HOME, or ~/.local/share; a relative path is to be ignored, the standard says. */
static void find_data_home(char path[PATH_MAX])
{
    const char *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int size = 0;
    if (xdg != NULL && xdg[0] == '/')
        size = snprintf(path, PATH_MAX, "%s", xdg);
    else if (home != NULL && home[0] == '/')
        size = snprintf(path, PATH_MAX, "%s/.local/share", home);
    if (size <= 0 || size >= PATH_MAX)
        path[0] = '\0';
}

static int set_lang(struct app *app, const char *name)
{
    if (strcmp(name, "zh") != 0 && strcmp(name, "en") != 0)
        return -1;
    app->lang = strcmp(name, "en") == 0 ? LANG_EN : LANG_ZH;
    return 0;
}

void setup_app(struct app *app)
{
    const char *lang = getenv("RESPOND_LANG"), *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
    /* Widths need UTF-8 whatever the user's locale; on a bare machine only C.UTF-8 exists. */
    const char *locale = setlocale(LC_CTYPE, "");
    if (locale == NULL || strstr(locale, "UTF-8") == NULL)
        setlocale(LC_CTYPE, "C.UTF-8");
    *app = (struct app){.in = stdin, .out = stdout, .messages = stderr, .lang = LANG_ZH, .clock = {now, offset}, .user = user};
    find_data_home(app->data_home);
    app->colour = isatty(STDOUT_FILENO) && (no_colour == NULL || no_colour[0] == '\0') && term != NULL && strcmp(term, "dumb") != 0;
    if (lang != NULL)
        set_lang(app, lang);
}

int setup_options(struct app *app, const struct args *args, struct err *err)
{
    const char *lang = args_option(args, "--lang", 0);
    app->plans = args_option(args, "--plans", 0);
    app->database = args_option(args, "--db", 0);
    if (lang != NULL && set_lang(app, lang) != 0)
        return err_set(err, ERR_USAGE, "语言只有 zh 和 en", "the languages are zh and en");
    return 0;
}

int setup_finish(struct app *app, int status)
{
    bool failed = ferror(app->out) != 0;
    if ((fflush(app->out) != 0 || failed) && status == 0) {
        struct err err;
        err_set(&err, ERR_IO, "写不出去：%s", "cannot write: %s", strerror(errno));
        return app_fail(app, &err);
    }
    return status;
}
