/* What the two halves of the rule parser (expr.c, expr_count.c) share; for nobody else. */
#ifndef RULES_PARSER_H
#define RULES_PARSER_H

#include "rules/expr.h"
#include "rules/token.h"

struct parser {
    struct expr_context *context;
    const struct condition *source;
    size_t size;
    struct token token; /* the next one */
    unsigned depth;
    bool flawed;
};

/* What a comparison is about: one measure, or one a disease. */
struct subject {
    uint32_t measures[64];
    size_t count;
};

/* Flaws. They return NULL; after the first one of an expression the parser goes no further. */
void *parser_flaw_at(struct parser *parser, struct token at, struct err *err, const char *hint);
void *parser_flaw(struct parser *parser, struct token at, const char *zh, const char *en);
/* "there is no fact deahts" and the like. */
void *parser_flaw_name(struct parser *parser, struct token at, struct words what, const struct nearest *near);

void parser_advance(struct parser *parser);
/* Take the next token when it is of this kind. */
bool parser_accept(struct parser *parser, enum token_kind kind);
/* Whether the next token is this name. */
bool parser_sees(const struct parser *parser, const char *word);
bool parser_number(struct parser *parser, bool decimal, int64_t *value);
/* The index of a measure, added when it is new. */
uint32_t parser_measure(struct parser *parser, const struct measure *measure);

/* expr_count.c: the unit that the next token names (enum measure_unit), or -1; and a whole count from there on. */
int parse_count_unit(const struct parser *parser);
bool parse_count(struct parser *parser, enum measure_unit unit, struct subject *subject);

#endif
