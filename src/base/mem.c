/* base/mem.c - allocation that cannot fail quietly.
 *
 * In this file, in order: (1) the one way out when memory is out; (2) the public functions.
 */
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define GROW_FIRST 16

static _Noreturn void give_up(void)
{
    fputs("level=error event=memory_out text=\"not enough memory; work in hand is redone after a "
          "restart\"\n",
          stderr);
    abort();
}

/* count * size, at least 1 so that an empty array is a valid pointer too. */
static size_t checked_bytes(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX) {
        give_up();
    }
    return bytes ? bytes : 1;
}

void *mem_alloc(size_t count, size_t size)
{
    void *got = malloc(checked_bytes(count, size));
    if (!got) {
        give_up();
    }
    return got;
}

void *mem_zero(size_t count, size_t size)
{
    void *got = calloc(1, checked_bytes(count, size));
    if (!got) {
        give_up();
    }
    return got;
}

void *mem_resize(void *old, size_t count, size_t size)
{
    void *got = realloc(old, checked_bytes(count, size));
    if (!got) {
        give_up();
    }
    return got;
}

void *mem_grow(void *old, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap) {
        return old;
    }
    size_t next = *cap < GROW_FIRST ? GROW_FIRST : *cap;
    while (next < need) {
        if (next > SIZE_MAX / 2) {
            give_up();
        }
        next *= 2;
    }
    void *got = mem_resize(old, next, size);
    *cap = next;
    return got;
}
