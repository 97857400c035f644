/* triage/worth.h - how much a message deserves an answer: 0 to 100, and what that number is made
 * of.
 *
 * WHAT   points for what the engine is sure of (confidence, and the harm of the claim), points for
 *        how much an answer would
 *        help (reach, copies, freshness, who speaks), a few points for a text that looks like a
 *        claim at all; all of
 *        it times a factor for where the message stands. docs/worth.md has each weight and its
 *        reason.
 * FLOW   called by: cmd/answer (worth_cues, in any thread), cmd/cmd_triage (worth_of, in order).
 *        Calls: text/analysis.
 * RULES  1. 0 <= total <= 100.  2. total never falls when one of confidence, harm, reach, copies,
 *        freshness or cues
 *        rises; patients come before the public, that before the press, that before colleagues.
 *        3. an unknown reach, date, harm or voice is neither punished as the worst nor rewarded as
 *        the best, but for reach:
 *        unknown counts as none.  4. nothing here is about an author: only what was said, and how
 *        far it went.
 * COST   worth_of 50 ns, worth_cues 5 ns a word.
 * NOT HERE  whether to suggest an answer: match/match.h decides that by the confidence alone.
 */
#ifndef TRIAGE_WORTH_H
#define TRIAGE_WORTH_H

#include "match/stance.h"
#include "model/claim.h"
#include "model/message.h"

#define WORTH_HALF_LIFE_DAYS 7
#define WORTH_AGE_UNKNOWN (-1)

struct worth_input {
    double confidence; /* that the message speaks of the claim, 0..1 */
    enum stance stance;
    enum harm harm;   /* of the claim */
    double reach;     /* people, or MESSAGE_REACH_UNKNOWN */
    uint64_t copies;  /* of the message so far, itself included */
    int32_t age_days; /* behind the newest message, or WORTH_AGE_UNKNOWN */
    enum voice voice;
    double cues; /* of worth_cues, 0..1 */
};

/* The parts of the sum in points, and the factor. total = factor * (the sum of all others). */
struct worth_terms {
    double confidence; /* 0..40 */
    double harm;       /* 0..20 */
    double reach;      /* 0..14 */
    double copies;     /* 0..10 */
    double freshness;  /* 0..6 */
    double voice;      /* 0..6 */
    double cues;       /* 0..4 */
    double factor;     /* 0..1, of the stance */
    double total;      /* 0..100 */
};

/* Weighs one message. Pure. */
void worth_of(const struct worth_input *in, struct worth_terms *out);

/* The words that worth_cues looks for; read-only, for all threads. Owned by the caller. */
struct worth_words;
struct worth_words *worth_words_new(void);
void worth_words_free(struct worth_words *w);

/* How much a text looks like a claim worth checking, by its surface, 0..1: health words, numbers,
 * absolute words and
 * superlatives, and a length at which something can be said. French and English; 0 or little for
 * ordinary talk. */
double worth_cues(const struct worth_words *w, const struct analysis *a);

#endif
