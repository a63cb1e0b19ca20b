/* SHA-256 by libgcrypt. See hash.h. */
#include "core/hash.h"

#include <gcrypt.h>
#include <stdlib.h>
#include <string.h>

struct hash {
    gcry_md_hd_t digest;
};

/* libgcrypt has to be told once that nothing secret is kept; an application that did so before is left alone. */
static void initialise(void)
{
    if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
        return;
    gcry_check_version(NULL);
    gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
}

struct hash *hash_new(struct err *err)
{
    initialise();
    if (gcry_md_test_algo(GCRY_MD_SHA256) != 0) {
        err_set(err, ERR_INTERNAL, "libgcrypt 不提供 SHA-256", "libgcrypt does not offer SHA-256");
        return NULL;
    }
    struct hash *hash = malloc(sizeof *hash);
    if (hash != NULL && gcry_md_open(&hash->digest, GCRY_MD_SHA256, 0) == 0)
        return hash;
    free(hash);
    err_no_memory(err);
    return NULL;
}

void hash_free(struct hash *hash)
{
    if (hash == NULL)
        return;
    gcry_md_close(hash->digest);
    free(hash);
}

void hash_start(struct hash *hash)
{
    gcry_md_reset(hash->digest);
}

void hash_add(struct hash *hash, const void *data, size_t size)
{
    gcry_md_write(hash->digest, data, size);
}

static void put_big_endian(unsigned char out[8], uint64_t number)
{
    for (int i = 7; i >= 0; i--, number >>= 8)
        out[i] = (unsigned char)number;
}

void hash_field(struct hash *hash, const void *data, size_t size)
{
    unsigned char length[8];
    put_big_endian(length, size);
    hash_add(hash, length, sizeof length);
    hash_add(hash, data, size);
}

void hash_field_int(struct hash *hash, int64_t number)
{
    unsigned char bytes[8];
    put_big_endian(bytes, (uint64_t)number);
    hash_field(hash, bytes, sizeof bytes);
}

void hash_finish(struct hash *hash, unsigned char digest[HASH_SIZE])
{
    memcpy(digest, gcry_md_read(hash->digest, GCRY_MD_SHA256), HASH_SIZE);
}

void hash_print(const unsigned char digest[HASH_SIZE], char hex[HASH_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < HASH_SIZE; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * HASH_SIZE] = '\0';
}

static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    char lower = (char)(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool hash_parse(const char *hex, size_t size, unsigned char digest[HASH_SIZE])
{
    if (size != 2 * HASH_SIZE)
        return false;
    for (size_t i = 0; i < HASH_SIZE; i++) {
        int high = digit_value(hex[2 * i]), low = digit_value(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        digest[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}
