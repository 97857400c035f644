/* tests/unit/test_arena.c - allocations of all sizes keep apart and aligned; a reset keeps one
 * block. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

#define PIECES 2000

/* Fills pieces of pseudo-random sizes, then looks whether any touched another. */
static void fill_and_check(struct arena *a, size_t size_max)
{
    static unsigned char *piece[PIECES];
    static size_t size[PIECES];
    for (size_t i = 0; i < PIECES; i++) {
        size[i] = (size_t)(hash_mix(i) % (size_max + 1));
        piece[i] = arena_alloc(a, size[i]);
        assert_non_null(piece[i]);
        assert_int_equal((uintptr_t)piece[i] % _Alignof(max_align_t), 0);
        memset(piece[i], (int)(i & 0xff), size[i]);
    }
    for (size_t i = 0; i < PIECES; i++) {
        for (size_t k = 0; k < size[i]; k++) {
            assert_int_equal(piece[i][k], i & 0xff);
        }
    }
}

static void pieces_keep_apart(void **state)
{
    (void)state;
    static const size_t blocks[] = {0, 1, 16, 100, 4096};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        struct arena a;
        arena_init(&a, blocks[i]);
        fill_and_check(&a, 40);
        arena_reset(&a);
        fill_and_check(&a, 700);
        arena_reset(&a);
        arena_reset(&a);
        fill_and_check(&a, 3000);
        arena_done(&a);
        fill_and_check(&a, 10);
        arena_done(&a);
    }
}

static void a_round_that_fits_one_block_allocates_no_more(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 1024);
    arena_reset(&a);
    void *first = arena_alloc(&a, 100);
    for (int i = 0; i < 50; i++) {
        arena_alloc(&a, 900);
    }
    arena_reset(&a);
    void *again = arena_alloc(&a, 100);
    const struct arena_block *block = a.head;
    arena_reset(&a);
    assert_ptr_equal(arena_alloc(&a, 100), again);
    assert_ptr_equal(a.head, block);
    (void)first;
    arena_done(&a);
    assert_null(a.head);
}

static void a_big_piece_does_not_waste_the_open_block(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 1024);
    char *small = arena_alloc(&a, 16);
    char *big = arena_alloc(&a, 5000);
    char *next = arena_alloc(&a, 16);
    memset(big, 1, 5000);
    assert_true(next > small && next - small < 1024);
    arena_done(&a);
}

static void slices_are_copied_with_a_nul(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 64);
    char text[] = "caf\xc3\xa9\0noir";
    struct slice copy = arena_slice(&a, slice_of(text, sizeof text - 1));
    memset(text, 'x', sizeof text);
    assert_int_equal(copy.len, 10);
    assert_memory_equal(copy.ptr, "caf\xc3\xa9\0noir", 11);
    struct slice empty = arena_slice(&a, slice_of(NULL, 0));
    assert_int_equal(empty.len, 0);
    assert_string_equal(empty.ptr, "");
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_keep_apart),
        cmocka_unit_test(a_round_that_fits_one_block_allocates_no_more),
        cmocka_unit_test(a_big_piece_does_not_waste_the_open_block),
        cmocka_unit_test(slices_are_copied_with_a_nul),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
