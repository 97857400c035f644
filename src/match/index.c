/* match/index.c - the claim index as its owner sees it: additions, removals, commits, merging in
 * the background.
 *
 * In this file, in order: (1) snapshots, (2) the merger, (3) additions and removals, (4) the public
 * functions.
 *
 * Two locks. `writing` is held by whoever changes the index: add, remove, commit, or the merger at
 * work. `publishing` is held for the
 * few instructions in which the current snapshot is exchanged or taken; readers never wait longer
 * than that.
 */
#include <pthread.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "match/index.h"
#include "match/match.h"
#include "match/snapshot.h"

#define SEED_ID 0x1d
#define BUILD_CLAIMS_MAX                                                                           \
    131072 /* a builder needs several times its segment's memory: large pools are built in parts */
#define MERGE_RATIO                                                                                \
    4 /* a segment is merged into its neighbour unless that is so many times larger */

struct removal {
    size_t part;
    uint32_t claim;
};

struct match_index {
    pthread_mutex_t writing;
    pthread_mutex_t publishing;
    pthread_cond_t wake; /* of the merger, with `writing` */
    pthread_t merger;
    bool closing;
    struct analyser *analyser; /* of the writer */
    struct concepts *concepts;
    struct map ids;                  /* hashes of the ids held or about to be */
    struct segment_builder *builder; /* additions not committed, NULL if none */
    struct segment *built[SEGMENT_CLAIMS_MAX / BUILD_CLAIMS_MAX + 1]; /* full parts of them */
    size_t built_count;
    struct removal *removals;
    size_t removal_count, removal_cap;
    uint64_t languages[LANG_OTHER + 1];
    _Atomic(struct snapshot *) current;
};

/* (1) Snapshots. */
static enum lang most_used(const struct match_index *x)
{
    enum lang best = LANG_NONE;
    for (int l = LANG_FR; l <= LANG_LAST; l++) {
        best = x->languages[l] > (best ? x->languages[best] : 0) ? (enum lang)l : best;
    }
    return best;
}

static uint32_t count_gone(const uint8_t *gone, uint32_t claims)
{
    uint32_t n = 0;
    for (uint32_t i = 0; gone && i < claims; i++) {
        n += gone[i / 8] >> (i % 8) & 1;
    }
    return n;
}

static struct snapshot *snapshot_new(const struct match_index *x)
{
    struct snapshot *s = mem_zero(1, sizeof *s);
    atomic_init(&s->refs, 1);
    s->fallback = most_used(x);
    return s;
}

/* Adds a segment (taking one reference of the caller's) with the bits in gone (taken over; may be
 * NULL). */
static void snapshot_add(struct snapshot *s, struct segment *part, uint8_t *gone)
{
    s->segments[s->count] = part;
    s->gone[s->count++] = gone;
    s->claims += part->claim_count - count_gone(gone, part->claim_count);
}

static uint8_t *copy_bits(const uint8_t *bits, uint32_t claims)
{
    size_t bytes = (claims + 7) / 8;
    if (!bits) {
        return NULL;
    }
    uint8_t *copy = mem_alloc(bytes, 1);
    memcpy(copy, bits, bytes);
    return copy;
}

static void publish(struct match_index *x, struct snapshot *s)
{
    pthread_mutex_lock(&x->publishing);
    struct snapshot *old = x->current;
    x->current = s;
    pthread_mutex_unlock(&x->publishing);
    snapshot_release(old);
}

struct snapshot *snapshot_take(struct match_index *x)
{
    pthread_mutex_lock(&x->publishing);
    struct snapshot *s = x->current;
    atomic_fetch_add(&s->refs, 1);
    pthread_mutex_unlock(&x->publishing);
    return s;
}

bool snapshot_is_current(const struct match_index *x, const struct snapshot *s)
{
    return atomic_load(&x->current) == s;
}

void snapshot_release(struct snapshot *s)
{
    if (!s || atomic_fetch_sub(&s->refs, 1) != 1) {
        return;
    }
    for (size_t i = 0; i < s->count; i++) {
        segment_release(s->segments[i]);
        free(s->gone[i]);
    }
    free(s);
}

/* (2) The merger. Segments stay in the order in which their claims came; only neighbours at the end
 * are merged. */
