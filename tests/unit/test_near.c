/* tests/unit/test_near.c - near-copies: prints, the window, what falls out of it, similarity of two
 * texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/hash.h"
#include "text/near.h"

/* A print made by hand: terms first, first + step, ... */
static struct near_print made(uint32_t first, uint32_t step, int count)
{
    struct near_print p = {.count = (uint16_t)count};
    p.exact = hash_mix(first * 31u + step * 7u + (unsigned)count) | 1;
    for (int i = 0; i < count; i++) {
        p.terms[i] = first + step * (uint32_t)i;
        p.counts[i] = 1;
        p.rarity[i] = 80;
    }
    return p;
}

static struct near_print print_of(const char *text)
{
    struct analyser *y = analyser_new(NULL, NULL);
    struct analysis a = {0};
    struct near_print p;
    analysis_run(y, slice_from(text), LANG_NONE, LANG_NONE, &a);
    near_print_of(&a, &p);
    analysis_done(&a);
    analyser_free(y);
    return p;
}

static void prints_are_sorted_and_bounded(void **state)
{
    (void)state;
    char text[8192] = "";
    size_t len = 0;
    for (int i = 0; i < 400; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "mot%c%c%c ", 'a' + i % 26,
                                'a' + i / 26, 'q');
    }
    struct near_print p = print_of(text);
    assert_int_equal(p.count, NEAR_TERMS_MAX);
    for (int i = 1; i < p.count; i++) {
        assert_true(p.terms[i - 1] < p.terms[i]);
    }
    struct near_print again = print_of(text);
    assert_memory_equal(p.terms, again.terms, p.count * sizeof *p.terms);
    assert_true(p.exact == again.exact);
}

static void nothing_to_read_is_like_no_other(void **state)
{
    (void)state;
    struct near_print empty = print_of(""), marks = print_of(" "),
                      text = print_of("La crème solaire");
    assert_true(empty.exact == 0 && marks.exact == 0 && text.exact != 0);
    assert_true(near_similarity(&empty, &marks) <= 0);
    assert_true(near_similarity(&empty, &text) <= 0);
    struct near *x = near_new(NULL);
    struct near_hit hit;
    near_add(x, &empty, 1, 0, false);
    near_add(x, &text, 2, 0, false);
    assert_int_equal(near_find(x, &marks, 0, &hit), 0);
    assert_int_equal(near_find(x, &text, 0, &hit), 1);
    assert_int_equal(hit.tag, 2);
    near_free(x);
}

static void similarity_of_two_texts(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        float least, most;
    } rows[] = {
        {"Le dentifrice fait sécher les boutons", "Le dentifrice fait sécher les boutons", 1, 1},
        {"Le dentifrice fait sécher les boutons", "LE DENTIFRICE fait secher les BOUTONS !!!", 1,
         1},
        {"Partagez : le dentifrice fait sécher les boutons d'acné en une nuit, ma soeur infirmière "
         "le jure",
         "Le dentifrice fait sécher les boutons d'acné en une nuit, ma soeur infirmière le jure",
         NEAR_IDENTICAL, 1},
        {"Le dentifrice fait sécher les boutons", "Les vaccins donnent de l'eczéma aux bébés", 0,
         0.05f},
        {"Garlic cures warts in three days", "Garlic does not cure warts, see a doctor", 0.2f,
         0.79f},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct near_print a = print_of(rows[i].a), b = print_of(rows[i].b);
        float there = near_similarity(&a, &b), back = near_similarity(&b, &a);
        if (there < rows[i].least || there > rows[i].most) {
            fail_msg("row %zu: similarity %f", i, (double)there);
        }
        assert_true(there - back < 1e-5f && back - there < 1e-5f);
    }
}

