/* Words, numbers and signs of the rule language. Knows no plan. */
#ifndef RULES_TOKEN_H
#define RULES_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_kind {
    TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_LESS, TOKEN_LESS_EQUAL, TOKEN_GREATER, TOKEN_GREATER_EQUAL, TOKEN_EQUAL,
    TOKEN_NOT_EQUAL, TOKEN_PLUS, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_OPEN_SQUARE, TOKEN_CLOSE_SQUARE, TOKEN_OPEN_SET, TOKEN_CLOSE_SET,
    TOKEN_COMMA, TOKEN_DOTS, TOKEN_AND, TOKEN_OR, TOKEN_NOT, TOKEN_IN, TOKEN_ADJACENT, TOKEN_WITHIN,
    TOKEN_BAD, /* a character that has no place here */
};

struct token {
    enum token_kind kind;
    uint32_t at, size; /* bytes into the expression */
};

/* The token at or behind byte `from` of a NUL-terminated expression. */
struct token token_next(const char *text, uint32_t from);
/* What was probably meant by a TOKEN_BAD at `text`: "(" for "（", "and" for "&&"; NULL when there is no telling. */
const char *token_correction(const char *text);
/* Whether a name means something to the language, so that no fact can have it. */
bool token_is_reserved(const char *name, size_t size);

#endif
