/* tests/unit/test_lexicon.c - what is known about a word: folded form, stop lists, stems, 4-grams,
 * marks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "text/lexicon.h"

static uint32_t first_letter(void *context, struct slice folded)
{
    ++*(unsigned *)context;
    return (unsigned char)folded.ptr[0];
}

static unsigned asked; /* calls of the marker */

static int open_lexicon(void **state)
{
    *state = lexicon_new(first_letter, &asked);
    return 0;
}

static int close_lexicon(void **state)
{
    lexicon_free(*state);
    return 0;
}

static struct lexeme *find(void *state, const char *written)
{
    return lexicon_find(state, slice_from(written));
}

static void words_are_folded_and_remembered(void **state)
{
    struct lexeme *e = find(*state, "SOLEIL");
    assert_true(slice_equal(slice_of(e->folded, e->folded_len), SLICE("soleil")));
    unsigned before = asked;
    assert_ptr_equal(find(*state, "SOLEIL"), e);
    assert_int_equal(asked, before);
    assert_int_equal(e->mark, 's');
    struct lexeme *other = find(*state, "soleil");
    assert_true(other != e && other->word == e->word);
    assert_true(e->word == lexicon_term(SLICE("soleil")));
    assert_true(find(*state, "e\u0301cran")->word == find(*state, "ÉCRAN")->word);
}

static void stop_lists_and_votes(void **state)
{
    assert_int_equal(find(*state, "les")->flags & LEXEME_STOP_FR, LEXEME_STOP_FR);
    assert_int_equal(find(*state, "les")->flags & LEXEME_STOP_EN, 0);
    assert_int_equal(find(*state, "The")->flags & (LEXEME_STOP_EN | LEXEME_VOTE_EN),
                     LEXEME_STOP_EN | LEXEME_VOTE_EN);
    assert_int_equal(find(*state, "avec")->flags & LEXEME_VOTE_FR, LEXEME_VOTE_FR);
    assert_int_equal(find(*state, "psoriasis")->flags, 0);
}

static void stems_depend_on_the_language(void **state)
{
    struct lexeme *e = find(*state, "vaccines"), *f = find(*state, "vaccin");
    assert_true(lexicon_stem(*state, e, LANG_EN) == lexicon_stem(*state, f, LANG_EN));
    assert_true(lexicon_stem(*state, e, LANG_OTHER) == e->word);
    struct lexeme *g = find(*state, "vacunas");
    uint64_t spanish = lexicon_stem(*state, g, LANG_ES), german = lexicon_stem(*state, g, LANG_DE);
    assert_true(spanish != german);
    assert_true(lexicon_stem(*state, g, LANG_ES) == spanish); /* the third place is used by turns */
    assert_true(lexicon_root(*state, find(*state, "polluer"), LANG_FR) ==
                lexicon_root(*state, find(*state, "pollution"), LANG_FR));
    assert_true(lexicon_root(*state, e, LANG_EN) != lexicon_stem(*state, e, LANG_EN));
}

static void grams_are_distinct(void **state)
{
    assert_int_equal(find(*state, "peau")->gram_count, 1);
    assert_int_equal(find(*state, "la")->gram_count, 1);
    assert_int_equal(find(*state, "soleil")->gram_count, 3);
    assert_int_equal(find(*state, "aaaaaaaaaa")->gram_count, 1);
    assert_int_equal(find(*state, "кожаный")->gram_count, 4);
    assert_true(find(*state, "solei")->grams[0] == find(*state, "soleil")->grams[0]);
}

static void common_words_are_less_rare(void **state)
{
    assert_true(find(*state, "soleil")->rarity[0] > find(*state, "les")->rarity[0]);
    assert_true(find(*state, "the")->rarity[1] > 0);
    assert_true(find(*state, "xqzkwv")->rarity[0] <= 0 && find(*state, "xqzkwv")->rarity[1] <= 0);
}

static void odd_words_are_bounded(void **state)
{
    char text[3001];
    for (int i = 0; i < 1500; i++) {
        text[2 * i] = '\xc3';
        text[2 * i + 1] = '\xa9'; /* é */
    }
    text[3000] = '\0';
    assert_true(find(*state, text)->folded_len <= 512);
    struct lexeme *e = find(*state, "\u2060\u00ad");
    assert_true(e->word == 0 && e->gram_count == 0 && e->folded_len == 0);
    assert_true(find(*state, "\ufdfa")->folded_len > 0); /* one character that folds to eighteen */
}

static void a_full_lexicon_begins_anew(void **state)
{
    (void)state;
    struct lexicon *x = lexicon_new(NULL, NULL);
    char word[32];
    uint64_t before = lexicon_find(x, SLICE("soleil"))->word;
    for (int i = 0; i <= LEXICON_MAX; i++) {
        snprintf(word, sizeof word, "mot%d", i);
        lexicon_find(x, slice_from(word));
    }
    lexicon_tidy(x);
    assert_true(lexicon_find(x, SLICE("soleil"))->word == before);
    assert_int_equal(lexicon_find(x, SLICE("soleil"))->mark, 0);
    lexicon_free(x);
    lexicon_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_folded_and_remembered), cmocka_unit_test(stop_lists_and_votes),
        cmocka_unit_test(stems_depend_on_the_language),    cmocka_unit_test(grams_are_distinct),
        cmocka_unit_test(common_words_are_less_rare),      cmocka_unit_test(odd_words_are_bounded),
        cmocka_unit_test(a_full_lexicon_begins_anew),
    };
    return cmocka_run_group_tests_name("lexicon", tests, open_lexicon, close_lexicon);
}
