/*
 * respond-diagram: a chart as JSON on standard input, a picture on standard output. A process for each picture, since Graphviz leaks and
 * must never take the shell down; Graphviz is under the EPL, so that it is linked here and nowhere else.
 */
#include <stdio.h>

#include "cli/graphviz.h"
#include "cli/setup.h"

#define CHART_BYTES_MAX (64u << 20)

static const struct option_row options[] = {
    {"--format", "FORMAT", {"svg（默认）、pdf、png 或 dot", "svg (default), pdf, png or dot"}, false},
    {NULL, NULL, {NULL, NULL}, false},
};

static const struct command about = {
    "respond-diagram",
    "[--format FORMAT]",
    {"把标准输入上的图（JSON）画成图片，写到标准输出", "draw a chart, read as JSON from standard input, to standard output"},
    {"JSON 的格式见 docs/diagrams.md；respond diagram 会替你调用它。\n退出码：0 画好，64 用法，65 数据有误，70 Graphviz 报错或内存不足，74 读写失败。",
     "The JSON is described in docs/diagrams.md; respond diagram calls this for you.\n"
     "Exit status: 0 drawn, 64 usage, 65 bad data, 70 Graphviz failed or out of memory, 74 reading or writing failed."},
    "  respond diagram road command --json | respond-diagram > road.svg",
    options,
    0,
    0,
    NULL,
};

static int read_all(FILE *in, struct text *text, struct err *err)
{
    char block[65536];
    size_t got;
    while ((got = fread(block, 1, sizeof block, in)) > 0 && text->size <= CHART_BYTES_MAX)
        text_add(text, block, got);
    if (text->size > CHART_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "图超过 %u 字节", "the chart has more than %u bytes", CHART_BYTES_MAX);
    if (ferror(in))
        return err_set(err, ERR_IO, "读标准输入失败", "cannot read standard input");
    return text->failed ? err_no_memory(err) : 0;
}

static int read_chart(const struct app *app, struct chart *chart, struct err *err)
{
    struct text text = {0};
    struct diags diags = {0};
    if (read_all(app->in, &text, err) != 0) {
        text_release(&text);
        return -1;
    }
    int rc = chart_read(chart, "-", &text, &diags);
    for (size_t i = 0; i + 1 < diags.count; i++)
        err_print(&diags.items[i], app->lang, app->messages);
    if (rc != 0 && diags.count > 0)
        *err = diags.items[diags.count - 1];
    else if (rc != 0)
        err_no_memory(err);
    diags_release(&diags);
    return rc;
}

static int draw(const struct app *app, enum picture_format format, struct err *err)
{
    struct chart chart = {.failed = false};
    struct text out = {0};
    int rc = read_chart(app, &chart, err);
    if (rc == 0)
        rc = graphviz_draw(&chart, format, &out, err);
    if (rc == 0)
        fwrite(text_str(&out), 1, out.size, app->out);
    text_release(&out);
    chart_release(&chart);
    return rc;
}

int main(int argc, char **argv)
{
    struct app app;
    struct args args;
    struct err err;
    enum picture_format format;
    setup_app(&app);
    if (args_parse(&about, argc - 1, argv + 1, &args, &err) != 0 || setup_options(&app, &args, &err) != 0 ||
        picture_read_format(args_option(&args, "--format", 0), &format, &err) != 0)
        return app_fail(&app, &err);
    if (args_has(&args, "--help")) {
        command_help(&app, "", &about);
        return setup_finish(&app, 0);
    }
    int status = draw(&app, format, &err) == 0 ? 0 : app_fail(&app, &err);
    return setup_finish(&app, status);
}
