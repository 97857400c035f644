/* tests/unit/test_buf.c - the cap, numbers in decimal without locale or exponent, JSON strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

/* A constant slice; the compiler counts. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

static void assert_holds(const struct buf *b, const char *expected)
{
    assert_non_null(b->ptr);
    assert_string_equal(b->ptr, expected);
    assert_int_equal(b->len, strlen(expected));
}

static void an_empty_buffer_owns_nothing(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 100);
    buf_add(&b, slice_of(NULL, 0));
    buf_add_text(&b, "");
    assert_null(b.ptr);
    assert_false(b.full);
    assert_int_equal(buf_slice(&b).len, 0);
    assert_true(buf_reserve(&b, 0));
    buf_clear(&b);
    buf_done(&b);
    buf_done(&b);
}

static void additions_follow_each_other(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    buf_add_char(&b, 'a');
    buf_add_text(&b, "bc");
    buf_add(&b, SLICE("d\0e"));
    buf_addf(&b, "%s-%d", "f", 7);
    buf_addf(&b, "%s", "");
    assert_int_equal(b.len, 9);
    assert_memory_equal(b.ptr, "abcd\0ef-7", 10);
    buf_clear(&b);
    assert_holds(&b, "");
    buf_add_text(&b, "again");
    assert_holds(&b, "again");
    buf_done(&b);
    assert_null(b.ptr);
    assert_int_equal(b.max, 1000);
}

/* Every way to add n bytes, to buffers with room for one byte less, just n, and one more. */
static void add_in_way(struct buf *b, int way)
{
    switch (way) {
    case 0:
        buf_add(b, SLICE("12345678"));
        break;
    case 1:
        buf_add_text(b, "12345678");
        break;
    case 2:
        buf_add_int(b, 12345678);
        break;
    case 3:
        buf_add_fixed(b, 1234.5678, 3);
        break;
    case 4:
        buf_add_json(b, SLICE("\x01"));
        break;
    case 5:
        buf_addf(b, "%d%d", 1234, 5678);
        break;
    default:
        buf_add_json(b, SLICE("\xe2\x80\xa8"));
        break;
    }
}

static void an_addition_that_does_not_fit_changes_nothing(void **state)
{
    (void)state;
    for (int way = 0; way < 7; way++) {
        for (size_t max = 0; max <= 12; max++) {
            struct buf b;
            buf_init(&b, max);
            buf_add_text(&b, max >= 2 ? "ab" : "");
            size_t before = b.len;
            add_in_way(&b, way);
            assert_int_equal(b.full, max < before + 8);
            assert_int_equal(b.len, b.full ? before : before + 8);
            assert_true(b.len <= b.cap && b.cap <= b.max);
            if (b.ptr) {
                assert_int_equal(b.ptr[b.len], 0);
            }
            if (b.full) {
                buf_add_char(&b, 'x'); /* would fit, but the buffer has been full */
                assert_int_equal(b.len, before);
                assert_false(buf_reserve(&b, 0));
                buf_clear(&b);
                assert_false(b.full);
            }
            buf_done(&b);
        }
    }
}

static void a_char_respects_the_cap(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 70); /* over the first capacity, below its double */
    for (int i = 0; i < 100; i++) {
        buf_add_char(&b, 'x');
    }
    assert_true(b.full);
    assert_int_equal(b.len, 70);
    assert_int_equal(strlen(b.ptr), 70);
    buf_done(&b);
}

static void reserved_room_stays_within_the_cap(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, SIZE_MAX);
    buf_add_char(&b, 'a');
    assert_false(buf_reserve(&b, SIZE_MAX));
    assert_true(b.full);
    buf_clear(&b);
    assert_true(buf_reserve(&b, 5000));
    assert_true(b.cap >= 5000);
    const char *before = b.ptr;
    for (int i = 0; i < 5000; i++) {
        buf_add_char(&b, 'y');
    }
    assert_ptr_equal(b.ptr, before);
    buf_done(&b);
}

static void integers(void **state)
{
    (void)state;
    static const int64_t cases[] = {0, 1, -1, 9, 10, -10, 99, 100, INT32_MIN, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "%lld", (long long)cases[i]);
        struct buf b;
        buf_init(&b, 100);
        buf_add_int(&b, cases[i]);
        assert_holds(&b, expected);
        buf_done(&b);
    }
}

