/* tests/unit/test_memory.c - what people decided about messages, and the way back. All texts are
 * invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "match/memory.h"
#include "text/analysis.h"

#define TEXT "Le citron sur la peau guérit tous les boutons, ma voisine a essayé dimanche dernier"
#define NEAR_TEXT                                                                                  \
    "Le citron sur la peau guérit tous les boutons, ma voisine a essayé dimanche dernier !!"
#define OTHER_TEXT                                                                                 \
    "Les cabines de bronzage préparent le corps avant un voyage en bateau vers le sud"

struct fixture {
    struct analyser *analyser;
    struct analysis analysis;
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
    analysis_done(&f->analysis);
    return 0;
}

static struct near_print print_of(struct fixture *f, const char *text)
{
    struct near_print p;
    analysis_run(f->analyser, slice_from(text), LANG_NONE, LANG_FR, &f->analysis);
    near_print_of(&f->analysis, &p);
    return p;
}

static void learn(struct fixture *f, struct match_memory *m, const char *id, const char *text,
                  const char *claim, bool refuted)
{
    struct near_print p = print_of(f, text);
    match_memory_learn(m, slice_from(id), &p, slice_from(claim), refuted);
}

static size_t ask(struct fixture *f, const struct match_memory *m, const char *text,
                  struct match_memory_hit *hits)
{
    struct near_print p = print_of(f, text);
    size_t n = match_memory_ask(m, &p, hits);
    assert_true(n <= MATCH_MEMORY_HITS);
    for (size_t i = 0; i < n; i++) {
        assert_true(hits[i].similarity >= NEAR_IDENTICAL && hits[i].similarity <= 1.0001f);
        assert_true(i == 0 || hits[i].similarity <= hits[i - 1].similarity);
        for (size_t k = 0; k < i; k++) {
            assert_false(slice_equal(hits[i].claim, hits[k].claim));
        }
    }
    return n;
}

static void nearly_the_same_message_is_known(void **state)
{
    struct match_memory *m = match_memory_new();
    struct match_memory_hit hits[MATCH_MEMORY_HITS];
    assert_int_equal(ask(*state, m, TEXT, hits), 0);
    learn(*state, m, "m1", TEXT, "c1", false);
    assert_int_equal(match_memory_count(m), 1);
    assert_int_equal(ask(*state, m, NEAR_TEXT, hits), 1);
    assert_true(slice_equal(hits[0].claim, SLICE("c1")));
    assert_true(slice_equal(hits[0].message, SLICE("m1")));
    assert_false(hits[0].refuted);
    assert_int_equal(ask(*state, m, TEXT, hits), 1);
    assert_true(hits[0].similarity > 0.999f);
    assert_int_equal(ask(*state, m, OTHER_TEXT, hits), 0);
    assert_int_equal(ask(*state, m, "Le citron et la peau", hits), 0);
    match_memory_free(m);
}

static void the_latest_decision_on_a_pair_counts(void **state)
{
    struct match_memory *m = match_memory_new();
    struct match_memory_hit hits[MATCH_MEMORY_HITS];
    struct fault f = {0};
    learn(*state, m, "m1", TEXT, "c1", false);
    learn(*state, m, "m1", TEXT, "c1", true);
    assert_int_equal(match_memory_count(m), 1);
    assert_int_equal(ask(*state, m, TEXT, hits), 1);
    assert_true(hits[0].refuted);
    learn(*state, m, "m1", TEXT, "c1", false);
    assert_int_equal(ask(*state, m, TEXT, hits), 1);
    assert_false(hits[0].refuted);
    assert_int_equal(match_memory_undo(m, SLICE("m1"), SLICE("c1"), &f), ERR_NONE);
    assert_int_equal(match_memory_count(m), 0);
    assert_int_equal(ask(*state, m, TEXT, hits), 0);
    match_memory_free(m);
}

static void undoing_takes_one_decision_back(void **state)
{
    struct match_memory *m = match_memory_new();
    struct match_memory_hit hits[MATCH_MEMORY_HITS];
    struct fault f = {0};
    learn(*state, m, "m1", TEXT, "c1", false);
    learn(*state, m, "m1", TEXT, "c2", true);
    learn(*state, m, "m2", OTHER_TEXT, "c1", false);
    assert_int_equal(match_memory_count(m), 3);
    assert_int_equal(ask(*state, m, TEXT, hits), 2);
    assert_int_equal(match_memory_undo(m, SLICE("m1"), SLICE("c1"), &f), ERR_NONE);
    assert_int_equal(ask(*state, m, TEXT, hits), 1);
    assert_true(slice_equal(hits[0].claim, SLICE("c2")) && hits[0].refuted);
    assert_int_equal(ask(*state, m, OTHER_TEXT, hits), 1);
    assert_true(slice_equal(hits[0].message, SLICE("m2")));

    assert_int_equal(match_memory_undo(m, SLICE("m1"), SLICE("c1"), &f), ERR_NOTFOUND);
    assert_non_null(strstr(f.text, "m1"));
    assert_int_equal(match_memory_undo(m, SLICE("m2"), SLICE("c2"), &f), ERR_NOTFOUND);
    assert_int_equal(match_memory_count(m), 2);
    learn(*state, m, "m1", TEXT, "c1", false); /* what was undone can be decided again */
    assert_int_equal(ask(*state, m, TEXT, hits), 2);
    match_memory_free(m);
}

