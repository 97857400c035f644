/* base/json_bulk.h - many small JSON objects, read at memory speed: the stream of messages.
 *
 * WHAT   one reader per thread; each call reads one line that holds one flat object and hands out
 *        the text or
 *        number of the members asked for. Nested values are checked and skipped.
 * WHY    jansson needs longer for one message than the engine has for all its work on it;
 *        simdjson's DOM
 *        reader checks the whole line (UTF-8 included) in a tenth of that. It is C++, so it stays
 *        behind
 *        this face.
 * RULES  1. at least JSON_BULK_PADDING readable bytes must follow the text.  2. texts are borrowed
 *        until the
 *        next call on the same reader, not from the line.  3. refused: what is no single object,
 *        bad UTF-8,
 *        lone surrogates, U+0000 in a wanted text.  4. of a repeated key the first counts.
 */
#ifndef BASE_JSON_BULK_H
#define BASE_JSON_BULK_H

#include "base/fault.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

#define JSON_BULK_PADDING 64

enum json_bulk_kind {
    JSON_BULK_ABSENT,
    JSON_BULK_NULL,
    JSON_BULK_TEXT,
    JSON_BULK_NUMBER,
    JSON_BULK_OTHER
};

struct json_bulk_value {
    enum json_bulk_kind kind;
    struct slice text; /* when TEXT */
    double number;     /* when NUMBER */
};

struct json_bulk;

/* A reader, owned by the caller; lines of up to limit bytes. */
struct json_bulk *json_bulk_new(size_t limit);

/* Frees the reader; NULL is accepted. */
void json_bulk_free(struct json_bulk *r);

/* Reads line and fills values[i] for keys[i] (count of both, at most 16). ERR_PARSE or ERR_LIMIT
 * with a
 * sentence in f (never with the line's text) when the line is refused. */
enum err json_bulk_read(struct json_bulk *r, struct slice line, const char *const *keys,
                        struct json_bulk_value *values, int count, struct fault *f);

#ifdef __cplusplus
}
#endif

#endif
