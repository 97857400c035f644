/* tests/unit/test_json_bulk.c - members by key, refusals, and that nothing outside line and padding
 * is touched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/json_bulk.h"

/* A constant slice; the compiler counts. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

static const char *const keys[] = {"id", "text", "n"};

/* Reads text from a block that has just the promised padding behind it, filled with bytes that
 * would change the
 * reading if they counted. */
static enum err read_line(struct json_bulk *r, struct slice text, struct json_bulk_value *values,
                          struct fault *f)
{
    char *block = malloc(text.len + JSON_BULK_PADDING);
    assert_non_null(block);
    if (text.len > 0) {
        memcpy(block, text.ptr, text.len);
    }
    for (size_t i = 0; i < JSON_BULK_PADDING; i++) {
        block[text.len + i] = "}]\"\\,1"[i % 6];
    }
    enum err code = json_bulk_read(r, slice_of(block, text.len), keys, values, 3, f);
    free(block); /* texts must not point into the line */
    return code;
}

static void members_are_found_in_any_order(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "{\"id\":\"x\",\"text\":\"caf\\u00e9\",\"n\":4.5}",
        "{\"n\":4.5,\"text\":\"caf\xc3\xa9\",\"id\":\"x\"}",
        " { \"idx\" : 1 , \"n\" : 45e-1 , \"tex\":2, \"text\":\"caf\xc3\xa9\",\"id\":\"x\" } ",
        "{\"o\":{\"id\":\"y\",\"n\":[{}]},\"id\":\"x\",\"n\":4.5,\"text\":\"caf\xc3\xa9\"}",
        "{\"id\":\"x\",\"id\":7,\"text\":\"caf\xc3\xa9\",\"text\":null,\"n\":4.5,\"n\":\"y\"}",
        "{\"\\u0069d\":\"x\",\"text\":\"caf\xc3\xa9\",\"n\":4.5}\r",
    };
    struct json_bulk *r = json_bulk_new(1000);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct json_bulk_value values[3];
        assert_int_equal(read_line(r, slice_from(lines[i]), values, NULL), ERR_NONE);
        assert_int_equal(values[0].kind, JSON_BULK_TEXT);
        assert_true(slice_equal(values[0].text, SLICE("x")));
        assert_int_equal(values[1].kind, JSON_BULK_TEXT);
        assert_true(slice_equal(values[1].text, SLICE("caf\xc3\xa9")));
        assert_int_equal(values[2].kind, JSON_BULK_NUMBER);
        assert_true(values[2].number == 4.5);
    }
    json_bulk_free(r);
}

static void kinds(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum json_bulk_kind kind;
        double number;
    } cases[] = {
        {"{}", JSON_BULK_ABSENT, 0},
        {"{\"x\":1}", JSON_BULK_ABSENT, 0},
        {"{\"n\":null}", JSON_BULK_NULL, 0},
        {"{\"n\":true}", JSON_BULK_OTHER, 0},
        {"{\"n\":false}", JSON_BULK_OTHER, 0},
        {"{\"n\":{\"n\":1}}", JSON_BULK_OTHER, 0},
        {"{\"n\":[1]}", JSON_BULK_OTHER, 0},
        {"{\"n\":\"\"}", JSON_BULK_TEXT, 0},
        {"{\"n\":-3}", JSON_BULK_NUMBER, -3},
        {"{\"n\":18446744073709551615}", JSON_BULK_NUMBER, 18446744073709551615.0},
        {"{\"n\":1e300}", JSON_BULK_NUMBER, 1e300},
    };
    struct json_bulk *r = json_bulk_new(1000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_bulk_value values[3];
        assert_int_equal(read_line(r, slice_from(cases[i].line), values, NULL), ERR_NONE);
        assert_int_equal(values[0].kind, JSON_BULK_ABSENT);
        assert_int_equal(values[2].kind, cases[i].kind);
        assert_int_equal(values[2].text.len, 0);
        assert_true(values[2].number == cases[i].number);
    }
    json_bulk_free(r);
}

