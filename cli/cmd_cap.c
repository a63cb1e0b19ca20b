/* respond cap INCIDENT: what is told to other systems about a response, as CAP 1.2. */
#include <stdlib.h>
#include <string.h>

#include "cli/cap.h"
#include "cli/command.h"
#include "cli/diagram_files.h"
#include "cli/picture.h"
#include "cli/visit.h"
#include "core/number.h"

struct request {
    struct cap_options options;
    const char *path; /* NULL: standard output */
    bool all;
};

static int read_request(const struct args *args, struct request *request, struct err *err)
{
    struct number number;
    const char *entry = args_option(args, "--entry", 0);
    *request = (struct request){.options = {.signed_by = args_option(args, "--signed", 0), .sender = args_option(args, "--sender", 0),
                                            .to_public = args_has(args, "--public")},
                                .path = args_option(args, "-o", 0), .all = args_has(args, "--all")};
    if (entry == NULL)
        return 0;
    if (request->all)
        return err_set(err, ERR_USAGE, "--entry 和 --all 只用一个", "either --entry or --all");
    if (number_parse(entry, strlen(entry), false, &number) != NUMBER_OK || number.whole == 0)
        return err_set(err, ERR_USAGE, "--entry 后面应为一条记录的号，不是“%.40s”", "--entry takes an entry's number, not \"%.40s\"", entry);
    request->options.entry = (uint64_t)number.whole;
    return 0;
}

static int write_one(struct session *session, const struct request *request, const char *path, struct err *err)
{
    struct text out = {0};
    int rc = cap_write(session, &request->options, &out, err);
    if (rc == 0)
        rc = picture_put(session->app, path, &out, err);
    text_release(&out);
    return rc;
}

/* A file each: FILE-1, FILE-2 …, oldest first. */
static int write_all(struct session *session, struct request *request, struct err *err)
{
    uint64_t *seqs;
    size_t count;
    int rc = cap_entries(session, &seqs, &count, err);
    if (rc == 0 && count > 1 && request->path == NULL)
        rc = err_set(err, ERR_USAGE, "有 %zu 份报文：用 -o FILE 写入文件", "there are %zu messages: write them into files with -o FILE", count);
    for (size_t i = 0; i < count && rc == 0; i++) {
        struct text path = {0};
        if (request->path != NULL)
            diagram_page_path(request->path, i + 1, count, &path);
        request->options.entry = seqs[i];
        rc = path.failed ? err_no_memory(err) : write_one(session, request, request->path == NULL ? NULL : text_str(&path), err);
        text_release(&path);
    }
    free(seqs);
    return rc == 0 && count == 0 ? write_one(session, request, request->path, err) : rc; /* which says that there is none */
}

static int tell(struct desk *desk, struct desk_incident *incident, void *context, struct err *err)
{
    struct request *request = context;
    (void)desk;
    return request->all ? write_all(&incident->session, request, err) : write_one(&incident->session, request, request->path, err);
}

int run_cap(struct app *app, const struct args *args)
{
    struct err err;
    struct request request;
    if (read_request(args, &request, &err) != 0)
        return app_fail(app, &err);
    return visit_read(app, args->words[0], tell, &request, &err) == 0 ? 0 : app_fail(app, &err);
}
