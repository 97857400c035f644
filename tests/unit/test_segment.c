/* tests/unit/test_segment.c - small pools against a naive count of the same figures; merging
 * against building at once.
 * All texts are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "base/date.h"
#include "match/segment.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define POOL 8

static const char *const pool[POOL][3] = {
    {"c0", "Sunscreen causes skin cancer in 30 days, skin doctors of Lyon say.",
     "Sunscreen and cancer: the truth"},
    {"c1", "Garlic cures warts; garlic and more garlic.", ""},
    {"c2", "Wearing copper removes the allergy to nickel for 2,000 people.",
     "Copper does not remove an allergy"},
    {"c3", "La crème solaire provoque le cancer de la peau à Lyon.", ""},
    {"c4", "L'ail guérit les verrues en 30 jours: https://example.org/ail?utm_source=a",
     "Non, l'ail ne guérit rien"},
    {"c5", "Pollution polluting the polluted skin of Lyon.", ""},
    {"c6", "x", ""},
    {"c7", "солнце вызывает рак кожи", ""},
};

struct fixture {
    struct analyser *analyser;
    struct concepts *concepts;
    struct analysis analysis[2];
};

static int open_fixture(void **state)
{
    static struct fixture f;
    f = (struct fixture){.analyser = analyser_new(NULL, NULL)};
    f.concepts = concepts_new(f.analyser);
    *state = &f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    concepts_free(f->concepts);
    analyser_free(f->analyser);
    analysis_done(&f->analysis[0]);
    analysis_done(&f->analysis[1]);
    return 0;
}

/* A segment of the pool's claims from..to, without those whose bit is set in without. */
static struct segment *build(struct fixture *f, size_t from, size_t to, unsigned without)
{
    struct segment_builder *b = segment_builder_new(f->concepts);
    for (size_t i = from; i < to; i++) {
        struct claim c = {.id = slice_from(pool[i][0]),
                          .text = slice_from(pool[i][1]),
                          .title = slice_from(pool[i][2]),
                          .date_days = (int32_t)i,
                          .harm = HARM_LOW};
        if (!(without >> i & 1)) {
            segment_builder_add(b, &c, f->analyser, LANG_EN);
        }
    }
    return segment_builder_finish(b);
}

static void analyse(struct fixture *f, size_t i)
{
    analysis_run(f->analyser, slice_from(pool[i][1]), LANG_NONE, LANG_EN, &f->analysis[0]);
    analysis_run(f->analyser, slice_from(pool[i][2]), f->analysis[0].lang, f->analysis[0].lang,
                 &f->analysis[1]);
}

/* How often claim i has the term (in root form if asked), counting text and title; length: its
 * words. */
static unsigned naive_count(struct fixture *f, size_t i, uint64_t key, bool root, unsigned *length)
{
    unsigned n = 0;
    *length = 0;
    analyse(f, i);
    for (int t = 0; t < 2; t++) {
        for (size_t k = 0; k < f->analysis[t].term_count; k++) {
            const struct term *term = &f->analysis[t].terms[k];
            n += (root ? term->root : term->hash) == key ? term->count : 0;
            *length += term->count;
        }
    }
    return n;
}

static unsigned naive_df(struct fixture *f, uint64_t key, bool root)
{
    unsigned df = 0, length = 0;
    for (size_t i = 0; i < POOL; i++) {
        df += naive_count(f, i, key, root, &length) > 0;
    }
    return df;
}

static double mean_length(struct fixture *f)
{
    unsigned sum = 0, length = 0;
    for (size_t i = 0; i < POOL; i++) {
        naive_count(f, i, 0, false, &length);
        sum += length;
    }
    return (double)sum / POOL;
}

static double naive_weight(unsigned tf, double ratio)
{
    return tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * ratio));
}

static void check_near(double a, double b, double within)
{
    if (fabs(a - b) > within) {
        fail_msg("%f is not %f", a, b);
    }
}

