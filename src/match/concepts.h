/* match/concepts.h - the lay-to-medical and French-English vocabulary.
 *
 * WHAT   finds concepts (share/words/health.tsv, common.tsv) in an analysed text, so that "crème
 *        solaire", "écran solaire" and
 *        "sunscreen" meet. Phrases are compared stem by stem, in the language of the text.
 * FLOW   called by: match/segment (claims), match/retrieve (messages).
 * RULES  1. read-only after concepts_new: any thread may ask.  2. of overlapping phrases the
 *        longest counts.
 * COST   one table look-up a word; memory about 1 MB.
 */
#ifndef MATCH_CONCEPTS_H
#define MATCH_CONCEPTS_H

#include <stdint.h>

#include "text/analysis.h"

#define CONCEPTS_FOUND_MAX 64

struct concepts;

struct concept_hit {
    uint64_t term;  /* key of the concept, in a name space apart from stems */
    uint32_t token; /* first token */
    uint32_t count; /* tokens */
};

/* Reads the vocabulary files built into the program. Owned by the caller. y is only used during the
 * call. */
struct concepts *concepts_new(struct analyser *y);

/* Frees it; NULL is accepted. */
void concepts_free(struct concepts *c);

/* Finds the concepts of an analysed text: at most CONCEPTS_FOUND_MAX, each once, written to hits;
 * returns how many. */
size_t concepts_find(const struct concepts *c, const struct analysis *a, struct concept_hit *hits);

#endif
