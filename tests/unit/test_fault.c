/* tests/unit/test_fault.c - the first fault wins, and its sentence is one clean line of UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/fault.h"
#include "base/utf8.h"

static void the_first_fault_wins(void **state)
{
    (void)state;
    struct fault f;
    fault_clear(&f);
    assert_int_equal(f.code, ERR_NONE);
    assert_string_equal(f.text, "");
    assert_int_equal(fault_set(&f, ERR_PARSE, "row %d: %s", 3, "no date"), ERR_PARSE);
    assert_int_equal(fault_set(&f, ERR_IO, "later"), ERR_IO);
    assert_int_equal(f.code, ERR_PARSE);
    assert_string_equal(f.text, "row 3: no date");
    fault_clear(&f);
    assert_int_equal(fault_set(&f, ERR_IO, "later"), ERR_IO);
    assert_string_equal(f.text, "later");
}

static void no_fault_wanted_is_accepted(void **state)
{
    (void)state;
    assert_int_equal(fault_set(NULL, ERR_LIMIT, "%d", 1), ERR_LIMIT);
}

static void quoted_outside_text_is_made_clean(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        const char *out;
    } cases[] = {
        {"one\ntwo\r\tthree\x7f", "one two  three "},
        {"caf\xc3\xa9", "caf\xc3\xa9"},
        {"caf\xe9 noir", "caf? noir"},
        {"\xff\xfe", "??"},
        {"cut\xe2\x82", "cut??"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f;
        fault_clear(&f);
        fault_set(&f, ERR_PARSE, "%s", cases[i].in);
        assert_string_equal(f.text, cases[i].out);
    }
}

static void a_long_sentence_is_cut_between_characters(void **state)
{
    (void)state;
    for (int pad = 0; pad < 4; pad++) {
        char text[1200];
        memset(text, 'a', (size_t)pad);
        for (size_t i = (size_t)pad; i + 5 < sizeof text; i += 4) {
            memcpy(text + i, "\xf0\x9f\x98\x80", 5);
        }
        struct fault f;
        fault_clear(&f);
        fault_set(&f, ERR_PARSE, "%s", text);
        size_t len = strlen(f.text);
        assert_true(len > sizeof f.text - 5 && len < sizeof f.text);
        assert_true(utf8_valid(slice_from(f.text), NULL));
        assert_null(strchr(f.text, '?'));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_fault_wins),
        cmocka_unit_test(no_fault_wanted_is_accepted),
        cmocka_unit_test(quoted_outside_text_is_made_clean),
        cmocka_unit_test(a_long_sentence_is_cut_between_characters),
    };
    return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
