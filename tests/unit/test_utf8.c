/* tests/unit/test_utf8.c - well-formed and malformed sequences, at every place in a run of ASCII.
 * */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/utf8.h"

static const char *const well_formed[] = {
    "",
    "\x7f",
    "\xc2\x80",
    "\xdf\xbf",
    "\xe0\xa0\x80",
    "\xe1\x80\x80",
    "\xec\xbf\xbf",
    "\xed\x80\x80",
    "\xed\x9f\xbf",
    "\xee\x80\x80",
    "\xef\xbf\xbf",
    "\xf0\x90\x80\x80",
    "\xf1\x80\x80\x80",
    "\xf3\xbf\xbf\xbf",
    "\xf4\x80\x80\x80",
    "\xf4\x8f\xbf\xbf",
};

/* Each is wrong from its first byte on, whatever follows. */
static const char *const malformed[] = {
    "\x80",             /* a continuation alone */
    "\xbf",             /* the same, highest */
    "\xc0\x80",         /* overlong U+0000 */
    "\xc0\xaf",         /* overlong slash */
    "\xc1\xbf",         /* overlong U+007F */
    "\xc2",             /* cut, or followed by ASCII */
    "\xc2\xc2\x80",     /* lead after lead */
    "\xdf\x7f",         /* second byte too low */
    "\xe0\x80\x80",     /* overlong */
    "\xe0\x9f\xbf",     /* overlong U+07FF */
    "\xe0\xa0",         /* cut */
    "\xe1\x80",         /* cut */
    "\xe1",             /* cut */
    "\xe1\x80\x7f",     /* third byte too low */
    "\xe1\x80\xc0",     /* third byte too high */
    "\xe1\x7f\x80",     /* second byte too low */
    "\xed\xa0\x80",     /* surrogate U+D800 */
    "\xed\xaf\xbf",     /* surrogate U+DBFF */
    "\xed\xbf\xbf",     /* surrogate U+DFFF */
    "\xf0\x80\x80\x80", /* overlong */
    "\xf0\x8f\xbf\xbf", /* overlong U+FFFF */
    "\xf0\x90\x80",     /* cut */
    "\xf1\x80\x80\x7f", /* fourth byte too low */
    "\xf1\x80\x7f\x80", /* third byte too low */
    "\xf1\xc0\x80\x80", /* second byte too high */
    "\xf4\x90\x80\x80", /* U+110000 */
    "\xf5\x80\x80\x80", /* above every plane */
    "\xf8\x88\x80\x80\x80",
    "\xfe",
    "\xff",
};

static void well_formed_text_is_valid_at_every_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof well_formed / sizeof *well_formed; i++) {
        size_t len = strlen(well_formed[i]);
        for (size_t before = 0; before < 20; before++) {
            for (size_t after = 0; after < 20; after++) {
                char text[64];
                memset(text, 'a', sizeof text);
                memcpy(text + before, well_formed[i], len);
                assert_true(utf8_valid(slice_of(text, before + len + after), NULL));
            }
        }
    }
}

static void malformed_text_is_refused_at_every_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        size_t len = strlen(malformed[i]);
        for (size_t before = 0; before < 20; before++) {
            for (size_t after = 0; after < 20; after++) {
                char text[64];
                memset(text, 'a', sizeof text);
                memcpy(text + before, malformed[i], len);
                size_t bad = 12345;
                assert_false(utf8_valid(slice_of(text, before + len + after), &bad));
                assert_int_equal(bad, before);
                assert_false(utf8_valid(slice_of(text, before + len + after), NULL));
            }
        }
    }
}

static void nothing_is_read_behind_the_end(void **state)
{
    (void)state;
    static const char euro[] = "ab\xe2\x82\xac";
    size_t bad = 0;
    assert_true(utf8_valid(slice_of(euro, 5), &bad));
    assert_false(utf8_valid(slice_of(euro, 4), &bad));
    assert_int_equal(bad, 2);
    assert_false(utf8_valid(slice_of(euro, 3), &bad));
    assert_true(utf8_valid(slice_of(euro, 2), &bad));
    assert_true(utf8_valid(slice_of(NULL, 0), &bad));
    assert_true(utf8_valid(slice_of("a\0b", 3), &bad));
}

static void every_code_point_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        char bytes[4];
        size_t len = utf8_put(bytes, code);
        bool surrogate = code >= 0xd800 && code < 0xe000;
        if (utf8_valid(slice_of(bytes, len), NULL) == surrogate) {
            fail_msg("U+%04X", (unsigned)code);
        }
        const unsigned char *at = (const unsigned char *)bytes;
        if (utf8_next(&at) != code || at != (const unsigned char *)bytes + len) {
            fail_msg("U+%04X", (unsigned)code);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_valid_at_every_place),
        cmocka_unit_test(malformed_text_is_refused_at_every_place),
        cmocka_unit_test(nothing_is_read_behind_the_end),
        cmocka_unit_test(every_code_point_goes_there_and_back),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
