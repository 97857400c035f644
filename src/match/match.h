/* match/match.h - the face of the engine: an index of claims, and for a message the claims it may
 * repeat.
 *
 * WHAT   struct match_index holds up to SEGMENT_CLAIMS_MAX claims and may be changed while it is
 *        asked;
 *        struct matcher (one a thread) answers: the ranked candidates, one calibrated confidence,
 *        the stance, and why.
 * FLOW   called by: cmd (triage), later triage/recognise. Calls: text/analysis, the rest of match/.
 * WHY    lexical, no model file, no outside service: docs/matching.md has what each part gained.
 * RULES  1. readers never wait for a writer: they work on the snapshot they took. One writer at a
 *        time.
 *        2. the confidence is the probability that the first claim is the right one, learnt where
 *        half of the messages have no
 *        claim in the index; it falls with rank.  3. a message that denies the claim is never
 *        suggested.
 *        4. the answer depends only on the message, the claims in the order added, and what was
 *        learnt: not on threads.
 * COST   docs/matching.md. Memory of one claim: about 0.6 KiB.
 * NOT HERE  near-copies among messages: triage/group.h. Order of worth: triage/worth.h.
 */
#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

#include "match/stance.h"
#include "model/claim.h"
#include "text/lang.h"

#define MATCH_TOP_MAX 20
#define MATCH_WORDS_MAX 12
#define MATCH_DIFFER_MAX 4

struct match_index;
struct matcher;
struct match_memory;

/* An empty index, owned by the caller; free it after all its matchers. */
struct match_index *match_index_new(void);
void match_index_free(struct match_index *x);

/* Adds a checked claim (claim_check). It is found after the next commit. ERR_CONFLICT when its id
 * is already there, ERR_LIMIT when the index is full. */
enum err match_index_add(struct match_index *x, const struct claim *c, struct fault *f);

/* Removes the claim called id with the next commit; ERR_NOTFOUND when there is none. */
enum err match_index_remove(struct match_index *x, struct slice id, struct fault *f);

/* Makes all additions and removals visible to readers at once, then merges small segments. */
void match_index_commit(struct match_index *x);

/* Claims that readers see, and the bytes the index holds for them. */
size_t match_index_count(struct match_index *x);
size_t match_index_bytes(struct match_index *x);

/* A reader for one thread, owned by the caller. memory may be NULL and is borrowed. */
struct matcher *matcher_new(struct match_index *x, const struct match_memory *memory);
void matcher_free(struct matcher *m);

struct match_candidate {
    struct slice id;  /* borrowed until the next matcher_ask */
    float score;      /* of the ranking model; only its order means something */
    float confidence; /* 0..1, falls with rank (rule 2) */
    enum harm harm;
    enum verdict verdict;
    bool known_copy; /* the message is nearly the same as a confirmed copy of this claim */
    size_t place;    /* for match_why */
};

struct match_answer {
    struct match_candidate top[MATCH_TOP_MAX]; /* best first */
    size_t count;
    float confidence;   /* of the first; 0 when there is none */
    enum stance stance; /* towards the first */
    enum lang lang;
    bool suggest; /* confident enough for max_wrong, and the message does not deny */
};

/* Why a candidate is suggested; words are as written in the message, or in the claim where said. */
struct match_why {
    struct slice
        words[MATCH_WORDS_MAX]; /* shared words, most telling first; parts of the message */
    size_t word_count;
    struct slice numbers
        [MATCH_DIFFER_MAX]; /* numbers of the message that the claim lacks, where the claim has others */
    size_t number_count;
    struct slice claim_numbers
        [MATCH_DIFFER_MAX]; /* those others; parts of the index, valid until the next matcher_ask */
    size_t claim_number_count;
    struct slice
        names_missing[MATCH_DIFFER_MAX]; /* names of the claim that the message lacks; likewise */
    size_t name_count;
    bool link;               /* an address of the claim stands in the message */
    struct slice known_copy; /* id of the confirmed copy; empty if none */
};

/* Answers for text (well-formed UTF-8; only the first WORDS_MAX words are read). date_days:
 * DATE_NONE if unknown. top: 1..MATCH_TOP_MAX.
 * max_wrong: the share of suggestions that may be wrong, 0..1. */
void matcher_ask(struct matcher *m, struct slice text, enum lang hint, int32_t date_days,
                 size_t top, double max_wrong, struct match_answer *out);

/* Why candidate place of the last answer is where it is. text must still be there. */
void matcher_why(struct matcher *m, size_t place, struct match_why *out);

/* The analysis of the last message, borrowed until the next matcher_ask: triage groups by it. */
struct analysis;
const struct analysis *matcher_analysis(const struct matcher *m);

#endif
