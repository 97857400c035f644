/* fuzz/fuzz_fold.c - folding any text: well-formed, the same when done twice, the same by both
 * paths.
 *
 * Input that is not UTF-8 is refused, as every caller does.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/fold.h"

#define FOLDED_MAX 100000

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Folds text; whether it fitted. */
static bool fold(struct slice text, struct buf *out)
{
    buf_init(out, FOLDED_MAX);
    fold_word(text, out);
    check(utf8_valid(buf_slice(out), NULL));
    return !out->full;
}

static void check_idempotent(struct slice text)
{
    struct buf once;
    struct buf twice;
    if (fold(text, &once)) {
        check(fold(buf_slice(&once), &twice));
        check(slice_equal(buf_slice(&once), buf_slice(&twice)));
        buf_done(&twice);
    }
    buf_done(&once);
}

/* A character of a script of its own at the end sends the word through ICU; the rest must come out
 * alike. */
static void check_paths_agree(struct slice text)
{
    struct buf longer;
    struct buf plain;
    struct buf by_icu;
    buf_init(&longer, FOLDED_MAX);
    buf_add(&longer, text);
    buf_add_text(&longer, "中");
    bool fits = fold(text, &plain);
    if (fold(buf_slice(&longer), &by_icu)) {
        check(fits);
        buf_add_text(&plain, "中");
        check(slice_equal(buf_slice(&plain), buf_slice(&by_icu)));
    }
    buf_done(&longer);
    buf_done(&plain);
    buf_done(&by_icu);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_of((const char *)data, size);
    if (size > 4096 || !utf8_valid(text, NULL)) {
        return 0;
    }
    check_idempotent(text);
    check_paths_agree(text);
    struct buf skeleton;
    buf_init(&skeleton, FOLDED_MAX);
    fold_skeleton(text, &skeleton);
    check(utf8_valid(buf_slice(&skeleton), NULL));
    buf_done(&skeleton);
    return 0;
}
