/* Where the journal is. See database.h. */
#include "cli/database.h"

const char *database_path(const struct app *app, char path[PATH_MAX], struct err *err)
{
    if (app->database != NULL && app->database[0] != '\0')
        return app->database;
    if (app->database != NULL) {
        err_set(err, ERR_USAGE, "--db 后面要写日志文件", "--db needs the name of the journal file");
        return NULL;
    }
    int size = app->data_home[0] == '\0' ? -1 : snprintf(path, PATH_MAX, "%s/respond/journal.db", app->data_home);
    if (size > 0 && size < PATH_MAX)
        return path;
    err_set(err, ERR_NO_INPUT, "不知道日志在哪里：没有用户文件夹（HOME、XDG_DATA_HOME），请指定日志文件",
            "where is the journal? There is no home folder (HOME, XDG_DATA_HOME): say which file");
    err_set_hint(err, "--db FILE");
    return NULL;
}

struct journal *database_open(const struct app *app, enum journal_mode mode, struct err *err)
{
    char path[PATH_MAX];
    const char *name = database_path(app, path, err);
    return name == NULL ? NULL : journal_open(name, mode, err);
}
