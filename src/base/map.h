/* base/map.h - a hash map from 64-bit keys to 64-bit values.
 *
 * WHAT   open addressing, linear probing, at most half full; keys are usually hash_bytes values.
 * RULES  1. key 0 is a key like any other.  2. a pointer from map_at is valid until the next map_at
 *        that
 *        inserts.  3. map_remove keeps probing sequences intact (backward shift), so a map never
 *        decays.
 * COST   16 bytes a slot, one cache miss an access in a large map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_slot;

struct map {
    struct map_slot *slots; /* owned */
    size_t mask;            /* slots - 1, or 0 when empty */
    size_t count;           /* keys held, without key 0 */
    bool has_zero;          /* whether key 0 is held */
    uint64_t zero_value;
};

/* An empty map with room for expected keys before it grows. */
void map_init(struct map *m, size_t expected);

/* Gives the memory back. */
void map_done(struct map *m);

/* Finds key: true and *value set (value may be NULL), or false. */
bool map_get(const struct map *m, uint64_t key, uint64_t *value);

/* The place of key's value, inserted as 0 if it was not there (*is_new says so; may be NULL). */
uint64_t *map_at(struct map *m, uint64_t key, bool *is_new);

/* Removes key; whether it was there. */
bool map_remove(struct map *m, uint64_t key);

/* Calls visit for each pair, in no stated order. The map must not change meanwhile. */
void map_each(const struct map *m, void (*visit)(void *context, uint64_t key, uint64_t value),
              void *context);

#endif