static size_t merge_from(const struct snapshot *s)
{
    size_t from = s->count, claims = 0;
    while (from > 0 && (claims == 0 || s->segments[from - 1]->claim_count < MERGE_RATIO * claims)) {
        claims += s->segments[--from]->claim_count;
    }
    bool worth_it = s->count - from > 1 || (s->count - from == 1 && s->gone[from]);
    return worth_it ? from : s->count;
}

/* Merges the segments from `from` on into one and publishes the result. Needs `writing`. */
static void merge_tail(struct match_index *x, size_t from)
{
    const struct snapshot *old = x->current; /* only the holder of `writing` exchanges it */
    struct snapshot *s = snapshot_new(x);
    for (size_t i = 0; i < from; i++) {
        atomic_fetch_add(&old->segments[i]->refs, 1);
        snapshot_add(s, old->segments[i], copy_bits(old->gone[i], old->segments[i]->claim_count));
    }
    const uint8_t *gone[SNAPSHOT_SEGMENTS_MAX];
    for (size_t i = from; i < old->count; i++) {
        gone[i - from] = old->gone[i];
    }
    snapshot_add(s, segment_merge(old->segments + from, gone, old->count - from), NULL);
    publish(x, s);
}

static void *merger_run(void *context)
{
    struct match_index *x = context;
    pthread_mutex_lock(&x->writing);
    while (!x->closing) {
        size_t from = x->removal_count == 0 ? merge_from(x->current) : x->current->count;
        if (from < x->current->count) {
            merge_tail(x, from);
        } else {
            pthread_cond_wait(&x->wake, &x->writing);
        }
    }
    pthread_mutex_unlock(&x->writing);
    return NULL;
}

/* (3) Additions and removals. */
static void close_builder(struct match_index *x)
{
    if (x->builder) {
        x->built[x->built_count++] = segment_builder_finish(x->builder);
        x->builder = NULL;
    }
}

/* All additions as one segment, NULL if there are none. */
static struct segment *take_built(struct match_index *x)
{
    static const uint8_t *const none[sizeof x->built / sizeof *x->built];
    close_builder(x);
    if (x->built_count == 0) {
        return NULL;
    }
    struct segment *all = x->built[0];
    if (x->built_count > 1) {
        all = segment_merge(x->built, none, x->built_count);
        for (size_t i = 0; i < x->built_count; i++) {
            segment_release(x->built[i]);
        }
    }
    x->built_count = 0;
    return all;
}

static void set_gone(struct snapshot *s, struct removal r)
{
    uint8_t **bits = &s->gone[r.part];
    if (!*bits) {
        *bits = mem_zero((s->segments[r.part]->claim_count + 7) / 8, 1);
    }
    (*bits)[r.claim / 8] |= (uint8_t)(1u << (r.claim % 8));
    s->claims--;
}

static bool is_pending(const struct match_index *x, struct removal r)
{
    for (size_t i = 0; i < x->removal_count; i++) {
        if (x->removals[i].part == r.part && x->removals[i].claim == r.claim) {
            return true;
        }
    }
    return false;
}

static bool find_claim(const struct snapshot *s, struct slice id, struct removal *out)
{
    for (size_t part = 0; part < s->count; part++) {
        const struct segment *g = s->segments[part];
        for (uint32_t i = 0; i < g->claim_count; i++) {
            size_t len = g->claims[i + 1].id_at - g->claims[i].id_at - 1;
            if (len == id.len && memcmp(g->ids + g->claims[i].id_at, id.ptr, len) == 0 &&
                !snapshot_gone(s, part, i)) {
                *out = (struct removal){part, i};
                return true;
            }
        }
    }
    return false;
}

/* (4) Public functions. */
struct match_index *match_index_new(void)
{
    struct match_index *x = mem_zero(1, sizeof *x);
    pthread_mutex_init(&x->writing, NULL);
    pthread_mutex_init(&x->publishing, NULL);
    pthread_cond_init(&x->wake, NULL);
    x->analyser = analyser_new(stance_marker, NULL);
    x->concepts = concepts_new(x->analyser);
    map_init(&x->ids, 1024);
    x->current = snapshot_new(x);
    if (pthread_create(&x->merger, NULL, merger_run, x) != 0) {
        abort(); /* no thread for the merger: the process has no threads left at all */
    }
    return x;
}

