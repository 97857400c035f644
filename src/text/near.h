/* text/near.h - a streaming index of near-copies: which earlier text says this in nearly the same words?
 *
 * WHAT   a text is reduced to a print (its distinct terms and their counts, bounded); the index holds the prints of
 *        the last texts and answers with the most similar of them. Similarity is the cosine of tf-idf weights, with
 *        the idf of the texts held and, while these are few, of general language.
 * FLOW   called by: triage/group (copies of a rumour), match/memory (known copies of a claim). Calls: text/analysis.
 * RULES  1. the index holds at most `capacity` prints, each no older than `age_s`; memory is fixed when it is made.
 *        2. df of a term = prints held that have it, exact after each addition and removal.
 *        3. the answer depends on the calls made before and on nothing else.
 *        4. a text with the same words as one held is found with similarity 1, whatever the budget of the search.
 *        5. a text without anything to read (no word, number or address) is like no other.
 * COST   2 to 4 us to find and add a message of 230 bytes in a window of 50,000.
 * NOT HERE  who joins which group: triage/group.h. What a claim is: match/.
 */
#ifndef TEXT_NEAR_H
#define TEXT_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/analysis.h"

#define NEAR_TERMS_MAX 96

/* The print of one text; plain data, may be copied. */
struct near_print {
    uint64_t exact;                 /* hash of all words in order; 0: nothing to read */
    uint16_t count;                 /* terms kept */
    uint16_t words;                 /* words of the text, at most 65535 */
    uint32_t terms[NEAR_TERMS_MAX]; /* hashes, rising */
    uint8_t counts[NEAR_TERMS_MAX]; /* how often in the text, at most 255 */
    uint8_t rarity
        [NEAR_TERMS_MAX]; /* -ln of the share in general language, in sixteenths; 0: not known */
};

struct near_options {
    size_t capacity; /* prints held at most; 0: 50,000 */
    int64_t age_s;   /* seconds after which a print is forgotten; 0: never */
};

struct near_hit {
    uint64_t tag;     /* as given to near_add */
    float similarity; /* 0..1 */
    bool exact;       /* the same words in the same order */
};

struct near;

/* Fills *out with the print of an analysed text. Pure: any thread. Of a text with more than NEAR_TERMS_MAX distinct terms
 * those with the smallest hashes are kept, so that two long copies keep the same ones. */
void near_print_of(const struct analysis *a, struct near_print *out);

/* An empty index, owned by the caller; options may be NULL. For one thread at a time. */
struct near *near_new(const struct near_options *options);

/* Frees it; NULL is accepted. */
void near_free(struct near *x);

/* The prints held that are most similar to p, best first (of equals the latest), at most max; how many. now_s: seconds, any origin; what is older
 * than age_s is forgotten first. A time before the latest one given counts as the latest. */
size_t near_find(struct near *x, const struct near_print *p, int64_t now_s, struct near_hit *hits,
                 size_t max);

/* Adds p under tag; the oldest print goes when there is no room. */
void near_add(struct near *x, const struct near_print *p, uint64_t tag, int64_t now_s);

/* Prints held. */
size_t near_count(const struct near *x);

/* Bytes the index takes, all told. */
size_t near_bytes(const struct near *x);

/* How alike two texts are, by themselves: 0..1, 1 for the same words in the same order. Terms weigh by their rarity in general language.
 * NEAR_IDENTICAL and above: the same text but for an opening, a closing or a few words. */
float near_similarity(const struct near_print *a, const struct near_print *b);

#define NEAR_IDENTICAL 0.8f

#endif
