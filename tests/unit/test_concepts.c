/* tests/unit/test_concepts.c - lay words, medical terms, French and English meet in a concept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "match/concepts.h"

struct fixture {
    struct analyser *analyser;
    struct concepts *concepts;
    struct analysis analysis;
    struct concept_hit hits[CONCEPTS_FOUND_MAX];
};

static int open_concepts(void **state)
{
    static struct fixture f;
    f = (struct fixture){.analyser = analyser_new(NULL, NULL)};
    f.concepts = concepts_new(f.analyser);
    *state = &f;
    return 0;
}

static int close_concepts(void **state)
{
    struct fixture *f = *state;
    concepts_free(f->concepts);
    analyser_free(f->analyser);
    analysis_done(&f->analysis);
    return 0;
}

static size_t find(struct fixture *f, const char *text, enum lang l)
{
    analysis_run(f->analyser, slice_from(text), l, l, &f->analysis);
    f->analysis.lang = l;
    return concepts_find(f->concepts, &f->analysis, f->hits);
}

/* The one concept of a phrase; fails when there is none or more. */
static uint64_t only(struct fixture *f, const char *phrase, enum lang l)
{
    size_t n = find(f, phrase, l);
    if (n != 1) {
        fail_msg("\"%s\" has %zu concepts", phrase, n);
    }
    return f->hits[0].term;
}

static void languages_and_registers_share_a_concept(void **state)
{
    struct fixture *f = *state;
    uint64_t sunscreen = only(f, "crème solaire", LANG_FR);
    assert_true(sunscreen != 0);
    assert_true(only(f, "sunscreen", LANG_EN) == sunscreen);
    assert_true(only(f, "Sun cream", LANG_EN) == sunscreen);
    assert_true(only(f, "écrans solaires", LANG_FR) == sunscreen);
    assert_true(only(f, "grains de beauté", LANG_FR) == only(f, "moles", LANG_EN));
    assert_true(only(f, "mélanome", LANG_FR) == only(f, "melanoma", LANG_EN));
    assert_true(only(f, "melanoma", LANG_EN) != sunscreen);
}

static void the_longest_phrase_counts(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(find(f, "une crème solaire", LANG_FR), 1);
    assert_int_equal(f->hits[0].token, 1);
    assert_int_equal(f->hits[0].count, 2);
    uint64_t cancer = only(f, "cancer de la peau", LANG_FR);
    assert_int_equal(f->hits[0].count, 4);
    assert_true(only(f, "skin cancer", LANG_EN) == cancer);
    assert_true(only(f, "solaire", LANG_FR) == only(f, "sun", LANG_EN));
    assert_true(only(f, "solaire", LANG_FR) != only(f, "crème solaire", LANG_FR));
}

static void each_concept_is_named_once(void **state)
{
    struct fixture *f = *state;
    size_t n = find(f, "sunscreen and sun cream and melanoma and sunscreen", LANG_EN);
    assert_int_equal(n, 2);
    assert_int_equal(f->hits[0].token, 0);
    assert_int_equal(f->hits[1].token, 5);
    assert_true(f->hits[0].term != f->hits[1].term);
}

static void other_languages_and_texts_have_none(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(find(f, "sunscreen melanoma", LANG_DE), 0);
    assert_int_equal(find(f, "sunscreen melanoma", LANG_NONE), 0);
    assert_int_equal(find(f, "sunscreen melanoma", LANG_OTHER), 0);
    assert_int_equal(find(f, "", LANG_FR), 0);
    assert_int_equal(find(f, "2000 https://example.org/sunscreen", LANG_EN), 0);
}

static void freeing_nothing_is_fine(void **state)
{
    (void)state;
    concepts_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_and_registers_share_a_concept),
        cmocka_unit_test(the_longest_phrase_counts),
        cmocka_unit_test(each_concept_is_named_once),
        cmocka_unit_test(other_languages_and_texts_have_none),
        cmocka_unit_test(freeing_nothing_is_fine),
    };
    return cmocka_run_group_tests_name("concepts", tests, open_concepts, close_concepts);
}
