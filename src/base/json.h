/* base/json.h - JSON (RFC 8259) behind accessors of our own: whole documents, strictly read.
 *
 * WHAT   parse once, then ask by key; a question about something absent or of another type gets the
 *        empty
 *        answer, so chains need no checks.
 * WHY    jansson is the strictest C reader measured; a faster one is a change of one file. Streams
 *        of many
 *        small lines go through base/json_bulk.h instead.
 * RULES  1. refused: duplicate keys, bad UTF-8, lone surrogates, U+0000, bytes after the end,
 *        documents above
 *        the caller's limit, nesting above 512, integers beyond int64_t and reals beyond a double.
 *        2. a `struct json` is borrowed from its document.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/slice.h"

struct json;     /* one value, borrowed */
struct json_doc; /* owns all its values */

/* Reads text (at most limit bytes) as one JSON value of any type. NULL and f (with line and column)
 * when it
 * is not; the document is owned by the caller: json_free. */
struct json_doc *json_parse(struct slice text, size_t limit, struct fault *f);

/* Frees the document and all its values; NULL is accepted. */
void json_free(struct json_doc *doc);

/* The document's value; never NULL for a parsed document. */
const struct json *json_root(const struct json_doc *doc);

/* The member key of an object; NULL if v is NULL, no object, or has no such member. */
const struct json *json_get(const struct json *v, const char *key);

/* Items of an array; 0 for everything else, NULL included. */
size_t json_size(const struct json *v);

/* The i-th item of an array, or NULL. */
const struct json *json_item(const struct json *v, size_t i);

/* The text of a string; the empty slice for anything else. Numbers and booleans are not turned into
 * text. */
struct slice json_text(const struct json *v);

/* A number as double; otherwise for anything else. A string that holds just a decimal number counts
 * too
 * (ClaimReview ratings come both ways). */
double json_number(const struct json *v, double otherwise);

/* Whether v is an object, an array, a string. False for NULL. */
bool json_is_object(const struct json *v);
bool json_is_array(const struct json *v);
bool json_is_string(const struct json *v);

/* Appends v as compact JSON to out, members in their order of input. */
void json_write(const struct json *v, struct buf *out);

#endif
