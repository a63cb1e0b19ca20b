/* The outside world. See setup.h. */
#define _DEFAULT_SOURCE /* localtime_r */
#include "cli/setup.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/date.h"

static int32_t today(void)
{
    time_t now = time(NULL);
    struct tm local;
    char buffer[64];
    int32_t day = 0;
    if (localtime_r(&now, &local) != NULL && strftime(buffer, sizeof buffer, "%Y-%m-%d", &local) > 0)
        date_parse(buffer, strlen(buffer), &day);
    return day;
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
    *app = (struct app){.in = stdin, .out = stdout, .messages = stderr, .lang = LANG_ZH, .today = today};
    app->colour = isatty(STDOUT_FILENO) && (no_colour == NULL || no_colour[0] == '\0') && term != NULL && strcmp(term, "dumb") != 0;
    if (lang != NULL)
        set_lang(app, lang);
}

int setup_options(struct app *app, const struct args *args, struct err *err)
{
    const char *lang = args_option(args, "--lang", 0);
    app->plans = args_option(args, "--plans", 0);
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
