/* Tokens of the rule language. See token.h. */
#include "rules/token.h"

#include <string.h>

#include "core/text.h"

static const struct {
    const char *spelling;
    enum token_kind kind;
} words[] = {{"and", TOKEN_AND}, {"or", TOKEN_OR},             {"not", TOKEN_NOT},
             {"in", TOKEN_IN},   {"adjacent", TOKEN_ADJACENT}, {"within", TOKEN_WITHIN}},
  signs[] = {/* longer ones first */
             {"<=", TOKEN_LESS_EQUAL}, {">=", TOKEN_GREATER_EQUAL}, {"!=", TOKEN_NOT_EQUAL}, {"..", TOKEN_DOTS},
             {"==", TOKEN_BAD}, /* a common slip: let it be named as one */
             {"<", TOKEN_LESS},        {">", TOKEN_GREATER},        {"=", TOKEN_EQUAL},      {"+", TOKEN_PLUS},
             {"(", TOKEN_OPEN},        {")", TOKEN_CLOSE},          {"[", TOKEN_OPEN_SQUARE}, {"]", TOKEN_CLOSE_SQUARE},
             {"{", TOKEN_OPEN_SET},    {"}", TOKEN_CLOSE_SET},      {",", TOKEN_COMMA}};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Names have dots inside ("window.hpai"), numbers at most one, and ".." is an interval's. */
static uint32_t name_size(const char *text)
{
    uint32_t size = 0;
    while (is_letter(text[size]) || is_digit(text[size]) || (text[size] == '.' && (is_letter(text[size + 1]) || is_digit(text[size + 1]))))
        size++;
    return size;
}

static uint32_t number_size(const char *text)
{
    uint32_t size = 0;
    while (is_digit(text[size]) || (text[size] == '.' && is_digit(text[size + 1])))
        size++;
    return size;
}

static enum token_kind name_kind(const char *text, uint32_t size)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_equal(text, size, words[i].spelling))
            return words[i].kind;
    return TOKEN_NAME;
}

struct token token_next(const char *text, uint32_t from)
{
    while (text[from] == ' ')
        from++;
    const char *start = text + from;
    if (*start == '\0')
        return (struct token){TOKEN_END, from, 0};
    if (is_letter(*start))
        return (struct token){name_kind(start, name_size(start)), from, name_size(start)};
    if (is_digit(*start))
        return (struct token){TOKEN_NUMBER, from, number_size(start)};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strncmp(start, signs[i].spelling, strlen(signs[i].spelling)) == 0)
            return (struct token){signs[i].kind, from, (uint32_t)strlen(signs[i].spelling)};
    return (struct token){TOKEN_BAD, from, 0};
}

const char *token_correction(const char *text)
{
    static const char *const pairs[][2] = {{"（", "("}, {"）", ")"}, {"，", ","}, {"【", "["}, {"】", "]"}, {"＜", "<"}, {"＞", ">"},
                                           {"≥", ">="}, {"≤", "<="}, {"≠", "!="}, {"＝", "="}, {"＋", "+"}, {"&&", "and"}, {"||", "or"},
                                           {"!", "not"}, {"==", "="}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (strncmp(text, pairs[i][0], strlen(pairs[i][0])) == 0)
            return pairs[i][1];
    return NULL;
}

bool token_is_reserved(const char *name, size_t size)
{
    return name_kind(name, (uint32_t)size) != TOKEN_NAME || text_equal(name, size, "grade");
}
