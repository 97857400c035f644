/* tests/unit/test_analysis.c - the terms, addresses and language of a text. All texts are invented.
 * */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/analysis.h"

struct fixture {
    struct analyser *analyser;
    struct analysis a;
    struct analysis b;
};

static int open_analyser(void **state)
{
    static struct fixture f;
    f = (struct fixture){.analyser = analyser_new(NULL, NULL)};
    *state = &f;
    return 0;
}

static int close_analyser(void **state)
{
    struct fixture *f = *state;
    analyser_free(f->analyser);
    analysis_done(&f->a);
    analysis_done(&f->b);
    return 0;
}

static const struct analysis *run(struct fixture *f, const char *text, enum lang hint)
{
    analysis_run(f->analyser, slice_from(text), hint, LANG_NONE, &f->a);
    return &f->a;
}

/* The only term of a text. */
static struct term only(struct fixture *f, const char *text, enum lang l)
{
    const struct analysis *a = run(f, text, l);
    if (a->term_count != 1) {
        fail_msg("\"%s\" has %zu terms", text, a->term_count);
    }
    return a->terms[0];
}

static void stop_words_are_no_terms(void **state)
{
    struct fixture *f = *state;
    const struct analysis *a = run(f, "Le soleil et la peau", LANG_FR);
    assert_int_equal(a->token_count, 5);
    assert_int_equal(a->term_count, 2);
    assert_true(a->tokens[0].stop && a->tokens[0].place == -1 && a->tokens[0].term != 0);
    assert_false(a->tokens[1].stop);
    assert_int_equal(a->tokens[1].place, 0);
    assert_true(slice_equal(analysis_word(a, 1), SLICE("soleil")));
    a = run(f, "The sun and the skin", LANG_EN);
    assert_int_equal(a->term_count, 2);
    assert_int_equal(run(f, "die Sonne und die Haut", LANG_DE)->term_count,
                     4); /* no list for German */
}

static void forms_share_a_stem_and_more_share_a_root(void **state)
{
    struct fixture *f = *state;
    assert_true(only(f, "vaccins", LANG_FR).hash == only(f, "Vaccin", LANG_FR).hash);
    assert_true(only(f, "SUNSCREENS", LANG_EN).hash == only(f, "sunscreen", LANG_EN).hash);
    assert_true(only(f, "e\u0301crans", LANG_FR).hash == only(f, "écran", LANG_FR).hash);
    struct term a = only(f, "polluer", LANG_FR), b = only(f, "pollution", LANG_FR);
    assert_true(a.hash != b.hash && a.root == b.root && a.root != a.hash);
    assert_true(only(f, "peau", LANG_FR).root != only(f, "soleil", LANG_FR).root);
}

static void terms_are_distinct_and_counted(void **state)
{
    const struct analysis *a = run(*state, "sun skin sun suns 30 30 cream", LANG_EN);
    assert_int_equal(a->token_count, 7);
    assert_int_equal(a->term_count, 4);
    assert_int_equal(a->terms[0].count, 3);
    assert_int_equal(a->terms[0].token, 0);
    assert_int_equal(a->terms[2].count, 2);
    assert_true(a->terms[2].number && !a->terms[0].number);
    assert_true(a->terms[2].root == a->terms[2].hash);
    assert_int_equal(a->tokens[3].place, 0);
}

static void numbers_have_one_form(void **state)
{
    struct fixture *f = *state;
    uint64_t n = only(f, "80000", LANG_FR).hash;
    static const char *const same[] = {"80 000",      "80.000",      "80,000",
                                       "80\u00a0000", "80\u202f000", "80\u2009000"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(only(f, same[i], LANG_FR).hash == n);
    }
    assert_true(n == lexicon_number(SLICE("80000")));
    assert_true(only(f, "0,5", LANG_FR).hash == lexicon_number(SLICE("0.5")));
    assert_true(only(f, "3.25", LANG_FR).hash == lexicon_number(SLICE("3.25")));
    assert_true(only(f, "0,125", LANG_FR).hash == lexicon_number(SLICE("0.125")));
    assert_true(only(f, "12,345,678", LANG_FR).hash == lexicon_number(SLICE("12345678")));
    assert_true(only(f, "80", LANG_FR).hash != n);
}

