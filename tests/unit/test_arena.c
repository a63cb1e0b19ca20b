/* Memory that is given back all at once. */
#include "tests/unit/check.h"

#include <stdalign.h>

#include "core/arena.h"

static void test_every_allocation_is_aligned_and_zeroed(void **state)
{
    (void)state;
    struct arena arena = {0};
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *data = arena_alloc(&arena, size);
        assert_non_null(data);
        assert_int_equal((uintptr_t)data % alignof(int64_t), 0);
        assert_int_equal((uintptr_t)data % alignof(void *), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(data[i], 0);
        memset(data, 0xAB, size); /* a later one that overlaps would not be zero */
    }
    arena_release(&arena);
}

static void test_allocations_do_not_overlap(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *kept[200];
    for (int i = 0; i < 200; i++) {
        kept[i] = arena_alloc(&arena, (size_t)i * 131);
        memset(kept[i], i, (size_t)i * 131);
    }
    for (int i = 0; i < 200; i++)
        for (int j = 0; j < i * 131; j++)
            assert_int_equal((unsigned char)kept[i][j], i);
    arena_release(&arena);
}

/* Strings come between the things, from small ones to some that fill a block. */
static void test_things_and_strings_do_not_overlap(void **state)
{
    (void)state;
    struct arena arena = {0};
    char text[3000], *strings[120];
    int64_t *things[120];
    for (int i = 0; i < 120; i++) {
        memset(text, 'a' + i % 26, sizeof text);
        strings[i] = arena_copy(&arena, text, (size_t)(i * i) % sizeof text);
        things[i] = arena_array(&arena, (size_t)i + 1, sizeof *things[i]);
        assert_int_equal((uintptr_t)things[i] % alignof(int64_t), 0);
        for (int j = 0; j <= i; j++)
            assert_int_equal(things[i][j]++, 0);
    }
    for (int i = 0; i < 120; i++) {
        assert_int_equal(strlen(strings[i]), (size_t)(i * i) % sizeof text);
        assert_int_equal(strspn(strings[i], (char[]){(char)('a' + i % 26), '\0'}), strlen(strings[i]));
        for (int j = 0; j <= i; j++)
            assert_int_equal(things[i][j], 1);
    }
    arena_release(&arena);
}

static void test_large_things_are_given_back_and_small_ones_stay(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *small = arena_copy(&arena, "small", 5);
    char *kept = arena_alloc(&arena, 5000), *large = arena_alloc(&arena, 5000), *behind = arena_alloc(&arena, 5000);
    const char *after = arena_copy(&arena, "after", 5);
    memset(kept, 'k', 5000);
    memset(behind, 'b', 5000);
    arena_give_back(&arena, large);
    arena_give_back(&arena, small);
    arena_give_back(&arena, NULL);
    assert_string_equal(small, "small");
    assert_string_equal(after, "after");
    for (int i = 0; i < 5000; i++)
        assert_true(kept[i] == 'k' && behind[i] == 'b');
    arena_give_back(&arena, behind);
    arena_give_back(&arena, kept);
    assert_non_null(arena_alloc(&arena, 5000));
    arena_release(&arena);
}

static void test_nothing_of_size_zero_is_null(void **state)
{
    (void)state;
    struct arena arena = {0};
    void *first = arena_alloc(&arena, 0), *second = arena_array(&arena, 0, 8);
    assert_non_null(first);
    assert_non_null(second);
    assert_ptr_not_equal(first, second);
    assert_non_null(arena_array(&arena, 8, 0));
    arena_release(&arena);
}

static void test_larger_than_a_block_works(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *large = arena_alloc(&arena, 5u << 20);
    assert_non_null(large);
    large[(5u << 20) - 1] = 1;
    assert_non_null(arena_alloc(&arena, 10));
    arena_release(&arena);
}

static void test_sizes_past_all_memory_are_refused(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_array(&arena, SIZE_MAX / 4, 8));
    assert_null(arena_array(&arena, 2, SIZE_MAX / 2 + 1));
    assert_non_null(arena_alloc(&arena, 16)); /* and it is still of use */
    arena_release(&arena);
}

static void test_copies_end_with_a_nul_and_keep_inner_ones(void **state)
{
    (void)state;
    struct arena arena = {0};
    const char *copy = arena_copy(&arena, "a\0b", 3);
    assert_memory_equal(copy, "a\0b\0", 4);
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    arena_release(&arena);
}

static void test_a_released_arena_is_empty_and_usable(void **state)
{
    (void)state;
    struct arena arena = {0};
    arena_release(&arena);
    arena_alloc(&arena, 100);
    arena_release(&arena);
    assert_null(arena.blocks);
    assert_int_equal(arena.left, 0);
    assert_non_null(arena_alloc(&arena, 100));
    arena_release(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_allocation_is_aligned_and_zeroed),
        cmocka_unit_test(test_allocations_do_not_overlap),
        cmocka_unit_test(test_things_and_strings_do_not_overlap),
        cmocka_unit_test(test_large_things_are_given_back_and_small_ones_stay),
        cmocka_unit_test(test_nothing_of_size_zero_is_null),
        cmocka_unit_test(test_larger_than_a_block_works),
        cmocka_unit_test(test_sizes_past_all_memory_are_refused),
        cmocka_unit_test(test_copies_end_with_a_nul_and_keep_inner_ones),
        cmocka_unit_test(test_a_released_arena_is_empty_and_usable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
