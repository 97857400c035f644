/* tests/unit/test_hash.c - values that must never change, and how well the bits spread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* These values are part of the contract: if one differs, the hash was changed, not the test. */
static void values_never_change(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t seed;
        uint64_t value;
    } cases[] = {
        {"", 0u, 0x07570f9ab8406462u},
        {"a", 0u, 0x0ec8ccbb82c9d837u},
        {"abc", 0u, 0xe9fc0186af4eb219u},
        {"abcd", 0u, 0x0417c7ad2391bb47u},
        {"vaccin", 0u, 0xba298dc4014a2da6u},
        {"12345678", 0u, 0xf9f9539cf1a5af3cu},
        {"hydroxychloroquine", 0u, 0x1a640a6e66d2fa6cu},
        {"sixteen bytes ok", 1u, 0xd92fd4af8d616692u},
        {"seventeen bytes ok", 18446744073709551615u, 0x300c6a72b8ed0242u},
        {"une phrase de plus de quarante-huit octets pour la boucle longue", 42u,
         0x2fc384d7af889423u},
        {"caf\xc3\xa9", 7u, 0xd2ceb4461c4ed1d7u},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(hash_bytes(slice_from(cases[i].text), cases[i].seed), cases[i].value);
    }
    assert_int_equal(hash_mix(1), 0x5692161d100b05e5u);
}

static void where_the_bytes_lie_does_not_matter(void **state)
{
    (void)state;
    char text[200];
    char moved[220];
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = (char)hash_mix(i);
    }
    for (size_t len = 0; len <= sizeof text; len++) {
        uint64_t value = hash_bytes(slice_of(text, len), 7);
        for (size_t by = 0; by < 9; by++) {
            memcpy(moved + by, text, len);
            assert_int_equal(hash_bytes(slice_of(moved + by, len), 7), value);
        }
    }
    assert_int_equal(hash_bytes(slice_of(NULL, 0), 7), hash_bytes(SLICE(""), 7));
}

static void one_bit_of_text_or_seed_changes_half_of_the_hash(void **state)
{
    (void)state;
    for (size_t len = 1; len <= 120; len++) {
        char text[120];
        for (size_t i = 0; i < len; i++) {
            text[i] = (char)hash_mix(i + 1000 * len);
        }
        uint64_t value = hash_bytes(slice_of(text, len), 0);
        long flipped = 0;
        for (size_t bit = 0; bit < 8 * len; bit++) {
            text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
            uint64_t other = hash_bytes(slice_of(text, len), 0);
            assert_int_not_equal(other, value);
            flipped += __builtin_popcountll(other ^ value);
            text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
        }
        double mean = (double)flipped / (double)(8 * len);
        assert_true(mean > 28 && mean < 36);
        assert_int_not_equal(hash_bytes(slice_of(text, len), 1), value);
    }
}

static int compare(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;
    return (*x > *y) - (*x < *y);
}

static void short_texts_do_not_collide(void **state)
{
    (void)state;
    size_t count = 256 + 65536 + 300000;
    uint64_t *values = malloc(count * sizeof *values);
    assert_non_null(values);
    for (size_t i = 0; i < count; i++) {
        size_t len = i < 256 ? 1 : i < 256 + 65536 ? 2 : 3;
        size_t word = len == 1 ? i : len == 2 ? i - 256 : (i - 256 - 65536) * 31;
        char text[3] = {(char)word, (char)(word >> 8), (char)(word >> 16)};
        values[i] = hash_bytes(slice_of(text, len), 0);
    }
    qsort(values, count, sizeof *values, compare);
    for (size_t i = 1; i < count; i++) {
        assert_int_not_equal(values[i], values[i - 1]);
    }
    free(values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_never_change),
        cmocka_unit_test(where_the_bytes_lie_does_not_matter),
        cmocka_unit_test(one_bit_of_text_or_seed_changes_half_of_the_hash),
        cmocka_unit_test(short_texts_do_not_collide),
    };
    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