static void addresses_are_canonical(void **state)
{
    struct fixture *f = *state;
    uint64_t link = run(f, "voir https://www.example.org/peau?utm_source=x", LANG_FR)->links[0];
    assert_int_equal(f->a.link_count, 1);
    assert_int_equal(f->a.token_count, 2);
    assert_true(f->a.tokens[1].place == -1 && !f->a.tokens[1].lexeme);
    assert_true(run(f, "http://example.org/peau#haut", LANG_FR)->links[0] == link);
    assert_true(run(f, "http://example.org/autre", LANG_FR)->links[0] != link);
    assert_int_equal(run(f, "https://example.org", LANG_FR)->link_count,
                     0); /* a home page is no evidence */
    assert_int_equal(
        run(f,
            "http://a.org/1 http://a.org/2 http://a.org/3 http://a.org/4 http://a.org/5 "
            "http://a.org/6 http://a.org/7 http://a.org/8 http://a.org/9 http://a.org/10",
            LANG_FR)
            ->link_count,
        ANALYSIS_LINKS_MAX);
}

static void the_language_is_found_or_hinted(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(run(f, "Le soleil est dangereux pour nous, mais les enfants", LANG_NONE)->lang,
                     LANG_FR);
    assert_int_equal(run(f, "The sun is dangerous for you and they know it", LANG_NONE)->lang,
                     LANG_EN);
    assert_int_equal(run(f, "The sun is dangerous for you and they know it", LANG_FR)->lang,
                     LANG_EN);
    assert_int_equal(run(f, "vaccin zona", LANG_FR)->lang, LANG_FR);
    assert_int_equal(run(f, "botox", LANG_EN)->lang, LANG_EN);
    assert_int_equal(run(f, "", LANG_NONE)->lang, LANG_NONE);
    analysis_run(f->analyser, SLICE("botox"), LANG_NONE, LANG_FR, &f->a);
    assert_int_equal(f->a.lang, LANG_FR);
    assert_int_equal(run(f, "Солнце вызывает рак кожи, говорят врачи в больнице", LANG_NONE)->lang,
                     LANG_RU);
}

static void two_analysers_agree(void **state)
{
    struct fixture *f = *state;
    struct analyser *other = analyser_new(NULL, NULL);
    struct slice text =
        SLICE("La crème solaire à 80 000 euros: #CremeSolaire https://example.org/a кожа");
    analysis_run(f->analyser, text, LANG_NONE, LANG_FR, &f->a);
    analysis_run(other, SLICE("rien à voir"), LANG_NONE, LANG_FR, &f->b);
    analysis_run(other, text, LANG_NONE, LANG_FR, &f->b);
    assert_int_equal(f->a.term_count, f->b.term_count);
    for (size_t i = 0; i < f->a.term_count; i++) {
        assert_true(f->a.terms[i].hash == f->b.terms[i].hash &&
                    f->a.terms[i].root == f->b.terms[i].root);
    }
    assert_true(f->a.links[0] == f->b.links[0]);
    analyser_free(other);
}

static void nothing_is_fine(void **state)
{
    struct fixture *f = *state;
    struct analysis none = {0};
    analysis_done(&none);
    analyser_free(NULL);
    assert_int_equal(run(f, "", LANG_NONE)->token_count, 0);
    assert_int_equal(run(f, "🧴 ...", LANG_NONE)->term_count, 0);
    assert_int_equal(run(f, "\u2060\ufeff\u00ad", LANG_NONE)->term_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stop_words_are_no_terms),
        cmocka_unit_test(forms_share_a_stem_and_more_share_a_root),
        cmocka_unit_test(terms_are_distinct_and_counted),
        cmocka_unit_test(numbers_have_one_form),
        cmocka_unit_test(addresses_are_canonical),
        cmocka_unit_test(the_language_is_found_or_hinted),
        cmocka_unit_test(two_analysers_agree),
        cmocka_unit_test(nothing_is_fine),
    };
    return cmocka_run_group_tests_name("analysis", tests, open_analyser, close_analyser);
}
