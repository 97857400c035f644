/* base/arena.h - memory that dies together: the "task" kind of DESIGN.md §5.
 *
 * WHAT   bump allocation out of blocks; everything is given back at once by arena_reset or
 *        arena_done.
 * RULES  1. a pointer from an arena is valid until the next arena_reset or arena_done of that
 *        arena.
 *        2. one arena belongs to one thread at a time.
 * COST   O(1) an allocation; arena_reset keeps the first block so that a loop stops allocating.
 *        Under AddressSanitizer what is free is poisoned.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/slice.h"

struct arena_block;

struct arena {
    struct arena_block *head; /* newest block, owned */
    char *next;               /* first free byte of head */
    char *end;                /* one past the last byte of head */
    size_t block_bytes;       /* size of ordinary blocks */
};

/* An empty arena whose ordinary blocks hold block_bytes (0: 64 KiB). */
void arena_init(struct arena *a, size_t block_bytes);

/* Gives all memory back. The arena may be used again after arena_init. */
void arena_done(struct arena *a);

/* Forgets all allocations but keeps one block for the next round. */
void arena_reset(struct arena *a);

/* size bytes aligned for any type, uninitialised; lives as long as the arena's round. */
void *arena_alloc(struct arena *a, size_t size);

/* A copy of text in the arena, followed by a NUL byte that its len does not count. */
struct slice arena_slice(struct arena *a, struct slice text);

#endif
