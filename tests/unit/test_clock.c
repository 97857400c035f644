/* tests/unit/test_clock.c - a fixed clock stands still, a real one tells a plausible time, ticks
 * never go back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"

static void a_fixed_clock_stands(void **state)
{
    (void)state;
    static const int64_t times[] = {0, 1, 1700000000123, INT64_MAX};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct clock c = clock_fixed(times[i]);
        assert_true(clock_now_ms(&c) == times[i]);
        assert_true(clock_now_ms(&c) == times[i]);
    }
    struct clock moved = clock_fixed(5);
    moved.fixed_ms += 1000;
    assert_int_equal(clock_now_ms(&moved), 1005);
}

static void a_real_clock_is_after_this_was_written(void **state)
{
    (void)state;
    struct clock c = clock_real();
    assert_true(clock_now_ms(&c) > 1700000000000);
}

static void ticks_never_go_back(void **state)
{
    (void)state;
    int64_t before = clock_ticks_ns();
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_ticks_ns();
        assert_true(now >= before);
        before = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fixed_clock_stands),
        cmocka_unit_test(a_real_clock_is_after_this_was_written),
        cmocka_unit_test(ticks_never_go_back),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