static void check_claim(struct fixture *f, const struct segment *s, uint32_t i, double mean)
{
    double square = 0, mass = 0, title = 0;
    for (uint32_t k = s->claims[i].forward_at; k < s->claims[i + 1].forward_at; k++) {
        uint32_t term = FORWARD_TERM(s->forward[k]);
        unsigned flags = FORWARD_FLAGS(s->forward[k]), length = 0;
        if (!FORWARD_WORDS_ONLY(flags)) {
            continue;
        }
        uint64_t key = s->words.keys[term];
        unsigned count = naive_count(f, i, key, false, &length);
        assert_true(count > 0);
        assert_int_equal(s->words.df[term], naive_df(f, key, false));
        check_near(s->impacts[k] * (double)SEGMENT_IMPACT, naive_weight(count, length / mean),
                   0.006);
        double idf = (double)segment_weight(s->words.df[term], s->words.common[term], POOL);
        square += idf * idf;
        mass += flags & FORWARD_CLAIM ? idf : 0;
        title += flags & FORWARD_TITLE ? idf : 0;
    }
    check_near((double)s->claims[i].norm, sqrt(square), 1e-4);
    check_near((double)s->claims[i].mass, mass, 1e-4);
    check_near((double)s->claims[i].title_mass, title, 1e-4);
}

static void figures_are_those_of_a_naive_count(void **state)
{
    struct fixture *f = *state;
    struct segment *s = build(f, 0, POOL, 0);
    double mean = mean_length(f);
    assert_int_equal(s->claim_count, POOL);
    for (uint32_t i = 0; i < POOL; i++) {
        assert_string_equal(s->ids + s->claims[i].id_at, pool[i][0]);
        assert_int_equal(s->claims[i].date_days, i);
        assert_int_equal(s->claims[i].harm, HARM_LOW);
        check_claim(f, s, i, mean);
        analyse(f, i);
        for (int t = 0; t < 2; t++) {
            for (size_t k = 0; k < f->analysis[t].term_count; k++) {
                assert_int_not_equal(field_find(&s->words, f->analysis[t].terms[k].hash),
                                     UINT32_MAX);
            }
        }
    }
    assert_true(segment_bytes(s) > sizeof *s);
    segment_release(s);
}

static void lists_hold_the_roots(void **state)
{
    struct fixture *f = *state;
    struct segment *s = build(f, 0, POOL, 0);
    double mean = mean_length(f);
    for (uint32_t t = 0; t < s->words.term_count; t++) {
        uint32_t from = s->words.at[t], to = s->words.at[t + 1], previous = 0;
        unsigned length = 0;
        if (s->words.root[t] != t) {
            assert_int_equal(from, to); /* found under its root */
            assert_int_equal(s->words.root[s->words.root[t]], s->words.root[t]);
            continue;
        }
        assert_int_equal(to - from, s->words.df[t]);
        for (uint32_t k = from; k < to; k++) {
            uint32_t claim = s->words.postings[k] >> 8;
            assert_true(claim < POOL && (k == from || claim > previous));
            unsigned tf = naive_count(f, claim, s->words.keys[t], true, &length);
            if (tf > 0) { /* else a concept or an address */
                check_near((s->words.postings[k] & 0xff) * (double)SEGMENT_IMPACT,
                           naive_weight(tf, length / mean), 0.006);
            }
            previous = claim;
        }
    }
    for (uint32_t t = 0; t < s->grams.term_count; t++) {
        assert_int_equal(s->grams.at[t + 1] - s->grams.at[t], s->grams.df[t]);
        assert_true(s->grams.df[t] > 0);
    }
    segment_release(s);
}

static unsigned flags_of(struct fixture *f, const struct segment *s, uint32_t claim,
                         const char *word, enum lang l)
{
    analysis_run(f->analyser, slice_from(word), l, l, &f->analysis[0]);
    assert_int_equal(f->analysis[0].term_count, 1);
    uint32_t term = field_find(&s->words, f->analysis[0].terms[0].hash);
    for (uint32_t k = s->claims[claim].forward_at; k < s->claims[claim + 1].forward_at; k++) {
        if (FORWARD_TERM(s->forward[k]) == term) {
            return FORWARD_FLAGS(s->forward[k]);
        }
    }
    return 0;
}

