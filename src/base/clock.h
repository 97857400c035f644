/* base/clock.h - the time, asked of an object so that tests can set it.
 *
 * RULES  1. no other file asks the operating system for the time of day.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

struct clock {
    int64_t fixed_ms; /* negative: ask the system */
};

/* A clock that tells the system's time. */
struct clock clock_real(void);

/* A clock that stands at now_ms (milliseconds since 1970-01-01 UTC) until moved by its owner. */
struct clock clock_fixed(int64_t now_ms);

/* Milliseconds since 1970-01-01 UTC. */
int64_t clock_now_ms(const struct clock *c);

/* Nanoseconds of a clock that never goes back, for measuring durations only. */
int64_t clock_ticks_ns(void);

#endif
