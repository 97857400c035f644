/* base/mem.h - allocation that cannot fail quietly, with sizes checked before they are multiplied.
 *
 * WHY    a small allocation that fails aborts with one sentence (DESIGN: the durable queue makes a
 *        restart safe); big sizes from outside are bounded by their reader before they come here.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* count * size bytes, uninitialised; owned by the caller, freed with free(). Aborts when memory is
 * out
 * or the product overflows. count 0 gives a valid pointer. */
void *mem_alloc(size_t count, size_t size);

/* The same, zeroed. */
void *mem_zero(size_t count, size_t size);

/* Grows (or shrinks) the array at old (may be NULL) to count items of size bytes. Aborts like
 * mem_alloc. */
void *mem_resize(void *old, size_t count, size_t size);

/* Makes room in a growing array for at least need items: *cap is doubled (from 16) until it
 * suffices and
 * the moved array is returned. Amortised O(1) an item. */
void *mem_grow(void *old, size_t *cap, size_t need, size_t size);

#endif
