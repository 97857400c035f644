/* tests/unit/test_lines.c - line ends, marks, limits and numbers, whatever the pieces the bytes
 * come in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/lines.h"

#define LIMIT 8

/* A file in memory that holds text. */
static int file_of(struct slice text)
{
    int fd = memfd_create("lines", 0);
    assert_true(fd >= 0);
    size_t done = 0;
    while (done < text.len) {
        ssize_t put = write(fd, text.ptr + done, text.len - done);
        assert_true(put > 0);
        done += (size_t)put;
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* A pipe into which a child writes text in pieces of step bytes. */
static int pipe_of(struct slice text, size_t step, pid_t *child)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    *child = fork();
    if (*child == 0) {
        close(ends[0]);
        for (size_t i = 0; i < text.len; i += step) {
            size_t len = text.len - i < step ? text.len - i : step;
            if (write(ends[1], text.ptr + i, len) != (ssize_t)len) {
                _exit(1);
            }
            usleep(200);
        }
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

/* What the reader gives, written as text: each line in angle brackets, '!' for one that was too
 * long. */
static void read_all(int fd, size_t limit, char *out, size_t room)
{
    struct lines l;
    lines_init(&l, fd, limit);
    struct slice line;
    uint64_t number = 0;
    size_t at = 0;
    for (;;) {
        enum lines_got got = lines_next(&l, &line, NULL);
        if (got == LINES_END) {
            break;
        }
        assert_int_equal(l.number, ++number);
        assert_int_not_equal(got, LINES_FAILED);
        if (got == LINES_TOO_LONG) {
            out[at++] = '!';
            continue;
        }
        assert_true(line.len <= limit);
        assert_true(at + line.len + 3 < room);
        volatile char last = line.ptr[line.len + LINES_PADDING - 1]; /* must be readable */
        (void)last;
        out[at++] = '<';
        memcpy(out + at, line.ptr, line.len);
        at += line.len;
        out[at++] = '>';
    }
    out[at] = '\0';
    assert_int_equal(lines_next(&l, &line, NULL), LINES_END);
    lines_done(&l);
    close(fd);
}

static const struct {
    const char *in;
    const char *out;
} cases[] = {
    {"", ""},
    {"a", "<a>"},
    {"a\n", "<a>"},
    {"\n", "<>"},
    {"\n\n", "<><>"},
    {"a\nb", "<a><b>"},
    {"a\r\nb\r\n", "<a><b>"},
    {"\r\n\r\n", "<><>"},
    {"a\rb\n", "<a\rb>"},
    {"a\r\r\n", "<a\r>"},
    {"a\r", "<a\r>"}, /* no LF after it: part of the line */
    {"a\n\nb\n\n", "<a><><b><>"},
    {"\xef\xbb\xbf", ""},
    {"\xef\xbb\xbf\n", "<>"},
    {"\xef\xbb\xbf\r\n", "<>"},
    {"\xef\xbb\xbf"
     "a\n\xef\xbb\xbf"
     "b",
     "<a><\xef\xbb\xbf"
     "b>"},
    {"\xef\xbb\xbf\xef\xbb\xbf\n", "<\xef\xbb\xbf>"},
    {"\xef\xbb", "<\xef\xbb>"},
    {"12345678", "<12345678>"},
    {"12345678\n", "<12345678>"},
    {"12345678\r\n", "<12345678>"},
    {"\xef\xbb\xbf"
     "12345678\r\n",
     "<12345678>"},
    {"\xef\xbb\xbf"
     "123456789\n",
     "!"},
    {"123456789", "!"},
    {"123456789\n", "!"},
    {"123456789\r\n", "!"},
    {"12345678\r", "!"},
    {"12345678\r\r\n", "!"},
    {"1234567890123456789012345678901234567890\nb\n", "!<b>"},
    {"1234567890123456789012345678901234567890", "!"},
    {"a\n1234567890123456789012345678901234567890\n\nb", "<a>!<><b>"},
};

static void line_ends_of_a_file(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[200];
        read_all(file_of(slice_from(cases[i].in)), LIMIT, out, sizeof out);
        assert_string_equal(out, cases[i].out);
    }
}

static void pieces_of_a_pipe_make_no_difference(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t step = 1; step <= 3; step++) {
            char out[200];
            pid_t child;
            int fd = pipe_of(slice_from(cases[i].in), step, &child);
            read_all(fd, LIMIT, out, sizeof out);
            assert_string_equal(out, cases[i].out);
            int status = 1;
            waitpid(child, &status, 0);
            assert_int_equal(status, 0);
        }
    }
}

