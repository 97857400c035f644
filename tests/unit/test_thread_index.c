/* tests/unit/test_thread_index.c - four readers ask while one writer adds, removes and commits:
 * each answer is that of
 * one committed state. Also run under ThreadSanitizer. All texts are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/date.h"
#include "match/match.h"

#define READERS 4
#define ROUNDS 200
#define STEADY 8u /* claims that stay */
#define TWINS 2u  /* claims that come and go together */

static const char *const steady[STEADY] = {
    "La crème solaire provoque le cancer de la peau.",
    "Le jus de citron guérit l'acné en une nuit.",
    "L'urine de vache soigne le psoriasis.",
    "Une gousse d'ail fait tomber les verrues.",
    "Raw garlic rubbed on the scalp cures hair loss.",
    "A copper bracelet removes nickel allergy.",
    "Mayonnaise suffocates head lice in 20 minutes.",
    "Wifi routers give children shingles.",
};

static const char *const twins[TWINS] = {
    "Ferrets spread ringworm through carpets.",
    "Carpets of ferrets are full of ringworm.",
};

struct shared {
    struct match_index *index;
    atomic_bool done;
    atomic_uint wrong; /* answers that no committed state can give */
    atomic_uint asked;
};

static struct claim claim_of(const char *id, const char *text)
{
    return (struct claim){.id = slice_from(id), .text = slice_from(text), .date_days = DATE_NONE};
}

/* Whether the answer holds an id that begins with letter, how often. */
static unsigned count_of(const struct match_answer *a, char letter)
{
    unsigned n = 0;
    for (size_t i = 0; i < a->count; i++) {
        n += a->top[i].id.len > 0 && a->top[i].id.ptr[0] == letter;
    }
    return n;
}

static bool is_consistent(struct matcher *m, const struct match_answer *a)
{
    struct match_why why;
    bool good = a->count <= MATCH_TOP_MAX;
    for (size_t i = 0; i < a->count && good; i++) {
        good =
            a->top[i].id.len == 2 && (i == 0 || a->top[i].confidence <= a->top[i - 1].confidence);
        matcher_why(m, i, &why);
        good = good && why.word_count <= MATCH_WORDS_MAX;
    }
    return good;
}

static void *read_on(void *context)
{
    struct shared *s = context;
    struct matcher *m = matcher_new(s->index, NULL);
    struct match_answer a;
    for (unsigned i = 0; !atomic_load(&s->done) || i < STEADY + 1; i++) {
        bool good;
        if (i % (STEADY + 1) == STEADY) { /* both twins or none */
            matcher_ask(m, SLICE("ferrets, carpets and ringworm"), LANG_EN, DATE_NONE,
                        MATCH_TOP_MAX, 0.1, &a);
            unsigned n = count_of(&a, 't');
            good = n == 0 || n == TWINS;
        } else { /* what stays is always found */
            matcher_ask(m, slice_from(steady[i % (STEADY + 1)]), LANG_NONE, DATE_NONE,
                        MATCH_TOP_MAX, 0.1, &a);
            bool found = false;
            for (size_t k = 0; k < a.count; k++) {
                found |= a.top[k].id.ptr[0] == 's' &&
                         a.top[k].id.ptr[1] == (char)('0' + i % (STEADY + 1));
            }
            good = found;
        }
        good = good && is_consistent(m, &a);
        atomic_fetch_add(&s->wrong, good ? 0 : 1);
        atomic_fetch_add(&s->asked, 1);
    }
    matcher_free(m);
    return NULL;
}

/* Adds or removes the twins and one passer-by in each round; errors of the index are counted as
 * wrong. */
static unsigned write_on(struct match_index *x)
{
    static const char *const ids[TWINS] = {"t0", "t1"};
    struct fault f = {0};
    unsigned wrong = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        for (unsigned k = 0; k < TWINS; k++) {
            struct claim c = claim_of(ids[k], twins[k]);
            enum err err = i % 2 ? match_index_remove(x, c.id, &f) : match_index_add(x, &c, &f);
            wrong += err != ERR_NONE;
        }
        char id[3] = {'p', (char)('A' + i % 50), '\0'};
        if (i >= 50) {
            wrong += match_index_remove(x, slice_from(id), &f) != ERR_NONE;
        }
        struct claim passer = claim_of(id, "Silk pillows prevent wrinkles of the elbow.");
        wrong += match_index_add(x, &passer, &f) != ERR_NONE;
        match_index_commit(x);
        size_t count = STEADY + (i % 2 ? 0 : TWINS) + (i < 50 ? i + 1 : 50u);
        wrong += match_index_count(x) != count;
    }
    return wrong;
}

static void readers_see_committed_states(void **state)
{
    (void)state;
    static struct shared s;
    pthread_t readers[READERS];
    struct fault f = {0};
    s.index = match_index_new();
    for (unsigned i = 0; i < STEADY; i++) {
        char id[3] = {'s', (char)('0' + i), '\0'};
        struct claim c = claim_of(id, steady[i]);
        assert_int_equal(match_index_add(s.index, &c, &f), ERR_NONE);
    }
    match_index_commit(s.index);
    for (unsigned i = 0; i < READERS; i++) {
        assert_int_equal(pthread_create(&readers[i], NULL, read_on, &s), 0);
    }
    unsigned wrong = write_on(s.index);
    atomic_store(&s.done, true);
    for (unsigned i = 0; i < READERS; i++) {
        assert_int_equal(pthread_join(readers[i], NULL), 0);
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(atomic_load(&s.wrong), 0);
    assert_true(atomic_load(&s.asked) >= READERS);
    assert_int_equal(match_index_count(s.index), STEADY + 50);
    match_index_free(s.index);
}

/* A reader that keeps an old state while the index is changed under it answers from the new one
 * next time. */
static void readers_catch_up(void **state)
{
    (void)state;
    struct match_index *x = match_index_new();
    struct matcher *m = matcher_new(x, NULL);
    struct match_answer a;
    struct fault f = {0};
    for (unsigned i = 0; i < 40; i++) {
        char id[3] = {'c', (char)('A' + i), '\0'};
        struct claim c = claim_of(id, "Silk pillows prevent wrinkles.");
        assert_int_equal(match_index_add(x, &c, &f), ERR_NONE);
        match_index_commit(x);
        matcher_ask(m, SLICE("silk pillows and wrinkles"), LANG_EN, DATE_NONE, MATCH_TOP_MAX, 0.1,
                    &a);
        assert_int_equal(a.count, i + 1 < MATCH_TOP_MAX ? i + 1 : MATCH_TOP_MAX);
    }
    matcher_free(m);
    match_index_free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_see_committed_states),
        cmocka_unit_test(readers_catch_up),
    };
    return cmocka_run_group_tests_name("thread_index", tests, NULL, NULL);
}
