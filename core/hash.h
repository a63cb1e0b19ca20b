/*
 * SHA-256 (FIPS 180-4), and hashing several fields so that no two lists of fields give the same bytes.
 *
 *     struct hash *hash = hash_new(&err);
 *     hash_start(hash);
 *     hash_field(hash, "road-1", 6);
 *     hash_field_int(hash, 1772323200000);
 *     hash_finish(hash, digest);
 *     hash_free(hash);
 *
 * One object serves any number of hashes, one after the other.
 */
#ifndef CORE_HASH_H
#define CORE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

#define HASH_SIZE 32
#define HASH_HEX_SIZE 65 /* lower-case hexadecimal and a NUL */

struct hash;

/* NULL with ERR_MEMORY, or ERR_INTERNAL when the library does not offer SHA-256. */
struct hash *hash_new(struct err *err);
void hash_free(struct hash *hash);

void hash_start(struct hash *hash);
/* Bytes as they are. */
void hash_add(struct hash *hash, const void *data, size_t size);
/* The size as eight bytes, most significant first, and then the bytes. */
void hash_field(struct hash *hash, const void *data, size_t size);
/* A field of eight bytes: two's complement, most significant first. */
void hash_field_int(struct hash *hash, int64_t number);
void hash_finish(struct hash *hash, unsigned char digest[HASH_SIZE]);

void hash_print(const unsigned char digest[HASH_SIZE], char hex[HASH_HEX_SIZE]);
/* Exactly 64 hexadecimal digits, of either case: people copy them from paper. */
bool hash_parse(const char *hex, size_t size, unsigned char digest[HASH_SIZE]);

#endif
