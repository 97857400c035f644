/* fuzz/fuzz_utf8.c - base/utf8 against a naive decoder; text that is valid survives decoding and
 * encoding, and goes
 * through buf_add_json and json_parse unchanged; a fault that quotes any bytes is one clean line.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/json.h"
#include "base/utf8.h"

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Length of the character at p by the definition: right marks, shortest form, a Unicode scalar
 * value. 0: none. */
static size_t naive_length(const uint8_t *p, size_t left)
{
    static const uint32_t lowest[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = p[0] < 0x80       ? 1
                 : p[0] >> 5 == 6  ? 2
                 : p[0] >> 4 == 14 ? 3
                 : p[0] >> 3 == 30 ? 4
                                   : 0;
    if (len == 0 || len > left) {
        return 0;
    }
    uint32_t code = len == 1 ? p[0] : p[0] & (0x7fu >> len);
    for (size_t i = 1; i < len; i++) {
        if (p[i] >> 6 != 2) {
            return 0;
        }
        code = code << 6 | (p[i] & 0x3fu);
    }
    bool scalar = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return scalar && code >= lowest[len] ? len : 0;
}

static void check_round_trip(struct slice text)
{
    const unsigned char *at = (const unsigned char *)text.ptr;
    const unsigned char *end = at + text.len;
    while (at < end) {
        const unsigned char *before = at;
        char bytes[4];
        size_t len = utf8_put(bytes, utf8_next(&at));
        check(len == (size_t)(at - before) && memcmp(bytes, before, len) == 0);
    }
    check(at == end);
}

static void check_json(struct slice text)
{
    struct buf out;
    buf_init(&out, 6 * text.len + 2); /* the most an escape can take */
    buf_add_json(&out, text);
    check(!out.full && !memchr(out.ptr, '\n', out.len));
    struct json_doc *doc = json_parse(buf_slice(&out), out.len, NULL);
    bool has_nul = text.len > 0 && memchr(text.ptr, 0, text.len);
    check(!doc == has_nul);
    check(has_nul || slice_equal(json_text(json_root(doc)), text));
    json_free(doc);
    buf_done(&out);
}

static void check_fault(struct slice text)
{
    struct fault f;
    fault_clear(&f);
    fault_set(&f, ERR_PARSE, "read: %.*s", (int)text.len, text.len > 0 ? text.ptr : "");
    struct slice sentence = slice_from(f.text);
    check(utf8_valid(sentence, NULL));
    for (size_t i = 0; i < sentence.len; i++) {
        check((unsigned char)sentence.ptr[i] >= 0x20 && sentence.ptr[i] != 0x7f);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_of((const char *)data, size);
    size_t wrong = 0;
    size_t step = 1;
    while (wrong < size && step > 0) {
        step = naive_length(data + wrong, size - wrong);
        wrong += step;
    }
    size_t bad = size;
    check(utf8_valid(text, &bad) == (wrong == size));
    check(bad == wrong);
    check_fault(text);
    if (wrong == size && size > 0) {
        check_round_trip(text);
        check_json(text);
    }
    return 0;
}
