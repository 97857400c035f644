/* match/query.h - one message on its way through the index: what it asks for, who answers, how
 * well. Private to match/.
 *
 * WHAT   the working state of a matcher (one thread). A message passes through it in this order:
 *        query_read (analyse, look terms up) -> retrieve_candidates (postings) -> features_fill
 *        (forward lists) ->
 *        the scores and the confidence of match/matcher.c.
 * RULES  1. term figures are of the whole snapshot; local numbers are of one segment.
 */
#ifndef MATCH_QUERY_H
#define MATCH_QUERY_H

#include "match/concepts.h"
#include "match/features.h"
#include "match/snapshot.h"
#include "text/analysis.h"

#define QUERY_TERMS_MAX 256 /* of a long post the rarest count */
#define QUERY_LISTS_MAX 512
#define QUERY_GRAMS_MAX 1024
#define QUERY_CANDIDATES 48

/* Postings walked for a message: of words and concepts, of 4-grams. */
#define QUERY_WORD_BUDGET 12000
#define QUERY_GRAM_BUDGET 12000

enum query_kind { QUERY_WORD, QUERY_CONCEPT, QUERY_LINK };

struct query_term {
    uint64_t key;
    float idf;
    uint32_t df;
    uint32_t token; /* first token in the message */
    uint32_t span;  /* tokens, more than 1 for some concepts */
    uint8_t kind;   /* enum query_kind */
    bool number;
    uint32_t
        local[SNAPSHOT_SEGMENTS_MAX]; /* number in each segment's dictionary, UINT32_MAX: absent */
};

/* What posting lists are walked for: the roots of the words, concepts, addresses. */
struct query_list {
    uint64_t key;
    float weight; /* idf, times what the kind is worth */
    uint32_t df;
    uint8_t kind;
    uint32_t
        term; /* place in terms of the first term with this root, UINT32_MAX if the index has none */
    uint32_t local[SNAPSHOT_SEGMENTS_MAX];
};

struct query_gram {
    uint32_t key;
    uint32_t df;
    float idf;
    uint32_t local[SNAPSHOT_SEGMENTS_MAX];
};

/* A claim while candidates are chosen: small, because it is moved often. */
struct leader {
    float proxy;
    uint32_t claim;
    uint32_t segment;
    float roots;
    float grams;
    float concepts;
};

/* The three sums of a claim's tally. */
enum tally_sum { TALLY_ROOTS, TALLY_GRAMS, TALLY_CONCEPTS, TALLY_SUMS };

/* What the postings say of one claim; sums of another epoch count as 0. The epoch is a whole number
 * kept as a float, so that adding needs no
 * branch: whether a claim was met before is as good as random. */
struct tally {
    float sums[TALLY_SUMS];
    float epoch;
};

struct candidate {
    uint32_t segment;
    uint32_t claim;
    float words;    /* BM25 over stems */
    float roots;    /* BM25 over roots */
    float grams;    /* BM25 over 4-grams */
    float concepts; /* BM25 over concepts */
    float proxy;    /* what it was retrieved by */
    float score;    /* of the ranking model */
    float features[FEATURES];
};

struct query {
    struct analysis analysis;
    int32_t date_days;
    struct query_term *terms; /* QUERY_TERMS_MAX, owned; in the order of the message */
    size_t term_count;
    struct query_list
        *lists; /* QUERY_LISTS_MAX, owned; rarest first when they are more than the budget */
    size_t list_count;
    struct query_gram *grams; /* QUERY_GRAMS_MAX, owned; likewise */
    size_t gram_count;
    size_t grams_asked; /* distinct ones, those the index lacks included */
    float word_mass;    /* sum of idf over the message's words */
    float root_mass;    /* and over their roots */
    float gram_mass;
    float concept_mass;
    float norm;         /* of the message's tf-idf vector */
    float rarest;       /* idf of its rarest word that the index knows */
    uint32_t *place_at; /* positions: terms[i] stands at places[place_at[i]..place_at[i+1]) */
    uint32_t *places;   /* tokens, rising */
    size_t places_cap;
    struct tally *tallies; /* by claim number of the segment at hand, owned */
    size_t tallies_cap;
    uint32_t *touched; /* claims with a tally, owned */
    size_t touched_cap;
    float epoch;
    uint16_t *
        marks; /* by word number of the segment at hand: place in terms + 1 (in lists + 1 for roots), owned */
    size_t marks_cap;
    uint32_t *gram_seen; /* small hash table of grams already asked for, owned */
    struct candidate candidates[QUERY_CANDIDATES];
    size_t candidate_count;
};

/* Allocates and frees a query's buffers. */
void query_init(struct query *q);
void query_done(struct query *q);

/* Analyses text and looks its terms, 4-grams and concepts up in all segments of s. */
void query_read(struct query *q, struct analyser *y, const struct concepts *concepts,
                const struct snapshot *s, struct slice text, enum lang hint, int32_t date_days);

/* Fills q->candidates: the QUERY_CANDIDATES best by words, 4-grams and concepts together, best
 * first. */
void retrieve_candidates(struct query *q, const struct snapshot *s);

#endif
