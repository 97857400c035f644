/* match/stance_features.h - what a message says about its stance, as numbers a model can weigh.
 * Private to match/.
 *
 * WHAT   about seventy figures between 0 and 1: how often each class of cue occurs (match/cues.h),
 *        and what needs more than
 *        counting: negation near the claim's words, a question at the end, quotation marks around
 *        the claim, words of
 *        harm against a claim of worth.
 * FLOW   called by: match/stance, tools/learn_stance. Calls: match/cues.
 * RULES  1. the order of the features is that of the weights in stance_weights.h: after a change,
 *        learn anew.
 * COST   one pass over tokens and over the bytes between them; no allocation.
 */
#ifndef MATCH_STANCE_FEATURES_H
#define MATCH_STANCE_FEATURES_H

#include <stdint.h>

#include "match/cues.h"
#include "text/analysis.h"

/* Bits of stance_claim_bits. */
enum stance_claim_bit {
    STANCE_CLAIM_NEGATIVE = 1, /* "dark skin does not get cancer" */
    STANCE_CLAIM_BAD = 2,      /* claims harm */
    STANCE_CLAIM_GOOD = 4,     /* claims worth or safety */
};

/* Features 0..CUES-1 are the classes of cues. */
enum stance_feature {
    STANCE_BIAS = CUES,
    STANCE_NOT_NEAR,     /* negation near the claim's words */
    STANCE_NOT_WITH,     /* the same, and the claim is negative */
    STANCE_NOT_MISSING,  /* no negation though the claim is negative */
    STANCE_NOT_CAUSE,    /* negated cause: "ne donne pas" */
    STANCE_NOT_FIRST,    /* opens with "non," or "no:" */
    STANCE_DEBUNK_FIRST, /* a debunking word among the first four */
    STANCE_DEBUNK_FOCUS, /* a debunking word in a sentence with the claim's words */
    STANCE_ASK_FOCUS,    /* the sentence with the claim's words is a question */
    STANCE_ASK_LAST,     /* the last sentence is a question */
    STANCE_ASK_OPENER,   /* a question with a yes-or-no opening */
    STANCE_ASK_WHY,      /* a question that opens with "why" */
    STANCE_ASK_ANSWERED, /* a question, then statements to the end */
    STANCE_ASK_BARE,     /* a yes-or-no opening without question mark */
    STANCE_EXCLAIM,      /* sentences that end with "!" */
    STANCE_CAPS,         /* words in capitals */
    STANCE_QUOTED,       /* claim's words between quotation marks */
    STANCE_WITH,         /* harm or worth along with the claim's */
    STANCE_SHORT,
    STANCE_LONG,
    STANCE_MATCHED,    /* share of words that are the claim's */
    STANCE_UNFINISHED, /* no punctuation at the end */
    STANCE_PAUSES,     /* colons and semicolons */
    STANCE_NUMBERS,    /* numbers */
    STANCE_FACT_ASKED, /* the fact is known */
    STANCE_FACT,       /* words of the fact that the claim lacks */
    STANCE_FACT_SHARE, /* their share among all words the message has in common with claim and fact */
    STANCE_FEATURES
};

/* Fills x[0..STANCE_FEATURES) for message a; arguments as in stance_judge. */
void stance_features(const struct analysis *a, const uint8_t *matched, uint8_t claim_bits,
                     float *x);

/* enum stance_claim_bit of an analysed claim. */
uint8_t stance_features_claim(const struct analysis *claim);

/* A short name, for people. */
const char *stance_features_name(unsigned feature);

#endif
