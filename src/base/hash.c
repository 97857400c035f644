/* base/hash.c - fast 64-bit hashes.
 *
 * In this file, in order: (1) reading bytes in one order on every machine; (2) the multiply that
 * mixes;
 * (3) hash_bytes.
 *
 * HOW    after the idea of Wang Yi's wyhash (public domain), written anew: words are read
 *        little-endian, multiplied to
 *        128 bits and folded. Up to 16 bytes need two reads that may overlap and two multiplies.
 * NOT HERE  tokens and secrets: base/random.h.
 */
#include "base/hash.h"

/* Odd, with 32 bits set each: no input bit is lost or doubled by the multiplies. */
#define KEY_A 0xa0761d6478bd642fu
#define KEY_B 0xe7037ed1a0b428dbu
#define KEY_C 0x8ebc6af09c88c6e3u
#define KEY_D 0x589965cc75374cc3u

static inline uint64_t read_8(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

static inline uint64_t read_4(const char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap32(v);
#endif
    return v;
}

/* One to three bytes without a branch on which. */
static inline uint64_t read_few(const char *p, size_t len)
{
    return ((uint64_t)(unsigned char)p[0] << 16) | ((uint64_t)(unsigned char)p[len >> 1] << 8) |
           (unsigned char)p[len - 1];
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 uint128;
#endif

/* The two halves of the 128-bit product, exclusive-ored. */
static inline uint64_t fold(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
    uint128 wide = (uint128)a * b;
    return (uint64_t)wide ^ (uint64_t)(wide >> 64);
#else
    uint64_t low = (a & 0xffffffffu) * (b & 0xffffffffu);
    uint64_t mid_a = (a >> 32) * (b & 0xffffffffu) + (low >> 32);
    uint64_t mid_b = (a & 0xffffffffu) * (b >> 32) + (mid_a & 0xffffffffu);
    uint64_t high = (a >> 32) * (b >> 32) + (mid_a >> 32) + (mid_b >> 32);
    return (a * b) ^ high;
#endif
}

/* Takes all but the last 1 to 16 bytes of a long text into seed. */
static uint64_t hash_front(const char **at, size_t *left, uint64_t seed)
{
    const char *p = *at;
    size_t n = *left;
    if (n > 48) {
        uint64_t lane_1 = seed;
        uint64_t lane_2 = seed;
        do { /* three chains the processor can work on at once */
            seed = fold(read_8(p) ^ KEY_B, read_8(p + 8) ^ seed);
            lane_1 = fold(read_8(p + 16) ^ KEY_C, read_8(p + 24) ^ lane_1);
            lane_2 = fold(read_8(p + 32) ^ KEY_D, read_8(p + 40) ^ lane_2);
            p += 48;
            n -= 48;
        } while (n > 48);
        seed ^= lane_1 ^ lane_2;
    }
    while (n > 16) {
        seed = fold(read_8(p) ^ KEY_B, read_8(p + 8) ^ seed);
        p += 16;
        n -= 16;
    }
    *at = p;
    *left = n;
    return seed;
}

uint64_t hash_bytes(struct slice text, uint64_t seed)
{
    const char *p = text.ptr;
    size_t n = text.len;
    uint64_t a = 0;
    uint64_t b = 0;
    seed ^= fold(seed ^ KEY_A, KEY_B);
    if (n > 16) {
        seed = hash_front(&p, &n, seed);
        a = read_8(p + n -
                   16); /* may reach back into bytes already taken: no special case for the tail */
        b = read_8(p + n - 8);
    } else if (n >= 8) {
        a = read_8(p);
        b = read_8(p + n - 8);
    } else if (n >= 4) {
        a = read_4(p);
        b = read_4(p + n - 4);
    } else if (n > 0) {
        a = read_few(p, n);
    }
    return fold(KEY_C ^ (uint64_t)text.len, fold(a ^ KEY_B, b ^ seed) ^ KEY_A);
}
