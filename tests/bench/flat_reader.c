/* The hand-written flat reader. See flat_reader.h. */
#include "tests/bench/flat_reader.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/bench/ladder.h"

#define BUFFER 65536
#define ANSWER_MAX 1024

/* ---- one line ---- */

struct word {
    const char *data;
    size_t size;
};

struct line {
    struct road_incident incident;
    struct word id;
};

static const char *skip_space(const char *at)
{
    while (*at == ' ' || *at == '\t' || *at == '\r')
        at++;
    return at;
}

/* A word in quotes; lines end in a newline, so the scan stops there at the latest. */
static const char *read_word(const char *at, struct word *word)
{
    if (*at != '"')
        return NULL;
    word->data = ++at;
    while (*at != '"' && *at != '\n')
        at++;
    word->size = (size_t)(at - word->data);
    return *at == '"' ? at + 1 : NULL;
}

static const char *read_key(const char *at, struct word *key)
{
    at = read_word(skip_space(at), key);
    if (at == NULL || *(at = skip_space(at)) != ':')
        return NULL;
    return skip_space(at + 1);
}

static const char *read_int(const char *at, int *number)
{
    if (*at < '0' || *at > '9')
        return NULL;
    for (*number = 0; *at >= '0' && *at <= '9'; at++)
        *number = *number * 10 + (*at - '0');
    return at;
}

static const char *read_bool(const char *at, bool *value)
{
    *value = *at == 't';
    return *value ? at + 4 : *at == 'f' ? at + 5 : NULL;
}

static const char *read_pollution(const char *at, unsigned char *pollution)
{
    struct word word;
    at = read_word(at, &word);
    if (at == NULL || word.size == 0)
        return NULL;
    *pollution = word.data[0] == 'n' ? POLLUTION_NONE : word.data[0] == 's' ? POLLUTION_SOME : POLLUTION_MAJOR;
    return at;
}

/* Length and at most one letter tell the nine keys apart. */
static const char *read_fact(const char *at, struct road_incident *incident)
{
    struct word key;
    at = read_key(at, &key);
    if (at == NULL)
        return NULL;
    switch (key.size) {
    case 16: return read_bool(at, &incident->accident);
    case 14: return key.data[0] == 'h' ? read_bool(at, &incident->hazmat) : read_bool(at, &incident->weather);
    case 9: return read_pollution(at, &incident->pollution);
    case 8: return read_int(at, &incident->counties);
    case 7: return key.data[0] == 'm' ? read_int(at, &incident->missing) : read_int(at, &incident->injured);
    case 6: return key.data[0] == 'd' ? read_int(at, &incident->deaths) : read_int(at, &incident->cities);
    default: return NULL;
    }
}

static const char *read_facts(const char *at, struct road_incident *incident)
{
    if (*at != '{')
        return NULL;
    do {
        at = read_fact(at + 1, incident);
        if (at == NULL)
            return NULL;
        at = skip_space(at);
    } while (*at == ',');
    return *at == '}' ? at + 1 : NULL;
}

static const char *read_line(const char *at, struct line *line)
{
    struct word key;
    at = skip_space(at);
    if (*at != '{')
        return NULL;
    do {
        at = read_key(at + 1, &key);
        if (at != NULL)
            at = key.size == 2 ? read_word(at, &line->id) : read_facts(at, &line->incident);
        if (at == NULL)
            return NULL;
        at = skip_space(at);
    } while (*at == ',');
    return *at == '}' ? skip_space(at + 1) : NULL;
}

/* ---- its answer ---- */

static char *put(char *out, const char *data, size_t size)
{
    memcpy(out, data, size);
    return out + size;
}

#define PUT(out, literal) put(out, literal, sizeof(literal) - 1)

static char *put_level(char *out, int level)
{
    if (level == NO_LEVEL)
        return PUT(out, "null");
    *out = (char)('0' + level);
    return out + 1;
}

static char *put_hole(char *out, int level, int safe)
{
    static const char *const names[] = {"", "一级响应", "二级响应", "三级响应", "四级响应", "未达任何级别"};
    out = PUT(out, "\"条文有空档：按字面为");
    out = put(out, names[level], strlen(names[level]));
    out = PUT(out, "；去掉伤害的上限则为");
    out = put(out, names[safe], strlen(names[safe]));
    return PUT(out, "，建议按后者执行。\"");
}

static char *put_clauses(char *out, const struct road_grade *grade)
{
    for (int i = 0; i < grade->count; i++) {
        const char *clause = road_clauses[grade->clauses[i]];
        if (i > 0)
            out = PUT(out, ", ");
        out = PUT(out, "\"");
        out = put(out, clause, strlen(clause));
        out = PUT(out, "\"");
    }
    return out;
}

static char *put_answer(char *out, const struct line *line)
{
    struct road_grade grade;
    int safe = road_ladder_safe(&line->incident);
    road_ladder(&line->incident, &grade);
    out = PUT(out, "{\"id\": \"");
    out = put(out, line->id.data, line->id.size);
    out = PUT(out, "\", \"level\": ");
    out = put_level(out, grade.level);
    out = PUT(out, ", \"possible\": ");
    out = put_level(out, grade.level);
    out = PUT(out, ", \"settled\": true, \"safe_level\": ");
    out = put_level(out, safe);
    out = PUT(out, ", \"event_grade\": null, \"clauses\": [");
    out = put_clauses(out, &grade);
    out = PUT(out, "], \"ask\": [], \"warnings\": [");
    if (grade.level != safe)
        out = put_hole(out, grade.level, safe);
    return PUT(out, "]}\n");
}

/* ---- the stream ---- */

static int write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, data, size);
        if (written < 0)
            return -1;
        data += written;
        size -= (size_t)written;
    }
    return 0;
}

/* Answer the whole lines of a buffer; returns how many bytes they were, -1 for a bad one. */
static ptrdiff_t answer_lines(const char *data, size_t size, char *answers, int out)
{
    const char *at = data, *newline;
    char *end = answers;
    while ((newline = memchr(at, '\n', size - (size_t)(at - data))) != NULL) {
        struct line line = {.id = {"", 0}};
        if (read_line(at, &line) != newline || line.id.size > ANSWER_MAX / 2)
            return -1;
        end = put_answer(end, &line);
        at = newline + 1;
        if (end - answers > BUFFER) {
            if (write_all(out, answers, (size_t)(end - answers)) != 0)
                return -1;
            end = answers;
        }
    }
    return write_all(out, answers, (size_t)(end - answers)) == 0 ? at - data : -1;
}

int flat_reader_run(int in, int out)
{
    static char data[2 * BUFFER], answers[BUFFER + ANSWER_MAX];
    size_t size = 0;
    ssize_t got;
    while ((got = read(in, data + size, sizeof data - size)) > 0) {
        size += (size_t)got;
        ptrdiff_t done = answer_lines(data, size, answers, out);
        if (done < 0)
            return -1;
        size -= (size_t)done;
        memmove(data, data + done, size);
    }
    return got == 0 && size == 0 ? 0 : -1;
}
