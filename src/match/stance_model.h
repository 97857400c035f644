/* match/stance_model.h - the small linear model that weighs the features of a stance. Private to
 * match/ and tools/learn_stance.
 *
 * WHAT   multinomial logistic regression: one weight a feature and stance, softmax, then a bar for
 *        each answer.
 * FLOW   called by: match/stance with the weights of stance_weights.h, tools/learn_stance with
 *        those it is learning.
 * RULES  1. "repeats" is answered above its bar only (stance.h, rule 1); what passes no bar is
 *        "unclear".
 */
#ifndef MATCH_STANCE_MODEL_H
#define MATCH_STANCE_MODEL_H

#include <math.h>

#include "match/stance.h"
#include "match/stance_features.h"

/* The probability of each stance. weights: STANCES rows of STANCE_FEATURES. */
static inline void stance_model_weigh(const float *weights, const float *x, float *probability)
{
    float top = -1e30f, sum = 0;
    for (int s = 0; s < STANCES; s++) {
        float score = 0;
        for (int f = 0; f < STANCE_FEATURES; f++) {
            score += weights[s * STANCE_FEATURES + f] * x[f];
        }
        probability[s] = score;
        top = score > top ? score : top;
    }
    for (int s = 0; s < STANCES; s++) {
        probability[s] = expf(probability[s] - top);
        sum += probability[s];
    }
    for (int s = 0; s < STANCES; s++) {
        probability[s] /= sum;
    }
}

/* The answer by bars[STANCES] (that of "unclear" is not used): "repeats" above its bar, else
 * whichever of "denies" and "asks" is further above its own. */
static inline enum stance stance_model_answer(const float *bars, const float *probability)
{
    float denies = probability[STANCE_DENIES] / bars[STANCE_DENIES];
    float asks = probability[STANCE_ASKS] / bars[STANCE_ASKS];
    if (probability[STANCE_REPEATS] >= bars[STANCE_REPEATS]) {
        return STANCE_REPEATS;
    }
    if (denies < 1 && asks < 1) {
        return STANCE_UNCLEAR;
    }
    return denies >= asks ? STANCE_DENIES : STANCE_ASKS;
}

#endif