static void forward_lists_say_what_a_word_is(void **state)
{
    struct fixture *f = *state;
    struct segment *s = build(f, 0, POOL, 0);
    assert_int_equal(flags_of(f, s, 0, "sunscreen", LANG_EN), FORWARD_CLAIM | FORWARD_TITLE);
    assert_int_equal(flags_of(f, s, 0, "doctor", LANG_EN), FORWARD_CLAIM);
    assert_int_equal(flags_of(f, s, 0, "truth", LANG_EN), FORWARD_TITLE);
    assert_int_equal(flags_of(f, s, 0, "lyon", LANG_EN), FORWARD_CLAIM | FORWARD_NAME);
    assert_int_equal(flags_of(f, s, 0, "30", LANG_EN), FORWARD_CLAIM | FORWARD_NUMBER);
    assert_int_equal(flags_of(f, s, 2, "2000", LANG_EN), FORWARD_CLAIM | FORWARD_NUMBER);
    assert_int_equal(flags_of(f, s, 0, "garlic", LANG_EN), 0);
    const char *spelling = s->strings + s->claims[0].string_at;
    assert_string_equal(spelling, "30");
    assert_string_equal(spelling + 3, "Lyon");
    assert_string_equal(s->strings + s->claims[2].string_at, "2,000");
    assert_int_equal(s->claims[0].numbers, 1);
    assert_int_equal(s->claims[1].numbers, 0);
    assert_int_equal(s->claims[3].lang, LANG_FR);
    unsigned links = 0, concepts = 0;
    for (uint32_t k = s->claims[4].forward_at; k < s->claims[5].forward_at; k++) {
        links += (FORWARD_FLAGS(s->forward[k]) & FORWARD_LINK) != 0;
        concepts += (FORWARD_FLAGS(s->forward[k]) & FORWARD_CONCEPT) != 0;
    }
    assert_int_equal(links, 1);
    assert_true(concepts > 0);
    segment_release(s);
}

/* Everything but impacts, which keep the lengths of the part they were built in. */
static void check_same(const struct segment *a, const struct segment *b, double within)
{
    assert_int_equal(a->claim_count, b->claim_count);
    for (uint32_t i = 0; i <= a->claim_count; i++) {
        const struct claim_info *x = &a->claims[i], *y = &b->claims[i];
        assert_int_equal(x->id_at, y->id_at);
        assert_int_equal(x->forward_at, y->forward_at);
        assert_int_equal(x->string_at, y->string_at);
        if (i == a->claim_count) {
            break;
        }
        assert_string_equal(a->ids + x->id_at, b->ids + y->id_at);
        assert_memory_equal(a->strings + x->string_at, b->strings + y->string_at,
                            x[1].string_at - x->string_at);
        assert_int_equal(x->date_days, y->date_days);
        assert_int_equal(x->lang, y->lang);
        assert_int_equal(x->stance_bits, y->stance_bits);
        assert_int_equal(x->numbers, y->numbers);
        check_near((double)x->norm, (double)y->norm, within);
        check_near((double)x->mass, (double)y->mass, within);
        check_near((double)x->title_mass, (double)y->title_mass, within);
        check_near((double)x->name_mass, (double)y->name_mass, within);
        check_near((double)x->concept_mass, (double)y->concept_mass, within);
        check_near((double)x->gram_mass, (double)y->gram_mass, within);
        for (uint32_t k = x->forward_at; k < x[1].forward_at; k++) {
            uint32_t s = FORWARD_TERM(a->forward[k]), t = FORWARD_TERM(b->forward[k]);
            assert_true(a->words.keys[s] == b->words.keys[t]);
            assert_int_equal(FORWARD_FLAGS(a->forward[k]), FORWARD_FLAGS(b->forward[k]));
        }
    }
}

/* Every term of b that is in some claim stands in a with the same figures and the same claims. */
static void check_same_field(const struct field *a, const struct field *b, double within)
{
    for (uint32_t t = 0; t < b->term_count; t++) {
        uint32_t s = field_find(a, b->keys[t]);
        if (b->df[t] == 0) {
            continue;
        }
        assert_int_not_equal(s, UINT32_MAX);
        assert_int_equal(a->df[s], b->df[t]);
        assert_true(a->keys[a->root[s]] == b->keys[b->root[t]]);
        check_near((double)a->common[s], (double)b->common[t], within);
        assert_int_equal(a->at[s + 1] - a->at[s], b->at[t + 1] - b->at[t]);
        for (uint32_t k = 0; k < b->at[t + 1] - b->at[t]; k++) {
            assert_int_equal(a->postings[a->at[s] + k] >> 8, b->postings[b->at[t] + k] >> 8);
        }
    }
}

