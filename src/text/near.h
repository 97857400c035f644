/* text/near.h - a streaming index of near-copies: which earlier text says this in nearly the same words?
 *
 * WHAT   a text is reduced to a print (its distinct terms, how often each, how rare each is in general language; bounded).
 *        The index holds the prints of the last texts and answers with the most similar one. Similarity is the
 *        cosine of tf-idf weights, less when little of what the two share is rare in general language, less again
 *        when both give numbers and not one is the same.
 * FLOW   called by: triage/group (copies of a rumour), match/memory (known copies of a claim). Reads: text/analysis.
 * WHY    docs/grouping.md: what each part gained, and what was tried and left out.
 * RULES  1. the index holds at most `capacity` prints, none older than `age_s`, and its memory is fixed when it is
 *        made: long texts leave room for fewer.  2. df of a term = the prints held that have it, exact after each addition
 *        and removal.  3. an answer depends on the calls made before and on nothing else.  4. a text with the same words
 *        in the same order as one held is found, with similarity 1.  5. a text without anything to read (blank)
 *        is like no other.
 * COST   see docs/grouping.md: about 3 us to find and add a message of 230 bytes in a full window of 50,000, which takes
 *        about 40 MB once filled.
 * NOT HERE  who joins which group: triage/group.h. Which claim a message repeats: match/match.h.
 */
#ifndef TEXT_NEAR_H
#define TEXT_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/analysis.h"

#define NEAR_TERMS_MAX 96
#define NEAR_NUMBER 0x80 /* bit of near_print.rarity: the term is a number */
#define NEAR_CAPACITY_MAX ((size_t)1 << 20)

/* The print of one text; plain data, may be copied. A print with NEAR_TERMS_MAX terms is cut: it holds those with the
 * smallest hashes, so that two long copies keep the same ones, and is compared only as far as it goes. */
struct near_print {
    uint64_t exact; /* hash of all words and addresses in order; 0: nothing to read */
    uint16_t count; /* terms held */
    uint32_t terms[NEAR_TERMS_MAX]; /* hashes, rising */
    uint8_t counts[NEAR_TERMS_MAX]; /* how often in the text, 1..255 */
    uint8_t rarity
        [NEAR_TERMS_MAX]; /* -ln of its share in general language, in eighths, and NEAR_NUMBER */
};

struct near_options {
    size_t capacity; /* prints held at most, up to NEAR_CAPACITY_MAX; 0: 50,000 */
    int64_t age_s;   /* seconds after which a print is forgotten; 0: never */
};

struct near_hit {
    uint64_t tag;     /* as given to near_add */
    float similarity; /* 0..1 */
    bool exact;       /* the same words in the same order */
};

struct near;

/* Fills *out with the print of an analysed text (only the first WORDS_MAX words of a longer one were read). Words of
 * an @Name are left out: they say who speaks, not what is said. Pure: any thread. */
void near_print_of(const struct analysis *a, struct near_print *out);

/* An empty index, owned by the caller; options may be NULL. For one thread at a time. */
struct near *near_new(const struct near_options *options);

/* Frees it; NULL is accepted. */
void near_free(struct near *x);

/* The print held that is most similar to p (of equals the latest) into *hit; false when none shares a term.
 * now_s: seconds from any origin; what is then older than age_s is forgotten first. A time before the latest one
 * given counts as the latest. */
bool near_find(struct near *x, const struct near_print *p, int64_t now_s, struct near_hit *hit);

/* Adds p (copied) under tag; the oldest prints go when there is no room. close_copy: p is a close copy of one held, so
 * its terms are found but do not count as more common: a wave of copies must not make its own words worthless. */
void near_add(struct near *x, const struct near_print *p, uint64_t tag, int64_t now_s,
              bool close_copy);

/* Prints held. */
size_t near_count(const struct near *x);

/* Prints held that have the term (a hash as in near_print.terms). */
size_t near_df(const struct near *x, uint32_t term);

/* Bytes the index may take, all told. */
size_t near_bytes(const struct near *x);

/* How alike two texts are, by themselves: 1 for the same words in the same order, otherwise the weight of the terms
 * they share by the weight of all their terms (Jaccard; a term weighs its rarity in general language), lowered when
 * both give numbers and not one is the same. 0 when either is blank. */
float near_similarity(const struct near_print *a, const struct near_print *b);

/* At and above this near_similarity two texts are near-identical: one is the other with a word changed, an opening, a
 * closing or a signature put to it, not a retelling. */
#define NEAR_IDENTICAL 0.7f

#endif