static void fixed_point(void **state)
{
    (void)state;
    static const struct {
        double value;
        int places;
        const char *text;
    } cases[] = {
        {0, 0, "0"},
        {0, 3, "0.000"},
        {-0.0, 2, "0.00"},
        {1, 0, "1"},
        {0.5, 0, "1"},
        {1.5, 0, "2"},
        {2.5, 0, "3"},
        {-0.5, 0, "-1"},
        {-2.5, 0, "-3"},
        {0.125, 2, "0.13"},
        {-0.125, 2, "-0.13"},
        {0.375, 2, "0.38"},
        {0.285, 2, "0.28"}, /* the double is 0.28499999999999998 */
        {1.005, 2, "1.00"}, /* the double is 1.00499999999999989 */
        {1.115, 2, "1.11"}, /* the double is 1.11499999999999999 */
        {0.8731, 4, "0.8731"},
        {0.049, 1, "0.0"},
        {-0.049, 1, "0.0"},
        {0.05, 1, "0.1"},
        {9.999, 2, "10.00"},
        {0.9999999999, 9, "1.000000000"},
        {999999.9999, 3, "1000000.000"},
        {123456789.123456789, 9, "123456789.123456791"},
        {1e-9, 9, "0.000000001"},
        {4e-10, 9, "0.000000000"},
        {DBL_MIN, 9, "0.000000000"},
        {DBL_TRUE_MIN, 9, "0.000000000"},
        {4503599627370495.5, 1, "4503599627370495.5"},
        {4503599627370495.5, 0, "4503599627370496"},
        {9007199254740993.0, 2, "9007199254740992.00"},
        {1e22, 1, "10000000000000000000000.0"},
        {-1e22, 0, "-10000000000000000000000"},
        {1.5, -3, "2"},
        {1.5, 50, "1.500000000"},
        {(double)INFINITY, 2, "0.00"},
        {-(double)INFINITY, 0, "0"},
        {(double)NAN, 1, "0.0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b;
        buf_init(&b, 400);
        buf_add_fixed(&b, cases[i].value, cases[i].places);
        assert_holds(&b, cases[i].text);
        buf_done(&b);
    }
}

/* The C library rounds exactly too, but halves to even: away from halves both must agree. */
static void fixed_point_agrees_with_the_c_library(void **state)
{
    (void)state;
    uint64_t dice = 12345;
    for (int i = 0; i < 200000; i++) {
        dice = dice * 6364136223846793005u + 1442695040888963407u;
        double value = ldexp((double)(dice >> 11) - 4503599627370496.0, (int)(dice % 97) - 80);
        int places = i % 10;
        char expected[400];
        snprintf(expected, sizeof expected, "%.*f", places, value);
        const char *plain = expected;
        if (strspn(expected, "-0.") == strlen(expected)) {
            plain += expected[0] == '-';
        }
        if (ldexp(value, 14) == floor(ldexp(value, 14))) {
            continue; /* may be a half */
        }
        struct buf b;
        buf_init(&b, 400);
        buf_add_fixed(&b, value, places);
        assert_holds(&b, plain);
        buf_done(&b);
    }
}

static void the_largest_double_has_all_its_digits(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 400);
    buf_add_fixed(&b, -DBL_MAX, 9);
    assert_int_equal(b.len, 1 + 309 + 1 + 9);
    assert_memory_equal(b.ptr, "-17976931348623157", 18);
    assert_string_equal(b.ptr + b.len - 10, ".000000000");
    buf_done(&b);
}

static void json_strings(void **state)
{
    (void)state;
    static const struct {
        struct slice text;
        const char *json;
    } cases[] = {
        {{NULL, 0}, "\"\""},
        {TEXT("a"), "\"a\""},
        {TEXT("\""), "\"\\\"\""},
        {TEXT("\\"), "\"\\\\\""},
        {TEXT("/"), "\"/\""},
        {TEXT("\0"), "\"\\u0000\""},
        {TEXT("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\""},
        {TEXT("\x01\x1f\x7f"), "\"\\u0001\\u001f\x7f\""},
        {TEXT("caf\xc3\xa9"), "\"caf\xc3\xa9\""},
        {TEXT("l\xe2\x80\x99ing\xc3\xa9nu"), "\"l\xe2\x80\x99ing\xc3\xa9nu\""},
        {TEXT("\xe2\x80\xa8\xe2\x80\xa9"), "\"\\u2028\\u2029\""},
        {TEXT("\xe2\x80\xa7\xe2\x80\xaa"), "\"\xe2\x80\xa7\xe2\x80\xaa\""},
        {TEXT("\xf0\x9f\x98\x80"), "\"\xf0\x9f\x98\x80\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b;
        buf_init(&b, 400);
        buf_add_json(&b, cases[i].text);
        assert_holds(&b, cases[i].json);
        buf_done(&b);
    }
}

/* Eight bytes are looked at at a time: each byte value at each place must be found. */
static void json_strings_find_specials_at_every_place(void **state)
{
    (void)state;
    for (int byte = 0; byte < 0x80; byte++) {
        for (size_t at = 0; at < 24; at++) {
            char text[24];
            memset(text, 'z', sizeof text);
            text[at] = (char)byte;
            struct buf b;
            buf_init(&b, 400);
            buf_add_json(&b, slice_of(text, sizeof text));
            bool plain = byte >= 0x20 && byte != '"' && byte != '\\';
            bool is_short = byte && strchr("\b\t\n\f\r\"\\", byte);
            assert_int_equal(b.len, sizeof text + 2 + (plain ? 0 : is_short ? 1 : 5));
            assert_int_equal(b.ptr[at + 1], plain ? byte : '\\');
            buf_done(&b);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_buffer_owns_nothing),
        cmocka_unit_test(additions_follow_each_other),
        cmocka_unit_test(an_addition_that_does_not_fit_changes_nothing),
        cmocka_unit_test(a_char_respects_the_cap),
        cmocka_unit_test(reserved_room_stays_within_the_cap),
        cmocka_unit_test(integers),
        cmocka_unit_test(fixed_point),
        cmocka_unit_test(fixed_point_agrees_with_the_c_library),
        cmocka_unit_test(the_largest_double_has_all_its_digits),
        cmocka_unit_test(json_strings),
        cmocka_unit_test(json_strings_find_specials_at_every_place),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