static void merging_equals_building_at_once(void **state)
{
    struct fixture *f = *state;
    struct segment *whole = build(f, 0, POOL, 0);
    for (size_t cut = 1; cut < POOL; cut++) {
        struct segment *parts[] = {build(f, 0, cut, 0), build(f, cut, POOL, 0)};
        const uint8_t *const gone[] = {NULL, NULL};
        struct segment *merged = segment_merge(parts, gone, 2);
        check_same(merged, whole, 1e-3);
        check_same_field(&merged->words, &whole->words, 1e-6);
        check_same_field(&whole->words, &merged->words, 1e-6);
        check_same_field(&merged->grams, &whole->grams, 1e-6);
        check_same_field(&whole->grams, &merged->grams, 1e-6);
        segment_release(parts[0]);
        segment_release(parts[1]);
        segment_release(merged);
    }
    segment_release(whole);
}

/* How common a form of a word is in general language may stay: within is wide. */
static void removed_claims_leave_nothing_that_counts(void **state)
{
    struct fixture *f = *state;
    for (unsigned without = 0; without < 256; without += 5) {
        struct segment *parts[] = {build(f, 0, 3, 0), build(f, 3, POOL, 0)};
        const uint8_t first = (uint8_t)(without & 7), second = (uint8_t)(without >> 3);
        const uint8_t *const gone[] = {first ? &first : NULL, &second};
        struct segment *merged = segment_merge(parts, gone, 2), *rest = build(f, 0, POOL, without);
        check_same(merged, rest, 0.1);
        check_same_field(&merged->words, &rest->words, 1);
        check_same_field(&rest->words, &merged->words, 1);
        check_same_field(&rest->grams, &merged->grams, 1);
        segment_release(parts[0]);
        segment_release(parts[1]);
        segment_release(merged);
        segment_release(rest);
    }
}

static void frequent_grams_have_no_list(void **state)
{
    struct fixture *f = *state;
    struct segment_builder *b = segment_builder_new(f->concepts);
    char id[16];
    for (unsigned i = 0; i < SEGMENT_GRAM_FLOOR + 2; i++) {
        snprintf(id, sizeof id, "c%u", i);
        struct claim c = {.id = slice_from(id),
                          .text = i == 0 ? SLICE("Warts") : SLICE("Psoriasis"),
                          .date_days = DATE_NONE};
        assert_int_equal(segment_builder_count(b), i);
        segment_builder_add(b, &c, f->analyser, LANG_EN);
    }
    struct segment *s = segment_builder_finish(b);
    unsigned listed = 0, dropped = 0;
    for (uint32_t t = 0; t < s->grams.term_count; t++) {
        listed += s->grams.at[t + 1] > s->grams.at[t];
        dropped += s->grams.df[t] == SEGMENT_GRAM_FLOOR + 1 && s->grams.at[t + 1] == s->grams.at[t];
    }
    assert_true(listed > 0 && dropped > 0);
    assert_int_equal(listed + dropped, s->grams.term_count);
    segment_release(s);
}

static void rare_terms_weigh_more(void **state)
{
    (void)state;
    for (uint32_t df = 1; df < 50; df++) {
        assert_true(segment_weight(df, 0, 50) < segment_weight(df - 1, 0, 50));
        assert_true(segment_weight(df, 0.01f, 50) < segment_weight(df - 1, 0.01f, 50));
        assert_true(segment_weight(df, 0.5f, 50) <= segment_weight(df, 0.1f, 50));
    }
    assert_true(segment_weight(90, 0, 50) > 0);
    assert_true(segment_weight(50, 1, 50) > 0);
}

static void nothing_is_fine(void **state)
{
    struct fixture *f = *state;
    segment_builder_free(NULL);
    segment_builder_free(segment_builder_new(f->concepts));
    segment_release(NULL);
    struct segment *none = segment_builder_finish(segment_builder_new(f->concepts));
    assert_int_equal(none->claim_count, 0);
    assert_int_equal(field_find(&none->words, 1), UINT32_MAX);
    const uint8_t *const gone[] = {NULL};
    struct segment *merged = segment_merge(&none, gone, 1);
    assert_int_equal(merged->claim_count, 0);
    segment_release(merged);
    segment_release(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_a_naive_count),
        cmocka_unit_test(lists_hold_the_roots),
        cmocka_unit_test(forward_lists_say_what_a_word_is),
        cmocka_unit_test(merging_equals_building_at_once),
        cmocka_unit_test(removed_claims_leave_nothing_that_counts),
        cmocka_unit_test(frequent_grams_have_no_list),
        cmocka_unit_test(rare_terms_weigh_more),
        cmocka_unit_test(nothing_is_fine),
    };
    return cmocka_run_group_tests_name("segment", tests, open_fixture, close_fixture);
}
