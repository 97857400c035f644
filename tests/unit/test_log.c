/* tests/unit/test_log.c - one event is one line in one piece, whatever the values hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "base/log.h"

/* A constant slice; the compiler counts. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

/* What log_event writes for these pairs; out has room for 8192 bytes. */
static size_t logged(enum log_level at_most, enum log_level level, const struct log_pair *pairs,
                     int count, char *out)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct log l = {.fd = ends[1], .level = at_most};
    log_event(&l, level, "test_done", pairs, count);
    close(ends[1]);
    ssize_t got = read(ends[0], out, 8191); /* one write gives one read */
    assert_true(got >= 0);
    out[got] = '\0';
    close(ends[0]);
    return (size_t)got;
}

static void levels(void **state)
{
    (void)state;
    char out[8192];
    logged(LOG_LEVEL_DEBUG, LOG_LEVEL_ERROR, NULL, 0, out);
    assert_string_equal(out, "level=error event=test_done\n");
    logged(LOG_LEVEL_WARN, LOG_LEVEL_WARN, NULL, 0, out);
    assert_string_equal(out, "level=warn event=test_done\n");
    logged(LOG_LEVEL_INFO, LOG_LEVEL_INFO, NULL, 0, out);
    assert_string_equal(out, "level=info event=test_done\n");
    logged(LOG_LEVEL_DEBUG, LOG_LEVEL_DEBUG, NULL, 0, out);
    assert_string_equal(out, "level=debug event=test_done\n");
    assert_int_equal(logged(LOG_LEVEL_WARN, LOG_LEVEL_INFO, NULL, 0, out), 0);
    assert_int_equal(logged(LOG_LEVEL_INFO, LOG_LEVEL_DEBUG, NULL, 0, out), 0);
}

static void values(void **state)
{
    (void)state;
    static const struct {
        struct slice value;
        const char *shown;
    } cases[] = {
        {TEXT("42"), "42"},
        {TEXT("a-b_c/d:e"), "a-b_c/d:e"},
        {TEXT("caf\xc3\xa9"), "caf\xc3\xa9"},
        {{NULL, 0}, "\"\""},
        {TEXT("a b"), "\"a b\""},
        {TEXT("a=b"), "\"a=b\""},
        {TEXT("a\"b"), "\"a\\\"b\""},
        {TEXT("a\\b"), "a\\b"},
        {TEXT("a\\ b"), "\"a\\\\ b\""},
        {TEXT("a\nlevel=x"), "\"a\\u000alevel=x\""},
        {TEXT("\0\x1b[2J\x7f"), "\"\\u0000\\u001b[2J\\u007f\""},
        {TEXT("\xc2\x9b"
              "a"),
         "\"\\u009ba\""},
        {TEXT("\xe2\x80\xa8"), "\"\\u2028\""},
        {TEXT("caf\xe9"), "\"caf\\xe9\""},
        {TEXT("\xff\xfe\n"), "\"\\xff\\xfe\\u000a\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[8192];
        struct log_pair pairs[2] = {{"first", cases[i].value}, {"next", SLICE("1")}};
        logged(LOG_LEVEL_INFO, LOG_LEVEL_WARN, pairs, 2, out);
        static const char before[] = "level=warn event=test_done first=";
        assert_memory_equal(out, before, sizeof before - 1);
        size_t len = strlen(cases[i].shown);
        assert_memory_equal(out + sizeof before - 1, cases[i].shown, len);
        assert_string_equal(out + sizeof before - 1 + len, " next=1\n");
    }
}

static void what_does_not_fit_is_left_out_and_said(void **state)
{
    (void)state;
    static char big[5000];
    memset(big, 'x', sizeof big);
    char out[8192];
    struct log_pair pairs[] = {{"id", SLICE("7")}, {"big", {big, sizeof big}}, {"n", SLICE("1")}};
    logged(LOG_LEVEL_INFO, LOG_LEVEL_WARN, pairs, 3, out);
    assert_string_equal(out, "level=warn event=test_done id=7 cut=1\n");
    for (size_t len = 4000; len < 4096; len++) {
        pairs[1].value.len = len;
        size_t got = logged(LOG_LEVEL_INFO, LOG_LEVEL_WARN, pairs, 2, out);
        assert_true(got <= 4096);
        assert_int_equal(out[got - 1], '\n');
        assert_null(memchr(out, '\n', got - 1));
    }
}

static void a_closed_end_is_no_disaster(void **state)
{
    (void)state;
    struct log l = {.fd = -1, .level = LOG_LEVEL_DEBUG};
    log_event(&l, LOG_LEVEL_ERROR, "nobody_reads", NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels),
        cmocka_unit_test(values),
        cmocka_unit_test(what_does_not_fit_is_left_out_and_said),
        cmocka_unit_test(a_closed_end_is_no_disaster),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
