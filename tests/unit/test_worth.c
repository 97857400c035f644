/* tests/unit/test_worth.c - priority: its bounds, that it rises with each term alone, the order of
 * voices and
 * stances, and the cues of a text in French and English.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "triage/worth.h"

static struct worth_input typical(void)
{
    return (struct worth_input){.confidence = 0.8,
                                .stance = STANCE_REPEATS,
                                .harm = HARM_MEDIUM,
                                .reach = 1000,
                                .copies = 3,
                                .age_days = 3,
                                .voice = VOICE_PUBLIC,
                                .cues = 0.5};
}

static double total(struct worth_input in)
{
    struct worth_terms t;
    worth_of(&in, &t);
    double sum = t.confidence + t.harm + t.reach + t.copies + t.freshness + t.voice + t.cues;
    assert_true(fabs(t.total - t.factor * sum) < 1e-9);
    assert_true(t.total >= 0 && t.total <= 100);
    return t.total;
}

static void the_highest_is_100_and_the_lowest_0(void **state)
{
    (void)state;
    struct worth_input in = {1, STANCE_REPEATS, HARM_HIGH, 1e9, 1000000, 0, VOICE_PATIENTS, 1};
    assert_true(fabs(total(in) - 100) < 1e-9);
    in = (struct worth_input){0, STANCE_DENIES, HARM_LOW, 0, 1, 10000, VOICE_COLLEAGUES, 0};
    assert_true(total(in) < 0.1);
    in = (struct worth_input){(double)NAN, (enum stance)99, (enum harm)99,  (double)NAN,
                              0,           INT32_MIN,       (enum voice)99, (double)NAN};
    assert_true(total(in) < 100);
}

static void each_term_raises_it(void **state)
{
    (void)state;
    for (int step = 1; step <= 10; step++) {
        struct worth_input less = typical();
        struct worth_input more = typical();
        less.confidence = (step - 1) / 10.0;
        more.confidence = step / 10.0;
        assert_true(total(more) > total(less));
        less = more = typical();
        less.reach = pow(5, step - 2);
        more.reach = pow(5, step - 1);
        assert_true(total(more) >= total(less) && (more.reach > 1e6 || total(more) > total(less)));
        less = more = typical();
        less.copies = (uint64_t)1 << (step - 1);
        more.copies = (uint64_t)1 << step;
        assert_true(total(more) >= total(less) && (more.copies > 128 || total(more) > total(less)));
        less = more = typical();
        less.age_days = step * step;
        more.age_days = (step - 1) * (step - 1);
        assert_true(total(more) > total(less));
        less = more = typical();
        less.cues = (step - 1) / 10.0;
        more.cues = step / 10.0;
        assert_true(total(more) > total(less));
    }
}

static void harm_voice_and_stance_have_their_order(void **state)
{
    (void)state;
    static const enum harm harms[] = {HARM_LOW, HARM_UNKNOWN, HARM_MEDIUM, HARM_HIGH};
    static const enum voice voices[] = {VOICE_COLLEAGUES, VOICE_PRESS, VOICE_PUBLIC,
                                        VOICE_PATIENTS};
    static const enum stance stances[] = {STANCE_DENIES, STANCE_UNCLEAR, STANCE_ASKS,
                                          STANCE_REPEATS};
    for (size_t i = 1; i < 4; i++) {
        struct worth_input less = typical();
        struct worth_input more = typical();
        less.harm = harms[i - 1];
        more.harm = harms[i];
        assert_true(total(more) > total(less));
        less = more = typical();
        less.voice = voices[i - 1];
        more.voice = voices[i];
        assert_true(total(more) > total(less));
        less = more = typical();
        less.stance = stances[i - 1];
        more.stance = stances[i];
        assert_true(total(more) > total(less));
    }
}

static void ordinary_talk_and_denials_stay_low(void **state)
{
    (void)state;
    struct worth_input talk = {0, STANCE_UNCLEAR, HARM_UNKNOWN, 1e6, 100, 0, VOICE_PATIENTS, 0.2};
    assert_true(total(talk) < 10);
    struct worth_input denial = typical();
    denial.stance = STANCE_DENIES;
    denial.reach = 1e6;
    denial.confidence = 1;
    assert_true(total(denial) < 10);
    assert_true(total(typical()) > 40);
}

static void what_is_not_known_lies_between(void **state)
{
    (void)state;
    struct worth_input in = typical();
    struct worth_input none = typical();
    in.reach = MESSAGE_REACH_UNKNOWN;
    none.reach = 0;
    assert_true(fabs(total(in) - total(none)) < 1e-9);
    in = typical();
    struct worth_input fresh = typical();
    struct worth_input old = typical();
    in.age_days = WORTH_AGE_UNKNOWN;
    fresh.age_days = 0;
    old.age_days = 365;
    assert_true(total(in) < total(fresh) && total(in) > total(old));
}

static double cues_of(const char *text)
{
    static const struct analysis none;
    struct analyser *y = analyser_new(NULL, NULL);
    struct worth_words *w = worth_words_new();
    struct analysis a = none;
    analysis_run(y, slice_from(text), LANG_NONE, LANG_NONE, &a);
    double cues = worth_cues(w, &a);
    analysis_done(&a);
    worth_words_free(w);
    analyser_free(y);
    assert_true(cues >= 0 && cues <= 1);
    return cues;
}

static void cues_tell_claims_from_talk(void **state)
{
    (void)state;
    static const char *const claims[] = {
        "Une étude prouve que ce vaccin provoque 3 cancers sur 100, les médecins le cachent",
        "Doctors hide that this vaccine causes cancer in 30 percent of all children, study proves",
        "Le jus de citron guérit toujours le diabète et fait baisser la tension en 2 jours"};
    static const char *const talk[] = {"", "ok",
                                       "Bonjour à tous et bon dimanche, quel beau soleil ce matin",
                                       "See you at the station after the game, bring your bike",
                                       "Réunion du club de lecture jeudi soir à la mairie"};
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        for (size_t k = 0; k < sizeof talk / sizeof *talk; k++) {
            assert_true(cues_of(claims[i]) > cues_of(talk[k]) + 0.2);
        }
    }
    assert_true(cues_of("vaccin cancer") < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_highest_is_100_and_the_lowest_0),
                                       cmocka_unit_test(each_term_raises_it),
                                       cmocka_unit_test(harm_voice_and_stance_have_their_order),
                                       cmocka_unit_test(ordinary_talk_and_denials_stay_low),
                                       cmocka_unit_test(what_is_not_known_lies_between),
                                       cmocka_unit_test(cues_tell_claims_from_talk)};
    return cmocka_run_group_tests_name("worth", tests, NULL, NULL);
}
