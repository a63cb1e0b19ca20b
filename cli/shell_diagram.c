/* The shell's diagrams: the incident being worked on, drawn into a file. */
#include "cli/diagram_files.h"
#include "cli/shell.h"
#include "cli/shell_commands.h"

static int read_files(const struct args *args, const struct session *session, struct diagram_files *files, struct text *path, struct err *err)
{
    const char *given = args_option(args, "-o", 0);
    if (picture_read_format(args_option(args, "--format", 0), &files->format, err) != 0)
        return -1;
    if (given != NULL)
        text_add_str(path, given);
    else
        text_addf(path, "%s-%s.%s", session->record.id, args->words[0], picture_format_ids[files->format]);
    files->path = text_str(path);
    return path->failed ? err_no_memory(err) : 0;
}

static void add_answer(struct shell *shell, const struct sheet *sheet, const struct diagram_files *files)
{
    text_addf(&shell->extra, ", \"paper\": \"%s\", \"files\": [", sheet_paper(sheet));
    for (size_t i = 0; i < sheet->page_count; i++) {
        struct text path = {0};
        diagram_page_path(files->path, i + 1, sheet->page_count, &path);
        text_add_str(&shell->extra, i > 0 ? ", " : "");
        text_add_json_str(&shell->extra, text_str(&path));
        text_release(&path);
    }
    text_add_str(&shell->extra, "]");
}

static int draw(struct shell *shell, struct diagram *diagram, const struct diagram_files *files, struct err *err)
{
    struct sheet sheet = {.page_count = 0};
    int rc = diagram_lay_out(diagram, &sheet, err);
    if (rc == 0)
        rc = diagram_save(diagram, &sheet, files, shell->app->out, err);
    if (rc == 0 && shell->json)
        add_answer(shell, &sheet, files);
    sheet_release(&sheet);
    return rc;
}

int shell_diagram(struct shell *shell, const struct args *args, struct err *err)
{
    struct session *session = shell_session(shell);
    struct diagram_files files = {.path = NULL};
    struct live_diagram live;
    struct text path = {0};
    enum diagram_kind kind;
    const char *level = args_option(args, "--level", 0);
    if (args->word_count == 0) {
        diagram_list_kinds(shell->app);
        return 0;
    }
    if (session == NULL)
        return err_set(err, ERR_STATE, "先立案（open）或回到一个事件（resume）", "open an incident first, or resume one");
    if (diagram_find_kind(args->words[0], &kind, err) != 0)
        return -1;
    int rc = read_files(args, session, &files, &path, err), chosen = rc == 0 && level != NULL ? shell_level(shell, level, err) : 0;
    if (rc == 0 && chosen >= 0) {
        rc = live_diagram_init(&live, &shell->desk, shell->current, kind, err);
        live.diagram.level = level != NULL ? chosen : live.diagram.level;
        if (rc == 0)
            rc = draw(shell, &live.diagram, &files, err);
        live_diagram_release(&live);
    }
    text_release(&path);
    return chosen < 0 ? -1 : rc;
}
