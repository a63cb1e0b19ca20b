/* Wrapping and aligning lines. See render.h. */
#include "cli/render.h"

#include <stdarg.h>
#include <string.h>

#include "core/text.h"

static int64_t cells(const void *context, int32_t code)
{
    (void)context;
    return text_cells(code);
}

static size_t line_size(const char *str, unsigned room)
{
    return text_line(str, &(struct text_ruler){cells, NULL}, room);
}

static void put_blanks(unsigned count, FILE *out)
{
    static const char blanks[] = "                                                                                ";
    for (size_t part; count > 0; count -= (unsigned)part) {
        part = count < sizeof blanks - 1 ? count : sizeof blanks - 1;
        fwrite(blanks, 1, part, out);
    }
}

/* Write `str` from the present column on, wrapping under `indent`; the last line is left open. */
static void wrap(const struct app *app, unsigned indent, const char *str)
{
    unsigned room = indent + 20 < RENDER_WIDTH ? RENDER_WIDTH - indent : 20;
    if (strchr(str, '\n') == NULL && text_width_str(str) <= room) { /* as most are */
        text_print_safe(str, app->out);
        return;
    }
    for (;;) {
        size_t size = line_size(str, room), shown = size;
        while (shown > 0 && str[shown - 1] == ' ')
            shown--;
        text_print_safe_n(str, shown, app->out);
        str += size;
        if (*str == '\n')
            str++;
        if (*str == '\0')
            return;
        fputc('\n', app->out);
        put_blanks(indent, app->out);
    }
}

void render_heading(const struct app *app, const char *str)
{
    fputs(app->colour ? "\033[1m" : "", app->out);
    wrap(app, 0, str);
    fputs(app->colour ? "\033[0m\n" : "\n", app->out);
}

void render_row(const struct app *app, const char *left, unsigned column, const char *right)
{
    unsigned width = text_width_str(left);
    if (width + 1 > column) {
        wrap(app, 2, left);
        fputc('\n', app->out);
        width = 0;
    } else {
        text_print_safe(left, app->out);
    }
    put_blanks(column - width, app->out);
    wrap(app, column, right);
    fputc('\n', app->out);
}

void render_paragraph(const struct app *app, unsigned indent, const char *str)
{
    put_blanks(indent, app->out);
    wrap(app, indent, str);
    fputc('\n', app->out);
}

void render_say(const struct app *app, const char *zh, const char *en, ...)
{
    char line[1024];
    va_list args;
    va_start(args, en);
    vsnprintf(line, sizeof line, app_say(app, zh, en), args);
    va_end(args);
    text_trim_utf8(line);
    render_paragraph(app, 0, line);
}

void render_lines(const struct app *app, const char *str)
{
    struct text line = {0};
    for (size_t size; *str != '\0'; str += size + (str[size] == '\n')) {
        size = strcspn(str, "\n");
        text_clear(&line);
        text_add(&line, str, size);
        wrap(app, 2, text_str(&line));
        fputc('\n', app->out);
    }
    text_release(&line);
}
