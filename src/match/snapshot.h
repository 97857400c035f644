/* match/snapshot.h - one state of the claim index: the segments that readers see. Private to
 * match/.
 *
 * WHAT   a counted list of immutable segments and, for each, which of its claims are gone.
 * FLOW   made and published by match/index; read by match/query, match/retrieve.
 * RULES  1. nothing in a published snapshot changes; who holds a reference may read it for as long
 *        as he likes.
 */
#ifndef MATCH_SNAPSHOT_H
#define MATCH_SNAPSHOT_H

#include "match/segment.h"

#define SNAPSHOT_SEGMENTS_MAX 12

struct snapshot {
    atomic_uint refs;
    size_t count;
    struct segment *segments[SNAPSHOT_SEGMENTS_MAX];
    uint8_t *gone
        [SNAPSHOT_SEGMENTS_MAX]; /* one bit a claim, owned by the snapshot; NULL: none is gone */
    uint32_t claims;             /* in all segments, without those that are gone */
    enum lang fallback;          /* the language most claims are in */
};

/* Whether claim number of segment part is gone. */
static inline bool snapshot_gone(const struct snapshot *s, size_t part, uint32_t number)
{
    return s->gone[part] && (s->gone[part][number / 8] >> (number % 8) & 1);
}

/* Gives a reference back; NULL is accepted. */
void snapshot_release(struct snapshot *s);

#endif
