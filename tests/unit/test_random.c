/* tests/unit/test_random.c - tokens have the right form and never repeat. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"

static void tokens_are_43_letters_of_the_alphabet(void **state)
{
    (void)state;
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char seen[256] = {0};
    for (int i = 0; i < 500; i++) {
        char token[44];
        memset(token, '?', sizeof token);
        random_token(token);
        assert_int_equal(strlen(token), 43);
        assert_int_equal(strspn(token, letters), 43);
        /* 256 bits leave 4 in the last letter, so two of its bits are zero */
        assert_non_null(strchr("AEIMQUYcgkosw048", token[42]));
        for (int k = 0; k < 43; k++) {
            seen[(unsigned char)token[k]] = 1;
        }
    }
    for (const char *c = letters; *c; c++) {
        assert_true(seen[(unsigned char)*c]);
    }
}

static void no_two_tokens_are_the_same(void **state)
{
    (void)state;
    static char tokens[300][44];
    for (int i = 0; i < 300; i++) {
        random_token(tokens[i]);
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(tokens[i], tokens[k]);
        }
    }
}

static void bytes_fill_all_and_no_more(void **state)
{
    (void)state;
    unsigned char block[1002] = {0};
    random_bytes(block + 1, 0);
    assert_int_equal(block[1], 0);
    int zeros = 0;
    random_bytes(block + 1, 1000);
    for (int i = 1; i <= 1000; i++) {
        zeros += block[i] == 0;
    }
    assert_true(zeros < 60); /* about 4 are to be expected */
    assert_int_equal(block[0], 0);
    assert_int_equal(block[1001], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_43_letters_of_the_alphabet),
        cmocka_unit_test(no_two_tokens_are_the_same),
        cmocka_unit_test(bytes_fill_all_and_no_more),
    };
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
