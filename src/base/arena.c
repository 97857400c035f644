/* base/arena.c - memory that dies together.
 *
 * In this file, in order: (1) poisoning for AddressSanitizer; (2) blocks; (3) the public functions.
 *
 * HOW    blocks form a list, newest first; allocations are cut from the front of the newest. A
 *        request too big for
 *        an ordinary block gets a block of its own behind the newest, whose room stays in use.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define ARENA_GAP 1 /* units left poisoned behind each allocation, so that overruns are seen */
#else
#define ARENA_GAP 0
#endif

#define UNIT _Alignof(max_align_t)
#define BLOCK_DEFAULT ((size_t)64 * 1024)

struct arena_block {
    struct arena_block *next; /* older block, owned */
    size_t units;             /* of data */
    _Alignas(max_align_t) char data[];
};

static void poison(char *at, size_t size)
{
#ifdef ARENA_POISONS
    ASAN_POISON_MEMORY_REGION(at, size);
#else
    (void)at;
    (void)size;
#endif
}

static void unpoison(char *at, size_t size)
{
#ifdef ARENA_POISONS
    ASAN_UNPOISON_MEMORY_REGION(at, size);
#else
    (void)at;
    (void)size;
#endif
}

/* Counting in units keeps the sum of header and data from overflowing; mem_alloc checks the
 * product. */
static struct arena_block *block_new(size_t units)
{
    struct arena_block *block = mem_alloc(sizeof(struct arena_block) / UNIT + 1 + units, UNIT);
    block->next = NULL;
    block->units = units;
    poison(block->data, units * UNIT);
    return block;
}

static void block_free(struct arena_block *block)
{
    unpoison(block->data, block->units * UNIT);
    free(block);
}

static void use_block(struct arena *a, struct arena_block *block)
{
    a->head = block;
    a->next = block->data;
    a->end = block->data + block->units * UNIT;
}

/* A block for one allocation, or the next ordinary one; returns the allocation's place. */
static char *take_from_new_block(struct arena *a, size_t units)
{
    size_t ordinary = a->block_bytes / UNIT;
    if (a->head && units > ordinary / 4) {
        struct arena_block *own = block_new(units);
        own->next = a->head->next;
        a->head->next = own;
        return own->data;
    }
    struct arena_block *block = block_new(units > ordinary ? units : ordinary);
    block->next = a->head;
    use_block(a, block);
    a->next += units * UNIT;
    return block->data;
}

void arena_init(struct arena *a, size_t block_bytes)
{
    *a = (struct arena){.block_bytes = block_bytes ? block_bytes : BLOCK_DEFAULT};
}

void arena_done(struct arena *a)
{
    while (a->head) {
        struct arena_block *older = a->head->next;
        block_free(a->head);
        a->head = older;
    }
    *a = (struct arena){.block_bytes = a->block_bytes};
}

void arena_reset(struct arena *a)
{
    if (!a->head) {
        return;
    }
    while (a->head->next) { /* the head is always an ordinary block, or the only one */
        struct arena_block *older = a->head->next;
        a->head->next = older->next;
        block_free(older);
    }
    poison(a->head->data, a->head->units * UNIT);
    use_block(a, a->head);
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t units = size / UNIT + (size % UNIT != 0) + ARENA_GAP;
    char *place = a->next;
    if (a->head && units <= (size_t)(a->end - a->next) / UNIT) {
        a->next += units * UNIT;
    } else {
        place = take_from_new_block(a, units);
    }
    unpoison(place, size);
    return place;
}

struct slice arena_slice(struct arena *a, struct slice text)
{
    char *copy = arena_alloc(a, text.len + 1);
    if (text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    copy[text.len] = '\0';
    return slice_of(copy, text.len);
}
