/* tests/unit/test_json.c - what is refused, what absent or wrong types answer, and that writing
 * gives
 * back what was read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* A constant slice; the compiler counts. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

#define LIMIT 100000

static struct json_doc *parse(const char *text)
{
    return json_parse(slice_from(text), LIMIT, NULL);
}

static void refusals(void **state)
{
    (void)state;
    static const struct {
        struct slice text;
        const char *says;
    } cases[] = {
        {{NULL, 0}, "ends too early"},
        {TEXT(""), "ends too early"},
        {TEXT(" \n "), "line 2"},
        {TEXT("{"), "line 1"},
        {TEXT("[1,]"), "syntax"},
        {TEXT("[1 2]"), "syntax"},
        {TEXT("{\"a\":1,}"), "syntax"},
        {TEXT("{a:1}"), "syntax"},
        {TEXT("{'a':1}"), "syntax"},
        {TEXT("[NaN]"), "syntax"},
        {TEXT("[Infinity]"), "syntax"},
        {TEXT("[01]"), "syntax"},
        {TEXT("[.5]"), "syntax"},
        {TEXT("[+1]"), "syntax"},
        {TEXT("[1.]"), "syntax"},
        {TEXT("// a\n1"), "syntax"},
        {TEXT("{\"a\":1,\"a\":2}"), "same key twice"},
        {TEXT("{\"a\":{\"b\":1,\"\\u0062\":2}}"), "same key twice"},
        {TEXT("\"\xff\""), "UTF-8"},
        {TEXT("\"\xc0\x80\""), "UTF-8"},
        {TEXT("\"\xed\xa0\x80\""), "UTF-8"},
        {TEXT("\"\\ud800\""), "surrogate"},
        {TEXT("\"\\udc00\""), "surrogate"},
        {TEXT("\"\\ud800\\u0041\""), "surrogate"},
        {TEXT("\"a\\u0000b\""), "U+0000"},
        {TEXT("{\"a\\u0000b\":1}"), "U+0000"},
        {TEXT("\"a\0b\""), "byte 2 is NUL"},
        {TEXT("\"a\nb\""), "syntax"},
        {TEXT("1 2"), "follows"},
        {TEXT("{} x"), "follows"},
        {TEXT("{}\0"), "byte 2 is NUL"},
        {TEXT("\0"), "byte 0 is NUL"},
        {TEXT("[1\0]"), "byte 2 is NUL"}, /* jansson alone would take it for [1] */
        {TEXT("\xef\xbb\xbf{}"), "syntax"},
        {TEXT("[1e999]"), "too large"},
        {TEXT("[9223372036854775808]"), "too large"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f;
        fault_clear(&f);
        struct json_doc *doc = json_parse(cases[i].text, LIMIT, &f);
        if (doc || !strstr(f.text, cases[i].says)) {
            fail_msg("case %zu: \"%s\"", i, f.text);
        }
        assert_int_equal(f.code, ERR_PARSE);
        assert_true(strstr(f.text, "column") || strstr(f.text, "byte"));
    }
}

static void faults_tell_the_place_but_never_the_text(void **state)
{
    (void)state;
    struct fault f;
    fault_clear(&f);
    assert_null(json_parse(SLICE("{\n  \"a\": secret\n}"), LIMIT, &f));
    assert_non_null(strstr(f.text, "line 2"));
    assert_null(strstr(f.text, "secret"));
}

static void the_limit_is_exact(void **state)
{
    (void)state;
    struct fault f;
    fault_clear(&f);
    struct json_doc *doc = json_parse(SLICE("[1,2]"), 5, &f);
    assert_non_null(doc);
    json_free(doc);
    assert_null(json_parse(SLICE("[1,2]"), 4, &f));
    assert_int_equal(f.code, ERR_LIMIT);
}

static struct slice nested(char *text, size_t depth, const char *open, const char *close)
{
    char *at = text;
    for (size_t i = 0; i < depth; i++) {
        memcpy(at, open, strlen(open));
        at += strlen(open);
    }
    *at++ = '1';
    for (size_t i = 0; i < depth; i++) {
        *at++ = *close;
    }
    return slice_of(text, (size_t)(at - text));
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    char *text = malloc(LIMIT);
    assert_non_null(text);
    struct fault f;
    fault_clear(&f);
    struct json_doc *doc = json_parse(nested(text, 512, "[", "]"), LIMIT, &f);
    assert_non_null(doc);
    struct buf out;
    buf_init(&out, LIMIT);
    json_write(json_root(doc), &out);
    assert_true(slice_equal(buf_slice(&out), nested(text, 512, "[", "]")));
    buf_done(&out);
    json_free(doc);
    doc = json_parse(nested(text, 512, "{\"a\":", "}"), LIMIT, &f);
    assert_non_null(doc);
    json_free(doc);
    assert_null(json_parse(nested(text, 513, "[", "]"), LIMIT, &f));
    assert_int_equal(f.code, ERR_LIMIT);
    assert_null(json_parse(nested(text, 513, "{\"a\":", "}"), LIMIT, NULL));
    assert_null(json_parse(nested(text, 40000, "[", "]"), LIMIT, NULL));
    /* Brackets in texts and brackets that were closed do not count. */
    memset(text, '[', 2000);
    text[0] = '"';
    memcpy(text + 1000, "\\\"", 2);
    text[1999] = '"';
    doc = json_parse(slice_of(text, 2000), LIMIT, NULL);
    assert_non_null(doc);
    json_free(doc);
    for (size_t i = 0; i < 3000; i++) {
        memcpy(text + 1 + 3 * i, "[],", 3);
    }
    memcpy(text, "[", 1);
    memcpy(text + 9000, "]", 1);
    doc = json_parse(slice_of(text, 9001), LIMIT, NULL);
    assert_int_equal(json_size(json_root(doc)), 3000);
    json_free(doc);
    free(text);
}

