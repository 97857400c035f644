/* fuzz/fuzz_lines.c - base/lines against a naive cut of the whole text: same lines, same numbers,
 * same refusals.
 *
 * HOW    two bytes set the limit, one how often the rest is repeated, so that small inputs fill
 *        several blocks.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/lines.h"

#define TOTAL_MAX ((size_t)600 * 1024)

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static struct slice repeated(const uint8_t *data, size_t size, size_t times)
{
    size_t most = size > 0 ? TOTAL_MAX / size : 0;
    times = times < most ? times : most;
    char *all = malloc(size * times + 1);
    if (!all) {
        abort();
    }
    for (size_t i = 0; i < times; i++) {
        memcpy(all + i * size, data, size);
    }
    return slice_of(all, size * times);
}

/* The next line of *rest; false at the end. */
static bool naive_next(struct slice *rest, struct slice *line)
{
    if (rest->len == 0) {
        return false;
    }
    const char *hit = memchr(rest->ptr, '\n', rest->len);
    size_t len = hit ? (size_t)(hit - rest->ptr) : rest->len;
    *line = slice_of(rest->ptr, len);
    if (hit && len > 0 && line->ptr[len - 1] == '\r') {
        line->len--;
    }
    len += hit ? 1 : 0;
    *rest = slice_of(rest->ptr + len, rest->len - len);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3) {
        return 0;
    }
    size_t limit = (size_t)(data[0] | (data[1] & 0x7f) << 8);
    limit *= data[1] & 0x80 ? 16 : 1; /* the block grows for lines of more than about 100 KiB */
    struct slice all = repeated(data + 3, size - 3, data[2]);
    int fd = memfd_create("lines", 0);
    check(fd >= 0 && write(fd, all.ptr, all.len) == (ssize_t)all.len &&
          lseek(fd, 0, SEEK_SET) == 0);
    struct slice rest = all;
    if (slice_starts(rest, slice_from("\xef\xbb\xbf"))) {
        rest = slice_of(rest.ptr + 3, rest.len - 3);
    }
    struct lines l;
    struct slice line;
    struct slice expected;
    lines_init(&l, fd, limit);
    uint64_t number = 0;
    while (naive_next(&rest, &expected)) {
        enum lines_got got = lines_next(&l, &line, NULL);
        check(l.number == ++number);
        if (expected.len > limit) {
            check(got == LINES_TOO_LONG);
            continue;
        }
        check(got == LINES_TEXT && slice_equal(line, expected));
        volatile char last = line.ptr[line.len + LINES_PADDING - 1]; /* must be readable */
        (void)last;
    }
    check(lines_next(&l, &line, NULL) == LINES_END);
    check(lines_next(&l, &line, NULL) == LINES_END);
    lines_done(&l);
    close(fd);
    free((char *)(uintptr_t)all.ptr);
    return 0;
}
