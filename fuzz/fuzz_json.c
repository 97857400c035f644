/* fuzz/fuzz_json.c - base/json: whatever is accepted is UTF-8, and what json_write gives of it
 * reads back as the same
 * document; a refusal always comes with a sentence.
 */
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"

#define LIMIT ((size_t)1 << 20)

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Asks every question of v; arrays are walked (objects are reached through json_write). */
static void ask(const struct json *v)
{
    check(json_is_object(v) + json_is_array(v) + json_is_string(v) <= 1);
    check(utf8_valid(json_text(v), NULL));
    check(json_is_array(v) || json_size(v) == 0);
    check(json_number(v, 7) == json_number(v, 7)); /* never NaN */
    check(json_is_object(v) || !json_get(v, "a"));
    if (json_is_object(v)) {
        ask(json_get(v, "a"));
    }
    for (size_t i = 0; i < json_size(v); i++) {
        ask(json_item(v, i));
    }
    check(!json_item(v, json_size(v)));
}

static void check_written(const struct json_doc *doc)
{
    struct buf first;
    struct buf second;
    buf_init(&first, 8 * LIMIT);
    buf_init(&second, 8 * LIMIT);
    json_write(json_root(doc), &first);
    check(!first.full && utf8_valid(buf_slice(&first), NULL));
    struct json_doc *again = json_parse(buf_slice(&first), 8 * LIMIT, NULL);
    check(again);
    json_write(json_root(again), &second);
    check(slice_equal(buf_slice(&first), buf_slice(&second)));
    json_free(again);
    buf_done(&second);
    buf_done(&first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_of((const char *)data, size);
    struct fault f;
    fault_clear(&f);
    struct json_doc *doc = json_parse(text, LIMIT, &f);
    if (!doc) {
        check(f.code != ERR_NONE && f.text[0] && utf8_valid(slice_from(f.text), NULL));
        return 0;
    }
    check(f.code == ERR_NONE && utf8_valid(text, NULL));
    ask(json_root(doc));
    check_written(doc);
    json_free(doc);
    return 0;
}
