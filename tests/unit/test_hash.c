/* SHA-256: the published examples, and fields that cannot run into each other. */
#include "tests/unit/check.h"

#include "core/hash.h"

static struct hash *hash;

static int make_hash(void **state)
{
    (void)state;
    struct err err = {0};
    hash = hash_new(&err);
    return hash == NULL;
}

static int drop_hash(void **state)
{
    (void)state;
    hash_free(hash);
    return 0;
}

static void check_digest(const char *expected)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    hash_finish(hash, digest);
    hash_print(digest, hex);
    assert_string_equal(hex, expected);
}

/* FIPS 180-4 examples (NIST's "SHA-256 example values"), and the empty message. */
static void test_published_examples_come_out(void **state)
{
    (void)state;
    static const struct {
        const char *message, *digest;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        hash_start(hash);
        hash_add(hash, rows[i].message, strlen(rows[i].message));
        check_digest(rows[i].digest);
    }
}

static void test_a_million_letters_in_pieces(void **state)
{
    (void)state;
    char piece[1000];
    memset(piece, 'a', sizeof piece);
    hash_start(hash);
    for (int i = 0; i < 1000; i++)
        hash_add(hash, piece, sizeof piece);
    check_digest("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Expected values by another implementation (Python's hashlib). */
static void test_fields_carry_their_length(void **state)
{
    (void)state;
    hash_start(hash);
    hash_field(hash, "ab", 2);
    hash_field(hash, "c", 1);
    check_digest("601d5476e2ccfe2c87a2bba7a322659734a05749d5b5aa781f513e4912db0d5f");
    hash_start(hash);
    hash_field(hash, "a", 1);
    hash_field(hash, "bc", 2);
    check_digest("3fafa1cf2f19a7c1129beb20cf0983f73a489a221fc0dd2f16d1be292d089205");
}

static void test_a_number_is_a_field_of_eight_bytes(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0, 0, 0, 0, 0, 0, 0, 8, 255, 255, 255, 255, 255, 255, 255, 255};
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    hash_start(hash);
    hash_add(hash, bytes, sizeof bytes);
    hash_finish(hash, digest);
    hash_print(digest, hex);
    hash_start(hash);
    hash_field_int(hash, -1);
    check_digest(hex);
}

static void test_hexadecimal_goes_both_ways(void **state)
{
    (void)state;
    unsigned char digest[HASH_SIZE], again[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    for (size_t i = 0; i < HASH_SIZE; i++)
        digest[i] = (unsigned char)(i * 37 + 5);
    hash_print(digest, hex);
    assert_true(hash_parse(hex, 64, again));
    assert_memory_equal(again, digest, HASH_SIZE);
    for (char *at = hex; *at != '\0'; at++)
        if (*at >= 'a')
            *at = (char)(*at - 'a' + 'A');
    memset(again, 0, sizeof again);
    assert_true(hash_parse(hex, 64, again));
    assert_memory_equal(again, digest, HASH_SIZE);
}

static void test_what_is_no_digest_is_refused(void **state)
{
    (void)state;
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    memset(hex, '0', 64);
    assert_false(hash_parse(hex, 63, digest));
    assert_false(hash_parse(hex, 0, digest));
    for (int byte = 0; byte < 256; byte++) {
        bool good = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
        hex[17] = (char)byte;
        assert_int_equal(hash_parse(hex, 64, digest), good);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_examples_come_out), cmocka_unit_test(test_a_million_letters_in_pieces),
        cmocka_unit_test(test_fields_carry_their_length),   cmocka_unit_test(test_a_number_is_a_field_of_eight_bytes),
        cmocka_unit_test(test_hexadecimal_goes_both_ways),  cmocka_unit_test(test_what_is_no_digest_is_refused),
    };
    return cmocka_run_group_tests(tests, make_hash, drop_hash);
}