static void questions_about_what_is_there(void **state)
{
    (void)state;
    struct json_doc *doc = parse("{\"t\":\"caf\\u00e9\",\"n\":4.5,\"i\":-7,\"a\":[1,\"x\",[]],"
                                 "\"o\":{\"k\":{\"deep\":\"y\"}},\"e\":\"\\ud83d\\ude00\"}");
    const struct json *root = json_root(doc);
    assert_true(json_is_object(root));
    assert_true(slice_equal(json_text(json_get(root, "t")), SLICE("caf\xc3\xa9")));
    assert_true(slice_equal(json_text(json_get(root, "e")), SLICE("\xf0\x9f\x98\x80")));
    assert_true(json_number(json_get(root, "n"), 0) == 4.5);
    assert_true(json_number(json_get(root, "i"), 0) == -7);
    const struct json *a = json_get(root, "a");
    assert_true(json_is_array(a));
    assert_int_equal(json_size(a), 3);
    assert_true(json_is_string(json_item(a, 1)));
    assert_true(json_is_array(json_item(a, 2)));
    assert_null(json_item(a, 3));
    assert_true(
        slice_equal(json_text(json_get(json_get(json_get(root, "o"), "k"), "deep")), SLICE("y")));
    json_free(doc);
}

static void questions_about_nothing_get_the_empty_answer(void **state)
{
    (void)state;
    struct json_doc *doc = parse("{\"t\":true,\"n\":1,\"z\":null,\"a\":[],\"s\":\"x\"}");
    const struct json *root = json_root(doc);
    static const char *const keys[] = {"t", "n", "z", "a", "s", "absent"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct json *v = json_get(root, keys[i]);
        assert_null(json_get(v, "more"));
        assert_null(json_get(json_get(v, "more"), "more"));
        assert_null(json_item(v, 0));
        assert_int_equal(json_size(v), 0);
        assert_int_equal(json_text(v).len, keys[i][0] == 's');
        assert_true(json_number(v, 3) == (keys[i][0] == 'n' ? 1 : 3));
        assert_false(json_is_object(v));
    }
    assert_int_equal(json_size(root), 0); /* an object has members, not items */
    assert_null(json_root(NULL));
    json_free(doc);
    json_free(NULL);
}

static void texts_that_hold_a_number_count_as_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        double value;
    } cases[] = {
        {"\"5\"", 5},         {"\" 4.5 \"", 4.5},
        {"\"-0.25\"", -0.25}, {"\"100000000000000000000\"", 1e20},
        {"\"\"", -99},        {"\"5 stars\"", -99},
        {"\"4,5\"", -99},     {"\"0x10\"", -99},
        {"\"nan\"", -99},     {"\"inf\"", -99},
        {"\"1e999\"", -99},   {"\"true\"", -99},
        {"\"[1]\"", -99},     {"\"--1\"", -99},
        {"\"5\\n\"", 5},      {"\"1e2\"", 100},
        {"true", -99},        {"null", -99},
        {"[1]", -99},         {"7", 7},
        {"1e2", 100},         {"9007199254740993", 9007199254740992.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_doc *doc = parse(cases[i].json);
        assert_non_null(doc);
        if (json_number(json_root(doc), -99) != cases[i].value) {
            fail_msg("%s", cases[i].json);
        }
        json_free(doc);
    }
}

static void writing_gives_back_what_was_read(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        const char *out;
    } cases[] = {
        {"{}", "{}"},
        {"[ ]", "[]"},
        {" null ", "null"},
        {"[true, false]", "[true,false]"},
        {"{\"z\": 1, \"a\": 2, \"m\": {\"y\": [], \"b\": {}}}",
         "{\"z\":1,\"a\":2,\"m\":{\"y\":[],\"b\":{}}}"},
        {"9007199254740993", "9007199254740993"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"0.8731", "0.8731"},
        {"0.1", "0.1"},
        {"1.0", "1.0"},
        {"-0.0", "-0.0"},
        {"1E2", "100.0"},
        {"1e300", "1e+300"},
        {"0.30000000000000004", "0.30000000000000004"},
        {"5e-324", "4.94065645841247e-324"},
        {"\"\\u2028<\\/\\u0001\\n\"", "\"\\u2028</\\u0001\\n\""},
        {"{\"\\\"\": \"\"}", "{\"\\\"\":\"\"}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_doc *doc = parse(cases[i].in);
        struct buf out;
        buf_init(&out, 1000);
        json_write(json_root(doc), &out);
        assert_string_equal(out.ptr, cases[i].out);
        struct json_doc *again = json_parse(buf_slice(&out), LIMIT, NULL);
        assert_non_null(again);
        buf_clear(&out);
        json_write(json_root(again), &out);
        assert_string_equal(out.ptr, cases[i].out);
        json_free(again);
        json_free(doc);
        buf_done(&out);
    }
    struct buf out;
    buf_init(&out, 10);
    json_write(NULL, &out);
    assert_int_equal(out.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals),
        cmocka_unit_test(faults_tell_the_place_but_never_the_text),
        cmocka_unit_test(the_limit_is_exact),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(questions_about_what_is_there),
        cmocka_unit_test(questions_about_nothing_get_the_empty_answer),
        cmocka_unit_test(texts_that_hold_a_number_count_as_numbers),
        cmocka_unit_test(writing_gives_back_what_was_read),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
