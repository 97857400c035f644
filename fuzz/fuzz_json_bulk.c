/* fuzz/fuzz_json_bulk.c - base/json_bulk against base/json: an object that the strict reader
 * accepts is accepted here too
 * and gives the same values; nothing behind line and padding is touched; a reader that met bad
 * lines stays sound.
 */
#include <stdlib.h>

#include "base/json.h"
#include "base/json_bulk.h"
#include "base/utf8.h"

#define LIMIT ((size_t)1 << 20)
#define KEYS 4

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_same(const struct json *strict, const struct json_bulk_value *bulk)
{
    switch (bulk->kind) {
    case JSON_BULK_ABSENT:
        check(!strict);
        break;
    case JSON_BULK_TEXT:
        check(json_is_string(strict) && slice_equal(json_text(strict), bulk->text));
        break;
    case JSON_BULK_NUMBER:
        check(!json_is_string(strict) && json_number(strict, bulk->number + 1) == bulk->number);
        break;
    case JSON_BULK_NULL:
    case JSON_BULK_OTHER:
        check(strict && !json_is_string(strict));
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const keys[KEYS] = {"id", "text", "n", "a"};
    static struct json_bulk *reader;
    struct json_bulk_value values[KEYS];
    struct fault f;
    if (!reader) {
        reader = json_bulk_new(LIMIT); /* one for all inputs, as one reads all lines of a stream */
    }
    char *block = malloc(size + JSON_BULK_PADDING);
    if (!block) {
        abort();
    }
    memcpy(block, data, size);
    memset(block + size, '}', JSON_BULK_PADDING);
    struct slice line = slice_of(block, size);
    fault_clear(&f);
    enum err code = json_bulk_read(reader, line, keys, values, KEYS, &f);
    check(code == f.code && (code == ERR_NONE || f.text[0]));
    check(code != ERR_NONE || utf8_valid(line, NULL));
    struct json_doc *doc = json_parse(line, LIMIT, NULL);
    bool strict_accepts = doc && json_is_object(json_root(doc));
    check(code == ERR_NONE || !strict_accepts);
    for (int i = 0; i < KEYS && code == ERR_NONE; i++) {
        bool is_text = values[i].kind == JSON_BULK_TEXT;
        check(is_text || values[i].text.len == 0);
        check(utf8_valid(values[i].text, NULL));
        check(values[i].text.len == 0 || !memchr(values[i].text.ptr, 0, values[i].text.len));
        if (strict_accepts) {
            check_same(json_get(json_root(doc), keys[i]), &values[i]);
        }
    }
    json_free(doc);
    free(block);
    return 0;
}