static void refusals(void **state)
{
    (void)state;
    static const struct slice cases[] = {
        {NULL, 0},
        TEXT(""),
        TEXT(" "),
        TEXT("1"),
        TEXT("null"),
        TEXT("\"id\""),
        TEXT("[]"),
        TEXT("[{\"id\":\"x\"}]"),
        TEXT("{"),
        TEXT("{\"id\":"),
        TEXT("{\"id\":\"x\""),
        TEXT("{\"id\":\"x"),
        TEXT("{\"id\":\"x\"}{}"),
        TEXT("{\"id\":\"x\"} x"),
        TEXT("{\"id\":\"x\"}\0"),
        TEXT("{\"id\":\"x\",}"),
        TEXT("{id:1}"),
        TEXT("{\"id\":01}"),
        TEXT("{\"id\":1.}"),
        TEXT("{\"id\":NaN}"),
        TEXT("{\"id\":1e999}"),
        TEXT("{\"id\":tru}"),
        TEXT("{\"id\":\"\xff\"}"),
        TEXT("{\"other\":\"\xff\"}"),
        TEXT("{\"other\":\"\xc0\x80\"}"),
        TEXT("{\"other\":\"\xed\xa0\x80\"}"),
        TEXT("{\"id\":\"\\ud800\"}"),
        TEXT("{\"id\":\"\\ud800\\u0041\"}"),
        TEXT("{\"id\":\"\\udc00\"}"),
        TEXT("{\"id\":\"a\\udfffb\"}"),
        TEXT("{\"other\":\"\\udc00\"}"),
        TEXT("{\"\\udc00\":\"x\"}"),
        TEXT("{\"other\":[\"\\ud800\"]}"),
        TEXT("{\"id\":\"\\ude00\\ud83d\"}"),
        TEXT("{\"id\":\"a\\u0000b\"}"),
        TEXT("{\"id\":\"\\u0000\"}"),
        TEXT("{\"id\":\"a\0b\"}"),
        TEXT("{\"id\":\"a\nb\"}"),
        TEXT("{\"id\":\"\\x\"}"),
        TEXT("{\"id\":'x'}"),
        TEXT("\xef\xbb\xbf{}"),
    };
    struct json_bulk *r = json_bulk_new(1000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_bulk_value values[3];
        struct fault f;
        fault_clear(&f);
        enum err code = read_line(r, cases[i], values, &f);
        if (code != ERR_PARSE || f.code != ERR_PARSE || strlen(f.text) < 10) {
            fail_msg("case %zu: %d \"%s\"", i, (int)code, f.text);
        }
        /* A refused line leaves the reader whole. */
        assert_int_equal(read_line(r, SLICE("{\"id\":\"ok\"}"), values, NULL), ERR_NONE);
        assert_true(slice_equal(values[0].text, SLICE("ok")));
    }
    json_bulk_free(r);
}

static void surrogate_pairs_and_backslashes_are_read(void **state)
{
    (void)state;
    struct json_bulk *r = json_bulk_new(1000);
    struct json_bulk_value values[3];
    assert_int_equal(read_line(r,
                               SLICE("{\"id\":\"\\ud83d\\ude00\\uD83D\\uDE00\","
                                     "\"text\":\"\\\\udc00 \\\\\\\\ud800 \xed\x9f\xbf\"}"),
                               values, NULL),
                     ERR_NONE);
    assert_true(slice_equal(values[0].text, SLICE("\xf0\x9f\x98\x80\xf0\x9f\x98\x80")));
    assert_true(slice_equal(values[1].text, SLICE("\\udc00 \\\\ud800 \xed\x9f\xbf")));
    json_bulk_free(r);
}

/* Where in the 64-byte blocks of the reader a line ends must not matter. */
static void every_length_around_blocks(void **state)
{
    (void)state;
    struct json_bulk *r = json_bulk_new(20000);
    for (size_t len = 0; len < 300; len++) {
        char text[400] = "{\"text\":\"";
        memset(text + 9, 'z', len);
        memcpy(text + 9 + len, "\"}", 2);
        struct json_bulk_value values[3];
        assert_int_equal(read_line(r, slice_of(text, len + 11), values, NULL), ERR_NONE);
        assert_int_equal(values[1].text.len, len);
        assert_int_equal(read_line(r, slice_of(text, len + 10), values, NULL), ERR_PARSE);
    }
    json_bulk_free(r);
}

