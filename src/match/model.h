/* match/model.h - what is learnt: how features are weighed into an order and into a confidence.
 * Private to match/ and tools/learn.
 *
 * WHAT   two linear models, learnt apart for messages with and without a date. The order: a weight
 *        for each feature and for two products of features. The confidence: logistic
 *        regression over the first candidate's inputs, its lead over the others, and its
 *        differences from the second.
 * FLOW   called by: match/matcher with match_learnt (match/weights.h), tools/learn_match with what
 *        it is learning.
 * WHY    boosted trees were tried and were not better on messages they had not seen
 *        (docs/matching.md).
 * RULES  1. the order of inputs is that of the weights: after a change, learn anew.
 *        2. bars turn a share of wrong suggestions that a person accepts into the confidence that
 *        keeps below it.
 */
#ifndef MATCH_MODEL_H
#define MATCH_MODEL_H

#include <stddef.h>

#include "match/query.h"

#define MODEL_RANK_INPUTS (FEATURES + 2)
#define MODEL_DIFFERENCES 8
#define MODEL_CONFIDENCE_INPUTS (MODEL_RANK_INPUTS + 5 + MODEL_DIFFERENCES)
#define MODEL_BARS 5

struct match_weights {
    float rank[MODEL_RANK_INPUTS];
    float confidence[MODEL_CONFIDENCE_INPUTS];
    float bias; /* of the confidence */
};

struct match_model {
    struct match_weights by_date[2]; /* for messages without a date, with one */
    float max_wrong[MODEL_BARS];     /* rising */
    float bar
        [MODEL_BARS]; /* confidence from which at most max_wrong of the suggestions were wrong, in the worse language */
};

/* The inputs of the order: the features of d and their products. */
void model_rank_inputs(const struct candidate *d, float *inputs);

/* Scores all candidates of q and sorts them, best first; equal scores by segment and claim number.
 * */
void model_rank(const struct match_model *m, struct query *q);

/* The inputs of the confidence in q's first candidate; q is ranked and has one. */
void model_confidence_inputs(const struct query *q, float *inputs);

/* The probability that q's first candidate is the right claim; 0 without candidates. */
float model_confidence(const struct match_model *m, const struct query *q);

/* The confidence that a suggestion needs for a share of wrong ones (0..1). */
float model_bar(const struct match_model *m, double max_wrong);

#endif
