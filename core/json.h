/*
 * A strict JSON reader: RFC 8259, UTF-8, no key twice, a depth and a size limit, nothing else let through.
 *
 * A document is a flat array of nodes in pre-order (a tape): an object's children are key, value, key, value, …; a node's
 * `next` is the index of the node after its whole subtree, so siblings are walked without recursion:
 *
 *     for (uint32_t at = node + 1; at < json->nodes[node].next; at = json->nodes[at].next)
 *
 * Strings are decoded; numbers keep their text, since 10^15 with six decimals does not fit a double. Every node knows its
 * byte offset, hence its line, column and JSON pointer (RFC 6901). Why not a library: docs/architecture.md.
 *
 * A `struct json` is the caller's storage and may be used again for the next document (a batch keeps its memory). The text is
 * borrowed and must outlive the nodes.
 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_node {
    const char *data; /* STRING: decoded; NUMBER: its text; else the first byte of the value in the text */
    uint32_t size;    /* bytes of data */
    uint32_t offset;  /* of the value's first byte in the text (a string's opening quote) */
    uint32_t next;    /* index past the subtree */
    uint32_t count;   /* ARRAY: elements; OBJECT: pairs */
    uint8_t type;     /* enum json_type */
    bool escaped;     /* STRING: the text has escapes, so data is a decoded copy */
};

struct json {
    const char *text;
    size_t size;
    struct json_node *nodes;
    uint32_t count, capacity;
    struct arena strings; /* decoded copies */
};

#define JSON_DEPTH_MAX 64
#define JSON_SIZE_MAX 0x7FFFFFF0u /* offsets are 32 bits */

/* Read one document. On failure `err` has the code, line, column and hint; the nodes are then empty. */
int json_read(struct json *json, const char *text, size_t size, struct err *err);
void json_release(struct json *json);

/* Value of a key in an object node; 0 (the root, never a member) when absent. */
uint32_t json_member(const struct json *json, uint32_t object, const char *key);
bool json_string_is(const struct json *json, uint32_t node, const char *str);
/* JSON pointer of a node into `buffer`, cut when it does not fit. */
void json_pointer(const struct json *json, uint32_t node, char *buffer, size_t size);
/* Put the place of a node into `err`: pointer, line and column; `inside` counts bytes into a string's decoded data. */
void json_locate(const struct json *json, uint32_t node, uint32_t inside, struct err *err);
/* What a node is, for messages ("数字", "a number"). */
struct words json_type_words(enum json_type type);

#endif