void match_index_free(struct match_index *x)
{
    if (!x) {
        return;
    }
    pthread_mutex_lock(&x->writing);
    x->closing = true;
    pthread_cond_signal(&x->wake);
    pthread_mutex_unlock(&x->writing);
    pthread_join(x->merger, NULL);
    segment_builder_free(x->builder);
    for (size_t i = 0; i < x->built_count; i++) {
        segment_release(x->built[i]);
    }
    snapshot_release(x->current);
    concepts_free(x->concepts);
    analyser_free(x->analyser);
    map_done(&x->ids);
    free(x->removals);
    pthread_cond_destroy(&x->wake);
    pthread_mutex_destroy(&x->publishing);
    pthread_mutex_destroy(&x->writing);
    free(x);
}

enum err match_index_add(struct match_index *x, const struct claim *c, struct fault *f)
{
    bool is_new = false;
    enum err err = ERR_NONE;
    pthread_mutex_lock(&x->writing);
    if (x->ids.count >= SEGMENT_CLAIMS_MAX - 1) {
        err = fault_set(f, ERR_LIMIT, "the index is full: it holds %u claims",
                        SEGMENT_CLAIMS_MAX - 1);
    } else {
        map_at(&x->ids, hash_bytes(c->id, SEED_ID), &is_new);
        if (!is_new) {
            err = fault_set(f, ERR_CONFLICT, "the claim id %.*s is already in the index",
                            (int)(c->id.len < 80 ? c->id.len : 80), c->id.ptr);
        }
    }
    if (is_new) {
        if (x->builder && segment_builder_count(x->builder) >= BUILD_CLAIMS_MAX) {
            close_builder(x);
        }
        x->builder = x->builder ? x->builder : segment_builder_new(x->concepts);
        x->languages[segment_builder_add(x->builder, c, x->analyser, most_used(x))]++;
    }
    pthread_mutex_unlock(&x->writing);
    return err;
}

enum err match_index_remove(struct match_index *x, struct slice id, struct fault *f)
{
    struct removal r;
    enum err err = ERR_NONE;
    pthread_mutex_lock(&x->writing);
    if (find_claim(x->current, id, &r) && !is_pending(x, r) &&
        map_remove(&x->ids, hash_bytes(id, SEED_ID))) {
        if (x->removal_count == x->removal_cap) {
            x->removals =
                mem_grow(x->removals, &x->removal_cap, x->removal_count + 1, sizeof *x->removals);
        }
        x->removals[x->removal_count++] = r;
    } else {
        err = fault_set(f, ERR_NOTFOUND, "no committed claim has the id %.*s",
                        (int)(id.len < 80 ? id.len : 80), id.ptr);
    }
    pthread_mutex_unlock(&x->writing);
    return err;
}

void match_index_commit(struct match_index *x)
{
    pthread_mutex_lock(&x->writing);
    struct segment *added = take_built(x);
    const struct snapshot *old = x->current;
    struct snapshot *s = snapshot_new(x);
    for (size_t i = 0; i < old->count; i++) {
        atomic_fetch_add(&old->segments[i]->refs, 1);
        snapshot_add(s, old->segments[i], copy_bits(old->gone[i], old->segments[i]->claim_count));
    }
    for (size_t i = 0; i < x->removal_count; i++) {
        set_gone(s, x->removals[i]);
    }
    x->removal_count = 0;
    if (added) {
        snapshot_add(s, added, NULL);
    }
    publish(x, s);
    if (s->count ==
        SNAPSHOT_SEGMENTS_MAX) { /* the merger has fallen behind: no room for the next commit */
        merge_tail(x, 0);
    }
    pthread_cond_signal(&x->wake);
    pthread_mutex_unlock(&x->writing);
}

size_t match_index_count(struct match_index *x)
{
    struct snapshot *s = snapshot_take(x);
    size_t count = s->claims;
    snapshot_release(s);
    return count;
}

size_t match_index_bytes(struct match_index *x)
{
    struct snapshot *s = snapshot_take(x);
    size_t bytes = 0;
    for (size_t i = 0; i < s->count; i++) {
        bytes += segment_bytes(s->segments[i]) +
                 (s->gone[i] ? (s->segments[i]->claim_count + 7) / 8 : 0);
    }
    snapshot_release(s);
    return bytes + x->ids.mask * 16;
}

const struct concepts *match_index_concepts(const struct match_index *x)
{
    return x->concepts;
}
