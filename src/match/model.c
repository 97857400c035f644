/* match/model.c - the two linear models; see model.h.
 *
 * In this file, in order: the order of the candidates, the confidence in the first of them, and the
 * bar that a suggestion must pass.
 */
#include "match/model.h"

#include <math.h>
#include <stdlib.h>

#include "base/date.h"

static float dot(const float *weights, const float *inputs, size_t count)
{
    float sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += weights[i] * inputs[i];
    }
    return sum;
}

void model_rank_inputs(const struct candidate *d, float *inputs)
{
    const float *f = d->features;
    memcpy(inputs, f, FEATURES * sizeof *f);
    inputs[FEATURES] = f[FEATURE_WORDS_TOP] * f[FEATURE_GRAMS_TOP];
    inputs[FEATURES + 1] = f[FEATURE_COVERAGE] * f[FEATURE_COSINE];
}

static int by_score(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->score != y->score) {
        return x->score > y->score ? -1 : 1;
    }
    if (x->segment != y->segment) {
        return x->segment < y->segment ? -1 : 1;
    }
    return x->claim < y->claim ? -1 : x->claim > y->claim;
}

/* The weights for a message with or without a date. */
static const struct match_weights *weights_for(const struct match_model *m, const struct query *q)
{
    return &m->by_date[q->date_days != DATE_NONE];
}

void model_rank(const struct match_model *m, struct query *q)
{
    const struct match_weights *w = weights_for(m, q);
    float inputs[MODEL_RANK_INPUTS];
    for (size_t i = 0; i < q->candidate_count; i++) {
        model_rank_inputs(&q->candidates[i], inputs);
        q->candidates[i].score = dot(w->rank, inputs, MODEL_RANK_INPUTS);
    }
    qsort(q->candidates, q->candidate_count, sizeof *q->candidates, by_score);
}

void model_confidence_inputs(const struct query *q, float *inputs)
{
    static const enum feature differ[MODEL_DIFFERENCES] = {
        FEATURE_WORDS_TOP, FEATURE_GRAMS_TOP, FEATURE_COSINE_TOP, FEATURE_COSINE,
        FEATURE_COVERAGE,  FEATURE_SOFT,      FEATURE_LEAD,       FEATURE_WINDOW};
    const struct candidate *first = &q->candidates[0], *second = &q->candidates[1];
    size_t n = q->candidate_count;
    float mass = 0;
    for (size_t i = 0; i < n; i++) {
        mass += expf(q->candidates[i].score - first->score);
    }
    model_rank_inputs(first, inputs);
    float *rest = inputs + MODEL_RANK_INPUTS;
    rest[0] = first->score;
    rest[1] = n > 1 ? first->score - second->score : 3;
    rest[2] = n > 1 ? first->score - q->candidates[n > 4 ? 4 : n - 1].score : 3;
    rest[3] = 1 / mass;
    rest[4] = logf(1 + (float)n);
    for (size_t i = 0; i < MODEL_DIFFERENCES; i++) {
        rest[5 + i] = first->features[differ[i]] - (n > 1 ? second->features[differ[i]] : 0);
    }
}

float model_confidence(const struct match_model *m, const struct query *q)
{
    float inputs[MODEL_CONFIDENCE_INPUTS];
    if (q->candidate_count == 0) {
        return 0;
    }
    const struct match_weights *w = weights_for(m, q);
    model_confidence_inputs(q, inputs);
    return 1 / (1 + expf(-w->bias - dot(w->confidence, inputs, MODEL_CONFIDENCE_INPUTS)));
}

float model_bar(const struct match_model *m, double max_wrong)
{
    float wanted = (float)max_wrong;
    if (wanted <= m->max_wrong[0]) {
        return m->max_wrong[0] > 0 ? 1 - (1 - m->bar[0]) * wanted / m->max_wrong[0] : m->bar[0];
    }
    for (size_t i = 1; i < MODEL_BARS; i++) {
        if (wanted <= m->max_wrong[i]) {
            float part = (wanted - m->max_wrong[i - 1]) / (m->max_wrong[i] - m->max_wrong[i - 1]);
            return m->bar[i - 1] + part * (m->bar[i] - m->bar[i - 1]);
        }
    }
    float last = m->max_wrong[MODEL_BARS - 1];
    return m->bar[MODEL_BARS - 1] * fmaxf(0, 1 - wanted) / (1 - last);
}
