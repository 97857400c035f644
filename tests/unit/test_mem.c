/* tests/unit/test_mem.c - allocation: sizes that overflow abort, arrays keep what they hold while
 * they grow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

static void empty_arrays_are_valid_pointers(void **state)
{
    (void)state;
    void *a = mem_alloc(0, 8);
    void *b = mem_zero(8, 0);
    assert_non_null(a);
    assert_non_null(b);
    a = mem_resize(a, 0, 0);
    assert_non_null(a);
    free(a);
    free(b);
}

static void zeroed_memory_is_zero(void **state)
{
    (void)state;
    unsigned char *a = mem_zero(1000, 7);
    for (size_t i = 0; i < 7000; i++) {
        assert_int_equal(a[i], 0);
    }
    free(a);
}

static void growing_keeps_the_items_and_doubles(void **state)
{
    (void)state;
    int *items = NULL;
    size_t cap = 0;
    for (int i = 0; i < 5000; i++) {
        size_t before = cap;
        items = mem_grow(items, &cap, (size_t)i + 1, sizeof *items);
        assert_true(cap > (size_t)i);
        assert_true(cap == before || cap == 16 || cap == 2 * before);
        items[i] = i;
    }
    for (int i = 0; i < 5000; i++) {
        assert_int_equal(items[i], i);
    }
    int *same = mem_grow(items, &cap, cap, sizeof *items);
    assert_ptr_equal(same, items);
    free(items);
}

enum way { BY_ALLOC, BY_ZERO, BY_RESIZE, BY_GROW, BY_GROW_BYTES };

/* What a child of ours that asks for too much ends with. The sentence it leaves is thrown away. */
static int signal_of(enum way way)
{
    pid_t child = fork();
    if (child == 0) {
        size_t cap = 0;
        close(STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        switch (way) {
        case BY_ALLOC:
            free(mem_alloc(SIZE_MAX / 2, 3));
            break;
        case BY_ZERO:
            free(mem_zero(3, SIZE_MAX / 2));
            break;
        case BY_RESIZE:
            free(mem_resize(NULL, SIZE_MAX, SIZE_MAX));
            break;
        case BY_GROW:
            free(mem_grow(NULL, &cap, SIZE_MAX, 1));
            break;
        case BY_GROW_BYTES:
            free(mem_grow(NULL, &cap, SIZE_MAX / 4, 8));
            break;
        }
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void sizes_that_overflow_abort(void **state)
{
    (void)state;
    for (enum way way = BY_ALLOC; way <= BY_GROW_BYTES; way++) {
        assert_int_equal(signal_of(way), SIGABRT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_arrays_are_valid_pointers),
        cmocka_unit_test(zeroed_memory_is_zero),
        cmocka_unit_test(growing_keeps_the_items_and_doubles),
        cmocka_unit_test(sizes_that_overflow_abort),
    };
    return cmocka_run_group_tests_name("mem", tests, NULL, NULL);
}
