/* match/stance.h - does a message repeat a claim, deny it, or ask about it?
 *
 * WHAT   cues (negations near the claim's words and whether the claim itself is negative, words
 *        such as "fake", "intox",
 *        "myth", openings such as "non," and "faux :", question forms, reported speech, sarcasm,
 *        advice) counted by rules, weighed by a
 *        small linear model; French and English. Anything not clear enough is "unclear".
 * FLOW   called by: match/matcher for the first candidate. Weights: match/stance_weights.h, learnt
 *        by tools/learn_stance.c from
 *        tests/data/stance-*.tsv.
 * RULES  1. a wrong "repeats" is the worst answer: it could correct somebody who is right. Its
 *        probability must pass a bar.
 *        2. read-only tables: any thread may ask.
 * COST   one pass over the tokens, below a microsecond.
 */
#ifndef MATCH_STANCE_H
#define MATCH_STANCE_H

#include <stdint.h>

#include "text/analysis.h"

enum stance { STANCE_UNCLEAR, STANCE_REPEATS, STANCE_DENIES, STANCE_ASKS, STANCES };

/* Bits of matched[i]. Only the first is needed; the second sharpens the answer where the claim's
 * fact is known. */
enum stance_match {
    STANCE_MATCH_CLAIM = 1, /* token i is one of the claim's words */
    STANCE_MATCH_FACT = 2   /* token i is one of the words of claim.fact */
};

/* To be added to what stance_claim_bits returns when the claim's fact was looked up for matched. */
#define STANCE_FACT_KNOWN 0x80

/* The name used in answers: "unclear", "repeats", "denies", "asks". */
const char *stance_name(enum stance s);

/* The cue bits of a folded word, for lexicon_new: what kind of word it is for stance (negation,
 * debunking word, question word ...).
 * context is not used. */
uint32_t stance_marker(void *context, struct slice folded);

/* What stance has to know of the claim, gathered once when the claim is indexed: bits kept in
 * claim_info. */
uint8_t stance_claim_bits(const struct analysis *claim);

/* The stance of message a (analysed with stance_marker) towards a claim. matched[i] holds the enum
 * stance_match bits of
 * token i of the message (a->token_count of them). probability, if not NULL, gets the model's
 * STANCES probabilities. */
enum stance stance_judge(const struct analysis *a, const uint8_t *matched, uint8_t claim_bits,
                         float *probability);

#endif
