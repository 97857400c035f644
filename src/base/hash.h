/* base/hash.h - fast 64-bit hashes for tables and term identities. Not for secrets.
 *
 * WHY    terms are known by their 64-bit hash instead of their spelling (match/segment.h): among
 *        one
 *        million terms two collide with a probability of about 3 in 100 million.
 * RULES  1. the value for given bytes and seed never changes between versions or machines: files of
 *        learnt weights and tests may depend on it.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>
#include <string.h>

#include "base/slice.h"

/* Spreads the bits of x over all 64 bits (bijective; the finaliser of splitmix64). */
static inline uint64_t hash_mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    x ^= x >> 31;
    return x;
}

/* The hash of the bytes of text under seed. About one nanosecond for a word. */
uint64_t hash_bytes(struct slice text, uint64_t seed);

#endif
