/* base/clock.c - the time, asked of an object. The only file that asks the operating system for it.
 *
 * Short because it is a seam: everything that depends on the time of day is tested through it.
 */
#include "base/clock.h"

#include <time.h>

struct clock clock_real(void)
{
    return (struct clock){.fixed_ms = -1};
}

struct clock clock_fixed(int64_t now_ms)
{
    return (struct clock){.fixed_ms = now_ms};
}

int64_t clock_now_ms(const struct clock *c)
{
    if (c->fixed_ms >= 0) {
        return c->fixed_ms;
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now); /* cannot fail for this clock and a valid pointer */
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_ticks_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
