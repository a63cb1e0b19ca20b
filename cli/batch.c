/*
 * respond grade PLAN --batch: JSON Lines in, JSON Lines out, in order, in bounded memory (grading contract, 5).
 *
 * Reads in large pieces, answers all whole lines of a piece, writes, reads on: a peer at the other end of a pipe that sends a line
 * and waits gets its answer. A bad line gets an error in its place; the rest goes on.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/command.h"
#include "core/incident_read.h"
#include "rules/question.h"

#define LINE_MAX_SIZE (1u << 20) /* bytes without the newline */
#define PIECE 65536

struct batch {
    const struct answer_maker *maker;
    struct assessor *assessor;
    struct incident_reader reader;
    struct incident incident;
    struct json json;
    struct text out;
    bool closed, any_error;
};

static void add_error(struct batch *batch, uint32_t id, const struct err *err)
{
    batch->any_error = true;
    answer_add_error(batch->maker, &batch->json, id, err, &batch->out);
}

static void answer_line(struct batch *batch, const char *line, size_t size)
{
    struct err err;
    struct assessment assessment;
    if (json_read(&batch->json, line, size, &err) != 0) {
        if (!err.has_pointer)
            err_set_pointer(&err, "");
        add_error(batch, 0, &err);
        return;
    }
    uint32_t id = incident_read_id(&batch->json);
    incident_clear(&batch->incident);
    if (incident_read_json(&batch->reader, &batch->json, &batch->incident, &err) != 0) {
        add_error(batch, id, &err);
        return;
    }
    if (batch->closed)
        incident_close(&batch->incident);
    if (assess(batch->assessor, &batch->incident, &assessment, &err) != 0 || question_order(batch->assessor, &assessment, &err) != 0)
        add_error(batch, id, &err);
    else
        answer_add(batch->maker, &(struct answer){&batch->json, id, &batch->incident, &assessment}, &batch->out);
}

static void answer_too_long(struct batch *batch)
{
    struct err err;
    batch->json.count = 0;
    err_set(&err, ERR_LIMIT, "一行超过 1 MiB", "a line is longer than 1 MiB");
    err_set_pointer(&err, "");
    add_error(batch, 0, &err);
}

static int flush(struct batch *batch, FILE *out, struct err *err)
{
    if (batch->out.failed)
        return err_no_memory(err);
    if (batch->out.size > 0 && (fwrite(batch->out.data, 1, batch->out.size, out) != batch->out.size || fflush(out) != 0))
        return err_set(err, ERR_IO, "写不出去：%s", "cannot write: %s", strerror(errno));
    text_clear(&batch->out);
    return 0;
}

/* Lines of a stream that may be longer than memory: `skipping` drops the rest of an overlong one. */
struct lines {
    char *buffer; /* LINE_MAX_SIZE + PIECE */
    size_t size;
    bool skipping;
};

static int take_lines(struct batch *batch, struct lines *lines, FILE *out, struct err *err)
{
    size_t start = 0;
    for (;;) {
        char *newline = memchr(lines->buffer + start, '\n', lines->size - start);
        if (newline == NULL)
            break;
        size_t size = (size_t)(newline - lines->buffer) - start;
        if (lines->skipping || size > LINE_MAX_SIZE)
            answer_too_long(batch);
        else
            answer_line(batch, lines->buffer + start, size);
        lines->skipping = false;
        start += size + 1;
        if (batch->out.size > PIECE && flush(batch, out, err) != 0)
            return -1;
    }
    lines->size -= start;
    memmove(lines->buffer, lines->buffer + start, lines->size);
    if (lines->size > LINE_MAX_SIZE) {
        lines->skipping = true;
        lines->size = 0;
    }
    return flush(batch, out, err);
}

static int run_stream(struct batch *batch, int fd, FILE *out, struct err *err)
{
    struct lines lines = {malloc(LINE_MAX_SIZE + PIECE), 0, false};
    if (lines.buffer == NULL)
        return err_no_memory(err);
    int rc = 0;
    ssize_t got = 1;
    while (rc == 0 && got != 0) {
        got = read(fd, lines.buffer + lines.size, PIECE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            rc = err_set(err, ERR_IO, "读不了标准输入：%s", "cannot read standard input: %s", strerror(errno));
            break;
        }
        lines.size += (size_t)got;
        if (got == 0 && (lines.size > 0 || lines.skipping))
            lines.buffer[lines.size++] = '\n'; /* a last line without its newline */
        rc = take_lines(batch, &lines, out, err);
    }
    free(lines.buffer);
    return rc;
}

int run_batch(struct app *app, const struct loaded *loaded, const struct args *args)
{
    struct err err;
    struct batch batch = {.closed = args_has(args, "--closed")};
    int status = 70;
    struct answer_maker *maker = answer_maker_new(loaded->rules, app->lang);
    batch.maker = maker;
    batch.assessor = assessor_new(loaded->rules);
    incident_reader_init(&batch.reader, loaded->plan);
    if (maker == NULL || batch.assessor == NULL) {
        err_no_memory(&err);
        app_fail(app, &err);
    } else if (incident_init(&batch.incident, loaded->plan, &err) != 0 || override_parameters(&batch.incident, args, &err) != 0 ||
               run_stream(&batch, fileno(app->in), app->out, &err) != 0) {
        status = app_fail(app, &err);
    } else {
        status = batch.any_error ? 1 : 0;
    }
    incident_release(&batch.incident);
    json_release(&batch.json);
    text_release(&batch.out);
    assessor_free(batch.assessor);
    answer_maker_free(maker);
    return status;
}
