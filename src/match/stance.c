/* match/stance.c - does a message repeat, deny or ask? See stance.h.
 *
 * The pieces: match/cues knows words, match/stance_features reads the message with them,
 * stance_model.h weighs what was
 * read with the weights of stance_weights.h. Here they meet.
 */
#include "match/stance.h"

#include "match/cues.h"
#include "match/stance_features.h"
#include "match/stance_model.h"
#include "match/stance_weights.h"

const char *stance_name(enum stance s)
{
    static const char *const names[STANCES] = {"unclear", "repeats", "denies", "asks"};
    return s < STANCES ? names[s] : names[STANCE_UNCLEAR];
}

uint32_t stance_marker(void *context, struct slice folded)
{
    (void)context;
    return cues_mark(cues_table(), folded);
}

uint8_t stance_claim_bits(const struct analysis *claim)
{
    return stance_features_claim(claim);
}

enum stance stance_judge(const struct analysis *a, const uint8_t *matched, uint8_t claim_bits,
                         float *probability)
{
    float x[STANCE_FEATURES], p[STANCES] = {1};
    enum stance answer = STANCE_UNCLEAR;
    bool readable = a->token_count > 0 && a->lang <= LANG_EN; /* unknown, French, English */
    if (readable && STANCE_LEARNT_FEATURES == STANCE_FEATURES) {
        stance_features(a, matched, claim_bits, x);
        stance_model_weigh(&stance_weights[0][0], x, p);
        answer = stance_model_answer(stance_bars, p);
    }
    if (probability) {
        memcpy(probability, p, sizeof p);
    }
    return answer;
}
