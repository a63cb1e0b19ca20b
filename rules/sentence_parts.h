/* Sentences as they are kept: words in one string, with holes for numbers. Made by rules/sentence_make.c, read by rules/sentence.c. */
#ifndef RULES_SENTENCE_PARTS_H
#define RULES_SENTENCE_PARTS_H

#include "rules/sentence.h"

/* Words are copied by so many bytes, too many at the end: the string, and the room for a sentence, are longer by it. */
#define SENTENCE_CHUNK 64

struct span {
    uint32_t at, size;
};

enum hole { HOLE_NONE, HOLE_COUNT, HOLE_DECIMAL, HOLE_LABEL };

/* Words, then the value of a measure. */
struct piece {
    struct span words;
    uint16_t measure;
    uint8_t hole;
    uint32_t labels;  /* HOLE_LABEL: where those of its values begin */
    struct span unit; /* behind the value unless it is 1: of a language whose units have plurals */
};

/* Of one alternative; the last piece has no hole. */
struct phrase {
    uint32_t first, count;
};

struct clause_words {
    struct span opening, closing;
    uint32_t most; /* bytes of the sentence with all alternatives, and of what is copied too far */
};

struct sentences {
    struct wording wording;
    const struct ruleset *rules;
    char *words;
    struct piece *pieces;
    struct span *labels;
    struct phrase *phrases;       /* by bit of the fast path */
    struct clause_words *clauses; /* by rule */
    uint64_t *bits;               /* by rule: those of its alternatives, rules->words each */
    struct span between, none, by_cases;
};

#endif