static void the_most_similar_comes_first(void **state)
{
    (void)state;
    struct near *x = near_new(&(struct near_options){.capacity = 100});
    struct near_print a = made(100, 1, 10), b = made(105, 1, 10), c = made(5000, 1, 10),
                      like_a = made(101, 1, 10);
    struct near_hit hit;
    near_add(x, &a, 1, 0, false);
    near_add(x, &b, 2, 0, false);
    near_add(x, &c, 3, 0, false);
    assert_true(near_find(x, &like_a, 0, &hit));
    assert_int_equal(hit.tag, 1);
    assert_true(hit.similarity > 0 && hit.similarity < 1 && !hit.exact);
    assert_true(near_find(x, &b, 0, &hit));
    assert_true(hit.exact && hit.tag == 2);
    assert_int_equal(near_df(x, 105), 2); /* in a and b */
    assert_int_equal(near_df(x, 100), 1);
    assert_int_equal(near_df(x, 99), 0);
    near_free(x);
}

static void the_window_holds_what_it_says(void **state)
{
    (void)state;
    struct near *x = near_new(&(struct near_options){.capacity = 10});
    size_t bytes = 0;
    for (uint32_t i = 0; i < 500; i++) {
        struct near_print p = made(1000 + i * 50, 1, 20), gone = made(1000 + (i - 12) * 50, 1, 20);
        struct near_hit hit;
        near_add(x, &p, i, 0, false);
        assert_int_equal(near_count(x), i < 10 ? i + 1 : 10);
        assert_int_equal(near_find(x, &p, 0, &hit), 1);
        assert_true(hit.exact && hit.tag == i);
        if (i >= 12) {
            assert_int_equal(near_find(x, &gone, 0, &hit), 0);
            assert_int_equal(near_df(x, gone.terms[0]), 0);
        }
        bytes = i == 100 ? near_bytes(x) : bytes;
    }
    assert_int_equal(near_bytes(x), bytes); /* after 100 texts it has what it needs */
    near_free(x);
}

static void the_old_are_forgotten_by_age(void **state)
{
    (void)state;
    struct near *x = near_new(&(struct near_options){.capacity = 100, .age_s = 60});
    struct near_print p = made(7, 3, 12);
    struct near_hit hit;
    near_add(x, &p, 1, 1000, false);
    assert_int_equal(near_find(x, &p, 1060, &hit), 1);
    assert_int_equal(near_find(x, &p, 1061, &hit), 0);
    assert_int_equal(near_count(x), 0);
    near_add(x, &p, 2, 1061, false);
    assert_int_equal(near_find(x, &p, 500, &hit),
                     1); /* a clock that goes back counts as the latest time */
    near_free(x);
}

static void same_calls_same_answers(void **state)
{
    (void)state;
    struct near *x = near_new(&(struct near_options){.capacity = 64}),
                *y = near_new(&(struct near_options){.capacity = 64});
    for (uint32_t i = 0; i < 3000; i++) {
        uint32_t seed = (uint32_t)(hash_mix(i) % 97);
        struct near_print p =
            made(1 + seed * 5, 1 + seed % 3, 1 + (int)(hash_mix(i + 1) % NEAR_TERMS_MAX));
        struct near_hit a = {0}, b = {0};
        size_t found = near_find(x, &p, i, &a);
        assert_int_equal(found, near_find(y, &p, i, &b));
        assert_true(a.tag == b.tag && a.exact == b.exact);
        assert_true(found == 0 || (a.similarity > 0 && a.similarity <= 1));
        near_add(x, &p, i, i, false);
        near_add(y, &p, i, i, false);
        assert_true(near_count(x) <= 64 && near_count(x) == near_count(y));
    }
    near_free(x);
    near_free(y);
    near_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_are_sorted_and_bounded),
        cmocka_unit_test(nothing_to_read_is_like_no_other),
        cmocka_unit_test(similarity_of_two_texts),
        cmocka_unit_test(the_most_similar_comes_first),
        cmocka_unit_test(the_window_holds_what_it_says),
        cmocka_unit_test(the_old_are_forgotten_by_age),
        cmocka_unit_test(same_calls_same_answers),
    };
    return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
