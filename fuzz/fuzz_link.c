/* fuzz/fuzz_link.c - addresses in any text: a span lies inside it on code point boundaries and is
 * itself an address as a whole; a canonical form is ASCII and its own canonical form.
 *
 * Input that is not UTF-8 is refused, as every caller does.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/link.h"

#define CANONICAL_MAX 1000000

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_span(struct slice text)
{
    size_t len = link_span(text);
    check(len <= text.len);
    struct slice address = slice_of(text.ptr, len);
    check(utf8_valid(address, NULL));
    check(len == 0 || link_span(address) == len);
}

static void check_canonical(struct slice text)
{
    struct buf once;
    struct buf twice;
    buf_init(&once, CANONICAL_MAX);
    if (!link_canonical(text, &once)) {
        check(once.len == 0);
        buf_done(&once);
        return;
    }
    check(!once.full && once.len > 0);
    for (size_t i = 0; i < once.len; i++) {
        check(once.ptr[i] > ' ' && once.ptr[i] < 0x7f);
    }
    buf_init(&twice, CANONICAL_MAX);
    check(link_canonical(buf_slice(&once), &twice));
    check(slice_equal(buf_slice(&once), buf_slice(&twice)));
    buf_done(&once);
    buf_done(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_of((const char *)data, size);
    if (!utf8_valid(text, NULL)) {
        return 0;
    }
    check_canonical(text);
    check_span(text);
    for (size_t i = 0; i < size && i < 200; i++) {
        if ((data[i] & 0xc0) != 0x80) {
            check_span(slice_of(text.ptr + i, text.len - i));
        }
    }
    return 0;
}
