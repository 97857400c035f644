/* match/segment.h - an immutable piece of the claim index: dictionary, postings, forward lists,
 * facts of each claim.
 *
 * WHAT   built once out of claims, or merged out of older segments, then only read. Private to
 *        match/.
 * FLOW   called by: match/index (builds, merges, frees), match/retrieve and match/features (read).
 * WHY    immutable pieces need no locks: readers hold a reference, writers publish a new list of
 *        pieces.
 * RULES  1. claims are numbered 0..claim_count; a posting list rises by claim.  2. a claim's
 *        forward list names each
 *        of its terms once, in the order of first appearance.  3. terms are known by 64-bit hashes,
 *        4-grams by 32-bit
 *        ones (base/hash.h); spelling is kept only for numbers and names, which a "why" must show.
 *        4. words have their posting lists under their roots (text/lexicon.h); what exactly a claim
 *        says is in its forward list.
 *        5. 4-grams found in more than SEGMENT_GRAM_SHARE of the claims have no postings.
 * COST   see docs/matching.md, "Memory of one claim".
 */
#ifndef MATCH_SEGMENT_H
#define MATCH_SEGMENT_H

#include <stdatomic.h>
#include <stdint.h>

#include "match/concepts.h"
#include "model/claim.h"
#include "text/analysis.h"

#define SEGMENT_GRAM_SHARE 0.02
#define SEGMENT_GRAM_FLOOR 64 /* postings that a 4-gram may have whatever the share */

/* A posting: claim number in the upper 24 bits, BM25 term weight in the lower 8 (SEGMENT_IMPACT of
 * 255 is 2.2). */
#define SEGMENT_CLAIMS_MAX ((uint32_t)1 << 24)
#define SEGMENT_IMPACT (2.2f / 255.0f)

/* A forward entry: dictionary number in the lower 24 bits, these flags above. */
enum forward_flag {
    FORWARD_CLAIM = 1,   /* stands in the claim */
    FORWARD_TITLE = 2,   /* stands in the title */
    FORWARD_NUMBER = 4,  /* is a number; its spelling is in the claim's strings */
    FORWARD_NAME = 8,    /* written like a name; spelling likewise */
    FORWARD_LINK = 16,   /* an address of the claim */
    FORWARD_CONCEPT = 32 /* a concept of the vocabulary (match/concepts.h) */
};
#define FORWARD_TERM(entry) ((entry)&0xffffffu)
#define FORWARD_FLAGS(entry) ((entry) >> 24)
#define FORWARD_WORDS_ONLY(flags) (((flags) & (FORWARD_LINK | FORWARD_CONCEPT)) == 0)

struct field_slot {
    uint64_t key;
    uint32_t term; /* dictionary number + 1; 0: empty */
};

/* One dictionary with its posting lists. */
struct field {
    struct field_slot *slots; /* owned, power of two */
    size_t mask;
    uint32_t term_count;
    uint64_t *keys; /* by dictionary number */
    uint32_t *at;   /* first posting of each term; term_count + 1 of them */
    uint32_t *df;   /* claims with the term (also where postings were dropped) */
    uint32_t *
        root; /* words only: number of the term's root; itself for roots, numbers, concepts, links */
    float *common;      /* words only: see segment_weight */
    float *weight;      /* idf of each term within this segment (segment_weight) */
    uint32_t *postings; /* owned */
};

struct claim_info {
    uint32_t id_at;      /* into ids, NUL-terminated */
    uint32_t forward_at; /* into forward; the next claim's is the end */
    uint32_t
        string_at; /* into strings: spellings of its numbers and names, each ended by a NUL, in forward order */
    float norm; /* length of its tf-idf vector */
    float mass; /* sum of idf over the terms of its claim text */
    float title_mass;
    float name_mass;
    float concept_mass;
    float gram_mass;
    int32_t date_days;
    uint8_t lang;
    uint8_t harm;
    uint8_t verdict;
    uint8_t stance_bits; /* match/stance.h */
    uint8_t numbers;     /* how many numbers its claim text has, at most 255 */
};

struct segment {
    atomic_uint refs;
    uint32_t claim_count;
    struct field words;
    struct field grams;
    struct claim_info *claims; /* claim_count + 1: the last only holds ends */
    uint32_t *forward;
    uint8_t *impacts; /* of each forward entry: BM25 weight as in a posting */
    char *ids;
    char *strings;
    size_t ids_size;
    size_t strings_size;
};

struct segment_builder;

/* Collects claims for a new segment. concepts is borrowed until the builder is finished or freed.
 * */
struct segment_builder *segment_builder_new(const struct concepts *concepts);

/* Adds a checked claim; its texts are analysed in the language it states, else as found, else in
 * fallback. Returns the language.
 * The caller has made sure that the id is new and that there are less than SEGMENT_CLAIMS_MAX
 * claims. */
enum lang segment_builder_add(struct segment_builder *b, const struct claim *c, struct analyser *y,
                              enum lang fallback);

/* Claims collected so far. */
uint32_t segment_builder_count(const struct segment_builder *b);

/* The finished segment with one reference, owned by the caller; frees the builder. */
struct segment *segment_builder_finish(struct segment_builder *b);

/* Frees a builder that is not to be finished; NULL is accepted. */
void segment_builder_free(struct segment_builder *b);

/* A new segment with the claims of parts (count of them) in order, without those whose bit is set
 * in gone[part] (one bit a claim;
 * NULL: none is gone). One reference, owned by the caller. */
struct segment *segment_merge(struct segment *const *parts, const uint8_t *const *gone,
                              size_t count);

/* Gives a reference back; the last one frees the segment. */
void segment_release(struct segment *s);

/* Dictionary number of key in f, or UINT32_MAX. */
uint32_t field_find(const struct field *f, uint64_t key);

/* Bytes that the segment holds. */
size_t segment_bytes(const struct segment *s);

/* BM25 idf of a term in df of count claims, never negative. common is the share of claims that
 * would have the word if claims were
 * general language: in a small pool a rare everyday word looks as telling as a name; this corrects
 * it (docs/matching.md). */
float segment_weight(uint32_t df, float common, uint32_t count);

#endif
