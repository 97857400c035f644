/* tests/unit/test_model.c - the order of candidates, the confidence in the first of them, and the bars
 * that turn a share of wrong suggestions into a confidence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "match/model.h"
#include "match/weights.h"

static struct match_model small_model(void)
{
    struct match_model m = {.max_wrong = {0.05f, 0.1f, 0.2f, 0.3f, 0.5f},
                            .bar = {0.9f, 0.8f, 0.6f, 0.5f, 0.2f}};
    for (int d = 0; d < 2; d++) { /* without a date, with one */
        m.by_date[d].rank[FEATURE_COVERAGE] = 1;
        m.by_date[d].confidence[FEATURE_COVERAGE] = 2;
    }
    return m;
}

static void check_monotone(const struct match_model *m)
{
    float before = model_bar(m, 0);
    assert_true(before <= 1.0001f);
    for (int i = 1; i <= 1000; i++) {
        float bar = model_bar(m, i / 1000.0);
        if (bar > before + 1e-6f || bar < 0) {
            fail_msg("the bar for %d in 1000 is %f, for one less %f", i, (double)bar,
                     (double)before);
        }
        before = bar;
    }
    assert_true(before <= 1e-6f); /* who accepts every error gets every suggestion */
}

static void bars_fall_as_more_errors_are_accepted(void **state)
{
    (void)state;
    struct match_model m = small_model();
    check_monotone(&m);
    check_monotone(&match_learnt);
    assert_true(fabsf(model_bar(&m, 0) - 1) < 1e-6f);
    assert_true(fabsf(model_bar(&m, 0.1) - 0.8f) < 1e-6f);
    assert_true(fabsf(model_bar(&m, 0.15) - 0.7f) < 1e-6f);
}

static void learnt_bars_are_in_order(void **state)
{
    (void)state;
    for (int i = 1; i < MODEL_BARS; i++) {
        assert_true(match_learnt.max_wrong[i] > match_learnt.max_wrong[i - 1]);
        assert_true(match_learnt.bar[i] <= match_learnt.bar[i - 1]);
    }
}

static void candidates_are_ordered_by_score_then_place(void **state)
{
    (void)state;
    static const float coverage[] = {0.2f, 0.9f, 0.5f, 0.9f, 0.5f, 0};
    struct match_model m = small_model();
    struct query *q = calloc(1, sizeof *q);
    assert_non_null(q);
    for (uint32_t i = 0; i < 6; i++) {
        q->candidates[i].segment = i < 3 ? 1 : 0;
        q->candidates[i].claim = i;
        q->candidates[i].features[FEATURE_COVERAGE] = coverage[i];
    }
    q->candidate_count = 6;
    model_rank(&m, q);
    static const uint32_t wanted[] = {3, 1, 4, 2, 0, 5};
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(q->candidates[i].claim, wanted[i]);
        assert_true(i == 0 || q->candidates[i].score <= q->candidates[i - 1].score);
    }
    free(q);
}

static void confidence_is_a_probability(void **state)
{
    (void)state;
    struct match_model m = small_model();
    struct query *q = calloc(1, sizeof *q);
    assert_non_null(q);
    assert_true(model_confidence(&m, q) <= 0);
    float before = 0;
    for (unsigned i = 0; i <= 10; i++) {
        q->candidate_count = 1;
        q->candidates[0] = (struct candidate){0};
        q->candidates[0].features[FEATURE_COVERAGE] = (float)i / 10;
        model_rank(&m, q);
        float now = model_confidence(&m, q);
        assert_true(now > before && now < 1);
        before = now;
    }
    assert_true(fabsf(before - 1 / (1 + expf(-2))) < 1e-5f);
    for (size_t n = 1; n <= QUERY_CANDIDATES;
         n++) { /* every count of candidates is read within bounds */
        float inputs[MODEL_CONFIDENCE_INPUTS];
        q->candidate_count = n;
        model_confidence_inputs(q, inputs);
        for (size_t i = 0; i < MODEL_CONFIDENCE_INPUTS; i++) {
            assert_true(isfinite(inputs[i]));
        }
    }
    free(q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_fall_as_more_errors_are_accepted),
        cmocka_unit_test(learnt_bars_are_in_order),
        cmocka_unit_test(candidates_are_ordered_by_score_then_place),
        cmocka_unit_test(confidence_is_a_probability),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
