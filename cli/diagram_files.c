/* Pages into files. See diagram_files.h. */
#include "cli/diagram_files.h"

#include <string.h>
#include <unistd.h>

#include "cli/picture.h"
#include "cli/render.h"

#define KIND_COLUMN 12

void diagram_list_kinds(const struct app *app)
{
    for (int kind = 0; kind < DIAGRAM_KIND_COUNT; kind++) {
        struct text left = {0}, text = {0};
        text_addf(&left, "  %s", diagram_kind_ids[kind]);
        text_addf(&text, app_say(app, "%s：%s", "%s: %s"), words_in(diagram_kind_words((enum diagram_kind)kind), app->lang),
                  words_in(diagram_kind_about((enum diagram_kind)kind), app->lang));
        render_row(app, text_str(&left), KIND_COLUMN, text_str(&text));
        text_release(&left);
        text_release(&text);
    }
}

void diagram_page_path(const char *path, size_t page, size_t pages, struct text *out)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1, *dot = strrchr(name, '.');
    size_t stem = dot == NULL || dot == name ? strlen(path) : (size_t)(dot - path);
    text_add(out, path, stem);
    if (pages > 1)
        text_addf(out, "-%zu", page);
    text_add_str(out, path + stem);
}

static int check_page(const struct sheet *sheet, const struct diagram_files *files, struct err *err)
{
    if (files->page <= sheet->page_count)
        return 0;
    return err_set(err, ERR_USAGE, "没有第 %zu 页（共 %zu 页）", "there is no page %zu (there are %zu)", files->page, sheet->page_count);
}

static const char *paper_words(const struct app *app, const struct sheet *sheet)
{
    return strchr(sheet_paper(sheet), '+') != NULL ? app_say(app, "，横放，页面加长", ", landscape, longer than the paper") : app_say(app, "，横放", ", landscape");
}

/* Only when all pages are drawn is the first written. */
static int save_pages(const struct diagram *diagram, const struct sheet *sheet, const struct diagram_files *files, FILE *tell, struct err *err)
{
    const struct app *app = diagram->app;
    size_t first = files->page == 0 ? 0 : files->page - 1, end = files->page == 0 ? sheet->page_count : files->page;
    struct text pictures[SHEET_PAGES_MAX] = {{0}};
    int rc = 0;
    for (size_t i = first; i < end && rc == 0; i++)
        rc = picture_draw(&sheet->pages[i], files->format, &pictures[i], err);
    for (size_t i = first; i < end && rc == 0; i++) {
        struct text path = {0};
        diagram_page_path(files->path, i + 1, files->page == 0 ? sheet->page_count : 1, &path);
        rc = path.failed ? err_no_memory(err) : picture_write(text_str(&path), &pictures[i], err);
        if (rc == 0) {
            fputs(app_say(app, "已画入 ", "drawn to "), tell);
            text_print_safe(text_str(&path), tell);
            fprintf(tell, app_say(app, "（%s%s）\n", " (%s%s)\n"), sheet_paper(sheet), paper_words(app, sheet));
        }
        text_release(&path);
    }
    for (size_t i = 0; i < SHEET_PAGES_MAX; i++)
        text_release(&pictures[i]);
    return rc;
}

static int print_page(const struct diagram *diagram, const struct sheet *sheet, const struct diagram_files *files, FILE *tell, struct err *err)
{
    const struct app *app = diagram->app;
    struct text picture = {0};
    if ((files->format == PICTURE_PDF || files->format == PICTURE_PNG) && isatty(fileno(app->out)))
        return err_set(err, ERR_USAGE, "终端上显示不了 %s：用 -o 文件名", "a terminal cannot show %s: use -o FILE", picture_format_ids[files->format]);
    size_t page = files->page == 0 ? 1 : files->page;
    int rc = picture_draw(&sheet->pages[page - 1], files->format, &picture, err);
    if (rc == 0)
        fwrite(text_str(&picture), 1, picture.size, app->out);
    text_release(&picture);
    if (rc != 0)
        return -1;
    if (sheet->page_count > 1 && files->page == 0)
        fprintf(tell, app_say(app, "respond：共 %zu 页，这是第 1 页；--page N 取其他页，-o 文件名取全部\n",
                              "respond: page 1 of %zu; --page N for the others, -o FILE for all\n"), sheet->page_count);
    if (strcmp(sheet_paper(sheet), "A4") != 0)
        fprintf(tell, app_say(app, "respond：A4 放不下，图幅为 %s%s\n", "respond: too large for A4; the paper is %s%s\n"), sheet_paper(sheet), paper_words(app, sheet));
    return 0;
}

int diagram_save(const struct diagram *diagram, const struct sheet *sheet, const struct diagram_files *files, FILE *tell, struct err *err)
{
    if (check_page(sheet, files, err) != 0)
        return -1;
    return files->path != NULL ? save_pages(diagram, sheet, files, tell, err) : print_page(diagram, sheet, files, tell, err);
}

int diagram_print_json(const struct diagram *diagram, const struct sheet *sheet, const struct diagram_files *files, struct err *err)
{
    struct text json = {0};
    if (check_page(sheet, files, err) != 0)
        return -1;
    chart_to_json(&sheet->pages[files->page == 0 ? 0 : files->page - 1], &json);
    int rc = json.failed ? err_no_memory(err) : 0;
    if (rc == 0)
        fputs(text_str(&json), diagram->app->out);
    text_release(&json);
    return rc;
}