static void nul_bytes_are_text(void **state)
{
    (void)state;
    struct lines l;
    int fd = file_of(SLICE("a\0b\n\0\n"));
    lines_init(&l, fd, 100);
    struct slice line;
    assert_int_equal(lines_next(&l, &line, NULL), LINES_TEXT);
    assert_true(slice_equal(line, SLICE("a\0b")));
    assert_int_equal(lines_next(&l, &line, NULL), LINES_TEXT);
    assert_true(slice_equal(line, SLICE("\0")));
    assert_int_equal(lines_next(&l, &line, NULL), LINES_END);
    lines_done(&l);
    close(fd);
}

/* More than the block holds, lines of 0 to 3,999 bytes, of which those over the limit are skipped.
 * */
static void many_blocks(void **state)
{
    (void)state;
    size_t room = (size_t)6 << 20;
    char *text = malloc(room);
    assert_non_null(text);
    size_t len = 0;
    size_t count = 0;
    while (len + 4001 < room) {
        size_t line_len = (size_t)(hash_mix(count) % 4000);
        memset(text + len, (int)('a' + count % 26), line_len);
        len += line_len;
        text[len++] = '\n';
        count++;
    }
    struct lines l;
    int fd = file_of(slice_of(text, len));
    lines_init(&l, fd, 3000);
    for (size_t i = 0; i < count; i++) {
        size_t line_len = (size_t)(hash_mix(i) % 4000);
        struct slice line;
        enum lines_got got = lines_next(&l, &line, NULL);
        assert_int_equal(got, line_len > 3000 ? LINES_TOO_LONG : LINES_TEXT);
        assert_int_equal(l.number, i + 1);
        if (got == LINES_TEXT) {
            assert_int_equal(line.len, line_len);
            assert_true(line_len == 0 || line.ptr[0] == (char)('a' + i % 26));
            assert_true(line_len == 0 || line.ptr[line_len - 1] == (char)('a' + i % 26));
        }
    }
    lines_done(&l);
    close(fd);
    free(text);
}

/* The block starts small and grows with the longest line; what follows a long line is not lost. */
static void lines_longer_than_a_block(void **state)
{
    (void)state;
    static const size_t lens[] = {10, 300000, 0, 1000000, 262144, 131072, 1000001, 5, 999999};
    size_t count = sizeof lens / sizeof *lens;
    char *text = malloc((size_t)8 << 20);
    assert_non_null(text);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        memset(text + len, (int)('a' + i), lens[i]);
        len += lens[i];
        text[len++] = '\n';
    }
    struct lines l;
    int fd = file_of(slice_of(text, len));
    lines_init(&l, fd, 1000000);
    const char *expected = text;
    for (size_t i = 0; i < count; i++) {
        struct slice line;
        enum lines_got got = lines_next(&l, &line, NULL);
        assert_int_equal(got, lens[i] > 1000000 ? LINES_TOO_LONG : LINES_TEXT);
        assert_true(got == LINES_TOO_LONG || slice_equal(line, slice_of(expected, lens[i])));
        expected += lens[i] + 1;
    }
    struct slice line;
    assert_int_equal(lines_next(&l, &line, NULL), LINES_END);
    lines_done(&l);
    close(fd);
    free(text);
}

static void an_endless_line_needs_no_memory(void **state)
{
    (void)state;
    char *text = malloc(3 << 20);
    assert_non_null(text);
    memset(text, 'x', 3 << 20);
    memcpy(text + (3 << 20) - 5, "\nend\n", 5);
    struct lines l;
    int fd = file_of(slice_of(text, 3 << 20));
    lines_init(&l, fd, 100);
    struct slice line;
    assert_int_equal(lines_next(&l, &line, NULL), LINES_TOO_LONG);
    assert_true(l.cap < 1 << 20);
    assert_int_equal(lines_next(&l, &line, NULL), LINES_TEXT);
    assert_true(slice_equal(line, SLICE("end")));
    assert_int_equal(l.number, 2);
    lines_done(&l);
    close(fd);
    free(text);
}

static void a_limit_of_zero_lets_empty_lines_through(void **state)
{
    (void)state;
    char out[20];
    read_all(file_of(SLICE("\na\n\r\n")), 0, out, sizeof out);
    assert_string_equal(out, "<>!<>");
}

static void what_cannot_be_read_is_a_fault(void **state)
{
    (void)state;
    struct lines l;
    struct slice line;
    struct fault f;
    fault_clear(&f);
    lines_init(&l, -1, 100);
    assert_int_equal(lines_next(&l, &line, &f), LINES_FAILED);
    assert_int_equal(f.code, ERR_IO);
    assert_non_null(strstr(f.text, "line 0"));
    lines_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_ends_of_a_file),
        cmocka_unit_test(pieces_of_a_pipe_make_no_difference),
        cmocka_unit_test(nul_bytes_are_text),
        cmocka_unit_test(many_blocks),
        cmocka_unit_test(lines_longer_than_a_block),
        cmocka_unit_test(an_endless_line_needs_no_memory),
        cmocka_unit_test(a_limit_of_zero_lets_empty_lines_through),
        cmocka_unit_test(what_cannot_be_read_is_a_fault),
    };
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