static void faults_name_the_pair(void **state)
{
    (void)state;
    struct match_memory *m = match_memory_new();
    struct fault f = {0};
    char id[81];
    memset(id, 'x', 80);
    id[80] = '\0';
    assert_int_equal(match_memory_undo(m, slice_from(id), SLICE("c1"), &f), ERR_NOTFOUND);
    assert_non_null(strstr(f.text, id));
    match_memory_free(m);
}

/* Many decisions: each message still finds its own, the order of learning does not matter. */
static void many_decisions_stay_apart(void **state)
{
    enum { MANY = 300 };
    struct match_memory *up = match_memory_new(), *down = match_memory_new();
    struct match_memory_hit hits[MATCH_MEMORY_HITS];
    char text[200], id[16], claim[16];
    for (int round = 0; round < 2 * MANY; round++) {
        int i = round < MANY ? round : 2 * MANY - 1 - round;
        snprintf(text, sizeof text, "alpha%cx%cy beta%cz gamma%cw delta%cv epsilon%cu zeta%ct",
                 'a' + i % 26, 'a' + i / 26, 'a' + i % 26, 'a' + i / 26, 'a' + (i * 7) % 26,
                 'a' + (i * 3) % 26, 'a' + (i + i / 26) % 26);
        snprintf(id, sizeof id, "m%d", i);
        snprintf(claim, sizeof claim, "c%d", i);
        learn(*state, round < MANY ? up : down, id, text, claim, i % 3 == 0);
    }
    assert_int_equal(match_memory_count(up), MANY);
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "alpha%cx%cy beta%cz gamma%cw delta%cv epsilon%cu zeta%ct",
                 'a' + i % 26, 'a' + i / 26, 'a' + i % 26, 'a' + i / 26, 'a' + (i * 7) % 26,
                 'a' + (i * 3) % 26, 'a' + (i + i / 26) % 26);
        snprintf(claim, sizeof claim, "c%d", i);
        const struct match_memory *both[] = {up, down};
        for (int k = 0; k < 2; k++) {
            size_t n = ask(*state, both[k], text, hits);
            assert_true(n >= 1);
            assert_true(slice_equal(hits[0].claim, slice_from(claim)));
            assert_int_equal(hits[0].refuted, i % 3 == 0);
        }
    }
    match_memory_free(up);
    match_memory_free(down);
}

static void texts_without_words_are_like_no_other(void **state)
{
    struct match_memory *m = match_memory_new();
    struct match_memory_hit hits[MATCH_MEMORY_HITS];
    learn(*state, m, "m1", "???", "c1", false);
    learn(*state, m, "m2", "", "c1", false);
    assert_int_equal(ask(*state, m, "😀", hits), 0);
    assert_int_equal(ask(*state, m, "", hits), 0);
    assert_int_equal(ask(*state, m, TEXT, hits), 0);
    learn(*state, m, "m3", "et pas la", "c2", false); /* stop words only: the exact text */
    assert_int_equal(ask(*state, m, "Et pas la!", hits), 1);
    assert_true(slice_equal(hits[0].claim, SLICE("c2")));
    assert_int_equal(ask(*state, m, "et la pas", hits), 0);
    match_memory_free(m);
}

static void of_many_claims_the_most_similar_come(void **state)
{
    struct match_memory *m = match_memory_new();
    struct match_memory_hit hits[MATCH_MEMORY_HITS];
    char claim[8];
    for (int i = 0; i < 3 * MATCH_MEMORY_HITS; i++) {
        snprintf(claim, sizeof claim, "c%d", i);
        learn(*state, m, "m1", i == 11 ? TEXT : TEXT " mardi", claim, false);
    }
    assert_int_equal(ask(*state, m, TEXT, hits), MATCH_MEMORY_HITS);
    assert_true(slice_equal(hits[0].claim, SLICE("c11")));
    match_memory_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearly_the_same_message_is_known),
        cmocka_unit_test(the_latest_decision_on_a_pair_counts),
        cmocka_unit_test(undoing_takes_one_decision_back),
        cmocka_unit_test(faults_name_the_pair),
        cmocka_unit_test(many_decisions_stay_apart),
        cmocka_unit_test(texts_without_words_are_like_no_other),
        cmocka_unit_test(of_many_claims_the_most_similar_come),
    };
    return cmocka_run_group_tests_name("memory", tests, open_analyser, close_analyser);
}