static void the_limit_is_exact_and_lines_may_grow(void **state)
{
    (void)state;
    static const size_t limits[] = {11, 20, 4096, 5000, 70000};
    char *text = malloc(80000);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct json_bulk *r = json_bulk_new(limits[i]);
        struct fault f;
        struct json_bulk_value values[3];
        fault_clear(&f);
        for (size_t len = 11; len <= limits[i]; len += 1 + len / 3) {
            memset(text, ' ', len);
            memcpy(text, "{\"id\":\"ok\"}", 11);
            assert_int_equal(read_line(r, slice_of(text, len), values, NULL), ERR_NONE);
        }
        memset(text, ' ', limits[i] + 1);
        memcpy(text, "{\"id\":\"ok\"}", 11);
        assert_int_equal(read_line(r, slice_of(text, limits[i]), values, NULL), ERR_NONE);
        assert_int_equal(read_line(r, slice_of(text, limits[i] + 1), values, &f), ERR_LIMIT);
        assert_int_equal(f.code, ERR_LIMIT);
        json_bulk_free(r);
    }
    free(text);
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    size_t depth = 100000;
    char *text = malloc(2 * depth + 20);
    assert_non_null(text);
    memcpy(text, "{\"n\":", 5);
    memset(text + 5, '[', depth);
    memset(text + 5 + depth, ']', depth);
    text[5 + 2 * depth] = '}';
    struct json_bulk *r = json_bulk_new(1 << 20);
    struct json_bulk_value values[3];
    assert_int_equal(read_line(r, slice_of(text, 6 + 2 * depth), values, NULL), ERR_PARSE);
    json_bulk_free(r);
    free(text);
}

/* The last byte of the padding is the last byte of a page; the page behind must not be touched. */
static void nothing_behind_the_padding_is_read(void **state)
{
    (void)state;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *block = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(block != MAP_FAILED);
    assert_int_equal(mprotect(block + page, page, PROT_NONE), 0);
    struct json_bulk *r = json_bulk_new(page);
    for (size_t len = 11; len < 300; len++) {
        char *line = block + page - JSON_BULK_PADDING - len;
        memset(line, ' ', len);
        memcpy(line, "{\"id\":\"", 7);
        memset(line + 7, 'x', len - 9);
        memcpy(line + len - 2, "\"}", 2);
        struct json_bulk_value values[3];
        assert_int_equal(json_bulk_read(r, slice_of(line, len), keys, values, 3, NULL), ERR_NONE);
        assert_int_equal(values[0].text.len, len - 9);
    }
    json_bulk_free(r);
    munmap(block, 2 * page);
}

static void numbers_of_keys(void **state)
{
    (void)state;
    static const char *const many[17] = {"a", "b", "c", "d", "e", "f", "g", "h", "i",
                                         "j", "k", "l", "m", "n", "o", "p", "q"};
    static const char line[11 + JSON_BULK_PADDING] = "{\"p\":1.0  }";
    struct json_bulk *r = json_bulk_new(1000);
    struct json_bulk_value values[17];
    assert_int_equal(json_bulk_read(r, slice_of(line, 11), many, values, 16, NULL), ERR_NONE);
    assert_int_equal(values[15].kind, JSON_BULK_NUMBER);
    assert_int_equal(json_bulk_read(r, slice_of(line, 11), many, values, 17, NULL), ERR_LIMIT);
    assert_int_equal(json_bulk_read(r, slice_of(line, 11), many, values, 0, NULL), ERR_NONE);
    json_bulk_free(r);
    json_bulk_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_found_in_any_order),
        cmocka_unit_test(kinds),
        cmocka_unit_test(refusals),
        cmocka_unit_test(surrogate_pairs_and_backslashes_are_read),
        cmocka_unit_test(every_length_around_blocks),
        cmocka_unit_test(the_limit_is_exact_and_lines_may_grow),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(nothing_behind_the_padding_is_read),
        cmocka_unit_test(numbers_of_keys),
    };
    return cmocka_run_group_tests_name("json_bulk", tests, NULL, NULL);
}
