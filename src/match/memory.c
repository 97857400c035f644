/* match/memory.c - what people decided; see memory.h.
 *
 * In this file, in order: (1) where a print is found, (2) decisions, (3) the public functions.
 *
 * Two prints that are nearly identical share most of their terms, so they share one of the KEYS
 * smallest term hashes but for bad luck of
 * about 2 in 100,000; exact copies always do.
 */
#include "match/memory.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

#define SEED_PAIR 0x9a1c
#define KEYS 8
#define LOOKED_AT_MAX 256 /* decisions compared for one message; the latest first */

struct decision {
    struct near_print print;
    char *claim;   /* owned, with its NUL */
    char *message; /* owned */
    bool refuted;
    bool undone;
    uint32_t older[KEYS]; /* number + 1 of the decision before under the same key, 0: none */
};

struct match_memory {
    struct decision *items; /* owned */
    size_t count;           /* undone ones included */
    size_t cap;
    size_t held;
    struct map pairs;  /* message and claim -> number + 1 of the latest decision on them */
    struct map newest; /* key -> number + 1 of the latest decision */
};

/* (1) */
static uint64_t key_of(const struct near_print *p, size_t i)
{
    if (p->count == 0) { /* nothing but stop words: only the exact text can be known again */
        return p->exact;
    }
    return (uint64_t)p->terms[i] + 1;
}

static size_t keys_of(const struct near_print *p)
{
    return p->count == 0 ? 1 : p->count < KEYS ? p->count : KEYS;
}

static uint64_t pair_key(struct slice message, struct slice claim)
{
    return hash_bytes(claim, hash_bytes(message, SEED_PAIR));
}

/* The latest decision on message and claim that still stands, or NULL. */
static struct decision *find(const struct match_memory *m, struct slice message, struct slice claim)
{
    uint64_t number = 0;
    map_get(&m->pairs, pair_key(message, claim), &number);
    struct decision *d = number > 0 ? &m->items[number - 1] : NULL;
    return d && !d->undone ? d : NULL;
}

/* (2) */
static char *copy_text(struct slice text)
{
    char *copy = mem_alloc(text.len + 1, 1);
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return copy;
}

/* Puts a hit in its place by falling similarity; of two decisions on one claim the more similar
 * message counts. */
static size_t put_hit(struct match_memory_hit *hits, size_t count, struct match_memory_hit hit)
{
    size_t at = count;
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(hits[i].claim, hit.claim)) {
            if (hits[i].similarity >= hit.similarity) {
                return count;
            }
            memmove(hits + i, hits + i + 1, (count - i - 1) * sizeof *hits);
            at = --count;
            break;
        }
    }
    while (at > 0 && hits[at - 1].similarity < hit.similarity) {
        at--;
    }
    if (at == MATCH_MEMORY_HITS) {
        return count;
    }
    size_t kept = count < MATCH_MEMORY_HITS ? count : MATCH_MEMORY_HITS - 1;
    memmove(hits + at + 1, hits + at, (kept - at) * sizeof *hits);
    hits[at] = hit;
    return kept + 1;
}

/* (3) */
struct match_memory *match_memory_new(void)
{
    struct match_memory *m = mem_zero(1, sizeof *m);
    map_init(&m->newest, 64);
    map_init(&m->pairs, 64);
    return m;
}

void match_memory_free(struct match_memory *m)
{
    if (!m) {
        return;
    }
    for (size_t i = 0; i < m->count; i++) {
        free(m->items[i].claim);
        free(m->items[i].message);
    }
    map_done(&m->newest);
    map_done(&m->pairs);
    free(m->items);
    free(m);
}

void match_memory_learn(struct match_memory *m, struct slice message,
                        const struct near_print *print, struct slice claim, bool refuted)
{
    struct decision *known = find(m, message, claim);
    if (known) {
        known->undone = true;
        m->held--;
    }
    if (m->count == m->cap) {
        m->items = mem_grow(m->items, &m->cap, m->count + 1, sizeof *m->items);
    }
    struct decision *d = &m->items[m->count++];
    *d = (struct decision){.print = *print,
                           .claim = copy_text(claim),
                           .message = copy_text(message),
                           .refuted = refuted};
    for (size_t i = 0; i < keys_of(print); i++) {
        uint64_t *newest = map_at(&m->newest, key_of(print, i), NULL);
        d->older[i] = (uint32_t)*newest;
        *newest = m->count;
    }
    *map_at(&m->pairs, pair_key(message, claim), NULL) = m->count;
    m->held++;
}

enum err match_memory_undo(struct match_memory *m, struct slice message, struct slice claim,
                           struct fault *f)
{
    struct decision *d = find(m, message, claim);
    if (!d) {
        return fault_set(f, ERR_NOTFOUND, "nothing was decided on message %.*s and claim %.*s",
                         (int)(message.len < 80 ? message.len : 80), message.ptr,
                         (int)(claim.len < 80 ? claim.len : 80), claim.ptr);
    }
    d->undone = true;
    m->held--;
    return ERR_NONE;
}

size_t match_memory_count(const struct match_memory *m)
{
    return m->held;
}

/* The decision before d under the key it shares with p. */
static uint64_t older_than(const struct decision *d, uint64_t key)
{
    for (size_t i = 0; i < keys_of(&d->print); i++) {
        if (key_of(&d->print, i) == key) {
            return d->older[i];
        }
    }
    return 0;
}

size_t match_memory_ask(const struct match_memory *m, const struct near_print *print,
                        struct match_memory_hit *hits)
{
    size_t count = 0, looked = 0;
    for (size_t i = 0; i < keys_of(print) && m->held > 0; i++) {
        uint64_t key = key_of(print, i), at = 0;
        map_get(&m->newest, key, &at);
        while (at != 0 && looked++ < LOOKED_AT_MAX) {
            const struct decision *d = &m->items[at - 1];
            float similarity = d->undone ? 0 : near_similarity(print, &d->print);
            if (similarity >= NEAR_IDENTICAL) {
                count =
                    put_hit(hits, count,
                            (struct match_memory_hit){slice_from(d->claim), slice_from(d->message),
                                                      similarity, d->refuted});
            }
            at = older_than(d, key);
        }
    }
    return count;
}
