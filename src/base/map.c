/* base/map.c - a hash map from 64-bit keys to 64-bit values.
 *
 * In this file, in order: (1) finding a key's slot; (2) growth; (3) the public functions.
 *
 * HOW    key 0 marks a free slot, so the pair of key 0 lives in struct map itself.
 */
#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

#define SLOTS_FIRST 16

struct map_slot {
    uint64_t key; /* 0: free */
    uint64_t value;
};

/* Where key belongs. Keys may be plain numbers as well as hashes, hence the multiply. */
static inline size_t home_of(const struct map *m, uint64_t key)
{
    uint64_t spread = key * 0x9e3779b97f4a7c15u;
    return (size_t)(spread ^ (spread >> 32)) & m->mask;
}

/* The slot that holds key, or the free one where it would go. The map must have slots. */
static inline struct map_slot *slot_of(const struct map *m, uint64_t key)
{
    size_t i = home_of(m, key);
    while (m->slots[i].key != key && m->slots[i].key != 0) {
        i = (i + 1) & m->mask;
    }
    return &m->slots[i];
}

static void set_slots(struct map *m, size_t slots)
{
    struct map_slot *old = m->slots;
    size_t old_slots = old ? m->mask + 1 : 0;
    m->slots = mem_zero(slots, sizeof *m->slots);
    m->mask = slots - 1;
    for (size_t i = 0; i < old_slots; i++) {
        if (old[i].key != 0) {
            *slot_of(m, old[i].key) = old[i];
        }
    }
    free(old);
}

static void grow_for_one(struct map *m)
{
    size_t slots = m->slots ? m->mask + 1 : 0;
    if (!m->slots) {
        set_slots(m, SLOTS_FIRST);
    } else if (m->count + 1 > slots / 2) {
        set_slots(m, slots * 2);
    }
}

void map_init(struct map *m, size_t expected)
{
    *m = (struct map){0};
    if (expected > 0) {
        size_t slots = SLOTS_FIRST;
        while (slots / 2 < expected && slots <= SIZE_MAX / 4) {
            slots *= 2;
        }
        set_slots(m, slots);
    }
}

void map_done(struct map *m)
{
    free(m->slots);
    *m = (struct map){0};
}

bool map_get(const struct map *m, uint64_t key, uint64_t *value)
{
    uint64_t found;
    if (key == 0) {
        if (!m->has_zero) {
            return false;
        }
        found = m->zero_value;
    } else {
        const struct map_slot *slot = m->slots ? slot_of(m, key) : NULL;
        if (!slot || slot->key == 0) {
            return false;
        }
        found = slot->value;
    }
    if (value) {
        *value = found;
    }
    return true;
}

uint64_t *map_at(struct map *m, uint64_t key, bool *is_new)
{
    bool added = false;
    uint64_t *place = &m->zero_value;
    if (key == 0) {
        added = !m->has_zero;
        m->has_zero = true;
    } else {
        struct map_slot *slot = m->slots ? slot_of(m, key) : NULL;
        added = !slot || slot->key == 0;
        if (added) {
            grow_for_one(m);
            slot = slot_of(m, key);
            slot->key = key;
            m->count++;
        }
        place = &slot->value;
    }
    if (added) {
        *place = 0;
    }
    if (is_new) {
        *is_new = added;
    }
    return place;
}

bool map_remove(struct map *m, uint64_t key)
{
    if (key == 0) {
        bool had = m->has_zero;
        m->has_zero = false;
        return had;
    }
    struct map_slot *gap = m->slots ? slot_of(m, key) : NULL;
    if (!gap || gap->key == 0) {
        return false;
    }
    size_t hole = (size_t)(gap - m->slots);
    for (size_t i = (hole + 1) & m->mask; m->slots[i].key != 0; i = (i + 1) & m->mask) {
        /* A pair moves into the hole unless its home lies behind the hole on the way to where it stands. */
        size_t from_home = (i - home_of(m, m->slots[i].key)) & m->mask;
        if (from_home >= ((i - hole) & m->mask)) {
            m->slots[hole] = m->slots[i];
            hole = i;
        }
    }
    m->slots[hole] = (struct map_slot){0};
    m->count--;
    return true;
}

void map_each(const struct map *m, void (*visit)(void *context, uint64_t key, uint64_t value),
              void *context)
{
    if (m->has_zero) {
        visit(context, 0, m->zero_value);
    }
    for (size_t i = 0; m->slots && i <= m->mask; i++) {
        if (m->slots[i].key != 0) {
            visit(context, m->slots[i].key, m->slots[i].value);
        }
    }
}
