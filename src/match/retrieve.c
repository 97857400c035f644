/* match/retrieve.c - candidates out of the posting lists; see query.h.
 *
 * In this file, in order: (1) walking lists, (2) the best so far, (3) the public function.
 *
 * Lists are walked from the rarest term on until a budget of postings is spent: in a pool of a
 * million claims the
 * frequent terms would cost most and say least. What they would have added to the candidates found,
 * features_fill sees anyway,
 * because it reads the candidates' own lists.
 */
#include "match/query.h"

#include <stdlib.h>

#include "base/mem.h"

#define EPOCHS 16000000.0f /* floats hold whole numbers so far */
#define LINK_WEIGHT 3.0f
#define GRAM_SHARE 1.0f /* of 4-grams against words in what candidates are retrieved by */
#define CONCEPT_SHARE 0.5f

/* (1) Adds one list to one of the three sums of its claims' tallies. Returns the claims touched so
 * far. */
static size_t walk(struct query *q, size_t touched, const uint32_t *postings, size_t count,
                   enum tally_sum sum, float weight)
{
    float add[TALLY_SUMS] = {0};
    add[sum] = weight * SEGMENT_IMPACT;
    for (size_t k = 0; k < count; k++) {
        uint32_t claim = postings[k] >> 8;
        float impact = (float)(postings[k] & 0xff);
        struct tally *t = &q->tallies[claim];
        float keep = (float)(t->epoch == q->epoch);
        for (int i = 0; i < TALLY_SUMS; i++) {
            t->sums[i] = t->sums[i] * keep + add[i] * impact;
        }
        q->touched[touched] = claim;
        touched += t->epoch != q->epoch;
        t->epoch = q->epoch;
    }
    return touched;
}

static void make_room(struct query *q, const struct segment *s)
{
    if (s->claim_count > q->tallies_cap) {
        q->tallies = mem_resize(q->tallies, s->claim_count, sizeof *q->tallies);
        memset(q->tallies, 0, s->claim_count * sizeof *q->tallies);
        q->tallies_cap = s->claim_count;
        q->touched = mem_resize(q->touched, (size_t)s->claim_count + 1,
                                sizeof *q->touched); /* one is written past the last */
        q->epoch = 0;
    }
    q->epoch += 1;
    if (q->epoch > EPOCHS) { /* old epochs must not look new */
        memset(q->tallies, 0, q->tallies_cap * sizeof *q->tallies);
        q->epoch = 1;
    }
}

static size_t walk_segment(struct query *q, const struct segment *s, size_t part)
{
    size_t touched = 0, spent = 0;
    make_room(q, s);
    for (size_t i = 0; i < q->list_count && spent < QUERY_WORD_BUDGET; i++) {
        const struct query_list *l = &q->lists[i];
        if (l->local[part] != UINT32_MAX) {
            uint32_t from = s->words.at[l->local[part]],
                     count = s->words.at[l->local[part] + 1] - from;
            float weight = l->kind == QUERY_LINK ? l->weight * LINK_WEIGHT : l->weight;
            enum tally_sum sum = l->kind == QUERY_CONCEPT ? TALLY_CONCEPTS : TALLY_ROOTS;
            touched = walk(q, touched, s->words.postings + from, count, sum, weight);
            spent += count;
        }
    }
    spent = 0;
    for (size_t i = 0; i < q->gram_count && spent < QUERY_GRAM_BUDGET; i++) {
        const struct query_gram *g = &q->grams[i];
        if (g->local[part] != UINT32_MAX) {
            uint32_t from = s->grams.at[g->local[part]],
                     count = s->grams.at[g->local[part] + 1] - from;
            touched = walk(q, touched, s->grams.postings + from, count, TALLY_GRAMS, g->idf);
            spent += count;
        }
    }
    return touched;
}

/* (2) A heap with the worst candidate on top. */
static void sift_down(struct leader *heap, size_t count, struct leader item)
{
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= count) {
            break;
        }
        child += child + 1 < count && heap[child + 1].proxy < heap[child].proxy;
        if (heap[child].proxy >= item.proxy) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = item;
}

static void sift_up(struct leader *heap, size_t at, struct leader item)
{
    while (at > 0 && heap[(at - 1) / 2].proxy > item.proxy) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = item;
}

/* Claims found so far, the weakest on top of the heap. */
struct best {
    struct leader heap[QUERY_CANDIDATES];
    size_t count;
    float bar; /* proxy that a claim must pass once the heap is full */
};

static void keep_best(struct best *b, const struct query *q, const struct snapshot *s, size_t part,
                      size_t touched)
{
    float gram_weight = q->gram_mass > 0 ? GRAM_SHARE * q->root_mass / q->gram_mass : 0;
    for (size_t i = 0; i < touched; i++) {
        uint32_t claim = q->touched[i];
        const struct tally *t = &q->tallies[claim];
        float proxy = t->sums[TALLY_ROOTS] + gram_weight * t->sums[TALLY_GRAMS] +
                      CONCEPT_SHARE * t->sums[TALLY_CONCEPTS];
        if (proxy <= b->bar || snapshot_gone(s, part, claim)) {
            continue;
        }
        struct leader l = {proxy,
                           claim,
                           (uint32_t)part,
                           t->sums[TALLY_ROOTS],
                           t->sums[TALLY_GRAMS],
                           t->sums[TALLY_CONCEPTS]};
        if (b->count == QUERY_CANDIDATES) {
            sift_down(b->heap, QUERY_CANDIDATES, l);
        } else {
            sift_up(b->heap, b->count++, l);
        }
        b->bar = b->count == QUERY_CANDIDATES ? b->heap[0].proxy : 0;
    }
}

/* (3) */
void retrieve_candidates(struct query *q, const struct snapshot *s)
{
    struct best b;
    b.count = 0;
    b.bar = 0;
    for (size_t part = 0; part < s->count; part++) {
        size_t touched = walk_segment(q, s->segments[part], part);
        keep_best(&b, q, s, part, touched);
    }
    q->candidate_count = b.count;
    for (size_t i = 0; i < b.count; i++) {
        struct candidate *d = &q->candidates[i];
        d->segment = b.heap[i].segment;
        d->claim = b.heap[i].claim;
        d->roots = b.heap[i].roots;
        d->grams = b.heap[i].grams;
        d->concepts = b.heap[i].concepts;
        d->proxy = b.heap[i].proxy;
    }
}
